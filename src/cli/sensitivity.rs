//! `softpower sensitivity`: which settings matter for a measure. Screening by walks (Morris), shares of the variance
//! with luck among them (Sobol'), or one setting at a time.

use serde_json::json;

use super::args::{Method, SensitivityTyped};
use super::compare::measures;
use super::console::Console;
use super::failure::Failure;
use super::job::{of_run, without_how};
use super::open::{self, nothing_run};
use super::progress::Progress;
use super::ranking::{self, Found};
use super::target::{Made, Target};
use super::{interrupt, machine, pictures, report};
use crate::engine::measures::COUNTRY_MEASURES;
use crate::experiment::design::{MOST_DIMENSIONS, Saltelli, Walk, morris, saltelli};
use crate::experiment::ensemble::{NoStore, Store};
use crate::experiment::study::{self, Asked, Plan, Task};
use crate::experiment::{Estimate, estimate};
use crate::output::manifest::{FactorNote, Manifest, SensitivityNote, answers_sha256};
use crate::output::sensitivity as tables;
use crate::output::{Partial, Staging, Trouble};
use crate::random::{Kind, Path};
use crate::scenario::factor::{Factor, Varied};
use crate::scenario::{Parsed, Scenario};

/// Where the model is asked.
pub(super) enum Design {
    Walks(Vec<Walk>),
    Shares(Saltelli),
    Ends { factors: usize, replicates: u32 },
}

/// A study, ready to begin.
pub(super) struct Study {
    pub(super) named: String,
    pub(super) parsed: Parsed,
    /// What is varied, and the scenario of every point.
    varied: Varied,
    pub(super) method: Method,
    pub(super) design: Design,
    /// Its points and its runs.
    pub(super) points: Vec<Vec<Option<f64>>>,
    pub(super) tasks: Vec<Task>,
    pub(super) asked: Asked,
    pub(super) samples: u32,
    pub(super) target: Target,
}

/// Finds out what matters.
///
/// # Errors
/// Mistakes in the scenario or the question, an interruption, a disk that does not take the results.
pub(super) fn sensitivity(typed: &SensitivityTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let study = Study::new(typed, words, console)?;
    let done = |manifest: &Manifest| study.target.answer(manifest, true, json!({ "command": "sensitivity" }));
    let Some(renew) = study.target.begin(None, console, done)? else { return Ok(()) };
    console.say(&ranking::introduction(&study));
    open::tell_warnings(&study.parsed, console);
    open::insist_on_valid(&study.varied, &study.points)?;
    study.target.refuse_giants(study.need())?;
    study.target.prepare()?;
    let started = machine::now();
    let partials = study.target.open_partials(1, console)?;
    let kept = partials.first().and_then(Option::as_ref);
    let answers = study.simulate(kept, console)?;
    let found = Found::new(&study, &answers);
    let unwritten = |why: Trouble| study.target.unwritten(&why, renew, &study.going_on(kept));
    let made = study.write(&found, &started, renew).map_err(unwritten)?;
    partials.into_iter().flatten().for_each(Partial::discard);
    found.tell(&made, console);
    Ok(())
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

impl Study {
    fn new(typed: &SensitivityTyped, words: &[String], console: &Console) -> Result<Study, Failure> {
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
        let (factors, resolved) = (&varied.factors, &varied.resolved);
        let about = format!("sensitivity {:?} {samples} {measure} {country} {factors:?}\n{resolved}", typed.method);
        let name = format!("sensitivity-{}", scenario.name);
        let target = Target::new(
            (&typed.work.how, typed.work.anyway),
            (name, &about, scenario.run.seed),
            words,
            without_how(words),
        );
        Ok(Study {
            named: typed.scenario.scenario.clone(),
            varied,
            method: typed.method,
            points: design.points(),
            tasks: design.tasks(),
            design,
            asked: Asked { measure, country },
            samples,
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

    pub(super) fn need(&self) -> Estimate {
        estimate::of_runs(self.scenario(), f64::from(self.runs()), self.target.threads)
    }

    fn simulate(&self, kept: Option<&Partial>, console: &mut Console) -> Result<Vec<Vec<f64>>, Failure> {
        let (total, before) = (self.runs(), self.kept(kept));
        if before > 0 {
            console.note(&format!("Going on: {before} of {total} runs are kept from before."));
        }
        let progress = Progress::begin("runs", (total, before), console.is_quiet());
        let scenario = |point: usize| self.varied.at(&self.points[point]).expect("every point was looked at before");
        let plan = Plan {
            tasks: &self.tasks,
            scenario: &scenario,
            asked: &|scenario, run| self.asked.answer(scenario, run),
            threads: self.target.threads,
            store: kept.map_or(&NoStore as &dyn Store, |kept| kept),
            progress: &|done| progress.tell(done),
            stop: &interrupt::asked,
        };
        let outcome = study::run(&plan);
        progress.end();
        outcome.map_err(|why| self.target.unfinished(why, &self.going_on(kept)))
    }

    /// Number of runs.
    pub(super) fn runs(&self) -> u32 {
        self.tasks.len() as u32
    }

    /// How many of them are kept.
    fn kept(&self, kept: Option<&Partial>) -> u32 {
        kept.map_or(0, |kept| kept.count(self.runs(), false))
    }

    /// What of the work is kept, and how to go on from there.
    fn going_on(&self, kept: Option<&Partial>) -> String {
        self.target.going_on((self.kept(kept), self.runs()), "runs")
    }

    fn write(&self, found: &Found<'_>, started: &str, renew: bool) -> Result<Made, Trouble> {
        let mut staging = Staging::begin(&self.target.place)?;
        pictures::add(&found.chart(), "which settings matter", &mut staging)?;
        let (factors, measure) = (self.factors(), COUNTRY_MEASURES[self.asked.measure]);
        let (statistics, samples) = (found.over_time(), found.samples());
        let seed = self.scenario().run.seed;
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
        })?;
        let settings = self.parsed.resolved.to_toml(true);
        let meaning = "all settings, and where each comes from";
        staging.add("scenario.toml", meaning, |out| out.write_all(settings.as_bytes()))?;
        let asked = SensitivityNote {
            method: self.method.word().to_owned(),
            samples: self.samples,
            measure: measure.name.to_owned(),
            country: self.scenario().countries[self.asked.country].id.clone(),
            factors: factors.iter().map(FactorNote::of).collect(),
        };
        let manifest = Manifest {
            sensitivity: Some(asked),
            trajectory_sha256: answers_sha256(found.answers),
            kept: "the answer of every run at the end (samples.csv)".into(),
            ..self.target.manifest(self.scenario(), &self.varied.resolved, started, staging.files().to_vec())
        };
        let (manifest, placed) = report::finish(staging, manifest, renew, None)?;
        Ok(Made { manifest, placed })
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
