//! The charts: what titles may claim, that words never collide, that the numbers drawn are the numbers given, and
//! that pictures carry their run.

#![cfg(feature = "charts")]

mod attribution;
mod regret;
mod scatter;
mod stage;
mod studies;
mod sweep;
mod terminal;

use resvg::usvg;
use softpower::charts::{self, Chart, Drawing, Look, Size, Theme, Titles};
use softpower::engine::measures::country_measure;
use softpower::engine::tally::Tally;
use softpower::engine::trajectory::Column;
use softpower::scenario::Colour;
use stage::{AMERICA, BRITAIN, CANADA, Future, Stage};
use std::sync::{Arc, LazyLock};

const FONTS: [&[u8]; 2] = [
    include_bytes!("../../src/charts/fonts/Inter-Regular.ttf"),
    include_bytes!("../../src/charts/fonts/Inter-SemiBold.ttf"),
];

fn both(stage: &Stage) -> [Chart; 2] {
    let (ensemble, scenario, provenance) = (stage.ensemble(), stage.scenario(), stage.provenance());
    [charts::influence(&ensemble, &scenario, &provenance), charts::voice(&ensemble, &scenario, &provenance)]
}

/// Every chart of a run.
fn all(stage: &Stage) -> Vec<Drawing> {
    let (runs, scenario, origin) = (stage.ensemble(), stage.scenario(), stage.provenance());
    let [influence, voice] = both(stage);
    let charts = [
        Some(influence.drawing().clone()),
        Some(voice.drawing().clone()),
        charts::difference(&runs, &scenario, &origin).map(|chart| chart.drawing().clone()),
        charts::standing(&runs, &scenario, &origin).map(|chart| chart.drawing().clone()),
        charts::funnel(&runs, &scenario, &origin).map(|chart| chart.drawing().clone()),
        charts::attention(&runs, &scenario, &origin).map(|chart| chart.drawing().clone()),
        charts::attitudes(&runs, &scenario, &origin).map(|chart| chart.drawing().clone()),
        charts::timeline(&scenario, &origin).map(|chart| chart.drawing().clone()),
    ];
    charts.into_iter().flatten().collect()
}

fn titles(stage: &Stage) -> [String; 2] {
    both(stage).map(|chart| chart.title().to_owned())
}

fn countries(count: usize) -> Vec<Future> {
    let names = [
        "Canada",
        "United Kingdom",
        "United States",
        "France",
        "Germany",
        "Japan",
        "Brazil",
        "Republic of Korea",
        "India",
        "Democratic Republic of the Congo",
    ];
    let future = |place: usize| {
        let steps = place as f64;
        Future { name: names[place % 10], index: 80.0 + 5.0 * steps, spread: 4.0, voice: 0.02 + 0.015 * steps }
    };
    (0..count).map(future).collect()
}

const ENDLESS: &str = "For ever and ever, and on and on, and then again from the beginning, until nobody knows how it \
                       began, nor what it was about, nor why anybody had thought that it would fit";

