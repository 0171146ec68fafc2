//! What a report says about scenarios that were compared: from the tables and scenarios of the folder.

use super::markdown::Piece;
use super::material::{Folder, Material, Number, text};
use super::run::{moments, plain};
use super::sentences;
use super::table::Table;
use crate::charts::words::{decimals_for, decimals_of_all, decimals_of_difference, number, points, sentence, signed};
use crate::engine::measures::{COUNTRY_MEASURES, Measure, country_measure};
use crate::output::manifest::ComparisonNote;
use crate::output::tables;
use crate::scenario::keys::Kind;
use crate::scenario::unlike::{Extra, Unlike};
use crate::scenario::{Parsed, with_settings};
use crate::stats::Spread;

/// The table of regrets in a result folder.
const REGRETS: &str = "regret.csv";
/// How many numbers stand out.
const MOST_NUMBERS: usize = 4;

/// Adds what is known of a comparison.
///
/// # Errors
/// In words, when files are missing or not as they were made.
pub(super) fn tell(
    material: &mut Material,
    folder: &Folder<'_>,
    note: &ComparisonNote,
    first: &Parsed,
) -> Result<(), String> {
    let rows = rows(folder)?;
    let pairs = folder.manifest.replicates;
    material.numbers = numbers(&rows, pairs);
    material.ends = ends(&rows, pairs);
    material.ends.extend(regrets(folder, note)?);
    // These numbers are tables of the page.
    material.answer.retain(|piece| !matches!(piece, Piece::Plain(_)));
    material.sure = vec![sentences::pairing(pairs), sentences::few(pairs as usize)];
    let others = others(folder, note)?;
    let known = moments(&first.scenario, &first.resolved.ledger());
    for (name, other) in others.iter().map(|other| (&other.scenario.name, other)) {
        let found = other.resolved.unlike(&first.resolved);
        let new = moments(&other.scenario, &other.resolved.ledger()).into_iter().filter(|one| !known.contains(one));
        let whose = |words: String| if others.len() > 1 { format!("{name}: {words}") } else { words };
        let first = &first.scenario.name;
        material.moments.extend(new.map(|mut moment| {
            moment.words = whose(moment.words);
            moment
        }));
        material.differences.extend(found.iter().filter_map(|unlike| difference(unlike, first, name)).map(whose));
        if found.is_empty() {
            let same = format!("{first} and {name} do not differ in anything that a run reads.");
            material.differences.push(same);
        }
    }
    material.moments.sort_by(|a, b| a.day.cmp(&b.day));
    Ok(())
}

/// The scenarios that were compared with the first one, as they are in the first crisis, in their order.
fn others(folder: &Folder<'_>, note: &ComparisonNote) -> Result<Vec<Parsed>, String> {
    let paths = folder.manifest.files.iter().map(|file| file.path.as_str());
    let paths = paths.filter(|path| path.ends_with("scenario.toml"));
    let arms = note.scenarios.len() / note.crises.len().max(1);
    let parsed = |(path, known): (&str, &crate::output::manifest::ScenarioNote)| {
        let read = with_settings(&known.name, &text(folder, path)?, &[]);
        read.map_err(|_| format!("{path} is no scenario for this version of softpower"))
    };
    paths.zip(&note.scenarios).take(arms).skip(1).map(parsed).collect()
}

/// A difference in a sentence; nothing for what has its place in time.
fn difference(unlike: &Unlike, first: &str, name: &str) -> Option<String> {
    let block = |extra: &Extra, only_in: &str| {
        let settings = extra.settings.iter().map(|setting| match setting.split_once(" = ") {
            Some((key, value)) => format!("{} {}", key.replace('_', " "), plain(value)),
            None => setting.clone(),
        });
        format!("{} is in {only_in} only: {}.", extra.heading, settings.collect::<Vec<_>>().join(", "))
    };
    match unlike {
        Unlike::Setting { path, own, other, meaning } => {
            Some(format!("{path} is {} instead of {}. {meaning}", plain(own), plain(other)))
        }
        Unlike::Added(extra) if is_in_time(&extra.heading) => None,
        Unlike::Added(extra) => Some(block(extra, name)),
        Unlike::Missing(extra) => Some(block(extra, first)),
    }
}

