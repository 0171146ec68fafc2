//! E16, gaffes: the price of speaking freely, and what review does about it.
//!
//! The chance is bounded by the known American gaffes of 2011 to 2013 over the messages of some 165 embassies
//! (derived). That no review catches all: the message that began the Saudi row of 2018 had been discussed and agreed.
//! The rest is assumption.

use crate::math::power;

/// Chance that a message is a gaffe after `reviews` reviews.
#[must_use]
pub fn gaffe_chance(unreviewed: f64, caught: f64, floor: f64, reviews: u32) -> f64 {
    unreviewed * power(1.0 - caught, reviews).max(floor)
}

/// What a gaffe takes from the mood of its audience; `exponential` is an exponential number with mean 1.
#[must_use]
pub fn harm(mean: f64, exponential: f64, saved: f64) -> f64 {
    mean * exponential * (1.0 - saved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn review_catches_most_gaffes_and_never_all() {
        assert_eq!(gaffe_chance(1e-5, 0.3, 0.2, 0), 1e-5);
        assert!((gaffe_chance(1e-5, 0.3, 0.2, 2) - 0.49e-5).abs() < 1e-18);
        assert!((gaffe_chance(1e-5, 0.3, 0.2, 12) - 0.2e-5).abs() < 1e-18);
        assert_eq!(harm(0.05, 2.0, 0.5), 0.05);
    }
}
