//! Who may import whom: the rooms of `src` in one order, strictly downward, without circles.

use super::complaint::{Complaint, insist, lines};
use super::markdown;
use super::rust::{self, Rust};
use super::tree::{self, File};

/// The rooms from the ground upwards, as in the table of ARCHITECTURE.md. A room may use rooms of lower floors, and
/// those of its own floor as long as no circle arises.
const FLOORS: &[&[&str]] = &[
    &["units", "calendar", "random", "math", "stats"],
    &["model"],
    &["scenario"],
    &["world"],
    &["engine"],
    &["experiment"],
    &["charts"],
    &["output"],
    &["report"],
    &["cli"],
    &["main"],
];

/// Rooms that may use less than what lies below them. Their tests may use all that lies below: a test of an equation
/// needs luck from somewhere.
const ONLY: &[(&str, &[&str], &str)] = &[
    ("model", &["units", "math", "stats"], "luck arrives as a number and time as a local hour"),
    ("output", &["units", "calendar", "math", "stats", "scenario", "engine", "experiment"], "pictures arrive as bytes"),
    ("main", &["cli"], "the front door only calls the command line"),
];

/// One room uses another.
#[derive(Clone, Debug)]
struct Import {
    file: String,
    line: usize,
    from: String,
    to: String,
    in_test: bool,
}

/// The room to which a file of `src` belongs; `None` for the root of the library, which only names the rooms.
fn room_of(path: &str) -> Option<&str> {
    let below = path.strip_prefix("src/")?;
    let room = below.split('/').next()?.trim_end_matches(".rs");
    (room != "lib").then_some(room)
}

/// Every room that a file names, by `crate::`, `softpower::`, or by climbing to the root with `super::`.
fn imports(file: &str, text: &str) -> Vec<Import> {
    let Some(from) = room_of(file) else { return Vec::new() };
    let views = Rust::of(text);
    let (code, lasting) = (&views.code, views.code_without_tests());
    let mut found = Vec::new();
    for (root, length) in roots(file, code) {
        for (place, to) in rust::heads(code, root + length) {
            // Blank in the code without tests, so it stands in a test.
            let in_test = lasting.as_bytes()[place] == b' ';
            let line = rust::line_of(code, place);
            found.push(Import { file: file.into(), line, from: from.into(), to, in_test });
        }
    }
    found
}

