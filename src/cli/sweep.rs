//! `softpower sweep` and `softpower merge`: a scenario in many settings, each many times, on one machine or on many.
//! What is said about it stands in `swept.rs`.

use std::path::PathBuf;
use std::time::Instant;

use clap::ValueEnum;
use serde_json::json;

use super::args::{CombineTyped, MergeTyped, SampleTyped, SweepTyped, WorkTyped};
use super::compare::measures;
use super::condition;
use super::console::Console;
use super::design::{Design, MOST_SCENARIOS};
use super::failure::Failure;
use super::job::{self, of_run};
use super::open::{self, nothing_run};
use super::progress::Progress;
use super::swept::{self, Trial};
use super::tally::{Picture, Rows, Tally};
use super::target::{Made, Target};
use super::wording::grouped;
use super::{earlier, interrupt, machine, pictures, report, wording};
use crate::charts::{self, Carried, Provenance};
use crate::engine;
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::ends::{Ends, Fate};
use crate::experiment::ensemble::Unfinished;
use crate::experiment::study::Asked;
use crate::experiment::sweep::{self, Address, Count, Keeper, Plan, Shard};
use crate::experiment::threshold::condition::Condition;
use crate::experiment::{Estimate, estimate};
use crate::output::journal::{self, About, Journals, journals_in};
use crate::output::manifest::{Manifest, ScenarioNote, SweepNote};
use crate::output::sweep::{Noted, RUNS, Swept, Told};
use crate::output::{Program, Staging, Trouble};
use crate::scenario::Setting;

/// Runs on which a dry run measures time.
const TRIALS: usize = 3;

/// A sweep, ready to begin.
pub(super) struct Job {
    /// The scenario as it was named.
    pub(super) named: String,
    pub(super) design: Design,
    pub(super) about: About,
    /// The country that is told.
    country: usize,
    /// What shall be reached in the picture, if anything.
    wanted: Option<Condition>,
    pub(super) target: Target,
    csv: bool,
}

/// What is told of a sweep, as it was typed: whose numbers, and what shall be reached.
struct Asking<'a> {
    country: Option<&'a str>,
    target: Option<&'a str>,
}

/// Runs a scenario in many settings.
///
/// # Errors
/// Mistakes in the scenario or the sweep, an interruption, a disk that does not take the results; that runs failed.
pub(super) fn sweep(typed: &SweepTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let shard = typed.shard.as_deref().map_or(Ok(Shard::WHOLE), shard)?;
    let job = Job::typed(typed, words, console)?;
    if let Some(parts) = typed.slurm {
        job.insist_on_valid_points()?;
        console.answer(&swept::slurm_script(&job, words, parts));
        return Ok(());
    }
    if typed.dry_run {
        job.insist_on_valid_points()?;
        console.say(&swept::introduction(&job));
        let trial = job.trial()?;
        console.say(&swept::dry_run(&job, trial));
        console.answer_as_json(&swept::dry_run_as_json(&job, trial));
        return Ok(());
    }
    let renew = if shard == Shard::WHOLE {
        let wanted = typed.csv.then_some("runs.csv");
        let done = |manifest: &Manifest| job.answer(manifest, true);
        let Some(renew) = job.target.begin(wanted, console, done)? else { return Ok(()) };
        renew
    } else {
        false
    };
    console.say(&swept::introduction(&job));
    open::tell_warnings(&job.design.parsed, console);
    job.insist_on_valid_points()?;
    job.target.refuse_giants(job.need(shard))?;
    job.target.prepare()?;
    let started = machine::now();
    let journals = job.open_journals(shard)?;
    if !renew {
        job.take_over(&journals, shard, console)?;
    }
    job.run(&journals, shard, console)?;
    if shard != Shard::WHOLE {
        return job.end_shard(&journals, shard, console);
    }
    job.finish(journals, &started, renew, console)
}

