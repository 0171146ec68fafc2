//! What is printed, and where: help, JSON, colours, pipes, 80 columns.

use std::fs;
use std::process::{Command, Stdio};

use crate::ground::{CHANGE, Ground, TINY, names};

#[test]
fn help_and_version_exit_with_0() {
    let ground = Ground::new();
    for words in [&["--help"][..], &["run", "--help"], &["--version"]] {
        assert!(ground.run(words).with_code(0).out.contains("softpower"));
    }
}

#[test]
fn json_is_one_object_on_standard_output_for_every_command() {
    let ground = Ground::with_tiny();
    for words in [
        &["run", "tiny.toml"][..],
        &["run", "tiny.toml"],
        &["check", "tiny.toml"],
        &["new", "mine.toml"],
        &["list"],
        &["show", "tiny.toml"],
        &["explain", "approval_delay"],
        &["explain", "schedule"],
        &["explain", "assumptions"],
        &["completions", "bash"],
    ] {
        let answer = ground.run(&[words, &["--json"]].concat()).with_code(0).json();
        assert_eq!(answer["command"], words[0]);
    }
    for words in [&["fly"][..], &["run", "nothing.toml"], &["new", "mine.toml"], &["explain", "nothing"]] {
        let answer = ground.run(&[words, &["--json"]].concat()).with_code(2).json();
        assert_eq!(answer["error"]["exit_code"], 2, "{answer}");
        assert!(answer["error"]["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
}

#[test]
fn json_of_a_run_holds_the_findings() {
    let ground = Ground::new();
    ground.put("tiny.toml", format!("{TINY}{CHANGE}"));
    let answer = ground.run(&["run", "tiny.toml", "--json", "--again"]).with_code(0).json();
    assert_eq!(answer["already_done"], false);
    assert_eq!(answer["seed"], 7);
    assert!(ground.path.join(answer["folder"].as_str().unwrap()).join("manifest.json").is_file());
    let canada = &answer["countries"][0];
    assert_eq!(canada["country"], "canada");
    assert!(canada["influence_index"]["median"].is_f64() && canada["difference"]["low90"].is_number());
    assert!(answer["countries"][1]["difference"].is_null(), "the other country has no changes");
}

#[test]
fn quiet_prints_the_folder_and_nothing_else() {
    let ground = Ground::with_tiny();
    let said = ground.run(&["run", "tiny.toml", "--quiet"]).with_code(0);
    let name = ground.folder().file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!((said.out, said.err), (format!("output/{name}/\n"), String::new()));
    let said = ground.run(&["check", "tiny.toml", "--quiet"]).with_code(0);
    assert_eq!((said.out, said.err), (String::new(), String::new()));
}

#[test]
fn progress_is_a_line_per_tenth_on_standard_error() {
    let ground = Ground::with_tiny();
    let said = ground.run(&["run", "tiny.toml", "--replicates", "40", "--threads", "1"]).with_code(0);
    let lines: Vec<&str> = said.err.lines().filter(|line| line.contains("of 40 replicates")).collect();
    assert_eq!(lines.len(), 10, "{}", said.err);
    assert!(lines[0].starts_with(" 10 %   4 of 40 replicates"), "{}", lines[0]);
    assert!(!said.out.contains('%') || !said.out.contains("of 40"), "{}", said.out);
}

#[test]
fn a_reader_who_goes_away_is_no_mistake() {
    let ground = Ground::with_tiny();
    for words in [&["run", "tiny.toml"][..], &["show", "paris-2013"], &["list"], &["completions", "zsh"], &["--help"]] {
        let mut child = ground.start(words);
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{words:?}\n{err}");
        assert!(!err.contains("panic"), "{words:?}\n{err}");
    }
    assert!(ground.folder().join("manifest.json").is_file(), "the work was done all the same");
}

/// Standard error and output of `softpower check typo.toml` in a terminal of its own.
fn in_a_terminal(ground: &Ground, no_color: Option<&str>) -> String {
    let program = env!("CARGO_BIN_EXE_softpower");
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{program} check typo.toml"), "/dev/null"]);
    command.current_dir(&ground.path).stdin(Stdio::null()).env("TERM", "xterm").env_remove("NO_COLOR");
    if let Some(value) = no_color {
        command.env("NO_COLOR", value);
    }
    let output = command.output().expect("`script` starts");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn no_color_is_respected() {
    let ground = Ground::new();
    ground.put("typo.toml", TINY.replace("members", "membres"));
    let coloured = in_a_terminal(&ground, None);
    assert!(coloured.contains("\x1b[") && coloured.contains("membres"), "{coloured}");
    let plain = in_a_terminal(&ground, Some("1"));
    assert!(!plain.contains('\x1b') && plain.contains("membres"), "{plain}");
}

#[test]
fn everything_fits_into_80_columns() {
    let ground = Ground::new();
    ground.put("tiny.toml", format!("{TINY}{CHANGE}"));
    for words in [
        &["run", "tiny.toml"][..],
        &["run", "tiny.toml", "--replicates", "3", "--threads", "1"],
        &["run", "nothing.toml"],
        &["check", "paris-2013"],
        &["check", "tiny.toml", "--set", "country.canada.aproval_delay=4h"],
        &["list"],
        &["explain", "approval_delay"],
        &["explain", "schedule"],
        &["explain", "assumptions"],
        &["new", "other.toml", "--from", "paris-2013"],
    ] {
        let said = ground.run(words);
        for line in said.out.lines().chain(said.err.lines()) {
            assert!(line.chars().count() <= 80, "{words:?}\n{line}");
        }
    }
}

#[test]
fn reading_commands_write_nothing() {
    let ground = Ground::with_tiny();
    for words in [
        &["check", "tiny.toml"][..],
        &["show", "tiny.toml"],
        &["list"],
        &["explain", "schedule"],
        &["completions", "fish"],
    ] {
        ground.run(words).with_code(0);
    }
    assert_eq!(names(&ground.path), ["tiny.toml"]);
}

#[test]
fn new_files_are_fine_and_never_written_over_another() {
    let ground = Ground::new();
    for words in [&["new"][..], &["new", "full", "--full"], &["new", "reform.toml", "--from", "paris-2013"]] {
        ground.run(words).with_code(0);
    }
    assert_eq!(names(&ground.path), ["full.toml", "my-scenario.toml", "reform.toml"]);
    for name in names(&ground.path) {
        assert!(ground.run(&["check", &name]).with_code(0).out.contains("is fine"), "{name}");
    }
    let before = fs::read(ground.path.join("full.toml")).unwrap();
    let said = ground.run(&["new", "full"]).with_code(2);
    assert!(said.err.contains("full.toml is there already"), "{}", said.err);
    assert_eq!(fs::read(ground.path.join("full.toml")).unwrap(), before);
}

#[test]
fn what_show_prints_is_itself_a_scenario() {
    let ground = Ground::with_tiny();
    let shown = ground.run(&["show", "tiny.toml", "--set", "run.seed=9"]).with_code(0).out;
    assert!(shown.lines().any(|line| line.starts_with("seed = 9")), "{shown}");
    ground.put("shown.toml", &shown);
    ground.run(&["check", "shown.toml"]).with_code(0);
    let again = ground.run(&["show", "shown.toml"]).with_code(0).out;
    let without_notes = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split('#').next().unwrap_or("").trim_end().to_owned()).collect()
    };
    assert_eq!(without_notes(&shown), without_notes(&again));
}

#[test]
fn built_in_scenarios_are_found_by_name_with_or_without_their_ending() {
    let ground = Ground::new();
    for name in ["paris-2013", "paris-2013.toml", "reform-2015"] {
        ground.run(&["check", name]).with_code(0);
    }
    // A file beside comes first.
    ground.put("paris-2013.toml", TINY);
    assert!(ground.run(&["check", "paris-2013.toml"]).with_code(0).out.contains("Two small countries"));
}
