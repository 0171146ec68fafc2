//! Screening after Morris (1991): the elementary effects of each factor along walks. Their mean size says how much the
//! factor matters, their spread whether it works alike everywhere.

use super::bootstrap;
use crate::experiment::design::{STEP, Walk};
use crate::random::Path;

/// What the walks say about one factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Mean elementary effect: the change of the answer over the whole range of the factor, as its steps foretell it.
    pub mean: f64,
    /// Mean size of the elementary effects, mu* (Campolongo, Cariboni and Saltelli 2007).
    pub size: f64,
    /// The middle 90 % of the same over resamples of the walks.
    pub size90: (f64, f64),
    /// Standard deviation of the elementary effects: 0 if the factor works alike everywhere, that is linearly and
    /// without the others; `NaN` from one walk.
    pub spread: f64,
    /// Walks that have an answer on both sides of the factor's step.
    pub walks: usize,
}

/// The effects of all factors. `answers[walk]` has a number for each point of the walk; a step with an answer that is
/// not a number says nothing.
#[must_use]
pub fn screening(walks: &[Walk], answers: &[Vec<f64>], path: Path) -> Vec<Effect> {
    let factors = walks.first().map_or(0, |walk| walk.moved.len());
    let of_factor = |factor: usize| {
        let one = |(walk, answers): (&Walk, &Vec<f64>)| {
            let step = walk.moved.iter().position(|moved| *moved == factor)?;
            let up = walk.points[step + 1][factor] > walk.points[step][factor];
            let change = answers[step + 1] - answers[step];
            Some(if up { change } else { -change } / STEP).filter(|effect| !effect.is_nan())
        };
        let effects: Vec<f64> = walks.iter().zip(answers).filter_map(one).collect();
        effect(&effects, path.then(factor as u64))
    };
    (0..factors).map(of_factor).collect()
}

fn effect(effects: &[f64], path: Path) -> Effect {
    let count = effects.len() as f64;
    let mean = effects.iter().sum::<f64>() / count;
    let size = |drawn: &mut dyn Iterator<Item = f64>| drawn.map(f64::abs).sum::<f64>() / count;
    let squares = effects.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    Effect {
        mean,
        size: size(&mut effects.iter().copied()),
        size90: bootstrap(effects.len(), path, |drawn| size(&mut drawn.iter().map(|k| effects[*k]))),
        spread: libm::sqrt(squares / (count - 1.0)),
        walks: effects.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::path;
    use super::*;
    use crate::experiment::design::morris;

    fn screened(factors: usize, model: &dyn Fn(&[f64]) -> f64) -> Vec<Effect> {
        let walks = morris(20, factors, path(1));
        let answers: Vec<Vec<f64>> =
            walks.iter().map(|walk| walk.points.iter().map(|point| model(point)).collect()).collect();
        screening(&walks, &answers, path(2))
    }

    #[test]
    fn a_linear_model_shows_its_coefficients_and_no_spread() {
        let found = screened(3, &|x| 2.0 * x[0] - 5.0 * x[1] + 7.0);
        for (effect, wanted) in found.iter().zip([2.0, -5.0, 0.0]) {
            assert!((effect.mean - wanted).abs() < 1e-12 && (effect.size - wanted.abs()).abs() < 1e-12);
            assert!(effect.spread < 1e-12 && effect.walks == 20);
            assert!((effect.size90.1 - effect.size90.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_factor_that_works_through_another_has_spread() {
        let found = screened(3, &|x| (x[0] - 0.5) * (x[1] - 0.5));
        assert!(found[0].spread > 0.2 && found[1].spread > 0.2 && found[2].size == 0.0);
        assert!(found[0].size > 0.2 && found[0].mean.abs() < found[0].size);
        assert!(found[0].size90.0 <= found[0].size && found[0].size <= found[0].size90.1);
    }

    #[test]
    fn steps_without_an_answer_are_left_out() {
        let walks = morris(6, 2, path(3));
        let mut answers: Vec<Vec<f64>> =
            walks.iter().map(|walk| walk.points.iter().map(|point| point[0]).collect()).collect();
        answers[2][0] = f64::NAN;
        let found = screening(&walks, &answers, path(4));
        assert_eq!(found.iter().map(|effect| effect.walks).sum::<usize>(), 11);
        assert!((found[0].mean - 1.0).abs() < 1e-12);
    }
}
