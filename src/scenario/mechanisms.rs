//! Mechanisms in groups, each with its switches under `[model]`, and scenarios in which only some of them are at work.
//! An attribution that asks what the mechanisms do together divides the answer among these groups.
//!
//! What is no group stays as the scenario has it: how unequal members and messages are, the rhythm of the day, moods,
//! what engaging teaches, the noise of influence, and whether policy matters at all. That is the stage, not the play.

use super::types::{Approval, Mechanisms, Policy, PolicyChange, Scenario};

/// Switches that belong together.
#[derive(Debug)]
pub struct MechanismGroup {
    /// The name in tables.
    pub name: &'static str,
    /// The name in sentences and on charts.
    pub label: &'static str,
    /// The switches under `[model]`.
    pub switches: &'static [&'static str],
    fields: fn(&mut Mechanisms) -> Vec<&mut bool>,
    /// Has it nothing to do in this scenario, whatever its switches say?
    is_idle: fn(&Scenario) -> bool,
}

/// Every group, in the order in which a message meets them.
pub const GROUPS: &[MechanismGroup] = &[
    MechanismGroup {
        name: "presence",
        label: "presence",
        switches: &["accounts_open", "followers_come"],
        fields: |on| vec![&mut on.accounts_open, &mut on.followers_come],
        is_idle: |_| false,
    },
    MechanismGroup {
        name: "fear",
        label: "fear of speaking",
        switches: &["fear", "norms_lag"],
        fields: |on| vec![&mut on.fear, &mut on.norms_lag],
        is_idle: |_| false,
    },
    MechanismGroup {
        name: "form",
        label: "form of messages",
        switches: &["forms_differ"],
        fields: |on| vec![&mut on.forms_differ],
        is_idle: |_| false,
    },
    MechanismGroup {
        name: "approval_delay",
        label: "approval delay",
        switches: &["approval_takes_time"],
        fields: |on| vec![&mut on.approval_takes_time],
        is_idle: nothing_needs_approval,
    },
    MechanismGroup {
        name: "drop_out",
        label: "drop-out",
        switches: &["approval_drops"],
        fields: |on| vec![&mut on.approval_drops],
        is_idle: nothing_needs_approval,
    },
    MechanismGroup {
        name: "bypass",
        label: "bypass",
        switches: &["bypass"],
        fields: |on| vec![&mut on.bypass],
        is_idle: |scenario| !ever(scenario, |policy| policy.skips_approval > 0.0, |set| set.skips_approval > Some(0.0)),
    },
    MechanismGroup {
        name: "gaffes",
        label: "gaffes",
        switches: &["gaffes"],
        fields: |on| vec![&mut on.gaffes],
        is_idle: |scenario| scenario.model.gaffe_chance == 0.0,
    },
    MechanismGroup {
        name: "fading_attention",
        label: "fading attention",
        switches: &["attention_fades"],
        fields: |on| vec![&mut on.attention_fades],
        is_idle: |_| false,
    },
    MechanismGroup {
        name: "reshares",
        label: "reshares",
        switches: &["reshares"],
        fields: |on| vec![&mut on.reshares],
        is_idle: |scenario| scenario.model.share_chance == 0.0 || scenario.model.peers == 0,
    },
    MechanismGroup {
        name: "replies",
        label: "replies",
        switches: &["dialogue"],
        fields: |on| vec![&mut on.dialogue],
        is_idle: |scenario| scenario.model.ask_chance == 0.0,
    },
    MechanismGroup {
        name: "audience_fatigue",
        label: "audience fatigue",
        switches: &["followers_leave"],
        fields: |on| vec![&mut on.followers_leave],
        is_idle: |scenario| scenario.model.unfollow_announcement.max(scenario.model.unfollow_commentary) == 0.0,
    },
    MechanismGroup {
        name: "rumours",
        label: "rumours",
        switches: &["rumours"],
        fields: |on| vec![&mut on.rumours],
        is_idle: |scenario| scenario.model.rumours_per_year == 0.0 && scenario.rumours.is_empty(),
    },
];

/// The groups that are on in a scenario and have something to do there.
#[must_use]
pub fn at_work(scenario: &Scenario) -> Vec<&'static MechanismGroup> {
    let mut on = scenario.model.mechanisms;
    let mut is_on = |group: &MechanismGroup| (group.fields)(&mut on).into_iter().any(|switch| *switch);
    GROUPS.iter().filter(|group| is_on(group) && !(group.is_idle)(scenario)).collect()
}

