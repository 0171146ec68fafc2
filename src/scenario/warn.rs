//! What can be run but deserves a second look: settings without effect, values and combinations that are not plausible.

use super::check::{changes_of, desk_load, desks_of};
use super::document::{Block, Document, Entry, default};
use super::keys::Kind;
use super::place::Distance;
use super::problem::Problem;
use super::types::{Approval, AttentionShape, Country, Model, Policy, Scenario};
use super::value::{Value, number_of, shown};
use crate::units::{duration_text, share_text, short};

/// Every note on a scenario that can be run.
pub(super) fn scenario(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let mut notes: Vec<Problem> = document.blocks.iter().flat_map(implausible).collect();
    notes.extend(switched_off(document));
    notes.extend(lonely(document));
    notes.extend(out_of_time(document, scenario));
    notes.extend(activity_levels(document, &scenario.model));
    for (block, country) in document.of_kind(Kind::Country).zip(&scenario.countries) {
        notes.extend(approval_not_in_use(block, document));
        notes.extend(overlaps(block, document, country));
        notes.extend(too_slow(block, document, country, &scenario.model));
        notes.extend(busy_desks(block, country, scenario));
        notes.extend(too_many_followers(block, country, scenario));
    }
    notes
}

/// Values outside the plausible range of their key.
fn implausible(block: &Block) -> Vec<Problem> {
    let note = |entry: &Entry| {
        let (low, high) = entry.key.plausible;
        let Some(Value::Number(x)) = entry.value else { return None };
        let least = number_of(entry.key.form, low).unwrap_or(f64::NEG_INFINITY);
        let most = number_of(entry.key.form, high).unwrap_or(f64::INFINITY);
        if x >= least && x <= most {
            return None;
        }
        let title = format!("`{}` is plausible from {low} to {high}", entry.name);
        let help = format!("it is run as it stands; softpower explain {} says more", entry.name);
        Some(Problem::warning(&entry.written.place, title).label("outside").help(help))
    };
    block.entries.iter().filter_map(note).collect()
}

/// Settings that matter only while a setting of `[model]` has a certain value.
const NEEDS: &[(&str, &str, &[&str])] = &[
    ("attention_shape", "power", &["attention_offset", "attention_exponent"]),
    ("attention_shape", "exponential", &["attention_half_life"]),
    ("attention_fades", "on", &["attention_shape", "attention_offset", "attention_exponent", "attention_half_life"]),
    ("approval_drops", "on", &["give_up_below", "give_up_after"]),
    ("daily_rhythm", "on", &["rhythm_amplitude", "rhythm_peak"]),
    ("forms_differ", "on", &["appeal_announcement", "appeal_commentary"]),
    ("members_differ", "on", &["activity_shares", "activity_levels", "affinity"]),
    ("quality_varies", "on", &["quality_spread", "blandness_per_review", "talent_spread"]),
    ("dialogue", "on", &["ask_chance", "patience", "patience_spread", "pick_up_time", "staffed_hours"]),
    ("dialogue", "on", &["question_lapses_after", "answer_gain", "answer_harm", "answer_memory"]),
    ("dialogue", "on", &["expectation_at_start", "dialogue_lift", "questions_answered", "answers_per_day"]),
    ("dialogue", "on", &["replies_need_approval"]),
    ("attitudes_move", "on", &["learn_announcement", "learn_commentary", "attitude_half_life"]),
    ("mood_moves", "on", &["mood_sd", "mood_half_life"]),
    ("influence_drifts", "on", &["influence_noise"]),
    ("approval_takes_time", "on", &["approval_spread"]),
    ("policy_matters", "on", &["voice_counts", "standing_pull"]),
    ("fear", "on", &["fear_of_speaking"]),
];

/// Settings without effect because of a setting of `[model]`. Who switches something off knows that what an older file
/// says about it falls silent; only settings of the same file or a nearer one are told.
fn switched_off(document: &Document) -> Vec<Problem> {
    let model = document.block(Kind::Model, "");
    let mut notes = Vec::new();
    for (switch, needed, keys) in NEEDS {
        let Some(entry) = model.and_then(|model| model.entry(switch)) else {
            notes.extend(default_shape(document, switch, needed, keys));
            continue;
        };
        let is_met = match entry.value {
            Some(Value::Switch(on)) => on,
            Some(Value::Choice(choice)) => choice == *needed,
            _ => true,
        };
        if !is_met {
            notes.extend(without_effect(document, keys, entry.place.distance(), switch, &shown(&entry.written.raw)));
        }
    }
    notes
}

