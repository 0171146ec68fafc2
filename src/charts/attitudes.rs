//! What the members think of the focus country, attitude and mood together, at five dates below each other (E9).

use super::Provenance;
use super::case::Case;
use super::ridges::{Lane, Ridges, Shape, quantile};
use super::said::Said;
use super::time_chart::Unit;
use super::words::{self, signed};
use crate::calendar::DAY;
use crate::engine::tally::{ATTITUDE_CLASSES, Sight, WIDEST, attitude_edges};
use crate::engine::trajectory::Trajectory;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::{Colour, Scenario};
use crate::stats::Spread;
use jiff::civil::Date;

/// Most dates.
const DATES: usize = 5;
/// What is smaller than this is no finding, points of the chart's scale.
const A_POINT: f64 = 1.0;
/// From the model's scale to that of the chart, -100 to 100.
const HUNDRED: f64 = 100.0;

/// One number of the chart, over all runs together.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Opinion {
    /// The day, UTC.
    #[serde(serialize_with = "super::iso_date")]
    pub date: Date,
    /// `run`, or `without changes`.
    pub series: &'static str,
    /// `share of members` in a class of attitudes, or `median attitude`.
    pub what: &'static str,
    /// Lower edge of the class; -100 is hostile, 100 friendly, and moods go beyond.
    pub from_attitude: Option<f64>,
    /// Its upper edge.
    pub to_attitude: Option<f64>,
    /// The number; a share is between 0 and 1.
    pub value: f64,
    /// The 5th percentile of a median over the runs; `None` with one run.
    pub low90: Option<f64>,
    /// The 95th percentile.
    pub high90: Option<f64>,
}

/// The attitudes of all runs at one record.
struct Moment {
    hour: f64,
    series: &'static str,
    /// Members of all runs by class, the audiences weighted by the people they stand for; they sum to 1, but for
    /// rounding.
    shares: Vec<f64>,
    /// The median of each run, in classes.
    medians: Vec<Option<f64>>,
    /// The median of all, in classes.
    median: f64,
}

/// The chart in data, and its numbers; `None` if nobody was counted.
pub(super) fn describe(
    ensemble: &Ensemble,
    scenario: &Scenario,
    provenance: &Provenance,
) -> Option<(Ridges, Vec<Opinion>)> {
    let case = Case { ensemble, scenario, provenance, measure: "standing", unit: Unit::Share };
    let moments = moments(&case, &ensemble.runs, "run");
    let last = moments.last()?;
    let ghost = self::moments(&case, &ensemble.ghosts, "without changes").pop();
    let ghost = ghost.filter(|ghost| ghost.shares != last.shares);
    let mut rows: Vec<Opinion> = moments.iter().chain(&ghost).flat_map(|moment| rows(&case, moment)).collect();
    // Medians first: a page shows the beginning of a long table.
    rows.sort_by_key(|row| row.to_attitude.is_some());
    Some((chart(&case, &moments, ghost.as_ref()), rows))
}

/// All dates at which attitudes were counted, or the five of them that are nearest to equal distances.
fn moments(case: &Case<'_>, runs: &[Trajectory], series: &'static str) -> Vec<Moment> {
    let counted = runs.iter().map(|run| run.tally.sights.len()).min().unwrap_or(0);
    let some = counted.min(DATES);
    let places = (0..some).map(|place| place * (counted - 1) / (some - 1).max(1));
    places.filter_map(|place| moment(case, runs, (place, series))).collect()
}

fn moment(case: &Case<'_>, runs: &[Trajectory], (place, series): (usize, &'static str)) -> Option<Moment> {
    let record = runs.first()?.tally.sights[place].record;
    let each: Vec<Vec<f64>> = runs.iter().map(|run| weighed(case, &run.tally.sights[place])).collect();
    let mut shares = vec![0.0; ATTITUDE_CLASSES];
    for run in &each {
        shares.iter_mut().zip(run).for_each(|(sum, share)| *sum += share / runs.len() as f64);
    }
    // What is drawn and what the table has: a millionth more or less is not seen.
    shares.iter_mut().for_each(|share| *share = libm::round(*share * 1e6) / 1e6);
    let medians = each.iter().map(|run| quantile(run, 0.5)).collect();
    let hour = case.ensemble.layout.record_hours.get(record).copied()?;
    Some(Moment { hour, series, median: quantile(&shares, 0.5)?, shares, medians })
}

