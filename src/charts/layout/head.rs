//! Title, subtitle and source, all on the same left edge, and the space between them.

use super::Head;
use crate::charts::marks::{Mark, Words};
use crate::charts::theme::{Face, Theme};
use crate::charts::typeface::{width, wrap_at_most};

/// How far a title of several lines begins above the place of a single one, on a slide.
const LIFT: f64 = 30.0;
/// From the last baseline of a title to the first of the subtitle, at least; and from a single one.
const UNDER_TITLE: f64 = 37.0;
const UNDER_SINGLE: f64 = 48.0;
/// Distance between the baselines of a subtitle, of a source, and from the last of a subtitle to the picture.
const LEADING: f64 = 36.0;
const SOURCE_LEADING: f64 = 28.0;
const ABOVE: f64 = 56.0;

/// What is left for the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Space {
    /// Where it may begin.
    pub(super) top: f64,
    /// The first baseline of the source.
    pub(super) foot: f64,
}

/// The marks, and the space for the picture.
pub(super) fn marks(head: &Head<'_>, theme: &Theme) -> (Vec<Mark>, Space) {
    let sheet = theme.sheet;
    let (left, room, unit) = (sheet.margin, sheet.measure(), sheet.letters.subtitle / 27.0);
    let mut words = title(head.title, theme);
    let last = words.last().map_or(sheet.head, |line| line.at.1);
    let first = (last + UNDER_TITLE * unit).max(sheet.head + UNDER_SINGLE * unit);
    let subtitle = wrap_at_most(head.subtitle, theme.subtitle(), room, most_lines(room).1);
    let baseline = |row: usize| first + LEADING * unit * row as f64;
    let top = baseline(subtitle.len()) - LEADING * unit + ABOVE * unit;
    let lines = subtitle.into_iter().enumerate();
    words.extend(lines.map(|(row, line)| Words::new((left, baseline(row)), theme.subtitle(), line)));
    let source = wrap_at_most(head.source, theme.source(), room, most_lines(room).0);
    let foot = sheet.height - sheet.foot - SOURCE_LEADING * (source.len() - 1) as f64;
    let below = |row: usize| (left, foot + SOURCE_LEADING * row as f64);
    words.extend(source.into_iter().enumerate().map(|(row, line)| Words::new(below(row), theme.source(), line)));
    (words.into_iter().map(Mark::from).collect(), Space { top, foot })
}

/// Most lines of a title or a source, and of a subtitle, on lines of some length.
fn most_lines(room: f64) -> (usize, usize) {
    match room {
        ..800.0 => (4, 6),
        ..1_100.0 => (3, 4),
        _ => (2, 3),
    }
}

fn title(title: &str, theme: &Theme) -> Vec<Words> {
    let (sheet, titles) = (theme.sheet, theme.sheet.letters.titles);
    let face = |size| Face { size, ..theme.title() };
    // A large capital stands a little in: one unit to the left looks aligned.
    let (left, room) = (sheet.margin - 1.0, sheet.measure());
    if let Some(size) = titles.into_iter().rev().skip(1).rev().find(|size| width(title, face(*size)) <= room) {
        return vec![Words::new((left, sheet.head), face(size), title)];
    }
    let small = titles[titles.len() - 1];
    let lines = wrap_at_most(title, face(small), room, most_lines(room).0);
    let first = if sheet.paper || lines.len() > 2 { sheet.head } else { sheet.head - LIFT };
    let leading = 1.2 * small;
    let place = |(row, line)| Words::new((left, first + leading * row as f64), face(small), line);
    lines.into_iter().enumerate().map(place).collect()
}
