//! The small scenarios of `engine.rs`: equal accounts that speak to equally many followers, nothing else; what must
//! come out of them; and their runs.

use crate::shared::{Tally, processor_time, row};
use softpower::engine::run::Simulation;
use softpower::model::engagement::{affinity_effect, engagement_chance};
use softpower::random::Luck;
use softpower::scenario::{Approval, Scenario, Source, parse};
use softpower::world::account::BLOCK;
use softpower::world::{self, World};

/// What starts a message.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Cause {
    /// The account's own plan: an announcement.
    Plan,
    /// An event on which every account comments.
    Event,
}

/// One small scenario, in one audience.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub members: u32,
    pub countries: u32,
    /// Accounts of each country.
    pub accounts: u32,
    /// Followers of each account, at most half of the members.
    pub followers: u32,
    /// Engagements with one message, about: the few most active members set a limit.
    pub engaged: f64,
    pub cause: Cause,
    /// Does whoever engages ask, with the default chance?
    pub questions: bool,
}

/// Messages of one account on an average day.
const MESSAGES_A_DAY: f64 = 50.0;
/// So small that attitudes are worked out and stored but stay what they were.
const HARDLY: f64 = 1e-9;
const DAY: f64 = 24.0;

impl Case {
    /// Places of the lists that one message visits, in blocks.
    pub(crate) fn blocks(&self) -> u32 {
        self.followers.div_ceil(BLOCK)
    }

    /// Messages on an average day.
    fn messages_a_day(&self) -> f64 {
        f64::from(self.countries * self.accounts) * MESSAGES_A_DAY
    }

    /// Whole weeks that take about a fifth of a second, by rough prices; the same on every machine.
    fn days(&self) -> u32 {
        let message = 200.0 + 300.0 * f64::from(self.blocks()) + 120.0 * self.engaged;
        let weeks = 0.2e9 / (7.0 * self.messages_a_day() * message);
        7 * (weeks as u32).clamp(1, 5000)
    }

    fn scenario(&self) -> Scenario {
        let countries: String = (1..=self.countries).map(|k| format!("[country.number-{k}]\n")).collect();
        let mut scenario = parsed(&format!("[audience.public]\n{countries}"));
        scenario.run.days = self.days();
        scenario.run.record_every_hours = f64::from(scenario.run.days) * DAY;
        scenario.audiences[0].members = self.members;
        let of_events = self.cause == Cause::Event;
        scenario.audiences[0].events_per_day = if of_events { MESSAGES_A_DAY } else { 0.0 };
        for country in &mut scenario.countries {
            (country.missions, country.accounts_at_start) = (self.accounts, self.accounts);
            country.followers_per_account = f64::from(self.followers);
            country.policy.announcements_per_day = if of_events { 0.0 } else { MESSAGES_A_DAY };
            country.policy.comments_on_events = 1.0;
            country.policy.approval = Approval::None;
        }
        self.make_messages_equal(&mut scenario);
        scenario
    }

    /// Every message has the same appeal, no attitude moves; the work is that of the whole model.
    fn make_messages_equal(&self, scenario: &mut Scenario) {
        let model = &mut scenario.model;
        let on = &mut model.mechanisms;
        (on.quality_varies, on.fear, on.attention_fades, on.daily_rhythm) = (false, false, false, false);
        on.dialogue = self.questions;
        // Whoever is reached by a reshare, or comes and goes, would be no follower that the closed form knows.
        (on.reshares, on.followers_come, on.followers_leave) = (false, false, false);
        // So steep that every event has size 1 to eight figures.
        (model.event_size_exponent, model.event_size_cut) = (1e9, 1.001);
        model.drafting_time_hours = 0.0;
        model.engagement_per_follower = self.engaged / f64::from(self.followers.max(1));
        (model.appeal_announcement, model.appeal_commentary) = (1.0, 1.0);
        (model.learn_announcement, model.learn_commentary) = (HARDLY, HARDLY);
        (model.answer_gain, model.answer_harm, model.dialogue_lift) = (HARDLY, HARDLY, 0.0);
        (model.size_exponent, model.followers_spread) = (0.0, 0.0);
    }
}

