//! Runs that finished sweeps over the same scenario have left in their tables: a sweep that grows does what is new.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::design::Design;
use super::wording::grouped;
use crate::experiment::sweep::Address;
use crate::output::disk::names_in;
use crate::output::journal::{About, Journals};
use crate::output::manifest::SweepNote;
use crate::output::sweep::RUNS;
use crate::output::verify::{Fate, ResultFolder};

/// Takes over those of the runs that are wanted which finished sweeps in a folder of results hold; says of each sweep
/// how many. A sweep whose table is no longer the one that was made is passed over: its runs are done again.
///
/// # Errors
/// What the file system says about a table or the journal.
pub(super) fn take_over(
    out: &Path,
    about: &About,
    mut wanted: impl FnMut() -> BTreeSet<Address>,
    journals: &Journals,
) -> io::Result<Vec<String>> {
    let (prefix, mut said, mut left) = (format!("sweep-{}-", about.name), Vec::new(), None);
    for name in names_in(out).into_iter().filter(|name| name.starts_with(&prefix)) {
        let Some((folder, design)) = sweep_of(&out.join(name), about) else { continue };
        let left = left.get_or_insert_with(&mut wanted);
        if left.is_empty() {
            break;
        }
        if folder.fate_of(RUNS) != Fate::Same {
            continue;
        }
        let scenario = |point: usize| design.scenario_at(point);
        let earlier = design.swept(&scenario, journals);
        let count = earlier.give_back(&folder.path().join(RUNS), |run| left.remove(&run))?;
        if count > 0 {
            let runs = if count == 1 { "One run is".to_owned() } else { format!("{} runs are", grouped(count)) };
            said.push(format!("{runs} taken from {}/, which has finished.", folder.path().display()));
        }
    }
    Ok(said)
}

/// The finished sweep in a folder, if it is over the same scenario by the same program and keeps the same measures.
fn sweep_of(path: &Path, about: &About) -> Option<(ResultFolder, Design)> {
    let folder = ResultFolder::open(path).ok()?;
    let manifest = &folder.manifest;
    let is_same = |note: &&SweepNote| {
        let wanted = (&about.scenario, about.seed, &about.measures);
        about.program.may_answer_with_results_of(&manifest.program)
            && (&manifest.scenario.resolved, manifest.seed, &note.measures) == wanted
    };
    let design = Design::of_folder(manifest, manifest.sweep.as_ref().filter(is_same)?).ok()?;
    Some((folder, design))
}
