//! How files look: a first sentence, lines that fit, and no words that belong into an unfinished file.

use super::complaint::{Complaint, insist, lines};
use super::rust::{self, Rust};
use super::tree;

const COLUMNS: usize = 120;

/// Does a Rust file say in its first lines what it is for?
fn header(path: &str, text: &str) -> Option<Complaint> {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    let words = lines.map(str::trim).collect::<Vec<_>>().join(" ");
    let end = [". ", "? "].iter().filter_map(|mark| words.find(mark)).min();
    let sentence = words[..end.map_or(words.len(), |end| end + 1)].trim();
    let empty_phrases = ["This module", "This file", "Module", "File"];
    let instead = "begin with `//!` and one sentence that says what the room is for";
    if sentence.chars().filter(|c| c.is_alphabetic()).count() < 10 {
        Some(Complaint::new(path, 1, "the file does not say what it is for", instead))
    } else if empty_phrases.iter().any(|phrase| sentence.starts_with(phrase)) {
        Some(Complaint::new(path, 1, format!("\"{sentence}\" talks about the file, not about its purpose"), instead))
    } else {
        None
    }
}

/// A row of a table, in a document or in documentation: Markdown cannot break it.
fn is_row(path: &str, line: &str) -> bool {
    let documentation = ["//! |", "/// |"].iter().any(|mark| line.trim_start().starts_with(mark));
    path.ends_with(".md") && line.starts_with('|') || path.ends_with(".rs") && documentation
}

/// Lines that are too long. Allowed are rows of tables, and the sources of a scenario, each of which is one string.
fn width(path: &str, text: &str) -> Vec<Complaint> {
    let (mut heading, mut wrong) = ("", Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        if path.ends_with(".toml") && line.starts_with('[') {
            heading = line;
        }
        let source = path.starts_with("scenarios/") && heading == "[source]";
        let columns = line.chars().count();
        if columns > COLUMNS && !is_row(path, line) && !source {
            let what = format!("{columns} columns, {COLUMNS} are allowed");
            wrong.push(Complaint::new(path, number, what, "break the line"));
        }
    }
    wrong
}

/// Notes to oneself: in code and comments; a string may say what it likes.
fn unfinished(path: &str, text: &str) -> Vec<Complaint> {
    let views = Rust::of(text);
    let said = |view: &str, word: &str, what: &str, instead: &str| -> Vec<Complaint> {
        let places = rust::places_of(view, word).into_iter();
        places
            .map(|place| Complaint::new(path, rust::line_of(view, place), format!("`{word}`{what}"), instead))
            .collect()
    };
    let note =
        |word| said(&views.comments, word, " is a note to oneself", "do it, or say in a document that it is not done");
    let gap = |word: &str| -> Vec<Complaint> {
        let called =
            |c: &Complaint| views.code.lines().nth(c.line - 1).is_some_and(|l| l.contains(&format!("{word}!")));
        let all = said(&views.code, word, "! stops whoever comes here", "write what is missing");
        all.into_iter().filter(called).collect()
    };
    let notes = ["TODO", "FIXME", "XXX", "HACK"].into_iter().flat_map(note);
    notes.chain(["todo", "unimplemented"].into_iter().flat_map(gap)).collect()
}

/// Attributes that silence a lint or a test.
fn silenced(path: &str, text: &str) -> Vec<Complaint> {
    let code = Rust::of(text).code;
    let attribute = |word: &'static str, instead: &'static str| {
        let inside = |place: &usize| {
            let attribute = &code[..*place];
            attribute.rfind("#[").max(attribute.rfind("#![")).is_some_and(|begin| !attribute[begin..].contains(']'))
        };
        let places: Vec<usize> = rust::places_of(&code, word).into_iter().filter(inside).collect();
        let line = |place: &usize| rust::line_of(&code, *place);
        places.iter().map(line).map(|line| Complaint::new(path, line, format!("`{word}`"), instead)).collect::<Vec<_>>()
    };
    let allow = attribute("allow", "#[expect(..., reason = \"...\")], which rings when it is no longer needed");
    [allow, attribute("ignore", "repair the test, or remove it")].concat()
}

/// Places of one machine, which nobody else has.
const MACHINES: [&str; 5] = ["/tmp/", "/home/", "/root/", "/Users/", "C:\\"];

