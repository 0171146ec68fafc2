//! `softpower threshold`: up to where a setting keeps a condition true, by stochastic root finding on paired runs; with
//! `--along` for several values of another setting, a tipping curve.

use std::ops::Range;

use super::args::ThresholdTyped;
use super::condition;
use super::console::Console;
use super::failure::Failure;
use super::job::of_run;
use super::open::{self, nothing_run};
use super::pictures;
use super::study::{self, Study, Subject, Work};
use super::target::Made;
use super::tipping::{self, Story};
use crate::experiment::study::Task;
use crate::experiment::threshold::condition::{Condition, Yardstick};
use crate::experiment::threshold::{self, Found, LOOKS, MOST_PLACES, Request, Search, USUAL_PLACES};
use crate::experiment::{Estimate, estimate};
use crate::output::manifest::{FactorNote, Manifest, ThresholdNote, answers_sha256};
use crate::output::threshold::{self as tables, Moved, Sample};
use crate::output::{Staging, Trouble};
use crate::scenario::factor::{Factor, Varied};
use crate::scenario::{Parsed, Scenario};

/// A search, ready to begin.
pub(super) struct Threshold {
    /// The setting whose threshold is asked comes first among what is varied, that along which it is followed second.
    pub(super) subject: Subject,
    /// Places of the second; one that is none if nothing is followed.
    alongs: Vec<Option<f64>>,
    pub(super) condition: Condition,
    /// The same as it was typed.
    pub(super) typed: String,
}

/// The threshold at one value of the setting along which it is followed.
pub(super) struct Curve {
    /// That value; none if nothing is followed.
    pub(super) along: Option<f64>,
    pub(super) found: Found,
}

/// Where settings stand; what has no place stands as in the scenario.
#[derive(Clone, Copy)]
struct Point {
    place: Option<f64>,
    along: Option<f64>,
}

/// What a search found.
pub(super) struct Answers {
    curves: Vec<Curve>,
    samples: Vec<Sample>,
}

/// Finds out up to where a condition holds.
///
/// # Errors
/// Mistakes in the scenario or the question, an interruption, a disk that does not take the results.
pub(super) fn threshold(typed: &ThresholdTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    study::ask(&Threshold::new(typed, words, console)?, console)
}

impl Threshold {
    fn new(typed: &ThresholdTyped, words: &[String], console: &Console) -> Result<Threshold, Failure> {
        let parsed = open::open(&typed.scenario, of_run(&typed.work), console)?;
        let scenario = &parsed.scenario;
        let setting = factor(&typed.setting, &parsed)?;
        let along = typed.along.as_deref().map(|text| factor(text, &parsed)).transpose()?;
        if along.as_ref().is_some_and(|along| along.path == setting.path) {
            return Err(nothing_run(&format!("`{}` cannot move along itself", setting.path), "name another setting"));
        }
        if scenario.run.replicates < 2 {
            return Err(nothing_run("One replicate says nothing of luck", "take more: --replicates 40"));
        }
        let condition = condition::read(&typed.condition, scenario)?;
        let alongs = along.as_ref().map_or(vec![None], |along| places(along, typed.points));
        let asked = format!("{condition:?} {setting:?} {along:?} {alongs:?}");
        let varied = Varied::new(&parsed, std::iter::once(setting).chain(along).collect());
        let how = (&typed.scenario, &typed.work.how, typed.work.anyway);
        let subject = Subject::new(how, (parsed, varied), ("threshold", &asked), words);
        Ok(Threshold { subject, alongs, condition, typed: typed.condition.clone() })
    }

    /// The setting whose threshold is asked.
    pub(super) fn setting(&self) -> &Factor {
        &self.subject.factors()[0]
    }

    /// The setting along which the threshold is followed, if it is.
    pub(super) fn along(&self) -> Option<&Factor> {
        self.subject.factors().get(1)
    }

    /// Runs if all replicates are needed at so many places.
    fn runs_at(&self, places: usize) -> u32 {
        let setting = self.setting();
        let values = if setting.is_whole() { setting.high - setting.low + 1.0 } else { f64::INFINITY };
        let places = values.min(places as f64) as u32 * self.alongs.len() as u32;
        let baseline = u32::from(self.condition.yardstick == Yardstick::Baseline);
        self.subject.scenario().run.replicates.saturating_mul(places + baseline)
    }

