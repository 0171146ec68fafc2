//! Every sentence of a report that is made from numbers, one rule each. A finding is stated only where the middle 90 %
//! excludes "no difference"; one run claims nothing; equal is called equal.

use crate::charts::words::{
    decimals_for, decimals_of_difference, in_sentence, list, number, one_line, points, possessive, sentence, signed,
};
use crate::scenario::ledger::Row;
use crate::stats::Spread;

/// From so many runs on the ends of a middle 90 % are more than the lowest and the highest run.
const ENOUGH_FOR_A_BAND: usize = 20;
/// A country is called ahead if it is so in this share of the runs.
const CLEARLY_AHEAD: f64 = 0.9;

/// A country's number at the end, over the runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct End<'a> {
    /// Its name on charts.
    pub(super) country: &'a str,
    /// Its influence index at the end; `None` without a number.
    pub(super) index: Option<Spread>,
    /// In how many runs it ends highest, others at the same height included.
    pub(super) highest: usize,
}

/// `Canada`, `the United Kingdom`
fn name(country: &str) -> String {
    in_sentence(&one_line(country))
}

fn whose(country: &str) -> String {
    possessive(&name(country))
}

/// A range as people write it: `78 to 107`, or one number where both ends print alike.
pub(super) fn range(low: f64, high: f64, print: impl Fn(f64) -> String) -> String {
    let (low, high) = (print(low), print(high));
    if low == high { low } else { format!("{low} to {high}") }
}

/// Decimals of an index with this spread: one, more where its change from 100 would not show.
fn index_decimals(spread: Spread) -> usize {
    decimals_for((spread.median - 100.0).abs()).clamp(1, 3)
}

/// What the changes do to the influence of a country at the end, over `pairs` of runs on the same luck.
pub(super) fn effect(country: &str, changes: &str, difference: Spread, pairs: usize) -> String {
    let Spread { median, low90, high90 } = difference;
    let places = decimals_of_difference(difference);
    let size = points(&number(median.abs(), places));
    let side = if median > 0.0 { "higher" } else { "lower" };
    if pairs == 1 {
        return match median == 0.0 {
            true => format!(
                "In this one pair of runs {} influence ends the same with {changes} and without; one pair proves \
                 nothing.",
                whose(country)
            ),
            false => format!(
                "In this one pair of runs {} influence ends {size} {side} with {changes} than without; one pair proves \
                 nothing.",
                whose(country)
            ),
        };
    }
    if low90 == 0.0 && high90 == 0.0 {
        let owner = sentence(&whose(country));
        return format!(
            "{owner} influence ends the same with {changes} and without (9 in 10 pairs of runs: no difference)."
        );
    }
    let said = range(low90, high90, |x| signed(x, places));
    if difference.excludes(0.0) {
        let owner = sentence(&whose(country));
        return format!(
            "{owner} influence ends {size} {side} with {changes} than without (9 in 10 pairs of runs: {said})."
        );
    }
    format!(
        "No clear difference in {} influence with {changes} or without (9 in 10 pairs of runs: {said} points).",
        whose(country)
    )
}

/// From when on the difference is clear, and stays so.
pub(super) fn since(date: Option<&str>) -> String {
    date.map_or(String::new(), |date| format!("The difference is clear from {date} on."))
}

/// Where the influence of a country goes, from 100 at the start.
pub(super) fn course(end: End<'_>, runs: usize) -> String {
    let Some(index) = end.index else {
        return format!("{} influence has no number at the end.", sentence(&whose(end.country)));
    };
    let places = index_decimals(index);
    let print = |x: f64| number(x, places);
    let (at, owner) = (print(index.median), sentence(&whose(end.country)));
    if runs == 1 {
        return format!(
            "In this one run {} influence ends at {at} (start: 100); with other luck it would come out differently.",
            whose(end.country)
        );
    }
    let said = range(index.low90, index.high90, print);
    if index.low90 == 100.0 && index.high90 == 100.0 {
        return format!("{owner} influence stays at 100 in 9 of 10 runs.");
    }
    if !index.excludes(100.0) {
        return format!(
            "{owner} influence ends at {at}, no clear change from 100 at the start (9 in 10 runs: {said})."
        );
    }
    let verb = if index.median > 100.0 { "rises" } else { "falls" };
    format!("{owner} influence {verb} from 100 to {at} (9 in 10 runs: {said}).")
}

