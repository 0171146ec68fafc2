//! Whatever the customs house is fed, it answers: with a scenario, or with at least one problem that can be shown.

use super::{no_files, setting};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use softpower::scenario::{self, Source, builtin, decode};

/// What mutations put into a text: the stuff that scenarios are made of, and what breaks them.
const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "\"",
    "\"\"\"",
    "'",
    "=",
    "#",
    "\n",
    "\r\n",
    ".",
    ",",
    "%",
    "{",
    "}",
    "\\",
    "\\u00",
    "“",
    "é",
    "\0",
    "nan",
    "-",
    "1e400",
    "2015-02-30",
    "[run]",
    "[country.canada]\n",
    "off = true\n",
    "based_on = \"reform-2015\"\n",
    "h",
    "0",
    "99999999999999999999",
    "never",
    "unlimited",
    "\"desks\"",
    "\t",
    "\u{feff}",
    "//",
    "=\n",
    "x = 1\n",
    " = [\n",
];

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(2013), failure_persistence: None, ..ProptestConfig::default() }
}

/// Parses, and shows whatever there is to show.
fn answers(text: &str) -> Result<(), TestCaseError> {
    match scenario::parse(&Source { name: "fuzz.toml", text }, &[], &no_files) {
        Ok(parsed) => {
            parsed.warnings.iter().for_each(|note| drop(note.render(true)));
            let again = parsed.resolved.to_toml(true);
            let again = scenario::parse(&Source { name: "fuzz.toml", text: &again }, &[], &no_files);
            prop_assert_eq!(again.map(|again| again.scenario).ok(), Some(parsed.scenario));
        }
        Err(problems) => {
            prop_assert!(!problems.list().is_empty());
            prop_assert!(problems.render(false).ends_with("Nothing was run."));
            prop_assert!(problems.render(true).len() >= problems.render(false).len());
        }
    }
    Ok(())
}

#[derive(Clone, Debug)]
enum Mutation {
    Insert(Index, &'static str),
    Remove(Index, usize),
    Double(Index, usize),
    Swap(Index, Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        (at(), select(PIECES)).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (at(), 1..40_usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (at(), 1..200_usize).prop_map(|(at, length)| Mutation::Double(at, length)),
        (at(), at()).prop_map(|(one, other)| Mutation::Swap(one, other)),
    ]
}

fn mutated(text: &str, mutations: &[Mutation]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for mutation in mutations.iter().filter(|_| !text.is_empty()) {
        if letters.is_empty() {
            break;
        }
        match mutation {
            Mutation::Insert(at, piece) => {
                let at = at.index(letters.len());
                letters.splice(at..at, piece.chars());
            }
            Mutation::Remove(at, length) => {
                let at = at.index(letters.len());
                letters.drain(at..(at + length).min(letters.len()));
            }
            Mutation::Double(at, length) => {
                let at = at.index(letters.len());
                let piece = letters[at..(at + length).min(letters.len())].to_vec();
                letters.splice(at..at, piece);
            }
            Mutation::Swap(one, other) => {
                let (one, other) = (one.index(letters.len()), other.index(letters.len()));
                letters.swap(one, other);
            }
        }
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn mutated_scenarios(which in any::<Index>(), mutations in prop::collection::vec(mutation(), 1..12)) {
        let builtin = which.get(builtin::LIST);
        let text = builtin::text(builtin.name).unwrap_or("");
        answers(&mutated(text, &mutations))?;
    }

    #[test]
    fn pieces_of_scenarios(pieces in prop::collection::vec(select(PIECES), 0..60)) {
        answers(&pieces.concat())?;
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        answers(&text)?;
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        match decode(&bytes, "fuzz.toml") {
            Ok(text) => answers(&text)?,
            Err(problems) => prop_assert!(!problems.list().is_empty()),
        }
    }

    #[test]
    fn any_setting(path in "[a-z_.]{0,30}", value in "\\PC{0,20}", which in select(PIECES)) {
        let text = builtin::text("paris-2013").unwrap_or("");
        let settings = [setting(&path, &value), setting("canada.approval_delay", &value), setting("seed", which)];
        for settings in settings.each_ref().map(std::slice::from_ref) {
            if let Err(problems) = scenario::parse(&Source { name: "fuzz.toml", text }, settings, &no_files) {
                prop_assert!(!problems.render(true).is_empty());
            }
        }
    }
}
