//! A sweep as a picture: one setting that was tried as dots with their middle 90 %, two as tiles. What it says; where
//! it goes stands in `layout/tiles.rs` and `layout/dots.rs`.

use super::Provenance;
use super::contour::{Place, contour, value_at};
use super::said::Said;
use super::scale::Scale;
use super::words::{self, number};
use crate::stats::Spread;
use serde::{Deserialize, Serialize};

/// What a sweep came to, for one measure of one country.
#[derive(Clone, Debug)]
pub struct Field {
    /// The title, a finding where the pairs allow one.
    pub title: String,
    /// Whose what: `Canada’s influence`.
    pub whose: String,
    /// When: `at the end of 2016-12-31`.
    pub when: String,
    /// The unit behind numbers: `start = 100`, `%`; may be empty.
    pub unit: String,
    /// One or two axes, the last of which changes fastest.
    pub axes: Vec<Tried>,
    /// For every setting, what the replicates came to.
    pub spreads: Vec<Option<Spread>>,
    /// Number of replicates.
    pub replicates: u32,
    /// Where the scenario itself stands on each axis, in steps from its first value, if it lies within all of them.
    pub baseline: Option<Vec<f64>>,
    /// What shall be reached, if anything.
    pub target: Option<Target>,
}

/// What a measure shall be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Shall it be smaller? Else larger.
    pub smaller: bool,
    /// Than what, in the unit of the field; with `of_baseline` than so much more than in the scenario itself.
    pub value: f64,
    /// Is it counted from the scenario itself?
    pub of_baseline: bool,
}

impl Target {
    /// Does a median reach it, which stands at `level`?
    pub(super) fn is_met(self, median: f64, level: f64) -> bool {
        if self.smaller { median < level } else { median > level }
    }

    /// `target: above 105`, for the key of a chart.
    pub(super) fn words(self, printed: &str) -> String {
        format!("target: {} {printed}", if self.smaller { "below" } else { "above" })
    }
}

/// The values of one setting that was tried.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tried {
    /// Its name.
    pub name: String,
    /// Its values, as they were written.
    pub values: Vec<String>,
    /// The same as people read them.
    pub labels: Vec<String>,
    /// Are they numbers at uneven steps?
    pub uneven: bool,
}

/// One setting of a sweep, as it is drawn.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Cell {
    /// The value of the first axis.
    pub first: String,
    /// The value of the second; empty if there is none.
    pub second: String,
    /// The median of the replicates; `None` where there was no case.
    pub median: Option<f64>,
    /// The 5th percentile; `None` with one replicate.
    pub low90: Option<f64>,
    /// The 95th percentile; `None` with one replicate.
    pub high90: Option<f64>,
}

/// The chart in data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Grid {
    /// What is said about it.
    pub(super) said: Said,
    pub(super) axes: Vec<Tried>,
    pub(super) spreads: Vec<Option<Spread>>,
    /// Are there enough replicates for a middle 90 %?
    pub(super) bands: bool,
    /// Around everything that is drawn.
    pub(super) scale: Scale,
    pub(super) decimals: usize,
    /// Where the scenario itself stands, and what it comes to there.
    pub(super) baseline: Option<(Vec<f64>, f64)>,
    pub(super) level: Option<Level>,
}

/// A value that settings are told apart by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Level {
    pub(super) value: f64,
    /// What it is, for the key.
    pub(super) words: String,
    /// Is it that of the scenario itself?
    pub(super) is_baseline: bool,
    /// The lines along which tiles reach it, row and column.
    pub(super) lines: Vec<Vec<Place>>,
}

/// Most values of an axis that find room on a sheet.
const MOST_ROWS: usize = 14;

impl Field {
    /// Can it be drawn: one axis or two, none of them too long, and not everything empty?
    #[must_use]
    pub fn fits(&self) -> bool {
        let short = self.axes.iter().all(|axis| (2..=MOST_ROWS).contains(&axis.values.len()));
        (1..=2).contains(&self.axes.len()) && short && self.spreads.iter().any(Option::is_some)
    }
}

/// The chart of a sweep.
pub(super) fn describe(field: &Field, provenance: &Provenance) -> Grid {
    let bands = field.replicates > 1;
    let is_tiles = field.axes.len() == 2;
    let drawn = field.spreads.iter().flatten().flat_map(|spread| match (is_tiles, bands) {
        (false, true) => [spread.low90, spread.high90],
        _ => [spread.median; 2],
    });
    let (low, high) = drawn.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let baseline = field.baseline_value();
    let target = field.target.map(|target| target.value + baseline.filter(|_| target.of_baseline).unwrap_or(0.0));
    let (low, high) = match target.or(baseline).filter(|_| !is_tiles) {
        Some(level) => (low.min(level), high.max(level)),
        None => (low, high),
    };
    let scale = Scale::around(low, high);
    let unit = if field.unit.is_empty() { String::new() } else { format!(", {}", field.unit) };
    let of = words::replicates(field.replicates as usize);
    let how = match (is_tiles, bands) {
        (true, _) => format!("median of {of} in each tile; the stronger its shade, the higher."),
        (false, true) => format!("dots: medians of {of}; lines: 9 in 10 of them."),
        (false, false) => "dots: one replicate each.".to_owned(),
    };
    let steps = if field.axes.iter().any(|axis| axis.uneven) {
        " Steps are uneven: neither equal nor of equal ratio."
    } else {
        ""
    };
    let names: Vec<String> = field.axes.iter().map(|axis| axis.name.clone()).collect();
    let mut grid = Grid {
        said: Said {
            stem: "sweep".into(),
            title: field.title.clone(),
            neutral: format!("{} by {}", words::sentence(&field.whose), words::list(&names)),
            subtitle: format!("{} {}{unit}; {how}{steps}", words::sentence(&field.whose), field.when),
            alt: String::new(),
            source: provenance.line(&format!("{} settings × {of}", field.spreads.len())),
        },
        baseline: field.baseline.clone().zip(baseline),
        level: None,
        axes: field.axes.clone(),
        spreads: field.spreads.clone(),
        bands,
        scale,
        decimals: words::decimals_for((high - low).max(1e-9) / 20.0).min(6),
    };
    grid.level = grid.level(field, target.or(baseline));
    if let Some(level) = grid.level.as_ref() {
        grid.said.subtitle += &format!(" {}", grid.of_level(field.target, level));
    }
    grid.said.alt = grid.in_words(field);
    grid
}

