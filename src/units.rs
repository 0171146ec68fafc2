//! Quantities as people write them: `"36h"`, `"2 days"`, `"40%"`, `"0.307 per month"`, `"19:10"`, `"09:00-17:00"`,
//! `"UTC+5:30"`. Text in, numbers in the units of the model out, and back.
//!
//! One meaning for each unit everywhere, in settings and in equations: a month is 30.4375 days, a year 365.25 days.

use crate::calendar::{DAY, DayHours, MONTH, WEEK, YEAR, Zone};

/// Why a text is not the quantity that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// A comma where a decimal point belongs.
    Comma,
    /// A number alone, where a unit is needed.
    NoUnit,
    /// A unit that does not exist: the text after the number.
    UnknownUnit(String),
    /// Anything else.
    Shape,
}

/// A plain number: digits, perhaps a sign, a point, underscores between digits. Never infinite.
///
/// # Errors
/// [`Misread::Comma`] for `1,5`; [`Misread::Shape`] for anything else that is not a number.
pub fn number(text: &str) -> Result<f64, Misread> {
    match split(text)? {
        (x, "") => Ok(x),
        _ => Err(Misread::Shape),
    }
}

/// A length of time in hours: `"36h"`, `"2 days"`, `"15 min"`, `"never"` (infinite), or `"0"`.
///
/// # Errors
/// [`Misread::NoUnit`] for a bare number other than 0, else what is wrong with it.
pub fn duration(text: &str) -> Result<f64, Misread> {
    if text.trim() == "never" {
        return Ok(f64::INFINITY);
    }
    let (x, unit) = split(text)?;
    let hours = match unit {
        "" if x == 0.0 => return Ok(0.0),
        "" => return Err(Misread::NoUnit),
        "s" | "sec" | "second" | "seconds" => return Ok(x / 3600.0),
        "min" | "mins" | "minute" | "minutes" => return Ok(x / 60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => 1.0,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => WEEK,
        "month" | "months" => MONTH,
        "y" | "yr" | "year" | "years" => YEAR,
        other => return Err(Misread::UnknownUnit(other.to_owned())),
    };
    Ok(x * hours)
}

/// A share: `"40%"` or `"0.4"`. Not limited to 0 to 1 here.
///
/// # Errors
/// What is wrong with the text.
pub fn share(text: &str) -> Result<f64, Misread> {
    match split(text)? {
        (x, "") => Ok(x),
        (x, "%" | "percent" | "per cent") => Ok(x / 100.0),
        (_, other) => Err(Misread::UnknownUnit(other.to_owned())),
    }
}

/// The time that a rate is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Per month of 30.4375 days.
    Month,
    /// Per year of 365.25 days.
    Year,
}

impl Per {
    /// The word after "per".
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Per::Month => "month",
            Per::Year => "year",
        }
    }

    fn hours(self) -> f64 {
        match self {
            Per::Month => MONTH,
            Per::Year => YEAR,
        }
    }
}

/// A rate: `"0.307 per month"`, `"20% per year"`, in the unit `wanted`.
///
/// # Errors
/// [`Misread::NoUnit`] for a number alone, else what is wrong with it.
pub fn rate(text: &str, wanted: Per) -> Result<f64, Misread> {
    let (amount, unit) = match text.split_once(" per ") {
        Some((amount, unit)) => (share(amount)?, unit.trim()),
        None => return Err(share(text).map_or_else(|wrong| wrong, |_| Misread::NoUnit)),
    };
    let hours = match unit {
        unit if unit == wanted.word() => return Ok(amount),
        "day" => DAY,
        "week" => WEEK,
        "month" => MONTH,
        "year" => YEAR,
        other => return Err(Misread::UnknownUnit(other.to_owned())),
    };
    Ok(amount * wanted.hours() / hours)
}