/// The members of a run by class, as shares, the audiences weighted.
fn weighed(case: &Case<'_>, sight: &Sight) -> Vec<f64> {
    let audiences = &case.scenario.audiences;
    let weights: f64 = audiences.iter().map(|audience| audience.weight).sum();
    let mut shares = vec![0.0; ATTITUDE_CLASSES];
    for (audience, classes) in audiences.iter().zip(sight.members.chunks(ATTITUDE_CLASSES)) {
        let members: u32 = classes.iter().sum();
        let weight = audience.weight / weights / f64::from(members.max(1));
        shares.iter_mut().zip(classes).for_each(|(share, count)| *share += weight * f64::from(*count));
    }
    shares
}

/// The attitude at a place counted in classes, on the scale from -100 to 100.
fn attitude(class: f64) -> f64 {
    WIDEST * HUNDRED * (2.0 * class / ATTITUDE_CLASSES as f64 - 1.0)
}

impl Moment {
    fn spread(&self) -> Option<Spread> {
        Spread::of(self.medians.iter().flatten().map(|class| attitude(*class)))
    }

    fn shape(&self) -> Shape {
        let classes = ATTITUDE_CLASSES as f64;
        let spot = |(class, share): (usize, &f64)| ((class as f64 + 0.5) / classes, *share);
        let figure = format!("median {}", printed(attitude(self.median)));
        Shape { shares: self.shares.iter().enumerate().map(spot).collect(), median: self.median / classes, figure }
    }
}

/// `+9.1`.
fn printed(attitude: f64) -> String {
    signed(attitude, 1)
}

fn date(case: &Case<'_>, hour: f64) -> Date {
    let clock = case.clock();
    if hour >= case.hours().1 && hour >= DAY { clock.last_date(hour) } else { clock.date(hour) }
}

fn lane(case: &Case<'_>, moment: &Moment, colour: Option<Colour>, ghost: Option<&Moment>) -> Lane {
    let range = moment.spread().filter(|_| case.bands()).map(|spread| {
        let (low, high) = (printed(spread.low90), printed(spread.high90));
        if low == high { format!("9 in 10 runs: {low}") } else { format!("9 in 10 runs: {low} to {high}") }
    });
    let without = ghost.map(|ghost| format!("without: {}", printed(attitude(ghost.median))));
    Lane {
        name: words::date(date(case, moment.hour)),
        colour,
        focus: colour.is_some(),
        shape: moment.shape(),
        ghost: ghost.map(Moment::shape),
        note: without.or(range).unwrap_or_default(),
    }
}

fn chart(case: &Case<'_>, moments: &[Moment], ghost: Option<&Moment>) -> Ridges {
    let fork = case.first_change();
    let before = |moment: &Moment| fork.is_some_and(|fork| moment.hour <= fork);
    let colour = case.focus_colour();
    let lanes = moments.iter().enumerate().map(|(place, moment)| {
        let ghost = ghost.filter(|_| place + 1 == moments.len());
        lane(case, moment, colour.filter(|_| !before(moment)), ghost)
    });
    let name = case.focus_name();
    let neutral = Case::title([format!("What members think of {name}"), "What members think".to_owned()]);
    let ticks = [(0.0, "0 neutral"), (-1.0, "−100"), (1.0, "+100"), (-0.5, "−50"), (0.5, "+50")];
    let place = |attitude: f64| 0.5 + 0.5 * attitude / WIDEST;
    let mut chart = Ridges {
        said: Said {
            stem: "attitudes".into(),
            title: title(case, moments, ghost).unwrap_or_else(|| neutral.clone()),
            neutral,
            subtitle: subtitle(case, moments.iter().any(before), ghost.is_some()),
            alt: String::new(),
            source: case.source(),
        },
        ticks: ticks.map(|(attitude, words)| (place(attitude), words.to_owned())).to_vec(),
        axis: "From hostile (−100) to friendly (+100); moods go beyond".into(),
        heading: String::new(),
        curve: None,
        post: None,
        lanes: lanes.collect(),
        height: 1.7,
        left_out: 0,
    };
    chart.said.alt = in_words(case, &chart, moments, ghost);
    chart
}

