//! Directions of effect, one mechanism at a time, on common random numbers: each pair meets the same luck, and the mean
//! paired difference must lie beyond three standard errors on the expected side (false alarms: about 1 in 700 each; the
//! seeds are fixed).

use super::worlds::{LIVELY, last, mean_and_error, run, total, world};
use softpower::engine::trajectory::Trajectory;
use softpower::scenario::Scenario;

type Look = fn(&Scenario, &Trajectory) -> f64;

/// Mean of b - a over pairs, in standard errors.
fn effect(a: &[(&str, &str)], b: &[(&str, &str)], look: Look) -> f64 {
    effect_in(24, a, b, look)
}

fn effect_in(pairs: u32, a: &[(&str, &str)], b: &[(&str, &str)], look: Look) -> f64 {
    let (a, b) = (world(LIVELY, a), world(LIVELY, b));
    let pairs: Vec<f64> = (0..pairs).map(|r| look(&b, &run(&b, r)) - look(&a, &run(&a, r))).collect();
    let (mean, error) = mean_and_error(&pairs);
    if error == 0.0 { mean * f64::INFINITY } else { mean / error }
}

fn raises(a: &[(&str, &str)], b: &[(&str, &str)], look: Look) {
    let z = effect(a, b, look);
    assert!(z > 3.0, "{a:?} to {b:?}: {z}");
}

fn engaged(s: &Scenario, r: &Trajectory) -> f64 {
    total(s, r, 0, "engaged")
}

#[test]
fn e0_more_announcements_comments_and_less_fear_mean_more_drafts() {
    raises(&[], &[("canada.announcements_per_day", "3")], |s, r| total(s, r, 0, "drafted_announcements"));
    raises(&[], &[("canada.comments_on_events", "90%")], |s, r| total(s, r, 0, "drafted_comments"));
    raises(&[("canada.fear_of_speaking", "90%")], &[], |s, r| total(s, r, 0, "drafted_comments"));
    raises(&[], &[("model.fear", "off")], |s, r| total(s, r, 0, "drafted_comments"));
}

#[test]
fn e1_attention_that_does_not_fade_means_more_engagement() {
    raises(&[], &[("model.attention_fades", "off")], engaged);
    raises(&[("model.attention_shape", "exponential")], &[], engaged);
}

#[test]
fn e2_comments_at_the_peak_are_shown_more_often() {
    // Comments appear at all hours, but those of the day's events are read in the evening.
    let at_peak = [("model.rhythm_amplitude", "0.5"), ("canada.approval", "none"), ("model.rhythm_peak", "\"13:00\"")];
    let shown: Look = |s, r| total(s, r, 0, "shown");
    let z = effect(&[&at_peak[..], &[("model.daily_rhythm", "off")]].concat(), &at_peak, shown);
    assert!(z.abs() < 4.0, "over a whole day the rhythm has mean one: {z}");
}

#[test]
fn e4_reach_talent_size_form_and_affinity_act() {
    raises(&[], &[("model.engagement_per_follower", "1.3%")], engaged);
    raises(&[], &[("model.appeal_commentary", "2.5")], engaged);
    raises(&[], &[("canada.followers_per_account", "600")], engaged);
    raises(&[("model.size_exponent", "0.1")], &[], engaged); // accounts far below the reference size
    raises(&[], &[("model.reach", "30%")], engaged); // where few are shown a message, their interest saturates
}

#[test]
fn e4_answered_questions_lift_engagement() {
    let generous =
        [("canada.answers_per_day", "20"), ("canada.questions_answered", "100%"), ("canada.approval", "none")];
    raises(&generous, &[&generous[..], &[("model.dialogue_lift", "60%")]].concat(), engaged);
}

#[test]
fn e8_answers_come_in_time_when_they_need_no_approval() {
    let in_time: Look = |s, r| total(s, r, 0, "answered_in_time");
    raises(&[("canada.replies_need_approval", "100%")], &[("canada.replies_need_approval", "0%")], in_time);
    raises(&[("canada.answers_per_day", "0.2")], &[], in_time);
    raises(&[("canada.questions_answered", "30%")], &[], in_time);
    raises(&[], &[("model.patience", "6h")], in_time);
}

#[test]
fn e8_silence_harms_and_answers_help() {
    let standing: Look = |s, r| last(s, r, 0, "standing_followers");
    let eager = [("canada.answers_per_day", "20"), ("canada.questions_answered", "100%"), ("canada.approval", "none")];
    raises(&[("model.answer_harm", "0.15")], &[("model.answer_harm", "0")], standing);
    raises(&[&eager[..], &[("model.answer_gain", "0")]].concat(), &eager, standing);
}

#[test]
fn e9_engaging_warms_attitudes_and_they_fade() {
    let standing: Look = |s, r| last(s, r, 0, "standing");
    raises(&[("model.answer_harm", "0"), ("model.attitudes_move", "off")], &[("model.answer_harm", "0")], standing);
    raises(&[], &[("model.learn_announcement", "0.05"), ("model.learn_commentary", "0.1")], standing);
    let slow = [("model.answer_harm", "0"), ("model.attitude_half_life", "40 days")];
    raises(&[("model.answer_harm", "0")], &slow, standing);
}

