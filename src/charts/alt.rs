//! Charts in words, after Amy Cesal's formula: chart type, of which data, where which reason; then the figures at the
//! line ends.

use super::case::Case;
use super::time_chart::{Gap, Series, TimeChart};
use super::words;

/// The alternative text of a chart.
pub(super) fn text(case: &Case<'_>, chart: &TimeChart, measure: &str, reason: &str) -> String {
    let ends: Vec<String> = chart.series.iter().filter_map(|series| end(chart, series)).collect();
    let ends = if ends.is_empty() { String::new() } else { format!(" At the end: {}.", ends.join("; ")) };
    format!("Line chart of {measure} of {}, {}, where {reason}.{ends}", case.countries(), case.period())
}

/// `Canada 90 (9 in 10 runs: 81–101)`.
pub(super) fn end(chart: &TimeChart, series: &Series) -> Option<String> {
    let spread = series.end()?.spread;
    let value = chart.printed(spread.median, series.focus);
    let range = if chart.bands { format!(" ({})", chart.printed_range(spread)) } else { String::new() };
    Some(format!("{} {value}{range}", series.name))
}

/// The reason of a chart whose difference is not clear.
pub(super) fn unclear(case: &Case<'_>, gap: &Gap) -> String {
    let (name, with) = (case.focus_name(), case.the_change());
    if case.bands() {
        return format!("{name} shows no clear difference with {with} and without ({})", gap.note);
    }
    format!("the line of {name} with {with} stands beside its line without ({}, {})", gap.words, gap.note)
}

/// The reason of a chart without a finding.
pub(super) fn neutral(case: &Case<'_>, chart: &TimeChart) -> String {
    match chart.focus().and_then(Series::end) {
        Some(end) => format!("{} ends at {}", case.focus_name(), chart.printed(end.spread.median, true)),
        None => format!("nothing was recorded for {}", words::in_sentence(&case.focus().name)),
    }
}
