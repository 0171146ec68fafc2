//! One scenario in many settings: which points a sweep has, which runs, and in which order they are done, so that
//! stopping at any moment leaves a balanced set: the first replicate of every point, then the second.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::compare::shared_until;
use super::design::{halton, latin, scrambled_sobol};
use super::ensemble::Unfinished;
use super::threads;
#[cfg(doc)]
use crate::engine::measures::COUNTRY_MEASURES;
use crate::engine::{self, Beginning};
use crate::random::{Kind, Path};
use crate::scenario::sweep::{Combine, Sampling, Sweep, Tried};
use crate::scenario::{Scenario, Setting};

/// Points whose runs are done together if they share their beginning.
const TOGETHER: usize = 8;
/// A beginning is shared if it is at least this part of a run.
const WORTH_SHARING: f64 = 0.05;

/// The points of a sweep: combinations of values, each a setting of the scenario.
#[derive(Clone, Debug)]
pub struct Points {
    sweep: Sweep,
    /// Where the points of a sample lie, from 0 to 1 in every axis; empty for lists.
    places: Vec<Vec<f64>>,
    count: usize,
}

impl Points {
    /// The points. `seed` decides where those of a sample lie.
    #[must_use]
    pub fn new(sweep: &Sweep, seed: u64) -> Points {
        let lengths = sweep.axes.iter().map(|axis| axis.listed().len());
        let path = Path::to(Kind::Order).then_name("sweep").then(seed);
        let spread = |sampling: Sampling, samples: u32| {
            let (count, dimensions) = (samples as usize, sweep.axes.len());
            match sampling {
                Sampling::Latin => latin(count, dimensions, path),
                Sampling::Sobol => scrambled_sobol(count, dimensions, path),
                Sampling::Halton => halton(count, dimensions, path),
            }
        };
        let (places, count) = match sweep.combine {
            Combine::Every => (Vec::new(), lengths.product()),
            Combine::InStep => (Vec::new(), lengths.min().unwrap_or(0)),
            Combine::Sample(sampling, samples) => (spread(sampling, samples), samples as usize),
        };
        Points { sweep: sweep.clone(), places, count }
    }

    /// What is tried.
    #[must_use]
    pub fn sweep(&self) -> &Sweep {
        &self.sweep
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The value of each axis at a point, counted from 0. In a grid the last axis changes fastest.
    #[must_use]
    pub fn values(&self, point: usize) -> Vec<Tried> {
        let axes = &self.sweep.axes;
        match self.sweep.combine {
            Combine::Sample(..) => axes.iter().zip(&self.places[point]).map(|(axis, place)| axis.at(*place)).collect(),
            Combine::InStep => axes.iter().map(|axis| axis.listed()[point].clone()).collect(),
            Combine::Every => {
                let mut rest = point;
                let mut digit = |count: usize| {
                    let digit = rest % count;
                    rest /= count;
                    digit
                };
                let mut values: Vec<Tried> =
                    axes.iter().rev().map(|axis| axis.listed()[digit(axis.listed().len())].clone()).collect();
                values.reverse();
                values
            }
        }
    }

    /// In which part of an axis a point lies: the place of its value in a list; of an axis of which any value between
    /// two ends is tried, one of so many equal parts. With what its points have in common.
    #[must_use]
    pub fn part(&self, point: usize, axis: usize, parts: usize) -> (usize, Tried) {
        let about = &self.sweep.axes[axis];
        match about.listed() {
            [] => about.part(self.places[point][axis], parts),
            listed => {
                let value = self.values(point).swap_remove(axis);
                let place = listed.iter().position(|known| known.text == value.text).unwrap_or(0);
                (place, value)
            }
        }
    }

    /// The settings with which the scenario has those values.
    #[must_use]
    pub fn settings(&self, point: usize) -> Vec<Setting> {
        self.sweep.axes.iter().zip(self.values(point)).map(|(axis, value)| axis.setting(&value)).collect()
    }
}

/// What a run is called by what it is: its settings and its replicate, wherever it stands in a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(pub [u8; 16]);

impl Address {
    /// The address of a run of a scenario with these settings laid over it.
    #[must_use]
    pub fn new(settings: &[Setting], replicate: u32) -> Address {
        let mut hash = Sha256::new();
        for setting in settings {
            for text in [&setting.path, &setting.value] {
                hash.update((text.len() as u64).to_le_bytes());
                hash.update(text);
            }
        }
        let mut address = [0; 16];
        address[..12].copy_from_slice(&hash.finalize()[..12]);
        address[12..].copy_from_slice(&replicate.to_le_bytes());
        Address(address)
    }
}

/// What came of a run.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Its numbers, in the order of [`engine::layout`], or of those only that were asked for.
    Done(Vec<f64>),
    /// It failed: what was said.
    Failed(String),
}

