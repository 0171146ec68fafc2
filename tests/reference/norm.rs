//! E13: fear of speaking, which follows the rules with a delay and jumps when somebody is punished or errs.

use super::{Mistake, Run};

impl Run<'_> {
    /// m of a country, now.
    pub(crate) fn fear(&self, country: usize) -> f64 {
        let mechanisms = &self.scenario.model.mechanisms;
        if !mechanisms.fear {
            return 0.0;
        }
        if !mechanisms.norms_lag {
            return self.policy(country, self.now).fear_of_speaking;
        }
        self.norm[country]
    }

    pub(crate) fn norms_begin(&mut self) {
        for country in 0..self.norm.len() {
            self.norm[country] = self.policy(country, 0.0).fear_of_speaking;
        }
    }

    /// Every midnight, after the rules of the new step have come into force.
    pub(crate) fn norms_move(&mut self) {
        let model = &self.scenario.model;
        for country in 0..self.norm.len() {
            let wanted = self.policy(country, self.now).fear_of_speaking;
            let falls = (wanted < self.norm[country]) != self.makes(Mistake::ThawsLikeChill);
            let tau = if falls { model.norm_thaw_hours } else { model.norm_chill_hours };
            self.norm[country] += (wanted - self.norm[country]) * (1.0 - (-24.0 / tau).exp());
        }
    }

    pub(crate) fn norm_jumps(&mut self, country: usize, by: f64) {
        let jumped = self.norm[country] + by;
        self.norm[country] = if self.makes(Mistake::FearAboveOne) { jumped } else { jumped.min(1.0) };
    }
}
