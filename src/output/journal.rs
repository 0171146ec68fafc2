//! Finished runs of a sweep, kept while others still run: appended to one file, each with a checksum, called by what
//! they are (`Address`) and not by where they stand, so that a sweep whose lists have changed finds again what it has
//! done.
//!
//! A journal says which scenario and program it is of. Whatever kills the process, all but the last record are whole; a
//! torn one is cut off by the next process, and its run is done again. Several processes on one disk have a journal
//! each in the same folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::disk::{self, Lock, Taken, Trouble};
use super::program::{Program, RunKey};
use crate::experiment::sweep::{Address, Keeper, Outcome};

/// How a journal begins.
const MARK: &[u8] = b"softpower journal 1\n";
/// How the names of journals end.
const ENDING: &str = ".journal";
/// What is written is on the disk after at most so long.
const UNSAFE_FOR: Duration = Duration::from_secs(2);
/// Longer records are no records.
const LONGEST: usize = 1 << 30;

/// What a journal says about itself: enough to finish its sweep without any other file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The program that did the runs.
    pub program: Program,
    /// The name of the scenario.
    pub name: String,
    /// All its settings, without the sweep.
    pub scenario: String,
    /// The same with a note where each comes from.
    pub with_origins: String,
    /// What is tried: `[sweep]` and `[sweep.try]`.
    pub sweep: String,
    /// Replicates of each point.
    pub replicates: u32,
    /// What is kept of a run: names of measures; empty for all.
    pub measures: Vec<String>,
    /// Where all luck comes from.
    pub seed: u64,
    /// What was typed.
    pub command: Vec<String>,
    /// The words of it that decide about the numbers.
    pub remake: Vec<String>,
}

impl About {
    /// The folder of the journals of all sweeps over this scenario, within a folder of results.
    #[must_use]
    pub fn folder(&self, out: &Path) -> PathBuf {
        out.join(format!("sweep-{}-{}.parts", self.name, self.base().short()))
    }

    /// Is it about the same runs?
    #[must_use]
    pub fn is_of_the_same_sweep_as(&self, other: &About) -> bool {
        (self.base(), &self.sweep, self.replicates) == (other.base(), &other.sweep, other.replicates)
    }

    /// What all runs of one scenario and program share, whatever is tried: runs of different keys are never mixed.
    #[must_use]
    pub fn base(&self) -> RunKey {
        RunKey::new(&format!("{}{:?}", self.scenario, self.measures), self.seed, &self.program)
    }
}

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
struct Spot {
    journal: u32,
    offset: u64,
    check: [u8; 8],
    failed: bool,
}

/// All journals of one folder: what they hold, and one of them to go on writing.
#[derive(Debug)]
pub struct Journals {
    folder: PathBuf,
    /// Whose runs they are.
    about: About,
    files: Vec<Known>,
    state: Mutex<State>,
}

/// A journal that was read.
#[derive(Debug)]
struct Known {
    path: PathBuf,
    about: About,
    file: Mutex<File>,
}

#[derive(Debug)]
struct State {
    spots: BTreeMap<Address, Spot>,
    /// Our own journal; `None` where nothing shall be written.
    own: Option<Own>,
    /// Runs of which two journals say different things.
    contradictions: u64,
    /// Bytes that were cut off or passed over.
    torn: u64,
    /// Runs that were looked up, by journal.
    used: Vec<u64>,
}

#[derive(Debug)]
struct Own {
    journal: u32,
    length: u64,
    file: File,
    synced: Instant,
    _lock: Option<Lock>,
}

