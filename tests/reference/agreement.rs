//! * The comparison of two implementations rings for each of a list of deliberate mistakes, and not for two samples of
//!   the same implementation.
//! * The engine agrees with the literal model in every small world.

use super::harness::{self, Comparison};
use super::{Mistake, record, small_worlds};
use softpower::engine::trajectory::Trajectory;
use softpower::experiment::ensemble::{self, NoStore, Plan};
use softpower::scenario::Scenario;
use std::sync::OnceLock;

/// Replicates in each sample.
const REPLICATES: u32 = 250;

/// The world in which each mistake must show.
const MISTAKES: &[(Mistake, &str)] = &[
    (Mistake::AnnouncesAtWeekends, "announcements"),
    (Mistake::EventsNotScaled, "comments"),
    (Mistake::FearForgotten, "comments"),
    (Mistake::AttentionFromSubmission, "comments-half-life"),
    (Mistake::RhythmInUtc, "comments"),
    (Mistake::ReachTwice, "announcements"),
    (Mistake::QualityMedian1, "comments-half-life"),
    (Mistake::FollowersTheSame, "two-lists"),
    (Mistake::TalentForgotten, "announcements"),
    (Mistake::BlandnessForgotten, "desks-switched-off"),
    (Mistake::AffinityFromZero, "attitudes"),
    (Mistake::LiftForgotten, "dialogue"),
    (Mistake::AsksAtOnce, "questions"),
    (Mistake::OldestQuestionFirst, "dialogue"),
    (Mistake::AnswersAtNight, "dialogue"),
    (Mistake::TokensPileUp, "dialogue"),
    (Mistake::HarmTwice, "dialogue"),
    (Mistake::ExpectationStuck, "dialogue"),
    (Mistake::ExpectationMovesFirst, "questions"),
    (Mistake::LateAnswersHelp, "questions"),
    (Mistake::HalfLifeAsMeanLife, "attitudes"),
    (Mistake::MoodStartsAtZero, "moods"),
    (Mistake::GoodwillLasts, "attitudes"),
    (Mistake::StandingWithoutMood, "moods"),
    (Mistake::DesksWorkAtWeekends, "desks"),
    (Mistake::EditsForgotten, "desks"),
    (Mistake::EditsOfTheRest, "desks"),
    (Mistake::RepliesNotFirst, "crises"),
    (Mistake::DropsAtOnce, "simple-approval"),
    (Mistake::NobodyGivesUp, "simple-approval"),
    (Mistake::OneReviewOnly, "simple-approval"),
    (Mistake::RulesOfTheInstant, "long-steps"),
    (Mistake::OneGeneration, "reshares"),
    (Mistake::FollowersEngageAgain, "reshares-above-the-cap"),
    (Mistake::SharedAttentionLasts, "reshares-of-comments"),
    (Mistake::PeersByTheHour, "reshares-of-comments"),
    (Mistake::PeersAreStrangers, "reshares"),
    (Mistake::CapForgotten, "reshares-above-the-cap"),
    (Mistake::CapAsFactor, "reshares-above-the-cap"),
    (Mistake::ClassesWeighAlike, "reshares"),
    (Mistake::ResharesEndWithTheRun, "questions-of-peers"),
    (Mistake::PeersNeverFollow, "reshares"),
    (Mistake::PeersAskEarly, "questions-of-peers"),
    (Mistake::PeersAreIdle, "reshares"),
    (Mistake::NobodyReadsAlong, "readers-along"),
    (Mistake::ConstantGoodwillWearsOff, "rest-of-the-world"),
    (Mistake::AdoptionForgotten, "presence"),
    (Mistake::OpensWithoutFear, "presence"),
    (Mistake::NobodyResists, "presence"),
    (Mistake::NewFollowersNotScaled, "presence"),
    (Mistake::GrowsWithoutLimit, "growth"),
    (Mistake::FractionsLost, "growth"),
    (Mistake::GrowsByMembers, "growth"),
    (Mistake::SizeOfTheStart, "growth"),
    (Mistake::WhoIsNotShownLeaves, "comings-and-goings"),
    (Mistake::ThawsLikeChill, "norms"),
    (Mistake::SanctionsForgotten, "bypass"),
    (Mistake::FearAboveOne, "bypass-in-fear"),
    (Mistake::SkipsWithoutFear, "bypass-in-fear"),
    (Mistake::AlwaysSanctioned, "bypass"),
    (Mistake::ClosedAccountsSpeak, "bypass"),
    (Mistake::AnnouncesOnceReopened, "silenced-for-a-day"),
    (Mistake::FirstSanctionCounts, "bypass"),
    (Mistake::FloorForgotten, "gaffes"),
    (Mistake::GaffesAllAlike, "lasting-gaffes"),
    (Mistake::NothingTakenBack, "gaffes"),
    (Mistake::SkippedIsTakenBack, "gaffes"),
    (Mistake::LinesAreTakenBack, "lines-ready-at-desks"),
    (Mistake::NothingTightens, "gaffes"),
    (Mistake::GaffesNeverForgotten, "gaffes"),
    (Mistake::NothingIsRoutine, "routine-topics"),
    (Mistake::EverythingIsRoutine, "routine-topics"),
    (Mistake::RoutineIsTightened, "routine-topics"),
    (Mistake::LinesNeverReady, "lines-ready"),
    (Mistake::LinesWithoutReviews, "lines-ready"),
    (Mistake::LinesReviewedWithoutChain, "lines-ready"),
    (Mistake::CrisesBeforeReplies, "crises"),
    (Mistake::EveryCommentIsACrisis, "crises"),
    (Mistake::NobodyIsCorrected, "rumours"),
    (Mistake::CorrectedEverywhere, "rumours-in-two-audiences"),
    (Mistake::EverybodyCorrects, "rumours-half-life"),
    (Mistake::NobodyElseDebunks, "rumours-half-life"),
    (Mistake::CorrectionSparesBackwards, "rumours-that-many-hear"),
    (Mistake::HearsAgain, "rumours-that-many-hear"),
    (Mistake::HeardAtOnce, "rumours"),
];

