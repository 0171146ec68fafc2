//! How charts look: every colour, type size and line width in one place. Lengths are in units of a 1600 × 900 sheet.
//!
//! The five line colours pass 4.5 : 1 on the paper, so that a line and its label can share one colour, and stay apart
//! for readers with red-green or blue-yellow blindness (CIEDE2000 after Machado et al. 2009, worst pair 11.7). More
//! hues of that strength do not exist: a sixth country is grey. Another theme is another constant of type [`Theme`].

use crate::scenario::Colour;

/// The sheet: width and height.
pub(super) const SHEET: (f64, f64) = (1600.0, 900.0);
/// Distance of everything from the left and right edge of the sheet.
pub(super) const MARGIN: f64 = 56.0;
/// Width between the margins.
pub(super) const MEASURE: f64 = SHEET.0 - 2.0 * MARGIN;
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

/// The colours of a chart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Theme {
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
}

/// Dark on white, for paper and bright rooms.
pub(super) const LIGHT: Theme = Theme {
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
    /// The colour of a country's line; grey without one of the five.
    pub(super) fn line(&self, colour: Option<Colour>) -> Rgb {
        let place = COLOUR_ORDER.iter().position(|known| Some(*known) == colour);
        place.map_or(self.ghost, |place| self.lines[place])
    }

    /// The title, in its full size.
    pub(super) fn title(&self) -> Face {
        Face { size: 46.0, bold: true, colour: self.ink }
    }

    /// The lines under the title.
    pub(super) fn subtitle(&self) -> Face {
        Face { size: 27.0, bold: false, colour: self.quiet }
    }

    /// Numbers and dates on the axes.
    pub(super) fn tick(&self) -> Face {
        Face { size: 26.0, bold: false, colour: self.quiet }
    }

    /// A name and a value at the end of a line, or the difference.
    pub(super) fn name(&self, colour: Rgb) -> Face {
        Face { size: 28.0, bold: true, colour }
    }

    /// What stands under a name.
    pub(super) fn note(&self) -> Face {
        Face { size: 22.0, bold: false, colour: self.text }
    }

    /// The source, the key of numbered markers.
    pub(super) fn source(&self) -> Face {
        Face { size: 22.0, bold: false, colour: self.quiet }
    }

    /// The date and the words of a marker; events are lighter than changes of policy.
    pub(super) fn marker(&self, event: bool) -> (Face, Face) {
        let (date, words) = if event { (self.quiet, self.quiet) } else { (self.ink, self.text) };
        (Face { size: 24.0, bold: !event, colour: date }, Face { size: 24.0, bold: false, colour: words })
    }
}