impl Journals {
    /// Reads every journal of a folder, and goes on with one whose name begins with `label` or begins a new one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(folder: &Path, about: &About, label: &str) -> Result<Journals, Trouble> {
        fs::create_dir_all(folder).map_err(Trouble::at("make the folder", folder))?;
        let (path, lock) = own_name(folder, label, about);
        let mut journals = Journals::read_but(folder, about, Some(&path))?;
        let own = journals.begin(&path, lock).map_err(Trouble::at("write", &path))?;
        journals.locked().own = Some(own);
        Ok(journals)
    }

    /// Reads every journal of a folder, to write nothing.
    ///
    /// # Errors
    /// What the file system says.
    pub fn read(folder: &Path, about: &About) -> Result<Journals, Trouble> {
        Journals::read_but(folder, about, None)
    }

    fn read_but(folder: &Path, about: &About, own: Option<&Path>) -> Result<Journals, Trouble> {
        let state = State { spots: BTreeMap::new(), own: None, contradictions: 0, torn: 0, used: Vec::new() };
        let (folder, about) = (folder.to_owned(), about.clone());
        let mut journals = Journals { folder, about, files: Vec::new(), state: Mutex::new(state) };
        for path in journals_in(&journals.folder).into_iter().filter(|path| Some(path.as_path()) != own) {
            journals.take_in(&path)?;
        }
        Ok(journals)
    }

    /// Takes in the runs of a further folder.
    ///
    /// # Errors
    /// What the file system says.
    pub fn and(mut self, folder: &Path) -> Result<Journals, Trouble> {
        for path in journals_in(folder) {
            self.take_in(&path)?;
        }
        Ok(self)
    }

    /// Takes in the runs of a journal, if it is of this scenario and program.
    fn take_in(&mut self, path: &Path) -> Result<(), Trouble> {
        let file = File::open(path).map_err(Trouble::at("read", path))?;
        let mut scan = Scan::begin(&file).map_err(Trouble::at("read", path))?;
        let Some(about) = scan.about.clone().filter(|about| about.base() == self.about.base()) else { return Ok(()) };
        self.index(&mut scan, path)?;
        drop(scan);
        self.files.push(Known { path: path.to_owned(), about, file: Mutex::new(file) });
        Ok(())
    }

    /// Notes where the records of a journal stand; returns where the last whole one ends.
    fn index(&mut self, scan: &mut Scan<'_>, path: &Path) -> Result<u64, Trouble> {
        let journal = self.files.len() as u32;
        let mut state = self.locked();
        state.used.push(0);
        while let Some((offset, record)) = scan.next().map_err(Trouble::at("read", path))? {
            state.note(record.run, Spot { journal, offset, check: record.check, failed: record.failed });
        }
        state.torn += scan.rest;
        Ok(scan.at)
    }

    /// Opens our own journal: what is torn at its end is cut off.
    fn begin(&mut self, path: &Path, lock: Option<Lock>) -> io::Result<Own> {
        let mut file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
        let mut scan = Scan::begin(&file)?;
        let known = scan.about.as_ref().is_some_and(|about| about.base() == self.about.base());
        let about = scan.about.clone().filter(|_| known).unwrap_or_else(|| self.about.clone());
        let length = if known { self.index(&mut scan, path).map_err(|trouble| trouble.why)? } else { 0 };
        drop(scan);
        if !known {
            self.locked().used.push(0);
        }
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        let mut own = Own { journal: self.files.len() as u32, length, file, synced: Instant::now(), _lock: lock };
        if length == 0 {
            own.append(&head(&self.about)?)?;
            own.sync()?;
        }
        self.files.push(Known { path: path.to_owned(), about, file: Mutex::new(File::open(path)?) });
        Ok(own)
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a run came to, if it is kept.
    ///
    /// # Errors
    /// What the file system says, or that the record has changed since it was read.
    pub fn outcome(&self, run: Address) -> io::Result<Option<Outcome>> {
        let Some(spot) = self.locked().spots.get(&run).copied() else { return Ok(None) };
        self.locked().used[spot.journal as usize] += 1;
        let known = &self.files[spot.journal as usize];
        let mut file = known.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(spot.offset))?;
        match record(&mut *file)? {
            Some((_, bytes)) if Record::of(&bytes).check == spot.check => Ok(Some(outcome(&bytes))),
            _ => Err(io::Error::new(ErrorKind::InvalidData, "a finished run can no longer be read")),
        }
    }

    /// Is a run kept that failed?
    #[must_use]
    pub fn has_failed(&self, run: Address) -> bool {
        self.locked().spots.get(&run).is_some_and(|spot| spot.failed)
    }

    /// How many runs are kept, and how many of them failed.
    #[must_use]
    pub fn count(&self) -> (u64, u64) {
        let state = self.locked();
        (state.spots.len() as u64, state.spots.values().filter(|spot| spot.failed).count() as u64)
    }

    /// How many runs are kept of which two journals say different things; never by one program on sound machines.
    #[must_use]
    pub fn contradictions(&self) -> u64 {
        self.locked().contradictions
    }

    /// Bytes at the ends of journals that were no whole record.
    #[must_use]
    pub fn torn(&self) -> u64 {
        self.locked().torn
    }

    /// Makes sure that the disk has everything.
    ///
    /// # Errors
    /// What the file system says.
    pub fn sync(&self) -> io::Result<()> {
        self.locked().own.as_mut().map_or(Ok(()), Own::sync)
    }

    /// Lets go of the journals, and removes those all of whose runs were looked up and which nobody else is writing:
    /// their runs are in the results. Others stay.
    pub fn discard(self) {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut live = vec![0; self.files.len()];
        state.spots.values().for_each(|spot| live[spot.journal as usize] += 1);
        let own = state.own.as_ref().map(|own| own.journal as usize);
        for (number, known) in self.files.iter().enumerate() {
            let spent = state.used[number] >= live[number];
            let free = || Some(number) == own || !matches!(Lock::take(&lock_of(&known.path)), Taken::Busy);
            if spent && known.about.sweep == self.about.sweep && free() {
                let _ = fs::remove_file(&known.path);
            }
        }
        drop(state.own);
        // Only if nothing is left in it.
        let _ = fs::remove_dir(&self.folder);
    }
}

