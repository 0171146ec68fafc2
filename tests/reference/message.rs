//! E1 to E5, E7, E9: what happens when a message is published.

use super::agenda::What;
use super::state::{Form, Place, Subject};
use super::{Mistake, Run};
use softpower::scenario::AttentionShape;

/// A reaction later than this does not happen, hours.
pub(crate) const LATEST_REACTION_HOURS: f64 = 30.0 * 24.0;

/// A message that is shown to people.
pub(crate) struct Message {
    pub(crate) account: usize,
    pub(crate) form: Form,
    /// E4: the rate of engagement of a member with u = 1 and the mean attitude, if all attention is left (R = 1).
    pub(crate) rate: f64,
    /// Since when the attention to what it is about fades.
    pub(crate) since: Option<f64>,
}

impl Run<'_> {
    pub(crate) fn publish(&mut self, draft: usize) {
        let account = self.drafts[draft].account;
        let form = self.drafts[draft].form;
        let country = self.accounts[account].country;
        self.drafts[draft].place = Place::Ended;
        self.tallies[country].published[form as usize] += 1;
        self.may_be_a_gaffe(draft);
        match self.drafts[draft].subject {
            Subject::Question(question) => self.reply_is_published(question),
            Subject::Own => self.show_to_followers(draft, 1.0, None),
            Subject::Event(news) => {
                self.may_correct_a_rumour(news);
                let (began, size) = (self.news[news].began, self.news[news].size);
                let since =
                    if self.makes(Mistake::AttentionFromSubmission) { self.drafts[draft].submitted } else { began };
                let attention = self.attention_left(self.now - since);
                self.tallies[country].attention_left.push(attention);
                self.show_to_followers(draft, size, Some(since));
            }
        }
    }

    /// R at an instant for a message about something that began at `since`; 1 for one about nothing in particular.
    pub(crate) fn attention_at(&self, at: f64, since: Option<f64>) -> f64 {
        since.map_or(1.0, |since| self.attention_left(at - since))
    }

    /// E1: R after `age` hours.
    pub(crate) fn attention_left(&self, age: f64) -> f64 {
        let model = &self.scenario.model;
        if !model.mechanisms.attention_fades {
            return 1.0;
        }
        match model.attention_shape {
            AttentionShape::Power => (1.0 + age / model.attention_offset_hours).powf(1.0 - model.attention_exponent),
            AttentionShape::Exponential => (-age / model.attention_half_life_hours).exp2(),
        }
    }

    /// E2: C now, on the clock of an audience.
    fn rhythm(&self, audience: usize) -> f64 {
        let model = &self.scenario.model;
        if !model.mechanisms.daily_rhythm {
            return 1.0;
        }
        let zone = if self.makes(Mistake::RhythmInUtc) { 0.0 } else { self.scenario.audiences[audience].zone.hours() };
        let local_hour = self.now + zone;
        let angle = std::f64::consts::TAU * (local_hour - model.rhythm_peak) / 24.0;
        1.0 + model.rhythm_amplitude * angle.cos()
    }

    /// E3: v.
    pub(crate) fn chance_shown(&self, form: Form, audience: usize) -> f64 {
        let rhythm = if form == Form::Announcement { 1.0 } else { self.rhythm(audience) };
        let chance = (self.scenario.model.reach * rhythm).min(1.0);
        if self.makes(Mistake::ReachTwice) { chance * chance } else { chance }
    }

    /// E4: q.
    fn quality(&mut self, reviews: u32) -> f64 {
        let model = &self.scenario.model;
        if !model.mechanisms.quality_varies {
            return 1.0;
        }
        let reviews = if self.makes(Mistake::BlandnessForgotten) { 0 } else { reviews };
        let spread = model.quality_spread * (1.0 - model.blandness_per_review).powi(reviews as i32);
        match self.makes(Mistake::QualityMedian1) {
            true => self.luck.lognormal(1.0, spread),
            false => self.luck.lognormal_of_mean_1(spread),
        }
    }

    /// E4: s.
    fn appeal(&self, form: Form) -> f64 {
        let model = &self.scenario.model;
        match form {
            _ if !model.mechanisms.forms_differ => 1.0,
            Form::Announcement => model.appeal_announcement,
            Form::Comment | Form::Reply => model.appeal_commentary,
        }
    }

    /// E4: the rate of engagement of a member with u = 1 and the mean attitude, if all attention is left (R = 1).
    fn rate_of_message(&mut self, draft: usize, size: f64) -> f64 {
        let quality = self.quality(self.drafts[draft].reviews);
        let model = &self.scenario.model;
        let account = &self.accounts[self.drafts[draft].account];
        let answered = if self.makes(Mistake::LiftForgotten) { 0.0 } else { account.answered_share };
        (model.engagement_per_follower / model.reach)
            * quality
            * size
            * self.appeal(self.drafts[draft].form)
            * account.talent
            * account.size_factor
            * (1.0 + model.dialogue_lift * answered)
    }

    /// E4: how much more than that a member engages, with u and the attitude of this moment.
    pub(crate) fn factor_of_member(&self, audience: usize, country: usize, member: usize) -> f64 {
        if !self.scenario.model.mechanisms.members_differ {
            return 1.0;
        }
        let plane = &self.planes[audience][country];
        let mean = if self.makes(Mistake::AffinityFromZero) { 0.0 } else { plane.mean_baseline };
        let attitude = plane.baseline[member] + plane.deviation[member];
        let activity = self.scenario.model.activity_levels[self.classes[audience][member]];
        activity * (self.scenario.model.affinity * (attitude - mean)).exp()
    }

    fn show_to_followers(&mut self, draft: usize, size: f64, since: Option<f64>) {
        let account = self.drafts[draft].account;
        let (country, audience) = (self.accounts[account].country, self.accounts[account].audience);
        let form = self.drafts[draft].form;
        let shown = self.chance_shown(form, audience);
        let message = Message { account, form, rate: self.rate_of_message(draft, size), since };
        let rate = message.rate * self.attention_at(self.now, since);
        let mut engaged = Vec::new();
        self.let_attitudes_relax(audience, country);
        for member in self.accounts[account].followers.clone() {
            if !self.luck.chance(shown) {
                if self.makes(Mistake::WhoIsNotShownLeaves) {
                    self.may_leave(account, member, form);
                }
                continue;
            }
            self.tallies[country].shown += 1;
            let rate = rate * self.factor_of_member(audience, country, member);
            if self.luck.chance(1.0 - (-rate).exp()) {
                self.engages(account, member, form, self.now);
                engaged.push(member);
            }
            self.may_leave(account, member, form);
        }
        self.pass_on(&message, &engaged);
    }

    /// Counts at once; moves the attitude at once (E9); may lead to a question later (E5, E7), counted from the instant
    /// at which the message reached the member.
    pub(crate) fn engages(&mut self, account: usize, member: usize, form: Form, reached: f64) {
        let (country, audience) = (self.accounts[account].country, self.accounts[account].audience);
        self.tallies[country].engaged[audience] += 1;
        self.planes[audience][country].engaged_today += 1.0;
        let learning = self.learning(form);
        self.move_up(audience, country, member, learning);
        if self.scenario.model.mechanisms.dialogue && self.luck.chance(self.scenario.model.ask_chance) {
            let delay = self.luck.reaction_hours();
            if delay <= LATEST_REACTION_HOURS {
                let delay = if self.makes(Mistake::AsksAtOnce) { 0.0 } else { delay };
                self.agenda.put(reached + delay, What::Asks { account, member });
            }
        }
    }

    /// E9: eta.
    fn learning(&self, form: Form) -> f64 {
        let model = &self.scenario.model;
        match form {
            Form::Comment if model.mechanisms.forms_differ => model.learn_commentary,
            _ => model.learn_announcement,
        }
    }

    /// E9: an attitude moves by a share of its distance to +1. The plane must be up to date.
    pub(crate) fn move_up(&mut self, audience: usize, country: usize, member: usize, share: f64) {
        if self.scenario.model.mechanisms.attitudes_move {
            let plane = &mut self.planes[audience][country];
            plane.deviation[member] += share * (1.0 - plane.baseline[member] - plane.deviation[member]);
        }
    }

    /// E9: an attitude moves by a share of its distance to -1. The plane must be up to date.
    pub(crate) fn move_down(&mut self, audience: usize, country: usize, member: usize, share: f64) {
        if self.scenario.model.mechanisms.attitudes_move {
            let plane = &mut self.planes[audience][country];
            plane.deviation[member] -= share * (1.0 + plane.baseline[member] + plane.deviation[member]);
        }
    }

    /// E9: every y of a plane halves every half-life; brings them up to now.
    pub(crate) fn let_attitudes_relax(&mut self, audience: usize, country: usize) {
        let half_life = self.scenario.model.attitude_half_life_hours;
        let mistaken = self.makes(Mistake::HalfLifeAsMeanLife);
        let plane = &mut self.planes[audience][country];
        let half_lives = (self.now - plane.moved_at) / half_life;
        let left = if mistaken { (-half_lives).exp() } else { (-half_lives).exp2() };
        for deviation in &mut plane.deviation {
            *deviation *= left;
        }
        plane.moved_at = self.now;
    }
}
