//! The picture of policies over crises: what its title claims, that its words find room, that its numbers are those of
//! the rows.

use jiff::civil::date;
use softpower::charts::{self, Chart, Fall, Policies};
use softpower::experiment::regret::{Regrets, regrets};

use super::stage::Stage;
use super::{ENDLESS, texts, words_find_room};

/// Forty replicates of a mean with some luck.
fn around(mean: f64, luck: f64) -> Vec<f64> {
    (0..40).map(|k| mean + luck * (f64::from(k) - 19.5) / 20.0).collect()
}

fn found(crises: usize, policies: usize, of: impl Fn(usize, usize) -> Vec<f64>) -> Regrets {
    let numbers: Vec<Vec<Vec<f64>>> =
        (0..crises).map(|crisis| (0..policies).map(|policy| of(crisis, policy)).collect()).collect();
    regrets(&numbers).expect("every policy has numbers")
}

fn chart(regrets: &Regrets, names: &[&str], crises: &[&str], unit: (f64, &str)) -> Chart<Fall> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (names, crises) = (owned(names), owned(crises));
    let whose = "Canada’s influence";
    let policies = Policies { regrets, names: &names, crises: &crises, whose, day: Some(date(2016, 12, 31)), unit };
    assert!(policies.fits());
    charts::regret(&policies, &Stage::paris().provenance())
}

const POINTS: (f64, &str) = (1.0, "points");
const SEVEN: [&str; 7] = ["control", "bypass", "opening", "delegation", "dialogue", "cleared-line", "a-crowd"];
const SIZES: [&str; 3] = ["event.crisis.size=small", "event.crisis.size=medium", "event.crisis.size=large"];

#[test]
fn words_find_room_and_the_numbers_are_those_of_the_rows() {
    let wave = |crisis: usize, policy: usize| {
        let luck = [0.6, -0.9, 1.2, 0.2][(crisis + policy) % 4];
        around(90.0 + ((3 * crisis + 5 * policy) as f64).sin(), luck)
    };
    let long = [ENDLESS, "For ever and ever, and on and on, and then the second"];
    for (name, names, crises, regrets, unit) in [
        ("two", &SEVEN[..2], &SIZES[..2], found(2, 2, wave), POINTS),
        ("many policies", &SEVEN[..], &SIZES[..], found(3, 7, wave), POINTS),
        ("many crises", &SEVEN[..2], &["a", "b", "c", "d", "e", "f", "g", "h"][..], found(8, 2, wave), POINTS),
        ("long names", &long[..], &long[..], found(2, 2, wave), POINTS),
        ("long names that are sure", &long[..], &long[..], found(2, 2, |_, policy| around(policy as f64, 0.0)), POINTS),
        ("millions", &SEVEN[..3], &SIZES[..], found(3, 3, wave), (1e7, "engagements per 1,000 members")),
        ("hardly any", &SEVEN[..3], &SIZES[..], found(3, 3, wave), (1e-5, "percentage points")),
        ("flat", &SEVEN[..3], &SIZES[..], found(3, 3, |_, _| around(1.0, 0.0)), POINTS),
    ] {
        let chart = chart(&regrets, names, crises, unit);
        for look in super::looks() {
            words_find_room(&format!("{name}{}", look.suffix()), &chart.clone().dressed(look).svg());
        }
        assert_eq!(chart.rows().len(), names.len() * crises.len(), "{name}");
        for (place, row) in chart.rows().iter().enumerate() {
            let (crisis, policy) = (place / names.len(), place % names.len());
            assert_eq!(row.regret, unit.0 * regrets.regrets[policy][crisis], "{name}");
            assert_eq!(row.high90, regrets.pairs[policy][crisis].map(|pairs| unit.0 * pairs.high90), "{name}");
        }
    }
}

#[test]
fn every_policy_stands_in_the_group_of_its_crisis_with_its_regret_beside_it() {
    let numbers = |crisis: usize, policy: usize| around([[10.0, 4.0], [2.0, 8.0]][crisis][policy], 1.0);
    let regrets = found(2, 2, numbers);
    let chart = chart(&regrets, &["slow", "fast"], &["strike", "flood"], POINTS);
    let found = texts(&chart.svg());
    let height = |words: &str| {
        let places = found.iter().filter(|(text, _)| text == words).map(|(_, frame)| frame.top() + frame.bottom());
        places.map(|sum| sum / 2.0).collect::<Vec<f32>>()
    };
    let [strike, flood] = ["strike", "flood"].map(|crisis| height(crisis)[0]);
    let (slow, fast) = (height("slow"), height("fast"));
    assert!(strike < slow[0] && slow[0] < fast[0] && fast[0] < flood && flood < slow[1] && slow[1] < fast[1]);
    let beside = |words: &str, y: f32| height(words).iter().any(|other| (other - y).abs() < 8.0);
    assert!(beside("best", slow[0]) && beside("6.0", fast[0]) && beside("6.0", slow[1]) && beside("best", fast[1]));
    assert!(chart.alt().contains("strike: slow best, fast 6.0; flood: slow 6.0, fast best."), "{}", chart.alt());
}

#[test]
fn a_title_claims_only_what_nearly_all_pairs_say() {
    let title = |regrets: &Regrets| chart(regrets, &["slow", "fast"], &["strike", "flood"], POINTS).title().to_owned();
    let means = [[10.0, 4.0], [7.0, 8.0]];
    let sure = found(2, 2, |crisis, policy| around(means[crisis][policy], 1.0));
    assert_eq!(title(&sure), "Slow regrets least: at most 1.0 points below the best");
    let best = found(2, 2, |crisis, policy| around(means[0][policy] + crisis as f64, 1.0));
    assert_eq!(title(&best), "Slow is the best in both crises");
    // The luck of one policy is not that of the other.
    let doubtful = found(2, 2, |crisis, policy| around(means[crisis][policy], 30.0 * (1.0 - 2.0 * policy as f64)));
    assert_eq!(title(&doubtful), "Canada’s influence in two crises: no policy clearly regrets least");
}

#[test]
fn what_does_not_fit_is_not_drawn() {
    let regrets = found(9, 2, |_, policy| around(policy as f64, 1.0));
    let crises: Vec<String> = (0..9).map(|crisis| crisis.to_string()).collect();
    let names = ["a".to_owned(), "b".to_owned()];
    let policies = Policies { regrets: &regrets, names: &names, crises: &crises, whose: "", day: None, unit: POINTS };
    assert!(!policies.fits());
    assert!(
        Policies { crises: &crises[..8], ..policies }.fits() && !Policies { crises: &crises[..1], ..policies }.fits()
    );
}
