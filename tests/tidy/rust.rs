//! Rust text, read just closely enough: code, comments and strings apart, blocks, inline modules, paths.

use std::ops::Range;

/// A Rust text in two views of equal length: in each, whatever belongs to the other is blank, strings are in none.
pub(super) struct Rust {
    pub(super) code: String,
    pub(super) comments: String,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Code,
    Line,
    Block(usize),
    Text,
    Raw(usize),
}

impl Rust {
    pub(super) fn of(text: &str) -> Rust {
        let chars: Vec<char> = text.chars().collect();
        let mut views = Rust { code: String::new(), comments: String::new() };
        let (mut at, mut state) = (0, State::Code);
        while at < chars.len() {
            let (length, here, next) = step(&chars, at, state);
            for c in &chars[at..at + length] {
                views.put(*c, here);
            }
            (at, state) = (at + length, next);
        }
        views
    }

    fn put(&mut self, c: char, state: State) {
        // What is blank takes as much room as what it hides, so that places agree.
        let blank = " ".repeat(c.len_utf8());
        let is_comment = matches!(state, State::Line | State::Block(_));
        for (view, kept) in [(&mut self.code, state == State::Code && c.is_ascii()), (&mut self.comments, is_comment)] {
            if kept || c == '\n' { view.push(c) } else { view.push_str(&blank) }
        }
    }

    /// The code without what is only compiled for tests.
    pub(super) fn code_without_tests(&self) -> String {
        blanked(&self.code, &test_items(&self.code))
    }
}

/// How many characters belong together here, to what they belong, and what comes after them.
fn step(chars: &[char], at: usize, state: State) -> (usize, State, State) {
    let begins = |word: &str| word.chars().enumerate().all(|(k, c)| chars.get(at + k) == Some(&c));
    match state {
        State::Line => (1, State::Line, if chars[at] == '\n' { State::Code } else { State::Line }),
        State::Block(depth) if begins("*/") => {
            (2, state, if depth == 1 { State::Code } else { State::Block(depth - 1) })
        }
        State::Block(depth) if begins("/*") => (2, state, State::Block(depth + 1)),
        State::Text if begins("\\") => (2.min(chars.len() - at), state, state),
        State::Text => (1, state, if chars[at] == '"' { State::Code } else { state }),
        State::Raw(marks) if begins(&format!("\"{}", "#".repeat(marks))) => (1 + marks, state, State::Code),
        State::Block(_) | State::Raw(_) => (1, state, state),
        State::Code if begins("//") => (2, State::Line, State::Line),
        State::Code if begins("/*") => (2, State::Block(1), State::Block(1)),
        State::Code if begins("\"") => (1, State::Text, State::Text),
        State::Code => match (raw_string(chars, at), letter(chars, at)) {
            (Some(marks), _) => (2 + marks, State::Raw(marks), State::Raw(marks)),
            (None, Some(length)) => (length, State::Text, State::Code),
            (None, None) => (1, State::Code, State::Code),
        },
    }
}

/// The number of `#` of a raw string that begins here.
fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    let inside_a_name = at > 0 && is_name(chars[at - 1]) && chars[at - 1] != 'b';
    if chars[at] != 'r' || inside_a_name {
        return None;
    }
    let marks = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + marks) == Some(&'"')).then_some(marks)
}

