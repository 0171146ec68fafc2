//! Settings without effect: of mechanisms that are off, of chains that nobody asks, of things that nobody does. Each
//! gets a note that says why; who leaves a setting at its default is not told.

use super::check::{changes_of, desks_of};
use super::document::{Block, Document, Entry, default};
use super::faults::Fault;
use super::keys::{KEYS, Key, Kind};
use super::place::Distance;
use super::problem::Problem;
use super::types::{Approval, Country, Policy, Scenario};
use super::value::{Value, shown};
use super::warn::policies;

/// Every note on a setting without effect.
pub(super) fn scenario(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let mut notes = switched_off(document, scenario);
    notes.extend(rumours_of_nobody(document, scenario));
    notes.extend(nobody_does(document, scenario));
    notes.extend(needless_lines(document, scenario));
    for (block, country) in document.of_kind(Kind::Country).zip(&scenario.countries) {
        if country.constant_goodwill.is_some() {
            notes.extend(rest_of_the_world(block, document));
        } else {
            notes.extend(approval_not_in_use(block, document));
            notes.extend(approval_of_few(block, country, document, scenario));
        }
    }
    notes.iter_mut().for_each(|note| note.fault = Fault::WithoutEffect);
    let mut places = Vec::new();
    notes.retain(|note| {
        let is_new = !places.contains(&note.place);
        places.push(note.place.clone());
        is_new
    });
    notes
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
    ("dialogue", "on", &["replies_need_approval", "followers_per_answer"]),
    ("attitudes_move", "on", &["learn_announcement", "learn_commentary", "attitude_half_life"]),
    ("attitudes_move", "on", &["answer_gain", "answer_harm"]),
    ("mood_moves", "on", &["mood_sd", "mood_half_life"]),
    ("influence_drifts", "on", &["influence_noise"]),
    ("approval_takes_time", "on", &["approval_spread"]),
    ("policy_matters", "on", &["voice_counts", "standing_pull"]),
    ("reshares", "on", &["share_chance", "peers", "branching_cap", "follow_chance"]),
    ("accounts_open", "on", &["accounts_wanted", "followers_of_new_accounts", "accounts_opened_per_year"]),
    ("accounts_open", "on", &["adoption_alone", "adoption_by_imitation", "adoption_began"]),
    ("followers_come", "on", &["platform_growth", "follow_chance", "followers_per_answer"]),
    ("followers_leave", "on", &["unfollow_announcement", "unfollow_commentary"]),
    ("fear", "on", &["fear_of_speaking", "norms_lag", "norm_thaw", "norm_chill"]),
    ("fear", "on", &["fear_after_sanction", "fear_after_gaffe"]),
    ("norms_lag", "on", &["norm_thaw", "norm_chill", "fear_after_sanction", "fear_after_gaffe"]),
    ("bypass", "on", &["skips_approval", "chance_detected", "chance_sanctioned", "closed_for", "fear_after_sanction"]),
    ("gaffes", "on", &["gaffe_chance", "gaffe_caught", "gaffe_floor", "gaffe_mood", "retraction_saves"]),
    ("gaffes", "on", &["fear_after_gaffe", "reviewed_afterwards", "tightens_after_gaffe"]),
    ("rumours", "on", &["rumours_per_year", "rumour_reach", "rumour_step", "rumour_half_life", "correction_saves"]),
];

/// Settings without effect because of a setting of `[model]`. Who switches something off knows that what an older file
/// says about it falls silent; only settings of the same file or a nearer one are told.
fn switched_off(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let mut notes = Vec::new();
    for (switch, needed, keys) in NEEDS {
        let Some(entry) = setting_of_model(document, switch) else { continue };
        let is_met = match entry.value {
            Some(Value::Switch(on)) => on,
            Some(Value::Choice(choice)) => choice == *needed,
            _ => true,
        };
        if !is_met {
            let keys: Vec<&str> = keys.iter().copied().filter(|key| !has_another_use(key, scenario)).collect();
            let why = format!("while {switch} = \"{}\"", shown(&entry.written.raw));
            let holds = |block: &&Block| matches!(block.kind, Kind::Model | Kind::Country | Kind::Change);
            notes.extend(idle(document.blocks.iter().filter(holds), &keys, entry.place.distance(), &why));
        }
    }
    notes
}

/// The mood that a gaffe spoilt fades where moods do not move by themselves, too; what a rumour taught is forgotten.
fn has_another_use(key: &str, scenario: &Scenario) -> bool {
    match key {
        "mood_half_life" => scenario.model.mechanisms.gaffes,
        "attitude_half_life" => has_rumours(scenario),
        _ => false,
    }
}

fn has_rumours(scenario: &Scenario) -> bool {
    let model = &scenario.model;
    model.mechanisms.rumours && (model.rumours_per_year > 0.0 || !scenario.rumours.is_empty())
}

/// A setting of `[model]`, or its default.
fn setting_of_model<'a>(document: &'a Document, name: &str) -> Option<&'a Entry> {
    let own = document.block(Kind::Model, "").and_then(|model| model.entry(name));
    own.or_else(|| default(Kind::Model, name))
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

/// Rumours that are described, but switched off.
fn rumours_of_nobody(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let off = setting_of_model(document, "rumours").filter(|_| !scenario.model.mechanisms.rumours);
    let Some(reach) = off.map(|entry| entry.place.distance()) else { return Vec::new() };
    let rumours = document.of_kind(Kind::Rumour).filter(|block| block.place.distance() <= reach);
    let note = |block: &Block| {
        let title = format!("Nobody hears of [rumour.{}] while rumours = \"off\"", block.name);
        Problem::warning(&block.place, title).label("without effect")
    };
    rumours.map(note).collect()
}

