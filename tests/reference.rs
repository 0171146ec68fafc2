//! The literal model, and whether the engine agrees with it.
//!
//! * the literal model gives what can be calculated by hand (`closed_forms`);
//! * the comparison of two implementations rings for each of a list of deliberate mistakes, and not for two samples of
//!   the same implementation.

#[path = "reference/mod.rs"]
mod literal;

use literal::harness::{self, Comparison};
use literal::{Mistake, small_worlds};
use softpower::engine::trajectory::Trajectory;
use softpower::scenario::Scenario;

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
    (Mistake::ExpectationMovesFirst, "dialogue"),
    (Mistake::LateAnswersHelp, "questions"),
    (Mistake::HalfLifeAsMeanLife, "attitudes"),
    (Mistake::MoodStartsAtZero, "moods"),
    (Mistake::GoodwillLasts, "attitudes"),
    (Mistake::StandingWithoutMood, "moods"),
    (Mistake::DesksWorkAtWeekends, "desks"),
    (Mistake::EditsForgotten, "desks"),
    (Mistake::RepliesNotFirst, "desks"),
    (Mistake::DropsAtOnce, "simple-approval"),
    (Mistake::NobodyGivesUp, "simple-approval"),
    (Mistake::OneReviewOnly, "simple-approval"),
    (Mistake::RulesOfTheInstant, "long-steps"),
];

#[test]
fn two_samples_of_the_literal_model_agree() {
    let other = |scenario: &Scenario, replicate| literal::trajectory(scenario, replicate + 10_000);
    let (compared, disagreements) = disagreements_with(other);
    assert!(disagreements.is_empty(), "{}", harness::report(&disagreements));
    assert!(compared <= harness::COMPARISONS, "{compared} comparisons share the chance of a false alarm");
}

#[test]
fn every_mistake_is_noticed() {
    for (mistake, name) in MISTAKES {
        let world = small_worlds::named(name);
        let right = harness::sample(&world, REPLICATES, literal::trajectory);
        let wrong =
            |scenario: &Scenario, replicate| literal::run(scenario, replicate + 10_000, Some(*mistake)).trajectory;
        let wrong = harness::sample(&world, REPLICATES, wrong);
        let mut found = harness::compare(&world, &right, &wrong);
        found.sort_by(|a, b| a.p.total_cmp(&b.p));
        println!(
            "{mistake:?}: {} of {}\n    {}\n    {}\n    {}",
            found.iter().filter(|c| c.disagrees()).count(),
            found.len(),
            found[0],
            found[1],
            found[2]
        );
    }
}

/// The number of comparisons between the literal model and another implementation, and those that ring.
fn disagreements_with(other: impl Fn(&Scenario, u32) -> Trajectory) -> (usize, Vec<Comparison>) {
    let mut compared = 0;
    let mut disagreements = Vec::new();
    for world in small_worlds::all() {
        let literal = harness::sample(&world, REPLICATES, literal::trajectory);
        let other = harness::sample(&world, REPLICATES, &other);
        let comparisons = harness::compare(&world, &literal, &other);
        compared += comparisons.len();
        disagreements.extend(comparisons.into_iter().filter(Comparison::disagrees));
    }
    (compared, disagreements)
}
