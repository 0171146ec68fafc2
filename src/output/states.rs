//! Saved states in a result folder: one file for each replicate, from which runs of other scenarios go on.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::folder::{is_whole, read_manifest};
use super::manifest::{Manifest, StatesNote};

/// Where the state of a replicate lies in a result folder.
#[must_use]
pub fn path_of(replicate: u32) -> String {
    format!("states/{replicate:04}.state")
}

/// A result folder with saved states.
#[derive(Debug)]
pub struct SavedStates {
    folder: PathBuf,
    /// What the folder says about itself.
    pub manifest: Manifest,
    /// When they were saved.
    pub note: StatesNote,
}

/// Why a folder is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Useless {
    /// There is no folder of that name.
    NotThere,
    /// It is no result folder, or one of another form.
    NoResult,
    /// The run that made it saved no states.
    NoStates,
    /// Files are missing in it, or cut.
    Damaged,
}

impl SavedStates {
    /// Looks into a result folder.
    ///
    /// # Errors
    /// When there are no states in it, or files are missing.
    pub fn find(folder: &Path) -> Result<SavedStates, Useless> {
        if !fs::metadata(folder).is_ok_and(|found| found.is_dir()) {
            return Err(Useless::NotThere);
        }
        let manifest = read_manifest(folder).ok_or(Useless::NoResult)?;
        let note = manifest.states.clone().ok_or(Useless::NoStates)?;
        if !is_whole(folder, &manifest) {
            return Err(Useless::Damaged);
        }
        Ok(SavedStates { folder: folder.to_owned(), manifest, note })
    }

    /// The state of a replicate, as it lies on the disk.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(&self, replicate: u32) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(File::open(self.file(replicate))?))
    }

    /// The file that holds the state of a replicate.
    #[must_use]
    pub fn file(&self, replicate: u32) -> PathBuf {
        self.folder.join(path_of(replicate))
    }
}
