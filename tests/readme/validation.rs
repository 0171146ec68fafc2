//! The table of `docs/validation.md` holds what the code holds: the same facts, sources, uses and bands, in its order,
//! with a value and a verdict in every row.

use softpower::experiment::validation::Verdict;
use softpower::experiment::validation::facts::{FACTS, Fact, Role};
use softpower::experiment::validation::models::MODELS;
use softpower::output::validation::band;

const BEGIN: &str = "<!-- begin: made by softpower validate -->";
const END: &str = "<!-- end -->";

/// The rows of the tables between the two marks, one list of rows for each table, without heads.
fn tables(document: &str) -> Vec<Vec<Vec<String>>> {
    let made = document.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).map_or("", |(made, _)| made);
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    for line in made.lines() {
        if line.starts_with("|---") {
            tables.push(Vec::new());
        } else if let (Some(row), Some(table)) = (line.strip_prefix("| "), tables.last_mut()) {
            table.push(row.trim_end_matches(" |").split(" | ").map(|cell| cell.trim().to_owned()).collect());
        }
    }
    // The head of the second table stands below the rows of the first.
    let heads = tables.len().saturating_sub(1);
    tables.iter_mut().take(heads).for_each(|table| drop(table.pop()));
    tables
}

/// What the first columns of a fact's rows should say.
fn wanted(fact: &'static Fact) -> Vec<[String; 6]> {
    let of_fact = [fact.id, fact.words, fact.source, fact.used.words()].map(str::to_owned);
    let row = |(place, reading): (usize, &softpower::experiment::validation::facts::Reading)| {
        let [id, words, source, used] = if place == 0 { of_fact.clone() } else { [const { String::new() }; 4] };
        [id, words, source, used, reading.words.to_owned(), band(&reading.band)]
    };
    fact.readings.iter().enumerate().map(row).collect()
}

#[test]
fn the_table_of_facts_is_that_of_the_code() {
    let tables = tables(&super::read("docs/validation.md"));
    let [facts, models] = &tables[..] else { panic!("two tables between the marks, not {}", tables.len()) };
    let wanted: Vec<[String; 6]> = FACTS.iter().flat_map(wanted).collect();
    let found: Vec<&[String]> = facts.iter().map(|row| &row[..6]).collect();
    assert_eq!(found, wanted, "make it anew: softpower validate --reduced, then copy validation.md between the marks");
    let readings: Vec<Role> = FACTS.iter().flat_map(|fact| fact.readings.iter().map(|reading| reading.role)).collect();
    let verdicts = [Verdict::Holds, Verdict::DoesNotHold, Verdict::ByConstruction, Verdict::Outside];
    for (row, role) in facts.iter().zip(readings) {
        assert!(verdicts.iter().any(|verdict| verdict.words() == row[7]), "{row:?}");
        assert_eq!(row[6] == "–", role == Role::Outside, "{row:?}");
        assert_eq!(row[7] == Verdict::Outside.words(), role == Role::Outside, "{row:?}");
    }
    assert!(models.iter().all(|row| row.len() == 1 + MODELS.len()), "{models:?}");
    assert_eq!(
        models.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(),
        FACTS.iter().map(|f| f.id).collect::<Vec<_>>()
    );
}

#[test]
fn rows_are_read_with_their_empty_cells() {
    let text = format!(
        "| x |\n{BEGIN}\nWords.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n|  | 3 |\n\n| c |\n|---|\n| 4 |\n{END}\n| y |\n"
    );
    let texts = |rows: &[&[&str]]| -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    };
    assert_eq!(tables(&text), [texts(&[&["1", "2"], &["", "3"]]), texts(&[&["4"]])]);
}

#[test]
fn every_fact_that_is_listed_is_spoken_of() {
    let document = super::read("docs/validation.md");
    let comment = document.split_once(END).map_or("", |(_, comment)| comment);
    for fact in FACTS {
        let is_named = comment.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == fact.id);
        assert!(is_named, "nothing is said about {} below the table", fact.id);
    }
}
