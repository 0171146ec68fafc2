//! The facts as data: what was observed, where it is published, in which band the model should lie, and how that is
//! measured. Nothing about results stands here.

use super::answers::ANSWERS;
use super::crowd::CROWD;
use super::desks::DESKS;
use super::opinion::OPINION;
use super::presence::PRESENCE;
use super::reactions::SPRING;
use super::rumours::RUMOURS;
use super::stakes::{STAKES, best_at_usual_cost, costs_with_a_best_in_between};
use super::statistics::NORMALITY_LIMIT;
use super::trial::{Numbers, Trial};

/// An observed pattern.
#[derive(Debug)]
pub struct Fact {
    /// Its id, such as `F11`.
    pub id: &'static str,
    /// What was observed, in a few words.
    pub words: &'static str,
    /// Where it is published.
    pub source: &'static str,
    /// What it was used for.
    pub used: Use,
    /// How it is measured here.
    pub how: &'static str,
    /// What is measured.
    pub readings: &'static [Reading],
}

/// What a fact was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Values of the model were chosen by it.
    Calibration,
    /// Never tuned to.
    Check,
}

impl Use {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Use::Calibration => "calibration",
            Use::Check => "never tuned to",
        }
    }
}

/// One number that a fact is about.
#[derive(Debug)]
pub struct Reading {
    /// What it is, with its unit.
    pub words: &'static str,
    /// Where it comes from.
    pub way: Way,
    /// Where it should lie.
    pub band: Band,
    /// What it proves if it lies there.
    pub role: Role,
}

/// Where a number comes from.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// A number of a trial, by name: one for each seed.
    Number(&'static Trial, &'static str),
    /// What the numbers of all seeds give together.
    Together(&'static Trial, fn(&[&Numbers]) -> Option<f64>),
    /// Nothing in the model answers to it.
    Nothing,
}

/// What a number in its band proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// That the model reproduces the fact.
    Counted,
    /// Nothing: it was put into the model.
    Given,
    /// There is no number.
    Outside,
}

/// Where a number should lie, ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The lowest value, if there is one.
    pub low: Option<f64>,
    /// The highest value, if there is one.
    pub high: Option<f64>,
    /// Is it ours, since the source gives a direction and no number?
    pub ours: bool,
}

impl Band {
    /// Does a number lie in it?
    #[must_use]
    pub fn holds(&self, number: f64) -> bool {
        self.low.is_none_or(|low| number >= low) && self.high.is_none_or(|high| number <= high)
    }
}

const ANY: Band = Band { low: None, high: None, ours: false };

const fn between(low: f64, high: f64) -> Band {
    Band { low: Some(low), high: Some(high), ..ANY }
}

const fn at_least(low: f64) -> Band {
    Band { low: Some(low), ..ANY }
}

const fn at_most(high: f64) -> Band {
    Band { high: Some(high), ..ANY }
}

const fn ours(band: Band) -> Band {
    Band { ours: true, ..band }
}

const fn counted(words: &'static str, trial: &'static Trial, name: &'static str, band: Band) -> Reading {
    Reading { words, way: Way::Number(trial, name), band, role: Role::Counted }
}

const fn given(words: &'static str, trial: &'static Trial, name: &'static str, band: Band) -> Reading {
    Reading { words, way: Way::Number(trial, name), band, role: Role::Given }
}

const fn together(words: &'static str, of: fn(&[&Numbers]) -> Option<f64>, band: Band) -> Reading {
    Reading { words, way: Way::Together(&STAKES, of), band, role: Role::Counted }
}

const fn outside(words: &'static str) -> Reading {
    Reading { words, way: Way::Nothing, band: ANY, role: Role::Outside }
}

