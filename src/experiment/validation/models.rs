//! The reduced models: the same worlds with most mechanisms off, to see which facts need which mechanism.

use crate::scenario::Scenario;
use crate::scenario::mechanisms::with_only;

/// A model: which groups of mechanisms are at work.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    /// Its short name.
    pub id: &'static str,
    /// What is left of the model, in a few words.
    pub words: &'static str,
    /// The groups that are at work; `None` if all are.
    groups: Option<&'static [&'static str]>,
    /// Does policy matter for influence?
    policy_matters: bool,
}

/// The full model first, then the reduced ones.
pub const MODELS: &[Model] = &[
    Model { id: "N4", words: "the full model", groups: None, policy_matters: true },
    Model { id: "N0", words: "structure only: capacity and noise", groups: Some(&[]), policy_matters: false },
    Model {
        id: "N1",
        words: "volume only: accounts, messages, followers",
        groups: Some(&["presence", "fear", "drop_out", "audience_fatigue"]),
        policy_matters: true,
    },
    Model {
        id: "N2",
        words: "delay only: approval takes time, attention fades",
        groups: Some(&["approval_delay", "drop_out", "fading_attention"]),
        policy_matters: true,
    },
    Model {
        id: "N3",
        words: "dialogue only: questions, answers, silence",
        groups: Some(&["replies"]),
        policy_matters: true,
    },
];

impl Model {
    /// The scenario under this model. What is no group of mechanisms stays: how unequal members and messages are, the
    /// rhythm of the day, moods, the noise of influence.
    #[must_use]
    pub fn applied_to(&self, scenario: &Scenario) -> Scenario {
        let Some(groups) = self.groups else { return scenario.clone() };
        let mut reduced = with_only(scenario, &|group| groups.contains(&group.name));
        reduced.model.mechanisms.policy_matters &= self.policy_matters;
        reduced
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::mechanisms::GROUPS;

    #[test]
    fn the_groups_of_every_model_exist() {
        for name in MODELS.iter().flat_map(|model| model.groups.unwrap_or(&[])) {
            assert!(GROUPS.iter().any(|group| group.name == *name), "{name}");
        }
    }
}
