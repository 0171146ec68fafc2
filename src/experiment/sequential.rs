//! How well a mean is known while numbers still come in. The interval holds at every look at once, so one may look as
//! often as one likes, stop as soon as it is narrow enough, at a budget or at Ctrl-C, and ask for more later.
//!
//! For numbers x_1, x_2, ... that are normal with unknown mean and variance, let every m be tested by the ratio of two
//! likelihoods: that of a mean m + δ σ with δ normal with mean 0 and variance g, over that of the mean m, both with the
//! improper law dσ / σ for the scale (the Haar law). With V the sum of the squares around the mean x̄ of n numbers, the
//! integrals give
//!
//! ```text
//! R_n(m) = (1 + n g)^(-1/2) [(V + n (x̄ - m)^2 / (1 + n g)) / (V + n (x̄ - m)^2)]^(-n/2)
//! ```
//!
//! R_n of the true mean depends on the numbers only through what the unit does not change, is a martingale among such
//! functions of them, and begins at 1. By Ville's inequality it ever reaches 1 / α with a chance of at most α. So the
//! sets of all m with `R_n(m) < 1 / α` hold the mean at all n together with a chance of at least 1 - α; solved for m,
//!
//! ```text
//! |x̄ - m| < s [(n - 1) / n · (k - 1) / (1 - k / (1 + n g))]^(1/2),   k = [(1 + n g) / α^2]^(1/n)
//! ```
//!
//! with s the standard deviation (n - 1); as long as k is not below 1 + n g, everything is possible. The flat law for m
//! is Lai's (1976); the normal one, and why it is enough to look at what no unit changes, are from Wang and Ramdas
//! (2023). For other laws with a variance it holds the better, the later one begins to look: for large n it is the
//! asymptotic confidence sequence of Waudby-Smith et al. (2024) to first order. Nothing here draws a number.

use crate::stats::mean;

/// How often an interval may miss, over all looks together: as in all intervals of softpower, once in ten times.
pub const MISSES: f64 = 0.1;

/// Fewest numbers from which anything is said: with fewer, a skewed law hides its long side.
pub const FEWEST: u32 = 30;

/// The number at which the interval is as narrow as it can be, beside that of Student. From 30 to 1,000 numbers it is
/// then at most 1.9 times as wide.
pub const EXPECTED: u32 = 100;

/// Fewest numbers that differ from the commonest one: where nearly all are equal, the rest decides about the mean.
const UNLIKE: usize = 10;

/// Numbers between two looks, at least; looks come at multiples of it.
const PORTION: u32 = 10;

/// More numbers than anybody will ever have.
const ENDLESS: u64 = 1_000_000_000;

/// What some numbers say about their mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// How many numbers there are.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// How well the mean of all that could come is known.
    pub precision: Precision,
}

/// How well a mean is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Precision {
    /// Too few numbers, or too few that differ from the commonest one: so many differ.
    Unclear(usize),
    /// All numbers are equal: nothing can be said about those that could come but how rare others must be.
    Equal,
    /// The mean lies within so much of the mean of these, in the unit of the numbers.
    Within(f64),
}

impl Known {
    /// What some numbers, each drawn like the others, say about their mean; those that are `NaN` are left out. `None`
    /// if none is left.
    #[must_use]
    pub fn of(numbers: &[f64]) -> Option<Known> {
        let mut sorted: Vec<f64> = numbers.iter().copied().filter(|x| !x.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        let (count, mean) = (sorted.len(), mean(sorted.iter().copied())?);
        let unlike = count - sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).max().unwrap_or(0);
        let precision = match count >= FEWEST as usize {
            true if unlike == 0 => Precision::Equal,
            true if unlike >= UNLIKE => Precision::Within(deviation(&sorted, mean) * reach(count)),
            _ => Precision::Unclear(unlike),
        };
        Some(Known { count, mean, precision })
    }

    /// How many numbers would have to come in all until the mean is known within so much, if they go on like these;
    /// `None` where that cannot be said.
    #[must_use]
    pub fn needed(&self, within: f64) -> Option<u64> {
        let Precision::Within(now) = self.precision else { return None };
        Some(count_for(now / reach(self.count), within))
    }

