//! A result folder appears whole or not at all: everything is written into a staging folder beside it, which is then
//! renamed. What another process left half done is cleaned up, and what a user put into a folder survives its renewal.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::disk::{self, Lock, Taken, Trouble};
use super::manifest::{FileNote, Manifest};
use super::program::RunKey;

/// How staging folders begin.
const STAGING: &str = ".staging-";
/// How the folder is called in which an old result waits until the new one is in its place.
const OLD: &str = "old";
/// The file that makes a folder a result folder.
pub const MANIFEST: &str = "manifest.json";

/// Where the results of a run belong.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder of all results.
    pub out: PathBuf,
    /// The name of the scenario.
    pub name: String,
    /// The key of the run.
    pub key: RunKey,
}

/// What is there already.
#[derive(Debug)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// The results of this very run, whole.
    Whole(Box<Manifest>),
    /// The results of this very run, but files are missing or cut.
    Damaged,
    /// Something else, which is none of our business.
    Foreign,
}

impl Place {
    /// The result folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.out.join(format!("{}-{}", self.name, self.key.short()))
    }

    /// Where finished replicates are kept while others run.
    #[must_use]
    pub fn partial(&self) -> PathBuf {
        self.out.join(format!(".partial-{}", self.key.short()))
    }

    /// What lies at the place of the result folder.
    #[must_use]
    pub fn look(&self) -> Found {
        let folder = self.folder();
        let empty = || fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_none());
        if fs::symlink_metadata(&folder).is_err() || empty() {
            return Found::Nothing;
        }
        match read_manifest(&folder).filter(|manifest| manifest.hash == self.key.hex()) {
            None => Found::Foreign,
            Some(manifest) if is_whole(&folder, &manifest) => Found::Whole(Box::new(manifest)),
            Some(_) => Found::Damaged,
        }
    }
}

pub(super) fn read_manifest(folder: &Path) -> Option<Manifest> {
    Manifest::from_json(&fs::read_to_string(folder.join(MANIFEST)).ok()?)
}

pub(super) fn is_whole(folder: &Path, manifest: &Manifest) -> bool {
    let there = |file: &FileNote| fs::metadata(folder.join(&file.path)).is_ok_and(|found| found.len() == file.bytes);
    manifest.files.iter().all(there)
}

/// How a finished folder came to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It is the new one.
    New,
    /// Another process was first with the same results, and they stay.
    AnotherWasFirst,
}

/// A result folder in the making. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct Staging {
    place: Place,
    folder: PathBuf,
    files: Vec<FileNote>,
    /// Says that this process is alive; `None` where the file system knows no locks.
    _lock: Option<Lock>,
}

impl Staging {
    /// Begins a result folder.
    ///
    /// # Errors
    /// What the file system says.
    pub fn begin(place: &Place) -> Result<Staging, Trouble> {
        let (folder, lock) = free_name(place);
        fs::create_dir(&folder).map_err(Trouble::at("make the folder", &folder))?;
        Ok(Staging { place: place.clone(), folder, files: Vec::new(), _lock: lock })
    }

    /// Adds a file; `meaning` says in one phrase what it is.
    ///
    /// # Errors
    /// What the file system says.
    pub fn add(
        &mut self,
        path: &str,
        meaning: &str,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<(), Trouble> {
        let written = disk::write(&self.folder.join(path), fill).map_err(|why| self.trouble("write", path, why))?;
        let (path, meaning) = (path.to_owned(), meaning.to_owned());
        self.files.push(FileNote { path, meaning, bytes: written.bytes, sha256: written.sha256 });
        Ok(())
    }

    /// Adds a scenario: all its settings, and where each comes from.
    ///
    /// # Errors
    /// What the file system says.
    pub fn add_settings(&mut self, path: &str, settings: &str) -> Result<(), Trouble> {
        self.add(path, "all settings, and where each comes from", |out| out.write_all(settings.as_bytes()))
    }

    /// The text of a file that was added.
    ///
    /// # Errors
    /// What the file system says.
    pub fn read(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.folder.join(path))
    }

    /// The files so far, in the order in which they were added.
    #[must_use]
    pub fn files(&self) -> &[FileNote] {
        &self.files
    }

    /// Writes the manifest and puts the folder in its place. With `renew`, in the place of the folder that is there.
    ///
    /// # Errors
    /// What the file system says; then the old folder is in its place, if there was one.
    pub fn finish(self, manifest: &Manifest, renew: bool) -> Result<Placed, Trouble> {
        let json = manifest.to_json().map_err(|why| self.trouble("write", MANIFEST, why))?;
        disk::write(&self.folder.join(MANIFEST), |out| out.write_all(json.as_bytes()))
            .map_err(|why| self.trouble("write", MANIFEST, why))?;
        let target = self.place.folder();
        if renew && fs::symlink_metadata(&target).is_ok() {
            self.put_old_aside(&target)?;
        }
        let placed = self.put_in_place(&target);
        settle_old(&old_folder(&self.folder), &self.place.out);
        placed
    }

