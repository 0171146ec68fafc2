//! A report as a page: one file that asks nobody for anything, says everything without scripts, and prints. What is
//! said about each folder stands in `material.rs`; here it only finds its place.

use serde_json::json;

use super::font;
use super::html::{Html, data, details, escaped, list, paragraph, tag, void};
use super::markdown;
use super::material::{Material, Moment, Number};
use super::picture::{Frame, MOST_READINGS, Picture, day_in_words, path, reading};
use super::run::plain;
use super::sentences;
use super::table::Table;
use crate::charts::Provenance;
use crate::charts::origin::{Origin, REPORT_MARK};
use crate::charts::words::{list as listed, sentence};
use crate::scenario::ledger::Row;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// What the page may do: use what is in it, and nothing from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; \
                      img-src data: blob:; base-uri 'none'; form-action 'none'";

/// What is true of every report.
pub(super) const LIMITS: [&str; 5] = [
    "This is a simulation, not a forecast. Every number means: in this scenario the model gives.",
    "Many values are assumptions without direct evidence. They are marked in the list of settings; change those \
     that you doubt, and see whether the answer stays.",
    "Ranges show luck alone: how far runs lie apart that differ in nothing but chance. They do not say how sure \
     anybody can be about the world.",
    "The model was held against observed patterns, and misses some of them; softpower validate measures all of them.",
    "No text is written or read. A message is a form, an author, a time and a quality; whatever else a country does in \
     the world is noise.",
];

/// A section: its name in links, its heading, and what it says about a folder.
struct Section {
    id: &'static str,
    heading: &'static str,
    say: fn(&Place<'_>) -> Html,
}

/// The sections after the headline, in their order. A section that has nothing to say is left out.
const SECTIONS: [Section; 9] = [
    Section { id: "picture", heading: "What comes out", say: first_picture },
    Section { id: "changes", heading: "What was assumed to change", say: changes },
    Section { id: "why", heading: "Why it happens", say: why },
    Section { id: "sure", heading: "How sure is this?", say: sure },
    Section { id: "charts", heading: "Other charts", say: other_pictures },
    Section { id: "settings", heading: "Where the numbers come from", say: settings },
    Section { id: "repeat", heading: "Repeat it", say: repeat },
    Section { id: "cite", heading: "Cite it", say: cite },
    Section { id: "limits", heading: "Limits", say: limits },
];

/// One of the folders of a report.
#[derive(Clone, Copy)]
struct Place<'a> {
    material: &'a Material,
    /// Which of them, from 0.
    number: usize,
    /// How many there are.
    count: usize,
}

impl Place<'_> {
    /// A name for an element that no other folder has.
    fn id(&self, name: &str) -> String {
        if self.count == 1 { name.to_owned() } else { format!("{name}-{}", self.number + 1) }
    }

    /// Depth of headings inside a section.
    fn depth(&self) -> usize {
        if self.count == 1 { 3 } else { 4 }
    }
}

/// The whole page about one folder or several.
pub(super) fn page(all: &[Material]) -> String {
    let count = all.len();
    let places: Vec<Place<'_>> =
        all.iter().enumerate().map(|(number, material)| Place { material, number, count }).collect();
    let sections: Vec<(&Section, Html)> =
        SECTIONS.iter().map(|section| (section, of_section(section, &places))).collect();
    let sections: Vec<(&Section, Html)> = sections.into_iter().filter(|(_, html)| !html.is_empty()).collect();
    let title = match all {
        [one] => one.title.clone(),
        many => sentence(&listed(&many.iter().map(|one| one.title.clone()).collect::<Vec<_>>())),
    };
    let main = [head_of_page(&title, &places), contents(&sections), all_sections(sections)];
    let body = [tag("main", &[], main), foot(all)];
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{}\n<title>{}</title>\n{}\n{}{}{}\
         </head>\n<body{}>\n{}\n{}\n</body>\n</html>\n",
        void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]).into_string(),
        escaped(&format!("{title}: a softpower report")),
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"softpower\">",
        // Early, so that whoever reads only the beginning of the file finds it.
        origin(all).into_string(),
        Html::trusted(format!("<style>\n{STYLE}</style>\n")).into_string(),
        Html::trusted(format!("<style id=\"typeface\">\n{}</style>\n", font::rules())).into_string(),
        if count > 1 { " class=\"several\"" } else { "" },
        Html::from(body).into_string(),
        Html::trusted(format!("<script>\n{SCRIPT}</script>")).into_string(),
    )
}

