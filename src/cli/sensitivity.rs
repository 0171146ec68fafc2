//! `softpower sensitivity`: which settings matter for a measure. Screening by walks (Morris), shares of the variance
//! with luck among them (Sobol'), or one setting at a time.

use serde_json::{Value, json};

use super::args::{Method, SensitivityTyped};
use super::compare::measures;
use super::comparison::{label, printed, two_digits};
use super::console::Console;
use super::failure::Failure;
use super::job::of_run;
use super::open::{self, nothing_run};
use super::progress::Progress;
use super::target::{Already, Target};
use super::wording::{column, counted, fixed, grouped, last_day, wrapped};
use super::{interrupt, machine, summary, wording};
use crate::charts::words::{decimals_for, in_sentence, list, sentence};
use crate::engine::{self, measures::COUNTRY_MEASURES};
use crate::experiment::design::{MOST_DIMENSIONS, Saltelli, Walk, morris, saltelli};
use crate::experiment::ensemble::{NoStore, Store, Unfinished};
use crate::experiment::sensitivity::{Indices, Share, Verdict, indices, screening, tornado};
use crate::experiment::study::{self, Asked, Plan, Task};
use crate::experiment::{Estimate, estimate};
use crate::output::manifest::{FactorNote, Manifest, SensitivityNote, answers_sha256};
use crate::output::sensitivity::{self as tables, Sample, Statistic};
use crate::output::{Partial, Placed, Staging, Trouble};
use crate::random::{Kind, Path};
use crate::scenario::factor::Factor;
use crate::scenario::{Parsed, Scenario, Setting, Source, parse};

/// How well total shares of the variance shall be known.
const WIDTH: f64 = 0.1;
/// The factor that no setting moves.
const LUCK: &str = "luck";
/// Smallest share of the variance that is spoken of.
const LEAST_SHARE: f64 = 0.02;
/// Most factors that are told on the screen.
const MOST_TOLD: usize = 15;
/// At most so many dates before the end are looked at.
const DATES: usize = 12;

/// Columns of the table.
const NAME: usize = 40;
const NUMBER: usize = 10;
const RANGE: usize = 20;

/// Where the model is asked.
enum Design {
    Walks(Vec<Walk>),
    Shares(Saltelli),
    Ends { factors: usize, replicates: u32 },
}

/// A study, ready to begin.
struct Study {
    named: String,
    parsed: Parsed,
    /// The scenario as a text without parents, from which that of every point is made.
    resolved: String,
    factors: Vec<Factor>,
    method: Method,
    design: Design,
    asked: Asked,
    samples: u32,
    target: Target,
}

/// Finds out what matters.
///
/// # Errors
/// Mistakes in the scenario or the question, an interruption, a disk that does not take the results.
pub(super) fn sensitivity(typed: &SensitivityTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let study = Study::new(typed, words, console)?;
    let renew = match study.target.already(None)? {
        Already::Done(manifest) => {
            if console.is_quiet() {
                console.answer(&study.target.folder());
            }
            console.say(&format!("Already done: {} (use --again to redo)", study.target.folder()));
            console.answer_as_json(&study.target.answer(&manifest, true, json!({ "command": "sensitivity" })));
            return Ok(());
        }
        Already::Begin => false,
        Already::Renew(reason) => {
            console.note(reason);
            true
        }
    };
    console.say(&study.introduction());
    open::tell_warnings(&study.parsed, console);
    study.insist_on_valid_points()?;
    study.target.refuse_giants(study.need())?;
    study.target.prepare()?;
    let started = machine::now();
    let kept = Partial::open(&study.target.place.partial(), study.target.place.key)?;
    let answers = study.simulate(kept.as_ref(), console)?;
    let found = Found { study: &study, answers: &answers };
    let (manifest, placed) = study.write(&found, &started, renew).map_err(|why| study.target.unwritten(&why, renew))?;
    if let Some(kept) = kept {
        kept.discard();
    }
    found.tell(&manifest, placed, console);
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
                let task = |point: usize| Task { point, replicate: (point / steps) as u32 };
                (0..walks.len() * steps).map(task).collect()
            }
            Design::Shares(plan) => {
                let task = |point: usize| Task { point, replicate: plan.replicate(point) as u32 };
                (0..plan.points.len()).map(task).collect()
            }
            Design::Ends { factors, replicates } => {
                let of_point = |point: usize| (0..*replicates).map(move |replicate| Task { point, replicate });
                (0..1 + 2 * factors).flat_map(of_point).collect()
            }
        }
    }
}

