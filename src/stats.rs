//! Quantiles, spreads and paired differences of a few numbers. Summaries sort copies, so the order of the runs never
//! matters.

/// The median and the middle 90 % of some numbers.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Spread {
    /// The middle value.
    pub median: f64,
    /// The 5th percentile.
    pub low90: f64,
    /// The 95th percentile.
    pub high90: f64,
}

impl Spread {
    /// The spread of the numbers that are there; `None` if there is none.
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Option<Spread> {
        let mut sorted: Vec<f64> = numbers.into_iter().filter(|x| !x.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        Some(Spread {
            median: quantile(&sorted, 0.5)?,
            low90: quantile(&sorted, 0.05)?,
            high90: quantile(&sorted, 0.95)?,
        })
    }

    /// Does the middle 90 % lie on one side of `value`? Only then a finding may be claimed.
    #[must_use]
    pub fn excludes(&self, value: f64) -> bool {
        self.low90 > value || self.high90 < value
    }
}

/// The 25th and the 75th percentile of the numbers that are there; `None` if there is none.
pub fn middle_half(numbers: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let mut sorted: Vec<f64> = numbers.into_iter().filter(|x| !x.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    Some((quantile(&sorted, 0.25)?, quantile(&sorted, 0.75)?))
}

/// The mean of some numbers, which adds up over sums, and their spread, which does not.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Summary {
    /// The mean.
    pub mean: f64,
    /// Median and middle 90 %.
    #[serde(flatten)]
    pub spread: Spread,
}

impl Summary {
    /// The summary of the numbers that are there; `None` if there is none.
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Option<Summary> {
        let numbers: Vec<f64> = numbers.into_iter().filter(|x| !x.is_nan()).collect();
        let spread = Spread::of(numbers.iter().copied())?;
        Some(Summary { mean: mean(numbers)?, spread })
    }

    /// All numbers times a factor that is not negative.
    #[must_use]
    pub fn times(self, factor: f64) -> Summary {
        let Spread { median, low90, high90 } = self.spread;
        let spread = Spread { median: median * factor, low90: low90 * factor, high90: high90 * factor };
        Summary { mean: self.mean * factor, spread }
    }
}

/// The `p`-quantile of sorted numbers by linear interpolation (type 7 of Hyndman and Fan 1996); `None` if there is
/// none.
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(last);
    let share = place - below as f64;
    // Where both neighbours are equal (or infinite), no arithmetic may blur them.
    if sorted[below] == sorted[above] {
        return Some(sorted[below]);
    }
    Some(sorted[below] + share * (sorted[above] - sorted[below]))
}

/// The `p`-quantile of numbers with weights, 0 or more each: every number stands in the middle of its weight, and
/// between the middles the line is straight (with equal weights type 5 of Hyndman and Fan 1996). `None` if nothing
/// weighs anything.
#[must_use]
pub fn weighted_quantile(numbers: &[(f64, f64)], p: f64) -> Option<f64> {
    let mut sorted: Vec<(f64, f64)> = numbers.iter().copied().filter(|(_, weight)| *weight > 0.0).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted = p.clamp(0.0, 1.0) * sorted.iter().map(|(_, weight)| weight).sum::<f64>();
    let (mut below, mut last) = (0.0, None::<(f64, f64)>);
    for (number, weight) in sorted {
        let middle = below + 0.5 * weight;
        match last {
            _ if middle < wanted => last = Some((number, middle)),
            Some((before, place)) => return Some(before + (number - before) * (wanted - place) / (middle - place)),
            None => return Some(number),
        }
        below += weight;
    }
    last.map(|(number, _)| number)
}

/// Mean of some numbers; `None` if there is none.
pub fn mean(numbers: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (sum, count) = numbers.into_iter().fold((0.0, 0u32), |(sum, count), x| (sum + x, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_type_7() {
        // R: quantile(c(1, 2, 4, 8), c(.05, .5, .95), type = 7) gives 1.15, 3, 7.4.
        let sorted = [1.0, 2.0, 4.0, 8.0];
        for (p, wanted) in [(0.0, 1.0), (0.05, 1.15), (0.5, 3.0), (0.95, 7.4), (1.0, 8.0)] {
            assert!((quantile(&sorted, p).unwrap_or(f64::NAN) - wanted).abs() < 1e-12, "{p}");
        }
    }

    #[test]
    fn numbers_with_weights_have_quantiles_too() {
        // R: quantile(c(1, 2, 4, 8), c(.05, .5, .7, .95), type = 5) gives 1, 3, 5.2, 8.
        let equal = [(4.0, 2.0), (1.0, 2.0), (8.0, 2.0), (2.0, 2.0)];
        for (p, wanted) in [(0.05, 1.0), (0.5, 3.0), (0.7, 5.2), (0.95, 8.0)] {
            let found = weighted_quantile(&equal, p).unwrap_or(f64::NAN);
            assert!((found - wanted).abs() < 1e-12, "{p}: {found}");
        }
        let heavy = [(1.0, 1.0), (2.0, 97.0), (3.0, 1.0), (9.0, 0.0), (4.0, 1.0)];
        assert_eq!(weighted_quantile(&heavy, 0.495), Some(2.0));
        assert_eq!(weighted_quantile(&heavy, 1.0), Some(4.0));
        assert_eq!(weighted_quantile(&[(1.0, 0.0)], 0.5), None);
    }

    #[test]
    fn a_spread_of_nothing_is_nothing() {
        assert_eq!(Spread::of([f64::NAN]), None);
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(mean([]), None);
    }

    #[test]
    fn means_add_up_and_medians_need_not() {
        let (a, b) = ([0.0, 0.0, 9.0], [5.0, 1.0, 0.0]);
        let both = Summary::of(a.iter().zip(b).map(|(a, b)| a + b)).unwrap();
        let [a, b] = [&a, &b].map(|numbers| Summary::of(numbers.iter().copied()).unwrap());
        assert_eq!((both.mean, both.spread.median), (a.mean + b.mean, 5.0));
        assert_eq!(a.spread.median + b.spread.median, 1.0);
        assert_eq!(Summary::of([f64::NAN]), None);
        assert_eq!(a.times(2.0).spread.high90, 2.0 * a.spread.high90);
    }

    #[test]
    fn the_order_of_the_runs_does_not_matter() {
        assert_eq!(Spread::of([3.0, 1.0, 2.0]), Spread::of([1.0, 2.0, 3.0]));
    }

    #[test]
    fn an_interval_that_touches_zero_claims_nothing() {
        let touching = Spread { median: 1.0, low90: 0.0, high90: 2.0 };
        assert!(!touching.excludes(0.0));
        assert!(Spread { low90: 0.1, ..touching }.excludes(0.0));
    }
}
