//! E6, reshares: a branching process over peers who are drawn and never stored.
//!
//! Whoever engages passes the message on with a chance to so many members of the audience; each of them may engage in
//! turn. The shares of reshares among reactions: Schliebs et al. (2021). Trees of reshares are shallow and star-like
//! (Kwak et al. 2010), which follows here from offspring far below 1.

/// n before the cap: expected offspring of one engagement.
///
/// DIFFERENCE: real peers are followers of the one who shares; here they are any members of the audience, so reshares
/// bring neither echo chambers nor communities.
#[must_use]
pub fn offspring(share_chance: f64, peers: u32, mean_chance: f64) -> f64 {
    share_chance * f64::from(peers) * mean_chance
}

/// What every peer's chance is multiplied by so that the offspring keeps to the cap.
#[must_use]
pub fn damping(offspring: f64, cap: f64) -> f64 {
    if offspring > cap { cap / offspring } else { 1.0 }
}

/// Chance that a peer who engages begins to follow: he follows already with the chance of a member of his class.
#[must_use]
pub fn follows(follow_chance: f64, followers: u32, members: u32) -> f64 {
    follow_chance * (1.0 - f64::from(followers) / f64::from(members.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cap_cuts_and_leaves_alone() {
        assert_eq!(damping(0.3, 0.8), 1.0);
        let n = offspring(0.14, 100, 0.2);
        assert!((n * damping(n, 0.8) - 0.8).abs() < 1e-12);
        assert_eq!((follows(0.05, 0, 10), follows(0.05, 10, 10)), (0.05, 0.0));
    }
}
