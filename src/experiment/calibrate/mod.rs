//! Calibration: which values of some keys make a model with luck give what was observed. Nothing here knows what the
//! keys are, or how the model is run; `targets.rs` alone knows what is observed of a run.
//!
//! Approximate Bayesian computation by population Monte Carlo (Beaumont, Cornuet, Marin and Robert 2009): a first
//! generation of points is spread over the prior; every later one is drawn near the points that have done well so far,
//! and every point is run once, on luck of its own, so that the noise of the model is part of what is fitted. A run
//! counts by how near it comes to the targets, under a normal error with the uncertainty of each (Wilkinson 2013: with
//! that kernel the answer is exact for targets that were measured with such an error), times a tolerance. The tolerance
//! is lowered as far as enough runs still count (Del Moral, Doucet and Jasra 2012), and never below 1: closer than its
//! own uncertainty no target can be met. At 1 the answer is exact but for the number of runs.
//!
//! DIFFERENCE: no run is thrown away. Each is weighed by the prior over the mean of all densities from which runs were
//! drawn (the balance heuristic of Veach and Guibas 1995; Cornuet, Marin, Mira and Robert 2012), so those of early
//! generations count as long as they come near. As a fifth of the runs or more is drawn from the prior, no weight can
//! be larger than five.
//!
//! All luck is addressed, and a generation is drawn before it is run: the answer does not depend on threads, and runs
//! that were kept are found again by their number.

mod findings;
mod population;
mod targets;

pub use findings::{Correlation, LEAST_CONTRACTION, Met, Narrowed, Posterior, Prediction};
pub use findings::{correlations, posterior, predictions};
pub use targets::{Window, answers, as_far_as, measurable};

use population::Population;

use crate::random::Path;

/// Runs of the first generation, in generations.
const FIRST: usize = 4;
/// A generation is one part of so many of all runs.
const PARTS: usize = 20;
/// So many generations' worth of effective runs make the answer. While points are still drawn, one is enough.
const COUNTED: f64 = 2.0;
/// A generation has at least so many runs.
const SMALLEST: usize = 10;
/// Fewest runs of a calibration.
pub const FEWEST_RUNS: usize = 100;
/// Share of the runs of a generation that must come within the tolerance reached before: below it in two generations
/// running, more runs hardly bring the answer nearer (Lenormand, Jabot and Deffuant 2013 stop there, too).
const LEAST_ACCEPTANCE: f64 = 0.05;

/// What a run should give, and how well that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The number observed.
    pub value: f64,
    /// One standard deviation of its error, above 0.
    pub uncertainty: f64,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Number of keys. A point has a place from 0 to 1 for each; the prior is uniform over all places.
    pub keys: usize,
    /// What a run should give.
    pub goals: Vec<Goal>,
    /// At most so many runs, [`FEWEST_RUNS`] or more.
    pub runs: usize,
    /// Where all luck of the sampler comes from.
    pub path: Path,
}

/// A run at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Particle {
    /// In which generation it was drawn, counted from 0.
    pub generation: usize,
    /// The place of every key, from 0 to 1.
    pub place: Vec<f64>,
    /// What the run gave for each goal; `NaN` where there was no case.
    pub answers: Vec<f64>,
    /// How far that is from the goals: root mean square, in uncertainties; infinite if there was no case of one.
    pub distance: f64,
    /// How much it counts; all weights sum to 1.
    pub weight: f64,
}

/// What became of a generation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Generation {
    /// Runs in it.
    pub runs: usize,
    /// The tolerance after it, in uncertainties.
    pub tolerance: f64,
    /// Number of equally weighed runs that would tell as much as all runs so far (Kish 1965).
    pub effective: f64,
    /// Share of its runs that came within the tolerance before it; `None` for the first.
    pub accepted: Option<f64>,
}

/// Why no further generation was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The tolerance is 1, and as many effective runs count as the first generation had.
    Enough,
    /// New runs hardly come nearer any more.
    NoNearer,
    /// All runs that were allowed are made.
    Budget,
    /// No run gave a number for every goal.
    NoCase,
}

