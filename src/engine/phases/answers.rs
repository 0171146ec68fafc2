//! Phase 7: questions are answered or lapse (E8).
//!
//! An account answers one question at a time. When it is free, staffed and holds a token, it takes the newest question
//! that it is willing to answer; the answer is written after a time counted in staffed hours, and then is a draft like
//! any other.

use crate::engine::agenda::Item;
use crate::engine::drafts::Draft;
use crate::engine::run::Simulation;
use crate::math::{exponential_at, normal_quantile};
use crate::model::dialogue::{answer_step, silence_step};
use crate::random::{Kind, Path};
use crate::world::{CLASSES, Form};

impl Simulation<'_> {
    /// A question arrives.
    pub(in crate::engine) fn receive_question(&mut self, hour: f64, number: u32) {
        let Some(question) = self.questions.get(number).copied() else { return };
        let country = self.world.accounts[question.account as usize].country;
        let ministry = &mut self.world.ministries[country];
        ministry.counts.asked += 1;
        ministry.questions_waiting += 1;
        let willing = question.willing < ministry.policy.questions_answered;
        self.tell(question.message, |story| {
            story.asked += 1;
            story.asked_after.extend(story.ended.map(|published| hour - published));
        });
        let model = &self.scenario.model;
        let patience = model.patience_hours * libm::exp(model.patience_spread * normal_quantile(question.patience));
        let lapses = hour + model.question_lapses_after_hours;
        self.agenda.put((hour + patience).min(lapses), question.path.0, Item::PatienceEnds(number));
        self.agenda.put(lapses, question.path.0, Item::Lapses(number));
        if let Some(question) = self.questions.get_mut(number) {
            // Two items of the agenda refer to it from now on, and the inbox if it will be answered.
            question.held = 2 + u8::from(willing);
        }
        if willing {
            self.world.accounts[question.account as usize].inbox.push_back(number);
            self.look_at_inbox(hour, question.account);
        }
    }

    /// The time that an account put down for itself has come.
    pub(in crate::engine) fn wake_inbox(&mut self, hour: f64, number: u32) {
        let account = &mut self.world.accounts[number as usize];
        if account.wakes_at <= hour {
            account.wakes_at = f64::INFINITY;
            self.look_at_inbox(hour, number);
        }
    }

    /// Takes the newest question if it can; otherwise puts down when it could.
    pub(in crate::engine) fn look_at_inbox(&mut self, hour: f64, number: u32) {
        let account = &mut self.world.accounts[number as usize];
        if account.answering || account.inbox.is_empty() {
            return;
        }
        let per_day = self.world.ministries[account.country].policy.answers_per_day;
        account.tokens = account.tokens.at(hour, per_day);
        let can = account.staffed.next_open(account.tokens.ready_at(per_day).max(hour).max(account.closed_until));
        // An opening just ahead may be this very instant but for rounding.
        if can > hour + 1e-9 {
            if can < account.wakes_at {
                account.wakes_at = can;
                self.agenda.put(can, account.path.0, Item::InboxWakes(number));
            }
            return;
        }
        let Some(question) = account.inbox.pop_back() else { return };
        account.tokens = account.tokens.spent();
        account.answering = true;
        if let Some(asked) = self.questions.get(question) {
            let work = self.scenario.model.pick_up_time_hours * exponential_at(asked.pick_up);
            self.agenda.put(account.staffed.after(hour, work), asked.path.0, Item::Answered(question));
        }
    }

    /// An answer is written: it is submitted, and the account is free.
    pub(in crate::engine) fn finish_answer(&mut self, hour: f64, number: u32) {
        let Some(question) = self.questions.get(number).copied() else { return };
        let account = &mut self.world.accounts[question.account as usize];
        account.answering = false;
        let country = account.country;
        // A reply's own address: reviews at desks must not share the luck of the question.
        let path = Path::to(Kind::Question).then(question.path.0);
        let draft = Draft::new(path, question.account, Form::Reply, number, question.reply);
        self.count_draft(country, Form::Reply);
        self.begin_story(hour, &draft);
        let draft = self.drafts.add(draft);
        self.submit(hour, draft);
        self.look_at_inbox(hour, question.account);
    }

    /// An answer is published.
    pub(in crate::engine) fn deliver_answer(&mut self, hour: f64, number: u32) {
        let Some(question) = self.questions.get_mut(number) else { return };
        let (in_time, lapsed) = (!question.settled, question.lapsed);
        question.answered = true;
        let (account, message) = (question.account, question.message);
        let ministry = &mut self.world.ministries[self.world.accounts[account as usize].country];
        if !lapsed {
            ministry.questions_waiting -= 1;
            let counts = &mut ministry.counts;
            if in_time {
                counts.answered_in_time += 1
            } else {
                counts.answered_late += 1
            }
            self.tell(message, |story| if in_time { story.answered_in_time += 1 } else { story.answered_late += 1 });
        }
        if in_time {
            self.settle(hour, number, true);
            self.win_follower(number);
        }
        self.release_question(number);
    }

    /// E8: an answer in time may win a follower, somebody who read along.
    fn win_follower(&mut self, number: u32) {
        let Some(question) = self.questions.get(number).filter(|asked| asked.wins < self.rules.followers_per_answer)
        else {
            return;
        };
        let account = &mut self.world.accounts[question.account as usize];
        let public = &self.world.publics[account.audience];
        let mut at = question.newcomer * f64::from(public.members - account.followers());
        let class = (0..CLASSES).find(|class| {
            at -= f64::from(account.others(public, *class));
            at < 0.0
        });
        account.gain(public, class.unwrap_or(0));
    }

    /// The asker's patience ends: silence until now does its harm, once.
    pub(in crate::engine) fn end_patience(&mut self, hour: f64, number: u32) {
        if self.questions.get(number).is_some_and(|question| !question.settled) {
            self.settle(hour, number, false);
        }
        self.release_question(number);
    }

    /// A question becomes too old to be answered.
    pub(in crate::engine) fn lapse(&mut self, _: f64, number: u32) {
        let Some(question) = self.questions.get_mut(number) else { return };
        let (account, answered, message) = (question.account, question.answered, question.message);
        question.lapsed = true;
        let account = &mut self.world.accounts[account as usize];
        if !answered {
            let ministry = &mut self.world.ministries[account.country];
            ministry.questions_waiting -= 1;
            ministry.counts.lapsed += 1;
        }
        let is_waiting = account.inbox.front() == Some(&number);
        if is_waiting {
            account.inbox.pop_front();
        }
        self.tell(message, |story| story.never_answered += u64::from(!answered));
        self.forget_question(message);
        // Inboxes are in the order of asking, so a question that still waits is the oldest.
        if is_waiting {
            self.release_question(number);
        }
        self.release_question(number);
    }

    /// The outcome of a question, once: the asker's attitude and the account's reputation move.
    fn settle(&mut self, hour: f64, number: u32, in_time: bool) {
        let Some(question) = self.questions.get_mut(number) else { return };
        question.settled = true;
        let member = question.member;
        let account = &mut self.world.accounts[question.account as usize];
        let plane = &mut self.world.planes[account.plane];
        let scale = plane.scale(hour) as f32;
        let attitude = f64::from(plane.attitude(member, scale));
        let step = if in_time {
            answer_step(self.rules.answer_gain, attitude)
        } else {
            silence_step(self.rules.answer_harm, account.reputation.expectation, attitude)
        };
        plane.shift(member, step as f32, scale);
        account.reputation = account.reputation.after(in_time, self.scenario.model.answer_memory);
    }

    /// One reference less; the last one gives the question back.
    pub(in crate::engine) fn release_question(&mut self, number: u32) {
        if let Some(question) = self.questions.get_mut(number) {
            question.held -= 1;
            if question.held == 0 {
                self.questions.take(number);
            }
        }
    }
}
