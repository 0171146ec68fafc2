//! Validation: the patterns that were observed, measured in runs of the model. [`facts`] says what, where it is
//! published, and in which band it should lie; each file of trials measures some of them in small worlds; [`run`] runs
//! these with many seeds, under the full model and the reduced ones. A fact that does not hold is a finding.

pub mod answers;
pub mod crowd;
pub mod desks;
pub mod facts;
pub mod models;
pub mod opinion;
pub mod presence;
pub mod reactions;
pub mod rumours;
pub mod stakes;
pub mod statistics;
pub mod trial;
mod witness;

use std::sync::atomic::{AtomicU32, Ordering};

use super::ensemble::Unfinished;
use super::threads;
use crate::math::unit;
use crate::random::{Kind, Luck, Path, Purpose};
use crate::scenario::Scenario;
use crate::stats::Spread;
use facts::{Fact, Reading, Role, Way};
use models::{MODELS, Model};
use trial::{Numbers, Stage, Trial, number};

/// What is validated, and how.
pub struct Plan<'a> {
    /// Which facts.
    pub facts: &'a [&'static Fact],
    /// How many seeds, 1 and so on, at least 1.
    pub seeds: u32,
    /// How many of them the reduced models get; 0 leaves these models out.
    pub reduced_seeds: u32,
    /// Threads, at least 1; the bits do not depend on it.
    pub threads: usize,
    /// Called after each run with the number done so far.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Asked now and then: should the work stop?
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// All worlds.
pub static TRIALS: [&Trial; 8] = [
    &presence::PRESENCE,
    &stakes::STAKES,
    &opinion::OPINION,
    &answers::ANSWERS,
    &reactions::SPRING,
    &crowd::CROWD,
    &desks::DESKS,
    &rumours::RUMOURS,
];

/// A trial under a model, and its numbers for each seed.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The trial.
    pub trial: &'static Trial,
    /// The model.
    pub model: &'static Model,
    /// The numbers with seed 1, 2 and so on.
    pub numbers: Vec<Numbers>,
}

/// How a fact stands, or one of its readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// In the band.
    Holds,
    /// Not in it.
    DoesNotHold,
    /// In the band, and put into the model.
    ByConstruction,
    /// Nothing in the model answers to it.
    Outside,
    /// There was no case.
    NotApplicable,
}

impl Verdict {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::DoesNotHold => "does not hold",
            Verdict::ByConstruction => "by construction",
            Verdict::Outside => "outside the model",
            Verdict::NotApplicable => "not applicable",
        }
    }
}

/// What became of one reading.
#[derive(Clone, Copy, Debug)]
pub struct ReadingFound {
    /// The reading.
    pub reading: &'static Reading,
    /// Its median and middle 90 % over the seeds; `None` if there was no case.
    pub spread: Option<Spread>,
    /// How it stands.
    pub verdict: Verdict,
}

/// What became of one fact under one model.
#[derive(Clone, Debug)]
pub struct FactFound {
    /// The fact.
    pub fact: &'static Fact,
    /// In its order.
    pub readings: Vec<ReadingFound>,
    /// How it stands as a whole.
    pub verdict: Verdict,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Validation {
    /// Seeds of the full model.
    pub seeds: u32,
    /// Seeds of the reduced models, if they were run.
    pub reduced_seeds: u32,
    /// Every trial under every model, the full one first.
    pub measured: Vec<Measured>,
    /// The facts, for each model that was run.
    pub models: Vec<(&'static Model, Vec<FactFound>)>,
}

impl Validation {
    /// The facts under the full model.
    #[must_use]
    pub fn facts(&self) -> &[FactFound] {
        self.models.first().map_or(&[], |(_, facts)| facts)
    }

    /// How many facts stand so under the full model.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.facts().iter().filter(|fact| fact.verdict == verdict).count()
    }
}

impl Plan<'_> {
    /// The trials that the facts need.
    #[must_use]
    pub fn trials(&self) -> Vec<&'static Trial> {
        let is_needed = |trial: &&Trial| self.facts.iter().any(|f| f.trials().iter().any(|t| t.name == trial.name));
        TRIALS.iter().copied().filter(is_needed).collect()
    }

    /// The models, each with its number of seeds, the full one first.
    fn models(&self) -> impl Iterator<Item = (&'static Model, u32)> {
        let seeds = |place: usize| if place == 0 { self.seeds } else { self.reduced_seeds };
        MODELS.iter().enumerate().map(move |(place, model)| (model, seeds(place))).filter(|(_, seeds)| *seeds > 0)
    }

    /// Number of runs.
    #[must_use]
    pub fn runs(&self) -> u32 {
        let seeds: u32 = self.models().map(|(_, seeds)| seeds).sum();
        let runs: usize = self.trials().iter().map(|trial| (trial.variants)().len()).sum();
        seeds * runs as u32
    }

    /// Every trial under every model, with no seed done.
    fn pieces(&self) -> Vec<Piece> {
        let trials = self.trials();
        let of_trial = |trial: &'static Trial| {
            self.models().map(move |(model, seeds)| {
                let scenarios = trial.scenarios(model).expect("a test reads the text of every trial");
                Piece { trial, model, seeds, scenarios }
            })
        };
        trials.into_iter().flat_map(of_trial).collect()
    }
}

