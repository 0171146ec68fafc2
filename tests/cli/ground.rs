//! A folder for one test, and the program in it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A scenario that runs in no time.
pub(crate) const TINY: &str = r#"title = "Two small countries"

[run]
start = 2013-01-01
end = 2013-03-31
replicates = 4
seed = 7

[audience.public]
members = 20_000

[country.canada]
missions = 4
accounts_at_start = 4
followers_per_account = 100

[country.uk]
name = "United Kingdom"
missions = 8
accounts_at_start = 8
followers_per_account = 100
"#;

/// What Canada changes.
pub(crate) const CHANGE: &str = r#"
[change.delegation]
country = "canada"
when = 2013-02-01
comments_on_events = "100%"
answers_per_day = 20
"#;

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// `softpower run tiny.toml`, done once for all tests that only look at it.
static TINY_DONE: LazyLock<(PathBuf, Said)> = LazyLock::new(|| do_once("tiny", TINY));

/// The same with a change, and so with ghosts.
static REFORM_DONE: LazyLock<(PathBuf, Said)> = LazyLock::new(|| do_once("reform", &format!("{TINY}{CHANGE}")));

fn do_once(name: &str, scenario: &str) -> (PathBuf, Said) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("softpower-cli-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder of the build can be written");
    // Never removed: it belongs to all tests, and nobody knows which is the last.
    let ground = std::mem::ManuallyDrop::new(Ground { path: path.clone() });
    ground.put(&format!("{name}.toml"), scenario);
    let said = ground.run(&["run", &format!("{name}.toml")]).with_code(0);
    (ground.folder(), said)
}

/// The result folder of `tiny.toml`, and what the program said; only to look at.
pub(crate) fn tiny_done() -> (&'static Path, &'static Said) {
    (&TINY_DONE.0, &TINY_DONE.1)
}

/// The result folder of `reform.toml`, and what the program said; only to look at.
pub(crate) fn reform_done() -> (&'static Path, &'static Said) {
    (&REFORM_DONE.0, &REFORM_DONE.1)
}

/// A folder that is removed in the end.
pub(crate) struct Ground {
    pub(crate) path: PathBuf,
}

/// What the program answered.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Said {
    /// The same, if the exit code is `code`.
    #[track_caller]
    pub(crate) fn with_code(self, code: i32) -> Said {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.out, self.err);
        self
    }

    /// The one JSON object on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.out.lines().count(), 1, "{}", self.out);
        let value: serde_json::Value = serde_json::from_str(&self.out).expect("standard output is JSON");
        assert!(value.is_object());
        value
    }
}

impl Ground {
    pub(crate) fn new() -> Ground {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("softpower-cli-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the temporary folder can be written");
        Ground { path }
    }

    /// A folder with `tiny.toml` in it.
    pub(crate) fn with_tiny() -> Ground {
        let ground = Ground::new();
        ground.put("tiny.toml", TINY);
        ground
    }

    /// A folder with `tiny.toml` and its finished results.
    pub(crate) fn with_tiny_done() -> Ground {
        let ground = Ground::with_tiny();
        let done = tiny_done().0;
        for (name, bytes) in files(done) {
            let path = ground.path.join("output").join(done.file_name().expect("it has a name")).join(name);
            fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("the folder can be written");
            fs::write(path, bytes).expect("the folder can be written");
        }
        ground
    }

    pub(crate) fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path.join(name), text).expect("the temporary folder can be written");
    }

    /// The program with these words, not started yet.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_softpower"));
        command.args(words).current_dir(&self.path).stdin(Stdio::null());
        command.env_remove("NO_COLOR").env("TERM", "xterm");
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Said {
        self.command(words).output().expect("the program starts").into()
    }

    /// The program at work, its words caught.
    pub(crate) fn start(&self, words: &[&str]) -> Child {
        let mut command = self.command(words);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
    }

    /// Presses Ctrl-C at the first word of progress, which must be a tenth of the work: all that was told.
    pub(crate) fn interrupt_at_a_tenth(&self, words: &[&str]) -> String {
        let mut child = self.start(words);
        let mut told = BufReader::new(child.stderr.take().expect("its words are caught"));
        let mut text = String::new();
        told.read_line(&mut text).expect("it tells its progress");
        assert!(text.starts_with(" 10 %"), "{text}");
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("`kill` starts");
        assert!(sent.success(), "nine tenths are left to do");
        told.read_to_string(&mut text).expect("it ends");
        assert_eq!(child.wait().expect("it can be waited for").code(), Some(130), "{text}");
        text
    }

    /// The only result folder in `output`.
    #[track_caller]
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder_in("output")
    }

    #[track_caller]
    pub(crate) fn folder_in(&self, out: &str) -> PathBuf {
        let names = names(&self.path.join(out));
        let [name] = &names[..] else { panic!("one folder, and nothing beside it: {names:?}") };
        self.path.join(out).join(name)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A disk of a megabyte or so.
pub(crate) struct SmallDisk(pub(crate) PathBuf);

impl SmallDisk {
    pub(crate) fn mount(at: &Path, kilobytes: u32) -> SmallDisk {
        fs::create_dir_all(at).expect("a folder for the small disk");
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"]).arg(at).output();
        let mount = mount.expect("`mount` starts");
        let why = String::from_utf8_lossy(&mount.stderr);
        assert!(mount.status.success(), "this test needs to mount a small disk, and may not: {why}");
        SmallDisk(at.to_owned())
    }

    /// Makes room for much more.
    pub(crate) fn enlarge(&self) {
        let mount = Command::new("mount").args(["-o", "remount,size=200m"]).arg(&self.0).status();
        assert!(mount.expect("`mount` starts").success(), "a disk that was mounted can be made larger");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// The names in a folder, hidden ones included; none if there is no such folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// All files below a folder with their bytes, by name.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.push((name, fs::read(&path).expect("it was just listed")));
        }
    }
    found
}

/// Everything but the manifest, which says when it was made.
pub(crate) fn numbers(folder: &Path) -> Vec<(String, Vec<u8>)> {
    files(folder).into_iter().filter(|(name, _)| name != "manifest.json").collect()
}

pub(crate) fn manifest(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join("manifest.json")).expect("a result folder has a manifest");
    serde_json::from_str(&text).expect("the manifest is JSON")
}

/// Was the program built from sources that differ from its commit? Then it never says "Already done".
pub(crate) fn is_changed_build() -> bool {
    let ground = Ground::new();
    ground.run(&["--version"]).with_code(0).out.contains("changed since")
}