fn subtitle(case: &Case<'_>, before: bool, ghost: bool) -> String {
    let runs = words::runs(case.ensemble.runs.len());
    let changes = case.the_change();
    let grey = if before { format!(" Grey: before {changes}.") } else { String::new() };
    let dashed = if ghost { format!(" Dashed: without {changes}.") } else { String::new() };
    let alone = if case.bands() { "" } else { " One run only: with other luck it would come out differently." };
    format!(
        "What members think of {}, attitude and mood of the day together, {runs}; upright line: the median.{grey}\
         {dashed}{alone}",
        case.focus_name()
    )
}

/// How much warmer the members end, by the medians, pair by pair or run by run; `None` where no finding is safe.
fn title(case: &Case<'_>, moments: &[Moment], ghost: Option<&Moment>) -> Option<String> {
    let (first, last) = (moments.first()?, moments.last()?);
    let other = if case.first_change().is_some() { ghost? } else { first };
    let pairs = last.medians.iter().zip(&other.medians);
    let moved = Spread::of(pairs.filter_map(|(last, other)| Some(attitude((*last)?) - attitude((*other)?))))?;
    let name = case.focus_name();
    if !case.bands() || (moments.len() < 2 && case.first_change().is_none()) {
        return None;
    }
    let changed = case.first_change().is_some();
    let the_change = words::sentence(case.the_change());
    let moves = if case.the_change() == "the change" { "moves" } else { "move" };
    if moved.low90.abs().max(moved.high90.abs()) < A_POINT {
        return Some(Case::title(if changed {
            [
                format!("{the_change} {moves} attitudes toward {name} by less than a point"),
                format!("{the_change} {moves} attitudes by less than a point"),
            ]
        } else {
            [
                format!("Attitudes toward {name} move by less than a point"),
                "Attitudes move by less than a point".to_owned(),
            ]
        }));
    }
    if !moved.excludes(0.0) || moved.median.abs() < A_POINT {
        let what = if changed { "no clear difference" } else { "no clear move" };
        return Some(Case::title([format!("Attitudes toward {name}: {what}"), format!("Attitudes: {what}")]));
    }
    let end = if changed { format!(" with {}", case.the_change()) } else { String::new() };
    let size = words::points(&words::number(moved.median.abs(), words::decimals_of_difference(moved)));
    let how = if moved.median > 0.0 { "warmer" } else { "cooler" };
    Some(Case::title([
        format!("Attitudes toward {name} end {size} {how}{end}"),
        format!("Attitudes end {size} {how}{end}"),
    ]))
}

fn in_words(case: &Case<'_>, chart: &Ridges, moments: &[Moment], ghost: Option<&Moment>) -> String {
    let one = |moment: &Moment| {
        let range = moment.spread().filter(|_| case.bands());
        let range = range.map(|s| format!(" (9 in 10 runs: {} to {})", printed(s.low90), printed(s.high90)));
        let (median, range) = (printed(attitude(moment.median)), range.unwrap_or_default());
        format!("{} {median}{range}", words::date(date(case, moment.hour)))
    };
    let mut said: Vec<String> = moments.iter().map(one).collect();
    said.extend(ghost.map(|ghost| format!("without the changes {}", one(ghost))));
    let finding =
        if chart.said.title == chart.said.neutral { String::new() } else { format!(" {}.", chart.said.title) };
    format!(
        "Ridges of what members think of {}, attitude and mood together, on a scale from −100 to +100, a lane for each \
         date.{finding} Medians: {}.",
        case.focus_name(),
        said.join("; ")
    )
}

fn rows(case: &Case<'_>, moment: &Moment) -> Vec<Opinion> {
    let row = |what, (from_attitude, to_attitude), value| Opinion {
        date: date(case, moment.hour),
        series: moment.series,
        what,
        from_attitude,
        to_attitude,
        value,
        low90: None,
        high90: None,
    };
    let share = |(class, share): (usize, &f64)| {
        let (low, high) = attitude_edges(class);
        row("share of members", (Some(libm::round(HUNDRED * low)), Some(libm::round(HUNDRED * high))), *share)
    };
    let spread = moment.spread().filter(|_| case.bands());
    let median = Opinion {
        low90: spread.map(|spread| spread.low90),
        high90: spread.map(|spread| spread.high90),
        ..row("median attitude", (None, None), attitude(moment.median))
    };
    moment.shares.iter().enumerate().map(share).chain([median]).collect()
}
