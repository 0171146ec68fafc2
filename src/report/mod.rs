//! What people hand on: a report as one page, how to cite a result, and where it comes from. Everything is made from
//! the files of a result folder and the numbers behind them, without clock or luck: the same folder gives the same
//! bytes.
//!
//! The road: `material` reads a folder and says what there is to say (`run` about a single run, `comparison` about
//! several on the same luck, `sentences` in words, `picture` about charts), `page` gives it a place, and `quarto`
//! another. `style.css` and `script.js` are in the page as they stand here.

pub mod cite;
pub mod command;
mod comparison;
pub mod folder;
mod font;
mod html;
mod markdown;
mod material;
mod page;
mod picture;
pub mod provenance;
pub mod quarto;
mod run;
mod sentences;
mod table;

pub use material::{Folder, Reader};

use material::Material;

/// Name of the page in a result folder.
pub const FILE: &str = "report.html";

/// A report as the source of a Quarto document.
#[derive(Clone, Debug)]
pub struct Quarto {
    /// The document.
    pub document: String,
    /// The references that it cites, as BibTeX.
    pub references: String,
}

/// The same report as the source of a Quarto document; `files_of` says where the files of the n-th folder lie beside
/// it: a path that ends with a slash, or nothing.
///
/// # Errors
/// In words, when files are missing in a folder or not as they were made.
pub fn as_quarto(folders: &[Folder<'_>], files_of: &dyn Fn(usize) -> String) -> Result<Quarto, String> {
    let all: Vec<Material> = folders.iter().map(Material::of).collect::<Result<_, _>>()?;
    Ok(Quarto { document: quarto::document(&all, files_of), references: quarto::references(&all) })
}

/// The report about one result folder, or about several side by side.
///
/// # Errors
/// In words, when files are missing in a folder or not as they were made.
pub fn page(folders: &[Folder<'_>]) -> Result<String, String> {
    let all: Vec<Material> = folders.iter().map(Material::of).collect::<Result<_, _>>()?;
    Ok(page::page(&all))
}
