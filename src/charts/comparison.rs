//! Scenarios held against each other: the influence of one country under each of them, and the difference to the first
//! one, pair by pair.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::scale::Scale;
use super::theme::COLOUR_ORDER;
use super::time_chart::{Flag, Point, Series, TimeChart, Unit};
use super::words;
use crate::calendar::Clock;
use crate::engine::measures::country_measure;
use crate::experiment::compare::Comparison;
use crate::scenario::Scenario;
use crate::stats::{Spread, middle_half};

/// The index at the start.
const START: f64 = 100.0;

/// What two charts of a comparison share.
pub(super) struct Compared<'a> {
    /// The runs.
    pub(super) comparison: Comparison<'a>,
    /// What was run, in the same order.
    pub(super) scenarios: &'a [&'a Scenario],
    /// The names of the scenarios, all different.
    pub(super) names: &'a [String],
    /// Where the numbers come from.
    pub(super) provenance: &'a Provenance,
}

impl Compared<'_> {
    fn measure(&self) -> usize {
        country_measure("influence_index").expect("it is in the list of measures")
    }

    fn clock(&self) -> Clock {
        self.scenarios[0].run.clock
    }

    fn records(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.comparison.ensembles[0].layout.record_hours.iter().copied().enumerate()
    }

    fn last_record(&self) -> usize {
        self.comparison.ensembles[0].layout.record_hours.len().saturating_sub(1)
    }

    fn hours(&self) -> (f64, f64) {
        let last = self.comparison.ensembles[0].layout.record_hours.last().copied().unwrap_or_default();
        (0.0, last.max(1.0))
    }

    fn bands(&self) -> bool {
        self.comparison.ensembles[0].runs.len() > 1
    }

    /// The scenario that the titles speak of: the second of two, the first of more.
    fn focus(&self) -> usize {
        usize::from(self.names.len() == 2)
    }

    fn country(&self) -> &str {
        &self.scenarios[0].countries[self.comparison.countries[0]].name
    }

    fn name(&self) -> String {
        words::in_sentence(&words::one_line(self.country()))
    }

    fn line(&self, arm: usize, points: Vec<Point>) -> Series {
        Series {
            id: self.scenarios[arm].countries[self.comparison.countries[arm]].id.clone(),
            line: self.names[arm].clone(),
            name: words::one_line(&self.names[arm]),
            colour: COLOUR_ORDER.get(arm).copied(),
            focus: arm == self.focus(),
            points,
        }
    }

    fn points(&self, spread: impl Fn(usize) -> Option<Spread>) -> Vec<Point> {
        self.records().filter_map(|(record, hour)| Some(Point { hour, spread: spread(record)?, half: None })).collect()
    }

    /// A scenario minus the first one, with the middle half of the pairs beside the middle 90 %.
    fn gaps(&self, arm: usize) -> Vec<Point> {
        let point = |(record, hour): (usize, f64)| {
            let pairs = self.comparison.differences_at(arm, self.measure(), record);
            let half = middle_half(pairs.iter().copied());
            Some(Point { hour, spread: Spread::of(pairs)?, half })
        };
        self.records().filter_map(point).collect()
    }

    /// What happens in any of the scenarios, in the order of time, the same thing once.
    fn flags(&self) -> Vec<Flag> {
        let pairs = self.comparison.ensembles.iter().zip(self.scenarios);
        let of_one = |(ensemble, scenario): (_, &&Scenario)| {
            let unit = Unit::Index;
            Case { ensemble, scenario, provenance: self.provenance, measure: "influence_index", unit }.flags()
        };
        let mut flags: Vec<Flag> = pairs.flat_map(of_one).collect();
        flags.sort_by(|a, b| a.hour.total_cmp(&b.hour).then(a.rank.cmp(&b.rank)));
        flags.dedup_by(|later, before| later.hour == before.hour && later.words == before.words);
        flags
    }

    fn end(&self) -> Option<Spread> {
        self.comparison.difference_at(self.names.len() - 1, self.measure(), self.last_record())
    }

    /// The difference of two scenarios at the end, if the middle 90 % of the pairs is on one side of 0.
    fn clear_end(&self) -> Option<Spread> {
        self.end().filter(|end| self.names.len() == 2 && self.bands() && end.excludes(0.0))
    }

    fn title(&self) -> String {
        let whose = words::sentence(&words::possessive(&self.name()));
        if self.names.len() > 2 {
            return self.neutral();
        }
        let (first, other) = (words::one_line(&self.names[0]), words::one_line(&self.names[1]));
        match self.clear_end() {
            Some(end) => {
                let size = words::points(&words::number(end.median.abs(), words::decimals_of_difference(end)));
                let side = if end.median > 0.0 { "higher" } else { "lower" };
                let ends = format!("{} ends {size} {side}", words::sentence(&self.name()));
                Case::title([format!("{ends} in {other} than in {first}"), format!("{ends} in {other}"), ends])
            }
            None if self.bands() => format!("{whose} influence: no clear difference"),
            None => self.neutral(),
        }
    }

    fn neutral(&self) -> String {
        let whose = words::sentence(&words::possessive(&self.name()));
        match &self.names.iter().map(|name| words::one_line(name)).collect::<Vec<_>>()[..] {
            [first, other] => {
                Case::title([format!("{whose} influence in {first} and {other}"), format!("{whose} influence")])
            }
            more => format!("{whose} influence in {} scenarios", words::count(more.len())),
        }
    }

    /// What so many lines of `runs` (or pairs), and their bands, mean.
    fn how_to_read(&self, lines: usize, runs: &str, half: bool) -> String {
        let of = if half { "the middle 50% and 90%" } else { "the middle 90%" };
        let bands = match (lines, half) {
            (1, false) => format!("band holds {of}"),
            _ => format!("bands hold {of}"),
        };
        match lines {
            _ if !self.bands() => "One run only: with other luck it would come out differently.".to_owned(),
            1 => format!("The line is the median of {runs}; the {bands}."),
            _ => format!("Lines are medians of {runs}; {bands}."),
        }
    }

    fn replicates(&self) -> usize {
        self.comparison.ensembles[0].runs.len()
    }

    fn chart(&self, stem: &'static str, unit: Unit, scale: Scale, series: Vec<Series>) -> TimeChart {
        // All lines alike, and so fine that the difference shows.
        let plain = scale.value_decimals();
        let clear = self.clear_end().map_or(plain, |end| words::decimals_for(end.median.abs()));
        let decimals = clear.clamp(plain, plain + 2);
        TimeChart {
            said: Said {
                stem: stem.into(),
                title: self.title(),
                neutral: self.neutral(),
                subtitle: String::new(),
                alt: String::new(),
                source: self.provenance.line(&words::runs(self.provenance.replicates as usize)),
            },
            unit,
            clock: self.clock(),
            hours: self.hours(),
            decimals,
            focus_decimals: decimals,
            scale,
            reference: Some(if unit == Unit::Difference { 0.0 } else { START }),
            bands: self.bands(),
            series,
            panels: false,
            ghost: None,
            flags: self.flags(),
        }
    }

    fn alt(&self, chart: &TimeChart, of: &str) -> String {
        let ends: Vec<String> = chart.series.iter().filter_map(|series| super::alt::end(chart, series)).collect();
        let ends = if ends.is_empty() { String::new() } else { format!(" At the end: {}.", ends.join("; ")) };
        let (first, last) = self.hours();
        let [from, to] = [first, last - 1.0].map(|hour| words::date(self.clock().date(hour)));
        let finding = chart.said.title.trim_end_matches('.');
        format!("Line chart of {of}, {from} to {to}. {finding}.{ends}")
    }
}

