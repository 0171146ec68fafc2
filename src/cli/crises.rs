//! The crises of a comparison: what `--over` names is laid over every scenario, one after the other.

use std::iter::zip;
use std::path::Path;

use super::args::{CompareTyped, ScenarioTyped};
use super::console::Console;
use super::diff::distinct_names;
use super::failure::Failure;
use super::open::{self, nothing_run};
use crate::experiment::compare;
use crate::scenario::{Overlay, Parsed, Scenario, Setting};

/// Scenarios to be compared in one crisis.
pub(super) struct Crisis {
    /// The setting that is varied, and its value, or the name of a file; empty if there is neither.
    pub(super) name: String,
    /// The scenarios, the yardstick first.
    pub(super) parsed: Vec<Parsed>,
    /// The place of the country asked about in each.
    pub(super) countries: Vec<usize>,
}

/// What is laid over every scenario.
enum Over {
    Nothing,
    Setting(Setting),
    File(Box<Overlay>),
}

impl Crisis {
    /// What is simulated, the yardstick first.
    pub(super) fn scenarios(&self) -> Vec<&Scenario> {
        self.parsed.iter().map(|parsed| &parsed.scenario).collect()
    }

    fn open(
        typed: &CompareTyped,
        (name, over): (String, &Over),
        more: &[Setting],
        console: &Console,
    ) -> Result<Crisis, Failure> {
        let (overlay, setting) = match over {
            Over::Nothing => (None, None),
            Over::Setting(setting) => (None, Some(setting.clone())),
            Over::File(overlay) => (Some(&**overlay), None),
        };
        let more = [more, setting.as_slice()].concat();
        let open = |named: &String| {
            let typed = ScenarioTyped { scenario: named.clone(), settings: typed.settings.clone() };
            open::open_under(&typed, overlay, more.clone(), console)
        };
        let mut parsed = all_of(typed.scenarios.iter().map(open))?;
        let names = distinct_names(&parsed);
        insist_on_pairs(&parsed, &names)?;
        let countries = countries(&parsed, &names, typed.country.as_deref())?;
        parsed.iter_mut().for_each(|parsed| parsed.warnings.extend(overlay.iter().flat_map(|file| file.notes.clone())));
        Ok(Crisis { name, parsed, countries })
    }
}

/// All crises, with the scenarios in each; one without a name if nothing is laid over them.
///
/// # Errors
/// Every mistake in all files and settings that are laid over, and in the scenarios under each of them.
pub(super) fn open(typed: &CompareTyped, more: &[Setting], console: &Console) -> Result<Vec<Crisis>, Failure> {
    let overs = overs(&typed.over, console)?;
    let crises = overs.iter().map(|(name, over)| Crisis::open(typed, (name.clone(), over), more, console));
    let crises = all_of(crises)?;
    let first = &crises[0];
    for other in &crises[1..] {
        let run = |crisis: &Crisis| (crisis.parsed[0].scenario.run.replicates, crisis.parsed[0].scenario.run.seed);
        if run(first) != run(other) {
            let title = format!("`{}` and `{}` have other replicates or another seed", first.name, other.name);
            return Err(nothing_run(&title, "the same luck in all crises: --replicates, --seed"));
        }
    }
    Ok(crises)
}

/// What was typed after each `--over`, with a name of its own.
fn overs(typed: &[String], console: &Console) -> Result<Vec<(String, Over)>, Failure> {
    if typed.is_empty() {
        return Ok(vec![(String::new(), Over::Nothing)]);
    }
    let all = all_of(typed.iter().map(|over| some_of(over, console)))?;
    let mut named: Vec<(String, Over)> = Vec::new();
    for (name, over) in all.into_iter().flatten() {
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let is_free = |free: &String| named.iter().all(|(known, _)| safe(known) != safe(free));
        let free = std::iter::once(name.clone()).chain(numbered).find(is_free);
        named.extend(free.map(|name| (name, over)));
    }
    Ok(named)
}

/// Files, or the values of one setting.
fn some_of(over: &str, console: &Console) -> Result<Vec<(String, Over)>, Failure> {
    let pieces = |text: &str| -> Vec<String> {
        text.split(',').map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
    };
    let Some((path, values)) = over.split_once('=') else {
        let files = pieces(over);
        let is_file = |name: &String| name.ends_with(".toml") || name.contains('/') || Path::new(name).exists();
        if !files.iter().any(is_file) {
            return Err(nothing_run(
                &format!("`--over {over}` has no values, and is no file"),
                "write a setting with its values, --over event.crisis.size=small,large, or files with crises, --over \
                 flood.toml,strike.toml",
            ));
        }
        let open = |named: &String| {
            let overlay = open::overlay(named, console)?;
            Ok((overlay.name.clone(), Over::File(Box::new(overlay))))
        };
        return all_of(files.iter().map(open));
    };
    let crisis = |value: String| {
        let name = format!("{}={value}", path.trim());
        (name, Over::Setting(Setting { path: path.trim().to_owned(), value }))
    };
    let crises: Vec<(String, Over)> = pieces(values).into_iter().map(crisis).collect();
    if crises.is_empty() {
        return Err(nothing_run(&format!("`--over {over}` names no value"), "--over event.crisis.size=small,large"));
    }
    Ok(crises)
}

/// All results, or all failures as one. What several of them say is said once, whatever scenario it is said of.
fn all_of<T>(results: impl Iterator<Item = Result<T, Failure>>) -> Result<Vec<T>, Failure> {
    let (mut good, mut failure) = (Vec::new(), None::<Failure>);
    for result in results {
        match (result, &mut failure) {
            (Ok(one), _) => good.push(one),
            (Err(first), None) => failure = Some(first),
            (Err(next), Some(known)) if !known.message.contains(what_is_wrong(&next.message)) => {
                known.message += &format!("\n\n{}", next.message);
                known.problems.extend(next.problems);
            }
            (Err(_), Some(_)) => {}
        }
    }
    failure.map_or(Ok(good), Err)
}

/// A message without its last paragraph, which counts.
fn what_is_wrong(message: &str) -> &str {
    message.rsplit_once("\n\n").map_or(message, |(wrong, _)| wrong)
}

/// A name as it can stand in a path.
pub(super) fn safe(name: &str) -> String {
    name.replace(|c: char| !c.is_alphanumeric() && !"-_.".contains(c), "-")
}

/// Scenarios that cannot be paired are refused.
fn insist_on_pairs(parsed: &[Parsed], names: &[String]) -> Result<(), Failure> {
    for (other, name) in zip(parsed, names).skip(1) {
        if let Some(why) = compare::apart(&parsed[0].scenario, &other.scenario) {
            let title = format!("`{}` and `{name}` cannot be compared pair by pair: {why}", names[0]);
            return Err(nothing_run(&title, "make them alike with --set run.end=..., --seed or --replicates"));
        }
    }
    Ok(())
}

/// The place in each scenario of the country that was named, or of the first one's focus.
fn countries(parsed: &[Parsed], names: &[String], named: Option<&str>) -> Result<Vec<usize>, Failure> {
    let first = &parsed[0].scenario;
    let asked = named.unwrap_or(&first.countries[first.run.focus].id);
    zip(parsed, names).map(|(one, name)| open::country_of(&one.scenario, name, asked)).collect()
}
