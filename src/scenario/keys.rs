//! The registry: every setting that a scenario may hold, with its form, limits, origin and meaning. Parser, `explain`,
//! the warnings and the test of `reference.toml` all read this one list. Default values do not stand here but in
//! `scenarios/reference.toml`.

use crate::units::Per;

pub use super::registry::{KEYS, OFF, TARGET_KEYS};

/// The kinds of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words of the file")]
pub enum Kind {
    Top,
    Run,
    Audience,
    Country,
    Desk,
    Event,
    Rumour,
    Change,
    Model,
    Source,
    Sweep,
    Try,
    /// Of a file of targets, and never of a scenario.
    Target,
}

impl Kind {
    /// Does it say how a scenario is run in many settings, and nothing about the scenario itself?
    #[must_use]
    pub fn is_of_sweep(self) -> bool {
        matches!(self, Kind::Sweep | Kind::Try)
    }

    /// Every kind of a scenario, in the order in which a complete one is written.
    pub const ALL: [Kind; 12] = [
        Kind::Top,
        Kind::Run,
        Kind::Audience,
        Kind::Country,
        Kind::Desk,
        Kind::Event,
        Kind::Rumour,
        Kind::Change,
        Kind::Model,
        Kind::Source,
        Kind::Sweep,
        Kind::Try,
    ];

    /// The word in a heading; empty for the top of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Top => "",
            Kind::Run => "run",
            Kind::Audience => "audience",
            Kind::Country => "country",
            Kind::Desk => "desk",
            Kind::Event => "event",
            Kind::Rumour => "rumour",
            Kind::Change => "change",
            Kind::Model => "model",
            Kind::Source => "source",
            Kind::Sweep => "sweep",
            Kind::Try => "sweep.try",
            Kind::Target => "target",
        }
    }

    /// The kind that a heading of a scenario names.
    #[must_use]
    pub fn of(word: &str) -> Option<Kind> {
        Kind::among(&Kind::ALL, word)
    }

    /// The one of these kinds that a heading names.
    pub(super) fn among(kinds: &[Kind], word: &str) -> Option<Kind> {
        kinds.iter().copied().find(|kind| *kind != Kind::Top && kind.word() == word)
    }

    /// Is there one block of this kind for each name (`[country.canada]`), and not just one (`[run]`)?
    #[must_use]
    pub fn is_named(self) -> bool {
        !matches!(self, Kind::Top | Kind::Run | Kind::Model | Kind::Source | Kind::Sweep | Kind::Try)
    }

    /// How a heading of this kind looks: `[country.…]`, `[run]`.
    #[must_use]
    pub fn heading(self) -> String {
        match self {
            Kind::Top => "the top of the file".to_owned(),
            kind if kind.is_named() => format!("[{}.…]", kind.word()),
            kind => format!("[{}]", kind.word()),
        }
    }
}

/// What a setting holds, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Any text.
    Text,
    /// `"40%"` or `0.4`.
    Share,
    /// `"36h"`, `"2 days"`.
    Duration,
    /// The same, or `"never"`.
    DurationOrNever,
    /// `2015-11-04`.
    Date,
    /// `2015-11-04`, or with a time, UTC: `2014-05-16T21:30:00`.
    Moment,
    /// A whole number of things.
    Count,
    /// A whole number of things, or `"unlimited"`.
    CountOrUnlimited,
    /// Any whole number from 0 to 2^64 - 1.
    Seed,
    /// A number without a unit.
    Number,
    /// An amount in a unit that hangs on another setting: `"0.2 %"`, `"36h"`, `92`.
    Amount,
    /// `"0.307 per month"`.
    Rate(Per),
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// `"on"` or `"off"`.
    Switch,
    /// `true` or `false`.
    Truth,
    /// `"19:10"`.
    ClockTime,
    /// `"09:00-17:00"`.
    DayHours,
    /// `"UTC-5"`.
    Zone,
    /// Three shares, in a list.
    ThreeShares,
    /// Three numbers, in a list.
    ThreeNumbers,
    /// A number, or a word that stands for one.
    Size,
    /// The name of a block.
    Name(Kind),
    /// The names of blocks, in a list.
    Names(Kind),
    /// The values that a sweep tries: a list, or a range.
    Values,
}