impl Study {
    fn new(typed: &SensitivityTyped, words: &[String], console: &Console) -> Result<Study, Failure> {
        let parsed = open::open(&typed.scenario, of_run(&typed.work), console)?;
        let scenario = &parsed.scenario;
        let factors = factors(typed, &parsed)?;
        let country = country(scenario, typed.country.as_deref())?;
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
        let resolved = parsed.resolved.to_toml(false);
        let about = format!("sensitivity {:?} {samples} {measure} {country} {factors:?}\n{resolved}", typed.method);
        let name = format!("sensitivity-{}", scenario.name);
        let target =
            Target::new((&typed.work.how, typed.work.anyway), (name, &about, scenario.run.seed), words, words.to_vec());
        Ok(Study {
            named: typed.scenario.scenario.clone(),
            resolved,
            factors,
            method: typed.method,
            design,
            asked: Asked { measure, country },
            samples,
            target,
            parsed,
        })
    }

    fn scenario(&self) -> &Scenario {
        &self.parsed.scenario
    }

    fn settings(&self, point: &[Option<f64>]) -> Vec<Setting> {
        self.factors.iter().zip(point).filter_map(|(factor, place)| Some(factor.setting((*place)?))).collect()
    }

    fn parsed_at(&self, point: &[Option<f64>]) -> Result<Scenario, String> {
        let name = format!("{}.toml", self.scenario().name);
        let source = Source { name: &name, text: &self.resolved };
        let parsed = parse(&source, &self.settings(point), &|_| Err("a resolved scenario has no parents".into()));
        parsed.map(|parsed| parsed.scenario).map_err(|problems| problems.render(false))
    }

    /// Settings that do not go together are found before anything runs.
    fn insist_on_valid_points(&self) -> Result<(), Failure> {
        let wrong: Vec<(usize, String)> = self
            .design
            .points()
            .iter()
            .enumerate()
            .filter_map(|(number, point)| Some((number, self.parsed_at(point).err()?)))
            .collect();
        let Some((number, first)) = wrong.first() else { return Ok(()) };
        let settings: Vec<String> = self
            .settings(&self.design.points()[*number])
            .into_iter()
            .map(|setting| format!("  {} = {}", setting.path, setting.value))
            .collect();
        Err(Failure::wrong(format!(
            "{} of the study cannot be run. The first has\n{}\n\n{first}",
            counted(wrong.len() as u64, "point", "points"),
            settings.join("\n"),
        )))
    }

    fn need(&self) -> Estimate {
        estimate::of_runs(self.scenario(), self.design.tasks().len() as f64, self.target.threads)
    }

    fn introduction(&self) -> String {
        let scenario = self.scenario();
        let runs = grouped(self.design.tasks().len() as u64);
        let how = match self.method {
            Method::Morris => format!("{} over", counted(u64::from(self.samples), "walk", "walks")),
            Method::Sobol => format!("shares of the variance from {} base rows over", grouped(self.samples.into())),
            Method::OneAtATime => format!("{} at each end of", counted(self.samples.into(), "replicate", "replicates")),
        };
        let settings = counted(self.factors.len() as u64, "setting", "settings");
        let threads = counted(self.target.threads as u64, "thread", "threads");
        let cost = wording::about(self.need().seconds);
        let sentence = format!("{}, {how} {settings}: {runs} runs on {threads}, {cost}", wording::period(scenario));
        let mut text = format!(
            "{}   {}\n{}\n{}\n\nVaried",
            scenario.title,
            self.named,
            wording::crowd(scenario),
            wrapped(&sentence)
        );
        for factor in self.factors.iter().take(MOST_TOLD) {
            let scale = if factor.logarithmic { ", by ratios" } else { "" };
            text += &format!(
                "\n{}{} to {}{scale}",
                column(&format!("  {}", factor.path), NAME),
                factor.shown(factor.low),
                factor.shown(factor.high)
            );
        }
        if self.factors.len() > MOST_TOLD {
            text += &format!("\n  and {} more", self.factors.len() - MOST_TOLD);
        }
        text
    }

