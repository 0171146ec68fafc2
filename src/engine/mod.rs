//! The clockwork: one run of a scenario, driven by what happens. It knows nothing of files, clocks on walls or
//! printing.

mod agenda;
pub mod beginning;
mod drafts;
pub mod measures;
mod phases;
pub mod recorder;
mod respond;
mod rules;
pub mod run;
pub mod schedule;
mod share;
mod slab;
pub mod state;
pub mod tally;
pub mod trace;
pub mod trajectory;

use crate::scenario::Scenario;
pub use beginning::Beginning;
use recorder::{Recorder, TrajectoryRecorder};
use run::Simulation;
pub use state::Unreadable;
use trajectory::{Layout, Trajectory};

/// The plan of a scenario's trajectories: a record at hour 0, then every `record_every`, and one at the end.
#[must_use]
pub fn layout(scenario: &Scenario) -> Layout {
    let (end, every) = (scenario.run.hours(), scenario.run.record_every_hours);
    let mut record_hours: Vec<f64> = (0u32..).map(|k| f64::from(k) * every).take_while(|hour| *hour < end).collect();
    record_hours.push(end);
    Layout { record_hours, countries: scenario.countries.len(), audiences: scenario.audiences.len() }
}

/// Runs one replicate and tells the story of every message. `None` if `stop`, asked at every record, ended it.
#[must_use]
pub fn traced(
    scenario: &Scenario,
    replicate: u32,
    listener: &mut dyn FnMut(&trace::Story),
    stop: &dyn Fn() -> bool,
) -> Option<Trajectory> {
    let mut recorder = TrajectoryRecorder::new(scenario, replicate);
    let recorders: &mut [&mut dyn Recorder] = &mut [&mut recorder, &mut Listener(listener)];
    let finished = Simulation::new(scenario, replicate).told().run(recorders, stop);
    finished.then(|| recorder.into_trajectory())
}

/// Hears stories, and does not look.
struct Listener<'a>(&'a mut dyn FnMut(&trace::Story));

impl Recorder for Listener<'_> {
    fn record(&mut self, _view: &recorder::View<'_>) {}

    fn hear(&mut self, story: &trace::Story) {
        (self.0)(story);
    }
}

/// Runs one replicate. `None` if `stop`, asked at every record, ended it.
#[must_use]
pub fn trajectory(scenario: &Scenario, replicate: u32, stop: &dyn Fn() -> bool) -> Option<Trajectory> {
    recorded(TrajectoryRecorder::new(scenario, replicate), scenario, stop)
}

/// The same to the bit but for the tally, which stays empty: for experiments that keep the numbers alone.
#[must_use]
pub fn numbers_alone(scenario: &Scenario, replicate: u32, stop: &dyn Fn() -> bool) -> Option<Trajectory> {
    recorded(TrajectoryRecorder::new(scenario, replicate).of_numbers_alone(), scenario, stop)
}

fn recorded(mut recorder: TrajectoryRecorder, scenario: &Scenario, stop: &dyn Fn() -> bool) -> Option<Trajectory> {
    let replicate = recorder.replicate();
    let finished = Simulation::new(scenario, replicate).run(&mut [&mut recorder], stop);
    finished.then(|| recorder.into_trajectory())
}
