//! Where the lanes of a calibration go: keys in the left half, targets in the right one, a lane each.

use super::head::Space;
use super::plot::pen;
use crate::charts::marks::{Align, Mark, Words};
use crate::charts::posterior::{Chart, Key, Observed};
use crate::charts::theme::{Face, Rgb, Theme};
use crate::charts::typeface::{fit, width};

/// From the lowest edge of the lanes to the source, and highest lane.
const BELOW: f64 = 32.0;
const PITCH: f64 = 170.0;
const HEADINGS: f64 = 44.0;
/// Between the halves.
const BETWEEN: f64 = 72.0;

/// A half of the sheet.
#[derive(Clone, Copy)]
struct Half<'a> {
    theme: &'a Theme,
    left: f64,
    right: f64,
}

/// The marks in a space.
pub(super) fn marks(chart: &Chart, theme: &Theme, space: Space) -> Vec<Mark> {
    let sheet = theme.sheet;
    let middle = sheet.width / 2.0;
    let keys = Half { theme, left: sheet.margin, right: middle - BETWEEN / 2.0 };
    let targets = Half { theme, left: middle + BETWEEN / 2.0, right: sheet.right() };
    let bold = Face { bold: true, colour: theme.text, ..theme.heading() };
    let top = space.top + HEADINGS;
    let heading = |half: Half<'_>, text: &str| Words::new((half.left, top - 14.0), bold, text).into();
    let mut marks: Vec<Mark> = vec![heading(keys, "Keys"), heading(targets, "Targets")];
    let lanes = chart.keys.len().max(chart.targets.len()).max(1);
    let pitch = ((space.foot - BELOW - top) / lanes as f64).min(PITCH);
    let at = |row: usize| top + pitch * row as f64;
    marks.extend(chart.keys.iter().enumerate().flat_map(|(row, key)| keys.key(key, at(row), pitch)));
    marks.extend(chart.targets.iter().enumerate().flat_map(|(row, one)| targets.target(one, at(row), pitch)));
    marks
}

impl Half<'_> {
    /// A name with what is said about it, above a lane.
    fn words(&self, name: &str, says: (&str, bool), y: f64) -> Vec<Mark> {
        let face = Face { colour: self.theme.ink, ..self.theme.tick() };
        let colour = if says.1 { self.theme.lines[2] } else { self.theme.lines[1] };
        let word = Face { bold: true, colour, ..self.theme.source() };
        let room = self.right - self.left - width(says.0, word) - 20.0;
        let name = Words::new((self.left, y + 30.0), face, fit(name, face, room));
        vec![name.into(), Words::new((self.right, y + 30.0), word, says.0).aligned(Align::Right).into()]
    }

    fn line(&self, (from, to): (f64, f64), y: f64, wide: f64, colour: Rgb) -> Mark {
        Mark::Line(vec![(from, y), (to.max(from + 2.0), y)], pen(colour, wide))
    }

    fn dot(&self, x: f64, y: f64, colour: Rgb) -> [Mark; 2] {
        [Mark::Disc((x, y), 10.0, self.theme.paper), Mark::Disc((x, y), 7.5, colour)]
    }

    fn note(&self, text: &str, y: f64) -> Mark {
        let text = fit(text, self.theme.source(), self.right - self.left);
        Words::new((self.left, y), self.theme.source(), text).into()
    }

    fn key(&self, key: &Key, top: f64, pitch: f64) -> Vec<Mark> {
        let lane = top + (pitch * 0.46).max(42.0);
        let x = |place: f64| self.left + place * (self.right - self.left);
        let [middle, low, high] = key.places;
        let mut marks = self.words(&key.key, (&key.word, key.word == "identified"), top);
        marks.push(self.line((x(0.0), x(1.0)), lane, 9.0, self.theme.rule));
        marks.push(self.line((x(low), x(high)), lane, 9.0, self.theme.lines[0]));
        marks.extend(self.dot(x(middle), lane, self.theme.lines[0]));
        let [from, to] = &key.range;
        marks.push(self.note(&format!("now {}; before {from} to {to}", key.now), lane + 38.0));
        marks
    }

    fn target(&self, one: &Observed, top: f64, pitch: f64) -> Vec<Mark> {
        let lane = top + (pitch * 0.46).max(42.0);
        let drawn = [one.value, one.observed90.0, one.observed90.1];
        let all = || drawn.into_iter().chain(one.model.into_iter().flatten());
        let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
        let (low, span) = if high > low { (low, high - low) } else { (low - 0.5, 1.0) };
        let x = |value: f64| self.left + (0.04 + 0.92 * (value - low) / span) * (self.right - self.left);
        let mut marks = self.words(&one.target, (&one.word, one.word == "met"), top);
        let (from, to) = one.observed90;
        marks.push(self.line((x(from), x(to)), lane - 6.0, 6.0, self.theme.faint));
        marks.extend(self.dot(x(one.value), lane - 6.0, self.theme.ghost));
        if let Some([median, low90, high90]) = one.model {
            marks.push(self.line((x(low90), x(high90)), lane + 9.0, 6.0, self.theme.lines[0]));
            marks.extend(self.dot(x(median), lane + 9.0, self.theme.lines[0]));
        }
        marks.push(self.note(&format!("observed {}; model {}", one.shown, one.model_shown), lane + 41.0));
        marks
    }
}
