//! The clockwork.

pub mod measures;
pub mod trajectory;
