//! `messages.csv` and `messages.parquet`: one row for each message of one replicate, and one of them told in words.

use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::parquet::{Cell, Holds, ParquetTable};
use crate::calendar::Clock;
use crate::engine::trace::{Ending, Form, Stop, Story};
use crate::scenario::Scenario;

/// The name of the table in a result folder.
pub const FILE: &str = "messages.csv";

/// The same with typed columns.
pub const PACKED_FILE: &str = "messages.parquet";

/// A row of the table. Times are UTC; an empty cell means that it does not apply or has not happened.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the columns, described in `COLUMNS`")]
pub struct Row {
    pub id: String,
    pub country: String,
    pub account: u32,
    pub audience: String,
    pub form: String,
    pub event: String,
    pub event_began: String,
    pub event_size: Option<f64>,
    pub drafted: String,
    pub submitted: String,
    pub desks: String,
    pub ending: String,
    pub ended: String,
    pub reviews: u32,
    pub attention_left: Option<f64>,
    pub shown: u64,
    pub engaged: u64,
    pub engaged_by_generation: String,
    pub asked: u64,
    pub answered_in_time: u64,
    pub answered_late: u64,
    pub never_answered: u64,
    pub gaffe: bool,
}

/// Name, unit and meaning of the columns that no other table has.
pub const COLUMNS: &[[&str; 3]] = &[
    ["id", "", "The message: 16 hexadecimal digits, the same under another policy if it is the same message."],
    ["account", "", "The account, counted from 0 within the country."],
    ["form", "", "announcement, comment or reply."],
    ["event", "", "What a comment is about: the name of a scheduled event, random or rumour."],
    ["event_began", "date and time, UTC", "When that event began."],
    ["event_size", "mean event = 1", "The size of that event."],
    ["drafted", "date and time, UTC", "When the author decided to write it; announcements: when it was ready."],
    ["submitted", "date and time, UTC", "When it was ready to be published or approved."],
    ["desks", "date and time, UTC", "Each desk where it was: name from when to when, one after the other."],
    ["ending", "", "published, bypassed (published without its yes), dropped, withdrawn, or waiting."],
    ["ended", "date and time, UTC", "When."],
    ["reviews", "reviews", "Reviews behind it when it was published."],
    [
        "engaged_by_generation",
        "engagements",
        "Followers first, then those reached by reshares of followers, and so on.",
    ],
    ["never_answered", "questions", "Questions about it that lapsed."],
    ["gaffe", "", "Was it a gaffe?"],
];

/// Writes rows as messages are completed.
pub struct Messages<'a, 'w> {
    scenario: &'a Scenario,
    table: csv::Writer<&'w mut dyn Write>,
    trouble: Option<io::Error>,
}

impl<'a, 'w> Messages<'a, 'w> {
    /// A table that begins in `out`.
    pub fn begin(scenario: &'a Scenario, out: &'w mut dyn Write) -> Messages<'a, 'w> {
        Messages { scenario, table: csv::Writer::from_writer(out), trouble: None }
    }

    /// Writes one row; what goes wrong is told at the end.
    pub fn add(&mut self, story: &Story) {
        if self.trouble.is_none() {
            self.trouble = self.table.serialize(row(self.scenario, story)).map_err(io::Error::other).err();
        }
    }

    /// The end of the table.
    ///
    /// # Errors
    /// What `out` said, now or before.
    pub fn finish(mut self) -> io::Result<()> {
        self.trouble.map_or(Ok(()), Err)?;
        self.table.flush()
    }
}

/// Writes the same rows as Parquet: counts as whole numbers, sizes and shares as numbers, the rest as text.
pub struct PackedMessages<'a, 'w> {
    scenario: &'a Scenario,
    table: ParquetTable<'w>,
    trouble: Option<io::Error>,
}

impl<'a, 'w> PackedMessages<'a, 'w> {
    /// A table that begins in `out`.
    ///
    /// # Errors
    /// What `out` says.
    pub fn begin(scenario: &'a Scenario, out: &'w mut (dyn Write + Send)) -> io::Result<PackedMessages<'a, 'w>> {
        let columns = PACKED.map(|(name, holds)| (name.to_owned(), holds));
        Ok(PackedMessages { scenario, table: ParquetTable::begin(&columns, out)?, trouble: None })
    }

