//! What a scenario means: complete, checked, immutable, in the units of the model. The text that it came from, and
//! every way to be wrong, live in the other files of this room; nobody below this room ever sees them.

use crate::calendar::{Clock, DAY, DayHours, Zone};
use crate::model::attention::Attention;
use serde::{Deserialize, Serialize};

/// A whole scenario: what `world::build` needs, and nothing that it must check again.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Name of the file without its ending, e.g. `paris-2013`: lower-case letters, digits, hyphens.
    pub name: String,
    /// One line for charts and tables.
    pub title: String,
    /// The question that the scenario asks; may be empty.
    pub question: String,
    /// Calendar, luck and repetitions.
    pub run: Run,
    /// Foreign publics, at least one, in the order of the file.
    pub audiences: Vec<Audience>,
    /// Countries, at least one, in the order of the file.
    pub countries: Vec<Country>,
    /// Scheduled events, sorted by time.
    pub events: Vec<Event>,
    /// Scheduled rumours, sorted by time.
    pub rumours: Vec<Rumour>,
    /// Assumptions and switches of mechanisms.
    pub model: Model,
    /// Where the numbers come from: name and reference, in the order of the file.
    pub sources: Vec<(String, String)>,
}

/// Calendar, luck and repetitions: the block `[run]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Which date is hour 0.
    pub clock: Clock,
    /// Length in days; the last day is counted.
    pub days: u32,
    /// Length of a step, hours, 0.25 to 24.
    pub step_hours: f64,
    /// Time between records, hours, a whole number of days.
    pub record_every_hours: f64,
    /// How many times the scenario is run with other luck.
    pub replicates: u32,
    /// The seed from which all luck comes.
    pub seed: u64,
    /// Index of the country that titles and thick lines are about.
    pub focus: usize,
}

impl Run {
    /// When it ends, hours since the start.
    #[must_use]
    pub fn hours(&self) -> f64 {
        f64::from(self.days) * DAY
    }
}

/// A foreign public on a platform: a block `[audience.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Audience {
    /// The name after the dot.
    pub id: String,
    /// The name on charts.
    pub name: String,
    /// Simulated members.
    pub members: u32,
    /// Share of the world's people that this audience stands for; all audiences sum to 1.
    pub weight: f64,
    /// Zone of the members and of the missions posted here.
    pub zone: Zone,
    /// Mean number of random news events a day.
    pub events_per_day: f64,
}

/// A sender: a foreign ministry with its accounts, its rules and its approval chain: a block `[country.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// The name after the dot.
    pub id: String,
    /// The name on charts.
    pub name: String,
    /// The colour on charts, or the next free one.
    pub colour: Option<Colour>,
    /// Zone of the ministry.
    pub zone: Zone,
    /// Structural capacity A: share of the countries' total, all sum to 1.
    pub capacity: f64,
    /// Its goodwill in every audience, engagements per 1,000 members, if it is the rest of the world, without accounts.
    pub constant_goodwill: Option<f64>,
    /// Embassies and consulates; each may have one account.
    pub missions: u32,
    /// Accounts that are open from the start.
    pub accounts_at_start: u32,
    /// Mean number of followers of an account at the start.
    pub followers_per_account: f64,
    /// Mean number of followers of a later account on the day it opens.
    pub followers_of_new_accounts: f64,
    /// The policy at the start.
    pub policy: Policy,
    /// The approval chain as explicit desks, in order; used while `policy.approval` is `Desks`.
    pub desks: Vec<Desk>,
    /// Changes of policy, sorted by `when_hours`, then by the order of the file.
    pub changes: Vec<Change>,
}

/// One of the five colours that stay apart for every reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Colour {
    Blue,
    Green,
    Rust,
    Magenta,
    Ink,
}

/// What a ministry allows and expects of its diplomats at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Share of the missions that the ministry wants to speak.
    pub accounts_wanted: f64,
    /// Announcements that an account drafts on an average day (weekends counted), >= 0.
    pub announcements_per_day: f64,
    /// Share of the events on which an account comments, if nobody is afraid.
    pub comments_on_events: f64,
    /// Share of announcements that pass the approval chain.
    pub announcements_need_approval: f64,
    /// Share of comments that pass the approval chain.
    pub comments_need_approval: f64,
    /// Share of replies that pass the approval chain.
    pub replies_need_approval: f64,
    /// Which description of the approval chain is in use.
    pub approval: Approval,
    /// Simple chain: median time from draft to decision, hours.
    pub approval_delay_hours: f64,
    /// Simple chain: number of reviews a message has behind it at the end.
    pub approval_steps: u32,
    /// Simple chain: share of drafts that never come out.
    pub chance_dropped: f64,
    /// Share of the random events on which comments need no approval.
    pub routine_topics: f64,
    /// Share of the drafts that need approval which a fearless author publishes without it.
    pub skips_approval: f64,
    /// Share of the messages published without approval that are reviewed at once afterwards.
    pub reviewed_afterwards: f64,
    /// How long everything needs approval after a gaffe, hours.
    pub tightens_after_gaffe_hours: f64,
    /// Share of the questions that an account is willing to answer.
    pub questions_answered: f64,
    /// Answers that an account can write on an average day.
    pub answers_per_day: f64,
    /// The m to which the norm moves: how far the rules make staff feel unable to speak, 0 to 1.
    pub fear_of_speaking: f64,
}

