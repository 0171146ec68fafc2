//! How a scenario is run in many settings: `[sweep]` and `[sweep.try]`, or the same typed on the command line. What is
//! tried is read here; which points that makes is worked out in `experiment/sweep.rs`.

use super::document::{Block, Document, Entry};
use super::factor::{Factor, WIDE};
use super::faults::Fault;
use super::file::{Raw, Written};
use super::keys::{Form, Key, Kind};
use super::place::{Distance, Place, SourceText};
use super::problem::Problem;
use super::value::{self, Value, shown};
use super::words::{Setting, address, single};
use crate::units::Per;

/// A sweep is over at most so many settings of a scenario at once.
const MOST_AXES: usize = 32;
/// It has at most so many points.
const MOST_POINTS: u128 = 10_000_000;
/// Points of a sample, where it does not say how many.
const SAMPLES: u32 = 64;

/// What a sweep tries.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// The settings that are tried, in the order of the file; the last one changes fastest.
    pub axes: Vec<Axis>,
    /// How their values are put together.
    pub combine: Combine,
    /// Replicates of each point, where that is not as in `[run]`.
    pub replicates: Option<u32>,
}

/// How the values of several settings are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combine {
    /// Every combination.
    Every,
    /// The first values together, then the second ones: a list of points.
    InStep,
    /// So many points, spread over all combinations.
    Sample(Sampling, u32),
}

/// How points are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Latin hypercube: every setting takes each of its parts once.
    Latin,
    /// Sobol' points, scrambled.
    Sobol,
    /// Halton points.
    Halton,
}

impl Sampling {
    /// What it is called in sentences: such points.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sampling::Latin => "Latin hypercube",
            Sampling::Sobol => "scrambled Sobol'",
            Sampling::Halton => "Halton",
        }
    }

    /// The word for it in a scenario.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sampling::Latin => "latin",
            Sampling::Sobol => "sobol",
            Sampling::Halton => "halton",
        }
    }
}

/// A setting that is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Its path: `model.reach`, `country.canada.approval_delay`.
    pub path: String,
    /// Its column in tables, with the unit: `country_canada_approval_delay_hours`.
    pub column: String,
    /// The unit of its numbers; empty where there is none.
    pub unit: &'static str,
    /// Are its values numbers?
    pub is_number: bool,
    /// The value in the scenario itself, if it has one.
    pub base: Option<Tried>,
    /// What is tried.
    pub values: Values,
}

/// The values of a setting that is tried.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// These.
    These(Vec<Tried>),
    /// Any between two ends.
    Between(Factor),
}

/// How far the values of a list lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// They are no numbers.
    Words,
    /// Each as far from the one before as that from the one before it.
    Equal,
    /// Each as many times the one before.
    Ratios,
    /// Neither.
    Uneven,
}

/// One value that is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// As it is set: `4h`.
    pub text: String,
    /// The number, in the units of the model, if it is one; infinite for "never" and "unlimited".
    pub number: Option<f64>,
}

impl Axis {
    /// The value at a place from 0 to 1, where the points are spread over all values.
    #[must_use]
    pub fn at(&self, place: f64) -> Tried {
        match &self.values {
            Values::Between(factor) => between(factor, place),
            Values::These(values) => {
                let number = (place * values.len() as f64) as usize;
                values[number.min(values.len() - 1)].clone()
            }
        }
    }

    /// Where the value of the scenario itself stands among those that are listed, in steps from the first: between two
    /// of them as far as it is on the way from one to the other, by ratios where the steps are such. `None` if it is
    /// none of them and not between two.
    #[must_use]
    pub fn base_place(&self) -> Option<f64> {
        let base = self.base.as_ref()?;
        let numbers: Vec<f64> = self.listed().iter().map(|tried| tried.number.unwrap_or(f64::NAN)).collect();
        let is_it = |tried: &Tried| tried.text == base.text || (tried.number.is_some() && tried.number == base.number);
        if let Some(place) = self.listed().iter().position(is_it) {
            return Some(place as f64);
        }
        let own = base.number?;
        let is_between = |pair: &[f64]| (pair[0] < own && own < pair[1]) || (pair[1] < own && own < pair[0]);
        let place = numbers.windows(2).position(is_between)?;
        let [from, to] = [numbers[place], numbers[place + 1]];
        let share = match self.steps() {
            Steps::Ratios => libm::log(own / from) / libm::log(to / from),
            _ => (own - from) / (to - from),
        };
        Some(place as f64 + share).filter(|place| place.is_finite())
    }

