//! A chart over time as text, for a terminal of 80 columns: medians drawn with braille characters, names and values at
//! the ends of the lines. What it says is the same chart that is drawn as SVG.

use super::time_chart::{Point, TimeChart};
use super::words::number;
use crate::scenario::Colour;
use ratatui_core::buffer::{Buffer, CellWidth};
use ratatui_core::layout::Rect;
use ratatui_core::style::{Color, Style};
use ratatui_core::symbols::Marker;
use ratatui_core::widgets::Widget;
use ratatui_widgets::canvas::{Canvas, Context, Line};

/// Columns of the whole picture.
const WIDTH: u16 = 79;
/// Rows of the lines.
const HEIGHT: u16 = 10;
/// Columns of names and values at the right, at most.
const MOST_FOR_NAMES: usize = 30;
/// What is drawn, but not spoken of.
const FAINT: Color = Color::DarkGray;

/// A line, and what stands at its end.
struct Curve<'a> {
    points: &'a [Point],
    colour: Color,
    name: Option<String>,
}

/// The chart as lines of text, each at most 79 columns wide; with escape codes for colours if they are wanted.
pub(super) fn text(chart: &TimeChart, colours: bool) -> String {
    let curves = curves(chart);
    let ticks = [chart.scale.high(), chart.scale.low()].map(|value| tick(chart, value));
    let left = ticks.iter().map(|tick| tick.chars().count()).max().unwrap_or(0) as u16;
    let names = curves.iter().filter_map(|curve| curve.name.as_deref()).map(|name| usize::from(name.cell_width()));
    let names = names.max().unwrap_or(0).min(MOST_FOR_NAMES) as u16;
    let plot = Rect::new(left + 2, 0, WIDTH - left - 3 - names, HEIGHT);
    let mut picture = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT + 2));
    draw(chart, &curves, plot, &mut picture);
    frame(chart, &ticks, plot, &mut picture);
    for (row, curve) in named_rows(chart, &curves) {
        let name = curve.name.as_deref().unwrap_or_default();
        picture.set_stringn(plot.right() + 1, row, name, names.into(), Style::new().fg(curve.colour));
    }
    let rows = (0..HEIGHT + 2).map(|row| row_of(&picture, row, colours));
    rows.collect::<Vec<_>>().join("\n")
}

/// The lines from the back to the front: what is grey, the others, the country that the chart is about.
fn curves(chart: &TimeChart) -> Vec<Curve<'_>> {
    let of_end = |points: &[Point], focus: bool| {
        points.last().map(|end| chart.printed(end.spread.median, focus)).unwrap_or_default()
    };
    let mut curves: Vec<(u8, Curve<'_>)> = Vec::new();
    for series in &chart.series {
        let colour = series.colour.map(shade);
        let name = colour.map(|_| format!("{} {}", series.name, of_end(&series.points, series.focus)));
        let depth = if series.focus { 3 } else { u8::from(colour.is_some()) * 2 };
        curves.push((depth, Curve { points: &series.points, colour: colour.unwrap_or(FAINT), name }));
    }
    if let Some(ghost) = &chart.ghost {
        let name = Some(format!("without changes {}", of_end(&ghost.points, true)));
        curves.push((1, Curve { points: &ghost.points, colour: FAINT, name }));
    }
    curves.sort_by_key(|(depth, _)| *depth);
    curves.into_iter().map(|(_, curve)| curve).collect()
}

/// The colour of a country as terminals have it; they choose their shades so that all can be read.
fn shade(colour: Colour) -> Color {
    match colour {
        Colour::Blue => Color::Blue,
        Colour::Rust => Color::Red,
        Colour::Green => Color::Green,
        Colour::Magenta => Color::Magenta,
        Colour::Ink => Color::Cyan,
    }
}

fn tick(chart: &TimeChart, value: f64) -> String {
    let decimals = chart.scale.tick_decimals().saturating_sub(chart.unit.shift());
    format!("{}{}", number(value * chart.unit.factor(), decimals), chart.unit.sign())
}

