//! Where everything goes: a chart becomes a list of marks on the sheet. Every kind of chart but those over time has a
//! file of its own.
//!
//! Words never lie on lines or on other words. What stands at the line ends is pushed apart; the words of markers
//! look for a free place in the plot, else the plot makes room above itself, else they become numbers with a key
//! below.

mod bars;
mod curve;
mod dots;
mod ends;
mod flags;
mod funnel;
mod gap;
mod groups;
mod head;
mod key;
mod lanes;
mod panels;
mod plot;
mod ridges;
mod room;
mod scatter;
mod tiles;
mod timeline;
mod waterfall;

use super::funnel::Funnel;
use super::marks::Mark;
use super::regret::Groups;
use super::ridges::Ridges;
use super::scatter::Scatter;
use super::sweep::Grid;
use super::theme::Theme;
use super::time_chart::TimeChart;
use super::timeline::Timeline;
use super::tipping::Curve;
use super::waterfall::Waterfall;
use super::{posterior, ranking};
use ends::Column;
use flags::{Attempt, Signs};
use gap::Bracket;
use head::Space;
use plot::Plot;
use room::Room;

/// A chart with its colours: what every part of the layout looks at.
#[derive(Clone, Copy)]
struct Design<'a> {
    chart: &'a TimeChart,
    theme: &'a Theme,
}

/// Every how many-th tick of a horizontal axis has room for its number, ticks being so far apart.
fn nth_with_room(numbers: impl Iterator<Item = f64>, distance: f64) -> usize {
    let widest = numbers.fold(0.0, f64::max);
    libm::ceil((widest + 12.0) / distance.max(1.0)).max(1.0) as usize
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
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(waterfall::marks(chart, theme, space));
    marks
}

/// All marks of a funnel, in the order in which they are drawn.
pub(super) fn funnel(head: &Head<'_>, chart: &Funnel, theme: &Theme) -> Vec<Mark> {
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(funnel::marks(chart, theme, space));
    marks
}

/// All marks of a timeline, in the order in which they are drawn.
pub(super) fn timeline(head: &Head<'_>, chart: &Timeline, theme: &Theme) -> Vec<Mark> {
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(timeline::marks(chart, theme, space));
    marks
}

/// All marks of ridges, in the order in which they are drawn.
pub(super) fn ridges(head: &Head<'_>, chart: &Ridges, theme: &Theme) -> Vec<Mark> {
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(ridges::marks(chart, theme, space));
    marks
}

/// All marks of a sweep, in the order in which they are drawn.
pub(super) fn sweep(head: &Head<'_>, grid: &Grid, theme: &Theme) -> Vec<Mark> {
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(if grid.axes.len() == 2 { tiles::marks(grid, theme, space) } else { dots::marks(grid, theme, space) });
    marks
}

/// All marks of a sweep of many points, in the order in which they are drawn.
pub(super) fn scatter(head: &Head<'_>, chart: &Scatter, theme: &Theme) -> Vec<Mark> {
    let shown = scatter::shown(chart, theme);
    let subtitle = format!("{}{}", head.subtitle, chart.not_drawn(shown));
    let (mut marks, space) = head::marks(&Head { subtitle: &subtitle, ..*head }, theme);
    marks.extend(scatter::marks(chart, shown, theme, space));
    marks
}

/// All marks of policies over crises, in the order in which they are drawn.
pub(super) fn regret(head: &Head<'_>, groups: &Groups, theme: &Theme) -> Vec<Mark> {
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(groups::marks(groups, theme, space));
    marks
}

/// All marks of a tipping curve, in the order in which they are drawn.
pub(super) fn curve(head: &Head<'_>, curve: &Curve, theme: &Theme) -> Vec<Mark> {
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(curve::marks(curve, theme, space));
    marks
}

/// All marks of a ranking, in the order in which they are drawn.
pub(super) fn bars(head: &Head<'_>, chart: &ranking::Chart, theme: &Theme) -> Vec<Mark> {
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(bars::marks(chart, theme, space));
    marks
}

/// All marks of a calibration, in the order in which they are drawn.
pub(super) fn lanes(head: &Head<'_>, chart: &posterior::Chart, theme: &Theme) -> Vec<Mark> {
    let (mut marks, space) = head::marks(head, theme);
    marks.extend(lanes::marks(chart, theme, space));
    marks
}

/// All marks of a chart over time, in the order in which they are drawn.
pub(super) fn over_time(head: &Head<'_>, chart: &TimeChart, theme: &Theme) -> Vec<Mark> {
    let design = Design { chart, theme };
    let (mut marks, space) = head::marks(head, theme);
    if chart.panels {
        marks.extend(panels::marks(design, space));
        return marks;
    }
    let attempts = flags::attempts(design);
    let sheet = attempts.iter().find_map(|attempt| arrange(design, space, attempt));
    marks.extend(sheet.unwrap_or_default());
    marks
}

/// The plot and all around it, if the signs find room in this way.
fn arrange(design: Design<'_>, space: Space, attempt: &Attempt) -> Option<Vec<Mark>> {
    let mut plot = Plot::new(design, space, (attempt.strip(), attempt.below()));
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
