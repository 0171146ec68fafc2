//! The engine beside the literal model of the tests, which goes through the members one after the other: the same
//! scenario at growing numbers of members, and how many times longer the literal model takes.

#![expect(clippy::print_stdout, reason = "a measurement prints")]

#[expect(dead_code, unused_imports, reason = "the tests use the rest of it")]
#[path = "../tests/reference/mod.rs"]
mod reference;
#[expect(dead_code, reason = "each measurement uses a part of it")]
mod shared;

use shared::{head, interleaved, processor_time, rounds, row};
use softpower::engine::measures::country_measure;
use softpower::engine::trajectory::{Column, Trajectory};
use softpower::engine::{layout, trajectory};
use softpower::scenario::{Scenario, Setting, Source, builtin, parse};
use std::process::ExitCode;

const MEMBERS: [u32; 3] = [10_000, 100_000, 1_000_000];

fn main() -> ExitCode {
    let rounds = rounds(1);
    println!("broadcast-vs-dialogue, 60 days, worlds included: processor seconds, medians of {rounds} round(s)");
    head("members", &["literal", "engine", "ratio", "published"]);
    let mut alike = true;
    for members in MEMBERS {
        let scenario = scenario(members);
        let mut published = [0.0; 2];
        let [literal, engine] = interleaved(rounds, |which| {
            let (seconds, trajectory) = processor_time(|| match which {
                0 => reference::trajectory(&scenario, 0),
                _ => trajectory(&scenario, 0, &|| false).unwrap_or_else(|| unreachable!("nobody stops it")),
            });
            published[which] = total(&scenario, &trajectory, "published_announcements");
            seconds
        });
        // Two Poisson numbers: their difference has the sum of them as its variance.
        alike &= (published[0] - published[1]).abs() < 5.0 * (published[0] + published[1]).sqrt();
        let cells = [format!("{literal:.3}"), format!("{engine:.4}"), format!("{:.0}", literal / engine)];
        row(&members.to_string(), &[&cells[..], &[format!("{:.0} {:.0}", published[0], published[1])]].concat());
    }
    if !alike {
        println!("The two publish different numbers of messages.");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn scenario(members: u32) -> Scenario {
    let name = "broadcast-vs-dialogue";
    let settings = [("end", "2013-03-02".to_owned()), ("audience.world.members", members.to_string())];
    let settings = settings.map(|(path, value)| Setting { path: path.to_owned(), value });
    let source = Source { name, text: builtin::text(name).unwrap_or_default() };
    let parsed = parse(&source, &settings, &|_| Err("no parents".to_owned()));
    parsed.map(|parsed| parsed.scenario).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

/// A count of all countries over the whole run.
fn total(scenario: &Scenario, run: &Trajectory, measure: &str) -> f64 {
    let (layout, column) = (layout(scenario), country_measure(measure).map(Column::Country));
    let records = || 0..layout.record_hours.len();
    let values = (0..layout.countries).flat_map(|country| records().map(move |record| (record, country)));
    values.filter_map(|(record, country)| Some(run.values[layout.place(record, country, column?)])).sum()
}
