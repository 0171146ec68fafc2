//! The same bits: for any number of threads, any set of observers, run twice, continued after an interruption.

use super::worlds::{LIVELY, run, total, world};
use softpower::engine::recorder::{Recorder, TrajectoryRecorder, View};
use softpower::engine::run::Simulation;
use softpower::engine::tally::Tally;
use softpower::engine::trajectory::Trajectory;
use softpower::experiment::ensemble::{self, Ensemble, NoStore, Plan, Store, Unfinished};
use softpower::scenario::Scenario;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

const CHANGE: &str = r#"
[change.reform]
country = "canada"
when = 2013-02-01
phase_in = "2 weeks"
approval_delay = "2h"
chance_dropped = "0%"
answers_per_day = 6
"#;

fn plan<'a>(
    scenario: &'a Scenario,
    threads: usize,
    store: &'a dyn Store,
    stop: &'a (dyn Fn() -> bool + Sync),
) -> Plan<'a> {
    Plan { scenario, threads, store, from: None, save: None, progress: &|_| {}, stop }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let mut scenario = world(&format!("{LIVELY}{CHANGE}"), &[]);
    scenario.run.replicates = 9;
    let of = |threads| ensemble::run(&plan(&scenario, threads, &NoStore, &|| false)).expect("finishes");
    let one = of(1);
    assert_eq!((one.runs.len(), one.ghosts.len()), (9, 9));
    for threads in [2, 3, 8] {
        let many = of(threads);
        assert_eq!(one.runs, many.runs, "{threads} threads");
        assert_eq!(one.ghosts, many.ghosts, "{threads} threads, without changes");
        assert_eq!(tallies(&one), tallies(&many), "{threads} threads, what was counted");
    }
}

/// What was counted in classes, run by run and ghost by ghost.
fn tallies(ensemble: &Ensemble) -> Vec<&Tally> {
    ensemble.runs.iter().chain(&ensemble.ghosts).map(|run| &run.tally).collect()
}

#[test]
fn blocks_on_several_threads_give_the_same_bits() {
    // One account of 2.5 million followers, ten blocks, and so many engagements that several threads share them.
    let settings = [
        ("east.members", "5_200_000"),
        ("canada.accounts_at_start", "1"),
        ("canada.followers_per_account", "2_500_000"),
        ("run.end", "2013-01-20"),
        ("run.replicates", "1"),
        ("model.engagement_per_follower", "5%"),
    ];
    let scenario = world(LIVELY, &settings);
    let of = |threads| ensemble::run(&plan(&scenario, threads, &NoStore, &|| false)).expect("finishes").runs;
    let one = of(1);
    let [engaged, published] =
        ["engaged", "published_announcements"].map(|measure| total(&scenario, &one[0], 0, measure));
    assert!(engaged > 12_000.0 * published, "{engaged} engagements with {published} messages");
    for threads in [2, 3, 8] {
        assert_eq!(one, of(threads), "{threads} threads");
    }
}

#[test]
fn replicates_differ_and_repeat() {
    let scenario = world(LIVELY, &[]);
    let runs: Vec<Trajectory> = (0..4).map(|r| run(&scenario, r)).collect();
    for (i, a) in runs.iter().enumerate() {
        assert!(runs[..i].iter().all(|b| a.values != b.values), "no two replicates are the same run");
        assert_eq!(*a, run(&scenario, i as u32));
    }
}

/// Looks at everything and remembers nothing.
struct Onlooker(f64);

impl Recorder for Onlooker {
    fn record(&mut self, view: &View<'_>) {
        self.0 += (0..2).map(|country| view.world.standing(country, view.hour)).sum::<f64>();
    }
}

#[test]
fn who_looks_on_does_not_matter() {
    let scenario = world(LIVELY, &[]);
    let mut recorder = TrajectoryRecorder::new(&scenario, 0);
    let (mut first, mut second) = (Onlooker(0.0), Onlooker(0.0));
    Simulation::new(&scenario, 0).run(&mut [&mut first, &mut recorder, &mut second], &|| false);
    assert_eq!(recorder.into_trajectory(), run(&scenario, 0));
    assert_eq!(first.0, second.0);
    let uncounted = softpower::engine::numbers_alone(&scenario, 0, &|| false).expect("nobody stops it");
    assert_eq!(uncounted, run(&scenario, 0));
    assert!(uncounted.tally == Tally::default() && run(&scenario, 0).tally != Tally::default());
    assert!(Simulation::new(&scenario, 0).run(&mut [], &|| false), "nobody has to look");
}

/// Keeps replicates in memory.
#[derive(Default)]
struct Shelf {
    kept: Mutex<BTreeMap<(u32, bool), Trajectory>>,
}

impl Store for Shelf {
    fn load(&self, replicate: u32, ghost: bool) -> Option<Trajectory> {
        self.kept.lock().expect("not poisoned").get(&(replicate, ghost)).cloned()
    }
    fn save(&self, run: &Trajectory, ghost: bool) -> std::io::Result<()> {
        self.kept.lock().expect("not poisoned").insert((run.replicate, ghost), run.clone());
        Ok(())
    }
}

#[test]
fn an_interrupted_ensemble_goes_on_to_the_same_bits() {
    let scenario = world(&format!("{LIVELY}{CHANGE}"), &[]);
    let whole = ensemble::run(&plan(&scenario, 2, &NoStore, &|| false)).expect("finishes");
    let shelf = Shelf::default();
    let asked = AtomicU32::new(0);
    // Each run asks once per record and once before it begins: the third run is cut in the middle.
    let stop = || asked.fetch_add(1, Ordering::Relaxed) > 35;
    let stopped = ensemble::run(&plan(&scenario, 1, &shelf, &stop));
    assert!(matches!(stopped, Err(Unfinished::Stopped(done)) if done < 4));
    let kept = shelf.kept.lock().expect("not poisoned").len();
    assert!((1..8).contains(&kept), "some runs are kept, some are not: {kept}");
    let continued = ensemble::run(&plan(&scenario, 2, &shelf, &|| false)).expect("finishes");
    assert_eq!(tallies(&whole), tallies(&continued));
    assert_eq!((whole.runs, whole.ghosts), (continued.runs, continued.ghosts));
}

#[test]
fn a_store_that_fails_is_an_error_not_a_panic() {
    struct Full;
    impl Store for Full {
        fn load(&self, _: u32, _: bool) -> Option<Trajectory> {
            None
        }
        fn save(&self, _: &Trajectory, _: bool) -> std::io::Result<()> {
            Err(std::io::Error::other("no room"))
        }
    }
    let scenario = world(LIVELY, &[]);
    let failed = ensemble::run(&plan(&scenario, 2, &Full, &|| false));
    assert!(matches!(failed, Err(Unfinished::Store(error)) if error.to_string() == "no room"));
}
