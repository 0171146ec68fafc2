//! From a checked document to a [`Scenario`]: each setting becomes a field, in the units of the model.

use super::check::{changes_of, desks_of, order_of};
use super::document::{Block, Document, capitalised};
use super::keys::Kind;
use super::place::{Distance, Place, SourceText};
use super::types::{
    Approval, AttentionShape, Audience, Change, Colour, Country, Desk, Event, Mechanisms, Model, Policy, PolicyChange,
    Rumour, Run, Scenario, WorkShape,
};
use super::value::Value;
use crate::calendar::{Clock, DayHours, Zone};
use jiff::civil::DateTime;

/// Builds the scenario of a document in which no check found an error.
pub(super) fn scenario(document: &Document, name: &str) -> Scenario {
    let run = run(document);
    let audiences = audiences(document);
    let top = block(document, Kind::Top);
    let sources = block(document, Kind::Source).entries;
    Scenario {
        name: name.to_owned(),
        title: top.given_text("title").unwrap_or_else(|| capitalised(name)),
        question: top.given_text("question").unwrap_or_default(),
        countries: countries(document, run.clock),
        events: events(document, &run),
        rumours: rumours(document, &run),
        sources: sources.iter().filter_map(|entry| Some((entry.name.clone(), text(entry.value.as_ref()?)))).collect(),
        model: model(&block(document, Kind::Model), run.clock),
        run,
        audiences,
    }
}

/// The only block of a kind; empty if the scenario does not have it, so that it gives the defaults.
fn block(document: &Document, kind: Kind) -> Block {
    let found = document.block(kind, "").cloned();
    found.unwrap_or_else(|| {
        let source = SourceText::new("reference.toml", String::new(), Distance::Default);
        Block::new(kind, "", Place::new(&source, 0..0))
    })
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Name(text) => text.clone(),
        _ => String::new(),
    }
}

/// How the reader asks a block: by the name of a key, in the form that the registry promises.
impl Block {
    fn number(&self, name: &str) -> f64 {
        match self.value(name) {
            Some(Value::Number(x)) => *x,
            _ => 0.0,
        }
    }

    /// The number, if it is written; defaults do not count.
    fn given_number(&self, name: &str) -> Option<f64> {
        self.entry(name).map(|_| self.number(name))
    }

    fn count(&self, name: &str) -> u32 {
        self.number(name) as u32
    }

    fn three(&self, name: &str) -> [f64; 3] {
        match self.value(name) {
            Some(Value::Three(three)) => *three,
            _ => [0.0; 3],
        }
    }

    fn given_text(&self, name: &str) -> Option<String> {
        self.entry(name).and_then(|entry| entry.value.as_ref()).map(text)
    }

    fn switch(&self, name: &str) -> bool {
        self.value(name) == Some(&Value::Switch(true))
    }

    fn choice(&self, name: &str) -> &'static str {
        match self.value(name) {
            Some(Value::Choice(word)) => word,
            _ => "",
        }
    }

    fn zone(&self, name: &str) -> Option<Zone> {
        match self.value(name) {
            Some(Value::Zone(zone)) => Some(*zone),
            _ => None,
        }
    }

    fn day_hours(&self, name: &str) -> DayHours {
        match self.value(name) {
            Some(Value::DayHours(hours)) => *hours,
            _ => DayHours::ALL_DAY,
        }
    }

    fn date(&self, name: &str) -> jiff::civil::Date {
        match self.value(name) {
            Some(Value::Date(date)) => *date,
            _ => jiff::civil::Date::default(),
        }
    }

    fn moment(&self, name: &str) -> Option<DateTime> {
        match self.value(name) {
            Some(Value::Moment(moment)) => Some(*moment),
            _ => None,
        }
    }

    /// Its name or label for charts.
    fn shown_name(&self, key: &str) -> String {
        self.given_text(key).unwrap_or_else(|| capitalised(&self.name))
    }
}

fn run(document: &Document) -> Run {
    let run = block(document, Kind::Run);
    let days = run.date("start").until(run.date("end")).map_or(0, |span| span.get_days()) + 1;
    let focus = run.given_text("focus");
    let focus = focus.and_then(|name| document.of_kind(Kind::Country).position(|country| country.name == name));
    Run {
        clock: Clock { start: run.date("start") },
        days: u32::try_from(days).unwrap_or(1),
        step_hours: run.number("step"),
        record_every_hours: run.number("record_every"),
        replicates: run.count("replicates"),
        seed: match run.value("seed") {
            Some(Value::Whole(seed)) => *seed,
            _ => 0,
        },
        focus: focus.unwrap_or(0),
    }
}

