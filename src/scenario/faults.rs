//! The kinds of what can be wrong with a scenario, each with a stable name, a sentence and a remedy: for
//! `softpower explain errors`, and for programs that read `--json`.

/// A kind of problem or note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described in `name` and `sentence`")]
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

    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fault::UnreadableFile => "unreadable-file",
            Fault::BrokenLine => "broken-line",
            Fault::UnknownHeading => "unknown-heading",
            Fault::UnknownSetting => "unknown-setting",
            Fault::SetTwice => "set-twice",
            Fault::WrongValue => "wrong-value",
            Fault::MissingSetting => "missing-setting",
            Fault::UnknownName => "unknown-name",
            Fault::Contradiction => "contradiction",
            Fault::MissingParent => "missing-parent",
            Fault::WrongWord => "wrong-word",
            Fault::Implausible => "implausible",
            Fault::WithoutEffect => "without-effect",
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Fault::UnreadableFile => "The file is no text, too large, empty, or in another encoding than UTF-8.",
            Fault::BrokenLine => "A line is neither a heading, nor a setting with its value, nor a note.",
            Fault::UnknownHeading => "There is no block of that kind, or its name cannot be used.",
            Fault::UnknownSetting => "There is no setting of that name, or it belongs under another heading.",
            Fault::SetTwice => "A setting or a whole block is there for the second time.",
            Fault::WrongValue => "The value has another form than the setting needs, or is not possible.",
            Fault::MissingSetting => "A block or a setting that has no default is not there.",
            Fault::UnknownName => "A country, an audience or a desk is named that the scenario does not have.",
            Fault::Contradiction => "Two settings, or two dates, cannot both hold.",
            Fault::MissingParent => "The scenario on which this one is based cannot be found or read.",
            Fault::WrongWord => "A setting on the command line leads nowhere.",
            Fault::Implausible => "A note: the scenario can be run, but may not mean what you think.",
            Fault::WithoutEffect => "A note: a setting or a block changes nothing in this scenario.",
        }
    }

    /// What to do.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Fault::UnreadableFile => "Save it as plain text in UTF-8, or begin anew with softpower new.",
            Fault::BrokenLine => "Write name = value, text and units in straight quotes; notes begin with #.",
            Fault::UnknownHeading => "Write a kind and a name of your own, such as [country.canada].",
            Fault::UnknownSetting => "Take the name that is suggested, or look it up in reference.toml.",
            Fault::SetTwice => "Keep one of the two, and move its lines together.",
            Fault::WrongValue => "softpower explain and the name of the setting say how it is written.",
            Fault::MissingSetting => "Add it; softpower new --full writes every setting there is.",
            Fault::UnknownName => "Take the name after the dot of its heading, such as canada.",
            Fault::Contradiction => "Change one of the two; the message names both.",
            Fault::MissingParent => "Put the file beside this one, or take a name from softpower list.",
            Fault::WrongWord => "Write for example --set canada.approval_delay=4h.",
            Fault::Implausible => "Look at the value again; if it is meant, nothing needs to be done.",
            Fault::WithoutEffect => "Remove it, or switch on what it needs; the note says what that is.",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.name() == name)
    }
}
