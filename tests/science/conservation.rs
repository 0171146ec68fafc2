//! Nothing is lost: drafts, questions and shares add up at every record, and Little's law holds at every desk.

use super::worlds::{LIVELY, run, series, series_in, world};
use softpower::engine::recorder::{Recorder, View};
use softpower::engine::run::Simulation;
use softpower::engine::tally::{ATTITUDE_CLASSES, attitude_edges};
use softpower::scenario::Scenario;

const DESKS: &str = r#"
[desk.writer]
country = "canada"
order = 1
reviewers = 2
working_time = "2h"
chance_dropped = "10%"
chance_edited = "20%"

[desk.minister]
country = "canada"
order = 2
reviewers = 1
working_time = "1h"
replies_first = true
chance_dropped = "10%"
"#;

fn with_desks(settings: &[(&str, &str)]) -> Scenario {
    let all = [&[("canada.approval", "desks")], settings].concat();
    world(&format!("{LIVELY}{DESKS}"), &all)
}

fn cumulative(numbers: Vec<f64>) -> Vec<f64> {
    numbers
        .iter()
        .scan(0.0, |sum, x| {
            *sum += x;
            Some(*sum)
        })
        .collect()
}

#[test]
fn every_comment_is_in_one_class_of_delays_and_every_member_in_one_of_attitudes() {
    let mut scenario = world(LIVELY, &[("run.record_every", "1 day")]);
    scenario.run.focus = 1;
    let run = run(&scenario, 0);
    let records = series(&scenario, &run, 0, "published_comments").len();
    for country in 0..2 {
        let published = series(&scenario, &run, country, "published_comments");
        for from in [0, 9, 20, records - 2] {
            let from = run.tally.stretch_from(from);
            let counted: u64 = run.tally.delays_from(from, country, 2).iter().sum();
            assert_eq!(counted as f64, published.iter().skip(from + 1).sum::<f64>(), "{country} from record {from}");
        }
        assert!(published.iter().sum::<f64>() > 50.0, "this world shows nothing");
    }
    let sights = &run.tally.sights;
    assert_eq!((sights.len(), sights[0].record, sights[4].record), (5, 0, records - 1));
    for (sight, standing) in sights.iter().map(|sight| (sight, series(&scenario, &run, 1, "standing")[sight.record])) {
        let (mut mean, mut weights) = (0.0, 0.0);
        for (audience, classes) in scenario.audiences.iter().zip(sight.members.chunks(ATTITUDE_CLASSES)) {
            let members: u32 = classes.iter().sum();
            assert_eq!(members, audience.members, "record {}", sight.record);
            let middle = |class| (attitude_edges(class).0 + attitude_edges(class).1) / 2.0;
            let sum: f64 = classes.iter().enumerate().map(|(class, count)| middle(class) * f64::from(*count)).sum();
            mean += audience.weight * sum / f64::from(members);
            weights += audience.weight;
        }
        let wanted = 2.0 * standing - 1.0;
        assert!((mean / weights - wanted).abs() < 0.02, "record {}: {mean} for {wanted}", sight.record);
    }
}

#[test]
fn drafts_and_questions_add_up_at_every_record() {
    let worlds = [
        world(LIVELY, &[]),
        world(LIVELY, &[("model.attention_shape", "exponential"), ("canada.approval_delay", "90h")]),
        with_desks(&[]),
        with_desks(&[("model.attention_shape", "exponential"), ("desk.minister.working_time", "6h")]),
        with_desks(&[("model.approval_takes_time", "off")]),
    ];
    for (number, scenario) in worlds.iter().enumerate() {
        let run = run(scenario, 1);
        for country in 0..2 {
            let flow = |names: &[&str]| {
                let each: Vec<Vec<f64>> =
                    names.iter().map(|n| cumulative(series(scenario, &run, country, n))).collect();
                (0..each[0].len()).map(|record| each.iter().map(|s| s[record]).sum()).collect::<Vec<f64>>()
            };
            let drafted = flow(&["drafted_announcements", "drafted_comments", "drafted_replies"]);
            let published = ["published_announcements", "published_comments", "published_replies"];
            let ended = flow(&[published.as_slice(), &["dropped", "withdrawn"]].concat());
            let waiting = series(scenario, &run, country, "waiting");
            let asked = flow(&["asked"]);
            let settled = flow(&["answered_in_time", "answered_late", "lapsed"]);
            let open = series(scenario, &run, country, "questions_waiting");
            for record in 0..waiting.len() {
                assert_eq!(drafted[record], ended[record] + waiting[record], "drafts, world {number} record {record}");
                assert_eq!(asked[record], settled[record] + open[record], "questions, world {number} record {record}");
            }
            assert!(drafted.last() > Some(&50.0) && asked.last() > Some(&20.0), "something happened in world {number}");
        }
    }
}

#[test]
fn withdrawals_happen_where_they_should() {
    let scenario = with_desks(&[("model.attention_shape", "exponential"), ("desk.minister.working_time", "6h")]);
    let withdrawn: f64 = series(&scenario, &run(&scenario, 0), 0, "withdrawn").iter().sum();
    assert!(withdrawn > 10.0, "comments wait too long at the minister's desk: {withdrawn}");
}

#[test]
fn shares_sum_to_one() {
    let scenario = world(LIVELY, &[]);
    let run = run(&scenario, 2);
    for measure in ["influence", "voice"] {
        let [a, b] = [0, 1].map(|country| series(&scenario, &run, country, measure));
        assert!(a.iter().zip(&b).all(|(x, y)| (x + y - 1.0).abs() < 1e-12 && *x > 0.0 && *y > 0.0), "{measure}");
    }
    for audience in 0..2 {
        let [a, b] = [0, 1].map(|country| series_in(&scenario, &run, country, audience, "voice"));
        assert!(a.iter().zip(&b).all(|(x, y)| (x + y - 1.0).abs() < 1e-12));
    }
}

#[test]
fn engagements_of_the_audiences_sum_to_those_of_the_country() {
    let scenario = world(LIVELY, &[]);
    let run = run(&scenario, 0);
    for country in 0..2 {
        let whole = series(&scenario, &run, country, "engaged");
        let [east, west] = [0, 1].map(|audience| series_in(&scenario, &run, country, audience, "engaged"));
        assert!(whole.iter().enumerate().all(|(k, sum)| *sum == east[k] + west[k]));
        assert!(whole.iter().sum::<f64>() > 100.0);
    }
}

/// Compares the two sides of Little's law at every desk and every record.
struct Little {
    checked: usize,
}

impl Recorder for Little {
    fn record(&mut self, view: &View<'_>) {
        for station in view.world.ministries.iter().flat_map(|m| &m.desks) {
            let (area, spent) = (station.desk.draft_hours_at(view.hour), station.desk.time_spent(view.hour));
            assert!((area - spent).abs() <= 1e-6 * area.max(1.0), "{area} draft-hours, {spent} hours spent");
            self.checked += usize::from(area > 0.0);
        }
    }
}

#[test]
fn littles_law_is_an_identity_at_every_desk() {
    let scenario = with_desks(&[("model.attention_shape", "exponential")]);
    let mut little = Little { checked: 0 };
    assert!(Simulation::new(&scenario, 3).run(&mut [&mut little], &|| false));
    assert!(little.checked > 20, "the desks were used: {}", little.checked);
}
