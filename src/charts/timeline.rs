//! What changes and what happens, and when: policy changes with their phase-ins, a lane for each country, and scheduled
//! events and rumours. It shows what was assumed, not what came of it.

use super::Provenance;
use super::said::Said;
use super::words;
use crate::calendar::Clock;
use crate::scenario::{Change, Colour, Country, Scenario};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The chart in data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Timeline {
    /// What is said about it.
    pub(super) said: Said,
    pub(super) clock: Clock,
    /// First and last hour, the second larger.
    pub(super) hours: (f64, f64),
    pub(super) lanes: Vec<Lane>,
}

/// What happens to one country, or in the world; at least one item, in the order of time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Lane {
    /// The country's name in files; `events` or `rumours`.
    pub(super) id: String,
    pub(super) name: String,
    /// `None` for what is no country.
    pub(super) colour: Option<Colour>,
    pub(super) country: bool,
    pub(super) items: Vec<Item>,
}

/// Something with a date.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Item {
    /// Hours since the start.
    pub(super) hour: f64,
    /// When a change is in full effect, and when its rules end; the end of the run if they do not.
    pub(super) lasts: Option<(f64, f64)>,
    /// `4 November 2015`.
    pub(super) date: String,
    pub(super) words: String,
    /// What a change moves: `approval delay 200h → 24h`.
    pub(super) rules: Vec<String>,
    /// Size of an event or rumour, in units of the mean event.
    pub(super) size: Option<f64>,
}

/// One item, as dates.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Dated {
    /// The country's name in files; `events` or `rumours`.
    pub lane: String,
    /// What it is called.
    pub label: String,
    /// When it begins, UTC.
    #[serde(serialize_with = "super::iso_date")]
    pub date: Date,
    /// When a change is in full effect.
    pub in_full: Option<String>,
    /// When its rules end, if they do within the run.
    pub until: Option<String>,
    /// What a change moves, in full effect: `approval delay 200h → 24h`.
    pub rules: String,
    /// Size of an event or rumour, in units of the mean event.
    pub size: Option<f64>,
}

/// The chart in data, and its numbers; `None` of a scenario in which nothing changes and nothing is scheduled.
pub(super) fn describe(scenario: &Scenario, provenance: &Provenance) -> Option<(Timeline, Vec<Dated>)> {
    let (clock, end) = (scenario.run.clock, scenario.run.hours().max(1.0));
    let mut countries: Vec<(usize, &Country)> = scenario.countries.iter().enumerate().collect();
    countries.sort_by_key(|(index, _)| *index != scenario.run.focus);
    let colours = super::case::colours(scenario);
    let events = scenario.events.iter().map(|event| (event.when_hours, &event.label, event.size));
    let rumours = scenario.rumours.iter().map(|rumour| (rumour.when_hours, &rumour.label, rumour.size));
    let news = |(hour, label, size): (f64, &String, f64)| item(clock, (hour, label), None, Some(size));
    let change = |country: &Country, change: &Change| {
        let until = change.until_hours.unwrap_or(end).min(end);
        let full = (change.when_hours + change.phase_in_hours).min(until);
        let rules = country.moved_by(change).iter().map(|rule| rule.replace('_', " ")).collect();
        Item { rules, ..item(clock, (change.when_hours, &change.label), Some((full, until)), None) }
    };
    let of_country = |(index, country): (usize, &Country)| Lane {
        id: country.id.clone(),
        name: words::one_line(&country.name),
        colour: colours[index],
        country: true,
        items: country.changes.iter().map(|one| change(country, one)).collect(),
    };
    let world = |id: &str, name: &str, items: Vec<Item>| Lane {
        id: id.into(),
        name: name.into(),
        colour: None,
        country: false,
        items,
    };
    let mut lanes: Vec<Lane> = countries.into_iter().map(of_country).collect();
    lanes.push(world("events", "World events", events.map(news).collect()));
    lanes.push(world("rumours", "Rumours", rumours.map(news).collect()));
    for lane in &mut lanes {
        lane.items.retain(|item| (0.0..end).contains(&item.hour));
        lane.items.sort_by(|a, b| a.hour.total_cmp(&b.hour));
    }
    lanes.retain(|lane| !lane.items.is_empty());
    if lanes.is_empty() {
        return None;
    }
    let neutral = "What changes and what happens, and when".to_owned();
    let mut chart = Timeline {
        said: Said {
            stem: "timeline".into(),
            title: title(scenario, &lanes),
            neutral,
            subtitle: subtitle(&lanes),
            alt: String::new(),
            source: provenance.line(&words::runs(provenance.replicates as usize)),
        },
        clock,
        hours: (0.0, end),
        lanes,
    };
    chart.said.alt = chart.in_words();
    let rows = chart.rows();
    Some((chart, rows))
}

