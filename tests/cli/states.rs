//! `run --save-at` and `run --from`: what they make, what they refuse, and that the results are those of a whole run.

use std::fs;

use super::ground::{CHANGE, Ground, TINY, is_changed_build, names};

/// A folder in which `tiny.toml` was run and its states saved at noon of 1 February; and the name of the result folder.
fn saved() -> (Ground, String) {
    let ground = Ground::with_tiny();
    let said = ground.run(&["run", "tiny.toml", "--save-at", "2013-02-01T12:00:00", "--quiet"]).with_code(0);
    let folder = said.out.trim().to_owned();
    (ground, folder)
}

const LATER: &str = "[change.delegation]\ncountry = \"canada\"\nwhen = 2013-02-02\ncomments_on_events = \"100%\"\n\
                     answers_per_day = 20\n";

#[test]
fn a_run_that_goes_on_leaves_the_results_of_a_whole_run() {
    let (ground, folder) = saved();
    for replicate in 0..4 {
        assert!(ground.path.join(&folder).join(format!("states/{replicate:04}.state")).is_file());
    }
    ground.put("later.toml", format!("{TINY}{LATER}"));
    let on = |words: &[&str]| {
        let answer = ground.run(&[&["run", "later.toml", "--json"], words].concat()).with_code(0).json();
        let folder = ground.path.join(answer["folder"].as_str().expect("a folder"));
        let tables = ["trajectories.csv", "differences.csv", "runs.csv", "ghosts.csv", "charts/influence.svg"];
        let bytes = tables.map(|table| fs::read(folder.join(table)).expect("it is there"));
        (answer["already_done"].clone(), answer["trajectory_sha256"].clone(), bytes)
    };
    let going_on = on(&["--from", &folder, "--threads", "2"]);
    assert_eq!(on(&["--again"]), going_on, "a whole run");
    assert_eq!(on(&["--from", &folder, "--again", "--threads", "1"]), going_on, "one thread");
}

#[test]
fn the_states_are_named_in_what_is_said_and_in_the_manifest() {
    let ground = Ground::with_tiny();
    let said = ground.run(&["run", "tiny.toml", "--save-at", "2013-02-01"]).with_code(0).out;
    let line = said.lines().find(|line| line.trim_start().starts_with("states/")).expect("the states have a line");
    assert!(line.contains("2013-02-01T00:00:00") && line.contains("--from"), "{line}");
    assert!(said.contains("Next: softpower run tiny.toml --from output/tiny-"), "{said}");
    let manifest = fs::read_to_string(ground.folder().join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
    assert_eq!(manifest["states"]["at"], "2013-02-01T00:00:00");
    let again = ground.run(&["run", "tiny.toml", "--save-at", "2013-02-01"]).with_code(0).out;
    assert_ne!(again.contains("Already done"), is_changed_build(), "{again}");
    assert_eq!(names(&ground.path.join("output")).len(), 1, "nothing is left beside the folder");
}

#[test]
fn what_cannot_go_on_is_refused_and_the_reason_named() {
    let (ground, folder) = saved();
    let refused = |text: &str, words: &[&str], reasons: &[&str]| {
        ground.put("other.toml", text);
        let said = ground.run(&[&["run", "other.toml"], words].concat()).with_code(2).err;
        assert!(reasons.iter().all(|reason| said.contains(reason)), "{said}\n{reasons:?}");
        assert!(said.contains("Nothing was run.") && said.lines().all(|line| line.chars().count() <= 80), "{said}");
    };
    let from = ["--from", &folder];
    let richer = TINY.replace("missions = 8", "missions = 9").replace("20_000", "30_000");
    let settings = ["audience.public.members is 30_000, not 20_000", "country.uk.missions is 9, not 8"];
    refused(&richer, &from, &settings);
    refused(&format!("{TINY}{CHANGE}"), &from, &["2013-02-01T00:00:00 on, because of a [change]"]);
    refused(&format!("{TINY}[model]\nreach = \"9%\"\n"), &from, &["model.reach is \"9%\", not \"10%\""]);
    refused(&format!("{TINY}[country.mars]\n"), &from, &["[country.mars] is not in the saved scenario"]);
    refused(&TINY.replace("2013-03-31", "2013-01-31"), &from, &["ends before the states were saved"]);
    refused(TINY, &["--replicates", "5", from[0], from[1]], &["5 replicates", "4 states"]);
    refused(TINY, &["--save-at", "2013-01-09", from[0], from[1]], &["`--save-at` lies before"]);
    refused(TINY, &["--from", "nowhere"], &["There is no folder nowhere"]);
    refused(TINY, &["--from", "."], &["is no result folder"]);
    refused(TINY, &["--save-at", "2013-02-30"], &["is not a date"]);
    refused(TINY, &["--save-at", "2014-02-03"], &["is not a date of the run"]);
    let plain = ground.run(&["run", "tiny.toml", "--quiet"]).with_code(0).out;
    refused(TINY, &["--from", plain.trim()], &["There are no saved states", "--save-at DATE"]);
}

#[test]
fn damaged_states_and_those_of_another_program_are_refused() {
    let (ground, folder) = saved();
    let path = ground.path.join(&folder);
    let state = path.join("states/0002.state");
    let whole = fs::read(&state).expect("it is there");
    let mut spoiled = whole.clone();
    spoiled[whole.len() / 2] ^= 1;
    fs::write(&state, &spoiled).expect("it can be written");
    let words = ["run", "tiny.toml", "--from", &folder];
    let said = ground.run(&words).with_code(1).err;
    assert!(said.contains("states/0002.state: this saved state is not whole"), "{said}");
    fs::write(&state, &whole[..100]).expect("it can be written");
    let said = ground.run(&words).with_code(2).err;
    assert!(said.contains("Files are missing or cut"), "{said}");
    fs::write(&state, &whole).expect("it can be written");
    let manifest = fs::read_to_string(path.join("manifest.json")).expect("a manifest");
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&version));
    fs::write(path.join("manifest.json"), manifest.replace(&version, "\"version\": \"0.0.9\"")).expect("written");
    let said = ground.run(&words).with_code(2).err;
    assert!(said.contains("were saved by softpower 0.0.9") && said.contains("--save-at"), "{said}");
}
