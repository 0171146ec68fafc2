//! Dates, time zones and office hours. The engine counts hours since the first midnight of a run; this room says what
//! date that is, what a clock on the wall shows, and when somebody is at a desk.
//!
//! Zones are fixed offsets: there is no summer time, so results never depend on a zone database.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Hours in a day.
pub const DAY: f64 = 24.0;
/// Hours in a week.
pub const WEEK: f64 = 168.0;
/// Hours in an average month of 30.4375 days, as used in equations.
pub const MONTH: f64 = 30.4375 * DAY;
/// Hours in an average year of 365.25 days, as used in equations.
pub const YEAR: f64 = 365.25 * DAY;

/// A fixed offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Zone {
    /// Minutes ahead of UTC, -720 to 840.
    pub minutes: i32,
}

impl Zone {
    /// Hours ahead of UTC.
    #[must_use]
    pub fn hours(self) -> f64 {
        f64::from(self.minutes) / 60.0
    }
}

/// A stretch of each day, in local hours: `from` 9 and `to` 17 is nine to five.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayHours {
    /// Opening, local hours after midnight, 0 to 24.
    pub from: f64,
    /// Closing, local hours after midnight, later than `from`, at most 24.
    pub to: f64,
}

impl DayHours {
    /// The whole day.
    pub const ALL_DAY: DayHours = DayHours { from: 0.0, to: 24.0 };

    /// Length in hours.
    #[must_use]
    pub fn length(self) -> f64 {
        self.to - self.from
    }
}

/// Which instant of the real calendar is hour 0 of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The date whose midnight (UTC) is hour 0.
    pub start: Date,
}

impl Clock {
    /// The weekday of day `day` of the run (day 0 is `start`): 0 is Monday, 6 is Sunday.
    #[must_use]
    pub fn weekday(self, day: i64) -> i64 {
        (i64::from(self.start.weekday().to_monday_zero_offset()) + day).rem_euclid(7)
    }

    /// The UTC date at `hour`.
    #[must_use]
    pub fn date(self, hour: f64) -> Date {
        self.date_time(hour).date()
    }

    /// The last day of what ends at `hour`: at midnight a day is over.
    #[must_use]
    pub fn last_date(self, hour: f64) -> Date {
        self.date(hour - 1.0)
    }

    /// Days from 1970-01-01 to the UTC date at `hour`.
    #[must_use]
    pub fn days_since_1970(self, hour: f64) -> i32 {
        jiff::civil::date(1970, 1, 1).until(self.date(hour)).map_or(0, |span| span.get_days())
    }

    /// The UTC date and time at `hour`, cut to whole seconds.
    #[must_use]
    pub fn date_time(self, hour: f64) -> DateTime {
        let seconds = libm::floor(hour * 3600.0 + 0.5) as i64;
        let span = jiff::Span::new().try_seconds(seconds).unwrap_or_default();
        self.start.to_datetime(jiff::civil::Time::midnight()).saturating_add(span)
    }

    /// Hours from hour 0 to `instant` (UTC); negative before the run.
    #[must_use]
    pub fn hour_of(self, instant: DateTime) -> f64 {
        let zero = self.start.to_datetime(jiff::civil::Time::midnight());
        instant.duration_since(zero).as_secs_f64() / 3600.0
    }
}

/// Working hours as a clock of their own: it runs while somebody is in, and stands still at night and on days off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkClock {
    zone_hours: f64,
    hours: DayHours,
    weekends: bool,
    /// Weekday of local day 0: 0 is Monday.
    first_weekday: i64,
}

impl WorkClock {
    /// Office hours of a place. `weekends` says whether Saturday and Sunday are working days.
    #[must_use]
    pub fn new(clock: Clock, zone: Zone, hours: DayHours, weekends: bool) -> Self {
        WorkClock { zone_hours: zone.hours(), hours, weekends, first_weekday: clock.weekday(0) }
    }

    /// A clock that never stops.
    #[must_use]
    pub fn always(clock: Clock) -> Self {
        WorkClock::new(clock, Zone::default(), DayHours::ALL_DAY, true)
    }

    /// Working hours in a week.
    #[must_use]
    pub fn hours_a_week(&self) -> f64 {
        self.hours.length() * if self.weekends { 7.0 } else { 5.0 }
    }

    fn never_stops(&self) -> bool {
        self.weekends && self.hours.length() >= DAY
    }

    /// Is local day `day` (day 0 begins at local midnight of the run's first date) a working day?
    fn works_on(&self, day: i64) -> bool {
        self.weekends || (self.first_weekday + day).rem_euclid(7) < 5
    }

    /// Is somebody in at `hour` (UTC hours since the start)?
    #[must_use]
    pub fn is_open(&self, hour: f64) -> bool {
        let local = hour + self.zone_hours;
        let day = libm::floor(local / DAY);
        let of_day = local - day * DAY;
        self.works_on(day as i64) && of_day >= self.hours.from && of_day < self.hours.to
    }

