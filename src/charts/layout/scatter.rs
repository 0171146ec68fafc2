//! Where the dots of a sweep of many points go: a panel for each setting, its values from left to right; what the
//! points come to goes from the bottom up, on the same scale in all panels.

use super::head::Space;
use super::key::{self, Glyph};
use super::nth_with_room;
use super::plot::pen;
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::scatter::{Panel, Scatter};
use crate::charts::theme::{AXIS_LINE, CASING, DASH, DOTS, Face, GRID_LINE, LINE, MARKER_LINE, Theme};
use crate::charts::typeface::{fit, width, wrap_at_most};
use crate::charts::words::number;

/// Most panels in one column of a journal.
const IN_A_COLUMN: usize = 4;
/// Between panels, and between a number and its axis.
const ACROSS: f64 = 30.0;
const DOWN: f64 = 22.0;
const BESIDE: f64 = 10.0;
/// Height of the name above a panel, of a second line of it and of the words about its trend, and of the values under
/// it.
const NAME: f64 = 34.0;
const NOTE: f64 = 30.0;
const LEADING: f64 = 32.0;
const VALUES: f64 = 34.0;
/// From this height of a panel on its name may have a second line.
const TWO_LINES: f64 = 220.0;
/// From the lowest values to the source.
const BELOW: f64 = 42.0;
/// Height of the key.
const KEY: f64 = 40.0;
/// Least width of a panel, and how wide its plot is for its height, at best.
const NARROWEST: f64 = 250.0;
const SHAPE: f64 = 1.5;
/// From the edge of a plot to the first and the last value, so that dots there are whole.
const INSET: f64 = 14.0;
/// Air between two values. A few words under a panel share its width; of more some are told, and none is wider.
const AIR: f64 = 16.0;
const FEW_WORDS: usize = 4;
const WIDEST: f64 = 150.0;
/// Which share of a plot the dots would cover side by side, and the smallest and the largest radius of one.
const COVER: f64 = 0.12;
const RADII: (f64, f64) = (2.6, 8.0);
/// Half the width of the line of a word, and of its dots, as a share of its room.
const HALF_WORD: f64 = 0.34;
const HALF_DOTS: f64 = 0.2;
/// Places that fill an interval evenly, one after the other, are apart by this share of it, modulo 1.
const GOLDEN: f64 = 0.618_034;
/// How much a place without a panel counts against a number of columns.
const GAP: f64 = 0.1;

struct Panels<'a> {
    chart: &'a Scatter,
    theme: &'a Theme,
    columns: usize,
    left: f64,
    top: f64,
    /// Width and height of a panel with its words and values.
    size: (f64, f64),
    /// Height of its words, and most lines of its name.
    words: f64,
    lines: usize,
}

/// How many panels there are on a sheet.
pub(super) fn shown(chart: &Scatter, theme: &Theme) -> usize {
    let most = if theme.sheet.is_narrow() { IN_A_COLUMN } else { chart.panels.len() };
    chart.panels.len().min(most)
}

/// The marks of so many panels in a space.
pub(super) fn marks(chart: &Scatter, shown: usize, theme: &Theme, space: Space) -> Vec<Mark> {
    let panels = Panels::new(chart, shown, theme, space);
    let key = chart.level.iter().map(|(_, words)| (Glyph::Dashes, words.clone()));
    let (mut marks, _) = key::marks(&key.collect::<Vec<_>>(), theme, space.top - 8.0);
    marks.extend((0..shown).flat_map(|place| panels.panel(place)));
    marks
}

