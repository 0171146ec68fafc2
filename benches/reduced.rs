//! The reduced model of an audience through the general engine, beside a loop that was written for nothing else.
//!
//! One audience; three countries with one account each, followed by a fifth of the members; everybody comments on each
//! of 2.4 (quiet) or 24 (busy) events a day after an exponential delay of 0.5, 6 or 30 hours at one desk; attention
//! halves in 15 hours; a follower engages with chance 0.2 (1 - exp(-0.003 R u)); attitudes fade, goodwill and influence
//! move daily. To the engine this is one scenario among others, with the other mechanisms off.
//!
//! All are first held against the closed form; a difference ends the program with an error. Then they are timed in
//! turn. An agent-tick is one member times one hour simulated, touched or not. The engine does more than the loops: it
//! counts whom a message was shown, takes each attitude into account, and keeps drafts, desks, voice and records.

#![expect(clippy::print_stdout, reason = "a measurement prints")]

mod literal;
#[expect(dead_code, reason = "each measurement uses a part of it")]
mod shared;

use literal::{
    ATTENTION_HALF_LIFE, ATTITUDE_HALF_LIFE, COUNTRIES, FOLLOW, LEVELS, Layout, Literal, MEAN_DELAYS, PULL, REACH,
    SHARES, STEP,
};
use shared::{figure, head, interleaved, processor_time, rounds, row};
use softpower::calendar::DayHours;
use softpower::engine::recorder::{Recorder, View};
use softpower::engine::run::Simulation;
use softpower::random::Luck;
use softpower::scenario::{Approval, AttentionShape, Country, Desk, Mechanisms, Scenario, Source, WorkShape, parse};
use softpower::world::{self, World};
use std::process::ExitCode;

const DAY: f64 = 24.0;
const QUIET: f64 = 0.1;
const BUSY: f64 = 1.0;
/// The loop keeps attitudes in either of two ways.
const LOOPS: [(&str, Layout); 2] = [("by member", Layout::ByMember), ("by place", Layout::ByPlace)];
const SIZES: [u32; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

fn main() -> ExitCode {
    // One thread: the table counts processor time, and very large accounts must not spread their blocks.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    if one.is_err() {
        println!("The pool of one thread could not be made.");
        return ExitCode::FAILURE;
    }
    let mut args = std::env::args().skip(1).skip_while(|word| word != "profile");
    if args.next().is_some() {
        return profile(&args.filter_map(|word| word.parse().ok()).collect::<Vec<f64>>());
    }
    println!("The reduced model: engagements against the closed form (standard errors; 4 fail)");
    head("members, events", &["0.5 h", "6 h", "30 h"]);
    let agree = [(10_000, QUIET, 3000), (10_000, BUSY, 1000), (1_000_000, BUSY, 60)]
        .map(|(members, events_per_hour, days)| check(members, events_per_hour, days));
    if agree.contains(&false) {
        println!("The engagements are not those of the model: no times are worth printing.");
        return ExitCode::FAILURE;
    }
    time_all();
    ExitCode::SUCCESS
}

/// The scenario: `events_per_hour` events on average, on each of which everybody comments.
fn scenario(members: u32, events_per_hour: f64, days: u32) -> Scenario {
    let text = "[audience.public]\n[country.fast]\n[country.middling]\n[country.slow]\n";
    let parsed = parse(&Source { name: "reduced.toml", text }, &[], &|_| Err("no parents".to_owned()));
    let mut scenario =
        parsed.map(|parsed| parsed.scenario).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    scenario.run.days = days;
    scenario.run.record_every_hours = f64::from(days) * DAY;
    scenario.audiences[0].members = members;
    scenario.audiences[0].events_per_day = events_per_hour * DAY;
    for (country, mean) in scenario.countries.iter_mut().zip(MEAN_DELAYS) {
        reduce_country(country, members, mean);
    }
    reduce_model(&mut scenario);
    scenario
}

