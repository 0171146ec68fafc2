//! A setting that is varied over a range: where it stands, from where to where, and how a place between the ends is
//! written, so that it can be set like any other setting.

use super::document::Document;
use super::keys::{Absent, Form, KEYS, Key, Kind, Status};
use super::place::{Distance, SourceText};
use super::resolved::Resolved;
use super::value::{Value, number_of};
use super::words::{Setting, address};
use super::{Parsed, Problems, Scenario, with_settings};
use crate::units::{Per, duration_about, duration_text, share_text, short, significant};

/// A setting and the range over which it is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Its path: `model.reach`, `country.canada.approval_delay`.
    pub path: String,
    /// The lower end, in the units of the model (hours, shares, numbers).
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Are equal steps equal ratios? So it is where the ends lie more than a factor of ten apart.
    pub logarithmic: bool,
    /// The value in the scenario itself.
    pub base: f64,
    form: Form,
    status: Status,
    kind: Kind,
}

/// A scenario some settings of which are varied.
#[derive(Clone, Debug)]
pub struct Varied {
    /// Its name.
    name: String,
    /// All its settings, as a text without parents.
    pub resolved: String,
    /// The settings that are varied.
    pub factors: Vec<Factor>,
}

impl Varied {
    /// A scenario and what is varied in it.
    #[must_use]
    pub fn new(parsed: &Parsed, factors: Vec<Factor>) -> Varied {
        Varied { name: parsed.scenario.name.clone(), resolved: parsed.resolved.to_toml(false), factors }
    }

    /// The settings at a point: a place from 0 to 1 for each factor; `None` leaves it as it is in the scenario.
    #[must_use]
    pub fn settings(&self, point: &[Option<f64>]) -> Vec<Setting> {
        self.factors.iter().zip(point).filter_map(|(factor, place)| Some(factor.setting((*place)?))).collect()
    }

    /// The scenario at a point.
    ///
    /// # Errors
    /// When the settings do not go together.
    pub fn at(&self, point: &[Option<f64>]) -> Result<Scenario, Problems> {
        with_settings(&self.name, &self.resolved, &self.settings(point)).map(|parsed| parsed.scenario)
    }
}

/// Ratio of the ends from which on a range is logarithmic.
pub(super) const WIDE: f64 = 10.0;
/// Figures of a value in a scenario file.
const FIGURES: usize = 4;

