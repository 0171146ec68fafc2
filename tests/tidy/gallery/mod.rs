//! The gallery: every built-in scenario with its picture, its question and its finding, in `scenarios/README.md`; the
//! best picture opens the README. It is made by the program and recorded in `docs/pictures/gallery.json`:
//! `SOFTPOWER_BLESS=1 cargo test --release gallery` runs again what no longer fits, and fails once. Without that word
//! nothing is run: whether a picture still fits is read from the picture, from the record and from the golden values.

mod making; // what is run, drawn and read to make an entry
mod page; // the entries as Markdown, and the place for them in a document

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use softpower::charts::origin::{self, Origin};
use softpower::scenario::builtin::{self, Builtin};
use softpower::scenario::{Source, parse, with_settings};

use super::tree;
use crate::bless;

/// Where the record lies.
const RECORD: &str = "docs/pictures/gallery.json";

/// The chart of each scenario that answers its question best.
const CHARTS: &[(&str, &str)] = &[
    ("broadcast-vs-dialogue", "voice"), // who gains: voice draws level, influence does not move
    ("paris-2013", "influence"),
    ("paris-2013-desks", "attention"), // where the days go, and what they cost
    ("reform-2014", "difference"),
    ("reform-2015", "difference"),
    ("seven-policies", "influence"),
    ("weibo-bypass", "difference"),
    ("crisis-friday-night", "voice"), // who is heard
    ("rumour-race", "difference"),
    ("gaffe-tradeoff", "difference"),
    ("precleared-line", "attention"), // whether it must be slow
    ("null-model", "difference"),
    ("internet-scale", "voice"), // who is heard
    ("reference", "funnel"),
];

/// The scenario whose picture opens the README.
const OPENING: &str = "seven-policies";

/// What the record says of a scenario's picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// The scenario.
    name: String,
    /// What came out, in the words of report and chart.
    finding: String,
    /// What is to be seen, in the words of the chart.
    alt: String,
    /// SHA-256 of the picture.
    picture: String,
    /// SHA-256 of the golden values of the scenario when the picture was made: they move when results change.
    golden: String,
}

/// An entry with all that is held against it.
struct Shown<'a> {
    entry: &'a Entry,
    /// The bytes of the picture.
    picture: &'a [u8],
    /// The scenario as it is now, with all its settings.
    resolved: &'a str,
    /// Its golden values as they are now.
    golden: &'a str,
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn place(name: &str) -> String {
    format!("docs/pictures/{name}.png")
}

fn picture(name: &str) -> Vec<u8> {
    fs::read(tree::root().join(place(name))).unwrap_or_default()
}

fn golden(name: &str) -> String {
    tree::read(&format!("tests/golden/{name}.txt"))
}

fn resolved(builtin: &Builtin) -> String {
    let text = builtin::text(builtin.name).expect("it is in the list");
    let parsed = parse(&Source { name: builtin.name, text }, &[], &|_| Err("built-in scenarios need no files".into()));
    parsed.unwrap_or_else(|problems| panic!("{problems}")).resolved.to_toml(false)
}

fn chart_of(name: &str) -> &'static str {
    let found = CHARTS.iter().find(|(scenario, _)| *scenario == name).map(|(_, chart)| *chart);
    found.unwrap_or_else(|| panic!("{name}: say in CHARTS of tests/tidy/gallery/mod.rs which chart shows it best"))
}

/// Why a picture no longer fits its scenario; nothing if it does.
fn stale(shown: &Shown<'_>) -> Option<String> {
    let Shown { entry, picture, resolved, golden } = shown;
    let because = |why: &str| Some(format!("{}: {why}", place(&entry.name)));
    if sha256(picture) != entry.picture {
        return because("is not the picture in the record");
    }
    let Ok((_, Origin { chart, provenance, .. })) = origin::read(picture) else {
        return because("does not say where it comes from");
    };
    let [carried] = &provenance.scenarios[..] else { return because("shows more than one scenario") };
    let of_then = with_settings(&carried.name, &carried.resolved, &[]).map(|own| own.resolved.to_toml(false));
    if provenance.scenario != entry.name || chart != chart_of(&entry.name) {
        return because(&format!("shows {chart} of {}", provenance.scenario));
    }
    if of_then.ok().as_deref() != Some(*resolved) {
        return because("the scenario has other settings now");
    }
    if provenance.version != env!("CARGO_PKG_VERSION") || sha256(golden.as_bytes()) != entry.golden {
        return because("results have changed since");
    }
    None
}

