//! All tests of the program and the library, in one binary.
#![expect(clippy::disallowed_methods, reason = "a test compares within tolerances; only results need pinned functions")]

mod bless; // expected texts, and how a person has them rewritten
mod browser; // pages in Chromium: nothing fetched, everything reached, prints whole
mod charts; // what is drawn, and where
mod cli; // the program, driven from outside
mod golden; // what every sampler and every built-in scenario gave when results last changed
mod readme; // the documents as a reader uses them: commands, their output, examples
mod reference; // the literal model: written a second time, member by member, and compared with the engine
mod scenarios; // the customs house: every mistake and its message
mod science; // the model against mathematics and against itself
mod tidy; // the repository tests itself: layers, links, columns, headers
mod wasm; // the same bits in WebAssembly