fn draw(chart: &TimeChart, curves: &[Curve<'_>], plot: Rect, picture: &mut Buffer) {
    let lines = |context: &mut Context<'_>| {
        for curve in curves {
            // A line to itself is a dot: there may be one record only.
            let first = curve.points.first().map(|point| [*point, *point]);
            for pair in first.into_iter().chain(curve.points.array_windows().copied()) {
                let [(x1, y1), (x2, y2)] = pair.map(|point: Point| (point.hour, point.spread.median));
                context.draw(&Line { x1, y1, x2, y2, color: curve.colour });
            }
        }
    };
    let canvas = Canvas::default()
        .marker(Marker::Braille)
        .x_bounds([chart.hours.0, chart.hours.1])
        .y_bounds([chart.scale.low(), chart.scale.high()])
        .paint(lines);
    canvas.render(plot, picture);
}

/// The axes, with the values at both ends of the upright one and the first and the last date under the other.
fn frame(chart: &TimeChart, [high, low]: &[String; 2], plot: Rect, picture: &mut Buffer) {
    let style = Style::new();
    for row in 0..HEIGHT {
        picture.set_string(plot.x - 1, row, "│", style);
    }
    picture.set_string(plot.x - 1, HEIGHT, format!("└{}", "─".repeat(plot.width.into())), style);
    for (row, tick) in [(0, high), (HEIGHT - 1, low)] {
        picture.set_string(plot.x - 2 - tick.chars().count() as u16, row, tick, style);
    }
    let (first, last) = (chart.clock.date(chart.hours.0).to_string(), chart.clock.last_date(chart.hours.1).to_string());
    picture.set_string(plot.x - 1, HEIGHT + 1, &first, style);
    picture.set_string(plot.right() - last.len() as u16, HEIGHT + 1, &last, style);
}

/// The row of each name: that of the line's end, or the nearest one that is free, in the order of the ends.
fn named_rows<'a>(chart: &TimeChart, curves: &'a [Curve<'a>]) -> Vec<(u16, &'a Curve<'a>)> {
    let row = |curve: &Curve<'_>| {
        let end = curve.points.last().map_or(0.0, |end| chart.scale.share(end.spread.median));
        ((1.0 - end).clamp(0.0, 1.0) * f64::from(HEIGHT - 1)).round() as u16
    };
    let height = |curve: &Curve<'_>| curve.points.last().map_or(f64::NAN, |end| end.spread.median);
    let mut named: Vec<&Curve<'_>> = curves.iter().filter(|curve| curve.name.is_some()).collect();
    named.sort_by(|a, b| height(b).total_cmp(&height(a)));
    let mut rows: Vec<u16> = Vec::new();
    for curve in &named {
        rows.push(row(curve).max(rows.last().map_or(0, |above| above + 1)));
    }
    // What was pushed out at the bottom pushes those above it up.
    let mut free = HEIGHT;
    for row in rows.iter_mut().rev() {
        *row = (*row).min(free.saturating_sub(1));
        free = *row;
    }
    rows.into_iter().zip(named).collect()
}

/// A row as text, without blanks at its end.
fn row_of(picture: &Buffer, row: u16, colours: bool) -> String {
    let (mut text, mut column, mut before) = (String::new(), 0, Color::Reset);
    let last = (0..WIDTH).rev().find(|column| !is_blank(picture[(*column, row)].symbol())).map_or(0, |last| last + 1);
    while column < last {
        let cell = &picture[(column, row)];
        // What shows nothing needs no colour of its own.
        let colour = match (colours, is_blank(cell.symbol())) {
            (false, _) => Color::Reset,
            (true, true) => before,
            (true, false) => cell.fg,
        };
        if colour != before {
            if before != Color::Reset {
                text += &anstyle::Reset.render().to_string();
            }
            if colour != Color::Reset {
                text += &anstyle::Style::from(Style::new().fg(colour)).render().to_string();
            }
            before = colour;
        }
        text += if is_blank(cell.symbol()) { " " } else { cell.symbol() };
        column += cell.cell_width().max(1);
    }
    if before != Color::Reset {
        text += &anstyle::Reset.render().to_string();
    }
    text
}

/// Nothing to see: a space, or a braille character without dots.
fn is_blank(symbol: &str) -> bool {
    matches!(symbol, " " | "\u{2800}")
}
