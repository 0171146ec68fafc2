//! E14: the approval chain, by a random delay or desk by desk.

use super::agenda::What;
use super::hours::OpeningHours;
use super::state::{Form, Place, Subject};
use super::{Mistake, Run};
use softpower::scenario::{Approval, AttentionShape, Desk, Policy, WorkShape};

/// What stands between a finished draft and its publication.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Permission {
    NotNeeded,
    /// The country's lines on the event were cleared beforehand, by so many reviews.
    Given(u32),
    Needed,
}

impl Run<'_> {
    /// A finished draft is published at once or enters the approval chain.
    pub(crate) fn submit(&mut self, draft: usize) {
        let country = self.accounts[self.drafts[draft].account].country;
        let policy = self.policy(country, self.now);
        self.drafts[draft].submitted = self.now;
        self.drafts[draft].rules = policy;
        let permission = self.permission(&policy, draft);
        if permission == Permission::NotNeeded {
            self.drafts[draft].needed_none = true;
            self.publish(draft);
            return;
        }
        if let Permission::Given(reviews) = permission {
            self.drafts[draft].reviews = reviews;
            self.drafts[draft].needed_none = self.makes(Mistake::LinesAreTakenBack);
            self.publish(draft);
            return;
        }
        if self.skips_approval(country) {
            self.publish_without_approval(draft);
            return;
        }
        self.set_deadline(draft);
        if policy.approval == Approval::Simple {
            self.enter_simple_chain(draft);
        } else if self.scenario.model.mechanisms.approval_takes_time {
            self.enter_desk(draft, 0);
        } else {
            self.pass_all_desks_at_once(draft);
        }
    }

    fn permission(&mut self, policy: &Policy, draft: usize) -> Permission {
        let country = self.accounts[self.drafts[draft].account].country;
        let tightened = self.is_tightened(country);
        if policy.approval == Approval::None && !self.makes(Mistake::LinesReviewedWithoutChain) {
            return Permission::NotNeeded;
        }
        if let Subject::Event(news) = self.drafts[draft].subject {
            let exempt = !tightened || !self.makes(Mistake::RoutineIsTightened);
            if self.news[news].routine_for.contains(&country) && exempt && !self.makes(Mistake::NothingIsRoutine) {
                return Permission::NotNeeded;
            }
        }
        let needed = tightened || self.luck.chance(Self::share_to_approve(policy, self.drafts[draft].form));
        let Subject::Event(news) = self.drafts[draft].subject else {
            return if needed { Permission::Needed } else { Permission::NotNeeded };
        };
        let ready = self.news[news].lines_ready.contains(&country) && !self.makes(Mistake::LinesNeverReady);
        match (policy.approval, needed, ready) {
            (Approval::None, _, false) | (_, false, _) => Permission::NotNeeded,
            (_, true, true) => Permission::Given(self.reviews_of_the_chain(policy, country)),
            (_, true, false) => Permission::Needed,
        }
    }

    fn reviews_of_the_chain(&self, policy: &Policy, country: usize) -> u32 {
        match policy.approval {
            _ if self.makes(Mistake::LinesWithoutReviews) => 0,
            // Only a mistaken model asks for reviews of a chain that does not exist.
            Approval::None | Approval::Simple => policy.approval_steps,
            Approval::Desks => self.scenario.countries[country].desks.len() as u32,
        }
    }

    /// When the draft is withdrawn: a comment when too little attention is left, anything after a long time.
    fn set_deadline(&mut self, draft: usize) {
        let model = &self.scenario.model;
        if !model.mechanisms.approval_drops || self.makes(Mistake::NobodyGivesUp) {
            return;
        }
        let mut deadline = self.now + model.give_up_after_hours;
        if let Subject::Event(news) = self.drafts[draft].subject {
            let began = self.news[news].began;
            deadline = deadline.min(began + self.age_at_attention(model.give_up_below)).max(self.now);
        }
        self.drafts[draft].deadline = deadline;
        if deadline.is_finite() {
            self.agenda.put(deadline, What::GiveUp { draft });
        }
    }

    /// E1 solved for D: hours until the share `left` of the attention is left.
    fn age_at_attention(&self, left: f64) -> f64 {
        let model = &self.scenario.model;
        if !model.mechanisms.attention_fades || left <= 0.0 {
            return f64::INFINITY;
        }
        match model.attention_shape {
            AttentionShape::Power => {
                model.attention_offset_hours * (left.powf(1.0 / (1.0 - model.attention_exponent)) - 1.0)
            }
            AttentionShape::Exponential => -model.attention_half_life_hours * left.log2(),
        }
    }

    pub(crate) fn give_up(&mut self, draft: usize) {
        let country = self.accounts[self.drafts[draft].account].country;
        match self.drafts[draft].place {
            Place::SimpleChain => self.withdraw(draft),
            Place::InQueue(desk) => {
                self.desks[country][desk].queue.retain(|waiting| *waiting != draft);
                self.withdraw(draft);
            }
            // A review is not interrupted: the deadline is looked at when it ends.
            Place::BeingWritten | Place::UnderReview | Place::Ended => {}
        }
    }

    fn withdraw(&mut self, draft: usize) {
        let country = self.accounts[self.drafts[draft].account].country;
        self.drafts[draft].place = Place::Ended;
        self.tallies[country].withdrawn += 1;
    }

    /// Chance to be dropped, 0 while the mechanism is off.
    fn is_dropped(&mut self, chance: f64) -> bool {
        self.scenario.model.mechanisms.approval_drops && self.luck.chance(chance)
    }

    fn drop_draft(&mut self, draft: usize) {
        let country = self.accounts[self.drafts[draft].account].country;
        self.drafts[draft].place = Place::Ended;
        self.tallies[country].dropped += 1;
    }

    /// The chain says yes.
    fn clear(&mut self, draft: usize) {
        let country = self.accounts[self.drafts[draft].account].country;
        let hours = self.now - self.drafts[draft].submitted;
        if self.makes(Mistake::OneReviewOnly) {
            self.drafts[draft].reviews = 1;
        }
        self.tallies[country].approval_hours.push(hours);
        self.approval_hours.push(hours);
        self.publish(draft);
    }

    // The simple chain.

    fn enter_simple_chain(&mut self, draft: usize) {
        let rules = self.drafts[draft].rules;
        self.drafts[draft].place = Place::SimpleChain;
        if self.makes(Mistake::DropsAtOnce) && self.is_dropped(rules.chance_dropped) {
            self.drop_draft(draft);
            return;
        }
        let mut delay = 0.0;
        if self.scenario.model.mechanisms.approval_takes_time && rules.approval_delay_hours > 0.0 {
            delay = self.luck.lognormal(rules.approval_delay_hours, self.scenario.model.approval_spread);
        }
        self.agenda.put(self.now + delay, What::SimpleDecision { draft });
    }

    pub(crate) fn simple_decision(&mut self, draft: usize) {
        if self.drafts[draft].place != Place::SimpleChain {
            return;
        }
        let rules = self.drafts[draft].rules;
        if !self.makes(Mistake::DropsAtOnce) && self.is_dropped(rules.chance_dropped) {
            self.drop_draft(draft);
        } else {
            self.drafts[draft].reviews = rules.approval_steps;
            self.clear(draft);
        }
    }

    // Desks.

    /// Approval takes no time: each desk still may drop the draft.
    fn pass_all_desks_at_once(&mut self, draft: usize) {
        let country = self.accounts[self.drafts[draft].account].country;
        for desk in &self.scenario.countries[country].desks {
            if self.is_dropped(desk.chance_dropped) {
                self.drop_draft(draft);
                return;
            }
            self.drafts[draft].reviews += 1;
        }
        self.clear(draft);
    }

    /// To the end of the queue of a desk, or out of the chain after the last one.
    fn enter_desk(&mut self, draft: usize, desk: usize) {
        let country = self.accounts[self.drafts[draft].account].country;
        if desk == self.scenario.countries[country].desks.len() {
            self.clear(draft);
            return;
        }
        self.drafts[draft].place = Place::InQueue(desk);
        self.desks[country][desk].queue.push(draft);
        self.desk_looks(country, desk);
    }

    pub(crate) fn office_hours(&self, country: usize, desk: usize) -> OpeningHours {
        let description = &self.scenario.countries[country].desks[desk];
        let weekends = description.weekends || self.makes(Mistake::DesksWorkAtWeekends);
        OpeningHours::new(self.scenario.run.clock, description.zone, description.office_hours, weekends)
    }

    /// Free reviewers take what waits, if the office is open; otherwise the desk looks again when it opens.
    pub(crate) fn desk_looks(&mut self, country: usize, desk: usize) {
        let hours = self.office_hours(country, desk);
        if !hours.is_open(self.now) {
            if !self.desks[country][desk].queue.is_empty() {
                self.agenda.put(hours.next_open(self.now), What::DeskLooks { country, desk });
            }
            return;
        }
        while self.has_free_reviewer(country, desk) {
            let Some(draft) = self.take_from_queue(country, desk) else { return };
            let ends = hours.after(self.now, self.working_time(country, desk));
            self.drafts[draft].place = Place::UnderReview;
            self.desks[country][desk].reviews.push((draft, self.now));
            self.agenda.put(ends, What::ReviewEnds { country, desk, draft });
        }
    }

    fn has_free_reviewer(&self, country: usize, desk: usize) -> bool {
        let reviewers = self.scenario.countries[country].desks[desk].reviewers;
        reviewers.is_none_or(|reviewers| self.desks[country][desk].reviews.len() < reviewers as usize)
    }

    /// The first draft that waits; at some desks the first reply or comment on a crisis, if there is one.
    fn take_from_queue(&mut self, country: usize, desk: usize) -> Option<usize> {
        let queue = &self.desks[country][desk].queue;
        let mut first_urgent = queue.iter().position(|draft| self.is_urgent(country, desk, *draft));
        if self.makes(Mistake::CrisesBeforeReplies) {
            let is_reply = |draft: &usize| self.drafts[*draft].form == Form::Reply;
            let urgent = |draft: &usize| !is_reply(draft) && self.is_urgent(country, desk, *draft);
            first_urgent = queue.iter().position(urgent).or_else(|| queue.iter().position(is_reply));
        }
        let place = first_urgent.unwrap_or(0);
        if queue.is_empty() { None } else { Some(self.desks[country][desk].queue.remove(place)) }
    }

    /// Does the draft go before others at this desk? Replies and comments on crises that do so are alike.
    fn is_urgent(&self, country: usize, desk: usize, draft: usize) -> bool {
        let desk = &self.scenario.countries[country].desks[desk];
        match self.drafts[draft].subject {
            Subject::Own => false,
            Subject::Question(_) => desk.replies_first && !self.makes(Mistake::RepliesNotFirst),
            Subject::Event(news) => {
                let crisis = self.news[news].size >= self.scenario.model.crisis_size;
                desk.crises_first && (crisis || self.makes(Mistake::EveryCommentIsACrisis))
            }
        }
    }

    fn working_time(&mut self, country: usize, desk: usize) -> f64 {
        let description = &self.scenario.countries[country].desks[desk];
        let mean = description.working_time_hours;
        let variation = description.working_time_spread;
        match description.working_time_shape {
            WorkShape::Exponential => self.luck.exponential(mean),
            WorkShape::Lognormal => mean * self.luck.lognormal_of_mean_1((1.0 + variation * variation).ln().sqrt()),
        }
    }

    pub(crate) fn review_ends(&mut self, country: usize, desk: usize, draft: usize) {
        self.count_work(country, desk);
        self.desks[country][desk].reviews.retain(|(reviewed, _)| *reviewed != draft);
        let description = &self.scenario.countries[country].desks[desk];
        if self.drafts[draft].deadline <= self.now {
            self.withdraw(draft);
        } else if self.is_dropped(description.chance_dropped) {
            self.drop_draft(draft);
        } else if self.is_edited(description) {
            self.enter_desk(draft, desk);
        } else {
            self.drafts[draft].reviews += 1;
            self.enter_desk(draft, desk + 1);
        }
        self.desk_looks(country, desk);
    }

    /// Of all reviews a share `chance_dropped` drops and a share `chance_edited` edits; this one does not drop.
    fn is_edited(&mut self, desk: &Desk) -> bool {
        let mut chance = desk.chance_edited;
        if self.scenario.model.mechanisms.approval_drops && !self.makes(Mistake::EditsOfTheRest) {
            chance /= 1.0 - desk.chance_dropped;
        }
        self.luck.chance(chance) && !self.makes(Mistake::EditsForgotten)
    }

    /// Adds the working hours of the reviews under way, up to now.
    pub(crate) fn count_work(&mut self, country: usize, desk: usize) {
        let hours = self.office_hours(country, desk);
        let now = self.now;
        let state = &mut self.desks[country][desk];
        for (_, counted_until) in &mut state.reviews {
            state.worked += hours.between(*counted_until, now);
            *counted_until = now;
        }
    }
}
