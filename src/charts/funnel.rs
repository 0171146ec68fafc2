//! From draft to conversation: of what a country drafts, how much becomes public and while people still care; of what
//! people ask, how much is answered while they still wait. With changes of policy, beside what it would be without.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::time_chart::Unit;
use super::words;
use crate::engine::measures::country_measure;
use crate::engine::trajectory::{Column, Trajectory};
use crate::experiment::ensemble::Ensemble;
use crate::scenario::{Colour, Scenario};
use crate::stats::Spread;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The chart in data: shares between 0 and 1, in groups.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Funnel {
    /// What is said about it.
    pub(super) said: Said,
    /// The country's colour.
    pub(super) colour: Option<Colour>,
    /// Are there enough runs for a middle 90 %?
    pub(super) bands: bool,
    /// Is there a run without the changes beside it?
    pub(super) ghost: bool,
    pub(super) groups: Vec<Group>,
}

/// Steps that are shares of the same things.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Group {
    /// `Of 100 questions that people asked`.
    pub(super) heading: String,
    /// How many there were, or that there were none.
    pub(super) size: String,
    pub(super) rungs: Vec<Rung>,
}

/// A share.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Rung {
    /// Name in files.
    pub(super) id: Cow<'static, str>,
    /// Name on the chart.
    pub(super) name: Cow<'static, str>,
    pub(super) spread: Spread,
    /// The median without the changes.
    pub(super) without: Option<f64>,
    /// With minus without, pair by pair.
    pub(super) gap: Option<Spread>,
}

/// One bar of a funnel, over the replicates.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Step {
    /// The name of the step in files, e.g. `comments_published`.
    pub step: String,
    /// The median share, 0 to 1.
    pub median: f64,
    /// The 5th percentile; `None` with one replicate.
    pub low90: Option<f64>,
    /// The 95th percentile; `None` with one replicate.
    pub high90: Option<f64>,
    /// The median without the changes; `None` if nothing changes.
    pub without_changes: Option<f64>,
}

/// What a share is made of, in one run: so much of so much; `None` where there was no case.
type Share = fn(&Sums<'_>) -> Option<f64>;

/// The steps: group, name in files, name on the chart, and what it is.
const STEPS: [(usize, &str, &str, Share); 6] = [
    (0, "announcements_published", "became public", |run| {
        ratio(run.sum("published_announcements"), run.sum("drafted_announcements"))
    }),
    (1, "comments_published", "became public", |run| ratio(run.sum("published_comments"), run.sum("drafted_comments"))),
    (1, "comments_attention", "attention that they still met", |run| {
        Some(run.attention()? * ratio(run.sum("published_comments"), run.sum("drafted_comments"))?)
    }),
    (2, "questions_answered_in_time", "were answered in time", |run| {
        ratio(run.sum("answered_in_time"), run.sum("asked"))
    }),
    (2, "questions_answered_late", "were answered too late", |run| ratio(run.sum("answered_late"), run.sum("asked"))),
    (2, "questions_lapsed", "were never answered", |run| ratio(run.sum("lapsed"), run.sum("asked"))),
];

/// What the groups are shares of: heading, measure, and how it is called.
const GROUPS: [(&str, &str, &str); 3] = [
    ("Of 100 announcements that were drafted", "drafted_announcements", "announcements"),
    ("Of 100 comments on world events that were drafted", "drafted_comments", "comments"),
    ("Of 100 questions that people asked", "asked", "questions"),
];

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// One run of the focus country, summed over its records.
struct Sums<'a> {
    ensemble: &'a Ensemble,
    country: usize,
    run: &'a Trajectory,
}

impl Sums<'_> {
    fn value(&self, record: usize, measure: &str) -> Option<f64> {
        let column = Column::Country(country_measure(measure)?);
        self.ensemble.value(self.run, record, self.country, column)
    }

    fn sum(&self, measure: &str) -> f64 {
        let records = 0..self.ensemble.layout.record_hours.len();
        records.filter_map(|record| self.value(record, measure)).sum()
    }

    /// The mean attention left over all comments published.
    fn attention(&self) -> Option<f64> {
        let records = 0..self.ensemble.layout.record_hours.len();
        let weighted = records.filter_map(|record| {
            Some(self.value(record, "attention_left")? * self.value(record, "published_comments")?)
        });
        ratio(weighted.sum(), self.sum("published_comments"))
    }
}

