//! softpower on the command line: parse, call, print one error, choose the exit code.

use std::process::ExitCode;

use softpower::cli;

fn main() -> ExitCode {
    let typed = match cli::read(std::env::args_os()) {
        Ok(typed) => typed,
        Err(refusal) => return refusal.tell(),
    };
    let mut console = cli::Console::new(&typed);
    let done = cli::obey(&typed, &mut console);
    console.close(done)
}