/// Where finished runs are kept. Implemented by `output`.
pub trait Keeper: Sync {
    /// Is it kept already, done or failed?
    fn has(&self, run: Address) -> bool;
    /// Keeps what came of a run.
    ///
    /// # Errors
    /// What the file system says.
    fn keep(&self, run: Address, outcome: &Outcome) -> std::io::Result<()>;
}

/// A part of a sweep, for one of several machines: the `number`-th of `of`, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, 1 to `of`.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
}

impl Shard {
    /// The whole sweep.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Is a run of this part? Runs are numbered replicate by replicate, point by point.
    #[must_use]
    pub fn has(self, run: u64) -> bool {
        run % u64::from(self.of) == u64::from(self.number - 1)
    }
}

/// How a sweep is run.
pub struct Plan<'a> {
    /// Its points.
    pub points: &'a Points,
    /// Replicates of each point.
    pub replicates: u32,
    /// Which part of it.
    pub shard: Shard,
    /// The scenario of a point, or why there is none: then its runs fail.
    pub scenario: &'a (dyn Fn(usize) -> Result<Scenario, String> + Sync),
    /// What of a run is kept: measures of countries, by their places in [`COUNTRY_MEASURES`]; empty for everything.
    pub measures: &'a [usize],
    /// Threads, at least 1; the bits do not depend on it.
    pub threads: usize,
    /// Where finished runs are kept.
    pub keeper: &'a dyn Keeper,
    /// Called after each run.
    pub progress: &'a (dyn Fn(Count) + Sync),
    /// Asked now and then: should the work stop?
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// How far a sweep is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Runs done, those kept from before included.
    pub done: u32,
    /// How many have failed since it began.
    pub failed: u32,
    /// Settings all runs of which are done, as far as they belong to the shard.
    pub settings: u32,
}

/// Does all runs of a sweep that are not kept yet. A run that fails is kept as failed, and the others go on.
///
/// Memory does not grow with what runs leave behind: a finished run goes to the keeper and is forgotten.
///
/// # Errors
/// When it is stopped, when the keeper cannot keep a run, or when the threads cannot be started.
pub fn run(plan: &Plan<'_>) -> Result<(), Unfinished> {
    let work = Work::new(plan);
    let pieces = work.pieces();
    let all = || threads::in_turn(pieces.len(), |piece| work.piece(&pieces[piece]));
    threads::on(plan.threads, all).map_err(Unfinished::Threads)?;
    if let Some(why) = work.trouble.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(Unfinished::Store(why));
    }
    let done = work.done.into_inner();
    if u64::from(done) < total(plan) { Err(Unfinished::Stopped(done)) } else { Ok(()) }
}

/// How many runs a part of a sweep has.
#[must_use]
pub fn total(plan: &Plan<'_>) -> u64 {
    let all = plan.points.len() as u64 * u64::from(plan.replicates);
    let (number, of) = (u64::from(plan.shard.number), u64::from(plan.shard.of));
    all / of + u64::from(all % of >= number)
}

/// Some points of one replicate.
struct Piece {
    replicate: u32,
    /// First point, and how many points from there on.
    from: usize,
    count: usize,
}

/// What the threads share.
struct Work<'a> {
    plan: &'a Plan<'a>,
    done: AtomicU32,
    failed: AtomicU32,
    /// Runs of the shard that each setting still lacks.
    lacking: Vec<AtomicU32>,
    /// Settings that lack none.
    settings: AtomicU32,
    trouble: Mutex<Option<std::io::Error>>,
}

