//! Policy over time: the levers of a country at any hour, from its first rules and its changes.
//!
//! In a phase-in shares and amounts move linearly, durations geometrically (linearly if one end is 0), counts linearly
//! and rounded half up; the choice of the approval chain moves at once. At `until` the former rules are back at once.

use super::levers::LEVERS;
use super::types::{Change, Country, Policy, Scenario};

impl Country {
    /// The policy in force at `hour`.
    #[must_use]
    pub fn policy_at(&self, hour: f64) -> Policy {
        let in_force =
            self.changes.iter().filter(|c| hour >= c.when_hours && c.until_hours.is_none_or(|end| hour < end));
        in_force.fold(self.policy, |before, change| moved(&before, change, progress(change, hour)))
    }

    /// What a change of this country moves once it is in full effect, other changes in force at its beginning included:
    /// `approval_delay 200h → 24h`.
    #[must_use]
    pub fn moved_by(&self, change: &Change) -> Vec<String> {
        let others = self.changes.iter().filter(|other| other.id != change.id).cloned().collect();
        let before = Country { changes: others, ..self.clone() }.policy_at(change.when_hours);
        let after = moved(&before, change, 1.0);
        let differing = LEVERS.iter().filter(|lever| !(lever.is_same)(&before, &after));
        differing.map(|lever| format!("{} {} → {}", lever.name, (lever.text)(&before), (lever.text)(&after))).collect()
    }

    /// The first hour after `hour` at which the policy may differ from what it is at `hour`: during a phase-in that is
    /// `hour` itself; infinite if nothing changes any more.
    #[must_use]
    pub fn next_policy_change(&self, hour: f64) -> f64 {
        let moving = |c: &Change| {
            let phased_in = c.when_hours + c.phase_in_hours;
            hour >= c.when_hours && hour < phased_in && c.until_hours.is_none_or(|end| hour < end)
        };
        if self.changes.iter().any(moving) {
            return hour;
        }
        let borders = self.changes.iter().flat_map(|c| [Some(c.when_hours), c.until_hours]).flatten();
        borders.filter(|border| *border > hour).fold(f64::INFINITY, f64::min)
    }
}

/// The beginning of the first step after `hour` at which a run reads its policies again, if `next` is when one of them
/// may differ; infinite if that is infinite.
pub(super) fn step_after(hour: f64, next: f64, step_hours: f64) -> f64 {
    let steps = if next > hour { libm::ceil(next / step_hours) } else { libm::floor(hour / step_hours) + 1.0 };
    steps * step_hours
}

impl Scenario {
    /// The beginning of the first step after `hour` in which a policy may differ; infinite if nothing changes any more.
    #[must_use]
    pub fn next_policy_step(&self, hour: f64) -> f64 {
        let next = self.countries.iter().map(|c| c.next_policy_change(hour)).fold(f64::INFINITY, f64::min);
        step_after(hour, next, self.run.step_hours)
    }

    /// Until when a run cannot tell the policies of two scenarios apart that have the same countries: the beginning of
    /// the first step in which they differ, hours; infinite if there is none.
    #[must_use]
    pub fn parting(&self, other: &Scenario) -> f64 {
        let differ = |hour: &f64| {
            let mut pairs = self.countries.iter().zip(&other.countries);
            pairs.any(|(one, other)| one.policy_at(*hour) != other.policy_at(*hour))
        };
        let next = |hour: &f64| Some(self.next_policy_step(*hour).min(other.next_policy_step(*hour)));
        let mut hours = std::iter::successors(Some(0.0), next).take_while(|hour| hour.is_finite());
        hours.find(differ).unwrap_or(f64::INFINITY)
    }

    /// The same scenario in which no policy ever changes: the ghost baseline. `None` if there are no changes.
    #[must_use]
    pub fn without_changes(&self) -> Option<Scenario> {
        if self.countries.iter().all(|country| country.changes.is_empty()) {
            return None;
        }
        let mut ghost = self.clone();
        ghost.countries.iter_mut().for_each(|country| country.changes.clear());
        Some(ghost)
    }
}

/// How far a change has come into effect at `hour`: 0 at its beginning, 1 after the phase-in.
fn progress(change: &Change, hour: f64) -> f64 {
    if change.phase_in_hours <= 0.0 {
        1.0
    } else {
        ((hour - change.when_hours) / change.phase_in_hours).clamp(0.0, 1.0)
    }
}

/// `before` with the levers of `change` moved by `progress`.
fn moved(before: &Policy, change: &Change, progress: f64) -> Policy {
    let set = &change.set;
    let linear = |from: f64, to: Option<f64>| to.map_or(from, |to| between(from, to, progress));
    Policy {
        accounts_wanted: linear(before.accounts_wanted, set.accounts_wanted),
        announcements_per_day: linear(before.announcements_per_day, set.announcements_per_day),
        comments_on_events: linear(before.comments_on_events, set.comments_on_events),
        announcements_need_approval: linear(before.announcements_need_approval, set.announcements_need_approval),
        comments_need_approval: linear(before.comments_need_approval, set.comments_need_approval),
        replies_need_approval: linear(before.replies_need_approval, set.replies_need_approval),
        approval: set.approval.unwrap_or(before.approval),
        approval_delay_hours: set
            .approval_delay_hours
            .map_or(before.approval_delay_hours, |to| duration_between(before.approval_delay_hours, to, progress)),
        approval_steps: set
            .approval_steps
            .map_or(before.approval_steps, |to| count_between(before.approval_steps, to, progress)),
        chance_dropped: linear(before.chance_dropped, set.chance_dropped),
        routine_topics: linear(before.routine_topics, set.routine_topics),
        skips_approval: linear(before.skips_approval, set.skips_approval),
        reviewed_afterwards: linear(before.reviewed_afterwards, set.reviewed_afterwards),
        tightens_after_gaffe_hours: set.tightens_after_gaffe_hours.map_or(before.tightens_after_gaffe_hours, |to| {
            duration_between(before.tightens_after_gaffe_hours, to, progress)
        }),
        questions_answered: linear(before.questions_answered, set.questions_answered),
        answers_per_day: linear(before.answers_per_day, set.answers_per_day),
        fear_of_speaking: linear(before.fear_of_speaking, set.fear_of_speaking),
    }
}

/// Linear, and exact at both ends.
fn between(from: f64, to: f64, progress: f64) -> f64 {
    if progress >= 1.0 { to } else { from + (to - from) * progress }
}

fn duration_between(from: f64, to: f64, progress: f64) -> f64 {
    if from <= 0.0 || to <= 0.0 || progress >= 1.0 {
        return between(from, to, progress);
    }
    libm::exp(between(libm::log(from), libm::log(to), progress))
}

fn count_between(from: u32, to: u32, progress: f64) -> u32 {
    libm::floor(between(f64::from(from), f64::from(to), progress) + 0.5) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_move_geometrically_unless_one_end_is_zero() {
        assert!((duration_between(16.0, 1.0, 0.5) - 4.0).abs() < 1e-12);
        assert_eq!(duration_between(16.0, 0.0, 0.5), 8.0);
        assert_eq!(duration_between(16.0, 1.0, 1.0), 1.0);
    }

    #[test]
    fn counts_are_rounded_half_up() {
        assert_eq!([0.0, 0.1, 0.5, 0.9, 1.0].map(|p| count_between(12, 1, p)), [12, 11, 7, 2, 1]);
    }
}
