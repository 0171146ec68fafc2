//! The people and things of a run, and how they are at hour 0.

use super::agenda::Agenda;
use super::luck::Luck;
use super::{Mistake, Run, record};
use softpower::scenario::{Model, Policy, Scenario};

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Announcement,
    Comment,
    Reply,
}

/// A diplomat's channel, posted to one audience.
pub(crate) struct Account {
    pub(crate) country: usize,
    pub(crate) audience: usize,
    /// E4: t.
    pub(crate) talent: f64,
    /// E12: has it opened? An account that is closed by a sanction has opened, too.
    pub(crate) open: bool,
    /// E12: it opens when the pressure of its country has grown to this.
    pub(crate) resistance: f64,
    /// E12: how many follow it from the day it opens.
    pub(crate) followers_at_opening: usize,
    /// Members of the audience.
    pub(crate) followers: Vec<usize>,
    /// E12: what growth has added up for each class, less the whole followers who came.
    pub(crate) growth: [f64; 3],
    /// E4: (F / reference followers)^(-size exponent), as of the last midnight.
    pub(crate) size_factor: f64,
    /// E15: it is silent before this hour.
    pub(crate) closed_until: f64,
    /// E8: d.
    pub(crate) answered_share: f64,
    /// E8: x.
    pub(crate) expectation: f64,
    /// E8: answers that the account may write now, as of `tokens_at`.
    pub(crate) tokens: f64,
    pub(crate) tokens_at: f64,
    /// Is somebody writing an answer?
    pub(crate) busy: bool,
    /// Willing questions that nobody has taken up yet, the oldest first.
    pub(crate) inbox: Vec<usize>,
}

/// What a message is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject {
    /// Nothing in particular: an announcement.
    Own,
    /// A news item.
    Event(usize),
    /// A question.
    Question(usize),
}

/// A news item of one audience: an event, or a rumour.
pub(crate) struct NewsItem {
    pub(crate) audience: usize,
    pub(crate) began: f64,
    pub(crate) size: f64,
    /// E14: the countries for which it is routine, if it is a random event; known when it begins.
    pub(crate) routine_for: Vec<usize>,
    /// E14: the countries whose lines on it are cleared beforehand.
    pub(crate) lines_ready: Vec<usize>,
    /// Is it a random event, and not a scheduled one or a rumour?
    pub(crate) random: bool,
    /// E17: the rumour that it is.
    pub(crate) rumour: Option<usize>,
}

/// E17: a rumour in one audience.
pub(crate) struct RumourState {
    pub(crate) country: usize,
    pub(crate) audience: usize,
    pub(crate) began: f64,
    /// When the first comment of the country was published there.
    pub(crate) corrected: Option<f64>,
    /// Who has heard it.
    pub(crate) heard: Vec<bool>,
    /// How many exposures there have been.
    pub(crate) exposed: usize,
}

/// A draft, from the decision to write it to its end.
pub(crate) struct Draft {
    pub(crate) account: usize,
    pub(crate) form: Form,
    pub(crate) subject: Subject,
    pub(crate) submitted: f64,
    /// The rules of the moment it was submitted.
    pub(crate) rules: Policy,
    /// When it is withdrawn, if it still waits.
    pub(crate) deadline: f64,
    /// k: reviews behind it.
    pub(crate) reviews: u32,
    /// E16: published without approval because it needed none.
    pub(crate) needed_none: bool,
    pub(crate) place: Place,
}

/// Where a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    BeingWritten,
    SimpleChain,
    InQueue(usize),
    UnderReview,
    Ended,
}

/// A member's question to an account.
pub(crate) struct Question {
    pub(crate) account: usize,
    pub(crate) member: usize,
    pub(crate) patience_ends: f64,
    /// Answered in time, answered late or lapsed.
    pub(crate) closed: bool,
}

/// A desk of an approval chain.
#[derive(Default)]
pub(crate) struct DeskState {
    /// Drafts that wait, in the order of arrival.
    pub(crate) queue: Vec<usize>,
    /// Reviews under way: the draft, and since when its work is not yet counted in `worked`.
    pub(crate) reviews: Vec<(usize, f64)>,
    /// Working hours spent since the last record.
    pub(crate) worked: f64,
}