/// Everything that could make labels collide.
fn hard_cases() -> Vec<(&'static str, Stage)> {
    let equal = countries(5).into_iter().map(|country| Future { index: 104.0, spread: 0.5, voice: 0.2, ..country });
    let flat = [CANADA, BRITAIN].map(|country| Future { index: 100.0, spread: 0.0, ..country });
    let long = [
        Future { name: "Democratic Socialist Republic of Sri Lanka", ..CANADA },
        Future { name: "United Kingdom of Great Britain and Northern Ireland", ..BRITAIN },
        Future { name: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", ..AMERICA },
    ];
    let reform = Stage::reform;
    let short = |days, change| Stage {
        days,
        record_days: 1,
        changes: vec![(change, "The embassy may answer at once")],
        events: vec![(2, "Embassy crisis", 10.0)],
        ..reform()
    };
    let labels =
        ["Annexation of Crimea", "Downing of flight MH17 over eastern Ukraine", "Election", "Brexit referendum"];
    let events = |count: u32| {
        let event = |k: u32| (40 + k * 1400 / count, labels[k as usize % 4], f64::from(k * 7 % 11));
        (0..count).map(event).collect::<Vec<_>>()
    };
    vec![
        ("plain", Stage::paris()),
        ("change", reform()),
        ("ten countries", Stage { countries: countries(10), ..reform() }),
        ("thirty countries", Stage { countries: countries(30), ..reform() }),
        ("equal ends", Stage { countries: equal.collect(), ..reform() }),
        ("one country", Stage { countries: vec![CANADA], ..Stage::paris() }),
        ("flat", Stage { countries: flat.to_vec(), ..Stage::paris() }),
        ("flat with a change", Stage { countries: flat.to_vec(), effect: (0.0, 0.0), voice_effect: 0.0, ..reform() }),
        ("long names", Stage { countries: long.to_vec(), ..reform() }),
        (
            "tiny",
            Stage { countries: vec![Future { voice: 0.0002, ..CANADA }, BRITAIN], voice_effect: 3e-5, ..reform() },
        ),
        ("tiny effect", Stage { effect: (0.03, 0.01), ..reform() }),
        ("one run", Stage { replicates: 1, ..reform() }),
        ("two runs", Stage { replicates: 2, ..reform() }),
        ("forty years", Stage { days: 14_610, record_days: 30, ..reform() }),
        ("twenty-three months", short(700, 300)),
        ("five months", short(150, 60)),
        ("ten days", short(10, 4)),
        ("one day", short(1, 0)),
        ("change on the first day", Stage { changes: vec![(0, "Everything changes")], ..reform() }),
        ("change on the last day", Stage { changes: vec![(1460, "Everything changes")], ..reform() }),
        ("four events", Stage { events: events(4), ..reform() }),
        (
            "events and rumours",
            Stage { events: events(2), rumours: vec![(500, "“Canada leaves NATO”", 3.0)], ..reform() },
        ),
        ("many events", Stage { events: events(40), ..reform() }),
        ("changes in one month", Stage { changes: (0..5).map(|k| (700 + 6 * k, labels[1])).collect(), ..reform() }),
        ("a label without end", Stage { changes: vec![(700, ENDLESS)], ..reform() }),
    ]
}

// ---------------------------------------------------------------- titles

#[test]
fn without_changes_a_title_claims_a_move_only_if_the_middle_90_percent_excludes_the_start() {
    let at = |index, spread| {
        titles(&Stage { countries: vec![Future { index, spread, ..CANADA }, BRITAIN, AMERICA], ..Stage::paris() })
    };
    assert_eq!(at(90.0, 3.0)[0], "Canada’s influence falls by 10 points");
    assert_eq!(at(125.0, 3.0)[0], "Canada’s influence rises by 25 points");
    assert_eq!(at(98.0, 9.0)[0], "Influence of Canada, the United Kingdom and the United States");
    // Share of voice has no natural zero: without a pair nothing may be claimed.
    assert_eq!(at(90.0, 3.0)[1], "Share of voice: Canada, United Kingdom, United States");
}

#[test]
fn with_changes_a_title_states_the_paired_difference_or_that_it_is_not_clear() {
    let with = |mean, pairs, voice_effect| titles(&Stage { effect: (mean, pairs), voice_effect, ..Stage::reform() });
    assert_eq!(
        with(2.1, 0.3, 0.12),
        ["Canada ends 2.2 points higher with the change", "Canada’s share of voice: 12 points higher with the change"]
    );
    assert_eq!(
        with(-0.31, 0.05, -0.002),
        ["Canada ends 0.29 points lower with the change", "Canada’s share of voice: 0.2 points lower with the change"]
    );
    assert_eq!(with(0.0, 0.0, 0.0)[0], "Canada’s influence: no clear difference");
    assert_eq!(
        with(0.1, 0.8, 0.0),
        ["Canada’s influence: no clear difference", "Canada’s share of voice: no clear difference"]
    );
}

#[test]
fn a_short_label_of_the_only_change_is_in_the_title() {
    let with = |changes: Vec<(u32, &'static str)>| {
        titles(&Stage { changes, effect: (6.0, 0.5), ..Stage::reform() })[0].clone()
    };
    assert_eq!(with(vec![(1037, "Free speech")]), "Canada ends 6.2 points higher with “Free speech”");
    assert_eq!(with(vec![(1037, "Canada delegates")]), "Canada ends 6.2 points higher with the change");
    assert_eq!(with(vec![(1037, "A"), (1100, "B")]), "Canada ends 6.2 points higher with the changes");
}

#[test]
fn a_tiny_difference_never_prints_as_zero() {
    for size in [0.5, 0.05, 0.005, 0.0005] {
        let [influence, voice] =
            both(&Stage { effect: (size, size / 20.0), voice_effect: size / 100.0, ..Stage::reform() });
        for chart in [influence, voice] {
            let number = chart.title().split(' ').find_map(|word| word.parse::<f64>().ok());
            assert!(number.is_some_and(|number| (number - size).abs() < 0.2 * size), "{}", chart.title());
        }
    }
}

#[test]
fn one_run_claims_nothing_and_has_no_band() {
    for chart in both(&Stage { replicates: 1, ..Stage::reform() }) {
        let svg = chart.svg();
        assert!(!svg.contains("<polygon"), "a band of one run");
        assert!(!svg.contains("90%") && !svg.contains("9 in 10"), "an interval of one run");
        assert!(svg.contains("One run only") && svg.contains("in one pair of runs"));
        assert!(chart.rows().iter().all(|row| row.low90.is_none() && row.high90.is_none()));
        assert!(!chart.title().contains("higher") && !chart.title().contains("lower"), "{}", chart.title());
    }
}

#[test]
fn titles_keep_to_ten_words_if_names_are_short() {
    for (name, stage) in hard_cases() {
        let long = stage.countries.iter().any(|country| country.name.split(' ').count() > 3);
        let words = titles(&stage).map(|title| title.split(' ').count());
        assert!(long || words.iter().all(|count| *count <= 10), "{name}: {:?}", titles(&stage));
    }
}

#[test]
fn no_chart_speaks_of_the_future_as_known() {
    for (name, stage) in hard_cases() {
        for chart in both(&stage) {
            let text = format!("{} {}", chart.svg(), chart.alt()).to_lowercase();
            assert!(!text.contains("forecast") && !text.contains("predict"), "{name}");
            assert!(text.contains("simulated, not observed. scenario paris-2013 · "), "{name}");
        }
    }
}

#[test]
fn the_alternative_text_names_the_chart_its_data_and_the_reason() {
    let [influence, voice] = both(&Stage { effect: (2.1, 0.3), ..Stage::reform() });
    let beginning = "Line chart of the influence index of Canada, the United Kingdom and the United States, \
                     1 January 2013 to 31 December 2016, where Canada ends 2.2 points higher with the change than \
                     without (9 in 10 pairs of runs: ";
    assert!(influence.alt().starts_with(beginning), "{}", influence.alt());
    assert!(voice.alt().contains("12 percentage points higher"), "{}", voice.alt());
    assert!(voice.alt().contains("At the end: Canada 15% (9 in 10 runs: "), "{}", voice.alt());
}

// ---------------------------------------------------------------- words on the sheet

static TYPEFACES: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for file in FONTS {
        fonts.load_font_data(file.to_vec());
    }
    Arc::new(fonts)
});

