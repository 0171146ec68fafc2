//! Where openness pays best, if gaffes cost little or much (F23).

use super::trial::{Numbers, Stage, Trial, number, setting};
use crate::engine::recorder::{Recorder, View};
use crate::scenario::Setting;
use crate::stats::mean;

/// Aurelia under five shares of delegation and five costs of gaffes.
pub static STAKES: Trial = Trial { name: "stakes", text: include_str!("worlds/stakes.toml"), variants, measure };

/// Shares of the words that need no yes.
const DELEGATED: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// The chance of a gaffe and its harm: the usual ones, then ten times as many that are as bad as usual, four times,
/// eight times (these are the stakes of gaffe-tradeoff) and twenty times, which is the most that is plausible.
const COSTS: [(&str, &str); 5] =
    [("0.001%", "0.05"), ("0.01%", "0.05"), ("0.01%", "0.2"), ("0.01%", "0.4"), ("0.01%", "1")];
/// Influence of Aurelia at the end, by cost and share delegated.
const NAMES: [[&str; DELEGATED.len()]; COSTS.len()] = [
    ["usual_0", "usual_25", "usual_50", "usual_75", "usual_100"],
    ["often_0", "often_25", "often_50", "often_75", "often_100"],
    ["fourfold_0", "fourfold_25", "fourfold_50", "fourfold_75", "fourfold_100"],
    ["eightfold_0", "eightfold_25", "eightfold_50", "eightfold_75", "eightfold_100"],
    ["highest_0", "highest_25", "highest_50", "highest_75", "highest_100"],
];

fn variants() -> Vec<Vec<Setting>> {
    let of = |(chance, harm): (&str, &str), delegated: f64| {
        let needs = ["announcements", "comments", "replies"].map(|form| {
            setting(&format!("country.aurelia.{form}_need_approval"), &format!("{}%", 100.0 * (1.0 - delegated)))
        });
        [&needs[..], &[setting("model.gaffe_chance", chance), setting("model.gaffe_mood", harm)]].concat()
    };
    COSTS.into_iter().flat_map(|cost| DELEGATED.map(|delegated| of(cost, delegated))).collect()
}

/// Looks at the influence of the first country.
#[derive(Default)]
struct Last(f64);

impl Recorder for Last {
    fn record(&mut self, view: &View<'_>) {
        self.0 = view.world.ministries[0].influence;
    }
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let mut numbers = Vec::new();
    for (variant, name) in NAMES.concat().into_iter().enumerate() {
        let mut last = Last::default();
        stage.watch(variant, &mut last)?;
        numbers.push((name, last.0));
    }
    Some(numbers)
}

/// The share delegated with which mean influence over the seeds is greatest, at the usual cost of gaffes.
#[must_use]
pub fn best_at_usual_cost(seeds: &[&Numbers]) -> Option<f64> {
    best(seeds, &NAMES[0]).map(|place| DELEGATED[place])
}

/// At how many of the higher costs some share between nothing and everything is best.
#[must_use]
pub fn costs_with_a_best_in_between(seeds: &[&Numbers]) -> Option<f64> {
    let best: Option<Vec<usize>> = NAMES[1..].iter().map(|names| best(seeds, names)).collect();
    let is_between = |place: &&usize| (1..DELEGATED.len() - 1).contains(*place);
    best.map(|places| places.iter().filter(is_between).count() as f64)
}

/// Which of some numbers has the greatest mean over the seeds; `None` where none has, or several are equal.
fn best(seeds: &[&Numbers], names: &[&str]) -> Option<usize> {
    let means = names.iter().map(|name| mean(seeds.iter().map(|numbers| number(numbers, name))));
    let means: Vec<f64> = means.map(|mean| mean.unwrap_or(f64::NAN)).collect();
    let greatest = means.iter().copied().fold(f64::NAN, f64::max);
    let mut places = (0..means.len()).filter(|place| means[*place] == greatest);
    places.next().filter(|_| places.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Influence that peaks at these shares, cost by cost.
    fn numbers(peaks: [f64; COSTS.len()]) -> Numbers {
        let of_cost = |(names, peak): (&[&'static str; DELEGATED.len()], f64)| {
            names.iter().zip(DELEGATED).map(move |(name, share)| (*name, -(share - peak).abs())).collect::<Numbers>()
        };
        NAMES.iter().zip(peaks).flat_map(of_cost).collect()
    }

    #[test]
    fn the_best_share_is_that_of_the_means() {
        let seeds = [numbers([1.0, 1.0, 0.5, 0.25, 0.0]), numbers([1.0, 1.0, 0.5, 0.0, 0.0])];
        let seeds: Vec<&Numbers> = seeds.iter().collect();
        assert_eq!(best_at_usual_cost(&seeds), Some(1.0));
        assert_eq!(costs_with_a_best_in_between(&seeds[..1]), Some(2.0));
        assert_eq!(costs_with_a_best_in_between(&[]), None);
        let missing = numbers([f64::NAN; COSTS.len()]);
        assert_eq!(best_at_usual_cost(&[&missing]), None);
        let between_two = numbers([0.125; COSTS.len()]);
        assert_eq!(best_at_usual_cost(&[&between_two]), None, "two are equally good");
    }
}