fn audiences(document: &Document) -> Vec<Audience> {
    let people = |block: &Block| block.given_number("people").unwrap_or_else(|| block.number("members"));
    let total: f64 = document.of_kind(Kind::Audience).map(people).sum();
    let audience = |block: &Block| Audience {
        id: block.name.clone(),
        name: block.shown_name("name"),
        members: block.count("members"),
        weight: people(block) / total,
        zone: block.zone("time_zone").unwrap_or_default(),
        events_per_day: block.number("events_per_day"),
    };
    document.of_kind(Kind::Audience).map(audience).collect()
}

fn countries(document: &Document, clock: Clock) -> Vec<Country> {
    let total: f64 = document.of_kind(Kind::Country).map(|block| block.number("capacity")).sum();
    let country = |block: &Block| {
        let zone = block.zone("time_zone").unwrap_or_default();
        Country {
            id: block.name.clone(),
            name: block.shown_name("name"),
            colour: block.entry("colour").and_then(|_| colour(block.choice("colour"))),
            zone,
            capacity: block.number("capacity") / total,
            constant_goodwill: block.given_number("constant_goodwill"),
            missions: block.count("missions"),
            accounts_at_start: block.count("accounts_at_start"),
            followers_per_account: block.number("followers_per_account"),
            followers_of_new_accounts: block.number("followers_of_new_accounts"),
            policy: policy(block),
            desks: desks(document, &block.name, zone),
            changes: changes(document, &block.name, clock),
        }
    };
    document.of_kind(Kind::Country).map(country).collect()
}

fn colour(word: &str) -> Option<Colour> {
    match word {
        "blue" => Some(Colour::Blue),
        "green" => Some(Colour::Green),
        "rust" => Some(Colour::Rust),
        "magenta" => Some(Colour::Magenta),
        "ink" => Some(Colour::Ink),
        _ => None,
    }
}

fn approval(word: &str) -> Approval {
    match word {
        "none" => Approval::None,
        "desks" => Approval::Desks,
        _ => Approval::Simple,
    }
}

fn policy(country: &Block) -> Policy {
    Policy {
        accounts_wanted: country.number("accounts_wanted"),
        announcements_per_day: country.number("announcements_per_day"),
        comments_on_events: country.number("comments_on_events"),
        announcements_need_approval: country.number("announcements_need_approval"),
        comments_need_approval: country.number("comments_need_approval"),
        replies_need_approval: country.number("replies_need_approval"),
        approval: approval(country.choice("approval")),
        approval_delay_hours: country.number("approval_delay"),
        approval_steps: country.count("approval_steps"),
        chance_dropped: country.number("chance_dropped"),
        routine_topics: country.number("routine_topics"),
        skips_approval: country.number("skips_approval"),
        reviewed_afterwards: country.number("reviewed_afterwards"),
        tightens_after_gaffe_hours: country.number("tightens_after_gaffe"),
        questions_answered: country.number("questions_answered"),
        answers_per_day: country.number("answers_per_day"),
        fear_of_speaking: country.number("fear_of_speaking"),
    }
}

fn policy_change(change: &Block) -> PolicyChange {
    PolicyChange {
        accounts_wanted: change.given_number("accounts_wanted"),
        announcements_per_day: change.given_number("announcements_per_day"),
        comments_on_events: change.given_number("comments_on_events"),
        announcements_need_approval: change.given_number("announcements_need_approval"),
        comments_need_approval: change.given_number("comments_need_approval"),
        replies_need_approval: change.given_number("replies_need_approval"),
        approval: change.entry("approval").map(|_| approval(change.choice("approval"))),
        approval_delay_hours: change.given_number("approval_delay"),
        approval_steps: change.entry("approval_steps").map(|_| change.count("approval_steps")),
        chance_dropped: change.given_number("chance_dropped"),
        routine_topics: change.given_number("routine_topics"),
        skips_approval: change.given_number("skips_approval"),
        reviewed_afterwards: change.given_number("reviewed_afterwards"),
        tightens_after_gaffe_hours: change.given_number("tightens_after_gaffe"),
        questions_answered: change.given_number("questions_answered"),
        answers_per_day: change.given_number("answers_per_day"),
        fear_of_speaking: change.given_number("fear_of_speaking"),
    }
}

fn changes(document: &Document, country: &str, clock: Clock) -> Vec<Change> {
    let hour = |block: &Block, name: &str| block.moment(name).map(|moment| clock.hour_of(moment));
    let change = |block: &Block| Change {
        id: block.name.clone(),
        label: block.shown_name("label"),
        when_hours: hour(block, "when").unwrap_or(0.0),
        until_hours: hour(block, "until"),
        phase_in_hours: block.number("phase_in"),
        set: policy_change(block),
    };
    let mut changes: Vec<Change> = changes_of(document, country).map(change).collect();
    changes.sort_by(|a, b| a.when_hours.total_cmp(&b.when_hours));
    changes
}

