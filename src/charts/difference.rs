//! What the changes of a scenario make of the focus country's influence: each run minus its ghost, pair by pair on the
//! same luck, with the middle half and the middle 90 % of the pairs.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::scale::Scale;
use super::time_chart::{Point, Series, TimeChart, Unit};
use super::words;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::Scenario;
use crate::stats::{Spread, middle_half};

/// The chart in data; `None` if nothing changes.
pub(super) fn describe(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<TimeChart> {
    let case = Case { ensemble, scenario, provenance, measure: "influence_index", unit: Unit::Difference };
    let points = case.gaps();
    let end = points.last()?.spread;
    let edges = points.iter().flat_map(|point| [point.spread.low90, point.spread.high90]);
    let (low, high) = edges.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let scale = Scale::around(low, high);
    let decimals = case.decimals(&scale).max(words::decimals_of_difference(end));
    let whose = words::sentence(&words::possessive(&case.focus_name()));
    let neutral = format!("{whose} influence with minus without {}", case.the_change());
    let (clear, side) = (clear_from(&case, &points), if end.median > 0.0 { "gain" } else { "loss" });
    let title = match clear {
        Some(hour) => format!("{whose} {side} is clear from {}", words::date(scenario.run.clock.date(hour))),
        None if case.bands() => format!("{whose} influence: no clear difference"),
        None => neutral.clone(),
    };
    let pairs = format!("{} pairs", ensemble.runs.len());
    let how = if case.bands() {
        format!("The line is the median of {pairs}; the bands hold the middle 50% and 90%.")
    } else {
        "One pair only: with other luck it would come out differently.".to_owned()
    };
    let mut chart = TimeChart {
        said: Said {
            stem: "difference".into(),
            title,
            neutral,
            subtitle: format!(
                "{whose} influence index with minus without {}, pair by pair on the same luck, points. {how}",
                case.the_change()
            ),
            alt: String::new(),
            source: case.source(),
        },
        unit: Unit::Difference,
        clock: scenario.run.clock,
        hours: case.hours(),
        decimals,
        focus_decimals: decimals,
        scale,
        reference: Some(0.0),
        bands: case.bands(),
        panels: false,
        series: vec![Series {
            id: case.focus().id.clone(),
            line: "difference".to_owned(),
            name: words::one_line(&case.focus().name),
            colour: case.focus_colour(),
            focus: true,
            points,
        }],
        ghost: None,
        flags: case.flags(),
    };
    let reason = match clear {
        Some(hour) => format!("the {side} is clear from {}", words::date(scenario.run.clock.date(hour))),
        None => "there is no clear difference".to_owned(),
    };
    let of = format!("the difference that {} in the influence index", make(case.the_change()));
    chart.said.alt = super::alt::text(&case, &chart, &of, &reason);
    Some(chart)
}

/// `the change makes`, `the changes make`.
fn make(change: &str) -> String {
    format!("{change} {}", if change.ends_with('s') { "make" } else { "makes" })
}

/// From when on the middle 90 % stays on one side of 0 to the end; `None` if it is not clear at the end.
fn clear_from(case: &Case<'_>, points: &[Point]) -> Option<f64> {
    let side = |spread: Spread| spread.excludes(0.0).then_some(spread.median > 0.0);
    let end = side(points.last()?.spread).filter(|_| case.bands())?;
    points.iter().rev().take_while(|point| side(point.spread) == Some(end)).last().map(|point| point.hour)
}

impl Case<'_> {
    /// Each run minus its ghost at every record; nothing without ghosts.
    fn gaps(&self) -> Vec<Point> {
        let point = |(record, hour): (usize, f64)| {
            let pairs = self.ensemble.differences(record, self.focus_index(), self.column());
            Some(Point { hour, spread: Spread::of(pairs.iter().copied())?, half: middle_half(pairs) })
        };
        self.records().filter_map(point).collect()
    }
}
