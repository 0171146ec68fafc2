//! `softpower calibrate`: known values found again, its files, its refusals, threads, interruption.

use std::path::Path;
use std::sync::LazyLock;

use super::ground::{Ground, Said, TINY, files, is_changed_build, manifest, names, numbers};

/// The values with which the targets are made.
const TRUTH: [(&str, f64); 2] = [("model.reach", 0.12), ("model.engagement_per_follower", 0.000_4)];

/// Two keys that the targets know, and one that moves nothing of what they are about.
const FIT: &[&str] = &["--fit", "reach=3%..30%", "--fit", "engagement_per_follower", "--fit", "voice_counts"];

/// A calibration to the numbers of a run with known values, done once for all tests that only look at it.
static DONE: LazyLock<(Ground, Said)> = LazyLock::new(|| {
    let ground = ground();
    let words = [&["calibrate", "tiny.toml", "targets.toml", "--runs", "1200"], FIT].concat();
    let said = ground.run(&words).with_code(0);
    (ground, said)
});

fn rows(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(folder.join(name)).expect("it was made");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> usize {
    rows[0].iter().position(|known| known == name).unwrap_or_else(|| panic!("no column {name}"))
}

fn number(row: &[String], rows: &[Vec<String>], name: &str) -> f64 {
    row[column(rows, name)].parse().unwrap_or_else(|_| panic!("{name}: {row:?}"))
}

/// A folder with `tiny.toml`, and `targets.toml` with what 30 runs of it gave on average with the values of [`TRUTH`].
fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    let settings = TRUTH.map(|(path, value)| format!("{path}={value}"));
    let set = settings.iter().flat_map(|setting| ["--set", setting]).collect::<Vec<_>>();
    let words = ["run", "tiny.toml", "--seed", "1000", "--replicates", "30", "--out", "truth"];
    ground.run(&[&words[..], &set].concat()).with_code(0);
    let runs = rows(&ground.folder_in("truth"), "runs.csv");
    let country = column(&runs, "country");
    let mean = |measure: &str, who: &str, from: &str, to: &str| -> f64 {
        let date = column(&runs, "date");
        let inside = |row: &&Vec<String>| row[country] == who && from < row[date].as_str() && row[date].as_str() <= to;
        runs[1..].iter().filter(inside).map(|row| number(row, &runs, measure)).sum::<f64>() / 30.0
    };
    let target = |name: &str, measure: &str, value: f64, more: &str| {
        format!("[target.{name}]\nmeasure = \"{measure}\"\nvalue = {value}\nuncertainty = {}\n{more}\n", value * 0.1)
    };
    let shown = mean("shown", "canada", "2013-01-01", "2013-04-01");
    let engaged = mean("engaged", "canada", "2013-01-01", "2013-04-01");
    let of_the_uk = mean("engaged", "uk", "2013-02-05", "2013-03-05");
    let targets = [
        target("shown", "shown", shown, "source = \"synthetic: made by softpower itself\""),
        target("engaged", "engaged", engaged, ""),
        target("british", "engaged", of_the_uk, "country = \"uk\"\nsince = 2013-02-05\nat = 2013-03-04"),
    ];
    ground.put("targets.toml", targets.concat());
    ground
}

#[test]
fn known_values_are_found_again_and_what_the_targets_do_not_know_is_said() {
    let (ground, said) = &*DONE;
    let keys = rows(&ground.folder(), "keys.csv");
    for (row, (path, truth)) in keys[1..].iter().zip(TRUTH) {
        let value = |name: &str| number(row, &keys, name);
        assert_eq!((row[0].as_str(), row[column(&keys, "narrowed")].as_str()), (path, "identified"));
        assert!((value("low90")..value("high90")).contains(&truth), "{row:?}");
        assert!((value("median") / truth - 1.0).abs() < 0.3, "{row:?}");
    }
    let idle = &keys[3];
    assert_eq!((idle[0].as_str(), idle[column(&keys, "narrowed")].as_str()), ("model.voice_counts", "not identified"));
    let words: String = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "The targets identify model.reach and model.engagement_per_follower.",
        "They cannot identify model.voice_counts: its variance is less than 20 % below",
        "of the answer on other luck meet all targets.",
        "british: the United Kingdom's engaged from 2013-02-05 to 2013-03-04",
    ] {
        assert!(words.contains(part), "{part}\n{}", said.out);
    }
    for line in said.out.lines().chain(said.err.lines()) {
        assert!(line.chars().count() <= 80 || line.starts_with("Next: "), "{line}");
    }
}