/// What the members of one audience think of one country.
pub(crate) struct Plane {
    /// b of each member.
    pub(crate) baseline: Vec<f64>,
    /// The mean of b over the members.
    pub(crate) mean_baseline: f64,
    /// y of each member, as of `moved_at`.
    pub(crate) deviation: Vec<f64>,
    pub(crate) moved_at: f64,
    /// M.
    pub(crate) mood: f64,
    /// G.
    pub(crate) goodwill: f64,
    /// Engagements since midnight.
    pub(crate) engaged_today: f64,
}

/// What happened to one country since the last record.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    /// Announcements, comments, replies.
    pub(crate) drafted: [u32; 3],
    pub(crate) published: [u32; 3],
    pub(crate) dropped: u32,
    pub(crate) withdrawn: u32,
    /// One number for each draft cleared.
    pub(crate) approval_hours: Vec<f64>,
    /// One number for each comment published.
    pub(crate) attention_left: Vec<f64>,
    pub(crate) shown: u32,
    /// Audience by audience.
    pub(crate) engaged: Vec<u32>,
    pub(crate) reshared: u32,
    pub(crate) engaged_by_sharing: u32,
    /// One number for each announcement and comment published: expected offspring, capped.
    pub(crate) offspring: Vec<f64>,
    /// How many of them were cut at the cap.
    pub(crate) offspring_capped: u32,
    pub(crate) bypassed: u32,
    pub(crate) sanctions: u32,
    pub(crate) gaffes: u32,
    pub(crate) exposed: u32,
    pub(crate) asked: u32,
    pub(crate) answered_in_time: u32,
    pub(crate) answered_late: u32,
    pub(crate) lapsed: u32,
}

/// Everything at hour 0.
pub(crate) fn build(scenario: &Scenario, replicate: u32, mistake: Option<Mistake>) -> Run<'_> {
    let mut luck = Luck::new(scenario.run.seed.wrapping_add(u64::from(replicate)));
    let planes = planes(scenario, mistake, &mut luck);
    let mut accounts = accounts(scenario, &mut luck);
    if mistake == Some(Mistake::TalentForgotten) {
        accounts.iter_mut().for_each(|account| account.talent = 1.0);
    }
    if mistake == Some(Mistake::FollowersTheSame) {
        let of_first = accounts[0].followers.clone();
        accounts.iter_mut().filter(|account| account.open).for_each(|a| a.followers.clone_from(&of_first));
    }
    let layout = record::layout(scenario);
    let panel = panel(scenario, &accounts);
    let mut run = Run {
        scenario,
        mistake,
        luck,
        now: 0.0,
        agenda: Agenda::default(),
        accounts,
        news: Vec::new(),
        rumours: Vec::new(),
        heard_by: Vec::new(),
        drafts: Vec::new(),
        questions: Vec::new(),
        desks: scenario.countries.iter().map(|c| c.desks.iter().map(|_| DeskState::default()).collect()).collect(),
        planes,
        classes: scenario.audiences.iter().map(|a| classes(&scenario.model, a.members as usize)).collect(),
        panel,
        norm: vec![0.0; scenario.countries.len()],
        pressure: vec![0.0; scenario.countries.len()],
        tightened_until: vec![0.0; scenario.countries.len()],
        influence: scenario.countries.iter().map(|c| c.capacity).collect(),
        tallies: vec![Tally::new(scenario.audiences.len()); scenario.countries.len()],
        values: Vec::with_capacity(layout.len()),
        layout,
        records_taken: 0,
        approval_hours: Vec::new(),
    };
    run.norms_begin();
    run.measure_accounts();
    run
}

impl Tally {
    pub(crate) fn new(audiences: usize) -> Tally {
        Tally { engaged: vec![0; audiences], ..Tally::default() }
    }
}