    /// How far the values that are listed lie apart.
    #[must_use]
    pub fn steps(&self) -> Steps {
        let numbers: Vec<f64> = self.listed().iter().map_while(|tried| tried.number).collect();
        if !self.is_number || numbers.len() < self.listed().len() {
            return Steps::Words;
        }
        // What is written is rounded.
        let alike = |steps: Vec<f64>| steps.windows(2).all(|pair| (pair[1] / pair[0] - 1.0).abs() < 2e-3);
        let of = |step: fn(f64, f64) -> f64| numbers.windows(2).map(|pair| step(pair[0], pair[1])).collect();
        let ratios = || alike(of(|a, b| libm::log(b / a)));
        match numbers.iter().all(|x| x.is_finite()) {
            true if alike(of(|a, b| b - a)) => Steps::Equal,
            true if numbers.iter().all(|x| *x > 0.0) && ratios() => Steps::Ratios,
            _ => Steps::Uneven,
        }
    }

    /// The least and the greatest number that is tried; `None` where values are words, and where one of them is "never"
    /// or "unlimited".
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        if let Values::Between(factor) = &self.values {
            return Some((factor.low, factor.high));
        }
        let numbers: Option<Vec<f64>> = self.listed().iter().map(|tried| tried.number).collect();
        let numbers = numbers.filter(|numbers| !numbers.is_empty() && numbers.iter().all(|x| x.is_finite()))?;
        Some(numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x))))
    }

    /// Are equal steps along it equal ratios? So they are where any value between two ends is tried by ratios, where
    /// the values of a list are steps of equal ratio, and where they are uneven and more than a factor of ten apart.
    #[must_use]
    pub fn is_logarithmic(&self) -> bool {
        match (&self.values, self.range(), self.steps()) {
            (Values::Between(factor), ..) => factor.logarithmic,
            (_, Some(_), Steps::Ratios) => true,
            (_, Some((low, high)), Steps::Uneven) => low > 0.0 && high / low > WIDE,
            _ => false,
        }
    }

    /// In which of so many equal parts a place from 0 to 1 lies, and the values of that part: `1 hour to 4 hours`. A
    /// few whole numbers are a part each.
    #[must_use]
    pub fn part(&self, place: f64, parts: usize) -> (usize, Tried) {
        let Values::Between(factor) = &self.values else { return (0, self.at(place)) };
        let few = factor.is_whole() && factor.high - factor.low < 2.0 * parts as f64;
        if few {
            let value = between(factor, place);
            return (value.number.map_or(0, |x| (x - factor.low) as usize), value);
        }
        let part = ((place * parts as f64) as usize).min(parts - 1);
        let end = |part: usize| factor.value(part as f64 / parts as f64);
        let text = format!("{} to {}", factor.about(end(part)), factor.about(end(part + 1)));
        (part, Tried { text, number: Some(factor.value((part as f64 + 0.5) / parts as f64)) })
    }

    /// The values, where they are given one by one.
    #[must_use]
    pub fn listed(&self) -> &[Tried] {
        match &self.values {
            Values::These(values) => values,
            Values::Between(_) => &[],
        }
    }

    /// The setting with which a scenario has a value.
    #[must_use]
    pub fn setting(&self, value: &Tried) -> Setting {
        Setting { path: self.path.clone(), value: value.text.clone() }
    }
}

fn between(factor: &Factor, place: f64) -> Tried {
    Tried { text: factor.setting(place).value, number: Some(factor.value(place)) }
}

/// The same in four figures: a value that people choose.
fn rounded(factor: &Factor, place: f64) -> Tried {
    if place <= 0.0 || place >= 1.0 {
        return between(factor, place);
    }
    let value = factor.rounded(factor.value(place), 4).clamp(factor.low, factor.high);
    Tried { text: factor.setting_to(value).value, number: Some(value) }
}

