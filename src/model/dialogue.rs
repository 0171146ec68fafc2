//! E7 and E8: questions, answers, and what the lack of one does.
//!
//! An answer in time moves the asker, a += gain (1 - a); silence until patience ends moves him the other way,
//! a -= harm x (1 + a), the more the surer he was of an answer (x). Each outcome o in {0, 1} moves the answered share,
//! d += memory (o - d), and d moves the expectation, x += memory (d - x). Patience: lognormal, fitted to Lithium and
//! Millward Brown (2013). Sizes of gain and harm: assumptions.
//!
//! DIFFERENCE: the survey asked customers of brands how soon they expect an answer; here those hours are the patience
//! of people who ask a diplomat.

use serde::{Deserialize, Serialize};

/// The standing of an account in the eyes of those who ask it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reputation {
    /// d: share of the questions answered in time, recent ones counting most.
    pub answered_share: f64,
    /// x: the share that askers expect.
    pub expectation: f64,
}

impl Reputation {
    /// The reputation after one more outcome, answered in time or not.
    #[must_use]
    pub fn after(self, in_time: bool, memory: f64) -> Reputation {
        let outcome = f64::from(u8::from(in_time));
        let answered_share = self.answered_share + memory * (outcome - self.answered_share);
        Reputation { answered_share, expectation: self.expectation + memory * (answered_share - self.expectation) }
    }
}

/// How far an attitude moves by an answer in time: a share `gain` of its distance to +1.
#[must_use]
pub fn answer_step(gain: f64, attitude: f64) -> f64 {
    gain * (1.0 - attitude)
}

/// How far an attitude moves (down) by silence: a share `harm` x of its distance to -1.
#[must_use]
pub fn silence_step(harm: f64, expectation: f64, attitude: f64) -> f64 {
    -harm * expectation * (1.0 + attitude)
}

/// The right to answer, as a bucket of tokens: they accrue evenly, and a day's worth (at least one) can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tokens {
    held: f64,
    counted_at: f64,
}

/// Rounding must not make somebody wait for the last billionth of a token.
const NEARLY_ONE: f64 = 1.0 - 1e-9;

impl Tokens {
    /// One token at the start.
    pub const START: Tokens = Tokens { held: 1.0, counted_at: 0.0 };

    /// One token when an account opens.
    #[must_use]
    pub fn at_opening(hour: f64) -> Tokens {
        Tokens { held: 1.0, counted_at: hour }
    }

    /// The bucket at `hour`, if `per_day` tokens have accrued a day since it was last counted.
    #[must_use]
    pub fn at(self, hour: f64, per_day: f64) -> Tokens {
        let accrued = per_day / 24.0 * (hour - self.counted_at);
        Tokens { held: (self.held + accrued).min(per_day.max(1.0)), counted_at: hour }
    }

    /// Is there a whole token?
    #[must_use]
    pub fn ready(self) -> bool {
        self.held >= NEARLY_ONE
    }

    /// One token less.
    #[must_use]
    pub fn spent(self) -> Tokens {
        Tokens { held: (self.held - 1.0).max(0.0), ..self }
    }

    /// When there will be a whole token; infinite if never.
    #[must_use]
    pub fn ready_at(self, per_day: f64) -> f64 {
        if self.ready() {
            self.counted_at
        } else if per_day > 0.0 {
            self.counted_at + (1.0 - self.held) * 24.0 / per_day
        } else {
            f64::INFINITY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_accrue_are_capped_and_start_at_one() {
        let tokens = Tokens::START;
        assert!(tokens.ready());
        let spent = tokens.at(5.0, 0.3).spent();
        assert!(!spent.ready());
        assert!((spent.ready_at(0.3) - 85.0).abs() < 1e-9, "one token takes 80 hours at 0.3 a day");
        assert!(spent.at(spent.ready_at(0.3), 0.3).ready());
        assert!((tokens.at(1e6, 10.0).held - 10.0).abs() < 1e-12);
        assert_eq!(spent.ready_at(0.0), f64::INFINITY);
    }

    #[test]
    fn silence_after_dialogue_hurts_more_than_silence_from_the_start() {
        let mut spoiled = Reputation { answered_share: 0.0, expectation: 0.3 };
        for _ in 0..100 {
            spoiled = spoiled.after(true, 0.05);
        }
        let silent = (0..100).fold(Reputation { answered_share: 0.0, expectation: 0.3 }, |r, _| r.after(false, 0.05));
        assert!(spoiled.expectation > 0.9 && silent.expectation < 0.01);
        assert!(silence_step(0.04, spoiled.expectation, 0.2) < silence_step(0.04, silent.expectation, 0.2));
    }

    #[test]
    fn the_answered_share_forgets_geometrically() {
        let mut r = Reputation { answered_share: 1.0, expectation: 1.0 };
        for _ in 0..10 {
            r = r.after(false, 0.05);
        }
        assert!((r.answered_share - libm::pow(0.95, 10.0)).abs() < 1e-12);
    }

    #[test]
    fn steps_never_leave_the_scale() {
        for a in [-1.0, -0.3, 0.0, 0.8, 1.0] {
            assert!(a + answer_step(1.0, a) <= 1.0);
            assert!(a + silence_step(1.0, 1.0, a) >= -1.0);
        }
    }
}
