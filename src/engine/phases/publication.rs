//! Phase 5: messages are published, at the instant at which they are ready or approved (E1); some are gaffes (E16), and
//! some should not have been published (E15).

use crate::engine::drafts::{Draft, Leave};
use crate::engine::run::Simulation;
use crate::engine::share::Occasion;
use crate::engine::trace::Ending;
use crate::math::{exponential_at, unit};
use crate::model::bypass::sanction_chance;
use crate::model::gaffe::{gaffe_chance, harm};
use crate::model::norm::after_a_shock;
use crate::random::Purpose;
use crate::world::Form;

impl Simulation<'_> {
    /// A draft is published after `reviews` reviews.
    pub(in crate::engine) fn publish(&mut self, hour: f64, number: u32, reviews: u32, leave: Leave) {
        let Some(draft) = self.drafts.take(number) else { return };
        let country = self.country_of(&draft);
        let ministry = &mut self.world.ministries[country];
        ministry.drafts_waiting -= 1;
        ministry.counts.published[draft.form as usize] += 1;
        ministry.counts.bypassed += u64::from(leave == Leave::Skipped);
        let ending = if leave == Leave::Skipped { Ending::Bypassed } else { Ending::Published };
        self.tell_end(hour, draft.path, ending);
        self.tell(draft.path, |story| story.reviews = reviews);
        match draft.form {
            Form::Announcement => self.engage(hour, &draft, reviews, None),
            Form::Comment => {
                let news = self.news[draft.about as usize];
                let occasion = Occasion { size: news.size, delay: hour - news.begun };
                let left = self.rules.attention.left(occasion.delay);
                let counts = &mut self.world.ministries[country].counts;
                counts.attention_left += left;
                counts.comment_hours.push(occasion.delay);
                self.tell(draft.path, |story| story.attention_left = Some(left));
                self.engage(hour, &draft, reviews, Some(occasion));
                if let Some(rumour) = news.rumour {
                    self.correct_rumour(hour, rumour);
                }
            }
            Form::Reply => self.deliver_answer(hour, draft.about),
        }
        if draft.form != Form::Reply && self.is_gaffe(&draft, reviews) {
            self.commit_gaffe(hour, &draft, leave);
        }
        if leave == Leave::Skipped {
            self.perhaps_sanction(hour, &draft);
        }
        self.perhaps_complete(draft.path);
    }

    /// E16: does the message turn out to be a gaffe?
    fn is_gaffe(&self, draft: &Draft, reviews: u32) -> bool {
        let model = &self.scenario.model;
        model.mechanisms.gaffes
            && draft.luck.gaffe < gaffe_chance(model.gaffe_chance, model.gaffe_caught, model.gaffe_floor, reviews)
    }

    /// E16: the mood of its audience falls, staff fear to speak, and the ministry may tighten its rules for a while.
    fn commit_gaffe(&mut self, hour: f64, draft: &Draft, leave: Leave) {
        self.tell(draft.path, |story| story.gaffe = true);
        let model = &self.scenario.model;
        let words = self.luck.at(draft.path, Purpose::Gaffe);
        let [size, reviewed, caught] = [unit(words), unit(words), unit(words)];
        let account = &self.world.accounts[draft.account as usize];
        let ministry = &mut self.world.ministries[account.country];
        let retracted =
            leave == Leave::Needless && reviewed < ministry.policy.reviewed_afterwards && caught < model.gaffe_caught;
        let saved = if retracted { model.retraction_saves } else { 0.0 };
        self.world.planes[account.plane].mood -= harm(model.gaffe_mood, exponential_at(size), saved);
        ministry.counts.gaffes += 1;
        ministry.norm = after_a_shock(ministry.norm, model.fear_after_gaffe);
        ministry.tightened_until = ministry.tightened_until.max(hour + ministry.policy.tightens_after_gaffe_hours);
    }

    /// E15: who skipped approval may be found out and punished.
    fn perhaps_sanction(&mut self, hour: f64, draft: &Draft) {
        let model = &self.scenario.model;
        // The first number decided that the draft skipped approval.
        let words = self.luck.at(draft.path, Purpose::Bypass);
        let [_, found] = [unit(words), unit(words)];
        if found < sanction_chance(model.chance_detected, model.chance_sanctioned) {
            let account = &mut self.world.accounts[draft.account as usize];
            account.closed_until = hour + model.closed_for_hours;
            let ministry = &mut self.world.ministries[account.country];
            ministry.counts.sanctions += 1;
            ministry.norm = after_a_shock(ministry.norm, model.fear_after_sanction);
        }
    }
}
