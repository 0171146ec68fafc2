//! A scenario as its author would write it without leaving anything out: with every default, and where each value
//! comes from. It is itself a scenario, and parses to the same one.

use super::document::{Block, Document, Entry, default};
use super::file::Raw;
use super::keys::{Key, Kind};
use super::syntax::quoted;

/// A complete scenario with the origin of every value.
#[derive(Clone, Debug)]
pub struct Resolved {
    pub(super) document: Document,
    pub(super) title: String,
}

impl Resolved {
    /// The scenario as text. With origins, a note behind each line says where its value comes from:
    /// `# paris-2013.toml:31`, `# default` or `# command line`.
    #[must_use]
    pub fn to_toml(&self, with_origins: bool) -> String {
        let mut lines = Lines { text: String::new(), with_origins };
        let top = self.document.block(Kind::Top, "");
        if top.is_none_or(|top| top.entry("title").is_none()) {
            lines.setting("title", &quoted(&self.title), "default");
        }
        for kind in Kind::ALL.into_iter().filter(|kind| !kind.is_of_sweep()) {
            let blocks: Vec<&Block> = self.document.of_kind(kind).collect();
            match (kind, blocks.is_empty()) {
                (Kind::Run | Kind::Model, true) => lines.defaults(kind),
                (_, _) => blocks.into_iter().for_each(|block| lines.block(block)),
            }
        }
        lines.text
    }

    /// The sections that say how it is swept, as they were written; empty without.
    #[must_use]
    pub fn sweep_to_toml(&self) -> String {
        let mut lines = Lines { text: String::new(), with_origins: false };
        let blocks = self.document.blocks.iter().filter(|block| block.kind.is_of_sweep());
        for block in blocks {
            lines.heading(&block.heading());
            block.entries.iter().for_each(|entry| lines.entry(entry));
        }
        lines.text
    }
}

/// The text so far.
struct Lines {
    text: String,
    with_origins: bool,
}

impl Lines {
    fn setting(&mut self, name: &str, value: &str, origin: &str) {
        self.text += &format!("{name} = {value}");
        if self.with_origins {
            self.text += &format!("  # {origin}");
        }
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        self.text += &format!("{gap}{heading}\n");
    }

    fn entry(&mut self, entry: &Entry) {
        let plain = entry.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let name = if plain && !entry.name.is_empty() { entry.name.clone() } else { quoted(&entry.name) };
        self.setting(&name, &toml(&entry.written.raw), &entry.place.origin());
    }

    fn defaults(&mut self, kind: Kind) {
        self.heading(&kind.heading());
        Key::under(kind).filter_map(|key| default(kind, key.name)).for_each(|entry| self.entry(entry));
    }

    fn block(&mut self, block: &Block) {
        if block.kind != Kind::Top {
            self.heading(&block.heading());
        }
        if block.kind == Kind::Source {
            return block.entries.iter().for_each(|entry| self.entry(entry));
        }
        for key in Key::under(block.kind) {
            if let Some(entry) = block.entry(key.name).or_else(|| default(block.kind, key.name)) {
                self.entry(entry);
            }
        }
    }
}

/// A value as it can stand in a file.
pub(super) fn toml(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) => quoted(text),
        Raw::Whole(text) => grouped(text),
        Raw::Decimal(text) | Raw::Moment(text) => text.clone(),
        Raw::Truth(truth) => truth.to_string(),
        Raw::List(items) => format!("[{}]", items.iter().map(|item| toml(&item.raw)).collect::<Vec<_>>().join(", ")),
        Raw::Braces => "{}".to_owned(),
    }
}

/// `400_000`: figures in threes, if there are more than four.
fn grouped(figures: &str) -> String {
    let digits = figures.trim_start_matches(['-', '+']);
    if digits.len() <= 4 {
        return figures.to_owned();
    }
    let (head, threes) = digits.split_at((digits.len() - 1) % 3 + 1);
    let groups = threes.as_bytes().chunks(3).map(|three| three.iter().map(|byte| char::from(*byte)).collect());
    let groups: Vec<String> = std::iter::once(head.to_owned()).chain(groups).collect();
    format!("{}{}", &figures[..figures.len() - digits.len()], groups.join("_"))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_numbers_are_grouped() {
        let cases =
            [("7", "7"), ("4000", "4000"), ("16000", "16_000"), ("-400000", "-400_000"), ("+1234567", "+1_234_567")];
        for (figures, expected) in cases {
            assert_eq!(grouped(figures), expected);
        }
    }
}