/// The same for the default shape of attention, which makes the half-life idle.
fn default_shape(document: &Document, switch: &str, needed: &str, keys: &[&str]) -> Vec<Problem> {
    match needed {
        "exponential" => without_effect(document, keys, Distance::Default, switch, "power"),
        _ => Vec::new(),
    }
}

fn without_effect(document: &Document, keys: &[&str], reach: Distance, switch: &str, value: &str) -> Vec<Problem> {
    let blocks =
        document.blocks.iter().filter(|block| matches!(block.kind, Kind::Model | Kind::Country | Kind::Change));
    idle(blocks, keys, reach, &format!("while {switch} = \"{value}\""))
}

/// Notes on settings without effect. A value that is the default is passed over: it was hardly meant to do something.
fn idle<'a>(blocks: impl Iterator<Item = &'a Block>, keys: &[&str], reach: Distance, why: &str) -> Vec<Problem> {
    let is_default = |entry: &Entry| default(entry.key.kind, &entry.name).is_some_and(|d| d.value == entry.value);
    let is_idle =
        |entry: &&Entry| keys.contains(&entry.name.as_str()) && entry.place.distance() <= reach && !is_default(entry);
    let note = |entry: &Entry| {
        Problem::warning(&entry.place, format!("`{}` changes nothing {why}", entry.name)).label("without effect")
    };
    blocks.flat_map(|block| block.entries.iter()).filter(is_idle).map(note).collect()
}

/// Worlds in which nothing can move.
fn lonely(document: &Document) -> Vec<Problem> {
    let countries: Vec<&Block> = document.of_kind(Kind::Country).collect();
    let mut notes = Vec::new();
    if let [only] = countries[..] {
        let title = "There is only one country: its share of influence cannot move";
        notes.push(Problem::warning(&only.place, title).label("alone in the world"));
    }
    for country in countries {
        if country.value("accounts_at_start") == Some(&Value::Number(0.0)) {
            let place = country.entry("accounts_at_start").map_or(&country.place, |entry| &entry.written.place);
            let title = format!("{} has no accounts, so it says nothing", country.title());
            notes.push(Problem::warning(place, title).label("silent"));
        }
    }
    notes
}

/// Changes and events outside the run, and records that are never taken.
fn out_of_time(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let run = &scenario.run;
    let length = f64::from(run.days) * 24.0;
    let mut notes = Vec::new();
    for block in document.blocks.iter().filter(|block| matches!(block.kind, Kind::Change | Kind::Event)) {
        let Some(entry) = block.entry("when") else { continue };
        let Some(Value::Moment(when)) = entry.value else { continue };
        let hour = run.clock.hour_of(when);
        let title = match (block.kind, hour < 0.0) {
            (Kind::Change, true) => "The change is older than the run: its rules hold from the first day",
            (Kind::Event, true) => "The event is older than the run, so it does not happen",
            _ if hour >= length => "This is after the end of the run, so it does not happen",
            _ => continue,
        };
        notes.push(Problem::warning(&entry.written.place, title).label("outside the run"));
    }
    if let Some(entry) = document.block(Kind::Run, "").and_then(|block| block.entry("record_every"))
        && run.record_every_hours > length
    {
        let title = "The run is over before the second record: only its beginning and its end are written down";
        notes.push(Problem::warning(&entry.written.place, title).label("longer than the run"));
    }
    notes
}

fn activity_levels(document: &Document, model: &Model) -> Option<Problem> {
    let entry = document.block(Kind::Model, "")?;
    let entry = entry.entry("activity_levels").or(entry.entry("activity_shares"))?;
    let mean: f64 = model.activity_shares.iter().zip(model.activity_levels).map(|(share, level)| share * level).sum();
    if (mean - 1.0).abs() <= 0.01 {
        return None;
    }
    let title = format!("The mean member has activity {}, not 1: everybody engages so much more or less", short(mean));
    Some(Problem::warning(&entry.written.place, title).label("mean is not 1"))
}

