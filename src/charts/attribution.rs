//! Attribution: where a difference in influence comes from, as a waterfall, the largest part first. Bars are means over
//! the replicates, because means add up and medians do not; the lines on them hold the middle 90 %.

use super::Provenance;
use super::case::Case;
use super::said::Said;
use super::waterfall::{Step, Waterfall};
use super::words;
use crate::experiment::attribute::Split;
use crate::experiment::coalitions::{Against, Attribution, Leader, MEASURES, Player};
use crate::scenario::Scenario;
use crate::stats::Summary;

/// Place of the influence index among the measures.
const INFLUENCE: usize = 0;

/// The chart in data.
pub(super) fn describe(attribution: &Attribution, scenario: &Scenario, provenance: &Provenance) -> Waterfall {
    debug_assert_eq!(MEASURES[INFLUENCE], "influence_index");
    let case = Division { attribution, scenario };
    let (steps, whole) = (case.steps(), attribution.whole(INFLUENCE));
    let bands = attribution.replicates.len() > 1;
    let mut chart = Waterfall {
        said: Said {
            stem: "attribution".into(),
            title: case.title(),
            neutral: case.neutral(),
            subtitle: case.subtitle(),
            alt: String::new(),
            source: provenance.line(&case.runs()),
        },
        scale: Waterfall::scale(&steps, whole, bands),
        decimals: decimals(&steps, whole),
        bands,
        steps,
        whole,
    };
    chart.said.alt = case.alt(&chart);
    chart
}

/// Decimals by which a fiftieth of the largest number can be told from nothing.
fn decimals(steps: &[Step], whole: Option<Summary>) -> usize {
    let parts = steps.iter().map(|step| step.part.mean.abs()).chain(whole.map(|whole| whole.mean.abs()));
    words::decimals_for(parts.fold(0.0, f64::max) / 50.0)
}

/// An attribution, about to become a chart.
struct Division<'a> {
    attribution: &'a Attribution,
    scenario: &'a Scenario,
}

impl Division<'_> {
    fn steps(&self) -> Vec<Step> {
        let mut from = 0.0;
        let mut steps = Vec::new();
        for player in self.attribution.ranking(INFLUENCE) {
            let mean = |number: fn(&Split) -> &Vec<f64>| {
                self.attribution.over(INFLUENCE, |split| number(split)[player]).map_or(0.0, |found| found.mean)
            };
            let (alone, last) = (mean(|split| &split.alone), mean(|split| &split.last));
            let Some(part) = self.attribution.shapley(INFLUENCE, player) else { continue };
            let Player { name, label, parts } = &self.attribution.players[player];
            steps.push(Step {
                player: (*name).into(),
                name: words::sentence(label),
                notes: notes(parts),
                from,
                part,
                alone,
                last,
            });
            from += part.mean;
        }
        steps
    }

    fn whose(&self) -> String {
        let name = &self.scenario.countries[self.attribution.country].name;
        words::possessive(&words::in_sentence(&words::one_line(name)))
    }

    /// `gain of 0.2 points`.
    fn size(&self, whole: Summary) -> (&'static str, String) {
        let printed = words::number(whole.mean.abs(), words::decimals_of_difference(whole.spread));
        (if whole.mean > 0.0 { "gain" } else { "loss" }, words::points(&printed))
    }

    fn title(&self) -> String {
        let (whose, pairs) = (self.whose(), self.attribution.replicates.len());
        let Some(whole) = self.attribution.clear_whole(INFLUENCE) else {
            let nothing = words::sentence(&format!("{whose} influence: no clear difference"));
            return if pairs > 1 { nothing } else { self.neutral() };
        };
        let (change, size) = self.size(whole);
        let label = |player: usize| words::sentence(self.attribution.players[player].label);
        Case::title(match self.attribution.leader(INFLUENCE) {
            Leader::Most(player) if self.attribution.players.len() == 1 => {
                let makes = format!("{} makes all of {whose} {change}", label(player));
                [format!("{makes} of {size}"), makes]
            }
            Leader::Most(player) => {
                let makes = format!("{} makes most of {whose} {change}", label(player));
                [format!("{makes} of {size}"), makes]
            }
            Leader::More(player) => {
                let adds = format!("{} adds most to {whose} {change}", label(player));
                [format!("{adds} of {size}"), adds]
            }
            Leader::Nobody => {
                [format!("Where {whose} {change} of {size} comes from"), format!("Where {whose} {change} comes from")]
            }
        })
    }

    fn neutral(&self) -> String {
        format!("Parts of a difference in {} influence", self.whose())
    }

    fn subtitle(&self) -> String {
        let end = self.scenario.run.clock.last_date(self.scenario.run.hours());
        let pairs = self.attribution.replicates.len();
        let (compared, alone, last) = match &self.attribution.against {
            Against::NoChanges => ("with the changes minus without them".to_owned(), "changed", "changed"),
            Against::Other(other) => (format!("these rules minus those of {other}"), "changed", "changed"),
            Against::NoMechanism => ("with these mechanisms minus without any".to_owned(), "on", "on"),
        };
        let bars = if pairs > 1 {
            format!("Bars: Shapley values, means of {}; lines: the middle 90%.", words::replicates(pairs))
        } else {
            "Bars: Shapley values of one replicate only.".to_owned()
        };
        format!(
            "Influence index at the end of {}, points: {compared}. {bars} Alone: nothing else is {alone}; last: all \
             others are {last} already.",
            words::date(end)
        )
    }

    fn runs(&self) -> String {
        let (runs, replicates) = (self.attribution.runs(), self.attribution.replicates.len());
        format!("{} in {}", words::runs(runs), words::replicates(replicates))
    }

    fn alt(&self, chart: &Waterfall) -> String {
        let range = |part: Summary| {
            let range = chart.printed_range(part.spread);
            if chart.bands { format!(" ({range})") } else { String::new() }
        };
        let printed = |name: &str, part: Summary| format!("{name} {}{}", chart.printed(part.mean), range(part));
        let parts: Vec<String> = chart.steps.iter().map(|step| printed(&step.name, step.part)).collect();
        let whole = chart.whole.map_or_else(String::new, |whole| format!(" {}.", printed("Together", whole)));
        let how = if chart.bands { ", means with the middle 90%" } else { "" };
        let first = self.attribution.ranking(INFLUENCE).first().copied();
        let first = first.map_or("nothing", |first| self.attribution.players[first].label);
        let difference = format!("the difference in {} influence index, in points{how}", self.whose());
        let parts = parts.join("; ");
        format!("Waterfall chart of what makes {difference}, where {first} is the largest part: {parts}.{whole}")
    }
}

/// What a player consists of: in full; by names alone; by their number.
fn notes(parts: &[String]) -> Vec<String> {
    let names: Vec<&str> = parts.iter().map(|part| part.split(' ').next().unwrap_or_default()).collect();
    let count = format!("{} settings", words::count(parts.len()));
    let mut notes = vec![parts.join(", "), names.join(", ")];
    notes.extend((parts.len() > 1).then_some(count));
    notes
}