    /// Writes one row; what goes wrong is told at the end.
    pub fn add(&mut self, story: &Story) {
        if self.trouble.is_none() {
            self.trouble = self.table.row(row(self.scenario, story).cells()).err();
        }
    }

    /// The end of the table.
    ///
    /// # Errors
    /// What `out` said, now or before.
    pub fn finish(self) -> io::Result<()> {
        self.trouble.map_or(Ok(()), Err)?;
        self.table.finish()
    }
}

/// The columns of the packed table, as in [`Row`].
const PACKED: [(&str, Holds); 23] = [
    ("id", Holds::Text),
    ("country", Holds::Text),
    ("account", Holds::Whole),
    ("audience", Holds::Text),
    ("form", Holds::Text),
    ("event", Holds::Text),
    ("event_began", Holds::Text),
    ("event_size", Holds::Number),
    ("drafted", Holds::Text),
    ("submitted", Holds::Text),
    ("desks", Holds::Text),
    ("ending", Holds::Text),
    ("ended", Holds::Text),
    ("reviews", Holds::Whole),
    ("attention_left", Holds::Number),
    ("shown", Holds::Whole),
    ("engaged", Holds::Whole),
    ("engaged_by_generation", Holds::Text),
    ("asked", Holds::Whole),
    ("answered_in_time", Holds::Whole),
    ("answered_late", Holds::Whole),
    ("never_answered", Holds::Whole),
    ("gaffe", Holds::Whole),
];

impl Row {
    fn cells(&self) -> [Cell; PACKED.len()] {
        let number = |number: Option<f64>| Cell::Number(number.unwrap_or(f64::NAN));
        [
            Cell::text(&self.id),
            Cell::text(&self.country),
            Cell::Whole(self.account.into()),
            Cell::text(&self.audience),
            Cell::text(&self.form),
            Cell::text(&self.event),
            Cell::text(&self.event_began),
            number(self.event_size),
            Cell::text(&self.drafted),
            Cell::text(&self.submitted),
            Cell::text(&self.desks),
            Cell::text(&self.ending),
            Cell::text(&self.ended),
            Cell::Whole(self.reviews.into()),
            number(self.attention_left),
            Cell::Whole(self.shown),
            Cell::Whole(self.engaged),
            Cell::text(&self.engaged_by_generation),
            Cell::Whole(self.asked),
            Cell::Whole(self.answered_in_time),
            Cell::Whole(self.answered_late),
            Cell::Whole(self.never_answered),
            Cell::Whole(self.gaffe.into()),
        ]
    }
}

fn row(scenario: &Scenario, story: &Story) -> Row {
    let country = &scenario.countries[story.country];
    let at = |hour: f64| moment(scenario.run.clock, hour);
    let desk = |stop: &Stop| {
        let name = country.desks.get(usize::from(stop.desk)).map_or("", |desk| &desk.id);
        format!("{name} {} {}", at(stop.came), stop.left.map_or_else(|| "...".to_owned(), at))
    };
    let event = story.occasion.map_or("", |occasion| match occasion.scheduled {
        Some(place) => &scenario.events[place as usize].id,
        None if occasion.rumour => "rumour",
        None => "random",
    });
    let generations: Vec<String> = story.engaged.iter().map(u64::to_string).collect();
    Row {
        id: format!("{:016x}", story.id),
        country: country.id.clone(),
        account: story.account,
        audience: scenario.audiences[story.audience].id.clone(),
        form: form(story.form).to_owned(),
        event: event.to_owned(),
        event_began: story.occasion.map(|occasion| at(occasion.begun)).unwrap_or_default(),
        event_size: story.occasion.map(|occasion| occasion.size),
        drafted: at(story.drafted),
        submitted: story.submitted.map(at).unwrap_or_default(),
        desks: story.stops.iter().map(desk).collect::<Vec<_>>().join("; "),
        ending: ending(story.ending).to_owned(),
        ended: story.ended.map(at).unwrap_or_default(),
        reviews: story.reviews,
        attention_left: story.attention_left,
        shown: story.shown,
        engaged: story.engaged.iter().sum(),
        engaged_by_generation: generations.join("; "),
        asked: story.asked,
        answered_in_time: story.answered_in_time,
        answered_late: story.answered_late,
        never_answered: story.never_answered,
        gaffe: story.gaffe,
    }
}

