//! E9, attitudes and mood.
//!
//! a = b + y. The baseline b of a member toward a country is normal, truncated to [-1, 1]; y is what messages did, it
//! halves every 20 days (Goldsmith, Horiuchi and Matush 2021: visits show for about that long). Engaging moves a by
//! eta (1 - a). The mood M of a public toward a country is an Ornstein-Uhlenbeck process (sd and half-life derived from
//! favourability in Pew surveys 2002-2023) and stays outside a.

use crate::math::{normal_cdf, normal_quantile};

/// Equally likely baselines: a member's baseline is one of these, so that one byte holds it.
pub const BASELINES: usize = 256;

/// The midpoints of 256 equally likely slices of a normal law truncated to [-1, 1].
#[must_use]
pub fn baselines(mean: f64, spread: f64) -> [f32; BASELINES] {
    let (low, high) = (normal_cdf((-1.0 - mean) / spread), normal_cdf((1.0 - mean) / spread));
    core::array::from_fn(|k| {
        let p = low + (high - low) * (k as f64 + 0.5) / BASELINES as f64;
        (mean + spread * normal_quantile(p)).clamp(-1.0, 1.0) as f32
    })
}

/// How far engaging moves an attitude: a share eta of its distance to +1.
///
/// DIFFERENCE: Goldsmith et al. saw the effect of a high-level visit on opinion for up to about 20 days; here one
/// reaction to one message moves one person, and 20 days are the half-life of that.
#[must_use]
pub fn engagement_step(eta: f32, attitude: f32) -> f32 {
    eta * (1.0 - attitude)
}

/// The mood of a public, as an Ornstein-Uhlenbeck process looked at once a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mood {
    /// Share of a mood that is left after a day.
    pub daily_memory: f64,
    /// sd of the daily shock, such that the stationary sd is the given one.
    pub daily_shock: f64,
    /// Stationary sd.
    pub sd: f64,
}

impl Mood {
    /// From the stationary sd and the half-life in hours.
    #[must_use]
    pub fn new(sd: f64, half_life_hours: f64) -> Mood {
        let daily_memory = crate::math::halved(24.0, half_life_hours);
        Mood { daily_memory, daily_shock: sd * libm::sqrt(1.0 - daily_memory * daily_memory), sd }
    }

    /// The first mood, drawn from the stationary law.
    #[must_use]
    pub fn first(&self, normal: f64) -> f64 {
        self.sd * normal
    }

    /// The mood a day later.
    #[must_use]
    pub fn next(&self, mood: f64, normal: f64) -> f64 {
        mood * self.daily_memory + self.daily_shock * normal
    }
}

/// (1 + a + M)/2: 0 for the greatest dislike, 1 for the greatest liking, if the mood leaves room for it.
#[must_use]
pub fn liking(attitude: f64, mood: f64) -> f64 {
    0.5 * (1.0 + attitude + mood)
}

/// Standing of people who on average like a country so much: cut at 0 and 1, because a mood has no bounds and a share
/// of people has.
#[must_use]
pub fn standing(mean_liking: f64) -> f64 {
    mean_liking.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn baselines_have_the_moments_of_the_truncated_normal() {
        let b = baselines(0.2, 0.4).map(f64::from);
        let mean = b.iter().sum::<f64>() / 256.0;
        let sd = (b.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 256.0).sqrt();
        // Truncated normal(0.2, 0.4) on [-1, 1]: mean 0.18027, sd 0.37486 by the textbook formulas below.
        let (alpha, beta) = (-3.0, 2.0);
        let density = |x: f64| libm::exp(-x * x / 2.0) / libm::sqrt(2.0 * core::f64::consts::PI);
        let z = normal_cdf(beta) - normal_cdf(alpha);
        let shift = (density(alpha) - density(beta)) / z;
        let variance = 1.0 + (alpha * density(alpha) - beta * density(beta)) / z - shift * shift;
        assert!((mean - (0.2 + 0.4 * shift)).abs() < 2e-4, "{mean}");
        assert!((sd - 0.4 * libm::sqrt(variance)).abs() < 2e-3, "{sd}");
        assert!(b.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn the_mood_keeps_its_stationary_variance() {
        let mood = Mood::new(0.16, 1.6 * 365.25 * 24.0);
        let variance = mood.daily_memory * mood.daily_memory * mood.sd * mood.sd + mood.daily_shock * mood.daily_shock;
        assert!((variance - 0.16 * 0.16).abs() < 1e-15);
        assert!((libm::pow(mood.daily_memory, 1.6 * 365.25) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn standing_is_one_half_where_nobody_cares() {
        assert_eq!(standing(liking(0.0, 0.0)), 0.5);
        assert_eq!(standing(liking(1.0, 0.0)), 1.0);
    }

    #[test]
    fn no_mood_makes_standing_less_than_nothing_or_more_than_all() {
        assert_eq!((standing(liking(0.2, -3.0)), standing(liking(0.2, 3.0))), (0.0, 1.0));
    }
}