/// Puts the parts of a sweep together.
///
/// # Errors
/// When parts are missing, damaged or of other programs, or the disk does not take the results.
pub(super) fn merge(typed: &MergeTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let abouts = abouts(&typed.folders)?;
    let about = one_sweep(&abouts)?;
    let job = Job::of_parts(about, typed, words)?;
    let wanted = typed.csv.then_some("runs.csv");
    let done = |manifest: &Manifest| job.answer(manifest, true);
    let Some(renew) = job.target.begin(wanted, console, done)? else { return Ok(()) };
    job.target.prepare()?;
    let started = machine::now();
    let read = |trouble: Trouble| Failure::failed(trouble.to_string());
    let (first, others) = typed.folders.split_first().ok_or_else(|| Failure::wrong("No folder was named."))?;
    let journals = others
        .iter()
        .try_fold(Journals::read(first, about).map_err(read)?, |journals, folder| journals.and(folder).map_err(read))?;
    job.insist_on_whole(&journals, abouts.len(), console)?;
    job.finish(journals, &started, renew, console)
}

/// What each journal in some folders says about itself.
fn abouts(folders: &[PathBuf]) -> Result<Vec<(PathBuf, About)>, Failure> {
    let mut found = Vec::new();
    for path in folders.iter().flat_map(|folder| journals_in(folder)) {
        match journal::about(&path).map_err(|trouble| Failure::failed(trouble.to_string()))? {
            Some(about) => found.push((path, about)),
            None => {
                return Err(nothing_run(
                    &format!("{} is no whole part of a sweep", path.display()),
                    "do that part again, or take the file out of the folder",
                ));
            }
        }
    }
    if found.is_empty() {
        let names: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
        let title = format!("There are no parts of a sweep in {}", names.join(", "));
        return Err(nothing_run(&title, "name the folders that `softpower sweep --shard K/N` has made"));
    }
    Ok(found)
}

/// The sweep that all parts belong to.
fn one_sweep(abouts: &[(PathBuf, About)]) -> Result<&About, Failure> {
    let (first_path, first) = &abouts[0];
    let is_other = |about: &About| !about.is_of_the_same_sweep_as(first);
    let Some((path, other)) = abouts.iter().find(|(_, about)| is_other(about)) else { return Ok(first) };
    let why = if other.program != first.program {
        format!("softpower {} and {}", first.program.version_line(), other.program.version_line())
    } else {
        "two different sweeps".to_owned()
    };
    let title = format!("{} and {} come from {why}", first_path.display(), path.display());
    Err(nothing_run(&title, "put the parts of one sweep, made by one program, into a folder of their own"))
}

/// `3/40`
fn shard(text: &str) -> Result<Shard, Failure> {
    let parts = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((number, of)) if (1..=of).contains(&number) && of <= 10_000 => Ok(Shard { number, of }),
        _ => Err(nothing_run(
            &format!("`--shard {text}` is no part of a whole"),
            "write which part, and of how many: --shard 3/40",
        )),
    }
}

/// What was typed beside the file as settings of `[sweep]`.
fn of_sweep(typed: &SweepTyped) -> Result<Vec<Setting>, Failure> {
    let setting = |path: &str, value: &str| Setting { path: path.to_owned(), value: value.to_owned() };
    let mut settings = Vec::new();
    for text in &typed.tries {
        let Some((path, values)) = text.split_once('=') else {
            return Err(nothing_run(
                &format!("`--try {text}` has no values"),
                "write the setting, `=` and its values: --try canada.approval_delay=1h,1day",
            ));
        };
        settings.push(setting(&format!("sweep.try.{}", path.trim()), values));
    }
    settings.extend(typed.combine.map(|combine| match combine {
        CombineTyped::Every => setting("sweep.combine", "every"),
        CombineTyped::InStep => setting("sweep.combine", "in step"),
    }));
    settings.extend(typed.sample.map(|sample| match sample {
        SampleTyped::Latin => setting("sweep.sample", "latin"),
        SampleTyped::Sobol => setting("sweep.sample", "sobol"),
        SampleTyped::Halton => setting("sweep.sample", "halton"),
    }));
    settings.extend(typed.samples.map(|samples| setting("sweep.samples", &samples.to_string())));
    Ok(settings)
}

