//! `softpower compare --over`: policies in several crises, from settings and from files that are laid over them.

use std::fs;

use super::ground::{CHANGE, Ground, TINY, manifest, names, numbers};

/// Two policies that meet the same event.
fn ground() -> Ground {
    let ground = Ground::new();
    let event = "[event.summit]\nwhen = 2013-02-10\n";
    ground.put("tiny.toml", format!("{TINY}{event}"));
    ground.put("reform.toml", format!("{TINY}{event}{CHANGE}"));
    fs::create_dir(ground.path.join("crises")).expect("the temporary folder can be written");
    ground
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compare<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["compare", "tiny.toml", "reform.toml"], more].concat()
}

#[test]
fn a_file_laid_over_is_the_same_as_its_settings_typed() {
    let ground = ground();
    ground.put(
        "crises/storm.toml",
        "title = \"A storm\"\n[event.summit]\nsize = \"large\"\nwhen = 2013-02-20\n[run]\nend = 2013-03-20\n",
    );
    ground.run(&compare(&["--over", "crises/storm.toml", "--out", "file"])).with_code(0);
    let typed = ["event.summit.size=large", "event.summit.when=2013-02-20", "run.end=2013-03-20"];
    let typed: Vec<&str> = typed.iter().flat_map(|setting| ["--set", setting]).chain(["--out", "typed"]).collect();
    ground.run(&compare(&typed)).with_code(0);
    let [file, typed] = ["file", "typed"].map(|out| ground.folder_in(out));
    let (by_file, by_words) = (manifest(&file), manifest(&typed));
    assert_eq!(by_file["trajectory_sha256"], by_words["trajectory_sha256"]);
    let resolved = |note: &serde_json::Value| note["comparison"]["scenarios"].clone();
    assert_eq!(resolved(&by_file), resolved(&by_words), "title and all");
    assert_eq!(
        (&by_file["comparison"]["crises"][0], file.join("storm/reform/runs.csv").is_file()),
        (&"storm".into(), true)
    );
    let origin = fs::read_to_string(file.join("storm/reform/scenario.toml")).expect("it was made");
    assert!(origin.contains("size = \"large\"  # crises/storm.toml:3"), "{origin}");
}

#[test]
fn files_and_settings_make_one_table_of_regrets_and_one_picture() {
    let ground = ground();
    ground.put("flood.toml", "[event.flood]\nwhen = 2013-02-20T21:00:00\nsize = \"large\"\n");
    ground.put("calm.toml", "[event.summit]\noff = true\n");
    ground.put("both.toml", "based_on = \"flood.toml\"\n[event.summit]\nsize = \"large\"\n");
    let over = ["--over", "flood.toml,calm.toml", "--over", "event.summit.size=small", "--over", "both.toml"];
    let said = ground.run(&compare(&[&over[..], &["--json"]].concat())).with_code(0).json();
    let crises = ["flood", "calm", "event.summit.size=small", "both"];
    let folder = ground.folder();
    assert_eq!(manifest(&folder)["comparison"]["crises"], serde_json::json!(crises));
    assert_eq!(said["measures"].as_array().map(Vec::len), Some(4 * 2 * 3));
    let table = fs::read_to_string(folder.join("regret.csv")).expect("it was made");
    assert_eq!(table.lines().count(), 1 + 4 * 2);
    assert!(table.lines().any(|row| row.starts_with("reform,both,")), "{table}");
    let picture = fs::read_to_string(folder.join("charts/regret.csv")).expect("it was made");
    let rows: Vec<Vec<&str>> = picture.lines().map(|row| row.split(',').collect()).collect();
    assert_eq!(rows[0], ["crisis", "scenario", "mean", "regret", "low90", "high90"]);
    for (row, wanted) in rows[1..].iter().zip(crises.iter().flat_map(|crisis| [(crisis, "tiny"), (crisis, "reform")])) {
        assert_eq!((&row[0], row[1]), (wanted.0, wanted.1));
    }
    let alt = fs::read_to_string(folder.join("charts/alt-text.md")).expect("it was made");
    assert!(alt.contains("Dot plot of how far Canada’s influence is below that of the best policy"), "{alt}");
    assert!(names(&folder.join("charts")).contains(&"regret.png".to_owned()));
    let both = fs::read_to_string(folder.join("both/tiny/scenario.toml")).expect("it was made");
    assert!(both.contains("[event.flood]") && both.contains("size = \"large\"  # both.toml:3"), "{both}");
}

