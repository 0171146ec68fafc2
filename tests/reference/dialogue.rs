//! E7 and E8: a question's life.

use super::agenda::What;
use super::hours::OpeningHours;
use super::state::{Form, Question, Subject};
use super::{Mistake, Run};
use softpower::calendar::DayHours;

/// So much of a token is as good as a token: waiting for the last rounding error would take for ever.
const A_TOKEN: f64 = 1.0 - 1e-9;

impl Run<'_> {
    pub(crate) fn asks(&mut self, account: usize, member: usize) {
        let model = &self.scenario.model;
        let country = self.accounts[account].country;
        let patience_ends = self.now + self.luck.lognormal(model.patience_hours, model.patience_spread);
        let lapses = self.now + model.question_lapses_after_hours;
        let question = self.questions.len();
        self.questions.push(Question { account, member, patience_ends, closed: false });
        self.tallies[country].asked += 1;
        // The harm is done when patience ends; a question that lapses before that does it then.
        self.agenda.put(patience_ends.min(lapses), What::PatienceEnds { question });
        self.agenda.put(lapses, What::QuestionLapses { question });
        if self.luck.chance(self.policy(country, self.now).questions_answered) {
            self.accounts[account].inbox.push(question);
            self.account_looks(account);
        }
    }

    /// Tokens accrue at the rate of the rules in force since they were last counted.
    fn accrue(&mut self, account: usize, answers_per_day: f64) {
        let now = self.now;
        let mistaken = self.makes(Mistake::TokensPileUp);
        let account = &mut self.accounts[account];
        account.tokens += answers_per_day * (now - account.tokens_at) / 24.0;
        account.tokens_at = now;
        if !mistaken {
            account.tokens = account.tokens.min(answers_per_day.max(1.0));
        }
    }

    /// Rules may change: counts tokens by the old ones, cuts them to the new limit, and looks again.
    pub(crate) fn step_begins(&mut self) {
        for account in 0..self.accounts.len() {
            let country = self.accounts[account].country;
            let before = self.policy(country, self.now - self.scenario.run.step_hours / 2.0).answers_per_day;
            let after = self.policy(country, self.now).answers_per_day;
            self.accrue(account, before);
            self.accrue(account, after);
            self.account_looks(account);
        }
    }

    fn staffed_hours(&self, account: usize) -> OpeningHours {
        let model = &self.scenario.model;
        let hours = if self.makes(Mistake::AnswersAtNight) { DayHours::ALL_DAY } else { model.staffed_hours };
        let zone = self.scenario.audiences[self.accounts[account].audience].zone;
        OpeningHours::new(self.scenario.run.clock, zone, hours, true)
    }

    /// Takes the newest willing question, if the account is free, staffed and holds a token; else plans to look again.
    pub(crate) fn account_looks(&mut self, account: usize) {
        let answers_per_day = self.policy(self.accounts[account].country, self.now).answers_per_day;
        self.accrue(account, answers_per_day);
        if self.accounts[account].busy || self.accounts[account].inbox.is_empty() || !self.may_draft(account) {
            return;
        }
        let staffed = self.staffed_hours(account);
        if !staffed.is_open(self.now) {
            self.agenda.put(staffed.next_open(self.now), What::AccountLooks { account });
        } else if self.accounts[account].tokens >= A_TOKEN {
            self.take_a_question(account);
        } else if answers_per_day > 0.0 {
            let missing = 1.0 - self.accounts[account].tokens;
            self.agenda.put(self.now + missing * 24.0 / answers_per_day, What::AccountLooks { account });
        }
    }

    fn take_a_question(&mut self, account: usize) {
        let inbox = &self.accounts[account].inbox;
        let place = if self.makes(Mistake::OldestQuestionFirst) { 0 } else { inbox.len() - 1 };
        let question = self.accounts[account].inbox.remove(place);
        self.accounts[account].tokens -= 1.0;
        self.accounts[account].busy = true;
        let work = self.luck.exponential(self.scenario.model.pick_up_time_hours);
        let ready = self.staffed_hours(account).after(self.now, work);
        self.agenda.put(ready, What::ReplyReady { account, question });
    }

    pub(crate) fn reply_ready(&mut self, account: usize, question: usize) {
        self.accounts[account].busy = false;
        let draft = self.draft(account, Form::Reply, Subject::Question(question));
        self.submit(draft);
        self.account_looks(account);
    }

    pub(crate) fn reply_is_published(&mut self, question: usize) {
        if self.questions[question].closed {
            return;
        }
        self.questions[question].closed = true;
        let account = self.questions[question].account;
        let (country, audience) = (self.accounts[account].country, self.accounts[account].audience);
        if self.now > self.questions[question].patience_ends {
            self.tallies[country].answered_late += 1;
            if !self.makes(Mistake::LateAnswersHelp) {
                return;
            }
        } else {
            self.tallies[country].answered_in_time += 1;
        }
        self.let_attitudes_relax(audience, country);
        self.move_up(audience, country, self.questions[question].member, self.scenario.model.answer_gain);
        self.remember(account, 1.0);
        if self.luck.chance(self.scenario.model.followers_per_answer) && !self.makes(Mistake::NobodyReadsAlong) {
            self.somebody_follows(account);
        }
    }

    pub(crate) fn patience_ends(&mut self, question: usize) {
        if self.questions[question].closed {
            return;
        }
        let account = self.questions[question].account;
        let (country, audience) = (self.accounts[account].country, self.accounts[account].audience);
        let expected = self.accounts[account].expectation;
        self.remember(account, 0.0);
        let expected =
            if self.makes(Mistake::ExpectationMovesFirst) { self.accounts[account].expectation } else { expected };
        let harm = self.scenario.model.answer_harm * expected * if self.makes(Mistake::HarmTwice) { 2.0 } else { 1.0 };
        self.let_attitudes_relax(audience, country);
        self.move_down(audience, country, self.questions[question].member, harm);
    }

    /// The answered share follows the outcomes, the expectation follows the answered share.
    fn remember(&mut self, account: usize, outcome: f64) {
        let stuck = self.makes(Mistake::ExpectationStuck);
        let memory = self.scenario.model.answer_memory;
        let account = &mut self.accounts[account];
        account.answered_share += memory * (outcome - account.answered_share);
        if !stuck {
            account.expectation += memory * (account.answered_share - account.expectation);
        }
    }

    pub(crate) fn question_lapses(&mut self, question: usize) {
        if self.questions[question].closed {
            return;
        }
        self.questions[question].closed = true;
        let account = self.questions[question].account;
        self.tallies[self.accounts[account].country].lapsed += 1;
        self.accounts[account].inbox.retain(|waiting| *waiting != question);
    }
}
