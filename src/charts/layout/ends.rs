//! What stands at the line ends: name, final value, the middle 90 %. No legend is needed, and no label hides another.

use super::Design;
use super::plot::{Plot, pen};
use crate::charts::marks::{Mark, Spot, Words};
use crate::charts::theme::{Face, GRID_LINE, Rgb, Theme};
use crate::charts::time_chart::Series;
use crate::charts::typeface::{width, wrap, wrap_at_most};
use crate::charts::words::count;

/// How wide labels may be.
struct Room {
    /// Widths that the column may take; the first in which every name needs at most two lines.
    widths: [f64; 2],
    /// Names up to this width stay on one line.
    one_line: f64,
}

const WIDE: Room = Room { widths: [292.0, 420.0], one_line: 350.0 };
const NARROW: Room = Room { widths: [150.0, 215.0], one_line: 180.0 };
/// Distance of the labels from the line ends: where labels stand at their lines, and where threads lead to them.
const NEAR: f64 = 20.0;
const FAR: f64 = 46.0;
/// How far a label may be from its line end before a thread leads to it.
const LOOSE: f64 = 14.0;
/// Distance between the lines of a long name.
const NAME_LEADING: f64 = 35.0;

/// What a label stands for; of labels at the same height, the first kind is the highest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A grey country.
    Grey,
    /// All grey countries.
    Greys,
    /// A coloured country.
    Country,
    /// The country that the chart is about.
    Focus,
    /// The difference between it and its ghost.
    Difference,
    /// The ghost.
    Ghost,
}

/// A label at a line end.
struct Tag {
    kind: Kind,
    colour: Rgb,
    /// Name and value, in one or two lines.
    name: Vec<String>,
    /// What stands under the name.
    note: Option<String>,
    /// Height of the line end.
    end: f64,
    /// Height of the label's middle, as it is pushed.
    middle: f64,
}

/// How much a crowd of labels has to give up.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Crowd {
    /// Nothing.
    None,
    /// Air between labels.
    Tight,
    /// Names of grey countries.
    Merged,
    /// Second lines of names.
    Short,
    /// The middle 90 %.
    Bare,
}

/// All labels, and the room that they need.
pub(super) struct Column {
    tags: Vec<Tag>,
    width: f64,
    distance: f64,
    /// Right edge of the labels.
    end: f64,
}

impl Column {
    /// Labels of all lines of a chart, spread over the height of `plot`, with the difference between run and ghost if
    /// `with_gap`; as little is given up as the room demands.
    pub(super) fn new(design: Design<'_>, plot: &Plot, with_gap: bool) -> Column {
        let all = [Crowd::None, Crowd::Tight, Crowd::Merged, Crowd::Short, Crowd::Bare];
        let (top, bottom) = (plot.top - plot.headroom, plot.bottom + 22.0);
        let fitting = all.into_iter().find_map(|crowd| {
            let mut tags = tags(design, plot, crowd);
            tags.extend(if with_gap { gap(design, plot) } else { None });
            tags.sort_by(|a, b| a.end.total_cmp(&b.end).then(a.kind.cmp(&b.kind)));
            explain_difference(design, &mut tags);
            spread(&mut tags, if crowd == Crowd::None { 8.0 } else { 2.0 }, (top, bottom)).then_some(tags)
        });
        let tags = fitting.unwrap_or_default();
        let loose = tags.iter().any(|tag| tag.is_loose());
        let width = tags.iter().map(|tag| tag.width(design)).fold(room(design.theme).widths[0], f64::max);
        Column { tags, width, distance: if loose { FAR } else { NEAR }, end: design.theme.sheet.right() }
    }

    /// Where the plot must end.
    pub(super) fn left(&self) -> f64 {
        self.end - self.width - self.distance
    }

    /// Threads, dots and words; the focus country's dot lies on the others.
    pub(super) fn marks(&self, design: Design<'_>, plot: &Plot) -> Vec<Mark> {
        let (mut tags, right): (Vec<&Tag>, f64) = (self.tags.iter().collect(), plot.right);
        tags.sort_by_key(|tag| tag.kind == Kind::Focus);
        let threads = tags.iter().filter(|_| self.distance > NEAR).filter_map(|tag| tag.thread(right));
        let dots = tags.iter().flat_map(|tag| tag.dots(design, right));
        let words = tags.iter().flat_map(|tag| tag.words(design, right + self.distance)).map(Mark::from);
        threads.chain(dots).chain(words).collect()
    }
}

fn tags(design: Design<'_>, plot: &Plot, crowd: Crowd) -> Vec<Tag> {
    let (greys, coloured): (Vec<&Series>, Vec<&Series>) =
        design.chart.series.iter().partition(|series| series.colour.is_none());
    let mut tags: Vec<Tag> = coloured.into_iter().filter_map(|series| tag(design, plot, series, crowd)).collect();
    let greys: Vec<Tag> = greys.into_iter().filter_map(|series| tag(design, plot, series, crowd)).collect();
    tags.extend(ghost(design, plot, crowd));
    tags.extend(if crowd < Crowd::Merged { greys } else { merged(greys).into_iter().collect() });
    tags
}

