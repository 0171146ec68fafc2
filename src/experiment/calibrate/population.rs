//! The runs of a calibration so far: what each counts, and where the next ones are drawn.
//!
//! Points are drawn in scores, the normal quantiles of places: there the prior is a standard normal law, and no
//! proposal can fall outside.

use super::{Particle, Question};
use crate::experiment::design::{latin, unit};
use crate::math::{normal_cdf, normal_quantile};
use crate::random::Path;

/// Steps by which the tolerance is found.
const BISECTIONS: usize = 60;
/// Smallest variance of a proposal.
const LEAST_VARIANCE: f64 = 1e-10;

/// Points of one generation, and the law from which they were drawn.
pub(super) struct Batch {
    scores: Vec<Vec<f64>>,
    law: Law,
}

/// A law of scores.
enum Law {
    /// The prior.
    Prior,
    /// Normal laws of one shape around as many centres as there are points.
    Around {
        /// The centres, made white like whatever is held against them.
        centres: Vec<Vec<f64>>,
        shape: Lower,
    },
}

impl Batch {
    /// The places from 0 to 1 of all points.
    pub(super) fn places(&self) -> Vec<Vec<f64>> {
        self.scores.iter().map(|score| score.iter().map(|z| normal_cdf(*z)).collect()).collect()
    }

    /// The sum of the densities from which its points were drawn, at a score; a factor that all laws share is left out.
    fn density(&self, score: &[f64]) -> f64 {
        match &self.law {
            Law::Prior => self.scores.len() as f64 * prior(score),
            Law::Around { centres, shape } => {
                let white = shape.solve(score);
                let near = |centre: &Vec<f64>| {
                    let apart = white.iter().zip(centre).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
                    libm::exp(-0.5 * apart)
                };
                centres.iter().map(near).sum::<f64>() / shape.determinant()
            }
        }
    }
}

/// The density of the prior at a score, without the factor that all laws share.
fn prior(score: &[f64]) -> f64 {
    libm::exp(-0.5 * score.iter().map(|z| z * z).sum::<f64>())
}

/// Points spread evenly over the prior (a Latin hypercube).
pub(super) fn spread(count: usize, keys: usize, path: Path) -> Batch {
    let inside = |u: &f64| normal_quantile(u.clamp(f64::EPSILON, 1.0 - f64::EPSILON));
    let scores = latin(count, keys, path).iter().map(|point| point.iter().map(inside).collect()).collect();
    Batch { scores, law: Law::Prior }
}

/// All runs so far.
pub(super) struct Population<'a> {
    question: &'a Question,
    particles: Vec<Particle>,
    batches: Vec<Batch>,
    /// The score of every particle.
    scores: Vec<Vec<f64>>,
    /// For every particle the sum of the densities from which all particles were drawn.
    drawn: Vec<f64>,
}

