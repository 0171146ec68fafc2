//! The document of the model: the seven elements of an ODD protocol in their order, and the tables that are written
//! from the code. `SOFTPOWER_BLESS=1 cargo test --release tidy::model` writes them and fails once.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use softpower::engine::schedule::SCHEDULE;
use softpower::scenario::explain::{example, origin, range};
use softpower::scenario::keys::{Form, KEYS, Key, Kind};

use crate::bless;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/model.md");

/// Grimm et al. (2020), table 1.
const ELEMENTS: [&str; 7] = [
    "1. Purpose and patterns",
    "2. Entities, state variables, and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialization",
    "6. Input data",
    "7. Submodels",
];

/// The same, element 4.
const CONCEPTS: [&str; 11] = [
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
];

fn document() -> String {
    std::fs::read_to_string(DOCUMENT).expect("the document of the model is there")
}

/// Headings of the second level that begin with a number.
fn elements(text: &str) -> Vec<&str> {
    let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
    headings.filter(|heading| heading.starts_with(|c: char| c.is_ascii_digit())).collect()
}

/// What begins the paragraphs of element 4, in bold.
fn concepts(text: &str) -> Vec<&str> {
    let element = text.split("\n## ").find(|element| element.starts_with(ELEMENTS[3])).unwrap_or_default();
    element.lines().filter_map(|line| line.strip_prefix("**")?.split_once(".**")).map(|(name, _)| name).collect()
}

#[test]
fn the_document_has_the_elements_and_concepts_of_an_odd_protocol() {
    let text = document();
    assert_eq!(elements(&text), ELEMENTS);
    assert_eq!(concepts(&text), CONCEPTS);
}

#[test]
fn a_renamed_or_missing_element_rings() {
    let text = "## Why\n## 1. Purpose\n## 4. Design concepts\n\n**Emergence.** Much.\n\n**Luck.** Some.\n";
    assert_eq!(elements(text), ["1. Purpose", "4. Design concepts"]);
    assert_eq!(concepts(text), ["Emergence", "Luck"]);
}

/// The document with another table behind the mark of that name.
fn with_table(text: &str, name: &str, table: &str) -> String {
    let mark = text.find(&format!("<!-- {name}: ")).unwrap_or_else(|| panic!("no mark for {name}"));
    let from = mark + text[mark..].find('\n').expect("a mark has a line of its own") + 1;
    let to = from + text[from..].find("<!-- end -->").unwrap_or_else(|| panic!("no end for {name}"));
    format!("{}\n{table}\n{}", &text[..from], &text[to..])
}

/// Rows as a table, its first row the heading.
fn table(rows: &[Vec<String>]) -> String {
    let line = |cells: &Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = format!("|{}\n", "---|".repeat(rows[0].len()));
    let (heading, others) = rows.split_first().expect("a table has a heading");
    line(heading) + &rule + &others.iter().map(line).collect::<String>()
}

/// The two tables stand in one file.
static WRITING: Mutex<()> = Mutex::new(());

fn insist(name: &str, rows: &[Vec<String>]) {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let wanted = with_table(&document(), name, &table(rows));
    let tell = |old: &str| {
        let first = wanted.lines().zip(old.lines()).find(|(new, old)| new != old);
        first.map_or_else(|| "it is shorter".to_owned(), |(new, old)| format!("\n  there: {old}\n  code:  {new}"))
    };
    let complaint = bless::compared(Path::new(DOCUMENT), &wanted, bless::is_blessing(), tell);
    let how = "SOFTPOWER_BLESS=1 cargo test --release tidy::model writes what the code says now";
    assert!(complaint.is_none(), "{}\n{how}", complaint.unwrap_or_default());
}

fn cells<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// `E2 + E3, E16` as links to the sections of the equations.
fn linked(equations: &str) -> String {
    let sections: Vec<String> =
        document().lines().filter_map(|line| Some(line.strip_prefix("### ")?.to_owned())).collect();
    let words = |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let link = |name: &str| {
        let is_about = |heading: &&String| words(heading).iter().any(|word| word.trim_end_matches(['a', 'b']) == name);
        let heading = sections.iter().find(is_about).unwrap_or_else(|| panic!("no section on {name}"));
        let letters = heading.to_lowercase().replace(|c: char| !c.is_alphanumeric() && !" -_".contains(c), "");
        format!("[{name}](#{})", letters.replace(' ', "-"))
    };
    let names = words(equations).into_iter().filter(|word| !word.is_empty());
    names.map(|name| link(&name)).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_schedule_in_the_document_is_that_of_the_engine() {
    let mut rows = vec![cells(["", "what happens", "when", "equations", "file"])];
    for (place, entry) in (1..).zip(SCHEDULE) {
        let file = format!("[`{}`](../{})", entry.file.rsplit('/').next().unwrap_or(entry.file), entry.file);
        let (place, title) = (place.to_string(), format!("**{}**", entry.title));
        rows.push(cells([&place, &title, entry.when, &linked(entry.equations), &file]));
    }
    insist("schedule", &rows);
}

/// What a value of this form is counted in.
fn unit(form: Form) -> String {
    match form {
        Form::Share | Form::ThreeShares => "share".into(),
        Form::Duration | Form::DurationOrNever => "time".into(),
        Form::Rate(per) => format!("per {}", per.word()),
        Form::Count | Form::CountOrUnlimited | Form::Seed => "whole number".into(),
        Form::Number | Form::Amount | Form::ThreeNumbers | Form::Size => "number".into(),
        Form::Date | Form::Moment => "date".into(),
        Form::ClockTime | Form::DayHours => "local time".into(),
        Form::Choice(_) | Form::Switch | Form::Truth => "word".into(),
        Form::Text | Form::Zone | Form::Name(_) | Form::Names(_) | Form::Values => "text".into(),
    }
}

/// Switches have a table of their own; the words of charts decide about nothing.
fn is_parameter(key: &Key) -> bool {
    let blocks = [Kind::Run, Kind::Audience, Kind::Country, Kind::Desk, Kind::Event, Kind::Rumour, Kind::Model];
    blocks.contains(&key.kind)
        && !matches!(key.form, Form::Text | Form::Name(_))
        && key.name != "colour"
        && !(key.kind == Kind::Model && key.form == Form::Switch)
}

#[test]
fn the_parameters_in_the_document_are_those_of_the_registry() {
    let mut rows = vec![cells(["setting", "unit", "default", "range", "origin", "meaning"])];
    for key in KEYS.iter().filter(|key| is_parameter(key)) {
        let name = format!("`{}.{}`", key.kind.word(), key.name);
        let default = example(key).map(|value| format!("`{value}`")).unwrap_or_default();
        rows.push(cells([
            &name,
            &unit(key.form),
            &default,
            &range(key).unwrap_or_default(),
            &origin(key),
            key.sentence,
        ]));
    }
    assert!(rows.len() > 100, "{} rows", rows.len());
    insist("parameters", &rows);
}
