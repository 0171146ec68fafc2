//! Where the dots of policies over crises go: a heading for each crisis, below it a row for each policy, numbers on the
//! right.

use super::head::Space;
use super::nth_with_room;
use super::plot::pen;
use crate::charts::marks::{Align, Mark, Words};
use crate::charts::regret::{Fall, Groups};
use crate::charts::theme::{AXIS_LINE, Face, GRID_LINE, Theme};
use crate::charts::typeface::{fit, width};
use crate::charts::words::number;

/// From the lowest edge of the rows to the source.
const BELOW: f64 = 90.0;
/// Widest column of names on the left, and room for the numbers on the right.
const WIDEST: f64 = 380.0;
const FIGURES: f64 = 300.0;
const NARROW: f64 = 60.0;
const BESIDE: f64 = 24.0;
/// Highest row, and the height that a letter needs as a share of its size.
const PITCH: f64 = 72.0;
const LINE_HEIGHT: f64 = 1.26;
/// Air between two crises, in rows.
const AIR: f64 = 0.35;
/// Radius of a dot and of the hole in an empty one, as shares of a row; the dot is no larger than this.
const DOT: f64 = 0.24;
const HOLE: f64 = 0.13;
const LARGEST_DOT: f64 = 9.5;

/// A chart with its colours and the places of everything.
struct Rows<'a> {
    groups: &'a Groups,
    theme: &'a Theme,
    top: f64,
    pitch: f64,
    left: f64,
    right: f64,
}

/// The marks in a space.
pub(super) fn marks(groups: &Groups, theme: &Theme, space: Space) -> Vec<Mark> {
    let crises = groups.rows.len() as f64;
    let lines: usize = groups.rows.iter().map(|row| row.len() + 1).sum();
    let (top, sheet) = (space.top + 8.0, theme.sheet);
    let pitch = ((space.foot - BELOW - top) / (lines as f64 + AIR * (crises - 1.0))).min(PITCH);
    let mut rows = Rows { groups, theme, top, pitch, left: 0.0, right: 0.0 };
    let figures = groups.rows.iter().flatten().map(|fall| width(&groups.printed(fall.regret), rows.face(true)));
    let narrow = figures.fold(NARROW, f64::max) + BESIDE;
    rows.right = sheet.right() - if sheet.is_narrow() { narrow } else { FIGURES };
    let names = groups.rows.iter().flatten().map(|fall| width(&fall.scenario, rows.face(false)));
    let widest = WIDEST.min(0.36 * sheet.measure());
    rows.left = sheet.margin + names.fold(0.0, f64::max).min(widest) + 2.0 * BESIDE;
    let mut marks = rows.grid(top + pitch * (lines as f64 + AIR * (crises - 1.0)));
    for (crisis, row) in groups.rows.iter().enumerate() {
        marks.push(rows.heading(crisis, row));
        row.iter().enumerate().for_each(|(policy, fall)| marks.extend(rows.row((crisis, policy), fall)));
    }
    marks
}

impl Rows<'_> {
    /// The letters of a row, as large as its height allows.
    fn face(&self, bold: bool) -> Face {
        let size = (self.pitch / LINE_HEIGHT).min(if bold { 27.0 } else { 25.0 });
        Face { size, bold, colour: if bold { self.theme.ink } else { self.theme.text } }
    }

    /// The middle of a row; row 0 is the heading.
    fn y(&self, crisis: usize, row: usize) -> f64 {
        let above: usize = self.groups.rows[..crisis].iter().map(|row| row.len() + 1).sum();
        self.top + self.pitch * ((above + row) as f64 + 0.5 + AIR * crisis as f64)
    }

    fn x(&self, value: f64) -> f64 {
        self.left + self.groups.scale.share(value) * (self.right - self.left)
    }

    fn grid(&self, bottom: f64) -> Vec<Mark> {
        let (theme, scale) = (self.theme, self.groups.scale);
        let mut marks = Vec::new();
        let text = |tick: f64| number(tick, scale.tick_decimals());
        let widths = scale.ticks().map(|tick| width(&text(tick), theme.tick()));
        let nth = nth_with_room(widths, (self.right - self.left) / (scale.ticks().count() - 1) as f64);
        for (place, tick) in scale.ticks().enumerate() {
            let (x, zero) = (self.x(tick), tick.abs() < 1e-12);
            let pen = if zero { pen(theme.axis, AXIS_LINE) } else { pen(theme.rule, GRID_LINE) };
            // Interrupted at the names of crises, which may be long.
            for (crisis, row) in self.groups.rows.iter().enumerate() {
                let half = self.pitch / 2.0;
                let (above, below) = (self.y(crisis, 1) - half, self.y(crisis, row.len()) + half);
                marks.push(Mark::Line(vec![(x, above), (x, below)], pen));
            }
            if place % nth != 0 {
                continue;
            }
            let text = text(tick);
            marks.push(Words::new((x, bottom + 34.0), theme.tick(), text).aligned(Align::Centre).into());
        }
        marks
    }

    /// The name of a crisis.
    fn heading(&self, crisis: usize, row: &[Fall]) -> Mark {
        let face = self.face(true);
        let text = row.first().map_or("", |fall| &fall.crisis);
        let sheet = self.theme.sheet;
        let at = (sheet.margin, self.y(crisis, 0) + 0.35 * face.size);
        Words::new(at, face, fit(text, face, sheet.measure())).into()
    }

    fn row(&self, (crisis, policy): (usize, usize), fall: &Fall) -> Vec<Mark> {
        let (y, theme, plain) = (self.y(crisis, policy + 1), self.theme, self.face(false));
        let colour = theme.line(Groups::colour(policy));
        let base = y + 0.35 * plain.size;
        let name = fit(&fall.scenario, plain, self.left - self.theme.sheet.margin - BESIDE);
        let mut marks = vec![Words::new((self.left - BESIDE, base), plain, name).aligned(Align::Right).into()];
        if let (Some(low), Some(high)) = (fall.low90, fall.high90) {
            marks.push(Mark::Line(vec![(self.x(low), y), (self.x(high), y)], pen(colour, 4.0)));
        }
        let (at, dot) = ((self.x(fall.regret), y), (DOT * self.pitch).min(LARGEST_DOT));
        marks.push(Mark::Disc(at, dot + 2.5, theme.paper));
        marks.push(Mark::Disc(at, dot, colour));
        if self.groups.worst[policy] != Some(crisis) {
            marks.push(Mark::Disc(at, (HOLE * self.pitch).min(0.55 * LARGEST_DOT), theme.paper));
        }
        marks.extend(self.figures(base, fall, Face { colour, ..self.face(true) }));
        marks
    }

    /// The regret with its middle 90 %, or that there is none.
    fn figures(&self, base: f64, fall: &Fall, face: Face) -> Vec<Mark> {
        let at = self.right + BESIDE;
        if fall.regret <= 0.0 {
            return vec![Words::new((at, base), face, "best").into()];
        }
        let figure = self.groups.printed(fall.regret);
        let after = at + width(&figure, face) + 14.0;
        let mut marks = vec![Words::new((at, base), face, figure).into()];
        if let (Some(low), Some(high)) = (fall.low90, fall.high90) {
            let note = Face { size: self.theme.note().size.min(face.size), ..self.theme.note() };
            let range = format!("{} to {}", self.groups.printed(low), self.groups.printed(high));
            let has_room = after + width(&range, note) <= self.theme.sheet.right();
            marks.extend(has_room.then(|| Mark::from(Words::new((after, base), note, range))));
        }
        marks
    }
}
