//! A file that is laid over scenarios, such as a crisis that several policies shall meet: part of a scenario, whose
//! settings replace theirs and whose blocks are added to theirs.

use super::document::{Block, Document};
use super::faults::Fault;
use super::keys::Kind;
use super::place::Distance;
use super::problem::{Problem, Problems};
use super::{Parents, Source, decode, inherit, scenario_name};

/// A file to be laid over scenarios.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// Its name: the file without folders and ending.
    pub name: String,
    /// What in it deserves a second look.
    pub notes: Vec<Problem>,
    document: Document,
}

impl Overlay {
    /// Reads a file that is to be laid over scenarios, and those that it is based on. Its title is its own, and what it
    /// says about a sweep is left out.
    ///
    /// # Errors
    /// Everything that is wrong in it by itself, in one pass. Whether it fits a scenario is seen when it is laid over
    /// it.
    pub fn read(source: &Source<'_>, parents: Parents<'_>) -> Result<Overlay, Problems> {
        let (mut problems, mut notes) = (Vec::new(), Vec::new());
        let text = decode::text_as_read(source.text, source.name).map_err(|p| Problems::new(source.name, vec![p]))?;
        let documents = inherit::chain((source.name, text), Distance::Over, parents, &mut problems);
        let mut document = inherit::merge(documents, &mut notes);
        document.blocks.retain(|block| block.kind != Kind::Top && !block.kind.is_of_sweep());
        if problems.is_empty() && document.blocks.is_empty() {
            let title = "There is nothing in this file that could be laid over a scenario";
            problems.push(Problem::of_file(title).of(Fault::MissingSetting).help("write for example [event.crisis]"));
        }
        if !problems.is_empty() {
            return Err(Problems::new(source.name, problems));
        }
        notes.extend(document.blocks.iter().filter_map(policy));
        Ok(Overlay { name: scenario_name(source.name), notes, document })
    }

    /// What it lays over a scenario.
    pub(super) fn document(&self) -> Document {
        self.document.clone()
    }
}

/// Policy in a file that every scenario gets: they may differ in nothing any more.
fn policy(block: &Block) -> Option<Problem> {
    let lever = block.entries.iter().find(|entry| entry.key.lever);
    let (place, what) = match (lever, block.kind) {
        (Some(lever), _) => (&lever.place, format!("`{}` is policy", lever.name)),
        (None, Kind::Change | Kind::Desk) => (&block.place, format!("{} is policy", block.heading())),
        (None, _) => return None,
    };
    let title = format!("{what}. This file is laid over every scenario, so they become more alike by it");
    let help = "what the scenarios shall differ in belongs into their own files";
    Some(Problem::warning(place, title).label("the same for all").help(help))
}
