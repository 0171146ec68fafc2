//! A chart as it is kept: what it says, in numbers and words, apart from how it looks. It can be written down as JSON,
//! read again, and drawn in other colours or on another sheet, without a run.

use super::Provenance;
use super::funnel::Funnel;
use super::layout::{self, Head};
use super::look::{Look, Size, Titles};
use super::marks::Mark;
use super::origin::Origin;
use super::png::{self, PictureError};
use super::regret::Groups;
use super::ridges::Ridges;
use super::said::Said;
use super::scatter::Scatter;
use super::svg::{self, Caption};
use super::sweep::Grid;
use super::terminal;
use super::theme::Theme;
use super::time_chart::TimeChart;
use super::timeline::Timeline;
use super::tipping::Curve;
use super::typeface;
use super::waterfall::Waterfall;
use super::{posterior, ranking};
use serde::{Deserialize, Serialize};

/// The form of the JSON; a program that changes its meaning raises it.
const FORM: u32 = 3;

/// Most items of a timeline in one column of a journal.
const MOST_IN_A_COLUMN: usize = 5;

/// A chart that can be drawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Drawing {
    form: u32,
    content: Content,
    /// The run, as JSON.
    origin: String,
    #[serde(skip)]
    look: Look,
}

/// What is drawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Content {
    OverTime(Box<TimeChart>),
    Waterfall(Box<Waterfall>),
    Grid(Box<Grid>),
    Scatter(Box<Scatter>),
    Funnel(Box<Funnel>),
    Ridges(Box<Ridges>),
    Timeline(Box<Timeline>),
    Groups(Box<Groups>),
    Curve(Box<Curve>),
    Bars(Box<ranking::Chart>),
    Lanes(Box<posterior::Chart>),
}

/// Why a kept chart cannot be drawn.
#[derive(Debug)]
pub enum Unreadable {
    /// It is no chart of softpower, or damaged.
    Json(serde_json::Error),
    /// Another version kept it in another form.
    Form(u32),
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unreadable::Json(why) => write!(f, "it is no chart, or damaged: {why}"),
            Unreadable::Form(form) => {
                write!(f, "another version of softpower kept it, in form {form} instead of {FORM}")
            }
        }
    }
}

impl std::error::Error for Unreadable {}

impl Content {
    fn said(&self) -> &Said {
        match self {
            Content::OverTime(chart) => &chart.said,
            Content::Waterfall(chart) => &chart.said,
            Content::Grid(grid) => &grid.said,
            Content::Scatter(scatter) => &scatter.said,
            Content::Funnel(funnel) => &funnel.said,
            Content::Ridges(ridges) => &ridges.said,
            Content::Timeline(timeline) => &timeline.said,
            Content::Groups(groups) => &groups.said,
            Content::Curve(curve) => &curve.said,
            Content::Bars(bars) => &bars.said,
            Content::Lanes(lanes) => &lanes.said,
        }
    }

    /// Does it need two columns of a journal: words beside a picture, panels, or numbers with a long key?
    fn is_wide(&self) -> bool {
        match self {
            Content::Curve(_) | Content::Bars(_) | Content::Lanes(_) | Content::Ridges(_) => true,
            Content::OverTime(chart) => chart.panels,
            Content::Timeline(timeline) => timeline.items() > MOST_IN_A_COLUMN,
            _ => false,
        }
    }

    /// All names and labels of a scenario that are in the picture beside title and source.
    fn labels(&self) -> Vec<&str> {
        match self {
            Content::OverTime(chart) => {
                let lines = chart.series.iter().map(|series| series.name.as_str());
                lines.chain(chart.flags.iter().map(|flag| flag.words.as_str())).collect()
            }
            Content::Waterfall(_) | Content::Funnel(_) | Content::Curve(_) | Content::Bars(_) => Vec::new(),
            Content::Lanes(lanes) => lanes.targets.iter().map(|one| one.target.as_str()).collect(),
            Content::Groups(groups) => {
                let falls = groups.rows.iter().flatten();
                falls.flat_map(|fall| [fall.crisis.as_str(), &fall.scenario]).collect()
            }
            Content::Timeline(timeline) => {
                let items = timeline.lanes.iter().flat_map(|lane| lane.items.iter().map(|item| item.words.as_str()));
                timeline.lanes.iter().map(|lane| lane.name.as_str()).chain(items).collect()
            }
            Content::Scatter(scatter) => {
                let ticks = scatter.panels.iter().flat_map(|panel| panel.ticks.iter().map(|(_, text)| text.as_str()));
                ticks.chain(scatter.panels.iter().map(|panel| panel.name.as_str())).collect()
            }
            Content::Ridges(ridges) => ridges.lanes.iter().map(|lane| lane.name.as_str()).collect(),
            Content::Grid(grid) => {
                grid.axes.iter().flat_map(|axis| axis.values.iter().chain([&axis.name])).map(String::as_str).collect()
            }
        }
    }
}

