//! Sweeps: every run is that of its setting alone, nothing finished is done twice or lost, parts make a whole.

use super::ground::TINY;
use super::ground::{Ground, SmallDisk, files, is_changed_build, manifest, names, numbers};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

const SWEEP: &str = r#"
[sweep]
replicates = 6

[sweep.try]
"canada.comments_on_events" = ["0%", "40%", "100%"]
"country.uk.approval_delay" = "1h..200h, 4 values"
"#;

fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("study.toml", format!("{TINY}{SWEEP}"));
    ground
}

/// All rows of a table, cell by cell, by the names of their columns.
fn rows(path: &Path) -> Vec<BTreeMap<String, Field>> {
    let file = fs::File::open(path).expect("the table is there");
    let table = SerializedFileReader::new(file).expect("it is Parquet");
    let row =
        |row: parquet::record::Row| row.get_column_iter().map(|(name, cell)| (name.clone(), cell.clone())).collect();
    table.get_row_iter(None).expect("it has rows").map(|each| row(each.expect("a whole row"))).collect()
}

fn csv_rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut table = csv::Reader::from_path(path).expect("the table is there");
    table.deserialize().map(|row| row.expect("a whole row")).collect()
}

#[test]
fn every_run_is_that_of_its_setting_alone() {
    let ground = ground();
    let said = ground.run(&["sweep", "study.toml", "--csv"]).with_code(0);
    assert!(said.out.contains("12 settings × 6 replicates = 72 runs"), "{}", said.out);
    assert!(said.out.contains("1h, 5.848h, 34.2h, 200h"), "{}", said.out);
    let folder = ground.folder();
    let all = rows(&folder.join("runs.parquet"));
    let records = 14;
    assert_eq!(all.len(), 72 * records * 2);
    // Setting 6 is 40 % and 34.2 hours: the third value of the second axis.
    let mine = ["--set", "canada.comments_on_events=40%", "--set", "uk.approval_delay=34.2h"];
    let words = [&["run", "study.toml", "--replicates", "6", "--out", "alone"], &mine[..]].concat();
    ground.run(&words).with_code(0);
    let alone = csv_rows(&ground.folder_in("alone").join("runs.csv"));
    let of_setting: Vec<_> = all.iter().filter(|row| row["setting"] == Field::ULong(6)).collect();
    assert_eq!(of_setting.len(), alone.len());
    for (row, alone) in of_setting.iter().zip(&alone) {
        assert_eq!(row["country_uk_approval_delay_hours"], Field::Double(34.2));
        assert_eq!(row["country_canada_comments_on_events"], Field::Double(0.4));
        assert_eq!(row["country"], Field::Str(alone["country"].clone()));
        for measure in ["influence_index", "voice", "engaged", "approval_hours_median", "voice_in_public"] {
            let there = alone[measure].parse::<f64>().ok();
            assert_eq!(row[measure], there.map_or(Field::Null, Field::Double), "{measure}");
        }
    }
    let as_text = csv_rows(&folder.join("runs.csv"));
    assert_eq!(as_text.len(), all.len());
    for (text, row) in as_text.iter().zip(&all) {
        assert_eq!(Field::Double(text["influence_index"].parse().unwrap()), row["influence_index"]);
    }
}

#[test]
fn settings_csv_says_what_the_runs_come_to() {
    let ground = ground();
    ground.run(&["sweep", "study.toml", "--csv", "--measure", "influence_index,engaged"]).with_code(0);
    let folder = ground.folder();
    let (runs, settings) = (csv_rows(&folder.join("runs.csv")), csv_rows(&folder.join("settings.csv")));
    assert_eq!((runs.len(), settings.len()), (72 * 14 * 2, 24));
    for setting in &settings {
        let of = |row: &&BTreeMap<String, String>| {
            row["setting"] == setting["setting"] && row["country"] == setting["country"]
        };
        let mut engaged = [0.0; 6];
        let mut last = [0.0; 6];
        for row in runs.iter().filter(of) {
            let replicate: usize = row["replicate"].parse().unwrap();
            engaged[replicate] += row["engaged"].parse::<f64>().unwrap();
            last[replicate] = row["influence_index"].parse().unwrap();
        }
        for (mut numbers, name) in [(engaged, "engaged_median"), (last, "influence_index_median")] {
            numbers.sort_by(f64::total_cmp);
            let median = (numbers[2] + numbers[3]) / 2.0;
            assert!((setting[name].parse::<f64>().unwrap() - median).abs() < 1e-9, "{name}");
        }
        assert_eq!((setting["runs"].as_str(), setting["failed"].as_str()), ("6", "0"));
    }
    // Replicates share luck across settings: what Canada says does not change who hears Britain.
    let engaged = |setting: &str, country: &str| -> Vec<String> {
        let of = |row: &&BTreeMap<String, String>| row["setting"] == setting && row["country"] == country;
        runs.iter().filter(of).map(|row| row["engaged"].clone()).collect()
    };
    assert_ne!(engaged("0", "canada"), engaged("8", "canada"));
    assert_eq!(engaged("0", "uk"), engaged("8", "uk"));
}

