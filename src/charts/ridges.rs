//! Ridges: how something is distributed, a lane for each country or date below each other on one axis.

use super::said::Said;
use crate::scenario::Colour;
use serde::{Deserialize, Serialize};

/// Most lanes of a chart.
pub(super) const MOST_LANES: usize = 10;

/// The chart in data. Places on the axis are between 0 and 1.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ridges {
    /// What is said about it.
    pub(super) said: Said,
    /// Ticks of the axis: their places and numbers, the most important first, and the name of the axis.
    pub(super) ticks: Vec<(f64, String)>,
    pub(super) axis: String,
    /// What stands above the figures at the right.
    pub(super) heading: String,
    /// Something else over the same axis, in a lane of its own on top: places, and heights from 0 to 1; and its name.
    pub(super) curve: Option<(Vec<(f64, f64)>, String)>,
    /// A place that stands out, and what is there.
    pub(super) post: Option<(f64, String)>,
    pub(super) lanes: Vec<Lane>,
    /// The height of the highest shape, in distances between lanes.
    pub(super) height: f64,
    /// Lanes that found no room.
    pub(super) left_out: usize,
}

/// One lane.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) colour: Option<Colour>,
    /// Is it what the chart is about?
    pub(super) focus: bool,
    pub(super) shape: Shape,
    /// The same without the changes.
    pub(super) ghost: Option<Shape>,
    /// A second line beside it.
    pub(super) note: String,
}

/// How something is distributed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Shape {
    /// Places, and the share in the class around them.
    pub(super) shares: Vec<(f64, f64)>,
    /// The place of the median.
    pub(super) median: f64,
    /// What stands beside it.
    pub(super) figure: String,
}

impl Ridges {
    /// The largest share of any class.
    pub(super) fn highest(&self) -> f64 {
        let shapes = self.lanes.iter().flat_map(|lane| [Some(&lane.shape), lane.ghost.as_ref()]).flatten();
        shapes.flat_map(|shape| &shape.shares).map(|(_, share)| *share).fold(f64::MIN_POSITIVE, f64::max)
    }
}

/// Where a share of the whole is reached, in classes from the first on: 2.5 is the middle of the third. `None` of
/// nothing.
pub(super) fn quantile(classes: &[f64], share: f64) -> Option<f64> {
    let all: f64 = classes.iter().sum();
    let mut missing = share * all;
    for (class, count) in classes.iter().enumerate().filter(|(_, count)| **count > 0.0) {
        if missing <= *count {
            return Some(class as f64 + missing / count);
        }
        missing -= count;
    }
    (all > 0.0).then_some(classes.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_lies_where_half_is_on_each_side() {
        assert_eq!(quantile(&[0.0, 4.0, 0.0], 0.5), Some(1.5));
        assert_eq!(quantile(&[1.0, 0.0, 3.0], 0.5), Some(2.0 + 1.0 / 3.0));
        assert_eq!(quantile(&[2.0, 0.0, 2.0], 0.5), Some(1.0));
        assert_eq!(quantile(&[0.0, 0.0], 0.5), None);
        assert_eq!(quantile(&[1.0], 1.0), Some(1.0));
    }
}
