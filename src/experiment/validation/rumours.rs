//! What one's own correction of a rumour is worth if it comes a day late (F24).

use super::trial::{Numbers, Stage, Trial, ratio, setting};
use super::witness::Sums;
use crate::scenario::Setting;

/// Rumours that nobody corrects, that are corrected without a yes, and after a day.
pub static RUMOURS: Trial = Trial { name: "rumours", text: include_str!("worlds/rumours.toml"), variants, measure };

/// Place of the country that the rumours are about.
const ASTERIA: usize = 0;

fn variants() -> Vec<Vec<Setting>> {
    vec![
        vec![setting("country.asteria.comments_on_events", "0%")],
        vec![setting("country.asteria.comments_need_approval", "0%")],
        Vec::new(),
    ]
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let exposed = |variant: usize| {
        let mut sums = Sums::of(|counts| counts.exposed);
        stage.watch(variant, &mut sums)?;
        Some(sums.by_country[ASTERIA])
    };
    let (nobody, at_once, after_a_day) = (exposed(0)?, exposed(1)?, exposed(2)?);
    Some(vec![("value_lost", 1.0 - ratio(nobody - after_a_day, nobody - at_once))])
}
