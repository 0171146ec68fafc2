//! Commands in a document: where they stand, what they mean, and what can be tried without waiting.

/// A command as it stands in a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) document: String,
    pub(super) line: usize,
    pub(super) text: String,
}

/// What a command runs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The program, with these words.
    Program(Vec<String>),
    /// All tests.
    Gate,
    /// Something that is not ours.
    Other,
}

impl Meaning {
    pub(super) fn of(command: &str) -> Meaning {
        let words = words(command);
        let named: Vec<&str> = words.iter().map(String::as_str).collect();
        match &named[..] {
            ["softpower", ..] => Meaning::Program(words[1..].to_vec()),
            ["cargo", "run", "--release", "--", ..] => Meaning::Program(words[4..].to_vec()),
            ["./test"] => Meaning::Gate,
            _ => Meaning::Other,
        }
    }
}

/// The words of a command: quotes hold words together, ` #` begins a remark.
pub(super) fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in command.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            Some(_) => word.get_or_insert_default().push(c),
            None if c == '#' && word.is_none() => break,
            None if c == '\'' || c == '"' => {
                word.get_or_insert_default();
                quote = Some(c);
            }
            None if c.is_whitespace() => words.extend(word.take()),
            None => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// All commands of a document: in fenced blocks without a language or of `console`, and between backquotes.
pub(super) fn all(document: &str, text: &str) -> Vec<Command> {
    let mut found = Vec::new();
    let mut add = |line, text: &str| {
        let known = ["softpower ", "cargo run --release -- "].iter().any(|start| text.starts_with(start));
        // `softpower` alone, and `softpower 0.1.0`, are names.
        let names = text.split(' ').nth(1).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        if known && !names {
            found.push(Command { document: document.to_owned(), line, text: text.to_owned() });
        }
    };
    let (mut fence, mut paragraph) = (None, String::new());
    for (number, line) in (1..).zip(text.lines().chain([""])) {
        let mark = line.strip_prefix("```");
        match (fence, mark) {
            (None, Some(language)) => fence = Some(["", "console", "sh"].contains(&language)),
            (Some(_), Some(_)) => fence = None,
            (Some(true), None) => add(number, line.strip_prefix("$ ").unwrap_or(line)),
            (Some(false), None) => {}
            (None, None) => paragraph += &format!("{line}\n"),
        }
        // A span may go on in the next line of a paragraph, but not beyond it.
        if mark.is_some() || line.trim().is_empty() {
            let first = number - paragraph.lines().count() + usize::from(mark.is_none());
            spans(&paragraph).into_iter().for_each(|(below, span)| add(first + below, &span));
            paragraph.clear();
        }
    }
    found
}

