//! Where the dots of a sweep over one setting go: a row for each value, numbers on the right.

use super::head::Space;
use super::key::{self, Glyph};
use super::nth_with_room;
use super::plot::pen;
use super::tiles::every;
use crate::charts::marks::{Align, Mark, Words};
use crate::charts::sweep::Grid;
use crate::charts::theme::{Face, GRID_LINE, Theme};
use crate::charts::typeface::{fit, width};
use crate::charts::words::number;
use crate::stats::Spread;

/// From the lowest edge of the rows to the source, and height of the words above them.
const BELOW: f64 = 106.0;
const ABOVE: f64 = 50.0;
/// Widest column of values on the left, and room for the numbers on the right.
const WIDEST: f64 = 300.0;
const FIGURES: f64 = 330.0;
const NARROW: f64 = 110.0;
const BESIDE: f64 = 24.0;
/// Highest row.
const PITCH: f64 = 96.0;

/// The marks in a space.
pub(super) fn marks(grid: &Grid, theme: &Theme, space: Space) -> Vec<Mark> {
    let [axis] = &grid.axes[..] else { return Vec::new() };
    let (top, sheet) = (space.top + ABOVE, theme.sheet);
    let figures = if sheet.is_narrow() { NARROW } else { FIGURES };
    let pitch = ((space.foot - BELOW - top) / axis.values.len() as f64).min(PITCH);
    let bottom = top + pitch * axis.values.len() as f64;
    let face = theme.tick();
    let widest = axis.labels.iter().map(|text| width(text, face)).fold(0.0, f64::max).min(WIDEST);
    let (left, right) = (sheet.margin + widest + BESIDE, sheet.right() - figures);
    let x = |value: f64| left + grid.scale.share(value) * (right - left);
    let name = Face { bold: true, colour: theme.text, ..theme.heading() };
    let (mut marks, key_from) = key::marks(&key(grid), theme, top - 16.0);
    let room = key_from - sheet.margin;
    marks.push(Words::new((sheet.margin, top - 16.0), name, fit(&axis.name, name, room)).into());
    let text = |tick: f64| number(tick, grid.scale.tick_decimals());
    let widths = grid.scale.ticks().map(|tick| width(&text(tick), face));
    let nth = nth_with_room(widths, (right - left) / (grid.scale.ticks().count() - 1) as f64);
    for (place, tick) in grid.scale.ticks().enumerate() {
        marks.push(Mark::Line(vec![(x(tick), top), (x(tick), bottom)], pen(theme.rule, GRID_LINE)));
        if place % nth != 0 {
            continue;
        }
        let text = text(tick);
        marks.push(Words::new((x(tick), bottom + 34.0), face, text).aligned(Align::Centre).into());
    }
    if let Some(level) = &grid.level {
        let x = x(level.value);
        marks.push(Mark::Line(vec![(x, top), (x, bottom)], pen(theme.lines[1], 4.0)));
    }
    for (row, (text, spread)) in axis.labels.iter().zip(&grid.spreads).enumerate() {
        let y = top + pitch * (row as f64 + 0.5);
        let words = Words::new((left - BESIDE, y + 9.0), face, fit(text, face, widest)).aligned(Align::Right);
        let is_told = row % every(pitch, theme.name(theme.ink)) == 0;
        marks.extend(is_told.then_some(Mark::from(words)));
        let Some(Spread { median, low90, high90 }) = *spread else { continue };
        if grid.bands {
            marks.push(Mark::Line(vec![(x(low90), y), (x(high90), y)], pen(theme.lines[0], 4.0)));
        }
        marks.push(Mark::Disc((x(median), y), 11.0, theme.paper));
        marks.push(Mark::Disc((x(median), y), 8.5, theme.lines[0]));
        if !is_told {
            continue;
        }
        let figure = theme.name(theme.ink);
        marks.push(Words::new((right + BESIDE, y + 10.0), figure, grid.printed(median)).into());
        if grid.bands && !sheet.is_narrow() {
            let at = (right + BESIDE + width(&grid.printed(median), figure) + 14.0, y + 9.0);
            let range = format!("{} to {}", grid.printed(low90), grid.printed(high90));
            marks.push(Words::new(at, theme.note(), range).into());
        }
    }
    marks
}

/// What the line means.
fn key(grid: &Grid) -> Vec<(Glyph, String)> {
    grid.level.iter().map(|level| (Glyph::Line, level.words.clone())).collect()
}
