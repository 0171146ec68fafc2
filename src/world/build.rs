//! Builds the world of one run from a scenario and the luck of a replicate.

use super::account::Posting;
use super::ministry::{Counts, Ministry, Station};
use super::public::{CLASSES, Plane, Public};
use super::{Account, World};
use crate::calendar::WorkClock;
use crate::math::{binomial, exponential_at, normal, unit};
use crate::model::approval::Desk;
use crate::model::attitude::baselines;
use crate::model::engagement::{lognormal_mean_one, size_effect};
use crate::random::{Kind, Luck, Path, Purpose};
use crate::scenario::{Audience, Country, Scenario};
use rand::Rng;

/// How many followers of a country are asked for `standing_followers`.
const PANEL: u32 = 1000;

/// The world at hour 0.
#[must_use]
pub fn build(scenario: &Scenario, luck: &mut Luck) -> World {
    let publics: Vec<Public> = scenario.audiences.iter().map(|a| public(a, scenario)).collect();
    let planes = planes(scenario, luck);
    let mut ministries: Vec<Ministry> = scenario.countries.iter().map(|c| ministry(c, scenario)).collect();
    let accounts: Vec<Account> =
        (0..ministries.len()).flat_map(|country| accounts(scenario, country, &publics, luck)).collect();
    for (country, ministry) in ministries.iter_mut().enumerate() {
        ministry.panel = panel(&accounts, country, &publics);
    }
    World { clock: scenario.run.clock, publics, planes, ministries, accounts }
}

/// Members numbered by class; the first class takes what rounding leaves.
fn public(audience: &Audience, scenario: &Scenario) -> Public {
    let size =
        |class: usize| libm::floor(f64::from(audience.members) * scenario.model.activity_shares[class] + 0.5) as u32;
    let (second, third) = (size(1), size(2));
    let first = audience.members.saturating_sub(second + third);
    let starts = [0, first, (first + second).min(audience.members), audience.members];
    Public::new(audience.weight, audience.zone, starts)
}

fn planes(scenario: &Scenario, luck: &mut Luck) -> Vec<Plane> {
    let model = &scenario.model;
    let values = baselines(model.baseline_mean, model.baseline_spread);
    let pairs = scenario.audiences.iter().flat_map(|a| scenario.countries.iter().map(move |c| (a, c)));
    pairs
        .map(|(audience, country)| {
            let mut codes = vec![0u8; audience.members as usize];
            let path = Path::to(Kind::Plane).then_name(&audience.id).then_name(&country.id);
            luck.at(path, Purpose::World).fill_bytes(&mut codes);
            let mut plane = Plane::new(path, &codes, values, model.attitude_half_life_hours);
            plane.goodwill = country.constant_goodwill.unwrap_or(0.0);
            plane
        })
        .collect()
}

fn ministry(country: &Country, scenario: &Scenario) -> Ministry {
    let policy = country.policy_at(0.0);
    Ministry {
        path: Path::to(Kind::Country).then_name(&country.id),
        capacity: country.capacity,
        policy,
        influence: country.capacity,
        norm: policy.fear_of_speaking,
        pressure: 0.0,
        missions: country.missions,
        opened: if country.constant_goodwill.is_none() { country.accounts_at_start } else { 0 },
        tightened_until: 0.0,
        desks: country.desks.iter().map(|desk| station(desk, scenario)).collect(),
        counts: Counts::default(),
        drafts_waiting: 0,
        questions_waiting: 0,
        panel: Vec::new(),
    }
}

fn station(desk: &crate::scenario::Desk, scenario: &Scenario) -> Station {
    Station {
        path: Path::to(Kind::Desk).then_name(&desk.id),
        desk: Desk::new(desk.reviewers),
        hours: WorkClock::new(scenario.run.clock, desk.zone, desk.office_hours, desk.weekends),
        reviewers: desk.reviewers.map_or(f64::INFINITY, f64::from),
        opening_awaited: false,
        hours_worked: 0.0,
        counted_at: 0.0,
    }
}

/// What the luck of one account comes to, as standard normal numbers and one exponential one.
struct AccountLuck {
    path: Path,
    size: f64,
    talent: f64,
    resistance: f64,
}

