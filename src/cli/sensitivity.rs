//! `softpower sensitivity`: which settings matter for a measure. Screening by walks (Morris), shares of the variance
//! with luck among them (Sobol'), or one setting at a time.

use super::args::{Method, SensitivityTyped};
use super::compare::measures;
use super::console::Console;
use super::failure::Failure;
use super::job::of_run;
use super::open::{self, nothing_run};
use super::pictures;
use super::ranking::{self, Found};
use super::study::{self, Study, Subject, Work};
use super::target::Made;
use crate::engine::measures::COUNTRY_MEASURES;
use crate::experiment::design::{MOST_DIMENSIONS, Saltelli, Walk, morris, saltelli};
use crate::experiment::study::{Asked, Task};
use crate::experiment::{Estimate, estimate};
use crate::output::manifest::{FactorNote, Manifest, SensitivityNote, answers_sha256};
use crate::output::sensitivity as tables;
use crate::output::{Staging, Trouble};
use crate::random::{Kind, Path};
use crate::scenario::Parsed;
use crate::scenario::factor::{Factor, Varied};

/// Where the model is asked.
pub(super) enum Design {
    Walks(Vec<Walk>),
    Shares(Saltelli),
    Ends { factors: usize, replicates: u32 },
}

/// A study, ready to begin.
pub(super) struct Sensitivity {
    pub(super) subject: Subject,
    pub(super) method: Method,
    pub(super) design: Design,
    /// Its points and its runs.
    pub(super) points: Vec<Vec<Option<f64>>>,
    pub(super) tasks: Vec<Task>,
    pub(super) asked: Asked,
    pub(super) samples: u32,
}

/// Finds out what matters.
///
/// # Errors
/// Mistakes in the scenario or the question, an interruption, a disk that does not take the results.
pub(super) fn sensitivity(typed: &SensitivityTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    study::ask(&Sensitivity::new(typed, words, console)?, console)
}

impl Design {
    fn new(method: Method, factors: usize, samples: u32, path: Path) -> Design {
        match method {
            Method::Morris => Design::Walks(morris(samples as usize, factors, path)),
            // One factor more: luck.
            Method::Sobol => Design::Shares(saltelli(samples as usize, factors + 1, path)),
            Method::OneAtATime => Design::Ends { factors, replicates: samples },
        }
    }

    /// The places of all factors at every point; `None` leaves a factor as it is in the scenario.
    fn points(&self) -> Vec<Vec<Option<f64>>> {
        let whole = |point: &Vec<f64>| point.iter().copied().map(Some).collect();
        match self {
            Design::Walks(walks) => walks.iter().flat_map(|walk| &walk.points).map(whole).collect(),
            Design::Shares(plan) => {
                plan.points.iter().map(|point| whole(&point[..plan.factors - 1].to_vec())).collect()
            }
            Design::Ends { factors, .. } => {
                let moved = |factor: usize, to: f64| (0..*factors).map(move |i| (i == factor).then_some(to)).collect();
                let ends = (0..*factors).flat_map(|factor| [moved(factor, 0.0), moved(factor, 1.0)]);
                std::iter::once(vec![None; *factors]).chain(ends).collect()
            }
        }
    }

    /// The runs. Along a walk, and in a base row, luck stays the same, so that only factors make a difference.
    fn tasks(&self) -> Vec<Task> {
        match self {
            Design::Walks(walks) => {
                let steps = walks.first().map_or(1, |walk| walk.points.len());
                let task = |point: usize| Task { number: point as u32, point, replicate: (point / steps) as u32 };
                (0..walks.len() * steps).map(task).collect()
            }
            Design::Shares(plan) => {
                let task = |point: usize| Task { number: point as u32, point, replicate: plan.replicate(point) as u32 };
                (0..plan.points.len()).map(task).collect()
            }
            Design::Ends { factors, replicates } => {
                let task = |number: u32| {
                    let point = (number / replicates) as usize;
                    Task { number, point, replicate: number % replicates }
                };
                (0..(1 + 2 * *factors as u32) * replicates).map(task).collect()
            }
        }
    }
}

