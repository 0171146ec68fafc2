//! What a calibration says: the answer about each key beside its prior, which keys hang together, and whether the model
//! gives what was observed when it is run anew.

use super::{Fit, Goal};
use crate::math::normal_cdf;
use crate::stats::{Spread, weighted_quantile};

/// A key counts as narrowed only if its variance has shrunk by more than this share (the posterior contraction of
/// Schad, Betancourt and Vasishth 2021). At a fifth the answer is one tenth narrower than the prior: less is no news.
pub const LEAST_CONTRACTION: f64 = 0.2;
/// Correlations that are smaller are not spoken of: one key then explains less than a tenth of the variance of the
/// other.
const LEAST_CORRELATION: f64 = 0.3;
/// Half of a middle 90 % of a normal number, in standard deviations.
const HALF90: f64 = 1.645;
/// The outer part of a range that counts as its end.
const END: f64 = 0.05;
/// Weight in that part from which on the answer is said to press against the end.
const PRESSED: f64 = 0.3;
/// A goal is out of reach if no run came nearer than so many uncertainties.
const REACH: f64 = 2.0;

/// Has a key become narrower?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowed {
    /// Clearly.
    Yes,
    /// Clearly not: the targets do not say what it is.
    No,
    /// These runs cannot tell.
    Unsure,
    /// It has become wider: both ends fit, the middle does not.
    Split,
}

/// What is known about a key. Places are from 0 to 1 within the range of its prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    /// The middle place by weight.
    pub median: f64,
    /// The 5th percentile.
    pub low90: f64,
    /// The 95th percentile.
    pub high90: f64,
    /// 1 minus the variance over that of the prior: 1 if everything is known now, 0 if nothing more than before.
    pub contraction: f64,
    /// Its middle 90 %, as far as so many effective runs can tell.
    pub contraction90: (f64, f64),
    /// Has it become narrower?
    pub narrowed: Narrowed,
    /// Does it press against the lower or the upper end of its range? Then the range may be too narrow.
    pub pressed: Option<bool>,
}

/// What is known about a key.
#[must_use]
pub fn posterior(fit: &Fit, key: usize) -> Posterior {
    let places: Vec<(f64, f64)> = fit.particles.iter().map(|p| (p.place[key], p.weight)).collect();
    let edge = |p: f64| weighted_quantile(&places, p).unwrap_or(f64::NAN);
    let mean: f64 = places.iter().map(|(x, w)| x * w).sum();
    let moment = |power: u32| places.iter().map(|(x, w)| w * crate::math::power(x - mean, power)).sum::<f64>();
    let (variance, fourth) = (moment(2), moment(4));
    // Of a uniform prior; the error of a variance is known from the fourth moment.
    let contraction = 1.0 - 12.0 * variance;
    let error = 12.0 * HALF90 * libm::sqrt((fourth - variance * variance).max(0.0) / fit.effective.max(1.0));
    let contraction90 = (contraction - error, (contraction + error).min(1.0));
    let weight = |in_it: &dyn Fn(f64) -> bool| places.iter().filter(|(x, _)| in_it(*x)).map(|(_, w)| w).sum::<f64>();
    let (low, high) = (weight(&|x| x < END), weight(&|x| x > 1.0 - END));
    Posterior {
        median: edge(0.5),
        low90: edge(0.05),
        high90: edge(0.95),
        contraction,
        contraction90,
        narrowed: narrowed(contraction90),
        pressed: (low.max(high) > PRESSED).then_some(high > low),
    }
}

fn narrowed((low, high): (f64, f64)) -> Narrowed {
    match () {
        () if high < 0.0 => Narrowed::Split,
        () if high < LEAST_CONTRACTION => Narrowed::No,
        () if low > LEAST_CONTRACTION => Narrowed::Yes,
        () => Narrowed::Unsure,
    }
}

