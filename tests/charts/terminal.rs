//! Charts over time as text for terminals: whatever a scenario says, nothing leaves 79 columns, and colours add nothing
//! but colour.

use super::{both, hard_cases};
use crate::charts::stage::{BRITAIN, CANADA, Future, Stage};
use softpower::charts;

/// A text without the codes that colour it.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let plain = parts.next().unwrap_or_default().to_owned();
    parts.fold(plain, |plain, part| plain + part.split_once('m').expect("a code ends").1)
}

/// Columns of a line; letters of East Asia take two.
fn columns(line: &str) -> usize {
    line.chars().map(|letter| if ('\u{1100}'..='\u{ffdc}').contains(&letter) && !is_thin(letter) { 2 } else { 1 }).sum()
}

/// Signs of the picture itself, and of print.
fn is_thin(letter: char) -> bool {
    ('\u{2000}'..='\u{28ff}').contains(&letter)
}

#[test]
fn no_chart_is_wider_than_a_terminal() {
    for (name, stage) in hard_cases() {
        for chart in both(&stage) {
            let picture = chart.drawing().in_terminal(false).expect("it is over time");
            assert_eq!(picture.lines().count(), 12, "{name}");
            picture.lines().for_each(|line| assert!(columns(line) <= 79, "{name}: {line}"));
            assert!(picture.chars().all(|letter| letter == '\n' || !letter.is_control()), "{name}");
            let braille = picture.chars().filter(|letter| ('\u{2801}'..='\u{28ff}').contains(letter)).count();
            assert!(braille > 0, "{name}: a line is drawn\n{picture}");
            let coloured = chart.drawing().in_terminal(true).expect("it is over time");
            assert_eq!(without_colours(&coloured), picture, "{name}");
            assert!(coloured.contains('\u{1b}') && !picture.contains('\u{1b}'), "{name}");
        }
    }
}

#[test]
fn the_numbers_at_the_lines_are_those_of_the_chart() {
    let stage = Stage::paris();
    let [influence, _] = both(&stage);
    let picture = influence.drawing().in_terminal(false).expect("it is over time");
    let last = |country: &str| {
        let row = influence.rows().iter().rev().find(|row| row.country == country).expect("it has rows");
        format!("{:.0}", row.median)
    };
    for country in &stage.scenario().countries {
        assert!(picture.contains(&format!("{} {}", country.name, last(&country.id))), "{picture}");
    }
    assert!(picture.contains("2013-01-01") && picture.ends_with("2016-12-31"), "{picture}");
}

/// The row of a name, from the top.
fn row_of(picture: &str, name: &str) -> usize {
    picture.lines().position(|line| line.contains(name)).unwrap_or_else(|| panic!("{name} is not told:\n{picture}"))
}

#[test]
fn names_stand_in_the_order_of_the_ends_and_none_hides_another() {
    let equal = ["Aland", "Borneo", "Corsica", "Delos", "Elba"];
    let future = |place: usize| Future { name: equal[place], index: 100.0, spread: 0.2, ..CANADA };
    let [influence, _] = both(&Stage { countries: (0..5).map(future).collect(), ..Stage::paris() });
    let picture = influence.drawing().in_terminal(false).expect("it is over time");
    let mut rows: Vec<usize> = equal.iter().map(|name| row_of(&picture, name)).collect();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), 5, "each has a row of its own:\n{picture}");
    let [influence, _] = both(&Stage {
        countries: vec![Future { index: 80.0, ..CANADA }, Future { index: 120.0, ..BRITAIN }],
        ..Stage::paris()
    });
    let picture = influence.drawing().in_terminal(false).expect("it is over time");
    assert!(row_of(&picture, "United Kingdom") < row_of(&picture, "Canada"), "{picture}");
}

#[test]
fn wide_letters_take_two_columns_and_control_signs_none() {
    let names = ["日本国日本国日本国日本国日本国日本国", "Evil\u{1b}[31m\u{7}land"];
    let future = |name| Future { name, ..CANADA };
    let [influence, _] = both(&Stage { countries: names.map(future).to_vec(), ..Stage::paris() });
    let picture = influence.drawing().in_terminal(false).expect("it is over time");
    picture.lines().for_each(|line| assert!(columns(line) <= 79, "{line}"));
    assert!(picture.contains("日本国") && !picture.contains('\u{1b}') && !picture.contains('\u{7}'), "{picture}");
}

#[test]
fn a_chart_that_is_not_over_time_has_no_picture() {
    let stage = Stage::reform();
    let funnel = charts::funnel(&stage.ensemble(), &stage.scenario(), &stage.provenance()).expect("there is a funnel");
    assert_eq!(funnel.drawing().in_terminal(true), None);
    let difference = charts::difference(&stage.ensemble(), &stage.scenario(), &stage.provenance()).expect("a change");
    assert!(difference.drawing().in_terminal(false).is_some_and(|picture| picture.contains('+')));
}
