//! What is due, and when: the clockwork takes the earliest item, and hours in which nothing is due cost next to
//! nothing.
//!
//! Later hours are plain lists; only the items of the hour under way are kept in order, so that putting something down
//! costs the same however much is still to come. Items at the same instant come in the order of the schedule's phases,
//! then of their addresses, never in the order in which they were put down.

use super::schedule::Phase;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Something that happens at one instant. Numbers are places in the engine's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Item {
    /// A step begins in which the policies may differ.
    Policies,
    /// A day begins: its random events are drawn.
    Day(u32),
    /// An event begins.
    Event(u32),
    /// A rumour spreads on: its number, and hours since it began.
    Rumour(u32, u32),
    /// Local working hours begin in which accounts posted to an audience draft announcements: audience, local day.
    Announcements(u16, u32),
    /// A draft is ready.
    Submit(u32),
    /// The simple chain has decided on a draft.
    Decide(u32),
    /// A draft has become stale.
    Withdraw(u32),
    /// A review ends.
    ReviewEnds(u32),
    /// A desk opens: country, desk.
    DeskOpens(u16, u16),
    /// A question arrives.
    Asked(u32),
    /// The patience of an asker ends.
    PatienceEnds(u32),
    /// A question is too old to be answered.
    Lapses(u32),
    /// An account looks at its inbox.
    InboxWakes(u32),
    /// An account has written an answer.
    Answered(u32),
    /// Midnight: moods, goodwill, influence move.
    Midnight(u32),
    /// The world is shown to the observers.
    Record,
}

