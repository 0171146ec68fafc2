//! Title, subtitle and source line, all on the same left edge.

use super::Head;
use crate::charts::marks::{Mark, Words};
use crate::charts::theme::{Face, MARGIN, MEASURE, Theme};
use crate::charts::typeface::{fit, width, wrap_at_most};

/// Sizes of a title of one line; the first that fits is taken.
const SIZES: [f64; 4] = [46.0, 44.0, 41.0, 38.0];
/// Size of a title of two lines.
const SMALL: f64 = 36.0;
/// Most lines of the subtitle.
const SUBTITLE_LINES: usize = 3;

/// The marks, and where the plot may begin.
pub(super) fn marks(head: &Head<'_>, theme: &Theme) -> (Vec<Mark>, f64) {
    let mut words = title(head.title, theme);
    let subtitle = wrap_at_most(head.subtitle, theme.subtitle(), MEASURE, SUBTITLE_LINES);
    let top = 154.0 + 36.0 * subtitle.len() as f64;
    for (place, line) in subtitle.into_iter().enumerate() {
        words.push(Words::new((MARGIN, 134.0 + 36.0 * place as f64), theme.subtitle(), line));
    }
    words.push(Words::new((MARGIN, 866.0), theme.source(), fit(head.source, theme.source(), MEASURE)));
    (words.into_iter().map(Mark::from).collect(), top)
}

fn title(title: &str, theme: &Theme) -> Vec<Words> {
    let face = |size| Face { size, ..theme.title() };
    // A large capital stands a little in: one unit to the left looks aligned.
    let left = MARGIN - 1.0;
    if let Some(size) = SIZES.into_iter().find(|size| width(title, face(*size)) <= MEASURE) {
        return vec![Words::new((left, 86.0), face(size), title)];
    }
    let lines = wrap_at_most(title, face(SMALL), MEASURE, 2);
    let place = |(row, line)| Words::new((left, 56.0 + 41.0 * row as f64), face(SMALL), line);
    lines.into_iter().enumerate().map(place).collect()
}
