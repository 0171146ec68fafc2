//! What stands at the line ends: name, final value, the middle 90 %. No legend is needed, and no label hides another.

use super::Design;
use super::plot::{Plot, pen};
use crate::charts::marks::{Mark, Spot, Words};
use crate::charts::theme::{Face, GRID_LINE, MARGIN, Rgb, SHEET};
use crate::charts::time_chart::Series;
use crate::charts::typeface::{fit, width, wrap, wrap_at_most};
use crate::charts::words::count;

/// Widths that the column may take; the first in which every name needs at most two lines.
const WIDTHS: [f64; 2] = [292.0, 420.0];
/// Distance of the labels from the line ends: where labels stand at their lines, and where threads lead to them.
const NEAR: f64 = 20.0;
const FAR: f64 = 46.0;
/// How far a label may be from its line end before a thread leads to it.
const LOOSE: f64 = 14.0;
/// Distance between the lines of a long name.
const NAME_LEADING: f64 = 32.0;

/// A label at a line end.
struct Tag {
    /// Height of the line end.
    end: f64,
    colour: Rgb,
    name: Vec<String>,
    note: Option<String>,
    /// Radius of the dot at the line end; none for a label that stands for several lines.
    dot: Option<f64>,
    faint: bool,
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
}

impl Column {
    /// Labels of all lines of a chart, spread over the height of `plot`; as little is given up as the room demands.
    pub(super) fn new(design: Design<'_>, plot: &Plot) -> Column {
        let all = [Crowd::None, Crowd::Tight, Crowd::Merged, Crowd::Short, Crowd::Bare];
        let (top, bottom) = (plot.top - 14.0, plot.dates_end - 34.0 + 14.0);
        let fitting = all.into_iter().find_map(|crowd| {
            let mut tags = tags(design, plot, crowd);
            spread(&mut tags, if crowd == Crowd::None { 8.0 } else { 2.0 }, (top, bottom)).then_some(tags)
        });
        let tags = fitting.unwrap_or_default();
        let loose = tags.iter().any(|tag| tag.is_loose());
        let width = tags.iter().map(|tag| tag.width(design)).fold(WIDTHS[0], f64::max);
        Column { tags, width, distance: if loose { FAR } else { NEAR } }
    }

    /// Where the plot must end.
    pub(super) fn left(&self) -> f64 {
        SHEET.0 - MARGIN - self.width - self.distance
    }

    /// Dots, threads and words.
    pub(super) fn marks(&self, design: Design<'_>, plot: &Plot) -> Vec<Mark> {
        self.tags.iter().flat_map(|tag| tag.marks(design, plot.right, self.distance)).collect()
    }
}

fn tags(design: Design<'_>, plot: &Plot, crowd: Crowd) -> Vec<Tag> {
    let (greys, coloured): (Vec<&Series>, Vec<&Series>) =
        design.chart.series.iter().partition(|series| series.colour.is_none());
    let mut tags: Vec<Tag> = coloured.into_iter().filter_map(|series| tag(design, plot, series, crowd)).collect();
    let greys: Vec<Tag> = greys.into_iter().filter_map(|series| tag(design, plot, series, crowd)).collect();
    tags.extend(ghost(design, plot, crowd));
    tags.extend(if crowd < Crowd::Merged { greys } else { merged(greys).into_iter().collect() });
    tags.sort_by(|a, b| a.end.total_cmp(&b.end));
    tags
}

fn tag(design: Design<'_>, plot: &Plot, series: &Series, crowd: Crowd) -> Option<Tag> {
    let (chart, spread) = (design.chart, series.end()?.spread);
    let (colour, faint) = (design.theme.line(series.colour), series.colour.is_none());
    let text = format!("{} {}", series.name, chart.printed(spread.median));
    let note = (chart.bands && !faint && crowd < Crowd::Bare).then(|| chart.printed_range(spread));
    let name = name(&text, face(design, colour, faint), crowd, faint);
    let end = plot.y(design, spread.median);
    Some(Tag { end, colour, name, note, dot: Some(if faint { 4.0 } else { 6.5 }), faint, middle: end })
}

fn ghost(design: Design<'_>, plot: &Plot, crowd: Crowd) -> Option<Tag> {
    let (chart, colour) = (design.chart, design.theme.ghost);
    let (focus, ghost) = (chart.focus()?, chart.ghost.as_ref()?);
    let median = ghost.points.last()?.spread.median;
    let text = format!("{} {}", focus.name, chart.printed(median));
    let name = name(&text, face(design, colour, false), crowd, false);
    let end = plot.y(design, median);
    Some(Tag { end, colour, name, note: Some(ghost.note.to_owned()), dot: Some(5.0), faint: false, middle: end })
}

