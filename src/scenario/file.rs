//! From text to headings and settings, each with its place.
//!
//! The text is cut into statements, and each is given to the `toml` parser alone, so that one broken line hides
//! nothing: not the lines after it, and not the block in which it stands. What a name or a value means is decided
//! elsewhere.

use super::faults::Fault;
use super::place::{Place, SourceText};
use super::problem::{Problem, sort};
use super::syntax;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A scenario has at most so many headings.
const MOST_BLOCKS: usize = 1000;

/// And at most so many headings and settings together.
const MOST_STATEMENTS: usize = 10_000;

/// A value as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Raw {
    /// In quotes.
    Text(String),
    /// A whole number, its figures without underscores; `0x10` and the like are already decimal.
    Whole(String),
    /// A number with a point.
    Decimal(String),
    /// `true` or `false`.
    Truth(bool),
    /// A date, perhaps with a time.
    Moment(String),
    /// A list.
    List(Vec<Written>),
    /// Something in curly brackets.
    Braces,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    pub(super) raw: Raw,
    pub(super) place: Place,
}

/// One part of a name with dots.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) place: Place,
}

/// A line `name = value`.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) path: Vec<Word>,
    pub(super) value: Written,
}

/// A heading with the settings below it; the settings before the first heading have none.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) heading: Heading,
    pub(super) settings: Vec<Setting>,
    /// The names of the settings that could not be read, and have been reported.
    pub(super) broken: Vec<String>,
    /// Its first setting, readable or not.
    pub(super) first: Option<Place>,
    /// The lines that are not empty below the heading: first and last.
    pub(super) lines: Option<(usize, usize)>,
}

/// The heading of a section.
#[derive(Clone, Debug)]
pub(super) enum Heading {
    /// The top of the file.
    Top,
    /// A heading that could be read: its words and its line.
    Words(Vec<Word>, Place),
    /// A heading that could not, and has been reported.
    Broken,
}

/// Cuts a text into sections; what cannot be read becomes a problem.
pub(super) fn sections(source: &Arc<SourceText>, problems: &mut Vec<Problem>) -> Vec<Section> {
    let before = problems.len();
    let mut sections = vec![Section::new(Heading::Top)];
    for (i, span) in statements(&source.text).into_iter().enumerate() {
        let place = Place::new(source, span);
        if i == MOST_STATEMENTS {
            let title = format!("There are more than {MOST_STATEMENTS} settings");
            problems.push(Problem::new(&place, title).label("the rest is not read"));
            break;
        }
        if place.text().starts_with('[') {
            if sections.len() > MOST_BLOCKS {
                let title = format!("There are more than {MOST_BLOCKS} blocks");
                problems.push(Problem::new(&place, title).label("the rest is not read"));
                break;
            }
            let heading = heading(&place, problems);
            sections.push(Section::new(heading));
            continue;
        }
        let Some(section) = sections.last_mut() else { continue };
        let line = place.line();
        section.lines = Some((section.lines.map_or(line, |(first, _)| first), line));
        section.first.get_or_insert_with(|| place.clone());
        match setting(&place) {
            Ok(setting) => section.settings.push(setting),
            Err(problem) => {
                let name = place.text().split(['=', ':']).next().unwrap_or("");
                section.broken.push(name.split_whitespace().collect::<Vec<_>>().join("_"));
                problems.push(problem);
            }
        }
    }
    sort(&mut problems[before..], Fault::BrokenLine);
    sections
}

impl Section {
    fn new(heading: Heading) -> Section {
        Section { heading, settings: Vec::new(), broken: Vec::new(), first: None, lines: None }
    }
}

/// Reads `name = value`.
fn setting(place: &Place) -> Result<Setting, Problem> {
    let (table, errors) = DeTable::parse_recoverable(place.text());
    if let Some(error) = errors.first() {
        return Err(syntax::explain(place, error.span()));
    }
    let (path, value) = innermost(table.get_ref(), place).ok_or_else(|| syntax::explain(place, None))?;
    Ok(Setting { path, value: written(value, place) })
}

/// Reads `[kind.name]`. Double brackets are reported, and then read like single ones.
fn heading(place: &Place, problems: &mut Vec<Problem>) -> Heading {
    let text = place.text();
    let (double, plain) = match text.strip_prefix("[[") {
        Some(inner) => (true, format!(" [{}", inner.replacen("]]", "] ", 1))),
        None => (false, text.to_owned()),
    };
    let (table, errors) = DeTable::parse_recoverable(&plain);
    let words = words_of(table.get_ref(), place);
    if !errors.is_empty() || words.is_empty() {
        problems.push(syntax::explain_heading(place));
        return Heading::Broken;
    }
    if double {
        let name: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        problems.push(
            Problem::new(place, format!("One pair of brackets is enough: [{}]", name.join(".")))
                .label("two pairs of brackets"),
        );
    }
    Heading::Words(words, place.clone())
}

