//! The state of a replicate as bytes.
//!
//! A mark, the number of this form, the length of the body, the body, and the SHA-256 of all that. The body says which
//! program saved it, of which past, replicate and hour, and then everything that moves in a run. What follows from the
//! scenario and the luck of the replicate (baselines, rules, whatever is only worked out once) is left out and made
//! again.

use super::agenda::Due;
use super::beginning::Beginning;
use super::drafts::{Draft, Hearsay, News, Question};
use super::recorder::TrajectoryRecorder;
use super::run::Simulation;
use super::slab::Slab;
use super::tally::Tally;
use crate::random::Luck;
use crate::scenario::Scenario;
use crate::world::{self, Account, Ministry, Moved, World};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::{fmt, io};

/// How a saved state begins.
const MARK: &[u8; 16] = b"softpower state\n";
/// The form of the bytes; a program that changes it raises the number.
const FORM: u32 = 2;
/// Bytes before the body: mark, form, length of the body.
const FRONT: usize = MARK.len() + size_of::<u32>() + size_of::<u64>();
/// Bytes of the checksum.
const CHECKSUM: usize = 32;

/// Why some bytes are not the state that was asked for.
#[derive(Debug)]
pub enum Unreadable {
    /// They are no saved state at all.
    Foreign,
    /// They are not whole.
    Torn,
    /// Another version of the program saved them: its version, as far as that is known.
    OtherProgram(Option<String>),
    /// They belong to another replicate: its number.
    OtherReplicate(u32),
    /// Up to the hour at which they were saved, the scenario is not the one that was saved.
    OtherPast(f64),
    /// The scenario ends before the hour at which they were saved.
    EndsBefore(f64),
    /// They could not be read.
    Source(io::Error),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Foreign => write!(f, "this is no saved state"),
            Unreadable::Torn => write!(f, "this saved state is not whole"),
            Unreadable::OtherProgram(Some(version)) => {
                write!(f, "softpower {version} from other sources saved this state")
            }
            Unreadable::OtherProgram(None) => write!(f, "another version of softpower saved this state"),
            Unreadable::OtherReplicate(replicate) => write!(f, "this is the state of replicate {replicate}"),
            Unreadable::OtherPast(hour) => {
                write!(f, "up to hour {hour}, when the state was saved, the scenario is another one")
            }
            Unreadable::EndsBefore(hour) => write!(f, "the scenario ends before hour {hour}, when the state was saved"),
            Unreadable::Source(why) => write!(f, "it cannot be read: {why}"),
        }
    }
}

impl std::error::Error for Unreadable {}

/// Whose state it is.
#[derive(Serialize, Deserialize)]
struct Owner<'a> {
    version: Cow<'a, str>,
    /// Fingerprint of the sources: the bits may be others after any change.
    sources: Cow<'a, str>,
    /// SHA-256 of the scenario's past.
    past: [u8; 32],
    replicate: u32,
    hour: f64,
}

/// Everything that moves.
#[derive(Serialize, Deserialize)]
struct State<'a> {
    start: Cow<'a, [f64]>,
    values: Cow<'a, [f64]>,
    tally: Cow<'a, Tally>,
    recorded: f64,
    planes: Vec<Moved>,
    ministries: Cow<'a, [Ministry]>,
    accounts: Cow<'a, [Account]>,
    to_come: Vec<Due>,
    drafts: Cow<'a, Slab<Draft>>,
    questions: Cow<'a, Slab<Question>>,
    news: Cow<'a, [News]>,
    hearsay: Cow<'a, [Hearsay]>,
}

