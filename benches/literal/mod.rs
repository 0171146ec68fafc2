//! The reduced model written down directly, as somebody would who needs nothing else: a loop over the hours, in which
//! only what happens is touched. The yardstick for the general engine; see `reduced.rs`.
//!
//! It uses nothing of the engine, so that it stays the same when the engine changes. Like the engine it opens an
//! addressed stream of ChaCha8 for each message and block, and skips from one engagement to the next.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::VecDeque;

pub(crate) const COUNTRIES: usize = 3;
pub(crate) const MEAN_DELAYS: [f64; COUNTRIES] = [0.5, 6.0, 30.0];
pub(crate) const SHARES: [f64; 3] = [0.90, 0.09, 0.01];
pub(crate) const LEVELS: [f64; 3] = [0.3, 3.0, 46.0];
pub(crate) const FOLLOW: f64 = 0.2;
pub(crate) const REACH: f64 = 0.2;
pub(crate) const PULL: f64 = 0.003;
pub(crate) const ATTENTION_HALF_LIFE: f64 = 15.0;
pub(crate) const ATTITUDE_HALF_LIFE: f64 = 480.0;
pub(crate) const STEP: f32 = 0.05;
const GOODWILL_PER_MONTH: f64 = 0.307;
const INFLUENCE_PULL: f64 = 0.17;
const VOICE_FLOOR: f64 = 0.01;
const BLOCK: usize = 1 << 18;

/// Where an attitude is kept.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Layout {
    /// In one list of all members for each country, as the engine must; a list of followers leads to it.
    ByMember,
    /// In the account's list of followers: possible only while a country has one account, nobody asks, and nobody wants
    /// to know what a member thinks.
    ByPlace,
}

/// One country's account: whom it reaches, what they think of its country.
#[derive(Clone)]
struct Sender {
    /// Followers, one class after the other; none if attitudes are kept by place.
    followers: Vec<u32>,
    /// Where each class of followers ends.
    ends: [usize; 3],
    /// Attitudes in units of the scale.
    attitudes: Vec<f32>,
    sum: f64,
    engaged_today: u64,
    goodwill: f64,
    influence: f64,
}

#[derive(Clone)]
pub(crate) struct Literal {
    members: u32,
    senders: [Sender; COUNTRIES],
    luck: ChaCha8Rng,
    /// Engagements with each country's messages.
    pub(crate) engaged: [u64; COUNTRIES],
}

/// A message on its way: who wrote it, its number, how much attention its event still has when it comes out.
#[derive(Clone, Copy)]
struct Message {
    country: usize,
    number: u64,
    left: f64,
}

/// Messages that will come out, hour by hour from now on.
#[derive(Default)]
struct Due {
    hours: VecDeque<Vec<Message>>,
    /// Room to be used again.
    spare: Vec<Vec<Message>>,
}

impl Due {
    fn put(&mut self, hours_ahead: usize, message: Message) {
        while self.hours.len() <= hours_ahead {
            self.hours.push_back(self.spare.pop().unwrap_or_default());
        }
        self.hours[hours_ahead].push(message);
    }

    fn next_hour(&mut self) -> Vec<Message> {
        self.hours.pop_front().unwrap_or_default()
    }

    fn give_back(&mut self, room: Vec<Message>) {
        if room.capacity() > 0 {
            self.spare.push(room);
        }
    }
}

