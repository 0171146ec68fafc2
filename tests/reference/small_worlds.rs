//! Worlds of some hundred members and some weeks, each with one or two mechanisms in the foreground, small and lively
//! enough that an error in one of them shows.

use super::{conduct_worlds, news_worlds, sharing_worlds};
use jiff::civil::date;
use softpower::calendar::{Clock, DayHours, Zone};
use softpower::scenario::{
    Approval, AttentionShape, Audience, Change, Country, Desk, Event, Mechanisms, Model, Policy, PolicyChange, Run,
    Scenario, WorkShape,
};

pub(crate) const DAY: f64 = 24.0;
pub(crate) const YEAR: f64 = 365.25 * DAY;

/// All small worlds, each with luck of its own; their names are those of the scenarios.
pub(crate) fn all() -> Vec<Scenario> {
    let mut worlds = vec![
        announcements(),
        comments(),
        comments_half_life(),
        simple_approval(),
        reform(),
        long_steps(),
        desks(),
        dialogue(),
        dialogue_with_approval(),
        questions(),
        two_lists(),
        enthusiasts(),
        attitudes(),
        moods(),
        everything(),
        simple_switched_off(),
        desks_switched_off(),
        drops_switched_off(),
        null_model(),
    ];
    worlds.extend(conduct_worlds::all());
    worlds.extend(sharing_worlds::all());
    worlds.extend(news_worlds::all());
    for (world, number) in worlds.iter_mut().zip(1..) {
        world.run.seed = 1_000_000 * number;
    }
    worlds
}

/// A world by name.
pub(crate) fn named(name: &str) -> Scenario {
    all().into_iter().find(|world| world.name == name).unwrap_or_else(|| panic!("there is no small world {name}"))
}

fn announcements() -> Scenario {
    let mut world = quiet("announcements");
    world.run.record_every_hours = 3.0 * DAY; // weekends show
    world.countries[0].policy.announcements_per_day = 1.5;
    world.countries[0].accounts_at_start = 3;
    world.model.talent_spread = 0.9;
    world.model.followers_spread = 1.2; // some would have more followers than half of the public
    world.model.quality_spread = 0.3;
    world.audiences[0].zone = Zone { minutes: 330 };
    world
}

fn comments() -> Scenario {
    let mut world = quiet("comments");
    world.countries[0].policy.comments_on_events = 0.8;
    world.countries[0].policy.fear_of_speaking = 0.4;
    world.audiences[0].events_per_day = 1.5;
    world.model.drafting_time_hours = 3.0;
    // News each day when it is evening for the public: the rhythm shows in them.
    world.audiences[0].zone = Zone { minutes: -300 };
    world.events =
        (0..27).map(|day| event(&format!("evening-{day}"), f64::from(day) * DAY + 23.3, 1.5, &[0])).collect();
    world.model.quality_spread = 0.5;
    world
}

fn comments_half_life() -> Scenario {
    let mut world = comments();
    world.name = "comments-half-life".into();
    world.events.clear();
    world.model.attention_shape = AttentionShape::Exponential;
    world.model.attention_half_life_hours = 4.0;
    world.model.reach = 0.7; // at the peak of the day everybody is shown everything
    world.model.quality_spread = 0.9;
    world.audiences[0].events_per_day = 6.0;
    world
}

pub(crate) fn simple_approval() -> Scenario {
    let mut world = quiet("simple-approval");
    world.countries[0].policy = Policy {
        announcements_per_day: 1.0,
        comments_on_events: 0.7,
        announcements_need_approval: 0.6,
        comments_need_approval: 0.8,
        approval: Approval::Simple,
        approval_delay_hours: 20.0,
        approval_steps: 6,
        chance_dropped: 0.25,
        ..silent()
    };
    world.audiences[0].events_per_day = 3.0;
    world.model.attention_shape = AttentionShape::Exponential;
    world.model.give_up_below = 0.3;
    world.model.give_up_after_hours = 60.0;
    // So many engage that the spread of the quality moves their mean number.
    world.model.engagement_per_follower = 0.5;
    world.model.quality_spread = 1.5;
    world.model.blandness_per_review = 0.1;
    world
}

