//! Where the tiles of a sweep go: the first setting from the bottom up, the second from left to right. A line where
//! they reach a level, and a mark where the scenario itself stands, lie on them; what both mean stands above.

use super::head::Space;
use super::key::{self, Glyph};
use super::plot::pen;
use crate::charts::contour::Place;
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::sweep::Grid;
use crate::charts::theme::{Face, Rgb, Theme};
use crate::charts::typeface::{fit, width};

/// From the lowest edge of the tiles to the source, and height of the words above them.
const BELOW: f64 = 124.0;
const ABOVE: f64 = 46.0;
/// Widest column of values on the left.
const WIDEST: f64 = 220.0;
/// Between the values and the tiles, and between two tiles.
const BESIDE: f64 = 18.0;
const GAP: f64 = 3.0;
/// The mark of the scenario itself: radius of a ring between tiles.
const RING: f64 = 12.0;
/// A number interrupts the line on tiles of which it takes less than this share.
const ROOMY: f64 = 0.3;

/// The tiles, and what a step means on the sheet.
struct Tiles<'a> {
    grid: &'a Grid,
    theme: &'a Theme,
    left: f64,
    bottom: f64,
    columns: usize,
    /// Width and height of a step.
    step: (f64, f64),
}

/// The marks in a space.
pub(super) fn marks(grid: &Grid, theme: &Theme, space: Space) -> Vec<Mark> {
    let [first, second] = &grid.axes[..] else { return Vec::new() };
    let (top, bottom, sheet) = (space.top + ABOVE, space.foot - BELOW, theme.sheet);
    let widest = first.labels.iter().map(|text| width(text, theme.tick())).fold(0.0, f64::max).min(WIDEST);
    let left = sheet.margin + widest + BESIDE;
    let (columns, rows) = (second.values.len(), first.values.len());
    let (wide, high) = ((sheet.right() - left) / columns as f64, (bottom - top) / rows as f64);
    let tiles = Tiles { grid, theme, left, bottom, columns, step: (wide, high) };
    let name = Face { bold: true, colour: theme.text, ..theme.heading() };
    let (mut marks, key_from) = key::marks(&tiles.key(), theme, top - 20.0);
    marks.push(Words::new((sheet.margin, top - 20.0), name, fit(&first.name, name, key_from - sheet.margin)).into());
    for (row, text) in first.labels.iter().enumerate().step_by(every(high, theme.tick())) {
        let y = bottom - high * (row as f64 + 0.5) + 9.0;
        let words = Words::new((left - BESIDE, y), theme.tick(), fit(text, theme.tick(), widest));
        marks.push(words.aligned(Align::Right).into());
    }
    for (column, text) in second.labels.iter().enumerate() {
        let words = fit(text, theme.tick(), wide - 8.0);
        let at = (left + wide * (column as f64 + 0.5), bottom + 36.0);
        marks.push(Words::new(at, theme.tick(), words).aligned(Align::Centre).into());
    }
    let middle = f64::midpoint(left, sheet.right());
    let below = Words::new((middle, bottom + 74.0), name, fit(&second.name, name, sheet.right() - left));
    marks.push(below.aligned(Align::Centre).into());
    marks.extend((0..grid.spreads.len()).flat_map(|point| tiles.tile(point)));
    marks.extend(tiles.lines());
    marks.extend((0..grid.spreads.len()).flat_map(|point| tiles.number(point)));
    marks.extend(tiles.baseline());
    marks
}

