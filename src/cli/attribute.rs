//! `softpower attribute`: where a difference in influence comes from. Two policies of a country, or all mechanisms and
//! none; every coalition on the same luck; a waterfall, tables and a paragraph out.

use super::args::AttributeTyped;
use super::attribution::Story;
use super::console::Console;
use super::failure::Failure;
use super::job::{of_run, remake};
use super::open::{self, nothing_run};
use super::progress::Progress;
use super::target::{Made, Target};
use super::{attribution, interrupt, machine, pictures, report, wording};
use crate::charts;
use crate::charts::words::in_sentence;
use crate::experiment::attribute::Design;
use crate::experiment::coalitions::{self, Against, Attribution, Plan, Question};
use crate::experiment::{Estimate, estimate};
use crate::output::attribution as tables;
use crate::output::manifest::{AttributionNote, Manifest, ScenarioNote, ends_sha256};
use crate::output::{Staging, Trouble};
use crate::scenario::contrast::Contrast;
use crate::scenario::{Parsed, Scenario, Setting};

/// An attribution, ready to begin.
pub(super) struct Task {
    /// The scenario as it was named.
    pub(super) named: String,
    /// The scenario, its settings and its warnings.
    pub(super) parsed: Parsed,
    /// The scenario that it is held against, if it is another one.
    other: Option<Parsed>,
    /// What is asked.
    pub(super) question: Question,
    /// Which coalitions each replicate runs.
    pub(super) designs: Vec<Design>,
    /// Where the results belong, and how to work.
    pub(super) target: Target,
}

/// Divides a difference among its causes.
///
/// # Errors
/// Mistakes in the scenarios or the question, an interruption, a disk that does not take the results.
pub(super) fn attribute(typed: &AttributeTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let task = Task::new(typed, words, console)?;
    let done = |manifest: &Manifest| attribution::answer(&task, manifest, true, None);
    let Some(renew) = task.target.begin(None, console, done)? else { return Ok(()) };
    console.say(&attribution::introduction(&task));
    let scenarios = [Some(&task.parsed), task.other.as_ref()];
    scenarios.into_iter().flatten().for_each(|parsed| open::tell_warnings(parsed, console));
    task.target.refuse_giants(task.need())?;
    task.target.prepare()?;
    let started = machine::now();
    let found = task.simulate(console)?;
    let story = Story { attribution: &found, scenario: task.scenario() };
    let unwritten = |trouble: Trouble| task.target.unwritten(&trouble, renew, &task.target.begin_again());
    let made = task.write(&story, &started, renew).map_err(unwritten)?;
    attribution::tell(&task, &story, &made, console);
    Ok(())
}

impl Task {
    fn new(typed: &AttributeTyped, words: &[String], console: &Console) -> Result<Task, Failure> {
        let parsed = open::open(&typed.scenario, of_run(&typed.work), console)?;
        let country = country(&parsed.scenario, typed.country.as_deref())?;
        let other = match &typed.against {
            Some(named) => Some(open_other(typed, named, (&parsed.scenario, country), console)?),
            None => None,
        };
        let question = question(typed, &parsed.scenario, country, other.as_ref().map(|other| &other.scenario))?;
        let about = about(&parsed, other.as_ref(), &question);
        let name = format!("attribute-{}", parsed.scenario.name);
        let asked = typed.country.iter().flat_map(|name| ["--country".to_owned(), name.clone()]);
        let asked = asked.chain(typed.against.iter().flat_map(|name| ["--against".to_owned(), name.clone()]));
        let asked: Vec<String> = asked.chain(typed.mechanisms.then(|| "--mechanisms".to_owned())).collect();
        let remake = remake("attribute", &typed.scenario, &asked, &typed.work);
        let target =
            Target::new((&typed.work.how, typed.work.anyway), (name, &about, parsed.scenario.run.seed), words, remake);
        let named = typed.scenario.scenario.clone();
        Ok(Task { named, other, designs: question.designs(), question, parsed, target })
    }

    /// What is simulated.
    pub(super) fn scenario(&self) -> &Scenario {
        &self.parsed.scenario
    }

    /// Number of runs.
    pub(super) fn runs(&self) -> usize {
        self.designs.iter().map(|design| design.coalitions().len()).sum()
    }