/// How drafts that need approval are approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Approval {
    /// They are not: everything is published at once.
    None,
    /// After a random delay, with a chance to be dropped.
    Simple,
    /// By desks with reviewers and office hours; the delay emerges.
    Desks,
}

/// A station of an approval chain: a block `[desk.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// The name after the dot.
    pub id: String,
    /// The name in tables.
    pub name: String,
    /// People who review at the same time; `None`: unlimited.
    pub reviewers: Option<u32>,
    /// Mean working time for one draft, working hours.
    pub working_time_hours: f64,
    /// Coefficient of variation of the working time, of the lognormal kind.
    pub working_time_spread: f64,
    /// The shape of the working time.
    pub working_time_shape: WorkShape,
    /// When the desk works, local time.
    pub office_hours: DayHours,
    /// Whether Saturday and Sunday are working days.
    pub weekends: bool,
    /// Zone of the desk.
    pub zone: Zone,
    /// Chance that a review drops the draft.
    pub chance_dropped: f64,
    /// Chance that a review edits the draft, which then waits at the same desk again.
    pub chance_edited: f64,
    /// Whether replies go before other drafts.
    pub replies_first: bool,
    /// Whether comments on crises go before other drafts.
    pub crises_first: bool,
}

/// The distribution of a desk's working time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkShape {
    /// Lognormal with the given mean and coefficient of variation.
    Lognormal,
    /// Exponential with the given mean.
    Exponential,
}

/// New rules from a date on: a block `[change.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The name after the dot.
    pub id: String,
    /// What charts print at the marker.
    pub label: String,
    /// When it begins, hours since the start.
    pub when_hours: f64,
    /// When the former rules come back at once, hours since the start.
    pub until_hours: Option<f64>,
    /// How long the new rules take to come into full effect, hours.
    pub phase_in_hours: f64,
    /// The rules that change; the others stay as they are.
    pub set: PolicyChange,
}

/// The levers that a change moves; `None` leaves a lever alone. Fields as in [`Policy`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the fields of `Policy`")]
pub struct PolicyChange {
    pub accounts_wanted: Option<f64>,
    pub announcements_per_day: Option<f64>,
    pub comments_on_events: Option<f64>,
    pub announcements_need_approval: Option<f64>,
    pub comments_need_approval: Option<f64>,
    pub replies_need_approval: Option<f64>,
    pub approval: Option<Approval>,
    pub approval_delay_hours: Option<f64>,
    pub approval_steps: Option<u32>,
    pub chance_dropped: Option<f64>,
    pub routine_topics: Option<f64>,
    pub skips_approval: Option<f64>,
    pub reviewed_afterwards: Option<f64>,
    pub tightens_after_gaffe_hours: Option<f64>,
    pub questions_answered: Option<f64>,
    pub answers_per_day: Option<f64>,
    pub fear_of_speaking: Option<f64>,
}

/// A news item with a date: a block `[event.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The name after the dot.
    pub id: String,
    /// What charts print at the marker.
    pub label: String,
    /// When it begins, hours since the start.
    pub when_hours: f64,
    /// Size, in units of the mean event.
    pub size: f64,
    /// Indices of the audiences that it concerns.
    pub audiences: Vec<usize>,
    /// Indices of the countries whose lines on it are cleared beforehand.
    pub lines_ready: Vec<usize>,
}

/// A false claim with a date: a block `[rumour.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rumour {
    /// The name after the dot.
    pub id: String,
    /// What charts print at the marker.
    pub label: String,
    /// Index of the country about which something false is said.
    pub country: usize,
    /// When it begins, hours since the start.
    pub when_hours: f64,
    /// Size as a piece of news, in units of the mean event.
    pub size: f64,
    /// Indices of the audiences in which it spreads.
    pub audiences: Vec<usize>,
}

/// The shape of the attention that an event gets (E1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionShape {
    /// E1a: (1 + D/tau)^(1 - beta).
    Power,
    /// E1b: 2^(-D/h).
    Exponential,
}

