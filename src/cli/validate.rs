//! `softpower validate`: the model held against observed patterns, measured in runs of small worlds with many seeds. A
//! fact that does not hold is a finding, not a failure of the command.

use super::args::ValidateTyped;
use super::console::Console;
use super::failure::Failure;
use super::open::{mistake, nearest, nothing_run};
use super::progress::Progress;
use super::target::{Made, Target};
use super::{interrupt, machine, validation as words};
use crate::experiment::validation::facts::{FACTS, Fact, fact};
use crate::experiment::validation::trial::Trial;
use crate::experiment::validation::{self, Plan, TRIALS, Validation};
use crate::output::manifest::{Manifest, ScenarioNote, numbers_sha256};
use crate::output::{Staging, Trouble, validation as tables};

/// The most seeds of a reduced model: its verdicts need no more, and there are four such models.
const REDUCED_SEEDS: u32 = 10;

/// A validation, ready to begin.
pub(super) struct Task {
    /// Which facts.
    facts: Vec<&'static Fact>,
    /// How many seeds.
    pub(super) seeds: u32,
    /// How many of them the reduced models get.
    pub(super) reduced_seeds: u32,
    /// Where the results belong, and how to work.
    pub(super) target: Target,
}

/// Measures the facts and prints how they stand.
///
/// # Errors
/// A fact that is not known, an interruption, a disk that does not take the results.
pub(super) fn validate(typed: &ValidateTyped, typed_words: &[String], console: &mut Console) -> Result<(), Failure> {
    if let Some(id) = &typed.show {
        words::show(known(id, mistake)?, console);
        return Ok(());
    }
    let task = Task::new(typed, typed_words)?;
    let done = |manifest: &Manifest| words::answer(&task, manifest, true, None);
    let Some(renew) = task.target.begin(None, console, done)? else { return Ok(()) };
    console.say(&words::introduction(&task));
    task.target.prepare()?;
    let started = machine::now();
    let found = task.measure(console)?;
    let unwritten = |trouble: Trouble| task.target.unwritten(&trouble, renew, &task.target.begin_again());
    let made = task.write(&found, &started, renew).map_err(unwritten)?;
    words::tell(&task, &found, &made, console);
    Ok(())
}

/// The fact that was named.
fn known(id: &str, complain: fn(&str, &str) -> Failure) -> Result<&'static Fact, Failure> {
    let help = || match nearest(id, FACTS.iter().map(|fact| fact.id)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("name one of {}", FACTS.iter().map(|fact| fact.id).collect::<Vec<_>>().join(", ")),
    };
    fact(id).ok_or_else(|| complain(&format!("There is no fact `{id}`"), &help()))
}

impl Task {
    fn new(typed: &ValidateTyped, typed_words: &[String]) -> Result<Task, Failure> {
        let named: Vec<&Fact> = typed.only.iter().map(|id| known(id.trim(), nothing_run)).collect::<Result<_, _>>()?;
        // In the order of the list, each once.
        let is_asked = |fact: &&Fact| named.is_empty() || named.iter().any(|asked| asked.id == fact.id);
        let facts: Vec<&'static Fact> = FACTS.iter().filter(is_asked).collect();
        let reduced_seeds = if typed.reduced { typed.seeds.min(REDUCED_SEEDS) } else { 0 };
        let asked: Vec<&str> = facts.iter().map(|fact| fact.id).collect();
        let about = format!("validate {} {} {reduced_seeds}\n{}", asked.join(" "), typed.seeds, worlds(&facts));
        let target = Target::new((&typed.how, false), ("validation".into(), &about, 1), typed_words, Vec::new());
        Ok(Task { facts, seeds: typed.seeds, reduced_seeds, target })
    }

    /// What is asked for, with somebody who looks on.
    pub(super) fn plan<'a>(&'a self, progress: &'a (dyn Fn(u32) + Sync)) -> Plan<'a> {
        let Task { facts, seeds, reduced_seeds, target } = self;
        let (seeds, reduced_seeds, threads) = (*seeds, *reduced_seeds, target.threads);
        Plan { facts, seeds, reduced_seeds, threads, progress, stop: &interrupt::asked }
    }

    fn measure(&self, console: &Console) -> Result<Validation, Failure> {
        let progress = Progress::begin("runs", (self.plan(&|_| ()).runs(), 0), console.is_quiet());
        let outcome = validation::run(&self.plan(&|done| progress.tell(done)));
        progress.end();
        outcome.map_err(|why| self.target.unfinished(why, &self.target.begin_again()))
    }

    /// Makes the result folder.
    fn write(&self, found: &Validation, started: &str, renew: bool) -> Result<Made, Trouble> {
        let mut staging = Staging::begin(&self.target.place)?;
        let text = tables::markdown(found);
        staging.add("validation.md", "how the facts stand", |out| out.write_all(text.as_bytes()))?;
        staging.add("validation.csv", "the same as a table", |out| tables::table(found, out))?;
        staging.add("numbers.csv", "what was measured with each seed", |out| tables::numbers(found, out))?;
        staging.add("columns.csv", "what each column means", |out| tables::columns(out))?;
        for trial in self.plan(&|_| ()).trials() {
            let path = format!("worlds/{}.toml", trial.name);
            staging.add(&path, "a scenario that was run", |out| out.write_all(trial.text.as_bytes()))?;
        }
        let manifest = self.manifest(found, started, &staging);
        let placed = staging.finish(&manifest, renew)?;
        Ok(Made { manifest, placed })
    }

    fn manifest(&self, found: &Validation, started: &str, staging: &Staging) -> Manifest {
        let title = "The model held against observed patterns".to_owned();
        let note = ScenarioNote { name: "validation".into(), title, resolved: worlds(&self.facts) };
        Manifest {
            trajectory_sha256: numbers_sha256(found),
            kept: "the numbers of every seed (numbers.csv)".into(),
            ..self.target.manifest_of(note, (1, self.seeds), started, staging.files().to_vec())
        }
    }
}

/// All settings of every world that the facts need: with seeds and program they decide about the numbers.
fn worlds(facts: &[&'static Fact]) -> String {
    let is_needed = |trial: &&&Trial| facts.iter().any(|fact| fact.trials().iter().any(|own| own.name == trial.name));
    let needed = TRIALS.iter().filter(is_needed);
    needed.flat_map(|trial| trial.resolved()).collect::<Vec<_>>().join("\n")
}
