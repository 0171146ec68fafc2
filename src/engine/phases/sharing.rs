//! Phase 6, continued: those who engaged pass a message on (E6), and followers leave (E12).

use crate::engine::drafts::Draft;
use crate::engine::respond::Crowd;
use crate::engine::run::Simulation;
use crate::engine::share::{Reception, Spreading};
use crate::model::attitude::engagement_step;
use crate::random::Purpose;

impl Simulation<'_> {
    /// A message goes on from those who engaged with it.
    pub(in crate::engine) fn share(&mut self, hour: f64, draft: &Draft, appeal: &Reception, crowd: &Crowd) {
        if self.rules.share_chance <= 0.0 {
            return;
        }
        let Reception { rate, attention, occasion, scale } = *appeal;
        let account = &self.world.accounts[draft.account as usize];
        let spreading = Spreading {
            account,
            public: &self.world.publics[account.audience],
            plane: &self.world.planes[account.plane],
            rules: &self.rules,
            reach: self.scenario.model.reach as f32,
            rate,
            attention,
            occasion,
            scale,
        };
        let offspring = spreading.offspring();
        let counts = &mut self.world.ministries[account.country].counts;
        counts.offspring += offspring.min(self.rules.branching_cap);
        counts.capped += u64::from(offspring > self.rules.branching_cap);
        if crowd.sharing == 0 {
            return;
        }
        let mut cascade = core::mem::take(&mut self.cascade);
        spreading.spread(self.luck.at(draft.path, Purpose::Share), offspring, crowd, &mut cascade);
        counts.reshared += cascade.reshares.len() as u64;
        self.count_peers(hour, draft, scale, &cascade);
        self.cascade = cascade;
    }

    /// Peers who engage learn, count, ask and follow as others do.
    fn count_peers(&mut self, hour: f64, draft: &Draft, scale: f32, cascade: &crate::engine::share::Cascade) {
        let account = &mut self.world.accounts[draft.account as usize];
        let public = &self.world.publics[account.audience];
        let plane = &mut self.world.planes[account.plane];
        let eta = self.rules.learn(draft.form);
        for peer in &cascade.peers {
            plane.shift(peer.member, engagement_step(eta, plane.attitude(peer.member, scale)), scale);
            if peer.follows {
                account.gain(public, peer.class);
            }
        }
        let engaged = cascade.peers.len() as u64;
        plane.engaged += engaged;
        plane.engaged_today += engaged;
        let counts = &mut self.world.ministries[account.country].counts;
        counts.engaged += engaged;
        counts.engaged_by_sharing += engaged;
        self.tell(draft.path, |story| {
            for peer in &cascade.peers {
                if story.engaged.len() <= peer.generation {
                    story.engaged.resize(peer.generation + 1, 0);
                }
                story.engaged[peer.generation] += 1;
            }
        });
        for peer in cascade.peers.iter().filter(|peer| peer.asks) {
            self.put_question(hour + peer.reached_after, draft, peer.member);
        }
    }

    /// Those who have had enough stop following.
    pub(in crate::engine) fn leave(&mut self, number: u32, crowd: &Crowd) {
        let account = &mut self.world.accounts[number as usize];
        for (followers, leaving) in account.in_class.iter_mut().zip(crowd.leaving) {
            *followers = followers.saturating_sub(leaving);
        }
    }
}
