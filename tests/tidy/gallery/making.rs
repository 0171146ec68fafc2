//! An entry of the gallery is made as a reader would make it: the program runs the scenario and draws the chart in the
//! size of a page; chart and report say in words what came out.

use std::fs;
use std::path::Path;

use softpower::scenario::builtin::Builtin;

use super::{CHARTS, Entry, RECORD, chart_of, golden, place, sha256};
use crate::cli::ground::{Ground, is_changed_build};
use crate::tidy::tree;

/// The record after these scenarios were run anew, with their pictures and itself written.
pub(super) fn made(old: &[Builtin], record: Vec<Entry>) -> Vec<Entry> {
    assert!(!is_changed_build(), "commit the sources first: a picture names the commit that made it");
    let new: Vec<Entry> = old.iter().map(entry).collect();
    let kept = record.into_iter().filter(|entry| old.iter().all(|builtin| builtin.name != entry.name));
    let mut all: Vec<Entry> = kept.chain(new).collect();
    all.retain(|entry| CHARTS.iter().any(|(name, _)| *name == entry.name));
    all.sort_by_key(|entry| CHARTS.iter().position(|(name, _)| *name == entry.name));
    let text = serde_json::to_string_pretty(&all).expect("words are always JSON") + "\n";
    fs::write(tree::root().join(RECORD), text).expect("the repository can be written");
    all
}

/// Runs a scenario and keeps its picture.
fn entry(builtin: &Builtin) -> Entry {
    let (ground, name, chart) = (Ground::new(), builtin.name, chart_of(builtin.name));
    ground.run(&["run", name, "--quiet"]).with_code(0);
    let folder = ground.folder();
    let named = folder.to_str().expect("a name in letters");
    let wanted = ["chart", named, "--only", chart, "--size", "web", "--out", "pictures", "--quiet"];
    ground.run(&wanted).with_code(0);
    let picture = fs::read(ground.path.join(format!("pictures/{chart}-web.png"))).expect("it was just drawn");
    fs::write(tree::root().join(place(name)), &picture).expect("the repository can be written");
    let words = Words::of(&folder, chart);
    Entry {
        name: name.into(),
        finding: words.finding(chart),
        alt: words.alt,
        picture: sha256(&picture),
        golden: sha256(golden(name).as_bytes()),
    }
}

/// What a result folder says in words.
struct Words {
    /// The first sentence of the report, which is about influence.
    answer: String,
    title: String,
    neutral: String,
    alt: String,
}

impl Words {
    fn of(folder: &Path, chart: &str) -> Words {
        let text = |path: &str| fs::read_to_string(folder.join(path)).unwrap_or_else(|why| panic!("{path}: {why}"));
        let kept: serde_json::Value = serde_json::from_str(&text(&format!("charts/{chart}.json"))).expect("JSON");
        let content = kept["content"].as_object().and_then(|kinds| kinds.values().next()).expect("a chart says much");
        let word = |key: &str| content[key].as_str().unwrap_or_else(|| panic!("{chart} has no {key}")).to_owned();
        let answer = answer(&text("report.html")).expect("a report begins with its answer");
        Words { answer, title: word("title"), neutral: word("neutral"), alt: word("alt") }
    }

    /// What came out: the answer of the report; before it, what a chart of something else than influence found.
    fn finding(&self, chart: &str) -> String {
        let at_the_end =
            || self.alt.find("At the end: ").map_or_else(String::new, |place| self.alt[place..].to_owned());
        let first = match chart {
            "influence" | "difference" => String::new(),
            _ if self.title != self.neutral => format!("{}.", self.title),
            _ => at_the_end().replacen("At the end: ", &format!("{} at the end: ", self.neutral), 1),
        };
        [first, self.answer.clone()].iter().filter(|words| !words.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }
}

/// The first sentence of a report.
fn answer(page: &str) -> Option<String> {
    let (_, after) = page.split_once("<p class=\"answer\">")?;
    let (words, _) = after.split_once("</p>")?;
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    Some(marks.iter().fold(words.to_owned(), |words, (from, to)| words.replace(from, to)))
}

#[test]
fn a_finding_begins_with_what_the_picture_shows() {
    let words = Words {
        answer: "Influence moves.".into(),
        title: "Voice of A".into(),
        neutral: "Voice of A".into(),
        alt: "Line chart. At the end: A 5%.".into(),
    };
    assert_eq!(words.finding("influence"), "Influence moves.");
    assert_eq!(words.finding("voice"), "Voice of A at the end: A 5%. Influence moves.");
    assert_eq!(Words { title: "A is loud".into(), ..words }.finding("voice"), "A is loud. Influence moves.");
}

#[test]
fn the_answer_of_a_report_is_found() {
    let page = "<p class=\"question\">Why?</p><p class=\"answer\">A &amp; B.</p><p>More.</p>";
    assert_eq!(answer(page).as_deref(), Some("A & B."));
    assert_eq!(answer("<p>More.</p>"), None);
}
