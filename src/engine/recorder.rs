//! Observers of a run. They are shown the world, read-only, at every record; what they see can never depend on who
//! looks.

use super::measures::{AUDIENCE_MEASURES, COUNTRY_MEASURES};
use super::tally::{self, Tally};
use super::trace::Story;
use super::trajectory::{Layout, Trajectory};
use crate::scenario::Scenario;
use crate::stats::quantile;
use crate::world::{Form, Ministry, World};

/// Somebody who watches a run.
pub trait Recorder {
    /// Called at every record, before the counts start again.
    fn record(&mut self, view: &View<'_>);

    /// Called with each message whose story is complete, if the run is told.
    fn hear(&mut self, _story: &Story) {}
}

/// What a recorder sees.
pub struct View<'a> {
    /// Hours since the start.
    pub hour: f64,
    /// Hours since the last record; 0 at the first.
    pub period: f64,
    /// g0 of E10.
    pub voice_floor: f64,
    /// m of each country.
    pub fear: &'a [f64],
    /// The state of the run.
    pub world: &'a World,
}

/// Records every measure into a [`Trajectory`].
#[derive(Clone, Debug)]
pub struct TrajectoryRecorder {
    layout: Layout,
    /// Influence at the start: the 100 of the index.
    start: Vec<f64>,
    /// The country toward which attitudes are counted.
    focus: usize,
    /// Is anything counted in classes?
    counts: bool,
    trajectory: Trajectory,
}

impl TrajectoryRecorder {
    /// An empty trajectory of a replicate.
    #[must_use]
    pub fn new(scenario: &Scenario, replicate: u32) -> TrajectoryRecorder {
        let layout = super::layout(scenario);
        let values = Vec::with_capacity(layout.len());
        let trajectory = Trajectory { replicate, values, tally: Tally::default() };
        TrajectoryRecorder { layout, start: Vec::new(), focus: scenario.run.focus, counts: true, trajectory }
    }

    /// The same recorder that counts nothing in classes: the tally stays empty.
    #[must_use]
    pub fn of_numbers_alone(self) -> TrajectoryRecorder {
        TrajectoryRecorder { counts: false, ..self }
    }

    /// Which replicate.
    pub(super) fn replicate(&self) -> u32 {
        self.trajectory.replicate
    }

    /// Influence at the start, and what was recorded and counted so far.
    pub(super) fn so_far(&self) -> (&[f64], &[f64], &Tally) {
        (&self.start, &self.trajectory.values, &self.trajectory.tally)
    }

    /// The same recorder after it has recorded that.
    pub(super) fn going_on(mut self, (start, values, tally): (Vec<f64>, Vec<f64>, Tally)) -> TrajectoryRecorder {
        self.start = start;
        self.trajectory.values.extend(values);
        self.trajectory.tally = tally;
        self
    }

    /// Counts in classes, before the numbers of the record are written down.
    fn count(&mut self, view: &View<'_>) {
        let Layout { countries, record_hours, .. } = &self.layout;
        let record = self.trajectory.values.len() / (countries * self.layout.columns());
        let tally = &mut self.trajectory.tally;
        tally.count_delays(record, view);
        if tally::is_sight(record, record_hours.len().saturating_sub(1)) {
            tally.count_attitudes(record, view, self.focus);
        }
    }

    /// What was recorded.
    #[must_use]
    pub fn into_trajectory(self) -> Trajectory {
        self.trajectory
    }
}

impl Recorder for TrajectoryRecorder {
    fn record(&mut self, view: &View<'_>) {
        if self.start.is_empty() {
            self.start = view.world.ministries.iter().map(|m| m.influence).collect();
        }
        if self.counts {
            self.count(view);
        }
        for country in 0..self.layout.countries {
            let row = self.trajectory.values.len();
            self.trajectory.values.extend(view.country(country, self.start[country]));
            for audience in 0..self.layout.audiences {
                self.trajectory.values.extend(view.in_audience(audience, country));
            }
            debug_assert_eq!(self.trajectory.values.len() - row, self.layout.columns());
        }
    }
}

/// "No case".
const NONE: f64 = f64::NAN;

fn mean_over(sum: f64, cases: f64) -> f64 {
    if cases > 0.0 { sum / cases } else { NONE }
}

impl View<'_> {
    /// The measures of a country, in the order of [`COUNTRY_MEASURES`].
    fn country(&self, country: usize, start: f64) -> [f64; COUNTRY_MEASURES.len()] {
        let ministry = &self.world.ministries[country];
        let counts = &ministry.counts;
        let [drafted, published] = [counts.drafted, counts.published].map(|forms| forms.map(|n| n as f64));
        let (announcement, comment, reply) =
            (Form::Announcement as usize, Form::Comment as usize, Form::Reply as usize);
        let mut approval = counts.approval_hours.clone();
        approval.sort_by(f64::total_cmp);
        let public = published[announcement] + published[comment];
        let own = || self.world.accounts.iter().filter(|a| a.country == country && a.open);
        [
            ministry.influence,
            100.0 * ministry.influence / start,
            self.world.voice(country, self.voice_floor),
            self.world.goodwill(country),
            self.world.standing(country, self.hour),
            self.world.standing_among_followers(country, self.hour).unwrap_or(NONE),
            drafted[announcement],
            drafted[comment],
            drafted[reply],
            published[announcement],
            published[comment],
            published[reply],
            counts.bypassed as f64,
            counts.cleared as f64,
            counts.dropped as f64,
            counts.withdrawn as f64,
            ministry.drafts_waiting as f64,
            quantile(&approval, 0.5).unwrap_or(NONE),
            quantile(&approval, 0.9).unwrap_or(NONE),
            self.desk_load(ministry),
            mean_over(counts.attention_left, published[comment]),
            counts.shown as f64,
            counts.engaged as f64,
            counts.reshared as f64,
            counts.engaged_by_sharing as f64,
            mean_over(counts.offspring, public),
            mean_over(counts.capped as f64, public),
            counts.asked as f64,
            counts.answered_in_time as f64,
            counts.answered_late as f64,
            counts.lapsed as f64,
            ministry.questions_waiting as f64,
            counts.gaffes as f64,
            counts.sanctions as f64,
            counts.exposed as f64,
            own().filter(|a| a.speaks(self.hour)).count() as f64,
            own().map(|a| f64::from(a.followers())).sum(),
            self.fear[country],
        ]
    }

    /// The measures of a country in an audience, in the order of [`AUDIENCE_MEASURES`].
    fn in_audience(&self, audience: usize, country: usize) -> [f64; AUDIENCE_MEASURES.len()] {
        let plane = &self.world.planes[self.world.plane(audience, country)];
        [
            self.world.voice_in(audience, country, self.voice_floor),
            plane.goodwill,
            plane.standing(self.hour),
            plane.engaged as f64,
        ]
    }

    /// Share of the office hours since the last record that reviews took, at the busiest desk.
    fn desk_load(&self, ministry: &Ministry) -> f64 {
        let load = |station: &crate::world::Station| {
            let hours = station.hours.between(self.hour - self.period, self.hour);
            (hours > 0.0 && station.reviewers.is_finite()).then(|| station.hours_worked / (hours * station.reviewers))
        };
        ministry.desks.iter().filter_map(load).fold(NONE, f64::max)
    }
}