#[test]
fn threads_and_the_order_of_work_change_no_byte() {
    let ground = ground();
    for (threads, out) in [("1", "one"), ("3", "three")] {
        ground.run(&["sweep", "study.toml", "--threads", threads, "--out", out]).with_code(0);
    }
    let (one, three) = (ground.folder_in("one"), ground.folder_in("three"));
    let same = |folder: &Path| {
        let other = |name: &str| name.starts_with("analysis"); // which name the folder
        numbers(folder).into_iter().filter(|(name, _)| !other(name)).collect::<Vec<_>>()
    };
    assert!(same(&one) == same(&three));
    assert_eq!(manifest(&one)["trajectory_sha256"], manifest(&three)["trajectory_sha256"]);
}

/// Numbers between 0 and 1 that look like luck and are the same each time.
fn luck(number: u64) -> f64 {
    let mixed = (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn killed_twenty_times_it_ends_with_the_same_bytes() {
    let ground = ground();
    let words = ["sweep", "study.toml", "--replicates", "20"];
    ground.run(&words).with_code(0);
    let whole = ground.folder();
    let wanted = numbers(&whole);
    fs::rename(&whole, ground.path.join("whole")).unwrap();
    let (mut kills, mut went_on) = (0, 0);
    while kills < 20 {
        let mut child = ground.start(&words);
        std::thread::sleep(Duration::from_millis(20 + (150.0 * luck(kills)) as u64));
        let finished = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        let said: super::ground::Said = child.wait_with_output().unwrap().into();
        went_on += u64::from(said.err.contains("Going on:"));
        kills += 1;
        if finished {
            assert!(numbers(&ground.folder()) == wanted, "after {kills} kills");
            fs::remove_dir_all(ground.folder()).unwrap();
        }
    }
    ground.run(&words).with_code(0);
    assert!(numbers(&ground.folder()) == wanted);
    assert!(went_on >= 5, "only {went_on} of 20 found something to go on with");
}

#[test]
fn an_interrupted_sweep_whose_lists_grow_keeps_what_it_has_done() {
    let ground = ground();
    let told = ground.interrupt_at_a_tenth(&["sweep", "study.toml", "--replicates", "20"]);
    assert!(told.contains("of 240 runs are kept. Go on with:"), "{told}");
    assert!(names(&ground.path.join("output")).iter().any(|name| name.ends_with(".parts")));
    let more = ["sweep", "study.toml", "--replicates", "22", "--try", "canada.comments_on_events=0%,40%,100%,10%"];
    let said = ground.run(&more).with_code(0);
    assert!(said.err.contains("of 352 runs are kept from before"), "{}", said.err);
}

#[test]
fn a_sweep_that_grows_does_only_what_is_new_and_ends_with_the_same_bytes() {
    let ground = ground();
    ground.run(&["sweep", "study.toml"]).with_code(0);
    let first = ground.folder();
    let more = |out: &str, replicates: &str| {
        let tried = "canada.comments_on_events=0%,40%,100%,10%";
        ground.run(&["sweep", "study.toml", "--replicates", replicates, "--try", tried, "--out", out]).with_code(0)
    };
    more("alone", "8");
    let alone = ground.folder_in("alone");
    let grown = ground.path.join("output").join(alone.file_name().unwrap());
    let said = more("output", "8").err;
    if is_changed_build() {
        assert!(!said.contains("taken from"), "{said}");
    } else {
        assert!(said.contains("72 runs are taken from output/sweep-study-"), "{said}");
        assert!(said.contains("Going on: 72 of 128 runs are kept from before."), "{said}");
    }
    let tables = |folder: &Path| ["runs.parquet", "settings.csv"].map(|name| fs::read(folder.join(name)).unwrap());
    assert!(tables(&grown) == tables(&alone));
    assert_eq!(manifest(&grown)["trajectory_sha256"], manifest(&alone)["trajectory_sha256"]);
    // A table that is no longer what it was gives nothing, nor does one with other luck or other measures.
    fs::remove_dir_all(&grown).unwrap();
    let told = |words: &[&str]| ground.run(&[&["sweep", "study.toml"], words].concat()).with_code(0).err;
    for other in [&["--seed", "8"][..], &["--measure", "voice"], &["--set", "uk.missions=9"]] {
        let said = told(other);
        assert!(!said.contains("taken from"), "{other:?}: {said}");
    }
    let mut bytes = fs::read(first.join("runs.parquet")).unwrap();
    bytes[2000] ^= 1;
    fs::write(first.join("runs.parquet"), bytes).unwrap();
    let said = told(&["--replicates", "7"]);
    assert!(!said.contains("taken from"), "{said}");
}

#[test]
fn a_full_disk_keeps_what_is_done_and_room_lets_it_end_with_the_same_bytes() {
    let ground = ground();
    let words = ["sweep", "study.toml", "--replicates", "12", "--out"];
    ground.run(&[&words[..], &["large"]].concat()).with_code(0);
    let disk = SmallDisk::mount(&ground.path.join("small"), 1);
    let said = ground.run(&[&words[..], &["small"]].concat()).with_code(1);
    assert!(said.err.contains("the disk is full.") && said.err.contains("runs are kept"), "{}", said.err);
    assert!(names(&disk.0).iter().all(|name| name.ends_with(".parts")), "{:?}", names(&disk.0));
    disk.enlarge();
    let said = ground.run(&[&words[..], &["small"]].concat()).with_code(0);
    assert!(said.err.contains("are kept from before"), "{}", said.err);
    let tables = |folder: &Path| {
        let mut all = numbers(folder);
        all.retain(|(name, _)| !name.starts_with("analysis"));
        all
    };
    assert!(tables(&ground.folder_in("small")) == tables(&ground.folder_in("large")));
}

#[test]
fn nothing_is_run_where_nothing_can_be_written() {
    let ground = ground();
    ground.put("file", "in the way");
    let said = ground.run(&["sweep", "study.toml", "--out", "file/below"]).with_code(1);
    assert!(said.err.contains("a part of this path is a file") && said.err.contains("Nothing was run"), "{}", said.err);
}

#[test]
fn two_at_once_end_with_one_whole_folder() {
    let ground = ground();
    let words = ["sweep", "study.toml", "--replicates", "20"];
    let both = [ground.start(&words), ground.start(&words)];
    for child in both {
        let said: super::ground::Said = child.wait_with_output().unwrap().into();
        said.with_code(0);
    }
    let folder = ground.folder();
    let beside = numbers(&folder);
    fs::remove_dir_all(&folder).unwrap();
    ground.run(&words).with_code(0);
    assert!(numbers(&ground.folder()) == beside);
}

#[test]
fn three_parts_make_the_whole() {
    let ground = ground();
    ground.run(&["sweep", "study.toml"]).with_code(0);
    let whole = numbers(&ground.folder());
    fs::rename(ground.folder(), ground.path.join("whole")).unwrap();
    let part = |part: &str| ground.run(&["sweep", "study.toml", "--shard", part]);
    let first = part("1/3").with_code(0);
    assert!(first.out.contains("Part 1 of 3 is done: 24 runs in"), "{}", first.out);
    part("3/3").with_code(0);
    let parts = names(&ground.path.join("output")).remove(0);
    let parts = format!("output/{parts}");
    let said = ground.run(&["merge", &parts]).with_code(1);
    assert!(said.err.contains("24 runs of 72 are missing"), "{}", said.err);
    assert!(said.err.contains("softpower sweep study.toml --shard 2/3\n"), "{}", said.err);
    part("2/3").with_code(0);
    part("2/3").with_code(0);
    ground.run(&["merge", &parts]).with_code(0);
    assert!(numbers(&ground.folder()) == whole, "and nothing is left beside it");
}

#[test]
fn parts_made_elsewhere_are_merged_there() {
    let ground = ground();
    let part = |part: &str| ground.run(&["sweep", "study.toml", "--out", "else", "--shard", part]).with_code(0).out;
    part("1/2");
    let said = part("2/2");
    let merge = said.lines().last().and_then(|line| line.trim().strip_prefix("softpower ")).expect("a command");
    assert!(merge.ends_with(".parts --out else"), "{said}");
    ground.run(&merge.split(' ').collect::<Vec<_>>()).with_code(0);
    assert!(ground.folder_in("else").join("runs.parquet").is_file());
    let script = ground.run(&["sweep", "study.toml", "--out", "else", "--slurm", "2"]).with_code(0).out;
    assert!(script.contains(".parts --out else'"), "{script}");
}

#[test]
fn parts_of_separate_machines_are_merged_and_torn_or_mixed_ones_are_not() {
    let ground = ground();
    for (part, out) in [("1/2", "a"), ("2/2", "b")] {
        ground.run(&["sweep", "study.toml", "--shard", part, "--out", out]).with_code(0);
    }
    let [a, b] = ["a", "b"].map(|out| format!("{out}/{}", names(&ground.path.join(out))[0]));
    let merge = |out: &str| ground.run(&["merge", &a, &b, "--out", out]);
    let journal = ground.path.join(&b).join("part-2-of-2.journal");
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 3]).unwrap();
    let torn = merge("out").with_code(1);
    assert!(
        torn.err.contains("1 run of 72 are missing") || torn.err.contains("1 run of 72 is missing"),
        "{}",
        torn.err
    );
    fs::write(&journal, &whole[..40]).unwrap();
    let stump = merge("out").with_code(2);
    assert!(stump.err.contains("part-2-of-2.journal") && stump.err.contains("that part again"), "{}", stump.err);
    fs::write(&journal, &whole).unwrap();
    ground.put("study.toml", format!("{TINY}{}", SWEEP.replace("100%", "90%")));
    ground.run(&["sweep", "study.toml", "--shard", "1/2", "--out", "other"]).with_code(0);
    let other = format!("other/{}", names(&ground.path.join("other"))[0]);
    let said = ground.run(&["merge", &a, &other]).with_code(2);
    assert!(said.err.contains("come from two different"), "{}", said.err);
    let before = files(&ground.path.join(&a));
    merge("out").with_code(0);
    assert_eq!(before.len(), 1);
    assert_eq!(csv_rows(&ground.folder_in("out").join("settings.csv")).len(), 24);
    assert!(ground.run(&["merge", "nowhere"]).with_code(2).err.contains("There are no parts of a sweep in nowhere"));
}

