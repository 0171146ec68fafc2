//! Where nothing matters, nothing may show: to the bit.

use super::worlds::{LIVELY, run, series, total, world};

const ANOTHER_POLICY: [(&str, &str); 5] = [
    ("canada.approval_delay", "400h"),
    ("canada.chance_dropped", "90%"),
    ("canada.questions_answered", "0%"),
    ("canada.announcements_per_day", "6"),
    ("canada.fear_of_speaking", "90%"),
];

#[test]
fn where_policy_does_not_matter_influence_is_the_same_to_the_bit() {
    let off = [("model.policy_matters", "off")];
    let (one, other) = (world(LIVELY, &off), world(LIVELY, &[&off, ANOTHER_POLICY.as_slice()].concat()));
    for replicate in 0..3 {
        let (a, b) = (run(&one, replicate), run(&other, replicate));
        for country in 0..2 {
            assert_eq!(series(&one, &a, country, "influence"), series(&other, &b, country, "influence"));
        }
        assert!(total(&one, &a, 0, "engaged") != total(&other, &b, 0, "engaged"), "the policies do differ");
    }
}

#[test]
fn with_every_mechanism_off_influence_is_capacity_for_ever() {
    let switches = [
        "attention_fades",
        "daily_rhythm",
        "forms_differ",
        "members_differ",
        "quality_varies",
        "dialogue",
        "attitudes_move",
        "mood_moves",
        "influence_drifts",
        "fear",
        "approval_takes_time",
        "approval_drops",
        "policy_matters",
    ];
    let paths: Vec<String> = switches.iter().map(|s| format!("model.{s}")).collect();
    let off: Vec<(&str, &str)> = paths.iter().map(|p| (p.as_str(), "off")).collect();
    for policy in [&[][..], &ANOTHER_POLICY] {
        let scenario = world(LIVELY, &[&off, policy].concat());
        let run = run(&scenario, 0);
        for (country, capacity) in [(0, 0.4), (1, 0.6)] {
            let influence = series(&scenario, &run, country, "influence");
            assert!(influence.iter().all(|share| (share - capacity).abs() < 1e-15), "{influence:?}");
        }
        assert_eq!(total(&scenario, &run, 0, "asked"), 0.0);
    }
}
