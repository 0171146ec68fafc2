//! E17, rumours: how many have heard a false claim, with and without a correction.
//!
//! A rumour finds hearers as an event finds attention (E1) while others debunk it, with a half-life of 14 hours
//! (Zubiaga et al. 2016: false rumours were debunked after so long). A correction spares a part of those still to
//! hear it.

use super::attention::Attention;

/// How far a rumour has come by itself: G(t), from 0 to 1.
#[derive(Clone, Debug)]
pub struct Course {
    /// G at every quarter of an hour.
    come: Vec<f64>,
}

/// Quarters of an hour for which a rumour is followed: 30 days.
const QUARTERS: usize = 30 * 24 * 4;
/// Full hours for which exposures are brought up to date.
pub const HOURS: u32 = 30 * 24;

impl Course {
    /// The course of rumours where attention fades like `attention` and others debunk with a half-life in hours.
    #[must_use]
    pub fn new(attention: Attention, half_life_hours: f64) -> Course {
        let slices = 25;
        let mut come = Vec::with_capacity(QUARTERS + 1);
        let mut sum = 0.0;
        come.push(0.0);
        for quarter in 0..QUARTERS {
            for slice in 0..slices {
                let from = 0.25 * (quarter as f64 + f64::from(slice) / f64::from(slices));
                let to = from + 0.25 / f64::from(slices);
                let lost = match attention {
                    Attention::Whole => to - from,
                    fading => fading.left(from) - fading.left(to),
                };
                sum += lost * crate::math::halved(0.5 * (from + to), half_life_hours);
            }
            come.push(sum);
        }
        come.iter_mut().for_each(|part| *part /= sum);
        Course { come }
    }

    /// G after `hours`.
    #[must_use]
    pub fn after(&self, hours: f64) -> f64 {
        let at = (4.0 * hours).clamp(0.0, QUARTERS as f64);
        let place = (at as usize).min(QUARTERS - 1);
        let (before, next) = (self.come[place], self.come[place + 1]);
        before + (next - before) * (at - place as f64)
    }

    /// Members exposed up to `hours` if a correction came at `corrected_at` (infinite: none) and spares the share
    /// `saves`.
    #[must_use]
    pub fn exposed(&self, members: f64, hours: f64, corrected_at: f64, saves: f64) -> u32 {
        let (now, then) = (self.after(hours), self.after(hours.min(corrected_at)));
        libm::floor(members * (then + (now - then) * (1.0 - saves)) + 0.5) as u32
    }
}

/// How far hearing a rumour moves an attitude: a share of its distance to -1.
#[must_use]
pub fn exposure_step(share: f64, attitude: f64) -> f64 {
    -share * (1.0 + attitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn under_half_lives_a_rumour_comes_by_half_lives() {
        // E1b with h and debunking with k: both halve, so G(t) = 1 - 2^(-t (1/h + 1/k)).
        let course = Course::new(Attention::Exponential { half_life_hours: 15.0 }, 14.0);
        for hours in [0.0, 0.1, 1.0, 5.3, 24.0, 100.0, 800.0] {
            let wanted = 1.0 - libm::exp2(-hours * (1.0 / 15.0 + 1.0 / 14.0));
            assert!((course.after(hours) - wanted).abs() < 1e-4, "{hours}");
        }
    }

    #[test]
    fn a_late_correction_saves_little() {
        let course = Course::new(Attention::Power { offset_hours: 3.0, exponent: 1.4 }, 14.0);
        let heard = |at| f64::from(course.exposed(1e6, 720.0, at, 0.5));
        let (none, at_once) = (heard(f64::INFINITY), heard(0.0));
        assert_eq!((none, at_once), (1e6, 5e5));
        let value = |at| (none - heard(at)) / (none - at_once);
        assert!(value(0.5) > 0.8 && value(24.0) < 0.2, "{} {}", value(0.5), value(24.0));
        assert!(course.exposed(1e6, 2.0, 5.0, 0.5) == course.exposed(1e6, 2.0, f64::INFINITY, 0.5));
    }
}
