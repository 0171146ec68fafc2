//! The one place that touches the disk for writing: files with their hash, folders, locks, and troubles in plain words.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::program::hex;

/// Why a file or a folder could not be made or read.
#[derive(Debug)]
pub struct Trouble {
    /// What was tried, e.g. `write`.
    pub doing: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system said.
    pub why: io::Error,
}

impl Trouble {
    /// For `map_err`: what was tried, and on what.
    pub fn at<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Trouble + 'a {
        move |why| Trouble { doing, path: path.to_owned(), why }
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Could not {} {}: {}", self.doing, self.path.display(), in_plain_words(&self.why))
    }
}

impl std::error::Error for Trouble {}

/// What the system said, without its numbers and its jargon.
#[must_use]
pub fn in_plain_words(why: &io::Error) -> String {
    let known = match why.kind() {
        ErrorKind::NotFound => "it is not there.",
        ErrorKind::PermissionDenied => "you have no permission for that.",
        ErrorKind::AlreadyExists => "something of that name is there already.",
        ErrorKind::NotADirectory => "a part of this path is a file, not a folder.",
        ErrorKind::IsADirectory => "it is a folder, not a file.",
        ErrorKind::DirectoryNotEmpty => "the folder is not empty.",
        ErrorKind::StorageFull => "the disk is full.",
        ErrorKind::QuotaExceeded => "your share of the disk is full.",
        ErrorKind::FileTooLarge => "the disk does not allow a file of that size.",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only.",
        ErrorKind::InvalidFilename => "the name is too long, or has letters that the disk does not allow.",
        _ => return format!("{}.", without_number(&why.to_string())),
    };
    known.to_owned()
}

fn without_number(text: &str) -> &str {
    text.split(" (os error").next().unwrap_or(text).trim_end_matches('.')
}

/// A finished file: its length in bytes and its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Length, bytes.
    pub bytes: u64,
    /// 64 hex digits.
    pub sha256: String,
}

/// Counts and hashes what passes through.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Writes a new file, folders above it included, and waits until the disk has it.
///
/// # Errors
/// What the file system says.
pub fn write(path: &Path, fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>) -> io::Result<Written> {
    let (written, file) = write_soon(path, fill)?;
    file.sync_all()?;
    Ok(written)
}

/// The same without waiting: for files whose reader notices by himself when they are torn.
///
/// # Errors
/// What the file system says.
pub fn write_soon(
    path: &Path,
    fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
) -> io::Result<(Written, File)> {
    if let Some(above) = path.parent() {
        fs::create_dir_all(above)?;
    }
    let file = Hashing { inner: File::create_new(path)?, hash: Sha256::new(), bytes: 0 };
    let mut buffer = BufWriter::with_capacity(1 << 16, file);
    fill(&mut buffer)?;
    let file = buffer.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok((Written { bytes: file.bytes, sha256: hex(&file.hash.finalize()) }, file.inner))
}

/// Writes a file that must not be there yet; after a failure nothing of it is left.
///
/// # Errors
/// What the file system says; `AlreadyExists` if the file is there.
pub fn write_new(path: &Path, text: impl AsRef<[u8]>) -> Result<(), Trouble> {
    let written = write(path, |out| out.write_all(text.as_ref()));
    if written.as_ref().is_err_and(|why| why.kind() != ErrorKind::AlreadyExists) {
        let _ = fs::remove_file(path);
    }
    written.map(drop).map_err(Trouble::at("write", path))
}

/// Writes a file, in place of one that may be there: aside, then renamed, so that there is never half a file.
///
/// # Errors
/// What the file system says; then what was there is there still.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{}.part", std::process::id()));
    let aside = PathBuf::from(aside);
    let _ = fs::remove_file(&aside);
    let done = write(&aside, |out| out.write_all(bytes)).and_then(|_| fs::rename(&aside, path));
    if done.is_err() {
        let _ = fs::remove_file(&aside);
    }
    done.map_err(Trouble::at("write", path))
}