/// Every fact, in the order of the ids. Ids that are missing belong to patterns that were dropped.
pub static FACTS: &[Fact] = &[
    Fact {
        id: "F1",
        words: "Half of the reactions to a message come within the hour",
        source: "Graffius 2018; Kwak et al. 2010; Sysomos 2010",
        used: Use::Calibration,
        how: "Times of reshares and questions after publication, in half a year of paris-2013, of all messages but the \
              most successful hundredth. The kernel of these times (E5) is put in.",
        readings: &[
            given("median, minutes", &SPRING, "reaction_median_minutes", between(15.0, 60.0)),
            given("share within one hour", &SPRING, "first_hour_share", between(0.5, 0.95)),
        ],
    },
    Fact {
        id: "F2",
        words: "Most messages of small accounts get no reaction",
        source: "Sysomos 2010",
        used: Use::Calibration,
        how: "Messages of accounts with fewer than 500 followers in half a year of paris-2013: the share that anybody \
              engages with.",
        readings: &[counted("share with a reaction", &SPRING, "small_with_reaction_share", between(0.15, 0.45))],
    },
    Fact {
        id: "F3",
        words: "Reaction times have a power-law tail; large cascades last for hours",
        source: "Zhao et al. 2015 (SEISMIC)",
        used: Use::Calibration,
        how: "theta by maximum likelihood from the delays of followers who pass a message on, beyond five minutes and \
              up to thirty days; the law is put in (E5). The largest cascade is the message passed on most often in \
              half a year of paris-2013.",
        readings: &[
            given("theta", &SPRING, "theta", between(0.2, 0.3)),
            counted("largest cascade: median, hours", &SPRING, "largest_cascade_median_hours", between(2.0, 12.0)),
        ],
    },
    Fact {
        id: "F4",
        words: "Sizes of audiences are lognormal and very unequal",
        source: "Barbera and Zeitzoff, accounts of leaders 2014",
        used: Use::Calibration,
        how: "Followers of all accounts of three ministries that began in 2007, in April 2013. Lognormal is not \
              rejected at 5 % if the distance of Kolmogorov and Smirnov (scaled by Stephens) is at most the limit.",
        readings: &[
            counted("Gini", &PRESENCE, "gini", between(0.8, 0.93)),
            counted("distance from lognormal", &PRESENCE, "distance_from_lognormal", at_most(NORMALITY_LIMIT)),
        ],
    },
    Fact {
        id: "F5",
        words: "Followers are not engagement",
        source: "Twiplomacy 2014",
        used: Use::Calibration,
        how: "Accounts with 30 messages or more in half a year of paris-2013: rank correlation of followers and \
              engagements for each message; engagements for each follower and message, the 95th percentile of the \
              accounts over the 5th.",
        readings: &[
            counted("rank correlation", &SPRING, "rank_correlation", between(0.4, 0.9)),
            counted("spread of engagement per follower", &SPRING, "rate_spread", at_least(10.0)),
        ],
    },
    Fact {
        id: "F6",
        words: "Engagement per follower falls with size, around 0.045 %",
        source: "Rival IQ 2019 to 2021",
        used: Use::Calibration,
        how: "The same accounts: slope of the logarithm of engagements for each follower and message over that of \
              followers; their median over all accounts, and over those with 5,000 followers or more, as the brands \
              of the study have.",
        readings: &[
            counted("slope", &SPRING, "size_slope", between(-0.5, -0.1)),
            counted("median, %", &SPRING, "rate_median", between(0.02, 0.1)),
            counted("median of large accounts, %", &SPRING, "rate_median_brands", between(0.02, 0.1)),
        ],
    },
    Fact {
        id: "F7",
        words: "Ministries take to a platform along a Bass curve",
        source: "Barbera and Zeitzoff, 195 countries",
        used: Use::Calibration,
        how: "Open accounts of the two ministries that want them, from 2007 to April 2013: a Bass curve fitted by \
              least squares, against the p and q put in (E12).",
        readings: &[
            given("p found, over p put in", &PRESENCE, "bass_alone_ratio", between(0.5, 2.0)),
            given("q found, over q put in", &PRESENCE, "bass_imitation_ratio", between(0.5, 2.0)),
            given("share of variance explained", &PRESENCE, "bass_explained", at_least(0.98)),
        ],
    },
    Fact {
        id: "F8",
        words: "Attention to an event decays as a power law",
        source: "Crane and Sornette 2008; Lorenz-Spreen et al. 2019",
        used: Use::Calibration,
        how: "Comments on events a day to a month old, by ministries that wait for a yes: how engagement falls with \
              the age of the event, on logarithms. The law is put in (E1a). The model knows shocks from outside only.",
        readings: &[
            given("exponent", &ANSWERS, "attention_exponent", between(0.2, 1.5)),
            outside("attention from inside is flatter"),
        ],
    },
    Fact {
        id: "F9",
        words: "Favourability moves by points from year to year and returns",
        source: "Pew Research Center 2002 to 2023",
        used: Use::Calibration,
        how: "Sixteen yearly surveys of 1,000 members in each of five publics about three countries, drawn by an \
              observer. Correlations are within each pair of public and country, around its own mean.",
        readings: &[
            counted("robust sd of change, points", &OPINION, "change_points", between(4.0, 10.0)),
            counted("the same, if all who like it say yes", &OPINION, "change_points_by_sign", between(4.0, 10.0)),
            counted("correlation after 1 year", &OPINION, "lag_1", between(0.3, 0.7)),
            counted("correlation after 4 years", &OPINION, "lag_4", at_most(0.1)),
        ],
    },
    Fact {
        id: "F11",
        words: "Central control keeps ambassadors off the platform",
        source: "Paris 2013; Toronto Star 2013; Nextgov 2013",
        used: Use::Check,
        how: "The three ministries of paris-2013 begin in 2007 without accounts; accounts open in April 2013 are \
              compared. Once with their own rules, among them how many accounts a ministry wants, which for Canada is \
              taken from this very fact; once with the same wish (90 %), so that only fear differs. How many followers \
              an ambassador has is put in.",
        readings: &[
            counted("UK over Canada", &PRESENCE, "uk_by_canada", between(8.0, 30.0)),
            counted("US over Canada", &PRESENCE, "us_by_canada", between(4.0, 15.0)),
            counted("UK over Canada, same wish", &PRESENCE, "uk_by_canada_same_wish", between(8.0, 30.0)),
            given("followers each, US over Canada", &PRESENCE, "followers_us_by_canada", between(10.0, 100.0)),
        ],
    },
    Fact {
        id: "F14",
        words: "Who has to wait for a yes cannot answer in time",
        source: "Paris 2013; Lithium and Millward Brown 2013",
        used: Use::Check,
        how: "Share of the questions answered within the asker's patience, in ministries that are paid to answer and \
              wait for a yes: for a day, and for less than half an hour (means).",
        readings: &[
            counted("in time, after a day", &ANSWERS, "in_time_day", at_most(0.05)),
            counted("in time, after half an hour", &ANSWERS, "in_time_half_hour", at_least(0.4)),
        ],
    },
    Fact {
        id: "F15",
        words: "Dialogue is rare in all ministries, whatever their policy",
        source: "Kampf, Manor and Segev 2015",
        used: Use::Check,
        how: "Replies among all that the three ministries of paris-2013 publish in half a year. That the difference is \
              small is read; the number is ours.",
        readings: &[
            counted("largest share of replies", &SPRING, "largest_reply_share", at_most(0.15)),
            counted("largest minus smallest", &SPRING, "reply_share_difference", ours(at_most(0.05))),
        ],
    },
    Fact {
        id: "F17",
        words: "Informal words win more than formal ones",
        source: "willcampbell.ca 2012; Toronto Star 2013",
        used: Use::Check,
        how: "Engagements of a comment over those of an announcement of the same account, in half a year of \
              paris-2013. A comment stands for informal words; how much more it appeals is put in (E4).",
        readings: &[given("comment over announcement", &SPRING, "comment_by_announcement", at_least(1.5))],
    },
    Fact {
        id: "F19",
        words: "Approval near saturation takes days to weeks; desks add up",
        source: "Toronto Star 2008; Canadian Press 2014; Kingman 1961",
        used: Use::Check,
        how: "Time from submission to publication in four years: Canada's twelve desks of paris-2013-desks, six desks \
              of the same kind, and none. Delay should grow about linearly with desks, drop-out geometrically, so \
              that both quotients are near 2 (the width of these two bands is ours).",
        readings: &[
            counted("load of the busiest desk", &DESKS, "load", between(0.85, 0.95)),
            counted("12 desks: median, days", &DESKS, "median_days", between(2.0, 12.0)),
            counted("12 desks: 90th percentile, days", &DESKS, "p90_days", at_most(30.0)),
            counted("no desk: median, minutes", &DESKS, "median_minutes_without", at_most(60.0)),
            counted("median delay, 12 over 6 desks", &DESKS, "twelve_by_six", ours(between(1.5, 2.5))),
            counted("log of loss, 12 over 6 desks", &DESKS, "loss_twelve_by_six", ours(between(1.7, 2.3))),
        ],
    },
    Fact {
        id: "F21",
        words: "Hostile words win nobody, and may backfire in a crisis",
        source: "Mattingly and Sundquist 2023",
        used: Use::Check,
        how: "Not measured: messages have no tone.",
        readings: &[outside("shift of opinion by tone")],
    },
    Fact {
        id: "F22",
        words: "A few make half of the engagement, and of opinion little",
        source: "Schliebs et al. 2021",
        used: Use::Check,
        how: "Three months of paris-2013 without the reactions of the most active hundredth, on the same luck. How \
              active they are was chosen by this source (activity_levels). That opinion hardly suffers is a hypothesis \
              about bought reach, which is not in the model.",
        readings: &[
            given("change of engagement", &CROWD, "engagement_change", between(-0.6, -0.3)),
            outside("change of opinion, if reach is bought"),
        ],
    },
    Fact {
        id: "F23",
        words: "Openness pays most in between, where gaffes are dear",
        source: "Saudi row 2018; Paris 2014",
        used: Use::Check,
        how: "Influence of one country after five years, for five shares of words that need no yes; the share with \
              the greatest mean over the seeds. Gaffes cost what they usually do, or they are ten times as frequent \
              and as bad as usual, four, eight or twenty times. The intervals are those of the mean (bootstrap).",
        readings: &[
            together("best share delegated, usual cost", best_at_usual_cost, at_least(1.0)),
            together("higher costs with a best in between, of 4", costs_with_a_best_in_between, at_least(1.0)),
        ],
    },
    Fact {
        id: "F24",
        words: "A correction after a day comes too late",
        source: "Zubiaga et al. 2016",
        used: Use::Check,
        how: "People spared by the own correction of a rumour that waits a day for its yes, against one that needs no \
              yes: the share that is lost.",
        readings: &[counted("value lost after a day", &RUMOURS, "value_lost", at_least(0.8))],
    },
];

/// The fact with an id, in capitals or not.
#[must_use]
pub fn fact(id: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.id.eq_ignore_ascii_case(id))
}

impl Reading {
    /// The trial in which it is measured.
    #[must_use]
    pub fn trial(&self) -> Option<&'static Trial> {
        match self.way {
            Way::Number(trial, _) | Way::Together(trial, _) => Some(trial),
            Way::Nothing => None,
        }
    }
}

impl Fact {
    /// The trials in which it is measured, each once.
    #[must_use]
    pub fn trials(&self) -> Vec<&'static Trial> {
        let mut trials: Vec<&Trial> = Vec::new();
        for trial in self.readings.iter().filter_map(Reading::trial) {
            if trials.iter().all(|known| known.name != trial.name) {
                trials.push(trial);
            }
        }
        trials
    }
}
