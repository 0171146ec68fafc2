//! Small worlds of rumours, and of drafts that need no yes or are looked at first because of what they are about; and
//! one in which all mechanisms are at work.

use super::small_worlds::{DAY, YEAR, country, desk, event, everything, quiet, silent, simple_approval, two_countries};
use softpower::scenario::{Approval, AttentionShape, Desk, Event, Policy, Rumour, Scenario};

pub(crate) fn all() -> Vec<Scenario> {
    vec![
        rumours(),
        rumours_half_life(),
        rumours_that_many_hear(),
        rumours_in_two_audiences(),
        routine_topics(),
        lines_ready(),
        lines_ready_at_desks(),
        crises(),
        all_mechanisms(),
    ]
}

fn rumour(id: &str, country: usize, when_hours: f64, size: f64, audiences: &[usize]) -> Rumour {
    Rumour { id: id.into(), label: id.into(), country, when_hours, size, audiences: audiences.to_vec() }
}

/// Random and scheduled rumours about two countries, of which one corrects faster than the other.
fn rumours() -> Scenario {
    let mut world = two_countries("rumours");
    world.countries[0].policy.comments_on_events = 0.6;
    world.countries[1].policy =
        Policy { comments_on_events: 0.8, approval_delay_hours: 5.0, ..simple_approval().countries[0].policy };
    world.countries[1].policy.announcements_per_day = 0.0;
    world.model.drafting_time_hours = 4.0;
    world.rumours = vec![rumour("embassy", 0, 100.3, 5.0, &[0, 1]), rumour("treaty", 1, 250.7, 3.0, &[0])];
    world.model.mechanisms.rumours = true;
    world.model.rumours_per_year = 100.0;
    world.model.rumour_reach = 0.3;
    world.model.rumour_step = 0.4;
    world.model.rumour_half_life_hours = 10.0;
    world.model.correction_saves = 0.5;
    world.model.standing_pull_per_year = 8.0;
    world
}

/// Attention with a half-life of its own, and another country that hears of the rumours.
fn rumours_half_life() -> Scenario {
    let mut world = rumours();
    world.name = "rumours-half-life".into();
    world.model.attention_shape = AttentionShape::Exponential;
    world.model.attention_half_life_hours = 20.0;
    world.countries[0].policy.comments_on_events = 0.1;
    world.countries[1].policy.comments_on_events = 1.0;
    world.countries[1].policy.approval = Approval::None;
    world.countries[0].policy.routine_topics = 0.8;
    world
}

/// A rumour that most members hear, in a world where attention does not fade and attitudes do not move otherwise.
fn rumours_that_many_hear() -> Scenario {
    let mut world = quiet("rumours-that-many-hear");
    world.countries[0].accounts_at_start = 1;
    world.countries[0].policy.comments_on_events = 0.7;
    world.model.drafting_time_hours = 20.0;
    world.rumours = vec![rumour("embassy", 0, 50.3, 1.0, &[0]), rumour("again", 0, 333.3, 1.0, &[0])];
    world.model.mechanisms.rumours = true;
    world.model.mechanisms.attention_fades = false;
    world.model.mechanisms.attitudes_move = false;
    world.model.rumour_reach = 0.951;
    world.model.rumour_step = 0.5;
    world.model.rumour_half_life_hours = 30.0;
    world.model.attitude_half_life_hours = 60.0 * DAY;
    world
}

/// Rumours that begin in two audiences at once; only in one of them somebody is posted who could correct them.
fn rumours_in_two_audiences() -> Scenario {
    let mut world = two_countries("rumours-in-two-audiences");
    for country in &mut world.countries {
        country.accounts_at_start = 1;
        country.policy.comments_on_events = 1.0;
    }
    let twice = |k: u32| rumour(&format!("claim-{k}"), (k % 2) as usize, f64::from(k) * 48.0 + 7.3, 1.0, &[0, 1]);
    world.rumours = (0..12).map(twice).collect();
    world.model.mechanisms.rumours = true;
    world.model.drafting_time_hours = 0.5;
    world.model.rumour_reach = 0.3;
    world.model.correction_saves = 0.8;
    world
}

/// Comments on most random events need no yes; those on scheduled ones do, and a gaffe tightens the rest.
fn routine_topics() -> Scenario {
    let mut world = simple_approval();
    world.name = "routine-topics".into();
    world.countries[0].policy = Policy {
        comments_need_approval: 0.4,
        routine_topics: 0.6,
        reviewed_afterwards: 0.5,
        tightens_after_gaffe_hours: 100.0,
        ..world.countries[0].policy
    };
    world.events = (0..20).map(|k| event(&format!("evening-{k}"), f64::from(k) * 30.0 + 18.0, 1.0, &[0])).collect();
    world.model.mechanisms.gaffes = true;
    world.model.mechanisms.norms_lag = true;
    world.model.gaffe_chance = 0.1;
    world
}

