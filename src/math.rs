//! Pinned mathematics: transcendental functions and samplers that give the same bits on every machine, operating system
//! and in WebAssembly, today and after every update. The platform's own functions differ between targets, and a crate
//! of distributions may change its draws between versions; so both are banned from the simulation (`clippy.toml`).
//!
//! Every sampler turns words of an addressed generator into a number; the tests hold them against exact distributions.

use rand::Rng;

/// A uniform number in (0, 1): never 0, so that its logarithm is finite, and never 1.
pub fn unit(words: &mut impl Rng) -> f64 {
    ((words.next_u64() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
}

/// The exponential number with mean 1 that belongs to a uniform one.
#[must_use]
pub fn exponential_at(u: f64) -> f64 {
    -libm::log(u)
}

/// A standard normal number.
pub fn normal(words: &mut impl Rng) -> f64 {
    normal_quantile(unit(words))
}

/// The distribution function of the standard normal law.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
}

/// The number below which a standard normal one lies with chance `p`, 0 < p < 1.
///
/// Acklam's rational approximation (2003): relative error below 1.15e-9, far under what any number of runs could show.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    const BREAK: f64 = 0.02425;
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416, 1.0];
    let tail = |q: f64| polynomial(&C, q) / polynomial(&D, q);
    if p < BREAK {
        tail(libm::sqrt(-2.0 * libm::log(p)))
    } else if p > 1.0 - BREAK {
        -tail(libm::sqrt(-2.0 * libm::log(1.0 - p)))
    } else {
        let q = p - 0.5;
        q * polynomial(&A, q * q) / polynomial(&B, q * q)
    }
}

/// The number below which one of Student's law with `degrees` of freedom (at least 1) lies with chance `p`,
/// 0.5 < p < 1.
///
/// Closed forms for 1 and 2 degrees, from 3 on Hill's approximation (1970, Algorithm 396) with a relative error below
/// 1e-4 from 3 degrees on and below 1e-6 from 10 on.
#[must_use]
pub fn student_quantile(p: f64, degrees: u32) -> f64 {
    let (n, both_tails) = (f64::from(degrees), 2.0 * (1.0 - p));
    match degrees {
        0 | 1 => return 1.0 / libm::tan(both_tails * core::f64::consts::FRAC_PI_2),
        2 => return libm::sqrt(2.0 / (both_tails * (2.0 - both_tails)) - 2.0),
        _ => {}
    }
    let a = 1.0 / (n - 0.5);
    let b = 48.0 / (a * a);
    let c = ((20_700.0 * a / b - 98.0) * a - 16.0) * a + 96.36;
    let d = ((94.5 / (b + c) - 3.0) / b + 1.0) * libm::sqrt(a * core::f64::consts::FRAC_PI_2) * n;
    let y = libm::pow(d * both_tails, 2.0 / n);
    let square = if y > 0.05 + a {
        let x = normal_quantile(both_tails / 2.0);
        let c = if degrees < 5 { c + 0.3 * (n - 4.5) * (x + 0.6) } else { c };
        let c = (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b + c;
        let y = x * x;
        let y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x;
        libm::expm1(a * y * y)
    } else {
        let inner = 1.0 / (((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0) + 0.5 / (n + 4.0);
        (inner * y - 1.0) * (n + 1.0) / (n + 2.0) + 1.0 / y
    };
    libm::sqrt(n * square)
}

/// A polynomial by Horner's scheme, highest power first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

/// -ln(1 - p): the hazard of a chance `p`, 0 <= p < 1. A Poisson number of marks with this mean is not 0 with chance
/// `p`.
#[must_use]
pub fn hazard(p: f64) -> f64 {
    if p > 0.16 {
        return -libm::log1p(-p);
    }
    // Small chances are the rule: -ln(1 - p) = 2 artanh(p / (2 - p)), whose series has thirteen digits after six terms.
    let z = p / (2.0 - p);
    let s = z * z;
    let tail = s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s * (1.0 / 11.0)))));
    2.0 * z * (1.0 + tail)
}

