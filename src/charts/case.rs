//! What the charts of one ensemble share: lines, colours, ghost, flags, and the sentences about them.

use super::Provenance;
use super::scale::Scale;
use super::theme::{COLOUR_ORDER, LIGHT};
use super::time_chart::{Flag, Gap, Ghost, Point, Series, Unit, need_panels};
use super::typeface::width;
use super::words;
use crate::calendar::Clock;
use crate::engine::measures::country_measure;
use crate::engine::trajectory::Column;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::{Colour, Country, Scenario};
use crate::stats::Spread;

/// Most words of a title.
const TITLE_WORDS: usize = 10;

/// One measure of an ensemble, about to become a chart.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    /// The runs.
    pub(super) ensemble: &'a Ensemble,
    /// What was run.
    pub(super) scenario: &'a Scenario,
    /// Where the runs come from.
    pub(super) provenance: &'a Provenance,
    /// Name of the measure.
    pub(super) measure: &'static str,
    /// What its numbers are.
    pub(super) unit: Unit,
}

impl Case<'_> {
    /// Where its numbers are in a trajectory.
    pub(super) fn column(&self) -> Column {
        Column::Country(country_measure(self.measure).expect("charts show measures of the list"))
    }

    pub(super) fn clock(&self) -> Clock {
        self.scenario.run.clock
    }

    /// The country that the chart is about.
    pub(super) fn focus(&self) -> &Country {
        &self.scenario.countries[self.scenario.run.focus]
    }

    /// Its name in a sentence.
    pub(super) fn focus_name(&self) -> String {
        words::in_sentence(&words::one_line(&self.focus().name))
    }

    /// Its place among the countries.
    pub(super) fn focus_index(&self) -> usize {
        self.scenario.run.focus
    }

    /// All records with their hours.
    pub(super) fn records(&self) -> impl DoubleEndedIterator<Item = (usize, f64)> + '_ {
        self.ensemble.layout.record_hours.iter().copied().enumerate()
    }

    fn last_record(&self) -> usize {
        self.ensemble.layout.record_hours.len().saturating_sub(1)
    }

    /// First and last hour, the second larger.
    pub(super) fn hours(&self) -> (f64, f64) {
        let last = self.ensemble.layout.record_hours.last().copied().unwrap_or_default();
        (0.0, last.max(1.0))
    }

    /// Can anything be said about the middle 90 %?
    pub(super) fn bands(&self) -> bool {
        self.ensemble.runs.len() > 1
    }

    /// The colour of every country.
    pub(super) fn colours(&self) -> Vec<Option<Colour>> {
        colours(self.scenario)
    }

    /// The colour of the focus country.
    pub(super) fn focus_colour(&self) -> Option<Colour> {
        self.colours()[self.focus_index()]
    }

    /// The lines of all countries that have any number.
    pub(super) fn series(&self) -> Vec<Series> {
        let colours = self.colours();
        let countries = self.scenario.countries.iter().enumerate().zip(colours);
        let lines = countries.map(|((index, country), colour)| Series {
            id: country.id.clone(),
            line: "run".to_owned(),
            name: words::one_line(&country.name),
            colour,
            focus: index == self.focus_index(),
            points: self.points(|record| self.ensemble.spread(record, index, self.column())),
        });
        lines.filter(|series| !series.points.is_empty()).collect()
    }

    fn points(&self, spread: impl Fn(usize) -> Option<Spread>) -> Vec<Point> {
        self.records().filter_map(|(record, hour)| Some(Point { hour, spread: spread(record)?, half: None })).collect()
    }

    /// The focus country's number at the end.
    pub(super) fn end(&self) -> Option<Spread> {
        self.ensemble.spread(self.last_record(), self.focus_index(), self.column())
    }

    /// Run minus ghost at the end; `None` without changes.
    pub(super) fn difference(&self) -> Option<Spread> {
        self.ensemble.difference(self.last_record(), self.focus_index(), self.column())
    }

    /// Run minus ghost at the end as it is printed (shares in per cent), if the middle 90 % of the pairs is on one
    /// side of 0. A single pair proves nothing.
    pub(super) fn clear_difference(&self) -> Option<Spread> {
        let printed = scaled(self.difference()?, self.unit.factor());
        (self.bands() && printed.excludes(0.0)).then_some(printed)
    }

    /// The focus country without the changes.
    pub(super) fn ghost(&self) -> Option<Ghost> {
        let fork = self.first_change()?;
        let spread = |record| self.ensemble.ghost_spread(record, self.focus_index(), self.column());
        let mut points = self.points(spread);
        let before = points.iter().rposition(|point| point.hour <= fork).unwrap_or(0);
        points.drain(..before);
        let own = self.only_focus_changes();
        let note = if own { "if its policy stays as it was" } else { "if no policy changes" };
        (!points.is_empty()).then(|| Ghost { points, fork, note: note.into(), gap: self.gap() })
    }

    fn gap(&self) -> Option<Gap> {
        let spread = self.difference()?;
        let printed = scaled(spread, self.unit.factor());
        let decimals = words::decimals_of_difference(printed);
        let signed = |value| words::signed(value, decimals);
        let (low, high) = (signed(printed.low90), signed(printed.high90));
        let size = self.points_of(&signed(printed.median));
        let words_alone = format!("{} with {}", words::points(&signed(printed.median)), self.the_change());
        if !self.bands() {
            return Some(Gap { spread, words: size, words_alone, note: "in one pair of runs".to_owned() });
        }
        let range = if low == high { low } else { format!("{low} to {high}") };
        let note = format!("9 in 10 pairs of runs: {range}");
        if printed.excludes(0.0) {
            return Some(Gap { spread, words: size, words_alone, note });
        }
        let words = "No clear difference".to_owned();
        Some(Gap { spread, words_alone: words.clone(), words, note: self.points_of(&note) })
    }

    fn points_of(&self, printed: &str) -> String {
        match self.unit {
            Unit::Index | Unit::Difference => words::points(printed),
            Unit::Share => words::points(printed).replace(" point", " percentage point"),
        }
    }

    /// The hour of the first change that comes within the run.
    pub(super) fn first_change(&self) -> Option<f64> {
        let end = self.hours().1;
        let starts =
            self.scenario.countries.iter().flat_map(|country| &country.changes).map(|change| change.when_hours);
        starts.filter(|hour| *hour < end).reduce(f64::min).filter(|_| !self.ensemble.ghosts.is_empty())
    }

    fn only_focus_changes(&self) -> bool {
        let others = self.scenario.countries.iter().enumerate().filter(|(index, _)| *index != self.focus_index());
        others.into_iter().all(|(_, country)| country.changes.is_empty())
    }

    /// `the change` or `the changes`.
    pub(super) fn the_change(&self) -> &'static str {
        let count: usize = self.scenario.countries.iter().map(|country| country.changes.len()).sum();
        if count == 1 { "the change" } else { "the changes" }
    }

    /// The label of the only change, if there is just one and its label does not name the country again.
    pub(super) fn only_label(&self) -> Option<String> {
        let mut changes = self.scenario.countries.iter().flat_map(|country| &country.changes);
        let (Some(change), None) = (changes.next(), changes.next()) else { return None };
        let label = words::one_line(&change.label);
        (!label.is_empty() && !label.contains(&self.focus().name)).then_some(label)
    }

    /// Changes, ends of changes, scheduled events and rumours within the run. What happens at the same hour is one
    /// flag; it says the same words once.
    pub(super) fn flags(&self) -> Vec<Flag> {
        let mut flags = self.changes();
        flags.extend(self.news());
        flags.sort_by(|a, b| a.hour.total_cmp(&b.hour).then(a.rank.cmp(&b.rank)));
        let mut merged: Vec<Flag> = Vec::new();
        for flag in flags.into_iter().filter(|flag| (0.0..self.hours().1).contains(&flag.hour)) {
            match merged.last_mut() {
                Some(last) if last.hour == flag.hour && last.words == flag.words => {}
                Some(last) if last.hour == flag.hour => last.words = format!("{}; {}", last.words, flag.words),
                _ => merged.push(flag),
            }
        }
        merged
    }

    fn flag(&self, hour: f64, label: &str) -> Flag {
        let (date, words) = (words::date(self.clock().date(hour)), words::one_line(label));
        Flag { hour, date, words, event: false, rank: 0 }
    }

    fn changes(&self) -> Vec<Flag> {
        let mut flags = Vec::new();
        for (index, country) in self.scenario.countries.iter().enumerate() {
            let rank = usize::from(index != self.focus_index());
            for change in &country.changes {
                flags.push(Flag { rank, ..self.flag(change.when_hours, &change.label) });
                let end = change.until_hours.map(|hour| self.flag(hour, &format!("End of “{}”", change.label)));
                flags.extend(end.map(|flag| Flag { rank: 2, ..flag }));
            }
        }
        flags
    }

    /// Scheduled events and rumours; large ones have smaller ranks.
    fn news(&self) -> Vec<Flag> {
        let events = self.scenario.events.iter().map(|event| (event.when_hours, &event.label, event.size));
        let rumours = self.scenario.rumours.iter().map(|rumour| (rumour.when_hours, &rumour.label, rumour.size));
        let news: Vec<(f64, &String, f64)> = events.chain(rumours).collect();
        let larger = |size: f64| news.iter().filter(|(.., other)| *other > size).count();
        let flag = |(hour, label, size): &(f64, &String, f64)| Flag {
            event: true,
            rank: 3 + larger(*size),
            ..self.flag(*hour, label)
        };
        news.iter().map(flag).collect()
    }

    /// Decimals of printed values: what the axis can show.
    pub(super) fn decimals(&self, scale: &Scale) -> usize {
        scale.value_decimals().saturating_sub(self.unit.shift())
    }

    /// Decimals of the focus country's medians: the first digit of a clear difference shows, but never more than two
    /// decimals beyond those of the other values.
    pub(super) fn focus_decimals(&self, scale: &Scale, clear: Option<Spread>) -> usize {
        let plain = self.decimals(scale);
        clear.map_or(plain, |clear| words::decimals_for(clear.median.abs()).clamp(plain, plain + 2))
    }

    /// The first title that keeps to ten words and to the sheet, else the last.
    pub(super) fn title(candidates: impl IntoIterator<Item = String>) -> String {
        let mut candidates: Vec<String> = candidates.into_iter().collect();
        let last = candidates.pop().unwrap_or_default();
        let short = |title: &String| {
            title.split(' ').count() <= TITLE_WORDS && width(title, LIGHT.title()) <= LIGHT.sheet.measure()
        };
        candidates.into_iter().find(short).unwrap_or(last)
    }

    /// All countries, or how many there are.
    pub(super) fn countries(&self) -> String {
        let names: Vec<String> =
            self.scenario.countries.iter().map(|c| words::in_sentence(&words::one_line(&c.name))).collect();
        if names.len() <= 3 {
            return words::list(&names);
        }
        format!("{} and {} other countries", self.focus_name(), words::count(names.len() - 1))
    }

    /// What lines, bands and the dashed line mean.
    pub(super) fn how_to_read(&self, series: &[Series]) -> String {
        let runs = words::runs(self.ensemble.runs.len());
        let single = series.len() == 1;
        let mut text = match (self.bands(), single) {
            (false, _) => "One run only: with other luck it would come out differently.".to_owned(),
            (true, _) if need_panels(series) => {
                format!("In each panel a country: the median of {runs}, and a band that holds the middle 90% of runs.")
            }
            (true, true) => format!("The line is the median of {runs}; the band holds the middle 90% of runs."),
            (true, false) => format!("Lines are medians of {runs}; bands hold the middle 90% of runs."),
        };
        if need_panels(series) {
            text.push_str(" Grey: the other countries.");
        } else if series.iter().any(|series| series.colour.is_none()) {
            text.push_str(if self.bands() {
                " Grey: other countries, medians only."
            } else {
                " Grey: other countries."
            });
        }
        if self.first_change().is_some() {
            let name = self.focus_name();
            let not = if self.only_focus_changes() { "if its policy does not change" } else { "if no policy changes" };
            text.push_str(&format!(" Dashed: {name} {not}; both futures meet the same world events."));
        }
        text
    }

    /// `1 January 2013 to 31 December 2016`.
    pub(super) fn period(&self) -> String {
        let (first, last) = self.hours();
        format!("{} to {}", words::date(self.clock().date(first)), words::date(self.clock().last_date(last)))
    }

    /// What stands under the picture.
    pub(super) fn source(&self) -> String {
        self.provenance.line(&words::runs(self.provenance.replicates as usize))
    }
}

/// All three numbers times `factor`.
fn scaled(spread: Spread, factor: f64) -> Spread {
    let Spread { median, low90, high90 } = spread;
    Spread { median: median * factor, low90: low90 * factor, high90: high90 * factor }
}

/// The colour of each country, the same in every chart of a scenario: its own, or the next free one, the focus
/// country first. `None` is grey, for countries beyond the fifth.
pub(super) fn colours(scenario: &Scenario) -> Vec<Option<Colour>> {
    let mut order: Vec<usize> = (0..scenario.countries.len()).collect();
    order.sort_by_key(|index| (*index != scenario.run.focus, scenario.countries[*index].colour.is_none()));
    let mut colours: Vec<Option<Colour>> = scenario.countries.iter().map(|country| country.colour).collect();
    for beyond in order.iter().skip(COLOUR_ORDER.len()) {
        colours[*beyond] = None;
    }
    for index in order.into_iter().take(COLOUR_ORDER.len()) {
        let free = COLOUR_ORDER.into_iter().find(|colour| !colours.contains(&Some(*colour)));
        colours[index] = colours[index].or(free);
    }
    colours
}
