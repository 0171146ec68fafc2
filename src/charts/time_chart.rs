//! What a chart over time says, before anybody thinks of where it goes on a sheet.

use super::Row;
use super::said::Said;
use super::scale::Scale;
use super::words::{number, signed};
use crate::calendar::Clock;
use crate::scenario::Colour;
use crate::stats::Spread;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Of more countries than this each has a panel of its own.
const MOST_LINES: usize = 5;
/// Most panels.
pub(super) const MOST_PANELS: usize = 30;

/// A chart over time: one line for each country.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct TimeChart {
    /// What is said about it.
    pub(super) said: Said,
    /// What the numbers are.
    pub(super) unit: Unit,
    /// Which date is hour 0.
    pub(super) clock: Clock,
    /// First and last hour, the second larger.
    pub(super) hours: (f64, f64),
    /// The vertical axis.
    pub(super) scale: Scale,
    /// Least number of decimals of printed values.
    pub(super) decimals: usize,
    /// The same for the focus country's medians, which must show the difference that the title speaks of.
    pub(super) focus_decimals: usize,
    /// A value whose grid line stands out.
    pub(super) reference: Option<f64>,
    /// Whether there are enough runs for a middle 90 %.
    pub(super) bands: bool,
    /// Countries in the order of the scenario, those without any number left out.
    pub(super) series: Vec<Series>,
    /// Whether each country has a panel of its own, with the others behind.
    pub(super) panels: bool,
    /// The focus country without the changes.
    pub(super) ghost: Option<Ghost>,
    /// Changes, scheduled events and rumours, in the order of time.
    pub(super) flags: Vec<Flag>,
}

/// What the numbers of a chart are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Unit {
    /// An index: printed as it is.
    Index,
    /// A share: printed in per cent.
    Share,
    /// A difference of two indices: printed with its sign.
    Difference,
}

/// A number over the replicates, at one time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Point {
    /// Hours since the start.
    pub(super) hour: f64,
    /// Median and middle 90 %.
    pub(super) spread: Spread,
    /// The 25th and the 75th percentile, where the middle half is drawn as well.
    pub(super) half: Option<(f64, f64)>,
}

/// A country's line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Series {
    /// The country's name in files.
    pub(super) id: String,
    /// Which line of the country it is, in the table of what is drawn: `run`, or the name of a scenario.
    pub(super) line: String,
    /// What stands at the line's end: the country's name on charts, or that of a scenario.
    pub(super) name: String,
    /// One of the five colours; `None` is grey.
    pub(super) colour: Option<Colour>,
    /// Whether this is the country that the chart is about.
    pub(super) focus: bool,
    /// At least one, in the order of time.
    pub(super) points: Vec<Point>,
}

/// The focus country if there were no changes, on the same luck.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ghost {
    /// From the record at or before the first change on; only medians are drawn.
    pub(super) points: Vec<Point>,
    /// Hour of the first change, where the two futures part.
    pub(super) fork: f64,
    /// What stands under its name.
    pub(super) note: Cow<'static, str>,
    /// How far apart the two futures end.
    pub(super) gap: Option<Gap>,
}

/// Run minus ghost at the end, pair by pair.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Gap {
    /// In the unit of the chart.
    pub(super) spread: Spread,
    /// `+16 points`, or that there is no clear difference.
    pub(super) words: String,
    /// The same, where it is not plain between which two lines.
    pub(super) words_alone: String,
    /// The middle 90 % of the pairs.
    pub(super) note: String,
}

/// Something that happens at a date.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Flag {
    /// Hours since the start.
    pub(super) hour: f64,
    /// `4 November 2015`.
    pub(super) date: String,
    /// What happens.
    pub(super) words: String,
    /// A scheduled event or rumour, not a change of policy.
    pub(super) event: bool,
    /// Its importance: flags with smaller numbers get words on the chart first.
    pub(super) rank: usize,
}

impl Unit {
    /// What a value is multiplied with before it is printed.
    pub(super) fn factor(self) -> f64 {
        match self {
            Unit::Index | Unit::Difference => 1.0,
            Unit::Share => 100.0,
        }
    }

