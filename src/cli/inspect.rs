//! `softpower inspect`: where a picture, a report or a result folder comes from, and the command that makes it again.
//! What stands in a file may have been written by anybody: nothing of it is run, and a command is shown only if it can
//! do nothing but start softpower.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::InspectTyped;
use super::console::Console;
use super::failure::{Exit, Failure};
use super::open::{self, mistake, nothing_run};
use super::wording::{self, counted};
use crate::charts::origin::{self, Form};
use crate::charts::{Carried, Provenance};
use crate::output::verify::ResultFolder;
use crate::output::{Program, disk};
use crate::report::{command, provenance};
use crate::scenario::{Parsed, with_settings};

/// Something that says where it comes from.
pub(super) struct Known {
    /// As it was named.
    pub(super) named: String,
    /// What it is.
    pub(super) kind: Kind,
    /// The run behind it.
    pub(super) provenance: Provenance,
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A chart in one of its forms, by the name of its files.
    Picture(Form, String),
    /// A report.
    Report,
    /// A result folder.
    Folder,
}

/// Tells where a file or a folder comes from.
///
/// # Errors
/// When it does not say so.
pub(super) fn inspect(typed: &InspectTyped, console: &mut Console) -> Result<(), Failure> {
    let known = Known::find(&typed.file)?;
    let files = match &typed.unpack {
        Some(folder) => known.unpack(folder)?,
        None => Vec::new(),
    };
    let again = known.again(&files);
    console.say(&known.in_words());
    files.iter().for_each(|file| console.say(&format!("{} is written.", file.display())));
    console.say(&again_in_words(&known, &again));
    console.answer_as_json(&json!({
        "command": "inspect",
        "file": typed.file,
        "kind": known.kind.word(),
        "chart": known.kind.chart(),
        "observed": false,
        "origin": known.provenance,
        "same_program": known.is_of_this_program(),
        "written": files,
        "again": again,
    }));
    Ok(())
}

impl Kind {
    fn word(&self) -> &'static str {
        match self {
            Kind::Picture(Form::Png, _) => "png",
            Kind::Picture(..) => "svg",
            Kind::Report => "report",
            Kind::Folder => "folder",
        }
    }

    fn chart(&self) -> Option<&str> {
        if let Kind::Picture(_, chart) = self { Some(chart) } else { None }
    }
}

impl Known {
    /// What lies there.
    ///
    /// # Errors
    /// When nothing lies there, or it does not say where it comes from.
    pub(super) fn find(named: &str) -> Result<Known, Failure> {
        let path = Path::new(named);
        if path.is_dir() {
            let folder = ResultFolder::open(path)
                .map_err(|_| mistake(&format!("`{named}` is no result folder"), "name one with manifest.json in it"))?;
            let provenance = provenance::of_folder(&folder.manifest, &|path| folder.text(path).ok());
            return Ok(Known { named: named.to_owned(), kind: Kind::Folder, provenance });
        }
        let bytes = open::any_file(path, named)?;
        let (form, origin) = origin::read(&bytes).map_err(|why| unsaid(named, why))?;
        let kind = if form == Form::Page { Kind::Report } else { Kind::Picture(form, origin.chart) };
        Ok(Known { named: named.to_owned(), kind, provenance: origin.provenance })
    }

    /// Is this the scenario in it, with nothing changed beside it?
    pub(super) fn is_run_of(&self, parsed: &Parsed) -> bool {
        let [carried] = &self.provenance.scenarios[..] else { return false };
        let own = with_settings(&carried.name, &carried.resolved, &[]);
        own.is_ok_and(|own| own.resolved.to_toml(false) == parsed.resolved.to_toml(false))
    }

