//! Phase 3: diplomats draft (E0). Announcements are drafted in local working hours, comments when something happens.

use crate::calendar::DAY;
use crate::engine::agenda::Item;
use crate::engine::drafts::{Draft, DraftLuck};
use crate::engine::run::Simulation;
use crate::math::{exponential_at, poisson, unit};
use crate::model::drafting::{announcements_per_weekday, comment_chance};
use crate::random::{Kind, Path, Purpose};
use crate::world::Form;
use rand::Rng;

/// The luck of a draft, in the order in which it is drawn.
fn draft_luck(words: &mut impl Rng) -> DraftLuck {
    DraftLuck {
        quality: unit(words),
        needs_approval: unit(words),
        delay: unit(words),
        dropped: unit(words),
        gaffe: unit(words),
    }
}

impl Simulation<'_> {
    /// Puts down each audience's first working day that begins inside the run.
    pub(in crate::engine) fn plan_first_announcements(&mut self) {
        for audience in 0..self.world.publics.len() {
            let day = u32::from(self.opening_hour(audience, 0) < 0.0);
            self.plan_announcements(audience, day);
        }
    }

    /// When announcements begin on a local day, hours since the start.
    fn opening_hour(&self, audience: usize, day: u32) -> f64 {
        let zone = self.world.publics[audience].zone;
        f64::from(day) * DAY + self.scenario.model.announcement_hours.from - zone.hours()
    }

    /// Puts down the first weekday from `day` on.
    fn plan_announcements(&mut self, audience: usize, day: u32) {
        let clock = self.world.clock;
        let weekday = (day..day + 7).find(|d| clock.weekday(i64::from(*d)) < 5).unwrap_or(day);
        let hour = self.opening_hour(audience, weekday);
        self.agenda.put(hour, audience as u64, Item::Announcements(audience as u16, weekday));
    }

    /// A local weekday begins: every account posted there plans its announcements.
    pub(in crate::engine) fn draft_announcements(&mut self, hour: f64, audience: u16, day: u32) {
        let audience = usize::from(audience);
        for country in 0..self.world.ministries.len() {
            let plane = self.world.plane(audience, country);
            for k in 0..self.posted[plane].len() {
                self.draft_announcements_of(hour, self.posted[plane][k], day);
            }
        }
        self.plan_announcements(audience, day + 1);
    }

    /// The announcements of one account on one local day, which begins at `hour`.
    fn draft_announcements_of(&mut self, hour: f64, number: u32, day: u32) {
        let account = &self.world.accounts[number as usize];
        if !account.speaks(hour) {
            return;
        }
        let mean = announcements_per_weekday(self.world.ministries[account.country].policy.announcements_per_day);
        let today = Path::to(Kind::Announcements).then(account.path.0).then(u64::from(day));
        let words = self.luck.at(today, Purpose::Draft);
        // Each has its own luck by its number, whatever the mean: a policy that announces less keeps the first ones.
        for ordinal in 0..poisson(words, mean) {
            let ready = hour + self.scenario.model.announcement_hours.length() * unit(words);
            let path = today.then(ordinal);
            let draft = Draft::new(path, number, Form::Announcement, 0, draft_luck(words));
            self.agenda.put(ready, path.0, Item::Submit(self.drafts.add(draft)));
        }
    }

    /// The chance that an account of a country comments on an event that concerns it.
    pub(in crate::engine) fn comment_chance(&self, country: usize) -> f64 {
        comment_chance(self.world.ministries[country].policy.comments_on_events, self.fear(country))
    }

    /// An account has decided to comment on an event.
    pub(in crate::engine) fn draft_comment(&mut self, hour: f64, event: u32, author: u32) {
        let account = &self.world.accounts[author as usize];
        let country = account.country;
        let path = Path::to(Kind::Comment).then(account.path.0).then(self.news[event as usize].path.0);
        let words = self.luck.at(path, Purpose::Draft);
        let ready = hour + self.scenario.model.drafting_time_hours * exponential_at(unit(words));
        let draft = Draft::new(path, author, Form::Comment, event, draft_luck(words));
        self.count_draft(country, Form::Comment);
        self.begin_story(hour, &draft);
        self.agenda.put(ready, path.0, Item::Submit(self.drafts.add(draft)));
    }

    /// m: how far a country's staff feel unable to speak.
    pub(in crate::engine) fn fear(&self, country: usize) -> f64 {
        let (on, ministry) = (&self.scenario.model.mechanisms, &self.world.ministries[country]);
        match (on.fear, on.norms_lag) {
            (false, _) => 0.0,
            (true, false) => ministry.policy.fear_of_speaking,
            (true, true) => ministry.norm,
        }
    }

    /// Counts a draft from the moment at which its author has decided to write it.
    pub(in crate::engine) fn count_draft(&mut self, country: usize, form: Form) {
        let ministry = &mut self.world.ministries[country];
        ministry.counts.drafted[form as usize] += 1;
        ministry.drafts_waiting += 1;
    }
}
