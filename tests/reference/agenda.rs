//! What is going to happen, in order of time; at the same instant, in the order in which it was planned.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Something that happens at an instant. Accounts, drafts, questions, desks are named by their place in the lists of
/// the run, members by their place in their audience.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    StepBegins,
    DayEnds,
    Record,
    News { news: usize },
    RumourSpreads { rumour: usize },
    AnnouncementHours { account: usize, closing: f64 },
    Announcement { account: usize },
    CommentWritten { draft: usize },
    SimpleDecision { draft: usize },
    DeskLooks { country: usize, desk: usize },
    ReviewEnds { country: usize, desk: usize, draft: usize },
    GiveUp { draft: usize },
    Asks { account: usize, member: usize },
    PatienceEnds { question: usize },
    QuestionLapses { question: usize },
    AccountLooks { account: usize },
    ReplyReady { account: usize, question: usize },
}

#[derive(Default)]
pub(crate) struct Agenda {
    entries: BinaryHeap<Reverse<Entry>>,
    planned: u64,
}

struct Entry {
    at: f64,
    order: u64,
    what: What,
}

impl Agenda {
    pub(crate) fn put(&mut self, at: f64, what: What) {
        self.planned += 1;
        self.entries.push(Reverse(Entry { at, order: self.planned, what }));
    }

    /// Takes the next entry, if it is due by `end`.
    pub(crate) fn next_until(&mut self, end: f64) -> Option<(f64, What)> {
        let Reverse(entry) = self.entries.pop()?;
        (entry.at <= end).then_some((entry.at, entry.what))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.total_cmp(&other.at).then(self.order.cmp(&other.order))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}
