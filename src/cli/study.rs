//! How a study goes from its question to its result folder. `sensitivity`, `calibrate` and `threshold` each run one
//! scenario in many settings, keep every answer, and tell one result; what they ask and what they say is their own.

use serde_json::json;

use super::args::{HowTyped, ScenarioTyped};
use super::console::Console;
use super::failure::Failure;
use super::progress::Progress;
use super::target::{Made, Target};
use super::{interrupt, machine, open, report};
use crate::engine::trajectory::Trajectory;
use crate::experiment::Estimate;
use crate::experiment::ensemble::{NoStore, Store};
use crate::experiment::study::{self, Plan, Task};
use crate::output::manifest::Manifest;
use crate::output::{Partial, Staging, Trouble};
use crate::scenario::factor::{Factor, Varied};
use crate::scenario::{Parsed, Scenario};

/// What every study has.
pub(super) struct Subject {
    /// The scenario as it was named.
    pub(super) named: String,
    pub(super) parsed: Parsed,
    /// What is varied, and the scenario of every point.
    pub(super) varied: Varied,
    pub(super) target: Target,
}

impl Subject {
    /// The subject of a command; `asked` is everything that decides about its numbers, the scenario apart.
    pub(super) fn new(
        (scenario, how, anyway): (&ScenarioTyped, &HowTyped, bool),
        (parsed, varied): (Parsed, Varied),
        (command, asked): (&str, &str),
        words: &[String],
    ) -> Subject {
        let about = format!("{command} {asked}\n{}", varied.resolved);
        let name = format!("{command}-{}", parsed.scenario.name);
        let target = Target::new((how, anyway), (name, &about, parsed.scenario.run.seed), words, words.to_vec());
        Subject { named: scenario.scenario.clone(), parsed, varied, target }
    }

    pub(super) fn scenario(&self) -> &Scenario {
        &self.parsed.scenario
    }

    pub(super) fn factors(&self) -> &[Factor] {
        &self.varied.factors
    }
}

/// A study, ready to begin.
pub(super) trait Study {
    /// The command that asks it.
    const COMMAND: &'static str;
    /// May it end before it has made all the runs that it could?
    const MAY_END_EARLY: bool;
    /// What the runs gave.
    type Answers;
    /// What that means.
    type Found<'a>
    where
        Self: 'a;

    fn subject(&self) -> &Subject;

    /// Its first lines.
    fn introduction(&self) -> String;

    /// Where settings might not go together, as far as that is known before anything runs.
    fn first_points(&self) -> Vec<Vec<Option<f64>>>;

    /// What it will cost.
    fn need(&self) -> Estimate;

    /// Number of runs, at most.
    fn most_runs(&self) -> u32;

    /// Makes the runs.
    ///
    /// # Errors
    /// An interruption, a store that cannot keep an answer, settings that do not go together.
    fn simulate(&self, work: &Work<'_>) -> Result<Self::Answers, Failure>;

    /// What they mean.
    fn found<'a>(&'a self, answers: &'a Self::Answers) -> Self::Found<'a>;

    /// Writes its own pictures and tables.
    ///
    /// # Errors
    /// What the file system says.
    fn write(&self, found: &Self::Found<'_>, staging: &mut Staging) -> Result<(), Trouble>;

    /// What the manifest says of it: its question, the hash of its answers, what is kept.
    fn noted(&self, found: &Self::Found<'_>, manifest: Manifest) -> Manifest;

    /// Says what was found.
    fn tell(found: &Self::Found<'_>, made: &Made, console: &mut Console);
}

/// A study at work.
pub(super) struct Work<'a> {
    subject: &'a Subject,
    store: &'a dyn Store,
    progress: &'a Progress,
    going_on: &'a dyn Fn() -> String,
}

impl Work<'_> {
    /// The answers of some tasks, after `before` other runs of the study.
    ///
    /// # Errors
    /// An interruption, or a store that cannot keep an answer.
    pub(super) fn run(
        &self,
        (before, tasks): (u32, &[Task]),
        scenario: &(dyn Fn(usize) -> Scenario + Sync),
        asked: &(dyn Fn(&Scenario, &Trajectory) -> Vec<f64> + Sync),
    ) -> Result<Vec<Vec<f64>>, Failure> {
        let target = &self.subject.target;
        let answers = study::run(&Plan {
            tasks,
            scenario,
            asked,
            threads: target.threads,
            store: self.store,
            progress: &|done| self.progress.tell(before + done),
            stop: &interrupt::asked,
        });
        answers.map_err(|why| target.unfinished(why, &(self.going_on)()))
    }
}

/// Asks a study: from the question to the result folder, or on from where it was interrupted.
///
/// # Errors
/// Settings that do not go together, an interruption, a disk that does not take the results.
pub(super) fn ask<S: Study>(study: &S, console: &mut Console) -> Result<(), Failure> {
    let subject = study.subject();
    let target = &subject.target;
    let done = |manifest: &Manifest| target.answer(manifest, true, json!({ "command": S::COMMAND }));
    let Some(renew) = target.begin(None, console, done)? else { return Ok(()) };
    console.say(&study.introduction());
    open::tell_warnings(&subject.parsed, console);
    open::insist_on_valid(&subject.varied, &study.first_points())?;
    target.refuse_giants(study.need())?;
    target.prepare()?;
    let started = machine::now();
    let partials = target.open_partials(1, console)?;
    let kept = partials.first().and_then(Option::as_ref);
    let going_on = || target.going_on(count(study, kept), "runs");
    let answers = simulate(study, (kept, &going_on), console)?;
    let found = study.found(&answers);
    let made = write(study, &found, (&started, renew));
    let made = made.map_err(|why| target.unwritten(&why, renew, &going_on()))?;
    partials.into_iter().flatten().for_each(Partial::discard);
    S::tell(&found, &made, console);
    Ok(())
}

/// How many runs are kept, and of how many.
fn count<S: Study>(study: &S, kept: Option<&Partial>) -> (u32, String) {
    let most = study.most_runs();
    let of = if S::MAY_END_EARLY { format!("at most {most}") } else { most.to_string() };
    (kept.map_or(0, |kept| kept.count(most, false)), of)
}

fn simulate<S: Study>(
    study: &S,
    (kept, going_on): (Option<&Partial>, &dyn Fn() -> String),
    console: &mut Console,
) -> Result<S::Answers, Failure> {
    let (before, of) = count(study, kept);
    if before > 0 {
        console.note(&format!("Going on: {before} of {of} runs are kept from before."));
    }
    let progress = Progress::begin("runs", (study.most_runs(), before), console.is_quiet());
    let store = kept.map_or(&NoStore as &dyn Store, |kept| kept);
    let answers = study.simulate(&Work { subject: study.subject(), store, progress: &progress, going_on });
    progress.end();
    answers
}

fn write<S: Study>(study: &S, found: &S::Found<'_>, (started, renew): (&str, bool)) -> Result<Made, Trouble> {
    let subject = study.subject();
    let mut staging = Staging::begin(&subject.target.place)?;
    study.write(found, &mut staging)?;
    staging.add_settings("scenario.toml", &subject.parsed.resolved.to_toml(true))?;
    let files = staging.files().to_vec();
    let manifest = subject.target.manifest(subject.scenario(), &subject.varied.resolved, started, files);
    let (manifest, placed) = report::finish(staging, study.noted(found, manifest), renew, None)?;
    Ok(Made { manifest, placed })
}