/// A scenario from its text.
pub(crate) fn parsed(text: &str) -> Scenario {
    let parsed = parse(&Source { name: "engine.toml", text }, &[], &|_| Err("no parents".to_owned()));
    parsed.map(|parsed| parsed.scenario).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

/// A case ready to run: its world is built once and copied for each run.
pub(crate) struct Prepared {
    pub case: Case,
    pub scenario: Scenario,
    pub world: World,
}

impl Prepared {
    pub(crate) fn new(case: Case) -> Prepared {
        let scenario = case.scenario();
        let world = world::build(&scenario, &mut luck(&scenario));
        Prepared { case, scenario, world }
    }

    /// Processor seconds of one run, its building not counted, and what happened in it.
    pub(crate) fn run(&self) -> (f64, Tally) {
        let (world, mut tally) = (self.world.clone(), Tally::default());
        let mut simulation = Simulation::of_world(&self.scenario, world, luck(&self.scenario));
        let (seconds, _) = processor_time(|| simulation.run(&mut [&mut tally], &|| false));
        (seconds, tally)
    }

    /// How far messages, shown and engaged lie from the closed form, in standard errors.
    ///
    /// Engagements are the sum over an account's followers of each one's chance; which account speaks is luck as well.
    pub(crate) fn off(&self, tally: &Tally) -> [f64; 3] {
        let Case { countries, accounts, followers, cause, .. } = self.case;
        let wanted = self.case.messages_a_day() * f64::from(self.scenario.run.days);
        // On an event all accounts speak at once.
        let at_once = if cause == Cause::Event { f64::from(countries * accounts) } else { 1.0 };
        let messages = tally.messages as f64;
        let chance = f64::from(self.scenario.model.reach as f32);
        let shown = messages * f64::from(followers) * chance;
        let [mean, variance] = self.engagements_of_a_message();
        [
            standard_errors(messages - wanted, wanted * at_once),
            standard_errors(tally.shown as f64 - shown, shown * (1.0 - chance)),
            standard_errors(tally.engaged as f64 - messages * mean, messages * variance),
        ]
    }

    /// The largest of these distances.
    pub(crate) fn furthest_off(&self, tally: &Tally) -> f64 {
        self.off(tally).into_iter().map(f64::abs).fold(0.0, f64::max)
    }

    /// Mean and variance of the engagements with a message of any account.
    fn engagements_of_a_message(&self) -> [f64; 2] {
        let accounts = self.world.accounts.len() as f64;
        let of_each: Vec<[f64; 2]> = (0..self.world.accounts.len()).map(|k| self.engagements_with(k)).collect();
        let mean = of_each.iter().map(|[mean, _]| mean).sum::<f64>() / accounts;
        let spread = of_each.iter().map(|[m, variance]| variance + (m - mean) * (m - mean)).sum::<f64>() / accounts;
        [mean, spread]
    }

    /// The same for one account.
    fn engagements_with(&self, account: usize) -> [f64; 2] {
        let (model, account) = (&self.scenario.model, &self.world.accounts[account]);
        let plane = &self.world.planes[account.plane];
        let rate = model.engagement_per_follower / model.reach;
        let (mut mean, mut variance) = (0.0, 0.0);
        for (class, count) in account.in_class.into_iter().enumerate() {
            let rate = (rate * model.activity_levels[class]) as f32;
            for place in 0..count {
                let member = account.member(&self.world.publics[0], class, place);
                let attitude = plane.attitude(member, 1.0);
                let affinity = affinity_effect(model.affinity as f32, attitude, plane.mean_baseline as f32);
                let chance = f64::from(engagement_chance(model.reach as f32, rate * affinity));
                mean += chance;
                variance += chance * (1.0 - chance);
            }
        }
        [mean, variance]
    }
}

/// A difference in units of its standard error; none is none, even where nothing can vary.
fn standard_errors(difference: f64, variance: f64) -> f64 {
    if difference == 0.0 { 0.0 } else { difference / libm::sqrt(variance) }
}

/// The luck of replicate 0.
pub(crate) fn luck(scenario: &Scenario) -> Luck {
    Luck::new(scenario.run.seed, 0)
}

/// One line of a table of checks; says whether all lie within four standard errors (by chance alone one such number in
/// 16,000 does not).
pub(crate) fn close_enough(name: &str, prepared: &Prepared, tally: &Tally) -> bool {
    let off = prepared.off(tally);
    row(name, &off.map(|z| format!("{z:+.2}")));
    off.iter().all(|z| z.abs() < 4.0)
}
