//! What people do with messages, in half a year of paris-2013: when they react (F1, F3), how often (F2), to whom (F5,
//! F6), to what (F17), and how much of what ministries say are replies (F15).

use super::statistics::{median, quantile_of, rank_correlation, slope, tail_exponent};
use super::trial::{Numbers, Stage, Trial, as_it_stands, or_none, ratio};
use crate::engine::recorder::{Recorder, View};
use crate::engine::trace::{Ending, Story};
use crate::model::engagement::LATEST_REACTION_HOURS;
use crate::scenario::Scenario;
use crate::world::Form;

/// Half a year of paris-2013.
pub static SPRING: Trial =
    Trial { name: "spring", text: include_str!("worlds/spring.toml"), variants: as_it_stands, measure };

/// Beyond the kernel's flat beginning, hours: there the power law of E5 begins.
const TAIL_FROM: f64 = 300.0 / 3600.0;
/// An account is small below so many followers (F2).
const SMALL: f64 = 500.0;
/// An account is compared with others if it published so many messages.
const ENOUGH_MESSAGES: f64 = 30.0;
/// Brands in the study behind F6 have at least so many followers.
const BRAND: f64 = 5_000.0;

/// One account: what it published and what came of it.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    followers: f64,
    /// Messages and engagements by form.
    forms: [(f64, f64); 2],
}

impl Tally {
    fn messages(&self) -> f64 {
        self.forms.iter().map(|form| form.0).sum()
    }

    /// Engagements for each message.
    fn each(&self) -> f64 {
        ratio(self.forms.iter().map(|form| form.1).sum(), self.messages())
    }
}

/// What is kept of a run.
struct Spring {
    end: f64,
    /// Accounts of all countries, country by country.
    accounts: Vec<Vec<Tally>>,
    /// Times of all reactions to one message that have an instant, hours after publication.
    reactions: Vec<Vec<f64>>,
    /// Delays of followers who passed a message on, hours.
    first_delays: Vec<f64>,
    /// The times at which the message was passed on that was so most often.
    largest: Vec<f64>,
    /// Messages of small accounts, and how many of them anybody reacted to.
    small: (u32, u32),
    /// Announcements, comments and replies published, by country.
    published: Vec<[f64; 3]>,
}

impl Spring {
    fn new(scenario: &Scenario) -> Spring {
        let countries = scenario.countries.len();
        Spring {
            end: scenario.run.hours(),
            accounts: vec![Vec::new(); countries],
            reactions: Vec::new(),
            first_delays: Vec::new(),
            largest: Vec::new(),
            small: (0, 0),
            published: vec![[0.0; 3]; countries],
        }
    }

    /// Adds what happened at an instant of its own, if there was time enough for all of it.
    fn add_times(&mut self, story: &Story, published: f64) {
        if published + LATEST_REACTION_HOURS > self.end {
            return;
        }
        let passed_on: Vec<f64> = story.passed_on.iter().map(|reshare| reshare.after).collect();
        let of_followers = story.passed_on.iter().filter(|reshare| reshare.generation == 0);
        self.first_delays.extend(of_followers.map(|reshare| reshare.after));
        self.reactions.push([&passed_on[..], &story.asked_after[..]].concat());
        if passed_on.len() > self.largest.len() {
            self.largest = passed_on;
        }
    }

    /// Reactions to all messages but the most successful hundredth.
    fn ordinary_reactions(&self) -> Vec<f64> {
        let counts: Vec<f64> = self.reactions.iter().map(|times| times.len() as f64).collect();
        let limit = quantile_of(&counts, 0.99).unwrap_or(0.0);
        self.reactions.iter().filter(|times| times.len() as f64 <= limit).flatten().copied().collect()
    }

    /// Followers and engagements for each message, of accounts that published enough and had followers.
    fn compared(&self) -> Vec<(f64, f64)> {
        let enough = |tally: &&Tally| tally.messages() >= ENOUGH_MESSAGES && tally.followers > 0.0;
        self.accounts.iter().flatten().filter(enough).map(|tally| (tally.followers, tally.each())).collect()
    }

    /// Engagements with comments, over what they would have been had every account done with them as with its
    /// announcements: large accounts do not comment as much as small ones, and must not count as a form.
    fn comment_by_announcement(&self) -> f64 {
        let [announcement, comment] = [Form::Announcement as usize, Form::Comment as usize];
        let both = self.accounts.iter().flatten().filter(|tally| tally.forms[announcement].0 > 0.0);
        let (engaged, expected) = both.fold((0.0, 0.0), |(engaged, expected), tally| {
            let each = ratio(tally.forms[announcement].1, tally.forms[announcement].0);
            (engaged + tally.forms[comment].1, expected + tally.forms[comment].0 * each)
        });
        ratio(engaged, expected)
    }
}

