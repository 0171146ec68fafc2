//! The embedded typeface: its two files, how wide words are in it, and where lines break.

use super::theme::Face;
use std::sync::LazyLock;

/// Inter Regular, a subset.
pub(crate) const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
/// Inter SemiBold, the same subset.
pub(crate) const SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");

/// Height of the tallest letters above the baseline, in em.
pub(super) const ASCENT: f64 = 0.97;
/// Depth of the deepest letters below the baseline, in em.
pub(super) const DESCENT: f64 = 0.245;

/// Regular and semi-bold, read once.
static OUTLINES: LazyLock<[ttf_parser::Face<'static>; 2]> = LazyLock::new(|| {
    [REGULAR, SEMI_BOLD].map(|file| ttf_parser::Face::parse(file, 0).expect("the embedded typeface is whole: tested"))
});

/// How wide `words` are, kerning not counted: kerning makes lines a little shorter than this, never noticeably longer.
pub(super) fn width(words: &str, face: Face) -> f64 {
    let outlines = &OUTLINES[usize::from(face.bold)];
    let advance = |letter: char| {
        let glyph = outlines.glyph_index(letter).unwrap_or_default();
        outlines.glyph_hor_advance(glyph).unwrap_or_default()
    };
    let units: f64 = words.chars().map(|letter| f64::from(advance(letter))).sum();
    units * face.size / f64::from(outlines.units_per_em())
}

/// The letters of `words` that the typeface lacks, each once. In an SVG the reader's own typeface stands in for them;
/// in a PNG they are empty boxes.
pub(super) fn missing_letters(words: &str) -> Vec<char> {
    let mut missing: Vec<char> = words.chars().filter(|letter| OUTLINES[0].glyph_index(*letter).is_none()).collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// Breaks `words` into lines of at most `room`; a word that is longer than a line is broken inside.
pub(super) fn wrap(words: &str, face: Face, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_ascii_whitespace() {
        for piece in pieces(word, face, room) {
            add_word(&mut lines, &piece, face, room);
        }
    }
    lines
}

fn add_word(lines: &mut Vec<String>, word: &str, face: Face, room: f64) {
    match lines.last_mut() {
        Some(line) if line.is_empty() => line.push_str(word),
        Some(line) if width(&format!("{line} {word}"), face) <= room => {
            line.push(' ');
            line.push_str(word);
        }
        _ => lines.push(word.to_owned()),
    }
}

/// A word in pieces that fit on a line: one piece, unless the word is very long.
fn pieces(word: &str, face: Face, room: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        match pieces.last_mut() {
            Some(piece) if piece.is_empty() || width(&format!("{piece}{letter}"), face) <= room => piece.push(letter),
            _ => pieces.push(letter.to_string()),
        }
    }
    pieces
}

/// `words` as they are if they fit into `room`, else cut and with an ellipsis.
pub(super) fn fit(words: &str, face: Face, room: f64) -> String {
    if width(words, face) <= room {
        return words.to_owned();
    }
    let mut cut = words.to_owned();
    while !cut.is_empty() && width(&format!("{cut}…"), face) > room {
        cut.pop();
    }
    format!("{}…", cut.trim_end())
}

/// At most `most` lines of at most `room`, about equally long; what does not fit ends in an ellipsis.
pub(super) fn wrap_at_most(words: &str, face: Face, room: f64, most: usize) -> Vec<String> {
    let lines = wrap(words, face, room);
    if lines.len() <= most || most == 0 {
        return balanced(lines, words, face, room);
    }
    let rest = lines[most - 1..].join(" ");
    let kept = lines[..most - 1].iter().cloned();
    kept.chain([fit(&rest, face, room)]).collect()
}

/// The narrowest lines that are not more than `lines`, so that no word is left alone on the last.
fn balanced(lines: Vec<String>, words: &str, face: Face, room: f64) -> Vec<String> {
    let narrower = (1..50).map(|step| wrap(words, face, room * (1.0 - 0.02 * f64::from(step))));
    let as_many = narrower.take_while(|narrow| narrow.len() == lines.len()).last();
    as_many.unwrap_or(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::theme::LIGHT;

    #[test]
    fn figures_are_as_wide_as_the_file_says() {
        // Inter 4.1: the advance of "0" in Regular is 1292 of 2048 units.
        let face = Face { size: 2048.0, ..LIGHT.note() };
        assert_eq!(width("0", face), 1292.0);
        assert!(width("0", Face { bold: true, ..face }) > 1292.0);
    }

    #[test]
    fn lines_break_between_words_and_inside_words_that_are_too_long() {
        let face = LIGHT.note();
        assert_eq!(wrap("one two", face, 1000.0), ["one two"]);
        assert_eq!(wrap("one two", face, 60.0), ["one", "two"]);
        assert!(wrap(&"m".repeat(50), face, 200.0).iter().all(|line| width(line, face) <= 200.0));
        assert_eq!(wrap("", face, 10.0), [""]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let face = LIGHT.note();
        let lines = wrap_at_most("one two three four five six", face, 70.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && width(&lines[1], face) <= 70.0, "{lines:?}");
    }

    #[test]
    fn greek_and_cyrillic_are_there_and_chinese_is_not() {
        assert!(missing_letters("Ελλάδα, Россия, Việt Nam, Türkiye, Côte d’Ivoire 1\u{2009}000 −5").is_empty());
        assert_eq!(missing_letters("中国中"), ['中', '国']);
    }
}