    /// Runs that are usually needed.
    pub(super) fn usual_runs(&self) -> u32 {
        self.runs_at(USUAL_PLACES)
    }

    fn moved(&self) -> Moved<'_> {
        Moved { setting: self.setting(), along: self.along() }
    }
}

impl Study for Threshold {
    const COMMAND: &'static str = "threshold";
    const MAY_END_EARLY: bool = true;
    type Answers = Answers;
    type Found<'a> = Story<'a>;

    fn subject(&self) -> &Subject {
        &self.subject
    }

    fn introduction(&self) -> String {
        tipping::introduction(self)
    }

    fn first_points(&self) -> Vec<Vec<Option<f64>>> {
        let places = places(self.setting(), LOOKS as u32);
        let at = |along: Option<f64>| places.iter().map(move |place| Point { place: *place, along }.all());
        self.alongs.iter().flat_map(|along| at(*along)).collect()
    }

    /// What the usual runs cost at the dearer end.
    fn need(&self) -> Estimate {
        let (subject, runs) = (&self.subject, f64::from(self.usual_runs()));
        let end = |place| subject.varied.at(&Point { place: Some(place), along: self.alongs[0] }.all()).ok();
        let of = |scenario: &Scenario| estimate::of_runs(scenario, runs, subject.target.threads);
        let ends = [0.0, 1.0].into_iter().filter_map(end).map(|scenario| of(&scenario));
        ends.fold(of(subject.scenario()), |a, b| Estimate {
            bytes: a.bytes.max(b.bytes),
            seconds: a.seconds.max(b.seconds),
        })
    }

    fn most_runs(&self) -> u32 {
        self.runs_at(MOST_PLACES)
    }

    fn simulate(&self, work: &Work<'_>) -> Result<Answers, Failure> {
        let mut asking = Asking { question: self, work, baseline: Vec::new(), samples: Vec::new() };
        asking.baseline()?;
        let curves = self.alongs.iter().map(|along| asking.curve(*along)).collect::<Result<_, _>>()?;
        Ok(Answers { curves, samples: asking.samples })
    }

    fn found<'a>(&'a self, answers: &'a Answers) -> Story<'a> {
        Story { question: self, curves: &answers.curves, samples: &answers.samples }
    }

    fn write(&self, story: &Story<'_>, staging: &mut Staging) -> Result<(), Trouble> {
        if let Some(chart) = story.chart() {
            pictures::add(&chart, "how the threshold moves", staging)?;
        }
        let (moved, text, tips, rows) = (self.moved(), story.as_markdown(), story.tips(), story.rows());
        staging.add("answer.md", "the answer in words", |out| out.write_all(text.as_bytes()))?;
        staging.add("curve.csv", "each threshold, with its interval", |out| tables::curve(moved, &tips, out))?;
        staging.add("threshold.csv", "every setting tried: by how much it holds", |out| {
            tables::tried(moved, &rows, out)
        })?;
        let seed = self.subject.scenario().run.seed;
        staging.add("samples.csv", "every run: its settings and both sides", |out| {
            tables::samples(moved, seed, story.samples, out)
        })?;
        staging.add("columns.csv", "what each column means", |out| tables::columns(moved, out))
    }

    fn noted(&self, story: &Story<'_>, manifest: Manifest) -> Manifest {
        let asked = ThresholdNote {
            condition: self.typed.clone(),
            setting: FactorNote::of(self.setting()),
            along: self.along().map(FactorNote::of),
            points: self.alongs.len(),
        };
        let answers: Vec<Vec<f64>> = story.samples.iter().map(|one| vec![one.sides.0, one.sides.1]).collect();
        Manifest {
            threshold: Some(asked),
            trajectory_sha256: answers_sha256(&answers),
            kept: "both sides of the condition in every run (samples.csv)".into(),
            ..manifest
        }
    }

    fn tell(story: &Story<'_>, made: &Made, console: &mut Console) {
        story.tell(made, console);
    }
}

impl Point {
    const AS_IT_STANDS: Point = Point { place: None, along: None };

    /// A place for each setting that may be varied.
    fn all(self) -> Vec<Option<f64>> {
        vec![self.place, self.along]
    }
}

