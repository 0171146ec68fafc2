//! Where a tipping curve goes: the other setting from left to right, the threshold from the bottom up, both over the
//! ranges that were asked for.

use super::head::Space;
use super::plot::{height_at, pen};
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::theme::{AXIS_LINE, CASING, FOCUS_LINE, Face, GRID_LINE, Theme};
use crate::charts::tipping::{self, Curve};
use crate::charts::typeface::{fit, width};

/// From the plot to the source, and to the right edge; its left one makes room for the widest number.
const BELOW: f64 = 126.0;
const BEFORE_EDGE: f64 = 60.0;
const ABOVE: f64 = 62.0;
const BESIDE: f64 = 18.0;
/// Words of a side need so much air to the curve and to the edges.
const AIR: f64 = 16.0;
struct Plot<'a> {
    curve: &'a Curve,
    theme: &'a Theme,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// The marks in a space.
pub(super) fn marks(curve: &Curve, theme: &Theme, space: Space) -> Vec<Mark> {
    let sheet = theme.sheet;
    let widest = curve.ticks.iter().map(|(_, text)| width(text, theme.tick())).fold(40.0, f64::max);
    let plot = Plot {
        curve,
        theme,
        left: sheet.margin + widest + BESIDE,
        right: sheet.right() - BEFORE_EDGE,
        top: space.top + ABOVE,
        bottom: space.foot - BELOW,
    };
    let mut marks = plot.axes();
    marks.extend(plot.band());
    marks.extend(plot.line());
    marks.extend(curve.spots.iter().flat_map(|tip| plot.dot(tip)));
    marks.extend(plot.ends());
    marks.extend(plot.sides());
    marks
}

