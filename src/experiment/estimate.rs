//! What a scenario will cost, before it is run: memory and time from its numbers alone.

use crate::scenario::{Country, Scenario};

/// Memory and time of a whole ensemble.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Bytes that the worlds and the recorded numbers take at once.
    pub bytes: f64,
    /// Seconds on the given number of threads.
    pub seconds: f64,
}

/// Bytes for each member and country.
const BYTES_PER_MEMBER: f64 = 5.0;
/// Bytes for each account, its inbox and drafts.
const BYTES_PER_ACCOUNT: f64 = 2_000.0;
/// Seconds to build a member's opinion of one country.
const BUILD_SECONDS: f64 = 3e-9;
/// Seconds for each message and block of followers, with room for slower machines.
const MESSAGE_SECONDS: f64 = 1.5e-6;
/// Seconds for each engagement.
const ENGAGEMENT_SECONDS: f64 = 0.3e-6;
/// Seconds for each event and account that may comment on it.
const CONSIDER_SECONDS: f64 = 0.1e-6;

/// What all replicates of a scenario, with their ghosts, will cost on some threads.
#[must_use]
pub fn estimate(scenario: &Scenario, threads: usize) -> Estimate {
    let variants = if scenario.without_changes().is_some() { 2.0 } else { 1.0 };
    let runs = f64::from(scenario.run.replicates) * variants;
    let threads = threads.min(scenario.run.replicates.max(1) as usize);
    let recorded = crate::engine::layout(scenario).len() as f64 * 8.0;
    let working = of_runs(scenario, runs, threads);
    Estimate { bytes: working.bytes + runs * recorded, ..working }
}

/// What some runs of a scenario will cost on some threads, if only their ends are kept.
#[must_use]
pub fn of_runs(scenario: &Scenario, runs: f64, threads: usize) -> Estimate {
    let threads = (threads as f64).max(1.0);
    let pairs = members(scenario) * scenario.countries.len() as f64;
    let accounts: f64 = scenario.countries.iter().map(|c| f64::from(c.accounts_at_start)).sum();
    let seconds: f64 = scenario.countries.iter().map(|c| country_seconds(scenario, c)).sum();
    Estimate {
        bytes: threads * (pairs * BYTES_PER_MEMBER + accounts * BYTES_PER_ACCOUNT),
        seconds: runs / threads * (pairs * BUILD_SECONDS + seconds),
    }
}

fn members(scenario: &Scenario) -> f64 {
    scenario.audiences.iter().map(|a| f64::from(a.members)).sum()
}

/// Seconds that one country's messages take in one run, by the busiest of its policies.
fn country_seconds(scenario: &Scenario, country: &Country) -> f64 {
    let (days, accounts) = (f64::from(scenario.run.days), f64::from(country.accounts_at_start));
    let set =
        |f: fn(&crate::scenario::PolicyChange) -> Option<f64>| country.changes.iter().filter_map(move |c| f(&c.set));
    let announced = set(|s| s.announcements_per_day).fold(country.policy.announcements_per_day, f64::max);
    let commented = set(|s| s.comments_on_events).fold(country.policy.comments_on_events, f64::max);
    let random: f64 = scenario.audiences.iter().map(|a| a.events_per_day).sum::<f64>() * days;
    let scheduled: usize = scenario.events.iter().map(|e| e.audiences.len()).sum();
    let considered = (random + scheduled as f64) / scenario.audiences.len() as f64 * accounts;
    let messages = accounts * announced * days + considered * commented;
    let blocks = libm::ceil(country.followers_per_account / f64::from(crate::world::account::BLOCK)).max(1.0);
    let engaged = country.followers_per_account * scenario.model.engagement_per_follower * 2.0;
    considered * CONSIDER_SECONDS + messages * (blocks * MESSAGE_SECONDS + engaged * ENGAGEMENT_SECONDS)
}
