//! The difference that the title speaks of, beside the line ends: a bracket and its size.

use super::Design;
use super::plot::{Plot, height_at, pen};
use super::room::Room;
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::theme::{LEADING, MARKER_LINE};
use crate::charts::time_chart::Gap;

/// Distance of the bracket from the right edge of the plot.
const BEFORE_END: f64 = 26.0;
/// Length of its arms.
const ARM: f64 = 8.0;
/// Distance between bracket and words.
const BESIDE: f64 = 18.0;
/// Distance of the bracket from both lines.
const CLEAR: f64 = 13.0;
/// Shortest bracket.
const SHORTEST: f64 = 26.0;
/// How far words above or below the bracket may be from it.
const ADJACENT: f64 = 40.0;

/// The stretch between the two line ends.
pub(super) struct Bracket<'a> {
    design: Design<'a>,
    gap: &'a Gap,
    x: f64,
    high: f64,
    low: f64,
}

impl<'a> Bracket<'a> {
    /// Nothing without a ghost, or if the two lines are too near to each other.
    pub(super) fn new(design: Design<'a>, plot: &Plot) -> Option<Bracket<'a>> {
        let (focus, ghost) = (design.chart.focus()?, design.chart.ghost.as_ref()?);
        let x = plot.right - BEFORE_END;
        let run = height_at(&plot.medians(design, &focus.points), x)?;
        let without = height_at(&plot.medians(design, &ghost.points), x)?;
        let (high, low) = (run.min(without) + CLEAR, run.max(without) - CLEAR);
        let bracket = Bracket { design, gap: ghost.gap.as_ref()?, x, high, low };
        (low - high >= SHORTEST).then_some(bracket)
    }

    /// The bracket with its words, whose places are taken; `None` if lines cross it, or if there is no free place
    /// beside, above or below it.
    pub(super) fn marks(&self, plot: &Plot, room: &mut Room) -> Option<Vec<Mark>> {
        if room.strikes(&self.frame().grown(-ARM)) > 0 {
            return None;
        }
        let words = self.best(plot, room)?;
        room.take(self.frame());
        words.iter().for_each(|words| room.take(words.frame()));
        Some([self.line()].into_iter().chain(words.into_iter().map(Mark::from)).collect())
    }

    fn frame(&self) -> Frame {
        Frame { left: self.x - ARM, top: self.high, right: self.x, bottom: self.low }
    }

    fn line(&self) -> Mark {
        let Frame { left, top, right, bottom } = self.frame();
        let hooks = vec![(left, bottom), (right, bottom), (right, top), (left, top)];
        Mark::Line(hooks, pen(self.design.theme.text, MARKER_LINE))
    }

    /// The free words that are nearest to the bracket's middle, rather on white paper and in two lines than in three.
    fn best(&self, plot: &Plot, room: &Room) -> Option<Vec<Words>> {
        let notes = [vec![self.gap.note.as_str()], self.gap.note.split_inclusive(": ").collect()];
        let (first, last) = ((self.high - 140.0).max(plot.top + 34.0), (self.low + 80.0).min(plot.bottom - 40.0));
        let heights = (0..).map(|step| first + 6.0 * f64::from(step)).take_while(|y| *y <= last);
        let options = heights.flat_map(|y| notes.iter().map(move |note| self.words(note, y)));
        let priced = options.filter_map(|words| Some((self.cost(plot, room, &words)?, words)));
        priced.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, words)| words)
    }

    /// `None` if the words are not free or not near.
    fn cost(&self, plot: &Plot, room: &Room, words: &[Words]) -> Option<f64> {
        let frame = Frame::around(words)?;
        let near = frame.bottom > self.high - ADJACENT && frame.top < self.low + ADJACENT;
        let inside = frame.left > plot.left + 8.0 && frame.bottom < plot.bottom - 4.0;
        let free = room.strikes(&frame) == 0 && !room.is_struck_by_post(&frame, None) && !room.is_taken(&frame);
        let far = (f64::midpoint(frame.top, frame.bottom) - f64::midpoint(self.high, self.low)).abs();
        (near && inside && free).then(|| far / 60.0 + room.unrest(words) + 0.3 * words.len() as f64)
    }

    /// Words whose first baseline is at `y`: left of the bracket, or above or below it.
    fn words(&self, note: &[&str], y: f64) -> Vec<Words> {
        let theme = self.design.theme;
        let beside = y > self.high && y + LEADING * note.len() as f64 - 8.0 < self.low;
        let right = self.x - if beside { BESIDE } else { 0.0 };
        let line = |at: Spot, face, text: &str| Words::new(at, face, text).aligned(Align::Right);
        let first = line((right, y), theme.name(theme.ink), &self.gap.words);
        let rest = note
            .iter()
            .enumerate()
            .map(|(row, text)| line((right, y + LEADING * (row + 1) as f64), theme.note(), text.trim_end()));
        [first].into_iter().chain(rest).collect()
    }
}
