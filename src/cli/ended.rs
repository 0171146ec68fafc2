//! Runs that have ended, read from their folders: what each came to, one run with all its countries, several in one
//! table with a row each.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::SummariseTyped;
use super::compare::measures;
use super::comparison::{printed, times};
use super::console::Console;
use super::failure::Failure;
use super::open;
use super::summarise::in_memory;
use super::summary::{OF_PAIRS, Row, endings_heading, table};
use super::tally::{decimals, level};
use super::verify::scenario_of;
use super::wording::{self, wrapped};
use crate::charts::words::{in_sentence, sentence};
use crate::engine;
use crate::engine::measures::{COUNTRY_MEASURES, country_measure};
use crate::engine::trajectory::{Column, Layout, Trajectory};
use crate::experiment::ends::end;
use crate::output::disk::in_plain_words;
use crate::output::tables::{self, Ending};
use crate::output::verify::ResultFolder;
use crate::scenario::Scenario;
use crate::stats::Spread;

/// A finished run.
pub(super) struct Ended {
    folder: PathBuf,
    scenario: Scenario,
    layout: Layout,
    runs: Vec<Trajectory>,
    ghosts: Vec<Trajectory>,
    /// Measures by their places among all.
    measures: Vec<usize>,
    /// The country that is told where several runs share a table.
    country: usize,
}

impl Ended {
    /// The run of a folder.
    ///
    /// # Errors
    /// When its tables cannot be read, or it knows no such measure or country.
    pub(super) fn read(folder: &ResultFolder, typed: &SummariseTyped) -> Result<Ended, Failure> {
        let manifest = &folder.manifest;
        let scenario = scenario_of(&manifest.scenario.name, &manifest.scenario.resolved)?;
        let layout = engine::layout(&scenario);
        let all: Vec<u32> = (0..manifest.replicates).collect();
        let of = |name: &str| {
            let unread = |why: std::io::Error| {
                let why = in_plain_words(&why);
                Failure::failed(format!("{} cannot be read: {why}", folder.path().join(name).display()))
            };
            let runs = folder.replicates(name, &all).map_err(unread)?;
            let is_whole = runs.iter().all(|run| run.values.len() == layout.len());
            is_whole.then_some(runs).ok_or_else(|| unread(std::io::Error::other("rows are missing")))
        };
        let measures = match typed.measures.is_empty() {
            true => country_measure("influence_index").into_iter().collect(),
            false => measures(&typed.measures)?,
        };
        Ok(Ended {
            folder: folder.path().to_owned(),
            country: open::country(&scenario, typed.country.as_deref())?,
            runs: of("runs.csv")?,
            ghosts: if manifest.ghosts { of("ghosts.csv")? } else { Vec::new() },
            scenario,
            layout,
            measures,
        })
    }

    /// What a run came to at the end.
    fn end(&self, run: &Trajectory, country: usize, measure: usize) -> f64 {
        let record = |record| run.values[self.layout.place(record, country, Column::Country(measure))];
        end(&COUNTRY_MEASURES[measure], (0..self.layout.record_hours.len()).map(record))
    }

    fn spread(&self, country: usize, measure: usize) -> Option<Spread> {
        Spread::of(self.runs.iter().map(|run| self.end(run, country, measure)))
    }

    /// Run minus ghost, pair by pair; of countries with changes.
    fn difference(&self, country: usize, measure: usize) -> Option<Spread> {
        let end = |run: &Trajectory| self.end(run, country, measure);
        let pairs = self.runs.iter().zip(&self.ghosts).map(|(run, ghost)| end(run) - end(ghost));
        Spread::of(pairs).filter(|_| !self.scenario.countries[country].changes.is_empty())
    }

    /// The countries that are told: all of one run, unless one was asked for.
    fn countries(&self, alone: bool, typed: &SummariseTyped) -> Vec<usize> {
        if alone && typed.country.is_none() { (0..self.layout.countries).collect() } else { vec![self.country] }
    }

    fn finding(&self, country: usize, measure: usize) -> Option<String> {
        let (about, difference) = (&COUNTRY_MEASURES[measure], self.difference(country, measure)?);
        let (factor, unit) = printed(about);
        let name = &self.scenario.countries[country].name;
        Some(wording::finding_about(
            name,
            (&about.in_words(), unit),
            (times(difference, factor), self.ghosts.len()),
            "",
        ))
    }

    fn endings<'a>(&'a self, folder: &'a str, countries: Vec<usize>) -> Vec<Ending<'a>> {
        let of = |country: usize, measure: usize| Ending {
            folder,
            country: &self.scenario.countries[country].id,
            measure: COUNTRY_MEASURES[measure].name,
            spread: self.spread(country, measure),
            difference: self.difference(country, measure),
        };
        let countries = countries.into_iter();
        countries.flat_map(|country| self.measures.iter().map(move |measure| of(country, *measure))).collect()
    }

