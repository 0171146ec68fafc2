//! Where the tiles of a sweep go: the first setting from the bottom up, the second from left to right.

use super::head::Space;
use super::plot::pen;
use crate::charts::marks::{Align, Mark, Spot, Words};
use crate::charts::sweep::Grid;
use crate::charts::theme::{Face, Theme};
use crate::charts::typeface::{fit, width};

/// From the lowest edge of the tiles to the source, and height of the words above them.
const BELOW: f64 = 124.0;
const ABOVE: f64 = 46.0;
/// Widest column of values on the left.
const WIDEST: f64 = 220.0;
/// Between the values and the tiles, and between two tiles.
const BESIDE: f64 = 18.0;
const GAP: f64 = 3.0;

/// The marks in a space.
pub(super) fn marks(grid: &Grid, theme: &Theme, space: Space) -> Vec<Mark> {
    let [first, second] = &grid.axes[..] else { return Vec::new() };
    let (top, bottom, sheet) = (space.top + ABOVE, space.foot - BELOW, theme.sheet);
    let widest = first.values.iter().map(|text| width(text, theme.tick())).fold(0.0, f64::max).min(WIDEST);
    let left = sheet.margin + widest + BESIDE;
    let (columns, rows) = (second.values.len(), first.values.len());
    let (wide, high) = ((sheet.right() - left) / columns as f64, (bottom - top) / rows as f64);
    let name = Face { bold: true, colour: theme.text, ..theme.heading() };
    let mut marks = vec![Words::new((sheet.margin, top - 20.0), name, fit(&first.name, name, sheet.measure())).into()];
    for (row, text) in first.values.iter().enumerate().step_by(every(high, theme.tick())) {
        let y = bottom - high * (row as f64 + 0.5) + 9.0;
        let words = Words::new((left - BESIDE, y), theme.tick(), fit(text, theme.tick(), widest));
        marks.push(words.aligned(Align::Right).into());
    }
    for (column, text) in second.values.iter().enumerate() {
        let words = fit(text, theme.tick(), wide - 8.0);
        let at = (left + wide * (column as f64 + 0.5), bottom + 36.0);
        marks.push(Words::new(at, theme.tick(), words).aligned(Align::Centre).into());
    }
    let middle = f64::midpoint(left, sheet.right());
    let below = Words::new((middle, bottom + 74.0), name, fit(&second.name, name, sheet.right() - left));
    marks.push(below.aligned(Align::Centre).into());
    for (point, spread) in grid.spreads.iter().enumerate() {
        let (row, column) = (point / columns, point % columns);
        let corner = (left + wide * column as f64, bottom - high * (row + 1) as f64);
        marks.extend(tile(grid, theme, corner, (wide, high), spread.map(|spread| spread.median)));
    }
    marks
}

/// Of how many rows one has room for its words.
pub(super) fn every(pitch: f64, face: Face) -> usize {
    libm::ceil(1.25 * face.size / pitch).max(1.0) as usize
}

fn tile(grid: &Grid, theme: &Theme, (x, y): Spot, (wide, high): (f64, f64), median: Option<f64>) -> Vec<Mark> {
    let (right, bottom) = (x + wide - GAP, y + high - GAP);
    let edge = vec![(x, y), (right, y), (right, bottom), (x, bottom)];
    let Some(median) = median else {
        let cross = |a: Spot, b: Spot| Mark::Line(vec![a, b], pen(theme.rule, 2.0));
        return vec![cross((x, y), (right, bottom)), cross((x, bottom), (right, y))];
    };
    let (ground, colour) = theme.shaded(grid.shade(median));
    let text = grid.printed(median);
    let size = [26.0, 22.0, 18.0, 15.0].into_iter().find(|size| {
        let face = Face { size: *size, bold: false, colour };
        width(&text, face) <= wide - 2.0 * GAP && 1.22 * *size < high
    });
    // A tile too small for its number shows its shade alone; the table has the number.
    let words = size.map(|size| {
        let face = Face { size, bold: false, colour };
        let at = (x + (wide - GAP) / 2.0, y + (high - GAP) / 2.0 + 0.35 * size);
        Words::new(at, face, text).aligned(Align::Centre).into()
    });
    [Mark::Area(edge, ground, 1.0)].into_iter().chain(words).collect()
}
