//! The charts of a result folder drawn again: other colours, sizes and titles, without a run.

use std::fs;
use std::path::Path;

use super::ground::{Ground, files, reform_done};

/// Width and height of a PNG, from its head.
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    (number(16), number(20))
}

fn folder(ground: &Ground) -> String {
    ground.folder().to_str().expect("a name in letters").to_owned()
}

#[test]
fn every_look_is_a_file_beside_the_chart_and_nothing_else_changes() {
    let ground = Ground::with_tiny_done();
    let folder = folder(&ground);
    let before = files(Path::new(&folder));
    let looks = [
        (&["--theme", "dark"][..], "-dark", (3200, 1800)),
        (&["--size", "square", "--neutral-titles"], "-square-neutral", (2160, 2160)),
        (&["--size", "web"], "-web", (1600, 900)),
        (&["--size", "paper-1col", "--theme", "print"], "-print-paper-1col", (1989, 2220)),
        (&["--size", "paper-2col"], "-paper-2col", (4071, 2280)),
    ];
    for (options, suffix, wanted) in looks {
        let said = ground.run(&[&["chart", &folder], options].concat()).with_code(0);
        for stem in ["influence", "voice", "standing", "funnel", "attention", "attitudes"] {
            let png = fs::read(Path::new(&folder).join(format!("charts/{stem}{suffix}.png"))).expect("a picture");
            // Words stand beside ridges: they need two columns.
            let ridges = ["attention", "attitudes"].contains(&stem) && suffix.ends_with("paper-1col");
            assert_eq!(size(&png), if ridges { (4071, 2280) } else { wanted }, "{stem}{suffix}");
            let svg = fs::read_to_string(Path::new(&folder).join(format!("charts/{stem}{suffix}.svg"))).expect("SVG");
            assert!(svg.contains("<metadata>{&quot;chart") || svg.contains("<metadata>{\"chart"), "{stem}{suffix}");
            assert!(said.out.contains(&format!("charts/{stem}{suffix}.png")), "{}", said.out);
        }
    }
    let after = files(Path::new(&folder));
    assert!(before.iter().all(|file| after.contains(file)), "what was there is as it was");
    assert!(after.iter().all(|(name, _)| !name.ends_with(".part")));
    ground.run(&["verify", &folder, "--sample", "1"]).with_code(0);
}

#[test]
fn one_chart_gets_a_title_of_its_own_elsewhere() {
    let (done, _) = reform_done();
    let ground = Ground::new();
    let done = done.to_str().expect("a name in letters");
    let typed = ["chart", done, "--only", "difference", "--title", "Worth it?", "--out", "slides", "--json"];
    let said = ground.run(&typed).with_code(0).json();
    assert_eq!(said["files"].as_array().expect("files").len(), 2);
    let made: Vec<String> = files(&ground.path.join("slides")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(made, ["difference-titled.png", "difference-titled.svg"]);
    let svg = fs::read_to_string(ground.path.join("slides/difference-titled.svg")).expect("SVG");
    assert!(svg.contains("<title id=\"difference-title\">Worth it?</title>"));
    let plain = ["chart", done, "--only", "difference", "--out", "plain"];
    ground.run(&plain).with_code(0);
    let [again, first] = [ground.path.join("plain/difference.svg"), Path::new(done).join("charts/difference.svg")]
        .map(|path| fs::read(path).expect("SVG"));
    assert!(again == first, "the usual look is the look that it had");
}

#[test]
fn a_contact_sheet_shows_all_charts_in_all_themes() {
    let (done, _) = reform_done();
    let ground = Ground::new();
    let done = done.to_str().expect("a name in letters");
    ground.run(&["chart", done, "--contact-sheet", "--out", "."]).with_code(0);
    let png = fs::read(ground.path.join("contact-sheet.png")).expect("a picture");
    assert_eq!(size(&png), (3 * 1600, 8 * 900));
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let ground = Ground::with_tiny_done();
    let folder = folder(&ground);
    for (typed, wanted) in [
        (vec!["chart", &folder], "The charts look like that already"),
        (vec!["chart", &folder, "--only", "voise", "--theme", "dark"], "did you mean `voice`?"),
        (vec!["chart", &folder, "--title", "Worth it?"], "One title cannot fit several charts"),
        (vec!["chart", ".", "--theme", "dark"], "is no result folder"),
        (vec!["chart", "nowhere", "--theme", "dark"], "There is no folder nowhere"),
        (vec!["chart", &folder, "--theme", "pink"], "invalid value 'pink'"),
    ] {
        let said = ground.run(&typed).with_code(2);
        assert!(said.err.contains(wanted), "{typed:?}\n{}", said.err);
    }
    fs::write(Path::new(&folder).join("charts/voice.json"), "{\"form\":99}").expect("the folder can be written");
    let said = ground.run(&["chart", &folder, "--theme", "dark"]).with_code(1);
    let words = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("another version of softpower kept it"), "{words}");
    let said =
        ground.run(&["chart", &folder, "--only", "funnel", "--theme", "dark", "--out", "tiny.toml/x"]).with_code(1);
    assert!(said.err.contains("tiny.toml"), "{}", said.err);
}