/// The description of the approval chain that is not in use.
fn approval_not_in_use(country: &Block, document: &Document) -> Vec<Problem> {
    let blocks: Vec<&Block> = std::iter::once(country).chain(changes_of(document, &country.name)).collect();
    let used: Vec<&str> = blocks
        .iter()
        .filter(|block| block.kind == Kind::Country || block.entry("approval").is_some())
        .filter_map(|block| match block.value("approval") {
            Some(Value::Choice(word)) => Some(*word),
            _ => None,
        })
        .collect();
    let reach = country.entry("approval").map_or(Distance::Default, |entry| entry.place.distance());
    let mut notes = Vec::new();
    if !used.contains(&"simple") {
        let keys = ["approval_delay", "approval_steps", "chance_dropped"];
        notes.extend(idle(blocks.iter().copied(), &keys, reach, &format!("while approval = \"{}\"", used[0])));
    }
    if used.iter().all(|word| *word == "none") {
        let keys = ["announcements_need_approval", "comments_need_approval", "replies_need_approval"];
        notes.extend(idle(blocks.iter().copied(), &keys, reach, "while approval = \"none\""));
    } else if !blocks.iter().any(|block| needs_approval(block)) {
        let keys = ["approval", "approval_delay", "approval_steps", "chance_dropped"];
        notes.extend(idle(blocks.iter().copied(), &keys, Distance::Default, "while no message needs approval"));
    }
    if let Some(desk) = desks_of(document, &country.name).next().filter(|_| !used.contains(&"desks")) {
        let title = format!("Nobody asks the desks of {} while approval = \"{}\"", country.title(), used[0]);
        notes.push(Problem::warning(&desk.place, title).label("without effect"));
    }
    notes
}

fn needs_approval(block: &Block) -> bool {
    let keys = ["announcements_need_approval", "comments_need_approval", "replies_need_approval"];
    let share = |key: &&str| match block.entry(key).and_then(|entry| entry.value.as_ref()) {
        Some(Value::Number(share)) => *share > 0.0,
        _ => false,
    };
    keys.iter().any(share)
}

/// Changes of one country that move the same lever at the same time.
fn overlaps(country: &Block, document: &Document, read: &Country) -> Vec<Problem> {
    let blocks: Vec<&Block> = changes_of(document, &country.name).collect();
    let mut notes = Vec::new();
    for (i, first) in read.changes.iter().enumerate() {
        for second in &read.changes[i + 1..] {
            let moving = first.when_hours + first.phase_in_hours;
            let at_once = second.when_hours == first.when_hours || second.when_hours < moving;
            if !at_once && first.until_hours.is_none_or(|until| second.when_hours >= until) {
                continue;
            }
            let block = |id: &str| blocks.iter().find(|block| block.name == id);
            let (Some(one), Some(two)) = (block(&first.id), block(&second.id)) else { continue };
            if let Some(entry) = two.entries.iter().find(|e| e.key.lever && one.entry(&e.name).is_some()) {
                let title = format!(
                    "[change.{}] and [change.{}] set `{}` at the same time: the later one wins",
                    first.id, second.id, entry.name
                );
                notes.push(Problem::warning(&entry.place, title).label("this one wins"));
            }
        }
    }
    notes
}

/// The time after which half of the attention to an event is left, hours.
fn half_attention(model: &Model) -> f64 {
    match model.attention_shape {
        AttentionShape::Exponential => model.attention_half_life_hours,
        AttentionShape::Power => {
            model.attention_offset_hours * (libm::pow(2.0, 1.0 / (model.attention_exponent - 1.0)) - 1.0)
        }
    }
}

