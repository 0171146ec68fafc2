//! The running middle of a cloud of points, and whether it has a trend.

#[cfg(test)]
use crate::experiment::validation::statistics::rank_correlation;
use crate::math::normal_quantile;
use crate::stats::{middle_half, quantile};
use serde::{Deserialize, Serialize};

/// Fewer points have no line; fewer than these no band.
const LEAST_FOR_LINE: usize = 9;
const LEAST_FOR_BAND: usize = 40;
/// Bins where a setting has many values, and the least points of one.
const BINS: (usize, usize) = (3, 8);
const IN_BIN: usize = 5;
/// So few values have a bin each, if there are so many points of each, on average.
const MOST_VALUES: usize = 12;
const AT_VALUE: usize = 4;
/// A title claims a trend of so many points at least, with a rank correlation that is at least as strong as this, and
/// is wrong about one of them in so many cases if there is none.
pub(super) const LEAST_FOR_TREND: usize = 10;
const STRONG: f64 = 0.3;
const FALSE_ALARMS: f64 = 0.1;

/// Neighbouring points together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Bin {
    /// The median of their places.
    pub(super) at: f64,
    /// How many they are.
    pub(super) points: usize,
    /// The median of what they come to.
    pub(super) median: f64,
    /// The 25th and the 75th percentile, if there are enough points for a band.
    pub(super) half: Option<(f64, f64)>,
}

/// The running middle of pairs that are sorted: a bin for every value where they are few, else three to eight bins with
/// about equally many points. Equal values are never parted. None where there is too little to see a middle, or only
/// one bin.
pub(super) fn bins(sorted: &[(f64, f64)], words: bool) -> Vec<Bin> {
    let values: Vec<&[(f64, f64)]> = sorted.chunk_by(|a, b| a.0 == b.0).collect();
    let few = (words || values.len() <= MOST_VALUES) && sorted.len() >= AT_VALUE * values.len();
    let all = sorted.len();
    let count = (all / IN_BIN).clamp(BINS.0, BINS.1);
    let mut bins: Vec<Vec<(f64, f64)>> = Vec::new();
    let (mut open, mut left) = (0, all);
    for value in values {
        match bins.last_mut().filter(|_| open > 0 && !few) {
            Some(bin) => bin.extend(value),
            None => {
                // As many bins for the points that are left as they would have had if no value were doubled.
                let more = ((left * count) as f64 / all as f64).round().max(1.0) as usize;
                open = left.div_ceil(more);
                bins.push(value.to_vec());
            }
        }
        open = open.saturating_sub(value.len());
        left -= value.len();
    }
    let enough = few || (!words && sorted.len() >= LEAST_FOR_LINE);
    let bins: Vec<Bin> =
        if enough { bins.iter().filter_map(|bin| middle(bin, sorted.len())).collect() } else { Vec::new() };
    if bins.len() > 1 { bins } else { Vec::new() }
}

/// A bin of some points, sorted by their values, among so many.
fn middle(points: &[(f64, f64)], all: usize) -> Option<Bin> {
    let places: Vec<f64> = points.iter().map(|point| point.0).collect();
    let mut medians: Vec<f64> = points.iter().map(|point| point.1).collect();
    medians.sort_by(f64::total_cmp);
    Some(Bin {
        at: quantile(&places, 0.5)?,
        points: points.len(),
        median: quantile(&medians, 0.5)?,
        half: middle_half(medians).filter(|_| all >= LEAST_FOR_BAND),
    })
}

/// From the lowest to the highest place of a running middle.
pub(super) fn height(bins: &[Bin]) -> f64 {
    let (low, high) = span(bins.iter().map(|bin| bin.median));
    if bins.is_empty() { 0.0 } else { high - low }
}

/// The least and the greatest number.
pub(super) fn span(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
}

