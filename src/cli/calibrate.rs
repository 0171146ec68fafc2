//! `softpower calibrate`: which values of chosen settings make the model give what was observed, how sure that is, and
//! what the targets cannot tell.

use serde_json::json;

use super::args::CalibrateTyped;
use super::calibration::{self, Found};
use super::console::Console;
use super::failure::Failure;
use super::job::without_how;
use super::open::{self, nothing_run};
use super::progress::Progress;
use super::target::{Made, Target};
use super::{interrupt, machine, pictures, report};
use crate::experiment::calibrate::{Fit, Goal, Question, Window, answers, fit, measurable};
use crate::experiment::ensemble::{NoStore, Store, Unfinished};
use crate::experiment::study::{self, Plan, Task};
use crate::experiment::{Estimate, estimate};
use crate::output::calibration::{self as tables, Calibrated};
use crate::output::manifest::{CalibrationNote, FactorNote, Manifest, answers_sha256};
use crate::output::{Partial, Staging, Trouble};
use crate::random::{Kind, Path};
use crate::scenario::factor::{Factor, Varied};
use crate::scenario::targets::{self, Target as Observed};
use crate::scenario::{Parsed, Scenario, Setting, Source};

/// A calibration, ready to begin.
pub(super) struct Study {
    /// The scenario as it was named.
    pub(super) named: String,
    pub(super) parsed: Parsed,
    /// The keys, and the scenario at every point.
    varied: Varied,
    /// The targets as they were written, and what they mean.
    text: String,
    pub(super) observed: Vec<Observed>,
    pub(super) windows: Vec<Window>,
    pub(super) question: Question,
    pub(super) target: Target,
}

/// Fits settings to targets.
///
/// # Errors
/// Mistakes in the scenario, the targets or the question, an interruption, a disk that does not take the results.
pub(super) fn calibrate(typed: &CalibrateTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let study = Study::new(typed, words, console)?;
    let done = |manifest: &Manifest| study.target.answer(manifest, true, json!({ "command": "calibrate" }));
    let Some(renew) = study.target.begin(None, console, done)? else { return Ok(()) };
    console.say(&calibration::introduction(&study));
    open::tell_warnings(&study.parsed, console);
    open::insist_on_valid(&study.varied, &study.first_points())?;
    study.target.refuse_giants(study.need())?;
    study.target.prepare()?;
    let started = machine::now();
    let partials = study.target.open_partials(1, console)?;
    let kept = partials.first().and_then(Option::as_ref);
    let fit = study.simulate(kept, console)?;
    let found = Found::new(&study, &fit);
    let unwritten = |why: Trouble| study.target.unwritten(&why, renew, &study.going_on(kept));
    let made = study.write(&found, &started, renew).map_err(unwritten)?;
    partials.into_iter().flatten().for_each(Partial::discard);
    found.tell(&made, console);
    Ok(())
}

impl Study {
    fn new(typed: &CalibrateTyped, words: &[String], console: &Console) -> Result<Study, Failure> {
        let seed = typed.seed.map(|seed| Setting { path: "run.seed".to_owned(), value: seed.to_string() });
        let parsed = open::open(&typed.scenario, seed.into_iter().collect(), console)?;
        let scenario = &parsed.scenario;
        let text = open::text_of(&typed.targets, "a file of targets, as softpower explain target has them", console)?;
        let observed = targets::targets(&Source { name: &typed.targets, text: &text }, scenario, &measurable());
        let observed = observed.map_err(|problems| open::refused(&problems, console))?;
        let factors = open::factors(&typed.fit, "--fit", &parsed)?;
        if factors.is_empty() {
            return Err(nothing_run("Nothing is fitted", "name a setting with --fit, for example --fit model.reach"));
        }
        let question = Question {
            keys: factors.len(),
            goals: observed.iter().map(Goal::from).collect(),
            runs: typed.runs as usize,
            path: Path::to(Kind::Order).then_name("calibrate").then(scenario.run.seed),
        };
        let varied = Varied::new(&parsed, factors);
        let about = format!("calibrate {} {:?}\n{text}\n{}", typed.runs, varied.factors, varied.resolved);
        let name = format!("calibrate-{}", scenario.name);
        let target =
            Target::new((&typed.how, typed.anyway), (name, &about, scenario.run.seed), words, without_how(words));
        Ok(Study {
            named: typed.scenario.scenario.clone(),
            windows: observed.iter().map(|one| Window::of(one, scenario)).collect(),
            varied,
            text,
            observed,
            question,
            target,
            parsed,
        })
    }

    pub(super) fn scenario(&self) -> &Scenario {
        &self.parsed.scenario
    }

    pub(super) fn factors(&self) -> &[Factor] {
        &self.varied.factors
    }

    /// The points that are known before anything is run: those of the first generation, and the ends of every key.
    fn first_points(&self) -> Vec<Vec<Option<f64>>> {
        let keys = self.question.keys;
        let moved = |key: usize, to: f64| (0..keys).map(move |other| (other == key).then_some(to)).collect();
        let ends = (0..keys).flat_map(|key| [moved(key, 0.0), moved(key, 1.0)]);
        ends.chain(self.question.first_points().iter().map(|point| whole(point))).collect()
    }

