//! What moves once a day, at midnight UTC; E9 to E11 in full.

use super::{Mistake, Run};

const DAYS_IN_A_MONTH: f64 = 30.4375;
const DAYS_IN_A_YEAR: f64 = 365.25;

impl Run<'_> {
    pub(crate) fn day_ends(&mut self) {
        self.accounts_open();
        self.accounts_grow();
        self.measure_accounts();
        self.norms_move();
        self.goodwill_moves();
        self.moods_move();
        self.influence_moves();
    }

    /// E10: G.
    fn goodwill_moves(&mut self) {
        let mut days = 1.0 / DAYS_IN_A_MONTH;
        if self.makes(Mistake::GoodwillLasts) {
            days = 1.0 / DAYS_IN_A_YEAR;
        }
        let wears_off = self.makes(Mistake::ConstantGoodwillWearsOff);
        let left = (-self.scenario.model.goodwill_decay_per_month * days).exp();
        for of_audience in &mut self.planes {
            for (country, plane) in of_audience.iter_mut().enumerate() {
                if self.scenario.countries[country].constant_goodwill.is_some() && !wears_off {
                    continue;
                }
                let members = plane.baseline.len() as f64;
                plane.goodwill = plane.goodwill * left + plane.engaged_today / members * 1000.0;
                plane.engaged_today = 0.0;
            }
        }
    }

    /// E9: M, by the exact step of the Ornstein-Uhlenbeck process; where moods do not move, what gaffes did to them
    /// fades.
    fn moods_move(&mut self) {
        let model = &self.scenario.model;
        let kept = (-24.0 / model.mood_half_life_hours).exp2();
        let mut shock = model.mood_sd * (1.0 - kept * kept).sqrt();
        if !model.mechanisms.mood_moves {
            if self.makes(Mistake::GaffesNeverForgotten) {
                return;
            }
            shock = 0.0;
        }
        for of_audience in &mut self.planes {
            for plane in of_audience {
                plane.mood = kept * plane.mood + shock * self.luck.normal();
            }
        }
    }

    /// E11: I.
    fn influence_moves(&mut self) {
        let model = &self.scenario.model;
        let on = model.mechanisms.policy_matters;
        let voice_counts = if on { model.voice_counts } else { 0.0 };
        let standing_pull = if on { model.standing_pull_per_year } else { 0.0 };
        let noise = if model.mechanisms.influence_drifts { model.influence_noise } else { 0.0 };
        let dt = 1.0 / DAYS_IN_A_YEAR;
        let before = self.influence.clone();
        let standing: Vec<f64> = (0..before.len()).map(|country| self.standing_in_e11(country)).collect();
        let mean_standing: f64 = before.iter().zip(&standing).map(|(share, s)| share * s).sum();
        for country in 0..before.len() {
            let capacity = self.scenario.countries[country].capacity;
            let target = (1.0 - voice_counts) * capacity + voice_counts * self.voice(country);
            let pull = model.influence_pull_per_year * (target - before[country]);
            let liking = standing_pull * before[country] * (standing[country] - mean_standing);
            let luck = noise * dt.sqrt() * self.luck.normal() - noise * noise * dt / 2.0;
            self.influence[country] = (before[country] + (pull + liking) * dt) * luck.exp();
        }
        let sum: f64 = self.influence.iter().sum();
        for share in &mut self.influence {
            *share /= sum;
        }
    }

    /// E10: share of voice in one audience.
    pub(crate) fn voice_in(&self, audience: usize, country: usize) -> f64 {
        let floor = self.scenario.model.voice_floor;
        let all: f64 = self.planes[audience].iter().map(|plane| plane.goodwill).sum();
        (self.planes[audience][country].goodwill + floor * self.scenario.countries[country].capacity) / (all + floor)
    }

    /// E10: share of voice over all audiences.
    pub(crate) fn voice(&self, country: usize) -> f64 {
        self.weighted(|audience| self.voice_in(audience, country))
    }

    /// E9: mean of (1 + a + M) / 2 over the members of an audience, no less than 0 and no more than 1.
    pub(crate) fn standing_in(&mut self, audience: usize, country: usize) -> f64 {
        self.let_attitudes_relax(audience, country);
        let plane = &self.planes[audience][country];
        let attitudes = plane.baseline.iter().zip(&plane.deviation).map(|(b, y)| b + y);
        let mean = attitudes.map(|a| (1.0 + a + plane.mood) / 2.0).sum::<f64>() / plane.baseline.len() as f64;
        mean.clamp(0.0, 1.0)
    }

    /// E10: the same over all audiences.
    pub(crate) fn standing(&mut self, country: usize) -> f64 {
        let audiences = self.scenario.audiences.len();
        (0..audiences).map(|a| self.scenario.audiences[a].weight * self.standing_in(a, country)).sum()
    }

    fn standing_in_e11(&mut self, country: usize) -> f64 {
        let standing = self.standing(country);
        if self.makes(Mistake::StandingWithoutMood) {
            return standing - self.weighted(|audience| self.planes[audience][country].mood / 2.0);
        }
        standing
    }

    /// E9: the same asked of all who followed the country's accounts at hour 0, account by account; NaN without them.
    pub(crate) fn standing_of_followers(&self, country: usize) -> f64 {
        let mut sum = 0.0;
        for (audience, member) in &self.panel[country] {
            let plane = &self.planes[*audience][country];
            sum += (1.0 + plane.baseline[*member] + plane.deviation[*member] + plane.mood) / 2.0;
        }
        // NaN without followers stays what it is.
        (sum / self.panel[country].len() as f64).clamp(0.0, 1.0)
    }

    /// Mean over the audiences, weighted by the people they stand for.
    pub(crate) fn weighted(&self, of_audience: impl Fn(usize) -> f64) -> f64 {
        let audiences = self.scenario.audiences.iter().enumerate();
        audiences.map(|(number, audience)| audience.weight * of_audience(number)).sum()
    }
}
