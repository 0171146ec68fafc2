//! The picture of a sweep of many points: its words find room, its dots and its line are those in the rows, and its
//! title claims a trend only where there is one.

use resvg::usvg;
use softpower::charts::{self, Along, Chart, Cloud, Dimension, Dot, Drawing, Look, Size, Target, Theme};

use super::stage::Stage;
use super::{texts, words_find_room};

/// Numbers between 0 and 1 that look like luck and are the same each time.
fn luck(setting: usize, point: usize) -> f64 {
    let mixed = ((setting * 1_000_003 + point + 1) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
}

/// A setting whose values are spread by luck between two ends, by ratios where they lie far apart.
fn spread(path: &str, (low, high): (f64, f64), unit: &'static str, points: usize) -> Dimension {
    let (logarithmic, own) = (low > 0.0 && high / low > 10.0, Some(low + 0.3 * (high - low)));
    let seed = path.bytes().map(usize::from).sum();
    let value = |point| match logarithmic {
        true => low * (high / low).powf(luck(seed, point)),
        false => low + (high - low) * luck(seed, point),
    };
    let along = Along::Numbers { range: (low, high), logarithmic, unit };
    let phrase = path.rsplit('.').next().unwrap_or(path).replace('_', " ");
    let name = path.replace('.', ", ").replace('_', " ");
    Dimension { path: path.into(), name, phrase, along, numbers: (0..points).map(value).collect(), own }
}

fn worded(path: &str, words: &[&str], points: usize) -> Dimension {
    let along = Along::Words(words.iter().map(|word| (*word).to_owned()).collect());
    let numbers = (0..points).map(|point| (point % words.len()) as f64).collect();
    let phrase = "words".to_owned();
    Dimension { path: path.into(), name: path.replace('.', ", "), phrase, along, numbers, own: Some(1.0) }
}

fn delay(points: usize) -> Dimension {
    spread("country.canada.approval_delay", (1.0, 200.0), "hours", points)
}

fn share(points: usize) -> Dimension {
    spread("country.canada.comments_on_events", (0.0, 1.0), "share", points)
}

fn cloud(settings: Vec<Dimension>, median: impl Fn(usize) -> f64) -> Cloud {
    let points = settings[0].numbers.len();
    Cloud {
        title: "Canada’s influence differs by up to 8.4 points".into(),
        whose: "Canada’s influence".into(),
        when: "at the end (2016-12-31)".into(),
        unit: "start = 100".into(),
        settings,
        medians: (0..points).map(|point| Some(median(point))).collect(),
        replicates: 20,
        in_step: false,
        baseline: None,
        target: None,
    }
}

/// A cloud that rises with its first setting by so much, beside luck.
fn sloped(settings: Vec<Dimension>, slope: f64) -> Cloud {
    let numbers = settings[0].numbers.clone();
    let (low, high) = numbers.iter().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(*x), high.max(*x)));
    cloud(settings, move |point| 100.0 + slope * (numbers[point] - low) / (high - low) + 4.0 * luck(99, point))
}

const MANY: [&str; 8] = [
    "country.canada.a_setting_with_a_rather_long_name_of_its_own",
    "country.democratic_socialist_republic.another_one_of_that_kind_at_least_as_long",
    "model.reach",
    "country.uk.accounts_at_start",
    "country.canada.events_per_month",
    "audience.world.members",
    "country.united_kingdom_of_great_britain.approval_delay",
    "model.half_life_of_attention",
];

fn many(points: usize) -> Vec<Dimension> {
    let ranges = [
        ((1.0, 200.0), "hours"),
        ((-4.0, 3.0), ""),
        ((0.03, 0.3), "share"),
        ((1.0, 5_000_000.0), ""),
        ((0.1, 0.5), "per month"),
        ((2e6, 9e6), ""),
        ((10.0, 40.0), "hours"),
        ((0.000_1, 0.000_2), ""),
    ];
    MANY.iter().zip(ranges).map(|(path, (range, unit))| spread(path, range, unit, points)).collect()
}

