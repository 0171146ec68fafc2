//! Who follows an account, without a list: the k-th follower of a class is the image of k under a permutation of the
//! class's members that belongs to the account.
//!
//! The permutation is six rounds of multiply, add and xor-shift on the next power of two, walked on until it lands
//! inside the class: a bijection, computed in a few nanoseconds, whose first F images look like a random subset (tested
//! against the hypergeometric law).

use crate::random::mix;
use serde::{Deserialize, Serialize};

const ROUNDS: usize = 6;

/// A permutation of the numbers below `size`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Places {
    size: u32,
    mask: u32,
    shift: u32,
    factors: [u32; ROUNDS],
    terms: [u32; ROUNDS],
}

impl Places {
    /// The permutation of `size` numbers that belongs to `key`.
    #[must_use]
    pub fn new(key: u64, size: u32) -> Places {
        let bits = size.saturating_sub(1).checked_ilog2().map_or(1, |b| b + 1);
        let word = |k: usize| mix(key.wrapping_add((k as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        Places {
            size,
            mask: u32::MAX >> (32 - bits),
            shift: bits / 2 + 1,
            factors: core::array::from_fn(|k| (word(k) >> 32) as u32 | 1),
            terms: core::array::from_fn(|k| word(k) as u32),
        }
    }

    /// The number at place `k`, `k` below `size`.
    #[must_use]
    pub fn member(&self, k: u32) -> u32 {
        debug_assert!(k < self.size);
        let mut x = k;
        loop {
            for (factor, term) in self.factors.iter().zip(&self.terms) {
                x = x.wrapping_mul(*factor).wrapping_add(*term) & self.mask;
                x ^= x >> self.shift.min(31);
            }
            if x < self.size {
                return x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_permutation() {
        for size in [1, 2, 3, 7, 8, 100, 1000, 4096, 4097] {
            let places = Places::new(u64::from(size) * 77, size);
            let mut seen: Vec<u32> = (0..size).map(|k| places.member(k)).collect();
            seen.sort_unstable();
            assert!(seen.iter().copied().eq(0..size), "{size}");
        }
    }

    #[test]
    fn every_member_is_as_likely_to_follow() {
        // 4,000 accounts of 100 followers among 1,000: each member 400 times, variance 4000 x 0.1 x 0.9.
        let mut times = [0u32; 1000];
        for key in 0..4000 {
            let places = Places::new(key, 1000);
            (0..100).for_each(|k| times[places.member(k) as usize] += 1);
        }
        let chi: f64 = times.iter().map(|t| (f64::from(*t) - 400.0) * (f64::from(*t) - 400.0) / 360.0).sum();
        // Chi-square with 999 degrees: 999 +- 44.7; the band is four sd wide, a false alarm in 16,000.
        assert!((chi - 999.0).abs() < 4.0 * 44.7, "{chi}");
    }

    #[test]
    fn two_accounts_share_as_many_followers_as_chance_says() {
        // Overlap of two subsets of 200 among 1,000: hypergeometric, mean 40, variance 40 x 0.8 x 800/999.
        let overlap = |a: u64, b: u64| {
            let set = |key| {
                let places = Places::new(mix(key), 1000);
                let mut inside = [false; 1000];
                (0..200).for_each(|k| inside[places.member(k) as usize] = true);
                inside
            };
            let (x, y) = (set(a), set(b));
            (0..1000).filter(|m| x[*m] && y[*m]).count() as f64
        };
        let n = 4000;
        let overlaps: Vec<f64> = (0..n).map(|k| overlap(2 * k, 2 * k + 1)).collect();
        let mean = overlaps.iter().sum::<f64>() / n as f64;
        let variance = overlaps.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n as f64;
        let wanted = 40.0 * 0.8 * 800.0 / 999.0;
        assert!((mean - 40.0).abs() < 4.0 * (wanted / n as f64).sqrt(), "{mean}");
        assert!((variance / wanted - 1.0).abs() < 4.0 * (2.0 / n as f64).sqrt(), "{variance} for {wanted}");
    }
}
