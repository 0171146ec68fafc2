//! From an event to a comment on it: how long comments take, country by country, above them the attention that is left
//! after so long (E1). With changes: what is published from the first change on, with and without them.

use super::Provenance;
use super::case::Case;
use super::ridges::{Lane, MOST_LANES, Ridges, Shape, quantile};
use super::said::Said;
use super::time_chart::Unit;
use super::words;
use crate::engine::measures::country_measure;
use crate::engine::tally::{DELAY_CLASSES, Tally, delay_edges};
use crate::engine::trajectory::{Column, Trajectory};
use crate::experiment::ensemble::Ensemble;
use crate::model::attention::Attention;
use crate::scenario::Scenario;
use crate::stats::Spread;

/// Steps in which the curve of attention is drawn.
const STEPS: u32 = 96;
/// Hours and how they stand at the axis, the most important first.
const TICKS: [(f64, &str); 14] = [
    (0.0, "0"),
    (24.0, "1 day"),
    (1.0, "1 hour"),
    (168.0, "1 week"),
    (720.0, "30 days"),
    (6.0, "6 hours"),
    (72.0, "3 days"),
    (12.0, "12 hours"),
    (336.0, "2 weeks"),
    (3.0, "3 hours"),
    (48.0, "2 days"),
    (1440.0, "60 days"),
    (0.25, "15 min"),
    (0.5, "30 min"),
];
/// Width of the first class, in widths of the others: below its upper edge the axis is even, above it each step
/// multiplies, and where the two meet neither bends. A quarter of an octave is a step: 4 / ln 2.
const FIRST_WIDTH: f64 = 4.0 / core::f64::consts::LN_2;
/// Classes with less than this share of a country's comments do not widen the axis.
const NOTHING: f64 = 0.002;

/// One number of the chart.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Delay {
    /// The country's name in files; empty for the attention.
    pub country: String,
    /// `run`, or `without changes`.
    pub series: &'static str,
    /// `share of comments` in a class of hours, `median hours`, `attention left` on average when comments are
    /// published, or `attention` that is left after so many hours.
    pub what: &'static str,
    /// Lower edge of the class, hours.
    pub from_hours: Option<f64>,
    /// Its upper edge, or the hours of the attention.
    pub to_hours: Option<f64>,
    /// The number; shares are between 0 and 1, over all runs together.
    pub value: f64,
    /// The 5th percentile over the runs; `None` with one run, and of shares.
    pub low90: Option<f64>,
    /// The 95th percentile.
    pub high90: Option<f64>,
}

/// How long the comments of a country take in some runs.
struct Delays {
    country: usize,
    series: &'static str,
    /// Comments of all runs by class.
    classes: Vec<f64>,
    /// The median of each run, in classes.
    medians: Vec<Option<f64>>,
    /// The median of all comments, in classes.
    median: f64,
    /// Attention left on average, over the runs.
    left: Option<Spread>,
}

/// What the parts of the chart look at.
struct Look<'a> {
    case: Case<'a>,
    /// The record from which on comments are counted.
    from: usize,
    /// First and last place of the axis in classes, the second larger.
    ends: (f64, f64),
}

/// The chart in data, and its numbers; `None` if nobody published a comment.
pub(super) fn describe(
    ensemble: &Ensemble,
    scenario: &Scenario,
    provenance: &Provenance,
) -> Option<(Ridges, Vec<Delay>)> {
    let case = Case { ensemble, scenario, provenance, measure: "attention_left", unit: Unit::Share };
    let from = beginning(&case);
    let mut look = Look { case, from: from.unwrap_or(0), ends: (0.0, 1.0) };
    let mut countries: Vec<usize> = (0..scenario.countries.len()).collect();
    countries.sort_by_key(|country| *country != case.focus_index());
    let mut all: Vec<Delays> = countries.into_iter().filter_map(|c| look.delays(&ensemble.runs, c, "run")).collect();
    let left_out = all.len().saturating_sub(MOST_LANES);
    all.truncate(MOST_LANES);
    let ghost = from.and_then(|_| look.delays(&ensemble.ghosts, case.focus_index(), "without changes"));
    let ghost = ghost.filter(|ghost| all.first().is_some_and(|run| run.is_other_than(ghost)));
    look.ends = look.ends_of(all.iter().chain(&ghost))?;
    Some((look.chart(&all, ghost.as_ref(), left_out), look.rows(&all, ghost.as_ref())))
}

/// The record from which comments are counted: where the first stretch after the first change begins.
fn beginning(case: &Case<'_>) -> Option<usize> {
    let fork = case.first_change()?;
    let (after, _) = case.records().find(|(_, hour)| *hour >= fork)?;
    let from = case.ensemble.runs.first()?.tally.stretch_from(after);
    (from + 1 < case.ensemble.layout.record_hours.len()).then_some(from)
}