    fn simulate(&self, kept: Option<&Partial>, console: &mut Console) -> Result<Vec<Vec<f64>>, Failure> {
        let (points, tasks) = (self.design.points(), self.design.tasks());
        let total = tasks.len() as u32;
        let before = kept.map_or(0, |kept| kept.count(total, false));
        if before > 0 {
            console.note(&format!("Going on: {before} of {total} runs are kept from before."));
        }
        let progress = Progress::begin("runs", (total, before), console.is_quiet());
        // Every point was looked at before.
        let scenario = |point: usize| self.parsed_at(&points[point]).unwrap_or_else(|_| self.scenario().clone());
        let plan = Plan {
            tasks: &tasks,
            scenario: &scenario,
            asked: self.asked,
            threads: self.target.threads,
            store: kept.map_or(&NoStore as &dyn Store, |kept| kept),
            progress: &|done| progress.tell(done),
            stop: &interrupt::asked,
        };
        let outcome = study::run(&plan);
        progress.end();
        outcome.map_err(|why| {
            let done = kept.map_or(0, |kept| kept.count(total, false));
            let on = if done == 0 {
                self.target.begin_again()
            } else {
                format!("{done} of {total} runs are kept. Go on with:\n  {}", self.target.same_command())
            };
            match why {
                Unfinished::Stopped(_) => Failure::stopped(format!("Stopped. {on}")),
                Unfinished::Store(why) => {
                    let said = crate::output::disk::in_plain_words(&why);
                    Failure::failed(format!("A finished run could not be kept: {said}\n{on}"))
                }
                other => self.target.unfinished(other),
            }
        })
    }

    fn write(&self, found: &Found<'_>, started: &str, renew: bool) -> Result<(Manifest, Placed), Trouble> {
        let mut staging = Staging::begin(&self.target.place)?;
        let (factors, measure) = (&self.factors, COUNTRY_MEASURES[self.asked.measure]);
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
        let note = |factor: &Factor| FactorNote { path: factor.path.clone(), low: factor.low, high: factor.high };
        let asked = SensitivityNote {
            method: self.method.word().to_owned(),
            samples: self.samples,
            measure: measure.name.to_owned(),
            country: self.scenario().countries[self.asked.country].id.clone(),
            factors: factors.iter().map(note).collect(),
        };
        let manifest = Manifest {
            sensitivity: Some(asked),
            trajectory_sha256: answers_sha256(found.answers),
            kept: "the answer of every run at the end (samples.csv)".into(),
            ..self.target.manifest(self.scenario(), &self.resolved, started, staging.files().to_vec())
        };
        let placed = staging.finish(&manifest, renew)?;
        Ok((manifest, placed))
    }
}

/// A finished study.
struct Found<'a> {
    study: &'a Study,
    /// For every task a number at each record.
    answers: &'a [Vec<f64>],
}