impl<'a> State<'a> {
    fn of(simulation: &'a Simulation<'_>, recorder: &'a TrajectoryRecorder) -> State<'a> {
        // Every field is named, so that nobody forgets a new one.
        let Simulation {
            world,
            agenda,
            drafts,
            questions,
            news,
            hearsay,
            recorded,
            scenario: _,
            rules: _,
            luck: _,
            course: _,
            unopened: _,
            posted: _,
            authors: _,
            arising: _,
            cascade: _,
            crowd: _,
            stories: _,
        } = simulation;
        let World { clock: _, publics: _, planes, ministries, accounts } = world;
        let (start, values, tally) = recorder.so_far();
        State {
            start: start.into(),
            values: values.into(),
            tally: Cow::Borrowed(tally),
            recorded: *recorded,
            planes: planes.iter().map(world::Plane::moved).collect(),
            ministries: ministries.into(),
            accounts: accounts.into(),
            to_come: agenda.to_come(),
            drafts: Cow::Borrowed(drafts),
            questions: Cow::Borrowed(questions),
            news: news.into(),
            hearsay: hearsay.into(),
        }
    }
}

/// A beginning as bytes.
///
/// # Errors
/// None that is known: numbers and lists of them have a form in postcard.
pub(super) fn encode(beginning: &Beginning<'_>) -> io::Result<Vec<u8>> {
    let Beginning { simulation, recorder, hour } = beginning;
    let owner = Owner {
        version: env!("CARGO_PKG_VERSION").into(),
        sources: env!("SOFTPOWER_SOURCES").into(),
        past: past(simulation.scenario, *hour),
        replicate: recorder.replicate(),
        hour: *hour,
    };
    let said = (owner, State::of(simulation, recorder));
    let body = postcard::to_allocvec(&said).map_err(io::Error::other)?;
    let length = (body.len() as u64).to_le_bytes();
    let mut bytes = [MARK, &FORM.to_le_bytes()[..], &length, &body].concat();
    let checksum = Sha256::digest(&bytes);
    bytes.extend(checksum);
    Ok(bytes)
}

/// The beginning that some bytes are, for a scenario with the same past.
pub(super) fn decode<'a>(bytes: &[u8], scenario: &'a Scenario, replicate: u32) -> Result<Beginning<'a>, Unreadable> {
    let (owner, rest) = postcard::take_from_bytes::<Owner<'_>>(body(bytes)?).map_err(|_| Unreadable::Torn)?;
    if (&*owner.version, &*owner.sources) != (env!("CARGO_PKG_VERSION"), env!("SOFTPOWER_SOURCES")) {
        return Err(Unreadable::OtherProgram(Some(owner.version.into_owned())));
    }
    if owner.replicate != replicate {
        return Err(Unreadable::OtherReplicate(owner.replicate));
    }
    if scenario.run.hours() < owner.hour {
        return Err(Unreadable::EndsBefore(owner.hour));
    }
    if past(scenario, owner.hour) != owner.past {
        return Err(Unreadable::OtherPast(owner.hour));
    }
    let state = postcard::from_bytes::<State<'_>>(rest).map_err(|_| Unreadable::Torn)?;
    made_again(scenario, &owner, state).ok_or(Unreadable::Torn)
}

/// What a run counted, as bytes: beside its numbers, where finished replicates are kept.
///
/// # Errors
/// None that is known: numbers and lists of them have a form in postcard.
pub fn encode_tally(tally: &Tally) -> io::Result<Vec<u8>> {
    postcard::to_allocvec(tally).map_err(io::Error::other)
}

/// The counts that some bytes are; `None` if they are something else, or more.
#[must_use]
pub fn decode_tally(bytes: &[u8]) -> Option<Tally> {
    let (tally, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(tally)
}

/// Are these the bytes of a state, whole, whoever saved it?
#[must_use]
pub fn is_whole(bytes: &[u8]) -> bool {
    body(bytes).is_ok()
}

/// The body of a state that is whole.
fn body(bytes: &[u8]) -> Result<&[u8], Unreadable> {
    let Some(after_mark) = bytes.strip_prefix(MARK) else {
        return Err(if MARK.starts_with(bytes) { Unreadable::Torn } else { Unreadable::Foreign });
    };
    let (form, after_form) = after_mark.split_first_chunk::<4>().ok_or(Unreadable::Torn)?;
    if u32::from_le_bytes(*form) != FORM {
        return Err(Unreadable::OtherProgram(None));
    }
    let (length, _) = after_form.split_first_chunk::<8>().ok_or(Unreadable::Torn)?;
    let (said, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(Unreadable::Torn)?;
    let body = said.get(FRONT..).ok_or(Unreadable::Torn)?;
    let whole = body.len() as u64 == u64::from_le_bytes(*length) && Sha256::digest(said).as_slice() == checksum;
    if whole { Ok(body) } else { Err(Unreadable::Torn) }
}

/// SHA-256 of what of a scenario decides about a run before an hour.
fn past(scenario: &Scenario, hour: f64) -> [u8; 32] {
    Sha256::digest(scenario.past(hour)).into()
}

/// The world is built as at hour 0, and what has moved since is laid over it; `None` if the two do not belong together.
fn made_again<'a>(scenario: &'a Scenario, owner: &Owner<'_>, state: State<'_>) -> Option<Beginning<'a>> {
    let mut luck = Luck::new(scenario.run.seed, owner.replicate);
    let mut world = world::build(scenario, &mut luck);
    let (ministries, accounts) = (state.ministries.into_owned(), state.accounts.into_owned());
    let counts = |world: &World| (world.planes.len(), world.ministries.len(), world.accounts.len());
    if counts(&world) != (state.planes.len(), ministries.len(), accounts.len()) {
        return None;
    }
    let planes = world.planes.into_iter().zip(&state.planes).map(|(plane, moved)| plane.after(moved));
    world = World { planes: planes.collect::<Option<_>>()?, ministries, accounts, ..world };
    let mut simulation = Simulation {
        drafts: state.drafts.into_owned(),
        questions: state.questions.into_owned(),
        news: state.news.into_owned(),
        hearsay: state.hearsay.into_owned(),
        recorded: state.recorded,
        ..Simulation::unplanned(scenario, world, luck)
    };
    for due in &state.to_come {
        if !simulation.is_planned(due.item, owner.hour) {
            simulation.agenda.put_again(due);
        }
    }
    simulation.plan_from(owner.hour);
    let records = (state.start.into_owned(), state.values.into_owned(), state.tally.into_owned());
    let recorder = TrajectoryRecorder::new(scenario, owner.replicate).going_on(records);
    Some(Beginning { simulation, recorder, hour: owner.hour })
}
