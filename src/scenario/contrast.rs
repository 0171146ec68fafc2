//! Two policies of one country held against each other: in which groups of levers they differ, and scenarios that take
//! some groups from the one and the rest from the other.

use super::levers::{LEVERS, Lever, LeverGroup};
use super::policy::step_after;
use super::types::{Approval, Audience, Country, Desk, Event, Policy, PolicyChange, Rumour, Scenario};
use crate::calendar::DAY;
use crate::units::{share_text, short};

/// One group in which two policies differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The group.
    pub group: LeverGroup,
    /// What differs in it, from the other policy to this one: `approval_delay 200h → 24h`.
    pub levers: Vec<String>,
}

/// Two scenarios that differ in the policy of one country and in nothing else.
#[derive(Clone, Debug)]
pub struct Contrast {
    scenario: Scenario,
    against: Scenario,
    country: usize,
    /// Approval delay, drop-out and steps are one group.
    chain_is_one: bool,
    differences: Vec<Difference>,
}

impl Contrast {
    /// The policies of a country in two scenarios.
    ///
    /// # Errors
    /// The first thing in which the scenarios differ and may not: a clause such as "their seeds differ".
    pub fn new(scenario: &Scenario, against: &Scenario, country: usize) -> Result<Contrast, String> {
        if let Some(unlike) = unlike(scenario, against, country) {
            return Err(unlike);
        }
        let (scenario, against) = (scenario.clone(), against.clone());
        let mut contrast = Contrast { scenario, against, country, chain_is_one: false, differences: Vec::new() };
        contrast.chain_is_one = contrast.chains_are_of_different_kinds();
        contrast.differences = contrast.find_differences();
        Ok(contrast)
    }

    /// The first of the two scenarios.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The country whose policies differ: its place in both.
    #[must_use]
    pub fn country(&self) -> usize {
        self.country
    }

    /// The groups in which the two differ, in their order.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// The other scenario, with those groups taken from the first for which `takes` says so.
    #[must_use]
    pub fn mixed(&self, takes: &dyn Fn(LeverGroup) -> bool) -> Scenario {
        let takes = |group| self.differences.iter().any(|known| known.group == group) && takes(group);
        let mut mixed = self.against.clone();
        let (one, other) = self.countries();
        let own = &mut mixed.countries[self.country];
        let taken = |lever: &Lever| takes(self.group_of(lever));
        LEVERS.iter().filter(|lever| taken(lever)).for_each(|lever| (lever.take)(&mut own.policy, &one.policy));
        own.changes.clear();
        for (country, is_one) in [(other, false), (one, true)] {
            for change in &country.changes {
                let mut change = change.clone();
                let foreign = LEVERS.iter().filter(|lever| taken(lever) != is_one);
                foreign.for_each(|lever| (lever.forget)(&mut change.set));
                own.changes.extend(Some(change).filter(|change| change.set != PolicyChange::default()));
            }
        }
        own.changes.sort_by(|a, b| a.when_hours.total_cmp(&b.when_hours));
        if takes(LeverGroup::Presence) {
            take_presence(own, one);
        }
        own.desks = self.desks(&takes);
        if takes(LeverGroup::NeedForApproval) {
            take_lines(&mut mixed.events, &self.scenario.events, self.country);
        }
        mixed
    }

    fn countries(&self) -> (&Country, &Country) {
        (&self.scenario.countries[self.country], &self.against.countries[self.country])
    }

    fn group_of(&self, lever: &Lever) -> LeverGroup {
        match lever.group {
            LeverGroup::ApprovalDelay | LeverGroup::DropOut if self.chain_is_one => LeverGroup::ApprovalChain,
            LeverGroup::Reviews if self.chain_is_one && lever.name == "approval_steps" => LeverGroup::ApprovalChain,
            group => group,
        }
    }

    /// The hour at which the two part: until then no run can tell them apart. `None` if they differ from the beginning.
    #[must_use]
    pub fn parting(&self) -> Option<f64> {
        let (one, other) = self.countries();
        let with_other_changes = Country { policy: other.policy, changes: other.changes.clone(), ..one.clone() };
        if bare_country(&with_other_changes) != bare_country(other) || self.lines_differ() {
            return None;
        }
        let first = self.policies().into_iter().find(|(_, a, b)| a != b)?;
        Some(first.0).filter(|hour| *hour > 0.0)
    }