/// A finished calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// All runs, in the order in which they were drawn.
    pub particles: Vec<Particle>,
    /// What became of each generation.
    pub generations: Vec<Generation>,
    /// Why there are no more.
    pub stop: Stop,
    /// By how much the uncertainties of the goals had to be multiplied for enough runs to count: 1 or more; infinite if
    /// no run gave a number for every goal.
    pub tolerance: f64,
    /// Number of equally weighed runs that would tell as much as all runs.
    pub effective: f64,
    /// What the model gives on other luck at points drawn from the answer: for each such run a number for each goal.
    pub check: Vec<Vec<f64>>,
}

impl Fit {
    /// Runs in all, those of the check among them.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.particles.len() + self.check.len()
    }
}

impl Question {
    /// Runs of a generation after the first, and of the check.
    fn batch(&self) -> usize {
        (self.runs / PARTS).max(SMALLEST)
    }

    /// Runs of the first generation.
    #[must_use]
    pub fn first(&self) -> usize {
        FIRST * self.batch()
    }

    /// The points of the first generation, known before anything is run.
    #[must_use]
    pub fn first_points(&self) -> Vec<Vec<f64>> {
        population::spread(self.first(), self.keys, self.path.then(0)).places()
    }

    /// How far answers are from the goals.
    fn distance(&self, answers: &[f64]) -> f64 {
        let missed = |(goal, answer): (&Goal, &f64)| (answer - goal.value) / goal.uncertainty;
        let squares: f64 = self.goals.iter().zip(answers).map(missed).map(|x| x * x).sum();
        let distance = libm::sqrt(squares / self.goals.len() as f64);
        if distance.is_nan() { f64::INFINITY } else { distance }
    }

    /// Should no further generation be drawn?
    fn stop(&self, generations: &[Generation], drawn: usize) -> Option<Stop> {
        let last = generations.last()?;
        let is_idle = |generation: &Generation| generation.accepted.is_some_and(|share| share < LEAST_ACCEPTANCE);
        let idle = generations.iter().rev().take_while(|generation| is_idle(generation)).count();
        match last {
            last if last.effective == 0.0 => Some(Stop::NoCase),
            last if last.tolerance <= 1.0 && last.effective >= self.first() as f64 => Some(Stop::Enough),
            _ if idle >= 2 => Some(Stop::NoNearer),
            // One more generation, and the check.
            _ if drawn + 2 * self.batch() > self.runs => Some(Stop::Budget),
            _ => None,
        }
    }
}

/// Asks the model at points: the number of the first, and the place of every key at each. Answers with a number for
/// each goal at each point, `NaN` where there is none.
pub type Ask<'a, E> = &'a mut dyn FnMut(usize, &[Vec<f64>]) -> Result<Vec<Vec<f64>>, E>;

