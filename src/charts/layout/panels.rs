//! Small multiples: of many countries each has a panel of its own, on common axes, with the others in grey behind.

use super::Design;
use super::head::Space;
use super::plot::{pen, tick_words};
use crate::charts::calendar_axis::{Span, Ticks, rows, ticks};
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::theme::{AXIS_LINE, CASING, DASH, DOTS, FOCUS_LINE, Face, GRID_LINE, LINE, MARKER_LINE, Rgb};
use crate::charts::time_chart::{Flag, MOST_PANELS, Point, Series};
use crate::charts::typeface::{fit, width, wrap_at_most};

/// Between panels, and between a number and its axis.
const ACROSS: f64 = 26.0;
const DOWN: f64 = 16.0;
const BESIDE: f64 = 10.0;
/// A panel has a second line of words from this height on.
const TWO_LINES: f64 = 180.0;
/// Least width of a panel.
const NARROWEST: f64 = 190.0;
/// How wide a panel is for its height, at best.
const SHAPE: f64 = 1.3;
/// Points of all grey lines in one panel together.
const GREY_POINTS: usize = 320;
/// Width of a grey line where there are so many, and the finest.
const HAIR: (f64, f64) = (14.0, 0.5);
/// Most changes and events with a dotted line, and lines of words about them.
const FLAGS: usize = 3;
const FLAG_LINES: usize = 2;
const LEADING: f64 = 28.0;
/// Distance between rows of dates, and from the axis to the first.
const DATE_LEADING: f64 = 30.0;

struct Panels<'a> {
    design: Design<'a>,
    shown: &'a [Series],
    columns: usize,
    left: f64,
    top: f64,
    /// Width and height of a panel with its words.
    size: (f64, f64),
    /// Height of its words.
    words: f64,
    dates: Ticks,
    /// Words about the dotted lines.
    about: Vec<String>,
    foot: f64,
}

/// The marks in a space.
pub(super) fn marks(design: Design<'_>, space: Space) -> Vec<Mark> {
    let panels = Panels::new(design, space);
    let mut marks: Vec<Mark> = (0..panels.shown.len()).flat_map(|place| panels.panel(place)).collect();
    marks.extend(panels.words_below());
    marks
}

