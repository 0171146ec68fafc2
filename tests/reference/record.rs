//! The numbers of a record, by the names of `engine::measures`.

use super::Run;
use super::state::{Place, Tally};
use softpower::engine::measures::{AUDIENCE_MEASURES, COUNTRY_MEASURES};
use softpower::engine::trajectory::Layout;
use softpower::scenario::Scenario;
use softpower::stats::{mean, quantile};

/// A record at hour 0, then every `record_every`, and one at the end.
pub(crate) fn layout(scenario: &Scenario) -> Layout {
    let end = f64::from(scenario.run.days) * 24.0;
    let mut record_hours = Vec::new();
    let mut hour = 0.0;
    while hour < end {
        record_hours.push(hour);
        hour += scenario.run.record_every_hours;
    }
    record_hours.push(end);
    Layout { record_hours, countries: scenario.countries.len(), audiences: scenario.audiences.len() }
}

impl Run<'_> {
    pub(crate) fn record(&mut self) {
        for country in 0..self.scenario.countries.len() {
            for measure in COUNTRY_MEASURES {
                let value = self.country_value(country, measure.name);
                self.values.push(value);
            }
            for audience in 0..self.scenario.audiences.len() {
                for measure in AUDIENCE_MEASURES {
                    let value = self.audience_value(country, audience, measure.name);
                    self.values.push(value);
                }
            }
        }
        self.tallies = vec![Tally::new(self.scenario.audiences.len()); self.scenario.countries.len()];
        self.records_taken += 1;
    }

    fn audience_value(&mut self, country: usize, audience: usize, measure: &str) -> f64 {
        match measure {
            "voice" => self.voice_in(audience, country),
            "goodwill" => self.planes[audience][country].goodwill,
            "standing" => self.standing_in(audience, country),
            "engaged" => f64::from(self.tallies[country].engaged[audience]),
            other => panic!("the literal model does not know the measure {other} of an audience"),
        }
    }

    fn country_value(&mut self, country: usize, measure: &str) -> f64 {
        match measure {
            "influence" => self.influence[country],
            "influence_index" => 100.0 * self.influence[country] / self.scenario.countries[country].capacity,
            "voice" => self.voice(country),
            "goodwill" => self.weighted(|audience| self.planes[audience][country].goodwill),
            "standing" => self.standing(country),
            // `standing` stands before it in the list, so the attitudes are up to date.
            "standing_followers" => self.standing_of_followers(country),
            "waiting" => self.drafts_waiting(country),
            "desk_load" => self.desk_load(country),
            "questions_waiting" => self.questions_waiting(country),
            "accounts_open" => self.accounts_not_closed(country) as f64,
            "followers" => self.followers(country),
            "fear" => self.fear(country),
            _ => self.counted_value(country, measure),
        }
    }

    /// Measures of what happened since the last record.
    fn counted_value(&self, country: usize, measure: &str) -> f64 {
        let tally = &self.tallies[country];
        match measure {
            "drafted_announcements" => f64::from(tally.drafted[0]),
            "drafted_comments" => f64::from(tally.drafted[1]),
            "drafted_replies" => f64::from(tally.drafted[2]),
            "published_announcements" => f64::from(tally.published[0]),
            "published_comments" => f64::from(tally.published[1]),
            "published_replies" => f64::from(tally.published[2]),
            "bypassed" => f64::from(tally.bypassed),
            "cleared" => tally.approval_hours.len() as f64,
            "dropped" => f64::from(tally.dropped),
            "withdrawn" => f64::from(tally.withdrawn),
            "approval_hours_median" => quantile_of(&tally.approval_hours, 0.5),
            "approval_hours_p90" => quantile_of(&tally.approval_hours, 0.9),
            "attention_left" => mean(tally.attention_left.iter().copied()).unwrap_or(f64::NAN),
            "shown" => f64::from(tally.shown),
            "engaged" => f64::from(tally.engaged.iter().sum::<u32>()),
            "reshared" => f64::from(tally.reshared),
            "engaged_by_sharing" => f64::from(tally.engaged_by_sharing),
            "offspring" => mean(tally.offspring.iter().copied()).unwrap_or(f64::NAN),
            // 0 / 0 where nothing was published.
            "offspring_capped" => f64::from(tally.offspring_capped) / tally.offspring.len() as f64,
            "asked" => f64::from(tally.asked),
            "answered_in_time" => f64::from(tally.answered_in_time),
            "answered_late" => f64::from(tally.answered_late),
            "lapsed" => f64::from(tally.lapsed),
            "gaffes" => f64::from(tally.gaffes),
            "sanctions" => f64::from(tally.sanctions),
            "exposed" => f64::from(tally.exposed),
            other => panic!("the literal model does not know the measure {other} of a country"),
        }
    }

    fn drafts_waiting(&self, country: usize) -> f64 {
        let of_country = self.drafts.iter().filter(|draft| self.accounts[draft.account].country == country);
        of_country.filter(|draft| draft.place != Place::Ended).count() as f64
    }

    fn questions_waiting(&self, country: usize) -> f64 {
        let of_country = self.questions.iter().filter(|question| self.accounts[question.account].country == country);
        of_country.filter(|question| !question.closed).count() as f64
    }

    fn followers(&self, country: usize) -> f64 {
        let of_country = self.accounts.iter().filter(|account| account.country == country);
        of_country.map(|account| account.followers.len() as f64).sum()
    }

    /// The busiest desk's share of its working hours since the last record; NaN without desks, or without such hours.
    fn desk_load(&mut self, country: usize) -> f64 {
        let mut busiest = f64::NAN;
        for desk in 0..self.desks[country].len() {
            self.count_work(country, desk);
            let worked = std::mem::take(&mut self.desks[country][desk].worked);
            let Some(reviewers) = self.scenario.countries[country].desks[desk].reviewers else { continue };
            let last_record = self.layout.record_hours[self.records_taken.saturating_sub(1)];
            let capacity = self.office_hours(country, desk).between(last_record, self.now) * f64::from(reviewers);
            if capacity > 0.0 {
                busiest = busiest.max(worked / capacity);
            }
        }
        busiest
    }
}

fn quantile_of(numbers: &[f64], p: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile(&sorted, p).unwrap_or(f64::NAN)
}
