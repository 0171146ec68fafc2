//! `softpower compare`: scenarios on the same luck. What differs, what each gives, what the pairs say; verdict last.

use std::iter::zip;

use super::args::CompareTyped;
use super::comparison::{self, Story};
use super::console::Console;
use super::diff::{distinct_names, open_all};
use super::failure::Failure;
use super::job::of_run;
use super::open::{self, nothing_run};
use super::progress::Progress;
use super::target::{Made, Target};
use super::{interrupt, machine, pictures, report, wording};
use crate::charts::{self, Carried, Provenance};
use crate::engine::measures::{COUNTRY_MEASURES, country_measure};
use crate::experiment::compare::{self, Comparison, MEASURES, Plan, Regrets};
use crate::experiment::ensemble::{Ensemble, NoStore, Store};
use crate::experiment::{Estimate, estimate};
use crate::output::comparison as tables;
use crate::output::manifest::{ComparisonNote, Manifest, ScenarioNote, comparison_sha256};
use crate::output::tables::Results;
use crate::output::{Partial, Staging, Trouble};
use crate::scenario::{Parsed, Scenario, Setting};

/// Scenarios to be compared in one crisis.
pub(super) struct Crisis {
    /// The setting that is varied, and its value; empty if none is.
    pub(super) name: String,
    /// The scenarios, the yardstick first.
    pub(super) parsed: Vec<Parsed>,
    /// The place of the country asked about in each.
    pub(super) countries: Vec<usize>,
}

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
    task.crises[0].parsed.iter().for_each(|parsed| open::tell_warnings(parsed, console));
    task.target.refuse_giants(task.need())?;
    task.target.prepare()?;
    let started = machine::now();
    let kept = task.target.open_partials(task.crises.len() * task.names.len(), console)?;
    let found = task.simulate(&kept, console)?;
    let story = Story { task: &task, found: &found };
    let made =
        task.write(&story, &started, renew).map_err(|why| task.target.unwritten(&why, renew, &task.going_on(&kept)))?;
    kept.into_iter().flatten().for_each(Partial::discard);
    comparison::tell(&story, &made, console);
    Ok(())
}

impl Crisis {
    /// What is simulated, the yardstick first.
    pub(super) fn scenarios(&self) -> Vec<&Scenario> {
        self.parsed.iter().map(|parsed| &parsed.scenario).collect()
    }
}

impl Task {
    fn new(typed: &CompareTyped, words: &[String], console: &Console) -> Result<Task, Failure> {
        let measures = measures(&typed.measures)?;
        let mut crises = Vec::new();
        for (name, setting) in crises_of(typed.over.as_deref())? {
            let more = [of_run(&typed.work), setting.into_iter().collect()].concat();
            let parsed = open_all(&typed.scenarios, &typed.settings, &more, console)?;
            let names = distinct_names(&parsed);
            insist_on_pairs(&parsed, &names)?;
            let countries = countries(&parsed, &names, typed.country.as_deref())?;
            crises.push(Crisis { name, parsed, countries });
        }
        let Some(first) = crises.first() else {
            return Err(nothing_run("`--over` names no value", "--over event.crisis.size=small,medium,large"));
        };
        let (names, yardstick) = (distinct_names(&first.parsed), &first.parsed[0].scenario);
        let name = format!("compare-{}", names.iter().take(2).cloned().collect::<Vec<_>>().join("-"));
        let about = about(&crises, &measures);
        let target =
            Target::new((&typed.work.how, typed.work.anyway), (name, &about, yardstick.run.seed), words, remake(typed));
        Ok(Task { named: typed.scenarios.clone(), names, crises, measures, target })
    }

    /// The first scenario in the first crisis.
    pub(super) fn yardstick(&self) -> &Scenario {
        &self.crises[0].parsed[0].scenario
    }

    /// Number of runs.
    pub(super) fn runs(&self) -> u32 {
        self.yardstick().run.replicates * (self.names.len() * self.crises.len()) as u32
    }

    /// What it will cost: what the scenarios of a crisis share is run once.
    pub(super) fn need(&self) -> Estimate {
        let of_crisis = |crisis: &Crisis| {
            let scenarios = crisis.scenarios();
            let shared = compare::shared_until(&scenarios) / scenarios[0].run.hours();
            let whole = |arm: usize| if arm == 0 { 1.0 } else { 1.0 - shared };
            let one = |(arm, scenario): (usize, &&Scenario)| {
                estimate::of_runs(scenario, whole(arm) * f64::from(scenario.run.replicates), self.target.threads)
            };
            scenarios.iter().enumerate().map(one).collect::<Vec<_>>()
        };
        self.crises.iter().flat_map(of_crisis).fold(Estimate { bytes: 0.0, seconds: 0.0 }, |sum, one| Estimate {
            bytes: sum.bytes.max(2.0 * one.bytes),
            seconds: sum.seconds + one.seconds,
        })
    }

