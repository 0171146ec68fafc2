//! What a chain of desks does to drafts (F19): how long they wait and how many are lost, with twelve desks, six, none.

use super::reactions::is_out;
use super::statistics::quantile_of;
use super::trial::{Numbers, Stage, Trial, as_it_stands, or_none, ratio};
use crate::engine::recorder::{Recorder, View};
use crate::engine::trace::{Ending, Story};
use crate::scenario::Scenario;

/// Twelve desks, six, and none.
pub static DESKS: Trial =
    Trial { name: "desks", text: include_str!("worlds/desks.toml"), variants: as_it_stands, measure };

/// Places of the three ministries in the scenario.
const TWELVE: usize = 0;
const SIX: usize = 1;
const NONE: usize = 2;

/// What is kept of one ministry.
#[derive(Clone, Default)]
struct Chain {
    /// Time from submission to publication, hours.
    waited: Vec<f64>,
    dropped: u32,
    /// For each desk: hours worked, and office hours there were.
    work: Vec<(f64, f64)>,
}

impl Chain {
    fn hours(&self, share: f64) -> f64 {
        or_none(quantile_of(&self.waited, share))
    }

    /// Minus the logarithm of the share that survives: it adds up over desks that lose equal shares.
    fn loss(&self) -> f64 {
        let published = self.waited.len() as f64;
        -libm::log(ratio(published, published + f64::from(self.dropped)))
    }

    /// Load of the busiest desk.
    fn load(&self) -> f64 {
        self.work.iter().map(|(worked, open)| ratio(*worked, *open)).fold(f64::NAN, f64::max)
    }
}

/// What is kept of a run.
struct Queues(Vec<Chain>);

impl Recorder for Queues {
    fn record(&mut self, view: &View<'_>) {
        for (chain, ministry) in self.0.iter_mut().zip(&view.world.ministries) {
            chain.work.resize(ministry.desks.len(), (0.0, 0.0));
            for (sum, desk) in chain.work.iter_mut().zip(&ministry.desks) {
                let open = desk.hours.between(view.hour - view.period, view.hour) * desk.reviewers;
                *sum = (sum.0 + desk.hours_worked, sum.1 + open);
            }
        }
    }

    fn hear(&mut self, story: &Story) {
        let chain = &mut self.0[story.country];
        chain.dropped += u32::from(story.ending == Ending::Dropped);
        if is_out(story) {
            chain.waited.extend(story.submitted.zip(story.ended).map(|(submitted, ended)| ended - submitted));
        }
    }
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let scenario: &Scenario = stage.scenario(0);
    let mut queues = Queues(vec![Chain::default(); scenario.countries.len()]);
    stage.listen(0, &mut queues)?;
    let [twelve, six, none] = [TWELVE, SIX, NONE].map(|place| &queues.0[place]);
    Some(vec![
        ("load", twelve.load()),
        ("median_days", twelve.hours(0.5) / 24.0),
        ("p90_days", twelve.hours(0.9) / 24.0),
        ("median_minutes_without", none.hours(0.5) * 60.0),
        ("twelve_by_six", ratio(twelve.hours(0.5), six.hours(0.5))),
        ("loss_twelve_by_six", ratio(twelve.loss(), six.loss())),
    ])
}
