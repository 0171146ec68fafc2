//! `softpower threshold`: up to where a setting keeps a condition true, by stochastic root finding on paired runs; with
//! `--along` for several values of another setting, a tipping curve.

use std::ops::Range;

use serde_json::json;

use super::args::ThresholdTyped;
use super::condition;
use super::console::Console;
use super::failure::Failure;
use super::job::{of_run, without_how};
use super::open::{self, nothing_run};
use super::progress::Progress;
use super::target::{Made, Target};
use super::tipping::{self, Story};
use super::{interrupt, machine, pictures, report};
use crate::experiment::ensemble::{NoStore, Store};
use crate::experiment::study::{self, Plan, Task};
use crate::experiment::threshold::condition::{Condition, Yardstick};
use crate::experiment::threshold::{self, Found, LOOKS, MOST_PLACES, Request, Search, USUAL_PLACES};
use crate::experiment::{Estimate, estimate};
use crate::output::manifest::{FactorNote, Manifest, ThresholdNote, answers_sha256};
use crate::output::threshold::{self as tables, Moved, Sample};
use crate::output::{Partial, Staging, Trouble};
use crate::scenario::factor::Factor;
use crate::scenario::{Parsed, Scenario, Setting, with_settings};

/// A question, ready to be asked.
pub(super) struct Question {
    pub(super) named: String,
    pub(super) parsed: Parsed,
    /// The scenario as a text without parents, from which that of every point is made.
    resolved: String,
    /// The setting whose threshold is asked.
    pub(super) setting: Factor,
    /// The setting along which the threshold is followed, if it is.
    pub(super) along: Option<Factor>,
    /// The places of that setting; one that is none if nothing is followed.
    alongs: Vec<Option<f64>>,
    pub(super) condition: Condition,
    /// The same as it was typed.
    pub(super) typed: String,
    pub(super) target: Target,
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
    along: Option<f64>,
    place: Option<f64>,
}

/// Finds out up to where a condition holds.
///
/// # Errors
/// Mistakes in the scenario or the question, an interruption, a disk that does not take the results.
pub(super) fn threshold(typed: &ThresholdTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let question = Question::new(typed, words, console)?;
    let done = |manifest: &Manifest| question.target.answer(manifest, true, json!({ "command": "threshold" }));
    let Some(renew) = question.target.begin(None, console, done)? else { return Ok(()) };
    console.say(&tipping::introduction(&question));
    open::tell_warnings(&question.parsed, console);
    question.insist_on_valid_points()?;
    question.target.refuse_giants(question.need()?)?;
    question.target.prepare()?;
    let started = machine::now();
    let partials = question.target.open_partials(1, console)?;
    let kept = partials.first().and_then(Option::as_ref);
    let (curves, samples) = question.simulate(kept, console)?;
    let story = Story { question: &question, curves: &curves, runs: samples.len() };
    let unwritten = |why: Trouble| question.target.unwritten(&why, renew, &question.going_on(kept));
    let made = question.write(&story, &samples, (&started, renew)).map_err(unwritten)?;
    partials.into_iter().flatten().for_each(Partial::discard);
    story.tell(&made, console);
    Ok(())
}

impl Question {
    fn new(typed: &ThresholdTyped, words: &[String], console: &Console) -> Result<Question, Failure> {
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
        let resolved = parsed.resolved.to_toml(false);
        let about = format!("threshold {condition:?} {setting:?} {along:?} {alongs:?}\n{resolved}");
        let name = format!("threshold-{}", scenario.name);
        let target = Target::new(
            (&typed.work.how, typed.work.anyway),
            (name, &about, scenario.run.seed),
            words,
            without_how(words),
        );
        let (named, typed) = (typed.scenario.scenario.clone(), typed.condition.clone());
        Ok(Question { named, resolved, setting, along, alongs, condition, typed, target, parsed })
    }

    pub(super) fn scenario(&self) -> &Scenario {
        &self.parsed.scenario
    }

    fn settings(&self, point: Point) -> Vec<Setting> {
        let along = self.along.iter().zip(point.along);
        along.chain(point.place.map(|place| (&self.setting, place))).map(|(f, place)| f.setting(place)).collect()
    }

