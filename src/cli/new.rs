//! `softpower new`: a scenario file to start from.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::NewTyped;
use super::console::Console;
use super::failure::Failure;
use super::{open, wording};
use crate::output::disk;
use crate::scenario::{self, builtin};

/// Writes the file, but never over another.
///
/// # Errors
/// When there is such a file already, or when it cannot be written.
pub(super) fn new(typed: &NewTyped, console: &mut Console) -> Result<(), Failure> {
    if let Some(from) = &typed.from
        && builtin::text(from).is_none()
    {
        return Err(unknown(from));
    }
    let text = scenario::new_file(typed.from.as_deref(), typed.full);
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

fn unknown(from: &str) -> Failure {
    let help = match open::nearest(from, builtin::LIST.iter().map(|builtin| builtin.name)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "`softpower list` names them".to_owned(),
    };
    open::nothing_run(&format!("There is no scenario `{from}` in the program"), &help)
}

/// The name with `.toml`, whether it was typed or not.
fn with_ending(file: &Path) -> PathBuf {
    if file.extension().is_some_and(|ending| ending == "toml") {
        file.to_owned()
    } else {
        file.with_added_extension("toml")
    }
}