/// Rules that move while the world runs, read at the beginning of long steps.
fn reform() -> Scenario {
    let mut world = simple_approval();
    world.name = "reform".into();
    world.run.step_hours = 6.0;
    world.run.days = 20;
    world.run.record_every_hours = 6.0 * DAY; // the last record comes sooner
    world.model.mechanisms.dialogue = false;
    let relaxed = PolicyChange {
        announcements_per_day: Some(3.0),
        comments_on_events: Some(1.0),
        comments_need_approval: Some(0.2),
        approval_delay_hours: Some(2.0),
        approval_steps: Some(1),
        chance_dropped: Some(0.05),
        fear_of_speaking: Some(0.1),
        ..PolicyChange::default()
    };
    world.countries[0].policy.fear_of_speaking = 0.6;
    world.countries[0].changes = vec![
        Change { phase_in_hours: 5.0 * DAY, ..change("relaxed", 5.0 * DAY, relaxed) },
        Change {
            until_hours: Some(15.0 * DAY),
            ..change(
                "no approval",
                12.0 * DAY,
                PolicyChange { approval: Some(Approval::None), ..PolicyChange::default() },
            )
        },
    ];
    world
}

/// Rules that come and go within steps of a day: those in force at midnight count.
fn long_steps() -> Scenario {
    let mut world = quiet("long-steps");
    world.run.step_hours = 24.0;
    world.run.days = 14;
    world.model.mechanisms.dialogue = false;
    world.countries[0].policy = Policy {
        announcements_per_day: 0.5,
        comments_on_events: 0.1,
        announcements_need_approval: 0.5,
        approval: Approval::Simple,
        chance_dropped: 0.3,
        ..silent()
    };
    world.audiences[0].events_per_day = 3.0;
    let comment_more = PolicyChange { comments_on_events: Some(1.0), ..PolicyChange::default() };
    let announce_more = PolicyChange { announcements_per_day: Some(3.0), ..PolicyChange::default() };
    for day in 1..13 {
        let midnight = f64::from(day) * DAY;
        let by_day = Change { until_hours: Some(midnight + 18.0), ..change("by day", midnight + 6.0, comment_more) };
        let by_night =
            Change { until_hours: Some(midnight + 2.0), ..change("by night", midnight - 2.0, announce_more) };
        world.countries[0].changes.extend([by_night, by_day]);
    }
    world
}

/// Two desks that are busy, in two zones, with edits, drops and replies.
pub(crate) fn desks() -> Scenario {
    let mut world = dialogue();
    world.name = "desks".into();
    world.countries[0].policy = Policy {
        announcements_per_day: 1.5,
        comments_on_events: 0.5,
        announcements_need_approval: 1.0,
        comments_need_approval: 0.9,
        replies_need_approval: 1.0,
        approval: Approval::Desks,
        questions_answered: 1.0,
        answers_per_day: 4.0,
        ..silent()
    };
    let first = Desk { replies_first: true, ..desk("country desk") };
    let second = Desk {
        reviewers: Some(2),
        working_time_shape: WorkShape::Exponential,
        zone: Zone { minutes: 540 },
        weekends: true,
        chance_dropped: 0.1,
        chance_edited: 0.0,
        ..desk("press office")
    };
    world.countries[0].desks = vec![first, second];
    world.model.give_up_below = 0.3;
    world.model.attention_shape = AttentionShape::Exponential;
    world.model.give_up_after_hours = 100.0;
    world.model.patience_hours = 12.0;
    world
}

