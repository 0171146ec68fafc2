//! In what two scenarios differ, setting by setting: defaults filled in, values compared by what they mean (`"24h"` is
//! `"1 day"`), words of charts left out.

use super::document::{Block, Document, default};
use super::keys::{Key, Kind};
use super::resolved::{Resolved, toml};

/// One thing in which a scenario differs from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// A setting has other values.
    Setting {
        /// Its path: `country.canada.approval_delay`.
        path: String,
        /// Its value here, as it can stand in a file, or `not set`.
        own: String,
        /// Its value in the other.
        other: String,
        /// What it means, in a sentence.
        meaning: &'static str,
    },
    /// A block is only here.
    Added(Extra),
    /// A block is only in the other.
    Missing(Extra),
}

/// A block that only one of two scenarios has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// `[change.delegation]`
    pub heading: String,
    /// What is written in it: `approval_delay = "24h"`.
    pub settings: Vec<String>,
}

/// Settings that no run reads: words about the scenario and for its charts.
const WORDS: &[&str] = &["title", "question", "note", "based_on", "name", "label", "colour"];

impl Resolved {
    /// In what this scenario differs from another one, in the order of a complete file.
    #[must_use]
    pub fn unlike(&self, other: &Resolved) -> Vec<Unlike> {
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Source && !kind.is_of_sweep());
        kinds.flat_map(|kind| of_kind(kind, &self.document, &other.document)).collect()
    }
}

/// In what the blocks of one kind differ.
pub(super) fn of_kind(kind: Kind, own: &Document, other: &Document) -> Vec<Unlike> {
    if !kind.is_named() {
        // A block that is not written has its defaults.
        let place = own.blocks.iter().chain(&other.blocks).map(|block| &block.place).next();
        let Some(empty) = place.map(|place| Block::new(kind, "", place.clone())) else { return Vec::new() };
        let [own, other] = [own, other].map(|document| document.block(kind, "").unwrap_or(&empty));
        return of_block(own, other).collect();
    }
    let mut found = Vec::new();
    for block in own.of_kind(kind) {
        match other.block(kind, &block.name) {
            Some(before) => found.extend(of_block(block, before)),
            None => found.push(Unlike::Added(extra(block))),
        }
    }
    let gone = other.of_kind(kind).filter(|before| own.block(kind, &before.name).is_none());
    found.extend(gone.map(|before| Unlike::Missing(extra(before))));
    found
}

fn of_block<'a>(own: &'a Block, other: &'a Block) -> impl Iterator<Item = Unlike> + 'a {
    Key::under(own.kind).filter_map(|key| of_key(key, own, other))
}

fn of_key(key: &Key, own: &Block, other: &Block) -> Option<Unlike> {
    if WORDS.contains(&key.name) || own.value(key.name) == other.value(key.name) {
        return None;
    }
    let shown = |block: &Block| {
        let entry = block.entry(key.name).or_else(|| default(block.kind, key.name));
        entry.map_or("not set".to_owned(), |entry| toml(&entry.written.raw))
    };
    let path = [own.kind.word(), &own.name, key.name].into_iter().filter(|part| !part.is_empty());
    let path = path.collect::<Vec<_>>().join(".");
    Some(Unlike::Setting { path, own: shown(own), other: shown(other), meaning: key.sentence })
}

fn extra(block: &Block) -> Extra {
    let written = block.entries.iter().filter(|entry| !WORDS.contains(&entry.name.as_str()));
    let settings = written.map(|entry| format!("{} = {}", entry.name, toml(&entry.written.raw)));
    Extra { heading: block.heading(), settings: settings.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, parse};

    const TEXT: &str = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                        [country.canada]\napproval_delay = \"24h\"\n[country.uk]\n";

    fn resolved(text: &str) -> Resolved {
        let parsed = parse(&Source { name: "a.toml", text }, &[], &|_| Err("no files here".into()));
        parsed.unwrap_or_else(|problems| panic!("{problems}")).resolved
    }

    #[test]
    fn what_means_the_same_is_no_difference() {
        let other = TEXT.replace("\"24h\"", "\"1 day\"\nname = \"Kanada\"");
        assert_eq!(resolved(TEXT).unlike(&resolved(&other)), []);
        let written = format!("title = \"Other\"\n{TEXT}[model]\nask_chance = \"0.6%\"\n");
        let plain = resolved(TEXT);
        let default = plain.unlike(&resolved(&written));
        assert!(default.len() <= 1, "a default that is written out is no difference: {default:?}");
    }

    #[test]
    fn settings_are_told_with_both_values_and_blocks_with_what_is_in_them() {
        let more = format!(
            "{}[change.reform]\ncountry = \"canada\"\nwhen = 2013-03-01\nlabel = \"R\"\napproval_delay = \"1h\"\n",
            TEXT.replace("\"24h\"", "\"9 days\"")
        );
        let (one, other) = (resolved(&more), resolved(TEXT));
        let found = one.unlike(&other);
        let [Unlike::Setting { path, own, other: before, .. }, Unlike::Added(extra)] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(
            (path.as_str(), own.as_str(), before.as_str()),
            ("country.canada.approval_delay", "\"9 days\"", "\"24h\"")
        );
        assert_eq!(extra.heading, "[change.reform]");
        assert_eq!(extra.settings, ["country = \"canada\"", "when = 2013-03-01", "approval_delay = \"1h\""]);
        assert!(matches!(&other.unlike(&one)[1], Unlike::Missing(same) if same == extra));
    }
}