/// What `softpower inspect` and `softpower run` read.
fn origin(all: &[Material]) -> Html {
    let provenance = match all {
        [] => return Html::default(),
        [one] => one.provenance.clone(),
        [first, ..] => together(&first.provenance, all),
    };
    let origin = Origin { chart: "report".to_owned(), observed: false, provenance };
    let json = serde_json::to_string(&origin).unwrap_or_default();
    let attributes = [("type", "application/json"), ("id", "softpower")];
    let html = data(&attributes, &json).into_string();
    debug_assert!(html.starts_with(REPORT_MARK));
    Html::trusted(html)
}

/// Several results as one: every scenario, and no single command.
fn together(first: &Provenance, many: &[Material]) -> Provenance {
    let mut scenarios = Vec::new();
    for carried in many.iter().flat_map(|one| &one.provenance.scenarios) {
        if !scenarios.contains(carried) {
            scenarios.push(carried.clone());
        }
    }
    let join = |of: fn(&Provenance) -> &str| many.iter().map(|one| of(&one.provenance)).collect::<Vec<_>>().join(", ");
    Provenance {
        scenario: join(|one| &one.scenario),
        hash: join(|one| &one.hash),
        command: "softpower report".to_owned(),
        scenarios,
        trajectory_sha256: String::new(),
        ..first.clone()
    }
}

