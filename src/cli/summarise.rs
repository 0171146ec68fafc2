//! `softpower summarise`: what result folders say, told again without running anything: a sweep by other measures or by
//! some of its settings, also while it is at work; runs in one table; of every other command its answer.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::SummariseTyped;
use super::compare::measures;
use super::condition;
use super::console::Console;
use super::design::Design;
use super::ended::{self, Ended};
use super::failure::Failure;
use super::open::{self, mistake};
use super::swept;
use super::tally::{Rows, Tally, short_path, work};
use super::verify::of_no_use;
use super::wording::{self, counted, grouped, wrapped};
use crate::charts::Provenance;
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::ends::{Ends, Fate};
use crate::output::disk::{in_plain_words, names_in, write_new};
use crate::output::journal::{About, Journals, about, journals_in};
use crate::output::manifest::{Manifest, SweepNote};
use crate::output::states::Useless;
use crate::output::sweep::{RUNS, SummaryRow, Told, ends_in, summary};
use crate::output::verify::ResultFolder;
use crate::output::{Program, Trouble};
use crate::scenario::sweep::Axis;
use crate::stats::Spread;

/// The tables in which other commands answer, and where they answer in words.
const ANSWERS: [(&str, &str); 6] = [
    ("comparison.csv", "answer.md"),
    ("attribution.csv", "answer.md"),
    ("sensitivity.csv", "answer.md"),
    ("curve.csv", "answer.md"),
    ("keys.csv", "answer.md"),
    ("validation.csv", "validation.md"),
];

/// What was found in a folder.
enum Thing {
    Run(Box<Ended>),
    /// One that is at work may be several, where its lists have grown.
    Sweep(Vec<Summary>),
    Answer(Box<ResultFolder>, (&'static str, &'static str)),
}

/// A sweep, as it is told.
struct Summary {
    folder: PathBuf,
    design: Design,
    rows: Rows,
    ends: Ends,
    measures: Vec<usize>,
    country: usize,
    /// How to go on, if it is not finished.
    unfinished: Option<String>,
    /// Who made it: the program and the hash of the folder or the journals.
    made: (Program, String),
}

/// Tells what result folders say.
///
/// # Errors
/// When one of them is none, or does not have what is asked for.
pub(super) fn summarise(typed: &SummariseTyped, console: &mut Console) -> Result<(), Failure> {
    let things = typed.folders.iter().map(|folder| look(folder, typed)).collect::<Result<Vec<Thing>, _>>()?;
    let runs: Vec<&Ended> =
        things.iter().filter_map(|thing| if let Thing::Run(run) = thing { Some(&**run) } else { None }).collect();
    if runs.len() == things.len() && typed.picture.is_none() {
        return ended::tell(&runs, typed, console);
    }
    if let Some(path) = &typed.picture {
        draw(path, &things, typed)?;
    }
    if typed.csv {
        let [thing] = &things[..] else {
            return Err(mistake("Such different folders have no common table", "name one of them, or several runs"));
        };
        console.answer(thing.as_csv(typed)?.trim_end());
        return Ok(());
    }
    let several = things.len() > 1;
    for (thing, folder) in things.iter().zip(&typed.folders) {
        let heading = if several { format!("{}\n\n", folder.display()) } else { String::new() };
        let gap = if several { "\n" } else { "" };
        console.answer(&format!("{heading}{}{gap}", thing.as_text(typed)?));
    }
    let folders = things.iter().zip(&typed.folders).map(|(thing, folder)| thing.as_json(folder, typed));
    let folders = folders.collect::<Result<Vec<Value>, _>>()?;
    console.answer_as_json(&json!({ "command": "summarise", "folders": folders }));
    Ok(())
}