/// What the record holds; nothing before the first making.
fn recorded() -> Vec<Entry> {
    let text = fs::read_to_string(tree::root().join(RECORD)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Why the picture of a built-in scenario must be made, if it must.
fn reason(builtin: &Builtin, record: &[Entry]) -> Option<String> {
    let Some(entry) = record.iter().find(|entry| entry.name == builtin.name) else {
        return Some(format!("{}: is not there yet", place(builtin.name)));
    };
    let (picture, golden) = (picture(builtin.name), golden(builtin.name));
    stale(&Shown { entry, picture: &picture, resolved: &resolved(builtin), golden: &golden })
}

#[test]
fn the_gallery_shows_every_scenario_as_it_is_now() {
    let mut record = recorded();
    let old: Vec<(&Builtin, String)> =
        builtin::LIST.iter().filter_map(|builtin| Some((builtin, reason(builtin, &record)?))).collect();
    let mut wrong: Vec<String> = old.iter().map(|(_, why)| why.clone()).collect();
    if bless::is_blessing() && !old.is_empty() {
        record = making::made(&old.iter().map(|(builtin, _)| **builtin).collect::<Vec<_>>(), record);
    }
    if bless::is_blessing() || old.is_empty() {
        wrong.extend(page::documents(&record).iter().filter_map(|(path, made): &(PathBuf, String)| {
            bless::compared(path, made, bless::is_blessing(), |old| page::first_difference(old, made))
        }));
    }
    let how = "SOFTPOWER_BLESS=1 cargo test --release gallery runs these scenarios and writes their entries";
    assert!(wrong.is_empty(), "\n{}\n\n{how}\n", wrong.join("\n"));
}

#[test]
fn no_picture_is_left_over() {
    let known = |name: &str| name == "gallery.json" || builtin::LIST.iter().any(|b| place(b.name).ends_with(name));
    for entry in fs::read_dir(tree::root().join("docs/pictures")).expect("the folder of pictures").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(known(&format!("/{name}")) || known(&name), "nothing shows docs/pictures/{name}: remove it");
    }
}

#[test]
fn a_picture_that_no_longer_fits_rings() {
    let builtin = builtin::LIST.iter().find(|builtin| builtin.name == OPENING).expect("it is built in");
    let record = recorded();
    let entry = record.iter().find(|entry| entry.name == OPENING).expect("it is in the gallery");
    let (picture, now, golden) = (picture(OPENING), resolved(builtin), golden(OPENING));
    let shown = || Shown { entry, picture: &picture, resolved: &now, golden: &golden };
    assert_eq!(stale(&shown()), None);
    let says = |shown: &Shown<'_>, words: &str| stale(shown).is_some_and(|why| why.contains(words));

    let changed = now.replacen("replicates = 40", "replicates = 41", 1);
    assert!(changed != now && says(&Shown { resolved: &changed, ..shown() }, "other settings"));
    assert!(says(&Shown { golden: &format!("{golden}x 1\n"), ..shown() }, "results have changed"));
    let other = Entry { name: "paris-2013".into(), ..entry.clone() };
    assert!(says(&Shown { entry: &other, ..shown() }, "shows influence of seven-policies"));
    let cut = &picture[..picture.len() - 1];
    assert!(says(&Shown { picture: cut, ..shown() }, "not the picture in the record"));
    let silent = Entry { picture: sha256(b"no picture"), ..entry.clone() };
    assert!(says(&Shown { entry: &silent, picture: b"no picture", ..shown() }, "does not say"));
}
