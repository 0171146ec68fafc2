//! What is printed, and where: results on standard output, everything else on standard error. With `--json` standard
//! output holds one JSON object and nothing else. A reader who goes away (`| head`) is no mistake.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;

use super::args::Typed;
use super::failure::{Exit, Failure};
use super::wording::wrapped;
use crate::charts::Drawing;

/// Columns that a picture takes.
const COLUMNS: u16 = 80;

/// Is it a terminal that can only show letters one after the other?
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb")
}

/// Is standard output a terminal that is wide enough for a picture and knows its signs?
fn shows_pictures() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(std::env::var_os).find(|set| !set.is_empty());
    let locale = locale.map(|set| set.to_string_lossy().to_lowercase());
    let knows_signs = cfg!(windows) || locale.is_some_and(|set| set.contains("utf-8") || set.contains("utf8"));
    let size = terminal_size::terminal_size_of(io::stdout());
    knows_signs && !is_dumb() && size.is_some_and(|(width, _)| width.0 >= COLUMNS)
}

/// The two streams, and how to use them.
#[derive(Debug)]
pub struct Console {
    json: bool,
    quiet: bool,
    /// May messages on standard error be coloured?
    pub colour: bool,
    /// May pictures stand on standard output, and may those be coloured?
    pictures: Option<bool>,
    trouble: Option<io::Error>,
}

impl Console {
    /// As it was typed, and as the terminal allows.
    #[must_use]
    pub fn new(typed: &Typed) -> Console {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
        let plain = no_colour || is_dumb();
        let colour = !typed.json && !plain && io::stderr().is_terminal();
        let pictures = (!typed.json && !typed.quiet && shows_pictures()).then_some(!no_colour);
        Console { json: typed.json, quiet: typed.quiet, colour, pictures, trouble: None }
    }

    /// Was `--json` typed?
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Was `--quiet` typed?
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// A line of the story on standard output; `--json` and `--quiet` leave it out.
    pub fn say(&mut self, text: &str) {
        if !self.quiet {
            // Titles come from files: what they say is shown, what they would do to a terminal is not.
            self.answer(&text.replace(|c: char| c.is_control() && c != '\n', " "));
        }
    }

    /// A chart over time as a small picture under its title, where standard output can show one; only there it is
    /// drawn.
    pub fn show(&mut self, draw: impl FnOnce() -> Option<Drawing>) {
        let Some(colours) = self.pictures else { return };
        let Some(drawing) = draw() else { return };
        let Some(picture) = drawing.in_terminal(colours) else { return };
        self.say(&format!("\n{}", wrapped(drawing.title())));
        self.answer(&picture);
    }

    /// What was asked for, on standard output; `--json` leaves it out.
    pub fn answer(&mut self, text: &str) {
        if !self.json {
            self.print(text);
        }
    }

    /// What was asked for, as the one JSON object; only with `--json`.
    pub fn answer_as_json(&mut self, value: &impl Serialize) {
        if self.json {
            match serde_json::to_string(value) {
                Ok(text) => self.print(&text),
                Err(why) => self.trouble = Some(why.into()),
            }
        }
    }

    /// A remark on standard error; `--quiet` leaves it out.
    pub fn note(&mut self, text: &str) {
        if !self.quiet {
            self.warn(text);
        }
    }

    /// A warning on standard error.
    pub fn warn(&mut self, text: &str) {
        // There is nobody left to tell if this fails.
        let _ = writeln!(io::stderr(), "{}", text.trim_end());
    }

    fn print(&mut self, text: &str) {
        let mut out = io::stdout().lock();
        // At once, also into a pipe: a reader shall see what is going on.
        let printed = writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush());
        match printed {
            Err(why) if why.kind() != ErrorKind::BrokenPipe => self.trouble = Some(why),
            _ => {}
        }
    }

    /// Prints the one error, if there is one, and chooses the exit code.
    #[must_use]
    pub fn close(mut self, done: Result<(), Failure>) -> ExitCode {
        let unprinted = self.trouble.take().map(|why| {
            let why = crate::output::disk::in_plain_words(&why);
            Failure::failed(format!("The answer could not be printed: {why}"))
        });
        let Some(failure) = done.err().or(unprinted) else { return ExitCode::SUCCESS };
        self.warn(&failure.message);
        if self.json {
            self.print(&failure_as_json(&failure));
        }
        ExitCode::from(failure.exit as u8)
    }
}

/// The one JSON object of a command that failed.
pub(super) fn failure_as_json(failure: &Failure) -> String {
    let kind = match failure.exit {
        Exit::Failed => "failed",
        Exit::Wrong => "wrong",
        Exit::Differs => "differs",
        Exit::Stopped => "stopped",
    };
    let (code, message) = (failure.exit as u8, &failure.message);
    let mut error = serde_json::json!({ "kind": kind, "exit_code": code, "message": message });
    if !failure.problems.is_empty() {
        error["problems"] = failure.problems.clone().into();
    }
    serde_json::json!({ "error": error }).to_string()
}
