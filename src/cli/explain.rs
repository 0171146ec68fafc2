//! `softpower explain`: a setting, a heading, an equation, an observed fact, a word, the schedule, the assumptions,
//! errors, or one message, in plain words.

use std::path::Path;

use serde_json::json;

use super::args::ExplainTyped;
use super::console::Console;
use super::failure::Failure;
use super::open::mistake;
use super::wording::wrapped;
use super::{assumptions, book, validation};
use crate::engine::schedule::SCHEDULE;
use crate::experiment::validation::facts;
use crate::output::messages;
use crate::scenario::explain as words;
use crate::scenario::faults::Fault;

/// Explains.
///
/// # Errors
/// When there is nothing of that name.
pub(super) fn explain(typed: &ExplainTyped, console: &mut Console) -> Result<(), Failure> {
    let text = match typed.what.as_str() {
        "message" => message(&typed.about)?,
        "assumptions" if !typed.about.is_empty() => assumptions::of_folder(&typed.about)?,
        _ if !typed.about.is_empty() => {
            return Err(mistake("Only messages and assumptions lie in a folder", MESSAGE));
        }
        name => answer(name).ok_or_else(|| unknown(name))?,
    };
    console.answer(&text);
    console.answer_as_json(&json!({ "command": "explain", "what": typed.what, "text": text }));
    Ok(())
}

/// What is known under a name; `None` if nothing is.
fn answer(name: &str) -> Option<String> {
    match name {
        "schedule" => Some(schedule()),
        "assumptions" => Some(words::assumptions(None)),
        "errors" => Some(errors()),
        _ => words::key(name)
            .or_else(|| book::equation(name))
            .or_else(|| facts::fact(name).map(validation::explained))
            .or_else(|| word(name))
            .or_else(|| error(name)),
    }
}

/// What can be wrong with a scenario, all of it.
fn errors() -> String {
    let heading = "What can be wrong with a scenario, and what to do. The program shows the line\n\
                   and the remedy itself; with --json it gives these names.\n";
    let all = Fault::ALL.iter().filter_map(|fault| error(fault.name()));
    heading.to_owned() + &all.map(|text| format!("\n{text}\n")).collect::<String>()
}

/// One kind of error.
fn error(name: &str) -> Option<String> {
    let fault = Fault::of(name)?;
    Some(format!("{name}\n  {}\n  {}", fault.sentence(), fault.remedy()))
}

/// A word of the glossary, what may stand under a heading of that name, or both.
fn word(name: &str) -> Option<String> {
    match (book::term(name), words::heading(name)) {
        (Some(term), Some(heading)) => Some(format!("{term}\n{heading}")),
        (term, heading) => term.or(heading),
    }
}

/// How to ask for a message.
const MESSAGE: &str = "write softpower explain message FOLDER ID";

/// The story of one message of a run with `--trace`.
fn message(typed: &[String]) -> Result<String, Failure> {
    let [folder, id] = typed else { return Err(mistake("Which message?", MESSAGE)) };
    let trouble = |why: std::io::Error| {
        let title = format!("There is no {} in {folder}: {why}", messages::FILE);
        mistake(&title, "make it with softpower run ... --trace")
    };
    let found = messages::find(Path::new(folder), &id.to_lowercase()).map_err(trouble)?;
    let row = found.ok_or_else(|| mistake(&format!("There is no message {id} in {folder}"), MESSAGE))?;
    Ok(row.story().iter().map(|line| wrapped(line)).collect::<Vec<_>>().join("\n"))
}

/// The phases of the engine's schedule, which is data.
fn schedule() -> String {
    let heading = "What is due at the same instant is done in this order:\n\n";
    let lines = SCHEDULE.iter().enumerate().map(|(place, entry)| {
        let place = place + 1;
        let equations = if entry.equations.is_empty() { String::new() } else { format!(" ({})", entry.equations) };
        format!("{place:>2}. {}{equations}\n    {}\n    {}\n", entry.title, entry.when, entry.file)
    });
    heading.to_owned() + &lines.collect::<String>()
}

fn unknown(what: &str) -> Failure {
    let help = match words::suggestion(what) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`softpower show paris-2013` shows all settings; or: schedule, errors, E0 to E17, F1 to F24".to_owned(),
    };
    mistake(&format!("There is nothing called `{what}`"), &help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insist(name: &str) {
        let text = answer(name).unwrap_or_else(|| panic!("nothing is known of {name}"));
        assert!(text.trim().lines().count() > 1, "{name}: {text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{name}: {text}");
    }

    #[test]
    fn everything_that_has_a_name_is_explained_within_80_columns() {
        let settings = words::topics();
        let equations: Vec<String> = (0..=17).map(|number| format!("E{number}")).collect();
        let (terms, errors) = (book::terms(), Fault::ALL.map(Fault::name));
        assert!(settings.len() > 100 && terms.len() > 100, "{} {}", settings.len(), terms.len());
        ["schedule", "assumptions", "errors", "E1a", "E1b"].into_iter().for_each(insist);
        settings.into_iter().chain(errors).for_each(insist);
        terms.iter().chain(&equations).for_each(|name| insist(name));
        assert_eq!(answer("nonsense"), None);
    }

    #[test]
    fn every_setting_says_where_its_default_comes_from() {
        for name in words::topics() {
            assert!(words::key(name).is_some_and(|text| text.contains("\n  Origin")), "{name}");
        }
    }
}
