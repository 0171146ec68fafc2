//! What a picture is made of. Layout ends here: a chart is a list of these, in the order in which they are drawn.

use super::theme::{Face, Rgb};
use super::typeface::{ASCENT, DESCENT, width};

/// A place on the sheet: right, down.
pub(super) type Spot = (f64, f64);

/// A thing to draw.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// A line through places.
    Line(Vec<Spot>, Pen),
    /// The same, dashed: length of a dash, length of a gap.
    Dashes(Vec<Spot>, Pen, (f64, f64)),
    /// A filled shape, with its opacity.
    Area(Vec<Spot>, Rgb, f64),
    /// A filled circle: centre, radius.
    Disc(Spot, f64, Rgb),
    /// The same that lets through what is behind: centre, radius, colour, opacity.
    Haze(Spot, f64, Rgb, f64),
    /// Text.
    Words(Words),
}

/// Colour and width of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pen {
    /// Its colour.
    pub(super) colour: Rgb,
    /// Its width.
    pub(super) width: f64,
}

/// Which point of a text its place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// Its beginning.
    Left,
    /// Its middle.
    Centre,
    /// Its end.
    Right,
}

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// Where its baseline begins, has its middle, or ends.
    pub(super) at: Spot,
    /// Which of them.
    pub(super) align: Align,
    /// How it looks.
    pub(super) face: Face,
    /// What it says.
    pub(super) text: String,
}

impl Words {
    /// Text whose baseline begins at `at`.
    pub(super) fn new(at: Spot, face: Face, text: impl Into<String>) -> Words {
        Words { at, align: Align::Left, face, text: text.into() }
    }

    /// The same, aligned otherwise.
    pub(super) fn aligned(self, align: Align) -> Words {
        Words { align, ..self }
    }

    /// The box that it fills.
    pub(super) fn frame(&self) -> Frame {
        let width = width(&self.text, self.face);
        let left = match self.align {
            Align::Left => self.at.0,
            Align::Centre => self.at.0 - width / 2.0,
            Align::Right => self.at.0 - width,
        };
        let (top, bottom) = (self.at.1 - ASCENT * self.face.size, self.at.1 + DESCENT * self.face.size);
        Frame { left, top, right: left + width, bottom }
    }
}

impl From<Words> for Mark {
    fn from(words: Words) -> Mark {
        Mark::Words(words)
    }
}

/// A box on the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Left edge.
    pub(super) left: f64,
    /// Upper edge.
    pub(super) top: f64,
    /// Right edge.
    pub(super) right: f64,
    /// Lower edge.
    pub(super) bottom: f64,
}

impl Frame {
    /// The smallest box around some texts; `None` without any.
    pub(super) fn around(words: &[Words]) -> Option<Frame> {
        words.iter().map(Words::frame).reduce(|a, b| Frame {
            left: a.left.min(b.left),
            top: a.top.min(b.top),
            right: a.right.max(b.right),
            bottom: a.bottom.max(b.bottom),
        })
    }

    /// A square around a place.
    pub(super) fn about((x, y): Spot, radius: f64) -> Frame {
        Frame { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
    }

    /// With `air` more on each side.
    pub(super) fn grown(self, air: f64) -> Frame {
        Frame { left: self.left - air, top: self.top - air, right: self.right + air, bottom: self.bottom + air }
    }

    /// Do the two share a part?
    pub(super) fn overlaps(&self, other: &Frame) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}
