//! `softpower sensitivity`: its files, its answers, its refusals, threads, interruption.

use std::path::Path;

use super::ground::{Ground, TINY, files, is_changed_build, manifest, names, numbers};

const VARY: &[&str] = &["--vary", "canada.approval_delay=1h..96h", "--vary", "reach", "--vary", "voice_counts"];

fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    ground
}

fn rows(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(folder.join(name)).expect("it was made");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_study_makes_every_file_and_says_what_matters() {
    let ground = ground();
    let said = ground.run(&[&["sensitivity", "tiny.toml", "--samples", "4"], VARY].concat()).with_code(0);
    let folder = ground.folder();
    let made: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
    let wanted = ["answer.md", "columns.csv", "manifest.json", "problem.json", "samples.csv", "scenario.toml"];
    let wanted = [&wanted[..], &["charts/ranking.png", "charts/ranking.csv", "charts/alt-text.md"]].concat();
    assert!(wanted.iter().all(|file| made.contains(&(*file).to_owned())), "{made:?}");
    for words in [
        "4 walks over 3 settings: 16",
        "country.canada.approval_delay         1 hour to 4 days, by ratios",
        "Canada's influence at the end of 2013-03-31, points",
        "Settings with a * are policies or worlds that somebody chooses",
        "Next: softpower explain",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    for line in said.out.lines().chain(said.err.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let samples = rows(&folder, "samples.csv");
    assert_eq!(samples.len(), 1 + 16);
    assert_eq!(
        samples[0][3..],
        ["country.canada.approval_delay_hours", "model.reach", "model.voice_counts", "influence_index"]
    );
    let table = rows(&folder, "sensitivity.csv");
    assert!(table[1..].iter().any(|row| row[0] == "2013-04-01" && row[1] == "model.voice_counts" && row[6] == "size"));
    let problem = std::fs::read_to_string(folder.join("problem.json")).expect("it was made");
    let problem: serde_json::Value = serde_json::from_str(&problem).expect("it is JSON");
    assert_eq!((&problem["num_vars"], &problem["bounds"][0]), (&3.into(), &serde_json::json!([1.0, 96.0])));
    assert_eq!(manifest(&folder)["sensitivity"]["method"], "morris");
    let known: Vec<String> = rows(&folder, "columns.csv").into_iter().map(|row| row[0].clone()).collect();
    for name in ["sensitivity.csv", "samples.csv"] {
        assert!(rows(&folder, name)[0].iter().all(|name| known.contains(name)), "{name}");
    }
    let again = ground.run(&[&["sensitivity", "tiny.toml", "--samples", "4"], VARY].concat()).with_code(0);
    // A build from changed sources never answers with old results.
    assert_eq!(again.out.contains("Already done"), !is_changed_build(), "{}", again.out);
}

#[test]
fn a_sample_is_the_run_with_those_settings() {
    let ground = ground();
    let words = ["sensitivity", "tiny.toml", "--samples", "2", "--method", "one-at-a-time", "--vary", "reach"];
    ground.run(&words).with_code(0);
    let samples = rows(&ground.folder(), "samples.csv");
    assert_eq!(samples.len(), 1 + 3 * 2, "as it is, low and high, two replicates each");
    for (row, set) in [(1, None), (4, Some("reach=3%")), (6, Some("reach=30%"))] {
        let set = set.map_or(Vec::new(), |set| vec!["--set", set]);
        let run = [&["run", "tiny.toml", "--out", "run", "--again", "--replicates", "2"], &set[..]].concat();
        let _ = std::fs::remove_dir_all(ground.path.join("run"));
        ground.run(&run).with_code(0);
        let runs = rows(&ground.folder_in("run"), "runs.csv");
        let column = runs[0].iter().position(|name| name == "influence_index").expect("a column");
        let replicate = &samples[row][1];
        let last = runs[1..].iter().rfind(|run| run[0] == *replicate && run[3] == "canada").expect("a row");
        assert_eq!(last[column], samples[row][4], "{set:?}");
    }
}

#[test]
fn shares_of_the_variance_tell_luck_from_settings_and_say_whether_that_is_enough() {
    let ground = ground();
    let words = ["sensitivity", "tiny.toml", "--method", "sobol", "--samples", "8", "--json"];
    let asked = ground.run(&[&words[..], VARY].concat()).with_code(0).json();
    let factors = asked["factors"].as_array().expect("a list");
    assert_eq!((factors.len(), asked["runs"].as_u64()), (2 * 4, Some(8 * 6)));
    let luck = factors.iter().find(|one| one["factor"] == "luck" && one["statistic"] == "total").expect("it is there");
    assert!(luck["value"].as_f64().is_some_and(|share| share > 0.3), "{luck}");
    assert!(factors.iter().all(|one| one["value"].as_f64().is_some_and(|share| share >= 0.0)), "no share is negative");
    assert!(asked["text"].as_str().is_some_and(|text| text.contains("Not converged: about ")), "{}", asked["text"]);
    // Without any luck of its own, what is left is the setting.
    let still = ["--set", "influence_noise=0%", "--set", "mood_moves=off", "--set", "quality_varies=off"];
    let words = ["sensitivity", "tiny.toml", "--method", "one-at-a-time", "--vary", "capacity=1..2", "--json"];
    let refused = ground.run(&[&words[..], &still].concat()).with_code(2);
    assert!(refused.out.contains("Whose `capacity`?"), "{}", refused.out);
}

#[test]
fn questions_that_make_no_sense_are_refused_with_exit_code_2() {
    let ground = ground();
    for (words, say) in [
        (&["sensitivity", "tiny.toml"][..], "Nothing is varied"),
        (&["sensitivity", "tiny.toml", "--vary", "reech"], "Did you mean `reach`?"),
        (&["sensitivity", "tiny.toml", "--vary", "reach=1%"], "is no range of `reach`"),
        (&["sensitivity", "tiny.toml", "--vary", "reach", "--vary", "model.reach=1%..2%"], "is varied twice"),
        (&["sensitivity", "tiny.toml", "--vary", "dialogue"], "plausible range"),
        (&["sensitivity", "tiny.toml", "--vary", "reach", "--measure", "voise"], "did you mean `voice`?"),
        (&["sensitivity", "tiny.toml", "--vary", "reach", "--country", "chile"], "There is no country `chile`"),
        (&["sensitivity", "tiny.toml", "--vary", "reach=50%..300%", "--samples", "1"], "of the study cannot be run"),
    ] {
        let said = ground.run(words).with_code(2);
        let err = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(err.contains(say), "{words:?}\n{}", said.err);
    }
    assert!(!names(&ground.path).contains(&"output".to_owned()));
}

#[test]
fn threads_and_interruptions_change_no_file() {
    let ground = ground();
    let words = [&["sensitivity", "tiny.toml", "--samples", "60", "--threads", "1"], VARY].concat();
    let told = ground.interrupt_at_a_tenth(&words);
    assert!(told.contains("of 240 runs are kept. Go on with:"), "{told}");
    let said = ground.run(&words).with_code(0);
    assert!(said.err.contains("Going on: "), "{}", said.err);
    let words = [&["sensitivity", "tiny.toml", "--samples", "60", "--threads", "3", "--out", "three"], VARY].concat();
    ground.run(&words).with_code(0);
    assert!(numbers(&ground.folder()) == numbers(&ground.folder_in("three")), "a file differs");
}