/// Every text of a picture with its box, as the renderer measures it, in the units of the sheet.
fn texts(svg: &str) -> Vec<(String, usvg::Rect)> {
    let options = usvg::Options { fontdb: TYPEFACES.clone(), font_family: "Inter".into(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).expect("a drawing that can be read");
    let mut found = Vec::new();
    collect(tree.root(), &mut found);
    let scale = sheet(svg).0 / tree.size().width();
    let scaled = |(words, frame): (String, usvg::Rect)| {
        let (x, y, wide, high) = (frame.x(), frame.y(), frame.width(), frame.height());
        let frame = usvg::Rect::from_xywh(x * scale, y * scale, wide * scale, high * scale);
        (words, frame.expect("a box stays a box"))
    };
    found.into_iter().map(scaled).collect()
}

/// Width and height of a picture in the units of its sheet, of which a canvas unit is a tenth.
fn sheet(svg: &str) -> (f32, f32) {
    let document = usvg::roxmltree::Document::parse(svg).expect("XML");
    let frame = document.root_element().attribute("viewBox").expect("a view box");
    let sizes: Vec<f32> = frame.split(' ').map(|part| part.parse().expect("a number")).collect();
    (sizes[2] / 10.0, sizes[3] / 10.0)
}

fn collect(group: &usvg::Group, found: &mut Vec<(String, usvg::Rect)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => collect(group, found),
            usvg::Node::Text(text) => {
                let words = text.chunks().iter().map(|chunk| chunk.text().trim()).collect::<Vec<_>>().join("");
                found.push((words, text.abs_bounding_box()));
            }
            _ => {}
        }
    }
}

fn overlap(a: usvg::Rect, b: usvg::Rect) -> bool {
    let air = 1.0;
    a.left() + air < b.right() && b.left() + air < a.right() && a.top() + air < b.bottom() && b.top() + air < a.bottom()
}

/// Insists that no word lies on another one or leaves the sheet; how many texts there are.
fn words_find_room(name: &str, svg: &str) -> usize {
    let (texts, (wide, high)) = (texts(svg), sheet(svg));
    let (margin, above) = if svg.contains("mm\"") { (8.0, 2.0) } else { (49.0, 10.0) };
    for (place, (words, frame)) in texts.iter().enumerate() {
        let inside = frame.left() >= margin && frame.right() <= wide - margin;
        let inside = inside && frame.top() >= above && frame.bottom() <= high - above;
        assert!(inside, "{name}: “{words}” leaves the sheet: {frame:?}");
        for (others, other) in &texts[place + 1..] {
            assert!(!overlap(*frame, *other), "{name}: “{words}” on “{others}”");
        }
    }
    texts.len()
}

/// Every size, every theme, and a title that fits on no sheet in one line.
fn looks() -> Vec<Look> {
    let long = "What became of the influence of a country whose diplomats had to ask for every single word they wrote";
    let titles = [Titles::Findings, Titles::Neutral, Titles::Own(long.to_owned())];
    let sizes = Size::ALL.map(|size| Look { size, ..Look::default() });
    let themes = Theme::ALL.map(|theme| Look { theme, ..Look::default() });
    let titled = titles.map(|titles| Look { titles, size: Size::Square, ..Look::default() });
    sizes.into_iter().chain(themes).chain(titled).collect()
}

#[test]
fn words_never_overlap_and_never_leave_the_sheet() {
    for (name, stage) in hard_cases() {
        for chart in all(&stage) {
            for look in looks() {
                let chart = chart.clone().dressed(look.clone());
                let name = format!("{name} {}{}", chart.stem(), look.suffix());
                let found = words_find_room(&name, &chart.svg());
                // One change in one day: a title, its date, a label, the axis.
                let least = if chart.stem() == "timeline" { 6 } else { 9 };
                assert!(found >= least, "{name}: hardly any words");
            }
        }
    }
}

#[test]
fn every_country_is_named_with_its_value_at_the_end_of_its_line() {
    for chart in both(&Stage::reform()) {
        let words: Vec<String> = texts(&chart.svg()).into_iter().map(|(words, _)| words).collect();
        for name in ["Canada ", "United Kingdom ", "United States "] {
            assert!(words.iter().any(|words| words.starts_with(name)), "{name}: {words:?}");
        }
        assert_eq!(words.iter().filter(|words| words.starts_with("9 in 10 runs: ")).count(), 3);
        assert!(words.iter().any(|words| words == "if its policy stays as it was"));
        assert!(words.iter().any(|words| words == "4 November 2015"));
    }
}

#[test]
fn at_most_three_markers_have_words_and_the_others_a_number_in_the_key() {
    let (_, stage) = hard_cases().into_iter().find(|(name, _)| *name == "four events").expect("a case of that name");
    let words: Vec<String> = texts(&both(&stage)[0].svg()).into_iter().map(|(words, _)| words).collect();
    let keyed = words.iter().filter(|words| words.contains(": ") && words.contains(" 201")).count();
    let dated = words.iter().filter(|words| words.ends_with(" 2015") || words.ends_with(" 2014")).count();
    assert_eq!(
        words.iter().filter(|words| *words == "1").count(),
        2,
        "a number on the chart and in the key: {words:?}"
    );
    assert!(keyed >= 2 && dated <= 3, "{words:?}");
}

#[test]
fn a_rumour_has_a_marker_like_an_event() {
    let claim = vec![(395, "A claim", 3.0)];
    let event = both(&Stage { events: claim.clone(), ..Stage::paris() })[0].svg();
    let rumour = both(&Stage { rumours: claim, ..Stage::paris() })[0].svg();
    assert!(rumour == event && texts(&rumour).iter().any(|(words, _)| words == "A claim"));
}

#[test]
fn every_letter_is_in_the_typeface() {
    let faces = FONTS.map(|file| ttf_parser::Face::parse(file, 0).expect("a typeface"));
    for (name, stage) in hard_cases() {
        for chart in both(&stage) {
            let svg = chart.svg();
            let document = usvg::roxmltree::Document::parse(&svg).expect("XML");
            let texts = document.descendants().filter(|node| node.has_tag_name("text"));
            let all: String = texts.filter_map(|node| node.text()).map(str::trim).collect();
            let missing = |letter: &char| faces.iter().any(|face| face.glyph_index(*letter).is_none());
            assert_eq!(all.chars().find(missing), None, "{name}");
            assert!(chart.missing_letters().is_empty(), "{name}");
        }
    }
    let china = Stage { countries: vec![Future { name: "中国", ..CANADA }, BRITAIN], ..Stage::paris() };
    assert_eq!(both(&china)[0].missing_letters(), ['中', '国']);
}

