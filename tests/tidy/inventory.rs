//! What there is and where it must be listed: built-in scenarios, dependencies, terms, files.

use std::collections::BTreeSet;
use std::process::Command;

use softpower::engine::measures::{AUDIENCE_MEASURES, COUNTRY_MEASURES};
use softpower::scenario::builtin;

use super::complaint::{Complaint, insist, lines};
use super::crates::dependencies;
use super::markdown;
use super::rust::{self, Rust};
use super::tree;

/// Dependencies without a reason behind them.
fn unreasoned(path: &str, cargo: &str) -> Vec<Complaint> {
    let headings = ["[dependencies]", "[dev-dependencies]", "[build-dependencies]"];
    let wrong = |(line, name): (usize, String)| {
        let reason =
            cargo.lines().nth(line - 1).and_then(|text| text.split_once(" # ")).map_or("", |(_, reason)| reason);
        let instead = "behind it: # what it is needed for";
        (reason.trim().len() < 5).then(|| Complaint::new(path, line, format!("`{name}` has no reason"), instead))
    };
    headings.iter().flat_map(|heading| dependencies(cargo, heading)).filter_map(wrong).collect()
}

/// Rows of the gallery in scenarios/README.md: name, target of the link, question.
fn gallery(text: &str) -> Vec<(String, String, String)> {
    let rows = markdown::tables(text).into_iter().flat_map(|table| table.rows);
    let entry = |row: markdown::Row| {
        let (name, target) = row.cells[0].trim_start_matches('[').split_once("](")?;
        Some((name.to_owned(), target.trim_end_matches(')').to_owned(), row.cells[1].clone()))
    };
    rows.filter_map(entry).collect()
}

/// The files that `mod` lines reach from a root, itself included.
fn reached(root: &str, read: &dyn Fn(&str) -> Option<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![root.to_owned()];
    while let Some(path) = open.pop() {
        let Some(text) = read(&path) else { continue };
        open.extend(modules(&path, root, &Rust::of(&text).code, &text));
        found.insert(path);
    }
    found
}

/// Where the modules that a file declares may stand.
fn modules(path: &str, root: &str, code: &str, text: &str) -> Vec<String> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let below =
        if file == "mod.rs" || path == root { folder.to_owned() } else { path.trim_end_matches(".rs").to_owned() };
    let declared = rust::places_of(code, "mod").into_iter().filter_map(|place| {
        let rest = code[place + 3..].trim_start();
        let name = rust::name_at(rest);
        (!name.is_empty() && rest[name.len()..].trim_start().starts_with(';')).then_some((place, name))
    });
    let places = declared.flat_map(|(place, name)| match path_attribute(&text[..place]) {
        Some(other) => vec![format!("{folder}/{other}")],
        None => vec![format!("{below}/{name}.rs"), format!("{below}/{name}/mod.rs")],
    });
    places.map(|place| tidied(&place)).collect()
}

/// The path in an attribute right before a declaration.
fn path_attribute(before: &str) -> Option<&str> {
    let last = before.trim_end().trim_end_matches("pub").trim_end().rsplit('\n').next()?;
    last.trim().strip_prefix("#[path = \"")?.strip_suffix("\"]")
}

