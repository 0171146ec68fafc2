//! Policies over several crises: how much each falls short of the best one there, and which falls short least where it
//! does worst.

use crate::stats::{Spread, mean};

/// How much worse a policy does than the best one, in each of several crises.
#[derive(Clone, Debug, PartialEq)]
pub struct Regrets {
    /// The mean of the measure: a row for each policy, a column for each crisis.
    pub means: Vec<Vec<f64>>,
    /// The best mean in the crisis minus that of the policy: 0 for the best.
    pub regrets: Vec<Vec<f64>>,
    /// The best policy in the crisis minus this one, pair by pair; all 0 for the best itself. `None` without pairs.
    pub pairs: Vec<Vec<Option<Spread>>>,
    /// The greatest regret of each policy.
    pub greatest: Vec<f64>,
    /// The policy whose greatest regret is least (Savage 1951); of equal ones the first.
    pub least: usize,
    /// Is that more than luck: does the middle 90 % of the pairs, by how much more each other policy regrets where it
    /// does worst, lie above 0?
    pub is_clear: bool,
}

/// The regrets of policies over crises, more being better. `numbers[crisis][policy]` are the replicates, `NaN` where
/// there was no case; those of the same place met the same luck.
///
/// `None` if a policy has no number in a crisis, or if there is no policy or crisis.
#[must_use]
pub fn regrets(numbers: &[Vec<Vec<f64>>]) -> Option<Regrets> {
    let policies = numbers.first()?.len();
    let there = |replicates: &[f64]| mean(replicates.iter().copied().filter(|x| !x.is_nan()));
    let row = |policy: usize| numbers.iter().map(|crisis| there(&crisis[policy])).collect::<Option<Vec<f64>>>();
    let means: Vec<Vec<f64>> = (0..policies).map(row).collect::<Option<_>>()?;
    let best: Vec<usize> = (0..numbers.len()).map(|crisis| first_most(means.iter().map(|row| row[crisis]))).collect();
    let regret = |row: &Vec<f64>| (0..best.len()).map(|crisis| means[best[crisis]][crisis] - row[crisis]).collect();
    let regrets: Vec<Vec<f64>> = means.iter().map(regret).collect();
    let greatest: Vec<f64> = regrets.iter().map(|row| row.iter().copied().fold(0.0, f64::max)).collect();
    let least = (0..policies).min_by(|a, b| greatest[*a].total_cmp(&greatest[*b]))?;
    let behind = |policy: usize, crisis: usize| minus(&numbers[crisis][best[crisis]], &numbers[crisis][policy]);
    let of_policy = |policy: usize| (0..numbers.len()).map(|crisis| Spread::of(behind(policy, crisis))).collect();
    let worst = |policy: usize| behind(policy, first_most(regrets[policy].iter().copied()));
    let regrets_more = |policy: usize| {
        let more = Spread::of(minus(&worst(policy), &worst(least)));
        more.is_some_and(|more| more.low90 > 0.0)
    };
    Some(Regrets {
        pairs: (0..policies).map(of_policy).collect(),
        is_clear: (0..policies).all(|policy| policy == least || regrets_more(policy)),
        means,
        regrets,
        greatest,
        least,
    })
}

/// The place of the largest number, the first of equal ones.
fn first_most(numbers: impl Iterator<Item = f64>) -> usize {
    let most = numbers.enumerate().reduce(|most, next| if next.1 > most.1 { next } else { most });
    most.map_or(0, |(place, _)| place)
}

/// Each number minus its partner.
fn minus(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_greatest_regret_is_that_of_the_textbook() {
        // Two crises; policies: good in one, good in the other, middling in both.
        let numbers = [[10.0, 0.0, 7.0], [0.0, 8.0, 5.0]].map(|crisis| crisis.map(|x| vec![x, x]).to_vec());
        let found = regrets(&numbers).expect("every policy has numbers");
        assert_eq!(found.regrets, [[0.0, 8.0], [10.0, 0.0], [3.0, 3.0]]);
        assert_eq!((found.greatest, found.least, found.is_clear), (vec![8.0, 10.0, 3.0], 2, true));
        assert_eq!(found.pairs[1][0], Some(Spread { median: 10.0, low90: 10.0, high90: 10.0 }));
        assert_eq!(regrets(&[]), None);
    }

    #[test]
    fn a_lead_that_luck_could_have_made_is_not_clear() {
        // The first is better by 1 on average, and worse in two pairs of five.
        let crisis = vec![vec![5.0, 4.0, 8.0, 2.0, 6.0], vec![2.0, 5.0, 3.0, 3.0, 7.0]];
        let found = regrets(std::slice::from_ref(&crisis)).expect("every policy has numbers");
        assert_eq!((found.least, found.is_clear), (0, false));
        let sure: Vec<f64> = crisis[0].iter().map(|x| x - 0.5).collect();
        let found = regrets(&[vec![crisis[0].clone(), sure]]).expect("every policy has numbers");
        assert_eq!((found.least, found.is_clear), (0, true));
        let equal = regrets(&[vec![crisis[0].clone(), crisis[0].clone()]]).expect("every policy has numbers");
        assert_eq!((equal.least, equal.is_clear), (0, false), "nobody regrets less than the other");
    }

    #[test]
    fn pairs_without_a_case_are_left_out() {
        let found = regrets(&[vec![vec![1.0, f64::NAN, 3.0], vec![0.0, 0.5, 1.0]]]).expect("every policy has numbers");
        assert_eq!(found.pairs[1][0].map(|pairs| pairs.median), Some(1.5));
        assert_eq!(regrets(&[vec![vec![f64::NAN], vec![1.0]]]), None);
    }
}
