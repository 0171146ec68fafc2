//! What is under way in a run: news, drafts, questions.

use crate::random::Path;
use crate::world::Form;
use crate::world::places::Places;
use serde::{Deserialize, Serialize};

/// An event as an audience sees it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct News {
    pub path: Path,
    pub audience: usize,
    /// S.
    pub size: f64,
    /// When it began, hours.
    pub begun: f64,
    /// A uniform number below `routine_topics` if comments on it need no approval; 1 for what is never routine.
    pub topic: f64,
    /// The place of a scheduled event in the scenario.
    pub scheduled: Option<u32>,
    /// The place of the rumour that it is.
    pub rumour: Option<u32>,
}

/// A rumour under way in one audience.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Hearsay {
    /// Its place among the news.
    pub news: u32,
    /// Index of the country about which it is.
    pub country: usize,
    /// Who hears it, in the order of hearing.
    pub hearers: Places,
    /// Does the scenario say when it begins?
    pub scheduled: bool,
    /// How many have heard it so far.
    pub heard: u32,
    /// When it was corrected, hours since it began; infinite until then.
    pub corrected_at: f64,
}

/// Why a message is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// It needed no approval.
    Needless,
    /// The chain said yes, now or beforehand.
    Given,
    /// It needed approval and did without.
    Skipped,
}

/// The luck of a draft, as uniform numbers drawn when it is conceived: each is used once, or never.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct DraftLuck {
    pub quality: f64,
    pub needs_approval: f64,
    pub delay: f64,
    pub dropped: f64,
    pub gaffe: f64,
}

/// Where a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Place {
    Author,
    SimpleChain,
    Desk(u16),
}

/// A message on its way.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Draft {
    pub path: Path,
    pub account: u32,
    pub form: Form,
    /// The event of a comment, the question of a reply; nothing for an announcement.
    pub about: u32,
    pub luck: DraftLuck,
    /// When it was ready, hours.
    pub submitted: f64,
    /// The rules at that moment: chance to be dropped by the simple chain, and its reviews.
    pub chance_dropped: f64,
    pub reviews: u32,
    pub place: Place,
    /// How often it has been at this desk before.
    pub visit: u16,
    /// A uniform number for the outcome of the review under way.
    pub outcome: f64,
    /// It became stale under review.
    pub stale: bool,
}

impl Draft {
    /// A draft that has not been submitted yet.
    pub(super) fn new(path: Path, account: u32, form: Form, about: u32, luck: DraftLuck) -> Draft {
        Draft {
            path,
            account,
            form,
            about,
            luck,
            submitted: 0.0,
            chance_dropped: 0.0,
            reviews: 0,
            place: Place::Author,
            visit: 0,
            outcome: 0.0,
            stale: false,
        }
    }
}

/// A question of a member to an account.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Question {
    pub path: Path,
    pub account: u32,
    pub member: u32,
    /// The message that it is about.
    pub message: Path,
    /// Uniform numbers for whether it is answered, how long that takes, how long the asker waits.
    pub willing: f64,
    pub pick_up: f64,
    pub patience: f64,
    pub reply: DraftLuck,
    /// For whether an answer in time wins a follower, and of which class.
    pub wins: f64,
    pub newcomer: f64,
    /// Has the outcome been counted, in time or not?
    pub settled: bool,
    /// Was it answered at all?
    pub answered: bool,
    /// Is it too old?
    pub lapsed: bool,
    /// How many items of the agenda, drafts or inboxes still refer to it.
    pub held: u8,
}
