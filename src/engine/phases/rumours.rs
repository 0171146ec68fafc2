//! Phase 8: rumours spread, and are corrected (E17). A rumour is an event about one country, on which only its accounts
//! comment; the first comment that they publish is the correction.

use crate::calendar::DAY;
use crate::engine::agenda::Item;
use crate::engine::drafts::{Hearsay, News};
use crate::engine::run::Simulation;
use crate::math::{poisson, unit};
use crate::model::rumour::{Course, HOURS, exposure_step};
use crate::random::{Kind, Path, Purpose};
use crate::world::places::Places;
use rand::Rng;

impl Simulation<'_> {
    /// Puts down the rumours of the scenario from an hour on.
    pub(in crate::engine) fn plan_scheduled_rumours(&mut self, from: f64) {
        let scenario = self.scenario;
        for rumour in scenario.rumours.iter().filter(|rumour| rumour.when_hours >= from) {
            for audience in &rumour.audiences {
                let path = Path::to(Kind::Rumour).then_name(&scenario.audiences[*audience].id).then_name(&rumour.id);
                self.put_rumour(path, (rumour.country, *audience), rumour.size, rumour.when_hours, true);
            }
        }
    }

    /// Draws the random rumours of a day.
    pub(in crate::engine) fn draw_rumours(&mut self, day: u32) {
        let (scenario, daily) = (self.scenario, self.scenario.model.rumours_per_year / 365.25);
        if daily <= 0.0 {
            return;
        }
        for country in 0..scenario.countries.len() {
            let today = Path::to(Kind::Rumour).then_name(&scenario.countries[country].id).then(u64::from(day));
            let words = self.luck.at(today, Purpose::Events);
            let begun: Vec<(f64, f64)> = (0..poisson(words, daily)).map(|_| (unit(words), unit(words))).collect();
            for (k, (of_day, place)) in begun.into_iter().enumerate() {
                let audience = (place * scenario.audiences.len() as f64) as usize;
                let path = today.then(k as u64);
                self.put_rumour(path, (country, audience), 1.0, DAY * (f64::from(day) + of_day), false);
            }
        }
    }

    fn put_rumour(&mut self, path: Path, (country, audience): (usize, usize), size: f64, begun: f64, scheduled: bool) {
        if !self.scenario.model.mechanisms.rumours {
            return;
        }
        let key = self.luck.at(path, Purpose::World).next_u64();
        let (number, news) = (self.hearsay.len() as u32, self.news.len() as u32);
        let hearers = Places::new(key, self.world.publics[audience].members);
        self.hearsay.push(Hearsay { news, country, hearers, scheduled, heard: 0, corrected_at: f64::INFINITY });
        self.put_news(News { path, audience, size, begun, topic: 1.0, scheduled: None, rumour: Some(number) });
        for hour in 1..=HOURS {
            self.agenda.put(begun + f64::from(hour), path.0, Item::Rumour(number, hour));
        }
    }

    /// Do the accounts of a country comment on this? On a rumour only those about whose country it is.
    pub(in crate::engine) fn concerns(&self, news: &News, country: usize) -> bool {
        news.rumour.is_none_or(|rumour| self.hearsay[rumour as usize].country == country)
    }

    /// Brings the exposures of a rumour up to date.
    pub(in crate::engine) fn spread_rumour(&mut self, hour: f64, number: u32) {
        let model = &self.scenario.model;
        let hearsay = &mut self.hearsay[number as usize];
        let news = self.news[hearsay.news as usize];
        let members = model.rumour_reach * f64::from(self.world.publics[news.audience].members);
        let age = hour - news.begun;
        let course = self.course.get_or_insert_with(|| Course::new(self.rules.attention, model.rumour_half_life_hours));
        let heard = course.exposed(members, age, hearsay.corrected_at, model.correction_saves).max(hearsay.heard);
        let country = hearsay.country;
        let place = self.world.plane(news.audience, country);
        let plane = &mut self.world.planes[place];
        let scale = plane.scale(hour) as f32;
        for k in hearsay.heard..heard {
            let member = hearsay.hearers.member(k);
            let step = exposure_step(model.rumour_step, f64::from(plane.attitude(member, scale)));
            plane.shift(member, step as f32, scale);
        }
        self.world.ministries[country].counts.exposed += u64::from(heard - hearsay.heard);
        hearsay.heard = heard;
    }

    /// A comment on a rumour has been published: the first one is the correction.
    pub(in crate::engine) fn correct_rumour(&mut self, hour: f64, number: u32) {
        self.spread_rumour(hour, number);
        let hearsay = &mut self.hearsay[number as usize];
        let begun = self.news[hearsay.news as usize].begun;
        hearsay.corrected_at = hearsay.corrected_at.min(hour - begun);
    }
}
