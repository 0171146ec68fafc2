//! Settings on the command line: `--set country.canada.approval_delay=4h`. The kind may be left out where the name is
//! clear, and the value needs no quotes.

use super::document::{self, Document, Entry};
use super::faults::Fault;
use super::file::{self, Raw, Written};
use super::keys::{Form, KEYS, Key, Kind};
use super::place::{Distance, Place, SourceText};
use super::problem::{Problem, nearest};
use super::understand;
use super::value;
use std::sync::Arc;
use toml::de::DeValue;

/// One setting of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Before the equals sign: `country.canada.approval_delay`, `canada.approval_delay`, `seed`.
    pub path: String,
    /// After it: `4h`, `40%`, `2015-11-04`.
    pub value: String,
}

const UNKNOWN_NAME: &str = "unknown name";

/// The settings as a document. `scenario` tells which names there are.
pub(super) fn document(settings: &[Setting], scenario: &Document, problems: &mut Vec<Problem>) -> Document {
    let mut document = Document::default();
    for setting in settings {
        let text = format!("{}={}", setting.path, setting.value);
        let source = SourceText::new("the command line", text, Distance::CommandLine);
        match address(setting, &source, scenario) {
            Ok((kind, name, key)) => {
                let (entry, problem) = entry(setting, &source, key);
                problems.extend(problem);
                let block = document.block_mut(kind, &name, &entry.place);
                block.entries.retain(|known| known.name != entry.name);
                block.entries.push(entry);
            }
            // If blocks are lost, the name may be that of one of them.
            Err(problem) if scenario.has_lost_blocks && problem.label == UNKNOWN_NAME => {}
            Err(problem) => problems.push(problem.of(Fault::WrongWord)),
        }
    }
    document
}

/// The setting as an entry of its block.
fn entry(setting: &Setting, source: &Arc<SourceText>, key: &'static Key) -> (Entry, Option<Problem>) {
    let path = Place::new(source, 0..setting.path.len());
    let place = Place::new(source, setting.path.len() + 1..source.text.len());
    let name = match tried(&setting.path) {
        Some(path) => path,
        None => setting.path.rsplit('.').next().unwrap_or_default().trim(),
    };
    Entry::read(key, name, &path, Written { raw: raw(&setting.value, key.form, &place), place })
}

/// Kind, name of the block, and key of a path.
pub(super) fn address(
    setting: &Setting,
    source: &Arc<SourceText>,
    scenario: &Document,
) -> Result<(Kind, String, &'static Key), Problem> {
    let wrong = |title: String| Problem::new(&Place::new(source, 0..setting.path.len()), title);
    if let Some(key) = tried(&setting.path).and_then(|path| Key::find(Kind::Try, path)) {
        return Ok((Kind::Try, String::new(), key));
    }
    let words: Vec<&str> = setting.path.split('.').map(str::trim).collect();
    let named = |kind: Kind, name: &str, key: &str| {
        let key = understand::key_under(kind, key).ok_or_else(|| unknown(kind, key, &wrong))?;
        match scenario.block(kind, name) {
            Some(_) => Ok((kind, name.to_owned(), key)),
            None => Err(wrong(no_block(kind, name, scenario)).label(UNKNOWN_NAME)),
        }
    };
    match words[..] {
        [kind, name, key] => match Kind::of(kind).filter(|kind| kind.is_named()) {
            Some(kind) => named(kind, name, key),
            None => Err(wrong(format!("There is no kind of block `{kind}` with names")).label("unknown kind")),
        },
        [first, key] => match Kind::of(first).filter(|kind| !kind.is_named()) {
            Some(kind) => {
                let key = understand::key_under(kind, key).ok_or_else(|| unknown(kind, key, &wrong))?;
                Ok((kind, String::new(), key))
            }
            None => {
                let kind = kind_of_name(first, key, scenario).map_err(|title| wrong(title).label(UNKNOWN_NAME))?;
                named(kind, first, key)
            }
        },
        [key] => {
            let singles = [Kind::Top, Kind::Run, Kind::Model];
            let found = singles.into_iter().find_map(|kind| Some((kind, String::new(), Key::find(kind, key)?)));
            match key {
                "based_on" | "extends" => Err(wrong("A scenario says in its file what it is based on".to_owned())),
                _ => found.ok_or_else(|| alone(key, &wrong)),
            }
        }
        _ => Err(wrong("This is not understood".to_owned()).help("write for example --set canada.approval_delay=4h")),
    }
}

