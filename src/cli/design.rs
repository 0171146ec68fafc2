//! What a sweep is about: a scenario, what is tried in it, and how often. A command says it, a journal, or the manifest
//! of a finished folder.

use std::sync::OnceLock;

use super::failure::Failure;
use crate::engine::measures::country_measure;
use crate::experiment::sweep::Points;
use crate::output::journal::{About, Journals};
use crate::output::manifest::{Manifest, SweepNote};
use crate::output::sweep::Swept;
use crate::scenario::{Parsed, Resolved, Scenario, with_settings};

/// So many scenarios of a sweep are kept in memory, and looked at before anything runs. Of larger sweeps so many
/// points, spread over all, are looked at; a setting that cannot be run then makes failed runs.
pub(super) const MOST_SCENARIOS: usize = 4096;

/// A scenario in many settings.
pub(super) struct Design {
    /// The scenario as it is without the sweep.
    pub(super) parsed: Parsed,
    /// The same, from which that of every point is made.
    bare: Resolved,
    pub(super) points: Points,
    pub(super) replicates: u32,
    /// What is kept of a run; empty for everything.
    pub(super) kept: Vec<usize>,
    scenarios: Vec<OnceLock<Result<Scenario, String>>>,
}

impl Design {
    /// A scenario that says what is tried, with the names of the measures that are kept.
    ///
    /// # Errors
    /// That it does not say it.
    pub(super) fn new(parsed: Parsed, replicates: u32, measures: &[String]) -> Result<Design, Failure> {
        let sweep = parsed.sweep.as_ref().ok_or_else(|| Failure::failed("This sweep does not say what is tried."))?;
        let points = Points::new(sweep, parsed.scenario.run.seed);
        let cached = if points.len() <= MOST_SCENARIOS { points.len() } else { 0 };
        Ok(Design {
            bare: parsed.resolved.without_sweep(),
            points,
            replicates,
            kept: measures.iter().filter_map(|name| country_measure(name)).collect(),
            scenarios: (0..cached).map(|_| OnceLock::new()).collect(),
            parsed,
        })
    }

    /// That of a journal.
    ///
    /// # Errors
    /// When its scenario can no longer be read.
    pub(super) fn of_journal(about: &About) -> Result<Design, Failure> {
        Design::read(&about.name, [&about.scenario, &about.sweep], about.replicates, &about.measures)
    }

    /// That of a finished folder.
    ///
    /// # Errors
    /// When its scenario can no longer be read.
    pub(super) fn of_folder(manifest: &Manifest, note: &SweepNote) -> Result<Design, Failure> {
        let scenario = &manifest.scenario;
        Design::read(&scenario.name, [&scenario.resolved, &note.tried], manifest.replicates, &note.measures)
    }

    fn read(
        name: &str,
        [scenario, sweep]: [&String; 2],
        replicates: u32,
        measures: &[String],
    ) -> Result<Design, Failure> {
        let parsed = with_settings(name, &format!("{scenario}\n{sweep}"), &[]).map_err(|problems| {
            let said = problems.render(false);
            Failure::failed(format!("The scenario of this sweep is none for this version of softpower:\n{said}"))
        })?;
        Design::new(parsed, replicates, measures)
    }

    pub(super) fn scenario(&self) -> &Scenario {
        &self.parsed.scenario
    }

    /// The scenario of a point, or why there is none.
    pub(super) fn scenario_at(&self, point: usize) -> Result<Scenario, String> {
        let read = || {
            let scenario = self.bare.with(&self.scenario().name, &self.points.settings(point));
            scenario.map_err(|problems| problems.render(false))
        };
        match self.scenarios.get(point) {
            Some(cached) => cached.get_or_init(read).clone(),
            None => read(),
        }
    }

    /// Its runs, as far as journals keep them; `scenario` is that of a point, [`Design::scenario_at`].
    pub(super) fn swept<'a>(
        &'a self,
        scenario: &'a (dyn Fn(usize) -> Result<Scenario, String> + Sync),
        journals: &'a Journals,
    ) -> Swept<'a> {
        Swept {
            points: &self.points,
            replicates: self.replicates,
            measures: &self.kept,
            base: self.scenario(),
            scenario,
            journals,
        }
    }

    /// Number of runs.
    pub(super) fn runs(&self) -> u64 {
        self.points.len() as u64 * u64::from(self.replicates)
    }

    /// The measure that is told if none is asked for: influence, or the first that is kept.
    pub(super) fn first_measure(&self) -> usize {
        self.kept.first().copied().or_else(|| country_measure("influence_index")).unwrap_or(0)
    }
}
