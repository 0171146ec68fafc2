//! Attribution against the axioms that make Shapley values the only ones, on random games.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use softpower::experiment::attribute::{Coalition, Design, Split, pairs, split};
use softpower::random::{Kind, Path};

fn divided(players: usize, values: &[f64]) -> Split {
    split(&Design::new(players, Path::to(Kind::Order)), &|coalition| values[coalition.0 as usize])
}

/// The size of a game's numbers, to which rounding is held.
fn size(values: &[f64]) -> f64 {
    values.iter().fold(1.0, |largest, value| largest.max(value.abs()))
}

/// A game of up to eight players: their number, and the value of each coalition.
fn games() -> impl Strategy<Value = (usize, Vec<f64>)> {
    (1..=8_usize).prop_flat_map(|players| (Just(players), prop::collection::vec(-1e3..1e3, 1 << players)))
}

/// A game, and two players of it.
fn games_with_two() -> impl Strategy<Value = (usize, Vec<f64>, usize, usize)> {
    games().prop_filter_map("two players", |(players, values)| {
        let first = (values[0].to_bits() % players as u64) as usize;
        let second = (first + 1 + (values[1].to_bits() % (players as u64 - 1).max(1)) as usize) % players;
        (players >= 2).then_some((players, values, first, second))
    })
}

/// The same coalition with two players in each other's place.
fn exchanged(coalition: Coalition, first: usize, second: usize) -> Coalition {
    let rest = coalition.without(first).without(second);
    let with_first = if coalition.has(second) { rest.with(first) } else { rest };
    if coalition.has(first) { with_first.with(second) } else { with_first }
}

fn near(a: &[f64], b: &[f64], size: f64) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-11 * size)
}

fn config() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(2013), failure_persistence: None, ..ProptestConfig::with_cases(300) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_parts_sum_to_the_whole((players, values) in games()) {
        let found = divided(players, &values);
        prop_assert_eq!(found.whole, values[values.len() - 1] - values[0]);
        prop_assert!((found.shapley.iter().sum::<f64>() - found.whole).abs() <= 1e-11 * size(&values), "{:?}", found);
    }

    #[test]
    fn one_who_changes_nothing_gets_nothing_to_the_bit((players, mut values, useless, other) in games_with_two()) {
        for bits in 0..values.len() {
            values[bits] = values[Coalition(bits as u32).without(useless).0 as usize];
        }
        let found = divided(players, &values);
        let parts = [found.shapley[useless], found.alone[useless], found.last[useless]];
        prop_assert_eq!(parts.map(f64::to_bits), [0; 3]);
        let pair = pairs(players).position(|pair| pair == (useless.min(other), useless.max(other))).expect("a pair");
        prop_assert_eq!(found.together[pair].to_bits(), 0);
    }

    #[test]
    fn players_alike_get_the_same((players, mut values, first, second) in games_with_two()) {
        for bits in 0..values.len() {
            let other = exchanged(Coalition(bits as u32), first, second).0 as usize;
            values[bits] = values[bits.min(other)];
        }
        let found = divided(players, &values);
        let alike = (found.shapley[first] - found.shapley[second]).abs() <= 1e-11 * size(&values);
        prop_assert!(alike && found.alone[first] == found.alone[second] && found.last[first] == found.last[second]);
    }

    #[test]
    fn the_parts_of_a_sum_are_the_sums_of_the_parts((players, values) in games(), factor in -3.0..3.0) {
        let others: Vec<f64> = values.iter().rev().map(|value| factor * value).collect();
        let both: Vec<f64> = values.iter().zip(&others).map(|(a, b)| a + b).collect();
        let (found, wanted) = (divided(players, &both), [divided(players, &values), divided(players, &others)]);
        let sum = |part: fn(&Split) -> &Vec<f64>| -> Vec<f64> {
            part(&wanted[0]).iter().zip(part(&wanted[1])).map(|(a, b)| a + b).collect()
        };
        let size = 8.0 * size(&values);
        prop_assert!(near(&found.shapley, &sum(|split| &split.shapley), size));
        prop_assert!(near(&found.together, &sum(|split| &split.together), size));
    }

    #[test]
    fn the_value_is_the_mean_over_all_orders((players, values) in games().prop_filter("few", |game| game.0 <= 5)) {
        let found = divided(players, &values);
        prop_assert!(near(&found.shapley, &over_all_orders(players, &values), size(&values)));
    }

    #[test]
    fn seen_from_the_other_end_alone_is_last((players, values) in games()) {
        let reverse: Vec<f64> = values.iter().rev().map(|value| -value).collect();
        let (found, mirrored) = (divided(players, &values), divided(players, &reverse));
        prop_assert!(near(&found.shapley, &mirrored.shapley, size(&values)));
        prop_assert!(near(&found.alone, &mirrored.last, size(&values)));
    }
}

