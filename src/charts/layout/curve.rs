//! Where a tipping curve goes: the other setting from left to right, the threshold from the bottom up, both over the
//! ranges that were asked for.

use super::plot::{height_at, pen};
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::theme::{AXIS_LINE, CASING, FOCUS_LINE, Face, GRID_LINE, MARGIN, SHEET, Theme};
use crate::charts::tipping::{Curve, Tip};
use crate::charts::typeface::{fit, width};
use crate::charts::words::name_of_path;
use crate::scenario::factor::Factor;

/// Edges of the plot; its left one makes room for the widest number.
const BOTTOM: f64 = 740.0;
const RIGHT: f64 = SHEET.0 - MARGIN - 60.0;
const ABOVE: f64 = 62.0;
const BESIDE: f64 = 18.0;
/// Words of a side need so much air to the curve and to the edges.
const AIR: f64 = 16.0;
/// Rounder values for ticks of lengths of time, hours.
const HOURS: [f64; 16] =
    [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0, 96.0, 168.0, 336.0, 720.0, 1440.0, 4320.0, 8760.0];
/// Most ticks of the vertical axis.
const MOST_TICKS: usize = 6;

struct Sheet<'a> {
    curve: &'a Curve<'a>,
    theme: &'a Theme,
    left: f64,
    top: f64,
}

/// The marks below `top`.
pub(super) fn marks(curve: &Curve<'_>, theme: &Theme, top: f64) -> Vec<Mark> {
    let ticks = ticks(curve.setting);
    let widest = ticks.iter().map(|(_, text)| width(text, theme.tick())).fold(40.0, f64::max);
    let sheet = Sheet { curve, theme, left: MARGIN + widest + BESIDE, top: top + ABOVE };
    let mut marks = sheet.axes(&ticks);
    marks.extend(sheet.band());
    marks.extend(sheet.line());
    marks.extend(curve.tips.iter().flat_map(|tip| sheet.dot(tip)));
    marks.extend(sheet.ends());
    marks.extend(sheet.sides());
    marks
}

/// Round values within the range of a setting, by their places, a handful at most.
fn ticks(factor: &Factor) -> Vec<(f64, String)> {
    let decades = (-6..=9).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * libm::pow(10.0, f64::from(power))));
    let all: Vec<f64> = match (factor.logarithmic, factor.unit()) {
        (true, "hours") => HOURS.to_vec(),
        (true, _) => decades.collect(),
        (false, unit) => {
            let span = (factor.high - factor.low) / (MOST_TICKS - 1) as f64;
            let steps: Vec<f64> = if unit == "hours" { HOURS.to_vec() } else { decades.collect() };
            let step = steps.into_iter().find(|step| *step >= span).unwrap_or(span);
            let first = libm::ceil(factor.low / step - 1e-9);
            (0..MOST_TICKS).map(|k| (first + k as f64) * step).collect()
        }
    };
    let within: Vec<f64> = all.into_iter().filter(|x| (factor.low..=factor.high).contains(x)).collect();
    let every = within.len().div_ceil(MOST_TICKS).max(1);
    within.into_iter().step_by(every).map(|x| (factor.place(x), factor.about(x))).collect()
}