#[test]
fn what_is_typed_has_the_last_word_and_names_that_are_taken_get_a_number() {
    let ground = ground();
    ground.put("storm.toml", "[event.summit]\nsize = \"large\"\n");
    ground.put("crises/storm.toml", "[event.summit]\nsize = \"small\"\n");
    let over = ["--over", "storm.toml,crises/storm.toml", "--set", "event.summit.size=medium"];
    ground.run(&compare(&over)).with_code(0);
    let folder = ground.folder();
    assert_eq!(manifest(&folder)["comparison"]["crises"], serde_json::json!(["storm", "storm-2"]));
    let read = |crisis: &str| fs::read(folder.join(crisis).join("reform/runs.csv")).expect("it was made");
    assert!(read("storm") == read("storm-2"), "both are medium");
}

#[test]
fn every_mistake_in_every_file_is_told_at_its_place() {
    let ground = ground();
    ground.put("one.toml", "[event.summit]\nsiez = \"large\"\n\n[evnt.flood]\n");
    ground.put("two.toml", "[event.summit]\nsize = 40%\n");
    let said = ground.run(&compare(&["--over", "one.toml,two.toml"])).with_code(2);
    for words in ["one.toml:2:1", "Did you mean `size`?", "one.toml:4:2", "two.toml:2:", "2 problems in one.toml"] {
        assert!(said.err.contains(words), "{words}\n{}", said.err);
    }
    // What shows only together with the scenarios is told once, not once for each.
    ground.put("far.toml", "[event.flood]\nwhen = 2013-02-20\naudiences = [\"mars\"]\n");
    ground.put("late.toml", "[event.flood]\nlabel = \"Late\"\n");
    let said = ground.run(&compare(&["--over", "far.toml,late.toml"])).with_code(2);
    assert_eq!(said.err.matches("far.toml:3:").count(), 1, "{}", said.err);
    assert_eq!(said.err.matches("late.toml:1:").count(), 1, "{}", said.err);
    for (text, say) in [("title = \"Nothing\"\n", "There is nothing in this file"), ("", "empty")] {
        ground.put("nothing.toml", text);
        let said = ground.run(&compare(&["--over", "nothing.toml"])).with_code(2);
        assert!(said.err.contains(say), "{}", said.err);
    }
    for (over, say) in [
        ("storm.toml", "There is no file `storm.toml`"),
        ("event.summit.size", "has no values, and is no file"),
        ("run.replicates=2,3", "have other replicates or another seed"),
    ] {
        let said = ground.run(&compare(&["--over", over])).with_code(2);
        assert!(flat(&said.err).contains(say) && said.err.contains("Nothing was run"), "{}", said.err);
    }
    assert!(!names(&ground.path).contains(&"output".to_owned()));
}

#[test]
fn a_crisis_that_holds_policy_gets_a_note() {
    let ground = ground();
    ground.put("storm.toml", "[event.summit]\nsize = \"large\"\n\n[country.canada]\nanswers_per_day = 9\n");
    ground.put("reform-too.toml", "[change.late]\ncountry = \"canada\"\nwhen = 2013-03-01\n");
    let said = ground.run(&compare(&["--over", "storm.toml,reform-too.toml"])).with_code(0);
    let err = flat(&said.err);
    assert_eq!(err.matches("`answers_per_day` is policy. This file is laid over every scenario").count(), 1, "{err}");
    assert!(err.contains("storm.toml:5:1") && err.contains("[change.late] is policy."), "{err}");
    ground.put("storm.toml", "[event.summit]\nsize = \"large\"\n");
    let said = ground.run(&compare(&["--over", "storm.toml", "--out", "plain"])).with_code(0);
    assert!(!said.err.contains("is policy"), "{}", said.err);
}

#[test]
fn a_folder_with_crises_is_repeated_to_the_bit_and_threads_change_nothing() {
    let ground = ground();
    ground.put("flood.toml", "[event.flood]\nwhen = 2013-02-20\nsize = \"large\"\n");
    ground.put("short.toml", "[run]\nend = 2013-03-10\n");
    for (threads, out) in [("1", "one"), ("3", "three")] {
        ground.run(&compare(&["--over", "flood.toml,short.toml", "--threads", threads, "--out", out])).with_code(0);
    }
    let one = ground.folder_in("one");
    assert!(numbers(&one) == numbers(&ground.folder_in("three")), "a file differs");
    // The first crisis is known from the manifest alone.
    fs::remove_file(ground.path.join("flood.toml")).expect("it was made");
    let said = ground.run(&["verify", one.to_str().expect("a plain name")]).with_code(0);
    assert!(said.out.contains("Everything is as it was, to the bit."), "{}", said.out);
}
