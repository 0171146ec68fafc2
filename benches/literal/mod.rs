//! The reduced model written down directly, as somebody would who needs nothing else: a loop over the hours, in which
//! only what happens is touched. The yardstick for the general engine; see `reduced.rs`.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use softpower::math::{exp32, exponential_at, unit};

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

/// One country's account: whom it reaches, what they think of its country.
#[derive(Clone)]
struct Sender {
    /// Followers, one class after the other.
    followers: Vec<u32>,
    /// Where each class of followers ends.
    ends: [usize; 3],
    /// Attitude of every member, in units of the scale.
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

impl Literal {
    pub(crate) fn new(members: u32, seed: u64) -> Literal {
        let mut luck = ChaCha8Rng::seed_from_u64(seed);
        let senders = core::array::from_fn(|_| Sender::new(members, &mut luck));
        Literal { members, senders, luck, engaged: [0; COUNTRIES] }
    }

    /// Followers of a country in each class.
    pub(crate) fn in_class(&self, country: usize) -> [u32; 3] {
        let [a, b, c] = self.senders[country].ends;
        [a, b - a, c - b].map(|n| n as u32)
    }

    /// Runs some hours in which `events_per_hour` events happen on average; everybody comments on each.
    pub(crate) fn run(&mut self, hours: usize, events_per_hour: f64) {
        let mut due: Vec<Vec<Message>> = vec![Vec::new(); hours];
        let mut news = self.luck.clone();
        let mut next_event = exponential_at(unit(&mut news)) / events_per_hour;
        let (mut number, mut scale, daily) = (0, 1.0f64, libm::exp2(-24.0 / ATTITUDE_HALF_LIFE));
        for hour in 0..hours {
            while next_event < (hour + 1) as f64 {
                #[expect(clippy::needless_range_loop, reason = "the country is an address too")]
                for country in 0..COUNTRIES {
                    let delay = MEAN_DELAYS[country] * exponential_at(unit(&mut news));
                    let out = next_event + delay;
                    if out < hours as f64 {
                        let left = libm::exp2(-delay / ATTENTION_HALF_LIFE);
                        due[out as usize].push(Message { country, number, left });
                    }
                    number += 1;
                }
                next_event += exponential_at(unit(&mut news)) / events_per_hour;
            }
            for message in core::mem::take(&mut due[hour]) {
                self.publish(message, (scale * libm::exp2(-((hour % 24) as f64) / ATTITUDE_HALF_LIFE)) as f32);
            }
            if hour % 24 == 23 {
                scale *= daily;
                scale = self.end_day(scale);
            }
        }
    }

    /// A message meets its author's followers.
    fn publish(&mut self, message: Message, scale: f32) {
        let sender = &mut self.senders[message.country];
        let hazards = LEVELS.map(|u| -libm::log1p(-REACH * f64::from(1.0 - exp32(-(PULL * message.left * u) as f32))));
        let mut engaged = 0;
        for (block, first) in (0..sender.followers.len()).step_by(BLOCK).enumerate() {
            let last = (first + BLOCK).min(sender.followers.len());
            self.luck.set_word_pos((block as u128) << 20);
            self.luck.set_stream(message.number);
            let (mut at, mut distance) = (first, exponential_at(unit(&mut self.luck)));
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
                    distance = exponential_at(unit(&mut self.luck));
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
    fn new(members: u32, luck: &mut ChaCha8Rng) -> Sender {
        let starts =
            [SHARES[0], SHARES[0] + SHARES[1], 1.0].map(|share| libm::round(share * f64::from(members)) as u32);
        let hazard = -libm::log1p(-FOLLOW);
        let mut followers = Vec::with_capacity((f64::from(members) * FOLLOW * 1.02) as usize + 100);
        let mut member = exponential_at(unit(luck)) / hazard;
        while member < f64::from(members) {
            followers.push(member as u32);
            member = libm::floor(member) + 1.0 + exponential_at(unit(luck)) / hazard;
        }
        let ends = starts.map(|end| followers.partition_point(|m| *m < end));
        let attitudes = vec![0.0; members as usize];
        Sender { followers, ends, attitudes, sum: 0.0, engaged_today: 0, goodwill: 0.0, influence: 1.0 / 3.0 }
    }

    fn engage(&mut self, place: usize, scale: f32) {
        let attitude = &mut self.attitudes[self.followers[place] as usize];
        let step = STEP * (1.0 - *attitude * scale) / scale;
        *attitude += step;
        self.sum += f64::from(step);
    }
}
