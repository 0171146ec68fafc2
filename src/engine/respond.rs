//! The hot place: who of a block of followers is shown a message and engages (E3, E4).
//!
//! Followers who do not engage are never touched. Were everybody as friendly as can be, each follower's chance to
//! engage would be that of his class; so marks are thrown on the list, as many and as dense as those chances say (a
//! Poisson process in units of hazard, which marks a follower at least once with exactly that chance), and whoever is
//! marked is then thinned to his own chance. The result is exact, costs one number a mark, and a message that becomes
//! somewhat more attractive keeps its marks and gains a few: two policies that differ a little engage the same people.

use super::rules::Rules;
use crate::math::{binomial, binomial_sum, hazard, poisson, unit};
use crate::model::engagement::{affinity_effect, engagement_chance};
use crate::random::{Luck, Path, Purpose};
use crate::world::account::{BLOCK, Stretch};
use crate::world::{Account, CLASSES, Plane, Public};
use rand::Rng;

/// A member who engages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub member: u32,
    /// Does he ask something as well?
    pub asks: bool,
}

/// Who engages with one message, and the room to find that out; used again for every message.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowd {
    pub hits: Vec<Hit>,
    /// How many of those who engage pass the message on.
    pub sharing: u64,
    /// How many of each class stop following.
    pub leaving: [u32; CLASSES],
    throws: Vec<Throw>,
    marks: Vec<Mark>,
}

/// Where a mark fell.
#[derive(Clone, Copy, Debug)]
struct Throw {
    /// Class, place, and the number of the throw, one above the other in the bits of one number.
    at: u64,
    /// What is left over of its uniform number.
    luck: f64,
}

impl Throw {
    fn class(self) -> usize {
        (self.at >> (THROW_BITS + PLACE_BITS)) as usize
    }

    fn place(self) -> u32 {
        (self.at >> THROW_BITS) as u32 & ((1 << PLACE_BITS) - 1)
    }
}

/// A follower who would engage if he were as friendly as can be.
#[derive(Clone, Copy, Debug)]
struct Mark {
    class: usize,
    /// Uniform between 0 and 1: how friendly he has to be.
    luck: f64,
    member: u32,
    attitude: f32,
}

/// Bits of a throw's number: more marks than that would not find room in memory.
const THROW_BITS: u32 = 32;
/// Bits of a place within a block.
const PLACE_BITS: u32 = BLOCK.ilog2() + 1;

/// A message at the moment of its publication, as its author's followers meet it.
pub(super) struct Publication<'a> {
    pub account: &'a Account,
    pub public: &'a Public,
    pub plane: &'a Plane,
    pub rules: &'a Rules,
    /// How much more than one with the mean attitude the friendliest member engages.
    pub friendliest: f32,
    /// v.
    pub shown_chance: f32,
    /// The rate of a member of activity 1 with the mean attitude.
    pub rate: f64,
    /// g, the scale of the plane.
    pub scale: f32,
    /// Chance that a follower who is shown the message leaves.
    pub unfollow: f64,
}

/// The followers of one class in a block, as a message meets them.
#[derive(Clone, Copy, Debug, Default)]
struct Section {
    from: u32,
    count: u32,
    /// The rate of a member of this class with the mean attitude.
    rate: f32,
    /// The chance of the friendliest to engage.
    most: f64,
    /// -ln(1 - `most`).
    hazard: f64,
}

/// From so many blocks and marks on, blocks are spread over the threads. Waking a thread takes as long as some hundred
/// engagements, and only the search for those who engage is spread, not what they learn: measured, a second thread
/// gains nothing at 8,000 engagements, a tenth at 16,000, and a third at 32,000 (benches/runs/2026-11-25-amd-epyc).
#[cfg(feature = "threads")]
const WORTH_THREADS: (u32, f64) = (8, 12_000.0);

/// No chance is taken to be above this, so that hazards stay finite.
const SUREST: f64 = 0.999_999;