/// Makes a folder of texts and of copies of other files, each by its path in it: aside, then renamed, so that there is
/// never half a folder.
///
/// # Errors
/// What the file system says; also when something is there already.
pub fn make_folder(folder: &Path, texts: &[(&str, &str)], copies: &[(PathBuf, String)]) -> Result<(), Trouble> {
    let mut aside = folder.as_os_str().to_owned();
    aside.push(format!(".{}.part", std::process::id()));
    let aside = PathBuf::from(aside);
    let fill = || -> Result<(), Trouble> {
        for (path, text) in texts {
            write_new(&aside.join(path), text)?;
        }
        for (from, path) in copies {
            let target = aside.join(path);
            let above = target.parent().unwrap_or(&aside);
            fs::create_dir_all(above).map_err(Trouble::at("make the folder", above))?;
            fs::copy(from, &target).map_err(Trouble::at("write", &target))?;
        }
        fs::rename(&aside, folder).map_err(Trouble::at("put in its place", folder))
    };
    let done = fill();
    if done.is_err() {
        let _ = fs::remove_dir_all(&aside);
    }
    done
}

/// Makes a folder and those above it, and finds out whether files can be made in it.
///
/// # Errors
/// What the file system says.
pub fn make_writable(folder: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(folder).map_err(Trouble::at("make the folder", folder))?;
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    File::create(&probe).map_err(Trouble::at("write in", folder))?;
    let _ = fs::remove_file(&probe);
    Ok(())
}

/// The names in a folder; none if it cannot be read.
#[must_use]
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// A file that says "somebody is at work here", for as long as the process lives: the system itself lets go of it when
/// the process dies, so nobody ever waits for a dead one.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
}

/// Whether a lock could be taken.
#[derive(Debug)]
pub enum Taken {
    /// It is ours.
    Ours(Lock),
    /// Somebody else is at work.
    Busy,
    /// This file system knows no locks, or no file could be made.
    Impossible(io::Error),
}

impl Lock {
    /// Takes the lock, without waiting.
    #[must_use]
    pub fn take(path: &Path) -> Taken {
        loop {
            match try_once(path) {
                // Its former owner removed the file between our opening and locking it: what we hold is nameless.
                Taken::Ours(lock) if !lock.is_the_one_at_its_path() => {}
                answer => return answer,
            }
        }
    }

    #[cfg(unix)]
    fn is_the_one_at_its_path(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let identity = |found: fs::Metadata| (found.dev(), found.ino());
        match (self.file.metadata().map(identity), fs::metadata(&self.path).map(identity)) {
            (Ok(held), Ok(named)) => held == named,
            _ => false,
        }
    }

    #[cfg(not(unix))]
    fn is_the_one_at_its_path(&self) -> bool {
        // An open file keeps its name there.
        let _ = &self.file;
        true
    }
}

fn try_once(path: &Path) -> Taken {
    let file = match File::options().create(true).write(true).truncate(false).open(path) {
        Ok(file) => file,
        Err(why) => return Taken::Impossible(why),
    };
    match file.try_lock() {
        Ok(()) => Taken::Ours(Lock { path: path.to_owned(), file }),
        Err(TryLockError::WouldBlock) => Taken::Busy,
        Err(TryLockError::Error(why)) => Taken::Impossible(why),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still held, so that nobody can take it in between.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temporary(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("softpower-disk-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn a_file_is_written_with_its_hash_and_never_over_another() -> io::Result<()> {
        let folder = temporary("write");
        let path = folder.join("deep/down/abc.txt");
        let written = write(&path, |out| out.write_all(b"abc"))?;
        // SHA-256 of "abc": FIPS 180-2, appendix B.1.
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(written, Written { bytes: 3, sha256: known.into() });
        assert!(write_new(&path, "other").is_err_and(|trouble| trouble.why.kind() == ErrorKind::AlreadyExists));
        assert_eq!(fs::read_to_string(&path)?, "abc");
        fs::remove_dir_all(folder)
    }

    #[test]
    fn a_lock_has_one_owner_and_leaves_nothing_behind() -> io::Result<()> {
        let folder = temporary("lock");
        fs::create_dir_all(&folder)?;
        let path = folder.join("x.lock");
        let first = Lock::take(&path);
        assert!(matches!(first, Taken::Ours(_)));
        assert!(matches!(Lock::take(&path), Taken::Busy));
        drop(first);
        assert!(!path.exists());
        assert!(matches!(Lock::take(&path), Taken::Ours(_)));
        assert!(matches!(Lock::take(&folder.join("not/there")), Taken::Impossible(_)));
        fs::remove_dir_all(folder)
    }

    #[test]
    fn troubles_speak_plainly() {
        let said = |kind: ErrorKind| {
            let trouble = Trouble { doing: "write", path: "a/b".into(), why: kind.into() };
            trouble.to_string()
        };
        assert_eq!(said(ErrorKind::StorageFull), "Could not write a/b: the disk is full.");
        assert_eq!(in_plain_words(&io::Error::from_raw_os_error(5)), "Input/output error.");
    }
}
