//! Where the curve of fading attention goes, and the dots of countries with their names.

use super::head::Space;
use super::plot::{height_at, pen};
use crate::charts::decay::{Decay, Dot};
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::theme::{AXIS_LINE, Face, GRID_LINE, LINE, Theme};
use crate::charts::typeface::fit;
use crate::charts::words::number;

/// From the plot to the source, and from the numbers to the axis.
const BELOW: f64 = 120.0;
const BESIDE: f64 = 14.0;
/// Width of the numbers on the left.
const LEFT: f64 = 84.0;
/// Width of the line of the middle 90 %.
const INTERVAL_LINE: f64 = 3.0;
/// Radius of a dot, and how far words stand from it.
const DOT: f64 = 9.0;
const APART: f64 = 16.0;
/// How finely places up and down are tried, and how many.
const STEP: f64 = 7.0;
const FARTHEST: u32 = 14;

struct Plot<'a> {
    chart: &'a Decay,
    theme: &'a Theme,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// The marks in a space.
pub(super) fn marks(chart: &Decay, theme: &Theme, space: Space) -> Vec<Mark> {
    let (sheet, unit) = (theme.sheet, theme.sheet.letters.tick / 26.0);
    let plot = Plot {
        chart,
        theme,
        left: sheet.margin + LEFT * unit,
        right: sheet.right() - 10.0,
        top: space.top - 16.0,
        bottom: space.foot - BELOW * unit,
    };
    let mut marks = plot.grid();
    let curve: Vec<Spot> = chart.curve.iter().map(|(hours, left)| (plot.x(*hours), plot.y(*left))).collect();
    marks.push(Mark::Line(curve.clone(), pen(theme.axis, LINE)));
    for dot in &chart.dots {
        marks.extend(plot.interval(dot));
    }
    for dot in &chart.dots {
        marks.extend(plot.dot(dot));
    }
    marks.extend(plot.names(&curve));
    marks
}