    /// The first instant at or after `hour` at which somebody is in.
    #[must_use]
    pub fn next_open(&self, hour: f64) -> f64 {
        if self.never_stops() || self.is_open(hour) {
            return hour;
        }
        let local = hour + self.zone_hours;
        let mut day = libm::floor(local / DAY) as i64;
        if local - day as f64 * DAY >= self.hours.to {
            day += 1;
        }
        while !self.works_on(day) {
            day += 1;
        }
        // Never before `hour`, whatever the rounding of the two zone shifts.
        (day as f64 * DAY + self.hours.from - self.zone_hours).max(hour)
    }

    /// The instant at which `work` hours of work that begin at `hour` are done.
    #[must_use]
    pub fn after(&self, hour: f64, work: f64) -> f64 {
        if self.never_stops() {
            return hour + work;
        }
        let mut now = self.next_open(hour);
        let mut left = work;
        loop {
            let local = now + self.zone_hours;
            let midnight = libm::floor(local / DAY) * DAY;
            let room = (midnight + self.hours.to - local).max(0.0);
            if left <= room {
                return now + left;
            }
            left -= room;
            now = self.next_open(midnight + self.hours.to - self.zone_hours);
            if left > self.hours_a_week() {
                // Whole weeks at once, so that a very long job does not walk through every evening.
                let weeks = libm::floor(left / self.hours_a_week());
                now += weeks * WEEK;
                left -= weeks * self.hours_a_week();
            }
        }
    }

    /// Working hours between two instants, `from` not later than `to`.
    #[must_use]
    pub fn between(&self, from: f64, to: f64) -> f64 {
        self.worked(to) - self.worked(from)
    }

    /// Working hours between local midnight of day 0 and `hour`; negative before it.
    fn worked(&self, hour: f64) -> f64 {
        let local = hour + self.zone_hours;
        let day = libm::floor(local / DAY) as i64;
        let weeks = day.div_euclid(7);
        let full_days = (0..day.rem_euclid(7)).filter(|d| self.works_on(*d)).count();
        let today = (local - day as f64 * DAY).clamp(self.hours.from, self.hours.to) - self.hours.from;
        weeks as f64 * self.hours_a_week()
            + full_days as f64 * self.hours.length()
            + if self.works_on(day) { today } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const CLOCK: Clock = Clock { start: date(2013, 1, 1) }; // a Tuesday
    const OTTAWA: Zone = Zone { minutes: -300 };
    const NINE_TO_FIVE: DayHours = DayHours { from: 9.0, to: 17.0 };

    #[test]
    fn hour_zero_is_midnight_of_the_first_day() {
        assert_eq!(CLOCK.date(0.0), date(2013, 1, 1));
        assert_eq!(CLOCK.date(365.0 * DAY), date(2014, 1, 1));
        assert_eq!(CLOCK.weekday(0), 1);
        assert_eq!(CLOCK.weekday(5), 6);
        assert_eq!(CLOCK.hour_of(date(2013, 1, 2).at(6, 30, 0, 0)), 30.5);
    }

    #[test]
    fn work_stops_in_the_evening_and_over_the_weekend() {
        let desk = WorkClock::new(CLOCK, OTTAWA, NINE_TO_FIVE, false);
        // Tuesday 9:00 in Ottawa is 14:00 UTC.
        assert!(!desk.is_open(13.9) && desk.is_open(14.0) && !desk.is_open(22.0));
        assert_eq!(desk.next_open(0.0), 14.0);
        // Friday 16:00 local, two hours of work: done on Monday at 10:00 local.
        let friday = 3.0 * DAY + 21.0;
        assert_eq!(desk.after(friday, 2.0), 6.0 * DAY + 15.0);
        assert_eq!(desk.after(friday, 42.0), desk.after(desk.after(friday, 40.0), 2.0));
        assert_eq!(desk.hours_a_week(), 40.0);
    }

    #[test]
    fn hours_worked_and_hours_passed_are_inverse() {
        for (zone, weekends) in [(OTTAWA, false), (Zone { minutes: 330 }, true), (Zone::default(), false)] {
            let desk = WorkClock::new(CLOCK, zone, NINE_TO_FIVE, weekends);
            for k in 0..400 {
                let (from, work) = (f64::from(k) * 1.7, f64::from(k % 67) * 1.3 + 0.1);
                let done = desk.after(from, work);
                assert!((desk.between(from, done) - work).abs() < 1e-9, "{from} {work}");
            }
        }
    }

    #[test]
    fn a_clock_that_never_stops_is_the_clock_on_the_wall() {
        let clock = WorkClock::always(CLOCK);
        assert_eq!(clock.after(5.0, 31.0), 36.0);
        assert_eq!(clock.between(5.0, 36.0), 31.0);
        assert_eq!(clock.next_open(7.25), 7.25);
    }
}
