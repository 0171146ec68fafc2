//! Witnesses that more than one trial needs.

use crate::engine::recorder::{Recorder, View};
use crate::world::Counts;

/// Sums a count over the whole run, by country.
pub(super) struct Sums {
    of: fn(&Counts) -> u64,
    /// The sums.
    pub(super) by_country: Vec<f64>,
}

impl Sums {
    /// Nothing yet.
    pub(super) fn of(of: fn(&Counts) -> u64) -> Sums {
        Sums { of, by_country: Vec::new() }
    }

    /// Over all countries.
    pub(super) fn total(&self) -> f64 {
        self.by_country.iter().sum()
    }
}

impl Recorder for Sums {
    fn record(&mut self, view: &View<'_>) {
        self.by_country.resize(view.world.ministries.len(), 0.0);
        let counts = view.world.ministries.iter().map(|ministry| (self.of)(&ministry.counts) as f64);
        self.by_country.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
}
