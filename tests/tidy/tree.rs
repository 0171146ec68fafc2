//! The files of the repository: what git would keep, so that build results and notes beside them are not judged.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// A text of the repository.
#[derive(Debug)]
pub(super) struct File {
    /// Its place, from the root, with slashes.
    pub(super) path: String,
    pub(super) text: String,
}

impl File {
    /// Does it lie in one of these folders, or is it one of these files?
    pub(super) fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path == *place || self.path.starts_with(&format!("{place}/")))
    }
}

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All texts that the rules are about, in the order of their paths.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let rules = read(".gitignore");
    let mut files = Vec::new();
    collect("", &rules, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
});

/// The texts whose names end in `.{ending}`.
pub(super) fn files(ending: &str) -> impl Iterator<Item = &'static File> {
    let ending = format!(".{ending}");
    FILES.iter().filter(move |file| file.path.ends_with(&ending))
}

/// The text at a place of the repository.
pub(super) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn collect(folder: &str, rules: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(root().join(folder)).expect("the repository can be read").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if name == ".git" || is_ignored(&path, rules) {
            continue;
        }
        if entry.path().is_dir() {
            collect(&path, rules, files);
        } else if [".rs", ".md", ".toml"].iter().any(|ending| name.ends_with(ending)) {
            files.push(File { text: read(&path), path });
        }
    }
}

/// What `.gitignore` says about a path, as far as ours goes: `name`, `/path`, `/folder/*`, and `!` before the last two.
fn is_ignored(path: &str, rules: &str) -> bool {
    let mut ignored = false;
    for rule in rules.lines().filter(|rule| !rule.is_empty() && !rule.starts_with('#')) {
        let (verdict, pattern) = rule.strip_prefix('!').map_or((true, rule), |pattern| (false, pattern));
        let hit = match pattern.strip_prefix('/') {
            Some(anchored) => match anchored.strip_suffix("/*") {
                Some(folder) => path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
                None => path == anchored.trim_end_matches('/'),
            },
            None => path.rsplit('/').next() == Some(pattern.trim_end_matches('/')),
        };
        if hit {
            ignored = verdict;
        }
    }
    ignored
}

#[test]
fn files_are_ignored_as_git_ignores_them() {
    let rules = "/target\n/output/*\n!/output/README.md\nnode_modules\n";
    for ignored in ["target", "output/paris-2013-0123", "node_modules", "docs/node_modules"] {
        assert!(is_ignored(ignored, rules), "{ignored}");
    }
    for kept in ["output", "output/README.md", "src/target", "docs/targets.md"] {
        assert!(!is_ignored(kept, rules), "{kept}");
    }
}

#[test]
fn the_repository_is_found_and_its_build_results_are_not() {
    let places: Vec<&str> = files("rs").chain(files("md")).chain(files("toml")).map(|f| f.path.as_str()).collect();
    for there in ["src/lib.rs", "tests/tidy/tree.rs", "docs/model.md", "Cargo.toml", "output/README.md"] {
        assert!(places.contains(&there), "{there}");
    }
    assert!(places.iter().all(|place| !place.starts_with("target")));
}