/// Two countries comment on the same events, with lines that are ready; one of them needs no approval anyway.
fn lines_ready() -> Scenario {
    let mut world = two_countries("lines-ready");
    for country in &mut world.countries {
        country.policy = Policy {
            comments_on_events: 0.9,
            comments_need_approval: 0.9,
            approval_steps: 12,
            routine_topics: 0.3,
            announcements_per_day: 0.0,
            ..simple_approval().countries[0].policy
        };
    }
    world.countries[0].policy.reviewed_afterwards = 0.9;
    world.countries[1].policy.approval = Approval::None;
    let talks = |k: i32| event(&format!("talks-{k}"), f64::from(k) * 40.0 + 9.0, 1.0, &[0, 1]);
    world.events = (0..14).map(|k| Event { lines_ready: vec![0, 1], ..talks(k) }).collect();
    world.model.mechanisms.gaffes = true;
    world.model.gaffe_chance = 0.6;
    world.model.gaffe_floor = 0.05;
    world.model.gaffe_caught = 0.4;
    world.model.retraction_saves = 0.9;
    world
}

/// The same with desks.
fn lines_ready_at_desks() -> Scenario {
    let mut world = lines_ready();
    world.name = "lines-ready-at-desks".into();
    world.countries[0].policy.approval = Approval::Desks;
    world.countries[0].desks = vec![desk("first"), desk("second")];
    world.audiences.iter_mut().for_each(|audience| audience.events_per_day = 0.0);
    world
}

/// A busy desk that looks at comments on great events first, and at replies.
fn crises() -> Scenario {
    let mut world = quiet("crises");
    world.audiences[0].events_per_day = 3.0;
    world.countries[0].policy = Policy {
        announcements_per_day: 1.5,
        comments_on_events: 0.7,
        announcements_need_approval: 1.0,
        comments_need_approval: 1.0,
        replies_need_approval: 1.0,
        approval: Approval::Desks,
        questions_answered: 1.0,
        answers_per_day: 8.0,
        ..silent()
    };
    let urgent = Desk { crises_first: true, replies_first: true, chance_dropped: 0.1, chance_edited: 0.2, ..desk("d") };
    world.countries[0].desks = vec![urgent];
    world.events = (0..24).map(|k| event(&format!("crisis-{k}"), f64::from(k) * 26.0 + 9.0, 4.0, &[0])).collect();
    world.model.crisis_size = 3.0;
    world.model.attention_shape = AttentionShape::Exponential;
    world.model.patience_hours = 12.0;
    world.model.ask_chance = 0.4;
    world.model.give_up_below = 0.1;
    world
}

/// `everything` with all mechanisms that it leaves out, and with the rest of the world.
fn all_mechanisms() -> Scenario {
    let mut world = everything();
    world.name = "all-mechanisms".into();
    let mut rest = country("rest", 0.3);
    rest.constant_goodwill = Some(80.0);
    rest.missions = 0;
    rest.accounts_at_start = 0;
    world.countries.push(rest);
    world.countries[0].capacity = 0.3;
    world.countries[1].capacity = 0.4;
    for country in &mut world.countries[..2] {
        country.missions = 6;
        country.accounts_at_start = 2;
        country.followers_of_new_accounts = 40.0;
        country.policy.accounts_wanted = 0.8;
        country.policy.fear_of_speaking = 0.3;
        country.policy.skips_approval = 0.2;
        country.policy.routine_topics = 0.3;
        country.policy.reviewed_afterwards = 0.5;
        country.policy.tightens_after_gaffe_hours = 30.0;
    }
    world.countries[0].desks[0].crises_first = true;
    world.events[0].lines_ready = vec![1];
    world.rumours = vec![rumour("embassy", 0, 200.3, 5.0, &[0]), rumour("treaty", 1, 350.7, 3.0, &[1])];
    let model = &mut world.model;
    model.mechanisms.reshares = true;
    model.mechanisms.accounts_open = true;
    model.mechanisms.followers_come = true;
    model.mechanisms.followers_leave = true;
    model.mechanisms.norms_lag = true;
    model.mechanisms.bypass = true;
    model.mechanisms.gaffes = true;
    model.mechanisms.rumours = true;
    model.crisis_size = 2.0;
    model.share_chance = 0.1;
    model.peers = 20;
    model.follow_chance = 0.1;
    model.accounts_opened_per_year = 30.0;
    model.adoption_began_hours = -5.0 * YEAR;
    model.platform_growth = 3.0;
    model.unfollow_announcement = 0.02;
    model.unfollow_commentary = 0.01;
    model.norm_thaw_hours = 20.0 * DAY;
    model.norm_chill_hours = 5.0 * DAY;
    model.chance_sanctioned = 0.5;
    model.closed_for_hours = 5.0 * DAY;
    model.gaffe_chance = 0.05;
    model.rumours_per_year = 10.0;
    model.rumour_reach = 0.2;
    model.rumour_step = 0.3;
    world
}