/// The assumptions: the block `[model]`. Names as in the file, units at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Which mechanisms are at work.
    pub mechanisms: Mechanisms,
    /// E1: power law or half-life.
    pub attention_shape: AttentionShape,
    /// E1a: tau, hours.
    pub attention_offset_hours: f64,
    /// E1a: beta, above 1.
    pub attention_exponent: f64,
    /// E1b: h, hours.
    pub attention_half_life_hours: f64,
    /// E14: a comment is withdrawn when less attention than this share is left.
    pub give_up_below: f64,
    /// E14: any draft is withdrawn after this time, hours; infinite for never.
    pub give_up_after_hours: f64,
    /// E0: when announcements are drafted on weekdays, local time.
    pub announcement_hours: DayHours,
    /// E0: Pareto exponent of event sizes, above 1.
    pub event_size_exponent: f64,
    /// E0: sizes above this are drawn again.
    pub event_size_cut: f64,
    /// E0: mean time to write a comment, hours.
    pub drafting_time_hours: f64,
    /// E3: share of the followers who see a message at the mean time of day.
    pub reach: f64,
    /// E2: amplitude of the daily rhythm, 0 to 1.
    pub rhythm_amplitude: f64,
    /// E2: local hour of the peak.
    pub rhythm_peak: f64,
    /// E4: eps, engagements per follower and message.
    pub engagement_per_follower: f64,
    /// E4: `F_ref`, followers.
    pub reference_followers: f64,
    /// E4: gamma.
    pub size_exponent: f64,
    /// E4: ln sd of the quality of a message.
    pub quality_spread: f64,
    /// E4: share of that spread that one review removes.
    pub blandness_per_review: f64,
    /// E4: ln sd of the talent of an account.
    pub talent_spread: f64,
    /// E4: s of an announcement.
    pub appeal_announcement: f64,
    /// E4: s of a comment.
    pub appeal_commentary: f64,
    /// E4: `beta_r`, the lift when every question is answered.
    pub dialogue_lift: f64,
    /// E4: share of the members in each activity class; sum 1.
    pub activity_shares: [f64; 3],
    /// E4: activity u of each class, in units of the mean member.
    pub activity_levels: [f64; 3],
    /// E4: `kappa_a`.
    pub affinity: f64,
    /// E7: chance that somebody who engages asks.
    pub ask_chance: f64,
    /// E8: median patience of an asker, hours.
    pub patience_hours: f64,
    /// E8: ln sd of patience.
    pub patience_spread: f64,
    /// E8: mean time until an account takes up a question, staffed hours.
    pub pick_up_time_hours: f64,
    /// E8: when accounts are staffed, local time, every day.
    pub staffed_hours: DayHours,
    /// E8: an unanswered question has lapsed after this time, hours.
    pub question_lapses_after_hours: f64,
    /// E8: share of the distance to +1 that an answer in time moves the asker.
    pub answer_gain: f64,
    /// E8: share of the distance to -1 that silence moves an asker who was sure of an answer.
    pub answer_harm: f64,
    /// E8: weight of one outcome in the answered share d, and of d in the expectation x.
    pub answer_memory: f64,
    /// E8: x at the start.
    pub expectation_at_start: f64,
    /// E9: eta of an announcement.
    pub learn_announcement: f64,
    /// E9: eta of a comment.
    pub learn_commentary: f64,
    /// E9: half-life of what engaging taught, hours.
    pub attitude_half_life_hours: f64,
    /// E9: mean of the baseline attitude before truncation to [-1, 1].
    pub baseline_mean: f64,
    /// E9: sd of the baseline attitude before truncation.
    pub baseline_spread: f64,
    /// E9: stationary sd of the mood.
    pub mood_sd: f64,
    /// E9: half-life of the mood, hours.
    pub mood_half_life_hours: f64,
    /// E10: delta, per month.
    pub goodwill_decay_per_month: f64,
    /// E10: g0, engagements per 1,000 members, by which capacity speaks where nobody else does.
    pub voice_floor: f64,
    /// E11: kappa, per year.
    pub influence_pull_per_year: f64,
    /// E11: w.
    pub voice_counts: f64,
    /// E11: chi, per year.
    pub standing_pull_per_year: f64,
    /// E11: `sigma_I`, ln per square root of a year.
    pub influence_noise: f64,
    /// World: ln sd of the followers of accounts.
    pub followers_spread: f64,
    /// E14: ln sd of the simple approval delay.
    pub approval_spread: f64,
    /// E14: comments on events of at least this size are crises.
    pub crisis_size: f64,
    /// E6: chance that somebody who engages passes the message on.
    pub share_chance: f64,
    /// E6: members whom one reshare reaches.
    pub peers: u32,
    /// E6: most offspring of one engagement, on average.
    pub branching_cap: f64,
    /// E6: chance that a peer who engages follows.
    pub follow_chance: f64,
    /// E8: chance that an answer in time wins a follower.
    pub followers_per_answer: f64,
    /// E12: openings per year of an account that is wanted, where nobody is afraid.
    pub accounts_opened_per_year: f64,
    /// E12: p of the Bass curve, per year.
    pub adoption_alone_per_year: f64,
    /// E12: q of the Bass curve, per year.
    pub adoption_by_imitation_per_year: f64,
    /// E12: when the Bass curve begins, hours since the start of the run; negative before it.
    pub adoption_began_hours: f64,
    /// E12: growth of an account by the platform's growth, per year.
    pub platform_growth: f64,
    /// E12: chance that a follower who is shown an announcement leaves.
    pub unfollow_announcement: f64,
    /// E12: chance that a follower who is shown a comment leaves.
    pub unfollow_commentary: f64,
    /// E13: time constant where the norm falls, hours.
    pub norm_thaw_hours: f64,
    /// E13: time constant where the norm rises, hours.
    pub norm_chill_hours: f64,
    /// E13: jump of m at a sanction.
    pub fear_after_sanction: f64,
    /// E13: jump of m at a gaffe.
    pub fear_after_gaffe: f64,
    /// E15: chance that a message without its approval is detected.
    pub chance_detected: f64,
    /// E15: chance that its author is sanctioned then.
    pub chance_sanctioned: f64,
    /// E15: how long a sanctioned account is silent, hours.
    pub closed_for_hours: f64,
    /// E16: g0, chance of a gaffe per message without review.
    pub gaffe_chance: f64,
    /// E16: share that one review catches.
    pub gaffe_caught: f64,
    /// E16: share that no number of reviews catches.
    pub gaffe_floor: f64,
    /// E16: mean fall of the mood.
    pub gaffe_mood: f64,
    /// E16: share of that which an early retraction saves.
    pub retraction_saves: f64,
    /// E17: random rumours about a country, per year.
    pub rumours_per_year: f64,
    /// E17: share of an audience that hears an uncorrected rumour.
    pub rumour_reach: f64,
    /// E17: share of the distance to -1 that hearing it moves.
    pub rumour_step: f64,
    /// E17: half-life of a rumour by others' debunking, hours.
    pub rumour_half_life_hours: f64,
    /// E17: share of the later exposures that a correction prevents.
    pub correction_saves: f64,
}