fn look(path: &Path, typed: &SummariseTyped) -> Result<Thing, Failure> {
    let folder = match ResultFolder::open(path) {
        Ok(folder) => folder,
        Err(Useless::NoResult) if !journals_in(path).is_empty() => return unfinished(path, typed).map(Thing::Sweep),
        Err(Useless::NoResult) => return Err(no_result(path)),
        Err(why) => return Err(of_no_use(path, why)),
    };
    if let Some(note) = folder.manifest.sweep.clone() {
        return finished(&folder, &note, typed).map(|one| Thing::Sweep(vec![one]));
    }
    let answer = ANSWERS.iter().find(|(table, text)| folder.manifest.has(table) && folder.manifest.has(text));
    if !typed.by.is_empty() || (answer.is_some() && (!typed.measures.is_empty() || typed.country.is_some())) {
        let option = if typed.by.is_empty() { "--measure and --country ask" } else { "--by asks" };
        let title = format!("{option} about a sweep, and {} is none", path.display());
        return Err(mistake(&title, "leave it out"));
    }
    match answer {
        Some(answer) => Ok(Thing::Answer(Box::new(folder), *answer)),
        None => Ended::read(&folder, typed).map(|run| Thing::Run(Box::new(run))),
    }
}

/// A folder that is no result, but perhaps some lie in it.
fn no_result(path: &Path) -> Failure {
    let is_result = |name: &String| ResultFolder::open(&path.join(name)).is_ok();
    match names_in(path).into_iter().find(is_result) {
        Some(inside) => {
            let title = format!("{} is no result folder, but holds some", path.display());
            mistake(&title, &format!("name one, for example {}", path.join(inside).display()))
        }
        None => of_no_use(path, Useless::NoResult),
    }
}

/// What is asked of a sweep: its measures, its country, its rows.
fn asked(design: &Design, typed: &SummariseTyped) -> Result<(Vec<usize>, usize, Rows), Failure> {
    let wanted = match typed.measures.is_empty() {
        true => vec![design.first_measure()],
        false => measures(&typed.measures)?,
    };
    if let Some(lacking) = wanted.iter().find(|one| !design.kept.is_empty() && !design.kept.contains(one)) {
        let kept: Vec<&str> = design.kept.iter().map(|place| COUNTRY_MEASURES[*place].name).collect();
        let title = format!("`{}` was not kept in this sweep", COUNTRY_MEASURES[*lacking].name);
        return Err(mistake(&title, &format!("it kept {}", kept.join(", "))));
    }
    let country = open::country(design.scenario(), typed.country.as_deref())?;
    let rows = match typed.by.is_empty() {
        true => Rows::all(design),
        false => Rows::by(design, axes(design, &typed.by)?),
    };
    Ok((wanted, country, rows))
}

/// The axes that were named, by the ends of their paths.
fn axes(design: &Design, named: &[String]) -> Result<Vec<usize>, Failure> {
    let all = &design.points.sweep().axes;
    let is_it = |axis: &Axis, name: &str| axis.path == name || axis.path.ends_with(&format!(".{name}"));
    let known = || all.iter().map(|axis| short_path(&axis.path)).collect::<Vec<_>>().join(", ");
    let mut found = Vec::new();
    for name in named {
        let fitting: Vec<usize> = (0..all.len()).filter(|axis| is_it(&all[*axis], name.trim())).collect();
        match fitting[..] {
            [one] if found.contains(&one) => {}
            [one] => found.push(one),
            [] => {
                return Err(mistake(&format!("This sweep does not try `{name}`"), &format!("it tries {}", known())));
            }
            _ => return Err(mistake(&format!("`{name}` is tried of several"), &format!("name one of {}", known()))),
        }
    }
    Ok(found)
}

