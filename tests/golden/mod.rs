//! Golden values: what every sampler and every built-in scenario gave when somebody last said that results changed.
//! They know nothing of what is right; they ring when anything moves. `report.txt` is that of `tests/cli/report.rs`.

pub(crate) mod samplers; // every sampler as a line of text; compiled for WebAssembly, too
mod scenarios; // the end of every built-in scenario, number by number

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use softpower::scenario::builtin;

use crate::bless;

/// Differences that are printed; the others are counted.
const SHOWN: usize = 12;

const HOW: &str = "Results changed must be said in CHANGELOG.md; then SOFTPOWER_BLESS=1 cargo test --release golden";

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name).with_extension("txt")
}

/// What has moved between a golden text and what was made now, in words; nothing if nothing has.
fn moved(name: &str, made: &str) -> Option<String> {
    bless::compared(&file(name), made, bless::is_blessing(), |old| differences(old, made))
}

#[track_caller]
fn insist(moved: &[String]) {
    assert!(moved.is_empty(), "\n{}\n\n{HOW}\n", moved.join("\n"));
}

/// Lines `name value`; those that begin with `#` are remarks.
fn entries(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).map(|(name, value)| (name, value.trim())).collect()
}

/// Which names have other values than before.
fn differences(old: &str, made: &str) -> String {
    let (before, now) = (entries(old), entries(made));
    if before.is_empty() {
        return "there are no golden values yet".into();
    }
    let of = |entries: &BTreeMap<&str, &str>, name| entries.get(name).copied().unwrap_or("nothing").to_owned();
    let names: std::collections::BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    let changed = names.into_iter().filter(|name| before.get(name) != now.get(name));
    let lines: Vec<String> =
        changed.map(|name| format!("\n  {name} moved from {} to {}", of(&before, name), of(&now, name))).collect();
    let more = lines.len().saturating_sub(SHOWN);
    let rest = if more > 0 { format!("\n  and {more} more") } else { String::new() };
    match lines.len() {
        0 => "only remarks or the order of lines differ".into(),
        count => format!("{count} of {} values moved{}{rest}", now.len(), lines[..count - more].concat()),
    }
}

#[test]
fn golden_samplers_are_as_they_were() {
    insist(&moved("samplers", &samplers::text()).into_iter().collect::<Vec<_>>());
}

#[test]
fn every_golden_file_belongs_to_something() {
    let others = ["samplers.txt", "report.txt"];
    let known = |name: &str| others.contains(&name) || builtin::text(name.trim_end_matches(".txt")).is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for entry in std::fs::read_dir(folder).expect("the folder of golden values").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(!name.ends_with(".txt") || known(&name), "nothing makes tests/golden/{name}: remove it");
    }
}

#[test]
fn what_moved_is_told_by_name() {
    let old = "# golden\ncanada.voice 0.25\ncanada.fear 0.9\nuk.gone 1\n";
    let told = differences(old, "# golden\ncanada.voice 0.26\ncanada.fear 0.9\nus.new NaN\n");
    let wanted = "3 of 3 values moved\n  canada.voice moved from 0.25 to 0.26\n  uk.gone moved from 1 to nothing\
                  \n  us.new moved from nothing to NaN";
    assert_eq!(told, wanted);
    let many: String = (0..50).map(|k| format!("a{k} 1\n")).collect();
    assert!(differences("a0 2\n", &many).ends_with("\n  and 38 more"));
    assert_eq!(differences("# a\nb 1\n", "# c\nb 1\n"), "only remarks or the order of lines differ");
}
