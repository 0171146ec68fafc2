//! A tipping curve: the value of one setting at which a condition begins or ceases to hold, for several values of
//! another. What it says; where it goes stands in `layout/curve.rs`.

use super::Provenance;
use super::said::Said;
use super::words::{self, name_of_path};
use crate::scenario::factor::Factor;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Rounder values for ticks of lengths of time, hours.
const HOURS: [f64; 16] =
    [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0, 96.0, 168.0, 336.0, 720.0, 1440.0, 4320.0, 8760.0];
/// Most ticks of the vertical axis.
const MOST_TICKS: usize = 6;

/// A threshold at one value of the other setting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tip {
    /// The value of the other setting, in the units of the model.
    pub along: f64,
    /// `up_to`, `from`, `always`, `never` or `unclear`.
    pub holds: &'static str,
    /// Where the condition begins or ceases to hold; `None` where that is not known or lies outside the range.
    pub threshold: Option<f64>,
    /// The lower end of its 90 % interval; `None` below the range.
    pub low90: Option<f64>,
    /// The upper end; `None` above the range.
    pub high90: Option<f64>,
}

/// What a curve is about.
#[derive(Clone, Copy, Debug)]
pub struct Tipping<'a> {
    /// The setting whose threshold was asked.
    pub setting: &'a Factor,
    /// The one along which it was followed.
    pub along: &'a Factor,
    /// How the threshold moves, or what is shown.
    pub title: &'a str,
    /// The condition as a clause.
    pub condition: &'a str,
    /// The thresholds, in the order of the other setting's values.
    pub tips: &'a [Tip],
    /// Runs behind them.
    pub runs: usize,
}

/// The chart in data: everything by its place within the ranges that were asked for, 0 to 1.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Curve {
    /// What is said about it.
    pub(super) said: Said,
    /// The names of the setting and of the other one.
    pub(super) names: [String; 2],
    /// Round values of the setting: place and words.
    pub(super) ticks: Vec<(f64, String)>,
    /// In the order of the other setting's values.
    pub(super) spots: Vec<Spot>,
    /// Does the condition hold below the curve? `None` where there is no single curve.
    pub(super) holds_below: Option<bool>,
}

/// A threshold at its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Spot {
    /// The value of the other setting: place and words.
    pub(super) along: (f64, String),
    /// `up_to`, `from`, `always`, `never` or `unclear`.
    pub(super) holds: Cow<'static, str>,
    pub(super) threshold: Option<f64>,
    pub(super) low90: Option<f64>,
    pub(super) high90: Option<f64>,
}

impl Spot {
    /// Is there a threshold within the range?
    pub(super) fn is_crossing(&self) -> bool {
        is_crossing(&self.holds)
    }
}

fn is_crossing(holds: &str) -> bool {
    ["up_to", "from"].contains(&holds)
}

/// The chart of a tipping curve.
pub(super) fn describe(tipping: &Tipping<'_>, provenance: &Provenance) -> Curve {
    let Tipping { setting, along, title, condition, tips, runs } = *tipping;
    let holds_below = one_curve(tips);
    let (name, other) = (name_of_path(&setting.path), name_of_path(&along.path));
    let region = match holds_below {
        Some(true) => "Below the line it holds, above it not; band",
        Some(false) => "Above the line it holds, below it not; band",
        None => "Dots: thresholds; lines",
    };
    let end = |tip: &Tip| tip.threshold.map_or(tip.holds.replace('_', " "), |x| setting.about(x));
    let told: Vec<String> = tips.iter().map(|tip| format!("{} at {}", end(tip), along.about(tip.along))).collect();
    let spot = |tip: &Tip| Spot {
        along: (along.place(tip.along), along.about(tip.along)),
        holds: tip.holds.into(),
        threshold: tip.threshold.map(|value| setting.place(value)),
        low90: tip.low90.map(|value| setting.place(value)),
        high90: tip.high90.map(|value| setting.place(value)),
    };
    Curve {
        said: Said {
            stem: "tipping".into(),
            title: title.to_owned(),
            neutral: format!("The threshold of {name} over {other}"),
            subtitle: format!("Condition: {condition}. {region}: 90% interval."),
            alt: format!(
                "Line chart of the threshold of {name} over {other}, for the condition: {condition}. {}.",
                told.join("; ")
            ),
            source: provenance.line(&words::runs(runs)),
        },
        spots: tips.iter().map(spot).collect(),
        ticks: ticks(setting),
        names: [name, other],
        holds_below,
    }
}

/// On which side of the curve the condition holds, if at every value of the other setting there is one threshold at
/// most, and all of one kind.
fn one_curve(tips: &[Tip]) -> Option<bool> {
    let crossings: Vec<&Tip> = tips.iter().filter(|tip| is_crossing(tip.holds)).collect();
    let first = crossings.first()?;
    let apart = tips.windows(2).all(|pair| pair[0].along < pair[1].along);
    (apart && crossings.iter().all(|tip| tip.holds == first.holds)).then_some(first.holds == "up_to")
}

/// Round values within the range of a setting, by their places, a handful at most.
fn ticks(factor: &Factor) -> Vec<(f64, String)> {
    let values = round_values((factor.low, factor.high), factor.logarithmic, factor.unit());
    values.into_iter().map(|x| (factor.place(x), factor.about(x))).collect()
}

/// Round values of a setting between two ends, in its unit, a handful at most; by ratios over more than three powers of
/// ten only those powers.
pub(super) fn round_values((low, high): (f64, f64), logarithmic: bool, unit: &str) -> Vec<f64> {
    let powers = || (-6..=9).map(|power| libm::pow(10.0, f64::from(power)));
    let decades = powers().flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * power));
    let all: Vec<f64> = match (logarithmic, unit) {
        (true, "hours") => HOURS.to_vec(),
        (true, _) if high / low > 1000.0 => powers().collect(),
        (true, _) => decades.collect(),
        (false, unit) => {
            let span = (high - low) / (MOST_TICKS - 1) as f64;
            let steps: Vec<f64> = if unit == "hours" { HOURS.to_vec() } else { decades.collect() };
            let step = steps.into_iter().find(|step| *step >= span).unwrap_or(span);
            let first = libm::ceil(low / step - 1e-9);
            (0..MOST_TICKS).map(|k| (first + k as f64) * step).collect()
        }
    };
    // Three times 0.1 is a little more than 0.3.
    let slack = 1e-9 * (high - low);
    let within: Vec<f64> = all.into_iter().filter(|x| (low - slack..=high + slack).contains(x)).collect();
    let every = within.len().div_ceil(MOST_TICKS).max(1);
    within.into_iter().step_by(every).collect()
}
