//! What `run` says: what it simulates, what came out, which files it made, and what to do next.

use serde::Serialize;
use serde_json::json;

use super::console::Console;
use super::job::Job;
use super::open;
use super::target::{Made, Target};
use super::wording::{self, column, fixed};
use crate::engine::measures::country_measure;
use crate::engine::trajectory::Column;
use crate::experiment::ensemble::Ensemble;
use crate::output::manifest::{FileNote, Manifest};
use crate::stats::Spread;

/// The influence of a country at the end of a run, index with start = 100.
#[derive(Serialize)]
pub(super) struct Ending<'a> {
    country: &'a str,
    name: &'a str,
    influence_index: Option<Spread>,
    /// Run minus ghost, pair by pair; only where the country has changes.
    difference: Option<Spread>,
}

/// The influence of every country at the end.
pub(super) fn endings<'a>(job: &'a Job, ensemble: &Ensemble) -> Vec<Ending<'a>> {
    let last = ensemble.layout.record_hours.len().saturating_sub(1);
    let Some(index) = country_measure("influence_index").map(Column::Country) else { return Vec::new() };
    let countries = job.scenario().countries.iter().enumerate();
    let ending = |(number, country): (usize, &'a crate::scenario::Country)| Ending {
        country: &country.id,
        name: &country.name,
        influence_index: ensemble.spread(last, number, index),
        difference: ensemble.difference(last, number, index).filter(|_| !country.changes.is_empty()),
    };
    countries.map(ending).collect()
}

/// The first lines of a run.
pub(super) fn introduction(job: &Job) -> String {
    let scenario = job.scenario();
    let replicates = wording::counted(u64::from(scenario.run.replicates), "replicate", "replicates");
    let ghosts = if job.has_ghosts() { ", each also without the changes," } else { "" };
    let threads = wording::counted(job.target.threads as u64, "thread", "threads");
    let from = job.from.as_ref().map_or(String::new(), |states| format!(", from {} on", states.note.at));
    let sentence = format!("{}, {replicates}{ghosts} on {threads}{from}", wording::period(scenario));
    format!("{}   {}\n{}\n{}", scenario.title, job.named, wording::crowd(scenario), wording::wrapped(&sentence))
}

/// What came out of a run, before anything is drawn or written.
pub(super) fn tell_findings(job: &Job, endings: &[Ending<'_>], console: &mut Console) {
    let runs = job.scenario().run.replicates as usize;
    let rows: Vec<Row<'_>> = endings.iter().map(|one| (one.name, one.influence_index, runs)).collect();
    let heading = endings_heading(&wording::last_day(job.scenario()));
    for part in [table(&heading, &rows, 1), findings(endings, runs)].iter().filter(|part| !part.is_empty()) {
        console.say(&format!("\n{}", part.trim_end()));
    }
}

/// The end of a run: files, and one sensible next command.
pub(super) fn tell_made(job: &Job, endings: Vec<Ending<'_>>, made: &Made, console: &mut Console) {
    job.target.tell_made(made, console);
    console.say(&format!("\n{}", files(&job.target, &made.manifest.files).trim_end()));
    console.say(&format!("\nNext: {}", next(job)));
    console.say("A simulation, not a forecast: softpower explain assumptions");
    console.answer_as_json(&answer(job, &made.manifest, false, endings));
}

/// The answer for other programs.
pub(super) fn answer(
    job: &Job,
    manifest: &Manifest,
    already_done: bool,
    endings: Vec<Ending<'_>>,
) -> serde_json::Value {
    let beside = json!({
        "command": "run",
        "scenario": job.scenario().name,
        "title": job.scenario().title,
        "replicates": manifest.replicates,
        "states": manifest.states,
        "seed": manifest.seed,
        "last_day": wording::last_day(job.scenario()),
        "countries": endings,
        "warnings": open::plain_warnings(&job.parsed),
        "same_as": job.repeated.as_ref().map(|known| &known.named),
        "next": next(job),
    });
    job.target.answer(manifest, already_done, beside)
}

/// What is said below differences to ghosts.
pub(super) const OF_PAIRS: &str = "The change against the same runs without it. Each pair met the same events.";
/// Columns of the numbers.
const MEDIAN: usize = 8;
const MIDDLE: usize = 20;

/// What the table of a run is about.
pub(super) fn endings_heading(last_day: &str) -> String {
    format!("Influence at the end of {last_day}, start = 100")
}

/// A name, what it came to, and in how many runs.
pub(super) type Row<'a> = (&'a str, Option<Spread>, usize);

