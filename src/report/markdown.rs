//! The little Markdown that softpower writes in `answer.md`, as HTML: paragraphs, lists, and blocks of plain text.

use super::html::{Html, list, paragraph, tag};

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
        let depth = line.chars().take_while(|c| *c == '#').count();
        let item = line.strip_prefix("* ").or_else(|| line.strip_prefix("- "));
        if (line.is_empty() || line.starts_with("```") || depth > 0 || item.is_some()) && !words.is_empty() {
            found.push(Piece::Paragraph(std::mem::take(&mut words)));
        }
        match (item, found.last_mut()) {
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
