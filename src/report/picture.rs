//! A chart as it stands in a page: the drawing inline, its numbers as a table, and where its numbers lie on the
//! drawing, so that they can be read off. Everything is taken from the files of the chart, so pictures, tables and
//! pages never differ; a drawing that softpower cannot have made is refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::html::{Html, escaped};
use super::table::Table;
use crate::charts::words::{date, decimals_for, number, signed};
use crate::output::tables;

/// The elements that softpower draws with.
const ELEMENTS: [&str; 11] =
    ["svg", "title", "desc", "metadata", "rect", "text", "polyline", "polygon", "circle", "line", "path"];

/// At so many dates the numbers of a chart can be read at most: every week of four years.
pub(super) const MOST_READINGS: usize = 210;
/// Most points of a line in a page, two of its smallest dots apart.
const MOST_POINTS: usize = 420;

/// A chart in a page.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    /// Name of its files, without ending.
    pub(super) stem: String,
    /// What it says.
    pub(super) title: String,
    /// The same for those who do not see it.
    pub(super) alt: String,
    /// The numbers as they were written.
    pub(super) csv: String,
    /// The numbers as a table.
    pub(super) table: Table,
    /// Where the numbers lie; `None` where they are not over time.
    pub(super) frame: Option<Frame>,
    view: (f64, f64),
    body: String,
}

/// One line of a chart over time.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The name that people read.
    pub(super) name: String,
    /// The country in files, and which of its lines it is.
    pub(super) key: (String, String),
    /// Day of each record, and what is drawn there.
    pub(super) points: BTreeMap<String, [Option<f64>; 3]>,
}

/// Where dates and values of a chart over time lie on its drawing.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The lines that are drawn, in the order of the table.
    pub(super) lines: Vec<Line>,
    /// From the left: places of all dates.
    pub(super) places: BTreeMap<String, f64>,
    /// Where value 0 is from the top, and how much further down 1 is.
    pub(super) values: (f64, f64),
    /// The upper and the lower edge of the plot.
    pub(super) plot: (f64, f64),
    /// The colour of each line that was found.
    pub(super) colours: Vec<String>,
}

impl Frame {
    /// Every how many-th date is shown where there is room for about `most`.
    pub(super) fn step(&self, most: usize) -> usize {
        self.places.len().div_ceil(most).max(1)
    }

    /// About `most` dates at equal distances, and always the last: the day, its place from the left, and how people say
    /// it. What is recorded last is the end of the day before.
    pub(super) fn dates(&self, most: usize) -> impl Iterator<Item = (&String, f64, String)> {
        let (step, last) = (self.step(most), self.places.len().saturating_sub(1));
        let words = move |place: usize, day: &String| {
            let before = day.parse::<jiff::civil::Date>().and_then(jiff::civil::Date::yesterday);
            match before {
                Ok(before) if place == last && place > 0 => format!("End of {}", date(before)),
                _ => day_in_words(day),
            }
        };
        let shown = self.places.iter().enumerate().filter(move |(place, _)| place % step == 0 || *place == last);
        shown.map(move |(place, (day, left))| (day, *left, words(place, day)))
    }
}

impl Picture {
    /// A chart from its files. `name_of` gives the name of a country that people read.
    ///
    /// # Errors
    /// In words: when the files are none that softpower makes.
    pub(super) fn of(stem: &str, svg: &str, csv: &str, name_of: &dyn Fn(&str) -> String) -> Result<Picture, String> {
        let odd = |what: &str| format!("charts/{stem}.{what} is not as softpower made it");
        let (view, head, body) = parts(svg).filter(|_| is_plain(svg)).ok_or_else(|| odd("svg"))?;
        let rows = tables::read(csv).map_err(|_| odd("csv"))?;
        let lines = lines(&rows, name_of);
        let frame = Frame::find(body, lines);
        let table = match &frame {
            Some(frame) => over_time(frame, stem),
            None => Table::of_rows(&rows),
        };
        let inner = |tag: &str| {
            let (_, after) = head.split_once(&format!("<{tag}"))?;
            Some(unescaped(after.split_once('>')?.1.split_once('<')?.0))
        };
        Ok(Picture {
            stem: stem.to_owned(),
            title: inner("title").ok_or_else(|| odd("svg"))?,
            alt: inner("desc").ok_or_else(|| odd("svg"))?,
            csv: csv.to_owned(),
            table,
            frame: frame.filter(|frame| frame.plot.0.is_finite()),
            view,
            body: slim(body),
        })
    }

