//! Bytes, encodings, and scenarios that are based on others.

use super::{SMALL, no_files, parse, right, small_and, title};
use softpower::scenario::{self, Parsed, Problems, Source, decode};
use std::collections::BTreeMap;

fn refusal(bytes: &[u8]) -> String {
    decode(bytes, "my.toml").expect_err("refused").to_string()
}

#[test]
fn what_is_no_scenario_at_all() {
    assert!(refusal(b"").starts_with("problem[P01]: my.toml is empty"));
    assert!(refusal(b" \n\t\n").starts_with("problem[P01]: my.toml is empty"));
    assert!(refusal(b"\x89PNG\r\n\x1a\n\0\0\0").starts_with("problem[P01]: my.toml is not a text file"));
    assert!(refusal(&[0x93; 400]).contains("UTF-8"));
    assert!(refusal(&vec![b'#'; 1_000_001]).starts_with("problem[P01]: my.toml is bigger than 1 MB"));
    assert!(refusal(b"").ends_with("1 problem in my.toml. Nothing was run."));
}

#[test]
fn notepads_unicode_is_recognised_with_and_without_its_mark() {
    let utf16 = |mark: &[u8], big: bool| {
        let pair = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let units = "title = \"x\"\r\n".encode_utf16().flat_map(pair);
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    for bytes in [utf16(&[0xff, 0xfe], false), utf16(&[0xfe, 0xff], true), utf16(&[], false), utf16(&[], true)] {
        let text = refusal(&bytes);
        assert!(text.contains("UTF-16") && text.contains("Encoding: UTF-8"), "{text}");
    }
}

#[test]
fn another_encoding_is_told_with_its_line() {
    let text = refusal(b"title = \"a\"\nquestion = \"caf\xe9\"\n");
    assert!(text.contains("but not UTF-8: line 2 holds a character"), "{text}");
}

#[test]
fn byte_order_marks_and_windows_line_ends_are_accepted_in_silence() {
    let windows = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
    let text = decode(windows.as_bytes(), "my.toml").expect("accepted");
    assert_eq!(text, SMALL);
    assert_eq!(right(&windows).scenario, right(SMALL).scenario);
}

#[test]
fn too_much_of_a_good_thing() {
    let blocks: String = (0..1001).map(|i| format!("[event.e{i}]\nwhen = 2014-01-01\n")).collect();
    assert_eq!(title(&small_and(&blocks)), "There are more than 1000 blocks");
    let settings: String = (0..10_001).map(|i| format!("s{i} = \"x\"\n")).collect();
    assert_eq!(title(&small_and(&format!("[source]\n{settings}"))), "There are more than 10000 settings");
    assert_eq!(parse(&"x".repeat(1_000_001)).expect_err("too big").list().len(), 1);
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let deep = format!("capacity = {}1{}\n", open.repeat(100_000), close.repeat(100_000));
        parse(&small_and(&deep)).expect_err("refused");
    }
    let dots = format!("a{} = 1\n", ".a".repeat(100_000));
    parse(&small_and(&dots)).expect_err("refused");
    let heading = format!("[a{}]\n", ".a".repeat(100_000));
    parse(&small_and(&heading)).expect_err("refused");
}

// Scenarios that are based on others.

fn with_files(text: &str, files: &[(&str, &str)]) -> Result<Parsed, Problems> {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    let parents = |name: &str| files.get(name).map(|text| (*text).to_owned()).ok_or("no such file".to_owned());
    scenario::parse(&Source { name: "folder/my.toml", text }, &[], &parents)
}

fn wrong_with_files(text: &str, files: &[(&str, &str)]) -> String {
    let problems = with_files(text, files).expect_err("refused");
    problems.list()[0].title.clone()
}

#[test]
fn settings_are_merged_one_by_one_and_lists_replaced() {
    let parent = small_and("capacity = 3\n[model]\nreach = \"5%\"\nactivity_levels = [1, 1, 1]\n");
    let child = "based_on = \"a.toml\"\n[country.uk]\nname = \"Britain\"\n[model]\nactivity_levels = [0, 5, 55]\n";
    let scenario = with_files(child, &[("a.toml", &parent)]).expect("right").scenario;
    assert_eq!((scenario.countries[1].capacity, scenario.countries[1].name.as_str()), (0.75, "Britain"));
    assert_eq!((scenario.model.reach, scenario.model.activity_levels), (0.05, [0.0, 5.0, 55.0]));
    assert_eq!(scenario.name, "my");
}

#[test]
fn extends_is_another_word_for_based_on() {
    assert_eq!(right("extends = \"paris-2013\"\n").scenario.countries.len(), 3);
}