/// What a document says about its sweep; `None` if it says nothing, or something wrong, which has been reported.
pub(super) fn of_document(document: &Document, problems: &mut Vec<Problem>) -> Option<Sweep> {
    let (sweep, tried) = (document.block(Kind::Sweep, ""), document.block(Kind::Try, ""));
    let before = problems.len();
    let Some(tried) = tried.filter(|tried| !tried.entries.is_empty()) else {
        let says_how = |sweep: &&Block| !sweep.entries.is_empty() && !document.has_lost_blocks;
        problems.extend(sweep.filter(says_how).map(nothing_tried));
        return None;
    };
    let combine = combine(sweep, problems);
    let axes: Vec<Option<(Axis, &Place)>> = tried
        .entries
        .iter()
        .filter(|entry| entry.value.is_some())
        .map(|entry| match Reader::of(entry, document, combine).and_then(|reader| reader.axis()) {
            Ok(axis) => Some((axis, &entry.place)),
            // A name that is missing may have been lost with its block.
            Err(problem) => {
                problems.extend(Some(problem).filter(|_| !document.has_lost_blocks));
                None
            }
        })
        .collect();
    let axes: Vec<(Axis, &Place)> = axes.into_iter().flatten().collect();
    problems.extend(tried_twice(&axes));
    problems.extend(too_many(&axes, combine, tried));
    if combine == Combine::InStep {
        problems.extend(out_of_step(&axes));
    }
    let replicates = match sweep.and_then(|sweep| sweep.value("replicates")) {
        Some(Value::Number(x)) => Some(*x as u32),
        _ => None,
    };
    let axes = axes.into_iter().map(|(axis, _)| axis).collect();
    (problems.len() == before).then_some(Sweep { axes, combine, replicates })
}

fn nothing_tried(sweep: &Block) -> Problem {
    Problem::new(&sweep.place, "[sweep] does not say what is tried")
        .of(Fault::MissingSetting)
        .label("nothing is tried")
        .help("add [sweep.try] and a line such as \"country.canada.approval_delay\" = [\"1h\", \"24h\"]")
}

fn combine(sweep: Option<&Block>, problems: &mut Vec<Problem>) -> Combine {
    let word = |name: &str| match sweep.and_then(|sweep| sweep.value(name)) {
        Some(Value::Choice(word)) => Some(*word),
        _ => None,
    };
    let samples = match sweep.and_then(|sweep| sweep.value("samples")) {
        Some(Value::Number(x)) => Some(*x as u32),
        _ => None,
    };
    let of_word = |word: &str| match word {
        "latin" => Sampling::Latin,
        "sobol" => Sampling::Sobol,
        _ => Sampling::Halton,
    };
    let place = |name: &str| sweep.and_then(|sweep| sweep.entry(name)).map(|entry| &entry.place);
    match (word("sample"), samples) {
        (Some(_), _) if word("combine").is_some() => {
            let problem = place("combine").map(|place| {
                Problem::new(place, "`combine` and `sample` do not go together")
                    .label("`sample` spreads points itself")
                    .help("leave one of them out")
            });
            problems.extend(problem);
        }
        (None, Some(_)) => {
            let problem = place("samples").map(|place| {
                Problem::new(place, "`samples` counts the points of a `sample`, and there is none")
                    .label("no `sample`")
                    .help("add a line such as sample = \"sobol\"; `replicates` repeats each setting")
            });
            problems.extend(problem);
        }
        _ => {}
    }
    match word("sample") {
        Some(word) => Combine::Sample(of_word(word), samples.unwrap_or(SAMPLES)),
        None if word("combine") == Some("in step") => Combine::InStep,
        None => Combine::Every,
    }
}

fn tried_twice(axes: &[(Axis, &Place)]) -> Vec<Problem> {
    let again = |(i, (axis, place)): (usize, &(Axis, &Place))| {
        let first = axes[..i].iter().find(|(other, _)| other.path == axis.path)?;
        let title = format!("`{}` is tried twice: lines {} and {}", axis.path, first.1.line(), place.line());
        Some(Problem::new(place, title).of(Fault::SetTwice).label("for the second time"))
    };
    axes.iter().enumerate().filter_map(again).collect()
}

