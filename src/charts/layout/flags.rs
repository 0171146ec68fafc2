//! Markers of changes and events: a dotted line with its date and words beside it. The most important get words, at most three;
//! the others get a number, with a key below the dates.

use super::Design;
use super::plot::{Plot, pen};
use super::room::Room;
use crate::charts::marks::{Align, Frame, Mark, Words};
use crate::charts::theme::{DOTS, Face, LEADING, MARGIN, MARKER_LINE, MEASURE, SHEET};
use crate::charts::time_chart::{Flag, TimeChart};
use crate::charts::typeface::{fit, width, wrap_at_most};

/// Most markers with words.
const WORDED: usize = 3;
/// Most numbered markers; the others have a line only, and the key says how many they are.
const NUMBERED: usize = 9;
/// Most lines of the key.
const KEY_LINES: usize = 3;
/// Widths in which words may be set.
const WIDTHS: [f64; 3] = [400.0, 300.0, 200.0];
/// Most lines of words under a date.
const LINES: usize = 4;
/// Distance between a dotted line and its words.
const BESIDE: f64 = 14.0;
/// Radius of a number.
const DISC: f64 = 15.0;

/// One way to set the markers.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    /// Which flags have words, in the order of time.
    worded: Vec<usize>,
    /// Which have a number, in the order of time.
    numbered: Vec<usize>,
    /// Number of flags without either.
    silent: usize,
    /// Lines of words above the plot; 0 if words stand in the plot.
    lines_above: usize,
}

/// All ways, the best first; the last always succeeds.
pub(super) fn attempts(chart: &TimeChart) -> Vec<Attempt> {
    let mut order: Vec<usize> = (0..chart.flags.len()).collect();
    order.sort_by_key(|index| (chart.flags[*index].rank, *index));
    let most = order.len().min(WORDED);
    let ways = (1..=most).rev().flat_map(|words| (0..=LINES).map(move |lines| (words, lines))).chain([(0, 0)]);
    ways.map(|(words, lines_above)| attempt(&order, words, lines_above)).collect()
}

fn attempt(order: &[usize], words: usize, lines_above: usize) -> Attempt {
    let (worded, rest) = order.split_at(words);
    let numbered = &rest[..rest.len().min(NUMBERED)];
    let in_time = |some: &[usize]| {
        let mut some = some.to_vec();
        some.sort_unstable();
        some
    };
    let silent = rest.len() - numbered.len();
    Attempt { worded: in_time(worded), numbered: in_time(numbered), silent, lines_above }
}

impl Attempt {
    /// Height of the strip above the plot.
    pub(super) fn strip(&self) -> f64 {
        if self.lines_above == 0 { 0.0 } else { LEADING * (self.lines_above + 1) as f64 + 4.0 }
    }
}

/// Where the words and numbers of markers are.
pub(super) struct Signs {
    worded: Vec<Placed>,
    numbers: Vec<(f64, f64)>,
    /// Upper end of the dotted lines of worded markers.
    top: f64,
}

/// The words of one marker, and which it is.
struct Placed {
    flag: usize,
    words: Vec<Words>,
}

impl Signs {
    /// Finds places for all signs of an attempt; `None` if one finds none.
    pub(super) fn place(design: Design<'_>, plot: &Plot, attempt: &Attempt, room: &mut Room) -> Option<Signs> {
        let mut worded = Vec::new();
        for flag in &attempt.worded {
            let seat = Seat { design, plot, attempt, flag: &design.chart.flags[*flag] };
            let words = seat.best(room)?;
            words.iter().for_each(|words| room.take(words.frame()));
            worded.push(Placed { flag: *flag, words });
        }
        let numbers = attempt.numbered.iter().map(|flag| number_spot(plot, &design.chart.flags[*flag], room)).collect();
        Some(Signs { worded, numbers, top: plot.top - attempt.strip() })
    }

