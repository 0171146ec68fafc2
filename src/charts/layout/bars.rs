//! Where the bars of a ranking go: names on the left, bars in the middle, figures on the right.

use super::head::Space;
use super::plot::pen;
use crate::charts::marks::{Align, Mark, Spot, Words};
use crate::charts::ranking::{Bars, Chart, Ranked, Sort};
use crate::charts::theme::{AXIS_LINE, Face, GRID_LINE, Rgb, Theme};
use crate::charts::typeface::{fit, width};
use crate::charts::words::number;

/// Share of the sheet that names take, room for the figures of a column, and from the bars to the source.
const NAMES: f64 = 0.312;
const FIGURES: f64 = 130.0;
const BELOW: f64 = 36.0;
const ABOVE: f64 = 46.0;
/// Highest row, and its share that a bar takes.
const PITCH: f64 = 96.0;
const BAR: f64 = 0.5;
/// A row below which notes find no room.
const LOOSE: f64 = 54.0;
/// Half the height of a cap.
const CAP: f64 = 7.0;

struct Rows<'a> {
    chart: &'a Chart,
    theme: &'a Theme,
    top: f64,
    pitch: f64,
}

/// The marks in a space.
pub(super) fn marks(chart: &Chart, theme: &Theme, space: Space) -> Vec<Mark> {
    let top = space.top + ABOVE;
    let pitch = ((space.foot - BELOW - top) / chart.factors.len().max(1) as f64).min(PITCH);
    let rows = Rows { chart, theme, top, pitch };
    let mut marks = rows.grid();
    marks.extend(chart.factors.iter().enumerate().flat_map(|(row, one)| rows.row(row, one)));
    marks
}