/// x^n by squaring.
#[must_use]
pub fn power(x: f64, n: u32) -> f64 {
    let (mut result, mut square, mut left) = (1.0, x, n);
    while left > 0 {
        if left & 1 == 1 {
            result *= square;
        }
        square *= square;
        left >>= 1;
    }
    result
}

/// 1 / k for small k; the first is not used.
const INVERSES: [f64; 64] = {
    let mut inverses = [1.0; 64];
    let mut k = 1;
    while k < 64 {
        inverses[k] = 1.0 / k as f64;
        k += 1;
    }
    inverses
};

/// The Poisson number with the given mean that belongs to one uniform number: monotone in the mean, so two policies
/// that differ in a mean share as many cases as they can. Meant for small means; the sum stops where nothing is left.
#[must_use]
pub fn poisson_at(mean: f64, u: f64) -> u32 {
    if u <= 1.0 - mean {
        return 0; // e^-mean is not below that
    }
    let mut term = exp(-mean);
    let (mut below, mut k) = (term, 0u32);
    while u > below && k < 100_000 {
        k += 1;
        // A division is slow, and each would wait for the one before.
        term *= INVERSES.get(k as usize).map_or_else(|| mean / f64::from(k), |inverse| mean * inverse);
        if term == 0.0 && f64::from(k) > mean {
            break;
        }
        below += term;
    }
    k
}

/// A Poisson number: by inversion in portions, since a sum of Poisson numbers is one.
pub fn poisson(words: &mut impl Rng, mean: f64) -> u64 {
    const PORTION: f64 = 16.0;
    let (mut left, mut sum) = (mean.max(0.0), 0u64);
    while left > 0.0 {
        let portion = left.min(PORTION);
        sum += u64::from(poisson_at(portion, unit(words)));
        left -= portion;
    }
    sum
}

/// A binomial number: of `n` chances of `p`, how many succeed.
///
/// Below a mean of 10 from one uniform number, above by the transformed rejection BTRS of Hormann (1993).
pub fn binomial(words: &mut impl Rng, n: u64, p: f64) -> u64 {
    if p <= 0.0 || n == 0 {
        0
    } else if p > 0.5 {
        n - binomial(words, n, 1.0 - p)
    } else if n as f64 * p < 10.0 {
        binomial_at(n, p, unit(words))
    } else {
        binomial_by_rejection(words, n, p)
    }
}

/// The binomial number that belongs to one uniform number: monotone in `p`, so two policies that differ in a chance
/// share as many cases as they can. Meant for small means and `p` up to 1/2; the sum stops where nothing is left.
#[must_use]
pub fn binomial_at(n: u64, p: f64, u: f64) -> u64 {
    if u <= 1.0 - n as f64 * p {
        return 0; // by Bernoulli's inequality (1 - p)^n is not below that
    }
    let mut term = exp(-(n as f64) * hazard(p));
    let (odds, mut below, mut k) = (p / (1.0 - p), term, 0u64);
    while u > below && k < n {
        let left = (n - k) as f64;
        k += 1;
        term *= left * odds * INVERSES.get(k as usize).copied().unwrap_or_else(|| 1.0 / k as f64);
        if term < 1e-18 && k as f64 > n as f64 * p {
            break;
        }
        below += term;
    }
    k
}

fn binomial_by_rejection(words: &mut impl Rng, n: u64, p: f64) -> u64 {
    let n = n as f64;
    let odds = p / (1.0 - p);
    let sd = libm::sqrt(n * p * (1.0 - p));
    let b = 1.15 + 2.53 * sd;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let centre = n * p + 0.5;
    let sure = 0.92 - 4.2 / b;
    let alpha = (2.83 + 5.1 / b) * sd;
    let mode = libm::floor((n + 1.0) * p);
    loop {
        let (u, v) = (unit(words) - 0.5, unit(words));
        let edge = 0.5 - libm::fabs(u);
        let k = libm::floor((2.0 * a / edge + b) * u + centre);
        if edge >= 0.07 && v <= sure {
            return k as u64;
        }
        if k < 0.0 || k > n {
            continue;
        }
        let height = libm::log(v * alpha / (a / (edge * edge) + b));
        let odds_between = (k - mode) * libm::log(odds);
        if height <= ln_factorial(mode) + ln_factorial(n - mode) - ln_factorial(k) - ln_factorial(n - k) + odds_between
        {
            return k as u64;
        }
    }
}

