//! What is observed of a run: a measure of a country at a record, or a count between two.

use super::Goal;
use crate::calendar::DAY;
use crate::engine::measures::COUNTRY_MEASURES;
use crate::engine::trajectory::{Column, Trajectory};
use crate::engine::{self, measures};
use crate::scenario::Scenario;
use crate::scenario::targets::{Measurable, Target};

/// What a target is about, by the places in a scenario and its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The measure: its place among those of a country.
    pub measure: usize,
    /// The country: its place in the scenario.
    pub country: usize,
    /// The record before which nothing is counted; only for counts.
    pub since: usize,
    /// The record that is looked at, or up to which is counted.
    pub at: usize,
}

impl From<&Target> for Goal {
    fn from(target: &Target) -> Goal {
        Goal { value: target.value, uncertainty: target.uncertainty }
    }
}

impl Window {
    /// What a target is about: the records that are nearest to its days.
    #[must_use]
    pub fn of(target: &Target, scenario: &Scenario) -> Window {
        let hours = engine::layout(scenario).record_hours;
        let nearest = |wanted: f64| {
            let apart = |record: &usize| (hours[*record] - wanted).abs();
            (0..hours.len()).min_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap_or(0)
        };
        Window {
            measure: target.measure,
            country: target.country,
            since: nearest(target.since_hours),
            at: nearest(target.at_hours),
        }
    }
}

/// The scenario up to the last record that any of these windows looks at: a run of it is the beginning of a run of the
/// whole, to the bit.
#[must_use]
pub fn as_far_as(windows: &[Window], mut scenario: Scenario) -> Scenario {
    let hours = engine::layout(&scenario).record_hours;
    let last = windows.iter().map(|window| hours[window.at]).fold(0.0, f64::max);
    // Records lie on midnights, and a run has at least one day.
    scenario.run.days = scenario.run.days.min(((last / DAY) as u32).max(1));
    scenario
}

/// All measures that a target may be about, in the order of [`COUNTRY_MEASURES`].
#[must_use]
pub fn measurable() -> Vec<Measurable> {
    let one = |m: &measures::Measure| Measurable { name: m.name, unit: m.unit, adds_up: m.adds_up };
    COUNTRY_MEASURES.iter().map(one).collect()
}

/// What a run gave for each window, `NaN` where there was no case.
#[must_use]
pub fn answers(scenario: &Scenario, run: &Trajectory, windows: &[Window]) -> Vec<f64> {
    let layout = engine::layout(scenario);
    let number = |record: usize, window: &Window| {
        run.values[layout.place(record, window.country, Column::Country(window.measure))]
    };
    let answer = |window: &Window| match COUNTRY_MEASURES[window.measure].adds_up {
        true => (window.since + 1..=window.at).map(|record| number(record, window)).sum(),
        false => number(window.at, window),
    };
    windows.iter().map(answer).collect()
}
