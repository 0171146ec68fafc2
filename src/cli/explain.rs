//! `softpower explain`: a setting, a heading, the schedule of an hour, or the assumptions, in plain words.

use serde_json::json;

use super::args::ExplainTyped;
use super::console::Console;
use super::failure::Failure;
use super::open::mistake;
use crate::engine::schedule::SCHEDULE;
use crate::scenario::explain as words;

/// Explains.
///
/// # Errors
/// When there is nothing of that name.
pub(super) fn explain(typed: &ExplainTyped, console: &mut Console) -> Result<(), Failure> {
    let text = match typed.what.as_str() {
        "schedule" => schedule(),
        "assumptions" => words::assumptions(None),
        key => words::key(key).or_else(|| words::heading(key)).ok_or_else(|| unknown(key))?,
    };
    console.answer(&text);
    console.answer_as_json(&json!({ "command": "explain", "what": typed.what, "text": text }));
    Ok(())
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
        None => "`softpower show paris-2013` shows all settings; or: schedule, assumptions".to_owned(),
    };
    mistake(&format!("There is nothing called `{what}`"), &help)
}