impl Found<'_> {
    fn last(&self) -> usize {
        self.answers.first().map_or(0, |answer| answer.len().saturating_sub(1))
    }

    fn at(&self, record: usize) -> Vec<f64> {
        self.answers.iter().map(|answer| answer[record]).collect()
    }

    fn path(&self) -> Path {
        Path::to(Kind::Order).then_name("bootstrap").then(self.study.scenario().run.seed)
    }

    fn indices(&self, record: usize) -> Option<Indices> {
        let Design::Shares(plan) = &self.study.design else { return None };
        indices(plan, &self.at(record), WIDTH, self.path())
    }

    /// What each factor does at a record, that of luck last.
    fn statistics(&self, record: usize) -> Vec<Statistic> {
        let hours = engine::layout(self.study.scenario()).record_hours;
        let date = self.study.scenario().run.clock.date(hours[record]).to_string();
        let factors = &self.study.factors;
        let one = |factor: &str, name, value, middle90| Statistic {
            date: date.clone(),
            factor: factor.to_owned(),
            name,
            value,
            middle90,
        };
        let answers = self.at(record);
        match &self.study.design {
            Design::Walks(walks) => {
                let steps = walks.first().map_or(1, |walk| walk.points.len());
                let of_walks: Vec<Vec<f64>> = answers.chunks(steps).map(<[f64]>::to_vec).collect();
                let effects = screening(walks, &of_walks, self.path());
                let of_factor = |(factor, effect): (&Factor, crate::experiment::sensitivity::Effect)| {
                    [
                        one(&factor.path, "size", effect.size, Some(effect.size90)),
                        one(&factor.path, "mean_effect", effect.mean, None),
                        one(&factor.path, "spread", effect.spread, None),
                    ]
                };
                factors.iter().zip(effects).flat_map(of_factor).collect()
            }
            Design::Shares(_) => {
                let Some(found) = self.indices(record) else { return Vec::new() };
                let names = factors.iter().map(|factor| factor.path.as_str()).chain([LUCK]);
                let shares = |share: Share| (share.share, Some((share.low90, share.high90)));
                let of_factor = |(factor, (first, total)): (&str, (Share, Share))| {
                    let ((first, of_first), (total, of_total)) = (shares(first), shares(total));
                    [one(factor, "total", total, of_total), one(factor, "first_order", first, of_first)]
                };
                names.zip(found.first.into_iter().zip(found.total)).flat_map(of_factor).collect()
            }
            Design::Ends { replicates, .. } => {
                let rows: Vec<Vec<f64>> = answers.chunks(*replicates as usize).map(<[f64]>::to_vec).collect();
                let ends: Vec<[Vec<f64>; 2]> =
                    rows[1..].chunks(2).map(|ends| [ends[0].clone(), ends[1].clone()]).collect();
                let of_bar = |bar: crate::experiment::sensitivity::Bar| {
                    let path = &factors[bar.factor].path;
                    let told = |name, spread: Option<crate::stats::Spread>| {
                        let middle = spread.map(|spread| (spread.low90, spread.high90));
                        one(path, name, spread.map_or(f64::NAN, |spread| spread.median), middle)
                    };
                    [told("at_low", bar.low), told("at_high", bar.high)]
                };
                tornado(&rows[0], &ends).into_iter().flat_map(of_bar).collect()
            }
        }
    }

    /// The same at a few dates, the end last.
    fn over_time(&self) -> Vec<Statistic> {
        let (last, mut all) = (self.last(), Vec::new());
        let mut records: Vec<usize> = (1..=DATES).map(|k| k * last / DATES).filter(|record| *record > 0).collect();
        records.dedup();
        records.into_iter().for_each(|record| all.extend(self.statistics(record)));
        all
    }

    fn samples(&self) -> Vec<Sample> {
        let points = self.study.design.points();
        let value = |(factor, place): (&Factor, &Option<f64>)| place.map_or(factor.base, |place| factor.value(place));
        let sample = |(task, answer): (Task, &Vec<f64>)| Sample {
            point: task.point,
            replicate: task.replicate,
            values: self.study.factors.iter().zip(&points[task.point]).map(value).collect(),
            answer: answer.last().copied().unwrap_or(f64::NAN),
        };
        self.study.design.tasks().into_iter().zip(self.answers).map(sample).collect()
    }

    /// The numbers of the end by factor, the largest first: the first number of each factor, and its others.
    fn ranking(&self) -> Vec<Vec<Statistic>> {
        let all = self.statistics(self.last());
        let mut factors: Vec<Vec<Statistic>> = all.chunk_by(|a, b| a.factor == b.factor).map(<[_]>::to_vec).collect();
        let size = |factor: &Vec<Statistic>| match self.study.method {
            Method::OneAtATime => factor.iter().map(|one| one.value.abs()).fold(0.0, f64::max),
            _ => factor[0].value,
        };
        factors.sort_by(|a, b| size(b).total_cmp(&size(a)));
        factors
    }

    /// Numbers of shares are per cent; others are in the unit of the measure.
    fn scale(&self) -> (f64, &'static str) {
        match self.study.method {
            Method::Sobol => (100.0, "percent of the variance"),
            _ => printed(&COUNTRY_MEASURES[self.study.asked.measure]),
        }
    }

    fn table(&self) -> String {
        let (factor, unit) = self.scale();
        let ranking = self.ranking();
        let name = in_sentence(&self.study.scenario().countries[self.study.asked.country].name);
        let what = label(&COUNTRY_MEASURES[self.study.asked.measure]);
        let heading =
            format!("{} {what} at the end of {}, {unit}", wording::possessive(&name), last_day(self.study.scenario()));
        let heads = match self.study.method {
            Method::Morris => ["size", "middle 90 %", "spread"],
            Method::Sobol => ["total", "middle 90 %", "alone"],
            Method::OneAtATime => ["at low", "middle 90 %", "at high"],
        };
        let largest = ranking.iter().flatten().map(|one| one.value.abs()).fold(0.0, f64::max) * factor;
        let places = decimals_for(largest / 100.0).min(6);
        let number = |x: f64| if x.is_nan() { "none".to_owned() } else { fixed(x * factor, places) };
        let mut text = format!(
            "{}\n{:NAME$}{:>NUMBER$}{:>RANGE$}{:>NUMBER$}\n",
            wrapped(&sentence(&heading)),
            "",
            heads[0],
            heads[1],
            heads[2]
        );
        for row in ranking.iter().take(MOST_TOLD) {
            let beside = match self.study.method {
                Method::Morris => row.get(2),
                _ => row.get(1),
            };
            let range =
                row[0].middle90.map_or(String::new(), |(low, high)| format!("{} to {}", number(low), number(high)));
            let mark = match self.study.factors.iter().find(|factor| factor.path == row[0].factor) {
                Some(factor) if !factor.is_assumption() => " *",
                _ => "",
            };
            let line = format!(
                "{}{:>NUMBER$}{range:>RANGE$}{:>NUMBER$}",
                column(&format!("  {}{mark}", row[0].factor), NAME),
                number(row[0].value),
                beside.map_or(String::new(), |one| number(one.value))
            );
            text += line.trim_end();
            text.push('\n');
        }
        if ranking.len() > MOST_TOLD {
            text += &format!("  and {} more in sensitivity.csv\n", ranking.len() - MOST_TOLD);
        }
        if self.study.factors.iter().any(|factor| !factor.is_assumption()) {
            text += "  * a policy or a world that somebody chooses; the others are assumptions\n";
        }
        text
    }

    /// Is the first number of a setting told apart from 0? A share of the variance must also be one of some per cent.
    fn is_worth_telling(&self, row: &[Statistic]) -> bool {
        let is_clear = |one: &Statistic| one.middle90.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
        let is_large = self.study.method != Method::Sobol || row[0].value >= LEAST_SHARE;
        row[0].factor != LUCK && is_large && row.iter().any(is_clear)
    }

    /// What the numbers mean and how sure they are.
    fn paragraph(&self) -> String {
        let ranking = self.ranking();
        let mut sentences = Vec::new();
        let worth = ranking.iter().filter(|row| self.is_worth_telling(row));
        let told: Vec<String> = worth.take(3).map(|row| of_whom(row)).collect();
        let moves = |row: &Vec<Statistic>| row[0].factor != LUCK && row.iter().any(|one| one.value.abs() > 0.0);
        sentences.push(match (told.is_empty(), ranking.iter().any(moves)) {
            (false, _) => format!("Most matters {}.", list(&told)),
            (true, true) => "No setting stands out.".to_owned(),
            (true, false) => "None of these settings changes anything here.".to_owned(),
        });
        match self.study.method {
            Method::Morris => sentences.push(
                "Size is the mean change over the whole range of a setting, whichever way; where the spread is as \
                 large as the size, what a setting does hangs on the others. Along a walk luck stays the same."
                    .to_owned(),
            ),
            Method::Sobol => sentences.extend(self.of_shares()),
            Method::OneAtATime => sentences.push(
                "Each setting is moved by itself, against the scenario as it is, pair by pair on the same luck; what \
                 settings do together is not seen."
                    .to_owned(),
            ),
        }
        sentences.join(" ")
    }

    fn of_shares(&self) -> Vec<String> {
        let Some(found) = self.indices(self.last()) else {
            return vec!["The answer never varies, so there is nothing to share out.".to_owned()];
        };
        let luck = self.study.factors.len();
        let percent = |x: f64| format!("{:.0} %", x * 100.0);
        let unclear = found.total.iter().filter(|share| !share.is_clear()).count();
        let mut all = vec![format!(
            "Luck alone makes {} of the variance, and {} with what it does together with settings.",
            percent(found.first[luck].share),
            percent(found.total[luck].share)
        )];
        if unclear > 0 {
            all.push(format!(
                "Not told apart from nothing: {}.",
                counted(unclear as u64, "total share", "total shares")
            ));
        }
        if found.left_out > 0 {
            all.push(format!(
                "{} without a number were left out.",
                counted(found.left_out as u64, "base row", "base rows")
            ));
        }
        all.push(match found.verdict {
            Verdict::Converged => format!("Converged: every total share is known within {}.", percent(WIDTH)),
            Verdict::NotConverged { more_runs } => format!(
                "Not converged: about {} more runs are needed to know every total share within {}; in {} of 100 \
                 resamples the first stays the first.",
                two_digits(more_runs as f64),
                percent(WIDTH),
                found.leader_stays
            ),
        });
        all
    }

    fn as_markdown(&self) -> String {
        let name = &self.study.scenario().title;
        format!(
            "# What matters in {name}\n\n{}\n\n```text\n{}```\n\nA simulation, not a forecast.\n",
            self.paragraph(),
            self.table()
        )
    }

    fn tell(&self, manifest: &Manifest, placed: Placed, console: &mut Console) {
        let target = &self.study.target;
        if console.is_quiet() {
            console.answer(&target.folder());
        }
        if placed == Placed::AnotherWasFirst {
            console.note("Another softpower was done first with the same results; they stay.");
        }
        for part in [self.table(), wrapped(&self.paragraph()), summary::files(target, &manifest.files)] {
            console.say(&format!("\n{}", part.trim_end()));
        }
        let first = self.ranking().into_iter().map(|row| of_whom(&row)).find(|factor| factor != LUCK);
        let key = first.as_deref().and_then(|path| path.rsplit('.').next()).unwrap_or("assumptions");
        let next = wording::command(&["explain".to_owned(), key.to_owned()]);
        console.say(&format!("\nNext: {next}"));
        console.say("A simulation, not a forecast: softpower explain assumptions");
        console.answer_as_json(&target.answer(manifest, false, self.as_json(&next)));
    }

    fn as_json(&self, next: &str) -> Value {
        let one = |one: &Statistic| {
            let Statistic { factor, name, value, middle90, .. } = one;
            json!({ "factor": factor, "statistic": name, "value": value, "middle90": middle90 })
        };
        json!({
            "command": "sensitivity",
            "scenario": self.study.scenario().name,
            "sensitivity": self.study.method.word(),
            "measure": COUNTRY_MEASURES[self.study.asked.measure].name,
            "runs": self.answers.len(),
            "factors": self.ranking().iter().flatten().map(one).collect::<Vec<_>>(),
            "text": self.paragraph(),
            "warnings": open::plain_warnings(&self.study.parsed),
            "next": next,
        })
    }
}

