//! The horizontal axis: years, months or days, by how long the run is.

use super::theme::Face;
use super::typeface::width;
use super::words::{month, short_month};
use crate::calendar::{Clock, DAY};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Space that a label needs around itself.
const AIR: f64 = 14.0;

/// Where the axis has ticks and labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ticks {
    /// Hours of the tick marks.
    pub(super) marks: Vec<f64>,
    /// Labels, in up to two rows.
    pub(super) labels: Vec<Label>,
}

/// A label, centred between two instants (which are equal where it stands under a tick).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    /// 0 beside the axis, 1 below.
    pub(super) row: usize,
    /// Hours between which it is centred.
    pub(super) between: (f64, f64),
    /// What it says.
    pub(super) words: String,
}

/// The stretch of time that an axis shows, and its room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// Which date is hour 0.
    pub(super) clock: Clock,
    /// First and last hour, the second larger.
    pub(super) hours: (f64, f64),
    /// Length of the axis on the sheet.
    pub(super) room: f64,
    /// How labels look.
    pub(super) face: Face,
}

/// How a run is divided: by years from two years on, by months from two months on, else by days.
pub(super) fn ticks(span: &Span) -> Ticks {
    let days = (span.hours.1 - span.hours.0) / DAY;
    if days >= 730.0 {
        years(span)
    } else if days >= 61.0 {
        months(span)
    } else {
        days_of(span)
    }
}

/// Number of rows that the labels need: days and months name their year below.
pub(super) fn rows(ticks: &Ticks) -> usize {
    ticks.labels.iter().map(|label| label.row + 1).max().unwrap_or(1)
}

impl Span {
    fn width_of(&self, hours: f64) -> f64 {
        hours / (self.hours.1 - self.hours.0) * self.room
    }

    fn words_width(&self, words: &str) -> f64 {
        width(words, self.face)
    }

    fn hour_of(&self, day: Date) -> f64 {
        self.clock.hour_of(day.at(0, 0, 0, 0))
    }

    /// The first and the last day that the axis shows.
    fn days(&self) -> (Date, Date) {
        (self.clock.date(self.hours.0), self.clock.last_date(self.hours.1))
    }

    /// Hours of `days` that lie within the axis, its ends included.
    fn within(&self, days: &[Date]) -> Vec<f64> {
        let hours = days.iter().map(|day| self.hour_of(*day));
        hours.filter(|hour| (self.hours.0..=self.hours.1).contains(hour)).collect()
    }

    /// One label for each stretch between neighbouring `days`, centred in the part that shows; the first of its
    /// `wordings` that fits there, or none.
    fn between(&self, days: &[Date], row: usize, wordings: impl Fn(Date) -> Vec<String>) -> Vec<Label> {
        let stretch = |pair: &[Date]| {
            let between = (self.hour_of(pair[0]).max(self.hours.0), self.hour_of(pair[1]).min(self.hours.1));
            let room = self.width_of(between.1 - between.0);
            let words = wordings(pair[0]).into_iter().find(|words| self.words_width(words) + AIR <= room)?;
            Some(Label { row, between, words })
        };
        days.windows(2).filter_map(stretch).collect()
    }

    /// One label under each of the `days` that show.
    fn under(&self, days: &[Date], wording: impl Fn(Date) -> String) -> Vec<Label> {
        let label = |day: &Date| {
            let hour = self.hour_of(*day);
            let shows = (self.hours.0..=self.hours.1).contains(&hour);
            shows.then(|| Label { row: 0, between: (hour, hour), words: wording(*day) })
        };
        days.iter().filter_map(label).collect()
    }
}

