//! `softpower verify`: a result folder repeated, and what is said when something differs.

use std::fs;

use super::ground::{CHANGE, Ground, TINY};

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn runs_comparisons_and_attributions_are_repeated_to_the_bit() {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    for (words, out) in [
        (&["run", "reform.toml"][..], "run"),
        (&["compare", "tiny.toml", "reform.toml", "--over", "canada.answers_per_day=1,9"], "compare"),
        (&["attribute", "reform.toml"], "attribute"),
        (&["attribute", "reform.toml", "--against", "tiny.toml"], "against"),
        (&["attribute", "tiny.toml", "--mechanisms", "--replicates", "1", "--set", "run.end=2013-01-05"], "mechanisms"),
    ] {
        ground.run(&[words, &["--out", out]].concat()).with_code(0);
        let folder = ground.folder_in(out);
        let said = ground.run(&["verify", folder.to_str().expect("a plain name")]).with_code(0);
        assert!(said.out.contains("Everything is as it was, to the bit."), "{}", said.out);
        assert!(said.out.contains("  1 thread ") && said.out.contains("  2 threads "), "{}", said.out);
        for line in said.out.lines().filter(|line| !line.contains(out)) {
            assert!(line.chars().count() <= 100, "a hash has 64 digits: {line}");
        }
        assert!(!ground.path.join("output").exists(), "it writes nothing");
    }
    for out in ["run", "compare"] {
        let folder = ground.folder_in(out);
        let words = ["verify", folder.to_str().expect("a plain name"), "--sample", "2", "--json"];
        let said = ground.run(&words).with_code(0).json();
        assert_eq!(said["same"], true);
        let findings = said["findings"].as_array().expect("a list");
        assert_eq!(findings.len(), if out == "run" { 3 } else { 5 }, "files, and each table: {findings:?}");
        assert!(findings[1]["says"].as_str().is_some_and(|says| says == "replicates 0, 2"), "{findings:?}");
    }
}

#[test]
fn a_changed_file_and_changed_numbers_are_told_with_exit_code_3() {
    let ground = Ground::with_tiny_done();
    let folder = ground.folder();
    let name = folder.to_str().expect("a plain name").to_owned();
    let table = fs::read_to_string(folder.join("runs.csv")).expect("it was made");
    let row = table.lines().nth(9).expect("a row");
    let cells: Vec<&str> = row.split(',').collect();
    let spoiled = row.replacen(cells[4], "0.123", 1);
    fs::write(folder.join("runs.csv"), table.replacen(row, &spoiled, 1)).expect("it can be written");
    let said = ground.run(&["verify", &name, "--sample", "4"]).with_code(3);
    let err = one_line(&said.err);
    assert!(err.contains("Something differs.") && err.contains("runs.csv: has been changed"), "{err}");
    let says = format!(
        "replicate {}, {}, {}, influence: {} here, 0.123 in the folder",
        cells[0], cells[2], cells[3], cells[4]
    );
    assert!(err.contains(&says), "{says}\n{err}");

    fs::remove_file(folder.join("charts/voice.png")).expect("it was made");
    let manifest = fs::read_to_string(folder.join("manifest.json")).expect("it was made");
    let hash = manifest.split("\"trajectory_sha256\": \"").nth(1).and_then(|rest| rest.get(..64)).expect("a hash");
    fs::write(folder.join("manifest.json"), manifest.replace(hash, &"0".repeat(64))).expect("it can be written");
    let said = ground.run(&["verify", &name, "--threads", "1", "--json"]).with_code(3).json();
    let message = one_line(said["error"]["message"].as_str().expect("a sentence"));
    assert_eq!(said["error"]["kind"], "differs");
    assert!(message.contains("charts/voice.png: is missing"), "{message}");
    assert!(message.contains(&format!("1 thread: {hash}, in the folder 0000")), "{message}");
}

#[test]
fn what_is_no_result_folder_is_refused_with_exit_code_2() {
    let ground = Ground::with_tiny();
    fs::create_dir(ground.path.join("empty")).expect("the temporary folder can be written");
    for (words, say) in [
        (&["verify", "nothing"][..], "There is no folder nothing"),
        (&["verify", "empty"], "empty is no result folder"),
        (&["verify", "empty", "--sample", "0"], "0 is not in"),
    ] {
        let said = ground.run(words).with_code(2);
        assert!(said.err.contains(say), "{}", said.err);
    }
}
