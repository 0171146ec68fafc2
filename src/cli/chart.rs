//! `softpower chart`: the charts of a result folder in other colours, in other sizes, with other titles; nothing is
//! simulated.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::{ChartTyped, SizeTyped, ThemeTyped};
use super::console::Console;
use super::failure::Failure;
use super::open::{nearest, nothing_run};
use super::verify::of_no_use;
use super::wording::wrapped;
use crate::charts::{self, Drawing, Look, PictureError, Size, Theme, Titles};
use crate::output::disk;
use crate::output::verify::ResultFolder;

/// Name of the contact sheet.
const CONTACT_SHEET: &str = "contact-sheet.png";

/// Draws the charts of a folder again.
///
/// # Errors
/// When it is no result folder, has no such charts, or the pictures cannot be written.
pub(super) fn chart(typed: &ChartTyped, console: &mut Console) -> Result<(), Failure> {
    let drawings = read(typed, wanted(typed, kept(&typed.folder)?)?)?;
    let out = typed.out.clone().unwrap_or_else(|| typed.folder.join("charts"));
    let files = if typed.contact_sheet { contact_sheet(&drawings)? } else { pictures(typed, drawings)? };
    disk::make_writable(&out).map_err(|why| Failure::failed(why.to_string()))?;
    let mut written: Vec<PathBuf> = Vec::new();
    for (name, bytes) in files {
        let path = out.join(name);
        disk::replace(&path, &bytes).map_err(|why| Failure::failed(why.to_string()))?;
        written.push(path);
    }
    for path in &written {
        console.answer(&format!("{}\n", path.display()));
    }
    console.answer_as_json(&json!({ "command": "chart", "folder": typed.folder, "files": written }));
    Ok(())
}

/// A chart as a folder keeps it: its name and its text.
struct Kept {
    stem: String,
    text: String,
}

/// The charts that a folder keeps.
fn kept(folder: &Path) -> Result<Vec<Kept>, Failure> {
    let found = ResultFolder::open(folder).map_err(|why| of_no_use(folder, why))?;
    let kept = found.drawings().map_err(|why| Failure::failed(why.to_string()))?;
    if kept.is_empty() {
        let help = "it was made by another version, or is of a kind that has none: run its command again";
        return Err(nothing_run(&format!("`{}` keeps no charts", folder.display()), help));
    }
    let stem = |path: &str| path.trim_start_matches("charts/").trim_end_matches(".json").to_owned();
    Ok(kept.into_iter().map(|(path, text)| Kept { stem: stem(&path), text }).collect())
}

/// Those that were asked for; all if none was named.
fn wanted(typed: &ChartTyped, kept: Vec<Kept>) -> Result<Vec<Kept>, Failure> {
    let names: Vec<&str> = kept.iter().map(|chart| chart.stem.as_str()).collect();
    if let Some(unknown) = typed.only.iter().find(|name| !names.contains(&name.as_str())) {
        let help = match nearest(unknown, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has: {}", names.join(", ")),
        };
        return Err(nothing_run(&format!("There is no chart `{unknown}` in `{}`", typed.folder.display()), &help));
    }
    let asked = |chart: &Kept| typed.only.is_empty() || typed.only.contains(&chart.stem);
    let wanted: Vec<Kept> = kept.into_iter().filter(asked).collect();
    if typed.title.is_some() && wanted.len() > 1 {
        let help = format!("add --only {}", wanted[0].stem);
        return Err(nothing_run("One title cannot fit several charts", &help));
    }
    Ok(wanted)
}

fn read(typed: &ChartTyped, kept: Vec<Kept>) -> Result<Vec<Drawing>, Failure> {
    let one = |Kept { stem, text }: Kept| {
        let place = typed.folder.join("charts").join(format!("{stem}.json"));
        Drawing::from_json(&text).map_err(|why| Failure::failed(wrapped(&format!("{}: {why}", place.display()))))
    };
    kept.into_iter().map(one).collect()
}

fn look(typed: &ChartTyped) -> Look {
    let theme = match typed.theme {
        None | Some(ThemeTyped::Light) => Theme::Light,
        Some(ThemeTyped::Dark) => Theme::Dark,
        Some(ThemeTyped::Print) => Theme::Print,
    };
    let size = match typed.size {
        None | Some(SizeTyped::Slide) => Size::Slide,
        Some(SizeTyped::Web) => Size::Web,
        Some(SizeTyped::Square) => Size::Square,
        Some(SizeTyped::Column) => Size::Column,
        Some(SizeTyped::Columns) => Size::Columns,
    };
    let titles = match &typed.title {
        Some(title) => Titles::Own(title.clone()),
        None if typed.neutral_titles => Titles::Neutral,
        None => Titles::Findings,
    };
    Look { theme, size, titles }
}

/// The name and the bytes of every picture.
fn pictures(typed: &ChartTyped, drawings: Vec<Drawing>) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let look = look(typed);
    if look == Look::default() && typed.out.is_none() {
        let help = "choose another look: --theme dark, --size square, --title ..., or another place: --out FOLDER";
        return Err(nothing_run("The charts look like that already", help));
    }
    let mut files = Vec::new();
    for drawing in drawings {
        let drawing = drawing.dressed(look.clone());
        let name = |ending: &str| format!("{}{}.{ending}", drawing.stem(), look.suffix());
        files.push((name("png"), drawing.png().map_err(undrawn)?));
        files.push((name("svg"), drawing.svg().into_bytes()));
    }
    Ok(files)
}

fn contact_sheet(drawings: &[Drawing]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let sheet = charts::contact_sheet(drawings).map_err(undrawn)?;
    Ok(vec![(CONTACT_SHEET.to_owned(), sheet)])
}

#[expect(clippy::needless_pass_by_value, reason = "that is how errors are mapped")]
fn undrawn(why: PictureError) -> Failure {
    Failure::failed(why.to_string())
}
