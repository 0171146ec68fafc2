//! What a report says about a single scenario that was run: every number from the same ensemble as tables and charts.

use super::material::{Material, Moment, Number};
use super::picture::print;
use super::sentences::{self, End, range};
use super::table::Table;
use crate::charts::words::{
    decimals_of_difference, in_sentence, number, one_line, points, possessive, sentence, signed,
};
use crate::engine::measures::{COUNTRY_MEASURES, country_measure};
use crate::engine::trajectory::Column;
use crate::experiment::compare::Comparison;
use crate::experiment::ensemble::Ensemble;
use crate::scenario::ledger::Row;
use crate::scenario::{Parsed, Scenario};
use crate::stats::Spread;

/// How many single runs are drawn at most.
const SINGLE_RUNS: usize = 20;
/// What lies between rules and influence.
const ON_THE_WAY: [&str; 9] = [
    "accounts_open",
    "fear",
    "published_announcements",
    "published_comments",
    "published_replies",
    "approval_hours_median",
    "answered_in_time",
    "engaged",
    "gaffes",
];
/// Settings of a change that are no rules.
const NO_RULES: [&str; 5] = ["country", "when", "until", "phase_in", "label"];

/// A run, about to be told.
struct Told<'a> {
    ensemble: &'a Ensemble,
    scenario: &'a Scenario,
}

/// Adds what is known of a single run.
pub(super) fn tell(material: &mut Material, ensemble: &Ensemble, parsed: &Parsed) {
    let told = Told { ensemble, scenario: &parsed.scenario };
    (material.headline, material.more) = told.answer();
    material.numbers = told.numbers();
    material.singles = told.singles();
    material.singles_of = one_line(&told.scenario.countries[told.focus()].name);
    material.moments = moments(told.scenario, &material.settings);
    material.differences = typed(&material.settings);
    material.way = told.way();
    material.sure = told.sure();
}

fn column(measure: &str) -> Option<Column> {
    country_measure(measure).map(Column::Country)
}

