//! Scenarios held against each other on the same luck: every replicate of each, the first one being the yardstick, and
//! what the pairs say. What the scenarios share is run once.
//!
//! Common random numbers (Heikes, Montgomery and Rardin 1976; Law 2015, chapter 11): two runs of a pair meet the same
//! events, so most of what luck does to one it does to the other, and cancels out of their difference. How much that
//! saves is measured, not assumed: runs of different replicates are runs that met other luck.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use super::ensemble::{Ensemble, Store, Unfinished};
use super::threads;
use crate::engine::measures::COUNTRY_MEASURES;
use crate::engine::trajectory::{Column, Trajectory};
use crate::engine::{self, Beginning};
use crate::scenario::Scenario;
use crate::stats::{Spread, mean};

/// How scenarios are run against each other.
pub struct Plan<'a> {
    /// The scenarios, the yardstick first; all of the same length, records, seed and replicates ([`apart`]).
    pub scenarios: &'a [Scenario],
    /// Threads, at least 1; the bits do not depend on it.
    pub threads: usize,
    /// Which replicates.
    pub replicates: Range<u32>,
    /// Where the finished replicates of each scenario are kept.
    pub stores: &'a [&'a dyn Store],
    /// Called after each run with the number of them done so far, those kept from before included.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Asked now and then: should the work stop?
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// Why two scenarios cannot be compared pair by pair, as a clause such as "their seeds differ, 1 and 2".
#[must_use]
pub fn apart(one: &Scenario, other: &Scenario) -> Option<String> {
    let (a, b) = (&one.run, &other.run);
    if (a.clock, a.days) != (b.clock, b.days) {
        let times = |run: &crate::scenario::Run| {
            format!("{} to {}", run.clock.start, run.clock.date(24.0 * f64::from(run.days.saturating_sub(1))))
        };
        return Some(format!("they run over different times, {} and {}", times(a), times(b)));
    }
    if engine::layout(one).record_hours != engine::layout(other).record_hours {
        return Some("they take their records at different times".to_owned());
    }
    if a.seed != b.seed {
        return Some(format!("their seeds differ, {} and {}", a.seed, b.seed));
    }
    (a.replicates != b.replicates).then(|| format!("their replicates differ, {} and {}", a.replicates, b.replicates))
}

/// Until when the runs of all scenarios are the same, hours from the start.
#[must_use]
pub fn shared_until(scenarios: &[&Scenario]) -> f64 {
    let Some((first, others)) = scenarios.split_first() else { return 0.0 };
    others.iter().map(|other| first.shared_until(other)).fold(first.run.hours(), f64::min)
}

/// Runs some replicates of all scenarios; the results in the order of the scenarios. A replicate is the same run
/// whichever others are asked for.
///
/// # Errors
/// When it is stopped, when a store cannot keep a replicate, or when the threads cannot be started.
pub fn run(plan: &Plan<'_>) -> Result<Vec<Ensemble>, Unfinished> {
    let parting = shared_until(&plan.scenarios.iter().collect::<Vec<_>>());
    let work = Work { plan, parting, done: AtomicU32::new(0), failure: Mutex::new(None) };
    let Range { start, end } = plan.replicates;
    let all = || threads::in_order((end - start) as usize, |place| work.replicate(start + place as u32));
    let rows = threads::on(plan.threads, all).map_err(Unfinished::Threads)?;
    if let Some(failure) = work.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(Unfinished::Store(failure));
    }
    let rows: Option<Vec<Vec<Trajectory>>> = rows.into_iter().collect();
    let rows = rows.ok_or(Unfinished::Stopped(work.done.into_inner()))?;
    let empty = |scenario| Ensemble { layout: engine::layout(scenario), runs: Vec::new(), ghosts: Vec::new() };
    let mut ensembles: Vec<Ensemble> = plan.scenarios.iter().map(empty).collect();
    for row in rows {
        ensembles.iter_mut().zip(row).for_each(|(ensemble, run)| ensemble.runs.push(run));
    }
    Ok(ensembles)
}

