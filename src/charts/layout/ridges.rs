//! Where the lanes of ridges go: names on the left, figures at the right, shapes between them above one axis.

use super::head::Space;
use super::plot::pen;
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::ridges::{Lane, Ridges, Shape};
use crate::charts::theme::{AXIS_LINE, DASH, DOTS, FAINT_LINE, Face, GRID_LINE, LINE, MARKER_LINE, Rgb, Theme};
use crate::charts::typeface::{fit, width, wrap_at_most};

/// From the lowest lane to the source.
const BELOW: f64 = 122.0;
/// Room for words above the lanes.
const ABOVE: f64 = 34.0;
/// Between names, shapes and figures.
const BESIDE: f64 = 22.0;
/// Lanes this far apart have room for two lines of words.
const TWO_LINES: f64 = 64.0;
/// Farthest that lanes stand apart.
const PITCH: f64 = 300.0;
/// The share of the sheet that names may take, and figures.
const NAMES: f64 = 0.22;
const FIGURES: f64 = 0.28;

/// How far a shape hides those behind it.
const PAPER: f64 = 0.6;

struct Lanes<'a> {
    chart: &'a Ridges,
    theme: &'a Theme,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// Distance between two lanes.
    pitch: f64,
}

/// The marks in a space.
pub(super) fn marks(chart: &Ridges, theme: &Theme, space: Space) -> Vec<Mark> {
    let lanes = Lanes::new(chart, theme, space);
    let mut marks = lanes.axis();
    marks.extend(lanes.post());
    marks.extend(lanes.curve());
    for (place, lane) in chart.lanes.iter().enumerate() {
        marks.extend(lanes.lane(lane, lanes.base(place)));
    }
    marks
}

