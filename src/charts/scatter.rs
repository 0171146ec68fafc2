//! A sweep of many points as a picture: for each setting that was varied a panel with a dot for every point, and the
//! running middle of the dots. What it says; where it goes stands in `layout/scatter.rs`.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::scale::Scale;
use super::sweep::Target;
use super::tipping::round_values;
use super::trend::{Bin, LEAST_FOR_TREND, bins, height, is_clear, span};
use super::words::{self, number};
use crate::experiment::sweep::spread;
use crate::experiment::validation::statistics::rank_correlation;
use serde::{Deserialize, Serialize};

/// What the points of a sweep came to, for one measure of one country.
#[derive(Clone, Debug)]
pub struct Cloud {
    /// The title where nothing may be said about a trend.
    pub title: String,
    /// Whose what: `Canada’s influence`.
    pub whose: String,
    /// When: `at the end (2016-12-31)`.
    pub when: String,
    /// The unit behind numbers: `start = 100`, `%`; may be empty.
    pub unit: String,
    /// The settings that were varied, in the order of the file.
    pub settings: Vec<Dimension>,
    /// For every point the median of its replicates, in that unit; `None` where there was no case.
    pub medians: Vec<Option<f64>>,
    /// Number of replicates of each point.
    pub replicates: u32,
    /// Do all settings move together, so that no panel shows what its setting does alone?
    pub in_step: bool,
    /// What the scenario itself comes to, if it is one of the points.
    pub baseline: Option<f64>,
    /// What shall be reached, if anything.
    pub target: Option<Target>,
}

/// A setting that was varied, and its value at every point.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Its path: `country.canada.approval_delay`.
    pub path: String,
    /// Its name above its panel: `Approval delay`, `France, approval delay`.
    pub name: String,
    /// Its name in a sentence: `its approval delay`.
    pub phrase: String,
    /// What its values are.
    pub along: Along,
    /// Its value at every point, in the units of the model; of words the place in their list. `NaN` if there is none.
    pub numbers: Vec<f64>,
    /// The value in the scenario itself, in the same way, if it has one.
    pub own: Option<f64>,
}

/// What the values of a setting are.
#[derive(Clone, Debug)]
pub enum Along {
    /// Numbers in a range.
    Numbers {
        /// The lower end and the upper end.
        range: (f64, f64),
        /// Are equal steps equal ratios? Then both ends are above zero.
        logarithmic: bool,
        /// `hours`, `share`, `per month`, `per year`, or nothing.
        unit: &'static str,
    },
    /// Words, in the order in which they are tried.
    Words(Vec<String>),
}

/// A thing that is drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dot {
    /// The path of the setting that goes from left to right.
    pub path: String,
    /// `point`; `bin`: neighbouring points together, a place of the line; `trend`: all points of the panel.
    pub kind: &'static str,
    /// Number of the point, from 0, as in `settings.csv`; of a bin and a trend nothing.
    pub setting: Option<usize>,
    /// The value of the setting, in the units of the model, or its word; of a bin the median of its points.
    pub value: String,
    /// How many points it is: 1, or those of the bin or the panel.
    pub points: usize,
    /// The median of the replicates; of a bin that of its points' medians; of a trend nothing.
    pub median: Option<f64>,
    /// The 25th percentile of the medians in a bin; `None` where no band is drawn.
    pub low50: Option<f64>,
    /// The 75th percentile.
    pub high50: Option<f64>,
    /// Of a trend the rank correlation (Spearman) of setting and median; `None` for words, and of fewer
    /// than ten points.
    pub rank_correlation: Option<f64>,
}

/// The chart in data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Scatter {
    /// What is said about it.
    pub(super) said: Said,
    /// The strongest trend first.
    pub(super) panels: Vec<Panel>,
    /// Settings with weaker trends that have no panel on any sheet.
    pub(super) left_out: usize,
    /// Around all medians and the level.
    pub(super) scale: Scale,
    /// What shall be reached: value and words for the key.
    pub(super) level: Option<(f64, String)>,
}

/// One setting. Places lie from 0 to 1.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Panel {
    /// Its name, with the unit where values are written without.
    pub(super) name: String,
    /// About its trend, in words.
    pub(super) note: String,
    /// Round values, or words: place and text.
    pub(super) ticks: Vec<(f64, String)>,
    /// Are its values words?
    pub(super) words: bool,
    /// Where the scenario itself stands, if that is within the range.
    pub(super) own: Option<f64>,
    /// Points: place and median.
    pub(super) dots: Vec<(f64, f64)>,
    /// The running middle.
    pub(super) bins: Vec<Bin>,
}

