//! A result folder read again, as far as a report needs it.

use crate::output::disk::in_plain_words;
use crate::output::verify::ResultFolder;
use crate::scenario::ledger::Row;
use crate::scenario::with_settings;

/// Every setting of the scenario of a result folder; of a comparison, those of the first one.
///
/// # Errors
/// In words: when there is no scenario in it, or none for this version.
pub fn settings_of(folder: &ResultFolder) -> Result<Vec<Row>, String> {
    let path = folder.manifest.files.iter().map(|file| file.path.as_str()).find(|path| path.ends_with("scenario.toml"));
    let path = path.ok_or_else(|| format!("There is no scenario in {}", folder.path().display()))?;
    let text = folder.text(path).map_err(|why| format!("{path} cannot be read: {}", in_plain_words(&why)))?;
    let parsed = with_settings(&folder.manifest.scenario.name, &text, &[])
        .map_err(|_| format!("The scenario in {} is none for this version of softpower", folder.path().display()))?;
    Ok(parsed.resolved.ledger())
}
