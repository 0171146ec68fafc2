//! Why a command did not do what was asked, and the exit code that says so.

use std::io::Write;
use std::process::ExitCode;

use super::console;
use crate::output::Trouble;

/// The exit codes of softpower, apart from 0 for done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It failed while running.
    Failed = 1,
    /// The scenario or the command is wrong.
    Wrong = 2,
    /// What was repeated is not what it was.
    Differs = 3,
    /// It was interrupted, and what was done is kept.
    Stopped = 130,
}

/// Why a command did not do what was asked.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What to tell the user, in whole sentences; line breaks where they belong.
    pub message: String,
    /// The kinds of problems with a scenario, by their names.
    pub problems: Vec<&'static str>,
}

impl Failure {
    /// Something failed while running.
    #[must_use]
    pub fn failed(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Failed, message: message.into(), problems: Vec::new() }
    }

    /// The scenario or the command is wrong.
    #[must_use]
    pub fn wrong(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Wrong, message: message.into(), problems: Vec::new() }
    }

    /// It was interrupted.
    #[must_use]
    pub fn stopped(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Stopped, message: message.into(), problems: Vec::new() }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Failure {
        Failure::failed(trouble.to_string())
    }
}

/// Nothing was done: the command was not understood, or only help or the version was asked for.
#[derive(Debug)]
pub struct Refusal {
    pub(super) said: clap::Error,
    pub(super) json: bool,
}

impl Refusal {
    /// Prints the answer; 0 for help, 2 for a command that is wrong.
    #[must_use]
    pub fn tell(&self) -> ExitCode {
        if self.json && self.said.use_stderr() {
            let message = self.said.render().to_string();
            let line = console::failure_as_json(&Failure::wrong(message.trim_end()));
            let _ = writeln!(std::io::stdout(), "{line}");
        }
        // A reader who went away has seen enough.
        let _ = self.said.print();
        ExitCode::from(if self.said.use_stderr() { Exit::Wrong as u8 } else { 0 })
    }
}
