//! Small pictures in a terminal: shown where it is one, and nowhere else.

use std::process::{Command, Stdio};

use super::ground::{CHANGE, Ground, TINY};

/// The first letter of a picture of braille characters.
const FIRST: char = '\u{2801}';
const LAST: char = '\u{28ff}';

fn has_picture(text: &str) -> bool {
    text.contains(|letter| (FIRST..=LAST).contains(&letter))
}

/// What the program prints in a terminal that is `columns` wide, with these variables set.
fn in_terminal(ground: &Ground, columns: usize, variables: &[(&str, &str)], words: &str) -> String {
    let program = env!("CARGO_BIN_EXE_softpower");
    // `script` gives it a terminal; what it prints there comes out here.
    let line = format!("stty cols {columns} rows 40; exec '{program}' {words}");
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    command.current_dir(&ground.path).stdin(Stdio::null()).env_remove("NO_COLOR").env("TERM", "xterm");
    command.envs([("LC_ALL", "C.UTF-8")]).envs(variables.iter().copied());
    let said = command.output().expect("`script` of util-linux starts");
    let text = String::from_utf8(said.stdout).expect("it is UTF-8").replace('\r', "\n");
    assert!(said.status.success(), "{text}");
    text
}

#[test]
fn a_run_shows_its_lines_and_its_table_before_its_files() {
    let ground = Ground::with_tiny();
    let text = in_terminal(&ground, 80, &[], "run tiny.toml");
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is missing:\n{text}"));
    let picture = text.find(|letter| (FIRST..=LAST).contains(&letter)).expect("a picture");
    assert!(picture < place("Influence at the end") && place("Influence at the end") < place("Results "), "{text}");
    let coloured = text.lines().filter(|line| has_picture(line)).any(|line| line.contains("\u{1b}[34m"));
    assert!(coloured, "a line is blue:\n{text}");
}

#[test]
fn colours_pictures_and_wishes() {
    let ground = Ground::with_tiny();
    let run = "run tiny.toml --again";
    let plain = in_terminal(&ground, 80, &[("NO_COLOR", "1")], run);
    assert!(has_picture(&plain) && !plain.contains("\u{1b}[3"), "{plain}");
    let cases = [
        (79, ("TERM", "xterm"), run, "narrow"),
        (80, ("TERM", "dumb"), run, "dumb"),
        (80, ("LC_ALL", "C"), run, "without letters"),
        (80, ("TERM", "xterm"), "run tiny.toml --again --quiet", "quiet"),
        (80, ("TERM", "xterm"), "run tiny.toml --again --json", "for other programs"),
        (80, ("TERM", "xterm"), "run tiny.toml --again | cat", "into a pipe"),
    ];
    for (columns, variable, words, why) in cases {
        let text = in_terminal(&ground, columns, &[variable], words);
        assert!(!has_picture(&text), "{why}: {text}");
    }
}

#[test]
fn a_comparison_shows_the_difference() {
    let ground = Ground::with_tiny();
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    let text = in_terminal(&ground, 100, &[], "compare tiny.toml reform.toml");
    assert!(has_picture(&text) && text.contains("reform +"), "{text}");
    let table = text.find("difference, pair by pair").expect("the table");
    assert!(table < text.find("Results ").expect("the files"), "numbers come before files: {text}");
}
