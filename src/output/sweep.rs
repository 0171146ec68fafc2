//! The tables of a sweep: every run, and what the runs of each setting come to. They are read from the journals run by
//! run, in the order of settings and replicates, whatever the order in which the runs were done. The journals are read
//! twice: for all runs, with what is noted of them on the way, and for the settings.

use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::journal::Journals;
use super::parquet::{Cell, Cells, Holds, ParquetTable, for_each_group};
use super::program::hex;
use super::tables::{Table, all_series};
use crate::engine;
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::ends::{Ends, end};
use crate::experiment::sweep::{Address, Keeper, Outcome, Points};
use crate::scenario::Scenario;
use crate::scenario::sweep::{Axis, Tried};
use crate::stats::Spread;

/// The table of all runs.
pub const RUNS: &str = "runs.parquet";

/// A sweep whose runs are kept.
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
    scenario: &'a Scenario,
    record_hours: &'a [f64],
    outcome: Outcome,
}

/// What is told of a run: measures of a country.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Which country, by its place in the scenario.
    pub country: usize,
    /// Which measures, by their places in [`COUNTRY_MEASURES`].
    pub measures: &'a [usize],
}

/// What is noted of every run while the largest table is written, so that no run is read again for it.
#[derive(Debug)]
pub struct Noted<'a> {
    told: Told<'a>,
    /// What the runs come to at the end.
    pub ends: Ends,
    hash: Sha256,
}

