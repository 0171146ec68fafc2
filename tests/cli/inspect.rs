//! `softpower inspect`, and runs that repeat a picture: where files come from, and files that do not say it.

use std::fs;

use super::ground::{CHANGE, Ground, TINY, files, reform_done, tiny_done};

/// A ground with a picture of `tiny.toml` in it, and nothing else.
fn with_slide(name: &str) -> Ground {
    let ground = Ground::new();
    ground.put(name, fs::read(tiny_done().0.join("charts").join(name)).expect("the chart is there"));
    ground
}

#[test]
fn a_slide_alone_suffices_to_repeat_its_run() {
    for name in ["influence.png", "voice.svg"] {
        let ground = with_slide(name);
        let said = ground.run(&["run", name]).with_code(0);
        assert!(said.out.contains(&format!("The same result as in {name}, to the bit.")), "{}", said.out);
        let (here, there) = (files(&ground.folder()), files(tiny_done().0));
        assert_eq!(ground.folder().file_name(), tiny_done().0.file_name(), "the same hash");
        let runs = |files: &[(String, Vec<u8>)]| files.iter().find(|(name, _)| name == "runs.csv").cloned();
        assert_eq!(runs(&here), runs(&there));
        let again = ground.run(&["run", name]).with_code(0);
        assert!(again.out.contains("to the bit."), "{}", again.out);
        assert_eq!(ground.run(&["run", name, "--json"]).with_code(0).json()["same_as"], name);
    }
}

#[test]
fn a_run_of_a_picture_with_something_changed_is_compared_with_nothing() {
    let ground = with_slide("influence.png");
    let said = ground.run(&["run", "influence.png", "--seed", "8"]).with_code(0);
    assert!(!said.out.contains("same result"), "{}", said.out);
}

#[test]
fn other_numbers_than_those_of_the_picture_end_with_3() {
    let svg = fs::read_to_string(tiny_done().0.join("charts/influence.svg")).expect("the chart is there");
    let place = svg.find("trajectory_sha256\":\"").expect("it tells its numbers") + "trajectory_sha256\":\"".len();
    let mut other = svg.clone();
    other.replace_range(place..place + 4, if &svg[place..place + 4] == "0000" { "1111" } else { "0000" });
    let ground = Ground::new();
    ground.put("other.svg", &other);
    let said = ground.run(&["run", "other.svg"]).with_code(3);
    assert!(said.err.contains("The result is not that in other.svg."), "{}", said.err);
    assert_eq!(ground.run(&["run", "other.svg", "--json"]).with_code(3).json()["error"]["kind"], "differs");
    let older =
        svg.replace("\"version\":\"0.1.0\"", "\"version\":\"0.0.9\"").replace(&svg[place..place + 8], "00000000");
    ground.put("older.svg", older);
    let said = ground.run(&["run", "older.svg", "--again"]).with_code(3);
    assert!(said.err.contains("Made by softpower 0.0.9") && said.err.contains("CHANGELOG.md"), "{}", said.err);
}

#[test]
fn any_command_that_takes_a_scenario_takes_a_picture() {
    let ground = with_slide("influence.png");
    ground.run(&["check", "influence.png"]).with_code(0);
    assert!(ground.run(&["show", "influence.png"]).with_code(0).out.contains("title = \"Two small countries\""));
    ground.put("tiny.toml", TINY);
    assert!(ground.run(&["diff", "tiny.toml", "influence.png"]).with_code(0).out.contains("do not differ"));
}