// ---------------------------------------------------------------- colours

/// The colours of the bold names at the line ends: country and colour.
fn name_colours(svg: &str, names: &[&str]) -> Vec<String> {
    let document = usvg::roxmltree::Document::parse(svg).expect("XML");
    let texts: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
    let colour = |name: &&str| {
        let label = |node: &&usvg::roxmltree::Node<'_, '_>| {
            let words = node.text().unwrap_or_default().trim();
            words.starts_with(*name) && words[name.len()..].trim().trim_end_matches('%').parse::<f64>().is_ok()
        };
        texts.iter().find(label).and_then(|node| node.attribute("fill")).expect("a label").to_owned()
    };
    names.iter().map(colour).collect()
}

/// The colour of a text.
fn fill_of(svg: &str, words: &str) -> String {
    let document = usvg::roxmltree::Document::parse(svg).expect("XML");
    let is_it = |node: &usvg::roxmltree::Node<'_, '_>| {
        node.has_tag_name("text") && node.text().is_some_and(|text| text.trim() == words)
    };
    let text = document.descendants().find(is_it);
    text.and_then(|node| node.attribute("fill").map(str::to_owned)).unwrap_or_else(|| panic!("no {words}"))
}

fn luminance(colour: &str) -> f64 {
    let channel = |from: usize| {
        let value = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).expect("hexadecimal")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let [one, other] = [one, other].map(luminance);
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn all_words_stand_out_from_the_paper() {
    let hard =
        hard_cases().into_iter().flat_map(|(name, stage)| all(&stage).into_iter().map(move |chart| (name, chart)));
    for (name, chart) in hard {
        for (theme, paper) in Theme::ALL.into_iter().zip(["#FFFFFF", "#14181D", "#FFFFFF"]) {
            let svg = chart.clone().dressed(Look { theme, ..Look::default() }).svg();
            let document = usvg::roxmltree::Document::parse(&svg).expect("XML");
            for text in document.descendants().filter(|node| node.has_tag_name("text")) {
                let (colour, words) =
                    (text.attribute("fill").expect("a colour"), text.text().unwrap_or_default().trim());
                // Numbers of markers have the colour of the paper on their own disc.
                let on_disc = colour == paper && words.parse::<u32>().is_ok();
                let ratio = contrast(colour, paper);
                assert!(on_disc || ratio >= 4.5, "{name} {theme:?}: {ratio:.2} for “{words}”");
            }
        }
    }
}

/// The CIELAB colour of an sRGB one as readers see it whose cones are as `sight` says (linear light to linear light).
fn seen(colour: &str, sight: [[f64; 3]; 3]) -> [f64; 3] {
    let channel = |from: usize| {
        let value = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).expect("hexadecimal")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let light = [1, 3, 5].map(channel);
    let times = |m: [[f64; 3]; 3], v: [f64; 3]| m.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>());
    let light = times(sight, light).map(|part| part.clamp(0.0, 1.0));
    let xyz = times(
        [[0.412_456, 0.357_576, 0.180_438], [0.212_673, 0.715_152, 0.072_175], [0.019_334, 0.119_192, 0.950_304]],
        light,
    );
    let root = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let [x, y, z] = [xyz[0] / 0.950_47, xyz[1], xyz[2] / 1.088_83].map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 (Sharma, Wu and Dalal 2005).
fn difference(one: [f64; 3], other: [f64; 3]) -> f64 {
    let chroma = |lab: [f64; 3]| lab[1].hypot(lab[2]);
    let mean = (chroma(one) + chroma(other)) / 2.0;
    let g = 0.5 * (1.0 - (mean.powi(7) / (mean.powi(7) + 25f64.powi(7))).sqrt());
    let primed = |lab: [f64; 3]| {
        let a = lab[1] * (1.0 + g);
        (lab[0], a.hypot(lab[2]), lab[2].atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((l1, c1, h1), (l2, c2, h2)) = (primed(one), primed(other));
    let turn = match (h2 - h1, c1 * c2 == 0.0) {
        (_, true) => 0.0,
        (turn, _) if turn > 180.0 => turn - 360.0,
        (turn, _) if turn < -180.0 => turn + 360.0,
        (turn, _) => turn,
    };
    let (dl, dc, dh) = (l2 - l1, c2 - c1, 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin());
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = match ((h1 - h2).abs() > 180.0, h1 + h2 < 360.0) {
        _ if c1 * c2 == 0.0 => h1 + h2,
        (false, _) => (h1 + h2) / 2.0,
        (true, true) => (h1 + h2 + 360.0) / 2.0,
        (true, false) => (h1 + h2 - 360.0) / 2.0,
    };
    let cosine = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cosine(h - 30.0) + 0.24 * cosine(2.0 * h) + 0.32 * cosine(3.0 * h + 6.0)
        - 0.2 * cosine(4.0 * h - 63.0);
    let theta = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh, rt) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t, -(2.0 * theta).to_radians().sin() * rc);
    let (dl, dc, dh) = (dl / sl, dc / sc, dh / sh);
    (dl * dl + dc * dc + dh * dh + rt * dc * dh).sqrt()
}

/// Normal sight, and the three kinds of colour blindness at full severity (Machado, Oliveira and Fernandes 2009).
const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "no red cones",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "no green cones",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ),
    (
        "no blue cones",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ),
];

#[test]
fn the_difference_of_two_colours_is_that_of_the_published_examples() {
    // Pairs 1, 7 and 17 of Sharma, Wu and Dalal (2005), table 1.
    for (one, other, wanted) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
    ] {
        assert!((difference(one, other) - wanted).abs() < 1e-4, "{}", difference(one, other));
    }
}

