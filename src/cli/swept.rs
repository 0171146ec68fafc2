//! What `sweep` and `merge` say: how much work it is, what each setting comes to, which runs are missing; and the
//! programs to start from. Every sentence is made from the numbers.

use std::path::Path;

use serde_json::{Value, json};

use super::comparison::{label, printed};
use super::summary;
use super::sweep::Job;
use super::target::Made;
use super::wording::{self, about, column, counted, fixed, grouped, last_day, wrapped};
use crate::charts::words::{decimals_for, decimals_of_difference, in_sentence, sentence};
use crate::charts::{self, Field};
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::sweep::Shard;
use crate::output::sweep::Swept;
use crate::scenario::Setting;
use crate::scenario::sweep::{Axis, Combine, Tried};
use crate::stats::Spread;
use crate::units::{short, significant};

/// At most so many settings are told on the screen.
const MOST_TOLD: usize = 30;
/// At most so many missing parts are told.
const MOST_MISSING: usize = 10;
/// Width of a column for the values of one axis.
const AXIS: usize = 16;
/// Width of a number.
const NUMBER: usize = 10;
/// Bytes of a run in a journal beside its numbers.
const RECORD: f64 = 29.0;

/// What a dry run has measured.
#[derive(Clone, Copy)]
pub(super) struct Trial {
    /// On how many runs.
    pub(super) runs: usize,
    /// Seconds for one of them.
    pub(super) seconds: f64,
    /// Numbers that one leaves behind.
    pub(super) numbers: f64,
}

/// What the settings come to for the country and the measure that are told.
pub(super) struct Tally {
    /// For every point the numbers of its replicates.
    ends: Vec<Vec<f64>>,
    /// Runs that failed.
    pub(super) failed: u64,
}

impl Tally {
    /// Reads every run once more.
    pub(super) fn of(job: &Job, swept: Swept<'_>) -> std::io::Result<Tally> {
        let mut tally = Tally { ends: Vec::new(), failed: 0 };
        swept.ends(|at| {
            if at.country == job.country {
                tally.ends.push(at.ends[job.told].clone());
                tally.failed += u64::from(at.runs.1);
            }
            Ok(())
        })?;
        Ok(tally)
    }

    /// The points by their medians, the greatest first; of equal ones the first.
    fn ranked(&self) -> Vec<(usize, Spread)> {
        let there = |(point, ends): (usize, &Vec<f64>)| Some((point, Spread::of(ends.iter().copied())?));
        let mut ranked: Vec<(usize, Spread)> = self.ends.iter().enumerate().filter_map(there).collect();
        ranked.sort_by(|a, b| b.1.median.total_cmp(&a.1.median));
        ranked
    }

    /// One point minus another, replicate by replicate on the same luck; nothing if runs of them failed, for then it is
    /// not known which belong together.
    fn pairs(&self, one: usize, other: usize) -> Vec<f64> {
        let (one, other) = (&self.ends[one], &self.ends[other]);
        let whole = one.len() == other.len();
        one.iter().zip(other).filter(|_| whole).map(|(a, b)| a - b).filter(|x| !x.is_nan()).collect()
    }
}

fn measure(job: &Job) -> &'static Measure {
    &COUNTRY_MEASURES[job.kept.get(job.told).copied().unwrap_or(job.told)]
}

/// `Canada's influence index`
fn whose(job: &Job) -> String {
    let name = &job.scenario().countries[job.country].name;
    format!("{} {}", wording::possessive(&in_sentence(name)), label(measure(job)))
}

fn work(job: &Job) -> String {
    let settings = counted(job.points.len() as u64, "setting", "settings");
    let replicates = counted(job.about.replicates.into(), "replicate", "replicates");
    format!("{settings} × {replicates} = {}", counted(job.runs(), "run", "runs"))
}

/// The first lines of a sweep.
pub(super) fn introduction(job: &Job) -> String {
    let scenario = job.scenario();
    let threads = counted(job.target.threads as u64, "thread", "threads");
    let cost = about(job.need(Shard::WHOLE).seconds);
    let sentence = format!("{}: {} on {threads}, {cost}", wording::period(scenario), work(job));
    let how = match job.points.sweep().combine {
        Combine::Every => "every combination of",
        Combine::InStep => "in step",
        Combine::Sample(sampling, _) => return finish(job, &sentence, &format!("{} points over", sampling.word())),
    };
    finish(job, &sentence, how)
}