impl Field {
    fn medians(&self) -> Vec<Option<f64>> {
        self.spreads.iter().map(|spread| spread.map(|spread| spread.median)).collect()
    }

    /// Row and column of a place on the axes; of one axis the row.
    fn columns(&self) -> usize {
        self.axes.get(1).map_or(1, |axis| axis.values.len())
    }

    /// What the scenario itself comes to: a median, or what lies between those around it.
    fn baseline_value(&self) -> Option<f64> {
        let place = match self.baseline.as_deref()? {
            [row, column] => (*row, *column),
            [row] => (*row, 0.0),
            _ => return None,
        };
        value_at(&self.medians(), self.columns(), place)
    }
}

impl Grid {
    /// A value as it stands on the chart.
    pub(super) fn printed(&self, value: f64) -> String {
        number(value, self.decimals)
    }

    fn level(&self, field: &Field, value: Option<f64>) -> Option<Level> {
        let value =
            value.filter(|_| field.target.is_none_or(|target| !target.of_baseline || self.baseline.is_some()))?;
        let printed = self.printed(value);
        let words = match field.target {
            Some(target) => target.words(&printed),
            None => format!("as in the scenario: {printed}"),
        };
        let lines = if self.axes.len() == 2 { contour(&field.medians(), field.columns(), value) } else { Vec::new() };
        Some(Level { value, words, is_baseline: field.target.is_none(), lines })
    }

    /// What a level means, in a sentence.
    fn of_level(&self, target: Option<Target>, level: &Level) -> String {
        let medians = || self.spreads.iter().flatten().map(|spread| spread.median);
        let met = |median: f64| target.map_or(median > level.value, |target| target.is_met(median, level.value));
        let count = medians().filter(|median| met(*median)).count();
        let settings = format!("{count} of {} settings", medians().count());
        match target {
            None if self.axes.len() == 2 && !level.lines.is_empty() => {
                format!("Line: as much as in the scenario itself; {settings} give more.")
            }
            None => format!("{} give more than the scenario itself.", words::sentence(&settings)),
            Some(_) => format!("{} meet the target.", words::sentence(&settings)),
        }
    }

    /// Where a value lies between the least and the greatest median, 0 to 1.
    pub(super) fn shade(&self, value: f64) -> f64 {
        let medians = || self.spreads.iter().flatten().map(|spread| spread.median);
        let (low, high) = (medians().fold(f64::INFINITY, f64::min), medians().fold(f64::NEG_INFINITY, f64::max));
        if high > low { (value - low) / (high - low) } else { 0.0 }
    }

    /// What a point has on each axis: the values, or their labels.
    fn at(&self, point: usize, of: fn(&Tried) -> &Vec<String>) -> (String, String) {
        match &self.axes[..] {
            [first, second] => {
                let (first, second) = (of(first), of(second));
                (first[point / second.len()].clone(), second[point % second.len()].clone())
            }
            axes => (of(&axes[0])[point].clone(), String::new()),
        }
    }

    /// Exactly the numbers that are drawn.
    pub(super) fn rows(&self) -> Vec<Cell> {
        let cell = |(point, spread): (usize, &Option<Spread>)| {
            let (first, second) = self.at(point, |axis| &axis.values);
            let edge = |number: fn(&Spread) -> f64| spread.as_ref().filter(|_| self.bands).map(number);
            Cell {
                first,
                second,
                median: spread.map(|spread| spread.median),
                low90: edge(|spread| spread.low90),
                high90: edge(|spread| spread.high90),
            }
        };
        self.spreads.iter().enumerate().map(cell).collect()
    }

    fn in_words(&self, field: &Field) -> String {
        let mut ranked: Vec<(usize, f64)> =
            self.spreads.iter().enumerate().filter_map(|(point, spread)| Some((point, (*spread)?.median))).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let place = |(point, median): &(usize, f64)| {
            let (first, second) = self.at(*point, |axis| &axis.labels);
            let labels = [first, second];
            let pairs = self.axes.iter().zip(&labels).map(|(axis, value)| format!("{} {value}", axis.name));
            format!("{} with {}", self.printed(*median), pairs.collect::<Vec<_>>().join(", "))
        };
        let level = self.level.as_ref().map_or(String::new(), |level| {
            format!(" {}: {}", words::sentence(&level.words), self.of_level(field.target, level))
        });
        match (ranked.first(), ranked.last()) {
            (Some(most), Some(least)) => format!(
                "{} {} in {} settings. The highest median is {}; the lowest is {}.{level}",
                words::sentence(&field.whose),
                field.when,
                self.spreads.len(),
                place(most),
                place(least)
            ),
            _ => String::new(),
        }
    }
}