impl Factor {
    /// A factor from `canada.approval_delay=1h..96h`, or from a path alone: then its range is the plausible one.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn of(text: &str, scenario: &Resolved) -> Result<Factor, String> {
        Factor::within(text, &scenario.document)
    }

    /// The same, for a setting of a document.
    pub(super) fn within(text: &str, scenario: &Document) -> Result<Factor, String> {
        let (path, range) = text.split_once('=').map_or((text, None), |(path, range)| (path, Some(range)));
        let setting = Setting { path: path.trim().to_owned(), value: String::new() };
        let source = SourceText::new("the command line", format!("{path}="), Distance::CommandLine);
        let (kind, name, key) = address(&setting, &source, scenario).map_err(|problem| problem.title.clone())?;
        let (low, high) = match range {
            None => plausible(key).ok_or_else(|| {
                format!("`{path}` has no plausible range: write one, for example {path}={}", example(key))
            })?,
            Some(range) => {
                let ends = range.split_once("..").map(|(low, high)| (low.trim(), high.trim()));
                let numbers =
                    ends.and_then(|(low, high)| Some((number_of(key.form, low)?, number_of(key.form, high)?)));
                numbers
                    .ok_or_else(|| format!("`{range}` is no range of `{path}`: write for example {}", example(key)))?
            }
        };
        let factor = Factor::new(kind, &name, key, (low, high), scenario);
        factor.ok_or_else(|| format!("`{path}` is {}: only numbers can be varied", key.form.words()))
    }

    /// All settings of `[model]` that are assumptions or remembered, or derived from data, and have a plausible range.
    #[must_use]
    pub fn assumptions(scenario: &Resolved) -> Vec<Factor> {
        let doubtful = |key: &&Key| matches!(key.status, Status::Assumption | Status::Memory | Status::Derived);
        let keys = KEYS.iter().filter(|key| key.kind == Kind::Model).filter(doubtful);
        keys.filter_map(|key| Factor::new(Kind::Model, "", key, plausible(key)?, &scenario.document)).collect()
    }

    fn new(kind: Kind, name: &str, key: &Key, (low, high): (f64, f64), scenario: &Document) -> Option<Factor> {
        let numeric = matches!(
            key.form,
            Form::Share
                | Form::Duration
                | Form::DurationOrNever
                | Form::Count
                | Form::CountOrUnlimited
                | Form::Number
                | Form::Rate(_)
                | Form::Size
        );
        if !numeric || !low.is_finite() || !high.is_finite() || low >= high {
            return None;
        }
        let parts = [kind.word(), name, key.name].into_iter().filter(|part| !part.is_empty());
        let base = match scenario.block(kind, name).and_then(|block| block.value(key.name)) {
            Some(Value::Number(x)) => *x,
            _ => super::document::default(kind, key.name).and_then(|entry| match entry.value {
                Some(Value::Number(x)) => Some(x),
                _ => None,
            })?,
        };
        Some(Factor {
            path: parts.collect::<Vec<_>>().join("."),
            low,
            high,
            logarithmic: low > 0.0 && high / low > WIDE,
            base,
            form: key.form,
            status: key.status,
            kind,
        })
    }

    /// The value at a place from 0 (the lower end) to 1, in the units of the model.
    #[must_use]
    pub fn value(&self, place: f64) -> f64 {
        let value = match self.logarithmic {
            // Rounding must not miss the ends.
            _ if place >= 1.0 => self.high,
            true => self.low * libm::exp(place * libm::log(self.high / self.low)),
            false => self.low + place * (self.high - self.low),
        };
        let value = value.clamp(self.low, self.high);
        if self.is_whole() { libm::round(value) } else { value }
    }

    /// The place of a value, from 0 (the lower end) to 1.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let place = match self.logarithmic {
            true => libm::log(value / self.low) / libm::log(self.high / self.low),
            false => (value - self.low) / (self.high - self.low),
        };
        place.clamp(0.0, 1.0)
    }

    /// The place nearest to a given one at which the setting has a value of its own: whole numbers lie apart.
    #[must_use]
    pub fn snapped(&self, place: f64) -> f64 {
        if self.is_whole() { self.place(self.value(place)) } else { place }
    }

    /// Can it only be a whole number?
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_counted()
    }

    /// The setting with which the scenario has the value at a place.
    #[must_use]
    pub fn setting(&self, place: f64) -> Setting {
        self.setting_to(self.value(place))
    }

    /// The line of a scenario file with which it has about the value at a place, in few figures, below its heading.
    #[must_use]
    pub fn line(&self, place: f64) -> [String; 2] {
        let value = self.rounded(self.value(place), FIGURES).clamp(self.low, self.high);
        let Setting { path, value } = self.setting_to(value);
        let (heading, name) = path.rsplit_once('.').unwrap_or(("", &path));
        let value = if value.parse::<f64>().is_ok() { value } else { format!("\"{value}\"") };
        [format!("[{heading}]"), format!("{name} = {value}")]
    }

    fn is_counted(&self) -> bool {
        matches!(self.form, Form::Count | Form::CountOrUnlimited)
    }

    /// A value in so many figures; whole numbers stay as they are.
    pub(super) fn rounded(&self, value: f64, figures: usize) -> f64 {
        if self.is_counted() { value } else { significant(value, figures) }
    }

    pub(super) fn setting_to(&self, value: f64) -> Setting {
        let value = match self.form {
            Form::Duration | Form::DurationOrNever => format!("{value}h"),
            Form::Rate(per) => format!("{value} per {}", per.word()),
            _ => format!("{value}"),
        };
        Setting { path: self.path.clone(), value }
    }

    /// A value as people read it.
    #[must_use]
    pub fn shown(&self, value: f64) -> String {
        match self.form {
            Form::Duration | Form::DurationOrNever => duration_text(value),
            Form::Share => share_text(value),
            Form::Rate(per) => format!("{} per {}", short(value), per.word()),
            _ => short(value),
        }
    }

    /// The same in three figures.
    #[must_use]
    pub fn about(&self, value: f64) -> String {
        match self.form {
            Form::Duration | Form::DurationOrNever => duration_about(value, 3),
            _ => self.shown(self.rounded(value, 3)),
        }
    }

    /// From its lower to its upper end, as people read it: `1 hour to 7 days`, `0.05 to 0.3 per year`.
    #[must_use]
    pub fn range(&self) -> String {
        let (low, high) = (self.shown(self.low), self.shown(self.high));
        match (low.split_once(' '), high.split_once(' ')) {
            (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} to {high}"),
            _ => format!("{low} to {high}"),
        }
    }

    /// The same, and whether equal steps are equal ratios: `1 hour to 7 days, by ratios`.
    #[must_use]
    pub fn range_and_steps(&self) -> String {
        format!("{}{}", self.range(), if self.logarithmic { ", by ratios" } else { "" })
    }

    /// The unit of its values, as it stands behind the name of a column: `hours`, or nothing.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        match self.form {
            Form::Duration | Form::DurationOrNever => "hours",
            Form::Share => "share",
            Form::Rate(Per::Month) => "per month",
            Form::Rate(Per::Year) => "per year",
            _ => "",
        }
    }

    /// Is it an assumption of the model, and not a policy or a world that somebody chooses?
    #[must_use]
    pub fn is_assumption(&self) -> bool {
        self.kind == Kind::Model
    }

    /// Where its value in the scenario comes from, as far as the registry knows.
    #[must_use]
    pub fn status(&self) -> &'static str {
        self.status.words()
    }
}