    fn lines_differ(&self) -> bool {
        self.scenario.events.iter().zip(&self.against.events).any(|(a, b)| a.lines_ready != b.lines_ready)
    }

    /// The two policies at every hour at which a run may read new ones.
    fn policies(&self) -> Vec<(f64, Policy, Policy)> {
        let (one, other) = self.countries();
        let (step, end) = (self.scenario.run.step_hours, self.scenario.run.hours());
        let (mut hour, mut policies) = (0.0, Vec::new());
        while hour < end {
            policies.push((hour, one.policy_at(hour), other.policy_at(hour)));
            let next = one.next_policy_change(hour).min(other.next_policy_change(hour));
            hour = step_after(hour, next, step);
        }
        policies
    }

    fn chains_are_of_different_kinds(&self) -> bool {
        let (one, other) = self.countries();
        let policies = self.policies();
        let desks = policies.iter().any(uses_desks);
        policies.iter().any(|(_, a, b)| a.approval != b.approval) || desks && !are_same_desks(&one.desks, &other.desks)
    }

    fn find_differences(&self) -> Vec<Difference> {
        let policies = self.policies();
        let mut found: Vec<(LeverGroup, String)> = Vec::new();
        for lever in LEVERS {
            // The last difference is the one that is left when everything has come into effect.
            let last = policies.iter().rfind(|(_, a, b)| !(lever.is_same)(a, b));
            let shown = last.map(|(_, a, b)| format!("{} {} → {}", lever.name, (lever.text)(b), (lever.text)(a)));
            found.extend(shown.map(|shown| (self.group_of(lever), shown)));
        }
        found.extend(self.presence().into_iter().map(|shown| (LeverGroup::Presence, shown)));
        found.extend(self.desk_differences(&policies));
        if self.lines_differ() {
            found.push((LeverGroup::NeedForApproval, "lines_ready".to_owned()));
        }
        found.sort_by_key(|(group, _)| *group);
        let groups = found.chunk_by(|a, b| a.0 == b.0);
        let difference = |group: &[(LeverGroup, String)]| Difference {
            group: group[0].0,
            levers: group.iter().map(|(_, shown)| shown.clone()).collect(),
        };
        groups.map(difference).collect()
    }

    /// What differs in the accounts of the start.
    fn presence(&self) -> Vec<String> {
        let (one, other) = self.countries();
        let numbers = |country: &Country| {
            [
                ("missions", f64::from(country.missions)),
                ("accounts_at_start", f64::from(country.accounts_at_start)),
                ("followers_per_account", country.followers_per_account),
                ("followers_of_new_accounts", country.followers_of_new_accounts),
            ]
        };
        let pairs = numbers(other).into_iter().zip(numbers(one)).filter(|(from, to)| from.1 != to.1);
        pairs.map(|((name, from), (_, to))| format!("{name} {} → {}", short(from), short(to))).collect()
    }

    /// What differs in desks that are used at some time.
    fn desk_differences(&self, policies: &[(f64, Policy, Policy)]) -> Vec<(LeverGroup, String)> {
        let (one, other) = self.countries();
        if !policies.iter().any(uses_desks) {
            return Vec::new();
        }
        if self.chain_is_one {
            let shown = format!("desks {} → {}", other.desks.len(), one.desks.len());
            return (one.desks != other.desks).then_some((LeverGroup::ApprovalChain, shown)).into_iter().collect();
        }
        let mut found = Vec::new();
        for (a, b) in one.desks.iter().zip(&other.desks) {
            let alike = Desk { name: a.name.clone(), chance_dropped: a.chance_dropped, ..b.clone() };
            if alike != *a {
                found.push((LeverGroup::ApprovalDelay, format!("desk {}", a.id)));
            }
            if a.chance_dropped != b.chance_dropped {
                let [from, to] = [b, a].map(|desk| share_text(desk.chance_dropped));
                found.push((LeverGroup::DropOut, format!("desk {} chance_dropped {from} → {to}", a.id)));
            }
        }
        found
    }