/// Many questions, few answers.
pub(crate) fn dialogue() -> Scenario {
    let mut world = quiet("dialogue");
    world.countries[0].policy =
        Policy { announcements_per_day: 2.0, questions_answered: 0.7, answers_per_day: 1.5, ..silent() };
    world.model.ask_chance = 0.4;
    world.model.patience_hours = 3.0;
    world.model.pick_up_time_hours = 1.5;
    world.model.staffed_hours = DayHours { from: 10.0, to: 18.0 };
    world.model.question_lapses_after_hours = 3.0 * DAY;
    world.model.answer_memory = 0.15;
    world.model.dialogue_lift = 2.0;
    world.model.answer_gain = 0.3;
    world.model.answer_harm = 0.6;
    world.model.expectation_at_start = 0.6;
    world
}

fn dialogue_with_approval() -> Scenario {
    let mut world = dialogue();
    world.name = "dialogue-with-approval".into();
    world.run.step_hours = 0.25;
    world.countries[0].policy = Policy {
        replies_need_approval: 0.7,
        approval: Approval::Simple,
        approval_delay_hours: 6.0,
        approval_steps: 2,
        chance_dropped: 0.2,
        answers_per_day: 4.0,
        ..world.countries[0].policy
    };
    world.model.patience_hours = 8.0;
    world.model.patience_spread = 2.0; // some are more patient than their question lives
    world.model.give_up_after_hours = 15.0;
    let answer_more = PolicyChange { answers_per_day: Some(0.2), ..PolicyChange::default() };
    world.countries[0].changes = vec![change("cuts", 14.0 * DAY, answer_more)];
    world
}

/// A message that many engage with, shortly before the end: how fast they react shows.
pub(crate) fn questions() -> Scenario {
    let mut world = quiet("questions");
    world.run.days = 10;
    world.run.record_every_hours = 5.0 * DAY;
    world.countries[0].policy =
        Policy { comments_on_events: 1.0, questions_answered: 0.8, answers_per_day: 12.0, ..silent() };
    world.events = vec![event("summit", 100.0, 40.0, &[0]), event("treaty", 225.0, 40.0, &[0])];
    world.model.ask_chance = 0.6;
    world.model.patience_hours = 4.0;
    world.model.expectation_at_start = 0.8;
    world.model.answer_memory = 0.6;
    world.model.answer_harm = 0.9;
    world.model.answer_gain = 0.5;
    world
}

/// Two accounts whose lists of followers overlap by chance: who follows both hears everything twice.
fn two_lists() -> Scenario {
    let mut world = quiet("two-lists");
    world.audiences[0].members = 307;
    world.countries[0].policy.announcements_per_day = 3.0;
    world.model.mechanisms.members_differ = false;
    world.model.mechanisms.quality_varies = false;
    world.model.followers_spread = 0.0;
    world.model.engagement_per_follower = 0.1;
    world.model.learn_announcement = 0.05;
    world
}

/// Members of one class who differ a lot, and engage whenever they are shown anything that they like.
fn enthusiasts() -> Scenario {
    let mut world = quiet("enthusiasts");
    world.run.days = 7;
    world.run.record_every_hours = 3.0 * DAY;
    world.countries[0].policy.announcements_per_day = 30.0;
    world.model.mechanisms.quality_varies = false;
    world.model.mechanisms.dialogue = false;
    world.model.followers_spread = 0.0;
    world.model.engagement_per_follower = 0.2;
    world.model.affinity = 3.0;
    world.model.baseline_spread = 0.6;
    world
}

fn attitudes() -> Scenario {
    let mut world = quiet("attitudes");
    world.countries[0].policy = Policy { announcements_per_day: 2.0, comments_on_events: 0.8, ..silent() };
    world.audiences[0].events_per_day = 2.0;
    world.model.learn_announcement = 0.1;
    world.model.learn_commentary = 0.3;
    world.model.attitude_half_life_hours = 8.0 * DAY;
    world.model.goodwill_decay_per_month = 1.5;
    world.model.affinity = 1.5;
    world.model.baseline_mean = 0.3;
    world.model.baseline_spread = 0.6;
    world
}