#[test]
fn every_file_is_made_and_every_column_explained() {
    let folder = DONE.0.folder();
    let made: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
    let tables = ["correlations.csv", "generations.csv", "keys.csv", "posterior.csv", "predictions.csv"];
    let others =
        ["answer.md", "best.toml", "columns.csv", "manifest.json", "report.html", "scenario.toml", "targets.toml"];
    let charts = ["alt-text.md", "calibration.csv", "calibration.json", "calibration.png", "calibration.svg"]
        .map(|name| format!("charts/{name}"));
    let charts: Vec<&str> = charts.iter().map(String::as_str).collect();
    let mut wanted = [tables.as_slice(), &others, &charts].concat();
    wanted.sort_unstable();
    assert_eq!(made, wanted);
    let known: Vec<String> = rows(&folder, "columns.csv").into_iter().map(|row| row[0].clone()).collect();
    for name in tables {
        assert!(rows(&folder, name)[0].iter().all(|name| known.contains(name)), "{name}");
    }
    let note = &manifest(&folder)["calibration"];
    assert_eq!((&note["most_runs"], &note["factors"][0]["path"]), (&1200.into(), &"model.reach".into()));
    let runs = rows(&folder, "posterior.csv");
    let weights: f64 = runs[1..].iter().map(|row| number(row, &runs, "weight")).sum();
    assert!((weights - 1.0).abs() < 1e-9);
    let of_generations = rows(&folder, "generations.csv");
    let drawn: f64 = of_generations[1..].iter().map(|row| number(row, &of_generations, "runs")).sum();
    assert_eq!(drawn as usize, runs.len() - 1);
}

#[test]
fn a_run_of_the_answer_is_the_run_with_those_settings() {
    let ground = ground();
    ground.run(&["calibrate", "tiny.toml", "targets.toml", "--runs", "100", "--fit", "reach"]).with_code(0);
    let posterior = rows(&ground.folder(), "posterior.csv");
    let row = &posterior[4];
    assert_eq!(row[0], "3");
    let set = format!("model.reach={}", row[column(&posterior, "model.reach")]);
    ground.run(&["run", "tiny.toml", "--set", &set, "--out", "run"]).with_code(0);
    let runs = rows(&ground.folder_in("run"), "runs.csv");
    let of_it = runs[1..].iter().filter(|run| run[0] == "3" && run[column(&runs, "country")] == "canada");
    let shown: f64 = of_it.map(|run| number(run, &runs, "shown")).sum();
    assert_eq!(number(row, &posterior, "target.shown"), shown);
}

#[test]
fn the_best_scenario_runs_as_it_is() {
    let (ground, _) = &*DONE;
    let best = ground.folder().join("best.toml");
    let best = best.to_str().expect("a plain path");
    let shown = ground.run(&["show", best]).with_code(0).out;
    assert!(shown.contains("Two small countries, calibrated"), "{shown}");
    let away = Ground::new();
    away.run(&["run", best, "--replicates", "2"]).with_code(0);
    let keys = rows(&ground.folder(), "keys.csv");
    let resolved = std::fs::read_to_string(away.folder().join("scenario.toml")).expect("it was made");
    let reach = resolved.lines().find_map(|line| line.strip_prefix("reach = ")).expect("it is set");
    let reach: f64 = reach.split(' ').next().and_then(|word| word.parse().ok()).expect("a number");
    assert!((reach / number(&keys[1], &keys, "median") - 1.0).abs() < 1e-3, "{reach}");
}

#[test]
fn verify_does_not_repeat_it_and_the_same_question_is_not_asked_twice() {
    let ground = ground();
    let words = ["calibrate", "tiny.toml", "targets.toml", "--runs", "100", "--fit", "reach"];
    ground.run(&words).with_code(0);
    let folder = ground.folder();
    let said = ground.run(&["verify", folder.to_str().expect("a plain path")]).with_code(2);
    assert!(said.err.contains("A calibration is not repeated by verify"), "{}", said.err);
    assert!(said.err.contains("softpower calibrate tiny.toml targets.toml"), "{}", said.err);
    let again = ground.run(&words).with_code(0);
    // A build from changed sources never answers with old results.
    assert_eq!(again.out.contains("Already done"), !is_changed_build(), "{}", again.out);
}

