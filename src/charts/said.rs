//! The words of a chart, which every chart has.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What is said about a picture, in it and beside it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Said {
    /// Name of its files, without ending.
    pub(super) stem: Cow<'static, str>,
    /// The finding, or what is shown.
    pub(super) title: String,
    /// What is shown, without a finding.
    pub(super) neutral: String,
    /// Measure, unit, and how to read it.
    pub(super) subtitle: String,
    /// The chart in words.
    pub(super) alt: String,
    /// Where the numbers come from.
    pub(super) source: String,
}
