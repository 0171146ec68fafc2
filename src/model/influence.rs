//! E11, influence: a share that is pulled slowly by voice and standing, and kept near capacity.
//!
//! dI = kappa [(1 - w) A + w V - I] dt + chi I (s - sum I s) dt, then I times exp(sigma sqrt(dt) Z - sigma^2 dt / 2),
//! then divided by the sum. kappa and sigma derived from the Elcano Global Presence Index 2010-2021, w from Binet and
//! Field (share of voice and growth); chi is an assumption. w = chi = 0 is the null model.

/// One day, in years of 365.25 days.
pub const DAY_YEARS: f64 = 1.0 / 365.25;

/// The parameters of E11.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pull {
    /// kappa, per year.
    pub pull: f64,
    /// w, share.
    pub voice_counts: f64,
    /// chi, per year.
    pub standing_pull: f64,
    /// sigma, ln per square root of a year.
    pub noise: f64,
}

/// What pulls at one country on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forces {
    /// A: structural capacity, share.
    pub capacity: f64,
    /// V: share of voice.
    pub voice: f64,
    /// s: standing, share.
    pub standing: f64,
    /// Z: a standard normal number.
    pub luck: f64,
}

impl Pull {
    /// The drift of each country's share over `years`; it sums to zero.
    ///
    /// DIFFERENCE: with Binet and Field the market share of a brand follows its share of voice alone; here voice has
    /// the weight w beside capacity, and standing pulls too.
    #[must_use]
    pub fn drift(&self, shares: &[f64], forces: &[Forces], years: f64) -> Vec<f64> {
        let mean_standing: f64 = shares.iter().zip(forces).map(|(share, f)| share * f.standing).sum();
        let one = |(share, f): (&f64, &Forces)| {
            let target = (1.0 - self.voice_counts) * f.capacity + self.voice_counts * f.voice;
            (self.pull * (target - share) + self.standing_pull * share * (f.standing - mean_standing)) * years
        };
        shares.iter().zip(forces).map(one).collect()
    }

    /// The shares a day later: drift, noise, and the sum made 1 again.
    #[must_use]
    pub fn next_day(&self, shares: &[f64], forces: &[Forces]) -> Vec<f64> {
        let shock = |luck: f64| {
            libm::exp(self.noise * libm::sqrt(DAY_YEARS) * luck - 0.5 * self.noise * self.noise * DAY_YEARS)
        };
        let drift = self.drift(shares, forces, DAY_YEARS);
        let moved: Vec<f64> =
            shares.iter().zip(drift).zip(forces).map(|((share, d), f)| (share + d) * shock(f.luck)).collect();
        let sum: f64 = moved.iter().sum();
        moved.iter().map(|share| share / sum).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PULL: Pull = Pull { pull: 0.17, voice_counts: 0.15, standing_pull: 0.1, noise: 0.0 };

    fn forces(voice: [f64; 3], standing: [f64; 3]) -> [Forces; 3] {
        let capacity = [0.1, 0.18, 0.72];
        core::array::from_fn(|c| Forces { capacity: capacity[c], voice: voice[c], standing: standing[c], luck: 0.0 })
    }

    #[test]
    fn the_drift_keeps_the_sum_without_the_division() {
        let shares = [0.1, 0.18, 0.72];
        let drift = PULL.drift(&shares, &forces([0.2, 0.5, 0.3], [0.4, 0.6, 0.55]), 1.0);
        assert!(drift.iter().sum::<f64>().abs() < 1e-15);
    }

    #[test]
    fn a_louder_voice_and_a_better_standing_raise_influence() {
        let shares = [0.1, 0.18, 0.72];
        let [quiet, loud] =
            [[0.1, 0.2, 0.7], [0.3, 0.2, 0.5]].map(|voice| PULL.next_day(&shares, &forces(voice, [0.5; 3]))[0]);
        assert!(loud > quiet);
        let [disliked, liked] =
            [[0.4, 0.5, 0.5], [0.6, 0.5, 0.5]].map(|s| PULL.next_day(&shares, &forces([0.1, 0.2, 0.7], s))[0]);
        assert!(liked > disliked);
    }

    #[test]
    fn without_voice_and_standing_influence_goes_back_to_capacity() {
        let null = Pull { voice_counts: 0.0, standing_pull: 0.0, ..PULL };
        let mut shares = vec![0.2, 0.2, 0.6];
        for _ in 0..1461 {
            shares = null.next_day(&shares, &forces([0.0, 0.0, 1.0], [0.0, 1.0, 0.5]));
        }
        let wanted = 0.1 + 0.1 * libm::exp(-0.17 * 4.0);
        assert!((shares[0] - wanted).abs() < 1e-4);
    }

    #[test]
    fn the_shock_keeps_the_mean() {
        let noisy = Pull { noise: 0.05, ..PULL };
        let at = |luck| noisy.next_day(&[1.0], &[Forces { capacity: 1.0, voice: 1.0, standing: 0.5, luck }])[0];
        assert_eq!(at(3.0), 1.0, "a single country's share cannot move");
    }
}