/// Whom a row is about.
fn of_whom(row: &[Statistic]) -> String {
    row[0].factor.clone()
}

/// The settings that are varied: those that were named, or all assumptions.
fn factors(typed: &SensitivityTyped, parsed: &Parsed) -> Result<Vec<Factor>, Failure> {
    let mut factors: Vec<Factor> = Vec::new();
    for text in &typed.vary {
        let factor = Factor::of(text, &parsed.resolved)
            .map_err(|why| nothing_run(&why, "--vary canada.approval_delay=1h..96h, or --vary model.reach"))?;
        if factors.iter().any(|known| known.path == factor.path) {
            return Err(nothing_run(&format!("`{}` is varied twice", factor.path), "name it once"));
        }
        factors.push(factor);
    }
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

fn country(scenario: &Scenario, named: Option<&str>) -> Result<usize, Failure> {
    let Some(named) = named else { return Ok(scenario.run.focus) };
    let found = scenario.countries.iter().position(|c| c.id == named || c.name.eq_ignore_ascii_case(named));
    found.ok_or_else(|| {
        let ids = scenario.countries.iter().map(|country| country.id.as_str()).collect::<Vec<_>>().join(", ");
        nothing_run(&format!("There is no country `{named}` in `{}`", scenario.name), &format!("name one of {ids}"))
    })
}
