//! Phase 5: messages are published, at the instant at which they are ready or approved (E1).

use crate::engine::run::Simulation;
use crate::world::Form;

impl Simulation<'_> {
    /// A draft is published after `reviews` reviews.
    pub(in crate::engine) fn publish(&mut self, hour: f64, number: u32, reviews: u32) {
        let Some(draft) = self.drafts.take(number) else { return };
        let country = self.country_of(&draft);
        let ministry = &mut self.world.ministries[country];
        ministry.drafts_waiting -= 1;
        ministry.counts.published[draft.form as usize] += 1;
        match draft.form {
            Form::Announcement => self.engage(hour, &draft, reviews, 1.0),
            Form::Comment => {
                let news = &self.news[draft.about as usize];
                let (size, left) = (news.size, self.rules.attention.left(hour - news.begun));
                ministry.counts.attention_left += left;
                self.engage(hour, &draft, reviews, size * left);
            }
            Form::Reply => self.deliver_answer(hour, draft.about),
        }
    }
}
