//! Approval time against the attention that is left: the curve of fading attention (E1), and on it where each country's
//! comments come: the typical time in its approval chain, and the attention left when they are published.

use super::Provenance;
use super::case::Case;
use super::scale::Scale;
use super::time_chart::Unit;
use super::words;
use crate::engine::measures::country_measure;
use crate::engine::trajectory::{Column, Trajectory};
use crate::experiment::ensemble::Ensemble;
use crate::scenario::{Colour, Scenario};
use crate::stats::Spread;
use serde::{Deserialize, Serialize};

/// Steps in which the curve is drawn.
const STEPS: u32 = 240;
/// From so many hours on the axis counts days.
const IN_DAYS: f64 = 72.0;
/// Shortest axis, hours.
const SHORTEST: f64 = 12.0;

/// The chart in data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Decay {
    pub(super) title: String,
    pub(super) neutral: String,
    pub(super) subtitle: String,
    pub(super) alt: String,
    pub(super) source: String,
    /// Hours of a unit of the axis, 1 or 24, and its name.
    pub(super) unit: (f64, String),
    /// The axis of time, in that unit.
    pub(super) scale: Scale,
    /// Hours since an event, and the attention left.
    pub(super) curve: Vec<(f64, f64)>,
    pub(super) dots: Vec<Dot>,
    pub(super) bands: bool,
}

/// Where a country's comments come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Dot {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) colour: Option<Colour>,
    pub(super) focus: bool,
    /// The focus country without the changes.
    pub(super) ghost: bool,
    /// What stands under its name: how long approval takes.
    pub(super) note: String,
    /// Typical time in the approval chain, hours; 0 where nothing is approved.
    pub(super) hours: f64,
    /// Attention left at publication, 0 to 1.
    pub(super) left: Spread,
}

/// One dot, over the replicates.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Timing {
    /// The country's name in files.
    pub country: String,
    /// `run`, or `without changes`.
    pub series: String,
    /// Typical hours in the approval chain: the median of the records' medians; 0 where nothing is approved.
    pub approval_hours: f64,
    /// The median of the attention left when comments are published, 0 to 1.
    pub median: f64,
    /// The 5th percentile; `None` with one replicate.
    pub low90: Option<f64>,
    /// The 95th percentile; `None` with one replicate.
    pub high90: Option<f64>,
}

