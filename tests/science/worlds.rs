//! Small worlds for the tests, written as scenario files and changed setting by setting.

use softpower::engine::measures::{audience_measure, country_measure};
use softpower::engine::trajectory::{Column, Trajectory};
use softpower::engine::{layout, trajectory};
use softpower::scenario::{Scenario, Setting, Source, parse};

/// Two countries and two publics for a quarter of a year; people engage more often than real ones, so that little luck
/// shows much.
pub(crate) const LIVELY: &str = r#"
[run]
start = 2013-01-01
end = 2013-03-31
replicates = 4
seed = 7

[audience.east]
members = 4_000
time_zone = "UTC+8"

[audience.west]
members = 3_000
time_zone = "UTC-5"

[country.canada]
capacity = 0.4
accounts_at_start = 4
followers_per_account = 400
announcements_need_approval = "100%"
comments_need_approval = "100%"
replies_need_approval = "50%"
approval_delay = "30h"
chance_dropped = "20%"
questions_answered = "80%"
answers_per_day = 2

[country.uk]
capacity = 0.6
accounts_at_start = 3
followers_per_account = 300
questions_answered = "60%"
answers_per_day = 1

[model]
engagement_per_follower = "1%"
ask_chance = "40%"
"#;

/// The scenario of a text with some settings changed, path and value.
pub(crate) fn world(text: &str, settings: &[(&str, &str)]) -> Scenario {
    let settings: Vec<Setting> =
        settings.iter().map(|(path, value)| Setting { path: (*path).into(), value: (*value).into() }).collect();
    match parse(&Source { name: "test.toml", text }, &settings, &|_| Err("no parents here".into())) {
        Ok(parsed) => parsed.scenario,
        Err(problems) => panic!("{}", problems.render(false)),
    }
}

/// One run of a scenario.
pub(crate) fn run(scenario: &Scenario, replicate: u32) -> Trajectory {
    trajectory(scenario, replicate, &|| false).expect("nobody stops it")
}

/// The records of one measure of one country.
pub(crate) fn series(scenario: &Scenario, run: &Trajectory, country: usize, measure: &str) -> Vec<f64> {
    let column = Column::Country(country_measure(measure).expect("a measure"));
    let layout = layout(scenario);
    (0..layout.record_hours.len()).map(|record| run.values[layout.place(record, country, column)]).collect()
}

/// The records of one measure of one country in one audience.
pub(crate) fn series_in(
    scenario: &Scenario,
    run: &Trajectory,
    country: usize,
    audience: usize,
    measure: &str,
) -> Vec<f64> {
    let column = Column::Audience(audience, audience_measure(measure).expect("a measure"));
    let layout = layout(scenario);
    (0..layout.record_hours.len()).map(|record| run.values[layout.place(record, country, column)]).collect()
}

/// The sum of a count over a whole run.
pub(crate) fn total(scenario: &Scenario, run: &Trajectory, country: usize, measure: &str) -> f64 {
    series(scenario, run, country, measure).iter().sum()
}

/// The last record of a measure.
pub(crate) fn last(scenario: &Scenario, run: &Trajectory, country: usize, measure: &str) -> f64 {
    *series(scenario, run, country, measure).last().expect("a record")
}

/// Mean and standard error.
pub(crate) fn mean_and_error(numbers: &[f64]) -> (f64, f64) {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}