    /// Troubles name the folder that the user knows, not the one in the making.
    fn trouble(&self, doing: &'static str, path: &str, why: io::Error) -> Trouble {
        Trouble { doing, path: self.place.folder().join(path), why }
    }

    fn put_old_aside(&self, target: &Path) -> Result<(), Trouble> {
        let old = old_folder(&self.folder);
        let name = target.file_name().unwrap_or_default();
        fs::create_dir(&old).map_err(Trouble::at("make the folder", &old))?;
        match fs::rename(target, old.join(name)) {
            // Another process was quicker to put it aside.
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(()),
            answer => answer.map_err(Trouble::at("put aside", target)),
        }
    }

    fn put_in_place(&self, target: &Path) -> Result<Placed, Trouble> {
        // Some systems rename onto an empty folder, others do not.
        let _ = fs::remove_dir(target);
        match fs::rename(&self.folder, target) {
            Ok(()) => Ok(Placed::New),
            Err(_) if matches!(self.place.look(), Found::Whole(_)) => Ok(Placed::AnotherWasFirst),
            Err(why) => Err(Trouble { doing: "put in its place", path: target.to_owned(), why }),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A name for a staging folder that nobody uses, even where two machines share the disk and count processes alike.
fn free_name(place: &Place) -> (PathBuf, Option<Lock>) {
    let base = format!("{STAGING}{}-{}", place.key.short(), std::process::id());
    let mut counter = 1;
    loop {
        let folder = place.out.join(if counter == 1 { base.clone() } else { format!("{base}-{counter}") });
        match Lock::take(&lock_of(&folder)) {
            Taken::Ours(lock) if !folder.exists() => return (folder, Some(lock)),
            Taken::Impossible(_) if !folder.exists() => return (folder, None),
            _ => counter += 1,
        }
    }
}

fn lock_of(staging: &Path) -> PathBuf {
    staging.with_added_extension("lock")
}

fn old_folder(staging: &Path) -> PathBuf {
    staging.with_added_extension(OLD)
}

/// Removes what processes left behind that died at work, and puts back an old result that one of them had put aside.
pub fn clean_up(out: &Path) {
    for name in disk::names_in(out).iter().filter(|name| name.starts_with(STAGING)) {
        let staging = out.join(name.trim_end_matches(".lock").trim_end_matches(".old"));
        // Whoever lives holds the lock of what it makes.
        if let Taken::Ours(lock) = Lock::take(&lock_of(&staging)) {
            settle_old(&old_folder(&staging), out);
            let _ = fs::remove_dir_all(&staging);
            drop(lock);
        }
    }
}

/// An old result that was put aside goes back if its place is empty; otherwise what a user had added to it moves into
/// the new one, and the rest is removed.
fn settle_old(aside: &Path, out: &Path) {
    for name in disk::names_in(aside) {
        let (old, new) = (aside.join(&name), out.join(&name));
        if fs::rename(&old, &new).is_ok() {
            continue;
        }
        let ours = read_manifest(&old).map(|manifest| manifest.files).unwrap_or_default();
        let ours: Vec<PathBuf> = ours.iter().map(|file| PathBuf::from(&file.path)).collect();
        let moved = carry_over(&old, &new, Path::new(""), &ours);
        if moved.is_ok() {
            let _ = fs::remove_dir_all(&old);
        }
    }
    // Only if nothing is left in it.
    let _ = fs::remove_dir(aside);
}

/// Moves what is not `ours` from `old` to `new`, and never over something else.
fn carry_over(old: &Path, new: &Path, under: &Path, ours: &[PathBuf]) -> io::Result<()> {
    for entry in fs::read_dir(old.join(under))? {
        let path = under.join(entry?.file_name());
        let (from, to) = (old.join(&path), new.join(&path));
        if from.is_dir() && to.is_dir() {
            carry_over(old, new, &path, ours)?;
        } else if path != Path::new(MANIFEST) && !ours.contains(&path) {
            if to.exists() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            fs::rename(&from, &to)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::manifest::{FORMAT, Machine, ScenarioNote};
    use super::super::program::Program;
    use super::*;

    /// A folder of results that is removed in the end.
    struct Ground(Place);

    impl Ground {
        fn new(name: &str) -> Ground {
            let out = std::env::temp_dir().join(format!("softpower-folder-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&out);
            fs::create_dir_all(&out).unwrap();
            Ground(Place { out, name: "tiny".into(), key: RunKey::new("a = 1", 7, &Program::this()) })
        }

        fn make(&self, text: &str, renew: bool) -> Result<Placed, Trouble> {
            let mut staging = Staging::begin(&self.0)?;
            staging.add("deep/table.csv", "a table", |out| out.write_all(text.as_bytes()))?;
            let manifest = self.manifest(&staging);
            staging.finish(&manifest, renew)
        }

        fn manifest(&self, staging: &Staging) -> Manifest {
            let nobody = Machine { system: "".into(), architecture: "".into(), processor: None, cores: 1 };
            Manifest {
                format: FORMAT,
                program: Program::this(),
                scenario: ScenarioNote { name: "tiny".into(), title: "Tiny".into(), resolved: "a = 1".into() },
                hash: self.0.key.hex(),
                seed: 7,
                replicates: 1,
                ghosts: false,
                attribution: None,
                comparison: None,
                sensitivity: None,
                calibration: None,
                threshold: None,
                sweep: None,
                states: None,
                command: vec![],
                remake: vec![],
                started: "".into(),
                ended: "".into(),
                threads: 1,
                machine: nobody,
                trajectory_sha256: "".into(),
                kept: "".into(),
                files: staging.files().to_vec(),
            }
        }

        fn table(&self) -> String {
            fs::read_to_string(self.0.folder().join("deep/table.csv")).unwrap()
        }

        fn names(&self) -> Vec<String> {
            disk::names_in(&self.0.out)
        }

        fn only_the_folder_is_there(&self) -> bool {
            self.names() == [self.0.folder().file_name().unwrap().to_str().unwrap()]
        }
    }

    impl Drop for Ground {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0.out);
        }
    }

    #[test]
    fn a_folder_appears_whole_and_nothing_else_stays() {
        let ground = Ground::new("whole");
        assert!(matches!(ground.0.look(), Found::Nothing));
        assert_eq!(ground.make("1\n", false).unwrap(), Placed::New);
        assert!(matches!(ground.0.look(), Found::Whole(_)));
        assert!(ground.only_the_folder_is_there(), "{:?}", ground.names());
    }

    #[test]
    fn what_is_dropped_before_the_end_leaves_nothing() {
        let ground = Ground::new("dropped");
        let mut staging = Staging::begin(&ground.0).unwrap();
        let failed = staging.add("table.csv", "", |_| Err(ErrorKind::StorageFull.into()));
        assert!(failed.unwrap_err().to_string().ends_with("table.csv: the disk is full."));
        drop(staging);
        assert_eq!(ground.names(), [""; 0]);
    }

    #[test]
    fn the_later_of_two_finds_the_folder_there_and_keeps_it() {
        let ground = Ground::new("two");
        ground.make("first\n", false).unwrap();
        assert_eq!(ground.make("second\n", false).unwrap(), Placed::AnotherWasFirst);
        assert_eq!(ground.table(), "first\n");
        assert!(ground.only_the_folder_is_there(), "{:?}", ground.names());
    }

    #[test]
    fn a_renewed_folder_keeps_what_the_user_put_into_it() {
        let ground = Ground::new("renewed");
        ground.make("first\n", false).unwrap();
        fs::write(ground.0.folder().join("deep/my notes.txt"), "mine").unwrap();
        assert_eq!(ground.make("second\n", true).unwrap(), Placed::New);
        assert_eq!(ground.table(), "second\n");
        assert_eq!(fs::read_to_string(ground.0.folder().join("deep/my notes.txt")).unwrap(), "mine");
        assert!(ground.only_the_folder_is_there(), "{:?}", ground.names());
    }

    #[test]
    fn missing_and_cut_files_are_noticed_and_foreign_folders_left_alone() {
        let ground = Ground::new("damaged");
        ground.make("first\n", false).unwrap();
        fs::write(ground.0.folder().join("deep/table.csv"), "fir").unwrap();
        assert!(matches!(ground.0.look(), Found::Damaged));
        ground.make("first\n", true).unwrap();
        assert!(matches!(ground.0.look(), Found::Whole(_)));
        fs::write(ground.0.folder().join(MANIFEST), "{}").unwrap();
        assert!(matches!(ground.0.look(), Found::Foreign));
        assert!(ground.make("second\n", false).is_err());
        assert_eq!(ground.table(), "first\n");
    }

    #[test]
    fn an_old_result_that_a_dead_process_put_aside_comes_back() {
        let ground = Ground::new("aside");
        ground.make("first\n", false).unwrap();
        let dead = ground.0.out.join(".staging-00000000-1");
        fs::create_dir_all(dead.join("charts")).unwrap();
        fs::create_dir_all(old_folder(&dead)).unwrap();
        fs::rename(ground.0.folder(), old_folder(&dead).join(ground.0.folder().file_name().unwrap())).unwrap();
        clean_up(&ground.0.out);
        assert_eq!(ground.table(), "first\n");
        assert!(ground.only_the_folder_is_there(), "{:?}", ground.names());
    }

    #[test]
    fn the_work_of_a_living_process_is_left_alone() {
        let ground = Ground::new("living");
        let staging = Staging::begin(&ground.0).unwrap();
        clean_up(&ground.0.out);
        assert!(staging.folder.is_dir());
    }
}