    /// The desks of a mixture: as they work from one side, how often they drop perhaps from the other.
    fn desks(&self, takes: &dyn Fn(LeverGroup) -> bool) -> Vec<Desk> {
        let (one, other) = self.countries();
        let from = |group| if takes(group) { &one.desks } else { &other.desks };
        if self.chain_is_one {
            return from(LeverGroup::ApprovalChain).clone();
        }
        let mut desks = from(LeverGroup::ApprovalDelay).clone();
        let drops = from(LeverGroup::DropOut);
        if are_same_desks(&desks, drops) {
            desks.iter_mut().zip(drops).for_each(|(desk, drops)| desk.chance_dropped = drops.chance_dropped);
        }
        desks
    }
}

fn uses_desks((_, one, other): &(f64, Policy, Policy)) -> bool {
    one.approval == Approval::Desks || other.approval == Approval::Desks
}

fn are_same_desks(one: &[Desk], other: &[Desk]) -> bool {
    one.iter().map(|desk| &desk.id).eq(other.iter().map(|desk| &desk.id))
}

fn take_presence(to: &mut Country, from: &Country) {
    to.missions = from.missions;
    to.accounts_at_start = from.accounts_at_start;
    to.followers_per_account = from.followers_per_account;
    to.followers_of_new_accounts = from.followers_of_new_accounts;
}

/// On which events the lines of a country are ready.
fn take_lines(to: &mut [Event], from: &[Event], country: usize) {
    for (to, from) in to.iter_mut().zip(from) {
        to.lines_ready.retain(|ready| *ready != country);
        to.lines_ready.extend(from.lines_ready.iter().filter(|ready| **ready == country));
    }
}

/// The first thing, as a clause, in which two scenarios differ beside the policy of a country.
fn unlike(one: &Scenario, other: &Scenario, country: usize) -> Option<String> {
    let (a, b) = (&one.run, &other.run);
    let times = |scenario: &Scenario| {
        let run = &scenario.run;
        format!("{} to {}", run.clock.start, run.clock.date(f64::from(run.days.saturating_sub(1)) * DAY))
    };
    let ids = |scenario: &Scenario| scenario.countries.iter().map(|c| c.id.clone()).collect::<Vec<_>>();
    if (a.clock, a.days) != (b.clock, b.days) {
        return Some(format!("they run over different times, {} and {}", times(one), times(other)));
    }
    if (a.step_hours, a.record_every_hours) != (b.step_hours, b.record_every_hours) {
        return Some("their steps or the times of their records differ".to_owned());
    }
    if ids(one) != ids(other) {
        return Some(format!("their countries differ, {} and {}", ids(one).join(", "), ids(other).join(", ")));
    }
    if one.audiences.iter().map(bare_audience).ne(other.audiences.iter().map(bare_audience)) {
        return Some("their audiences differ".to_owned());
    }
    if a.seed != b.seed {
        return Some(format!("their seeds differ, {} and {}", a.seed, b.seed));
    }
    if one.model != other.model {
        return Some("their assumptions under [model] differ".to_owned());
    }
    if bare_events(one, Some(country)) != bare_events(other, Some(country)) {
        return Some("their events or rumours differ".to_owned());
    }
    let foreign = one.countries.iter().zip(&other.countries).enumerate().find(|(index, (a, b))| {
        if *index == country { !differ_in_policy_alone(a, b) } else { bare_country(a) != bare_country(b) }
    });
    foreign.map(|(index, (a, _))| {
        if index == country {
            format!("`{}` differs in its capacity, zone or goodwill, which no policy decides", a.id)
        } else {
            format!("the rules of `{}` differ, too", a.id)
        }
    })
}

/// An audience without the words of charts.
pub(super) fn bare_audience(audience: &Audience) -> Audience {
    Audience { name: String::new(), ..audience.clone() }
}