/// The sum of several binomial numbers of `n` chances of `p` each.
///
/// From a variance of 10 on it is the number that belongs to the one uniform number `u` by the expansion of Cornish and
/// Fisher (1938), with the sum's own mean, variance and third moment: no chance is off by more than 0.0015. Below, the
/// exact numbers are drawn one after the other.
pub fn binomial_sum(words: &mut impl Rng, u: f64, parts: &[(u64, f64)]) -> u64 {
    let (mut mean, mut variance, mut third, mut most) = (0.0, 0.0, 0.0, 0);
    for (n, p) in parts {
        let m = *n as f64 * p;
        let v = m * (1.0 - p);
        (mean, variance, third, most) = (mean + m, variance + v, third + v * (1.0 - 2.0 * p), most + n);
    }
    if variance < 10.0 {
        return parts.iter().map(|(n, p)| binomial(words, *n, *p)).sum();
    }
    let z = normal_quantile(u);
    let number = mean + libm::sqrt(variance) * z + third / variance * (z * z - 1.0) / 6.0;
    (libm::floor(number + 0.5).max(0.0) as u64).min(most)
}

/// ln k! by Stirling's series; the error is below 1e-9 from 10 on, smaller ones are looked up.
fn ln_factorial(k: f64) -> f64 {
    const SMALL: [f64; 10] = [
        0.0,
        0.0,
        core::f64::consts::LN_2,
        1.791_759_469_228_055,
        3.178_053_830_347_945_8,
        4.787_491_742_782_046,
        6.579_251_212_010_101,
        8.525_161_361_065_415,
        10.604_602_902_745_25,
        12.801_827_480_081_469,
    ];
    const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;
    if let Some(known) = SMALL.get(k as usize) {
        return *known;
    }
    let inverse = 1.0 / k;
    let square = inverse * inverse;
    let tail = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (k + 0.5) * libm::log(k) - k + HALF_LN_TWO_PI + tail
}

/// e^x in single precision for the hot loop, only `+`, `*` and moved bits; relative error below 1e-7 from -87 to 88.
#[must_use]
pub fn exp32(x: f32) -> f32 {
    const NEAREST: f32 = 12_582_912.0; // adding and taking away 1.5 x 2^23 rounds to a whole number
    let x = x.clamp(-87.0, 88.0);
    let n = (x * core::f32::consts::LOG2_E + NEAREST) - NEAREST;
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4 * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 5.0e-1;
    let y = p * r * r + r + 1.0;
    f32::from_bits(y.to_bits().wrapping_add(((n as i32) << 23) as u32))
}

/// e^x in double precision where it is hot: 2^n times a polynomial on half a step of ln 2, relative error below 1e-15
/// from -700 to 700; what lies beyond is cut there.
#[must_use]
pub fn exp(x: f64) -> f64 {
    const NEAREST: f64 = 6_755_399_441_055_744.0; // adding and taking away 1.5 x 2^52 rounds to a whole number
    let x = x.clamp(-700.0, 700.0);
    let n = (x * core::f64::consts::LOG2_E + NEAREST) - NEAREST;
    let r = (x - n * 6.931_471_803_691_238e-1) - n * 1.908_214_929_270_587_7e-10;
    // The series of e^r to r^13, by pairs, so that the machine can work on several at once.
    let (r2, r4) = (r * r, r * r * (r * r));
    let low = (1.0 + r) + r2 * (1.0 / 2.0 + r * (1.0 / 6.0));
    let middle = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0 + r * (1.0 / 5_040.0));
    let high = (1.0 / 40_320.0 + r * (1.0 / 362_880.0)) + r2 * (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0));
    let top = 1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0);
    let y = low + r4 * (middle + r4 * (high + r4 * top));
    f64::from_bits(y.to_bits().wrapping_add(((n as i64) << 52) as u64))
}

