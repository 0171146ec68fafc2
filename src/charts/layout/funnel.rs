//! Where the bars of a funnel go: names on the left, shares of a hundred to the right, group below group.

use super::head::Space;
use super::plot::pen;
use crate::charts::funnel::{Funnel, Group, Rung};
use crate::charts::marks::{Align, Mark, Spot, Words};
use crate::charts::theme::{Face, GRID_LINE, Theme};
use crate::charts::typeface::{fit, width};

/// From the lowest bar to the source.
const BELOW: f64 = 56.0;
/// Height of a heading in bars, and of the air between two groups.
const HEADING: f64 = 0.9;
const AIR: f64 = 0.35;
/// Greatest height of a bar with its air, and the bar's share of it.
const PITCH: f64 = 76.0;
const BAR: f64 = 0.58;
/// Between names and bars, and between a bar and its number.
const BESIDE: f64 = 22.0;
/// Room for numbers at the right: alone, and with those of the ghost.
const FIGURES: f64 = 84.0;
const WITH_GHOST: f64 = 236.0;
/// Width of the line of the middle 90 % and of the mark of the ghost.
const INTERVAL_LINE: f64 = 2.5;
const GHOST_LINE: f64 = 5.0;

struct Rows<'a> {
    chart: &'a Funnel,
    theme: &'a Theme,
    left: f64,
    right: f64,
    pitch: f64,
}

/// The marks in a space.
pub(super) fn marks(chart: &Funnel, theme: &Theme, space: Space) -> Vec<Mark> {
    let sheet = theme.sheet;
    let names = chart.groups.iter().flat_map(|group| &group.rungs).map(|rung| width(&rung.name, theme.tick()));
    let widest = names.fold(0.0, f64::max).min(0.42 * sheet.measure());
    let (left, figures) = (
        sheet.margin + widest + BESIDE,
        (if chart.ghost && !sheet.is_narrow() { WITH_GHOST } else { FIGURES }) * sheet.letters.name / 28.0,
    );
    let bars: usize = chart.groups.iter().map(|group| group.rungs.len()).sum();
    let heights = bars as f64 + (HEADING + AIR) * chart.groups.len() as f64 - AIR;
    let top = space.top - 10.0;
    let pitch = ((space.foot - BELOW - top) / heights).min(PITCH);
    let rows = Rows { chart, theme, left, right: sheet.right() - figures, pitch };
    let mut marks = Vec::new();
    let mut y = top;
    for group in &chart.groups {
        marks.extend(rows.heading(group, y));
        y += HEADING * pitch;
        for rung in &group.rungs {
            marks.extend(rows.rung(rung, y + pitch / 2.0));
            y += pitch;
        }
        y += AIR * pitch;
    }
    marks
}

impl Rows<'_> {
    fn x(&self, share: f64) -> f64 {
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }

    fn heading(&self, group: &Group, y: f64) -> Vec<Mark> {
        let (theme, sheet) = (self.theme, self.theme.sheet);
        let bold = Face { bold: true, colour: theme.text, ..theme.heading() };
        let baseline = y + 0.62 * HEADING * self.pitch;
        let size = if sheet.is_narrow() { String::new() } else { group.size.clone() };
        let room = sheet.measure() - width(&size, theme.note()) - BESIDE;
        let heading = Words::new((sheet.margin, baseline), bold, fit(&group.heading, bold, room));
        let line = y + HEADING * self.pitch - 1.0;
        let rule = Mark::Line(vec![(sheet.margin, line), (sheet.right(), line)], pen(theme.rule, GRID_LINE));
        let size = (!size.is_empty())
            .then(|| Words::new((sheet.right(), baseline), theme.note(), size).aligned(Align::Right).into());
        [rule, heading.into()].into_iter().chain(size).collect()
    }

    fn rung(&self, rung: &Rung, y: f64) -> Vec<Mark> {
        let (theme, half) = (self.theme, BAR * self.pitch / 2.0);
        let room = self.left - theme.sheet.margin - BESIDE;
        let name = Words::new((self.left - BESIDE, y + 9.0), theme.tick(), fit(&rung.name, theme.tick(), room));
        let box_of = |to: f64| -> Vec<Spot> {
            vec![(self.left, y - half), (to, y - half), (to, y + half), (self.left, y + half)]
        };
        let mut marks: Vec<Mark> = vec![name.aligned(Align::Right).into()];
        marks.push(Mark::Area(box_of(self.right), theme.rule, 0.45));
        // What is nearly nothing is seen as a line.
        let end = self.x(rung.spread.median).max(self.left + 2.0);
        marks.push(Mark::Area(box_of(end), theme.line(self.chart.colour), 1.0));
        if let Some(without) = rung.without {
            let x = self.x(without);
            let post = vec![(x, y - half - 5.0), (x, y + half + 5.0)];
            marks.push(Mark::Line(post.clone(), pen(theme.paper, GHOST_LINE + 3.0)));
            marks.push(Mark::Line(post, pen(theme.ghost, GHOST_LINE)));
        }
        if self.chart.bands {
            let [low, high] = [rung.spread.low90, rung.spread.high90].map(|edge| self.x(edge));
            marks.push(Mark::Line(vec![(low, y), (high, y)], pen(theme.paper, INTERVAL_LINE + 3.0)));
            marks.push(Mark::Line(vec![(low, y), (high, y)], pen(theme.ink, INTERVAL_LINE)));
        }
        // Numbers stand in a column: beside bars they would lie on marks of the ghost.
        let bold = theme.name(theme.line(self.chart.colour));
        let figure = Funnel::printed(rung.spread.median);
        let at = (self.right + BESIDE, y + 10.0);
        marks.push(Words::new(at, bold, figure.as_str()).into());
        if let Some(without) = rung.without.filter(|_| !theme.sheet.is_narrow()) {
            let face = Face { colour: theme.ghost, ..theme.note() };
            let words = format!("without: {}", Funnel::printed(without));
            marks.push(Words::new((theme.sheet.right(), y + 10.0), face, words).aligned(Align::Right).into());
        }
        marks
    }
}
