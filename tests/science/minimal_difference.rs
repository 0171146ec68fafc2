//! Common random numbers: what is not downstream of a difference does not change, not by a bit.

use super::worlds::{LIVELY, run, series, series_in, total, world};
use softpower::engine::recorder::TrajectoryRecorder;
use softpower::engine::run::Simulation;
use softpower::engine::trajectory::Trajectory;
use softpower::random::Luck;
use softpower::scenario::Scenario;
use softpower::world::build;

/// A run in which some accounts never speak.
fn run_silencing(scenario: &Scenario, silent: &[usize]) -> Trajectory {
    let mut luck = Luck::new(scenario.run.seed, 0);
    let mut world = build(scenario, &mut luck);
    for account in silent {
        let account = &mut world.accounts[*account];
        (account.open, account.resistance) = (false, f64::INFINITY);
    }
    let mut recorder = TrajectoryRecorder::new(scenario, 0);
    Simulation::of_world(scenario, world, luck).run(&mut [&mut recorder], &|| false);
    recorder.into_trajectory()
}

const FLOWS: [&str; 10] = [
    "drafted_announcements",
    "drafted_comments",
    "drafted_replies",
    "published_comments",
    "cleared",
    "dropped",
    "shown",
    "engaged",
    "asked",
    "answered_in_time",
];

#[test]
fn silencing_one_account_changes_only_what_follows_from_it() {
    let scenario = world(LIVELY, &[]);
    let (all, fewer) = (run_silencing(&scenario, &[]), run_silencing(&scenario, &[0]));
    // Account 0 is Canada's, posted to the east: what the UK does anywhere, and Canada in the west, is untouched.
    for measure in FLOWS {
        assert_eq!(series(&scenario, &all, 1, measure), series(&scenario, &fewer, 1, measure), "UK: {measure}");
    }
    for measure in ["goodwill", "standing", "engaged"] {
        let west = |run| series_in(&scenario, run, 0, 1, measure);
        assert_eq!(west(&all), west(&fewer), "Canada in the west: {measure}");
    }
    let east = |run| series_in(&scenario, run, 0, 0, "engaged").iter().sum::<f64>();
    assert!(east(&fewer) < east(&all));
    assert_ne!(series(&scenario, &all, 1, "influence"), series(&scenario, &fewer, 1, "influence"));
}

#[test]
fn silencing_one_of_two_accounts_in_one_place_leaves_the_other_its_words() {
    // Without attitudes in between, the second account of the same post says and draws exactly what it did.
    let scenario = world(LIVELY, &[("model.attitudes_move", "off")]);
    let counts = |silent: &[usize]| total(&scenario, &run_silencing(&scenario, silent), 0, "engaged");
    let (all, without_0, without_2, without_both) = (counts(&[]), counts(&[0]), counts(&[2]), counts(&[0, 2]));
    assert_eq!(all - without_0 - without_2 + without_both, 0.0, "the two accounts add up");
    assert!(all > without_0 && all > without_2);
}

#[test]
fn a_change_leaves_the_past_alone() {
    let change = "[change.reform]\ncountry = \"canada\"\nwhen = 2013-02-14\napproval_delay = \"1h\"\n";
    let (before, after) = (world(LIVELY, &[]), world(&format!("{LIVELY}{change}"), &[]));
    let (a, b) = (run(&before, 0), run(&after, 0));
    for measure in FLOWS.iter().chain(&["influence", "voice", "standing"]) {
        let (a, b) = (series(&before, &a, 0, measure), series(&after, &b, 0, measure));
        assert_eq!(a[..7], b[..7], "{measure} until 12 February");
    }
    let approval = |scenario, run| series(scenario, run, 0, "approval_hours_median")[10];
    assert!(approval(&after, &b) < 0.5 * approval(&before, &a));
}

#[test]
fn another_country_at_the_end_of_the_file_changes_nobodys_words() {
    let third = "[country.france]\naccounts_at_start = 2\n";
    let (two, three) = (world(LIVELY, &[]), world(&format!("{LIVELY}{third}"), &[]));
    let (a, b) = (run(&two, 0), run(&three, 0));
    for measure in FLOWS {
        assert_eq!(series(&two, &a, 0, measure), series(&three, &b, 0, measure), "{measure}");
    }
}
