//! What a scenario will cost, before it is run: memory and time from its numbers alone.

use crate::engine::tally;
use crate::scenario::{Country, Policy, Scenario};

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
/// Bytes in a saved state for each member and country, if everybody's attitude has moved.
const SAVED_BYTES_PER_MEMBER: f64 = 5.0;
/// Bytes for each account, its inbox and drafts.
const BYTES_PER_ACCOUNT: f64 = 2_000.0;
/// Seconds to build a member's opinion of one country.
const BUILD_SECONDS: f64 = 3e-9;
/// Seconds for each message and block of followers, and below for each engagement: so that the built-in scenarios take
/// a third to two thirds of their estimates, on the machine of `benches/runs`. The rest is room for slower ones.
const MESSAGE_SECONDS: f64 = 0.5e-6;
/// Seconds for each engagement, what it leads to by reshares and questions included.
const ENGAGEMENT_SECONDS: f64 = 0.1e-6;
/// Seconds for each event and account that may comment on it.
const CONSIDER_SECONDS: f64 = 0.1e-6;
/// Seconds for each account and day: growth and opening.
const ACCOUNT_DAY_SECONDS: f64 = 0.1e-6;
/// Seconds for each member who hears a rumour.
const HEARER_SECONDS: f64 = 0.1e-6;

/// What all replicates of a scenario, with their ghosts, will cost on some threads.
#[must_use]
pub fn estimate(scenario: &Scenario, threads: usize) -> Estimate {
    let replicates = f64::from(scenario.run.replicates);
    let threads = threads.min(scenario.run.replicates.max(1) as usize);
    let recorded = recorded(scenario);
    let shared = scenario.without_changes().map(|ghost| shared_with(scenario, &ghost));
    let Some(shared) = shared else {
        let working = of_runs(scenario, replicates, threads);
        return Estimate { bytes: working.bytes + replicates * recorded, ..working };
    };
    let working = of_runs(scenario, replicates * (2.0 - shared), threads);
    // From the hour at which the two part, both are there until the first is over.
    let worlds = if 0.0 < shared && shared < 1.0 { 2.0 } else { 1.0 };
    Estimate { bytes: worlds * working.bytes + 2.0 * replicates * recorded, ..working }
}

/// The share of its time that a run has in common with its ghost.
fn shared_with(scenario: &Scenario, ghost: &Scenario) -> f64 {
    (scenario.parting(ghost) / (scenario.run.hours())).min(1.0)
}

/// Bytes of what one run records, numbers and counts.
fn recorded(scenario: &Scenario) -> f64 {
    let layout = crate::engine::layout(scenario);
    layout.len() as f64 * 8.0 + tally::most_bytes(layout.countries, layout.audiences) as f64
}

/// Bytes on disk that the saved states of all replicates take at most.
#[must_use]
pub fn bytes_of_states(scenario: &Scenario) -> f64 {
    let recorded = recorded(scenario);
    let people = members(scenario) * scenario.countries.len() as f64 * SAVED_BYTES_PER_MEMBER;
    let accounts: f64 = scenario.countries.iter().map(places).sum();
    f64::from(scenario.run.replicates) * (people + accounts * BYTES_PER_ACCOUNT + recorded)
}

/// What some runs of a scenario will cost on some threads, if only their ends are kept.
#[must_use]
pub fn of_runs(scenario: &Scenario, runs: f64, threads: usize) -> Estimate {
    let threads = (threads as f64).max(1.0);
    let pairs = members(scenario) * scenario.countries.len() as f64;
    let accounts: f64 = scenario.countries.iter().map(places).sum();
    let countries: f64 = scenario.countries.iter().map(|c| country_seconds(scenario, c)).sum();
    let seconds = pairs * BUILD_SECONDS + countries + hearers(scenario) * HEARER_SECONDS;
    Estimate {
        bytes: threads * (pairs * BYTES_PER_MEMBER + accounts * BYTES_PER_ACCOUNT),
        seconds: runs / threads * seconds,
    }
}

fn members(scenario: &Scenario) -> f64 {
    scenario.audiences.iter().map(|a| f64::from(a.members)).sum()
}

/// Accounts that a country has room for; those that never open take memory, too.
fn places(country: &Country) -> f64 {
    match country.constant_goodwill {
        Some(_) => 0.0,
        None => f64::from(country.missions.max(country.accounts_at_start)),
    }
}

/// The rules of a country at the beginning and after each change: the busiest of them are counted.
fn policies(country: &Country) -> impl Iterator<Item = Policy> {
    let settled = |change: &crate::scenario::Change| country.policy_at(change.when_hours + change.phase_in_hours);
    std::iter::once(country.policy).chain(country.changes.iter().map(settled))
}