/// A trial under a model, to be run.
struct Piece {
    trial: &'static Trial,
    model: &'static Model,
    seeds: u32,
    scenarios: Vec<Scenario>,
}

impl Piece {
    /// The numbers with one seed; `None` if it was stopped.
    fn run(&self, seed: u32, told: &dyn Fn(), stop: &dyn Fn() -> bool) -> Option<Numbers> {
        let mut scenarios = self.scenarios.clone();
        scenarios.iter_mut().for_each(|scenario| scenario.run.seed = u64::from(seed));
        (self.trial.measure)(&Stage { scenarios: &scenarios, told, stop })
    }
}

/// Runs what the facts need and judges them.
///
/// # Errors
/// When it is stopped, or when the threads cannot be started.
pub fn run(plan: &Plan<'_>) -> Result<Validation, Unfinished> {
    let done = AtomicU32::new(0);
    let told = || (plan.progress)(done.fetch_add(1, Ordering::Relaxed) + 1);
    let pieces = plan.pieces();
    let jobs: Vec<(&Piece, u32)> =
        pieces.iter().flat_map(|piece| (1..=piece.seeds).map(move |seed| (piece, seed))).collect();
    let one = |job: usize| jobs[job].0.run(jobs[job].1, &told, plan.stop);
    let all = || threads::in_order(jobs.len(), one);
    let numbers = threads::on(plan.threads, all).map_err(Unfinished::Threads)?;
    let numbers: Option<Vec<Numbers>> = numbers.into_iter().collect();
    let mut numbers = numbers.ok_or(Unfinished::Stopped(done.load(Ordering::Relaxed)))?.into_iter();
    let measured: Vec<Measured> = pieces
        .iter()
        .map(|piece| {
            let numbers = numbers.by_ref().take(piece.seeds as usize).collect();
            Measured { trial: piece.trial, model: piece.model, numbers }
        })
        .collect();
    let of_model = |(model, _)| (model, plan.facts.iter().map(|fact| judge(fact, model, &measured)).collect());
    let models = plan.models().map(of_model).collect();
    Ok(Validation { seeds: plan.seeds, reduced_seeds: plan.reduced_seeds, measured, models })
}

/// How a fact stands under a model.
fn judge(fact: &'static Fact, model: &Model, measured: &[Measured]) -> FactFound {
    let readings: Vec<ReadingFound> = fact.readings.iter().map(|reading| read(reading, model, measured)).collect();
    let verdicts: Vec<Verdict> = readings.iter().map(|found| found.verdict).collect();
    FactFound { fact, readings, verdict: overall(&verdicts) }
}

/// A fact holds if all its readings do. What is given proves nothing where something else is counted.
#[must_use]
pub fn overall(readings: &[Verdict]) -> Verdict {
    let has = |verdict: Verdict| readings.contains(&verdict);
    if has(Verdict::DoesNotHold) {
        Verdict::DoesNotHold
    } else if has(Verdict::Holds) {
        Verdict::Holds
    } else if has(Verdict::ByConstruction) {
        Verdict::ByConstruction
    } else if has(Verdict::NotApplicable) {
        Verdict::NotApplicable
    } else {
        Verdict::Outside
    }
}

fn read(reading: &'static Reading, model: &Model, measured: &[Measured]) -> ReadingFound {
    let of = |trial: &Trial| {
        let is_it = |found: &&Measured| found.trial.name == trial.name && found.model.id == model.id;
        measured.iter().find(is_it).map_or(&[][..], |found| &found.numbers)
    };
    let spread = match reading.way {
        Way::Number(trial, name) => Spread::of(of(trial).iter().map(|numbers| number(numbers, name))),
        Way::Together(trial, all) => together(of(trial), all),
        Way::Nothing => None,
    };
    let verdict = match (reading.role, spread) {
        (Role::Outside, _) => Verdict::Outside,
        (_, None) => Verdict::NotApplicable,
        (_, Some(spread)) if !reading.band.holds(spread.median) => Verdict::DoesNotHold,
        (Role::Given, _) => Verdict::ByConstruction,
        (Role::Counted, _) => Verdict::Holds,
    };
    ReadingFound { reading, spread, verdict }
}

/// How often the seeds are drawn anew for the interval of a number that all of them give together.
const RESAMPLES: u64 = 400;

/// A number that all seeds give together; its interval by drawing seeds with repetition (bootstrap).
fn together(seeds: &[Numbers], of: fn(&[&Numbers]) -> Option<f64>) -> Option<Spread> {
    let median = of(&seeds.iter().collect::<Vec<_>>())?;
    // The draws concern no run: they have an address of their own, and are the same for everybody.
    let mut luck = Luck::new(0, 0);
    let drawn = |round: u64| {
        let words = luck.at(Path::to(Kind::Order).then(round), Purpose::Survey);
        let seed = |_| &seeds[((unit(words) * seeds.len() as f64) as usize).min(seeds.len() - 1)];
        of(&(0..seeds.len()).map(seed).collect::<Vec<_>>()).unwrap_or(f64::NAN)
    };
    let spread = Spread::of((0..RESAMPLES).map(drawn))?;
    Some(Spread { median, ..spread })
}
