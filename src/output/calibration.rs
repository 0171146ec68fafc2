//! The tables of a calibration: what is known about each key, every run behind it, and what the model gives for each
//! target; and a scenario with the middle of the answer.

use std::io::{self, Write};

use super::sensitivity::column;
use super::tables::Table;
use crate::engine::measures::COUNTRY_MEASURES;
use crate::experiment::calibrate::{
    Correlation, Fit, Met, Narrowed, Posterior, Prediction, Window, correlations, posterior, predictions,
};
use crate::scenario::factor::Factor;
use crate::scenario::targets::Target;
use crate::scenario::{Scenario, quoted};

/// A finished calibration, and what it was about.
#[derive(Clone, Copy, Debug)]
pub struct Calibrated<'a> {
    /// The scenario that was fitted.
    pub scenario: &'a Scenario,
    /// The keys.
    pub factors: &'a [Factor],
    /// The targets.
    pub targets: &'a [Target],
    /// What of a run each of them is about.
    pub windows: &'a [Window],
    /// What came out.
    pub fit: &'a Fit,
}

impl Calibrated<'_> {
    /// What is known about each key.
    #[must_use]
    pub fn keys(&self) -> Vec<Posterior> {
        (0..self.factors.len()).map(|key| posterior(self.fit, key)).collect()
    }

    /// How the keys hang together, the strongest pair first.
    #[must_use]
    pub fn pairs(&self) -> Vec<Correlation> {
        correlations(self.fit)
    }

    /// What the model gives for each target.
    #[must_use]
    pub fn predictions(&self) -> Vec<Prediction> {
        let goals: Vec<_> = self.targets.iter().map(Into::into).collect();
        predictions(self.fit, &goals)
    }

    /// The day of the record that a target is about: 00:00 UTC of this day.
    #[must_use]
    pub fn date(&self, record: usize) -> String {
        let hours = crate::engine::layout(self.scenario).record_hours;
        self.scenario.run.clock.date(hours[record]).to_string()
    }
}

/// The word for whether a key has become narrower.
#[must_use]
pub fn word(narrowed: Narrowed) -> &'static str {
    match narrowed {
        Narrowed::Yes => "identified",
        Narrowed::No => "not identified",
        Narrowed::Unsure => "unsure",
        Narrowed::Split => "both ends",
    }
}

/// The word for whether a target is met.
#[must_use]
pub fn met_word(met: Met) -> &'static str {
    match met {
        Met::Yes => "met",
        Met::TooHigh => "too high",
        Met::TooLow => "too low",
        Met::NoCase => "no number",
    }
}

/// `keys.csv`: a row for each key.
///
/// # Errors
/// What `out` says.
pub fn keys(found: &Calibrated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let header: Vec<&str> = KEYS.iter().map(|column| column[0]).collect();
    let mut table = Table::new(out, &header)?;
    for (factor, about) in found.factors.iter().zip(found.keys()) {
        [factor.path.as_str(), factor.unit(), factor.status()].into_iter().try_for_each(|text| table.text(text))?;
        let values = [0.0, 1.0, about.median, about.low90, about.high90].map(|place| factor.value(place));
        let shares = [about.contraction, about.contraction90.0, about.contraction90.1];
        values.into_iter().chain(shares).try_for_each(|number| table.number(Some(number)))?;
        table.text(word(about.narrowed))?;
        table.end_row()?;
    }
    table.finish()
}

/// `correlations.csv`: a row for each pair of keys.
///
/// # Errors
/// What `out` says.
pub fn pairs(found: &Calibrated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["key", "other_key", "correlation", "matters"])?;
    for pair in found.pairs() {
        table.text(&found.factors[pair.one].path)?;
        table.text(&found.factors[pair.other].path)?;
        table.number(Some(pair.size))?;
        table.text(if pair.matters { "yes" } else { "no" })?;
        table.end_row()?;
    }
    table.finish()
}

/// The name of a target's column.
fn target_column(target: &Target) -> String {
    format!("target.{}", target.id)
}

