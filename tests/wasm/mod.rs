//! The engine in WebAssembly: the narrow door, run under Node, gives the same bits as this machine.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sha2::{Digest, Sha256};
use softpower::engine::measures::COUNTRY_MEASURES;
use softpower::engine::trajectory::Column;
use softpower::engine::{layout, trajectory};
use softpower::scenario::{Scenario, Source, parse};

const TARGET: &str = "wasm32-unknown-unknown";
const REPLICATES: u32 = 3;
const EVERYTHING: &str = include_str!("everything.toml");
/// Measures that do not move in this version.
const CONSTANT: [&str; 0] = [];
/// What `host.mjs` ends with when the scenario is refused.
const REFUSED: i32 = 3;

/// Other shapes that pass through other functions of the model; lines for the end of `[model]`.
const SHAPES: [(&str, &str); 4] = [
    ("as it is", ""),
    ("exponential attention", "attention_shape = \"exponential\"\n"),
    ("no drop of attention, no rhythm", "attention_fades = \"off\"\ndaily_rhythm = \"off\"\n"),
    ("the null model", "policy_matters = \"off\"\n"),
];

#[test]
fn webassembly_gives_the_same_bits() {
    for (shape, lines) in SHAPES {
        let text = format!("{EVERYTHING}{lines}");
        let there = node(&text, REPLICATES);
        assert!(there.status.success(), "{shape}: {}", both_streams(&there));
        let here = native(&text);
        let distinct: std::collections::BTreeSet<&str> = here.lines().collect();
        assert_eq!(distinct.len(), REPLICATES as usize, "{shape}: replicates have different luck");
        assert_eq!(
            String::from_utf8_lossy(&there.stdout),
            here,
            "{shape}: WebAssembly on the left, native on the right"
        );
    }
}

#[test]
fn golden_samplers_have_the_same_bits_in_webassembly() {
    let samplers = built(&["--example", "golden"]).join("examples/golden.wasm");
    let there = started(Command::new("node").arg(root().join("tests/wasm/golden.mjs")).arg(samplers));
    assert!(there.status.success(), "{}", both_streams(&there));
    let (there, here) = (String::from_utf8_lossy(&there.stdout).into_owned(), crate::golden::samplers::text());
    assert_eq!(there, here, "WebAssembly on the left, native on the right");
}

#[test]
fn the_small_world_leaves_nothing_out() {
    let scenario = scenario(EVERYTHING);
    let run = trajectory(&scenario, 0, &|| false).expect("nobody stops it");
    let layout = layout(&scenario);
    for (place, measure) in COUNTRY_MEASURES.iter().enumerate() {
        let number = |record, country| run.values[layout.place(record, country, Column::Country(place))].to_bits();
        let records = 1..layout.record_hours.len();
        let moves = (0..layout.countries).any(|c| records.clone().any(|record| number(record, c) != number(0, c)));
        assert!(moves || CONSTANT.contains(&measure.name), "{} never moves: nothing would test it", measure.name);
    }
}

#[test]
fn webassembly_refuses_with_the_same_words() {
    let text = "[run]\nsead = 1\n";
    let there = node(text, 1);
    assert_eq!(there.status.code(), Some(REFUSED), "{}", both_streams(&there));
    let here = parse(&source(text), &[], &no_files).expect_err("there is no such setting").to_string();
    assert_eq!(String::from_utf8_lossy(&there.stdout).trim_end(), here.trim_end());
}

/// The same lines as `host.mjs` prints, from this machine.
fn native(text: &str) -> String {
    let scenario = scenario(text);
    let line = |replicate| {
        let bytes = trajectory(&scenario, replicate, &|| false).expect("nobody stops it").bytes();
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{hash} {}\n", bytes.len())
    };
    (0..REPLICATES).map(line).collect()
}

/// What Node answers to the text of a scenario.
fn node(text: &str, replicates: u32) -> Output {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("wasm-{}-{number}.toml", std::process::id()));
    std::fs::write(&file, text).expect("cargo's folder for tests can be written");
    let host = root().join("tests/wasm/host.mjs");
    let mut node = Command::new("node");
    node.arg(host).arg(engine()).arg(&file).arg(replicates.to_string());
    let answer = started(&mut node);
    std::fs::remove_file(&file).expect("it was just written");
    answer
}

fn started(node: &mut Command) -> Output {
    node.stdin(Stdio::null()).output().unwrap_or_else(|why| {
        panic!(
            "Node runs the engine in WebAssembly, but `node` does not start: {why}.\nInstall it: apt-get install nodejs"
        )
    })
}

/// The engine for WebAssembly, built as the page will get it.
fn engine() -> &'static Path {
    static ENGINE: OnceLock<PathBuf> = OnceLock::new();
    ENGINE.get_or_init(|| built(&[]).join("softpower_wasm.wasm"))
}

/// The folder of what cargo builds of the door, with these words added.
fn built(words: &[&str]) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo puts it into the target folder");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--locked", "--profile", "wasm", "--package", "softpower-wasm", "--target", TARGET]);
    cargo.args(words).arg("--target-dir").arg(target).current_dir(root()).stdin(Stdio::null());
    let built = cargo.output().expect("cargo runs this test, so it is there");
    let said = both_streams(&built);
    assert!(built.status.success(), "{said}\nIf {TARGET} is missing: rustup target add {TARGET}");
    target.join(TARGET).join("wasm")
}

fn scenario(text: &str) -> Scenario {
    parse(&source(text), &[], &no_files).unwrap_or_else(|problems| panic!("{problems}")).scenario
}

/// The text under the name by which the door calls it.
fn source(text: &str) -> Source<'_> {
    Source { name: "scenario.toml", text }
}

fn no_files(_: &str) -> Result<String, String> {
    Err("there are no files here".into())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn both_streams(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
