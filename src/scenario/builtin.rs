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
        "reform-2014",
        "Canada opens a little in 2014",
        "Are more accounts enough while every word needs a yes?",
        include_str!("../../scenarios/reform-2014.toml"),
    ),
    builtin(
        "reform-2015",
        "Canada delegates in 2015",
        "How fast, and how far, does influence follow?",
        include_str!("../../scenarios/reform-2015.toml"),
    ),
    builtin(
        "seven-policies",
        "Canada under seven policies",
        "Which of seven policies changes how much?",
        include_str!("../../scenarios/seven-policies.toml"),
    ),
    builtin(
        "weibo-bypass",
        "The embassy that did not ask",
        "What does one embassy win by not asking?",
        include_str!("../../scenarios/weibo-bypass.toml"),
    ),
    builtin(
        "crisis-friday-night",
        "A crisis on a Friday night",
        "Who is heard while the desks are closed?",
        include_str!("../../scenarios/crisis-friday-night.toml"),
    ),
    builtin(
        "rumour-race",
        "A rumour and a race",
        "What is a correction worth after an hour, or a day?",
        include_str!("../../scenarios/rumour-race.toml"),
    ),
    builtin(
        "gaffe-tradeoff",
        "When does control pay?",
        "How bad must gaffes be before control pays?",
        include_str!("../../scenarios/gaffe-tradeoff.toml"),
    ),
    builtin(
        "precleared-line",
        "The line is cleared beforehand",
        "Must a ministry that controls every word be slow?",
        include_str!("../../scenarios/precleared-line.toml"),
    ),
    builtin(
        "null-model",
        "The null model",
        "What if policy did not matter at all?",
        include_str!("../../scenarios/null-model.toml"),
    ),
    builtin(
        "internet-scale",
        "Four countries before ten million people",
        "Four ways to speak to ten million: who is heard?",
        include_str!("../../scenarios/internet-scale.toml"),
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
