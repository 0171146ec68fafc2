//! Numbers to pictures. A chart is a pure function of what was run: it knows its title, its text for those who do not
//! see it, its numbers, and draws itself as SVG and PNG. Nothing here writes files.
//!
//! The road: `case` reads lines, ghost and flags from the ensemble, `influence` and `voice` make a
//! `time_chart::TimeChart` of them (what the chart says), `layout` turns that into marks (where everything goes),
//! `svg` and `png` draw the marks; `terminal` draws the same chart as text. In the same way `attribution` makes a
//! `waterfall::Waterfall`, `sweep` a grid of tiles or dots, `scatter` panels of dots where a sweep is larger, with
//! their `trend`, `regret` groups of dots, `tipping` a curve, `ranking` bars, and `posterior` lanes.
//!
//! Titles state a finding only where the middle 90 % excludes "no difference", or the interval of a rank correlation
//! does; everything that is printed beside a line is the number that is drawn, and stands in the rows as well.

mod alt;
mod attitudes;
mod attribution;
mod calendar_axis;
mod case;
mod comparison;
mod contour;
mod delays;
mod difference;
mod drawing;
mod funnel;
mod influence;
mod layout;
mod look;
mod marks;
pub mod origin;
mod png;
mod posterior;
mod ranking;
mod regret;
mod ridges;
mod said;
mod scale;
mod scatter;
mod sheet;
mod standing;
mod svg;
mod sweep;
mod terminal;
mod theme;
mod time_chart;
mod timeline;
mod tipping;
mod trend;
pub(crate) mod typeface;
mod voice;
mod waterfall;
pub(crate) mod words;

pub use self::attitudes::Opinion;
pub use self::delays::Delay;
pub use self::drawing::{Drawing, Unreadable};
pub use self::funnel::Step;
pub use self::look::{Look, Size, Theme, Titles};
pub use self::png::PictureError;
pub use self::posterior::{Calibrated, Key, Lane, Observed};
pub use self::ranking::{Bars, Ranked, Ranking, Sort};
pub use self::regret::{Fall, Policies};
pub use self::scatter::{Along, Cloud, Dimension, Dot};
pub use self::sweep::{Cell, Field, Target, Tried};
pub use self::timeline::Dated;
pub use self::tipping::{Tip, Tipping};

use crate::experiment::coalitions::Attribution;
use crate::experiment::compare::Comparison;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::Scenario;
use drawing::Content;
use jiff::civil::Date;
use std::borrow::Cow;
use time_chart::TimeChart;

/// Where the numbers of a picture come from: enough to make it again. It is in the picture, in words and as JSON.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
    /// Every scenario behind the picture, so that the picture alone suffices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Carried>,
    /// SHA-256 over the bits of all runs behind the picture; empty if it is not told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub trajectory_sha256: String,
}

/// A scenario that travels in a picture.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Carried {
    /// Its name.
    pub name: String,
    /// All its settings, as a scenario file, with a note behind each that says where it comes from.
    pub resolved: String,
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
    /// The 25th percentile; `None` where no band of the middle half is drawn.
    pub low50: Option<f64>,
    /// The 75th percentile; `None` where no band of the middle half is drawn.
    pub high50: Option<f64>,
}

fn iso_date<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// One bar of an attribution, over the replicates. Numbers are points of the influence index.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Bar {
    /// The player's name in files, e.g. `presence`, or `whole`.
    pub player: Cow<'static, str>,
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

