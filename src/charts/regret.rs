//! Policies over crises as a picture: how far each falls short of the best one in the same crisis. What it says; where
//! it goes stands in `layout/groups.rs`.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::scale::Scale;
use super::theme::COLOUR_ORDER;
use super::words;
use crate::experiment::regret::Regrets;
use crate::scenario::Colour;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What policies come to in several crises, for one measure of one country.
#[derive(Clone, Copy, Debug)]
pub struct Policies<'a> {
    /// The numbers, in the unit of the measure.
    pub regrets: &'a Regrets,
    /// The names of the policies, all different.
    pub names: &'a [String],
    /// The names of the crises, all different.
    pub crises: &'a [String],
    /// Whose what: `Canada’s influence`.
    pub whose: &'a str,
    /// The last day, if it is the same in all crises.
    pub day: Option<Date>,
    /// What a number is multiplied by before it is printed, and the unit that it then has: `points`.
    pub unit: (f64, &'a str),
}

/// One policy in one crisis, as it is drawn; numbers in the unit of the chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fall {
    /// The name of the crisis.
    pub crisis: String,
    /// The name of the scenario.
    pub scenario: String,
    /// The mean of the measure.
    pub mean: f64,
    /// By how much that is below the best mean in the crisis; 0 for the best.
    pub regret: f64,
    /// The 5th percentile of the same, pair by pair; `None` with one replicate.
    pub low90: Option<f64>,
    /// The 95th percentile; `None` with one replicate.
    pub high90: Option<f64>,
}

/// The chart in data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Groups {
    /// What is said about it.
    pub(super) said: Said,
    /// For each crisis, every policy.
    pub(super) rows: Vec<Vec<Fall>>,
    /// The crisis in which each policy does worst; `None` for one that is the best everywhere.
    pub(super) worst: Vec<Option<usize>>,
    /// Around everything that is drawn, with 0 in it.
    pub(super) scale: Scale,
    pub(super) decimals: usize,
}

/// Most rows and headings that find room on a sheet.
const MOST_LINES: usize = 26;

impl Policies<'_> {
    /// Do all crises with all policies find room on a sheet?
    #[must_use]
    pub fn fits(&self) -> bool {
        self.crises.len() > 1 && self.crises.len() * (self.names.len() + 1) <= MOST_LINES
    }

    fn falls(&self, crisis: usize, bands: bool) -> Vec<Fall> {
        let (factor, _) = self.unit;
        let of = |policy: usize| {
            let pairs = self.regrets.pairs[policy][crisis].filter(|_| bands);
            Fall {
                crisis: words::one_line(&self.crises[crisis]),
                scenario: words::one_line(&self.names[policy]),
                mean: factor * self.regrets.means[policy][crisis],
                regret: factor * self.regrets.regrets[policy][crisis],
                low90: pairs.map(|pairs| factor * pairs.low90),
                high90: pairs.map(|pairs| factor * pairs.high90),
            }
        };
        (0..self.names.len()).map(of).collect()
    }

    /// Who falls short least, where nearly all pairs agree; else that nobody clearly does.
    fn title(&self, bands: bool, greatest: &str) -> String {
        let name = words::sentence(&words::one_line(&self.names[self.regrets.least]));
        let crises = format!("{} crises", words::count(self.crises.len()));
        let whose = words::sentence(self.whose);
        match (self.regrets.is_clear && bands, self.regrets.greatest[self.regrets.least] > 0.0) {
            (true, true) => {
                let least = format!("{name} regrets least: at most {greatest} below the best");
                let plain = format!("{whose} in {crises}: one policy regrets least");
                Case::title([format!("{least} in {crises}"), least, format!("{name} regrets least"), plain])
            }
            (true, false) => {
                let all = if self.crises.len() == 2 { "both crises".to_owned() } else { format!("all {crises}") };
                let best = format!("{name} is the best in {all}");
                Case::title([best, format!("{whose}: one policy is the best in {all}")])
            }
            (false, _) if bands => {
                Case::title([format!("{whose} in {crises}: no policy clearly regrets least"), whose])
            }
            (false, _) => Case::title([format!("{whose} in {crises}"), whose]),
        }
    }
}

/// The chart of policies over crises.
pub(super) fn describe(policies: &Policies<'_>, provenance: &Provenance) -> Groups {
    let bands = provenance.replicates > 1;
    let rows: Vec<Vec<Fall>> = (0..policies.crises.len()).map(|crisis| policies.falls(crisis, bands)).collect();
    let edges = rows.iter().flatten().flat_map(|fall| [Some(fall.regret), fall.low90, fall.high90]).flatten();
    let (low, high) = edges.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let scale = Scale::around(low, high);
    let decimals = words::decimals_for(((high - low) / 50.0).max(1e-9)).min(6);
    let printed = words::number(policies.unit.0 * policies.regrets.greatest[policies.regrets.least], decimals);
    let greatest = match policies.unit.1 {
        "points" => words::points(&printed),
        unit => format!("{printed} {unit}"),
    };
    let of = words::replicates(provenance.replicates as usize);
    let how = match bands {
        true => format!("Dots: means of {of}; lines: 9 in 10 pairs. A dot is full where its policy does worst."),
        false => "Dots: one replicate each; full where its policy does worst.".to_owned(),
    };
    let when = policies.day.map_or("the run".to_owned(), words::date);
    let mut groups = Groups {
        said: Said {
            stem: "regret".into(),
            title: policies.title(bands, &greatest),
            neutral: policies.title(false, &greatest),
            subtitle: format!(
                "How far {} is below that of the best policy in the same crisis, {}, at the end of {when}. {how}",
                policies.whose, policies.unit.1
            ),
            alt: String::new(),
            source: provenance.line(&format!("{} crises × {of}", rows.len())),
        },
        worst: (0..policies.names.len()).map(|policy| worst(&rows, policy)).collect(),
        rows,
        scale,
        decimals,
    };
    groups.said.alt = groups.in_words(policies);
    groups
}

/// The crisis in which a policy falls short most, the first of equal ones.
fn worst(rows: &[Vec<Fall>], policy: usize) -> Option<usize> {
    let regrets = rows.iter().map(|row| row[policy].regret).enumerate();
    let most = regrets.reduce(|most, next| if next.1 > most.1 { next } else { most });
    most.filter(|(_, regret)| *regret > 0.0).map(|(crisis, _)| crisis)
}

impl Groups {
    /// A value as it stands on the chart.
    pub(super) fn printed(&self, value: f64) -> String {
        words::number(value, self.decimals)
    }

    /// The colour of a policy: that of its line in the charts of a comparison.
    pub(super) fn colour(policy: usize) -> Option<Colour> {
        COLOUR_ORDER.get(policy).copied()
    }

    fn in_words(&self, policies: &Policies<'_>) -> String {
        let of_crisis = |row: &Vec<Fall>| {
            let one = |fall: &Fall| match fall.regret > 0.0 {
                true => format!("{} {}", fall.scenario, self.printed(fall.regret)),
                false => format!("{} best", fall.scenario),
            };
            let crisis = row.first().map_or("", |fall| &fall.crisis);
            format!("{crisis}: {}", row.iter().map(one).collect::<Vec<_>>().join(", "))
        };
        let crises: Vec<String> = self.rows.iter().map(of_crisis).collect();
        let (whose, unit) = (policies.whose, policies.unit.1);
        let title = self.said.title.trim_end_matches('.');
        let crises = crises.join("; ");
        format!("Dot plot of how far {whose} is below that of the best policy, {unit}, by crisis. {title}. {crises}.")
    }
}
