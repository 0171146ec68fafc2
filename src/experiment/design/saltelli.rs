//! The plan of Saltelli (2002, 2010) for first-order and total indices: two independent sets of points, A and B, and
//! for each factor A with that factor taken from B.

use super::scrambled_sobol;
use crate::random::Path;

/// A plan over so many factors: base rows k = 0 to n - 1, and for each the points A, A with factor i from B (i = 0 to
/// d - 1), and B.
#[derive(Clone, Debug, PartialEq)]
pub struct Saltelli {
    /// Number of factors, d.
    pub factors: usize,
    /// The points, d + 2 for each base row.
    pub points: Vec<Vec<f64>>,
}

impl Saltelli {
    /// Points for each base row.
    #[must_use]
    pub fn block(&self) -> usize {
        self.factors + 2
    }

    /// Number of base rows, n.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.points.len() / self.block()
    }

    /// Which replicate the run at a point is, if the last factor is luck: in base row k those points that have it from
    /// A are replicate k, those that have it from B replicate n + k. So luck is one factor among the others, and its
    /// indices say how much of the variance is luck, alone and together with the rest.
    #[must_use]
    pub fn replicate(&self, point: usize) -> usize {
        let (row, place) = (point / self.block(), point % self.block());
        if place >= self.factors { self.rows() + row } else { row }
    }
}

/// The plan with `rows` base rows (a power of two, or it is less even) from scrambled Sobol' points.
///
/// # Panics
/// With more factors than half of [`super::MOST_DIMENSIONS`].
#[must_use]
pub fn saltelli(rows: usize, factors: usize, path: Path) -> Saltelli {
    let mut points = Vec::with_capacity(rows * (factors + 2));
    for row in scrambled_sobol(rows, 2 * factors, path) {
        let (a, b) = row.split_at(factors);
        points.push(a.to_vec());
        for factor in 0..factors {
            let mut mixed = a.to_vec();
            mixed[factor] = b[factor];
            points.push(mixed);
        }
        points.push(b.to_vec());
    }
    Saltelli { factors, points }
}

#[cfg(test)]
mod tests {
    use super::super::tests::path;
    use super::*;

    #[test]
    fn each_base_row_has_a_then_one_factor_from_b_after_the_other_then_b() {
        let plan = saltelli(8, 3, path(1));
        assert_eq!((plan.rows(), plan.block(), plan.points.len()), (8, 5, 40));
        for block in plan.points.chunks(5) {
            let (a, b) = (&block[0], &block[4]);
            for factor in 0..3 {
                let wanted: Vec<f64> = (0..3).map(|i| if i == factor { b[i] } else { a[i] }).collect();
                assert_eq!(block[1 + factor], wanted);
            }
        }
    }

    #[test]
    fn luck_from_b_is_another_replicate() {
        let plan = saltelli(4, 2, path(1));
        let replicates: Vec<usize> = (0..plan.points.len()).map(|point| plan.replicate(point)).collect();
        assert_eq!(replicates, [0, 0, 4, 4, 1, 1, 5, 5, 2, 2, 6, 6, 3, 3, 7, 7]);
    }
}
