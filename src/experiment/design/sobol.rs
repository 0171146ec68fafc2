//! Sobol' points (1967) with the direction numbers of Joe and Kuo (2008), plain and scrambled after Owen (1995): in
//! every binary box the points are spread as evenly as they can be, and a scramble keeps that while each single point
//! becomes uniform, so that means over scrambles are without bias.

use super::unit;
use crate::random::Path;

/// Most dimensions for which there are direction numbers.
pub const MOST_DIMENSIONS: usize = 256;

const BITS: usize = 32;

/// One row for each dimension from the second on: degree, coefficients, initial direction numbers.
const JOE_KUO: &str = include_str!("joe-kuo.txt");

/// The first `count` Sobol' points in so many dimensions, in Gray-code order, unscrambled: the first is the origin.
/// `count` should be a power of two, or the points are not even.
///
/// # Panics
/// Beyond [`MOST_DIMENSIONS`].
#[must_use]
pub fn sobol(count: usize, dimensions: usize) -> Vec<Vec<f64>> {
    let whole = whole_points(count, dimensions);
    whole.into_iter().map(|row| row.into_iter().map(|x| f64::from(x) / 4_294_967_296.0).collect()).collect()
}

/// The same, scrambled at an address (Owen 1995): each bit of a coordinate is flipped or not by luck that hangs on the
/// dimension and on all bits before it; below the 32 bits there is luck alone.
///
/// # Panics
/// Beyond [`MOST_DIMENSIONS`].
#[must_use]
pub fn scrambled_sobol(count: usize, dimensions: usize, path: Path) -> Vec<Vec<f64>> {
    let scrambled = |(point, row): (usize, Vec<u32>)| {
        let of_dimension = |(dimension, x): (usize, u32)| {
            let path = path.then(dimension as u64);
            let below = unit(path.then(point as u64).then(x.into()));
            (f64::from(scramble(x, path)) + below) / 4_294_967_296.0
        };
        row.into_iter().enumerate().map(of_dimension).collect()
    };
    whole_points(count, dimensions).into_iter().enumerate().map(scrambled).collect()
}

fn scramble(x: u32, path: Path) -> u32 {
    let flip = |bit: usize| {
        // The bits above this one, and how many they are: a 1 before them tells 01 from 1.
        let before = (1_u64 << bit) | (u64::from(x) >> (BITS - bit));
        (path.then(before).0 >> 63) as u32
    };
    (0..BITS).fold(x, |scrambled, bit| scrambled ^ (flip(bit) << (BITS - 1 - bit)))
}

/// The points as whole numbers of 32 bits.
fn whole_points(count: usize, dimensions: usize) -> Vec<Vec<u32>> {
    let directions = directions(dimensions);
    let mut point = vec![0_u32; dimensions];
    let mut points = Vec::with_capacity(count);
    for number in 0..count {
        points.push(point.clone());
        // The next point in Gray-code order differs in the direction of the lowest zero of its number.
        let direction = (number as u32).trailing_ones() as usize;
        point.iter_mut().zip(&directions).for_each(|(x, v)| *x ^= v[direction.min(BITS - 1)]);
    }
    points
}

fn directions(dimensions: usize) -> Vec<[u32; BITS]> {
    assert!(dimensions <= MOST_DIMENSIONS, "there are direction numbers for {MOST_DIMENSIONS} dimensions");
    let first = core::array::from_fn(|bit| 1 << (BITS - 1 - bit));
    let rows = JOE_KUO.lines().filter(|line| !line.starts_with('#'));
    std::iter::once(first).chain(rows.map(direction_of)).take(dimensions).collect()
}

/// The direction numbers of a row, by Joe and Kuo's recurrence.
fn direction_of(row: &str) -> [u32; BITS] {
    let numbers: Vec<u32> = row.split(' ').map(|word| word.parse().expect("the table holds whole numbers")).collect();
    let (degree, coefficients, initial) = (numbers[0] as usize, numbers[1], &numbers[2..]);
    let mut v = [0_u32; BITS];
    for bit in 0..BITS {
        if bit < degree {
            v[bit] = initial[bit] << (BITS - 1 - bit);
            continue;
        }
        let taken = |k: &usize| coefficients >> (degree - 1 - k) & 1 == 1;
        let before = v[bit - degree];
        v[bit] = (1..degree).filter(taken).fold(before ^ (before >> degree), |x, k| x ^ v[bit - k]);
    }
    v
}

#[cfg(test)]
mod tests {
    use super::super::tests::path;
    use super::*;

    #[test]
    fn the_plain_points_are_those_of_scipy() {
        // scipy.stats.qmc.Sobol(256, scramble=False, bits=32).random(1024), as 32-bit whole numbers, row by row:
        // FNV-1a over their little-endian bytes, and the ends of two rows.
        let points = whole_points(1024, 256);
        assert_eq!(points[5][..5], [3_758_096_384, 3_758_096_384, 536_870_912, 1_610_612_736, 3_758_096_384]);
        assert_eq!(points[1023][254..], [1_463_812_096, 3_619_684_352]);
        let bytes = points.iter().flatten().flat_map(|x| x.to_le_bytes());
        let hash = bytes
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        assert_eq!(hash, 0xdaef_c10d_dc75_a425);
    }

    #[test]
    fn a_scramble_keeps_every_binary_box_even() {
        for points in [sobol(256, 6), scrambled_sobol(256, 6, path(1)), scrambled_sobol(256, 6, path(2))] {
            for dimension in 0..6 {
                let mut seen = [0; 256];
                points.iter().for_each(|row| seen[(row[dimension] * 256.0) as usize] += 1);
                assert_eq!(seen, [1; 256], "one point in every slice");
            }
            // The first two dimensions are a (0, 2)-sequence: one point in every box of 256, whatever its shape.
            for across in 0..=8 {
                let (columns, rows) = (1 << across, 1 << (8 - across));
                let mut seen = vec![0; columns * rows];
                for row in &points {
                    let cell = |x: f64, count: usize| (x * count as f64) as usize;
                    seen[cell(row[0], columns) * rows + cell(row[1], rows)] += 1;
                }
                assert!(seen.iter().all(|count| *count == 1), "{columns} by {rows}");
            }
        }
    }

    #[test]
    fn a_scrambled_point_is_uniform() {
        let firsts: Vec<f64> = (0..4000).map(|number| scrambled_sobol(1, 2, path(number))[0][1]).collect();
        let mean = firsts.iter().sum::<f64>() / 4000.0;
        // sd sqrt(1 / 12 / 4000) = 0.0046; the band is four of them, a false alarm in 16,000.
        assert!((mean - 0.5).abs() < 4.0 * 0.0046, "{mean}");
        let variance = firsts.iter().map(|x| (x - 0.5) * (x - 0.5)).sum::<f64>() / 4000.0;
        assert!((variance * 12.0 - 1.0).abs() < 0.06, "{variance}");
    }
}
