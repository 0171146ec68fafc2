//! `softpower verify`: repeats what made a result folder, from the folder alone, with several numbers of threads, and
//! says whether the bits are the same.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use super::args::VerifyTyped;
use super::console::Console;
use super::failure::{Exit, Failure};
use super::open::nothing_run;
use super::progress::Progress;
use super::swept_again::SweptAgain;
use super::{interrupt, machine, wording};
use crate::engine::trajectory::Trajectory;
use crate::engine::{self, measures::COUNTRY_MEASURES};
use crate::experiment::coalitions::{self, Against, Question};
use crate::experiment::compare;
use crate::experiment::ensemble::{self, NoStore, Store, Unfinished};
use crate::experiment::threads;
use crate::output::Program;
use crate::output::manifest::{AttributionNote, Manifest, comparison_sha256, ends_sha256, trajectory_sha256};
use crate::output::states::Useless;
use crate::output::verify::{Fate, ResultFolder};
use crate::scenario::contrast::Contrast;
use crate::scenario::{Scenario, Source, parse};

/// What a folder was made by, ready to be done again.
enum Work {
    /// A scenario, and its ghosts if it has changes.
    Run(Box<Scenario>),
    /// Scenarios against each other, crisis by crisis.
    Comparison(Vec<Vec<Scenario>>),
    /// A difference divided among its causes.
    Attribution(Box<Question>),
    /// A scenario in many settings.
    Sweep(Box<SweptAgain>),
}

/// One thing that was looked at.
pub(super) struct Finding {
    /// What.
    pub(super) what: String,
    /// What is to say about it.
    pub(super) says: String,
    /// Is it as it was?
    pub(super) same: bool,
}

/// Repeats a result folder.
///
/// # Errors
/// When it is no result folder; exit code 3 when anything differs.
pub(super) fn verify(typed: &VerifyTyped, console: &mut Console) -> Result<(), Failure> {
    let folder = ResultFolder::open(&typed.folder).map_err(|why| of_no_use(&typed.folder, why))?;
    let (manifest, this) = (&folder.manifest, Program::this());
    let work = work_of(manifest)?;
    console.say(&introduction(&folder, typed));
    let same_program = this.edition() == manifest.program.edition();
    if !same_program {
        console.note(&wording::wrapped(&format!(
            "Made by softpower {}; this is {}. Other sources may give other bits.",
            manifest.program.version_line(),
            this.version_line()
        )));
    }
    interrupt::watch()?;
    let mut findings = files(&folder);
    match typed.sample {
        Some(count) => findings.extend(match &work {
            Work::Sweep(swept) => vec![swept.sampled(&folder, count as usize, typed.threads())?],
            work => sampled(&folder, work, count as usize, typed.threads())?,
        }),
        None => findings.extend(repeated(&work, manifest, typed, console)?),
    }
    let same = findings.iter().all(|finding| finding.same);
    let width = findings.iter().map(|finding| finding.what.len()).max().unwrap_or(0) + 3;
    for finding in findings.iter().filter(|finding| finding.same) {
        let says = wording::indented(&finding.says, width + 8);
        console.say(&format!("  {:width$}same  {}", finding.what, says.trim_start()));
    }
    if !same {
        let unlike = findings.iter().filter(|finding| !finding.same);
        let unlike = unlike.map(|finding| wording::wrapped(&format!("{}: {}", finding.what, finding.says)));
        let why = if same_program { "" } else { "\nThe program is another one, which may be the reason." };
        let message = format!("Something differs.\n{}{why}", unlike.collect::<Vec<_>>().join("\n"));
        return Err(Failure { exit: Exit::Differs, ..Failure::failed(message) });
    }
    let told = |finding: &Finding| json!({ "what": finding.what, "says": finding.says, "same": finding.same });
    console.answer_as_json(&json!({
        "command": "verify",
        "folder": folder.path(),
        "same": same,
        "same_program": same_program,
        "findings": findings.iter().map(told).collect::<Vec<_>>(),
    }));
    console.say("Everything is as it was, to the bit.");
    Ok(())
}

