//! What a yearly survey would find (F9): a thousand members of each public are asked about each country, with the noise
//! that sampling brings.

use super::statistics::{robust_deviation, within_correlation};
use super::trial::{Numbers, Stage, Trial, as_it_stands, or_none};
use crate::engine::recorder::{Recorder, View};
use crate::math::unit;
use crate::random::{Luck, Purpose};
use crate::world::Plane;

/// Sixteen yearly surveys.
pub static OPINION: Trial =
    Trial { name: "opinion", text: include_str!("worlds/opinion.toml"), variants: as_it_stands, measure };

/// Hours of a year.
const YEAR: f64 = 365.25 * 24.0;
/// How many are asked.
const SAMPLE: u32 = 1000;

/// The share of those asked who are favourable, in points.
#[derive(Clone, Copy, Debug)]
struct Answer {
    /// If somebody says yes with the chance (1 + a + M) / 2: the share that standing is.
    in_proportion: f64,
    /// If whoever likes the country at all says yes: a + M above 0.
    by_sign: f64,
}

/// Surveys of every public about every country.
struct Survey {
    luck: Luck,
    /// One series for each pair.
    series: Vec<Vec<Answer>>,
}

impl Survey {
    fn is_due(&self, hour: f64) -> bool {
        let done = self.series.first().map_or(0, Vec::len);
        hour >= done as f64 * YEAR
    }
}

impl Recorder for Survey {
    fn record(&mut self, view: &View<'_>) {
        self.series.resize(view.world.planes.len(), Vec::new());
        if !self.is_due(view.hour) {
            return;
        }
        for (place, plane) in view.world.planes.iter().enumerate() {
            let members = view.world.publics[place / view.world.ministries.len()].members;
            let answer = ask(plane, members, (view.hour, self.series[place].len()), &mut self.luck);
            self.series[place].push(answer);
        }
    }
}

/// Asks a sample of a public, drawn with repetition. The draws have a purpose of their own and move nothing.
fn ask(plane: &Plane, members: u32, (hour, year): (f64, usize), luck: &mut Luck) -> Answer {
    let scale = plane.scale(hour) as f32;
    let words = luck.at(plane.path.then(year as u64), Purpose::Survey);
    let (mut in_proportion, mut by_sign) = (0u32, 0u32);
    for _ in 0..SAMPLE {
        let member = ((unit(words) * f64::from(members)) as u32).min(members - 1);
        let liking = f64::from(plane.attitude(member, scale)) + plane.mood;
        in_proportion += u32::from(unit(words) < (1.0 + liking) / 2.0);
        by_sign += u32::from(liking > 0.0);
    }
    let points = |yes: u32| 100.0 * f64::from(yes) / f64::from(SAMPLE);
    Answer { in_proportion: points(in_proportion), by_sign: points(by_sign) }
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let mut survey = Survey { luck: Luck::new(stage.scenario(0).run.seed, 0), series: Vec::new() };
    stage.watch(0, &mut survey)?;
    let of = |pick: fn(&Answer) -> f64| -> Vec<Vec<f64>> {
        survey.series.iter().map(|answers| answers.iter().map(pick).collect()).collect()
    };
    let (in_proportion, by_sign) = (of(|answer| answer.in_proportion), of(|answer| answer.by_sign));
    let changes = |series: &[Vec<f64>]| or_none(robust_deviation(&yearly_changes(series)));
    Some(vec![
        ("change_points", changes(&in_proportion)),
        ("change_points_by_sign", changes(&by_sign)),
        ("lag_1", or_none(within_correlation(&in_proportion, 1))),
        ("lag_4", or_none(within_correlation(&in_proportion, 4))),
    ])
}

/// From each year to the next, all series together.
fn yearly_changes(series: &[Vec<f64>]) -> Vec<f64> {
    series.iter().flat_map(|values| values.windows(2).map(|pair| pair[1] - pair[0])).collect()
}
