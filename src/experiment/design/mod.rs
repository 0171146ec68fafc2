//! Designs of experiments: points in the unit cube at which a model is asked, one row for each point. What a coordinate
//! means is the caller's business.
//!
//! Every design is a pure function of its size and of an address, like all luck: the same address gives the same
//! points, on every machine.

mod halton;
mod latin;
mod morris;
mod saltelli;
mod sobol;

pub use halton::halton;
pub use latin::latin;
pub use morris::{STEP, Walk, morris};
pub use saltelli::{Saltelli, saltelli};
pub use sobol::{MOST_DIMENSIONS, scrambled_sobol, sobol};

use crate::random::Path;

/// A uniform number at an address: 0 or more, below 1.
pub(super) fn unit(at: Path) -> f64 {
    (at.0 >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// The numbers below `count` in an order that the path decides: Fisher and Yates (1938), as Durstenfeld (1964) writes
/// it.
pub(super) fn shuffled(count: usize, path: Path) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        let luck = path.then(last as u64).0;
        let other = (u128::from(luck) * (last as u128 + 1)) >> 64;
        order.swap(last, other as usize);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Kind;

    pub(super) fn path(number: u64) -> Path {
        Path::to(Kind::Order).then(number)
    }

    #[test]
    fn every_design_stays_inside_and_hangs_on_its_address_alone() {
        let designs = |number: u64| {
            let at = path(number);
            [scrambled_sobol(64, 5, at), halton(50, 5, at), latin(50, 5, at)]
        };
        for (one, again) in designs(3).into_iter().zip(designs(3)) {
            assert_eq!(one, again);
            assert!(one.iter().flatten().all(|x| (0.0..1.0).contains(x)));
            assert!(one.iter().all(|row| row.len() == 5));
            for (place, row) in one.iter().enumerate() {
                assert!(!one[..place].contains(row), "no point comes twice");
            }
        }
        for (one, other) in designs(3).into_iter().zip(designs(4)) {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn orders_are_permutations_each_equally_likely() {
        let mut seen = std::collections::BTreeMap::new();
        for number in 0..6000 {
            *seen.entry(shuffled(3, path(number))).or_insert(0_u32) += 1;
        }
        assert_eq!(seen.len(), 6);
        // Six counts around 1000, sd 29: one of them beyond 130 with a chance of 4e-5.
        assert!(seen.values().all(|count| count.abs_diff(1000) < 130), "{seen:?}");
    }

    #[test]
    fn even_points_integrate_a_smooth_function_much_better_than_luck() {
        // The mean of a product of five factors of mean 1 and variance 1/12: luck would miss by sqrt(0.49 / 1024).
        let smooth = |row: &Vec<f64>| row.iter().map(|x| 0.5 + x).product::<f64>();
        let miss = |points: Vec<Vec<f64>>| points.iter().map(smooth).sum::<f64>() / points.len() as f64 - 1.0;
        let rms = |of: &dyn Fn(u64) -> f64| {
            let squares: Vec<f64> = (0..20).map(|k| of(k) * of(k)).collect();
            libm::sqrt(squares.iter().sum::<f64>() / 20.0)
        };
        let by_luck = libm::sqrt(0.49 / 1024.0);
        assert!(rms(&|k| miss(scrambled_sobol(1024, 5, path(k)))) < by_luck / 30.0);
        assert!(rms(&|k| miss(halton(1024, 5, path(k)))) < by_luck / 5.0);
        assert!(rms(&|k| miss(latin(1024, 5, path(k)))) < by_luck / 2.0);
    }
}
