//! Where the bars of a waterfall go: names on the left, bars in the middle, figures in columns on the right.

use super::head::Space;
use super::plot::pen;
use crate::charts::marks::{Align, Mark, Spot, Words};
use crate::charts::theme::{AXIS_LINE, Face, GRID_LINE, Rgb, Theme};
use crate::charts::typeface::{fit, width};
use crate::charts::waterfall::{Step, Waterfall};
use crate::charts::words::number;
use crate::stats::{Spread, Summary};

/// Widest column of names with the air behind it.
const NAMES: f64 = 422.0;
/// The same on a narrow sheet, and the least.
const NARROW_NAMES: f64 = 260.0;
const LEAST_NAMES: f64 = 100.0;
/// Between the names and the bars.
const BEFORE_BARS: f64 = 26.0;
/// Distance between the plot and the first column of figures, and between two columns.
const BEFORE_FIGURES: f64 = 44.0;
const BETWEEN: f64 = 30.0;
/// From the lowest edge of the last row to the source.
const BELOW: f64 = 34.0;
/// Height of the headings above the rows.
const HEADINGS: f64 = 46.0;
/// Highest row, and the row below which notes find no room.
const PITCH: f64 = 104.0;
const LOOSE: f64 = 58.0;
/// Thickest bar, and its share of a low row.
const BAR: f64 = 44.0;
const BAR_SHARE: f64 = 0.56;
/// Half the height of a cap at the end of an interval, and the width of its line.
const CAP: f64 = 8.0;
const INTERVAL_LINE: f64 = 3.0;
/// Gap above the row of the whole.
const BEFORE_WHOLE: f64 = 16.0;

/// A waterfall with its colours, the height of its rows, and its columns.
struct Sheet<'a> {
    chart: &'a Waterfall,
    theme: &'a Theme,
    top: f64,
    pitch: f64,
    /// Left and right edge of the plot.
    left: f64,
    right: f64,
    /// Right edges of the columns of figures: part, alone, last; on a narrow sheet the part only.
    columns: Vec<f64>,
}

/// The marks in a space.
pub(super) fn marks(chart: &Waterfall, theme: &Theme, space: Space) -> Vec<Mark> {
    let (top, rows) = (space.top + HEADINGS, chart.steps.len() + 1);
    let pitch = ((space.foot - BELOW - BEFORE_WHOLE - top) / rows as f64).min(PITCH);
    let left = theme.sheet.margin + NAMES;
    let mut sheet = Sheet { chart, theme, top, pitch, left, right: 0.0, columns: Vec::new() };
    sheet.make_columns();
    let mut marks = sheet.grid();
    for (row, step) in chart.steps.iter().enumerate() {
        marks.extend(sheet.step(row, step));
    }
    marks.extend(chart.whole.map(|whole| sheet.whole(whole)).into_iter().flatten());
    marks
}

