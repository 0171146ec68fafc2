//! The vertical axis: round numbers around the data.

use super::words::decimals_for;
use serde::{Deserialize, Serialize};

/// Smallest span of an axis, in its unit: below it, differences are rounding noise.
const SMALLEST_SPAN: f64 = 1e-3;

/// An axis whose ends and ticks are whole multiples of a round step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Scale {
    first: i64,
    last: i64,
    step: Step,
}

/// `digit` times ten to `power`; digit is 1, 2 or 5.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Step {
    digit: i64,
    power: i32,
}

impl Step {
    /// The smallest round step of which at most five cover `span`.
    fn covering(span: f64) -> Step {
        let least = span / 5.0 * (1.0 - 1e-9);
        let power = libm::floor(libm::log10(least)) as i32;
        let steps = [(1, power), (2, power), (5, power)].map(|(digit, power)| Step { digit, power });
        let ten = Step { digit: 1, power: power + 1 };
        steps.into_iter().find(|step| step.times(1) >= least).unwrap_or(ten)
    }

    /// A multiple, with the rounding of one division only.
    fn times(self, count: i64) -> f64 {
        let (whole, ten) = ((self.digit * count) as f64, libm::pow(10.0, f64::from(self.power.abs())));
        if self.power < 0 { whole / ten } else { whole * ten }
    }

    fn below(self, value: f64) -> i64 {
        libm::floor(value / self.times(1) + 1e-9) as i64
    }

    fn above(self, value: f64) -> i64 {
        libm::ceil(value / self.times(1) - 1e-9) as i64
    }
}

impl Scale {
    /// An axis from `low` to `high`, a little wider so that both are round. A flat line gets one per cent to each side.
    pub(super) fn around(low: f64, high: f64) -> Scale {
        let slack = if high - low < SMALLEST_SPAN { (high.abs() / 100.0).max(SMALLEST_SPAN) } else { 0.0 };
        let step = Step::covering(high - low + 2.0 * slack);
        Scale { first: step.below(low - slack), last: step.above(high + slack), step }
    }

    /// An axis from 0 to a round number not below `high`.
    pub(super) fn from_zero(high: f64) -> Scale {
        let step = Step::covering(high.max(SMALLEST_SPAN));
        Scale { first: 0, last: step.above(high).max(1), step }
    }

    /// The lower end.
    pub(super) fn low(&self) -> f64 {
        self.step.times(self.first)
    }

    /// The upper end.
    pub(super) fn high(&self) -> f64 {
        self.step.times(self.last)
    }

    /// Every tick, both ends included.
    pub(super) fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        (self.first..=self.last).map(|count| self.step.times(count))
    }

    /// Decimals that ticks need.
    pub(super) fn tick_decimals(&self) -> usize {
        decimals_for(self.step.times(1))
    }

    /// Decimals for values beside the axis: about a quarter of a step shows.
    pub(super) fn value_decimals(&self) -> usize {
        decimals_for(self.step.times(1) / 4.0)
    }

    /// Where `value` lies between the ends, 0 to 1.
    pub(super) fn share(&self, value: f64) -> f64 {
        (value - self.low()) / (self.high() - self.low())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_data() {
        let cases: [(f64, f64, &[f64]); 5] = [
            (86.0, 117.0, &[80.0, 90.0, 100.0, 110.0, 120.0]),
            (99.9, 100.2, &[99.9, 100.0, 100.1, 100.2]),
            (100.0, 100.0, &[99.0, 99.5, 100.0, 100.5, 101.0]),
            (0.0, 1000.0, &[0.0, 200.0, 400.0, 600.0, 800.0, 1000.0]),
            (100.0, 100.000_000_1, &[99.0, 99.5, 100.0, 100.5, 101.5]),
        ];
        for (low, high, wanted) in &cases[..4] {
            assert_eq!(Scale::around(*low, *high).ticks().collect::<Vec<_>>(), *wanted);
        }
        let (low, high, _) = cases[4];
        assert!(Scale::around(low, high).ticks().count() < 8);
    }

    #[test]
    fn shares_start_at_zero() {
        assert_eq!(Scale::from_zero(0.62).ticks().last(), Some(0.8));
        assert_eq!(Scale::from_zero(1.0).ticks().last(), Some(1.0));
        assert_eq!(Scale::from_zero(0.0046).ticks().collect::<Vec<_>>(), [0.0, 0.001, 0.002, 0.003, 0.004, 0.005]);
        assert!(Scale::from_zero(0.0).high() > 0.0);
    }

    #[test]
    fn every_axis_has_two_to_eight_ticks_and_holds_its_data() {
        for k in 1..2000 {
            let high = 100.0 + f64::from(k * k) * 1e-4;
            let low = 100.0 - f64::from(k % 71) * 0.7;
            let scale = Scale::around(low, high);
            assert!((2..=8).contains(&scale.ticks().count()), "{low} {high}");
            assert!(scale.low() <= low + 1e-9 && scale.high() >= high - 1e-9, "{low} {high}");
        }
    }
}
