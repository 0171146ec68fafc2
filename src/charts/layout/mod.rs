//! Where everything goes: a chart becomes a list of marks on the sheet. A waterfall, tiles, dots, a curve, bars and
//! lanes have files of their own; all others are about charts over time.
//!
//! Words never lie on lines or on other words. What stands at the line ends is pushed apart; the words of markers
//! look for a free place in the plot, else the plot makes room above itself, else they become numbers with a key
//! below.

mod bars;
mod curve;
mod dots;
mod ends;
mod flags;
mod gap;
mod head;
mod key;
mod lanes;
mod plot;
mod room;
mod tiles;
mod waterfall;

use super::marks::Mark;
use super::sweep::Grid;
use super::theme::Theme;
use super::time_chart::TimeChart;
use super::tipping::Curve;
use super::waterfall::Waterfall;
use super::{posterior, ranking};
use ends::Column;
use flags::{Attempt, Signs};
use gap::Bracket;
use plot::Plot;
use room::Room;

/// A chart with its colours: what every part of the layout looks at.
#[derive(Clone, Copy)]
struct Design<'a> {
    chart: &'a TimeChart,
    theme: &'a Theme,
}

/// The words around a picture.
pub(super) struct Head<'a> {
    /// The finding, or what is shown.
    pub(super) title: &'a str,
    /// Measure, unit, and how to read it.
    pub(super) subtitle: &'a str,
    /// Where the numbers come from.
    pub(super) source: &'a str,
}

/// All marks of a waterfall, in the order in which they are drawn.
pub(super) fn waterfall(head: &Head<'_>, chart: &Waterfall, theme: &Theme) -> Vec<Mark> {
    let (mut marks, top) = head::marks(head, theme);
    marks.extend(waterfall::marks(chart, theme, top));
    marks
}

/// All marks of a sweep, in the order in which they are drawn.
pub(super) fn sweep(head: &Head<'_>, grid: &Grid, theme: &Theme) -> Vec<Mark> {
    let (mut marks, top) = head::marks(head, theme);
    marks.extend(if grid.axes.len() == 2 { tiles::marks(grid, theme, top) } else { dots::marks(grid, theme, top) });
    marks
}

/// All marks of a tipping curve, in the order in which they are drawn.
pub(super) fn curve(head: &Head<'_>, curve: &Curve<'_>, theme: &Theme) -> Vec<Mark> {
    let (mut marks, top) = head::marks(head, theme);
    marks.extend(curve::marks(curve, theme, top));
    marks
}

/// All marks of a ranking, in the order in which they are drawn.
pub(super) fn bars(head: &Head<'_>, chart: &ranking::Chart<'_>, theme: &Theme) -> Vec<Mark> {
    let (mut marks, top) = head::marks(head, theme);
    marks.extend(bars::marks(chart, theme, top));
    marks
}

/// All marks of a calibration, in the order in which they are drawn.
pub(super) fn lanes(head: &Head<'_>, chart: &posterior::Chart<'_>, theme: &Theme) -> Vec<Mark> {
    let (mut marks, top) = head::marks(head, theme);
    marks.extend(lanes::marks(chart, theme, top));
    marks
}

/// All marks of a chart over time, in the order in which they are drawn.
pub(super) fn over_time(head: &Head<'_>, chart: &TimeChart, theme: &Theme) -> Vec<Mark> {
    let design = Design { chart, theme };
    let (mut marks, top) = head::marks(head, theme);
    let attempts = flags::attempts(design);
    let sheet = attempts.iter().find_map(|attempt| arrange(design, top, attempt));
    marks.extend(sheet.unwrap_or_default());
    marks
}

/// The plot and all around it, if the signs find room in this way.
fn arrange(design: Design<'_>, top: f64, attempt: &Attempt) -> Option<Vec<Mark>> {
    let mut plot = Plot::new(design, top, (attempt.strip(), attempt.below()));
    let mut column = Column::new(design, &plot, false);
    plot.end_at(design, column.left());
    let mut room = Room::new(design, &plot, &attempt.worded);
    let mut gap = Bracket::new(design, &plot).and_then(|bracket| bracket.marks(&plot, &mut room));
    if gap.is_none() {
        // Without room for a bracket, the difference stands between the labels of the two lines.
        column = Column::new(design, &plot, true);
        plot.end_at(design, column.left());
        room = Room::new(design, &plot, &attempt.worded);
        gap = Some(Vec::new());
    }
    let signs = Signs::place(design, &plot, attempt, &mut room)?;

    let mut marks = plot.grid(design);
    marks.extend(plot.bands(design));
    marks.extend(signs.posts(design, &plot));
    marks.extend(plot.lines(design));
    marks.extend(gap.unwrap_or_default());
    marks.extend(column.marks(design, &plot));
    marks.extend(signs.words(design));
    marks.extend(attempt.key(design, &plot));
    Some(marks)
}
