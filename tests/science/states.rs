//! A run that shares its beginning with its ghost, and runs that go on from saved states, are to the bit those that
//! would have been run whole.

use super::properties::{DESKS, scenarios};
use super::worlds::{LIVELY, run, total, world};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sha2::{Digest, Sha256};
use softpower::calendar::DAY;
use softpower::engine::trajectory::Trajectory;
use softpower::engine::{Beginning, Unreadable};
use softpower::experiment::ensemble::{self, Ensemble, NoStore, Plan, SaveStates};
use softpower::scenario::{Scenario, Setting, Source, parse};
use std::collections::BTreeMap;
use std::io::{Error, Read};
use std::sync::Mutex;

/// Everything that a state may have to hold: drafts at desks and in the chain, questions, rumours, gaffes with tighter
/// rules, sanctions, accounts that open, a phase-in.
const BUSY: &str = "[rumour.hoax]\ncountry = \"canada\"\nwhen = 2013-01-25T07:30:00\n\
                    [event.summit]\nwhen = 2013-01-24T21:00:00\nsize = 20\n\
                    [event.later]\nwhen = 2013-03-02T03:00:00\nsize = 30\n\
                    [rumour.canard]\ncountry = \"canada\"\nwhen = 2013-02-20T12:00:00\n\
                    [change.reform]\ncountry = \"canada\"\nwhen = 2013-02-01\nphase_in = \"2 weeks\"\n\
                    announcements_per_day = 2\nanswers_per_day = 5\naccounts_wanted = \"90%\"\n";

const SETTINGS: &[(&str, &str)] = &[
    ("country.canada.approval", "desks"),
    ("country.canada.skips_approval", "40%"),
    ("model.give_up_after", "3 days"),
    ("country.canada.tightens_after_gaffe", "6 days"),
    ("country.uk.announcements_need_approval", "60%"),
    ("country.uk.approval_delay", "40h"),
    ("desk.minister.working_time", "6h"),
    ("model.gaffe_chance", "4%"),
    ("model.chance_sanctioned", "60%"),
    ("model.platform_growth", "300%"),
    ("run.replicates", "3"),
    ("run.end", "2013-02-28"),
];

fn busy(text: &str, settings: &[(&str, &str)]) -> Scenario {
    world(&format!("{LIVELY}{DESKS}{BUSY}{text}"), &[SETTINGS, settings].concat())
}

/// Hours from the start to a day counted from 1 and an hour of it.
fn at(day: f64, hour: f64) -> f64 {
    (day - 1.0) * DAY + hour
}

/// A mid-day, a midnight, hour 0, within an hour, within the phase-in, after it, the end.
const HOURS: [(f64, f64); 7] =
    [(25.0, 12.0), (29.0, 0.0), (1.0, 0.0), (25.0, 17.37), (37.0, 9.5), (52.0, 0.0), (60.0, 0.0)];

fn saved(scenario: &Scenario, replicate: u32, hour: f64) -> Vec<u8> {
    let beginning = Beginning::until(hour, scenario, replicate, &|| false).expect("nobody stops it");
    let mut bytes = Vec::new();
    beginning.save(&mut bytes).expect("memory takes everything");
    bytes
}

fn gone_on(scenario: &Scenario, replicate: u32, state: &[u8]) -> Trajectory {
    let mut from = state;
    let beginning = Beginning::read(scenario, replicate, &mut from).unwrap_or_else(|why| panic!("{why}"));
    beginning.end(&|| false).expect("nobody stops it")
}

fn builtin(name: &str) -> Scenario {
    let text = format!("based_on = \"{name}\"\n");
    let setting = |(path, value): (&str, &str)| Setting { path: path.into(), value: value.into() };
    let settings = [("run.replicates", "1")].map(setting);
    let parsed = parse(&Source { name: "a.toml", text: &text }, &settings, &|_| Err("no files here".into()));
    parsed.unwrap_or_else(|problems| panic!("{problems}")).scenario
}