impl Rows<'_> {
    /// Right edges of the columns of figures.
    fn columns(&self) -> Vec<(f64, &'static str)> {
        let right = self.theme.sheet.right();
        match self.chart.bars {
            Bars::Shares => vec![(right - FIGURES, "alone"), (right, "in all")],
            Bars::Sizes => vec![(right, "size")],
            Bars::Ends => vec![(right - FIGURES, "at low"), (right, "at high")],
        }
    }

    /// Left edge of the bars' plot.
    fn left(&self) -> f64 {
        let sheet = self.theme.sheet;
        sheet.margin + NAMES * sheet.measure()
    }

    fn right(&self) -> f64 {
        self.theme.sheet.right() - FIGURES * self.columns().len() as f64 - 10.0
    }

    fn x(&self, value: f64) -> f64 {
        self.left() + self.chart.scale.share(value) * (self.right() - self.left())
    }

    fn grid(&self) -> Vec<Mark> {
        let (theme, scale) = (self.theme, self.chart.scale);
        let (baseline, bottom) = (self.top - 16.0, self.top + self.pitch * self.chart.factors.len() as f64);
        let mut marks = Vec::new();
        let mut taken = f64::NEG_INFINITY;
        for tick in scale.ticks() {
            let x = self.x(tick);
            let pen = if tick.abs() < 1e-12 { pen(theme.axis, AXIS_LINE) } else { pen(theme.rule, GRID_LINE) };
            marks.push(Mark::Line(vec![(x, self.top - 4.0), (x, bottom)], pen));
            let text = number(tick, scale.tick_decimals());
            let half = width(&text, theme.source()) / 2.0;
            if x - half > taken && x + half < self.right() + 20.0 {
                marks.push(Words::new((x, baseline), theme.source(), text).aligned(Align::Centre).into());
                taken = x + half + 14.0;
            }
        }
        for (x, heading) in self.columns() {
            marks.push(Words::new((x, baseline), theme.source(), heading).aligned(Align::Right).into());
        }
        marks
    }

    fn colour(&self, one: &Ranked) -> Rgb {
        match one.sort {
            Sort::Choice => self.theme.lines[0],
            Sort::Assumption => self.theme.lines[1],
            Sort::Luck => self.theme.ghost,
        }
    }

    fn row(&self, row: usize, one: &Ranked) -> Vec<Mark> {
        let (y, colour) = (self.top + self.pitch * (row as f64 + 0.5), self.colour(one));
        let half = self.pitch * BAR / 2.0;
        let mut marks = self.label(one, y);
        let first = (one.low90, one.high90);
        let other = (one.other_low90, one.other_high90);
        match self.chart.bars {
            Bars::Shares => {
                marks.extend(self.bar(one.value, (y - half, y + half), colour, 0.3));
                marks.extend(one.other.into_iter().flat_map(|x| self.bar(x, (y - half, y + half), colour, 1.0)));
                marks.extend(self.whisker(first, y - half * 0.45));
                marks.extend(self.whisker(other, y + half * 0.45));
            }
            Bars::Sizes => {
                marks.extend(self.bar(one.value, (y - half, y + half), colour, 1.0));
                marks.extend(self.whisker(first, y));
            }
            // Pale at the low end, solid at the high one, each in its half of the row.
            Bars::Ends => {
                marks.extend(self.bar(one.value, (y - half, y), colour, 0.3));
                marks.extend(one.other.into_iter().flat_map(|x| self.bar(x, (y, y + half), colour, 1.0)));
                marks.extend(self.whisker(first, y - half / 2.0));
                marks.extend(self.whisker(other, y + half / 2.0));
            }
        }
        let figures = match self.chart.bars {
            Bars::Shares => vec![one.other, Some(one.value)],
            Bars::Sizes => vec![Some(one.value)],
            Bars::Ends => vec![Some(one.value), one.other],
        };
        let face = Face { bold: true, colour: self.theme.ink, ..self.theme.tick() };
        for ((x, _), value) in self.columns().into_iter().zip(figures) {
            let text = value.map_or(String::new(), |value| self.chart.printed(value));
            marks.push(Words::new((x, y + 9.0), face, fit(&text, face, FIGURES - 8.0)).aligned(Align::Right).into());
        }
        marks
    }

    fn label(&self, one: &Ranked, y: f64) -> Vec<Mark> {
        let margin = self.theme.sheet.margin;
        let room = self.left() - margin - 40.0;
        let face = Face { colour: self.theme.ink, ..self.theme.tick() };
        let loose = self.pitch >= LOOSE;
        let up = if loose { 10.0 } else { 0.0 };
        // What is tight says what it is by its sign alone.
        let sign = self.sign(one, (margin + 8.0, y - up));
        let at = |y: f64| (margin + 28.0, y);
        let path = one.factor.trim_start_matches("country.");
        let name = Words::new(at(y + 9.0 - up), face, fit(path, face, room));
        let note = fit(&one.note(), self.theme.source(), room);
        let note = loose.then(|| Words::new(at(y + 27.0), self.theme.source(), note));
        [name].into_iter().chain(note).map(Mark::from).chain(sign).collect()
    }

    /// A disc for what somebody chooses, a ring for an assumption, nothing for luck.
    fn sign(&self, one: &Ranked, at: Spot) -> Vec<Mark> {
        let disc = Mark::Disc(at, 8.0, self.colour(one));
        match one.sort {
            Sort::Choice => vec![disc],
            Sort::Assumption => vec![disc, Mark::Disc(at, 4.5, self.theme.paper)],
            Sort::Luck => Vec::new(),
        }
    }

    fn bar(&self, value: f64, (top, bottom): (f64, f64), colour: Rgb, opacity: f64) -> Vec<Mark> {
        if !value.is_finite() {
            return Vec::new();
        }
        let (left, right) = (self.x(value.min(0.0)), self.x(value.max(0.0)));
        let right = right.max(left + 2.0);
        vec![Mark::Area(vec![(left, top), (right, top), (right, bottom), (left, bottom)], colour, opacity)]
    }

    fn whisker(&self, (low, high): (Option<f64>, Option<f64>), y: f64) -> Vec<Mark> {
        let Some((low, high)) = low.zip(high).filter(|(low, high)| low.is_finite() && high.is_finite()) else {
            return Vec::new();
        };
        let (low, high) = (self.x(low), self.x(high));
        let lines = [[(low, y), (high, y)], [(low, y - CAP), (low, y + CAP)], [(high, y - CAP), (high, y + CAP)]];
        let of = |width: f64, colour: Rgb| lines.map(|spots| Mark::Line(spots.to_vec(), pen(colour, width)));
        of(5.0, self.theme.paper).into_iter().chain(of(3.0, self.theme.ink)).collect()
    }
}