fn too_many(axes: &[(Axis, &Place)], combine: Combine, tried: &Block) -> Option<Problem> {
    let all = axes.iter().map(|(axis, _)| axis.listed().len() as u128);
    let points = all.fold(1_u128, |product, count| product.saturating_mul(count.max(1)));
    let problem = |title: String| Problem::new(&tried.place, title).label("too many");
    if axes.len() > MOST_AXES {
        return Some(problem(format!("At most {MOST_AXES} settings are tried at once, not {}", axes.len())));
    }
    let is_grid = combine == Combine::Every;
    (is_grid && points > MOST_POINTS).then(|| {
        problem(format!("Every combination of these would be {points} settings"))
            .help("sample = \"sobol\" spreads a few points over all of them")
    })
}

fn out_of_step(axes: &[(Axis, &Place)]) -> Vec<Problem> {
    let Some(((first, _), others)) = axes.split_first() else { return Vec::new() };
    let count = first.listed().len();
    let problem = |(axis, place): &(Axis, &Place)| {
        Problem::new(place, format!("In step, every list must be as long as the first, which has {count}"))
            .label(format!("has {}", axis.listed().len()))
            .help("combine = \"every\" tries all combinations")
    };
    others.iter().filter(|(axis, _)| axis.listed().len() != count).map(problem).collect()
}

/// One line of `[sweep.try]` on its way to an axis.
struct Reader<'a> {
    entry: &'a Entry,
    document: &'a Document,
    combine: Combine,
    path: String,
    key: &'static Key,
    /// The setting in the scenario itself.
    own: Option<&'a Entry>,
}