impl Sensitivity {
    fn new(typed: &SensitivityTyped, words: &[String], console: &Console) -> Result<Sensitivity, Failure> {
        let parsed = open::open(&typed.scenario, of_run(&typed.work), console)?;
        let scenario = &parsed.scenario;
        let factors = factors(typed, &parsed)?;
        let country = open::country(scenario, typed.country.as_deref())?;
        let measure = measures(&typed.measure.iter().cloned().collect::<Vec<_>>())?[0];
        let samples = typed.samples.unwrap_or(match typed.method {
            Method::Morris => 10,
            Method::Sobol => 64,
            Method::OneAtATime => scenario.run.replicates,
        });
        let most = MOST_DIMENSIONS / 2 - 1;
        if typed.method == Method::Sobol && factors.len() > most {
            let title = format!("{} settings are too many for shares of the variance", factors.len());
            return Err(nothing_run(&title, &format!("vary at most {most}; --method morris takes all of them")));
        }
        let path = Path::to(Kind::Order).then_name("sensitivity").then(scenario.run.seed);
        let design = Design::new(typed.method, factors.len(), samples, path);
        let varied = Varied::new(&parsed, factors);
        let asked = format!("{:?} {samples} {measure} {country} {:?}", typed.method, varied.factors);
        let how = (&typed.scenario, &typed.work.how, typed.work.anyway);
        Ok(Sensitivity {
            method: typed.method,
            points: design.points(),
            tasks: design.tasks(),
            design,
            asked: Asked { measure, country },
            samples,
            subject: Subject::new(how, (parsed, varied), ("sensitivity", &asked), words),
        })
    }
}

impl Study for Sensitivity {
    const COMMAND: &'static str = "sensitivity";
    const MAY_END_EARLY: bool = false;
    type Answers = Vec<Vec<f64>>;
    type Found<'a> = Found<'a>;

    fn subject(&self) -> &Subject {
        &self.subject
    }

    fn introduction(&self) -> String {
        ranking::introduction(self)
    }

    fn first_points(&self) -> Vec<Vec<Option<f64>>> {
        self.points.clone()
    }

    fn need(&self) -> Estimate {
        estimate::of_runs(self.subject.scenario(), f64::from(self.most_runs()), self.subject.target.threads)
    }

    fn most_runs(&self) -> u32 {
        self.tasks.len() as u32
    }

    fn simulate(&self, work: &Work<'_>) -> Result<Vec<Vec<f64>>, Failure> {
        let varied = &self.subject.varied;
        let scenario = |point: usize| varied.at(&self.points[point]).expect("every point was looked at before");
        work.run((0, &self.tasks), &scenario, &|scenario, run| self.asked.answer(scenario, run))
    }

    fn found<'a>(&'a self, answers: &'a Vec<Vec<f64>>) -> Found<'a> {
        Found::new(self, answers)
    }

    fn write(&self, found: &Found<'_>, staging: &mut Staging) -> Result<(), Trouble> {
        pictures::add(&found.chart(), "which settings matter", staging)?;
        let (factors, measure) = (self.subject.factors(), COUNTRY_MEASURES[self.asked.measure]);
        let (statistics, samples) = (found.over_time(), found.samples());
        let seed = self.subject.scenario().run.seed;
        let text = found.as_markdown();
        staging.add("answer.md", "the answer in words", |out| out.write_all(text.as_bytes()))?;
        staging.add("sensitivity.csv", "what each setting does, over time", |out| {
            tables::statistics(factors, &statistics, out)
        })?;
        staging.add("samples.csv", "every run: its settings and its answer", |out| {
            tables::samples(factors, (measure.name, seed), &samples, out)
        })?;
        staging.add("problem.json", "the settings and ranges, for SALib", |out| tables::problem(factors, out))?;
        staging.add("columns.csv", "what each column means", |out| {
            tables::columns(factors, [measure.name, measure.unit, measure.meaning], out)
        })
    }

    fn noted(&self, found: &Found<'_>, manifest: Manifest) -> Manifest {
        let asked = SensitivityNote {
            method: self.method.word().to_owned(),
            samples: self.samples,
            measure: COUNTRY_MEASURES[self.asked.measure].name.to_owned(),
            country: self.subject.scenario().countries[self.asked.country].id.clone(),
            factors: self.subject.factors().iter().map(FactorNote::of).collect(),
        };
        Manifest {
            sensitivity: Some(asked),
            trajectory_sha256: answers_sha256(found.answers),
            kept: "the answer of every run at the end (samples.csv)".into(),
            ..manifest
        }
    }

    fn tell(found: &Found<'_>, made: &Made, console: &mut Console) {
        found.tell(made, console);
    }
}

/// The settings that are varied: those that were named, or all assumptions.
fn factors(typed: &SensitivityTyped, parsed: &Parsed) -> Result<Vec<Factor>, Failure> {
    let mut factors = open::factors(&typed.vary, "--vary", parsed)?;
    if typed.assumptions {
        let more = Factor::assumptions(&parsed.resolved);
        let is_new = |factor: &Factor| factors.iter().all(|known| known.path != factor.path);
        let more: Vec<Factor> = more.into_iter().filter(is_new).collect();
        factors.extend(more);
    }
    if factors.is_empty() {
        return Err(nothing_run("Nothing is varied", "name settings with --vary, or add --assumptions"));
    }
    Ok(factors)
}
