//! Phase 2: events arise, those of the scenario and random ones (E0).

use crate::calendar::DAY;
use crate::engine::agenda::Item;
use crate::engine::drafts::News;
use crate::engine::run::Simulation;
use crate::math::{poisson, unit};
use crate::random::{Kind, Path, Purpose};

impl Simulation<'_> {
    /// Puts down the events of the scenario from an hour on.
    pub(in crate::engine) fn plan_scheduled_events(&mut self, from: f64) {
        let events = self.scenario.events.iter().enumerate();
        for (number, event) in events.filter(|(_, event)| event.when_hours >= from) {
            for audience in &event.audiences {
                let path = Path::to(Kind::Event).then_name(&self.scenario.audiences[*audience].id).then_name(&event.id);
                self.put_news(News {
                    path,
                    audience: *audience,
                    size: event.size,
                    begun: event.when_hours,
                    topic: 1.0,
                    scheduled: Some(number as u32),
                    rumour: None,
                });
            }
        }
    }

    /// Draws the random events of a day, and puts down the next day.
    pub(in crate::engine) fn begin_day(&mut self, day: u32) {
        let (midnight, scenario) = (f64::from(day) * DAY, self.scenario);
        let mut arising = core::mem::take(&mut self.arising);
        for (number, audience) in scenario.audiences.iter().enumerate() {
            let today = Path::to(Kind::Event).then_name(&audience.id).then(u64::from(day));
            let words = self.luck.at(today, Purpose::Events);
            let count = poisson(words, audience.events_per_day);
            for k in 0..count {
                let begun = midnight + DAY * unit(words);
                let size = self.rules.event_sizes.at(unit(words));
                let (path, topic) = (today.then(k), unit(words));
                arising.push(News { path, audience: number, size, begun, topic, scheduled: None, rumour: None });
            }
        }
        arising.drain(..).for_each(|news| self.put_news(news));
        self.arising = arising;
        self.draw_rumours(day);
        self.agenda.put(midnight + DAY, 0, Item::Day(day + 1));
    }

    /// Puts an event down.
    pub(in crate::engine) fn put_news(&mut self, news: News) {
        self.agenda.put(news.begun, news.path.0, Item::Event(self.news.len() as u32));
        self.news.push(news);
    }

    /// An event begins: each account posted to its audience decides whether to comment.
    ///
    /// A country's accounts draw in their own order from one address of country and event, one number each, whether
    /// they write or not: neither another country's accounts nor an account that is added or falls silent changes what
    /// the others decide.
    pub(in crate::engine) fn begin_event(&mut self, hour: f64, event: u32) {
        let news = self.news[event as usize];
        let audience = news.audience;
        for country in 0..self.world.ministries.len() {
            if !self.concerns(&news, country) {
                continue;
            }
            let plane = self.world.plane(audience, country);
            let path = self.world.ministries[country].path.then(news.path.0);
            let chance = self.comment_chance(country);
            let words = self.luck.at(path, Purpose::Events);
            let mut authors = core::mem::take(&mut self.authors);
            authors.clear();
            let decides = |account: &u32| unit(words) < chance && self.world.accounts[*account as usize].speaks(hour);
            authors.extend(self.posted[plane].iter().copied().filter(decides));
            authors.iter().for_each(|author| self.draft_comment(hour, event, *author));
            self.authors = authors;
        }
    }
}