impl<'a> Lanes<'a> {
    fn new(chart: &'a Ridges, theme: &'a Theme, space: Space) -> Lanes<'a> {
        let (sheet, unit) = (theme.sheet, theme.sheet.letters.tick / 26.0);
        let bold = theme.name(theme.ink);
        let curve = chart.curve.iter().map(|(_, name)| width(name, theme.note()));
        let names = chart.lanes.iter().map(|lane| width(&lane.name, bold)).chain(curve).fold(0.0, f64::max);
        let figures = chart.lanes.iter().flat_map(|lane| {
            [width(&lane.shape.figure, bold), width(&lane.note, theme.note()), width(&chart.heading, theme.note())]
        });
        let left = sheet.margin + names.min(NAMES * sheet.measure()) + BESIDE;
        let right = sheet.right() - figures.fold(0.0, f64::max).min(FIGURES * sheet.measure()) - BESIDE;
        let above = if chart.post.is_none() && chart.heading.is_empty() { 0.0 } else { ABOVE };
        let (top, bottom) = (space.top - 20.0 + above * unit, space.foot - BELOW * unit);
        // The first shape may be higher than a lane.
        let heights = chart.lanes.len() as f64 + f64::from(u8::from(chart.curve.is_some())) + (chart.height - 1.0);
        let pitch = ((bottom - top) / heights.max(1.0)).min(PITCH);
        Lanes { chart, theme, left, right, top: bottom - heights * pitch, bottom, pitch }
    }

    fn x(&self, place: f64) -> f64 {
        self.left + place * (self.right - self.left)
    }

    /// The base line of a lane.
    fn base(&self, place: usize) -> f64 {
        self.bottom - (self.chart.lanes.len() - 1 - place) as f64 * self.pitch
    }

    fn axis(&self) -> Vec<Mark> {
        let (theme, mut marks) = (self.theme, Vec::new());
        let mut taken: Vec<Frame> = Vec::new();
        for (place, text) in &self.chart.ticks {
            let x = self.x(*place);
            let words = Words::new((x, self.bottom + 38.0), theme.tick(), text.as_str()).aligned(Align::Centre);
            let frame = words.frame();
            let inside = frame.left >= theme.sheet.margin && frame.right <= theme.sheet.right();
            if inside && !taken.iter().any(|other| other.overlaps(&frame.grown(12.0))) {
                marks.push(Mark::Line(vec![(x, self.top), (x, self.bottom)], pen(theme.rule, GRID_LINE)));
                marks.push(Mark::Line(vec![(x, self.bottom), (x, self.bottom + 9.0)], pen(theme.axis, GRID_LINE)));
                taken.push(frame);
                marks.push(words.into());
            }
        }
        let (face, room) = (theme.heading(), theme.sheet.measure());
        let more = match self.chart.left_out {
            0 => String::new(),
            left_out => format!(" (and {left_out} more countries, not drawn)"),
        };
        let name = fit(&format!("{}{more}", self.chart.axis), face, room);
        let half = width(&name, face) / 2.0;
        let middle = f64::midpoint(self.left, self.right);
        let middle =
            middle.clamp(theme.sheet.margin + half, (theme.sheet.right() - half).max(theme.sheet.margin + half));
        marks.push(Words::new((middle, self.bottom + 74.0), face, name).aligned(Align::Centre).into());
        marks
    }

    /// The place that stands out, and the heading of the figures.
    fn post(&self) -> Vec<Mark> {
        let theme = self.theme;
        let baseline = self.top - 14.0;
        let face = theme.note();
        let heading = fit(&self.chart.heading, face, theme.sheet.right() - self.right - BESIDE);
        let heading = Words::new((self.right + BESIDE, baseline), Face { colour: theme.quiet, ..face }, heading);
        let mut marks = vec![Mark::from(heading)];
        if let Some((place, words)) = &self.chart.post {
            let x = self.x(*place);
            let words = fit(words, face, self.right - self.left - 20.0);
            let half = width(&words, face) / 2.0;
            let middle = x.clamp(self.left + half, (self.right - 20.0 - half).max(self.left + half));
            marks.push(Mark::Dashes(vec![(x, self.top - 6.0), (x, self.bottom)], pen(theme.text, MARKER_LINE), DOTS));
            marks.push(Words::new((middle, baseline), face, words).aligned(Align::Centre).into());
        }
        marks
    }

    /// What else goes over the axis, on top.
    fn curve(&self) -> Vec<Mark> {
        let Some((curve, name)) = &self.chart.curve else { return Vec::new() };
        let (theme, high) = (self.theme, self.pitch * 0.86);
        let base = self.bottom - self.chart.lanes.len() as f64 * self.pitch;
        let spots: Vec<Spot> = curve.iter().map(|(place, share)| (self.x(*place), base - share * high)).collect();
        let face = Face { colour: theme.quiet, ..theme.note() };
        let name =
            Words::new((self.left - BESIDE, base - 4.0), face, fit(name, face, self.room())).aligned(Align::Right);
        let whole = (self.pitch >= TWO_LINES).then(|| {
            let at = (self.left - BESIDE, base - high + 8.0);
            Words::new(at, face, "100%").aligned(Align::Right).into()
        });
        let marks = [
            Mark::Area(self.closed(&spots, base), theme.axis, 0.3),
            Mark::Line(vec![(self.left, base), (self.right, base)], pen(theme.axis, GRID_LINE)),
            Mark::Line(spots, pen(theme.ghost, LINE)),
            name.into(),
        ];
        marks.into_iter().chain(whole).collect()
    }

    /// Room for names.
    fn room(&self) -> f64 {
        self.left - self.theme.sheet.margin - BESIDE
    }

    fn closed(&self, spots: &[Spot], base: f64) -> Vec<Spot> {
        let ends = spots.first().zip(spots.last()).map(|(first, last)| [(last.0, base), (first.0, base)]);
        spots.iter().copied().chain(ends.into_iter().flatten()).collect()
    }

    fn spots(&self, shape: &Shape, base: f64) -> Vec<Spot> {
        let unit = self.chart.height * self.pitch / self.chart.highest();
        shape.shares.iter().map(|(place, share)| (self.x(*place), base - share * unit)).collect()
    }

    fn lane(&self, lane: &Lane, base: f64) -> Vec<Mark> {
        let (theme, colour) = (self.theme, self.theme.line(lane.colour));
        let mut marks = vec![Mark::Line(vec![(self.left, base), (self.right, base)], pen(theme.axis, GRID_LINE))];
        let spots = self.spots(&lane.shape, base);
        marks.push(Mark::Area(self.closed(&spots, base), theme.paper, PAPER));
        marks.push(Mark::Area(self.closed(&spots, base), colour, (2.2 * theme.band).min(0.5)));
        if let Some(ghost) = &lane.ghost {
            marks.push(Mark::Dashes(self.spots(ghost, base), pen(theme.ghost, LINE), DASH));
            marks.push(self.median(ghost, base, theme.ghost));
        }
        let outline = pen(colour, if lane.focus { LINE } else { FAINT_LINE });
        marks.push(match theme.dash(lane.colour, lane.focus) {
            Some(dash) => Mark::Dashes(spots, outline, dash),
            None => Mark::Line(spots, outline),
        });
        marks.push(self.median(&lane.shape, base, colour));
        marks.extend(self.words(lane, base, colour));
        marks
    }

    /// An upright line from the base to the outline.
    fn median(&self, shape: &Shape, base: f64, colour: Rgb) -> Mark {
        let x = self.x(shape.median);
        let height = super::plot::height_at(&self.spots(shape, base), x).unwrap_or(base);
        Mark::Line(vec![(x, base), (x, height.min(base - 12.0))], pen(colour, AXIS_LINE * 2.0))
    }

    /// Name and figures of a lane, in one line or in two.
    fn words(&self, lane: &Lane, base: f64, colour: Rgb) -> Vec<Mark> {
        let (theme, sheet) = (self.theme, self.theme.sheet);
        let face = Face { bold: lane.focus, ..theme.name(colour) };
        let leading = 1.2 * face.size;
        let lines = if self.pitch >= TWO_LINES { 2 } else { 1 };
        let name = wrap_at_most(&lane.name, face, self.room(), lines);
        let last = base - 5.0;
        let mut marks: Vec<Mark> = Vec::new();
        for (row, line) in name.iter().rev().enumerate() {
            let at = (self.left - BESIDE, last - leading * row as f64);
            marks.push(Words::new(at, face, line.as_str()).aligned(Align::Right).into());
        }
        let room = sheet.right() - self.right - BESIDE;
        let (plain, noted) = (theme.note(), lines == 2 && !lane.note.is_empty());
        let up = if noted { leading } else { 0.0 };
        let bold = Face { bold: true, ..face };
        let figure = fit(&lane.shape.figure, bold, room);
        marks.push(Words::new((self.right + BESIDE, last - up), bold, figure).into());
        if noted {
            let note = Words::new((self.right + BESIDE, last), plain, fit(&lane.note, plain, room));
            marks.push(note.into());
        }
        marks
    }
}