impl<'a> Reader<'a> {
    fn of(entry: &'a Entry, document: &'a Document, combine: Combine) -> Result<Reader<'a>, Problem> {
        let setting = Setting { path: entry.name.clone(), value: String::new() };
        let source = SourceText::new("the command line", format!("{}=", entry.name), Distance::CommandLine);
        let there = |problem: Problem| Problem { place: Some(entry.place.clone()), ..problem };
        let (kind, name, key) =
            address(&setting, &source, document).map_err(|problem| there(problem).of(Fault::WrongWord))?;
        let fixed = kind.is_of_sweep()
            || matches!(kind, Kind::Top | Kind::Source)
            || (kind == Kind::Run && ["replicates", "focus"].contains(&key.name))
            || matches!(key.form, Form::Text | Form::Names(_) | Form::ThreeShares | Form::ThreeNumbers | Form::Values);
        if fixed {
            let title = format!("`{}` cannot be tried in a sweep", entry.name);
            return Err(Problem::new(&entry.place, title).of(Fault::WrongWord).label(key.form.words()));
        }
        let parts = [kind.word(), &name, key.name].into_iter().filter(|part| !part.is_empty());
        let path = parts.collect::<Vec<_>>().join(".");
        let written = document.block(kind, &name).and_then(|block| block.entry(key.name));
        let own = written.or_else(|| super::document::default(kind, key.name));
        Ok(Reader { entry, document, combine, path, key, own })
    }

    fn axis(self) -> Result<Axis, Problem> {
        let values = match &self.entry.written.raw {
            Raw::List(items) => {
                Values::These(items.iter().map(|item| self.tried(item)).collect::<Result<Vec<_>, _>>()?)
            }
            Raw::Text(range) => self.range(range)?,
            _ => Values::These(Vec::new()),
        };
        let (unit, ending) = unit(self.key.form);
        let column = format!("{}{ending}", self.path.replace(['.', '-'], "_"));
        let base = self.own.and_then(|entry| self.tried(&entry.written).ok());
        Ok(Axis { column, unit, is_number: is_number(self.key.form), base, path: self.path, values })
    }

    /// A value of a list, read as the setting itself would be.
    fn tried(&self, item: &Written) -> Result<Tried, Problem> {
        let value = value::read(self.key, self.key.name, item).map_err(|problem| problem.of(Fault::WrongValue))?;
        let number = match value {
            Value::Number(x) => Some(x),
            Value::Whole(x) => Some(x as f64),
            _ => None,
        };
        Ok(Tried { text: shown(&item.raw), number: number.filter(|_| is_number(self.key.form)) })
    }

    /// `1h..96h`, or `1h..96h, 5 values`, or with `equal steps` or `equal ratios` behind it.
    fn range(&self, text: &str) -> Result<Values, Problem> {
        let wrong = |title: String, help: &str| {
            Problem::new(&self.entry.written.place, title).of(Fault::WrongValue).label("not a range").help(help)
        };
        let mut parts = text.split(',').map(str::trim);
        let ends = parts.next().unwrap_or_default();
        let factor = Factor::within(&format!("{}={ends}", self.entry.name), self.document)
            .map_err(|why| wrong(why, "a range has two ends: \"1h..96h, 5 values\""))?;
        self.insist_on_limits(ends)?;
        let (mut count, mut factor) = (None, factor);
        for part in parts {
            match (part, part.strip_suffix("values").or(part.strip_suffix("value")).map(str::trim)) {
                ("equal steps", _) => factor.logarithmic = false,
                ("equal ratios", _) if factor.low > 0.0 => factor.logarithmic = true,
                (_, Some(number)) => count = number.parse::<u32>().ok().filter(|n| (2..=1_000_000).contains(n)),
                _ => count = None,
            }
            let understood = count.is_some() || ["equal steps", "equal ratios"].contains(&part);
            if !understood || (part == "equal ratios" && factor.low <= 0.0) {
                let help = "behind the ends may stand how many values, at least 2, and \"equal steps\" or, where both \
                            ends are above zero, \"equal ratios\"";
                return Err(wrong(format!("`{part}` is not understood"), help));
            }
        }
        let sampled = matches!(self.combine, Combine::Sample(..));
        match count {
            None if sampled => Ok(Values::Between(factor)),
            None => Err(wrong(
                format!("How many values between {ends}?"),
                &format!("write \"{ends}, 5 values\", or spread points with sample = \"sobol\""),
            )),
            Some(count) => {
                let place = |i: u32| f64::from(i) / f64::from(count - 1);
                let mut values: Vec<Tried> = (0..count).map(|i| rounded(&factor, place(i))).collect();
                // Whole numbers: the same one is tried once.
                values.dedup_by(|later, before| later.text == before.text);
                Ok(Values::These(values))
            }
        }
    }

    /// Both ends must be values that the setting may have.
    fn insist_on_limits(&self, ends: &str) -> Result<(), Problem> {
        let place = &self.entry.written.place;
        ends.split("..").try_for_each(|end| {
            let written = Written { raw: single(end.trim(), place), place: place.clone() };
            let read = value::read(self.key, self.key.name, &written).map(drop);
            read.map_err(|problem| problem.of(Fault::WrongValue))
        })
    }
}

fn is_number(form: Form) -> bool {
    matches!(
        form,
        Form::Share
            | Form::Duration
            | Form::DurationOrNever
            | Form::Count
            | Form::CountOrUnlimited
            | Form::Seed
            | Form::Number
            | Form::Rate(_)
            | Form::Size
    )
}