/// The definition, word for word: every order, one after the other.
fn over_all_orders(players: usize, values: &[f64]) -> Vec<f64> {
    let (mut sums, mut count) = (vec![0.0; players], 0);
    for_each_order(&mut (0..players).collect::<Vec<_>>(), 0, &mut |order| {
        let mut coalition = Coalition::NOBODY;
        for player in order {
            let before = values[coalition.0 as usize];
            coalition = coalition.with(*player);
            sums[*player] += values[coalition.0 as usize] - before;
        }
        count += 1;
    });
    sums.iter().map(|sum| sum / f64::from(count)).collect()
}

fn for_each_order(order: &mut Vec<usize>, done: usize, visit: &mut dyn FnMut(&[usize])) {
    if done == order.len() {
        return visit(order);
    }
    for next in done..order.len() {
        order.swap(done, next);
        for_each_order(order, done + 1, visit);
        order.swap(done, next);
    }
}

mod runs {
    //! Attribution of runs whose split is known.

    use softpower::engine::{Beginning, trajectory};
    use softpower::experiment::attribute::Coalition;
    use softpower::experiment::coalitions::{Against, Attribution, MEASURES, Plan, Question, run};
    use softpower::scenario::Scenario;
    use softpower::scenario::contrast::Contrast;
    use softpower::scenario::mechanisms::{GROUPS, at_work, with_only};

    use crate::science::worlds::{LIVELY, world};

    /// Rules of Canada in February, beside `settings`.
    fn reform(rules: &str, settings: &[(&str, &str)]) -> Scenario {
        let change = "[change.reform]\ncountry = \"canada\"\nwhen = 2013-01-20\nphase_in = \"1 week\"\n";
        world(&format!("{LIVELY}\n{change}{rules}\n"), settings)
    }

    fn question(scenario: &Scenario) -> Question {
        let contrast = Contrast::new(scenario, &world(LIVELY, &[]), 0).expect("alike otherwise");
        Question::about_levers(contrast, Against::NoChanges)
    }

    fn divided(question: &Question, threads: usize) -> Attribution {
        let designs = question.designs();
        let plan = Plan { question, designs: &designs, threads, progress: &|_| {}, stop: &|| false };
        run(&plan).expect("nobody stops it")
    }

    /// In every replicate and measure the parts sum to the whole, and the whole is that of the two ends.
    fn check_sums(found: &Attribution) {
        let all = Coalition::all(found.players.len());
        for replicate in &found.replicates {
            let end = |wanted: Coalition| replicate.ends.iter().find(|(c, _)| *c == wanted).expect("it was run").1;
            for (measure, split) in replicate.splits.iter().enumerate() {
                let whole = end(all)[measure] - end(Coalition::NOBODY)[measure];
                assert_eq!(split.whole.to_bits(), whole.to_bits());
                let sum: f64 = split.shapley.iter().sum();
                assert!((sum - whole).abs() < 1e-10, "{}: {sum} for {whole}", MEASURES[measure]);
            }
        }
    }

    fn bits(found: &Attribution) -> Vec<u64> {
        found.replicates.iter().flat_map(|r| r.ends.iter().flat_map(|(_, ends)| ends.map(f64::to_bits))).collect()
    }

    const RULES: &str = "approval_delay = \"1h\"\nchance_dropped = \"0%\"\ncomments_on_events = \"90%\"\n\
                         accounts_wanted = \"100%\"\nfear_of_speaking = \"0%\"\n";

    #[test]
    fn everybody_is_the_one_scenario_and_nobody_the_other_to_the_bit() {
        let scenario = reform(RULES, &[]);
        let question = question(&scenario);
        let players = question.players().len();
        assert!(players >= 4, "{:?}", question.players());
        for (coalition, wanted) in [(Coalition::all(players), &scenario), (Coalition::NOBODY, &world(LIVELY, &[]))] {
            let [found, wanted] = [&question.scenario_of(coalition), wanted].map(|s| trajectory(s, 1, &|| false));
            assert!(found == wanted, "{coalition:?}");
        }
    }

    #[test]
    fn what_all_runs_share_is_run_once_and_changes_no_bit() {
        let question = question(&reform(RULES, &[]));
        let hour = question.parting().expect("nothing differs before the reform");
        assert!(hour >= 19.0 * 24.0, "{hour}");
        let nobody = question.scenario_of(Coalition::NOBODY);
        let beginning = Beginning::until(hour, &nobody, 3, &|| false).expect("nobody stops it");
        for bits in 0..1 << question.players().len() {
            let scenario = question.scenario_of(Coalition(bits));
            let (found, wanted) = (beginning.go_on(&scenario, &|| false), trajectory(&scenario, 3, &|| false));
            assert!(found == wanted, "{bits:b}");
        }
    }

