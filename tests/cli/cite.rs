//! `softpower cite`, and the assumptions behind a folder.

use super::ground::{Ground, reform_done, tiny_done};

#[test]
fn a_folder_a_picture_and_a_report_are_cited_alike() {
    let ground = Ground::new();
    let folder = reform_done().0;
    let files = [folder.to_owned(), folder.join("charts/voice.png"), folder.join("report.html")];
    let said = files.map(|file| ground.run(&["cite", file.to_str().expect("a plain name")]).with_code(0).out);
    assert!(said[0] == said[1] && said[1] == said[2], "{}\n{}\n{}", said[0], said[1], said[2]);
    for words in [
        "Reference\nThe softpower contributors.",
        "We ran softpower 0.1.0",
        "@software{softpower,",
        "taken pair by pair",
    ] {
        assert!(said[0].contains(words), "{words}\n{}", said[0]);
    }
    assert!(
        said[0].lines().filter(|line| !line.starts_with("  title")).all(|line| line.chars().count() <= 90),
        "{}",
        said[0]
    );
}

#[test]
fn one_part_can_be_pasted() {
    let ground = Ground::new();
    let folder = tiny_done().0.to_str().expect("a plain name");
    let only = |part: &str| ground.run(&["cite", folder, "--only", part]).with_code(0).out;
    assert_eq!(only("methods").lines().count(), 1);
    assert!(only("methods").contains("4 replicates with luck derived from seed 7, 20,000 simulated members"));
    assert!(only("bibtex").starts_with("@software{") && only("bibtex").ends_with("}\n"));
    assert!(only("cff").starts_with("cff-version: 1.2.0\n"));
    let json = ground.run(&["cite", folder, "--json"]).with_code(0).json();
    assert_eq!(json["citation"]["methods"].as_str().expect("text"), only("methods").trim_end());
    assert!(ground.run(&["cite", "."]).with_code(2).err.contains("is no result folder"));
}

#[test]
fn assumptions_come_in_the_order_of_their_influence_where_it_is_known() {
    let ground = Ground::with_tiny_done();
    let folder = ground.folder();
    let named = folder.to_str().expect("a plain name");
    let before = ground.run(&["explain", "assumptions", named]).with_code(0).out;
    assert!(before.contains("In the order of the file.") && before.contains("  Reason: "), "{before}");
    assert!(before.lines().all(|line| line.chars().count() <= 100), "{before}");
    ground
        .run(&["sensitivity", "tiny.toml", "--vary", "model.reach", "--vary", "model.ask_chance", "--samples", "4"])
        .with_code(0);
    let after = ground.run(&["explain", "assumptions", named]).with_code(0).out;
    assert!(after.contains("The most influential first, after sensitivity-tiny-"), "{after}");
    let first = after.split("\n\n").nth(1).expect("settings are told");
    assert!(first.starts_with("1. model."), "{after}");
    assert_eq!(before.matches("Reason: ").count(), after.matches("Reason: ").count(), "the same ones");
    ground.run(&["explain", "assumptions", "nothing"]).with_code(2);
    ground.run(&["explain", "reach", named]).with_code(2);
    ground.run(&["explain", "assumptions", named, "more"]).with_code(2);
}
