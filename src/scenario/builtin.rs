//! The scenarios that come with the program; they are also files in `scenarios/`.

/// A scenario that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// Its name: the file without its ending.
    pub name: &'static str,
    /// Its title, as in the file.
    pub title: &'static str,
    /// What it is for, in one line.
    pub question: &'static str,
    text: &'static str,
}

const fn builtin(name: &'static str, title: &'static str, question: &'static str, text: &'static str) -> Builtin {
    Builtin { name, title, question, text }
}

/// Every setting with its default.
pub(super) const REFERENCE: &str = include_str!("../../scenarios/reference.toml");

/// The built-in scenarios, the first lesson first.
pub const LIST: &[Builtin] = &[
    builtin(
        "broadcast-vs-dialogue",
        "Broadcast or dialogue?",
        "Two countries alike but for how they speak: who gains?",
        include_str!("../../scenarios/broadcast-vs-dialogue.toml"),
    ),
    builtin(
        "paris-2013",
        "Canada, the UK and the US in 2013",
        "Does tight message control cost Canada influence?",
        include_str!("../../scenarios/paris-2013.toml"),
    ),
    builtin(
        "paris-2013-desks",
        "Canada's approval, desk by desk",
        "Where do the days between draft and yes go?",
        include_str!("../../scenarios/paris-2013-desks.toml"),
    ),
    builtin(
        "reform-2015",
        "Canada delegates in 2015",
        "How fast, and how far, does influence follow?",
        include_str!("../../scenarios/reform-2015.toml"),
    ),
    builtin(
        "null-model",
        "The null model",
        "What if policy did not matter at all?",
        include_str!("../../scenarios/null-model.toml"),
    ),
    builtin(
        "reference",
        "Every setting, with its default",
        "Which settings are there, and what do they mean?",
        REFERENCE,
    ),
];

/// The text of a built-in scenario, by its name with or without `.toml`.
#[must_use]
pub fn text(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix(".toml").unwrap_or(name);
    LIST.iter().find(|builtin| builtin.name == name).map(|builtin| builtin.text)
}
