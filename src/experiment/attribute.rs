//! Attribution: what several players do together, divided among them by Shapley values (Shapley 1953), with what each
//! does alone, what each adds last, and how pairs of them work together.
//!
//! A game gives a number to every coalition of players: here the end of a run in which some mechanisms are on, or some
//! levers moved, and the others not. Nothing in this file knows what the numbers are. An order lets the players come
//! one after the other; each adds the difference that his coming makes. His Shapley value is the mean of that over all
//! orders. It is the only rule by which the parts sum to the whole, players alike in every coalition get the same, one
//! who changes nothing gets nothing, and the parts of a sum of games are the sums of the parts.

use std::collections::BTreeSet;

use super::design::shuffled;
use crate::random::Path;

/// Up to so many players every coalition is looked at: 2^8 = 256.
pub const MOST_EXACT: usize = 8;
/// Beyond, orders are drawn for as long as they need no more coalitions than this.
pub const MOST_SAMPLED: usize = 256;
/// Most orders that are drawn.
const MOST_ORDERS: u64 = 4096;

/// A set of players: bit i is player i.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coalition(pub u32);

impl Coalition {
    /// No player.
    pub const NOBODY: Coalition = Coalition(0);

    /// The first `players` players.
    #[must_use]
    pub fn all(players: usize) -> Coalition {
        Coalition(((1_u64 << players) - 1) as u32)
    }

    /// Is the player in it?
    #[must_use]
    pub fn has(self, player: usize) -> bool {
        self.0 >> player & 1 == 1
    }

    /// The same with this player.
    #[must_use]
    pub fn with(self, player: usize) -> Coalition {
        Coalition(self.0 | 1 << player)
    }

    /// The same without this player.
    #[must_use]
    pub fn without(self, player: usize) -> Coalition {
        Coalition(self.0 & !(1 << player))
    }

    /// Number of players in it.
    #[must_use]
    pub fn size(self) -> usize {
        self.0.count_ones() as usize
    }
}

/// Which coalitions a game is asked about: all of them, or those on some orders.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    players: usize,
    /// In the order of their bits; nobody, everybody, each player alone and all but each player are always among them.
    coalitions: Vec<Coalition>,
    /// Empty if every coalition is asked about.
    orders: Vec<Vec<usize>>,
}

impl Design {
    /// Every coalition of up to [`MOST_EXACT`] players; beyond, those on orders drawn at `path`.
    ///
    /// # Panics
    /// With more than 32 players.
    #[must_use]
    pub fn new(players: usize, path: Path) -> Design {
        assert!(players <= 32, "a coalition has 32 bits");
        if players > MOST_EXACT {
            return Design::sampled(players, path);
        }
        Design { players, coalitions: (0..=Coalition::all(players).0).map(Coalition).collect(), orders: Vec::new() }
    }

    /// Orders in rounds: one is drawn and turned until every player has come at every place once, and with each goes
    /// its reverse; so whoever comes early in one comes late in another, which makes the mean surer.
    fn sampled(players: usize, path: Path) -> Design {
        let all = Coalition::all(players);
        let edges = (0..players).flat_map(|player| [Coalition::NOBODY.with(player), all.without(player)]);
        let mut asked: BTreeSet<Coalition> = edges.chain([Coalition::NOBODY, all]).collect();
        let mut orders = Vec::new();
        for number in 0..MOST_ORDERS {
            let mut order = shuffled(players, path.then(number / players as u64));
            order.rotate_left(number as usize % players);
            let reverse: Vec<usize> = order.iter().rev().copied().collect();
            let both: BTreeSet<Coalition> = on_the_way(&order).chain(on_the_way(&reverse)).collect();
            if asked.union(&both).count() > MOST_SAMPLED && !orders.is_empty() {
                break;
            }
            asked.extend(both);
            orders.extend([order, reverse]);
        }
        Design { players, coalitions: asked.into_iter().collect(), orders }
    }

    /// Number of players.
    #[must_use]
    pub fn players(&self) -> usize {
        self.players
    }

    /// The coalitions that are asked about, in the order of their bits.
    #[must_use]
    pub fn coalitions(&self) -> &[Coalition] {
        &self.coalitions
    }