fn finished(folder: &ResultFolder, note: &SweepNote, typed: &SummariseTyped) -> Result<Summary, Failure> {
    let design = Design::of_folder(&folder.manifest, note)?;
    let (measures, country, rows) = asked(&design, typed)?;
    let none = Ends::new(design.points.len(), design.replicates, measures.len());
    let (id, told) = (&design.scenario().countries[country].id, Told { country, measures: &measures });
    let path = folder.path().join(RUNS);
    let ends = ends_in(&path, id, told, none).map_err(|why| Failure::from(Trouble { doing: "read", path, why }))?;
    let made = (folder.manifest.program.clone(), folder.manifest.hash.chars().take(8).collect());
    Ok(Summary { folder: folder.path().to_owned(), design, rows, ends, measures, country, unfinished: None, made })
}

/// The sweeps of which finished runs are kept in a folder.
fn unfinished(folder: &Path, typed: &SummariseTyped) -> Result<Vec<Summary>, Failure> {
    let mut abouts: Vec<About> = Vec::new();
    for path in journals_in(folder) {
        let known = |other: &About| abouts.iter().any(|one| one.is_of_the_same_sweep_as(other));
        let found = about(&path)?.filter(|found| !known(found));
        abouts.extend(found);
    }
    if abouts.is_empty() {
        return Err(of_no_use(folder, Useless::NoResult));
    }
    abouts.iter().map(|about| so_far(folder, about, typed)).collect()
}

fn so_far(folder: &Path, about: &About, typed: &SummariseTyped) -> Result<Summary, Failure> {
    let design = Design::of_journal(about)?;
    let (measures, country, rows) = asked(&design, typed)?;
    let journals = Journals::read(folder, about)?;
    let scenario = |point: usize| design.scenario_at(point);
    let ends = design.swept(&scenario, &journals).ends(Told { country, measures: &measures });
    let ends = ends.map_err(|why| Failure::from(Trouble { doing: "read", path: folder.to_owned(), why }))?;
    let next = match ends.count(Fate::Missing) {
        0 => swept::merge_command(folder),
        _ => wording::command(&about.command),
    };
    let made = (about.program.clone(), about.base().short());
    Ok(Summary { folder: folder.to_owned(), design, rows, ends, measures, country, unfinished: Some(next), made })
}

