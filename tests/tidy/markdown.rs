//! Markdown, read just closely enough: lines outside fenced code, headings and their anchors, links, tables, code
//! spans.

/// A link, or a picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) line: usize,
    pub(super) target: String,
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// A row of a table, below its head.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// The lines outside fenced code, with their numbers.
pub(super) fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut fence = None;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mark = line.trim_start();
        match fence {
            Some(end) if mark.starts_with(end) => fence = None,
            Some(_) => {}
            None if mark.starts_with("```") => fence = Some("```"),
            None if mark.starts_with("~~~") => fence = Some("~~~"),
            None => lines.push((number, line)),
        }
    }
    lines
}

/// The text below a heading, given as it stands there, up to the next heading that is no lower.
pub(super) fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let level = |line: &str| line.bytes().take_while(|byte| *byte == b'#').count();
    let mut begin = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match begin {
            Some(from) if (1..=level(heading)).contains(&level(line)) => return &text[from..at],
            None if line.trim_end() == heading => begin = Some(at + line.len()),
            _ => {}
        }
        at += line.len();
    }
    begin.map_or("", |from| &text[from..])
}

/// Headings: line, words.
pub(super) fn headings(text: &str) -> Vec<(usize, String)> {
    let heading = |(number, line): (usize, &str)| {
        let words = line.trim_start_matches('#');
        let level = line.len() - words.len();
        ((1..=6).contains(&level) && words.starts_with(' ')).then(|| (number, words.trim().to_owned()))
    };
    prose(text).into_iter().filter_map(heading).collect()
}

/// The anchors of a text as GitHub makes them: small letters, no punctuation, hyphens for spaces; a number for repeats.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for (_, words) in headings(text) {
        let anchor = anchor(&words);
        let repeats = (1..).map(|n| format!("{anchor}-{n}"));
        let mut candidates = std::iter::once(anchor.clone()).chain(repeats);
        anchors.extend(candidates.find(|candidate| !anchors.contains(candidate)));
    }
    anchors
}

/// The anchor of one heading.
fn anchor(words: &str) -> String {
    let shown = links_as_words(words).replace('`', "").to_lowercase();
    let kept = shown.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// A heading with links shows their words only.
fn links_as_words(words: &str) -> String {
    let mut shown = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("](") {
        shown += &before.replacen('[', "", 1);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    shown + rest
}

/// All links and pictures of a text: `[words](target)`, `[name]: target`, `src="target"`. The words may begin
/// on an earlier line.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    for (line, words) in prose(text) {
        let words = without_code(words);
        let ends = words.match_indices("](").map(|(place, _)| &words[place + 2..]);
        let inline = ends.filter_map(|rest| rest.split([')', ' ']).next());
        let pictures =
            words.match_indices("src=\"").filter_map(|(place, mark)| words[place + mark.len()..].split('"').next());
        let reference = words.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]: ")).map(|(_, to)| to);
        let targets = inline.chain(pictures).chain(reference);
        links.extend(targets.map(|target| Link { line, target: target.trim().to_owned() }));
    }
    links
}

/// A line with its code spans blank.
fn without_code(line: &str) -> String {
    let spans = line.split('`').enumerate();
    spans.map(|(n, part)| if n % 2 == 0 { part.to_owned() } else { " ".repeat(part.len()) }).collect()
}

/// What stands between backquotes in a line.
pub(super) fn code_spans(line: &str) -> Vec<&str> {
    let parts: Vec<&str> = line.split('`').collect();
    let closed = parts.len() - 1 - (parts.len() - 1) % 2;
    parts[..closed].iter().copied().skip(1).step_by(2).collect()
}

/// The tables of a text.
pub(super) fn tables(text: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut last = 0;
    for (line, row) in prose(text).into_iter().filter(|(_, line)| line.starts_with('|')) {
        let cells: Vec<String> = row.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        let rule = cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':')));
        if rule {
            tables.push(Table { rows: Vec::new() });
        } else if let Some(table) = tables.last_mut().filter(|_| line == last + 1) {
            table.rows.push(Row { line, cells });
        }
        last = line;
    }
    tables
}

#[test]
fn anchors_are_those_of_github() {
    let text = "# E2 + E3 Being shown\n## E7 + E8 A question's life\n## `code` and [a link](b.md)!\n\
                ## 5. Initialization\n```\n# no heading\n```\n## Again\n## Again\n#hashtag\n";
    let wanted =
        ["e2--e3-being-shown", "e7--e8-a-questions-life", "code-and-a-link", "5-initialization", "again", "again-1"];
    assert_eq!(anchors(text), wanted);
}

#[test]
fn links_are_found_and_code_is_left_alone() {
    let text = "a [b](c.md#d) ![e](f.png \"g\")\n`[h](i.md)`\n```\n[j](k.md)\n```\n[l]: m.md\n<img src=\"n.png\">";
    let targets: Vec<String> = links(text).into_iter().map(|link| format!("{}:{}", link.line, link.target)).collect();
    assert_eq!(targets, ["1:c.md#d", "1:f.png", "6:m.md", "7:n.png"]);
}

#[test]
fn tables_sections_and_code_spans_are_read() {
    let text = "## A\n| x | y |\n|---|---|\n| `1` | 2 |\n| 3 | 4 |\n\n### B\n| z |\n|---|\n| `5`, `6` |\n## C\nend\n";
    assert_eq!(tables(text).len(), 2);
    let rows: Vec<(usize, usize)> = tables(text).iter().map(|table| (table.rows[0].line, table.rows.len())).collect();
    assert_eq!(rows, [(4, 2), (10, 1)]);
    assert!(section(text, "## A").ends_with("`6` |\n") && section(text, "## C") == "end\n");
    assert_eq!(section(text, "## D"), "");
    assert_eq!(code_spans("`5`, `6` and ` open"), ["5", "6"]);
}