/// Adds the later replicates of some scenarios to the earlier ones, if there are any.
pub fn append(earlier: &mut Vec<Ensemble>, later: Vec<Ensemble>) {
    if earlier.is_empty() {
        *earlier = later;
        return;
    }
    for (ensemble, more) in earlier.iter_mut().zip(later) {
        ensemble.runs.extend(more.runs);
    }
}

/// What the threads share.
struct Work<'a> {
    plan: &'a Plan<'a>,
    /// Until when all scenarios are the same, hours.
    parting: f64,
    done: AtomicU32,
    failure: Mutex<Option<std::io::Error>>,
}

impl Work<'_> {
    /// One replicate of every scenario; `None` when the work is to stop.
    fn replicate(&self, replicate: u32) -> Option<Vec<Trajectory>> {
        let mut beginning: Option<Beginning<'_>> = None;
        let pairs = self.plan.scenarios.iter().zip(self.plan.stores);
        pairs.map(|(scenario, store)| self.one(scenario, *store, replicate, &mut beginning)).collect()
    }

    /// One run, which goes on from what the scenarios share; that is run when it is first needed.
    fn one<'a>(
        &'a self,
        scenario: &'a Scenario,
        store: &dyn Store,
        replicate: u32,
        beginning: &mut Option<Beginning<'a>>,
    ) -> Option<Trajectory> {
        let length = engine::layout(scenario).len();
        let kept = store.load(replicate, false).filter(|kept| kept.values.len() == length);
        let run = match kept {
            Some(kept) => kept,
            None => {
                let run = self.fresh(scenario, replicate, beginning)?;
                store.save(&run, false).map_err(|why| self.fail(why)).ok()?;
                run
            }
        };
        (self.plan.progress)(self.done.fetch_add(1, Ordering::Relaxed) + 1);
        Some(run)
    }

    fn fresh<'a>(
        &'a self,
        scenario: &'a Scenario,
        replicate: u32,
        beginning: &mut Option<Beginning<'a>>,
    ) -> Option<Trajectory> {
        if self.is_over() {
            return None;
        }
        if self.parting <= 0.0 {
            return engine::trajectory(scenario, replicate, &|| self.is_over());
        }
        if beginning.is_none() {
            *beginning = Some(Beginning::until(self.parting, scenario, replicate, &|| self.is_over())?);
        }
        beginning.as_ref()?.go_on(scenario, &|| self.is_over())
    }

    fn fail(&self, why: std::io::Error) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
    }

    fn is_over(&self) -> bool {
        (self.plan.stop)() || self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

/// Scenarios that were run on the same luck, looked at for one country.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// The replicates of each scenario, the yardstick first.
    pub ensembles: &'a [Ensemble],
    /// The place of the country in each.
    pub countries: &'a [usize],
}

/// What the pairs of a scenario and the yardstick say about a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// The scenario minus the yardstick, replicate by replicate; replicates without a case in one of them are left out.
    pub differences: Vec<f64>,
    /// Median and middle 90 % of the same.
    pub spread: Spread,
    /// Their mean.
    pub mean: f64,
    /// In how many pairs the scenario has the larger number.
    pub ahead: usize,
    /// In how many pairs the two are equal.
    pub ties: usize,
    /// How many times as many runs without pairs would tell as much: the variance of the difference of two runs that
    /// met other luck, over that of a pair. `None` where that cannot be said: fewer than ten pairs, or no variance.
    pub saved: Option<f64>,
}

/// Fewest pairs from which a variance is guessed.
const FEWEST: usize = 10;

