//! The rows of the registry: one setting each. The columns are described in `keys.rs`.

use super::keys::{Absent, Form, Key, Kind, Status};
use crate::units::Per;
use Form::{
    Amount, Choice, ClockTime, Count, CountOrUnlimited, Date, DayHours, Duration, DurationOrNever, Moment, Name, Names,
    Number, Rate, Seed, Share, Size, Switch, Text, ThreeNumbers, ThreeShares, Truth, Values, Zone,
};
use Kind::{Audience, Change, Country, Desk, Event, Model, Rumour, Run, Source, Sweep, Target, Top, Try};

/// A setting with a default in the reference and no range; the calls after it say the rest.
const fn key(kind: Kind, name: &'static str, form: Form, sentence: &'static str) -> Key {
    let limits = match form {
        Share => ("0%", "100%"),
        Duration | DurationOrNever => ("0h", ""),
        _ => ("", ""),
    };
    Key {
        kind,
        name,
        form,
        absent: Absent::Default,
        plausible: ("", ""),
        limits,
        status: Status::Yours,
        source: "",
        sentence,
        lever: false,
    }
}

/// A lever: it belongs to a country, and a change may set it.
const fn lever(name: &'static str, form: Form, sentence: &'static str) -> Key {
    Key { lever: true, ..key(Country, name, form, sentence) }
}

/// The switch of a mechanism.
const fn switch(name: &'static str, sentence: &'static str) -> Key {
    key(Model, name, Switch, sentence).yours("every mechanism can be switched off, to see what it does")
}

impl Key {
    const fn plausible(self, low: &'static str, high: &'static str) -> Key {
        Key { plausible: (low, high), ..self }
    }

    const fn limits(self, low: &'static str, high: &'static str) -> Key {
        Key { limits: (low, high), ..self }
    }

    const fn read(self, source: &'static str) -> Key {
        Key { status: Status::Read, source, ..self }
    }

    const fn derived(self, source: &'static str) -> Key {
        Key { status: Status::Derived, source, ..self }
    }

    const fn memory(self, source: &'static str) -> Key {
        Key { status: Status::Memory, source, ..self }
    }

    const fn assumed(self, reason: &'static str) -> Key {
        Key { status: Status::Assumption, source: reason, ..self }
    }

    const fn yours(self, reason: &'static str) -> Key {
        Key { status: Status::Yours, source: reason, ..self }
    }

    const fn must(self) -> Key {
        Key { absent: Absent::Must, ..self }
    }

    const fn absent(self, means: &'static str) -> Key {
        Key { absent: Absent::Means(means), ..self }
    }
}

const CAPITALISED: &str = "the name after the dot, capitalised";
const NO_EVIDENCE: &str = "no direct evidence";

