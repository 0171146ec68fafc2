//! Scenarios that are based on others: the chain of parents, and the merge, setting by setting.

use super::document::{self, Document, Entry};
use super::faults::Fault;
use super::keys::Kind;
use super::place::{Distance, Place, SourceText};
use super::problem::{Problem, nearest};
use super::value::Value;
use super::{Parents, builtin, decode};

/// A scenario may have so many ancestors.
const DEEPEST: usize = 8;

/// The file and its ancestors, the file first; `distance` says how far the generations are.
pub(super) fn chain(
    (name, text): (&str, String),
    distance: fn(usize) -> Distance,
    parents: Parents<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut names = vec![file_name(name)];
    let mut next = Some((name.to_owned(), text));
    while let Some((name, text)) = next {
        let source = SourceText::new(&name, text, distance(documents.len()));
        let mut document = document::of_text(&source, problems);
        let wanted = wanted_parent(&document);
        let is_alone = matches!(wanted, Wanted::Nothing);
        next = match wanted {
            Wanted::Named(wanted, place) => parent(&wanted, &place, &mut names, parents)
                .map_err(|problem| problems.push(problem.of(Fault::MissingParent)))
                .ok(),
            Wanted::Nothing | Wanted::Unreadable => None,
        };
        document.has_lost_blocks |= next.is_none() && !is_alone;
        documents.push(document);
    }
    documents
}

/// What a document is based on.
enum Wanted {
    Nothing,
    /// What it says cannot be read, which has been reported.
    Unreadable,
    Named(String, Place),
}

fn wanted_parent(document: &Document) -> Wanted {
    let Some(top) = document.block(Kind::Top, "") else { return Wanted::Nothing };
    let was_tried = || top.attempts.iter().any(|name| name == "based_on" || name == "extends");
    match top.entry("based_on").map(|entry| (&entry.value, &entry.written.place)) {
        Some((Some(Value::Text(name)), place)) => Wanted::Named(name.trim().to_owned(), place.clone()),
        Some(_) => Wanted::Unreadable,
        None if was_tried() => Wanted::Unreadable,
        None => Wanted::Nothing,
    }
}

/// Name and text of the parent with the name `wanted`.
fn parent(
    wanted: &str,
    place: &Place,
    names: &mut Vec<String>,
    parents: Parents<'_>,
) -> Result<(String, String), Problem> {
    let wrong = |title: String| Problem::new(place, title);
    if wanted.is_empty() || wanted.contains(['/', '\\', ':', '\0']) || wanted.starts_with('.') {
        return Err(wrong("The other scenario must be a file beside this one, or a built-in name".to_owned())
            .label("leads out of the folder")
            .help("put the file into the same folder and write its name only, such as \"paris-2013.toml\""));
    }
    let name = file_name(wanted);
    let seen = names.iter().position(|seen| *seen == name);
    names.push(name.clone());
    if let Some(first) = seen {
        let circle = names[first..].join(" -> ");
        return Err(wrong(format!("The files go round in a circle: {circle}")).label("closes the circle"));
    }
    if names.len() > DEEPEST + 1 {
        let title = format!("More than {DEEPEST} files are based on each other: {}", names.join(" -> "));
        return Err(wrong(title).label("one too many"));
    }
    let text = parents(&name).or_else(|reason| builtin::text(&name).map(str::to_owned).ok_or(reason));
    let text = text.map_err(|reason| not_found(place, &name, &reason))?;
    let text = decode::text_as_read(&text, &name).map_err(|problem| wrong(problem.title).label("cannot be read"))?;
    Ok((name, text))
}

fn not_found(place: &Place, name: &str, reason: &str) -> Problem {
    let stem = name.trim_end_matches(".toml");
    let known = || builtin::LIST.iter().map(|builtin| builtin.name);
    let hint = nearest(stem, known()).map_or(String::new(), |near| format!(". Did you mean \"{near}.toml\"?"));
    Problem::new(place, format!("There is no `{name}` beside this file, nor a built-in one{hint}"))
        .label(reason)
        .help(format!("built in: {}", known().collect::<Vec<_>>().join(", ")))
}

/// The name of a file without its folders, with `.toml`.
fn file_name(name: &str) -> String {
    let bare = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if bare.ends_with(".toml") { bare.to_owned() } else { format!("{bare}.toml") }
}

/// One document from the nearest to the farthest: of each setting the nearest one counts, lists are not joined. A block
/// of a nearer document that resembles one of a farther document by its name is noted: it may be a typing mistake.
pub(super) fn merge(documents: Vec<Document>, notes: &mut Vec<Problem>) -> Document {
    let mut merged = Document::default();
    for document in documents.into_iter().rev() {
        merged.has_lost_blocks |= document.has_lost_blocks;
        notes.extend(resembling(&merged, &document));
        lay_over(&mut merged, document);
    }
    merged
}

/// Lays the settings of a nearer document over those of a farther one.
pub(super) fn lay_over(merged: &mut Document, nearer: Document) {
    for block in nearer.blocks {
        let target = merged.block_mut(block.kind, &block.name, &block.place);
        target.place = block.place;
        target.attempts.extend(block.attempts);
        for entry in block.entries.into_iter().filter(|entry| entry.name != "based_on") {
            match target.entries.iter_mut().find(|known| known.name == entry.name) {
                Some(known) => *known = entry,
                None => target.entries.push(entry),
            }
        }
    }
}

/// Takes out the blocks that are switched off.
pub(super) fn without_off(document: Document) -> Document {
    let is_off = |entry: &Entry| entry.name == "off" && entry.value == Some(Value::Switch(true));
    let on = document.blocks.into_iter().filter(|block| !block.entries.iter().any(is_off));
    Document { blocks: on.collect(), ..document }
}

fn resembling(farther: &Document, nearer: &Document) -> Vec<Problem> {
    let is_new = |block: &&document::Block| block.kind.is_named() && farther.block(block.kind, &block.name).is_none();
    let note = |block: &document::Block| {
        let others = farther.of_kind(block.kind).map(|other| other.name.as_str());
        let near = nearest(&block.name, others)?;
        let title = format!("[{0}.{1}] is a new {0}. Did you mean [{0}.{near}]?", block.kind.word(), block.name);
        Some(Problem::warning(&block.place, title).label("not in the file that this one is based on"))
    };
    nearer.blocks.iter().filter(is_new).filter_map(note).collect()
}
