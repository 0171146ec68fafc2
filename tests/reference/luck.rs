//! Chance, plainly: one generator, used from the first draw to the last, and the textbook way to draw each kind of
//! number from it. Nothing is shared with the engine's samplers.

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// E5: exponent of the tail of the reaction time.
pub(crate) const REACTION_THETA: f64 = 0.231_484_3;
/// E5: until when the density of the reaction time is flat, hours.
const REACTION_FLAT_HOURS: f64 = 300.0 / 3600.0;
/// E5: share of the reactions in the flat part, c times s0.
const REACTION_FLAT_SHARE: f64 = 6.2657e-4 * 300.0;

/// A stream of random numbers.
pub(crate) struct Luck(ChaCha8Rng);

impl Luck {
    pub(crate) fn new(seed: u64) -> Luck {
        Luck(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Uniform on (0, 1), never 0 and never 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Uniform on 0, 1, ..., `below` - 1.
    pub(crate) fn index(&mut self, below: usize) -> usize {
        (self.uniform() * below as f64) as usize
    }

    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.uniform().ln()
    }

    /// Standard normal (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    pub(crate) fn lognormal(&mut self, median: f64, ln_sd: f64) -> f64 {
        median * (ln_sd * self.normal()).exp()
    }

    /// Lognormal with mean 1.
    pub(crate) fn lognormal_of_mean_1(&mut self, ln_sd: f64) -> f64 {
        self.lognormal((-ln_sd * ln_sd / 2.0).exp(), ln_sd)
    }

    /// Normal, drawn again until it lies in [-1, 1].
    pub(crate) fn normal_within_1(&mut self, mean: f64, sd: f64) -> f64 {
        loop {
            let drawn = mean + sd * self.normal();
            if (-1.0..=1.0).contains(&drawn) {
                return drawn;
            }
        }
    }

    /// Poisson: how many exponential waits of mean 1 fit into `mean`.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let mut waited = self.exponential(1.0);
        let mut count = 0;
        while waited <= mean {
            count += 1;
            waited += self.exponential(1.0);
        }
        count
    }

    /// Pareto with the given smallest value, drawn again while above `cut`.
    pub(crate) fn pareto(&mut self, smallest: f64, exponent: f64, cut: f64) -> f64 {
        loop {
            let drawn = smallest * self.uniform().powf(-1.0 / exponent);
            if drawn <= cut {
                return drawn;
            }
        }
    }

    /// E5: time from publication to reaction, hours, uncut.
    pub(crate) fn reaction_hours(&mut self) -> f64 {
        let place = self.uniform();
        if place < REACTION_FLAT_SHARE {
            return REACTION_FLAT_HOURS * place / REACTION_FLAT_SHARE;
        }
        // The tail: P(later than s) = (1 - flat share) (s / s0)^(-theta).
        let later = (1.0 - place) / (1.0 - REACTION_FLAT_SHARE);
        REACTION_FLAT_HOURS * later.powf(-1.0 / REACTION_THETA)
    }

    /// `size` different numbers below `below`, every set equally likely.
    pub(crate) fn subset(&mut self, below: usize, size: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..below).collect();
        for place in 0..size {
            let other = place + self.index(below - place);
            numbers.swap(place, other);
        }
        numbers.truncate(size);
        numbers
    }
}

/// E0: the smallest event size for which sizes up to `cut` have mean 1, by bisection.
pub(crate) fn smallest_event_size(exponent: f64, cut: f64) -> f64 {
    let mean = |smallest: f64| {
        let (a, s) = (exponent, smallest);
        a / (a - 1.0) * s.powf(a) * (s.powf(1.0 - a) - cut.powf(1.0 - a)) / (1.0 - (s / cut).powf(a))
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if mean(middle) < 1.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}
