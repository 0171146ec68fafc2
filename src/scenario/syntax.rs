//! What is wrong with a line that the parser cannot read, in the words of somebody who does not know TOML.

use super::keys::{Form, KEYS, Key};
use super::place::Place;
use super::problem::Problem;
use jiff::civil::Date;
use std::ops::Range;

const CURLY: [char; 7] = ['“', '”', '„', '‘', '’', '«', '»'];
const LINES: &str = "a line is a setting (name = value), a heading ([country.canada]) or a note (# ...)";

/// Explains a statement that could not be read. `mark` is where the parser stopped, within the statement.
pub(super) fn explain(statement: &Place, mark: Option<Range<usize>>) -> Problem {
    let first = statement.text().lines().next().unwrap_or("");
    if first.starts_with("//") {
        return Problem::new(&part(statement, 0..2), "Notes start with `#`, not `//`").label("not a note");
    }
    let Some((name, value)) = first.split_once('=') else { return no_equals_sign(statement, first) };
    if let Some(problem) = wrong_name(statement, name) {
        return problem;
    }
    let value = without_note(value).trim();
    let at = name.len() + 1 + first[name.len() + 1..].find(value).unwrap_or(0);
    let place = part(statement, at..at + value.len());
    wrong_value(&place, name.trim(), value, statement)
        .unwrap_or_else(|| Problem::new(&at_mark(statement, mark), "This line is not understood").help(LINES))
}

/// Explains a heading that could not be read.
pub(super) fn explain_heading(heading: &Place) -> Problem {
    let text = without_note(heading.text()).trim();
    let inner = text.trim_matches(['[', ']', ' ']);
    if !text.ends_with(']') && !text.contains(']') {
        return Problem::new(heading, format!("The heading is not closed: [{inner}]")).label("] is missing");
    }
    if inner.is_empty() {
        return Problem::new(heading, "The heading is empty").help("write for example [run] or [country.canada]");
    }
    let words: Vec<String> = inner.split('.').map(slug).filter(|word| !word.is_empty()).collect();
    let problem = Problem::new(heading, "This heading is not understood").label("not a heading");
    if words.is_empty() || words.len() > 2 || text.rfind(']') != Some(text.len() - 1) {
        return problem.help("a heading stands alone on its line, such as [run] or [country.canada]");
    }
    problem.help(format!("names in headings have no spaces or capitals: [{}]", words.join(".")))
}