impl Delays {
    fn is_other_than(&self, ghost: &Delays) -> bool {
        self.country == ghost.country && self.classes != ghost.classes
    }

    fn of_a_class(&self, class: usize) -> f64 {
        rounded(self.classes[class] / self.classes.iter().sum::<f64>())
    }

    /// Median and middle 90 % of the runs' medians, hours.
    fn spread(&self) -> Option<Spread> {
        Spread::of(self.medians.iter().flatten().map(|class| hours_at(*class)))
    }

    /// `8.3 days · 19%`.
    fn figure(&self) -> String {
        let left = self.left.map(|left| format!(" · {}", percent(left.median)));
        format!("{}{}", time(hours_at(self.median)), left.unwrap_or_default())
    }
}

impl Look<'_> {
    fn delays(&self, runs: &[Trajectory], country: usize, series: &'static str) -> Option<Delays> {
        let countries = self.case.scenario.countries.len();
        let of_run = |tally: &Tally| tally.delays_from(self.from, country, countries);
        let each: Vec<Vec<f64>> =
            runs.iter().map(|run| of_run(&run.tally).iter().map(|count| *count as f64).collect()).collect();
        let mut classes = vec![0.0; DELAY_CLASSES];
        each.iter().for_each(|run| classes.iter_mut().zip(run).for_each(|(sum, count)| *sum += count));
        let medians = each.iter().map(|run| quantile(run, 0.5)).collect();
        let left = Spread::of(runs.iter().filter_map(|run| self.left(run, country)));
        Some(Delays { country, series, median: quantile(&classes, 0.5)?, classes, medians, left })
    }

    /// The attention left on average when comments of a run are published.
    fn left(&self, run: &Trajectory, country: usize) -> Option<f64> {
        let value = |record, measure| {
            self.case.ensemble.value(run, record, country, Column::Country(country_measure(measure)?))
        };
        let weighed = |record| Some((value(record, "attention_left")?, value(record, "published_comments")?));
        // What was published between two records stands at the second.
        let (sum, count) = (self.from + 1..self.case.ensemble.layout.record_hours.len())
            .filter_map(weighed)
            .fold((0.0, 0.0), |(sum, count), (left, comments)| (sum + left * comments, count + comments));
        (count > 0.0).then(|| sum / count)
    }

    /// The classes that the axis shows: all that hold more than next to nothing, and the half-life of attention.
    fn ends_of<'b>(&self, all: impl Iterator<Item = &'b Delays>) -> Option<(f64, f64)> {
        let some = all.flat_map(|one| (0..DELAY_CLASSES).filter(|class| one.of_a_class(*class) > NOTHING));
        let classes: Vec<usize> = some.collect();
        let (first, last) = (*classes.iter().min()? as f64, *classes.iter().max()? as f64 + 1.0);
        let half = class_at(self.attention().delay_until(0.5));
        let half = if half.is_finite() { half } else { first };
        let start = (first - 1.0).min(half - 4.0);
        let start = if start < 4.0 { 0.0 } else { start };
        Some((start, (last + 1.0).max(half + 4.0).min(DELAY_CLASSES as f64)))
    }

    fn attention(&self) -> Attention {
        self.case.scenario.model.attention()
    }

    fn place(&self, class: f64) -> f64 {
        let [class, first, last] = [class, self.ends.0, self.ends.1].map(stretched);
        ((class - first) / (last - first)).clamp(0.0, 1.0)
    }

    /// The classes on the axis.
    fn shown(&self) -> impl Iterator<Item = usize> + '_ {
        (0..DELAY_CLASSES).filter(|class| (self.ends.0..=self.ends.1).contains(&(*class as f64 + 0.5)))
    }

    fn shape(&self, delays: &Delays) -> Shape {
        let height = |class: usize| delays.of_a_class(class) / if class == 0 { FIRST_WIDTH } else { 1.0 };
        let spot = |class: usize| (self.place(class as f64 + 0.5), height(class));
        let edge = (self.ends.0 <= 0.0).then(|| (0.0, height(0)));
        let shares = edge.into_iter().chain(self.shown().map(spot)).collect();
        Shape { shares, median: self.place(delays.median), figure: delays.figure() }
    }

    fn lane(&self, delays: &Delays, ghost: Option<&Delays>) -> Lane {
        let (case, focus) = (&self.case, delays.country == self.case.focus_index());
        let ghost = ghost.filter(|_| focus);
        Lane {
            name: words::one_line(&case.scenario.countries[delays.country].name),
            colour: case.colours()[delays.country],
            focus,
            shape: self.shape(delays),
            ghost: ghost.map(|ghost| self.shape(ghost)),
            note: ghost.map(|ghost| format!("without: {}", ghost.figure())).unwrap_or_default(),
        }
    }

    fn chart(&self, all: &[Delays], ghost: Option<&Delays>, left_out: usize) -> Ridges {
        let (case, attention) = (&self.case, self.attention());
        let neutral = Case::title([
            format!("From event to comment: {}", case.countries()),
            "From event to comment: how long it takes".to_owned(),
        ]);
        let half = attention.delay_until(0.5);
        let place = |hours: f64| self.place(class_at(hours));
        let inside = |hours: &f64| (self.ends.0..=self.ends.1).contains(&class_at(*hours));
        let post = format!("half of the attention is left after {}", time(half));
        let curve: Vec<(f64, f64)> =
            self.hours().map(|hours| (place(rounded(hours)), rounded(attention.left(hours)))).collect();
        let mut chart = Ridges {
            said: Said {
                stem: "attention".into(),
                title: self.title(all, ghost).unwrap_or_else(|| neutral.clone()),
                neutral,
                subtitle: self.subtitle(ghost.is_some()),
                alt: String::new(),
                source: case.source(),
            },
            ticks: TICKS.iter().filter(|(hours, _)| inside(hours)).map(|(h, w)| (place(*h), (*w).into())).collect(),
            axis: "Time from the event to the comment (short times are drawn wider)".into(),
            heading: "Median · attention left".into(),
            curve: Some((curve, "Attention left".into())),
            post: half.is_finite().then(|| (place(half), post)),
            lanes: all.iter().map(|delays| self.lane(delays, ghost)).collect(),
            height: 0.86,
            left_out,
        };
        chart.said.alt = self.in_words(&chart, all, ghost);
        chart
    }

    /// Hours along the axis.
    fn hours(&self) -> impl Iterator<Item = f64> + '_ {
        let [first, last] = [self.ends.0, self.ends.1].map(stretched);
        (0..=STEPS).map(move |step| hours_at(narrowed(first + (last - first) * f64::from(step) / f64::from(STEPS))))
    }

    fn title(&self, all: &[Delays], ghost: Option<&Delays>) -> Option<String> {
        let focus = all.first().filter(|first| first.country == self.case.focus_index() && self.case.bands())?;
        let name = words::sentence(&words::possessive(&self.case.focus_name()));
        let now = time(hours_at(focus.median));
        let Some(ghost) = ghost else {
            return Some(Case::title([
                format!("{name} typical comment comes {now} after the event"),
                format!("The typical comment comes {now} after the event"),
            ]));
        };
        let pairs = focus.medians.iter().zip(&ghost.medians);
        let difference = Spread::of(pairs.filter_map(|(run, ghost)| Some((*run)? - (*ghost)?)))?;
        let before = time(hours_at(ghost.median));
        if !difference.excludes(0.0) || before == now {
            return Some(format!("Time to comment: no clear difference with {}", self.case.the_change()));
        }
        let verb = if difference.median < 0.0 { "cut" } else { "lengthen" };
        let verb = if self.case.the_change() == "the change" { format!("{verb}s") } else { verb.to_owned() };
        let the_change = words::sentence(self.case.the_change());
        Some(format!("{the_change} {verb} the wait from {before} to {now}"))
    }

    fn subtitle(&self, ghost: bool) -> String {
        let runs = words::runs(self.case.ensemble.runs.len());
        let since = if self.from > 0 {
            let date = words::date(self.case.clock().date(self.case.ensemble.layout.record_hours[self.from]));
            format!("Comments published from {date} on, {runs}")
        } else {
            format!("Comments on events, {runs}")
        };
        let alone =
            if self.case.bands() { "" } else { " One run only: with other luck it would come out differently." };
        let dashed = if ghost { format!("; dashed: without {}", self.case.the_change()) } else { String::new() };
        format!(
            "{since}: each shape shows how long a country’s comments take; upright line: the median{dashed}. On top: \
             the attention that an event still has.{alone}"
        )
    }

    fn in_words(&self, chart: &Ridges, all: &[Delays], ghost: Option<&Delays>) -> String {
        let name = |delays: &Delays| words::one_line(&self.case.scenario.countries[delays.country].name);
        let range = |delays: &Delays| {
            let spread = delays.spread().filter(|_| self.case.bands())?;
            Some(format!(" (9 in 10 runs: {} to {})", time(spread.low90), time(spread.high90)))
        };
        let left =
            |delays: &Delays| delays.left.map(|left| format!(", {} of the attention left", percent(left.median)));
        let one = |(name, delays): (String, &Delays)| {
            let (range, left) = (range(delays).unwrap_or_default(), left(delays).unwrap_or_default());
            format!("{name} {}{range}{left}", time(hours_at(delays.median)))
        };
        let mut said: Vec<String> = all.iter().map(|delays| one((name(delays), delays))).collect();
        said.extend(ghost.map(|ghost| one((format!("{} without the changes", name(ghost)), ghost))));
        let post = chart.post.as_ref().map(|(_, words)| format!(" {}.", words::sentence(words))).unwrap_or_default();
        format!(
            "Ridges of the time from an event to the comments on it, a lane for each country, below the curve of the \
             attention that is left.{post} Half of the comments come within: {}.",
            said.join("; ")
        )
    }

    fn rows(&self, all: &[Delays], ghost: Option<&Delays>) -> Vec<Delay> {
        let mut rows: Vec<Delay> = all.iter().chain(ghost).flat_map(|delays| self.rows_of(delays)).collect();
        // What sums up a country first: a page shows the beginning of a long table.
        rows.sort_by_key(|row| row.to_hours.is_some());
        rows.extend(self.hours().map(|hours| Delay {
            country: String::new(),
            series: "run",
            what: "attention",
            from_hours: None,
            to_hours: Some(rounded(hours)),
            value: rounded(self.attention().left(hours)),
            low90: None,
            high90: None,
        }));
        rows
    }

    fn rows_of(&self, delays: &Delays) -> Vec<Delay> {
        let row = |what, (from_hours, to_hours), value| Delay {
            country: self.case.scenario.countries[delays.country].id.clone(),
            series: delays.series,
            what,
            from_hours,
            to_hours,
            value,
            low90: None,
            high90: None,
        };
        let over_runs = |what, value, spread: Option<Spread>| {
            let spread = spread.filter(|_| self.case.bands());
            let (low90, high90) = (spread.map(|spread| spread.low90), spread.map(|spread| spread.high90));
            Delay { low90, high90, ..row(what, (None, None), value) }
        };
        let share = |class| {
            let (low, high) = delay_edges(class);
            row("share of comments", (Some(rounded(low)), Some(rounded(high))), delays.of_a_class(class))
        };
        let left = delays.left.map(|left| over_runs("attention left", left.median, Some(left)));
        let median = over_runs("median hours", hours_at(delays.median), delays.spread());
        self.shown().map(share).chain([median]).chain(left).collect()
    }
}

