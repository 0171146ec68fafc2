//! All tests of the program and the library, in one binary.
#![expect(clippy::disallowed_methods, reason = "a test compares within tolerances; only results need pinned functions")]

mod charts; // what is drawn, and where
mod cli; // the program, driven from outside
mod reference; // the literal model: written a second time, member by member, and compared with the engine
mod scenarios; // the customs house: every mistake and its message
mod science; // the model against mathematics and against itself
mod tidy; // the repository tests itself: layers, links, columns, headers
mod wasm; // the same bits in WebAssembly
