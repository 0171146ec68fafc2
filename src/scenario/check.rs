//! Errors that show only when settings are seen together: names that lead nowhere, dates in the wrong order, desks that
//! share a place. After these checks a scenario can be built, and a run cannot fail.

use super::document::{Block, Document, Entry};
use super::faults::Fault;
use super::keys::{Absent, Form, Key, Kind};
use super::problem::{Problem, nearest};
use super::types::Desk;
use super::value::{Value, shown};

/// A run is at most so long.
const MOST_DAYS: i64 = 36_525;

/// Every error of a whole scenario.
pub(super) fn document(document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(document.blocks.iter().flat_map(|block| unknown_names(block, document)));
    if !document.has_lost_blocks {
        problems.extend(missing_kinds(document));
        problems.extend(document.of_kind(Kind::Country).filter_map(|country| missing_desks(country, document)));
    }
    problems.extend(document.blocks.iter().flat_map(missing_settings));
    problems.extend(run(document));
    problems.extend(document.of_kind(Kind::Change).filter_map(until_before_when));
    problems.extend(desk_places(document));
    problems.extend(document.of_kind(Kind::Desk).filter_map(desk_chances));
    problems.extend(activity(document));
    problems
}

fn missing_kinds(document: &Document) -> Vec<Problem> {
    let missing = |kind: &Kind| document.of_kind(*kind).next().is_none();
    let problem = |kind: Kind| {
        let (name, why) = match kind {
            Kind::Country => ("canada", "somebody has to speak"),
            _ => ("europe", "somebody has to listen"),
        };
        Problem::of_file(format!("There is no {} block, but {why}", kind.heading()))
            .of(Fault::MissingSetting)
            .help(format!("write for example [{}.{name}], or based_on = \"paris-2013.toml\"", kind.word()))
    };
    [Kind::Country, Kind::Audience].into_iter().filter(missing).map(problem).collect()
}

/// Names of blocks that do not exist. If a heading is broken, that may be why, and only likely mistypings are told.
fn unknown_names(block: &Block, document: &Document) -> Vec<Problem> {
    let unknown = |entry: &Entry| {
        let (kind, names) = match (entry.key.form, &entry.value) {
            (Form::Name(kind), Some(Value::Name(name))) => (kind, vec![(name.clone(), entry.written.place.clone())]),
            (Form::Names(kind), Some(Value::Names(names))) => (kind, names.clone()),
            _ => return Vec::new(),
        };
        let lost = names.into_iter().filter(|(name, _)| document.block(kind, name).is_none());
        let problem = |(name, place): (String, _)| {
            let known: Vec<&str> = document.of_kind(kind).map(|block| block.name.as_str()).collect();
            let near = nearest(&name, known.iter().copied());
            if document.has_lost_blocks && near.is_none() {
                return None;
            }
            let hint = near.map_or(String::new(), |near| format!(". Did you mean \"{near}\"?"));
            let problem = Problem::new(&place, format!("There is no {} \"{name}\"{hint}", kind.word()));
            let problem = problem.of(Fault::UnknownName).label(format!("no block [{}.{name}]", kind.word()));
            Some(if known.is_empty() { problem } else { problem.help(format!("there are: {}", known.join(", "))) })
        };
        lost.filter_map(problem).collect()
    };
    block.entries.iter().flat_map(unknown).collect()
}

pub(super) fn missing_settings(block: &Block) -> Vec<Problem> {
    let is_written = |name: &str| block.entry(name).is_some() || block.attempts.iter().any(|tried| tried == name);
    let is_missing = |key: &&Key| key.absent == Absent::Must && !is_written(key.name);
    let problem = |key: &Key| {
        let example = match key.form {
            Form::Moment => "2015-11-04",
            Form::Amount => "\"0.2 %\"",
            Form::Text => "\"voice\"",
            _ => "\"canada\"",
        };
        Problem::new(&block.place, format!("{} does not say `{}`", block.heading(), key.name))
            .of(Fault::MissingSetting)
            .label(format!("`{}` is missing", key.name))
            .help(format!("add a line such as {} = {example}", key.name))
    };
    Key::under(block.kind).filter(is_missing).map(problem).collect()
}

