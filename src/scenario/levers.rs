//! The levers of a policy, each in the group of what it moves. An attribution divides a difference among these groups.

use super::types::{Approval, Policy, PolicyChange};
use crate::calendar::DAY;
use crate::units::{share_text, short};

/// Levers that belong together because they move one thing, in the order in which a message meets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeverGroup {
    /// How many missions speak, and to how many followers.
    Presence,
    /// How far staff feel unable to speak.
    Fear,
    /// How much is said in which form.
    Form,
    /// Which drafts need a yes.
    NeedForApproval,
    /// How long the yes takes.
    ApprovalDelay,
    /// How many drafts never come out.
    DropOut,
    /// The two before, where the chains are of different kinds, so that nobody can tell them apart.
    ApprovalChain,
    /// What reviews do to messages: fewer hits, fewer gaffes.
    Reviews,
    /// Drafts that are published without the yes they need.
    Bypass,
    /// Answers to questions.
    Replies,
}

impl LeverGroup {
    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LeverGroup::Presence => "presence",
            LeverGroup::Fear => "fear",
            LeverGroup::Form => "form",
            LeverGroup::NeedForApproval => "need_for_approval",
            LeverGroup::ApprovalDelay => "approval_delay",
            LeverGroup::DropOut => "drop_out",
            LeverGroup::ApprovalChain => "approval_chain",
            LeverGroup::Reviews => "reviews",
            LeverGroup::Bypass => "bypass",
            LeverGroup::Replies => "replies",
        }
    }

    /// The name in sentences and on charts.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            LeverGroup::Presence => "presence",
            LeverGroup::Fear => "fear of speaking",
            LeverGroup::Form => "form of messages",
            LeverGroup::NeedForApproval => "need for approval",
            LeverGroup::ApprovalDelay => "approval delay",
            LeverGroup::DropOut => "drop-out",
            LeverGroup::ApprovalChain => "approval chain",
            LeverGroup::Reviews => "reviews",
            LeverGroup::Bypass => "bypass",
            LeverGroup::Replies => "replies",
        }
    }
}

/// A lever: a field of [`Policy`].
pub(super) struct Lever {
    /// Its name in a scenario.
    pub(super) name: &'static str,
    /// What it moves.
    pub(super) group: LeverGroup,
    /// Has it the same value in both?
    pub(super) is_same: fn(&Policy, &Policy) -> bool,
    /// Gives the first policy the value of the second.
    pub(super) take: fn(&mut Policy, &Policy),
    /// Takes it out of a change.
    pub(super) forget: fn(&mut PolicyChange),
    /// Its value, as it would be written in a scenario.
    pub(super) text: fn(&Policy) -> String,
}

macro_rules! lever {
    ($name:literal, $group:ident, $field:ident, $text:expr) => {
        Lever {
            name: $name,
            group: LeverGroup::$group,
            is_same: |a, b| a.$field == b.$field,
            take: |to, from| to.$field = from.$field,
            forget: |set| set.$field = None,
            text: |policy| $text(policy.$field),
        }
    };
}

/// Every lever; `every_lever_has_its_group` counts them.
pub(super) const LEVERS: &[Lever] = &[
    lever!("accounts_wanted", Presence, accounts_wanted, share_text),
    lever!("fear_of_speaking", Fear, fear_of_speaking, share_text),
    lever!("announcements_per_day", Form, announcements_per_day, short),
    lever!("comments_on_events", Form, comments_on_events, share_text),
    lever!("announcements_need_approval", NeedForApproval, announcements_need_approval, share_text),
    lever!("comments_need_approval", NeedForApproval, comments_need_approval, share_text),
    lever!("routine_topics", NeedForApproval, routine_topics, share_text),
    lever!("approval", ApprovalDelay, approval, approval_text),
    lever!("approval_delay", ApprovalDelay, approval_delay_hours, hours_text),
    lever!("chance_dropped", DropOut, chance_dropped, share_text),
    lever!("approval_steps", Reviews, approval_steps, count_text),
    lever!("reviewed_afterwards", Reviews, reviewed_afterwards, share_text),
    lever!("tightens_after_gaffe", Reviews, tightens_after_gaffe_hours, hours_text),
    lever!("skips_approval", Bypass, skips_approval, share_text),
    lever!("questions_answered", Replies, questions_answered, share_text),
    lever!("answers_per_day", Replies, answers_per_day, short),
    lever!("replies_need_approval", Replies, replies_need_approval, share_text),
];

fn approval_text(approval: Approval) -> String {
    match approval {
        Approval::None => "none",
        Approval::Simple => "simple",
        Approval::Desks => "desks",
    }
    .to_owned()
}

fn count_text(count: u32) -> String {
    count.to_string()
}

/// As it would be written in a scenario: `200h`, `30 days`, `15 min`.
fn hours_text(hours: f64) -> String {
    if hours >= 10.0 * DAY && hours % DAY == 0.0 {
        format!("{} days", short(hours / DAY))
    } else if hours >= 1.0 || hours == 0.0 {
        format!("{}h", short(hours))
    } else {
        format!("{} min", short(hours * 60.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lever_has_its_group() {
        let fields = format!("{:?}", PolicyChange::default()).matches("None").count();
        assert_eq!(LEVERS.len(), fields, "a lever is missing in LEVERS, or stands there twice");
        for (place, lever) in LEVERS.iter().enumerate() {
            assert!(LEVERS[..place].iter().all(|other| other.name != lever.name), "{} twice", lever.name);
        }
    }

    #[test]
    fn values_are_written_as_in_a_scenario() {
        assert_eq!([200.0, 0.0, 720.0, 0.25, 36.5].map(hours_text), ["200h", "0h", "30 days", "15 min", "36.5h"]);
    }
}