/// Assumptions about things that nobody does.
fn nobody_does(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let never =
        |lever: fn(&Policy) -> f64| scenario.countries.iter().flat_map(policies).all(|policy| lever(&policy) <= 0.0);
    let on = &scenario.model.mechanisms;
    let crises_first = scenario.countries.iter().flat_map(|country| &country.desks).any(|desk| desk.crises_first);
    let cases: [(bool, &[&str], &str); 4] = [
        (
            on.bypass && never(|policy| policy.skips_approval),
            &["chance_detected", "chance_sanctioned", "closed_for", "fear_after_sanction"],
            "while nobody skips approval",
        ),
        (
            on.gaffes && never(|policy| policy.reviewed_afterwards),
            &["retraction_saves"],
            "while nothing is reviewed afterwards",
        ),
        (
            on.rumours && !has_rumours(scenario),
            &["rumour_reach", "rumour_step", "rumour_half_life", "correction_saves"],
            "while there are no rumours",
        ),
        (!crises_first, &["crisis_size"], "while no desk puts crises first"),
    ];
    let holding = cases.iter().filter(|(holds, ..)| *holds);
    holding.flat_map(|(_, keys, why)| idle(document.of_kind(Kind::Model), keys, Distance::Default, why)).collect()
}

/// Lines that are ready where nobody would have to wait.
fn needless_lines(document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let waits = |country: &Country| {
        let asks = |policy: &Policy| {
            policy.approval != Approval::None
                && (policy.comments_need_approval > 0.0 || policy.tightens_after_gaffe_hours > 0.0)
        };
        policies(country).iter().any(asks)
    };
    let mut notes = Vec::new();
    for entry in document.of_kind(Kind::Event).filter_map(|block| block.entry("lines_ready")) {
        let Some(Value::Names(names)) = &entry.value else { continue };
        for (name, place) in names {
            if let Some(country) = scenario.countries.iter().find(|country| country.id == *name && !waits(country)) {
                let title =
                    format!("`lines_ready` changes nothing for {}: its comments need no approval", country.name);
                notes.push(Problem::warning(place, title).label("without effect"));
            }
        }
    }
    notes
}

/// Settings of accounts and rules of a country that has neither.
fn rest_of_the_world(country: &Block, document: &Document) -> Vec<Problem> {
    let Some(reach) = country.entry("constant_goodwill").map(|entry| entry.place.distance()) else { return Vec::new() };
    let is_of_accounts = |key: &&Key| {
        let names =
            ["missions", "accounts_at_start", "followers_per_account", "followers_of_new_accounts", "time_zone"];
        key.kind == Kind::Country && (key.lever || names.contains(&key.name))
    };
    let keys: Vec<&str> = KEYS.iter().filter(is_of_accounts).map(|key| key.name).collect();
    let why = format!("while constant_goodwill makes {} the rest of the world", country.title());
    let mut notes = idle(std::iter::once(country), &keys, reach, &why);
    let others = changes_of(document, &country.name).chain(desks_of(document, &country.name));
    let note = |block: &Block| {
        let title = format!("{} changes nothing {why}", block.heading());
        Problem::warning(&block.place, title).label("without effect")
    };
    notes.extend(others.filter(|block| block.place.distance() <= reach).map(note));
    notes
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
        let keys = ["routine_topics", "skips_approval", "tightens_after_gaffe"];
        notes.extend(idle(blocks.iter().copied(), &keys, reach, "while approval = \"none\""));
    }
    if let Some(desk) = desks_of(document, &country.name).next().filter(|_| !used.contains(&"desks")) {
        let title = format!("Nobody asks the desks of {} while approval = \"{}\"", country.title(), used[0]);
        notes.push(Problem::warning(&desk.place, title).label("without effect"));
    }
    notes
}

/// Rules about approval where nothing needs it, and about what is published without it where nothing is.
fn approval_of_few(block: &Block, country: &Country, document: &Document, scenario: &Scenario) -> Vec<Problem> {
    let (policies, on) = (policies(country), &scenario.model.mechanisms);
    let asked = |share: fn(&Policy) -> f64| {
        policies.iter().any(|policy| policy.approval != Approval::None && share(policy) > 0.0)
    };
    let has_no_chain = policies.iter().all(|policy| policy.approval == Approval::None);
    let tightens = on.gaffes && asked(|policy| policy.tightens_after_gaffe_hours);
    if has_no_chain || tightens {
        return Vec::new();
    }
    let comments = asked(|policy| policy.comments_need_approval);
    let others = asked(|policy| policy.announcements_need_approval)
        || on.dialogue && asked(|policy| policy.replies_need_approval);
    let chain = ["approval", "approval_delay", "approval_steps", "chance_dropped", "routine_topics", "skips_approval"];
    let (keys, why): (&[&str], &str) = match (comments, others) {
        (false, false) => (&chain, "while no message needs approval"),
        (false, true) => (&["routine_topics"], "while no comment needs approval"),
        (true, _) if policies.iter().all(asks_for_everything) => {
            (&["reviewed_afterwards"], "while every message needs approval")
        }
        (true, _) => return Vec::new(),
    };
    idle(std::iter::once(block).chain(changes_of(document, &block.name)), keys, Distance::Default, why)
}

fn asks_for_everything(policy: &Policy) -> bool {
    let shares = [policy.announcements_need_approval, policy.comments_need_approval, 1.0 - policy.routine_topics];
    policy.approval != Approval::None && shares.iter().all(|share| *share >= 1.0)
}
