//! What a written value means, by the form of its key; and what is wrong with one that means nothing.

use super::file::{Raw, Written};
use super::keys::{Form, Key, Kind};
use super::place::Place;
use super::problem::{Problem, nearest};
use crate::calendar::{DayHours, Zone};
use crate::units::{self, Misread};
use jiff::civil::{Date, DateTime};

/// A value in the units of the model.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A number, a share, hours, an amount per month or year; infinite for "never" and "unlimited".
    Number(f64),
    /// A whole number up to 2^64 - 1.
    Whole(u64),
    Text(String),
    Choice(&'static str),
    Switch(bool),
    Date(Date),
    Moment(DateTime),
    DayHours(DayHours),
    Zone(Zone),
    Three([f64; 3]),
    Name(String),
    Names(Vec<(String, Place)>),
    /// Values that a sweep tries; `sweep.rs` reads them, who knows of which setting they are.
    Values,
}

/// Words that stand for sizes of events.
pub(super) const SIZES: [(&str, f64); 3] = [("small", 1.0), ("medium", 3.0), ("large", 10.0)];

/// Reads a value; `name` is how the setting is called.
pub(super) fn read(key: &Key, name: &str, written: &Written) -> Result<Value, Problem> {
    let reader = Reader { key, name, place: &written.place };
    let value = reader.read(&written.raw)?;
    match &value {
        Value::Number(x) => reader.check_limits(*x, &written.raw)?,
        Value::Three(numbers) => numbers.iter().try_for_each(|x| reader.check_limits(*x, &written.raw))?,
        _ => {}
    }
    Ok(value)
}

/// A number written as text in the form of the key: its limits and ranges in the registry.
pub(super) fn number_of(form: Form, text: &str) -> Option<f64> {
    let number = match form {
        Form::Share | Form::ThreeShares => units::share(text),
        Form::Duration | Form::DurationOrNever => units::duration(text),
        Form::Rate(per) => units::rate(text, per),
        _ => units::number(text),
    };
    number.ok()
}

/// One value being read.
struct Reader<'a> {
    key: &'a Key,
    name: &'a str,
    place: &'a Place,
}

