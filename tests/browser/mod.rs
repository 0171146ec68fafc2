//! Pages in a real browser: nothing is fetched, everything can be read and reached, and prints are whole. Node drives
//! Chromium; `./test` installs both.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

use crate::cli::ground::{CHANGE, Ground, TINY, names};

/// Most that a page may be.
const LARGEST: u64 = 1_000_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where pictures and prints land, for a person to look at.
fn gallery(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder of the build can be written");
    folder
}

/// What a browser finds on a page, and the folder with what it saved.
fn looked_at(page: &Path, name: &str) -> (Value, PathBuf) {
    let (script, folder) = (root().join("tests/browser/browser.mjs"), gallery(name));
    let mut node = Command::new("node");
    node.arg(script).arg(page).arg(&folder).stdin(Stdio::null());
    let there = node.output().unwrap_or_else(|why| panic!("`node` does not start: {why}. ./test installs it"));
    let (out, err) = (String::from_utf8_lossy(&there.stdout), String::from_utf8_lossy(&there.stderr));
    assert!(there.status.success(), "the browser could not look at {name}; ./test installs what it needs\n{err}");
    (serde_json::from_str(&out).unwrap_or_else(|why| panic!("{why}: {out}")), folder)
}

/// The result folder of a run with a change, with enough replicates for single runs.
static RUN: LazyLock<(Ground, PathBuf)> = LazyLock::new(|| {
    let ground = Ground::new();
    let event = "\n[event.summit]\nwhen = 2013-02-20\nlabel = \"Summit\"\nsize = 3\n";
    ground.put("reform.toml", format!("{TINY}{CHANGE}{event}"));
    ground.run(&["run", "reform.toml", "--replicates", "24"]).with_code(0);
    let folder = ground.folder();
    (ground, folder)
});

#[track_caller]
fn none(found: &Value, what: &str) {
    assert_eq!(found[what].as_array().map(Vec::len), Some(0), "{what}: {:#}", found[what]);
}

/// What must hold for every page.
#[track_caller]
fn insist(found: &Value) {
    none(found, "requests");
    none(found, "errors");
    none(found, "axe");
    none(found, "overflow");
    let controls = found["controls"].as_u64().expect("a number");
    let reached: Vec<u64> = found["reached"].as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
    assert!(controls > 10);
    assert_eq!(reached, (0..controls).collect::<Vec<u64>>(), "the tab key reaches every control in its order");
}

#[test]
fn a_report_is_whole_in_a_browser() {
    let page = RUN.1.join("report.html");
    assert!(fs::metadata(&page).is_ok_and(|found| found.len() < LARGEST));
    let (found, folder) = looked_at(&page, "run");
    insist(&found);

    // With scripts: values at a date by keyboard and pointer, single runs on request, copies.
    let [first, last] = [0, 1].map(|place| found["readings"][place].as_str().expect("a value").to_owned());
    assert!(first.starts_with("1 January 2013: Canada 100.0"), "{first}");
    assert!(last.starts_with("End of 31 March 2013: Canada "), "{last}");
    assert!(found["hover"].as_str().is_some_and(|words| words.contains("2013Canada ")), "{}", found["hover"]);
    assert_eq!(found["singles"], serde_json::json!(["none", "inline", "none"]));
    assert_eq!(found["said"], "Copied.");

    // What the page saves says where it comes from, and can be run.
    for name in ["saved.png", "saved.svg"] {
        let said = RUN.0.run(&["inspect", folder.join(name).to_str().expect("a plain name"), "--json"]).with_code(0);
        let own = RUN.0.run(&["inspect", page.to_str().expect("a plain name"), "--json"]).with_code(0);
        assert_eq!(said.json()["origin"], own.json()["origin"], "{name}");
    }
    // Its numbers have seven digits.
    let text = |path: PathBuf| fs::read_to_string(path).expect("it is there");
    let [saved, drawn] = [text(folder.join("saved.csv")), text(RUN.1.join("charts/influence.csv"))];
    assert_eq!(saved.lines().count(), drawn.lines().count());
    for (saved, drawn) in saved.split([',', '\n']).zip(drawn.split([',', '\n'])) {
        let numbers = [saved, drawn].map(str::parse::<f64>);
        let alike = matches!(numbers, [Ok(a), Ok(b)] if (a - b).abs() <= 1e-6 * b.abs());
        assert!(saved == drawn || alike, "{saved} is not {drawn}");
    }

    // Without scripts: every word and every chart.
    let plain = &found["without_scripts"];
    let charts = names(&RUN.1.join("charts")).into_iter().filter(|name| name.ends_with(".svg")).count() as u64;
    assert_eq!((plain["drawings"].as_u64(), plain["buttons"].as_u64()), (Some(charts), Some(0)));
    let text = plain["text"].as_str().expect("text");
    let wanted = ["with “Delegation”", "What comes out", "Why it happens", "Limits", "softpower run report.html"];
    for words in wanted {
        assert!(text.contains(words), "{words}\n{text}");
    }
    prints_whole(&found);
}

#[test]
fn a_comparison_and_several_folders_are_whole_in_a_browser() {
    let ground = Ground::with_tiny();
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground.run(&["compare", "tiny.toml", "reform.toml"]).with_code(0);
    let comparison = ground.folder();
    let (found, _) = looked_at(&comparison.join("report.html"), "compare");
    insist(&found);
    prints_whole(&found);
    let folders = [&RUN.1, &comparison].map(|folder| folder.to_str().expect("a plain name"));
    ground.run(&["report", folders[0], folders[1], "--out", "both.html"]).with_code(0);
    let (found, _) = looked_at(&ground.path.join("both.html"), "both");
    insist(&found);
    prints_whole(&found);
}

#[test]
fn a_study_without_charts_is_whole_in_a_browser() {
    let ground = Ground::with_tiny();
    let words = ["sensitivity", "tiny.toml", "--vary", "model.reach", "--vary", "model.ask_chance", "--samples", "4"];
    ground.run(&words).with_code(0);
    let (found, _) = looked_at(&ground.folder().join("report.html"), "study");
    insist(&found);
    assert!(found["without_scripts"]["text"].as_str().is_some_and(|text| text.contains("What matters in")));
}

/// Every chart of a print lies on one page, whole: all its four corners come out there.
#[track_caller]
fn prints_whole(found: &Value) {
    let prints = found["prints"].as_array().expect("a list");
    assert_eq!(prints.iter().map(|print| print["format"].as_str()).collect::<Vec<_>>(), [Some("A4"), Some("Letter")]);
    for print in prints {
        let charts = print["corners"].as_array().expect("a list");
        assert!(!charts.is_empty(), "{print:#}");
        for corners in charts.iter().filter_map(Value::as_array) {
            let page = corners[0].as_u64();
            let whole = page.is_some() && corners.iter().all(|corner| corner.as_u64() == page);
            assert!(whole, "a chart is cut: {print:#}");
        }
    }
}
