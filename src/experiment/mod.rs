//! Many runs of a scenario: replicates on addressed luck, their ghosts, what they will cost; differences divided among
//! their causes; settings that matter, and up to where a condition holds; how well a mean is known while runs still
//! come in; observed patterns measured in small worlds.

pub mod attribute;
pub mod calibrate;
pub mod coalitions;
pub mod compare;
pub mod design;
pub mod ends;
pub mod ensemble;
pub mod estimate;
pub mod regret;
pub mod sensitivity;
pub mod sequential;
pub mod study;
pub mod sweep;
pub(crate) mod threads;
pub mod threshold;
pub mod validation;

pub use estimate::{Estimate, estimate};
