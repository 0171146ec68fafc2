//! The documents as the program reads them aloud: an equation from `docs/model.md`, a word from `docs/glossary.md`.

use super::wording::wrapped;

const MODEL: &str = include_str!("../../docs/model.md");
const GLOSSARY: &str = include_str!("../../docs/glossary.md");

/// The section on an equation, such as `E8`; `None` if there is none.
pub(super) fn equation(name: &str) -> Option<String> {
    // An E and a number: words may stand in headings, too.
    let wanted = name.to_uppercase();
    if !wanted.strip_prefix('E').is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let is_about = |heading: &str| {
        let names = heading.split(|c: char| !c.is_ascii_alphanumeric());
        names.into_iter().any(|word| word.to_uppercase() == wanted || word.trim_end_matches(['a', 'b']) == wanted)
    };
    let section = MODEL.split("\n### ").skip(1).find(|section| section.lines().next().is_some_and(is_about))?;
    let end = section.find("\n## ").or_else(|| section.find("\n---")).unwrap_or(section.len());
    Some(read_aloud(&section[..end]))
}

/// What a word of the glossary means; `None` if it is not there.
pub(super) fn term(word: &str) -> Option<String> {
    let wanted = word.to_lowercase().replace('-', " ");
    let rows = GLOSSARY.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let is_it = |words: &str| {
        let names = words.split(['(', ')', ',', '`']).map(str::trim);
        names.into_iter().any(|name| name.to_lowercase() == wanted || name == word)
    };
    let (words, meaning) = rows.into_iter().find(|(words, _)| is_it(words))?;
    let equation = words.split(['(', ')', ',', '`']).map(str::trim).find_map(equation_behind).unwrap_or_default();
    Some(format!("{}\n\n{}{equation}", plain(words), wrapped(&plain(meaning))))
}

/// Where a number comes from, if it is one: its equation, and the file. As the table at the head of `docs/model.md`.
fn equation_behind(number: &str) -> Option<String> {
    let rows = MODEL.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "));
    let is_it = |names: &str| names.split(['`', ',', ' ']).any(|name| name == number && !name.is_empty());
    let (equations, file) = rows.into_iter().find(|(names, _)| is_it(names))?.1.split_once(" | ")?;
    let equations = plain(equations);
    let first = equations.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    Some(format!("\n\nEquation: {equations}; {}.\nRead it with softpower explain {first}", plain(file)))
}

/// The first name of every word of the glossary.
#[cfg(test)]
pub(super) fn terms() -> Vec<String> {
    let rows = GLOSSARY.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    let first =
        |words: &str| words.split(['(', ')', ',', '`']).map(str::trim).find(|name| !name.is_empty()).map(str::to_owned);
    rows.filter_map(|(words, _)| first(words)).filter(|word| word != "word").collect()
}

/// Markdown as plain text of at most 80 columns, formulas left as they are but for width.
fn read_aloud(section: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let (mut paragraph, mut in_formula) = (String::new(), false);
    for line in section.lines().chain([""]) {
        let is_fence = line.starts_with("```");
        if in_formula && !is_fence {
            lines.extend(folded(line));
            continue;
        }
        let is_row = line.starts_with('|') || line.starts_with("* ");
        if (line.is_empty() || is_fence || is_row) && !paragraph.is_empty() {
            lines.push(wrapped(&plain(&core::mem::take(&mut paragraph))));
        }
        match () {
            () if is_fence => in_formula = !in_formula,
            () if line.is_empty() => lines.push(String::new()),
            () if line.starts_with("|---") => {}
            () if line.starts_with('|') => lines.push(wrapped(&plain(line.trim_matches(['|', ' ']).trim()))),
            () => paragraph = format!("{paragraph} {}", line.trim()),
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// A line of a formula, indented; what does not fit goes on below.
fn folded(line: &str) -> Vec<String> {
    if line.chars().count() + 2 <= 80 {
        return vec![format!("  {line}")];
    }
    let width = (0..=72).rev().find(|at| line.get(*at..).is_some_and(|rest| rest.starts_with(' '))).unwrap_or(72);
    let (first, rest) = line.split_at(width);
    let mut lines = vec![format!("  {}", first.trim_end())];
    lines.extend(folded(&format!("      {}", rest.trim_start())));
    lines
}

/// Without marks: links as their words, no back quotes, no stars.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match after.split_once("](").and_then(|(words, link)| Some((words, link.split_once(')')?.1))) {
            Some((words, behind)) => {
                out.push_str(words);
                rest = behind;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.replace("**", "").replace(['`', '*'], "").replace(" | ", ": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::measures::COUNTRY_MEASURES;
    use crate::engine::schedule::SCHEDULE;

    #[test]
    fn every_equation_is_read_aloud_within_80_columns() {
        let names = SCHEDULE.iter().flat_map(|entry| entry.equations.split(|c: char| !c.is_ascii_alphanumeric()));
        for name in names.filter(|name| name.starts_with('E')).chain(["e1b", "E3", "E10", "E11", "E17"]) {
            let text = equation(name).unwrap_or_else(|| panic!("{name}"));
            assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
            assert!(!text.contains("](") && text.lines().count() > 5, "{text}");
        }
        assert_eq!((equation("E99"), equation("E")), (None, None));
        assert!(equation("e8").is_some_and(|text| text.contains("patience") && text.contains("answer_gain")));
    }

    #[test]
    fn words_of_the_glossary_are_found_under_each_of_their_names() {
        for word in ["goodwill", "share of voice", "share-of-voice", "I", "norm m", "attention_left", "Peer"] {
            assert!(term(word).is_some(), "{word}");
        }
        assert!(term("goodwill").is_some_and(|text| text.contains("Remembered engagement")));
        assert_eq!(term("nonsense"), None);
    }

    #[test]
    fn every_number_that_is_a_word_leads_to_its_equation() {
        let index = term("influence_index").expect("it is in the glossary");
        assert!(
            index.ends_with("Equation: E11; src/model/influence.rs.\nRead it with softpower explain E11"),
            "{index}"
        );
        let numbers = COUNTRY_MEASURES.iter().map(|measure| measure.name).filter_map(|name| Some((name, term(name)?)));
        for (name, text) in numbers {
            let asked = text.rsplit_once(' ').map(|(_, last)| last).and_then(equation);
            assert!(text.contains("Equation: E") && asked.is_some(), "{name}: {text}");
            assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        }
    }
}
