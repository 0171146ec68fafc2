//! From headings and settings to blocks of known kinds with known keys and values that make sense by themselves.

use super::file::{Heading, Section, Setting, Word, Written};
use super::keys::{Absent, Key, Kind, OFF, OTHER_WORDS};
use super::place::{Place, SourceText};
use super::problem::{Problem, nearest};
use super::syntax::slug;
use super::value::{self, Value};
use super::{builtin, file};
use std::sync::{Arc, OnceLock};

/// A scenario as blocks; complete or only what differs from another.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    pub(super) blocks: Vec<Block>,
    /// A heading was broken, so that a block may be missing that the author has written.
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
            let entries = Vec::new();
            self.blocks.push(Block { kind, name: name.to_owned(), place: place.clone(), entries });
            self.blocks.len() - 1
        });
        &mut self.blocks[at]
    }
}

impl Block {
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
        let source = SourceText::new("reference.toml", text, super::place::Distance::Default);
        understand(file::sections(&source, &mut Vec::new()), &mut Vec::new())
    })
}

/// The default of a key, if it has one.
pub(super) fn default(kind: Kind, name: &str) -> Option<&'static Entry> {
    let has_default = Key::find(kind, name).is_some_and(|key| key.kind == kind && key.absent == Absent::Default);
    let block = reference().of_kind(kind).next().filter(|_| has_default)?;
    block.entry(name)
}

/// Gives each section its kind and each setting its key and value.
pub(super) fn understand(sections: Vec<Section>, problems: &mut Vec<Problem>) -> Document {
    let mut document = Document::default();
    let names: Vec<(Kind, String)> = sections.iter().filter_map(|s| kind_and_name(&s.heading)).collect();
    let mut seen: Vec<(Kind, String, usize)> = Vec::new();
    for section in sections {
        let Some((kind, name, place)) = target(&section, &names, problems) else {
            document.has_lost_blocks = true;
            continue;
        };
        let is_twice = kind != Kind::Top && report_twice(&section, kind, &name, &place, &seen, &document, problems);
        seen.push((kind, name.clone(), place.line()));
        for setting in section.settings {
            let Some((kind, name, word)) = addressed(&setting, kind, &name, problems) else { continue };
            let block = document.block_mut(kind, &name, &place);
            add(block, &word, setting.value, is_twice, problems);
        }
        if kind != Kind::Top {
            document.block_mut(kind, &name, &place);
        }
    }
    document
}

/// Kind and name of a heading, if both are as they should be.
fn kind_and_name(heading: &Heading) -> Option<(Kind, String)> {
    match heading {
        Heading::Words(words, _) if words.len() == 2 => Some((Kind::of(&words[0].text)?, words[1].text.clone())),
        _ => None,
    }
}

/// The block that a section describes, or nothing and a problem.
fn target(section: &Section, names: &[(Kind, String)], problems: &mut Vec<Problem>) -> Option<(Kind, String, Place)> {
    let (words, line) = match &section.heading {
        Heading::Top => {
            let place = section.settings.first().map(|setting| setting.value.place.clone())?;
            return Some((Kind::Top, String::new(), place));
        }
        Heading::Broken => return None,
        Heading::Words(words, line) => (words, line),
    };
    let Some(kind) = Kind::of(&words[0].text) else {
        problems.push(unknown_kind(&words[0], names));
        return None;
    };
    match (kind.is_named(), &words[1..]) {
        (true, [name]) => {
            check_name(kind, name, problems);
            Some((kind, name.text.clone(), name.place.clone()))
        }
        (false, []) => Some((kind, String::new(), words[0].place.clone())),
        (true, []) => {
            let title = format!("Which {0}? Write for example [{0}.{1}]", kind.word(), example(kind));
            problems.push(Problem::new(line, title).label("the name is missing"));
            None
        }
        (false, _) => {
            let title = format!("There is only one [{0}]: write [{0}], without a name", kind.word());
            problems.push(Problem::new(&words[1].place, title).label("no name here"));
            Some((kind, String::new(), words[0].place.clone()))
        }
        (true, [name, ..]) => {
            let title = format!("A heading has two parts at most: [{}.{}]", kind.word(), name.text);
            problems.push(Problem::new(line, title).label("too many dots"));
            Some((kind, name.text.clone(), name.place.clone()))
        }
    }
}

fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Audience => "europe",
        Kind::Country => "canada",
        Kind::Desk => "ottawa",
        Kind::Event => "summit",
        _ => "reform",
    }
}

fn unknown_kind(word: &Word, names: &[(Kind, String)]) -> Problem {
    let kinds = || Kind::ALL.into_iter().map(Kind::word).filter(|word| !word.is_empty());
    let belongs = names.iter().find(|(_, name)| *name == word.text);
    let hint = match (nearest(&word.text, kinds()).and_then(Kind::of), belongs) {
        (_, Some((kind, name))) => format!(" Did you mean [{}.{name}]?", kind.word()),
        (Some(kind), None) => format!(" Did you mean {}?", kind.heading()),
        (None, None) => String::new(),
    };
    Problem::new(&word.place, format!("There is no kind of block `{}`.{hint}", word.text))
        .label("unknown kind")
        .help(format!("the kinds are: {}", kinds().collect::<Vec<_>>().join(", ")))
}