impl Sheet<'_> {
    fn x(&self, along: f64) -> f64 {
        self.left + 40.0 + self.curve.along.place(along) * (RIGHT - self.left - 40.0)
    }

    fn y(&self, place: f64) -> f64 {
        BOTTOM - place * (BOTTOM - self.top)
    }

    fn height(&self, value: f64) -> f64 {
        self.y(self.curve.setting.place(value))
    }

    fn axes(&self, ticks: &[(f64, String)]) -> Vec<Mark> {
        let (theme, curve) = (self.theme, self.curve);
        let bold = Face { size: 24.0, bold: true, colour: theme.text };
        let title =
            |at: Spot, factor: &Factor, room: f64| Words::new(at, bold, fit(&name_of_path(&factor.path), bold, room));
        let mut marks: Vec<Mark> = vec![
            title((MARGIN, self.top - 32.0), curve.setting, RIGHT - MARGIN).into(),
            title(((self.left + RIGHT) / 2.0, BOTTOM + 78.0), curve.along, RIGHT - self.left)
                .aligned(Align::Centre)
                .into(),
            Mark::Line(vec![(self.left, BOTTOM), (RIGHT + 40.0, BOTTOM)], pen(theme.axis, AXIS_LINE)),
        ];
        for (place, text) in ticks {
            let y = self.y(*place);
            marks.push(Mark::Line(vec![(self.left, y), (RIGHT + 40.0, y)], pen(theme.rule, GRID_LINE)));
            let words = Words::new((self.left - BESIDE, y + 9.0), theme.tick(), text.as_str());
            marks.push(words.aligned(Align::Right).into());
        }
        let mut taken = f64::NEG_INFINITY;
        for tip in curve.tips {
            let text = curve.along.about(tip.along);
            let (x, half) = (self.x(tip.along), width(&text, theme.tick()) / 2.0);
            if x - half < taken + BESIDE {
                continue;
            }
            taken = x + half;
            marks.push(Mark::Line(vec![(x, BOTTOM), (x, BOTTOM + 8.0)], pen(theme.axis, AXIS_LINE)));
            marks.push(Words::new((x, BOTTOM + 38.0), theme.tick(), text).aligned(Align::Centre).into());
        }
        marks
    }

    /// Neighbours that one curve joins.
    fn runs(&self) -> Vec<&[Tip]> {
        let tips = if self.curve.holds_below.is_some() { self.curve.tips } else { &[] };
        tips.split(|tip| tip.threshold.is_none()).filter(|run| !run.is_empty()).collect()
    }

    /// Both ends of an interval; what lies outside the range goes to its end.
    fn edges(&self, tip: &Tip) -> (f64, f64) {
        let height = |edge: Option<f64>, end: f64| edge.map_or(self.y(end), |value| self.height(value));
        (height(tip.low90, 0.0), height(tip.high90, 1.0))
    }

    fn band(&self) -> Vec<Mark> {
        let band = |run: &[Tip]| {
            let low = run.iter().map(|tip| (self.x(tip.along), self.edges(tip).0));
            let high = run.iter().rev().map(|tip| (self.x(tip.along), self.edges(tip).1));
            Mark::Area(low.chain(high).collect(), self.theme.lines[0], self.theme.band)
        };
        self.runs().into_iter().filter(|run| run.len() > 1).map(band).collect()
    }

    /// The curve, piece by piece.
    fn pieces(&self) -> Vec<Vec<Spot>> {
        let spot = |tip: &Tip| Some((self.x(tip.along), self.height(tip.threshold?)));
        self.runs().into_iter().map(|run| run.iter().filter_map(spot).collect()).collect()
    }

    fn line(&self) -> Vec<Mark> {
        let pens = [(self.theme.paper, FOCUS_LINE + CASING), (self.theme.lines[0], FOCUS_LINE)];
        let line = |spots: Vec<Spot>| pens.map(|(colour, width)| Mark::Line(spots.clone(), pen(colour, width)));
        self.pieces().into_iter().filter(|spots| spots.len() > 1).flat_map(line).collect()
    }

    /// A threshold, and its interval.
    fn dot(&self, tip: &Tip) -> Vec<Mark> {
        if !tip.is_crossing() {
            return Vec::new();
        }
        let (x, (low, high)) = (self.x(tip.along), self.edges(tip));
        let whisker = Mark::Line(vec![(x, low), (x, high)], pen(self.theme.lines[0], 3.0));
        let dots = tip.threshold.map(|value| {
            let at = (x, self.height(value));
            [Mark::Disc(at, 10.0, self.theme.paper), Mark::Disc(at, 7.5, self.theme.lines[0])]
        });
        std::iter::once(whisker).chain(dots.into_iter().flatten()).collect()
    }

    /// Values at which there is no threshold, told once for neighbours: `always`, `never`, `unclear`.
    fn ends(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        let groups = self.curve.tips.chunk_by(|a, b| a.holds == b.holds && !a.is_crossing());
        for group in groups.filter(|group| !group[0].is_crossing()) {
            let up = match (group[0].holds, self.curve.holds_below) {
                ("unclear", _) => 0.5,
                ("always", Some(false)) | ("never", Some(true)) => 0.03,
                _ => 0.97,
            };
            let y = self.y(up);
            let spots: Vec<Spot> = group.iter().map(|tip| (self.x(tip.along), y)).collect();
            marks.extend(spots.iter().map(|at| Mark::Disc(*at, 6.0, self.theme.ghost)));
            let face = Face { bold: true, colour: self.theme.ghost, ..self.theme.note() };
            let (middle, half) = ((spots[0].0 + spots[spots.len() - 1].0) / 2.0, width(group[0].holds, face) / 2.0);
            let below = if up > 0.5 { 36.0 } else { -18.0 };
            let x = middle.clamp(self.left + half, RIGHT + 40.0 - half);
            marks.push(Words::new((x, y + below), face, group[0].holds).aligned(Align::Centre).into());
        }
        marks
    }

    /// What is on each side of the curve, where it finds room.
    fn sides(&self) -> Vec<Mark> {
        let Some(holds_below) = self.curve.holds_below else { return Vec::new() };
        let says = |below: bool| if below == holds_below { "it holds" } else { "it does not hold" };
        let face = |below: bool| {
            let colour = if below == holds_below { self.theme.lines[0] } else { self.theme.ghost };
            Face { size: 28.0, bold: true, colour }
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
                run.iter()
                    .map(|tip| (self.x(tip.along), if below { self.edges(tip).0 } else { self.edges(tip).1 }))
                    .collect()
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
            (0..=40).map(|k| self.left + half + f64::from(k) / 40.0 * (RIGHT + 40.0 - self.left - 2.0 * half));
        let best = candidates.filter_map(|x| Some((x, room(x)?))).max_by(|a, b| a.1.total_cmp(&b.1));
        let (x, depth) = best.filter(|(_, depth)| *depth > face.size + 2.0 * AIR)?;
        let far = if below { self.y(0.12) } else { self.y(0.88) };
        let y = if below { far - depth / 2.0 } else { far + depth / 2.0 };
        let words = Words::new((x, y + 0.35 * face.size), face, text).aligned(Align::Centre);
        let Frame { left, right, .. } = words.frame();
        (left >= self.left && right <= RIGHT + 40.0).then_some(words)
    }
}