    /// Are all coalitions asked about, so that the values are exact?
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.orders.is_empty()
    }

    /// Number of orders that were drawn; 0 if the values are exact.
    #[must_use]
    pub fn orders(&self) -> usize {
        self.orders.len()
    }
}

/// The coalitions that come about as the players of an order come, nobody included.
fn on_the_way(order: &[usize]) -> impl Iterator<Item = Coalition> + '_ {
    let grown = order.iter().scan(Coalition::NOBODY, |coalition, player| {
        *coalition = coalition.with(*player);
        Some(*coalition)
    });
    [Coalition::NOBODY].into_iter().chain(grown)
}

/// How a whole is divided among its players.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The value of everybody minus that of nobody.
    pub whole: f64,
    /// The Shapley value of each player; they sum to the whole, to rounding.
    pub shapley: Vec<f64>,
    /// What each player changes if no other comes.
    pub alone: Vec<f64>,
    /// What each player changes if all others are there.
    pub last: Vec<f64>,
    /// How much more each pair does together than its two players by themselves: the Shapley interaction index
    /// (Grabisch and Roubens 1999), in the order of [`pairs`]. Empty if orders were drawn.
    pub together: Vec<f64>,
}

/// Every pair of players, the first smaller.
pub fn pairs(players: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..players).flat_map(move |first| (first + 1..players).map(move |second| (first, second)))
}

/// Divides a game. `value` is asked about the coalitions of the design and no others.
#[must_use]
pub fn split(design: &Design, value: &dyn Fn(Coalition) -> f64) -> Split {
    let (players, all) = (design.players, Coalition::all(design.players));
    let (nobody, everybody) = (value(Coalition::NOBODY), value(all));
    Split {
        whole: everybody - nobody,
        shapley: if design.is_exact() { exact(players, value) } else { averaged(design, value) },
        alone: (0..players).map(|player| value(Coalition::NOBODY.with(player)) - nobody).collect(),
        last: (0..players).map(|player| everybody - value(all.without(player))).collect(),
        together: if design.is_exact() { interactions(players, value) } else { Vec::new() },
    }
}

/// The mean over all orders: the mean over the sizes of the mean over the coalitions of that size.
fn exact(players: usize, value: &dyn Fn(Coalition) -> f64) -> Vec<f64> {
    let added = |player: usize| {
        let comes = |coalition: Coalition| value(coalition.with(player)) - value(coalition);
        mean_over_sizes(players, Coalition::NOBODY.with(player), &comes)
    };
    (0..players).map(added).collect()
}

fn interactions(players: usize, value: &dyn Fn(Coalition) -> f64) -> Vec<f64> {
    let added = |(first, second): (usize, usize)| {
        let both = |coalition: Coalition| {
            let alone = value(coalition.with(first)) - value(coalition);
            value(coalition.with(first).with(second)) - value(coalition.with(second)) - alone
        };
        mean_over_sizes(players, Coalition::NOBODY.with(first).with(second), &both)
    };
    pairs(players).map(added).collect()
}

/// The mean of `number` over the coalitions without `left_out`, first over those of one size, then over the sizes.
fn mean_over_sizes(players: usize, left_out: Coalition, number: &dyn Fn(Coalition) -> f64) -> f64 {
    let mut sums = vec![(0.0, 0_u32); players + 1 - left_out.size()];
    for coalition in (0..=Coalition::all(players).0).filter(|bits| bits & left_out.0 == 0).map(Coalition) {
        let (sum, count) = &mut sums[coalition.size()];
        *sum += number(coalition);
        *count += 1;
    }
    sums.iter().map(|(sum, count)| sum / f64::from(*count)).sum::<f64>() / sums.len() as f64
}