impl Tiles<'_> {
    /// Where a place of the grid is on the sheet.
    fn spot(&self, (row, column): Place) -> Spot {
        let (wide, high) = self.step;
        (self.left + wide * (column + 0.5) - GAP / 2.0, self.bottom - high * (row + 0.5) - GAP / 2.0)
    }

    fn frame(&self, point: usize) -> Frame {
        let (x, y) = self.spot(((point / self.columns) as f64, (point % self.columns) as f64));
        let (wide, high) = ((self.step.0 - GAP) / 2.0, (self.step.1 - GAP) / 2.0);
        Frame { left: x - wide, top: y - high, right: x + wide, bottom: y + high }
    }

    fn median(&self, point: usize) -> Option<f64> {
        self.grid.spreads[point].map(|spread| spread.median)
    }

    fn tile(&self, point: usize) -> Vec<Mark> {
        let Frame { left, top, right, bottom } = self.frame(point);
        let Some(median) = self.median(point) else {
            let cross = |a: Spot, b: Spot| Mark::Line(vec![a, b], pen(self.theme.rule, 2.0));
            return vec![cross((left, top), (right, bottom)), cross((left, bottom), (right, top))];
        };
        vec![area(self.frame(point), self.theme.shaded(self.grid.shade(median)).0)]
    }

    /// The line along which the level is reached.
    fn lines(&self) -> Vec<Mark> {
        let Some(level) = &self.grid.level else { return Vec::new() };
        let line = |line: &Vec<Place>| {
            let spots: Vec<Spot> = line.iter().map(|place| self.spot(*place)).collect();
            [(self.theme.paper, 9.0), (self.theme.lines[1], 5.0)]
                .map(|(colour, width)| Mark::Line(spots.clone(), pen(colour, width)))
        };
        level.lines.iter().flat_map(line).collect()
    }

    fn number(&self, point: usize) -> Vec<Mark> {
        let Some(median) = self.median(point) else { return Vec::new() };
        let (frame, text) = (self.frame(point), self.grid.printed(median));
        let (ground, colour) = self.theme.shaded(self.grid.shade(median));
        let (wide, high) = (frame.right - frame.left, frame.bottom - frame.top);
        let face = |size| Face { size, bold: false, colour };
        let sizes = [26.0, 22.0, 18.0, 15.0].into_iter();
        let mut fitting = sizes.filter(|size| width(&text, face(*size)) <= wide - GAP && 1.22 * *size < high + GAP);
        // A tile too small for its number shows its shade alone; the table has the number.
        let Some(face) = fitting.next().map(face) else { return Vec::new() };
        let at = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0 + 0.35 * face.size);
        let centred = |at: Spot| Words::new(at, face, text.clone()).aligned(Align::Centre);
        let mut words = centred(at);
        // A ring that would lie on the number pushes it up or down.
        if let Some(ring) = self.ring()
            && words.frame().overlaps(&Frame::about(ring, RING + 3.0))
        {
            let away = (high / 2.0 - face.size * 0.6).clamp(0.0, RING + face.size);
            words = centred((at.0, at.1 + if ring.1 > (frame.top + frame.bottom) / 2.0 { -away } else { away }));
        }
        let patch = words.frame().grown(4.0);
        let share = (patch.right - patch.left) * (patch.bottom - patch.top) / (wide * high);
        let is_crossed = self.grid.level.as_ref().is_some_and(|level| !level.lines.is_empty());
        let patch = (is_crossed && share < ROOMY).then(|| area(patch, ground));
        patch.into_iter().chain([words.into()]).collect()
    }

    /// The place of the scenario itself, where that is between tiles.
    fn ring(&self) -> Option<Spot> {
        let (place, _) = self.grid.baseline.as_ref()?;
        let between = |place: &f64| libm::floor(*place) != *place;
        place.iter().any(between).then(|| self.spot((place[0], place[1])))
    }

    /// The mark where the scenario itself stands: a ring, or a frame around its tile.
    fn baseline(&self) -> Vec<Mark> {
        let Some((place, _)) = &self.grid.baseline else { return Vec::new() };
        if let Some(spot) = self.ring() {
            return key::ring(spot, RING, self.theme).to_vec();
        }
        let Frame { left, top, right, bottom } = self.frame(place[0] as usize * self.columns + place[1] as usize);
        let around = |by: f64, colour: Rgb, width: f64| {
            let (left, top, right, bottom) = (left + by, top + by, right - by, bottom - by);
            let corners = vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top - width / 2.0)];
            Mark::Line(corners, pen(colour, width))
        };
        vec![around(2.5, self.theme.ink, 6.0), around(7.0, self.theme.paper, 3.0)]
    }

    /// What the mark and the line mean.
    fn key(&self) -> Vec<(Glyph, String)> {
        let mark = if self.ring().is_some() { Glyph::Ring } else { Glyph::Box };
        let mark = self.grid.baseline.as_ref().map(|_| mark);
        let level = self.grid.level.as_ref().filter(|level| !level.lines.is_empty());
        match (mark, level) {
            (Some(mark), Some(level)) if level.is_baseline => {
                vec![(mark, String::new()), (Glyph::Line, level.words.clone())]
            }
            (mark, level) => {
                let mark = mark.map(|mark| (mark, "as in the scenario".to_owned()));
                mark.into_iter().chain(level.map(|level| (Glyph::Line, level.words.clone()))).collect()
            }
        }
    }
}

fn area(Frame { left, top, right, bottom }: Frame, colour: Rgb) -> Mark {
    Mark::Area(vec![(left, top), (right, top), (right, bottom), (left, bottom)], colour, 1.0)
}

/// Of how many rows one has room for its words.
pub(super) fn every(pitch: f64, face: Face) -> usize {
    libm::ceil(1.25 * face.size / pitch).max(1.0) as usize
}
