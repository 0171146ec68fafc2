//! `softpower compare`: scenarios on the same luck. What differs, what each gives, what the pairs say; verdict last.

use std::iter::zip;
use std::ops::Range;

use super::args::{CompareTyped, WorkTyped};
use super::comparison::{self, Story};
use super::console::Console;
use super::crises::{self, Crisis, safe};
use super::diff::distinct_names;
use super::failure::Failure;
use super::job::of_run;
use super::open::{self, nothing_run};
use super::precision::{self, Until};
use super::progress::Progress;
use super::target::{Made, Target};
use super::{interrupt, machine, pictures, report, wording};
use crate::charts::{self, Carried, Chart, Provenance};
use crate::engine;
use crate::engine::measures::{COUNTRY_MEASURES, country_measure};
use crate::experiment::compare::{self, Comparison, MEASURES, Plan};
use crate::experiment::ensemble::{Ensemble, NoStore, Store};
use crate::experiment::regret::Regrets;
use crate::experiment::{Estimate, estimate, sequential};
use crate::output::comparison as tables;
use crate::output::manifest::{ComparisonNote, Manifest, ScenarioNote, comparison_sha256};
use crate::output::tables::Results;
use crate::output::{Partial, Staging, Trouble};
use crate::scenario::{Parsed, Scenario, Setting};

/// A comparison, ready to begin.
pub(super) struct Task {
    /// The scenarios as they were named.
    pub(super) named: Vec<String>,
    /// Their names, all different.
    pub(super) names: Vec<String>,
    /// At least one.
    pub(super) crises: Vec<Crisis>,
    /// The measures asked for, that of the verdict first.
    pub(super) measures: Vec<usize>,
    /// How well the mean differences shall be known, if the number of replicates is left to that.
    pub(super) until: Option<Until>,
    /// Where the results belong, and how to work.
    pub(super) target: Target,
}

/// Compares scenarios.
///
/// # Errors
/// Mistakes in the scenarios or the question, an interruption, a disk that does not take the results.
pub(super) fn compare(typed: &CompareTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let task = Task::new(typed, words, console)?;
    let done = |manifest: &Manifest| comparison::answer(&task, manifest, true, None);
    let Some(renew) = task.target.begin(None, console, done)? else { return Ok(()) };
    console.say(&comparison::introduction(&task));
    for warning in task.warnings(console.colour) {
        console.warn(&warning);
        console.warn("");
    }
    task.target.refuse_giants(task.need())?;
    task.target.prepare()?;
    let started = machine::now();
    let kept = task.target.open_partials(task.crises.len() * task.names.len(), console)?;
    let (found, replicates) = task.simulate(&kept, console)?;
    let task = task.settled(replicates, console)?;
    let story = Story { task: &task, found: &found };
    console.show(|| task.charts(&story).map(|[_, difference]| difference.into_drawing()));
    console.say(&format!("\n{}", story.numbers()));
    let made =
        task.write(&story, &started, renew).map_err(|why| task.target.unwritten(&why, renew, &task.going_on(&kept)))?;
    kept.into_iter().flatten().for_each(Partial::discard);
    comparison::tell(&story, &made, console);
    Ok(())
}

impl Task {
    fn new(typed: &CompareTyped, words: &[String], console: &Console) -> Result<Task, Failure> {
        let measures = measures(&typed.measures)?;
        let crises =
            crises::open(typed, &of_run(&WorkTyped { replicates: replicates(typed), ..typed.work.clone() }), console)?;
        let first = &crises[0];
        let most = first.parsed[0].scenario.run.replicates;
        let until =
            typed.until.as_ref().map(|until| Until::of(until, &COUNTRY_MEASURES[measures[0]], most)).transpose()?;
        let (names, yardstick) = (distinct_names(&first.parsed), &first.parsed[0].scenario);
        let name = format!("compare-{}", names.iter().take(2).cloned().collect::<Vec<_>>().join("-"));
        let about = about(&crises, &measures, until.as_ref());
        let target =
            Target::new((&typed.work.how, typed.work.anyway), (name, &about, yardstick.run.seed), words, remake(typed));
        Ok(Task { named: typed.scenarios.clone(), names, crises, measures, until, target })
    }

    /// The first scenario in the first crisis.
    pub(super) fn yardstick(&self) -> &Scenario {
        &self.crises[0].parsed[0].scenario
    }

    /// Replicates of each scenario; as many as the rule expects, if that is left to a precision.
    pub(super) fn expected(&self) -> u32 {
        let most = self.yardstick().run.replicates;
        if self.until.is_some() { most.min(sequential::EXPECTED) } else { most }
    }

    /// Number of runs, or of those that are made at most.
    pub(super) fn runs(&self) -> u32 {
        self.yardstick().run.replicates * (self.names.len() * self.crises.len()) as u32
    }

