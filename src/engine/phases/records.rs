//! Phase 10: the world is shown to the observers, and counting starts again.

use crate::engine::agenda::Item;
use crate::engine::recorder::{Recorder, View};
use crate::engine::run::Simulation;

impl Simulation<'_> {
    /// Puts down the records from an hour on, itself included.
    pub(in crate::engine) fn plan_records(&mut self, from: f64) {
        let hours = crate::engine::layout(self.scenario).record_hours;
        hours.into_iter().filter(|hour| *hour >= from).for_each(|hour| self.agenda.put(hour, 0, Item::Record));
    }

    pub(in crate::engine) fn observe(&mut self, hour: f64, recorders: &mut [&mut dyn Recorder]) {
        for ministry in &mut self.world.ministries {
            ministry.desks.iter_mut().for_each(|station| station.count_work(hour));
        }
        let fear: Vec<f64> = (0..self.world.ministries.len()).map(|country| self.fear(country)).collect();
        let view = View {
            hour,
            period: hour - self.recorded,
            voice_floor: self.scenario.model.voice_floor,
            fear: &fear,
            world: &self.world,
        };
        recorders.iter_mut().for_each(|recorder| recorder.record(&view));
        self.recorded = hour;
        for ministry in &mut self.world.ministries {
            ministry.counts.reset();
            ministry.desks.iter_mut().for_each(|station| station.hours_worked = 0.0);
        }
        self.world.planes.iter_mut().for_each(|plane| plane.engaged = 0);
    }
}