fn introduction(folder: &ResultFolder, typed: &VerifyTyped) -> String {
    let manifest = &folder.manifest;
    let how = match (typed.sample, &manifest.sweep) {
        (Some(count), Some(_)) => format!("a sample of {}", wording::counted(u64::from(count), "run", "runs")),
        (None, Some(sweep)) => {
            let runs = sweep.settings as u64 * u64::from(manifest.replicates);
            wording::counted(runs, "run", "runs")
        }
        (Some(count), None) => format!("a sample of {}", wording::counted(u64::from(count), "replicate", "replicates")),
        (None, None) => wording::counted(u64::from(manifest.replicates), "replicate", "replicates"),
    };
    wording::wrapped(&format!("Repeating {}: {}, {how}", folder.path().display(), manifest.scenario.title))
}

/// Are the files as they were made?
fn files(folder: &ResultFolder) -> Vec<Finding> {
    let all: Vec<(String, Fate)> = folder.files().map(|(file, fate)| (file.path.clone(), fate)).collect();
    let mut findings = vec![Finding {
        what: "files".into(),
        says: format!(
            "{} of {} have the SHA-256 of the manifest",
            all.iter().filter(|(_, fate)| *fate == Fate::Same).count(),
            all.len()
        ),
        same: all.iter().all(|(_, fate)| *fate == Fate::Same),
    }];
    for (path, fate) in all.into_iter().filter(|(_, fate)| *fate != Fate::Same) {
        let says = if fate == Fate::Missing { "is missing" } else { "has been changed" };
        findings.push(Finding { what: path, says: says.into(), same: false });
    }
    findings
}

/// Everything again, with several numbers of threads.
fn repeated(work: &Work, manifest: &Manifest, typed: &VerifyTyped, console: &Console) -> Result<Vec<Finding>, Failure> {
    let counts: BTreeSet<usize> = match typed.threads {
        0 => [1, 2, machine::cores()].into_iter().collect(),
        count => [count as usize].into_iter().collect(),
    };
    let mut findings = Vec::new();
    for count in counts {
        let hash = work.hash(count, console).map_err(unfinished)?;
        let same = hash == manifest.trajectory_sha256;
        let says = if same { hash } else { format!("{hash}, in the folder {}", manifest.trajectory_sha256) };
        findings.push(Finding { what: wording::counted(count as u64, "thread", "threads"), says, same });
    }
    Ok(findings)
}

