//! Walks of Morris (1991): each begins at a random point of a grid of four levels and moves one coordinate after the
//! other by two thirds, so that every step shows what one factor does. Of many walks those are kept that lie far apart
//! (Campolongo, Cariboni and Saltelli 2007).

use super::{shuffled, unit};
use crate::random::Path;

/// Levels of the grid: 0, 1/3, 2/3, 1.
const LEVELS: f64 = 4.0;
/// How far a step goes: levels / (2 (levels - 1)).
pub const STEP: f64 = 2.0 / 3.0;
/// How many walks are drawn for each that is kept.
const DRAWN: usize = 10;

/// One walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// One point more than there are factors.
    pub points: Vec<Vec<f64>>,
    /// Which factor each step moves.
    pub moved: Vec<usize>,
}

/// So many walks over so many factors.
#[must_use]
pub fn morris(walks: usize, factors: usize, path: Path) -> Vec<Walk> {
    let mut drawn: Vec<Walk> = (0..walks * DRAWN).map(|number| walk(factors, path.then(number as u64))).collect();
    let mut kept: Vec<Walk> = Vec::new();
    let mut nearest = vec![f64::INFINITY; drawn.len()];
    while kept.len() < walks {
        // Of equal ones the first.
        let farther = |best: usize, next: usize| if nearest[next] > nearest[best] { next } else { best };
        let Some(best) = (0..drawn.len()).reduce(farther) else { break };
        let chosen = drawn.remove(best);
        nearest.remove(best);
        for (distance, other) in nearest.iter_mut().zip(&drawn) {
            *distance = distance.min(apart(&chosen, other));
        }
        kept.push(chosen);
    }
    kept
}

fn walk(factors: usize, path: Path) -> Walk {
    let level = |factor: usize| libm::floor(unit(path.then(0).then(factor as u64)) * LEVELS) / (LEVELS - 1.0);
    let mut point: Vec<f64> = (0..factors).map(level).collect();
    let moved = shuffled(factors, path.then(1));
    let mut points = vec![point.clone()];
    for factor in &moved {
        point[*factor] += if point[*factor] < 0.5 { STEP } else { -STEP };
        points.push(point.clone());
    }
    Walk { points, moved }
}

/// The sum of the distances between the points of two walks.
fn apart(one: &Walk, other: &Walk) -> f64 {
    let square = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>();
    one.points.iter().flat_map(|a| other.points.iter().map(move |b| libm::sqrt(square(a, b)))).sum()
}

#[cfg(test)]
mod tests {
    use super::super::tests::path;
    use super::*;

    #[test]
    fn walks_move_each_factor_once_and_stay_inside() {
        let walks = morris(12, 7, path(1));
        assert_eq!((walks.len(), morris(12, 7, path(1))), (12, walks.clone()));
        for walk in &walks {
            let mut moved = walk.moved.clone();
            moved.sort_unstable();
            assert_eq!(moved, (0..7).collect::<Vec<_>>());
            assert!(walk.points.iter().flatten().all(|x| (-1e-12..=1.0 + 1e-12).contains(x)));
            for ((before, after), factor) in walk.points.iter().zip(&walk.points[1..]).zip(&walk.moved) {
                for other in 0..7 {
                    let wanted = if other == *factor { STEP } else { 0.0 };
                    assert!(((after[other] - before[other]).abs() - wanted).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn the_walks_that_are_kept_lie_farther_apart_than_the_first_that_come() {
        let spread = |walks: &[Walk]| {
            let pairs = walks.iter().enumerate().flat_map(|(i, a)| walks[..i].iter().map(move |b| apart(a, b)));
            pairs.fold(f64::INFINITY, f64::min)
        };
        let first: Vec<Walk> = (0..8).map(|number| walk(4, path(2).then(number))).collect();
        assert!(spread(&morris(8, 4, path(2))) > spread(&first));
    }
}