/// The accounts that will be open, and the followers of one on average, over the whole run.
fn senders(scenario: &Scenario, country: &Country) -> (f64, f64) {
    let on = &scenario.model.mechanisms;
    let wanted = policies(country).map(|policy| policy.accounts_wanted).fold(0.0, f64::max);
    let start = f64::from(country.accounts_at_start).min(places(country));
    let later = if on.accounts_open { (places(country) * wanted - start).max(0.0) } else { 0.0 };
    let first = start * country.followers_per_account;
    let followers = first + later * country.followers_of_new_accounts;
    let years = f64::from(scenario.run.days) / 365.25;
    let growth = if on.followers_come { libm::pow(1.0 + scenario.model.platform_growth, years / 2.0) } else { 1.0 };
    let accounts = start + later;
    // An account has at most half of its audience.
    let most = members(scenario) / scenario.audiences.len() as f64 / 2.0;
    (accounts, (growth * followers / accounts.max(1.0)).min(most))
}

/// Seconds that one country's messages take in one run, by the busiest of its policies.
fn country_seconds(scenario: &Scenario, country: &Country) -> f64 {
    let (days, (accounts, followers)) = (f64::from(scenario.run.days), senders(scenario, country));
    let most = |lever: fn(&Policy) -> f64| policies(country).map(|policy| lever(&policy)).fold(0.0, f64::max);
    let random: f64 = scenario.audiences.iter().map(|a| a.events_per_day).sum::<f64>() * days;
    let scheduled: usize = scenario.events.iter().map(|e| e.audiences.len()).sum();
    let considered = (random + scheduled as f64) / scenario.audiences.len() as f64 * accounts;
    let messages = accounts * most(|p| p.announcements_per_day) * days + considered * most(|p| p.comments_on_events);
    let blocks = libm::ceil(followers / f64::from(crate::world::account::BLOCK)).max(1.0);
    let engaged = followers * scenario.model.engagement_per_follower * 2.0;
    considered * CONSIDER_SECONDS
        + messages * (blocks * MESSAGE_SECONDS + engaged * ENGAGEMENT_SECONDS)
        + accounts * days * ACCOUNT_DAY_SECONDS
}

/// Members who hear a rumour that nobody corrects, over all rumours of a run.
fn hearers(scenario: &Scenario) -> f64 {
    if !scenario.model.mechanisms.rumours {
        return 0.0;
    }
    let (audiences, model) = (scenario.audiences.len() as f64, &scenario.model);
    let years = f64::from(scenario.run.days) / 365.25;
    let random = model.rumours_per_year * years * scenario.countries.len() as f64;
    let scheduled: usize = scenario.rumours.iter().map(|rumour| rumour.audiences.len()).sum();
    (random + scheduled as f64) * model.rumour_reach * members(scenario) / audiences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, parse};

    fn scenario(name: &str, more: &str) -> Scenario {
        let text = format!("based_on = \"{name}\"\n{more}");
        let parsed = parse(&Source { name: "mine.toml", text: &text }, &[], &|_| Err("no files here".into()));
        parsed.unwrap_or_else(|problems| panic!("{problems}")).scenario
    }

    fn seconds(name: &str, more: &str) -> f64 {
        estimate(&scenario(name, more), 1).seconds
    }

    #[test]
    fn accounts_that_open_cost_as_much_as_those_of_the_start() {
        let opening = seconds("paris-2013", "[country.canada]\naccounts_wanted = \"90%\"\n");
        let open = seconds("paris-2013", "[country.canada]\naccounts_at_start = 90\n");
        let (few, off) = (seconds("paris-2013", ""), seconds("paris-2013", "[model]\naccounts_open = \"off\"\n"));
        assert!(
            (opening / open - 1.0).abs() < 0.01 && few < 0.9 * opening && off < 0.7 * few,
            "{opening} {open} {few}"
        );
        let reform = "[change.a]\ncountry = \"canada\"\nwhen = 2014-01-01\naccounts_wanted = \"90%\"\n";
        let shared = 365.0 / 1461.0;
        let both = (2.0 - shared) * opening;
        assert!((seconds("paris-2013", reform) / both - 1.0).abs() < 0.01, "with its ghosts, what they share once");
    }

    #[test]
    fn the_rest_of_the_world_costs_nothing_but_its_people() {
        let silent =
            seconds("paris-2013", "[country.uk]\nconstant_goodwill = 1\n[country.us]\nconstant_goodwill = 1\n");
        assert!(silent < 0.1 * seconds("paris-2013", ""), "{silent}");
    }

    #[test]
    fn rumours_cost_by_those_who_hear_them() {
        let rumours = |number: u32| seconds("internet-scale", &format!("[model]\nrumours_per_year = {number}\n"));
        let one = 20.0 * 4.0 * 0.05 * 2e6 * HEARER_SECONDS;
        assert!(((rumours(9) - rumours(8)) / one - 1.0).abs() < 0.01);
    }
}
