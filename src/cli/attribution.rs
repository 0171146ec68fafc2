//! What `attribute` says: who the players are and what it will cost, the parts in a table, and the answer in a
//! paragraph. Every sentence is made from the numbers.

use serde_json::{Value, json};

use super::attribute::{Task, whose};
use super::console::Console;
use super::target::Made;
use super::wording::{column, counted, fixed, grouped, last_day, possessive, wrapped};
use super::{open, summary, wording};
use crate::charts::words::{decimals_for, in_sentence, list, sentence};
use crate::experiment::attribute::{Split, pairs};
use crate::experiment::coalitions::{Against, Attribution, Leader, MEASURES, Question};
use crate::output::manifest::Manifest;
use crate::scenario::Scenario;
use crate::stats::Summary;

/// The measures in words, with what a number is multiplied by before it is printed, and the unit of that.
const PRINTED: [(&str, f64, &str); MEASURES.len()] = [
    ("influence", 1.0, "points (start = 100)"),
    ("share of voice", 100.0, "percentage points"),
    ("standing", 100.0, "percentage points"),
];
/// Columns of a table.
const NAME: usize = 28;
const NUMBER: usize = 10;
const RANGE: usize = 22;
/// Columns of the table beside it.
const SHORT: usize = 20;
const WIDE: usize = 30;

/// The first lines: what is simulated, who the players are, how many runs that takes, and how long.
pub(super) fn introduction(task: &Task) -> String {
    let scenario = task.scenario();
    let replicates = counted(u64::from(scenario.run.replicates), "replicate", "replicates");
    let threads = counted(task.target.threads as u64, "thread", "threads");
    let sentence = format!("{}, {replicates} on {threads}", wording::period(scenario));
    let heading = format!("{}   {}\n{}\n{}", scenario.title, task.named, wording::crowd(scenario), wrapped(&sentence));
    let asked = wrapped(&format!("Where does {} influence come from: {}?", whose(task), compared(&task.question)));
    format!("{heading}\n\n{asked}\n{}{}", players(&task.question), wrapped(&cost(task)))
}

fn compared(question: &Question) -> String {
    match question.against() {
        Against::NoChanges => "with the changes minus without them".into(),
        Against::Other(other) => format!("these rules minus those of {other}"),
        Against::NoMechanism => "all of these mechanisms minus none of them".into(),
    }
}

fn players(question: &Question) -> String {
    let mut text = String::new();
    for player in question.players() {
        for (place, part) in player.parts.iter().enumerate() {
            let name = if place == 0 { player.label } else { "" };
            text += &format!("  {name:20}{part}\n");
        }
    }
    text
}

fn cost(task: &Task) -> String {
    let (players, runs) = (task.question.players().len(), grouped(task.runs() as u64));
    let about = wording::about(task.need().seconds);
    let Some(design) = task.designs.first() else { return String::new() };
    if design.is_exact() {
        let coalitions = counted(design.coalitions().len() as u64, "coalition", "coalitions");
        return format!("{coalitions} in each replicate: {runs} runs, {about}.");
    }
    let all = grouped(1 << players);
    format!("{all} coalitions are too many: each replicate draws {} orders. {runs} runs, {about}.", design.orders())
}

/// The end: tables, the paragraph, files, and one sensible next command.
pub(super) fn tell(task: &Task, story: &Story<'_>, made: &Made, console: &mut Console) {
    task.target.tell_made(made, console);
    let files = summary::files(&task.target, &made.manifest.files);
    for part in [story.main_table(task), story.side_table(), wrapped(&story.paragraph()), files] {
        console.say(&format!("\n{}", part.trim_end()));
    }
    console.say(&format!("\nNext: {}", next(task)));
    console.say("A simulation, not a forecast: softpower explain assumptions");
    console.answer_as_json(&answer(task, &made.manifest, false, Some(story)));
}

/// One sensible next command.
fn next(task: &Task) -> String {
    match task.question.against() {
        Against::NoMechanism => wording::command(&["run".into(), task.named.clone()]),
        _ => wording::command(&["attribute".into(), task.named.clone(), "--mechanisms".into()]),
    }
}

