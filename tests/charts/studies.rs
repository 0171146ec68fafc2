//! The pictures of studies: a tipping curve, a ranking, what a calibration says. Their words find room, and what they
//! claim follows from their numbers.

use softpower::charts::{self, Bars, Calibrated, Chart, Key, Observed, Ranked, Ranking, Sort, Tip, Tipping};
use softpower::scenario::factor::Factor;
use softpower::scenario::{Source, parse};

use super::stage::Stage;
use super::{texts, words_find_room};

fn factor(text: &str) -> Factor {
    let scenario = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\n[country.canada]\n[country.uk]\n";
    let parsed = parse(&Source { name: "a.toml", text: scenario }, &[], &|_| Err("no files here".into()));
    Factor::of(text, &parsed.unwrap_or_else(|problems| panic!("{problems}")).resolved).expect("it can be varied")
}

fn tip(along: f64, holds: &'static str, [threshold, low90, high90]: [Option<f64>; 3]) -> Tip {
    Tip { along, holds, threshold, low90, high90 }
}

fn curve(setting: &str, along: &str, tips: &[Tip]) -> Chart<Tip> {
    let (setting, along) = (factor(setting), factor(along));
    let condition = "Canada’s influence at the end of 2016-12-31 is below what it is in the scenario as it stands";
    let tipping = Tipping { setting: &setting, along: &along, title: "A title", condition, tips, runs: 1234 };
    charts::tipping(&tipping, &Stage::paris().provenance())
}

fn plain(share: f64) -> Tip {
    let hours = 10.0 * (1.0 + share * 40.0);
    tip(share, "up_to", [Some(hours), Some(hours * 0.7), Some(hours * 1.5)])
}

const DELAY: &str = "canada.approval_delay=1h..30d";
const SHARE: &str = "uk.comments_on_events=0%..100%";

fn curves() -> Vec<(&'static str, Chart<Tip>)> {
    let seven = |holds: fn(usize) -> &'static str| -> Vec<Tip> {
        let one = |k: usize| match holds(k) {
            "up_to" => plain(k as f64 / 6.0),
            other => tip(k as f64 / 6.0, other, [None; 3]),
        };
        (0..7).map(one).collect()
    };
    let open = [plain(0.0), tip(0.5, "up_to", [None, Some(3.0), None]), tip(1.0, "up_to", [Some(5.0), None, None])];
    let twice = [plain(0.2), plain(0.2), tip(0.6, "from", [Some(9.0), Some(8.0), Some(10.0)])];
    let many: Vec<Tip> = (0..60).map(|k| plain(f64::from(k) / 59.0)).collect();
    vec![
        ("plain", curve(DELAY, SHARE, &seven(|_| "up_to"))),
        ("ends", curve(DELAY, SHARE, &seven(|k| ["never", "never", "up_to", "up_to", "up_to", "always", "always"][k]))),
        ("unclear", curve(DELAY, SHARE, &seven(|k| if k % 2 == 0 { "unclear" } else { "up_to" }))),
        ("nothing", curve(DELAY, SHARE, &seven(|_| "never"))),
        ("open", curve(DELAY, SHARE, &open)),
        ("twice", curve(DELAY, SHARE, &twice)),
        ("many", curve(DELAY, SHARE, &many)),
        (
            "whole",
            curve("canada.accounts_at_start=1..40", DELAY, &[tip(1.0, "from", [Some(3.0), Some(2.0), Some(4.0)])]),
        ),
        ("linear", curve("canada.approval_delay=10h..40h", SHARE, &seven(|_| "up_to"))),
    ]
}

#[test]
fn the_words_of_a_tipping_curve_find_room_and_both_sides_are_named() {
    for (name, chart) in curves() {
        for look in super::looks() {
            let name = format!("{name}{}", look.suffix());
            assert!(words_find_room(&name, &chart.clone().dressed(look).svg()) > 6, "{name}");
        }
        assert!(chart.missing_letters().is_empty(), "{name}");
    }
    let words = |name: &str| -> Vec<String> {
        let (_, chart) = curves().into_iter().find(|(known, _)| *known == name).expect("a case of that name");
        texts(&chart.svg()).into_iter().map(|(words, _)| words).collect()
    };
    for name in ["plain", "many"] {
        for side in ["it holds", "it does not hold"] {
            assert!(words(name).iter().any(|words| words == side), "{name}: {side}");
        }
    }
    for end in ["always", "never"] {
        assert_eq!(words("ends").iter().filter(|words| *words == end).count(), 1, "neighbours share a word");
    }
    assert!(!words("twice").iter().any(|words| words == "it holds"), "no side of two curves");
}

#[test]
fn the_side_on_which_it_holds_lies_below_a_threshold_up_to_which_it_holds() {
    let height = |chart: &Chart<Tip>, wanted: &str| {
        texts(&chart.svg()).into_iter().find(|(words, _)| words == wanted).expect("it is named").1.top()
    };
    let up_to = curve(DELAY, SHARE, &[plain(0.0), plain(0.5), plain(1.0)]);
    assert!(height(&up_to, "it holds") > height(&up_to, "it does not hold"), "further down the sheet");
    let from: Vec<Tip> = [0.0, 0.5, 1.0].map(plain).into_iter().map(|tip| Tip { holds: "from", ..tip }).collect();
    let from = curve(DELAY, SHARE, &from);
    assert!(height(&from, "it holds") < height(&from, "it does not hold"));
    assert!(from.alt().contains("10 hours at 0%; 8.75 days at 50%"), "{}", from.alt());
}