fn finish(job: &Job, sentence: &str, how: &str) -> String {
    let scenario = job.scenario();
    let mut text = format!(
        "{}   {}\n{}\n{}\n\nTried, {how}",
        scenario.title,
        job.named,
        wording::crowd(scenario),
        wrapped(sentence)
    );
    for axis in &job.points.sweep().axes {
        text += &format!("\n  {}\n{}", axis.path, wording::indented(&values_of(axis), 4));
    }
    text
}

fn values_of(axis: &Axis) -> String {
    match axis.listed() {
        [] => format!("{} to {}", axis.at(0.0).text, axis.at(1.0).text),
        few if few.len() <= 12 => few.iter().map(|tried| tried.text.as_str()).collect::<Vec<_>>().join(", "),
        many => format!("{} values from {} to {}", many.len(), many[0].text, many[many.len() - 1].text),
    }
}

fn setting_words(job: &Job, point: usize) -> String {
    let line = |setting: Setting| format!("{}={}", setting.path, setting.value);
    job.points.settings(point).into_iter().map(line).collect::<Vec<_>>().join("  ")
}

/// What is said of settings that do not go together.
pub(super) fn wrong_settings(job: &Job, count: usize, (point, why): &(usize, String)) -> String {
    let settings: Vec<String> = job
        .points
        .settings(*point)
        .into_iter()
        .map(|setting| format!("  {} = {}", setting.path, setting.value))
        .collect();
    format!(
        "{} of the sweep cannot be run. The first has\n{}\n\n{why}",
        counted(count as u64, "setting", "settings"),
        settings.join("\n")
    )
}

/// What a dry run says.
pub(super) fn dry_run(job: &Job, trial: Trial) -> String {
    let (seconds, while_running, after) = cost(job, trial);
    let last = job.points.len() - 1;
    let sum = format!(
        "{}. {} on {} (measured on {}), {} of disk while it runs, at most {} after.",
        work(job),
        sentence(&about(seconds)),
        counted(job.target.threads as u64, "thread", "threads"),
        counted(trial.runs as u64, "run", "runs"),
        wording::memory(while_running),
        wording::memory(after),
    );
    let setting = |which: &str, point: usize| wrapped(&format!("{which} setting: {}", setting_words(job, point)));
    format!(
        "\n{}\n{}\n{}\nNothing was run. Leave out --dry-run to run it.",
        wrapped(&sum),
        setting("First", 0),
        setting("Last", last)
    )
}

/// Seconds, bytes of journals, and bytes of results.
fn cost(job: &Job, trial: Trial) -> (f64, f64, f64) {
    let runs = job.runs() as f64;
    let after = runs * 8.0 * trial.numbers;
    (runs * trial.seconds / job.target.threads as f64, runs * RECORD + after, after)
}

/// The same for other programs.
pub(super) fn dry_run_as_json(job: &Job, trial: Trial) -> Value {
    let (seconds, while_running, after) = cost(job, trial);
    let settings = |point: usize| -> Value {
        job.points.settings(point).into_iter().map(|setting| (setting.path, Value::String(setting.value))).collect()
    };
    json!({
        "command": "sweep", "dry_run": true, "settings": job.points.len(), "replicates": job.about.replicates,
        "runs": job.runs(), "seconds": seconds, "disk_bytes_while_running": while_running, "disk_bytes_after": after,
        "first_setting": settings(0), "last_setting": settings(job.points.len() - 1),
    })
}

/// What a finished part says.
pub(super) fn shard_done(shard: Shard, runs: u32, folder: &Path) -> String {
    format!(
        "Part {} of {} is done: {} in {}/\nWhen all parts are done:\n  softpower merge {}",
        shard.number,
        shard.of,
        counted(runs.into(), "run", "runs"),
        folder.display(),
        folder.display()
    )
}