/// `posterior.csv`: a row for each run, with what it counts.
///
/// # Errors
/// What `out` says.
pub fn particles(found: &Calibrated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let seed = found.scenario.run.seed.to_string();
    let named: Vec<String> = found.factors.iter().map(column).chain(found.targets.iter().map(target_column)).collect();
    let fixed = ["replicate", "seed", "generation", "weight", "distance"];
    let header: Vec<&str> = fixed.into_iter().chain(named.iter().map(String::as_str)).collect();
    let mut table = Table::new(out, &header)?;
    for (number, one) in found.fit.particles.iter().enumerate() {
        table.number(Some(number as f64))?;
        table.text(&seed)?;
        table.number(Some(one.generation as f64))?;
        table.number(Some(one.weight))?;
        table.number(Some(one.distance).filter(|distance| distance.is_finite()))?;
        let values = found.factors.iter().zip(&one.place).map(|(factor, place)| factor.value(*place));
        values.chain(one.answers.iter().copied()).try_for_each(|x| table.number(Some(x).filter(|x| !x.is_nan())))?;
        table.end_row()?;
    }
    table.finish()
}

/// `generations.csv`: a row for each generation.
///
/// # Errors
/// What `out` says.
pub fn generations(found: &Calibrated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["generation", "runs", "tolerance", "effective_runs", "accepted"])?;
    for (number, one) in found.fit.generations.iter().enumerate() {
        let numbers = [number as f64, one.runs as f64, one.tolerance, one.effective];
        let there = |x: f64| Some(x).filter(|x| x.is_finite());
        numbers.into_iter().map(there).chain([one.accepted]).try_for_each(|number| table.number(number))?;
        table.end_row()?;
    }
    table.finish()
}

/// `predictions.csv`: a row for each target.
///
/// # Errors
/// What `out` says.
pub fn checks(found: &Calibrated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let header: Vec<&str> = CHECKS.iter().map(|column| column[0]).collect();
    let mut table = Table::new(out, &header)?;
    for ((target, window), one) in found.targets.iter().zip(found.windows).zip(found.predictions()) {
        let measure = COUNTRY_MEASURES[target.measure];
        let since = if measure.adds_up { found.date(window.since) } else { String::new() };
        let country = &found.scenario.countries[target.country].id;
        [&target.id, measure.name, country, &since, &found.date(window.at)]
            .into_iter()
            .try_for_each(|text| table.text(text))?;
        [target.value, target.uncertainty].into_iter().try_for_each(|number| table.number(Some(number)))?;
        table.spread(one.spread)?;
        table.number(Some(one.below).filter(|below| !below.is_nan()))?;
        table.text(met_word(one.met))?;
        [one.range.map(|range| range.0), one.range.map(|range| range.1)]
            .into_iter()
            .try_for_each(|number| table.number(number))?;
        table.text(if one.in_reach { "yes" } else { "no" })?;
        table.text(&target.source)?;
        table.end_row()?;
    }
    table.finish()
}

/// `best.toml`: the scenario beside it with the middle of what is known about every key.
///
/// # Errors
/// What `out` says.
pub fn best(found: &Calibrated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = quoted(&format!("{}, calibrated", found.scenario.title));
    writeln!(out, "# Every fitted key at the middle of the answer (keys.csv); all else as in scenario.toml.")?;
    writeln!(out, "# Keys that hang together were known together better than one by one: see correlations.csv.")?;
    writeln!(out, "title    = {title}\nbased_on = \"scenario.toml\"")?;
    let lines = found.factors.iter().zip(found.keys()).map(|(factor, about)| factor.line(about.median));
    let mut lines: Vec<[String; 2]> = lines.collect();
    lines.sort();
    let mut last = None;
    for [heading, line] in &lines {
        if last != Some(heading) {
            writeln!(out, "\n{heading}")?;
        }
        writeln!(out, "{line}")?;
        last = Some(heading);
    }
    Ok(())
}

