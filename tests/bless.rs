//! Texts that a test expects word for word, and how a person has them rewritten: with `SOFTPOWER_BLESS=1` a test writes
//! what it found and still fails, once, so that nothing ever passes by being blessed. The next run compares as usual.

use std::fs;
use std::path::Path;

/// Does somebody want the expected texts rewritten?
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("SOFTPOWER_BLESS").is_some_and(|word| word == "1")
}

/// What a test has to say about a text that it made; nothing, if the file holds the same. `tell` puts the difference
/// between the old text and the new one into words.
pub(crate) fn compared(file: &Path, made: &str, blessing: bool, tell: impl Fn(&str) -> String) -> Option<String> {
    let old = fs::read_to_string(file).unwrap_or_default();
    if old == made {
        return None;
    }
    let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(file).display();
    if !blessing {
        return Some(format!("{name}: {}", tell(&old)));
    }
    let written = fs::write(file, made);
    Some(written.map_or_else(|why| format!("{name}: {why}"), |()| format!("{name}: written, look at the diff")))
}

#[test]
fn a_blessed_text_is_written_and_fails_once() {
    let file = std::env::temp_dir().join(format!("softpower-bless-{}", std::process::id()));
    let tell = |old: &str| format!("{} letters before", old.len());
    let say = |made: &str, blessing| {
        compared(&file, made, blessing, tell).map(|said| said.rsplit(": ").next().map(str::to_owned))
    };
    assert_eq!(say("one", false), Some(Some("0 letters before".into())));
    assert_eq!(say("one", true), Some(Some("written, look at the diff".into())));
    assert_eq!((say("one", true), say("one", false)), (None, None));
    assert_eq!(say("other", false), Some(Some("3 letters before".into())));
    assert_eq!(fs::read_to_string(&file).ok(), Some("one".into()), "without the word nothing is written");
    fs::remove_file(&file).expect("it was just written");
}
