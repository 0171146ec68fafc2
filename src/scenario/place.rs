//! Where in which text something stands.

use std::ops::Range;
use std::sync::Arc;

/// A text that settings come from: a scenario file, one of its parents, the reference, or a word on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// How messages call it: `reform-2015.toml`, `the command line`.
    pub name: String,
    /// The text, without a byte order mark and with plain line ends.
    pub text: String,
    /// How far it is from the person at the keyboard.
    pub(super) distance: Distance,
    /// The byte at which each line begins.
    line_starts: Vec<usize>,
}

impl SourceText {
    pub(super) fn new(name: &str, text: String, distance: Distance) -> Arc<SourceText> {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(breaks).collect();
        Arc::new(SourceText { name: name.to_owned(), text, distance, line_starts })
    }
}

/// Whose word a setting is: a nearer one replaces a farther one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Distance {
    /// `--set` on the command line.
    CommandLine,
    /// A file that is laid over the scenario is 0, the one it is based on 1, and so on.
    Over(usize),
    /// The file itself is 0, the one it is based on 1, and so on.
    File(usize),
    /// `reference.toml`.
    Default,
}

/// A stretch of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub source: Arc<SourceText>,
    /// Bytes, on borders of characters.
    pub span: Range<usize>,
}

impl Place {
    pub(super) fn new(source: &Arc<SourceText>, span: Range<usize>) -> Place {
        Place { source: Arc::clone(source), span }
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.source.line_starts.partition_point(|start| *start <= self.span.start)
    }

    /// The whole line without its end, and the part of it that is meant: bytes, at most to the end of the line.
    #[must_use]
    pub fn in_its_line(&self) -> (&str, Range<usize>) {
        let start = self.source.line_starts[self.line() - 1];
        let line = self.source.text[start..].lines().next().unwrap_or("");
        let begin = (self.span.start - start).min(line.len());
        (line, begin..(self.span.end - start).clamp(begin, line.len()))
    }

    /// What stands there.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.text.get(self.span.clone()).unwrap_or("")
    }

    /// How `show` names the origin: `paris-2013.toml:31`, `default`, `command line`.
    #[must_use]
    pub fn origin(&self) -> String {
        match self.source.distance {
            Distance::CommandLine => "command line".to_owned(),
            Distance::Default => "default".to_owned(),
            Distance::Over(_) | Distance::File(_) => format!("{}:{}", self.source.name, self.line()),
        }
    }

    pub(super) fn is_on_command_line(&self) -> bool {
        self.source.distance == Distance::CommandLine
    }

    /// Line and column as pictures of problems show them: `:1:23`.
    pub(super) fn coordinates(&self) -> String {
        let (line, span) = self.in_its_line();
        format!(":{}:{}", self.line(), line[..span.start].chars().count() + 1)
    }

    pub(super) fn distance(&self) -> Distance {
        self.source.distance
    }

    /// Problems are told in this order: file by file, from top to bottom.
    pub(super) fn order(&self) -> (Distance, usize, usize) {
        (self.source.distance, self.span.start, self.span.end)
    }
}