impl Form {
    /// The form in words, for `explain` and for messages.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Form::Text => "text".to_owned(),
            Form::Share => "a share, such as \"40%\" or 0.4".to_owned(),
            Form::Duration => "a length of time, such as \"36h\" or \"2 days\"".to_owned(),
            Form::DurationOrNever => "a length of time, such as \"36h\" or \"2 days\", or \"never\"".to_owned(),
            Form::Date => "a date: year-month-day, no quotes".to_owned(),
            Form::Moment => "a date, or a date and a time in UTC such as 2014-05-16T21:30:00".to_owned(),
            Form::Count => "a whole number".to_owned(),
            Form::CountOrUnlimited => "a whole number, or \"unlimited\"".to_owned(),
            Form::Seed => "a whole number, from 0 to 18446744073709551615".to_owned(),
            Form::Number => "a number".to_owned(),
            Form::Amount => "an amount in the unit of the measure, such as \"0.2 %\", \"36h\" or 92".to_owned(),
            Form::Rate(per) => format!("an amount for each {0}, such as \"0.2 per {0}\"", per.word()),
            Form::Choice(choices) => format!("one of: {}", choices.join(", ")),
            Form::Switch => "\"on\" or \"off\"".to_owned(),
            Form::Truth => "true or false".to_owned(),
            Form::ClockTime => "a time of day, such as \"19:10\"".to_owned(),
            Form::DayHours => "a part of the day, such as \"09:00-17:00\", or \"all day\"".to_owned(),
            Form::Zone => "a fixed time zone, such as \"UTC-5\" or \"UTC+5:30\"".to_owned(),
            Form::ThreeShares => "a list of three shares".to_owned(),
            Form::ThreeNumbers => "a list of three numbers".to_owned(),
            Form::Size => "a number, or \"small\", \"medium\" or \"large\" (1, 3 or 10)".to_owned(),
            Form::Name(kind) => format!("the name of a {}", kind.word()),
            Form::Names(Kind::Country) => "a list of names of countries".to_owned(),
            Form::Names(kind) => format!("a list of names of {}s", kind.word()),
            Form::Values => "a list of values, or a range such as \"1h..96h, 5 values\"".to_owned(),
        }
    }
}

/// Where a default value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The scenario's author decides; there is nothing to measure.
    Yours,
    /// Read in the source that is named.
    Read,
    /// Computed by us from data.
    Derived,
    /// From the literature as we remember it; not read again.
    Memory,
    /// No direct evidence.
    Assumption,
}

impl Status {
    /// The status in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Status::Yours => "yours to choose",
            Status::Read => "read in a source",
            Status::Derived => "derived from data",
            Status::Memory => "from the literature, from memory",
            Status::Assumption => "assumption",
        }
    }
}

/// What holds when a setting is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The value in `scenarios/reference.toml`.
    Default,
    /// This, in words.
    Means(&'static str),
    /// It must not be left out.
    Must,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The kind of block that it belongs to.
    pub kind: Kind,
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub form: Form,
    /// What holds without it.
    pub absent: Absent,
    /// Plausible range, as text in the key's own form; outside it there is a warning. Empty: open.
    pub plausible: (&'static str, &'static str),
    /// Hard limits, likewise; outside them there is an error.
    pub limits: (&'static str, &'static str),
    /// Where the default comes from.
    pub status: Status,
    /// The source, or the reason.
    pub source: &'static str,
    /// One sentence: what it means.
    pub sentence: &'static str,
    /// Whether a `[change]` may set it.
    pub lever: bool,
}

impl Key {
    /// The key of that name under that heading; for a change also the levers of a country.
    #[must_use]
    pub fn find(kind: Kind, name: &str) -> Option<&'static Key> {
        let own = Key::of_kind(kind).find(|key| key.name == name);
        own.or_else(|| match kind {
            Kind::Change => KEYS.iter().find(|key| key.lever && key.name == name),
            Kind::Source | Kind::Try if !name.is_empty() => KEYS.iter().find(|key| key.kind == kind),
            _ => None,
        })
    }

    fn of_kind(kind: Kind) -> impl Iterator<Item = &'static Key> {
        KEYS.iter().chain(TARGET_KEYS).filter(move |key| key.kind == kind)
    }

    /// Every key that may stand under a heading of this kind.
    pub fn under(kind: Kind) -> impl Iterator<Item = &'static Key> {
        let own = Key::of_kind(kind);
        own.chain(KEYS.iter().filter(move |key| kind == Kind::Change && key.lever))
    }
}

/// What a person may write who thinks of another word.
pub(super) const OTHER_WORDS: &[(&str, &str)] = &[
    ("extends", "based_on"),
    ("runs", "replicates"),
    ("repetitions", "replicates"),
    ("population", "members"),
    ("timezone", "time_zone"),
    ("replies", "questions_answered"),
    ("followers", "followers_per_account"),
    ("accounts", "accounts_at_start"),
    ("delay", "approval_delay"),
    ("steps", "approval_steps"),
    ("color", "colour"),
    ("from", "when"),
    ("date", "when"),
    ("from", "since"),
    ("date", "at"),
    ("number", "value"),
    ("error", "uncertainty"),
    ("sd", "uncertainty"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_registered_twice() {
        let keys: Vec<&Key> = KEYS.iter().chain(TARGET_KEYS).collect();
        for (i, key) in keys.iter().enumerate() {
            let again = keys[i + 1..].iter().any(|other| (other.kind, other.name) == (key.kind, key.name));
            assert!(!again, "{:?} {}", key.kind, key.name);
        }
    }

    #[test]
    fn names_are_words_that_a_ministers_aide_would_use() {
        let banned = ["rate", "beta", "factor", "multiplier", "weight", "coefficient", "agent", "tick", "n"];
        for key in KEYS.iter().chain(TARGET_KEYS) {
            assert!(key.name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{}", key.name);
            assert!(key.name.split('_').all(|word| !banned.contains(&word)), "{}", key.name);
            assert!(key.sentence.ends_with('.') && key.sentence.len() < 150, "{}", key.sentence);
        }
    }

    #[test]
    fn other_words_lead_to_keys_and_are_none_themselves() {
        for (other, key) in OTHER_WORDS {
            let keys = || KEYS.iter().chain(TARGET_KEYS);
            assert!(keys().any(|k| k.name == *key) && keys().all(|k| k.name != *other), "{other}");
        }
    }
}
