//! Markers of changes and events: a dotted line with its date and words beside it. The most important get words, at
//! most three; the others get a number, with a key below the dates.

use super::Design;
use super::plot::{Plot, pen};
use super::room::Room;
use crate::charts::marks::{Align, Frame, Mark, Words};
use crate::charts::theme::{DOTS, Face, LEADING, MARKER_LINE};
use crate::charts::time_chart::Flag;
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
/// Length of the stem under a number.
const STEM: f64 = 10.0;

/// One way to set the markers.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    /// Which flags have words, in the order of time.
    pub(super) worded: Vec<usize>,
    /// Which have a number, in the order of time, and what the numbers mean.
    key: Key,
    /// Lines of words above the plot; 0 if words stand in the plot.
    lines_above: usize,
}

/// All ways, the best first; the last always succeeds.
pub(super) fn attempts(design: Design<'_>) -> Vec<Attempt> {
    let flags = &design.chart.flags;
    let mut order: Vec<usize> = (0..flags.len()).collect();
    order.sort_by_key(|index| (flags[*index].rank, *index));
    let most = order.len().min(WORDED);
    let ways = (1..=most).rev().flat_map(|words| (0..=LINES).map(move |lines| (words, lines))).chain([(0, 0)]);
    let attempt = |(words, lines_above)| {
        let (worded, rest) = order.split_at(words);
        Attempt { worded: in_time(worded), key: Key::new(design, rest), lines_above }
    };
    ways.map(attempt).collect()
}

fn in_time(flags: &[usize]) -> Vec<usize> {
    let mut flags = flags.to_vec();
    flags.sort_unstable();
    flags
}

impl Attempt {
    /// Height of the strip above the plot.
    pub(super) fn strip(&self) -> f64 {
        if self.lines_above == 0 { 0.0 } else { LEADING * (self.lines_above + 1) as f64 + 4.0 }
    }

    /// Height of the key under the dates.
    pub(super) fn below(&self) -> f64 {
        self.key.height()
    }

    /// The key itself.
    pub(super) fn key(&self, design: Design<'_>, plot: &Plot) -> Vec<Mark> {
        self.key.marks(design, plot)
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
        let numbers = attempt.key.flags().map(|flag| number_spot(plot, &design.chart.flags[flag], room)).collect();
        Some(Signs { worded, numbers, top: plot.top - attempt.strip() })
    }

    /// The dotted lines of the markers with words, to be drawn under the lines of the chart.
    pub(super) fn posts(&self, design: Design<'_>, plot: &Plot) -> Vec<Mark> {
        let post = |placed: &Placed| {
            let flag = &design.chart.flags[placed.flag];
            let colour = if flag.event { design.theme.axis } else { design.theme.text };
            let x = plot.x(flag.hour);
            Mark::Dashes(vec![(x, self.top + 2.0), (x, plot.bottom)], pen(colour, MARKER_LINE), DOTS)
        };
        self.worded.iter().map(post).collect()
    }

