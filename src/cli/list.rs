//! `softpower list`: the scenarios that come with the program.

use serde_json::json;

use super::console::Console;
use super::failure::Failure;
use super::standin::scenario::builtin;
use super::wording::{WIDTH, column};

/// Lists the built-in scenarios, one line each.
///
/// # Errors
/// None.
pub(super) fn list(console: &mut Console) -> Result<(), Failure> {
    let width = builtin::LIST.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 3;
    for (name, about) in builtin::LIST {
        console.answer(column(&format!("{name:width$}{about}"), WIDTH).trim_end());
    }
    console.note("\nNext: softpower run broadcast-vs-dialogue");
    let scenarios = builtin::LIST.iter().map(|(name, about)| json!({ "name": name, "about": about }));
    console.answer_as_json(&json!({ "command": "list", "scenarios": scenarios.collect::<Vec<_>>() }));
    Ok(())
}
