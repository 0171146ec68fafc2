#[path = "cli/mod.rs"]
mod cli;
