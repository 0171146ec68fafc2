//! What `validate` says: what will be run, each fact with what was published and what was found, and how all of them
//! stand. Every number comes from runs or from the table of facts.

use serde_json::{Value, json};

use super::console::Console;
use super::summary;
use super::target::Made;
use super::validate::Task;
use super::wording::{counted, indented, wrapped};
use crate::experiment::validation::facts::Fact;
use crate::experiment::validation::{FactFound, ReadingFound, Validation, Verdict};
use crate::output::Manifest;
use crate::output::validation::{band, value};

/// Seeds below which the intervals say little.
const FEW_SEEDS: u32 = 30;

/// The first lines: what is measured, and how often.
pub(super) fn introduction(task: &Task) -> String {
    let plan = task.plan(&|_| ());
    let facts = counted(plan.facts.len() as u64, "fact", "facts");
    let worlds = counted(plan.trials().len() as u64, "small world", "small worlds");
    let runs = counted(u64::from(plan.runs()), "run", "runs");
    let threads = counted(task.target.threads as u64, "thread", "threads");
    let text = format!("{facts} in {worlds}, {}: {runs} on {threads}", seeds(task.seeds));
    format!("The model held against observed patterns\n{}{}", wrapped(&text), few(task.seeds))
}

fn seeds(number: u32) -> String {
    counted(u64::from(number), "seed", "seeds")
}

fn few(number: u32) -> String {
    let few = format!("Fewer than {FEW_SEEDS} seeds: a quick look, not the report of docs/validation.md.");
    if number < FEW_SEEDS { format!("\n{}", wrapped(&few)) } else { String::new() }
}

/// The end: every fact, the models, how they stand, files.
pub(super) fn tell(task: &Task, found: &Validation, made: &Made, console: &mut Console) {
    task.target.tell_made(made, console);
    found.facts().iter().for_each(|fact| console.say(&format!("\n{}", block(fact))));
    if found.models.len() > 1 {
        console.say(&format!("\n{}", models(found)));
    }
    console.say(&format!("\n{}", wrapped(&verdict(found))));
    console.say(&format!("\n{}", summary::files(&task.target, &made.manifest.files).trim_end()));
    console.say("\nNext: softpower validate --show F11");
    console.say("A simulation, not a forecast: softpower explain assumptions");
    console.answer_as_json(&answer(task, &made.manifest, false, Some(found)));
}

/// One fact: what was observed, where, how it is measured, and each number on two lines.
fn block(found: &FactFound) -> String {
    let fact = found.fact;
    let mut text = heading(fact);
    for reading in &found.readings {
        text += &format!("\n{}", lines(reading));
    }
    if found.readings.len() > 1 {
        text += &format!("\n  as a whole: {}", found.verdict.words());
    }
    text
}

fn heading(fact: &Fact) -> String {
    let told = |words: &str| indented(words, 5);
    let used = format!("{}; {}", fact.source, fact.used.words());
    format!("{:5}{}\n{}\n{}", fact.id, told(fact.words).trim_start(), told(&used), told(fact.how))
}

fn lines(found: &ReadingFound) -> String {
    let reading = found.reading;
    if found.verdict == Verdict::Outside {
        return format!("  {:44}{}", reading.words, found.verdict.words());
    }
    let first = format!("  {:44}{}", reading.words, value(found.spread));
    let second = format!("      published: {:27}{}", band(&reading.band), found.verdict.words());
    format!("{}\n{second}", first.trim_end())
}

/// How wide a verdict of a model is.
const SHORT: usize = 15;

/// Facts and models in a table.
fn models(found: &Validation) -> String {
    let head: String = found.models.iter().map(|(model, _)| format!("{:SHORT$}", model.id)).collect();
    let mut text = format!("Which facts each model reproduces ({} for N0 to N3)\n", seeds(found.reduced_seeds));
    text += &format!("{:5}{}\n", "", head.trim_end());
    for (place, fact) in found.facts().iter().enumerate() {
        let verdicts: String =
            found.models.iter().map(|(_, facts)| format!("{:SHORT$}", in_short(facts[place].verdict))).collect();
        text += &format!("{:5}{}\n", fact.fact.id, verdicts.trim_end());
    }
    let words: Vec<String> = found.models.iter().map(|(model, _)| format!("{}: {}", model.id, model.words)).collect();
    text + &words.join("\n")
}