fn ranked(number: usize, value: f64) -> Ranked {
    let sort = [Sort::Luck, Sort::Choice, Sort::Assumption][number % 3];
    Ranked {
        factor: ["luck", "country.canada.comments_on_events", "model.reach"][number % 3].to_owned(),
        sort,
        range: "3% to 30%".to_owned(),
        value,
        low90: Some(value - 3.0),
        high90: Some(value + 5.0),
        other: Some(value / 2.0),
        other_low90: Some(value / 2.0 - 8.0),
        other_high90: Some(value / 2.0 + 4.0),
    }
}

fn ranking(bars: Bars, factors: Vec<Ranked>) -> Chart<Ranked> {
    let ranking = Ranking {
        title: "What matters for Canada’s influence".into(),
        whose: "Canada’s influence at the end of 2016-12-31".into(),
        unit: "percent of the variance".into(),
        bars,
        factors,
        runs: 2048,
    };
    charts::ranking(&ranking, &Stage::paris().provenance())
}

#[test]
fn the_words_of_a_ranking_find_room_and_say_what_each_bar_is() {
    let many = |count: usize, scale: f64| (0..count).map(|k| ranked(k, scale * (60.0 - k as f64))).collect::<Vec<_>>();
    for bars in [Bars::Shares, Bars::Sizes, Bars::Ends] {
        for (count, scale) in [(1, 1.0), (3, 1e-4), (9, 1.0), (68, 1e5)] {
            let chart = ranking(bars, many(count, scale));
            for look in super::looks() {
                let name = format!("{bars:?} {count}{}", look.suffix());
                words_find_room(&name, &chart.clone().dressed(look).svg());
            }
            assert_eq!(chart.rows().len(), count.min(9));
        }
    }
    let mut holes = many(3, 1.0);
    (holes[1].value, holes[1].low90, holes[1].other) = (f64::NAN, None, None);
    words_find_room("holes", &ranking(Bars::Ends, holes).svg());
    let chart = ranking(Bars::Shares, many(68, 1.0));
    let words: Vec<String> = texts(&chart.svg()).into_iter().map(|(words, _)| words).collect();
    for wanted in ["assumption, 3% to 30%", "chosen, 3% to 30%", "which replicate is run", "canada.comments_on_events"]
    {
        assert!(words.iter().any(|words| words == wanted), "{wanted}: {words:?}");
    }
    assert!(words.iter().any(|words| words.contains("The first 9 of 68.")), "{words:?}");
    assert!(chart.alt().contains("luck 60.0 and 30.0"), "{}", chart.alt());
}

fn calibrated(keys: usize, targets: usize) -> Calibrated {
    let key = |k: usize| Key {
        key: format!("canada.a_key_with_a_rather_long_name_{k}"),
        range: ["3%".into(), "30%".into()],
        places: [0.5, 0.2, 0.9],
        values: [0.1, 0.05, 0.25],
        now: "10% (5% to 25%)".into(),
        word: ["identified", "not identified", "unsure"][k % 3].into(),
    };
    let target = |k: usize| Observed {
        target: format!("observation-{k}"),
        value: 30.0,
        shown: "30%".into(),
        observed90: (25.0, 35.0),
        model: [Some([28.0, 12.0, 41.0]), Some([30.0; 3]), None][k % 3],
        model_shown: "28% (12% to 41%)".into(),
        word: ["met", "too low"][k % 2].into(),
    };
    Calibrated {
        title: format!("The targets identify 1 of {keys} keys"),
        keys: (0..keys).map(key).collect(),
        ends: vec![(0.03, 0.3); keys],
        targets: (0..targets).map(target).collect(),
        runs: 2000,
    }
}

#[test]
fn the_words_of_a_calibration_find_room_and_its_rows_are_what_is_drawn() {
    for (keys, targets) in [(1, 1), (3, 2), (2, 7), (7, 3), (12, 20)] {
        let chart = charts::calibration(&calibrated(keys, targets), &Stage::paris().provenance());
        for look in super::looks() {
            let name = format!("{keys} keys, {targets} targets{}", look.suffix());
            words_find_room(&name, &chart.clone().dressed(look).svg());
        }
        assert_eq!(chart.rows().len(), 2 * (keys + targets));
    }
    let chart = charts::calibration(&calibrated(2, 3), &Stage::paris().provenance());
    let [before, now] = &chart.rows()[..2] else { panic!("a key has two lines") };
    assert_eq!((before.low, before.high, before.median), (Some(0.03), Some(0.3), None));
    assert_eq!((now.median, now.low, now.says.as_str()), (Some(0.1), Some(0.05), "identified"));
    let last = chart.rows().last().expect("a target");
    assert_eq!((last.series, last.median, last.says.as_str()), ("model", None, "met"));
    assert!(chart.alt().contains("observation-1 observed 30%, model 28% (12% to 41%), too low"), "{}", chart.alt());
}
