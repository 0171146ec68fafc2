//! E12: accounts that open, followers who come and go.

use super::state::Form;
use super::{Mistake, Run};

const DAYS_IN_A_YEAR: f64 = 365.25;

impl Run<'_> {
    /// B: the share of institutions that have taken to the platform.
    pub(crate) fn adopted(&self) -> f64 {
        let model = &self.scenario.model;
        let years = (self.now - model.adoption_began_hours) / (24.0 * DAYS_IN_A_YEAR);
        if years < 0.0 {
            return 0.0;
        }
        let (p, q) = (model.adoption_alone_per_year, model.adoption_by_imitation_per_year);
        let left = (-(p + q) * years).exp();
        (1.0 - left) / (1.0 + q / p * left)
    }

    /// Accounts of a country that have opened so far, those of the start among them.
    pub(crate) fn accounts_opened(&self, country: usize) -> usize {
        self.accounts.iter().filter(|account| account.country == country && account.open).count()
    }

    /// Those of them that no sanction keeps silent now.
    pub(crate) fn accounts_not_closed(&self, country: usize) -> usize {
        let speaks = |account: &&super::state::Account| account.open && self.now >= account.closed_until;
        self.accounts.iter().filter(|account| account.country == country).filter(speaks).count()
    }

    /// Every midnight.
    pub(crate) fn accounts_open(&mut self) {
        if !self.scenario.model.mechanisms.accounts_open {
            return;
        }
        let adopted = if self.makes(Mistake::AdoptionForgotten) { 1.0 } else { self.adopted() };
        for country in 0..self.scenario.countries.len() {
            let wanted = self.policy(country, self.now).accounts_wanted;
            let room = f64::from(self.scenario.countries[country].missions) * wanted * adopted;
            if self.accounts_opened(country) as f64 >= room {
                continue;
            }
            let fear = if self.makes(Mistake::OpensWithoutFear) { 0.0 } else { self.fear(country) };
            self.pressure[country] += self.scenario.model.accounts_opened_per_year * (1.0 - fear) / DAYS_IN_A_YEAR;
            while (self.accounts_opened(country) as f64) < room {
                let Some(account) = self.next_to_open(country) else { break };
                self.open(account);
            }
        }
    }

    /// The unopened account with the least resistance, if the pressure has overcome it.
    fn next_to_open(&self, country: usize) -> Option<usize> {
        let closed = |account: &usize| self.accounts[*account].country == country && !self.accounts[*account].open;
        let resistance = |account: &usize| self.accounts[*account].resistance;
        let unopened = (0..self.accounts.len()).filter(closed);
        let least = unopened.min_by(|a, b| resistance(a).total_cmp(&resistance(b)))?;
        (self.makes(Mistake::NobodyResists) || resistance(&least) <= self.pressure[country]).then_some(least)
    }

    fn open(&mut self, account: usize) {
        let members = self.scenario.audiences[self.accounts[account].audience].members as usize;
        let mut size = self.accounts[account].followers_at_opening;
        if self.makes(Mistake::NewFollowersNotScaled) {
            let median = self.scenario.countries[self.accounts[account].country].followers_of_new_accounts;
            let drawn = self.luck.lognormal(median, self.scenario.model.followers_spread);
            size = (drawn.round() as usize).min(members / 2);
        }
        let followers = self.luck.subset(members, size);
        let now = self.now;
        let opened = &mut self.accounts[account];
        opened.open = true;
        opened.followers = followers;
        opened.tokens_at = now;
        self.plan_announcements_of(account);
        self.measure(account);
    }

    /// E4: what the number of followers does to the rate of engagement, worked out at opening and every midnight.
    pub(crate) fn measure_accounts(&mut self) {
        if self.makes(Mistake::SizeOfTheStart) && self.now > 0.0 {
            return;
        }
        for account in 0..self.accounts.len() {
            self.measure(account);
        }
    }

    /// An account that has lost all its followers is taken to be as large as it was when it had some.
    fn measure(&mut self, account: usize) {
        let model = &self.scenario.model;
        let followers = self.accounts[account].followers.len() as f64;
        if followers > 0.0 {
            self.accounts[account].size_factor = (followers / model.reference_followers).powf(-model.size_exponent);
        }
    }

    /// Every midnight.
    pub(crate) fn accounts_grow(&mut self) {
        for account in 0..self.accounts.len() {
            if self.accounts[account].open && self.scenario.model.mechanisms.followers_come {
                self.grow(account);
            }
        }
    }

    fn grow(&mut self, account: usize) {
        let audience = self.accounts[account].audience;
        let members = f64::from(self.scenario.audiences[audience].members);
        let followers = self.accounts[account].followers.len() as f64;
        let room = if self.makes(Mistake::GrowsWithoutLimit) { 1.0 } else { 1.0 - 2.0 * followers / members };
        let growth = self.scenario.model.platform_growth * followers * room / DAYS_IN_A_YEAR;
        let outside = [0, 1, 2].map(|class| self.strangers(account, Some(class)).len() as f64);
        let all: f64 = outside.iter().sum();
        for (class, strangers) in outside.into_iter().enumerate() {
            let mut share = strangers / all;
            if self.makes(Mistake::GrowsByMembers) {
                share = 1.0 / 3.0;
            }
            self.accounts[account].growth[class] += growth * share;
            while self.accounts[account].growth[class] >= 1.0 {
                self.accounts[account].growth[class] -= 1.0;
                self.somebody_of_class_follows(account, Some(class));
            }
            if self.makes(Mistake::FractionsLost) {
                self.accounts[account].growth[class] = 0.0;
            }
        }
    }

    /// Members of the account's audience, of one class or of all, who do not follow it.
    fn strangers(&self, account: usize, class: Option<usize>) -> Vec<usize> {
        let classes = &self.classes[self.accounts[account].audience];
        let mut follows = vec![false; classes.len()];
        for member in &self.accounts[account].followers {
            follows[*member] = true;
        }
        let of_class = (0..classes.len()).filter(|member| class.is_none_or(|class| classes[*member] == class));
        of_class.filter(|member| !follows[*member]).collect()
    }

    /// E8: somebody who read along begins to follow.
    pub(crate) fn somebody_follows(&mut self, account: usize) {
        self.somebody_of_class_follows(account, None);
    }

    fn somebody_of_class_follows(&mut self, account: usize, class: Option<usize>) {
        let strangers = self.strangers(account, class);
        if !strangers.is_empty() {
            let member = strangers[self.luck.index(strangers.len())];
            self.follows(account, member);
        }
    }

    /// A member who does not follow yet begins to, unless half of the audience follows already.
    pub(crate) fn follows(&mut self, account: usize, member: usize) {
        let members = self.scenario.audiences[self.accounts[account].audience].members as usize;
        let full = 2 * (self.accounts[account].followers.len() + 1) > members;
        if self.scenario.model.mechanisms.followers_come && !full {
            self.accounts[account].followers.push(member);
        }
    }

    /// A follower who is shown a message may stop following.
    pub(crate) fn may_leave(&mut self, account: usize, member: usize, form: Form) {
        let model = &self.scenario.model;
        let chance = if form == Form::Announcement { model.unfollow_announcement } else { model.unfollow_commentary };
        if model.mechanisms.followers_leave && self.luck.chance(chance) {
            self.accounts[account].followers.retain(|follower| *follower != member);
        }
    }
}
