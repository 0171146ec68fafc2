//! Many runs of one scenario with other settings, and what is asked of each.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use super::ensemble::{Store, Unfinished};
use super::threads;
use crate::engine;
use crate::engine::measures::COUNTRY_MEASURES;
use crate::engine::tally::Tally;
use crate::engine::trajectory::{Column, Trajectory};
use crate::scenario::Scenario;

/// One run of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Under which number its answer is kept.
    pub number: u32,
    /// Which point of the design; the caller knows its settings.
    pub point: usize,
    /// Which replicate: tasks of the same one meet the same luck.
    pub replicate: u32,
}

/// A measure of a country, asked for at every record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The measure: its place among those of a country. Counts are summed up to each record.
    pub measure: usize,
    /// The country: its place in the scenario.
    pub country: usize,
}

/// How a study is run.
pub struct Plan<'a> {
    /// The runs, in the order of the answers.
    pub tasks: &'a [Task],
    /// The scenario of a point.
    pub scenario: &'a (dyn Fn(usize) -> Scenario + Sync),
    /// What is asked of a run: any numbers, `NaN` where there was no case.
    pub asked: &'a (dyn Fn(&Scenario, &Trajectory) -> Vec<f64> + Sync),
    /// Threads, at least 1; the bits do not depend on it.
    pub threads: usize,
    /// Where answers are kept, by their numbers.
    pub store: &'a dyn Store,
    /// Called after each run with the number done so far, those kept from before included.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Asked now and then: should the work stop?
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// The answer of every task.
///
/// # Errors
/// When it is stopped, when the store cannot keep an answer, or when the threads cannot be started.
pub fn run(plan: &Plan<'_>) -> Result<Vec<Vec<f64>>, Unfinished> {
    let (done, failure) = (AtomicU32::new(0), Mutex::new(None));
    let is_over = || (plan.stop)() || failure.lock().unwrap_or_else(PoisonError::into_inner).is_some();
    let one = |number: usize| {
        let task = plan.tasks[number];
        let key = task.number;
        let answer = match plan.store.load(key, false) {
            Some(kept) => kept.values,
            None if is_over() => return None,
            None => {
                let scenario = (plan.scenario)(task.point);
                let values = (plan.asked)(&scenario, &engine::numbers_alone(&scenario, task.replicate, &is_over)?);
                let kept = Trajectory { replicate: key, values, tally: Tally::default() };
                let saved = plan.store.save(&kept, false);
                saved.map_err(|why| *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(why)).ok()?;
                kept.values
            }
        };
        (plan.progress)(done.fetch_add(1, Ordering::Relaxed) + 1);
        Some(answer)
    };
    let all = || threads::in_order(plan.tasks.len(), one);
    let answers = threads::on(plan.threads, all).map_err(Unfinished::Threads)?;
    if let Some(why) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(Unfinished::Store(why));
    }
    let answers: Option<Vec<Vec<f64>>> = answers.into_iter().collect();
    answers.ok_or(Unfinished::Stopped(done.into_inner()))
}

impl Asked {
    /// The measure at every record, `NaN` where there was no case.
    #[must_use]
    pub fn answer(self, scenario: &Scenario, run: &Trajectory) -> Vec<f64> {
        let layout = engine::layout(scenario);
        let records = 0..layout.record_hours.len();
        let at = |record| run.values[layout.place(record, self.country, Column::Country(self.measure))];
        if !COUNTRY_MEASURES[self.measure].adds_up {
            return records.map(at).collect();
        }
        let sums = records.map(at).scan(0.0, |sum, x| {
            *sum += if x.is_nan() { 0.0 } else { x };
            Some(*sum)
        });
        sums.collect()
    }
}