fn hard_cases() -> Vec<(&'static str, Cloud)> {
    let long = ["a very long name of a value that nobody would type in earnest, and yet", "short", "also short"];
    let twenty: Vec<String> = (0..20).map(|k| format!("2013-01-{:02}", k + 1)).collect();
    let twenty: Vec<&str> = twenty.iter().map(String::as_str).collect();
    let mut holes = sloped(vec![delay(64), share(64)], 8.0);
    holes.medians.iter_mut().step_by(3).for_each(|median| *median = None);
    let mut eleven = many(500);
    eleven.extend([delay(500), share(500), worded("country.canada.approval", &long, 500)]);
    let up = |value, smaller| Some(Target { smaller, value, of_baseline: false });
    let from_base = Some(Target { smaller: false, value: 2.0, of_baseline: true });
    vec![
        ("one setting", sloped(vec![delay(64)], 8.0)),
        ("two", sloped(vec![delay(64), share(64)], 8.0)),
        ("three", sloped(vec![delay(64), share(64), worded("country.uk.approval", &["none", "desks"], 64)], 8.0)),
        ("eight", sloped(many(200), -8.0)),
        ("eleven", Cloud { target: up(103.0, false), ..sloped(eleven, 8.0) }),
        ("target", Cloud { target: up(103.0, true), ..sloped(vec![delay(64), share(64)], 8.0) }),
        ("target of the base", Cloud { target: from_base, baseline: Some(102.0), ..sloped(vec![delay(64)], 8.0) }),
        ("target of no base", Cloud { target: from_base, ..sloped(many(64), 8.0) }),
        ("millions", cloud(many(64), |point| 9e6 * luck(3, point))),
        ("negative", cloud(vec![delay(64), share(64)], |point| -1e5 * luck(3, point))),
        ("tiny", cloud(vec![delay(64), share(64)], |point| 1e-4 * luck(3, point))),
        ("all equal", cloud(vec![delay(64), share(64)], |_| 100.0)),
        ("holes", holes),
        ("three points", cloud(many(3), |point| 100.0 + point as f64)),
        ("in step", Cloud { in_step: true, ..sloped(vec![delay(12), share(12)], 8.0) }),
        ("in step, all", Cloud { in_step: true, target: from_base, ..sloped(many(64), 8.0) }),
        ("5000 points", sloped(many(5000), 8.0)),
        ("one replicate", Cloud { replicates: 1, ..sloped(vec![delay(5000)], 8.0) }),
        ("long words", cloud(vec![worded("country.canada.approval", &long, 90)], |point| (point % 3) as f64)),
        ("many words", sloped(vec![worded("change.reform.when", &twenty, 90), worded("country.uk.x", &long, 90)], 3.0)),
    ]
}

fn drawn(cloud: &Cloud) -> Chart<Dot> {
    charts::scatter(cloud, &Stage::paris().provenance())
}

#[test]
fn words_find_room_on_every_sheet() {
    for (name, cloud) in hard_cases() {
        assert!(cloud.fits(), "{name}");
        let chart = drawn(&cloud);
        for look in super::looks() {
            let name = format!("{name}{}", look.suffix());
            assert!(words_find_room(&name, &chart.clone().dressed(look).svg()) > 6, "{name}");
        }
        assert!(chart.missing_letters().is_empty(), "{name}: {:?}", chart.missing_letters());
        let kept = chart.drawing().to_json();
        let again = Drawing::from_json(&kept).expect("a chart that was kept");
        assert!(again.svg() == chart.svg() && again.to_json() == kept, "{name}");
        assert!(chart.alt().starts_with("Scatter plots of Canada’s influence at the end"), "{name}: {}", chart.alt());
    }
}

/// Centres of the circles in a picture, in units of the sheet.
fn circles(svg: &str) -> Vec<(f64, f64)> {
    let document = usvg::roxmltree::Document::parse(svg).expect("XML");
    let part = |node: &usvg::roxmltree::Node<'_, '_>, name| {
        node.attribute(name).and_then(|text| text.parse::<f64>().ok()).expect("a number") / 10.0
    };
    let circles = document.descendants().filter(|node| node.has_tag_name("circle"));
    circles.map(|node| (part(&node, "cx"), part(&node, "cy"))).collect()
}