fn tag(design: Design<'_>, plot: &Plot, series: &Series, crowd: Crowd) -> Option<Tag> {
    let (chart, spread) = (design.chart, series.end()?.spread);
    let colour = design.theme.line(series.colour);
    let kind = match series {
        Series { focus: true, .. } => Kind::Focus,
        Series { colour: None, .. } => Kind::Grey,
        _ => Kind::Country,
    };
    let text = format!("{} {}", series.name, chart.printed(spread.median, series.focus));
    let bare = crowd == Crowd::Bare || design.theme.sheet.is_narrow();
    let note = (chart.bands && kind != Kind::Grey && !bare).then(|| chart.printed_range(spread));
    let name = name(&text, (design, colour), crowd, kind);
    let end = plot.y(design, spread.median);
    Some(Tag { kind, colour, name, note, end, middle: end })
}

fn ghost(design: Design<'_>, plot: &Plot, crowd: Crowd) -> Option<Tag> {
    let (chart, colour) = (design.chart, design.theme.ghost);
    let (focus, ghost) = (chart.focus()?, chart.ghost.as_ref()?);
    let median = ghost.points.last()?.spread.median;
    let text = format!("{} {}", focus.name, chart.printed(median, true));
    let name = name(&text, (design, colour), crowd, Kind::Ghost);
    let end = plot.y(design, median);
    let note = (!design.theme.sheet.is_narrow()).then(|| ghost.note.clone().into_owned());
    Some(Tag { kind: Kind::Ghost, colour, name, note, end, middle: end })
}

/// The difference, beside the label of the focus country.
fn gap(design: Design<'_>, plot: &Plot) -> Option<Tag> {
    let (chart, colour) = (design.chart, design.theme.ink);
    let (focus, ghost) = (chart.focus()?.end()?, chart.ghost.as_ref()?);
    let gap = ghost.gap.as_ref()?;
    let [run, without] = [focus.spread.median, ghost.points.last()?.spread.median].map(|end| plot.y(design, end));
    // Next to the focus country's label, on the side of the ghost.
    let end = if run <= without { run } else { run - 1e-6 };
    let mut name = vec![gap.words.clone()];
    let mut note = Some(gap.note.replace("pairs of runs", "pairs"));
    if design.theme.sheet.is_narrow() {
        name = wrap(&gap.words, face(design, colour, Kind::Difference), NARROW.widths[1]);
        note = gap.note.split_once(": ").map(|(_, range)| range.to_owned());
    }
    Some(Tag { kind: Kind::Difference, colour, name, note, end, middle: end })
}

/// A difference that does not stand beside the ghost says what makes it.
fn explain_difference(design: Design<'_>, tags: &mut [Tag]) {
    let place = |wanted| tags.iter().position(|tag| tag.kind == wanted);
    let (Some(difference), Some(ghost)) = (place(Kind::Difference), place(Kind::Ghost)) else { return };
    let gap = design.chart.ghost.as_ref().and_then(|ghost| ghost.gap.as_ref());
    let alone = difference.abs_diff(ghost) > 1 && !design.theme.sheet.is_narrow();
    if let Some(gap) = gap.filter(|_| alone) {
        tags[difference].name = vec![gap.words_alone.clone()];
    }
}

/// One label for all grey lines.
fn merged(greys: Vec<Tag>) -> Option<Tag> {
    let number = greys.len();
    let end = greys.iter().map(|tag| tag.end).sum::<f64>() / number as f64;
    let countries = if number == 1 { "country" } else { "countries" };
    let name = vec![format!("Grey: {} other {countries}", count(number))];
    greys.into_iter().next().map(|first| Tag { kind: Kind::Greys, name, end, middle: end, ..first })
}

fn room(theme: &Theme) -> &'static Room {
    if theme.sheet.is_narrow() { &NARROW } else { &WIDE }
}

fn face(design: Design<'_>, colour: Rgb, kind: Kind) -> Face {
    if kind.is_faint() { Face { colour, ..design.theme.note() } } else { design.theme.name(colour) }
}