#[test]
fn inspect_tells_where_a_file_comes_from_and_how_it_is_made_again() {
    let ground = with_slide("influence.png");
    let said = ground.run(&["inspect", "influence.png"]).with_code(0);
    for words in ["PNG picture of softpower", "Simulated, not observed", "tiny: Two small countries", "Seed        7\n"]
    {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    assert!(said.out.ends_with("\n  softpower run influence.png\n"), "{}", said.out);
    let folder = tiny_done().0.to_str().expect("a path");
    let [slide, whole] = ["influence.png", folder].map(|file| ground.run(&["inspect", file, "--json"]).with_code(0));
    let (slide, whole) = (slide.json(), whole.json());
    assert_eq!((slide["kind"].as_str(), whole["kind"].as_str()), (Some("png"), Some("folder")));
    assert_eq!(slide["origin"], whole["origin"], "the folder says the same as its pictures");
    assert_eq!(whole["again"][0], format!("softpower verify {folder}"));
}

#[test]
fn the_scenarios_of_a_comparison_come_out_of_its_picture_and_repeat_it() {
    let ground = Ground::with_tiny();
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground.run(&["compare", "tiny.toml", "reform.toml", "--seed", "9", "--out", "first"]).with_code(0);
    fs::copy(ground.folder_in("first").join("charts/influence.png"), ground.path.join("slide.png")).expect("a copy");
    let before = files(&ground.folder_in("first"));
    for name in ["tiny.toml", "reform.toml"] {
        fs::remove_file(ground.path.join(name)).expect("it was there");
    }
    let refused = ground.run(&["run", "slide.png"]).with_code(2);
    assert!(refused.err.contains("was made by softpower compare"), "{}", refused.err);
    let said = ground.run(&["inspect", "slide.png"]).with_code(0);
    let commands: Vec<&str> = said.out.lines().filter_map(|line| line.strip_prefix("  softpower ")).collect();
    let [unpack, compare] = commands[commands.len() - 2..] else { panic!("{}", said.out) };
    for command in [unpack, compare] {
        ground.run(&command.split(' ').collect::<Vec<_>>()).with_code(0);
    }
    let after = files(&ground.folder());
    let table = |files: &[(String, Vec<u8>)]| files.iter().find(|(name, _)| name == "comparison.csv").cloned();
    assert_eq!(table(&before), table(&after));
    let twice = ground.run(&["inspect", "slide.png", "--unpack", "from-picture"]).with_code(1);
    assert!(twice.err.contains("something of that name is there already"), "{}", twice.err);
}

#[test]
fn files_that_do_not_say_it_are_told_in_plain_words() {
    let ground = Ground::new();
    let png = fs::read(reform_done().0.join("charts/influence.png")).expect("the chart is there");
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("cut.png", png[..2000].to_vec(), "is cut or damaged"),
        ("begin.png", png[..3].to_vec(), "is no picture, report or result folder"),
        ("head.png", png[..6].to_vec(), "is cut or damaged"),
        ("photo.jpg", b"\xff\xd8\xff\xe0rest".to_vec(), "is a JPEG picture"),
        ("slides.pptx", b"PK\x03\x04rest".to_vec(), "an office program"),
        ("other.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/></svg>".to_vec(), "This SVG picture does not say"),
        ("page.html", b"<!doctype html><title>a</title>".to_vec(), "This page does not say"),
        ("empty", Vec::new(), "is no picture, report or result folder"),
    ];
    for (name, bytes, words) in cases {
        ground.put(name, bytes);
        let said = ground.run(&["inspect", name]).with_code(2);
        assert!(said.err.contains(words) && said.out.is_empty(), "{name}: {}", said.err);
        assert!(said.err.lines().all(|line| line.chars().count() <= 80), "{}", said.err);
        if !["begin.png", "empty"].contains(&name) {
            let said = ground.run(&["run", name]).with_code(2);
            assert!(said.err.contains("Nothing was run."), "{name}: {}", said.err);
        }
    }
    assert!(ground.run(&["inspect", "nothing.png"]).with_code(2).err.contains("it is not there"));
    assert!(ground.run(&["inspect", "."]).with_code(2).err.contains("is no result folder"));
}

#[test]
fn a_command_in_a_picture_that_could_do_harm_is_not_shown() {
    let svg = fs::read_to_string(tiny_done().0.join("charts/influence.svg")).expect("the chart is there");
    let ground = Ground::new();
    ground.put("evil.svg", svg.replace("softpower run tiny.toml", "softpower run x; rm -rf ~ \\u001b[31m"));
    let said = ground.run(&["inspect", "evil.svg"]).with_code(0);
    assert!(!said.out.contains("rm -rf") && said.out.contains("it is not shown"), "{}", said.out);
    assert!(ground.run(&["run", "evil.svg"]).with_code(2).err.contains("does not say by which command"));
    ground.put("names.svg", svg.replace("\"scenario\":\"tiny\"", "\"scenario\":\"\\u001b[2J../../etc\""));
    assert!(!ground.run(&["inspect", "names.svg"]).with_code(0).out.contains('\u{1b}'));
    ground.put("path.svg", svg.replace("\"name\":\"tiny\"", "\"name\":\"../../../x/tiny\""));
    ground.run(&["inspect", "path.svg", "--unpack", "inside"]).with_code(0);
    assert!(ground.path.join("inside/xtiny.toml").is_file());
}
