//! Tells the program what it is built from: the commit, whether the compiled files differ from it, and a fingerprint of
//! those files. `src/output/program.rs` reads the answers; results carry them, so that a picture leads back to its
//! code.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything that the results may depend on.
const COMPILED: [&str; 5] = ["src", "scenarios", "Cargo.toml", "Cargo.lock", "build.rs"];

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it for every build script"));
    let commit = commit(&root).or_else(|| packaged_commit(&root)).unwrap_or_else(|| "unknown".into());
    answer("COMMIT", &commit);
    answer("CHANGED", if differs(&root) { "yes" } else { "no" });
    answer("SOURCES", &format!("{:032x}", fingerprint(&root)));
    answer("TARGET", &std::env::var("TARGET").expect("cargo sets it for every build script"));
    ask_again_when_something_moves(&root);
}

fn answer(name: &str, value: &str) {
    println!("cargo:rustc-env=SOFTPOWER_{name}={value}");
}

/// What git says at the root; `None` where there is no git.
fn git(root: &Path, question: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    git.args(question).current_dir(root).env("GIT_OPTIONAL_LOCKS", "0");
    for set_by_hooks in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(set_by_hooks);
    }
    let said = git.output().ok().filter(|said| said.status.success())?;
    String::from_utf8(said.stdout).ok().map(|text| text.trim_end().to_owned())
}

/// The commit of this repository; not that of another repository in which these sources happen to lie.
fn commit(root: &Path) -> Option<String> {
    let top = PathBuf::from(git(root, &["rev-parse", "--show-toplevel"])?);
    let same = top.canonicalize().ok()? == root.canonicalize().ok()?;
    if same { git(root, &["rev-parse", "HEAD"]) } else { None }
}

/// The commit that `cargo package` writes down.
fn packaged_commit(root: &Path) -> Option<String> {
    let note = std::fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let after = note.split_once("\"sha1\"")?.1;
    after.split('"').nth(1).map(str::to_owned)
}

/// Do compiled files differ from the commit, new ones included?
fn differs(root: &Path) -> bool {
    let question = [&["status", "--porcelain", "--untracked-files=all", "--"], &COMPILED[..]].concat();
    commit(root).is_some() && git(root, &question).is_none_or(|said| !said.is_empty())
}

/// FNV-1a over names and contents of the compiled files, in the order of their names.
fn fingerprint(root: &Path) -> u128 {
    let mut files = Vec::new();
    COMPILED.iter().for_each(|name| collect(root, Path::new(name), &mut files));
    files.sort();
    files.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, file| {
        let name = file.to_string_lossy().replace('\\', "/");
        let text = std::fs::read(root.join(file)).unwrap_or_default();
        let length = text.len().to_le_bytes();
        let bytes = name.bytes().chain([0]).chain(length).chain(text);
        bytes.fold(hash, |hash: u128, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        })
    })
}

/// All files at or below `name`.
fn collect(root: &Path, name: &Path, files: &mut Vec<PathBuf>) {
    let path = root.join(name);
    if path.is_dir() {
        let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
        entries.for_each(|entry| collect(root, &name.join(entry.file_name()), files));
    } else if path.is_file() {
        files.push(name.to_owned());
    }
}

fn ask_again_when_something_moves(root: &Path) {
    let notes = ["HEAD", "logs/HEAD"].iter().filter_map(|note| git(root, &["rev-parse", "--git-path", note]));
    let watched = COMPILED.iter().map(|name| (*name).to_owned()).chain(notes);
    // A name that is not there would make every build start anew.
    for path in watched.filter(|path| root.join(path).exists()) {
        println!("cargo:rerun-if-changed={path}");
    }
}
