//! What can be calculated by hand, the literal model must give. Chance enters through `agrees`: a test of means at four
//! standard errors, so each call rings falsely with chance 6e-5; seeds are fixed.

use super::hours::OpeningHours;
use super::luck::{Luck, smallest_event_size};
use super::small_worlds::{desk, event, quiet, silent};
use super::{record, run, small_worlds, state};
use softpower::calendar::{Clock, DayHours, WorkClock, Zone};
use softpower::engine::measures::{audience_measure, country_measure};
use softpower::engine::trajectory::{Column, Trajectory};
use softpower::scenario::{Approval, AttentionShape, Desk, Policy, Scenario, WorkShape};

/// Is the mean of the numbers within four standard errors of `expected`?
fn agrees(numbers: &[f64], expected: f64) {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let error = (numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
    assert!((mean - expected).abs() <= 4.0 * error, "{mean} +- {error} instead of {expected}");
    assert!(error <= 0.05 * expected.abs(), "{mean} +- {error} is too vague to be compared with {expected}");
}

/// A measure of country 0 at a record.
fn value(scenario: &Scenario, run: &Trajectory, record: usize, measure: &str) -> f64 {
    of_country(scenario, run, record, 0, measure)
}

fn of_country(scenario: &Scenario, run: &Trajectory, record: usize, country: usize, measure: &str) -> f64 {
    let measure = country_measure(measure).unwrap_or_else(|| panic!("no measure {measure}"));
    run.values[record::layout(scenario).place(record, country, Column::Country(measure))]
}

/// A desk that never closes and never says no.
fn machine(mean_hours: f64, reviewers: Option<u32>) -> Desk {
    Desk {
        reviewers,
        working_time_hours: mean_hours,
        working_time_shape: WorkShape::Exponential,
        office_hours: DayHours::ALL_DAY,
        weekends: true,
        chance_dropped: 0.0,
        chance_edited: 0.0,
        ..desk("machine")
    }
}

/// One account that comments on everything at once; every comment needs the approval of the desks.
fn commentator(desks: Vec<Desk>) -> Scenario {
    let mut world = quiet("commentator");
    world.audiences[0].members = 2;
    world.countries[0].accounts_at_start = 1;
    world.countries[0].followers_per_account = 0.0;
    world.countries[0].desks = desks;
    world.countries[0].policy =
        Policy { comments_on_events: 1.0, comments_need_approval: 1.0, approval: Approval::Desks, ..silent() };
    world.model.drafting_time_hours = 0.0;
    world.model.give_up_below = 0.0;
    world.model.give_up_after_hours = f64::INFINITY;
    world
}

#[test]
fn two_reviewers_keep_drafts_waiting_as_erlang_says() {
    let mut world = commentator(vec![machine(1.0, Some(2))]);
    world.run.days = 60;
    world.audiences[0].events_per_day = 1.4 * 24.0;
    // Erlang C: 1.4 drafts an hour for two reviewers of one draft an hour each.
    let (offered, reviewers) = (1.4f64, 2.0);
    let all_busy = offered * offered / 2.0 / (1.0 - offered / reviewers);
    let wait = all_busy / (1.0 + offered + all_busy) / (reviewers - offered);
    let mean_hours = |replicate| {
        let hours = run(&world, replicate, None).approval_hours;
        let settled = &hours[hours.len() / 5..];
        settled.iter().sum::<f64>() / settled.len() as f64
    };
    agrees(&(0..60).map(mean_hours).collect::<Vec<_>>(), wait + 1.0);
}

#[test]
fn attention_left_after_a_chain_of_patient_desks() {
    let mut world = commentator(vec![machine(2.0, None), machine(2.0, None), machine(2.0, None)]);
    world.run.record_every_hours = 28.0 * 24.0;
    world.events = (0..500).map(|k| event("news", f64::from(k), 1.0, &[0])).collect();
    world.model.attention_shape = AttentionShape::Exponential;
    world.model.attention_half_life_hours = 5.0;
    let expected = (1.0 + 2.0 * 2f64.ln() / 5.0).powi(-3);
    let left = |replicate| value(&world, &run(&world, replicate, None).trajectory, 1, "attention_left");
    agrees(&(0..40).map(left).collect::<Vec<_>>(), expected);
}

#[test]
fn engagements_of_a_message_are_the_sum_of_the_chances() {
    let mut world = quiet("one message");
    world.audiences[0].members = 1000;
    world.countries[0].accounts_at_start = 1;
    world.countries[0].followers_per_account = 500.0;
    world.countries[0].policy.comments_on_events = 1.0;
    world.events = vec![event("news", 30.0, 3.0, &[0])];
    let model = &mut world.model;
    model.mechanisms.quality_varies = false;
    model.mechanisms.daily_rhythm = false;
    model.mechanisms.attention_fades = false;
    // By hand: classes, and an integral over the truncated normal of the baseline.
    let base = model.engagement_per_follower / model.reach
        * 3.0
        * model.appeal_commentary
        * (500.0 / model.reference_followers).powf(-model.size_exponent);
    let chance = |u: f64, a: f64| model.reach * (1.0 - (-base * u * (model.affinity * a).exp()).exp());
    let (mean, sd) = (model.baseline_mean, model.baseline_spread);
    let grid: Vec<f64> = (0..20_000).map(|k| -1.0 + (f64::from(k) + 0.5) / 10_000.0).collect();
    let weight = |b: f64| (-((b - mean) / sd).powi(2) / 2.0).exp();
    let total: f64 = grid.iter().map(|b| weight(*b)).sum();
    let mean_b = grid.iter().map(|b| b * weight(*b)).sum::<f64>() / total;
    let of_class = |u: f64| grid.iter().map(|b| weight(*b) * chance(u, b - mean_b)).sum::<f64>() / total;
    let mean_chance: f64 =
        model.activity_shares.iter().zip(model.activity_levels).map(|(share, level)| share * of_class(level)).sum();
    let engaged = |replicate| {
        let run = run(&world, replicate, None).trajectory;
        (1..=4).map(|record| value(&world, &run, record, "engaged")).sum()
    };
    agrees(&(0..400).map(engaged).collect::<Vec<_>>(), 500.0 * mean_chance);
}

#[test]
fn goodwill_settles_where_input_and_decay_meet() {
    let mut world = quiet("goodwill");
    world.run.days = 90;
    world.run.record_every_hours = 24.0;
    world.countries[0].policy.comments_on_events = 1.0;
    world.audiences[0].events_per_day = 20.0;
    world.model.goodwill_decay_per_month = 6.0;
    let left_after_a_day = (-6.0f64 / 30.4375).exp();
    let mut ratios = Vec::new();
    for replicate in 0..20 {
        let run = run(&world, replicate, None).trajectory;
        let input = |record| value(&world, &run, record, "engaged") / 400.0 * 1000.0;
        let goodwill = |record| value(&world, &run, record, "goodwill");
        for record in 1..=90 {
            let expected = goodwill(record - 1) * left_after_a_day + input(record);
            assert!((goodwill(record) - expected).abs() < 1e-6);
        }
        let (settled, per_day): (f64, f64) = (40..=90).map(|r| (goodwill(r), input(r))).fold((0.0, 0.0), add);
        ratios.push(settled / per_day);
    }
    agrees(&ratios, 1.0 / (1.0 - left_after_a_day));
}

fn add(sum: (f64, f64), pair: (f64, f64)) -> (f64, f64) {
    (sum.0 + pair.0, sum.1 + pair.1)
}

#[test]
fn moods_keep_their_spread_and_forget_at_their_half_life() {
    let mut world = small_worlds::named("moods");
    world.run.record_every_hours = world.model.mood_half_life_hours;
    world.model.baseline_spread = 0.0;
    world.audiences.iter_mut().for_each(|audience| audience.members = 2);
    let layout = record::layout(&world);
    let standing = audience_measure("standing").unwrap_or_else(|| panic!("no standing"));
    let (mut squares, mut products) = (Vec::new(), Vec::new());
    for replicate in 0..1500 {
        let run = run(&world, replicate, None).trajectory;
        for (country, audience) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let mood = |record| {
                let place = layout.place(record, country, Column::Audience(audience, standing));
                2.0 * run.values[place] - 1.0 - world.model.baseline_mean
            };
            squares.extend([mood(0) * mood(0), mood(4) * mood(4)]);
            products.push(mood(2) * mood(3));
        }
    }
    let variance = world.model.mood_sd * world.model.mood_sd;
    agrees(&squares, variance);
    agrees(&products, variance / 2.0);
}

