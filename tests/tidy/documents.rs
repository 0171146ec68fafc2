//! Documents that lead somewhere: links and anchors, paths in backquotes, names of tests and functions.

use std::path::{Component, Path, PathBuf};

use super::complaint::{Complaint, insist, lines};
use super::markdown;
use super::rust::Rust;
use super::tree;

/// What a document may point at: a reader of texts, and whether a file or folder is there.
struct Ground<'a> {
    read: &'a dyn Fn(&str) -> Option<String>,
    exists: &'a dyn Fn(&str) -> bool,
}

const REPOSITORY: Ground<'static> = Ground {
    read: &|path| std::fs::read_to_string(tree::root().join(path)).ok(),
    exists: &|path| tree::root().join(path).exists(),
};

/// A path relative to a document, from the root; `None` if it leaves the repository.
fn resolved(document: &str, target: &str) -> Option<String> {
    let mut place = PathBuf::from(document).parent().map(Path::to_path_buf).unwrap_or_default();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => place.pop().then_some(())?,
            Component::Normal(name) => place.push(name),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(place.to_string_lossy().into_owned())
}

/// Links that lead nowhere. Those to the web are not followed.
fn dead_links(path: &str, text: &str, ground: &Ground<'_>) -> Vec<Complaint> {
    let outside = |target: &str| ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    let wrong = |link: markdown::Link| {
        let complain = |what: String, instead: &str| Some(Complaint::new(path, link.line, what, instead));
        if outside(&link.target) {
            return None;
        }
        let (file, anchor) = link.target.split_once('#').unwrap_or((&link.target, ""));
        let place = if file.is_empty() { Some(path.to_owned()) } else { resolved(path, file) };
        let Some(place) = place.filter(|place| (ground.exists)(place)) else {
            return complain(format!("`{}` leads nowhere", link.target), "a path from the folder of this document");
        };
        let anchors = if place == path { markdown::anchors(text) } else { markdown::anchors(&(ground.read)(&place)?) };
        if anchor.is_empty() || anchors.iter().any(|known| known == anchor) {
            return None;
        }
        complain(format!("{place} has no heading `#{anchor}`"), &nearest(anchor, &anchors))
    };
    markdown::links(text).into_iter().filter_map(wrong).collect()
}

/// The anchor that was probably meant.
fn nearest(anchor: &str, anchors: &[String]) -> String {
    let common = |known: &&String| known.chars().zip(anchor.chars()).take_while(|(a, b)| a == b).count();
    anchors.iter().max_by_key(common).map_or("a heading".into(), |known| format!("#{known}"))
}

/// Folders of the repository whose files are named in texts.
const FOLDERS: [&str; 6] = ["src/", "tests/", "docs/", "scenarios/", "benches/", "bindings/"];

/// What stands between backquotes, with its line.
fn spans<'a>(lines: impl IntoIterator<Item = (usize, &'a str)>) -> Vec<(usize, &'a str)> {
    let of_line =
        |(number, line): (usize, &'a str)| markdown::code_spans(line).into_iter().map(move |span| (number, span));
    lines.into_iter().flat_map(of_line).collect()
}

/// Paths in backquotes that are not there. `charts/*.png` and `<name>` are patterns, no paths.
fn dead_paths(path: &str, text: &str, ground: &Ground<'_>) -> Vec<Complaint> {
    let is_path =
        |span: &str| FOLDERS.iter().any(|folder| span.starts_with(folder)) && !span.contains(['*', '<', ' ', '(', '{']);
    let dead = spans((1..).zip(text.lines())).into_iter().filter(|(_, span)| is_path(span));
    let dead = dead.filter(|(_, span)| !(ground.exists)(span.trim_end_matches('/')));
    let instead = "the path as it is now, or nothing";
    dead.map(|(line, span)| Complaint::new(path, line, format!("there is no `{span}`"), instead)).collect()
}

/// Names of functions in backquotes that no code has. Only long ones are taken for such: settings and columns are
/// shorter.
fn dead_names(path: &str, text: &str, code: &str) -> Vec<Complaint> {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let is_name = |span: &str| span.matches('_').count() >= 4 && span.chars().all(is_letter);
    let named = spans(markdown::prose(text)).into_iter().filter(|(_, span)| is_name(span));
    let dead = named.filter(|(_, span)| !code.contains(&format!("fn {span}(")));
    dead.map(|(line, span)| Complaint::new(path, line, format!("nothing is called `{span}`"), "its name now")).collect()
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    insist(&tree::files("md").flat_map(|file| dead_links(&file.path, &file.text, &REPOSITORY)).collect::<Vec<_>>());
}

#[test]
fn every_path_named_in_a_document_or_a_comment_is_there() {
    let documents = tree::files("md").chain(tree::files("toml"));
    let mut wrong: Vec<Complaint> = documents.flat_map(|f| dead_paths(&f.path, &f.text, &REPOSITORY)).collect();
    wrong.extend(tree::files("rs").flat_map(|f| dead_paths(&f.path, &Rust::of(&f.text).comments, &REPOSITORY)));
    insist(&wrong);
}

#[test]
fn every_test_named_in_a_document_exists() {
    let code: String = tree::files("rs").map(|file| Rust::of(&file.text).code).collect();
    insist(&tree::files("md").flat_map(|file| dead_names(&file.path, &file.text, &code)).collect::<Vec<_>>());
}

const SMALL: Ground<'static> = Ground {
    read: &|path| (path == "docs/b.md").then(|| "# B\n## E1 Attention left\n".to_owned()),
    exists: &|path| matches!(path, "docs/a.md" | "docs/b.md" | "src/c.rs" | "src"),
};

#[test]
fn links_that_lead_nowhere_ring() {
    let text = "# A\n[1](b.md) [2](b.md#e1-attention-left) [3](../src/c.rs) [4](#a) [5](https://example.org/x#y)\n\
                [6](c.md)\n[7](b.md#e1)\n[8](#b)\n[9](../../outside.md)\n[10](/docs/b.md)\n`[11](no.md)`\n";
    let wrong = dead_links("docs/a.md", text, &SMALL);
    assert_eq!(lines(&wrong), [3, 4, 5, 6, 7]);
    assert_eq!(wrong[1].instead, "#e1-attention-left");
}

#[test]
fn paths_that_are_not_there_ring() {
    let text = "`src/c.rs` and `src/` and `src/*.rs`\n`src/d.rs`\n`benches/<name>.rs`, `docs/c.md`\n";
    assert_eq!(lines(&dead_paths("a.md", text, &SMALL)), [2, 3]);
}

#[test]
fn names_that_nothing_has_ring() {
    let code = "fn the_engine_agrees_with_the_model() {}";
    let text = "`the_engine_agrees_with_the_model` `answered_in_time`\n`the_engine_agreed_with_the_model`\n";
    assert_eq!(lines(&dead_names("a.md", text, code)), [2]);
}
