//! Commands as they can be typed again, and the words in one that came from elsewhere.

/// A command as it can be typed into a shell: `softpower run 'my file.toml'`.
#[must_use]
pub fn line(words: &[String]) -> String {
    std::iter::once("softpower".to_owned()).chain(words.iter().map(|word| quoted(word))).collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+%@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The words of a command that stands in a file of somebody else. `None` unless it is exactly what [`line()`] makes:
/// what is shown to be typed again must not be able to do anything but start softpower.
#[must_use]
pub fn words(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix("softpower ")?;
    let mut words = Vec::new();
    while !rest.is_empty() {
        let (word, after) = first_word(rest)?;
        words.push(word);
        rest = after;
    }
    let harmless = words.iter().flat_map(|word| word.chars()).all(|c| !c.is_control());
    (harmless && line(&words) == text).then_some(words)
}

/// A word up to a space outside quotes, and what follows.
fn first_word(text: &str) -> Option<(String, &str)> {
    let (mut word, mut quote, mut escaped) = (String::new(), false, false);
    for (place, c) in text.char_indices() {
        match (escaped, quote, c) {
            (true, _, _) => {
                word.push(c);
                escaped = false;
            }
            (_, false, ' ') => return Some((word, &text[place + 1..])),
            (_, false, '\\') => escaped = true,
            (_, _, '\'') => quote = !quote,
            _ => word.push(c),
        }
    }
    (!quote && !escaped).then_some((word, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_typed_again_and_read_back() {
        let typed = ["run", "my file.toml", "--set", "country.canada.approval_delay=4h", "it's", ""].map(String::from);
        let text = line(&typed);
        assert_eq!(text, r"softpower run 'my file.toml' --set country.canada.approval_delay=4h 'it'\''s' ''");
        assert_eq!(words(&text).as_deref(), Some(&typed[..]));
    }

    #[test]
    fn a_command_that_would_do_anything_else_is_not_read() {
        let hostile = [
            "softpower run a; rm -rf .",
            "softpower run $(id)",
            "softpower run a\nrm b",
            "softpower run 'a\nb'",
            "softpower run a && b",
            "softpower run 'open",
            "softpower run a`id`",
            "softpower run \"a\"",
            "rm -rf .",
            "",
        ];
        for text in hostile {
            assert_eq!(words(text), None, "{text}");
        }
    }
}
