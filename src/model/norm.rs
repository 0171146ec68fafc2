//! E13, the norm m: how far staff feel unable to speak. It follows the rules, slowly when they ask for less fear and
//! fast when they ask for more, and jumps when somebody is punished or makes a gaffe.
//!
//! dm/dt = (rule - m) / tau. The slow tau is derived from two surveys of Canadian federal scientists (PIPSC 2013,
//! 2017); the fast one and the jumps are assumptions.

/// m a day later.
#[must_use]
pub fn after_a_day(norm: f64, rule: f64, thaw_hours: f64, chill_hours: f64) -> f64 {
    let time_constant = if rule < norm { thaw_hours } else { chill_hours };
    norm + (rule - norm) * -libm::expm1(-24.0 / time_constant)
}

/// m after a shock.
#[must_use]
pub fn after_a_shock(norm: f64, jump: f64) -> f64 {
    (norm + jump).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: f64 = 365.25 * 24.0;

    #[test]
    fn norms_thaw_as_the_surveys_say_and_chill_within_weeks() {
        // 0.90 in mid 2013 under the old rule; 1.6 years after the new one, with a floor of 0, 0.53.
        let days = |years: f64| (years * 365.25) as usize;
        let thawed = (0..days(1.6)).fold(0.9, |m, _| after_a_day(m, 0.0, 3.0 * YEAR, 0.1 * YEAR));
        assert!((thawed - 0.9 * libm::exp(-1.6 / 3.0)).abs() < 1e-3 && (thawed - 0.53).abs() < 0.01, "{thawed}");
        let chilled = (0..days(0.3)).fold(0.2, |m, _| after_a_day(m, 0.9, 3.0 * YEAR, 0.1 * YEAR));
        assert!(chilled > 0.86, "{chilled}");
    }

    #[test]
    fn a_shock_never_passes_one() {
        assert_eq!(after_a_shock(0.95, 0.1), 1.0);
    }
}
