//! softpower: an agent-based simulation of national influence under different communication policies.

pub mod calendar;
#[cfg(feature = "program")]
pub mod cli;
pub mod engine;
pub mod experiment;
#[cfg(feature = "program")]
pub mod output;
pub mod scenario;
pub mod stats;
