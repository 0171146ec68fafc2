//! What signs on a picture mean, in one line at its upper right edge, where words on the signs would hide numbers.

use super::plot::pen;
use crate::charts::marks::{Mark, Spot, Words};
use crate::charts::theme::{DASH, LINE, Theme};
use crate::charts::typeface::width;

/// Width of a sign, and the distance to its words and to the next.
const SIGN: f64 = 34.0;
const BESIDE: f64 = 10.0;
const BETWEEN: f64 = 34.0;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    /// A ring.
    Ring,
    /// A frame.
    Box,
    /// A line.
    Line,
    /// The same, dashed.
    Dashes,
}

/// The signs with their words, the last at the right edge, on a baseline; and where the first begins. A sign without
/// words shares those of the next.
pub(super) fn marks(key: &[(Glyph, String)], theme: &Theme, baseline: f64) -> (Vec<Mark>, f64) {
    let (mut marks, mut right) = (Vec::new(), theme.sheet.right());
    for (place, (glyph, words)) in key.iter().enumerate().rev() {
        if !words.is_empty() {
            right -= width(words, theme.note());
            marks.push(Words::new((right, baseline), theme.note(), words).into());
            right -= BESIDE;
        }
        right -= SIGN;
        marks.extend(sign(*glyph, (right, baseline - 8.0), theme));
        let shares_words = place > 0 && key[place - 1].1.is_empty();
        right -= if shares_words { 0.0 } else { BETWEEN };
    }
    (marks, right)
}

fn sign(glyph: Glyph, (left, y): Spot, theme: &Theme) -> Vec<Mark> {
    let middle = left + SIGN / 2.0;
    match glyph {
        Glyph::Ring => ring((middle, y), 10.0, theme).to_vec(),
        Glyph::Line => vec![Mark::Line(vec![(left, y), (left + SIGN, y)], pen(theme.lines[1], 5.0))],
        Glyph::Dashes => vec![Mark::Dashes(vec![(left, y), (left + SIGN, y)], pen(theme.lines[1], LINE), DASH)],
        Glyph::Box => {
            let (right, top, bottom) = (left + SIGN, y - 10.0, y + 10.0);
            let corners = vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top - 2.0)];
            vec![Mark::Line(corners, pen(theme.ink, 4.0))]
        }
    }
}

/// A ring that can be seen on light and on dark.
pub(super) fn ring(at: Spot, radius: f64, theme: &Theme) -> [Mark; 3] {
    [(radius + 2.5, theme.paper), (radius, theme.ink), (radius - 5.0, theme.paper)]
        .map(|(radius, colour)| Mark::Disc(at, radius, colour))
}
