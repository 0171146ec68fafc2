//! An account: a channel of a diplomat or mission, posted to one audience.

use super::places::Places;
use super::public::{CLASSES, Public};
use crate::calendar::WorkClock;
use crate::model::dialogue::{Reputation, Tokens};
use crate::random::Path;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// An account with its followers, its reputation and its inbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Its address: country, then number within the country.
    pub path: Path,
    /// Index of its country.
    pub country: usize,
    /// Index of its audience.
    pub audience: usize,
    /// Index of the plane of its audience's attitudes toward its country.
    pub plane: usize,
    /// Has it opened?
    pub open: bool,
    /// Until when it is closed by a sanction, hours.
    pub closed_until: f64,
    /// How much pressure it takes until it opens (E12): an exponential number with mean 1.
    pub resistance: f64,
    /// t: talent, mean 1.
    pub talent: f64,
    /// Followers in each activity class.
    pub in_class: [u32; CLASSES],
    places: [Places; CLASSES],
    /// Fractions of followers to come by the platform's growth, for each class.
    pub growth: [f64; CLASSES],
    /// (F / `F_ref`)^(-gamma).
    pub size_effect: f64,
    /// d and x.
    pub reputation: Reputation,
    /// The right to answer.
    pub tokens: Tokens,
    /// When somebody sits at the account.
    pub staffed: WorkClock,
    /// Willing questions that wait, the newest at the back.
    pub inbox: VecDeque<u32>,
    /// Is an answer being written?
    pub answering: bool,
    /// When the inbox is looked at next without a new cause; infinite if it is not.
    pub wakes_at: f64,
}

/// A stretch of an account's list of followers within one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The class.
    pub class: usize,
    /// First place in the class's list.
    pub from: u32,
    /// One past the last.
    pub to: u32,
}

/// Places of an account's list in one block: the unit of work, never a function of the number of threads.
pub const BLOCK: u32 = 1 << 18;

impl Account {
    /// Does it speak at `hour`: has it opened, and is it not closed by a sanction?
    #[must_use]
    pub fn speaks(&self, hour: f64) -> bool {
        self.open && hour >= self.closed_until
    }

    /// Followers whom a class may still give: members who do not follow yet.
    #[must_use]
    pub fn others(&self, public: &Public, class: usize) -> u32 {
        public.class_size(class) - self.in_class[class]
    }

    /// One more follower of a class, if the account has less than half of its audience; he takes the next place.
    pub fn gain(&mut self, public: &Public, class: usize) {
        if self.others(public, class) > 0 && self.followers() < public.members / 2 {
            self.in_class[class] += 1;
        }
    }

    /// Number of followers.
    #[must_use]
    pub fn followers(&self) -> u32 {
        self.in_class.iter().sum()
    }

    /// Number of blocks of its list.
    #[must_use]
    pub fn blocks(&self) -> u32 {
        self.followers().div_ceil(BLOCK)
    }

    /// The stretches of each class that lie in a block. The list holds the classes one after the other.
    pub fn stretches(&self, block: u32) -> impl Iterator<Item = Stretch> {
        let (from, to) = (u64::from(block) * u64::from(BLOCK), (u64::from(block) + 1) * u64::from(BLOCK));
        let mut start = 0u64;
        self.in_class.into_iter().enumerate().filter_map(move |(class, count)| {
            let begin = start;
            start += u64::from(count);
            let (first, last) = (from.max(begin), to.min(start));
            (first < last).then(|| Stretch { class, from: (first - begin) as u32, to: (last - begin) as u32 })
        })
    }

    /// The member at a place of a class's list.
    #[must_use]
    pub fn member(&self, public: &Public, class: usize, place: u32) -> u32 {
        public.class_starts[class] + self.places[class].member(place)
    }

    /// The member at a place of the whole list; `None` beyond its end.
    #[must_use]
    pub fn follower(&self, public: &Public, place: u32) -> Option<u32> {
        let mut left = place;
        for class in 0..CLASSES {
            if left < self.in_class[class] {
                return Some(self.member(public, class, left));
            }
            left -= self.in_class[class];
        }
        None
    }
}

/// What an account is made of; the rest follows.
#[derive(Clone, Debug)]
pub(super) struct Posting {
    pub path: Path,
    pub open: bool,
    pub resistance: f64,
    /// From the luck of the replicate: who follows differs from run to run.
    pub key: u64,
    pub country: usize,
    pub audience: usize,
    pub plane: usize,
    pub talent: f64,
    pub in_class: [u32; CLASSES],
    pub size_effect: f64,
    pub expectation: f64,
    pub staffed: WorkClock,
}

impl Posting {
    /// The account, open or not yet.
    pub(super) fn account(self, public: &Public) -> Account {
        Account {
            path: self.path,
            country: self.country,
            audience: self.audience,
            plane: self.plane,
            open: self.open,
            closed_until: 0.0,
            resistance: self.resistance,
            growth: [0.0; CLASSES],
            talent: self.talent,
            in_class: self.in_class,
            places: core::array::from_fn(|class| {
                Places::new(Path(self.key).then(class as u64).0, public.class_size(class).max(1))
            }),
            size_effect: self.size_effect,
            reputation: Reputation { answered_share: 0.0, expectation: self.expectation },
            tokens: Tokens::START,
            staffed: self.staffed,
            inbox: VecDeque::new(),
            answering: false,
            wakes_at: f64::INFINITY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Clock, Zone};
    use crate::random::Kind;

    fn account(in_class: [u32; CLASSES], public: &Public) -> Account {
        let clock = Clock { start: jiff::civil::date(2013, 1, 1) };
        let posting = Posting {
            path: Path::to(Kind::Account),
            open: true,
            resistance: 0.0,
            key: 1,
            country: 0,
            audience: 0,
            plane: 0,
            talent: 1.0,
            in_class,
            size_effect: 1.0,
            expectation: 0.3,
            staffed: WorkClock::always(clock),
        };
        posting.account(public)
    }

    #[test]
    fn blocks_and_stretches_cover_every_follower_once() {
        let public = Public::new(1.0, Zone::default(), [0, 1_800_000, 1_980_000, 2_000_000]);
        let account = account([700_000, 90_000, 10_000], &public);
        assert_eq!(account.blocks(), 4);
        let stretches: Vec<Stretch> = (0..account.blocks()).flat_map(|b| account.stretches(b)).collect();
        for class in 0..CLASSES {
            let mut end = 0;
            for s in stretches.iter().filter(|s| s.class == class) {
                assert_eq!(s.from, end);
                end = s.to;
            }
            assert_eq!(end, account.in_class[class]);
        }
    }

    #[test]
    fn nobody_follows_beyond_half_of_the_audience() {
        let public = Public::new(1.0, Zone::default(), [0, 900, 990, 1000]);
        let mut account = account([490, 9, 0], &public);
        (0..20).for_each(|_| account.gain(&public, 2));
        assert_eq!((account.in_class, account.others(&public, 2)), ([490, 9, 1], 9));
    }

    #[test]
    fn the_list_and_the_counts_agree() {
        let public = Public::new(1.0, Zone::default(), [0, 900, 990, 1000]);
        let account = account([200, 30, 4], &public);
        let mut members: Vec<u32> = (0..account.followers()).filter_map(|k| account.follower(&public, k)).collect();
        members.sort_unstable();
        members.dedup();
        assert_eq!(members.len(), 234, "nobody follows twice");
        assert_eq!(members.iter().filter(|m| **m >= 990).count(), 4);
    }
}
