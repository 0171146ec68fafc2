//! The parameters of the equations as a run uses them: worked out once, with the mechanisms that are off made neutral.

use crate::model::attention::Attention;
use crate::model::attitude::Mood;
use crate::model::drafting::EventSizes;
use crate::model::engagement::affinity_effect;
use crate::model::goodwill::daily_memory;
use crate::model::influence::Pull;
use crate::scenario::Model;
use crate::world::{CLASSES, Form};

/// What a run reads of the assumptions, more than once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// E1.
    pub attention: Attention,
    /// Sizes of random events.
    pub event_sizes: EventSizes,
    /// E14: hours after an event at which a comment on it is withdrawn.
    pub comment_stale_after: f64,
    /// E14: hours after submission at which any draft is withdrawn.
    pub draft_stale_after: f64,
    /// E2: amplitude of the rhythm.
    pub rhythm_amplitude: f64,
    /// E4: s of each form.
    appeal: [f64; 2],
    /// E9: eta of each form.
    learn: [f32; 2],
    /// E4: u of each class.
    pub activity: [f64; CLASSES],
    /// E4: `kappa_a`.
    pub affinity: f32,
    /// E4: ln sd of quality before review.
    pub quality_spread: f64,
    /// E7: chance to ask.
    pub ask_chance: f64,
    /// E6: chance to pass a message on.
    pub share_chance: f64,
    /// E6: members whom a reshare reaches.
    pub peers: u32,
    /// E6: most offspring.
    pub branching_cap: f64,
    /// E6: chance that a peer who engages follows.
    pub follow_chance: f64,
    /// E8: chance that an answer in time wins a follower.
    pub followers_per_answer: f64,
    /// E12: chance that a follower who is shown a message of each form leaves.
    unfollow: [f64; 2],
    /// E8: share of the distance that an answer moves.
    pub answer_gain: f64,
    /// E8: share of the distance that silence moves.
    pub answer_harm: f64,
    /// E9.
    pub mood: Mood,
    /// E10: share of goodwill left after a day.
    pub goodwill_memory: f64,
    /// E11.
    pub pull: Pull,
}

impl Rules {
    /// The rules of a model.
    pub(super) fn of(model: &Model) -> Rules {
        let on = &model.mechanisms;
        let attention = model.attention();
        let learn = |eta: f64| if on.attitudes_move { eta as f32 } else { 0.0 };
        let comment = |of_comment, of_announcement| if on.forms_differ { of_comment } else { of_announcement };
        Rules {
            attention,
            event_sizes: EventSizes::new(model.event_size_exponent, model.event_size_cut),
            comment_stale_after: if on.approval_drops {
                attention.delay_until(model.give_up_below)
            } else {
                f64::INFINITY
            },
            draft_stale_after: if on.approval_drops { model.give_up_after_hours } else { f64::INFINITY },
            rhythm_amplitude: if on.daily_rhythm { model.rhythm_amplitude } else { 0.0 },
            appeal: if on.forms_differ { [model.appeal_announcement, model.appeal_commentary] } else { [1.0; 2] },
            learn: [model.learn_announcement, comment(model.learn_commentary, model.learn_announcement)].map(learn),
            activity: if on.members_differ { model.activity_levels } else { [1.0; CLASSES] },
            affinity: if on.members_differ { model.affinity as f32 } else { 0.0 },
            quality_spread: if on.quality_varies { model.quality_spread } else { 0.0 },
            ask_chance: if on.dialogue { model.ask_chance } else { 0.0 },
            share_chance: if on.reshares { model.share_chance } else { 0.0 },
            peers: model.peers,
            branching_cap: model.branching_cap,
            follow_chance: if on.followers_come { model.follow_chance } else { 0.0 },
            followers_per_answer: if on.followers_come { model.followers_per_answer } else { 0.0 },
            unfollow: if on.followers_leave {
                [model.unfollow_announcement, comment(model.unfollow_commentary, model.unfollow_announcement)]
            } else {
                [0.0; 2]
            },
            answer_gain: if on.attitudes_move { model.answer_gain } else { 0.0 },
            answer_harm: if on.attitudes_move { model.answer_harm } else { 0.0 },
            mood: Mood::new(if on.mood_moves { model.mood_sd } else { 0.0 }, model.mood_half_life_hours),
            goodwill_memory: daily_memory(model.goodwill_decay_per_month),
            pull: pull(model),
        }
    }

    /// E4: s of a form.
    pub(super) fn appeal(&self, form: Form) -> f64 {
        self.appeal[usize::from(form == Form::Comment)]
    }

    /// E4: how much more than one with the mean attitude the friendliest member engages.
    pub(super) fn friendliest(&self, mean_baseline: f64) -> f32 {
        affinity_effect(self.affinity, 1.0, mean_baseline as f32)
    }

    /// E12: chance that a follower who is shown a message of a form leaves.
    pub(super) fn unfollow(&self, form: Form) -> f64 {
        self.unfollow[usize::from(form == Form::Comment)]
    }

    /// E9: eta of a form.
    pub(super) fn learn(&self, form: Form) -> f32 {
        self.learn[usize::from(form == Form::Comment)]
    }
}

fn pull(model: &Model) -> Pull {
    let matters = f64::from(u8::from(model.mechanisms.policy_matters));
    Pull {
        pull: model.influence_pull_per_year,
        voice_counts: model.voice_counts * matters,
        standing_pull: model.standing_pull_per_year * matters,
        noise: if model.mechanisms.influence_drifts { model.influence_noise } else { 0.0 },
    }
}
