//! Results on disk: tables as text, the manifest that can repeat them, and the folder in which they appear whole or not
//! at all. This is the only room that writes files; exporters write to any `Write`, and `disk.rs` touches the disk.

pub mod attribution;
pub mod calibration;
pub mod comparison;
pub mod disk;
pub mod folder;
pub mod journal;
pub mod manifest;
pub mod messages;
pub mod parquet;
pub mod partial;
pub mod program;
pub mod sensitivity;
pub mod states;
pub mod sweep;
pub mod tables;
pub mod threshold;
pub mod validation;
pub mod verify;

pub use disk::Trouble;
pub use folder::{Found, MANIFEST, Place, Placed, Staging};
pub use manifest::Manifest;
pub use partial::Partial;
pub use program::Program;
