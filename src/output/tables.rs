//! Numbers as tables that any program reads: comma, decimal point, ISO dates, the header on line 1, an empty cell where
//! there was no case. Numbers are the shortest decimals that read back to the same bits.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::engine::measures::{AUDIENCE_MEASURES, COUNTRY_MEASURES, Measure};
use crate::engine::trajectory::{Column, Trajectory};
use crate::experiment::ensemble::Ensemble;
use crate::scenario::{Audience, Scenario};
use crate::stats::Spread;

/// What the tables are made of.
#[derive(Clone, Copy, Debug)]
pub struct Results<'a> {
    /// What was simulated.
    pub scenario: &'a Scenario,
    /// What came out.
    pub ensemble: &'a Ensemble,
}

/// A column with its measure and, if it is about one audience only, that audience.
#[derive(Clone, Copy)]
pub(super) struct Series<'a> {
    pub(super) column: Column,
    pub(super) measure: &'static Measure,
    pub(super) audience: Option<&'a Audience>,
}

impl Series<'_> {
    /// The header in the wide tables. No country measure has such a name with an audience, whatever audiences are
    /// called.
    pub(super) fn header(&self) -> String {
        let audience = self.audience.map(|audience| format!("_in_{}", audience.id.replace('-', "_")));
        format!("{}{}", self.measure.name, audience.unwrap_or_default())
    }
}

/// All columns, in the order of the trajectory.
pub(super) fn all_series(scenario: &Scenario) -> Vec<Series<'_>> {
    let of_country = COUNTRY_MEASURES.iter().enumerate();
    let of_country =
        of_country.map(|(place, measure)| Series { column: Column::Country(place), measure, audience: None });
    let of_audience = scenario.audiences.iter().enumerate().flat_map(|(number, audience)| {
        AUDIENCE_MEASURES.iter().enumerate().map(move |(place, measure)| Series {
            column: Column::Audience(number, place),
            measure,
            audience: Some(audience),
        })
    });
    of_country.chain(of_audience).collect()
}

/// A table that is written cell by cell.
pub(super) struct Table<'w> {
    out: csv::Writer<&'w mut dyn Write>,
    cell: String,
}

impl<'w> Table<'w> {
    pub(super) fn new(out: &'w mut dyn Write, header: &[&str]) -> io::Result<Self> {
        let mut table = Table { out: csv::Writer::from_writer(out), cell: String::new() };
        table.out.write_record(header)?;
        Ok(table)
    }

    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        Ok(self.out.write_field(text)?)
    }

    pub(super) fn number(&mut self, number: Option<f64>) -> io::Result<()> {
        self.cell.clear();
        if let Some(number) = number {
            write!(self.cell, "{number}").map_err(io::Error::other)?;
        }
        Ok(self.out.write_field(&self.cell)?)
    }

    pub(super) fn spread(&mut self, spread: Option<Spread>) -> io::Result<()> {
        self.number(spread.map(|s| s.median))?;
        self.number(spread.map(|s| s.low90))?;
        self.number(spread.map(|s| s.high90))
    }

    pub(super) fn end_row(&mut self) -> io::Result<()> {
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    /// A row of text for each.
    pub(super) fn rows<'a, const N: usize>(&mut self, rows: impl IntoIterator<Item = [&'a str; N]>) -> io::Result<()> {
        rows.into_iter().try_for_each(|row| {
            row.into_iter().try_for_each(|text| self.text(text))?;
            self.end_row()
        })
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A table read again: the header, then every row. Rows of another length than the header are refused.
///
/// # Errors
/// `InvalidData` if it is no table.
pub fn read(text: &str) -> io::Result<Vec<Vec<String>>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    reader.records().map(|record| Ok(row(record?))).collect()
}

/// The dates of the records.
fn dates(results: Results<'_>) -> Vec<String> {
    let clock = results.scenario.run.clock;
    results.ensemble.layout.record_hours.iter().map(|hour| clock.date(*hour).to_string()).collect()
}