/// The setting that a sweep shall try: `sweep.try.canada.approval_delay`.
fn tried(path: &str) -> Option<&str> {
    path.trim().strip_prefix("sweep.try.").map(str::trim)
}

/// The kind of the block that has this name and may hold this key.
fn kind_of_name(name: &str, key: &str, scenario: &Document) -> Result<Kind, String> {
    let mut kinds: Vec<Kind> = scenario.blocks.iter().filter(|b| b.name == name).map(|b| b.kind).collect();
    if kinds.len() > 1 {
        kinds.retain(|kind| understand::key_under(*kind, key).is_some());
    }
    match kinds[..] {
        [kind] => Ok(kind),
        [] => Err(match nearest(name, scenario.blocks.iter().map(|b| b.name.as_str()).filter(|n| !n.is_empty())) {
            Some(near) => format!("Nothing here is called `{name}`. Did you mean `{near}`?"),
            None => format!("Nothing here is called `{name}`"),
        }),
        [kind, ..] => Err(format!("Several things are called `{name}`: write {}.{name}.{key}", kind.word())),
    }
}

fn no_block(kind: Kind, name: &str, scenario: &Document) -> String {
    let near = nearest(name, scenario.of_kind(kind).map(|block| block.name.as_str()));
    let hint = near.map_or(String::new(), |near| format!(". Did you mean `{near}`?"));
    format!("There is no {} `{name}`{hint}", kind.word())
}

fn unknown(kind: Kind, key: &str, wrong: &dyn Fn(String) -> Problem) -> Problem {
    let near = nearest(key, Key::under(kind).map(|key| key.name));
    let hint = near.map_or(String::new(), |near| format!(". Did you mean `{near}`?"));
    wrong(format!("There is no `{key}` under {}{hint}", kind.heading())).label("unknown setting")
}

/// A key without a block: it may belong to a block with a name.
fn alone(key: &str, wrong: &dyn Fn(String) -> Problem) -> Problem {
    if let Some(owner) = KEYS.iter().find(|k| k.name == key && k.kind.is_named()) {
        let title = format!("Whose `{key}`? Write for example canada.{key}={}", example_value(owner));
        return wrong(title).label("the name is missing");
    }
    let near = nearest(key, KEYS.iter().map(|k| k.name));
    let hint = near.map_or(String::new(), |near| format!(". Did you mean `{near}`?"));
    wrong(format!("There is no `{key}`{hint}")).label("unknown setting")
}

fn example_value(key: &Key) -> String {
    document::default(key.kind, key.name).map_or("...".to_owned(), |entry| value::shown(&entry.written.raw))
}

/// A word of the command line as a value: like in a file, but text and units need no quotes.
fn raw(word: &str, form: Form, place: &Place) -> Raw {
    let word = word.trim();
    let in_quotes = |word: &str| Raw::Text(word.trim_matches(['"', '\'']).to_owned());
    match form {
        Form::Text => in_quotes(word),
        Form::Values if word.contains("..") => in_quotes(word),
        Form::Names(_) | Form::ThreeShares | Form::ThreeNumbers | Form::Values => {
            let items = word.trim_matches(['[', ']']).split(',').map(str::trim).filter(|item| !item.is_empty());
            Raw::List(items.map(|item| Written { raw: single(item, place), place: place.clone() }).collect())
        }
        _ => single(word, place),
    }
}

/// A word as a value: what TOML reads, or else text.
pub(super) fn single(word: &str, place: &Place) -> Raw {
    match DeValue::parse(word) {
        Ok(value) => file::raw(value.get_ref(), place),
        Err(_) => Raw::Text(word.to_owned()),
    }
}
