//! The report as a Quarto document: pandoc, which Quarto is made of, reads it, finds its figures, and no markup of a
//! scenario's.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::ground::{CHANGE, Ground, TINY, reform_done, tiny_done};

/// What pandoc finds in a document.
#[derive(Debug, Default)]
struct Found {
    headings: Vec<String>,
    images: Vec<String>,
    labels: Vec<String>,
    tables: usize,
    /// Kinds of pieces that only markup makes.
    odd: Vec<String>,
}

fn read(folder: &Path) -> Found {
    let mut pandoc = Command::new("pandoc");
    pandoc.args(["--from", "markdown", "--to", "json", "report.qmd"]).current_dir(folder).stdin(Stdio::null());
    let said = pandoc.output().expect("pandoc of Debian's packages starts");
    assert!(said.status.success() && said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
    let json: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    let mut found = Found::default();
    look(&json["blocks"], &mut found);
    found
}

fn look(piece: &Value, found: &mut Found) {
    match piece {
        Value::Array(all) => all.iter().for_each(|one| look(one, found)),
        Value::Object(one) => {
            let content = &piece["c"];
            match one.get("t").and_then(Value::as_str).unwrap_or_default() {
                "Header" => found.headings.push(words(&content[2])),
                "Image" => {
                    found.images.push(content[2][0].as_str().expect("a path").to_owned());
                    found.labels.push(content[0][0].as_str().expect("a label").to_owned());
                }
                "Table" => found.tables += 1,
                odd @ ("RawInline" | "RawBlock" | "Link" | "Cite" | "Math" | "Emph" | "Strong" | "Strikeout"
                | "Superscript" | "Subscript" | "Code" | "Note" | "BlockQuote" | "OrderedList"
                | "HorizontalRule" | "Span" | "LineBlock" | "DefinitionList") => {
                    found.odd.push(format!("{odd}: {content}"))
                }
                _ => {}
            }
            look(content, found);
        }
        _ => {}
    }
}

/// The words of a piece.
fn words(piece: &Value) -> String {
    match piece {
        Value::Array(all) => all.iter().map(words).collect(),
        Value::Object(_) => match piece["t"].as_str() {
            Some("Str") => piece["c"].as_str().expect("a word").to_owned(),
            Some("Space" | "SoftBreak") => " ".to_owned(),
            _ => words(&piece["c"]),
        },
        _ => String::new(),
    }
}

#[test]
fn a_run_becomes_a_document_with_its_figures_and_numbers() {
    let ground = Ground::new();
    let reform = reform_done().0.to_str().expect("a plain name");
    let said = ground.run(&["report", reform, "--quarto"]).with_code(0);
    assert!(said.out.contains("quarto render report/report.qmd"), "{}", said.out);
    let folder = ground.path.join("report");
    let found = read(&folder);
    let headings = ["The answer", "What comes out", "What was assumed to change", "How sure is this?"];
    assert_eq!(found.headings[..4], headings, "{found:?}");
    assert_eq!(found.headings.last().map(String::as_str), Some("Limits"));
    assert_eq!(found.odd, [""; 0]);
    assert!(found.tables >= 2, "{found:?}");
    let drawn = fs::read_dir(reform_done().0.join("charts")).expect("charts").flatten();
    let drawn = drawn.filter(|file| file.path().extension().is_some_and(|ending| ending == "png")).count();
    assert_eq!(found.images.len(), drawn);
    for image in &found.images {
        assert!(folder.join(image).is_file(), "{image}");
    }
    for file in ["runs.csv", "scenario.toml", "manifest.json", "references.bib"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    assert_eq!(fs::read(folder.join("runs.csv")).unwrap(), fs::read(reform_done().0.join("runs.csv")).unwrap());
    let text = fs::read_to_string(folder.join("report.qmd")).unwrap();
    assert!(text.contains("comments on events: 100% instead of 50%"), "{text}");
}

#[test]
fn what_somebody_wrote_is_left_alone() {
    let ground = Ground::new();
    let tiny = tiny_done().0.to_str().expect("a plain name");
    ground.run(&["report", tiny, "--quarto=paper"]).with_code(0);
    let document = ground.path.join("paper/report.qmd");
    fs::write(&document, "my own words").expect("it can be written");
    let said = ground.run(&["report", tiny, "--quarto=paper"]).with_code(2);
    assert!(said.err.contains("paper is there already"), "{}", said.err);
    assert_eq!(fs::read_to_string(&document).unwrap(), "my own words");
    let said = ground.run(&["report", tiny, "--quarto=a/file/below"]).with_code(0);
    assert!(said.out.contains("a/file/below/report.qmd"), "folders above it are made: {}", said.out);
    ground.put("stone", "no folder");
    let said = ground.run(&["report", tiny, "--quarto=stone/paper"]).with_code(1);
    assert!(!said.err.is_empty());
    assert!(!ground.path.join("report.html").exists(), "instead of a page");
}

#[test]
fn several_folders_and_comparisons_have_a_document_too() {
    let ground = Ground::new();
    let [tiny, reform] = [tiny_done().0, reform_done().0].map(|folder| folder.to_str().expect("a plain name"));
    ground.run(&["report", tiny, reform, "--quarto=both"]).with_code(0);
    let found = read(&ground.path.join("both"));
    let mut labels = found.labels.clone();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), found.labels.len(), "each figure has its own name");
    assert!(found.images.iter().all(|image| ground.path.join("both").join(image).is_file()), "{found:?}");
    let references = fs::read_to_string(ground.path.join("both/references.bib")).unwrap();
    assert!(
        references.contains("@software{softpower,") && references.contains("@software{softpower-2,"),
        "{references}"
    );
    ground.put("tiny.toml", TINY);
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground.run(&["compare", "tiny.toml", "reform.toml", "--out", "out"]).with_code(0);
    let folder = ground.folder_in("out");
    ground.run(&["report", folder.to_str().expect("a plain name"), "--quarto"]).with_code(0);
    let found = read(&ground.path.join("report"));
    assert!(found.tables >= 2 && found.images.len() == 2 && found.odd.is_empty(), "{found:?}");
}

#[test]
fn words_of_a_scenario_are_no_markup() {
    let ground = Ground::new();
    let evil = "<script>alert(1)</script> [a](b) *c* $d$ @e `f` ^g^ ~h~ | #i {.j} \\\"k\\\" <!-- l -->";
    ground.put(
        "evil.toml",
        TINY.replace("title = \"Two small countries\"", &format!("title = \"{evil}\"\nquestion = \"{evil}\""))
            .replace("[country.canada]\n", &format!("[country.canada]\nname = \"{evil}\"\n")),
    );
    ground.run(&["run", "evil.toml"]).with_code(0);
    ground.run(&["report", ground.folder().to_str().expect("a plain name"), "--quarto"]).with_code(0);
    let found = read(&ground.path.join("report"));
    assert_eq!(found.odd, [""; 0]);
    assert!(found.images.iter().all(|image| ground.path.join("report").join(image).is_file()), "{found:?}");
}