/// What is said of a merge that is not whole: which parts to do again, as commands.
pub(super) fn missing_runs(job: &Job, missing: &[u64]) -> String {
    let command = &job.about.command;
    let place = command.iter().position(|word| word == "--shard");
    let of: Option<u64> =
        place.and_then(|place| command.get(place + 1)).and_then(|part| part.split_once('/')?.1.parse().ok());
    let again = match (of, place) {
        (Some(of), Some(place)) => {
            let mut parts: Vec<u64> = missing.iter().map(|run| run % of + 1).collect();
            parts.sort_unstable();
            parts.dedup();
            let line = |part: &u64| {
                let mut words = command.clone();
                words[place + 1] = format!("{part}/{of}");
                format!("  {}", wording::command(&words))
            };
            let mut lines: Vec<String> = parts.iter().take(MOST_MISSING).map(line).collect();
            if parts.len() > MOST_MISSING {
                lines.push(format!("  and {} further parts", parts.len() - MOST_MISSING));
            }
            lines.join("\n")
        }
        _ => format!("  {}", wording::command(command)),
    };
    format!(
        "{} of {} {} missing. Nothing was merged. Do these parts, and merge again:\n{again}",
        counted(missing.len() as u64, "run", "runs"),
        grouped(job.runs()),
        if missing.len() == 1 { "is" } else { "are" }
    )
}

/// The answer of a finished sweep, with the files that were made.
pub(super) fn result(job: &Job, tally: &Tally, made: &Made) -> String {
    let next = format!(
        "Look closer with:
  python3 {}analysis.py",
        job.target.folder()
    );
    format!(
        "{}

{}

{next}",
        as_text(job, tally),
        summary::files(&job.target, &made.manifest.files)
    )
}

fn as_text(job: &Job, tally: &Tally) -> String {
    let ranked = tally.ranked();
    let (factor, unit) = level(measure(job));
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    let head =
        format!("{} at the end ({}{unit}), median and middle 90 %", sentence(&whose(job)), last_day(job.scenario()));
    let axes = &job.points.sweep().axes;
    let names: String = axes.iter().map(|axis| cell(short_name(axis))).collect();
    let places = decimals(ranked.iter().flat_map(|(_, x)| [x.median, x.low90, x.high90]).map(|x| x * factor));
    let row = |point: usize, spread: Option<Spread>| {
        let values: String = job.points.values(point).iter().map(|value| cell(&shown(value))).collect();
        let number = |x: f64| format!("{:>NUMBER$}", fixed(factor * x, places));
        let numbers = spread.map_or_else(
            || "   no case".to_owned(),
            |spread| format!("{}{}{}", number(spread.median), number(spread.low90), number(spread.high90)),
        );
        format!("\n{values}{numbers}")
    };
    let header = format!("\n{names}{:>NUMBER$}{:>NUMBER$}{:>NUMBER$}", "median", "from", "to");
    let table: String = if tally.ends.len() <= MOST_TOLD {
        (0..tally.ends.len()).map(|point| row(point, Spread::of(tally.ends[point].iter().copied()))).collect()
    } else {
        let some = MOST_TOLD / 6;
        let line = |(point, spread): &(usize, Spread)| row(*point, Some(*spread));
        let highest: String = ranked.iter().take(some).map(line).collect();
        let lowest: String = ranked.iter().skip(ranked.len().saturating_sub(some)).map(line).collect();
        format!(
            "{highest}\n  … {} further settings (settings.csv) …{lowest}",
            grouped((tally.ends.len() - 2 * some) as u64)
        )
    };
    format!("\n{head}\n{header}{table}\n\n{}", wrapped(&finding(job, tally, &ranked)))
}

/// What the settings say together: the highest against the lowest, in pairs on the same luck.
fn finding(job: &Job, tally: &Tally, ranked: &[(usize, Spread)]) -> String {
    let (Some(most), Some(least)) = (ranked.first(), ranked.last()) else {
        return "No run had a case of it.".to_owned();
    };
    if most.1.median == least.1.median {
        return format!("{} has the same median in all settings.", sentence(&whose(job)));
    }
    let [high, low] = [most.0, least.0].map(|point| setting_words(job, point));
    let ends = format!("The median is highest with {high}, and lowest with {low}.");
    let pairs = tally.pairs(most.0, least.0);
    let ahead = pairs.iter().filter(|x| **x > 0.0).count();
    match Spread::of(pairs.iter().copied()) {
        Some(difference) => {
            let (factor, _) = printed(measure(job));
            let Spread { median, low90, high90 } = difference;
            let difference = Spread { median: factor * median, low90: factor * low90, high90: factor * high90 };
            let verdict = wording::finding_about(
                &job.scenario().countries[job.country].name,
                (&label(measure(job)), printed(measure(job)).1),
                difference,
                " in the first than in the second",
            );
            format!("{ends} {verdict} It is higher in {ahead} of {} pairs on the same luck.", pairs.len())
        }
        None => ends,
    }
}