/// Is it a block that the list of moments tells?
fn is_in_time(heading: &str) -> bool {
    [Kind::Change, Kind::Event, Kind::Rumour].iter().any(|kind| heading.starts_with(&format!("[{}.", kind.word())))
}

/// How far each scenario is below the best, if several crises were gone through: a row for each, a column for each
/// crisis.
fn regrets(folder: &Folder<'_>, note: &ComparisonNote) -> Result<Option<(String, Table)>, String> {
    if !folder.manifest.has(REGRETS) {
        return Ok(None);
    }
    let odd = || format!("{REGRETS} is not as softpower made it");
    let cells = tables::read(&text(folder, REGRETS)?).map_err(|_| odd())?;
    let measure = note.measures.first().and_then(|name| country_measure(name)).map(|place| COUNTRY_MEASURES[place]);
    let measure = measure.ok_or_else(odd)?;
    let rows: Vec<(&str, &str, f64, f64)> = cells
        .iter()
        .skip(1)
        .map(|row| {
            let [scenario, crisis, _, regret, greatest] = &row[..] else { return None };
            let points = |cell: &str| Some(cell.parse::<f64>().ok()? * measure.factor());
            Some((scenario.as_str(), crisis.as_str(), points(regret)?, points(greatest)?))
        })
        .collect::<Option<_>>()
        .ok_or_else(odd)?;
    let largest = rows.iter().map(|row| row.3).fold(0.0, f64::max);
    let print = |regret: f64| number(regret, decimals_for(largest / 50.0).min(5));
    let of_scenario = |block: &[(&str, &str, f64, f64)]| {
        let greatest = block.first().map(|row| print(row.3));
        std::iter::once(block[0].0.to_owned()).chain(block.iter().map(|row| print(row.2))).chain(greatest).collect()
    };
    let blocks: Vec<_> = rows.chunk_by(|a, b| a.0 == b.0).collect();
    let crises = blocks.first().into_iter().flat_map(|block| block.iter().map(|row| row.1.to_owned()));
    let header = std::iter::once("Scenario".to_owned()).chain(crises).chain(["Greatest".to_owned()]).collect();
    let caption = format!("Regret: mean {} below the best in the same crisis", measure.in_words());
    let rows = blocks.into_iter().map(of_scenario).collect();
    Ok(Some((caption, Table { header, rows, note: String::new() })))
}

/// A row of `comparison.csv`: a scenario and a measure in a crisis.
struct Row {
    crisis: String,
    scenario: String,
    measure: Measure,
    at: Option<Spread>,
    difference: Option<Spread>,
    ahead: String,
}

fn rows(folder: &Folder<'_>) -> Result<Vec<Row>, String> {
    let odd = || "comparison.csv is not as softpower made it".to_owned();
    let cells = tables::read(&text(folder, "comparison.csv")?).map_err(|_| odd())?;
    let Some((header, cells)) = cells.split_first() else { return Ok(Vec::new()) };
    let row = |cells: &Vec<String>| {
        let cell = |name: &str| cells.get(header.iter().position(|known| known == name)?).map(String::as_str);
        let value = |name: String| cell(&name)?.parse::<f64>().ok();
        let measure = COUNTRY_MEASURES[country_measure(cell("measure")?)?];
        let spread = |of: &str| {
            let value = |name: &str| Some(value(format!("{of}{name}"))? * measure.factor());
            Some(Spread { median: value("median")?, low90: value("low90")?, high90: value("high90")? })
        };
        Some(Row {
            crisis: cell("crisis")?.to_owned(),
            scenario: cell("scenario")?.to_owned(),
            measure,
            at: spread(""),
            difference: spread("difference_"),
            ahead: cell("ahead")?.to_owned(),
        })
    };
    cells.iter().map(|cells| row(cells).ok_or_else(odd)).collect()
}

