//! What is wrong with a scenario, and how it is shown: a sentence, the line with a mark under it, and a remedy.

use super::faults::Fault;
use super::place::Place;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;

/// So many problems are shown; the others are counted.
const SHOWN: usize = 50;
/// Longer texts are cut in messages.
const LONGEST_TEXT: usize = 300;
/// Nothing has a longer name.
const LONGEST_WORD: usize = 60;
/// Messages are at most so wide.
const COLUMNS: usize = 80;

/// A problem is of this kind until the stage that found it says otherwise: only what shows when settings are seen
/// together stays so.
const UNSORTED: Fault = Fault::Contradiction;

/// Says of what kind those problems are of which no other kind was said.
pub(super) fn sort(problems: &mut [Problem], fault: Fault) {
    problems.iter_mut().filter(|problem| problem.fault == UNSORTED).for_each(|problem| problem.fault = fault);
}

/// Whether a scenario can be run in spite of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can, but it may not mean what its author thinks.
    Warning,
}

/// One thing that is wrong, or that deserves a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// What kind of error or warning.
    pub fault: Fault,
    /// What is wrong, as a sentence.
    pub title: String,
    /// Where; `None` if it is about a file as a whole.
    pub place: Option<Place>,
    /// A few words at the mark.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    pub(super) fn new(place: &Place, title: impl Into<String>) -> Problem {
        Problem {
            severity: Severity::Error,
            fault: UNSORTED,
            title: clipped(title.into()),
            place: Some(place.clone()),
            label: String::new(),
            help: None,
        }
    }

    pub(super) fn of_file(title: impl Into<String>) -> Problem {
        Problem {
            severity: Severity::Error,
            fault: Fault::UnreadableFile,
            title: title.into(),
            place: None,
            label: String::new(),
            help: None,
        }
    }

    pub(super) fn warning(place: &Place, title: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, fault: Fault::Implausible, ..Problem::new(place, title) }
    }

    pub(super) fn of(self, fault: Fault) -> Problem {
        Problem { fault, ..self }
    }

    pub(super) fn label(self, label: impl Into<String>) -> Problem {
        Problem { label: clipped(label.into()), ..self }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Problem {
        Problem { help: Some(clipped(help.into())), ..self }
    }

    /// The problem as text, at most 80 columns wide but for the line that it quotes.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        self.render_numbered(None, colour)
    }

    fn render_numbered(&self, number: Option<&str>, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR.with_name("problem"),
            Severity::Warning => Level::WARNING.with_name("note"),
        };
        let name = if self.severity == Severity::Error { "problem" } else { "note" };
        let indent = name.len() + number.map_or(0, |n| n.len() + 2) + 2;
        let title = level.primary_title(wrapped(&self.title, COLUMNS - indent));
        let title = match number {
            Some(number) => title.id(number.to_owned()),
            None => title,
        };
        let mut group = Group::with_title(title);
        let mut gutter = 1;
        if let Some(place) = &self.place {
            gutter = place.line().to_string().len();
            let (line, span) = place.in_its_line();
            let mark = AnnotationKind::Primary.span(span).label(self.label.as_str());
            let snippet = Snippet::source(line).line_start(place.line()).annotation(mark);
            let snippet = snippet.path(place.source.name.as_str()).line_numbering(!place.is_on_command_line());
            group = group.element(snippet);
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(wrapped(help, COLUMNS - gutter - 9)));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let text = renderer.render(&[group]);
        match &self.place {
            // A line and a column say nothing about a word on the command line.
            Some(place) if place.is_on_command_line() => text.replacen(&place.coordinates(), "", 1),
            _ => text,
        }
    }
}

/// The text on one line, and not longer than anybody would read; what is left out begins with a word.
fn clipped(text: String) -> String {
    let text = text.replace('\n', " ");
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((at, _)) => format!("{} ...", text[..at].rsplit_once(' ').map_or(&text[..at], |(whole, _)| whole)),
        None => text,
    }
}

/// The text with line breaks between words, so that no line is longer than `width` characters.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// Everything that is wrong with a scenario; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    /// How messages call the scenario.
    name: String,
    /// In the order of the file.
    list: Vec<Problem>,
}

impl Problems {
    pub(super) fn new(name: &str, mut list: Vec<Problem>) -> Problems {
        list.sort_by_key(|problem| problem.place.as_ref().map(Place::order));
        list.dedup();
        Problems { name: name.to_owned(), list }
    }

    /// The problems, in the order of the file.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// All problems as text, numbered, with their number and what was not done at the end.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let mut text = String::new();
        for (i, problem) in self.list.iter().take(SHOWN).enumerate() {
            text += &problem.render_numbered(Some(&format!("P{:02}", i + 1)), colour);
            text += "\n\n";
        }
        if self.list.len() > SHOWN {
            text += &format!("and {} more\n\n", self.list.len() - SHOWN);
        }
        let count = self.list.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        text + &format!("{count} {noun} in {}. Nothing was run.", self.name)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}

/// The nearest of some known words: at most one mistake, and one more for every four letters.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let word = word.to_lowercase();
    let distance = |k: &str| strsim::damerau_levenshtein(&word, &k.to_lowercase());
    let close = known.map(|k| (distance(k), k)).filter(|(d, k)| *d <= 1 + k.len() / 4 && *d < k.len());
    close.min().map(|(_, k)| k)
}
