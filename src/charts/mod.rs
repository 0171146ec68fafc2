//! Numbers to pictures. A chart is a pure function of what was run: it knows its title, its text for those who do not
//! see it, its numbers, and draws itself as SVG and PNG. Nothing here writes files.
//!
//! The road: `case` reads lines, ghost and flags from the ensemble, `influence` and `voice` make a
//! `time_chart::TimeChart` of them (what the chart says), `layout` turns that into marks (where everything goes),
//! `svg` and `png` draw the marks. In the same way `attribution` makes a `waterfall::Waterfall`, `sweep` a grid of
//! tiles or dots, `tipping` a curve, `ranking` bars, and `posterior` lanes.
//!
//! Titles state a finding only where the middle 90 % excludes "no difference"; everything that is printed beside a
//! line is the number that is drawn, and stands in the rows as well.

mod alt;
mod attribution;
mod calendar_axis;
mod case;
mod comparison;
mod contour;
mod influence;
mod layout;
mod marks;
mod png;
mod posterior;
mod ranking;
mod scale;
mod svg;
mod sweep;
mod theme;
mod time_chart;
mod tipping;
mod typeface;
mod voice;
mod waterfall;
pub(crate) mod words;

pub use self::png::PictureError;
pub use self::posterior::{Calibrated, Key, Lane, Observed};
pub use self::ranking::{Bars, Ranked, Ranking, Sort};
pub use self::sweep::{Cell, Field, Target, Tried};
pub use self::tipping::{Tip, Tipping};

use crate::experiment::coalitions::Attribution;
use crate::experiment::compare::Comparison;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::Scenario;
use jiff::civil::Date;
use layout::Head;
use marks::Mark;
use time_chart::TimeChart;
use waterfall::Waterfall;

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

impl Provenance {
    /// What stands under a picture of so many `runs`.
    fn line(&self, runs: &str) -> String {
        let Provenance { scenario, seed, version, commit, .. } = self;
        let commit: String = commit.chars().take(7).collect();
        let build = if commit.is_empty() { String::new() } else { format!(" ({commit})") };
        format!("Simulated, not observed. Scenario {scenario} · {runs} · seed {seed} · softpower {version}{build}")
    }
}

/// One number that is drawn, over the replicates.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Row {
    /// The day of the record, UTC.
    #[serde(serialize_with = "iso_date")]
    pub date: Date,
    /// The country's name in files, e.g. `canada`.
    pub country: String,
    /// `run`, `without changes` (the ghost baseline), or `difference` (run minus ghost, pair by pair); of a comparison
    /// the name of the scenario.
    pub series: String,
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

/// One bar of an attribution, over the replicates. Numbers are points of the influence index.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Bar {
    /// The player's name in files, e.g. `presence`, or `whole`.
    pub player: &'static str,
    /// Where the bar begins: the sum of the means of the bars above it; 0 for the first and for the whole.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// The mean of the Shapley values; the means of the players sum to that of the whole.
    pub mean: f64,
    /// The median of the same.
    pub median: f64,
    /// The 5th percentile; `None` where no interval is drawn.
    pub low90: Option<f64>,
    /// The 95th percentile; `None` where no interval is drawn.
    pub high90: Option<f64>,
    /// The mean of what the player changes alone; `None` for the whole.
    pub alone: Option<f64>,
    /// The mean of what the player adds last; `None` for the whole.
    pub last: Option<f64>,
}

/// A finished chart. `R` are its numbers: [`Row`] over time, [`Bar`] of an attribution.
#[derive(Clone, Debug)]
pub struct Chart<R = Row> {
    stem: &'static str,
    title: String,
    alt: String,
    rows: Vec<R>,
    /// All words that come from a scenario.
    names: String,
    marks: Vec<Mark>,
    /// The run, as JSON.
    origin: String,
}