/// A path without `..`.
fn tidied(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Where cargo begins to compile, as the manifests say: `path = "..."` and `name = "..."` below `[[bench]]`.
fn cargo_roots(folder: &str, cargo: &str) -> Vec<String> {
    let mut roots = vec!["src/lib.rs".to_owned(), "src/main.rs".to_owned(), "build.rs".to_owned()];
    let mut heading = "";
    for line in cargo.lines() {
        if line.starts_with('[') {
            heading = line;
        }
        let value =
            |key: &str| line.strip_prefix(key)?.trim().trim_start_matches("= ").strip_prefix('"')?.strip_suffix('"');
        match (heading, value("name"), value("path")) {
            ("[[bench]]", Some(name), _) => roots.push(format!("benches/{name}.rs")),
            (heading, _, Some(path)) if heading.starts_with("[[") => roots.push(path.to_owned()),
            _ => {}
        }
    }
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    roots.into_iter().map(|root| tidied(&format!("{prefix}{root}"))).collect()
}

#[test]
fn every_dependency_says_what_it_is_needed_for() {
    let manifests = tree::files("toml").filter(|file| file.path.ends_with("Cargo.toml"));
    insist(&manifests.flat_map(|file| unreasoned(&file.path, &file.text)).collect::<Vec<_>>());
}

#[test]
fn every_built_in_scenario_is_in_the_gallery_with_its_question() {
    let wanted: Vec<(String, String, String)> = builtin::LIST
        .iter()
        .map(|builtin| (builtin.name.into(), format!("#{}", builtin.name), builtin.question.into()))
        .collect();
    assert_eq!(gallery(&tree::read("scenarios/README.md")), wanted, "scenarios/README.md on the left");
}

#[test]
fn every_scenario_file_is_built_in_and_listed_by_the_program() {
    let output = Command::new(env!("CARGO_BIN_EXE_softpower")).arg("list").output().expect("the program starts");
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    for file in tree::files("toml").filter(|file| file.is_in(&["scenarios"])) {
        let name = file.path.trim_start_matches("scenarios/").trim_end_matches(".toml");
        assert_eq!(
            builtin::text(name),
            Some(file.text.as_str()),
            "{name} is missing in LIST of src/scenario/builtin.rs"
        );
        let line = listed.lines().find(|line| line.split(' ').next() == Some(name));
        assert!(line.is_some(), "`softpower list` does not know {name}:\n{listed}");
    }
}

#[test]
fn every_measure_stands_in_the_glossary() {
    let glossary = tree::read("docs/glossary.md");
    let spans: Vec<&str> = glossary.lines().flat_map(markdown::code_spans).collect();
    let known = |name: &str| {
        spans.iter().any(|span| *span == name || span.strip_suffix('*').is_some_and(|start| name.starts_with(start)))
    };
    let missing = COUNTRY_MEASURES.iter().chain(AUDIENCE_MEASURES).filter(|measure| !known(measure.name));
    let names: Vec<&str> = missing.map(|measure| measure.name).collect();
    assert!(names.is_empty(), "not in docs/glossary.md: {names:?}; give each word one sentence there");
}

#[test]
fn every_file_is_reached_from_where_cargo_begins() {
    let read = |path: &str| std::fs::read_to_string(tree::root().join(path)).ok();
    let manifests = tree::files("toml").filter(|file| file.path.ends_with("Cargo.toml"));
    let roots = manifests
        .flat_map(|file| cargo_roots(file.path.trim_end_matches("Cargo.toml").trim_end_matches('/'), &file.text));
    let reached: BTreeSet<String> = roots.flat_map(|root| reached(&root, &read)).collect();
    let dead = tree::files("rs").filter(|file| !reached.contains(&file.path));
    let instead = "a `mod` line in the file above, an entry in Cargo.toml, or remove it";
    insist(&dead.map(|file| Complaint::new(&file.path, 1, "nothing compiles this file", instead)).collect::<Vec<_>>());
}

#[test]
fn a_dependency_without_a_reason_rings() {
    let cargo =
        "[dependencies]\na = \"1\" # dates\nb = \"1\"\nc = { version = \"1\" } #\n[dev-dependencies]\nd = \"1\"\n";
    assert_eq!(lines(&unreasoned("Cargo.toml", cargo)), [3, 4, 6]);
}

#[test]
fn a_file_that_nothing_reaches_is_found() {
    let read = |path: &str| {
        let text = match path {
            "src/lib.rs" => "mod a; pub mod b;\n#[path = \"../tests/e.rs\"]\nmod e;\n// mod d;\n",
            "src/b/mod.rs" => "mod c { fn x() {} }\nmod f;\n",
            "src/a.rs" => "mod inner;\n",
            "src/b/f.rs" | "src/a/inner.rs" | "tests/e.rs" | "src/d.rs" | "src/c.rs" => "",
            _ => return None,
        };
        Some(text.to_owned())
    };
    let found: Vec<String> = reached("src/lib.rs", &read).into_iter().collect();
    assert_eq!(found, ["src/a.rs", "src/a/inner.rs", "src/b/f.rs", "src/b/mod.rs", "src/lib.rs", "tests/e.rs"]);
}

#[test]
fn the_roots_are_those_of_the_manifest() {
    let cargo =
        "[package]\nname = \"x\"\n[[test]]\nname = \"all\"\npath = \"tests/main.rs\"\n[[bench]]\nname = \"ensemble\"\n";
    let roots = cargo_roots("bindings/wasm", cargo);
    assert!(roots.contains(&"bindings/wasm/tests/main.rs".to_owned()), "{roots:?}");
    assert!(roots.contains(&"bindings/wasm/benches/ensemble.rs".to_owned()), "{roots:?}");
}

#[test]
fn the_gallery_is_read_with_its_questions() {
    let text = "| scenario | the question | look |\n|---|---|---|\n| [a](#a) | Why? | There. |\n";
    assert_eq!(gallery(text), [("a".to_owned(), "#a".to_owned(), "Why?".to_owned())]);
}
