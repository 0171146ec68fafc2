//! No giants: a function that does not fit on a screen computes, judges and prints at once.

use super::complaint::{Complaint, insist};
use super::rust::{self, Rust};
use super::tree;

const LINES: usize = 70;

/// Functions that may be longer: file, name, why.
const LONG: &[(&str, &str, &str)] = &[
    ("src/scenario/read.rs", "model", "a table: one line for each assumption, nothing is decided"),
    ("tests/reference/small_worlds.rs", "model", "a table: one line for each assumption, nothing is decided"),
];

/// A function that is too long.
#[derive(Debug)]
struct Giant {
    file: String,
    line: usize,
    name: String,
    lines: usize,
}

impl Giant {
    fn complaint(&self) -> Complaint {
        let what = format!("`{}` has {} lines, {LINES} are allowed", self.name, self.lines);
        Complaint::new(
            &self.file,
            self.line,
            what,
            "give its parts names of their own: one computes, one judges, one prints",
        )
    }

    fn is_excused(&self) -> bool {
        LONG.iter().any(|(file, name, _)| self.file == *file && self.name == *name)
    }
}

fn giants(path: &str, text: &str) -> Vec<Giant> {
    let code = Rust::of(text).code;
    let giant = |place: usize| {
        let name = rust::name_at(code[place + 2..].trim_start());
        // A type such as `fn(u32) -> f64` has no name.
        let block = (!name.is_empty()).then(|| rust::block_after(&code, place)).flatten()?;
        let (first, last) = (rust::line_of(&code, place), rust::line_of(&code, block.end - 1));
        let lines = last - first + 1;
        (lines > LINES).then(|| Giant { file: path.to_owned(), line: first, name: name.to_owned(), lines })
    };
    rust::places_of(&code, "fn").into_iter().filter_map(giant).collect()
}

fn all() -> Vec<Giant> {
    tree::files("rs").flat_map(|file| giants(&file.path, &file.text)).collect()
}

#[test]
fn no_function_is_longer_than_70_lines() {
    insist(&all().iter().filter(|giant| !giant.is_excused()).map(Giant::complaint).collect::<Vec<_>>());
}

#[test]
fn every_excuse_for_a_long_function_is_still_needed() {
    for (file, name, why) in LONG {
        let needed = all().iter().any(|giant| giant.file == *file && giant.name == *name);
        assert!(
            needed && why.len() > 20,
            "{file}: `{name}` needs no excuse in tests/tidy/functions.rs, or has no reason"
        );
    }
}

#[test]
fn a_long_function_rings_and_a_long_table_does_not() {
    let body = "    a();\n".repeat(69);
    let text = format!(
        "const T: [u8; 2] = [\n{body}];\nfn short(f: fn(u32) -> u32) {{\n}}\n\n\
         fn long<const N: usize>() -> [u8; N] {{\n{body}}}\n"
    );
    let found = giants("src/a.rs", &text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].name.as_str(), found[0].lines, found[0].line), ("long", 71, 75));
    assert!(giants("src/a.rs", &text.replacen("    a();\n    a();\n", "    a();\n", 2)).len() < 2);
    assert!(giants("src/a.rs", &format!("fn fits() {{\n{}}}\n", "    a();\n".repeat(68))).is_empty());
}