    /// What it will cost: what the scenarios of a crisis share is run once. How many pairs a precision takes is not
    /// known before: memory is asked for all that are allowed, time for as many as the rule expects.
    pub(super) fn need(&self) -> Estimate {
        let (most, replicates) = (self.yardstick().run.replicates, f64::from(self.expected()));
        let of_crisis = |crisis: &Crisis| {
            let scenarios = crisis.scenarios();
            let shared = compare::shared_until(&scenarios) / scenarios[0].run.hours();
            let whole = |arm: usize| if arm == 0 { 1.0 } else { 1.0 - shared };
            let one = |(arm, scenario): (usize, &&Scenario)| {
                let recorded = f64::from(most) * engine::layout(scenario).len() as f64 * 8.0;
                (estimate::of_runs(scenario, whole(arm) * replicates, self.target.threads), recorded)
            };
            scenarios.iter().enumerate().map(one).collect::<Vec<_>>()
        };
        let all: Vec<(Estimate, f64)> = self.crises.iter().flat_map(of_crisis).collect();
        let working = all.iter().map(|(one, _)| 2.0 * one.bytes).fold(0.0, f64::max);
        let recorded: f64 = all.iter().map(|(_, recorded)| recorded).sum();
        Estimate { bytes: working + recorded, seconds: all.iter().map(|(one, _)| one.seconds).sum() }
    }

