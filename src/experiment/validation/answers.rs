//! What waiting for a yes does to answers (F14), and how attention to an event falls off (F8).

use super::reactions::is_out;
use super::statistics::slope;
use super::trial::{Numbers, Stage, Trial, as_it_stands, or_none, ratio};
use crate::engine::recorder::{Recorder, View};
use crate::engine::trace::Story;
use crate::scenario::Scenario;

/// Seven ministries that wait for a yes for nothing to eight days.
pub static ANSWERS: Trial =
    Trial { name: "answers", text: include_str!("worlds/answers.toml"), variants: as_it_stands, measure };

/// The ages of events are counted in bins from here to there, hours, each so many times as long as the last.
const AGES: (f64, f64, f64) = (24.0, 24.0 * 30.0, 2.0);

/// What is kept of a run.
#[derive(Default)]
struct Waiting {
    /// Questions asked and answered in time, by country.
    asked: Vec<(f64, f64)>,
    /// Comments: the age of the event, and engagements for each unit of its size.
    comments: Vec<(f64, f64)>,
}

impl Recorder for Waiting {
    fn record(&mut self, view: &View<'_>) {
        self.asked.resize(view.world.ministries.len(), (0.0, 0.0));
        for (sum, ministry) in self.asked.iter_mut().zip(&view.world.ministries) {
            *sum = (sum.0 + ministry.counts.asked as f64, sum.1 + ministry.counts.answered_in_time as f64);
        }
    }

    fn hear(&mut self, story: &Story) {
        let (Some(occasion), Some(published)) = (story.occasion, story.ended.filter(|_| is_out(story))) else { return };
        let engaged: u64 = story.engaged.iter().sum();
        self.comments.push((published - occasion.begun, engaged as f64 / occasion.size));
    }
}

impl Waiting {
    /// Share of the questions to a country that were answered in time.
    fn in_time(&self, scenario: &Scenario, country: &str) -> f64 {
        let place = scenario.countries.iter().position(|known| known.id == country);
        place.and_then(|place| self.asked.get(place)).map_or(f64::NAN, |(asked, in_time)| ratio(*in_time, *asked))
    }
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let (scenario, mut waiting) = (stage.scenario(0), Waiting::default());
    stage.listen(0, &mut waiting)?;
    Some(vec![
        ("in_time_day", waiting.in_time(scenario, "day")),
        ("in_time_half_hour", waiting.in_time(scenario, "half-hour")),
        ("attention_exponent", or_none(attention_exponent(&waiting.comments))),
    ])
}

/// The exponent of attention itself, from what comments still find of it. A comment finds all that is to come, whose
/// exponent is smaller by 1; so it is 1 minus the slope of mean success over age, both as logarithms.
fn attention_exponent(comments: &[(f64, f64)]) -> Option<f64> {
    let (first, last, factor) = AGES;
    let mut points = Vec::new();
    let mut from = first;
    while from < last {
        let inside = comments.iter().filter(|(age, _)| (from..from * factor).contains(age));
        let (count, sum) = inside.fold((0.0, 0.0), |(count, sum), (_, success)| (count + 1.0, sum + success));
        if sum > 0.0 {
            points.push((libm::log(from * factor.sqrt()), libm::log(sum / count)));
        }
        from *= factor;
    }
    Some(1.0 - slope(&points).filter(|_| points.len() > 2)?)
}
