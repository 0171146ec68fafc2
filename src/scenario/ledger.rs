//! Every setting of a scenario in a row of its own: its value, where that comes from, and what the registry knows.

use super::keys::{Key, Kind, Status};
use super::resolved::{Resolved, toml};

/// What stands before the origin in a text with origins.
const MARK: &str = "  # ";

/// One setting of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The heading above it: `[country.canada]`; empty at the top of the file.
    pub heading: String,
    /// Its path: `country.canada.approval_delay`.
    pub path: String,
    /// Its name: `approval_delay`.
    pub name: String,
    /// Its value, as it can stand in a file.
    pub value: String,
    /// Where the value was written: `paris-2013.toml:31`, `default`, `command line`.
    pub origin: String,
    /// What kind of evidence there is for the default.
    pub status: Status,
    /// The source of the default, or the reason for it; may be empty.
    pub source: &'static str,
    /// What it means, in a sentence.
    pub meaning: &'static str,
}

impl Row {
    /// Is it an assumption of the program that nobody has replaced?
    #[must_use]
    pub fn is_assumed(&self) -> bool {
        self.is_default() && self.status == Status::Assumption
    }

    /// Is it the value that the program brings along?
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.origin == "default"
    }
}

impl Resolved {
    /// Every setting of a scenario that was read from a text with origins, in the order of the text; the top of the
    /// file and the sources left out.
    #[must_use]
    pub fn ledger(&self) -> Vec<Row> {
        let kinds =
            Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Top | Kind::Source | Kind::Sweep | Kind::Try));
        let blocks = kinds.flat_map(|kind| self.document.of_kind(kind));
        let mut rows = Vec::new();
        for block in blocks {
            for key in Key::under(block.kind) {
                let Some(entry) = block.entry(key.name) else { continue };
                let (line, _) = entry.place.in_its_line();
                let origin =
                    line.rsplit_once(MARK).map_or_else(|| entry.place.origin(), |(_, origin)| origin.to_owned());
                let path = [block.kind.word(), &block.name, key.name];
                rows.push(Row {
                    heading: block.heading(),
                    path: path.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("."),
                    name: key.name.to_owned(),
                    value: toml(&entry.written.raw),
                    origin,
                    status: key.status,
                    source: key.source,
                    meaning: key.sentence,
                });
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, parse, with_settings};

    const TEXT: &str = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                        [country.canada]\napproval_delay = \"24h\"\nname = \"A  # B\"\n";

    #[test]
    fn the_origins_of_a_text_come_back() {
        let parsed = parse(&Source { name: "a.toml", text: TEXT }, &[], &|_| Err("none".into())).unwrap();
        let again = with_settings("a", &parsed.resolved.to_toml(true), &[]).unwrap();
        let rows = again.resolved.ledger();
        let of = |path: &str| rows.iter().find(|row| row.path == path).unwrap_or_else(|| panic!("{path}"));
        let delay = of("country.canada.approval_delay");
        assert_eq!((delay.value.as_str(), delay.origin.as_str()), ("\"24h\"", "a.toml:7"));
        assert_eq!(of("country.canada.name").origin, "a.toml:8");
        assert!(of("model.reach").is_default() && !of("audience.world.members").is_default());
        assert_eq!(delay.heading, "[country.canada]");
        assert!(rows.len() > 100, "{}", rows.len());
    }
}
