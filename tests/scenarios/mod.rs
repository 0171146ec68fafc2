//! The customs house from outside: what a scenario file may say, and what it is told when it is wrong.

mod builtins; // the scenarios that come with the program, and the reference
mod command_line; // settings after --set
mod files; // bytes, encodings, based_on
mod fuzz; // whatever it is fed, it answers
mod mistakes; // what people write, and the words that they get
mod notes; // what can be run but deserves a second look
mod overlay; // a file that is laid over a scenario
mod stories; // what the built-in scenarios tell, run with few replicates

use softpower::scenario::{self, Parsed, Problems, Setting, Source};

/// Two countries and one audience: the smallest world in which something can move.
const SMALL: &str = "\
[audience.europe]
[country.canada]
name = \"Canada\"
[country.uk]
";

fn no_files(_: &str) -> Result<String, String> {
    Err("no such file".to_owned())
}

fn parse(text: &str) -> Result<Parsed, Problems> {
    scenario::parse(&Source { name: "my.toml", text }, &[], &no_files)
}

/// The scenario, which must be right.
fn right(text: &str) -> Parsed {
    parse(text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The small world with more text at its end.
fn small_and(text: &str) -> String {
    format!("{SMALL}{text}")
}

/// The titles of all problems, which must exist.
fn titles(text: &str) -> Vec<String> {
    match parse(text) {
        Ok(_) => panic!("nothing is wrong with:\n{text}"),
        Err(problems) => problems.list().iter().map(|problem| problem.title.clone()).collect(),
    }
}

/// The title of the only problem.
fn title(text: &str) -> String {
    let titles = titles(text);
    assert_eq!(titles.len(), 1, "{titles:#?}");
    titles[0].clone()
}

/// The titles of all notes.
fn notes(text: &str) -> Vec<String> {
    right(text).warnings.iter().map(|note| note.title.clone()).collect()
}

fn setting(path: &str, value: &str) -> Setting {
    Setting { path: path.to_owned(), value: value.to_owned() }
}
