//! Marks to SVG, through plotters. Presentation attributes only: no style sheet, no filter, no web font, so that office
//! programs show the same picture.
//!
//! plotters places everything on whole numbers, so its canvas is ten times finer than the sheet. It divides type
//! sizes by 1.24 and moves text down by 0.76 em; both are undone here, so that places are baselines.

use super::marks::{Align, Mark, Pen, Spot, Words};
use super::theme::{Rgb, Theme};
use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Canvas units in a unit of the sheet.
const FINE: f64 = 10.0;

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// The words that go with a picture, not in it.
pub(super) struct Caption<'a> {
    /// File stem, from which the ids are made.
    pub(super) stem: &'a str,
    /// The title.
    pub(super) title: &'a str,
    /// The text for those who do not see the picture.
    pub(super) alt: &'a str,
    /// Where the picture comes from, as JSON.
    pub(super) origin: &'a str,
}

/// A whole SVG file.
pub(super) fn file(marks: &[Mark], caption: &Caption<'_>, theme: &Theme) -> String {
    let mut drawing = String::new();
    {
        let size = (fine(theme.sheet.width).unsigned_abs(), fine(theme.sheet.height).unsigned_abs());
        let canvas = SVGBackend::with_string(&mut drawing, size).into_drawing_area();
        draw_all(&canvas, marks, theme).expect("a String takes whatever is written to it");
    }
    let body = drawing.split_once('>').map_or("", |(_, body)| body);
    let body = body
        .replace("font-family=\"Inter\"", "font-family=\"Inter, Noto Sans, Helvetica, Arial, sans-serif\"")
        .replace("font-weight=\"bold\"", "font-weight=\"600\"");
    format!("{}{body}", head(caption, theme))
}

fn head(caption: &Caption<'_>, theme: &Theme) -> String {
    let ((width, height), stem) = (theme.sheet.lengths(), caption.stem);
    let (title, alt, origin) = (escaped(caption.title), escaped(caption.alt), escaped(caption.origin));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{stem}-title {stem}-text\" stroke-linejoin=\"round\">\n\
         <title id=\"{stem}-title\">{title}</title>\n<desc id=\"{stem}-text\">{alt}</desc>\n\
         <metadata>{origin}</metadata>",
        theme.sheet.width * FINE,
        theme.sheet.height * FINE,
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn draw_all(canvas: &Canvas<'_>, marks: &[Mark], theme: &Theme) -> Drawn {
    canvas.fill(&rgb(theme.paper))?;
    marks.iter().try_for_each(|mark| draw(canvas, mark))?;
    canvas.present()
}

fn draw(canvas: &Canvas<'_>, mark: &Mark) -> Drawn {
    match mark {
        Mark::Line(spots, pen) => canvas.draw(&PathElement::new(places(spots), stroke(*pen))),
        Mark::Dashes(spots, pen, (dash, gap)) => {
            canvas.draw(&DashedPathElement::new(places(spots), fine(*dash), fine(*gap), stroke(*pen)))
        }
        Mark::Area(outline, colour, opacity) => {
            canvas.draw(&Polygon::new(places(outline), rgb(*colour).mix(*opacity).filled()))
        }
        Mark::Disc(centre, radius, colour) => {
            canvas.draw(&Circle::new(place(*centre), fine(*radius), rgb(*colour).filled()))
        }
        Mark::Haze(centre, radius, colour, opacity) => {
            canvas.draw(&Circle::new(place(*centre), fine(*radius), rgb(*colour).mix(*opacity).filled()))
        }
        Mark::Words(words) => write(canvas, words),
    }
}

fn write(canvas: &Canvas<'_>, words: &Words) -> Drawn {
    let face = words.face;
    let weight = if face.bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name("Inter"), face.size * 1.24 * FINE, weight);
    let side = match words.align {
        Align::Left => HPos::Left,
        Align::Centre => HPos::Center,
        Align::Right => HPos::Right,
    };
    let style = TextStyle { font, color: rgb(face.colour).to_backend_color(), pos: Pos::new(side, VPos::Top) };
    canvas.draw_text(&words.text, &style, place((words.at.0, words.at.1 - 0.76 * face.size)))
}

fn rgb(Rgb(red, green, blue): Rgb) -> RGBColor {
    RGBColor(red, green, blue)
}

fn stroke(pen: Pen) -> ShapeStyle {
    ShapeStyle { color: rgb(pen.colour).to_rgba(), filled: false, stroke_width: fine(pen.width).unsigned_abs() }
}

fn fine(length: f64) -> i32 {
    libm::round(length * FINE) as i32
}

fn place((x, y): Spot) -> (i32, i32) {
    (fine(x), fine(y))
}

fn places(spots: &[Spot]) -> Vec<(i32, i32)> {
    spots.iter().copied().map(place).collect()
}
