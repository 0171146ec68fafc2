//! What can be run but deserves a second look: values and combinations that are not plausible. Settings without effect
//! stand next door, in `idle.rs`.

use super::check::{changes_of, desk_load};
use super::document::{Block, Document, Entry};
use super::idle;
use super::keys::Kind;
use super::problem::Problem;
use super::types::{Approval, AttentionShape, Country, Model, Policy, Scenario};
use super::value::{Value, number_of};
use crate::model::gaffe::gaffe_chance;
use crate::units::{duration_text, grouped, share_text, short, significant};

/// Every note on a scenario that can be run.
pub(super) fn scenario(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let mut notes: Vec<Problem> = document.blocks.iter().flat_map(implausible).collect();
    notes.extend(idle::scenario(document, scenario));
    notes.extend(lonely(document, scenario));
    notes.extend(out_of_time(document, scenario));
    notes.extend(activity_levels(document, &scenario.model));
    for (block, country) in document.of_kind(Kind::Country).zip(&scenario.countries) {
        if country.constant_goodwill.is_some() {
            continue;
        }
        notes.extend(silent(block, country));
        notes.extend(few_accounts(block, document, country, scenario));
        notes.extend(dangerous(block, document, country, scenario));
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

/// Worlds in which nothing can move.
fn lonely(document: &Document, scenario: &Scenario) -> Option<Problem> {
    let mut countries = document.of_kind(Kind::Country);
    let first = countries.next()?;
    let (title, label) = if countries.next().is_none() {
        ("There is only one country: its share of influence cannot move", "alone in the world")
    } else if scenario.countries.iter().all(|country| country.constant_goodwill.is_some()) {
        ("Nobody speaks: every country stands for the rest of the world", "and all others")
    } else {
        return None;
    };
    Some(Problem::warning(&first.place, title).label(label))
}

/// A country that says nothing, now and later.
fn silent(block: &Block, country: &Country) -> Option<Problem> {
    let place = block.entry("accounts_at_start").map_or(&block.place, |entry| &entry.written.place);
    let will_open = policies(country).iter().any(|policy| wanted(country, policy) >= 1.0);
    let title = format!("{} has no accounts, so it says nothing", country.name);
    let title = if will_open { format!("{title} until the first opens") } else { title };
    (country.accounts_at_start == 0).then(|| Problem::warning(place, title).label("silent"))
}

/// Accounts that a ministry wants in the end.
fn wanted(country: &Country, policy: &Policy) -> f64 {
    f64::from(country.missions) * policy.accounts_wanted
}

/// Fewer accounts wanted than there are, and accounts without a mission.
fn few_accounts(block: &Block, document: &Document, country: &Country, scenario: &Scenario) -> Vec<Problem> {
    if !scenario.model.mechanisms.accounts_open {
        return Vec::new();
    }
    let mut notes = Vec::new();
    let (start, missions) = (f64::from(country.accounts_at_start), f64::from(country.missions));
    let mut open = start;
    for block in std::iter::once(block).chain(changes_of(document, &block.name)) {
        let entry = block.entry("accounts_wanted");
        let share = match (entry.map(|entry| &entry.value), block.kind) {
            (Some(Some(Value::Number(share))), _) => *share,
            (_, Kind::Country) => country.policy.accounts_wanted,
            _ => continue,
        };
        if let Some(entry) = entry.filter(|_| missions * share < open - 1e-9) {
            let (wants, has) = (short(missions * share), short(open));
            let title = format!("{} wants {wants} accounts, but it has {has}: none closes", country.name);
            notes.push(Problem::warning(&entry.written.place, title).label("without effect on those that are open"));
        }
        open = open.max(missions * share);
    }
    if country.accounts_at_start > country.missions {
        let place = block.entry("accounts_at_start").map_or(&block.place, |entry| &entry.written.place);
        let title =
            format!("{} has {start} accounts, but only {missions} missions: no account will open", country.name);
        let help = format!("each mission may have one account; write missions = {start} or more");
        notes.push(Problem::warning(place, title).label("more than missions").help(help));
    }
    notes
}

/// Gaffes so frequent and so bad that the mood would leave the scale on which people feel.
fn dangerous(block: &Block, document: &Document, country: &Country, scenario: &Scenario) -> Option<Problem> {
    let model = &scenario.model;
    if !model.mechanisms.gaffes {
        return None;
    }
    let fall = |policy: &Policy| {
        let reviews = match policy.approval {
            Approval::None => 0,
            Approval::Simple => policy.approval_steps,
            Approval::Desks => country.desks.len() as u32,
        };
        let chance = |reviews| gaffe_chance(model.gaffe_chance, model.gaffe_caught, model.gaffe_floor, reviews);
        let [all, asked] = messages_a_week(country, policy, scenario);
        let gaffes_a_week = (all - asked) * chance(0) + asked * chance(reviews);
        let memory_weeks = model.mood_half_life_hours / 168.0 / std::f64::consts::LN_2;
        gaffes_a_week * model.gaffe_mood * memory_weeks / scenario.audiences.len() as f64
    };
    let fall = policies(country).iter().map(fall).fold(0.0, f64::max);
    if fall < 1.0 {
        return None;
    }
    let own = document.block(Kind::Model, "");
    let entry = own.and_then(|model| model.entry("gaffe_mood").or(model.entry("gaffe_chance")));
    let place = entry.map_or(&block.place, |entry| &entry.written.place);
    let title = format!("In the long run gaffes would lower the mood toward {} by {}", country.name, short(fall));
    let help = "moods are felt on a scale from -1 to +1; a smaller gaffe_mood or gaffe_chance keeps them there";
    Some(Problem::warning(place, title).label("off the scale").help(help))
}

/// Changes, events and rumours outside the run, and records that are never taken.
fn out_of_time(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let run = &scenario.run;
    let length = f64::from(run.days) * 24.0;
    let mut notes = Vec::new();
    for block in document.blocks.iter().filter(|block| matches!(block.kind, Kind::Change | Kind::Event | Kind::Rumour))
    {
        let Some(entry) = block.entry("when") else { continue };
        let Some(Value::Moment(when)) = entry.value else { continue };
        let hour = run.clock.hour_of(when);
        let title = match (block.kind, hour < 0.0) {
            (Kind::Change, true) => "The change is older than the run: its rules hold from the first day",
            (Kind::Event, true) => "The event is older than the run, so it does not happen",
            (Kind::Rumour, true) => "The rumour is older than the run, so it does not spread",
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
pub(super) fn policies(country: &Country) -> Vec<Policy> {
    let settled = country.changes.iter().map(|change| {
        let end = change.until_hours.unwrap_or(f64::INFINITY);
        country.policy_at((change.when_hours + change.phase_in_hours).min((change.when_hours + end) / 2.0))
    });
    std::iter::once(country.policy_at(0.0)).chain(settled).collect()
}

/// Announcements and comments of a country in a week, and those of them that enter its approval chain, once all the
/// accounts that are wanted are open.
fn messages_a_week(country: &Country, policy: &Policy, scenario: &Scenario) -> [f64; 2] {
    let on = &scenario.model.mechanisms;
    let fear = if on.fear { policy.fear_of_speaking } else { 0.0 };
    let obeys = if on.bypass { 1.0 - policy.skips_approval * (1.0 - fear) } else { 1.0 };
    let announced = policy.announcements_per_day;
    let commented = policy.comments_on_events * (1.0 - fear);
    let asked = [
        obeys * announced * policy.announcements_need_approval,
        obeys * commented * policy.comments_need_approval * (1.0 - policy.routine_topics),
    ];
    let later = if on.accounts_open { wanted(country, policy) as u32 } else { 0 };
    let of_account = |i: u32| {
        let events = scenario.audiences[i as usize % scenario.audiences.len()].events_per_day;
        [7.0 * (announced + events * commented), 7.0 * (asked[0] + events * asked[1])]
    };
    let accounts = (0..country.accounts_at_start.max(later.min(country.missions))).map(of_account);
    accounts.fold([0.0; 2], |sum, one| [sum[0] + one[0], sum[1] + one[1]])
}

/// Desks that cannot keep up.
fn busy_desks(block: &Block, country: &Country, scenario: &Scenario) -> Option<Problem> {
    let load = |policy: Policy| {
        let loads = desk_load(messages_a_week(country, &policy, scenario)[1], &country.desks);
        (0..country.desks.len()).map(|i| (loads[i], i)).max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let by_desks = policies(country).into_iter().filter(|policy| policy.approval == Approval::Desks);
    let (load, desk) = by_desks.filter_map(load).max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(load, _)| *load > 0.95)?;
    let name = &country.desks[desk].name;
    let title = format!("The desk \"{name}\" of {} would be busy for {} of its hours", country.name, share_text(load));
    let title = if load >= 1.0 { format!("{title}: its queue grows without end") } else { title };
    Some(Problem::warning(&block.place, title).label("too few reviewers").help(
        "counted with all wanted accounts, without replies; more reviewers, less work or fewer drafts would help",
    ))
}

/// Followers are drawn from a lognormal distribution, and an account has at most half of its audience.
fn too_many_followers(block: &Block, country: &Country, scenario: &Scenario) -> Option<Problem> {
    let smallest = scenario.audiences.iter().map(|audience| audience.members).min()?;
    let half = f64::from(smallest) / 2.0;
    let later = country.missions.saturating_sub(country.accounts_at_start);
    let opens = policies(country).iter().any(|policy| wanted(country, policy) > f64::from(country.accounts_at_start));
    let is_said = block.entry("followers_of_new_accounts").is_some();
    let later = if is_said && opens && scenario.model.mechanisms.accounts_open { later } else { 0 };
    let cases = [
        ("followers_per_account", "", country.followers_per_account, country.accounts_at_start),
        ("followers_of_new_accounts", "new ", country.followers_of_new_accounts, later),
    ];
    let note = |(key, which, mean, accounts): (&str, &str, f64, u32)| {
        // The mean over the accounts is exact, so a single one has it.
        let spread = if accounts == 1 { 0.0 } else { scenario.model.followers_spread };
        let cut = Some(share_above(half, mean, spread)).filter(|cut| accounts > 0 && *cut > 0.01)?;
        let place = block.entry(key).map_or(&block.place, |entry| &entry.written.place);
        let title = format!(
            "{} of the {which}accounts of {} would have more followers than half of an audience of {}",
            share_text(significant(cut, 2)),
            country.name,
            grouped(smallest.into())
        );
        Some(Problem::warning(place, title).label("too many").help("they are cut there; more `members` make room"))
    };
    cases.into_iter().find_map(note)
}

/// The share of a lognormal distribution, given by its mean and ln sd, above a limit.
fn share_above(limit: f64, mean: f64, spread: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    let above = libm::log(limit / mean) + spread * spread / 2.0;
    match spread > 0.0 {
        true => 0.5 * libm::erfc(above / (spread * std::f64::consts::SQRT_2)),
        false => f64::from(u8::from(above < 0.0)),
    }
}