#[test]
fn e10_and_e11_a_louder_voice_raises_influence() {
    let influence: Look = |s, r| last(s, r, 0, "influence");
    raises(&[], &[("canada.announcements_per_day", "5")], |s, r| last(s, r, 0, "voice"));
    raises(&[], &[("canada.announcements_per_day", "5")], influence);
    raises(&[("uk.announcements_per_day", "5")], &[], influence);
}

#[test]
fn e14_delay_costs_attention_and_drops_cost_messages() {
    raises(&[("canada.approval_delay", "100h")], &[], mean_attention);
    raises(&[("canada.chance_dropped", "60%")], &[], |s, r| total(s, r, 0, "published_announcements"));
    raises(&[], &[("model.approval_drops", "off")], |s, r| total(s, r, 0, "published_announcements"));
    raises(&[], &[("model.approval_takes_time", "off")], mean_attention);
    raises(
        &[("canada.approval_steps", "40")],
        &[("canada.approval_steps", "40"), ("model.blandness_per_review", "0%")],
        tail_share,
    );
}

/// Mean attention left over the weeks with comments.
fn mean_attention(s: &Scenario, r: &Trajectory) -> f64 {
    let weeks = super::worlds::series(s, r, 0, "attention_left");
    softpower::stats::mean(weeks.into_iter().filter(|left| !left.is_nan())).expect("a week with comments")
}

/// Share of the engagements that fall into the busiest week: quality with a longer tail concentrates them.
fn tail_share(s: &Scenario, r: &Trajectory) -> f64 {
    let weeks = super::worlds::series(s, r, 0, "engaged");
    weeks.iter().copied().fold(0.0, f64::max) / weeks.iter().sum::<f64>()
}

#[test]
fn more_delay_or_more_drops_never_pay_where_nothing_else_is_at_stake() {
    // Withdrawal off; the mean paired effect on engagements may not lie above zero by more than two standard errors.
    let base = [("model.give_up_below", "0%"), ("model.give_up_after", "never")];
    for worse in [("canada.approval_delay", "120h"), ("canada.chance_dropped", "50%")] {
        let z = effect(&base, &[&base[..], &[worse]].concat(), engaged);
        assert!(z < 2.0, "{worse:?}: {z}");
    }
}

#[test]
fn a_finer_step_changes_nothing_beyond_luck() {
    let change = "[change.reform]\ncountry = \"canada\"\nwhen = 2013-01-15T10:20:00\nphase_in = \"30 days\"\n\
                  approval_delay = \"1h\"\nchance_dropped = \"0%\"\n";
    let text = format!("{LIVELY}{change}");
    let of = |step: &str| world(&text, &[("run.step", step)]);
    let (coarse, fine) = (of("1h"), of("15 min"));
    let pairs: Vec<f64> =
        (0..16).map(|r| engaged(&fine, &run(&fine, r)) / engaged(&coarse, &run(&coarse, r)) - 1.0).collect();
    let (mean, error) = mean_and_error(&pairs);
    assert!(mean.abs() < 3.0 * error + 0.005, "{mean} +- {error}");
}

/// A year instead of a quarter, with more of what is rare: for mechanisms that need time or chance.
fn slow_effect(a: &[(&str, &str)], b: &[(&str, &str)], look: Look) -> f64 {
    let year = [("run.end", "2013-12-31")];
    effect_in(10, &[&year[..], a].concat(), &[&year[..], b].concat(), look)
}

fn slowly_raises(a: &[(&str, &str)], b: &[(&str, &str)], look: Look) {
    let z = slow_effect(a, b, look);
    assert!(z > 3.0, "{a:?} to {b:?}: {z}");
}

#[test]
fn e6_messages_that_are_passed_on_engage_more_and_win_followers() {
    raises(&[("model.reshares", "off")], &[], engaged);
    raises(&[], &[("model.peers", "300")], engaged);
    raises(&[("model.follow_chance", "0%")], &[("model.follow_chance", "50%")], |s, r| last(s, r, 0, "followers"));
}

#[test]
fn e8_answers_win_followers() {
    let followers: Look = |s, r| last(s, r, 1, "followers");
    raises(&[("model.followers_per_answer", "0")], &[("model.followers_per_answer", "1")], followers);
}

#[test]
fn e12_wanted_accounts_open_grow_and_lose_those_who_are_only_broadcast_at() {
    let open: Look = |s, r| last(s, r, 0, "accounts_open");
    let followers: Look = |s, r| last(s, r, 0, "followers");
    slowly_raises(&[("canada.accounts_wanted", "10%")], &[("canada.accounts_wanted", "100%")], open);
    slowly_raises(&[("model.accounts_open", "off")], &[], engaged);
    slowly_raises(&[("canada.fear_of_speaking", "90%")], &[], open);
    slowly_raises(&[("model.platform_growth", "0%")], &[], followers);
    slowly_raises(&[], &[("model.followers_leave", "off")], followers);
    // Where nobody is won by what is said, who says more loses more.
    let quiet = [("model.reshares", "off"), ("model.dialogue", "off"), ("canada.announcements_per_day", "0.5")];
    slowly_raises(&[&quiet[..], &[("canada.announcements_per_day", "6")]].concat(), &quiet, followers);
}