fn reduce_country(country: &mut Country, members: u32, mean_delay: f64) {
    (country.missions, country.accounts_at_start) = (1, 1);
    country.followers_per_account = FOLLOW * f64::from(members);
    country.policy.announcements_per_day = 0.0;
    country.policy.comments_on_events = 1.0;
    country.policy.comments_need_approval = 1.0;
    country.policy.approval = Approval::Desks;
    country.desks = vec![Desk {
        id: "desk".to_owned(),
        name: "Desk".to_owned(),
        reviewers: None,
        working_time_hours: mean_delay,
        working_time_spread: 1.0,
        working_time_shape: WorkShape::Exponential,
        office_hours: DayHours::ALL_DAY,
        weekends: true,
        zone: country.zone,
        chance_dropped: 0.0,
        chance_edited: 0.0,
        replies_first: false,
        crises_first: false,
    }];
}

fn reduce_model(scenario: &mut Scenario) {
    let model = &mut scenario.model;
    model.mechanisms = Mechanisms {
        daily_rhythm: false,
        quality_varies: false,
        dialogue: false,
        mood_moves: false,
        influence_drifts: false,
        reshares: false,
        accounts_open: false,
        followers_come: false,
        followers_leave: false,
        gaffes: false,
        fear: false,
        approval_drops: false,
        ..model.mechanisms
    };
    (model.attention_shape, model.attention_half_life_hours) = (AttentionShape::Exponential, ATTENTION_HALF_LIFE);
    // So steep that every event has size 1 to eight figures.
    (model.event_size_exponent, model.event_size_cut) = (1e9, 1.001);
    model.drafting_time_hours = 0.0;
    (model.reach, model.engagement_per_follower) = (REACH, PULL * REACH);
    (model.appeal_commentary, model.learn_commentary) = (1.0, f64::from(STEP));
    (model.size_exponent, model.affinity, model.followers_spread) = (0.0, 0.0, 0.0);
    (model.activity_shares, model.activity_levels) = (SHARES, LEVELS);
    model.attitude_half_life_hours = ATTITUDE_HALF_LIFE;
}

/// Counts engagements, country by country.
#[derive(Default)]
struct Engagements([u64; COUNTRIES]);

impl Recorder for Engagements {
    fn record(&mut self, view: &View<'_>) {
        for (sum, ministry) in self.0.iter_mut().zip(&view.world.ministries) {
            *sum += ministry.counts.engaged;
        }
    }
}

/// Runs the general engine from a world at hour 0.
fn run_engine(scenario: &Scenario, world: World) -> Engagements {
    let mut engagements = Engagements::default();
    let luck = Luck::new(scenario.run.seed, 0);
    Simulation::of_world(scenario, world, luck).run(&mut [&mut engagements], &|| false);
    engagements
}

/// Mean and standard error of the engagements with one country in the first `hours`.
///
/// An event at t, uniform, is commented on at t + D if that lies within the run; given D, each class adds a binomial
/// number. The sum over a Poisson number of events has the variance of the sum of squares.
fn closed_form(in_class: [u32; 3], mean_delay: f64, events_per_hour: f64, hours: f64) -> (f64, f64) {
    let (mut mean, mut variance) = (0.0, 0.0);
    let slices = 200_000;
    for k in 0..slices {
        let delay = -mean_delay * libm::log((f64::from(k) + 0.5) / f64::from(slices));
        let left = libm::exp2(-delay / ATTENTION_HALF_LIFE);
        let chances = LEVELS.map(|u| REACH * -libm::expm1(-PULL * left * u));
        let cases = in_class.map(f64::from);
        let one: f64 = cases.iter().zip(chances).map(|(n, p)| n * p).sum();
        let spread: f64 = cases.iter().zip(chances).map(|(n, p)| n * p * (1.0 - p)).sum();
        let events = events_per_hour * (hours - delay).max(0.0) / f64::from(slices);
        mean += events * one;
        variance += events * (spread + one * one);
    }
    (mean, libm::sqrt(variance))
}