/// A name for a block made from any text: `United Kingdom` becomes `united-kingdom`.
pub(super) fn slug(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    plain.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

fn part(statement: &Place, span: Range<usize>) -> Place {
    let start = statement.span.start;
    Place::new(&statement.source, start + span.start..start + span.end)
}

/// Where the parser stopped, if that is on the borders of characters; else the whole statement.
fn at_mark(statement: &Place, mark: Option<Range<usize>>) -> Place {
    match mark {
        Some(mark) if statement.text().get(mark.clone()).is_some() => part(statement, mark),
        _ => statement.clone(),
    }
}

fn no_equals_sign(statement: &Place, line: &str) -> Problem {
    match line.split_once(':') {
        Some((name, value)) if !name.contains(' ') && !value.trim().is_empty() => {
            let value = without_note(value).trim();
            let value = if value.starts_with(['"', '[']) { value.to_owned() } else { quoted(value) };
            let title = format!("Use an equals sign: {} = {value}", name.trim());
            Problem::new(&part(statement, name.len()..name.len() + 1), title).label("not a colon")
        }
        _ if line.contains(CURLY) => Problem::new(statement, "This line is not understood").help(LINES),
        _ => Problem::new(statement, "This line is not understood").label("no equals sign").help(LINES),
    }
}

/// What is wrong with the part before the equals sign.
fn wrong_name(statement: &Place, name: &str) -> Option<Problem> {
    let place = part(statement, 0..name.trim_end().len());
    let bare = name.trim();
    if bare.is_empty() {
        return Some(Problem::new(statement, "There is no name before the equals sign").help(LINES));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    if bare.chars().all(plain) || bare.starts_with(['"', '\'']) {
        return None;
    }
    let words: Vec<String> = bare.split_whitespace().map(str::to_lowercase).collect();
    let joined = words.join("_");
    if joined.chars().all(plain) {
        let title = format!("Names are written with underscores: `{joined}`");
        return Some(Problem::new(&place, title).label("no spaces"));
    }
    Some(Problem::new(&place, "This is not a name of a setting").label("only letters, figures and underscores"))
}

/// What is wrong with the part after the equals sign; `None` if nothing comes to mind.
fn wrong_value(place: &Place, name: &str, value: &str, statement: &Place) -> Option<Problem> {
    let wrong = |title: String, label: &str| Some(Problem::new(place, title).label(label));
    if value.is_empty() {
        return wrong(format!("There is nothing after `{name} =`"), "the value is missing");
    }
    if value.contains(CURLY) {
        let straight = quoted(value.trim_matches(|c| CURLY.contains(&c) || c == '"'));
        let title = format!("These are curly quotes, from Word or a web page. Use straight ones: {straight}");
        return wrong(title, "curly quotes");
    }
    if value.starts_with('=') {
        return wrong(format!("One equals sign is enough: {name} = {}", value.trim_start_matches(['=', ' '])), "");
    }
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => wrong_quotes(place, value, quote),
        Some('[') => Some(wrong_list(place, value, statement)),
        Some('{') => wrong("Curly brackets are not used here".to_owned(), "write one setting on each line"),
        _ => bare_value(place, name, value),
    }
}

fn wrong_quotes(place: &Place, value: &str, quote: char) -> Option<Problem> {
    let inner = &value[1..];
    let problem = match inner.find(quote) {
        None => {
            let title = format!("The closing quote is missing: {value}{quote}");
            Problem::new(place, title).label("no quote at the end")
        }
        Some(_) if value.starts_with("\"\"\"") || value.starts_with("'''") => {
            Problem::new(place, "The three closing quotes are missing").label("opened here")
        }
        Some(_) if value.contains('\\') => Problem::new(place, "A backslash \\ means something special in quotes")
            .label("contains a backslash")
            .help("write it twice, \\\\, or use single quotes around the text"),
        Some(end) if end + 2 < value.len() => {
            Problem::new(place, "There is something after the closing quote").label("a text has two quotes only")
        }
        Some(_) => return None,
    };
    Some(problem)
}

fn wrong_list(place: &Place, value: &str, statement: &Place) -> Problem {
    if !statement.text().contains(']') {
        return Problem::new(place, "The list is not closed: ] is missing").label("opened here");
    }
    let nested = value.bytes().filter(|b| *b == b'[').count() > 1;
    if nested {
        return Problem::new(place, "A list cannot hold other lists").label("one pair of brackets is enough");
    }
    let inner = value.trim_matches(['[', ']']);
    let items: Vec<String> = inner.split(',').map(str::trim).filter(|item| !item.is_empty()).map(in_list).collect();
    Problem::new(place, "This list is not understood")
        .label("text and values with a unit need quotes")
        .help(format!("write [{}]", items.join(", ")))
}

/// A value without quotes, brackets or braces.
fn bare_value(place: &Place, name: &str, value: &str) -> Option<Problem> {
    let wrong = |title: String, label: &str| Some(Problem::new(place, title).label(label));
    if let Some(date) = date_of(value) {
        return wrong(date, "a date is year-month-day");
    }
    let begins_number = value.starts_with(|c: char| c.is_ascii_digit() || "+-.,−".contains(c));
    if begins_number && value.chars().all(|c| c.is_ascii_digit() || "+-.,_−".contains(c)) {
        let (title, label) = wrong_number(value, KEYS.iter().find(|key| key.name == name));
        return wrong(title, label);
    }
    if begins_number {
        return wrong(format!("Put quotes around it: \"{value}\""), "quotes are missing");
    }
    let lower = value.to_lowercase();
    if (lower == "true" || lower == "false") && lower != value {
        return wrong(format!("Write it small: {lower}"), "a capital letter");
    }
    wrong(format!("Text needs quotes: {name} = {}", quoted(value)), "quotes are missing")
}

/// A number that the parser refuses.
fn wrong_number(value: &str, key: Option<&Key>) -> (String, &'static str) {
    let groups: Vec<&str> = value.split(',').collect();
    let thousands = groups.len() > 1 && groups[0] != "0" && groups[1..].iter().all(|group| group.len() == 3);
    let counted = key.is_some_and(|key| matches!(key.form, Form::Count | Form::Seed | Form::CountOrUnlimited));
    if groups.len() > 2 || (thousands && counted) {
        return (format!("Leave the comma out: {} (or {})", groups.concat(), groups.join("_")), "a comma");
    }
    if groups.len() == 2 {
        let point = value.replace(',', ".");
        let share = point.parse::<f64>().ok().filter(|x| (0.0..=1.0).contains(x));
        let percent = share.filter(|_| key.is_none_or(|key| key.form == Form::Share));
        let or = percent.map_or(String::new(), |x| format!(" (or \"{}\")", crate::units::share_text(x)));
        return (format!("Use a point, not a comma: {point}{or}"), "a comma");
    }
    let text = value.replace('−', "-").replace("__", "_");
    let plain = text.parse::<f64>().ok().filter(|x| x.is_finite());
    let better = plain.map_or_else(|| "This is not a number".to_owned(), |x| format!("Write this number as {x}"));
    (better, "not a number as it stands")
}

/// What is wrong with something that looks like a date.
fn date_of(value: &str) -> Option<String> {
    let day = value.split(['T', 't']).next().unwrap_or(value).trim();
    let mark = ['-', '.', '/'].into_iter().find(|mark| day.matches(*mark).count() == 2)?;
    let parts: Vec<i16> = day.split(mark).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day_of_month) = if a > 31 { (a, b, c) } else { (c, b, a) };
    if !(1000..=9999).contains(&year) || month < 1 || day_of_month < 1 {
        return None;
    }
    let text = format!("{year:04}-{month:02}-{day_of_month:02}");
    let exists = i8::try_from(month).ok().zip(i8::try_from(day_of_month).ok());
    match exists.map(|(m, d)| Date::new(year, m, d)) {
        Some(Ok(_)) if text == day => None,
        Some(Ok(_)) => Some(format!("Write dates as year-month-day: {text}")),
        _ => Some(format!("The calendar has no {day}")),
    }
}

/// What stands before the note at the end of a line; a `#` in quotes is no note.
pub(super) fn without_note(text: &str) -> &str {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('#', None) => return &text[..at],
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            _ => {}
        }
    }
    text
}

/// An item of a list as it should be written.
fn in_list(item: &str) -> String {
    let bare = item.trim_matches(|c| c == '"' || c == '\'' || CURLY.contains(&c));
    if bare.parse::<f64>().is_ok() { bare.to_owned() } else { quoted(bare) }
}

/// The text in straight quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out += "\\n",
            '\t' => out += "\\t",
            c if c.is_control() => out += &format!("\\u{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