/// The sweep as a picture, if it tries one setting or two in lists that find room.
pub(super) fn field(job: &Job, tally: &Tally) -> Option<Field> {
    let is_list = job.points.sweep().combine == Combine::Every || job.points.sweep().axes.len() == 1;
    let (factor, unit) = level(measure(job));
    let times = |ends: &Vec<f64>| Spread::of(ends.iter().map(|x| factor * x));
    let field = Field {
        title: chart_title(job, tally),
        whose: charted(job),
        when: format!("at the end ({})", last_day(job.scenario())),
        unit: unit.to_owned(),
        axes: job.points.sweep().axes.iter().map(tried).collect(),
        spreads: tally.ends.iter().map(times).collect(),
        replicates: job.about.replicates,
    };
    Some(field).filter(|field| is_list && field.fits())
}

/// By how much the settings differ, where nearly all pairs agree that they do; else what is shown.
fn chart_title(job: &Job, tally: &Tally) -> String {
    let ranked = tally.ranked();
    let clear = ranked.first().zip(ranked.last()).and_then(|(most, least)| {
        Spread::of(tally.pairs(most.0, least.0)).filter(|pairs| job.about.replicates > 1 && pairs.low90 > 0.0)
    });
    let (factor, unit) = printed(measure(job));
    match clear {
        Some(Spread { median, low90, high90 }) => {
            let spread = Spread { median: factor * median, low90: factor * low90, high90: factor * high90 };
            let much = fixed(spread.median, decimals_of_difference(spread));
            sentence(&format!("{} differs by up to {much} {unit}", charted(job))).trim_end().to_owned()
        }
        None => sentence(&format!("{} in {} settings", charted(job), grouped(tally.ends.len() as u64))),
    }
}

/// `Canada’s influence`, as it is set in pictures.
fn charted(job: &Job) -> String {
    whose(job).replace('\'', "’")
}

/// `accounts at start`
fn plain_name(axis: &Axis) -> String {
    short_name(axis).replace('_', " ")
}

fn tried(axis: &Axis) -> charts::Tried {
    let numbers: Vec<f64> = axis.listed().iter().filter_map(|value| value.number).collect();
    let steps: Vec<f64> = numbers.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let even = steps.windows(2).all(|pair| (pair[1] - pair[0]).abs() <= 1e-6 * pair[0].abs());
    let whose = axis.path.split('.').nth(1).filter(|_| axis.path.matches('.').count() == 2);
    let whose = whose.map_or(String::new(), |whose| format!("{whose}, "));
    charts::Tried {
        name: sentence(&format!("{whose}{}", plain_name(axis))),
        values: axis.listed().iter().map(|value| value.text.clone()).collect(),
        uneven: axis.is_number && !even,
    }
}

/// How a measure is printed where it is no difference: times what, with which unit.
fn level(measure: &Measure) -> (f64, &'static str) {
    match measure.unit {
        "share" => (100.0, "%"),
        unit => (1.0, unit),
    }
}

/// Enough decimals to tell the numbers apart, and none that say nothing.
fn decimals(numbers: impl Iterator<Item = f64>) -> usize {
    let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low.is_finite() && high > low { (decimals_for(high - low) + 1).min(6) } else { 2 }
}

/// The last word of a path, with whose it is where it is of somebody.
fn short_name(axis: &Axis) -> &str {
    axis.path.rsplit('.').next().unwrap_or(&axis.path)
}

fn cell(text: &str) -> String {
    column(&format!(" {text}"), AXIS)
}

fn shown(value: &Tried) -> String {
    value
        .number
        .filter(|_| value.text.len() > AXIS - 2)
        .map_or_else(|| value.text.clone(), |x| short(significant(x, 4)))
}

