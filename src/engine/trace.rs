//! The story of every message: where it came from, where it waited, how it ended, whom it reached and what was
//! asked. Kept only if somebody listens, and only until it is complete, so that memory does not grow with the run.
//! Nothing here changes what happens: no number is drawn for it.

use super::drafts::{Draft, Place};
use super::recorder::Recorder;
use super::run::Simulation;
use crate::random::Path;
pub use crate::world::Form;
use std::collections::BTreeMap;

/// A draft's time at one desk, hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Place of the desk in the chain, counted from 0.
    pub desk: u16,
    /// When it came.
    pub came: f64,
    /// When it left; `None` while it is there.
    pub left: Option<f64>,
}

/// How a draft ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Ending {
    Published,
    Bypassed,
    Dropped,
    Withdrawn,
    /// The run was over before.
    Waiting,
}

/// What a comment was about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occasion {
    /// Its address, the same in every policy.
    pub id: u64,
    /// When it began, hours.
    pub begun: f64,
    /// S.
    pub size: f64,
    /// Its place among the scenario's events, if it was scheduled there.
    pub scheduled: Option<u32>,
    /// Was it a rumour?
    pub rumour: bool,
}

/// Somebody passed a message on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassedOn {
    /// Hours after publication.
    pub after: f64,
    /// Who it was: a follower (0), a peer whom a follower reached (1), and so on.
    pub generation: usize,
}

/// The story of one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its address: the same message under another policy has the same one.
    pub id: u64,
    /// Index of its country.
    pub country: usize,
    /// Its account, counted from 0 within the country.
    pub account: u32,
    /// Index of the audience to which the account is posted.
    pub audience: usize,
    /// Its form.
    pub form: Form,
    /// The event of a comment.
    pub occasion: Option<Occasion>,
    /// When its author decided to write it; announcements: when it was ready. Hours.
    pub drafted: f64,
    /// When it was ready to be submitted, hours.
    pub submitted: Option<f64>,
    /// The desks where it was.
    pub stops: Vec<Stop>,
    /// How it ended.
    pub ending: Ending,
    /// When, hours.
    pub ended: Option<f64>,
    /// Reviews behind it when it was published.
    pub reviews: u32,
    /// R at publication of a comment.
    pub attention_left: Option<f64>,
    /// Followers who were shown it.
    pub shown: u64,
    /// Who engaged: followers first, then peers by generation.
    pub engaged: Vec<u64>,
    /// When it was passed on.
    pub passed_on: Vec<PassedOn>,
    /// Questions asked about it.
    pub asked: u64,
    /// When they were asked, hours after publication.
    pub asked_after: Vec<f64>,
    /// Of them: answered in time.
    pub answered_in_time: u64,
    /// Answered after the asker's patience.
    pub answered_late: u64,
    /// Never answered.
    pub never_answered: u64,
    /// Was it a gaffe?
    pub gaffe: bool,
    /// Questions that may still change something.
    open: u32,
}

/// The stories of a run that is told.
#[derive(Clone, Default)]
pub(super) struct Stories {
    under_way: BTreeMap<u64, Story>,
    /// Complete, and told at the next midnight.
    complete: Vec<Story>,
}

impl Simulation<'_> {
    /// The same run, told to its observers: each message at midnight after its story is complete, the unfinished ones
    /// at the end.
    #[must_use]
    pub fn told(mut self) -> Self {
        self.stories = Some(Stories::default());
        self
    }

    /// A draft is conceived.
    pub(super) fn begin_story(&mut self, hour: f64, draft: &Draft) {
        let Some(stories) = &mut self.stories else { return };
        let account = &self.world.accounts[draft.account as usize];
        let first = self.world.accounts.iter().position(|other| other.country == account.country).unwrap_or(0);
        let occasion = (draft.form == Form::Comment).then(|| self.news[draft.about as usize]);
        let story = Story {
            id: draft.path.0,
            country: account.country,
            account: draft.account - first as u32,
            audience: account.audience,
            form: draft.form,
            occasion: occasion.map(|news| Occasion {
                id: news.path.0,
                begun: news.begun,
                size: news.size,
                scheduled: news.scheduled,
                rumour: news.rumour.is_some(),
            }),
            drafted: hour,
            submitted: None,
            stops: Vec::new(),
            ending: Ending::Waiting,
            ended: None,
            reviews: 0,
            attention_left: None,
            shown: 0,
            engaged: Vec::new(),
            passed_on: Vec::new(),
            asked: 0,
            asked_after: Vec::new(),
            answered_in_time: 0,
            answered_late: 0,
            never_answered: 0,
            gaffe: false,
            open: 0,
        };
        stories.under_way.insert(story.id, story);
    }

    /// Something is added to a story.
    pub(super) fn tell(&mut self, message: Path, add: impl FnOnce(&mut Story)) {
        if let Some(story) = self.stories.as_mut().and_then(|stories| stories.under_way.get_mut(&message.0)) {
            add(story);
        }
    }

    /// A draft leaves the desk where it is, if it is at one.
    pub(super) fn tell_departure(&mut self, hour: f64, draft: &Draft) {
        if matches!(draft.place, Place::Desk(_)) {
            self.tell(draft.path, |story| {
                if let Some(stop) = story.stops.last_mut() {
                    stop.left = stop.left.or(Some(hour));
                }
            });
        }
    }

    /// A draft has ended.
    pub(super) fn tell_end(&mut self, hour: f64, message: Path, ending: Ending) {
        self.tell(message, |story| (story.ending, story.ended) = (ending, Some(hour)));
    }

    /// A question about a message may still change something.
    pub(super) fn expect_question(&mut self, message: Path) {
        self.tell(message, |story| story.open += 1);
    }

    /// A question about a message changes nothing any more.
    pub(super) fn forget_question(&mut self, message: Path) {
        self.tell(message, |story| story.open -= 1);
        self.perhaps_complete(message);
    }

    /// Puts a story aside if nothing can be added to it.
    pub(super) fn perhaps_complete(&mut self, message: Path) {
        let Some(stories) = &mut self.stories else { return };
        if stories.under_way.get(&message.0).is_some_and(|story| story.ended.is_some() && story.open == 0) {
            stories.complete.extend(stories.under_way.remove(&message.0));
        }
    }

    /// Tells the stories that are complete.
    pub(super) fn tell_complete(&mut self, recorders: &mut [&mut dyn Recorder]) {
        let Some(stories) = &mut self.stories else { return };
        for story in stories.complete.drain(..) {
            recorders.iter_mut().for_each(|recorder| recorder.hear(&story));
        }
    }

    /// The run is over: tells the rest.
    pub(super) fn tell_rest(&mut self, recorders: &mut [&mut dyn Recorder]) {
        if let Some(stories) = &mut self.stories {
            stories.complete.extend(core::mem::take(&mut stories.under_way).into_values());
        }
        self.tell_complete(recorders);
    }
}
