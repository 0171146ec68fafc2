//! What `compare` says: what differs and what it will cost, every measure in a table, and the verdict last. Every
//! sentence is made from the numbers.

use std::iter::zip;

use serde_json::{Value, json};

use super::compare::{Task, run_of};
use super::console::Console;
use super::crises::Crisis;
use super::diff;
use super::summary;
use super::target::Made;
use super::wording::{self, column, counted, fixed, grouped, last_day, wrapped};
use crate::calendar::Clock;
use crate::charts::words::{decimals_of_all, in_sentence, sentence};
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::compare::{Comparison, Pairs};
use crate::experiment::ensemble::Ensemble;
use crate::output::comparison::Compared;
use crate::output::manifest::Manifest;
use crate::stats::{Spread, mean};

/// Columns of the tables.
pub(super) const NAME: usize = 34;
pub(super) const NUMBER: usize = 12;
const RANGE: usize = 22;
const AHEAD: usize = 12;
/// Most differences that are told before a run.
const MOST_DIFFERENCES: usize = 12;
/// From so much saving on it is spoken of.
const WORTH_TELLING: f64 = 1.5;

/// The first lines of a comparison.
pub(super) fn introduction(task: &Task) -> String {
    let scenario = task.yardstick();
    let replicates = counted(u64::from(scenario.run.replicates), "replicate", "replicates");
    let (most, of_these) = match task.until {
        Some(_) => ("at most ", format!(" for {}", counted(u64::from(task.expected()), "pair", "pairs"))),
        None => ("", String::new()),
    };
    let threads = counted(task.target.threads as u64, "thread", "threads");
    let mut lines = vec![wrapped(&format!("Comparison of {} on the same luck", list_of(task)))];
    lines.push(wording::crowd(scenario));
    let cost = wording::about(task.need().seconds);
    let runs = grouped(u64::from(task.runs()));
    let period = wording::period(scenario);
    lines.push(wrapped(&format!(
        "{period}, {most}{replicates} of each on {threads}: {most}{runs} runs, {cost}{of_these}"
    )));
    if let Some(until) = &task.until {
        let what = COUNTRY_MEASURES[task.measures[0]].in_words();
        lines.push(wrapped(&format!("Until the mean difference in {what} is known to {}", until.words)));
    }
    let first = &task.crises[0].parsed;
    for (other, name) in zip(first, &task.names).skip(1) {
        let found = other.resolved.unlike(&first[0].resolved);
        lines.push(format!("\n{}", diff::in_words(&found, (&task.names[0], name), MOST_DIFFERENCES)));
    }
    lines.join("\n")
}

fn list_of(task: &Task) -> String {
    crate::charts::words::list(&task.names)
}

/// The end of a comparison: files, one sensible next command, the verdict.
pub(super) fn tell(story: &Story<'_>, made: &Made, console: &mut Console) {
    let task = story.task;
    task.target.tell_made(made, console);
    console.say(&format!("\n{}", summary::files(&task.target, &made.manifest.files).trim_end()));
    console.say(&format!("\nNext: {}", run_of(task)));
    console.say("A simulation, not a forecast: softpower explain assumptions");
    let verdicts: Vec<String> = story.verdicts().iter().map(|verdict| wrapped(verdict)).collect();
    console.say(&format!("\n{}", verdicts.join("\n")));
    console.answer_as_json(&answer(task, &made.manifest, false, Some(story)));
}

/// The answer for other programs.
pub(super) fn answer(task: &Task, manifest: &Manifest, already_done: bool, story: Option<&Story<'_>>) -> Value {
    let first = &task.crises[0].parsed;
    let beside = json!({
        "command": "compare",
        "scenarios": task.names,
        "replicates": manifest.replicates,
        "seed": manifest.seed,
        "last_day": last_day(task.yardstick()),
        "differences": first.iter().skip(1).map(|one| diff::as_json(&one.resolved.unlike(&first[0].resolved)))
            .collect::<Vec<_>>(),
        "measures": story.map(Story::as_json),
        "verdict": story.map(|story| story.verdicts().join(" ")),
        "precision": manifest.comparison.as_ref().and_then(|asked| asked.until.as_ref()),
        "warnings": task.warnings(false),
        "next": run_of(task),
    });
    task.target.answer(manifest, already_done, beside)
}

/// A finished comparison, about to be told.
pub(super) struct Story<'a> {
    /// What was asked.
    pub(super) task: &'a Task,
    /// The replicates of every scenario, crisis by crisis.
    pub(super) found: &'a [Vec<Ensemble>],
}