impl Publication<'_> {
    /// Who engages, into `crowd.hits` in the order of the list; returns how many were shown the message. The blocks of
    /// a very large account are spread over the threads that are there; each has its own luck, so the bits are the
    /// same.
    pub(super) fn respond_all(&self, luck: &mut Luck, message: Path, crowd: &mut Crowd) -> u64 {
        crowd.hits.clear();
        (crowd.sharing, crowd.leaving) = (0, [0; CLASSES]);
        let blocks = self.account.blocks();
        #[cfg(feature = "threads")]
        if blocks >= WORTH_THREADS.0 && self.marks() >= WORTH_THREADS.1 && rayon::current_num_threads() > 1 {
            return self.respond_on_threads(luck, message, crowd);
        }
        (0..blocks).map(|block| self.respond(luck.at_block(message, Purpose::Engage, block), block, crowd)).sum()
    }

    /// How many marks to expect on the whole list.
    #[cfg(feature = "threads")]
    fn marks(&self) -> f64 {
        let of_class = |(class, to): (usize, u32)| f64::from(to) * self.section(Stretch { class, from: 0, to }).hazard;
        self.account.in_class.into_iter().enumerate().map(of_class).sum()
    }

    #[cfg(feature = "threads")]
    fn respond_on_threads(&self, luck: &Luck, message: Path, crowd: &mut Crowd) -> u64 {
        use rayon::prelude::*;
        let one = |block: u32| {
            let (mut luck, mut crowd) = (luck.clone(), Crowd::default());
            let shown = self.respond(luck.at_block(message, Purpose::Engage, block), block, &mut crowd);
            (shown, crowd)
        };
        let answers: Vec<(u64, Crowd)> = (0..self.account.blocks()).into_par_iter().map(one).collect();
        for (_, of_block) in &answers {
            crowd.hits.extend(&of_block.hits);
            crowd.sharing += of_block.sharing;
            crowd.leaving.iter_mut().zip(of_block.leaving).for_each(|(all, leaving)| *all += leaving);
        }
        answers.iter().map(|(shown, ..)| shown).sum()
    }

    /// Who of a block engages, appended to `crowd.hits`; returns how many were shown the message.
    fn respond(&self, words: &mut impl Rng, block: u32, crowd: &mut Crowd) -> u64 {
        let mut sections = [Section::default(); CLASSES];
        for stretch in self.account.stretches(block) {
            sections[stretch.class] = self.section(stretch);
        }
        let shown_luck = unit(words);
        crowd.throw(words, &sections);
        self.find(&sections, crowd);
        let shown_only = self.shown_only(words, shown_luck, &sections, &crowd.marks);
        let before = crowd.hits.len();
        self.thin(&sections, crowd);
        let engaged = (crowd.hits.len() - before) as u64;
        crowd.sharing += binomial(words, engaged, self.rules.share_chance);
        let shown = crowd.marks.len() as u64 + shown_only;
        self.leave(words, shown, &sections, crowd);
        shown
    }

    /// E12: how many of those shown the message stop following; each is equally likely to be of any place in the list.
    fn leave(&self, words: &mut impl Rng, shown: u64, sections: &[Section; CLASSES], crowd: &mut Crowd) {
        let leaving = binomial(words, shown, self.unfollow);
        if leaving == 0 {
            return;
        }
        let mut left = sections.map(|section| section.count);
        for _ in 0..leaving {
            let (mut at, mut class) = (unit(words) * f64::from(left.iter().sum::<u32>()), 0);
            while class + 1 < CLASSES && at >= f64::from(left[class]) {
                at -= f64::from(left[class]);
                class += 1;
            }
            if left[class] > 0 {
                left[class] -= 1;
                crowd.leaving[class] += 1;
            }
        }
    }

    fn section(&self, stretch: Stretch) -> Section {
        let rate = (self.rate * self.rules.activity[stretch.class]) as f32;
        let most = engagement_chance(self.shown_chance, rate * self.friendliest);
        let most = f64::from(most).min(SUREST);
        Section { from: stretch.from, count: stretch.to - stretch.from, rate, most, hazard: hazard(most) }
    }

    /// Who the marked are and what they think. One loop for each: attitudes are fetched from all over the memory, and
    /// the waits must overlap.
    fn find(&self, sections: &[Section; CLASSES], crowd: &mut Crowd) {
        crowd.marks.clear();
        crowd.marks.extend(crowd.throws.iter().map(|throw| {
            let class = throw.class();
            let member = self.account.member(self.public, class, sections[class].from + throw.place());
            Mark { class, luck: throw.luck, member, attitude: 0.0 }
        }));
        for mark in &mut crowd.marks {
            mark.attitude = self.plane.attitude(mark.member, self.scale);
        }
    }

    /// Those of the marked who are friendly enough engage.
    fn thin(&self, sections: &[Section; CLASSES], crowd: &mut Crowd) {
        let mean = self.plane.mean_baseline as f32;
        crowd.hits.extend(crowd.marks.iter().filter_map(|mark| {
            let section = &sections[mark.class];
            let rate = section.rate * affinity_effect(self.rules.affinity, mark.attitude, mean);
            let chance = f64::from(engagement_chance(self.shown_chance, rate));
            // One uniform number decides both: given that it lies below the chance to engage, it is uniform there.
            let luck = mark.luck * section.most;
            (luck < chance).then_some(Hit { member: mark.member, asks: luck < chance * self.rules.ask_chance })
        }));
    }

    /// Whoever is marked was shown the message; of the others this many were. Exact in its law up to the rounding of
    /// [`binomial_sum`]: let a follower be shown the message if a uniform number lies below v, and engage if it lies
    /// below his own chance; `most` lies between the two.
    fn shown_only(&self, words: &mut impl Rng, luck: f64, sections: &[Section; CLASSES], marks: &[Mark]) -> u64 {
        let shown = f64::from(self.shown_chance);
        let mut others = sections.map(|section| (u64::from(section.count), 0.0));
        marks.iter().for_each(|mark| others[mark.class].0 -= 1);
        for (other, section) in others.iter_mut().zip(sections) {
            other.1 = ((shown - section.most) / (1.0 - section.most)).max(0.0);
        }
        binomial_sum(words, luck, &others)
    }
}

impl Crowd {
    /// Throws marks on the sections, in the order of the list; who is marked twice counts once.
    ///
    /// A mark is one uniform number: its whole part in units of a follower's hazard says who, its fraction is left over
    /// as the luck of his thinning.
    fn throw(&mut self, words: &mut impl Rng, sections: &[Section; CLASSES]) {
        self.throws.clear();
        let hazards = sections.map(|section| f64::from(section.count) * section.hazard);
        let all: f64 = hazards.iter().sum();
        for number in 0..poisson(words, all) {
            let (mut at, mut class) = (unit(words) * all, 0);
            while class + 1 < CLASSES && at >= hazards[class] {
                at -= hazards[class];
                class += 1;
            }
            if sections[class].count == 0 {
                continue; // rounding led behind the last follower
            }
            let exact = at / sections[class].hazard;
            let place = (exact as u32).min(sections[class].count - 1);
            let at = (((class as u64) << PLACE_BITS | u64::from(place)) << THROW_BITS) | number;
            self.throws.push(Throw { at, luck: (exact - f64::from(place)).min(1.0) });
        }
        // Of two marks on one follower the one thrown first stays, whose luck is uniform.
        if self.throws.len() > 1 {
            self.throws.sort_unstable_by_key(|throw| throw.at);
            self.throws.dedup_by_key(|throw| throw.at >> THROW_BITS);
        }
    }
}
