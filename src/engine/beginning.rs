//! The beginning of a replicate: a run that waits at an hour, from which others go on. What they share is run once, and
//! it can be saved (`state.rs`).

use super::recorder::TrajectoryRecorder;
use super::run::Simulation;
use super::state::{self, Unreadable};
use super::trajectory::Trajectory;
use crate::scenario::Scenario;
use std::io::{self, Read, Write};

/// The beginning of a replicate, up to an hour at which policies part.
#[derive(Clone)]
pub struct Beginning<'a> {
    pub(super) simulation: Simulation<'a>,
    pub(super) recorder: TrajectoryRecorder,
    pub(super) hour: f64,
}

impl<'a> Beginning<'a> {
    /// A replicate at hour 0, before anything has happened.
    #[must_use]
    pub fn new(scenario: &'a Scenario, replicate: u32) -> Beginning<'a> {
        let recorder = TrajectoryRecorder::new(scenario, replicate);
        Beginning { simulation: Simulation::new(scenario, replicate), recorder, hour: 0.0 }
    }

    /// Runs one replicate until just before `hour`. `None` if `stop`, asked at every record, ended it.
    #[must_use]
    pub fn until(hour: f64, scenario: &'a Scenario, replicate: u32, stop: &dyn Fn() -> bool) -> Option<Beginning<'a>> {
        Beginning::new(scenario, replicate).onward(hour, stop)
    }

    /// Which replicate.
    #[must_use]
    pub fn replicate(&self) -> u32 {
        self.recorder.replicate()
    }

    /// Where it waits: everything before that hour has happened, nothing at it. Hours since the start.
    #[must_use]
    pub fn hour(&self) -> f64 {
        self.hour
    }

    /// Runs on until just before `hour`, or stays if that has passed. `None` if `stop`, asked at every record, ended
    /// it.
    #[must_use]
    pub fn onward(mut self, hour: f64, stop: &dyn Fn() -> bool) -> Option<Beginning<'a>> {
        if hour <= self.hour {
            return Some(self);
        }
        let arrived = self.simulation.run_until(hour, &mut [&mut self.recorder], stop);
        arrived.then_some(Beginning { hour, ..self })
    }

    /// Goes on with the policies of another scenario, which before that hour are the same, and whose other parts are
    /// the same throughout: to the bit the trajectory of that scenario. `None` if `stop` ended it.
    #[must_use]
    pub fn go_on<'b>(&self, scenario: &'b Scenario, stop: &dyn Fn() -> bool) -> Option<Trajectory>
    where
        'a: 'b,
    {
        let beginning: Beginning<'b> = self.clone();
        beginning.with_policies_of(scenario).end(stop)
    }

    /// The same beginning of another scenario, which differs in its later policies alone.
    #[must_use]
    pub fn with_policies_of(mut self, scenario: &'a Scenario) -> Beginning<'a> {
        self.simulation.take_policies_of(scenario, self.hour);
        self
    }

    /// Runs to the end. `None` if `stop` ended it before.
    #[must_use]
    pub fn end(mut self, stop: &dyn Fn() -> bool) -> Option<Trajectory> {
        let finished = self.simulation.run(&mut [&mut self.recorder], stop);
        finished.then(|| self.recorder.into_trajectory())
    }

    /// Saves everything that other runs need to go on from here, some bytes for each member whose attitude has moved.
    ///
    /// ```
    /// # use softpower::scenario::{Scenario, Setting, Source, parse};
    /// # const TEXT: &str = "[run]\nstart = 2013-01-01\nend = 2013-01-31\n[audience.world]\nmembers = 2_000\n\
    /// #                     [country.canada]\n[country.uk]\n";
    /// # fn read(text: &str) -> Scenario {
    /// #     let source = Source { name: "small.toml", text };
    /// #     parse(&source, &[], &|_| Err("no parents".into())).expect("a good scenario").scenario
    /// # }
    /// use softpower::engine::{Beginning, trajectory};
    ///
    /// let as_it_was = read(TEXT);
    /// let noon_of_the_tenth = 9.5 * 24.0;
    /// let beginning = Beginning::until(noon_of_the_tenth, &as_it_was, 0, &|| false).expect("nobody stops it");
    /// let mut saved = Vec::new();
    /// beginning.save(&mut saved)?;
    ///
    /// // What if Canada had fallen silent on the eleventh?
    /// let change = "[change.silence]\ncountry = \"canada\"\nwhen = 2013-01-11\nannouncements_per_day = 0\n";
    /// let what_if = read(&format!("{TEXT}{change}"));
    /// let beginning = Beginning::read(&what_if, 0, &mut saved.as_slice())?;
    /// let run = beginning.end(&|| false).expect("nobody stops it");
    /// assert_eq!(run, trajectory(&what_if, 0, &|| false).expect("nobody stops it"), "to the bit");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&state::encode(self)?)
    }

    /// Reads what was saved. `scenario` may differ from the one that was saved in changes, events and
    /// rumours from that hour on, in when it ends, in how many replicates it has, and in the words of charts.
    ///
    /// # Errors
    /// When the bytes are not whole, or not a state of this replicate and this scenario's past, saved by this program.
    pub fn read(scenario: &'a Scenario, replicate: u32, from: &mut dyn Read) -> Result<Beginning<'a>, Unreadable> {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).map_err(Unreadable::Source)?;
        state::decode(&bytes, scenario, replicate)
    }
}
