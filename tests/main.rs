//! All tests of the program and the library, in one binary.

mod scenarios; // the customs house
mod science; // the model against mathematics and against itself
mod wasm; // the same bits in WebAssembly