/// Holds engine and loops against the closed form; says whether all lie within four standard errors (by chance alone
/// one such number in 16,000 does not).
fn check(members: u32, events_per_hour: f64, days: u32) -> bool {
    let scenario = scenario(members, events_per_hour, days);
    let world = world::build(&scenario, &mut Luck::new(scenario.run.seed, 0));
    let hours = f64::from(days) * DAY;
    let in_class: Vec<[u32; 3]> = world.accounts.iter().map(|account| account.in_class).collect();
    let engine = run_engine(&scenario, world).0;
    let off = |engaged: u64, in_class, country: usize| {
        let (mean, error) = closed_form(in_class, MEAN_DELAYS[country], events_per_hour, hours);
        (engaged as f64 - mean) / error
    };
    let case = format!("{}, {events_per_hour}/h", figure(f64::from(members)));
    let of_engine: [f64; COUNTRIES] = core::array::from_fn(|c| off(engine[c], in_class[c], c));
    row(&format!("{case}, engine"), &of_engine.map(|z| format!("{z:+.2}")));
    let mut all = of_engine.to_vec();
    for (name, layout) in LOOPS {
        let mut direct = Literal::new(members, layout, 17);
        direct.run(hours as usize, events_per_hour);
        let of_loop: [f64; COUNTRIES] = core::array::from_fn(|c| off(direct.engaged[c], direct.in_class(c), c));
        row(&format!("{case}, {name}"), &of_loop.map(|z| format!("{z:+.2}")));
        all.extend(of_loop);
    }
    all.iter().all(|z| z.abs() < 4.0)
}

/// The table: agent-ticks per second of processor time, engine and loops in turn.
fn time_all() {
    let rounds = rounds(5);
    println!("\nMillion agent-ticks per second of processor time (medians of {rounds} interleaved rounds)");
    println!(
        "  by member: the loop keeps an attitude for each member, as the engine must; by place: for each follower"
    );
    head("", &["engine", "by member", "by place", "engine/member", "engine/place", "us/day engine"]);
    for (name, events_per_hour) in [("quiet", QUIET), ("busy", BUSY)] {
        for members in SIZES {
            let days = days_worth(members, events_per_hour);
            let seconds = time(rounds, members, events_per_hour, days);
            let rates = seconds.map(|seconds| figure(f64::from(members) * f64::from(days) * DAY / seconds * 1e-6));
            let [engine, by_member, by_place] = seconds;
            let ratios = [by_member, by_place].map(|other| format!("{:.2}", other / engine));
            let a_day = figure(engine / f64::from(days) * 1e6);
            let cells: Vec<String> = rates.into_iter().chain(ratios).chain([a_day]).collect();
            row(&format!("{name}, {} members", figure(f64::from(members))), &cells);
        }
    }
    let [by_member, by_place] = LOOPS.map(|(_, layout)| Literal::new(1_000_000, layout, 17).bytes() as f64 * 1e-6);
    println!("  Bytes a member: by member {by_member:.1}, by place {by_place:.1}; the engine see `engine -- memory`.");
}

/// So many days that the engine works for about a fifth of a second.
fn days_worth(members: u32, events_per_hour: f64) -> u32 {
    let days = 40;
    let scenario = scenario(members, events_per_hour, days);
    let world = world::build(&scenario, &mut Luck::new(scenario.run.seed, 0));
    let (seconds, _) = processor_time(|| run_engine(&scenario, world));
    (0.2 / seconds * f64::from(days)).clamp(40.0, 400_000.0) as u32
}

/// Processor seconds of engine and loops for the same number of days; building is not counted.
fn time(rounds: usize, members: u32, events_per_hour: f64, days: u32) -> [f64; 3] {
    let scenario = scenario(members, events_per_hour, days);
    let world = world::build(&scenario, &mut Luck::new(scenario.run.seed, 0));
    let loops = LOOPS.map(|(_, layout)| Literal::new(members, layout, 17));
    interleaved(rounds, |which| {
        if which == 0 {
            let world = world.clone();
            processor_time(|| std::hint::black_box(run_engine(&scenario, world))).0
        } else {
            let mut direct = loops[which - 1].clone();
            processor_time(|| direct.run(days as usize * 24, events_per_hour)).0
        }
    })
}

/// `profile MEMBERS EVENTS_PER_HOUR DAYS`: the engine alone, once, for a profiler.
fn profile(numbers: &[f64]) -> ExitCode {
    let &[members, events_per_hour, days] = numbers else {
        println!("profile MEMBERS EVENTS_PER_HOUR DAYS");
        return ExitCode::FAILURE;
    };
    let scenario = scenario(members as u32, events_per_hour, days as u32);
    let world = world::build(&scenario, &mut Luck::new(scenario.run.seed, 0));
    let (seconds, engagements) = processor_time(|| run_engine(&scenario, world));
    println!("{} engagements in {seconds:.3} s", engagements.0.iter().sum::<u64>());
    ExitCode::SUCCESS
}