#[test]
fn a_file_beside_it_comes_before_a_built_in_scenario() {
    let files = [("paris-2013.toml", SMALL)];
    assert_eq!(with_files("based_on = \"paris-2013\"\n", &files).expect("right").scenario.countries.len(), 2);
    assert_eq!(with_files("based_on = \"paris-2013\"\n", &[]).expect("right").scenario.countries.len(), 3);
}

#[test]
fn off_drops_a_block() {
    let scenario = right("based_on = \"paris-2013\"\n[country.us]\noff = true\n").scenario;
    let ids: Vec<&str> = scenario.countries.iter().map(|country| country.id.as_str()).collect();
    assert_eq!(ids, ["canada", "uk"]);
    assert!((scenario.countries[0].capacity - 0.10 / 0.28).abs() < 1e-12);
}

#[test]
fn a_circle_is_shown_as_a_circle() {
    let files = [("a.toml", "based_on = \"b.toml\"\n"), ("b.toml", "based_on = \"my.toml\"\n")];
    assert_eq!(
        wrong_with_files("based_on = \"a.toml\"\n", &files),
        "The files go round in a circle: my.toml -> a.toml -> b.toml -> my.toml"
    );
    assert_eq!(wrong_with_files("based_on = \"my\"\n", &[]), "The files go round in a circle: my.toml -> my.toml");
}

#[test]
fn eight_ancestors_are_enough() {
    let name = |i: usize| format!("f{i}.toml");
    let files = |depth: usize| -> Vec<(String, String)> {
        let text = |i: usize| if i == depth { SMALL.to_owned() } else { format!("based_on = \"{}\"\n", name(i + 1)) };
        (1..=depth).map(|i| (name(i), text(i))).collect()
    };
    let run = |depth: usize| {
        let files = files(depth);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        with_files("based_on = \"f1.toml\"\n", &files).map(|_| ()).map_err(|problems| problems.list()[0].title.clone())
    };
    assert_eq!(run(8), Ok(()));
    assert!(
        run(9).is_err_and(|title| title.starts_with("More than 8 files are based on each other: my.toml -> f1.toml"))
    );
}

#[test]
fn nothing_outside_the_folder_is_read() {
    let paths =
        ["../x.toml", "/etc/passwd", "..\\\\x.toml", "C:\\\\x.toml", "a/b.toml", "file:x", ".hidden", "", "~/x"];
    for path in paths {
        let never = |name: &str| -> Result<String, String> { panic!("{name} was asked for") };
        let text = format!("based_on = \"{path}\"\n");
        let problems = scenario::parse(&Source { name: "my.toml", text: &text }, &[], &never).expect_err("refused");
        let title = &problems.list()[0].title;
        assert_eq!(title, "The other scenario must be a file beside this one, or a built-in name", "{path}");
    }
}

#[test]
fn a_parent_that_is_not_there() {
    assert_eq!(
        wrong_with_files("based_on = \"paris-2031.toml\"\n", &[]),
        "There is no `paris-2031.toml` beside this file, nor a built-in one. Did you mean \"paris-2013.toml\"?"
    );
}

#[test]
fn a_parent_whose_name_cannot_be_read_is_told_once() {
    assert_eq!(title("based_on = paris-2013.toml\n"), "Text needs quotes: based_on = \"paris-2013.toml\"");
    assert_eq!(title("based_on = 2013\n"), "Text needs quotes: based_on = \"2013\"");
    assert_eq!(title("based_in = \"paris-2013\"\n"), "There is no `based_in`. Did you mean `based_on`?");
}

#[test]
fn a_mistake_in_a_parent_is_shown_in_the_parent() {
    let parent = small_and("capacity = \"big\"\n");
    let text = with_files("based_on = \"a.toml\"\n", &[("a.toml", &parent)]).expect_err("refused").to_string();
    assert!(
        text.contains(" --> a.toml:5:12") && text.ends_with("1 problem in folder/my.toml. Nothing was run."),
        "{text}"
    );
}

#[test]
fn a_parent_may_be_empty_or_no_text() {
    assert_eq!(wrong_with_files("based_on = \"a\"\n", &[("a.toml", "")]), "a.toml is empty");
    assert_eq!(wrong_with_files("based_on = \"a\"\n", &[("a.toml", "x\0")]), "a.toml is not a text file");
}

#[test]
fn a_name_is_made_from_any_file_name() {
    let name = |file: &str| {
        let source = Source { name: file, text: SMALL };
        scenario::parse(&source, &[], &no_files).expect("right").scenario.name
    };
    assert_eq!(name("C:\\Documents\\My Reform (2).toml"), "my-reform-2");
    assert_eq!(name("scenarios/paris-2013.toml"), "paris-2013");
    assert_eq!(name("ø.toml"), "scenario");
}
