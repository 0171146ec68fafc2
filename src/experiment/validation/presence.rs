//! Who is there, from 2007 to April 2013: the sizes of accounts (F4), the curve of adoption (F7), and the gap between
//! three ministries (F11).

use super::statistics::{bass, distance_from_lognormal, gini};
use super::trial::{Numbers, Stage, Trial, or_none, ratio, setting};
use crate::engine::recorder::{Recorder, View};
use crate::scenario::{Scenario, Setting};

/// The three ministries from 2007 on.
pub static PRESENCE: Trial = Trial { name: "presence", text: include_str!("worlds/presence.toml"), variants, measure };

/// Hours of a year.
const YEAR: f64 = 365.25 * 24.0;
/// Places of the three countries in the scenario.
const CANADA: usize = 0;
const UK: usize = 1;
const US: usize = 2;

/// As the rules are; and with the same wish for accounts everywhere, where nobody has to say anything: whether an
/// account opens does not depend on messages.
fn variants() -> Vec<Vec<Setting>> {
    let of_all = |key: &str, value: &str| ["canada", "uk", "us"].map(|c| setting(&format!("country.{c}.{key}"), value));
    let same_wish =
        [of_all("accounts_wanted", "90%"), of_all("announcements_per_day", "0"), of_all("comments_on_events", "0%")];
    vec![Vec::new(), same_wish.concat()]
}

/// What is kept of a run: the accounts that are open.
struct Census {
    missions: Vec<f64>,
    /// Hour, and open accounts of each country.
    open: Vec<(f64, Vec<f64>)>,
    /// Followers of the accounts of each country that are open at the last record.
    followers: Vec<Vec<f64>>,
}

impl Census {
    fn new(scenario: &Scenario) -> Census {
        let missions = scenario.countries.iter().map(|country| f64::from(country.missions)).collect();
        Census { missions, open: Vec::new(), followers: Vec::new() }
    }

    /// Open accounts at the last record.
    fn at_the_end(&self, country: usize) -> f64 {
        self.followers.get(country).map_or(0.0, |accounts| accounts.len() as f64)
    }

    fn mean_followers(&self, country: usize) -> f64 {
        self.followers.get(country).map_or(f64::NAN, |all| ratio(all.iter().sum(), all.len() as f64))
    }
}

impl Recorder for Census {
    fn record(&mut self, view: &View<'_>) {
        let of = |country: usize| {
            let open = view.world.accounts.iter().filter(|a| a.country == country && a.open);
            open.map(|account| f64::from(account.followers())).collect::<Vec<f64>>()
        };
        self.followers = (0..self.missions.len()).map(of).collect();
        self.open.push((view.hour, self.followers.iter().map(|accounts| accounts.len() as f64).collect()));
    }
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let (mut census, mut same_wish) = (Census::new(stage.scenario(0)), Census::new(stage.scenario(1)));
    stage.watch(0, &mut census)?;
    stage.watch(1, &mut same_wish)?;
    let model = &stage.scenario(0).model;
    Some(
        [
            sizes(&census),
            curve(&census, model.adoption_alone_per_year, model.adoption_by_imitation_per_year),
            gap(&census, &same_wish),
        ]
        .concat(),
    )
}

fn sizes(census: &Census) -> Numbers {
    let all: Vec<f64> = census.followers.concat();
    vec![("gini", or_none(gini(&all))), ("distance_from_lognormal", or_none(distance_from_lognormal(&all)))]
}

/// The curve of those two ministries that want accounts, as shares of their missions, against the p and q put in.
fn curve(census: &Census, alone: f64, by_imitation: f64) -> Numbers {
    let missions = census.missions[UK] + census.missions[US];
    let point = |(hour, open): &(f64, Vec<f64>)| (hour / YEAR, (open[UK] + open[US]) / missions);
    let fit = bass(&census.open.iter().map(point).collect::<Vec<_>>());
    vec![
        ("bass_alone_ratio", or_none(fit.map(|fit| fit.alone / alone))),
        ("bass_imitation_ratio", or_none(fit.map(|fit| fit.by_imitation / by_imitation))),
        ("bass_explained", or_none(fit.map(|fit| fit.explained))),
    ]
}

fn gap(census: &Census, same_wish: &Census) -> Numbers {
    let ratio_of = |census: &Census, country| ratio(census.at_the_end(country), census.at_the_end(CANADA));
    vec![
        ("uk_by_canada", ratio_of(census, UK)),
        ("us_by_canada", ratio_of(census, US)),
        ("uk_by_canada_same_wish", ratio_of(same_wish, UK)),
        ("followers_us_by_canada", ratio(census.mean_followers(US), census.mean_followers(CANADA))),
    ]
}
