//! softpower: an agent-based simulation of national influence under different communication policies.

pub mod calendar;
#[cfg(feature = "program")]
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod math;
pub mod model;
#[cfg(feature = "program")]
pub mod output;
pub mod random;
pub mod scenario;
pub mod stats;
pub mod units;
pub mod world;
