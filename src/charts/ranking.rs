//! Which settings matter, as bars, the largest first: shares of the variance, sizes of effects, or what each end of a
//! range changes. What it says; where it goes stands in `layout/bars.rs`.

use super::Provenance;
use super::said::Said;
use super::scale::Scale;
use super::words::{self, number, signed};
use serde::{Deserialize, Serialize};

/// What the bars are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bars {
    /// Total shares of the variance, pale, with first-order shares on them.
    Shares,
    /// Mean sizes of elementary effects.
    Sizes,
    /// Differences to the scenario itself at both ends of a range.
    Ends,
}

/// What a factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// A policy or a world that somebody chooses.
    Choice,
    /// An assumption of the model.
    Assumption,
    /// Which replicate was run.
    Luck,
}

/// One factor. Numbers are in the unit of the bars: per cent of the variance, or the unit of the measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Its path, or `luck`.
    pub factor: String,
    /// What it is.
    pub sort: Sort,
    /// Its range, as people read it; empty for luck.
    pub range: String,
    /// Total share, size, or the difference at the low end.
    pub value: f64,
    /// The middle 90 % of the same.
    pub low90: Option<f64>,
    /// Its upper end.
    pub high90: Option<f64>,
    /// First-order share, or the difference at the high end.
    pub other: Option<f64>,
    /// The middle 90 % of the same.
    pub other_low90: Option<f64>,
    /// Its upper end.
    pub other_high90: Option<f64>,
}

/// What a ranking is about.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// The finding, or what is shown.
    pub title: String,
    /// Whose what and when: `Canada’s influence at the end of 2016-12-31`.
    pub whose: String,
    /// The unit of the bars.
    pub unit: String,
    /// What the bars are.
    pub bars: Bars,
    /// The largest first.
    pub factors: Vec<Ranked>,
    /// Runs behind it.
    pub runs: usize,
}

/// The chart in data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Chart {
    /// What is said about it.
    pub(super) said: Said,
    pub(super) scale: Scale,
    pub(super) bars: Bars,
    pub(super) factors: Vec<Ranked>,
    decimals: usize,
}

/// Most factors that find room.
pub(super) const MOST: usize = 9;

/// The chart of a ranking.
pub(super) fn describe(ranking: &Ranking, provenance: &Provenance) -> Chart {
    let factors = &ranking.factors[..ranking.factors.len().min(MOST)];
    let drawn = factors
        .iter()
        .flat_map(|one| [Some(one.value), one.low90, one.high90, one.other, one.other_low90, one.other_high90]);
    let there = drawn.flatten().filter(|x| x.is_finite());
    let (low, high) = there.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let how = match ranking.bars {
        Bars::Shares => {
            "pale bars: with all that a setting does together with others; solid: alone; lines: their 90% \
                         intervals"
        }
        Bars::Sizes => "bars: mean change over the range of a setting, whichever way; lines: their 90% intervals",
        Bars::Ends => {
            "bars: median change where a setting is at the low end of its range, and at the high end; lines: \
                       the middle 90% of the pairs"
        }
    };
    let left_out = match ranking.factors.len() - factors.len() {
        0 => String::new(),
        more => format!(" The first {} of {}.", factors.len(), factors.len() + more),
    };
    let scale = Scale::around(low, high);
    let mut chart = Chart {
        said: Said {
            stem: "ranking".into(),
            title: ranking.title.clone(),
            neutral: format!("What matters for {}", ranking.whose),
            subtitle: format!("{}, {}; {how}.{left_out}", words::sentence(&ranking.whose), ranking.unit),
            alt: String::new(),
            source: provenance.line(&words::runs(ranking.runs)),
        },
        scale,
        bars: ranking.bars,
        factors: factors.to_vec(),
        decimals: words::decimals_for((high - low) / 100.0).min(6),
    };
    let told = |one: &Ranked| match one.other {
        Some(other) => format!("{} {} and {}", one.factor, chart.printed(one.value), chart.printed(other)),
        None => format!("{} {}", one.factor, chart.printed(one.value)),
    };
    let told: Vec<String> = factors.iter().map(told).collect();
    let numbers = match ranking.bars {
        Bars::Shares => "total and first-order shares of the variance",
        Bars::Sizes => "mean sizes of effects",
        Bars::Ends => "changes at the low and at the high end",
    };
    chart.said.alt = format!("Bar chart of what matters for {}, {numbers}: {}.", ranking.whose, told.join("; "));
    chart
}

impl Chart {
    /// A value as it stands on the chart.
    pub(super) fn printed(&self, value: f64) -> String {
        match self.bars {
            _ if !value.is_finite() => "none".to_owned(),
            Bars::Ends => signed(value, self.decimals),
            _ => number(value, self.decimals),
        }
    }
}

impl Ranked {
    /// What stands below its name.
    pub(super) fn note(&self) -> String {
        match self.sort {
            Sort::Luck => "which replicate is run".to_owned(),
            Sort::Choice => format!("chosen, {}", self.range),
            Sort::Assumption => format!("assumption, {}", self.range),
        }
    }
}
