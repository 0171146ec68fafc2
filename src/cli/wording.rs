//! Numbers, spans and findings in words: pure functions, so that every sentence can be tested.

use crate::charts::words::{decimals_of_difference, in_sentence, sentence};
pub(super) use crate::report::command::line as command;
use crate::scenario::{self, Scenario};
use crate::stats::Spread;
pub(super) use crate::units::grouped;

/// Columns of a terminal that every line shall fit into.
pub(super) const WIDTH: usize = 80;

/// `1 country`, `3 countries`.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// A length of time that somebody waits for, rounded for the eye.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "under 1 s".into(),
        s if s < 99.5 => format!("{s:.0} s"),
        s if s < 5_970.0 => format!("{:.0} min", s / 60.0),
        s if s < 48.0 * 3600.0 => format!("{:.1} hours", s / 3600.0),
        s => format!("{} days", grouped((s / 86_400.0) as u64)),
    }
}

/// How long something will take: `about 3 min`, `under 1 s`.
pub(super) fn about(seconds: f64) -> String {
    let time = duration(seconds);
    if time.starts_with("under") { time } else { format!("about {time}") }
}

/// An amount of memory, rounded for the eye.
pub(super) fn memory(bytes: f64) -> String {
    let mut amount = bytes / 1e6;
    let mut unit = "MB";
    for larger in ["GB", "TB", "PB"] {
        if amount >= 999.5 {
            (amount, unit) = (amount / 1000.0, larger);
        }
    }
    if amount < 9.95 { format!("{amount:.1} {unit}") } else { format!("{} {unit}", grouped(amount.round() as u64)) }
}

/// The length of a run: `4 years`, `6 months` or `45 days`.
pub(super) fn span(scenario: &Scenario) -> String {
    let start = scenario.run.clock.start;
    let end = scenario.run.clock.date(f64::from(scenario.run.days) * 24.0);
    let whole = |unit: jiff::Span| start.checked_add(unit).is_ok_and(|date| date == end);
    let years = i64::from(end.year()) - i64::from(start.year());
    let months = years * 12 + i64::from(end.month()) - i64::from(start.month());
    if years > 0 && whole(jiff::Span::new().years(years)) {
        counted(years as u64, "year", "years")
    } else if months > 0 && whole(jiff::Span::new().months(months)) {
        counted(months as u64, "month", "months")
    } else {
        counted(u64::from(scenario.run.days), "day", "days")
    }
}

/// The last day of a run.
pub(super) fn last_day(scenario: &Scenario) -> String {
    scenario.run.clock.last_date(scenario.run.hours()).to_string()
}

/// Who is simulated: `3 countries, 2,000,000 members in 5 audiences`.
pub(super) fn crowd(scenario: &Scenario) -> String {
    let members = scenario.audiences.iter().map(|audience| u64::from(audience.members)).sum();
    let countries = counted(scenario.countries.len() as u64, "country", "countries");
    let members = counted(members, "member", "members");
    format!("{countries}, {members} in {}", counted(scenario.audiences.len() as u64, "audience", "audiences"))
}

/// For how long: `4 years (2013-01-01 to 2016-12-31)`.
pub(super) fn period(scenario: &Scenario) -> String {
    format!("{} ({} to {})", span(scenario), scenario.run.clock.start, last_day(scenario))
}

/// A finding about the influence of one country, from so many pairs on the same luck.
pub(super) fn finding(name: &str, found: (Spread, usize)) -> String {
    finding_about(name, ("influence", "points"), found, "")
}