/// The words that decide about the numbers: no threads, no folder, no part.
fn remake(typed: &SweepTyped) -> Vec<String> {
    let mut more = Vec::new();
    let mut add = |option: &str, value: String| more.extend([option.to_owned(), value]);
    typed.tries.iter().for_each(|tried| add("--try", tried.clone()));
    if typed.combine == Some(CombineTyped::InStep) {
        add("--combine", "in-step".into());
    }
    if let Some(sample) = typed.sample.and_then(|sample| sample.to_possible_value()) {
        add("--sample", sample.get_name().to_owned());
    }
    typed.samples.iter().for_each(|samples| add("--samples", samples.to_string()));
    if !typed.measures.is_empty() {
        add("--measure", typed.measures.join(","));
    }
    typed.country.iter().for_each(|country| add("--country", country.clone()));
    typed.target.iter().for_each(|target| add("--target", target.clone()));
    job::remake("sweep", &typed.scenario, &more, &typed.work)
}

impl Job {
    fn typed(typed: &SweepTyped, words: &[String], console: &Console) -> Result<Job, Failure> {
        // How many replicates there are is no setting of the scenario here, so that more of them keep what is done.
        let seed = of_run(&WorkTyped { replicates: None, ..typed.work.clone() });
        let more = of_sweep(typed)?.into_iter().chain(seed).collect();
        let parsed = open::open(&typed.scenario, more, console)?;
        let kept = if typed.measures.is_empty() { Vec::new() } else { measures(&typed.measures)? };
        let (scenario, sweep) = (&parsed.scenario, parsed.sweep.as_ref());
        let Some(sweep) = sweep else {
            return Err(nothing_run(
                &format!("`{}` does not say what is tried", typed.scenario.scenario),
                "type it: --try canada.approval_delay=1h,1day,1week; or write it under [sweep.try]",
            ));
        };
        let about = About {
            program: Program::this(),
            name: scenario.name.clone(),
            scenario: parsed.resolved.to_toml(false),
            with_origins: parsed.resolved.to_toml(true),
            sweep: parsed.resolved.sweep_to_toml(),
            replicates: typed.work.replicates.or(sweep.replicates).unwrap_or(scenario.run.replicates),
            measures: kept.iter().map(|place| COUNTRY_MEASURES[*place].name.to_owned()).collect(),
            seed: scenario.run.seed,
            command: words.to_vec(),
            remake: remake(typed),
        };
        if about.replicates == 0 {
            return Err(nothing_run("No replicates are no sweep", "take at least one: --replicates 20"));
        }
        let told = Asking { country: typed.country.as_deref(), target: typed.target.as_deref() };
        let asked = (typed.scenario.scenario.clone(), told, typed.csv);
        let design = Design::new(parsed, about.replicates, &about.measures)?;
        Job::new(design, about, asked, |place| {
            Target::new((&typed.work.how, typed.work.anyway), place, words, remake(typed))
        })
    }

    fn of_parts(about: &About, typed: &MergeTyped, words: &[String]) -> Result<Job, Failure> {
        let told = Asking { country: typed.country.as_deref(), target: typed.target.as_deref() };
        let asked = (about.name.clone(), told, typed.csv);
        Job::new(Design::of_journal(about)?, about.clone(), asked, |place| {
            Target::new((&typed.how, true), place, words, about.remake.clone())
        })
    }

    fn new(
        design: Design,
        about: About,
        (named, told, csv): (String, Asking<'_>, bool),
        target: impl FnOnce((String, &str, u64)) -> Target,
    ) -> Result<Job, Failure> {
        let country = open::country(design.scenario(), told.country)?;
        let asked = Asked { measure: design.first_measure(), country };
        let wanted = told.target.map(|text| condition::target(text, design.scenario(), asked)).transpose()?;
        let goal = wanted.map_or(String::new(), |wanted| format!(" {wanted:?}"));
        let all = format!(
            "sweep {} {:?} {country}{goal}\n{}{}",
            about.replicates, about.measures, about.scenario, about.sweep
        );
        let target = target((format!("sweep-{}", about.name), &all, about.seed));
        Ok(Job { named, design, about, country, wanted, target, csv })
    }

    /// The measure that is told.
    pub(super) fn measure(&self) -> &'static Measure {
        &COUNTRY_MEASURES[self.design.first_measure()]
    }