/// The calendar and its parts.
fn run(document: &Document) -> Vec<Problem> {
    let Some(run) = document.block(Kind::Run, "") else { return Vec::new() };
    [length(run), step(run), record_every(run)].into_iter().flatten().collect()
}

fn length(run: &Block) -> Option<Problem> {
    let (Some(Value::Date(start)), Some(Value::Date(end))) = (run.value("start"), run.value("end")) else {
        return None;
    };
    let days = start.until(*end).map_or(0, |span| i64::from(span.get_days())) + 1;
    let entry = run.entry("end").or(run.entry("start"))?;
    let problem = |title: String| Problem::new(&entry.written.place, title);
    match days {
        ..1 => {
            let title = format!("The end, {end}, is before the start, {start}");
            Some(problem(title).label("too early").help("`end` is the last day that is simulated"))
        }
        1..=MOST_DAYS => None,
        _ => Some(problem("A run is at most 100 years long".to_owned()).label(format!("{days} days"))),
    }
}

fn step(run: &Block) -> Option<Problem> {
    let entry = run.entry("step")?;
    let Some(Value::Number(hours)) = entry.value else { return None };
    let steps = 24.0 / hours;
    let problem = |title: &str| Problem::new(&entry.written.place, title);
    if (steps - libm::round(steps)).abs() > 1e-9 {
        let problem = problem("A day must be a whole number of steps").label("does not divide a day");
        return Some(problem.help("such as \"15 min\", \"1h\" or \"6h\""));
    }
    None
}

fn record_every(run: &Block) -> Option<Problem> {
    let entry = run.entry("record_every")?;
    match entry.value {
        Some(Value::Number(hours)) if (hours / 24.0).fract() != 0.0 => {
            Some(Problem::new(&entry.written.place, "Records are whole days apart").label("not a number of days"))
        }
        _ => None,
    }
}

fn until_before_when(change: &Block) -> Option<Problem> {
    let (Some(Value::Moment(when)), Some(Value::Moment(until))) = (change.value("when"), change.value("until")) else {
        return None;
    };
    let entry = change.entry("until").filter(|_| until <= when)?;
    let title = format!("{} ends before it begins: `until` is not after `when`", change.title());
    Some(Problem::new(&entry.written.place, title).label("too early"))
}

/// The changes of a country, in the order of the file.
pub(super) fn changes_of<'a>(document: &'a Document, country: &'a str) -> impl Iterator<Item = &'a Block> {
    document.of_kind(Kind::Change).filter(move |change| is_of(change, country))
}

/// The desks of a country, in the order of the file.
pub(super) fn desks_of<'a>(document: &'a Document, country: &'a str) -> impl Iterator<Item = &'a Block> {
    document.of_kind(Kind::Desk).filter(move |desk| is_of(desk, country))
}

fn is_of(block: &Block, country: &str) -> bool {
    matches!(block.value("country"), Some(Value::Name(name)) if name == country)
}

/// A country whose approval goes by desks has some.
fn missing_desks(country: &Block, document: &Document) -> Option<Problem> {
    if desks_of(document, &country.name).next().is_some() {
        return None;
    }
    let blocks = std::iter::once(country).chain(changes_of(document, &country.name));
    let by_desks = |entry: &&Entry| entry.value == Some(Value::Choice("desks"));
    let entry = blocks.filter_map(|block| block.entry("approval")).find(by_desks)?;
    let title = format!("{} has no desks that could approve", country.title());
    Some(Problem::new(&entry.written.place, title).label("by desks").help(format!(
        "describe them in blocks such as [desk.ottawa] with country = \"{}\", or write approval = \"simple\"",
        country.name
    )))
}

/// The place of each desk in its country's chain, counted from 1.
pub(super) fn order_of(desk: &Block, place_in_file: usize) -> f64 {
    match desk.value("order") {
        Some(Value::Number(order)) => *order,
        _ => place_in_file as f64,
    }
}

