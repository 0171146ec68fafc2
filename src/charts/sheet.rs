//! The sheets that charts are drawn on: how large they are, and how large letters are on them.
//!
//! A slide is measured in units of which 1600 fill its width. On paper 22 units are 8 points, so that the smallest
//! words of a column have the size that journals ask for.

/// Millimetres of a unit on paper: 8 points are 22 units.
const MM_PER_UNIT: f64 = 8.0 / 22.0 * 25.4 / 72.0;

/// A sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sheet {
    /// Its width.
    pub(super) width: f64,
    /// Its height.
    pub(super) height: f64,
    /// Distance of everything from its left and right edge.
    pub(super) margin: f64,
    /// Baseline of a title of one line.
    pub(super) head: f64,
    /// Distance of the last baseline from the lower edge.
    pub(super) foot: f64,
    /// Dots of a PNG in a unit.
    pub(super) dots: f64,
    /// Is it measured in millimetres, as paper is?
    pub(super) paper: bool,
    /// Sizes of letters.
    pub(super) letters: Letters,
}

/// Heights of the em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letters {
    /// Sizes of a title of one line: the first that fits is taken; the last is that of longer titles.
    pub(super) titles: [f64; 5],
    /// Lines under the title.
    pub(super) subtitle: f64,
    /// Numbers and dates on the axes.
    pub(super) tick: f64,
    /// Names at line ends.
    pub(super) name: f64,
    /// Notes and the source.
    pub(super) note: f64,
    /// Markers.
    pub(super) marker: f64,
}

const ON_SCREEN: Letters = Letters {
    titles: [46.0, 44.0, 41.0, 38.0, 36.0],
    subtitle: 27.0,
    tick: 26.0,
    name: 28.0,
    note: 22.0,
    marker: 24.0,
};

const ON_PAPER: Letters = Letters {
    titles: [30.0, 29.0, 28.0, 27.0, 26.0],
    subtitle: 23.0,
    tick: 22.0,
    name: 23.0,
    note: 22.0,
    marker: 22.0,
};

impl Sheet {
    /// 16 : 9, as screens and projectors are.
    pub(super) const SLIDE: Sheet = Sheet {
        width: 1600.0,
        height: 900.0,
        margin: 56.0,
        head: 86.0,
        foot: 34.0,
        dots: 2.0,
        paper: false,
        letters: ON_SCREEN,
    };
    /// A slide with fewer dots, for pages and mail.
    pub(super) const WEB: Sheet = Sheet { dots: 1.0, ..Sheet::SLIDE };
    /// A square, for posts.
    pub(super) const SQUARE: Sheet = Sheet { width: 1080.0, height: 1080.0, ..Sheet::SLIDE };
    /// One column of a journal, 85 mm.
    pub(super) const COLUMN: Sheet = Sheet {
        width: 663.0,
        height: 740.0,
        margin: 14.0,
        head: 34.0,
        foot: 12.0,
        dots: 3.0,
        paper: true,
        letters: ON_PAPER,
    };
    /// Two columns of a journal, 174 mm.
    pub(super) const COLUMNS: Sheet = Sheet { width: 1357.0, height: 760.0, ..Sheet::COLUMN };

    /// Width between the margins.
    pub(super) fn measure(&self) -> f64 {
        self.width - 2.0 * self.margin
    }

    /// Right edge of everything.
    pub(super) fn right(&self) -> f64 {
        self.width - self.margin
    }

    /// Is there room only for the most important beside a picture?
    pub(super) fn is_narrow(&self) -> bool {
        self.width < 900.0
    }

    /// Width and height as an SVG names them.
    pub(super) fn lengths(&self) -> (String, String) {
        let length = |units: f64| if self.paper { format!("{:.1}mm", units * MM_PER_UNIT) } else { format!("{units}") };
        (length(self.width), length(self.height))
    }

    /// Width and height of a PNG, in dots.
    pub(super) fn pixels(&self) -> (u32, u32) {
        ((self.width * self.dots) as u32, (self.height * self.dots) as u32)
    }
}
