//! From what was named on the command line to a scenario: a file, or one that comes with the program.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::args::ScenarioTyped;
use super::console::Console;
use super::failure::Failure;
use super::wording;
use crate::charts::Carried;
use crate::charts::origin::{self, Origin, Silent};
use crate::output::disk::in_plain_words;
use crate::scenario::factor::{Factor, Varied};
use crate::scenario::{self, Country, Overlay, Parsed, Problems, Scenario, Setting, Source, builtin};

/// More than the customs house accepts: enough to let it say that a file is too large.
const MOST_BYTES: u64 = 2 << 20;
/// More than any picture of ours has.
const MOST_OF_PICTURE: u64 = 64 << 20;
/// Enough to see what kind of file it is.
const BEGINNING: u64 = 64;

/// Opens and checks the scenario that was named, with the changes that were typed beside it.
///
/// # Errors
/// Every mistake in it at once; or that there is no such scenario.
pub(super) fn open(typed: &ScenarioTyped, more: Vec<Setting>, console: &Console) -> Result<Parsed, Failure> {
    open_under(typed, None, more, console)
}

/// The same, with a file laid over it.
///
/// # Errors
/// Every mistake in it at once; or that there is no such scenario.
pub(super) fn open_under(
    typed: &ScenarioTyped,
    overlay: Option<&Overlay>,
    more: Vec<Setting>,
    console: &Console,
) -> Result<Parsed, Failure> {
    let mut settings = typed.settings.iter().map(|text| setting(text)).collect::<Result<Vec<_>, _>>()?;
    settings.extend(more);
    let found = find(&typed.scenario, console)?;
    let source = Source { name: &found.name, text: &found.text };
    let parents = |name: &str| parent(found.folder.as_deref(), name);
    scenario::parse_under(&source, overlay, &settings, &parents).map_err(|problems| refused(&problems, console))
}

/// Opens a file that is to be laid over scenarios.
///
/// # Errors
/// Every mistake in it at once; or that there is no such file.
pub(super) fn overlay(named: &str, console: &Console) -> Result<Overlay, Failure> {
    let text = text_of(named, "a file with blocks such as [event.crisis]", console)?;
    let folder = Path::new(named).parent().map(|above| Path::new(".").join(above));
    let parents = |name: &str| parent(folder.as_deref(), name);
    Overlay::read(&Source { name: named, text: &text }, &parents).map_err(|problems| refused(&problems, console))
}

/// A scenario as it travels in pictures.
pub(super) fn carried(parsed: &Parsed) -> Carried {
    Carried { name: parsed.scenario.name.clone(), resolved: parsed.resolved.to_toml(true) }
}

/// The failure of a text with problems.
pub(super) fn refused(problems: &Problems, console: &Console) -> Failure {
    let kinds = problems.list().iter().map(|problem| problem.fault.name()).collect();
    Failure { problems: kinds, ..Failure::wrong(problems.render(console.colour)) }
}

/// Tells the warnings on standard error.
pub(super) fn tell_warnings(parsed: &Parsed, console: &mut Console) {
    for warning in &parsed.warnings {
        console.warn(&warning.render(console.colour));
        console.warn("");
    }
}

/// The warnings as plain text, for `--json`.
pub(super) fn plain_warnings(parsed: &Parsed) -> Vec<String> {
    parsed.warnings.iter().map(|warning| warning.render(false)).collect()
}

/// `country.canada.approval_delay=4h`
fn setting(text: &str) -> Result<Setting, Failure> {
    let Some((path, value)) = text.split_once('=') else {
        return Err(nothing_run(
            &format!("`--set {text}` has no value"),
            "write the setting, `=` and the value: --set country.canada.approval_delay=4h",
        ));
    };
    Ok(Setting { path: path.trim().to_owned(), value: value.trim().to_owned() })
}

/// The bytes of a picture or a report; `None` where something else lies, or nothing.
pub(super) fn picture(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let begin = read_up_to(path, BEGINNING)?;
    if origin::is_picture(&begin) { read_up_to(path, MOST_OF_PICTURE).map(Some) } else { Ok(None) }
}

/// The bytes of a file of whatever kind, as far as a picture may reach.
///
/// # Errors
/// When it cannot be read.
pub(super) fn any_file(path: &Path, named: &str) -> Result<Vec<u8>, Failure> {
    read_up_to(path, MOST_OF_PICTURE).map_err(|why| {
        mistake(&format!("`{named}` cannot be read: {}", in_plain_words(&why)), "name a picture, report or folder")
    })
}

/// The scenario that travels in a picture or a report.
fn in_picture(bytes: &[u8], named: &str) -> Result<Found, Failure> {
    let (_, origin) = origin::read(bytes).map_err(|why| silent(named, why))?;
    let [carried] = &origin.provenance.scenarios[..] else { return Err(not_one(&origin, named)) };
    Ok(Found { name: format!("{}.toml", carried.name), text: carried.resolved.clone(), folder: None })
}

