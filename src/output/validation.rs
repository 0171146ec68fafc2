//! A validation as text: the table of facts and that of models in Markdown, and both with every number as tables.

use std::io::{self, Write};

use super::tables::Table;
use crate::experiment::validation::facts::Band;
use crate::experiment::validation::{FactFound, ReadingFound, Validation};
use crate::stats::Spread;

/// A number with three figures that count, and no minus before zero.
#[must_use]
pub fn figure(number: f64) -> String {
    let places = [100.0, 10.0, 1.0, 0.1, 0.01].iter().position(|limit| number.abs() >= *limit).unwrap_or(5);
    let text = format!("{number:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A band in words; a dash where there is none.
#[must_use]
pub fn band(band: &Band) -> String {
    let words = match (band.low, band.high) {
        (Some(low), Some(high)) => format!("{} to {}", figure(low), figure(high)),
        (Some(low), None) => format!("at least {}", figure(low)),
        (None, Some(high)) => format!("at most {}", figure(high)),
        (None, None) => return "–".to_owned(),
    };
    if band.ours { format!("{words} (ours)") } else { words }
}

/// A median with its middle 90 %; a dash where there was no case.
#[must_use]
pub fn value(spread: Option<Spread>) -> String {
    spread.map_or("–".to_owned(), |s| format!("{} ({} to {})", figure(s.median), figure(s.low90), figure(s.high90)))
}

/// The table of facts in Markdown, and that of models if reduced ones were run.
#[must_use]
pub fn markdown(found: &Validation) -> String {
    let seeds = found.seeds;
    let mut text = format!(
        "Median and middle 90 % over {}.\n\n",
        if seeds == 1 { "1 seed".into() } else { format!("{seeds} seeds") }
    );
    text += "| fact | what was observed | source | use | what is measured | published band | simulated | verdict |\n";
    text += "|---|---|---|---|---|---|---|---|\n";
    for fact in found.facts() {
        for (place, reading) in fact.readings.iter().enumerate() {
            text += &row(fact, reading, place == 0);
        }
    }
    if found.models.len() > 1 {
        text += &format!("\n{}", models(found));
    }
    text
}

/// One row; what belongs to the fact stands in its first.
fn row(found: &FactFound, reading: &ReadingFound, is_first: bool) -> String {
    let fact = found.fact;
    let of_fact = if is_first { [fact.id, fact.words, fact.source, fact.used.words()] } else { [""; 4] };
    let [band, value] = [band(&reading.reading.band), value(reading.spread)];
    let verdict = reading.verdict.words();
    format!("| {} | {} | {band} | {value} | {verdict} |\n", of_fact.join(" | "), reading.reading.words)
}

/// Which facts each model reproduces.
fn models(found: &Validation) -> String {
    let names = found.models.iter().map(|(model, _)| format!("{} | ", model.id)).collect::<String>();
    let mut text = format!("The reduced models with {} of these seeds.\n\n", found.reduced_seeds);
    text += &format!("| fact | {}\n|---|{}\n", names.trim_end(), "---|".repeat(found.models.len()));
    for (place, fact) in found.facts().iter().enumerate() {
        let verdicts = found.models.iter().map(|(_, facts)| format!("{} | ", facts[place].verdict.words()));
        text += &format!("| {} | {}\n", fact.fact.id, verdicts.collect::<String>().trim_end());
    }
    let words = found.models.iter().map(|(model, _)| format!("* {}: {}\n", model.id, model.words));
    text + "\n" + &words.collect::<String>()
}

/// `validation.csv`: one row for each model and reading.
///
/// # Errors
/// What `out` says.
pub fn table(found: &Validation, out: &mut dyn Write) -> io::Result<()> {
    let header = ["model", "seeds", "fact", "use", "reading", "source", "band_low", "band_high", "band_is_ours"];
    let mut table = Table::new(out, &[&header[..], &["median", "low90", "high90", "verdict"]].concat())?;
    for (place, (model, facts)) in found.models.iter().enumerate() {
        let seeds = if place == 0 { found.seeds } else { found.reduced_seeds };
        for (fact, reading) in
            facts.iter().flat_map(|fact| fact.readings.iter().map(move |reading| (fact.fact, reading)))
        {
            let band = reading.reading.band;
            let texts = [model.id, &seeds.to_string(), fact.id, fact.used.words(), reading.reading.words, fact.source];
            texts.into_iter().try_for_each(|text| table.text(text))?;
            table.number(band.low)?;
            table.number(band.high)?;
            table.text(if band.ours { "yes" } else { "no" })?;
            table.spread(reading.spread)?;
            table.text(reading.verdict.words())?;
            table.end_row()?;
        }
    }
    table.finish()
}

/// `numbers.csv`: what was measured with each seed.
///
/// # Errors
/// What `out` says.
pub fn numbers(found: &Validation, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["model", "world", "seed", "name", "value"])?;
    for measured in &found.measured {
        for (seed, numbers) in (1u32..).zip(&measured.numbers) {
            for (name, value) in numbers {
                [measured.model.id, measured.trial.name, &seed.to_string(), name]
                    .into_iter()
                    .try_for_each(|text| table.text(text))?;
                table.number(Some(*value).filter(|x| !x.is_nan()))?;
                table.end_row()?;
            }
        }
    }
    table.finish()
}

/// Name and meaning of the columns.
const COLUMNS: &[[&str; 2]] = &[
    ["model", "N4 is the full model; N0 to N3 have most mechanisms off."],
    ["seeds", "With how many seeds it was run."],
    ["fact", "The id of the observed pattern; softpower validate --show ID explains it."],
    ["use", "Whether values of the model were chosen by it."],
    ["reading", "What is measured, with its unit."],
    ["source", "Where the pattern is published."],
    ["band_low", "The lowest value that agrees with what is published; empty if there is none."],
    ["band_high", "The highest such value; empty if there is none."],
    ["band_is_ours", "yes if the source gives a direction and no number."],
    ["median", "The middle of the seeds."],
    ["low90", "5th percentile: 9 in 10 seeds lie between low90 and high90."],
    ["high90", "95th percentile."],
    ["verdict", "Whether the median lies in the band, and what that proves."],
    ["world", "The scenario in which it was measured; the folder worlds holds it."],
    ["seed", "Where all luck comes from."],
    ["name", "A number that is measured in a world."],
    ["value", "That number; empty if there was no case."],
];

/// `columns.csv`: the meaning of every column.
///
/// # Errors
/// What `out` says.
pub fn columns(out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["name", "meaning"])?;
    for row in COLUMNS {
        row.iter().try_for_each(|text| table.text(text))?;
        table.end_row()?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_figures_that_count() {
        let written = [0.0, 12345.6, 123.4, 28.36, 1.0, -0.4251, 0.05, 0.895, 0.000_45].map(figure);
        assert_eq!(written, ["0", "12346", "123", "28.4", "1", "-0.425", "0.05", "0.895", "0.00045"]);
    }
}
