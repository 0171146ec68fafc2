//! `softpower threshold`: known answers, its files, its refusals, threads, interruption.

use super::ground::{Ground, TINY, files, is_changed_build, manifest, names, numbers};

/// As many accounts at the end as at the start, so that the answers are known.
const STILL: &[&str] = &["--set", "accounts_open=off"];

fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    ground
}

/// A question about TINY.
fn ask<'a>(setting: &'a str, condition: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["threshold", "tiny.toml", setting, "--where", condition], STILL, more].concat()
}

/// All words of a text, without line breaks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rows(ground: &Ground, name: &str) -> Vec<Vec<String>> {
    let path = ground.folder().join(name);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).expect("it was made");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn known_answers_are_found() {
    for (setting, condition, say) in [
        (
            "canada.accounts_at_start=1..20",
            "accounts_open(canada) < accounts_open(uk)",
            "below the United Kingdom's up to canada.accounts_at_start = 7 (at 7 yes, at 8 no; 90 % interval: 7 to 7).",
        ),
        (
            "canada.accounts_at_start=1..20",
            "accounts_open(canada) > 6",
            "is above 6 from canada.accounts_at_start = 7 on (at 6 no, at 7 yes; 90 % interval: 7 to 7).",
        ),
        (
            "canada.accounts_at_start=1..20",
            "accounts_open(canada) < baseline + 3",
            "is below what it is in the scenario as it stands plus 3 up to canada.accounts_at_start = 6 (at 6 yes",
        ),
        (
            "canada.fear_of_speaking=10%..90%",
            "fear(canada) < 40% at 2013-02-05",
            "Canada's fear at 2013-02-05 is below 40% up to canada.fear_of_speaking = 40% (90 % interval: 40% to 40%)",
        ),
        (
            "canada.accounts_at_start=1..20",
            "accounts_open(canada) > 0",
            ": always for canada.accounts_at_start from 1 to 20.",
        ),
        (
            "canada.accounts_at_start=1..20",
            "accounts_open(canada) > 20",
            ": never for canada.accounts_at_start from 1 to 20.",
        ),
        ("canada.accounts_at_start=1..20", "influence(uk) > influence(uk)", ": never for"),
    ] {
        let ground = ground();
        let said = ground.run(&ask(setting, condition, &[])).with_code(0);
        assert!(flat(&said.out).contains(say), "{condition}\n{}", said.out);
        for line in said.out.lines().chain(said.err.lines()) {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn a_search_makes_every_file_and_its_samples_are_runs_with_those_settings() {
    let ground = ground();
    let question = ask("canada.followers_per_account=20..2_000", "goodwill(canada) > goodwill(uk)", &[]);
    ground.run(&question).with_code(0);
    let made: Vec<String> = files(&ground.folder()).into_iter().map(|(name, _)| name).collect();
    let wanted = [
        "answer.md",
        "columns.csv",
        "curve.csv",
        "manifest.json",
        "report.html",
        "samples.csv",
        "scenario.toml",
        "threshold.csv",
    ];
    assert_eq!(made, wanted);
    let known: Vec<String> = rows(&ground, "columns.csv").into_iter().map(|row| row[0].clone()).collect();
    for name in ["curve.csv", "samples.csv", "threshold.csv"] {
        assert!(rows(&ground, name)[0].iter().all(|name| known.contains(name)), "{name}");
    }
    let note = &manifest(&ground.folder())["threshold"];
    assert_eq!((&note["condition"], &note["points"]), (&"goodwill(canada) > goodwill(uk)".into(), &1.into()));
    assert_eq!(note["setting"]["path"], "country.canada.followers_per_account");
    let samples = rows(&ground, "samples.csv");
    let (value, sample) = (samples.last().expect("a row")[2].clone(), samples.last().expect("a row"));
    let set = format!("canada.followers_per_account={value}");
    ground.run(&["run", "tiny.toml", "--out", "run", "--set", "accounts_open=off", "--set", &set]).with_code(0);
    let path = ground.folder_in("run").join("runs.csv");
    let mut reader = csv::Reader::from_path(path).expect("it was made");
    let column = reader.headers().expect("a header").iter().position(|name| name == "goodwill").expect("a column");
    let runs: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    for (country, side) in [("canada", 3), ("uk", 4)] {
        let last = runs.iter().rfind(|run| run[0] == sample[0] && run[3] == *country).expect("a row");
        assert_eq!(last[column], sample[side], "{country}");
    }
    let again = ground.run(&question).with_code(0);
    // A build from changed sources never answers with old results.
    assert_eq!(again.out.contains("Already done"), !is_changed_build(), "{}", again.out);
    let folder = ground.folder();
    let refused = ground.run(&["verify", folder.to_str().expect("a path")]).with_code(2);
    assert!(refused.err.contains("A threshold is not repeated by verify"), "{}", refused.err);
}

#[test]
fn a_tipping_curve_has_a_threshold_for_each_value() {
    let ground = ground();
    let along = ["--along", "uk.accounts_at_start=4..10", "--points", "3", "--json"];
    let question = ask("canada.accounts_at_start=1..20", "accounts_open(canada) < accounts_open(uk)", &along);
    let said = ground.run(&question).with_code(0).json();
    let told: Vec<(f64, f64)> = said["thresholds"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["along"].as_f64().expect("a number"), one["threshold"].as_f64().expect("a number")))
        .collect();
    assert_eq!(told, [(4.0, 3.0), (7.0, 6.0), (10.0, 9.0)]);
    let text = said["text"].as_str().expect("a text");
    assert!(text.contains("The threshold of canada.accounts_at_start moves: from 3 at 4 to 9 at 10."), "{text}");
    let curve = rows(&ground, "curve.csv");
    assert_eq!(curve[0][..3], ["country.uk.accounts_at_start", "holds", "threshold"]);
    assert_eq!(curve[2][..3], ["7", "up_to", "6"]);
    let drawn = rows(&ground, "charts/tipping.csv");
    assert_eq!(
        (drawn[0][..3].join(" "), drawn[2][..3].join(" ")),
        ("along holds threshold".into(), "7.0 up_to 6.0".into())
    );
    let answer = std::fs::read_to_string(ground.folder().join("answer.md")).expect("it was made");
    assert!(answer.contains("| 7 | up to | 6 | 6 to 6 |"), "{answer}");
    let page = std::fs::read_to_string(ground.folder().join("report.html")).expect("it was made");
    let row = "<th scope=\"row\">7</th><td>up to</td><td>6</td><td>6 to 6</td>";
    assert!(
        page.contains("<th scope=\"col\">uk.accounts_at_start</th>") && page.contains(row),
        "a table, not plain text"
    );
}

#[test]
fn questions_that_make_no_sense_are_refused_with_exit_code_2() {
    let ground = ground();
    let (setting, condition) = ("canada.accounts_at_start=1..20", "accounts_open(canada) > 6");
    for (words, say) in [
        (ask("canada.acounts_at_start=1..20", condition, &[]), "Did you mean `accounts_at_start`?"),
        (ask("canada.accounts_at_start=20", condition, &[]), "is no range of `canada.accounts_at_start`"),
        (ask(setting, "acounts_open(canada) > 6", &[]), "did you mean `accounts_open`?"),
        (ask(setting, "accounts_open(chile) > 6", &[]), "There is no country `chile`"),
        (ask(setting, condition, &["--along", setting]), "cannot move along itself"),
        (ask(setting, condition, &["--replicates", "1"]), "One replicate says nothing of luck"),
        (ask("reach=50%..300%", condition, &[]), "7 points of the study cannot be run. The first has model.reach"),
        (ask(setting, condition, &["--points", "3"]), "--along"),
    ] {
        let said = ground.run(&words).with_code(2);
        assert!(flat(&said.err).contains(say), "{words:?}\n{}", said.err);
    }
    assert!(!names(&ground.path).contains(&"output".to_owned()));
}

#[test]
fn threads_and_interruptions_change_no_file() {
    let ground = ground();
    let more = ["--along", "uk.fear_of_speaking=10%..90%", "--points", "2", "--replicates", "24"];
    let condition = "goodwill(canada) > baseline + 0.1";
    let question = [&ask("canada.followers_per_account=20..2_000", condition, &more)[..], &["--threads", "1"]].concat();
    let told = ground.interrupt_at_a_tenth(&question);
    assert!(told.contains(" runs are kept. Go on with:"), "{told}");
    let said = ground.run(&question).with_code(0);
    assert!(said.err.contains("Going on: "), "{}", said.err);
    let kept =
        said.err.lines().find_map(|line| line.strip_prefix("Going on: ")?.split(' ').next()?.parse::<u32>().ok());
    assert!(kept.is_some_and(|kept| kept >= 100), "{}", said.err);
    let more = [&more[..], &["--threads", "3", "--out", "three"]].concat();
    ground.run(&ask("canada.followers_per_account=20..2_000", condition, &more)).with_code(0);
    assert!(numbers(&ground.folder()) == numbers(&ground.folder_in("three")), "a file differs");
}