    /// The country that is told, by its name in the scenario file.
    pub(super) fn country_id(&self) -> &str {
        &self.design.scenario().countries[self.country].id
    }

    /// Settings that do not go together are found before anything runs.
    fn insist_on_valid_points(&self) -> Result<(), Failure> {
        let wrong: Vec<(usize, String)> = sweep::spread(self.design.points.len(), MOST_SCENARIOS)
            .into_iter()
            .filter_map(|point| Some((point, self.design.scenario_at(point).err()?)))
            .collect();
        match wrong.first() {
            None => Ok(()),
            Some(first) => Err(Failure::wrong(swept::wrong_settings(self, wrong.len(), first))),
        }
    }

    pub(super) fn need(&self, shard: Shard) -> Estimate {
        estimate::of_runs(self.design.scenario(), self.design.runs() as f64 / f64::from(shard.of), self.target.threads)
    }

    fn trial(&self) -> Result<Trial, Failure> {
        let (mut seconds, mut numbers) = (0.0, 0.0);
        let points = sweep::spread(self.design.points.len(), TRIALS);
        for point in &points {
            let scenario = self.design.scenario_at(*point).map_err(Failure::wrong)?;
            let (begun, layout) = (Instant::now(), engine::layout(&scenario));
            let columns = if self.design.kept.is_empty() { layout.columns() } else { self.design.kept.len() };
            numbers += (layout.record_hours.len() * layout.countries * columns) as f64;
            if engine::numbers_alone(&scenario, 0, &interrupt::asked).is_none() {
                return Err(Failure::stopped("Stopped. Nothing is kept of a dry run."));
            }
            seconds += begun.elapsed().as_secs_f64();
        }
        let count = points.len() as f64;
        Ok(Trial { runs: points.len(), seconds: seconds / count, numbers: numbers / count })
    }

    fn open_journals(&self, shard: Shard) -> Result<Journals, Failure> {
        let folder = self.about.folder(&self.target.place.out);
        let label = match shard {
            Shard::WHOLE => "whole".to_owned(),
            Shard { number, of } => format!("part-{number:0width$}-of-{of}", width = of.to_string().len()),
        };
        Journals::open(&folder, &self.about, &label)
            .map_err(|trouble| Failure::failed(format!("{trouble}\nNothing was run.")))
    }

    /// What finished sweeps over the same scenario have done is not done again.
    fn take_over(&self, journals: &Journals, shard: Shard, console: &mut Console) -> Result<(), Failure> {
        let wanted = || self.addresses(shard).filter(|run| !journals.has(*run)).collect();
        let out = &self.target.place.out;
        let said = earlier::take_over(out, &self.about, wanted, journals)
            .and_then(|said| journals.sync().map(|()| said))
            .map_err(|why| {
                let go_on = format!("Go on with:\n  {}", self.target.same_command());
                self.target.unfinished(Unfinished::Store(why), &go_on)
            })?;
        said.iter().for_each(|line| console.note(line));
        Ok(())
    }

    fn run(&self, journals: &Journals, shard: Shard, console: &mut Console) -> Result<(), Failure> {
        let scenario = |point: usize| self.design.scenario_at(point);
        let mut plan = Plan {
            points: &self.design.points,
            replicates: self.about.replicates,
            shard,
            scenario: &scenario,
            measures: &self.design.kept,
            threads: self.target.threads,
            keeper: journals,
            progress: &|_| {},
            stop: &interrupt::asked,
        };
        let total = u32::try_from(sweep::total(&plan)).map_err(|_| {
            nothing_run("More than four thousand million runs are too many", "try fewer values, or --sample sobol")
        })?;
        let before = self.count(journals, shard);
        if before > 0 {
            console.note(&format!(
                "Going on: {} of {} runs are kept from before.",
                grouped(before.into()),
                grouped(total.into())
            ));
        }
        if journals.torn() > 0 {
            console.note("The last run before an interruption was not whole. It is done again.");
        }
        let progress = Progress::begin("runs", (total, before), console.is_quiet());
        let settings = self.design.points.len();
        let tell = |count: Count| progress.tell_more(count.done, &|| swept::beside(count, settings));
        plan.progress = &tell;
        let hook = std::panic::take_hook();
        // A run that fails is kept as failed, with what it said; nobody needs to read it twice.
        std::panic::set_hook(Box::new(|_| {}));
        let outcome = sweep::run(&plan);
        std::panic::set_hook(hook);
        progress.end();
        let outcome = outcome.and_then(|()| journals.sync().map_err(Unfinished::Store));
        outcome.map_err(|why| {
            let _ = journals.sync();
            let kept = self.count(journals, shard);
            let folder = self.about.folder(&self.target.place.out).display().to_string();
            let look = match kept {
                0 => String::new(),
                _ => format!("\nSee what they say with:\n  {}", wording::command(&["summarise".into(), folder])),
            };
            self.target.unfinished(why, &format!("{}{look}", self.target.going_on((kept, total), "runs")))
        })
    }

