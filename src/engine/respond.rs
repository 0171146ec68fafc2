//! The hot place: who of a block of followers is shown a message and engages (E3, E4).
//!
//! Followers who do not engage are never touched: skips of geometric length lead from one possible engagement to the
//! next, under the chance of the friendliest attitude, and each is then thinned to its own chance, exactly.

use super::rules::Rules;
use crate::math::{binomial, exponential_at, unit};
use crate::model::engagement::{affinity_effect, engagement_chance};
use crate::random::{Luck, Path, Purpose};
use crate::world::account::Stretch;
use crate::world::{Account, Plane, Public};
use rand::Rng;

/// A member who engages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub member: u32,
    /// Does he ask something as well?
    pub asks: bool,
}

/// A message at the moment of its publication, as its author's followers meet it.
pub(super) struct Publication<'a> {
    pub account: &'a Account,
    pub public: &'a Public,
    pub plane: &'a Plane,
    pub rules: &'a Rules,
    /// v.
    pub shown_chance: f32,
    /// The rate of a member of activity 1 with the mean attitude.
    pub rate: f64,
    /// g, the scale of the plane.
    pub scale: f32,
}

/// From this many blocks on they are spread over the threads: waking a thread costs as much as some hundred
/// engagements.
#[cfg(feature = "threads")]
const BLOCKS_WORTH_THREADS: u32 = 8;

impl Publication<'_> {
    /// Who engages, appended to `hits` in the order of the list; returns how many were shown the message. The blocks of
    /// a very large account are spread over the threads that are there; each has its own luck, so the bits are the
    /// same.
    pub(super) fn respond_all(&self, luck: &mut Luck, message: Path, hits: &mut Vec<Hit>) -> u64 {
        let blocks = self.account.blocks();
        #[cfg(feature = "threads")]
        if blocks >= BLOCKS_WORTH_THREADS && rayon::current_num_threads() > 1 {
            return self.respond_on_threads(luck, message, hits);
        }
        (0..blocks).map(|block| self.respond(luck.at_block(message, Purpose::Engage, block), block, hits)).sum()
    }

    #[cfg(feature = "threads")]
    fn respond_on_threads(&self, luck: &Luck, message: Path, hits: &mut Vec<Hit>) -> u64 {
        use rayon::prelude::*;
        let one = |block: u32| {
            let (mut luck, mut hits) = (luck.clone(), Vec::new());
            let shown = self.respond(luck.at_block(message, Purpose::Engage, block), block, &mut hits);
            (shown, hits)
        };
        let answers: Vec<(u64, Vec<Hit>)> = (0..self.account.blocks()).into_par_iter().map(one).collect();
        answers.iter().for_each(|(_, of_block)| hits.extend(of_block));
        answers.iter().map(|(shown, _)| shown).sum()
    }

    /// Who of a block engages, appended to `hits`; returns how many were shown the message.
    ///
    /// One exponential number is the distance to the next possible engagement, measured in hazard; what is left of it
    /// at the end of a class goes on in the next one, which is exact because exponential numbers have no memory.
    pub(super) fn respond(&self, words: &mut impl Rng, block: u32, hits: &mut Vec<Hit>) -> u64 {
        let friendliest = affinity_effect(self.rules.affinity, 1.0, self.plane.mean_baseline as f32);
        let mut shown = 0u64;
        let mut distance = exponential_at(unit(words));
        for stretch in self.account.stretches(block) {
            let rate = (self.rate * self.rules.activity[stretch.class]) as f32;
            let count = stretch.to - stretch.from;
            let most = f64::from(engagement_chance(self.shown_chance, rate * friendliest));
            let hazard = -libm::log1p(-most);
            distance -= f64::from(count) * hazard;
            let mut candidates = 0;
            if distance < 0.0 {
                let ahead = distance + f64::from(count) * hazard;
                (distance, candidates) = self.walk(words, &Walk { stretch, rate, most, hazard }, ahead, hits);
            }
            shown += u64::from(candidates) + self.shown_only(words, u64::from(count - candidates), most);
        }
        shown
    }

    /// Walks through a stretch from one possible engagement to the next; returns the distance left at its end,
    /// and how many possible engagements there were.
    fn walk(&self, words: &mut impl Rng, walk: &Walk, ahead: f64, hits: &mut Vec<Hit>) -> (f64, u32) {
        let mean = self.plane.mean_baseline as f32;
        let (mut place, end) = (walk.stretch.from, walk.stretch.to);
        let (mut distance, mut candidates) = (ahead, 0);
        loop {
            let skipped = distance / walk.hazard;
            if skipped >= f64::from(end - place) {
                return (distance - f64::from(end - place) * walk.hazard, candidates);
            }
            place += skipped as u32;
            candidates += 1;
            let member = self.account.member(self.public, walk.stretch.class, place);
            let attitude = self.plane.attitude(member, self.scale);
            let rate = walk.rate * affinity_effect(self.rules.affinity, attitude, mean);
            let chance = f64::from(engagement_chance(self.shown_chance, rate));
            // One uniform number decides both: given that it lies below the chance to engage, it is uniform there.
            let luck = unit(words) * walk.most;
            if luck < chance {
                hits.push(Hit { member, asks: luck < chance * self.rules.ask_chance });
            }
            place += 1;
            distance = exponential_at(unit(words));
        }
    }

    /// Whoever might have engaged was shown the message; of the others this many were. Exact: let a follower be shown
    /// the message if a uniform number lies below v, and engage if it lies below his own chance; `most` lies between
    /// the two.
    fn shown_only(&self, words: &mut impl Rng, others: u64, most: f64) -> u64 {
        let shown = f64::from(self.shown_chance);
        binomial(words, others, if most < 1.0 { ((shown - most) / (1.0 - most)).max(0.0) } else { 0.0 })
    }
}

/// A stretch of followers of one class, as a message meets it.
struct Walk {
    stretch: Stretch,
    /// The rate of a member of this class with the mean attitude.
    rate: f32,
    /// The chance of the friendliest.
    most: f64,
    /// -ln(1 - `most`).
    hazard: f64,
}
