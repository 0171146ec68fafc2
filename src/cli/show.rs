//! `softpower show`: all settings of a scenario, and where each comes from. What it prints is itself a scenario file.

use serde_json::json;

use super::args::ScenarioTyped;
use super::console::Console;
use super::failure::Failure;
use super::open;

/// Shows a scenario with everything that it inherits.
///
/// # Errors
/// Every mistake in it.
pub(super) fn show(typed: &ScenarioTyped, console: &mut Console) -> Result<(), Failure> {
    let parsed = open::open(typed, Vec::new(), console)?;
    open::tell_warnings(&parsed, console);
    console.answer(&parsed.resolved.to_toml(true));
    console.answer_as_json(&json!({
        "command": "show",
        "scenario": parsed.scenario.name,
        "title": parsed.scenario.title,
        "toml": parsed.resolved.to_toml(true),
        "warnings": open::plain_warnings(&parsed),
    }));
    Ok(())
}
