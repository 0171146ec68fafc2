//! The result folder: whole, well-formed, the same for any number of threads.

use std::fs;

use sha2::{Digest, Sha256};

use crate::ground::{CHANGE, Ground, TINY, files, is_changed_build, manifest, names, numbers};

#[test]
fn a_run_makes_every_file_and_the_manifest_knows_them_all() {
    let ground = Ground::with_tiny();
    let said = ground.run(&["run", "tiny.toml"]).with_code(0);
    let folder = ground.folder();
    let made: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
    let wanted = [
        "charts/alt-text.md",
        "charts/influence.csv",
        "charts/influence.png",
        "charts/influence.svg",
        "charts/voice.csv",
        "charts/voice.png",
        "charts/voice.svg",
        "columns.csv",
        "manifest.json",
        "runs.csv",
        "scenario.toml",
        "trajectories.csv",
    ];
    assert_eq!(made, wanted);
    let manifest = manifest(&folder);
    let noted: Vec<&str> = manifest["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(noted.len(), wanted.len() - 1);
    for file in manifest["files"].as_array().unwrap() {
        let bytes = fs::read(folder.join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(file["bytes"].as_u64().unwrap(), bytes.len() as u64, "{file}");
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"], hash, "{file}");
    }
    // The table of influence, the files, and one next command.
    for words in
        ["Two small countries   tiny.toml", "median", "United Kingdom", "charts/influence.png", "Next: softpower"]
    {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
}

#[test]
fn tables_are_tidy_and_complete() {
    let ground = Ground::with_tiny();
    ground.run(&["run", "tiny.toml"]).with_code(0);
    let folder = ground.folder();
    let read = |name: &str| -> (Vec<String>, Vec<Vec<String>>) {
        // The reader refuses rows of another length than the header.
        let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let row = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
        (header, reader.records().map(|record| row(record.unwrap())).collect())
    };
    let (header, tidy) = read("trajectories.csv");
    assert_eq!(header, ["date", "country", "audience", "measure", "median", "low90", "high90"]);
    let records: std::collections::BTreeSet<&str> = tidy.iter().map(|row| row[0].as_str()).collect();
    assert!(records.contains("2013-01-01") && records.len() > 10);
    for row in &tidy {
        let number = |place: usize| row[place].parse::<f64>().ok();
        match (number(5), number(4), number(6)) {
            (Some(low), Some(median), Some(high)) => assert!(low <= median && median <= high, "{row:?}"),
            _ => assert!(row[4..].iter().all(String::is_empty), "{row:?}"),
        }
    }
    let (wide, runs) = read("runs.csv");
    assert_eq!(runs.len(), 4 * records.len() * 2, "replicates x records x countries");
    assert!(runs.iter().all(|row| row[1] == "7"), "the seed is a column");
    assert_eq!(tidy.len(), records.len() * 2 * (wide.len() - 4));
    let (header, columns) = read("columns.csv");
    assert_eq!(header, ["name", "unit", "meaning"]);
    let known = |name: &String| columns.iter().any(|row| row[0] == *name && !row[2].is_empty());
    assert!(wide.iter().all(known) && tidy[0].len() == 7, "every column is explained");
}

#[test]
fn the_median_in_the_tidy_table_is_the_median_of_the_runs() {
    let ground = Ground::with_tiny();
    ground.run(&["run", "tiny.toml", "--replicates", "3"]).with_code(0);
    let mut runs = csv::Reader::from_path(ground.folder().join("runs.csv")).unwrap();
    let place = runs.headers().unwrap().iter().position(|name| name == "influence_index").unwrap();
    let rows: Vec<csv::StringRecord> = runs.records().map(Result::unwrap).collect();
    let last_date = rows.last().unwrap()[2].to_owned();
    let of_canada = rows.iter().filter(|row| row[2] == last_date && &row[3] == "canada");
    let mut values: Vec<f64> = of_canada.map(|row| row[place].parse().unwrap()).collect();
    values.sort_by(f64::total_cmp);
    let mut tidy = csv::Reader::from_path(ground.folder().join("trajectories.csv")).unwrap();
    let row = tidy
        .records()
        .map(Result::unwrap)
        .find(|row| row[0] == last_date && &row[1] == "canada" && row[2].is_empty() && &row[3] == "influence_index");
    assert_eq!(row.unwrap()[4].parse::<f64>().unwrap(), values[1], "the middle of three");
}

#[test]
fn a_scenario_with_changes_brings_its_ghosts_and_the_difference() {
    let ground = Ground::new();
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    let said = ground.run(&["run", "reform.toml"]).with_code(0);
    let folder = ground.folder();
    assert!(said.out.contains("Canada's influence"), "{}", said.out);
    assert!(said.out.contains("Each pair met the same events."), "{}", said.out);
    assert!(!said.out.contains("United Kingdom's influence"), "only Canada changes\n{}", said.out);
    let ghosts = fs::read_to_string(folder.join("ghosts.csv")).unwrap();
    let runs = fs::read_to_string(folder.join("runs.csv")).unwrap();
    assert_eq!(ghosts.lines().count(), runs.lines().count());
    assert_ne!(ghosts, runs);
    // The ghost is the scenario without the change, on the same luck.
    let other = Ground::with_tiny();
    other.run(&["run", "tiny.toml"]).with_code(0);
    assert_eq!(ghosts, fs::read_to_string(other.folder().join("runs.csv")).unwrap());
    let mut table = csv::Reader::from_path(folder.join("differences.csv")).unwrap();
    let header: Vec<&str> = table.headers().unwrap().iter().collect();
    assert_eq!(header[4..], ["median", "low90", "high90", "ghost_median", "ghost_low90", "ghost_high90"]);
    let before = |row: &csv::StringRecord| &row[0] < "2013-02-01" && !row[4].is_empty();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).filter(before).collect();
    assert!(rows.len() > 100 && rows.iter().all(|row| &row[4] == "0"), "nothing differs before the change");
}

#[test]
fn the_number_of_threads_changes_times_and_command_in_the_manifest_and_nothing_else() {
    let ground = Ground::new();
    ground.put("tiny.toml", format!("{TINY}{CHANGE}"));
    ground.run(&["run", "tiny.toml", "--threads", "1", "--out", "one"]).with_code(0);
    ground.run(&["run", "tiny.toml", "--threads", "3", "--out", "three"]).with_code(0);
    let (one, three) = (ground.folder_in("one"), ground.folder_in("three"));
    assert_eq!(one.file_name(), three.file_name());
    assert!(numbers(&one) == numbers(&three), "a file differs");
    let (mut a, mut b) = (manifest(&one), manifest(&three));
    assert_eq!((&a["threads"], &b["threads"]), (&1.into(), &3.into()));
    for differs in ["threads", "command", "started", "ended"] {
        for manifest in [&mut a, &mut b] {
            assert!(manifest.as_object_mut().unwrap().remove(differs).is_some(), "{differs}");
        }
    }
    assert_eq!(a, b);
}

#[test]
fn the_same_inputs_are_already_done_unless_the_sources_have_changed() {
    let ground = Ground::with_tiny();
    ground.run(&["run", "tiny.toml"]).with_code(0);
    let before = files(&ground.folder());
    let again = ground.run(&["run", "tiny.toml"]).with_code(0);
    if is_changed_build() {
        assert!(again.err.contains("built from changed sources"), "{}", again.err);
        assert!(again.out.contains("median"), "{}", again.out);
    } else {
        let folder = ground.folder();
        let name = folder.file_name().unwrap().to_string_lossy();
        assert_eq!(again.out, format!("Already done: output/{name}/ (use --again to redo)\n"));
        assert!(files(&folder) == before, "nothing was touched");
    }
}

#[test]
fn again_redoes_it_and_keeps_the_notes_of_the_user() {
    let ground = Ground::with_tiny();
    ground.run(&["run", "tiny.toml"]).with_code(0);
    let (folder, before) = (ground.folder(), numbers(&ground.folder()));
    let spoiled = fs::read_to_string(folder.join("runs.csv")).unwrap().replace("canada", "CANADA");
    fs::write(folder.join("runs.csv"), spoiled).unwrap();
    fs::write(folder.join("charts/notes.txt"), "mine").unwrap();
    ground.run(&["run", "tiny.toml", "--again"]).with_code(0);
    assert_eq!(fs::read_to_string(folder.join("charts/notes.txt")).unwrap(), "mine");
    fs::remove_file(folder.join("charts/notes.txt")).unwrap();
    assert!(numbers(&ground.folder()) == before);
}

#[test]
fn a_folder_with_a_missing_file_is_made_anew() {
    let ground = Ground::with_tiny();
    ground.run(&["run", "tiny.toml"]).with_code(0);
    let before = numbers(&ground.folder());
    fs::remove_file(ground.folder().join("columns.csv")).unwrap();
    let said = ground.run(&["run", "tiny.toml"]).with_code(0);
    assert!(said.err.contains("Files are missing"), "{}", said.err);
    assert!(numbers(&ground.folder()) == before);
}

#[test]
fn one_setting_can_be_changed_on_the_command_line() {
    let ground = Ground::with_tiny();
    for words in [
        &["run", "tiny.toml"][..],
        &["run", "tiny.toml", "--set", "country.canada.approval_delay=4h"],
        &["run", "tiny.toml", "--seed", "8"],
        &["run", "tiny.toml", "--replicates", "2"],
    ] {
        ground.run(words).with_code(0);
    }
    let folders = names(&ground.path.join("output"));
    assert_eq!(folders.len(), 4, "other inputs, other folders: {folders:?}");
    let settings = |text: &str| {
        let of =
            |name: &String| fs::read_to_string(ground.path.join("output").join(name).join("scenario.toml")).unwrap();
        folders.iter().filter(|name| of(name).lines().any(|line| line.starts_with(text))).count()
    };
    assert_eq!(settings("approval_delay = \"4h\""), 1);
    assert_eq!(settings("seed = 8"), 1);
    assert_eq!(settings("replicates = 2"), 1);
}

#[test]
fn the_resolved_scenario_of_a_folder_gives_the_same_numbers() {
    let ground = Ground::with_tiny();
    ground.run(&["run", "tiny.toml", "--set", "run.seed=9"]).with_code(0);
    let first = ground.folder();
    fs::copy(first.join("scenario.toml"), ground.path.join("copy.toml")).unwrap();
    ground.run(&["run", "copy.toml", "--out", "second"]).with_code(0);
    let second = ground.folder_in("second");
    assert_eq!(manifest(&first)["trajectory_sha256"], manifest(&second)["trajectory_sha256"]);
    assert_eq!(fs::read(first.join("runs.csv")).unwrap(), fs::read(second.join("runs.csv")).unwrap());
}
