//! E4 and E5: who engages with a message, and when.
//!
//! E4: follower i engages with message m of account j, country c, with chance p = v (1 - exp(-rate)),
//! rate = (eps / reach) q S R s t (F_j / `F_ref`)^(-gamma) (1 + `beta_r` d_j) u_i exp(`kappa_a` (a_ic - mean b_c)).
//! eps: Rival IQ (2021), the median account; the fall with size, gamma: an assumption held against the same reports.
//!
//! E5: the time from publication to a reaction has the kernel of SEISMIC (Zhao et al. 2015): flat to s0 = 300 s, then a
//! power law with theta = 0.2314843. Median 40.6 minutes.

use crate::math::{exp, exp32, power};

/// What E4 multiplies that does not depend on the follower.
#[derive(Clone, Copy, Debug)]
pub struct Appeal {
    /// eps / reach.
    ///
    /// DIFFERENCE: Rival IQ gives the median over the accounts of brands; here eps is the mean over the messages of an
    /// account of `F_ref` followers.
    pub engagement_per_shown: f64,
    /// q: quality of the message, mean 1.
    pub quality: f64,
    /// S R: size of the event and attention left of it; 1 for an announcement.
    pub attention: f64,
    /// s: appeal of the form.
    pub form: f64,
    /// t: talent of the account, mean 1.
    pub talent: f64,
    /// (F / `F_ref`)^(-gamma), see [`size_effect`].
    pub size_effect: f64,
    /// 1 + `beta_r` d, see [`dialogue_effect`].
    pub dialogue_effect: f64,
}

impl Appeal {
    /// The rate of a follower of activity 1 whose attitude is the public's mean baseline.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.engagement_per_shown
            * self.quality
            * self.attention
            * self.form
            * self.talent
            * self.size_effect
            * self.dialogue_effect
    }
}

/// (F / `F_ref`)^(-gamma): larger accounts engage a smaller share of their followers.
#[must_use]
pub fn size_effect(followers: f64, reference_followers: f64, gamma: f64) -> f64 {
    if followers <= 0.0 { 0.0 } else { exp(-gamma * libm::log(followers / reference_followers)) }
}

/// 1 + `beta_r` d: the lift of an account that answers a share d of its questions.
///
/// DIFFERENCE: Buffer compared posts of one account with and without replies and warns that this does not show a cause;
/// here the lift is an effect, and proportional to the share of questions answered in time.
#[must_use]
pub fn dialogue_effect(dialogue_lift: f64, answered_share: f64) -> f64 {
    1.0 + dialogue_lift * answered_share
}

/// exp(`kappa_a` (a - mean b)): those who like a country engage more.
#[must_use]
pub fn affinity_effect(affinity: f32, attitude: f32, mean_baseline: f32) -> f32 {
    exp32(affinity * (attitude - mean_baseline))
}

/// p = v (1 - exp(-rate)): the chance that a follower is shown a message and engages.
#[must_use]
pub fn engagement_chance(shown_chance: f32, rate: f32) -> f32 {
    // For small rates the difference would lose its digits: there its series takes over.
    let engages = if rate < 0.01 { rate * (1.0 - rate * (0.5 - rate * (1.0 / 6.0))) } else { 1.0 - exp32(-rate) };
    shown_chance * engages
}

/// A lognormal factor with mean 1 from a standard normal number.
#[must_use]
pub fn lognormal_mean_one(ln_sd: f64, normal: f64) -> f64 {
    exp(ln_sd * normal - 0.5 * ln_sd * ln_sd)
}

/// The ln sd of the quality of a message after `reviews` reviews: review cuts the tail, not the mean.
#[must_use]
pub fn quality_spread(quality_spread: f64, blandness_per_review: f64, reviews: u32) -> f64 {
    quality_spread * power(1.0 - blandness_per_review, reviews)
}

/// E5: the kernel's exponent theta.
const THETA: f64 = 0.231_484_3;
/// E5: seconds during which reactions come at a constant pace.
const FLAT_SECONDS: f64 = 300.0;
/// E5: share of the reactions that come in that time: theta / (1 + theta), so that all sum to 1.
const FLAT_SHARE: f64 = THETA / (1.0 + THETA);
/// E5: reactions later than this do not happen, hours.
pub const LATEST_REACTION_HOURS: f64 = 30.0 * 24.0;

/// E5: hours from publication to the reaction that belongs to a uniform number; uncut.
///
/// DIFFERENCE: SEISMIC's kernel times reshares of tweets and has no end; here it times questions, and the caller drops
/// what would come after [`LATEST_REACTION_HOURS`].
#[must_use]
pub fn reaction_hours(u: f64) -> f64 {
    let seconds = if u < FLAT_SHARE {
        FLAT_SECONDS * u / FLAT_SHARE
    } else {
        FLAT_SECONDS * exp(libm::log((1.0 - u) / (1.0 - FLAT_SHARE)) * (-1.0 / THETA))
    };
    seconds / 3600.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_reactions_come_within_forty_minutes_and_a_tenth_after_thirty_days() {
        assert!((reaction_hours(0.5) * 60.0 - 40.6).abs() < 0.05, "{}", reaction_hours(0.5) * 60.0);
        // Share of the reactions later than 1 h, 6 h, 24 h and 7 days, from the published constants.
        for (hours, later) in [(1.0, 0.457), (6.0, 0.302), (24.0, 0.219), (168.0, 0.140), (720.0, 0.100)] {
            assert!((reaction_hours(1.0 - later) / hours - 1.0).abs() < 0.02, "{hours}");
        }
    }

    #[test]
    fn the_flat_part_has_the_published_density() {
        // c = 6.2657e-4 a second, so c s0 (1 + 1/theta) = 1.
        assert!((FLAT_SHARE / FLAT_SECONDS - 6.265_725e-4).abs() < 1e-9);
        assert!((reaction_hours(FLAT_SHARE) * 3600.0 - FLAT_SECONDS).abs() < 1e-9);
    }

    #[test]
    fn the_chance_is_smooth_where_its_two_forms_meet() {
        for rate in [1e-6f32, 0.009_999, 0.010_001, 0.3, 5.0] {
            let exact = -libm::expm1(-f64::from(rate));
            assert!((f64::from(engagement_chance(1.0, rate)) / exact - 1.0).abs() < 2e-5, "{rate}");
        }
    }

    #[test]
    fn quality_keeps_its_mean_and_loses_its_spread_in_review() {
        let spread = quality_spread(1.5, 0.03, 12);
        assert!((spread - 1.5 * libm::pow(0.97, 12.0)).abs() < 1e-12);
        let n = 200_000;
        let mean: f64 = (0..n)
            .map(|k| lognormal_mean_one(spread, crate::math::normal_quantile((f64::from(k) + 0.5) / f64::from(n))))
            .sum::<f64>()
            / f64::from(n);
        assert!((mean - 1.0).abs() < 1e-3);
    }
}
