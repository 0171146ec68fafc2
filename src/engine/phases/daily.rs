//! Phase 9: once a day, at 00:00 UTC, after accounts and norms (`presence.rs`), moods, goodwill and influence move
//! (E9, E10, E11).

use crate::calendar::DAY;
use crate::engine::agenda::Item;
use crate::engine::run::Simulation;
use crate::math::normal;
use crate::model::goodwill::after_a_day;
use crate::model::influence::Forces;
use crate::random::Purpose;

impl Simulation<'_> {
    /// The first moods, drawn from their stationary law.
    pub(in crate::engine) fn begin_moods(&mut self) {
        for plane in &mut self.world.planes {
            plane.mood = self.rules.mood.first(normal(self.luck.at(plane.path.then(0), Purpose::Daily)));
        }
    }

    /// Midnight: day `day` begins, the one before it is counted.
    pub(in crate::engine) fn end_day(&mut self, hour: f64, day: u32) {
        self.grow_accounts();
        self.open_accounts(hour);
        self.move_norms();
        let countries = self.world.ministries.len();
        for (number, plane) in self.world.planes.iter_mut().enumerate() {
            let members = self.world.publics[number / countries].members;
            let engaged = core::mem::take(&mut plane.engaged_today);
            if self.scenario.countries[number % countries].constant_goodwill.is_none() {
                plane.goodwill = after_a_day(plane.goodwill, self.rules.goodwill_memory, engaged, members);
            }
            let shock = normal(self.luck.at(plane.path.then(u64::from(day)), Purpose::Daily));
            plane.mood = self.rules.mood.next(plane.mood, shock);
            plane.renew_scale(hour);
        }
        self.move_influence(hour, day);
        self.agenda.put(hour + DAY, 0, Item::Midnight(day + 1));
    }

    fn move_influence(&mut self, hour: f64, day: u32) {
        let floor = self.scenario.model.voice_floor;
        let mut forces = Vec::with_capacity(self.world.ministries.len());
        for (country, ministry) in self.world.ministries.iter().enumerate() {
            forces.push(Forces {
                capacity: ministry.capacity,
                voice: self.world.voice(country, floor),
                standing: self.world.standing(country, hour),
                luck: normal(self.luck.at(ministry.path.then(u64::from(day)), Purpose::Daily)),
            });
        }
        let shares: Vec<f64> = self.world.ministries.iter().map(|m| m.influence).collect();
        let moved = self.rules.pull.next_day(&shares, &forces);
        for (ministry, share) in self.world.ministries.iter_mut().zip(moved) {
            ministry.influence = share;
        }
    }
}