    /// What all runs that are allowed would cost.
    pub(super) fn need(&self) -> Estimate {
        estimate::of_runs(self.scenario(), f64::from(self.most_runs()), self.target.threads)
    }

    /// At most so many runs.
    pub(super) fn most_runs(&self) -> u32 {
        self.question.runs as u32
    }

    fn simulate(&self, kept: Option<&Partial>, console: &mut Console) -> Result<Fit, Failure> {
        let (total, before) = (self.most_runs(), self.kept(kept));
        if before > 0 {
            console.note(&format!("Going on: {before} runs are kept from before."));
        }
        let progress = Progress::begin("runs", (total, before), console.is_quiet());
        let store = kept.map_or(&NoStore as &dyn Store, |kept| kept);
        let mut ask = |first: usize, points: &[Vec<f64>]| self.ask((first, points), store, &progress);
        let outcome = fit(&self.question, &mut ask);
        progress.end();
        outcome.map_err(|why| self.target.unfinished(why, &self.going_on(kept)))
    }

    /// The model at some points, each on the luck of its number. Settings that do not go together give no answer.
    fn ask(
        &self,
        (first, points): (usize, &[Vec<f64>]),
        store: &dyn Store,
        progress: &Progress,
    ) -> Result<Vec<Vec<f64>>, Unfinished> {
        let scenario = |(place, point): (usize, &Vec<f64>)| Some((place, self.varied.at(&whole(point)).ok()?));
        let possible: Vec<(usize, Scenario)> = points.iter().enumerate().filter_map(scenario).collect();
        let task = |(point, (place, _)): (usize, &(usize, Scenario))| {
            let number = (first + place) as u32;
            Task { number, point, replicate: number }
        };
        let tasks: Vec<Task> = possible.iter().enumerate().map(task).collect();
        let found = study::run(&Plan {
            tasks: &tasks,
            scenario: &|point| possible[point].1.clone(),
            asked: &|scenario, run| answers(scenario, run, &self.windows),
            threads: self.target.threads,
            store,
            progress: &|done| progress.tell(first as u32 + done),
            stop: &interrupt::asked,
        })?;
        let mut all = vec![vec![f64::NAN; self.windows.len()]; points.len()];
        possible.iter().zip(found).for_each(|((place, _), answer)| all[*place] = answer);
        Ok(all)
    }

    /// How many runs are kept.
    fn kept(&self, kept: Option<&Partial>) -> u32 {
        kept.map_or(0, |kept| kept.count(self.most_runs(), false))
    }

    /// What of the work is kept, and how to go on from there.
    fn going_on(&self, kept: Option<&Partial>) -> String {
        self.target.going_on((self.kept(kept), self.most_runs()), "runs")
    }

    /// The calibration as the tables want it.
    pub(super) fn calibrated<'a>(&'a self, fit: &'a Fit) -> Calibrated<'a> {
        Calibrated {
            scenario: self.scenario(),
            factors: self.factors(),
            targets: &self.observed,
            windows: &self.windows,
            fit,
        }
    }

    fn write(&self, found: &Found<'_>, started: &str, renew: bool) -> Result<Made, Trouble> {
        let mut staging = Staging::begin(&self.target.place)?;
        pictures::add(&found.chart(), "keys and targets", &mut staging)?;
        let (calibrated, fit) = (self.calibrated(found.fit), found.fit);
        let text = found.as_markdown();
        staging.add("answer.md", "the answer in words", |out| out.write_all(text.as_bytes()))?;
        staging.add("best.toml", "the scenario with the middle of the answer", |out| tables::best(&calibrated, out))?;
        staging.add("keys.csv", "what is known about each key", |out| tables::keys(&calibrated, out))?;
        staging.add("correlations.csv", "which keys hang together", |out| tables::pairs(&calibrated, out))?;
        staging
            .add("predictions.csv", "what the model gives for each target", |out| tables::checks(&calibrated, out))?;
        staging.add("posterior.csv", "every run, and how much it counts", |out| tables::particles(&calibrated, out))?;
        staging.add("generations.csv", "how the answer came nearer", |out| tables::generations(&calibrated, out))?;
        staging.add("columns.csv", "what each column means", |out| tables::columns(&calibrated, out))?;
        let settings = self.parsed.resolved.to_toml(true);
        let meaning = "all settings, and where each comes from";
        staging.add("scenario.toml", meaning, |out| out.write_all(settings.as_bytes()))?;
        staging.add("targets.toml", "the targets", |out| out.write_all(self.text.as_bytes()))?;
        let asked = CalibrationNote {
            most_runs: self.question.runs,
            factors: self.factors().iter().map(FactorNote::of).collect(),
            targets: self.text.clone(),
        };
        let answers = fit.particles.iter().map(|particle| &particle.answers).chain(&fit.check);
        let manifest = Manifest {
            calibration: Some(asked),
            trajectory_sha256: answers_sha256(answers),
            kept: "what every run gave for the targets (posterior.csv)".into(),
            ..self.target.manifest(self.scenario(), &self.varied.resolved, started, staging.files().to_vec())
        };
        let (manifest, placed) = report::finish(staging, manifest, renew, None)?;
        Ok(Made { manifest, placed })
    }
}

/// A point with a place for every key.
fn whole(point: &[f64]) -> Vec<Option<f64>> {
    point.iter().copied().map(Some).collect()
}
