//! The rectangle in which lines are drawn: its axes, grid, bands and lines.

use super::Design;
use super::head::Space;
use crate::charts::calendar_axis::{Span, Ticks, rows, ticks};
use crate::charts::marks::{Align, Mark, Pen, Spot, Words};
use crate::charts::theme::{AXIS_LINE, CASING, DASH, FAINT_LINE, FOCUS_LINE, GRID_LINE, LINE, Rgb};
use crate::charts::time_chart::{Point, Series};
use crate::charts::typeface::width;
use crate::charts::words::number;

/// From the lower edge of the plot to the source if one row of dates is all that stands between.
const BELOW: f64 = 82.0;
/// Width of the numbers on the left of a slide, unless they need more, and of the labels on its right.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 312.0;
/// Distance between the two rows of dates.
const DATE_LEADING: f64 = 33.0;
/// Width of the edges of a band that is not filled.
const BAND_LINE: f64 = 1.2;
/// Distance between the numbers and the axis.
const BESIDE: f64 = 14.0;

/// A place for lines on the sheet, and what a length on it means.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    /// Left edge.
    pub(super) left: f64,
    /// Right edge.
    pub(super) right: f64,
    /// Upper edge.
    pub(super) top: f64,
    /// Lower edge.
    pub(super) bottom: f64,
    /// Baseline of the last row of dates.
    pub(super) dates_end: f64,
    /// How far labels at the line ends may reach above the plot.
    pub(super) headroom: f64,
    /// Right edge, if the labels need no more room than usual.
    most: f64,
    hours: (f64, f64),
    dates: Ticks,
}

impl Plot {
    /// A plot that leaves a strip free between `top` and itself, and `below` free under its dates.
    pub(super) fn new(design: Design<'_>, space: Space, (strip, below): (f64, f64)) -> Plot {
        let (chart, face, sheet) = (design.chart, design.theme.tick(), design.theme.sheet);
        let (least, most) =
            if sheet.paper { (0.0, sheet.right()) } else { (sheet.margin + LEFT, sheet.right() - RIGHT) };
        let numbers = chart.scale.ticks().map(|tick| width(&tick_words(design, tick), face));
        let left = numbers.fold(least, |left, wide| left.max(sheet.margin + wide + BESIDE));
        // Words in the strip may reach over the labels.
        let headroom = if strip > 0.0 { 10.0 } else { 36.0 };
        let (hours, dates) = (chart.hours, Ticks::default());
        let top = space.top + strip;
        let mut plot = Plot { left, right: most, most, top, bottom: 0.0, dates_end: 0.0, headroom, hours, dates };
        plot.dates = plot.ticks(design);
        let more_rows = DATE_LEADING * (rows(&plot.dates) - 1) as f64;
        plot.bottom = space.foot - BELOW * face.size / 26.0 - more_rows - below;
        plot.dates_end = plot.bottom + 34.0 + more_rows;
        plot
    }

    /// Makes the plot as wide as the labels at its right allow.
    pub(super) fn end_at(&mut self, design: Design<'_>, right: f64) {
        self.right = right.min(self.most);
        self.dates = self.ticks(design);
    }

    fn ticks(&self, design: Design<'_>) -> Ticks {
        let (clock, hours) = (design.chart.clock, self.hours);
        ticks(&Span { clock, hours, room: self.right - self.left, face: design.theme.tick() })
    }

    /// Where an hour is, from the left.
    pub(super) fn x(&self, hour: f64) -> f64 {
        let share = (hour - self.hours.0) / (self.hours.1 - self.hours.0);
        self.left + share * (self.right - self.left)
    }

    /// Where a value is, from the top.
    pub(super) fn y(&self, design: Design<'_>, value: f64) -> f64 {
        self.bottom - design.chart.scale.share(value) * (self.bottom - self.top)
    }

    /// The medians of some points as a line.
    pub(super) fn medians(&self, design: Design<'_>, points: &[Point]) -> Vec<Spot> {
        points.iter().map(|point| (self.x(point.hour), self.y(design, point.spread.median))).collect()
    }