/// Which country ends highest; nothing where there is only one.
pub(super) fn order(ends: &[End<'_>], runs: usize) -> String {
    let there: Vec<&End<'_>> = ends.iter().filter(|end| end.index.is_some()).collect();
    let [_, _, ..] = there[..] else { return String::new() };
    let most = there.iter().map(|end| end.highest).max().unwrap_or(0);
    let top: Vec<&str> = there.iter().filter(|end| end.highest == most).map(|end| end.country).collect();
    let names: Vec<String> = top.iter().map(|country| name(country)).collect();
    let first = sentence(&list(&names));
    match (&top[..], runs) {
        ([_], 1) => format!("In this one run {} ends highest.", names[0]),
        ([_, _, ..], _) if most == runs => format!("{first} end equal, and no country higher, in every run."),
        ([_], _) if most == runs => format!("{first} ends highest in every run."),
        ([_], _) if most as f64 >= CLEARLY_AHEAD * runs as f64 => {
            format!("{first} ends highest in {most} of {runs} runs.")
        }
        ([_], _) => format!("No country is clearly ahead: {} ends highest in {most} of {runs} runs.", names[0]),
        _ => format!("No country is clearly ahead: {} end highest in {most} of {runs} runs each.", list(&names)),
    }
}

/// What luck does, and what the band does not show.
pub(super) fn luck(end: End<'_>, runs: usize) -> String {
    let Some(index) = end.index.filter(|_| runs > 1) else {
        return "One run shows one course of luck. Nothing can be said about how far others would lie from it; \
                more replicates tell."
            .to_owned();
    };
    let width = index.high90 - index.low90;
    let size = points(&number(width, decimals_for(width / 10.0).min(3)));
    format!(
        "Luck alone spreads {} index at the end over {size}: 9 in 10 runs lie within that, and the runs differ in \
         nothing else. The band shows luck and nothing more; what happens if an assumption is wrong is not in it.",
        whose(end.country)
    )
}

/// What the pairs of a comparison are worth.
pub(super) fn pairing(pairs: u32) -> String {
    match pairs {
        0 | 1 => "There is one pair of runs. One pair proves nothing; more replicates tell.".to_owned(),
        many => format!(
            "In each of {many} pairs the scenarios meet the same luck. What strikes both cancels out of their \
             difference, so a difference can be clear although the bands of two lines overlap. Its band shows luck and \
             nothing more."
        ),
    }
}

/// A word of caution where there are few runs.
pub(super) fn few(runs: usize) -> String {
    match runs {
        0 | 1 => String::new(),
        few if few < ENOUGH_FOR_A_BAND => format!(
            "With {few} runs the ends of a band are little more than the lowest and the highest run: they would move \
             with other seeds."
        ),
        _ => String::new(),
    }
}

/// How many settings there are, and who wrote them.
pub(super) fn settings(rows: &[Row]) -> String {
    let own = rows.iter().filter(|row| !row.is_default()).count();
    let assumed = rows.iter().filter(|row| row.is_assumed()).count();
    format!(
        "The scenario has {} settings. {own} were written for it; the others have the values that the program brings \
         along, of which {assumed} are assumptions without direct evidence.",
        rows.len()
    )
}

/// What is to say where nobody publishes anything.
pub(super) fn silence(published: f64) -> String {
    if published > 0.0 {
        return String::new();
    }
    "Nobody publishes anything in these runs, so there is no voice to share out.".to_owned()
}

/// How the changes are called: by the label of the only one, else all together.
pub(super) fn changes(labels: &[&str]) -> String {
    match labels {
        [label] if !label.trim().is_empty() => format!("“{}”", one_line(label)),
        [_] => "the change".to_owned(),
        _ => "the changes".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(low90: f64, median: f64, high90: f64) -> Spread {
        Spread { median, low90, high90 }
    }

    fn end(country: &str, index: Option<Spread>, highest: usize) -> End<'_> {
        End { country, index, highest }
    }

    #[test]
    fn an_effect_is_claimed_only_where_the_pairs_exclude_none() {
        let cases = [
            (
                spread(1.6, 2.1, 2.7),
                40,
                "Canada’s influence ends 2.1 points higher with “X” than without (9 in 10 pairs of runs: +1.6 to \
                 +2.7).",
            ),
            (
                spread(-2.7, -2.1, -1.6),
                40,
                "Canada’s influence ends 2.1 points lower with “X” than without (9 in 10 pairs of runs: −2.7 to \
                 −1.6).",
            ),
            (
                spread(-0.2, 0.1, 0.4),
                40,
                "No clear difference in Canada’s influence with “X” or without (9 in 10 pairs of runs: −0.2 to +0.4 \
                 points).",
            ),
            (
                spread(0.0, 0.0, 0.0),
                40,
                "Canada’s influence ends the same with “X” and without (9 in 10 pairs of runs: no difference).",
            ),
            (
                spread(2.1, 2.1, 2.1),
                1,
                "In this one pair of runs Canada’s influence ends 2.1 points higher with “X” than without; one pair \
                 proves nothing.",
            ),
            (
                spread(0.0, 0.0, 0.0),
                1,
                "In this one pair of runs Canada’s influence ends the same with “X” and without; one pair proves \
                 nothing.",
            ),
        ];
        for (difference, pairs, wanted) in cases {
            assert_eq!(effect("Canada", "“X”", difference, pairs), wanted);
        }
        assert!(effect("United States", "the changes", spread(1.0, 2.0, 3.0), 9).starts_with("The United States’ "));
    }

    #[test]
    fn a_course_rises_or_falls_only_where_the_runs_exclude_the_start() {
        let cases = [
            (Some(spread(78.0, 92.04, 99.0)), 40, "falls from 100 to 92.0 (9 in 10 runs: 78.0 to 99.0)."),
            (Some(spread(101.0, 110.0, 120.0)), 40, "rises from 100 to 110.0 (9 in 10 runs: 101.0 to 120.0)."),
            (
                Some(spread(78.0, 92.0, 107.0)),
                40,
                "ends at 92.0, no clear change from 100 at the start (9 in 10 runs: 78.0 to 107.0).",
            ),
            (Some(spread(100.0, 100.0, 100.0)), 40, "stays at 100 in 9 of 10 runs."),
            (None, 40, "has no number at the end."),
        ];
        for (index, runs, wanted) in cases {
            assert_eq!(course(end("Canada", index, 0), runs), format!("Canada’s influence {wanted}"));
        }
        let one = course(end("Canada", Some(spread(92.0, 92.0, 92.0)), 1), 1);
        assert!(
            one.starts_with("In this one run Canada’s influence ends at 92.0") && !one.contains("9 in 10"),
            "{one}"
        );
        let tiny = course(end("Canada", Some(spread(100.001, 100.004, 100.006)), 1), 9);
        assert!(tiny.contains("to 100.004 "), "a clear change shows: {tiny}");
    }

    #[test]
    fn the_order_names_a_first_only_where_there_is_one() {
        let at = Some(spread(1.0, 2.0, 3.0));
        let both = |first, second| [end("United Kingdom", at, first), end("Canada", at, second)];
        let cases = [
            (both(40, 0), 40, "The United Kingdom ends highest in every run."),
            (both(38, 2), 40, "The United Kingdom ends highest in 38 of 40 runs."),
            (both(22, 18), 40, "No country is clearly ahead: the United Kingdom ends highest in 22 of 40 runs."),
            (
                both(20, 20),
                40,
                "No country is clearly ahead: the United Kingdom and Canada end highest in 20 of 40 runs \
                                each.",
            ),
            (both(40, 40), 40, "The United Kingdom and Canada end equal, and no country higher, in every run."),
            (both(1, 0), 1, "In this one run the United Kingdom ends highest."),
        ];
        for (ends, runs, wanted) in cases {
            assert_eq!(order(&ends, runs), wanted);
        }
        assert_eq!(order(&[end("Canada", at, 40)], 40), "", "a country alone is first of nothing");
        assert_eq!(order(&[end("Canada", at, 40), end("Other", None, 0)], 40), "");
    }

    #[test]
    fn luck_is_told_in_points_and_never_of_one_run() {
        let told = luck(end("Canada", Some(spread(78.0, 92.0, 107.0)), 0), 40);
        assert!(told.starts_with("Luck alone spreads Canada’s index at the end over 29 points"), "{told}");
        let one = luck(end("Canada", Some(spread(92.0, 92.0, 92.0)), 1), 1);
        assert!(one.starts_with("One run shows one course of luck.") && !one.contains("band"), "{one}");
        assert!(pairing(40).starts_with("In each of 40 pairs") && pairing(1).contains("One pair proves nothing"));
        assert!(few(4).starts_with("With 4 runs") && few(1).is_empty() && few(20).is_empty());
    }

    #[test]
    fn silence_dates_and_labels() {
        assert!(silence(0.0).starts_with("Nobody publishes anything") && silence(1.0).is_empty());
        assert_eq!(since(Some("3 January 2016")), "The difference is clear from 3 January 2016 on.");
        assert_eq!(since(None), "");
        assert_eq!(changes(&["A\nreform"]), "“A reform”");
        assert_eq!([changes(&[" "]), changes(&["a", "b"])], ["the change", "the changes"]);
    }
}