/// A finished chart: a drawing with its numbers, [`Row`] over time, [`Bar`] of an attribution, [`Cell`] or [`Dot`] of a
/// sweep.
#[derive(Clone, Debug)]
pub struct Chart<R = Row> {
    drawing: Drawing,
    rows: Vec<R>,
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

/// Standing over time, in per cent (E9); `None` if nobody was asked.
#[must_use]
pub fn standing(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<Chart> {
    standing::describe(ensemble, scenario, provenance).map(|content| over_time(content, provenance))
}

/// What the changes make of the focus country's influence, pair by pair; `None` without changes (E11).
#[must_use]
pub fn difference(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<Chart> {
    difference::describe(ensemble, scenario, provenance).map(|content| over_time(content, provenance))
}

/// From draft to conversation: what becomes of the focus country's words and of the questions that it is asked;
/// `None` if there were none (E0, E8, E14).
#[must_use]
pub fn funnel(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<Chart<Step>> {
    let content = funnel::describe(ensemble, scenario, provenance)?;
    Some(Chart { rows: content.rows(), drawing: Drawing::new(Content::Funnel(Box::new(content)), provenance) })
}

/// How long comments take from the event to their publication, and the attention that is left by then; `None` if
/// nobody published one (E1, E14).
#[must_use]
pub fn attention(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<Chart<Delay>> {
    let (content, rows) = delays::describe(ensemble, scenario, provenance)?;
    Some(Chart { rows, drawing: Drawing::new(Content::Ridges(Box::new(content)), provenance) })
}

/// What the members think of the focus country, at five dates; `None` if nobody was counted (E9).
#[must_use]
pub fn attitudes(ensemble: &Ensemble, scenario: &Scenario, provenance: &Provenance) -> Option<Chart<Opinion>> {
    let (content, rows) = attitudes::describe(ensemble, scenario, provenance)?;
    Some(Chart { rows, drawing: Drawing::new(Content::Ridges(Box::new(content)), provenance) })
}

/// What the scenario assumes to change and to happen, and when; `None` if that is nothing.
#[must_use]
pub fn timeline(scenario: &Scenario, provenance: &Provenance) -> Option<Chart<Dated>> {
    let (content, rows) = timeline::describe(scenario, provenance)?;
    Some(Chart { rows, drawing: Drawing::new(Content::Timeline(Box::new(content)), provenance) })
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
    Chart { rows: content.rows(), drawing: Drawing::new(Content::Waterfall(Box::new(content)), provenance) }
}

/// What every setting of a sweep comes to: tiles for two settings that were tried, dots for one. `field` must
/// [fit](Field::fits).
#[must_use]
pub fn sweep(field: &Field, provenance: &Provenance) -> Chart<Cell> {
    let content = sweep::describe(field, provenance);
    Chart { rows: content.rows(), drawing: Drawing::new(Content::Grid(Box::new(content)), provenance) }
}

/// All charts in all themes on one picture, a row for each chart: to look at them, and to choose from. A PNG with 1600
/// dots for each chart's width.
///
/// # Errors
/// When memory does not suffice.
pub fn contact_sheet(drawings: &[Drawing]) -> Result<Vec<u8>, PictureError> {
    let looks = Theme::ALL.map(|theme| Look { theme, ..Look::default() });
    let (wide, high) = (1600, 900);
    let mut inside = String::new();
    for (row, drawing) in drawings.iter().enumerate() {
        for (column, look) in looks.iter().enumerate() {
            let svg = drawing.clone().dressed(look.clone()).svg();
            let place = format!("<svg x=\"{}\" y=\"{}\" ", column * wide, row * high);
            inside.push_str(&svg.replacen("<svg ", &place, 1));
        }
    }
    let (wide, high) = (wide * looks.len(), high * drawings.len());
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\">{inside}</svg>");
    png::file(&svg, "", (wide as u32, high as u32))
}

/// What the points of a sweep come to where they are too many, or too many settings, for [`sweep`]: a panel for each
/// setting, with a dot for every point and the running middle. `cloud` must [fit](Cloud::fits).
#[must_use]
pub fn scatter(cloud: &Cloud, provenance: &Provenance) -> Chart<Dot> {
    let (content, rows) = scatter::describe(cloud, provenance);
    Chart { rows, drawing: Drawing::new(Content::Scatter(Box::new(content)), provenance) }
}

/// How far each policy falls short of the best one, crisis by crisis: dots in groups. `policies` must
/// [fit](Policies::fits).
#[must_use]
pub fn regret(policies: &Policies<'_>, provenance: &Provenance) -> Chart<Fall> {
    let content = regret::describe(policies, provenance);
    Chart { rows: content.rows.concat(), drawing: Drawing::new(Content::Groups(Box::new(content)), provenance) }
}

/// A threshold of one setting over the values of another.
#[must_use]
pub fn tipping(tipping: &Tipping<'_>, provenance: &Provenance) -> Chart<Tip> {
    let content = tipping::describe(tipping, provenance);
    Chart { rows: tipping.tips.to_vec(), drawing: Drawing::new(Content::Curve(Box::new(content)), provenance) }
}

/// Which settings matter, the largest first.
#[must_use]
pub fn ranking(ranking: &Ranking, provenance: &Provenance) -> Chart<Ranked> {
    let content = ranking::describe(ranking, provenance);
    Chart { rows: content.factors.clone(), drawing: Drawing::new(Content::Bars(Box::new(content)), provenance) }
}

/// What a calibration says about its keys, and how the model meets its targets.
#[must_use]
pub fn calibration(calibrated: &Calibrated, provenance: &Provenance) -> Chart<Lane> {
    let content = posterior::describe(calibrated, provenance);
    Chart { rows: calibrated.rows(), drawing: Drawing::new(Content::Lanes(Box::new(content)), provenance) }
}

fn over_time(content: TimeChart, provenance: &Provenance) -> Chart {
    Chart { rows: content.rows(), drawing: Drawing::new(Content::OverTime(Box::new(content)), provenance) }
}

impl<R> Chart<R> {
    /// The chart without its numbers as rows.
    #[must_use]
    pub fn drawing(&self) -> &Drawing {
        &self.drawing
    }

    /// What can be drawn, without the numbers.
    #[must_use]
    pub fn into_drawing(self) -> Drawing {
        self.drawing
    }

    /// Exactly the numbers that are drawn. Over time: countries in the order of the scenario, each in the order of
    /// time. Of an attribution: from the top down. Of a sweep: setting by setting.
    #[must_use]
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// The same in other colours, on another sheet, or with another title.
    #[must_use]
    pub fn dressed(self, look: Look) -> Chart<R> {
        Chart { drawing: self.drawing.dressed(look), ..self }
    }

    /// See [`Drawing::stem`].
    #[must_use]
    pub fn stem(&self) -> &str {
        self.drawing.stem()
    }

    /// See [`Drawing::title`].
    #[must_use]
    pub fn title(&self) -> &str {
        self.drawing.title()
    }

    /// See [`Drawing::alt`].
    #[must_use]
    pub fn alt(&self) -> &str {
        self.drawing.alt()
    }

    /// See [`Drawing::missing_letters`].
    #[must_use]
    pub fn missing_letters(&self) -> Vec<char> {
        self.drawing.missing_letters()
    }

    /// See [`Drawing::svg`].
    #[must_use]
    pub fn svg(&self) -> String {
        self.drawing.svg()
    }

    /// See [`Drawing::png`].
    ///
    /// # Errors
    /// When memory does not suffice.
    pub fn png(&self) -> Result<Vec<u8>, PictureError> {
        self.drawing.png()
    }
}