/// Nobody speaks; moods and luck move standing and influence.
fn moods() -> Scenario {
    let mut world = two_countries("moods");
    world.run.days = 60;
    world.run.record_every_hours = 20.0 * DAY;
    world.model.mechanisms.mood_moves = true;
    world.model.mechanisms.influence_drifts = true;
    world.model.mood_sd = 0.3;
    world.model.mood_half_life_hours = 15.0 * DAY;
    world.model.standing_pull_per_year = 8.0;
    world.model.influence_noise = 0.05;
    world
}

/// All mechanisms, two countries, two audiences, one chain of each kind.
pub(crate) fn everything() -> Scenario {
    let mut world = two_countries("everything");
    world.countries[0].policy = desks().countries[0].policy;
    world.countries[0].desks = desks().countries[0].desks.clone();
    world.countries[0].desks[0].reviewers = Some(2);
    world.countries[1].policy = Policy {
        comments_on_events: 0.9,
        fear_of_speaking: 0.2,
        questions_answered: 0.8,
        answers_per_day: 3.0,
        ..simple_approval().countries[0].policy
    };
    world.countries[1].changes = vec![Change {
        phase_in_hours: 4.0 * DAY,
        ..change("faster", 10.0 * DAY, PolicyChange { approval_delay_hours: Some(3.0), ..PolicyChange::default() })
    }];
    world.events = vec![event("summit", 300.3, 10.0, &[0, 1])];
    world.model.ask_chance = 0.3;
    world.model.patience_hours = 6.0;
    world.model.learn_announcement = 0.05;
    world.model.learn_commentary = 0.1;
    world.model.answer_gain = 0.2;
    world.model.answer_harm = 0.2;
    world.model.answer_memory = 0.1;
    world.model.dialogue_lift = 0.5;
    world.model.blandness_per_review = 0.1;
    world.model.give_up_below = 0.3;
    world.model.mechanisms.mood_moves = true;
    world.model.mechanisms.influence_drifts = true;
    world.model.mood_sd = 0.1;
    world.model.influence_pull_per_year = 5.0;
    world.model.voice_counts = 0.5;
    world.model.standing_pull_per_year = 1.0;
    world.model.voice_floor = 5.0;
    world
}

/// `everything` but for mechanisms around messages, and with an approval that takes no time.
fn simple_switched_off() -> Scenario {
    let mut world = everything();
    world.name = "simple-switched-off".into();
    world.model.mechanisms = Mechanisms {
        attention_fades: false,
        daily_rhythm: false,
        forms_differ: false,
        members_differ: false,
        quality_varies: false,
        fear: false,
        approval_takes_time: false,
        mood_moves: false,
        influence_drifts: false,
        ..world.model.mechanisms
    };
    world
}

/// Desks through which everything passes at once.
fn desks_switched_off() -> Scenario {
    let mut world = desks();
    world.name = "desks-switched-off".into();
    world.countries[0].policy.comments_on_events = 1.0;
    world.audiences[0].events_per_day = 1.0;
    world.model.mechanisms.approval_takes_time = false;
    world.model.mechanisms.attitudes_move = false;
    world.model.engagement_per_follower = 0.5;
    world.model.quality_spread = 1.5;
    world.model.blandness_per_review = 0.4;
    world
}

/// Both chains, but nothing is dropped or withdrawn, and nobody asks.
fn drops_switched_off() -> Scenario {
    let mut world = everything();
    world.name = "drops-switched-off".into();
    world.model.mechanisms.approval_drops = false;
    world.model.mechanisms.dialogue = false;
    world.model.mechanisms.mood_moves = false;
    world
}

/// Nothing that a ministry does moves influence.
fn null_model() -> Scenario {
    let mut world = everything();
    world.name = "null-model".into();
    world.model.mechanisms.policy_matters = false;
    world.model.mechanisms.mood_moves = false;
    world.countries[0].capacity = 0.3;
    world.countries[1].capacity = 0.7;
    world.countries[0].desks[1].reviewers = None;
    // Some accounts have no follower at all.
    world.countries[1].followers_per_account = 2.0;
    world.model.followers_spread = 1.5;
    world
}

