//! What is under way in a run: news, drafts, questions.

use crate::random::Path;
use crate::world::Form;

/// An event as an audience sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct News {
    pub path: Path,
    pub audience: usize,
    /// S.
    pub size: f64,
    /// When it began, hours.
    pub begun: f64,
}

/// The luck of a draft, as uniform numbers drawn when it is conceived: each is used once, or never.
#[derive(Clone, Copy, Debug)]
pub(super) struct DraftLuck {
    pub quality: f64,
    pub needs_approval: f64,
    pub delay: f64,
    pub dropped: f64,
}

/// A comment that an account has decided to write.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment {
    pub account: u32,
    /// A uniform number for how long the writing takes.
    pub ready: f64,
    pub luck: DraftLuck,
}

/// Where a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Author,
    SimpleChain,
    Desk(u16),
}

/// A message on its way.
#[derive(Clone, Copy, Debug)]
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
            stale: false,
        }
    }
}

/// A question of a member to an account.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    pub path: Path,
    pub account: u32,
    pub member: u32,
    /// Uniform numbers for whether it is answered, how long that takes, how long the asker waits.
    pub willing: f64,
    pub pick_up: f64,
    pub patience: f64,
    pub reply: DraftLuck,
    /// Has the outcome been counted, in time or not?
    pub settled: bool,
    /// Was it answered at all?
    pub answered: bool,
    /// Is it too old?
    pub lapsed: bool,
    /// How many items of the agenda, drafts or inboxes still refer to it.
    pub held: u8,
}