    /// Every warning once, however many scenarios it is about.
    pub(super) fn warnings(&self, colour: bool) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for warning in self.crises.iter().flat_map(|crisis| &crisis.parsed).flat_map(|parsed| &parsed.warnings) {
            let text = warning.render(colour);
            if !told.contains(&text) {
                told.push(text);
            }
        }
        told
    }

    /// All replicates of all crises, and how many there are of each scenario. How many there will be follows from the
    /// numbers of those before, never from threads or from what is kept.
    fn simulate(&self, kept: &[Option<Partial>], console: &mut Console) -> Result<(Vec<Vec<Ensemble>>, u32), Failure> {
        let before = self.kept(kept);
        if before > 0 {
            let most = if self.until.is_some() { "at most " } else { "" };
            console.note(&format!("Going on: {before} of {most}{} runs are kept from before.", self.runs()));
        }
        let all = self.yardstick().run.replicates;
        let (mut found, mut done) = (vec![Vec::new(); self.crises.len()], 0);
        let mut next = Some(self.until.as_ref().map_or(all, |until| until.rule.first()));
        while let Some(end) = next {
            self.run_more(done..end, &mut found, kept, console)?;
            done = end;
            let Some(until) = &self.until else { break };
            let story = Story { task: self, found: &found };
            next = until.rule.next(&story.known(), done);
            if let Some(later) = next {
                console.note(&wording::wrapped(&story.on_the_way(until, (done, later))));
            }
        }
        Ok((found, done))
    }

    /// Some replicates more in every crisis.
    fn run_more(
        &self,
        replicates: Range<u32>,
        found: &mut [Vec<Ensemble>],
        kept: &[Option<Partial>],
        console: &Console,
    ) -> Result<(), Failure> {
        let arms = self.names.len() as u32;
        let runs = |replicates: u32| replicates * arms * self.crises.len() as u32;
        let before =
            if replicates.start == 0 { self.kept(kept).min(runs(replicates.end)) } else { runs(replicates.start) };
        let progress = Progress::begin("runs", (runs(replicates.end), before), console.is_quiet());
        let (mut told, mut failure) = (runs(replicates.start), None);
        for ((crisis, kept), found) in zip(&self.crises, kept.chunks(arms as usize)).zip(found) {
            let scenarios: Vec<Scenario> = crisis.scenarios().into_iter().cloned().collect();
            let stores: Vec<&dyn Store> =
                kept.iter().map(|kept| kept.as_ref().map_or(&NoStore as &dyn Store, |kept| kept)).collect();
            let plan = Plan {
                scenarios: &scenarios,
                threads: self.target.threads,
                replicates: replicates.clone(),
                stores: &stores,
                progress: &|done| progress.tell(told + done),
                stop: &interrupt::asked,
            };
            match compare::run(&plan) {
                Ok(later) => compare::append(found, later),
                Err(why) => failure = Some(why),
            }
            told += (replicates.end - replicates.start) * arms;
            if failure.is_some() {
                break;
            }
        }
        progress.end();
        failure.map_or(Ok(()), |why| Err(self.target.unfinished(why, &self.going_on(kept))))
    }

    /// The same comparison with the number of replicates that it came to.
    fn settled(self, replicates: u32, console: &Console) -> Result<Task, Failure> {
        if self.until.is_none() {
            return Ok(self);
        }
        let found = [Setting { path: "run.replicates".into(), value: replicates.to_string() }];
        let with_found = |parsed: &Parsed| parsed.with(&found).map_err(|problems| open::refused(&problems, console));
        let of_crisis = |crisis: Crisis| {
            let parsed = crisis.parsed.iter().map(with_found).collect::<Result<Vec<_>, _>>()?;
            Ok(Crisis { parsed, ..crisis })
        };
        let crises = self.crises.into_iter().map(of_crisis).collect::<Result<Vec<_>, Failure>>()?;
        Ok(Task { crises, ..self })
    }

    /// How many runs are kept.
    fn kept(&self, kept: &[Option<Partial>]) -> u32 {
        let replicates = self.yardstick().run.replicates;
        kept.iter().flatten().map(|kept| kept.count(replicates, false)).sum()
    }

    /// What of the work is kept, and how to go on from there.
    fn going_on(&self, kept: &[Option<Partial>]) -> String {
        match (self.kept(kept), &self.until) {
            (kept, Some(_)) if kept > 0 => {
                format!("{kept} runs are kept. Go on with:\n  {}", self.target.same_command())
            }
            (kept, _) => self.target.going_on((kept, self.runs()), "runs"),
        }
    }

    fn write(&self, story: &Story<'_>, started: &str, renew: bool) -> Result<Made, Trouble> {
        let mut staging = Staging::begin(&self.target.place)?;
        self.add_pictures(&mut staging, story)?;
        let text = story.as_markdown();
        staging.add("answer.md", "the answer in words", |out| out.write_all(text.as_bytes()))?;
        let compared = story.compared();
        staging.add("comparison.csv", "each scenario at the end, and the pairs", |out| tables::ends(&compared, out))?;
        staging.add("differences.csv", "each minus the first, over time", |out| tables::differences(&compared, out))?;
        if let Some(regrets) = story.regrets() {
            self.add_regrets(&mut staging, &regrets)?;
        }
        staging.add("columns.csv", "what each column means", |out| tables::columns(&self.measures, out))?;
        for (crisis, ensembles) in zip(&self.crises, story.found) {
            for (arm, ensemble) in ensembles.iter().enumerate() {
                self.add_scenario(&mut staging, (crisis, arm), ensemble)?;
            }
        }
        let manifest = self.manifest(story, started, &staging);
        let (manifest, placed) = report::finish(staging, manifest, renew, None)?;
        Ok(Made { manifest, placed })
    }

    fn add_regrets(&self, staging: &mut Staging, regrets: &Regrets) -> Result<(), Trouble> {
        let crises: Vec<&str> = self.crises.iter().map(|crisis| crisis.name.as_str()).collect();
        staging.add("regret.csv", "how much worse than the best, by crisis", |out| {
            tables::regret(&self.names, &crises, regrets, out)
        })
    }

    fn provenance(&self, story: &Story<'_>) -> Provenance {
        let carried = zip(&self.names, &self.crises[0].parsed)
            .map(|(name, parsed)| Carried { name: name.clone(), ..open::carried(parsed) })
            .collect();
        Provenance {
            scenario: self.names.join(", "),
            ..self.target.provenance(self.yardstick(), carried, comparison_sha256(story.found))
        }
    }

    /// Influence in each scenario, and the difference. A picture of one crisis of several would be taken for all.
    fn charts(&self, story: &Story<'_>) -> Option<[Chart; 2]> {
        let [crisis] = &self.crises[..] else { return None };
        let comparison = Comparison { ensembles: &story.found[0], countries: &crisis.countries };
        Some(charts::comparison(comparison, &crisis.scenarios(), &self.names, &self.provenance(story)))
    }

    fn add_pictures(&self, staging: &mut Staging, story: &Story<'_>) -> Result<(), Trouble> {
        let Some(charts) = self.charts(story) else {
            let Some(chart) = story.regret_chart(&self.provenance(story)) else { return Ok(()) };
            return pictures::add(&chart, "how far each is below the best, by crisis", staging);
        };
        let meanings = ["influence in each scenario", "the difference, pair by pair"];
        for (chart, meaning) in zip(&charts, meanings) {
            for picture in pictures::forms(chart, meaning)? {
                picture.add_to(staging)?;
            }
        }
        pictures::in_words(&[pictures::words(&charts[0]), pictures::words(&charts[1])]).add_to(staging)
    }

    /// The folder of one scenario: its settings, and its replicates.
    fn add_scenario(
        &self,
        staging: &mut Staging,
        (crisis, arm): (&Crisis, usize),
        ensemble: &Ensemble,
    ) -> Result<(), Trouble> {
        let parsed = &crisis.parsed[arm];
        let above = if crisis.name.is_empty() { String::new() } else { format!("{}/", safe(&crisis.name)) };
        let file = |name: &str| format!("{above}{}/{name}", safe(&self.names[arm]));
        let results = Results { scenario: &parsed.scenario, ensemble };
        staging.add_settings(&file("scenario.toml"), &parsed.resolved.to_toml(true))?;
        let meaning = "median and middle 90 % of every measure";
        staging.add(&file("trajectories.csv"), meaning, |out| crate::output::tables::trajectories(results, out))?;
        staging.add(&file("runs.csv"), "every replicate", |out| {
            crate::output::tables::runs(results, &ensemble.runs, out)
        })?;
        staging.add(&file("columns.csv"), "what each column means", |out| {
            crate::output::tables::columns(results, false, out)
        })
    }

    fn manifest(&self, story: &Story<'_>, started: &str, staging: &Staging) -> Manifest {
        let note = |(name, parsed): (&String, &Parsed)| ScenarioNote {
            name: name.clone(),
            title: parsed.scenario.title.clone(),
            resolved: parsed.resolved.to_toml(false),
        };
        let of_crisis = |crisis: &Crisis| zip(&self.names, &crisis.parsed).map(note).collect::<Vec<_>>();
        let asked = ComparisonNote {
            country: self.yardstick().countries[self.crises[0].countries[0]].id.clone(),
            measures: self.measures.iter().map(|measure| COUNTRY_MEASURES[*measure].name.to_owned()).collect(),
            crises: self.crises.iter().map(|crisis| crisis.name.clone()).filter(|name| !name.is_empty()).collect(),
            scenarios: self.crises.iter().flat_map(of_crisis).collect(),
            until: story.precision_note(),
        };
        let resolved = self.crises[0].parsed[0].resolved.to_toml(false);
        Manifest {
            comparison: Some(asked),
            trajectory_sha256: comparison_sha256(story.found),
            kept: "every replicate of every scenario at every record (runs.csv in its folder)".into(),
            ..self.target.manifest(self.yardstick(), &resolved, started, staging.files().to_vec())
        }
    }
}

