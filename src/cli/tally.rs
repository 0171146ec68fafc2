//! What the runs of a sweep come to, for one measure of one country: the table of its settings, the highest held
//! against the lowest, the picture. `sweep` and `merge` tell it in the end, `summarise` at any time. Every sentence is
//! made from the numbers.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::comparison::{printed, times};
use super::design::Design;
use super::grid::{Grid, Head};
use super::wording::{self, WIDTH, counted, fixed, grouped, last_day, wrapped};
use crate::charts::words::{
    decimals_for, decimals_of_difference, in_sentence, list, name_of_path, one_line, possessive, sentence,
    setting_value,
};
use crate::charts::{self, Along, Cloud, Dimension, Drawing, Field, Provenance};
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::ends::{Ends, Fate, Group, groups};
use crate::experiment::study::Asked;
use crate::experiment::threshold::condition::{Condition, Yardstick};
use crate::scenario::sweep::{Axis, Combine, Steps, Tried};
use crate::stats::Spread;
use crate::units::significant;

/// A value in a sentence with more signs than that is told in fewer figures.
const LONGEST: usize = 12;
/// At most so many settings are told on the screen.
const MOST_TOLD: usize = 30;
/// Least width of a column for the values of one axis.
const AXIS: usize = 16;
/// Width of a number, and of how many runs there are.
const NUMBER: usize = 10;
const RUNS: usize = 7;

/// The rows of a table: every setting by itself, or averaged over some axes.
pub(super) struct Rows {
    /// The axes that are told, by their places.
    axes: Vec<usize>,
    /// What each row is the mean of; nothing if every setting has a row.
    groups: Option<Vec<Group>>,
}

impl Rows {
    /// A row for every setting.
    pub(super) fn all(design: &Design) -> Rows {
        Rows { axes: (0..design.points.sweep().axes.len()).collect(), groups: None }
    }

    /// A row for each combination of the values of these axes.
    pub(super) fn by(design: &Design, axes: Vec<usize>) -> Rows {
        Rows { groups: Some(groups(&design.points, &axes)), axes }
    }
}

/// What is told.
#[derive(Clone, Copy)]
pub(super) struct Tally<'a> {
    pub(super) design: &'a Design,
    pub(super) rows: &'a Rows,
    /// What the runs came to, those of this country among others of its measures.
    pub(super) ends: &'a Ends,
    /// Which measure, by its place among all, and among those of the ends.
    pub(super) measure: (usize, usize),
    /// Which country, by its place in the scenario.
    pub(super) country: usize,
}