/// The accounts of one country, those that may open later behind the others: account i is posted to audience i modulo
/// the number of audiences.
fn accounts(scenario: &Scenario, country: usize, publics: &[Public], luck: &mut Luck) -> Vec<Account> {
    let sender = &scenario.countries[country];
    if sender.constant_goodwill.is_some() {
        return Vec::new();
    }
    let draw = |i: u32| {
        let path = Path::to(Kind::Account).then_name(&sender.id).then(u64::from(i));
        let words = luck.at(path, Purpose::World);
        let (size, talent) = (normal(words), normal(words));
        AccountLuck { path, size, talent, resistance: exponential_at(unit(words)) }
    };
    let draws: Vec<AccountLuck> = (0..sender.missions.max(sender.accounts_at_start)).map(draw).collect();
    let (first, later) = draws.split_at(sender.accounts_at_start as usize);
    let spread = scenario.model.followers_spread;
    let mut sizes = follower_counts(first, spread, sender.followers_per_account);
    sizes.extend(follower_counts(later, spread, sender.followers_of_new_accounts));
    let posted = draws.into_iter().zip(sizes).enumerate();
    posted.map(|(i, (draw, size))| account(scenario, country, i, (draw, size), publics, luck)).collect()
}

fn account(
    scenario: &Scenario,
    country: usize,
    number: usize,
    (draw, size): (AccountLuck, u32),
    publics: &[Public],
    luck: &mut Luck,
) -> Account {
    let (model, audience) = (&scenario.model, number % publics.len());
    let public = &publics[audience];
    let followers = size.min(public.members / 2);
    let in_class = split_by_class(followers, public, luck.at(draw.path.then(0), Purpose::World));
    let posting = Posting {
        path: draw.path,
        open: number < scenario.countries[country].accounts_at_start as usize,
        resistance: draw.resistance,
        key: luck.at(draw.path.then(1), Purpose::World).next_u64(),
        country,
        audience,
        plane: audience * scenario.countries.len() + country,
        talent: if model.mechanisms.quality_varies {
            lognormal_mean_one(model.talent_spread, draw.talent)
        } else {
            1.0
        },
        in_class,
        size_effect: size_effect(f64::from(followers), model.reference_followers, model.size_exponent),
        expectation: model.expectation_at_start,
        staffed: WorkClock::new(scenario.run.clock, scenario.audiences[audience].zone, model.staffed_hours, true),
    };
    posting.account(public)
}

/// Lognormal numbers of followers, scaled so that their mean is the given one: the mean is data, not luck.
fn follower_counts(draws: &[AccountLuck], spread: f64, mean: f64) -> Vec<u32> {
    let sizes: Vec<f64> = draws.iter().map(|draw| libm::exp(spread * draw.size)).collect();
    let sum: f64 = sizes.iter().sum();
    let wanted = mean * sizes.len() as f64;
    sizes.iter().map(|size| libm::floor(wanted * size / sum + 0.5) as u32).collect()
}

/// How many of an account's followers belong to each class: each follower is any member of the public.
fn split_by_class(followers: u32, public: &Public, words: &mut impl Rng) -> [u32; CLASSES] {
    let mut left = u64::from(followers);
    let mut counts = [0u32; CLASSES];
    let mut members = f64::from(public.members);
    for class in (1..CLASSES).rev() {
        let size = public.class_size(class);
        let drawn = binomial(words, left, f64::from(size) / members).min(u64::from(size));
        counts[class] = drawn as u32;
        left -= drawn;
        members -= f64::from(size);
    }
    counts[0] = left.min(u64::from(public.class_size(0))) as u32;
    counts
}

/// Every n-th follower of a country, up to [`PANEL`] of them. Lists are in random order, so any stretch is a sample.
fn panel(accounts: &[Account], country: usize, publics: &[Public]) -> Vec<(usize, u32)> {
    let own: Vec<&Account> = accounts.iter().filter(|a| a.country == country && a.open).collect();
    let total: u64 = own.iter().map(|a| u64::from(a.followers())).sum();
    let asked = total.min(u64::from(PANEL));
    let mut places = (0..asked).map(|k| (2 * k + 1) * total / (2 * asked)).peekable();
    let (mut panel, mut start) = (Vec::new(), 0);
    for account in own {
        let end = start + u64::from(account.followers());
        while let Some(place) = places.next_if(|place| *place < end) {
            let member = account.follower(&publics[account.audience], (place - start) as u32);
            panel.extend(member.map(|member| (account.plane, member)));
        }
        start = end;
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;

    #[test]
    fn the_split_by_class_has_the_hypergeometric_mean() {
        let public = Public::new(1.0, Zone::default(), [0, 9000, 9900, 10_000]);
        let mut luck = Luck::new(3, 0);
        let n = 4000;
        let mut sums = [0.0; CLASSES];
        for k in 0..n {
            let counts = split_by_class(500, &public, luck.at(Path::to(Kind::Account).then(k), Purpose::World));
            assert_eq!(counts.iter().sum::<u32>(), 500);
            (0..CLASSES).for_each(|c| sums[c] += f64::from(counts[c]));
        }
        for (class, wanted) in [450.0, 45.0, 5.0].into_iter().enumerate() {
            let mean = sums[class] / n as f64;
            assert!((mean - wanted).abs() < 4.0 * libm::sqrt(wanted / n as f64), "{class}: {mean}");
        }
    }
}