impl<'a> Noted<'a> {
    /// Nothing yet.
    #[must_use]
    pub fn new(swept: &Swept<'_>, told: Told<'a>) -> Noted<'a> {
        Noted { told, ends: swept.no_ends(told), hash: Sha256::new() }
    }

    /// The [`sweep_sha256`] of all runs.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex(&self.hash.clone().finalize())
    }
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

    /// Only settings under [run] change when records are taken, and from which luck.
    fn has_records_alike(&self) -> bool {
        self.axes().iter().all(|axis| !axis.path.starts_with("run."))
    }

    /// The columns of numbers of `runs.parquet`, in the order in which they are kept.
    fn headers(&self) -> Vec<String> {
        match self.measures {
            [] => all_series(self.base).iter().map(|series| series.header()).collect(),
            _ => self.kept().iter().map(|measure| measure.name.to_owned()).collect(),
        }
    }

    /// Goes through all runs: point by point, replicate by replicate. `missing` says what to do about one that is not
    /// there.
    fn for_each(
        &self,
        mut take: impl FnMut(Run<'_>) -> io::Result<()>,
        missing: fn(usize, u32) -> io::Result<()>,
    ) -> io::Result<()> {
        let alike = self.has_records_alike();
        for point in 0..self.points.len() {
            let (values, settings) = (self.points.values(point), self.points.settings(point));
            // Where there is none, every run has failed, and nothing more is asked of it.
            let own = if alike { None } else { (self.scenario)(point).ok() };
            let scenario = own.as_ref().unwrap_or(self.base);
            let record_hours = engine::layout(scenario).record_hours;
            for replicate in 0..self.replicates {
                let Some(outcome) = self.journals.outcome(Address::new(&settings, replicate))? else {
                    missing(point, replicate)?;
                    continue;
                };
                take(Run { point, replicate, values: &values, scenario, record_hours: &record_hours, outcome })?;
            }
        }
        Ok(())
    }

    fn no_ends(&self, told: Told<'_>) -> Ends {
        Ends::new(self.points.len(), self.replicates, told.measures.len())
    }

    /// What the runs come to at the end that are there already.
    ///
    /// # Errors
    /// What the file system says.
    pub fn ends(&self, told: Told<'_>) -> io::Result<Ends> {
        let mut ends = self.no_ends(told);
        self.for_each(|run| note(&mut ends, &run, told, &self.kept()), |_, _| Ok(()))?;
        Ok(ends)
    }

    /// `runs.parquet`: one row per setting, replicate, record and country. A failed run has no rows.
    ///
    /// # Errors
    /// What `out` says, or that a run is missing.
    pub fn as_parquet(&self, noted: &mut Noted<'_>, out: &mut (dyn Write + Send)) -> io::Result<()> {
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
        let kept = self.kept();
        let take = |run: Run<'_>| {
            noted.hash.update(run_sha256(&run.outcome));
            note(&mut noted.ends, &run, noted.told, &kept)?;
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
        };
        self.for_each(take, is_missing)?;
        table.finish()
    }

    /// Reads `runs.parquet` again, and gives those of its runs to the journals that `take` wants; how many. A run that
    /// failed has no rows, and one with other rows than a run has is no run.
    ///
    /// # Errors
    /// What the file system says, or that the file is no such table.
    pub fn give_back(&self, table: &Path, mut take: impl FnMut(Address) -> bool) -> io::Result<u64> {
        let headers = self.headers();
        let columns: Vec<&str> =
            ["setting", "replicate"].into_iter().chain(headers.iter().map(String::as_str)).collect();
        let length = |scenario: &Scenario| {
            let layout = engine::layout(scenario);
            layout.record_hours.len() * layout.countries * headers.len()
        };
        let of_all = self.has_records_alike().then(|| length(self.base));
        let length_of = |point: usize| of_all.or_else(|| (self.scenario)(point).ok().map(|scenario| length(&scenario)));
        let is_whole = |point: usize, count: usize| point < self.points.len() && length_of(point) == Some(count);
        let (mut count, mut last, mut values) = (0, None, Vec::new());
        let mut end = |run: Option<(usize, u32)>, values: Vec<f64>| {
            let Some((point, replicate)) = run.filter(|run| is_whole(run.0, values.len())) else { return Ok(()) };
            let address = Address::new(&self.points.settings(point), replicate);
            if take(address) {
                count += 1;
                self.journals.keep(address, &Outcome::Done(values))?;
            }
            io::Result::Ok(())
        };
        for_each_group(table, &columns, |group| {
            let [Cells::Whole(points), Cells::Whole(replicates), numbers @ ..] = group else { return Ok(()) };
            for (row, run) in points.iter().zip(replicates).enumerate() {
                let run = usize::try_from(*run.0).ok().zip(u32::try_from(*run.1).ok());
                if last != run {
                    end(last, std::mem::take(&mut values))?;
                    last = run;
                }
                values.extend(numbers.iter().map(|column| match column {
                    Cells::Number(all) => all[row],
                    _ => f64::NAN,
                }));
            }
            Ok(())
        })?;
        end(last, values)?;
        Ok(count)
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
        let take = |run: Run<'_>| {
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
        };
        self.for_each(take, is_missing)?;
        table.finish()
    }

    /// The number of a setting, and the value of each axis.
    fn keys(&self, table: &mut Table<'_>, point: usize, values: &[Tried]) -> io::Result<()> {
        table.text(&point.to_string())?;
        self.axes().iter().zip(values).try_for_each(|(axis, value)| of_axis(table, axis, value))
    }

    /// `settings.csv`: one row per setting and country: median and middle 90 % of every measure at the end.
    ///
    /// # Errors
    /// What `out` says, or that a run is missing.
    pub fn settings(&self, out: &mut dyn Write) -> io::Result<()> {
        let measures: Vec<String> = self.kept().into_iter().flat_map(three_columns).collect();
        let axes = self.axes().iter().map(|axis| axis.column.as_str());
        let header: Vec<&str> = std::iter::once("setting")
            .chain(axes)
            .chain(["country", "runs", "failed"])
            .chain(measures.iter().map(String::as_str))
            .collect();
        let mut table = Table::new(out, &header)?;
        let (kept, mut at) = (self.kept(), AtPoint::default());
        let take = |run: Run<'_>| {
            at.take(&run, &kept);
            if run.replicate + 1 < self.replicates {
                return Ok(());
            }
            let AtPoint { runs, ends } = std::mem::take(&mut at);
            for (country, ends) in run.scenario.countries.iter().zip(ends) {
                self.keys(&mut table, run.point, run.values)?;
                table.text(&country.id)?;
                [runs.0, runs.1].into_iter().try_for_each(|count| table.text(&count.to_string()))?;
                ends.iter().try_for_each(|all| table.spread(Spread::of(all.iter().copied())))?;
                table.end_row()?;
            }
            Ok(())
        };
        self.for_each(take, is_missing)?;
        table.finish()
    }

    /// `failed.csv`: the runs that failed, with what they said.
    ///
    /// # Errors
    /// What `out` says, or that a run is missing.
    pub fn failed(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new(out, &["setting", "replicate", "settings", "message"])?;
        for point in 0..self.points.len() {
            let settings = self.points.settings(point);
            let told: Vec<String> = settings.iter().map(|s| format!("{}={}", s.path, s.value)).collect();
            let told = told.join(" ");
            for replicate in 0..self.replicates {
                let run = Address::new(&settings, replicate);
                if !self.journals.has_failed(run) {
                    continue;
                }
                if let Some(Outcome::Failed(why)) = self.journals.outcome(run)? {
                    let (point, replicate) = (point.to_string(), replicate.to_string());
                    table.rows([[point.as_str(), &replicate, &told, &why]])?;
                }
            }
        }
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

/// What the runs of one setting come to at the end.
#[derive(Default)]
struct AtPoint {
    /// How many replicates were done, and how many failed.
    runs: (u32, u32),
    /// For each country and measure the numbers of the replicates that were done, in their order.
    ends: Vec<Vec<Vec<f64>>>,
}

impl AtPoint {
    fn take(&mut self, run: &Run<'_>, kept: &[&'static Measure]) {
        let countries = run.scenario.countries.len();
        self.ends.resize(countries, vec![Vec::new(); kept.len()]);
        let Outcome::Done(values) = &run.outcome else {
            self.runs.1 += 1;
            return;
        };
        self.runs.0 += 1;
        for (country, of_country) in self.ends.iter_mut().enumerate() {
            for (place, (measure, all)) in kept.iter().zip(of_country).enumerate() {
                all.push(end(measure, records(run, values, (country, place))));
            }
        }
    }
}