    fn scenario_at(&self, point: Point) -> Result<Scenario, Failure> {
        let settings = self.settings(point);
        let parsed = with_settings(&self.scenario().name, &self.resolved, &settings);
        parsed.map(|parsed| parsed.scenario).map_err(|problems| {
            let line = |setting: &Setting| format!("  {} = {}", setting.path, setting.value);
            let settings: Vec<String> = settings.iter().map(line).collect();
            let said = problems.render(false);
            Failure::wrong(format!("The scenario cannot be run with\n{}\n\n{said}", settings.join("\n")))
        })
    }

    /// Settings that do not go together are found before anything runs.
    fn insist_on_valid_points(&self) -> Result<(), Failure> {
        let places = places(&self.setting, LOOKS as u32);
        let points =
            self.alongs.iter().flat_map(|along| places.iter().map(|place| Point { along: *along, place: *place }));
        points.into_iter().try_for_each(|point| self.scenario_at(point).map(drop))
    }

    /// Runs if all replicates are needed at so many places.
    fn runs_at(&self, places: usize) -> u32 {
        let values = if self.setting.is_whole() { self.setting.high - self.setting.low + 1.0 } else { f64::INFINITY };
        let places = values.min(places as f64) as u32 * self.alongs.len() as u32;
        let baseline = u32::from(self.condition.yardstick == Yardstick::Baseline);
        self.scenario().run.replicates.saturating_mul(places + baseline)
    }

    /// Most runs that may be needed.
    pub(super) fn most_runs(&self) -> u32 {
        self.runs_at(MOST_PLACES)
    }

    /// Runs that are usually needed.
    pub(super) fn usual_runs(&self) -> u32 {
        self.runs_at(USUAL_PLACES)
    }

    /// What those will cost at the dearer end.
    pub(super) fn need(&self) -> Result<Estimate, Failure> {
        let runs = f64::from(self.usual_runs());
        let at = |place: f64| self.scenario_at(Point { along: self.alongs[0], place: Some(place) });
        let of = |scenario: Scenario| estimate::of_runs(&scenario, runs, self.target.threads);
        let (low, high) = (at(0.0).map(of)?, at(1.0).map(of)?);
        Ok(Estimate { bytes: low.bytes.max(high.bytes), seconds: low.seconds.max(high.seconds) })
    }

    fn simulate(&self, kept: Option<&Partial>, console: &mut Console) -> Result<(Vec<Curve>, Vec<Sample>), Failure> {
        let before = self.kept(kept);
        if before > 0 {
            console.note(&format!("Going on: {before} runs are kept from before."));
        }
        let progress = Progress::begin("runs", (self.most_runs(), before), console.is_quiet());
        let mut work = Work { question: self, kept, progress: &progress, baseline: Vec::new(), samples: Vec::new() };
        let curves = work.baseline().and_then(|()| self.alongs.iter().map(|along| work.curve(*along)).collect());
        let samples = work.samples;
        progress.end();
        curves.map(|curves| (curves, samples))
    }

    /// How many runs are kept.
    fn kept(&self, kept: Option<&Partial>) -> u32 {
        kept.map_or(0, |kept| kept.count(self.most_runs(), false))
    }

    /// What of the work is kept, and how to go on from there.
    fn going_on(&self, kept: Option<&Partial>) -> String {
        match self.kept(kept) {
            0 => self.target.begin_again(),
            runs => format!("{runs} runs are kept. Go on with:\n  {}", self.target.same_command()),
        }
    }

