//! From headings and settings to blocks of known kinds with known keys, and values that make sense by themselves.

use super::document::{Block, Document, Entry};
use super::faults::Fault;
use super::file::{Heading, Section, Setting, Word};
use super::keys::{KEYS, Key, Kind, OFF, OTHER_WORDS, TARGET_KEYS};
use super::place::Place;
use super::problem::{Problem, nearest, sort};
use super::syntax::slug;

/// Gives each section its kind, one of `kinds`, and each setting its key and value.
pub(super) fn document(sections: Vec<Section>, kinds: &'static [Kind], problems: &mut Vec<Problem>) -> Document {
    let before = problems.len();
    let names = sections.iter().filter_map(|section| kind_and_name(&section.heading, kinds)).collect();
    let mut reader = Reader { document: Document::default(), kinds, names, seen: Vec::new(), problems };
    for section in sections {
        reader.section(section);
    }
    let document = reader.document;
    sort(&mut problems[before..], Fault::UnknownSetting);
    document
}

/// The key of that name under that heading, `off` included.
pub(super) fn key_under(kind: Kind, name: &str) -> Option<&'static Key> {
    if name == "off" && kind.is_named() { Some(&OFF) } else { Key::find(kind, name) }
}

/// Kind and name of a heading, if both are as they should be.
fn kind_and_name(heading: &Heading, kinds: &[Kind]) -> Option<(Kind, String)> {
    match heading {
        Heading::Words(words, _) if words.len() == 2 => {
            Some((Kind::among(kinds, &words[0].text)?, words[1].text.clone()))
        }
        _ => None,
    }
}

/// Which block something is about.
#[derive(Clone)]
struct Target {
    kind: Kind,
    name: String,
    place: Place,
}

/// Sections on their way into a document.
struct Reader<'p> {
    document: Document,
    /// The kinds of blocks that the file may hold.
    kinds: &'static [Kind],
    /// Kind and name of every good heading of the file.
    names: Vec<(Kind, String)>,
    /// The blocks so far, with the lines of their headings.
    seen: Vec<(Kind, String, usize)>,
    problems: &'p mut Vec<Problem>,
}

