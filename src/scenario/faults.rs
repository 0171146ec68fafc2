//! The kinds of what can be wrong with a scenario, each with a stable name, a sentence and a remedy: for
//! `softpower explain errors`, and for programs that read `--json`.

/// A kind of problem or note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described in `words`")]
pub enum Fault {
    UnreadableFile,
    BrokenLine,
    UnknownHeading,
    UnknownSetting,
    SetTwice,
    WrongValue,
    MissingSetting,
    UnknownName,
    Contradiction,
    MissingParent,
    WrongWord,
    Implausible,
    WithoutEffect,
}

impl Fault {
    /// All of them, in the order in which a file meets them; notes last.
    pub const ALL: [Fault; 13] = [
        Fault::UnreadableFile,
        Fault::BrokenLine,
        Fault::UnknownHeading,
        Fault::UnknownSetting,
        Fault::SetTwice,
        Fault::WrongValue,
        Fault::MissingSetting,
        Fault::UnknownName,
        Fault::Contradiction,
        Fault::MissingParent,
        Fault::WrongWord,
        Fault::Implausible,
        Fault::WithoutEffect,
    ];

    /// Name, what is wrong, what to do.
    fn words(self) -> [&'static str; 3] {
        match self {
            Fault::UnreadableFile => [
                "unreadable-file",
                "The file is no text, too large, empty, or in another encoding than UTF-8.",
                "Save it as plain text in UTF-8, or begin anew with softpower new.",
            ],
            Fault::BrokenLine => [
                "broken-line",
                "A line is neither a heading, nor a setting with its value, nor a note.",
                "Write name = value, text and units in straight quotes; notes begin with #.",
            ],
            Fault::UnknownHeading => [
                "unknown-heading",
                "There is no block of that kind, or its name cannot be used.",
                "Write a kind and a name of your own, such as [country.canada].",
            ],
            Fault::UnknownSetting => [
                "unknown-setting",
                "There is no setting of that name, or it belongs under another heading.",
                "Take the name that is suggested, or look it up in reference.toml.",
            ],
            Fault::SetTwice => [
                "set-twice",
                "A setting or a whole block is there for the second time.",
                "Keep one of the two, and move its lines together.",
            ],
            Fault::WrongValue => [
                "wrong-value",
                "The value has another form than the setting needs, or is not possible.",
                "softpower explain and the name of the setting say how it is written.",
            ],
            Fault::MissingSetting => [
                "missing-setting",
                "A block or a setting that has no default is not there.",
                "Add it; softpower new --full writes every setting there is.",
            ],
            Fault::UnknownName => [
                "unknown-name",
                "A country, an audience or a desk is named that the scenario does not have.",
                "Take the name after the dot of its heading, such as canada.",
            ],
            Fault::Contradiction => [
                "contradiction",
                "Two settings, or two dates, cannot both hold.",
                "Change one of the two; the message names both.",
            ],
            Fault::MissingParent => [
                "missing-parent",
                "The scenario on which this one is based cannot be found or read.",
                "Put the file beside this one, or take a name from softpower list.",
            ],
            Fault::WrongWord => [
                "wrong-word",
                "A setting on the command line leads nowhere.",
                "Write for example --set canada.approval_delay=4h.",
            ],
            Fault::Implausible => [
                "implausible",
                "A note: the scenario can be run, but may not mean what you think.",
                "Look at the value again; if it is meant, nothing needs to be done.",
            ],
            Fault::WithoutEffect => [
                "without-effect",
                "A note: a setting or a block changes nothing in this scenario.",
                "Remove it, or switch on what it needs; the note says what that is.",
            ],
        }
    }

    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.words()[0]
    }

    /// What is wrong.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        self.words()[1]
    }

    /// What to do.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        self.words()[2]
    }

    /// The kind of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.name() == name)
    }
}
