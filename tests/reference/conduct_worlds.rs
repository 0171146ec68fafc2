//! Small worlds of presence, norms and conduct: accounts that open, followers who come and go, fear that moves, drafts
//! that skip approval, gaffes. What is rare in real ones is a hundred times as frequent here.

use super::small_worlds::{DAY, YEAR, change, country, dialogue, event, quiet, silent, simple_approval, two_countries};
use softpower::scenario::{Approval, Policy, PolicyChange, Scenario};

pub(crate) fn all() -> Vec<Scenario> {
    vec![
        presence(),
        growth(),
        comings_and_goings(),
        readers_along(),
        rest_of_the_world(),
        norms(),
        bypass(),
        bypass_in_fear(),
        silenced_for_a_day(),
        gaffes(),
        gaffes_and_moods(),
        lasting_gaffes(),
    ]
}

/// Missions that open accounts while institutions take to the platform; one country has as many as it wants.
fn presence() -> Scenario {
    let mut world = two_countries("presence");
    world.run.days = 56;
    world.run.record_every_hours = 14.0 * DAY;
    world.model.mechanisms.accounts_open = true;
    world.model.accounts_opened_per_year = 12.0;
    world.model.adoption_alone_per_year = 0.5;
    world.model.adoption_by_imitation_per_year = 20.0;
    world.model.adoption_began_hours = -0.1 * YEAR;
    world.model.followers_spread = 1.0;
    for country in &mut world.countries {
        country.missions = 12;
        country.policy = Policy { accounts_wanted: 0.9, announcements_per_day: 0.7, ..silent() };
        country.accounts_at_start = 2;
        country.followers_of_new_accounts = 40.0;
    }
    world.countries[0].policy.fear_of_speaking = 0.8;
    world.countries[0].changes =
        vec![change("more", 20.0 * DAY, PolicyChange { fear_of_speaking: Some(0.3), ..PolicyChange::default() })];
    world.countries[1].missions = 3;
    world.countries[1].accounts_at_start = 1;
    world
}

/// Accounts that grow until they have half of their public.
fn growth() -> Scenario {
    let mut world = quiet("growth");
    world.model.mechanisms.followers_come = true;
    world.model.platform_growth = 25.0;
    world.model.size_exponent = 0.8;
    world.model.followers_spread = 0.7;
    world.countries[0].followers_per_account = 60.0;
    world.countries[0].policy.announcements_per_day = 1.5;
    world
}

/// Followers who leave, by forms; others come, and accounts open.
fn comings_and_goings() -> Scenario {
    let mut world = quiet("comings-and-goings");
    world.audiences[0].events_per_day = 2.0;
    world.model.mechanisms.accounts_open = true;
    world.model.mechanisms.followers_come = true;
    world.model.mechanisms.followers_leave = true;
    world.model.accounts_opened_per_year = 40.0;
    world.model.adoption_began_hours = -20.0 * YEAR;
    world.model.platform_growth = 8.0;
    world.model.unfollow_announcement = 0.05;
    world.model.unfollow_commentary = 0.02;
    world.model.size_exponent = 0.8;
    world.countries[0].accounts_at_start = 1;
    world.countries[0].policy =
        Policy { accounts_wanted: 1.0, announcements_per_day: 1.0, comments_on_events: 0.7, ..silent() };
    world
}

/// Answers that win followers.
fn readers_along() -> Scenario {
    let mut world = dialogue();
    world.name = "readers-along".into();
    world.model.mechanisms.followers_come = true;
    world.model.platform_growth = 0.0;
    world.model.followers_per_answer = 0.6;
    world.model.patience_hours = 12.0;
    world
}

/// A third country whose goodwill is always the same.
fn rest_of_the_world() -> Scenario {
    let mut world = two_countries("rest-of-the-world");
    let mut rest = country("rest", 0.5);
    rest.constant_goodwill = Some(150.0);
    rest.missions = 0;
    rest.accounts_at_start = 0;
    world.countries.push(rest);
    world.countries[0].capacity = 0.2;
    world.countries[1].capacity = 0.3;
    for country in &mut world.countries[..2] {
        country.policy = Policy { announcements_per_day: 1.0, comments_on_events: 0.5, ..silent() };
    }
    world.model.goodwill_decay_per_month = 1.0;
    world.model.influence_pull_per_year = 5.0;
    world.model.voice_counts = 0.8;
    world.model.standing_pull_per_year = 1.0;
    world
}

/// Rules that ask for less fear, then for more; comments follow the norm.
fn norms() -> Scenario {
    let mut world = quiet("norms");
    world.audiences[0].events_per_day = 6.0;
    world.countries[0].policy = Policy { comments_on_events: 0.8, fear_of_speaking: 0.9, ..silent() };
    let less = PolicyChange { fear_of_speaking: Some(0.1), ..PolicyChange::default() };
    let more = PolicyChange { fear_of_speaking: Some(0.7), ..PolicyChange::default() };
    world.countries[0].changes = vec![change("less", 2.0 * DAY, less), change("more", 18.0 * DAY, more)];
    world.model.mechanisms.norms_lag = true;
    world.model.norm_thaw_hours = 12.0 * DAY;
    world.model.norm_chill_hours = 3.0 * DAY;
    world
}

