//! The state of one run: publics and what they think, ministries, accounts. [`build()`] makes it, the engine moves it.

pub mod account;
pub mod build;
pub mod ministry;
pub mod places;
pub mod public;

use crate::calendar::Clock;
use crate::model::attitude::{liking, standing};
pub use account::Account;
pub use build::build;
pub use ministry::{Counts, Form, Ministry, Station};
pub use public::{CLASSES, Moved, Plane, Public};

/// Everything that changes during a run, but for what is on the agenda.
#[derive(Clone, Debug)]
pub struct World {
    /// Which date is hour 0.
    pub clock: Clock,
    /// Foreign publics.
    pub publics: Vec<Public>,
    /// What each public thinks of each country: see [`World::plane`].
    pub planes: Vec<Plane>,
    /// Countries.
    pub ministries: Vec<Ministry>,
    /// Accounts of all countries, country by country.
    pub accounts: Vec<Account>,
}

impl World {
    /// The index of a plane.
    #[must_use]
    pub fn plane(&self, audience: usize, country: usize) -> usize {
        audience * self.ministries.len() + country
    }

    /// G of one country, the audiences weighted by the people they stand for.
    #[must_use]
    pub fn goodwill(&self, country: usize) -> f64 {
        self.weighted(|audience| self.planes[self.plane(audience, country)].goodwill)
    }

    /// Share of voice of one country in one audience.
    #[must_use]
    pub fn voice_in(&self, audience: usize, country: usize, floor: f64) -> f64 {
        let all = (0..self.ministries.len()).map(|c| self.planes[self.plane(audience, c)].goodwill).sum();
        let goodwill = self.planes[self.plane(audience, country)].goodwill;
        crate::model::goodwill::voice(goodwill, self.ministries[country].capacity, all, floor)
    }

    /// Share of voice of one country over all audiences.
    #[must_use]
    pub fn voice(&self, country: usize, floor: f64) -> f64 {
        self.weighted(|audience| self.voice_in(audience, country, floor))
    }

    /// Standing of one country among all publics.
    #[must_use]
    pub fn standing(&self, country: usize, hour: f64) -> f64 {
        self.weighted(|audience| self.planes[self.plane(audience, country)].standing(hour))
    }

    /// Standing of one country among a panel of its followers; `None` without followers.
    #[must_use]
    pub fn standing_among_followers(&self, country: usize, hour: f64) -> Option<f64> {
        let scales: Vec<f32> = self.planes.iter().map(|plane| plane.scale(hour) as f32).collect();
        let answer = |&(plane, member): &(usize, u32)| {
            let attitude = self.planes[plane].attitude(member, scales[plane]);
            liking(f64::from(attitude), self.planes[plane].mood)
        };
        crate::stats::mean(self.ministries[country].panel.iter().map(answer)).map(standing)
    }

    fn weighted(&self, of: impl Fn(usize) -> f64) -> f64 {
        self.publics.iter().enumerate().map(|(audience, public)| public.weight * of(audience)).sum()
    }
}