impl<'a> Work<'a> {
    fn new(plan: &'a Plan<'a>) -> Work<'a> {
        let points = plan.points.len() as u64;
        let lacks = |point: u64| (0..u64::from(plan.replicates)).filter(|r| plan.shard.has(r * points + point)).count();
        let lacking: Vec<u32> = (0..points).map(|point| lacks(point) as u32).collect();
        Work {
            plan,
            done: AtomicU32::new(0),
            failed: AtomicU32::new(0),
            settings: AtomicU32::new(lacking.iter().filter(|runs| **runs == 0).count() as u32),
            lacking: lacking.into_iter().map(AtomicU32::new).collect(),
            trouble: Mutex::new(None),
        }
    }

    /// The work in its order. Only runs that differ in dated changes can share a beginning; the others are done one by
    /// one, so that a stop leaves as balanced a set as can be.
    fn pieces(&self) -> Vec<Piece> {
        let points = self.plan.points;
        let dated = points.sweep.axes.iter().all(|axis| axis.path.starts_with("change."));
        let together = if dated { TOGETHER } else { 1 };
        let of_replicate = |replicate: u32| {
            let piece = move |from: usize| Piece { replicate, from, count: together.min(points.len() - from) };
            (0..points.len()).step_by(together).map(piece)
        };
        (0..self.plan.replicates).flat_map(of_replicate).collect()
    }

    fn piece(&self, piece: &Piece) {
        let number = |point: usize| u64::from(piece.replicate) * self.plan.points.len() as u64 + point as u64;
        let ours = (piece.from..piece.from + piece.count).filter(|point| self.plan.shard.has(number(*point)));
        let address = |point: usize| (point, Address::new(&self.plan.points.settings(point), piece.replicate));
        let (kept, open): (Vec<_>, Vec<_>) = ours.map(address).partition(|(_, run)| self.plan.keeper.has(*run));
        kept.iter().for_each(|(point, _)| self.tell(*point));
        if open.is_empty() || self.is_over() {
            return;
        }
        let found: Vec<Result<Scenario, String>> = open.iter().map(|(point, _)| (self.plan.scenario)(*point)).collect();
        let good: Vec<&Scenario> = found.iter().flatten().collect();
        let beginning = self.beginning(&good, piece.replicate);
        for ((point, run), scenario) in open.iter().zip(&found) {
            let outcome = match scenario {
                Ok(scenario) => self.outcome(scenario, piece.replicate, beginning.as_ref()),
                Err(why) => Some(Outcome::Failed(why.clone())),
            };
            let Some(outcome) = outcome.filter(|_| !self.is_over()) else { return };
            if matches!(outcome, Outcome::Failed(_)) {
                self.failed.fetch_add(1, Ordering::Relaxed);
            }
            if let Err(why) = self.plan.keeper.keep(*run, &outcome) {
                self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
                return;
            }
            self.tell(*point);
        }
    }

    /// What comes of one run; `None` if the work is to stop.
    fn outcome(&self, scenario: &Scenario, replicate: u32, beginning: Option<&Beginning<'_>>) -> Option<Outcome> {
        let stop = || self.is_over();
        let simulate = || match beginning {
            Some(beginning) => beginning.go_on(scenario, &stop),
            None => engine::numbers_alone(scenario, replicate, &stop),
        };
        match caught(simulate) {
            Ok(done) => Some(Outcome::Done(kept_of(scenario, done?.values, self.plan.measures))),
            Err(why) => Some(Outcome::Failed(why)),
        }
    }

    /// What several runs of a replicate have in common, if that is worth while. If it fails, each of them will say so
    /// for itself.
    fn beginning<'s>(&self, scenarios: &[&'s Scenario], replicate: u32) -> Option<Beginning<'s>> {
        let (first, others) = scenarios.split_first()?;
        let until = shared_until(scenarios);
        if others.is_empty() || until < WORTH_SHARING * first.run.hours() {
            return None;
        }
        let stop = || self.is_over();
        caught(|| Beginning::until(until.min(first.run.hours()), first, replicate, &stop)).ok().flatten()
    }

    /// One more run of a point is done.
    fn tell(&self, point: usize) {
        if self.lacking[point].fetch_sub(1, Ordering::Relaxed) == 1 {
            self.settings.fetch_add(1, Ordering::Relaxed);
        }
        (self.plan.progress)(Count {
            done: self.done.fetch_add(1, Ordering::Relaxed) + 1,
            failed: self.failed.load(Ordering::Relaxed),
            settings: self.settings.load(Ordering::Relaxed),
        });
    }

    fn is_over(&self) -> bool {
        (self.plan.stop)() || self.trouble.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

/// The numbers that are kept of a run: record by record, country by country, these measures; or all columns.
#[must_use]
pub fn kept_of(scenario: &Scenario, values: Vec<f64>, measures: &[usize]) -> Vec<f64> {
    if measures.is_empty() {
        return values;
    }
    let rows = values.chunks_exact(engine::layout(scenario).columns());
    rows.flat_map(|row| measures.iter().map(|measure| row[*measure])).collect()
}

/// What some work gives, or what it said when it panicked: a fault of the program in one run must not end the others.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("it did not say why").to_owned()
    })
}

