//! A sweep repeated from its result folder alone, for `verify`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::console::Console;
use super::design::Design;
use super::failure::Failure;
use super::interrupt;
use super::progress::Progress;
use super::verify::{Finding, unfinished};
use crate::engine;
use crate::experiment::ensemble::Unfinished;
use crate::experiment::sweep::{self, Address, Count, Keeper, Outcome, Plan, Shard, kept_of, spread};
use crate::experiment::threads;
use crate::output::manifest::{Manifest, SweepNote};
use crate::output::parquet::numbers_of;
use crate::output::sweep::{RUNS, run_sha256, sweep_sha256};
use crate::output::verify::ResultFolder;

/// A sweep, ready to be done again.
pub(super) struct SweptAgain(Design);

/// Keeps of every run its hash alone.
#[derive(Default)]
struct Hashes(Mutex<BTreeMap<Address, [u8; 32]>>);

impl Keeper for Hashes {
    fn has(&self, _: Address) -> bool {
        false
    }

    fn keep(&self, run: Address, outcome: &Outcome) -> std::io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(run, run_sha256(outcome));
        Ok(())
    }
}

impl SweptAgain {
    /// The sweep of a folder.
    ///
    /// # Errors
    /// When its scenario can no longer be read.
    pub(super) fn of(manifest: &Manifest, note: &SweepNote) -> Result<SweptAgain, Failure> {
        Design::of_folder(manifest, note).map(SweptAgain)
    }

    /// The hash of all runs, done again.
    pub(super) fn hash(&self, threads: usize, console: &Console) -> Result<String, Unfinished> {
        let (hashes, scenario) = (Hashes::default(), |point: usize| self.0.scenario_at(point));
        let mut plan = Plan {
            points: &self.0.points,
            replicates: self.0.replicates,
            shard: Shard::WHOLE,
            scenario: &scenario,
            measures: &self.0.kept,
            threads,
            keeper: &hashes,
            progress: &|_| {},
            stop: &interrupt::asked,
        };
        let total = u32::try_from(sweep::total(&plan)).unwrap_or(u32::MAX);
        let progress = Progress::begin("runs", (total, 0), console.is_quiet());
        let tell = |count: Count| progress.tell(count.done);
        plan.progress = &tell;
        let outcome = sweep::run(&plan);
        progress.end();
        outcome?;
        let hashes = hashes.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let of_point = |point: usize| {
            let (settings, hashes) = (self.0.points.settings(point), &hashes);
            (0..self.0.replicates).filter_map(move |k| hashes.get(&Address::new(&settings, k)).copied())
        };
        Ok(sweep_sha256((0..self.0.points.len()).flat_map(of_point)))
    }

    /// Some runs, spread over all, against the table.
    pub(super) fn sampled(&self, folder: &ResultFolder, count: usize, threads: usize) -> Result<Finding, Failure> {
        let all = self.0.points.len() * self.0.replicates as usize;
        let replicates = self.0.replicates as usize;
        let wanted: Vec<(usize, u32)> =
            spread(all, count).into_iter().map(|run| (run / replicates, (run % replicates) as u32)).collect();
        let named: Vec<(u64, u64)> = wanted.iter().map(|(point, k)| (*point as u64, u64::from(*k))).collect();
        let kept = numbers_of(&folder.path().join(RUNS), &named)
            .map_err(|why| Failure::failed(format!("{RUNS} cannot be read: {why}.")))?;
        let again = |place: usize| {
            let (point, replicate) = wanted[place];
            let scenario = self.0.scenario_at(point).ok()?;
            let run = engine::numbers_alone(&scenario, replicate, &interrupt::asked)?;
            Some(kept_of(&scenario, run.values, &self.0.kept))
        };
        let runs = threads::on(threads, || threads::in_order(wanted.len(), again)).map_err(Failure::failed)?;
        if interrupt::asked() {
            return Err(unfinished(Unfinished::Stopped(0)));
        }
        let bits = |x: &f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
        let same = |(again, kept): (&Option<Vec<f64>>, &Vec<f64>)| match again {
            Some(run) => run.len() == kept.len() && run.iter().zip(kept).all(|(a, b)| bits(a) == bits(b)),
            // A setting that cannot be run has failed, and left no rows.
            None => kept.is_empty(),
        };
        let unlike = runs.iter().zip(&kept).position(|pair| !same(pair));
        let says = match unlike {
            None => format!("{} of {all} runs", wanted.len()),
            Some(place) => {
                let (point, replicate) = wanted[place];
                format!("setting {point}, replicate {replicate}: other numbers than in the folder")
            }
        };
        Ok(Finding { what: RUNS.to_owned(), says, same: unlike.is_none() })
    }
}
