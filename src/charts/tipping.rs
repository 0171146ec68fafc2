//! A tipping curve: the value of one setting at which a condition begins or ceases to hold, for several values of
//! another. What it says; where it goes stands in `layout/curve.rs`.

use super::Provenance;
use super::words::{self, name_of_path};
use crate::scenario::factor::Factor;

/// A threshold at one value of the other setting.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
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

/// The chart in data.
pub(super) struct Curve<'a> {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) alt: String,
    pub(super) source: String,
    pub(super) setting: &'a Factor,
    pub(super) along: &'a Factor,
    pub(super) tips: &'a [Tip],
    /// Does the condition hold below the curve? `None` where there is no single curve.
    pub(super) holds_below: Option<bool>,
}

impl Tip {
    /// Is there a threshold within the range?
    pub(super) fn is_crossing(&self) -> bool {
        ["up_to", "from"].contains(&self.holds)
    }
}

/// The chart of a tipping curve.
pub(super) fn describe<'a>(tipping: &Tipping<'a>, provenance: &Provenance) -> Curve<'a> {
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
    Curve {
        title: title.to_owned(),
        subtitle: format!("Condition: {condition}. {region}: 90% interval."),
        alt: format!(
            "Line chart of the threshold of {name} over {other}, for the condition: {condition}. {}.",
            told.join("; ")
        ),
        source: provenance.line(&words::runs(runs)),
        setting,
        along,
        tips,
        holds_below,
    }
}

/// On which side of the curve the condition holds, if at every value of the other setting there is one threshold at
/// most, and all of one kind.
fn one_curve(tips: &[Tip]) -> Option<bool> {
    let crossings: Vec<&Tip> = tips.iter().filter(|tip| tip.is_crossing()).collect();
    let first = crossings.first()?;
    let apart = tips.windows(2).all(|pair| pair[0].along < pair[1].along);
    (apart && crossings.iter().all(|tip| tip.holds == first.holds)).then_some(first.holds == "up_to")
}
