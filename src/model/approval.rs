//! E14, approval: how long a draft takes to be approved, and whether it ever is.
//!
//! Simple: the delay is lognormal around a median. Desks: a chain of queues; the delay emerges from reviewers, working
//! time and office hours. [`Desk`] is one of them as a pure type: it knows neither drafts nor luck nor the time of day,
//! so it can be fed any stream of arrivals and services. Little's law holds in it as an identity.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The simple delay in hours that belongs to a standard normal number; `median_hours` may be 0.
#[must_use]
pub fn simple_delay(median_hours: f64, ln_sd: f64, normal: f64) -> f64 {
    median_hours * libm::exp(ln_sd * normal)
}

/// Mean and coefficient of variation of a lognormal law as the mean and sd of the logarithm.
#[must_use]
pub fn lognormal_of_mean(mean: f64, variation: f64) -> (f64, f64) {
    let variance = libm::log1p(variation * variation);
    (libm::log(mean) - 0.5 * variance, libm::sqrt(variance))
}

/// What a desk is asked to bear, and whether it can.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Drafts that come to the desk, a week.
    pub drafts_a_week: f64,
    /// Mean working time for one review, hours.
    pub working_time_hours: f64,
    /// Chance that a review sends the draft round again.
    pub chance_edited: f64,
    /// People who review.
    pub reviewers: f64,
    /// Office hours a week.
    pub hours_a_week: f64,
}

impl Demand {
    /// The load: working hours asked for over working hours there are. Above 1 the queue grows without end.
    #[must_use]
    pub fn load(&self) -> f64 {
        let reviews = self.drafts_a_week / (1.0 - self.chance_edited);
        reviews * self.working_time_hours / (self.reviewers * self.hours_a_week)
    }
}

/// One desk: a queue before some reviewers. Drafts are named by numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Desk {
    reviewers: u32,
    busy: usize,
    first: VecDeque<u32>,
    others: VecDeque<u32>,
    changed_at: f64,
    /// Integral over time of the number of drafts at the desk, waiting or under review: draft-hours.
    pub draft_hours: f64,
    /// Hours that the drafts which left spent here, minus the arrival times of those still here; see
    /// [`Desk::time_spent`].
    balance: f64,
    present: usize,
}

impl Desk {
    /// An empty desk; `None` reviewers are as many as there are drafts.
    #[must_use]
    pub fn new(reviewers: Option<u32>) -> Desk {
        Desk {
            reviewers: reviewers.unwrap_or(u32::MAX),
            busy: 0,
            first: VecDeque::new(),
            others: VecDeque::new(),
            changed_at: 0.0,
            draft_hours: 0.0,
            balance: 0.0,
            present: 0,
        }
    }

    /// A draft arrives and waits, before all others if it is a `priority`.
    pub fn arrive(&mut self, hour: f64, draft: u32, priority: bool) {
        self.count(hour);
        self.present += 1;
        self.balance -= hour;
        if priority { self.first.push_back(draft) } else { self.others.push_back(draft) }
    }

    /// A free reviewer takes the next draft, if there are both.
    pub fn take(&mut self) -> Option<u32> {
        if !self.has_free_reviewer() {
            return None;
        }
        let draft = self.first.pop_front().or_else(|| self.others.pop_front())?;
        self.busy += 1;
        Some(draft)
    }

    /// A review ends and its draft leaves the desk (to the next one, out, or to the end of this very queue).
    pub fn done(&mut self, hour: f64) {
        self.busy -= 1;
        self.leave(hour);
    }

    /// A draft that still waits is taken back. Returns whether it was there.
    pub fn withdraw(&mut self, hour: f64, draft: u32) -> bool {
        let queues = [&mut self.first, &mut self.others];
        let found = queues.into_iter().any(|queue| {
            let place = queue.iter().position(|d| *d == draft);
            place.and_then(|place| queue.remove(place)).is_some()
        });
        if found {
            self.leave(hour);
        }
        found
    }

    fn leave(&mut self, hour: f64) {
        self.count(hour);
        self.present -= 1;
        self.balance += hour;
    }

    fn count(&mut self, hour: f64) {
        self.draft_hours += self.present as f64 * (hour - self.changed_at);
        self.changed_at = hour;
    }

    /// Drafts at the desk, waiting or under review.
    #[must_use]
    pub fn present(&self) -> usize {
        self.present
    }

