//! Halton points (1960), randomised by a random permutation of the digits at every place (Owen 2017): without it the
//! points of two large bases lie on a few lines.

use super::shuffled;
use crate::random::Path;

/// Digits of a coordinate; beyond 2^-52 a float has no room for more.
fn places(base: u32) -> usize {
    (53.0 / libm::log2(f64::from(base))) as usize + 1
}

/// `count` randomised Halton points in so many dimensions; any count will do.
#[must_use]
pub fn halton(count: usize, dimensions: usize, path: Path) -> Vec<Vec<f64>> {
    let mut points = vec![vec![0.0; dimensions]; count];
    for (dimension, base) in primes(dimensions).into_iter().enumerate() {
        let path = path.then(dimension as u64);
        let permutations: Vec<Vec<usize>> =
            (0..places(base)).map(|place| shuffled(base as usize, path.then(place as u64))).collect();
        for (number, point) in points.iter_mut().enumerate() {
            point[dimension] = radical_inverse(number as u64, base, &permutations);
        }
    }
    points
}

/// The digits of a number behind the point, the lowest first, each by the permutation of its place.
fn radical_inverse(mut number: u64, base: u32, permutations: &[Vec<usize>]) -> f64 {
    let (mut value, mut unit) = (0.0, 1.0);
    for permutation in permutations {
        unit /= f64::from(base);
        value += unit * permutation[(number % u64::from(base)) as usize] as f64;
        number /= u64::from(base);
    }
    value.min(1.0 - f64::EPSILON / 2.0)
}

/// The first `count` primes.
fn primes(count: usize) -> Vec<u32> {
    let mut primes: Vec<u32> = Vec::new();
    let is_new = |primes: &Vec<u32>, n: u32| primes.iter().take_while(|p| *p * *p <= n).all(|p| !n.is_multiple_of(*p));
    let mut next = 2;
    while primes.len() < count {
        if is_new(&primes, next) {
            primes.push(next);
        }
        next += 1;
    }
    primes
}

#[cfg(test)]
mod tests {
    use super::super::tests::path;
    use super::*;

    #[test]
    fn without_permutations_the_points_are_those_of_the_textbook() {
        let plain = |base: u32| vec![(0..base as usize).collect::<Vec<_>>(); places(base)];
        let column = |base: u32| (0..5).map(|n| radical_inverse(n, base, &plain(base))).collect::<Vec<_>>();
        assert_eq!(column(2), [0.0, 0.5, 0.25, 0.75, 0.125]);
        for (found, wanted) in column(3).into_iter().zip([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0 / 9.0, 4.0 / 9.0]) {
            assert!((found - wanted).abs() < 1e-15);
        }
        assert_eq!(primes(10), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    }

    #[test]
    fn a_power_of_the_base_fills_every_slice_once() {
        let points = halton(125, 3, path(5));
        let mut seen = [0; 125];
        points.iter().for_each(|row| seen[(row[2] * 125.0) as usize] += 1);
        assert_eq!(seen, [1; 125], "the third base is 5");
    }
}