#[test]
fn standing_pulls_influence_like_a_replicator() {
    let mut world = small_worlds::named("moods");
    world.run.days = 365;
    world.model.mechanisms.mood_moves = false;
    world.model.mechanisms.influence_drifts = false;
    world.model.influence_pull_per_year = 0.0;
    world.model.standing_pull_per_year = 30.0;
    let run = run(&world, 0, None).trajectory;
    let last = record::layout(&world).record_hours.len() - 1;
    let of = |country, measure| of_country(&world, &run, last, country, measure);
    let odds = (of(0, "influence") / of(1, "influence") / (0.4 / 0.6)).ln();
    let expected = 30.0 * (of(0, "standing") - of(1, "standing")) * 365.0 / 365.25;
    assert!((odds - expected).abs() < 0.01 * expected.abs(), "{odds} instead of {expected}");
}

#[test]
fn an_account_writes_no_more_answers_than_it_has_tokens() {
    let world = small_worlds::named("dialogue");
    let replies = |replicate| {
        let run = run(&world, replicate, None).trajectory;
        (1..=4).map(|record| value(&world, &run, record, "drafted_replies")).sum::<f64>()
    };
    let most = 2.0 * (1.0 + 1.5 * 28.0);
    let written: Vec<f64> = (0..50).map(replies).collect();
    assert!(written.iter().all(|count| *count <= most), "{written:?}");
}

