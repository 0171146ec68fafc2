//! How memory and time grow with the members of an audience: followers fixed, or a fifth of the members.

use crate::broadcast::{Case, Cause, Prepared, luck, parsed};
use crate::shared::{Tally, figure, head, interleaved, processor_time, resident_bytes, row};
use softpower::engine::recorder::TrajectoryRecorder;
use softpower::engine::run::Simulation;
use softpower::engine::trajectory::Trajectory;
use softpower::scenario::Scenario;
use softpower::world::{self, World};

const COUNTRIES: u32 = 3;
const FEW_FOLLOWERS: u32 = 4000;
/// Each size and its double.
const PAIRS: [[u32; 2]; 4] = [[10_000, 20_000], [100_000, 200_000], [1_000_000, 2_000_000], [5_000_000, 10_000_000]];
/// Days of a whole run.
const DAYS: u32 = 364;

/// Bytes of a member, measured and worked out.
pub(crate) fn memory(_rounds: usize) -> bool {
    println!("\nMemory: one audience, 3 countries with 20 accounts each; resident before and after building");
    head("", &["worlds", "MB more", "bytes/member", "worked out", "ns/member"]);
    let mut kept: Vec<Vec<World>> = Vec::new();
    for (members, worlds) in [(10_000u32, 300u32), (100_000, 50), (1_000_000, 10), (10_000_000, 2)] {
        let scenario = whole(members, members / 5);
        let before = resident_bytes();
        let (seconds, built) = processor_time(|| (0..worlds).map(|_| build(&scenario)).collect());
        let more = resident_bytes().zip(before).map_or(f64::NAN, |(after, before)| after - before);
        let all = f64::from(members) * f64::from(worlds);
        // Toward each country a deviation (four bytes) and the code of a baseline.
        let worked_out = 5.0 * f64::from(COUNTRIES);
        let cells = [f64::from(worlds), more * 1e-6, more / all, worked_out, seconds * 1e9 / all];
        row(&format!("{} members", figure(f64::from(members))), &cells.map(figure));
        kept.push(built);
    }
    println!("  Besides, a world of any size holds panels of 1,000 followers of each country, accounts, desks.");
    kept.iter().all(|worlds| worlds.iter().all(|world| alike(world, &worlds[0])))
}

/// Were two worlds built alike?
fn alike(one: &World, other: &World) -> bool {
    let planes = one.planes.iter().zip(&other.planes).all(|(a, b)| a.standing(0.0) == b.standing(0.0));
    planes && one.accounts.iter().zip(&other.accounts).all(|(a, b)| a.in_class == b.in_class)
}

/// Three countries with 20 accounts each and everything else as by default.
fn whole(members: u32, followers: u32) -> Scenario {
    let mut scenario = parsed("[audience.public]\n[country.one]\n[country.two]\n[country.three]\n");
    scenario.run.days = DAYS;
    scenario.audiences[0].members = members;
    // Equal accounts, or the largest would not find enough members in the smallest audience.
    scenario.model.followers_spread = 0.0;
    scenario.countries.iter_mut().for_each(|country| country.followers_per_account = f64::from(followers));
    scenario
}

fn build(scenario: &Scenario) -> World {
    world::build(scenario, &mut luck(scenario))
}

/// What is measured with one number of members.
struct Size {
    /// Many messages, hardly any engagement.
    quiet: Prepared,
    /// Many engagements.
    busy: Prepared,
    /// The whole model.
    whole: Scenario,
    world: World,
}

/// What came out with one number of members.
struct Results {
    quiet: Tally,
    busy: Tally,
    whole: Trajectory,
}

/// Measurements of one size.
const KINDS: usize = 4;

impl Size {
    fn new(members: u32, followers: u32, engaged: f64) -> Size {
        let quiet = Case {
            members,
            countries: COUNTRIES,
            accounts: 5,
            followers,
            engaged: 0.01,
            cause: Cause::Plan,
            questions: false,
        };
        let whole = whole(members, followers);
        let world = build(&whole);
        Size { quiet: Prepared::new(quiet), busy: Prepared::new(Case { engaged, ..quiet }), whole, world }
    }

    fn results(&self) -> Results {
        Results { quiet: self.quiet.run().1, busy: self.busy.run().1, whole: self.run_whole().1 }
    }