    /// The dotted lines, to be drawn under the lines of the chart.
    pub(super) fn posts(&self, design: Design<'_>, plot: &Plot) -> Vec<Mark> {
        let post = |(index, flag): (usize, &Flag)| {
            let top = if self.worded.iter().any(|placed| placed.flag == index) { self.top } else { plot.top };
            let colour = if flag.event { design.theme.axis } else { design.theme.text };
            let x = plot.x(flag.hour);
            Mark::Dashes(vec![(x, top + 2.0), (x, plot.bottom)], pen(colour, MARKER_LINE), DOTS)
        };
        design.chart.flags.iter().enumerate().map(post).collect()
    }

    /// Words and numbers.
    pub(super) fn words(&self, design: Design<'_>) -> Vec<Mark> {
        let mut marks: Vec<Mark> =
            self.worded.iter().flat_map(|placed| placed.words.iter().cloned().map(Mark::from)).collect();
        for (place, spot) in self.numbers.iter().enumerate() {
            marks.extend(disc(design, *spot, place + 1));
        }
        marks
    }
}

fn disc(design: Design<'_>, (x, y): (f64, f64), number: usize) -> [Mark; 3] {
    let theme = design.theme;
    let face = Face { bold: true, colour: theme.paper, ..theme.note() };
    let words = Words::new((x, y + 8.0), face, number.to_string()).aligned(Align::Centre);
    [Mark::Disc((x, y), DISC + 2.5, theme.paper), Mark::Disc((x, y), DISC, theme.text), words.into()]
}

/// A place for a number on its dotted line, as high as words and other numbers allow.
fn number_spot(plot: &Plot, flag: &Flag, room: &mut Room) -> (f64, f64) {
    let x = plot.x(flag.hour);
    let heights =
        (0..).map(|step| plot.top + DISC + 6.0 + 8.0 * f64::from(step)).take_while(|y| *y < plot.bottom - DISC);
    let free = |y: &f64| !room.is_taken(&Frame::about((x, *y), DISC));
    let mut heights = heights;
    let spot = (x, heights.find(free).unwrap_or(plot.top + DISC + 6.0));
    room.take(Frame::about(spot, DISC));
    spot
}

/// A marker that looks for a place for its words.
#[derive(Clone, Copy)]
struct Seat<'a> {
    design: Design<'a>,
    plot: &'a Plot,
    attempt: &'a Attempt,
    flag: &'a Flag,
}

impl Seat<'_> {
    /// The cheapest free place.
    fn best(&self, room: &Room) -> Option<Vec<Words>> {
        let sides = [Align::Left, Align::Right];
        let settings = sides.into_iter().flat_map(|side| WIDTHS.map(|wide| (side, wide)));
        let priced = settings.flat_map(|(side, wide)| self.options(room, side, wide));
        priced.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, words)| words)
    }

    /// Free places on one side, in one width, with their prices.
    fn options(&self, room: &Room, side: Align, wide: f64) -> Vec<(f64, Vec<Words>)> {
        let (_, face) = self.design.theme.marker(self.flag.event);
        let lines = wrap_at_most(&self.flag.words, face, wide, LINES);
        let dear = if side == Align::Right { 0.5 } else { 0.0 } + 0.2 * lines.len() as f64;
        let option = |y: f64| {
            let words = self.words(&lines, side, y);
            let frame = Frame::around(&words)?;
            self.is_free(room, &frame).then(|| (dear + (y - self.plot.top) / 80.0 + room.unrest(&words), words))
        };
        self.heights(lines.len()).into_iter().filter_map(option).collect()
    }

    /// Baselines of the date that may be tried.
    fn heights(&self, lines: usize) -> Vec<f64> {
        let above = self.attempt.lines_above;
        if above > 0 {
            return if lines <= above { vec![self.plot.top - self.attempt.strip() + 24.0] } else { Vec::new() };
        }
        let last = self.plot.bottom - LEADING * lines as f64 - 12.0;
        (0..).map(|step| self.plot.top + 30.0 + 6.0 * f64::from(step)).take_while(|y| *y <= last).collect()
    }

    fn is_free(&self, room: &Room, frame: &Frame) -> bool {
        let right = if self.attempt.lines_above > 0 { SHEET.0 - MARGIN } else { self.plot.right - 8.0 };
        let inside = frame.left >= self.plot.left + 8.0 && frame.right <= right;
        let own = Some(self.plot.x(self.flag.hour));
        inside && !room.is_taken(frame) && !room.is_struck_by_post(frame, own) && room.strikes(frame) == 0
    }

    /// The date at baseline `y` and the lines below it, beside the dotted line.
    fn words(&self, lines: &[String], side: Align, y: f64) -> Vec<Words> {
        let (bold, plain) = self.design.theme.marker(self.flag.event);
        let post = self.plot.x(self.flag.hour);
        let x = if side == Align::Left { post + BESIDE } else { post - BESIDE };
        let date = Words::new((x, y), bold, self.flag.date.as_str()).aligned(side);
        let line = |(row, line): (usize, &String)| {
            Words::new((x, y + LEADING * (row + 1) as f64), plain, line.as_str()).aligned(side)
        };
        [date].into_iter().chain(lines.iter().filter(|line| !line.is_empty()).enumerate().map(line)).collect()
    }
}