/// How two keys hang together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// One key.
    pub one: usize,
    /// The other, behind it.
    pub other: usize,
    /// The correlation of their places by weight, from -1 to 1.
    pub size: f64,
    /// Is it large enough to speak of, and told apart from 0?
    pub matters: bool,
}

/// How all pairs of keys hang together, the strongest first.
#[must_use]
pub fn correlations(fit: &Fit) -> Vec<Correlation> {
    let keys = fit.particles.first().map_or(0, |particle| particle.place.len());
    let sum = |of: &dyn Fn(&[f64]) -> f64| fit.particles.iter().map(|p| p.weight * of(&p.place)).sum::<f64>();
    let means: Vec<f64> = (0..keys).map(|key| sum(&|place| place[key])).collect();
    let both = |a: usize, b: usize| sum(&|place| (place[a] - means[a]) * (place[b] - means[b]));
    let error = 1.0 / libm::sqrt((fit.effective - 3.0).max(1.0));
    let pair = |one: usize, other: usize| {
        let size = both(one, other) / libm::sqrt(both(one, one) * both(other, other));
        // Fisher's z, whose error does not hang on the correlation.
        let is_clear = libm::atanh(size.abs().min(1.0 - 1e-12)) > HALF90 * error;
        Correlation { one, other, size, matters: is_clear && size.abs() >= LEAST_CORRELATION }
    };
    let mut all: Vec<Correlation> =
        (0..keys).flat_map(|one| (one + 1..keys).map(move |other| (one, other))).map(|(a, b)| pair(a, b)).collect();
    all.retain(|pair| pair.size.is_finite());
    all.sort_by(|a, b| b.size.abs().total_cmp(&a.size.abs()));
    all
}

/// Does the model give what was observed?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// Yes.
    Yes,
    /// The model gives more.
    TooHigh,
    /// The model gives less.
    TooLow,
    /// The model gives no number.
    NoCase,
}

/// What the model gives for a goal at the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// What the runs of the check gave; `None` if none gave a number.
    pub spread: Option<Spread>,
    /// The chance that such a run, measured with the error of the goal, lies below the value.
    pub below: f64,
    /// Is the value among the middle 90 % of what would be measured?
    pub met: Met,
    /// The least and the largest number of all runs; `None` if there was none.
    pub range: Option<(f64, f64)>,
    /// Did any run come within two uncertainties of the value, or runs on both sides of it?
    pub in_reach: bool,
}

/// What the model gives for each goal.
#[must_use]
pub fn predictions(fit: &Fit, goals: &[Goal]) -> Vec<Prediction> {
    goals.iter().enumerate().map(|(number, goal)| prediction(fit, number, goal)).collect()
}