    /// What it will cost.
    pub(super) fn need(&self) -> Estimate {
        estimate::of_runs(self.scenario(), self.question.whole_runs(self.runs()), self.target.threads)
    }

    fn simulate(&self, console: &Console) -> Result<Attribution, Failure> {
        let total = u32::try_from(self.runs()).unwrap_or(u32::MAX);
        let progress = Progress::begin("runs", (total, 0), console.is_quiet());
        let plan = Plan {
            question: &self.question,
            designs: &self.designs,
            threads: self.target.threads,
            progress: &|done| progress.tell(done),
            stop: &interrupt::asked,
        };
        let outcome = coalitions::run(&plan);
        progress.end();
        outcome.map_err(|why| self.target.unfinished(why, &self.target.begin_again()))
    }

    /// Makes the result folder.
    fn write(&self, story: &Story<'_>, started: &str, renew: bool) -> Result<Made, Trouble> {
        let mut staging = Staging::begin(&self.target.place)?;
        let (found, seed) = (story.attribution, self.scenario().run.seed);
        let carried = [Some(&self.parsed), self.other.as_ref()].into_iter().flatten().map(open::carried).collect();
        let provenance = self.target.provenance(self.scenario(), carried, ends_sha256(found));
        let chart = charts::attribution(found, self.scenario(), &provenance);
        for picture in pictures::forms(&chart, "where the difference comes from")? {
            picture.add_to(&mut staging)?;
        }
        pictures::in_words(&[pictures::words(&chart)]).add_to(&mut staging)?;
        let text = story.as_markdown();
        staging.add("answer.md", "the answer in words", |out| out.write_all(text.as_bytes()))?;
        staging.add("attribution.csv", "every player's part, alone, last", |out| tables::parts(found, out))?;
        if found.is_exact() {
            staging.add("together.csv", "how pairs work together", |out| tables::together(found, out))?;
        }
        let meaning = "the end of every run";
        staging.add("coalitions.csv", meaning, |out| tables::coalitions(found, seed, out))?;
        staging.add("columns.csv", "what each column means", |out| tables::columns(found, out))?;
        staging.add_settings("scenario.toml", &self.parsed.resolved.to_toml(true))?;
        if let Some(other) = &self.other {
            let settings = other.resolved.to_toml(true);
            staging.add("against.toml", "the same of the other scenario", |out| out.write_all(settings.as_bytes()))?;
        }
        let manifest = self.manifest(found, started, &staging);
        let (manifest, placed) = report::finish(staging, manifest, renew, None)?;
        Ok(Made { manifest, placed })
    }

    fn manifest(&self, found: &Attribution, started: &str, staging: &Staging) -> Manifest {
        let note = |parsed: &Parsed| ScenarioNote {
            name: parsed.scenario.name.clone(),
            title: parsed.scenario.title.clone(),
            resolved: parsed.resolved.to_toml(false),
        };
        let against = match found.against {
            Against::NoChanges => "no changes",
            Against::NoMechanism => "no mechanism",
            Against::Other(_) => "another scenario",
        };
        let asked = AttributionNote {
            country: self.scenario().countries[found.country].id.clone(),
            against: against.into(),
            other: self.other.as_ref().map(note),
            players: found.players.iter().map(|player| player.name.to_owned()).collect(),
        };
        let resolved = self.parsed.resolved.to_toml(false);
        Manifest {
            attribution: Some(asked),
            trajectory_sha256: ends_sha256(found),
            kept: "the end of every run (coalitions.csv)".into(),
            ..self.target.manifest(self.scenario(), &resolved, started, staging.files().to_vec())
        }
    }
}

/// Everything that decides about the numbers, seed and program apart.
fn about(parsed: &Parsed, other: Option<&Parsed>, question: &Question) -> String {
    let country = &parsed.scenario.countries[question.country()].id;
    let other = other.map(|other| other.resolved.to_toml(false)).unwrap_or_default();
    format!("attribute {country} against {:?}\n{}\n{other}", question.against(), parsed.resolved.to_toml(false))
}

/// The country that was named, else the focus; it must have a policy.
fn country(scenario: &Scenario, named: Option<&str>) -> Result<usize, Failure> {
    check_speaks(scenario, open::country(scenario, named)?)
}