/// The columns of `keys.csv`: name, unit, meaning.
const KEYS: &[[&str; 3]] = &[
    ["key", "", "The setting that was fitted, by its path; in correlations.csv the first of a pair."],
    ["unit", "", "The unit of its values: hours, a share from 0 to 1, an amount per month or year, or none."],
    ["status", "", "Where the value in the scenario comes from, as `explain` has it."],
    ["low", "unit of the key", "The lower end of its range; before the fit every place in the range counts alike."],
    ["high", "unit of the key", "The upper end."],
    [
        "median",
        "unit of the key, or of the measure",
        "The middle of what is known now; in predictions.csv of the check.",
    ],
    ["low90", "unit of the key, or of the measure", "The 5th percentile of the same."],
    ["high90", "unit of the key, or of the measure", "The 95th percentile of the same."],
    [
        "contraction",
        "share",
        "1 minus the variance over that before the fit: 1 if all is known now, 0 if no more than before, below 0 if \
         both ends fit better than the middle.",
    ],
    ["contraction_low90", "share", "The 5th percentile of the same, as far as so many runs can tell."],
    ["contraction_high90", "share", "The 95th percentile of the same."],
    [
        "narrowed",
        "",
        "`identified` if the contraction is clearly above 0.2, `not identified` if clearly below, `both ends` if \
         clearly below 0, else `unsure`.",
    ],
];

/// The columns of `predictions.csv`, those apart that stand in `keys.csv`, too.
const CHECKS: &[[&str; 3]] = &[
    ["target", "", "The target, by its name in targets.toml."],
    ["measure", "", "What was observed."],
    ["country", "", "Whose, by its name in the scenario file."],
    ["since", "date", "The record from which on is counted: 00:00 UTC of this day; only for counts."],
    ["at", "date", "The record that is looked at, or up to which is counted: 00:00 UTC of this day."],
    ["value", "unit of the measure", "The number that was observed."],
    ["uncertainty", "unit of the measure", "One standard deviation of its error."],
    ["median", "", ""],
    ["low90", "", ""],
    ["high90", "", ""],
    ["chance_below", "share", "The chance that a run of the check, measured with such an error, lies below the value."],
    ["met", "", "`met` if that chance is from 0.05 to 0.95; else the model is `too high` or `too low`."],
    ["lowest", "unit of the measure", "The least that any run gave."],
    ["highest", "unit of the measure", "The most that any run gave."],
    ["in_reach", "", "Does the value lie between these two, or within two uncertainties of one of them?"],
    ["source", "", "Where the number stands."],
];

/// The other columns.
const COLUMNS: &[[&str; 3]] = &[
    ["other_key", "", "The other key of a pair."],
    ["correlation", "", "How the two hang together in the answer, from -1 to 1, by their places within their ranges."],
    ["matters", "", "Is that 0.3 or more, and told apart from 0?"],
    ["replicate", "", "Which run, counted from 0; every run has its own luck."],
    ["seed", "", "Where all luck comes from; the same in every row."],
    ["generation", "", "In which generation the run was drawn, counted from 0."],
    ["weight", "", "How much the run counts; all weights sum to 1."],
    ["distance", "uncertainties", "How far the run is from the targets, root mean square; empty if one has no number."],
    ["runs", "", "Runs of a generation."],
    [
        "tolerance",
        "uncertainties",
        "By how much the uncertainties are multiplied so that enough runs count, after this generation; at least 1.",
    ],
    ["effective_runs", "runs", "Number of equally weighed runs that would tell as much as all runs so far."],
    ["accepted", "share", "Share of its runs that came within the tolerance before it."],
];

/// `columns.csv`: name, unit and meaning of every column.
///
/// # Errors
/// What `out` says.
pub fn columns(found: &Calibrated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["name", "unit", "meaning"])?;
    let checks = CHECKS.iter().filter(|column| !column[2].is_empty());
    table.rows(KEYS.iter().chain(checks).chain(COLUMNS).copied())?;
    for factor in found.factors {
        table.rows([[&column(factor), factor.unit(), "In posterior.csv: the value of this key in the run."]])?;
    }
    for target in found.targets {
        let measure = COUNTRY_MEASURES[target.measure];
        table.rows([[&target_column(target), measure.unit, "In posterior.csv: what the run gave for this target."]])?;
    }
    table.finish()
}
