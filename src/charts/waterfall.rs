//! What a waterfall says, before anybody thinks of where it goes on a sheet: bars that begin where the one above ends,
//! and the whole below them.

use super::Bar;
use super::said::Said;
use super::scale::Scale;
use super::words::signed;
use crate::stats::{Spread, Summary};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A waterfall: one bar for each player, then the whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Waterfall {
    /// What is said about it.
    pub(super) said: Said,
    /// The horizontal axis.
    pub(super) scale: Scale,
    /// Decimals of printed values.
    pub(super) decimals: usize,
    /// Whether there are enough runs for a middle 90 %.
    pub(super) bands: bool,
    /// From the top down.
    pub(super) steps: Vec<Step>,
    /// The whole, if there is any.
    pub(super) whole: Option<Summary>,
}

/// One player's part.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Step {
    /// Name in files.
    pub(super) player: Cow<'static, str>,
    /// Name on the chart.
    pub(super) name: String,
    /// What it consists of, the longest wording first; perhaps none of them finds room.
    pub(super) notes: Vec<String>,
    /// Where the bar begins.
    pub(super) from: f64,
    /// The Shapley values.
    pub(super) part: Summary,
    /// What the player changes alone, on average.
    pub(super) alone: f64,
    /// What the player adds last, on average.
    pub(super) last: f64,
}

impl Step {
    /// Where the bar ends.
    pub(super) fn to(&self) -> f64 {
        self.from + self.part.mean
    }
}

impl Waterfall {
    /// An axis for everything that is drawn.
    pub(super) fn scale(steps: &[Step], whole: Option<Summary>, bands: bool) -> Scale {
        let edges = |from: f64, part: Summary| {
            let Spread { low90, high90, .. } = part.spread;
            let interval = if bands { [from + low90, from + high90] } else { [from; 2] };
            [from, from + part.mean].into_iter().chain(interval)
        };
        let bars = steps.iter().flat_map(|step| edges(step.from, step.part));
        let drawn = bars.chain(whole.into_iter().flat_map(|whole| edges(0.0, whole)));
        let (low, high) = drawn.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        Scale::around(low, high)
    }

    /// A value as it stands on the chart.
    pub(super) fn printed(&self, value: f64) -> String {
        signed(value, self.decimals)
    }

    /// `−0.1 to 0.3`.
    pub(super) fn printed_range(&self, spread: Spread) -> String {
        let [low, high] = [spread.low90, spread.high90].map(|edge| signed(edge, self.decimals));
        if low == high { low } else { format!("{low} to {high}") }
    }

    /// Exactly the numbers that are drawn.
    pub(super) fn rows(&self) -> Vec<Bar> {
        let row = |player: Cow<'static, str>, from: f64, part: Summary, others: Option<(f64, f64)>| {
            let Spread { median, low90, high90 } = part.spread;
            let edge = |value: f64| self.bands.then_some(value);
            let (alone, last) = others.unzip();
            let (to, mean) = (from + part.mean, part.mean);
            Bar { player, from, to, mean, median, low90: edge(low90), high90: edge(high90), alone, last }
        };
        let steps =
            self.steps.iter().map(|step| row(step.player.clone(), step.from, step.part, Some((step.alone, step.last))));
        steps.chain(self.whole.map(|whole| row("whole".into(), 0.0, whole, None))).collect()
    }
}
