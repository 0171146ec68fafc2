//! E10, goodwill and share of voice.
//!
//! dG = -delta G dt + engagements per 1,000 members (Nerlove and Arrow 1962; delta from the duration of advertising
//! effects, Leone 1995). Voice is the share of the goodwill of all countries in an audience; where nobody speaks,
//! capacity does, by the floor g0.

/// Goodwill after a day: what is left of yesterday's, and today's engagements per 1,000 members.
///
/// DIFFERENCE: Nerlove and Arrow feed goodwill with money spent on advertising, and Leone measured sales; here
/// engagements feed it, and it makes voice.
#[must_use]
pub fn after_a_day(goodwill: f64, daily_memory: f64, engaged: u64, members: u32) -> f64 {
    goodwill * daily_memory + engaged as f64 * 1000.0 / f64::from(members)
}

/// Share of goodwill that is left after a day, given delta per month of 30.4375 days.
#[must_use]
pub fn daily_memory(decay_per_month: f64) -> f64 {
    libm::exp(-decay_per_month / 30.4375)
}

/// A country's share of voice in one audience: (G + g0 A) / (sum of all G + g0).
#[must_use]
pub fn voice(goodwill: f64, capacity: f64, all_goodwill: f64, floor: f64) -> f64 {
    (goodwill + floor * capacity) / (all_goodwill + floor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constant_input_settles_at_input_over_decay() {
        let memory = daily_memory(0.307);
        let settled = (0..4000).fold(0.0, |g, _| after_a_day(g, memory, 50, 100_000));
        assert!((settled - 0.5 / (1.0 - memory)).abs() < 1e-9);
    }

    #[test]
    fn goodwill_halves_in_ln_2_over_delta() {
        let days = core::f64::consts::LN_2 / 0.307 * 30.4375;
        assert!((libm::pow(daily_memory(0.307), days) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn voices_sum_to_one_and_capacity_speaks_where_nobody_does() {
        let (goodwill, capacity) = ([0.3, 0.0, 2.0], [0.1, 0.2, 0.7]);
        let sum: f64 = (0..3).map(|c| voice(goodwill[c], capacity[c], 2.3, 0.01)).sum();
        assert!((sum - 1.0).abs() < 1e-15);
        assert!((voice(0.0, 0.7, 0.0, 0.01) - 0.7).abs() < 1e-15);
    }
}