#[test]
fn institutions_take_to_a_platform_as_bass_says() {
    let mut world = small_worlds::named("presence");
    world.model.adoption_began_hours = 0.0;
    let (p, q) = (world.model.adoption_alone_per_year, world.model.adoption_by_imitation_per_year);
    let mut run = state::build(&world, 0, None);
    let (mut adopted, step) = (0.0f64, 1e-5);
    for years in (0..40_000).map(|k| f64::from(k) * step) {
        run.now = years * 365.25 * 24.0;
        assert!((run.adopted() - adopted).abs() < 1e-3, "{} instead of {adopted}", run.adopted());
        adopted += (p + q * adopted) * (1.0 - adopted) * step;
    }
    assert!(adopted > 0.98);
}

#[test]
fn accounts_grow_by_the_logistic_curve() {
    let mut world = quiet("growth");
    world.audiences[0].members = 4000;
    world.countries[0].followers_per_account = 500.0;
    world.model.followers_spread = 0.0;
    world.model.mechanisms.followers_come = true;
    world.model.platform_growth = 20.0;
    let run = run(&world, 0, None).trajectory;
    for record in 0..=4 {
        let years = record as f64 * 7.0 / 365.25;
        let expected = 2.0 * 2000.0 / (1.0 + 3.0 * (-20.0 * years).exp());
        let followers = value(&world, &run, record, "followers");
        // Steps of a day lag behind the curve, and each class of each account keeps its fraction.
        assert!((followers - expected).abs() < 0.01 * expected + 6.0, "{followers} instead of {expected}");
    }
}

#[test]
fn offspring_have_offspring() {
    let mut world = quiet("offspring");
    world.audiences[0].members = 20_000;
    world.countries[0].policy.announcements_per_day = 1.0;
    world.model.mechanisms.reshares = true;
    world.model.mechanisms.members_differ = false;
    world.model.mechanisms.quality_varies = false;
    world.model.followers_spread = 0.0;
    world.model.share_chance = 0.5;
    world.model.peers = 60;
    let rate = world.model.engagement_per_follower / world.model.reach
        * world.model.appeal_announcement
        * (100.0 / world.model.reference_followers).powf(-world.model.size_exponent);
    let expected = 0.5 * 60.0 * world.model.reach * (1.0 - (-rate).exp());
    assert!(expected < world.model.branching_cap);
    // The ratio of two sums, over so many runs that it is hardly biased.
    let mut sums = vec![(0.0, 0.0); 20];
    for replicate in 0..400 {
        let run = run(&world, replicate, None).trajectory;
        assert!((value(&world, &run, 1, "offspring") - expected).abs() < 1e-9);
        let of = |measure| (1..=4).map(|record| value(&world, &run, record, measure)).sum::<f64>();
        let sum = &mut sums[replicate as usize % 20];
        *sum = add(*sum, (of("engaged_by_sharing"), of("engaged")));
    }
    let ratios: Vec<f64> = sums.into_iter().map(|(by_sharing, all)| by_sharing / all).collect();
    // One reshare in ten would come too late. Those who engage are few among so many, so nearly nobody is met twice.
    agrees(&ratios, 0.9004 * expected);
}

