//! Where the results of a command belong, what lies there already, and what is said about the work that makes them.

use std::fmt::Display;

use super::args::HowTyped;
use super::console::Console;
use super::failure::Failure;
use super::{interrupt, machine, wording};
use crate::charts::{Carried, Provenance};
use crate::experiment::Estimate;
use crate::experiment::ensemble::Unfinished;
use crate::output::disk::{in_plain_words, make_writable};
use crate::output::manifest::{FORMAT, FileNote, Manifest, ScenarioNote};
use crate::output::program::RunKey;
use crate::output::{Found, Partial, Place, Placed, Program, Trouble, folder};
use crate::scenario::Scenario;
use serde_json::{Value, json};

/// Longest work that is begun without being asked twice, seconds.
const LONG_SECONDS: f64 = 3600.0;
/// Largest states that are saved without being asked twice, bytes.
const LARGE_STATES: f64 = 20e9;
/// Share of the memory that is used without being asked twice.
const LARGE_SHARE: f64 = 0.8;

/// A result folder that shall be made, and how.
pub(super) struct Target {
    /// Where the results belong.
    pub(super) place: Place,
    /// The program that makes them.
    pub(super) program: Program,
    /// Threads at work.
    pub(super) threads: usize,
    /// Redo it if it is done already.
    again: bool,
    /// Do it however large it is.
    anyway: bool,
    /// What was typed.
    command: Vec<String>,
    /// The words of it that decide about the numbers.
    remake: Vec<String>,
}

/// The words of a command without those that change no number: threads, folders, how much is said.
fn deciding(words: &[String]) -> Vec<String> {
    const WITH_VALUE: [&str; 2] = ["--threads", "--out"];
    const ALONE: [&str; 5] = ["--again", "--anyway", "--quiet", "-q", "--json"];
    let is_value = |place: usize| place > 0 && WITH_VALUE.contains(&words[place - 1].as_str());
    let is_idle = |place: usize, word: &str| {
        let name = word.split('=').next().unwrap_or(word);
        ALONE.contains(&word) || WITH_VALUE.contains(&name) || is_value(place)
    };
    let kept = words.iter().enumerate().filter(|(place, word)| !is_idle(*place, word));
    kept.map(|(_, word)| word.clone()).collect()
}

/// What was made.
pub(super) struct Made {
    /// The manifest of the new folder.
    pub(super) manifest: Manifest,
    /// How it came to its place.
    pub(super) placed: Placed,
}

/// What shall happen with what is there already.
enum Already {
    /// Nothing is there.
    Begin,
    /// It is replaced, for this reason.
    Renew(&'static str),
    /// It is what was asked for.
    Done(Box<Manifest>),
}

impl Target {
    /// The target of a command. `about` is everything that decides about the numbers, the seed and the program apart:
    /// the resolved scenario, and what else was asked. `remake` are the words that decide about them.
    pub(super) fn new(
        (typed, anyway): (&HowTyped, bool),
        (name, about, seed): (String, &str, u64),
        words: &[String],
        remake: Vec<String>,
    ) -> Target {
        let program = Program::this();
        let place = Place { out: typed.out.clone(), name, key: RunKey::new(about, seed, &program) };
        let threads = if typed.threads == 0 { machine::cores() } else { typed.threads as usize };
        let remake = deciding(&remake);
        Target { place, program, threads, again: typed.again, anyway, command: words.to_vec(), remake }
    }

    /// The result folder as people write it, with a slash at the end.
    pub(super) fn folder(&self) -> String {
        format!("{}/", self.place.folder().display())
    }

    /// Looks at what is there already; `wanted` is a file that not every such folder has. If it is what was asked for,
    /// that is told, with `answer` for other programs, and there is nothing to do: `None`. Else says whether an old
    /// folder is renewed.
    ///
    /// # Errors
    /// When something else lies where the results belong.
    pub(super) fn begin(
        &self,
        wanted: Option<&str>,
        console: &mut Console,
        answer: impl FnOnce(&Manifest) -> Value,
    ) -> Result<Option<bool>, Failure> {
        match self.already(wanted)? {
            Already::Begin => Ok(Some(false)),
            Already::Renew(reason) => {
                console.note(reason);
                Ok(Some(true))
            }
            Already::Done(manifest) => {
                self.tell_folder(console);
                console.say(&format!("Already done: {} (use --again to redo)", self.folder()));
                console.answer_as_json(&answer(&manifest));
                Ok(None)
            }
        }
    }