/// A time of day as hours after midnight: `"19:10"`, `"24:00"`.
///
/// # Errors
/// [`Misread::Shape`] for anything else.
pub fn clock_time(text: &str) -> Result<f64, Misread> {
    let (hours, minutes) = text.trim().split_once(':').ok_or(Misread::Shape)?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    if hours > 24 || minutes > 59 || (hours == 24 && minutes > 0) {
        return Err(Misread::Shape);
    }
    Ok(f64::from(hours) + f64::from(minutes) / 60.0)
}

/// A stretch of each day: `"09:00-17:00"`, or `"all day"`. It ends after it begins, on the same day.
///
/// # Errors
/// [`Misread::Shape`] for anything else.
pub fn day_hours(text: &str) -> Result<DayHours, Misread> {
    if text.trim() == "all day" {
        return Ok(DayHours::ALL_DAY);
    }
    let (from, to) = text.split_once(['-', '–']).ok_or(Misread::Shape)?;
    let hours = DayHours { from: clock_time(from)?, to: clock_time(to)? };
    if hours.length() > 0.0 { Ok(hours) } else { Err(Misread::Shape) }
}

/// A fixed time zone: `"UTC"`, `"UTC-5"`, `"UTC+5:30"`, between UTC-12 and UTC+14.
///
/// # Errors
/// [`Misread::Shape`] for anything else.
pub fn zone(text: &str) -> Result<Zone, Misread> {
    let offset = text.trim().strip_prefix("UTC").ok_or(Misread::Shape)?;
    let (sign, size) = match offset.chars().next() {
        None => return Ok(Zone::default()),
        Some('+') => (1, &offset[1..]),
        Some(minus @ ('-' | '−')) => (-1, &offset[minus.len_utf8()..]),
        Some(_) => return Err(Misread::Shape),
    };
    let (hours, minutes) = size.split_once(':').unwrap_or((size, "0"));
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    let minutes = sign * (i32::from(hours) * 60 + i32::from(minutes));
    if (-720..=840).contains(&minutes) && size.split_once(':').is_none_or(|(_, m)| m.len() == 2 && m < "60") {
        return Ok(Zone { minutes });
    }
    Err(Misread::Shape)
}

/// A length of time in words, in the largest unit that keeps it short: `40 days`, `15 hours`, `never`.
#[must_use]
pub fn duration_text(hours: f64) -> String {
    duration_about(hours, usize::MAX)
}

/// The same with at most so many figures: `5.67 days`.
#[must_use]
pub fn duration_about(hours: f64, figures: usize) -> String {
    if hours.is_infinite() {
        return "never".to_owned();
    }
    let (size, unit) = match hours {
        h if h >= YEAR => (h / YEAR, "year"),
        h if h >= 2.0 * DAY => (h / DAY, "day"),
        h if h >= 1.0 || h == 0.0 => (h, "hour"),
        h => (h * 60.0, "minute"),
    };
    let size = short(if figures < MOST_FIGURES { significant(size, figures) } else { size });
    if size == "1" { format!("1 {unit}") } else { format!("{size} {unit}s") }
}

/// A number has no more figures than that.
const MOST_FIGURES: usize = 17;

/// A share as a percentage: `40%`, `0.045%`.
#[must_use]
pub fn share_text(share: f64) -> String {
    format!("{}%", short(share * 100.0))
}

/// A whole number with commas between thousands: `400,000`.
#[must_use]
pub fn grouped(number: u64) -> String {
    in_threes(&number.to_string(), ',')
}

/// Figures in groups of three from the right, with a sign between.
#[must_use]
pub fn in_threes(figures: &str, between: char) -> String {
    let mut text = String::new();
    for (place, figure) in figures.chars().enumerate() {
        if place > 0 && (figures.len() - place).is_multiple_of(3) {
            text.push(between);
        }
        text.push(figure);
    }
    text
}

/// The nearest number that has so many figures, 1 or more: 0.071_238 becomes 0.071_2 with three.
#[must_use]
pub fn significant(x: f64, figures: usize) -> f64 {
    format!("{x:.*e}", figures.saturating_sub(1)).parse().unwrap_or(x)
}

