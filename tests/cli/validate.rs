//! `softpower validate`: its answers, its files, its refusals, and what an interruption leaves.

use std::path::Path;
use std::sync::LazyLock;

use super::ground::{Ground, Said, files, manifest, names, numbers};

/// Facts whose worlds run in no time.
const CHEAP: [&str; 4] = ["--only", "F24,F19,f21", "--seeds", "2"];

/// `softpower validate` for these, done once for all tests that only look at it.
static DONE: LazyLock<(Ground, Said)> = LazyLock::new(|| {
    let ground = Ground::new();
    let said = ground.run(&[&["validate"], &CHEAP[..]].concat()).with_code(0);
    (ground, said)
});

fn rows(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(folder.join(name)).expect("it was made");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_validation_says_what_was_published_and_what_was_found() {
    let (ground, said) = &*DONE;
    for words in [
        "3 facts in 2 small worlds, 2 seeds: 8 runs on",
        "Fewer than 30 seeds",
        "F19  Approval near saturation",
        "Kingman 1961; never tuned to",
        "published: 0.85 to 0.95",
        "published: 1.5 to 2.5 (ours)",
        "outside the model",
        "as a whole: ",
        "Of 3 facts:",
        "validation.md",
        "Next: softpower validate --show F11",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    assert!(said.err.contains("of 8 runs"), "{}", said.err);
    let made: Vec<String> = files(&ground.folder()).into_iter().map(|(name, _)| name).collect();
    let wanted = ["columns.csv", "manifest.json", "numbers.csv", "validation.csv", "validation.md"];
    assert_eq!(made[..5], wanted);
    assert_eq!(made[5..], ["worlds/desks.toml", "worlds/rumours.toml"]);
    assert_eq!(manifest(&ground.folder())["replicates"], 2);
}

#[test]
fn its_tables_are_complete() {
    let folder = DONE.0.folder();
    let table = rows(&folder, "validation.csv");
    assert_eq!(table.len(), 1 + 6 + 1 + 1, "six readings of F19, one of F21, one of F24");
    let numbers = rows(&folder, "numbers.csv");
    assert_eq!(numbers.len(), 1 + 2 * (6 + 1), "two seeds");
    let known: Vec<String> = rows(&folder, "columns.csv").into_iter().map(|row| row[0].clone()).collect();
    assert!(table[0].iter().chain(&numbers[0]).all(|name| known.contains(name)), "{known:?}");
}

#[test]
fn everything_it_says_fits_into_80_columns() {
    let ground = Ground::new();
    let reduced = [&["validate", "--reduced"], &CHEAP[..]].concat();
    for words in [&reduced[..], &["validate", "--show", "F11"], &["validate", "--show", "F23"], &["explain", "f9"]] {
        let said = ground.run(words).with_code(0);
        for line in said.out.lines().chain(said.err.lines()).filter(|line| !line.contains("built from changed")) {
            assert!(line.chars().count() <= 80, "{words:?}\n{line}");
        }
    }
}

#[test]
fn json_is_one_object_with_every_number() {
    let ground = Ground::new();
    let said = ground.run(&[&["validate", "--reduced", "--json", "--again"], &CHEAP[..]].concat()).with_code(0).json();
    assert_eq!((said["command"].as_str(), said["seeds"].as_u64()), (Some("validate"), Some(2)));
    let facts = said["facts"].as_array().expect("facts");
    assert_eq!(facts.iter().map(|fact| fact["id"].as_str().unwrap()).collect::<Vec<_>>(), ["F19", "F21", "F24"]);
    assert!(facts[2]["readings"][0]["simulated"]["median"].is_f64());
    assert!(facts[1]["readings"][0]["simulated"].is_null());
    assert_eq!(said["models"].as_array().map(Vec::len), Some(5));
}

#[test]
fn the_numbers_do_not_depend_on_the_threads() {
    let ground = Ground::new();
    for (threads, out) in [("1", "one"), ("3", "three")] {
        ground.run(&[&["validate", "--threads", threads, "--out", out], &CHEAP[..]].concat()).with_code(0);
    }
    let [one, three] = ["one", "three"].map(|out| ground.folder_in(out));
    assert!(numbers(&one) == numbers(&three), "a file differs");
    assert_eq!(manifest(&one)["trajectory_sha256"], manifest(&three)["trajectory_sha256"]);
}

#[test]
fn facts_that_are_not_known_are_refused_with_a_suggestion() {
    let ground = Ground::new();
    for (words, say) in [
        (&["validate", "--only", "F111"][..], "did you mean `F11`?"),
        (&["validate", "--only", "F3,attention"], "name one of F1, F2"),
        (&["validate", "--show", "F99"], "There is no fact `F99`"),
        (&["validate", "--seeds", "0"], "invalid value"),
    ] {
        let said = ground.run(words).with_code(2);
        assert!(said.err.contains(say), "{words:?}\n{}", said.err);
    }
    assert_eq!(names(&ground.path), [""; 0]);
}

#[test]
fn a_fact_is_shown_with_its_scenario() {
    let ground = Ground::new();
    let shown = ground.run(&["validate", "--show", "f11"]).with_code(0).out;
    for words in ["Paris 2013", "published: 8 to 30", "based_on = \"paris-2013.toml\"", "accounts_wanted = 90%"] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    assert_eq!(ground.run(&["explain", "F11"]).with_code(0).out, shown);
    assert_eq!(names(&ground.path), [""; 0]);
}

#[test]
fn ctrl_c_ends_with_a_clear_message_and_leaves_nothing() {
    let ground = Ground::new();
    let words = ["validate", "--only", "F24", "--seeds", "100", "--threads", "1"];
    let text = ground.interrupt_at_a_tenth(&words);
    assert!(text.contains("Stopped. Nothing is kept. Begin again with:"), "{text}");
    assert_eq!(names(&ground.path.join("output")), [""; 0]);
}