/// The length of a letter in quotes; `None` for a lifetime.
fn letter(chars: &[char], at: usize) -> Option<usize> {
    match (chars[at], chars.get(at + 1)?, chars.get(at + 2)) {
        ('\'', '\\', Some(_)) => Some(4 + chars[at + 3..].iter().take_while(|c| **c != '\'').count()),
        ('\'', _, Some('\'')) => Some(3),
        _ => None,
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn blanked(code: &str, ranges: &[Range<usize>]) -> String {
    let hidden = |place: usize| ranges.iter().any(|range| range.contains(&place));
    code.char_indices().map(|(place, c)| if hidden(place) && c != '\n' { ' ' } else { c }).collect()
}

/// The line, counted from 1, in which a place lies.
pub(super) fn line_of(text: &str, place: usize) -> usize {
    text.as_bytes()[..place].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Where a whole word stands.
pub(super) fn places_of(code: &str, word: &str) -> Vec<usize> {
    let whole = |place: &usize| {
        let (before, after) = (code[..*place].chars().next_back(), code[place + word.len()..].chars().next());
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    };
    code.match_indices(word).map(|(place, _)| place).filter(whole).collect()
}

/// The name at the beginning of a text.
pub(super) fn name_at(text: &str) -> &str {
    &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())]
}

/// What lies between a place and the end of the block that opens first behind it; `None` if a `;` comes before.
pub(super) fn block_after(code: &str, place: usize) -> Option<Range<usize>> {
    let (mut depth, mut round, mut begin) = (0usize, 0isize, None);
    for (at, c) in code[place..].char_indices() {
        match c {
            '(' | '[' if begin.is_none() => round += 1,
            ')' | ']' if begin.is_none() => round -= 1,
            ';' if begin.is_none() && round == 0 => return None,
            '{' => {
                begin = begin.or(Some(at));
                depth += 1;
            }
            '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return begin.map(|begin| place + begin..place + at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Items behind `#[cfg(test)]`.
fn test_items(code: &str) -> Vec<Range<usize>> {
    let item = |(place, mark): (usize, &str)| {
        let begin = place + mark.len();
        let end = block_after(code, begin).map_or_else(|| code[begin..].find(';').map(|n| begin + n), |b| Some(b.end));
        place..end.unwrap_or(code.len())
    };
    code.match_indices("#[cfg(test)]").map(item).collect()
}

/// The bodies of modules that are written inside a file.
fn inline_modules(code: &str) -> Vec<Range<usize>> {
    let body = |place: usize| {
        let rest = code[place + 3..].trim_start();
        rest[name_at(rest).len()..].trim_start().starts_with('{').then(|| block_after(code, place)).flatten()
    };
    places_of(code, "mod").into_iter().filter_map(body).collect()
}

/// How many modules below the root the text at a place is: 0 in `src/lib.rs`, 1 in `src/math.rs` and
/// `src/model/mod.rs`.
pub(super) fn depth(path: &str, code: &str, place: usize) -> usize {
    let inside = inline_modules(code).iter().filter(|module| module.contains(&place)).count();
    let below = path.trim_start_matches("src/").trim_end_matches("/mod.rs").trim_end_matches(".rs");
    let folders = if matches!(below, "lib" | "main") { 0 } else { below.split('/').count() };
    folders + inside
}

/// The first names of a path's continuation: `a` of `::a::b`, `a` and `c` of `::{a::b, c}`; with their places.
pub(super) fn heads(code: &str, place: usize) -> Vec<(usize, String)> {
    let Some(rest) = code[place..].trim_start().strip_prefix("::") else { return Vec::new() };
    let begin = code.len() - rest.trim_start().len();
    let rest = &code[begin..];
    if !rest.starts_with('{') {
        return vec![(begin, name_or_sign(rest))];
    }
    let (mut heads, mut depth, mut expected) = (Vec::new(), 0usize, false);
    for (at, c) in rest.char_indices() {
        match c {
            '{' => (depth, expected) = (depth + 1, depth == 0),
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' => expected = depth == 1,
            c if c.is_whitespace() => {}
            _ if expected => {
                heads.push((begin + at, name_or_sign(&rest[at..])));
                expected = false;
            }
            _ => {}
        }
    }
    heads
}

fn name_or_sign(text: &str) -> String {
    match name_at(text) {
        "" => text.chars().take(1).collect(),
        name => name.to_owned(),
    }
}

#[test]
fn comments_and_strings_are_no_code() {
    let text = "let a = \"// no { \\\" comment\"; // a \"remark\"\n\
                let b = r#\"raw \" // text\"#; /* x /* y */ z */ let c = '\"';";
    let views = Rust::of(text);
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&views.code), "let a = ; let b = ; let c = ;");
    assert_eq!(squeezed(&views.comments), "// a \"remark\" /* x /* y */ z */");
    assert_eq!((views.code.len(), views.comments.len()), (text.len(), text.len()));
}

#[test]
fn lifetimes_are_no_letters_and_every_place_stays_where_it_was() {
    let text = "fn a<'a>(b: &'a str) -> char { '\\'' } // naïve: e^x − 1\nlet x = 'é';\nlet é = 1;\nmod z;";
    let views = Rust::of(text);
    assert!(views.code.starts_with("fn a<'a>(b: &'a str) -> char {      }"), "{}", views.code);
    assert_eq!(views.code.find("mod z"), text.find("mod z"));
    assert_eq!(views.comments.find("naïve"), text.find("naïve"));
}

#[test]
fn what_is_compiled_for_tests_alone_can_be_left_out() {
    let code = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { } }\n#[cfg(test)]\nuse c::d;\nfn e() {}";
    let left = Rust::of(code).code_without_tests();
    assert_eq!(left.split_whitespace().collect::<Vec<_>>().join(" "), "fn a() {} ; fn e() {}");
}

#[test]
fn the_first_names_of_a_path_are_found_through_groups() {
    let names = |code: &str| heads(code, code.find("::").expect("a path")).into_iter().map(|h| h.1).collect::<Vec<_>>();
    assert_eq!(names("use crate::a::b;"), ["a"]);
    assert_eq!(names("use crate::{a::{self, b}, c,\n d::*};"), ["a", "c", "d"]);
    assert_eq!(names("use crate::*;"), ["*"]);
}

#[test]
fn depth_counts_folders_and_inline_modules() {
    let code = "mod tests { fn here() {} }";
    let place = code.find("here").expect("it is there");
    for (path, wanted) in [("src/math.rs", 2), ("src/model/mod.rs", 2), ("src/engine/phases/daily.rs", 4)] {
        assert_eq!(depth(path, code, place), wanted, "{path}");
        assert_eq!(depth(path, code, 0), wanted - 1, "{path}");
    }
    assert_eq!(depth("src/lib.rs", "mod math;", 8), 0);
}