/// The mean over the orders of the design.
fn averaged(design: &Design, value: &dyn Fn(Coalition) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; design.players];
    for order in &design.orders {
        let mut before = value(Coalition::NOBODY);
        for (player, coalition) in order.iter().zip(on_the_way(order).skip(1)) {
            let after = value(coalition);
            sums[*player] += after - before;
            before = after;
        }
    }
    sums.into_iter().map(|sum| sum / design.orders.len() as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Kind;

    fn path() -> Path {
        Path::to(Kind::Order).then(7)
    }

    fn divided(players: usize, value: &dyn Fn(Coalition) -> f64) -> Split {
        split(&Design::new(players, path()), value)
    }

    #[test]
    fn one_player_gets_everything() {
        let found = divided(1, &|coalition| if coalition.has(0) { 3.7 } else { 1.2 });
        let all = 3.7 - 1.2;
        assert_eq!((found.whole, found.shapley, found.alone), (all, vec![all], vec![all]));
        assert_eq!((found.last, found.together), (vec![all], vec![]));
    }

    #[test]
    fn two_who_only_work_together_share_equally_and_a_useless_third_gets_exactly_nothing() {
        let found = divided(3, &|coalition| if coalition.has(0) && coalition.has(2) { 0.1 } else { 0.0 });
        assert_eq!(found.shapley[0].to_bits(), found.shapley[2].to_bits());
        assert!((found.shapley[0] - 0.05).abs() < 1e-15);
        assert_eq!([found.shapley[1], found.alone[1], found.last[1]].map(f64::to_bits), [0; 3]);
        assert_eq!((found.alone[0], found.last[0]), (0.0, 0.1), "alone nothing, last everything");
        assert_eq!(pairs(3).collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
        assert!((found.together[1] - 0.1).abs() < 1e-15 && found.together[0] == 0.0 && found.together[2] == 0.0);
    }

    #[test]
    fn the_glove_game_of_the_textbooks() {
        // Two left gloves (players 0, 1) and a right one: 1/6, 1/6, 4/6 (Shapley and Shubik 1969).
        let value = |c: Coalition| f64::from(u8::from(c.has(2) && (c.has(0) || c.has(1))));
        let found = divided(3, &value);
        for (value, wanted) in found.shapley.iter().zip([1.0 / 6.0, 1.0 / 6.0, 4.0 / 6.0]) {
            assert!((value - wanted).abs() < 1e-15, "{found:?}");
        }
    }

    #[test]
    fn a_product_of_levers_shows_its_interplay() {
        // Each of three factors doubles: 8 - 1 = 7, of which each alone would bring 1 and the last brings 4.
        let found = divided(3, &|coalition| f64::from(1_u32 << coalition.size()));
        assert_eq!((found.whole, &found.alone, &found.last), (7.0, &vec![1.0; 3], &vec![4.0; 3]));
        assert!(found.shapley.iter().all(|part| (part - 7.0 / 3.0).abs() < 1e-15), "{found:?}");
        // Of a pair: 1 without the third and 2 with it.
        assert!(found.together.iter().all(|more| (more - 1.5).abs() < 1e-15), "{found:?}");
    }

    #[test]
    fn many_players_are_asked_on_a_bounded_number_of_coalitions() {
        for players in [9, 12, 20] {
            let design = Design::new(players, path());
            assert!(!design.is_exact() && design.orders() >= 2);
            assert!(design.coalitions().len() <= MOST_SAMPLED, "{players}: {}", design.coalitions().len());
            let asked = |coalition: Coalition| {
                assert!(design.coalitions().binary_search(&coalition).is_ok(), "not asked about: {coalition:?}");
                f64::from(coalition.0)
            };
            let found = split(&design, &asked);
            assert!((found.shapley.iter().sum::<f64>() - found.whole).abs() < 1e-9 * found.whole);
            // In a sum every order says the same.
            for (player, part) in found.shapley.iter().enumerate() {
                assert!((part - f64::from(1_u32 << player)).abs() < 1e-9 * found.whole);
            }
        }
        assert_eq!(Design::new(8, path()).coalitions().len(), 256);
    }

    #[test]
    fn sampled_values_come_near_to_the_exact_ones() {
        let weight = |player: usize| (player + 1) as f64;
        let value = |coalition: Coalition| {
            let sum: f64 = (0..10).filter(|player| coalition.has(*player)).map(weight).sum();
            sum * sum * sum
        };
        let (found, wanted) = (divided(10, &value), exact(10, &value));
        for (part, wanted) in found.shapley.iter().zip(wanted) {
            assert!((part - wanted).abs() < 0.02 * found.whole, "{part} for {wanted}");
        }
    }
}