/// So many points of a sweep, spread from the first to the last: those on which time is measured.
#[must_use]
pub fn spread(points: usize, count: usize) -> Vec<usize> {
    let count = count.min(points);
    (0..count).map(|i| i * points.saturating_sub(1) / count.saturating_sub(1).max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, parse};
    use std::collections::BTreeMap;

    const TEXT: &str = "[run]\nstart = 2013-01-01\nend = 2013-02-28\n[audience.world]\nmembers = 2_000\n\
                        [country.canada]\n[country.uk]\n[event.summit]\nwhen = 2013-01-20\nsize = 1\n\
                        [change.reform]\ncountry = \"canada\"\nwhen = 2013-02-01\n";

    fn parsed(more: &str, settings: &[Setting]) -> crate::scenario::Parsed {
        let text = format!("{TEXT}{more}");
        let parsed = parse(&Source { name: "a.toml", text: &text }, settings, &|_| Err("no files here".into()));
        parsed.unwrap_or_else(|problems| panic!("{problems}"))
    }

    fn points(more: &str) -> Points {
        Points::new(&parsed(more, &[]).sweep.expect("it has a sweep"), 7)
    }

    #[derive(Default)]
    struct Memory(Mutex<BTreeMap<Address, Outcome>>, Mutex<Vec<Address>>);

    impl Keeper for Memory {
        fn has(&self, run: Address) -> bool {
            self.0.lock().unwrap().contains_key(&run)
        }
        fn keep(&self, run: Address, outcome: &Outcome) -> std::io::Result<()> {
            self.1.lock().unwrap().push(run);
            let before = self.0.lock().unwrap().insert(run, outcome.clone());
            assert!(before.is_none(), "nothing is done twice");
            Ok(())
        }
    }

    fn sweep(points: &Points, more: &str, (shard, threads): (Shard, usize), keeper: &Memory) -> Result<(), Unfinished> {
        let scenario = |point: usize| Ok(parsed(more, &points.settings(point)).scenario);
        let (progress, stop) = (|_: Count| {}, || false);
        let plan = Plan {
            points,
            replicates: 2,
            shard,
            scenario: &scenario,
            measures: &[],
            threads,
            keeper,
            progress: &progress,
            stop: &stop,
        };
        run(&plan)
    }

    const GRID: &str = "comments_on_events = \"10%\"\n[sweep.try]\n\"uk.comments_on_events\" = [\"1%\", \"20%\"]\n\
                        \"canada.approval_delay\" = [\"1h\", \"5h\", \"9h\"]\n";

    #[test]
    fn a_grid_counts_like_numbers_do() {
        let points = points(GRID);
        let texts = |point: usize| points.values(point).iter().map(|value| value.text.clone()).collect::<Vec<_>>();
        assert_eq!(points.len(), 6);
        assert_eq!(
            [0, 1, 2, 3, 5].map(texts),
            [["1%", "1h"], ["1%", "5h"], ["1%", "9h"], ["20%", "1h"], ["20%", "9h"]]
        );
        assert_eq!(points.settings(4)[1].path, "country.canada.approval_delay");
    }

    #[test]
    fn samples_lie_within_the_ends_and_lists_go_in_step() {
        for sampling in ["latin", "sobol", "halton"] {
            let points = points(&format!(
                "[sweep]\nsample = \"{sampling}\"\nsamples = 32\n[sweep.try]\n\"model.reach\" = \"10%..20%\"\n\
                 \"uk.approval\" = [\"none\", \"simple\"]\n"
            ));
            let values: Vec<Vec<Tried>> = (0..points.len()).map(|point| points.values(point)).collect();
            assert!(values.iter().all(|v| v[0].number.is_some_and(|x| (0.1..=0.2).contains(&x))), "{sampling}");
            let none = values.iter().filter(|v| v[1].text == "none").count();
            assert!((12..=20).contains(&none), "{sampling}: {none} of 32");
        }
        let points = points(
            "[sweep]\ncombine = \"in step\"\n[sweep.try]\n\"model.reach\" = [\"10%\", \"20%\"]\n\
             \"uk.fear_of_speaking\" = [\"1%\", \"2%\"]\n",
        );
        assert_eq!((points.len(), points.values(1)[1].text.as_str()), (2, "2%"));
    }

    #[test]
    fn every_run_is_that_of_its_scenario_alone_and_stopping_leaves_a_balanced_set() {
        let (points, one) = (points(GRID), Memory::default());
        sweep(&points, GRID, (Shard::WHOLE, 1), &one).unwrap();
        for (point, replicate) in [(0, 0), (4, 1), (5, 0)] {
            let settings = points.settings(point);
            let alone = engine::trajectory(&parsed(GRID, &settings).scenario, replicate, &|| false).unwrap();
            let kept = one.0.lock().unwrap()[&Address::new(&settings, replicate)].clone();
            let Outcome::Done(values) = kept else { panic!("{kept:?}") };
            assert!(values.iter().zip(&alone.values).all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan()));
        }
        let order: Vec<u8> = one.1.lock().unwrap().iter().map(|run| run.0[12]).collect();
        assert_eq!(order, [[0; 6], [1; 6]].concat(), "first replicates first");
    }

    #[test]
    fn shared_beginnings_threads_and_shards_change_no_bit() {
        let more = "comments_on_events = \"10%\"\n[sweep.try]\n\
                    \"change.reform.comments_on_events\" = [\"0%\", \"40%\"]\n\
                    \"change.reform.approval_delay\" = [\"1h\", \"3 days\"]\n";
        let points = points(more);
        let all = |jobs: &[(Shard, usize)]| {
            let memory = Memory::default();
            jobs.iter().for_each(|job| sweep(&points, more, *job, &memory).unwrap());
            format!("{:?}", memory.0.into_inner().unwrap())
        };
        let whole = all(&[(Shard::WHOLE, 1)]);
        assert_eq!(whole, all(&[(Shard::WHOLE, 3)]));
        let shard = |number| (Shard { number, of: 3 }, 2);
        assert_eq!(whole, all(&[shard(2), shard(3), shard(1)]));
        assert_eq!(whole, all(&[shard(1), (Shard::WHOLE, 2)]), "what is there is not done again");
        let point = points.settings(3);
        let alone = engine::trajectory(&parsed(more, &point).scenario, 1, &|| false).unwrap();
        assert!(whole.contains(&format!("{:?}: {:?}", Address::new(&point, 1), Outcome::Done(alone.values))));
    }

    #[test]
    fn a_run_that_fails_is_kept_as_failed_and_the_others_go_on() {
        let (points, memory) = (points(GRID), Memory::default());
        let scenario = |point: usize| {
            let mut scenario = parsed(GRID, &points.settings(point)).scenario;
            if point == 2 {
                scenario.events[0].audiences = vec![99]; // which no file can say
            }
            if point == 5 { Err("there is none".into()) } else { Ok(scenario) }
        };
        let seen = Mutex::new((0, 0, 0));
        let plan = Plan {
            points: &points,
            replicates: 2,
            shard: Shard::WHOLE,
            scenario: &scenario,
            measures: &[],
            threads: 2,
            keeper: &memory,
            progress: &|count| {
                let mut seen = seen.lock().unwrap();
                *seen = (seen.0.max(count.done), seen.1.max(count.failed), seen.2.max(count.settings));
            },
            stop: &|| false,
        };
        run(&plan).unwrap();
        let failed = |outcome: &Outcome| matches!(outcome, Outcome::Failed(why) if !why.is_empty());
        let kept = memory.0.into_inner().unwrap();
        assert_eq!((kept.len(), kept.values().filter(|outcome| failed(outcome)).count()), (12, 4));
        assert_eq!(seen.into_inner().unwrap(), (12, 4, 6));
    }

    #[test]
    fn some_points_are_spread_from_the_first_to_the_last() {
        assert_eq!(spread(30, 3), [0, 14, 29]);
        assert_eq!(spread(2, 3), [0, 1]);
        assert_eq!(spread(1, 3), [0]);
    }
}