#[test]
fn what_no_setting_reaches_is_said_and_still_no_failure() {
    let ground = ground();
    let far = "[target.far]\nmeasure = \"voice\"\nvalue = \"99%\"\nuncertainty = \"0.1%\"\n\
               [target.never]\nmeasure = \"desk_load\"\nvalue = \"50%\"\nuncertainty = \"10%\"\n";
    let only_far = far.split_inclusive("0.1%\"\n").next().expect("the first block");
    ground.put("far.toml", only_far);
    ground.put("never.toml", far);
    let words = ["calibrate", "tiny.toml", "far.toml", "--fit", "reach", "--runs", "200", "--json"];
    let asked = ground.run(&words).with_code(0).json();
    let text = asked["text"].as_str().expect("a text");
    assert!(text.contains("far is out of reach within these ranges: 99% was observed, and all runs gave "), "{text}");
    assert!(text.contains("miss far (too low)"), "{text}");
    assert!(asked["tolerance"].as_f64().is_some_and(|tolerance| tolerance > 10.0), "{asked}");
    assert_eq!((&asked["targets"][0]["met"], &asked["targets"][0]["in_reach"]), (&"too low".into(), &false.into()));
    let words = ["calibrate", "tiny.toml", "never.toml", "--fit", "reach", "--runs", "200", "--json"];
    let asked = ground.run(&words).with_code(0).json();
    assert_eq!((&asked["stopped"], &asked["keys"][0]["narrowed"]), (&"no number".into(), &"unsure".into()));
    assert!(asked["text"].as_str().is_some_and(|text| text.contains("No run gave a number for never.")), "{asked}");
}

#[test]
fn questions_that_make_no_sense_are_refused_with_exit_code_2() {
    let ground = ground();
    ground.put("empty.toml", "");
    ground.put("wrong.toml", "[target.a]\nmeasure = \"voise\"\nvalue = 40%\nuncertainty = 0\n[targets.b]\n");
    for (words, say) in [
        (&["tiny.toml", "targets.toml"][..], "Nothing is fitted"),
        (&["tiny.toml", "targets.toml", "--fit", "reech"], "Did you mean `reach`?"),
        (&["tiny.toml", "targets.toml", "--fit", "reach=1%"], "is no range of `reach`"),
        (&["tiny.toml", "targets.toml", "--fit", "reach", "--fit", "model.reach=1%..2%"], "is varied twice"),
        (&["tiny.toml", "targets.toml", "--fit", "reach=50%..300%"], "of the study cannot be run"),
        (&["tiny.toml", "target.toml", "--fit", "reach"], "did you mean `targets.toml`?"),
        (&["tiny.toml", "nothing-like-it.toml", "--fit", "reach"], "There is no file `nothing-like-it.toml`"),
        (&["tiny.toml", "tiny.toml", "--fit", "reach"], "There is no kind of block `run`"),
        (&["tiny.toml", "truth", "--fit", "reach"], "`truth` is a folder = help: name a file of targets"),
        (&["tiny.toml", "empty.toml", "--fit", "reach"], "empty.toml is empty = help: name a file of targets"),
        (&["tiny.toml", "wrong.toml", "--fit", "reach"], "Did you mean \"voice\"?"),
        (&["tiny.toml", "wrong.toml", "--fit", "reach"], "Put quotes around it: \"40%\""),
        (&["tiny.toml", "wrong.toml", "--fit", "reach"], "problems in wrong.toml. Nothing was run."),
        (&["tiny.toml", "targets.toml", "--fit", "reach", "--runs", "99"], "99 is not in 100..=50000"),
    ] {
        let said = ground.run(&[&["calibrate"], words].concat()).with_code(2);
        let err = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(err.contains(say), "{words:?}\n{}", said.err);
    }
    assert!(!names(&ground.path).contains(&"output".to_owned()));
}

#[test]
fn threads_and_interruptions_change_no_file() {
    let ground = ground();
    let words = |more: &[&'static str]| {
        let words = ["calibrate", "tiny.toml", "targets.toml", "--runs", "600", "--fit", "reach", "--fit", "peers"];
        [&words[..], more].concat()
    };
    let told = ground.interrupt_at_a_tenth(&words(&["--threads", "1"]));
    assert!(told.contains("of at most 600 runs are kept. Go on with:"), "{told}");
    let said = ground.run(&words(&["--threads", "1"])).with_code(0);
    assert!(said.err.contains("Going on: "), "{}", said.err);
    ground.run(&words(&["--threads", "3", "--out", "three"])).with_code(0);
    assert!(numbers(&ground.folder()) == numbers(&ground.folder_in("three")), "a file differs");
    ground.run(&words(&["--seed", "8", "--out", "other"])).with_code(0);
    let posterior = |folder: &Path| rows(folder, "posterior.csv");
    assert_ne!(posterior(&ground.folder()), posterior(&ground.folder_in("other")), "other luck, other points");
}
