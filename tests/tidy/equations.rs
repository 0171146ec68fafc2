//! The equations and measures: the table of the model, the schedule, the files and docs/model.md name the same things.

use softpower::engine::measures::{AUDIENCE_MEASURES, COUNTRY_MEASURES, Measure};
use softpower::engine::schedule::SCHEDULE;

use super::complaint::{Complaint, insist};
use super::markdown;
use super::tree;

const TABLE: &str = "src/model/mod.rs";
const TEXT: &str = "docs/model.md";

/// The equations that a text names: `E1`, `E14`; `E1a` is the first shape of `E1`.
fn equations(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let number = |word: &str| {
        let digits = word.strip_prefix('E')?.trim_end_matches(|c: char| c.is_ascii_lowercase());
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("E{digits}"))
    };
    words.filter_map(number).collect()
}

/// The lines of a file's own documentation.
fn own_words(text: &str) -> String {
    text.lines().map_while(|line| line.strip_prefix("//!")).map(|line| format!("{}\n", line.trim_start())).collect()
}

/// The rows of the table of the model: line, equations, file.
fn table(text: &str) -> Vec<(usize, Vec<String>, String)> {
    let words = own_words(text);
    let rows = markdown::tables(&words).into_iter().flat_map(|table| table.rows);
    let file = |cell: &str| format!("src/model/{}.rs", cell.trim_matches(['[', ']', '`']));
    rows.map(|row| (row.line, equations(&row.cells[0]), file(&row.cells[1]))).collect()
}

/// Does the text describe every equation of the table, and does each file know its own?
fn judge_table(table_text: &str, read: &dyn Fn(&str) -> Option<String>) -> Vec<Complaint> {
    let document = read(TEXT).unwrap_or_default();
    let submodels = markdown::section(&document, "## 7. Submodels");
    let described: Vec<String> = markdown::headings(submodels).iter().flat_map(|(_, words)| equations(words)).collect();
    let mut wrong = Vec::new();
    for (line, names, file) in table(table_text) {
        let Some(text) = read(&file) else {
            wrong.push(Complaint::new(TABLE, line, format!("there is no {file}"), "name the file of the equation"));
            continue;
        };
        for name in names {
            if !described.contains(&name) {
                let instead = format!("a heading `### {name} ...` under `## 7. Submodels` of {TEXT}");
                wrong.push(Complaint::new(TABLE, line, format!("{name} is described nowhere"), instead));
            }
            if !equations(&own_words(&text)).contains(&name) {
                let instead = format!("name {name} in the `//!` lines, with its formula");
                wrong.push(Complaint::new(&file, 1, format!("the file does not say that it holds {name}"), instead));
            }
        }
    }
    wrong
}

/// Rows of the two tables at the head of docs/model.md: line, measures, the other cells.
fn measure_rows(document: &str, heading: &str) -> Vec<(usize, Vec<String>, String)> {
    let section = markdown::section(document, "## Where to find the equation behind a number");
    let before = document.find(section).map_or(0, |place| document[..place].lines().count());
    let begin = section.find(heading).map_or(section.len(), |place| place + heading.len());
    let skipped = section[..begin].lines().count() - 1;
    let first = markdown::tables(&section[begin..]).into_iter().next();
    let rows = first.into_iter().flat_map(|table| table.rows);
    let names = |cell: &str| markdown::code_spans(cell).into_iter().map(str::to_owned).collect();
    rows.map(|row| (before + skipped + row.line, names(&row.cells[0]), row.cells[1..].join(" | "))).collect()
}

/// Does a table name every measure once, nothing else, and lead to an equation and a file?
fn judge_measures(rows: &[(usize, Vec<String>, String)], measures: &[&str]) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    let named: Vec<&str> = rows.iter().flat_map(|(_, names, _)| names).map(String::as_str).collect();
    for measure in measures {
        let times = named.iter().filter(|name| *name == measure).count();
        if times != 1 {
            let what = format!("`{measure}` stands {times} times in the table of numbers");
            wrong.push(Complaint::new(
                TEXT,
                rows.first().map_or(1, |row| row.0),
                what,
                "one row: number, equation, file",
            ));
        }
    }
    for (line, names, rest) in rows {
        if let Some(name) = names.iter().find(|name| !measures.contains(&name.as_str())) {
            wrong.push(Complaint::new(TEXT, *line, format!("no measure is called `{name}`"), "the name of the column"));
        }
        let links = markdown::links(rest);
        if !links.iter().any(|l| l.target.contains('#')) || !links.iter().any(|l| l.target.ends_with(".rs")) {
            wrong.push(Complaint::new(TEXT, *line, "the row leads nowhere", "link the section and the file"));
        }
    }
    wrong
}

