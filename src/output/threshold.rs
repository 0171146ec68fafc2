//! The tables of a threshold: every setting that was tried, every run behind it, and the tipping curve.

use std::io::{self, Write};

use super::sensitivity::column;
use super::tables::Table;
use crate::experiment::threshold::Tried;
use crate::scenario::factor::Factor;

/// The settings that were moved: the one whose threshold was asked, and the one along which it was followed.
#[derive(Clone, Copy, Debug)]
pub struct Moved<'a> {
    /// The one whose threshold was asked.
    pub setting: &'a Factor,
    /// The one along which it was followed, if there is one.
    pub along: Option<&'a Factor>,
}

/// One value of the setting that was tried.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The value of the setting along which the threshold was followed.
    pub along: Option<f64>,
    /// The value of the setting.
    pub value: f64,
    /// What came out.
    pub tried: &'a Tried,
}

/// One run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Which replicate.
    pub replicate: u32,
    /// The value of the setting along which the threshold was followed; as in the scenario where nothing was moved.
    pub along: Option<f64>,
    /// The value of the setting.
    pub value: f64,
    /// The two sides of the condition.
    pub sides: (f64, f64),
}

/// One value of the setting along which the threshold was followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Tip {
    /// Its value; none if nothing was followed.
    pub along: Option<f64>,
    /// `up_to`, `from`, `always`, `never` or `unclear`.
    pub holds: &'static str,
    /// The threshold, and the ends of its 90 % interval; none where it lies outside the range.
    pub threshold: [Option<f64>; 3],
}

/// The names of the columns of the settings.
fn names(moved: Moved<'_>) -> Vec<String> {
    moved.along.into_iter().chain([moved.setting]).map(column).collect()
}

fn header<'a>(names: &'a [String], others: &[&'a str]) -> Vec<&'a str> {
    names.iter().map(String::as_str).chain(others.iter().copied()).collect()
}

/// `threshold.csv`: a row for each setting that was tried.
///
/// # Errors
/// What `out` says.
pub fn tried(moved: Moved<'_>, rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    let names = names(moved);
    let others = ["runs", "holds_by", "low90", "high90", "holds_in_share"];
    let mut table = Table::new(out, &header(&names, &others))?;
    for Row { along, value, tried } in rows {
        along.iter().chain([value]).try_for_each(|number| table.number(Some(*number)))?;
        table.number(Some(tried.differences.len() as f64))?;
        let [mean, low, high] = tried.mean90().map_or([None; 3], |all| all.map(Some));
        [mean, low, high].into_iter().try_for_each(|number| table.number(number))?;
        let there = tried.differences.iter().filter(|x| !x.is_nan()).count();
        let holds = tried.differences.iter().filter(|x| **x > 0.0).count();
        table.number((there > 0).then(|| holds as f64 / there as f64))?;
        table.end_row()?;
    }
    table.finish()
}

/// `samples.csv`: a row for each run.
///
/// # Errors
/// What `out` says.
pub fn samples(moved: Moved<'_>, seed: u64, samples: &[Sample], out: &mut dyn Write) -> io::Result<()> {
    let names = names(moved);
    let header: Vec<&str> = [vec!["replicate", "seed"], header(&names, &["left", "right"])].concat();
    let mut table = Table::new(out, &header)?;
    for sample in samples {
        table.number(Some(f64::from(sample.replicate)))?;
        table.text(&seed.to_string())?;
        sample.along.iter().chain([&sample.value]).try_for_each(|number| table.number(Some(*number)))?;
        let there = |x: f64| Some(x).filter(|x| !x.is_nan());
        [sample.sides.0, sample.sides.1].into_iter().try_for_each(|side| table.number(there(side)))?;
        table.end_row()?;
    }
    table.finish()
}

/// `curve.csv`: a row for each threshold.
///
/// # Errors
/// What `out` says.
pub fn curve(moved: Moved<'_>, tips: &[Tip], out: &mut dyn Write) -> io::Result<()> {
    let along = moved.along.map(column);
    let header: Vec<&str> =
        along.as_deref().into_iter().chain(["holds", "threshold", "threshold_low90", "threshold_high90"]).collect();
    let mut table = Table::new(out, &header)?;
    for tip in tips {
        tip.along.into_iter().try_for_each(|number| table.number(Some(number)))?;
        table.text(tip.holds)?;
        tip.threshold.into_iter().try_for_each(|number| table.number(number))?;
        table.end_row()?;
    }
    table.finish()
}

/// The columns: name, unit, meaning.
const COLUMNS: &[[&str; 3]] = &[
    ["runs", "", "How many replicates were run at this setting."],
    [
        "holds_by",
        "unit of the measure",
        "By how much the condition holds, the mean over the replicates: the right side minus the left for <, the left \
         minus the right for >. It holds where this is above 0.",
    ],
    ["low90", "unit of the measure", "Lower end of the 90 % interval of that mean, by Student's t."],
    ["high90", "unit of the measure", "Upper end of the same."],
    ["holds_in_share", "share", "In what share of the replicates the condition holds, 0 to 1."],
    ["replicate", "", "Which luck: runs of the same replicate meet the same events."],
    ["seed", "", "Where all luck comes from; the same in every row."],
    ["left", "unit of the measure", "The left side of the condition in this run."],
    [
        "right",
        "unit of the measure",
        "The right side, what is added to it included; with `baseline` that of the same replicate of the scenario as \
         it stands.",
    ],
    [
        "holds",
        "",
        "How the condition holds: `up_to` the threshold, `from` it on, `always`, `never`; `unclear` where no setting \
         says. A row for each threshold.",
    ],
    ["threshold", "unit of the setting", "Where the mean passes 0; of a whole number, the last or first that holds."],
    ["threshold_low90", "unit of the setting", "Lower end of its 90 % interval; empty where that is below the range."],
    ["threshold_high90", "unit of the setting", "Upper end; empty where that is above the range."],
];

/// `columns.csv`: name, unit and meaning of every column.
///
/// # Errors
/// What `out` says.
pub fn columns(moved: Moved<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["name", "unit", "meaning"])?;
    table.rows(COLUMNS.iter().copied())?;
    for factor in moved.along.into_iter().chain([moved.setting]) {
        table.rows([[&column(factor), factor.unit(), "The value of this setting in the run."]])?;
    }
    table.finish()
}
