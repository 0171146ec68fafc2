//! Many runs of a scenario.

pub mod ensemble;
