//! The tables of a sweep: every run, and what the runs of each setting come to. They are read from the journals run by
//! run, in the order of settings and replicates, whatever the order in which the runs were done.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::journal::Journals;
use super::parquet::{Cell, Holds, ParquetTable};
use super::program::hex;
use super::tables::{Table, all_series};
use crate::engine;
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::sweep::{Address, Outcome, Points};
use crate::scenario::sweep::{Axis, Tried};
use crate::scenario::{Scenario, Setting};
use crate::stats::Spread;

/// A sweep all of whose runs are kept.
#[derive(Clone, Copy)]
pub struct Swept<'a> {
    /// Its points.
    pub points: &'a Points,
    /// Replicates of each.
    pub replicates: u32,
    /// What of a run is kept, as in [`crate::experiment::sweep::Plan`].
    pub measures: &'a [usize],
    /// The scenario as it is without the sweep: its countries and audiences are those of every point.
    pub base: &'a Scenario,
    /// The scenario of a point, or why there is none: then its runs have failed.
    pub scenario: &'a (dyn Fn(usize) -> Result<Scenario, String> + Sync),
    /// Its runs.
    pub journals: &'a Journals,
}

/// A run, with what is known of its point.
struct Run<'a> {
    point: usize,
    replicate: u32,
    values: &'a [Tried],
    settings: &'a [Setting],
    scenario: &'a Scenario,
    record_hours: &'a [f64],
    outcome: Outcome,
}

/// What the runs of one setting come to for one country, at the end of the run.
#[derive(Clone, Debug)]
pub struct AtPoint {
    /// Which point.
    pub point: usize,
    /// Which country, by its place in the scenario.
    pub country: usize,
    /// How many replicates were done, and how many failed.
    pub runs: (u32, u32),
    /// For each measure that is kept, in the order of [`Swept::kept`], the numbers of the replicates that were done, in
    /// their order: the last record, or of a count the sum over the run; `NaN` where there was no case.
    pub ends: Vec<Vec<f64>>,
}