/// A picture that holds no scenario, or several.
fn not_one(origin: &Origin, named: &str) -> Failure {
    let count = origin.provenance.scenarios.len();
    if count == 0 {
        return nothing_run(
            &format!("`{named}` says where it comes from, but an earlier version wrote it without the scenario"),
            &wording::command(&["inspect".into(), named.to_owned()]),
        );
    }
    nothing_run(
        &format!("`{named}` holds {count} scenarios, not one"),
        &format!("{} writes each into a file", wording::command(&words_of_unpacking(named))),
    )
}

/// The words that write the scenarios of a picture into files.
pub(super) fn words_of_unpacking(named: &str) -> [String; 4] {
    ["inspect", named, "--unpack", "from-picture"].map(str::to_owned)
}

/// The failure of a picture that does not say where it comes from.
pub(super) fn silent(named: &str, why: Silent) -> Failure {
    let (title, help) = match why {
        Silent::Kind("file") => (format!("`{named}` is no picture, report or result folder"), OURS),
        Silent::Kind(kind) => (format!("`{named}` is a {kind}, which cannot say where it comes from"), OURS),
        Silent::Nothing(form) => (
            format!("This {form} does not say where it comes from: `{named}`"),
            "softpower's own do, until another program saves them again",
        ),
        Silent::Torn(form) => (format!("`{named}` is cut or damaged: it is no whole {form}"), "copy it again"),
        Silent::Garbled(form) => (
            format!("`{named}` says where it comes from, but not in words of this version: the {form} was changed"),
            "use the original, or the version of softpower that made it",
        ),
        Silent::Packed => (
            format!("Another program has saved `{named}` again and packed what it says"),
            "use the original file of softpower",
        ),
    };
    nothing_run(&title, help)
}

/// What can be asked.
const OURS: &str = "use a PNG, an SVG or a report.html that softpower made";

/// The text of a scenario.
struct Found {
    name: String,
    text: String,
    /// Where its parents are looked for; one that comes with the program is based on its like only.
    folder: Option<PathBuf>,
}

/// A file of that name; or else the scenario of that name that comes with the program.
fn find(named: &str, console: &Console) -> Result<Found, Failure> {
    let path = Path::new(named);
    if !path.is_file()
        && let Some(text) = builtin::text(named)
    {
        let name = format!("{}.toml", named.strip_suffix(".toml").unwrap_or(named));
        return Ok(Found { name, text: text.to_owned(), folder: None });
    }
    let found = bytes(path, named)?;
    if origin::is_picture(&found) {
        return in_picture(&picture(path).ok().flatten().unwrap_or(found), named);
    }
    let text = scenario::decode(&found, named).map_err(|problems| refused(&problems, console))?;
    let folder = path.parent().map(|above| Path::new(".").join(above));
    Ok(Found { name: named.to_owned(), text, folder })
}

/// A parent beside the scenario, or in a few words why there is none.
fn parent(folder: Option<&Path>, name: &str) -> Result<String, String> {
    let path = folder.ok_or("not built in")?.join(name);
    let bytes = read(&path).map_err(|why| in_plain_words(&why).trim_end_matches('.').to_owned())?;
    let first = |problems: Problems| problems.list().first().map(|problem| problem.title.clone()).unwrap_or_default();
    scenario::decode(&bytes, name).map_err(first)
}

/// The beginning of a file: enough to let the customs house say that it is too large.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    read_up_to(path, MOST_BYTES)
}

fn read_up_to(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A text file beside the scenario: its text as it is read. `what` it should be is said where there is none.
///
/// # Errors
/// When there is no such file, or it is no text.
pub(super) fn text_of(named: &str, what: &str, console: &Console) -> Result<String, Failure> {
    let path = Path::new(named);
    if !path.exists() {
        let folder = Path::new(".").join(path.parent().unwrap_or(Path::new("")));
        let files = scenario_files(&folder);
        let near = nearest(named, files.iter().map(String::as_str)).map(|near| path.with_file_name(near));
        let help = near.map_or(format!("name {what}"), |near| format!("did you mean `{}`?", near.display()));
        return Err(nothing_run(&format!("There is no file `{named}`"), &help));
    }
    if path.is_dir() {
        return Err(nothing_run(&format!("`{named}` is a folder"), &format!("name {what}")));
    }
    scenario::decode(&bytes(path, named)?, named).map_err(|problems| {
        let first = problems.list().first().map(|problem| problem.title.clone()).unwrap_or_default();
        let said = nothing_run(&first, &format!("name {what}"));
        Failure { problems: refused(&problems, console).problems, ..said }
    })
}

fn bytes(path: &Path, named: &str) -> Result<Vec<u8>, Failure> {
    read(path).map_err(|why| match why.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => not_there(named),
        ErrorKind::IsADirectory => a_folder(path, named),
        _ => nothing_run(
            &format!("`{named}` cannot be read: {}", in_plain_words(&why)),
            "open it in an editor to see why",
        ),
    })
}

fn a_folder(path: &Path, named: &str) -> Failure {
    let inside = scenario_files(path);
    let help = match inside.first() {
        Some(first) => format!("name a file in it, for example {}", path.join(first).display()),
        None => "name a scenario file; there is none in this folder".to_owned(),
    };
    nothing_run(&format!("`{named}` is a folder, not a scenario file"), &help)
}