    /// Its numbers with seven digits, which is more than is drawn, at as many dates as can be read off: a page is
    /// mailed, and the file beside it has all.
    pub(super) fn short_csv(&self) -> String {
        let shown: Option<BTreeSet<&str>> =
            self.frame.as_ref().map(|frame| frame.dates(MOST_READINGS).map(|(day, _, _)| day.as_str()).collect());
        let is_shown = |(row, line): &(usize, &str)| {
            let day = line.split(',').next().unwrap_or_default();
            *row == 0 || shown.as_ref().is_none_or(|shown| shown.contains(day))
        };
        let lines = self.csv.lines().enumerate().filter(is_shown).map(|(_, line)| line);
        lines.map(|line| line.split(',').map(short).collect::<Vec<_>>().join(",") + "\n").collect()
    }

    /// What the page leaves out and the files beside it have; nothing of most charts.
    pub(super) fn left_out(&self) -> String {
        let Some(frame) = &self.frame else { return String::new() };
        let (read, drawn) = (frame.step(MOST_READINGS), drawn_step(frame.places.len()));
        let ordinal = |step: usize| match step {
            2 => "second".to_owned(),
            3 => "third".to_owned(),
            more => format!("{more}th"),
        };
        let drawn = if drawn > 1 { format!(" and every {} drawn", ordinal(drawn)) } else { String::new() };
        if read == 1 {
            return String::new();
        }
        format!(" They have every record; here every {} can be read and saved{drawn}.", ordinal(read))
    }

    /// The drawing, with `beneath` under its bands.
    pub(super) fn drawing(&self, beneath: &str) -> Html {
        let (width, height) = self.view;
        let place = first_band(&self.body).filter(|_| !beneath.is_empty());
        let (before, after) = self.body.split_at(place.unwrap_or(self.body.len()));
        let label = escaped(&format!("{}. {}", self.title.trim_end_matches('.'), self.alt));
        Html::trusted(format!(
            "<svg class=\"drawing\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-label=\"{label}\" stroke-linejoin=\"round\"{TYPEFACE}>{before}{}{after}",
            if place.is_some() { beneath } else { "" }
        ))
    }
}

/// A cell of a table: a number of many digits with seven, anything else as it is.
fn short(cell: &str) -> Cow<'_, str> {
    let long = cell.len() > 9 && cell.contains('.');
    let number = if long { cell.parse::<f64>().ok().filter(|number| number.is_finite()) } else { None };
    let seven = number.and_then(|number| format!("{number:.6e}").parse::<f64>().ok());
    seven.map_or(Cow::Borrowed(cell), |seven| Cow::Owned(seven.to_string()))
}

/// What every element says again, and the whole drawing can say once.
const TYPEFACE: &str = " font-family=\"Inter, Noto Sans, Helvetica, Arial, sans-serif\"";

/// The same drawing in fewer bytes.
fn slim(body: &str) -> String {
    let body = body.replace(TYPEFACE, "").replace(" opacity=\"1\"", "").replace(">\n", ">");
    let mut parts = body.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    parts
        .fold(first, |slim, part| slim + "<" + &as_path(part).unwrap_or_else(|| part.to_owned()))
        .replace("\n</text>", "</text>")
}

/// A line or an area that is written point by point, as a path from each point to the next: half as long, and with no
/// more points than are seen.
fn as_path(element: &str) -> Option<String> {
    let (end, rest) = match element.strip_prefix("polyline ") {
        Some(rest) => ("", rest),
        None => (BAND_END, element.strip_prefix("polygon ")?),
    };
    let (before, points) = rest.split_once("points=\"")?;
    let (points, after) = points.split_once('"')?;
    let spots = spots(points)?;
    let spots = match end {
        BAND_END => {
            // The outline of a band goes along its upper edge and back along its lower one.
            let (upper, lower) = spots.split_at(spots.len() / 2);
            [thinned(upper), thinned(lower)].concat()
        }
        _ => thinned(&spots),
    };
    Some(format!("path {before}d=\"{}{end}\"{after}", path(&spots)))
}