/// A number with at most three figures after the point, none of them a final zero.
#[must_use]
pub fn short(x: f64) -> String {
    let text = format!("{x:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// One or `most` digits and nothing else.
fn digits(text: &str, most: usize) -> Result<u8, Misread> {
    let text = text.trim();
    if text.is_empty() || text.len() > most || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Misread::Shape);
    }
    text.parse().map_err(|_| Misread::Shape)
}

/// The number at the beginning, and the rest without the spaces around it.
fn split(text: &str) -> Result<(f64, &str), Misread> {
    let text = text.trim();
    let after = text.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '_' | '-' | '+' | '−')).unwrap_or(text.len());
    let (figures, unit) = text.split_at(after);
    if figures.contains(',') {
        return Err(Misread::Comma);
    }
    let figures = figures.replace('_', "").replace('−', "-");
    let x: f64 = figures.parse().map_err(|_| Misread::Shape)?;
    if x.is_finite() { Ok((x, unit.trim())) } else { Err(Misread::Shape) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_hours() {
        let cases = [("36h", 36.0), ("2 days", 48.0), ("8 weeks", 1344.0), ("15 min", 0.25), ("1.6 years", 1.6 * YEAR)];
        for (text, hours) in cases {
            assert_eq!(duration(text), Ok(hours), "{text}");
        }
        assert_eq!(duration("never"), Ok(f64::INFINITY));
        assert_eq!(duration("0"), Ok(0.0));
        assert_eq!(duration("4"), Err(Misread::NoUnit));
        assert_eq!(duration("1,5h"), Err(Misread::Comma));
        assert_eq!(duration("3 fortnights"), Err(Misread::UnknownUnit("fortnights".to_owned())));
        assert_eq!(duration("soon"), Err(Misread::Shape));
        assert_eq!(duration("infinity h"), Err(Misread::Shape));
    }

    #[test]
    fn shares_and_rates() {
        assert_eq!(share("40%"), Ok(0.4));
        assert_eq!(share("0.4"), Ok(0.4));
        assert_eq!(rate("0.307 per month", Per::Month), Ok(0.307));
        assert_eq!(rate("12 per year", Per::Month), Ok(1.0));
        assert_eq!(rate("0.17", Per::Year), Err(Misread::NoUnit));
    }

    #[test]
    fn times_of_day_and_zones() {
        assert_eq!(clock_time("19:30"), Ok(19.5));
        assert_eq!(clock_time("24:01"), Err(Misread::Shape));
        assert_eq!(day_hours("09:00-17:00"), Ok(DayHours { from: 9.0, to: 17.0 }));
        assert_eq!(day_hours("22:00-06:00"), Err(Misread::Shape));
        assert_eq!(zone("UTC+5:30"), Ok(Zone { minutes: 330 }));
        assert_eq!(zone("UTC-5"), Ok(Zone { minutes: -300 }));
        assert_eq!(zone("UTC"), Ok(Zone::default()));
        for wrong in ["UTC+15", "UTC+5:60", "EST", "America/Toronto", "UTC5", "UTC+5:3"] {
            assert_eq!(zone(wrong), Err(Misread::Shape), "{wrong}");
        }
    }

    #[test]
    fn quantities_are_written_the_way_they_are_read() {
        for hours in [0.0, 0.25, 6.0, 36.0, 200.0, 480.0, 2.0 * YEAR] {
            let back = duration(&duration_text(hours)).unwrap_or(f64::NAN);
            assert!((back - hours).abs() <= 1e-3 * hours, "{hours}");
        }
        assert_eq!([0.071_238, -123_456.0, 0.0].map(|x| significant(x, 3)), [0.0712, -123_000.0, 0.0]);
        assert_eq!(share_text(0.00045), "0.045%");
        assert_eq!(duration_text(960.0), "40 days");
        assert_eq!([136.0, 24.618, 9000.0].map(|h| duration_about(h, 2)), ["5.7 days", "25 hours", "1 year"]);
    }
}