/// One row per record, country and measure, as the tidy tables have it.
fn for_each_cell(
    results: Results<'_>,
    mut row: impl FnMut(&str, &str, (usize, usize), Series<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let series = all_series(results.scenario);
    for (record, date) in dates(results).iter().enumerate() {
        for (number, country) in results.scenario.countries.iter().enumerate() {
            series.iter().try_for_each(|s| row(date, &country.id, (record, number), *s))?;
        }
    }
    Ok(())
}

/// `trajectories.csv`: median and middle 90 % of every measure at every record.
///
/// # Errors
/// What `out` says.
pub fn trajectories(results: Results<'_>, out: &mut dyn Write) -> io::Result<()> {
    let header = ["date", "country", "audience", "measure", "median", "low90", "high90"];
    let mut table = Table::new(out, &header)?;
    for_each_cell(results, |date, country, (record, number), series| {
        start_tidy_row(&mut table, date, country, series)?;
        table.spread(results.ensemble.spread(record, number, series.column))?;
        table.end_row()
    })?;
    table.finish()
}

/// `differences.csv`: run minus ghost, pair by pair on the same luck, and the ghost itself.
///
/// # Errors
/// What `out` says.
pub fn differences(results: Results<'_>, out: &mut dyn Write) -> io::Result<()> {
    let header = ["date", "country", "audience", "measure", "median", "low90", "high90"];
    let ghost = ["ghost_median", "ghost_low90", "ghost_high90"];
    let mut table = Table::new(out, &[&header[..], &ghost[..]].concat())?;
    for_each_cell(results, |date, country, (record, number), series| {
        start_tidy_row(&mut table, date, country, series)?;
        table.spread(results.ensemble.difference(record, number, series.column))?;
        table.spread(results.ensemble.ghost_spread(record, number, series.column))?;
        table.end_row()
    })?;
    table.finish()
}

fn start_tidy_row(table: &mut Table<'_>, date: &str, country: &str, series: Series<'_>) -> io::Result<()> {
    table.text(date)?;
    table.text(country)?;
    table.text(series.audience.map_or("", |audience| &audience.id))?;
    table.text(series.measure.name)
}

/// `runs.csv` and `ghosts.csv`: one row per replicate, record and country, one column per measure.
///
/// # Errors
/// What `out` says.
pub fn runs(results: Results<'_>, runs: &[Trajectory], out: &mut dyn Write) -> io::Result<()> {
    let series = all_series(results.scenario);
    let headers: Vec<String> = series.iter().map(Series::header).collect();
    let header: Vec<&str> =
        ["replicate", "seed", "date", "country"].into_iter().chain(headers.iter().map(String::as_str)).collect();
    let mut table = Table::new(out, &header)?;
    let (dates, seed) = (dates(results), results.scenario.run.seed.to_string());
    for run in runs {
        let replicate = run.replicate.to_string();
        for (record, date) in dates.iter().enumerate() {
            for (number, country) in results.scenario.countries.iter().enumerate() {
                [&replicate, &seed, date, &country.id].into_iter().try_for_each(|text| table.text(text))?;
                let value = |s: &Series<'_>| results.ensemble.value(run, record, number, s.column);
                series.iter().try_for_each(|s| table.number(value(s)))?;
                table.end_row()?;
            }
        }
    }
    table.finish()
}

/// What a country came to at the end of a run.
#[derive(Clone, Debug)]
pub struct Ending<'a> {
    /// The result folder.
    pub folder: &'a str,
    /// The country, by its name in the scenario file.
    pub country: &'a str,
    /// The measure.
    pub measure: &'static str,
    /// Over the replicates.
    pub spread: Option<Spread>,
    /// Run minus ghost, pair by pair; where there are ghosts.
    pub difference: Option<Spread>,
}

/// The ends of runs: a row for each folder, country and measure.
///
/// # Errors
/// What `out` says.
pub fn endings<'a>(rows: impl IntoIterator<Item = Ending<'a>>, out: &mut dyn Write) -> io::Result<()> {
    let difference = ["difference_median", "difference_low90", "difference_high90"];
    let header = [&["folder", "country", "measure", "median", "low90", "high90"][..], &difference].concat();
    let mut table = Table::new(out, &header)?;
    for row in rows {
        [row.folder, row.country, row.measure].into_iter().try_for_each(|text| table.text(text))?;
        table.spread(row.spread)?;
        table.spread(row.difference)?;
        table.end_row()?;
    }
    table.finish()
}

