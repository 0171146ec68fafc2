//! A condition on a run: a measure of a country held against another one, a number, or what it is in the scenario as it
//! stands. What counts is by how much it holds.

use crate::experiment::study::Asked;

/// What a measure is held against, before a number is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yardstick {
    /// Nothing: the number alone.
    Nothing,
    /// Another measure or country in the same run.
    Other(Asked),
    /// The same measure of the same country in the scenario as it stands, on the same luck.
    Baseline,
}

/// A condition such as `influence(canada) < baseline - 2`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    /// What is looked at.
    pub left: Asked,
    /// Must it be smaller? Else larger.
    pub smaller: bool,
    /// What it is held against.
    pub yardstick: Yardstick,
    /// What is added to that, in the unit of the measure.
    pub number: f64,
    /// The record at which it is looked at.
    pub record: usize,
    /// Records of a run.
    pub records: usize,
}

impl Condition {
    /// What has to be asked of every run.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        match self.yardstick {
            Yardstick::Other(other) => vec![self.left, other],
            _ => vec![self.left],
        }
    }

    /// Both sides in one run: its answer to [`Condition::asked`], and that of the scenario as it stands on the same
    /// luck, of which only a condition with a baseline takes anything. `NaN` where there was no case.
    #[must_use]
    pub fn sides(&self, answer: &[f64], baseline: &[f64]) -> (f64, f64) {
        let at = |answer: &[f64], record: usize| answer.get(record).copied().unwrap_or(f64::NAN);
        let right = match self.yardstick {
            Yardstick::Nothing => 0.0,
            Yardstick::Other(_) => at(answer, self.records + self.record),
            Yardstick::Baseline => at(baseline, self.record),
        };
        (at(answer, self.record), right + self.number)
    }

    /// By how much it holds; it does where this is above 0.
    #[must_use]
    pub fn holds_by(&self, (left, right): (f64, f64)) -> f64 {
        if self.smaller { right - left } else { left - right }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_takes_both_sides_at_its_record() {
        let [left, other] = [0, 1].map(|country| Asked { measure: 2, country });
        let plain =
            Condition { left, smaller: true, yardstick: Yardstick::Nothing, number: 5.0, record: 1, records: 2 };
        let (answer, baseline) = ([1.0, 3.0, 7.0, 8.0], [1.0, 2.0]);
        let by = |condition: Condition| condition.holds_by(condition.sides(&answer, &baseline));
        assert_eq!((by(plain), by(Condition { smaller: false, ..plain })), (2.0, -2.0));
        assert_eq!(by(Condition { yardstick: Yardstick::Other(other), ..plain }), 10.0);
        assert_eq!(by(Condition { yardstick: Yardstick::Baseline, number: -2.0, ..plain }), -3.0);
        assert!(by(Condition { yardstick: Yardstick::Other(other), record: 2, ..plain }).is_nan());
        let of_other = Condition { yardstick: Yardstick::Other(other), ..plain };
        assert_eq!((plain.asked().len(), of_other.asked()), (1, vec![left, other]));
    }
}
