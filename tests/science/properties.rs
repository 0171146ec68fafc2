//! What holds in every scenario, tried on random ones: nothing is lost, shares sum to 1, the bits do not depend on
//! threads or observers, and an account that falls silent changes nothing that is not downstream of it.

use super::worlds::{LIVELY, series, world};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;
use softpower::engine::layout;
use softpower::engine::recorder::{Recorder, TrajectoryRecorder, View};
use softpower::engine::run::Simulation;
use softpower::engine::trajectory::Trajectory;
use softpower::experiment::ensemble::{self, NoStore, Plan};
use softpower::random::Luck;
use softpower::scenario::Scenario;
use softpower::world::build;

/// Blocks that a random scenario may have.
const BLOCKS: &[&str] = &[
    "[event.summit]\nwhen = 2013-01-20T12:00:00\nsize = 20\nlines_ready = [\"uk\"]\n",
    "[rumour.hoax]\ncountry = \"uk\"\nwhen = 2013-01-25\n",
    "[rumour.canard]\ncountry = \"canada\"\nwhen = 2013-02-02T09:00:00\naudiences = [\"east\"]\n",
    "[change.reform]\ncountry = \"canada\"\nwhen = 2013-02-01\nphase_in = \"2 weeks\"\napproval_delay = \"2h\"\n\
     accounts_wanted = \"100%\"\nfear_of_speaking = \"5%\"\n",
    "[country.rest]\nconstant_goodwill = 3\n",
];

/// Settings that it may change, each to one of some values.
const SETTINGS: &[(&str, &[&str])] = &[
    ("country.canada.approval", &["none", "simple", "desks"]),
    ("country.canada.skips_approval", &["10%", "60%"]),
    ("country.canada.routine_topics", &["30%"]),
    ("country.canada.reviewed_afterwards", &["50%"]),
    ("country.canada.tightens_after_gaffe", &["3 days"]),
    ("country.canada.accounts_at_start", &["1", "7"]),
    ("country.uk.accounts_wanted", &["0%", "100%"]),
    ("country.uk.comments_need_approval", &["100%"]),
    ("country.uk.chance_dropped", &["30%"]),
    ("audience.east.events_per_day", &["0.2", "6"]),
    ("model.attention_shape", &["exponential"]),
    ("model.give_up_below", &["40%"]),
    ("model.gaffe_chance", &["2%"]),
    ("model.chance_sanctioned", &["40%"]),
    ("model.peers", &["10", "400"]),
    ("model.branching_cap", &["10%"]),
    ("model.rumours_per_year", &["10"]),
    ("model.platform_growth", &["0%", "300%"]),
    ("model.unfollow_announcement", &["0%", "2%"]),
    ("model.reach", &["3%", "100%"]),
    ("model.reshares", &["off"]),
    ("model.accounts_open", &["off"]),
    ("model.followers_come", &["off"]),
    ("model.followers_leave", &["off"]),
    ("model.norms_lag", &["off"]),
    ("model.dialogue", &["off"]),
    ("model.quality_varies", &["off"]),
    ("model.approval_takes_time", &["off"]),
];

/// What the United Kingdom does and meets.
const UNTOUCHED: [&str; 13] = [
    "drafted_comments",
    "published_announcements",
    "shown",
    "engaged",
    "reshared",
    "asked",
    "answered_in_time",
    "gaffes",
    "exposed",
    "followers",
    "fear",
    "standing",
    "goodwill",
];

pub(super) const DESKS: &str = "[desk.writer]\ncountry = \"canada\"\nchance_edited = \"20%\"\n\
                     [desk.minister]\ncountry = \"canada\"\nworking_time = \"2h\"\ncrises_first = \"on\"\n";