    /// Words and numbers.
    pub(super) fn words(&self, design: Design<'_>) -> Vec<Mark> {
        let mut marks: Vec<Mark> =
            self.worded.iter().flat_map(|placed| placed.words.iter().cloned().map(Mark::from)).collect();
        for (place, (x, y)) in self.numbers.iter().enumerate() {
            marks.push(Mark::Line(vec![(*x, *y), (*x, y + DISC + STEM)], pen(design.theme.text, MARKER_LINE)));
            marks.extend(disc(design, (*x, *y), place + 1));
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

/// A place for a number at its date, as high in the plot as words, lines and other numbers allow.
fn number_spot(plot: &Plot, flag: &Flag, room: &mut Room) -> (f64, f64) {
    let x = plot.x(flag.hour).clamp(plot.left + DISC, plot.right - DISC);
    let highest = plot.top + DISC + 4.0;
    let heights = (0..).map(|step| highest + 6.0 * f64::from(step)).take_while(|y| *y < plot.bottom - 2.0 * DISC);
    let free = |y: &f64| !room.is_taken(&pin((x, *y)));
    let best = heights.clone().find(|y| free(y) && room.strikes(&pin((x, *y))) == 0);
    let spot = (x, best.or_else(|| heights.clone().find(free)).unwrap_or(highest));
    room.take(pin(spot));
    spot
}

/// The box of a number with its stem.
fn pin(spot: (f64, f64)) -> Frame {
    let frame = Frame::about(spot, DISC - 2.0);
    Frame { bottom: frame.bottom + STEM, ..frame }
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
        let right = if self.attempt.lines_above > 0 { self.design.theme.sheet.right() } else { self.plot.right - 8.0 };
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
#[derive(Clone, Debug)]
struct Key {
    lines: Vec<Vec<Entry>>,
}

/// An entry of the key.
#[derive(Clone, Debug)]
struct Entry {
    /// Where it begins.
    left: f64,
    /// Number and flag; none for the remark that there are more.
    number: Option<(usize, usize)>,
    words: String,
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
        let disc = self.number.map(|(number, _)| disc(design, (self.left + DISC, baseline - 8.0), number));
        let words = Words::new((self.words_left(), baseline), design.theme.source(), self.words.as_str());
        disc.into_iter().flatten().chain([words.into()]).collect()
    }
}

impl Key {
    /// The key of as many flags as have room, the most important if not all have; `order` is that of importance.
    fn new(design: Design<'_>, order: &[usize]) -> Key {
        let most = order.len().min(NUMBERED);
        let keys = (0..=most).rev().map(|count| Key::of(design, &in_time(&order[..count]), order.len() - count));
        keys.flatten().next().unwrap_or(Key { lines: Vec::new() })
    }

    /// The key of some flags, and a remark on those left out; `None` without room for it.
    fn of(design: Design<'_>, flags: &[usize], left_out: usize) -> Option<Key> {
        let (face, sheet) = (design.theme.source(), design.theme.sheet);
        let room = if sheet.is_narrow() { sheet.measure() } else { sheet.measure() / 2.0 };
        let entry = |(place, index): (usize, &usize)| {
            let flag = &design.chart.flags[*index];
            let words = fit(&format!("{}: {}", flag.date, flag.words), face, room - 60.0);
            Entry { left: sheet.margin, number: Some((place + 1, *index)), words }
        };
        let remark = Entry { left: sheet.margin, number: None, words: format!("and {left_out} more") };
        let entries = flags.iter().enumerate().map(entry).chain((left_out > 0).then_some(remark));
        let mut key = Key { lines: Vec::new() };
        entries.into_iter().all(|entry| key.add(entry, face, sheet.right())).then_some(key)
    }

    /// The flags with numbers, in the order of the numbers.
    fn flags(&self) -> impl Iterator<Item = usize> + '_ {
        self.lines.iter().flatten().filter_map(|entry| entry.number.map(|(_, flag)| flag))
    }

    /// Adds an entry behind the last one or on a new line; false if there is no room.
    fn add(&mut self, entry: Entry, face: Face, right: f64) -> bool {
        let behind = self.lines.last().and_then(|line| line.last()).map(|last| last.right(face) + 28.0);
        let shifted = behind.map(|left| Entry { left, words: entry.words.clone(), ..entry });
        let fitting = shifted.filter(|entry| entry.right(face) <= right);
        let full = self.lines.len() == KEY_LINES;
        match (fitting, self.lines.last_mut()) {
            (Some(entry), Some(line)) => line.push(entry),
            _ if full => return false,
            _ => self.lines.push(vec![entry]),
        }
        true
    }

    /// Height that it needs under the dates.
    fn height(&self) -> f64 {
        if self.lines.is_empty() { 0.0 } else { 34.0 * self.lines.len() as f64 + 4.0 }
    }

    /// Numbers and words.
    fn marks(&self, design: Design<'_>, plot: &Plot) -> Vec<Mark> {
        let rows = self.lines.iter().enumerate();
        let row = |(row, line): (usize, &Vec<Entry>)| {
            let baseline = plot.dates_end + 6.0 + 34.0 * (row + 1) as f64;
            line.iter().flat_map(|entry| entry.marks(design, baseline)).collect::<Vec<_>>()
        };
        rows.flat_map(row).collect()
    }
}