impl Item {
    /// The phase of the schedule that it belongs to.
    pub(super) fn phase(self) -> Phase {
        match self {
            Item::Policies => Phase::Policies,
            Item::Day(_) | Item::Event(_) => Phase::Events,
            Item::Announcements(..) | Item::Submit(_) => Phase::Drafting,
            Item::Decide(_) | Item::Withdraw(_) | Item::ReviewEnds(_) | Item::DeskOpens(..) => Phase::Approval,
            Item::Asked(_) | Item::PatienceEnds(_) | Item::Lapses(_) | Item::InboxWakes(_) | Item::Answered(_) => {
                Phase::Answers
            }
            Item::Rumour(..) => Phase::Rumours,
            Item::Midnight(_) => Phase::Daily,
            Item::Record => Phase::Records,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Due {
    /// The bits of the hour: of numbers that are not negative, they have the same order.
    hour: u64,
    path: u64,
    pub item: Item,
}

impl Ord for Due {
    /// Reversed, so that the greatest of the heap is the earliest.
    fn cmp(&self, other: &Self) -> Ordering {
        let later = other.hour.cmp(&self.hour);
        // The item itself decides last, so that the order is never that in which a heap happens to be.
        later.then_with(|| (other.item.phase(), other.path, other.item).cmp(&(self.item.phase(), self.path, self.item)))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    /// What sorting asks. Nearly always the hours differ, and one comparison decides.
    #[inline]
    fn lt(&self, other: &Self) -> bool {
        if self.hour == other.hour { self.cmp(other) == Ordering::Less } else { self.hour > other.hour }
    }
}

/// An item of a later hour, and the number of the next one of that hour.
#[derive(Clone, Copy, Debug)]
struct Link {
    due: Due,
    next: u32,
}

/// The end of a list.
const END: u32 = u32::MAX;

/// The items still to come.
#[derive(Clone, Debug)]
pub(super) struct Agenda {
    /// Those of the hour under way that were known when it began, the earliest last.
    known: Vec<Due>,
    /// Those that were put down for this hour since then.
    fresh: BinaryHeap<Due>,
    /// The hour under way.
    hour: usize,
    /// For every hour of the run, the first of its items among `links`.
    first: Vec<u32>,
    links: Vec<Link>,
    /// The first of the links that are free again.
    free: u32,
    end: f64,
    /// What is due after the end, for a run that goes on from this one and is longer; `None` if there will be none.
    beyond: Option<Vec<Due>>,
}

impl Agenda {
    /// An empty agenda for a run that ends at `end`.
    pub(super) fn new(end: f64) -> Agenda {
        let hours = libm::floor(end) as usize + 1;
        Agenda {
            known: Vec::new(),
            fresh: BinaryHeap::new(),
            hour: 0,
            first: vec![END; hours],
            links: Vec::new(),
            free: END,
            end,
            beyond: Some(Vec::new()),
        }
    }

    /// Is an item of this hour of any use?
    pub(super) fn has_use_for(&self, hour: f64) -> bool {
        hour <= self.end || self.beyond.is_some()
    }

    /// No longer run will go on from here: what lies beyond the end is forgotten.
    pub(super) fn end_for_good(&mut self) {
        self.beyond = None;
    }

    /// Everything that is still to come, in order, what lies beyond the end of the run included.
    pub(super) fn to_come(&self) -> Vec<Due> {
        let links = |first: &u32| {
            let place = self.links.get(*first as usize);
            std::iter::successors(place, |link| self.links.get(link.next as usize)).map(|link| link.due)
        };
        let later = self.first.iter().skip(self.hour + 1).flat_map(links);
        let beyond = self.beyond.iter().flatten().copied();
        let mut all: Vec<Due> = self.known.iter().chain(&self.fresh).copied().chain(later).chain(beyond).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all
    }

    /// Puts down again what was still to come.
    pub(super) fn put_again(&mut self, due: &Due) {
        self.put(f64::from_bits(due.hour), due.path, due.item);
    }

    /// Puts an item down; what lies beyond the end of the run will not happen in it.
    pub(super) fn put(&mut self, hour: f64, path: u64, item: Item) {
        debug_assert!(hour >= 0.0);
        let due = Due { hour: hour.to_bits(), path, item };
        if hour > self.end {
            return self.beyond.iter_mut().for_each(|beyond| beyond.push(due));
        }
        let of_hour = hour as usize;
        if of_hour <= self.hour { self.fresh.push(due) } else { self.put_later(of_hour, due) }
    }

    fn put_later(&mut self, of_hour: usize, due: Due) {
        let link = Link { due, next: self.first[of_hour] };
        let place = self.free;
        if let Some(free) = self.links.get_mut(place as usize) {
            self.free = free.next;
            *free = link;
            self.first[of_hour] = place;
        } else {
            self.first[of_hour] = self.links.len() as u32;
            self.links.push(link);
        }
    }

    /// Takes the next item and its hour.
    pub(super) fn next(&mut self) -> Option<(f64, u64, Item)> {
        while self.known.is_empty() && self.fresh.is_empty() {
            self.begin_next_hour()?;
        }
        // The greater is the earlier.
        let is_fresh = match (self.known.last(), self.fresh.peek()) {
            (Some(known), Some(fresh)) => known < fresh,
            (known, _) => known.is_none(),
        };
        let due = if is_fresh { self.fresh.pop() } else { self.known.pop() };
        due.map(|due| (f64::from_bits(due.hour), due.path, due.item))
    }

    /// Brings the items of the next hour into order; `None` after the last.
    fn begin_next_hour(&mut self) -> Option<()> {
        let mut place = *self.first.get(self.hour + 1)?;
        self.hour += 1;
        while let Some(link) = self.links.get_mut(place as usize) {
            self.known.push(link.due);
            let next = link.next;
            link.next = self.free;
            self.free = place;
            place = next;
        }
        self.known.sort_unstable();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_hour_then_phase_then_address() {
        let mut agenda = Agenda::new(10.0);
        agenda.put(2.0, 5, Item::Record);
        agenda.put(2.0, 9, Item::Submit(0));
        agenda.put(2.0, 1, Item::Submit(1));
        agenda.put(1.0, 7, Item::Midnight(0));
        agenda.put(10.5, 0, Item::Policies);
        let order: Vec<Item> = std::iter::from_fn(|| agenda.next().map(|n| n.2)).collect();
        assert_eq!(order, [Item::Midnight(0), Item::Submit(1), Item::Submit(0), Item::Record]);
    }

    #[test]
    fn whatever_is_put_down_comes_in_order_and_once() {
        let mut agenda = Agenda::new(500.0);
        let hour = |k: u64| (crate::random::mix(k) % 50_000) as f64 / 100.0;
        (0..3000).for_each(|k| agenda.put(hour(k), k, Item::Submit(k as u32)));
        let (mut last, mut seen) = (0.0, vec![0; 6000]);
        while let Some((now, path, _)) = agenda.next() {
            assert!(now >= last, "{now} after {last}");
            (last, seen[path as usize]) = (now, seen[path as usize] + 1);
            // Each of the first ones puts another down, often for this very hour.
            if path < 3000 {
                agenda.put((now + hour(path) / 100.0).min(500.0), path + 3000, Item::Submit(0));
            }
        }
        assert!(seen.iter().all(|times| *times == 1));
    }
}
