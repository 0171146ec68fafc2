//! Samplers and engagement counts against exact distributions. Seeds are fixed; each chi-square test would raise a
//! false alarm once in ten thousand seeds.

use softpower::math::{binomial, normal, normal_cdf, poisson, unit};
use softpower::random::{Kind, Luck, Path, Purpose};

/// Pearson's statistic against its 0.9999 quantile (Wilson and Hilferty 1931), cells below five expected joined.
fn fits(counts: &[f64], chances: &[f64], what: &str) {
    let n: f64 = counts.iter().sum();
    let (mut statistic, mut cells, mut seen, mut expected) = (0.0, 0usize, 0.0, 0.0);
    for (count, chance) in counts.iter().zip(chances) {
        seen += count;
        expected += n * chance;
        if expected >= 5.0 {
            statistic += (seen - expected) * (seen - expected) / expected;
            cells += 1;
            (seen, expected) = (0.0, 0.0);
        }
    }
    let freedom = cells as f64 - 1.0;
    let z = ((statistic / freedom).cbrt() - (1.0 - 2.0 / (9.0 * freedom))) / (2.0 / (9.0 * freedom)).sqrt();
    assert!(z < 3.72, "{what}: chi-square {statistic:.1} with {freedom} degrees");
    assert!(cells > 3, "{what}: a test with {cells} cells tests nothing");
}

fn words(of: u64) -> Luck {
    Luck::new(of, 0)
}

fn ln_choose(n: u64, k: u64) -> f64 {
    let ln = |m: u64| libm::lgamma(m as f64 + 1.0);
    ln(n) - ln(k) - ln(n - k)
}

#[test]
fn binomial_numbers() {
    for (case, (n, p)) in
        [(10_000u64, 4.5e-4), (200, 0.3), (5_000, 0.7), (60, 0.02), (1_000_000, 0.1)].into_iter().enumerate()
    {
        let mut luck = words(case as u64);
        let words = luck.at(Path::to(Kind::Event), Purpose::Draft);
        let (mean, sd) = (n as f64 * p, (n as f64 * p * (1.0 - p)).sqrt());
        let (low, high) = ((mean - 6.0 * sd).max(0.0) as u64, ((mean + 6.0 * sd) as u64 + 1).min(n));
        let mut counts = vec![0.0; (high - low + 1) as usize];
        for _ in 0..100_000 {
            counts[(binomial(words, n, p).clamp(low, high) - low) as usize] += 1.0;
        }
        let chance = |k: u64| (ln_choose(n, k) + k as f64 * p.ln() + (n - k) as f64 * (1.0 - p).ln()).exp();
        fits(&counts, &(low..=high).map(chance).collect::<Vec<_>>(), &format!("binomial({n}, {p})"));
    }
}

#[test]
fn poisson_numbers() {
    for (case, mean) in [0.3, 2.8, 16.0, 47.0].into_iter().enumerate() {
        let mut luck = words(case as u64);
        let words = luck.at(Path::to(Kind::Event), Purpose::Draft);
        let top = (mean + 8.0 * f64::sqrt(mean)) as u64 + 3;
        let mut counts = vec![0.0; top as usize + 1];
        (0..100_000).for_each(|_| counts[poisson(words, mean).min(top) as usize] += 1.0);
        let chance = |k: u64| (k as f64 * mean.ln() - mean - libm::lgamma(k as f64 + 1.0)).exp();
        fits(&counts, &(0..=top).map(chance).collect::<Vec<_>>(), &format!("poisson({mean})"));
    }
}

#[test]
fn normal_and_uniform_numbers() {
    let mut luck = words(9);
    let words = luck.at(Path::to(Kind::Event), Purpose::Draft);
    let (mut of_normal, mut of_uniform) = (vec![0.0; 100], vec![0.0; 100]);
    for _ in 0..200_000 {
        of_normal[(normal_cdf(normal(words)) * 100.0) as usize] += 1.0;
        of_uniform[(unit(words) * 100.0) as usize] += 1.0;
    }
    fits(&of_normal, &[0.01; 100], "normal, by its own quantiles");
    fits(&of_uniform, &[0.01; 100], "uniform");
}

#[test]
fn engagement_counts_are_the_exact_binomial_mixture() {
    use super::worlds::{run, series, world};
    // One account announces; no quality, talent or affinity: each of its followers engages with the chance of his
    // class, so that a week's engagements given the announcements are a sum of three binomial numbers.
    let text = r#"
[run]
start = 2013-01-07
end = 2033-01-02
[audience.world]
members = 5_000
events_per_day = 0
[country.canada]
missions = 1
accounts_at_start = 1
followers_per_account = 600
announcements_per_day = 0.2
[country.uk]
missions = 0
accounts_at_start = 0
[model]
reshares = "off"
followers_come = "off"
followers_leave = "off"
engagement_per_follower = "0.2%"
quality_varies = "off"
affinity = 0
dialogue = "off"
attitudes_move = "off"
mood_moves = "off"
"#;
    let scenario = world(text, &[]);
    let mut luck = Luck::new(scenario.run.seed, 0);
    let in_class = softpower::world::build(&scenario, &mut luck).accounts[0].in_class;
    assert_eq!(in_class.iter().sum::<u32>(), 600);
    let run = run(&scenario, 0);
    let (published, engaged) =
        (series(&scenario, &run, 0, "published_announcements"), series(&scenario, &run, 0, "engaged"));
    let rate = 0.002 / 0.1 * 0.7 * (600.0f64 / 30_000.0).powf(-0.4);
    let chances = [0.2, 3.5, 50.5].map(|u| 0.1 * (1.0 - (-rate * u).exp()));
    for weekly in 1..=2 {
        let weeks: Vec<f64> =
            published.iter().zip(&engaged).filter(|(p, _)| **p == f64::from(weekly)).map(|(_, e)| *e).collect();
        let law = (0..3)
            .fold(vec![1.0], |law, class| convolve(&law, &binomial_law(in_class[class] * weekly, chances[class])));
        let mut counts = vec![0.0; law.len()];
        weeks.iter().for_each(|e| counts[*e as usize] += 1.0);
        assert!(weeks.len() > 150, "{} weeks with {weekly}", weeks.len());
        fits(&counts, &law, &format!("engagements of {weekly} announcements"));
    }
}

fn binomial_law(n: u32, p: f64) -> Vec<f64> {
    let n = u64::from(n);
    (0..=n.min(200)).map(|k| (ln_choose(n, k) + k as f64 * p.ln() + (n - k) as f64 * (1.0 - p).ln()).exp()).collect()
}

fn convolve(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        b.iter().enumerate().for_each(|(j, y)| sum[i + j] += x * y);
    }
    sum
}