    /// The upper and the lower edge of a band.
    pub(super) fn edges(&self, design: Design<'_>, points: &[Point]) -> (Vec<Spot>, Vec<Spot>) {
        let edge = |value: fn(&Point) -> f64| {
            points.iter().map(|point| (self.x(point.hour), self.y(design, value(point)))).collect()
        };
        (edge(|point| point.spread.high90), edge(|point| point.spread.low90))
    }

    /// The same of the middle half, where it is drawn.
    fn half(&self, design: Design<'_>, points: &[Point]) -> Option<(Vec<Spot>, Vec<Spot>)> {
        let edge = |value: fn((f64, f64)) -> f64| -> Option<Vec<Spot>> {
            points.iter().map(|point| Some((self.x(point.hour), self.y(design, value(point.half?))))).collect()
        };
        Some((edge(|(_, high)| high)?, edge(|(low, _)| low)?))
    }

    /// Grid, axes and what is written beside them.
    pub(super) fn grid(&self, design: Design<'_>) -> Vec<Mark> {
        let theme = design.theme;
        let mut marks = Vec::new();
        for tick in design.chart.scale.ticks() {
            let y = self.y(design, tick);
            let reference = design.chart.reference.is_some_and(|reference| (reference - tick).abs() < 1e-9);
            let pen = if reference { pen(theme.axis, AXIS_LINE) } else { pen(theme.rule, GRID_LINE) };
            marks.push(Mark::Line(vec![(self.left, y), (self.right, y)], pen));
            let words = Words::new((self.left - BESIDE, y + 9.0), theme.tick(), tick_words(design, tick));
            marks.push(words.aligned(Align::Right).into());
        }
        marks.extend(self.time_axis(design));
        marks
    }

    fn time_axis(&self, design: Design<'_>) -> Vec<Mark> {
        let theme = design.theme;
        let tick = |hour: &f64| {
            let x = self.x(*hour);
            Mark::Line(vec![(x, self.bottom), (x, self.bottom + 9.0)], pen(theme.axis, GRID_LINE))
        };
        let axis = Mark::Line(vec![(self.left, self.bottom), (self.right, self.bottom)], pen(theme.axis, AXIS_LINE));
        let labels = self.dates.labels.iter().map(|label| {
            let middle = (self.x(label.between.0) + self.x(label.between.1)) / 2.0;
            // A label under the first tick must not touch the lowest number of the other axis.
            let middle = middle.max(self.left - BESIDE / 2.0 + width(&label.words, theme.tick()) / 2.0);
            let baseline = self.bottom + 34.0 + DATE_LEADING * label.row as f64;
            Words::new((middle, baseline), theme.tick(), label.words.as_str()).aligned(Align::Centre).into()
        });
        self.dates.marks.iter().map(tick).chain([axis]).chain(labels).collect()
    }

    /// The middle 90 % of every coloured country, all before any line.
    pub(super) fn bands(&self, design: Design<'_>) -> Vec<Mark> {
        let chart = design.chart;
        let coloured = chart.series.iter().filter(|series| chart.bands && series.colour.is_some());
        let band = |series: &Series| {
            let (upper, lower) = self.edges(design, &series.points);
            let (colour, dash) = (design.theme.line(series.colour), design.theme.dash(series.colour, series.focus));
            if let Some(dash) = dash {
                // Grey on grey cannot be told apart.
                return [upper, lower].map(|edge| Mark::Dashes(edge, pen(colour, BAND_LINE), dash)).to_vec();
            }
            let outline =
                |upper: Vec<Spot>, lower: Vec<Spot>| upper.into_iter().chain(lower.into_iter().rev()).collect();
            let whole = Mark::Area(outline(upper, lower), colour, design.theme.band);
            let half = self.half(design, &series.points);
            let half = half.map(|(upper, lower)| Mark::Area(outline(upper, lower), colour, 1.5 * design.theme.band));
            [whole].into_iter().chain(half).collect()
        };
        coloured.flat_map(band).collect()
    }

