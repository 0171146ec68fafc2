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

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2013), failure_persistence: None, ..ProptestConfig::with_cases(300) })]

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
