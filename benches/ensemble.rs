//! Whole runs of the scenarios that come with the program: one replicate, and all of them on one and two threads.

#![expect(clippy::print_stdout, reason = "a measurement prints")]

mod shared;

use shared::{
    OtherWork, Tally, figure, head, interleaved, processor_seconds, processor_time, resident_bytes, rounds, row,
    wall_time,
};
use softpower::engine::recorder::TrajectoryRecorder;
use softpower::engine::run::Simulation;
use softpower::engine::trajectory;
use softpower::experiment::ensemble::{self, Ensemble, NoStore, Plan};
use softpower::scenario::{Scenario, Source, builtin, parse};
use std::process::ExitCode;

const NAMES: [&str; 2] = ["broadcast-vs-dialogue", "paris-2013"];

fn main() -> ExitCode {
    if std::env::args().any(|word| word == "profile") {
        return one_for_a_profiler();
    }
    let rounds = rounds(3);
    println!(
        "One replicate, the building of its world included: processor seconds, median of {} rounds",
        2 * rounds + 1
    );
    head("", &["seconds", "bytes/member"]);
    for name in NAMES {
        let scenario = scenario(name);
        let [seconds] = interleaved(2 * rounds + 1, |_| processor_time(|| trajectory(&scenario, 0, &|| false)).0);
        row(name, &[format!("{seconds:.3}")]);
    }
    great(2 * rounds + 1);
    println!("\nAll replicates: seconds on the wall, medians of {rounds} interleaved rounds");
    head("", &["replicates", "1 thread", "2 threads", "gain", "runs/s on 2"]);
    let other_work = OtherWork::watch();
    let same = NAMES.map(|name| on_threads(name, rounds));
    other_work.print();
    if same.contains(&false) {
        println!("One and two threads gave different results.");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The same for ten million members, whose memory counts, too.
fn great(rounds: usize) {
    let scenario = scenario("internet-scale");
    let members: f64 = scenario.audiences.iter().map(|audience| f64::from(audience.members)).sum();
    let mut grown = f64::NAN;
    let [seconds] = interleaved(rounds, |_| {
        let (before, start) = (resident_bytes(), processor_seconds());
        let mut simulation = Simulation::new(&scenario, 0);
        let mut recorder = TrajectoryRecorder::new(&scenario, 0);
        simulation.run(&mut [&mut recorder], &|| false);
        // Later rounds find the memory of the first one.
        grown = resident_bytes().zip(before).map_or(f64::NAN, |(after, before)| after - before).max(grown);
        processor_seconds() - start
    });
    row("internet-scale", &[format!("{seconds:.3}"), figure(grown / members)]);
}

fn scenario(name: &str) -> Scenario {
    let text = builtin::text(name).unwrap_or_default();
    let parsed = parse(&Source { name, text }, &[], &|_| Err("no parents".to_owned()));
    parsed.map(|parsed| parsed.scenario).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

fn run(scenario: &Scenario, threads: usize) -> Ensemble {
    let plan = Plan { scenario, threads, store: &NoStore, from: None, save: None, progress: &|_| {}, stop: &|| false };
    ensemble::run(&plan).unwrap_or_else(|error| panic!("{error:?}"))
}

/// One line of the table; says whether one and two threads gave the same bits.
fn on_threads(name: &str, rounds: usize) -> bool {
    let scenario = scenario(name);
    let mut last: [Vec<_>; 2] = [Vec::new(), Vec::new()];
    let [one, two] = interleaved(rounds, |which| {
        let (seconds, ensemble) = wall_time(|| run(&scenario, which + 1));
        last[which] = ensemble.runs;
        seconds
    });
    let replicates = f64::from(scenario.run.replicates);
    let cells = [figure(replicates), figure(one), figure(two), format!("{:.2}", one / two), figure(replicates / two)];
    row(name, &cells);
    last[0] == last[1]
}

/// `profile`: one replicate of paris-2013 and nothing else.
fn one_for_a_profiler() -> ExitCode {
    let scenario = scenario("paris-2013");
    let (mut recorder, mut tally) = (TrajectoryRecorder::new(&scenario, 0), Tally::default());
    let (building, mut simulation) = processor_time(|| Simulation::new(&scenario, 0));
    let (running, _) = processor_time(|| simulation.run(&mut [&mut recorder, &mut tally], &|| false));
    println!("built in {building:.3} s, run in {running:.3} s: {tally:?}");
    println!("{:.0} ns for each message or engagement", running * 1e9 / (tally.messages + tally.engaged) as f64);
    ExitCode::SUCCESS
}