/// Approval that takes longer than anybody would wait.
fn too_slow(country: &Block, document: &Document, read: &Country, model: &Model) -> Option<Problem> {
    let attention = half_attention(model);
    let simple = |policy: &Policy| policy.approval == Approval::Simple && policy.comments_need_approval > 0.0;
    let slow = |policy: &Policy| {
        let delay = policy.approval_delay_hours;
        simple(policy) && (delay > 40.0 * attention || delay > model.give_up_after_hours)
    };
    let policy = policies(read).into_iter().find(slow)?;
    let delay = policy.approval_delay_hours;
    let why = match delay > model.give_up_after_hours {
        true => format!("most drafts are given up after {}", duration_text(model.give_up_after_hours)),
        false => format!("half of the attention to an event is gone after {}", duration_text(attention)),
    };
    let mut blocks = changes_of(document, &country.name).chain(std::iter::once(country));
    let entry = blocks
        .find_map(|block| block.entry("approval_delay").filter(|entry| entry.value == Some(Value::Number(delay))));
    let place = entry.map_or(&country.place, |entry| &entry.written.place);
    let title = format!("Approval in {} takes {}, but {why}", country.title(), duration_text(delay));
    Some(Problem::warning(place, title).label("too slow to matter"))
}

/// The policy of a country on the first day, and after each change has come into full effect.
fn policies(country: &Country) -> Vec<Policy> {
    let settled = country.changes.iter().map(|change| {
        let end = change.until_hours.unwrap_or(f64::INFINITY);
        country.policy_at((change.when_hours + change.phase_in_hours).min((change.when_hours + end) / 2.0))
    });
    std::iter::once(country.policy_at(0.0)).chain(settled).collect()
}

/// Announcements and comments of a country that enter its approval chain in a week.
fn drafts_a_week(country: &Country, policy: &Policy, scenario: &Scenario) -> f64 {
    let fear = if scenario.model.mechanisms.fear { policy.fear_of_speaking } else { 0.0 };
    let announced = policy.announcements_per_day * policy.announcements_need_approval;
    let commented = policy.comments_on_events * (1.0 - fear) * policy.comments_need_approval;
    let of_account = |i: u32| {
        let audience = &scenario.audiences[i as usize % scenario.audiences.len()];
        7.0 * (announced + audience.events_per_day * commented)
    };
    (0..country.accounts_at_start).map(of_account).sum()
}

/// Desks that cannot keep up.
fn busy_desks(block: &Block, country: &Country, scenario: &Scenario) -> Option<Problem> {
    let load = |policy: Policy| {
        let loads = desk_load(drafts_a_week(country, &policy, scenario), &country.desks);
        (0..country.desks.len()).map(|i| (loads[i], i)).max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let by_desks = policies(country).into_iter().filter(|policy| policy.approval == Approval::Desks);
    let (load, desk) = by_desks.filter_map(load).max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(load, _)| *load > 0.95)?;
    let name = &country.desks[desk].name;
    let title = format!("The desk \"{name}\" of {} would be busy for {} of its hours", country.name, share_text(load));
    let title = if load >= 1.0 { format!("{title}: its queue grows without end") } else { title };
    Some(Problem::warning(&block.place, title).label("too few reviewers").help(
        "counted without replies, which come on top; more reviewers, less working time or fewer drafts would help",
    ))
}

/// Followers are drawn from a lognormal distribution, and an account has at most half of its audience.
fn too_many_followers(block: &Block, country: &Country, scenario: &Scenario) -> Option<Problem> {
    let smallest = scenario.audiences.iter().map(|audience| audience.members).min()?;
    let half = f64::from(smallest) / 2.0;
    let spread = scenario.model.followers_spread;
    if country.followers_per_account <= 0.0 || country.accounts_at_start == 0 {
        return None;
    }
    let above = libm::log(half / country.followers_per_account) + spread * spread / 2.0;
    let cut = match spread > 0.0 {
        true => 0.5 * libm::erfc(above / (spread * std::f64::consts::SQRT_2)),
        false => f64::from(u8::from(above < 0.0)),
    };
    if cut <= 0.01 {
        return None;
    }
    let place = block.entry("followers_per_account").map_or(&block.place, |entry| &entry.written.place);
    let title = format!(
        "{} of the accounts of {} would have more followers than half of an audience of {smallest}",
        share_text(cut),
        country.name
    );
    Some(Problem::warning(place, title).label("too many").help("they are cut there; more `members` make room"))
}
