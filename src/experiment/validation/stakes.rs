//! Where openness pays best, if gaffes cost little or much (F23).

use super::trial::{Numbers, Stage, Trial, setting};
use crate::engine::recorder::{Recorder, View};
use crate::scenario::Setting;

/// Aurelia under five shares of delegation and two costs of gaffes.
pub static STAKES: Trial = Trial { name: "stakes", text: include_str!("worlds/stakes.toml"), variants, measure };

/// Shares of the words that need no yes.
pub const DELEGATED: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// The usual harm of a gaffe, and the most that is plausible.
const HARM: [&str; 2] = ["0.05", "1"];
/// Influence of Aurelia at the end, by harm and share delegated.
fn names() -> Vec<&'static str> {
    [USUAL, HIGHEST].concat()
}
/// With the usual harm.
pub static USUAL: [&str; 5] = ["usual_0", "usual_25", "usual_50", "usual_75", "usual_100"];
/// With the most harm that is plausible.
pub static HIGHEST: [&str; 5] = ["highest_0", "highest_25", "highest_50", "highest_75", "highest_100"];

fn variants() -> Vec<Vec<Setting>> {
    let of = |harm: &str, delegated: f64| {
        let needs = ["announcements", "comments", "replies"].map(|form| {
            setting(&format!("country.aurelia.{form}_need_approval"), &format!("{}%", 100.0 * (1.0 - delegated)))
        });
        [&needs[..], &[setting("model.gaffe_mood", harm)]].concat()
    };
    HARM.iter().flat_map(|harm| DELEGATED.map(|delegated| of(harm, delegated))).collect()
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