/// Fits the keys to the goals. `ask` gets every point once, under numbers that count on from 0; the number stands for
/// the luck of the run.
///
/// # Errors
/// What `ask` says.
pub fn fit<E>(question: &Question, ask: Ask<'_, E>) -> Result<Fit, E> {
    let mut population = Population::new(question);
    let mut generations: Vec<Generation> = Vec::new();
    let mut batch = population::spread(question.first(), question.keys, question.path.then(0));
    let stop = loop {
        let places = batch.places();
        let answers = ask(population.len(), &places)?;
        population.add(batch, answers);
        let before = generations.last().map(|last| last.tolerance);
        let (runs, accepted) = population.newest(before);
        let (tolerance, effective) = population.weigh(question.batch() as f64);
        generations.push(Generation { runs, tolerance, effective, accepted });
        if let Some(stop) = question.stop(&generations, population.len()) {
            break stop;
        }
        batch = population.propose(question.batch(), question.path.then(generations.len() as u64));
    };
    let (tolerance, effective) = population.weigh(COUNTED * question.batch() as f64);
    let check = match stop {
        Stop::NoCase => Vec::new(),
        _ => ask(population.len(), &population.sample(question.batch(), question.path.then(u64::MAX)))?,
    };
    Ok(Fit { particles: population.into_particles(), generations, stop, tolerance, effective, check })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal_quantile;
    use crate::random::Kind;
    use crate::stats::mean;

    /// A toy model: what it gives at a point, with normal numbers of its own.
    pub(super) type Toy<'a> = &'a dyn Fn(&[f64], Luck<'_>) -> Vec<f64>;
    type Luck<'a> = &'a dyn Fn(u64) -> f64;

    /// Fits a toy model.
    pub(super) fn fitted(seed: u64, (keys, runs): (usize, usize), goals: &[(f64, f64)], model: Toy<'_>) -> Fit {
        let goals = goals.iter().map(|(value, uncertainty)| Goal { value: *value, uncertainty: *uncertainty });
        let path = Path::to(Kind::Order).then_name("toy").then(seed);
        let question = Question { keys, goals: goals.collect(), runs, path };
        let mut ask = |first: usize, places: &[Vec<f64>]| -> Result<Vec<Vec<f64>>, ()> {
            let luck = |number: usize, k: u64| {
                let bits = path.then_name("luck").then(number as u64).then(k).0;
                normal_quantile(((bits >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0)
            };
            Ok(places.iter().enumerate().map(|(i, place)| model(place, &|k| luck(first + i, k))).collect())
        };
        let found = fit(&question, &mut ask).expect("a toy never fails");
        assert!(found.runs() <= runs);
        found
    }

    /// Weighted mean and standard deviation of something that hangs on the place.
    fn moments(fit: &Fit, of: &dyn Fn(&[f64]) -> f64) -> (f64, f64) {
        let sum = |f: &dyn Fn(f64) -> f64| fit.particles.iter().map(|p| p.weight * f(of(&p.place))).sum::<f64>();
        let mean = sum(&|x| x);
        (mean, libm::sqrt(sum(&|x| (x - mean) * (x - mean))))
    }

    #[test]
    fn a_normal_mean_has_its_closed_form() {
        // theta uniform from -10 to 10, luck of sd 0.6, the target 1.5 with an uncertainty of 0.8: the posterior is
        // normal with mean 1.5 and sd sqrt(0.36 + 0.64) = 1. Some 400 effective runs: mean known to 0.05, sd to 0.035;
        // the bands are four of those, over ten seeds a false alarm in 800.
        for seed in 0..10 {
            let found = fitted(seed, (1, 2000), &[(1.5, 0.8)], &|u, luck| vec![20.0 * u[0] - 10.0 + 0.6 * luck(0)]);
            let (mean, sd) = moments(&found, &|u| 20.0 * u[0] - 10.0);
            assert!((mean - 1.5).abs() < 0.2 && (sd - 1.0).abs() < 0.14, "{seed}: {mean} {sd}");
            assert_eq!((found.tolerance, found.stop), (1.0, Stop::Enough));
        }
    }

    #[test]
    fn several_keys_and_targets_have_their_closed_form_too() {
        // Three keys seen through four targets: x, y, x + z, y - z, each with sd 0.02; prior uniform on the unit cube.
        // The information is A'A / 0.0004 with A'A = [[2,0,1],[0,2,-1],[1,-1,2]], whose inverse has the diagonal
        // 3/4, 3/4, 1: standard deviations 0.0173, 0.0173, 0.02.
        for seed in 0..4 {
            let goals = [(0.3, 0.02), (0.6, 0.02), (0.8, 0.02), (0.1, 0.02)];
            let found = fitted(seed, (3, 3000), &goals, &|u, _| vec![u[0], u[1], u[0] + u[2], u[1] - u[2]]);
            for (key, (mean, sd)) in [(0.3, 0.017_3), (0.6, 0.017_3), (0.5, 0.02)].into_iter().enumerate() {
                let (m, s) = moments(&found, &|u| u[key]);
                // 600 effective runs or so: mean within four of sd / 24, sd within four of sd / 34.
                assert!((m - mean).abs() < 0.17 * sd && (s / sd - 1.0).abs() < 0.13, "{seed} {key}: {m} {s}");
            }
            assert_eq!(found.stop, Stop::Enough, "{:?}", found.generations);
        }
    }

    #[test]
    fn both_ends_are_found_if_both_fit() {
        let found = fitted(1, (1, 2000), &[(0.64, 0.05)], &|u, _| vec![(2.0 * u[0] - 1.0) * (2.0 * u[0] - 1.0)]);
        let (right, _) = moments(&found, &|u| f64::from(u[0] > 0.5));
        let (size, _) = moments(&found, &|u| (2.0 * u[0] - 1.0).abs());
        assert!((0.35..0.65).contains(&right) && (size - 0.8).abs() < 0.02, "{right} {size}");
    }

    #[test]
    fn the_check_is_made_on_other_luck() {
        // What the model gives at the answer: normal, mean 1.5, sd sqrt(1 + 0.36) with new luck.
        let found = fitted(3, (1, 4000), &[(1.5, 0.8)], &|u, luck| vec![20.0 * u[0] - 10.0 + 0.6 * luck(0)]);
        let numbers: Vec<f64> = found.check.iter().map(|answers| answers[0]).collect();
        assert_eq!(numbers.len(), 200);
        let middle = mean(numbers.iter().copied()).expect("there are some");
        let square = mean(numbers.iter().map(|x| (x - middle) * (x - middle))).expect("there are some");
        // 200 numbers: mean within four of 0.082, variance 1.36 within four of a tenth of it.
        assert!((middle - 1.5).abs() < 0.33 && (square / 1.36 - 1.0).abs() < 0.4, "{middle} {square}");
    }

    #[test]
    fn where_luck_is_larger_than_the_doubt_the_tolerance_says_so() {
        // Six targets, each missed by luck of ten uncertainties: no run comes near all of them.
        let goals = [(0.5, 0.01); 6];
        let found = fitted(1, (1, 1000), &goals, &|u, luck| (0..6).map(|k| u[0] + 0.1 * luck(k)).collect());
        assert!(found.tolerance > 2.0 && found.effective > 45.0, "{:?}", found.generations);
        assert!(matches!(found.stop, Stop::NoNearer | Stop::Budget));
    }

    #[test]
    fn runs_without_a_case_never_count_and_no_case_at_all_is_said() {
        let found = fitted(1, (1, 500), &[(0.2, 0.1)], &|u, _| vec![if u[0] > 0.5 { f64::NAN } else { u[0] }]);
        let (right, _) = moments(&found, &|u| f64::from(u[0] > 0.5));
        assert_eq!(right, 0.0);
        let found = fitted(1, (1, 500), &[(0.2, 0.1)], &|_, _| vec![f64::NAN]);
        assert_eq!((found.stop, found.check.len(), found.effective), (Stop::NoCase, 0, 0.0));
        assert!(found.particles.iter().all(|particle| particle.weight == 1.0 / 100.0), "the prior stays");
    }

    #[test]
    fn what_cannot_be_reached_ends_at_the_nearest_end() {
        let found = fitted(1, (1, 1000), &[(5.0, 0.01)], &|u, _| vec![u[0]]);
        assert!(found.tolerance > 20.0, "{}", found.tolerance);
        let (mean, _) = moments(&found, &|u| u[0]);
        assert!(mean > 0.8, "{mean}");
    }

    #[test]
    fn the_answer_hangs_on_the_address_alone() {
        let toy = |seed| fitted(seed, (2, 400), &[(0.3, 0.1)], &|u, luck| vec![u[0] * u[1] + 0.1 * luck(0)]);
        assert_eq!(toy(4), toy(4));
        assert_ne!(toy(4), toy(5));
    }

    #[test]
    fn intervals_cover_the_truth_as_often_as_they_say() {
        // The truth is drawn from the prior, the target from the model with the error that is said: then the middle
        // 90 % covers the truth in 9 of 10 cases (Cook, Gelman and Rubin 2006). 200 cases: 180, sd 4.2, and the noise
        // of some 80 effective runs; the band is four sd.
        let covered = (0..200).filter(|case| {
            let bits = |k: u64| Path::to(Kind::Order).then_name("truth").then(*case).then(k).0;
            let unit = |k: u64| ((bits(k) >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0;
            let (truth, luck, error) = (unit(0), normal_quantile(unit(1)), normal_quantile(unit(2)));
            let value = truth + 0.1 * luck + 0.05 * error;
            let found = fitted(1000 + case, (1, 400), &[(value, 0.05)], &|u, luck| vec![u[0] + 0.1 * luck(0)]);
            let about = posterior(&found, 0);
            about.low90 <= truth && truth <= about.high90
        });
        let covered = covered.count();
        assert!((163..=197).contains(&covered), "{covered}");
    }
}