/// The answer for other programs.
pub(super) fn answer(task: &Task, manifest: &Manifest, already_done: bool, story: Option<&Story<'_>>) -> Value {
    let beside = json!({
        "command": "attribute",
        "scenario": task.scenario().name,
        "title": task.scenario().title,
        "replicates": manifest.replicates,
        "seed": manifest.seed,
        "last_day": last_day(task.scenario()),
        "attribution": manifest.attribution,
        "runs": task.runs(),
        "exact": task.designs.iter().all(|design| design.is_exact()),
        "measures": story.map(Story::measures),
        "text": story.map(Story::paragraph),
        "warnings": open::plain_warnings(&task.parsed),
        "next": next(task),
    });
    task.target.answer(manifest, already_done, beside)
}

/// A finished attribution that is told.
pub(super) struct Story<'a> {
    /// What came out.
    pub(super) attribution: &'a Attribution,
    /// What was simulated.
    pub(super) scenario: &'a Scenario,
}

/// A number with its sign.
fn signed(value: f64, places: usize) -> String {
    let plain = fixed(value, places);
    let is_zero = plain.chars().all(|c| matches!(c, '0' | '.'));
    if value > 0.0 && !is_zero { format!("+{plain}") } else { plain }
}

impl Story<'_> {
    fn over(&self, measure: usize, number: impl Fn(&Split) -> f64) -> Option<Summary> {
        Some(self.attribution.over(measure, number)?.times(PRINTED[measure].1))
    }

    fn part(&self, measure: usize, player: usize) -> Option<Summary> {
        self.over(measure, |split| split.shapley[player])
    }

    fn whole(&self, measure: usize) -> Option<Summary> {
        self.over(measure, |split| split.whole)
    }

    /// Decimals by which a fiftieth of the largest number can be told from nothing, as on the chart.
    fn places(&self, measure: usize) -> usize {
        let parts = (0..self.attribution.players.len()).filter_map(|player| self.part(measure, player));
        let largest = parts.chain(self.whole(measure)).map(|part| part.mean.abs()).fold(0.0, f64::max);
        decimals_for(largest / 50.0)
    }

    fn has_pairs(&self) -> bool {
        self.attribution.replicates.len() > 1
    }

    /// `0.1 to 0.3`.
    fn range(&self, part: Summary, places: usize) -> String {
        let [low, high] = [part.spread.low90, part.spread.high90].map(|edge| signed(edge, places));
        if self.has_pairs() { format!("{low} to {high}") } else { String::new() }
    }

    /// The parts of the difference in influence.
    fn main_table(&self, task: &Task) -> String {
        let (places, replicates) = (self.places(0), self.attribution.replicates.len() as u64);
        let heading = format!("{} influence at the end of {}, {}", whose(task), last_day(self.scenario), PRINTED[0].2);
        let mut text = format!("{}\n", sentence(&heading));
        text += &format!(
            "{:NAME$}{:>NUMBER$}{:>RANGE$}{:>NUMBER$}{:>NUMBER$}\n",
            "", "part", "middle 90 %", "alone", "last"
        );
        let mut row = |name: &str, part: Summary, [alone, last]: [f64; 2]| {
            let name = column(&format!("  {name}"), NAME);
            let [mean, alone, last] = [part.mean, alone, last].map(|number| signed(number, places));
            let range = self.range(part, places);
            text += &format!("{name}{mean:>NUMBER$}{range:>RANGE$}{alone:>NUMBER$}{last:>NUMBER$}\n");
        };
        let mean = |number: &dyn Fn(&Split) -> f64| self.over(0, number).map_or(0.0, |found| found.mean);
        for player in self.attribution.ranking(0) {
            let others = [mean(&|split| split.alone[player]), mean(&|split| split.last[player])];
            if let Some(part) = self.part(0, player) {
                row(self.attribution.players[player].label, part, others);
            }
        }
        let sums = [mean(&|split| split.alone.iter().sum()), mean(&|split| split.last.iter().sum())];
        if let Some(whole) = self.whole(0) {
            row("together", whole, sums);
        }
        let means = if self.has_pairs() {
            format!(
                "Parts are Shapley values, means of {}; they sum to the whole.",
                counted(replicates, "replicate", "replicates")
            )
        } else {
            "Parts are Shapley values of one replicate; they sum to the whole.".to_owned()
        };
        text + &wrapped(&format!("{means} Alone: nothing else comes; last: all others are there already."))
    }

    /// The parts of the differences in voice and standing.
    fn side_table(&self) -> String {
        // More would not fit into the columns.
        let places = [1, 2].map(|measure| self.places(measure).min(4));
        let heading = [1, 2].map(|measure| format!("{}, middle 90 %", PRINTED[measure].0));
        let mut text = format!("{:SHORT$}{:>WIDE$}{:>WIDE$}\n", "Percentage points", heading[0], heading[1]);
        let cell = |part: Option<Summary>, places: usize| {
            part.map_or_else(String::new, |part| {
                let range = if self.has_pairs() { format!(" ({})", self.range(part, places)) } else { String::new() };
                format!("{}{range}", signed(part.mean, places))
            })
        };
        let mut row = |name: &str, parts: [Option<Summary>; 2]| {
            let cells = [cell(parts[0], places[0]), cell(parts[1], places[1])];
            text += &format!("{}{:>WIDE$}{:>WIDE$}\n", column(&format!("  {name}"), SHORT), cells[0], cells[1]);
        };
        for player in self.attribution.ranking(0) {
            row(self.attribution.players[player].label, [1, 2].map(|measure| self.part(measure, player)));
        }
        row("together", [1, 2].map(|measure| self.whole(measure)));
        text
    }

    /// The answer in words.
    pub(super) fn paragraph(&self) -> String {
        let sentences = [self.of_the_whole(), self.of_the_parts(), self.of_the_interplay(), self.of_the_rest()];
        sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn whose(&self) -> String {
        sentence(&possessive(&in_sentence(&self.scenario.countries[self.attribution.country].name)))
    }

    /// `with the changes than without them`.
    fn than(&self) -> String {
        match &self.attribution.against {
            Against::NoChanges => "with the changes than without them".into(),
            Against::Other(other) => format!("with these rules than with those of {other}"),
            Against::NoMechanism => "with these mechanisms than without any of them".into(),
        }
    }

    fn of_the_whole(&self) -> String {
        let (whose, than, places) = (self.whose(), self.than(), self.places(0));
        let Some(whole) = self.whole(0) else { return format!("Nothing was recorded of {whose} influence.") };
        if !self.has_pairs() {
            let size = signed(whole.mean, places);
            return format!(
                "In this one replicate {whose} influence differs by {size} points; one pair proves nothing."
            );
        }
        let [low, high] = [whole.spread.low90, whole.spread.high90];
        let range = |low: f64, high: f64| format!("9 in 10 pairs: {} to {}", fixed(low, places), fixed(high, places));
        if self.attribution.clear_whole(0).is_none() {
            return format!(
                "{whose} influence: no clear difference ({}). What is divided below may be luck.",
                range(low, high)
            );
        }
        let (side, pairs) = if whole.mean > 0.0 { ("higher", range(low, high)) } else { ("lower", range(-high, -low)) };
        format!("{whose} influence ends {} points {side} {than} ({pairs}).", fixed(whole.mean.abs(), places))
    }

    fn of_the_parts(&self) -> String {
        let (places, players) = (self.places(0), &self.attribution.players);
        if players.len() == 1 {
            return format!("All of it comes from {}.", players[0].label);
        }
        let (mut adds, mut takes, mut unclear, mut idle) = (vec![], vec![], vec![], vec![]);
        for player in self.attribution.ranking(0) {
            let (Some(part), label) = (self.part(0, player), players[player].label.to_owned()) else { continue };
            let size = format!("{label} {}", fixed(part.mean.abs(), places));
            match part.spread {
                spread if spread.low90 == 0.0 && spread.high90 == 0.0 && part.mean == 0.0 => idle.push(label),
                spread if !self.has_pairs() || !spread.excludes(0.0) => unclear.push(label),
                _ if part.mean > 0.0 => adds.push(size),
                _ => takes.push(size),
            }
        }
        let mut text = String::new();
        let mut say = |sentence: String| text += &format!("{}{sentence}", if text.is_empty() { "" } else { " " });
        match self.attribution.leader(0) {
            Leader::Most(player) => say(format!("Most of it comes from {}.", players[player].label)),
            Leader::More(player) => say(format!("The largest part comes from {}.", players[player].label)),
            Leader::Nobody => {}
        }
        if !adds.is_empty() {
            say(format!("Raising influence: {}.", list(&adds)));
        }
        if !takes.is_empty() {
            say(format!("Lowering influence: {}.", list(&takes)));
        }
        if !unclear.is_empty() && self.has_pairs() {
            say(format!("No clear part: {}.", list(&unclear)));
        }
        if !idle.is_empty() {
            say(format!("No part at all: {}.", list(&idle)));
        }
        text
    }

    /// Levers multiply: the sum of what each does alone is not the whole.
    fn of_the_interplay(&self) -> String {
        let places = self.places(0);
        let Some(interplay) = self.attribution.interplay(0) else { return String::new() };
        let alone = self.over(0, |split| split.alone.iter().sum()).map_or(0.0, |sum| sum.mean);
        let is_clear = self.has_pairs() && interplay.spread.excludes(0.0);
        if self.attribution.players.len() < 2 || self.attribution.clear_whole(0).is_none() || !is_clear {
            return String::new();
        }
        let whole = self.whole(0).map_or(0.0, |whole| whole.mean);
        let alone = format!("Each alone they would make {} in sum", signed(alone, places));
        let rest = if interplay.mean * whole > 0.0 {
            format!("the other {} come from their working together", signed(interplay.mean, places))
        } else {
            format!("{} of it is lost in their working together", fixed(interplay.mean.abs(), places))
        };
        let pair = self.attribution.strongest_pair(0).map_or_else(String::new, |(first, second, more)| {
            let [first, second] = [first, second].map(|player| self.attribution.players[player].label);
            format!(", most between {first} and {second} ({})", signed(more.mean, places))
        });
        format!("{alone}; {rest}{pair}.")
    }

    /// Voice and standing, in one sentence each.
    fn of_the_rest(&self) -> String {
        let told = [1, 2].map(|measure| {
            let (name, places) = (PRINTED[measure].0, self.places(measure));
            let Some(whole) = self.attribution.clear_whole(measure).and(self.whole(measure)) else {
                return format!("{}: no clear difference.", sentence(name));
            };
            let side = if whole.mean > 0.0 { "higher" } else { "lower" };
            let most = match self.attribution.leader(measure) {
                Leader::Most(player) => format!(", most of it from {}", self.attribution.players[player].label),
                Leader::More(player) => format!(", the largest part from {}", self.attribution.players[player].label),
                Leader::Nobody => String::new(),
            };
            format!("{} ends {} percentage points {side}{most}.", sentence(name), fixed(whole.mean.abs(), places))
        });
        if self.has_pairs() { told.join(" ") } else { String::new() }
    }

    /// `answer.md`.
    pub(super) fn as_markdown(&self) -> String {
        let text = wrapped(&self.paragraph());
        let players =
            self.attribution.players.iter().map(|player| format!("* {}: {}\n", player.label, player.parts.join(", ")));
        let how = "Every number is a mean over replicates; all runs of a replicate met the same luck. A part is a \
                   Shapley value: the mean of what a player changes, over all orders in which the players come. \
                   Simulated, not observed.";
        let title = format!("# Where a difference in {} influence comes from", self.whose());
        format!("{title}\n\n{text}\n\nThe players:\n\n{}\n{}\n", players.collect::<String>(), wrapped(how))
    }

    /// All numbers, for `--json`.
    fn measures(&self) -> Value {
        let of_measure = |(measure, name): (usize, &str)| {
            let over = |number: &dyn Fn(&Split) -> f64| self.attribution.over(measure, number);
            let players = self.attribution.players.iter().enumerate().map(|(place, player)| {
                json!({
                    "player": player.name,
                    "parts": player.parts,
                    "part": over(&|split| split.shapley[place]),
                    "alone": over(&|split| split.alone[place]),
                    "last": over(&|split| split.last[place]),
                })
            });
            let names = |place: usize| self.attribution.players[place].name;
            let together = pairs(self.attribution.players.len()).enumerate().map(|(place, (first, second))| {
                json!({ "player": names(first), "with": names(second), "more": over(&|split| split.together[place]) })
            });
            let together = if self.attribution.is_exact() { together.collect() } else { Vec::new() };
            let whole = self.attribution.whole(measure);
            json!({ "measure": name, "whole": whole, "players": players.collect::<Vec<_>>(), "together": together })
        };
        MEASURES.into_iter().enumerate().map(of_measure).collect()
    }
}
