//! E0, drafting: announcements are a matter of routine, comments of the day's news.
//!
//! Announcements: Poisson, `announcements_per_day` on average over the whole week, drafted on weekdays only. Events:
//! Poisson, with a Pareto size S whose mean is 1; each account that an event concerns comments on it with chance
//! `comments_on_events` (1 - m). Assumptions; the volume lies in the middle of what is counted for diplomats, 0.9 to 30
//! a day (docs/references.md).

use crate::math::exp;

/// Mean number of announcements of one account on one weekday, given the mean over all days.
#[must_use]
pub fn announcements_per_weekday(announcements_per_day: f64) -> f64 {
    announcements_per_day * 7.0 / 5.0
}

/// Chance that an account comments on an event: `comments_on_events` (1 - m), m the norm (E13).
#[must_use]
pub fn comment_chance(comments_on_events: f64, m: f64) -> f64 {
    comments_on_events * (1.0 - m)
}

/// Sizes of events: Pareto with a given exponent, cut at the top, with mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventSizes {
    exponent: f64,
    smallest: f64,
    /// Share of the uncut law that lies below the cut.
    kept: f64,
}

impl EventSizes {
    /// `exponent` above 1; `cut`, the largest size, above 1.
    #[must_use]
    pub fn new(exponent: f64, cut: f64) -> EventSizes {
        let smallest = smallest_for_mean_one(exponent, cut);
        EventSizes { exponent, smallest, kept: 1.0 - libm::pow(smallest / cut, exponent) }
    }

    /// The size that belongs to a uniform number: drawing again above the cut is the same as never drawing there.
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        self.smallest * exp(libm::log(1.0 - u * self.kept) * (-1.0 / self.exponent))
    }
}

/// Mean of a Pareto law from `smallest` to `cut`.
fn mean_size(exponent: f64, smallest: f64, cut: f64) -> f64 {
    let tail = libm::pow(smallest / cut, exponent);
    exponent / (exponent - 1.0) * (smallest - cut * tail) / (1.0 - tail)
}

fn smallest_for_mean_one(exponent: f64, cut: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if mean_size(exponent, middle, cut) < 1.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_event_has_size_one() {
        for (exponent, cut) in [(2.0, 50.0), (1.5, 50.0), (2.5, 20.0), (3.0, 1000.0)] {
            let sizes = EventSizes::new(exponent, cut);
            let n = 2_000_000;
            let sum: f64 = (0..n).map(|k| sizes.at((f64::from(k) + 0.5) / f64::from(n))).sum();
            assert!((sum / f64::from(n) - 1.0).abs() < 2e-3, "{exponent} {cut}: {}", sum / f64::from(n));
            assert!(sizes.at(1.0 - 1e-16) <= cut * (1.0 + 1e-9));
        }
    }

    #[test]
    fn with_exponent_two_the_scale_is_known() {
        // 2 L H / (L + H) = 1 gives L = H / (2 H - 1).
        assert!((EventSizes::new(2.0, 50.0).smallest - 50.0 / 99.0).abs() < 1e-12);
    }

    #[test]
    fn a_week_of_weekdays_holds_the_weekly_number() {
        assert!((announcements_per_weekday(2.0) * 5.0 - 14.0).abs() < 1e-12);
        assert_eq!(comment_chance(0.5, 0.9), 0.5 * (1.0 - 0.9));
    }
}
