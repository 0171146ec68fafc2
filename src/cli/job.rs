//! What a typed `run` means: the scenario checked, the place of its results, and how to work.

use super::args::RunTyped;
use super::console::Console;
use super::failure::Failure;
use super::machine;
use super::open;
use super::wording;
use crate::charts::Provenance;
use crate::output::manifest::Manifest;
use crate::output::messages;
use crate::output::program::RunKey;
use crate::output::{Found, Place, Program};
use crate::scenario::{Parsed, Scenario, Setting};

/// A run, ready to begin.
pub(super) struct Job {
    /// The scenario as it was named.
    pub(super) named: String,
    /// The scenario, its settings and its warnings.
    pub(super) parsed: Parsed,
    /// All its settings, without notes.
    pub(super) resolved: String,
    /// Where the results belong.
    pub(super) place: Place,
    /// The program that runs it.
    pub(super) program: Program,
    /// Threads at work.
    pub(super) threads: usize,
    /// Redo it if it is done already.
    again: bool,
    /// Tell the stories of messages.
    pub(super) trace: bool,
    /// Run it however large it is.
    pub(super) anyway: bool,
    /// What was typed.
    pub(super) command: Vec<String>,
    /// The words of it that decide about the numbers.
    remake: Vec<String>,
}

impl Job {
    /// Finds out what was meant.
    ///
    /// # Errors
    /// Every mistake in the scenario, or that there is none of that name.
    pub(super) fn new(typed: &RunTyped, words: &[String], console: &Console) -> Result<Job, Failure> {
        let replicates = typed.replicates.map(|number| short("run.replicates", number.to_string()));
        let seed = typed.seed.map(|number| short("run.seed", number.to_string()));
        let parsed = open::open(&typed.scenario, replicates.into_iter().chain(seed).collect(), console)?;
        let resolved = parsed.resolved.to_toml(false);
        let program = Program::this();
        let key = RunKey::new(&resolved, parsed.scenario.run.seed, &program);
        let place = Place { out: typed.out.clone(), name: parsed.scenario.name.clone(), key };
        let threads = if typed.threads == 0 { machine::cores() } else { typed.threads as usize };
        let named = typed.scenario.scenario.clone();
        let (again, trace, anyway) = (typed.again, typed.trace, typed.anyway);
        let (command, remake) = (words.to_vec(), remake(typed));
        Ok(Job { named, parsed, resolved, place, program, threads, again, trace, anyway, command, remake })
    }

    /// What is simulated.
    pub(super) fn scenario(&self) -> &Scenario {
        &self.parsed.scenario
    }

    /// Is every replicate also run without the scenario's changes?
    pub(super) fn has_ghosts(&self) -> bool {
        self.scenario().without_changes().is_some()
    }

    /// The result folder as people write it, with a slash at the end.
    pub(super) fn folder(&self) -> String {
        format!("{}/", self.place.folder().display())
    }

    /// What shall happen with what is there already.
    ///
    /// # Errors
    /// When something else lies where the results belong.
    pub(super) fn already(&self) -> Result<Already, Failure> {
        match self.place.look() {
            Found::Nothing => Ok(Already::Begin),
            Found::Damaged => Ok(Already::Renew("Files are missing in this result folder. It is made anew.")),
            Found::Whole(_) if self.again => Ok(Already::Renew("")),
            Found::Whole(manifest) if self.trace && !manifest.has(messages::FILE) => {
                Ok(Already::Renew("This result folder has no stories of messages. It is made anew."))
            }
            Found::Whole(manifest) if self.program.may_answer_with_results_of(&manifest.program) => {
                Ok(Already::Done(manifest))
            }
            Found::Whole(_) => {
                Ok(Already::Renew("The program was built from changed sources. The result folder is made anew."))
            }
            Found::Foreign => Err(Failure::failed(format!(
                "{} is in the way: it is not a result of this scenario.\n\
                 Move it away, or choose another folder with --out. Nothing was run.",
                self.folder()
            ))),
        }
    }

    /// What pictures say about where they come from: nothing that changes with threads or folders.
    pub(super) fn provenance(&self) -> Provenance {
        let run = &self.scenario().run;
        Provenance {
            scenario: self.scenario().name.clone(),
            replicates: run.replicates,
            seed: run.seed,
            version: self.program.version.clone(),
            commit: self.program.commit_in_pictures(),
            hash: self.place.key.short(),
            command: wording::command(&self.remake),
        }
    }

    /// The command that goes on after an interruption.
    pub(super) fn same_command(&self) -> String {
        wording::command(&self.command)
    }
}

/// What shall happen with what is there already.
pub(super) enum Already {
    /// Nothing is there.
    Begin,
    /// It is replaced, for this reason.
    Renew(&'static str),
    /// It is what was asked for.
    Done(Box<Manifest>),
}

/// An option that is short for a setting.
fn short(path: &str, value: String) -> Setting {
    Setting { path: path.to_owned(), value }
}

/// The words that decide about the numbers: no threads, no folder.
fn remake(typed: &RunTyped) -> Vec<String> {
    let mut words = vec!["run".to_owned(), typed.scenario.scenario.clone()];
    typed.scenario.settings.iter().for_each(|setting| words.extend(["--set".to_owned(), setting.clone()]));
    typed.replicates.iter().for_each(|number| words.extend(["--replicates".to_owned(), number.to_string()]));
    typed.seed.iter().for_each(|number| words.extend(["--seed".to_owned(), number.to_string()]));
    words
}
