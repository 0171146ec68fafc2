//! Numbers, dates and names as people write them: a real minus sign, thin spaces in thousands, "4 November 2015",
//! "the United Kingdom’s".

use crate::stats::Spread;
use crate::units::{duration_about, in_threes, significant};
use jiff::civil::Date;

/// The value of a setting as people read it, without a unit that would be long: `3.2 hours`, `65.2%`, `12 350`.
pub(crate) fn setting_value(unit: &str, value: f64) -> String {
    match unit {
        "hours" => duration_about(value, 3),
        "share" => format!("{}%", significant(100.0 * value, 3)),
        _ => {
            let value = significant(value, 4);
            if value.abs() >= 1000.0 { number(value, 0) } else { value.to_string().replace('-', "−") }
        }
    }
}

/// Most decimals that a chart prints.
const FINEST: usize = 6;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SMALL_NUMBERS: [&str; 13] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Decimals with which a step of `resolution` can be told from none: 0 for 1 or more, 1 for 0.1 up to 1, and so on.
pub(crate) fn decimals_for(resolution: f64) -> usize {
    if resolution <= 0.0 || !resolution.is_finite() {
        return 0;
    }
    libm::ceil(-libm::log10(resolution) - 1e-9).clamp(0.0, FINEST as f64) as usize
}

/// Decimals for a difference and its middle 90 %: a quarter of the interval shows, no more than three digits, and a
/// difference that is not zero never prints as zero.
pub(crate) fn decimals_of_difference(spread: Spread) -> usize {
    let width = spread.high90 - spread.low90;
    let largest = spread.low90.abs().max(spread.high90.abs());
    let three_digits = decimals_for(largest / 100.0);
    let plain = if width > largest * 1e-9 {
        decimals_for(width / 4.0).min(three_digits)
    } else {
        let two_digits = decimals_for(largest / 10.0);
        (0..three_digits).find(|few| is_exact(spread.median, *few)).unwrap_or(two_digits)
    };
    if !spread.excludes(0.0) {
        return plain;
    }
    let nearest = spread.low90.abs().min(spread.high90.abs());
    plain.max(decimals_for(spread.median.abs())).max(decimals_for(nearest).min(plain + 2))
}

/// Decimals of numbers that stand below each other with their differences: three digits of the largest show, and every
/// clear difference.
pub(crate) fn decimals_of_all(
    numbers: impl Iterator<Item = Spread>,
    differences: impl Iterator<Item = Spread>,
) -> usize {
    let clear = differences.filter(|difference| difference.excludes(0.0));
    let finest = clear.map(decimals_of_difference).max().unwrap_or(0);
    let largest = numbers.map(|number| number.median.abs()).fold(0.0, f64::max);
    finest.max(decimals_for(largest / 100.0)).min(5)
}

/// Is `value` what is printed with so many decimals, but for rounding noise?
fn is_exact(value: f64, decimals: usize) -> bool {
    let units = value * libm::pow(10.0, decimals as f64);
    (units - libm::round(units)).abs() < 1e-6
}

/// A number with so many decimals: `−1 234.5`, with a thin space.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let digits = format!("{:.*}", decimals, value.abs());
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let sign = if value < 0.0 && !prints_as_zero(&digits) { "−" } else { "" };
    format!("{sign}{}{rest}", in_thousands(whole))
}

/// A number with its sign: `+0.3`, `−0.3`, `0.0`.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let plain = number(value, decimals);
    if value > 0.0 && !prints_as_zero(&plain) { format!("+{plain}") } else { plain }
}

fn prints_as_zero(digits: &str) -> bool {
    digits.chars().all(|c| !c.is_ascii_digit() || c == '0')
}

pub(crate) fn in_thousands(whole: &str) -> String {
    in_threes(whole, '\u{2009}')
}

/// `1 point`, `0.3 points`.
pub(crate) fn points(printed: &str) -> String {
    let unit = if printed.trim_start_matches(['+', '−']) == "1" { "point" } else { "points" };
    format!("{printed} {unit}")
}

/// Small whole numbers as words, others in figures.
pub(crate) fn count(number: usize) -> String {
    SMALL_NUMBERS.get(number).map_or_else(|| in_thousands(&number.to_string()), |word| (*word).to_owned())
}

/// `1 run`, `40 runs`.
pub(crate) fn runs(number: usize) -> String {
    format!("{} {}", in_thousands(&number.to_string()), if number == 1 { "run" } else { "runs" })
}

/// `1 replicate`, `40 replicates`.
pub(crate) fn replicates(number: usize) -> String {
    format!("{} {}", in_thousands(&number.to_string()), if number == 1 { "replicate" } else { "replicates" })
}

/// `November`.
pub(crate) fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

/// `Nov`.
pub(crate) fn short_month(date: Date) -> &'static str {
    &month(date)[..3]
}