/// What stands between backquotes in a paragraph, on one line, with the number of lines above it.
fn spans(paragraph: &str) -> Vec<(usize, String)> {
    let parts: Vec<&str> = paragraph.split('`').collect();
    let mut above = 0;
    let mut found = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        if place % 2 == 1 && place + 1 < parts.len() {
            found.push((above, part.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        above += part.matches('\n').count();
    }
    found
}

/// Is it answered by help or a version alone?
pub(super) fn asks_for_help(words: &[String]) -> bool {
    words.iter().any(|word| ["--help", "--version", "-h", "-V"].contains(&word.as_str()))
}

/// Commands that take their time with one scenario.
const LONG: &[&str] = &["run", "attribute", "sweep", "sensitivity", "calibrate", "threshold"];

/// What can be tried at once: a run, an attribution, a study, a calibration or a
/// threshold becomes a check of the same scenario and
/// settings, a comparison tells what differs, a validation shows the first fact that it is about; a command with a
/// place for a word of the reader's own, such as NAME, nothing.
pub(super) fn quick(words: &[String]) -> Option<Vec<String>> {
    // `<scenario>`, but not the sign of a condition.
    let is_marked = |word: &str| word.split_once('<').is_some_and(|(_, rest)| rest.contains('>'));
    let is_place = |word: &String| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase()) || is_marked(word);
    if words.iter().any(is_place) {
        return None;
    }
    if words.first().is_some_and(|word| word == "validate") {
        let asked = words.windows(2).find(|pair| ["--only", "--show"].contains(&pair[0].as_str()));
        let fact = asked.and_then(|pair| pair[1].split(',').next()).unwrap_or("F1");
        return Some(["validate", "--show", fact].map(str::to_owned).to_vec());
    }
    if words.first().is_some_and(|word| word == "compare") {
        let scenarios = words[1..].iter().take_while(|word| !word.starts_with('-')).cloned();
        return Some(std::iter::once("diff".to_owned()).chain(scenarios).collect());
    }
    if words.first().is_none_or(|word| !LONG.contains(&word.as_str())) {
        return Some(words.to_vec());
    }
    let scenario = words.get(1).filter(|word| !word.starts_with('-'))?;
    let settings = words.windows(2).filter(|pair| pair[0] == "--set").flatten().cloned();
    Some(["check".to_owned(), scenario.clone()].into_iter().chain(settings).collect())
}

#[test]
fn words_are_split_as_a_shell_does() {
    assert_eq!(words("run 'my file.toml' --set a=\"b c\"  # why"), ["run", "my file.toml", "--set", "a=b c"]);
    assert_eq!(words("show a#b ''"), ["show", "a#b", ""]);
}

#[test]
fn commands_are_found_in_blocks_and_between_backquotes() {
    let text = "`softpower list`, `softpower explain\napproval_delay` and `cargo test`; softpower run x\n\n\
                ```\nsoftpower new   # a file\n```\n```toml\nsoftpower = 1\n```\n\
                `softpower 0.1.0` `cargo run --release -- list`\n";
    let found: Vec<String> = all("a.md", text).into_iter().map(|c| format!("{} {}", c.line, c.text)).collect();
    let wanted = [
        "1 softpower list",
        "1 softpower explain approval_delay",
        "5 softpower new   # a file",
        "10 cargo run --release -- list",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn a_run_is_tried_as_a_check_of_the_same_settings() {
    let quickly = |text: &str| quick(&words(text)).map(|words| words.join(" "));
    assert_eq!(
        quickly("run a.toml --replicates 4 --set b=1 --set c=2").as_deref(),
        Some("check a.toml --set b=1 --set c=2")
    );
    assert_eq!(quickly("attribute a --against b --set c=1").as_deref(), Some("check a --set c=1"));
    assert_eq!(quickly("compare a b --replicates 3").as_deref(), Some("diff a b"));
    assert_eq!(quickly("sensitivity a --assumptions").as_deref(), Some("check a"));
    assert_eq!(quickly("sweep a --dry-run --try b=1,2").as_deref(), Some("check a"));
    assert_eq!(quickly("calibrate a t.toml --fit b").as_deref(), Some("check a"));
    assert_eq!(quickly("threshold a b=1..9 --where 'c(d) < 2' --set e=1").as_deref(), Some("check a --set e=1"));
    assert_eq!(quickly("validate --reduced").as_deref(), Some("validate --show F1"));
    assert_eq!(quickly("validate --only F3,F9 --seeds 2").as_deref(), Some("validate --show F3"));
    assert_eq!(quickly("explain schedule").as_deref(), Some("explain schedule"));
    assert_eq!((quickly("explain NAME"), quickly("run <scenario>")), (None, None));
}

#[test]
fn what_is_not_ours_is_told_apart() {
    assert_eq!(Meaning::of("./test"), Meaning::Gate);
    assert_eq!(Meaning::of("cargo run --release -- list"), Meaning::Program(vec!["list".into()]));
    for other in ["cargo install --path .", "rm -r output", "cargo run list"] {
        assert_eq!(Meaning::of(other), Meaning::Other, "{other}");
    }
}