/// What came to what, with so many decimals.
pub(super) fn table(heading: &str, rows: &[Row<'_>], places: usize) -> String {
    let longest = rows.iter().map(|(name, ..)| name.chars().count() + 2).max().unwrap_or(0);
    let names = longest.max(heading.len() + 2).min(wording::WIDTH - MEDIAN - MIDDLE);
    let mut lines = vec![format!("{}{:>MEDIAN$}{:>MIDDLE$}", column(heading, names), "median", "middle 90 %")];
    for (name, spread, runs) in rows {
        let (median, middle) = spread.map_or(("none".into(), String::new()), |spread| {
            let number = |x: f64| fixed(x, places);
            let middle = format!("{} to {}", number(spread.low90), number(spread.high90));
            (number(spread.median), if *runs == 1 { "one run, no range".to_owned() } else { middle })
        });
        lines.push(format!("{}{median:>MEDIAN$}{middle:>MIDDLE$}", column(&format!("  {name}"), names)));
    }
    lines.join("\n") + "\n"
}

/// One sentence for each country with changes.
fn findings(endings: &[Ending<'_>], pairs: usize) -> String {
    let sentences = endings.iter().filter_map(|e| Some(wording::finding(e.name, (e.difference?, pairs))));
    let mut lines: Vec<String> = sentences.map(|sentence| wording::wrapped(&sentence)).collect();
    if lines.is_empty() {
        return String::new();
    }
    lines.push(OF_PAIRS.into());
    lines.join("\n") + "\n"
}

/// The folder whose files are told one by one, those for `softpower chart` apart.
const CHARTS: &str = "charts/";

/// The files, a chart in its three forms on one line, any other folder on one line.
pub(super) fn files(target: &Target, files: &[FileNote]) -> String {
    let mut rows: Vec<(String, &str)> = Vec::new();
    let told = |file: &&FileNote| !(file.path.starts_with(CHARTS) && file.path.ends_with(".json"));
    for file in files.iter().filter(told) {
        let stem = |path: &str| path.rsplit_once('.').map(|(stem, _)| stem.to_owned());
        let folder = file.path.split_inclusive('/').next().filter(|part| part.ends_with('/') && *part != CHARTS);
        match (rows.last_mut(), file.path.rsplit_once('.'), folder) {
            (Some((path, meaning)), _, Some(folder)) if path == folder => {
                if *meaning != file.meaning {
                    *meaning = "its settings and replicates";
                }
            }
            (_, _, Some(folder)) => rows.push((folder.to_owned(), &file.meaning)),
            (Some((path, _)), Some((of_this, ending)), None)
                if stem(path.split(' ').next().unwrap_or_default()).as_deref() == Some(of_this) =>
            {
                *path += &format!(" .{ending}");
            }
            _ => rows.push((file.path.clone(), &file.meaning)),
        }
    }
    rows.push(("manifest.json".into(), "everything that is needed to repeat this"));
    let width = rows.iter().map(|(path, _)| path.len()).max().unwrap_or(0) + 3;
    let lines = rows.iter().map(|(path, meaning)| format!("  {path:width$}{meaning}\n"));
    format!("Results   {}\n{}", target.folder(), lines.collect::<String>())
}

/// One sensible next command.
fn next(job: &Job) -> String {
    if job.save.is_some() {
        return wording::command(&["run", &job.named, "--from", &job.target.folder()].map(str::to_owned));
    }
    match job.scenario().name.as_str() {
        "broadcast-vs-dialogue" => "softpower run paris-2013".into(),
        "paris-2013" | "reform-2014" => "softpower run reform-2015".into(),
        "reform-2015" => "softpower new my-reform --from reform-2015".into(),
        _ => wording::command(&["show".into(), job.named.clone()]),
    }
}
