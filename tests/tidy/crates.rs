//! Crates and parts of the standard library, each only in its rooms. The list is exact: what it allows is also used.

use super::complaint::{Complaint, insist, lines};
use super::rust::{self, Rust};
use super::tree;

/// A path, the places of `src` that may use it, and why no other place may.
struct Permit {
    path: &'static str,
    places: &'static [&'static str],
    why: &'static str,
}

const fn permit(path: &'static str, places: &'static [&'static str], why: &'static str) -> Permit {
    Permit { path, places, why }
}

const PERMITS: &[Permit] = &[
    // The core.
    permit("annotate_snippets", &["src/scenario/problem.rs"], "one place decides how a mistake looks"),
    permit(
        "jiff",
        &["src/calendar.rs", "src/scenario", "src/charts", "src/report", "src/cli"],
        "dates are for texts; the engine counts hours",
    ),
    permit("jiff::Timestamp::now", &["src/cli/machine.rs"], "no result depends on when it was made"),
    permit(
        "libm",
        &[
            "src/calendar.rs",
            "src/math.rs",
            "src/stats.rs",
            "src/model",
            "src/scenario",
            "src/world",
            "src/engine",
            "src/experiment",
            "src/charts",
        ],
        "what only prints needs no mathematics",
    ),
    permit(
        "rand",
        &[
            "src/random.rs",
            "src/math.rs",
            "src/world/build.rs",
            "src/engine/respond.rs",
            "src/engine/share.rs",
            "src/engine/phases/drafting.rs",
            "src/engine/phases/rumours.rs",
        ],
        "the traits of generators, where words of an address are handed on",
    ),
    permit("rand_chacha", &["src/random.rs"], "the only maker of a generator"),
    permit("postcard", &["src/engine/state.rs"], "one place decides how a state looks"),
    permit(
        "serde",
        &[
            "src/stats.rs",
            "src/random.rs",
            "src/calendar.rs",
            "src/model/approval.rs",
            "src/model/dialogue.rs",
            "src/scenario/types.rs",
            "src/world",
            "src/engine",
            "src/charts",
            "src/output",
            "src/report",
            "src/cli",
        ],
        "records are for output, and what moves in a run is for saved states",
    ),
    permit(
        "sha2",
        &["src/engine/state.rs", "src/experiment/sweep.rs", "src/output"],
        "hashes are for results and saved states, and for what a run is called by",
    ),
    permit("strsim", &["src/scenario/problem.rs", "src/cli/open.rs"], "suggestions are for messages"),
    permit("toml", &["src/scenario"], "the customs house is the only reader of TOML"),
    // The program.
    permit("anstyle", &["src/charts/terminal.rs"], "one place knows how a picture stands in a terminal"),
    permit("clap", &["src/cli"], "only the command line knows that there is one"),
    permit("clap_complete", &["src/cli"], "only the command line knows that there is one"),
    permit(
        "csv",
        &["src/output/tables.rs", "src/output/messages.rs", "src/output/verify.rs"],
        "only output knows tables",
    ),
    permit("ctrlc", &["src/cli/interrupt.rs"], "the engine is asked to stop, it does not look for signals"),
    permit("indicatif", &["src/cli/progress.rs"], "nothing below the command line shows progress"),
    permit("plotters", &["src/charts/svg.rs"], "charts know marks, one file knows how they are drawn"),
    permit("parquet", &["src/output/parquet.rs"], "one place knows how columns are packed"),
    permit("png", &["src/charts"], "pictures are made in one place"),
    permit(
        "rayon",
        &["src/engine", "src/experiment"],
        "threads share blocks of followers and replicates, nothing else",
    ),
    permit("ratatui_core", &["src/charts/terminal.rs"], "one place knows how a picture stands in a terminal"),
    permit("ratatui_widgets", &["src/charts/terminal.rs"], "one place knows how a picture stands in a terminal"),
    permit("resvg", &["src/charts/png.rs"], "pictures are made in one place"),
    permit("serde_json", &["src/charts", "src/output", "src/report", "src/cli"], "records are for output"),
    permit("terminal_size", &["src/cli/console.rs"], "the console knows where it prints"),
    permit("ttf_parser", &["src/charts/typeface.rs"], "one place knows how wide a word is"),
    // The standard library: what reaches out of the program.
    permit("std::env", &["src/cli", "src/main.rs"], "nothing below the command line looks at its surroundings"),
    permit(
        "std::fs",
        &["src/output", "src/cli/open.rs", "src/cli/machine.rs"],
        "only `output` writes, only `cli` reads",
    ),
    permit("std::process", &["src/output", "src/cli", "src/main.rs"], "nothing below knows that it is a process"),
    permit("std::thread", &["src/cli"], "threads of the engine are those of rayon"),
    permit(
        "std::time",
        &["src/cli/progress.rs", "src/cli/sweep.rs", "src/output/journal.rs"],
        "no result depends on how long it took; a journal reaches the disk every few seconds",
    ),
];

/// Where a code uses a path, spelled out or in a group.
fn uses(code: &str, path: &str) -> Vec<usize> {
    let parts: Vec<&str> = path.split("::").collect();
    let first = |place: &usize| {
        let before = code[..*place].trim_end();
        // `super::png::Error` is a module of ours; `::png::Error` is the crate.
        !before.strip_suffix("::").is_some_and(|path| path.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let begun = rust::places_of(code, parts[0]).into_iter().filter(first);
    begun.filter(|place| continues(code, place + parts[0].len(), &parts[1..])).map(|p| rust::line_of(code, p)).collect()
}

/// Does the path go on with these parts? A crate alone must be followed by more of a path, or be imported as a whole.
fn continues(code: &str, place: usize, parts: &[&str]) -> bool {
    let rest = code[place..].trim_start();
    let Some((next, later)) = parts.split_first() else {
        let imported = code[..place].trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').trim_end();
        let whole = ["use", "crate"].iter().any(|word| imported.ends_with(word));
        return rest.starts_with("::") || rest.starts_with("as ") || whole;
    };
    let last = later.is_empty();
    rust::heads(code, place).iter().any(|(at, name)| name == next && (last || continues(code, at + name.len(), later)))
}

/// What one file uses without leave.
fn judge(path: &str, text: &str, permits: &[Permit]) -> Vec<Complaint> {
    let code = Rust::of(text).code_without_tests();
    let wrong = |permit: &Permit| {
        let allowed = permit.places.iter().any(|place| path == *place || path.starts_with(&format!("{place}/")));
        let lines = if allowed { Vec::new() } else { uses(&code, permit.path) };
        let what = format!("`{}` does not belong here: {}", permit.path, permit.why);
        let instead = format!("leave it to {}", permit.places.join(", "));
        lines.into_iter().map(move |line| Complaint::new(path, line, &what, &instead)).collect::<Vec<_>>()
    };
    permits.iter().flat_map(wrong).collect()
}

/// Dependencies of a Cargo.toml: the names as code writes them, with their lines.
pub(super) fn dependencies(cargo: &str, heading: &str) -> Vec<(usize, String)> {
    let lines = (1..).zip(cargo.lines()).skip_while(|(_, line)| *line != heading).skip(1);
    let lines = lines.take_while(|(_, line)| !line.starts_with('['));
    let named = lines.filter(|(_, line)| line.contains(" = ") && !line.starts_with('#'));
    named.map(|(n, line)| (n, line.split(" = ").next().unwrap_or("").replace('-', "_"))).collect()
}

#[test]
fn crates_are_used_in_their_rooms_and_nowhere_else() {
    let files = tree::files("rs").filter(|file| file.is_in(&["src"]));
    insist(&files.flat_map(|file| judge(&file.path, &file.text, PERMITS)).collect::<Vec<_>>());
}

#[test]
fn every_place_in_the_list_of_crates_uses_what_it_may() {
    for permit in PERMITS {
        for place in permit.places {
            let mut files = tree::files("rs").filter(|file| file.is_in(&[place]));
            let used = files.any(|file| !uses(&Rust::of(&file.text).code_without_tests(), permit.path).is_empty());
            assert!(used, "{place} does not use `{}`: take it out of the list in tests/tidy/crates.rs", permit.path);
        }
    }
}

#[test]
fn every_dependency_has_its_rooms() {
    let missing = |(line, name): (usize, String)| {
        let known = PERMITS.iter().any(|permit| permit.path == name);
        let instead = "say in tests/tidy/crates.rs which rooms may use it, and why no other";
        (!known).then(|| Complaint::new("Cargo.toml", line, format!("`{name}` has no room"), instead))
    };
    let named = dependencies(&tree::read("Cargo.toml"), "[dependencies]");
    assert!(named.len() > 10, "{named:?}");
    insist(&named.into_iter().filter_map(missing).collect::<Vec<_>>());
}

#[test]
fn a_crate_in_a_foreign_room_rings_in_every_spelling() {
    const ONE: &[Permit] = &[permit("rand", &["src/random.rs"], "luck has addresses")];
    for text in [
        "use rand::Rng;",
        "use {libm::exp, rand::Rng};",
        "fn a(b: &mut impl rand::Rng) {}",
        "use ::rand::Rng;",
        "use rand as luck;",
    ] {
        assert_eq!(lines(&judge("src/model/drafting.rs", text, ONE)), [1], "{text}");
        assert!(judge("src/random.rs", text, ONE).is_empty(), "{text}");
    }
    for text in ["use crate::rand::Rng;", "// rand::Rng", "use rand_chacha::ChaCha8Rng;", "let rand = 3;"] {
        assert!(judge("src/model/drafting.rs", text, ONE).is_empty(), "{text}");
    }
    let test = "fn a() {}\n#[cfg(test)]\nmod tests { use rand::Rng; }";
    assert!(judge("src/model/drafting.rs", test, ONE).is_empty(), "tests may use what they need");
}

#[test]
fn parts_of_the_standard_library_ring_in_every_spelling() {
    const ONE: &[Permit] = &[permit("std::fs", &["src/output"], "only output writes")];
    for text in ["use std::fs;", "use std::{io, fs::File};", "fn a() { std::fs::write(b, c); }"] {
        assert_eq!(lines(&judge("src/engine/run.rs", text, ONE)), [1], "{text}");
        assert!(judge("src/output/disk.rs", text, ONE).is_empty(), "{text}");
    }
    assert!(judge("src/engine/run.rs", "use std::{io, mem};", ONE).is_empty());
}

#[test]
fn dependencies_are_read_from_their_table_alone() {
    let cargo =
        "[package]\nname = \"x\"\n[dependencies]\n# Core.\nrand-core = \"1\" # a\n\n[dev-dependencies]\nb = \"2\"\n";
    assert_eq!(dependencies(cargo, "[dependencies]"), [(5, "rand_core".to_owned())]);
    assert_eq!(dependencies(cargo, "[dev-dependencies]"), [(8, "b".to_owned())]);
}
