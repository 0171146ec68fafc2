//! The program itself, as a person or a script uses it: every test starts the real binary in a folder of its own.
#![cfg(unix)]

mod answers; // what is printed, and where: help, JSON, colours, pipes, 80 columns
mod attribute; // where a difference comes from: files, answers, refusals, interruption
mod calibrate; // known values found again: files, answers, refusals, interruption
mod chart; // the charts of a folder in other colours and sizes: files, refusals
mod cite; // how to cite a result, and the assumptions behind it
mod clouds; // pictures of sweeps that no grid of tiles could show
mod compare; // scenarios on the same luck: files, answers, refusals, interruption
mod crises; // policies in several crises: settings, files that are laid over, regrets
pub(crate) mod ground; // a folder for one test, and the program in it
mod inspect; // where pictures and folders come from, and runs that repeat a picture
mod interruption; // Ctrl-C, two at once, what dead processes left
mod quarto; // the report as a document for pandoc: figures, tables, no markup of a scenario's
mod refusals; // wrong commands, wrong files, disks that do not take the results
mod report; // one page of a result folder: structure, words, bytes, hostile files
mod results; // the result folder: whole, well-formed, the same for any number of threads
mod sensitivity; // which settings matter: files, answers, refusals, interruption
mod states; // saved states, and runs that go on from them
mod summarise; // what folders say, told again: sweeps, also at work, runs, answers
mod sweep; // a scenario in many settings: runs, journals, parts, refusals
mod terminal; // small pictures where standard output is a terminal, and nowhere else
mod threshold; // up to where a condition holds: known answers, files, refusals, interruption
mod until; // as many pairs as a precision takes: stops, budgets, threads, interruption
mod validate; // the model against observed patterns: answers, files, refusals, interruption
mod verify; // a result folder repeated