/// `answer.md`
pub(super) fn as_markdown(job: &Job, tally: &Tally) -> String {
    format!("# {}: a sweep\n\n{}\n\n```\n{}\n```\n", job.scenario().title, work(job), as_text(job, tally).trim())
}

/// `analysis.py`
pub(super) fn python(job: &Job, folder: &Path) -> String {
    let (axes, measure) = (names_of_axes(job), measure(job).name);
    let country = &job.scenario().countries[job.country].id;
    format!(
        r#"# A first look at this sweep, with pandas and pyarrow (pip install pandas pyarrow).
# Run it: python3 {folder}/analysis.py
from pathlib import Path

import pandas as pd

here = Path(__file__).parent
tried = [{axes}]
measure, country = "{measure}", "{country}"

runs = pd.read_parquet(here / "runs.parquet")
last = runs[(runs["date"] == runs["date"].max()) & (runs["country"] == country)]

# One row for each setting: how many runs, the median, the middle 90 %.
by_setting = last.groupby(tried)[measure]
table = by_setting.agg(runs="count", median="median")
table["low90"] = by_setting.quantile(0.05)
table["high90"] = by_setting.quantile(0.95)
print(f"{{measure}} of {{country}} at the end")
print(table.to_string())

# Runs of the same replicate met the same luck: differences are taken within it.
pairs = last.pivot_table(index="replicate", columns=tried, values=measure)
difference = pairs.sub(pairs.iloc[:, 0], axis=0)
print("\nDifference to the first setting, replicate by replicate: median and middle 90 %")
print(difference.quantile([0.5, 0.05, 0.95]).T.to_string())
"#,
        folder = folder.display()
    )
}

/// `analysis.R`
pub(super) fn r(job: &Job, folder: &Path) -> String {
    let (axes, measure) = (names_of_axes(job), measure(job).name);
    let country = &job.scenario().countries[job.country].id;
    format!(
        r#"# A first look at this sweep (install.packages("nanoparquet")).
# Run it: Rscript {folder}/analysis.R
runs <- nanoparquet::read_parquet("{folder}/runs.parquet")
tried <- c({axes})
measure <- "{measure}"
last <- runs[runs$date == max(runs$date) & runs$country == "{country}", ]

# One row for each setting: how many runs, the median, the middle 90 %.
table <- aggregate(last[[measure]], last[tried], function(x) {{
  c(runs = length(x), median = median(x), quantile(x, c(0.05, 0.95)))
}})
print(table)

# Runs of the same replicate met the same luck: differences are taken within it.
first <- last[last$setting == min(last$setting), c("replicate", measure)]
pairs <- merge(last, first, by = "replicate", suffixes = c("", "_first"))
pairs$difference <- pairs[[measure]] - pairs[[paste0(measure, "_first")]]
print(aggregate(pairs["difference"], pairs[tried], quantile, c(0.5, 0.05, 0.95)))
"#,
        folder = folder.display()
    )
}

fn names_of_axes(job: &Job) -> String {
    let names = job.points.sweep().axes.iter().map(|axis| format!("\"{}\"", axis.column));
    names.collect::<Vec<_>>().join(", ")
}

/// A script for Slurm: an array of parts, and the merge after the last of them.
pub(super) fn slurm_script(job: &Job, words: &[String], parts: u32) -> String {
    let mut bare: Vec<String> = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--slurm" => drop(words.next()),
            word if word.starts_with("--slurm=") => {}
            _ => bare.push(word.clone()),
        }
    }
    let command = wording::command(&bare);
    let folder = job.about.folder(&job.target.place.out);
    let parts_folder = wording::command(&["merge".to_owned(), folder.display().to_string()]);
    format!(
        r#"#!/bin/sh
#SBATCH --job-name=softpower
#SBATCH --array=1-{parts}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=softpower-%A-%a.txt
# {work}
# Hand it in where all nodes see the same folder, and merge when every part is done:
#   job=$(sbatch --parsable THIS_FILE)
#   sbatch --dependency=afterok:$job --wrap '{parts_folder}'
# A part that is run again goes on where it was. What is missing, merge says.
exec {command} --shard "$SLURM_ARRAY_TASK_ID/{parts}" --threads "${{SLURM_CPUS_PER_TASK:-1}}""#,
        work = work(job)
    )
}