    /// Where all numbers are equal: of how many others at most one differs, with a chance to miss as in [`MISSES`].
    ///
    /// Were the commonest number to come with a chance of p only, that all n are equal has a chance of at most p^(n-1).
    #[must_use]
    pub fn at_most_one_in(&self) -> f64 {
        1.0 / (1.0 - libm::pow(MISSES, 1.0 / (self.count as f64 - 1.0)))
    }
}

/// The standard deviation of at least two numbers.
fn deviation(numbers: &[f64], mean: f64) -> f64 {
    let squares: f64 = numbers.iter().map(|x| (x - mean) * (x - mean)).sum();
    libm::sqrt(squares / (numbers.len() as f64 - 1.0))
}

/// Half the width of the interval of so many numbers (at least 2) with a standard deviation of 1; infinite while
/// everything is possible.
fn reach(count: usize) -> f64 {
    let (n, chance) = (count as f64, MISSES * MISSES);
    // Nearly the best for EXPECTED numbers with a known variance (Waudby-Smith et al. 2024).
    let gain = (libm::log1p(-libm::log(chance)) - libm::log(chance)) / f64::from(EXPECTED);
    let growth = 1.0 + n * gain;
    let k = libm::pow(growth / chance, 1.0 / n);
    if k >= growth {
        return f64::INFINITY;
    }
    libm::sqrt((n - 1.0) / n * (k - 1.0) / (1.0 - k / growth))
}

/// The fewest numbers with this standard deviation whose interval is narrow enough.
fn count_for(deviation: f64, within: f64) -> u64 {
    let is_enough = |count: u64| deviation * reach(count as usize) <= within;
    let (mut below, mut enough) = (1, u64::from(FEWEST));
    while !is_enough(enough) && enough < ENDLESS {
        (below, enough) = (enough, 2 * enough);
    }
    while enough - below > 1 {
        let middle = below.midpoint(enough);
        if is_enough(middle) { enough = middle } else { below = middle }
    }
    enough.max(u64::from(FEWEST))
}

/// When to look, and when to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The mean of every list of numbers shall be known within so much, above 0.
    pub within: f64,
    /// But no more numbers shall be drawn than this.
    pub most: u32,
}

impl Rule {
    /// How many numbers there are at the first look.
    #[must_use]
    pub fn first(&self) -> u32 {
        FEWEST.min(self.most)
    }

    /// Is nothing more to find out: is the mean known well enough, are all numbers equal, or is there none?
    #[must_use]
    pub fn is_met(&self, known: Option<&Known>) -> bool {
        match known.map(|known| known.precision) {
            None | Some(Precision::Equal) => true,
            Some(Precision::Within(within)) => within <= self.within,
            Some(Precision::Unclear(_)) => false,
        }
    }