/// How a measure is printed: times what, with which unit behind it.
pub(super) fn printed(measure: &Measure) -> (f64, &'static str) {
    let unit = match (measure.name, measure.unit) {
        ("influence_index", _) => "points",
        (_, "share") => "percentage points",
        (_, unit) => unit,
    };
    (measure.factor(), unit)
}

/// A spread in another unit.
pub(super) fn times(spread: Spread, factor: f64) -> Spread {
    let Spread { median, low90, high90 } = spread;
    Spread { median: median * factor, low90: low90 * factor, high90: high90 * factor }
}

/// A large number with two digits that count: `44,000`.
pub(super) fn two_digits(number: f64) -> String {
    let mut unit = 1.0;
    while number / unit >= 99.5 {
        unit *= 10.0;
    }
    grouped(((number / unit).round() * unit) as u64)
}

fn signed(number: f64, places: usize) -> String {
    let text = fixed(number, places);
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if number > 0.0 && !is_zero { format!("+{text}") } else { text }
}

impl<'a> Story<'a> {
    /// The comparison in each crisis.
    pub(super) fn comparisons(&self) -> impl Iterator<Item = Comparison<'a>> + '_ {
        zip(self.found, &self.task.crises)
            .map(|(ensembles, crisis)| Comparison { ensembles, countries: &crisis.countries })
    }