/// `4 November 2015`.
pub(crate) fn date(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// Words that make an English name of a country take an article.
const WITH_ARTICLE: [&str; 13] = [
    "Bahamas",
    "Comoros",
    "Emirates",
    "Federation",
    "Gambia",
    "Islands",
    "Kingdom",
    "Maldives",
    "Netherlands",
    "Philippines",
    "Republic",
    "States",
    "Union",
];

/// Beginnings that do the same.
const LONG_FORMS: [&str; 7] =
    ["Commonwealth of ", "Democratic ", "Kingdom of ", "People’s ", "Republic of ", "State of ", "United "];

/// The name as it stands in a sentence: `Canada`, `the United Kingdom`.
pub(crate) fn in_sentence(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("The ") {
        return format!("the {rest}");
    }
    let last = name.rsplit(' ').next().unwrap_or(name);
    let article = WITH_ARTICLE.contains(&last) || LONG_FORMS.iter().any(|form| name.starts_with(form));
    if article { format!("the {name}") } else { name.to_owned() }
}

/// With an apostrophe: `Canada’s`, `the United States’`.
pub(crate) fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}’") } else { format!("{name}’s") }
}

/// With a capital at the beginning.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a setting by its path: `Canada, approval delay`, `Reach`. Short names of countries are abbreviations.
pub(crate) fn name_of_path(path: &str) -> String {
    let mut parts: Vec<String> = path.split('.').map(|part| part.replace('_', " ")).collect();
    let key = parts.pop().unwrap_or_default();
    match &parts[..] {
        [_, whose] if whose.len() < 4 => format!("{}, {key}", whose.to_uppercase()),
        [_, whose] => sentence(&format!("{whose}, {key}")),
        _ => sentence(&key),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Text from a scenario, fit for one line of a picture: every kind of space, and signs that XML does not know, become
/// spaces.
pub(crate) fn one_line(text: &str) -> String {
    let strange = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.split(strange).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_written_as_people_read_them() {
        let cases = [
            ("hours", 3.2014, "3.2 hours"),
            ("hours", 105.0, "4.38 days"),
            ("share", 0.651_84, "65.2%"),
            ("per year", 0.25, "0.25"),
            ("", 12_345.6, "12\u{2009}350"),
        ];
        for (unit, value, wanted) in cases {
            assert_eq!(setting_value(unit, value), wanted);
        }
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        let cases = [
            (100.04, 0, "100"),
            (-0.04, 1, "0.0"),
            (-2.5, 1, "−2.5"),
            (1234.0, 0, "1\u{2009}234"),
            (-1_234_567.5, 1, "−1\u{2009}234\u{2009}567.5"),
        ];
        for (value, decimals, wanted) in cases {
            assert_eq!(number(value, decimals), wanted);
        }
        assert_eq!([signed(0.3, 1), signed(-0.3, 1), signed(0.0, 1)], ["+0.3", "−0.3", "0.0"]);
        assert_eq!([points("1"), points("−1"), points("1.0")], ["1 point", "−1 point", "1.0 points"]);
    }

    #[test]
    fn a_difference_shows_its_digits_and_never_prints_as_zero() {
        let spread = |low90, median, high90| Spread { median, low90, high90 };
        let cases = [
            (spread(13.0, 16.0, 19.0), 0),
            (spread(1.6, 2.1, 2.7), 1),
            (spread(0.6, 0.9, 1.6), 1),
            (spread(0.02, 0.31, 0.58), 2),
            (spread(0.000_2, 0.000_3, 0.000_4), 4 + 1),
            (spread(16.0, 16.0, 16.0), 0),
            (spread(0.3, 0.3, 0.3), 1),
            (spread(7.391, 7.391, 7.391), 1),
            (spread(12.0, 12.0, 12.000_000_000_1), 0),
            (spread(-0.2, 0.001, 0.4), 1),
            (spread(0.0, 0.0, 0.0), 0),
        ];
        for (spread, wanted) in cases {
            assert_eq!(decimals_of_difference(spread), wanted, "{spread:?}");
            let clear = spread.excludes(0.0);
            assert!(!clear || !prints_as_zero(&number(spread.median, wanted)), "{spread:?}");
        }
    }

    #[test]
    fn names_take_their_article_and_apostrophe() {
        let cases = [
            ("Canada", "Canada’s"),
            ("United Kingdom", "the United Kingdom’s"),
            ("United States", "the United States’"),
            ("The Hague", "the Hague’s"),
            ("Republic of Korea", "the Republic of Korea’s"),
        ];
        for (name, wanted) in cases {
            assert_eq!(possessive(&in_sentence(name)), wanted);
        }
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(sentence("the one"), "The one");
        let names = ["country.canada.approval_delay", "country.uk.name", "model.reach"].map(name_of_path);
        assert_eq!(names, ["Canada, approval delay", "UK, name", "Reach"]);
        assert_eq!(one_line("a\n\tb\u{1}c "), "a b c");
    }
}
