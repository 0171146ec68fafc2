//! Ensembles with made-up numbers: what the charts are tested on. Nothing here is the model.

use jiff::civil::{Date, date};
use softpower::calendar::{Clock, DAY, Zone};
use softpower::charts::{Carried, Provenance};
use softpower::engine::measures::country_measure;
use softpower::engine::tally::{ATTITUDE_CLASSES, Sight, Tally, attitude_edges};
use softpower::engine::trajectory::{Column, Layout, Trajectory};
use softpower::experiment::ensemble::Ensemble;
use softpower::scenario::{Audience, Change, Country, Event, PolicyChange, Rumour, Run, Scenario, Source, parse};

/// A country's made-up future.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Future {
    /// Name on charts.
    pub(crate) name: &'static str,
    /// Median of the index at the end.
    pub(crate) index: f64,
    /// Half the width of the middle 90 % of the index at the end.
    pub(crate) spread: f64,
    /// Median share of voice at the end.
    pub(crate) voice: f64,
}

/// A made-up experiment.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub(crate) countries: Vec<Future>,
    pub(crate) start: Date,
    pub(crate) days: u32,
    pub(crate) record_days: u32,
    pub(crate) replicates: u32,
    /// Changes of the first country: day, label.
    pub(crate) changes: Vec<(u32, &'static str)>,
    /// Events: day, label, size.
    pub(crate) events: Vec<(u32, &'static str, f64)>,
    /// Rumours about the first country: day, label, size.
    pub(crate) rumours: Vec<(u32, &'static str, f64)>,
    /// What the changes add to the first country's index at the end: mean, and how far pairs differ from it.
    pub(crate) effect: (f64, f64),
    /// What they add to its voice.
    pub(crate) voice_effect: f64,
}

pub(crate) const CANADA: Future = Future { name: "Canada", index: 90.0, spread: 9.0, voice: 0.03 };
pub(crate) const BRITAIN: Future = Future { name: "United Kingdom", index: 116.0, spread: 14.0, voice: 0.46 };
pub(crate) const AMERICA: Future = Future { name: "United States", index: 98.0, spread: 5.0, voice: 0.51 };

impl Stage {
    /// Three countries over four years, with no change.
    pub(crate) fn paris() -> Stage {
        Stage {
            countries: vec![CANADA, BRITAIN, AMERICA],
            start: date(2013, 1, 1),
            days: 1461,
            record_days: 7,
            replicates: 40,
            changes: Vec::new(),
            events: Vec::new(),
            rumours: Vec::new(),
            effect: (0.0, 0.0),
            voice_effect: 0.0,
        }
    }

    /// The same with a change near the end of the third year that pays.
    pub(crate) fn reform() -> Stage {
        Stage {
            changes: vec![(1037, "Diplomats may speak without prior approval")],
            effect: (6.0, 1.5),
            voice_effect: 0.12,
            ..Stage::paris()
        }
    }

    pub(crate) fn scenario(&self) -> Scenario {
        let country = |(index, future): (usize, &Future)| self.country(index, future);
        Scenario {
            name: "paris-2013".into(),
            title: "Three foreign ministries".into(),
            question: String::new(),
            run: Run {
                clock: Clock { start: self.start },
                days: self.days,
                step_hours: 1.0,
                record_every_hours: f64::from(self.record_days) * DAY,
                replicates: self.replicates,
                seed: 2013,
                focus: 0,
            },
            audiences: vec![Audience {
                id: "world".into(),
                name: "World".into(),
                members: 1000,
                weight: 1.0,
                zone: Zone::default(),
                events_per_day: 1.0,
            }],
            countries: self.countries.iter().enumerate().map(country).collect(),
            events: self.events.iter().map(|(day, label, size)| event(*day, label, *size)).collect(),
            rumours: self.rumours.iter().map(|(day, label, size)| rumour(*day, label, *size)).collect(),
            sources: Vec::new(),
            ..defaults()
        }
    }

    fn country(&self, index: usize, future: &Future) -> Country {
        let changes = if index == 0 { self.changes.as_slice() } else { &[] };
        Country {
            id: future.name.to_lowercase().replace(' ', "-"),
            name: future.name.into(),
            colour: None,
            zone: Zone::default(),
            capacity: 1.0 / self.countries.len() as f64,
            changes: changes.iter().map(|(day, label)| change(*day, label)).collect(),
            ..defaults().countries.remove(0)
        }
    }

    pub(crate) fn provenance(&self) -> Provenance {
        Provenance {
            scenario: "paris-2013".into(),
            replicates: self.replicates,
            seed: 2013,
            version: "0.1.0".into(),
            commit: "a1b2c3d4e5f6".into(),
            hash: "5f1d".into(),
            command: "softpower run scenarios/paris-2013.toml --set \"country.canada.approval_delay=4h\"".into(),
            scenarios: vec![Carried { name: "paris-2013".into(), resolved: "title = \"<Paris> & co\"\n".into() }],
            trajectory_sha256: "c0ffee".into(),
        }
    }

    pub(crate) fn ensemble(&self) -> Ensemble {
        let layout = Layout { record_hours: self.record_hours(), countries: self.countries.len(), audiences: 1 };
        let all = |ghost| (0..self.replicates).map(|r| self.trajectory(&layout, r, ghost)).collect::<Vec<_>>();
        let ghosts = if self.changes.is_empty() { Vec::new() } else { all(true) };
        Ensemble { runs: all(false), ghosts, layout }
    }

    fn record_hours(&self) -> Vec<f64> {
        let end = f64::from(self.days) * DAY;
        let step = f64::from(self.record_days) * DAY;
        let whole = (0..).map(|k| f64::from(k) * step).take_while(|hour| *hour < end);
        whole.chain([end]).collect()
    }

    fn trajectory(&self, layout: &Layout, replicate: u32, ghost: bool) -> Trajectory {
        let mut values = vec![0.0; layout.len()];
        let end = f64::from(self.days) * DAY;
        let column = |name| Column::Country(country_measure(name).expect("a measure"));
        for (country, future) in self.countries.iter().enumerate() {
            let luck = Luck::new(u64::from(replicate) * 31 + country as u64);
            for (record, hour) in layout.record_hours.iter().enumerate() {
                let t = hour / end;
                let after = if ghost || country > 0 { 0.0 } else { self.share_after_change(*hour) };
                let effect = after * (self.effect.0 + self.effect.1 * luck.normal(7));
                let wiggle = future.spread / 1.645 * luck.path(t);
                let index = 100.0 + (future.index - 100.0) * t.powf(0.8) + wiggle + effect;
                let voice = future.voice * (0.4 + 0.6 * (1.0 - (-6.0 * t).exp())) * (1.0 + 0.25 * luck.path(t));
                let others = f64::from(u8::from(country > 0));
                let numbers = [
                    ("influence_index", index),
                    ("voice", voice + after * self.voice_effect),
                    ("standing", 0.5 + 0.01 * luck.path(t) + 1e-3 * effect),
                    ("drafted_announcements", 30.0),
                    ("published_announcements", 26.0 - after),
                    ("drafted_comments", 20.0),
                    ("published_comments", 9.0 + 6.0 * after + 2.0 * luck.path(t).tanh()),
                    ("attention_left", (0.19 + 0.3 * after + 0.35 * others + 0.02 * luck.path(t)).clamp(0.0, 1.0)),
                    ("approval_hours_median", 200.0 - 150.0 * after - 176.0 * others),
                    ("asked", 12.0),
                    ("answered_in_time", 2.0 * after),
                    ("answered_late", 1.0),
                    ("lapsed", 11.0 - 2.0 * after),
                ];
                for (name, number) in numbers {
                    values[layout.place(record, country, column(name))] = number;
                }
            }
        }
        Trajectory { replicate, values, tally: self.tally(layout, replicate, ghost) }
    }

    /// Comments that take eight days, or a day in the other countries, and faster ones after the change; attitudes that
    /// the change warms.
    fn tally(&self, layout: &Layout, replicate: u32, ghost: bool) -> Tally {
        let (mut tally, countries) = (Tally::default(), self.countries.len());
        let after = |hour: f64| if ghost { 0.0 } else { self.share_after_change(hour) };
        for country in 0..countries {
            let luck = Luck::new(u64::from(replicate) * 77 + country as u64);
            for (record, hour) in layout.record_hours.iter().enumerate().skip(1) {
                let typical = if country > 0 { 24.0 } else { 200.0 - 150.0 * after(*hour) };
                let hours = typical * (0.8 * luck.normal(record as u64)).exp();
                tally.add_comments((record, country, countries), hours, 9);
            }
        }
        let last = layout.record_hours.len() - 1;
        let mut records: Vec<usize> = (0..5).map(|step| step * last / 4).collect();
        records.dedup();
        let warmth = |record: usize| 2.0 * self.effect.0 * after(layout.record_hours[record]) - 5.0;
        tally.sights = records.into_iter().map(|record| sight(record, warmth(record))).collect();
        tally
    }

    fn share_after_change(&self, hour: f64) -> f64 {
        let Some((day, _)) = self.changes.first() else { return 0.0 };
        let from = f64::from(*day) * DAY;
        ((hour - from) / (f64::from(self.days) * DAY - from)).clamp(0.0, 1.0).powf(0.7)
    }
}

/// A thousand members or so who think so well of a country on average, -100 to 100.
fn sight(record: usize, mean: f64) -> Sight {
    let middle = |class| 50.0 * (attitude_edges(class).0 + attitude_edges(class).1);
    let far = |class: usize| (middle(class) - mean) / 30.0;
    let members = (0..ATTITUDE_CLASSES).map(|class| (66.0 * (-0.5 * far(class) * far(class)).exp()) as u32);
    Sight { record, members: members.collect() }
}

/// Made-up luck of one country in one run: hashes, not the random numbers of the program.
struct Luck {
    seed: u64,
    /// A random walk of [`KNOTS`] steps from 0.
    walk: Vec<f64>,
}

/// Steps of a walk.
const KNOTS: usize = 60;

impl Luck {
    fn new(seed: u64) -> Luck {
        let seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
        let mut luck = Luck { seed, walk: vec![0.0] };
        for step in 0..=KNOTS {
            let last = luck.walk[step];
            luck.walk.push(last + luck.normal(100 + step as u64));
        }
        luck
    }

    fn uniform(&self, place: u64) -> f64 {
        let mut hash = (self.seed ^ place.wrapping_mul(0xBF58_476D_1CE4_E5B9)).wrapping_mul(0x94D0_49BB_1331_11EB);
        hash = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (hash >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Nearly normal: the sum of twelve uniform numbers.
    fn normal(&self, place: u64) -> f64 {
        (0..12).map(|k| self.uniform(place * 16 + k)).sum::<f64>() - 6.0
    }

    /// A random path from 0 with standard deviation `sqrt(t)` at time `t`, 0 to 1.
    fn path(&self, t: f64) -> f64 {
        let place = t * KNOTS as f64;
        let knot = place as usize;
        let share = place - knot as f64;
        ((1.0 - share) * self.walk[knot] + share * self.walk[knot + 1]) / (KNOTS as f64).sqrt()
    }
}

fn change(day: u32, label: &str) -> Change {
    Change {
        id: format!("day-{day}"),
        label: label.into(),
        when_hours: f64::from(day) * DAY,
        until_hours: None,
        phase_in_hours: 56.0 * DAY,
        set: PolicyChange {
            comments_need_approval: Some(0.0),
            replies_need_approval: Some(0.0),
            approval_delay_hours: Some(4.0),
            questions_answered: Some(0.5),
            ..PolicyChange::default()
        },
    }
}

fn event(day: u32, label: &str, size: f64) -> Event {
    let when_hours = f64::from(day) * DAY + 9.0;
    Event {
        id: format!("day-{day}"),
        label: label.into(),
        when_hours,
        size,
        audiences: vec![0],
        lines_ready: Vec::new(),
    }
}

fn rumour(day: u32, label: &str, size: f64) -> Rumour {
    let event = event(day, label, size);
    let Event { id, label, when_hours, audiences, .. } = event;
    Rumour { id, label, country: 0, when_hours, size, audiences }
}

/// Any rules and assumptions: charts never look at them.
fn defaults() -> Scenario {
    let text = "[audience.world]\n[country.canada]\n";
    let parsed = parse(&Source { name: "any.toml", text }, &[], &|_| Err("no parents".into()));
    parsed.expect("a good scenario").scenario
}