// Parts of worlds.

/// One country and one audience, in which nobody says anything yet.
pub(crate) fn quiet(name: &str) -> Scenario {
    Scenario {
        name: name.into(),
        title: name.into(),
        question: String::new(),
        run: Run {
            clock: Clock { start: date(2013, 1, 3) }, // a Thursday
            days: 28,
            step_hours: 1.0,
            record_every_hours: 7.0 * DAY,
            replicates: 1,
            seed: 2013,
            focus: 0,
        },
        audiences: vec![audience("public", 400, 1.0, 60)],
        countries: vec![country("canada", 1.0)],
        events: Vec::new(),
        rumours: Vec::new(),
        model: model(),
        sources: Vec::new(),
    }
}

/// Two countries and two audiences, in which nobody says anything yet.
pub(crate) fn two_countries(name: &str) -> Scenario {
    let mut world = quiet(name);
    world.audiences = vec![audience("south", 307, 0.7, 330), audience("west", 211, 0.3, -180)];
    world.audiences[0].events_per_day = 1.5;
    world.audiences[1].events_per_day = 2.5;
    world.countries = vec![country("canada", 0.4), country("britain", 0.6)];
    world.countries[0].accounts_at_start = 3;
    world.countries[1].accounts_at_start = 2;
    world.countries[1].followers_per_account = 50.0;
    world
}

fn audience(id: &str, members: u32, weight: f64, zone_minutes: i32) -> Audience {
    let zone = Zone { minutes: zone_minutes };
    Audience { id: id.into(), name: id.into(), members, weight, zone, events_per_day: 0.0 }
}

pub(crate) fn country(id: &str, capacity: f64) -> Country {
    Country {
        id: id.into(),
        name: id.into(),
        colour: None,
        zone: Zone { minutes: -300 },
        capacity,
        constant_goodwill: None,
        missions: 4,
        accounts_at_start: 2,
        followers_per_account: 100.0,
        followers_of_new_accounts: 60.0,
        policy: silent(),
        desks: Vec::new(),
        changes: Vec::new(),
    }
}

pub(crate) fn silent() -> Policy {
    Policy {
        accounts_wanted: 0.0,
        routine_topics: 0.0,
        skips_approval: 0.0,
        reviewed_afterwards: 0.0,
        tightens_after_gaffe_hours: 0.0,
        announcements_per_day: 0.0,
        comments_on_events: 0.0,
        announcements_need_approval: 0.0,
        comments_need_approval: 0.0,
        replies_need_approval: 0.0,
        approval: Approval::None,
        approval_delay_hours: 0.0,
        approval_steps: 0,
        chance_dropped: 0.0,
        questions_answered: 0.0,
        answers_per_day: 0.0,
        fear_of_speaking: 0.0,
    }
}

pub(crate) fn desk(id: &str) -> Desk {
    Desk {
        id: id.into(),
        name: id.into(),
        reviewers: Some(1),
        working_time_hours: 0.8,
        working_time_spread: 1.5,
        working_time_shape: WorkShape::Lognormal,
        office_hours: DayHours { from: 9.0, to: 17.0 },
        weekends: false,
        zone: Zone { minutes: -300 },
        chance_dropped: 0.25,
        chance_edited: 0.5,
        replies_first: false,
        crises_first: false,
    }
}

pub(crate) fn change(id: &str, when_hours: f64, set: PolicyChange) -> Change {
    Change { id: id.into(), label: id.into(), when_hours, until_hours: None, phase_in_hours: 0.0, set }
}

pub(crate) fn event(id: &str, when_hours: f64, size: f64, audiences: &[usize]) -> Event {
    Event { id: id.into(), label: id.into(), when_hours, size, audiences: audiences.to_vec(), lines_ready: Vec::new() }
}

