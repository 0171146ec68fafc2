//! Numbers to pictures. A chart is a pure function of an ensemble: it knows its title, its text for those who do not
//! see it, its numbers, and draws itself as SVG and PNG. Nothing here writes files.
//!
//! The road: `case` reads lines, ghost and flags from the ensemble, `influence` and `voice` make a
//! `time_chart::TimeChart` of them (what the chart says), `layout` turns that into marks (where everything goes),
//! `svg` and `png` draw the marks.
//!
//! Titles state a finding only where the middle 90 % excludes "no difference"; everything that is printed beside a
//! line is the number that is drawn, and stands in the rows as well.

mod alt;
mod calendar_axis;
mod case;
mod influence;
mod layout;
mod marks;
mod png;
mod scale;
mod svg;
mod theme;
mod time_chart;
mod typeface;
mod voice;
pub(crate) mod words;

pub use self::png::PictureError;

use crate::experiment::ensemble::Ensemble;
use crate::scenario::Scenario;
use jiff::civil::Date;
use time_chart::TimeChart;

/// Where the numbers of a picture come from: enough to make it again. It is in the picture, in words and as JSON.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Provenance {
    /// Name of the scenario.
    pub scenario: String,
    /// Number of replicates.
    pub replicates: u32,
    /// The seed.
    pub seed: u64,
    /// Version of softpower.
    pub version: String,
    /// Commit of the program; empty if it is not known.
    pub commit: String,
    /// Hash of resolved scenario, seed and version: the end of the result folder's name.
    pub hash: String,
    /// The command that makes the picture again.
    pub command: String,
}

/// One number that is drawn, over the replicates.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Row {
    /// The day of the record, UTC.
    #[serde(serialize_with = "iso_date")]
    pub date: Date,
    /// The country's name in files, e.g. `canada`.
    pub country: String,
    /// `run`, `without changes` (the ghost baseline), or `difference` (run minus ghost, pair by pair).
    pub series: &'static str,
    /// The median, in the unit of the measure (a share of voice is between 0 and 1).
    pub median: f64,
    /// The 5th percentile; `None` where no band is drawn.
    pub low90: Option<f64>,
    /// The 95th percentile; `None` where no band is drawn.
    pub high90: Option<f64>,
}

fn iso_date<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// A finished chart.
#[derive(Clone, Debug)]
pub struct Chart {
    content: TimeChart,
    /// The run, as JSON.
    origin: String,
}

/// Influence over time: the index of every country (start = 100), the ghost baseline, changes and events (E11).
#[must_use]
pub fn influence(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Chart {
    Chart::new(influence::describe(ensemble, scenario, provenance), provenance)
}

/// Share of voice over time, in per cent (E10).
#[must_use]
pub fn voice(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Chart {
    Chart::new(voice::describe(ensemble, scenario, provenance), provenance)
}

impl Chart {
    fn new(content: TimeChart, provenance: &Provenance) -> Chart {
        #[derive(serde::Serialize)]
        struct Origin<'a> {
            chart: &'static str,
            observed: bool,
            #[serde(flatten)]
            provenance: &'a Provenance,
        }
        let origin = Origin { chart: content.stem, observed: false, provenance };
        let origin = serde_json::to_string(&origin).expect("text and whole numbers are always JSON");
        Chart { content, origin }
    }

    /// Name of its files, without ending: `influence`, `voice`.
    #[must_use]
    pub fn stem(&self) -> &'static str {
        self.content.stem
    }

    /// The title: a finding where the runs allow one.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.content.title
    }

    /// The chart in words, for those who do not see it.
    #[must_use]
    pub fn alt(&self) -> &str {
        &self.content.alt
    }

    /// Exactly the numbers that are drawn: countries in the order of the scenario, each in the order of time.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        self.content.rows()
    }

    /// The letters of titles, names and labels that the embedded typeface lacks, each once; usually none. They show
    /// as empty boxes in the PNG, and in the reader's own typeface in the SVG.
    #[must_use]
    pub fn missing_letters(&self) -> Vec<char> {
        let names = self.content.series.iter().map(|series| series.name.as_str());
        let flags = self.content.flags.iter().map(|flag| flag.words.as_str());
        let all: String = names.chain(flags).chain([self.content.title.as_str(), &self.content.source]).collect();
        typeface::missing_letters(&all)
    }

    /// A whole SVG file, 1600 × 900, with title, description and the run as metadata.
    #[must_use]
    pub fn svg(&self) -> String {
        let theme = theme::LIGHT;
        let marks = layout::marks(&self.content, &theme);
        let caption = svg::Caption { stem: self.stem(), title: self.title(), alt: self.alt(), origin: &self.origin };
        svg::file(&marks, &caption, &theme)
    }

    /// A whole PNG file, 3200 × 1800, that carries the run as JSON in the text field `softpower`.
    ///
    /// # Errors
    /// When memory does not suffice.
    pub fn png(&self) -> Result<Vec<u8>, PictureError> {
        png::file(&self.svg(), &self.origin)
    }
}