/// A finding about a measure of one country with its unit, from so many pairs, and where it holds (` under A`). One
/// pair finds nothing, and says so.
pub(super) fn finding_about(
    name: &str,
    (what, unit): (&str, &str),
    (difference, pairs): (Spread, usize),
    place: &str,
) -> String {
    let Spread { median, low90, high90 } = difference;
    // What is not clear needs no digits.
    let finest = if difference.excludes(0.0) { usize::MAX } else { 2 };
    let places = decimals_of_difference(difference).min(finest);
    let number = |x: f64| fixed(x, places);
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let word = if median > 0.0 { "higher" } else { "lower" };
    let size = format!("{word} by {}{unit}{place}", number(median.abs()));
    if pairs == 1 {
        let size = if median == 0.0 { format!("the same{place}") } else { size };
        return format!(
            "In this one pair {} {what} is {size}; one pair proves nothing.",
            possessive(&in_sentence(name))
        );
    }
    let whose = possessive(&sentence(&in_sentence(name)));
    let range = |low: f64, high: f64| format!("9 in 10 pairs: {} to {}", number(low), number(high));
    if !difference.excludes(0.0) {
        return format!("{whose} {what}: no clear difference{place} ({}).", range(low90, high90));
    }
    let range = if median > 0.0 { range(low90, high90) } else { range(-high90, -low90) };
    format!("{whose} {what} is {size} ({range}).")
}

/// A number with so many decimals, and no minus before zero.
pub(super) fn fixed(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    let is_zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

/// With an apostrophe: `Canada's`, `the United States'`.
pub(super) fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}'") } else { format!("{name}'s") }
}

/// Breaks a text into lines of at most 80 columns, between words.
pub(super) fn wrapped(text: &str) -> String {
    indented(text, 0)
}

/// The same, every line after so many spaces.
pub(super) fn indented(text: &str, spaces: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let margin = " ".repeat(spaces);
    let lines = scenario::wrapped(&words.join(" "), WIDTH - spaces);
    lines.lines().map(|line| format!("{margin}{line}")).collect::<Vec<_>>().join("\n")
}

/// A text in so many columns: cut with an ellipsis if it is longer, filled with spaces if it is shorter.
pub(super) fn column(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned() + &" ".repeat(width - length);
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(low90: f64, median: f64, high90: f64) -> Spread {
        Spread { median, low90, high90 }
    }

    #[test]
    fn a_finding_is_stated_only_if_the_interval_excludes_zero() {
        for (name, spread, wanted) in [
            (
                "Canada",
                spread(0.1, 0.4, 0.9),
                "Canada's influence is higher by 0.4 points (9 in 10 pairs: 0.1 to 0.9).",
            ),
            (
                "United States",
                spread(-2.5, -1.25, -0.02),
                "The United States' influence is lower by 1.25 points (9 in 10 pairs: 0.02 to 2.50).",
            ),
            (
                "Canada",
                spread(-0.2, -0.01, 0.3),
                "Canada's influence: no clear difference (9 in 10 pairs: -0.2 to 0.3).",
            ),
        ] {
            assert_eq!(finding(name, (spread, 40)), wanted);
        }
        assert!(finding("Canada", (spread(0.0, 0.0, 0.0), 40)).contains("no clear difference"));
    }

    #[test]
    fn one_pair_claims_nothing() {
        let of_one = |x: f64| finding("United States", (spread(x, x, x), 1));
        let tail = "; one pair proves nothing.";
        assert_eq!(
            of_one(-0.25),
            format!("In this one pair the United States' influence is lower by 0.25 points{tail}")
        );
        assert_eq!(of_one(0.0), format!("In this one pair the United States' influence is the same{tail}"));
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let written = [0, 999, 1000, 2_000_000, u64::MAX].map(grouped);
        assert_eq!(written, ["0", "999", "1,000", "2,000,000", "18,446,744,073,709,551,615"]);
    }

    #[test]
    fn amounts_are_rounded_for_the_eye() {
        assert_eq!(
            [0.2, 12.4, 150.0, 7200.0, 1e6].map(duration),
            ["under 1 s", "12 s", "2 min", "2.0 hours", "11 days"]
        );
        assert_eq!([1.2e6, 31e9, 999.9e6, 5e18].map(memory), ["1.2 MB", "31 GB", "1.0 GB", "5,000 PB"]);
    }

    #[test]
    fn lines_break_between_words_and_names_are_cut() {
        let text = wrapped(&"word ".repeat(40));
        assert!(text.lines().all(|line| line.len() <= WIDTH) && text.lines().count() == 3);
        assert_eq!(column("Österreich", 12), "Österreich  ");
        assert_eq!(column("United Kingdom", 8), "United …");
    }
}