impl Swept<'_> {
    /// The measures of countries that are kept.
    #[must_use]
    pub fn kept(&self) -> Vec<&'static Measure> {
        match self.measures {
            [] => COUNTRY_MEASURES.iter().collect(),
            some => some.iter().map(|place| &COUNTRY_MEASURES[*place]).collect(),
        }
    }

    fn axes(&self) -> &[Axis] {
        &self.points.sweep().axes
    }

    /// The columns of numbers of `runs.parquet`, in the order in which they are kept.
    fn headers(&self) -> Vec<String> {
        match self.measures {
            [] => all_series(self.base).iter().map(|series| series.header()).collect(),
            _ => self.kept().iter().map(|measure| measure.name.to_owned()).collect(),
        }
    }

    /// Goes through all runs: point by point, replicate by replicate.
    fn for_each(&self, mut take: impl FnMut(Run<'_>) -> io::Result<()>) -> io::Result<()> {
        for point in 0..self.points.len() {
            let (values, settings) = (self.points.values(point), self.points.settings(point));
            // Where there is none, every run has failed, and nothing more is asked of it.
            let scenario = (self.scenario)(point).unwrap_or_else(|_| self.base.clone());
            let record_hours = engine::layout(&scenario).record_hours;
            for replicate in 0..self.replicates {
                let missing = || io::Error::other(format!("run {replicate} of setting {point} is not there"));
                let outcome = self.journals.outcome(Address::new(&settings, replicate))?.ok_or_else(missing)?;
                take(Run {
                    point,
                    replicate,
                    values: &values,
                    settings: &settings,
                    scenario: &scenario,
                    record_hours: &record_hours,
                    outcome,
                })?;
            }
        }
        Ok(())
    }

    /// The [`sweep_sha256`] of all runs.
    ///
    /// # Errors
    /// What the file system says, or that a run is missing.
    pub fn sha256(&self) -> io::Result<String> {
        let mut runs = Vec::new();
        self.for_each(|run| {
            runs.push(run_sha256(&run.outcome));
            Ok(())
        })?;
        Ok(sweep_sha256(runs))
    }

    /// `runs.parquet`: one row per setting, replicate, record and country. A failed run has no rows.
    ///
    /// # Errors
    /// What `out` says, or that a run is missing.
    pub fn as_parquet(&self, out: &mut (dyn Write + Send)) -> io::Result<()> {
        let number = |name: String| (name, Holds::Number);
        let of_axis = |axis: &Axis| (axis.column.clone(), if axis.is_number { Holds::Number } else { Holds::Text });
        let mut columns = vec![("setting".to_owned(), Holds::Whole)];
        columns.extend(self.axes().iter().map(of_axis));
        let fixed =
            [("replicate", Holds::Whole), ("seed", Holds::Whole), ("date", Holds::Day), ("country", Holds::Text)];
        columns.extend(fixed.map(|(name, holds)| (name.to_owned(), holds)));
        let headers = self.headers();
        let width = headers.len();
        columns.extend(headers.into_iter().map(number));
        let mut table = ParquetTable::begin(&columns, out)?;
        self.for_each(|run| {
            let Outcome::Done(numbers) = &run.outcome else { return Ok(()) };
            let axis = |(axis, value): (&Axis, &Tried)| match axis.is_number {
                true => Cell::Number(value.number.unwrap_or(f64::NAN)),
                false => Cell::text(&value.text),
            };
            let mut head = vec![Cell::Whole(run.point as u64)];
            head.extend(self.axes().iter().zip(run.values).map(axis));
            head.extend([Cell::Whole(u64::from(run.replicate)), Cell::Whole(run.scenario.run.seed)]);
            let countries: Vec<Cell> = run.scenario.countries.iter().map(|country| Cell::text(&country.id)).collect();
            let mut rows = numbers.chunks_exact(width);
            for hour in run.record_hours {
                let day = Cell::Day(run.scenario.run.clock.days_since_1970(*hour));
                for (country, row) in countries.iter().zip(&mut rows) {
                    let keys = head.iter().cloned().chain([day.clone(), country.clone()]);
                    table.row(keys.chain(row.iter().map(|x| Cell::Number(*x))))?;
                }
            }
            Ok(())
        })?;
        table.finish()
    }

    /// `runs.csv`: the same rows as text.
    ///
    /// # Errors
    /// What `out` says, or that a run is missing.
    pub fn as_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let headers = self.headers();
        let axes = self.axes().iter().map(|axis| axis.column.as_str());
        let header: Vec<&str> = std::iter::once("setting")
            .chain(axes)
            .chain(["replicate", "seed", "date", "country"])
            .chain(headers.iter().map(String::as_str))
            .collect();
        let mut table = Table::new(out, &header)?;
        self.for_each(|run| {
            let Outcome::Done(numbers) = &run.outcome else { return Ok(()) };
            let mut rows = numbers.chunks_exact(headers.len());
            for hour in run.record_hours {
                let date = run.scenario.run.clock.date(*hour).to_string();
                for (country, row) in run.scenario.countries.iter().zip(&mut rows) {
                    self.keys(&mut table, run.point, run.values)?;
                    table.text(&run.replicate.to_string())?;
                    [&run.scenario.run.seed.to_string(), &date, &country.id]
                        .into_iter()
                        .try_for_each(|text| table.text(text))?;
                    row.iter().try_for_each(|x| table.number(there(*x)))?;
                    table.end_row()?;
                }
            }
            Ok(())
        })?;
        table.finish()
    }

    /// The number of a setting, and the value of each axis.
    fn keys(&self, table: &mut Table<'_>, point: usize, values: &[Tried]) -> io::Result<()> {
        table.text(&point.to_string())?;
        self.axes().iter().zip(values).try_for_each(|(axis, value)| match axis.is_number {
            true => table.number(value.number),
            false => table.text(&value.text),
        })
    }

    /// What the runs of each setting come to at the end, setting by setting and country by country.
    ///
    /// # Errors
    /// What the file system says, what `take` says, or that a run is missing.
    pub fn ends(&self, mut take: impl FnMut(&AtPoint) -> io::Result<()>) -> io::Result<()> {
        let kept = self.kept();
        // For each country and measure the ends of the replicates of the point so far.
        let (mut ends, mut runs): (Vec<Vec<Vec<f64>>>, (u32, u32)) = (Vec::new(), (0, 0));
        self.for_each(|run| {
            let countries = run.scenario.countries.len();
            if run.replicate == 0 {
                (ends, runs) = (vec![vec![Vec::new(); kept.len()]; countries], (0, 0));
            }
            match &run.outcome {
                Outcome::Failed(_) => runs.1 += 1,
                Outcome::Done(values) => {
                    runs.0 += 1;
                    let width = values.len() / (run.record_hours.len() * countries);
                    for (country, of_country) in ends.iter_mut().enumerate() {
                        let records = || values.chunks_exact(width).skip(country).step_by(countries);
                        for (place, (measure, all)) in kept.iter().zip(of_country).enumerate() {
                            all.push(end(measure, records().map(|row| row[place])));
                        }
                    }
                }
            }
            if run.replicate + 1 < self.replicates {
                return Ok(());
            }
            std::mem::take(&mut ends)
                .into_iter()
                .enumerate()
                .try_for_each(|(country, ends)| take(&AtPoint { point: run.point, country, runs, ends }))
        })
    }

    /// `settings.csv`: one row per setting and country: median and middle 90 % of every measure at the end.
    ///
    /// # Errors
    /// What `out` says, or that a run is missing.
    pub fn settings(&self, out: &mut dyn Write) -> io::Result<()> {
        let of_measure =
            |measure: &&Measure| ["median", "low90", "high90"].map(|end| format!("{}_{end}", measure.name));
        let measures: Vec<String> = self.kept().iter().flat_map(of_measure).collect();
        let axes = self.axes().iter().map(|axis| axis.column.as_str());
        let header: Vec<&str> = std::iter::once("setting")
            .chain(axes)
            .chain(["country", "runs", "failed"])
            .chain(measures.iter().map(String::as_str))
            .collect();
        let mut table = Table::new(out, &header)?;
        let countries: Vec<String> = self.base.countries.iter().map(|country| country.id.clone()).collect();
        self.ends(|at| {
            self.keys(&mut table, at.point, &self.points.values(at.point))?;
            table.text(&countries[at.country])?;
            [at.runs.0, at.runs.1].into_iter().try_for_each(|count| table.text(&count.to_string()))?;
            at.ends.iter().try_for_each(|all| table.spread(Spread::of(all.iter().copied())))?;
            table.end_row()
        })?;
        table.finish()
    }

    /// `failed.csv`: the runs that failed, with what they said.
    ///
    /// # Errors
    /// What `out` says, or that a run is missing.
    pub fn failed(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new(out, &["setting", "replicate", "settings", "message"])?;
        self.for_each(|run| {
            let Outcome::Failed(why) = &run.outcome else { return Ok(()) };
            let settings: Vec<String> = run.settings.iter().map(|s| format!("{}={}", s.path, s.value)).collect();
            let (point, replicate) = (run.point.to_string(), run.replicate.to_string());
            table.rows([[point.as_str(), &replicate, &settings.join(" "), why]])
        })?;
        table.finish()
    }

    /// `columns.csv`: name, unit and meaning of every column.
    ///
    /// # Errors
    /// What `out` says.
    pub fn columns(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new(out, &["name", "unit", "meaning"])?;
        table.rows(KEYS.iter().copied())?;
        for axis in self.axes() {
            table.rows([[
                axis.column.as_str(),
                axis.unit,
                &format!("The value of `{}` in this setting.", axis.path),
            ]])?;
        }
        let scenario = self.base;
        let about = |header: &str, measure: &Measure| [header, measure.unit, measure.meaning].map(str::to_owned);
        let rows: Vec<[String; 3]> = match self.measures {
            [] => all_series(scenario).iter().map(|series| about(&series.header(), series.measure)).collect(),
            _ => self.kept().iter().map(|measure| about(measure.name, measure)).collect(),
        };
        table.rows(rows.iter().map(|row| [row[0].as_str(), &row[1], &row[2]]))?;
        table.finish()
    }
}