fn desks(document: &Document, country: &str, zone: Zone) -> Vec<Desk> {
    let desk = |block: &Block| Desk {
        id: block.name.clone(),
        name: block.shown_name("name"),
        reviewers: Some(block.number("reviewers")).filter(|n| n.is_finite()).map(|n| n as u32),
        working_time_hours: block.number("working_time"),
        working_time_spread: block.number("working_time_spread"),
        working_time_shape: match block.choice("working_time_shape") {
            "exponential" => WorkShape::Exponential,
            _ => WorkShape::Lognormal,
        },
        office_hours: block.day_hours("office_hours"),
        weekends: block.switch("weekends"),
        zone: block.zone("time_zone").unwrap_or(zone),
        chance_dropped: block.number("chance_dropped"),
        chance_edited: block.number("chance_edited"),
        replies_first: block.switch("replies_first"),
        crises_first: block.switch("crises_first"),
    };
    let places = desks_of(document, country).enumerate().map(|(i, block)| (order_of(block, i + 1), desk(block)));
    let mut desks: Vec<(f64, Desk)> = places.collect();
    desks.sort_by(|a, b| a.0.total_cmp(&b.0));
    desks.into_iter().map(|(_, desk)| desk).collect()
}

/// The scheduled events of the run; those outside it cannot matter and are left out.
fn events(document: &Document, run: &Run) -> Vec<Event> {
    let event = |block: &Block| Event {
        id: block.name.clone(),
        label: block.shown_name("label"),
        when_hours: block.moment("when").map_or(0.0, |moment| run.clock.hour_of(moment)),
        size: block.number("size"),
        audiences: places(document, block, "audiences", Kind::Audience)
            .unwrap_or_else(|| all(document, Kind::Audience)),
        lines_ready: places(document, block, "lines_ready", Kind::Country).unwrap_or_default(),
    };
    let mut events: Vec<Event> = document.of_kind(Kind::Event).map(event).collect();
    events.retain(|event| is_within(run, event.when_hours));
    events.sort_by(|a, b| a.when_hours.total_cmp(&b.when_hours));
    events
}

/// The scheduled rumours of the run, likewise.
fn rumours(document: &Document, run: &Run) -> Vec<Rumour> {
    let country = |block: &Block| {
        let name = block.given_text("country")?;
        document.of_kind(Kind::Country).position(|country| country.name == name)
    };
    let rumour = |block: &Block| Rumour {
        id: block.name.clone(),
        label: block.shown_name("label"),
        country: country(block).unwrap_or(0),
        when_hours: block.moment("when").map_or(0.0, |moment| run.clock.hour_of(moment)),
        size: block.number("size"),
        audiences: places(document, block, "audiences", Kind::Audience)
            .unwrap_or_else(|| all(document, Kind::Audience)),
    };
    let mut rumours: Vec<Rumour> = document.of_kind(Kind::Rumour).map(rumour).collect();
    rumours.retain(|rumour| is_within(run, rumour.when_hours));
    rumours.sort_by(|a, b| a.when_hours.total_cmp(&b.when_hours));
    rumours
}

fn is_within(run: &Run, hour: f64) -> bool {
    (0.0..f64::from(run.days) * 24.0).contains(&hour)
}

/// The places of the blocks that a list names, each once; `None` if there is no list.
fn places(document: &Document, block: &Block, list: &str, kind: Kind) -> Option<Vec<usize>> {
    let Some(Value::Names(names)) = block.value(list) else { return None };
    let place = |name: &str| document.of_kind(kind).position(|block| block.name == name);
    let mut places: Vec<usize> = names.iter().filter_map(|(name, _)| place(name)).collect();
    places.sort_unstable();
    places.dedup();
    Some(places)
}

fn all(document: &Document, kind: Kind) -> Vec<usize> {
    (0..document.of_kind(kind).count()).collect()
}

