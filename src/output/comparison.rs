//! The tables of a comparison: what the pairs say, and the difference over time.

use std::io::{self, Write};

use super::tables::Table;
use crate::engine::measures::COUNTRY_MEASURES;
use crate::experiment::compare::Comparison;
use crate::experiment::regret::Regrets;
use crate::experiment::sequential::{Known, Precision};
use crate::scenario::Scenario;

/// A comparison in one crisis.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// Which crisis: the setting and its value; empty if there is only one.
    pub crisis: &'a str,
    /// The runs.
    pub comparison: Comparison<'a>,
    /// Names of the scenarios, the yardstick first.
    pub names: &'a [String],
    /// Places of the measures asked for.
    pub measures: &'a [usize],
    /// The yardstick.
    pub scenario: &'a Scenario,
}

impl Compared<'_> {
    fn date(&self, record: usize) -> String {
        let hour = self.comparison.ensembles[0].layout.record_hours[record];
        self.scenario.run.clock.date(hour).to_string()
    }

    fn country(&self) -> &str {
        &self.scenario.countries[self.comparison.countries[0]].id
    }
}

/// `comparison.csv`: a row for each crisis, scenario and measure.
///
/// # Errors
/// What `out` says.
pub fn ends(compared: &[Compared<'_>], out: &mut dyn Write) -> io::Result<()> {
    let header: Vec<&str> = ENDS.iter().map(|column| column[0]).collect();
    let mut table = Table::new(out, &header)?;
    for one in compared {
        for (arm, name) in one.names.iter().enumerate() {
            for measure in one.measures.iter().copied() {
                [one.crisis, name, one.country(), COUNTRY_MEASURES[measure].name]
                    .into_iter()
                    .try_for_each(|text| table.text(text))?;
                table.spread(one.comparison.spread(arm, measure))?;
                let pairs = one.comparison.pairs(arm, measure).filter(|_| arm > 0);
                table.number(pairs.as_ref().map(|pairs| pairs.mean))?;
                table.spread(pairs.as_ref().map(|pairs| pairs.spread))?;
                table.number(pairs.as_ref().and_then(|pairs| within(&pairs.differences)))?;
                let counts = |of: fn(&crate::experiment::compare::Pairs) -> usize| pairs.as_ref().map(|p| of(p) as f64);
                table.number(counts(|pairs| pairs.differences.len()))?;
                table.number(counts(|pairs| pairs.ahead))?;
                table.number(counts(|pairs| pairs.ties))?;
                table.number(pairs.as_ref().and_then(|pairs| pairs.saved))?;
                let since = one.comparison.clear_from(arm, measure).filter(|_| arm > 0);
                table.text(&since.map(|record| one.date(record)).unwrap_or_default())?;
                table.end_row()?;
            }
        }
    }
    table.finish()
}

/// Half of the width of an interval around the mean that holds whenever one stops.
fn within(differences: &[f64]) -> Option<f64> {
    match Known::of(differences)?.precision {
        Precision::Within(within) => Some(within),
        Precision::Equal | Precision::Unclear(_) => None,
    }
}

/// `differences.csv`: each scenario minus the first one at every record, pair by pair on the same luck.
///
/// # Errors
/// What `out` says.
pub fn differences(compared: &[Compared<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut table =
        Table::new(out, &["crisis", "date", "scenario", "country", "measure", "median", "low90", "high90"])?;
    for one in compared {
        for record in 0..one.comparison.ensembles[0].layout.record_hours.len() {
            let date = one.date(record);
            for (arm, name) in one.names.iter().enumerate().skip(1) {
                for measure in one.measures.iter().copied() {
                    [one.crisis, &date, name, one.country(), COUNTRY_MEASURES[measure].name]
                        .into_iter()
                        .try_for_each(|text| table.text(text))?;
                    table.spread(one.comparison.difference_at(arm, measure, record))?;
                    table.end_row()?;
                }
            }
        }
    }
    table.finish()
}

/// `regret.csv`: how much worse each scenario does than the best one, in each crisis.
///
/// # Errors
/// What `out` says.
pub fn regret(names: &[String], crises: &[&str], regrets: &Regrets, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["scenario", "crisis", "mean", "regret", "greatest_regret"])?;
    for (policy, name) in names.iter().enumerate() {
        for (place, crisis) in crises.iter().enumerate() {
            table.text(name)?;
            table.text(crisis)?;
            [regrets.means[policy][place], regrets.regrets[policy][place], regrets.greatest[policy]]
                .into_iter()
                .try_for_each(|number| table.number(Some(number)))?;
            table.end_row()?;
        }
    }
    table.finish()
}

/// The columns of `comparison.csv`: name, unit, meaning.
const ENDS: &[[&str; 3]] = &[
    ["crisis", "", "The setting that was varied with --over, and its value; empty without."],
    ["scenario", "", "The scenario, by its name; the first one is the yardstick."],
    ["country", "", "The country asked about, by its name in the scenario file."],
    ["measure", "", "Which measure the row is about, at the end of the run; counts are of the whole run."],
    ["median", "unit of the measure", "Middle value of the replicates."],
    ["low90", "unit of the measure", "5th percentile: 9 in 10 replicates lie between low90 and high90."],
    ["high90", "unit of the measure", "95th percentile."],
    ["difference_mean", "unit of the measure", "Mean of this scenario minus the first one, pair by pair."],
    ["difference_median", "unit of the measure", "Median of the same."],
    ["difference_low90", "unit of the measure", "5th percentile of the same."],
    ["difference_high90", "unit of the measure", "95th percentile of the same."],
    [
        "difference_within",
        "unit of the measure",
        "The mean of all pairs that could come lies within so much of difference_mean: a 90 % interval that holds \
         whenever one stops. \
         Empty with fewer than thirty pairs, or with fewer than ten that differ from the commonest difference.",
    ],
    ["pairs", "pairs", "Pairs of replicates on the same luck in which both have a number."],
    ["ahead", "pairs", "Pairs in which this scenario has the larger number."],
    ["ties", "pairs", "Pairs in which the two are equal."],
    [
        "pairing_saves",
        "times",
        "How many times as many runs without pairs would tell as much: the variance of the difference of runs that met \
         other luck, over that of pairs. Empty with fewer than ten pairs, or if all differences are equal.",
    ],
    ["clear_from", "date", "From this record on the middle 90 % of the pairs stays on one side of 0 to the end."],
];

/// The other columns.
const OTHERS: &[[&str; 3]] = &[
    ["date", "date", "When the record was taken: 00:00 UTC of this day."],
    ["mean", "unit of the measure", "In regret.csv: mean of the first measure asked for, over the replicates."],
    ["regret", "unit of the measure", "The best mean in this crisis minus that of the scenario; 0 for the best."],
    ["greatest_regret", "unit of the measure", "The greatest regret of the scenario over the crises (Savage 1951)."],
];

/// `columns.csv`: name, unit and meaning of every column of the tables of a comparison.
///
/// # Errors
/// What `out` says.
pub fn columns(measures: &[usize], out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["name", "unit", "meaning"])?;
    let of_measures = measures.iter().map(|measure| {
        let measure = COUNTRY_MEASURES[*measure];
        [measure.name, measure.unit, measure.meaning]
    });
    table.rows(ENDS.iter().chain(OTHERS).copied().chain(of_measures))?;
    table.finish()
}
