//! Reshares (E6): who of the peers is reached by a message that is passed on, and engages. Peers are drawn where they
//! are needed and never stored; as with followers, only those who would engage if they were as friendly as can be are
//! touched.

use super::respond::{Crowd, Hit};
use super::rules::Rules;
use crate::math::{binomial, unit};
use crate::model::attention::Attention;
use crate::model::engagement::{LATEST_REACTION_HOURS, affinity_effect, engagement_chance, reaction_hours};
use crate::model::reshare::{damping, follows, offspring};
use crate::world::{Account, CLASSES, Plane, Public};
use rand::Rng;

/// The event of a comment; an announcement has none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occasion {
    /// S.
    pub size: f64,
    /// D, hours from its beginning to the publication.
    pub delay: f64,
}

/// How a message is met at its publication.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reception {
    /// The rate of E4 of a member of activity 1 with the mean attitude, but for S R.
    pub rate: f64,
    /// S R.
    pub attention: f64,
    pub occasion: Option<Occasion>,
    /// g, the scale of the plane.
    pub scale: f32,
}

/// S R for somebody whom a message reaches so many hours after its publication.
pub(super) fn attention_then(occasion: Option<Occasion>, attention: &Attention, later: f64) -> f64 {
    occasion.map_or(1.0, |occasion| occasion.size * attention.left(occasion.delay + later))
}

/// A member who engages because somebody passed the message on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer {
    pub member: u32,
    pub class: usize,
    /// Hours from publication to the reshare that reached him.
    pub reached_after: f64,
    /// 1 if a follower passed the message on to him, and so on.
    pub generation: usize,
    pub asks: bool,
    pub follows: bool,
}

/// Somebody passes a message on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reshare {
    /// Hours from publication.
    pub after: f64,
    /// Generation of those whom it reaches.
    pub generation: usize,
}

/// What becomes of one message by reshares, and the room to find that out; used again for every message.
#[derive(Clone, Debug, Default)]
pub(super) struct Cascade {
    pub peers: Vec<Peer>,
    /// Those who pass the message on.
    pub reshares: Vec<Reshare>,
    /// Everybody who has engaged, sorted; filled when the first peer engages.
    engaged: Vec<u32>,
}

/// A message at the moment of its publication, as peers will meet it.
pub(super) struct Spreading<'a> {
    pub account: &'a Account,
    pub public: &'a Public,
    pub plane: &'a Plane,
    pub rules: &'a Rules,
    /// v: peers see a message at any time of day.
    pub reach: f32,
    /// The rate of a member of activity 1 with the mean attitude, but for S R.
    pub rate: f64,
    /// S R at publication.
    pub attention: f64,
    pub occasion: Option<Occasion>,
    /// g, the scale of the plane.
    pub scale: f32,
}

impl Spreading<'_> {
    /// n: expected offspring of one engagement, before the cap.
    pub(super) fn offspring(&self) -> f64 {
        let rate = self.rate * self.attention;
        let of_class = |class: usize| {
            let chance = engagement_chance(self.reach, (rate * self.rules.activity[class]) as f32);
            self.public.class_shares[class] * f64::from(chance)
        };
        offspring(self.rules.share_chance, self.rules.peers, (0..CLASSES).map(of_class).sum())
    }

    /// Passes the message on, from those who engaged as followers to peers, from these to others, until nobody does
    /// any more.
    pub(super) fn spread(&self, words: &mut impl Rng, offspring: f64, crowd: &Crowd, cascade: &mut Cascade) {
        cascade.peers.clear();
        cascade.reshares.clear();
        cascade.engaged.clear();
        for _ in 0..crowd.sharing {
            cascade.pass_on(0.0, reaction_hours(unit(words)), 1);
        }
        let damping = damping(offspring, self.rules.branching_cap);
        let mut done = 0;
        while let Some(reshare) = cascade.reshares.get(done).copied() {
            done += 1;
            self.reach_peers(words, reshare, damping, &crowd.hits, cascade);
        }
    }

    /// One reshare reaches its peers.
    fn reach_peers(&self, words: &mut impl Rng, reshare: Reshare, damping: f64, hits: &[Hit], cascade: &mut Cascade) {
        let Reshare { after, generation } = reshare;
        let rate = self.rate * attention_then(self.occasion, &self.rules.attention, after);
        let rates: [f32; CLASSES] = core::array::from_fn(|class| (rate * self.rules.activity[class]) as f32);
        let friendliest = self.rules.friendliest(self.plane.mean_baseline);
        let most = rates.map(|rate| f64::from(engagement_chance(self.reach, rate * friendliest)) * damping);
        let parts: [f64; CLASSES] = core::array::from_fn(|class| self.public.class_shares[class] * most[class]);
        let all: f64 = parts.iter().sum();
        for _ in 0..binomial(words, u64::from(self.rules.peers), all) {
            let (mut at, mut class) = (unit(words) * all, 0);
            while class + 1 < CLASSES && at >= parts[class] {
                at -= parts[class];
                class += 1;
            }
            // A uniform number that says who of the class, and by its fraction how friendly he has to be.
            let size = self.public.class_size(class);
            let exact = (at / parts[class]).min(1.0) * f64::from(size);
            let place = (exact as u32).min(size.saturating_sub(1));
            let (member, luck) = (self.public.class_starts[class] + place, exact - f64::from(place));
            let attitude = self.plane.attitude(member, self.scale);
            let rate = rates[class] * affinity_effect(self.rules.affinity, attitude, self.plane.mean_baseline as f32);
            let chance = f64::from(engagement_chance(self.reach, rate)) * damping;
            if luck * most[class] < chance && cascade.is_new(member, hits) {
                self.engage(
                    words,
                    Peer { member, class, reached_after: after, generation, asks: false, follows: false },
                    cascade,
                );
            }
        }
    }

    /// A peer engages: he may pass the message on, ask, and begin to follow.
    fn engage(&self, words: &mut impl Rng, peer: Peer, cascade: &mut Cascade) {
        let (shares, reaction) = (unit(words) < self.rules.share_chance, reaction_hours(unit(words)));
        let follow_chance =
            follows(self.rules.follow_chance, self.account.in_class[peer.class], self.public.class_size(peer.class));
        let asks = unit(words) < self.rules.ask_chance;
        cascade.peers.push(Peer { asks, follows: unit(words) < follow_chance, ..peer });
        if shares {
            cascade.pass_on(peer.reached_after, reaction, peer.generation + 1);
        }
    }
}

impl Cascade {
    /// A reshare so long after what it answers; very late ones do not happen.
    fn pass_on(&mut self, reached_after: f64, reaction: f64, generation: usize) {
        if reaction <= LATEST_REACTION_HOURS {
            self.reshares.push(Reshare { after: reached_after + reaction, generation });
        }
    }

    /// Has the member not engaged yet? If so, he has now.
    fn is_new(&mut self, member: u32, hits: &[Hit]) -> bool {
        if self.engaged.is_empty() {
            self.engaged.extend(hits.iter().map(|hit| hit.member));
            self.engaged.sort_unstable();
        }
        match self.engaged.binary_search(&member) {
            Ok(_) => false,
            Err(place) => {
                self.engaged.insert(place, member);
                true
            }
        }
    }
}
