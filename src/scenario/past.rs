//! What of a scenario decides about a run before an hour: two scenarios with the same past share their runs until then,
//! to the bit.

use super::contrast::{bare_audience, bare_country, bare_events};
use super::document::{Block, Document, default};
use super::keys::{Key, Kind};
use super::resolved::{Resolved, toml};
use super::types::{Policy, Run, Scenario};
use super::value::Value;
use jiff::civil::DateTime;

impl Scenario {
    /// Everything that decides about a run before `hour`, as a text: all settings but the words of charts, the length
    /// of the run, the number of replicates, and the events, rumours and changes from that hour on.
    #[must_use]
    pub fn past(&self, hour: f64) -> String {
        let (mut events, mut rumours) = bare_events(self, None);
        events.retain(|event| event.when_hours < hour);
        rumours.retain(|rumour| rumour.when_hours < hour);
        let mut countries: Vec<_> = self.countries.iter().map(bare_country).collect();
        countries.iter_mut().for_each(|country| country.changes.clear());
        let bare = Scenario {
            name: String::new(),
            title: String::new(),
            question: String::new(),
            run: Run { days: 0, replicates: 0, focus: 0, ..self.run.clone() },
            audiences: self.audiences.iter().map(bare_audience).collect(),
            countries,
            events,
            rumours,
            model: self.model.clone(),
            sources: Vec::new(),
        };
        format!("{bare:?}\n{:?}", self.policies_before(hour))
    }

    /// The policies of all countries whenever a run reads new ones, with the hour.
    fn policies_before(&self, end: f64) -> Vec<(f64, Vec<Policy>)> {
        let steps = std::iter::successors(Some(0.0), |hour| Some(self.next_policy_step(*hour)));
        let at = |hour| (hour, self.countries.iter().map(|country| country.policy_at(hour)).collect());
        let mut policies: Vec<(f64, Vec<Policy>)> = steps.take_while(|hour| *hour < end).map(at).collect();
        // A step at which nothing moves tells nothing.
        policies.dedup_by(|later, before| later.1 == before.1);
        policies
    }
}

/// Settings that decide about no past: words of charts, and what comes later.
const OF_NO_PAST: &[(Kind, &str)] = &[
    (Kind::Top, "title"),
    (Kind::Top, "question"),
    (Kind::Top, "note"),
    (Kind::Top, "based_on"),
    (Kind::Run, "end"),
    (Kind::Run, "replicates"),
    (Kind::Run, "focus"),
];

impl Resolved {
    /// The settings in which this scenario differs from a saved one and may not, changes aside:
    /// `country.canada.missions is 9, not 4`. `instant` is when it was saved, UTC.
    #[must_use]
    pub fn differences_before(&self, saved: &Resolved, instant: DateTime) -> Vec<String> {
        let [own, other] = [&self.document, &saved.document].map(|document| {
            let later = |block: &Block| matches!(block.value("when"), Some(Value::Moment(when)) if *when >= instant);
            let mut before = document.clone();
            before.blocks.retain(|block| !later(block));
            before
        });
        let kinds = Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Change | Kind::Source));
        kinds.flat_map(|kind| of_kind(kind, &own, &other)).collect()
    }
}

fn of_kind(kind: Kind, own: &Document, other: &Document) -> Vec<String> {
    if !kind.is_named() {
        // A block that is not written has its defaults.
        let place = own.blocks.iter().chain(&other.blocks).map(|block| &block.place).next();
        let Some(empty) = place.map(|place| Block::new(kind, "", place.clone())) else { return Vec::new() };
        let [own, other] = [own, other].map(|document| document.block(kind, "").unwrap_or(&empty));
        return Key::under(kind).filter_map(|key| of_key(key, own, other)).collect();
    }
    let mut lines = Vec::new();
    for block in own.of_kind(kind) {
        match other.block(kind, &block.name) {
            Some(before) => lines.extend(Key::under(kind).filter_map(|key| of_key(key, block, before))),
            None => lines.push(format!("{} is not in the saved scenario", block.heading())),
        }
    }
    let gone = other.of_kind(kind).filter(|before| own.block(kind, &before.name).is_none());
    lines.extend(gone.map(|before| format!("{} of the saved scenario is missing", before.heading())));
    lines
}

fn of_key(key: &Key, own: &Block, other: &Block) -> Option<String> {
    let words = ["name", "label", "colour"].contains(&key.name) || OF_NO_PAST.contains(&(key.kind, key.name));
    if words || own.value(key.name) == other.value(key.name) {
        return None;
    }
    let shown = |block: &Block| {
        let entry = block.entry(key.name).or_else(|| default(block.kind, key.name));
        entry.map_or("not set".to_owned(), |entry| toml(&entry.written.raw))
    };
    let path = [own.kind.word(), &own.name, key.name].into_iter().filter(|part| !part.is_empty());
    Some(format!("{} is {}, not {}", path.collect::<Vec<_>>().join("."), shown(own), shown(other)))
}

#[cfg(test)]
mod tests {
    use crate::calendar::DAY;
    use crate::scenario::{Scenario, Setting, Source, parse};

    const TEXT: &str = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                        [country.canada]\n[country.uk]\n[event.summit]\nwhen = 2013-06-01\n\
                        [change.reform]\ncountry = \"canada\"\nwhen = 2013-03-01\nphase_in = \"10 days\"\n\
                        approval_delay = \"1h\"\n";

    fn scenario(text: &str, settings: &[(&str, &str)]) -> Scenario {
        let setting = |(path, value): &(&str, &str)| Setting { path: (*path).into(), value: (*value).into() };
        let settings: Vec<Setting> = settings.iter().map(setting).collect();
        let parsed = parse(&Source { name: "a.toml", text }, &settings, &|_| Err("no files here".into()));
        parsed.unwrap_or_else(|problems| panic!("{problems}")).scenario
    }

    #[test]
    fn what_comes_later_and_words_are_no_part_of_the_past() {
        let first = scenario(TEXT, &[]);
        let march = 59.0 * DAY;
        let without = scenario(TEXT.split("[change").next().unwrap_or_default(), &[]);
        assert_eq!(first.past(march), without.past(march));
        assert_ne!(first.past(march + 1.5), without.past(march + 1.5), "an hour of the phase-in has passed");
        let later = [("run.end", "2014-06-30"), ("run.replicates", "7"), ("canada.name", "Kanada")];
        assert_eq!(first.past(march + 30.0 * DAY), scenario(TEXT, &later).past(march + 30.0 * DAY));
        for change in [("run.seed", "8"), ("canada.missions", "9"), ("model.reach", "9%"), ("world.members", "3_000")] {
            assert_ne!(first.past(1.0), scenario(TEXT, &[change]).past(1.0), "{}", change.0);
        }
    }

    #[test]
    fn two_scenarios_part_at_the_first_step_in_which_a_policy_differs() {
        let first = scenario(TEXT, &[]);
        let ghost = first.without_changes().expect("it has a change");
        // At the beginning of a phase-in nothing has moved yet.
        assert_eq!(first.parting(&ghost), 59.0 * DAY + 1.0);
        assert_eq!(first.parting(&first), f64::INFINITY);
        assert_eq!(first.parting(&scenario(TEXT, &[("canada.approval_delay", "7h")])), 0.0);
    }
}
