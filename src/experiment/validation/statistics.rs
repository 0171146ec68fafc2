//! Statistics that facts are measured with: pure functions from lists of numbers to one number, `None` where there is
//! no case.

use crate::math::normal_cdf;
use crate::model::presence::adoption;
use crate::stats::{mean, quantile};

/// The middle of some numbers in any order.
#[must_use]
pub fn median(numbers: &[f64]) -> Option<f64> {
    quantile_of(numbers, 0.5)
}

/// The `p`-quantile of some numbers in any order.
#[must_use]
pub fn quantile_of(numbers: &[f64], p: f64) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile(&sorted, p)
}

/// Gini's coefficient of amounts that are not negative: 0 if all have the same, near 1 if one has everything. Mean
/// absolute difference over twice the mean (Gini 1912).
#[must_use]
pub fn gini(amounts: &[f64]) -> Option<f64> {
    let mut sorted = amounts.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (n, sum) = (sorted.len() as f64, sorted.iter().sum::<f64>());
    let ranked: f64 = sorted.iter().zip(1u32..).map(|(x, rank)| x * f64::from(rank)).sum();
    (sum > 0.0).then(|| (2.0 * ranked / sum - (n + 1.0)) / n)
}

/// How far positive numbers are from a lognormal law whose two parameters are taken from them: the distance of
/// Kolmogorov and Smirnov in the scaling of Stephens (1974). Above [`NORMALITY_LIMIT`] the law is rejected.
///
/// The usual table of Kolmogorov and Smirnov would be too lenient, because the parameters come from the same numbers
/// (Lilliefors 1967).
#[must_use]
pub fn distance_from_lognormal(numbers: &[f64]) -> Option<f64> {
    let mut logs: Vec<f64> = numbers.iter().filter(|x| **x > 0.0).map(|x| libm::log(*x)).collect();
    logs.sort_by(f64::total_cmp);
    let (n, centre, spread) = (logs.len() as f64, mean(logs.iter().copied())?, deviation(&logs)?);
    let gap = |(place, x): (usize, &f64)| {
        let law = normal_cdf((x - centre) / spread);
        (law - place as f64 / n).max((place + 1) as f64 / n - law)
    };
    let largest = logs.iter().enumerate().map(gap).fold(0.0, f64::max);
    (spread > 0.0).then(|| largest * (n.sqrt() - 0.01 + 0.85 / n.sqrt()))
}

/// What [`distance_from_lognormal`] exceeds in one of twenty samples of a lognormal law (Stephens 1974).
pub const NORMALITY_LIMIT: f64 = 0.895;

/// Standard deviation of a sample; `None` of fewer than two numbers.
#[must_use]
pub fn deviation(numbers: &[f64]) -> Option<f64> {
    let centre = mean(numbers.iter().copied())?;
    let squares: f64 = numbers.iter().map(|x| (x - centre) * (x - centre)).sum();
    (numbers.len() > 1).then(|| (squares / (numbers.len() - 1) as f64).sqrt())
}

/// 1.4826 times the median distance from the median: the standard deviation of a normal law, whatever the tails do.
#[must_use]
pub fn robust_deviation(numbers: &[f64]) -> Option<f64> {
    let centre = median(numbers)?;
    let distances: Vec<f64> = numbers.iter().map(|x| (x - centre).abs()).collect();
    Some(1.4826 * median(&distances)?)
}

/// Correlation of pairs (Pearson); `None` where one side does not vary.
#[must_use]
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let (x, y) = (mean(pairs.iter().map(|p| p.0))?, mean(pairs.iter().map(|p| p.1))?);
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|p| of(p.0 - x, p.1 - y)).sum::<f64>();
    let (xx, yy) = (sum(&|a, _| a * a), sum(&|_, b| b * b));
    (xx > 0.0 && yy > 0.0).then(|| sum(&|a, b| a * b) / (xx * yy).sqrt())
}

/// Correlation of the ranks of pairs (Spearman); ties share the mean of their ranks.
#[must_use]
pub fn rank_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let side = |pick: fn(&(f64, f64)) -> f64| ranks(&pairs.iter().map(pick).collect::<Vec<f64>>());
    let ranked: Vec<(f64, f64)> = side(|p| p.0).into_iter().zip(side(|p| p.1)).collect();
    correlation(&ranked)
}

