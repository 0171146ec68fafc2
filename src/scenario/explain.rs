//! What the settings mean, for `softpower explain` and for the notes in `scenarios/reference.toml`.

use super::Parsed;
use super::document::{Block, Document, reference};
use super::keys::{Absent, Form, KEYS, Key, Kind, OFF, OTHER_WORDS, Status, TARGET_KEYS};
use super::problem::{nearest, wrapped};
use super::resolved::toml;

/// Lines are at most so wide.
const COLUMNS: usize = 80;

/// All that is known about a setting: `approval_delay`, `country.approval_delay` or `country.canada.approval_delay`.
/// A name that several kinds of block have is explained for each of them.
#[must_use]
pub fn key(name: &str) -> Option<String> {
    let mut words = name.split('.');
    let (first, last) = (words.next()?, name.rsplit('.').next()?);
    let kind = Kind::of(first).or(Kind::among(&[Kind::Target], first)).filter(|_| first != last);
    let meant = |key: &&Key| {
        key.name == last && kind.is_none_or(|kind| key.kind == kind) && !matches!(key.kind, Kind::Source | Kind::Try)
    };
    let found: Vec<String> =
        KEYS.iter().chain(TARGET_KEYS).chain(std::iter::once(&OFF)).filter(meant).map(about).collect();
    if found.is_empty() { None } else { Some(found.join("\n\n")) }
}

/// The settings under a heading such as `event` or `rumour`, each with its sentence.
#[must_use]
pub fn heading(word: &str) -> Option<String> {
    let kind = Kind::of(word).or(Kind::among(&[Kind::Target], word)).filter(|kind| *kind != Kind::Source)?;
    let mut text = format!("{} takes these settings:\n", kind.heading());
    for key in Key::under(kind) {
        text += &format!("\n  {}\n{}", key.name, indented(key.sentence, 6));
    }
    Some(text)
}

/// Every word that [`key`] can explain, in the order of a complete scenario.
#[must_use]
pub fn topics() -> Vec<&'static str> {
    let mut topics = Vec::new();
    for key in KEYS.iter().filter(|key| !matches!(key.kind, Kind::Source | Kind::Try)) {
        if !topics.contains(&key.name) {
            topics.push(key.name);
        }
    }
    topics
}

/// The topic that somebody probably meant.
#[must_use]
pub fn suggestion(word: &str) -> Option<&'static str> {
    let other = OTHER_WORDS.iter().find(|(other, _)| *other == word).map(|(_, key)| *key);
    other.or_else(|| nearest(word, topics().into_iter()))
}

/// Every setting that is an assumption, with its value and the reason: the defaults, or those of a scenario.
#[must_use]
pub fn assumptions(scenario: Option<&Parsed>) -> String {
    let document = match scenario {
        Some(parsed) => &parsed.resolved.document,
        None => reference(),
    };
    let mut text = String::from("Assumptions: values without direct evidence. Change those that you doubt.\n");
    for key in KEYS.iter().filter(|key| key.status == Status::Assumption) {
        let lines = values(key, document);
        if lines.is_empty() {
            continue;
        }
        text += &format!("\n{}, under {}\n", key.name, key.kind.heading());
        text += &indented(&format!("{} Reason: {}.", key.sentence, key.source), 2);
        lines.iter().for_each(|line| text += &format!("\n    {line}"));
        text.push('\n');
    }
    text
}

/// The values of a key in each block that has it, written or by default.
fn values(key: &Key, document: &Document) -> Vec<String> {
    let of_block = |block: &Block| {
        let entry = block.entry(key.name).or_else(|| super::document::default(key.kind, key.name))?;
        let owner = if block.name.is_empty() { String::new() } else { format!("{}.", block.name) };
        Some(format!("{owner}{} = {}  ({})", key.name, toml(&entry.written.raw), entry.place.origin()))
    };
    let mut lines: Vec<String> = document.of_kind(key.kind).filter_map(of_block).collect();
    if lines.is_empty() && !key.kind.is_named() {
        lines.extend(reference().block(key.kind, "").and_then(of_block));
    }
    let changed = document.of_kind(Kind::Change).filter(|change| key.lever && change.entry(key.name).is_some());
    lines.extend(changed.filter_map(of_block));
    lines
}

