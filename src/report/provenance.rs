//! Where a result folder comes from, in the same words as its pictures.

use super::command;
use crate::charts::{Carried, Provenance};
use crate::output::manifest::{Manifest, ScenarioNote};

/// The file with all settings of a scenario.
const SETTINGS: &str = "scenario.toml";

/// Where a folder comes from. `text` gives its files, in which settings stand with their origins; without them they are
/// taken from the manifest. Nothing in the answer changes with threads, folders or the hour.
#[must_use]
pub fn of_folder(manifest: &Manifest, text: &dyn Fn(&str) -> Option<String>) -> Provenance {
    let scenarios = scenarios(manifest, text);
    let names: Vec<&str> = scenarios.iter().map(|carried| carried.name.as_str()).collect();
    let scenario = if manifest.comparison.is_some() { names.join(", ") } else { manifest.scenario.name.clone() };
    Provenance {
        scenario,
        replicates: manifest.replicates,
        seed: manifest.seed,
        version: manifest.program.version.clone(),
        commit: manifest.program.commit_in_pictures(),
        hash: manifest.hash.chars().take(8).collect(),
        command: command::line(if manifest.remake.is_empty() { &manifest.command } else { &manifest.remake }),
        scenarios,
        trajectory_sha256: manifest.trajectory_sha256.clone(),
    }
}

/// Every scenario behind a folder, once.
fn scenarios(manifest: &Manifest, text: &dyn Fn(&str) -> Option<String>) -> Vec<Carried> {
    let carried = |note: &ScenarioNote, path: &str| Carried {
        name: note.name.clone(),
        resolved: text(path).filter(|_| manifest.has(path)).unwrap_or_else(|| note.resolved.clone()),
    };
    if let Some(asked) = &manifest.comparison {
        let arms = asked.scenarios.len() / asked.crises.len().max(1);
        let paths = manifest.files.iter().map(|file| file.path.as_str()).filter(|path| path.ends_with(SETTINGS));
        return asked.scenarios.iter().take(arms).zip(paths).map(|(note, path)| carried(note, path)).collect();
    }
    let own = carried(&manifest.scenario, SETTINGS);
    let other = manifest.attribution.as_ref().and_then(|asked| asked.other.as_ref());
    let other = other.map(|note| carried(note, "against.toml"));
    std::iter::once(own).filter(|own| !own.resolved.is_empty()).chain(other).collect()
}