/// The chart in data; `None` if nobody published a comment.
pub(super) fn describe(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<Decay> {
    let case = Case { ensemble, scenario, provenance, measure: "attention_left", unit: Unit::Share };
    let colours = case.colours();
    let mut dots: Vec<Dot> = (0..scenario.countries.len())
        .filter_map(|country| dot(&case, &ensemble.runs, country, (colours[country], false)))
        .collect();
    let ghost = dot(&case, &ensemble.ghosts, case.focus_index(), (None, true));
    dots.extend(
        ghost.filter(|ghost| dots.iter().any(|dot| dot.focus && (dot.hours, dot.left) != (ghost.hours, ghost.left))),
    );
    let focus = dots.iter().find(|dot| dot.focus && !dot.ghost).cloned();
    let longest = dots.iter().map(|dot| dot.hours).reduce(f64::max)?.max(SHORTEST);
    let unit = if longest > IN_DAYS { (24.0, "days".to_owned()) } else { (1.0, "hours".to_owned()) };
    for dot in &mut dots {
        let without = if dot.ghost { format!("without {}, ", case.the_change()) } else { String::new() };
        dot.note = format!("{without}{}", dot.after(&unit));
    }
    let scale = Scale::from_zero(longest * 1.1 / unit.0);
    let attention = scenario.model.attention();
    let end = scale.high() * unit.0;
    // Denser where the curve is steep.
    let hour = |step: u32| end * (f64::from(step) / f64::from(STEPS)) * (f64::from(step) / f64::from(STEPS));
    let curve = (0..=STEPS).map(|step| (hour(step), attention.left(hour(step)))).collect();
    let neutral = Case::title([
        format!("Approval time and the attention left: {}", case.countries()),
        "Approval time and the attention that is left".to_owned(),
    ]);
    let bands = case.bands();
    let how = if bands {
        format!("Dots: medians of {}; thin lines: 9 in 10 runs.", words::runs(ensemble.runs.len()))
    } else {
        "One run only: with other luck it would come out differently.".to_owned()
    };
    let ghost = dots.iter().any(|dot| dot.ghost);
    let ring = if ghost { format!(" Ring: without {}.", case.the_change()) } else { String::new() };
    let mut chart = Decay {
        title: focus.as_ref().and_then(|focus| title(&case, focus)).unwrap_or_else(|| neutral.clone()),
        neutral,
        subtitle: format!(
            "Up: attention left when comments are published. Curve: what is left after so long; above it are those \
             whose comments need no approval. {how}{ring}"
        ),
        alt: String::new(),
        source: case.source(),
        unit,
        scale,
        curve,
        dots,
        bands,
    };
    chart.alt = chart.in_words();
    Some(chart)
}

fn dot(case: &Case<'_>, runs: &[Trajectory], country: usize, (colour, ghost): (Option<Colour>, bool)) -> Option<Dot> {
    let value = |run: &Trajectory, record: usize, measure: &str| {
        case.ensemble.value(run, record, country, Column::Country(country_measure(measure)?))
    };
    let records = || 0..case.ensemble.layout.record_hours.len();
    let typical = |run: &Trajectory| {
        Spread::of(records().filter_map(|record| value(run, record, "approval_hours_median"))).map(|s| s.median)
    };
    let left = |run: &Trajectory| {
        let weighed = |record| Some((value(run, record, "attention_left")?, value(run, record, "published_comments")?));
        let (sum, count) = records()
            .filter_map(weighed)
            .fold((0.0, 0.0), |(sum, count), (left, comments)| (sum + left * comments, count + comments));
        (count > 0.0).then(|| sum / count)
    };
    let named = &case.scenario.countries[country];
    Some(Dot {
        id: named.id.clone(),
        name: words::one_line(&named.name),
        colour,
        focus: country == case.focus_index(),
        ghost,
        note: String::new(),
        hours: Spread::of(runs.iter().filter_map(typical)).map_or(0.0, |spread| spread.median),
        left: Spread::of(runs.iter().filter_map(left))?,
    })
}

fn title(case: &Case<'_>, focus: &Dot) -> Option<String> {
    let name = words::sentence(&words::possessive(&case.focus_name()));
    let left = percent(focus.left.median);
    Some(Case::title([
        format!("{name} comments come when {left} of the attention is left"),
        format!("Comments come when {left} of the attention is left"),
    ]))
    .filter(|_| case.bands())
}

fn percent(share: f64) -> String {
    let decimals = words::decimals_for(share * 10.0).min(2);
    format!("{}%", words::number(100.0 * share, decimals))
}

impl Dot {
    /// `United Kingdom 88%`.
    pub(super) fn words(&self) -> String {
        format!("{} {}", self.name, percent(self.left.median))
    }

    /// `after 8.3 days`.
    fn after(&self, unit: &(f64, String)) -> String {
        if self.hours <= 0.0 {
            return "no approval".to_owned();
        }
        let time = self.hours / unit.0;
        let decimals = usize::from(time < 9.95);
        format!("after {} {}", words::number(time, decimals), unit.1)
    }
}

impl Decay {
    /// Exactly the numbers that are drawn, the curve apart.
    pub(super) fn rows(&self) -> Vec<Timing> {
        let row = |dot: &Dot| Timing {
            country: dot.id.clone(),
            series: if dot.ghost { "without changes" } else { "run" }.to_owned(),
            approval_hours: dot.hours,
            median: dot.left.median,
            low90: self.bands.then_some(dot.left.low90),
            high90: self.bands.then_some(dot.left.high90),
        };
        self.dots.iter().map(row).collect()
    }

    fn in_words(&self) -> String {
        let dot = |dot: &Dot| format!("{}: {} left, {}", dot.name, percent(dot.left.median), dot.note);
        let dots: Vec<String> = self.dots.iter().map(dot).collect();
        format!(
            "Curve of the attention left to an event over time, with a dot for each country where its comments are \
             published. {}.",
            dots.join("; ")
        )
    }
}