impl Tally<'_> {
    fn about(&self) -> &'static Measure {
        &COUNTRY_MEASURES[self.measure.0]
    }

    fn country_name(&self) -> &str {
        &self.design.scenario().countries[self.country].name
    }

    /// `Canada's influence`
    fn whose(&self) -> String {
        format!("{} {}", wording::possessive(&in_sentence(self.country_name())), self.about().in_words())
    }

    fn all_axes(&self) -> &[Axis] {
        &self.design.points.sweep().axes
    }

    /// The axes that are told.
    pub(super) fn axes(&self) -> Vec<&Axis> {
        self.rows.axes.iter().map(|axis| &self.all_axes()[*axis]).collect()
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.groups.as_ref().map_or(self.design.points.len(), Vec::len)
    }

    /// The value of each axis that is told in a row.
    pub(super) fn values(&self, row: usize) -> Vec<Tried> {
        self.rows.groups.as_ref().map_or_else(|| self.design.points.values(row), |groups| groups[row].values.clone())
    }

    /// A number for each replicate; `NaN` where there is none.
    pub(super) fn numbers(&self, row: usize) -> Vec<f64> {
        match &self.rows.groups {
            None => self.ends.means(self.measure.1, &[row]),
            Some(groups) => self.ends.means(self.measure.1, &groups[row].points),
        }
    }

    pub(super) fn spread(&self, row: usize) -> Option<Spread> {
        Spread::of(self.numbers(row))
    }

    /// Are there settings some of whose runs are missing or have failed?
    fn has_gaps(&self) -> bool {
        (self.ends.count(Fate::Done) as u64) < self.design.runs()
    }

    /// The rows by their medians, the greatest first; of equal ones the first.
    fn ranked(&self) -> Vec<(usize, Spread)> {
        let mut ranked: Vec<(usize, Spread)> =
            (0..self.len()).filter_map(|row| Some((row, self.spread(row)?))).collect();
        ranked.sort_by(|a, b| b.1.median.total_cmp(&a.1.median));
        ranked
    }

    /// One row minus another, replicate by replicate on the same luck, in the unit of a difference.
    fn pairs(&self, one: usize, other: usize) -> Vec<f64> {
        let (factor, _) = printed(self.about());
        let pairs = self.numbers(one).into_iter().zip(self.numbers(other));
        pairs.map(|(a, b)| factor * (a - b)).filter(|x| !x.is_nan()).collect()
    }

    /// The table, and what it says.
    pub(super) fn as_text(&self) -> String {
        let ranked = self.ranked();
        let table = self.table(&ranked).as_text();
        format!("{}\n\n{table}\n{}", wrapped(&self.heading()), wrapped(&self.said(&ranked)))
    }

    /// One replicate has no range.
    fn is_single(&self) -> bool {
        self.design.replicates == 1
    }

    /// What the table is about.
    fn heading(&self) -> String {
        let (_, unit) = level(self.about());
        let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
        let last_day = last_day(self.design.scenario());
        let what = if self.is_single() { "one replicate" } else { "median and middle 90 %" };
        format!("{} at the end ({last_day}{unit}), {what}", sentence(&self.whose()))
    }

    /// What the rows say.
    fn said(&self, ranked: &[(usize, Spread)]) -> String {
        [self.averaged(), Some(self.finding(ranked))].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn table(&self, ranked: &[(usize, Spread)]) -> Grid {
        let (factor, _) = level(self.about());
        let places = decimals(ranked.iter().flat_map(|(_, x)| [x.median, x.low90, x.high90]).map(|x| x * factor));
        let told: Vec<usize> = if self.len() <= MOST_TOLD {
            (0..self.len()).collect()
        } else {
            let some = MOST_TOLD / 6;
            let ends = [&ranked[..some.min(ranked.len())], &ranked[ranked.len().saturating_sub(some)..]];
            ends.concat().into_iter().map(|(row, _)| row).collect()
        };
        let has_gaps = self.has_gaps();
        let runs = has_gaps.then(|| Head::numbers("runs", RUNS));
        let numbers: &[&str] = if self.is_single() { &["value"] } else { &["median", "from", "to"] };
        let numbers = numbers.iter().map(|name| Head::numbers(*name, NUMBER));
        let shown_numbers = numbers.len();
        let room = WIDTH - shown_numbers * NUMBER - if has_gaps { RUNS } else { 0 };
        let widths = self.widths(&told, room);
        let names = self.axes().into_iter().zip(&widths);
        let names = names.map(|(axis, width)| Head::words(format!(" {}", short_name(axis)), *width));
        let mut table = Grid::new(names.chain(runs).chain(numbers).collect());
        for (place, row) in told.iter().enumerate() {
            if told.len() < self.len() && place == told.len() / 2 {
                let left_out = grouped((self.len() - told.len()) as u64);
                let file = if self.rows.groups.is_none() && !has_gaps { "settings.csv" } else { "--csv" };
                table.push([format!("  … {left_out} further settings ({file}) …")]);
            }
            let values = self.values(*row);
            let values = values.iter().map(|value| format!(" {}", shown(value)));
            let numbers = self.numbers(*row);
            let there = numbers.iter().filter(|x| !x.is_nan()).count().to_string();
            let cells = Spread::of(numbers).map_or_else(
                || ["no case".to_owned(), String::new(), String::new()],
                |spread| [spread.median, spread.low90, spread.high90].map(|x| fixed(factor * x, places)),
            );
            table.push(values.chain(has_gaps.then_some(there)).chain(cells.into_iter().take(shown_numbers)));
        }
        table
    }

    /// How wide the column of each axis is: as its name and its values want, or an equal part of the room.
    fn widths(&self, rows: &[usize], room: usize) -> Vec<usize> {
        let values: Vec<Vec<Tried>> = rows.iter().map(|row| self.values(*row)).collect();
        let signs = |text: &str| text.chars().count();
        let axes = self.axes();
        let wanted = axes.iter().enumerate().map(|(place, axis)| {
            let longest = values.iter().map(|row| signs(&shown(&row[place]))).max().unwrap_or(0);
            (longest.max(signs(short_name(axis))) + 2).max(AXIS)
        });
        let wanted: Vec<usize> = wanted.collect();
        let most = if wanted.iter().sum::<usize>() <= room { room } else { (room / axes.len()).max(AXIS) };
        wanted.into_iter().map(|width| width.min(most)).collect()
    }

    /// The axes over which the rows are averaged.
    fn left_out(&self) -> Vec<String> {
        let left_out = |(place, _): &(usize, &Axis)| !self.rows.axes.contains(place);
        let others = self.all_axes().iter().enumerate().filter(left_out);
        others.map(|(_, axis)| short_path(&axis.path).to_owned()).collect()
    }

    /// The same for a picture.
    fn of_means(&self) -> String {
        match &self.left_out()[..] {
            [] => String::new(),
            others => format!(", averaged over {}", list(others)),
        }
    }

    /// What the rows are means of.
    fn averaged(&self) -> Option<String> {
        let others = self.left_out();
        if others.is_empty() {
            return None;
        }
        let whole = if self.has_gaps() { ", where all of them are done" } else { "" };
        Some(format!("In each replicate the mean over the settings of {}{whole}.", list(&others)))
    }

    /// What the settings say together: the highest against the lowest, in pairs on the same luck.
    fn finding(&self, ranked: &[(usize, Spread)]) -> String {
        let (Some(most), Some(least)) = (ranked.first(), ranked.last()) else {
            return "No run had a case of it.".to_owned();
        };
        if ranked.len() < 2 {
            return String::new();
        }
        if most.1.median == least.1.median {
            let what = if self.is_single() { "value" } else { "median" };
            return format!("{} has the same {what} in all settings.", sentence(&self.whose()));
        }
        let [high, low] = [most.0, least.0].map(|row| setting_words(self.axes(), self.values(row)));
        let what = if self.is_single() { "It" } else { "The median" };
        let ends = format!("{what} is highest with {high}, and lowest with {low}.");
        let pairs = self.pairs(most.0, least.0);
        let ahead = pairs.iter().filter(|x| **x > 0.0).count();
        let Some(difference) = Spread::of(pairs.iter().copied()) else { return ends };
        let place = if difference.excludes(0.0) { " in the first than in the second" } else { " between the two" };
        let what = (&*self.about().in_words(), printed(self.about()).1);
        let count = pairs.len();
        let verdict = wording::finding_about(self.country_name(), what, (difference, count), place);
        let picked = match ranked.len() {
            2 => String::new(),
            many => format!(" Picked as the ends of {many} settings, they may owe a part of that to luck."),
        };
        let trend = self.trend();
        let counted = match count {
            1 => String::new(),
            many => format!(" It is higher in {ahead} of {many} pairs on the same luck."),
        };
        format!("{trend}{ends} {verdict}{counted}{picked}")
    }

    /// What the picture finds, where the points are spread.
    fn trend(&self) -> String {
        let found = match self.picture(None) {
            Some(Picture::Cloud(cloud)) => cloud.finding(),
            _ => None,
        };
        found.map_or(String::new(), |found| format!("{}. ", found.replace('’', "'")))
    }

    /// What is told, as a condition names it.
    pub(super) fn asked(&self) -> Asked {
        Asked { measure: self.measure.0, country: self.country }
    }

    /// The picture that fits the rows, with what shall be reached: tiles or dots for one setting or two in lists that
    /// find room, else panels with a dot for each row; nothing if there is too little to draw.
    pub(super) fn picture(&self, target: Option<&Condition>) -> Option<Picture> {
        let grid = self.field(target).map(Picture::Grid);
        grid.or_else(|| Some(Picture::Cloud(self.cloud(target))).filter(|_| self.len() > 2)).filter(Picture::fits)
    }

    fn field(&self, target: Option<&Condition>) -> Option<Field> {
        let axes = self.axes();
        let is_grid = self.design.points.sweep().combine == Combine::Every || axes.len() == 1;
        let is_whole = axes.iter().map(|axis| axis.listed().len()).product::<usize>() == self.len();
        if !is_grid || !is_whole || axes.len() > 2 {
            return None;
        }
        let (factor, unit) = level(self.about());
        let field = Field {
            title: self.chart_title(),
            whose: self.charted(),
            when: self.charted_when(),
            unit: unit.to_owned(),
            axes: axes.iter().map(|axis| tried(axis)).collect(),
            spreads: (0..self.len()).map(|row| self.spread(row).map(|spread| times(spread, factor))).collect(),
            replicates: self.design.replicates,
            baseline: axes.into_iter().map(Axis::base_place).collect(),
            target: target.map(|target| self.charted_target(target)),
        };
        Some(field).filter(Field::fits)
    }

    fn cloud(&self, target: Option<&Condition>) -> Cloud {
        let (factor, unit) = level(self.about());
        let median = |row: usize| self.spread(row).map(|spread| factor * spread.median);
        let sweep = self.design.points.sweep();
        Cloud {
            title: self.chart_title(),
            whose: self.charted(),
            when: self.charted_when(),
            unit: unit.to_owned(),
            settings: self.dimensions(),
            medians: (0..self.len()).map(median).collect(),
            replicates: self.design.replicates,
            in_step: sweep.combine == Combine::InStep,
            baseline: self.base_row().and_then(median),
            target: target.map(|target| self.charted_target(target)),
        }
    }

    /// Every setting that is told, with its value in each row.
    fn dimensions(&self) -> Vec<Dimension> {
        let axes = self.axes();
        let words: Vec<BTreeMap<&str, usize>> = axes.iter().map(|axis| places(axis)).collect();
        let place = |(value, (axis, words)): (&Tried, (&&Axis, &BTreeMap<&str, usize>))| {
            let place = || words.get(value.text.as_str()).map(|place| *place as f64);
            let number = if axis.range().is_some() { value.number } else { place() };
            number.unwrap_or(f64::NAN)
        };
        let mut numbers = vec![Vec::with_capacity(self.len()); axes.len()];
        for row in 0..self.len() {
            let values = self.values(row);
            let row = values.iter().zip(axes.iter().zip(&words)).map(place);
            numbers.iter_mut().zip(row).for_each(|(numbers, number)| numbers.push(number));
        }
        let dimension = |((axis, words), numbers): ((&&Axis, &BTreeMap<&str, usize>), Vec<f64>)| Dimension {
            path: axis.path.clone(),
            name: self.name(&axis.path),
            phrase: self.phrase(&axis.path),
            own: axis.base.as_ref().map(|base| place((base, (axis, words)))).filter(|own| own.is_finite()),
            along: along(axis),
            numbers,
        };
        axes.iter().zip(&words).zip(numbers).map(dimension).collect()
    }

    /// The row that is the scenario itself, if one is.
    fn base_row(&self) -> Option<usize> {
        let base: Vec<&Tried> = self.axes().into_iter().map(|axis| axis.base.as_ref()).collect::<Option<_>>()?;
        let is_it = |(value, base): (&Tried, &&Tried)| {
            value.text == base.text || (value.number.is_some() && value.number == base.number)
        };
        (0..self.len()).find(|row| self.values(*row).iter().zip(&base).all(is_it))
    }

    /// A setting in a picture of the country that is told: `Approval delay`, `France, approval delay`.
    fn name(&self, path: &str) -> String {
        match self.phrase(path).strip_prefix("its ") {
            Some(key) => sentence(key),
            None => name_of_path(path),
        }
    }

    /// A setting in a sentence about the country that is told: `its approval delay`, `France’s approval delay`.
    fn phrase(&self, path: &str) -> String {
        let countries = &self.design.scenario().countries;
        let words = |key: &str| key.replace('_', " ");
        match path.split('.').collect::<Vec<_>>()[..] {
            ["country", id, key] if id == countries[self.country].id => format!("its {}", words(key)),
            ["country", id, key] => {
                let name = countries.iter().find(|country| country.id == id).map_or(id, |country| &country.name);
                format!("{} {}", possessive(&in_sentence(&one_line(name))), words(key))
            }
            [_, whose, key] => format!("{} of {}", words(key), words(whose)),
            _ => words(short_path(path).rsplit('.').next().unwrap_or(path)),
        }
    }

    fn charted_when(&self) -> String {
        format!("at the end ({}){}", last_day(self.design.scenario()), self.of_means())
    }

    fn charted_target(&self, target: &Condition) -> charts::Target {
        charts::Target {
            smaller: target.smaller,
            value: level(self.about()).0 * target.number,
            of_baseline: target.yardstick == Yardstick::Baseline,
        }
    }

    /// By how much the settings differ, where nearly all pairs agree that they do; else what is shown.
    fn chart_title(&self) -> String {
        let ranked = self.ranked();
        let clear = ranked.first().zip(ranked.last()).and_then(|(most, least)| {
            Spread::of(self.pairs(most.0, least.0)).filter(|pairs| !self.is_single() && pairs.low90 > 0.0)
        });
        match clear {
            Some(spread) => {
                let much = fixed(spread.median, decimals_of_difference(spread));
                let title = format!("{} differs by up to {much} {}", self.charted(), printed(self.about()).1);
                sentence(&title).trim_end().to_owned()
            }
            None => sentence(&format!("{} in {} settings", self.charted(), grouped(self.len() as u64))),
        }
    }

    /// `Canada’s influence`, as it is set in pictures.
    fn charted(&self) -> String {
        self.whose().replace('\'', "’")
    }

    /// `answer.md`
    pub(super) fn as_markdown(&self) -> String {
        let (title, ranked) = (&self.design.scenario().title, self.ranked());
        let table = self.table(&ranked).as_markdown(&self.heading());
        let (said, work) = (self.said(&ranked), work(self.design));
        format!("# A sweep: {title}\n\n{said}\n\n{work}.\n\n{table}A simulation, not a forecast.\n")
    }

    /// The rows for other programs.
    pub(super) fn as_json(&self) -> Value {
        let row = |row: usize| {
            let pairs = self.axes().into_iter().zip(self.values(row));
            let values: serde_json::Map<String, Value> =
                pairs.map(|(axis, value)| (axis.path.clone(), Value::String(value.text))).collect();
            let numbers = self.numbers(row);
            let runs = numbers.iter().filter(|x| !x.is_nan()).count();
            json!({ "values": values, "runs": runs, "spread": Spread::of(numbers) })
        };
        let rows: Vec<Value> = (0..self.len()).map(row).collect();
        json!({ "measure": self.about().name, "unit": self.about().unit, "settings": rows, "text": self.as_text() })
    }
}

