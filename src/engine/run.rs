//! One run: the agenda's items are done one after the other, each by the phase it belongs to.

use super::agenda::{Agenda, Item};
use super::drafts::{Draft, Hearsay, News, Question};
use super::recorder::Recorder;
use super::rules::Rules;
use super::slab::Slab;
use super::trace::Stories;
use crate::calendar::DAY;
use crate::model::rumour::Course;
use crate::random::Luck;
use crate::scenario::Scenario;
use crate::world::{self, World};

/// A run under way.
#[derive(Clone)]
pub struct Simulation<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) rules: Rules,
    pub(super) luck: Luck,
    pub(super) world: World,
    pub(super) agenda: Agenda,
    pub(super) drafts: Slab<Draft>,
    pub(super) questions: Slab<Question>,
    pub(super) news: Vec<News>,
    pub(super) hearsay: Vec<Hearsay>,
    /// How far rumours come by themselves; worked out when the first one spreads.
    pub(super) course: Option<Course>,
    /// Accounts of each country that have not opened, the least resistance last.
    pub(super) unopened: Vec<Vec<u32>>,
    /// Accounts of a country posted to an audience, by the number of their plane.
    pub(super) posted: Vec<Vec<u32>>,
    /// Reused room for those who comment on one event.
    pub(super) authors: Vec<u32>,
    /// Reused room for the news of one day.
    pub(super) arising: Vec<News>,
    /// Reused room for those who pass one message on.
    pub(super) cascade: super::share::Cascade,
    /// Reused room for those who engage with one message.
    pub(super) crowd: super::respond::Crowd,
    /// The stories of messages, if the run is told.
    pub(super) stories: Option<Stories>,
    /// When the world was last shown to the observers, hours.
    pub(super) recorded: f64,
}

impl<'a> Simulation<'a> {
    /// The world of one replicate at hour 0, with everything on the agenda that is known beforehand.
    #[must_use]
    pub fn new(scenario: &'a Scenario, replicate: u32) -> Simulation<'a> {
        let mut luck = Luck::new(scenario.run.seed, replicate);
        let world = world::build(scenario, &mut luck);
        Simulation::of_world(scenario, world, luck)
    }

    /// A run from a given world; `luck` belongs to its replicate.
    #[must_use]
    pub fn of_world(scenario: &'a Scenario, world: World, luck: Luck) -> Simulation<'a> {
        let mut simulation = Simulation::unplanned(scenario, world, luck);
        simulation.plan();
        simulation
    }

    /// A run from a given world with nothing on its agenda.
    pub(super) fn unplanned(scenario: &'a Scenario, world: World, luck: Luck) -> Simulation<'a> {
        let mut posted = vec![Vec::new(); world.planes.len()];
        let mut unopened = vec![Vec::new(); world.ministries.len()];
        for (number, account) in world.accounts.iter().enumerate() {
            posted[account.plane].push(number as u32);
            if !account.open {
                unopened[account.country].push(number as u32);
            }
        }
        let resistance = |number: &u32| world.accounts[*number as usize].resistance;
        for accounts in &mut unopened {
            accounts.sort_by(|a, b| resistance(b).total_cmp(&resistance(a)));
        }
        let rules = Rules::of(&scenario.model);
        Simulation {
            scenario,
            course: None,
            rules,
            luck,
            world,
            agenda: Agenda::new(scenario.run.hours()),
            drafts: Slab::new(),
            questions: Slab::new(),
            news: Vec::new(),
            hearsay: Vec::new(),
            arising: Vec::new(),
            cascade: super::share::Cascade::default(),
            posted,
            unopened,
            authors: Vec::new(),
            crowd: super::respond::Crowd::default(),
            stories: None,
            recorded: 0.0,
        }
    }

    /// The state of the run.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Puts down what does not follow from anything else.
    fn plan(&mut self) {
        self.plan_policies(0.0);
        self.plan_scheduled_events(0.0);
        self.plan_scheduled_rumours(0.0);
        self.agenda.put(0.0, 0, Item::Day(0));
        self.plan_first_announcements();
        self.begin_moods();
        self.agenda.put(DAY, 0, Item::Midnight(1));
        self.plan_records(0.0);
    }

    /// Does an item to come follow from the scenario alone, and not from what has happened up to an hour? These may be
    /// others in a run that goes on from there.
    pub(super) fn is_planned(&self, item: Item, hour: f64) -> bool {
        let of_rumour = |rumour: u32| &self.hearsay[rumour as usize];
        let is_scheduled = |news: &News| {
            news.begun >= hour
                && (news.scheduled.is_some() || news.rumour.is_some_and(|rumour| of_rumour(rumour).scheduled))
        };
        match item {
            Item::Policies | Item::Record => true,
            Item::Event(news) => is_scheduled(&self.news[news as usize]),
            Item::Rumour(rumour, _) => is_scheduled(&self.news[of_rumour(rumour).news as usize]),
            _ => false,
        }
    }

    /// Puts down what follows from the scenario alone, from an hour on.
    pub(super) fn plan_from(&mut self, hour: f64) {
        self.plan_policies_from(hour);
        self.plan_scheduled_events(hour);
        self.plan_scheduled_rumours(hour);
        self.plan_records(hour);
    }

    /// Runs to the end, showing the world to each recorder. Returns `false` if `stop` ended it before.
    pub fn run(&mut self, recorders: &mut [&mut dyn Recorder], stop: &dyn Fn() -> bool) -> bool {
        self.agenda.end_for_good();
        self.run_until(f64::INFINITY, recorders, stop)
    }

    /// Other policies hold from `hour` on, up to which this has run; in all else `scenario` is the one so far.
    pub(super) fn take_policies_of(&mut self, scenario: &'a Scenario, hour: f64) {
        self.scenario = scenario;
        self.plan_policies_from(hour);
    }

    /// The same as `run` until just before `until`.
    pub(super) fn run_until(
        &mut self,
        until: f64,
        recorders: &mut [&mut dyn Recorder],
        stop: &dyn Fn() -> bool,
    ) -> bool {
        while let Some((hour, path, item)) = self.agenda.next() {
            if hour >= until {
                self.agenda.put(hour, path, item);
                return true;
            }
            match item {
                Item::Policies => self.change_policies(hour),
                Item::Day(day) => self.begin_day(day),
                Item::Event(event) => self.begin_event(hour, event),
                Item::Rumour(rumour, _) => self.spread_rumour(hour, rumour),
                Item::Announcements(audience, day) => self.draft_announcements(hour, audience, day),
                Item::Submit(draft) => self.submit(hour, draft),
                Item::Decide(draft) => self.decide(hour, draft),
                Item::Withdraw(draft) => self.withdraw(hour, path, draft),
                Item::ReviewEnds(draft) => self.end_review(hour, draft),
                Item::DeskOpens(country, desk) => self.open_desk(hour, country, desk),
                Item::Asked(question) => self.receive_question(hour, question),
                Item::PatienceEnds(question) => self.end_patience(hour, question),
                Item::Lapses(question) => self.lapse(hour, question),
                Item::InboxWakes(account) => self.wake_inbox(hour, account),
                Item::Answered(question) => self.finish_answer(hour, question),
                Item::Midnight(day) => {
                    self.end_day(hour, day);
                    self.tell_complete(recorders);
                }
                Item::Record => {
                    if stop() {
                        return false;
                    }
                    self.observe(hour, recorders);
                }
            }
        }
        self.tell_rest(recorders);
        true
    }
}
