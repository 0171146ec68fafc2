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
const MANIFEST: &str = "manifest.json";

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

fn read_manifest(folder: &Path) -> Option<Manifest> {
    Manifest::from_json(&fs::read_to_string(folder.join(MANIFEST)).ok()?)
}

fn is_whole(folder: &Path, manifest: &Manifest) -> bool {
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
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Trouble> {
        let written = disk::write(&self.folder.join(path), fill).map_err(|why| self.trouble("write", path, why))?;
        let (path, meaning) = (path.to_owned(), meaning.to_owned());
        self.files.push(FileNote { path, meaning, bytes: written.bytes, sha256: written.sha256 });
        Ok(())
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
