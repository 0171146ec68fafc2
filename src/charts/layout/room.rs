//! Where words may stand in a plot: not on lines, posts or other words, and rather not on bands and grid lines.

use super::Design;
use super::plot::{Plot, height_at};
use crate::charts::marks::{Frame, Spot, Words};

/// Distance that words keep from lines.
const FROM_LINES: f64 = 9.0;
/// Distance that words keep from words.
const FROM_WORDS: f64 = 6.0;
/// How finely lines are looked at.
const GRAIN: f64 = 4.0;

/// What is taken in a plot.
pub(super) struct Room {
    lines: Vec<Vec<Spot>>,
    bands: Vec<(Vec<Spot>, Vec<Spot>)>,
    grid: Vec<f64>,
    taken: Vec<Frame>,
    /// The dotted lines of markers.
    posts: Vec<f64>,
}

impl Room {
    /// A plot with its lines, bands and posts, before any words are in it.
    pub(super) fn new(design: Design<'_>, plot: &Plot) -> Room {
        let chart = design.chart;
        let series = chart.series.iter().map(|series| plot.medians(design, &series.points));
        let ghost = chart.ghost.iter().map(|ghost| plot.medians(design, &ghost.points));
        let banded = chart.series.iter().filter(|series| chart.bands && series.colour.is_some());
        Room {
            lines: series.chain(ghost).collect(),
            bands: banded.map(|series| plot.edges(design, &series.points)).collect(),
            grid: chart.scale.ticks().map(|tick| plot.y(design, tick)).collect(),
            taken: plot.fork(design).map(|spot| Frame::about(spot, 12.0)).into_iter().collect(),
            posts: chart.flags.iter().map(|flag| plot.x(flag.hour)).collect(),
        }
    }

    /// Takes a place.
    pub(super) fn take(&mut self, frame: Frame) {
        self.taken.push(frame);
    }

    /// Are there other words?
    pub(super) fn is_taken(&self, frame: &Frame) -> bool {
        self.taken.iter().any(|other| other.overlaps(&frame.grown(FROM_WORDS)))
    }

    /// Does a post other than its own, which is at `own`, strike it?
    pub(super) fn is_struck_by_post(&self, frame: &Frame, own: Option<f64>) -> bool {
        let frame = frame.grown(FROM_WORDS);
        self.posts.iter().filter(|post| Some(**post) != own).any(|post| (frame.left..=frame.right).contains(post))
    }

    /// Number of places where lines strike it.
    pub(super) fn strikes(&self, frame: &Frame) -> usize {
        let frame = frame.grown(FROM_LINES);
        let struck = |x: f64| {
            let heights = self.lines.iter().filter_map(move |line| height_at(line, x));
            heights.filter(|y| (frame.top..=frame.bottom).contains(y)).count()
        };
        columns(&frame).map(struck).sum()
    }

    /// How bad words look on the bands and grid lines behind them: 0 is white paper.
    pub(super) fn unrest(&self, words: &[Words]) -> f64 {
        let on_bands = Frame::around(words).map_or(0.0, |frame| self.share_on_bands(&frame));
        let on_grid = words.iter().filter(|words| self.is_struck_by_grid(words)).count();
        on_bands + 0.6 * on_grid as f64
    }

    fn share_on_bands(&self, frame: &Frame) -> f64 {
        let on = |x: f64| {
            self.bands.iter().any(|(upper, lower)| {
                height_at(upper, x).is_some_and(|top| top < frame.bottom)
                    && height_at(lower, x).is_some_and(|bottom| bottom > frame.top)
            })
        };
        columns(frame).filter(|x| on(*x)).count() as f64 / columns(frame).count().max(1) as f64
    }

    fn is_struck_by_grid(&self, words: &Words) -> bool {
        let (top, bottom) = (words.at.1 - 0.76 * words.face.size, words.at.1 + 0.22 * words.face.size);
        self.grid.iter().any(|y| (top..=bottom).contains(y))
    }
}

fn columns(frame: &Frame) -> impl Iterator<Item = f64> + use<> {
    let (left, count) = (frame.left, libm::ceil((frame.right - frame.left) / GRAIN) as usize);
    (0..=count).map(move |column| left + GRAIN * column as f64)
}
