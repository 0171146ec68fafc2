//! Small worlds in which messages are passed on, a hundred times as often as in real ones.

use super::small_worlds::{event, questions, quiet, silent};
use softpower::scenario::{AttentionShape, Policy, Scenario};

pub(crate) fn all() -> Vec<Scenario> {
    vec![reshares(), reshares_of_comments(), reshares_above_the_cap(), questions_of_peers()]
}

/// Announcements that go through some hands, and win followers.
fn reshares() -> Scenario {
    let mut world = quiet("reshares");
    world.countries[0].policy.announcements_per_day = 1.5;
    world.model.mechanisms.reshares = true;
    world.model.mechanisms.followers_come = true;
    world.model.platform_growth = 0.0;
    world.model.share_chance = 0.8;
    world.model.peers = 25;
    world.model.follow_chance = 0.15;
    world.model.branching_cap = 2.0;
    world.model.quality_spread = 0.4;
    world
}

/// Comments on news that soon is old, in the evening of their readers.
fn reshares_of_comments() -> Scenario {
    let mut world = quiet("reshares-of-comments");
    world.countries[0].policy.comments_on_events = 0.9;
    world.events = (0..80).map(|k| event(&format!("evening-{k}"), f64::from(k / 3) * 24.0 + 18.0, 2.0, &[0])).collect();
    world.model.mechanisms.reshares = true;
    world.model.attention_shape = AttentionShape::Exponential;
    world.model.attention_half_life_hours = 1.5;
    world.model.share_chance = 0.9;
    world.model.peers = 20;
    world.model.branching_cap = 5.0;
    world.model.quality_spread = 0.3;
    world
}

/// More than one heir for each engagement, if there were no cap; many peers have engaged already.
fn reshares_above_the_cap() -> Scenario {
    let mut world = reshares();
    world.name = "reshares-above-the-cap".into();
    world.audiences[0].members = 150;
    world.countries[0].followers_per_account = 70.0;
    world.countries[0].policy.announcements_per_day = 0.5;
    world.model.engagement_per_follower = 0.8;
    world.model.quality_spread = 0.8;
    world.model.branching_cap = 0.9;
    world.model.follow_chance = 0.02;
    world.model.learn_announcement = 0.1;
    world
}

/// Peers ask, long after those who follow.
fn questions_of_peers() -> Scenario {
    let mut world = questions();
    world.name = "questions-of-peers".into();
    world.countries[0].policy = Policy { questions_answered: 0.5, announcements_per_day: 0.5, ..silent() };
    world.countries[0].policy.comments_on_events = 1.0;
    world.model.mechanisms.attention_fades = false;
    world.model.mechanisms.reshares = true;
    world.model.share_chance = 0.8;
    world.model.peers = 30;
    world.model.branching_cap = 0.8;
    world
}