#[test]
fn e13_fear_lags_behind_rules() {
    let reform = "[change.reform]\ncountry = \"canada\"\nwhen = 2013-01-10\nfear_of_speaking = \"0%\"\n";
    let text = format!("{LIVELY}{reform}");
    let end = |settings: &[(&str, &str)]| {
        let scenario = world(&text, &[&[("country.canada.fear_of_speaking", "80%")], settings].concat());
        last(&scenario, &run(&scenario, 0), 0, "fear")
    };
    let days = 80.0; // from the reform to midnight of the end
    assert!((end(&[]) - 0.8 * (-days / (3.0 * 365.25f64)).exp()).abs() < 0.002, "{}", end(&[]));
    assert_eq!((end(&[("model.norms_lag", "off")]), end(&[("model.fear", "off")])), (0.0, 0.0));
}

#[test]
fn e14_routine_topics_and_ready_lines_do_not_wait() {
    raises(&[], &[("canada.routine_topics", "60%")], mean_attention);
    let event = "[event.summit]\nwhen = 2013-02-05T12:00:00\nsize = 30\n";
    let attention = |lines: &str| {
        let scenario = world(&format!("{LIVELY}{event}{lines}"), &[("country.canada.comments_on_events", "100%")]);
        (0..8).map(|r| mean_attention(&scenario, &run(&scenario, r))).sum::<f64>()
    };
    assert!(attention("lines_ready = [\"canada\"]\n") > attention(""));
}

#[test]
fn e15_who_dares_speaks_sooner_and_may_be_silenced() {
    let daring = [("canada.skips_approval", "40%")];
    raises(&[], &daring, mean_attention);
    let strict = [&daring[..], &[("model.chance_detected", "100%"), ("model.chance_sanctioned", "50%")]].concat();
    raises(&strict, &daring, |s, r| total(s, r, 0, "drafted_comments"));
    raises(&daring, &strict, |s, r| last(s, r, 0, "fear"));
    raises(&[&daring[..], &[("model.bypass", "off")]].concat(), &daring, |s, r| total(s, r, 0, "bypassed"));
}

#[test]
fn e16_gaffes_cost_standing_and_review_catches_some() {
    let careless = [("model.gaffe_chance", "0.5%"), ("canada.approval", "none"), ("model.mood_moves", "off")];
    let standing: Look = |s, r| last(s, r, 0, "standing");
    raises(&careless, &[&careless[..], &[("model.gaffes", "off")]].concat(), standing);
    let reviewed = [&careless[..], &[("canada.approval", "simple"), ("canada.approval_steps", "5")]].concat();
    let gaffes_per_message: Look = |s, r| {
        total(s, r, 0, "gaffes") / (total(s, r, 0, "published_announcements") + total(s, r, 0, "published_comments"))
    };
    raises(&reviewed, &careless, gaffes_per_message);
    let afterwards =
        [&careless[..], &[("canada.reviewed_afterwards", "100%"), ("model.gaffe_caught", "100%")]].concat();
    let unseen = [&careless[..], &[("model.gaffe_caught", "100%")]].concat();
    raises(&unseen, &afterwards, standing);
    let tightened =
        [&careless[..], &[("canada.approval", "simple"), ("canada.announcements_need_approval", "0%")]].concat();
    let waits = [&tightened[..], &[("canada.tightens_after_gaffe", "30 days")]].concat();
    raises(&tightened, &waits, |s, r| total(s, r, 0, "cleared"));
}

#[test]
fn e17_rumours_harm_and_fast_corrections_help() {
    let standing: Look = |s, r| last(s, r, 0, "standing");
    let rumours =
        [("model.rumours_per_year", "20"), ("model.rumour_reach", "20%"), ("canada.comments_on_events", "100%")];
    raises(&rumours, &[&rumours[..], &[("model.rumours", "off")]].concat(), standing);
    let exposed: Look = |s, r| -total(s, r, 0, "exposed");
    raises(&rumours, &[&rumours[..], &[("canada.approval", "none")]].concat(), exposed);
}

#[test]
fn the_rest_of_the_world_is_always_there() {
    let rest = "[country.rest]\nconstant_goodwill = 5\ncapacity = 1\n";
    let scenario = world(&format!("{LIVELY}{rest}"), &[]);
    let run = run(&scenario, 0);
    assert!(super::worlds::series(&scenario, &run, 2, "goodwill").iter().all(|g| (*g - 5.0).abs() < 1e-12));
    assert_eq!(last(&scenario, &run, 2, "accounts_open"), 0.0);
    let voices: f64 = (0..3).map(|c| last(&scenario, &run, c, "voice")).sum();
    assert!((voices - 1.0).abs() < 1e-12);
}