fn head_of_page(title: &str, places: &[Place<'_>]) -> Html {
    let chip = tag("p", &[("class", "chip")], "Simulation, not a forecast");
    let heads: Vec<Html> = places.iter().map(|place| headline(place, places.len() > 1)).collect();
    let class = if places.len() > 1 { "beside" } else { "alone" };
    tag("header", &[], [chip, tag("h1", &[], title), tag("div", &[("class", class)], heads)])
}

/// The question, the answer in one sentence, and the numbers that stand out.
fn headline(place: &Place<'_>, titled: bool) -> Html {
    let Material { title, question, headline, more, numbers, answer, ends, .. } = place.material;
    let maybe = |class: &str, words: &str| match words {
        "" => Html::default(),
        words => tag("p", &[("class", class)], words),
    };
    let parts = [
        if titled { tag("h2", &[("class", "name")], title.as_str()) } else { Html::default() },
        maybe("question", question),
        maybe("answer", headline),
        figures(numbers),
        more.iter().map(|words| paragraph(words.as_str())).collect::<Vec<_>>().into(),
        markdown::as_html(answer, place.depth(), "Table of the answer"),
        ends.iter().map(|(caption, table)| table.as_html(caption)).collect::<Vec<_>>().into(),
    ];
    tag("div", &[("class", "headline")], parts)
}

fn figures(numbers: &[Number]) -> Html {
    if numbers.is_empty() {
        return Html::default();
    }
    let one = |number: &Number| {
        let note = tag("dd", &[("class", "range")], number.note.as_str());
        let value = tag("dd", &[("class", "value")], number.value.as_str());
        tag("div", &[], [tag("dt", &[], number.label.as_str()), value, note])
    };
    tag("dl", &[("class", "figures")], numbers.iter().map(one).collect::<Vec<_>>())
}

fn contents(sections: &[(&Section, Html)]) -> Html {
    let link = |(section, _): &(&Section, Html)| {
        tag("li", &[], tag("a", &[("href", &format!("#{}", section.id))], section.heading))
    };
    let links: Vec<Html> = sections.iter().map(link).collect();
    tag("nav", &[("aria-label", "On this page")], tag("ul", &[], links))
}

fn all_sections(sections: Vec<(&Section, Html)>) -> Html {
    let one = |(section, inside): (&Section, Html)| {
        let heading = tag("h2", &[("id", &format!("{}-heading", section.id))], section.heading);
        let attributes = [("id", section.id), ("aria-labelledby", &format!("{}-heading", section.id))];
        Html::trusted(tag("section", &attributes, [heading, inside]).into_string() + "\n")
    };
    sections.into_iter().map(one).collect::<Vec<_>>().into()
}

/// What a section says about each folder, side by side where that is wide enough; nothing where it has nothing to say.
fn of_section(section: &Section, places: &[Place<'_>]) -> Html {
    // What is true of every report is said once.
    let places = if section.id == "limits" { &places[..1] } else { places };
    let said: Vec<(&Place<'_>, Html)> = places.iter().map(|place| (place, (section.say)(place))).collect();
    let said: Vec<(&Place<'_>, Html)> = said.into_iter().filter(|(_, html)| !html.is_empty()).collect();
    if said.is_empty() || places.len() == 1 {
        return said.into_iter().map(|(_, html)| html).collect::<Vec<_>>().into();
    }
    let named = |(place, html): (&Place<'_>, Html)| {
        tag("div", &[], [tag("h3", &[("class", "name")], place.material.title.as_str()), html])
    };
    tag("div", &[("class", "beside")], said.into_iter().map(named).collect::<Vec<_>>())
}

/// Charts that say why belong there.
fn says_why(picture: &Picture) -> bool {
    ["attribution", "funnel", "attention", "attitudes"].contains(&picture.stem.as_str())
}

/// A timeline says what was assumed to change.
fn says_what_changes(picture: &Picture) -> bool {
    picture.stem == "timeline"
}

/// A chart of differences says how sure they are.
fn says_how_sure(picture: &Picture) -> bool {
    picture.stem == "difference"
}

fn main_picture(material: &Material) -> Option<&Picture> {
    material.pictures.iter().find(|picture| !says_why(picture)).or(material.pictures.first())
}

fn first_picture(place: &Place<'_>) -> Html {
    main_picture(place.material).map_or_else(Html::default, |picture| figure(place, picture, true))
}

fn other_pictures(place: &Place<'_>) -> Html {
    let first = main_picture(place.material).map(|picture| picture.stem.as_str());
    let others: Vec<&Picture> = place
        .material
        .pictures
        .iter()
        .filter(|picture| Some(picture.stem.as_str()) != first)
        .filter(|picture| !says_why(picture) && !says_how_sure(picture) && !says_what_changes(picture))
        .collect();
    others.into_iter().map(|picture| figure(place, picture, false)).collect::<Vec<_>>().into()
}

/// A chart with its table, and what a script needs to let its numbers be read.
fn figure(place: &Place<'_>, picture: &Picture, first: bool) -> Html {
    let material = place.material;
    let beneath = match &picture.frame {
        Some(frame) if first => single_runs(frame, &material.singles),
        _ => String::new(),
    };
    let id = place.id(&picture.stem);
    let files = format!("Also beside this page: charts/{0}.png, .svg and .csv.{1}", picture.stem, picture.left_out());
    let script = readings(picture, if beneath.is_empty() { "" } else { &material.singles_of }, material.singles.len());
    let table = picture.table.as_html(&format!("Numbers of the chart: {}", picture.title));
    let (label, drawing) = (format!("Chart: {}", picture.title), picture.drawing(&beneath));
    let inside = [
        // It can be scrolled where it is wider than the window, with the keyboard too.
        tag("div", &[("class", "card"), ("role", "group"), ("aria-label", &label), ("tabindex", "0")], drawing),
        tag("figcaption", &[], files),
        details("The numbers as a table", table),
        data(&[("type", "application/json"), ("class", "readings")], &script),
        data(&[("type", "text/csv"), ("class", "numbers")], &picture.short_csv()),
    ];
    let heading = if first {
        Html::default()
    } else {
        // The finding stands in the chart; the heading says what is drawn.
        let path = format!("charts/{}.svg", picture.stem);
        let meaning =
            material.files.iter().find(|(known, _)| *known == path).map_or(&picture.title, |(_, words)| words);
        tag(&format!("h{}", place.depth()), &[("id", &format!("{id}-title"))], sentence(meaning))
    };
    [heading, tag("figure", &[("id", &id), ("data-stem", &picture.stem)], inside)].into()
}

/// Single runs as thin lines, hidden until somebody asks for them.
fn single_runs(frame: &Frame, singles: &[Vec<(String, f64)>]) -> String {
    let (top, bottom) = frame.plot;
    let (Some(left), Some(right)) = (frame.places.values().next(), frame.places.values().next_back()) else {
        return String::new();
    };
    let step = frame.step(MOST_READINGS);
    let line = |run: &Vec<(String, f64)>| {
        let spot = |(day, value): &(String, f64)| {
            let x = frame.places.get(day)?;
            Some(((x - left).round() as i64, (frame.y(*value) - top).round() as i64))
        };
        let spots: Vec<(i64, i64)> = run.iter().step_by(step).filter_map(spot).collect();
        format!("<path d=\"{}\"/>", path(&spots))
    };
    if singles.is_empty() || top >= bottom || left >= right {
        return String::new();
    }
    let colour = frame.colours.first().map_or("#6B7280", String::as_str);
    let (width, height) = (right - left, bottom - top);
    // A drawing in the drawing: what leaves the plot is not shown.
    format!(
        "<svg class=\"singles\" display=\"none\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\"><g fill=\"none\" stroke=\"{colour}\" stroke-width=\"9\" \
         stroke-opacity=\"0.45\">{}</g></svg>",
        singles.iter().map(line).collect::<String>()
    )
}

/// What a script needs to let the numbers of a chart be read.
fn readings(picture: &Picture, singles_of: &str, singles: usize) -> String {
    let about = json!({ "title": picture.title, "alt": picture.alt });
    let Some(frame) = &picture.frame else { return about.to_string() };
    let shown: Vec<(&String, f64, String)> = frame.dates(MOST_READINGS).collect();
    let days: Vec<&String> = shown.iter().map(|(day, _, _)| *day).collect();
    let line = |(line, colour): (&super::picture::Line, &String)| {
        let at = |day: &&&String| line.points.get(**day).copied();
        let read = |day: &&String| at(&day).map(|numbers| reading(&picture.stem, numbers)).unwrap_or_default();
        let place = |day: &&String| at(&day).and_then(|numbers| numbers[0]).map(|value| frame.y(value).round());
        json!({
            "name": line.name,
            "colour": colour,
            "words": days.iter().map(read).collect::<Vec<_>>(),
            "y": days.iter().map(place).collect::<Vec<_>>(),
        })
    };
    json!({
        "title": picture.title,
        "alt": picture.alt,
        "plot": frame.plot,
        "x": shown.iter().map(|(_, left, _)| left.round()).collect::<Vec<_>>(),
        "dates": shown.iter().map(|(_, _, words)| words).collect::<Vec<_>>(),
        "lines": frame.lines.iter().zip(&frame.colours).map(line).collect::<Vec<_>>(),
        "singles": if singles_of.is_empty() { 0 } else { singles },
        "singles_of": singles_of,
    })
    .to_string()
}

fn changes(place: &Place<'_>) -> Html {
    let Material { moments, differences, .. } = place.material;
    let one = |moment: &Moment| {
        let date = tag("time", &[("datetime", &moment.day)], day_in_words(&moment.day));
        let settings = if moment.settings.is_empty() {
            Html::default()
        } else {
            list(moment.settings.iter().map(|words| words.as_str().into()).collect())
        };
        tag("li", &[], [date, tag("p", &[], moment.words.as_str()), settings])
    };
    let shown = moments.iter().map(one).collect::<Vec<_>>();
    let timeline = if shown.is_empty() { Html::default() } else { tag("ol", &[("class", "timeline")], shown) };
    let typed = differences.iter().map(|words| words.as_str().into()).collect::<Vec<Html>>();
    let typed = if typed.is_empty() { Html::default() } else { list(typed) };
    let pictures = place.material.pictures.iter().filter(|picture| says_what_changes(picture));
    let pictures: Vec<Html> = pictures.map(|picture| figure(place, picture, false)).collect();
    [timeline, typed, pictures.into()].into()
}

fn why(place: &Place<'_>) -> Html {
    let material = place.material;
    let first = main_picture(material).map(|picture| picture.stem.as_str());
    let pictures = material.pictures.iter().filter(|picture| says_why(picture) && Some(picture.stem.as_str()) != first);
    let pictures: Vec<Html> = pictures.map(|picture| figure(place, picture, false)).collect();
    let way = material.way.as_ref().map_or_else(Html::default, |table| {
        [
            paragraph(
                "Between a rule and influence lie accounts, messages, answers and those who engage. This is how far \
                 each of them moved.",
            ),
            table.as_html("What moved on the way"),
        ]
        .into()
    });
    [Html::from(pictures), way].into()
}

fn sure(place: &Place<'_>) -> Html {
    let Material { sure, verb, provenance, .. } = place.material;
    if sure.is_empty() {
        return Html::default();
    }
    let replicates = match provenance.replicates {
        1 => "One replicate was run".to_owned(),
        many => format!("{many} replicates were run"),
    };
    let seed = format!("{replicates}, all luck derived from seed {}.", provenance.seed);
    let pictures = place.material.pictures.iter().filter(|picture| says_how_sure(picture));
    let mut all: Vec<Html> = pictures.map(|picture| figure(place, picture, false)).collect();
    all.extend(sure.iter().filter(|words| !words.is_empty()).map(|words| paragraph(words.as_str())));
    all.push(paragraph(seed));
    if verb == "run" {
        let ask = super::command::line(&["sensitivity", &provenance.scenario, "--assumptions"].map(str::to_owned));
        all.push(paragraph([Html::from("Which assumptions the result hangs on: "), tag("code", &[], ask)]));
    }
    all.into()
}

fn settings(place: &Place<'_>) -> Html {
    let Material { settings, sources, .. } = place.material;
    if settings.is_empty() {
        return Html::default();
    }
    let mut parts = vec![paragraph(sentences::settings(settings))];
    if !sources.is_empty() {
        let source = |(name, words): &(String, String)| [tag("code", &[], name.as_str()), format!(" {words}").into()];
        parts.push(paragraph("Its author names these sources:"));
        parts.push(list(sources.iter().map(|named| source(named).into()).collect()));
    }
    for block in settings.chunk_by(|a, b| a.heading == b.heading) {
        parts.push(details(block_title(block), of_block(block)));
    }
    parts.into()
}

fn block_title(block: &[Row]) -> String {
    let assumed = block.iter().filter(|row| row.is_assumed()).count();
    let name = block.first().map(|row| row.heading.as_str()).unwrap_or_default();
    match assumed {
        0 => format!("{name}: {} settings", block.len()),
        1 => format!("{name}: {} settings, one of them an assumption", block.len()),
        many => format!("{name}: {} settings, {many} of them assumptions", block.len()),
    }
}

fn of_block(block: &[Row]) -> Html {
    let evidence = |row: &Row| match (row.is_default(), row.source) {
        (false, _) => {
            format!("written in {}", row.origin).replace("written in command line", "typed on the command line")
        }
        (true, "") => format!("default, {}", row.status.words()),
        (true, source) => format!("default, {}: {source}", row.status.words()),
    };
    let cells = |row: &Row| {
        let name = row.name.replace('_', " ");
        vec![sentence(&name), plain(&row.value).to_owned(), evidence(row), row.meaning.to_owned()]
    };
    let header = ["Setting", "Value", "Where from", "Meaning"].map(str::to_owned).to_vec();
    let table = Table { header, rows: block.iter().map(cells).collect(), note: String::new() };
    table.as_html(&format!("Settings under {}", block.first().map(|row| row.heading.as_str()).unwrap_or_default()))
}

/// A text that can be copied.
fn copyable(what: &str, text: &str) -> Html {
    let attributes =
        [("class", "copyable"), ("data-what", what), ("tabindex", "0"), ("role", "group"), ("aria-label", what)];
    tag("pre", &attributes, tag("code", &[], text))
}

fn repeat(place: &Place<'_>) -> Html {
    let Material { provenance, verb, .. } = place.material;
    let Provenance { version, commit, seed, hash, trajectory_sha256, scenarios, command, .. } = provenance;
    let commit = if commit.is_empty() { String::new() } else { format!(", commit {commit}") };
    let fact = |name: &str, value: &str| tag("div", &[], [tag("dt", &[], name), tag("dd", &[], value)]);
    let facts = tag(
        "dl",
        &[("class", "facts")],
        [
            fact("Program", &format!("softpower {version}{commit}")),
            fact("Seed", &seed.to_string()),
            fact("Result", hash),
            fact("SHA-256 of the numbers", trajectory_sha256),
        ],
    );
    let from_page = verb == "run" && place.count == 1;
    let how = match from_page {
        true => {
            "This page holds the whole scenario. With the same version of softpower, this repeats the run and says \
             whether the numbers are the same, to the bit:"
        }
        false => {
            "This page holds every scenario; softpower inspect report.html --unpack FOLDER writes them down. Made by:"
        }
    };
    let again = if from_page { "softpower run report.html" } else { command.as_str() };
    let made = match from_page {
        true => [paragraph("It was first made by:"), copyable("Command", command)].into(),
        false => Html::default(),
    };
    let resolved = scenarios.iter().map(|carried| {
        let what = format!("Scenario {}", carried.name);
        details(format!("All settings of {}, as a file", carried.name), copyable(&what, &carried.resolved))
    });
    let resolved: Vec<Html> = resolved.collect();
    [paragraph(how), copyable("Command to repeat it", again), made, facts, resolved.into(), files(place)].into()
}

fn files(place: &Place<'_>) -> Html {
    let Material { files, .. } = place.material;
    let row = |(path, meaning): &(String, String)| vec![path.clone(), meaning.clone()];
    let header = ["File", "What it is"].map(str::to_owned).to_vec();
    let table = Table { header, rows: files.iter().map(row).collect(), note: String::new() };
    details("Files beside this page", table.as_html("Files of the result folder"))
}

fn cite(place: &Place<'_>) -> Html {
    let citation = &place.material.citation;
    let depth = format!("h{}", place.depth());
    let heading = |words: &str| tag(&depth, &[], words);
    [
        heading("Reference"),
        copyable("Reference", &citation.reference),
        heading("Methods"),
        copyable("Methods sentence", &citation.methods),
        heading("BibTeX"),
        copyable("BibTeX", citation.bibtex.trim_end()),
    ]
    .into()
}

fn limits(_: &Place<'_>) -> Html {
    list(LIMITS.iter().map(|words| (*words).into()).collect())
}

fn foot(all: &[Material]) -> Html {
    let one = |material: &Material| {
        let Provenance { scenario, version, commit, seed, hash, .. } = &material.provenance;
        let commit = if commit.is_empty() { String::new() } else { format!(" ({commit})") };
        format!("softpower {version}{commit}, {scenario}, seed {seed}, result {hash}")
    };
    let results: Vec<String> = all.iter().map(one).collect();
    tag("footer", &[], tag("p", &[], format!("{}. Simulated, not observed.", results.join("; "))))
}
