//! The manifest of a result folder: everything that is needed to repeat it, and to find out whether it is whole.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::program::{Program, hex};
use crate::experiment::coalitions::Attribution;
use crate::experiment::ensemble::Ensemble;
use crate::experiment::validation::Validation;
use crate::scenario::factor::Factor;

/// The form of the manifest; a program that changes its meaning raises it.
pub const FORMAT: u32 = 1;

/// What stands in `manifest.json`. Of two runs that differ in threads only, `command`, `started`, `ended` and `threads`
/// differ, and nothing else in the whole folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of this file.
    pub format: u32,
    /// The program that made the folder.
    pub program: Program,
    /// The scenario, as it was resolved.
    pub scenario: ScenarioNote,
    /// The key of the run: 64 hex digits, of which the name of the folder shows eight.
    pub hash: String,
    /// Where all luck comes from.
    pub seed: u64,
    /// How often the scenario was run with other luck.
    pub replicates: u32,
    /// Is there a ghost baseline: the same replicates without the scenario's changes?
    pub ghosts: bool,
    /// What was asked, where a difference was divided among its causes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<AttributionNote>,
    /// What was asked, where scenarios were held against each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<ComparisonNote>,
    /// What was asked, where settings were varied to see which matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<SensitivityNote>,
    /// What was asked, where settings were fitted to targets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<CalibrationNote>,
    /// What was asked, where a condition was followed along a setting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<ThresholdNote>,
    /// What was tried, where a scenario was run in many settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sweep: Option<SweepNote>,
    /// When the states of the replicates were saved, if they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub states: Option<StatesNote>,
    /// What was typed.
    pub command: Vec<String>,
    /// The words of it that decide about the numbers; empty in folders of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remake: Vec<String>,
    /// When the work began, UTC.
    pub started: String,
    /// When the work ended, UTC.
    pub ended: String,
    /// Threads at work; the numbers do not depend on it.
    pub threads: usize,
    /// Where it ran.
    pub machine: Machine,
    /// SHA-256 over the bits of all replicates, then of all ghosts; of an attribution, over the ends of all runs;
    /// of a comparison, over all replicates of all scenarios; of a sensitivity study or a threshold, over the answers
    /// of all runs; of a validation, over all its numbers.
    pub trajectory_sha256: String,
    /// What of the replicates is kept.
    pub kept: String,
    /// All other files of the folder.
    pub files: Vec<FileNote>,
}

/// A scenario inside a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioNote {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// All its settings, as a scenario file.
    pub resolved: String,
}

/// The question of an attribution inside a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributionNote {
    /// The country asked about, by its name in the scenario file.
    pub country: String,
    /// What the scenario was held against: `no changes`, `no mechanism`, or `another scenario`.
    pub against: String,
    /// That other scenario, as it was resolved.
    pub other: Option<ScenarioNote>,
    /// Among whom the difference was divided, in the order of the columns of `coalitions.csv`.
    pub players: Vec<String>,
}

/// The question of a comparison inside a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonNote {
    /// The country asked about, by its name in the scenario file.
    pub country: String,
    /// The measures asked for.
    pub measures: Vec<String>,
    /// The crises that were gone through; empty if there was one only.
    pub crises: Vec<String>,
    /// All scenarios as they were resolved: those of the first crisis, then those of the next.
    pub scenarios: Vec<ScenarioNote>,
    /// How well the mean differences were to be known, if the number of replicates was left to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PrecisionNote>,
}

/// How well mean differences were to be known, inside a manifest; numbers in the unit of the measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrecisionNote {
    /// What was asked, as it is printed: `±0.5 points`.
    pub asked: String,
    /// The same as a number: half of the width of an interval.
    pub within: f64,
    /// The measure.
    pub measure: String,
    /// How often the interval of one difference holds the mean, at all looks together: a share.
    pub level: f64,
    /// Replicates of each scenario, at most.
    pub most: u32,
    /// Is every mean difference known so well?
    pub reached: bool,
    /// What is known about each.
    pub known: Vec<KnownNote>,
}

/// What is known about a mean difference, inside a manifest; numbers in the unit of the measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownNote {
    /// The crisis; empty if there was one only.
    pub crisis: String,
    /// The scenario that is held against the first.
    pub scenario: String,
    /// Pairs with a number.
    pub pairs: usize,
    /// The mean of the pairs.
    pub mean: f64,
    /// Half of the width of the interval around it; none where no precision can be claimed.
    pub within: Option<f64>,
    /// Was the difference the same in all pairs?
    pub all_equal: bool,
    /// About how many pairs are enough for what was asked; none where that cannot be said.
    pub needed: Option<u64>,
}

