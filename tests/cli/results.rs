//! The result folder: whole, well-formed, the same for any number of threads.

use std::fs;

use sha2::{Digest, Sha256};
use softpower::output::parquet::{Cells, for_each_group};

use super::ground::{CHANGE, Ground, TINY, files, is_changed_build, manifest, names, numbers, reform_done, tiny_done};

#[test]
fn a_run_makes_every_file_and_the_manifest_knows_them_all() {
    let (folder, said) = tiny_done();
    let made: Vec<String> = files(folder).into_iter().map(|(name, _)| name).collect();
    let wanted = [
        "charts/alt-text.md",
        "charts/attention.csv",
        "charts/attention.json",
        "charts/attention.png",
        "charts/attention.svg",
        "charts/attitudes.csv",
        "charts/attitudes.json",
        "charts/attitudes.png",
        "charts/attitudes.svg",
        "charts/funnel.csv",
        "charts/funnel.json",
        "charts/funnel.png",
        "charts/funnel.svg",
        "charts/influence.csv",
        "charts/influence.json",
        "charts/influence.png",
        "charts/influence.svg",
        "charts/standing.csv",
        "charts/standing.json",
        "charts/standing.png",
        "charts/standing.svg",
        "charts/voice.csv",
        "charts/voice.json",
        "charts/voice.png",
        "charts/voice.svg",
        "columns.csv",
        "manifest.json",
        "report.html",
        "runs.csv",
        "scenario.toml",
        "trajectories.csv",
    ];
    assert_eq!(made, wanted);
    let manifest = manifest(folder);
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
    let (folder, _) = tiny_done();
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
    let (folder, _) = tiny_done();
    let mut runs = csv::Reader::from_path(folder.join("runs.csv")).unwrap();
    let place = runs.headers().unwrap().iter().position(|name| name == "influence_index").unwrap();
    let rows: Vec<csv::StringRecord> = runs.records().map(Result::unwrap).collect();
    let last_date = rows.last().unwrap()[2].to_owned();
    let of_canada = rows.iter().filter(|row| row[2] == last_date && &row[3] == "canada");
    let mut values: Vec<f64> = of_canada.map(|row| row[place].parse().unwrap()).collect();
    values.sort_by(f64::total_cmp);
    let mut tidy = csv::Reader::from_path(folder.join("trajectories.csv")).unwrap();
    let row = tidy
        .records()
        .map(Result::unwrap)
        .find(|row| row[0] == last_date && &row[1] == "canada" && row[2].is_empty() && &row[3] == "influence_index");
    let middle = (values[1] + values[2]) / 2.0;
    assert!((row.unwrap()[4].parse::<f64>().unwrap() - middle).abs() < 1e-9, "the middle of four");
}

#[test]
fn a_scenario_with_changes_brings_its_ghosts_and_the_difference() {
    let (folder, said) = reform_done();
    assert!(said.out.contains("Canada's influence"), "{}", said.out);
    assert!(said.out.contains("Each pair met the same events."), "{}", said.out);
    assert!(!said.out.contains("United Kingdom's influence"), "only Canada changes\n{}", said.out);
    let ghosts = fs::read_to_string(folder.join("ghosts.csv")).unwrap();
    let runs = fs::read_to_string(folder.join("runs.csv")).unwrap();
    assert_eq!(ghosts.lines().count(), runs.lines().count());
    assert_ne!(ghosts, runs);
    // The ghost is the scenario without the change, on the same luck.
    assert!(ghosts == fs::read_to_string(tiny_done().0.join("runs.csv")).unwrap());
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
    let ground = Ground::with_tiny_done();
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
    let ground = Ground::with_tiny_done();
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
    let ground = Ground::with_tiny_done();
    let before = numbers(&ground.folder());
    fs::remove_file(ground.folder().join("columns.csv")).unwrap();
    let said = ground.run(&["run", "tiny.toml"]).with_code(0);
    assert!(said.err.contains("Files are missing"), "{}", said.err);
    assert!(numbers(&ground.folder()) == before);
}

