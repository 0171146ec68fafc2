//! softpower: an agent-based simulation of national influence under different communication policies.

pub mod calendar;
pub mod engine;
pub mod experiment;
pub mod math;
pub mod model;
pub mod random;
pub mod scenario;
pub mod stats;
pub mod world;
