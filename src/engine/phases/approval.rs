//! Phase 4: desks review (E14). A draft keeps the rules of the moment at which it was submitted.

use crate::engine::agenda::Item;
use crate::engine::drafts::{Draft, Leave, News, Place};
use crate::engine::run::Simulation;
use crate::engine::trace::{Ending, Stop};
use crate::math::{exponential_at, normal_quantile, unit};
use crate::model::approval::{lognormal_of_mean, simple_delay};
use crate::model::bypass::skip_chance;
use crate::random::{Path, Purpose};
use crate::scenario::{Approval, Policy, WorkShape};
use crate::world::Form;

/// What a review comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Pass,
    Edit,
    Drop,
}

/// Share of the drafts of a form that need approval.
fn share_needing_approval(policy: &Policy, form: Form) -> f64 {
    match form {
        Form::Announcement => policy.announcements_need_approval,
        Form::Comment => policy.comments_need_approval,
        Form::Reply => policy.replies_need_approval,
    }
}

impl Simulation<'_> {
    /// A draft is ready: it is published at once, with or without leave, or handed to the chain.
    pub(in crate::engine) fn submit(&mut self, hour: f64, number: u32) {
        let Some(draft) = self.drafts.get_mut(number) else { return };
        let account = &self.world.accounts[draft.account as usize];
        let country = account.country;
        if draft.form == Form::Announcement && !account.speaks(hour) {
            // It was a plan for the day; the account has been closed since.
            self.drafts.take(number);
            return;
        }
        let (policy, form) = (self.world.ministries[country].policy, draft.form);
        draft.submitted = hour;
        draft.chance_dropped = policy.chance_dropped;
        let (path, about) = (draft.path, draft.about);
        let tightened = hour < self.world.ministries[country].tightened_until;
        let needs_approval = tightened || draft.luck.needs_approval < share_needing_approval(&policy, form);
        if form == Form::Announcement {
            let draft = *draft;
            self.count_draft(country, form);
            self.begin_story(hour, &draft);
        }
        self.tell(path, |story| story.submitted = Some(hour));
        if form == Form::Comment && needs_approval && policy.approval != Approval::None {
            let news = self.news[about as usize];
            if news.topic < policy.routine_topics {
                return self.publish(hour, number, 0, Leave::Needless);
            }
            if self.lines_are_ready(&news, country) {
                return self.publish(hour, number, self.reviews_of_chain(country, &policy), Leave::Given);
            }
        }
        match policy.approval {
            Approval::None => self.publish(hour, number, 0, Leave::Needless),
            _ if !needs_approval => self.publish(hour, number, 0, Leave::Needless),
            _ if self.skips_approval(path, country, &policy) => self.publish(hour, number, 0, Leave::Skipped),
            Approval::Simple => self.submit_to_simple_chain(hour, number, &policy),
            Approval::Desks => self.submit_to_desks(hour, number),
        }
    }

    /// Has the country cleared its lines on this beforehand?
    fn lines_are_ready(&self, news: &News, country: usize) -> bool {
        news.scheduled.is_some_and(|event| self.scenario.events[event as usize].lines_ready.contains(&country))
    }

    /// How many reviews a message has behind it at the end of the chain.
    fn reviews_of_chain(&self, country: usize, policy: &Policy) -> u32 {
        match policy.approval {
            Approval::None => 0,
            Approval::Simple => policy.approval_steps,
            Approval::Desks => self.scenario.countries[country].desks.len() as u32,
        }
    }

    /// E15: does the author of a draft that needs approval do without?
    fn skips_approval(&mut self, path: Path, country: usize, policy: &Policy) -> bool {
        let chance = skip_chance(policy.skips_approval, self.fear(country));
        self.scenario.model.mechanisms.bypass && chance > 0.0 && unit(self.luck.at(path, Purpose::Bypass)) < chance
    }

    fn submit_to_simple_chain(&mut self, hour: f64, number: u32, policy: &Policy) {
        let Some(draft) = self.drafts.get_mut(number) else { return };
        (draft.reviews, draft.place) = (policy.approval_steps, Place::SimpleChain);
        let (path, delay_luck) = (draft.path, draft.luck.delay);
        let delay = if self.scenario.model.mechanisms.approval_takes_time && policy.approval_delay_hours > 0.0 {
            simple_delay(policy.approval_delay_hours, self.scenario.model.approval_spread, normal_quantile(delay_luck))
        } else {
            0.0
        };
        let (decided, stale) = (hour + delay, self.stale_at(number));
        if delay <= 0.0 {
            self.decide(hour, number);
        } else if stale < decided {
            self.agenda.put(stale.max(hour), path.0, Item::Withdraw(number));
        } else {
            self.agenda.put(decided, path.0, Item::Decide(number));
        }
    }

    /// The simple chain says yes or drops the draft.
    pub(in crate::engine) fn decide(&mut self, hour: f64, number: u32) {
        let Some(draft) = self.drafts.get(number) else { return };
        let dropped = self.scenario.model.mechanisms.approval_drops && draft.luck.dropped < draft.chance_dropped;
        if dropped { self.end_draft(hour, number, Ending::Dropped) } else { self.clear(hour, number) }
    }

    fn submit_to_desks(&mut self, hour: f64, number: u32) {
        if !self.scenario.model.mechanisms.approval_takes_time {
            return self.pass_desks_at_once(hour, number);
        }
        let stale = self.stale_at(number);
        if let Some(draft) = self.drafts.get(number) {
            self.agenda.put(stale.max(hour), draft.path.0, Item::Withdraw(number));
        }
        self.enter_desk(hour, number, 0);
    }

    /// The mechanism is off: every desk still may drop the draft, but none takes time.
    fn pass_desks_at_once(&mut self, hour: f64, number: u32) {
        let Some(draft) = self.drafts.get(number).copied() else { return };
        let country = self.country_of(&draft);
        let desks = self.scenario.countries[country].desks.len();
        let dropped = (0..desks).any(|desk| {
            let [_, outcome] = self.review_luck(&draft, country, desk);
            self.verdict(outcome, country, desk) == Verdict::Drop
        });
        if dropped {
            return self.end_draft(hour, number, Ending::Dropped);
        }
        if let Some(draft) = self.drafts.get_mut(number) {
            draft.reviews = desks as u32;
        }
        self.clear(hour, number);
    }

    /// A draft comes to a desk, or out of the chain behind the last one.
    fn enter_desk(&mut self, hour: f64, number: u32, desk: u16) {
        let Some(draft) = self.drafts.get_mut(number) else { return };
        let country = self.world.accounts[draft.account as usize].country;
        let desks = &self.scenario.countries[country].desks;
        let Some(rules) = desks.get(usize::from(desk)) else {
            draft.reviews = desks.len() as u32;
            return self.clear(hour, number);
        };
        let path = draft.path;
        if draft.place != Place::Desk(desk) {
            (draft.place, draft.visit) = (Place::Desk(desk), 0);
            self.tell(path, |story| story.stops.push(Stop { desk, came: hour, left: None }));
        }
        let Some(draft) = self.drafts.get(number) else { return };
        let is_crisis = || self.news[draft.about as usize].size >= self.scenario.model.crisis_size;
        let first = match draft.form {
            Form::Reply => rules.replies_first,
            Form::Comment => rules.crises_first && is_crisis(),
            Form::Announcement => false,
        };
        let station = &mut self.world.ministries[country].desks[usize::from(desk)];
        station.desk.arrive(hour, number, first);
        self.start_reviews(hour, country, usize::from(desk));
    }

    /// Free reviewers take waiting drafts if the desk is open; otherwise its next opening is put down.
    fn start_reviews(&mut self, hour: f64, country: usize, desk: usize) {
        let station = &mut self.world.ministries[country].desks[desk];
        if station.desk.waiting() == 0 || !station.desk.has_free_reviewer() || station.opening_awaited {
            return;
        }
        if station.hours.is_open(hour) {
            self.take_drafts(hour, country, desk);
        } else {
            station.opening_awaited = true;
            let (opens, path) = (station.hours.next_open(hour), station.path);
            self.agenda.put(opens, path.0, Item::DeskOpens(country as u16, desk as u16));
        }
    }

    pub(in crate::engine) fn open_desk(&mut self, hour: f64, country: u16, desk: u16) {
        let (country, desk) = (usize::from(country), usize::from(desk));
        self.world.ministries[country].desks[desk].opening_awaited = false;
        self.take_drafts(hour, country, desk);
    }

    fn take_drafts(&mut self, hour: f64, country: usize, desk: usize) {
        self.world.ministries[country].desks[desk].count_work(hour);
        while let Some(number) = self.world.ministries[country].desks[desk].desk.take() {
            let Some(draft) = self.drafts.get(number).copied() else { continue };
            let [luck, outcome] = self.review_luck(&draft, country, desk);
            let work = self.working_time(luck, country, desk);
            if let Some(draft) = self.drafts.get_mut(number) {
                draft.outcome = outcome;
            }
            let station = &self.world.ministries[country].desks[desk];
            self.agenda.put(station.hours.after(hour, work), draft.path.0, Item::ReviewEnds(number));
        }
    }

    /// Working hours of one review.
    fn working_time(&self, luck: f64, country: usize, desk: usize) -> f64 {
        let rules = &self.scenario.countries[country].desks[desk];
        match rules.working_time_shape {
            WorkShape::Exponential => rules.working_time_hours * exponential_at(luck),
            WorkShape::Lognormal => {
                let (mu, sigma) = lognormal_of_mean(rules.working_time_hours, rules.working_time_spread);
                libm::exp(mu + sigma * normal_quantile(luck))
            }
        }
    }

    /// A review ends: the draft is dropped, goes round again, or goes on.
    pub(in crate::engine) fn end_review(&mut self, hour: f64, number: u32) {
        let Some(draft) = self.drafts.get(number).copied() else { return };
        let Place::Desk(desk) = draft.place else { return };
        let country = self.country_of(&draft);
        let station = &mut self.world.ministries[country].desks[usize::from(desk)];
        station.count_work(hour);
        station.desk.done(hour);
        match self.verdict(draft.outcome, country, usize::from(desk)) {
            _ if draft.stale => self.end_draft(hour, number, Ending::Withdrawn),
            Verdict::Drop => self.end_draft(hour, number, Ending::Dropped),
            Verdict::Edit => self.review_again(hour, number, desk),
            Verdict::Pass => {
                self.tell_departure(hour, &draft);
                self.enter_desk(hour, number, desk + 1);
            }
        }
        self.start_reviews(hour, country, usize::from(desk));
    }

    /// What one review of a draft comes to.
    fn verdict(&self, outcome: f64, country: usize, desk: usize) -> Verdict {
        let rules = &self.scenario.countries[country].desks[desk];
        if outcome < rules.chance_dropped {
            if self.scenario.model.mechanisms.approval_drops { Verdict::Drop } else { Verdict::Pass }
        } else if outcome < rules.chance_dropped + rules.chance_edited {
            Verdict::Edit
        } else {
            Verdict::Pass
        }
    }

    /// The uniform numbers of one review, its own for each desk and each visit: for working time, and for the outcome.
    fn review_luck(&mut self, draft: &Draft, country: usize, desk: usize) -> [f64; 2] {
        let station = &self.world.ministries[country].desks[desk];
        let address = draft.path.then(station.path.0).then(u64::from(draft.visit));
        let words = self.luck.at(address, Purpose::Review);
        [unit(words), unit(words)]
    }

    fn review_again(&mut self, hour: f64, number: u32, desk: u16) {
        if let Some(draft) = self.drafts.get_mut(number) {
            draft.visit = draft.visit.saturating_add(1);
        }
        self.enter_desk(hour, number, desk);
    }

    /// When a draft becomes stale: a comment when its event is forgotten, any draft after a long time.
    fn stale_at(&self, number: u32) -> f64 {
        let Some(draft) = self.drafts.get(number) else { return f64::INFINITY };
        let old = draft.submitted + self.rules.draft_stale_after;
        match draft.form {
            Form::Comment => old.min(self.news[draft.about as usize].begun + self.rules.comment_stale_after),
            Form::Announcement | Form::Reply => old,
        }
    }

    /// A draft has become stale. One that waits leaves at once; a review under way is finished first, in vain.
    pub(in crate::engine) fn withdraw(&mut self, hour: f64, path: u64, number: u32) {
        // The number may belong to a later draft by now: then there is nothing to withdraw.
        let Some(draft) = self.drafts.get(number).copied().filter(|draft| draft.path.0 == path) else { return };
        let country = self.country_of(&draft);
        if let Place::Desk(desk) = draft.place {
            let station = &mut self.world.ministries[country].desks[usize::from(desk)];
            if !station.desk.withdraw(hour, number) {
                return self.mark_stale(number);
            }
        }
        self.end_draft(hour, number, Ending::Withdrawn);
    }

    fn mark_stale(&mut self, number: u32) {
        if let Some(draft) = self.drafts.get_mut(number) {
            draft.stale = true;
        }
    }

    /// The chain says yes.
    fn clear(&mut self, hour: f64, number: u32) {
        let Some(draft) = self.drafts.get(number).copied() else { return };
        let counts = &mut self.world.ministries[self.world.accounts[draft.account as usize].country].counts;
        counts.cleared += 1;
        counts.approval_hours.push(hour - draft.submitted);
        self.publish(hour, number, draft.reviews, Leave::Given);
    }

    /// A draft ends without being published.
    fn end_draft(&mut self, hour: f64, number: u32, ending: Ending) {
        let Some(draft) = self.drafts.take(number) else { return };
        let country = self.country_of(&draft);
        self.tell_departure(hour, &draft);
        self.tell_end(hour, draft.path, ending);
        self.perhaps_complete(draft.path);
        let ministry = &mut self.world.ministries[country];
        ministry.drafts_waiting -= 1;
        match ending {
            Ending::Dropped => ministry.counts.dropped += 1,
            _ => ministry.counts.withdrawn += 1,
        }
        if draft.form == Form::Reply {
            self.release_question(draft.about);
        }
    }

    /// The country whose account wrote a draft.
    pub(in crate::engine) fn country_of(&self, draft: &Draft) -> usize {
        self.world.accounts[draft.account as usize].country
    }
}