    /// How many draws there shall be at the next look, after `done` of them (at least 1) gave these lists; `None` where
    /// it is time to stop. Follows from the numbers alone: by them it is guessed where the last list will be known well
    /// enough, and looked there, at least ten draws and at most as many as there are later.
    #[must_use]
    pub fn next(&self, lists: &[Option<Known>], done: u32) -> Option<u32> {
        let open = lists.iter().flatten().filter(|known| !self.is_met(Some(known)));
        let wanted = open.map(|known| match known.needed(self.within) {
            // Draws without a number are as frequent as before.
            Some(needed) => needed as f64 * f64::from(done) / known.count as f64,
            None => f64::INFINITY,
        });
        let wanted = wanted.reduce(f64::max).filter(|_| done < self.most)?;
        let round = libm::ceil(wanted / f64::from(PORTION)) * f64::from(PORTION);
        let later = round.clamp(f64::from(done + PORTION), f64::from(done.saturating_mul(2).max(done + PORTION)));
        Some((later as u32).min(self.most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{normal, student_quantile, unit};
    use crate::random::{Kind, Luck, Path, Purpose};

    /// Studies in which an interval may miss, and numbers in each.
    const STUDIES: u64 = 1000;
    const LENGTH: usize = 1000;

    /// Makes a number from luck.
    type Law = dyn Fn(&mut dyn FnMut() -> f64, f64) -> f64;

    /// The numbers of a study: `law` is given a uniform number on demand, and a normal one.
    fn study(number: u64, law: &Law) -> Vec<f64> {
        let (mut one, mut other) = (Luck::new(number, 1), Luck::new(number, 2));
        let words = one.at(Path::to(Kind::Order), Purpose::Daily);
        let more = other.at(Path::to(Kind::Order), Purpose::Daily);
        (0..LENGTH).map(|_| law(&mut || unit(more), normal(words))).collect()
    }

    fn gaussian(_: &mut dyn FnMut() -> f64, z: f64) -> f64 {
        3.0 + 2.0 * z
    }

    /// Lognormal with a skewness of 1.8.
    fn skewed(_: &mut dyn FnMut() -> f64, z: f64) -> f64 {
        libm::exp(0.5 * z)
    }

    /// Lognormal with a skewness of 6.2.
    fn very_skewed(_: &mut dyn FnMut() -> f64, z: f64) -> f64 {
        libm::exp(z)
    }

    /// Something that happens once in ten times.
    fn rare(uniform: &mut dyn FnMut() -> f64, _: f64) -> f64 {
        f64::from(u8::from(uniform() < 0.1))
    }

    /// Sums along the numbers: mean and standard deviation of the first `count` of them.
    struct Running {
        count: usize,
        mean: f64,
        squares: f64,
    }

    impl Running {
        fn add(&mut self, x: f64) {
            self.count += 1;
            let step = x - self.mean;
            self.mean += step / self.count as f64;
            self.squares += step * (x - self.mean);
        }

        fn deviation(&self) -> f64 {
            libm::sqrt(self.squares / (self.count as f64 - 1.0))
        }
    }

    /// In how many of the studies an interval that is `reach` wide for a standard deviation of 1 ever misses, looked at
    /// after every number from 30 to 1,000.
    fn ever_missed(law: &Law, truth: f64, reach: &dyn Fn(usize) -> f64) -> usize {
        let reaches: Vec<f64> = (0..=LENGTH).map(reach).collect();
        let misses = |number: &u64| {
            let mut running = Running { count: 0, mean: 0.0, squares: 0.0 };
            study(*number, law).into_iter().any(|x| {
                running.add(x);
                let within = running.deviation() * reaches[running.count];
                running.count >= FEWEST as usize && within > 0.0 && (running.mean - truth).abs() > within
            })
        };
        (0..STUDIES).filter(misses).count()
    }

    /// What a study knows when it stops, and after how many numbers.
    fn stopped(numbers: &[f64], rule: &Rule) -> (Known, u32) {
        let mut done = rule.first();
        loop {
            let known = Known::of(&numbers[..done as usize]).expect("there are numbers");
            match rule.next(&[Some(known)], done) {
                Some(later) => done = later,
                None => return (known, done),
            }
        }
    }

    /// In how many studies the interval with which they stop misses the truth; and after how many numbers, on average.
    fn missed_at_the_end(law: &Law, truth: f64, within: f64) -> (usize, f64) {
        let rule = Rule { within, most: LENGTH as u32 };
        let ends: Vec<(Known, u32)> = (0..STUDIES).map(|number| stopped(&study(number, law), &rule)).collect();
        let is_missed = |(known, _): &&(Known, u32)| match known.precision {
            Precision::Within(within) => (known.mean - truth).abs() > within,
            Precision::Equal | Precision::Unclear(_) => false,
        };
        let length = ends.iter().map(|(_, done)| f64::from(*done)).sum::<f64>() / STUDIES as f64;
        (ends.iter().filter(is_missed).count(), length)
    }

    /// At a chance of 10 % the standard deviation of 1,000 studies is 9.5; a false alarm comes in fewer than one of ten
    /// thousand.
    const ALLOWED: usize = 138;

    #[test]
    fn an_interval_that_is_looked_at_after_every_number_holds_in_nine_of_ten_studies() {
        for (law, truth) in [(&gaussian as &Law, 3.0), (&skewed, libm::exp(0.125))] {
            let missed = ever_missed(law, truth, &reach);
            assert!((10..=ALLOWED).contains(&missed), "{missed} of {STUDIES}");
        }
    }

    #[test]
    fn students_interval_does_not_hold_when_it_is_looked_at_after_every_number() {
        let student = |count: usize| match count {
            0 | 1 => f64::INFINITY,
            _ => student_quantile(1.0 - MISSES / 2.0, count as u32 - 1) / libm::sqrt(count as f64),
        };
        let missed = ever_missed(&gaussian, 3.0, &student);
        assert!(missed > 3 * ALLOWED, "{missed} of {STUDIES}");
    }

    #[test]
    fn very_skewed_luck_is_missed_by_somebody_who_always_looks_and_not_by_the_rule() {
        // 20,000 studies gave 19.5 % to the first, and 6 % at most to the second.
        let missed = ever_missed(&very_skewed, libm::exp(0.5), &reach);
        assert!((140..=230).contains(&missed), "{missed} of {STUDIES}");
        for within in [1.0, 0.5, 0.25] {
            let (missed, _) = missed_at_the_end(&very_skewed, libm::exp(0.5), within);
            assert!(missed <= ALLOWED, "{missed} of {STUDIES} at {within}");
        }
    }

    #[test]
    fn what_happens_once_in_ten_times_is_not_spoken_of_before_it_has_happened_ten_times() {
        let ever = |number: &u64, is_spoken_of: &dyn Fn(&[f64]) -> Option<f64>| {
            let numbers = study(*number, &rare);
            (3..=LENGTH / 10).any(|tens| is_spoken_of(&numbers[..10 * tens]).is_some_and(|off| off > 0.0))
        };
        let misses = |known: &Known, within: f64| (known.mean - 0.1).abs() - within;
        let guarded = |numbers: &[f64]| match Known::of(numbers)? {
            known @ Known { precision: Precision::Within(within), .. } => Some(misses(&known, within)),
            _ => None,
        };
        let bold = |numbers: &[f64]| {
            let known = Known::of(numbers)?;
            let within = deviation(numbers, known.mean) * reach(numbers.len());
            (within > 0.0).then(|| misses(&known, within))
        };
        let missed = |rule: &dyn Fn(&[f64]) -> Option<f64>| (0..STUDIES).filter(|number| ever(number, rule)).count();
        let (guarded, bold) = (missed(&guarded), missed(&bold));
        assert!(guarded <= 100 && bold > guarded + 30, "{guarded} and {bold} of {STUDIES}");
    }

    #[test]
    fn an_interval_that_is_narrow_enough_holds_where_the_rule_stops() {
        for (law, truth, within) in [
            (&gaussian as &Law, 3.0, 1.2),
            (&gaussian, 3.0, 0.5),
            (&gaussian, 3.0, 0.3),
            (&skewed, libm::exp(0.125), 0.2),
            (&rare, 0.1, 0.1),
            (&rare, 0.1, 0.05),
        ] {
            let (missed, length) = missed_at_the_end(law, truth, within);
            assert!(missed <= ALLOWED, "{missed} of {STUDIES} at {within}");
            assert!(length < LENGTH as f64 / 2.0, "{length} numbers for {within}");
        }
    }

    #[test]
    fn the_interval_ends_where_the_ratio_of_likelihoods_reaches_its_bound() {
        let numbers = &study(7, &gaussian)[..40];
        let known = Known::of(numbers).expect("there are numbers");
        let Precision::Within(within) = known.precision else { panic!("{known:?}") };
        let (n, gain) = (40.0, (libm::log1p(-libm::log(0.01)) - libm::log(0.01)) / f64::from(EXPECTED));
        let around: f64 = numbers.iter().map(|x| (x - known.mean) * (x - known.mean)).sum();
        for m in [known.mean - within, known.mean + within] {
            let off = n * (known.mean - m) * (known.mean - m);
            let grown = 1.0 + n * gain;
            let ratio = libm::pow((around + off / grown) / (around + off), -n / 2.0) / libm::sqrt(grown);
            assert!((ratio * MISSES - 1.0).abs() < 1e-9, "{ratio}");
        }
    }

    #[test]
    fn with_many_numbers_it_is_the_asymptotic_confidence_sequence() {
        // Waudby-Smith et al. (2024): [2 (n g + 1) / (n^2 g) ln((n g + 1)^(1/2) / α)]^(1/2).
        let (n, gain) = (1e6, (libm::log1p(-libm::log(0.01)) - libm::log(0.01)) / f64::from(EXPECTED));
        let grown: f64 = n * gain + 1.0;
        let wanted = libm::sqrt(2.0 * grown / (n * n * gain) * libm::log(libm::sqrt(grown) / MISSES));
        assert!((reach(1_000_000) / wanted - 1.0).abs() < 1e-4, "{}", reach(1_000_000) / wanted);
    }

    #[test]
    fn it_is_less_than_twice_as_wide_as_students_interval() {
        for (count, wanted) in [(30, 1.89), (50, 1.75), (100, 1.69), (200, 1.70), (1000, 1.82)] {
            let student = student_quantile(1.0 - MISSES / 2.0, count - 1) / libm::sqrt(f64::from(count));
            let price = reach(count as usize) / student;
            assert!((price - wanted).abs() < 0.006, "{count}: {price}");
        }
        assert_eq!(reach(5), f64::INFINITY);
    }

    #[test]
    fn equal_numbers_claim_no_precision_and_stop_at_the_first_look() {
        let rule = Rule { within: 0.5, most: 1000 };
        let known = Known::of(&[0.25; 30]).expect("there are numbers");
        assert_eq!((known.precision, known.mean, known.needed(0.5)), (Precision::Equal, 0.25, None));
        assert!(rule.is_met(Some(&known)) && rule.next(&[Some(known)], 30).is_none());
        let once_in = known.at_most_one_in();
        let chance = libm::pow(1.0 - 1.0 / once_in, 29.0);
        assert!((chance - 0.1).abs() < 1e-9 && (13.0..13.2).contains(&once_in), "{once_in}");
        let known = Known::of(&[0.25; 29]).expect("there are numbers");
        assert_eq!((known.precision, rule.is_met(Some(&known))), (Precision::Unclear(0), false));
    }

    #[test]
    fn a_few_odd_ones_among_equal_numbers_claim_no_precision() {
        let odd = |count: usize| (0..200).map(|k| if k < count { k as f64 } else { -1.0 }).collect::<Vec<_>>();
        let precision = |count| Known::of(&odd(count)).map(|known| known.precision);
        assert_eq!(precision(9), Some(Precision::Unclear(9)));
        assert!(matches!(precision(10), Some(Precision::Within(_))));
        assert_eq!(Known::of(&[f64::NAN; 40]), None);
    }

    #[test]
    fn what_is_needed_is_the_first_number_that_is_enough() {
        let known = Known::of(&study(3, &gaussian)[..100]).expect("there are numbers");
        let Precision::Within(now) = known.precision else { panic!("{known:?}") };
        for within in [now, 0.9 * now, 0.3 * now, 0.01 * now] {
            let needed = known.needed(within).expect("it can be said");
            let at = |count: u64| now / reach(100) * reach(count as usize);
            assert!(at(needed) <= within * (1.0 + 1e-12) && at(needed - 1) > within, "{needed} for {within}");
        }
        assert_eq!(known.needed(1e9), Some(u64::from(FEWEST)));
    }

    #[test]
    fn looks_come_where_the_last_list_will_be_known_well_enough() {
        let known = |deviation: f64, count| {
            Some(Known { count, mean: 0.0, precision: Precision::Within(deviation * reach(count)) })
        };
        let rule = Rule { within: 0.2, most: 1000 };
        assert_eq!(rule.next(&[known(0.1, 30), known(0.2, 30)], 30), None, "both are known well enough");
        let needed = count_for(0.5, 0.2) as u32;
        assert_eq!(rule.next(&[known(0.1, 40), known(0.5, 40)], 40), Some(needed.div_ceil(10) * 10));
        assert_eq!(
            rule.next(&[known(0.5, 20)], 40),
            Some(80),
            "half of the draws give a number: at most twice as many"
        );
        assert_eq!(rule.next(&[known(9.0, 40)], 40), Some(80));
        assert_eq!(rule.next(&[known(0.5, needed as usize - 1)], needed - 1), Some(needed + 9), "at least ten");
        assert_eq!(rule.next(&[known(9.0, 990)], 990), Some(1000));
        assert_eq!(rule.next(&[known(9.0, 1000)], 1000), None, "the budget is spent");
        assert_eq!(rule.next(&[None, Known::of(&[1.0; 30])], 30), None, "nothing more to find out");
        assert_eq!(Rule { most: 12, ..rule }.first(), 12);
    }
}