    fn moved(&self) -> Moved<'_> {
        Moved { setting: &self.setting, along: self.along.as_ref() }
    }

    fn write(&self, story: &Story<'_>, samples: &[Sample], (started, renew): (&str, bool)) -> Result<Made, Trouble> {
        let mut staging = Staging::begin(&self.target.place)?;
        if let Some(chart) = story.chart() {
            pictures::add(&chart, "how the threshold moves", &mut staging)?;
        }
        let (moved, text, tips, rows) = (self.moved(), story.as_markdown(), story.tips(), story.rows());
        staging.add("answer.md", "the answer in words", |out| out.write_all(text.as_bytes()))?;
        staging.add("curve.csv", "each threshold, with its interval", |out| tables::curve(moved, &tips, out))?;
        staging.add("threshold.csv", "every setting tried: by how much it holds", |out| {
            tables::tried(moved, &rows, out)
        })?;
        let seed = self.scenario().run.seed;
        staging.add("samples.csv", "every run: its settings and both sides", |out| {
            tables::samples(moved, seed, samples, out)
        })?;
        staging.add("columns.csv", "what each column means", |out| tables::columns(moved, out))?;
        let settings = self.parsed.resolved.to_toml(true);
        let meaning = "all settings, and where each comes from";
        staging.add("scenario.toml", meaning, |out| out.write_all(settings.as_bytes()))?;
        let answers: Vec<Vec<f64>> = samples.iter().map(|sample| vec![sample.sides.0, sample.sides.1]).collect();
        let manifest = Manifest {
            threshold: Some(self.note()),
            trajectory_sha256: answers_sha256(&answers),
            kept: "both sides of the condition in every run (samples.csv)".into(),
            ..self.target.manifest(self.scenario(), &self.resolved, started, staging.files().to_vec())
        };
        let (manifest, placed) = report::finish(staging, manifest, renew, None)?;
        Ok(Made { manifest, placed })
    }

    fn note(&self) -> ThresholdNote {
        ThresholdNote {
            condition: self.typed.clone(),
            setting: FactorNote::of(&self.setting),
            along: self.along.as_ref().map(FactorNote::of),
            points: self.alongs.len(),
        }
    }
}

/// A search at work: what it has run so far.
struct Work<'a> {
    question: &'a Question,
    kept: Option<&'a Partial>,
    progress: &'a Progress,
    /// The answers of the scenario as it stands, replicate by replicate, if the condition needs them.
    baseline: Vec<Vec<f64>>,
    /// Every run, in the order of their numbers in the store.
    samples: Vec<Sample>,
}

impl Work<'_> {
    /// Runs the scenario as it stands, if it is needed.
    fn baseline(&mut self) -> Result<(), Failure> {
        if self.question.condition.yardstick == Yardstick::Baseline {
            let as_it_stands = Point { along: None, place: None };
            self.baseline = self.run(&[(as_it_stands, 0..self.question.scenario().run.replicates)])?.concat();
        }
        Ok(())
    }

    /// The threshold at a place of the setting along which it is followed.
    fn curve(&mut self, along: Option<f64>) -> Result<Curve, Failure> {
        let question = self.question;
        let replicates = question.scenario().run.replicates;
        let search = Search { replicates, snap: &|place| question.setting.snapped(place) };
        let found = threshold::find(&search, &mut |requests| self.ask(along, requests))?;
        Ok(Curve { along: question.along.as_ref().zip(along).map(|(factor, place)| factor.value(place)), found })
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
        let scenarios: Vec<Scenario> =
            asked.iter().map(|(point, _)| question.scenario_at(*point)).collect::<Result<_, _>>()?;
        let of_point = |(point, (_, replicates)): (usize, &(Point, Range<u32>))| {
            replicates.clone().map(move |replicate| (point, replicate))
        };
        let runs = asked.iter().enumerate().flat_map(of_point);
        // Runs are kept by their numbers, which go on from one request to the next.
        let first = self.samples.len() as u32;
        let tasks: Vec<Task> =
            (first..).zip(runs).map(|(number, (point, replicate))| Task { point, replicate, number }).collect();
        let sides = question.condition.asked();
        let plan = Plan {
            tasks: &tasks,
            scenario: &|point| scenarios[point].clone(),
            asked: &|scenario, run| sides.iter().flat_map(|asked| asked.answer(scenario, run)).collect(),
            threads: question.target.threads,
            store: self.kept.map_or(&NoStore as &dyn Store, |kept| kept),
            progress: &|done| self.progress.tell(first + done),
            stop: &interrupt::asked,
        };
        let unfinished = |why| question.target.unfinished(why, &question.going_on(self.kept));
        let answers = study::run(&plan).map_err(unfinished)?;
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
            along: self.question.along.as_ref().map(|factor| value(factor, point.along)),
            value: value(&self.question.setting, point.place),
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