pub(super) fn scenarios() -> impl Strategy<Value = Scenario> {
    let setting = |(path, values): (&'static str, &'static [&'static str])| (Just(path), select(values));
    let settings =
        subsequence(SETTINGS, 0..=10).prop_flat_map(move |chosen| chosen.into_iter().map(setting).collect::<Vec<_>>());
    (subsequence(BLOCKS, 0..=BLOCKS.len()), settings, 0u64..1000).prop_map(|(blocks, settings, seed)| {
        let seed = seed.to_string();
        let short = [("run.end", "2013-02-28"), ("run.seed", seed.as_str()), ("run.replicates", "3")];
        world(&format!("{LIVELY}{DESKS}{}", blocks.concat()), &[&short[..], &settings].concat())
    })
}

/// A run in which some accounts never speak, watched by somebody who only looks.
fn run_silencing(scenario: &Scenario, silent: &[usize], onlookers: &mut [&mut dyn Recorder]) -> Trajectory {
    let mut luck = Luck::new(scenario.run.seed, 1);
    let mut world = build(scenario, &mut luck);
    for account in silent {
        let account = &mut world.accounts[*account];
        (account.open, account.resistance) = (false, f64::INFINITY);
    }
    let mut recorder = TrajectoryRecorder::new(scenario, 1);
    let mut recorders: Vec<&mut dyn Recorder> = vec![&mut recorder];
    recorders.extend(onlookers.iter_mut().map(|onlooker| &mut **onlooker as &mut dyn Recorder));
    Simulation::of_world(scenario, world, luck).run(&mut recorders, &|| false);
    recorder.into_trajectory()
}

/// Somebody who looks at everything and keeps nothing.
struct Onlooker(f64);

impl Recorder for Onlooker {
    fn record(&mut self, view: &View<'_>) {
        self.0 += view.world.accounts.iter().map(|account| f64::from(account.followers())).sum::<f64>();
    }
}

fn nothing_is_lost(scenario: &Scenario, run: &Trajectory) {
    for country in 0..scenario.countries.len() {
        let sum = |names: &[&str]| {
            let all = names.iter().flat_map(|name| series(scenario, run, country, name));
            all.filter(|number| !number.is_nan()).sum::<f64>()
        };
        let last = |name: &str| series(scenario, run, country, name).last().copied().unwrap_or(f64::NAN);
        let drafted = sum(&["drafted_announcements", "drafted_comments", "drafted_replies"]);
        let published = ["published_announcements", "published_comments", "published_replies"];
        assert_eq!(drafted, sum(&published) + sum(&["dropped", "withdrawn"]) + last("waiting"));
        let asked = sum(&["asked"]);
        assert_eq!(asked, sum(&["answered_in_time", "answered_late", "lapsed"]) + last("questions_waiting"));
        assert!(sum(&["engaged_by_sharing"]) <= sum(&["engaged"]) && (0.0..=1.0).contains(&last("fear")));
    }
    for measure in ["influence", "voice"] {
        let of = |country| series(scenario, run, country, measure);
        let sums = (0..scenario.countries.len()).map(of).reduce(|a, b| a.iter().zip(b).map(|(x, y)| x + y).collect());
        assert!(sums.expect("countries").iter().all(|sum| (sum - 1.0).abs() < 1e-9), "{measure}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2013),
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_scenarios_lose_nothing_and_keep_their_luck(scenario in scenarios()) {
        let mut onlooker = Onlooker(0.0);
        let all = run_silencing(&scenario, &[], &mut [&mut onlooker]);
        nothing_is_lost(&scenario, &all);
        prop_assert_eq!(&all, &run_silencing(&scenario, &[], &mut []), "who looks on changes nothing");
        // Account 0 is Canada's: nothing that the United Kingdom does or meets is downstream of it.
        let fewer = run_silencing(&scenario, &[0], &mut []);
        for measure in UNTOUCHED {
            let of = |run: &Trajectory| {
                series(&scenario, run, 1, measure).iter().map(|x| x.to_bits()).collect::<Vec<_>>()
            };
            prop_assert_eq!(of(&all), of(&fewer), "{}", measure);
        }
    }

    #[test]
    fn a_run_of_a_shorter_time_is_the_beginning_of_a_longer_one(scenario in scenarios(), days in 1u32..59) {
        let mut shorter = scenario.clone();
        shorter.run.days = days;
        let numbers = |scenario: &Scenario, until: f64| -> Vec<u64> {
            let (run, layout) = (run_silencing(scenario, &[], &mut []), layout(scenario));
            let width = run.values.len() / layout.record_hours.len();
            let records = layout.record_hours.iter().take_while(|hour| **hour <= until).count();
            run.values[..records * width].iter().map(|x| x.to_bits()).collect()
        };
        // A run ends with a record, which the longer one need not have.
        let every = scenario.run.record_every_hours;
        let until = (shorter.run.hours() / every).floor() * every;
        let wanted = numbers(&scenario, until);
        prop_assert_eq!(&wanted, &numbers(&shorter, until));
    }

    #[test]
    fn random_scenarios_have_the_same_bits_on_any_number_of_threads(scenario in scenarios()) {
        let runs = |threads| {
            let (scenario, store) = (&scenario, &NoStore);
            let plan = Plan { scenario, threads, store, from: None, save: None, progress: &|_| {}, stop: &|| false };
            ensemble::run(&plan).map(|ensemble| (ensemble.runs, ensemble.ghosts)).expect("nobody stops it")
        };
        let one = runs(1);
        prop_assert_eq!(&one, &runs(2));
        prop_assert_eq!(&one, &runs(3));
        prop_assert_eq!(&one.0[1], &run_silencing(&scenario, &[], &mut []));
    }
}
