//! Influence over time: the index of every country, 100 at the start, with the ghost baseline of the focus country.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::scale::Scale;
use super::time_chart::{Series, TimeChart, Unit, need_panels};
use super::words;
use crate::calendar::MONTH;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::Scenario;
use crate::stats::Spread;

/// The index at the start.
const START: f64 = 100.0;

/// The chart in data.
pub(super) fn describe(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> TimeChart {
    let case = Case { ensemble, scenario, provenance, measure: "influence_index", unit: Unit::Index };
    let (series, ghost) = (case.series(), case.ghost());
    let (low, high) = range(&series, ghost.iter().flat_map(|ghost| &ghost.points).map(|point| point.spread.median));
    let scale = Scale::around(low, high);
    let mut chart = TimeChart {
        said: Said {
            stem: "influence".into(),
            title: String::new(),
            neutral: Case::title(neutral(&case)),
            subtitle: subtitle(&case, &series),
            alt: String::new(),
            source: case.source(),
        },
        unit: case.unit,
        clock: scenario.run.clock,
        hours: case.hours(),
        decimals: case.decimals(&scale),
        focus_decimals: case.focus_decimals(&scale, case.clear_difference().or_else(|| clear_change(&case))),
        scale,
        reference: Some(START),
        bands: case.bands(),
        panels: need_panels(&series),
        series,
        ghost,
        flags: case.flags(),
    };
    chart.said.title = title(&case, &chart);
    chart.said.alt = super::alt::text(&case, &chart, "the influence index", &reason(&case, &chart));
    chart
}

/// The lowest and the highest number that is drawn, the start included.
pub(super) fn range(series: &[Series], others: impl Iterator<Item = f64>) -> (f64, f64) {
    let panels = need_panels(series);
    let edges = |series: &Series| {
        let grey = series.colour.is_none() && !panels;
        let ends = move |spread: Spread| {
            if grey { [spread.median; 2] } else { [spread.low90, spread.high90] }
        };
        series.points.iter().flat_map(move |point| ends(point.spread)).collect::<Vec<_>>()
    };
    let drawn = series.iter().flat_map(edges).chain(others);
    drawn.fold((START, START), |(low, high), value| (low.min(value), high.max(value)))
}

fn subtitle(case: &Case<'_>, series: &[Series]) -> String {
    let start = case.scenario.run.clock.start;
    let short = case.scenario.run.hours() < 2.0 * MONTH;
    let start = if short { words::date(start) } else { format!("{} {}", words::month(start), start.year()) };
    format!("Influence index, {start} = 100. {}", case.how_to_read(series))
}

/// The focus country's change from the start, if the scenario has no changes of policy and the middle 90 % is on one
/// side of 100.
fn clear_change(case: &Case<'_>) -> Option<Spread> {
    let end = case.end().filter(|end| case.bands() && case.difference().is_none() && end.excludes(START))?;
    Some(Spread { median: end.median - START, low90: end.low90 - START, high90: end.high90 - START })
}

fn title(case: &Case<'_>, chart: &TimeChart) -> String {
    let name = case.focus_name();
    if let Some(difference) = case.clear_difference() {
        return with_changes(case, difference);
    }
    if case.difference().is_some() {
        let no_clear = format!("{} influence: no clear difference", words::sentence(&words::possessive(&name)));
        return if case.bands() { no_clear } else { Case::title(neutral(case)) };
    }
    match clear_change(case) {
        Some(change) => words::sentence(&moved(&name, change, chart.focus_decimals)),
        None => Case::title(neutral(case)),
    }
}

fn neutral(case: &Case<'_>) -> Vec<String> {
    let count = case.scenario.countries.len();
    vec![format!("Influence of {}", case.countries()), format!("Influence of {} countries", words::count(count))]
}

fn with_changes(case: &Case<'_>, difference: Spread) -> String {
    let ends = words::sentence(&ends(case, difference));
    let labelled = case.only_label().map(|label| format!("{ends} with “{label}”"));
    Case::title(labelled.into_iter().chain([format!("{ends} with {}", case.the_change()), ends]))
}

/// `Canada ends 2.1 points higher`.
fn ends(case: &Case<'_>, difference: Spread) -> String {
    let size = words::number(difference.median.abs(), words::decimals_of_difference(difference));
    let side = if difference.median > 0.0 { "higher" } else { "lower" };
    format!("{} ends {} {side}", case.focus_name(), words::points(&size))
}

/// `Canada’s influence falls by 10 points`.
fn moved(name: &str, change: Spread, decimals: usize) -> String {
    let size = words::points(&words::number(change.median.abs(), decimals));
    let verb = if change.median > 0.0 { "rises" } else { "falls" };
    format!("{} influence {verb} by {size}", words::possessive(name))
}

/// Why the chart is there, for those who hear it.
fn reason(case: &Case<'_>, chart: &TimeChart) -> String {
    let gap = chart.ghost.as_ref().and_then(|ghost| ghost.gap.as_ref());
    match (case.clear_difference(), gap, clear_change(case)) {
        (Some(difference), Some(gap), _) => {
            format!("{} with {} than without ({})", ends(case, difference), case.the_change(), gap.note)
        }
        (None, Some(gap), _) => super::alt::unclear(case, gap),
        (.., Some(change)) => moved(&case.focus_name(), change, chart.focus_decimals),
        _ => super::alt::neutral(case, chart),
    }
}