/// The influence index of the country under each scenario.
pub(super) fn levels(compared: &Compared<'_>) -> TimeChart {
    let (comparison, measure) = (compared.comparison, compared.measure());
    let line = |arm: usize| {
        let column = crate::engine::trajectory::Column::Country(measure);
        let country = comparison.countries[arm];
        compared.line(arm, compared.points(|record| comparison.ensembles[arm].spread(record, country, column)))
    };
    let series: Vec<Series> = (0..compared.names.len()).map(line).filter(|line| !line.points.is_empty()).collect();
    let (low, high) = super::influence::range(&series, std::iter::empty());
    let mut chart = compared.chart("influence", Unit::Index, Scale::around(low, high), series);
    let how = compared.how_to_read(compared.names.len(), &words::runs(compared.replicates()), false);
    let start = words::date(compared.clock().start);
    let whose = words::sentence(&words::possessive(&compared.name()));
    chart.said.subtitle = format!("{whose} influence index, {start} = 100, by scenario. {how}");
    let scenarios = words::list(compared.names);
    chart.said.alt =
        compared.alt(&chart, &format!("{} influence index in {scenarios}", words::possessive(&compared.name())));
    chart
}

/// The difference of each scenario to the first one, pair by pair.
pub(super) fn differences(compared: &Compared<'_>) -> TimeChart {
    let (comparison, measure) = (compared.comparison, compared.measure());
    let line = |arm: usize| {
        let line = compared.line(arm, compared.gaps(arm));
        Series { focus: arm == 1 && compared.names.len() == 2, ..line }
    };
    let series: Vec<Series> = (1..compared.names.len()).map(line).filter(|line| !line.points.is_empty()).collect();
    let edges = series.iter().flat_map(|line| &line.points).flat_map(|point| [point.spread.low90, point.spread.high90]);
    let (low, high) = edges.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let mut chart = compared.chart("difference", Unit::Difference, Scale::around(low, high), series);
    let first = words::one_line(&compared.names[0]);
    let pairs = format!("{} pairs", compared.replicates());
    let whose = words::sentence(&words::possessive(&compared.name()));
    let since =
        comparison.clear_from(1, measure).filter(|_| compared.names.len() == 2).map_or(String::new(), |record| {
            let hour = comparison.ensembles[0].layout.record_hours[record];
            format!(" Clear from {} on.", words::date(compared.clock().date(hour)))
        });
    chart.said.subtitle = format!(
        "{whose} influence index minus that in {first}, pair by pair on the same luck, points. {}{since}",
        compared.how_to_read(compared.names.len() - 1, &pairs, true)
    );
    let of = format!("the difference in {} influence index to {first}", words::possessive(&compared.name()));
    chart.said.alt = compared.alt(&chart, &of);
    chart
}
