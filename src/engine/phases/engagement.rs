//! Phase 6: members engage with a message and ask (E3, E4, E5, E7, E9). Who engages is decided at publication, with the
//! state of that moment.

use crate::engine::agenda::Item;
use crate::engine::drafts::{Draft, Question};
use crate::engine::respond::{Crowd, Hit, Publication};
use crate::engine::run::Simulation;
use crate::engine::share::{Occasion, Reception, attention_then};
use crate::math::{normal_quantile, unit};
use crate::model::attention::{rhythm, shown_chance};
use crate::model::attitude::engagement_step;
use crate::model::engagement::{
    Appeal, LATEST_REACTION_HOURS, dialogue_effect, lognormal_mean_one, quality_spread, reaction_hours,
};
use crate::random::{Kind, Path, Purpose};
use crate::world::Form;

impl Simulation<'_> {
    /// A message meets its author's followers, and those to whom they pass it on.
    pub(in crate::engine) fn engage(&mut self, hour: f64, draft: &Draft, reviews: u32, occasion: Option<Occasion>) {
        let account = &self.world.accounts[draft.account as usize];
        let (country, plane) = (account.country, account.plane);
        let mut crowd = core::mem::take(&mut self.crowd);
        let reception = Reception {
            rate: self.rate(draft, reviews),
            attention: attention_then(occasion, &self.rules.attention, 0.0),
            occasion,
            scale: self.world.planes[plane].scale(hour) as f32,
        };
        let scale = reception.scale;
        let shown = self.respond(hour, draft, reception.rate * reception.attention, scale, &mut crowd);
        let engaged = crowd.hits.len() as u64;
        self.learn(plane, self.rules.learn(draft.form), scale, &crowd.hits);
        let counts = &mut self.world.ministries[country].counts;
        counts.shown += shown;
        counts.engaged += engaged;
        let plane = &mut self.world.planes[plane];
        plane.engaged += engaged;
        plane.engaged_today += engaged;
        self.tell(draft.path, |story| (story.shown, story.engaged) = (shown, vec![engaged]));
        for hit in crowd.hits.iter().filter(|hit| hit.asks) {
            self.put_question(hour, draft, hit.member);
        }
        self.share(hour, draft, &reception, &crowd);
        self.leave(draft.account, &crowd);
        self.crowd = crowd;
    }

    /// E4 without S R and the follower's own part.
    fn rate(&self, draft: &Draft, reviews: u32) -> f64 {
        let (model, account) = (&self.scenario.model, &self.world.accounts[draft.account as usize]);
        let spread = quality_spread(self.rules.quality_spread, model.blandness_per_review, reviews);
        let appeal = Appeal {
            engagement_per_shown: model.engagement_per_follower / model.reach,
            quality: if spread > 0.0 { lognormal_mean_one(spread, normal_quantile(draft.luck.quality)) } else { 1.0 },
            attention: 1.0,
            form: self.rules.appeal(draft.form),
            talent: account.talent,
            size_effect: account.size_effect,
            dialogue_effect: dialogue_effect(model.dialogue_lift, account.reputation.answered_share),
        };
        appeal.rate()
    }

    /// E3 and E4: who engages, into `crowd`, block by block; returns how many were shown the message.
    fn respond(&mut self, hour: f64, draft: &Draft, rate: f64, scale: f32, crowd: &mut Crowd) -> u64 {
        let account = &self.world.accounts[draft.account as usize];
        let public = &self.world.publics[account.audience];
        let model = &self.scenario.model;
        let rhythm = match draft.form {
            Form::Comment => rhythm(self.rules.rhythm_amplitude, model.rhythm_peak, hour + public.zone.hours()),
            Form::Announcement | Form::Reply => 1.0,
        };
        let plane = &self.world.planes[account.plane];
        let publication = Publication {
            account,
            public,
            plane,
            rules: &self.rules,
            friendliest: self.rules.friendliest(plane.mean_baseline),
            shown_chance: shown_chance(model.reach, rhythm) as f32,
            rate,
            scale,
            unfollow: self.rules.unfollow(draft.form),
        };
        publication.respond_all(&mut self.luck, draft.path, crowd)
    }

    /// E9: engaging moves attitudes, one member after the other.
    fn learn(&mut self, plane: usize, eta: f32, scale: f32, hits: &[Hit]) {
        if eta > 0.0 {
            let plane = &mut self.world.planes[plane];
            for hit in hits {
                let step = engagement_step(eta, plane.attitude(hit.member, scale));
                plane.shift(hit.member, step, scale);
            }
        }
    }

    /// E5, E7: somebody who engaged asks the author, after his reaction time.
    pub(in crate::engine) fn put_question(&mut self, hour: f64, draft: &Draft, member: u32) {
        let path = Path::to(Kind::Question).then(draft.path.0).then(u64::from(member));
        let words = self.luck.at(path, Purpose::Question);
        let delay = reaction_hours(unit(words));
        if delay > LATEST_REACTION_HOURS || !self.agenda.has_use_for(hour + delay) {
            return;
        }
        let question = Question {
            path,
            account: draft.account,
            member,
            message: draft.path,
            willing: unit(words),
            pick_up: unit(words),
            patience: unit(words),
            reply: crate::engine::drafts::DraftLuck {
                quality: 0.5,
                needs_approval: unit(words),
                delay: unit(words),
                dropped: unit(words),
                gaffe: 1.0,
            },
            wins: unit(words),
            newcomer: unit(words),
            settled: false,
            answered: false,
            lapsed: false,
            held: 1,
        };
        self.expect_question(draft.path);
        let number = self.questions.add(question);
        self.agenda.put(hour + delay, path.0, Item::Asked(number));
    }
}
