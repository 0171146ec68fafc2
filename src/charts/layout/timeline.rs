//! Where a timeline goes: each item in a row of its own with its words above its bar; if that are too many, numbers in
//! one row for each lane, with a key below.

use super::head::Space;
use super::plot::pen;
use crate::charts::calendar_axis::{Span, Ticks, rows, ticks};
use crate::charts::marks::{Align, Frame, Mark, Spot, Words};
use crate::charts::theme::{AXIS_LINE, Face, GRID_LINE, LINE, Rgb, Theme};
use crate::charts::timeline::{Item, Lane, Timeline};
use crate::charts::typeface::{fit, width, wrap_at_most};

/// Between names and the plot.
const BESIDE: f64 = 22.0;
/// The share of the sheet that names may take.
const NAMES: f64 = 0.24;
/// Least and greatest height of the row of an item, in heights of its letters, and the part that its words take.
const ROW: (f64, f64) = (2.2, 4.2);
/// Height of a bar, and the largest and the smallest radius of a dot.
const BAR: f64 = 14.0;
const DOTS: (f64, f64) = (10.0, 5.0);
/// The least height of a row above lines about what a change moves.
const WITH_RULES: f64 = 2.7;
/// Most lines about what a change moves, and how long they are at most.
const RULE_LINES: usize = 6;
const RULES: f64 = 820.0;
/// How much larger than usual words are, the first that fits; the usual size last.
const SCALES: [f64; 3] = [1.4, 1.2, 1.0];
/// Air between two lanes, in heights of letters.
const AIR: f64 = 0.5;
/// Radius of a number, and the distance of lines of the key.
const DISC: f64 = 17.0;
const KEY_LEADING: f64 = 37.0;
/// Distance between the rows of dates, and from the axis to the first.
const DATE_LEADING: f64 = 33.0;
const TO_DATES: f64 = 34.0;
/// Most lanes of numbers.
const MOST_LANES: usize = 12;

struct Sheet<'a> {
    chart: &'a Timeline,
    theme: &'a Theme,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    dates: Ticks,
    /// How much larger than usual words are.
    scale: f64,
}

/// The marks in a space.
pub(super) fn marks(chart: &Timeline, theme: &Theme, space: Space) -> Vec<Mark> {
    let mut sheet = Sheet::new(chart, theme, space);
    for scale in SCALES {
        sheet.scale = scale;
        // Where all rules stand below each other, and none is cut, words may fill the sheet.
        if let Some(marks) = sheet.with_rules(None).filter(|_| sheet.cuts_nothing()) {
            return marks;
        }
    }
    sheet.worded().unwrap_or_else(|| sheet.numbered(space.foot))
}