/// Places of one machine in a document.
fn machines(path: &str, text: &str) -> Vec<Complaint> {
    let wrong = |(number, line): (usize, &str)| {
        let named = MACHINES.iter().find(|place| {
            let begins =
                |(at, _): (usize, &str)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".-_~/".contains(c));
            line.match_indices(**place).any(begins)
        })?;
        Some(Complaint::new(
            path,
            number,
            format!("`{named}` is a place on somebody's machine"),
            "a path in the repository",
        ))
    };
    (1..).zip(text.lines()).filter_map(wrong).collect()
}

#[test]
fn every_file_says_at_its_top_what_it_is_for() {
    insist(&tree::files("rs").filter_map(|file| header(&file.path, &file.text)).collect::<Vec<_>>());
}

#[test]
fn no_line_is_wider_than_120_columns() {
    let files = tree::files("rs").chain(tree::files("md")).chain(tree::files("toml"));
    insist(&files.flat_map(|file| width(&file.path, &file.text)).collect::<Vec<_>>());
}

#[test]
fn nothing_is_left_unfinished_or_silenced() {
    let both = |file: &tree::File| [unfinished(&file.path, &file.text), silenced(&file.path, &file.text)].concat();
    insist(&tree::files("rs").flat_map(both).collect::<Vec<_>>());
}

#[test]
fn documents_name_no_place_on_somebodys_machine() {
    let files = tree::files("md").chain(tree::files("toml"));
    insist(&files.flat_map(|file| machines(&file.path, &file.text)).collect::<Vec<_>>());
}

#[test]
fn a_header_that_says_nothing_rings() {
    for text in [
        "",
        "use a::b;\n",
        "//!\n",
        "//! Foo.\n",
        "//! This module contains helpers for charts.\n",
        "\n//! Late, but long enough.\n",
    ] {
        assert!(header("src/a.rs", text).is_some(), "{text:?}");
    }
    assert_eq!(header("src/a.rs", "//! Who follows whom, without a list: by\n//! permutation.\n"), None);
}

#[test]
fn a_wide_line_rings_unless_it_cannot_be_broken() {
    let wide = "x".repeat(121);
    assert_eq!(lines(&width("src/a.rs", &format!("a\n{wide}\n"))), [2]);
    assert!(width("src/a.rs", &"é".repeat(120)).is_empty(), "columns are letters, not bytes");
    assert_eq!(lines(&width("src/a.rs", &format!("| {wide} |"))), [1]);
    assert!(width("a.md", &format!("| {wide} |")).is_empty());
    assert!(width("src/a.rs", &format!("    /// | {wide} |")).is_empty());
    let sources = format!("[model]\na = \"{wide}\"\n[source]\nb = \"{wide}\"\n");
    assert_eq!(lines(&width("scenarios/a.toml", &sources)), [2]);
    assert_eq!(lines(&width("Cargo.toml", &sources)), [2, 4]);
}

#[test]
fn notes_to_oneself_ring_in_comments_and_code_and_not_in_strings() {
    let text =
        "// TODO: later\nfn a() { todo!() }\n/* FIXME */ fn b() { unimplemented!() }\nlet c = \"TODO\"; // XXX\n";
    let mut rung = lines(&unfinished("src/a.rs", text));
    rung.sort_unstable();
    assert_eq!(rung, [1, 2, 3, 3, 4]);
    assert!(unfinished("src/a.rs", "let todo = \"XXX\"; // a mastodon\n").is_empty());
}

#[test]
fn silencing_attributes_ring() {
    let text = "#![allow(dead_code)]\n#[cfg_attr(test, allow(unused))]\n#[test]\n#[ignore = \"slow\"]\nfn allow() {}\n";
    assert_eq!(lines(&silenced("src/a.rs", text)), [1, 2, 4]);
    assert!(silenced("src/a.rs", "#[expect(dead_code, reason = \"allow\")]\nfn ignore() { allow(); }\n").is_empty());
}

#[test]
fn places_on_a_machine_ring() {
    let text = "see `/tmp/x`\nhttps://example.org/home/\ndocs/home/a.md\nC:\\softpower\n";
    assert_eq!(lines(&machines("a.md", text)), [1, 4]);
}
