//! A country's ministry: the policy in force, its approval desks, its influence, and what it has done since the last
//! record.

use crate::calendar::WorkClock;
use crate::model::approval::Desk;
use crate::random::Path;
use crate::scenario::Policy;
use serde::{Deserialize, Serialize};

/// The three forms of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Form {
    Announcement = 0,
    Comment = 1,
    Reply = 2,
}

/// The state of one country.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ministry {
    /// Its address.
    pub path: Path,
    /// A: structural capacity, share.
    pub capacity: f64,
    /// The policy in force during this step.
    pub policy: Policy,
    /// I: influence share.
    pub influence: f64,
    /// m: the norm, how far staff feel unable to speak.
    pub norm: f64,
    /// H: the pressure under which accounts open (E12).
    pub pressure: f64,
    /// Its missions.
    pub missions: u32,
    /// Accounts opened so far.
    pub opened: u32,
    /// Until when everything needs approval, because of a gaffe, hours.
    pub tightened_until: f64,
    /// The approval chain, in order.
    pub desks: Vec<Station>,
    /// What happened since the last record.
    pub counts: Counts,
    /// Drafts being written, or waiting for approval.
    pub drafts_waiting: u64,
    /// Questions still open.
    pub questions_waiting: u64,
    /// A fixed panel of followers who are asked what they think: plane and member.
    pub panel: Vec<(usize, u32)>,
}

/// A desk with its office hours.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Station {
    /// Its address.
    pub path: Path,
    /// The queue.
    pub desk: Desk,
    /// When it works.
    pub hours: WorkClock,
    /// Number of reviewers, for the load; infinite if unlimited.
    pub reviewers: f64,
    /// Is its next opening on the agenda already?
    pub opening_awaited: bool,
    /// Working hours that reviews took since the last record, see [`Station::count_work`].
    pub hours_worked: f64,
    /// Up to when they are counted, hours.
    pub counted_at: f64,
}

impl Station {
    /// Counts the work of busy reviewers up to `hour`; called before their number changes.
    pub fn count_work(&mut self, hour: f64) {
        self.hours_worked += self.desk.busy() as f64 * self.hours.between(self.counted_at, hour);
        self.counted_at = hour;
    }
}

/// Counts since the last record.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the measures")]
pub struct Counts {
    pub drafted: [u64; 3],
    pub published: [u64; 3],
    pub bypassed: u64,
    pub cleared: u64,
    pub dropped: u64,
    pub withdrawn: u64,
    /// Time in the approval chain of the drafts cleared, hours.
    pub approval_hours: Vec<f64>,
    /// Time from the event to the publication of the comments published, hours.
    pub comment_hours: Vec<f64>,
    /// Sum of R over the comments published.
    pub attention_left: f64,
    pub shown: u64,
    pub engaged: u64,
    pub reshared: u64,
    pub engaged_by_sharing: u64,
    /// Sum of the capped offspring n over the announcements and comments published.
    pub offspring: f64,
    /// How many of them were cut at the cap.
    pub capped: u64,
    pub gaffes: u64,
    pub sanctions: u64,
    pub exposed: u64,
    pub asked: u64,
    pub answered_in_time: u64,
    pub answered_late: u64,
    pub lapsed: u64,
}

impl Counts {
    /// Starts again, keeping the room for times.
    pub fn reset(&mut self) {
        let [approval_hours, comment_hours] = [&mut self.approval_hours, &mut self.comment_hours].map(|hours| {
            hours.clear();
            core::mem::take(hours)
        });
        *self = Counts { approval_hours, comment_hours, ..Counts::default() };
    }
}
