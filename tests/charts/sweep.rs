//! The picture of a sweep: its words find room, its numbers are those in the rows.

use resvg::usvg;
use softpower::charts::{self, Field, Target, Tried};
use softpower::stats::Spread;

use super::stage::Stage;
use super::{texts, words_find_room};

fn axis(name: &str, values: &[&str]) -> Tried {
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    Tried { name: name.into(), labels: values.clone(), values, uneven: true }
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
        baseline: None,
        target: None,
    }
}

/// The same with the scenario itself at a place, and a target.
fn marked(field: Field, baseline: &[f64], target: Option<(bool, f64)>) -> Field {
    let target = target.map(|(smaller, value)| Target { smaller, value, of_baseline: false });
    Field { baseline: Some(baseline.to_vec()), target, ..field }
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
    let six: Vec<&str> = MANY[..6].to_vec();
    let hill = |k: usize| 100.0 - ((k / 6) as f64 - 2.0).powi(2) - ((k % 6) as f64 - 3.0).powi(2);
    let grid = || field(vec![axis("Delay", &six), axis("Other delay", &six)], hill);
    vec![
        ("on a tile", marked(grid(), &[1.0, 1.0], None)),
        ("on a number", marked(grid(), &[1.0, 1.02], None)),
        ("between", marked(grid(), &[1.5, 2.5], None)),
        ("target", marked(grid(), &[1.5, 2.5], Some((false, 97.0)))),
        ("out of reach", marked(grid(), &[0.0, 0.0], Some((true, 0.0)))),
        ("long name", marked(field(vec![axis(&"name ".repeat(60), &six), axis("b", &six)], hill), &[3.3, 3.3], None)),
        ("many marked", marked(field(vec![axis("Delay", &MANY), axis("b", &MANY)], |k| k as f64), &[7.4, 7.5], None)),
        ("dots marked", marked(field(vec![axis("Delay", &shares)], |k| 50.0 + 3.0 * k as f64), &[0.5], None)),
        ("dots target", marked(field(vec![axis("Delay", &shares)], |k| 3.0 * k as f64), &[1.0], Some((true, 40.0)))),
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
fn the_line_is_that_of_the_scenario_itself_or_of_the_target_and_the_settings_beyond_it_are_counted() {
    let values = &["1h", "2h", "3h"];
    let plane = || field(vec![axis("Delay", values), axis("Replies", values)], |k| 90.0 + (k / 3 + k % 3) as f64);
    let chart = |field: &Field| charts::sweep(field, &Stage::paris().provenance());
    let own = chart(&marked(plane(), &[0.5, 0.5], None));
    let says = |chart: &charts::Chart<charts::Cell>, wanted: &str| {
        texts(&chart.svg()).iter().any(|(words, _)| words == wanted)
    };
    assert!(says(&own, "as in the scenario: 91.0"), "{}", own.alt());
    assert!(own.alt().contains("6 of 9 settings give more"), "{}", own.alt());
    let target = chart(&marked(plane(), &[0.5, 0.5], Some((false, 92.5))));
    assert!(says(&target, "target: above 92.5") && says(&target, "as in the scenario"), "{}", target.alt());
    assert!(target.alt().contains("3 of 9 settings meet the target"), "{}", target.alt());
    let more = Target { smaller: true, value: -0.5, of_baseline: true };
    let less = chart(&Field { target: Some(more), ..marked(plane(), &[0.5, 0.5], None) });
    assert!(says(&less, "target: below 90.5") && less.alt().contains("1 of 9 settings meet"), "{}", less.alt());
    let nobody = chart(&marked(plane(), &[0.0, 0.0], Some((false, 200.0))));
    assert!(!says(&nobody, "target: above 200.0") && nobody.alt().contains("0 of 9 settings meet the target"));
    // A ring or a frame of the scenario itself, and a line: more is drawn than without.
    let lines = |chart: &charts::Chart<charts::Cell>| chart.svg().matches("<polyline").count();
    assert!(lines(&own) > lines(&chart(&plane())));
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