impl State {
    /// A run that is done counts more than the same run that failed.
    fn note(&mut self, run: Address, spot: Spot) {
        match self.spots.get(&run) {
            Some(first) if !first.failed && !spot.failed => {
                self.contradictions += u64::from(first.check != spot.check);
            }
            Some(first) if !first.failed => {}
            _ => drop(self.spots.insert(run, spot)),
        }
    }
}

impl Keeper for Journals {
    fn has(&self, run: Address) -> bool {
        self.locked().spots.contains_key(&run)
    }

    fn keep(&self, run: Address, outcome: &Outcome) -> io::Result<()> {
        let bytes = encode(run, outcome);
        let framed = [&(bytes.len() as u32).to_le_bytes(), bytes.as_slice(), &check(&bytes)].concat();
        let mut state = self.locked();
        let Some(own) = state.own.as_mut() else { return Err(io::Error::from(ErrorKind::ReadOnlyFilesystem)) };
        let (journal, offset) = (own.journal, own.length);
        own.append(&framed)?;
        let failed = matches!(outcome, Outcome::Failed(_));
        state.note(run, Spot { journal, offset, check: check(&bytes), failed });
        Ok(())
    }
}

impl Own {
    /// Appends, or leaves the journal as it was.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let written = self
            .file
            .write_all(bytes)
            .and_then(|()| if self.synced.elapsed() < UNSAFE_FOR { Ok(()) } else { self.sync() });
        match &written {
            Ok(()) => self.length += bytes.len() as u64,
            Err(_) => {
                // What cannot be cut off now, the next process cuts off.
                let _ = self.file.set_len(self.length).and_then(|()| self.file.seek(SeekFrom::End(0)));
            }
        }
        written
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()?;
        self.synced = Instant::now();
        Ok(())
    }
}

/// The journals of a folder, in the order of their names.
#[must_use]
pub fn journals_in(folder: &Path) -> Vec<PathBuf> {
    disk::names_in(folder).into_iter().filter(|name| name.ends_with(ENDING)).map(|name| folder.join(name)).collect()
}

/// What a journal says about itself; `None` if the file is none.
///
/// # Errors
/// What the file system says.
pub fn about(path: &Path) -> Result<Option<About>, Trouble> {
    let file = File::open(path).map_err(Trouble::at("read", path))?;
    Ok(Scan::begin(&file).map_err(Trouble::at("read", path))?.about)
}

