//! Many runs of one scenario with other settings: what some measures of countries come to in each, over time.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use super::ensemble::{Store, Unfinished};
use super::threads;
use crate::engine;
use crate::engine::measures::COUNTRY_MEASURES;
use crate::engine::trajectory::{Column, Trajectory};
use crate::scenario::Scenario;

/// One run of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Which point of the design; the caller knows its settings.
    pub point: usize,
    /// Which replicate: tasks of the same one meet the same luck.
    pub replicate: u32,
}

/// One thing that is asked of every run.
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
    /// What is asked of every run.
    pub asked: &'a [Asked],
    /// Threads, at least 1; the bits do not depend on it.
    pub threads: usize,
    /// Where answers are kept, by the number of their task.
    pub store: &'a dyn Store,
    /// The number of the first task there: a study that goes on after its answers counts on.
    pub first: u32,
    /// Called after each run with the number done so far, those kept from before included.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Asked now and then: should the work stop?
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// The answer of every task: a number for each record, `NaN` where there was no case; if more than one thing is asked,
/// those of the first at all records come first.
///
/// # Errors
/// When it is stopped, when the store cannot keep an answer, or when the threads cannot be started.
pub fn run(plan: &Plan<'_>) -> Result<Vec<Vec<f64>>, Unfinished> {
    let (done, failure) = (AtomicU32::new(0), Mutex::new(None));
    let is_over = || (plan.stop)() || failure.lock().unwrap_or_else(PoisonError::into_inner).is_some();
    let one = |number: usize| {
        let (task, key) = (plan.tasks[number], plan.first + number as u32);
        let answer = match plan.store.load(key, false) {
            Some(kept) => kept.values,
            None if is_over() => return None,
            None => {
                let scenario = (plan.scenario)(task.point);
                let run = engine::trajectory(&scenario, task.replicate, &is_over)?;
                let values = plan.asked.iter().flat_map(|asked| answer(&scenario, &run, *asked)).collect();
                let kept = Trajectory { replicate: key, values };
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

/// A measure of a country at every record.
fn answer(scenario: &Scenario, run: &Trajectory, asked: Asked) -> Vec<f64> {
    let layout = engine::layout(scenario);
    let records = 0..layout.record_hours.len();
    let at = |record| run.values[layout.place(record, asked.country, Column::Country(asked.measure))];
    if !COUNTRY_MEASURES[asked.measure].adds_up {
        return records.map(at).collect();
    }
    let mut sum = 0.0;
    records
        .map(at)
        .map(|x| {
            if x.is_nan() {
                sum
            } else {
                sum += x;
                sum
            }
        })
        .collect()
}
