//! The customs house: the text of a scenario becomes either every [`Problem`] in it or one [`Scenario`].
//!
//! `decode` (bytes to text) -> `file` (text to headings and settings) -> `understand` (known kinds, keys and values)
//! -> `inherit` (the scenarios that it is based on), `overlay` (a file laid over it) and `words` (the command line)
//! -> `check` (errors seen together)
//! -> `read` (the scenario) -> `warn` and `idle` (what deserves a second look). `registry` lists every setting, and
//! `scenarios/reference.toml` is the one place of their defaults. `targets` reads what was observed by the same rules.

pub mod builtin;
mod check;
pub mod contrast;
mod decode;
mod document;
pub mod explain;
pub mod factor;
pub mod faults;
mod file;
mod fresh;
mod idle;
mod inherit;
pub mod keys;
pub mod ledger;
pub mod levers;
pub mod mechanisms;
mod overlay;
mod past;
mod place;
pub mod policy;
mod problem;
mod read;
mod registry;
mod resolved;
pub mod sweep;
mod syntax;
pub mod targets;
pub mod types;
mod understand;
pub mod unlike;
mod value;
mod warn;
mod words;

pub use check::desk_load;
pub use decode::decode;
pub use fresh::new_file;
pub use overlay::Overlay;
pub use place::{Place, SourceText};
pub use problem::{Problem, Problems, Severity, wrapped};
pub use resolved::Resolved;
pub use sweep::Sweep;
pub use syntax::quoted;
pub use types::*;
pub use value::moment;
pub use words::Setting;

/// A text with the name by which messages call it, mostly a file's.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name, such as `reform-2015.toml`.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Finds the text of a file beside the scenario, or says why not.
pub type Parents<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// A scenario that can be run.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// What it means.
    pub scenario: Scenario,
    /// What it says, complete, with the origin of every value.
    pub resolved: Resolved,
    /// How it is run in many settings, if it says so.
    pub sweep: Option<Sweep>,
    /// What deserves a second look, in the order of the file.
    pub warnings: Vec<Problem>,
}

/// Reads a scenario: the text, the files that it is based on, and the settings of the command line.
///
/// `parents` gives the text of a file beside it; built-in scenarios are known without.
///
/// # Errors
/// Everything that is wrong, in one pass.
pub fn parse(source: &Source<'_>, settings: &[Setting], parents: Parents<'_>) -> Result<Parsed, Problems> {
    parse_under(source, None, settings, parents)
}

/// The same, with the settings of a file laid over those of the scenario; the command line has the last word.
///
/// # Errors
/// Everything that is wrong, in one pass.
pub fn parse_under(
    source: &Source<'_>,
    overlay: Option<&Overlay>,
    settings: &[Setting],
    parents: Parents<'_>,
) -> Result<Parsed, Problems> {
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let text = decode::text_as_read(source.text, source.name).map_err(|p| Problems::new(source.name, vec![p]))?;
    let documents = inherit::chain((source.name, text), place::Distance::File, parents, &mut problems);
    let documents = overlay.map(Overlay::document).into_iter().chain(documents).collect();
    let document = inherit::merge(documents, &mut warnings);
    let (document, scenario, sweep) = complete(source.name, document, settings, problems)?;
    warnings.extend(warn::scenario(&document, &scenario));
    warnings.sort_by_key(|note| note.place.as_ref().map(Place::order));
    let title = scenario.title.clone();
    Ok(Parsed { scenario, resolved: Resolved { document, title }, sweep, warnings })
}

impl Parsed {
    /// The same with other settings laid over it, without reading its text again.
    ///
    /// # Errors
    /// When the settings do not go together.
    pub fn with(&self, settings: &[Setting]) -> Result<Parsed, Problems> {
        let name = format!("{}.toml", self.scenario.name);
        let complete = complete(&name, self.resolved.document.clone(), settings, Vec::new());
        let (document, scenario, sweep) = complete?;
        let resolved = Resolved { document, title: self.resolved.title.clone() };
        Ok(Parsed { scenario, resolved, sweep, warnings: self.warnings.clone() })
    }
}

/// From a document to a scenario: the settings are laid over it, and everything is checked.
fn complete(
    name: &str,
    mut document: document::Document,
    settings: &[Setting],
    mut problems: Vec<Problem>,
) -> Result<(document::Document, Scenario, Option<Sweep>), Problems> {
    let words = words::document(settings, &document, &mut problems);
    inherit::lay_over(&mut document, words);
    let document = inherit::without_off(document);
    problems.extend(check::document(&document));
    let sweep = sweep::of_document(&document, &mut problems);
    if !problems.is_empty() {
        return Err(Problems::new(name, problems));
    }
    let scenario = read::scenario(&document, &scenario_name(name));
    Ok((document, scenario, sweep))
}

impl Resolved {
    /// The scenario without what it says about a sweep.
    #[must_use]
    pub fn without_sweep(&self) -> Resolved {
        let mut bare = self.clone();
        bare.document.blocks.retain(|block| !block.kind.is_of_sweep());
        bare
    }

    /// The scenario with other settings laid over it, without reading its text again.
    ///
    /// # Errors
    /// When the settings do not go together.
    pub fn with(&self, name: &str, settings: &[Setting]) -> Result<Scenario, Problems> {
        let name = format!("{name}.toml");
        complete(&name, self.document.clone(), settings, Vec::new()).map(|(_, scenario, _)| scenario)
    }
}

/// Reads a resolved scenario again, with other settings laid over it.
///
/// # Errors
/// When the settings do not go together.
pub fn with_settings(name: &str, resolved: &str, settings: &[Setting]) -> Result<Parsed, Problems> {
    let name = format!("{name}.toml");
    let source = Source { name: &name, text: resolved };
    parse(&source, settings, &|_| Err("a resolved scenario has no parents".into()))
}

/// The name of a scenario: its file without folders and ending, in small letters, figures and hyphens.
fn scenario_name(file: &str) -> String {
    let bare = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = syntax::slug(bare.strip_suffix(".toml").unwrap_or(bare));
    if name.is_empty() { "scenario".to_owned() } else { name }
}