impl Reader<'_> {
    fn section(&mut self, section: Section) {
        let before = self.problems.len();
        let Some(target) = self.target(&section) else {
            self.document.has_lost_blocks |= !matches!(section.heading, Heading::Top);
            return;
        };
        let is_good = self.problems.len() == before && target.kind != Kind::Top;
        let first = self.seen.iter().find(|(kind, name, _)| (*kind, name) == (target.kind, &target.name));
        let first = first.map(|(_, _, line)| *line);
        if let Some(line) = first.filter(|_| is_good) {
            self.report_twice(&section, &target, line);
        }
        self.seen.push((target.kind, target.name.clone(), target.place.line()));
        let block = self.document.block_mut(target.kind, &target.name, &target.place);
        block.attempts.extend(section.broken);
        for setting in section.settings {
            self.setting(setting, &target, first.is_some());
        }
    }

    /// The block that a section describes, or nothing and a problem.
    fn target(&mut self, section: &Section) -> Option<Target> {
        let (words, line) = match &section.heading {
            Heading::Top => {
                let place = section.first.clone()?;
                if !self.kinds.contains(&Kind::Top) {
                    self.problems.push(before_headings(&place, self.kinds));
                    return None;
                }
                return Some(Target { kind: Kind::Top, name: String::new(), place });
            }
            Heading::Broken => return None,
            Heading::Words(words, line) => (words, line),
        };
        let Some(kind) = Kind::among(self.kinds, &words[0].text) else {
            self.problems.push(unknown_kind(&words[0], &self.names, self.kinds));
            return None;
        };
        let named = |name: &Word| Some(Target { kind, name: name.text.clone(), place: name.place.clone() });
        let only = || Some(Target { kind, name: String::new(), place: words[0].place.clone() });
        match (kind.is_named(), &words[1..]) {
            (_, [name]) if kind == Kind::Sweep && name.text == "try" => {
                Some(Target { kind: Kind::Try, name: String::new(), place: words[0].place.clone() })
            }
            (true, []) => {
                let title = format!("Which {0}? Write for example [{0}.{1}]", kind.word(), example(kind));
                self.problems.push(Problem::new(line, title).of(Fault::UnknownHeading).label("the name is missing"));
                None
            }
            (true, [name]) => {
                self.problems.extend(wrong_name(kind, name));
                named(name)
            }
            (true, [name, ..]) => {
                let title = format!("A heading has two parts at most: [{}.{}]", kind.word(), name.text);
                self.problems.push(Problem::new(line, title).of(Fault::UnknownHeading).label("too many dots"));
                named(name)
            }
            (false, []) => only(),
            (false, [name, ..]) => {
                let title = format!("There is only one [{0}]: write [{0}], without a name", kind.word());
                self.problems.push(Problem::new(&name.place, title).of(Fault::UnknownHeading).label("no name here"));
                only()
            }
        }
    }

    /// A second description of the same block.
    fn report_twice(&mut self, section: &Section, target: &Target, first: usize) {
        let block = self.document.block(target.kind, &target.name).filter(|_| target.kind.is_named());
        let who = block.map_or_else(|| target.kind.heading(), Block::title);
        let remedy = match section.lines {
            Some((from, to)) if from == to => format!("Move line {from} up under line {first}."),
            Some((from, to)) => format!("Move lines {from} to {to} up under line {first}."),
            None => "Remove the second heading.".to_owned(),
        };
        let title = format!("{who} is described twice: lines {first} and {}. {remedy}", target.place.line());
        self.problems.push(Problem::new(&target.place, title).of(Fault::SetTwice).label("for the second time"));
    }

    /// Adds a setting to its block, or says why not. In a second description of a block, a setting that it has already
    /// is passed over in silence: that the block is there twice has been said.
    fn setting(&mut self, setting: Setting, section: &Target, is_twice: bool) {
        let Some((target, word)) = self.addressed(&setting, section) else { return };
        let block = self.document.block_mut(target.kind, &target.name, &target.place);
        let is_extends = word.text == "extends" && target.kind == Kind::Top;
        let name = if is_extends { "based_on" } else { word.text.as_str() };
        let Some(key) = key_under(target.kind, name) else {
            let (problem, meant) = unknown_key(block, &word, self.kinds);
            block.attempts.extend(meant.map(str::to_owned));
            self.problems.push(problem);
            return;
        };
        match block.entry(name) {
            Some(_) if is_twice => {}
            Some(first) => self.problems.push(set_twice(name, &first.place, &word.place)),
            None => {
                let (entry, problem) = Entry::read(key, name, &word.place, setting.value);
                block.entries.push(entry);
                self.problems.extend(problem);
            }
        }
    }

    /// The block and the word that a setting is about: `run.seed = 1` at the top is about `[run]`.
    fn addressed(&mut self, setting: &Setting, section: &Target) -> Option<(Target, Word)> {
        let (last, before) = setting.path.split_last()?;
        let kind = before.first().and_then(|word| Kind::among(self.kinds, &word.text));
        let at = |kind: Kind, name: &str| Target { kind, name: name.to_owned(), place: last.place.clone() };
        match (before, kind) {
            ([], _) => Some((section.clone(), last.clone())),
            _ if section.kind == Kind::Try => {
                let words: Vec<&str> = setting.path.iter().map(|word| word.text.as_str()).collect();
                Some((section.clone(), Word { text: words.join("."), place: last.place.clone() }))
            }
            ([_], Some(kind)) if section.kind == Kind::Top && !kind.is_named() => Some((at(kind, ""), last.clone())),
            ([_, name], Some(kind)) if section.kind == Kind::Top && kind.is_named() => {
                Some((at(kind, &name.text), last.clone()))
            }
            _ => {
                let whole: Vec<&str> = setting.path.iter().map(|word| word.text.as_str()).collect();
                let title = format!("There is no `{}`. A name of a setting has no dots", whole.join("."));
                self.problems.push(Problem::new(&setting.path[0].place, title).label("dots belong into headings"));
                None
            }
        }
    }
}

fn set_twice(name: &str, first: &Place, second: &Place) -> Problem {
    let lines = format!("lines {} and {}", first.line(), second.line());
    let title = format!("`{name}` is set twice: {lines}. Keep one of them");
    Problem::new(second, title).of(Fault::SetTwice).label("for the second time")
}

fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Audience => "europe",
        Kind::Country => "canada",
        Kind::Desk => "ottawa",
        Kind::Event => "summit",
        Kind::Target => "voice",
        _ => "reform",
    }
}

