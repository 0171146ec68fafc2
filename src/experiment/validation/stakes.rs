//! Where openness pays best, if gaffes cost little or much (F23).

use super::trial::{Numbers, Stage, Trial, setting};
use crate::engine::recorder::{Recorder, View};
use crate::scenario::Setting;

/// Aurelia under five shares of delegation and two costs of gaffes.
pub static STAKES: Trial = Trial { name: "stakes", text: include_str!("worlds/stakes.toml"), variants, measure };

/// Shares of the words that need no yes.
pub const DELEGATED: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// The chance of a gaffe and its harm: the usual ones, and the most that is plausible.
const COSTS: [(&str, &str); 2] = [("0.001%", "0.05"), ("0.01%", "1")];

/// Influence of Aurelia at the end, by cost and share delegated.
fn names() -> Vec<&'static str> {
    [USUAL, HIGHEST].concat()
}
/// With the usual cost.
pub static USUAL: [&str; 5] = ["usual_0", "usual_25", "usual_50", "usual_75", "usual_100"];
/// With the highest cost that is plausible.
pub static HIGHEST: [&str; 5] = ["highest_0", "highest_25", "highest_50", "highest_75", "highest_100"];

fn variants() -> Vec<Vec<Setting>> {
    let of = |(chance, harm): (&str, &str), delegated: f64| {
        let needs = ["announcements", "comments", "replies"].map(|form| {
            setting(&format!("country.aurelia.{form}_need_approval"), &format!("{}%", 100.0 * (1.0 - delegated)))
        });
        [&needs[..], &[setting("model.gaffe_chance", chance), setting("model.gaffe_mood", harm)]].concat()
    };
    COSTS.into_iter().flat_map(|cost| DELEGATED.map(|delegated| of(cost, delegated))).collect()
}

/// Looks at the influence of the first country.
#[derive(Default)]
struct Last(f64);

impl Recorder for Last {
    fn record(&mut self, view: &View<'_>) {
        self.0 = view.world.ministries[0].influence;
    }
}

fn measure(stage: &Stage<'_>) -> Option<Numbers> {
    let mut numbers = Vec::new();
    for (variant, name) in names().into_iter().enumerate() {
        let mut last = Last::default();
        stage.watch(variant, &mut last)?;
        numbers.push((name, last.0));
    }
    Some(numbers)
}
