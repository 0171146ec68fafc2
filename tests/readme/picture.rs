//! The picture at the top of the README: made by the program, and described in the words that the program has for it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::ground::names;

/// Where the picture lies.
pub(super) const PLACE: &str = "docs/pictures/influence.png";
/// Which chart it is.
const CHART: &str = "influence.png";
const COLUMNS: usize = 120;

/// The folder of charts of a finished scenario.
fn charts(output: &Path, scenario: &str) -> PathBuf {
    let folder = names(output).into_iter().find(|name| name.rsplit_once('-').is_some_and(|(name, _)| name == scenario));
    output.join(folder.unwrap_or_else(|| panic!("the README runs {scenario}"))).join("charts")
}

/// What the program says that the chart shows.
pub(super) fn in_words(output: &Path, scenario: &str) -> String {
    let text = fs::read_to_string(charts(output, scenario).join("alt-text.md")).expect("charts are put into words");
    described_in(&text).unwrap_or_else(|| panic!("no words for {CHART} in\n{text}"))
}

/// The paragraph about the chart: below its heading, after its title.
fn described_in(text: &str) -> Option<String> {
    let section = text.split("\n## ").find(|section| section.starts_with(CHART))?;
    section.split("\n\n").nth(2).map(|paragraph| paragraph.trim().to_owned())
}

/// Where the words of the picture stand in the README.
fn place(readme: &str) -> std::ops::Range<usize> {
    let end = readme.find(&format!("]({PLACE})")).unwrap_or_else(|| panic!("README.md shows {PLACE}"));
    let begin = readme[..end].rfind("![").map_or(0, |begin| begin + 2);
    begin..end
}

/// What is wrong with the words of the picture in the README.
pub(super) fn difference(readme: &str, words: &str) -> Option<String> {
    let place = place(readme);
    let shown = readme[place.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    let line = readme[..place.start].lines().count();
    let told = format!("README.md:{line}: the picture has other words\n  the README: {shown}\n  the program: {words}");
    (shown != words).then_some(told)
}

/// The README with these words for its picture.
pub(super) fn described(readme: &str, words: &str) -> String {
    let place = place(readme);
    let (mut text, mut column) = (readme[..place.start].to_owned(), "![".len());
    for word in words.split(' ') {
        let room = word.chars().count() + 1;
        if column + room > COLUMNS {
            text.truncate(text.trim_end().len());
            text.push('\n');
            column = 0;
        }
        text += &format!("{word} ");
        column += room;
    }
    text.truncate(text.trim_end().len());
    let last = text.lines().last().map_or(0, |line| line.chars().count());
    // A break within the words is a space; the address cannot be broken.
    if last + PLACE.len() + 3 > COLUMNS {
        let space = text.rfind(' ').unwrap_or(text.len());
        text.replace_range(space..=space, "\n");
    }
    text + &readme[place.end..]
}

/// Puts the picture where the README shows it.
pub(super) fn copy(output: &Path, scenario: &str, to: &Path) {
    fs::copy(charts(output, scenario).join(CHART), to).unwrap_or_else(|why| panic!("{}: {why}", to.display()));
}

/// How long the report of a finished scenario is, bytes.
pub(super) fn report_size(output: &Path, scenario: &str) -> u64 {
    let page = charts(output, scenario).with_file_name("report.html");
    fs::metadata(page).expect("every result folder has a report").len()
}

#[test]
fn the_words_of_the_program_are_found() {
    let text = "# What the charts show\n\n## voice.png, voice.svg\n\nVoice\n\nA line.\n\n\
                ## influence.png, influence.svg\n\nInfluence\n\nLine chart of influence.\n";
    assert_eq!(described_in(text).as_deref(), Some("Line chart of influence."));
    assert_eq!(described_in("# What the charts show\n"), None);
}

#[test]
fn other_words_ring_and_can_be_replaced() {
    let readme = format!("# A\n\n![old\nwords]({PLACE})\n\nend ](b)\n");
    assert_eq!(difference(&readme, "old words"), None);
    assert!(difference(&readme, "new words").is_some_and(|told| told.starts_with("README.md:3: ")));
    let long = "word ".repeat(60).trim_end().to_owned() + " end.";
    let made = described(&readme, &long);
    assert_eq!(difference(&made, &long), None);
    assert!(made.lines().all(|line| line.chars().count() <= COLUMNS) && made.ends_with("\n\nend ](b)\n"), "{made}");
}