/// What is drawn and what the table has: a millionth more or less is not seen.
fn rounded(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}

/// Hours at a place counted in classes.
fn hours_at(class: f64) -> f64 {
    let whole = (class as usize).min(DELAY_CLASSES - 1);
    let (low, high) = delay_edges(whole);
    let beyond = class - whole as f64;
    if whole == 0 { beyond * high } else { low * libm::pow(high / low, beyond) }
}

/// The place of some hours, counted in classes.
fn class_at(hours: f64) -> f64 {
    let (first, second) = (delay_edges(0).1, delay_edges(1).1);
    if hours < first { hours / first } else { 1.0 + libm::log2(hours / first) / libm::log2(second / first) }
}

/// A place counted in classes as a distance on the axis.
fn stretched(class: f64) -> f64 {
    if class < 1.0 { class * FIRST_WIDTH } else { class - 1.0 + FIRST_WIDTH }
}

/// The place of a distance.
fn narrowed(distance: f64) -> f64 {
    if distance < FIRST_WIDTH { distance / FIRST_WIDTH } else { distance + 1.0 - FIRST_WIDTH }
}

/// `40 minutes`, `9.2 hours`, `8.3 days`.
fn time(hours: f64) -> String {
    let (value, unit) = match hours {
        ..0.995 => (60.0 * hours, "minute"),
        ..47.5 => (hours, "hour"),
        _ => (hours / 24.0, "day"),
    };
    let printed = words::number(value, usize::from(unit != "minute" && value < 9.95));
    let printed = printed.trim_end_matches(".0");
    format!("{printed} {unit}{}", if printed == "1" { "" } else { "s" })
}

fn percent(share: f64) -> String {
    let decimals = words::decimals_for(share * 10.0).min(2);
    format!("{}%", words::number(100.0 * share, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_classes_belong_together() {
        for hours in [0.1, 0.25, 1.0, 5.0, 24.0, 200.0, 1000.0] {
            assert!((hours_at(class_at(hours)) - hours).abs() < 1e-9 * hours, "{hours}");
        }
    }

    #[test]
    fn times_are_written_as_people_say_them() {
        let cases = [(0.5, "30 minutes"), (1.0, "1 hour"), (9.2, "9.2 hours"), (24.0, "24 hours"), (200.0, "8.3 days")];
        for (hours, wanted) in cases {
            assert_eq!(time(hours), wanted);
        }
    }
}
