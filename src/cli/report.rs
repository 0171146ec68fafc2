//! `softpower report`, and the report that every result folder gets: one page from the files of one folder or several,
//! without running anything.

use std::io;
use std::path::Path;

use serde_json::json;

use super::args::ReportTyped;
use super::console::Console;
use super::failure::Failure;
use super::open::{self, mistake};
use super::wording;
use crate::charts::origin;
use crate::engine;
use crate::experiment::ensemble::Ensemble;
use crate::output::disk::{self, in_plain_words};
use crate::output::manifest::Manifest;
use crate::output::verify::ResultFolder;
use crate::output::{MANIFEST, Placed, Staging, Trouble};
use crate::report::quarto::{DOCUMENT, REFERENCES};
use crate::report::{self, FILE, Folder};
use crate::scenario::with_settings;

/// What the report is, in the manifest.
const MEANING: &str = "open this first: the answer on one page";

/// Writes the report as the last file of a folder in the making, and puts the folder in its place.
///
/// # Errors
/// What the file system says.
pub(super) fn finish(
    mut staging: Staging,
    mut manifest: Manifest,
    renew: bool,
    ensemble: Option<&Ensemble>,
) -> Result<(Manifest, Placed), Trouble> {
    let page = {
        let read = |path: &str| staging.read(path);
        report::page(&[Folder { manifest: &manifest, read: &read, ensemble }])
    };
    let unmade = |why: String| Trouble { doing: "write", path: FILE.into(), why: io::Error::other(why) };
    let page = page.map_err(unmade)?;
    staging.add(FILE, MEANING, |out| out.write_all(page.as_bytes()))?;
    manifest.files.splice(..0, staging.files().last().cloned());
    let placed = staging.finish(&manifest, renew)?;
    Ok((manifest, placed))
}

/// Makes a report from finished folders.
///
/// # Errors
/// When one is no result folder, or files are missing in it; when something else lies where the report belongs.
pub(super) fn report(typed: &ReportTyped, console: &mut Console) -> Result<(), Failure> {
    let folders = typed.folders.iter().map(|path| open_folder(path)).collect::<Result<Vec<_>, _>>()?;
    match &typed.quarto {
        Some(target) => insist_on_nothing(target)?,
        None => insist_on_report(&typed.out)?,
    }
    let ensembles = folders.iter().map(ensemble).collect::<Result<Vec<_>, _>>()?;
    let readers: Vec<_> = folders.iter().map(|folder| |path: &str| folder.text(path)).collect();
    let shelves: Vec<Folder<'_>> = folders
        .iter()
        .zip(&readers)
        .zip(&ensembles)
        .map(|((folder, read), ensemble)| Folder { manifest: &folder.manifest, read, ensemble: ensemble.as_ref() })
        .collect();
    if let Some(target) = &typed.quarto {
        return write_quarto(target, (&folders, &shelves), console);
    }
    let page = report::page(&shelves).map_err(|why| unmade(&why))?;
    disk::replace(&typed.out, page.as_bytes())?;
    let size = wording::memory(page.len() as f64);
    console.say(&format!("{} is written ({size}). Open it in any browser.", typed.out.display()));
    console.answer_as_json(&json!({ "command": "report", "file": typed.out, "bytes": page.len() }));
    Ok(())
}

fn unmade(why: &str) -> Failure {
    mistake(&format!("No report can be made: {why}"), "softpower verify FOLDER tells what is missing or changed")
}

/// The report as a Quarto document in a new folder, with all files of the result folders but their pages.
fn write_quarto(
    target: &Path,
    (folders, shelves): (&[ResultFolder], &[Folder<'_>]),
    console: &mut Console,
) -> Result<(), Failure> {
    let name = |number: usize| match folders {
        [_] => String::new(),
        _ => format!("{}-{}/", folders[number].manifest.scenario.name, number + 1),
    };
    let made = report::as_quarto(shelves, &name).map_err(|why| unmade(&why))?;
    let of_folder = |(number, folder): (usize, &ResultFolder)| {
        let files: Vec<String> = folder.manifest.files.iter().map(|file| file.path.clone()).collect();
        let own = files.into_iter().filter(|path| path != FILE).chain([MANIFEST.to_owned()]);
        let copy = |path: String| (folder.path().join(&path), format!("{}{path}", name(number)));
        own.map(copy).collect::<Vec<_>>()
    };
    let copies: Vec<_> = folders.iter().enumerate().flat_map(of_folder).collect();
    disk::make_folder(target, &[(DOCUMENT, &made.document), (REFERENCES, &made.references)], &copies)?;
    let document = target.join(DOCUMENT).display().to_string();
    console.say(&format!("{document} is written, with its charts and tables beside it."));
    console.say(&format!(
        "To make a page, a Word file or a PDF of it: quarto render {}",
        report::command::quoted(&document)
    ));
    console.answer_as_json(&json!({ "command": "report", "file": document, "bytes": made.document.len() }));
    Ok(())
}

/// What somebody may have written is never written over.
fn insist_on_nothing(target: &Path) -> Result<(), Failure> {
    if !target.exists() {
        return Ok(());
    }
    let title = format!("{} is there already", target.display());
    Err(mistake(&title, "name another folder: softpower report FOLDER --quarto=NAME"))
}

fn open_folder(path: &Path) -> Result<ResultFolder, Failure> {
    let named = path.display();
    let folder = ResultFolder::open(path)
        .map_err(|_| mistake(&format!("`{named}` is no result folder"), "name one with manifest.json in it"))?;
    let manifest = &folder.manifest;
    if !manifest.has("answer.md") && !manifest.has("trajectories.csv") {
        let title = format!("There is no report about the folder {named}");
        return Err(mistake(&title, "runs, comparisons, attributions, sweeps and studies have one"));
    }
    Ok(folder)
}

/// Nothing but another report is written over.
fn insist_on_report(out: &Path) -> Result<(), Failure> {
    if !out.exists() {
        return Ok(());
    }
    match origin::read(&open::any_file(out, &out.display().to_string())?) {
        Ok((origin::Form::Page, _)) => Ok(()),
        _ => Err(mistake(
            &format!("{} is there already, and no report of softpower", out.display()),
            "choose another name with --out",
        )),
    }
}

/// The replicates of a single run, from its tables; `None` of any other folder.
fn ensemble(folder: &ResultFolder) -> Result<Option<Ensemble>, Failure> {
    let manifest = &folder.manifest;
    if !manifest.has("runs.csv") || !manifest.has("trajectories.csv") {
        return Ok(None);
    }
    let odd = |what: &str, why: String| {
        mistake(&format!("{what} in {} cannot be read: {why}", folder.path().display()), "softpower verify tells more")
    };
    let parsed = with_settings(&manifest.scenario.name, &manifest.scenario.resolved, &[])
        .map_err(|_| odd("The scenario", "it is none for this version of softpower".to_owned()))?;
    let wanted: Vec<u32> = (0..manifest.replicates).collect();
    let layout = engine::layout(&parsed.scenario);
    let cells = layout.record_hours.len() * layout.countries * layout.columns();
    let table = |name: &str| {
        let runs = folder.replicates(name, &wanted).map_err(|why| odd(name, in_plain_words(&why)))?;
        if runs.iter().any(|run| run.values.len() != cells) {
            return Err(odd(name, "it has other rows than the scenario".to_owned()));
        }
        Ok(runs)
    };
    let ghosts = if manifest.has("ghosts.csv") { table("ghosts.csv")? } else { Vec::new() };
    Ok(Some(Ensemble { runs: table("runs.csv")?, ghosts, layout }))
}