/// The rank of each number, from 1; ties share the mean of their ranks.
#[must_use]
pub fn ranks(numbers: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
    let mut ranks = vec![0.0; numbers.len()];
    let mut done = 0;
    for tied in order.chunk_by(|a, b| numbers[*a] == numbers[*b]) {
        let rank = done as f64 + (tied.len() as f64 + 1.0) / 2.0;
        tied.iter().for_each(|place| ranks[*place] = rank);
        done += tied.len();
    }
    ranks
}

/// Slope of the straight line through pairs (least squares); `None` if all lie above one another.
#[must_use]
pub fn slope(pairs: &[(f64, f64)]) -> Option<f64> {
    let (x, y) = (mean(pairs.iter().map(|p| p.0))?, mean(pairs.iter().map(|p| p.1))?);
    let xx: f64 = pairs.iter().map(|p| (p.0 - x) * (p.0 - x)).sum();
    (xx > 0.0).then(|| pairs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / xx)
}

/// Correlation of series with themselves `lag` steps later, each series taken from its own mean and all of them
/// together: the within-unit correlation of a panel.
#[must_use]
pub fn within_correlation(series: &[Vec<f64>], lag: usize) -> Option<f64> {
    let pairs = series.iter().flat_map(|values| {
        let centre = mean(values.iter().copied()).unwrap_or(0.0);
        values.iter().zip(values.iter().skip(lag)).map(move |(now, then)| (now - centre, then - centre))
    });
    correlation(&pairs.collect::<Vec<_>>())
}

/// theta of a power law with density ~ t^-(1 + theta) between `from` and `to`, by maximum likelihood from the delays
/// that lie there. Cutting the law at `to` is part of the likelihood. `None` if there is no delay, or no maximum.
#[must_use]
pub fn tail_exponent(delays: &[f64], from: f64, to: f64) -> Option<f64> {
    let inside = delays.iter().filter(|t| (from..=to).contains(*t));
    let logs = mean(inside.map(|t| libm::log(t / from)))?;
    let whole = libm::log(to / from);
    // The derivative of the log-likelihood for each delay; it falls with theta.
    let rest = |theta: f64| {
        let cut = libm::exp(-theta * whole);
        1.0 / theta - logs - whole * cut / (1.0 - cut)
    };
    let (mut low, mut high) = (1e-6, 50.0);
    if rest(low) <= 0.0 || rest(high) >= 0.0 {
        return None;
    }
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if rest(middle) > 0.0 { low = middle } else { high = middle }
    }
    Some((low + high) / 2.0)
}

/// A Bass curve through points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bass {
    /// p: adoption by oneself, per year.
    pub alone: f64,
    /// q: adoption by imitation, per year.
    pub by_imitation: f64,
    /// M: the share that adopts in the end.
    pub ceiling: f64,
    /// Share of the variance that the curve explains.
    pub explained: f64,
}

/// The Bass curve nearest to points (years since the beginning, share), by least squares: a grid over p and q that is
/// made finer around its best point, the ceiling in closed form. `None` if the points do not vary.
#[must_use]
pub fn bass(points: &[(f64, f64)]) -> Option<Bass> {
    let centre = mean(points.iter().map(|p| p.1))?;
    let varied: f64 = points.iter().map(|p| (p.1 - centre) * (p.1 - centre)).sum();
    if varied <= 0.0 {
        return None;
    }
    let fit = |p: f64, q: f64| {
        let curve = || points.iter().map(move |point| (adoption(p, q, point.0), point.1));
        let squares: f64 = curve().map(|(b, _)| b * b).sum();
        let ceiling = if squares > 0.0 { curve().map(|(b, y)| b * y).sum::<f64>() / squares } else { 0.0 };
        let left: f64 = curve().map(|(b, y)| (y - ceiling * b) * (y - ceiling * b)).sum();
        Bass { alone: p, by_imitation: q, ceiling, explained: 1.0 - left / varied }
    };
    let (mut centre, mut width) = ((libm::log(0.03), libm::log(0.5)), 3.0);
    let mut best = fit(0.03, 0.5);
    for _ in 0..12 {
        let places = || (-8i32..=8).map(|step| f64::from(step) / 8.0 * width);
        let grid = places().flat_map(|a| places().map(move |b| (centre.0 + a, centre.1 + b)));
        best = grid.map(|(p, q)| fit(libm::exp(p), libm::exp(q))).fold(best, better);
        centre = (libm::log(best.alone), libm::log(best.by_imitation));
        width *= 0.5;
    }
    Some(best)
}

fn better(one: Bass, other: Bass) -> Bass {
    if other.explained > one.explained { other } else { one }
}
