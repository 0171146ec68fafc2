//! What of a scenario decides about a run before an hour: two scenarios with the same past share their runs until then,
//! to the bit.

use super::contrast::{bare_audience, bare_country, bare_events};
use super::document::Block;
use super::keys::Kind;
use super::resolved::Resolved;
use super::types::{Policy, Run, Scenario};
use super::unlike::{Unlike, of_kind};
use super::value::Value;
use jiff::civil::DateTime;

impl Scenario {
    /// Everything that decides about a run before `hour`, as a text: all settings but the words of charts, the length
    /// of the run, the number of replicates, and the events, rumours and changes from that hour on.
    #[must_use]
    pub fn past(&self, hour: f64) -> String {
        let bare = Scenario { run: Run { days: 0, ..self.bare(hour).run }, ..self.bare(hour) };
        format!("{bare:?}\n{:?}", self.policies_before(hour))
    }

    /// Everything but the words of charts, the number of replicates, the changes, and what happens from `hour` on.
    fn bare(&self, hour: f64) -> Scenario {
        let (mut events, mut rumours) = bare_events(self, None);
        events.retain(|event| event.when_hours < hour);
        rumours.retain(|rumour| rumour.when_hours < hour);
        let mut countries: Vec<_> = self.countries.iter().map(bare_country).collect();
        countries.iter_mut().for_each(|country| country.changes.clear());
        Scenario {
            name: String::new(),
            title: String::new(),
            question: String::new(),
            run: Run { replicates: 0, focus: 0, ..self.run.clone() },
            audiences: self.audiences.iter().map(bare_audience).collect(),
            countries,
            events,
            rumours,
            model: self.model.clone(),
            sources: Vec::new(),
        }
    }

    /// Until when the runs of two scenarios are the same, so that one can go on from a [`Beginning`] of the other,
    /// hours: infinite if they are the same to the end, 0 if they differ in anything but dated changes of policy.
    ///
    /// [`Beginning`]: crate::engine::Beginning
    #[must_use]
    pub fn shared_until(&self, other: &Scenario) -> f64 {
        if self.bare(f64::INFINITY) == other.bare(f64::INFINITY) { self.parting(other) } else { 0.0 }
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

/// Settings that decide about no past: what comes later.
const OF_NO_PAST: &[&str] = &["run.end", "run.replicates", "run.focus"];

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
        let kinds =
            Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Change | Kind::Source) && !kind.is_of_sweep());
        let found = kinds.flat_map(|kind| of_kind(kind, &own, &other));
        found.filter_map(|unlike| in_words(&unlike)).collect()
    }
}

/// One difference from a saved scenario; `None` if it decides about no past.
fn in_words(unlike: &Unlike) -> Option<String> {
    match unlike {
        Unlike::Setting { path, .. } if OF_NO_PAST.contains(&path.as_str()) => None,
        Unlike::Setting { path, own, other, .. } => Some(format!("{path} is {own}, not {other}")),
        Unlike::Added(extra) => Some(format!("{} is not in the saved scenario", extra.heading)),
        Unlike::Missing(extra) => Some(format!("{} of the saved scenario is missing", extra.heading)),
    }
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
        assert_eq!((first.shared_until(&ghost), first.shared_until(&first)), (59.0 * DAY + 1.0, f64::INFINITY));
        for change in [("run.end", "2013-11-30"), ("summit.size", "3"), ("model.reach", "9%"), ("uk.missions", "9")] {
            assert_eq!(first.shared_until(&scenario(TEXT, &[change])), 0.0, "{}", change.0);
        }
    }
}
