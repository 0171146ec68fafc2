//! The repository tests itself: who imports whom, how files look, and whether the documents tell the truth about the
//! code. Every failure says where, what is wrong, and what to do instead; every rule is shown to ring on a bad example.

mod complaint; // where, what, and what to do instead
mod crates; // crates and parts of the standard library, each only in its rooms
mod documents; // links, anchors, paths and names of tests in the documents
mod equations; // the table of the model, the schedule, the measures, and docs/model.md
mod form; // headers, columns, words that have no place in a finished file
mod functions; // no function that computes, judges and prints at once
mod gallery; // every built-in scenario with its picture, question and finding, and whether they still fit
mod inventory; // built-in scenarios, dependencies, files that nothing reaches
mod layers; // who may import whom
mod markdown; // headings, links and tables of Markdown
mod model; // the document of the model: its elements, and the tables written from the code
mod rust; // Rust text: code, comments and strings apart
mod tree; // the files of the repository
