//! E17: false claims about a country, and their correction.

use super::agenda::What;
use super::news::news_item;
use super::state::{NewsItem, RumourState};
use super::{Mistake, Run};

const HOURS_IN_A_YEAR: f64 = 365.25 * 24.0;

/// Spans into which the time since the beginning of a rumour is cut for the integral, hours.
const SPAN: f64 = 0.02;

/// The integral over all times ends after this many half-lives, with less than a billionth left.
const HALF_LIVES: f64 = 30.0;

/// Rumours are not heard any more after this time, hours.
const LAST_HEARD: f64 = 30.0 * 24.0;

impl Run<'_> {
    /// Scheduled rumours as they are given; random ones about each country, each in one audience.
    pub(crate) fn plan_the_rumours(&mut self) {
        if !self.scenario.model.mechanisms.rumours {
            return;
        }
        self.tabulate_spreading();
        for rumour in &self.scenario.rumours {
            for audience in &rumour.audiences {
                self.plan_rumour(rumour.country, *audience, rumour.when_hours, rumour.size);
            }
        }
        let mean = self.scenario.model.rumours_per_year * self.end() / HOURS_IN_A_YEAR;
        for country in 0..self.scenario.countries.len() {
            for _ in 0..self.luck.poisson(mean) {
                let at = self.luck.uniform() * self.end();
                let audience = self.luck.index(self.scenario.audiences.len());
                self.plan_rumour(country, audience, at, 1.0);
            }
        }
    }

    fn plan_rumour(&mut self, country: usize, audience: usize, began: f64, size: f64) {
        let heard = vec![false; self.classes[audience].len()];
        let rumour = Some(self.rumours.len());
        self.rumours.push(RumourState { country, audience, began, corrected: None, heard, exposed: 0 });
        self.plan_news(NewsItem { rumour, ..news_item(audience, began, size) });
    }

    /// The integral of g up to the end of every span, over that of all spans.
    fn tabulate_spreading(&mut self) {
        let model = &self.scenario.model;
        let spans = (HALF_LIVES * model.rumour_half_life_hours / SPAN).ceil() as u32;
        let mut sum = 0.0;
        let mut sums = vec![0.0];
        for span in 0..spans {
            let from = f64::from(span) * SPAN;
            let mut left = (-(from + SPAN / 2.0) / model.rumour_half_life_hours).exp2();
            if self.makes(Mistake::NobodyElseDebunks) {
                left = 1.0;
            }
            let lost = match model.mechanisms.attention_fades {
                true => self.attention_left(from) - self.attention_left(from + SPAN),
                false => SPAN,
            };
            sum += lost * left;
            sums.push(sum);
        }
        self.heard_by = sums.into_iter().map(|part| part / sum).collect();
    }

    /// G: the share of its hearers whom a rumour has reached after some hours.
    pub(crate) fn share_reached(&self, hours: f64) -> f64 {
        if self.makes(Mistake::HeardAtOnce) {
            return 1.0;
        }
        let place = hours / SPAN;
        let span = place.floor() as usize;
        let Some(after) = self.heard_by.get(span + 1) else { return 1.0 };
        self.heard_by[span] + (place - place.floor()) * (after - self.heard_by[span])
    }

    /// The country that a rumour is about.
    pub(crate) fn rumour_begins(&mut self, rumour: usize) -> usize {
        self.agenda.put(self.now + 1.0, What::RumourSpreads { rumour });
        self.rumours[rumour].country
    }

    /// Every full hour after the beginning.
    pub(crate) fn rumour_spreads(&mut self, rumour: usize) {
        self.bring_exposures_up_to_date(rumour);
        if self.now + 1.0 <= self.rumours[rumour].began + LAST_HEARD {
            self.agenda.put(self.now + 1.0, What::RumourSpreads { rumour });
        }
    }

    fn bring_exposures_up_to_date(&mut self, rumour: usize) {
        let state = &self.rumours[rumour];
        let age = (self.now - state.began).min(LAST_HEARD);
        let mut share = self.share_reached(age);
        if let Some(corrected) = state.corrected {
            let before = self.share_reached(corrected - state.began);
            share = match self.makes(Mistake::CorrectionSparesBackwards) {
                true => share * (1.0 - self.scenario.model.correction_saves),
                false => before + (share - before) * (1.0 - self.scenario.model.correction_saves),
            };
        }
        let hearers = self.scenario.model.rumour_reach * state.heard.len() as f64 * share;
        let hearers = (hearers + 0.5).floor() as usize;
        while self.rumours[rumour].exposed < hearers {
            self.rumours[rumour].exposed += 1;
            self.somebody_hears(rumour);
        }
    }

    /// A random member who has not heard the rumour yet.
    fn somebody_hears(&mut self, rumour: usize) {
        let (country, audience) = (self.rumours[rumour].country, self.rumours[rumour].audience);
        let state = &self.rumours[rumour];
        let again = self.makes(Mistake::HearsAgain);
        let deaf: Vec<usize> = (0..state.heard.len()).filter(|member| again || !state.heard[*member]).collect();
        if deaf.is_empty() {
            return;
        }
        let member = deaf[self.luck.index(deaf.len())];
        self.rumours[rumour].heard[member] = true;
        self.tallies[country].exposed += 1;
        self.let_attitudes_relax(audience, country);
        let plane = &mut self.planes[audience][country];
        let attitude = plane.baseline[member] + plane.deviation[member];
        plane.deviation[member] -= self.scenario.model.rumour_step * (1.0 + attitude);
    }

    /// A comment on a rumour is being published: the first one in its audience corrects it there.
    pub(crate) fn may_correct_a_rumour(&mut self, news: usize) {
        let Some(rumour) = self.news[news].rumour else { return };
        if self.rumours[rumour].corrected.is_none() && !self.makes(Mistake::NobodyIsCorrected) {
            self.bring_exposures_up_to_date(rumour);
            self.rumours[rumour].corrected = Some(self.now);
        }
        if self.makes(Mistake::CorrectedEverywhere) {
            self.correct_elsewhere(rumour);
        }
    }

    /// A mistake: the same rumour in other audiences is corrected, too.
    fn correct_elsewhere(&mut self, rumour: usize) {
        for other in 0..self.rumours.len() {
            let state = &self.rumours[other];
            let same = state.began == self.rumours[rumour].began && state.country == self.rumours[rumour].country;
            if same && state.corrected.is_none() {
                self.bring_exposures_up_to_date(other);
                self.rumours[other].corrected = Some(self.now);
            }
        }
    }
}