    fn simulate(&self, kept: &[Option<Partial>], console: &mut Console) -> Result<Vec<Vec<Ensemble>>, Failure> {
        let before = self.kept(kept);
        if before > 0 {
            console.note(&format!("Going on: {before} of {} runs are kept from before.", self.runs()));
        }
        let progress = Progress::begin("runs", (self.runs(), before), console.is_quiet());
        let (mut found, mut told) = (Vec::new(), 0);
        for (crisis, kept) in zip(&self.crises, kept.chunks(self.names.len())) {
            let scenarios: Vec<Scenario> = crisis.scenarios().into_iter().cloned().collect();
            let stores: Vec<&dyn Store> =
                kept.iter().map(|kept| kept.as_ref().map_or(&NoStore as &dyn Store, |kept| kept)).collect();
            let plan = Plan {
                scenarios: &scenarios,
                threads: self.target.threads,
                stores: &stores,
                progress: &|done| progress.tell(told + done),
                stop: &interrupt::asked,
            };
            found.push(compare::run(&plan));
            told += self.yardstick().run.replicates * self.names.len() as u32;
            if found.last().is_some_and(Result::is_err) {
                break;
            }
        }
        progress.end();
        found.into_iter().collect::<Result<_, _>>().map_err(|why| self.target.unfinished(why, &self.going_on(kept)))
    }

    /// How many runs are kept.
    fn kept(&self, kept: &[Option<Partial>]) -> u32 {
        let replicates = self.yardstick().run.replicates;
        kept.iter().flatten().map(|kept| kept.count(replicates, false)).sum()
    }

    /// What of the work is kept, and how to go on from there.
    fn going_on(&self, kept: &[Option<Partial>]) -> String {
        self.target.going_on((self.kept(kept), self.runs()), "runs")
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

    fn add_pictures(&self, staging: &mut Staging, story: &Story<'_>) -> Result<(), Trouble> {
        // A picture of one crisis of several would be taken for all of them.
        let [crisis] = &self.crises[..] else { return Ok(()) };
        let carried = zip(&self.names, &crisis.parsed)
            .map(|(name, parsed)| Carried { name: name.clone(), ..open::carried(parsed) })
            .collect();
        let provenance = Provenance {
            scenario: self.names.join(", "),
            ..self.target.provenance(self.yardstick(), carried, comparison_sha256(story.found))
        };
        let comparison = Comparison { ensembles: &story.found[0], countries: &crisis.countries };
        let charts = charts::comparison(comparison, &crisis.scenarios(), &self.names, &provenance);
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
        let safe = |text: &str| text.replace(|c: char| !c.is_alphanumeric() && !"-_.".contains(c), "-");
        let above = if crisis.name.is_empty() { String::new() } else { format!("{}/", safe(&crisis.name)) };
        let file = |name: &str| format!("{above}{}/{name}", safe(&self.names[arm]));
        let results = Results { scenario: &parsed.scenario, ensemble };
        let settings = parsed.resolved.to_toml(true);
        let meaning = "all settings, and where each comes from";
        staging.add(&file("scenario.toml"), meaning, |out| out.write_all(settings.as_bytes()))?;
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

/// The crises that are gone through: their names and settings; one without a name if nothing is varied.
fn crises_of(over: Option<&str>) -> Result<Vec<(String, Option<Setting>)>, Failure> {
    let Some(over) = over else { return Ok(vec![(String::new(), None)]) };
    let (path, values) = over.split_once('=').ok_or_else(|| {
        nothing_run(
            &format!("`--over {over}` has no values"),
            "write the setting, `=` and values with commas: --over event.crisis.size=small,medium,large",
        )
    })?;
    let values = values.split(',').map(str::trim).filter(|value| !value.is_empty());
    let crisis = |value: &str| {
        let setting = Setting { path: path.trim().to_owned(), value: value.to_owned() };
        (format!("{}={value}", path.trim()), Some(setting))
    };
    Ok(values.map(crisis).collect())
}

/// Scenarios that cannot be paired are refused.
fn insist_on_pairs(parsed: &[Parsed], names: &[String]) -> Result<(), Failure> {
    for (other, name) in zip(parsed, names).skip(1) {
        if let Some(why) = compare::apart(&parsed[0].scenario, &other.scenario) {
            let title = format!("`{}` and `{name}` cannot be compared pair by pair: {why}", names[0]);
            return Err(nothing_run(&title, "make them alike with --set run.end=..., --seed or --replicates"));
        }
    }
    Ok(())
}

/// The place in each scenario of the country that was named, or of the first one's focus.
fn countries(parsed: &[Parsed], names: &[String], named: Option<&str>) -> Result<Vec<usize>, Failure> {
    let first = &parsed[0].scenario;
    let asked = named.unwrap_or(&first.countries[first.run.focus].id);
    zip(parsed, names).map(|(one, name)| open::country_of(&one.scenario, name, asked)).collect()
}

/// Everything that decides about the numbers, seed and program apart.
fn about(crises: &[Crisis], measures: &[usize]) -> String {
    let parsed = crises.iter().flat_map(|crisis| &crisis.parsed);
    let resolved: Vec<String> = parsed.map(|parsed| parsed.resolved.to_toml(false)).collect();
    format!("compare {:?} {measures:?}\n{}", crises[0].countries, resolved.join("\n"))
}

/// The words that decide about the numbers.
fn remake(typed: &CompareTyped) -> Vec<String> {
    let mut words = vec!["compare".to_owned()];
    words.extend(typed.scenarios.iter().cloned());
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    typed.country.iter().for_each(|country| option("--country", country.clone()));
    typed.over.iter().for_each(|over| option("--over", over.clone()));
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
