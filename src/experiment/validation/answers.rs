//! What waiting for a yes does to answers (F14), and how attention to an event falls off (F8).

use super::reactions::is_out;
use super::statistics::slope;
use super::trial::{Numbers, Stage, Trial, as_it_stands, or_none, ratio};
use crate::engine::recorder::{Recorder, View};
use crate::engine::trace::Story;
use crate::scenario::Scenario;
use crate::stats::mean;

/// Seven ministries that wait for a yes for nothing to eight days.
pub static ANSWERS: Trial =
    Trial { name: "answers", text: include_str!("worlds/answers.toml"), variants: as_it_stands, measure };

/// The ages of events are counted in bins from here to there, hours, each so many times as long as the last.
const AGES: (f64, f64, f64) = (24.0, 24.0 * 32.0, 2.0);
/// A bin counts if it holds so many comments.
const ENOUGH_COMMENTS: usize = 200;

/// What is kept of a run.
#[derive(Default)]
struct Waiting {
    /// Questions asked and answered in time, by country.
    asked: Vec<(f64, f64)>,
    /// Comments of each country.
    comments: Vec<Vec<Comment>>,
}

/// What a comment met.
#[derive(Clone, Copy, Debug)]
struct Comment {
    /// Hours since the event began.
    age: f64,
    /// Size of the event.
    size: f64,
    engaged: f64,
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
        let engaged = story.engaged.iter().sum::<u64>() as f64;
        self.comments.resize(self.comments.len().max(story.country + 1), Vec::new());
        self.comments[story.country].push(Comment { age: published - occasion.begun, size: occasion.size, engaged });
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
/// exponent is smaller by 1; so it is 1 minus the slope of success over age, both as logarithms. Each country is taken
/// from its own mean, since its accounts have talents of their own.
fn attention_exponent(countries: &[Vec<Comment>]) -> Option<f64> {
    let centred = countries.iter().flat_map(|comments| {
        let points = by_age(comments);
        let centre = |pick: fn(&(f64, f64)) -> f64| mean(points.iter().map(pick)).unwrap_or(0.0);
        let (x, y) = (centre(|point| point.0), centre(|point| point.1));
        points.into_iter().map(move |point| (point.0 - x, point.1 - y))
    });
    Some(1.0 - slope(&centred.collect::<Vec<_>>())?)
}

/// Logarithms of the age of events, and of engagements for each unit of their size.
fn by_age(comments: &[Comment]) -> Vec<(f64, f64)> {
    let (first, last, factor) = AGES;
    let edges = std::iter::successors(Some(first), |edge| Some(edge * factor)).take_while(|edge| *edge < last);
    let point = |from: f64| {
        let inside: Vec<&Comment> = comments.iter().filter(|c| (from..from * factor).contains(&c.age)).collect();
        let (size, engaged): (f64, f64) =
            inside.iter().fold((0.0, 0.0), |sum, comment| (sum.0 + comment.size, sum.1 + comment.engaged));
        let counts = inside.len() >= ENOUGH_COMMENTS && engaged > 0.0;
        counts.then(|| (libm::log(from * factor.sqrt()), libm::log(engaged / size)))
    };
    edges.filter_map(point).collect()
}
