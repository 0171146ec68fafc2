//! Pinned functions against better ones over their whole range, and continuous samplers against their distribution
//! functions. Seeds are fixed; each test of Kolmogorov and Smirnov would raise a false alarm once in ten thousand
//! seeds.

use rand_chacha::ChaCha8Rng;
use softpower::math::{
    binomial, exp32, exponential_at, halved, normal, normal_cdf, normal_quantile, poisson, poisson_at, unit,
};
use softpower::random::{Kind, Luck, Path, Purpose};

const DRAWS: usize = 200_000;

/// The largest distance between the numbers and their law, times the root of how many there are, below its limit.
fn follows(mut numbers: Vec<f64>, law: impl Fn(f64) -> f64, what: &str) {
    numbers.sort_by(f64::total_cmp);
    let n = numbers.len() as f64;
    let distance = |(k, x): (usize, &f64)| (law(*x) - k as f64 / n).max((k as f64 + 1.0) / n - law(*x));
    let statistic = n.sqrt() * numbers.iter().enumerate().map(distance).fold(0.0, f64::max);
    // 2 exp(-2 x^2) = 1/10,000 (Kolmogorov 1933).
    let limit = (20_000.0f64.ln() / 2.0).sqrt();
    assert!(statistic < limit, "{what}: {statistic:.3}, limit {limit:.3}");
}

/// Numbers from one address, one after the other.
fn drawn(seed: u64, draw: impl Fn(&mut ChaCha8Rng) -> f64) -> Vec<f64> {
    let mut luck = Luck::new(seed, 0);
    let words = luck.at(Path::to(Kind::Event), Purpose::Draft);
    (0..DRAWS).map(|_| draw(words)).collect()
}

#[test]
fn continuous_samplers_follow_their_laws() {
    follows(drawn(1, unit), |x| x, "uniform");
    follows(drawn(2, normal), normal_cdf, "normal");
    follows(drawn(3, |words| exponential_at(unit(words))), |x| -(-x).exp_m1(), "exponential");
}

#[test]
fn the_first_numbers_of_neighbouring_addresses_are_as_good_as_any() {
    // This is how the engine draws: a fresh address for each message, one or two numbers from it.
    let mut luck = Luck::new(4, 0);
    let path = Path::to(Kind::Comment).then_name("canada");
    let first: Vec<f64> = (0..DRAWS as u64).map(|k| unit(luck.at(path.then(k), Purpose::Draft))).collect();
    let n = first.len() as f64 - 1.0;
    let serial: f64 = first.windows(2).map(|pair| (pair[0] - 0.5) * (pair[1] - 0.5) * 12.0).sum::<f64>() / n;
    // Of independent numbers a correlation is normal with sd 1/sqrt(n): four of them, a false alarm in 16,000.
    assert!(serial.abs() < 4.0 / n.sqrt(), "neighbours correlate: {serial}");
    follows(first, |x| x, "first numbers");
}

#[test]
#[should_panic(expected = "a wrong law")]
fn a_mean_that_is_wrong_by_a_fiftieth_is_noticed() {
    follows(drawn(2, normal), |x| normal_cdf(x + 0.02), "a wrong law");
}

#[test]
fn the_normal_quantile_is_as_exact_as_it_says() {
    // One step of Newton's from the distribution function is the error; small chances are far out in the tail.
    let tails = (1..700).map(|k| (-f64::from(k)).exp());
    let middle = (1..10_000).map(|k| f64::from(k) / 10_000.0);
    let mut worst: f64 = 0.0;
    for p in tails.chain(middle).filter(|p| *p != 0.5) {
        let x = normal_quantile(p);
        let density = (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt();
        worst = worst.max(((normal_cdf(x) - p) / density / x).abs());
    }
    assert!(worst < 1.15e-9, "{worst:e}");
    assert_eq!(normal_quantile(0.5), 0.0);
}

#[test]
fn the_exponential_of_the_hot_loop_is_as_exact_as_it_says() {
    // Every 499th float from the smallest to the largest exponent, on both sides.
    let (mut worst, mut at) = (0.0, 0.0);
    for limit in [88.0f32, -87.0] {
        let bits = (0..=limit.abs().to_bits()).step_by(499).map(|bits| f32::from_bits(bits).copysign(limit));
        for x in bits {
            let exact = f64::from(x).exp();
            let error = (f64::from(exp32(x)) / exact - 1.0).abs();
            if error > worst {
                (worst, at) = (error, x);
            }
        }
    }
    assert!(worst < 1e-7, "{worst:e} at {at}");
    assert_eq!(exp32(0.0), 1.0);
    assert_eq!((exp32(200.0), exp32(-200.0)), (exp32(88.0), exp32(-87.0)), "cut at the ends of its range");
}

#[test]
fn halving_is_a_power_of_two() {
    let mut worst: f64 = 0.0;
    for k in 0..10_000 {
        let lives = f64::from(k) / 20.0;
        worst = worst.max((halved(lives * 480.0, 480.0) / (-lives).exp2() - 1.0).abs());
    }
    assert!(worst < 1e-13, "{worst:e}");
    assert_eq!(halved(0.0, 20.0), 1.0);
}

#[test]
fn a_poisson_number_belongs_to_its_uniform_one() {
    for mean in [0.01, 0.7, 2.8, 9.0, 16.0] {
        let law = |k: i64| (0..=k).map(|j| (j as f64 * f64::ln(mean) - mean - libm::lgamma(j as f64 + 1.0)).exp());
        for step in 0..2_000 {
            let u = (f64::from(step) + 0.5) / 2_000.0;
            let k = i64::from(poisson_at(mean, u));
            let (before, upto) = (law(k - 1).sum::<f64>(), law(k).sum::<f64>());
            assert!(before < u + 1e-12 && u < upto + 1e-12, "mean {mean}, u {u}: {k}, {before} to {upto}");
            assert!(poisson_at(mean * 1.01, u) >= poisson_at(mean, u), "more is never less: mean {mean}, u {u}");
        }
    }
}

#[test]
fn counts_at_the_ends_of_their_range_are_certain() {
    let mut luck = Luck::new(5, 0);
    let words = luck.at(Path::to(Kind::Event), Purpose::Draft);
    for (n, p, wanted) in [(0, 0.3, 0), (7, 0.0, 0), (7, 1.0, 7), (1_000_000, 1.0, 1_000_000)] {
        assert_eq!(binomial(words, n, p), wanted, "{n} chances of {p}");
    }
    assert_eq!((poisson(words, 0.0), poisson(words, -1.0)), (0, 0));
}