fn desk_places(document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    for country in document.of_kind(Kind::Country) {
        let mut taken: Vec<(f64, &Block)> = Vec::new();
        for (i, desk) in desks_of(document, &country.name).enumerate() {
            let order = order_of(desk, i + 1);
            if let Some((_, first)) = taken.iter().find(|(place, _)| *place == order) {
                let entry = desk.entry("order").or(first.entry("order"));
                let place = entry.map_or(&desk.place, |entry| &entry.written.place);
                let title =
                    format!("Two desks of {} have place {order}: {} and {}", country.title(), first.name, desk.name);
                problems.push(Problem::new(place, title).label("taken already"));
            }
            taken.push((order, desk));
        }
    }
    problems
}

fn desk_chances(desk: &Block) -> Option<Problem> {
    let share = |name: &str| match desk.value(name) {
        Some(Value::Number(x)) => *x,
        _ => 0.0,
    };
    if share("chance_dropped") + share("chance_edited") <= 1.0 {
        return None;
    }
    let entry = desk.entry("chance_dropped").or(desk.entry("chance_edited"))?;
    let title = "A review drops, edits or passes a draft: the chances are more than 100% together";
    Some(Problem::new(&entry.written.place, title).label("too much, with the other one"))
}

fn activity(document: &Document) -> Option<Problem> {
    let model = document.block(Kind::Model, "")?;
    let entry = model.entry("activity_shares")?;
    match &entry.value {
        Some(Value::Three(shares)) if (shares.iter().sum::<f64>() - 1.0).abs() > 1e-9 => {
            let sum = crate::units::share_text(shares.iter().sum());
            let title = format!("The three shares are {sum} together, not 100%");
            Some(Problem::new(&entry.written.place, title).label(shown(&entry.written.raw)))
        }
        _ => None,
    }
}

/// E14: the load of each desk of a chain, that is the share of its working hours that drafts would fill, when
/// `drafts_a_week` enter it. Replies are left out. Above 1 the queue grows without end.
///
/// load = drafts a week x share that survives the desks before x working time
///        / ((1 - edited) x reviewers x office hours a week)
#[must_use]
pub fn desk_load(drafts_a_week: f64, desks: &[Desk]) -> Vec<f64> {
    let mut arriving = drafts_a_week;
    let mut loads = Vec::with_capacity(desks.len());
    for desk in desks {
        let hours = desk.office_hours.length() * if desk.weekends { 7.0 } else { 5.0 };
        let reviewers = desk.reviewers.map_or(f64::INFINITY, f64::from);
        // An edited draft comes back to the same desk, so it is reviewed 1 / (1 - edited) times.
        let once = 1.0 - desk.chance_edited;
        loads.push(arriving * desk.working_time_hours / (once * reviewers * hours));
        arriving *= (1.0 - desk.chance_dropped / once).max(0.0);
    }
    loads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DayHours, Zone};
    use crate::scenario::WorkShape;

    fn desk() -> Desk {
        Desk {
            id: String::new(),
            name: String::new(),
            reviewers: Some(1),
            working_time_hours: 0.6,
            working_time_spread: 1.5,
            working_time_shape: WorkShape::Lognormal,
            office_hours: DayHours { from: 9.0, to: 17.0 },
            weekends: false,
            zone: Zone::default(),
            chance_dropped: 0.05,
            chance_edited: 0.0,
            replies_first: false,
            crises_first: false,
        }
    }

    #[test]
    fn four_accounts_keep_a_desk_busy_for_88_of_100_hours() {
        let loads = desk_load(4.0 * 14.7, &[desk(), desk()]);
        assert!((loads[0] - 0.882).abs() < 1e-12 && (loads[1] - 0.882 * 0.95).abs() < 1e-12);
    }

    #[test]
    fn edited_drafts_come_back_and_unlimited_reviewers_are_never_busy() {
        let edits = Desk { chance_edited: 0.5, chance_dropped: 0.25, ..desk() };
        let loads = desk_load(40.0, &[edits, Desk { reviewers: None, ..desk() }, desk()]);
        assert!((loads[0] - 1.2).abs() < 1e-12);
        assert_eq!(loads[1], 0.0);
        assert!((loads[2] - 0.6 * 0.5 * 0.95).abs() < 1e-12);
    }
}
