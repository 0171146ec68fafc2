//! The literal model against closed forms, against deliberate mistakes, and against the engine.

#[path = "reference/mod.rs"]
mod literal;

use literal::{Mistake, harness, small_worlds};

const MISTAKES: &[(Mistake, &str)] = &[
    (Mistake::AnnouncesAtWeekends, "announcements"),
    (Mistake::EventsNotScaled, "comments"),
    (Mistake::FearForgotten, "comments"),
    (Mistake::AttentionFromSubmission, "comments-half-life"),
    (Mistake::RhythmInUtc, "comments"),
    (Mistake::ReachTwice, "announcements"),
    (Mistake::QualityMedian1, "comments-half-life"),
    (Mistake::BlandnessForgotten, "desks-switched-off"),
    (Mistake::AffinityFromZero, "attitudes"),
    (Mistake::LiftForgotten, "dialogue"),
    (Mistake::AsksAtOnce, "dialogue"),
    (Mistake::OldestQuestionFirst, "dialogue"),
    (Mistake::AnswersAtNight, "dialogue"),
    (Mistake::TokensPileUp, "dialogue"),
    (Mistake::HarmTwice, "dialogue"),
    (Mistake::ExpectationStuck, "dialogue"),
    (Mistake::HalfLifeAsMeanLife, "attitudes"),
    (Mistake::MoodStartsAtZero, "moods"),
    (Mistake::GoodwillLasts, "attitudes"),
    (Mistake::StandingWithoutMood, "moods"),
    (Mistake::DesksWorkAtWeekends, "desks"),
    (Mistake::EditsForgotten, "desks"),
    (Mistake::RepliesNotFirst, "desks"),
    (Mistake::DropsAtOnce, "simple-approval"),
    (Mistake::NobodyGivesUp, "simple-approval"),
    (Mistake::RulesAWeekLate, "reform"),
];

#[test]
fn power() {
    let n = 250;
    for (mistake, name) in MISTAKES {
        let world = small_worlds::named(name);
        let a = harness::sample(&world, 0, n, literal::trajectory);
        let b = harness::sample(&world, 1000, n, |s, r| literal::run(s, r, Some(*mistake)).trajectory);
        let mut found = harness::compare(&world, &a, &b);
        found.sort_by(|a, b| a.p.total_cmp(&b.p));
        println!("{mistake:?}: {} of {}\n    {}\n    {}\n    {}", found.iter().filter(|c| c.disagrees()).count(), found.len(), found[0], found[1], found[2]);
    }
}
#[test]
fn calibration() {
    let (mut all, mut low, mut vlow, mut z2) = ([0; 2], [0; 2], [0; 2], 0.0);
    for block in 0..3 {
    for world in small_worlds::all() {
        let a = harness::sample(&world, block * 1000, 100, literal::trajectory);
        let b = harness::sample(&world, block * 1000 + 200, 100, literal::trajectory);
        for c in harness::compare(&world, &a, &b) {
            let k = if c.test == "distribution" { 1 } else { 0 };
            if c.test == "cases" || (c.p == 1.0 && c.first.1 < 1e-9) { continue; }
            all[k] += 1;
            if k == 0 { let z = (c.first.0 - c.second.0) / c.first.1.hypot(c.second.1); z2 += z * z; }
            if c.p < 0.05 { low[k] += 1; }
            if c.p < 0.01 { vlow[k] += 1; }
        }
    }
    }
    println!("all {all:?} low {low:?} vlow {vlow:?} z2 {}", z2 / all[0] as f64);
}
#[test]
fn levels() {
    for world in small_worlds::all() {
        let a = harness::sample(&world, 0, 100, literal::trajectory);
        println!("== {}", world.name);
        for c in harness::compare(&world, &a, &a) {
            if c.test == "mean" && c.what.contains("whole") { println!("{} {:.4} ({:.4})", c.what, c.first.0, c.first.1); }
        }
    }
}