/// The names that lead to the innermost table of a heading.
fn words_of(table: &DeTable<'_>, place: &Place) -> Vec<Word> {
    let mut words = Vec::new();
    let mut table = table;
    while let Some((key, value)) = table.iter().next() {
        words.push(word(key, place));
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    words
}

/// The names that lead to the value of a statement, and the value.
fn innermost<'t, 'i>(table: &'t DeTable<'i>, place: &Place) -> Option<(Vec<Word>, &'t Spanned<DeValue<'i>>)> {
    let (key, mut value) = table.iter().next()?;
    let mut path = vec![word(key, place)];
    while let DeValue::Table(inner) = value.get_ref() {
        // `a.b = 1` and `a = { b = 1 }` make the same table; only the first is a name with a dot.
        let dotted = place.text().get(..value.span().start).is_none_or(|before| !before.contains('='));
        let Some((key, next)) = inner.iter().next().filter(|_| dotted) else { break };
        path.push(word(key, place));
        value = next;
    }
    Some((path, value))
}

fn word(key: &Spanned<std::borrow::Cow<'_, str>>, place: &Place) -> Word {
    Word { text: key.get_ref().to_string(), place: inside(place, key.span()) }
}

/// The place of something inside a statement.
fn inside(place: &Place, span: Range<usize>) -> Place {
    Place::new(&place.source, place.span.start + span.start..place.span.start + span.end)
}

fn written(value: &Spanned<DeValue<'_>>, statement: &Place) -> Written {
    Written { raw: raw(value.get_ref(), statement), place: inside(statement, value.span()) }
}

/// A value of the toml parser as one of ours.
pub(super) fn raw(value: &DeValue<'_>, statement: &Place) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Integer(whole) if whole.radix() == 10 => Raw::Whole(whole.as_str().to_owned()),
        DeValue::Integer(whole) => {
            let decimal = u64::from_str_radix(whole.as_str(), whole.radix());
            Raw::Whole(decimal.map_or_else(|_| whole.as_str().to_owned(), |n| n.to_string()))
        }
        DeValue::Float(decimal) => Raw::Decimal(decimal.as_str().to_owned()),
        DeValue::Boolean(truth) => Raw::Truth(*truth),
        DeValue::Datetime(moment) => Raw::Moment(moment.to_string()),
        DeValue::Array(items) => Raw::List(items.iter().map(|item| written(item, statement)).collect()),
        DeValue::Table(_) => Raw::Braces,
    }
}

/// The statements of a text, without notes and empty lines: each heading is one, each setting with all its lines.
fn statements(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = &text[at..line_end(text, at)];
        let begin = at + line.len() - line.trim_start().len();
        let end = match line.trim_start().chars().next() {
            None | Some('#') => {
                at = line_end(text, at) + 1;
                continue;
            }
            Some('[') => line_end(text, begin),
            Some(_) => setting_end(text, begin),
        };
        found.push(begin..begin + text[begin..end].trim_end().len());
        at = end + 1;
    }
    found
}

/// The byte of the line end at or after `at`, or the end of the text.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |n| at + n)
}

/// Where a setting ends: at the first line end outside of brackets and long quotes.
fn setting_end(text: &str, begin: usize) -> usize {
    let bytes = text.as_bytes();
    let mut open = 0_usize;
    let mut at = begin;
    while at < bytes.len() {
        at = match bytes[at] {
            b'\n' if open == 0 || begins_statement(&text[at + 1..line_end(text, at + 1)]) => return at,
            b'#' => line_end(text, at),
            quote @ (b'"' | b'\'') => quote_end(text, at, quote),
            byte => {
                open = match byte {
                    b'[' | b'{' => open + 1,
                    b']' | b'}' => open.saturating_sub(1),
                    _ => open,
                };
                at + 1
            }
        };
    }
    text.len()
}

/// The byte after a quoted text that begins at `at`. A short one ends with its line at the latest; a long one that is
/// never closed is taken for a short one.
fn quote_end(text: &str, at: usize, quote: u8) -> usize {
    let long = [quote; 3];
    let bytes = text.as_bytes();
    if bytes[at..].starts_with(&long) {
        let mut end = at + 3;
        while end < bytes.len() {
            match bytes[end] {
                b'\\' if quote == b'"' => end += 2,
                _ if bytes[end..].starts_with(&long) => return end + 3,
                _ => end += 1,
            }
        }
        return line_end(text, at);
    }
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != b'\n' {
        match bytes[end] {
            b'\\' if quote == b'"' && bytes.get(end + 1) != Some(&b'\n') => end += 2,
            byte if byte == quote => return end + 1,
            _ => end += 1,
        }
    }
    end.min(bytes.len())
}

/// Does a line inside an open list look like the next heading or setting? Then the list was never closed.
fn begins_statement(line: &str) -> bool {
    let line = line.trim();
    if let Some(inner) = line.strip_prefix('[') {
        let name = inner.split(']').next().unwrap_or("");
        return name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains([',', '"', ' ']);
    }
    let name = line.split('=').next().unwrap_or("").trim_end();
    line.contains('=') && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        statements(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn a_text_is_cut_into_headings_and_settings() {
        let text = "# note\ntitle = \"a # b\" # c\n\n[run]\n  seed = 7\n";
        assert_eq!(cut(text), ["title = \"a # b\" # c", "[run]", "seed = 7"]);
    }

    #[test]
    fn a_setting_may_take_several_lines() {
        assert_eq!(cut("x = [\n  1, # one\n  2,\n]\ny = 3"), ["x = [\n  1, # one\n  2,\n]", "y = 3"]);
        assert_eq!(cut("x = \"\"\"a\n[b]\nc\"\"\"\ny = 3"), ["x = \"\"\"a\n[b]\nc\"\"\"", "y = 3"]);
    }

    #[test]
    fn what_is_never_closed_swallows_nothing() {
        assert_eq!(cut("x = [1,\n2\ny = 3\n[run]"), ["x = [1,\n2", "y = 3", "[run]"]);
        assert_eq!(cut("x = \"\"\"a\ny = 3"), ["x = \"\"\"a", "y = 3"]);
        assert_eq!(cut("x = \"a\ny = 3"), ["x = \"a", "y = 3"]);
        assert_eq!(cut("x = \"a\\\ny = 3"), ["x = \"a\\", "y = 3"]);
    }
}