    /// Whether a run that repeats it came to the same numbers: in words, or as a failure with exit code 3.
    ///
    /// # Errors
    /// When it did not.
    pub(super) fn compare_with(&self, trajectory_sha256: &str) -> Result<String, Failure> {
        let named = &self.named;
        if self.provenance.trajectory_sha256 == trajectory_sha256 {
            return Ok(wording::wrapped(&format!("The same result as in {named}, to the bit.")));
        }
        if self.provenance.trajectory_sha256.is_empty() {
            return Ok(wording::wrapped(&format!("{named} does not tell its numbers, so nothing can be compared.")));
        }
        let why = if self.is_of_this_program() {
            wording::wrapped(
                "The version is the same, so the file was changed, or the sources of one of the two programs were.",
            )
        } else {
            other_program(self)
        };
        let message = wording::wrapped(&format!("The result is not that in {named}."));
        Err(Failure { exit: Exit::Differs, ..Failure::failed(format!("{message}\n{why}")) })
    }

    /// The words of the command that made it, if they are words of softpower.
    pub(super) fn words(&self) -> Option<Vec<String>> {
        command::words(&self.provenance.command)
    }

    /// Which command made it: `run`, `compare` and so on.
    fn made_by(&self) -> Option<String> {
        self.words()?.into_iter().next()
    }

    fn is_of_this_program(&self) -> bool {
        let this = Program::this();
        (self.provenance.version.as_str(), self.provenance.commit.as_str())
            == (this.version.as_str(), this.commit_in_pictures().as_str())
    }

    fn in_words(&self) -> String {
        let Provenance { scenario, replicates, seed, version, commit, hash, trajectory_sha256, .. } = &self.provenance;
        let commit = if commit.is_empty() { String::new() } else { format!(" ({commit})") };
        let made = match self.words() {
            Some(words) => command::line(&words),
            None => "a command that softpower would not write; it is not shown".to_owned(),
        };
        let mut text = format!("{}. Simulated, not observed.\n\n", self.what());
        let sha256 = if trajectory_sha256.is_empty() { "not told" } else { trajectory_sha256 };
        for (label, value) in [
            ("Scenario", self.title().map_or(scenario.clone(), |title| format!("{scenario}: {title}"))),
            ("Replicates", wording::grouped(u64::from(*replicates))),
            ("Seed", seed.to_string()),
            ("Program", format!("softpower {version}{commit}")),
            ("Hash", hash.clone()),
            ("Numbers", format!("SHA-256 {sha256}")),
            ("Made by", made),
        ] {
            let value = value.replace(char::is_control, " ");
            text += &format!("  {label:<12}{}\n", wording::indented(&value, 14).trim_start());
        }
        text
    }

    fn what(&self) -> String {
        match &self.kind {
            Kind::Folder => "A result folder of softpower".to_owned(),
            Kind::Report => "A report of softpower".to_owned(),
            Kind::Picture(form, chart) => {
                let chart: String = chart.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
                format!("A {form} of softpower, chart `{chart}`")
            }
        }
    }

    /// The title of the only scenario.
    fn title(&self) -> Option<String> {
        let [carried] = &self.provenance.scenarios[..] else { return None };
        Some(with_settings(&carried.name, &carried.resolved, &[]).ok()?.scenario.title)
    }

    /// Writes every scenario into a file of its own, and none over another file.
    fn unpack(&self, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
        let carried = &self.provenance.scenarios;
        if carried.is_empty() {
            let title = format!("There is no scenario in `{}`", self.named);
            return Err(mistake(&title, "an earlier version wrote it; softpower run SCENARIO makes a new one"));
        }
        disk::make_writable(folder)?;
        carried.iter().map(|carried| write(folder, carried)).collect()
    }

    /// The commands that make it again, one after the other; none if they are not known.
    fn again(&self, files: &[PathBuf]) -> Vec<String> {
        let line = |words: &[String]| command::line(words);
        let Some(words) = self.words() else { return Vec::new() };
        if !files.is_empty() {
            return made_with(words, files).iter().map(|words| line(words)).collect();
        }
        match (&self.kind, words.first().map(String::as_str)) {
            (Kind::Folder, Some("run" | "compare" | "attribute" | "sweep")) => {
                vec![line(&["verify".to_owned(), self.named.clone()])]
            }
            (Kind::Folder, _) => vec![line(&words)],
            _ if self.provenance.scenarios.is_empty() => vec![line(&words)],
            (_, Some("run")) => vec![line(&["run".to_owned(), self.named.clone()])],
            _ => {
                let unpack = open::words_of_unpacking(&self.named);
                let folder = Path::new(&unpack[3]);
                let files: Vec<PathBuf> = self.provenance.scenarios.iter().map(|c| file_of(folder, c)).collect();
                let then = made_with(words, &files);
                std::iter::once(line(&unpack)).chain(then.iter().map(|words| line(words))).collect()
            }
        }
    }
}

