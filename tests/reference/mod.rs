//! softpower's model a second time: literally as `docs/model.md` says it, in plain loops, one member at a time, slow
//! and independent of the engine. Where the two disagree, one of them misreads the text.
//!
//! It shares with the engine the types of a scenario, the policy at an hour and the plan of a trajectory; not the
//! random numbers, not the calendar arithmetic, not a single equation. So the two agree in distribution, never to
//! the bit.

#![expect(
    clippy::disallowed_methods,
    reason = "the literal model owes nobody its bits, so it calls what the textbook calls"
)]

pub(crate) mod agenda;
mod agreement;
pub(crate) mod approval;
pub(crate) mod bypass;
mod closed_forms;
mod conduct_worlds;
pub(crate) mod day;
pub(crate) mod dialogue;
pub(crate) mod gaffe;
pub(crate) mod harness;
pub(crate) mod hours;
pub(crate) mod luck;
pub(crate) mod message;
pub(crate) mod mistake;
pub(crate) mod news;
mod news_worlds;
pub(crate) mod norm;
pub(crate) mod presence;
pub(crate) mod record;
pub(crate) mod rumours;
pub(crate) mod sharing;
mod sharing_worlds;
pub(crate) mod small_worlds;
pub(crate) mod state;

pub(crate) use mistake::Mistake;

use agenda::{Agenda, What};
use softpower::engine::tally;
use softpower::engine::trajectory::{Layout, Trajectory};
use softpower::scenario::{Policy, Scenario};
use state::{Account, Draft, Form, NewsItem, Plane, Question, RumourState, Tally};

/// What one run leaves behind.
pub(crate) struct Finished {
    /// The same numbers that the engine records.
    pub(crate) trajectory: Trajectory,
    /// Time in the approval chain of every draft that was cleared, hours, in the order of clearing.
    pub(crate) approval_hours: Vec<f64>,
}

/// One run in progress.
pub(crate) struct Run<'a> {
    pub(crate) scenario: &'a Scenario,
    /// A deliberate error, to see whether the comparison notices it.
    pub(crate) mistake: Option<Mistake>,
    pub(crate) luck: luck::Luck,
    pub(crate) now: f64,
    pub(crate) agenda: Agenda,
    pub(crate) accounts: Vec<Account>,
    pub(crate) news: Vec<NewsItem>,
    pub(crate) rumours: Vec<RumourState>,
    /// E17: G at the ends of many short spans of time from the beginning of a rumour on.
    pub(crate) heard_by: Vec<f64>,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) questions: Vec<Question>,
    /// Approval desks: country, then desk.
    pub(crate) desks: Vec<Vec<state::DeskState>>,
    /// What members think: audience, then country.
    pub(crate) planes: Vec<Vec<Plane>>,
    /// Activity class of each member of each audience.
    pub(crate) classes: Vec<Vec<usize>>,
    /// Who is asked for `standing_followers`: country, then audience and member.
    pub(crate) panel: Vec<Vec<(usize, usize)>>,
    /// E13: m of each country, if norms lag.
    pub(crate) norm: Vec<f64>,
    /// E12: H of each country.
    pub(crate) pressure: Vec<f64>,
    /// E16: until when everything needs approval, country by country.
    pub(crate) tightened_until: Vec<f64>,
    /// Influence share of each country.
    pub(crate) influence: Vec<f64>,
    /// What happened since the last record, country by country.
    pub(crate) tallies: Vec<Tally>,
    pub(crate) layout: Layout,
    pub(crate) values: Vec<f64>,
    pub(crate) records_taken: usize,
    pub(crate) approval_hours: Vec<f64>,
}

/// The literal model.
pub(crate) fn trajectory(scenario: &Scenario, replicate: u32) -> Trajectory {
    run(scenario, replicate, None).trajectory
}

/// Runs one replicate, with or without a deliberate mistake.
pub(crate) fn run(scenario: &Scenario, replicate: u32, mistake: Option<Mistake>) -> Finished {
    let mut run = state::build(scenario, replicate, mistake);
    run.plan_the_calendar();
    run.plan_the_news();
    run.plan_the_rumours();
    run.plan_the_announcements();
    while let Some((at, what)) = run.agenda.next_until(run.end()) {
        run.now = at;
        run.happen(what);
    }
    let trajectory = Trajectory { replicate, values: run.values, tally: tally::Tally::default() };
    Finished { trajectory, approval_hours: run.approval_hours }
}

impl Run<'_> {
    fn happen(&mut self, what: What) {
        match what {
            What::StepBegins => self.step_begins(),
            What::DayEnds => self.day_ends(),
            What::Record => self.record(),
            What::News { news } => self.news_breaks(news),
            What::RumourSpreads { rumour } => self.rumour_spreads(rumour),
            What::AnnouncementHours { account, closing } => self.announcement_hours_begin(account, closing),
            What::Announcement { account } => self.announce(account),
            What::CommentWritten { draft } => self.submit(draft),
            What::SimpleDecision { draft } => self.simple_decision(draft),
            What::DeskLooks { country, desk } => self.desk_looks(country, desk),
            What::ReviewEnds { country, desk, draft } => self.review_ends(country, desk, draft),
            What::GiveUp { draft } => self.give_up(draft),
            What::Asks { account, member } => self.asks(account, member),
            What::PatienceEnds { question } => self.patience_ends(question),
            What::QuestionLapses { question } => self.question_lapses(question),
            What::AccountLooks { account } => self.account_looks(account),
            What::ReplyReady { account, question } => self.reply_ready(account, question),
        }
    }

    /// The end of the run, hours.
    pub(crate) fn end(&self) -> f64 {
        f64::from(self.scenario.run.days) * 24.0
    }

    /// The rules in force: those of the beginning of the step that contains `at`.
    pub(crate) fn policy(&self, country: usize, at: f64) -> Policy {
        let step = self.scenario.run.step_hours;
        let read_at = if self.makes(Mistake::RulesOfTheInstant) { at } else { (at / step).floor() * step };
        self.scenario.countries[country].policy_at(read_at)
    }

    pub(crate) fn makes(&self, mistake: Mistake) -> bool {
        self.mistake == Some(mistake)
    }

    /// Steps, ends of days and records, in this order where they fall on the same instant.
    fn plan_the_calendar(&mut self) {
        let end = self.end();
        self.record();
        let step = self.scenario.run.step_hours;
        let steps = (end / step).ceil() as u64;
        for number in 0..steps {
            self.agenda.put(number as f64 * step, What::StepBegins);
        }
        for day in 1..=self.scenario.run.days {
            self.agenda.put(f64::from(day) * 24.0, What::DayEnds);
        }
        for hour in self.layout.record_hours.clone().into_iter().skip(1) {
            self.agenda.put(hour, What::Record);
        }
    }

    /// The share of drafts of a form that needs approval.
    pub(crate) fn share_to_approve(policy: &Policy, form: Form) -> f64 {
        match form {
            Form::Announcement => policy.announcements_need_approval,
            Form::Comment => policy.comments_need_approval,
            Form::Reply => policy.replies_need_approval,
        }
    }
}