#[test]
fn two_samples_of_the_literal_model_agree() {
    let other = |world: &Scenario| sample(|replicate| super::trajectory(world, replicate + 10_000));
    let (compared, disagreements) = disagreements_with(other);
    assert!(disagreements.is_empty(), "{}", harness::report(&disagreements));
    assert!(compared <= harness::COMPARISONS, "{compared} comparisons share the chance of a false alarm");
}

#[test]
fn every_mistake_is_noticed() {
    let mut unnoticed = Vec::new();
    for (mistake, name) in MISTAKES {
        let (world, right) =
            literal_samples().iter().find(|(world, _)| world.name == *name).expect("listed worlds exist");
        let wrong = sample(|replicate| super::run(world, replicate + 10_000, Some(*mistake)).trajectory);
        if !harness::compare(world, right, &wrong).iter().any(Comparison::disagrees) {
            unnoticed.push(format!("{mistake:?} in {name}"));
        }
    }
    assert!(unnoticed.is_empty(), "mistakes that go unnoticed: {unnoticed:?}");
}

#[test]
fn the_engine_agrees_with_the_literal_model() {
    let (_, disagreements) = disagreements_with(engine);
    assert!(disagreements.is_empty(), "{} disagreements\n{}", disagreements.len(), harness::report(&disagreements));
}

/// The trajectories of the engine.
fn engine(world: &Scenario) -> Vec<Trajectory> {
    let mut scenario = world.clone();
    scenario.run.replicates = REPLICATES;
    let plan = Plan {
        scenario: &scenario,
        threads: 1,
        store: &NoStore,
        from: None,
        save: None,
        progress: &|_| {},
        stop: &|| false,
    };
    let ensemble = ensemble::run(&plan).unwrap_or_else(|unfinished| panic!("{unfinished:?}"));
    assert_eq!(ensemble.layout, record::layout(&scenario), "{}", scenario.name);
    ensemble.runs
}

/// The number of comparisons between the literal model and another implementation in all small worlds, and those that
/// ring.
fn disagreements_with(other: impl Fn(&Scenario) -> Vec<Trajectory>) -> (usize, Vec<Comparison>) {
    let compared =
        literal_samples().iter().flat_map(|(world, literal)| harness::compare(world, literal, &other(world)));
    let compared: Vec<Comparison> = compared.collect();
    (compared.len(), compared.into_iter().filter(Comparison::disagrees).collect())
}

/// Every small world with the trajectories of the literal model, which all tests share.
fn literal_samples() -> &'static [(Scenario, Vec<Trajectory>)] {
    static SAMPLES: OnceLock<Vec<(Scenario, Vec<Trajectory>)>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let worlds = small_worlds::all().into_iter();
        worlds.map(|world| (world.clone(), sample(|replicate| super::trajectory(&world, replicate)))).collect()
    })
}

fn sample(run: impl Fn(u32) -> Trajectory) -> Vec<Trajectory> {
    (0..REPLICATES).map(run).collect()
}