/// Where paths begin at the root of the library, and how long that beginning is.
fn roots(file: &str, code: &str) -> Vec<(usize, usize)> {
    let first = |place: &usize| !code[..*place].ends_with("::");
    let of_word = |word: &str| rust::places_of(code, word).into_iter().filter(first).collect::<Vec<usize>>();
    let named = ["crate", "softpower"].into_iter().flat_map(|word| of_word(word).into_iter().map(|p| (p, word.len())));
    let climbed = of_word("super").into_iter().filter_map(|place| {
        let steps = code[place..].split("::").take_while(|part| *part == "super").count();
        let length = steps.max(1) * "super::".len() - "::".len();
        (rust::depth(file, code, place) == steps.max(1)).then_some((place, length))
    });
    named.chain(climbed).collect()
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

/// What is wrong with one import.
fn judge(import: &Import) -> Option<Complaint> {
    let Import { file, line, from, to, in_test } = import;
    let complain = |what: String, instead: &str| Some(Complaint::new(file, *line, what, instead));
    let (Some(own), Some(other)) = (floor_of(from), floor_of(to)) else {
        return complain(format!("`{from}` uses `{to}`, which is no room"), "name the room: crate::room::thing");
    };
    if from == to {
        return None;
    }
    if other > own {
        let instead = "move what both need to a lower room, or let the upper one hand it down";
        return complain(format!("`{from}` uses `{to}`, which lies above it"), instead);
    }
    let (_, allowed, why) = ONLY.iter().find(|(room, _, _)| room == from)?;
    if allowed.contains(&to.as_str()) || *in_test {
        return None;
    }
    complain(format!("`{from}` uses `{to}`, and may not: {why}"), "take what is needed as an argument")
}

/// Rooms that use one another in a circle, if there are any.
fn circle(imports: &[Import]) -> Option<Vec<String>> {
    let mut left: Vec<&str> = FLOORS.concat();
    // A room that uses none of those left, or is used by none, cannot be part of a circle.
    loop {
        let among = |room: &str| left.contains(&room);
        let uses = |room: &&str| imports.iter().any(|i| i.from == *room && i.to != *room && among(&i.to));
        let used = |room: &&str| imports.iter().any(|i| i.to == *room && i.from != *room && among(&i.from));
        let still: Vec<&str> = left.iter().copied().filter(|room| uses(room) && used(room)).collect();
        if still.len() == left.len() {
            return (!still.is_empty()).then(|| still.into_iter().map(str::to_owned).collect());
        }
        left = still;
    }
}

/// The rooms in the table of ARCHITECTURE.md, row by row.
fn rooms_in_the_map(map: &str) -> Vec<Vec<String>> {
    let named = |cell: &str| {
        let places = markdown::code_spans(cell);
        places.iter().map(|place| room_of(place).unwrap_or(place).trim_end_matches(".rs").to_owned()).collect()
    };
    let section = markdown::section(map, "## The rooms");
    markdown::tables(section).iter().flat_map(|table| &table.rows).map(|row| named(&row.cells[0])).collect()
}

fn all_imports() -> Vec<Import> {
    tree::files("rs").filter(|file| file.is_in(&["src"])).flat_map(|file| imports(&file.path, &file.text)).collect()
}

#[test]
fn rooms_import_only_what_lies_below_them() {
    let imports = all_imports();
    assert!(imports.len() > 100, "the rule must see something: {}", imports.len());
    insist(&imports.iter().filter_map(judge).collect::<Vec<_>>());
}

#[test]
fn no_rooms_use_one_another_in_a_circle() {
    assert_eq!(circle(&all_imports()), None, "move what they share to a room below");
}

#[test]
fn the_map_names_every_room_in_its_order() {
    let map = rooms_in_the_map(&tree::read("ARCHITECTURE.md"));
    assert_eq!(map, FLOORS, "the table of ARCHITECTURE.md on the left, that of tests/tidy/layers.rs on the right");
    let file = |file: &File| room_of(&file.path).map(str::to_owned);
    for room in tree::files("rs").filter_map(file) {
        assert!(floor_of(&room).is_some(), "`{room}` is missing in ARCHITECTURE.md and in tests/tidy/layers.rs");
    }
}

#[test]
fn an_import_upward_rings_in_every_spelling() {
    for text in [
        "use crate::cli::Console;",
        "use crate::{math::unit, cli::{Console, args}};",
        "use crate::{\n    math::unit,\n    cli,\n};",
        "fn a() { let b = crate::cli::Console::new(); }",
        "use softpower::cli;",
        "use super::super::cli::Console;",
        "#[cfg(test)]\nmod tests { use super::super::super::cli; }",
    ] {
        let wrong: Vec<Complaint> = imports("src/engine/run.rs", text).iter().filter_map(judge).collect();
        assert_eq!(wrong.len(), 1, "{text}: {wrong:?}");
        assert!(wrong[0].what.contains("`engine` uses `cli`, which lies above it"), "{text}");
    }
    let text = "// use crate::cli;\nconst A: &str = \"crate::cli\";\nuse crate::{math, cli};";
    assert_eq!(lines(&imports("src/engine/run.rs", text).iter().filter_map(judge).collect::<Vec<_>>()), [3]);
    assert_eq!(imports("src/units.rs", "use super::calendar::DAY;").len(), 1);
    assert!(imports("src/engine/run.rs", "use super::agenda::Item;\npub(super) fn a() {}").is_empty());
}

#[test]
fn a_glob_and_an_unknown_room_ring() {
    for text in ["use crate::*;", "use crate::{self as root};", "use crate::util::shorten;"] {
        assert!(imports("src/engine/run.rs", text).iter().any(|import| judge(import).is_some()), "{text}");
    }
}

#[test]
fn rooms_with_a_law_of_their_own_ring() {
    for (file, text, rings) in [
        ("src/model/attitude.rs", "use crate::random::Luck;", true),
        ("src/model/attitude.rs", "use crate::calendar::DAY;", true),
        ("src/model/attitude.rs", "#[cfg(test)]\nmod tests { use crate::random::Luck; }", false),
        ("src/model/attitude.rs", "#[cfg(test)]\nmod tests { use crate::world::World; }", true),
        ("src/output/folder.rs", "use crate::charts::influence;", true),
        ("src/output/folder.rs", "use super::disk;", false),
        ("src/main.rs", "use softpower::engine;", true),
    ] {
        let wrong = imports(file, text).iter().any(|import| judge(import).is_some());
        assert_eq!(wrong, rings, "{file}: {text}");
    }
}

#[test]
fn a_circle_on_one_floor_is_found() {
    let both = [("src/units.rs", "use crate::calendar::DAY;"), ("src/calendar.rs", "use crate::units::hours;")];
    let imports: Vec<Import> = both.iter().flat_map(|(file, text)| imports(file, text)).collect();
    assert!(imports.iter().all(|import| judge(import).is_none()));
    assert_eq!(circle(&imports), Some(vec!["units".into(), "calendar".into()]));
    assert_eq!(circle(&imports[..1]), None);
}

#[test]
fn rooms_that_change_places_in_the_map_are_seen() {
    let map = "# A\n\n## The rooms\n\n| room | inside |\n|---|---|\n\
               | `src/units.rs`, `math.rs` | a |\n| `src/cli/` | b |\n\n## B\n";
    assert_eq!(rooms_in_the_map(map), [vec!["units", "math"], vec!["cli"]]);
}