fn moment(clock: Clock, hour: f64) -> String {
    clock.date_time(hour).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Announcement => "announcement",
        Form::Comment => "comment",
        Form::Reply => "reply",
    }
}

fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::Published => "published",
        Ending::Bypassed => "bypassed",
        Ending::Dropped => "dropped",
        Ending::Withdrawn => "withdrawn",
        Ending::Waiting => "waiting",
    }
}

/// The first message in a result folder whose id begins with some digits; `None` if there is none.
///
/// # Errors
/// What the file system says, or that the table is damaged.
pub fn find(folder: &Path, digits: &str) -> io::Result<Option<Row>> {
    let mut table = csv::Reader::from_path(folder.join(FILE)).map_err(io::Error::other)?;
    for row in table.deserialize() {
        let row: Row = row.map_err(io::Error::other)?;
        if row.id.starts_with(digits) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

impl Row {
    /// The story of the message in plain words, a sentence a line.
    #[must_use]
    pub fn story(&self) -> Vec<String> {
        let mut lines = vec![self.beginning()];
        if !self.submitted.is_empty() && self.submitted != self.drafted {
            lines.push(format!("It was ready on {}.", plain(&self.submitted)));
        }
        for stop in self.desks.split("; ").filter(|stop| !stop.is_empty()) {
            let mut parts = stop.split(' ');
            if let (Some(desk), Some(came), Some(left)) = (parts.next(), parts.next(), parts.next()) {
                let left = if left == "..." { "the end of the run".to_owned() } else { plain(left) };
                lines.push(format!("It lay at the desk {desk} from {} to {left}.", plain(came)));
            }
        }
        lines.push(self.end());
        lines.extend(self.echo());
        lines
    }

    fn beginning(&self) -> String {
        let Row { id, form, country, account, audience, .. } = self;
        let number = account + 1;
        let about = match self.event.as_str() {
            "" => String::new(),
            "random" => format!(" on an event of {}", plain(&self.event_began)),
            "rumour" => format!(" on a rumour of {}", plain(&self.event_began)),
            name => format!(" on {name}, which began on {}", plain(&self.event_began)),
        };
        let size = self.event_size.map(|size| format!(" ({size:.1} times the mean event)")).unwrap_or_default();
        format!(
            "Message {id} is {} {form} of {country}'s account {number}, posted to {audience}{about}{size}. \
             It was drafted on {}.",
            if form == "announcement" { "an" } else { "a" },
            plain(&self.drafted)
        )
    }

    fn end(&self) -> String {
        let when = plain(&self.ended);
        let left = self
            .attention_left
            .map(|left| format!("; {:.0} % of the attention to its event was left", 100.0 * left))
            .unwrap_or_default();
        let reviews = match self.reviews {
            0 => "without review".to_owned(),
            1 => "after one review".to_owned(),
            reviews => format!("after {reviews} reviews"),
        };
        match self.ending.as_str() {
            "published" => format!("It was published {reviews} on {when}{left}."),
            "bypassed" => format!("It was published on {when} without the yes that it needed{left}."),
            "waiting" => "When the run ended it was still waiting.".to_owned(),
            ending => format!("It was {ending} on {when}, and nobody ever saw it."),
        }
    }

    fn echo(&self) -> Vec<String> {
        if !matches!(self.ending.as_str(), "published" | "bypassed") || self.form == "reply" {
            return Vec::new();
        }
        let peers = match self.engaged_by_generation.split_once("; ") {
            Some((_, peers)) => format!(", and reshares added {}", peers.replace("; ", ", then ")),
            None => String::new(),
        };
        let first = self.engaged_by_generation.split("; ").next().unwrap_or("0");
        let mut lines = vec![format!("{} followers were shown it; {first} of them engaged{peers}.", self.shown)];
        if self.asked > 0 {
            lines.push(format!(
                "Questions: {} asked, {} answered in time, {} late, {} never.",
                self.asked, self.answered_in_time, self.answered_late, self.never_answered
            ));
        }
        if self.gaffe {
            lines.push("It was a gaffe.".to_owned());
        }
        lines
    }
}

/// `2013-04-02T14:03:59` as `2013-04-02 14:03`.
fn plain(moment: &str) -> String {
    moment.replace('T', " ").chars().take(16).collect()
}