#[test]
fn settings_can_be_changed_on_the_command_line() {
    let ground = Ground::with_tiny_done();
    let set = ["--set", "country.canada.approval_delay=4h", "--seed", "8", "--replicates", "2"];
    ground.run(&[&["run", "tiny.toml"], &set[..]].concat()).with_code(0);
    let folders = names(&ground.path.join("output"));
    assert_eq!(folders.len(), 2, "other inputs, another folder: {folders:?}");
    for setting in ["approval_delay = \"4h\"", "seed = 8", "replicates = 2"] {
        let has_it = |name: &&String| {
            let text = fs::read_to_string(ground.path.join("output").join(name).join("scenario.toml")).unwrap();
            text.lines().any(|line| line.starts_with(setting) && line.contains("command line"))
        };
        assert_eq!(folders.iter().filter(has_it).count(), 1, "{setting}");
    }
}

#[test]
fn the_resolved_scenario_of_a_folder_gives_the_same_numbers() {
    let ground = Ground::new();
    let (first, _) = reform_done();
    fs::copy(first.join("scenario.toml"), ground.path.join("copy.toml")).unwrap();
    ground.run(&["run", "copy.toml", "--out", "second"]).with_code(0);
    let second = ground.folder_in("second");
    assert_eq!(manifest(first)["trajectory_sha256"], manifest(&second)["trajectory_sha256"]);
    assert_eq!(fs::read(first.join("runs.csv")).unwrap(), fs::read(second.join("runs.csv")).unwrap());
}

#[test]
fn every_message_of_the_first_replicate_is_told_and_one_of_them_in_words() {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    ground.run(&["run", "tiny.toml"]).with_code(0);
    let untold = manifest(&ground.folder());
    ground.run(&["run", "tiny.toml", "--trace"]).with_code(0);
    let folder = ground.folder();
    let told = manifest(&folder);
    assert_eq!(untold["trajectory_sha256"], told["trajectory_sha256"], "telling changes nothing");
    let table = fs::read_to_string(folder.join("messages.csv")).unwrap();
    let (mut ids, mut shown) = (Vec::new(), 0);
    let packed = folder.join("messages.parquet");
    for_each_group(&packed, &["id", "shown"], |cells| {
        if let [Cells::Text(id), Cells::Whole(number)] = cells {
            ids.extend(id.iter().map(|id| String::from_utf8(id.data().to_vec()).unwrap()));
            shown += number.iter().sum::<i64>();
        }
        Ok(())
    })
    .unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    for_each_group(&packed, &header.iter().collect::<Vec<_>>(), |_| Ok(())).expect("all columns");
    let place = header.iter().position(|name| name == "shown").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(!rows.is_empty() && ids.iter().eq(rows.iter().map(|row| &row[0])), "the same messages in the same order");
    assert_eq!(shown, rows.iter().map(|row| row[place].parse::<i64>().unwrap()).sum::<i64>());
    let message = table.lines().find(|line| line.contains(",comment,") && line.contains(",published,")).unwrap();
    let id = message.split(',').next().unwrap();
    let folder = folder.to_str().unwrap();
    let said = ground.run(&["explain", "message", folder, id]).with_code(0).out;
    assert!(said.contains(&format!("Message {id} is a comment")) && said.contains("It was published"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    for (words, wanted) in [
        (vec!["explain", "message"], "Which message?"),
        (vec!["explain", "message", folder, "ffffffffffffffffffff"], "There is no message"),
        (vec!["explain", "message", "nowhere", id], "There is no messages.csv"),
        (vec!["explain", "reach", folder, id], "Only messages and assumptions lie in a folder"),
    ] {
        let said = ground.run(&words).with_code(2);
        assert!(said.err.contains(wanted), "{}", said.err);
    }
}