fn years(span: &Span) -> Ticks {
    let (first, last) = span.days();
    let every = first_days_of_years(first.year(), last.year(), 1);
    let wide = span.width_of(365.0 * DAY) >= span.words_width("2000") + AIR / 2.0;
    if wide {
        let labels = span.between(&every, 0, |day| vec![day.year().to_string()]);
        return Ticks { marks: span.within(&every), labels };
    }
    let need = span.words_width("2000") + 3.0 * AIR;
    let fits = |step: &i16| span.width_of(f64::from(*step) * 365.0 * DAY) >= need;
    let step = [2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(fits).unwrap_or(1000);
    let some = first_days_of_years(first.year(), last.year(), step);
    Ticks { marks: span.within(&some), labels: span.under(&some, |day| day.year().to_string()) }
}

/// 1 January of the years from `first` to one step beyond `last` that `step` divides.
fn first_days_of_years(first: i16, last: i16, step: i16) -> Vec<Date> {
    let years = first.div_euclid(step) * step..=last.saturating_add(step).min(9999);
    years.step_by(step.unsigned_abs().into()).filter_map(|year| Date::new(year, 1, 1).ok()).collect()
}

fn months(span: &Span) -> Ticks {
    let (first, last) = span.days();
    let every = first_days_of_months(first, last);
    let wide = span.width_of(28.0 * DAY) >= span.words_width("May") + AIR / 2.0;
    let fits = |step: &i8| span.width_of(f64::from(*step) * 30.0 * DAY) >= span.words_width("May") + AIR;
    let step = [3, 6].into_iter().find(fits).unwrap_or(12);
    let some: Vec<Date> = every.iter().copied().filter(|day| day.month() % step == 1).collect();
    let mut labels = if wide {
        span.between(&every, 0, |day| vec![short_month(day).to_owned()])
    } else {
        span.under(&some, |day| short_month(day).to_owned())
    };
    labels.extend(year_row(span));
    Ticks { marks: span.within(&every), labels }
}

fn year_row(span: &Span) -> Vec<Label> {
    let (first, last) = span.days();
    span.between(&first_days_of_years(first.year(), last.year(), 1), 1, |day| vec![day.year().to_string()])
}

/// The first of each month from that of `first` to the one after `last`.
fn first_days_of_months(first: Date, last: Date) -> Vec<Date> {
    let start = date(first.year(), first.month(), 1);
    let ahead = |months: i32| start.saturating_add(months.months());
    let count =
        (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month()) - i32::from(first.month());
    (0..=count + 1).map(ahead).collect()
}

fn days_of(span: &Span) -> Ticks {
    let (first, last) = span.days();
    let count = libm::ceil((span.hours.1 - span.hours.0) / DAY) as i32;
    let every: Vec<Date> = (0..=count).map(|day| first.saturating_add(day.days())).collect();
    if span.width_of(DAY) >= span.words_width("30") + AIR / 2.0 {
        let mut labels = span.between(&every, 0, |day| vec![day.day().to_string()]);
        labels.extend(span.between(&first_days_of_months(first, last), 1, month_names));
        return Ticks { marks: span.within(&every), labels };
    }
    let fits = |weeks: &usize| span.width_of(*weeks as f64 * 7.0 * DAY) >= span.words_width("30 May") + AIR / 2.0;
    let step = [1, 2].into_iter().find(fits).unwrap_or(4);
    let weeks: Vec<Date> = every.into_iter().step_by(7 * step).collect();
    let mut labels = span.under(&weeks, |day| format!("{} {}", day.day(), short_month(day)));
    labels.extend(year_row(span));
    Ticks { marks: span.within(&weeks), labels }
}

fn month_names(day: Date) -> Vec<String> {
    let year = day.year();
    vec![format!("{} {year}", month(day)), format!("{} {year}", short_month(day)), short_month(day).to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::theme::LIGHT;

    fn words(start: Date, days: u32) -> (Vec<String>, Vec<String>, usize) {
        let clock = Clock { start };
        let hours = (0.0, f64::from(days) * DAY);
        let ticks = ticks(&Span { clock, hours, room: 1112.0, face: LIGHT.tick() });
        let row = |row| ticks.labels.iter().filter(|label| label.row == row).map(|label| label.words.clone()).collect();
        (row(0), row(1), ticks.marks.len())
    }

    #[test]
    fn four_years_are_centred_between_five_ticks() {
        let (top, below, marks) = words(date(2013, 1, 1), 1461);
        assert_eq!(top, ["2013", "2014", "2015", "2016"]);
        assert!(below.is_empty());
        assert_eq!(marks, 5);
    }

    #[test]
    fn a_year_that_hardly_shows_has_no_label() {
        let (top, ..) = words(date(2013, 12, 20), 1461);
        assert_eq!(top, ["2014", "2015", "2016", "2017"]);
    }

    #[test]
    fn forty_years_are_labelled_in_steps() {
        let (top, ..) = words(date(2001, 1, 1), 14_610);
        assert_eq!(top, ["2005", "2010", "2015", "2020", "2025", "2030", "2035", "2040"]);
    }

    #[test]
    fn short_runs_show_months_or_days_and_name_the_year_below() {
        assert_eq!(words(date(2013, 10, 1), 120).0, ["Oct", "Nov", "Dec", "Jan"]);
        assert_eq!(words(date(2013, 10, 1), 120).1, ["2013", "2014"]);
        assert_eq!(words(date(2013, 1, 1), 729).0, ["Jan", "Apr", "Jul", "Oct", "Jan", "Apr", "Jul", "Oct"]);
        let (top, below, marks) = words(date(2013, 5, 25), 10);
        assert_eq!(top, ["25", "26", "27", "28", "29", "30", "31", "1", "2", "3"]);
        assert_eq!((below, marks), (vec!["May 2013".to_owned(), "June 2013".to_owned()], 11));
        assert_eq!(words(date(2013, 5, 1), 60).0[1], "8 May");
    }
}