#[test]
fn a_run_and_its_ghost_are_those_of_two_whole_runs() {
    let change = |when: &str| {
        format!("{LIVELY}[change.a]\ncountry = \"canada\"\nwhen = {when}\nanswers_per_day = 9\nphase_in = \"3 days\"\n")
    };
    let early = world(&change("2013-01-01").replace("phase_in = \"3 days\"\n", ""), &[]);
    let phased = world(&change("2013-02-05T11:20:00"), &[("run.step", "15 minutes")]);
    let last = world(&change("2013-03-31T23:30:00"), &[("model.norms_lag", "off")]);
    let after = world(&change("2014-01-01"), &[]);
    let nothing = world(&change("2013-02-01"), &[("canada.answers_per_day", "9")]);
    let scenarios = [early, phased, last, after, nothing, busy("", &[]), builtin("reform-2015")];
    for (number, scenario) in scenarios.iter().enumerate() {
        let together = of_ensemble(scenario, 2, None, None);
        let ghost = scenario.without_changes().expect("it has a change");
        for replicate in 0..scenario.run.replicates {
            let (one, other) = (&together.runs[replicate as usize], &together.ghosts[replicate as usize]);
            assert_eq!(*one, run(scenario, replicate), "run {replicate} of scenario {number}");
            assert_eq!(*other, run(&ghost, replicate), "ghost {replicate} of scenario {number}");
        }
    }
}

#[test]
fn a_saved_run_goes_on_to_the_same_bits_from_any_hour() {
    let scenario = busy("", &[]);
    for replicate in 0..2 {
        let whole = run(&scenario, replicate);
        for measure in ["gaffes", "sanctions", "exposed", "asked", "withdrawn", "bypassed", "lapsed", "cleared"] {
            assert!(total(&scenario, &whole, 0, measure) > 0.0, "{measure}: this world shows nothing");
        }
        for (day, hour) in HOURS {
            let state = saved(&scenario, replicate, at(day, hour));
            let going_on = gone_on(&scenario, replicate, &state);
            assert_eq!(going_on.tally, whole.tally, "what was counted, day {day}, hour {hour}");
            assert_eq!(going_on, whole, "day {day}, hour {hour}");
            let read = Beginning::read(&scenario, replicate, &mut state.as_slice()).expect("whole");
            let mut again = Vec::new();
            read.save(&mut again).expect("memory takes everything");
            assert_eq!(gone_on(&scenario, replicate, &again), whole, "read, saved and read again");
        }
    }
}

#[test]
fn what_comes_later_may_be_another() {
    let scenario = busy("", &[]);
    let hour = at(37.0, 9.5);
    let state = saved(&scenario, 1, hour);
    let change = "[change.what-if]\ncountry = \"canada\"\nwhen = 2013-02-06T12:00:00\nphase_in = \"2 days\"\n\
                  approval = \"none\"\nannouncements_per_day = 4\n\
                  [change.other]\ncountry = \"uk\"\nwhen = 2013-02-10\nuntil = 2013-02-15\n\
                  questions_answered = \"0%\"\n";
    let later = "[change.next]\ncountry = \"uk\"\nwhen = 2013-03-05\nanswers_per_day = 7\n";
    let news = "[event.sudden]\nwhen = 2013-02-07\nsize = 40\n[rumour.fresh]\ncountry = \"uk\"\nwhen = 2013-02-08\n";
    let whatifs = [
        busy(change, &[]),
        busy(change, &[("run.end", "2013-04-30"), ("run.replicates", "2")]),
        busy(later, &[("run.end", "2013-03-31")]),
        busy("", &[("run.end", "2013-02-10"), ("canada.name", "Kanada")]),
        busy(news, &[("run.end", "2013-03-10"), ("event.later.when", "2013-02-20"), ("rumour.canard.size", "5")]),
    ];
    for (number, what_if) in whatifs.iter().enumerate() {
        assert_eq!(gone_on(what_if, 1, &state), run(what_if, 1), "what if {number}");
    }
    let refused = |scenario: &Scenario| Beginning::read(scenario, 1, &mut state.as_slice()).err();
    for setting in [
        ("canada.missions", "33"),
        ("run.seed", "8"),
        ("change.reform.phase_in", "3 weeks"),
        ("event.summit.size", "3"),
        ("run.record_every", "1 day"),
        ("run.step", "30 minutes"),
    ] {
        let why = refused(&busy("", &[setting]));
        assert!(matches!(why, Some(Unreadable::OtherPast(said)) if said == hour), "{setting:?}: {why:?}");
    }
    assert!(matches!(refused(&busy("", &[("run.end", "2013-02-02")])), Some(Unreadable::EndsBefore(_))));
    let other = Beginning::read(&scenario, 2, &mut state.as_slice()).err();
    assert!(matches!(other, Some(Unreadable::OtherReplicate(1))));
}

/// Saved states in memory.
#[derive(Default)]
struct Shelf(Mutex<BTreeMap<u32, Vec<u8>>>);

impl Shelf {
    fn keep(&self, replicate: u32, state: &[u8]) -> std::io::Result<()> {
        self.0.lock().expect("not poisoned").insert(replicate, state.to_vec());
        Ok(())
    }