impl Plot<'_> {
    fn x(&self, tip: &tipping::Spot) -> f64 {
        self.left + 40.0 + tip.along.0 * (self.right - self.left - 40.0)
    }

    fn y(&self, place: f64) -> f64 {
        self.bottom - place * (self.bottom - self.top)
    }

    fn axes(&self) -> Vec<Mark> {
        let (theme, curve, margin) = (self.theme, self.curve, self.theme.sheet.margin);
        let bold = Face { bold: true, colour: theme.text, ..theme.heading() };
        let title = |at: Spot, name: &str, room: f64| Words::new(at, bold, fit(name, bold, room));
        let mut marks: Vec<Mark> = vec![
            title((margin, self.top - 32.0), &curve.names[0], self.right - margin).into(),
            title((f64::midpoint(self.left, self.right), self.bottom + 78.0), &curve.names[1], self.right - self.left)
                .aligned(Align::Centre)
                .into(),
            Mark::Line(vec![(self.left, self.bottom), (self.right + 40.0, self.bottom)], pen(theme.axis, AXIS_LINE)),
        ];
        for (place, text) in &curve.ticks {
            let y = self.y(*place);
            marks.push(Mark::Line(vec![(self.left, y), (self.right + 40.0, y)], pen(theme.rule, GRID_LINE)));
            let words = Words::new((self.left - BESIDE, y + 9.0), theme.tick(), text.as_str());
            marks.push(words.aligned(Align::Right).into());
        }
        let mut taken = f64::NEG_INFINITY;
        for tip in &curve.spots {
            let text = tip.along.1.as_str();
            let (x, half) = (self.x(tip), width(text, theme.tick()) / 2.0);
            if x - half < taken + BESIDE {
                continue;
            }
            taken = x + half;
            marks.push(Mark::Line(vec![(x, self.bottom), (x, self.bottom + 8.0)], pen(theme.axis, AXIS_LINE)));
            marks.push(Words::new((x, self.bottom + 38.0), theme.tick(), text).aligned(Align::Centre).into());
        }
        marks
    }

    /// Neighbours that one curve joins.
    fn runs(&self) -> Vec<&[tipping::Spot]> {
        let tips = if self.curve.holds_below.is_some() { &self.curve.spots[..] } else { &[] };
        tips.split(|tip| tip.threshold.is_none()).filter(|run| !run.is_empty()).collect()
    }

    /// Both ends of an interval; what lies outside the range goes to its end.
    fn edges(&self, tip: &tipping::Spot) -> (f64, f64) {
        let height = |edge: Option<f64>, end: f64| self.y(edge.unwrap_or(end));
        (height(tip.low90, 0.0), height(tip.high90, 1.0))
    }

    fn band(&self) -> Vec<Mark> {
        let band = |run: &[tipping::Spot]| {
            let low = run.iter().map(|tip| (self.x(tip), self.edges(tip).0));
            let high = run.iter().rev().map(|tip| (self.x(tip), self.edges(tip).1));
            Mark::Area(low.chain(high).collect(), self.theme.lines[0], self.theme.band)
        };
        self.runs().into_iter().filter(|run| run.len() > 1).map(band).collect()
    }

    /// The curve, piece by piece.
    fn pieces(&self) -> Vec<Vec<Spot>> {
        let spot = |tip: &tipping::Spot| Some((self.x(tip), self.y(tip.threshold?)));
        self.runs().into_iter().map(|run| run.iter().filter_map(spot).collect()).collect()
    }

    fn line(&self) -> Vec<Mark> {
        let pens = [(self.theme.paper, FOCUS_LINE + CASING), (self.theme.lines[0], FOCUS_LINE)];
        let line = |spots: Vec<Spot>| pens.map(|(colour, width)| Mark::Line(spots.clone(), pen(colour, width)));
        self.pieces().into_iter().filter(|spots| spots.len() > 1).flat_map(line).collect()
    }

    /// A threshold, and its interval.
    fn dot(&self, tip: &tipping::Spot) -> Vec<Mark> {
        if !tip.is_crossing() {
            return Vec::new();
        }
        let (x, (low, high)) = (self.x(tip), self.edges(tip));
        let whisker = Mark::Line(vec![(x, low), (x, high)], pen(self.theme.lines[0], 3.0));
        let dots = tip.threshold.map(|value| {
            let at = (x, self.y(value));
            [Mark::Disc(at, 10.0, self.theme.paper), Mark::Disc(at, 7.5, self.theme.lines[0])]
        });
        std::iter::once(whisker).chain(dots.into_iter().flatten()).collect()
    }

    /// Values at which there is no threshold, told once for neighbours: `always`, `never`, `unclear`.
    fn ends(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        let groups = self.curve.spots.chunk_by(|a, b| a.holds == b.holds && !a.is_crossing());
        for group in groups.filter(|group| !group[0].is_crossing()) {
            let up = match (&*group[0].holds, self.curve.holds_below) {
                ("unclear", _) => 0.5,
                ("always", Some(false)) | ("never", Some(true)) => 0.03,
                _ => 0.97,
            };
            let y = self.y(up);
            let spots: Vec<Spot> = group.iter().map(|tip| (self.x(tip), y)).collect();
            marks.extend(spots.iter().map(|at| Mark::Disc(*at, 6.0, self.theme.ghost)));
            let face = Face { bold: true, colour: self.theme.ghost, ..self.theme.note() };
            let (middle, half) = ((spots[0].0 + spots[spots.len() - 1].0) / 2.0, width(&group[0].holds, face) / 2.0);
            let below = if up > 0.5 { 36.0 } else { -18.0 };
            let x = middle.clamp(self.left + half, self.right + 40.0 - half);
            marks.push(Words::new((x, y + below), face, &*group[0].holds).aligned(Align::Centre).into());
        }
        marks
    }

    /// What is on each side of the curve, where it finds room.
    fn sides(&self) -> Vec<Mark> {
        let Some(holds_below) = self.curve.holds_below else { return Vec::new() };
        let says = |below: bool| if below == holds_below { "it holds" } else { "it does not hold" };
        let face = |below: bool| {
            let colour = if below == holds_below { self.theme.lines[0] } else { self.theme.ghost };
            self.theme.name(colour)
        };
        [true, false]
            .into_iter()
            .filter_map(|below| self.side(below, face(below), says(below)))
            .map(Mark::from)
            .collect()
    }

    /// Words in the widest free place on one side.
    fn side(&self, below: bool, face: Face, text: &str) -> Option<Words> {
        let half = width(text, face) / 2.0;
        let lines: Vec<Vec<Spot>> = self
            .runs()
            .into_iter()
            .map(|run| {
                run.iter().map(|tip| (self.x(tip), if below { self.edges(tip).0 } else { self.edges(tip).1 })).collect()
            })
            .collect();
        let edge = |x: f64| lines.iter().find_map(|line| height_at(line, x));
        let room = |x: f64| {
            let columns = (0..=8).map(|k| x + half * (f64::from(k) / 4.0 - 1.0));
            let far = if below { self.y(0.12) } else { self.y(0.88) };
            // Only where the curve is above or below all of the words.
            let depths: Option<Vec<f64>> =
                columns.map(|x| edge(x).map(|y| if below { far - y } else { y - far })).collect();
            depths?.into_iter().reduce(f64::min)
        };
        let candidates =
            (0..=40).map(|k| self.left + half + f64::from(k) / 40.0 * (self.right + 40.0 - self.left - 2.0 * half));
        let best = candidates.filter_map(|x| Some((x, room(x)?))).max_by(|a, b| a.1.total_cmp(&b.1));
        let (x, depth) = best.filter(|(_, depth)| *depth > face.size + 2.0 * AIR)?;
        let far = if below { self.y(0.12) } else { self.y(0.88) };
        let y = if below { far - depth / 2.0 } else { far + depth / 2.0 };
        let words = Words::new((x, y + 0.35 * face.size), face, text).aligned(Align::Centre);
        let Frame { left, right, .. } = words.frame();
        (left >= self.left && right <= self.right + 40.0).then_some(words)
    }
}
