//! A result folder read again: its manifest, whether its files are what they were, and the replicates in its tables.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::disk::{Trouble, names_in};
use super::folder::read_manifest;
use super::manifest::{FileNote, Manifest};
use super::program::hex;
use super::states::Useless;
use crate::engine::tally::Tally;
use crate::engine::trajectory::Trajectory;

/// A result folder of whatever kind.
#[derive(Debug)]
pub struct ResultFolder {
    folder: PathBuf,
    /// What it says about itself.
    pub manifest: Manifest,
}

/// What has become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is as it was made.
    Same,
    /// It is not there, or cannot be read.
    Missing,
    /// Its bytes are others.
    Changed,
}

impl ResultFolder {
    /// Looks into a result folder.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(folder: &Path) -> Result<ResultFolder, Useless> {
        if !fs::metadata(folder).is_ok_and(|found| found.is_dir()) {
            return Err(Useless::NotThere);
        }
        let manifest = read_manifest(folder).ok_or(Useless::NoResult)?;
        Ok(ResultFolder { folder: folder.to_owned(), manifest })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// What has become of every file of the manifest.
    pub fn files(&self) -> impl Iterator<Item = (&FileNote, Fate)> {
        self.manifest.files.iter().map(|file| (file, self.fate(file)))
    }

    /// What has become of a file by its name; it is missing if the manifest knows none.
    #[must_use]
    pub fn fate_of(&self, name: &str) -> Fate {
        let file = self.manifest.files.iter().find(|file| file.path == name);
        file.map_or(Fate::Missing, |file| self.fate(file))
    }

    fn fate(&self, file: &FileNote) -> Fate {
        match sha256(&self.folder.join(&file.path)) {
            Err(_) => Fate::Missing,
            Ok(found) if found == file.sha256 => Fate::Same,
            Ok(_) => Fate::Changed,
        }
    }

    /// The charts as they are kept, each with the name of its file, in the order of the manifest.
    ///
    /// # Errors
    /// What the file system says.
    pub fn drawings(&self) -> Result<Vec<(String, String)>, Trouble> {
        let paths = self.manifest.files.iter().map(|file| file.path.as_str());
        let kept = paths.filter(|path| path.starts_with("charts/") && path.ends_with(".json"));
        let read = |path: &str| {
            let file = self.folder.join(path);
            fs::read_to_string(&file).map(|text| (path.to_owned(), text)).map_err(Trouble::at("read", &file))
        };
        kept.map(read).collect()
    }

    /// A text in it.
    ///
    /// # Errors
    /// What the file system says.
    pub fn text(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.folder.join(path))
    }

    /// Some replicates of a table like `runs.csv`, in the order in which they are asked for.
    ///
    /// # Errors
    /// What the file system says; `InvalidData` if it is no such table, or a replicate is not in it.
    pub fn replicates(&self, table: &str, wanted: &[u32]) -> io::Result<Vec<Trajectory>> {
        let odd = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        let mut found: Vec<Trajectory> = wanted
            .iter()
            .map(|replicate| Trajectory { replicate: *replicate, values: Vec::new(), tally: Tally::default() })
            .collect();
        let places: BTreeMap<u32, usize> = wanted.iter().enumerate().map(|(place, known)| (*known, place)).collect();
        let mut reader = csv::Reader::from_reader(BufReader::new(File::open(self.folder.join(table))?));
        let keys = ["replicate", "seed", "date", "country"];
        if !reader.headers()?.iter().take(keys.len()).eq(keys) {
            return Err(odd("it is no table of replicates"));
        }
        for row in reader.records() {
            let row = row?;
            let replicate = row.get(0).and_then(|cell| cell.parse::<u32>().ok()).ok_or_else(|| odd("a row is odd"))?;
            let Some(place) = places.get(&replicate).copied() else { continue };
            let number = |cell: &str| if cell.is_empty() { Ok(f64::NAN) } else { cell.parse() };
            let cells: Result<Vec<f64>, _> = row.iter().skip(keys.len()).map(number).collect();
            found[place].values.extend(cells.map_err(|_| odd("a cell is no number"))?);
        }
        if found.iter().any(|run| run.values.is_empty()) {
            return Err(odd("a replicate is missing"));
        }
        Ok(found)
    }
}

/// What a number of a sensitivity study says about the size of an influence.
const SIZES: [&str; 4] = ["size", "total", "at_low", "at_high"];

impl ResultFolder {
    /// The settings of a sensitivity study, the most influential at the end first; none if the folder is no study.
    ///
    /// # Errors
    /// What the file system says; `InvalidData` if the table is none of a study.
    pub fn most_influential(&self) -> io::Result<Vec<String>> {
        if self.manifest.sensitivity.is_none() {
            return Ok(Vec::new());
        }
        let odd = || io::Error::new(io::ErrorKind::InvalidData, "it is no table of a sensitivity study");
        let mut reader = csv::Reader::from_reader(File::open(self.folder.join("sensitivity.csv"))?);
        let header = reader.headers()?.clone();
        let column = |name: &str| header.iter().position(|known| known == name).ok_or_else(odd);
        let [date, factor, statistic, value] = ["date", "factor", "statistic", "value"].map(column);
        let (date, factor, statistic, value) = (date?, factor?, statistic?, value?);
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
        let last = rows.iter().filter_map(|row| row.get(date)).max().unwrap_or_default();
        let mut sizes: Vec<(String, f64)> = Vec::new();
        for row in rows.iter().filter(|row| row.get(date) == Some(last)) {
            let (Some(path), Some(name)) = (row.get(factor), row.get(statistic)) else { continue };
            if path == "luck" || !SIZES.contains(&name) {
                continue;
            }
            let size = row.get(value).and_then(|cell| cell.parse::<f64>().ok()).map_or(0.0, f64::abs);
            match sizes.iter_mut().find(|(known, _)| known == path) {
                Some((_, largest)) => *largest = largest.max(size),
                None => sizes.push((path.to_owned(), size)),
            }
        }
        sizes.sort_by(|a, b| b.1.total_cmp(&a.1));
        Ok(sizes.into_iter().map(|(path, _)| path).collect())
    }
}

/// The sensitivity studies of a scenario that lie beside a result folder, or are that folder; in the order of their
/// names.
#[must_use]
pub fn studies_beside(folder: &ResultFolder) -> Vec<ResultFolder> {
    let absolute = fs::canonicalize(&folder.folder).unwrap_or_else(|_| folder.folder.clone());
    let Some(above) = absolute.parent() else { return Vec::new() };
    let beside = names_in(above).into_iter().filter_map(|name| ResultFolder::open(&above.join(name)).ok());
    let same = |other: &ResultFolder| {
        let about = |manifest: &Manifest| manifest.scenario.resolved.clone();
        other.manifest.sensitivity.is_some() && about(&other.manifest) == about(&folder.manifest)
    };
    beside.filter(same).collect()
}

fn sha256(path: &Path) -> io::Result<String> {
    let (mut file, mut hash, mut buffer) = (File::open(path)?, Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}
