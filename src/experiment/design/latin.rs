//! Latin hypercubes (McKay, Beckman and Conover 1979): in every dimension one point in each of `count` slices.

use super::{shuffled, unit};
use crate::random::Path;

/// `count` points in so many dimensions, each dimension's slices in an order of its own, at a random place inside.
#[must_use]
pub fn latin(count: usize, dimensions: usize, path: Path) -> Vec<Vec<f64>> {
    let column = |dimension: usize| {
        let path = path.then(dimension as u64);
        let slices = shuffled(count, path.then(0));
        let inside = |(point, slice): (usize, usize)| {
            // Rounding must not lead into the next slice.
            ((slice as f64 + unit(path.then(1).then(point as u64))) / count as f64)
                .min((slice as f64 + 1.0) / count as f64 - f64::EPSILON)
                .max(slice as f64 / count as f64)
        };
        slices.into_iter().enumerate().map(inside).collect::<Vec<_>>()
    };
    let columns: Vec<Vec<f64>> = (0..dimensions).map(column).collect();
    (0..count).map(|point| columns.iter().map(|column| column[point]).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::path;
    use super::*;

    #[test]
    fn every_slice_of_every_dimension_holds_one_point() {
        for count in [1, 2, 7, 100] {
            let points = latin(count, 4, path(count as u64));
            for dimension in 0..4 {
                let mut seen = vec![0; count];
                points.iter().for_each(|row| seen[(row[dimension] * count as f64 + 1e-9) as usize] += 1);
                assert!(seen.iter().all(|times| *times == 1), "{count}: {seen:?}");
            }
        }
    }
}