fn plausible(key: &Key) -> Option<(f64, f64)> {
    let ends = |(low, high): (&str, &str)| Some((number_of(key.form, low)?, number_of(key.form, high)?));
    ends(key.plausible).or_else(|| ends(key.limits)).filter(|(low, high)| low.is_finite() && high.is_finite())
}

fn example(key: &Key) -> &'static str {
    match key.form {
        Form::Share => "10%..60%",
        Form::Duration | Form::DurationOrNever => "1h..96h",
        Form::Rate(Per::Month) => "0.1 per month..0.5 per month",
        Form::Rate(Per::Year) => "0.1 per year..0.5 per year",
        _ if key.absent == Absent::Must => "100..1000",
        _ => "1..10",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, parse};

    const TEXT: &str = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                        [country.canada]\napproval_delay = \"24h\"\n[country.uk]\n";

    fn resolved(settings: &[Setting]) -> Resolved {
        let parsed = parse(&Source { name: "a.toml", text: TEXT }, settings, &|_| Err("no files here".into()));
        parsed.unwrap_or_else(|problems| panic!("{problems}")).resolved
    }

    #[test]
    fn a_range_tells_its_unit_once() {
        let plain = resolved(&[]);
        for (text, wanted) in [
            ("canada.approval_delay=1h..96h", "1 hour to 4 days, by ratios"),
            ("canada.approval_delay=3days..7days", "3 to 7 days"),
            ("canada.comments_on_events=20%..90%", "20% to 90%"),
            ("model.influence_pull=0.05 per year..0.3 per year", "0.05 to 0.3 per year"),
        ] {
            let factor = Factor::of(text, &plain).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
            assert_eq!(factor.range_and_steps(), wanted);
        }
    }

    #[test]
    fn a_factor_reads_its_range_or_takes_the_plausible_one() {
        let plain = resolved(&[]);
        let delay = Factor::of("canada.approval_delay=1h..96h", &plain).expect("it is a length of time");
        assert_eq!(
            (delay.path.as_str(), delay.low, delay.high, delay.base),
            ("country.canada.approval_delay", 1.0, 96.0, 24.0)
        );
        assert!(delay.logarithmic && !delay.is_assumption());
        assert!((delay.value(0.5) - libm::sqrt(96.0)).abs() < 1e-9);
        assert_eq!((delay.value(0.0), delay.value(1.0)), (1.0, 96.0));
        let reach = Factor::of("reach", &plain).expect("it has a plausible range");
        assert_eq!((reach.low, reach.high, reach.is_assumption()), (0.03, 0.3, true));
        for (text, say) in [
            ("canada.aproval_delay=1h..2h", "Did you mean `approval_delay`?"),
            ("canada.approval_delay=1h", "is no range"),
            ("canada.approval=none..desks", "is no range"),
            ("canada.approval_delay=9h..1h", "only numbers"),
        ] {
            let why = Factor::of(text, &plain).expect_err(text);
            assert!(why.contains(say), "{text}: {why}");
        }
    }

    #[test]
    fn a_line_says_about_the_same_as_the_setting() {
        let plain = resolved(&[]);
        let line = |text: &str| Factor::of(text, &plain).expect("it is a number").line(0.123_456);
        assert_eq!(line("canada.approval_delay=1h..9h"), ["[country.canada]", "approval_delay = \"1.988h\""]);
        assert_eq!(line("reach=10%..20%"), ["[model]", "reach = 0.1123"]);
        assert_eq!(line("canada.missions=123456..123457")[1], "missions = 123456", "a count is whole");
    }

    #[test]
    fn a_place_is_where_its_value_lies_and_whole_numbers_lie_apart() {
        let plain = resolved(&[]);
        for text in ["canada.approval_delay=1h..30d", "canada.chance_dropped=0%..50%"] {
            let factor = Factor::of(text, &plain).expect("it is a number");
            for place in [0.0, 0.3, 1.0] {
                assert!((factor.place(factor.value(place)) - place).abs() < 1e-12 && factor.snapped(place) == place);
            }
        }
        let accounts = Factor::of("canada.accounts_at_start=1..40", &plain).expect("it is a number");
        assert!(accounts.is_whole() && accounts.logarithmic);
        for number in 1..=40 {
            let place = accounts.place(f64::from(number));
            assert_eq!((accounts.value(place), accounts.snapped(place)), (f64::from(number), place));
        }
        let between = (accounts.place(12.0) + accounts.place(13.0)) / 2.0;
        assert!([12.0, 13.0].contains(&accounts.value(accounts.snapped(between))));
    }

    #[test]
    fn a_value_that_is_not_exact_has_three_digits() {
        let plain = resolved(&[]);
        let about = |text: &str, value| Factor::of(text, &plain).expect("it is a number").about(value);
        let delay = "canada.approval_delay=1h..30d";
        assert_eq!(
            [31.284, 100.3, 0.123_45].map(|hours| about(delay, hours)),
            ["31.3 hours", "4.18 days", "7.41 minutes"]
        );
        assert_eq!([0.123_456, 0.0].map(|share| about("canada.chance_dropped=0%..50%", share)), ["12.3%", "0%"]);
        assert_eq!(about("canada.followers_per_account=1..9_000", 1234.4), "1230");
    }

    #[test]
    fn every_assumption_can_be_set_to_both_ends_and_comes_back() {
        let plain = resolved(&[]);
        let factors = Factor::assumptions(&plain);
        assert!(factors.len() > 30, "{}", factors.len());
        for factor in &factors {
            for place in [0.0, 0.37, 1.0] {
                let set = resolved(&[factor.setting(place)]);
                let again = Factor::of(&format!("{}={}", factor.path, "0..1"), &set);
                let again = again.or_else(|_| Factor::of(&factor.path, &set)).expect("it is a number");
                let wanted = factor.value(place);
                assert!((again.base - wanted).abs() <= 1e-9 * wanted.abs(), "{} {} {wanted}", factor.path, again.base);
            }
        }
    }
}