/// The lines of a name with its value: one if it is short, two if it is long.
fn name(text: &str, (design, colour): (Design<'_>, Rgb), crowd: Crowd, kind: Kind) -> Vec<String> {
    let (face, room) = (face(design, colour, kind), room(design.theme));
    let lines = if kind.is_faint() || crowd >= Crowd::Short { 1 } else { 2 };
    if width(text, face) <= room.one_line {
        return vec![text.to_owned()];
    }
    let fitting = room.widths.into_iter().find(|room| wrap(text, face, *room).len() <= lines);
    if let Some(room) = fitting {
        return wrap_at_most(text, face, room, lines);
    }
    shortened(text, face, lines, room.widths[1])
}

/// A name that is too long loses its end, never its value.
fn shortened(text: &str, face: Face, lines: usize, room: f64) -> Vec<String> {
    let (name, value) = text.rsplit_once(' ').unwrap_or((text, ""));
    let mut name = name.to_owned();
    loop {
        name.pop();
        let shorter = wrap(&format!("{}… {value}", name.trim_end()), face, room);
        if shorter.len() <= lines || name.is_empty() {
            return shorter;
        }
    }
}

impl Kind {
    fn is_faint(self) -> bool {
        matches!(self, Kind::Grey | Kind::Greys)
    }

    /// Radius of the dot at the line end.
    fn dot(self) -> Option<f64> {
        match self {
            Kind::Grey => Some(4.0),
            Kind::Country | Kind::Focus => Some(6.5),
            Kind::Ghost => Some(5.0),
            Kind::Greys | Kind::Difference => None,
        }
    }
}

impl Tag {
    fn is_loose(&self) -> bool {
        self.kind.dot().is_some() && (self.middle - self.end).abs() > LOOSE
    }

    fn width(&self, design: Design<'_>) -> f64 {
        let name = face(design, self.colour, self.kind);
        let names = self.name.iter().map(|line| width(line, name));
        let note = self.note.iter().map(|line| width(line, design.theme.note()));
        names.chain(note).fold(0.0, f64::max)
    }

    /// Height above and below the middle.
    fn reach(&self) -> (f64, f64) {
        let more = NAME_LEADING * (self.name.len() - 1) as f64 / 2.0;
        match (&self.note, self.kind.is_faint()) {
            (Some(_), _) => (30.0 + more, 32.0 + more),
            (None, true) => (14.0, 14.0),
            (None, false) => (18.0 + more, 17.0 + more),
        }
    }

    /// Baseline of the first line of the name.
    fn baseline(&self) -> f64 {
        let more = NAME_LEADING * (self.name.len() - 1) as f64 / 2.0;
        let below_middle = match (&self.note, self.kind.is_faint()) {
            (Some(_), _) => -3.0,
            (None, true) => 8.0,
            (None, false) => 10.0,
        };
        self.middle + below_middle - more
    }

    /// From the line end to the label.
    fn thread(&self, right: f64) -> Option<Mark> {
        let (end, middle) = ((right, self.end), self.middle);
        let bends = vec![end, (right + 12.0, self.end), (right + 34.0, middle), (right + FAR - 6.0, middle)];
        self.kind.dot().map(|_| Mark::Line(bends, pen(self.colour, GRID_LINE)))
    }

    fn dots(&self, design: Design<'_>, right: f64) -> Vec<Mark> {
        let end: Spot = (right, self.end);
        let dot = |radius| [Mark::Disc(end, radius + 2.5, design.theme.paper), Mark::Disc(end, radius, self.colour)];
        self.kind.dot().map(dot).into_iter().flatten().collect()
    }

    fn words(&self, design: Design<'_>, left: f64) -> Vec<Words> {
        let name = face(design, self.colour, self.kind);
        let first = self.baseline();
        let place = |(row, line): (usize, &String)| Words::new((left, first + NAME_LEADING * row as f64), name, line);
        let mut words: Vec<Words> = self.name.iter().enumerate().map(place).collect();
        let last = first + NAME_LEADING * (self.name.len() - 1) as f64;
        words.extend(self.note.iter().map(|note| Words::new((left, last + 29.0), design.theme.note(), note)));
        words
    }
}

/// Pushes labels apart as little as possible (least squares), in their order and within `bounds`. False if the room
/// does not suffice.
///
/// With the height of all labels above it subtracted, every label's place may only grow: the nearest growing sequence
/// is found by pooling neighbours that violate the order.
fn spread(tags: &mut [Tag], air: f64, bounds: (f64, f64)) -> bool {
    let mut offsets = Vec::new();
    let mut height = 0.0;
    for (place, tag) in tags.iter().enumerate() {
        let above = if place == 0 { 0.0 } else { tags[place - 1].reach().1 + air + tag.reach().0 };
        height += above;
        offsets.push(height);
    }
    let (Some(first), Some(last)) = (tags.first(), tags.last()) else { return true };
    let (lowest, highest) = (bounds.0 + first.reach().0, bounds.1 - last.reach().1 - height);
    if lowest > highest {
        return false;
    }
    let wanted: Vec<f64> = tags.iter().zip(&offsets).map(|(tag, offset)| tag.end - offset).collect();
    for ((tag, place), offset) in tags.iter_mut().zip(pooled(&wanted)).zip(offsets) {
        tag.middle = place.clamp(lowest, highest) + offset;
    }
    true
}

/// The nearest sequence that never falls (isotonic regression by pool-adjacent-violators).
fn pooled(wanted: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for value in wanted {
        let mut pool = (*value, 1);
        while let Some((sum, count)) = pools.pop_if(|(sum, count)| *sum / *count as f64 > pool.0 / pool.1 as f64) {
            pool = (pool.0 + sum, pool.1 + count);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_sequence_that_never_falls() {
        assert_eq!(pooled(&[1.0, 3.0, 2.0, 5.0]), [1.0, 2.5, 2.5, 5.0]);
        assert_eq!(pooled(&[3.0, 2.0, 1.0]), [2.0, 2.0, 2.0]);
        assert!(pooled(&[]).is_empty());
    }
}