    /// The same, for the tables.
    pub(super) fn compared(&self) -> Vec<Compared<'a>> {
        let task = self.task;
        let one = |(comparison, crisis): (Comparison<'a>, &'a Crisis)| Compared {
            crisis: &crisis.name,
            comparison,
            names: &task.names,
            measures: &task.measures,
            scenario: &crisis.parsed[0].scenario,
        };
        zip(self.comparisons(), &task.crises).map(one).collect()
    }

    fn has_pairs(&self) -> bool {
        self.task.yardstick().run.replicates > 1
    }

    pub(super) fn country(&self) -> &str {
        let crisis = &self.task.crises[0];
        &crisis.parsed[0].scenario.countries[crisis.countries[0]].name
    }

    /// Every table, before anything is drawn or written.
    pub(super) fn numbers(&self) -> String {
        (self.tables() + &self.regret_table()).trim_end().to_owned()
    }

    fn tables(&self) -> String {
        let country = sentence(&in_sentence(self.country()));
        let mut text = String::new();
        for (comparison, crisis) in zip(self.comparisons(), &self.task.crises) {
            let heading = format!("{country} at the end of {}", last_day(&crisis.parsed[0].scenario));
            let heading = if crisis.name.is_empty() { heading } else { format!("{heading}, {}", crisis.name) };
            text +=
                &format!("{heading}\n{:NAME$}{:>NUMBER$}{:>RANGE$}{:>AHEAD$}\n", "", "median", "middle 90 %", "ahead");
            for measure in &self.task.measures {
                text += &self.table(comparison, *measure);
            }
            text.push('\n');
        }
        text
    }

    /// One measure: every scenario, and every difference to the first.
    fn table(&self, comparison: Comparison<'_>, measure: usize) -> String {
        let (factor, unit) = printed(&COUNTRY_MEASURES[measure]);
        let spread = |arm| comparison.spread(arm, measure).map(|spread| times(spread, factor));
        let arms = 0..self.task.names.len();
        let pairs: Vec<Option<Pairs>> = arms.clone().map(|arm| comparison.pairs(arm, measure)).collect();
        let differences = pairs.iter().skip(1).flatten().map(|pairs| times(pairs.spread, factor));
        let places = decimals_of_all(arms.clone().filter_map(spread), differences);
        let whole = if COUNTRY_MEASURES[measure].adds_up { ", whole run" } else { "" };
        let shown = if unit == "percentage points" { "percent" } else { unit };
        let mut text = format!("  {} ({shown}{whole})\n", sentence(&COUNTRY_MEASURES[measure].in_words()));
        let range = |spread: Spread, print: &dyn Fn(f64) -> String| {
            if self.has_pairs() {
                format!("{} to {}", print(spread.low90), print(spread.high90))
            } else {
                String::new()
            }
        };
        for arm in arms {
            let name = column(&format!("    {}", self.task.names[arm]), NAME - 1);
            let plain = |x: f64| fixed(x, places);
            let (median, middle) =
                spread(arm).map_or(("none".into(), String::new()), |s| (plain(s.median), range(s, &plain)));
            text += format!("{name} {median:>NUMBER$}{middle:>RANGE$}").trim_end();
            text.push('\n');
            let Some(pairs) = pairs[arm].as_ref().filter(|_| arm > 0) else { continue };
            let (difference, print) = (times(pairs.spread, factor), |x: f64| signed(x, places));
            let name = column("      difference, pair by pair", NAME);
            let ahead = format!("{} of {}", pairs.ahead, pairs.differences.len());
            let row = format!(
                "{name}{:>NUMBER$}{:>RANGE$}{ahead:>AHEAD$}",
                print(difference.median),
                range(difference, &print)
            );
            text += row.trim_end();
            text.push('\n');
        }
        text
    }

    /// One paragraph for each scenario but the first, in each crisis; then who regrets least.
    pub(super) fn verdicts(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (comparison, crisis) in zip(self.comparisons(), &self.task.crises) {
            for arm in 1..self.task.names.len() {
                let place = match crisis.name.as_str() {
                    "" => format!(" in {}", self.task.names[arm]),
                    crisis => format!(" in {} with {crisis}", self.task.names[arm]),
                };
                all.extend(self.verdict((comparison, crisis.parsed[0].scenario.run.clock), arm, &place));
            }
        }
        all.extend(self.precision());
        all.extend(self.least_regret());
        all
    }

    fn verdict(&self, (comparison, clock): (Comparison<'_>, Clock), arm: usize, place: &str) -> Option<String> {
        let measure = self.task.measures[0];
        let (factor, unit) = printed(&COUNTRY_MEASURES[measure]);
        let pairs = comparison.pairs(arm, measure)?;
        let difference = times(pairs.spread, factor);
        let what = COUNTRY_MEASURES[measure].in_words();
        let first = format!("{place} than in {}", self.task.names[0]);
        let place = if difference.excludes(0.0) { first } else { place.to_owned() };
        let found = (difference, pairs.differences.len());
        let mut text = wording::finding_about(self.country(), (&what, unit), found, &place);
        if !self.has_pairs() {
            return Some(text);
        }
        let of = |number: usize| format!("{number} of {} pairs", pairs.differences.len());
        text += &match (pairs.ahead, pairs.ties) {
            (_, ties) if ties == pairs.differences.len() => " In every pair the two are equal, to the bit.".to_owned(),
            (ahead, _) => format!(" {} is ahead in {}.", self.task.names[arm], of(ahead)),
        };
        if let Some(record) = comparison.clear_from(arm, measure) {
            let hour = comparison.ensembles[0].layout.record_hours[record];
            text += &format!(" Clear from {} on.", clock.date(hour));
        }
        text += " Each pair met the same events.";
        if let Some(saved) = pairs.saved {
            text += &match saved {
                s if s >= 9.5 => {
                    format!(" Without pairing it would take about {} times the runs.", two_digits(s))
                }
                s if s >= WORTH_TELLING => format!(" Without pairing it would take about {s:.1} times the runs."),
                _ => " Here pairing saves no runs.".to_owned(),
            };
        }
        Some(text)
    }

    /// The answer as a page.
    pub(super) fn as_markdown(&self) -> String {
        let mut text = format!("# {}\n\n", sentence(&format!("comparison of {}", list_of(self.task))));
        for verdict in self.verdicts() {
            text += &format!("{verdict}\n\n");
        }
        let first = &self.task.crises[0].parsed;
        for (other, name) in zip(first, &self.task.names).skip(1) {
            let found = other.resolved.unlike(&first[0].resolved);
            let words = diff::in_words(&found, (&self.task.names[0], name), usize::MAX);
            text += &format!("```text\n{words}\n```\n\n");
        }
        for block in [self.tables(), self.regret_table()].iter().filter(|block| !block.is_empty()) {
            text += &format!("```text\n{}\n```\n\n", block.trim_end());
        }
        text + "A simulation, not a forecast.\n"
    }

    fn as_json(&self) -> Value {
        let of_arm = |(crisis, comparison, arm): (&str, Comparison<'_>, usize), measure: usize| {
            let pairs = comparison.pairs(arm, measure).filter(|_| arm > 0);
            json!({
                "crisis": crisis,
                "scenario": self.task.names[arm],
                "measure": COUNTRY_MEASURES[measure].name,
                "mean": mean(comparison.numbers(arm, measure).into_iter().filter(|x| !x.is_nan())),
                "spread": comparison.spread(arm, measure),
                "difference": pairs.as_ref().map(|pairs| json!({
                    "mean": pairs.mean,
                    "spread": pairs.spread,
                    "pairs": pairs.differences.len(),
                    "ahead": pairs.ahead,
                    "ties": pairs.ties,
                    "pairing_saves": pairs.saved,
                })),
            })
        };
        let mut all = Vec::new();
        for (comparison, crisis) in zip(self.comparisons(), &self.task.crises) {
            for arm in 0..self.task.names.len() {
                all.extend(self.task.measures.iter().map(|measure| of_arm((&crisis.name, comparison, arm), *measure)));
            }
        }
        Value::Array(all)
    }
}