/// All mechanisms but moods and drift, which would drown the rest; followers who engage a hundred times as often as
/// real ones.
fn model() -> Model {
    Model {
        mechanisms: Mechanisms {
            attention_fades: true,
            daily_rhythm: true,
            forms_differ: true,
            members_differ: true,
            quality_varies: true,
            dialogue: true,
            attitudes_move: true,
            mood_moves: false,
            influence_drifts: false,
            reshares: false,
            accounts_open: false,
            followers_come: false,
            followers_leave: false,
            norms_lag: false,
            bypass: false,
            gaffes: false,
            rumours: false,
            fear: true,
            approval_takes_time: true,
            approval_drops: true,
            policy_matters: true,
        },
        attention_shape: AttentionShape::Power,
        attention_offset_hours: 3.0,
        attention_exponent: 1.8,
        attention_half_life_hours: 15.0,
        give_up_below: 0.05,
        give_up_after_hours: 60.0 * DAY,
        announcement_hours: DayHours { from: 9.0, to: 17.0 },
        event_size_exponent: 2.0,
        event_size_cut: 50.0,
        drafting_time_hours: 1.0,
        reach: 0.4,
        rhythm_amplitude: 0.8,
        rhythm_peak: 19.0 + 1.0 / 6.0,
        engagement_per_follower: 0.05,
        reference_followers: 50.0,
        size_exponent: 0.4,
        quality_spread: 0.6,
        blandness_per_review: 0.03,
        talent_spread: 0.2,
        appeal_announcement: 0.7,
        appeal_commentary: 1.4,
        dialogue_lift: 0.09,
        activity_shares: [0.7, 0.2, 0.1],
        activity_levels: [0.4, 1.6, 4.0],
        affinity: 0.5,
        ask_chance: 0.108,
        patience_hours: 0.14f64.exp(),
        patience_spread: 1.13,
        pick_up_time_hours: 0.5,
        staffed_hours: DayHours { from: 7.0, to: 23.0 },
        question_lapses_after_hours: 7.0 * DAY,
        answer_gain: 0.04,
        answer_harm: 0.04,
        answer_memory: 0.05,
        expectation_at_start: 0.3,
        learn_announcement: 0.01,
        learn_commentary: 0.02,
        attitude_half_life_hours: 20.0 * DAY,
        baseline_mean: 0.2,
        baseline_spread: 0.4,
        mood_sd: 0.16,
        mood_half_life_hours: 1.6 * YEAR,
        goodwill_decay_per_month: 0.307,
        voice_floor: 0.01,
        influence_pull_per_year: 0.17,
        voice_counts: 0.15,
        standing_pull_per_year: 0.1,
        influence_noise: 0.05,
        followers_spread: 0.5,
        approval_spread: 0.7,
        crisis_size: 10.0,
        share_chance: 0.14,
        peers: 100,
        branching_cap: 0.8,
        follow_chance: 0.05,
        followers_per_answer: 0.1,
        accounts_opened_per_year: 2.0,
        adoption_alone_per_year: 0.018,
        adoption_by_imitation_per_year: 0.904,
        adoption_began_hours: -6.0 * YEAR,
        platform_growth: 0.3,
        unfollow_announcement: 2e-3,
        unfollow_commentary: 5e-4,
        norm_thaw_hours: 3.0 * YEAR,
        norm_chill_hours: 0.1 * YEAR,
        fear_after_sanction: 0.1,
        fear_after_gaffe: 0.03,
        chance_detected: 0.5,
        chance_sanctioned: 0.05,
        closed_for_hours: 90.0 * DAY,
        gaffe_chance: 1e-5,
        gaffe_caught: 0.3,
        gaffe_floor: 0.2,
        gaffe_mood: 0.05,
        retraction_saves: 0.5,
        rumours_per_year: 0.0,
        rumour_reach: 0.05,
        rumour_step: 0.1,
        rumour_half_life_hours: 14.0,
        correction_saves: 0.5,
    }
}