/// A setting that belongs to no block, where there is none at the top.
fn before_headings(place: &Place, kinds: &[Kind]) -> Problem {
    let headings: Vec<String> = kinds.iter().map(|kind| format!("[{}.{}]", kind.word(), example(*kind))).collect();
    let title = format!("A heading such as {} belongs above the first line", headings.join(" or "));
    Problem::new(place, title).of(Fault::UnknownHeading).label("under no heading")
}

fn unknown_kind(word: &Word, names: &[(Kind, String)], all: &[Kind]) -> Problem {
    let kinds = || all.iter().map(|kind| kind.word()).filter(|word| !word.is_empty());
    let belongs = names.iter().find(|(_, name)| *name == word.text);
    let hint = match (nearest(&word.text, kinds()).and_then(|word| Kind::among(all, word)), belongs) {
        (_, Some((kind, name))) => format!(". Did you mean [{}.{name}]?", kind.word()),
        (Some(kind), None) => format!(". Did you mean {}?", kind.heading()),
        (None, None) => String::new(),
    };
    Problem::new(&word.place, format!("There is no kind of block `{}`{hint}", word.text))
        .of(Fault::UnknownHeading)
        .label("unknown kind")
        .help(match all {
            [only] => {
                format!("the only kind is {}: write for example [{}.{}]", only.word(), only.word(), example(*only))
            }
            _ => format!("the kinds are: {}", kinds().collect::<Vec<_>>().join(", ")),
        })
}

/// Names of blocks are lower-case letters, figures and hyphens.
fn wrong_name(kind: Kind, name: &Word) -> Option<Problem> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.text.is_empty() && name.text.len() <= 60 && name.text.chars().all(plain) {
        return None;
    }
    let title = "Names in headings are short, and have only small letters, figures and hyphens";
    let problem = Problem::new(&name.place, title).of(Fault::UnknownHeading).label("not a name");
    let better: String = slug(&name.text).chars().take(60).collect();
    Some(match better.as_str() {
        "" => problem,
        better => problem.help(format!("write [{}.{better}]; `name` or `label` can say it in full", kind.word())),
    })
}

/// There is no such key here: does it belong elsewhere, or is it mistyped? With the name that was probably meant.
fn unknown_key(block: &Block, word: &Word, kinds: &[Kind]) -> (Problem, Option<&'static str>) {
    let name = word.text.as_str();
    let problem = |title: String| Problem::new(&word.place, title);
    let known = |key: &str| home_of(key, kinds).is_some();
    if let Some(home) = home_of(name, kinds) {
        let title = format!("`{name}` belongs under {}. {}", home.heading(), here(block));
        return (problem(title).label("under the wrong heading"), None);
    }
    let meant = OTHER_WORDS.iter().find(|(other, key)| *other == name && known(key)).map(|(_, key)| *key);
    let own = meant.or_else(|| nearest(name, Key::under(block.kind).map(|key| key.name)));
    let any = own.or_else(|| nearest(name, kinds.iter().flat_map(|kind| Key::under(*kind)).map(|key| key.name)));
    let problem = match any {
        Some(key) if Key::find(block.kind, key).is_some() => {
            problem(format!("There is no `{name}`. Did you mean `{key}`?"))
        }
        Some(key) => {
            let home = home_of(key, kinds).map_or(String::new(), |kind| format!(" under {}", kind.heading()));
            problem(format!("There is no `{name}`. Did you mean `{key}`{home}?"))
        }
        None => {
            let known: Vec<&str> = Key::under(block.kind).map(|key| key.name).collect();
            let known = if known.len() > 30 { "softpower explain lists all".to_owned() } else { known.join(", ") };
            problem(format!("There is no `{name}`")).help(format!("{} may hold: {known}", block.heading()))
        }
    };
    (problem.label("unknown setting"), any)
}

/// The kind of block, one of these, that a key belongs to.
fn home_of(name: &str, kinds: &[Kind]) -> Option<Kind> {
    let is_home =
        |key: &&Key| key.name == name && !matches!(key.kind, Kind::Source | Kind::Try) && kinds.contains(&key.kind);
    KEYS.iter().chain(TARGET_KEYS).find(is_home).map(|key| key.kind)
}

fn here(block: &Block) -> String {
    match block.kind {
        Kind::Top => "Here it stands before any [heading].".to_owned(),
        _ => format!(
            "Here it falls under {}, because a line belongs to the nearest [heading] above it.",
            block.heading()
        ),
    }
}