/// 2^-(time / half-life).
#[must_use]
pub fn halved(time: f64, half_life: f64) -> f64 {
    exp(-core::f64::consts::LN_2 * time / half_life)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Kind, Luck, Path, Purpose};

    #[test]
    fn the_exponential_function_is_right_to_the_last_digits() {
        for k in -6_999..=6_999 {
            let x = f64::from(k) / 10.0 + 0.012_345;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 1e-15, "{x}: {}", exp(x) / libm::exp(x) - 1.0);
        }
        assert_eq!((exp(0.0), exp(-1e9), exp(1e9)), (1.0, exp(-700.0), exp(700.0)));
    }

    #[test]
    fn students_law_is_that_of_the_tables() {
        for (degrees, wanted) in [
            (1, [6.313_752, 63.656_74, 636.619_2]),
            (2, [2.919_986, 9.924_843, 31.599_05]),
            (3, [2.353_363, 5.840_909, 12.923_98]),
            (4, [2.131_847, 4.604_095, 8.610_302]),
            (5, [2.015_048, 4.032_143, 6.868_827]),
            (10, [1.812_461, 3.169_273, 4.586_894]),
            (30, [1.697_261, 2.749_996, 3.645_959]),
            (120, [1.657_651, 2.617_421, 3.373_454]),
        ] {
            for (p, wanted) in [0.95, 0.995, 0.9995].into_iter().zip(wanted) {
                let (found, allowed) = (student_quantile(p, degrees), if degrees < 10 { 1e-4 } else { 1e-6 });
                assert!((found / wanted - 1.0).abs() < allowed, "{degrees} {p}: {found} for {wanted}");
            }
        }
    }

    #[test]
    fn a_hazard_is_minus_the_logarithm_of_what_is_left() {
        for p in [0.0, 1e-12, 1e-4, 0.009_999, 0.010_001, 0.3, 0.999] {
            assert!((hazard(p) + libm::log1p(-p)).abs() <= 1e-13 * hazard(p), "{p}");
        }
    }

    #[test]
    fn a_sum_of_binomials_has_its_first_three_moments() {
        // Below and above the variance from which on it is drawn by one number.
        for parts in [[(300u64, 0.02), (40, 0.05), (5, 0.4)], [(3600, 0.1), (360, 0.09), (40, 0.05)]] {
            let (mut luck, n) = (Luck::new(5, 0), 200_000);
            let words = luck.at(Path::to(Kind::Event), Purpose::Engage);
            let draws: Vec<f64> = (0..n)
                .map(|_| {
                    let u = unit(words);
                    binomial_sum(words, u, &parts) as f64
                })
                .collect();
            let sum = |of: &dyn Fn(f64, f64) -> f64| parts.iter().map(|(n, p)| of(*n as f64, *p)).sum::<f64>();
            let mean = sum(&|n, p| n * p);
            let variance = sum(&|n, p| n * p * (1.0 - p));
            let third = sum(&|n, p| n * p * (1.0 - p) * (1.0 - 2.0 * p));
            let moment =
                |k: i32| draws.iter().map(|x| (0..k).fold(1.0, |m, _| m * (x - mean))).sum::<f64>() / f64::from(n);
            // Four standard errors of each moment of a nearly normal number: a false alarm in some 5,000.
            let error = libm::sqrt(f64::from(n)) / 4.0;
            assert!(moment(1).abs() < libm::sqrt(variance) / error, "{}", moment(1));
            assert!((moment(2) - variance).abs() < variance * libm::sqrt(2.0) / error + 1.0 / 12.0, "{}", moment(2));
            assert!((moment(3) - third).abs() < libm::pow(variance, 1.5) * libm::sqrt(15.0) / error, "{}", moment(3));
        }
    }
}
