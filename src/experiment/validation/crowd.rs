//! What is left of engagement without the most active members (F22).

use super::trial::{Numbers, Stage, Trial, ratio, setting};
use super::witness::Sums;
use crate::scenario::Setting;

/// Three months of paris-2013, with the most active and without.
pub static CROWD: Trial = Trial { name: "crowd", text: include_str!("worlds/crowd.toml"), variants, measure };

fn variants() -> Vec<Vec<Setting>> {
    vec![Vec::new(), vec![setting("model.activity_levels", "[0.2, 3.5, 0]")]]
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let (mut with, mut without) = (Sums::of(|counts| counts.engaged), Sums::of(|counts| counts.engaged));
    stage.watch(0, &mut with)?;
    stage.watch(1, &mut without)?;
    Some(vec![("engagement_change", ratio(without.total(), with.total()) - 1.0)])
}
