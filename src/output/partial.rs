//! Finished replicates, kept while others still run: one small file each, written aside and renamed, with a checksum.
//! A torn or foreign file counts as not there, and its replicate is done again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::disk::{self, Lock, Taken, Trouble};
use super::program::RunKey;
use crate::engine::state::{decode_tally, encode_tally, is_whole};
use crate::engine::trajectory::Trajectory;
use crate::experiment::ensemble::Store;

/// How a kept replicate begins.
const MARK: &[u8] = b"softpower replicate 2\n";

/// A folder of finished replicates, ours as long as this value lives.
#[derive(Debug)]
pub struct Partial {
    folder: PathBuf,
    key: RunKey,
    lock: Lock,
    /// A replicate without its state counts as not done.
    with_states: bool,
}

impl Partial {
    /// Opens the folder, or says that somebody else is at work in it: then the caller works without.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(folder: &Path, key: RunKey) -> Result<Option<Partial>, Trouble> {
        let lock = match Lock::take(&folder.with_added_extension("lock")) {
            Taken::Ours(lock) => lock,
            Taken::Busy | Taken::Impossible(_) => return Ok(None),
        };
        fs::create_dir_all(folder).map_err(Trouble::at("make the folder", folder))?;
        Ok(Some(Partial { folder: folder.to_owned(), key, lock, with_states: false }))
    }

    /// The same, where the state of each replicate is kept, too.
    #[must_use]
    pub fn with_states(self) -> Partial {
        Partial { with_states: true, ..self }
    }

    /// Keeps the state of a replicate.
    ///
    /// # Errors
    /// What the file system says.
    pub fn keep_state(&self, replicate: u32, state: &[u8]) -> io::Result<()> {
        replace(&self.path_of_state(replicate), state)
    }

    /// The state of a replicate that is kept.
    ///
    /// # Errors
    /// What the file system says.
    pub fn state(&self, replicate: u32) -> io::Result<Vec<u8>> {
        fs::read(self.path_of_state(replicate))
    }

    fn path_of_state(&self, replicate: u32) -> PathBuf {
        self.folder.join(format!("state-{replicate:06}"))
    }

    /// Where the replicates are kept.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How many of the first `replicates` are kept whole; with `ghosts`, each together with its ghost.
    #[must_use]
    pub fn count(&self, replicates: u32, ghosts: bool) -> u32 {
        let whole =
            |replicate| self.load(replicate, false).is_some() && (!ghosts || self.load(replicate, true).is_some());
        (0..replicates).map(|replicate| u32::from(whole(replicate))).sum()
    }

    /// Removes the folder and lets go of it.
    pub fn discard(self) {
        // What cannot be removed is only in the way of the next run of the same scenario, which will make good use of
        // it.
        let _ = fs::remove_dir_all(&self.folder);
        drop(self.lock);
    }

    /// Lets go of the folder, and removes it if nothing is in it.
    pub fn close(self) {
        let _ = fs::remove_dir(&self.folder);
        drop(self.lock);
    }

    fn path(&self, replicate: u32, ghost: bool) -> PathBuf {
        self.folder.join(format!("{}-{replicate:06}", if ghost { "ghost" } else { "run" }))
    }
}

impl Store for Partial {
    fn load(&self, replicate: u32, ghost: bool) -> Option<Trajectory> {
        if self.with_states && !ghost && !self.state(replicate).is_ok_and(|state| is_whole(&state)) {
            return None;
        }
        decode(&fs::read(self.path(replicate, ghost)).ok()?, self.key, replicate, ghost)
    }

    fn save(&self, run: &Trajectory, ghost: bool) -> io::Result<()> {
        replace(&self.path(run.replicate, ghost), &encode(run, self.key, ghost)?)
    }
}

/// Writes a file aside and puts it in its place.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let aside = path.with_added_extension("new");
    let _ = fs::remove_file(&aside);
    disk::write_soon(&aside, |out| out.write_all(bytes))?;
    fs::rename(aside, path)
}