fn check_speaks(scenario: &Scenario, country: usize) -> Result<usize, Failure> {
    let asked = &scenario.countries[country];
    if asked.constant_goodwill.is_none() {
        return Ok(country);
    }
    let title = format!("`{}` stands in for the rest of the world: it has no policy to ask about", asked.id);
    Err(nothing_run(&title, "name another one with --country"))
}

/// The other scenario. What is typed beside the command holds for both, but for the rules of the country asked about.
fn open_other(
    typed: &AttributeTyped,
    named: &str,
    (scenario, country): (&Scenario, usize),
    console: &Console,
) -> Result<Parsed, Failure> {
    let own = &scenario.countries[country];
    let is_own = |setting: &String| {
        let path = setting.split('=').next().unwrap_or_default();
        let words: Vec<&str> = path.split('.').map(str::trim).collect();
        let block = words.len().checked_sub(2).map(|place| words[place]).unwrap_or_default();
        let of_change = || scenario.countries.iter().flat_map(|c| &c.changes).any(|change| change.id == block);
        let of_desk = || own.desks.iter().any(|desk| desk.id == block);
        ["change", "desk"].contains(&words[0]) || block == own.id || of_change() || of_desk()
    };
    let settings = typed.scenario.settings.iter().filter(|setting| !is_own(setting)).cloned().collect();
    let other = super::args::ScenarioTyped { scenario: named.to_owned(), settings };
    let short: Vec<Setting> = of_run(&typed.work);
    open::open(&other, short, console)
}

/// What is asked: about the rules of the country, where they differ; else about the mechanisms.
fn question(
    typed: &AttributeTyped,
    scenario: &Scenario,
    country: usize,
    other: Option<&Scenario>,
) -> Result<Question, Failure> {
    let nobody_changes = scenario.countries.iter().all(|country| country.changes.is_empty());
    if typed.mechanisms || other.is_none() && nobody_changes {
        return about_mechanisms(scenario, country);
    }
    let name = in_sentence(&scenario.countries[country].name);
    let (against, one, otherwise) = match other {
        Some(other) => (other.clone(), &scenario.name, Against::Other(other.name.clone())),
        None => (without_changes_of(scenario, country), &scenario.name, Against::NoChanges),
    };
    let contrast = Contrast::new(scenario, &against, country).map_err(|unlike| {
        let title = format!("`{one}` cannot be held against `{}`: {unlike}", against.name);
        nothing_run(&title, &format!("make them alike in everything but the rules of {name}"))
    })?;
    if !contrast.differences().is_empty() {
        return Ok(Question::about_levers(contrast, otherwise));
    }
    Err(match otherwise {
        Against::Other(other) => nothing_run(
            &format!("The rules of {name} are the same in `{one}` and `{other}`"),
            &format!(
                "name a scenario with other rules, or try --set {}.approval_delay=4h",
                scenario.countries[country].id
            ),
        ),
        _ => nothing_run(&format!("No change in `{one}` moves a rule of {name}"), &changing(scenario)),
    })
}

/// Which countries could be asked about instead.
fn changing(scenario: &Scenario) -> String {
    let changing = scenario.countries.iter().filter(|country| !country.changes.is_empty());
    let ids: Vec<&str> = changing.map(|country| country.id.as_str()).collect();
    format!("ask with --country about one that changes ({}), or ask with --mechanisms", ids.join(", "))
}

fn about_mechanisms(scenario: &Scenario, country: usize) -> Result<Question, Failure> {
    let question = Question::about_mechanisms(scenario, country);
    if question.players().is_empty() {
        return Err(nothing_run(
            &format!("No mechanism of `{}` is on that has something to do", scenario.name),
            "switch some on under [model]",
        ));
    }
    Ok(question)
}

/// The scenario in which the rules of one country never change.
fn without_changes_of(scenario: &Scenario, country: usize) -> Scenario {
    let mut without = scenario.clone();
    without.countries[country].changes.clear();
    without
}

/// What stands behind a name in a sentence: who is asked about.
pub(super) fn whose(task: &Task) -> String {
    wording::possessive(&in_sentence(&task.scenario().countries[task.question.country()].name))
}