/// A measure of a country at every record of a run, by their places among those that are kept.
fn records<'r>(run: &Run<'_>, values: &'r [f64], (country, place): (usize, usize)) -> impl Iterator<Item = f64> + 'r {
    let countries = run.scenario.countries.len();
    let width = values.len() / (run.record_hours.len() * countries);
    values.chunks_exact(width).skip(country).step_by(countries).map(move |row| row[place])
}

/// Notes what a run comes to at the end.
fn note(ends: &mut Ends, run: &Run<'_>, told: Told<'_>, kept: &[&'static Measure]) -> io::Result<()> {
    let numbers = match &run.outcome {
        Outcome::Failed(_) => None,
        Outcome::Done(values) => {
            let of_measure = |measure: &usize| {
                let measure = &COUNTRY_MEASURES[*measure];
                let place = kept.iter().position(|kept| kept.name == measure.name).ok_or_else(|| not_kept(measure))?;
                Ok(end(measure, records(run, values, (told.country, place))))
            };
            Some(told.measures.iter().map(of_measure).collect::<io::Result<Vec<f64>>>()?)
        }
    };
    ends.note(run.point, run.replicate, numbers.as_deref());
    Ok(())
}

fn not_kept(measure: &Measure) -> io::Error {
    io::Error::other(format!("`{}` was not kept", measure.name))
}

fn is_missing(point: usize, replicate: u32) -> io::Result<()> {
    Err(io::Error::other(format!("run {replicate} of setting {point} is not there")))
}

/// What the runs in `runs.parquet` come to at the end; `country` by its name in the scenario file.
///
/// # Errors
/// What the file system says, or that the file is no such table.
pub fn ends_in(path: &Path, country: &str, told: Told<'_>, mut ends: Ends) -> io::Result<Ends> {
    let measures: Vec<&Measure> = told.measures.iter().map(|place| &COUNTRY_MEASURES[*place]).collect();
    let columns: Vec<&str> =
        ["setting", "replicate", "country"].into_iter().chain(measures.iter().map(|measure| measure.name)).collect();
    // The records of one run stand together, but may go on in the next group.
    let (mut run, mut records) = (None, vec![Vec::new(); measures.len()]);
    let mut finish = |run: Option<(i64, i64)>, records: &mut [Vec<f64>]| {
        let Some((point, replicate)) = run else { return };
        let numbers = measures.iter().zip(records).map(|(measure, records)| end(measure, records.drain(..)));
        ends.note(point as usize, replicate as u32, Some(&numbers.collect::<Vec<_>>()));
    };
    for_each_group(path, &columns, |cells| {
        let [Cells::Whole(settings), Cells::Whole(replicates), Cells::Text(countries), numbers @ ..] = cells else {
            return Err(io::Error::other("its columns are not those of a sweep"));
        };
        for row in (0..countries.len()).filter(|row| countries[*row].data() == country.as_bytes()) {
            let next = Some((settings[row], replicates[row]));
            if run != next {
                finish(run, &mut records);
                run = next;
            }
            for (records, numbers) in records.iter_mut().zip(numbers) {
                let Cells::Number(numbers) = numbers else { continue };
                records.push(numbers[row]);
            }
        }
        Ok(())
    })?;
    finish(run, &mut records);
    ends.nothing_is_missing();
    Ok(ends)
}

/// A row of a [`summary`].
#[derive(Clone, Debug)]
pub struct SummaryRow {
    /// A value of each axis.
    pub values: Vec<Tried>,
    /// How many replicates count.
    pub runs: usize,
    /// What each measure comes to.
    pub spreads: Vec<Option<Spread>>,
}

/// Rows like those of `settings.csv`, for some axes and measures of one country.
///
/// # Errors
/// What `out` says.
pub fn summary(
    axes: &[&Axis],
    (country, measures): (&str, &[&Measure]),
    rows: impl Iterator<Item = SummaryRow>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let measures: Vec<String> = measures.iter().flat_map(|measure| three_columns(measure)).collect();
    let axes_there = axes.iter().map(|axis| axis.column.as_str());
    let header: Vec<&str> = axes_there.chain(["country", "runs"]).chain(measures.iter().map(String::as_str)).collect();
    let mut table = Table::new(out, &header)?;
    for row in rows {
        axes.iter().zip(&row.values).try_for_each(|(axis, value)| of_axis(&mut table, axis, value))?;
        [country, &row.runs.to_string()].into_iter().try_for_each(|text| table.text(text))?;
        row.spreads.into_iter().try_for_each(|spread| table.spread(spread))?;
        table.end_row()?;
    }
    table.finish()
}

fn three_columns(measure: &Measure) -> [String; 3] {
    ["median", "low90", "high90"].map(|end| format!("{}_{end}", measure.name))
}

/// The value of an axis; a part of what is tried between two ends is told in words.
fn of_axis(table: &mut Table<'_>, axis: &Axis, value: &Tried) -> io::Result<()> {
    let is_part = axis.listed().is_empty() && value.text.contains(" to ");
    match axis.is_number && !is_part {
        true => table.number(value.number),
        false => table.text(&value.text),
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

/// Every "no case" has the same bits.
fn said(x: f64) -> f64 {
    if x.is_nan() { f64::NAN } else { x }
}

fn there(x: f64) -> Option<f64> {
    Some(x).filter(|x| !x.is_nan())
}