/// A journal with this label that nobody writes, and that is of this scenario or of none; else a new name.
fn own_name(folder: &Path, label: &str, about: &About) -> (PathBuf, Option<Lock>) {
    let name = |number: u32| if number == 1 { format!("{label}{ENDING}") } else { format!("{label}-{number}{ENDING}") };
    let suits = |path: &Path| match self::about(path) {
        Ok(Some(found)) => found.base() == about.base() && found.sweep == about.sweep,
        Ok(None) => fs::read(path).is_ok_and(|bytes| is_stump(&bytes)),
        Err(_) => !path.exists(),
    };
    let mut number = 1;
    loop {
        let path = folder.join(name(number));
        match Lock::take(&lock_of(&path)) {
            Taken::Ours(lock) if suits(&path) => return (path, Some(lock)),
            // Where there are no locks, nobody goes on with what may be somebody else's.
            Taken::Impossible(_) if File::create_new(&path).is_ok() => return (path, None),
            _ => number += 1,
        }
    }
}

/// Was a journal cut off before it had said what it is about? Then nothing else is in it.
fn is_stump(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(MARK) else { return MARK.starts_with(bytes) };
    let Some((length, text)) = rest.split_first_chunk() else { return true };
    text.len() < u32::from_le_bytes(*length) as usize + 8
}

fn lock_of(journal: &Path) -> PathBuf {
    journal.with_added_extension("lock")
}

/// Mark, length, what the journal is about, checksum.
fn head(about: &About) -> io::Result<Vec<u8>> {
    let text = serde_json::to_vec(about)?;
    Ok([MARK, &(text.len() as u32).to_le_bytes(), &text, &check(&text)].concat())
}

/// The first eight bytes of the SHA-256.
fn check(bytes: &[u8]) -> [u8; 8] {
    let hash = Sha256::digest(bytes);
    std::array::from_fn(|i| hash[i])
}

/// Address, done or failed, and the numbers or what was said.
fn encode(run: Address, outcome: &Outcome) -> Vec<u8> {
    let mut bytes = run.0.to_vec();
    match outcome {
        Outcome::Done(values) => {
            bytes.reserve_exact(1 + 8 * values.len());
            bytes.push(0);
            values.iter().for_each(|x| bytes.extend(x.to_le_bytes()));
        }
        Outcome::Failed(why) => {
            bytes.push(1);
            bytes.extend(why.as_bytes());
        }
    }
    bytes
}

fn outcome(bytes: &[u8]) -> Outcome {
    let said = bytes.get(17..).unwrap_or_default();
    match bytes.get(16) {
        Some(0) => Outcome::Done(said.as_chunks::<8>().0.iter().map(|bits| f64::from_le_bytes(*bits)).collect()),
        _ => Outcome::Failed(String::from_utf8_lossy(said).into_owned()),
    }
}

/// What is noted of a record.
struct Record {
    run: Address,
    check: [u8; 8],
    failed: bool,
}

impl Record {
    fn of(bytes: &[u8]) -> Record {
        let run = std::array::from_fn(|i| bytes.get(i).copied().unwrap_or(0));
        Record { run: Address(run), check: check(bytes), failed: bytes.get(16) != Some(&0) }
    }
}

/// The next whole record and how many bytes it takes; `None` if what follows is none.
fn record(from: &mut impl Read) -> io::Result<Option<(u64, Vec<u8>)>> {
    let (mut length, mut sum) = ([0; 4], [0; 8]);
    if !filled(from, &mut length)? {
        return Ok(None);
    }
    let length = u32::from_le_bytes(length) as usize;
    if !(17..=LONGEST).contains(&length) {
        return Ok(None);
    }
    // A length that was torn may promise more than is there: take only what comes.
    let mut bytes = Vec::new();
    from.by_ref().take(length as u64).read_to_end(&mut bytes)?;
    let whole = bytes.len() == length && filled(from, &mut sum)? && sum == check(&bytes);
    Ok(whole.then_some((12 + length as u64, bytes)))
}

/// Fills the buffer, or says that the end came first.
fn filled(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(why) if why.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(why) => Err(why),
    }
}