/// SHA-256 over the numbers of a run, or over the words of one that failed.
#[must_use]
pub fn run_sha256(outcome: &Outcome) -> [u8; 32] {
    let mut hash = Sha256::new();
    match outcome {
        Outcome::Done(values) => values.iter().for_each(|x| hash.update(said(*x).to_le_bytes())),
        Outcome::Failed(why) => hash.update(why),
    }
    hash.finalize().into()
}

/// What stands in the manifest of a sweep: SHA-256 over the [`run_sha256`] of all runs, setting by setting.
#[must_use]
pub fn sweep_sha256(runs: impl IntoIterator<Item = [u8; 32]>) -> String {
    let mut hash = Sha256::new();
    runs.into_iter().for_each(|run| hash.update(run));
    hex(&hash.finalize())
}

/// The columns that are not measures: name, unit, meaning.
const KEYS: &[[&str; 3]] = &[
    ["setting", "", "Which setting of the sweep, counted from 0, in the order of the lists; the last changes fastest."],
    ["replicate", "", "Which luck, counted from 0: runs of the same replicate meet the same luck in every setting."],
    ["seed", "", "Where all luck comes from."],
    ["date", "date", "The day of the record: 00:00 UTC. Counts cover the time since the record before."],
    ["country", "", "The country, by its name in the scenario file."],
    ["runs", "", "In settings.csv: replicates that were done."],
    ["failed", "", "In settings.csv: replicates that failed; failed.csv says why."],
    [
        "…_median, …_low90, …_high90",
        "unit of the measure",
        "In settings.csv: middle value and middle 90 % of the replicates at the end; of counts, of their sum over the \
         run.",
    ],
    ["settings", "", "In failed.csv: the values tried, as they are typed after --set."],
    ["message", "", "In failed.csv: what the run said when it failed."],
];

/// What a measure comes to at the end: the last record, or the sum of a count.
fn end(measure: &Measure, records: impl Iterator<Item = f64>) -> f64 {
    match measure.adds_up {
        true => records.filter(|x| !x.is_nan()).sum(),
        false => records.last().unwrap_or(f64::NAN),
    }
}

/// Every "no case" has the same bits.
fn said(x: f64) -> f64 {
    if x.is_nan() { f64::NAN } else { x }
}

fn there(x: f64) -> Option<f64> {
    Some(x).filter(|x| !x.is_nan())
}
