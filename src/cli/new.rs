//! `softpower new`: a scenario file to start from.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::NewTyped;
use super::console::Console;
use super::failure::Failure;
use super::open::nothing_run;
use super::standin::scenario;
use super::wording;
use crate::output::disk;
use crate::scenario::builtin;

/// Writes the file, but never over another.
///
/// # Errors
/// When there is such a file already, or when it cannot be written.
pub(super) fn new(typed: &NewTyped, console: &mut Console) -> Result<(), Failure> {
    let text = scenario::new_file(typed.from.as_deref(), typed.full).map_err(|_| unknown(typed.from.as_deref()))?;
    let path = with_ending(&typed.file);
    disk::write_new(&path, &text).map_err(|trouble| match trouble.why.kind() {
        ErrorKind::AlreadyExists => Failure::wrong(format!(
            "{} is there already, and nothing was written over it. Choose another name.",
            path.display()
        )),
        _ => trouble.into(),
    })?;
    let run = wording::command(&["run".into(), path.display().to_string()]);
    console.say(&format!("{} is written. Open it in any editor, change a value, save.", path.display()));
    console.say(&format!("Next: {run}"));
    console.answer_as_json(&json!({ "command": "new", "file": path, "next": run }));
    Ok(())
}

fn unknown(from: Option<&str>) -> Failure {
    let from = from.unwrap_or_default();
    let names = builtin::LIST.iter().map(|builtin| builtin.name);
    let near = names.map(|name| (strsim::damerau_levenshtein(name, from), name)).min();
    let help = match near {
        Some((distance, name)) if distance <= 1 + name.len() / 4 => format!("did you mean `{name}`?"),
        _ => "`softpower list` names them".to_owned(),
    };
    nothing_run(&format!("There is no scenario `{from}` in the program"), &help)
}

/// The name with `.toml`, whether it was typed or not.
fn with_ending(file: &Path) -> PathBuf {
    if file.extension().is_some_and(|ending| ending == "toml") {
        file.to_owned()
    } else {
        file.with_added_extension("toml")
    }
}
