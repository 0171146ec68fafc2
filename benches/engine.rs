//! What the parts of a run cost: messages, blocks, engagements, members; and what a second thread brings inside a run.
//!
//! Words on the command line choose tables (`memory`, `costs`, `growth`, `threads`), a number chooses the rounds. Every
//! run that is timed is held against the closed form or against a second run; a difference ends the program with an
//! error.

#![expect(clippy::print_stdout, reason = "a measurement prints")]

mod broadcast;
mod growth;
mod shared;
mod threads;

use broadcast::{Case, Cause, Prepared, close_enough};
use shared::{Tally, figure, head, interleaved, rounds, row};
use softpower::world::account::BLOCK;
use std::process::ExitCode;

/// One account's followers fill most of a block; a million members.
const PLAIN: Case = Case {
    members: 1 << 20,
    countries: 1,
    accounts: 4,
    followers: 200_000,
    engaged: 0.01,
    cause: Cause::Plan,
    questions: false,
};

/// Measures in so many rounds, prints, and says whether all runs were right.
type Table = fn(usize) -> bool;

/// Memory first: later tables leave freed memory behind.
const TABLES: [(&str, Table); 4] =
    [("memory", growth::memory), ("costs", costs), ("growth", growth::growth), ("threads", threads::threads)];

fn main() -> ExitCode {
    // One thread, so that processor time counts everything; the table of threads makes its own.
    if rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().is_err() {
        println!("The pool of one thread could not be made.");
        return ExitCode::FAILURE;
    }
    if let Some(name) = std::env::args().skip_while(|word| word != "profile").nth(1) {
        return profile(&name);
    }
    let rounds = rounds(5);
    let chosen: Vec<String> = std::env::args().filter(|word| TABLES.iter().any(|(name, _)| name == word)).collect();
    let wanted = TABLES.iter().filter(|(name, _)| chosen.is_empty() || chosen.iter().any(|word| word == name));
    let right: Vec<bool> = wanted.map(|(_, table)| table(rounds)).collect();
    if right.contains(&false) {
        println!("\nSome runs were not what they must be: see above.");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

const CASES: usize = 7;

/// The cases of `costs`, by the names that `profile` knows.
fn cost_cases() -> [(&'static str, Case); CASES] {
    let large = Case { members: 1 << 22, ..PLAIN };
    [
        ("no-followers", Case { followers: 0, engaged: 0.0, ..PLAIN }),
        ("announcements", PLAIN),
        ("comments", Case { cause: Cause::Event, ..PLAIN }),
        ("blocks", Case { followers: 8 * BLOCK, ..large }),
        ("engagements", Case { engaged: 1000.0, ..PLAIN }),
        ("questions", Case { engaged: 1000.0, questions: true, ..PLAIN }),
        ("mixture", Case { followers: 3 * BLOCK, engaged: 50.0, ..large }),
    ]
}

/// What a case came to.
struct Measured {
    name: &'static str,
    blocks: f64,
    messages: f64,
    /// Engagements with a message.
    engaged: f64,
    /// Questions after a message.
    asked: f64,
    /// Nanoseconds of processor time for a message with all that follows from it.
    price: f64,
}

impl Measured {
    fn of((name, case): (&'static str, Case), tally: &Tally, seconds: f64) -> Measured {
        let messages = tally.messages as f64;
        Measured {
            name,
            blocks: f64::from(case.blocks()),
            messages,
            engaged: tally.engaged as f64 / messages,
            asked: tally.asked as f64 / messages,
            price: seconds * 1e9 / messages,
        }
    }
}

/// Prices of a message, a block, an engagement and a question, and whether they foretell a mixture.
fn costs(rounds: usize) -> bool {
    println!("\nCosts: one audience, 4 accounts, no approval; processor time, medians of {rounds} interleaved rounds");
    let cases = cost_cases();
    let prepared = cases.map(|(_, case)| Prepared::new(case));
    let tallies = prepared.each_ref().map(|case| case.run().1);
    let mut same = true;
    let seconds: [f64; CASES] = interleaved(rounds, |which| {
        let (seconds, tally) = prepared[which].run();
        same &= tally == tallies[which];
        seconds
    });
    let measured: [Measured; CASES] = core::array::from_fn(|k| Measured::of(cases[k], &tallies[k], seconds[k]));
    head("", &["messages", "blocks each", "engaged each", "asked each", "ns a message"]);
    for case in &measured {
        row(case.name, &[case.messages, case.blocks, case.engaged, case.asked, case.price].map(figure));
    }
    print_prices(&measured.each_ref());
    println!("  Against the closed form (standard errors; 4 fail):");
    head("", &["messages", "shown", "engaged"]);
    let close: [bool; CASES] = core::array::from_fn(|k| close_enough(cases[k].0, &prepared[k], &tallies[k]));
    same && !close.contains(&false)
}

/// The differences between the cases, worked out to prices.
fn print_prices([nobody, plain, comments, blocks, engaged, asked, mixture]: &[&Measured; CASES]) {
    let block = (blocks.price - plain.price) / (blocks.blocks - 1.0);
    let engagement = (engaged.price - plain.price) / (engaged.engaged - plain.engaged);
    let more = asked.engaged - engaged.engaged;
    let question = (asked.price - engaged.price - more * engagement) / asked.asked;
    let foretold = plain.price + (mixture.blocks - 1.0) * block + mixture.engaged * engagement;
    println!("  Prices in ns, each the difference of two cases over what they differ in:");
    let line = |name: &str, price: f64, how: &str| println!("    {name:<42}{:>8}   {how}", figure(price));
    line("an announcement without its blocks", nobody.price, "no-followers");
    line(
        "a comment without its blocks",
        comments.price - plain.price + nobody.price,
        "the same + comments - announcements",
    );
    line("(message, block): the first, three classes", plain.price - nobody.price, "announcements - no-followers");
    line("(message, block): each further one", block, "blocks - announcements");
    line("an engagement", engagement, "engagements - announcements");
    line("a question, to its answer or its end", question, "questions - engagements");
    line("the mixture, foretold by these prices", foretold, "announcements + 2 blocks + engagements");
    line("the mixture, measured", mixture.price, &format!("{:.2} of what was foretold", mixture.price / foretold));
}

/// `profile CASE`: one run of a case of `costs` and nothing else, for a profiler.
fn profile(name: &str) -> ExitCode {
    let Some((_, case)) = cost_cases().into_iter().find(|(known, _)| *known == name) else {
        println!("profile {}", cost_cases().map(|(known, _)| known).join(" | "));
        return ExitCode::FAILURE;
    };
    let (seconds, tally) = Prepared::new(case).run();
    println!("{name} in {seconds:.3} s: {tally:?}");
    ExitCode::SUCCESS
}
