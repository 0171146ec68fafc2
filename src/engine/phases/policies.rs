//! Phase 1: policies change. The policy that a country has at the beginning of a step holds for the whole step.

use crate::engine::agenda::Item;
use crate::engine::run::Simulation;

impl Simulation<'_> {
    /// Puts down the first step after `hour` in which a policy may differ.
    pub(in crate::engine) fn plan_policies(&mut self, hour: f64) {
        let next = self.scenario.next_policy_step(hour);
        if next.is_finite() {
            self.agenda.put(next, 0, Item::Policies);
        }
    }

    /// Puts down the first step from `hour` on, itself included, in which a policy may differ.
    pub(in crate::engine) fn plan_policies_from(&mut self, hour: f64) {
        let steps = std::iter::successors(Some(0.0), |step| Some(self.scenario.next_policy_step(*step)));
        let first = steps.take_while(|step| step.is_finite()).find(|step| *step >= hour);
        first.into_iter().for_each(|step| self.agenda.put(step, 0, Item::Policies));
    }

    pub(in crate::engine) fn change_policies(&mut self, hour: f64) {
        for country in 0..self.world.ministries.len() {
            let policy = self.scenario.countries[country].policy_at(hour);
            let former = core::mem::replace(&mut self.world.ministries[country].policy, policy);
            if former.answers_per_day != policy.answers_per_day {
                self.change_answering(hour, country, former.answers_per_day);
            }
        }
        self.plan_policies(hour);
    }

    /// Tokens accrued so far were accrued under the former rule; from now on inboxes follow the new one.
    fn change_answering(&mut self, hour: f64, country: usize, former_per_day: f64) {
        for number in 0..self.world.accounts.len() {
            let account = &mut self.world.accounts[number];
            if account.country == country {
                account.tokens = account.tokens.at(hour, former_per_day);
                account.wakes_at = f64::INFINITY;
                self.look_at_inbox(hour, number as u32);
            }
        }
    }
}
