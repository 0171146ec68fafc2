//! Opening hours, one local day after the other.

use softpower::calendar::{Clock, DayHours, Zone};

/// When somebody is in, at some place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpeningHours {
    clock: Clock,
    zone: Zone,
    hours: DayHours,
    weekends: bool,
}

impl OpeningHours {
    pub(crate) fn new(clock: Clock, zone: Zone, hours: DayHours, weekends: bool) -> OpeningHours {
        OpeningHours { clock, zone, hours, weekends }
    }

    /// Opening and closing (UTC hours of the run) of local day `day`; day 0 is the first date of the run.
    pub(crate) fn of_day(&self, day: i64) -> Option<(f64, f64)> {
        let midnight = day as f64 * 24.0 - self.zone.hours();
        let works = self.weekends || self.clock.weekday(day) < 5;
        works.then_some((midnight + self.hours.from, midnight + self.hours.to))
    }

    /// All openings that are not over at `from`, the earliest first.
    fn openings(&self, from: f64) -> impl Iterator<Item = (f64, f64)> {
        let day_before = ((from + self.zone.hours()) / 24.0).floor() as i64 - 1;
        (day_before..).filter_map(move |day| self.of_day(day)).filter(move |(_, closing)| *closing > from)
    }

    pub(crate) fn is_open(&self, at: f64) -> bool {
        self.openings(at).next().is_some_and(|(opening, _)| at >= opening)
    }

    /// The first instant from `at` on when somebody is in.
    pub(crate) fn next_open(&self, at: f64) -> f64 {
        self.openings(at).next().map_or(f64::INFINITY, |(opening, _)| opening.max(at))
    }

    /// When `work` opening hours from `at` on have passed.
    pub(crate) fn after(&self, at: f64, work: f64) -> f64 {
        let mut left = work;
        for (opening, closing) in self.openings(at) {
            let begin = opening.max(at);
            if left <= closing - begin {
                return begin + left;
            }
            left -= closing - begin;
        }
        f64::INFINITY
    }

    /// Opening hours between two instants.
    pub(crate) fn between(&self, from: f64, to: f64) -> f64 {
        let today = self.openings(from).take_while(|(opening, _)| *opening < to);
        today.map(|(opening, closing)| closing.min(to) - opening.max(from)).sum()
    }
}
