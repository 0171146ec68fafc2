//! A trial: a small world, given as a scenario text, in one or more variants that meet the same luck, and the numbers
//! that are measured in it.

use super::models::Model;
use crate::engine::recorder::Recorder;
use crate::engine::run::Simulation;
use crate::scenario::{Parsed, Problems, Scenario, Setting, Source, parse};

/// A number that a trial measures, by name; NaN means that there was no case.
pub type Numbers = Vec<(&'static str, f64)>;

/// A world in which facts are measured.
#[derive(Debug)]
pub struct Trial {
    /// Its name, which is that of its file.
    pub name: &'static str,
    /// The scenario.
    pub text: &'static str,
    /// The settings in which its runs differ; one empty list if there is one run.
    pub variants: fn() -> Vec<Vec<Setting>>,
    /// Runs it and measures; `None` if it was stopped.
    pub measure: fn(&Stage<'_>) -> Option<Numbers>,
}

/// One variant, the scenario as it stands.
pub(super) fn as_it_stands() -> Vec<Vec<Setting>> {
    vec![Vec::new()]
}

/// A setting of a variant.
pub(super) fn setting(path: &str, value: &str) -> Setting {
    Setting { path: path.to_owned(), value: value.to_owned() }
}

impl Trial {
    /// Its scenarios, one for each variant, as they are under a model.
    ///
    /// # Errors
    /// What is wrong in the text; the tests know that nothing is.
    pub fn scenarios(&self, model: &Model) -> Result<Vec<Scenario>, Problems> {
        Ok(self.parsed()?.iter().map(|parsed| model.applied_to(&parsed.scenario)).collect())
    }

    /// All settings of each variant.
    #[must_use]
    pub fn resolved(&self) -> Vec<String> {
        self.parsed().iter().flatten().map(|parsed| parsed.resolved.to_toml(false)).collect()
    }

    fn parsed(&self) -> Result<Vec<Parsed>, Problems> {
        let name = format!("{}.toml", self.name);
        let source = Source { name: &name, text: self.text };
        let parsed = |settings: &Vec<Setting>| parse(&source, settings, &|_| Err("not built in".into()));
        (self.variants)().iter().map(parsed).collect()
    }
}

/// The runs of a trial with one seed.
pub struct Stage<'a> {
    /// One scenario for each variant, all with the same seed.
    pub(super) scenarios: &'a [Scenario],
    /// Called after every run.
    pub(super) told: &'a dyn Fn(),
    /// Should the work stop?
    pub(super) stop: &'a dyn Fn() -> bool,
}

impl Stage<'_> {
    /// The scenario of a variant.
    pub(super) fn scenario(&self, variant: usize) -> &Scenario {
        &self.scenarios[variant]
    }

    /// Runs a variant before a witness. `None` if it was stopped.
    pub(super) fn watch(&self, variant: usize, witness: &mut dyn Recorder) -> Option<()> {
        self.finish(Simulation::new(self.scenario(variant), 0), witness)
    }

    /// The same, with the stories of all messages.
    pub(super) fn listen(&self, variant: usize, witness: &mut dyn Recorder) -> Option<()> {
        self.finish(Simulation::new(self.scenario(variant), 0).told(), witness)
    }

    fn finish(&self, mut run: Simulation<'_>, witness: &mut dyn Recorder) -> Option<()> {
        if (self.stop)() || !run.run(&mut [witness], self.stop) {
            return None;
        }
        (self.told)();
        Some(())
    }
}

/// A number by its name; NaN if there is none.
#[must_use]
pub fn number(numbers: &Numbers, name: &str) -> f64 {
    numbers.iter().find(|(known, _)| *known == name).map_or(f64::NAN, |(_, number)| *number)
}

/// A quotient; NaN where there is nothing to divide by.
pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

/// A number that may be missing.
pub(super) fn or_none(number: Option<f64>) -> f64 {
    number.unwrap_or(f64::NAN)
}
