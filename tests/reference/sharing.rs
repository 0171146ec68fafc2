//! E6: messages that are passed on, reshare by reshare and peer by peer.

use super::message::{LATEST_REACTION_HOURS, Message};
use super::{Mistake, Run};

impl Run<'_> {
    /// Everything that becomes of a message beyond those to whom it was shown, decided at publication: `engaged` are
    /// the followers who engaged with it.
    pub(crate) fn pass_on(&mut self, message: &Message, engaged: &[usize]) {
        let kept = self.note_offspring(message);
        let audience = self.accounts[message.account].audience;
        let mut has_engaged = vec![false; self.classes[audience].len()];
        let mut reshares = Vec::new();
        for member in engaged {
            has_engaged[*member] = !self.makes(Mistake::FollowersEngageAgain);
            self.may_reshare(self.now, &mut reshares);
        }
        while let Some(at) = take_earliest(&mut reshares) {
            let account = message.account;
            self.tallies[self.accounts[account].country].reshared += 1;
            for _ in 0..self.scenario.model.peers {
                let peer = self.luck.index(has_engaged.len());
                if has_engaged[peer] || !self.reaches(account, peer) {
                    continue;
                }
                let chance = self.chance_of_peer(message, peer, at) * kept;
                if self.luck.chance(chance) {
                    has_engaged[peer] = true;
                    self.peer_engages(message, peer, at);
                    if !self.makes(Mistake::OneGeneration) {
                        self.may_reshare(at, &mut reshares);
                    }
                }
            }
        }
    }

    /// Somebody who was reached at `reached` engages; plans the instant at which he passes the message on, if he does.
    fn may_reshare(&mut self, reached: f64, reshares: &mut Vec<f64>) {
        let model = &self.scenario.model;
        if model.mechanisms.reshares && self.luck.chance(model.share_chance) {
            let delay = self.luck.reaction_hours();
            let is_cut = self.makes(Mistake::ResharesEndWithTheRun) && reached + delay > self.end();
            if delay <= LATEST_REACTION_HOURS && !is_cut {
                reshares.push(reached + delay);
            }
        }
    }

    fn reaches(&self, account: usize, peer: usize) -> bool {
        !self.makes(Mistake::PeersAreStrangers) || !self.accounts[account].followers.contains(&peer)
    }

    /// E4 with v = reach: the chance that a member who is reached by a reshare at an instant engages.
    fn chance_of_peer(&self, message: &Message, peer: usize, at: f64) -> f64 {
        let account = &self.accounts[message.account];
        let at = if self.makes(Mistake::SharedAttentionLasts) { self.now } else { at };
        let factor = self.factor_of_member(account.audience, account.country, peer);
        let rate = message.rate * self.attention_at(at, message.since) * factor;
        let shown = match self.makes(Mistake::PeersByTheHour) {
            true => self.chance_shown(message.form, account.audience),
            false => self.scenario.model.reach,
        };
        shown * (1.0 - (-rate).exp())
    }

    fn peer_engages(&mut self, message: &Message, peer: usize, at: f64) {
        let account = message.account;
        let country = self.accounts[account].country;
        let asks_from = if self.makes(Mistake::PeersAskEarly) { self.now } else { at };
        self.tallies[country].engaged_by_sharing += 1;
        if !self.makes(Mistake::PeersAreIdle) {
            self.engages(account, peer, message.form, asks_from);
        }
        let follows = self.luck.chance(self.scenario.model.follow_chance) && !self.makes(Mistake::PeersNeverFollow);
        if follows && !self.accounts[account].followers.contains(&peer) {
            self.follows(account, peer);
        }
    }

    /// n, the expected offspring of one engagement, is noted; gives the share of each peer's chance that the cap
    /// leaves.
    fn note_offspring(&mut self, message: &Message) -> f64 {
        let expected = self.offspring(message);
        let cap = self.scenario.model.branching_cap;
        let tally = &mut self.tallies[self.accounts[message.account].country];
        tally.offspring.push(expected.min(cap));
        if expected <= cap {
            return 1.0;
        }
        tally.offspring_capped += 1;
        match self.mistake {
            Some(Mistake::CapForgotten) => 1.0,
            Some(Mistake::CapAsFactor) => cap,
            _ => cap / expected,
        }
    }

    /// n: the mean over all members of the audience, each with the activity of his class and the mean attitude. An
    /// account without followers shows nothing, so nothing of it is passed on.
    fn offspring(&self, message: &Message) -> f64 {
        let model = &self.scenario.model;
        let account = &self.accounts[message.account];
        if !model.mechanisms.reshares || account.followers.is_empty() {
            return 0.0;
        }
        let classes = &self.classes[account.audience];
        let rate = message.rate * self.attention_at(self.now, message.since);
        let mut chances = 0.0;
        for class in classes {
            let activity = if model.mechanisms.members_differ { model.activity_levels[*class] } else { 1.0 };
            chances += model.reach * (1.0 - (-rate * activity).exp());
        }
        if self.makes(Mistake::ClassesWeighAlike) {
            let of_class = |level: f64| model.reach * (1.0 - (-rate * level).exp());
            let sum: f64 = model.activity_levels.into_iter().map(of_class).sum();
            return model.share_chance * f64::from(model.peers) * sum / 3.0;
        }
        model.share_chance * f64::from(model.peers) * chances / classes.len() as f64
    }
}

/// Takes the earliest of some instants.
fn take_earliest(instants: &mut Vec<f64>) -> Option<f64> {
    let earliest = (0..instants.len()).min_by(|a, b| instants[*a].total_cmp(&instants[*b]))?;
    Some(instants.swap_remove(earliest))
}