/// Everything about one key.
fn about(key: &Key) -> String {
    let place = match (key.kind, key.name, key.lever) {
        (_, "off", _) => "under any heading with a name".to_owned(),
        (Kind::Top, _, _) => "at the top of the file".to_owned(),
        (kind, _, true) => format!("under {} and {}", kind.heading(), Kind::Change.heading()),
        (kind, _, false) => format!("under {}", kind.heading()),
    };
    let mut text = format!("{}, {place}\n\n{}\n", key.name, indented(key.sentence, 2));
    for (label, fact) in facts(key) {
        text += &format!("\n  {label:<11}{}", indented(&fact, 13).trim_start());
    }
    text
}

/// The facts of a key, with their labels.
fn facts(key: &Key) -> Vec<(&'static str, String)> {
    let default = example(key);
    let mut facts = vec![("Written as", key.form.words())];
    match key.absent {
        Absent::Default => facts.push(("Default", default.clone().unwrap_or_default())),
        Absent::Means(means) => facts.push(("Left out", means.to_owned())),
        Absent::Must => facts.push(("Left out", "not possible: it has no default".to_owned())),
    }
    facts.extend(span(key.plausible).map(|range| ("Plausible", format!("{range} (outside there is a note)"))));
    facts.extend(limits(key).map(|range| ("Possible", format!("{range} (outside there is an error)"))));
    facts.push(("Origin", origin(key)));
    facts.extend(default.map(|value| ("Example", format!("{} = {value}", key.name))));
    facts
}

/// The status of a default and its source: `read in a source: Rival IQ 2023`.
#[must_use]
pub fn origin(key: &Key) -> String {
    let status = key.status.words();
    if key.source.is_empty() { status.to_owned() } else { format!("{status}: {}", key.source) }
}

/// The plausible range of a key in words, or else the possible one; `None` if its form says it already.
#[must_use]
pub fn range(key: &Key) -> Option<String> {
    span(key.plausible).or_else(|| limits(key))
}

/// The value in the reference, as text.
#[must_use]
pub fn example(key: &Key) -> Option<String> {
    if key.form == Form::Truth {
        return Some("true".to_owned());
    }
    let block = reference().of_kind(key.kind).next()?;
    block.entry(key.name).map(|entry| toml(&entry.written.raw))
}

/// The hard limits in words, unless the form says them already.
fn limits(key: &Key) -> Option<String> {
    match (key.form, key.limits) {
        (Form::Share | Form::ThreeShares, ("0%", "100%")) | (Form::Duration | Form::DurationOrNever, ("0h", "")) => {
            None
        }
        (_, limits) => span(limits),
    }
}

/// A range in words; nothing if it is open on both sides.
fn span(range: (&str, &str)) -> Option<String> {
    match range {
        ("", "") => None,
        (low, "") => Some(format!("{low} or more")),
        ("", high) => Some(format!("up to {high}")),
        (low, high) => Some(format!("{low} to {high}")),
    }
}

/// The text in lines that begin with so many spaces.
fn indented(text: &str, spaces: usize) -> String {
    let margin = " ".repeat(spaces);
    let lines: Vec<String> = wrapped(text, COLUMNS - spaces).lines().map(|line| format!("{margin}{line}")).collect();
    lines.join("\n")
}

/// The notes above a setting in the reference: what it means, how it is written and its ranges, its origin.
#[must_use]
pub fn reference_notes(key: &Key) -> String {
    let mut facts = vec![key.form.words()];
    match key.absent {
        Absent::Default => {}
        Absent::Means(means) => facts.push(format!("left out: {means}")),
        Absent::Must => facts.push("it must be there".to_owned()),
    }
    facts.extend(span(key.plausible).map(|range| format!("plausible: {range}")));
    facts.extend(limits(key).map(|range| format!("possible: {range}")));
    let mut lines = vec![key.sentence.to_owned(), format!("{}.", sentence_case(&facts.join("; ")))];
    if !key.source.is_empty() {
        lines.push(format!("{}: {}.", sentence_case(key.status.words()), key.source));
    }
    let text: Vec<String> = lines.iter().map(|line| wrapped(line, COLUMNS - 2)).collect();
    text.join("\n").lines().map(|line| format!("# {line}\n")).collect()
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