#[test]
fn the_dots_are_where_the_rows_say_and_the_rows_are_the_numbers_of_the_cloud() {
    let cloud = sloped(vec![share(64)], 8.0);
    let chart = drawn(&cloud);
    let points: Vec<&Dot> = chart.rows().iter().filter(|row| row.kind == "point").collect();
    assert_eq!(points.len(), 64);
    for row in &points {
        let point = row.setting.expect("a number");
        assert_eq!((row.median, row.points), (cloud.medians[point], 1));
        assert_eq!(row.value.parse(), Ok(cloud.settings[0].numbers[point]));
    }
    // Value and median are places by the same two straight lines for all dots.
    let places = circles(&chart.svg());
    assert_eq!(places.len(), 64);
    let numbers: Vec<(f64, f64)> =
        points.iter().map(|row| (row.value.parse().expect("a number"), row.median.expect("a number"))).collect();
    let (first, last) = (numbers[0], numbers[63]);
    let right = (places[63].0 - places[0].0) / (last.0 - first.0);
    let up = (places[63].1 - places[0].1) / (last.1 - first.1);
    assert!(right > 0.0 && up < 0.0);
    for (place, number) in places.iter().zip(&numbers) {
        let wanted = (places[0].0 + right * (number.0 - first.0), places[0].1 + up * (number.1 - first.1));
        assert!((place.0 - wanted.0).abs() < 0.3 && (place.1 - wanted.1).abs() < 0.3, "{place:?} {wanted:?}");
    }
    let bins: Vec<&Dot> = chart.rows().iter().filter(|row| row.kind == "bin").collect();
    assert_eq!(bins.iter().map(|bin| bin.points).collect::<Vec<_>>(), [8; 8]);
    assert!(bins.iter().all(|bin| bin.low50 <= bin.median && bin.median <= bin.high50));
    let trend = &chart.rows()[0];
    let rho = trend.rank_correlation.expect("it rises");
    assert!(trend.kind == "trend" && trend.points == 64 && rho > 0.8);
    let words: Vec<String> = texts(&chart.svg()).into_iter().map(|(words, _)| words).collect();
    assert!(words.iter().any(|words| *words == format!("rank correlation {rho:.2}")), "{words:?}");
}

#[test]
fn of_many_points_some_are_drawn_evenly_and_the_line_is_of_all() {
    let cloud = sloped(many(5000), 8.0);
    let chart = drawn(&cloud);
    let (svg, rows) = (chart.svg(), chart.rows());
    assert_eq!(circles(&svg).len(), 8 * 600);
    assert!(texts(&svg).iter().any(|(words, _)| words.contains("600 of 5\u{2009}000 points, evenly chosen")));
    for path in MANY {
        let of = |kind: &'static str| rows.iter().filter(move |row| row.path == path && row.kind == kind);
        assert_eq!((of("point").count(), of("bin").map(|bin| bin.points).sum::<usize>()), (600, 5000), "{path}");
    }
    // A grid whose last setting has a value for every eighth point: all of its values are among the dots.
    let digit = |size: usize| (0..4800).map(|point| ((point / size) % 8) as f64).collect::<Vec<f64>>();
    let numbers = |size| Dimension { numbers: digit(size), ..spread("model.reach", (0.0, 7.0), "", 4800) };
    let grid = drawn(&sloped(vec![numbers(64), numbers(8), numbers(1)], 8.0));
    for value in 0..8 {
        let count = grid.rows().iter().filter(|row| row.kind == "point" && row.value == value.to_string()).count();
        assert!((200..=250).contains(&count), "{value}: {count} of 1800");
    }
}

#[test]
fn the_strongest_trend_comes_first_and_the_weakest_of_many_are_left_out() {
    let mut settings = many(500);
    settings.extend([share(500), delay(500)]);
    let numbers = settings[8].numbers.clone();
    let cloud = cloud(settings, |point| 100.0 + 8.0 * numbers[point] + luck(99, point));
    let chart = drawn(&cloud);
    assert_eq!(chart.rows()[0].path, "country.canada.comments_on_events");
    let paths = |chart: &Chart<Dot>| chart.rows().iter().filter(|row| row.kind == "trend").count();
    assert_eq!(paths(&chart), 8);
    let says = |size: Size, words: &str| {
        let svg = chart.clone().dressed(Look { size, ..Look::default() }).svg();
        let all: Vec<String> = texts(&svg).into_iter().map(|(words, _)| words).collect();
        assert!(all.join(" ").contains(words), "{words}: {all:?}");
    };
    says(Size::Slide, "And two further settings with weaker trends.");
    says(Size::Column, "And six further settings with weaker trends.");
    // A hill has no rank correlation, but a line that is higher than that of luck.
    let hill = |point: usize| 100.0 - 30.0 * (cloud.settings[8].numbers[point] - 0.5).powi(2) + luck(99, point);
    let chart = drawn(&Cloud { medians: (0..500).map(|point| Some(hill(point))).collect(), ..cloud.clone() });
    assert_eq!(chart.rows()[0].path, "country.canada.comments_on_events");
    assert_eq!(chart.title(), "Canada’s influence: no clear rise or fall with any setting");
}