fn names(measures: &[Measure]) -> Vec<&'static str> {
    measures.iter().map(|measure| measure.name).collect()
}

#[test]
fn every_equation_has_its_file_its_section_and_its_name_in_the_file() {
    let text = tree::read(TABLE);
    assert!(table(&text).len() > 5, "{:?}", table(&text));
    let read = |path: &str| std::fs::read_to_string(tree::root().join(path)).ok();
    insist(&judge_table(&text, &read));
}

#[test]
fn every_file_of_the_model_stands_in_its_table() {
    let table = table(&tree::read(TABLE));
    for file in tree::files("rs").filter(|file| file.is_in(&["src/model"]) && file.path != TABLE) {
        assert!(table.iter().any(|row| row.2 == file.path), "{} is missing in the table of {TABLE}", file.path);
    }
}

#[test]
fn every_equation_of_the_schedule_exists() {
    let described = markdown::headings(markdown::section(&tree::read(TEXT), "## 7. Submodels"));
    let described: Vec<String> = described.iter().flat_map(|(_, words)| equations(words)).collect();
    for entry in SCHEDULE {
        for name in equations(entry.equations) {
            assert!(
                described.contains(&name),
                "{:?} is said to use {name}, which {TEXT} does not describe",
                entry.phase
            );
        }
    }
}

#[test]
fn every_measure_leads_to_its_equation_and_its_file() {
    let document = tree::read(TEXT);
    for (heading, measures) in
        [("For each country:", COUNTRY_MEASURES), ("For each country and audience:", AUDIENCE_MEASURES)]
    {
        let rows = measure_rows(&document, heading);
        assert!(!rows.is_empty(), "no table below \"{heading}\"");
        insist(&judge_measures(&rows, &names(measures)));
    }
}

#[test]
fn every_equation_named_in_a_measure_is_described() {
    let described = markdown::headings(markdown::section(&tree::read(TEXT), "## 7. Submodels"));
    let described: Vec<String> = described.iter().flat_map(|(_, words)| equations(words)).collect();
    for measure in COUNTRY_MEASURES.iter().chain(AUDIENCE_MEASURES) {
        let unknown: Vec<String> = equations(measure.meaning).into_iter().filter(|e| !described.contains(e)).collect();
        assert_eq!(unknown, Vec::<String>::new(), "{}", measure.name);
    }
}

#[test]
fn equations_are_found_in_every_spelling() {
    assert_eq!(equations("E1a and E1b, E2 + E3; (E14). 1E5 and Exp(1), E"), ["E1", "E1", "E2", "E3", "E14"]);
}

#[test]
fn an_equation_without_file_section_or_name_rings() {
    let table = "//! A.\n//!\n//! | equation | file |\n//! |---|---|\n//! | E1, E2 | [`a`] |\n//! | E3 | [`b`] |\n";
    let read = |path: &str| match path {
        TEXT => Some("## 7. Submodels\n### E1a Attention\n## What else\n### E2 Elsewhere\n".to_owned()),
        "src/model/a.rs" => Some("//! E2: being shown.\n".to_owned()),
        _ => None,
    };
    let wrong: Vec<String> =
        judge_table(table, &read).into_iter().map(|c| format!("{}:{} {}", c.file, c.line, c.what)).collect();
    let wanted = [
        "src/model/a.rs:1 the file does not say that it holds E1",
        "src/model/mod.rs:5 E2 is described nowhere",
        "src/model/mod.rs:6 there is no src/model/b.rs",
    ];
    assert_eq!(wrong, wanted);
}

#[test]
fn a_measure_without_a_row_and_a_row_without_a_measure_ring() {
    let text = "# M\n\n## Where to find the equation behind a number\n\nFor each:\n\n\
                | number | equation | file |\n|---|---|---|\n\
                | `a`, `b` | [E1](#e1) | [`c`](../src/c.rs) |\n| `d` | E2 | `e` |\n\n## 1. Next\n";
    let rows = measure_rows(text, "For each:");
    assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [9, 10]);
    let wrong: Vec<String> = judge_measures(&rows, &["a", "b", "f"]).into_iter().map(|c| c.what).collect();
    let wanted = ["`f` stands 0 times in the table of numbers", "no measure is called `d`", "the row leads nowhere"];
    assert_eq!(wrong, wanted);
}