/// May a title claim a trend where setting and median of so many points have this rank correlation (Spearman)? If there
/// are at least ten points, it is at least 0.3 in size, and its interval excludes 0: Fisher's z with the standard error
/// sqrt((1 + rho²/2) / (points - 3)) of Bonett and Wright (2000). The interval is as wide as the number of settings
/// that were looked at demands (Bonferroni): if there is no trend at all, at most a tenth of all pictures claim one.
pub(super) fn is_clear(rho: f64, points: usize, settings: usize) -> bool {
    if points < LEAST_FOR_TREND || rho.abs() < STRONG {
        return false;
    }
    let error = libm::sqrt((1.0 + rho * rho / 2.0) / (points as f64 - 3.0));
    let far = normal_quantile(1.0 - FALSE_ALARMS / (2.0 * settings as f64));
    libm::atanh(rho.abs().min(1.0)) > far * error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(count: usize, median: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
        (0..count).map(|k| (k as f64, median(k))).collect()
    }

    fn sizes(bins: &[Bin]) -> Vec<usize> {
        bins.iter().map(|bin| bin.points).collect()
    }

    #[test]
    fn bins_hold_about_equally_many_points_and_all_of_them() {
        assert_eq!(sizes(&bins(&line(64, |k| k as f64), false)), [8; 8]);
        assert_eq!(sizes(&bins(&line(9, |k| k as f64), false)), [3; 3]);
        assert_eq!(sizes(&bins(&line(27, |k| k as f64), false)).iter().sum::<usize>(), 27);
        for count in 9..200 {
            let found = sizes(&bins(&line(count, |k| k as f64), false));
            assert!(found.iter().sum::<usize>() == count && (3..=8).contains(&found.len()), "{count}: {found:?}");
            assert!(found.iter().max().unwrap() - found.iter().min().unwrap() <= 1, "{count}: {found:?}");
        }
        let found = bins(&line(64, |k| 2.0 * k as f64), false);
        assert_eq!((found[0].at, found[0].median, found[0].half), (3.5, 7.0, Some((3.5, 10.5))));
        assert!(bins(&line(39, |k| k as f64), false).iter().all(|bin| bin.half.is_none()), "too few for a band");
        assert!(bins(&line(8, |k| k as f64), false).is_empty(), "too few for a line");
    }

    #[test]
    fn equal_values_stay_together_and_few_values_have_a_bin_each() {
        let three: Vec<(f64, f64)> = (0..60).map(|k| (f64::from(k / 20), f64::from(k % 20))).collect();
        let found = bins(&three, false);
        assert_eq!(found.iter().map(|bin| (bin.at, bin.points)).collect::<Vec<_>>(), [(0.0, 20), (1.0, 20), (2.0, 20)]);
        // Half of all points have the same value.
        let heavy: Vec<(f64, f64)> = (0..100).map(|k| (f64::from((k - 50).max(0)), f64::from(k))).collect();
        let found = bins(&heavy, false);
        assert_eq!(sizes(&found), [51, 13, 12, 12, 12]);
        assert!(bins(&[(1.0, 2.0); 50], false).is_empty(), "one value has no trend");
        let words: Vec<(f64, f64)> = (0..8).map(|k| (f64::from(k / 4), 1.0)).collect();
        assert_eq!(sizes(&bins(&words, true)), [4, 4]);
        assert!(bins(&words[2..6], true).is_empty(), "two points of a word are no middle");
    }

    #[test]
    fn a_trend_is_claimed_where_it_is_strong_and_its_interval_excludes_none() {
        for (rho, points, settings, wanted) in [
            (0.9, 20, 1, true),
            (-0.9, 20, 1, true),
            (1.0, 10, 1, true),
            (1.0, 9, 1, false),
            (0.29, 100_000, 1, false),
            (0.31, 100_000, 32, true),
            // The standard error is 0.130: 1.645 of them are 0.214, and with eight settings 2.498 are 0.326.
            (0.31, 64, 1, true),
            (0.31, 64, 8, false),
            (0.4, 64, 8, true),
            (0.5, 10, 1, false),
            (f64::NAN, 64, 1, false),
        ] {
            assert_eq!(is_clear(rho, points, settings), wanted, "{rho} of {points} points, {settings} settings");
        }
    }

    #[test]
    fn no_trend_is_claimed_in_nine_of_ten_pictures_without_one() {
        // 400 pictures of 5 settings and 32 points of hashes; at 10 % the chance of more than 62 is below 1e-4.
        let luck = |number: u64| {
            let mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((mixed ^ (mixed >> 31)) >> 11) as f64
        };
        let claims = |picture: &u64| {
            let at = |column: u64, point: u64| luck((picture * 8 + column) * 64 + point);
            (1..6).any(|setting| {
                let pairs: Vec<(f64, f64)> = (0..32).map(|point| (at(setting, point), at(0, point))).collect();
                rank_correlation(&pairs).is_some_and(|rho| is_clear(rho, 32, 5))
            })
        };
        let claimed = (0..400).filter(claims).count();
        assert!((10..=62).contains(&claimed), "{claimed} of 400");
    }

    #[test]
    fn the_height_is_that_of_the_line() {
        let hill = bins(&line(64, |k| -(k as f64 - 31.5).abs()), false);
        assert!((height(&hill) - 24.0).abs() < 1e-9 && height(&[]) == 0.0, "{}", height(&hill));
    }
}