/// Classes 1 and 2 have their share of the members, rounded; class 0 has the rest.
fn classes(model: &Model, members: usize) -> Vec<usize> {
    let [_, share_1, share_2] = model.activity_shares;
    let size_1 = (share_1 * members as f64).round() as usize;
    let size_2 = (share_2 * members as f64).round() as usize;
    let size_0 = members - size_1 - size_2;
    [vec![0; size_0], vec![1; size_1], vec![2; size_2]].concat()
}

fn planes(scenario: &Scenario, mistake: Option<Mistake>, luck: &mut Luck) -> Vec<Vec<Plane>> {
    let model = &scenario.model;
    let mut planes = Vec::new();
    for audience in &scenario.audiences {
        let mut of_audience = Vec::new();
        for country in &scenario.countries {
            let mut plane = plane(model, audience.members as usize, luck);
            plane.goodwill = country.constant_goodwill.unwrap_or(0.0);
            if model.mechanisms.mood_moves && mistake != Some(Mistake::MoodStartsAtZero) {
                plane.mood = model.mood_sd * luck.normal();
            }
            of_audience.push(plane);
        }
        planes.push(of_audience);
    }
    planes
}

fn plane(model: &Model, members: usize, luck: &mut Luck) -> Plane {
    let baseline: Vec<f64> =
        (0..members).map(|_| luck.normal_within_1(model.baseline_mean, model.baseline_spread)).collect();
    Plane {
        mean_baseline: baseline.iter().sum::<f64>() / members as f64,
        baseline,
        deviation: vec![0.0; members],
        moved_at: 0.0,
        mood: 0.0,
        goodwill: 0.0,
        engaged_today: 0.0,
    }
}

/// Who is asked for `standing_followers`, country by country: the followers at hour 0, as audience and member.
fn panel(scenario: &Scenario, accounts: &[Account]) -> Vec<Vec<(usize, usize)>> {
    let of_country = |country| {
        let own = accounts.iter().filter(move |account| account.country == country);
        own.flat_map(|account| account.followers.iter().map(|member| (account.audience, *member))).collect()
    };
    (0..scenario.countries.len()).map(of_country).collect()
}

fn accounts(scenario: &Scenario, luck: &mut Luck) -> Vec<Account> {
    let mut accounts = Vec::new();
    for (number, country) in scenario.countries.iter().enumerate() {
        // The rest of the world has no accounts.
        if country.constant_goodwill.is_some() {
            continue;
        }
        let at_start = country.accounts_at_start;
        let later = country.missions.saturating_sub(at_start);
        let sizes = [
            followers_wanted(scenario, at_start, country.followers_per_account, luck),
            followers_wanted(scenario, later, country.followers_of_new_accounts, luck),
        ]
        .concat();
        for (place, wanted) in sizes.into_iter().enumerate() {
            let audience = place % scenario.audiences.len();
            let members = scenario.audiences[audience].members as usize;
            let size = (wanted.round() as usize).min(members / 2);
            let open = place < at_start as usize;
            let followers = if open { luck.subset(members, size) } else { Vec::new() };
            let talent = match scenario.model.mechanisms.quality_varies {
                true => luck.lognormal_of_mean_1(scenario.model.talent_spread),
                false => 1.0,
            };
            accounts.push(Account {
                country: number,
                audience,
                talent,
                open,
                resistance: luck.exponential(1.0),
                followers_at_opening: size,
                followers,
                growth: [0.0; 3],
                size_factor: 1.0,
                closed_until: 0.0,
                answered_share: 0.0,
                expectation: scenario.model.expectation_at_start,
                tokens: 1.0,
                tokens_at: 0.0,
                busy: false,
                inbox: Vec::new(),
            });
        }
    }
    accounts
}

/// Lognormal, then scaled so that the mean over the accounts is the given one.
fn followers_wanted(scenario: &Scenario, accounts: u32, wanted: f64, luck: &mut Luck) -> Vec<f64> {
    let drawn: Vec<f64> = (0..accounts).map(|_| luck.lognormal(1.0, scenario.model.followers_spread)).collect();
    let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
    drawn.iter().map(|f| f / mean * wanted).collect()
}
