//! E16: messages that go wrong, and rules that are tightened afterwards.

use super::state::Form;
use super::{Mistake, Run};

impl Run<'_> {
    /// An announcement or comment that is being published may be a gaffe.
    pub(crate) fn may_be_a_gaffe(&mut self, draft: usize) {
        let model = &self.scenario.model;
        if !model.mechanisms.gaffes || self.drafts[draft].form == Form::Reply {
            return;
        }
        let floor = if self.makes(Mistake::FloorForgotten) { 0.0 } else { model.gaffe_floor };
        let uncaught = (1.0 - model.gaffe_caught).powi(self.drafts[draft].reviews as i32);
        if self.luck.chance(model.gaffe_chance * uncaught.max(floor)) {
            self.gaffe(draft);
        }
    }

    fn gaffe(&mut self, draft: usize) {
        let model = &self.scenario.model;
        let account = self.drafts[draft].account;
        let (country, audience) = (self.accounts[account].country, self.accounts[account].audience);
        self.tallies[country].gaffes += 1;
        let mut harm = if self.makes(Mistake::GaffesAllAlike) { 1.0 } else { self.luck.exponential(1.0) };
        harm *= model.gaffe_mood;
        if self.is_taken_back(draft) {
            harm *= 1.0 - model.retraction_saves;
        }
        self.planes[audience][country].mood -= harm;
        self.norm_jumps(country, model.fear_after_gaffe);
        let tightens = self.policy(country, self.now).tightens_after_gaffe_hours;
        self.tightened_until[country] = self.tightened_until[country].max(self.now + tightens);
    }

    /// Some messages that needed no approval are reviewed at once, and that review may catch the gaffe.
    fn is_taken_back(&mut self, draft: usize) -> bool {
        let country = self.accounts[self.drafts[draft].account].country;
        let eligible = self.drafts[draft].needed_none || self.makes(Mistake::SkippedIsTakenBack);
        let reviewed = self.luck.chance(self.policy(country, self.now).reviewed_afterwards);
        let caught = self.luck.chance(self.scenario.model.gaffe_caught);
        eligible && reviewed && caught && !self.makes(Mistake::NothingTakenBack)
    }

    /// Does every draft of the country need approval, because of a gaffe?
    pub(crate) fn is_tightened(&self, country: usize) -> bool {
        self.now < self.tightened_until[country] && !self.makes(Mistake::NothingTightens)
    }
}
