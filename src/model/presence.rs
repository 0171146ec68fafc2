//! E12, presence: accounts that open, followers who come and go.
//!
//! Institutions take to a platform along a Bass curve (Bass 1969); its p and q derived from the accounts of heads of
//! government and ministries (Barbera and Zeitzoff). The pace of opening once a ministry wants it: derived from
//! Canada's opening of 2014. Growth: derived from American embassies 2011-2013 and @sweden 2011-2018. Leaving: an
//! assumption.

/// Days of a year.
const YEAR_DAYS: f64 = 365.25;

/// B: share of the institutions that use the platform `years` after the first could; 0 before.
#[must_use]
pub fn adoption(alone: f64, by_imitation: f64, years: f64) -> f64 {
    if years <= 0.0 {
        return 0.0;
    }
    let left = libm::exp(-(alone + by_imitation) * years);
    (1.0 - left) / (1.0 + by_imitation / alone * left)
}

/// What a day adds to the pressure H under which accounts open.
#[must_use]
pub fn daily_pressure(opened_per_year: f64, fear: f64) -> f64 {
    opened_per_year * (1.0 - fear) / YEAR_DAYS
}

/// Followers that the platform's growth brings in a day: logistic, up to half of the audience.
#[must_use]
pub fn daily_growth(per_year: f64, followers: f64, members: f64) -> f64 {
    (per_year * followers * (1.0 - 2.0 * followers / members) / YEAR_DAYS).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bass_curve_solves_its_equation() {
        // dB/dt = (p + q B)(1 - B), B(0) = 0.
        let (p, q) = (0.018, 0.904);
        for k in 0..100 {
            let t = f64::from(k) * 0.1 + 0.05;
            let b = adoption(p, q, t);
            let slope = (adoption(p, q, t + 1e-5) - adoption(p, q, t - 1e-5)) / 2e-5;
            assert!((slope - (p + q * b) * (1.0 - b)).abs() < 1e-8, "{t}");
        }
        assert_eq!((adoption(p, q, 0.0), adoption(p, q, -3.0)), (0.0, 0.0));
        assert!((adoption(p, q, 6.0) - 0.83).abs() < 0.01, "{}", adoption(p, q, 6.0));
    }

    #[test]
    fn growth_is_logistic_toward_half_of_the_audience() {
        let mut followers = 100.0;
        (0..365).for_each(|_| followers += daily_growth(0.3, followers, 1e9));
        assert!((followers / (100.0 * libm::exp(0.3)) - 1.0).abs() < 1e-3, "{followers}");
        assert_eq!(daily_growth(0.3, 500.0, 1000.0), 0.0);
        assert_eq!(daily_growth(0.3, 600.0, 1000.0), 0.0);
    }

    #[test]
    fn fear_slows_opening() {
        assert!((daily_pressure(2.0, 0.0) * YEAR_DAYS - 2.0).abs() < 1e-12);
        assert_eq!(daily_pressure(2.0, 1.0), 0.0);
    }
}
