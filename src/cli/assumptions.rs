//! The settings of a result folder for whose values no source is known, the most influential first where a sensitivity
//! study of the same scenario lies beside it.

use std::path::Path;

use super::failure::Failure;
use super::open::mistake;
use super::wording::{self, counted, indented, wrapped};
use crate::output::disk::in_plain_words;
use crate::output::verify::{ResultFolder, studies_beside};
use crate::report::folder::settings_of;
use crate::scenario::keys::Status;
use crate::scenario::ledger::Row;

/// How to ask.
const ASK: &str = "write softpower explain assumptions FOLDER";

/// The assumptions behind a result folder, in words.
///
/// # Errors
/// When it is no result folder, or holds no scenario.
pub(super) fn of_folder(named: &[String]) -> Result<String, Failure> {
    let [named] = named else { return Err(mistake("Which result folder?", ASK)) };
    let folder = ResultFolder::open(Path::new(named))
        .map_err(|_| mistake(&format!("`{named}` is no result folder"), "name one with manifest.json in it"))?;
    let rows = settings_of(&folder).map_err(|why| mistake(&why, ASK))?;
    let rows: Vec<Row> = rows.into_iter().filter(|row| row.status == Status::Assumption).collect();
    let study = studies_beside(&folder).into_iter().next_back();
    let ranks = match &study {
        Some(study) => study.most_influential().map_err(|why| {
            let title = format!("{} cannot be read: {}", study.path().display(), in_plain_words(&why));
            mistake(&title, "move it away, or make it anew with softpower sensitivity")
        })?,
        None => Vec::new(),
    };
    let name = &folder.manifest.scenario.name;
    let after = study.as_ref().map(|study| study.path().file_name().unwrap_or_default().to_string_lossy().into_owned());
    Ok(in_words(name, ranked(rows, &ranks), after.as_deref()))
}

/// The rows that were varied, the most influential first; then the others as they were. With each its rank, from 1.
fn ranked(rows: Vec<Row>, ranks: &[String]) -> Vec<(Option<usize>, Row)> {
    let rank = |row: &Row| ranks.iter().position(|path| *path == row.path).map(|place| place + 1);
    let mut rows: Vec<(Option<usize>, Row)> = rows.into_iter().map(|row| (rank(&row), row)).collect();
    rows.sort_by_key(|(rank, _)| rank.unwrap_or(usize::MAX));
    rows
}

fn in_words(name: &str, rows: Vec<(Option<usize>, Row)>, study: Option<&str>) -> String {
    let count = counted(rows.len() as u64, "setting", "settings");
    let order = match study {
        Some(study) => format!("The most influential first, after {study}; those without a number were not varied."),
        None => format!(
            "In the order of the file. {} asks which of them matter.",
            wording::command(&["sensitivity".into(), name.to_owned(), "--assumptions".into()])
        ),
    };
    let mut text =
        format!("{}\n{}\n", wrapped(&format!("Assumptions of {name}: {count} without a source.")), wrapped(&order));
    for (rank, row) in rows {
        let rank = rank.map_or(String::new(), |rank| format!("{rank}. "));
        text += &format!("\n{rank}{} = {}  ({})\n", row.path, row.value, row.origin);
        text += &indented(&format!("{} Reason: {}.", row.meaning, row.source), 4);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_varied_comes_first_and_the_rest_stays_in_order() {
        let row = |path: &str| Row {
            heading: "[model]".into(),
            path: path.into(),
            name: path.into(),
            value: "1".into(),
            origin: "default".into(),
            status: Status::Assumption,
            source: "plausible",
            meaning: "What it is.",
        };
        let ranks = ["c".to_owned(), "luck".to_owned(), "b".to_owned()];
        let rows = ranked(["a", "b", "c", "d"].map(row).to_vec(), &ranks);
        let order: Vec<(Option<usize>, &str)> = rows.iter().map(|(rank, row)| (*rank, row.path.as_str())).collect();
        assert_eq!(order, [(Some(1), "c"), (Some(3), "b"), (None, "a"), (None, "d")]);
        let text = in_words("tiny", rows, Some("sensitivity-tiny-1"));
        assert!(
            text.contains("4 settings without a source") && text.contains("\n1. c = 1  (default)\n    What it is.")
        );
        assert!(in_words("tiny", Vec::new(), None).contains("softpower sensitivity tiny --assumptions"));
    }
}