/// Authors who do not wait for a yes, and are silenced for some days if they are caught; some write all the time.
fn bypass() -> Scenario {
    let mut world = dialogue();
    world.name = "bypass".into();
    world.audiences[0].events_per_day = 8.0;
    world.countries[0].policy = Policy {
        announcements_per_day: 1.0,
        comments_on_events: 0.7,
        replies_need_approval: 0.8,
        answers_per_day: 3.0,
        skips_approval: 0.9,
        fear_of_speaking: 0.1,
        ..simple_approval().countries[0].policy
    };
    world.countries[0].policy.questions_answered = 0.8;
    world.model.drafting_time_hours = 60.0;
    world.model.give_up_after_hours = 60.0;
    world.model.mechanisms.bypass = true;
    world.model.mechanisms.norms_lag = true;
    world.model.norm_thaw_hours = 15.0 * DAY;
    world.model.norm_chill_hours = 5.0 * DAY;
    world.model.chance_detected = 0.8;
    world.model.chance_sanctioned = 0.6;
    world.model.fear_after_sanction = 0.05;
    world.model.closed_for_hours = 2.3 * DAY;
    world
}

/// Announcements that soon silence their authors, until some time of the next working day.
fn silenced_for_a_day() -> Scenario {
    let mut world = quiet("silenced-for-a-day");
    world.countries[0].policy = Policy {
        announcements_per_day: 3.0,
        announcements_need_approval: 1.0,
        approval: Approval::Simple,
        chance_dropped: 0.2,
        skips_approval: 0.8,
        ..silent()
    };
    world.model.mechanisms.bypass = true;
    world.model.chance_detected = 1.0;
    world.model.chance_sanctioned = 0.9;
    world.model.closed_for_hours = 20.0;
    world
}

/// `bypass` with norms as high as they can be.
fn bypass_in_fear() -> Scenario {
    let mut world = bypass();
    world.name = "bypass-in-fear".into();
    world.model.mechanisms.dialogue = false;
    world.model.fear_after_sanction = 0.6;
    world.model.norm_thaw_hours = 4.0 * DAY;
    world.countries[0].policy.fear_of_speaking = 0.5;
    world
}

/// Messages that go wrong, some of them reviewed before and some afterwards; moods move by gaffes alone.
fn gaffes() -> Scenario {
    let mut world = simple_approval();
    world.name = "gaffes".into();
    world.countries[0].policy = Policy {
        approval_steps: 8,
        announcements_need_approval: 0.4,
        comments_need_approval: 0.5,
        skips_approval: 0.4,
        reviewed_afterwards: 0.8,
        tightens_after_gaffe_hours: 30.0,
        fear_of_speaking: 0.2,
        ..world.countries[0].policy
    };
    world.model.mechanisms.bypass = true;
    world.model.mechanisms.gaffes = true;
    world.model.mechanisms.norms_lag = true;
    world.model.norm_thaw_hours = 10.0 * DAY;
    world.model.chance_sanctioned = 0.0;
    world.model.fear_after_gaffe = 0.04;
    world.model.gaffe_chance = 0.25;
    world.model.gaffe_caught = 0.7;
    world.model.gaffe_floor = 0.4;
    world.model.gaffe_mood = 0.2;
    world.model.retraction_saves = 0.9;
    world.model.mood_half_life_hours = 6.0 * DAY;
    world
}

/// Gaffes without any approval, on moods that move by themselves.
fn gaffes_and_moods() -> Scenario {
    let mut world = two_countries("gaffes-and-moods");
    world.countries[0].policy =
        Policy { announcements_per_day: 0.7, reviewed_afterwards: 0.5, tightens_after_gaffe_hours: 20.0, ..silent() };
    world.countries[1].policy = Policy { comments_on_events: 0.3, fear_of_speaking: 0.3, ..silent() };
    world.model.mechanisms.gaffes = true;
    world.model.mechanisms.mood_moves = true;
    world.model.gaffe_chance = 0.15;
    world.model.gaffe_mood = 0.1;
    world.model.mood_sd = 0.05;
    world.model.mood_half_life_hours = 10.0 * DAY;
    world.model.standing_pull_per_year = 8.0;
    world
}

/// One gaffe in each run, in a public that does not forget it.
fn lasting_gaffes() -> Scenario {
    let mut world = quiet("lasting-gaffes");
    world.countries[0].accounts_at_start = 1;
    world.countries[0].policy.comments_on_events = 1.0;
    world.events = vec![event("summit", 100.0, 1.0, &[0])];
    world.model.mechanisms.gaffes = true;
    world.model.mechanisms.attitudes_move = false;
    world.model.gaffe_chance = 1.0;
    world.model.gaffe_mood = 0.5;
    world
}
