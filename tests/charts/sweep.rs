//! The picture of a sweep: its words find room, its numbers are those in the rows.

use resvg::usvg;
use softpower::charts::{self, Field, Tried};
use softpower::stats::Spread;

use super::stage::Stage;
use super::{texts, words_find_room};

fn axis(name: &str, values: &[&str]) -> Tried {
    Tried { name: name.into(), values: values.iter().map(|value| (*value).to_owned()).collect(), uneven: true }
}

fn field(axes: Vec<Tried>, value: impl Fn(usize) -> f64) -> Field {
    let points = axes.iter().map(|axis| axis.values.len()).product();
    let spread = |point: usize| Spread { median: value(point), low90: value(point) - 4.5, high90: value(point) + 3.25 };
    Field {
        title: "Canada’s influence differs by up to 8.4 points".into(),
        whose: "Canada’s influence".into(),
        when: "at the end (2016-12-31)".into(),
        unit: "start = 100".into(),
        axes,
        spreads: (0..points).map(|point| Some(spread(point))).collect(),
        replicates: 20,
    }
}

const MANY: [&str; 14] = [
    "1h", "2h", "4h", "8h", "16h", "32h", "2.5 days", "5 days", "10 days", "3 weeks", "6 weeks", "80 days", "160 days",
    "1 year",
];

fn hard_cases() -> Vec<(&'static str, Field)> {
    let shares = ["0%", "50%", "100%"];
    let names = ["a very long name of a value that nobody would type in earnest, and yet", "short"];
    let mut holes = field(vec![axis("Delay", &MANY), axis("Replies", &shares)], |k| 90.0 + k as f64);
    holes.spreads[3] = None;
    vec![
        ("small", field(vec![axis("Canada, approval delay", &shares), axis("Replies", &shares)], |k| 90.0 + k as f64)),
        ("large", field(vec![axis("Delay", &MANY), axis("Other delay", &MANY)], |k| 98.0 + (k as f64).sin())),
        ("millions", field(vec![axis("Delay", &MANY), axis("Replies", &MANY)], |k| -1e6 * k as f64)),
        ("flat", field(vec![axis("Delay", &shares), axis("Replies", &shares)], |_| 100.0)),
        ("long", field(vec![axis(&"name ".repeat(60), &names), axis(&"other ".repeat(60), &names)], |k| k as f64)),
        ("holes", holes),
        ("one axis", field(vec![axis("Delay", &shares)], |k| 50.0 + 3.0 * k as f64)),
        ("one long axis", field(vec![axis("Delay", &MANY)], |k| 1e-4 * k as f64)),
        ("one axis of words", field(vec![axis("Delay", &names)], |k| 1e5 * k as f64)),
    ]
}

#[test]
fn words_find_room_and_the_numbers_are_those_of_the_rows() {
    for (name, field) in hard_cases() {
        assert!(field.fits(), "{name}");
        let chart = charts::sweep(&field, &Stage::paris().provenance());
        for look in super::looks() {
            words_find_room(&format!("{name}{}", look.suffix()), &chart.clone().dressed(look).svg());
        }
        assert_eq!(chart.rows().len(), field.spreads.len(), "{name}");
        for (row, spread) in chart.rows().iter().zip(&field.spreads) {
            assert_eq!(row.median, spread.map(|spread| spread.median), "{name}");
        }
    }
}

#[test]
fn every_tile_shows_its_median_where_its_values_meet() {
    let two =
        field(vec![axis("Delay", &["1h", "9h"]), axis("Replies", &["0%", "50%", "100%"])], |k| 90.0 + 2.0 * k as f64);
    let chart = charts::sweep(&two, &Stage::paris().provenance());
    let found = texts(&chart.svg());
    let at = |text: &str| found.iter().find(|(words, _)| words == text).unwrap_or_else(|| panic!("{text}")).1;
    for (value, row, column) in
        [("90.0", "1h", "0%"), ("96.0", "9h", "0%"), ("100.0", "9h", "100%"), ("92.0", "1h", "50%")]
    {
        let middle = |frame: usvg::Rect| ((frame.left() + frame.right()) / 2.0, (frame.top() + frame.bottom()) / 2.0);
        let ((x, y), (_, of_row), (of_column, _)) = (middle(at(value)), middle(at(row)), middle(at(column)));
        assert!((y - of_row).abs() < 6.0 && (x - of_column).abs() < 6.0, "{value} at {row}, {column}");
    }
    assert!(chart.alt().contains("The highest median is 100.0 with Delay 9h, Replies 100%"), "{}", chart.alt());
}

#[test]
fn what_does_not_fit_is_not_drawn() {
    let long: Vec<String> = (0..15).map(|k| k.to_string()).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    assert!(!field(vec![axis("Delay", &long)], |_| 1.0).fits());
    assert!(!field(vec![axis("Delay", &["1h"])], |_| 1.0).fits());
    let two = axis("Delay", &["1h", "2h"]);
    assert!(!field(vec![two.clone(), two.clone(), two.clone()], |_| 1.0).fits());
    let mut empty = field(vec![two], |_| 1.0);
    empty.spreads = vec![None, None];
    assert!(!empty.fits());
}
