//! The documents as a reader uses them: every command of the README and of the tutorial is run and its output compared,
//! every command of the other documents can be typed, every example can be read.
#![cfg(unix)]

mod blocks; // commands and their output in fenced blocks
mod commands; // commands anywhere in a document, and what they mean
mod mask; // what differs from machine to machine
mod tutorial; // the first hour of a student, done in its order
mod validation; // the table of facts, against the code

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use softpower::scenario::{Overlay, Source, builtin, parse, parse_under};

use crate::bless;
use crate::cli::ground::{Ground, files, names};
use blocks::Step;
use commands::{Command, Meaning};
use mask::masked;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The documents whose commands are for readers.
fn documents() -> Vec<(String, String)> {
    let folders = ["", "docs/", "scenarios/", "output/", "benches/"];
    let here = |folder: &&str| {
        let names = names(&root().join(folder)).into_iter().filter(|name| name.ends_with(".md"));
        names.map(|name| format!("{folder}{name}")).collect::<Vec<_>>()
    };
    folders.iter().flat_map(here).map(|path| (path.clone(), read(&path))).collect()
}

/// A folder with a copy of `scenarios/`, and the example of its README as `my-reform.toml`.
fn ground() -> Ground {
    let ground = Ground::new();
    fs::create_dir(ground.path.join("scenarios")).expect("the folder can be written");
    for (name, bytes) in files(&root().join("scenarios")) {
        ground.put(&format!("scenarios/{name}"), bytes);
    }
    let example = blocks::fenced(&read("scenarios/README.md"), "toml").into_iter().next().expect("an example");
    ground.put("my-reform.toml", example.text);
    ground
}

/// What the program answers to a step of the README: the lines on standard output. Progress and notes are no part of
/// it.
fn answer(ground: &Ground, words: &[String]) -> String {
    answered(ground, words, false)
}

/// The same, or, if the step is a mistake, what it is told on standard error.
fn answered(ground: &Ground, words: &[String], is_mistake: bool) -> String {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let said = ground.run(&words).with_code(if is_mistake { 2 } else { 0 });
    let lines = if is_mistake { said.err } else { said.out };
    lines.replace(&format!("{}/", ground.path.display()), "")
}

/// What is wrong with a step whose output is shown; nothing for one whose output is left out.
fn difference(document: &str, step: &Step, answered: &str) -> Option<String> {
    let (shown, made) = (masked(step.output.trim_end()), masked(answered.trim_end()));
    if step.output.is_empty() || shown == made {
        return None;
    }
    let lines = shown.lines().zip(made.lines()).position(|(a, b)| a != b);
    let place = lines.unwrap_or_else(|| shown.lines().count().min(made.lines().count()));
    let line = |text: &str| text.lines().nth(place).unwrap_or("(nothing more)").to_owned();
    Some(format!(
        "{document}:{}: `{}` answers otherwise\n  the document: {}\n  the program: {}",
        step.line + 1 + place,
        step.command,
        line(&shown),
        line(&made)
    ))
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let (text, ground) = (read("README.md"), ground());
    let (mut wrong, mut answers) = (Vec::new(), Vec::new());
    let steps = blocks::steps(&text);
    for step in &steps {
        let answered = match Meaning::of(&step.command) {
            Meaning::Program(words) => answer(&ground, &words),
            // `./test` runs this very test: what it ends with is read from it.
            Meaning::Gate => gate_says(&step.output),
            Meaning::Other => panic!("README.md:{}: nobody tries `{}`", step.line, step.command),
        };
        wrong.extend(difference("README.md", step, &answered));
        answers.push(answered);
    }
    // A report of forty replicates and four years can be mailed.
    let page = ground.folder().join("report.html");
    assert!(fs::metadata(page).expect("every result folder has a report").len() < 1_000_000);
    if !wrong.is_empty() && bless::is_blessing() {
        let made = blocks::rewritten(&text, &steps, &answers);
        wrong.extend(bless::compared(&root().join("README.md"), &made, true, |_| String::new()));
    }
    let how = "SOFTPOWER_BLESS=1 cargo test --release readme writes what the program says now";
    assert!(wrong.is_empty(), "\n{}\n\n{how}\n", wrong.join("\n"));
}