impl Comparison<'_> {
    /// The number of a measure in every replicate of a scenario: at the end, or of the whole run for counts.
    #[must_use]
    pub fn numbers(&self, arm: usize, measure: usize) -> Vec<f64> {
        let (ensemble, last) = (&self.ensembles[arm], self.last_record(arm));
        let number = |run: &Trajectory| match COUNTRY_MEASURES[measure].adds_up {
            true => (0..=last).map(|record| self.value(arm, run, record, measure).unwrap_or(0.0)).sum(),
            false => self.value(arm, run, last, measure).unwrap_or(f64::NAN),
        };
        ensemble.runs.iter().map(number).collect()
    }

    fn value(&self, arm: usize, run: &Trajectory, record: usize, measure: usize) -> Option<f64> {
        self.ensembles[arm].value(run, record, self.countries[arm], Column::Country(measure))
    }

    fn last_record(&self, arm: usize) -> usize {
        self.ensembles[arm].layout.record_hours.len().saturating_sub(1)
    }

    /// Median and middle 90 % of the same; `None` where there was no case.
    #[must_use]
    pub fn spread(&self, arm: usize, measure: usize) -> Option<Spread> {
        Spread::of(self.numbers(arm, measure))
    }

    /// A scenario against the yardstick, pair by pair; `None` where there was no case.
    #[must_use]
    pub fn pairs(&self, arm: usize, measure: usize) -> Option<Pairs> {
        pairs(&self.numbers(0, measure), &self.numbers(arm, measure))
    }

    /// The same at one record.
    #[must_use]
    pub fn difference_at(&self, arm: usize, measure: usize, record: usize) -> Option<Spread> {
        Spread::of(self.differences_at(arm, measure, record))
    }

    /// The same, pair by pair; pairs without a case in one of them are left out.
    #[must_use]
    pub fn differences_at(&self, arm: usize, measure: usize, record: usize) -> Vec<f64> {
        let runs = self.ensembles[0].runs.iter().zip(&self.ensembles[arm].runs);
        let pair = |(first, run): (&Trajectory, &Trajectory)| {
            Some(self.value(arm, run, record, measure)? - self.value(0, first, record, measure)?)
        };
        runs.filter_map(pair).collect()
    }

    /// The first record from which on the middle 90 % of the pairs stays on one side of 0 to the end; `None` if it is
    /// not clear at the end, or of a count.
    #[must_use]
    pub fn clear_from(&self, arm: usize, measure: usize) -> Option<usize> {
        if self.ensembles[arm].runs.len() < 2 || COUNTRY_MEASURES[measure].adds_up {
            return None;
        }
        let end = self.difference_at(arm, measure, self.last_record(arm)).filter(|end| end.excludes(0.0))?;
        let is_clear = |record: &usize| {
            let there = self.difference_at(arm, measure, *record);
            there.is_some_and(|there| there.excludes(0.0) && (there.median > 0.0) == (end.median > 0.0))
        };
        (0..=self.last_record(arm)).rev().take_while(is_clear).last()
    }
}

/// Two lists of numbers, pair by pair: the second minus the first. `None` if no pair has both numbers.
#[must_use]
pub fn pairs(first: &[f64], other: &[f64]) -> Option<Pairs> {
    let both: Vec<(f64, f64)> =
        first.iter().copied().zip(other.iter().copied()).filter(|(a, b)| !a.is_nan() && !b.is_nan()).collect();
    let differences: Vec<f64> = both.iter().map(|(a, b)| b - a).collect();
    Some(Pairs {
        spread: Spread::of(differences.iter().copied())?,
        mean: mean(differences.iter().copied())?,
        ahead: differences.iter().filter(|d| **d > 0.0).count(),
        ties: differences.iter().filter(|d| **d == 0.0).count(),
        saved: saved(&both),
        differences,
    })
}

/// The variance of b - a over all pairs of different replicates, over that within replicates.
fn saved(both: &[(f64, f64)]) -> Option<f64> {
    if both.len() < FEWEST {
        return None;
    }
    let centre = mean(both.iter().map(|(a, b)| b - a))?;
    let square = |a: f64, b: f64| (b - a - centre) * (b - a - centre);
    let count = both.len() as f64;
    let paired = both.iter().map(|(a, b)| square(*a, *b)).sum::<f64>() / (count - 1.0);
    let strangers = both.iter().enumerate().flat_map(|(i, (a, _))| {
        let others = both.iter().enumerate().filter(move |(k, _)| *k != i);
        others.map(move |(_, (_, b))| square(*a, *b))
    });
    let unpaired = strangers.sum::<f64>() / (count * (count - 1.0));
    (paired > 0.0).then_some(unpaired / paired)
}