/// The key of the numbered markers, in lines.
pub(super) struct Key {
    lines: Vec<Vec<Entry>>,
}

/// An entry of the key.
struct Entry {
    /// Where it begins.
    left: f64,
    /// None for the remark that there are more.
    number: Option<usize>,
    words: String,
}

/// The key that an attempt needs.
pub(super) fn key(design: Design<'_>, attempt: &Attempt) -> Key {
    let face = design.theme.source();
    let mut key = Key { lines: Vec::new() };
    let mut left_out = attempt.silent;
    for (place, flag) in attempt.numbered.iter().enumerate() {
        let flag = &design.chart.flags[*flag];
        let words = fit(&format!("{}: {}", flag.date, flag.words), face, MEASURE / 2.0 - 60.0);
        left_out += usize::from(!key.add(Entry { left: MARGIN, number: Some(place + 1), words }, face, KEY_LINES));
    }
    if left_out > 0 {
        key.add(Entry { left: MARGIN, number: None, words: format!("and {left_out} more") }, face, KEY_LINES + 1);
    }
    key
}

impl Entry {
    /// Where the words begin.
    fn words_left(&self) -> f64 {
        self.left + if self.number.is_some() { 2.0 * DISC + 8.0 } else { 0.0 }
    }

    fn right(&self, face: Face) -> f64 {
        self.words_left() + width(&self.words, face)
    }

    fn marks(&self, design: Design<'_>, baseline: f64) -> Vec<Mark> {
        let disc = self.number.map(|number| disc(design, (self.left + DISC, baseline - 8.0), number));
        let words = Words::new((self.words_left(), baseline), design.theme.source(), self.words.as_str());
        disc.into_iter().flatten().chain([words.into()]).collect()
    }
}

impl Key {
    /// Adds an entry behind the last one or on a new line; false if there is no room.
    fn add(&mut self, entry: Entry, face: Face, most: usize) -> bool {
        let behind = self.lines.last().and_then(|line| line.last()).map(|last| last.right(face) + 28.0);
        let shifted = behind.map(|left| Entry { left, words: entry.words.clone(), ..entry });
        let fitting = shifted.filter(|entry| entry.right(face) <= MARGIN + MEASURE);
        let full = self.lines.len() == most;
        match (fitting, self.lines.last_mut()) {
            (Some(entry), Some(line)) => line.push(entry),
            _ if full => return false,
            _ => self.lines.push(vec![entry]),
        }
        true
    }

    /// Height that it needs under the dates.
    pub(super) fn height(&self) -> f64 {
        if self.lines.is_empty() { 0.0 } else { 34.0 * self.lines.len() as f64 + 4.0 }
    }

    /// Numbers and words.
    pub(super) fn marks(&self, design: Design<'_>, plot: &Plot) -> Vec<Mark> {
        let rows = self.lines.iter().enumerate();
        let row = |(row, line): (usize, &Vec<Entry>)| {
            let baseline = plot.dates_end + 6.0 + 34.0 * (row + 1) as f64;
            line.iter().flat_map(|entry| entry.marks(design, baseline)).collect::<Vec<_>>()
        };
        rows.flat_map(row).collect()
    }
}
