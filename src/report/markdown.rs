//! The little Markdown that softpower writes in `answer.md`, as HTML: paragraphs, lists, and blocks of plain text.

use super::html::{Html, list, paragraph, tag};
use super::table::Table;
use crate::charts::words::sentence;

/// A piece of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A heading with its depth.
    Heading(usize, String),
    /// Words.
    Paragraph(String),
    /// Items of a list.
    List(Vec<String>),
    /// Text whose spaces and lines count.
    Plain(String),
    /// A table below its caption.
    Table(String, Table),
}

/// The pieces of an answer, in their order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let (mut words, mut plain) = (String::new(), None::<String>);
    for line in text.lines().chain([""]) {
        if let Some(inside) = &mut plain {
            if line.starts_with("```") {
                found.push(Piece::Plain(inside.trim_end().to_owned()));
                plain = None;
            } else {
                *inside += &format!("{line}\n");
            }
            continue;
        }
        let caption = line.strip_prefix("**").and_then(|line| line.strip_suffix("**")).filter(|line| !line.is_empty());
        let depth = line.chars().take_while(|c| *c == '#').count();
        let item = line.strip_prefix("* ").or_else(|| line.strip_prefix("- "));
        if (line.is_empty() || line.starts_with("```") || depth > 0 || item.is_some()) && !words.is_empty() {
            found.push(Piece::Paragraph(std::mem::take(&mut words)));
        }
        match (item, found.last_mut()) {
            _ if caption.is_some() => {
                found.push(Piece::Table(without_marks(caption.unwrap_or_default()), Table::default()));
            }
            (None, Some(Piece::Table(_, table))) if line.starts_with('|') => add_row(table, line),
            (Some(item), Some(Piece::List(items))) => items.push(without_marks(item)),
            (Some(item), _) => found.push(Piece::List(vec![without_marks(item)])),
            _ if line.starts_with("```") => plain = Some(String::new()),
            _ if depth > 0 => found.push(Piece::Heading(depth, without_marks(line.trim_start_matches(['#', ' '])))),
            _ if line.is_empty() => {}
            _ => {
                let gap = if words.is_empty() { "" } else { " " };
                words += &format!("{gap}{}", without_marks(line.trim()));
            }
        }
    }
    found
}

/// Adds a line of a table: its header first, then a rule, then its rows.
fn add_row(table: &mut Table, line: &str) {
    const BAR: char = '\u{0}';
    let line = line.replace("\\|", &BAR.to_string());
    let cells = line.trim().trim_matches('|').split('|').map(|cell| without_marks(cell.trim()).replace(BAR, "|"));
    let cells: Vec<String> = cells.collect();
    if table.header.is_empty() {
        // A path is a name, whose letters count.
        let head = |name: &String| if name.contains('.') { name.clone() } else { sentence(&name.replace('_', " ")) };
        table.header = cells.iter().map(head).collect();
    } else if cells.iter().any(|cell| cell.chars().any(|c| !matches!(c, '-' | ':'))) {
        table.rows.push(cells);
    }
}

/// Without marks, and with the signs of printed text: ’ for an apostrophe, − before a number.
fn without_marks(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.replace("**", "").replace('`', "").chars().collect::<Vec<char>>().into_iter().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let number = letters.peek().is_some_and(char::is_ascii_digit);
        out.push(match c {
            '\'' if before.is_alphabetic() => '’',
            '-' if number && matches!(before, ' ' | '(') => '−',
            c => c,
        });
        before = c;
    }
    out
}

/// The pieces as HTML; headings begin at this depth.
pub(super) fn as_html(pieces: &[Piece], depth: usize, label: &str) -> Html {
    let one = |piece: &Piece| match piece {
        Piece::Heading(own, words) => tag(&format!("h{}", (depth + own.saturating_sub(2)).min(6)), &[], words.as_str()),
        Piece::Paragraph(words) => paragraph(words.as_str()),
        Piece::List(items) => list(items.iter().map(|item| Html::from(item.as_str())).collect()),
        Piece::Plain(text) => {
            let scroll = [("class", "plain"), ("role", "group"), ("aria-label", label), ("tabindex", "0")];
            tag("pre", &scroll, text.as_str())
        }
        Piece::Table(caption, table) => table.as_html(caption),
    };
    pieces.iter().map(one).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_get_the_signs_of_print() {
        assert_eq!(without_marks("Canada's `x` (-0.2 to 3), e-mail"), "Canada’s x (−0.2 to 3), e-mail");
    }

    #[test]
    fn a_table_has_its_caption_its_header_and_its_rows() {
        let text = "**Ends**\n\n| setting | from |\n| --- | ---: |\n| a\\|b | -1 |\n| c |  |\n\nAfter.\n";
        let cells = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let table = Table {
            header: cells(["Setting", "From"]),
            rows: vec![cells(["a|b", "−1"]), cells(["c", ""])],
            note: String::new(),
        };
        assert_eq!(pieces(text), [Piece::Table("Ends".into(), table), Piece::Paragraph("After.".into())]);
    }

    #[test]
    fn the_pieces_of_an_answer_are_found() {
        let text = "# A b\n\nOne `two`\nthree.\n\n* a\n* b\n\n```text\n  x  < y\n\n  z\n```\n\nEnd.\n";
        let wanted = [
            Piece::Heading(1, "A b".into()),
            Piece::Paragraph("One two three.".into()),
            Piece::List(vec!["a".into(), "b".into()]),
            Piece::Plain("  x  < y\n\n  z".into()),
            Piece::Paragraph("End.".into()),
        ];
        assert_eq!(pieces(text), wanted);
        let html = as_html(&wanted, 3, "Table").into_string();
        assert!(html.contains("<ul><li>a</li><li>b</li></ul>") && html.contains("  x  &lt; y"), "{html}");
    }
}