impl Summary {
    /// What is told of the place-th measure that was asked for.
    fn tally(&self, place: usize) -> Tally<'_> {
        let measure = (self.measures[place], place);
        Tally { design: &self.design, rows: &self.rows, ends: &self.ends, measure, country: self.country }
    }

    fn tallies(&self) -> impl Iterator<Item = Tally<'_>> {
        (0..self.measures.len()).map(|place| self.tally(place))
    }

    /// Fewest and most replicates of a setting that are there.
    fn balance(&self) -> (usize, usize) {
        let points = 0..self.design.points.len();
        let there = points.map(|point| self.design.replicates as usize - self.ends.count_at(point, Fate::Missing));
        there.fold((usize::MAX, 0), |(low, high), count| (low.min(count), high.max(count)))
    }

    /// How many runs there are, and how evenly they are spread.
    fn state(&self) -> String {
        let all = self.design.runs();
        let (missing, failed) = (self.ends.count(Fate::Missing) as u64, self.ends.count(Fate::Failed) as u64);
        let failed = match failed {
            0 => String::new(),
            count => format!(" {} failed.", counted(count, "run", "runs")),
        };
        let Some(next) = &self.unfinished else { return format!("{}.{failed}", work(&self.design)) };
        let said = match (missing, self.balance()) {
            (0, _) => format!("All {} are there.{failed} Put them together with:", counted(all, "run", "runs")),
            (_, (low, high)) => {
                let each = if low == high { grouped(low as u64) } else { format!("{low} to {high}") };
                format!(
                    "Unfinished: {} of {} are there, {each} of {} in each setting.{failed} Go on with:",
                    grouped(all - missing),
                    counted(all, "run", "runs"),
                    counted(self.design.replicates.into(), "replicate", "replicates")
                )
            }
        };
        format!("{}\n  {next}", wrapped(&said))
    }

    fn provenance(&self, typed: &SummariseTyped) -> Provenance {
        let (program, hash) = &self.made;
        let mut words = vec!["summarise".to_owned(), self.folder.display().to_string()];
        let mut add = |option: &str, values: &[String]| {
            if !values.is_empty() {
                words.extend([option.to_owned(), values.join(",")]);
            }
        };
        add("--measure", &typed.measures);
        add("--by", &typed.by);
        add("--country", typed.country.as_slice());
        add("--target", typed.target.as_slice());
        add("--picture", &typed.picture.iter().map(|path| path.display().to_string()).collect::<Vec<_>>());
        Provenance {
            scenario: self.design.scenario().name.clone(),
            replicates: self.design.replicates,
            seed: self.design.scenario().run.seed,
            version: program.version.clone(),
            commit: program.commit_in_pictures(),
            hash: hash.clone(),
            command: wording::command(&words),
            scenarios: Vec::new(),
            trajectory_sha256: String::new(),
        }
    }

    fn as_text(&self) -> String {
        let tables: Vec<String> = self.tallies().map(|tally| tally.as_text()).collect();
        format!("{}\n{}\n\n{}", self.design.scenario().title, self.state(), tables.join("\n\n"))
    }

    fn as_json(&self) -> Value {
        let (least, most) = self.balance();
        json!({
            "folder": self.folder,
            "kind": if self.unfinished.is_some() { "unfinished sweep" } else { "sweep" },
            "scenario": self.design.scenario().name,
            "runs": self.design.runs(),
            "done": self.ends.count(Fate::Done),
            "failed": self.ends.count(Fate::Failed),
            "replicates_in_each_setting": [least, most],
            "country": self.design.scenario().countries[self.country].id,
            "measures": self.tallies().map(|tally| tally.as_json()).collect::<Vec<_>>(),
            "next": self.unfinished,
        })
    }

    fn as_csv(&self) -> Result<String, Failure> {
        let first = self.tally(0);
        let measures: Vec<&Measure> = self.measures.iter().map(|place| &COUNTRY_MEASURES[*place]).collect();
        let row = |row: usize| {
            let numbers: Vec<Vec<f64>> = self.tallies().map(|tally| tally.numbers(row)).collect();
            let runs = numbers[0].iter().filter(|x| !x.is_nan()).count();
            SummaryRow { values: first.values(row), runs, spreads: numbers.into_iter().map(Spread::of).collect() }
        };
        let country = &self.design.scenario().countries[self.country].id;
        in_memory(|out| summary(&first.axes(), (country, &measures), (0..first.len()).map(row), out))
    }
}

impl Thing {
    fn as_text(&self, typed: &SummariseTyped) -> Result<String, Failure> {
        match self {
            Thing::Run(run) => Ok(ended::as_text(&[run], typed)),
            Thing::Sweep(all) => Ok(all.iter().map(Summary::as_text).collect::<Vec<_>>().join("\n\n")),
            Thing::Answer(folder, (_, words)) => Ok(plain(&text_in(folder, words)?)),
        }
    }

    fn as_json(&self, folder: &Path, typed: &SummariseTyped) -> Result<Value, Failure> {
        match self {
            Thing::Run(run) => Ok(run.as_json(typed)),
            Thing::Sweep(all) => Ok(all.last().map_or(Value::Null, Summary::as_json)),
            Thing::Answer(found, (_, words)) => {
                let text = plain(&text_in(found, words)?);
                Ok(json!({ "folder": folder, "kind": kind(&found.manifest), "text": text }))
            }
        }
    }

    fn as_csv(&self, typed: &SummariseTyped) -> Result<String, Failure> {
        match self {
            Thing::Run(run) => ended::as_csv(&[run], typed),
            Thing::Sweep(all) => all.last().map_or(Ok(String::new()), Summary::as_csv),
            Thing::Answer(folder, (table, _)) => text_in(folder, table),
        }
    }
}