impl Recorder for Spring {
    fn record(&mut self, view: &View<'_>) {
        for country in 0..self.accounts.len() {
            let own = view.world.accounts.iter().filter(|account| account.country == country);
            let followers: Vec<f64> = own.map(|account| f64::from(account.followers())).collect();
            self.accounts[country].resize(followers.len(), Tally::default());
            self.accounts[country].iter_mut().zip(followers).for_each(|(tally, now)| tally.followers = now);
        }
    }

    fn hear(&mut self, story: &Story) {
        let Some(published) = story.ended.filter(|_| is_out(story)) else { return };
        self.published[story.country][story.form as usize] += 1.0;
        if story.form == Form::Reply {
            return;
        }
        let engaged: u64 = story.engaged.iter().sum();
        let tally = &mut self.accounts[story.country][story.account as usize];
        let form = &mut tally.forms[story.form as usize];
        (form.0, form.1) = (form.0 + 1.0, form.1 + engaged as f64);
        if tally.followers < SMALL && tally.followers > 0.0 {
            self.small = (self.small.0 + 1, self.small.1 + u32::from(engaged > 0));
        }
        self.add_times(story, published);
    }
}

/// Was it published, with a yes or without?
pub(super) fn is_out(story: &Story) -> bool {
    matches!(story.ending, Ending::Published | Ending::Bypassed)
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let mut spring = Spring::new(stage.scenario(0));
    stage.listen(0, &mut spring)?;
    Some([times(&spring), success(&spring), forms(&spring)].concat())
}

fn times(spring: &Spring) -> Numbers {
    let ordinary = spring.ordinary_reactions();
    let in_first_hour = ordinary.iter().filter(|after| **after <= 1.0).count() as f64;
    vec![
        ("reaction_median_minutes", or_none(median(&ordinary)) * 60.0),
        ("first_hour_share", ratio(in_first_hour, ordinary.len() as f64)),
        ("theta", or_none(tail_exponent(&spring.first_delays, TAIL_FROM, LATEST_REACTION_HOURS))),
        ("largest_cascade_median_hours", or_none(median(&spring.largest))),
        ("largest_cascade_reshares", spring.largest.len() as f64),
    ]
}

fn success(spring: &Spring) -> Numbers {
    let compared = spring.compared();
    let rates: Vec<(f64, f64)> = compared.iter().map(|(followers, each)| (*followers, each / followers)).collect();
    let logs: Vec<(f64, f64)> =
        rates.iter().filter(|(_, rate)| *rate > 0.0).map(|(f, rate)| (libm::log(*f), libm::log(*rate))).collect();
    let all: Vec<f64> = rates.iter().map(|(_, rate)| *rate).collect();
    let brands: Vec<f64> = rates.iter().filter(|(followers, _)| *followers >= BRAND).map(|(_, rate)| *rate).collect();
    let spread = quantile_of(&all, 0.95).zip(quantile_of(&all, 0.05)).map(|(high, low)| ratio(high, low));
    vec![
        ("small_with_reaction_share", ratio(f64::from(spring.small.1), f64::from(spring.small.0))),
        ("rank_correlation", or_none(rank_correlation(&compared))),
        ("rate_spread", or_none(spread)),
        ("size_slope", or_none(slope(&logs))),
        ("rate_median", or_none(median(&all)) * 100.0),
        ("rate_median_brands", or_none(median(&brands)) * 100.0),
    ]
}

fn forms(spring: &Spring) -> Numbers {
    // Where nobody replies to anybody, nothing can be said about replies.
    let is_known = spring.published.iter().any(|published| published[Form::Reply as usize] > 0.0);
    let share = |published: &[f64; 3]| ratio(published[Form::Reply as usize], published.iter().sum());
    let shares: Vec<f64> = spring.published.iter().filter(|_| is_known).map(share).collect();
    let largest = shares.iter().copied().fold(f64::NAN, f64::max);
    let smallest = shares.iter().copied().fold(f64::NAN, f64::min);
    vec![
        ("comment_by_announcement", spring.comment_by_announcement()),
        ("largest_reply_share", largest),
        ("reply_share_difference", largest - smallest),
    ]
}