impl<'a> Panels<'a> {
    fn new(chart: &'a Scatter, shown: usize, theme: &'a Theme, space: Space) -> Panels<'a> {
        let sheet = theme.sheet;
        let numbers = chart.scale.ticks().map(|tick| width(&tick_words(chart, tick), theme.note()));
        let left = sheet.margin + numbers.fold(0.0, f64::max) + BESIDE;
        let top = space.top - 30.0 + if chart.level.is_some() { KEY } else { 0.0 };
        let measure = |columns: usize| {
            let lines = shown.div_ceil(columns);
            let across = (sheet.right() - left - ACROSS * (columns - 1) as f64) / columns as f64;
            (across, (space.foot - BELOW - top - DOWN * (lines - 1) as f64) / lines as f64)
        };
        let odd = |columns: &usize| {
            let (across, high) = measure(*columns);
            let empty = shown.next_multiple_of(*columns) - shown;
            libm::log(across / (SHAPE * (high - NAME - VALUES).max(1.0))).abs() + GAP * empty as f64
        };
        let fits = |columns: &usize| *columns == 1 || measure(*columns).0 >= NARROWEST;
        let columns = (1..=shown).filter(fits).min_by(|a, b| odd(a).total_cmp(&odd(b))).unwrap_or(1);
        let mut panels = Panels { chart, theme, columns, left, top, size: measure(columns), words: NAME, lines: 1 };
        let all = &chart.panels[..shown];
        let is_long = |panel: &Panel| width(&panel.name, panels.name_face()) > panels.size.0;
        panels.lines = if panels.size.1 >= TWO_LINES && all.iter().any(is_long) { 2 } else { 1 };
        let beside = panels.lines == 1 && all.iter().all(|panel| panels.has_note_beside(panel));
        let notes = !beside && all.iter().any(|panel| !panel.note.is_empty());
        panels.words += LEADING * (panels.lines - 1) as f64;
        panels.words += if notes { NOTE } else { 0.0 };
        panels
    }

    fn name_face(&self) -> Face {
        Face { bold: true, colour: self.theme.text, ..self.theme.heading() }
    }

    fn value_face(&self) -> Face {
        Face { colour: self.theme.quiet, ..self.theme.note() }
    }

    /// Do name and note find room in one line?
    fn has_note_beside(&self, panel: &Panel) -> bool {
        width(&panel.name, self.name_face()) + AIR + width(&panel.note, self.value_face()) <= self.size.0
    }

    /// The box of the dots of a panel.
    fn frame(&self, place: usize) -> Frame {
        let (column, line) = ((place % self.columns) as f64, (place / self.columns) as f64);
        let left = self.left + column * (self.size.0 + ACROSS);
        let top = self.top + line * (self.size.1 + DOWN);
        Frame { left, top: top + self.words, right: left + self.size.0, bottom: top + self.size.1 - VALUES }
    }

    fn x(frame: &Frame, place: f64) -> f64 {
        frame.left + INSET + place * (frame.right - frame.left - 2.0 * INSET)
    }

    fn y(&self, frame: &Frame, value: f64) -> f64 {
        frame.bottom - self.chart.scale.share(value) * (frame.bottom - frame.top)
    }

    fn panel(&self, place: usize) -> Vec<Mark> {
        let (panel, frame) = (&self.chart.panels[place], self.frame(place));
        let mut marks = self.heading(panel, &frame);
        marks.extend(self.grid(place, &frame));
        marks.extend(self.values(panel, &frame));
        marks.extend(self.own(panel, &frame));
        marks.extend(self.dots(panel, &frame));
        marks.extend(self.bands(panel, &frame));
        marks.extend(self.level(&frame));
        marks.extend(self.lines(panel, &frame));
        marks
    }

    /// The name of the setting; beside it or below it what is said about its trend.
    fn heading(&self, panel: &Panel, frame: &Frame) -> Vec<Mark> {
        let (bold, plain, room) = (self.name_face(), self.value_face(), self.size.0);
        let names = wrap_at_most(&panel.name, bold, room, self.lines);
        let baseline = |line: usize| frame.top - self.words + 22.0 + LEADING * line as f64;
        let note = if self.words > NAME {
            Words::new((frame.left, baseline(names.len())), plain, fit(&panel.note, plain, room))
        } else {
            Words::new((frame.right, baseline(0)), plain, panel.note.as_str()).aligned(Align::Right)
        };
        let names =
            names.into_iter().enumerate().map(|(line, text)| Words::new((frame.left, baseline(line)), bold, text));
        names.chain([note]).filter(|words| !words.text.is_empty()).map(Mark::from).collect()
    }

    /// Lines across, with numbers at the first column.
    fn grid(&self, place: usize, frame: &Frame) -> Vec<Mark> {
        let (theme, scale, face) = (self.theme, self.chart.scale, self.value_face());
        let count = scale.ticks().count();
        let every = nth_with_room([face.size].into_iter(), (frame.bottom - frame.top) / (count - 1).max(1) as f64);
        let mut marks = Vec::new();
        for (number, tick) in scale.ticks().enumerate() {
            let y = self.y(frame, tick);
            let pen = if number == 0 { pen(theme.axis, AXIS_LINE) } else { pen(theme.rule, GRID_LINE) };
            marks.push(Mark::Line(vec![(frame.left, y), (frame.right, y)], pen));
            if place.is_multiple_of(self.columns) && number.is_multiple_of(every) {
                let words = Words::new((frame.left - BESIDE, y + 8.0), face, tick_words(self.chart, tick));
                marks.push(words.aligned(Align::Right).into());
            }
        }
        marks
    }

    /// The values of the setting below, as many as find room.
    fn values(&self, panel: &Panel, frame: &Frame) -> Vec<Mark> {
        let face = self.value_face();
        let words = |every: usize| -> Vec<Words> {
            let room = (frame.right - frame.left) * every as f64 / panel.ticks.len() as f64 - AIR;
            let room = if panel.ticks.len() > FEW_WORDS { room.max(WIDEST) } else { room };
            let told = panel.ticks.iter().step_by(every).map(|(place, text)| {
                let text = if panel.words { fit(text, face, room) } else { text.clone() };
                let half = width(&text, face) / 2.0;
                let middle = Self::x(frame, *place).min(frame.right - half).max(frame.left + half);
                Words::new((middle, frame.bottom + 30.0), face, text).aligned(Align::Centre)
            });
            told.collect()
        };
        let apart =
            |words: &Vec<Words>| words.windows(2).all(|pair| pair[0].frame().right + AIR <= pair[1].frame().left);
        let told = (1..=panel.ticks.len()).map(words).find(apart).unwrap_or_default();
        let tick = |(place, _): &(f64, String)| {
            let x = Self::x(frame, *place);
            Mark::Line(vec![(x, frame.bottom), (x, frame.bottom + 7.0)], pen(self.theme.axis, GRID_LINE))
        };
        let ticks = panel.ticks.iter().filter(|_| !panel.words).map(tick);
        ticks.chain(told.into_iter().map(Mark::from)).collect()
    }

    /// The more dots, the smaller they are, and the more they let through.
    fn dots(&self, panel: &Panel, frame: &Frame) -> Vec<Mark> {
        let area = (frame.right - frame.left) * (frame.bottom - frame.top) / panel.dots.len().max(1) as f64;
        let radius = libm::sqrt(COVER * area / std::f64::consts::PI).clamp(RADII.0, RADII.1);
        let opacity = 0.3 + 0.4 * radius / RADII.1;
        // Dots of a word stand beside each other: where exactly means nothing.
        let beside = |number: usize| match panel.words {
            true => 2.0 * HALF_DOTS * (libm::fmod(GOLDEN * number as f64, 1.0) - 0.5) / panel.ticks.len() as f64,
            false => 0.0,
        };
        let dot = |(number, (place, median)): (usize, &(f64, f64))| {
            let at = (Self::x(frame, place + beside(number)), self.y(frame, *median));
            Mark::Haze(at, radius, self.theme.ghost, opacity)
        };
        panel.dots.iter().enumerate().map(dot).collect()
    }

    /// How far the line of a word goes to both sides.
    fn half_word(panel: &Panel, frame: &Frame) -> f64 {
        HALF_WORD * (frame.right - frame.left - 2.0 * INSET) / panel.ticks.len() as f64
    }

    /// The middle half of each bin: one band, or a box for each word.
    fn bands(&self, panel: &Panel, frame: &Frame) -> Vec<Mark> {
        let edges: Vec<(f64, f64, f64)> = panel
            .bins
            .iter()
            .filter_map(|bin| Some((Self::x(frame, bin.at), bin.half?)))
            .map(|(x, (low, high))| (x, self.y(frame, low), self.y(frame, high)))
            .collect();
        let area = |outline: Vec<Spot>| Mark::Area(outline, self.theme.lines[0], (1.6 * self.theme.band).min(0.4));
        if !panel.words {
            let low = edges.iter().map(|(x, low, _)| (*x, *low));
            let high = edges.iter().rev().map(|(x, _, high)| (*x, *high));
            return (edges.len() > 1).then(|| area(low.chain(high).collect())).into_iter().collect();
        }
        let half = Self::half_word(panel, frame);
        let around = |(x, low, high): (f64, f64, f64)| {
            area(vec![(x - half, low), (x + half, low), (x + half, high), (x - half, high)])
        };
        edges.into_iter().map(around).collect()
    }

    /// The running middle: one line, or a piece for each word, which have no order.
    fn lines(&self, panel: &Panel, frame: &Frame) -> Vec<Mark> {
        let spots: Vec<Spot> =
            panel.bins.iter().map(|bin| (Self::x(frame, bin.at), self.y(frame, bin.median))).collect();
        let half = Self::half_word(panel, frame);
        let lines = match panel.words {
            true => spots.into_iter().map(|(x, y)| vec![(x - half, y), (x + half, y)]).collect(),
            false if spots.is_empty() => Vec::new(),
            false => vec![spots],
        };
        let pens = [(self.theme.paper, LINE + 1.0 + CASING), (self.theme.lines[0], LINE + 1.0)];
        let line = |spots: Vec<Spot>| pens.map(|(colour, width)| Mark::Line(spots.clone(), pen(colour, width)));
        lines.into_iter().flat_map(line).collect()
    }

    /// Where the scenario itself stands.
    fn own(&self, panel: &Panel, frame: &Frame) -> Option<Mark> {
        let x = Self::x(frame, panel.own?);
        Some(Mark::Dashes(vec![(x, frame.top), (x, frame.bottom)], pen(self.theme.text, MARKER_LINE), DOTS))
    }

    /// What shall be reached.
    fn level(&self, frame: &Frame) -> Option<Mark> {
        let (value, _) = self.chart.level.as_ref()?;
        let y = self.y(frame, *value);
        Some(Mark::Dashes(vec![(frame.left, y), (frame.right, y)], pen(self.theme.lines[1], LINE), DASH))
    }
}

fn tick_words(chart: &Scatter, tick: f64) -> String {
    number(tick, chart.scale.tick_decimals())
}