#[test]
fn a_title_claims_a_trend_only_where_it_is_clear() {
    let title = |cloud: &Cloud| drawn(cloud).title().to_owned();
    assert_eq!(title(&sloped(vec![share(64)], 8.0)), "Canada’s influence rises with comments on events");
    assert_eq!(title(&sloped(vec![share(64), delay(64)], -8.0)), "Canada’s influence falls with comments on events");
    assert_eq!(
        title(&sloped(vec![share(64)], 0.3)),
        "Canada’s influence: no clear rise or fall with comments on events"
    );
    assert_eq!(
        title(&sloped(vec![delay(64), share(64)], 0.0)),
        "Canada’s influence: no clear rise or fall with any setting"
    );
    let both =
        vec![Dimension { phrase: "reach".into(), ..share(64) }, Dimension { phrase: "its delay".into(), ..delay(64) }];
    let (up, down) = (both[0].numbers.clone(), both[1].numbers.clone());
    let opposed = cloud(both.clone(), |point| 10.0 * up[point] - 2.0 * down[point].ln());
    assert_eq!(title(&opposed), "Canada’s influence falls with its delay and rises with reach");
    // More than ten words are too many.
    let longer = Cloud { settings: vec![share(64), delay(64)], ..opposed };
    assert_eq!(title(&longer), "Canada’s influence falls with approval delay");
    // Too few points, words, and settings that move together claim nothing.
    let own = "Canada’s influence differs by up to 8.4 points";
    assert_eq!(title(&sloped(vec![share(9)], 8.0)), own);
    assert_eq!(title(&sloped(vec![worded("country.uk.approval", &["a", "b"], 64)], 8.0)), own);
    assert_eq!(title(&Cloud { in_step: true, ..sloped(both, 8.0) }), own);
    assert_eq!(
        title(&cloud(vec![delay(64)], |_| 100.0)),
        "Canada’s influence: no clear rise or fall with approval delay"
    );
    let neutral = drawn(&sloped(vec![share(64), delay(64)], 8.0));
    let look = Look { titles: charts::Titles::Neutral, ..Look::default() };
    let wanted = "Canada’s influence by comments on events and approval delay";
    assert_eq!(neutral.dressed(look).title(), wanted);
}

#[test]
fn the_target_is_drawn_and_the_points_that_meet_it_are_counted() {
    let target = |value, of_baseline| Some(Target { smaller: false, value, of_baseline });
    let plain = cloud(vec![share(20)], |point| point as f64);
    let says = |cloud: &Cloud, words: &str| {
        let all: Vec<String> = texts(&drawn(cloud).svg()).into_iter().map(|(words, _)| words).collect();
        assert!(all.join(" ").contains(words), "{words}: {all:?}");
    };
    let fixed = Cloud { target: target(14.0, false), ..plain.clone() };
    says(&fixed, "target: above 14");
    says(&fixed, "5 of 20 meet the target.");
    assert!(drawn(&fixed).alt().contains("target: above 14"), "{}", drawn(&fixed).alt());
    let more = Cloud { target: target(4.0, true), baseline: Some(10.0), ..plain.clone() };
    says(&more, "5 of 20 meet the target.");
    says(&Cloud { target: target(4.0, true), ..plain }, "which is none of the points.");
}

#[test]
fn what_says_too_little_is_not_drawn() {
    assert!(!cloud(vec![share(2)], |_| 1.0).fits(), "two points");
    let same = Dimension { numbers: vec![0.5; 9], ..share(9) };
    assert!(!cloud(vec![same], |_| 1.0).fits(), "one value");
    let mut empty = cloud(vec![share(9)], |_| 1.0);
    empty.medians.fill(None);
    assert!(!empty.fits(), "no case");
}

#[test]
fn without_colours_dots_and_line_are_told_apart() {
    let chart = drawn(&sloped(vec![share(64)], 8.0)).dressed(Look { theme: Theme::Print, ..Look::default() });
    let svg = chart.svg();
    let document = usvg::roxmltree::Document::parse(&svg).expect("XML");
    let dot = document.descendants().find(|node| node.has_tag_name("circle")).expect("a dot");
    let (fill, opacity) = (dot.attribute("fill").expect("a colour"), dot.attribute("opacity").expect("an opacity"));
    assert!(fill == "#6E6E6E" && opacity.parse::<f64>().is_ok_and(|opacity| opacity < 0.8), "{fill} {opacity}");
}