impl Told<'_> {
    fn focus(&self) -> usize {
        self.scenario.run.focus
    }

    fn name(&self) -> &str {
        &self.scenario.countries[self.focus()].name
    }

    fn runs(&self) -> usize {
        self.ensemble.runs.len()
    }

    fn last(&self) -> usize {
        self.ensemble.layout.record_hours.len().saturating_sub(1)
    }

    fn date(&self, record: usize) -> jiff::civil::Date {
        self.scenario.run.clock.date(self.ensemble.layout.record_hours[record])
    }

    fn spread(&self, measure: &str, country: usize) -> Option<Spread> {
        self.ensemble.spread(self.last(), country, column(measure)?)
    }

    fn difference(&self, measure: &str) -> Option<Spread> {
        self.ensemble.difference(self.last(), self.focus(), column(measure)?)
    }

    /// Labels of all changes.
    fn labels(&self) -> Vec<&str> {
        self.scenario
            .countries
            .iter()
            .flat_map(|country| &country.changes)
            .map(|change| change.label.as_str())
            .collect()
    }

    /// The end of every country, with the number of runs in which it is highest.
    fn ends(&self) -> Vec<End<'_>> {
        let Some(index) = column("influence_index") else { return Vec::new() };
        let countries = &self.scenario.countries;
        let at = |run, country| self.ensemble.value(run, self.last(), country, index).unwrap_or(f64::NEG_INFINITY);
        let is_highest = |run, country| (0..countries.len()).all(|other| at(run, other) <= at(run, country));
        let end = |(country, named): (usize, &crate::scenario::Country)| End {
            country: "",
            index: self.spread("influence_index", country).filter(|_| named.constant_goodwill.is_none()),
            highest: self.ensemble.runs.iter().filter(|run| is_highest(run, country)).count(),
        };
        let ends = countries.iter().enumerate().map(end);
        ends.zip(countries).map(|(end, named)| End { country: &named.name, ..end }).collect()
    }

    /// The first sentence, and those that follow.
    fn answer(&self) -> (String, Vec<String>) {
        let ends = self.ends();
        let end = ends[self.focus()];
        let course = sentences::course(end, self.runs());
        let order = sentences::order(&ends, self.runs());
        let silence = sentences::silence(self.published());
        let (first, rest) = match self.difference("influence_index") {
            Some(difference) => {
                let changes = sentences::changes(&self.labels());
                let effect = sentences::effect(self.name(), &changes, difference, self.runs());
                (effect, vec![self.since(), course, order, silence])
            }
            None => (course, vec![order, silence]),
        };
        (first, rest.into_iter().filter(|words| !words.is_empty()).collect())
    }

    /// All messages that anybody publishes in any run.
    fn published(&self) -> f64 {
        let forms = ["published_announcements", "published_comments", "published_replies"];
        let columns: Vec<Column> = forms.iter().filter_map(|form| column(form)).collect();
        let mut sum = 0.0;
        for run in &self.ensemble.runs {
            for record in 0..=self.last() {
                for country in 0..self.scenario.countries.len() {
                    let of = |column: &Column| self.ensemble.value(run, record, country, *column).unwrap_or(0.0);
                    sum += columns.iter().map(of).sum::<f64>();
                }
            }
        }
        sum
    }

    /// From when on the middle 90 % of the pairs stays on one side of 0.
    fn since(&self) -> String {
        if self.runs() < 2 {
            return String::new();
        }
        let Some(index) = column("influence_index") else { return String::new() };
        let side = |record| {
            let spread = self.ensemble.difference(record, self.focus(), index)?;
            spread.excludes(0.0).then_some(spread.low90 > 0.0)
        };
        let Some(last) = side(self.last()) else { return String::new() };
        let first = (0..=self.last()).rev().take_while(|record| side(*record) == Some(last)).last();
        sentences::since(first.map(|record| crate::charts::words::date(self.date(record))).as_deref())
    }

    fn numbers(&self) -> Vec<Number> {
        let several = self.runs() > 1;
        let note = |spread: Spread, of: &str, print: &dyn Fn(f64) -> String| match several {
            true => format!("9 in 10 {of}: {}", range(spread.low90, spread.high90, print)),
            false => format!("one {}, so no range", of.trim_end_matches('s')),
        };
        let owner = possessive(&in_sentence(&one_line(self.name())));
        let mut all = Vec::new();
        if let Some(spread) = self.spread("influence_index", self.focus()) {
            let print = |x: f64| print("influence", x);
            let label = format!("{} influence at the end (start: 100)", sentence(&owner));
            all.push(Number { label, value: print(spread.median), note: note(spread, "runs", &print) });
        }
        if let Some(spread) = self.difference("influence_index") {
            let places = decimals_of_difference(spread);
            let print = |x: f64| signed(x, places);
            let label = format!("Effect of {}", sentences::changes(&self.labels()));
            let value = points(&print(spread.median));
            all.push(Number { label, value, note: note(spread, "pairs", &print) });
        }
        if let Some(spread) = self.spread("voice", self.focus()) {
            let print = |x: f64| print("voice", x);
            let label = format!("{} share of voice at the end", sentence(&owner));
            all.push(Number { label, value: print(spread.median), note: note(spread, "runs", &print) });
        }
        all
    }

    /// Single runs of the focus country, spread over all replicates.
    fn singles(&self) -> Vec<Vec<(String, f64)>> {
        let Some(index) = column("influence_index").filter(|_| self.runs() > 1) else { return Vec::new() };
        let count = SINGLE_RUNS.min(self.runs());
        let one = |place: usize| {
            let run = &self.ensemble.runs[place * self.runs() / count];
            let point = |record| {
                let value = self.ensemble.value(run, record, self.focus(), index)?;
                Some((self.date(record).to_string(), value))
            };
            (0..=self.last()).filter_map(point).collect()
        };
        (0..count).map(one).collect()
    }

    /// What moves on the way: without the changes and with them, over the whole run.
    fn way(&self) -> Option<Table> {
        if self.ensemble.ghosts.is_empty() {
            return None;
        }
        let without =
            Ensemble { runs: self.ensemble.ghosts.clone(), ghosts: Vec::new(), layout: self.ensemble.layout.clone() };
        let ensembles = [without, self.ensemble.clone()];
        let comparison = Comparison { ensembles: &ensembles, countries: &[self.focus(), self.focus()] };
        let row = |measure: &&str| {
            let place = country_measure(measure)?;
            let named = COUNTRY_MEASURES[place];
            let pairs = comparison.pairs(1, place)?;
            let places = decimals_of_difference(pairs.spread).min(3);
            let print = |spread: Option<Spread>| spread.map_or_else(|| "none".to_owned(), |s| number(s.median, places));
            let whole = if named.adds_up { ", whole run" } else { ", at the end" };
            let difference = match self.runs() {
                1 => signed(pairs.spread.median, places),
                _ => range(pairs.spread.low90, pairs.spread.high90, |x| signed(x, places)),
            };
            let what = sentence(&named.name.replace('_', " "));
            let (before, after) = (print(comparison.spread(0, place)), print(comparison.spread(1, place)));
            Some(vec![format!("{what} ({}{whole})", named.unit), before, after, difference])
        };
        let last = if self.runs() > 1 { "Difference, 9 in 10 pairs" } else { "Difference in this pair" };
        let header = ["What", "Without", "With", last].map(str::to_owned).to_vec();
        let note = "Medians over the runs. What moves together need not be the cause: softpower attribute divides the \
                    difference among its causes."
            .to_owned();
        let rows: Vec<Vec<String>> = ON_THE_WAY.iter().filter_map(row).collect();
        (!rows.is_empty()).then_some(Table { header, rows, note })
    }

    fn sure(&self) -> Vec<String> {
        let end = self.ends()[self.focus()];
        let mut all = vec![sentences::luck(end, self.runs()), sentences::few(self.runs())];
        if !self.ensemble.ghosts.is_empty() && self.runs() > 1 {
            all.push(
                "Every run has a twin without the changes that meets the same events. Luck that strikes both cancels \
                 out of their difference, so an effect can be clear although the bands of two lines overlap."
                    .to_owned(),
            );
        }
        all.retain(|words| !words.is_empty());
        all
    }
}

