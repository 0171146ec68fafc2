//! `softpower explain`: a setting, a heading, an equation, an observed fact, a word, the schedule, the assumptions, or
//! one message, in plain words.

use std::path::Path;

use serde_json::json;

use super::args::ExplainTyped;
use super::console::Console;
use super::failure::Failure;
use super::open::mistake;
use super::wording::wrapped;
use super::{book, validation};
use crate::engine::schedule::SCHEDULE;
use crate::experiment::validation::facts;
use crate::output::messages;
use crate::scenario::explain as words;

/// Explains.
///
/// # Errors
/// When there is nothing of that name.
pub(super) fn explain(typed: &ExplainTyped, console: &mut Console) -> Result<(), Failure> {
    let text = match typed.what.as_str() {
        "message" => message(&typed.message)?,
        _ if !typed.message.is_empty() => return Err(mistake("Only a message lies in a folder", MESSAGE)),
        "schedule" => schedule(),
        "assumptions" => words::assumptions(None),
        name => explained(name).ok_or_else(|| unknown(name))?,
    };
    console.answer(&text);
    console.answer_as_json(&json!({ "command": "explain", "what": typed.what, "text": text }));
    Ok(())
}

/// A setting, an equation, an observed fact, or a word.
fn explained(name: &str) -> Option<String> {
    let observed = || facts::fact(name).map(validation::explained);
    words::key(name).or_else(|| book::equation(name)).or_else(observed).or_else(|| word(name))
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
        None => {
            "`softpower show paris-2013` shows all settings; or: schedule, assumptions, E0 to E17, F1 to F24".to_owned()
        }
    };
    mistake(&format!("There is nothing called `{what}`"), &help)
}