/// A search at work: what it has run so far.
struct Asking<'a> {
    question: &'a Threshold,
    work: &'a Work<'a>,
    /// The answers of the scenario as it stands, replicate by replicate, if the condition needs them.
    baseline: Vec<Vec<f64>>,
    /// Every run, in the order of their numbers in the store.
    samples: Vec<Sample>,
}

impl Asking<'_> {
    fn replicates(&self) -> u32 {
        self.question.subject.scenario().run.replicates
    }

    /// Runs the scenario as it stands, if it is needed.
    fn baseline(&mut self) -> Result<(), Failure> {
        if self.question.condition.yardstick == Yardstick::Baseline {
            self.baseline = self.run(&[(Point::AS_IT_STANDS, 0..self.replicates())])?.concat();
        }
        Ok(())
    }

    /// The threshold at a place of the setting along which it is followed.
    fn curve(&mut self, along: Option<f64>) -> Result<Curve, Failure> {
        let question = self.question;
        let search = Search { replicates: self.replicates(), snap: &|place| question.setting().snapped(place) };
        let found = threshold::find(&search, &mut |requests| self.ask(along, requests))?;
        Ok(Curve { along: question.along().zip(along).map(|(factor, place)| factor.value(place)), found })
    }

    fn ask(&mut self, along: Option<f64>, requests: &[Request]) -> Result<Vec<Vec<f64>>, Failure> {
        let point = |request: &Request| (Point { along, place: Some(request.place) }, request.replicates.clone());
        let first = self.samples.len();
        self.run(&requests.iter().map(point).collect::<Vec<_>>())?;
        let mut by = self.samples[first..].iter().map(|sample| self.question.condition.holds_by(sample.sides));
        Ok(requests.iter().map(|request| by.by_ref().take(request.replicates.len()).collect()).collect())
    }

    /// Runs some replicates at some points; their answers, point by point.
    fn run(&mut self, asked: &[(Point, Range<u32>)]) -> Result<Vec<Vec<Vec<f64>>>, Failure> {
        let question = self.question;
        let points: Vec<Vec<Option<f64>>> = asked.iter().map(|(point, _)| point.all()).collect();
        let scenarios = open::scenarios(&question.subject.varied, &points)?;
        let of_point = |(point, (_, replicates)): (usize, &(Point, Range<u32>))| {
            replicates.clone().map(move |replicate| (point, replicate))
        };
        let runs = asked.iter().enumerate().flat_map(of_point);
        // Runs are kept by their numbers, which go on from one request to the next.
        let first = self.samples.len() as u32;
        let tasks: Vec<Task> =
            (first..).zip(runs).map(|(number, (point, replicate))| Task { point, replicate, number }).collect();
        let sides = question.condition.asked();
        let answers = self.work.run((first, &tasks), &|point| scenarios[point].clone(), &|scenario, run| {
            sides.iter().flat_map(|asked| asked.answer(scenario, run)).collect()
        })?;
        let samples = tasks.iter().zip(&answers).map(|(task, answer)| self.sample(asked[task.point].0, task, answer));
        let samples: Vec<Sample> = samples.collect();
        self.samples.extend(samples);
        let mut answers = answers.into_iter();
        Ok(asked.iter().map(|(_, replicates)| answers.by_ref().take(replicates.len()).collect()).collect())
    }

    fn sample(&self, point: Point, task: &Task, answer: &[f64]) -> Sample {
        let value = |factor: &Factor, place: Option<f64>| place.map_or(factor.base, |place| factor.value(place));
        // A run of the scenario as it stands is its own baseline.
        let baseline = self.baseline.get(task.replicate as usize).map_or(answer, |baseline| baseline);
        Sample {
            replicate: task.replicate,
            along: self.question.along().map(|factor| value(factor, point.along)),
            value: value(self.question.setting(), point.place),
            sides: self.question.condition.sides(answer, baseline),
        }
    }
}

/// A setting and its range, as they were typed.
fn factor(text: &str, parsed: &Parsed) -> Result<Factor, Failure> {
    Factor::of(text, &parsed.resolved)
        .map_err(|why| nothing_run(&why, "a setting and its range: canada.approval_delay=1h..30d"))
}

/// Even places of a setting, whole numbers each once.
fn places(factor: &Factor, count: u32) -> Vec<Option<f64>> {
    let even = |k| factor.snapped(f64::from(k) / f64::from(count - 1));
    let mut places: Vec<Option<f64>> = (0..count).map(even).map(Some).collect();
    places.dedup();
    places
}