/// Changes, events and rumours in the order of time; the changes with what they change.
pub(super) fn moments(scenario: &Scenario, rows: &[Row]) -> Vec<Moment> {
    let clock = scenario.run.clock;
    let mut all: Vec<(f64, Moment)> = Vec::new();
    let mut add = |hour: f64, words: String, settings: Vec<String>| {
        all.push((hour, Moment { day: clock.date(hour).to_string(), words, settings }));
    };
    for country in &scenario.countries {
        for change in &country.changes {
            let words = named(&country.name, &change.label);
            add(change.when_hours, words, rules(rows, &country.id, clock.date(change.when_hours)));
            if let Some(end) = change.until_hours {
                add(end, format!("End of “{}”", one_line(&change.label)), Vec::new());
            }
        }
    }
    for event in &scenario.events {
        add(event.when_hours, format!("Event: {}", one_line(&event.label)), Vec::new());
    }
    for rumour in &scenario.rumours {
        add(rumour.when_hours, format!("Rumour: {}", one_line(&rumour.label)), Vec::new());
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.into_iter().map(|(_, moment)| moment).collect()
}

/// A change with its country, unless its label names it.
fn named(country: &str, label: &str) -> String {
    let (country, label) = (one_line(country), one_line(label));
    if label.contains(&country) { label } else { format!("{country}: {label}") }
}

/// What a change of a country at a date changes, each rule in a sentence: from what, to what.
fn rules(rows: &[Row], country: &str, day: jiff::civil::Date) -> Vec<String> {
    let day = day.to_string();
    let of = |heading: &str, name: &str| rows.iter().find(|row| row.heading == heading && row.name == name);
    let is_it = |heading: &str| {
        let value = |name: &str| of(heading, name).map(|row| row.value.as_str()).unwrap_or_default();
        value("country").trim_matches('"') == country && value("when").starts_with(&day)
    };
    let own = rows.iter().filter(|row| row.heading.starts_with("[change.") && is_it(&row.heading));
    let sentence = |row: &Row| {
        let before = of(&format!("[country.{country}]"), &row.name).map(|before| before.value.as_str());
        let name = row.name.replace('_', " ");
        match before {
            Some(before) => format!("{name}: {} instead of {}. {}", plain(&row.value), plain(before), row.meaning),
            None => format!("{name}: {}. {}", plain(&row.value), row.meaning),
        }
    };
    own.filter(|row| !NO_RULES.contains(&row.name.as_str())).map(sentence).collect()
}

/// What was typed on the command line beside the scenario.
fn typed(rows: &[Row]) -> Vec<String> {
    let typed = rows.iter().filter(|row| row.origin == "command line");
    typed
        .map(|row| format!("{} is {}, as typed on the command line. {}", row.path, plain(&row.value), row.meaning))
        .collect()
}

/// A value without quotes.
pub(super) fn plain(value: &str) -> &str {
    value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_names_its_country_once() {
        assert_eq!(named("Canada", "Canada delegates"), "Canada delegates");
        assert_eq!(named("United\nKingdom", "Delegation"), "United Kingdom: Delegation");
    }

    #[test]
    fn rules_are_told_with_what_they_replace() {
        let text = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                    [country.canada]\napproval_delay = \"24h\"\n[change.a]\ncountry = \"canada\"\n\
                    when = 2013-05-01\nlabel = \"A\"\napproval_delay = \"1h\"\n";
        let rows = crate::scenario::with_settings("a", text, &[]).expect("a scenario").resolved.ledger();
        let told = rules(&rows, "canada", jiff::civil::date(2013, 5, 1));
        let [told] = &told[..] else { panic!("{told:?}") };
        assert!(told.starts_with("approval delay: 1h instead of 24h. Typical"), "{told}");
        assert_eq!(rules(&rows, "canada", jiff::civil::date(2013, 6, 1)), [""; 0]);
    }
}