#[test]
fn colours_of_countries_stay_apart_for_every_reader_and_stand_out_from_the_paper() {
    let names = ["Canada", "United Kingdom", "United States", "France", "Germany"];
    let [influence, _] = both(&Stage { countries: countries(5), ..Stage::paris() });
    for (theme, paper) in Theme::ALL.into_iter().zip(["#FFFFFF", "#14181D", "#FFFFFF"]) {
        let svg = influence.clone().dressed(Look { theme, ..Look::default() }).svg();
        let colours = name_colours(&svg, &names);
        for (place, colour) in colours.iter().enumerate() {
            assert!(contrast(colour, paper) >= 4.5, "{theme:?}: {colour} on {paper}");
            for (other, (who, sight)) in colours[place + 1..].iter().flat_map(|other| SIGHTS.map(|s| (other, s))) {
                let apart = difference(seen(colour, sight), seen(other, sight));
                assert!(apart >= 11.5, "{theme:?}, {who}: {colour} and {other} differ by {apart:.1}");
            }
        }
    }
}

#[test]
fn without_colours_lines_are_told_apart_by_dashes() {
    let [influence, _] = both(&Stage { countries: countries(5), ..Stage::paris() });
    let dashes = |theme: Theme| {
        let svg = influence.clone().dressed(Look { theme, ..Look::default() }).svg();
        svg.matches("<polyline").count()
    };
    // A dashed line is drawn dash by dash.
    assert!(dashes(Theme::Print) > 4 * dashes(Theme::Light), "{} {}", dashes(Theme::Print), dashes(Theme::Light));
    assert_eq!(dashes(Theme::Dark), dashes(Theme::Light));
}

#[test]
fn the_chart_of_the_difference_claims_a_date_only_if_the_end_is_clear() {
    let title = |stage: &Stage| {
        let chart = charts::difference(&stage.ensemble(), &stage.scenario(), &stage.provenance());
        chart.expect("a difference").title().to_owned()
    };
    let reform = Stage::reform();
    assert!(title(&reform).starts_with("Canada’s gain is clear from "), "{}", title(&reform));
    let worse = Stage { effect: (-6.0, 1.5), ..reform.clone() };
    assert!(title(&worse).starts_with("Canada’s loss is clear from "), "{}", title(&worse));
    let unclear = Stage { effect: (0.1, 1.5), ..reform.clone() };
    assert_eq!(title(&unclear), "Canada’s influence: no clear difference");
    let one = Stage { replicates: 1, ..reform };
    assert_eq!(title(&one), "Canada’s influence with minus without the change");
    let paris = Stage::paris();
    assert!(charts::difference(&paris.ensemble(), &paris.scenario(), &paris.provenance()).is_none());
}

#[test]
fn the_bands_of_the_difference_hold_the_middle_half_and_nine_tenths_of_the_pairs() {
    let stage = Stage::reform();
    let (runs, scenario) = (stage.ensemble(), stage.scenario());
    let chart = charts::difference(&runs, &scenario, &stage.provenance()).expect("a difference");
    let column = Column::Country(country_measure("influence_index").expect("a measure"));
    for (record, row) in chart.rows().iter().enumerate() {
        let mut pairs = runs.differences(record, 0, column);
        pairs.sort_by(f64::total_cmp);
        let within = |low: Option<f64>, high: Option<f64>| {
            let (low, high) = (low.expect("a band"), high.expect("a band"));
            pairs.iter().filter(|pair| (low..=high).contains(*pair)).count()
        };
        let (half, most) = (within(row.low50, row.high50), within(row.low90, row.high90));
        // Before the change all pairs are equal, and so all are within.
        let equal = pairs.first() == pairs.last();
        assert!(equal || (half, most) == (20, 36), "{record}: {half} and {most} of {}", pairs.len());
    }
}

#[test]
fn the_funnel_holds_the_shares_of_the_sums_and_claims_only_what_is_clear() {
    let stage = Stage::reform();
    let (runs, scenario, origin) = (stage.ensemble(), stage.scenario(), stage.provenance());
    let chart = charts::funnel(&runs, &scenario, &origin).expect("words and questions");
    let step = |name: &str| chart.rows().iter().find(|row| row.step == name).expect("a step");
    let lapsed = step("questions_lapsed");
    let (with, without) = (lapsed.median, lapsed.without_changes.expect("a ghost"));
    assert!((without - 11.0 / 12.0).abs() < 1e-12 && with < without, "{with} {without}");
    let answered = step("questions_answered_in_time").median + step("questions_answered_late").median + with;
    assert!((answered - 1.0).abs() < 1e-12, "every question ends in one way: {answered}");
    assert!(step("comments_attention").median < step("comments_published").median);
    assert!(chart.title().contains("of 100 questions are answered in time, not 0"), "{}", chart.title());
    let one = Stage { replicates: 1, ..stage };
    let alone = charts::funnel(&one.ensemble(), &scenario, &one.provenance()).expect("words");
    assert_eq!(alone.title(), "From draft to conversation: Canada");
    assert!(alone.rows().iter().all(|row| row.low90.is_none()));
    let mut silent = Stage::paris().ensemble();
    for run in &mut silent.runs {
        run.values.fill(0.0);
        run.tally = Tally::default();
    }
    assert!(charts::funnel(&silent, &Stage::paris().scenario(), &origin).is_none(), "nothing of nothing");
    assert!(charts::attention(&silent, &Stage::paris().scenario(), &origin).is_none(), "nobody spoke");
    assert!(charts::attitudes(&silent, &Stage::paris().scenario(), &origin).is_none(), "nobody was asked");
}

/// Marks of a number of the chart of delays.
fn delays<'a>(rows: &'a [charts::Delay], what: &'a str, series: &'a str) -> Vec<&'a charts::Delay> {
    rows.iter().filter(|row| row.what == what && row.series == series && row.country == "canada").collect()
}