/// The measures that were named, or those that everybody asks for.
pub(super) fn measures(named: &[String]) -> Result<Vec<usize>, Failure> {
    if named.is_empty() {
        return Ok(MEASURES.iter().filter_map(|name| country_measure(name)).collect());
    }
    let all = || COUNTRY_MEASURES.iter().map(|measure| measure.name);
    let place = |name: &String| {
        country_measure(name).ok_or_else(|| {
            let help = match open::nearest(name, all()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("name some of: {}", all().collect::<Vec<_>>().join(", ")),
            };
            nothing_run(&format!("There is no measure `{name}`"), &help)
        })
    };
    named.iter().map(place).collect()
}

/// Everything that decides about the numbers, seed and program apart.
fn about(crises: &[Crisis], measures: &[usize], until: Option<&Until>) -> String {
    let parsed = crises.iter().flat_map(|crisis| &crisis.parsed);
    let resolved: Vec<String> = parsed.map(|parsed| parsed.resolved.to_toml(false)).collect();
    let names: Vec<&str> = crises.iter().map(|crisis| crisis.name.as_str()).filter(|name| !name.is_empty()).collect();
    let until = until.map_or(String::new(), |until| format!("until {}\n", until.words));
    let countries = &crises[0].countries;
    format!("compare {countries:?} {measures:?}\n{}\n{until}{}", names.join("\n"), resolved.join("\n"))
}

/// How many replicates there shall be: as in the scenario, or of a precision many, unless it was typed.
fn replicates(typed: &CompareTyped) -> Option<u32> {
    let is_said = |setting: &String| setting.split('=').next().is_some_and(|path| path.trim().ends_with("replicates"));
    let is_open = typed.until.is_some() && !typed.settings.iter().any(is_said);
    typed.work.replicates.or(is_open.then_some(precision::MOST))
}

/// The words that decide about the numbers.
fn remake(typed: &CompareTyped) -> Vec<String> {
    let mut words = vec!["compare".to_owned()];
    words.extend(typed.scenarios.iter().cloned());
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    typed.country.iter().for_each(|country| option("--country", country.clone()));
    typed.over.iter().for_each(|over| option("--over", over.clone()));
    typed.until.iter().for_each(|until| option("--until", until.clone()));
    if !typed.measures.is_empty() {
        option("--measure", typed.measures.join(","));
    }
    typed.settings.iter().for_each(|setting| option("--set", setting.clone()));
    typed.work.replicates.iter().for_each(|number| option("--replicates", number.to_string()));
    typed.work.seed.iter().for_each(|number| option("--seed", number.to_string()));
    words
}

/// A command that shows one of the scenarios by itself.
pub(super) fn run_of(task: &Task) -> String {
    wording::command(&["attribute".into(), task.named[1].clone(), "--against".into(), task.named[0].clone()])
}