/// Every setting, in the order of a complete scenario.
pub const KEYS: &[Key] = &[
    // The top of the file.
    key(Top, "title", Text, "One line for charts and tables.").absent("the name of the file"),
    key(Top, "question", Text, "The question that the scenario asks; it goes into reports.").absent("no question"),
    key(Top, "note", Text, "Anything worth knowing; the program does not read it.").absent("no note"),
    key(
        Top,
        "based_on",
        Text,
        "Another scenario: a file beside this one, or a built-in name. Only what differs follows.",
    )
    .absent("the file stands alone"),
    // [run]
    key(Run, "start", Date, "The first day.").yours("the year of Paris's paper"),
    key(Run, "end", Date, "The last day; it is counted.")
        .yours("influence is slow: four years are enough to see it move"),
    key(Run, "step", Duration, "How often the policies in force are read; all else happens at its own instant.")
        .limits("15 min", "24h")
        .plausible("15 min", "24h")
        .yours("15 minutes and 1 hour agree within luck; it matters only while a policy changes"),
    key(Run, "record_every", Duration, "How often the state of the world is written down.")
        .limits("1 day", "366 days")
        .yours("a week is fine enough for years"),
    key(Run, "replicates", Count, "How many times the scenario is run, each time with other luck.")
        .limits("1", "100_000")
        .yours("40 give a steady median and a rough middle 90 %"),
    key(Run, "seed", Seed, "Where all luck comes from: same seed, same file and same version give the same numbers.")
        .yours("any number does"),
    key(Run, "focus", Name(Country), "The country that titles and thick lines are about.").absent("the first country"),
    // [audience.*]
    key(Audience, "name", Text, "The name on charts.").absent(CAPITALISED),
    key(Audience, "members", Count, "People on the platform who are simulated one by one.")
        .limits("100", "1_000_000_000")
        .assumed("large enough that an account's followers are a small part of them"),
    key(Audience, "people", Count, "People this public stands for; audiences count in proportion.")
        .limits("1", "10_000_000_000")
        .absent("as many as its members"),
    key(Audience, "time_zone", Zone, "Where its members live, and the missions posted to them; no summer time.")
        .yours("a fixed offset keeps results equal everywhere"),
    key(Audience, "events_per_day", Number, "News items that arise by chance on an average day.")
        .limits("0", "1000")
        .plausible("0.2", "10")
        .assumed("with the announcements it gives 2.8 messages a day; diplomats sent 0.9 to 30"),
    // [country.*]
    key(Country, "name", Text, "The name on charts.").absent(CAPITALISED),
    key(Country, "colour", Choice(&["blue", "green", "rust", "magenta", "ink"]), "The colour on charts.")
        .absent("the next free colour"),
    key(Country, "time_zone", Zone, "Where the ministry is; no summer time.")
        .yours("a fixed offset keeps results equal everywhere"),
    key(
        Country,
        "capacity",
        Number,
        "Strength that policy does not change: economy, posts, culture. Only ratios count.",
    )
    .limits("0.000001", "1_000_000")
    .assumed("equal countries"),
    key(
        Country,
        "constant_goodwill",
        Number,
        "Makes the country a stand-in for the rest of the world: no accounts, and always this goodwill.",
    )
    .limits("0", "1_000_000")
    .plausible("0", "100")
    .absent("a country with accounts, whose goodwill moves"),
    key(Country, "missions", Count, "Embassies and consulates; each may have one account.")
        .limits("0", "10_000")
        .plausible("1", "300")
        .assumed("66 senders had a median of 108 posts in 2023 (Lowy Institute), large and small together"),
    key(Country, "accounts_at_start", Count, "Accounts of diplomats and missions that are open from the first day.")
        .limits("0", "10_000")
        .plausible("1", "300")
        .assumed("Paris counted 4 Canadian, 39 American and 73 British ambassadors"),
    key(Country, "followers_per_account", Number, "Followers of an account on the first day, on average.")
        .limits("0", "100_000_000")
        .plausible("100", "100_000")
        .assumed("between the 306 of a Canadian and the 16,000 of an American ambassador in 2013"),
    key(Country, "followers_of_new_accounts", Number, "Followers of an account on the day it opens, on average.")
        .limits("0", "100_000_000")
        .plausible("100", "100_000")
        .assumed("fewer than those of accounts that have been open for years"),
    lever("accounts_wanted", Share, "Share of the missions that the ministry wants to speak, once everybody does.")
        .assumed("73 British ambassadors had an account in 2013, 4 Canadian ones (Paris 2013)"),
    lever("announcements_per_day", Number, "Announcements that an account drafts on an average day.")
        .limits("0", "1000")
        .plausible("0", "10")
        .assumed("with the comments it gives 2.8 messages a day; diplomats sent 0.9 to 30"),
    lever("comments_on_events", Share, "Share of the events on which an account would comment if nobody were afraid.")
        .assumed(NO_EVIDENCE),
    lever("announcements_need_approval", Share, "Share of announcements that need a yes first.")
        .assumed("delegation; under central control everything needs a yes"),
    lever("comments_need_approval", Share, "Share of comments on events that need a yes first.")
        .assumed("delegation; under central control everything needs a yes"),
    lever("replies_need_approval", Share, "Share of answers to questions that need a yes first.")
        .assumed("delegation; under central control everything needs a yes"),
    lever("approval", Choice(&["none", "simple", "desks"]), "How approval works: not at all, by a delay, or by desks.")
        .yours("simple needs no knowledge of the desks"),
    lever(
        "approval_delay",
        Duration,
        "Typical (median) time from a diplomat's draft to the final yes, simple approval.",
    )
    .limits("0h", "10 years")
    .plausible("0h", "30 days")
    .assumed("central control: \"days, if not weeks\" (Toronto Star 2008); delegated: minutes to 2 days"),
    lever("approval_steps", Count, "People who review a message on its way, simple approval; each review blands it.")
        .limits("0", "1000")
        .plausible("0", "15")
        .assumed("12 in the protocol of a Canadian ministry (Canadian Press 2014); 0 to 1 in Britain"),
    lever("chance_dropped", Share, "Share of drafts that never come out, simple approval.")
        .plausible("0%", "70%")
        .assumed("under central control about half (CBC 2010), else few"),
    lever("routine_topics", Share, "Share of the random events that are routine: comments on them need no yes.")
        .assumed("a list of matters on which nobody has to ask; no ministry publishes how long it is"),
    lever("skips_approval", Share, "Share of drafts that a fearless author would publish without the yes they need.")
        .assumed("the Weibo account of the embassy in Beijing was opened without leave (Paris 2013)"),
    lever(
        "reviewed_afterwards",
        Share,
        "Share of messages published without a yes that somebody reviews at once after.",
    )
    .assumed("review after the fact instead of before; no ministry publishes it"),
    lever("tightens_after_gaffe", Duration, "How long everything needs a yes after a gaffe.")
        .limits("0h", "20 years")
        .plausible("0h", "1 year")
        .assumed("the embassy in Cairo was silenced for a while in 2013; Paris (2014) calls it the test of a reform"),
    lever("questions_answered", Share, "Share of the questions that an account is willing to answer.")
        .read("brands answered 38 % of questions (Socialbakers 2013)"),
    lever("answers_per_day", Number, "Answers that an account finds time to write on an average day.")
        .limits("0", "10_000")
        .plausible("0", "20")
        .assumed("dialogue was rare in all ministries (Kampf, Manor and Segev 2015)"),
    lever("fear_of_speaking", Share, "How far the rules make staff feel unable to speak; norms follow.")
        .assumed("90 % of Canadian federal scientists felt unable to speak in 2013 (PIPSC), 53 % in 2017"),
    // [desk.*]
    key(Desk, "country", Name(Country), "The country whose approval chain the desk belongs to.").must(),
    key(Desk, "order", Count, "Its place in the chain, counted from 1.")
        .limits("1", "1000")
        .absent("its place among the country's desks in the file"),
    key(Desk, "name", Text, "The name in tables.").absent(CAPITALISED),
    key(Desk, "reviewers", CountOrUnlimited, "People who review at the same time.")
        .limits("1", "100_000")
        .plausible("1", "10")
        .assumed(NO_EVIDENCE),
    key(Desk, "working_time", Duration, "Mean time that a review takes, in working hours.")
        .limits("1 min", "1000h")
        .plausible("0.2h", "6h")
        .assumed("twelve such desks hold a draft of four accounts for some 8 days"),
    key(
        Desk,
        "working_time_spread",
        Number,
        "How much that time varies: its standard deviation, in units of the mean.",
    )
    .limits("0", "10")
    .plausible("0.5", "3")
    .assumed(NO_EVIDENCE),
    key(
        Desk,
        "working_time_shape",
        Choice(&["lognormal", "exponential"]),
        "The shape of the distribution of that time.",
    )
    .assumed("exponential serves comparison with queueing formulas; its spread is always 1"),
    key(Desk, "office_hours", DayHours, "When the desk works, local time.")
        .read("Canadian departments watched social media 9 to 17 on weekdays (canadabusiness.ca)"),
    key(Desk, "weekends", Switch, "Whether the desk works on Saturday and Sunday.")
        .read("Canadian departments watched social media 9 to 17 on weekdays (canadabusiness.ca)"),
    key(Desk, "time_zone", Zone, "Where the desk is; no summer time.").absent("as its country"),
    key(Desk, "chance_dropped", Share, "Chance that a review ends the draft.")
        .plausible("0%", "10%")
        .assumed("twelve desks at 5 % drop 46 % together, near the half of CBC 2010"),
    key(Desk, "chance_edited", Share, "Chance that a review edits the draft, which then waits at the same desk again.")
        .limits("0%", "95%")
        .plausible("0%", "50%")
        .assumed(NO_EVIDENCE),
    key(Desk, "replies_first", Switch, "Whether replies go before other drafts.").assumed(NO_EVIDENCE),
    key(Desk, "crises_first", Switch, "Whether comments on big events go before other drafts.").assumed(NO_EVIDENCE),
    // [event.*]
    key(Event, "when", Moment, "When it begins; UTC.").must(),
    key(Event, "label", Text, "What charts print at the marker.").absent(CAPITALISED),
    key(Event, "size", Size, "How big it is: small, medium, large are 1, 3 and 10 times the mean event.")
        .limits("0", "1000")
        .plausible("0", "50")
        .yours("the mean event"),
    key(Event, "audiences", Names(Audience), "The audiences that it concerns.").absent("all"),
    key(Event, "lines_ready", Names(Country), "Countries that have cleared their lines on it beforehand: no waiting.")
        .absent("nobody"),
    // [rumour.*]
    key(Rumour, "country", Name(Country), "The country about which something false is said.").must(),
    key(Rumour, "when", Moment, "When it begins; UTC.").must(),
    key(Rumour, "label", Text, "What charts print at the marker.").absent(CAPITALISED),
    key(Rumour, "size", Size, "How big the news is: small, medium, large are 1, 3 and 10 times the mean event.")
        .limits("0", "1000")
        .plausible("0", "50")
        .yours("the mean event"),
    key(Rumour, "audiences", Names(Audience), "The audiences in which it spreads.").absent("all"),
    // [change.*], beside the levers
    key(Change, "country", Name(Country), "The country whose rules change.").must(),
    key(Change, "when", Moment, "When the new rules begin; UTC.").must(),
    key(Change, "until", Moment, "When the former rules come back, at once; UTC.").absent("the new rules stay"),
    key(Change, "phase_in", Duration, "How long the new rules take to come into full effect.")
        .limits("0h", "20 years")
        .plausible("0h", "1 year")
        .yours("at once"),
    key(Change, "label", Text, "What charts print at the marker.").absent(CAPITALISED),
    // [model]: assumptions
    key(
        Model,
        "attention_shape",
        Choice(&["power", "exponential"]),
        "How attention to an event fades: slowly at the end, or by half-lives.",
    )
    .memory("Crane and Sornette 2008: power laws; results should be shown for both"),
    key(Model, "attention_offset", Duration, "Power law: the time after which attention begins to fade fast.")
        .limits("1 min", "1000h")
        .plausible("1h", "12h")
        .assumed("half of the attention is gone after about 14 hours"),
    key(Model, "attention_exponent", Number, "Power law: how steeply attention fades.")
        .limits("1.01", "10")
        .plausible("1.2", "1.6")
        .memory("Crane and Sornette 2008, shocks from outside"),
    key(Model, "attention_half_life", Duration, "Exponential: the time in which attention to an event halves.")
        .limits("1 min", "1 year")
        .plausible("11.9h", "72h")
        .memory("Lorenz-Spreen et al. 2019: 17.5 h in 2013, 11.9 h in 2016"),
    key(
        Model,
        "give_up_below",
        Share,
        "A comment waiting for approval is withdrawn when less of the attention is left.",
    )
    .plausible("0%", "20%")
    .assumed(NO_EVIDENCE),
    key(Model, "give_up_after", DurationOrNever, "Any draft waiting for approval is withdrawn after this time.")
        .limits("1h", "")
        .plausible("14 days", "never")
        .assumed(NO_EVIDENCE),
    key(
        Model,
        "announcement_hours",
        DayHours,
        "When announcements are drafted on weekdays, local time of the mission.",
    )
    .assumed("office hours"),
    key(Model, "event_size_exponent", Number, "How rare big events are: a larger number makes them rarer.")
        .limits("1.01", "20")
        .plausible("1.5", "2.5")
        .assumed("news follows power laws with such exponents"),
    key(Model, "event_size_cut", Number, "The biggest event that can happen, in units of the mean event.")
        .limits("1.01", "1_000_000")
        .assumed("keeps single events from deciding a run"),
    key(Model, "drafting_time", Duration, "Mean time to write a comment.")
        .limits("0h", "1000h")
        .plausible("0.25h", "6h")
        .assumed(NO_EVIDENCE),
    key(Model, "reach", Share, "Share of the followers who see a message at the mean time of day.")
        .limits("0.01%", "100%")
        .plausible("3%", "30%")
        .assumed("matters for small accounts only"),
    key(Model, "rhythm_amplitude", Number, "How much more is read at the best hour than on average.")
        .limits("0", "1")
        .plausible("0.25", "0.5")
        .assumed("0.6 while reading, seen through the delay of reactions; that a rhythm exists: ten Thij 2014"),
    key(Model, "rhythm_peak", ClockTime, "The best hour to publish, local time of the audience.")
        .assumed("20:00 while reading, seen through the delay of reactions"),
    key(Model, "engagement_per_follower", Share, "Share of the followers who react to a message.")
        .limits("0%", "10%")
        .plausible("0.01%", "0.1%")
        .read("median on Twitter, 0.045 % (Rival IQ 2019 to 2021)"),
    key(Model, "reference_followers", Count, "The size of account for which that share holds.")
        .limits("1", "1_000_000_000")
        .plausible("10_000", "100_000")
        .assumed("set on the engagement of small and of large accounts"),
    key(Model, "size_exponent", Number, "How fast that share falls with the size of the account.")
        .limits("0", "1")
        .plausible("0.1", "0.5")
        .assumed("set on the engagement of small and of large accounts"),
    key(Model, "quality_spread", Number, "How unequal messages are: ln standard deviation of their appeal.")
        .limits("0", "5")
        .plausible("1", "2.2")
        .assumed("shape: sizes of cascades and counts of votes are lognormal (Wu and Huberman 2007)"),
    key(
        Model,
        "blandness_per_review",
        Share,
        "Share of that inequality that one review takes away: no scandals, no hits.",
    )
    .limits("0%", "90%")
    .plausible("0%", "10%")
    .assumed(NO_EVIDENCE),
    key(Model, "talent_spread", Number, "How unequal accounts of one size are: ln standard deviation of their appeal.")
        .limits("0", "5")
        .plausible("0", "1")
        .assumed("followers are not engagement (Twiplomacy 2014)"),
    key(Model, "appeal_announcement", Number, "Appeal of an announcement; 1 is the average message.")
        .limits("0", "100")
        .plausible("0.35", "1")
        .assumed("formal messages do worse than personal ones"),
    key(Model, "appeal_commentary", Number, "Appeal of a comment on an event; 1 is the average message.")
        .limits("0", "100")
        .plausible("1", "2.8")
        .assumed("formal messages do worse than personal ones"),
    key(Model, "dialogue_lift", Share, "How much more people engage with an account that answers every question.")
        .limits("0%", "1000%")
        .plausible("5%", "42%")
        .read("accounts that reply, 5 to 42 % by platform (Buffer); not shown to be cause: the weakest link"),
    key(Model, "activity_shares", ThreeShares, "How the members divide into calm, active and very active ones.")
        .assumed("set so that 1 in 100 gives about half of the reactions (Schliebs et al. 2021)"),
    key(Model, "activity_levels", ThreeNumbers, "How active each of the three is; the mean member is 1.")
        .limits("0", "10_000")
        .assumed("set so that 1 in 100 gives about half of the reactions (Schliebs et al. 2021)"),
    key(Model, "affinity", Number, "How much more people engage with a country that they like.")
        .limits("0", "10")
        .plausible("0", "1.5")
        .assumed(NO_EVIDENCE),
    key(Model, "ask_chance", Share, "Share of the reactions that ask a question.")
        .plausible("5.4%", "16.2%")
        .derived("5.0 replies among 46.3 reactions to a message of a diplomat (Schliebs et al. 2021)"),
    key(Model, "patience", Duration, "How long the typical (median) asker waits for an answer.")
        .limits("1 min", "1 year")
        .plausible("0.5h", "4h")
        .derived("53 % expect an answer within an hour (Lithium 2013)"),
    key(Model, "patience_spread", Number, "How unequal patience is: its ln standard deviation.")
        .limits("0", "10")
        .plausible("0.8", "1.5")
        .derived("20 % expect an answer within half an hour, 65 % within two (Lithium 2013)"),
    key(Model, "pick_up_time", Duration, "Mean time until an account takes up a question, in staffed hours.")
        .limits("0h", "1000h")
        .plausible("0.1h", "6h")
        .assumed(NO_EVIDENCE),
    key(Model, "staffed_hours", DayHours, "When accounts answer, local time of the mission, every day.")
        .assumed(NO_EVIDENCE),
    key(Model, "question_lapses_after", Duration, "A question without an answer is closed after this time.")
        .limits("1h", "10 years")
        .plausible("1 day", "30 days")
        .assumed(NO_EVIDENCE),
    key(Model, "answer_gain", Number, "How far an answer in time moves the asker: share of the way to full approval.")
        .limits("0", "1")
        .plausible("0", "0.15")
        .assumed("34 to 47 % act more favourably (Lithium 2013); the size is ours"),
    key(Model, "answer_harm", Number, "How far silence moves an asker who was sure of an answer, the other way.")
        .limits("0", "1")
        .plausible("0", "0.15")
        .assumed("38 % feel more negative (Lithium 2013); the size is ours"),
    key(Model, "answer_memory", Share, "How much the last question counts in what people expect of an account.")
        .plausible("1%", "20%")
        .assumed(NO_EVIDENCE),
    key(Model, "expectation_at_start", Share, "How sure of an answer people are on the first day.")
        .assumed(NO_EVIDENCE),
    key(Model, "learn_announcement", Number, "How far reacting to an announcement moves somebody: share of the way.")
        .limits("0", "1")
        .plausible("0", "0.1")
        .assumed("a high-level visit, 2.3 points (Goldsmith et al. 2021), is the upper end"),
    key(Model, "learn_commentary", Number, "How far reacting to a comment moves somebody: share of the way.")
        .limits("0", "1")
        .plausible("0", "0.1")
        .assumed("a high-level visit, 2.3 points (Goldsmith et al. 2021), is the upper end"),
    key(Model, "attitude_half_life", Duration, "The time in which what reacting taught is half forgotten.")
        .limits("1h", "100 years")
        .plausible("7 days", "42 days")
        .read("the effect of a visit is seen for up to about 20 days (Goldsmith et al. 2021)"),
    key(Model, "baseline_mean", Number, "What people think of a country at first: -1 hostile, +1 friendly.")
        .limits("-1", "1")
        .assumed(NO_EVIDENCE),
    key(Model, "baseline_spread", Number, "How much people differ in that: standard deviation.")
        .limits("0.01", "10")
        .plausible("0.1", "0.8")
        .assumed(NO_EVIDENCE),
    key(Model, "mood_sd", Number, "How much the mood of a whole public swings, whatever ministries do.")
        .limits("0", "1")
        .plausible("0.10", "0.25")
        .derived("yearly changes of favourability, 7 points (Pew 2002 to 2023)"),
    key(Model, "mood_half_life", Duration, "The time in which such a mood half fades.")
        .limits("1 day", "1000 years")
        .plausible("0.8 years", "2 years")
        .derived("persistence of favourability (Pew 2002 to 2023)"),
    key(Model, "goodwill_decay", Rate(Per::Month), "How fast attention won in the past stops counting.")
        .limits("0.0001 per month", "100 per month")
        .plausible("0.25 per month", "0.40 per month")
        .derived("90 % of the effect of advertising is gone in 6 to 9 months (Leone 1995)"),
    key(
        Model,
        "voice_floor",
        Number,
        "Where nobody speaks, capacity does: engagements per 1,000 members that it is worth.",
    )
    .limits("0.000001", "1000")
    .plausible("0.001", "0.1")
    .assumed("keeps shares of voice defined when all are silent"),
    key(Model, "influence_pull", Rate(Per::Year), "How fast influence moves to where capacity and voice pull it.")
        .limits("0 per year", "10 per year")
        .plausible("0.05 per year", "0.3 per year")
        .derived("share follows share of voice slowly (Binet and Field); Elcano presence moves 5 % a year"),
    key(Model, "voice_counts", Share, "How much voice counts in that pull; the rest is capacity.")
        .plausible("0%", "30%")
        .assumed("30 % is Binet and Field's pull, 6 % the weight of information in the Elcano index"),
    key(Model, "standing_pull", Rate(Per::Year), "How fast influence grows with standing above the mean.")
        .limits("0 per year", "10 per year")
        .plausible("0 per year", "1 per year")
        .assumed(NO_EVIDENCE),
    key(Model, "influence_noise", Share, "How much influence changes in a year for reasons outside the model.")
        .limits("0%", "100%")
        .plausible("3%", "8%")
        .derived("yearly changes of Elcano presence, 5 % (2010 to 2021)"),
    key(
        Model,
        "followers_spread",
        Number,
        "How unequal the accounts of a country are: ln standard deviation of followers.",
    )
    .limits("0", "5")
    .plausible("1", "3")
    .assumed("heads of government: 2.9 (142 accounts, 2014); ambassadors are more alike"),
    key(Model, "approval_spread", Number, "How unequal delays are, simple approval: ln standard deviation.")
        .limits("0", "5")
        .plausible("0.3", "1.2")
        .assumed(NO_EVIDENCE),
    key(Model, "crisis_size", Size, "From this size on an event is a crisis for desks that put crises first.")
        .limits("0", "1000")
        .plausible("3", "50")
        .assumed("a large event"),
    key(Model, "share_chance", Share, "Share of the reactions that pass the message on.")
        .plausible("7%", "21%")
        .derived("6.5 reshares among 46.3 reactions to a message of a diplomat (Schliebs et al. 2021)"),
    key(Model, "peers", Count, "Members of the audience whom somebody who passes a message on reaches.")
        .limits("0", "100_000")
        .plausible("30", "300")
        .assumed("no network is modelled; peers are any members"),
    key(Model, "branching_cap", Share, "Followers aside, most new reactions that one reaction may bring on average.")
        .limits("0%", "99%")
        .plausible("50%", "95%")
        .assumed("keeps cascades finite; how often it is met is reported"),
    key(Model, "follow_chance", Share, "Share of the members who react to a passed-on message that then follow.")
        .plausible("1%", "20%")
        .assumed(NO_EVIDENCE),
    key(Model, "followers_per_answer", Number, "Followers that an answer in time wins, on average.")
        .limits("0", "1")
        .plausible("0", "0.5")
        .assumed("@sweden, which talked to everybody, grew by 43 % a year (Curators of Sweden)"),
    key(Model, "accounts_opened_per_year", Rate(Per::Year), "How fast a mission opens an account that is wanted.")
        .limits("0 per year", "1000 per year")
        .plausible("1 per year", "3 per year")
        .derived("Canada went from 110 to over 200 accounts within four months of 2014 (iPolitics)"),
    key(Model, "adoption_alone", Rate(Per::Year), "How fast institutions take to a platform by themselves.")
        .limits("0.0001 per year", "10 per year")
        .plausible("0.009 per year", "0.036 per year")
        .derived("institutional accounts of 195 countries, Bass curve, from 2007 (Barbera and Zeitzoff)"),
    key(Model, "adoption_by_imitation", Rate(Per::Year), "How fast they take to it because others have.")
        .limits("0 per year", "100 per year")
        .plausible("0.45 per year", "1.8 per year")
        .derived("institutional accounts of 195 countries, Bass curve, from 2007 (Barbera and Zeitzoff)"),
    key(Model, "adoption_began", Date, "When institutions began to take to the platform.")
        .derived("institutional accounts of 195 countries, Bass curve, from 2007 (Barbera and Zeitzoff)"),
    key(Model, "platform_growth", Share, "How fast accounts grow because the platform does, in a year.")
        .limits("0%", "1000%")
        .plausible("0%", "60%")
        .derived("fans of American embassies 2011 to 2013, +50 % a year; @sweden, +43 %"),
    key(Model, "unfollow_announcement", Share, "Share of those shown an announcement who stop following.")
        .limits("0%", "100%")
        .plausible("0%", "0.6%")
        .assumed("people leave who are only broadcast at; the size is ours"),
    key(Model, "unfollow_commentary", Share, "Share of those shown a comment who stop following.")
        .limits("0%", "100%")
        .plausible("0%", "0.15%")
        .assumed("a quarter of that of an announcement"),
    key(Model, "norm_thaw", Duration, "How long fear takes to follow rules that ask for less of it.")
        .limits("1 day", "100 years")
        .plausible("1.5 years", "6 years")
        .derived("federal scientists, 90 % in 2013 and 53 % in 2017 (PIPSC)"),
    key(Model, "norm_chill", Duration, "How long fear takes to follow rules that ask for more of it.")
        .limits("1 day", "100 years")
        .plausible("0.02 years", "0.5 years")
        .assumed("fear is learnt faster than trust"),
    key(Model, "fear_after_sanction", Share, "How much more staff fear to speak when one of them is punished.")
        .plausible("0%", "30%")
        .assumed("86 % of federal scientists expected retaliation (PIPSC 2013); the size is ours"),
    key(Model, "fear_after_gaffe", Share, "How much more staff fear to speak after a gaffe.")
        .plausible("0%", "30%")
        .assumed(NO_EVIDENCE),
    key(Model, "chance_detected", Share, "Chance that a message without its yes is noticed.").assumed(NO_EVIDENCE),
    key(Model, "chance_sanctioned", Share, "Chance that its author is punished then.")
        .plausible("1%", "30%")
        .assumed("the Weibo account was tolerated; an ambassador ignored an order in 2008"),
    key(Model, "closed_for", Duration, "How long the account of a punished author is silent.")
        .limits("0h", "20 years")
        .plausible("30 days", "1 year")
        .assumed(NO_EVIDENCE),
    key(Model, "gaffe_chance", Share, "Chance that a message without review is a gaffe.")
        .plausible("0.0001%", "0.01%")
        .derived("three known American gaffes of 2011 to 2013 over some 165 embassies bound it"),
    key(Model, "gaffe_caught", Share, "Share of the gaffes that one review catches.").assumed(NO_EVIDENCE),
    key(Model, "gaffe_floor", Share, "Share of the gaffes that no review catches.")
        .assumed("the Saudi row of 2018 came from a message that had been discussed and agreed"),
    key(Model, "gaffe_mood", Number, "How far the mean gaffe lowers the mood of its audience.")
        .limits("0", "2")
        .plausible("0.02", "1")
        .assumed("the worst known cost trade and students; most cost a headline"),
    key(Model, "retraction_saves", Share, "Share of that harm that taking a gaffe back at once saves.")
        .assumed(NO_EVIDENCE),
    key(Model, "rumours_per_year", Number, "Rumours about a country that arise by chance in a year.")
        .limits("0", "1000")
        .plausible("0", "10")
        .assumed("none unless a scenario asks for them"),
    key(Model, "rumour_reach", Share, "Share of an audience that a rumour reaches if nobody corrects it.")
        .plausible("0.1%", "20%")
        .assumed(NO_EVIDENCE),
    key(Model, "rumour_step", Number, "How far hearing a rumour moves somebody: share of the way to full dislike.")
        .limits("0", "1")
        .plausible("0", "0.3")
        .assumed(NO_EVIDENCE),
    key(Model, "rumour_half_life", Duration, "The time in which a rumour halves because others debunk it.")
        .limits("1 min", "1 year")
        .plausible("6h", "48h")
        .read("false rumours were debunked after 14 hours (Zubiaga et al. 2016)"),
    key(Model, "correction_saves", Share, "Share of those still to hear a rumour whom a correction spares.")
        .assumed("a correction reaches people through the press, not only followers"),
    // [model]: switches of mechanisms
    switch("attention_fades", "Attention to an event fades while a draft waits."),
    switch("daily_rhythm", "People read more in the evening than at night."),
    switch("forms_differ", "Comments appeal and teach more than announcements."),
    switch("members_differ", "Some members are more active than others, and like a country more."),
    switch("quality_varies", "Some messages and some accounts appeal more than others."),
    switch("dialogue", "People ask questions, and answers or silence have consequences."),
    switch("attitudes_move", "Reacting to a message moves what somebody thinks of the country."),
    switch("mood_moves", "The mood of a whole public swings by itself."),
    switch("influence_drifts", "Influence changes for reasons outside the model too."),
    switch("reshares", "People who react pass messages on to others."),
    switch("accounts_open", "Missions open accounts when the ministry wants them to."),
    switch("followers_come", "Followers come: with the platform, by passed-on messages, by answers."),
    switch("followers_leave", "Followers leave, sooner if they are only broadcast at."),
    switch("fear", "Fear of speaking holds back comments on events, new accounts and disobedience."),
    switch("norms_lag", "Fear follows the rules slowly, and jumps; off, it is what the rules say."),
    switch("bypass", "Some authors publish without the yes they need."),
    switch("gaffes", "Some messages are gaffes, and review catches some of them."),
    switch("rumours", "False claims spread, and can be corrected."),
    switch("approval_takes_time", "Approval takes time."),
    switch("approval_drops", "Approval drops drafts, and stale drafts are withdrawn."),
    switch("policy_matters", "Voice and standing move influence; off is the null model."),
    // [source]
    key(Source, "any_name", Text, "Where numbers come from: any name, and the reference.").absent("no sources"),
    // [sweep]
    key(
        Sweep,
        "combine",
        Choice(&["every", "in step"]),
        "Every combination of the values tried, or the first of \
        each together, then the second.",
    )
    .absent("every combination"),
    key(
        Sweep,
        "sample",
        Choice(&["latin", "sobol", "halton"]),
        "Spread points over the values tried, instead of \
        trying every combination.",
    )
    .absent("no sample: the values are combined"),
    key(Sweep, "samples", Count, "How many points are spread.").limits("1", "1000000").absent("64"),
    key(Sweep, "replicates", Count, "How many times each setting is run with other luck.")
        .limits("1", "1000000")
        .absent("as in [run]"),
    // [sweep.try]
    key(Try, "any_setting", Values, "What a sweep tries: the path of any setting in quotes, and its values.")
        .absent("nothing is tried"),
];

/// May stand in every block that has a name.
pub const OFF: Key =
    key(Top, "off", Truth, "Drops a block that this file has from the one it is based on.").absent("the block counts");

/// What a block of a file of targets may say.
pub const TARGET_KEYS: &[Key] = &[
    key(Target, "measure", Text, "What was observed: a column of runs.csv, such as voice.").must(),
    key(Target, "country", Name(Country), "Whose, by its name in the scenario file.")
        .absent("the focus of the scenario"),
    key(Target, "since", Date, "The first day on which is counted; only for counts.").absent("the start of the run"),
    key(Target, "at", Date, "The day at whose end it was observed, or the last on which is counted.")
        .absent("the end of the run"),
    key(Target, "value", Amount, "The number that was observed.").must(),
    key(Target, "uncertainty", Amount, "One standard deviation of its error: one error in three is larger.").must(),
    key(Target, "source", Text, "Where the number stands.").absent("nothing is said about it"),
];
