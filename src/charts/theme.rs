//! How charts look: every colour, type size and line width in one place. Lengths are in units of the sheet.
//!
//! The five line colours of each theme pass 4.5 : 1 on its paper, so that a line and its label can share one colour and
//! stay apart for readers with red-green or blue-yellow blindness (CIEDE2000 after Machado et al. 2009, worst pair 11.7
//! on white and 13.2 on black). More hues of that strength do not exist: a sixth country is grey. For paper without
//! colours lines have dashes as well.

use super::sheet::Sheet;
use crate::scenario::Colour;

/// Distance between the baselines of small lines of text.
pub(super) const LEADING: f64 = 30.0;

/// Red, green and blue of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

/// Size, weight and colour of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Face {
    /// Height of the em.
    pub(super) size: f64,
    /// Semi-bold instead of regular.
    pub(super) bold: bool,
    /// Colour of the letters.
    pub(super) colour: Rgb,
}

/// The colours of a chart, and the sheet that it is drawn on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Theme {
    /// Its size, and that of its letters.
    pub(super) sheet: Sheet,
    /// What everything stands on.
    pub(super) paper: Rgb,
    /// Titles and the difference.
    pub(super) ink: Rgb,
    /// Notes and policy markers.
    pub(super) text: Rgb,
    /// Subtitles, ticks and the source.
    pub(super) quiet: Rgb,
    /// The ghost baseline, and the names of countries beyond the fifth.
    pub(super) ghost: Rgb,
    /// Lines of countries beyond the fifth.
    pub(super) faint: Rgb,
    /// Grid lines.
    pub(super) rule: Rgb,
    /// Axes, the reference line and markers of events.
    pub(super) axis: Rgb,
    /// Blue, rust, green, magenta, ink: in the order in which countries get them.
    pub(super) lines: [Rgb; 5],
    /// Opacity of bands, 0 to 1.
    pub(super) band: f64,
    /// The colours of the lowest and of the highest value of a map.
    pub(super) ramp: (Rgb, Rgb),
    /// Are lines told apart by dashes as well, and only the focus country's band filled?
    pub(super) dashes: bool,
}

/// Dark on white, for paper and bright rooms.
pub(super) const LIGHT: Theme = Theme {
    sheet: Sheet::SLIDE,
    paper: Rgb(0xFF, 0xFF, 0xFF),
    ink: Rgb(0x11, 0x18, 0x27),
    text: Rgb(0x37, 0x41, 0x51),
    quiet: Rgb(0x4B, 0x55, 0x63),
    ghost: Rgb(0x6B, 0x72, 0x80),
    faint: Rgb(0x9C, 0xA3, 0xAF),
    rule: Rgb(0xDD, 0xE1, 0xE6),
    axis: Rgb(0x9C, 0xA3, 0xAF),
    lines: [
        Rgb(0x0A, 0x66, 0xD6),
        Rgb(0x8A, 0x32, 0x06),
        Rgb(0x14, 0x80, 0x5E),
        Rgb(0xB8, 0x31, 0x88),
        Rgb(0x1F, 0x29, 0x37),
    ],
    band: 0.15,
    ramp: (Rgb(0xEA, 0xF2, 0xFC), Rgb(0x15, 0x4E, 0x9E)),
    dashes: false,
};

/// Light on black, for a projector in a dark room.
pub(super) const DARK: Theme = Theme {
    sheet: Sheet::SLIDE,
    paper: Rgb(0x14, 0x18, 0x1D),
    ink: Rgb(0xF9, 0xFA, 0xFB),
    text: Rgb(0xD1, 0xD5, 0xDB),
    quiet: Rgb(0xB4, 0xBC, 0xC8),
    ghost: Rgb(0x9A, 0xA3, 0xAF),
    faint: Rgb(0x6B, 0x74, 0x82),
    rule: Rgb(0x2C, 0x33, 0x3C),
    axis: Rgb(0x6B, 0x74, 0x82),
    lines: [
        Rgb(0x6C, 0x97, 0xFF),
        Rgb(0xE0, 0x7B, 0x2E),
        Rgb(0x5E, 0xD0, 0xA0),
        Rgb(0xF5, 0xBD, 0xF1),
        Rgb(0xF3, 0xF4, 0xF6),
    ],
    band: 0.2,
    ramp: (Rgb(0x1C, 0x2B, 0x45), Rgb(0xA9, 0xC6, 0xFF)),
    dashes: false,
};

/// For paper that may be copied without its colours.
pub(super) const PRINT: Theme = Theme {
    ink: Rgb(0x00, 0x00, 0x00),
    text: Rgb(0x1F, 0x1F, 0x1F),
    quiet: Rgb(0x3D, 0x3D, 0x3D),
    ghost: Rgb(0x6E, 0x6E, 0x6E),
    faint: Rgb(0x9E, 0x9E, 0x9E),
    rule: Rgb(0xDA, 0xDA, 0xDA),
    axis: Rgb(0x8A, 0x8A, 0x8A),
    band: 0.13,
    ramp: (Rgb(0xF2, 0xF2, 0xF2), Rgb(0x3A, 0x3A, 0x3A)),
    dashes: true,
    ..LIGHT
};