/// Influence over time: the index of every country (start = 100), the ghost baseline, changes and events (E11).
#[must_use]
pub fn influence(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Chart {
    over_time(influence::describe(ensemble, scenario, provenance), provenance)
}

/// Share of voice over time, in per cent (E10).
#[must_use]
pub fn voice(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Chart {
    over_time(voice::describe(ensemble, scenario, provenance), provenance)
}

/// The influence of one country in several scenarios, and its difference to that in the first one, pair by pair. The
/// names of the scenarios must differ.
#[must_use]
pub fn comparison(
    comparison: Comparison<'_>,
    scenarios: &[&Scenario],
    names: &[String],
    provenance: &Provenance,
) -> [Chart; 2] {
    let compared = comparison::Compared { comparison, scenarios, names, provenance };
    [comparison::levels(&compared), comparison::differences(&compared)].map(|content| over_time(content, provenance))
}

/// The difference in influence at the end, divided among its causes: a waterfall from nothing to the whole.
#[must_use]
pub fn attribution(attribution: &Attribution, scenario: &Scenario, provenance: &Provenance) -> Chart<Bar> {
    let content = attribution::describe(attribution, scenario, provenance);
    let Waterfall { title, subtitle, alt, source, .. } = &content;
    let marks = layout::waterfall(&Head { title, subtitle, source }, &content, &theme::LIGHT);
    let names = format!("{title}{source}");
    Chart { rows: content.rows(), names, marks, ..Chart::titled(content.stem, title, alt, provenance) }
}

/// What every setting of a sweep comes to: tiles for two settings that were tried, dots for one. `field` must
/// [fit](Field::fits).
#[must_use]
pub fn sweep(field: &Field, provenance: &Provenance) -> Chart<Cell> {
    let content = sweep::describe(field, provenance);
    let sweep::Grid { title, subtitle, alt, source, .. } = &content;
    let marks = layout::sweep(&Head { title, subtitle, source }, &content, &theme::LIGHT);
    let values = content.axes.iter().flat_map(|axis| axis.values.iter().chain([&axis.name]));
    let names = values.map(String::as_str).chain([title.as_str(), source]).collect();
    Chart { rows: content.rows(), names, marks, ..Chart::titled("sweep", title, alt, provenance) }
}

/// A threshold of one setting over the values of another.
#[must_use]
pub fn tipping(tipping: &Tipping<'_>, provenance: &Provenance) -> Chart<Tip> {
    let content = tipping::describe(tipping, provenance);
    let tipping::Curve { title, subtitle, alt, source, .. } = &content;
    let marks = layout::curve(&Head { title, subtitle, source }, &content, &theme::LIGHT);
    let names = format!("{title}{subtitle}{source}");
    Chart { rows: tipping.tips.to_vec(), names, marks, ..Chart::titled("tipping", title, alt, provenance) }
}

/// Which settings matter, the largest first.
#[must_use]
pub fn ranking(ranking: &Ranking, provenance: &Provenance) -> Chart<Ranked> {
    let content = ranking::describe(ranking, provenance);
    let ranking::Chart { subtitle, alt, source, .. } = &content;
    let title = &ranking.title;
    let marks = layout::bars(&Head { title, subtitle, source }, &content, &theme::LIGHT);
    let rows = content.factors.to_vec();
    let names = format!("{title}{subtitle}{source}");
    Chart { rows, names, marks, ..Chart::titled("ranking", title, alt, provenance) }
}

/// What a calibration says about its keys, and how the model meets its targets.
#[must_use]
pub fn calibration(calibrated: &Calibrated, provenance: &Provenance) -> Chart<Lane> {
    let content = posterior::describe(calibrated, provenance);
    let posterior::Chart { subtitle, alt, source, .. } = &content;
    let title = &calibrated.title;
    let marks = layout::lanes(&Head { title, subtitle, source }, &content, &theme::LIGHT);
    let of_targets = calibrated.targets.iter().map(|one| one.target.as_str());
    let names = of_targets.chain([title.as_str(), subtitle, source]).collect();
    Chart { rows: calibrated.rows(), names, marks, ..Chart::titled("calibration", title, alt, provenance) }
}

fn over_time(content: TimeChart, provenance: &Provenance) -> Chart {
    let TimeChart { title, subtitle, alt, source, .. } = &content;
    let marks = layout::over_time(&Head { title, subtitle, source }, &content, &theme::LIGHT);
    let lines = content.series.iter().map(|series| series.name.as_str());
    let flags = content.flags.iter().map(|flag| flag.words.as_str());
    let names = lines.chain(flags).chain([title.as_str(), source]).collect();
    Chart { rows: content.rows(), names, marks, ..Chart::titled(content.stem, title, alt, provenance) }
}

impl<R> Chart<R> {
    /// A chart of which only the words are there.
    fn titled(stem: &'static str, title: &str, alt: &str, provenance: &Provenance) -> Chart<R> {
        #[derive(serde::Serialize)]
        struct Origin<'a> {
            chart: &'static str,
            observed: bool,
            #[serde(flatten)]
            provenance: &'a Provenance,
        }
        let origin = serde_json::to_string(&Origin { chart: stem, observed: false, provenance });
        Chart {
            stem,
            title: title.to_owned(),
            alt: alt.to_owned(),
            rows: Vec::new(),
            names: String::new(),
            marks: Vec::new(),
            origin: origin.expect("text and whole numbers are always JSON"),
        }
    }

    /// Name of its files, without ending: `influence`, `voice`, `attribution`.
    #[must_use]
    pub fn stem(&self) -> &'static str {
        self.stem
    }

    /// The title: a finding where the runs allow one.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The chart in words, for those who do not see it.
    #[must_use]
    pub fn alt(&self) -> &str {
        &self.alt
    }

    /// Exactly the numbers that are drawn. Over time: countries in the order of the scenario, each in the order of
    /// time. Of an attribution: from the top down.
    #[must_use]
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// The letters of titles, names and labels that the embedded typeface lacks, each once; usually none. They show
    /// as empty boxes in the PNG, and in the reader's own typeface in the SVG.
    #[must_use]
    pub fn missing_letters(&self) -> Vec<char> {
        typeface::missing_letters(&self.names)
    }

    /// A whole SVG file, 1600 × 900, with title, description and the run as metadata.
    #[must_use]
    pub fn svg(&self) -> String {
        let caption = svg::Caption { stem: self.stem, title: &self.title, alt: &self.alt, origin: &self.origin };
        svg::file(&self.marks, &caption, &theme::LIGHT)
    }

    /// A whole PNG file, 3200 × 1800, that carries the run as JSON in the text field `softpower`.
    ///
    /// # Errors
    /// When memory does not suffice.
    pub fn png(&self) -> Result<Vec<u8>, PictureError> {
        png::file(&self.svg(), &self.origin)
    }
}
