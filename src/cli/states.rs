//! Saved states on the command line: when they are saved, and whether a scenario can go on from those that were named.

use std::path::Path;

use super::failure::Failure;
use super::open::nothing_run;
use super::wording;
use crate::output::Program;
use crate::output::states::{SavedStates, Useless};
use crate::scenario::{self, Parsed, Scenario, Source};
use jiff::civil::DateTime;

/// So many settings are named that differ and may not.
const NAMED: usize = 5;

/// When states are saved.
pub(super) struct SaveAt {
    /// Hours since the start.
    pub(super) hour: f64,
    /// The same as a date and time, UTC.
    pub(super) moment: String,
}

/// What `--save-at` means.
///
/// # Errors
/// When it is no date, or none of the run.
pub(super) fn save_at(typed: Option<&str>, scenario: &Scenario) -> Result<Option<SaveAt>, Failure> {
    let Some(text) = typed else { return Ok(None) };
    let dates = "write year-month-day, or with a time, UTC: 2014-05-18T12:00:00";
    let moment =
        scenario::moment(text).ok_or_else(|| nothing_run(&format!("`--save-at {text}` is not a date"), dates))?;
    let hour = scenario.run.clock.hour_of(moment);
    if !(0.0..=end(scenario)).contains(&hour) {
        let help = format!("the run goes from {} to {}", scenario.run.clock.start, wording::last_day(scenario));
        return Err(nothing_run(&format!("`--save-at {text}` is not a date of the run"), &help));
    }
    Ok(Some(SaveAt { hour, moment: moment.to_string() }))
}

/// What `--from` means for a scenario.
///
/// # Errors
/// When there are no states in that folder, or when the scenario cannot go on from them: every reason in plain words.
pub(super) fn from(typed: Option<&Path>, parsed: &Parsed) -> Result<Option<SavedStates>, Failure> {
    let Some(folder) = typed else { return Ok(None) };
    let states = SavedStates::find(folder).map_err(|why| of_no_use(folder, why))?;
    of_this_program(folder, &states)?;
    let saved = saved_scenario(&states).ok_or_else(|| of_no_use(folder, Useless::NoResult))?;
    let moment = &states.note.at;
    let instant = scenario::moment(moment).ok_or_else(|| of_no_use(folder, Useless::NoResult))?;
    let hour = parsed.scenario.run.clock.hour_of(instant);
    let differences = differences(parsed, &saved, hour, instant);
    if !differences.is_empty() {
        let title = format!("This scenario cannot go on from {}: its past is another one", folder.display());
        let shown = differences.iter().take(NAMED).map(|line| format!("\n          {line}")).collect::<String>();
        let more = differences.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("\n          and {more} more") } else { String::new() };
        let help = format!("until {moment} everything must be as it was{shown}{more}");
        return Err(nothing_run(&title, &help));
    }
    if end(&parsed.scenario) < hour {
        let help = format!("end it later: the states are of {moment}");
        return Err(nothing_run("The scenario ends before the states were saved", &help));
    }
    let (asked, there) = (parsed.scenario.run.replicates, states.manifest.replicates);
    if asked > there {
        let title = format!("{asked} replicates are asked for, and {there} states were saved");
        return Err(nothing_run(&title, &format!("ask for fewer: --replicates {there}")));
    }
    Ok(Some(states))
}

/// States cannot be saved before those from which a run goes on.
///
/// # Errors
/// When that is asked for.
pub(super) fn insist_on_order(
    save: Option<&SaveAt>,
    from: Option<&SavedStates>,
    scenario: &Scenario,
) -> Result<(), Failure> {
    let (Some(save), Some(from)) = (save, from) else { return Ok(()) };
    if hour_of(from, scenario).is_some_and(|begun| save.hour < begun) {
        let title = format!("`--save-at` lies before the states of `--from`, which are of {}", from.note.at);
        return Err(nothing_run(&title, "save at a later date, or leave out --from"));
    }
    Ok(())
}

/// When the states were saved, hours since the start of a scenario.
fn hour_of(states: &SavedStates, scenario: &Scenario) -> Option<f64> {
    scenario::moment(&states.note.at).map(|moment| scenario.run.clock.hour_of(moment))
}

fn end(scenario: &Scenario) -> f64 {
    scenario.run.hours()
}

/// The scenario that was saved: it lies in the manifest.
fn saved_scenario(states: &SavedStates) -> Option<Parsed> {
    let note = &states.manifest.scenario;
    let source = Source { name: &format!("{}.toml", note.name), text: &note.resolved };
    scenario::parse(&source, &[], &|_| Err("all its settings are in it".into())).ok()
}

/// In what the pasts of two scenarios differ; nothing if they are the same.
fn differences(parsed: &Parsed, saved: &Parsed, hour: f64, instant: DateTime) -> Vec<String> {
    if parsed.scenario.past(hour) == saved.scenario.past(hour) {
        return Vec::new();
    }
    let settings = parsed.resolved.differences_before(&saved.resolved, instant);
    if settings.is_empty() {
        // What is left are changes, which may differ, but not yet.
        let parting = parsed.scenario.run.clock.date_time(parsed.scenario.parting(&saved.scenario));
        return vec![format!("the rules differ from {parting} on, because of a [change]")];
    }
    settings
}

/// Only the program that saved a state can go on from it: after any change of it the bits may be others.
fn of_this_program(folder: &Path, states: &SavedStates) -> Result<(), Failure> {
    let (this, that) = (Program::this(), &states.manifest.program);
    if (&this.version, &this.sources) == (&that.version, &that.sources) {
        return Ok(());
    }
    let title = format!(
        "The states in {} were saved by softpower {}, and this is {}",
        folder.display(),
        that.version_line(),
        this.version_line()
    );
    Err(nothing_run(&title, &format!("save them again: {}", wording::command(&states.manifest.command))))
}

fn of_no_use(folder: &Path, why: Useless) -> Failure {
    let folder = folder.display();
    let (title, help) = match why {
        Useless::NotThere => (format!("There is no folder {folder}"), "name a result folder"),
        Useless::NoResult => (format!("{folder} is no result folder of this program"), "name a result folder"),
        Useless::NoStates => {
            (format!("There are no saved states in {folder}"), "make them with softpower run ... --save-at DATE")
        }
        Useless::Damaged => (format!("Files are missing or cut in {folder}"), "make it anew with the same command"),
    };
    nothing_run(&title, help)
}
