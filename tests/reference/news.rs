//! E0: what diplomats write about, and when.

use super::agenda::What;
use super::hours::OpeningHours;
use super::luck::smallest_event_size;
use super::state::{Draft, Form, NewsItem, Place, Subject};
use super::{Mistake, Run};

impl Run<'_> {
    /// Scheduled events as they are given, random ones at random instants with random sizes.
    pub(crate) fn plan_the_news(&mut self) {
        for event in &self.scenario.events {
            for audience in &event.audiences {
                let lines_ready = event.lines_ready.clone();
                self.plan_news(NewsItem { lines_ready, ..news_item(*audience, event.when_hours, event.size) });
            }
        }
        for (audience, public) in self.scenario.audiences.iter().enumerate() {
            let count = self.luck.poisson(public.events_per_day * f64::from(self.scenario.run.days));
            for _ in 0..count {
                let at = self.luck.uniform() * self.end();
                let size = self.event_size();
                self.plan_news(NewsItem { random: true, ..news_item(audience, at, size) });
            }
        }
    }

    pub(crate) fn plan_news(&mut self, item: NewsItem) {
        self.agenda.put(item.began, What::News { news: self.news.len() });
        self.news.push(item);
    }

    fn event_size(&mut self) -> f64 {
        let model = &self.scenario.model;
        let smallest = match self.makes(Mistake::EventsNotScaled) {
            true => 1.0,
            false => smallest_event_size(model.event_size_exponent, model.event_size_cut),
        };
        self.luck.pareto(smallest, model.event_size_exponent, model.event_size_cut)
    }

    /// Monday to Friday at the post, in the announcement hours; a day whose hours begin before the run does not count.
    pub(crate) fn plan_the_announcements(&mut self) {
        for account in 0..self.accounts.len() {
            if self.accounts[account].open {
                self.plan_announcements_of(account);
            }
        }
    }

    /// The announcements of an account that has just opened.
    pub(crate) fn plan_announcements_of(&mut self, account: usize) {
        let audience = &self.scenario.audiences[self.accounts[account].audience];
        let weekends = self.makes(Mistake::AnnouncesAtWeekends);
        let hours = self.scenario.model.announcement_hours;
        let hours = OpeningHours::new(self.scenario.run.clock, audience.zone, hours, weekends);
        for day in -1..=i64::from(self.scenario.run.days) {
            let Some((opening, closing)) = hours.of_day(day) else { continue };
            if opening >= self.now && opening < self.end() {
                self.agenda.put(opening, What::AnnouncementHours { account, closing });
            }
        }
    }

    /// The announcements of the day are drawn when its hours begin, by an account that is not closed then.
    pub(crate) fn announcement_hours_begin(&mut self, account: usize, closing: f64) {
        if !self.may_draft(account) && !self.makes(Mistake::AnnouncesOnceReopened) {
            return;
        }
        let policy = self.policy(self.accounts[account].country, self.now);
        for _ in 0..self.luck.poisson(policy.announcements_per_day * 7.0 / 5.0) {
            let at = self.now + self.luck.uniform() * (closing - self.now);
            self.agenda.put(at, What::Announcement { account });
        }
    }

    /// What was planned before the account was closed falls away.
    pub(crate) fn announce(&mut self, account: usize) {
        if !self.may_draft(account) {
            return;
        }
        let draft = self.draft(account, Form::Announcement, Subject::Own);
        self.submit(draft);
    }

    /// Each account posted to the audience decides whether to write a comment, and takes some time to write it. On a
    /// rumour only those of the country concerned comment.
    pub(crate) fn news_breaks(&mut self, news: usize) {
        let audience = self.news[news].audience;
        self.decide_what_is_routine(news);
        let concerns_one = self.news[news].rumour.map(|rumour| self.rumour_begins(rumour));
        for account in 0..self.accounts.len() {
            if self.accounts[account].audience != audience || !self.may_draft(account) {
                continue;
            }
            let country = self.accounts[account].country;
            if concerns_one.is_some_and(|one| one != country) && !self.makes(Mistake::EverybodyCorrects) {
                continue;
            }
            let policy = self.policy(country, self.now);
            let fear = if self.makes(Mistake::FearForgotten) { 0.0 } else { self.fear(country) };
            if self.luck.chance(policy.comments_on_events * (1.0 - fear)) {
                let draft = self.draft(account, Form::Comment, Subject::Event(news));
                let written = self.now + self.luck.exponential(self.scenario.model.drafting_time_hours);
                self.agenda.put(written, What::CommentWritten { draft });
            }
        }
    }

    /// E14: a random event is routine for all accounts of a country or for none.
    fn decide_what_is_routine(&mut self, news: usize) {
        for country in 0..self.scenario.countries.len() {
            let share = self.policy(country, self.now).routine_topics;
            let eligible = self.news[news].random || self.makes(Mistake::EverythingIsRoutine);
            if self.luck.chance(share) && eligible {
                self.news[news].routine_for.push(country);
            }
        }
    }

    /// A new draft, counted now.
    pub(crate) fn draft(&mut self, account: usize, form: Form, subject: Subject) -> usize {
        let country = self.accounts[account].country;
        self.tallies[country].drafted[form as usize] += 1;
        self.drafts.push(Draft {
            account,
            form,
            subject,
            submitted: f64::NAN,
            rules: self.policy(country, self.now),
            deadline: f64::INFINITY,
            reviews: 0,
            needed_none: false,
            place: Place::BeingWritten,
        });
        self.drafts.len() - 1
    }
}

/// A news item without anything special about it.
pub(crate) fn news_item(audience: usize, began: f64, size: f64) -> NewsItem {
    NewsItem { audience, began, size, routine_for: Vec::new(), lines_ready: Vec::new(), random: false, rumour: None }
}