/// Events and rumours without the words of charts and the lines of one country, if one is named.
pub(super) fn bare_events(scenario: &Scenario, country: Option<usize>) -> (Vec<Event>, Vec<Rumour>) {
    let event = |event: &Event| {
        let lines_ready = event.lines_ready.iter().copied().filter(|ready| Some(*ready) != country).collect();
        Event { label: String::new(), lines_ready, ..event.clone() }
    };
    let rumour = |rumour: &Rumour| Rumour { label: String::new(), ..rumour.clone() };
    (scenario.events.iter().map(event).collect(), scenario.rumours.iter().map(rumour).collect())
}

/// A country without the words of charts.
pub(super) fn bare_country(country: &Country) -> Country {
    let mut bare = Country { name: String::new(), colour: None, ..country.clone() };
    bare.desks.iter_mut().for_each(|desk| desk.name.clear());
    for change in &mut bare.changes {
        change.id.clear();
        change.label.clear();
    }
    bare
}

/// Is what no policy decides the same in both?
fn differ_in_policy_alone(one: &Country, other: &Country) -> bool {
    let mut with_other_policy = Country { policy: other.policy, ..one.clone() };
    take_presence(&mut with_other_policy, other);
    with_other_policy.desks.clone_from(&other.desks);
    with_other_policy.changes.clone_from(&other.changes);
    bare_country(&with_other_policy) == bare_country(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Setting, Source, parse};

    const TWO: &str = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                       [country.canada]\n[country.uk]\n[event.summit]\nwhen = 2013-06-01\n";
    const CHANGE: &str = "[change.reform]\ncountry = \"canada\"\nwhen = 2013-03-01\nphase_in = \"8 weeks\"\n";

    fn scenario(text: &str, settings: &[&str]) -> Scenario {
        let settings: Vec<Setting> = settings
            .iter()
            .filter_map(|setting| setting.split_once('='))
            .map(|(path, value)| Setting { path: path.into(), value: value.into() })
            .collect();
        match parse(&Source { name: "two.toml", text }, &settings, &|_| Err("no parents".into())) {
            Ok(parsed) => parsed.scenario,
            Err(problems) => panic!("{}", problems.render(false)),
        }
    }

    fn names(contrast: &Contrast) -> Vec<&'static str> {
        contrast.differences().iter().map(|found| found.group.name()).collect()
    }

    #[test]
    fn what_differs_is_told_from_the_other_policy_to_this_one() {
        let reform = format!("{TWO}{CHANGE}approval_delay = \"4h\"\nchance_dropped = \"5%\"\n");
        let more = ["canada.missions=60", "summit.lines_ready=canada", "canada.tightens_after_gaffe=30 days"];
        let contrast = Contrast::new(&scenario(&reform, &more), &scenario(TWO, &[]), 0).expect("alike otherwise");
        let wanted = [
            ("presence", vec!["missions 50 → 60".to_owned()]),
            ("need_for_approval", vec!["lines_ready".to_owned()]),
            ("approval_delay", vec!["approval_delay 6h → 4h".to_owned()]),
            ("drop_out", vec!["chance_dropped 0% → 5%".to_owned()]),
            ("reviews", vec!["tightens_after_gaffe 0h → 30 days".to_owned()]),
        ];
        let found: Vec<(&str, Vec<String>)> =
            contrast.differences().iter().map(|found| (found.group.name(), found.levers.clone())).collect();
        assert_eq!(found, wanted);
        assert_eq!(contrast.parting(), None, "another number of missions is another world");
    }

    #[test]
    fn a_change_to_the_same_value_or_after_the_end_makes_no_difference() {
        for change in ["when = 2013-02-01\naccounts_wanted = \"50%\"", "when = 2014-02-01\naccounts_wanted = \"90%\""] {
            let text = format!("{TWO}[change.nothing]\ncountry = \"canada\"\n{change}\n");
            let contrast = Contrast::new(&scenario(&text, &[]), &scenario(TWO, &[]), 0).expect("alike otherwise");
            assert_eq!(names(&contrast), [""; 0]);
        }
    }

    #[test]
    fn all_groups_give_the_one_policy_and_none_the_other_at_every_step() {
        let reform = format!(
            "{TWO}{CHANGE}approval_delay = \"4h\"\nanswers_per_day = 3\n\
             [change.back]\ncountry = \"canada\"\nwhen = 2013-04-01\nuntil = 2013-05-01\napproval_delay = \"9h\"\n"
        );
        let earlier = format!("{TWO}[change.old]\ncountry = \"canada\"\nwhen = 2013-03-10\napproval_delay = \"90h\"\n");
        let (one, other) = (scenario(&reform, &[]), scenario(&earlier, &[]));
        let contrast = Contrast::new(&one, &other, 0).expect("alike otherwise");
        assert_eq!(names(&contrast), ["approval_delay", "replies"]);
        // At the beginning of a phase-in nothing has moved yet.
        assert_eq!(contrast.parting(), Some(59.0 * DAY + 1.0));
        let (all, none) = (contrast.mixed(&|_| true), contrast.mixed(&|_| false));
        let delay = contrast.mixed(&|group| group == LeverGroup::ApprovalDelay);
        for hour in 0..365 * 24 {
            let policy = |scenario: &Scenario| scenario.countries[0].policy_at(f64::from(hour));
            assert_eq!(policy(&all), policy(&one), "{hour}");
            assert_eq!(policy(&none), policy(&other), "{hour}");
            let wanted = Policy { approval_delay_hours: policy(&one).approval_delay_hours, ..policy(&other) };
            assert_eq!(policy(&delay), wanted, "{hour}");
        }
        assert_eq!((none, all.countries[1].clone()), (other, one.countries[1].clone()));
    }

    #[test]
    fn chains_of_different_kinds_are_one_group() {
        let desks = format!("{TWO}[desk.a]\ncountry = \"canada\"\n[desk.b]\ncountry = \"canada\"\n");
        let with = |more: &[&str]| scenario(&desks, &[&["canada.approval=desks"], more].concat());
        let simple = scenario(&desks, &["canada.approval_steps=9", "canada.reviewed_afterwards=10%"]);
        let contrast = Contrast::new(&with(&[]), &simple, 0).expect("alike otherwise");
        assert_eq!(names(&contrast), ["approval_chain", "reviews"]);
        let mixed = contrast.mixed(&|group| group == LeverGroup::ApprovalChain).countries[0].policy;
        assert_eq!((mixed.approval, mixed.reviewed_afterwards), (Approval::Desks, 0.1));
        // The same desks at both: how fast they are and how much they drop can be told apart.
        let contrast = Contrast::new(&with(&["a.chance_dropped=30%", "b.working_time=9h"]), &with(&[]), 0);
        let contrast = contrast.expect("alike otherwise");
        assert_eq!(names(&contrast), ["approval_delay", "drop_out"]);
        let mixed = contrast.mixed(&|group| group == LeverGroup::DropOut).countries[0].desks.clone();
        assert_eq!(
            (mixed[0].chance_dropped, mixed[1].working_time_hours),
            (0.3, with(&[]).countries[0].desks[1].working_time_hours)
        );
    }

    #[test]
    fn scenarios_that_differ_in_more_are_refused() {
        let plain = scenario(TWO, &[]);
        for (setting, said) in [
            ("run.end=2013-11-30", "different times, 2013-01-01 to 2013-11-30 and 2013-01-01 to 2013-12-31"),
            ("run.step=6h", "their steps"),
            ("run.seed=5", "their seeds differ"),
            ("world.members=3000", "their audiences differ"),
            ("model.ask_chance=1%", "under [model]"),
            ("summit.size=3", "their events"),
            ("uk.approval_delay=1h", "the rules of `uk` differ, too"),
            ("summit.lines_ready=uk", "their events"),
            ("canada.capacity=3", "`canada` differs in its capacity"),
        ] {
            let refused = Contrast::new(&scenario(TWO, &[setting]), &plain, 0).expect_err(setting);
            assert!(refused.contains(said), "{setting}: {refused}");
        }
        let more = format!("{TWO}[country.us]\n");
        assert!(Contrast::new(&scenario(&more, &[]), &plain, 0).is_err_and(|why| why.contains("canada, uk, us")));
        for words in ["canada.name=Kanada", "world.name=All", "summit.label=The summit", "canada.colour=rust"] {
            assert!(Contrast::new(&scenario(TWO, &[words]), &plain, 0).is_ok(), "{words}");
        }
    }
}
