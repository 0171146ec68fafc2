//! Share of voice over time: each country's part of recent engagement with the ministries' messages, in per cent.
//! Lines with bands instead of stacked areas, because a stack hides the spread over the runs.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::scale::Scale;
use super::time_chart::{Point, Series, TimeChart, Unit, need_panels};
use super::words;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::Scenario;
use crate::stats::Spread;

/// The chart in data.
pub(super) fn describe(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> TimeChart {
    let case = Case { ensemble, scenario, provenance, measure: "voice", unit: Unit::Share };
    let (mut series, mut ghost) = (case.series(), case.ghost());
    // At hour 0 nobody has spoken yet, and the number is capacity: the lines begin with the first voices.
    let spoken = |points: &mut Vec<Point>| points.retain(|point| point.hour > 0.0);
    series.iter_mut().map(|series| &mut series.points).for_each(spoken);
    ghost.iter_mut().map(|ghost| &mut ghost.points).for_each(spoken);
    let others = ghost.iter().flat_map(|ghost| &ghost.points).map(|point| point.spread.median);
    let scale = Scale::from_zero(highest(&series, others));
    let mut chart = TimeChart {
        said: Said {
            stem: "voice".into(),
            title: title(&case, "share of voice"),
            neutral: neutral(&case, "share of voice"),
            subtitle: subtitle(&case, &series),
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
    chart.said.alt = super::alt::text(&case, &chart, "the share of voice", &reason(&case, &chart));
    chart
}

/// The highest number that is drawn.
fn highest(series: &[Series], others: impl Iterator<Item = f64>) -> f64 {
    let panels = need_panels(series);
    let top = |series: &Series| {
        let edge = |spread: Spread| if series.colour.is_some() || panels { spread.high90 } else { spread.median };
        series.points.iter().map(|point| edge(point.spread)).fold(0.0, f64::max)
    };
    series.iter().map(top).chain(others).fold(0.0, f64::max)
}

fn subtitle(case: &Case<'_>, series: &[Series]) -> String {
    format!("Share of recent engagement with the ministries’ messages, percent. {}", case.how_to_read(series))
}

/// The title of a chart of shares, which are called `what`.
pub(super) fn title(case: &Case<'_>, what: &str) -> String {
    let owner = words::sentence(&words::possessive(&case.focus_name()));
    if let Some(difference) = case.clear_difference() {
        let size = size(difference);
        let plain = format!("{owner} {what}: {size}");
        let labelled = case.only_label().map(|label| format!("{plain} with “{label}”"));
        return Case::title(labelled.into_iter().chain([format!("{plain} with {}", case.the_change()), plain]));
    }
    if case.difference().is_some() && case.bands() {
        return format!("{owner} {what}: no clear difference");
    }
    neutral(case, what)
}

/// The same without a finding.
pub(super) fn neutral(case: &Case<'_>, what: &str) -> String {
    let what = words::sentence(what);
    let names: Vec<String> = case.scenario.countries.iter().map(|country| words::one_line(&country.name)).collect();
    let count = words::count(names.len());
    let of_all = format!("{what} of {}", case.countries());
    Case::title([of_all, format!("{what}: {}", names.join(", ")), format!("{what} of {count} countries")])
}

/// `3 points higher`.
fn size(difference: Spread) -> String {
    let printed = words::number(difference.median.abs(), words::decimals_of_difference(difference));
    let side = if difference.median > 0.0 { "higher" } else { "lower" };
    format!("{} {side}", words::points(&printed))
}

/// Why the chart is there, for those who hear it.
pub(super) fn reason(case: &Case<'_>, chart: &TimeChart) -> String {
    let gap = chart.ghost.as_ref().and_then(|ghost| ghost.gap.as_ref());
    match (case.clear_difference(), gap) {
        (Some(difference), Some(gap)) => {
            let size = size(difference).replace(" point", " percentage point");
            format!("{} ends {size} with {} than without ({})", case.focus_name(), case.the_change(), gap.note)
        }
        (_, Some(gap)) => super::alt::unclear(case, gap),
        _ => super::alt::neutral(case, chart),
    }
}