/// The columns that are not measures: name, unit, meaning.
const KEYS: &[[&str; 3]] = &[
    ["replicate", "", "Which repetition of the scenario with other luck, counted from 0."],
    ["seed", "", "Where all luck of the scenario comes from; the same in every row."],
    [
        "date",
        "date",
        "When the record was taken: 00:00 UTC of this day, so the last record bears the day after the end. Counts \
         cover the time since the record before.",
    ],
    ["country", "", "The country, by its name in the scenario file."],
    ["audience", "", "The audience, by its name in the scenario file; empty where the row is about all audiences."],
    ["measure", "", "Which measure the row is about: one of the names below."],
    [
        "median",
        "unit of the measure",
        "Middle value of the replicates; in differences.csv of run minus ghost, pair by pair.",
    ],
    ["low90", "unit of the measure", "5th percentile of the same: 9 in 10 replicates lie between low90 and high90."],
    ["high90", "unit of the measure", "95th percentile of the same."],
];

/// The columns of the ghost baseline.
const GHOST_KEYS: &[[&str; 3]] = &[
    ["ghost_median", "unit of the measure", "Middle value of the ghosts: the same replicates without the changes."],
    ["ghost_low90", "unit of the measure", "5th percentile of the ghosts."],
    ["ghost_high90", "unit of the measure", "95th percentile of the ghosts."],
];

/// `columns.csv`: name, unit and meaning of every column of the other tables, those of messages if they are told.
///
/// # Errors
/// What `out` says.
pub fn columns(results: Results<'_>, messages: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["name", "unit", "meaning"])?;
    let ghosts = if results.ensemble.ghosts.is_empty() { &[] } else { GHOST_KEYS };
    let stories = if messages { super::messages::COLUMNS } else { &[] };
    for key in KEYS.iter().chain(ghosts).chain(stories) {
        key.iter().try_for_each(|text| table.text(text))?;
        table.end_row()?;
    }
    for series in all_series(results.scenario) {
        let audience = series.audience.map(|audience| format!(" Audience: {}.", audience.name));
        table.text(&series.header())?;
        table.text(series.measure.unit)?;
        table.text(&format!("{}{}", series.measure.meaning, audience.unwrap_or_default()))?;
        table.end_row()?;
    }
    table.finish()
}

/// A table with one row per record, and the names of its fields as header.
///
/// # Errors
/// What `out` says.
pub fn records<R: serde::Serialize>(rows: &[R], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    rows.iter().try_for_each(|row| table.serialize(row))?;
    table.flush()
}

/// `alt-text.md`: stem, title and description of each chart.
#[must_use]
pub fn alt_text(charts: &[(&str, &str, &str)]) -> String {
    let about =
        charts.iter().map(|(stem, title, words)| format!("\n## {stem}.png, {stem}.svg\n\n{title}\n\n{words}\n"));
    "# What the charts show\n".chars().chain(about.collect::<String>().chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_back_to_the_same_bits_and_are_empty_without_a_case() -> io::Result<()> {
        let numbers = [0.1 + 0.2, 1e21, 5e-324, -0.0, 400_000.0];
        let mut text: Vec<u8> = Vec::new();
        let mut table = Table::new(&mut text, &["a, b", "c"])?;
        for number in numbers {
            table.number(Some(number))?;
            table.number(None)?;
            table.end_row()?;
        }
        table.finish()?;
        let text = String::from_utf8_lossy(&text);
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("\"a, b\",c"));
        for number in numbers {
            let cell = lines.next().and_then(|line| line.strip_suffix(',')).unwrap();
            assert_eq!(cell.parse::<f64>().unwrap().to_bits(), number.to_bits(), "{cell}");
            assert!(!cell.contains('e'), "{cell}");
        }
        Ok(())
    }

    #[test]
    fn no_audience_can_be_called_so_that_two_columns_share_a_name() {
        let hidden = |measure: &Measure| measure.name.contains("_in_");
        let clash = |m: &&Measure| AUDIENCE_MEASURES.iter().any(|a| m.name.starts_with(&format!("{}_in_", a.name)));
        assert!(COUNTRY_MEASURES.iter().filter(|m| hidden(m)).find(clash).is_none());
    }
}
