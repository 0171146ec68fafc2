//! From bytes to text, with an answer for everything that is not a scenario at all.

use super::problem::{Problem, Problems};

/// A scenario file is at most so big.
const MOST_BYTES: usize = 1_000_000;

/// The text of a file. A byte order mark and Windows line ends are accepted in silence.
///
/// # Errors
/// The file is too big, empty, not text, or text of another encoding.
pub fn decode(bytes: &[u8], name: &str) -> Result<String, Problems> {
    let whole = |problem: Problem| Problems::new(name, vec![problem]);
    if bytes.len() > MOST_BYTES {
        return Err(whole(too_big(name)));
    }
    if is_utf16(bytes) {
        return Err(whole(
            Problem::of_file(format!("{name} is saved as \"Unicode\" (UTF-16)"))
                .help("in Notepad: File, Save as, and choose Encoding: UTF-8"),
        ));
    }
    if bytes.contains(&0) {
        return Err(whole(binary(name)));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text_as_read(text, name).map_err(whole),
        Err(error) => Err(whole(not_utf8(bytes, error.valid_up_to(), name))),
    }
}

/// The same for something that is text already.
pub(super) fn text_as_read(text: &str, name: &str) -> Result<String, Problem> {
    if text.len() > MOST_BYTES {
        return Err(too_big(name));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Problem::of_file(format!("{name} is empty")).help("softpower new writes a scenario to begin with"));
    }
    if text.contains('\0') {
        return Err(binary(name));
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn too_big(name: &str) -> Problem {
    Problem::of_file(format!("{name} is bigger than 1 MB: this is not a scenario"))
        .help("a scenario is a short text file")
}

fn binary(name: &str) -> Problem {
    Problem::of_file(format!("{name} is not a text file"))
        .help("a scenario is a short text file; its name ends in .toml")
}

/// Notepad's "Unicode": with a byte order mark, or every other byte 0.
fn is_utf16(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let pairs = bytes.chunks_exact(2).take(64);
    let latin = |low: usize| {
        let mut pairs = pairs.clone();
        bytes.len() >= 8 && pairs.all(|pair| pair[low] != 0 && pair[1 - low] == 0)
    };
    marked || latin(0) || latin(1)
}

/// Some other encoding, or no text: mostly readable characters say which.
fn not_utf8(bytes: &[u8], valid: usize, name: &str) -> Problem {
    let controls = bytes.iter().filter(|b| **b < 32 && !b"\t\n\r\x0c".contains(b)).count();
    if controls * 20 > bytes.len() {
        return binary(name);
    }
    let line = 1 + bytes[..valid].iter().filter(|b| **b == b'\n').count();
    Problem::of_file(format!("{name} is text, but not UTF-8: line {line} holds a character that cannot be read"))
        .help("save it as UTF-8; in Notepad: File, Save as, Encoding: UTF-8")
}
