//! What a calibration has found out: on the left each key, what was believed before and what is known now; on the right
//! each target, what was observed and what the model gives. Where it goes stands in `layout/lanes.rs`.

use super::Provenance;
use super::said::Said;
use super::words;
use serde::{Deserialize, Serialize};

/// A key: places are from 0 to 1 within the range of what was believed before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Key {
    /// Its path.
    pub key: String,
    /// The ends of its range, as people read them.
    pub range: [String; 2],
    /// Middle, 5th and 95th percentile of what is known now.
    pub places: [f64; 3],
    /// The same as values, in the units of the model.
    pub values: [f64; 3],
    /// What is known in words: `8.1% (5% to 12%)`.
    pub now: String,
    /// `identified`, `not identified`, ...
    pub word: String,
}

/// A target.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Observed {
    /// Its name.
    pub target: String,
    /// What was observed, and half the middle 90 % of its error.
    pub value: f64,
    /// In words.
    pub shown: String,
    /// 5th and 95th percentile of what was observed.
    pub observed90: (f64, f64),
    /// Median, 5th and 95th percentile of what the model gives; `None` without a case.
    pub model: Option<[f64; 3]>,
    /// The same in words.
    pub model_shown: String,
    /// `met`, `too high`, `too low`.
    pub word: String,
}

/// One line of the chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lane {
    /// `before` and `now` of a key, `observed` and `model` of a target.
    pub series: &'static str,
    /// The key or the target.
    pub name: String,
    /// The middle; `None` of what was believed before.
    pub median: Option<f64>,
    /// The lower end: of a range, or the 5th percentile.
    pub low: Option<f64>,
    /// The upper end: of a range, or the 95th percentile.
    pub high: Option<f64>,
    /// Whether it is identified, or met.
    pub says: String,
}

/// What a chart of a calibration is about.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// The finding, or what is shown.
    pub title: String,
    /// The keys.
    pub keys: Vec<Key>,
    /// The ends of their ranges, in the units of the model.
    pub ends: Vec<(f64, f64)>,
    /// The targets.
    pub targets: Vec<Observed>,
    /// Runs behind it.
    pub runs: usize,
}

/// The chart in data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Chart {
    /// What is said about it.
    pub(super) said: Said,
    pub(super) keys: Vec<Key>,
    pub(super) targets: Vec<Observed>,
}

/// Most keys and targets that find room.
pub(super) const MOST: usize = 6;

/// The chart of a calibration.
pub(super) fn describe(calibrated: &Calibrated, provenance: &Provenance) -> Chart {
    let (keys, targets) = (&calibrated.keys, &calibrated.targets);
    let some = |count: usize, of: &str| match count > MOST {
        true => format!(" The first {MOST} of {count} {of}."),
        false => String::new(),
    };
    let key = |key: &Key| format!("{} {}, {}", key.key, key.now, key.word);
    let target =
        |one: &Observed| format!("{} observed {}, model {}, {}", one.target, one.shown, one.model_shown, one.word);
    Chart {
        said: Said {
            stem: "calibration".into(),
            title: calibrated.title.clone(),
            neutral: "What the targets say about the keys".to_owned(),
            subtitle: format!(
                "Keys: the pale line is the range before, the dark one the middle 90% now, the dot its middle. \
                 Targets: grey what was observed, with the middle 90% of its error; blue what the model gives on other \
                 luck.{}{}",
                some(keys.len(), "keys"),
                some(targets.len(), "targets")
            ),
            alt: format!(
                "Chart of what a calibration says about its keys: {}; and how the model meets its targets: {}.",
                keys.iter().map(key).collect::<Vec<_>>().join("; "),
                targets.iter().map(target).collect::<Vec<_>>().join("; ")
            ),
            source: provenance.line(&words::runs(calibrated.runs)),
        },
        keys: keys[..keys.len().min(MOST)].to_vec(),
        targets: targets[..targets.len().min(MOST)].to_vec(),
    }
}

impl Calibrated {
    /// Exactly the numbers that are drawn.
    pub(super) fn rows(&self) -> Vec<Lane> {
        let of_key = |(key, (low, high)): (&Key, &(f64, f64))| {
            let lane = |series, median, low, high, says: &str| Lane {
                series,
                name: key.key.clone(),
                median,
                low: Some(low),
                high: Some(high),
                says: says.to_owned(),
            };
            let [middle, low90, high90] = key.values;
            [lane("before", None, *low, *high, ""), lane("now", Some(middle), low90, high90, &key.word)]
        };
        let of_target = |one: &Observed| {
            let lane = |series, numbers: Option<[f64; 3]>, says: &str| Lane {
                series,
                name: one.target.clone(),
                median: numbers.map(|numbers| numbers[0]),
                low: numbers.map(|numbers| numbers[1]),
                high: numbers.map(|numbers| numbers[2]),
                says: says.to_owned(),
            };
            let observed = [one.value, one.observed90.0, one.observed90.1];
            [lane("observed", Some(observed), ""), lane("model", one.model, &one.word)]
        };
        let keys = self.keys.iter().zip(&self.ends).flat_map(of_key);
        keys.chain(self.targets.iter().flat_map(of_target)).collect()
    }
}
