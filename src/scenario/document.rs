//! A scenario as blocks of known kinds, with settings of known keys; and the defaults, which are such a document too.

use super::faults::Fault;
use super::file::Written;
use super::keys::{Absent, Key, Kind};
use super::place::{Distance, Place, SourceText};
use super::problem::Problem;
use super::value::{self, Value};
use super::{builtin, file, understand};
use std::sync::{Arc, OnceLock};

/// A scenario as blocks; complete or only what differs from another.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    pub(super) blocks: Vec<Block>,
    /// A heading was broken or a parent not found, so that a block may be missing that the author has written.
    pub(super) has_lost_blocks: bool,
}

/// The settings below one heading.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// The name after the dot, empty for kinds without names.
    pub(super) name: String,
    /// The name in the heading.
    pub(super) place: Place,
    pub(super) entries: Vec<Entry>,
    /// Settings that the author has tried to write here, by the names that were probably meant.
    pub(super) attempts: Vec<String>,
}

/// A setting of a known key.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: &'static Key,
    /// The name as written; only in `[source]` it is not that of the key.
    pub(super) name: String,
    /// Where the name stands.
    pub(super) place: Place,
    pub(super) written: Written,
    /// What it means; `None` if that is a problem, which has been reported.
    pub(super) value: Option<Value>,
}

impl Document {
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }

    pub(super) fn block(&self, kind: Kind, name: &str) -> Option<&Block> {
        self.of_kind(kind).find(|block| block.name == name)
    }

    /// The block, made at the end if there is none yet.
    pub(super) fn block_mut(&mut self, kind: Kind, name: &str, place: &Place) -> &mut Block {
        let found = self.blocks.iter().position(|block| block.kind == kind && block.name == name);
        let at = found.unwrap_or_else(|| {
            self.blocks.push(Block::new(kind, name, place.clone()));
            self.blocks.len() - 1
        });
        &mut self.blocks[at]
    }
}

impl Block {
    pub(super) fn new(kind: Kind, name: &str, place: Place) -> Block {
        Block { kind, name: name.to_owned(), place, entries: Vec::new(), attempts: Vec::new() }
    }

    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// What a setting of this block means, written or by default.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        let own = self.entry(name).and_then(|entry| entry.value.as_ref());
        own.or_else(|| default(self.kind, name).and_then(|entry| entry.value.as_ref()))
    }

    /// The heading as text.
    pub(super) fn heading(&self) -> String {
        match self.kind {
            kind if kind.is_named() => format!("[{}.{}]", kind.word(), self.name),
            kind => kind.heading(),
        }
    }

    /// What messages call it: its name for charts, or the name after the dot.
    pub(super) fn title(&self) -> String {
        match self.entry("name").or(self.entry("label")).and_then(|entry| entry.value.as_ref()) {
            Some(Value::Text(name)) => name.clone(),
            _ => capitalised(&self.name),
        }
    }
}

impl Entry {
    /// A setting with what it means, or what is wrong with its value.
    pub(super) fn read(key: &'static Key, name: &str, place: &Place, written: Written) -> (Entry, Option<Problem>) {
        let (value, problem) = match value::read(key, name, &written) {
            Ok(value) => (Some(value), None),
            Err(problem) => (None, Some(problem.of(Fault::WrongValue))),
        };
        (Entry { key, name: name.to_owned(), place: place.clone(), written, value }, problem)
    }
}

/// `rest-of-world` becomes `Rest of world`.
pub(super) fn capitalised(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The reference: every key with its default.
pub(super) fn reference() -> &'static Document {
    static REFERENCE: OnceLock<Document> = OnceLock::new();
    REFERENCE.get_or_init(|| {
        let text = builtin::REFERENCE.replace("\r\n", "\n");
        of_text(&SourceText::new("reference.toml", text, Distance::Default), &mut Vec::new())
    })
}

/// The default of a key, if it has one.
pub(super) fn default(kind: Kind, name: &str) -> Option<&'static Entry> {
    let has_default = Key::find(kind, name).is_some_and(|key| key.kind == kind && key.absent == Absent::Default);
    let block = reference().of_kind(kind).next().filter(|_| has_default)?;
    block.entry(name)
}

/// The text of a source as a document of its own.
pub(super) fn of_text(source: &Arc<SourceText>, problems: &mut Vec<Problem>) -> Document {
    let sections = file::sections(source, problems);
    understand::document(sections, &Kind::ALL, problems)
}
