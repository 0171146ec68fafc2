//! `softpower cite`: how to cite a result folder, a picture or a report.

use serde_json::json;

use super::args::{CiteTyped, Part};
use super::console::Console;
use super::failure::Failure;
use super::inspect::Known;
use super::wording::wrapped;
use crate::report::cite::Citation;

/// Tells how to cite.
///
/// # Errors
/// When it does not say where it comes from.
pub(super) fn cite(typed: &CiteTyped, console: &mut Console) -> Result<(), Failure> {
    let citation = Citation::of(&Known::find(&typed.file)?.provenance);
    console.answer(&in_words(&citation, typed.only));
    console.answer_as_json(&json!({ "command": "cite", "file": typed.file, "citation": citation }));
    Ok(())
}

/// One part as it can be pasted, or all of them under headings.
fn in_words(citation: &Citation, only: Option<Part>) -> String {
    let Citation { reference, methods, bibtex, cff } = citation;
    match only {
        Some(Part::Reference) => reference.clone(),
        Some(Part::Methods) => methods.clone(),
        Some(Part::Bibtex) => bibtex.clone(),
        Some(Part::Cff) => cff.clone(),
        None => format!(
            "Reference\n{}\n\nMethods\n{}\n\nBibTeX\n{bibtex}\nCITATION.cff: softpower cite --only cff",
            wrapped(reference),
            wrapped(methods)
        ),
    }
}
