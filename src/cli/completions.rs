//! `softpower completions`: what your shell needs to complete commands.

use clap::CommandFactory;
use serde_json::json;

use super::args::{CompletionsTyped, Typed};
use super::console::Console;
use super::failure::Failure;

/// Prints the completions.
///
/// # Errors
/// None.
pub(super) fn completions(typed: &CompletionsTyped, console: &mut Console) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(typed.shell, &mut Typed::command(), "softpower", &mut script);
    let script = String::from_utf8_lossy(&script);
    console.answer(&script);
    console.answer_as_json(&json!({ "command": "completions", "shell": typed.shell.to_string(), "script": script }));
    Ok(())
}
