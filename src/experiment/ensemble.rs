//! The replicates of one scenario, with its ghost baseline where it has changes.

use super::threads;
use crate::engine::trajectory::{Column, Layout, Trajectory};
use crate::engine::{self, Beginning, Unreadable};
use crate::scenario::Scenario;
use crate::stats::Spread;
use std::io::Read;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// All replicates of one scenario.
#[derive(Clone, Debug)]
pub struct Ensemble {
    /// The plan of every trajectory.
    pub layout: Layout,
    /// In the order of their numbers.
    pub runs: Vec<Trajectory>,
    /// The same replicates without the scenario's changes, on the same luck; empty if the scenario has no changes.
    pub ghosts: Vec<Trajectory>,
}

impl Ensemble {
    /// One number of one run; `None` where there was no case.
    #[must_use]
    pub fn value(&self, run: &Trajectory, record: usize, country: usize, column: Column) -> Option<f64> {
        Some(run.values[self.layout.place(record, country, column)]).filter(|x| !x.is_nan())
    }

    /// Median and middle 90 % over the replicates.
    #[must_use]
    pub fn spread(&self, record: usize, country: usize, column: Column) -> Option<Spread> {
        Spread::of(self.runs.iter().filter_map(|run| self.value(run, record, country, column)))
    }

    /// The same of the ghosts; `None` without them.
    #[must_use]
    pub fn ghost_spread(&self, record: usize, country: usize, column: Column) -> Option<Spread> {
        Spread::of(self.ghosts.iter().filter_map(|run| self.value(run, record, country, column)))
    }

    /// Run minus ghost, pair by pair on the same luck; `None` without ghosts.
    #[must_use]
    pub fn difference(&self, record: usize, country: usize, column: Column) -> Option<Spread> {
        Spread::of(self.differences(record, country, column))
    }

    /// The same, pair by pair; pairs without a case in one of them are left out.
    #[must_use]
    pub fn differences(&self, record: usize, country: usize, column: Column) -> Vec<f64> {
        let pair = |(run, ghost): (&Trajectory, &Trajectory)| {
            Some(self.value(run, record, country, column)? - self.value(ghost, record, country, column)?)
        };
        self.runs.iter().zip(&self.ghosts).filter_map(pair).collect()
    }
}

/// Where finished replicates are kept while others still run, so that nothing is done twice. Implemented by `output`.
pub trait Store: Sync {
    /// The replicate, if it is kept already and whole. `ghost` tells the runs without changes apart.
    fn load(&self, replicate: u32, ghost: bool) -> Option<Trajectory>;
    /// Keeps a finished replicate.
    ///
    /// # Errors
    /// What the file system says.
    fn save(&self, run: &Trajectory, ghost: bool) -> std::io::Result<()>;
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoStore;

impl Store for NoStore {
    fn load(&self, _: u32, _: bool) -> Option<Trajectory> {
        None
    }
    fn save(&self, _: &Trajectory, _: bool) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps the state of a replicate, given as bytes.
pub type KeepState<'a> = &'a (dyn Fn(u32, &[u8]) -> std::io::Result<()> + Sync);

/// Opens the saved state of a replicate.
pub type OpenState<'a> = &'a (dyn Fn(u32) -> std::io::Result<Box<dyn Read>> + Sync);

/// The states of all replicates are saved on the way.
#[derive(Clone, Copy)]
pub struct SaveStates<'a> {
    /// When, hours since the start: everything before that has happened, nothing at it.
    pub hour: f64,
    /// Where they go. A state is kept before its replicate is.
    pub keep: KeepState<'a>,
}

/// How an ensemble is run.
pub struct Plan<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Threads, at least 1; the bits do not depend on it.
    pub threads: usize,
    /// Where finished replicates are kept.
    pub store: &'a dyn Store,
    /// Where the replicates begin, if they go on from saved states.
    pub from: Option<OpenState<'a>>,
    /// Whether their states are saved.
    pub save: Option<SaveStates<'a>>,
    /// Called after each replicate (with its ghost) with the number done so far, those kept from before included.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Asked now and then: should the work stop?
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// Why an ensemble has no result.
#[derive(Debug)]
pub enum Unfinished {
    /// `stop` said so; this many replicates are kept.
    Stopped(u32),
    /// The store could not keep a replicate or its state.
    Store(std::io::Error),
    /// The saved state of a replicate is of no use.
    State(u32, Unreadable),
    /// The threads could not be started.
    Threads(String),
}

/// A run, and its ghost if the scenario has changes.
type Pair = (Trajectory, Option<Trajectory>);

/// Runs all replicates of a scenario, and its ghosts. What a run and its ghost share is run once.
///
/// # Errors
/// When it is stopped, when the store cannot keep a replicate, when a saved state is of no use, or when the threads
/// cannot be started.
pub fn run(plan: &Plan<'_>) -> Result<Ensemble, Unfinished> {
    let ghost = plan.scenario.without_changes();
    let parting = ghost.as_ref().map_or(f64::INFINITY, |ghost| plan.scenario.parting(ghost));
    let work = Work { plan, ghost, parting, done: AtomicU32::new(0), failure: Mutex::new(None) };
    let replicates = plan.scenario.run.replicates as usize;
    let all = || threads::in_order(replicates, |replicate| work.pair(replicate as u32));
    let pairs = threads::on(plan.threads, all).map_err(Unfinished::Threads)?;
    if let Some(failure) = work.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(failure);
    }
    let pairs: Option<Vec<Pair>> = pairs.into_iter().collect();
    let pairs = pairs.ok_or(Unfinished::Stopped(work.done.into_inner()))?;
    let (runs, ghosts): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    Ok(Ensemble { layout: engine::layout(plan.scenario), runs, ghosts: ghosts.into_iter().flatten().collect() })
}

