//! `softpower compare` and `softpower diff`: files, answers, refusals, threads, interruption.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use super::ground::{CHANGE, Ground, Said, TINY, files, manifest, names, numbers};

/// `softpower compare tiny.toml reform.toml`, done once for all tests that only look at it.
static DONE: LazyLock<(Ground, Said)> = LazyLock::new(|| {
    let ground = ground();
    let said = ground.run(&["compare", "tiny.toml", "reform.toml", "--replicates", "12"]).with_code(0);
    (ground, said)
});

fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground
}

fn rows(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(folder.join(name)).expect("it was made");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> usize {
    rows[0].iter().position(|known| known == name).unwrap_or_else(|| panic!("no column {name}"))
}

#[test]
fn a_comparison_makes_every_file_and_ends_with_the_verdict() {
    let (ground, said) = &*DONE;
    let folder = ground.folder();
    let made: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
    for file in ["answer.md", "comparison.csv", "differences.csv", "columns.csv", "charts/influence.png"] {
        assert!(made.contains(&file.to_owned()), "{file}: {made:?}");
    }
    for file in ["charts/difference.svg", "tiny/runs.csv", "reform/runs.csv", "reform/scenario.toml"] {
        assert!(made.contains(&file.to_owned()), "{file}: {made:?}");
    }
    for words in [
        "What differs, from tiny to reform",
        "[change.delegation] is in reform only:",
        "answers_per_day = 20",
        "12 replicates of each",
        "Canada at the end of 2013-03-31",
        "difference, pair by pair",
        "charts/difference.png .svg .csv",
        "  reform/ ",
        "Next: softpower attribute reform.toml --against tiny.toml",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    let last = said.out.split("\n\n").last().unwrap_or_default();
    assert!(last.starts_with("Canada's influence") && last.contains("of 12 pairs"), "{last}");
    let note = &manifest(&folder)["comparison"];
    assert_eq!((&note["country"], &note["measures"][0]), (&"canada".into(), &"influence_index".into()));
    assert_eq!((&note["scenarios"][0]["name"], &note["scenarios"][1]["name"]), (&"tiny".into(), &"reform".into()));
}

#[test]
fn the_pairs_in_the_tables_are_those_of_the_replicates() {
    let folder = DONE.0.folder();
    let table = rows(&folder, "comparison.csv");
    assert_eq!(table.len(), 1 + 2 * 3, "two scenarios, three measures");
    let at_the_end = |name: &str, measure: &str| -> Vec<f64> {
        let runs = rows(&folder, &format!("{name}/runs.csv"));
        let (country, number) = (column(&runs, "country"), column(&runs, measure));
        let mut last = std::collections::BTreeMap::new();
        runs[1..].iter().filter(|row| row[country] == "canada").for_each(|row| {
            last.insert(row[0].parse::<u32>().unwrap(), row[number].parse::<f64>().unwrap());
        });
        last.into_values().collect()
    };
    for row in &table[4..] {
        let measure = &row[column(&table, "measure")];
        let pairs = at_the_end("tiny", measure).into_iter().zip(at_the_end("reform", measure));
        let differences: Vec<f64> = pairs.map(|(a, b)| b - a).collect();
        let mean = differences.iter().sum::<f64>() / 12.0;
        let cell = |name: &str| row[column(&table, name)].parse::<f64>().unwrap();
        assert!((cell("difference_mean") - mean).abs() < 1e-12, "{row:?}");
        assert_eq!(cell("ahead") as usize, differences.iter().filter(|d| **d > 0.0).count());
        assert_eq!(cell("pairs"), 12.0);
        assert!(cell("pairing_saves") > 1.0, "the two share their world: {row:?}");
    }
    let known: Vec<String> = rows(&folder, "columns.csv").into_iter().map(|row| row[0].clone()).collect();
    for name in ["comparison.csv", "differences.csv"] {
        assert!(rows(&folder, name)[0].iter().all(|name| known.contains(name)), "{name}");
    }
}

#[test]
fn a_run_against_its_ghost_and_a_comparison_with_the_file_without_changes_agree() {
    let ground = ground();
    let run = ground.run(&["run", "reform.toml", "--json"]).with_code(0).json();
    let asked = ground.run(&["compare", "tiny.toml", "reform.toml", "--json"]).with_code(0).json();
    let measures = asked["measures"].as_array().unwrap();
    let of_reform = measures.iter().find(|m| m["scenario"] == "reform" && m["measure"] == "influence_index").unwrap();
    assert_eq!(run["countries"][0]["difference"], of_reform["difference"]["spread"]);
    assert!(asked["verdict"].as_str().unwrap().starts_with("Canada's influence"));
}

#[test]
fn a_scenario_held_against_itself_shows_no_difference_to_the_bit() {
    let ground = ground();
    let asked = ground.run(&["compare", "tiny.toml", "tiny.toml", "--json"]).with_code(0).json();
    assert_eq!(asked["scenarios"], serde_json::json!(["tiny", "tiny-2"]));
    assert!(asked["verdict"].as_str().unwrap().contains("In every pair the two are equal, to the bit."));
    let said = ground.run(&["diff", "tiny.toml", "tiny.toml"]).with_code(0);
    assert_eq!(said.out, "tiny and tiny-2 do not differ in anything that a run reads.\n");
}

#[test]
fn policies_over_crises_have_regrets() {
    let ground = ground();
    let event = "[event.summit]\nwhen = 2013-02-10\n";
    ground.put("tiny.toml", format!("{TINY}{event}"));
    ground.put("reform.toml", format!("{TINY}{event}{CHANGE}"));
    let words = ["compare", "tiny.toml", "reform.toml", "--over", "event.summit.size=small,large"];
    let said = ground.run(&words).with_code(0);
    assert!(said.out.contains("Regret: mean influence below the best in the same crisis, points"), "{}", said.out);
    let last: String = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(last.contains("egret: reform, the best in each of these 2 crises.") || last.contains("greatest regret:"));
    let folder = ground.folder();
    let regrets = rows(&folder, "regret.csv");
    assert_eq!(regrets.len(), 1 + 2 * 2);
    let number = |row: &Vec<String>, name: &str| row[column(&regrets, name)].parse::<f64>().unwrap();
    for crisis in ["event.summit.size=small", "event.summit.size=large"] {
        let least = regrets[1..].iter().filter(|row| row[1] == crisis).map(|row| number(row, "regret"));
        assert_eq!(least.fold(f64::INFINITY, f64::min), 0.0, "the best regrets nothing");
    }
    assert!(folder.join("event.summit.size-large/reform/runs.csv").is_file());
}

#[test]
fn a_count_is_of_the_whole_run_and_other_measures_can_be_asked_for() {
    let ground = ground();
    let words = ["compare", "tiny.toml", "reform.toml", "--measure", "published_comments,voice", "--json"];
    let asked = ground.run(&words).with_code(0).json();
    let folder = ground.folder();
    let runs = rows(&folder, "tiny/runs.csv");
    let (country, number) = (column(&runs, "country"), column(&runs, "published_comments"));
    let all: f64 = runs[1..]
        .iter()
        .filter(|row| row[country] == "canada")
        .map(|row| row[number].parse::<f64>().expect("a count is always there"))
        .sum();
    assert_eq!(asked["measures"][0]["mean"].as_f64().unwrap(), all / 4.0);
}

#[test]
fn what_cannot_be_compared_is_refused_with_exit_code_2() {
    let ground = ground();
    ground.put("seed.toml", TINY.replace("seed = 7", "seed = 8"));
    ground.put("longer.toml", TINY.replace("2013-03-31", "2013-04-30"));
    ground.put("three.toml", TINY.replace("[country.canada]", "[country.chile]"));
    for (words, say) in [
        (&["compare", "tiny.toml"][..], "2 values required"),
        (&["compare", "tiny.toml", "seed.toml"], "their seeds differ, 7 and 8"),
        (&["compare", "tiny.toml", "longer.toml"], "they run over different times"),
        (&["compare", "tiny.toml", "three.toml"], "There is no country `canada` in `three`"),
        (&["compare", "tiny.toml", "reform.toml", "--measure", "voise"], "did you mean `voice`?"),
        (&["compare", "tiny.toml", "reform.toml", "--over", "event.summit.size"], "has no values"),
        (&["compare", "tiny.toml", "reform.toml", "--over", "run.seed="], "names no value"),
        (&["compare", "tiny.toml", "reform.toml", "--over", "event.x.size=1"], "There is no event `x`"),
        (&["compare", "tiny.toml", "nothing.toml"], "There is no file `nothing.toml`"),
        (&["diff", "tiny.toml"], "2 values required"),
    ] {
        let said = ground.run(words).with_code(2);
        let err = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(err.contains(say), "{words:?}\n{}", said.err);
    }
    assert!(!names(&ground.path).contains(&"output".to_owned()));
}

#[test]
fn everything_it_prints_fits_into_80_columns_and_quiet_prints_the_folder() {
    let ground = ground();
    let over = ["--over", "canada.answers_per_day=1,9"];
    let said = ground.run(&[&["compare", "tiny.toml", "reform.toml"], &over[..]].concat()).with_code(0);
    let diff = ground.run(&["diff", "tiny.toml", "reform.toml"]).with_code(0);
    for line in [&said.out, &said.err, &diff.out].into_iter().flat_map(|text| text.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let quiet = ["compare", "tiny.toml", "reform.toml", "--quiet", "--again"];
    let quiet = ground.run(&[&quiet[..], &over].concat()).with_code(0);
    let name = ground.folder().file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!((quiet.out, quiet.err), (format!("output/{name}/\n"), String::new()));
}

#[test]
fn the_number_of_threads_changes_no_file() {
    let ground = ground();
    for (threads, out) in [("1", "one"), ("3", "three")] {
        ground.run(&["compare", "tiny.toml", "reform.toml", "--threads", threads, "--out", out]).with_code(0);
    }
    assert!(numbers(&ground.folder_in("one")) == numbers(&ground.folder_in("three")), "a file differs");
    let hash = |out: &str| manifest(&ground.folder_in(out))["trajectory_sha256"].clone();
    assert_eq!(hash("one"), hash("three"));
}

#[test]
fn an_interrupted_comparison_goes_on_where_it_stopped() {
    let ground = ground();
    let words = ["compare", "tiny.toml", "reform.toml", "--threads", "1", "--replicates", "200"];
    let told = ground.interrupt_at_a_tenth(&words);
    assert!(told.contains("of 400 runs are kept. Go on with:"), "{told}");
    let said = ground.run(&words).with_code(0);
    assert!(said.err.contains("Going on: "), "{}", said.err);
    let whole = Ground::new();
    whole.put("tiny.toml", TINY);
    whole.put("reform.toml", format!("{TINY}{CHANGE}"));
    whole.run(&words).with_code(0);
    assert!(numbers(&ground.folder()) == numbers(&whole.folder()), "a file differs");
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_nothing_is_run() {
    let ground = ground();
    fs::write(ground.path.join("file"), "").expect("the temporary folder can be written");
    let said = ground.run(&["compare", "tiny.toml", "reform.toml", "--out", "file/below"]).with_code(1);
    assert!(said.err.contains("Nothing was run"), "{}", said.err);
}