/// What is drawn of a sweep.
pub(super) enum Picture {
    /// Tiles or dots.
    Grid(Field),
    /// Panels of dots.
    Cloud(Cloud),
}

impl Picture {
    fn fits(&self) -> bool {
        match self {
            Picture::Grid(field) => field.fits(),
            Picture::Cloud(cloud) => cloud.fits(),
        }
    }

    pub(super) fn drawing(&self, provenance: &Provenance) -> Drawing {
        match self {
            Picture::Grid(field) => charts::sweep(field, provenance).into_drawing(),
            Picture::Cloud(cloud) => charts::scatter(cloud, provenance).into_drawing(),
        }
    }
}

/// `12 settings × 6 replicates = 72 runs`
pub(super) fn work(design: &Design) -> String {
    let settings = counted(design.points.len() as u64, "setting", "settings");
    let replicates = counted(design.replicates.into(), "replicate", "replicates");
    format!("{settings} × {replicates} = {}", counted(design.runs(), "run", "runs"))
}

/// A path without the kind of its block: `canada.approval_delay`.
pub(super) fn short_path(path: &str) -> &str {
    path.split_once('.').filter(|(_, rest)| rest.contains('.')).map_or(path, |(_, rest)| rest)
}

fn tried(axis: &Axis) -> charts::Tried {
    charts::Tried {
        name: name_of_path(&axis.path),
        values: axis.listed().iter().map(|value| value.text.clone()).collect(),
        labels: axis.listed().iter().map(|value| label(axis, value)).collect(),
        uneven: axis.steps() == Steps::Uneven,
    }
}