impl<'a> Panels<'a> {
    fn new(design: Design<'a>, space: Space) -> Panels<'a> {
        let (chart, theme, sheet) = (design.chart, design.theme, design.theme.sheet);
        let shown = &chart.series[..chart.series.len().min(MOST_PANELS)];
        let numbers = chart.scale.ticks().map(|tick| width(&tick_words(design, tick), theme.note()));
        let left = sheet.margin + numbers.fold(0.0, f64::max) + BESIDE;
        let about = wrap_at_most(&about(design), theme.source(), sheet.measure(), FLAG_LINES);
        let about: Vec<String> = about.into_iter().filter(|line| !line.is_empty()).collect();
        let below = 44.0 + LEADING * about.len() as f64;
        let (top, wide) = (space.top - 26.0, sheet.right() - left);
        let measure = |columns: usize, dates: usize| {
            let lines = shown.len().div_ceil(columns);
            let across = (wide - ACROSS * (columns - 1) as f64) / columns as f64;
            let high = space.foot - below - 34.0 - DATE_LEADING * (dates - 1) as f64 - top;
            (across, (high - DOWN * (lines - 1) as f64) / lines as f64)
        };
        let fits = |columns: &usize| *columns == 1 || measure(*columns, 1).0 >= NARROWEST;
        let odd = |columns: &usize| {
            let (across, high) = measure(*columns, 1);
            (libm::log(across / (SHAPE * high.max(1.0)))).abs()
        };
        let columns = (1..=shown.len().max(1)).filter(fits).min_by(|a, b| odd(a).total_cmp(&odd(b))).unwrap_or(1);
        let room = measure(columns, 1).0;
        let dates = ticks(&Span { clock: chart.clock, hours: chart.hours, room, face: theme.note() });
        let size = measure(columns, rows(&dates));
        let words = if size.1 >= TWO_LINES { 66.0 } else { 34.0 };
        Panels { design, shown, columns, left, top, size, words, dates, about, foot: space.foot }
    }

    /// The box of the lines of a panel.
    fn frame(&self, place: usize) -> Frame {
        let (column, line) = ((place % self.columns) as f64, (place / self.columns) as f64);
        let left = self.left + column * (self.size.0 + ACROSS);
        let top = self.top + line * (self.size.1 + DOWN);
        Frame { left, top: top + self.words, right: left + self.size.0, bottom: top + self.size.1 }
    }

    fn x(&self, frame: &Frame, hour: f64) -> f64 {
        let (first, last) = self.design.chart.hours;
        frame.left + (hour - first) / (last - first) * (frame.right - frame.left)
    }

    fn y(&self, frame: &Frame, value: f64) -> f64 {
        frame.bottom - self.design.chart.scale.share(value) * (frame.bottom - frame.top)
    }

    fn spots(&self, frame: &Frame, points: &[Point], value: fn(&Point) -> f64) -> Vec<Spot> {
        points.iter().map(|point| (self.x(frame, point.hour), self.y(frame, value(point)))).collect()
    }

    fn colour(&self, series: &Series) -> Rgb {
        if series.colour.is_some() { self.design.theme.line(series.colour) } else { self.design.theme.text }
    }

    fn panel(&self, place: usize) -> Vec<Mark> {
        let (series, frame) = (&self.shown[place], self.frame(place));
        let mut marks = self.grid(place, &frame);
        marks.extend(self.others(place, &frame));
        marks.extend(self.posts(&frame));
        marks.extend(self.own(series, &frame));
        marks.extend(self.heading(series, &frame));
        marks
    }

    /// Grid lines, numbers at the first column, dates under the last panel of each column.
    fn grid(&self, place: usize, frame: &Frame) -> Vec<Mark> {
        let (theme, chart) = (self.design.theme, self.design.chart);
        let mut marks = Vec::new();
        let ticks: Vec<f64> = chart.scale.ticks().collect();
        // In a low panel every second number, or the outermost, are enough.
        let step = super::nth_with_room([theme.note().size].into_iter(), {
            (frame.bottom - frame.top) / (ticks.len() - 1).max(1) as f64
        });
        for (number, tick) in ticks.iter().enumerate() {
            let y = self.y(frame, *tick);
            let reference = chart.reference.is_some_and(|reference| (reference - tick).abs() < 1e-9);
            let pen = if reference { pen(theme.axis, AXIS_LINE) } else { pen(theme.rule, GRID_LINE) };
            marks.push(Mark::Line(vec![(frame.left, y), (frame.right, y)], pen));
            if place.is_multiple_of(self.columns) && number.is_multiple_of(step) {
                let face = Face { colour: theme.quiet, ..theme.note() };
                let words = Words::new((frame.left - BESIDE, y + 8.0), face, tick_words(self.design, *tick));
                marks.push(words.aligned(Align::Right).into());
            }
        }
        if place + self.columns >= self.shown.len() {
            marks.extend(self.dates(frame));
        }
        marks
    }

    fn dates(&self, frame: &Frame) -> Vec<Mark> {
        let theme = self.design.theme;
        let face = Face { colour: theme.quiet, ..theme.note() };
        let tick = |hour: &f64| {
            let x = self.x(frame, *hour);
            Mark::Line(vec![(x, frame.bottom), (x, frame.bottom + 7.0)], pen(theme.axis, GRID_LINE))
        };
        let label = |label: &crate::charts::calendar_axis::Label| {
            let middle = f64::midpoint(self.x(frame, label.between.0), self.x(frame, label.between.1));
            let half = width(&label.words, face) / 2.0;
            let middle = middle.min(frame.right + 8.0 - half).max(frame.left - 4.0 + half);
            let at = (middle, frame.bottom + 30.0 + DATE_LEADING * label.row as f64);
            Words::new(at, face, label.words.as_str()).aligned(Align::Centre).into()
        };
        self.dates.marks.iter().map(tick).chain(self.dates.labels.iter().map(label)).collect()
    }

    /// The other countries, in fewer points.
    fn others(&self, own: usize, frame: &Frame) -> Vec<Mark> {
        let all = &self.design.chart.series;
        let most = (GREY_POINTS / all.len()).max(8);
        let hair = (HAIR.0 / all.len() as f64).clamp(HAIR.1, GRID_LINE);
        let others = all.iter().enumerate().filter(|(place, _)| *place != own);
        let line = |(_, series): (usize, &Series)| {
            let spots = self.spots(frame, &series.points, |point| point.spread.median);
            let (step, last) = (spots.len().div_ceil(most).max(1), spots.len() - 1);
            let some = spots.into_iter().enumerate().filter(|(place, _)| place % step == 0 || *place == last);
            Mark::Line(some.map(|(_, spot)| spot).collect(), pen(self.design.theme.rule, hair))
        };
        others.map(line).collect()
    }

    /// Dotted lines of the most important changes and events.
    fn posts(&self, frame: &Frame) -> Vec<Mark> {
        let theme = self.design.theme;
        let post = |flag: &Flag| {
            let x = self.x(frame, flag.hour);
            let colour = if flag.event { theme.axis } else { theme.text };
            Mark::Dashes(vec![(x, frame.top), (x, frame.bottom)], pen(colour, MARKER_LINE), DOTS)
        };
        flags(self.design).into_iter().map(post).collect()
    }

    /// Band, ghost and line of the panel's country.
    fn own(&self, series: &Series, frame: &Frame) -> Vec<Mark> {
        let (chart, theme, colour) = (self.design.chart, self.design.theme, self.colour(series));
        let mut marks = Vec::new();
        if chart.bands {
            let upper = self.spots(frame, &series.points, |point| point.spread.high90);
            let lower = self.spots(frame, &series.points, |point| point.spread.low90);
            let outline = upper.into_iter().chain(lower.into_iter().rev()).collect();
            marks.push(Mark::Area(outline, colour, (1.6 * theme.band).min(0.4)));
        }
        if let Some(ghost) = chart.ghost.as_ref().filter(|_| series.focus) {
            let spots = self.spots(frame, &ghost.points, |point| point.spread.median);
            marks.push(Mark::Dashes(spots, pen(theme.ghost, LINE), DASH));
        }
        let spots = self.spots(frame, &series.points, |point| point.spread.median);
        let wide = if series.focus { 0.8 * FOCUS_LINE } else { LINE };
        marks.push(Mark::Line(spots.clone(), pen(theme.paper, wide + CASING)));
        marks.push(Mark::Line(spots, pen(colour, wide)));
        marks
    }

    /// Name and value; below them, where there is room, the middle 90 % or what the changes make.
    fn heading(&self, series: &Series, frame: &Frame) -> Vec<Mark> {
        let (chart, theme, colour) = (self.design.chart, self.design.theme, self.colour(series));
        let Some(end) = series.end() else { return Vec::new() };
        let face = Face { bold: true, size: theme.sheet.letters.marker, ..theme.name(colour) };
        let value = chart.printed(end.spread.median, series.focus);
        let baseline = frame.top - self.words + 20.0;
        let room = frame.right - frame.left - width(&value, face) - 12.0;
        let name = Words::new((frame.left, baseline), face, fit(&series.name, face, room));
        let mut marks: Vec<Mark> =
            vec![name.into(), Words::new((frame.right, baseline), face, value).aligned(Align::Right).into()];
        if self.words > 40.0 && chart.bands {
            let gap = chart.ghost.as_ref().filter(|_| series.focus).and_then(|ghost| ghost.gap.as_ref());
            let (long, short) = match gap {
                Some(gap) => (gap.words_alone.clone(), gap.words.clone()),
                None => {
                    let range = chart.printed_range(end.spread);
                    let short = range.split_once(": ").map_or_else(String::new, |(_, short)| short.to_owned());
                    (range, short)
                }
            };
            let room = frame.right - frame.left;
            let words = if width(&long, theme.note()) <= room { long } else { short };
            let note = fit(&words, theme.note(), room);
            marks.push(Words::new((frame.left, baseline + 29.0), theme.note(), note).into());
        }
        marks
    }

    fn words_below(&self) -> Vec<Mark> {
        let theme = self.design.theme;
        let first = self.foot - 36.0 - LEADING * (self.about.len() as f64 - 1.0);
        let line = |(row, line): (usize, &String)| {
            Words::new((theme.sheet.margin, first + LEADING * row as f64), theme.source(), line.as_str()).into()
        };
        self.about.iter().enumerate().map(line).collect()
    }
}

/// The most important changes and events, in the order of time.
fn flags(design: Design<'_>) -> Vec<&Flag> {
    let mut flags: Vec<&Flag> = design.chart.flags.iter().collect();
    flags.sort_by(|a, b| a.rank.cmp(&b.rank).then(a.hour.total_cmp(&b.hour)));
    flags.truncate(FLAGS);
    flags.sort_by(|a, b| a.hour.total_cmp(&b.hour));
    flags
}

/// What the dotted lines are, and how many countries have no panel.
fn about(design: Design<'_>) -> String {
    let flags = flags(design);
    let one = |flag: &&Flag| {
        let separator = if flag.words.is_empty() { "" } else { ", " };
        format!("{}{separator}{}", flag.date, flag.words)
    };
    let said: Vec<String> = flags.iter().map(one).collect();
    let hidden = design.chart.flags.len() - flags.len();
    let hidden = if hidden > 0 { format!("; {hidden} more are not drawn") } else { String::new() };
    let lines = if said.is_empty() { String::new() } else { format!("Dotted: {}{hidden}.", said.join("; ")) };
    let left_out = design.chart.series.len().saturating_sub(MOST_PANELS);
    let more =
        if left_out > 0 { format!(" {left_out} more countries are only among the grey lines.") } else { String::new() };
    format!("{lines}{more}").trim().to_owned()
}