/// The scenario in which every group is off but those for which `stays` says so, which are as they were.
#[must_use]
pub fn with_only(scenario: &Scenario, stays: &dyn Fn(&MechanismGroup) -> bool) -> Scenario {
    let mut left = scenario.clone();
    for group in GROUPS.iter().filter(|group| !stays(group)) {
        (group.fields)(&mut left.model.mechanisms).into_iter().for_each(|switch| *switch = false);
    }
    left
}

/// Is this so for any country at any time?
fn ever(scenario: &Scenario, of_policy: fn(&Policy) -> bool, of_change: fn(&PolicyChange) -> bool) -> bool {
    let speaking = scenario.countries.iter().filter(|country| country.constant_goodwill.is_none());
    speaking
        .into_iter()
        .any(|country| of_policy(&country.policy) || country.changes.iter().any(|change| of_change(&change.set)))
}

fn nothing_needs_approval(scenario: &Scenario) -> bool {
    let has_chain = ever(
        scenario,
        |policy| policy.approval != Approval::None,
        |set| set.approval.is_some_and(|approval| approval != Approval::None),
    );
    let is_needed = ever(
        scenario,
        |p| {
            let forms = [p.announcements_need_approval, p.comments_need_approval, p.replies_need_approval];
            forms.iter().any(|share| *share > 0.0) || p.tightens_after_gaffe_hours > 0.0
        },
        |s| {
            let forms = [s.announcements_need_approval, s.comments_need_approval, s.replies_need_approval];
            forms.iter().any(|share| *share > Some(0.0)) || s.tightens_after_gaffe_hours > Some(0.0)
        },
    );
    !(has_chain && is_needed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Setting, Source, parse};

    fn scenario(settings: &[(&str, &str)]) -> Scenario {
        let text = "[audience.world]\n[country.canada]\n[country.uk]\n";
        let settings: Vec<Setting> =
            settings.iter().map(|(path, value)| Setting { path: (*path).into(), value: (*value).into() }).collect();
        parse(&Source { name: "two.toml", text }, &settings, &|_| Err("no parents".into())).expect("good").scenario
    }

    fn names(scenario: &Scenario) -> Vec<&'static str> {
        at_work(scenario).into_iter().map(|group| group.name).collect()
    }

    #[test]
    fn every_switch_belongs_to_one_group_or_to_the_stage() {
        let mut off = scenario(&[]).model.mechanisms;
        let stage = ["daily_rhythm", "members_differ", "quality_varies", "attitudes_move", "mood_moves"];
        let stage = [&stage[..], &["influence_drifts", "policy_matters"]].concat();
        for group in GROUPS {
            let fields = (group.fields)(&mut off);
            assert_eq!(fields.len(), group.switches.len(), "{}", group.name);
            for field in fields {
                assert!(std::mem::take(field), "a switch of `{}` stands in two groups", group.name);
            }
        }
        // What is left on is the stage.
        let left = format!("{off:?}");
        let on: Vec<&str> = left.split([' ', ',', '{']).filter(|word| left.contains(&format!("{word} true"))).collect();
        let named: Vec<&str> =
            on.iter().map(|word| word.trim_end_matches(':')).filter(|word| !word.is_empty()).collect();
        assert_eq!(named, stage);
    }

    #[test]
    fn switches_turn_off_what_their_group_names() {
        for group in GROUPS {
            let off = with_only(&scenario(&[]), &|other| other.name != group.name);
            let settings: Vec<(String, &str)> =
                group.switches.iter().map(|switch| (format!("model.{switch}"), "off")).collect();
            let settings: Vec<(&str, &str)> = settings.iter().map(|(path, off)| (path.as_str(), *off)).collect();
            assert_eq!(off.model.mechanisms, scenario(&settings).model.mechanisms, "{}", group.name);
        }
    }

    #[test]
    fn what_is_off_or_has_nothing_to_do_is_no_player() {
        let all = names(&scenario(&[]));
        assert!(all.contains(&"replies") && !all.contains(&"bypass") && !all.contains(&"rumours"), "{all:?}");
        assert!(
            names(&scenario(&[("uk.skips_approval", "10%"), ("model.rumours_per_year", "1")])).len() == all.len() + 2
        );
        assert!(!names(&scenario(&[("model.dialogue", "off")])).contains(&"replies"));
        let free = [("canada.approval", "none"), ("uk.approval", "none")];
        let free = names(&scenario(&free));
        assert!(!free.contains(&"approval_delay") && !free.contains(&"drop_out"), "{free:?}");
        let partly = with_only(&scenario(&[("model.followers_come", "off")]), &|_| true);
        assert!(partly.model.mechanisms.accounts_open && !partly.model.mechanisms.followers_come);
    }
}