/// The measures that a comparison shows if nobody asks for others, the first being that of the verdict.
pub const MEASURES: [&str; 3] = ["influence_index", "voice", "standing"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::measures::country_measure;
    use crate::engine::tally::Tally;
    use crate::engine::trajectory::Layout;
    use crate::math::normal;
    use crate::random::{Kind, Luck, Path, Purpose};

    fn luck(number: u64, count: usize) -> Vec<f64> {
        let mut luck = Luck::new(number, 0);
        let words = luck.at(Path::to(Kind::Event), Purpose::Daily);
        (0..count).map(|_| normal(words)).collect()
    }

    #[test]
    fn pairs_count_who_is_ahead_and_leave_out_what_is_missing() {
        let found = pairs(&[1.0, 2.0, f64::NAN, 4.0], &[2.0, 2.0, 9.0, 3.5]).expect("three pairs");
        assert_eq!(found.differences, [1.0, 0.0, -0.5]);
        assert_eq!((found.ahead, found.ties, found.saved), (1, 1, None));
        assert_eq!(pairs(&[f64::NAN], &[1.0]), None);
    }

    #[test]
    fn what_pairing_saves_is_the_ratio_of_the_variances() {
        // Shared luck of variance 9, own luck of variance 1 in each: (9 + 1) 2 unpaired over 1 + 1 paired is 10.
        let (shared, a, b) = (luck(1, 4000), luck(2, 4000), luck(3, 4000));
        let first: Vec<f64> = shared.iter().zip(&a).map(|(s, a)| 3.0 * s + a).collect();
        let other: Vec<f64> = shared.iter().zip(&b).map(|(s, b)| 3.0 * s + b + 0.5).collect();
        let found = pairs(&first, &other).and_then(|found| found.saved).expect("many pairs");
        // The sd of a ratio of two variances of 4,000 numbers is some 3 %; the band is four of them.
        assert!((found / 10.0 - 1.0).abs() < 0.12, "{found}");
        let apart = pairs(&a, &b).and_then(|found| found.saved).expect("many pairs");
        assert!((apart - 1.0).abs() < 0.12, "without shared luck pairing saves nothing: {apart}");
        let same = pairs(&a, &a).expect("many pairs");
        assert_eq!((same.saved, same.ties), (None, 4000));
    }

    #[test]
    fn a_difference_is_clear_from_the_record_after_which_it_stays_clear() {
        let layout = Layout { record_hours: vec![0.0, 1.0, 2.0, 3.0, 4.0], countries: 1, audiences: 0 };
        let measure = country_measure("influence_index").expect("it is in the list");
        let columns = layout.columns();
        let ensemble = |numbers: [f64; 5]| {
            let mut values = vec![0.0; layout.len()];
            numbers.iter().enumerate().for_each(|(record, x)| values[record * columns + measure] = *x);
            let run = |replicate| Trajectory { replicate, values: values.clone(), tally: Tally::default() };
            Ensemble { layout: layout.clone(), runs: vec![run(0), run(1)], ghosts: Vec::new() }
        };
        let clear = |numbers| {
            let ensembles = [ensemble([0.0; 5]), ensemble(numbers)];
            Comparison { ensembles: &ensembles, countries: &[0, 0] }.clear_from(1, measure)
        };
        assert_eq!(clear([0.0, 1.0, 0.0, 1.0, 2.0]), Some(3));
        assert_eq!(clear([0.0, -1.0, 1.0, 1.0, 2.0]), Some(2), "the other sign is another finding");
        assert_eq!(clear([0.0, 1.0, 1.0, 1.0, 0.0]), None);
        assert_eq!(clear([1.0; 5]), Some(0));
    }
}
