//! The replicates of one scenario, with its ghost baseline where it has changes.

use super::threads;
use crate::engine;
use crate::engine::trajectory::{Column, Layout, Trajectory};
use crate::scenario::Scenario;
use crate::stats::Spread;
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
        let pairs = self.runs.iter().zip(&self.ghosts);
        Spread::of(pairs.filter_map(|(run, ghost)| {
            Some(self.value(run, record, country, column)? - self.value(ghost, record, country, column)?)
        }))
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

/// How an ensemble is run.
pub struct Plan<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Threads, at least 1; the bits do not depend on it.
    pub threads: usize,
    /// Where finished replicates are kept.
    pub store: &'a dyn Store,
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
    /// The store could not keep a replicate.
    Store(std::io::Error),
    /// The threads could not be started.
    Threads(String),
}

/// A run, and its ghost if the scenario has changes.
type Pair = (Trajectory, Option<Trajectory>);

/// Runs all replicates of a scenario, and its ghosts.
///
/// # Errors
/// When it is stopped, when the store cannot keep a replicate, or when the threads cannot be started.
pub fn run(plan: &Plan<'_>) -> Result<Ensemble, Unfinished> {
    let work =
        Work { plan, ghost: plan.scenario.without_changes(), done: AtomicU32::new(0), failure: Mutex::new(None) };
    let replicates = plan.scenario.run.replicates as usize;
    let all = || threads::in_order(replicates, |replicate| work.pair(replicate as u32));
    let pairs = threads::on(plan.threads, all).map_err(Unfinished::Threads)?;
    if let Some(error) = work.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(Unfinished::Store(error));
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
    done: AtomicU32,
    failure: Mutex<Option<std::io::Error>>,
}

impl Work<'_> {
    /// One replicate and its ghost; `None` when the work is to stop.
    fn pair(&self, replicate: u32) -> Option<Pair> {
        let run = self.one(self.plan.scenario, replicate, false)?;
        let ghost = match &self.ghost {
            Some(scenario) => Some(self.one(scenario, replicate, true)?),
            None => None,
        };
        (self.plan.progress)(self.done.fetch_add(1, Ordering::Relaxed) + 1);
        Some((run, ghost))
    }

    /// One run: kept from before, or made now and kept.
    fn one(&self, scenario: &Scenario, replicate: u32, ghost: bool) -> Option<Trajectory> {
        let length = engine::layout(scenario).len();
        if let Some(kept) = self.plan.store.load(replicate, ghost).filter(|kept| kept.values.len() == length) {
            return Some(kept);
        }
        let stop = || (self.plan.stop)() || self.has_failed();
        if stop() {
            return None;
        }
        let run = engine::trajectory(scenario, replicate, &stop)?;
        if let Err(error) = self.plan.store.save(&run, ghost) {
            self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            return None;
        }
        Some(run)
    }

    fn has_failed(&self) -> bool {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}