#[test]
fn every_country_has_a_shape_that_holds_all_its_comments_since_the_change() {
    let stage = Stage::reform();
    let (runs, scenario, origin) = (stage.ensemble(), stage.scenario(), stage.provenance());
    let chart = charts::attention(&runs, &scenario, &origin).expect("comments");
    for series in ["run", "without changes"] {
        let shares: f64 = delays(chart.rows(), "share of comments", series).iter().map(|row| row.value).sum();
        assert!((0.99..1.0 + 1e-4).contains(&shares), "{series}: {shares}");
    }
    let median = |series| delays(chart.rows(), "median hours", series)[0].value;
    assert!((150.0..250.0).contains(&median("without changes")), "{}", median("without changes"));
    assert!(median("run") < 0.7 * median("without changes"), "before the change nothing is counted");
    let wait = chart.title().strip_prefix("The change cuts the wait from ");
    assert!(wait.is_some_and(|wait| wait.contains(" days to ")), "{}", chart.title());
    let half = delays(chart.rows(), "median hours", "run")[0];
    assert!(half.low90.expect("many runs") <= half.value && half.value <= half.high90.expect("many runs"));
    let words: Vec<String> = texts(&chart.svg()).into_iter().map(|(words, _)| words).collect();
    for name in ["Canada", "United Kingdom", "United States", "Attention left"] {
        assert!(words.iter().any(|words| words == name), "{name}: {words:?}");
    }
    assert!(words.iter().any(|words| words.starts_with("without: ")), "{words:?}");
}

#[test]
fn the_wait_is_told_only_of_many_runs_and_a_difference_only_where_pairs_agree() {
    let title = |stage: &Stage, same: bool| {
        let mut runs = stage.ensemble();
        if same {
            runs.ghosts.clone_from(&runs.runs);
        }
        let chart = charts::attention(&runs, &stage.scenario(), &stage.provenance()).expect("comments");
        assert_eq!(chart.svg().contains("without: "), !same && !stage.changes.is_empty());
        chart.title().to_owned()
    };
    assert!(title(&Stage::paris(), true).starts_with("Canada’s typical comment comes 8."));
    assert_eq!(title(&Stage { replicates: 1, ..Stage::reform() }, false), "From event to comment: how long it takes");
    assert!(title(&Stage::reform(), true).starts_with("Canada’s typical comment comes "), "nothing differs");
}

#[test]
fn attitudes_are_shown_at_five_dates_grey_before_the_change_and_a_finding_is_a_point_at_least() {
    let told = |effect| {
        let stage = Stage { effect: (effect, 0.0), ..Stage::reform() };
        charts::attitudes(&stage.ensemble(), &stage.scenario(), &stage.provenance()).expect("members")
    };
    let chart = told(6.0);
    let medians = |series| {
        let rows = chart.rows().iter().filter(move |row| row.what == "median attitude" && row.series == series);
        rows.map(|row| (row.date.to_string(), row.value)).collect::<Vec<_>>()
    };
    let run = medians("run");
    let dates: Vec<&str> = run.iter().map(|(date, _)| &**date).collect();
    assert_eq!(dates, ["2013-01-01", "2013-12-31", "2014-12-30", "2015-12-29", "2016-12-31"]);
    assert!((run[0].1 + 5.0).abs() < 1.0 && (run[4].1 - 7.0).abs() < 1.0, "{run:?}");
    assert!((medians("without changes")[0].1 + 5.0).abs() < 1.0, "the ghost at the end");
    for date in dates {
        let shares = chart.rows().iter().filter(|row| row.what == "share of members" && row.date.to_string() == date);
        let sum: f64 = shares.filter(|row| row.series == "run").map(|row| row.value).sum();
        assert!((sum - 1.0).abs() < 1e-4, "{date}: {sum}");
    }
    assert_eq!(chart.title(), "Attitudes toward Canada end 12 points warmer with the change");
    assert_eq!(told(0.1).title(), "The change moves attitudes by less than a point");
    let (svg, dates) = (chart.svg(), ["1 January 2013", "30 December 2014", "31 December 2016"]);
    assert_eq!(dates.map(|date| fill_of(&svg, date)), ["#6B7280", "#6B7280", "#0A66D6"]);
}

#[test]
fn a_kept_chart_is_drawn_as_it_was() {
    for (name, stage) in hard_cases() {
        for chart in all(&stage) {
            let kept = chart.to_json();
            let again = Drawing::from_json(&kept).expect("a chart that was kept");
            assert!(again.svg() == chart.svg() && again.to_json() == kept, "{name}");
        }
    }
    // The form that is read stands in what was kept.
    let kept = all(&Stage::paris())[0].to_json();
    let form = kept.split_once("\"content\"").expect("what is drawn follows the form").0;
    let bare = format!("{}}}", form.trim_end().trim_end_matches(','));
    for (text, why) in [("", "EOF"), ("[1]", "in form 1"), ("{\"form\":7}", "form 7"), (bare.as_str(), "missing field")]
    {
        let unread = Drawing::from_json(text).expect_err("no chart").to_string();
        assert!(unread.contains(why), "{text}: {unread}");
    }
}

#[test]
fn up_to_five_countries_have_five_colours_the_focus_country_blue_and_the_same_in_both_charts() {
    let names = ["Canada", "United Kingdom", "United States", "France", "Germany"];
    let [influence, voice] = both(&Stage { countries: countries(5), ..Stage::paris() });
    let colours = name_colours(&influence.svg(), &names);
    assert_eq!(colours, ["#0A66D6", "#8A3206", "#14805E", "#B83188", "#1F2937"]);
    assert_eq!(colours, name_colours(&voice.svg(), &names));
}

