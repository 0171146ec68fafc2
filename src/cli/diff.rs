//! `softpower diff`: in what scenarios differ from the first one, in words. Nothing is run.

use serde_json::{Value, json};

use super::args::{DiffTyped, ScenarioTyped};
use super::console::Console;
use super::failure::Failure;
use super::{open, wording};
use crate::scenario::unlike::{Extra, Unlike};
use crate::scenario::{Parsed, Setting};

/// Tells in what scenarios differ.
///
/// # Errors
/// Every mistake in them.
pub(super) fn diff(typed: &DiffTyped, console: &mut Console) -> Result<(), Failure> {
    let parsed = open_all(&typed.scenarios, &typed.settings, &[], console)?;
    let names = distinct_names(&parsed);
    let mut answers = Vec::new();
    for (other, name) in parsed.iter().zip(&names).skip(1) {
        let found = other.resolved.unlike(&parsed[0].resolved);
        console.answer(&in_words(&found, (&names[0], name), usize::MAX));
        answers.push(json!({ "scenario": name, "against": names[0], "differences": as_json(&found) }));
    }
    console.answer_as_json(&json!({ "command": "diff", "scenarios": names, "comparisons": answers }));
    Ok(())
}

/// Opens several scenarios with the same settings typed beside each.
///
/// # Errors
/// Every mistake in the first that has any.
pub(super) fn open_all(
    named: &[String],
    settings: &[String],
    more: &[Setting],
    console: &Console,
) -> Result<Vec<Parsed>, Failure> {
    let typed = |named: &String| ScenarioTyped { scenario: named.clone(), settings: settings.to_vec() };
    named.iter().map(|named| open::open(&typed(named), more.to_vec(), console)).collect()
}

/// The names of scenarios, a number behind one that another has already.
pub(super) fn distinct_names(parsed: &[Parsed]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for one in parsed {
        let name = &one.scenario.name;
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !names.contains(name));
        names.extend(free);
    }
    names
}

/// At most so many differences between two scenarios, in words.
pub(super) fn in_words(found: &[Unlike], (first, other): (&str, &str), most: usize) -> String {
    if found.is_empty() {
        return format!("{first} and {other} do not differ in anything that a run reads.");
    }
    let mut lines = vec![format!("What differs, from {first} to {other}")];
    for unlike in found.iter().take(most) {
        lines.extend(one_in_words(unlike, first, other));
    }
    if found.len() > most {
        lines.push(format!("  and {} more: softpower diff names all", found.len() - most));
    }
    lines.join("\n")
}

fn one_in_words(unlike: &Unlike, first: &str, other: &str) -> Vec<String> {
    match unlike {
        Unlike::Setting { path, own, other: before, meaning } => {
            let sentence = format!("{path} is {own} instead of {before}.");
            vec![wording::indented(&sentence, 2), wording::indented(meaning, 6)]
        }
        Unlike::Added(extra) => block(extra, other),
        Unlike::Missing(extra) => block(extra, first),
    }
}

fn block(extra: &Extra, only_in: &str) -> Vec<String> {
    let head = wording::indented(&format!("{} is in {only_in} only:", extra.heading), 2);
    let settings = extra.settings.iter().map(|setting| wording::indented(setting, 6));
    std::iter::once(head).chain(settings).collect()
}

/// The differences for other programs.
pub(super) fn as_json(found: &[Unlike]) -> Vec<Value> {
    let one = |unlike: &Unlike| match unlike {
        Unlike::Setting { path, own, other, .. } => json!({ "setting": path, "from": other, "to": own }),
        Unlike::Added(extra) => json!({ "added": extra.heading, "settings": extra.settings }),
        Unlike::Missing(extra) => json!({ "missing": extra.heading, "settings": extra.settings }),
    };
    found.iter().map(one).collect()
}