    /// The one line of a command that is to be quiet.
    fn tell_folder(&self, console: &mut Console) {
        if console.is_quiet() {
            console.answer(&self.folder());
        }
    }

    /// The first words about a finished folder.
    pub(super) fn tell_made(&self, made: &Made, console: &mut Console) {
        self.tell_folder(console);
        if made.placed == Placed::AnotherWasFirst {
            console.note("Another softpower was done first with the same results; they stay.");
        }
    }

    fn already(&self, wanted: Option<&str>) -> Result<Already, Failure> {
        match self.place.look() {
            Found::Nothing => Ok(Already::Begin),
            Found::Damaged => Ok(Already::Renew("Files are missing in this result folder. It is made anew.")),
            Found::Whole(_) if self.again => Ok(Already::Renew("")),
            Found::Whole(manifest) if wanted.is_some_and(|file| !manifest.has(file)) => {
                Ok(Already::Renew("This result folder lacks what is asked for. It is made anew."))
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

    /// Asks twice before work that the machine may not bear, or the user not wait for.
    ///
    /// # Errors
    /// When it was not typed that it shall be done anyway.
    pub(super) fn refuse_giants(&self, need: Estimate) -> Result<(), Failure> {
        let memory = machine::memory_bytes();
        let large = memory.is_some_and(|there| need.bytes > LARGE_SHARE * there as f64);
        if self.anyway || !(large || need.seconds > LONG_SECONDS) {
            return Ok(());
        }
        let there =
            memory.map(|there| format!(" (this machine has {})", wording::memory(there as f64))).unwrap_or_default();
        Err(Failure::wrong(format!(
            "This would need about {} of memory{there}\nand take about {}. Make it smaller (members, replicates, \
             days),\nor add --anyway. Nothing was run.",
            wording::memory(need.bytes),
            wording::duration(need.seconds),
        )))
    }

    /// Asks twice before states that would fill a disk.
    ///
    /// # Errors
    /// When it was not typed that it shall be done anyway.
    pub(super) fn refuse_giant_states(&self, bytes: f64) -> Result<(), Failure> {
        if self.anyway || bytes <= LARGE_STATES {
            return Ok(());
        }
        Err(Failure::wrong(format!(
            "The saved states would take up to {} of disk. Make it smaller (members,\nreplicates), or add --anyway. \
             Nothing was run.",
            wording::memory(bytes)
        )))
    }

    /// Makes the ground ready: a folder that can be written, without the rests of dead processes; from now on Ctrl-C
    /// asks.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) fn prepare(&self) -> Result<(), Failure> {
        make_writable(&self.place.out).map_err(|trouble| Failure::failed(format!("{trouble}\nNothing was run.")))?;
        folder::clean_up(&self.place.out);
        interrupt::watch()
    }

    /// What pictures say about where they come from: nothing that changes with threads or folders. `scenarios` is all
    /// that is needed to make them again; `trajectory_sha256` tells whether the result is the same.
    pub(super) fn provenance(
        &self,
        scenario: &Scenario,
        scenarios: Vec<Carried>,
        trajectory_sha256: String,
    ) -> Provenance {
        Provenance {
            scenario: scenario.name.clone(),
            replicates: scenario.run.replicates,
            seed: scenario.run.seed,
            version: self.program.version.clone(),
            commit: self.program.commit_in_pictures(),
            hash: self.place.key.short(),
            command: wording::command(&self.remake),
            scenarios,
            trajectory_sha256,
        }
    }

    /// The command that does the same again, or goes on after an interruption.
    pub(super) fn same_command(&self) -> String {
        wording::command(&self.command)
    }

    /// What every command answers that makes a result folder, with what it says beside.
    pub(super) fn answer(&self, manifest: &Manifest, already_done: bool, beside: Value) -> Value {
        let mut answer = json!({
            "folder": self.place.folder(),
            "already_done": already_done,
            "hash": manifest.hash,
            "trajectory_sha256": manifest.trajectory_sha256,
            "files": manifest.files.iter().map(|file| &file.path).collect::<Vec<_>>(),
        });
        if let (Value::Object(answer), Value::Object(beside)) = (&mut answer, beside) {
            answer.extend(beside);
        }
        answer
    }

    /// Folders in which so many parts of the work keep their finished runs; `None` where another process has one, which
    /// is told.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) fn open_partials(&self, parts: usize, console: &mut Console) -> Result<Vec<Option<Partial>>, Failure> {
        let folder = self.place.partial();
        let open = |part: usize| Partial::open(&folder.with_added_extension(part.to_string()), self.place.key);
        let partials = (0..parts).map(open).collect::<Result<Vec<_>, Trouble>>()?;
        if partials.iter().any(Option::is_none) {
            console.note(
                "Another softpower is at work on the same thing in this folder. This one works\n\
                 on its own; stopped before the end, it keeps nothing.",
            );
        }
        Ok(partials)
    }

    /// How to go on after so many of `total` pieces, which are kept.
    pub(super) fn going_on(&self, (kept, total): (u32, impl Display), pieces: &str) -> String {
        match kept {
            0 => self.begin_again(),
            _ => format!("{kept} of {total} {pieces} are kept. Go on with:\n  {}", self.same_command()),
        }
    }

    /// How to do it again where nothing is kept.
    pub(super) fn begin_again(&self) -> String {
        format!("Nothing is kept. Begin again with:\n  {}", self.same_command())
    }

    /// The failure of results that could not be written; `on` says how to go on.
    pub(super) fn unwritten(&self, trouble: &Trouble, renew: bool, on: &str) -> Failure {
        let old = if renew { "\nThe result folder from before is as it was." } else { "" };
        Failure::failed(format!("{trouble}{old}\n{on}"))
    }

    /// The failure of work that did not come to its end; `on` says how to go on.
    pub(super) fn unfinished(&self, why: Unfinished, on: &str) -> Failure {
        match why {
            Unfinished::Stopped(_) => Failure::stopped(format!("Stopped. {on}")),
            Unfinished::Store(why) => {
                let (out, said) = (self.place.out.display(), in_plain_words(&why));
                Failure::failed(format!("A finished run could not be kept in {out}: {said}\n{on}"))
            }
            Unfinished::State(_, why) => Failure::failed(format!("{why}.\n{on}")),
            Unfinished::Threads(why) => Failure::failed(format!(
                "{} threads could not be started: {why}.\nAsk for fewer with --threads. {on}",
                self.threads,
            )),
        }
    }

    /// A manifest that ends now; what the numbers are is left to whoever made them.
    pub(super) fn manifest(
        &self,
        scenario: &Scenario,
        resolved: &str,
        started: &str,
        files: Vec<FileNote>,
    ) -> Manifest {
        let (name, title) = (scenario.name.clone(), scenario.title.clone());
        let note = ScenarioNote { name, title, resolved: resolved.to_owned() };
        self.manifest_of(note, (scenario.run.seed, scenario.run.replicates), started, files)
    }

    /// The same where what was run is no single scenario; `luck` is the seed, and how often it was run.
    pub(super) fn manifest_of(
        &self,
        scenario: ScenarioNote,
        luck: (u64, u32),
        started: &str,
        mut files: Vec<FileNote>,
    ) -> Manifest {
        files.sort_by_key(|file| !file.path.starts_with("charts/"));
        Manifest {
            format: FORMAT,
            program: self.program.clone(),
            scenario,
            hash: self.place.key.hex(),
            seed: luck.0,
            replicates: luck.1,
            ghosts: false,
            attribution: None,
            comparison: None,
            sensitivity: None,
            calibration: None,
            threshold: None,
            sweep: None,
            states: None,
            command: self.command.clone(),
            remake: self.remake.clone(),
            started: started.to_owned(),
            ended: machine::now(),
            threads: self.threads,
            machine: machine::describe(),
            trajectory_sha256: String::new(),
            kept: String::new(),
            files,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::deciding;

    #[test]
    fn a_command_is_made_again_from_the_words_that_decide() {
        let typed =
            "sensitivity a.toml --threads 2 --vary model.reach -q --out=b --out c --seed 3 --json --again --anyway";
        let words: Vec<String> = typed.split(' ').map(str::to_owned).collect();
        assert_eq!(deciding(&words).join(" "), "sensitivity a.toml --vary model.reach --seed 3");
    }
}
