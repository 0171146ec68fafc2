//! Runs held against formulas.

use super::worlds::{mean_and_error, run, series, total, world};

/// One country that only comments, through desks whose work is exponential, at any hour, with as many reviewers as
/// drafts.
fn desks(count: usize, working_time: &str) -> String {
    let mut text = String::from(
        r#"
[run]
start = 2013-01-01
end = 2013-12-31
[audience.world]
members = 1_000
events_per_day = 10
[country.canada]
accounts_at_start = 2
followers_per_account = 10
announcements_per_day = 0
comments_on_events = "100%"
comments_need_approval = "100%"
approval = "desks"
fear_of_speaking = "0%"
[country.uk]
accounts_at_start = 0
[model]
attention_shape = "exponential"
attention_half_life = "15h"
give_up_below = "0%"
give_up_after = "never"
drafting_time = "0h"
"#,
    );
    for k in 1..=count {
        text += &format!(
            "[desk.d{k}]\ncountry = \"canada\"\norder = {k}\nreviewers = \"unlimited\"\n\
             working_time = \"{working_time}\"\nworking_time_shape = \"exponential\"\n\
             chance_dropped = \"0%\"\noffice_hours = \"00:00-24:00\"\nweekends = \"on\"\n"
        );
    }
    text
}

#[test]
fn attention_left_behind_exponential_desks() {
    // E[2^(-D/h)] over k exponential times of mean mu is (1 + mu ln 2 / h)^-k.
    for (count, working_time, hours) in [(1, "6h", 6.0), (3, "4h", 4.0), (12, "2h", 2.0)] {
        let scenario = world(&desks(count, working_time), &[]);
        let run = run(&scenario, 0);
        let (left, published) =
            (series(&scenario, &run, 0, "attention_left"), series(&scenario, &run, 0, "published_comments"));
        let weighted: f64 = left.iter().zip(&published).filter(|(l, _)| !l.is_nan()).map(|(l, n)| l * n).sum();
        let n: f64 = published.iter().sum();
        let wanted = (1.0 + hours * std::f64::consts::LN_2 / 15.0f64).powi(-(count as i32));
        // R lies in [0, 1] with sd below 0.3; 7,000 comments on 3,650 events: 4 standard errors are 0.02 at most.
        assert!(
            n > 6_000.0 && (weighted / n - wanted).abs() < 0.02,
            "{count} desks, {n} comments: {} for {wanted}",
            weighted / n
        );
    }
}

const QUIET: &str = r#"
[run]
start = 2013-01-01
end = 2016-12-31
record_every = "4 weeks"
[audience.world]
members = 500
events_per_day = 0
[country.canada]
accounts_at_start = 0
[country.uk]
accounts_at_start = 0
"#;

#[test]
fn the_mood_has_its_stationary_variance_at_any_time() {
    let scenario = world(QUIET, &[]);
    let n = 400;
    let moods: Vec<[f64; 2]> = (0..n)
        .map(|r| {
            let standing = series(&scenario, &run(&scenario, r), 0, "standing");
            [standing[0], standing[standing.len() - 1]]
        })
        .collect();
    for at in [0, 1] {
        // Standing is (1 + mean b + M)/2; the variance of M is 0.16 squared, plus that of the mean baseline of 500
        // members.
        let numbers: Vec<f64> = moods.iter().map(|m| 2.0 * m[at]).collect();
        let (mean, error) = mean_and_error(&numbers);
        let variance = error * error * f64::from(n);
        let wanted = 0.16f64.powi(2) + 0.375f64.powi(2) / 500.0;
        // The relative sd of a variance of 400 normal numbers is 7 %; the band is four of them.
        assert!((variance / wanted - 1.0).abs() < 0.28, "{variance} for {wanted}");
        assert!((mean - 1.18).abs() < 0.05);
    }
}

#[test]
fn influence_noise_has_the_given_spread() {
    // Two equal countries: ln(I_1/I_2) is a random walk with sd sigma sqrt(2 t), held back by the pull to capacity.
    let scenario = world(QUIET, &[("model.policy_matters", "off"), ("model.influence_pull", "0.0001 per year")]);
    let n = 300;
    let logs: Vec<f64> = (0..n)
        .map(|r| {
            let run = run(&scenario, r);
            let end = |c| *series(&scenario, &run, c, "influence").last().expect("a record");
            (end(0) / end(1)).ln()
        })
        .collect();
    let (mean, error) = mean_and_error(&logs);
    let variance = error * error * f64::from(n);
    let wanted = 0.05f64.powi(2) * 2.0 * 4.0;
    assert!((variance / wanted - 1.0).abs() < 4.0 * (2.0 / f64::from(n)).sqrt(), "{variance} for {wanted}");
    assert!(mean.abs() < 4.0 * error);
}

#[test]
fn volumes_are_those_of_the_settings() {
    let text = r#"
[run]
start = 2013-01-01
end = 2013-12-31
[audience.world]
members = 1_000
time_zone = "UTC+8"
[country.canada]
missions = 20
accounts_at_start = 20
followers_per_account = 10
fear_of_speaking = "25%"
[country.uk]
missions = 0
accounts_at_start = 0
"#;
    let scenario = world(text, &[]);
    let run = run(&scenario, 0);
    // 261 weekdays in 2013, 2 x 7/5 announcements each; 365 days of 2 events, half of them times 3/4 commented on.
    let (announced, commented) = (20.0 * 261.0 * 2.8, 20.0 * 365.0 * 2.0 * 0.5 * 0.75);
    let drafted = |measure| total(&scenario, &run, 0, measure);
    assert!((drafted("drafted_announcements") - announced).abs() < 4.0 * announced.sqrt());
    // All accounts meet the same events: the variance is that of 730 events with 7.5 comments each.
    assert!((drafted("drafted_comments") - commented).abs() < 4.0 * (730.0f64).sqrt() * 7.7);
}
