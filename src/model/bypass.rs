//! E15, bypass: a draft that needs approval is published without it by somebody who dares.
//!
//! That it happens is read (the Weibo account of the Canadian embassy in Beijing, Paris 2013); how often, and what
//! follows, are assumptions.

/// Chance that a draft which needs approval skips it.
#[must_use]
pub fn skip_chance(skips_approval: f64, fear: f64) -> f64 {
    skips_approval * (1.0 - fear)
}

/// Chance that its author is sanctioned: detected first, punished then.
#[must_use]
pub fn sanction_chance(detected: f64, sanctioned: f64) -> f64 {
    detected * sanctioned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_afraid_obeys() {
        assert_eq!((skip_chance(0.2, 1.0), skip_chance(0.2, 0.0)), (0.0, 0.2));
        assert_eq!(sanction_chance(0.5, 0.05), 0.025);
    }
}
