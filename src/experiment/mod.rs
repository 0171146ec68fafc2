//! Many runs of a scenario: replicates on addressed luck, their ghosts, what they will cost; differences divided among
//! their causes.

pub mod attribute;
pub mod coalitions;
pub mod ensemble;
pub mod estimate;
mod threads;

pub use estimate::{Estimate, estimate};