/// An exponential number with mean 1.
fn exponential(luck: &mut ChaCha8Rng) -> f64 {
    -libm::log(((luck.next_u64() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0))
}

impl Literal {
    pub(crate) fn new(members: u32, layout: Layout, seed: u64) -> Literal {
        let mut luck = ChaCha8Rng::seed_from_u64(seed);
        let senders = core::array::from_fn(|_| Sender::new(members, layout, &mut luck));
        Literal { members, senders, luck, engaged: [0; COUNTRIES] }
    }

    /// Followers of a country in each class.
    pub(crate) fn in_class(&self, country: usize) -> [u32; 3] {
        let [a, b, c] = self.senders[country].ends;
        [a, b - a, c - b].map(|n| n as u32)
    }

    /// Bytes of the lists of followers and attitudes.
    pub(crate) fn bytes(&self) -> usize {
        self.senders.iter().map(|sender| 4 * (sender.followers.len() + sender.attitudes.len())).sum()
    }

    /// Runs some hours in which `events_per_hour` events happen on average; everybody comments on each.
    pub(crate) fn run(&mut self, hours: usize, events_per_hour: f64) {
        let mut news = self.luck.clone();
        let mut due = Due::default();
        let mut next_event = exponential(&mut news) / events_per_hour;
        let (mut number, mut scale, daily) = (0, 1.0f64, libm::exp2(-24.0 / ATTITUDE_HALF_LIFE));
        for hour in 0..hours {
            while next_event < (hour + 1) as f64 {
                for (country, mean) in MEAN_DELAYS.into_iter().enumerate() {
                    let delay = mean * exponential(&mut news);
                    let left = libm::exp2(-delay / ATTENTION_HALF_LIFE);
                    due.put((next_event + delay) as usize - hour, Message { country, number, left });
                    number += 1;
                }
                next_event += exponential(&mut news) / events_per_hour;
            }
            let mut messages = due.next_hour();
            for message in messages.drain(..) {
                self.publish(message, (scale * libm::exp2(-((hour % 24) as f64) / ATTITUDE_HALF_LIFE)) as f32);
            }
            due.give_back(messages);
            if hour % 24 == 23 {
                scale = self.end_day(scale * daily);
            }
        }
    }

    /// A message meets its author's followers.
    fn publish(&mut self, message: Message, scale: f32) {
        let sender = &mut self.senders[message.country];
        let hazards =
            LEVELS.map(|u| -libm::log1p(-REACH * f64::from(1.0 - libm::expf(-(PULL * message.left * u) as f32))));
        let mut engaged = 0;
        for (block, first) in (0..sender.ends[2]).step_by(BLOCK).enumerate() {
            let last = (first + BLOCK).min(sender.ends[2]);
            self.luck.set_word_pos((block as u128) << 20);
            self.luck.set_stream(message.number);
            let (mut at, mut distance) = (first, exponential(&mut self.luck));
            for (hazard, end) in hazards.iter().zip(sender.ends) {
                let end = end.min(last);
                while at < end {
                    let skipped = distance / hazard;
                    if skipped >= (end - at) as f64 {
                        distance -= (end - at) as f64 * hazard;
                        at = end;
                        break;
                    }
                    at += skipped as usize;
                    sender.engage(at, scale);
                    engaged += 1;
                    at += 1;
                    distance = exponential(&mut self.luck);
                }
            }
        }
        sender.engaged_today += engaged;
        self.engaged[message.country] += engaged;
    }

    /// Midnight: goodwill and influence move; attitudes are put into new units before the floats run out.
    fn end_day(&mut self, mut scale: f64) -> f64 {
        let kept = libm::exp(-GOODWILL_PER_MONTH / 30.4375);
        for sender in &mut self.senders {
            let today = core::mem::take(&mut sender.engaged_today) as f64;
            sender.goodwill = sender.goodwill * kept + 1000.0 * today / f64::from(self.members);
            if scale < 1e-12 {
                sender.attitudes.iter_mut().for_each(|a| *a *= scale as f32);
                sender.sum *= scale;
            }
        }
        if scale < 1e-12 {
            scale = 1.0;
        }
        let goodwill: f64 = self.senders.iter().map(|s| s.goodwill).sum();
        for sender in &mut self.senders {
            let voice = (sender.goodwill + VOICE_FLOOR / COUNTRIES as f64) / (goodwill + VOICE_FLOOR);
            let standing = 0.5 * (1.0 + sender.sum * scale / f64::from(self.members));
            let target = 0.85 / COUNTRIES as f64 + 0.15 * voice;
            sender.influence += (INFLUENCE_PULL * (target - sender.influence) + 0.1 * (standing - 0.5)) / 365.25;
        }
        let influence: f64 = self.senders.iter().map(|s| s.influence).sum();
        self.senders.iter_mut().for_each(|s| s.influence /= influence);
        scale
    }
}

impl Sender {
    /// Each member follows with the same chance; members are numbered by class, so the list holds one class after the
    /// other.
    fn new(members: u32, layout: Layout, luck: &mut ChaCha8Rng) -> Sender {
        let starts =
            [SHARES[0], SHARES[0] + SHARES[1], 1.0].map(|share| libm::round(share * f64::from(members)) as u32);
        let hazard = -libm::log1p(-FOLLOW);
        let mut followers = Vec::with_capacity((f64::from(members) * FOLLOW * 1.02) as usize + 100);
        let mut member = exponential(luck) / hazard;
        while member < f64::from(members) {
            followers.push(member as u32);
            member = libm::floor(member) + 1.0 + exponential(luck) / hazard;
        }
        let ends = starts.map(|end| followers.partition_point(|m| *m < end));
        let kept = if layout == Layout::ByMember { members as usize } else { followers.len() };
        if layout == Layout::ByPlace {
            followers = Vec::new();
        }
        let attitudes = vec![0.0; kept];
        Sender { followers, ends, attitudes, sum: 0.0, engaged_today: 0, goodwill: 0.0, influence: 1.0 / 3.0 }
    }

    fn engage(&mut self, place: usize, scale: f32) {
        let index = if self.followers.is_empty() { place } else { self.followers[place] as usize };
        let attitude = &mut self.attitudes[index];
        let step = STEP * (1.0 - *attitude * scale) / scale;
        *attitude += step;
        self.sum += f64::from(step);
    }
}