impl<'a> Sheet<'a> {
    fn new(chart: &'a Timeline, theme: &'a Theme, space: Space) -> Sheet<'a> {
        let names = chart.lanes.iter().map(|lane| width(&lane.name, theme.name(theme.ink))).fold(0.0, f64::max);
        let left = theme.sheet.margin + names.min(NAMES * theme.sheet.measure()) + BESIDE;
        let right = theme.sheet.right() - 8.0;
        let span = Span { clock: chart.clock, hours: chart.hours, room: right - left, face: theme.tick() };
        let dates = ticks(&span);
        let below = TO_DATES + DATE_LEADING * (rows(&dates) - 1) as f64 + 52.0;
        Sheet { chart, theme, left, right, top: space.top - 20.0, bottom: space.foot - below, dates, scale: 1.0 }
    }

    fn x(&self, hour: f64) -> f64 {
        let (first, last) = self.chart.hours;
        self.left + ((hour - first) / (last - first)).clamp(0.0, 1.0) * (self.right - self.left)
    }

    fn colour(&self, lane: &Lane) -> Rgb {
        if lane.country { self.theme.line(lane.colour) } else { self.theme.text }
    }

    /// Dates below `bottom`, and their lines up to the top.
    fn axis(&self, bottom: f64) -> Vec<Mark> {
        let theme = self.theme;
        let mut marks = Vec::new();
        for hour in &self.dates.marks {
            let x = self.x(*hour);
            marks.push(Mark::Line(vec![(x, self.top), (x, bottom + 9.0)], pen(theme.rule, GRID_LINE)));
        }
        marks.push(Mark::Line(vec![(self.left, bottom), (self.right, bottom)], pen(theme.axis, AXIS_LINE)));
        for label in &self.dates.labels {
            let half = width(&label.words, theme.tick()) / 2.0;
            let middle = f64::midpoint(self.x(label.between.0), self.x(label.between.1));
            let middle = middle.min(theme.sheet.right() - half);
            let at = (middle, bottom + TO_DATES + DATE_LEADING * label.row as f64);
            marks.push(Words::new(at, theme.tick(), label.words.as_str()).aligned(Align::Centre).into());
        }
        marks
    }

    fn name(&self, lane: &Lane, baseline: f64) -> Mark {
        let face = Face { bold: lane.country, ..self.theme.name(self.colour(lane)) };
        let room = self.left - BESIDE - self.theme.sheet.margin;
        Words::new((self.left - BESIDE, baseline), face, fit(&lane.name, face, room)).aligned(Align::Right).into()
    }

    /// A row for each item, with as much about what it moves as finds room; `None` if the rows alone find none.
    fn worded(&self) -> Option<Vec<Mark>> {
        (0..=RULE_LINES).rev().find_map(|lines| self.with_rules(Some(lines)))
    }

    /// Do all words find room across the sheet?
    fn cuts_nothing(&self) -> bool {
        let (note, rules) = (self.note(), (self.scale * RULES).min(self.right - self.left));
        let fits = |item: &Item| {
            let (bold, plain) = self.faces(item);
            let words = width(&item.date, bold) + self.gap() + width(&item.words, plain);
            words <= self.right - self.left && item.rules.iter().all(|rule| width(rule, note) <= rules)
        };
        self.chart.lanes.iter().flat_map(|lane| &lane.items).all(fits)
    }

    /// The face of lines about an item.
    fn note(&self) -> Face {
        let note = self.theme.note();
        Face { size: self.scale * note.size, colour: self.theme.quiet, ..note }
    }

    /// The lines about what a change moves: one for each lever, or at most so many.
    fn rules(&self, item: &Item, most: Option<usize>) -> Vec<String> {
        let (face, room) = (self.note(), (self.scale * RULES).min(self.right - self.left));
        match most {
            None => item.rules.iter().map(|rule| fit(rule, face, room)).collect(),
            Some(most) if most > 0 && !item.rules.is_empty() => wrap_at_most(&item.rules.join(" · "), face, room, most),
            Some(_) => Vec::new(),
        }
    }

    fn with_rules(&self, most: Option<usize>) -> Option<Vec<Mark>> {
        let letters = self.theme.sheet.letters;
        let (size, leading) = (self.scale * letters.marker, 1.28 * self.scale * letters.note);
        let items = || self.chart.lanes.iter().flat_map(|lane| &lane.items);
        let lines: usize = items().map(|item| self.rules(item, most).len()).sum();
        let rest = AIR * size * (self.chart.lanes.len() - 1) as f64 + leading * lines as f64;
        let row = (self.bottom - self.top - rest) / items().count() as f64;
        if row < (if lines == 0 { ROW.0 } else { WITH_RULES }) * size {
            return None;
        }
        let row = row.min(ROW.1 * size);
        let bottom = self.top + rest + row * items().count() as f64;
        let mut marks = self.axis(bottom);
        let mut y = self.top;
        for lane in &self.chart.lanes {
            marks.push(self.name(lane, y + 0.95 * size));
            for item in &lane.items {
                marks.extend(self.words(item, y + 0.95 * size));
                // A bar directly under its words.
                let bar = y + 1.3 * size + BAR / 2.0;
                marks.extend(self.bar(lane, item, bar));
                let rules = self.rules(item, most);
                marks.extend(self.about(item, &rules, (bar + BAR / 2.0 + 1.15 * leading, leading)));
                y += row + leading * rules.len() as f64;
            }
            y += AIR * size;
        }
        Some(marks)
    }

    /// Lines about an item, from its date on or as far to the left as they need.
    fn about(&self, item: &Item, lines: &[String], (first, leading): (f64, f64)) -> Vec<Mark> {
        let face = self.note();
        let wide = lines.iter().map(|line| width(line, face)).fold(0.0, f64::max);
        let x = self.x(item.hour).min(self.right - wide).max(self.left);
        let place = |(row, line): (usize, &String)| {
            let baseline = first + leading * row as f64;
            [self.strip((x, baseline), width(line, face)), Words::new((x, baseline), face, line.as_str()).into()]
        };
        lines.iter().enumerate().flat_map(place).collect()
    }

    /// A strip of paper that keeps words apart from the lines of dates.
    fn strip(&self, (x, baseline): Spot, wide: f64) -> Mark {
        let (up, down) = (22.0 * self.scale, 7.0 * self.scale);
        let frame = Frame { left: x - 4.0, top: baseline - up, right: x + wide + 4.0, bottom: baseline + down };
        Mark::Area(outline(frame), self.theme.paper, 1.0)
    }

    /// The faces of the date and the words of an item.
    fn faces(&self, item: &Item) -> (Face, Face) {
        let (bold, plain) = self.theme.marker(item.lasts.is_none());
        let scaled = |face: Face| Face { size: self.scale * face.size, ..face };
        (scaled(bold), scaled(plain))
    }

    /// Between date and words.
    fn gap(&self) -> f64 {
        10.0 * self.scale
    }

    /// Date and words from the item's date on, or as far to the left as they need.
    fn words(&self, item: &Item, baseline: f64) -> Vec<Mark> {
        let ((bold, plain), gap) = (self.faces(item), self.gap());
        let room = self.right - self.left - width(&item.date, bold) - gap;
        let words = fit(&item.words, plain, room);
        let wide = width(&item.date, bold) + gap + width(&words, plain);
        let x = self.x(item.hour).min(self.right - wide).max(self.left);
        let date = Words::new((x, baseline), bold, item.date.as_str());
        let mut marks: Vec<Mark> = vec![date.into()];
        if !words.is_empty() {
            marks.push(Words::new((x + width(&item.date, bold) + gap, baseline), plain, words).into());
        }
        [self.strip((x, baseline), wide)].into_iter().chain(marks).collect()
    }

    /// A wedge for the phase-in and a bar as long as the rules hold, or a dot.
    fn bar(&self, lane: &Lane, item: &Item, y: f64) -> Vec<Mark> {
        let colour = self.colour(lane);
        let x = self.x(item.hour);
        let Some((full, until)) = item.lasts else {
            let share = item.size.unwrap_or_default() / self.chart.largest();
            let radius = (DOTS.0 * libm::sqrt(share)).max(DOTS.1);
            return vec![Mark::Disc((x, y), radius + 2.0, self.theme.paper), Mark::Disc((x, y), radius, colour)];
        };
        let (full, until, half) = (self.x(full), self.x(until).max(x + 3.0), BAR / 2.0);
        let wedge = vec![(x, y + half), (full, y - half), (full, y + half)];
        let whole = vec![(full, y - half), (until, y - half), (until, y + half), (full, y + half)];
        let edge = vec![(x, y - half - 3.0), (x, y + half)];
        vec![Mark::Area(wedge, colour, 0.55), Mark::Area(whole, colour, 0.85), Mark::Line(edge, pen(colour, LINE))]
    }

    /// One row for each lane, with numbers that a key explains.
    fn numbered(&self, foot: f64) -> Vec<Mark> {
        let shown = self.chart.lanes.len().min(MOST_LANES);
        let lanes = &self.chart.lanes[..shown];
        let pitch = (0.5 * (self.bottom - self.top) / shown as f64).clamp(2.0 * DISC + 4.0, 6.0 * DISC + 14.0);
        let bottom = self.top + pitch * shown as f64;
        let mut marks = self.axis(bottom);
        for (row, lane) in lanes.iter().enumerate() {
            let middle = self.top + pitch * (row as f64 + 0.5);
            marks.push(self.name(lane, middle + 9.0));
            marks.push(Mark::Line(vec![(self.left, middle), (self.right, middle)], pen(self.theme.rule, GRID_LINE)));
            let lasting = lane.items.iter().filter(|item| item.lasts.is_some());
            marks.extend(lasting.flat_map(|item| self.bar(lane, item, middle)));
        }
        let key = Key::new(self, bottom + TO_DATES + DATE_LEADING * rows(&self.dates) as f64 + 6.0, foot - 44.0);
        let (pins, dots) = self.pins(pitch, key.places());
        marks.extend(dots);
        for (number, Pin { row, item, spot }) in pins.iter().enumerate() {
            let colour = self.colour(&lanes[*row]);
            marks.extend(self.disc(*spot, colour, number + 1));
            marks.extend(key.entry(number + 1, item, colour));
        }
        marks.extend(key.remark(pins.len(), self.chart.items() - pins.len()));
        marks
    }

    /// Items with a number, in the order of time: changes first, then the largest events, as many as have room and a
    /// place in the key; and dots for the others.
    fn pins(&self, pitch: f64, places: usize) -> (Vec<Pin<'_>>, Vec<Mark>) {
        let lanes = self.chart.lanes.iter().take(MOST_LANES).enumerate();
        let mut order: Vec<(usize, &Item)> =
            lanes.flat_map(|(row, lane)| lane.items.iter().map(move |item| (row, item))).collect();
        let size = |item: &Item| item.size.unwrap_or(f64::INFINITY);
        order.sort_by(|a, b| size(b.1).total_cmp(&size(a.1)));
        let (mut pins, mut dots): (Vec<Pin<'_>>, Vec<Mark>) = (Vec::new(), Vec::new());
        for (row, item) in order {
            let middle = self.top + pitch * (row as f64 + 0.5);
            let taken: Vec<Frame> = pins.iter().map(|pin: &Pin<'_>| Frame::about(pin.spot, DISC + 1.0)).collect();
            let free = (pins.len() < places).then(|| self.free_spot(item, (middle, pitch), &taken)).flatten();
            match free {
                Some(spot) => pins.push(Pin { row, item, spot }),
                None => dots.push(Mark::Disc(
                    (self.x(item.hour), middle),
                    DOTS.1 - 1.0,
                    self.colour(&self.chart.lanes[row]),
                )),
            }
        }
        pins.sort_by(|a, b| a.item.hour.total_cmp(&b.item.hour).then(a.row.cmp(&b.row)));
        (pins, dots)
    }

    /// A free place for a number at its date, in the height of its lane.
    fn free_spot(&self, item: &Item, (middle, pitch): (f64, f64), taken: &[Frame]) -> Option<Spot> {
        let x = self.x(item.hour).clamp(self.left + DISC, self.right - DISC);
        let slack = ((pitch - 2.0 * DISC) / 2.0 - 1.0).max(0.0);
        let heights = [0.0, -slack, slack];
        let spots = heights.map(|up| (x, middle + up));
        spots.into_iter().find(|spot| !taken.iter().any(|other| other.overlaps(&Frame::about(*spot, DISC + 1.0))))
    }

    fn disc(&self, (x, y): Spot, colour: Rgb, number: usize) -> [Mark; 3] {
        let theme = self.theme;
        let face = Face { bold: true, colour: theme.paper, ..theme.note() };
        let words = Words::new((x, y + 8.0), face, number.to_string()).aligned(Align::Centre);
        [Mark::Disc((x, y), DISC + 2.5, theme.paper), Mark::Disc((x, y), DISC, colour), words.into()]
    }
}

fn outline(frame: Frame) -> Vec<Spot> {
    let Frame { left, top, right, bottom } = frame;
    vec![(left, top), (right, top), (right, bottom), (left, bottom)]
}

/// An item with a number.
struct Pin<'a> {
    row: usize,
    item: &'a Item,
    spot: Spot,
}