#[test]
fn a_dry_run_tells_the_work_and_leaves_nothing() {
    let ground = ground();
    let said = ground.run(&["sweep", "study.toml", "--dry-run", "--json"]).with_code(0).json();
    assert_eq!((said["settings"].as_u64(), said["runs"].as_u64()), (Some(12), Some(72)));
    assert_eq!(said["first_setting"]["country.uk.approval_delay"], "1h");
    assert_eq!(said["last_setting"]["country.uk.approval_delay"], "200h");
    assert!(said["seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(names(&ground.path), ["study.toml"]);
    let words = ground.run(&["sweep", "study.toml", "--dry-run"]).with_code(0);
    assert!(
        words.out.contains("Nothing was run.") && words.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        words.out
    );
}

#[test]
fn settings_that_cannot_be_run_are_found_before_anything_is() {
    let ground = ground();
    let words = ["sweep", "study.toml", "--try", "run.end=2013-02-01,2012-06-01,2012-07-01"];
    let said = ground.run(&words).with_code(2);
    assert!(said.err.contains("24 settings of the sweep cannot be run"), "{}", said.err);
    assert!(said.err.contains("is before the start"), "{}", said.err);
    assert_eq!(names(&ground.path), ["study.toml"]);
    for (words, say) in [
        (&["sweep", "study.toml", "--try", "canada.approval_delay"][..], "has no values"),
        (&["sweep", "study.toml", "--shard", "4/3"], "is no part of a whole"),
        (&["sweep", "study.toml", "--samples", "4"], "`samples` counts the points of a `sample`"),
        (&["sweep", "null-model"], "does not say what is tried"),
        (&["sweep", "study.toml", "--measure", "voise"], "did you mean `voice`?"),
    ] {
        assert!(ground.run(words).with_code(2).err.contains(say), "{say}");
    }
}

#[test]
fn the_script_for_slurm_does_each_part_once() {
    let ground = ground();
    let script = ground.run(&["sweep", "study.toml", "--slurm", "4", "--out", "shared"]).with_code(0).out;
    assert!(script.starts_with("#!/bin/sh\n#SBATCH") && script.contains("--array=1-4"), "{script}");
    ground.put("job.sh", &script);
    let program = Path::new(env!("CARGO_BIN_EXE_softpower")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    for part in ["1", "2", "3", "4"] {
        let task = std::process::Command::new("sh")
            .arg("job.sh")
            .current_dir(&ground.path)
            .env("PATH", &path)
            .env("SLURM_ARRAY_TASK_ID", part)
            .output()
            .unwrap();
        assert!(task.status.success(), "{}", String::from_utf8_lossy(&task.stderr));
    }
    let merge =
        script.lines().find_map(|line| Some(line.split_once("--wrap 'softpower ")?.1.trim_end_matches('\''))).unwrap();
    let words: Vec<&str> = merge.split(' ').collect();
    ground.run(&words).with_code(0);
    assert_eq!(manifest(&ground.folder_in("shared"))["sweep"]["settings"], 12);
}

#[test]
fn the_same_sweep_again_is_done_already() {
    let ground = ground();
    ground.run(&["sweep", "study.toml"]).with_code(0);
    let before = files(&ground.folder());
    let said = ground.run(&["sweep", "study.toml"]).with_code(0);
    if is_changed_build() {
        assert!(said.err.contains("was built from changed sources"), "{}", said.err);
    } else {
        assert!(said.out.contains("Already done") && files(&ground.folder()) == before, "{}", said.out);
    }
    // From its own files it can be repeated.
    let folder = ground.folder();
    let again = folder.join("scenario.toml").display().to_string();
    ground.run(&["sweep", &again, "--out", "again"]).with_code(0);
    let parquet = |folder: &Path| fs::read(folder.join("runs.parquet")).unwrap();
    assert!(parquet(&ground.folder_in("again")) == parquet(&folder));
}

#[test]
fn verify_repeats_a_sweep_or_a_sample_of_it_and_notices_another_number() {
    let ground = ground();
    ground.run(&["sweep", "study.toml", "--measure", "influence_index,voice"]).with_code(0);
    let folder = ground.folder();
    let path = folder.display().to_string();
    let whole = ground.run(&["verify", &path]).with_code(0);
    assert!(whole.out.contains("72 runs") && whole.out.contains("1 thread"), "{}", whole.out);
    let sample = ground.run(&["verify", &path, "--sample", "5"]).with_code(0);
    assert!(sample.out.contains("5 of 72 runs"), "{}", sample.out);
    // Another scenario in the manifest gives other numbers.
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
    let other = manifest.replace("followers_per_account = 100", "followers_per_account = 120");
    assert_ne!(other, manifest);
    fs::write(folder.join("manifest.json"), other).unwrap();
    let said = ground.run(&["verify", &path, "--threads", "2"]).with_code(3);
    assert!(said.err.contains("Something differs"), "{}", said.err);
    let said = ground.run(&["verify", &path, "--sample", "3"]).with_code(3);
    assert!(said.err.contains("setting 0, replicate 0: other numbers"), "{}", said.err);
}

/// The Python of the tests, with pandas and pyarrow; `./test` installs it.
fn python() -> std::path::PathBuf {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python/bin/python");
    assert!(python.exists(), "{} is missing: ./test installs it", python.display());
    python
}

#[test]
fn the_program_for_pandas_runs_as_it_is_and_says_the_same() {
    let ground = ground();
    ground.run(&["sweep", "study.toml"]).with_code(0);
    let folder = ground.folder();
    let script = folder.join("analysis.py");
    let done = std::process::Command::new(python()).arg(&script).current_dir(&ground.path).output().unwrap();
    let (said, why) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{why}");
    let settings = csv_rows(&folder.join("settings.csv"));
    let canada: Vec<_> = settings.iter().filter(|row| row["country"] == "canada").collect();
    let line = |values: [&str; 2]| {
        let is_it = |line: &&str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words.len() == 6 && words[0] == values[0] && words[1] == values[1]
        };
        said.lines().find(is_it).unwrap_or_else(|| panic!("{values:?}\n{said}"))
    };
    // pandas prints the value of the first key once, before the values of the second.
    let median: f64 = line(["0.4", "1.000"]).split_whitespace().nth(3).unwrap().parse().unwrap();
    assert!((median - canada[4]["influence_index_median"].parse::<f64>().unwrap()).abs() < 1e-4, "{said}");
    assert!(said.contains("Difference to the first setting"), "{said}");
}