impl Reader<'_> {
    fn read(&self, raw: &Raw) -> Result<Value, Problem> {
        match (self.key.form, raw) {
            (_, Raw::Braces) => Err(self.wrong("Curly brackets are not used here").label("one setting on each line")),
            (Form::Text, raw) => self.text(raw).map(Value::Text),
            (Form::Name(kind), raw) => self.name(raw, kind).map(Value::Name),
            (Form::Names(kind), raw) => self.names(raw, kind),
            (Form::Values, raw) => self.values(raw),
            (Form::ThreeShares | Form::ThreeNumbers, Raw::List(items)) => self.three(items),
            (_, Raw::List(_)) => Err(self.wrong("One value belongs here, not a list").label(self.key.form.words())),
            // What it means hangs on another setting; whoever knows that reads it again.
            (Form::Amount, raw) => Ok(Value::Text(shown(raw))),
            (Form::Date, raw) => self.date(raw).map(Value::Date),
            (Form::Moment, raw) => self.moment(raw).map(Value::Moment),
            (Form::Choice(choices), raw) => self.choice(raw, choices).map(Value::Choice),
            (Form::Switch, raw) => self.switch(raw).map(Value::Switch),
            (Form::Truth, Raw::Truth(truth)) => Ok(Value::Switch(*truth)),
            (Form::Truth, _) => Err(self.expected()),
            (Form::Seed, raw) => self.seed(raw).map(Value::Whole),
            (Form::ClockTime | Form::DayHours | Form::Zone, raw) => self.time_of_day(raw),
            (_, raw) => self.number(raw).map(Value::Number),
        }
    }

    fn wrong(&self, title: impl Into<String>) -> Problem {
        Problem::new(self.place, title)
    }

    /// The general complaint: what belongs here.
    fn expected(&self) -> Problem {
        let title = format!("`{}` is {}", self.name, self.key.form.words());
        self.wrong(title).label("not understood")
    }

    fn text(&self, raw: &Raw) -> Result<String, Problem> {
        match raw {
            Raw::Text(text) => Ok(text.clone()),
            other => {
                let title = format!("Text needs quotes: {} = \"{}\"", self.name, shown(other));
                Err(self.wrong(title).label("quotes are missing"))
            }
        }
    }

    fn name(&self, raw: &Raw, kind: Kind) -> Result<String, Problem> {
        match raw {
            Raw::Text(text) => Ok(text.clone()),
            Raw::List(_) => Err(self.wrong(format!("Only one {} belongs here", kind.word())).label("a list")),
            _ => Err(self.expected()),
        }
    }

    fn names(&self, raw: &Raw, kind: Kind) -> Result<Value, Problem> {
        let Raw::List(items) = raw else {
            let name = shown(raw);
            return Err(self.wrong(format!("Put it into a list: [\"{name}\"]")).label("square brackets are missing"));
        };
        let name = |item: &Written| match &item.raw {
            Raw::Text(text) => Ok((text.clone(), item.place.clone())),
            _ => Err(Problem::new(&item.place, format!("`{}` is {}", self.name, Form::Names(kind).words()))
                .label("not a name")),
        };
        Ok(Value::Names(items.iter().map(name).collect::<Result<_, _>>()?))
    }

    fn values(&self, raw: &Raw) -> Result<Value, Problem> {
        match raw {
            Raw::List(items) if items.is_empty() => Err(self.wrong("There is nothing in this list").label("empty")),
            Raw::List(_) => Ok(Value::Values),
            Raw::Text(text) if text.contains("..") => Ok(Value::Values),
            other => Err(self
                .wrong(format!("Put it into a list: [{}]", super::resolved::toml(other)))
                .label("square brackets are missing")
                .help("or write a range, such as \"1h..96h, 5 values\"")),
        }
    }

    fn three(&self, items: &[Written]) -> Result<Value, Problem> {
        let form = if self.key.form == Form::ThreeShares { Form::Share } else { Form::Number };
        let key = Key { form, ..*self.key };
        let read = |item: &Written| Reader { key: &key, name: self.name, place: &item.place }.number(&item.raw);
        let numbers = items.iter().map(read).collect::<Result<Vec<f64>, _>>()?;
        let three: [f64; 3] = numbers.try_into().map_err(|numbers: Vec<f64>| {
            self.wrong(format!("Three values belong here, not {}", numbers.len())).label(self.key.form.words())
        })?;
        Ok(Value::Three(three))
    }

    fn date(&self, raw: &Raw) -> Result<Date, Problem> {
        let (Raw::Moment(text) | Raw::Text(text)) = raw else { return Err(self.no_date(raw)) };
        text.parse().map_err(|_| self.no_date(raw))
    }

    /// A date with or without a time; a zone in it is turned into UTC.
    fn moment(&self, raw: &Raw) -> Result<DateTime, Problem> {
        let (Raw::Moment(text) | Raw::Text(text)) = raw else { return Err(self.no_date(raw)) };
        moment(text).ok_or_else(|| self.no_date(raw))
    }

    fn no_date(&self, raw: &Raw) -> Problem {
        let looks_like_date = matches!(raw, Raw::Moment(_) | Raw::Text(_));
        let title = match looks_like_date && shown(raw).starts_with(|c: char| c.is_ascii_digit()) {
            true => format!("The calendar has no {}", shown(raw)),
            false => format!("`{}` is {}", self.name, self.key.form.words()),
        };
        self.wrong(title).label("not a date").help("write dates as year-month-day, such as 2015-11-04")
    }

    fn choice(&self, raw: &Raw, choices: &'static [&'static str]) -> Result<&'static str, Problem> {
        let text = shown(raw);
        if let Some(choice) = choices.iter().find(|choice| **choice == text) {
            return Ok(choice);
        }
        let title = match nearest(&text, choices.iter().copied()) {
            Some(near) => format!("Did you mean \"{near}\"? Choices: {}", choices.join(", ")),
            None => format!("There is no choice \"{text}\". Choices: {}", choices.join(", ")),
        };
        Err(self.wrong(title).label("unknown choice"))
    }

    fn switch(&self, raw: &Raw) -> Result<bool, Problem> {
        match raw {
            Raw::Truth(truth) => Ok(*truth),
            Raw::Text(text) => match text.as_str() {
                "on" | "yes" => Ok(true),
                "off" | "no" => Ok(false),
                _ => Err(self.expected()),
            },
            _ => Err(self.expected()),
        }
    }

    fn seed(&self, raw: &Raw) -> Result<u64, Problem> {
        let Raw::Whole(figures) = raw else { return Err(self.expected()) };
        figures.trim_start_matches('+').parse().map_err(|_| {
            let size = if figures.starts_with('-') { "below 0" } else { "too big" };
            self.wrong(format!("{figures} is {size}")).label(self.key.form.words())
        })
    }

    fn time_of_day(&self, raw: &Raw) -> Result<Value, Problem> {
        let Raw::Text(text) = raw else {
            let hint = format!("Put quotes around it: \"{}\"", shown(raw));
            let is_time = matches!(raw, Raw::Moment(_));
            return Err(if is_time { self.wrong(hint).label("quotes are missing") } else { self.expected() });
        };
        let value = match self.key.form {
            Form::ClockTime => units::clock_time(text).map(Value::Number),
            Form::DayHours => units::day_hours(text).map(Value::DayHours),
            _ => units::zone(text).map(Value::Zone),
        };
        value.map_err(|_| match self.key.form {
            Form::DayHours => self.expected().help("it ends later than it begins, on the same day"),
            Form::Zone => self.expected().help("from UTC-12 to UTC+14; there is no summer time in the model"),
            _ => self.expected(),
        })
    }

    /// Every form that is one number in the end.
    fn number(&self, raw: &Raw) -> Result<f64, Problem> {
        match raw {
            Raw::Whole(figures) | Raw::Decimal(figures) => self.bare_number(figures, matches!(raw, Raw::Whole(_))),
            Raw::Text(text) => self.number_in_quotes(text),
            Raw::Moment(_) => Err(self.wrong(format!("`{}` is no date", self.name)).label(self.key.form.words())),
            _ => Err(self.expected()),
        }
    }

    fn bare_number(&self, figures: &str, is_whole: bool) -> Result<f64, Problem> {
        let x: f64 = figures.parse().map_err(|_| self.expected())?;
        if !x.is_finite() {
            return Err(self.wrong(format!("{figures} is not a number that can be used")).label(self.key.form.words()));
        }
        match self.key.form {
            Form::Duration | Form::DurationOrNever if x != 0.0 => {
                let title = format!("{figures} what? Write \"{figures}h\" or \"{figures} days\"");
                Err(self.wrong(title).label("a length of time needs a unit"))
            }
            Form::Rate(per) if x != 0.0 => {
                let title = format!("{figures} what? Write \"{figures} per {}\"", per.word());
                Err(self.wrong(title).label("the time is missing"))
            }
            Form::Share if x > 1.0 && self.most() <= 1.0 => {
                let help = if x <= 100.0 { format!(". Did you mean \"{figures}%\"?") } else { String::new() };
                let title = format!("{figures} is bigger than 1{help}");
                Err(self.wrong(title).label("a share is between 0 and 1, or a percentage"))
            }
            Form::Count | Form::CountOrUnlimited if !is_whole && x.fract() != 0.0 => {
                Err(self.wrong(format!("{figures} is not a whole number")).label(self.key.form.words()))
            }
            _ => Ok(x),
        }
    }

    fn number_in_quotes(&self, text: &str) -> Result<f64, Problem> {
        let size = SIZES.iter().find(|(word, _)| *word == text);
        let read = match (self.key.form, text) {
            (Form::CountOrUnlimited, "unlimited") => return Ok(f64::INFINITY),
            (Form::Size, _) if size.is_some() => return size.map(|(_, x)| *x).ok_or_else(|| self.expected()),
            (Form::Duration, "never") => return Err(self.expected().label("\"never\" is not possible here")),
            (Form::Duration | Form::DurationOrNever, _) => units::duration(text),
            (Form::Share, _) => units::share(text),
            (Form::Rate(per), _) => units::rate(text, per),
            _ => units::number(text),
        };
        match read {
            Err(misread) => Err(self.misread(text, misread)),
            Ok(x) if text.contains('%') || matches!(self.key.form, Form::Duration | Form::DurationOrNever) => Ok(x),
            Ok(x) if matches!(self.key.form, Form::Rate(_)) => Ok(x),
            Ok(_) => self.bare_number(text.trim(), !text.contains('.')),
        }
    }

    fn misread(&self, text: &str, misread: Misread) -> Problem {
        let bare = text.trim();
        match misread {
            Misread::Comma => {
                let title = format!("Use a point, not a comma: \"{}\"", text.replace(',', "."));
                self.wrong(title).label("a comma")
            }
            Misread::NoUnit => match self.key.form {
                Form::Rate(per) => self.wrong(format!("{bare} what? Write \"{bare} per {}\"", per.word())),
                _ => self.wrong(format!("{bare} what? Write \"{bare}h\" or \"{bare} days\"")),
            }
            .label("the unit is missing"),
            Misread::UnknownUnit(unit) => {
                let title = format!("The unit \"{unit}\" is not known here");
                self.wrong(title).label(self.key.form.words())
            }
            Misread::Shape => self.expected(),
        }
    }

    /// The upper hard limit, infinite if there is none.
    fn most(&self) -> f64 {
        number_of(self.key.form, self.key.limits.1).unwrap_or(f64::INFINITY)
    }

    fn check_limits(&self, x: f64, raw: &Raw) -> Result<(), Problem> {
        let (low, high) = self.key.limits;
        let least = number_of(self.key.form, low).unwrap_or(f64::NEG_INFINITY);
        let text = shown(raw);
        let unlimited = x.is_infinite() && matches!(self.key.form, Form::CountOrUnlimited);
        if unlimited || (x >= least && x <= self.most()) {
            return Ok(());
        }
        let problem = match (self.key.form, x < least) {
            (Form::Share, true) if x < 0.0 => self.wrong(format!("{text} is below 0")).label("a share is 0% to 100%"),
            (Form::Share, false) if high == "100%" => {
                self.wrong(format!("{text} is more than 100%")).label("a share is 0% to 100%")
            }
            (_, true) if x < 0.0 && least >= 0.0 => self.wrong(format!("{text} is below 0")).label("not possible"),
            (_, true) => self.wrong(format!("{text} is too small")).label(format!("at least {low}")),
            (_, false) => self.wrong(format!("{text} is too big")).label(format!("at most {high}")),
        };
        if self.key.form == Form::Share && (low, high) == ("0%", "100%") {
            return Err(problem);
        }
        let help = match (low, high) {
            (low, "") => format!("`{}` is at least {low}", self.name),
            (low, high) => format!("`{}` is between {low} and {high}", self.name),
        };
        Err(problem.help(help))
    }
}

/// A value as text, without quotes.
pub(super) fn shown(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) | Raw::Whole(text) | Raw::Decimal(text) | Raw::Moment(text) => text.clone(),
        Raw::Truth(truth) => truth.to_string(),
        Raw::List(items) => items.iter().map(|item| shown(&item.raw)).collect::<Vec<_>>().join(", "),
        Raw::Braces => "{...}".to_owned(),
    }
}
/// A date with or without a time, UTC; a zone in it is turned into UTC. `None` if the calendar does not have it.
#[must_use]
pub fn moment(text: &str) -> Option<DateTime> {
    let with_zone = text.ends_with(['Z', 'z']) || text.get(11..).is_some_and(|time| time.contains(['+', '-']));
    match with_zone {
        true => text.parse::<jiff::Timestamp>().map(|t| jiff::tz::Offset::UTC.to_datetime(t)).ok(),
        false => text.parse::<DateTime>().ok(),
    }
}