/// A journal being read from its beginning.
struct Scan<'a> {
    from: BufReader<&'a File>,
    about: Option<About>,
    /// Where the next record begins.
    at: u64,
    end: u64,
    /// Bytes behind the last whole record, once it is reached.
    rest: u64,
}

impl Scan<'_> {
    fn begin(file: &File) -> io::Result<Scan<'_>> {
        let end = file.metadata()?.len();
        let mut from = BufReader::with_capacity(1 << 16, file);
        let mut mark = [0; MARK.len()];
        let mut scan_at = 0;
        let mut about = None;
        let (mut length, mut sum) = ([0; 4], [0; 8]);
        if filled(&mut from, &mut mark)? && mark == MARK && filled(&mut from, &mut length)? {
            let mut text = Vec::new();
            from.by_ref().take(u64::from(u32::from_le_bytes(length))).read_to_end(&mut text)?;
            if filled(&mut from, &mut sum)? && sum == check(&text) {
                about = serde_json::from_slice(&text).ok();
                scan_at = MARK.len() as u64 + 4 + text.len() as u64 + 8;
            }
        }
        Ok(Scan { from, about, at: scan_at, end, rest: 0 })
    }

    /// The next record and where it stands.
    fn next(&mut self) -> io::Result<Option<(u64, Record)>> {
        match record(&mut self.from)? {
            Some((bytes, found)) => {
                let offset = self.at;
                self.at += bytes;
                Ok(Some((offset, Record::of(&found))))
            }
            None => {
                self.rest = self.end.saturating_sub(self.at);
                Ok(None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ground(PathBuf);

    impl Ground {
        fn new(name: &str) -> Ground {
            let folder = std::env::temp_dir().join(format!("softpower-journal-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            Ground(folder)
        }
    }

    impl Drop for Ground {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn about_of(scenario: &str) -> About {
        About {
            program: Program::this(),
            name: "tiny".into(),
            scenario: scenario.into(),
            with_origins: String::new(),
            sweep: "[sweep.try]\n".into(),
            replicates: 2,
            measures: Vec::new(),
            seed: 1,
            command: vec!["sweep".into()],
            remake: Vec::new(),
        }
    }

    fn run(number: u8) -> Address {
        Address([number; 16])
    }

    fn done(x: f64) -> Outcome {
        Outcome::Done(vec![x, f64::NAN, -0.0])
    }

    fn same(a: &Outcome, b: &Outcome) -> bool {
        encode(run(0), a) == encode(run(0), b)
    }

    #[test]
    fn runs_come_back_to_the_bit_and_failures_word_for_word() -> Result<(), Trouble> {
        let ground = Ground::new("back");
        let journals = Journals::open(&ground.0, &about_of("a"), "whole")?;
        let outcomes = [done(0.1), Outcome::Failed("it broke".into()), done(2.0)];
        for (number, outcome) in outcomes.iter().enumerate() {
            journals.keep(run(number as u8), outcome).expect("the disk takes it");
        }
        drop(journals);
        let again = Journals::open(&ground.0, &about_of("a"), "whole")?;
        assert_eq!((again.count(), again.torn()), ((3, 1), 0));
        for (number, outcome) in outcomes.iter().enumerate() {
            let found = again.outcome(run(number as u8)).expect("it can be read").expect("it is there");
            assert!(same(&found, outcome), "{found:?}");
        }
        again.discard();
        assert!(!ground.0.exists(), "everything was looked up");
        Ok(())
    }

    #[test]
    fn cut_anywhere_it_loses_the_last_run_alone_and_goes_on() -> Result<(), Trouble> {
        let ground = Ground::new("cut");
        let path = ground.0.join("whole.journal");
        let journals = Journals::open(&ground.0, &about_of("a"), "whole")?;
        journals.keep(run(1), &done(1.0)).expect("the disk takes it");
        let first = fs::metadata(&path).expect("it is there").len() as usize;
        journals.keep(run(2), &done(2.0)).expect("the disk takes it");
        drop(journals);
        let whole = fs::read(&path).expect("it is there");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("the disk takes it");
            let again = Journals::open(&ground.0, &about_of("a"), "whole")?;
            let wanted = u64::from(length >= first);
            assert_eq!(again.count().0, wanted, "{length} of {} bytes", whole.len());
            again.keep(run(2), &done(2.0)).expect("the disk takes it");
            drop(again);
            let last = Journals::open(&ground.0, &about_of("a"), "whole")?;
            assert_eq!((last.count().0, last.torn()), (wanted + 1, 0), "{length}");
            drop(last);
            assert_eq!(fs::read_dir(&ground.0).expect("it is there").count(), 1 + usize::from(!path.exists()));
        }
        Ok(())
    }

    #[test]
    fn a_spoiled_byte_is_noticed() -> Result<(), Trouble> {
        let ground = Ground::new("spoiled");
        let path = ground.0.join("whole.journal");
        let journals = Journals::open(&ground.0, &about_of("a"), "whole")?;
        journals.keep(run(1), &done(1.0)).expect("the disk takes it");
        drop(journals);
        let whole = fs::read(&path).expect("it is there");
        for place in MARK.len()..whole.len() {
            let mut spoiled = whole.clone();
            spoiled[place] ^= 4;
            fs::write(&path, &spoiled).expect("the disk takes it");
            let read = Journals::read(&ground.0, &about_of("a"))?;
            assert_eq!(read.count().0, 0, "byte {place}");
        }
        Ok(())
    }

    #[test]
    fn other_scenarios_and_other_processes_have_journals_of_their_own() -> Result<(), Trouble> {
        let ground = Ground::new("own");
        let one = Journals::open(&ground.0, &about_of("a"), "whole")?;
        one.keep(run(1), &done(1.0)).expect("the disk takes it");
        let other = Journals::open(&ground.0, &about_of("b"), "whole")?;
        assert_eq!(other.count().0, 0, "another scenario");
        let beside = Journals::open(&ground.0, &about_of("a"), "whole")?;
        assert_eq!(beside.count().0, 1, "what the first has done is seen");
        beside.keep(run(2), &done(2.0)).expect("the disk takes it");
        one.keep(run(2), &done(2.0)).expect("the disk takes it");
        assert_eq!(journals_in(&ground.0).len(), 3);
        drop((one, other, beside));
        let all = Journals::read(&ground.0, &about_of("a"))?;
        assert_eq!((all.count(), all.contradictions()), ((2, 0), 0));
        Ok(())
    }

    #[test]
    fn journals_that_disagree_are_noticed_and_a_success_counts_more_than_a_failure() -> Result<(), Trouble> {
        let ground = Ground::new("disagree");
        let shard = |label: &str, outcomes: &[(u8, Outcome)]| {
            let journals = Journals::open(&ground.0.join(label), &about_of("a"), label)?;
            outcomes.iter().for_each(|(number, outcome)| journals.keep(run(*number), outcome).expect("taken"));
            Ok::<(), Trouble>(())
        };
        shard("x", &[(1, done(1.0)), (2, Outcome::Failed("no memory".into())), (3, done(3.0))])?;
        shard("y", &[(1, done(1.5)), (2, done(2.0)), (3, done(3.0))])?;
        let all = Journals::read(&ground.0.join("x"), &about_of("a"))?.and(&ground.0.join("y"))?;
        assert_eq!((all.contradictions(), all.count()), (1, (3, 0)));
        assert!(same(&all.outcome(run(2)).expect("readable").expect("there"), &done(2.0)));
        Ok(())
    }

    #[test]
    fn what_was_not_asked_for_is_not_thrown_away() -> Result<(), Trouble> {
        let ground = Ground::new("kept");
        let journals = Journals::open(&ground.0, &about_of("a"), "whole")?;
        journals.keep(run(1), &done(1.0)).expect("taken");
        journals.keep(run(2), &done(2.0)).expect("taken");
        journals.outcome(run(1)).expect("readable");
        journals.discard();
        assert_eq!(journals_in(&ground.0).len(), 1, "run 2 is in no result yet");
        Ok(())
    }
}
