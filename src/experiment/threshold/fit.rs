//! Where a curve that should fall passes 0, from its values at some places: made falling first (isotonic regression by
//! pooling neighbours, Ayer et al. 1955), then read between the two places around the crossing.

/// Where a curve passes 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The last place that was tried before.
    pub below: f64,
    /// The first place that was tried after.
    pub above: f64,
    /// Where the line between the two passes 0.
    pub place: f64,
}

/// Where values at rising places pass from above 0 to 0 or below; `None` if they lie on one side.
#[must_use]
pub(super) fn falls_through_zero(points: &[(f64, f64)]) -> Option<Edge> {
    let fit = falling(&points.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let after = fit.iter().position(|value| *value <= 0.0)?;
    let before = after.checked_sub(1)?;
    let (below, above) = (points[before].0, points[after].0);
    let share = fit[before] / (fit[before] - fit[after]);
    Some(Edge { below, above, place: below + share * (above - below) })
}

/// The falling numbers nearest to the given ones in squares: neighbours that rise are pooled to their mean.
fn falling(values: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for value in values {
        pools.push((*value, 1));
        while let [.., (first, m), (second, n)] = pools[..]
            && second > first
        {
            let (a, b) = (m as f64, n as f64);
            pools.truncate(pools.len() - 2);
            pools.push(((first * a + second * b) / (a + b), m + n));
        }
    }
    pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_rise_are_pooled() {
        assert_eq!(falling(&[5.0, 1.0, 3.0, 2.0, 0.0]), [5.0, 2.0, 2.0, 2.0, 0.0]);
        assert_eq!(falling(&[1.0, 2.0, 6.0]), [3.0, 3.0, 3.0]);
        assert_eq!(falling(&[3.0, 2.0]), [3.0, 2.0]);
        assert!(falling(&[]).is_empty());
    }

    #[test]
    fn a_crossing_is_read_between_its_neighbours() {
        let edge = falls_through_zero(&[(0.0, 3.0), (0.5, 1.0), (0.7, -3.0)]).expect("it crosses");
        assert_eq!((edge.below, edge.above), (0.5, 0.7));
        assert!((edge.place - 0.55).abs() < 1e-12);
        assert_eq!(falls_through_zero(&[(0.0, 3.0), (1.0, 1.0)]), None);
        assert_eq!(falls_through_zero(&[(0.0, -3.0), (1.0, -4.0)]), None);
        assert_eq!(falls_through_zero(&[]), None);
    }
}