    /// How many runs of a part are kept.
    fn count(&self, journals: &Journals, shard: Shard) -> u32 {
        self.addresses(shard).filter(|run| journals.has(*run)).count() as u32
    }

    /// The runs of a part.
    fn addresses(&self, shard: Shard) -> impl Iterator<Item = Address> {
        (0..self.design.runs()).filter(move |run| shard.has(*run)).map(|run| self.address(run))
    }

    /// The address of a run by its number: replicate by replicate, point by point.
    fn address(&self, run: u64) -> Address {
        let points = self.design.points.len() as u64;
        Address::new(&self.design.points.settings((run % points) as usize), (run / points) as u32)
    }

    fn end_shard(&self, journals: &Journals, shard: Shard, console: &mut Console) -> Result<(), Failure> {
        let folder = self.about.folder(&self.target.place.out);
        // Failures of other parts in the same folder are for them to tell.
        let failed = self.addresses(shard).filter(|run| journals.has_failed(*run)).count() as u64;
        let done = self.count(journals, shard);
        console.say(&swept::shard_done(shard, done, &folder));
        if console.is_quiet() {
            console.answer(&format!("{}/", folder.display()));
        }
        console.answer_as_json(&json!({
            "command": "sweep", "folder": folder, "shard": [shard.number, shard.of], "runs": done, "failed": failed,
        }));
        failures(failed, done.into(), "merge tells which")
    }

    /// Says which parts are missing, and how to get them.
    fn insist_on_whole(&self, journals: &Journals, parts: usize, console: &mut Console) -> Result<(), Failure> {
        if journals.contradictions() > 0 {
            return Err(Failure::failed(format!(
                "{} runs are there twice with different numbers. One of the machines is not sound,\nor was another \
                 program. Nothing was merged.",
                grouped(journals.contradictions())
            )));
        }
        let missing: Vec<u64> = (0..self.design.runs()).filter(|run| !journals.has(self.address(*run))).collect();
        if missing.is_empty() {
            let parts = wording::counted(parts as u64, "part", "parts");
            console.say(&format!("{parts}, {} of {} runs.", grouped(self.design.runs()), grouped(self.design.runs())));
            return Ok(());
        }
        Err(Failure::failed(swept::missing_runs(self, &missing)))
    }

    fn finish(&self, journals: Journals, started: &str, renew: bool, console: &mut Console) -> Result<(), Failure> {
        let scenario = |point: usize| self.design.scenario_at(point);
        let swept = self.design.swept(&scenario, &journals);
        let measures = [self.design.first_measure()];
        let mut noted = Noted::new(&swept, Told { country: self.country, measures: &measures });
        let made = self.write(swept, &mut noted, (started, renew)).map_err(|trouble| {
            let runs = grouped(self.design.runs());
            let kept = format!("All {runs} runs are kept. Go on with:\n  {}", self.target.same_command());
            self.target.unwritten(&trouble, renew, &kept)
        })?;
        journals.discard();
        self.target.tell_made(&made, console);
        let rows = Rows::all(&self.design);
        console.say(&swept::result(self, &self.tally(&rows, &noted.ends), &made));
        console.answer_as_json(&self.answer(&made.manifest, false));
        failures(noted.ends.count(Fate::Failed) as u64, self.design.runs(), "failed.csv says which and why")
    }

