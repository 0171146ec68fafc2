//! The science: closed forms, conservation, directions of effect, distributions, determinism, minimal differences.

mod attribution;
mod closed_form;
mod conservation;
mod determinism;
mod distribution;
mod effects;
mod minimal_difference;
mod null_model;
mod properties;
mod samplers;
mod states; // shared beginnings, saved states
mod stories;
mod validation;
pub(crate) mod worlds;