#[test]
fn of_more_than_five_countries_each_has_a_panel_with_its_band_and_the_others_in_grey_behind() {
    for count in [6, 8, 10] {
        for chart in both(&Stage { countries: countries(count), ..Stage::paris() }) {
            let (svg, name) = (chart.svg(), format!("{count} countries, {}", chart.stem()));
            assert_eq!(svg.matches("<polygon").count(), count, "{name}: a band in each panel");
            let hair = svg.matches("stroke=\"#DDE1E6\"").count();
            assert!(hair >= count * (count - 1), "{name}: {hair} grey lines");
            let words: Vec<String> = texts(&svg).into_iter().map(|(words, _)| words).collect();
            for future in countries(count) {
                let shown = words.iter().any(|words| future.name.starts_with(words.trim_end_matches('…')));
                assert!(shown, "{name}: {} has no panel", future.name);
                let id = future.name.to_lowercase().replace(' ', "-");
                let of_country = chart.rows().iter().filter(|row| row.country == id);
                assert!(of_country.clone().count() > 0 && of_country.into_iter().all(|row| row.low90.is_some()));
            }
            assert_eq!(fill_of(&svg, "Canada"), "#0A66D6", "{name}");
            assert_eq!(fill_of(&svg, "Japan"), "#374151", "{name}: the sixth colour is that of words");
        }
    }
    let five = &both(&Stage { countries: countries(5), ..Stage::paris() })[0];
    assert!(!five.svg().contains("In each panel"), "five lines find room in one plot");
}

/// Numbers in the plot or the key, in the order in which they are drawn.
fn whole_numbers(svg: &str) -> Vec<u32> {
    texts(svg).into_iter().filter_map(|(words, _)| words.parse().ok()).filter(|number| *number < 100).collect()
}

#[test]
fn a_timeline_has_every_change_and_event_with_its_date_in_words_or_by_number() {
    let (plain, origin) = (Stage::paris(), Stage::paris().provenance());
    assert!(charts::timeline(&plain.scenario(), &origin).is_none(), "nothing changes and nothing happens");
    let stage = Stage { events: vec![(400, "Summit", 3.0)], rumours: vec![(500, "Hoax", 1.0)], ..Stage::reform() };
    let chart = charts::timeline(&stage.scenario(), &origin).expect("a change, an event and a rumour");
    let rows: Vec<(&str, String)> = chart.rows().iter().map(|row| (&*row.lane, row.date.to_string())).collect();
    let wanted = [("canada", "2015-11-04"), ("events", "2014-02-05"), ("rumours", "2014-05-16")];
    assert_eq!(rows, wanted.map(|(lane, date)| (lane, date.to_owned())));
    assert_eq!(chart.rows()[0].in_full.as_deref(), Some("2015-12-30"));
    assert!(chart.rows()[0].rules.contains("approval delay ") && chart.rows()[0].rules.contains(" → 4h"));
    assert_eq!((chart.rows()[0].until.as_deref(), chart.rows()[1].size), (None, Some(3.0)));
    assert_eq!(chart.title(), "Canada changes its rules on 4 November 2015");
    assert!(chart.alt().contains("4 November 2015 Diplomats may speak"), "{}", chart.alt());
    let svg = chart.svg();
    let words: Vec<String> = texts(&svg).into_iter().map(|(words, _)| words).collect();
    for wanted in ["Canada", "World events", "Rumours", "4 November 2015", "Summit", "Hoax"] {
        assert!(words.iter().any(|words| words == wanted), "{wanted}: {words:?}");
    }
    assert!(words.iter().any(|words| words.contains(" → 4h")), "what the change moves: {words:?}");
    assert!(whole_numbers(&svg).is_empty(), "what finds room has words");
    for (name, stage) in hard_cases().into_iter().filter(|(name, _)| *name == "many events") {
        let chart = charts::timeline(&stage.scenario(), &stage.provenance()).expect("events");
        for look in looks() {
            let svg = chart.clone().dressed(look.clone()).svg();
            let mut numbers = whole_numbers(&svg);
            numbers.sort_unstable();
            let each = numbers.len() as u32 / 2;
            let twice: Vec<u32> = (1..=each).flat_map(|number| [number, number]).collect();
            assert_eq!(numbers, twice, "{name}{}: each number is on the line and in the key", look.suffix());
            let more = texts(&svg)
                .into_iter()
                .find_map(|(words, _)| words.strip_prefix("and ")?.split(' ').next()?.parse::<u32>().ok());
            assert_eq!(each + more.unwrap_or(0), 41, "{name}{}: nothing is left unsaid", look.suffix());
            assert!(each >= 5, "{name}{}", look.suffix());
        }
    }
}

#[test]
fn a_colour_in_the_scenario_is_kept_and_not_given_twice() {
    let stage = Stage { countries: countries(3), ..Stage::paris() };
    let mut scenario = stage.scenario();
    scenario.countries[1].colour = Some(Colour::Blue);
    let chart = charts::influence(&stage.ensemble(), &scenario, &stage.provenance());
    let colours = name_colours(&chart.svg(), &["Canada", "United Kingdom", "United States"]);
    assert_eq!(colours, ["#8A3206", "#0A66D6", "#14805E"]);
}

// ---------------------------------------------------------------- numbers

#[test]
fn the_rows_are_the_numbers_of_the_ensemble() {
    let stage = Stage::reform();
    let (ensemble, [influence, voice]) = (stage.ensemble(), both(&stage));
    // Voice begins with the second record: at the first nobody has spoken.
    for (chart, measure, first) in [(influence, "influence_index", 0), (voice, "voice", 1)] {
        let column = Column::Country(country_measure(measure).expect("a measure"));
        let records = ensemble.layout.record_hours.len();
        let rows = chart.rows();
        for (country, id) in ["canada", "united-kingdom", "united-states"].into_iter().enumerate() {
            let run: Vec<_> = rows.iter().filter(|row| row.country == id && row.series == "run").collect();
            assert_eq!(run.len(), records - first);
            for (record, row) in (first..).zip(run) {
                let spread = ensemble.spread(record, country, column).expect("a number");
                assert_eq!(row.date, stage.scenario().run.clock.date(ensemble.layout.record_hours[record]));
                assert_eq!(
                    (row.median, row.low90, row.high90),
                    (spread.median, Some(spread.low90), Some(spread.high90))
                );
            }
        }
        let difference: Vec<_> = rows.iter().filter(|row| row.series == "difference").collect();
        let wanted = ensemble.difference(records - 1, 0, column).expect("pairs");
        assert_eq!(difference.len(), 1);
        assert_eq!((difference[0].median, difference[0].low90), (wanted.median, Some(wanted.low90)));
        let ghost: Vec<_> = rows.iter().filter(|row| row.series == "without changes").collect();
        assert_eq!(ghost.first().map(|row| row.date.to_string()).as_deref(), Some("2015-11-03"));
        assert_eq!(ghost.last().map(|row| row.median), ensemble.ghost_spread(records - 1, 0, column).map(|s| s.median));
        assert!(ghost.iter().all(|row| row.low90.is_none()), "no band is drawn around the ghost");
    }
}

