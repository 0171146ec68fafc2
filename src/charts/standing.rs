//! Standing over time: how the public likes each country, from 0 (everybody is hostile) to 100 per cent (everybody
//! admires it), with the ghost baseline.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::scale::Scale;
use super::time_chart::{TimeChart, Unit, need_panels};
use super::voice;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::Scenario;

/// The chart in data; `None` if nobody was ever asked.
pub(super) fn describe(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<TimeChart> {
    let case = Case { ensemble, scenario, provenance, measure: "standing", unit: Unit::Share };
    let (series, ghost) = (case.series(), case.ghost());
    let drawn = series.iter().flat_map(|series| &series.points).chain(ghost.iter().flat_map(|ghost| &ghost.points));
    let edges = drawn.flat_map(|point| [point.spread.low90, point.spread.high90]);
    let (low, high) = edges.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low > high {
        return None;
    }
    let scale = Scale::around(low, high);
    let mut chart = TimeChart {
        said: Said {
            stem: "standing".into(),
            title: voice::title(&case, "standing"),
            neutral: voice::neutral(&case, "standing"),
            subtitle: format!(
                "Mean liking by the foreign public, 0% hostile to 100% admiring. {}",
                case.how_to_read(&series)
            ),
            alt: String::new(),
            source: case.source(),
        },
        unit: case.unit,
        clock: scenario.run.clock,
        hours: case.hours(),
        decimals: case.decimals(&scale),
        focus_decimals: case.focus_decimals(&scale, case.clear_difference()),
        scale,
        reference: None,
        bands: case.bands(),
        panels: need_panels(&series),
        series,
        ghost,
        flags: case.flags(),
    };
    chart.said.alt = super::alt::text(&case, &chart, "the standing", &voice::reason(&case, &chart));
    Some(chart)
}