/// The lines that are shown of `./test`, if it prints such steps: `...` stands for what is left out.
fn gate_says(shown: &str) -> String {
    let script = read("test");
    let printed = |line: &&str| {
        *line == "..." || line.strip_prefix("== ").is_some_and(|step| script.contains(&format!("step \"{step}\"")))
    };
    shown.lines().filter(printed).map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_test_command_is_there_and_is_what_the_servers_run() {
    for script in ["test", ".ci/run"] {
        let mode =
            fs::metadata(root().join(script)).unwrap_or_else(|why| panic!("{script}: {why}")).permissions().mode();
        assert!(mode & 0o111 == 0o111, "{script} cannot be executed: chmod +x {script}");
    }
    let script = read(".ci/run");
    let commands: Vec<&str> = script.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert_eq!(commands, ["exec ./test"], ".ci/run runs exactly ./test");
}

/// What is wrong with a command that stands in a document.
fn mistake(command: &Command, ground: &Ground) -> Option<String> {
    let Meaning::Program(words) = Meaning::of(&command.text) else { return None };
    let told = |why: String| Some(format!("{}:{}: `{}`: {why}", command.document, command.line, command.text));
    let (fresh, alone) = (Ground::new(), words.len() == 1);
    // A new file is written where there is none of its name.
    let place = if words[0] == "new" { &fresh } else { ground };
    let tried = |words: Vec<String>| {
        let said = place.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        if said.code == Some(0) { None } else { told(format!("it does not work\n{}{}", said.out, said.err)) }
    };
    if commands::asks_for_help(&words) {
        return tried(words);
    }
    let typed = std::iter::once("softpower".into()).chain(words.iter().map(Into::into));
    match softpower::cli::read(typed) {
        Ok(_) => tried(commands::quick(&words)?),
        // A text may speak of `softpower run`; what to run is then not its subject.
        Err(_) if alone => tried(vec![words[0].clone(), "--help".into()]),
        Err(_) => told("softpower does not understand it".into()),
    }
}

#[test]
fn every_command_in_the_documents_can_be_typed() {
    let ground = ground();
    let found: Vec<Command> = documents().iter().flat_map(|(path, text)| commands::all(path, text)).collect();
    assert!(found.len() > 10, "{found:?}");
    // The tutorial builds on what was typed before; it is done in its order.
    let done: Vec<usize> = blocks::steps(&read(tutorial::PLACE)).iter().map(|step| step.line).collect();
    let found = found.iter().filter(|command| command.document != tutorial::PLACE || !done.contains(&command.line));
    let wrong: Vec<String> = found.filter_map(|command| mistake(command, &ground)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_story_of_what_if_can_be_told() {
    let all = commands::all("scenarios/README.md", &read("scenarios/README.md"));
    let of = |option: &str| {
        let found = all.iter().find(|command| command.text.contains(option)).map(|command| Meaning::of(&command.text));
        let Some(Meaning::Program(words)) = found else { panic!("no command with {option}") };
        [words, ["--replicates", "2", "--quiet"].map(str::to_owned).to_vec()].concat()
    };
    let ground = ground();
    let folder = answer(&ground, &of("--save-at"));
    let words: Vec<String> = of("--from").iter().map(|word| word.replace("FOLDER", folder.trim())).collect();
    assert!(words.iter().any(|word| word == folder.trim()), "{words:?}");
    assert_ne!(answer(&ground, &words), folder, "another result");
}

#[test]
fn every_command_in_a_console_block_is_understood() {
    for (path, text) in documents() {
        for step in blocks::steps(&text) {
            let known = Meaning::of(&step.command) != Meaning::Other;
            assert!(
                known,
                "{path}:{}: `{}` is no command of ours; without `$` it is not tried",
                step.line, step.command
            );
        }
    }
}

#[test]
fn every_example_of_a_scenario_can_be_read() {
    for (path, text) in documents() {
        for example in blocks::fenced(&text, "toml") {
            let beside = |name: &str| builtin::text(name).map(str::to_owned).ok_or_else(|| "no such file".to_owned());
            let source = Source { name: "example.toml", text: &example.text };
            // A crisis alone is no scenario; it is laid over one.
            let paris = Source { name: "paris.toml", text: "based_on = \"paris-2013.toml\"" };
            let laid = || parse_under(&paris, Some(&Overlay::read(&source, &beside)?), &[], &beside);
            let read = parse(&source, &[], &beside).or_else(|alone| laid().map_err(|_| alone));
            assert!(
                read.is_ok(),
                "{path}:{}: {}",
                example.line,
                read.err().map_or_else(String::new, |p| p.to_string())
            );
        }
    }
}

#[test]
fn a_command_that_cannot_be_typed_rings() {
    let ground = ground();
    for (text, rings) in [
        ("softpower list", false),
        ("softpower explain approval_delay", false),
        ("softpower explain NAME", false),
        ("softpower run reform-2015 --set country.canada.accounts_at_start=40", false),
        ("cargo run --release -- run scenarios/paris-2013.toml", false),
        ("softpower show my-reform.toml", false),
        ("softpower --version", false),
        ("softpower run", false),
        ("softpower new my-reform --from reform-2015", false),
        ("softpower fly", true),
        ("softpower run --faster", true),
        ("softpower explain aproval_delay", true),
        ("softpower run paris-2014", true),
        ("softpower run reform-2015 --set country.canada.accounts=40", true),
        ("softpower run reform-2015 --faster", true),
    ] {
        let command = Command { document: "a.md".into(), line: 1, text: text.into() };
        assert_eq!(mistake(&command, &ground).is_some(), rings, "{text}: {:?}", mistake(&command, &ground));
    }
}

#[test]
fn another_output_rings_and_names_the_line() {
    let text = "# A\n\n```console\n$ softpower list\none 1\ntwo 2\n$ ./test\n...\n== done\n```\n";
    let steps = blocks::steps(text);
    assert_eq!(difference("README.md", &steps[0], "one 1\ntwo 2\n"), None);
    let told = difference("README.md", &steps[0], "one 1\ntwo 3\n").unwrap_or_default();
    assert!(
        told.starts_with("README.md:6: `softpower list`") && told.contains("two 2") && told.contains("two 3"),
        "{told}"
    );
    assert!(difference("README.md", &steps[0], "one 1\n").is_some_and(|told| told.contains("(nothing more)")));
    assert!(gate_says("...\n== lints\n== done: all is well\n") == "...\n== lints\n");
}