impl Row {
    /// `influence in reform-2015`
    fn words(&self) -> String {
        format!("{} in {}", self.measure.in_words(), self.scenario)
    }

    fn percent(&self) -> &'static str {
        if self.measure.is_share() { "%" } else { "" }
    }
}

/// The first measure of each scenario, and its difference to the first one, in the first crisis.
fn numbers(rows: &[Row], pairs: u32) -> Vec<Number> {
    let Some(first) = rows.first() else { return Vec::new() };
    let shown = rows.iter().filter(|row| row.measure == first.measure && row.crisis == first.crisis);
    let note = |of: &str, spread: Spread, print: &dyn Fn(f64) -> String| match pairs {
        1 => format!("one {of}, so no range"),
        _ => format!("9 in 10 {of}s: {}", sentences::range(spread.low90, spread.high90, print)),
    };
    let of_row = |row: &Row| {
        let print = |x: f64| format!("{}{}", number(x, 1), row.percent());
        let at = row.at.map(|at| Number {
            label: sentence(&row.words()),
            value: print(at.median),
            note: note("run", at, &print),
        });
        let difference = row.difference.map(|difference| {
            let places = decimals_of_difference(difference);
            let print = |x: f64| signed(x, places);
            let value = match row.measure.unit {
                "share" | "start = 100" => points(&print(difference.median)),
                _ => print(difference.median),
            };
            let label = format!("{} minus {}", row.scenario, first.scenario);
            Number { label, value, note: note("pair", difference, &print) }
        });
        [at, difference].into_iter().flatten()
    };
    shown.flat_map(of_row).take(MOST_NUMBERS).collect()
}

/// A table for each crisis: every measure in every scenario, and its difference to the first one.
fn ends(rows: &[Row], pairs: u32) -> Vec<(String, Table)> {
    let table = |block: &[Row]| {
        let crisis = block.first().map(|row| row.crisis.as_str()).unwrap_or_default();
        let caption = match crisis {
            "" => "At the end of the run".to_owned(),
            crisis => format!("At the end of the run, {crisis}"),
        };
        let header = ["What", "Median", "Middle 90%", "Difference, pair by pair", "9 in 10 pairs", "Ahead in"];
        let header = header.map(str::to_owned).to_vec();
        let mut rows: Vec<&Row> = block.iter().collect();
        rows.sort_by_key(|row| block.iter().position(|other| other.measure == row.measure));
        let has_shares = rows.iter().any(|row| row.percent() == "%");
        let note = if has_shares { "Differences of shares are in percentage points." } else { "" };
        let rows = rows.into_iter().map(|row| row.cells(block, pairs)).collect();
        (caption, Table { header, rows, note: note.to_owned() })
    };
    rows.chunk_by(|a, b| a.crisis == b.crisis).map(table).collect()
}

impl Row {
    /// The cells of a row, with the same decimals as every other row of its measure.
    fn cells(&self, block: &[Row], pairs: u32) -> Vec<String> {
        let alike = || block.iter().filter(|row| row.measure == self.measure);
        let places = decimals_of_all(alike().filter_map(|row| row.at), alike().filter_map(|row| row.difference));
        let value = |x: f64| format!("{}{}", number(x, places), self.percent());
        let step = |x: f64| signed(x, places);
        let both = |spread: Option<Spread>, print: &dyn Fn(f64) -> String| {
            let median = spread.map_or_else(String::new, |spread| print(spread.median));
            let several = spread.filter(|_| pairs > 1);
            let range = several
                .map_or_else(String::new, |spread| format!("{} to {}", print(spread.low90), print(spread.high90)));
            [median, range]
        };
        let ahead = if self.ahead.is_empty() { String::new() } else { format!("{} of {pairs}", self.ahead) };
        let [median, middle] = both(self.at, &value);
        let [difference, range] = both(self.difference, &step);
        vec![sentence(&self.words()), median, middle, difference, range, ahead]
    }
}