/// Which mechanisms are at work; each is a switch in `[model]`. Off means:
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mechanisms {
    /// E1; off: all attention is always left, R = 1.
    pub attention_fades: bool,
    /// E2; off: C = 1.
    pub daily_rhythm: bool,
    /// E4 (form); off: every form has appeal 1, and a comment teaches as much as an announcement.
    pub forms_differ: bool,
    /// E4 (members); off: u = 1 and no affinity.
    pub members_differ: bool,
    /// E4 (q, t); off: q = t = 1.
    pub quality_varies: bool,
    /// E7, E8; off: nobody asks.
    pub dialogue: bool,
    /// E9; off: engaging moves no attitude.
    pub attitudes_move: bool,
    /// E9; off: M = 0.
    pub mood_moves: bool,
    /// E11; off: `sigma_I` = 0.
    pub influence_drifts: bool,
    /// E6; off: nobody passes a message on.
    pub reshares: bool,
    /// E12; off: the accounts of the start are all there will be.
    pub accounts_open: bool,
    /// E6, E8, E12; off: nobody begins to follow.
    pub followers_come: bool,
    /// E12; off: nobody stops following.
    pub followers_leave: bool,
    /// E13; off: m = 0.
    pub fear: bool,
    /// E13; off: m is the policy's fear, at once.
    pub norms_lag: bool,
    /// E15; off: nobody skips approval.
    pub bypass: bool,
    /// E16; off: no message is a gaffe.
    pub gaffes: bool,
    /// E17; off: no rumour spreads.
    pub rumours: bool,
    /// E14; off: approval takes no time.
    pub approval_takes_time: bool,
    /// E14; off: nothing is dropped, and nothing withdrawn.
    pub approval_drops: bool,
    /// E11; off: w = chi = 0, the null model.
    pub policy_matters: bool,
}

impl Model {
    /// How attention to an event fades (E1); whole where the mechanism is off.
    #[must_use]
    pub fn attention(&self) -> Attention {
        match self.attention_shape {
            _ if !self.mechanisms.attention_fades => Attention::Whole,
            AttentionShape::Power => {
                Attention::Power { offset_hours: self.attention_offset_hours, exponent: self.attention_exponent }
            }
            AttentionShape::Exponential => Attention::Exponential { half_life_hours: self.attention_half_life_hours },
        }
    }
}
