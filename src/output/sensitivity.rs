//! The tables of a sensitivity study: what each factor does, and every run behind it.

use std::io::{self, Write};

use serde_json::json;

use super::tables::Table;
use crate::scenario::factor::Factor;

/// One number about a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistic {
    /// The day of the record, ISO.
    pub date: String,
    /// The path of the factor, or `luck`.
    pub factor: String,
    /// Which number: `size`, `mean_effect`, `spread`, `first_order`, `total`, `at_low`, `at_high`.
    pub name: &'static str,
    /// The estimate.
    pub value: f64,
    /// Its middle 90 %, where there is one.
    pub middle90: Option<(f64, f64)>,
}

/// One run of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Which point of the design.
    pub point: usize,
    /// Which replicate.
    pub replicate: u32,
    /// The value of each factor, in the units of the model.
    pub values: Vec<f64>,
    /// The answer at the end.
    pub answer: f64,
}

/// `sensitivity.csv`: a row for each date, factor and number.
///
/// # Errors
/// What `out` says.
pub fn statistics(factors: &[Factor], all: &[Statistic], out: &mut dyn Write) -> io::Result<()> {
    let mut table =
        Table::new(out, &["date", "factor", "kind", "status", "low", "high", "statistic", "value", "low90", "high90"])?;
    for one in all {
        let factor = factors.iter().find(|factor| factor.path == one.factor);
        let kind = factor.map_or("luck", |factor| if factor.is_assumption() { "assumption" } else { "choice" });
        [one.date.as_str(), &one.factor, kind, factor.map_or("", Factor::status)]
            .into_iter()
            .try_for_each(|text| table.text(text))?;
        [factor.map(|factor| factor.low), factor.map(|factor| factor.high)]
            .into_iter()
            .try_for_each(|number| table.number(number))?;
        table.text(one.name)?;
        let there = |x: f64| Some(x).filter(|x| !x.is_nan());
        table.number(there(one.value))?;
        table.number(one.middle90.and_then(|(low, _)| there(low)))?;
        table.number(one.middle90.and_then(|(_, high)| there(high)))?;
        table.end_row()?;
    }
    table.finish()
}

/// The name of a factor's column: its path, and the unit behind it.
pub(super) fn column(factor: &Factor) -> String {
    match factor.unit() {
        "hours" => format!("{}_hours", factor.path),
        _ => factor.path.clone(),
    }
}

/// `samples.csv`: a row for each run.
///
/// # Errors
/// What `out` says.
pub fn samples(
    factors: &[Factor],
    (measure, seed): (&str, u64),
    samples: &[Sample],
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns: Vec<String> = factors.iter().map(column).collect();
    let header: Vec<&str> =
        ["point", "replicate", "seed"].into_iter().chain(columns.iter().map(String::as_str)).chain([measure]).collect();
    let mut table = Table::new(out, &header)?;
    for sample in samples {
        [sample.point as f64, f64::from(sample.replicate)]
            .into_iter()
            .try_for_each(|number| table.number(Some(number)))?;
        table.text(&seed.to_string())?;
        sample.values.iter().try_for_each(|value| table.number(Some(*value)))?;
        table.number(Some(sample.answer).filter(|x| !x.is_nan()))?;
        table.end_row()?;
    }
    table.finish()
}

/// `problem.json`: the factors as SALib wants them, in the units of the model.
///
/// # Errors
/// None that is known.
pub fn problem(factors: &[Factor], out: &mut dyn Write) -> io::Result<()> {
    let problem = json!({
        "num_vars": factors.len(),
        "names": factors.iter().map(|factor| &factor.path).collect::<Vec<_>>(),
        "bounds": factors.iter().map(|factor| [factor.low, factor.high]).collect::<Vec<_>>(),
        "dists": factors.iter().map(|factor| if factor.logarithmic { "logunif" } else { "unif" }).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &problem)?;
    out.write_all(b"\n")
}

/// The columns: name, unit, meaning.
const COLUMNS: &[[&str; 3]] = &[
    ["date", "date", "The record that the numbers are about: 00:00 UTC of this day; the last is the end of the run."],
    ["factor", "", "The setting that was varied, by its path; `luck` stands for which replicate was run."],
    ["kind", "", "`assumption` under [model], `choice` for a policy or a world, `luck`."],
    ["status", "", "Where the value in the scenario comes from, as `explain` has it."],
    ["low", "unit of the setting", "The lower end of the range: hours, a share from 0 to 1, or a number."],
    ["high", "unit of the setting", "The upper end."],
    [
        "statistic",
        "",
        "`size`, `mean_effect`, `spread`: mean size, mean and standard deviation of the elementary effects (Morris). \
         `first_order`, `total`: shares of the variance (Sobol'). `at_low`, `at_high`: median difference to the \
         scenario itself with the setting at one end (one at a time).",
    ],
    ["value", "unit of the measure", "The estimate; shares of the variance are from 0 to 1."],
    [
        "low90",
        "unit of the measure",
        "Lower end of its middle 90 %; of a share it may be below 0: not told apart from 0.",
    ],
    ["high90", "unit of the measure", "Upper end of the same."],
    ["point", "", "Which point of the design, counted from 0."],
    ["replicate", "", "Which luck: runs of the same replicate meet the same events."],
    ["seed", "", "Where all luck comes from; the same in every row."],
];

/// `columns.csv`: name, unit and meaning of every column.
///
/// # Errors
/// What `out` says.
pub fn columns(factors: &[Factor], measure: [&str; 3], out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["name", "unit", "meaning"])?;
    table.rows(COLUMNS.iter().copied().chain([measure]))?;
    for factor in factors {
        table.rows([[&column(factor), factor.unit(), "In samples.csv: the value of this setting in the run."]])?;
    }
    table.finish()
}
