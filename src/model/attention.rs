//! E1 and E2 + E3: how much of an event's attention is left, and who is shown a message.
//!
//! E1a: R(D) = (1 + D/tau)^(1 - beta), the tail of a power law (Crane and Sornette 2008). E1b: R(D) = 2^(-D/h)
//! (Lorenz-Spreen et al. 2019). D are the hours since the event began. R is the share of the event's attention still to
//! come; it is applied once.
//!
//! E2 + E3: v = min(1, reach C), C = 1 + A cos(2 pi (local hour - peak)/24) at publication. Announcements are scheduled
//! for their readers: C = 1.

use crate::math::exp;

/// How attention to an event fades: a shape with its parameters, or not at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Attention {
    /// E1a.
    ///
    /// DIFFERENCE: Crane and Sornette fitted the daily views of videos after a shock; here their exponent describes
    /// hours of attention to news, and the offset tau, which rounds off the first hours, is ours.
    Power {
        /// tau, hours.
        offset_hours: f64,
        /// beta, above 1.
        exponent: f64,
    },
    /// E1b.
    ///
    /// DIFFERENCE: Lorenz-Spreen et al. measured how long hashtags stay popular; here the same hours are the half-life
    /// of what is left of the attention to any event.
    Exponential {
        /// h, hours.
        half_life_hours: f64,
    },
    /// The mechanism is off: R = 1.
    Whole,
}

impl Attention {
    /// R: the share of an event's attention still to come `delay_hours` after it began, 0 to 1.
    #[must_use]
    pub fn left(&self, delay_hours: f64) -> f64 {
        match *self {
            Attention::Power { offset_hours, exponent } => {
                exp((1.0 - exponent) * libm::log1p(delay_hours / offset_hours))
            }
            Attention::Exponential { half_life_hours } => crate::math::halved(delay_hours, half_life_hours),
            Attention::Whole => 1.0,
        }
    }

    /// The delay in hours at which R falls to `share`; infinite if it never does.
    #[must_use]
    pub fn delay_until(&self, share: f64) -> f64 {
        if share <= 0.0 {
            return f64::INFINITY;
        }
        match *self {
            Attention::Power { offset_hours, exponent } => {
                offset_hours * (libm::pow(share, 1.0 / (1.0 - exponent)) - 1.0)
            }
            Attention::Exponential { half_life_hours } => -half_life_hours * libm::log2(share),
            Attention::Whole => f64::INFINITY,
        }
    }
}

/// E2: C, the daily rhythm of an audience at a local hour, mean 1.
#[must_use]
pub fn rhythm(amplitude: f64, peak: f64, local_hour: f64) -> f64 {
    1.0 + amplitude * libm::cos(2.0 * core::f64::consts::PI * (local_hour - peak) / 24.0)
}

/// E3: v, the chance that a follower is shown a message.
#[must_use]
pub fn shown_chance(reach: f64, rhythm: f64) -> f64 {
    (reach * rhythm).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POWER: Attention = Attention::Power { offset_hours: 3.0, exponent: 1.4 };
    const EXPONENTIAL: Attention = Attention::Exponential { half_life_hours: 11.9 };

    #[test]
    fn the_two_shapes_have_the_published_values() {
        // Table of the remaining attention after 0.25, 1, 6, 24, 72 and 168 hours.
        let delays = [0.25, 1.0, 6.0, 24.0, 72.0, 168.0];
        let power = [0.97, 0.89, 0.64, 0.42, 0.28, 0.20];
        let exponential = [0.99, 0.94, 0.71, 0.25, 0.015, 0.00];
        for ((delay, p), e) in delays.iter().zip(power).zip(exponential) {
            assert!((POWER.left(*delay) - p).abs() < 0.006, "{delay}");
            assert!((EXPONENTIAL.left(*delay) - e).abs() < 0.006, "{delay}");
        }
    }

    #[test]
    fn delay_until_is_the_inverse() {
        for attention in [POWER, EXPONENTIAL] {
            for share in [0.9, 0.5, 0.05] {
                assert!((attention.left(attention.delay_until(share)) - share).abs() < 1e-12);
            }
            assert_eq!(attention.delay_until(0.0), f64::INFINITY);
        }
    }

    #[test]
    fn the_rhythm_has_mean_one_and_its_peak_in_the_evening() {
        let peak = 19.0 + 10.0 / 60.0;
        let mean: f64 = (0..240).map(|k| rhythm(0.38, peak, f64::from(k) / 10.0)).sum::<f64>() / 240.0;
        assert!((mean - 1.0).abs() < 1e-12);
        assert!((rhythm(0.38, peak, peak) - 1.38).abs() < 1e-12);
        assert_eq!(shown_chance(0.9, 1.38), 1.0);
    }
}
