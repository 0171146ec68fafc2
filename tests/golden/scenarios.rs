//! The end of every built-in scenario: two replicates at its own size, every number of the first, the bits of both.

use sha2::{Digest, Sha256};
use softpower::engine::measures::COUNTRY_MEASURES;
use softpower::engine::trajectory::{Column, Trajectory};
use softpower::experiment::ensemble::{self, Ensemble, NoStore, Plan};
use softpower::scenario::{Scenario, Setting, Source, builtin, parse};

use super::{insist, moved};

const REPLICATES: u32 = 2;

fn scenario(name: &str) -> Scenario {
    let text = builtin::text(name).unwrap_or_else(|| panic!("{name} is built in"));
    let two = Setting { path: "run.replicates".into(), value: REPLICATES.to_string() };
    let parsed = parse(&Source { name, text }, &[two], &|_| Err("no files here".into()));
    parsed.unwrap_or_else(|problems| panic!("{problems}")).scenario
}

fn ensemble(scenario: &Scenario) -> Ensemble {
    let plan =
        Plan { scenario, threads: 2, store: &NoStore, from: None, save: None, progress: &|_| {}, stop: &|| false };
    ensemble::run(&plan).unwrap_or_else(|why| panic!("{why:?}"))
}

fn sha256(run: &Trajectory) -> String {
    Sha256::digest(run.bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The golden text of a scenario. Numbers are written so that they read back as the same bits.
fn summary(scenario: &Scenario, ensemble: &Ensemble) -> String {
    let mut text = format!(
        "# {}: {REPLICATES} replicates at its own size. SHA-256 of the trajectories; then every measure\n\
         # of every country at the end of replicate 0, exactly. NaN is \"no case\".\n",
        scenario.name
    );
    for (kind, runs) in [("run", &ensemble.runs), ("ghost", &ensemble.ghosts)] {
        runs.iter().for_each(|run| text += &format!("{kind}.{} {}\n", run.replicate, sha256(run)));
    }
    let last = ensemble.layout.record_hours.len() - 1;
    for (number, country) in scenario.countries.iter().enumerate() {
        for (place, measure) in COUNTRY_MEASURES.iter().enumerate() {
            let value = ensemble.runs[0].values[ensemble.layout.place(last, number, Column::Country(place))];
            text += &format!("{}.{} {value:?}\n", country.id, measure.name);
        }
    }
    text
}

#[test]
fn golden_scenarios_end_where_they_ended() {
    let of = |builtin: &builtin::Builtin| {
        let scenario = scenario(builtin.name);
        moved(builtin.name, &summary(&scenario, &ensemble(&scenario)))
    };
    insist(&builtin::LIST.iter().filter_map(of).collect::<Vec<_>>());
}

#[test]
fn a_golden_summary_shows_every_country_every_measure_and_its_ghosts() {
    let mut scenario = scenario("reform-2015");
    // The reform itself moves to the third week.
    scenario.run.days = 30;
    scenario.audiences.iter_mut().for_each(|audience| audience.members = 2_000);
    for country in &mut scenario.countries {
        country.accounts_at_start = 2;
        country.followers_per_account = 100.0;
    }
    let of_run = ensemble(&scenario);
    let text = summary(&scenario, &of_run);
    let lines = text.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(lines, 2 * REPLICATES as usize + scenario.countries.len() * COUNTRY_MEASURES.len(), "{text}");
    assert!(text.contains("\ncanada.influence_index ") && text.contains("\nghost.1 "), "{text}");
    // One bit of one number is seen.
    let mut other = of_run.clone();
    let last = other.runs[0].values.len() - 1;
    other.runs[0].values[last] = f64::from_bits(other.runs[0].values[last].to_bits() ^ 1);
    assert_ne!(summary(&scenario, &other), text);
}
