//! What a typed `run` means: the scenario checked, the place of its results, and how to work.

use super::args::{RunTyped, ScenarioTyped, WorkTyped};
use super::console::Console;
use super::failure::Failure;
use super::inspect::{self, Known};
use super::open;
use super::states::{self, SaveAt};
use super::target::Target;
use crate::output::states::SavedStates;
use crate::output::{Found, Manifest};
use crate::scenario::{Parsed, Scenario, Setting};
use serde_json::Value;

/// A run, ready to begin.
pub(super) struct Job {
    /// The scenario as it was named.
    pub(super) named: String,
    /// The scenario, its settings and its warnings.
    pub(super) parsed: Parsed,
    /// All its settings, without notes.
    pub(super) resolved: String,
    /// Where the results belong, and how to work.
    pub(super) target: Target,
    /// Tell the stories of messages.
    pub(super) trace: bool,
    /// When the states of the replicates are saved.
    pub(super) save: Option<SaveAt>,
    /// The states from which the replicates go on.
    pub(super) from: Option<SavedStates>,
    /// The picture or report that this run repeats as it was.
    pub(super) repeated: Option<Known>,
}

impl Job {
    /// Finds out what was meant.
    ///
    /// # Errors
    /// Every mistake in the scenario, or that there is none of that name.
    pub(super) fn new(typed: &RunTyped, words: &[String], console: &Console) -> Result<Job, Failure> {
        let repeated = inspect::repeated(&typed.scenario.scenario)?;
        let parsed = open::open(&typed.scenario, of_run(&typed.work), console)?;
        let repeated = repeated.filter(|known| known.is_run_of(&parsed));
        let resolved = parsed.resolved.to_toml(false);
        let save = states::save_at(typed.save_at.as_deref(), &parsed.scenario)?;
        let from = states::from(typed.from.as_deref(), &parsed)?;
        states::insist_on_order(save.as_ref(), from.as_ref(), &parsed.scenario)?;
        // States of two dates lie in two folders. Where a run goes on from makes no difference to it.
        let saved = save.as_ref().map_or(String::new(), |save| format!("states = {}\n", save.moment));
        let all = format!("{resolved}{saved}");
        let about = (parsed.scenario.name.clone(), all.as_str(), parsed.scenario.run.seed);
        // Who repeats a picture does what its maker did.
        let made = repeated.as_ref().and_then(Known::words);
        let remake = made.unwrap_or_else(|| remake("run", &typed.scenario, &[], &typed.work));
        let target = Target::new((&typed.work.how, typed.work.anyway), about, words, remake);
        let (named, trace) = (typed.scenario.scenario.clone(), typed.trace);
        Ok(Job { named, parsed, resolved, target, trace, save, from, repeated })
    }

    /// What is simulated.
    pub(super) fn scenario(&self) -> &Scenario {
        &self.parsed.scenario
    }

    /// All settings, and where each comes from; of a picture that is repeated, what it says about that.
    pub(super) fn with_origins(&self) -> String {
        match self.repeated.as_ref().map(|known| &known.provenance.scenarios[..]) {
            Some([carried]) => carried.resolved.clone(),
            _ => self.parsed.resolved.to_toml(true),
        }
    }

    /// Looks at what is there already, as [`Target::begin`] does; what is done already is compared with what it
    /// repeats.
    ///
    /// # Errors
    /// When something else lies there, or the result is not the one that was repeated.
    pub(super) fn begin(
        &self,
        wanted: Option<&str>,
        console: &mut Console,
        done: impl FnOnce(&Manifest) -> Value,
    ) -> Result<Option<bool>, Failure> {
        let same = match (&self.repeated, self.target.place.look()) {
            (Some(known), Found::Whole(manifest)) => known.compare_with(&manifest.trajectory_sha256)?,
            _ => String::new(),
        };
        let begun = self.target.begin(wanted, console, done)?;
        if begun.is_none() && !same.is_empty() {
            console.say(&same);
        }
        Ok(begun)
    }

    /// Whether the result is that of the picture or report that was repeated; nothing if none was.
    ///
    /// # Errors
    /// When it is not, with exit code 3.
    pub(super) fn repeats(&self, found: &str) -> Result<Option<String>, Failure> {
        self.repeated.as_ref().map(|known| known.compare_with(found)).transpose()
    }

    /// Is every replicate also run without the scenario's changes?
    pub(super) fn has_ghosts(&self) -> bool {
        self.scenario().without_changes().is_some()
    }
}

/// The options that are short for settings of `[run]`.
pub(super) fn of_run(typed: &WorkTyped) -> Vec<Setting> {
    let short = |path: &str, value: String| Setting { path: path.to_owned(), value };
    let replicates = typed.replicates.map(|number| short("run.replicates", number.to_string()));
    let seed = typed.seed.map(|number| short("run.seed", number.to_string()));
    replicates.into_iter().chain(seed).collect()
}

/// The words that decide about the numbers: no threads, no folder.
pub(super) fn remake(command: &str, scenario: &ScenarioTyped, more: &[String], work: &WorkTyped) -> Vec<String> {
    let mut words = vec![command.to_owned(), scenario.scenario.clone()];
    words.extend_from_slice(more);
    scenario.settings.iter().for_each(|setting| words.extend(["--set".to_owned(), setting.clone()]));
    work.replicates.iter().for_each(|number| words.extend(["--replicates".to_owned(), number.to_string()]));
    work.seed.iter().for_each(|number| words.extend(["--seed".to_owned(), number.to_string()]));
    words
}