/// The line that is drawn in `colour` with `width` (canvas units): its heights.
fn heights(svg: &str, colour: &str, width: &str) -> Vec<f64> {
    let document = usvg::roxmltree::Document::parse(svg).expect("XML");
    let drawn = |node: &usvg::roxmltree::Node<'_, '_>| {
        node.attribute("stroke") == Some(colour) && node.attribute("stroke-width") == Some(width)
    };
    let line = document.descendants().find(drawn).and_then(|node| node.attribute("points")).expect("a line");
    let height = |place: &str| place.split(',').nth(1).and_then(|y| y.parse().ok()).expect("a place");
    line.split_whitespace().map(height).collect()
}

#[test]
fn the_line_is_where_the_rows_say() {
    for chart in both(&Stage::reform()) {
        for (country, colour, width) in [("canada", "#0A66D6", "55"), ("united-kingdom", "#8A3206", "35")] {
            let heights = heights(&chart.svg(), colour, width);
            let rows = chart.rows();
            let run = rows.iter().filter(|row| row.country == country && row.series == "run");
            let medians: Vec<f64> = run.map(|row| row.median).collect();
            assert_eq!(heights.len(), medians.len());
            let far = |pick: fn(f64, f64) -> bool| {
                (1..medians.len()).fold(0, |best, k| if pick(medians[k], medians[best]) { k } else { best })
            };
            let (low, high) = (far(|a, b| a < b), far(|a, b| a > b));
            let slope = (heights[high] - heights[low]) / (medians[high] - medians[low]);
            for (height, median) in heights.iter().zip(&medians) {
                let wanted = heights[low] + slope * (median - medians[low]);
                assert!((height - wanted).abs() <= 1.5, "{} {country}: {height} for {wanted}", chart.stem());
            }
        }
    }
}

#[test]
fn nothing_to_draw_is_no_reason_to_panic() {
    let stage = Stage { replicates: 0, ..Stage::reform() };
    for chart in both(&stage) {
        assert!(chart.rows().is_empty());
        assert!(chart.svg().contains(chart.title()));
    }
}

// ---------------------------------------------------------------- files

#[test]
fn the_svg_is_plain_and_says_what_it_is() {
    let strange = Stage {
        countries: vec![Future { name: "A <b> & \"C\" \u{1}land", ..CANADA }, BRITAIN],
        changes: vec![(700, "x < y & z ]]> -->")],
        ..Stage::reform()
    };
    for (stage, times) in [(strange, 1), (Stage::reform(), 1)] {
        for chart in both(&stage) {
            let svg = chart.svg();
            let document = usvg::roxmltree::Document::parse(&svg).expect("well-formed XML");
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            assert_eq!(root.attribute("width"), Some("1600"));
            let text_of = |tag: &str| {
                let found: Vec<_> = root.children().filter(|node| node.has_tag_name(tag)).collect();
                assert_eq!(found.len(), times, "{tag}");
                found[0].text().expect("words").to_owned()
            };
            assert_eq!(text_of("title"), chart.title());
            assert_eq!(text_of("desc"), chart.alt());
            let origin: serde_json::Value = serde_json::from_str(&text_of("metadata")).expect("JSON");
            assert_eq!(origin["seed"], 2013);
            assert_eq!(origin["chart"], chart.stem());
            assert_eq!(origin["command"], stage.provenance().command);
            let forbidden = ["style", "filter", "clipPath", "mask", "image", "use", "foreignObject", "script"];
            for node in document.descendants().filter(usvg::roxmltree::Node::is_element) {
                assert!(!forbidden.contains(&node.tag_name().name()) && node.attribute("style").is_none());
            }
        }
    }
}

#[test]
fn the_png_has_words_and_carries_its_run() {
    for chart in both(&Stage::reform()) {
        let bytes = chart.png().expect("a picture");
        let decoder = png::Decoder::new(std::io::Cursor::new(&bytes));
        let mut reader = decoder.read_info().expect("a PNG");
        let mut colours = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut colours).expect("a whole PNG");
        assert_eq!((frame.width, frame.height, frame.color_type), (3200, 1800, png::ColorType::Rgb));
        // The title stands between 45 and 100 of 900; a picture whose typeface is lost has nothing there.
        let strip = &colours[3 * 3200 * 90..3 * 3200 * 200];
        let dark = strip.chunks_exact(3).filter(|dot| dot.iter().all(|channel| *channel < 96)).count();
        assert!(dark > 20_000, "{}: {dark} dark dots in the title", chart.stem());
        let field = reader.info().utf8_text.iter().find(|field| field.keyword == "softpower").expect("a text field");
        let origin: serde_json::Value = serde_json::from_str(&field.get_text().expect("text")).expect("JSON");
        assert_eq!(origin["scenario"], "paris-2013");
        assert_eq!(origin["hash"], "5f1d");
    }
}

#[test]
fn the_same_numbers_give_the_same_bytes() {
    let [first, _] = both(&Stage::reform());
    let [second, _] = both(&Stage::reform());
    assert_eq!(first.svg(), second.svg());
    assert_eq!(first.png().expect("a picture"), second.png().expect("a picture"));
}
