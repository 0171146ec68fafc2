//! The difference that the title speaks of, beside the line ends: a bracket and its size.

use super::Design;
use super::plot::{Plot, pen};
use super::room::Room;
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::theme::MARKER_LINE;
use crate::charts::time_chart::Gap;
use crate::charts::typeface::width;

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

/// The bracket and its words; takes their places. Nothing without a ghost.
pub(super) fn marks(design: Design<'_>, plot: &Plot, room: &mut Room) -> Vec<Mark> {
    let found = || {
        let ghost = design.chart.ghost.as_ref()?;
        let ends = (design.chart.focus()?.end()?.spread.median, ghost.points.last()?.spread.median);
        Some((ghost.gap.as_ref()?, plot.y(design, ends.0), plot.y(design, ends.1)))
    };
    let Some((gap, run, without)) = found() else { return Vec::new() };
    let (high, low) = (run.min(without) + CLEAR, run.max(without) - CLEAR);
    let bracket = low - high >= SHORTEST;
    let x = plot.right - BEFORE_END;
    let (headline, right) = if bracket { (&gap.words, x - BESIDE) } else { (&gap.words_alone, x) };
    let words = place(design, plot, room, &Sought { gap, headline, at: (right, (run + without) / 2.0) });
    if bracket {
        room.take(Frame { left: x - ARM, top: high, right: x, bottom: low });
    }
    words.iter().for_each(|words| room.take(words.frame()));
    let hooks = vec![(x - ARM, low), (x, low), (x, high), (x - ARM, high)];
    let drawn = bracket.then(|| Mark::Line(hooks, pen(design.theme.text, MARKER_LINE)));
    drawn.into_iter().chain(patch(design, room, &words)).chain(words.into_iter().map(Mark::from)).collect()
}

/// Words that look for a place: as near as possible to `at`, which is the right end of their middle.
struct Sought<'a> {
    gap: &'a Gap,
    headline: &'a str,
    at: Spot,
}

impl Sought<'_> {
    fn words(&self, design: Design<'_>, (right, middle): Spot) -> [Words; 2] {
        let theme = design.theme;
        let (big, small) = (theme.name(theme.ink), theme.note());
        [(self.headline, big, middle - 3.0), (self.gap.note.as_str(), small, middle + 27.0)]
            .map(|(text, face, baseline)| Words::new((right, baseline), face, text).aligned(Align::Right))
    }
}

/// The best place: free of lines if there is any such, then near, then on white paper.
fn place(design: Design<'_>, plot: &Plot, room: &Room, sought: &Sought<'_>) -> [Words; 2] {
    let wide =
        width(sought.headline, design.theme.name(design.theme.ink)).max(width(&sought.gap.note, design.theme.note()));
    let heights = (0..).map(|step| plot.top + 34.0 + 6.0 * f64::from(step)).take_while(|y| *y < plot.bottom - 40.0);
    let rights = (0..).map(|step| sought.at.0 - 40.0 * f64::from(step)).take_while(|x| x - wide > plot.left + 8.0);
    let rights: Vec<f64> = rights.take(12).collect();
    let spots = heights.flat_map(|y| rights.iter().map(move |x| (*x, y)));
    let priced = spots.map(|spot| {
        let words = sought.words(design, spot);
        (cost(room, sought, spot, &words), words)
    });
    let best = priced.min_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or_else(|| sought.words(design, sought.at), |(_, words)| words)
}

fn cost(room: &Room, sought: &Sought<'_>, spot: Spot, words: &[Words; 2]) -> f64 {
    let Some(frame) = Frame::around(words) else { return 0.0 };
    let (across, down) = (sought.at.0 - spot.0, (spot.1 - sought.at.1).abs());
    let struck = room.strikes(&frame) as f64 + 20.0 * f64::from(u8::from(room.is_struck_by_post(&frame, None)));
    1e3 * struck + across / 60.0 + down / 60.0 + room.unrest(words)
}

/// Paper under words that no free place was found for.
fn patch(design: Design<'_>, room: &Room, words: &[Words; 2]) -> Option<Mark> {
    let Frame { left, top, right, bottom } = Frame::around(words)?.grown(4.0);
    let struck = room.strikes(&Frame { left, top, right, bottom }) > 0;
    let corners = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
    struck.then(|| Mark::Area(corners, design.theme.paper, 0.85))
}