/// Some replicates again, against the tables.
fn sampled(folder: &ResultFolder, work: &Work, count: usize, threads: usize) -> Result<Vec<Finding>, Failure> {
    let replicates = folder.manifest.replicates as usize;
    let count = count.min(replicates).max(1);
    let wanted: Vec<u32> = (0..count).map(|k| (k * replicates / count) as u32).collect();
    let mut findings = Vec::new();
    for (table, scenario) in work.tables(&folder.manifest)? {
        let kept = folder.replicates(&table, &wanted);
        let kept = kept.map_err(|why| Failure::failed(format!("{table} cannot be read: {why}.")))?;
        let again = |place: usize| engine::trajectory(&scenario, wanted[place], &interrupt::asked);
        let runs = threads::on(threads, || threads::in_order(wanted.len(), again));
        let runs: Option<Vec<Trajectory>> = runs.map_err(Failure::failed)?.into_iter().collect();
        let runs = runs.ok_or_else(|| unfinished(Unfinished::Stopped(0)))?;
        let unlike = runs.iter().zip(&kept).find(|(run, kept)| run != kept);
        let says = match unlike {
            None => format!("replicates {}", wanted.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")),
            Some((run, kept)) => first_difference(&scenario, run, kept),
        };
        findings.push(Finding { what: table, says, same: unlike.is_none() });
    }
    Ok(findings)
}

/// Where two runs of a replicate part.
fn first_difference(scenario: &Scenario, run: &Trajectory, kept: &Trajectory) -> String {
    let layout = engine::layout(scenario);
    let bits = |x: &f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
    let place = run.values.iter().zip(&kept.values).position(|(a, b)| bits(a) != bits(b));
    let Some(place) = place else { return format!("replicate {}: the tables are of other sizes", run.replicate) };
    let (row, column) = (place / layout.columns(), place % layout.columns());
    let date = scenario.run.clock.date(layout.record_hours[row / layout.countries]);
    let country = &scenario.countries[row % layout.countries].id;
    let measure = COUNTRY_MEASURES.get(column).map_or("a measure of an audience", |measure| measure.name);
    format!(
        "replicate {}, {date}, {country}, {measure}: {} here, {} in the folder",
        run.replicate, run.values[place], kept.values[place]
    )
}

impl Work {
    /// The hash of the numbers.
    fn hash(&self, threads: usize, console: &Console) -> Result<String, Unfinished> {
        let begin = |total: u32| Progress::begin("runs", (total, 0), console.is_quiet());
        match self {
            Work::Run(scenario) => {
                let progress = begin(scenario.run.replicates);
                let told = |done| progress.tell(done);
                let plan = ensemble::Plan {
                    scenario,
                    threads,
                    store: &NoStore,
                    from: None,
                    save: None,
                    progress: &told,
                    stop: &interrupt::asked,
                };
                let done = ensemble::run(&plan);
                progress.end();
                done.map(|ensemble| trajectory_sha256(&ensemble))
            }
            Work::Comparison(crises) => {
                let runs: u32 = crises.iter().flatten().map(|scenario| scenario.run.replicates).sum();
                let (progress, mut before, mut found) = (begin(runs), 0, Vec::new());
                for scenarios in crises {
                    let stores: Vec<&dyn Store> = scenarios.iter().map(|_| &NoStore as &dyn Store).collect();
                    let told = |done| progress.tell(before + done);
                    let replicates = 0..scenarios.first().map_or(0, |scenario| scenario.run.replicates);
                    let plan = compare::Plan {
                        scenarios,
                        threads,
                        replicates,
                        stores: &stores,
                        progress: &told,
                        stop: &interrupt::asked,
                    };
                    found.push(compare::run(&plan));
                    before += scenarios.iter().map(|scenario| scenario.run.replicates).sum::<u32>();
                }
                progress.end();
                found.into_iter().collect::<Result<Vec<_>, _>>().map(|found| comparison_sha256(&found))
            }
            Work::Sweep(swept) => swept.hash(threads, console),
            Work::Attribution(question) => {
                let designs = question.designs();
                let runs: usize = designs.iter().map(|design| design.coalitions().len()).sum();
                let progress = begin(u32::try_from(runs).unwrap_or(u32::MAX));
                let told = |done| progress.tell(done);
                let plan =
                    coalitions::Plan { question, designs: &designs, threads, progress: &told, stop: &interrupt::asked };
                let done = coalitions::run(&plan);
                progress.end();
                done.map(|found| ends_sha256(&found))
            }
        }
    }

    /// The tables of replicates in a folder, and the scenario behind each.
    fn tables(&self, manifest: &Manifest) -> Result<Vec<(String, Scenario)>, Failure> {
        match self {
            Work::Run(scenario) => {
                let run = ("runs.csv".to_owned(), (**scenario).clone());
                let ghost = scenario.without_changes().map(|ghost| ("ghosts.csv".to_owned(), ghost));
                Ok(std::iter::once(run).chain(ghost).collect())
            }
            Work::Comparison(crises) => {
                let is_table = |path: &&str| path.ends_with("/runs.csv");
                let tables = manifest.files.iter().map(|file| file.path.as_str()).filter(is_table);
                Ok(tables.map(str::to_owned).zip(crises.iter().flatten().cloned()).collect())
            }
            Work::Attribution(_) | Work::Sweep(_) => {
                Err(nothing_run("An attribution keeps no replicates to sample", "leave out --sample"))
            }
        }
    }
}

/// What made a folder.
fn work_of(manifest: &Manifest) -> Result<Work, Failure> {
    if let Some(note) = &manifest.sweep {
        return Ok(Work::Sweep(Box::new(SweptAgain::of(manifest, note)?)));
    }
    if let Some(asked) = &manifest.comparison {
        let scenarios = asked.scenarios.iter().map(|note| scenario_of(&note.name, &note.resolved));
        let scenarios = scenarios.collect::<Result<Vec<_>, _>>()?;
        let arms = scenarios.len() / asked.crises.len().max(1);
        return Ok(Work::Comparison(scenarios.chunks(arms.max(1)).map(<[Scenario]>::to_vec).collect()));
    }
    let studies = [
        (manifest.sensitivity.is_some(), "A sensitivity study is not repeated by verify"),
        (manifest.calibration.is_some(), "A calibration is not repeated by verify"),
        (manifest.threshold.is_some(), "A threshold is not repeated by verify"),
    ];
    if let Some((_, title)) = studies.into_iter().find(|(is_it, _)| *is_it) {
        let again = wording::command(&manifest.command);
        return Err(nothing_run(title, &format!("{again} --again")));
    }
    if manifest.has("validation.md") {
        let title = "This folder was made by no scenario, so none can be repeated from it";
        return Err(nothing_run(title, "softpower validate --again measures the facts anew"));
    }
    let scenario = scenario_of(&manifest.scenario.name, &manifest.scenario.resolved)?;
    match &manifest.attribution {
        None => Ok(Work::Run(Box::new(scenario))),
        Some(asked) => question_of(&scenario, asked).map(|question| Work::Attribution(Box::new(question))),
    }
}

fn question_of(scenario: &Scenario, asked: &AttributionNote) -> Result<Question, Failure> {
    let odd = |why: String| Failure::failed(format!("The question in manifest.json cannot be asked again: {why}."));
    let country = scenario.countries.iter().position(|country| country.id == asked.country);
    let country = country.ok_or_else(|| odd(format!("there is no country `{}`", asked.country)))?;
    let (other, against) = match (&asked.other, asked.against.as_str()) {
        (Some(note), _) => (scenario_of(&note.name, &note.resolved)?, Against::Other(note.name.clone())),
        (None, "no mechanism") => return Ok(Question::about_mechanisms(scenario, country)),
        (None, _) => {
            let mut without = scenario.clone();
            without.countries[country].changes.clear();
            (without, Against::NoChanges)
        }
    };
    let contrast = Contrast::new(scenario, &other, country).map_err(odd)?;
    Ok(Question::about_levers(contrast, against))
}

pub(super) fn scenario_of(name: &str, resolved: &str) -> Result<Scenario, Failure> {
    let source = Source { name: &format!("{name}.toml"), text: resolved };
    let parsed = parse(&source, &[], &|_| Err("a resolved scenario has no parents".into()));
    let parsed = parsed.map_err(|problems| {
        Failure::wrong(format!(
            "The scenario in manifest.json is none for this version of softpower:\n{}",
            problems.render(false)
        ))
    })?;
    Ok(parsed.scenario)
}

pub(super) fn unfinished(why: Unfinished) -> Failure {
    match why {
        Unfinished::Stopped(_) => Failure::stopped("Stopped. Nothing was found out."),
        Unfinished::Threads(why) => Failure::failed(format!("The threads could not be started: {why}.")),
        Unfinished::Store(why) => Failure::failed(format!("{why}.")),
        Unfinished::State(_, why) => Failure::failed(format!("{why}.")),
    }
}

/// The failure of a folder that is none of ours.
pub(super) fn of_no_use(folder: &Path, why: Useless) -> Failure {
    let folder = folder.display();
    let title = match why {
        Useless::NotThere => format!("There is no folder {folder}"),
        _ => format!("{folder} is no result folder of this program"),
    };
    nothing_run(&title, "name a result folder, one with manifest.json in it")
}