/// The order in which countries without a colour of their own get one.
pub(super) const COLOUR_ORDER: [Colour; 5] = [Colour::Blue, Colour::Rust, Colour::Green, Colour::Magenta, Colour::Ink];

/// Width of the focus country's line.
pub(super) const FOCUS_LINE: f64 = 5.5;
/// Width of the other lines and of the ghost baseline.
pub(super) const LINE: f64 = 3.5;
/// Width of the grey lines.
pub(super) const FAINT_LINE: f64 = 2.5;
/// Paper on both sides of a line together, where it crosses others.
pub(super) const CASING: f64 = 3.0;
/// Dash and gap of the lines of the other countries where dashes tell lines apart, in the order of the colours; the
/// focus country's line is whole.
const LINE_DASHES: [(f64, f64); 5] = [(26.0, 6.0), (26.0, 6.0), (15.0, 5.0), (7.0, 5.0), (3.0, 4.0)];
/// Dash and gap of the ghost baseline.
pub(super) const DASH: (f64, f64) = (11.0, 7.0);
/// Dot and gap of a marker's line.
pub(super) const DOTS: (f64, f64) = (2.5, 5.5);
/// Width of a marker's line and of the bracket.
pub(super) const MARKER_LINE: f64 = 2.5;
/// Width of grid lines and ticks.
pub(super) const GRID_LINE: f64 = 1.5;
/// Width of the axis and of the reference line.
pub(super) const AXIS_LINE: f64 = 2.0;

impl Theme {
    /// The same colours on another sheet.
    pub(super) fn on(self, sheet: Sheet) -> Theme {
        Theme { sheet, ..self }
    }

    /// The colour of a country's line; grey without one of the five.
    pub(super) fn line(&self, colour: Option<Colour>) -> Rgb {
        place_of(colour).map_or(self.ghost, |place| self.lines[place])
    }

    /// Dash and gap of a country's line; `None` for a whole line.
    pub(super) fn dash(&self, colour: Option<Colour>, focus: bool) -> Option<(f64, f64)> {
        let dashed = self.dashes && !focus;
        place_of(colour).filter(|_| dashed).map(|place| LINE_DASHES[place])
    }

    /// The colour of a map at a shade from 0 to 1, and that of words on it.
    pub(super) fn shaded(&self, shade: f64) -> (Rgb, Rgb) {
        let (low, high) = self.ramp;
        let mix = |low: u8, high: u8| (f64::from(low) + shade * (f64::from(high) - f64::from(low))) as u8;
        let ground = Rgb(mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2));
        let words = if contrast(self.ink, ground) >= contrast(self.paper, ground) { self.ink } else { self.paper };
        (ground, words)
    }

    /// The title, in its full size.
    pub(super) fn title(&self) -> Face {
        Face { size: self.sheet.letters.titles[0], bold: true, colour: self.ink }
    }

    /// The lines under the title.
    pub(super) fn subtitle(&self) -> Face {
        Face { size: self.sheet.letters.subtitle, bold: false, colour: self.quiet }
    }

    /// Numbers and dates on the axes.
    pub(super) fn tick(&self) -> Face {
        Face { size: self.sheet.letters.tick, bold: false, colour: self.quiet }
    }

    /// A name and a value at the end of a line, or the difference.
    pub(super) fn name(&self, colour: Rgb) -> Face {
        Face { size: self.sheet.letters.name, bold: true, colour }
    }

    /// What stands under a name.
    pub(super) fn note(&self) -> Face {
        Face { size: self.sheet.letters.note, bold: false, colour: self.text }
    }

    /// The source, the key of numbered markers.
    pub(super) fn source(&self) -> Face {
        Face { size: self.sheet.letters.note, bold: false, colour: self.quiet }
    }

    /// The name of an axis, or of a column.
    pub(super) fn heading(&self) -> Face {
        Face { size: self.sheet.letters.marker, bold: false, colour: self.quiet }
    }

    /// The date and the words of a marker; events are lighter than changes of policy.
    pub(super) fn marker(&self, event: bool) -> (Face, Face) {
        let (date, words) = if event { (self.quiet, self.quiet) } else { (self.ink, self.text) };
        let size = self.sheet.letters.marker;
        (Face { size, bold: !event, colour: date }, Face { size, bold: false, colour: words })
    }
}

fn place_of(colour: Option<Colour>) -> Option<usize> {
    COLOUR_ORDER.iter().position(|known| Some(*known) == colour)
}

/// How much two colours differ in lightness, 1 to 21 (WCAG 2.2).
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
    };
    let light = |Rgb(red, green, blue): Rgb| 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