/// Mark, key, number, ghost or not, count, values, what was counted beside them, and the SHA-256 of all that.
fn encode(run: &Trajectory, key: RunKey, ghost: bool) -> io::Result<Vec<u8>> {
    let mut bytes = head(key, run.replicate, ghost);
    bytes.extend((run.values.len() as u64).to_le_bytes());
    bytes.extend(run.bytes());
    bytes.extend(encode_tally(&run.tally)?);
    let hash = Sha256::digest(&bytes);
    bytes.extend(hash);
    Ok(bytes)
}

fn head(key: RunKey, replicate: u32, ghost: bool) -> Vec<u8> {
    [MARK, key.bytes(), &replicate.to_le_bytes(), &[u8::from(ghost)]].concat()
}

/// The replicate, if the bytes are whole and those that were asked for.
fn decode(bytes: &[u8], key: RunKey, replicate: u32, ghost: bool) -> Option<Trajectory> {
    let (said, hash) = bytes.split_last_chunk::<32>()?;
    if Sha256::digest(said).as_slice() != hash {
        return None;
    }
    let (count, rest) = said.strip_prefix(head(key, replicate, ghost).as_slice())?.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(8)?;
    let (values, counted) = rest.split_at_checked(length)?;
    let values = values.as_chunks::<8>().0.iter().map(|bits| f64::from_le_bytes(*bits)).collect();
    Some(Trajectory { replicate, values, tally: decode_tally(counted)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::tally::Tally;
    use crate::output::Program;

    fn key(text: &str) -> RunKey {
        RunKey::new(text, 1, &Program::this())
    }

    #[test]
    fn a_replicate_comes_back_to_the_bit() {
        let mut tally = Tally::default();
        tally.add_comments((9, 1, 2), 8.5, 4);
        let run = Trajectory { replicate: 7, values: vec![0.1, -0.0, f64::NAN, f64::MAX, 5e-324], tally };
        let bytes = encode(&run, key("a"), true).unwrap();
        let again = decode(&bytes, key("a"), 7, true).unwrap();
        assert_eq!((&again, &again.tally), (&run, &run.tally));
    }

    #[test]
    fn torn_and_foreign_files_are_not_there() {
        let run = Trajectory { replicate: 7, values: vec![1.0, 2.0], tally: Tally::default() };
        let bytes = encode(&run, key("a"), false).unwrap();
        for length in 0..bytes.len() {
            assert_eq!(decode(&bytes[..length], key("a"), 7, false), None, "{length} bytes");
        }
        for place in 0..bytes.len() {
            let mut spoiled = bytes.clone();
            spoiled[place] ^= 1;
            assert_eq!(decode(&spoiled, key("a"), 7, false), None, "byte {place}");
        }
        assert_eq!(decode(&bytes, key("b"), 7, false), None, "another scenario");
        assert_eq!(decode(&bytes, key("a"), 8, false), None, "another replicate");
        assert_eq!(decode(&bytes, key("a"), 7, true), None, "a ghost");
    }

    #[test]
    fn one_process_has_the_folder_and_the_next_finds_what_is_kept() -> Result<(), Trouble> {
        let folder = std::env::temp_dir().join(format!("softpower-partial-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let run = |replicate| Trajectory { replicate, values: vec![f64::from(replicate)], tally: Tally::default() };
        let first = Partial::open(&folder, key("a"))?.expect("nobody else has it");
        assert!(Partial::open(&folder, key("a"))?.is_none());
        first.save(&run(0), false).expect("the temporary folder can be written");
        first.save(&run(0), true).expect("the temporary folder can be written");
        first.save(&run(1), false).expect("the temporary folder can be written");
        assert_eq!((first.count(3, false), first.count(3, true)), (2, 1));
        first.close();
        let next = Partial::open(&folder, key("a"))?.expect("the first let go of it");
        assert_eq!(next.load(1, false), Some(run(1)));
        next.discard();
        assert!(!folder.exists());
        Ok(())
    }
}
