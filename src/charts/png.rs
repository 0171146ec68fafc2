//! SVG to PNG, with nothing but the embedded typeface, and with the run in the picture's own text field.

use super::origin::FIELD;
use super::typeface::{REGULAR, SEMI_BOLD};
use resvg::{tiny_skia, usvg};
use std::sync::{Arc, LazyLock};

/// Why there is no picture.
#[derive(Debug)]
pub enum PictureError {
    /// The drawing cannot be read; a mistake in softpower.
    Drawing(usvg::Error),
    /// There is not enough memory.
    Memory,
    /// The picture cannot be packed.
    Packing(png::EncodingError),
}

impl std::fmt::Display for PictureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PictureError::Drawing(reason) => write!(f, "the chart cannot be turned into a picture: {reason}"),
            PictureError::Memory => f.write_str("there is not enough memory for a picture"),
            PictureError::Packing(reason) => write!(f, "the picture cannot be packed as PNG: {reason}"),
        }
    }
}

impl std::error::Error for PictureError {}

static TYPEFACE: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMI_BOLD.to_vec());
    Arc::new(fonts)
});

/// The bytes of a PNG file of so many dots across and down that looks like `svg` and carries `origin`.
pub(super) fn file(svg: &str, origin: &str, (wide, high): (u32, u32)) -> Result<Vec<u8>, PictureError> {
    let options =
        usvg::Options { fontdb: TYPEFACE.clone(), font_family: "Inter".to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(PictureError::Drawing)?;
    let mut sheet = tiny_skia::Pixmap::new(wide, high).ok_or(PictureError::Memory)?;
    let (across, down) = (wide as f32 / tree.size().width(), high as f32 / tree.size().height());
    resvg::render(&tree, tiny_skia::Transform::from_scale(across, down), &mut sheet.as_mut());
    packed(&sheet, origin).map_err(PictureError::Packing)
}

/// Without the alpha channel: the paper is opaque.
fn packed(sheet: &tiny_skia::Pixmap, origin: &str) -> Result<Vec<u8>, png::EncodingError> {
    let colours: Vec<u8> = sheet.pixels().iter().flat_map(|dot| [dot.red(), dot.green(), dot.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, sheet.width(), sheet.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Balanced);
    // Flat colours repeat themselves: unfiltered, a chart is packed a quarter smaller, and sooner.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.add_itxt_chunk(FIELD.to_owned(), origin.to_owned())?;
    encoder.write_header()?.write_image_data(&colours)?;
    Ok(bytes)
}