/// A value on an axis: as it was typed, unless that is a bare number or hours.
fn label(axis: &Axis, value: &Tried) -> String {
    let bare = |x: &f64| value.text == x.to_string() || value.text == format!("{x}h");
    value.number.filter(bare).map_or_else(|| value.text.clone(), |x| setting_value(axis.unit, x))
}

/// The values of an axis that are words, by their places, each once.
fn places(axis: &Axis) -> BTreeMap<&str, usize> {
    let mut places = BTreeMap::new();
    for value in axis.listed() {
        let next = places.len();
        places.entry(value.text.as_str()).or_insert(next);
    }
    places
}

fn along(axis: &Axis) -> Along {
    match axis.range() {
        Some(range) => Along::Numbers { range, logarithmic: axis.is_logarithmic(), unit: axis.unit },
        None => {
            let mut words: Vec<(&str, usize)> = places(axis).into_iter().collect();
            words.sort_by_key(|(_, place)| *place);
            Along::Words(words.into_iter().map(|(text, _)| text.to_owned()).collect())
        }
    }
}

/// How a measure is printed where it is no difference: times what, with which unit.
pub(super) fn level(measure: &Measure) -> (f64, &'static str) {
    match measure.unit {
        "share" => (100.0, "%"),
        unit => (1.0, unit),
    }
}

/// Enough decimals to tell the numbers apart, and none that say nothing.
pub(super) fn decimals(numbers: impl Iterator<Item = f64>) -> usize {
    let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low.is_finite() && high > low { (decimals_for(high - low) + 1).min(6) } else { 2 }
}

/// The last word of a path.
fn short_name(axis: &Axis) -> &str {
    axis.path.rsplit('.').next().unwrap_or(&axis.path)
}

/// `country.canada.approval_delay=1h …`: the values of these axes, as they are typed; those of a sample in few figures.
pub(super) fn setting_words<'a>(axes: impl IntoIterator<Item = &'a Axis>, values: Vec<Tried>) -> String {
    let pairs = axes.into_iter().zip(values);
    pairs.map(|(axis, value)| format!("{}={}", axis.path, shown(&value))).collect::<Vec<_>>().join(" ")
}

/// A value as it is written, or in a few figures, with its unit, where that is too long.
fn shown(value: &Tried) -> String {
    let number = value.number.filter(|_| value.text.chars().count() > LONGEST);
    number.map_or_else(
        || value.text.clone(),
        |x| format!("{}{}", significant(x, 4), value.text.strip_prefix(&x.to_string()).unwrap_or_default()),
    )
}