    pub(super) fn as_json(&self, typed: &SummariseTyped) -> Value {
        let of = |country: usize| {
            let measures: serde_json::Map<String, Value> = self
                .measures
                .iter()
                .map(|measure| {
                    let (spread, difference) = (self.spread(country, *measure), self.difference(country, *measure));
                    let name = COUNTRY_MEASURES[*measure].name.to_owned();
                    (name, json!({ "spread": spread, "difference": difference }))
                })
                .collect();
            json!({ "country": self.scenario.countries[country].id, "measures": measures })
        };
        let countries: Vec<Value> = self.countries(true, typed).into_iter().map(of).collect();
        json!({
            "folder": self.folder, "kind": "run", "scenario": self.scenario.name, "replicates": self.runs.len(),
            "last_day": wording::last_day(&self.scenario), "countries": countries,
        })
    }

    fn name(&self) -> String {
        self.folder.file_name().unwrap_or(self.folder.as_os_str()).to_string_lossy().into_owned()
    }
}

/// Tells some runs.
///
/// # Errors
/// None that is known.
pub(super) fn tell(runs: &[&Ended], typed: &SummariseTyped, console: &mut Console) -> Result<(), Failure> {
    if typed.csv {
        console.answer(as_csv(runs, typed)?.trim_end());
        return Ok(());
    }
    console.answer(&as_text(runs, typed));
    let folders: Vec<Value> = runs.iter().map(|run| run.as_json(typed)).collect();
    console.answer_as_json(&json!({ "command": "summarise", "folders": folders }));
    Ok(())
}

/// A table for each measure, with what the changes did.
pub(super) fn as_text(runs: &[&Ended], typed: &SummariseTyped) -> String {
    let measures = runs.first().map(|run| run.measures.as_slice()).unwrap_or_default();
    let title = match runs {
        [run] => format!("{}   {}\n\n", run.scenario.title, wording::counted(run.runs.len() as u64, "run", "runs")),
        _ => String::new(),
    };
    let tables: Vec<String> = measures.iter().map(|measure| of_measure(runs, *measure, typed)).collect();
    title + &tables.join("\n\n")
}

fn of_measure(runs: &[&Ended], measure: usize, typed: &SummariseTyped) -> String {
    let about = &COUNTRY_MEASURES[measure];
    let (factor, unit) = level(about);
    let alone = runs.len() == 1;
    let pairs: Vec<(&Ended, usize)> = runs
        .iter()
        .flat_map(|run| run.countries(alone, typed).into_iter().map(move |country| (*run, country)))
        .collect();
    let country = |(run, country): &(&Ended, usize)| run.scenario.countries[*country].name.clone();
    let is_one = pairs.iter().all(|pair| country(pair) == country(&pairs[0]));
    let name = |pair: &(&Ended, usize)| match (alone, is_one) {
        (true, _) => country(pair),
        (false, true) => pair.0.name(),
        (false, false) => format!("{}, {}", pair.0.name(), country(pair)),
    };
    let names: Vec<String> = pairs.iter().map(name).collect();
    let spreads = pairs.iter().map(|(run, country)| Some(times(run.spread(*country, measure)?, factor)));
    let counts = pairs.iter().map(|(run, _)| run.runs.len());
    let names_first = names.iter().map(String::as_str).zip(spreads).zip(counts);
    let rows: Vec<Row<'_>> = names_first.map(|((name, spread), runs)| (name, spread, runs)).collect();
    let drawn = rows.iter().filter_map(|(_, spread, _)| *spread).flat_map(|spread| [spread.low90, spread.high90]);
    let places = if about.name == "influence_index" { 1 } else { decimals(drawn) };
    let last_day = |run: &Ended| wording::last_day(&run.scenario);
    let when = match runs.iter().all(|run| last_day(run) == last_day(runs[0])) {
        true => format!(" of {}", last_day(runs[0])),
        false => String::new(),
    };
    let heading = match (alone, about.name) {
        (true, "influence_index") => endings_heading(&last_day(runs[0])),
        _ => {
            let whose = if alone || !is_one {
                String::new()
            } else {
                format!("{} ", wording::possessive(&in_sentence(&country(&pairs[0]))))
            };
            let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
            sentence(&format!("{whose}{} at the end{when}{unit}", about.in_words()))
        }
    };
    let of_pair = |(pair, name): (&(&Ended, usize), &String)| {
        let finding = pair.0.finding(pair.1, measure)?;
        Some(wrapped(&if alone { finding } else { format!("{name}: {finding}") }))
    };
    let findings: Vec<String> = pairs.iter().zip(&names).filter_map(of_pair).collect();
    let findings = match findings.is_empty() {
        true => String::new(),
        false => format!("\n{}\n{OF_PAIRS}", findings.join("\n")),
    };
    format!("{}{findings}", table(&heading, &rows, places)).trim_end().to_owned()
}

/// A row for each run, country and measure.
pub(super) fn as_csv(runs: &[&Ended], typed: &SummariseTyped) -> Result<String, Failure> {
    let folders: Vec<String> = runs.iter().map(|run| shown(&run.folder)).collect();
    let alone = runs.len() == 1;
    let rows = runs.iter().zip(&folders).flat_map(|(run, folder)| run.endings(folder, run.countries(alone, typed)));
    in_memory(|out| tables::endings(rows, out))
}

fn shown(folder: &Path) -> String {
    folder.display().to_string()
}