    #[test]
    fn the_parts_sum_to_the_whole_in_every_replicate_whatever_the_threads() {
        let question = question(&reform(RULES, &[]));
        let found = divided(&question, 1);
        check_sums(&found);
        assert!(found.is_exact() && found.replicates.iter().all(|r| r.splits[0].whole != 0.0));
        assert!(bits(&found) == bits(&divided(&question, 3)), "another number of threads, other bits");
    }

    #[test]
    fn the_only_lever_that_moves_gets_everything() {
        let found = divided(&question(&reform("comments_on_events = \"90%\"", &[])), 2);
        assert_eq!(found.players.iter().map(|player| player.name).collect::<Vec<_>>(), ["form"]);
        for split in found.replicates.iter().flat_map(|replicate| &replicate.splits) {
            assert!(split.shapley == [split.whole] && split.alone == split.shapley && split.last == split.shapley);
        }
    }

    #[test]
    fn a_lever_that_does_nothing_gets_nothing_to_the_bit() {
        // With dialogue off there are no questions, so it does not matter how many would be answered.
        let off = [("model.dialogue", "off")];
        let rules = "comments_on_events = \"90%\"\nquestions_answered = \"100%\"\nanswers_per_day = 9\n";
        let contrast = Contrast::new(&reform(rules, &off), &world(LIVELY, &off), 0).expect("alike otherwise");
        let found = divided(&Question::about_levers(contrast, Against::NoChanges), 2);
        let place = found.players.iter().position(|player| player.name == "replies").expect("a player");
        for split in found.replicates.iter().flat_map(|replicate| &replicate.splits) {
            let parts = [split.shapley[place], split.alone[place], split.last[place], split.together[0]];
            assert_eq!(parts.map(f64::to_bits), [0; 4]);
            assert_eq!(split.shapley[1 - place], split.whole);
        }
    }

    #[test]
    fn in_the_null_model_no_part_of_influence_is_anything() {
        let null = [("model.policy_matters", "off")];
        let contrast = Contrast::new(&reform(RULES, &null), &world(LIVELY, &null), 0).expect("alike otherwise");
        let found = divided(&Question::about_levers(contrast, Against::NoChanges), 2);
        let splits = found.replicates.iter().map(|replicate| &replicate.splits[0]);
        assert!(splits.clone().all(|split| split.whole == 0.0 && split.shapley.iter().all(|part| *part == 0.0)));
        assert!(found.clear_whole(1).is_some(), "voice moves all the same");
    }

    #[test]
    fn mechanisms_are_divided_too_on_drawn_orders_if_they_are_many() {
        let scenario = world(LIVELY, &[("run.end", "2013-01-31"), ("run.replicates", "2"), ("model.peers", "200")]);
        let question = Question::about_mechanisms(&scenario, 0);
        let players = question.players().len();
        assert!(players > 8, "{:?}", question.players());
        assert!(question.scenario_of(Coalition::all(players)).model == scenario.model);
        let found = divided(&question, 2);
        check_sums(&found);
        assert!(!found.is_exact() && found.replicates[0].ends.len() <= 256);
        assert_ne!(question.designs()[0], question.designs()[1], "every replicate has orders of its own");
        assert!(bits(&found) == bits(&divided(&question, 1)));
    }

    #[test]
    fn a_mechanism_that_is_left_out_as_idle_really_changes_nothing() {
        let scenario =
            world(LIVELY, &[("canada.approval", "none"), ("uk.approval", "none"), ("model.gaffe_chance", "0%")]);
        let at_work: Vec<&str> = at_work(&scenario).into_iter().map(|group| group.name).collect();
        let wanted = trajectory(&scenario, 0, &|| false);
        for group in GROUPS.iter().filter(|group| !at_work.contains(&group.name)) {
            let without = with_only(&scenario, &|other| other.name != group.name);
            assert!(trajectory(&without, 0, &|| false) == wanted, "{} is not idle", group.name);
        }
        assert!(
            ["approval_delay", "drop_out", "bypass", "rumours", "gaffes"].iter().all(|name| !at_work.contains(name))
        );
    }

    #[test]
    fn it_stops_when_it_is_asked_to() {
        let question = question(&reform(RULES, &[]));
        let designs = question.designs();
        let plan = Plan { question: &question, designs: &designs, threads: 2, progress: &|_| {}, stop: &|| true };
        assert!(run(&plan).is_err());
    }
}