/// Names of blocks are lower-case letters, figures and hyphens.
fn check_name(kind: Kind, name: &Word, problems: &mut Vec<Problem>) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.text.is_empty() && name.text.len() <= 60 && name.text.chars().all(plain) {
        return;
    }
    let title = "Names in headings are short and have only small letters, figures and hyphens";
    let problem = Problem::new(&name.place, title).label("not a name");
    let better: String = slug(&name.text).chars().take(60).collect();
    problems.push(match better.as_str() {
        "" => problem,
        better => problem.help(format!("write [{}.{better}]; `name` or `label` may say it in full", kind.word())),
    });
}

/// Reports a second description of the same block.
fn report_twice(
    section: &Section,
    kind: Kind,
    name: &str,
    place: &Place,
    seen: &[(Kind, String, usize)],
    document: &Document,
    problems: &mut Vec<Problem>,
) -> bool {
    let Some((_, _, first)) = seen.iter().find(|(k, n, _)| (*k, n.as_str()) == (kind, name)) else { return false };
    let block = document.block(kind, name);
    let who = match block.filter(|_| kind.is_named()) {
        Some(block) => block.title(),
        None => kind.heading(),
    };
    let remedy = match section.lines {
        Some((from, to)) if from == to => format!(" Move line {from} up under line {first}."),
        Some((from, to)) => format!(" Move lines {from} to {to} up under line {first}."),
        None => " Remove the second heading.".to_owned(),
    };
    let title = format!("{who} is described twice: lines {first} and {}.{remedy}", place.line());
    problems.push(Problem::new(place, title).label("for the second time"));
    true
}

/// The block and the word that a setting is about: `run.seed = 1` at the top is about `[run]`.
fn addressed(setting: &Setting, kind: Kind, name: &str, problems: &mut Vec<Problem>) -> Option<(Kind, String, Word)> {
    let (last, before) = setting.path.split_last()?;
    let first = before.first().and_then(|word| Kind::of(&word.text));
    match (kind, before, first) {
        (_, [], _) => Some((kind, name.to_owned(), last.clone())),
        (Kind::Top, [_], Some(kind)) if !kind.is_named() => Some((kind, String::new(), last.clone())),
        (Kind::Top, [_, name], Some(kind)) if kind.is_named() => Some((kind, name.text.clone(), last.clone())),
        _ => {
            let whole: Vec<&str> = setting.path.iter().map(|word| word.text.as_str()).collect();
            let title = format!("There is no `{}`. A name of a setting has no dots", whole.join("."));
            problems.push(Problem::new(&setting.path[0].place, title).label("dots belong into headings"));
            None
        }
    }
}

/// Adds a setting to a block, or says why not. In a second description of a block, a setting that it has already is
/// passed over in silence: that the block is there twice has been said.
fn add(block: &mut Block, word: &Word, written: Written, is_twice: bool, problems: &mut Vec<Problem>) {
    let name = if word.text == "extends" && block.kind == Kind::Top { "based_on" } else { word.text.as_str() };
    let Some(key) = key_under(block.kind, name) else {
        problems.push(unknown_key(block, word));
        return;
    };
    let value = value::read(key, name, &written).map_err(|problem| problems.push(problem)).ok();
    if let Some(first) = block.entry(name) {
        if !is_twice {
            let title = format!(
                "`{name}` is set twice: lines {} and {}. Keep one of them",
                first.place.line(),
                word.place.line()
            );
            problems.push(Problem::new(&word.place, title).label("for the second time"));
        }
        return;
    }
    block.entries.push(Entry { key, name: name.to_owned(), place: word.place.clone(), written, value });
}

/// The key of that name under that heading, `off` included.
pub(super) fn key_under(kind: Kind, name: &str) -> Option<&'static Key> {
    if name == "off" && kind.is_named() { Some(&OFF) } else { Key::find(kind, name) }
}

/// There is no such key here: does it belong elsewhere, or is it mistyped?
fn unknown_key(block: &Block, word: &Word) -> Problem {
    let name = word.text.as_str();
    let problem = |title: String| Problem::new(&word.place, title);
    let kinds = Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Source));
    let at_home = |name: &str| kinds.clone().find(|kind| Key::find(*kind, name).is_some_and(|key| key.kind == *kind));
    if let Some(home) = at_home(name) {
        let here = match block.kind {
            Kind::Top => "Here it stands before any [heading].".to_owned(),
            _ => format!(
                "Here it falls under {}, because a line belongs to the nearest [heading] above it.",
                block.heading()
            ),
        };
        return problem(format!("`{name}` belongs under {}. {here}", home.heading())).label("under the wrong heading");
    }
    let meant = OTHER_WORDS.iter().find(|(other, _)| *other == name).map(|(_, key)| *key);
    let own = meant.or_else(|| nearest(name, Key::under(block.kind).map(|key| key.name)));
    let any = own.or_else(|| nearest(name, super::keys::KEYS.iter().map(|key| key.name)));
    match any {
        Some(key) if Key::find(block.kind, key).is_some() => {
            problem(format!("There is no `{name}`. Did you mean `{key}`?")).label("unknown setting")
        }
        Some(key) => {
            let home = at_home(key).map_or(String::new(), |kind| format!(" under {}", kind.heading()));
            problem(format!("There is no `{name}`. Did you mean `{key}`{home}?")).label("unknown setting")
        }
        None => {
            let known: Vec<&str> = Key::under(block.kind).map(|key| key.name).collect();
            let problem = problem(format!("There is no `{name}`")).label("unknown setting");
            problem.help(format!("{} may hold: {}", block.heading(), known.join(", ")))
        }
    }
}

/// The text of a source as a document of its own.
pub(super) fn of_text(source: &Arc<SourceText>, problems: &mut Vec<Problem>) -> Document {
    understand(file::sections(source, problems), problems)
}
