//! Everything that a run records, by name: the one list from which tables, columns.csv and charts are made.
//! What each measure reads of the world stands in `recorder.rs`.

/// A recorded quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The name in tables: the same word everywhere.
    pub name: &'static str,
    /// The unit; counts are per record period unless the meaning says otherwise.
    pub unit: &'static str,
    /// One sentence.
    pub meaning: &'static str,
    /// Is it a count of what happened since the record before, so that the sum over the records counts the whole run?
    pub adds_up: bool,
}

impl Measure {
    /// What a number is multiplied with where people read it: shares are in per cent.
    #[must_use]
    pub fn factor(&self) -> f64 {
        if self.is_share() { 100.0 } else { 1.0 }
    }

    /// Is it a share, between 0 and 1?
    #[must_use]
    pub fn is_share(&self) -> bool {
        self.unit == "share"
    }

    /// The name in a sentence: `share of voice`.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self.name {
            "influence_index" => "influence".to_owned(),
            "voice" => "share of voice".to_owned(),
            name => name.replace('_', " "),
        }
    }
}

const fn measure(name: &'static str, unit: &'static str, meaning: &'static str) -> Measure {
    Measure { name, unit, meaning, adds_up: false }
}

const fn count(name: &'static str, unit: &'static str, meaning: &'static str) -> Measure {
    Measure { name, unit, meaning, adds_up: true }
}

/// Recorded for each country, in the order of the columns.
pub const COUNTRY_MEASURES: &[Measure] = &[
    measure("influence", "share", "Influence share I; the countries sum to 1 (E11)."),
    measure("influence_index", "start = 100", "Influence as an index, 100 at the start (E11)."),
    measure("voice", "share", "Share of voice over all audiences; the countries sum to 1 (E10)."),
    measure(
        "goodwill",
        "engagements per 1,000 members",
        "Goodwill, the audiences weighted by the people they stand for (E10).",
    ),
    measure("standing", "share", "Mean of (1 + attitude + mood) / 2 over the public (E9)."),
    measure(
        "standing_followers",
        "share",
        "The same, asked of a fixed panel of the country's followers; empty without followers.",
    ),
    count("drafted_announcements", "messages", "Announcements drafted."),
    count("drafted_comments", "messages", "Comments on events drafted (E0)."),
    count("drafted_replies", "messages", "Replies drafted (E8)."),
    count("published_announcements", "messages", "Announcements published."),
    count("published_comments", "messages", "Comments published."),
    count("published_replies", "messages", "Replies published."),
    count(
        "bypassed",
        "messages",
        "Messages published without the yes that they needed (E15); counted as published, too.",
    ),
    count("cleared", "messages", "Drafts of any form that left the approval chain with a yes (E14)."),
    count("dropped", "messages", "Drafts that the approval chain dropped (E14)."),
    count("withdrawn", "messages", "Drafts that were withdrawn because they had become stale (E14)."),
    measure("waiting", "messages", "Drafts being written or waiting for approval, at the record."),
    measure(
        "approval_hours_median",
        "hours",
        "Median time in the approval chain of the drafts cleared; empty if there were none.",
    ),
    measure("approval_hours_p90", "hours", "90th percentile of the same."),
    measure(
        "desk_load",
        "share",
        "Share of the desks' working hours spent at work, the busiest desk; empty without desks.",
    ),
    measure(
        "attention_left",
        "share",
        "Mean attention left (R, E1) of the comments published; empty if there were none.",
    ),
    count("shown", "times", "Times that a follower was shown a message (E3)."),
    count("engaged", "engagements", "Engagements, those of peers included (E4, E6)."),
    count("reshared", "times", "Times that somebody passed a message on (E6)."),
    count("engaged_by_sharing", "engagements", "Engagements of peers who were reached by a reshare (E6)."),
    measure(
        "offspring",
        "engagements",
        "Mean expected offspring of one engagement over the messages published, cut at the cap (E6); empty if none.",
    ),
    measure("offspring_capped", "share", "Share of those messages whose offspring was cut at the cap; empty if none."),
    count("asked", "questions", "Questions asked (E7)."),
    count("answered_in_time", "questions", "Questions answered within the asker's patience (E8)."),
    count("answered_late", "questions", "Questions answered after that."),
    count("lapsed", "questions", "Questions that lapsed without an answer."),
    measure("questions_waiting", "questions", "Questions still open, at the record."),
    count("gaffes", "gaffes", "Gaffes (E16)."),
    count("sanctions", "sanctions", "Authors punished for skipping approval (E15)."),
    count("exposed", "times", "Times that a member heard a rumour about the country (E17)."),
    measure(
        "accounts_open",
        "accounts",
        "Accounts that are open and not closed by a sanction, at the record (E12, E15).",
    ),
    measure("followers", "followers", "Followers of all open accounts, at the record (E12)."),
    measure("fear", "share", "The norm m: how far staff feel unable to speak, at the record (E13)."),
];

/// Recorded for each country and audience, in the order of the columns.
pub const AUDIENCE_MEASURES: &[Measure] = &[
    measure("voice", "share", "Share of voice in this audience; the countries sum to 1 (E10)."),
    measure("goodwill", "engagements per 1,000 members", "Goodwill in this audience (E10)."),
    measure("standing", "share", "Mean of (1 + attitude + mood) / 2 over the members (E9)."),
    count("engaged", "engagements", "Engagements of members of this audience (E4)."),
];

/// The place of a country's measure, by name.
#[must_use]
pub fn country_measure(name: &str) -> Option<usize> {
    COUNTRY_MEASURES.iter().position(|m| m.name == name)
}

/// The place of an audience's measure, by name.
#[must_use]
pub fn audience_measure(name: &str) -> Option<usize> {
    AUDIENCE_MEASURES.iter().position(|m| m.name == name)
}