/// What the threads share.
struct Work<'a> {
    plan: &'a Plan<'a>,
    ghost: Option<Scenario>,
    /// Until when a run and its ghost are the same, hours.
    parting: f64,
    done: AtomicU32,
    failure: Mutex<Option<Unfinished>>,
}

impl Work<'_> {
    /// One replicate and its ghost; `None` when the work is to stop.
    fn pair(&self, replicate: u32) -> Option<Pair> {
        let kept = (self.kept(replicate, false), self.ghost.as_ref().and_then(|_| self.kept(replicate, true)));
        let pair = match (kept, &self.ghost) {
            ((Some(run), ghost), None) => (run, ghost),
            ((Some(run), Some(ghost)), Some(_)) => (run, Some(ghost)),
            ((Some(run), None), Some(scenario)) => (run, Some(self.ghost_alone(scenario, replicate)?)),
            ((None, ghost), None) => (self.rest(self.beginning(replicate)?, self.plan.save)?, ghost),
            ((None, Some(ghost)), Some(_)) => (self.rest(self.beginning(replicate)?, self.plan.save)?, Some(ghost)),
            ((None, None), Some(scenario)) => self.both(scenario, replicate)?,
        };
        (self.plan.progress)(self.done.fetch_add(1, Ordering::Relaxed) + 1);
        Some(pair)
    }

    /// A run and its ghost, which go on from the hour at which they part. The state is there twice only from then until
    /// the run is over.
    fn both(&self, ghost: &Scenario, replicate: u32) -> Option<Pair> {
        let beginning = self.beginning(replicate)?;
        if self.parting <= beginning.hour() {
            let run = self.rest(beginning, self.plan.save)?;
            return Some((run, Some(self.ghost_alone(ghost, replicate)?)));
        }
        if self.parting > self.end() {
            let run = self.rest(beginning, self.plan.save)?;
            self.keep(&run, true)?;
            return Some((run.clone(), Some(run)));
        }
        let (beginning, save) = self.past_saving(beginning, self.parting, self.plan.save)?;
        let beginning = beginning.onward(self.parting, &|| self.is_over())?;
        let of_ghost = beginning.clone();
        let run = self.rest(beginning, save)?;
        let without = of_ghost.with_policies_of(ghost).end(&|| self.is_over())?;
        self.keep(&without, true)?;
        Some((run, Some(without)))
    }

    /// Where a replicate begins: at hour 0, or at a saved state.
    fn beginning(&self, replicate: u32) -> Option<Beginning<'_>> {
        if self.is_over() {
            return None;
        }
        let Some(open) = self.plan.from else { return Some(Beginning::new(self.plan.scenario, replicate)) };
        let opened = open(replicate).map_err(Unreadable::Source);
        let read = opened.and_then(|mut from| Beginning::read(self.plan.scenario, replicate, &mut from));
        read.map_err(|why| self.fail(Unfinished::State(replicate, why))).ok()
    }

    /// What is left of a run: saved on the way if that is still to do, finished, and kept.
    fn rest(&self, beginning: Beginning<'_>, save: Option<SaveStates<'_>>) -> Option<Trajectory> {
        let (beginning, _) = self.past_saving(beginning, f64::INFINITY, save)?;
        let run = beginning.end(&|| self.is_over())?;
        self.keep(&run, false)?;
        Some(run)
    }

    /// Saves the state if that is to do until an hour; what is still to save after it.
    fn past_saving<'a, 'b>(
        &self,
        beginning: Beginning<'a>,
        until: f64,
        save: Option<SaveStates<'b>>,
    ) -> Option<(Beginning<'a>, Option<SaveStates<'b>>)> {
        let Some(due) = save.filter(|save| save.hour <= until) else { return Some((beginning, save)) };
        let beginning = beginning.onward(due.hour, &|| self.is_over())?;
        let mut bytes = Vec::new();
        let saved = beginning.save(&mut bytes).and_then(|()| (due.keep)(beginning.replicate(), &bytes));
        saved.map_err(|why| self.fail(Unfinished::Store(why))).ok()?;
        Some((beginning, None))
    }

    /// A ghost whose run is kept or shares nothing with it any more.
    fn ghost_alone(&self, ghost: &Scenario, replicate: u32) -> Option<Trajectory> {
        if self.is_over() {
            return None;
        }
        let run = engine::trajectory(ghost, replicate, &|| self.is_over())?;
        self.keep(&run, true)?;
        Some(run)
    }

    /// A run that is kept from before.
    fn kept(&self, replicate: u32, ghost: bool) -> Option<Trajectory> {
        let length = engine::layout(self.plan.scenario).len();
        self.plan.store.load(replicate, ghost).filter(|kept| kept.values.len() == length)
    }

    fn keep(&self, run: &Trajectory, ghost: bool) -> Option<()> {
        self.plan.store.save(run, ghost).map_err(|why| self.fail(Unfinished::Store(why))).ok()
    }

    /// The length of the run, hours.
    fn end(&self) -> f64 {
        self.plan.scenario.run.hours()
    }

    /// The first failure is the one that is told.
    fn fail(&self, why: Unfinished) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
    }

    /// Is the work to stop: on demand, or because something has failed?
    fn is_over(&self) -> bool {
        (self.plan.stop)() || self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}