#[test]
fn a_rumour_halves_by_attention_and_by_debunking() {
    let mut world = small_worlds::named("rumours");
    world.model.attention_shape = AttentionShape::Exponential;
    world.model.attention_half_life_hours = 20.0;
    world.model.rumour_half_life_hours = 5.0;
    let mut run = state::build(&world, 0, None);
    run.plan_the_rumours();
    for hours in [0.0, 0.013, 1.0, 4.0, 10.7, 100.0, 500.0] {
        let expected = 1.0 - (-hours / 4.0f64).exp2();
        assert!((run.share_reached(hours) - expected).abs() < 1e-5, "after {hours} hours");
    }
}

#[test]
fn every_draft_and_every_question_has_one_end() {
    for world in small_worlds::all() {
        for replicate in 0..3 {
            let run = run(&world, replicate, None).trajectory;
            for country in 0..world.countries.len() {
                nothing_is_lost(&world, &run, country);
            }
        }
    }
}

fn nothing_is_lost(world: &Scenario, run: &Trajectory, country: usize) {
    let (mut drafts, mut questions) = (0.0, 0.0);
    for record in 0..record::layout(world).record_hours.len() {
        let of = |measure: &str| of_country(world, run, record, country, measure);
        let forms = ["announcements", "comments", "replies"];
        drafts +=
            forms.iter().map(|form| of(&format!("drafted_{form}")) - of(&format!("published_{form}"))).sum::<f64>();
        drafts -= of("dropped") + of("withdrawn");
        questions += of("asked") - of("answered_in_time") - of("answered_late") - of("lapsed");
        assert_eq!((drafts, questions), (of("waiting"), of("questions_waiting")), "{} record {record}", world.name);
        let shares =
            |measure| (0..world.countries.len()).map(|c| of_country(world, run, record, c, measure)).sum::<f64>();
        assert!((shares("influence") - 1.0).abs() < 1e-9 && (shares("voice") - 1.0).abs() < 1e-9);
    }
}

#[test]
fn samples_have_the_moments_of_their_laws() {
    let luck = &mut Luck::new(7);
    let mut draw =
        |sample: &mut dyn FnMut(&mut Luck) -> f64| -> Vec<f64> { (0..200_000).map(|_| sample(luck)).collect() };
    let smallest = smallest_event_size(2.0, 50.0);
    assert!((smallest - 1.0 / (2.0 - 1.0 / 50.0)).abs() < 1e-12, "exponent 2 has a closed form");
    agrees(&draw(&mut |luck| luck.pareto(smallest, 2.0, 50.0)), 1.0);
    agrees(&draw(&mut |luck| luck.lognormal_of_mean_1(0.9)), 1.0);
    agrees(&draw(&mut |luck| luck.exponential(3.0)), 3.0);
    agrees(&draw(&mut |luck| f64::from(luck.poisson(2.8))), 2.8);
    agrees(&draw(&mut |luck| f64::from(luck.poisson(2.8)).powi(2)), 2.8 + 2.8 * 2.8);
    agrees(&draw(&mut |luck| luck.normal().powi(2)), 1.0);
    agrees(&draw(&mut |luck| if luck.reaction_hours() * 60.0 < 40.6 { 1.0 } else { 0.0 }), 0.5);
    agrees(&draw(&mut |luck| if luck.reaction_hours() > 720.0 { 1.0 } else { 0.0 }), 0.0996);
    agrees(&draw(&mut |luck| if luck.subset(10, 3).contains(&9) { 1.0 } else { 0.0 }), 0.3);
}

#[test]
fn two_clocks_agree_on_office_hours() {
    let clock = Clock { start: jiff::civil::date(2013, 1, 3) };
    let nine_to_five = DayHours { from: 9.0, to: 17.0 };
    for (minutes, hours, weekends) in [
        (-300, nine_to_five, false),
        (330, nine_to_five, true),
        (840, DayHours::ALL_DAY, false),
        (0, DayHours::ALL_DAY, true),
    ] {
        let plain = OpeningHours::new(clock, Zone { minutes }, hours, weekends);
        let engine = WorkClock::new(clock, Zone { minutes }, hours, weekends);
        for k in 0..500 {
            let (at, work) = (f64::from(k) * 1.3 + 0.01, f64::from(k % 71) * 0.9 + 0.05);
            assert_eq!(plain.is_open(at), engine.is_open(at));
            assert!((plain.next_open(at) - engine.next_open(at)).abs() < 1e-9);
            assert!((plain.after(at, work) - engine.after(at, work)).abs() < 1e-9);
            assert!((plain.between(at, at + work) - engine.between(at, at + work)).abs() < 1e-9);
        }
    }
}