/// Most panels on a sheet.
const MOST_PANELS: usize = 8;
/// Most dots of a panel.
const MOST_DOTS: usize = 600;
/// A point in a panel: value, median, number.
type Point = (f64, f64, usize);

/// A setting as it is looked at before it is drawn.
struct View<'a> {
    dimension: &'a Dimension,
    /// By their values; equal values by their medians.
    points: Vec<Point>,
    /// Places of bins are values here.
    bins: Vec<Bin>,
    correlation: Option<f64>,
}

impl Cloud {
    /// Can it be drawn: three points or more with a number, and a setting that differs among them?
    #[must_use]
    pub fn fits(&self) -> bool {
        self.known().count() > 2 && self.settings.iter().any(|setting| self.differs(setting))
    }

    /// Points with a number.
    fn known(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let number = |(point, median): (usize, &Option<f64>)| Some((point, (*median)?));
        self.medians.iter().enumerate().filter_map(number).filter(|(_, median)| median.is_finite())
    }

    fn differs(&self, setting: &Dimension) -> bool {
        let mut values = self.known().map(|(point, _)| setting.numbers[point]).filter(|x| x.is_finite());
        values.next().is_some_and(|first| values.any(|other| other != first))
    }

    /// The settings that differ among the points, that with the strongest trend first. How strong a trend is, the
    /// running middle tells: from its lowest to its highest place, in the unit of the measure. So a hill counts as much
    /// as a slope, and words, which have no order, as much as numbers. Of equal ones the first in the file is first.
    fn views(&self) -> Vec<View<'_>> {
        let view = |dimension| {
            let points = self.known().map(|(point, median)| (Dimension::number(dimension, point), median, point));
            let mut points: Vec<Point> = points.filter(|(value, ..)| value.is_finite()).collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let pairs: Vec<(f64, f64)> = points.iter().map(|(value, median, _)| (*value, *median)).collect();
            let ranked = pairs.len() >= LEAST_FOR_TREND && !dimension.is_words();
            let correlation = if ranked { rank_correlation(&pairs) } else { None };
            View { dimension, bins: bins(&pairs, dimension.is_words()), points, correlation }
        };
        let mut views: Vec<View<'_>> = self.settings.iter().filter(|one| self.differs(one)).map(view).collect();
        views.sort_by(|a, b| height(&b.bins).total_cmp(&height(&a.bins)));
        views
    }

    /// Which settings have a clear trend, the two strongest of them, or that none has: `Canada’s influence rises with
    /// its announcements per day`. A trend is clear if the rank correlation is at least 0.3 in size and its interval,
    /// as wide as the number of settings demands, excludes 0 (Bonett and Wright 2000). `None` where nothing can be
    /// said: words have no order, settings that move together have no trend of their own, and fewer than ten points
    /// show none.
    #[must_use]
    pub fn finding(&self) -> Option<String> {
        self.trend(&self.views())
    }

    fn trend(&self, views: &[View<'_>]) -> Option<String> {
        let numbers: Vec<&View<'_>> = views.iter().filter(|view| !view.dimension.is_words()).collect();
        let enough = numbers.iter().any(|view| view.points.len() >= LEAST_FOR_TREND);
        if self.in_step || !enough {
            return None;
        }
        let clear = numbers.iter().filter_map(|view| {
            let rho = view.correlation.filter(|rho| is_clear(*rho, view.points.len(), numbers.len()))?;
            Some((if rho > 0.0 { "rises" } else { "falls" }, view.dimension.phrase.as_str()))
        });
        let whose = words::sentence(&self.whose);
        Some(match clear.collect::<Vec<_>>()[..] {
            [] => match views {
                [one] => format!("{whose}: no clear rise or fall with {}", one.dimension.phrase),
                _ => format!("{whose}: no clear rise or fall with any setting"),
            },
            [(verb, first)] => format!("{whose} {verb} with {first}"),
            [(verb, first), (other, second), ..] => {
                let more = if verb == other { second.to_owned() } else { format!("{other} with {second}") };
                Case::title([format!("{whose} {verb} with {first} and {more}"), format!("{whose} {verb} with {first}")])
            }
        })
    }

    fn subtitle(&self, views: &[View<'_>], level: Option<&(f64, String)>) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(", {}", self.unit) };
        let count = self.known().count();
        let all = words::in_thousands(&count.to_string());
        let points = match count > MOST_DOTS {
            true => format!("{MOST_DOTS} of {all} points, evenly chosen"),
            false => format!("{all} points"),
        };
        let dots = match self.replicates {
            0 | 1 => format!("Dots: {points}, one replicate each."),
            many => format!("Dots: {points}, medians of {}.", words::replicates(many as usize)),
        };
        let (has_line, has_band) =
            (has_bins(views), views.iter().flat_map(|view| &view.bins).any(|bin| bin.half.is_some()));
        let line = match (has_line, has_band) {
            (false, _) => None,
            (true, false) => Some("Line: their running median.".to_owned()),
            (true, true) => Some("Line: their running median; band: middle half.".to_owned()),
        };
        let first = (views.len() > 1 && has_line).then(|| "Strongest trend first.".to_owned());
        let own = views.iter().any(|view| view.dimension.own_place().is_some());
        let own = own.then(|| "Dotted: the scenario itself.".to_owned());
        let step = self.in_step && views.len() > 1;
        let step = step.then(|| "All settings move together: no panel shows one alone.".to_owned());
        let target = self.target.map(|target| match level {
            Some((level, _)) => {
                let met = self.known().filter(|(_, median)| target.is_met(*median, *level)).count();
                format!("{} of {all} meet the target.", words::in_thousands(&met.to_string()))
            }
            None => "The target counts from the scenario itself, which is none of the points.".to_owned(),
        });
        let head = format!("{} {}{unit}.", words::sentence(&self.whose), self.when);
        let parts = [Some(head), Some(dots), line, own, first, step, target];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn in_words(&self, views: &[View<'_>], said: &Said, level: Option<&(f64, String)>, decimals: usize) -> String {
        let one = |view: &View<'_>| {
            let name = view.dimension.name();
            match view.bins.first().zip(view.bins.last()) {
                Some((first, last)) => format!(
                    "{name}: {} at {}, {} at {}{}",
                    number(first.median, decimals),
                    view.dimension.shown(first.at),
                    number(last.median, decimals),
                    view.dimension.shown(last.at),
                    view.correlation.map_or(String::new(), |rho| format!(" (rank correlation {})", number(rho, 2))),
                ),
                None => name,
            }
        };
        let panels: Vec<String> = views.iter().take(MOST_PANELS).map(one).collect();
        let level = level.map_or(String::new(), |(_, words)| format!(" A dashed line shows the {words}."));
        format!(
            "Scatter plots of {} {} against {}, {} points. {}. {}.{level}",
            self.whose,
            self.when,
            settings(views.len()),
            words::in_thousands(&self.known().count().to_string()),
            said.title.trim_end_matches('.'),
            panels.join("; ")
        )
    }
}

/// `one setting`, `five settings`
fn settings(count: usize) -> String {
    format!("{} {}", words::count(count), if count == 1 { "setting" } else { "settings" })
}

fn has_bins(views: &[View<'_>]) -> bool {
    views.iter().any(|view| !view.bins.is_empty())
}

impl Dimension {
    fn number(&self, point: usize) -> f64 {
        self.numbers[point]
    }

    fn is_words(&self) -> bool {
        matches!(self.along, Along::Words(_))
    }

    /// The place of a value, from 0 to 1.
    fn place(&self, value: f64) -> f64 {
        match &self.along {
            Along::Words(words) => (value + 0.5) / words.len() as f64,
            Along::Numbers { range: (low, high), logarithmic: true, .. } => {
                libm::log(value / low) / libm::log(high / low)
            }
            Along::Numbers { range: (low, high), .. } => (value - low) / (high - low),
        }
    }

    /// The place of the scenario itself, if that is within the range.
    fn own_place(&self) -> Option<f64> {
        self.own.map(|own| self.place(own)).filter(|place| (0.0..=1.0).contains(place))
    }

    /// A value as people read it, without a unit that would be long.
    fn shown(&self, value: f64) -> String {
        match &self.along {
            Along::Words(words) => words.get(value as usize).cloned().unwrap_or_default(),
            Along::Numbers { unit, .. } => words::setting_value(unit, value),
        }
    }

    /// The same for other programs.
    fn exact(&self, value: f64) -> String {
        match &self.along {
            Along::Words(_) => self.shown(value),
            Along::Numbers { .. } => value.to_string(),
        }
    }

    fn name(&self) -> String {
        let unit = match &self.along {
            Along::Numbers { unit, .. } if unit.starts_with("per ") => format!(" ({unit})"),
            _ => String::new(),
        };
        words::one_line(&format!("{}{unit}", self.name))
    }

    fn ticks(&self) -> Vec<(f64, String)> {
        let values = match &self.along {
            Along::Words(words) => (0..words.len()).map(|place| place as f64).collect(),
            Along::Numbers { range, logarithmic, unit } => {
                let round = round_values(*range, *logarithmic, unit);
                if round.len() < 2 { vec![range.0, range.1] } else { round }
            }
        };
        values.into_iter().map(|value| (self.place(value), words::one_line(&self.shown(value)))).collect()
    }
}

impl View<'_> {
    /// The points that are drawn: all, or evenly along the setting, and along the medians of equal values.
    fn chosen(&self) -> Vec<Point> {
        spread(self.points.len(), MOST_DOTS).into_iter().map(|place| self.points[place]).collect()
    }

    fn panel(&self, decimals: usize) -> Panel {
        let about = self.dimension;
        let note = match (self.correlation, &self.bins[..]) {
            (Some(rho), _) => format!("rank correlation {}", number(rho, 2)),
            (None, bins) if about.is_words() && !bins.is_empty() => {
                let (low, high) = span(bins.iter().map(|bin| bin.median));
                format!("medians {} to {}", number(low, decimals), number(high, decimals))
            }
            _ => String::new(),
        };
        Panel {
            name: about.name(),
            note,
            ticks: about.ticks(),
            words: about.is_words(),
            own: about.own_place(),
            dots: self.chosen().into_iter().map(|(value, median, _)| (about.place(value), median)).collect(),
            bins: self.bins.iter().map(|bin| Bin { at: about.place(bin.at), ..bin.clone() }).collect(),
        }
    }

    fn rows(&self) -> Vec<Dot> {
        let about = self.dimension;
        let trend = Dot {
            path: about.path.clone(),
            kind: "trend",
            setting: None,
            value: String::new(),
            points: self.points.len(),
            median: None,
            low50: None,
            high50: None,
            rank_correlation: self.correlation,
        };
        let bin = |bin: &Bin| Dot {
            kind: "bin",
            value: about.exact(bin.at),
            points: bin.points,
            median: Some(bin.median),
            low50: bin.half.map(|half| half.0),
            high50: bin.half.map(|half| half.1),
            rank_correlation: None,
            ..trend.clone()
        };
        let point = |(value, median, point): Point| Dot {
            kind: "point",
            setting: Some(point),
            value: about.exact(value),
            points: 1,
            median: Some(median),
            rank_correlation: None,
            ..trend.clone()
        };
        let (bins, points) = (self.bins.iter().map(bin), self.chosen().into_iter().map(point));
        [trend.clone()].into_iter().chain(bins).chain(points).collect()
    }
}

impl Scatter {
    /// What is said of the settings that have no panel where so many have one.
    pub(super) fn not_drawn(&self, shown: usize) -> String {
        match self.panels.len() - shown + self.left_out {
            0 => String::new(),
            1 => " And one further setting with a weaker trend.".to_owned(),
            more => format!(" And {} further settings with weaker trends.", words::count(more)),
        }
    }
}

/// The chart of a sweep of many points, and the numbers that are drawn.
pub(super) fn describe(cloud: &Cloud, provenance: &Provenance) -> (Scatter, Vec<Dot>) {
    let views = cloud.views();
    let shown = &views[..views.len().min(MOST_PANELS)];
    let of_baseline = |target: &Target| if target.of_baseline { cloud.baseline } else { Some(0.0) };
    let value = cloud.target.and_then(|target| Some((target, target.value + of_baseline(&target)?)));
    let drawn = cloud.known().map(|(_, median)| median).chain(value.map(|(_, value)| value));
    let (low, high) = span(drawn);
    let decimals = words::decimals_for((high - low).max(1e-9) / 20.0).min(6);
    let level = value.map(|(target, value)| (value, target.words(&number(value, decimals))));
    let phrases: Vec<String> = views.iter().map(|view| view.dimension.phrase.clone()).collect();
    let by = if phrases.len() > 3 { settings(phrases.len()) } else { words::list(&phrases) };
    let of = words::replicates(cloud.replicates as usize);
    let mut said = Said {
        stem: "sweep".into(),
        title: cloud.trend(&views).unwrap_or_else(|| cloud.title.clone()),
        neutral: format!("{} by {by}", words::sentence(&cloud.whose)),
        subtitle: cloud.subtitle(&views, level.as_ref()),
        alt: String::new(),
        source: provenance.line(&format!("{} settings × {of}", words::in_thousands(&cloud.medians.len().to_string()))),
    };
    said.alt = cloud.in_words(&views, &said, level.as_ref(), decimals);
    let rows = shown.iter().flat_map(View::rows).collect();
    let panels = shown.iter().map(|view| view.panel(decimals)).collect();
    let left_out = views.len() - shown.len();
    (Scatter { said, panels, left_out, scale: Scale::around(low, high), level }, rows)
}
