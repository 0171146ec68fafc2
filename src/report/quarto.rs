//! A report as the source of a Quarto document, for those who write a text of their own around it: the same sentences,
//! charts and tables as the page, in Markdown that pandoc reads. Whatever stands in a scenario is text in it, never
//! markup.

use super::markdown::Piece;
use super::material::{Material, Moment};
use super::page::LIMITS;
use super::picture::{Picture, day_in_words};
use super::run::plain;
use super::sentences;
use super::table::Table;

/// Name of the document in its folder.
pub const DOCUMENT: &str = "report.qmd";
/// Name of the references beside it.
pub const REFERENCES: &str = "references.bib";

/// The document about one folder or several. `files_of` says where the files of the n-th lie beside it, with a slash.
pub(super) fn document(all: &[Material], files_of: &dyn Fn(usize) -> String) -> String {
    let depth = if all.len() > 1 { 2 } else { 1 };
    let title = all.iter().map(|one| one.title.as_str()).collect::<Vec<_>>().join("; ");
    let mut text = format!(
        "---\ntitle: {}\nsubtitle: \"A simulation, not a forecast\"\nlang: en\nbibliography: {REFERENCES}\nnocite: \
         '@*'\nformat:\n  html:\n    toc: true\n    embed-resources: true\n  docx: default\n  pdf: default\n---\n\n",
        // A JSON text is a YAML text.
        serde_json::Value::from(title)
    );
    for (number, material) in all.iter().enumerate() {
        if all.len() > 1 {
            text += &format!("# {}\n\n", escaped(&material.title));
        }
        text += &Document { material, depth, files: files_of(number) }.text();
    }
    text
}

/// The entries of all citations, each once.
pub(super) fn references(all: &[Material]) -> String {
    let mut entries: Vec<&str> = Vec::new();
    for entry in all.iter().map(|one| one.citation.bibtex.trim_end()) {
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    // A key stands once in a file.
    let keyed = |(number, entry): (usize, &&str)| match number {
        0 => (*entry).to_owned(),
        more => entry.replacen("{softpower,", &format!("{{softpower-{},", more + 1), 1),
    };
    entries.iter().enumerate().map(|one| keyed(one) + "\n").collect::<Vec<_>>().join("\n")
}

struct Document<'a> {
    material: &'a Material,
    depth: usize,
    files: String,
}

impl Document<'_> {
    fn text(&self) -> String {
        let sections: [(&str, String); 7] = [
            ("The answer", self.answer()),
            ("What comes out", self.pictures()),
            ("What was assumed to change", self.changes()),
            ("How sure is this?", self.sure()),
            ("Where the numbers come from", self.settings()),
            ("Repeat it", self.repeat()),
            ("Limits", LIMITS.iter().map(|words| item(words)).collect::<String>() + "\n"),
        ];
        let marks = "#".repeat(self.depth);
        let said = sections.into_iter().filter(|(_, text)| !text.trim().is_empty());
        said.map(|(heading, text)| format!("{marks} {heading}\n\n{text}")).collect()
    }

    fn answer(&self) -> String {
        let Material { question, headline, more, numbers, answer, ends, .. } = self.material;
        let mut text = String::new();
        for words in [question, headline].into_iter().chain(more).filter(|words| !words.is_empty()) {
            text += &paragraph(words);
        }
        for number in numbers {
            text += &item(&format!("{}: {} ({})", number.label, number.value, number.note));
        }
        text += "\n";
        text += &answer.iter().map(|piece| self.piece(piece)).collect::<String>();
        text + &ends.iter().map(|(caption, rows)| table(rows, caption)).collect::<String>()
    }

    fn piece(&self, piece: &Piece) -> String {
        match piece {
            Piece::Heading(_, words) => format!("{} {}\n\n", "#".repeat(self.depth + 1), escaped(words)),
            Piece::Paragraph(words) => paragraph(words),
            Piece::List(items) => items.iter().map(|words| item(words)).collect::<String>() + "\n",
            Piece::Plain(words) => verbatim(words),
            Piece::Table(caption, rows) => table(rows, caption),
        }
    }

    fn pictures(&self) -> String {
        let one = |picture: &Picture| {
            let (title, alt) = (escaped(&picture.title), quoted(&picture.alt));
            let stem = &picture.stem;
            format!("![{title}]({}charts/{stem}.png){{#fig-{} fig-alt={alt}}}\n\n", self.files, self.label(stem))
        };
        self.material.pictures.iter().map(one).collect()
    }

    /// A name that no other figure of the document has.
    fn label(&self, stem: &str) -> String {
        let place = self.files.trim_end_matches('/');
        if place.is_empty() { stem.to_owned() } else { format!("{place}-{stem}") }
    }

    fn changes(&self) -> String {
        let Material { moments, differences, .. } = self.material;
        let one = |moment: &Moment| {
            let rules: String = moment.settings.iter().map(|words| format!("  {}", item(words))).collect();
            format!("{}{rules}", item(&format!("{}: {}", day_in_words(&moment.day), moment.words)))
        };
        let told: String = moments.iter().map(one).chain(differences.iter().map(|words| item(words))).collect();
        if told.is_empty() { told } else { told + "\n" }
    }

    fn sure(&self) -> String {
        let Material { sure, way, .. } = self.material;
        let way = way.as_ref().map(|way| table(way, "What moved on the way")).unwrap_or_default();
        sure.iter().filter(|words| !words.is_empty()).map(|words| paragraph(words)).collect::<String>() + &way
    }

    fn settings(&self) -> String {
        let Material { settings, sources, .. } = self.material;
        if settings.is_empty() {
            return String::new();
        }
        let mut text = paragraph(&sentences::settings(settings));
        text += &sources.iter().map(|(_, words)| item(words)).collect::<String>();
        text += "\n";
        let rows = settings.iter().filter(|row| !row.is_default()).map(|row| {
            vec![row.path.clone(), plain(&row.value).to_owned(), row.origin.clone(), row.meaning.to_owned()]
        });
        let header = ["Setting", "Value", "Written in", "Meaning"].map(str::to_owned).to_vec();
        text + &table(&Table { header, rows: rows.collect(), note: String::new() }, "What was written for the scenario")
    }

    fn repeat(&self) -> String {
        let Material { provenance, citation, files, .. } = self.material;
        let mut text = paragraph(&citation.methods);
        text += &verbatim(&provenance.command);
        let Some((path, _)) =
            files.iter().find(|(path, _)| path.ends_with("runs.csv") || path.ends_with("settings.csv"))
        else {
            return text;
        };
        text += "The numbers lie beside this text:\n\n";
        text + &format!(
            "```python\nimport pandas as pd\n\nnumbers = pd.read_csv({})\n```\n\n",
            serde_json::Value::from(format!("{}{path}", self.files))
        )
    }
}