fn model(block: &Block, clock: Clock) -> Model {
    Model {
        mechanisms: mechanisms(block),
        attention_shape: match block.choice("attention_shape") {
            "exponential" => AttentionShape::Exponential,
            _ => AttentionShape::Power,
        },
        attention_offset_hours: block.number("attention_offset"),
        attention_exponent: block.number("attention_exponent"),
        attention_half_life_hours: block.number("attention_half_life"),
        give_up_below: block.number("give_up_below"),
        give_up_after_hours: block.number("give_up_after"),
        announcement_hours: block.day_hours("announcement_hours"),
        event_size_exponent: block.number("event_size_exponent"),
        event_size_cut: block.number("event_size_cut"),
        drafting_time_hours: block.number("drafting_time"),
        reach: block.number("reach"),
        rhythm_amplitude: block.number("rhythm_amplitude"),
        rhythm_peak: block.number("rhythm_peak"),
        engagement_per_follower: block.number("engagement_per_follower"),
        reference_followers: block.number("reference_followers"),
        size_exponent: block.number("size_exponent"),
        quality_spread: block.number("quality_spread"),
        blandness_per_review: block.number("blandness_per_review"),
        talent_spread: block.number("talent_spread"),
        appeal_announcement: block.number("appeal_announcement"),
        appeal_commentary: block.number("appeal_commentary"),
        dialogue_lift: block.number("dialogue_lift"),
        activity_shares: block.three("activity_shares"),
        activity_levels: block.three("activity_levels"),
        affinity: block.number("affinity"),
        ask_chance: block.number("ask_chance"),
        patience_hours: block.number("patience"),
        patience_spread: block.number("patience_spread"),
        pick_up_time_hours: block.number("pick_up_time"),
        staffed_hours: block.day_hours("staffed_hours"),
        question_lapses_after_hours: block.number("question_lapses_after"),
        answer_gain: block.number("answer_gain"),
        answer_harm: block.number("answer_harm"),
        answer_memory: block.number("answer_memory"),
        expectation_at_start: block.number("expectation_at_start"),
        learn_announcement: block.number("learn_announcement"),
        learn_commentary: block.number("learn_commentary"),
        attitude_half_life_hours: block.number("attitude_half_life"),
        baseline_mean: block.number("baseline_mean"),
        baseline_spread: block.number("baseline_spread"),
        mood_sd: block.number("mood_sd"),
        mood_half_life_hours: block.number("mood_half_life"),
        goodwill_decay_per_month: block.number("goodwill_decay"),
        voice_floor: block.number("voice_floor"),
        influence_pull_per_year: block.number("influence_pull"),
        voice_counts: block.number("voice_counts"),
        standing_pull_per_year: block.number("standing_pull"),
        influence_noise: block.number("influence_noise"),
        followers_spread: block.number("followers_spread"),
        approval_spread: block.number("approval_spread"),
        crisis_size: block.number("crisis_size"),
        share_chance: block.number("share_chance"),
        peers: block.count("peers"),
        branching_cap: block.number("branching_cap"),
        follow_chance: block.number("follow_chance"),
        followers_per_answer: block.number("followers_per_answer"),
        accounts_opened_per_year: block.number("accounts_opened_per_year"),
        adoption_alone_per_year: block.number("adoption_alone"),
        adoption_by_imitation_per_year: block.number("adoption_by_imitation"),
        adoption_began_hours: clock.hour_of(block.date("adoption_began").at(0, 0, 0, 0)),
        platform_growth: block.number("platform_growth"),
        unfollow_announcement: block.number("unfollow_announcement"),
        unfollow_commentary: block.number("unfollow_commentary"),
        norm_thaw_hours: block.number("norm_thaw"),
        norm_chill_hours: block.number("norm_chill"),
        fear_after_sanction: block.number("fear_after_sanction"),
        fear_after_gaffe: block.number("fear_after_gaffe"),
        chance_detected: block.number("chance_detected"),
        chance_sanctioned: block.number("chance_sanctioned"),
        closed_for_hours: block.number("closed_for"),
        gaffe_chance: block.number("gaffe_chance"),
        gaffe_caught: block.number("gaffe_caught"),
        gaffe_floor: block.number("gaffe_floor"),
        gaffe_mood: block.number("gaffe_mood"),
        retraction_saves: block.number("retraction_saves"),
        rumours_per_year: block.number("rumours_per_year"),
        rumour_reach: block.number("rumour_reach"),
        rumour_step: block.number("rumour_step"),
        rumour_half_life_hours: block.number("rumour_half_life"),
        correction_saves: block.number("correction_saves"),
    }
}

fn mechanisms(block: &Block) -> Mechanisms {
    Mechanisms {
        attention_fades: block.switch("attention_fades"),
        daily_rhythm: block.switch("daily_rhythm"),
        forms_differ: block.switch("forms_differ"),
        members_differ: block.switch("members_differ"),
        quality_varies: block.switch("quality_varies"),
        dialogue: block.switch("dialogue"),
        attitudes_move: block.switch("attitudes_move"),
        mood_moves: block.switch("mood_moves"),
        influence_drifts: block.switch("influence_drifts"),
        reshares: block.switch("reshares"),
        accounts_open: block.switch("accounts_open"),
        followers_come: block.switch("followers_come"),
        followers_leave: block.switch("followers_leave"),
        fear: block.switch("fear"),
        norms_lag: block.switch("norms_lag"),
        bypass: block.switch("bypass"),
        gaffes: block.switch("gaffes"),
        rumours: block.switch("rumours"),
        approval_takes_time: block.switch("approval_takes_time"),
        approval_drops: block.switch("approval_drops"),
        policy_matters: block.switch("policy_matters"),
    }
}