/// One label for all grey lines.
fn merged(greys: Vec<Tag>) -> Option<Tag> {
    let number = greys.len();
    let end = greys.iter().map(|tag| tag.end).sum::<f64>() / number as f64;
    let countries = if number == 1 { "country" } else { "countries" };
    let name = vec![format!("Grey: {} other {countries}", count(number))];
    greys.into_iter().next().map(|first| Tag { end, name, note: None, dot: None, middle: end, ..first })
}

fn face(design: Design<'_>, colour: Rgb, faint: bool) -> Face {
    if faint { Face { colour, ..design.theme.note() } } else { design.theme.name(colour) }
}

/// The lines of a name: one if it is short, two if it is long.
fn name(text: &str, face: Face, crowd: Crowd, faint: bool) -> Vec<String> {
    let widest = WIDTHS[WIDTHS.len() - 1];
    if faint || crowd >= Crowd::Short {
        return vec![shortened(text, face, widest)];
    }
    let narrow = WIDTHS.into_iter().find(|room| wrap(text, face, *room).len() <= 2);
    wrap_at_most(text, face, narrow.unwrap_or(widest), 2)
}

/// A name that is too long loses its end, never its value.
fn shortened(text: &str, face: Face, room: f64) -> String {
    let (name, value) = text.rsplit_once(' ').unwrap_or((text, ""));
    format!("{} {value}", fit(name, face, room - width(&format!(" {value}"), face)))
}

impl Tag {
    fn is_loose(&self) -> bool {
        self.dot.is_some() && (self.middle - self.end).abs() > LOOSE
    }

    fn width(&self, design: Design<'_>) -> f64 {
        let name = face(design, self.colour, self.faint);
        let names = self.name.iter().map(|line| width(line, name));
        let note = self.note.iter().map(|line| width(line, design.theme.note()));
        names.chain(note).fold(0.0, f64::max)
    }

    /// Height above and below the middle.
    fn reach(&self) -> (f64, f64) {
        let more = NAME_LEADING * (self.name.len() - 1) as f64 / 2.0;
        match (&self.note, self.faint) {
            (Some(_), _) => (30.0 + more, 32.0 + more),
            (None, true) => (14.0, 14.0),
            (None, false) => (18.0 + more, 17.0 + more),
        }
    }

    /// Baseline of the first line of the name.
    fn baseline(&self) -> f64 {
        let more = NAME_LEADING * (self.name.len() - 1) as f64 / 2.0;
        let below_middle = match (&self.note, self.faint) {
            (Some(_), _) => -3.0,
            (None, true) => 8.0,
            (None, false) => 10.0,
        };
        self.middle + below_middle - more
    }

    fn marks(&self, design: Design<'_>, right: f64, distance: f64) -> Vec<Mark> {
        let mut marks = Vec::new();
        if let Some(radius) = self.dot {
            let end: Spot = (right, self.end);
            if distance > NEAR {
                let bend = [(right, self.end), (right + 12.0, self.end), (right + 34.0, self.middle)];
                let thread = bend.into_iter().chain([(right + distance - 6.0, self.middle)]).collect();
                marks.push(Mark::Line(thread, pen(self.colour, GRID_LINE)));
            }
            marks.push(Mark::Disc(end, radius + 2.5, design.theme.paper));
            marks.push(Mark::Disc(end, radius, self.colour));
        }
        marks.extend(self.words(design, right + distance).into_iter().map(Mark::from));
        marks
    }

    fn words(&self, design: Design<'_>, left: f64) -> Vec<Words> {
        let name = face(design, self.colour, self.faint);
        let first = self.baseline();
        let place = |(row, line): (usize, &String)| Words::new((left, first + NAME_LEADING * row as f64), name, line);
        let mut words: Vec<Words> = self.name.iter().enumerate().map(place).collect();
        let last = first + NAME_LEADING * (self.name.len() - 1) as f64;
        words.extend(self.note.iter().map(|note| Words::new((left, last + 29.0), design.theme.note(), note)));
        words
    }
}

/// Pushes labels apart as little as possible (least squares), in their order and within `bounds`. False if the room does not
/// suffice.
///
/// With the height of all labels above it subtracted, every label's place may only grow: the nearest growing sequence is found by
/// pooling neighbours that violate the order.
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