fn in_short(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::DoesNotHold => "does not",
        Verdict::ByConstruction => "put in",
        Verdict::Outside => "outside",
        Verdict::NotApplicable => "no case",
    }
}

/// How the facts stand together.
fn verdict(found: &Validation) -> String {
    let of = |verdict| found.count(verdict);
    let facts = counted(found.facts().len() as u64, "fact", "facts");
    let failed: Vec<&str> =
        found.facts().iter().filter(|fact| fact.verdict == Verdict::DoesNotHold).map(|fact| fact.fact.id).collect();
    let failed = if failed.is_empty() { String::new() } else { format!(" ({})", failed.join(", ")) };
    format!(
        "Of {facts}: {} holding, {} not holding{failed}, {} by construction, which proves nothing, {} outside the \
         model. A fact holds if the median over the seeds lies in the band, for every number that is measured. One \
         that does not hold is a finding about the model: docs/validation.md says what is known of the reason.",
        of(Verdict::Holds),
        of(Verdict::DoesNotHold),
        of(Verdict::ByConstruction),
        of(Verdict::Outside),
    )
}

/// A fact with its source, how it is measured, and the scenarios of its worlds.
pub(super) fn explained(fact: &Fact) -> String {
    let mut text = heading(fact);
    for reading in fact.readings {
        text += &format!("\n\n  {}\n      published: {}", reading.words, band(&reading.band));
    }
    for trial in fact.trials() {
        let settings: Vec<String> = (trial.variants)()
            .iter()
            .enumerate()
            .filter(|(_, settings)| !settings.is_empty())
            .map(|(place, settings)| {
                let words = settings.iter().map(|s| format!("{} = {}", s.path, s.value)).collect::<Vec<_>>();
                format!("\nRun {} of each seed, with\n    {}", place + 1, words.join("\n    "))
            })
            .collect();
        text += &format!("\n\nThe world ({}.toml):\n\n{}{}", trial.name, trial.text, settings.concat());
    }
    text
}

/// `--show`.
pub(super) fn show(fact: &Fact, console: &mut Console) {
    let text = explained(fact);
    console.answer(&text);
    console.answer_as_json(&json!({ "command": "validate", "show": fact.id, "text": text }));
}

/// The answer for other programs.
pub(super) fn answer(task: &Task, manifest: &Manifest, already_done: bool, found: Option<&Validation>) -> Value {
    let beside = json!({
        "command": "validate",
        "seeds": task.seeds,
        "reduced_seeds": task.reduced_seeds,
        "facts": found.map(|found| found.facts().iter().map(as_json).collect::<Vec<Value>>()),
        "models": found.map(|found| found.models.iter().map(|(model, facts)| json!({
            "model": model.id,
            "facts": facts.iter().map(|fact| (fact.fact.id, fact.verdict.words())).collect::<Vec<_>>(),
        })).collect::<Vec<Value>>()),
    });
    task.target.answer(manifest, already_done, beside)
}

fn as_json(found: &FactFound) -> Value {
    let reading = |found: &ReadingFound| {
        json!({
            "words": found.reading.words,
            "band": { "low": found.reading.band.low, "high": found.reading.band.high, "ours": found.reading.band.ours },
            "simulated": found.spread,
            "verdict": found.verdict.words(),
        })
    };
    json!({
        "id": found.fact.id,
        "words": found.fact.words,
        "source": found.fact.source,
        "use": found.fact.used.words(),
        "how": found.fact.how,
        "verdict": found.verdict.words(),
        "readings": found.readings.iter().map(reading).collect::<Vec<Value>>(),
    })
}
