//! `softpower attribute`: its files, its answers, its refusals, and what an interruption leaves.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use super::ground::{CHANGE, Ground, Said, TINY, files, is_changed_build, manifest, names, numbers};

/// `softpower attribute reform.toml`, done once for all tests that only look at it.
static DONE: LazyLock<(Ground, Said)> = LazyLock::new(|| {
    let ground = ground();
    let said = ground.run(&["attribute", "reform.toml"]).with_code(0);
    (ground, said)
});

fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground.put("tiny.toml", TINY);
    ground
}

fn rows(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(folder.join(name)).expect("it was made");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn an_attribution_makes_every_file_and_says_what_it_found() {
    let (ground, said) = &*DONE;
    let folder = ground.folder();
    assert!(folder.file_name().unwrap().to_string_lossy().starts_with("attribute-reform-"));
    let made: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
    let charts = ["alt-text.md", "attribution.csv", "attribution.json", "attribution.png", "attribution.svg"]
        .map(|n| format!("charts/{n}"));
    let others = ["columns.csv", "manifest.json", "report.html", "scenario.toml", "together.csv"].map(str::to_owned);
    let first = ["answer.md", "attribution.csv"].map(str::to_owned);
    assert_eq!(made, [&first[..], &charts, &["coalitions.csv".to_owned()], &others].concat());
    for words in [
        "comments_on_events 50% → 100%",
        "answers_per_day 0.3 → 20",
        "4 coalitions in each replicate: 16 runs, ",
        "form of messages",
        "together",
        "sum to the whole",
        "Canada's influence",
        "charts/attribution.png .svg .csv",
        "Next: softpower attribute reform.toml --mechanisms",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    assert!(said.err.contains("of 16 runs"), "{}", said.err);
    let note = &manifest(&folder)["attribution"];
    assert_eq!(
        (&note["country"], &note["against"], &note["other"]),
        (&"canada".into(), &"no changes".into(), &().into())
    );
    assert_eq!(note["players"], serde_json::json!(["form", "replies"]));
}

#[test]
fn its_tables_are_complete_and_close() {
    let folder = DONE.0.folder();
    let parts = rows(&folder, "attribution.csv");
    assert_eq!(parts[0][..6], ["measure", "player", "mean", "median", "low90", "high90"]);
    assert_eq!(parts.len(), 1 + 3 * 3, "three measures, two players and the whole");
    for measure in parts[1..].chunks(3) {
        let mean = |row: &Vec<String>| row[2].parse::<f64>().unwrap();
        assert_eq!(measure.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["form", "replies", "whole"]);
        assert!((mean(&measure[0]) + mean(&measure[1]) - mean(&measure[2])).abs() < 1e-12, "{measure:?}");
    }
    let runs = rows(&folder, "coalitions.csv");
    assert_eq!(runs[0], ["replicate", "seed", "form", "replies", "influence_index", "voice", "standing"]);
    assert_eq!(runs.len(), 1 + 4 * 4);
    assert_eq!(rows(&folder, "together.csv").len(), 1 + 3);
    let known: Vec<String> = rows(&folder, "columns.csv").into_iter().map(|row| row[0].clone()).collect();
    let explained = |name: &&String| known.contains(name) || name.starts_with("alone_") || name.starts_with("last_");
    for name in ["attribution.csv", "coalitions.csv", "together.csv"] {
        assert!(rows(&folder, name)[0].iter().all(|name| explained(&name)), "{name}");
    }
}

#[test]
fn a_run_and_an_attribution_agree_on_the_difference() {
    let ground = ground();
    let run = ground.run(&["run", "reform.toml", "--json"]).with_code(0).json();
    let asked = ground.run(&["attribute", "reform.toml", "--json", "--again"]).with_code(0).json();
    let whole = &asked["measures"][0]["whole"];
    assert_eq!(asked["measures"][0]["measure"], "influence_index");
    for edge in ["median", "low90", "high90"] {
        assert_eq!(run["countries"][0]["difference"][edge], whole[edge], "{edge}");
    }
    assert_eq!(
        (asked["command"].as_str(), asked["runs"].as_u64(), asked["exact"].as_bool()),
        (Some("attribute"), Some(16), Some(true))
    );
    assert!(asked["text"].as_str().unwrap().starts_with("Canada's influence"));
    assert!(ground.path.join(asked["folder"].as_str().unwrap()).join("manifest.json").is_file());
}

#[test]
fn another_policy_can_be_held_against_it() {
    let ground = ground();
    let set = ["--set", "country.canada.approval_delay=90h", "--set", "canada.chance_dropped=40%"];
    let words =
        [&["attribute", "tiny.toml", "--against", "tiny.toml", "--json"], &set[..], &["--set", "uk.answers_per_day=1"]];
    let asked = ground.run(&words.concat()).with_code(0).json();
    assert_eq!(asked["attribution"]["players"], serde_json::json!(["approval_delay", "drop_out"]));
    assert_eq!(asked["attribution"]["other"]["name"], "tiny");
    let folder = ground.folder();
    let holds = |name: &str, line: &str| fs::read_to_string(folder.join(name)).unwrap().contains(line);
    assert!(holds("scenario.toml", "approval_delay = \"90h\"") && !holds("against.toml", "approval_delay = \"90h\""));
    assert!(holds("against.toml", "answers_per_day = 1 "), "what is set for others holds for both");
    // The same against a file that says it, turned round.
    ground.put(
        "slow.toml",
        TINY.replace("[country.uk]", "approval_delay = \"90h\"\nchance_dropped = \"40%\"\n[country.uk]"),
    );
    let set = ["--set", "uk.answers_per_day=1", "--json"];
    let turned =
        ground.run(&[&["attribute", "tiny.toml", "--against", "slow.toml"], &set[..]].concat()).with_code(0).json();
    let mean = |asked: &serde_json::Value| asked["measures"][0]["players"][0]["part"]["mean"].as_f64().unwrap();
    assert!((mean(&asked) + mean(&turned)).abs() < 1e-12, "{} {}", mean(&asked), mean(&turned));
}

#[test]
fn mechanisms_are_asked_about_where_nothing_changes() {
    let ground = ground();
    let small = ["--replicates", "1", "--set", "run.end=2013-01-05", "--json"];
    let plain = ground.run(&[&["attribute", "tiny.toml"], &small[..]].concat()).with_code(0).json();
    assert_eq!(plain["attribution"]["against"], "no mechanism");
    let named: Vec<&str> =
        plain["attribution"]["players"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
    assert!(named.contains(&"fading_attention") && named.contains(&"audience_fatigue"), "{named:?}");
    let off = ["--set", "reshares=off", "--set", "gaffes=off", "--set", "forms_differ=off", "--mechanisms"];
    let fewer = ground.run(&[&["attribute", "reform.toml"], &off[..], &small[..]].concat()).with_code(0).json();
    assert_eq!(fewer["attribution"]["players"].as_array().unwrap().len(), named.len() - 3);
}

#[test]
fn questions_that_make_no_sense_are_refused_with_exit_code_2() {
    let ground = ground();
    ground.put("seed.toml", TINY.replace("seed = 7", "seed = 8"));
    ground.put("longer.toml", TINY.replace("2013-03-31", "2013-04-30"));
    ground.put("world.toml", TINY.replace("20_000", "30_000"));
    ground.put("three.toml", format!("{TINY}\n[country.us]\n"));
    ground.put("model.toml", format!("{TINY}\n[model]\nask_chance = \"10%\"\n"));
    ground.put("rest.toml", format!("{TINY}\n[country.rest]\nconstant_goodwill = 1\n"));
    for (words, say) in [
        (&["attribute"][..], "required"),
        (&["attribute", "reform.toml", "--country", "cannada"], "did you mean `canada`?"),
        (&["attribute", "reform.toml", "--country", "uk"], "No change in `reform` moves a rule of the United Kingdom"),
        (&["attribute", "tiny.toml", "--against", "tiny.toml"], "The rules of Canada are the same"),
        (&["attribute", "tiny.toml", "--against", "seed.toml"], "their seeds differ, 7 and 8"),
        (&["attribute", "tiny.toml", "--against", "longer.toml"], "they run over different"),
        (&["attribute", "tiny.toml", "--against", "world.toml"], "their audiences"),
        (&["attribute", "tiny.toml", "--against", "three.toml"], "their countries differ"),
        (&["attribute", "tiny.toml", "--against", "model.toml"], "assumptions under [model]"),
        (&["attribute", "tiny.toml", "--against", "nothing.toml"], "There is no file `nothing.toml`"),
        (&["attribute", "rest.toml", "--country", "rest"], "rest of the world"),
        (&["attribute", "tiny.toml", "--against", "tiny.toml", "--mechanisms"], "cannot be used with"),
        (&["attribute", "reform.toml", "--replicates", "0"], "Nothing was run"),
    ] {
        let said = ground.run(words).with_code(2);
        let err = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(err.contains(say), "{words:?}\n{}", said.err);
        assert_eq!(said.out, "", "{words:?}");
    }
    let many = ["--set", "canada.accounts_at_start=10000", "--set", "canada.announcements_per_day=1000"];
    let said = ground.run(&[&["attribute", "reform.toml", "--replicates", "10000"], &many[..]].concat()).with_code(2);
    assert!(said.err.contains("would need about"), "{}", said.err);
    assert!(!names(&ground.path).contains(&"output".to_owned()));
}

#[test]
fn everything_it_prints_fits_into_80_columns_and_quiet_prints_the_folder() {
    let ground = ground();
    let said = ground.run(&["attribute", "reform.toml", "--against", "tiny.toml"]).with_code(0);
    let refused = ground.run(&["attribute", "tiny.toml", "--against", "paris-2013"]);
    for line in [&said.out, &said.err, &refused.err].into_iter().flat_map(|text| text.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let quiet = ground.run(&["attribute", "reform.toml", "--against", "tiny.toml", "--quiet", "--again"]).with_code(0);
    let name = ground.folder().file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!((quiet.out, quiet.err), (format!("output/{name}/\n"), String::new()));
}

#[test]
fn the_number_of_threads_changes_no_file() {
    let ground = ground();
    for (threads, out) in [("1", "one"), ("3", "three")] {
        ground.run(&["attribute", "reform.toml", "--threads", threads, "--out", out]).with_code(0);
    }
    assert!(numbers(&ground.folder_in("one")) == numbers(&ground.folder_in("three")), "a file differs");
    let hash = |out: &str| manifest(&ground.folder_in(out))["trajectory_sha256"].clone();
    assert_eq!(hash("one"), hash("three"));
}

#[test]
fn the_same_question_is_already_answered_and_another_has_its_own_folder() {
    let ground = ground();
    ground.run(&["attribute", "reform.toml"]).with_code(0);
    let (name, before) = (ground.folder(), files(&ground.folder()));
    let again = ground.run(&["attribute", "reform.toml"]).with_code(0);
    if is_changed_build() {
        assert!(again.err.contains("built from changed sources"), "{}", again.err);
    } else {
        assert!(again.out.starts_with("Already done: output/attribute-reform-"), "{}", again.out);
        assert!(files(&name) == before, "nothing was touched");
    }
    ground.run(&["attribute", "reform.toml", "--against", "tiny.toml"]).with_code(0);
    ground.run(&["run", "reform.toml"]).with_code(0);
    assert_eq!(names(&ground.path.join("output")).len(), 3);
}

#[test]
fn ctrl_c_ends_with_a_clear_message_and_leaves_nothing() {
    let ground = ground();
    let words = ["attribute", "reform.toml", "--replicates", "400", "--threads", "1"];
    let text = ground.interrupt_at_a_tenth(&words);
    assert!(text.contains("Stopped. Nothing is kept. Begin again with:"), "{text}");
    assert!(text.contains("softpower attribute reform.toml --replicates 400 --threads 1"), "{text}");
    assert_eq!(names(&ground.path.join("output")), [""; 0]);
}
