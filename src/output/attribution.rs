//! The tables of an attribution: the parts, how pairs work together, and the end of every run behind them.

use std::io::{self, Write};

use super::tables::Table;
use crate::engine::measures::{COUNTRY_MEASURES, country_measure};
use crate::experiment::attribute::{Split, pairs};
use crate::experiment::coalitions::{Attribution, MEASURES};
use crate::stats::Summary;

/// How the row of the whole is called.
const WHOLE: &str = "whole";

impl Table<'_> {
    /// Mean, median and middle 90 %.
    fn summary(&mut self, summary: Option<Summary>) -> io::Result<()> {
        self.number(summary.map(|s| s.mean))?;
        self.spread(summary.map(|s| s.spread))
    }
}

/// `attribution.csv`: for each measure the Shapley value of every player, what he does alone, and what he adds last;
/// then the whole.
///
/// # Errors
/// What `out` says.
pub fn parts(attribution: &Attribution, out: &mut dyn Write) -> io::Result<()> {
    let columns = ["mean", "median", "low90", "high90"];
    let of = |what: &str| columns.map(|column| format!("{what}_{column}"));
    let (alone, last) = (of("alone"), of("last"));
    let header = ["measure", "player"].into_iter().chain(columns);
    let header: Vec<&str> = header.chain(alone.iter().chain(&last).map(String::as_str)).collect();
    let mut table = Table::new(out, &header)?;
    for (measure, name) in MEASURES.into_iter().enumerate() {
        for (number, player) in attribution.players.iter().enumerate() {
            let over = |pick: fn(&Split) -> &Vec<f64>| attribution.over(measure, |split| pick(split)[number]);
            table.text(name)?;
            table.text(player.name)?;
            table.summary(over(|split| &split.shapley))?;
            table.summary(over(|split| &split.alone))?;
            table.summary(over(|split| &split.last))?;
            table.end_row()?;
        }
        table.text(name)?;
        table.text(WHOLE)?;
        table.summary(attribution.whole(measure))?;
        table.summary(None)?;
        table.summary(None)?;
        table.end_row()?;
    }
    table.finish()
}

/// `together.csv`: how much more each pair of players does together than its two by themselves.
///
/// # Errors
/// What `out` says.
pub fn together(attribution: &Attribution, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["measure", "player", "with", "mean", "median", "low90", "high90"])?;
    for (measure, name) in MEASURES.into_iter().enumerate() {
        for (place, (first, second)) in pairs(attribution.players.len()).enumerate() {
            table.text(name)?;
            table.text(attribution.players[first].name)?;
            table.text(attribution.players[second].name)?;
            table.summary(attribution.over(measure, |split| split.together[place]))?;
            table.end_row()?;
        }
    }
    table.finish()
}

/// `coalitions.csv`: the end of every run, with a column for each player: 1 if he was there.
///
/// # Errors
/// What `out` says.
pub fn coalitions(attribution: &Attribution, seed: u64, out: &mut dyn Write) -> io::Result<()> {
    let players = attribution.players.iter().map(|player| player.name);
    let header: Vec<&str> = ["replicate", "seed"].into_iter().chain(players).chain(MEASURES).collect();
    let mut table = Table::new(out, &header)?;
    for (number, replicate) in attribution.replicates.iter().enumerate() {
        for (coalition, ends) in &replicate.ends {
            table.text(&number.to_string())?;
            table.text(&seed.to_string())?;
            (0..attribution.players.len())
                .try_for_each(|player| table.text(if coalition.has(player) { "1" } else { "0" }))?;
            ends.iter().try_for_each(|end| table.number(Some(*end).filter(|x| !x.is_nan())))?;
            table.end_row()?;
        }
    }
    table.finish()
}

/// The columns that are neither players nor measures: name, meaning.
const KEYS: &[[&str; 2]] = &[
    ["replicate", "Which repetition with other luck, counted from 0; all runs of one replicate meet the same luck."],
    ["seed", "Where all luck comes from; the same in every row."],
    ["measure", "Which measure the row is about: one of the names below, for the country asked about, at the end."],
    ["player", "A group of levers or mechanisms among which the difference is divided, or `whole`: all of it."],
    ["with", "The other player of the pair."],
    [
        "mean",
        "Mean over the replicates of the Shapley value, the mean of what the player changes over all orders in which \
         the players come; the means of the players sum to that of the whole. In together.csv of the Shapley \
         interaction index: how much more the two do together than by themselves.",
    ],
    ["median", "Median over the replicates of the same; medians need not sum to anything."],
    ["low90", "5th percentile of the same: 9 in 10 replicates lie between low90 and high90."],
    ["high90", "95th percentile of the same."],
    ["alone_*", "The same of what the player changes if no other comes."],
    ["last_*", "The same of what the player changes if all others are there already."],
];

/// `columns.csv`: name, unit and meaning of every column of the other tables.
///
/// # Errors
/// What `out` says.
pub fn columns(attribution: &Attribution, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, &["name", "unit", "meaning"])?;
    let mut row = |name: &str, unit: &str, meaning: &str| {
        [name, unit, meaning].into_iter().try_for_each(|text| table.text(text))?;
        table.end_row()
    };
    for [name, meaning] in KEYS {
        let counted = ["replicate", "seed", "measure", "player", "with"].contains(name);
        row(name, if counted { "" } else { "unit of the measure" }, meaning)?;
    }
    for player in &attribution.players {
        let parts = player.parts.join(", ");
        row(player.name, "", &format!("In coalitions.csv: 1 if this player was there, else 0. It is {parts}."))?;
    }
    for measure in MEASURES.iter().filter_map(|name| country_measure(name)).map(|place| COUNTRY_MEASURES[place]) {
        row(measure.name, measure.unit, measure.meaning)?;
    }
    table.finish()
}
