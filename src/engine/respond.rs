//! The hot place: who of a block of followers is shown a message and engages (E3, E4).
//!
//! Followers who do not engage are never touched: skips of geometric length lead from one possible engagement to the next,
//! under the chance of the friendliest attitude, and each is then thinned to its own chance, exactly.

use super::rules::Rules;
use crate::math::{Skips, binomial, unit};
use crate::model::engagement::{affinity_effect, engagement_chance};
use crate::world::account::Stretch;
use crate::world::{Account, CLASSES, Plane, Public};
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

impl Publication<'_> {
    /// Who of a block engages, appended to `hits`; returns how many were shown the message.
    pub(super) fn respond(&self, words: &mut impl Rng, block: u32, hits: &mut Vec<Hit>) -> u64 {
        let before = hits.len();
        let (mut followers, mut expected) = (0u64, 0.0);
        for stretch in self.account.stretches(block) {
            let count = u64::from(stretch.to - stretch.from);
            followers += count;
            expected += count as f64 * self.mean_chance(stretch.class);
            self.respond_in(words, stretch, hits);
        }
        if followers == 0 {
            return 0;
        }
        let engaged = (hits.len() - before) as u64;
        engaged + self.shown_only(words, followers - engaged, expected / followers as f64)
    }

    fn respond_in(&self, words: &mut impl Rng, stretch: Stretch, hits: &mut Vec<Hit>) {
        let mean = self.plane.mean_baseline as f32;
        let rate = (self.rate * self.rules.activity[stretch.class]) as f32;
        let most = engagement_chance(self.shown_chance, rate * affinity_effect(self.rules.affinity, 1.0, mean));
        if most <= 0.0 {
            return;
        }
        let most = f64::from(most);
        let skips = Skips::new(most);
        let (mut place, end) = (f64::from(stretch.from) + skips.next(words), f64::from(stretch.to));
        while place < end {
            let member = self.account.member(self.public, stretch.class, place as u32);
            let attitude = self.plane.attitude(member, self.scale);
            let own_rate = rate * affinity_effect(self.rules.affinity, attitude, mean);
            let chance = f64::from(engagement_chance(self.shown_chance, own_rate));
            // One uniform number decides both: given that it lies below the chance to engage, it is uniform there.
            let luck = unit(words) * most;
            if luck < chance {
                hits.push(Hit { member, asks: luck < chance * self.rules.ask_chance });
            }
            place += 1.0 + skips.next(words);
        }
    }

    /// Of those who do not engage, how many were shown the message all the same, given the mean chance to engage.
    fn shown_only(&self, words: &mut impl Rng, others: u64, mean_chance: f64) -> u64 {
        let shown = f64::from(self.shown_chance);
        binomial(words, others, ((shown - mean_chance) / (1.0 - mean_chance)).max(0.0))
    }

    /// The mean chance to engage in a class, at the mean baseline.
    fn mean_chance(&self, class: usize) -> f64 {
        f64::from(engagement_chance(self.shown_chance, (self.rate * self.rules.activity[class]) as f32))
    }
}

const _: () = assert!(CLASSES == 3);