fn not_there(named: &str) -> Failure {
    let folder = Path::new(named).parent().unwrap_or(Path::new(""));
    let mut known: Vec<String> = scenario_files(&Path::new(".").join(folder));
    known.iter_mut().for_each(|file| *file = folder.join(&file).display().to_string());
    known.extend(builtin::LIST.iter().map(|builtin| builtin.name.to_owned()));
    let help = match nearest(named, known.iter().map(String::as_str)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`softpower list` names the scenarios that come with the program".to_owned(),
    };
    nothing_run(&format!("There is no file `{named}`, nor a built-in scenario of that name"), &help)
}

/// The nearest of some names, folders and endings not counted: one mistake, and one more for every four letters.
pub(super) fn nearest<'a>(named: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let stem = |name: &str| Path::new(name).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let distance = |known: &str| strsim::damerau_levenshtein(&stem(named), &stem(known));
    let near = known.map(|known| (distance(known), known)).filter(|(distance, known)| *distance <= 1 + known.len() / 4);
    near.min().map(|(_, known)| known)
}

/// The place of the country that was named, by its name in the file or on charts; else of the focus.
///
/// # Errors
/// When there is none of that name.
pub(super) fn country(scenario: &Scenario, named: Option<&str>) -> Result<usize, Failure> {
    named.map_or(Ok(scenario.run.focus), |named| country_of(scenario, &scenario.name, named))
}

/// The place of a country in a scenario, which messages call `name`.
///
/// # Errors
/// When there is none of that name.
pub(super) fn country_of(scenario: &Scenario, name: &str, named: &str) -> Result<usize, Failure> {
    let is_it = |country: &Country| country.id == named || country.name.eq_ignore_ascii_case(named);
    let ids = || scenario.countries.iter().map(|country| country.id.as_str());
    scenario.countries.iter().position(is_it).ok_or_else(|| {
        let help = match nearest(named, ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("name one of {}", ids().collect::<Vec<_>>().join(", ")),
        };
        nothing_run(&format!("There is no country `{named}` in `{name}`"), &help)
    })
}

/// The settings that were named to be varied, each with its range; `option` is how they were named.
///
/// # Errors
/// When one of them is no setting that can be varied, or is there twice.
pub(super) fn factors(texts: &[String], option: &str, parsed: &Parsed) -> Result<Vec<Factor>, Failure> {
    let mut factors: Vec<Factor> = Vec::new();
    for text in texts {
        let help = format!("{option} canada.approval_delay=1h..96h, or {option} model.reach");
        let factor = Factor::of(text, &parsed.resolved).map_err(|why| nothing_run(&why, &help))?;
        if factors.iter().any(|known| known.path == factor.path) {
            return Err(nothing_run(&format!("`{}` is varied twice", factor.path), "name it once"));
        }
        factors.push(factor);
    }
    Ok(factors)
}

/// Settings that do not go together are found before anything runs.
///
/// # Errors
/// How many points cannot be run, and why the first of them cannot.
pub(super) fn insist_on_valid(varied: &Varied, points: &[Vec<Option<f64>>]) -> Result<(), Failure> {
    scenarios(varied, points).map(drop)
}

/// The scenarios at some points.
///
/// # Errors
/// How many points cannot be run, and why the first of them cannot.
pub(super) fn scenarios(varied: &Varied, points: &[Vec<Option<f64>>]) -> Result<Vec<Scenario>, Failure> {
    let mut scenarios = Vec::with_capacity(points.len());
    let mut wrong: Vec<(&[Option<f64>], Problems)> = Vec::new();
    for point in points {
        match varied.at(point) {
            Ok(scenario) => scenarios.push(scenario),
            Err(problems) => wrong.push((point, problems)),
        }
    }
    let Some((point, first)) = wrong.first() else { return Ok(scenarios) };
    let line = |setting: Setting| format!("  {} = {}", setting.path, setting.value);
    let settings: Vec<String> = varied.settings(point).into_iter().map(line).collect();
    Err(Failure::wrong(format!(
        "{} of the study cannot be run. The first has\n{}\n\n{}",
        wording::counted(wrong.len() as u64, "point", "points"),
        settings.join("\n"),
        first.render(false)
    )))
}

/// The scenario files in a folder.
fn scenario_files(folder: &Path) -> Vec<String> {
    crate::output::disk::names_in(folder).into_iter().filter(|name| name.ends_with(".toml")).collect()
}

/// A mistake in the command.
pub(super) fn mistake(title: &str, help: &str) -> Failure {
    let said = wording::wrapped(&format!("problem: {title}"));
    Failure::wrong(format!("{said}\n  = help: {help}"))
}

/// The same, where something would have been run.
pub(super) fn nothing_run(title: &str, help: &str) -> Failure {
    let mistake = mistake(title, help);
    Failure { message: mistake.message + "\n\nNothing was run.", ..mistake }
}
