//! The customs house: the text of a scenario becomes either every `Problem` in it or one `Scenario`.

pub mod policy;
pub mod types;

pub use types::*;
