//! What `sweep` and `merge` say: how much work it is, what each setting comes to, which runs are missing; and the
//! programs to start from. Every sentence is made from the numbers.

use std::path::Path;

use serde_json::{Value, json};

use super::args::USUAL_OUT;
use super::summary;
use super::sweep::Job;
use super::tally::{Tally, setting_words, short_path, work};
use super::target::Made;
use super::wording::{self, about, counted, grouped, wrapped};
use crate::charts::words::sentence;
use crate::experiment::sweep::{Count, Shard};
use crate::scenario::sweep::{Axis, Combine, Values};

/// At most so many missing parts are told.
const MOST_MISSING: usize = 10;
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

/// What is told beside the runs that are done: `3 of 12 settings done, 1 failed`.
pub(super) fn beside(count: Count, settings: usize) -> String {
    let failed = match count.failed {
        0 => String::new(),
        some => format!(", {} failed", grouped(some.into())),
    };
    format!("{} of {} done{failed}", grouped(count.settings.into()), counted(settings as u64, "setting", "settings"))
}

/// The first lines of a sweep.
pub(super) fn introduction(job: &Job) -> String {
    let scenario = job.design.scenario();
    let threads = counted(job.target.threads as u64, "thread", "threads");
    let cost = about(job.need(Shard::WHOLE).seconds);
    let sentence = format!("{}: {} on {threads}, {cost}", wording::period(scenario), work(&job.design));
    let how = match job.design.points.sweep().combine {
        Combine::Every => "every combination of",
        Combine::InStep => "in step",
        Combine::Sample(sampling, _) => return finish(job, &sentence, &format!("{} points over", sampling.name())),
    };
    finish(job, &sentence, how)
}

fn finish(job: &Job, sentence: &str, how: &str) -> String {
    let scenario = job.design.scenario();
    let mut text = format!(
        "{}   {}\n{}\n{}\n\nTried, {how}",
        scenario.title,
        job.named,
        wording::crowd(scenario),
        wrapped(sentence)
    );
    for axis in &job.design.points.sweep().axes {
        text += &format!("\n  {}\n{}", axis.path, wording::indented(&values_of(axis), 4));
    }
    text
}

fn values_of(axis: &Axis) -> String {
    match &axis.values {
        Values::Between(factor) => factor.range_and_steps(),
        Values::These(few) if few.len() <= 12 => {
            few.iter().map(|tried| tried.text.as_str()).collect::<Vec<_>>().join(", ")
        }
        Values::These(many) => {
            format!("{} values from {} to {}", many.len(), many[0].text, many[many.len() - 1].text)
        }
    }
}

/// What is said of settings that do not go together.
pub(super) fn wrong_settings(job: &Job, count: usize, (point, why): &(usize, String)) -> String {
    let settings: Vec<String> = job
        .design
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
    let last = job.design.points.len() - 1;
    let sum = format!(
        "{}. {} on {} (measured on {}), {} of disk while it runs, at most {} after.",
        work(&job.design),
        sentence(&about(seconds)),
        counted(job.target.threads as u64, "thread", "threads"),
        counted(trial.runs as u64, "run", "runs"),
        wording::memory(while_running),
        wording::memory(after),
    );
    let points = &job.design.points;
    let words = |point| setting_words(&points.sweep().axes, points.values(point));
    let setting = |which: &str, point: usize| wrapped(&format!("{which} setting: {}", words(point)));
    format!(
        "\n{}\n{}\n{}\nNothing was run. Leave out --dry-run to run it.",
        wrapped(&sum),
        setting("First", 0),
        setting("Last", last)
    )
}

/// Seconds, bytes of journals, and bytes of results.
fn cost(job: &Job, trial: Trial) -> (f64, f64, f64) {
    let runs = job.design.runs() as f64;
    let after = runs * 8.0 * trial.numbers;
    (runs * trial.seconds / job.target.threads as f64, runs * RECORD + after, after)
}

/// The same for other programs.
pub(super) fn dry_run_as_json(job: &Job, trial: Trial) -> Value {
    let (seconds, while_running, after) = cost(job, trial);
    let settings = |point: usize| -> Value {
        job.design
            .points
            .settings(point)
            .into_iter()
            .map(|setting| (setting.path, Value::String(setting.value)))
            .collect()
    };
    json!({
        "command": "sweep", "dry_run": true, "settings": job.design.points.len(), "replicates": job.design.replicates,
        "runs": job.design.runs(), "seconds": seconds,
        "disk_bytes_while_running": while_running, "disk_bytes_after": after,
        "first_setting": settings(0), "last_setting": settings(job.design.points.len() - 1),
    })
}

/// The command that puts the parts in a folder together, beside it.
pub(super) fn merge_command(parts: &Path) -> String {
    let mut words = vec!["merge".to_owned(), parts.display().to_string()];
    let beside = parts.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if beside != Path::new(USUAL_OUT) {
        words.extend(["--out".to_owned(), beside.display().to_string()]);
    }
    wording::command(&words)
}

/// What a finished part says.
pub(super) fn shard_done(shard: Shard, runs: u32, folder: &Path) -> String {
    format!(
        "Part {} of {} is done: {} in {}/\nWhen all parts are done:\n  {}",
        shard.number,
        shard.of,
        counted(runs.into(), "run", "runs"),
        folder.display(),
        merge_command(folder)
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
        grouped(job.design.runs()),
        if missing.len() == 1 { "is" } else { "are" }
    )
}

/// The answer of a finished sweep, with the files that were made.
pub(super) fn result(job: &Job, tally: &Tally<'_>, made: &Made) -> String {
    let folder = job.target.folder();
    let axis = short_path(&job.design.points.sweep().axes[0].path).to_owned();
    let summary = ["summarise".to_owned(), folder.clone(), "--by".to_owned(), axis];
    let next = format!("Look closer with:\n  {}\n  python3 {folder}analysis.py", wording::command(&summary));
    format!("\n{}\n\n{}\n\n{next}", tally.as_text(), summary::files(&job.target, &made.manifest.files).trim_end())
}

/// `analysis.py`
pub(super) fn python(job: &Job, folder: &Path) -> String {
    let (axes, measure) = (names_of_axes(job), job.measure().name);
    let country = job.country_id();
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
    let (axes, measure) = (names_of_axes(job), job.measure().name);
    let country = job.country_id();
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
    let names = job.design.points.sweep().axes.iter().map(|axis| format!("\"{}\"", axis.column));
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
    let merge = merge_command(&folder);
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
#   sbatch --dependency=afterok:$job --wrap '{merge}'
# A part that is run again goes on where it was. What is missing, merge says.
exec {command} --shard "$SLURM_ARRAY_TASK_ID/{parts}" --threads "${{SLURM_CPUS_PER_TASK:-1}}""#,
        work = work(&job.design)
    )
}
