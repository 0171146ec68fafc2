//! softpower: an agent-based simulation of national influence under different communication policies.

pub mod calendar;
#[cfg(feature = "charts")]
pub mod charts;
pub mod engine;
pub mod experiment;
pub mod scenario;
pub mod stats;