impl<'a> Population<'a> {
    pub(super) fn new(question: &'a Question) -> Population<'a> {
        Population { question, particles: Vec::new(), batches: Vec::new(), scores: Vec::new(), drawn: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.particles.len()
    }

    pub(super) fn into_particles(self) -> Vec<Particle> {
        self.particles
    }

    /// Adds a generation and what the model gave at its points.
    pub(super) fn add(&mut self, batch: Batch, answers: Vec<Vec<f64>>) {
        self.drawn.iter_mut().zip(&self.scores).for_each(|(sum, score)| *sum += batch.density(score));
        let (places, generation) = (batch.places(), self.batches.len());
        self.batches.push(batch);
        let last = &self.batches[generation];
        self.scores.extend(last.scores.iter().cloned());
        let of_all = |score: &Vec<f64>| self.batches.iter().map(|batch| batch.density(score)).sum::<f64>();
        self.drawn.extend(last.scores.iter().map(of_all));
        for (place, answers) in places.into_iter().zip(answers) {
            let distance = self.question.distance(&answers);
            self.particles.push(Particle { generation, place, answers, distance, weight: 0.0 });
        }
    }

    /// Runs of the newest generation, and the share of them that came within a tolerance.
    pub(super) fn newest(&self, tolerance: Option<f64>) -> (usize, Option<f64>) {
        let newest = self.batches.len().saturating_sub(1);
        let own = || self.particles.iter().filter(|particle| particle.generation == newest);
        let runs = own().count();
        let within = |tolerance: f64| own().filter(|p| p.distance <= tolerance).count() as f64 / runs as f64;
        (runs, tolerance.map(within))
    }

    /// Weighs all runs at the lowest tolerance at which `wanted` effective ones count, 1 at least: that tolerance, and
    /// how many effective runs count. Without any answer that is no run, and the weights are those of the prior.
    pub(super) fn weigh(&mut self, wanted: f64) -> (f64, f64) {
        let tolerance = self.tolerance(wanted);
        let weights = self.weights(tolerance);
        let effective = effective(&weights);
        let (tolerance, weights) = match effective > 0.0 {
            true => (tolerance, weights),
            false => (f64::INFINITY, self.prior_weights()),
        };
        let sum: f64 = weights.iter().sum();
        self.particles.iter_mut().zip(weights).for_each(|(particle, weight)| particle.weight = weight / sum);
        (tolerance, effective)
    }

    /// What each run counts before its answers are looked at: the prior over the mean of the densities.
    fn prior_weights(&self) -> Vec<f64> {
        let count = self.len() as f64;
        self.scores.iter().zip(&self.drawn).map(|(score, drawn)| prior(score) * count / drawn).collect()
    }

    /// What each run counts at a tolerance: a normal error of so many uncertainties in every answer.
    fn weights(&self, tolerance: f64) -> Vec<f64> {
        let nearest = self.particles.iter().map(|particle| particle.distance).fold(f64::INFINITY, f64::min);
        if nearest.is_infinite() {
            return vec![0.0; self.len()];
        }
        let goals = self.question.goals.len() as f64;
        let near = |distance: f64| {
            libm::exp(-0.5 * goals * (distance - nearest) * (distance + nearest) / (tolerance * tolerance))
        };
        let weigh = |(prior, particle): (f64, &Particle)| match particle.distance.is_finite() {
            true => prior * near(particle.distance),
            false => 0.0,
        };
        self.prior_weights().into_iter().zip(&self.particles).map(weigh).collect()
    }

    fn tolerance(&self, wanted: f64) -> f64 {
        let is_enough = |tolerance: f64| effective(&self.weights(tolerance)) >= wanted;
        let finite = |particle: &Particle| Some(particle.distance).filter(|distance| distance.is_finite());
        let farthest = self.particles.iter().filter_map(finite).fold(1.0, f64::max);
        let (mut low, mut high) = (0.0, libm::log(10.0 * farthest));
        if is_enough(1.0) {
            return 1.0;
        }
        for _ in 0..BISECTIONS {
            let middle = 0.5 * (low + high);
            if is_enough(libm::exp(middle)) { high = middle } else { low = middle }
        }
        libm::exp(high)
    }

    /// Points near those that count: each a step away from one of them, drawn by its weight.
    pub(super) fn propose(&self, count: usize, path: Path) -> Batch {
        let shape = self.shape();
        let ancestors = self.draw(count, path);
        let step = |number: usize| -> Vec<f64> {
            let path = path.then(1).then(number as u64);
            (0..self.question.keys as u64).map(|key| normal_quantile(unit(path.then(key)).max(1e-16))).collect()
        };
        let child = |(number, ancestor): (usize, &usize)| -> Vec<f64> {
            self.scores[*ancestor].iter().zip(shape.times(&step(number))).map(|(z, step)| z + step).collect()
        };
        let scores = ancestors.iter().enumerate().map(child).collect();
        let centres = ancestors.iter().map(|ancestor| shape.solve(&self.scores[*ancestor])).collect();
        Batch { scores, law: Law::Around { centres, shape } }
    }

    /// Places drawn by weight.
    pub(super) fn sample(&self, count: usize, path: Path) -> Vec<Vec<f64>> {
        self.draw(count, path).into_iter().map(|particle| self.particles[particle].place.clone()).collect()
    }

    /// Particles drawn by weight, at even steps through the sum of all weights (systematic resampling).
    fn draw(&self, count: usize, path: Path) -> Vec<usize> {
        let start = unit(path.then(0));
        let (mut particle, mut sum) = (0, self.particles[0].weight);
        let one = |number: usize| {
            let mark = (number as f64 + start) / count as f64;
            while sum < mark && particle + 1 < self.len() {
                particle += 1;
                sum += self.particles[particle].weight;
            }
            particle
        };
        (0..count).map(one).collect()
    }

    /// The shape of a step: the covariance of the scores by weight, times the square of a width.
    ///
    /// DIFFERENCE: Beaumont et al. take twice the covariance. The width here is the one that estimates a density best
    /// from so many points (Silverman 1986), so that all steps together look like the answer (West 1993).
    fn shape(&self) -> Lower {
        let keys = self.question.keys;
        let all = || self.particles.iter().map(|particle| particle.weight).zip(&self.scores);
        let mean: Vec<f64> = (0..keys).map(|key| all().map(|(w, z)| w * z[key]).sum()).collect();
        let covariance = |a: usize, b: usize| all().map(|(w, z)| w * (z[a] - mean[a]) * (z[b] - mean[b])).sum::<f64>();
        let weights: Vec<f64> = self.particles.iter().map(|particle| particle.weight).collect();
        let (d, count) = (keys as f64, effective(&weights));
        let width = libm::pow(4.0 / ((d + 2.0) * count), 1.0 / (d + 4.0));
        Lower::root(keys, |a, b| width * width * covariance(a, b))
    }
}

/// Number of equal weights that would tell as much (Kish 1965): the square of the sum over the sum of the squares.
fn effective(weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// A matrix with nothing above its diagonal, row by row.
struct Lower(Vec<Vec<f64>>);

impl Lower {
    /// The root of a covariance (Cholesky); what has no spread gets a very small one.
    fn root(size: usize, covariance: impl Fn(usize, usize) -> f64) -> Lower {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(size);
        for a in 0..size {
            let mut row: Vec<f64> = Vec::with_capacity(a + 1);
            for (b, above) in rows.iter().enumerate() {
                let known: f64 = row.iter().zip(above).map(|(x, y)| x * y).sum();
                row.push((covariance(a, b) - known) / above[b]);
            }
            let known: f64 = row.iter().map(|x| x * x).sum();
            row.push(libm::sqrt((covariance(a, a) - known).max(LEAST_VARIANCE)));
            rows.push(row);
        }
        Lower(rows)
    }

    fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.0.iter().map(|row| row.iter().zip(vector).map(|(x, y)| x * y).sum()).collect()
    }

    /// The vector of which this makes the one given.
    fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let mut found: Vec<f64> = Vec::with_capacity(vector.len());
        for (row, x) in self.0.iter().zip(vector) {
            let known: f64 = row.iter().zip(&found).map(|(a, b)| a * b).sum();
            found.push((x - known) / row[found.len()]);
        }
        found
    }

    fn determinant(&self) -> f64 {
        self.0.iter().enumerate().map(|(place, row)| row[place]).product()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_times_itself_is_the_covariance_and_solving_undoes_it() {
        let covariance = [[4.0, 2.0, 0.4], [2.0, 5.0, -1.0], [0.4, -1.0, 2.0]];
        let root = Lower::root(3, |a, b| covariance[a][b]);
        for (a, row) in covariance.iter().enumerate() {
            for (b, wanted) in row.iter().enumerate() {
                let found: f64 = root.0[a].iter().zip(&root.0[b]).map(|(x, y)| x * y).sum();
                assert!((found - wanted).abs() < 1e-12);
            }
        }
        let there = root.times(&[1.0, -2.0, 0.5]);
        root.solve(&there).iter().zip([1.0, -2.0, 0.5]).for_each(|(x, wanted)| assert!((x - wanted).abs() < 1e-12));
        // 4 (10 - 1) - 2 (4 + 0.4) + 0.4 (-2 - 2)
        assert!((root.determinant() * root.determinant() - (36.0 - 8.8 - 1.6)).abs() < 1e-9);
        assert!(Lower::root(2, |_, _| 1.0).determinant() > 0.0, "keys that move together have a root, too");
    }

    #[test]
    fn equal_weights_count_whole_and_a_single_one_counts_once() {
        assert_eq!((effective(&[0.25; 4]), effective(&[0.0, 3.0]), effective(&[0.0; 3])), (4.0, 1.0, 0.0));
        assert!((effective(&[1.0, 1.0, 2.0]) - 16.0 / 6.0).abs() < 1e-12);
    }
}