/// Draws a sweep into a new file.
fn draw(path: &Path, things: &[Thing], typed: &SummariseTyped) -> Result<(), Failure> {
    let [Thing::Sweep(all)] = things else {
        return Err(mistake("A picture is drawn of one sweep", "name its folder alone"));
    };
    let Some(summary) = all.last() else { return Ok(()) };
    let tally = summary.tally(0);
    let target = typed.target.as_deref();
    let target = target.map(|text| condition::target(text, summary.design.scenario(), tally.asked())).transpose()?;
    let picture = tally.picture(target.as_ref()).ok_or_else(|| {
        let title = "There is too little to draw: a picture needs three settings that differ and have a number";
        mistake(title, "with --by there are fewer of them; leave it out, or wait until more runs are done")
    })?;
    let chart = picture.drawing(&summary.provenance(typed));
    let bytes = match path.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => chart.svg().into_bytes(),
        Some("png") => chart.png().map_err(|why| Failure::failed(why.to_string()))?,
        _ => {
            let title = format!("{} ends neither in .png nor in .svg", path.display());
            return Err(mistake(&title, "--picture map.png"));
        }
    };
    Ok(write_new(path, bytes)?)
}

/// The command that made a folder.
fn kind(manifest: &Manifest) -> &str {
    manifest.command.first().map_or("", String::as_str)
}

fn text_in(folder: &ResultFolder, path: &str) -> Result<String, Failure> {
    let unread = |why: std::io::Error| {
        Failure::failed(format!("{} cannot be read: {}", folder.path().join(path).display(), in_plain_words(&why)))
    };
    folder.text(path).map_err(unread)
}

/// A table as text.
pub(super) fn in_memory(fill: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    fill(&mut bytes).map_err(|why| Failure::failed(in_plain_words(&why)))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// An answer in Markdown as it stands on a terminal: paragraphs in lines, tables as they are, no signs around words.
fn plain(markdown: &str) -> String {
    let (mut parts, mut paragraph, mut fenced) = (Vec::new(), String::new(), None::<Vec<&str>>);
    for line in markdown.lines().chain([""]) {
        let is_fence = line.starts_with("```");
        match (fenced.take(), is_fence) {
            (Some(lines), true) => parts.push(lines.join("\n")),
            (Some(mut lines), false) => {
                lines.push(line);
                fenced = Some(lines);
            }
            (None, true) => fenced = Some(Vec::new()),
            (None, false) => {
                let alone = line.starts_with('|') || line.starts_with("* ") || line.starts_with("- ");
                if (line.is_empty() || alone) && !paragraph.is_empty() {
                    parts.push(wrapped(&std::mem::take(&mut paragraph)));
                }
                let bare = line.trim_start_matches('#').trim_start().replace(['`'], "").replace("**", "");
                match (alone, parts.last_mut()) {
                    (false, _) => paragraph += &format!("{bare} "),
                    (true, Some(above)) if above.lines().last().is_some_and(|last| last[..1] == line[..1]) => {
                        *above += &format!("\n{bare}");
                    }
                    (true, _) => parts.push(bare),
                }
                if line.starts_with('#') {
                    parts.push(wrapped(&std::mem::take(&mut paragraph)));
                }
            }
        }
        if line.is_empty() && paragraph.trim().is_empty() {
            paragraph.clear();
        }
    }
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_markdown_becomes_plain_text() {
        let answer = "# What `matters`\n\nOne paragraph\nin two lines with **weight**.\n\n\
                      ```text\n  a  b\n\n  c\n```\n\n* one\n* two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nLast.\n";
        let wanted = "What matters\n\nOne paragraph in two lines with weight.\n\n  a  b\n\n  c\n\n* one\n* two\n\n\
                      | a | b |\n|---|---|\n| 1 | 2 |\n\nLast.";
        assert_eq!(plain(answer), wanted);
    }
}