/// Text in which no sign is markup: pandoc takes every sign of ASCII behind a backslash as itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() {
            out.push(' ');
            continue;
        }
        if letter.is_ascii_punctuation() && !".,;:?%()/-+'".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    // At the beginning of a line these would begin a list.
    match out.chars().next() {
        Some('-' | '+' | '(' | '%' | ':') => format!("\\{out}"),
        Some(first) if first.is_ascii_digit() => out.replacen(". ", "\\. ", 1),
        _ => out,
    }
}

fn paragraph(words: &str) -> String {
    format!("{}\n\n", escaped(words))
}

fn item(words: &str) -> String {
    format!("- {}\n", escaped(words))
}

/// Text between double quotes, as an attribute.
fn quoted(words: &str) -> String {
    let clean: String = words.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("\"{}\"", clean.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Text as it is, in a fence that is longer than every run of its sign in it.
fn verbatim(words: &str) -> String {
    let longest = words.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}\n{words}\n{fence}\n\n")
}

fn table(rows: &Table, caption: &str) -> String {
    let line =
        |cells: &[String]| format!("| {} |\n", cells.iter().map(|cell| escaped(cell)).collect::<Vec<_>>().join(" | "));
    let rule = format!("|{}\n", "---|".repeat(rows.header.len()));
    let body: String = rows.rows.iter().map(|row| line(row)).collect();
    let note = if rows.note.is_empty() { String::new() } else { paragraph(&rows.note) };
    format!("{}{rule}{body}\n: {}\n\n{note}", line(&rows.header), escaped(caption))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_scenario_is_markup() {
        let cases = [
            (
                "a *b* _c_ <d> [e](f) $g$ `h` | @i #j",
                "a \\*b\\* \\_c\\_ \\<d\\> \\[e\\](f) \\$g\\$ \\`h\\` \\| \\@i \\#j",
            ),
            ("- no list", "\\- no list"),
            ("1. no list", "1\\. no list"),
            ("0.17 points", "0.17 points"),
            ("two\nlines", "two lines"),
        ];
        for (text, wanted) in cases {
            assert_eq!(escaped(text), wanted);
        }
        assert_eq!(quoted("a \"b\" \\"), "\"a \\\"b\\\" \\\\\"");
        assert_eq!(verbatim("a\n```\nb"), "````\na\n```\nb\n````\n\n");
    }

    #[test]
    fn a_table_has_its_caption_and_note() {
        let rows = [["A|B", "c"], ["1", "2"]].map(|row| row.map(str::to_owned).to_vec());
        let [header, row] = rows;
        let text = table(&Table { header, rows: vec![row], note: "N.".into() }, "What");
        assert_eq!(text, "| A\\|B | c |\n|---|---|\n| 1 | 2 |\n\n: What\n\nN.\n\n");
    }
}