/// The unit of a number, and how the name of its column ends.
fn unit(form: Form) -> (&'static str, &'static str) {
    match form {
        Form::Duration | Form::DurationOrNever => ("hours", "_hours"),
        Form::Share => ("share", ""),
        Form::Rate(Per::Month) => ("per month", "_per_month"),
        Form::Rate(Per::Year) => ("per year", "_per_year"),
        _ => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, parse};

    const TEXT: &str = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                        [country.canada]\n[country.uk]\n";

    fn sweep(more: &str) -> Result<Option<Sweep>, String> {
        let text = format!("{TEXT}{more}");
        let parsed = parse(&Source { name: "a.toml", text: &text }, &[], &|_| Err("no files here".into()));
        parsed.map(|parsed| parsed.sweep).map_err(|problems| problems.render(false))
    }

    fn texts(axis: &Axis) -> Vec<&str> {
        axis.listed().iter().map(|tried| tried.text.as_str()).collect()
    }

    #[test]
    fn lists_and_ranges_become_axes() {
        let sweep = sweep(
            "[sweep]\nreplicates = 5\n[sweep.try]\n\"country.canada.approval_delay\" = [\"1h\", \"2 days\"]\n\
             model.reach = \"5%..20%, 4 values\"\ncanada.accounts_at_start = \"1..1_000, 4 values\"\n\
             \"uk.approval\" = [\"none\", \"simple\"]\n",
        )
        .unwrap()
        .unwrap();
        assert_eq!((sweep.replicates, sweep.combine), (Some(5), Combine::Every));
        let [delay, reach, accounts, approval] = &sweep.axes[..] else { panic!("{:?}", sweep.axes) };
        assert_eq!(delay.path, "country.canada.approval_delay");
        assert_eq!((delay.column.as_str(), delay.unit), ("country_canada_approval_delay_hours", "hours"));
        assert_eq!(delay.listed().iter().map(|tried| tried.number).collect::<Vec<_>>(), [Some(1.0), Some(48.0)]);
        assert_eq!(reach.listed().iter().map(|tried| tried.number.unwrap()).collect::<Vec<_>>().len(), 4);
        assert_eq!(texts(accounts), ["1", "10", "100", "1000"], "the ends are a factor of 1,000 apart");
        assert_eq!((texts(approval), approval.is_number), (vec!["none", "simple"], false));
    }

    #[test]
    fn the_scenario_itself_has_a_place_among_what_is_tried() {
        let axis = |tried: &str| {
            let more = format!("[sweep.try]\n\"canada.approval_delay\" = {tried}\n");
            let settings = [Setting { path: "canada.approval_delay".into(), value: "24h".into() }];
            let text = format!("{TEXT}{more}");
            let parsed = parse(&Source { name: "a.toml", text: &text }, &settings, &|_| Err("no files here".into()));
            parsed.unwrap_or_else(|problems| panic!("{problems}")).sweep.unwrap().axes.remove(0)
        };
        for (tried, place, steps) in [
            ("[\"1h\", \"1 day\", \"5 days\"]", Some(1.0), Steps::Uneven),
            ("[\"12h\", \"36h\", \"60h\"]", Some(0.5), Steps::Equal),
            ("[\"48h\", \"12h\", \"3h\"]", Some(0.5), Steps::Ratios),
            ("\"1h..200h, 4 values\"", Some(libm::log(24.0) / libm::log(5.848)), Steps::Ratios),
            ("[\"1h\", \"2h\"]", None, Steps::Equal),
        ] {
            let axis = axis(tried);
            let near = |found: f64, wanted: f64| (found - wanted).abs() < 1e-3;
            let same = axis.base_place().zip(place).is_some_and(|(found, wanted)| near(found, wanted));
            assert!(same || (axis.base_place().is_none() && place.is_none()), "{tried}: {:?}", axis.base_place());
            assert_eq!(axis.steps(), steps, "{tried}");
        }
    }

    #[test]
    fn an_axis_knows_its_range_and_whether_it_goes_by_ratios() {
        for (tried, range, logarithmic) in [
            ("canada.approval_delay = \"1h..200h, 4 values\"", Some((1.0, 200.0)), true),
            ("canada.approval_delay = [\"48h\", \"12h\", \"3h\"]", Some((3.0, 48.0)), true),
            ("canada.approval_delay = [\"12h\", \"36h\", \"60h\"]", Some((12.0, 60.0)), false),
            ("canada.approval_delay = [\"1h\", \"12h\", \"13h\"]", Some((1.0, 13.0)), true),
            ("canada.approval_delay = [\"5h\", \"12h\", \"13h\"]", Some((5.0, 13.0)), false),
            ("model.give_up_after = [\"20 days\", \"never\"]", None, false),
            ("canada.approval = [\"none\", \"simple\"]", None, false),
        ] {
            let Ok(Some(swept)) = sweep(&format!("[sweep.try]\n{tried}\n")) else { panic!("{tried}") };
            assert_eq!((swept.axes[0].range(), swept.axes[0].is_logarithmic()), (range, logarithmic), "{tried}");
        }
        let spread = sweep("[sweep]\nsample = \"latin\"\n[sweep.try]\nmodel.reach = \"1%..20%\"\n").unwrap().unwrap();
        assert_eq!((spread.axes[0].range(), spread.axes[0].is_logarithmic()), (Some((0.01, 0.2)), true));
    }

    #[test]
    fn a_sample_takes_ranges_and_lists() {
        let more = "[sweep]\nsample = \"sobol\"\nsamples = 16\n[sweep.try]\n\"model.reach\" = \"5%..20%\"\n\
                    \"canada.approval\" = [\"none\", \"simple\"]\n";
        let sweep = sweep(more).unwrap().unwrap();
        assert_eq!(sweep.combine, Combine::Sample(Sampling::Sobol, 16));
        assert_eq!(sweep.axes[0].at(0.5).number, Some(0.125));
        assert_eq!(
            [0.0, 0.49, 0.5, 0.99].map(|place| sweep.axes[1].at(place).text),
            ["none", "none", "simple", "simple"]
        );
    }

    #[test]
    fn every_mistake_is_told_in_one_pass() {
        let told = sweep(
            "[sweep]\nsamples = 4\n[sweep.try]\n\"canada.aproval_delay\" = [\"1h\"]\n\"canada.approval_delay\" = \
             [\"1h\", \"2 apples\"]\n\"model.reach\" = \"5%..20%\"\n\"model.reach_\" = 3\n\"uk.name\" = [\"a\"]\n\
             \"uk.fear_of_speaking\" = \"10%..200%, 3 values\"\n\"uk.approval_delay\" = \"0h..4h, equal ratios\"\n",
        )
        .unwrap_err();
        for say in [
            "`samples` counts the points of a `sample`",
            "There is no `aproval_delay`",
            "2 apples",
            "How many values between 5%..20%?",
            "Put it into a list: [3]",
            "`uk.name` cannot be tried",
            "200%",
            "`equal ratios` is not understood",
        ] {
            assert!(told.contains(say), "{say}\n{told}");
        }
        let told = sweep("[sweep]\nreplicates = 3\n").unwrap_err();
        assert!(told.contains("does not say what is tried"), "{told}");
        let twice =
            "[sweep.try]\n\"canada.fear_of_speaking\" = [\"1%\"]\n\"country.canada.fear_of_speaking\" = [\"2%\"]\n";
        assert!(sweep(twice).unwrap_err().contains("is tried twice"));
        let step = "[sweep]\ncombine = \"in step\"\n[sweep.try]\n\"model.reach\" = [\"1%\", \"2%\"]\n\
                    \"uk.fear_of_speaking\" = [\"2%\"]\n";
        assert!(sweep(step).unwrap_err().contains("every list must be as long as the first, which has 2"));
    }

    #[test]
    fn a_sweep_is_no_part_of_the_scenario_and_can_be_written_down() {
        let more = "[sweep]\nreplicates = 5\n[sweep.try]\n\"model.reach\" = [\"5%\", 0.1]\n";
        let text = format!("{TEXT}{more}");
        let read = |text: &str| parse(&Source { name: "a.toml", text }, &[], &|_| Err("no files here".into())).unwrap();
        let (plain, swept) = (read(TEXT), read(&text));
        assert_eq!(plain.resolved.to_toml(false), swept.resolved.to_toml(false));
        let again = read(&format!("{}{}", swept.resolved.to_toml(false), swept.resolved.sweep_to_toml()));
        assert_eq!(again.sweep, swept.sweep);
        assert!(plain.sweep.is_none() && plain.resolved.sweep_to_toml().is_empty());
    }

    #[test]
    fn what_is_typed_is_like_what_is_written() {
        let setting = |path: &str, value: &str| Setting { path: path.into(), value: value.into() };
        let typed = [
            setting("sweep.try.canada.approval_delay", "1h,4h"),
            setting("sweep.try.model.reach", "5%..20%, 3 values"),
            setting("sweep.combine", "every"),
        ];
        let parsed = parse(&Source { name: "a.toml", text: TEXT }, &typed, &|_| Err("no files here".into()));
        let sweep = parsed.unwrap_or_else(|problems| panic!("{problems}")).sweep.unwrap();
        assert_eq!(texts(&sweep.axes[0]), ["1h", "4h"]);
        assert_eq!(sweep.axes[1].listed().len(), 3);
    }
}