/// What an area ends with.
const BAND_END: &str = "z";

/// Points such as `1200,50 1210,40`; `None` if there are none, or others than whole ones.
fn spots(points: &str) -> Option<Vec<(i64, i64)>> {
    let spot = |point: &str| {
        let (x, y) = point.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    let spots: Vec<_> = points.split_whitespace().map(spot).collect::<Option<_>>()?;
    (!spots.is_empty()).then_some(spots)
}

/// Points at equal distances, and always the first and the last.
fn thinned(spots: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let (step, last) = (drawn_step(spots.len()), spots.len().saturating_sub(1));
    let shown = spots.iter().enumerate().filter(|(place, _)| place % step == 0 || *place == last);
    shown.map(|(_, spot)| *spot).collect()
}

/// Every how many-th of so many points of a line is drawn.
fn drawn_step(points: usize) -> usize {
    points.div_ceil(MOST_POINTS).max(1)
}

/// Points as a path from each to the next.
pub(super) fn path(spots: &[(i64, i64)]) -> String {
    let Some((first, others)) = spots.split_first() else { return String::new() };
    let mut path = format!("M{} {}", first.0, first.1);
    let mut begun = false;
    // A sign divides two numbers as well as a space does.
    let mut push = |number: i64| {
        let gap = match (begun, number < 0) {
            (false, _) => "l",
            (true, true) => "",
            (true, false) => " ",
        };
        begun = true;
        path += &format!("{gap}{number}");
    };
    let mut before = *first;
    for (x, y) in others {
        push(x - before.0);
        push(y - before.1);
        before = (*x, *y);
    }
    path
}

/// Where the first area of a slim drawing begins.
fn first_band(body: &str) -> Option<usize> {
    let end = body.find(&format!("{BAND_END}\""))?;
    body[..end].rfind('<')
}

/// Size of the view, the head up to the metadata, and what is drawn.
fn parts(svg: &str) -> Option<((f64, f64), &str, &str)> {
    let (head, body) = svg.split_once("</metadata>")?;
    let view = head.split_once("viewBox=\"0 0 ")?.1.split_once('"')?.0;
    let (width, height) = view.split_once(' ')?;
    Some(((width.parse().ok()?, height.parse().ok()?), head, body))
}

/// Is there nothing in a drawing but shapes and words: no script, no link, no style?
fn is_plain(svg: &str) -> bool {
    let is_known = |part: &str| {
        let part = part.strip_prefix('/').unwrap_or(part);
        let Some((inside, _)) = part.split_once('>') else { return false };
        let name = inside.split([' ', '/', '\n']).next().unwrap_or_default();
        // Attributes stand as `name="value"`; what is between two values is a name.
        let names = inside[name.len()..].split('"').step_by(2);
        let harmless = |name: &str| {
            let name = name.trim().trim_end_matches('=').trim_end_matches('/').trim();
            !name.starts_with("on") && !name.contains(':') && !["href", "style", "src"].contains(&name)
        };
        ELEMENTS.contains(&name) && names.into_iter().all(harmless)
    };
    svg.split('<').skip(1).all(is_known) && svg.trim_end().ends_with("</svg>")
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The lines of a table that begins with `date,country,series,median,low90,high90`; none of any other table.
fn lines(rows: &[Vec<String>], name_of: &dyn Fn(&str) -> String) -> Vec<Line> {
    let first = ["date", "country", "series", "median", "low90", "high90"];
    let is_over_time = |header: &Vec<String>| header.iter().take(first.len()).eq(&first);
    let Some((_, rows)) = rows.split_first().filter(|(header, _)| is_over_time(header)) else { return Vec::new() };
    let mut lines: Vec<Line> = Vec::new();
    for row in rows {
        let [day, country, series, median, low90, high90, ..] = &row[..] else { continue };
        let key = (country.clone(), series.clone());
        let numbers = [median, low90, high90].map(|cell| cell.parse().ok());
        let place = lines.iter().position(|line| line.key == key).unwrap_or_else(|| {
            let name = match series.as_str() {
                "run" => name_of(country),
                "without changes" | "difference" => format!("{}, {series}", name_of(country)),
                scenario => scenario.to_owned(),
            };
            lines.push(Line { name, key, points: BTreeMap::new() });
            lines.len() - 1
        });
        lines[place].points.insert(day.clone(), numbers);
    }
    lines
}

/// A line on a drawing: its colour, and its places.
struct Drawn {
    colour: String,
    spots: Vec<(f64, f64)>,
}

fn drawn(body: &str) -> Vec<Drawn> {
    let one = |part: &str| {
        let inside = part.split_once('>')?.0;
        let attribute = |name: &str| Some(inside.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0);
        let spot = |spot: &str| {
            let (x, y) = spot.split_once(',')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        };
        let spots: Option<Vec<(f64, f64)>> = attribute("points")?.split_whitespace().map(spot).collect();
        Some(Drawn { colour: attribute("stroke")?.to_owned(), spots: spots? })
    };
    body.split("<polyline").skip(1).filter_map(one).collect()
}

impl Frame {
    /// Finds a line whose numbers are known among those that are drawn; from it follows where everything else is.
    fn find(body: &str, lines: Vec<Line>) -> Option<Frame> {
        let drawn = drawn(body);
        let first = lines.iter().find_map(|line| drawn.iter().find_map(|drawn| fit(line, drawn)))?;
        let (places, values) = first;
        let grid: Vec<(f64, f64)> = drawn.iter().filter_map(|line| horizontal(&line.spots)).collect();
        // Where lines of the grid begin at several places, there are several plots: none of them says where all is.
        let alone = grid.windows(2).all(|pair| pair[0].0 == pair[1].0);
        let level = || grid.iter().filter(|_| alone).map(|(_, y)| *y);
        let top = level().fold(f64::INFINITY, f64::min);
        let bottom = level().fold(f64::NEG_INFINITY, f64::max);
        // Lines with one number only, the difference at the end, are told beside the plot.
        let lines: Vec<Line> = lines.into_iter().filter(|line| line.points.len() > 1).collect();
        let colour = |line: &Line| {
            let own = |drawn: &&Drawn| drawn.colour != "#FFFFFF" && fit(line, drawn).is_some();
            drawn.iter().find(own).map_or_else(|| "#6B7280".to_owned(), |drawn| drawn.colour.clone())
        };
        let colours = lines.iter().map(colour).collect();
        Some(Frame { lines, places, values, plot: (top, bottom), colours })
    }

    /// Where a value is, from the top.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.values.0 + value * self.values.1
    }
}

/// Where a long horizontal line begins, and its height: one of the grid, or the axis.
fn horizontal(spots: &[(f64, f64)]) -> Option<(f64, f64)> {
    let [(from, y), (to, end)] = spots else { return None };
    (y == end && (to - from).abs() > 4000.0).then_some((*from, *y))
}

type Fitted = (BTreeMap<String, f64>, (f64, f64));

/// Where dates and values are, if this is that line: two of its points say it, and all others agree.
fn fit(line: &Line, drawn: &Drawn) -> Option<Fitted> {
    let medians: Vec<f64> = line.points.values().map(|numbers| numbers[0]).collect::<Option<_>>()?;
    if medians.len() != drawn.spots.len() || medians.len() < 3 {
        return None;
    }
    let order = |a: &usize, b: &usize| medians[*a].total_cmp(&medians[*b]);
    let low = (0..medians.len()).min_by(order)?;
    let high = (0..medians.len()).max_by(order)?;
    let scale = (drawn.spots[high].1 - drawn.spots[low].1) / (medians[high] - medians[low]);
    let zero = drawn.spots[low].1 - medians[low] * scale;
    let near = |(value, spot): (&f64, &(f64, f64))| (zero + value * scale - spot.1).abs() < 3.0;
    let fits = scale < 0.0 && scale.is_finite() && medians.iter().zip(&drawn.spots).all(near);
    let places = line.points.keys().cloned().zip(drawn.spots.iter().map(|spot| spot.0)).collect();
    fits.then_some((places, (zero, scale)))
}

/// A value as people read it: shares in per cent, differences with their sign, and two digits of a small one.
pub(super) fn print(stem: &str, value: f64) -> String {
    match stem {
        "voice" | "standing" => format!("{}%", number(value * 100.0, decimals_for(value.abs() * 10.0).clamp(1, 4))),
        "difference" => signed(value, decimals_for(value.abs() / 10.0).clamp(1, 4)),
        _ => number(value, 1),
    }
}

/// Median and middle 90 % as people read them.
pub(super) fn reading(stem: &str, [median, low, high]: [Option<f64>; 3]) -> String {
    let median = median.map_or_else(|| "no number".to_owned(), |median| print(stem, median));
    match (low, high) {
        (Some(low), Some(high)) => format!("{median} ({} to {})", print(stem, low), print(stem, high)),
        _ => median,
    }
}

/// A row for each date, thinned where there are many, and always with the last.
fn over_time(frame: &Frame, stem: &str) -> Table {
    let header = std::iter::once("Date".to_owned()).chain(frame.lines.iter().map(|line| line.name.clone())).collect();
    let row = |(day, _, words): (&String, f64, String)| {
        let cell = |line: &Line| line.points.get(day).map_or(String::new(), |numbers| reading(stem, *numbers));
        std::iter::once(words).chain(frame.lines.iter().map(cell)).collect()
    };
    let banded = frame.lines.iter().flat_map(|line| line.points.values()).any(|numbers| numbers[1].is_some());
    let what = if banded { "Median and, in brackets, the middle 90 %" } else { "One run: no range" };
    let note = match frame.step(Table::MOST_ROWS) {
        1 => format!("{what}."),
        step => format!("{what}. Every {step}th record; all {} are in charts/{stem}.csv.", frame.places.len()),
    };
    Table { header, rows: frame.dates(Table::MOST_ROWS).map(row).collect(), note }
}

/// `2015-11-04` as `4 November 2015`.
pub(super) fn day_in_words(day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_same_as_a_path_in_fewer_letters() {
        let path = |points: &str| spots(points).map(|spots| path(&spots));
        assert_eq!(path("1200,50 1210,40 1220,60 ").as_deref(), Some("M1200 50l10-10 10 20"));
        assert_eq!(path("5,6 3,2").as_deref(), Some("M5 6l-2-4"));
        assert_eq!(["5,6", "", "1.5,2 3,4"].map(path), [Some("M5 6".to_owned()), None, None]);
        let long: Vec<(i64, i64)> = (0..1000).map(|x| (x, x % 7)).collect();
        let few = thinned(&long);
        assert!(few.len() <= MOST_POINTS + 1 && few[0] == long[0] && few.last() == long.last());
        assert_eq!(thinned(&long[..420]), long[..420]);
        let body = "<rect a=\"b\"/>\n<polygon fill=\"#123456\" points=\"1,2 3,4 \"/>\n<polyline points=\"1,1 2,2 \"/>";
        let slim = slim(body);
        assert_eq!(slim, "<rect a=\"b\"/><path fill=\"#123456\" d=\"M1 2l2 2z\"/><path d=\"M1 1l1 1\"/>");
        assert_eq!(first_band(&slim), slim.find("<path"));
        assert_eq!(first_band("<path d=\"M1 1l1 1\"/>"), None);
    }

    #[test]
    fn a_page_has_seven_digits_of_a_number_and_every_letter_of_a_word() {
        let cases = [
            ("0.29730177875068026", "0.2973018"),
            ("-118.40000000000001", "-118.4"),
            ("2013-01-01", "2013-01-01"),
            ("123456789", "123456789"),
            ("\"the 1.5 percent, or more\"", "\"the 1.5 percent, or more\""),
            ("", ""),
        ];
        for (cell, wanted) in cases {
            assert_eq!(short(cell), wanted);
        }
    }

    fn svg(body: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16000 9000\">\n\
             <title id=\"a\">A &lt;b&gt;</title>\n<desc id=\"c\">D.</desc>\n<metadata>{{}}</metadata>{body}</svg>\n"
        )
    }

    const CSV: &str = "date,country,series,median,low90,high90,low50,high50\n2013-01-01,canada,run,100,90,110,,\n\
                       2013-01-08,canada,run,102,91,111,,\n2013-01-15,canada,run,98,88,108,,\n\
                       2013-01-15,canada,difference,1.5,1,2,,\n";

    fn picture(body: &str) -> Result<Picture, String> {
        Picture::of("influence", &svg(body), CSV, &|id| id.to_uppercase())
    }

    #[test]
    fn the_places_of_numbers_are_found_on_the_drawing() {
        let lines = "<polyline fill=\"none\" stroke=\"#DDE1E6\" points=\"1000,2000 9000,2000 \"/>\
                     <polyline fill=\"none\" stroke=\"#DDE1E6\" points=\"1000,8000 9000,8000 \"/>\
                     <polyline fill=\"none\" stroke=\"#0A66D6\" points=\"1000,5000 2000,4800 3000,5200 \"/>";
        let found = picture(lines).expect("a picture");
        assert_eq!((found.title.as_str(), found.alt.as_str()), ("A <b>", "D."));
        let frame = found.frame.as_ref().expect("its line is drawn");
        assert_eq!((frame.y(100.0), frame.y(0.0), frame.plot), (5000.0, 15000.0, (2000.0, 8000.0)));
        assert_eq!((frame.places["2013-01-08"], frame.colours[0].as_str()), (2000.0, "#0A66D6"));
        assert_eq!(frame.lines.len(), 1, "the difference is one number");
        assert_eq!(found.table.rows[1], ["8 January 2013", "102.0 (91.0 to 111.0)"]);
        let other = lines.replace("2000,4800", "2000,4700");
        assert!(picture(&other).expect("a picture").frame.is_none(), "another line is not taken for it");
    }

    #[test]
    fn drawings_that_could_do_something_are_refused() {
        assert!(picture("<text x=\"1\">a &amp; b</text><rect width=\"1\"/>").is_ok());
        for evil in [
            "<script>alert(1)</script>",
            "<rect onload=\"alert(1)\"/>",
            "<rect\nonload=\"alert(1)\"/>",
            "<a href=\"http://a\">b</a>",
            "<rect style=\"fill:url(http://a)\"/>",
            "<image/>",
            "<text xlink:href=\"a\">b</text>",
            "</svg><p>",
            "<rect",
        ] {
            let why = picture(evil).expect_err(evil);
            assert_eq!(why, "charts/influence.svg is not as softpower made it");
        }
    }

    #[test]
    fn small_shares_and_differences_show_two_digits() {
        let cases = [
            ("voice", 0.376, "37.6%"),
            ("voice", 0.0022, "0.22%"),
            ("voice", 0.0, "0.0%"),
            ("difference", -0.026, "−0.026"),
            ("difference", 12.34, "+12.3"),
            ("influence", 100.04, "100.0"),
        ];
        for (stem, value, wanted) in cases {
            assert_eq!(print(stem, value), wanted);
        }
        assert_eq!(reading("voice", [Some(0.5), Some(0.4), Some(0.6)]), "50.0% (40.0% to 60.0%)");
        assert_eq!(reading("voice", [None; 3]), "no number");
    }

    #[test]
    fn long_tables_are_thinned_and_end_with_the_end() {
        let rows: String = (0..400)
            .map(|week| {
                let day = jiff::civil::date(2013, 1, 1).checked_add(jiff::Span::new().weeks(week)).expect("a date");
                format!("{day},canada,run,{},1,2\n", 100 + week % 7)
            })
            .collect();
        let csv = format!("date,country,series,median,low90,high90\n{rows}");
        let spots: String = (0..400).map(|week| format!("{},{} ", 1000 + week * 10, 5000 - 10 * (week % 7))).collect();
        let body = format!("<polyline fill=\"none\" stroke=\"#0A66D6\" points=\"{spots}\"/>");
        let found = Picture::of("influence", &svg(&body), &csv, &str::to_owned).expect("a picture");
        assert!(found.table.rows.len() <= Table::MOST_ROWS + 1);
        assert_eq!(found.table.rows.last().expect("rows")[0], "End of 24 August 2020");
        assert!(found.table.note.contains("all 400 are in charts/influence.csv"), "{}", found.table.note);
    }
}