    fn open(&self, replicate: u32) -> std::io::Result<Box<dyn Read>> {
        let state = self.0.lock().expect("not poisoned").get(&replicate).cloned();
        state.map(|state| Box::new(std::io::Cursor::new(state)) as Box<dyn Read>).ok_or(Error::other("not there"))
    }
}

fn of_ensemble(scenario: &Scenario, threads: usize, from: Option<&Shelf>, save: Option<(f64, &Shelf)>) -> Ensemble {
    let open = |replicate| from.ok_or(Error::other("no shelf"))?.open(replicate);
    let keep = |replicate, state: &[u8]| save.ok_or(Error::other("no shelf"))?.1.keep(replicate, state);
    let plan = Plan {
        scenario,
        threads,
        store: &NoStore,
        from: from.map(|_| &open as ensemble::OpenState<'_>),
        save: save.map(|(hour, _)| SaveStates { hour, keep: &keep }),
        progress: &|_| {},
        stop: &|| false,
    };
    ensemble::run(&plan).expect("finishes")
}

#[test]
fn ensembles_save_and_go_on_with_ghosts_on_any_number_of_threads() {
    let scenario = busy("", &[]);
    let whole = of_ensemble(&scenario, 2, None, None);
    // Before the run and its ghost part, and after.
    for hour in [at(25.0, 12.0), at(37.0, 9.5)] {
        for threads in [1, 3] {
            let shelf = Shelf::default();
            let saving = of_ensemble(&scenario, threads, None, Some((hour, &shelf)));
            assert_eq!((&saving.runs, &saving.ghosts), (&whole.runs, &whole.ghosts), "saving changes nothing");
            let next = Shelf::default();
            let later = hour + 30.25;
            let going_on = of_ensemble(&scenario, threads, Some(&shelf), Some((later, &next)));
            assert_eq!((&going_on.runs, &going_on.ghosts), (&whole.runs, &whole.ghosts), "hour {hour}");
            for (replicate, state) in next.0.into_inner().expect("not poisoned") {
                let whole = &whole.runs[replicate as usize];
                assert_eq!(gone_on(&scenario, replicate, &state), *whole, "saved on the way of a run that goes on");
            }
        }
    }
}

#[test]
fn a_torn_or_foreign_or_older_state_is_refused() {
    let scenario = world(LIVELY, &[("run.end", "2013-01-20")]);
    let state = saved(&scenario, 0, at(12.0, 3.0));
    let why = |bytes: &[u8]| Beginning::read(&scenario, 0, &mut { bytes }).err().expect("refused");
    for length in (0..state.len()).step_by(10) {
        assert!(matches!(why(&state[..length]), Unreadable::Torn), "{length} bytes of {}", state.len());
        let mut spoiled = state.clone();
        spoiled[length] ^= 4;
        why(&spoiled);
    }
    assert!(matches!(why(&[&state[..], b"more"].concat()), Unreadable::Torn));
    assert!(matches!(why(b"PK\x03\x04 something else entirely"), Unreadable::Foreign));
    // The number of the form stands behind the mark of 16 bytes.
    let mut older = state.clone();
    older[16] = 0;
    assert!(matches!(why(&older), Unreadable::OtherProgram(None)));
    assert!(matches!(why(&as_if_saved_by(&state, "0.0.9")), Unreadable::OtherProgram(Some(said)) if said == "0.0.9"));
    assert_eq!(gone_on(&scenario, 0, &as_if_saved_by(&state, env!("CARGO_PKG_VERSION"))), run(&scenario, 0));
}

/// The state as another version of the program would have saved it, with a checksum that fits.
fn as_if_saved_by(state: &[u8], version: &str) -> Vec<u8> {
    let this = env!("CARGO_PKG_VERSION").as_bytes();
    let place = state.windows(this.len()).position(|window| window == this).expect("it names its version");
    let mut bytes = state[..state.len() - 32].to_vec();
    bytes[place..place + this.len()].copy_from_slice(version.as_bytes());
    let checksum = Sha256::digest(&bytes);
    bytes.extend(checksum);
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1809),
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_scenarios_go_on_from_random_hours(
        scenario in scenarios(),
        of_run in 0.0..1.0f64,
        round in any::<bool>(),
    ) {
        let hours = f64::from(scenario.run.days) * DAY * of_run;
        let hour = if round { hours.floor() } else { hours };
        let state = saved(&scenario, 1, hour);
        prop_assert_eq!(gone_on(&scenario, 1, &state), run(&scenario, 1));
        // One that ends a month later, from the same state.
        let mut longer = scenario.clone();
        longer.run.days += 30;
        prop_assert_eq!(gone_on(&longer, 1, &state), run(&longer, 1));
    }
}
