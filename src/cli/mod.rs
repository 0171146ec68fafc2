//! The command line: what was typed, what it means, and what is printed. One file per command.

use std::ffi::OsString;

pub mod args;
mod assumptions;
mod attribute;
mod attribution;
mod book;
mod calibrate;
mod calibration;
mod chart;
mod check;
mod cite;
mod compare;
mod comparison;
mod completions;
mod condition;
pub mod console;
mod crises;
mod design;
mod diff;
mod earlier;
mod ended;
mod explain;
mod failure;
mod grid;
mod inspect;
mod interrupt;
mod job;
mod list;
mod machine;
mod new;
mod open;
mod pictures;
mod precision;
mod progress;
mod ranking;
mod regret;
mod report;
mod run;
mod sensitivity;
mod show;
mod states;
mod study;
mod summarise;
mod summary;
mod sweep;
mod swept;
mod swept_again;
mod tally;
mod target;
mod threshold;
mod tipping;
mod validate;
mod validation;
mod verify;
mod wording;

pub use args::Typed;
pub use console::Console;
pub use failure::{Exit, Failure, Refusal};

/// Reads what was typed.
///
/// # Errors
/// When it is not a command of softpower, or when only help was asked for.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Typed, Refusal> {
    args::read(words.into_iter().collect())
}

/// Does what was typed.
///
/// # Errors
/// What went wrong, with the exit code that belongs to it.
pub fn obey(typed: &Typed, console: &mut Console) -> Result<(), Failure> {
    use args::Command::*;
    match &typed.command {
        Run(run) => run::run(run, &typed.words, console),
        Compare(compare) => compare::compare(compare, &typed.words, console),
        Diff(typed) => diff::diff(typed, console),
        Sweep(sweep) => sweep::sweep(sweep, &typed.words, console),
        Merge(merge) => sweep::merge(merge, &typed.words, console),
        Summarise(typed) => summarise::summarise(typed, console),
        Sensitivity(typed_here) => sensitivity::sensitivity(typed_here, &typed.words, console),
        Calibrate(calibrate) => calibrate::calibrate(calibrate, &typed.words, console),
        Threshold(typed_here) => threshold::threshold(typed_here, &typed.words, console),
        Attribute(attribute) => attribute::attribute(attribute, &typed.words, console),
        Validate(validate) => validate::validate(validate, &typed.words, console),
        Chart(typed) => chart::chart(typed, console),
        Verify(typed) => verify::verify(typed, console),
        Inspect(typed) => inspect::inspect(typed, console),
        Report(typed) => report::report(typed, console),
        Cite(typed) => cite::cite(typed, console),
        Check(typed) => check::check(typed, console),
        New(typed) => new::new(typed, console),
        List => list::list(console),
        Show(typed) => show::show(typed, console),
        Explain(typed) => explain::explain(typed, console),
        Completions(typed) => completions::completions(typed, console),
    }
}