/// The question of a sensitivity study inside a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SensitivityNote {
    /// `morris`, `sobol` or `one-at-a-time`.
    pub method: String,
    /// Walks, base rows, or replicates.
    pub samples: u32,
    /// The measure asked for.
    pub measure: String,
    /// The country asked about, by its name in the scenario file.
    pub country: String,
    /// What was varied, and from where to where.
    pub factors: Vec<FactorNote>,
}

/// A varied setting inside a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorNote {
    /// Its path.
    pub path: String,
    /// The lower end, in the units of the model.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl FactorNote {
    /// What is to say about a factor.
    #[must_use]
    pub fn of(factor: &Factor) -> FactorNote {
        FactorNote { path: factor.path.clone(), low: factor.low, high: factor.high }
    }
}

/// The question of a calibration inside a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationNote {
    /// At most so many runs were allowed.
    pub most_runs: usize,
    /// What was fitted, and from where to where.
    pub factors: Vec<FactorNote>,
    /// The targets, as they were written.
    pub targets: String,
}

/// The question of a threshold inside a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThresholdNote {
    /// The condition, as it was typed.
    pub condition: String,
    /// The setting that was moved, and from where to where.
    pub setting: FactorNote,
    /// The setting along which the threshold was followed, if it was.
    pub along: Option<FactorNote>,
    /// For how many of its values.
    pub points: usize,
}

/// The question of a sweep inside a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepNote {
    /// What was tried: `[sweep]` and `[sweep.try]`.
    pub tried: String,
    /// How many settings that makes.
    pub settings: usize,
    /// The measures that are kept of a run; empty for all.
    pub measures: Vec<String>,
    /// Runs that failed.
    pub failed: u64,
}

/// The saved states inside a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatesNote {
    /// Everything before this instant has happened, nothing at it: `2014-05-18T12:00:00`, UTC.
    pub at: String,
}

/// The machine, as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The operating system.
    pub system: String,
    /// The kind of processor.
    pub architecture: String,
    /// Its name, where the system tells it.
    pub processor: Option<String>,
    /// Cores that the program may use.
    pub cores: usize,
}

/// A file inside a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNote {
    /// Where it lies in the folder, with `/`.
    pub path: String,
    /// What it is, in one phrase.
    pub meaning: String,
    /// Its length, bytes.
    pub bytes: u64,
    /// Its SHA-256, 64 hex digits.
    pub sha256: String,
}

impl Manifest {
    /// As JSON, indented, with a line break at the end.
    ///
    /// # Errors
    /// None that is known: every field has a form in JSON.
    pub fn to_json(&self) -> std::io::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Does the folder hold a file of that name?
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path)
    }

    /// Reads a manifest; `None` if it is none, or of another form.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Manifest> {
        serde_json::from_str(text).ok().filter(|found: &Manifest| found.format == FORMAT)
    }
}

/// SHA-256 over coalition and measures of every run of an attribution.
#[must_use]
pub fn ends_sha256(attribution: &Attribution) -> String {
    let mut hash = Sha256::new();
    for (coalition, ends) in attribution.replicates.iter().flat_map(|replicate| &replicate.ends) {
        hash.update(coalition.0.to_le_bytes());
        ends.iter().for_each(|end| hash.update(if end.is_nan() { f64::NAN } else { *end }.to_le_bytes()));
    }
    hex(&hash.finalize())
}

/// SHA-256 over the bits of every number of a validation.
#[must_use]
pub fn numbers_sha256(found: &Validation) -> String {
    let mut hash = Sha256::new();
    let numbers = found.measured.iter().flat_map(|measured| &measured.numbers).flatten();
    numbers.for_each(|(_, x)| hash.update(if x.is_nan() { f64::NAN } else { *x }.to_le_bytes()));
    hex(&hash.finalize())
}

/// SHA-256 over the bits of the answers of all runs of a sensitivity study, a calibration or a threshold.
#[must_use]
pub fn answers_sha256<'a>(answers: impl IntoIterator<Item = &'a Vec<f64>>) -> String {
    let mut hash = Sha256::new();
    answers.into_iter().flatten().for_each(|x| hash.update(if x.is_nan() { f64::NAN } else { *x }.to_le_bytes()));
    hex(&hash.finalize())
}

/// SHA-256 over the bits of all replicates of all scenarios, crisis by crisis.
#[must_use]
pub fn comparison_sha256(found: &[Vec<Ensemble>]) -> String {
    let mut hash = Sha256::new();
    found.iter().flatten().flat_map(|ensemble| &ensemble.runs).for_each(|run| hash.update(run.bytes()));
    hex(&hash.finalize())
}

/// SHA-256 over the bits of all replicates, then of all ghosts.
#[must_use]
pub fn trajectory_sha256(ensemble: &Ensemble) -> String {
    let mut hash = Sha256::new();
    ensemble.runs.iter().chain(&ensemble.ghosts).for_each(|run| hash.update(run.bytes()));
    hex(&hash.finalize())
}