    /// Decimals of a printed value that are fewer by this many than those of the value.
    pub(super) fn shift(self) -> usize {
        match self {
            Unit::Index | Unit::Difference => 0,
            Unit::Share => 2,
        }
    }

    /// What stands after a printed value.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Unit::Index | Unit::Difference => "",
            Unit::Share => "%",
        }
    }

    /// A value as it stands on the chart.
    pub(super) fn print(self, value: f64, decimals: usize) -> String {
        let printed = if self == Unit::Difference { signed } else { number };
        format!("{}{}", printed(value * self.factor(), decimals), self.sign())
    }
}

/// Are these so many lines that each needs a panel?
pub(super) fn need_panels(series: &[Series]) -> bool {
    series.len() > MOST_LINES
}

impl Series {
    /// The last point.
    pub(super) fn end(&self) -> Option<&Point> {
        self.points.last()
    }
}

impl TimeChart {
    /// The country that the chart is about.
    pub(super) fn focus(&self) -> Option<&Series> {
        self.series.iter().find(|series| series.focus)
    }

    /// Decimals of a printed value: those of the chart, and so many that two digits of a small share show.
    fn decimals_of(&self, value: f64) -> usize {
        let digits = match self.unit {
            Unit::Index | Unit::Difference => 0,
            Unit::Share => super::words::decimals_for(value.abs() * self.unit.factor() / 10.0).min(4),
        };
        self.decimals.max(digits)
    }

    /// A median as it stands beside its line.
    pub(super) fn printed(&self, value: f64, focus: bool) -> String {
        let decimals = self.decimals_of(value);
        self.unit.print(value, if focus { decimals.max(self.focus_decimals) } else { decimals })
    }

    /// `9 in 10 runs: 81–101`, with the decimals of the median, or more where the low end would print as zero.
    pub(super) fn printed_range(&self, spread: Spread) -> String {
        let of_low = super::words::decimals_for(spread.low90 * self.unit.factor() * 2.0).min(4);
        let decimals = self.decimals_of(spread.median).max(of_low);
        let (low, high) = (spread.low90 * self.unit.factor(), spread.high90 * self.unit.factor());
        if self.unit == Unit::Difference {
            let (low, high) = (signed(low, decimals), signed(high, decimals));
            let range = if low == high { low } else { format!("{low} to {high}") };
            return format!("9 in 10 pairs: {range}");
        }
        let (low, high) = (number(low, decimals), number(high, decimals));
        let range = if low == high { low } else { format!("{low}–{high}") };
        format!("9 in 10 runs: {range}{}", self.unit.sign())
    }

    /// Exactly the numbers that are drawn.
    pub(super) fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, series) in self.series.iter().enumerate() {
            let banded =
                self.bands && (series.colour.is_some() || self.panels) && (!self.panels || place < MOST_PANELS);
            rows.extend(series.points.iter().map(|point| self.row(&series.id, &series.line, point, banded)));
            if series.focus {
                rows.extend(self.ghost_rows(series));
            }
        }
        rows
    }

    fn ghost_rows(&self, focus: &Series) -> Vec<Row> {
        let Some(ghost) = &self.ghost else { return Vec::new() };
        let mut rows: Vec<Row> =
            ghost.points.iter().map(|point| self.row(&focus.id, "without changes", point, false)).collect();
        if let (Some(gap), Some(end)) = (&ghost.gap, focus.end()) {
            let point = Point { hour: end.hour, spread: gap.spread, half: None };
            rows.push(self.row(&focus.id, "difference", &point, self.bands));
        }
        rows
    }

    fn row(&self, country: &str, series: &str, point: &Point, band: bool) -> Row {
        let Spread { median, low90, high90 } = point.spread;
        let date = self.clock.date(point.hour);
        let edge = |value: f64| band.then_some(value);
        let (country, series) = (country.to_owned(), series.to_owned());
        let (low50, high50) = point.half.filter(|_| band).unzip();
        Row { date, country, series, median, low90: edge(low90), high90: edge(high90), low50, high50 }
    }
}