fn again_in_words(known: &Known, again: &[String]) -> String {
    if again.is_empty() {
        return "How it is made again is not known.".to_owned();
    }
    let scenarios = known.provenance.scenarios.len() as u64;
    let inside = match &known.kind {
        Kind::Folder => "To do it again and compare the bits:".to_owned(),
        _ if scenarios == 0 => "The scenario is not in it. It was made by:".to_owned(),
        _ => format!("With all settings of {} in it. To make it again:", counted(scenarios, "scenario", "scenarios")),
    };
    let commands: String = again.iter().map(|command| format!("\n  {command}")).collect();
    let other = if known.is_of_this_program() { String::new() } else { format!("\n{}", other_program(known)) };
    format!("{inside}{commands}{other}")
}

/// What it means that another program made it.
pub(super) fn other_program(known: &Known) -> String {
    let Provenance { version, commit, .. } = &known.provenance;
    let commit = if commit.is_empty() { String::new() } else { format!(" ({commit})") };
    let text = format!(
        "Made by softpower {version}{commit}; this is {}. Other sources may give other numbers: CHANGELOG.md says what \
         changed.",
        Program::this().version_line()
    );
    wording::wrapped(&text.replace(char::is_control, " "))
}

fn file_of(folder: &Path, carried: &Carried) -> PathBuf {
    let safe: String = carried.name.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).take(80).collect();
    folder.join(format!("{}.toml", if safe.is_empty() { "scenario" } else { &safe }))
}

fn write(folder: &Path, carried: &Carried) -> Result<PathBuf, Failure> {
    let path = file_of(folder, carried);
    disk::write_new(&path, &carried.resolved)?;
    Ok(path)
}

/// What makes it again with these files. A report about several folders is made from several runs.
fn made_with(words: Vec<String>, files: &[PathBuf]) -> Vec<Vec<String>> {
    match words.first().map(String::as_str) {
        Some("report") => files.iter().map(|file| vec!["run".to_owned(), file.display().to_string()]).collect(),
        _ => vec![with_files(words, files)],
    }
}

/// The words of a command with these files in the places of its scenarios.
fn with_files(mut words: Vec<String>, files: &[PathBuf]) -> Vec<String> {
    let named = |path: &PathBuf| path.display().to_string();
    let second = words.iter().position(|word| word == "--against").map(|place| place + 1);
    let places: Vec<usize> = match words.first().map(String::as_str) {
        Some("compare") => (1..=files.len()).collect(),
        _ => std::iter::once(1).chain(second).collect(),
    };
    for (place, file) in places.into_iter().zip(files) {
        if let Some(word) = words.get_mut(place) {
            *word = named(file);
        }
    }
    words
}

fn unsaid(named: &str, why: origin::Silent) -> Failure {
    let failure = open::silent(named, why);
    Failure { message: failure.message.trim_end_matches("\n\nNothing was run.").to_owned(), ..failure }
}

/// The picture or report that a run repeats, if that is what was named instead of a scenario.
///
/// # Errors
/// When it was made by another command than `run`.
pub(super) fn repeated(named: &str) -> Result<Option<Known>, Failure> {
    let path = Path::new(named);
    if !path.is_file() || open::picture(path).ok().flatten().is_none() {
        return Ok(None);
    }
    let known = Known::find(named)
        .map_err(|failure| Failure { message: format!("{}\n\nNothing was run.", failure.message), ..failure })?;
    match known.made_by().as_deref() {
        Some("run") => Ok(Some(known)),
        Some(verb) => {
            let again = known.again(&[]).join("\n          ");
            Err(nothing_run(&format!("`{named}` was made by softpower {verb}, not by a single run"), &again))
        }
        None => Err(nothing_run(
            &format!("`{named}` does not say by which command of softpower it was made"),
            &wording::command(&["inspect".into(), named.to_owned()]),
        )),
    }
}
