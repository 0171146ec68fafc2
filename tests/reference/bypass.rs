//! E15: diplomats who do not wait for a yes, and what happens to some of them.

use super::agenda::What;
use super::{Mistake, Run};

impl Run<'_> {
    /// Does the author of a draft that needs approval publish it without?
    pub(crate) fn skips_approval(&mut self, country: usize) -> bool {
        if !self.scenario.model.mechanisms.bypass {
            return false;
        }
        let fear = if self.makes(Mistake::SkipsWithoutFear) { 0.0 } else { self.fear(country) };
        let chance = self.policy(country, self.now).skips_approval;
        self.luck.chance(chance * (1.0 - fear))
    }

    pub(crate) fn publish_without_approval(&mut self, draft: usize) {
        let account = self.drafts[draft].account;
        self.tallies[self.accounts[account].country].bypassed += 1;
        self.publish(draft);
        let detected = self.luck.chance(self.scenario.model.chance_detected);
        let punished = self.luck.chance(self.scenario.model.chance_sanctioned) || self.makes(Mistake::AlwaysSanctioned);
        if detected && punished {
            self.sanction(account);
        }
    }

    /// The account is closed for a while, from now on, whether it is closed already or not.
    fn sanction(&mut self, account: usize) {
        let country = self.accounts[account].country;
        self.tallies[country].sanctions += 1;
        if self.may_draft(account) || !self.makes(Mistake::FirstSanctionCounts) {
            let until = self.now + self.scenario.model.closed_for_hours;
            self.accounts[account].closed_until = until;
            self.agenda.put(until, What::AccountLooks { account });
        }
        if !self.makes(Mistake::SanctionsForgotten) {
            self.norm_jumps(country, self.scenario.model.fear_after_sanction);
        }
    }

    /// An account that has not opened yet, or is closed by a sanction, drafts nothing and takes up no questions.
    pub(crate) fn may_draft(&self, account: usize) -> bool {
        let account = &self.accounts[account];
        account.open && (self.now >= account.closed_until || self.makes(Mistake::ClosedAccountsSpeak))
    }
}
