//! softpower: an agent-based simulation of national influence under different communication policies.
//!
//! A scenario is a text; what comes out are trajectories of influence, voice and standing, one for each replicate.
//!
//! ```
//! use softpower::scenario::{Source, parse};
//!
//! let text = r#"
//!     [run]
//!     start = 2013-01-01
//!     end = 2013-01-31
//!     [audience.world]
//!     members = 2_000
//!     [country.canada]
//!     [country.uk]
//! "#;
//! let source = Source { name: "small.toml", text };
//! let parsed = parse(&source, &[], &|_| Err("no parents".into())).expect("a good scenario");
//! let run = softpower::engine::trajectory(&parsed.scenario, 0, &|| false).expect("nobody stops it");
//! let again = softpower::engine::trajectory(&parsed.scenario, 0, &|| false).expect("nobody stops it");
//! assert_eq!(run, again, "the same scenario, seed and replicate: the same bits");
//! ```
//!
//! The rooms, in reading order; each uses only those before it:
//!
//! | room | what is inside |
//! |---|---|
//! | [`units`], [`calendar`], [`random`], [`math`], [`stats`] | quantities as text, dates and office hours, addressed luck, pinned functions, quantiles |
//! | [`model`] | the science: one equation a function |
//! | [`scenario`] | text in, every problem or one scenario out |
//! | [`world`] | the state of one run |
//! | [`engine`] | the clockwork of one run |
//! | [`experiment`] | many runs on the same luck |
#![cfg_attr(feature = "charts", doc = "| [`charts`] | numbers to SVG and PNG |")]
#![cfg_attr(feature = "program", doc = "| [`output`], [`report`] | result folders, and pages from them |")]
#![cfg_attr(feature = "program", doc = "| [`cli`] | the command line |")]

pub mod calendar;
#[cfg(feature = "charts")]
pub mod charts;
#[cfg(feature = "program")]
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod math;
pub mod model;
#[cfg(feature = "program")]
pub mod output;
pub mod random;
#[cfg(feature = "program")]
pub mod report;
pub mod scenario;
pub mod stats;
pub mod units;
pub mod world;