impl Drawing {
    /// A chart in its usual look.
    pub(super) fn new(content: Content, provenance: &Provenance) -> Drawing {
        let chart = content.said().stem.clone().into_owned();
        let origin = serde_json::to_string(&Origin { chart, observed: false, provenance: provenance.clone() });
        let origin = origin.expect("text and whole numbers are always JSON");
        Drawing { form: FORM, content, origin, look: Look::default() }
    }

    /// Reads a chart that was kept.
    ///
    /// # Errors
    /// When it is something else, damaged, or of another form.
    pub fn from_json(text: &str) -> Result<Drawing, Unreadable> {
        #[derive(Deserialize)]
        struct Form {
            form: u32,
        }
        let Form { form } = serde_json::from_str(text).map_err(Unreadable::Json)?;
        if form != FORM {
            return Err(Unreadable::Form(form));
        }
        serde_json::from_str(text).map_err(Unreadable::Json)
    }

    /// The chart, to be kept; a line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("numbers and words are always JSON")
    }

    /// The same in other colours, on another sheet, or with another title.
    #[must_use]
    pub fn dressed(self, look: Look) -> Drawing {
        Drawing { look, ..self }
    }

    /// Name of its files, without ending: `influence`, `voice`, `attribution`.
    #[must_use]
    pub fn stem(&self) -> &str {
        &self.content.said().stem
    }

    /// The title: a finding where the runs allow one, unless its look wants another.
    #[must_use]
    pub fn title(&self) -> &str {
        match &self.look.titles {
            Titles::Findings => &self.content.said().title,
            Titles::Neutral => &self.content.said().neutral,
            Titles::Own(title) => title,
        }
    }

    /// The chart in words, for those who do not see it.
    #[must_use]
    pub fn alt(&self) -> &str {
        &self.content.said().alt
    }

    /// A chart over time as text for a terminal, without its title, in lines of at most 79 columns; `None` for other
    /// charts. With `colours` the lines carry escape codes.
    #[must_use]
    pub fn in_terminal(&self, colours: bool) -> Option<String> {
        match &self.content {
            Content::OverTime(chart) => Some(terminal::text(chart, colours)),
            _ => None,
        }
    }

    /// The letters of titles, names and labels that the embedded typeface lacks, each once; usually none. They show
    /// as empty boxes in the PNG, and in the reader's own typeface in the SVG.
    #[must_use]
    pub fn missing_letters(&self) -> Vec<char> {
        let Said { subtitle, source, .. } = self.content.said();
        let words = [vec![self.title(), subtitle, source], self.content.labels()].concat();
        typeface::missing_letters(&words.concat())
    }

    /// A whole SVG file in the size of its look, with title, description and the run as metadata.
    #[must_use]
    pub fn svg(&self) -> String {
        let Said { stem, alt, .. } = self.content.said();
        let caption = Caption { stem, title: self.title(), alt, origin: &self.origin };
        svg::file(&self.marks(), &caption, &self.dress())
    }

    /// A whole PNG file, 3200 × 1800 for a slide, that carries the run as JSON in the text field `softpower`.
    ///
    /// # Errors
    /// When memory does not suffice.
    pub fn png(&self) -> Result<Vec<u8>, PictureError> {
        png::file(&self.svg(), &self.origin, self.dress().sheet.pixels())
    }

    /// Colours and sheet. What needs two columns beside each other does not fit into one column of a journal.
    fn dress(&self) -> Theme {
        let wide = self.content.is_wide();
        let size = if wide && self.look.size == Size::Column { Size::Columns } else { self.look.size };
        Look { size, ..self.look.clone() }.dress()
    }

    fn marks(&self) -> Vec<Mark> {
        let (Said { subtitle, source, .. }, theme) = (self.content.said(), self.dress());
        let head = Head { title: self.title(), subtitle, source };
        match &self.content {
            Content::OverTime(chart) => layout::over_time(&head, chart, &theme),
            Content::Waterfall(chart) => layout::waterfall(&head, chart, &theme),
            Content::Grid(grid) => layout::sweep(&head, grid, &theme),
            Content::Scatter(scatter) => layout::scatter(&head, scatter, &theme),
            Content::Funnel(funnel) => layout::funnel(&head, funnel, &theme),
            Content::Curve(curve) => layout::curve(&head, curve, &theme),
            Content::Bars(bars) => layout::bars(&head, bars, &theme),
            Content::Lanes(lanes) => layout::lanes(&head, lanes, &theme),
            Content::Groups(groups) => layout::regret(&head, groups, &theme),
            Content::Timeline(timeline) => layout::timeline(&head, timeline, &theme),
            Content::Ridges(ridges) => layout::ridges(&head, ridges, &theme),
        }
    }
}
