//! `softpower list`: the scenarios that come with the program.

use serde_json::json;

use super::console::Console;
use super::failure::Failure;
use super::wording::{WIDTH, column};
use crate::scenario::builtin;

/// Lists the built-in scenarios, one line each.
///
/// # Errors
/// None.
pub(super) fn list(console: &mut Console) -> Result<(), Failure> {
    let width = builtin::LIST.iter().map(|builtin| builtin.name.len()).max().unwrap_or(0) + 3;
    for builtin in builtin::LIST {
        console.answer(column(&format!("{:width$}{}", builtin.name, builtin.question), WIDTH).trim_end());
    }
    console.note("\nNext: softpower run broadcast-vs-dialogue");
    let scenarios = builtin::LIST
        .iter()
        .map(|builtin| json!({ "name": builtin.name, "title": builtin.title, "question": builtin.question }));
    console.answer_as_json(&json!({ "command": "list", "scenarios": scenarios.collect::<Vec<_>>() }));
    Ok(())
}
