//! What a report says, before anybody thinks of a page: read from the files of a result folder, which it never leaves.

use std::io;

use super::cite::Citation;
use super::comparison;
use super::markdown::{Piece, pieces};
use super::picture::Picture;
use super::provenance;
use super::run;
use super::table::Table;
use crate::charts::Provenance;
use crate::charts::words::one_line;
use crate::experiment::ensemble::Ensemble;
use crate::output::disk::in_plain_words;
use crate::output::manifest::Manifest;
use crate::scenario::ledger::Row;
use crate::scenario::{Parsed, with_settings};

/// Reads a file of a result folder by its path in it.
pub type Reader<'a> = &'a dyn Fn(&str) -> io::Result<String>;

/// A result folder about to become a report.
pub struct Folder<'a> {
    /// What it says about itself.
    pub manifest: &'a Manifest,
    /// Its files.
    pub read: Reader<'a>,
    /// The replicates, if it is the folder of a single run.
    pub ensemble: Option<&'a Ensemble>,
}

/// A number that stands out, with how far it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// What it is.
    pub(super) label: String,
    /// The number.
    pub(super) value: String,
    /// Its range, or why it has none.
    pub(super) note: String,
}

/// Something that happens at a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// `2015-11-04`, for the machine.
    pub(super) day: String,
    /// What happens.
    pub(super) words: String,
    /// What changes, in sentences.
    pub(super) settings: Vec<String>,
}

/// What a report says about one folder.
#[derive(Clone, Debug)]
pub(super) struct Material {
    /// Which command made it.
    pub(super) verb: String,
    /// The title of the scenario, or what was done.
    pub(super) title: String,
    /// The question that the scenario asks; may be empty.
    pub(super) question: String,
    /// The answer in one sentence.
    pub(super) headline: String,
    /// More sentences of the answer.
    pub(super) more: Vec<String>,
    /// Numbers that stand out.
    pub(super) numbers: Vec<Number>,
    /// The answer as it stands in `answer.md`, without what is told already.
    pub(super) answer: Vec<Piece>,
    /// Tables of what came out, each with what it is about.
    pub(super) ends: Vec<(String, Table)>,
    /// All charts, the first one first.
    pub(super) pictures: Vec<Picture>,
    /// Single runs to be drawn under the band of the first chart, as values by date; empty where there are none.
    pub(super) singles: Vec<Vec<(String, f64)>>,
    /// Whose runs those are.
    pub(super) singles_of: String,
    /// What happens in the scenario.
    pub(super) moments: Vec<Moment>,
    /// In what it was made to differ besides, in sentences.
    pub(super) differences: Vec<String>,
    /// What moves on the way to the result.
    pub(super) way: Option<Table>,
    /// How sure the numbers are.
    pub(super) sure: Vec<String>,
    /// Every setting of the scenario.
    pub(super) settings: Vec<Row>,
    /// Where its author says that numbers come from.
    pub(super) sources: Vec<(String, String)>,
    /// Where the result comes from.
    pub(super) provenance: Provenance,
    /// How to cite it.
    pub(super) citation: Citation,
    /// Its files, each with what it is.
    pub(super) files: Vec<(String, String)>,
}

impl Material {
    /// What there is to say about a folder.
    ///
    /// # Errors
    /// In words, when files are missing in it or not as they were made.
    pub(super) fn of(folder: &Folder<'_>) -> Result<Material, String> {
        let manifest = folder.manifest;
        let provenance = provenance::of_folder(manifest, &|path| (folder.read)(path).ok());
        let verb = super::command::words(&provenance.command).and_then(|words| words.into_iter().next());
        let parsed = scenario(folder)?;
        let name_of = |id: &str| {
            let countries = parsed.iter().flat_map(|parsed| &parsed.scenario.countries);
            countries.into_iter().find(|country| country.id == id).map_or_else(|| id.to_owned(), |c| one_line(&c.name))
        };
        let told = if manifest.has("answer.md") { pieces(&text(folder, "answer.md")?) } else { Vec::new() };
        let (heading, headline, answer) = of_answer(told);
        let title = match &parsed {
            _ if manifest.comparison.is_some() => heading.unwrap_or_default(),
            Some(parsed) => heading.unwrap_or_else(|| one_line(&parsed.scenario.title)),
            None => heading.unwrap_or_else(|| manifest.scenario.title.clone()),
        };
        let mut material = Material {
            verb: verb.unwrap_or_else(|| "run".to_owned()),
            title,
            question: parsed.as_ref().map(|parsed| one_line(&parsed.scenario.question)).unwrap_or_default(),
            headline,
            more: Vec::new(),
            numbers: Vec::new(),
            answer,
            ends: Vec::new(),
            pictures: pictures(folder, &name_of)?,
            singles: Vec::new(),
            singles_of: String::new(),
            moments: Vec::new(),
            differences: Vec::new(),
            way: None,
            sure: Vec::new(),
            settings: parsed.as_ref().map(|parsed| parsed.resolved.ledger()).unwrap_or_default(),
            sources: parsed.as_ref().map(|parsed| parsed.scenario.sources.clone()).unwrap_or_default(),
            citation: Citation::of(&provenance),
            provenance,
            files: manifest
                .files
                .iter()
                .filter(|file| file.path != super::FILE)
                .map(|file| (file.path.clone(), file.meaning.clone()))
                .collect(),
        };
        if let (Some(ensemble), Some(parsed)) = (folder.ensemble, &parsed) {
            run::tell(&mut material, ensemble, parsed);
        }
        if let (Some(note), Some(parsed)) = (&manifest.comparison, &parsed) {
            comparison::tell(&mut material, folder, note, parsed)?;
        }
        Ok(material)
    }
}