    /// Drafts that wait for a reviewer.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.first.len() + self.others.len()
    }

    /// Reviewers at work.
    #[must_use]
    pub fn busy(&self) -> usize {
        self.busy
    }

    /// Is a reviewer free?
    #[must_use]
    pub fn has_free_reviewer(&self) -> bool {
        self.busy < self.reviewers as usize
    }

    /// Integral over time of the number of drafts here, up to `hour`: the left side of Little's law.
    #[must_use]
    pub fn draft_hours_at(&self, hour: f64) -> f64 {
        self.draft_hours + self.present as f64 * (hour - self.changed_at)
    }

    /// Time that all drafts spent here, those still here counted up to `hour`: the right side of Little's law.
    #[must_use]
    pub fn time_spent(&self, hour: f64) -> f64 {
        self.balance + self.present as f64 * hour
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds a desk arrivals and services; returns the mean time from arrival to the beginning of the review.
    fn mean_wait(reviewers: u32, arrivals: &[f64], services: &[f64]) -> (f64, Desk) {
        let mut desk = Desk::new(Some(reviewers));
        let mut ends: Vec<f64> = Vec::new();
        let (mut waited, mut next) = (0.0, 0);
        loop {
            let end = ends.iter().copied().fold(f64::INFINITY, f64::min);
            let arrival = arrivals.get(next).copied().unwrap_or(f64::INFINITY);
            let now = end.min(arrival);
            if now.is_infinite() {
                return (waited / arrivals.len() as f64, desk);
            }
            if arrival <= end {
                desk.arrive(now, next as u32, false);
                next += 1;
            } else {
                ends.retain(|e| *e > end);
                desk.done(now);
            }
            while let Some(draft) = desk.take() {
                waited += now - arrivals[draft as usize];
                ends.push(now + services[draft as usize]);
            }
        }
    }

    #[test]
    fn a_desk_with_poisson_arrivals_waits_as_erlang_says() {
        use crate::math::{exponential_at, unit};
        use crate::random::{Kind, Luck, Path, Purpose};
        for (reviewers, load) in [(1u32, 0.7), (2, 0.8), (4, 0.85)] {
            let n = 400_000;
            let mut luck = Luck::new(11, reviewers);
            let words = luck.at(Path::to(Kind::Desk), Purpose::Review);
            let rate = load * f64::from(reviewers);
            let mut now = 0.0;
            let arrivals: Vec<f64> = (0..n)
                .map(|_| {
                    now += exponential_at(unit(words)) / rate;
                    now
                })
                .collect();
            let services: Vec<f64> = (0..n).map(|_| exponential_at(unit(words))).collect();
            let (wait, desk) = mean_wait(reviewers, &arrivals, &services);
            let wanted = erlang_c(reviewers, rate) / (f64::from(reviewers) - rate);
            // The wait of an M/M/c queue is strongly correlated in time; 4 % is over three standard errors here.
            assert!((wait / wanted - 1.0).abs() < 0.04, "{reviewers} at {load}: {wait} for {wanted}");
            let end = desk.changed_at;
            assert!((desk.draft_hours_at(end) / desk.time_spent(end) - 1.0).abs() < 1e-9, "Little's law");
        }
    }

    /// Erlang C: the chance to wait in an M/M/c queue whose offered load is `a`.
    fn erlang_c(c: u32, a: f64) -> f64 {
        let blocked = (1..=c).fold(1.0, |b, k| a * b / (f64::from(k) + a * b));
        let load = a / f64::from(c);
        blocked / (1.0 - load * (1.0 - blocked))
    }

    #[test]
    fn replies_go_first_and_withdrawn_drafts_leave() {
        let mut desk = Desk::new(Some(1));
        for (draft, priority) in [(1, false), (2, false), (3, true)] {
            desk.arrive(0.0, draft, priority);
        }
        assert!(desk.withdraw(1.0, 1));
        assert!(!desk.withdraw(1.0, 9));
        assert_eq!(desk.take(), Some(3));
        assert_eq!(desk.take(), None, "the only reviewer is busy");
        desk.done(2.0);
        assert_eq!(desk.take(), Some(2));
        assert_eq!((desk.present(), desk.waiting()), (1, 0));
        assert_eq!(desk.time_spent(3.0), 1.0 + 2.0 + 3.0);
        assert_eq!(desk.draft_hours_at(3.0), 6.0);
    }

    #[test]
    fn lognormal_working_times_have_the_given_mean_and_variation() {
        let (mu, sigma) = lognormal_of_mean(0.6, 1.5);
        assert!((libm::exp(mu + 0.5 * sigma * sigma) - 0.6).abs() < 1e-12);
        assert!((libm::sqrt(libm::exp(sigma * sigma) - 1.0) - 1.5).abs() < 1e-12);
    }

    #[test]
    fn the_load_counts_repeated_reviews() {
        let demand = Demand {
            drafts_a_week: 40.0,
            working_time_hours: 0.5,
            chance_edited: 0.5,
            reviewers: 1.0,
            hours_a_week: 40.0,
        };
        assert!((demand.load() - 1.0).abs() < 1e-12);
    }
}
