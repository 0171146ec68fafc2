//! How a chart is to look, in words that people choose from: a theme, a size, and what its title says.

use super::sheet::Sheet;
use super::theme;

/// The colours of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on white: for bright rooms and documents.
    #[default]
    Light,
    /// Light on black: for a projector in a dark room.
    Dark,
    /// Black, grey and dashes beside the colours: for paper that may be copied without them.
    Print,
}

/// The size of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// 16 : 9; PNG of 3200 × 1800.
    #[default]
    Slide,
    /// The same for a page or a mail; PNG of 1600 × 900, a third of the bytes.
    Web,
    /// A square; PNG of 2160 × 2160.
    Square,
    /// One column of a journal, 85 mm, with letters of 8 points; PNG of 594 dots an inch.
    Column,
    /// Two columns of a journal, 174 mm, the same letters.
    Columns,
}

/// What titles say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Titles {
    /// The finding, where the runs allow one.
    #[default]
    Findings,
    /// What is shown: for journals, where the caption says what was found.
    Neutral,
    /// Words of the user.
    Own(String),
}

/// How a chart is to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Its colours.
    pub theme: Theme,
    /// Its size.
    pub size: Size,
    /// Its title.
    pub titles: Titles,
}

impl Theme {
    /// All themes.
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

    /// Its name, as people type it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Print => "print",
        }
    }
}

impl Size {
    /// All sizes.
    pub const ALL: [Size; 5] = [Size::Slide, Size::Web, Size::Square, Size::Column, Size::Columns];

    /// Its name, as people type it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Size::Slide => "slide",
            Size::Web => "web",
            Size::Square => "square",
            Size::Column => "paper-1col",
            Size::Columns => "paper-2col",
        }
    }
}

impl Look {
    /// What sets its files apart from those of the usual look: `-dark-square`; empty for the usual look.
    #[must_use]
    pub fn suffix(&self) -> String {
        let usual = Look::default();
        let theme = (self.theme != usual.theme).then_some(self.theme.name());
        let size = (self.size != usual.size).then_some(self.size.name());
        let titles = match self.titles {
            Titles::Findings => None,
            Titles::Neutral => Some("neutral"),
            Titles::Own(_) => Some("titled"),
        };
        [theme, size, titles].into_iter().flatten().map(|part| format!("-{part}")).collect()
    }

    /// Colours and sheet.
    pub(super) fn dress(&self) -> theme::Theme {
        let colours = match self.theme {
            Theme::Light => theme::LIGHT,
            Theme::Dark => theme::DARK,
            Theme::Print => theme::PRINT,
        };
        colours.on(match self.size {
            Size::Slide => Sheet::SLIDE,
            Size::Web => Sheet::WEB,
            Size::Square => Sheet::SQUARE,
            Size::Column => Sheet::COLUMN,
            Size::Columns => Sheet::COLUMNS,
        })
    }
}
