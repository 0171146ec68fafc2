//! The charts of a result folder: each in its three forms, and all of them in words.

use serde::Serialize;

use crate::charts::Chart;
use crate::output::{Staging, Trouble, tables};

/// What the fourth form of a chart is for.
const KEPT: &str = "to be drawn again by `softpower chart`";

/// A file of the folder of charts.
pub(super) struct Picture {
    path: String,
    meaning: &'static str,
    bytes: Vec<u8>,
}

impl Picture {
    /// Puts it into a result folder in the making.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) fn add_to(&self, staging: &mut Staging) -> Result<(), Trouble> {
        staging.add(&self.path, self.meaning, |out| out.write_all(&self.bytes))
    }
}

/// Puts the only chart of a result folder into it, in all forms and in words.
///
/// # Errors
/// When memory does not suffice, or what the file system says.
pub(super) fn add<R: Serialize>(chart: &Chart<R>, meaning: &'static str, staging: &mut Staging) -> Result<(), Trouble> {
    forms(chart, meaning)?.iter().chain([&in_words(&[words(chart)])]).try_for_each(|picture| picture.add_to(staging))
}

/// A chart in all its forms, and its words.
pub(super) struct Drawn {
    stem: String,
    title: String,
    alt: String,
    /// Its files.
    pub(super) forms: [Picture; 4],
}

impl Drawn {
    /// What it says, for `alt-text.md`.
    pub(super) fn words(&self) -> (&str, &str, &str) {
        (&self.stem, &self.title, &self.alt)
    }
}

/// A chart in all its forms; nothing of none.
///
/// # Errors
/// When memory does not suffice.
pub(super) fn drawn<R: Serialize>(chart: Option<Chart<R>>, meaning: &'static str) -> Option<Result<Drawn, Trouble>> {
    let chart = chart?;
    let (stem, title, alt) = words(&chart);
    let (stem, title, alt) = (stem.to_owned(), title.to_owned(), alt.to_owned());
    Some(forms(&chart, meaning).map(|forms| Drawn { stem, title, alt, forms }))
}

/// A chart as PNG, SVG and CSV, and as it is kept for `softpower chart`.
///
/// # Errors
/// When memory does not suffice.
pub(super) fn forms<R: Serialize>(chart: &Chart<R>, meaning: &'static str) -> Result<[Picture; 4], Trouble> {
    let path = |ending: &str| format!("charts/{}.{ending}", chart.stem());
    let unseen = |why| Trouble { doing: "draw", path: path("png").into(), why };
    let mut numbers = Vec::new();
    tables::records(chart.rows(), &mut numbers).map_err(unseen)?;
    let png = chart.png().map_err(|why| unseen(std::io::Error::other(why)))?;
    let picture = |ending, bytes| Picture { path: path(ending), meaning, bytes };
    let kept = chart.drawing().to_json().into_bytes();
    Ok([
        picture("png", png),
        picture("svg", chart.svg().into_bytes()),
        picture("csv", numbers),
        Picture { meaning: KEPT, ..picture("json", kept) },
    ])
}

/// What a chart says, for `alt-text.md`: stem, title, description.
pub(super) fn words<R>(chart: &Chart<R>) -> (&str, &str, &str) {
    (chart.stem(), chart.title(), chart.alt())
}

/// The charts in words.
pub(super) fn in_words(charts: &[(&str, &str, &str)]) -> Picture {
    let bytes = tables::alt_text(charts).into_bytes();
    Picture { path: "charts/alt-text.md".into(), meaning: "the charts in words", bytes }
}