/// The key of the numbers: columns of entries below the dates.
struct Key<'a> {
    sheet: &'a Sheet<'a>,
    top: f64,
    lines: usize,
    columns: usize,
    wide: f64,
}

impl<'a> Key<'a> {
    fn new(sheet: &'a Sheet<'a>, top: f64, bottom: f64) -> Key<'a> {
        let measure = sheet.theme.sheet.measure();
        let columns = if measure < 800.0 {
            1
        } else if measure < 1_200.0 {
            2
        } else {
            3
        };
        let lines = ((bottom - top) / KEY_LEADING).max(1.0) as usize;
        Key { sheet, top, lines, columns, wide: measure / columns as f64 }
    }

    /// Entries that have room beside the remark.
    fn places(&self) -> usize {
        (self.lines * self.columns - 1).min(99)
    }

    fn corner(&self, place: usize) -> Spot {
        let (column, line) = (place / self.lines, place % self.lines);
        let left = self.sheet.theme.sheet.margin + column as f64 * self.wide;
        (left, self.top + KEY_LEADING * (line as f64 + 0.7))
    }

    fn entry(&self, number: usize, item: &Item, colour: Rgb) -> Vec<Mark> {
        let (left, baseline) = self.corner(number - 1);
        let face = self.sheet.theme.source();
        let apart = 2.0 * DISC + 8.0;
        let separator = if item.words.is_empty() { "" } else { ": " };
        let words = fit(&format!("{}{separator}{}", item.date, item.words), face, self.wide - apart - 16.0);
        let disc = self.sheet.disc((left + DISC, baseline - 8.0), colour, number);
        disc.into_iter().chain([Words::new((left + apart, baseline), face, words).into()]).collect()
    }

    fn remark(&self, place: usize, more: usize) -> Option<Mark> {
        let words = format!("and {more} more, in the table");
        (more > 0).then(|| Words::new(self.corner(place), self.sheet.theme.source(), words).into())
    }
}
