//! `softpower check`: every mistake in a scenario file, and nothing is run.

use serde_json::json;

use super::args::ScenarioTyped;
use super::console::Console;
use super::failure::Failure;
use super::{open, wording};

/// Checks a scenario.
///
/// # Errors
/// Every mistake in it.
pub(super) fn check(typed: &ScenarioTyped, console: &mut Console) -> Result<(), Failure> {
    let parsed = open::open(typed, Vec::new(), console)?;
    open::tell_warnings(&parsed, console);
    let scenario = &parsed.scenario;
    let replicates = wording::counted(u64::from(scenario.run.replicates), "replicate", "replicates");
    let run = wording::command(&["run".into(), typed.scenario.clone()]);
    console.say(&format!("{} is fine: {}", typed.scenario, scenario.title));
    console.say(&format!("{}\n{}, {replicates}", wording::crowd(scenario), wording::period(scenario)));
    console.say(&format!("Next: {run}"));
    console.answer_as_json(&json!({
        "command": "check",
        "fine": true,
        "scenario": scenario.name,
        "title": scenario.title,
        "countries": scenario.countries.len(),
        "audiences": scenario.audiences.len(),
        "members": scenario.audiences.iter().map(|audience| u64::from(audience.members)).sum::<u64>(),
        "days": scenario.run.days,
        "replicates": scenario.run.replicates,
        "seed": scenario.run.seed,
        "warnings": open::plain_warnings(&parsed),
        "next": run,
    }));
    Ok(())
}