impl Plot<'_> {
    fn x(&self, hours: f64) -> f64 {
        self.left + self.chart.scale.share(hours / self.chart.unit.0) * (self.right - self.left)
    }

    fn y(&self, left: f64) -> f64 {
        self.bottom - left.clamp(0.0, 1.0) * (self.bottom - self.top)
    }

    fn spot(&self, dot: &Dot) -> Spot {
        (self.x(dot.hours), self.y(dot.left.median))
    }

    fn grid(&self) -> Vec<Mark> {
        let (theme, mut marks) = (self.theme, Vec::new());
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let y = self.y(share);
            let pen = if share == 0.0 { pen(theme.axis, AXIS_LINE) } else { pen(theme.rule, GRID_LINE) };
            marks.push(Mark::Line(vec![(self.left, y), (self.right, y)], pen));
            let text = format!("{}%", number(100.0 * share, 0));
            marks.push(Words::new((self.left - BESIDE, y + 9.0), theme.tick(), text).aligned(Align::Right).into());
        }
        let scale = self.chart.scale;
        for tick in scale.ticks() {
            let x = self.x(tick * self.chart.unit.0);
            marks.push(Mark::Line(vec![(x, self.bottom), (x, self.bottom + 9.0)], pen(theme.axis, GRID_LINE)));
            let text = number(tick, scale.tick_decimals());
            let at = (x, self.bottom + 36.0);
            marks.push(Words::new(at, theme.tick(), text).aligned(Align::Centre).into());
        }
        let name = format!("{} in the approval chain", crate::charts::words::sentence(&self.chart.unit.1));
        let face = Face { bold: true, colour: theme.text, ..theme.heading() };
        let middle = f64::midpoint(self.left, self.right);
        let at = (middle, self.bottom + 70.0);
        marks.push(Words::new(at, face, fit(&name, face, self.right - self.left)).aligned(Align::Centre).into());
        marks
    }

    fn colour(&self, dot: &Dot) -> crate::charts::theme::Rgb {
        if dot.ghost { self.theme.ghost } else { self.theme.line(dot.colour) }
    }

    fn interval(&self, dot: &Dot) -> Vec<Mark> {
        if !self.chart.bands {
            return Vec::new();
        }
        let x = self.x(dot.hours);
        let line = vec![(x, self.y(dot.left.high90)), (x, self.y(dot.left.low90))];
        vec![Mark::Line(line, pen(self.colour(dot), INTERVAL_LINE))]
    }

    fn dot(&self, dot: &Dot) -> Vec<Mark> {
        let (spot, theme) = (self.spot(dot), self.theme);
        let mut marks = vec![Mark::Disc(spot, DOT + 3.0, theme.paper), Mark::Disc(spot, DOT, self.colour(dot))];
        marks.extend(dot.ghost.then_some(Mark::Disc(spot, DOT - 4.0, theme.paper)));
        marks
    }

    /// Names beside their dots, where no other words, dots or the curve are; the focus country first.
    fn names(&self, curve: &[Spot]) -> Vec<Mark> {
        let mut order: Vec<&Dot> = self.chart.dots.iter().collect();
        order.sort_by_key(|dot| (!dot.focus, dot.ghost, dot.colour.is_none()));
        let mut taken: Vec<Frame> = order.iter().map(|dot| Frame::about(self.spot(dot), DOT)).collect();
        taken.extend(order.iter().filter(|_| self.chart.bands).map(|dot| {
            let x = self.x(dot.hours);
            let (top, bottom) = (self.y(dot.left.high90), self.y(dot.left.low90));
            Frame { left: x - 3.0, top, right: x + 3.0, bottom }
        }));
        let mut marks = Vec::new();
        for dot in order {
            let places = self.places(dot);
            let free = |words: &&Vec<Words>| {
                Frame::around(words).is_some_and(|frame| {
                    self.inside(&frame) && !crosses(curve, &frame) && !taken.iter().any(|other| other.overlaps(&frame))
                })
            };
            // A dot in a crowd stays without a name on the picture; the table and the text have it.
            let Some(words) = places.iter().find(free) else { continue };
            taken.extend(Frame::around(words).map(|frame| frame.grown(4.0)));
            marks.extend(words.iter().cloned().map(Mark::from));
        }
        marks
    }

    fn inside(&self, frame: &Frame) -> bool {
        frame.left >= self.left + 4.0
            && frame.right <= self.right + 6.0
            && frame.top >= self.top - 30.0
            && frame.bottom <= self.bottom - 4.0
    }

    /// Places for a name and its note, then for a name alone: right and left of its dot, nearer ones first.
    fn places(&self, dot: &Dot) -> Vec<Vec<Words>> {
        let (theme, (x, y)) = (self.theme, self.spot(dot));
        let (bold, plain) = (theme.name(self.colour(dot)), theme.note());
        let leading = 1.22 * bold.size;
        let place = |side: Align, up: f64, lines: usize| {
            let x = if side == Align::Left { x + DOT + APART } else { x - DOT - APART };
            let first = y - up;
            let name = Words::new((x, first), bold, dot.words()).aligned(side);
            let note = Words::new((x, first + leading), plain, dot.note.as_str()).aligned(side);
            [name, note].into_iter().take(lines).collect()
        };
        let ups = || (0..FARTHEST).flat_map(|step| [f64::from(step) * STEP, -f64::from(step) * STEP]);
        let sides = [Align::Left, Align::Right];
        let all = [2, 1].into_iter().flat_map(|lines| ups().map(move |up| (lines, up)));
        all.flat_map(|(lines, up)| sides.map(|side| place(side, up, lines))).collect()
    }
}

/// Does a line run through a box?
fn crosses(line: &[Spot], frame: &Frame) -> bool {
    let frame = frame.grown(6.0);
    let steps = 24;
    let x = |step: i32| frame.left + (frame.right - frame.left) * f64::from(step) / f64::from(steps);
    (0..=steps).filter_map(|step| height_at(line, x(step))).any(|y| (frame.top..=frame.bottom).contains(&y))
}
