//! Lines of equal value through a grid of numbers, by marching squares. Places are in steps of the grid: (row, column).

/// A place in a grid: row, column.
pub(super) type Place = (f64, f64);

/// The lines along which the values reach `level`, the grid's lines between its places being straight. Cells with a
/// missing corner have none. Where a cell has two lines, its middle decides how they run.
///
/// Lorensen and Cline (1987), in two dimensions.
pub(super) fn contour(values: &[Option<f64>], columns: usize, level: f64) -> Vec<Vec<Place>> {
    let rows = values.len() / columns.max(1);
    let cell = |row: usize, column: usize| {
        let at = |row: usize, column: usize| values[row * columns + column].map(|value| value - level);
        let corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)];
        let heights: Option<Vec<f64>> = corners.iter().map(|(row, column)| at(*row, *column)).collect();
        heights.map_or(Vec::new(), |heights| segments(&corners, &heights))
    };
    let cells = (1..rows).flat_map(|row| (1..columns).map(move |column| (row - 1, column - 1)));
    joined(cells.flat_map(|(row, column)| cell(row, column)).collect())
}

/// The lines in one cell, whose corners go round.
fn segments(corners: &[(usize, usize)], heights: &[f64]) -> Vec<[Place; 2]> {
    let is_above = |corner: usize| heights[corner % 4] > 0.0;
    let crossed: Vec<usize> = (0..4).filter(|edge| is_above(*edge) != is_above(edge + 1)).collect();
    let at = |edge: usize| crossing([edge, (edge + 1) % 4].map(|corner| (corners[corner], heights[corner])));
    match crossed[..] {
        [one, other] => vec![[at(one), at(other)]],
        // A saddle: what the middle belongs to is not cut off.
        [..] if crossed.len() == 4 => {
            let middle = heights.iter().sum::<f64>() > 0.0;
            let pairs = if middle == is_above(0) { [[0, 1], [2, 3]] } else { [[3, 0], [1, 2]] };
            pairs.map(|pair| pair.map(at)).to_vec()
        }
        _ => Vec::new(),
    }
}

/// Where an edge is crossed, the same from both of its sides.
fn crossing(mut ends: [((usize, usize), f64); 2]) -> Place {
    ends.sort_by_key(|(corner, _)| *corner);
    let [(from, low), (to, high)] = ends;
    let share = low / (low - high);
    let between = |a: usize, b: usize| a as f64 + share * (b as f64 - a as f64);
    (between(from.0, to.0), between(from.1, to.1))
}

/// Pieces whose ends meet, as long lines.
fn joined(pieces: Vec<[Place; 2]>) -> Vec<Vec<Place>> {
    let mut lines: Vec<Vec<Place>> = Vec::new();
    let mut left = pieces;
    while let Some(piece) = left.pop() {
        let mut line = piece.to_vec();
        for _ in 0..2 {
            while let Some(next) = left.iter().position(|piece| piece.contains(&line[line.len() - 1])) {
                let [a, b] = left.swap_remove(next);
                line.push(if a == line[line.len() - 1] { b } else { a });
            }
            line.reverse();
        }
        lines.push(line);
    }
    lines
}

/// The value at a place between those of the grid, by straight lines; `None` outside or beside a missing one.
pub(super) fn value_at(values: &[Option<f64>], columns: usize, (row, column): Place) -> Option<f64> {
    let corner = |row: f64, column: f64| *values.get(row as usize * columns + column as usize)?;
    let (above, left) = (libm::floor(row), libm::floor(column));
    let (down, right) = (row - above, column - left);
    let mix = |share: f64, first: Option<f64>, second: &dyn Fn() -> Option<f64>| match share {
        0.0 => first,
        _ => Some(first? * (1.0 - share) + second()? * share),
    };
    let along = |row: f64| mix(right, corner(row, left), &|| corner(row, left + 1.0));
    mix(down, along(above), &|| along(above + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: usize, columns: usize, value: impl Fn(f64, f64) -> f64) -> Vec<Option<f64>> {
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row as f64, column as f64)));
        places.map(|(row, column)| Some(value(row, column))).collect()
    }

    #[test]
    fn the_contour_of_a_plane_is_one_straight_line() {
        let plane = |row: f64, column: f64| 2.0 * row + column;
        let lines = contour(&grid(4, 5, plane), 5, 3.5);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].iter().all(|(row, column)| (plane(*row, *column) - 3.5).abs() < 1e-12), "{lines:?}");
        let ends = [lines[0][0], lines[0][lines[0].len() - 1]];
        assert!(ends.contains(&(1.75, 0.0)) && ends.contains(&(0.0, 3.5)), "{ends:?}");
        assert!(contour(&grid(4, 5, plane), 5, 99.0).is_empty());
    }

    #[test]
    fn the_middle_of_a_saddle_is_not_cut_off() {
        // Two hills at opposite corners: a pass joins them where the middle is above, and parts them where it is below.
        let saddle = [Some(1.0), Some(-1.0), Some(-1.0), Some(1.0)];
        let ends = |lines: &[Vec<Place>]| {
            let mut ends: Vec<[Place; 2]> = lines.iter().map(|line| [line[0], line[line.len() - 1]]).collect();
            ends.iter_mut().for_each(|pair| pair.sort_by(|a, b| a.partial_cmp(b).unwrap()));
            ends.sort_by(|a, b| a.partial_cmp(b).unwrap());
            ends
        };
        let high = contour(&saddle, 2, -0.5);
        assert_eq!(ends(&high), [[(0.0, 0.75), (0.25, 1.0)], [(0.75, 0.0), (1.0, 0.25)]], "round the low corners");
        let low = contour(&saddle, 2, 0.5);
        assert_eq!(ends(&low), [[(0.0, 0.25), (0.25, 0.0)], [(0.75, 1.0), (1.0, 0.75)]], "round the high corners");
    }

    #[test]
    fn a_hill_has_a_ring_and_a_hole_has_no_line() {
        let hill = |row: f64, column: f64| 10.0 - (row - 2.0) * (row - 2.0) - (column - 2.0) * (column - 2.0);
        let mut values = grid(5, 5, hill);
        let ring = contour(&values, 5, 8.5);
        assert!(ring.len() == 1 && ring[0][0] == ring[0][ring[0].len() - 1] && ring[0].len() == 13, "{ring:?}");
        values[12] = None;
        assert!(contour(&values, 5, 9.5).is_empty());
    }

    #[test]
    fn between_four_values_lies_their_mean() {
        let values = grid(2, 3, |row, column| 4.0 * row + column);
        assert_eq!(value_at(&values, 3, (0.5, 1.5)), Some(3.5));
        assert_eq!(value_at(&values, 3, (1.0, 2.0)), Some(6.0));
        assert_eq!(value_at(&[Some(1.0), None], 2, (0.0, 0.5)), None);
        assert_eq!(value_at(&[Some(1.0), None], 2, (0.0, 0.0)), Some(1.0));
    }
}