pub(super) fn text(folder: &Folder<'_>, path: &str) -> Result<String, String> {
    (folder.read)(path).map_err(|why| format!("{path} cannot be read: {}", in_plain_words(&why)))
}

/// The scenario with its origins; of a comparison the first one.
fn scenario(folder: &Folder<'_>) -> Result<Option<Parsed>, String> {
    let manifest = folder.manifest;
    let path = manifest.files.iter().map(|file| file.path.as_str()).find(|path| path.ends_with("scenario.toml"));
    let Some(path) = path else { return Ok(None) };
    let name = match &manifest.comparison {
        Some(asked) => asked.scenarios.first().map_or(&manifest.scenario.name, |first| &first.name),
        None => &manifest.scenario.name,
    };
    let parsed = with_settings(name, &text(folder, path)?, &[]);
    parsed.map(Some).map_err(|_| format!("{path} is no scenario for this version of softpower"))
}

/// All charts of a folder, in the order of the manifest.
fn pictures(folder: &Folder<'_>, name_of: &dyn Fn(&str) -> String) -> Result<Vec<Picture>, String> {
    let stem = |path: &str| Some(path.strip_prefix("charts/")?.strip_suffix(".svg")?.to_owned());
    let stems = folder.manifest.files.iter().filter_map(|file| stem(&file.path));
    let picture = |stem: String| {
        let [svg, csv] = ["svg", "csv"].map(|ending| text(folder, &format!("charts/{stem}.{ending}")));
        Picture::of(&stem, &svg?, &csv?, name_of)
    };
    stems.map(picture).collect()
}

/// The heading of an answer, its first sentence, and the rest.
fn of_answer(mut told: Vec<Piece>) -> (Option<String>, String, Vec<Piece>) {
    let heading = match told.first() {
        Some(Piece::Heading(_, words)) => Some(words.clone()),
        _ => None,
    };
    told.drain(..usize::from(heading.is_some()));
    // What every artefact says stands elsewhere in the page.
    told.retain(|piece| *piece != Piece::Paragraph("A simulation, not a forecast.".to_owned()));
    // A paragraph without a full stop is a label.
    let is_sentence = |piece: &Piece| matches!(piece, Piece::Paragraph(words) if words.ends_with('.'));
    let Some(place) = told.iter().position(is_sentence) else { return (heading, String::new(), told) };
    let Piece::Paragraph(words) = told.remove(place) else { return (heading, String::new(), told) };
    let (first, rest) = first_sentence(&words);
    let headline = first.to_owned();
    if !rest.is_empty() {
        told.insert(place, Piece::Paragraph(rest.to_owned()));
    }
    (heading, headline, told)
}

/// A sentence, and what follows: it ends at a full stop before a space and a capital, or behind a bracket, because the
/// name of a scenario may begin the next one.
fn first_sentence(text: &str) -> (&str, &str) {
    let ends = text.match_indices(". ").map(|(place, _)| place + 1);
    let is_end = |place: &usize| text[place + 1..].starts_with(char::is_uppercase) || text[..*place].ends_with(").");
    let place = ends.into_iter().find(is_end).unwrap_or(text.len());
    (&text[..place], text[place..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_is_the_first_sentence_of_the_answer() {
        let told = pieces(
            "# A\n\nB is higher by 2.5 points (9 in 10 pairs: 1 to 3). b is ahead.\n\n```text\nx\n```\n\n\
             A simulation, not a forecast.\n",
        );
        let (heading, headline, rest) = of_answer(told);
        assert_eq!(heading.as_deref(), Some("A"));
        assert_eq!(headline, "B is higher by 2.5 points (9 in 10 pairs: 1 to 3).");
        assert_eq!(rest, [Piece::Paragraph("b is ahead.".into()), Piece::Plain("x".into())]);
        assert_eq!(of_answer(Vec::new()), (None, String::new(), Vec::new()));
        let (_, headline, rest) = of_answer(pieces("Condition: a > b\n\nNever true.\n"));
        assert_eq!((headline.as_str(), &rest[..]), ("Never true.", &[Piece::Paragraph("Condition: a > b".into())][..]));
    }
}