    fn tally<'a>(&'a self, rows: &'a Rows, ends: &'a Ends) -> Tally<'a> {
        let measure = (self.design.first_measure(), 0);
        Tally { design: &self.design, rows, ends, measure, country: self.country }
    }

    fn write(&self, swept: Swept<'_>, noted: &mut Noted<'_>, (started, renew): (&str, bool)) -> Result<Made, Trouble> {
        let mut staging = Staging::begin(&self.target.place)?;
        let meaning = "every run: settings, replicates, records, countries";
        staging.add(RUNS, meaning, |out| swept.as_parquet(noted, out))?;
        staging.add("settings.csv", "what each setting comes to at the end", |out| swept.settings(out))?;
        if self.csv {
            staging.add("runs.csv", "the same runs as text", |out| swept.as_csv(out))?;
        }
        let failed = noted.ends.count(Fate::Failed) as u64;
        if failed > 0 {
            staging.add("failed.csv", "runs that failed, and what they said", |out| swept.failed(out))?;
        }
        let rows = Rows::all(&self.design);
        let tally = self.tally(&rows, &noted.ends);
        if let Some(picture) = tally.picture(self.wanted.as_ref()) {
            let resolved = format!("{}\n{}", self.about.with_origins, self.about.sweep);
            let carried = vec![Carried { name: self.about.name.clone(), resolved }];
            let provenance = Provenance {
                replicates: self.about.replicates,
                ..self.target.provenance(self.design.scenario(), carried, noted.sha256())
            };
            let meaning = "what each setting comes to";
            match picture {
                Picture::Grid(field) => pictures::add(&charts::sweep(&field, &provenance), meaning, &mut staging)?,
                Picture::Cloud(cloud) => pictures::add(&charts::scatter(&cloud, &provenance), meaning, &mut staging)?,
            }
        }
        let words = tally.as_markdown();
        staging.add("answer.md", "the answer in words", |out| out.write_all(words.as_bytes()))?;
        let folder = self.target.place.folder();
        for (name, text) in [("analysis.py", swept::python(self, &folder)), ("analysis.R", swept::r(self, &folder))] {
            staging.add(name, "a program to start from", |out| out.write_all(text.as_bytes()))?;
        }
        staging.add("columns.csv", "what each column means", |out| swept.columns(out))?;
        let settings = format!("{}\n{}", self.about.with_origins, self.about.sweep);
        let meaning = "all settings, where each comes from, and what was tried";
        staging.add("scenario.toml", meaning, |out| out.write_all(settings.as_bytes()))?;
        let note = ScenarioNote {
            name: self.about.name.clone(),
            title: self.design.scenario().title.clone(),
            resolved: self.about.scenario.clone(),
        };
        let luck = (self.about.seed, self.about.replicates);
        let manifest = Manifest {
            sweep: Some(SweepNote {
                tried: self.about.sweep.clone(),
                settings: self.design.points.len(),
                measures: self.about.measures.clone(),
                failed,
            }),
            trajectory_sha256: noted.sha256(),
            kept: "every record of every run (runs.parquet)".into(),
            ..self.target.manifest_of(note, luck, started, staging.files().to_vec())
        };
        let (manifest, placed) = report::finish(staging, manifest, renew, None)?;
        Ok(Made { manifest, placed })
    }

    fn answer(&self, manifest: &Manifest, already_done: bool) -> serde_json::Value {
        let failed = manifest.sweep.as_ref().map_or(0, |sweep| sweep.failed);
        let beside = json!({
            "command": "sweep",
            "settings": self.design.points.len(),
            "replicates": self.about.replicates,
            "failed": failed,
        });
        self.target.answer(manifest, already_done, beside)
    }
}

/// Failed runs make the exit code 1.
fn failures(failed: u64, runs: u64, where_to_look: &str) -> Result<(), Failure> {
    match failed {
        0 => Ok(()),
        _ => Err(Failure::failed(format!(
            "{} of {} runs failed; {where_to_look}. The others are whole.",
            grouped(failed),
            grouped(runs)
        ))),
    }
}