fn item(clock: Clock, (hour, label): (f64, &str), lasts: Option<(f64, f64)>, size: Option<f64>) -> Item {
    Item { hour, lasts, date: words::date(clock.date(hour)), words: words::one_line(label), rules: Vec::new(), size }
}

/// `Canada changes its rules on 4 November 2015`, or how much happens.
fn title(scenario: &Scenario, lanes: &[Lane]) -> String {
    let of = |country: bool| lanes.iter().filter(move |lane| lane.country == country);
    let changes: Vec<(&Lane, &Item)> =
        of(true).flat_map(|lane| lane.items.iter().map(move |item| (lane, item))).collect();
    if let [(lane, change)] = changes[..] {
        let name = words::sentence(&words::in_sentence(&lane.name));
        return super::case::Case::title([
            format!("{name} changes its rules on {}", change.date),
            format!("The rules change on {}", change.date),
        ]);
    }
    let count = |number: usize, one: &str| {
        (number > 0).then(|| format!("{} {one}{}", words::count(number), if number == 1 { "" } else { "s" }))
    };
    let of_world = |id: &str| of(false).filter(|lane| lane.id == id).map(|lane| lane.items.len()).sum();
    let all = [
        count(changes.len(), "policy change"),
        count(of_world("events"), "event"),
        count(of_world("rumours"), "rumour"),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    let clock = scenario.run.clock;
    let (first, last) = (clock.date(0.0).year(), clock.last_date(scenario.run.hours()).year());
    let years = if first == last { format!(" in {first}") } else { format!(", {first} to {last}") };
    words::sentence(&format!("{}{years}", words::list(&all)))
}

fn subtitle(lanes: &[Lane]) -> String {
    let items = || lanes.iter().flat_map(|lane| &lane.items);
    let phased = items().any(|item| item.lasts.is_some_and(|(full, _)| full > item.hour));
    let changes = items().any(|item| item.lasts.is_some());
    let bars = match (changes, phased) {
        (true, true) => " Bars: new rules hold; the wedge at their beginning: they come into effect little by little.",
        (true, false) => " Bars: new rules hold, in full from their first day.",
        _ => "",
    };
    let dots =
        if items().any(|item| item.size.is_some()) { " Dots: events or rumours, larger ones larger." } else { "" };
    format!("What the scenario assumes to change or to happen.{bars}{dots}")
}

impl Timeline {
    /// The largest size of an event or rumour.
    pub(super) fn largest(&self) -> f64 {
        self.lanes.iter().flat_map(|lane| &lane.items).filter_map(|item| item.size).fold(f64::MIN_POSITIVE, f64::max)
    }

    /// Number of changes, events and rumours.
    pub(super) fn items(&self) -> usize {
        self.lanes.iter().map(|lane| lane.items.len()).sum()
    }

    fn rows(&self) -> Vec<Dated> {
        let day = |hour: f64| self.clock.date(hour).to_string();
        let rows = self.lanes.iter().flat_map(|lane| lane.items.iter().map(move |item| (lane, item)));
        let row = |(lane, item): (&Lane, &Item)| Dated {
            lane: lane.id.clone(),
            label: item.words.clone(),
            date: self.clock.date(item.hour),
            in_full: item.lasts.map(|(full, _)| day(full)),
            until: item.lasts.filter(|(_, until)| *until < self.hours.1).map(|(_, until)| day(until)),
            rules: item.rules.join("; "),
            size: item.size,
        };
        rows.map(row).collect()
    }

    fn in_words(&self) -> String {
        let one = |item: &Item| {
            let full = item.lasts.filter(|(full, _)| *full > item.hour);
            let full = full.map(|(full, _)| format!(", in full from {}", words::date(self.clock.date(full))));
            let until = item.lasts.filter(|(_, until)| *until < self.hours.1);
            let until = until.map(|(_, until)| format!(", until {}", words::date(self.clock.date(until))));
            let what = if item.words.is_empty() { String::new() } else { format!(" {}", item.words) };
            let rules = if item.rules.is_empty() { String::new() } else { format!(" ({})", item.rules.join(", ")) };
            format!("{}{what}{rules}{}{}", item.date, full.unwrap_or_default(), until.unwrap_or_default())
        };
        let lane = |lane: &Lane| {
            let items: Vec<String> = lane.items.iter().map(one).collect();
            format!("{}: {}", lane.name, items.join("; "))
        };
        let lanes: Vec<String> = self.lanes.iter().map(lane).collect();
        format!("Timeline of what changes and what happens. {}.", lanes.join(". "))
    }
}