    /// Grey lines, the ghost, coloured lines, the focus country last; then the ring where run and ghost part.
    pub(super) fn lines(&self, design: Design<'_>) -> Vec<Mark> {
        let chart = design.chart;
        let mut marks = Vec::new();
        let rank = |series: &Series| (series.colour.is_some(), series.focus);
        for series in chart.series.iter().filter(|series| series.colour.is_none()) {
            marks.extend(self.line(design, series));
        }
        if let Some(ghost) = &chart.ghost {
            let spots = self.medians(design, &ghost.points);
            marks.push(Mark::Dashes(spots, pen(design.theme.ghost, LINE), DASH));
        }
        for wanted in [(true, false), (true, true)] {
            let series = chart.series.iter().filter(|series| rank(series) == wanted);
            marks.extend(series.flat_map(|series| self.line(design, series)));
        }
        marks.extend(self.ring(design));
        marks
    }

    fn line(&self, design: Design<'_>, series: &Series) -> [Mark; 2] {
        let width = match series {
            Series { focus: true, .. } => FOCUS_LINE,
            Series { colour: None, .. } => FAINT_LINE,
            _ => LINE,
        };
        let spots = self.medians(design, &series.points);
        let casing = Mark::Line(spots.clone(), pen(design.theme.paper, width + CASING));
        let colour = if series.colour.is_some() { design.theme.line(series.colour) } else { design.theme.faint };
        let line = match design.theme.dash(series.colour, series.focus) {
            Some(dash) => Mark::Dashes(spots, pen(colour, width), dash),
            None => Mark::Line(spots, pen(colour, width)),
        };
        [casing, line]
    }

    /// Where the ring is: on the focus country's line, at the first change.
    pub(super) fn fork(&self, design: Design<'_>) -> Option<Spot> {
        let (focus, ghost) = (design.chart.focus()?, design.chart.ghost.as_ref()?);
        let x = self.x(ghost.fork);
        Some((x, height_at(&self.medians(design, &focus.points), x)?))
    }

    fn ring(&self, design: Design<'_>) -> Vec<Mark> {
        let Some(focus) = design.chart.focus() else { return Vec::new() };
        let (paper, colour) = (design.theme.paper, design.theme.line(focus.colour));
        let rings = self.fork(design).map(|spot| {
            [(10.5, paper), (8.0, colour), (4.5, paper)].map(|(radius, fill)| Mark::Disc(spot, radius, fill))
        });
        rings.into_iter().flatten().collect()
    }
}

/// A number beside the vertical axis.
pub(super) fn tick_words(design: Design<'_>, tick: f64) -> String {
    let (unit, scale) = (design.chart.unit, design.chart.scale);
    let decimals = scale.tick_decimals().saturating_sub(unit.shift());
    format!("{}{}", number(tick * unit.factor(), decimals), unit.sign())
}

/// The height of a line at `x`; `None` beside it.
pub(super) fn height_at(line: &[Spot], x: f64) -> Option<f64> {
    let next = line.partition_point(|spot| spot.0 < x);
    let after = line.get(next)?;
    if after.0 <= x {
        return Some(after.1);
    }
    let before = line[next.checked_sub(1)?];
    Some(before.1 + (after.1 - before.1) * (x - before.0) / (after.0 - before.0))
}

/// A pen.
pub(super) fn pen(colour: Rgb, width: f64) -> Pen {
    Pen { colour, width }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_height_between_its_ends_only() {
        let line = [(0.0, 10.0), (10.0, 20.0), (30.0, 0.0)];
        for (x, height) in [(-1.0, None), (0.0, Some(10.0)), (5.0, Some(15.0)), (20.0, Some(10.0)), (31.0, None)] {
            assert_eq!(height_at(&line, x), height);
        }
    }
}
