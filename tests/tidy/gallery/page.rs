//! The gallery as Markdown, between two marks of a document; nothing outside of them is touched.

use std::path::PathBuf;

use softpower::charts::origin;
use softpower::scenario::builtin::{self, Builtin};

use super::{Entry, OPENING, picture, place};
use crate::tidy::tree;

const BEGIN: &str = "<!-- begin: made by SOFTPOWER_BLESS=1 cargo test --release gallery -->\n";
const END: &str = "<!-- end -->\n";
const COLUMNS: usize = 120;

/// The documents that show the gallery, as they should be.
pub(super) fn documents(record: &[Entry]) -> Vec<(PathBuf, String)> {
    let found = |builtin: &'static Builtin| {
        let entry = record.iter().find(|entry| entry.name == builtin.name);
        (builtin, entry.unwrap_or_else(|| panic!("{} is in the record", builtin.name)))
    };
    let sections: Vec<String> =
        builtin::LIST.iter().map(found).map(|(builtin, entry)| section(builtin, entry)).collect();
    let first = builtin::LIST.iter().find(|builtin| builtin.name == OPENING).map(found).expect("it is built in");
    [("README.md", opening(first.1)), ("scenarios/README.md", sections.join("\n"))]
        .map(|(path, made)| (tree::root().join(path), between(&tree::read(path), &made)))
        .into()
}

/// A document with this between its marks.
fn between(text: &str, made: &str) -> String {
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.unwrap_or_else(|| panic!("the gallery stands between {BEGIN}and {END}"));
    format!("{before}{BEGIN}\n{made}\n{END}{after}")
}

/// The picture that opens the README.
fn opening(entry: &Entry) -> String {
    let caption = format!(
        "In this scenario the model gives: {} `softpower run {}` draws it; the others hang in the \
         [gallery](scenarios/README.md#the-gallery).",
        entry.finding, entry.name
    );
    format!("{}\n\n{}\n", shown(&entry.alt, &place(&entry.name)), filled(&caption))
}

/// A scenario in the gallery.
fn section(builtin: &Builtin, entry: &Entry) -> String {
    let (_, of) = origin::read(&picture(builtin.name)).expect("it was just held against the scenario");
    let stop = if builtin.title.ends_with(['?', '.']) { "" } else { "." };
    let head = format!("**{}{stop}** {}", builtin.title, builtin.question);
    let runs = of.provenance.replicates;
    let found = format!("In this scenario the model gives: {}", entry.finding);
    let made = format!(
        "`{}`, {runs} runs: `charts/{}.png`. The file: [{name}.toml]({name}.toml)",
        of.provenance.command,
        of.chart,
        name = builtin.name
    );
    let picture = shown(&entry.alt, &format!("../{}", place(builtin.name)));
    format!("### {}\n\n{head}\n\n{picture}\n\n{}\n\n{}\n", builtin.name, filled(&found), filled(&made))
}

/// A picture with its words.
fn shown(alt: &str, place: &str) -> String {
    // The address cannot be broken, and the last word of the text stands with it.
    filled(&format!("![{alt}]({place})"))
}

/// Words in lines that fit, broken between words only; a span of code is one word.
fn filled(text: &str) -> String {
    let (mut lines, mut line, mut inside) = (Vec::new(), String::new(), false);
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match words.last_mut().filter(|_| inside) {
            Some(last) => *last += &format!(" {word}"),
            None => words.push(word.to_owned()),
        }
        inside ^= word.matches('`').count() % 2 == 1;
    }
    for word in words {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > COLUMNS {
            lines.push(std::mem::take(&mut line));
        }
        line += &if line.is_empty() { word } else { format!(" {word}") };
    }
    lines.push(line);
    lines.join("\n")
}

/// Where two texts part.
pub(super) fn first_difference(old: &str, made: &str) -> String {
    let place = old.lines().zip(made.lines()).position(|(a, b)| a != b);
    let place = place.unwrap_or_else(|| old.lines().count().min(made.lines().count()));
    let line = |text: &str| text.lines().nth(place).unwrap_or("(nothing more)").to_owned();
    format!("line {} says otherwise\n  the document: {}\n  the gallery: {}", place + 1, line(old), line(made))
}

#[test]
fn lines_are_broken_between_words_and_never_inside_code() {
    let text = format!("{} `softpower run a` {}", "word ".repeat(22).trim_end(), "more ".repeat(30).trim_end());
    let made = filled(&text);
    assert!(made.lines().count() == 3 && made.lines().all(|line| line.chars().count() <= COLUMNS), "{made}");
    assert_eq!(made.replace('\n', " "), text);
    assert!(made.lines().any(|line| line.starts_with("`softpower run a`")), "{made}");
}

#[test]
fn only_what_stands_between_the_marks_is_made() {
    let text = format!("# A\n\n{BEGIN}\nold\n\n{END}\nrest\n");
    let made = between(&text, "new\n");
    assert_eq!(made, format!("# A\n\n{BEGIN}\nnew\n\n{END}\nrest\n"));
    assert_eq!(between(&made, "new\n"), made);
    assert!(first_difference(&text, &made).starts_with("line 5 says otherwise\n  the document: old"));
}