    fn run_whole(&self) -> (f64, Trajectory) {
        let (world, mut recorder) = (self.world.clone(), TrajectoryRecorder::new(&self.whole, 0));
        let mut simulation = Simulation::of_world(&self.whole, world, luck(&self.whole));
        let (seconds, _) = processor_time(|| simulation.run(&mut [&mut recorder], &|| false));
        (seconds, recorder.into_trajectory())
    }

    /// Seconds to build a world; small ones are built many times, to be seen by the clock.
    fn build(&self) -> f64 {
        let times = (8_000_000 / self.quiet.case.members).max(1);
        processor_time(|| (0..times).for_each(|_| drop(std::hint::black_box(build(&self.whole))))).0 / f64::from(times)
    }

    /// Seconds of one kind of measurement, and whether the same came out as before.
    fn measure(&self, kind: usize, before: &Results) -> (f64, bool) {
        if kind == 0 {
            return (self.build(), true);
        }
        if kind == 1 {
            let (seconds, tally) = self.quiet.run();
            return (seconds, tally == before.quiet);
        }
        if kind == 2 {
            let (seconds, tally) = self.busy.run();
            return (seconds, tally == before.busy);
        }
        let (seconds, run) = self.run_whole();
        (seconds, run == before.whole)
    }

    /// The cells of a line.
    fn cells(&self, results: &Results, seconds: &[f64]) -> Vec<String> {
        let per = |seconds: f64, tally: &Tally| seconds * 1e9 / tally.messages as f64;
        let engaged = |tally: &Tally| tally.engaged as f64 / tally.messages as f64;
        let message = per(seconds[1], &results.quiet);
        let more = engaged(&results.busy) - engaged(&results.quiet);
        let whole = seconds[0] + seconds[3];
        let hours = f64::from(self.quiet.case.members) * f64::from(DAYS) * 24.0;
        let numbers = [
            message,
            (per(seconds[2], &results.busy) - message) / more,
            seconds[0] * 1e3,
            seconds[3] * 1e3,
            1.0 / whole,
            hours / whole * 1e-6,
        ];
        numbers.map(figure).to_vec()
    }
}

/// Both tables of growth.
pub(crate) fn growth(rounds: usize) -> bool {
    println!(
        "\nGrowth with members: one audience, 3 countries; processor time, medians of {rounds} interleaved rounds"
    );
    println!(
        "  ns/message: 5 accounts each, 0.01 engagements a message. ns/engagement: the same with more engagements,"
    );
    println!("  the difference over the engagements more. run: 20 accounts each, the whole model, {DAYS} days.");
    println!(
        "  runs/s and million member-hours/s: building and run. twice: time of the run over that of half the members."
    );
    println!("\n  {FEW_FOLLOWERS} followers an account, whatever the members; 50 engagements a message");
    let fixed = table(rounds, |members| Size::new(members, FEW_FOLLOWERS.min(members / 2), 50.0));
    println!("\n  A fifth of the members follow each account; 10 to 200 engagements a message");
    let proportional = table(rounds, |members| {
        let followers = members / 5;
        Size::new(members, followers, (0.005 * f64::from(followers)).min(200.0))
    });
    fixed && proportional
}

/// One table; says whether every run was right.
fn table(rounds: usize, size: impl Fn(u32) -> Size) -> bool {
    head("", &["ns/message", "ns/engagement", "build ms", "run ms", "runs/s", "M member-h/s", "twice"]);
    let mut worst = 0.0f64;
    let mut same = true;
    for pair in PAIRS {
        let sizes = pair.map(&size);
        let results = sizes.each_ref().map(Size::results);
        let seconds: [f64; 2 * KINDS] = interleaved(rounds, |which| {
            let (seconds, as_before) = sizes[which / KINDS].measure(which % KINDS, &results[which / KINDS]);
            same &= as_before;
            seconds
        });
        for (k, (size, results)) in sizes.iter().zip(&results).enumerate() {
            let mut cells = size.cells(results, &seconds[k * KINDS..][..KINDS]);
            let twice = seconds[2 * KINDS - 1] / seconds[KINDS - 1];
            cells.push(if k == 1 { format!("{twice:.2}") } else { String::new() });
            row(&format!("{} members", figure(f64::from(pair[k]))), &cells);
            worst = worst.max(size.quiet.furthest_off(&results.quiet)).max(size.busy.furthest_off(&results.busy));
        }
    }
    println!("  Furthest from the closed form, of {} numbers: {worst:.2} standard errors (4.5 fail)", PAIRS.len() * 12);
    same && worst < 4.5
}
