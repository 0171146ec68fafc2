//! `softpower calibrate`: which values of chosen settings make the model give what was observed, how sure that is, and
//! what the targets cannot tell.

use super::args::CalibrateTyped;
use super::calibration::{self, Found};
use super::console::Console;
use super::failure::Failure;
use super::open::{self, nothing_run};
use super::pictures;
use super::study::{self, Study, Subject, Work};
use super::target::Made;
use crate::engine::trajectory::Trajectory;
use crate::experiment::calibrate::{Fit, Goal, Question, Window, answers, as_far_as, fit, measurable};
use crate::experiment::study::Task;
use crate::experiment::{Estimate, estimate};
use crate::output::calibration::{self as tables, Calibrated};
use crate::output::manifest::{CalibrationNote, FactorNote, Manifest, answers_sha256};
use crate::output::{Staging, Trouble};
use crate::random::{Kind, Path};
use crate::scenario::factor::Varied;
use crate::scenario::targets::{self, Target as Observed};
use crate::scenario::{Scenario, Setting, Source};

/// A calibration, ready to begin.
pub(super) struct Calibration {
    pub(super) subject: Subject,
    /// The targets as they were written, and what they mean.
    text: String,
    pub(super) observed: Vec<Observed>,
    pub(super) windows: Vec<Window>,
    question: Question,
}

/// Fits settings to targets.
///
/// # Errors
/// Mistakes in the scenario, the targets or the question, an interruption, a disk that does not take the results.
pub(super) fn calibrate(typed: &CalibrateTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    study::ask(&Calibration::new(typed, words, console)?, console)
}

impl Calibration {
    fn new(typed: &CalibrateTyped, words: &[String], console: &Console) -> Result<Calibration, Failure> {
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
        let asked = format!("{} {:?}\n{text}", typed.runs, varied.factors);
        let windows = observed.iter().map(|one| Window::of(one, scenario)).collect();
        let how = (&typed.scenario, &typed.how, typed.anyway);
        let subject = Subject::new(how, (parsed, varied), ("calibrate", &asked), words);
        Ok(Calibration { subject, text, observed, windows, question })
    }

    /// The model at some points, each on the luck of its number. Settings that do not go together give no answer.
    fn answer(&self, first: usize, points: &[Vec<f64>], work: &Work<'_>) -> Result<Vec<Vec<f64>>, Failure> {
        let at = |point: &[f64]| Some(as_far_as(&self.windows, self.subject.varied.at(&whole(point)).ok()?));
        let scenario = |(place, point): (usize, &Vec<f64>)| Some((place, at(point)?));
        let possible: Vec<(usize, Scenario)> = points.iter().enumerate().filter_map(scenario).collect();
        let task = |(point, (place, _)): (usize, &(usize, Scenario))| {
            let number = (first + place) as u32;
            Task { number, point, replicate: number }
        };
        let tasks: Vec<Task> = possible.iter().enumerate().map(task).collect();
        let answers = |scenario: &Scenario, run: &Trajectory| answers(scenario, run, &self.windows);
        let found = work.run((first as u32, &tasks), &|point| possible[point].1.clone(), &answers)?;
        let mut all = vec![vec![f64::NAN; self.windows.len()]; points.len()];
        possible.iter().zip(found).for_each(|((place, _), answer)| all[*place] = answer);
        Ok(all)
    }

    /// The calibration as the tables want it.
    pub(super) fn calibrated<'a>(&'a self, fit: &'a Fit) -> Calibrated<'a> {
        Calibrated {
            scenario: self.subject.scenario(),
            factors: self.subject.factors(),
            targets: &self.observed,
            windows: &self.windows,
            fit,
        }
    }
}

impl Study for Calibration {
    const COMMAND: &'static str = "calibrate";
    const MAY_END_EARLY: bool = true;
    type Answers = Fit;
    type Found<'a> = Found<'a>;

    fn subject(&self) -> &Subject {
        &self.subject
    }

    fn introduction(&self) -> String {
        calibration::introduction(self)
    }

    /// Those of the first generation, and the ends of every key.
    fn first_points(&self) -> Vec<Vec<Option<f64>>> {
        let keys = self.question.keys;
        let moved = |key: usize, to: f64| (0..keys).map(move |other| (other == key).then_some(to)).collect();
        let ends = (0..keys).flat_map(|key| [moved(key, 0.0), moved(key, 1.0)]);
        ends.chain(self.question.first_points().iter().map(|point| whole(point))).collect()
    }

    /// What all runs that are allowed would cost.
    fn need(&self) -> Estimate {
        let scenario = as_far_as(&self.windows, self.subject.scenario().clone());
        estimate::of_runs(&scenario, f64::from(self.most_runs()), self.subject.target.threads)
    }

    fn most_runs(&self) -> u32 {
        self.question.runs as u32
    }

    fn simulate(&self, work: &Work<'_>) -> Result<Fit, Failure> {
        fit(&self.question, &mut |first, points| self.answer(first, points, work))
    }

    fn found<'a>(&'a self, fit: &'a Fit) -> Found<'a> {
        Found::new(self, fit)
    }

    fn write(&self, found: &Found<'_>, staging: &mut Staging) -> Result<(), Trouble> {
        pictures::add(&found.chart(), "keys and targets", staging)?;
        let calibrated = self.calibrated(found.fit);
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
        staging.add("targets.toml", "the targets", |out| out.write_all(self.text.as_bytes()))
    }

    fn noted(&self, found: &Found<'_>, manifest: Manifest) -> Manifest {
        let asked = CalibrationNote {
            most_runs: self.question.runs,
            factors: self.subject.factors().iter().map(FactorNote::of).collect(),
            targets: self.text.clone(),
        };
        let answers = found.fit.particles.iter().map(|particle| &particle.answers).chain(&found.fit.check);
        Manifest {
            calibration: Some(asked),
            trajectory_sha256: answers_sha256(answers),
            kept: "what every run gave for the targets (posterior.csv)".into(),
            ..manifest
        }
    }

    fn tell(found: &Found<'_>, made: &Made, console: &mut Console) {
        found.tell(made, console);
    }
}

/// A point with a place for every key.
fn whole(point: &[f64]) -> Vec<Option<f64>> {
    point.iter().copied().map(Some).collect()
}
