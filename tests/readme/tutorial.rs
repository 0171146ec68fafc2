//! The tutorial, done by a student who types everything: its commands and its edits, in their order, in one empty
//! folder. A block `toml FILE` is a file to write, or, if it is there already, lines that stand in for those of the
//! same names.

use std::collections::BTreeMap;

use super::blocks::{self, Fenced, Step};
use super::commands::Meaning;
use super::{Ground, answered, difference, read, root};
use crate::bless;

pub(super) const PLACE: &str = "docs/tutorial.md";

/// Something that the student does.
#[derive(Debug)]
enum Deed {
    Types(Step),
    Writes { file: String, lines: Fenced },
}

impl Deed {
    fn line(&self) -> usize {
        match self {
            Deed::Types(step) => step.line,
            Deed::Writes { lines, .. } => lines.line,
        }
    }
}

/// Everything that a text has one do, in its order.
fn deeds(text: &str) -> Vec<Deed> {
    let files: std::collections::BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("```toml ")).map(str::trim).collect();
    let written = files.into_iter().flat_map(|file| {
        let blocks = blocks::fenced(text, &format!("toml {file}"));
        blocks.into_iter().map(move |lines| Deed::Writes { file: file.to_owned(), lines })
    });
    let mut all: Vec<Deed> = blocks::steps(text).into_iter().map(Deed::Types).chain(written).collect();
    all.sort_by_key(Deed::line);
    all
}

/// A file with these lines in place of those that set the same.
fn edited(old: &str, lines: &str) -> Result<String, String> {
    let name = |line: &str| line.split_once('=').map(|(name, _)| name.trim().to_owned());
    let mut all: Vec<&str> = old.lines().collect();
    for line in lines.lines() {
        let wanted = name(line).ok_or_else(|| format!("`{line}` sets nothing"))?;
        let mut places = all.iter_mut().filter(|there| name(there).as_deref() == Some(wanted.as_str()));
        match (places.next(), places.next()) {
            (Some(place), None) => *place = line,
            (None, _) => return Err(format!("there is no line `{wanted} = ...`")),
            (Some(_), Some(_)) => return Err(format!("there are several lines `{wanted} = ...`")),
        }
    }
    Ok(all.join("\n") + "\n")
}

/// A word of a command with the folders of this machine in place of those in the text; nothing if it names one that no
/// output has shown.
fn here(word: &str, folders: &BTreeMap<String, String>) -> Option<String> {
    if !word.starts_with("output/") {
        return Some(word.to_owned());
    }
    let known = folders.iter().find(|(shown, _)| word.starts_with(shown.as_str()));
    known.map(|(shown, real)| word.replacen(shown.as_str(), real, 1))
}

/// The folder that an output names: `output/paris-2013-0123abcd`.
fn folder_in(output: &str) -> Option<String> {
    let line = output.lines().find_map(|line| line.strip_prefix("Results   "))?;
    Some(line.trim_end_matches('/').to_owned())
}

#[test]
fn the_tutorial_can_be_done_in_its_order_and_shows_what_the_program_prints() {
    let (text, ground) = (read(PLACE), Ground::new());
    let (mut wrong, mut steps, mut answers) = (Vec::new(), Vec::new(), Vec::new());
    let mut folders: BTreeMap<String, String> = BTreeMap::new();
    for deed in deeds(&text) {
        match deed {
            Deed::Writes { file, lines } => {
                let there = std::fs::read_to_string(ground.path.join(&file));
                let made = there.map_or(Ok(lines.text.clone()), |old| edited(&old, &lines.text));
                ground.put(&file, made.unwrap_or_else(|why| panic!("{PLACE}:{}: in {file} {why}", lines.line)));
            }
            Deed::Types(step) => {
                let Meaning::Program(words) = Meaning::of(&step.command) else { panic!("{PLACE}:{}", step.line) };
                let known = |word: &String| here(word, &folders);
                let words: Option<Vec<String>> = words.iter().map(known).collect();
                let words = words.unwrap_or_else(|| panic!("{PLACE}:{}: nothing has shown this folder", step.line));
                let made =
                    blocks::left_out(&step.output, &answered(&ground, &words, step.output.starts_with("problem")));
                folders.extend(folder_in(&step.output).zip(folder_in(&made)));
                wrong.extend(difference(PLACE, &step, &made));
                answers.push(made);
                steps.push(step);
            }
        }
    }
    assert!(steps.len() > 10, "{PLACE} has a student type something");
    if !wrong.is_empty() && bless::is_blessing() {
        let made = blocks::rewritten(&text, &steps, &answers);
        let made = folders.iter().fold(made, |text, (shown, real)| text.replace(shown.as_str(), real));
        wrong.extend(bless::compared(&root().join(PLACE), &made, true, |_| String::new()));
    }
    let how = "SOFTPOWER_BLESS=1 cargo test --release tutorial writes what the program says now";
    assert!(wrong.is_empty(), "\n{}\n\n{how}\n", wrong.join("\n"));
}

#[test]
fn deeds_come_in_the_order_of_the_text() {
    let text = "```toml b.toml\nc = 1\n```\n```console\n$ softpower list\n```\n```toml a.toml\nd = 1\n```\n";
    let lines: Vec<usize> = deeds(text).iter().map(Deed::line).collect();
    assert_eq!(lines, [2, 5, 8]);
}

#[test]
fn a_line_stands_in_for_the_one_of_its_name() {
    let old = "a = 1  # why\n[b]\nc   = 2\n";
    assert_eq!(edited(old, "c = 3\na = 4\n").as_deref(), Ok("a = 4\n[b]\nc = 3\n"));
    assert!(edited(old, "d = 3\n").is_err() && edited("a = 1\na = 2\n", "a = 3\n").is_err());
}

#[test]
fn a_folder_must_have_been_shown() {
    let folders = BTreeMap::from([("output/a-00000000".to_owned(), "output/a-12345678".to_owned())]);
    assert_eq!(here("output/a-00000000/report.html", &folders).as_deref(), Some("output/a-12345678/report.html"));
    assert_eq!((here("run", &folders).as_deref(), here("output/b-00000000", &folders)), (Some("run"), None));
    assert_eq!(folder_in("a\nResults   output/a-12345678/\n").as_deref(), Some("output/a-12345678"));
}