fn prediction(fit: &Fit, number: usize, goal: &Goal) -> Prediction {
    let there = |x: &f64| !x.is_nan();
    let checked: Vec<f64> = fit.check.iter().map(|answers| answers[number]).filter(there).collect();
    let chance = |x: &f64| normal_cdf((goal.value - x) / goal.uncertainty);
    let below = checked.iter().map(chance).sum::<f64>() / checked.len() as f64;
    let met = match below {
        below if below.is_nan() => Met::NoCase,
        below if below < 0.05 => Met::TooHigh,
        below if below > 0.95 => Met::TooLow,
        _ => Met::Yes,
    };
    let all = || fit.particles.iter().map(|particle| particle.answers[number]).filter(there);
    let (least, largest) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let room = REACH * goal.uncertainty;
    Prediction {
        spread: Spread::of(checked),
        below,
        met,
        range: (least <= largest).then_some((least, largest)),
        in_reach: least - room <= goal.value && goal.value <= largest + room,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::fitted;
    use super::*;

    #[test]
    fn a_key_that_does_nothing_is_said_to_be_unknown_and_the_other_known() {
        for seed in 0..5 {
            let found = fitted(seed, (2, 2000), &[(0.5, 0.05)], &|u, luck| vec![u[0] + 0.03 * luck(0)]);
            let [known, idle] = [0, 1].map(|key| posterior(&found, key));
            assert_eq!((known.narrowed, idle.narrowed), (Narrowed::Yes, Narrowed::No), "{known:?} {idle:?}");
            // 1 - 12 (0.05^2 + 0.03^2) = 0.959 and 0.
            assert!((known.contraction - 0.959).abs() < 0.02 && idle.contraction.abs() < 0.2);
            assert!((idle.median - 0.5).abs() < 0.15 && (idle.high90 - idle.low90 - 0.9).abs() < 0.06);
            assert!(correlations(&found).iter().all(|pair| !pair.matters) && known.pressed.is_none());
        }
    }

    #[test]
    fn a_ridge_is_found_as_a_correlation() {
        // Only the product of two keys that vary by ratios is known: their places add up to about 1.
        let product = |u: &[f64]| libm::exp(3.0 * (u[0] + u[1]));
        let found = fitted(2, (3, 2000), &[(product(&[0.5, 0.5]), 1.0)], &|u, _| vec![product(u)]);
        let strongest = correlations(&found)[0];
        assert_eq!((strongest.one, strongest.other, strongest.matters), (0, 1, true));
        assert!(strongest.size < -0.95, "{strongest:?}");
        assert!(correlations(&found)[1..].iter().all(|pair| !pair.matters), "the third key does nothing");
        assert_eq!(posterior(&found, 0).narrowed, Narrowed::No, "by itself it may be anything");
    }

    #[test]
    fn two_ends_that_fit_are_no_lack_of_knowledge() {
        let square = |u: &[f64]| (2.0 * u[0] - 1.0) * (2.0 * u[0] - 1.0);
        let found = fitted(1, (1, 2000), &[(0.81, 0.05)], &|u, _| vec![square(u)]);
        // 0.9^2 over 1/3.
        let about = posterior(&found, 0);
        assert_eq!(about.narrowed, Narrowed::Split);
        assert!((about.contraction + 1.43).abs() < 0.1, "{about:?}");
    }

    #[test]
    fn an_answer_at_the_end_of_its_range_presses_and_what_lies_beyond_is_out_of_reach() {
        let goals = [Goal { value: 3.0, uncertainty: 0.1 }, Goal { value: 0.5, uncertainty: 0.1 }];
        let asked = goals.map(|goal| (goal.value, goal.uncertainty));
        let found = fitted(1, (2, 1000), &asked, &|u, _| vec![u[0], u[1]]);
        assert_eq!((posterior(&found, 0).pressed, posterior(&found, 1).pressed), (Some(true), None));
        let [beyond, inside] = predictions(&found, &goals)[..] else { panic!("two goals") };
        assert_eq!((beyond.met, beyond.in_reach), (Met::TooLow, false));
        assert_eq!((inside.met, inside.in_reach), (Met::Yes, true));
        assert!(beyond.range.is_some_and(|(_, most)| most <= 1.0));
    }

    #[test]
    fn targets_that_contradict_each_other_are_not_met() {
        let goals = [Goal { value: 0.2, uncertainty: 0.02 }, Goal { value: 0.8, uncertainty: 0.02 }];
        let asked = goals.map(|goal| (goal.value, goal.uncertainty));
        let found = fitted(1, (1, 1000), &asked, &|u, _| vec![u[0], u[0]]);
        let both = predictions(&found, &goals);
        assert_eq!((both[0].met, both[1].met), (Met::TooHigh, Met::TooLow));
        assert!(both.iter().all(|one| one.in_reach), "each alone could be met");
    }

    #[test]
    fn a_goal_without_a_case_is_no_number() {
        let found = fitted(1, (1, 100), &[(0.5, 0.1)], &|_, _| vec![f64::NAN]);
        let none = predictions(&found, &[Goal { value: 0.5, uncertainty: 0.1 }])[0];
        assert_eq!((none.met, none.spread, none.range, none.in_reach), (Met::NoCase, None, None, false));
    }
}