impl Sheet<'_> {
    /// As wide as their figures, from the right; the plot takes what is left.
    fn make_columns(&mut self) {
        let (chart, bold, plain) = (self.chart, self.name_face(true), self.name_face(false));
        let widest = |texts: &mut dyn Iterator<Item = String>, face: Face| {
            texts.map(|text| width(&text, face)).fold(width("alone", self.heading()), f64::max)
        };
        let parts = || chart.steps.iter().map(|step| step.part).chain(chart.whole);
        let [alone, last] = self.sums();
        let figures = |number: fn(&Step) -> f64, sum: f64| {
            chart.steps.iter().map(number).chain([sum]).map(|value| chart.printed(value))
        };
        let ranges = parts().filter(|_| self.shows_ranges()).map(|part| chart.printed_range(part.spread));
        let part = widest(&mut parts().map(|part| chart.printed(part.mean)), bold);
        let part = part.max(widest(&mut { ranges }, self.quiet()));
        let alone = widest(&mut figures(|step| step.alone, alone), plain);
        let last = widest(&mut figures(|step| step.last, last), plain);
        let right = self.theme.sheet.right();
        self.columns = vec![right - last - alone - 2.0 * BETWEEN, right - last - BETWEEN, right];
        if self.theme.sheet.is_narrow() {
            let names = chart.steps.iter().map(|step| width(&step.name, plain)).fold(0.0, f64::max);
            self.left = self.theme.sheet.margin + (names + BEFORE_BARS).clamp(LEAST_NAMES, NARROW_NAMES);
            self.columns = vec![right];
        }
        self.right = self.columns[0] - part - BEFORE_FIGURES;
    }

    /// What all do alone, and what all add last.
    fn sums(&self) -> [f64; 2] {
        let sum = |number: fn(&Step) -> f64| self.chart.steps.iter().map(number).sum();
        [sum(|step| step.alone), sum(|step| step.last)]
    }

    fn shows_ranges(&self) -> bool {
        self.chart.bands && self.is_loose()
    }

    fn x(&self, value: f64) -> f64 {
        self.left + self.chart.scale.share(value) * (self.right - self.left)
    }

    /// The middle of a row.
    fn y(&self, row: usize) -> f64 {
        let gap = if row == self.chart.steps.len() { BEFORE_WHOLE } else { 0.0 };
        self.top + gap + self.pitch * (row as f64 + 0.5)
    }

    fn is_loose(&self) -> bool {
        self.pitch >= LOOSE
    }

    fn name_face(&self, bold: bool) -> Face {
        Face { bold, colour: self.theme.ink, ..self.theme.tick() }
    }

    /// Numbers of the axis, headings of the columns.
    fn heading(&self) -> Face {
        self.theme.heading()
    }

    /// What stands below a name or a number.
    fn quiet(&self) -> Face {
        self.theme.source()
    }

    /// Vertical lines with their numbers above, headings of the columns, and a rule above the whole.
    fn grid(&self) -> Vec<Mark> {
        let (theme, scale, bottom) = (self.theme, self.chart.scale, self.y(self.chart.steps.len()) + self.pitch / 2.0);
        let mut marks = Vec::new();
        let baseline = self.top - 16.0;
        for tick in scale.ticks() {
            let (x, zero) = (self.x(tick), tick.abs() < 1e-12);
            let pen = if zero { pen(theme.axis, AXIS_LINE) } else { pen(theme.rule, GRID_LINE) };
            marks.push(Mark::Line(vec![(x, self.top - 4.0), (x, bottom)], pen));
        }
        for (tick, text) in self.numbers() {
            marks.push(Words::new((self.x(tick), baseline), self.heading(), text).aligned(Align::Centre).into());
        }
        for (x, heading) in self.columns.iter().zip(["part", "alone", "last"]) {
            marks.push(Words::new((*x, baseline), self.heading(), heading).aligned(Align::Right).into());
        }
        let y = self.y(self.chart.steps.len()) - self.pitch / 2.0 - BEFORE_WHOLE / 2.0;
        marks.push(Mark::Line(
            vec![(self.theme.sheet.margin, y), (self.theme.sheet.right(), y)],
            pen(theme.rule, GRID_LINE),
        ));
        marks
    }

    /// The ticks that have a number, and what it says: 0, and so many to both sides as have room.
    fn numbers(&self) -> Vec<(f64, String)> {
        let ticks: Vec<f64> = self.chart.scale.ticks().collect();
        let decimals = self.chart.scale.tick_decimals();
        let sign = |tick: f64| if tick > 1e-12 { "+" } else { "" };
        let text = |tick: f64| format!("{}{}", sign(tick), number(tick, decimals));
        let widest = ticks.iter().map(|tick| width(&text(*tick), self.heading())).fold(0.0, f64::max);
        let distance = (self.right - self.left) / (ticks.len() - 1).max(1) as f64;
        let every =
            [1, 2, 5].into_iter().find(|every| distance * f64::from(*every) >= widest + BETWEEN / 2.0).unwrap_or(10);
        let zero = ticks.iter().position(|tick| tick.abs() < 1e-12).unwrap_or(0);
        let numbered =
            ticks.iter().enumerate().filter(|(place, _)| place.abs_diff(zero).is_multiple_of(every as usize));
        numbered.map(|(_, tick)| (*tick, text(*tick))).collect()
    }

    fn step(&self, row: usize, step: &Step) -> Vec<Mark> {
        let colour = match step.part.mean {
            mean if mean > 0.0 => self.theme.lines[0],
            mean if mean < 0.0 => self.theme.lines[1],
            _ => self.theme.ghost,
        };
        let mut marks = vec![self.connector(row, step.to())];
        marks.extend(self.bar(row, (step.from, step.to()), colour));
        marks.extend(self.interval(row, step.from, step.part.spread));
        marks.extend(self.label(row, (&step.name, false), &step.notes));
        marks.extend(self.figures(row, step.part, [step.alone, step.last]));
        marks
    }

    fn whole(&self, whole: Summary) -> Vec<Mark> {
        let row = self.chart.steps.len();
        let mut marks = self.bar(row, (0.0, whole.mean), self.theme.ghost);
        marks.extend(self.interval(row, 0.0, whole.spread));
        marks.extend(self.label(row, ("Together", true), &["alone, last: sums of the columns".to_owned()]));
        marks.extend(self.figures(row, whole, self.sums()));
        marks
    }

    /// From the end of a bar down to the next one, which begins there.
    fn connector(&self, row: usize, value: f64) -> Mark {
        let line = vec![(self.x(value), self.y(row)), (self.x(value), self.y(row + 1))];
        Mark::Line(line, pen(self.theme.ghost, GRID_LINE))
    }

    fn bar(&self, row: usize, (from, to): (f64, f64), colour: Rgb) -> Vec<Mark> {
        let half = (self.pitch * BAR_SHARE).min(BAR) / 2.0;
        let (y, left, right) = (self.y(row), self.x(from.min(to)), self.x(from.max(to)));
        // What is nearly nothing is seen as a line.
        let right = right.max(left + 2.0);
        let corners: Vec<Spot> = vec![(left, y - half), (right, y - half), (right, y + half), (left, y + half)];
        vec![Mark::Area(corners, colour, 1.0)]
    }

    fn interval(&self, row: usize, from: f64, spread: Spread) -> Vec<Mark> {
        if !self.chart.bands {
            return Vec::new();
        }
        let (y, [low, high]) = (self.y(row), [spread.low90, spread.high90].map(|edge| self.x(from + edge)));
        let line = |spots: [Spot; 2], width: f64, colour: Rgb| Mark::Line(spots.to_vec(), pen(colour, width));
        let cap = |x: f64| [(x, y - CAP), (x, y + CAP)];
        let lines = [[(low, y), (high, y)], cap(low), cap(high)];
        let casing = lines.map(|spots| line(spots, INTERVAL_LINE + 2.0, self.theme.paper));
        casing.into_iter().chain(lines.map(|spots| line(spots, INTERVAL_LINE, self.theme.ink))).collect()
    }

    fn label(&self, row: usize, (name, bold): (&str, bool), notes: &[String]) -> Vec<Mark> {
        let (left, y) = (self.theme.sheet.margin, self.y(row));
        let room = self.left - left - BEFORE_BARS;
        let note = notes.iter().find(|note| self.is_loose() && width(note, self.quiet()) <= room);
        let name = fit(name, self.name_face(bold), room);
        let up = if note.is_some() { 12.0 } else { 0.0 };
        let name = Words::new((left, y + 9.0 - up), self.name_face(bold), name);
        let note = note.map(|note| Words::new((left, y + 26.0), self.quiet(), note.as_str()));
        [name].into_iter().chain(note).map(Mark::from).collect()
    }

    /// The part with its middle 90 %, and what the player does alone and last.
    fn figures(&self, row: usize, part: Summary, others: [f64; 2]) -> Vec<Mark> {
        let (y, chart) = (self.y(row), self.chart);
        let up = if self.shows_ranges() { 12.0 } else { 0.0 };
        let right = |x: f64, y: f64, face: Face, text: String| Words::new((x, y), face, text).aligned(Align::Right);
        let mut words = vec![right(self.columns[0], y + 9.0 - up, self.name_face(true), chart.printed(part.mean))];
        if self.shows_ranges() {
            words.push(right(self.columns[0], y + 26.0, self.quiet(), chart.printed_range(part.spread)));
        }
        let plain = Face { colour: self.theme.text, ..self.name_face(false) };
        for (x, value) in self.columns[1..].iter().zip(others) {
            words.push(right(*x, y + 9.0 - up, plain, chart.printed(value)));
        }
        words.into_iter().map(Mark::from).collect()
    }
}