/// The chart in data; `None` if the country neither drafted nor was asked anything.
pub(super) fn describe(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<Funnel> {
    let case = Case { ensemble, scenario, provenance, measure: "influence_index", unit: Unit::Index };
    let groups: Vec<Group> = (0..GROUPS.len()).filter_map(|number| group(&case, number)).collect();
    if groups.is_empty() {
        return None;
    }
    let name = case.focus_name();
    let ghost = !ensemble.ghosts.is_empty();
    let neutral = Case::title([format!("From draft to conversation: {name}"), "From draft to conversation".to_owned()]);
    let runs = words::runs(ensemble.runs.len());
    let how = if case.bands() {
        format!("Bars: medians of {runs}; thin lines: 9 in 10 runs.")
    } else {
        "One run only: with other luck it would come out differently.".to_owned()
    };
    let beside = if ghost { format!(" Grey: without {}.", case.the_change()) } else { String::new() };
    let mut chart = Funnel {
        said: Said {
            stem: "funnel".into(),
            title: title(&case, &groups).unwrap_or_else(|| neutral.clone()),
            neutral,
            subtitle: format!(
                "What became of the words of {name} and of the questions of its followers, {}. {how}{beside}",
                case.period()
            ),
            alt: String::new(),
            source: case.source(),
        },
        colour: case.focus_colour(),
        bands: case.bands(),
        ghost,
        groups,
    };
    chart.said.alt = chart.in_words(&name);
    Some(chart)
}

fn group(case: &Case<'_>, number: usize) -> Option<Group> {
    let (heading, measure, called) = GROUPS[number];
    let over = |runs: &[Trajectory], share: Share| -> Vec<Option<f64>> {
        let sums = |run| Sums { ensemble: case.ensemble, country: case.focus_index(), run };
        runs.iter().map(|run| share(&sums(run))).collect()
    };
    let count = |run| Sums { ensemble: case.ensemble, country: case.focus_index(), run }.sum(measure);
    let years = case.scenario.run.hours() / (24.0 * 365.25);
    let a_year = Spread::of(case.ensemble.runs.iter().map(count))?.median / years;
    let rung = |(_, id, name, share): &(usize, &'static str, &'static str, Share)| {
        let (runs, ghosts) = (over(&case.ensemble.runs, *share), over(&case.ensemble.ghosts, *share));
        let pairs = runs.iter().zip(&ghosts).filter_map(|(run, ghost)| Some((*run)? - (*ghost)?));
        Some(Rung {
            id: (*id).into(),
            name: (*name).into(),
            spread: Spread::of(runs.iter().copied().flatten())?,
            without: Spread::of(ghosts.iter().copied().flatten()).map(|spread| spread.median),
            gap: Spread::of(pairs),
        })
    };
    let rungs: Vec<Rung> = STEPS.iter().filter(|step| step.0 == number).filter_map(rung).collect();
    let size = format!("{} {called} a year", words::number(a_year, if a_year < 9.95 { 1 } else { 0 }));
    (!rungs.is_empty()).then(|| Group { heading: heading.to_owned(), size, rungs })
}

/// What the changes make of a step, if they make anything clear; else what becomes of the comments.
fn title(case: &Case<'_>, groups: &[Group]) -> Option<String> {
    let rungs = || groups.iter().flat_map(|group| &group.rungs);
    let find = |id: &str| rungs().find(|rung| rung.id == id);
    let printed = |share: f64| of_hundred(share);
    let told = [
        ("questions_answered_in_time", "questions", "are answered in time"),
        ("comments_published", "comments", "become public"),
        ("announcements_published", "announcements", "become public"),
    ];
    if case.difference().is_some() {
        let clear = |(id, what, does): &(&str, &str, &str)| {
            let rung = find(id)?;
            let (with, without) = (printed(rung.spread.median), printed(rung.without?));
            let clear = case.bands() && rung.gap?.excludes(0.0) && with != without;
            let name = words::sentence(&case.focus_name());
            let finding = format!("{with} of 100 {what} {does}, not {without}");
            clear.then(|| Case::title([format!("{name}: {finding}"), finding]))
        };
        return told.iter().find_map(clear);
    }
    let rung = find("comments_published").filter(|_| case.bands())?;
    let name = words::sentence(&case.focus_name());
    Some(Case::title([
        format!("{name}: {} of 100 comments become public", printed(rung.spread.median)),
        format!("{} of 100 comments become public", printed(rung.spread.median)),
    ]))
}

/// A share as so many of a hundred; small ones with a decimal.
fn of_hundred(share: f64) -> String {
    let number = 100.0 * share;
    words::number(number, usize::from(number > 0.0 && number < 0.95) + usize::from(number > 0.0 && number < 0.095))
}

impl Funnel {
    /// A share as it stands on the chart.
    pub(super) fn printed(share: f64) -> String {
        of_hundred(share)
    }

    /// Exactly the numbers that are drawn.
    pub(super) fn rows(&self) -> Vec<Step> {
        let edge = |value: f64| self.bands.then_some(value);
        let row = |rung: &Rung| Step {
            step: rung.id.clone().into_owned(),
            median: rung.spread.median,
            low90: edge(rung.spread.low90),
            high90: edge(rung.spread.high90),
            without_changes: rung.without,
        };
        self.groups.iter().flat_map(|group| &group.rungs).map(row).collect()
    }

    fn in_words(&self, name: &str) -> String {
        let rung = |rung: &Rung| {
            let without = rung.without.map_or(String::new(), |w| format!(" (without the changes {})", of_hundred(w)));
            format!("{} {}{without}", of_hundred(rung.spread.median), rung.name)
        };
        let group = |group: &Group| {
            let rungs: Vec<String> = group.rungs.iter().map(rung).collect();
            format!("{}, {}.", group.heading, words::list(&rungs))
        };
        let groups: Vec<String> = self.groups.iter().map(group).collect();
        format!("Bar chart of what became of the words of {name}. {}", groups.join(" "))
    }
}
