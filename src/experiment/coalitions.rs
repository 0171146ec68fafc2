//! The runs behind an attribution: who the players are, every coalition of them in every replicate on the same luck,
//! and what the splits of all replicates come to.

use std::sync::atomic::{AtomicU32, Ordering};

use super::attribute::{Coalition, Design, Split, pairs, split};
use super::ensemble::Unfinished;
use super::threads;
use crate::engine::measures::country_measure;
use crate::engine::trajectory::{Column, Trajectory};
use crate::engine::{self, Beginning};
use crate::random::{Kind, Path};
use crate::scenario::contrast::Contrast;
use crate::scenario::levers::LeverGroup;
use crate::scenario::mechanisms::{self, MechanismGroup};
use crate::scenario::{Run, Scenario};
use crate::stats::{Spread, Summary};

/// The measures of which the difference at the end is divided, the most important first.
pub const MEASURES: [&str; 3] = ["influence_index", "voice", "standing"];

/// One number for each of the [`MEASURES`].
pub type Ends = [f64; MEASURES.len()];

/// Somebody among whom a difference is divided: a group of levers, or of mechanisms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// The name in tables.
    pub name: &'static str,
    /// The name in sentences and on charts.
    pub label: &'static str,
    /// The levers that move, from where to where, or the switches.
    pub parts: Vec<String>,
}

/// What a scenario is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// Itself without the changes of the country asked about.
    NoChanges,
    /// Another scenario, by its name.
    Other(String),
    /// Itself with none of the mechanisms.
    NoMechanism,
}

/// A difference of which somebody wants to know where it comes from.
#[derive(Clone, Debug)]
pub struct Question {
    game: Game,
    players: Vec<Player>,
    against: Against,
    country: usize,
    run: Run,
}

#[derive(Clone, Debug)]
enum Game {
    /// A coalition has the levers of one policy, the others those of the other.
    Levers(Box<Contrast>, Vec<LeverGroup>),
    /// A coalition of mechanisms is at work, the others are off.
    Mechanisms(Box<Scenario>, Vec<&'static MechanismGroup>),
}

impl Question {
    /// What do the levers of a country do in which two policies differ?
    #[must_use]
    pub fn about_levers(contrast: Contrast, against: Against) -> Question {
        let (country, run) = (contrast.country(), contrast.scenario().run.clone());
        let groups: Vec<LeverGroup> = contrast.differences().iter().map(|found| found.group).collect();
        let found = contrast.differences().iter();
        let player = found.map(|d| Player { name: d.group.name(), label: d.group.label(), parts: d.levers.clone() });
        Question { players: player.collect(), game: Game::Levers(Box::new(contrast), groups), against, country, run }
    }

    /// What do the mechanisms of a scenario do to a country?
    #[must_use]
    pub fn about_mechanisms(scenario: &Scenario, country: usize) -> Question {
        let groups = mechanisms::at_work(scenario);
        let player = |group: &&MechanismGroup| Player {
            name: group.name,
            label: group.label,
            parts: group.switches.iter().map(|switch| (*switch).to_owned()).collect(),
        };
        let (players, run) = (groups.iter().map(player).collect(), scenario.run.clone());
        let game = Game::Mechanisms(Box::new(scenario.clone()), groups);
        Question { game, players, against: Against::NoMechanism, country, run }
    }

    /// Among whom the difference is divided.
    #[must_use]
    pub fn players(&self) -> &[Player] {
        &self.players
    }

    /// The country asked about: its place in the scenario.
    #[must_use]
    pub fn country(&self) -> usize {
        self.country
    }

    /// What the scenario is held against.
    #[must_use]
    pub fn against(&self) -> &Against {
        &self.against
    }

    /// What is run for a coalition.
    #[must_use]
    pub fn scenario_of(&self, coalition: Coalition) -> Scenario {
        match &self.game {
            Game::Levers(contrast, groups) => {
                let place = |group| groups.iter().position(|known| *known == group);
                contrast.mixed(&|group| place(group).is_some_and(|player| coalition.has(player)))
            }
            Game::Mechanisms(scenario, groups) => {
                let place = |group: &MechanismGroup| groups.iter().position(|known| known.name == group.name);
                // Who is no player is off or has nothing to do, and stays as it is.
                mechanisms::with_only(scenario, &|group| place(group).is_none_or(|player| coalition.has(player)))
            }
        }
    }

    /// Until when the runs of all coalitions are the same, hours; `None` if they part at once.
    #[must_use]
    pub fn parting(&self) -> Option<f64> {
        match &self.game {
            Game::Levers(contrast, _) => contrast.parting(),
            Game::Mechanisms(..) => None,
        }
    }

    /// How many whole runs cost as much as `runs` of coalitions, of which each replicate shares the beginning.
    #[must_use]
    pub fn whole_runs(&self, runs: usize) -> f64 {
        let shared = self.parting().map_or(0.0, |hour| hour / (self.run.hours()));
        runs as f64 * (1.0 - shared) + f64::from(self.run.replicates) * shared
    }

    /// Which coalitions each replicate runs. Beyond eight players every replicate has orders of its own.
    #[must_use]
    pub fn designs(&self) -> Vec<Design> {
        let path = Path::to(Kind::Order).then(self.run.seed);
        let design = |replicate: u32| Design::new(self.players.len(), path.then(u64::from(replicate)));
        (0..self.run.replicates).map(design).collect()
    }
}

/// How an attribution is run.
pub struct Plan<'a> {
    /// What is asked.
    pub question: &'a Question,
    /// Which coalitions each replicate runs.
    pub designs: &'a [Design],
    /// Threads, at least 1; the bits do not depend on it.
    pub threads: usize,
    /// Called after each run with the number done so far.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Asked now and then: should the work stop?
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// A difference, divided in every replicate.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// Among whom it is divided.
    pub players: Vec<Player>,
    /// What the scenario is held against.
    pub against: Against,
    /// The country asked about: its place in the scenario.
    pub country: usize,
    /// In the order of their numbers.
    pub replicates: Vec<Replicate>,
}

/// What came out of one replicate.
#[derive(Clone, Debug)]
pub struct Replicate {
    /// How many orders were drawn; 0 if the values are exact.
    pub orders: usize,
    /// The end of every run: which coalition, and its measures.
    pub ends: Vec<(Coalition, Ends)>,
    /// The split of each measure.
    pub splits: [Split; MEASURES.len()],
}

/// Runs every coalition of every replicate and divides the differences.
///
/// # Errors
/// When it is stopped, or when the threads cannot be started.
pub fn run(plan: &Plan<'_>) -> Result<Attribution, Unfinished> {
    let done = AtomicU32::new(0);
    let told = || (plan.progress)(done.fetch_add(1, Ordering::Relaxed) + 1);
    let all = || threads::in_order(plan.designs.len(), |replicate| ends_of(plan, replicate, &told));
    let ends = threads::on(plan.threads, all).map_err(Unfinished::Threads)?;
    let ends: Option<Vec<Vec<Ends>>> = ends.into_iter().collect();
    let ends = ends.ok_or(Unfinished::Stopped(done.load(Ordering::Relaxed)))?;
    let replicates = plan.designs.iter().zip(ends).map(|(design, ends)| {
        let ends = design.coalitions().iter().copied().zip(ends).collect();
        divided(design, ends)
    });
    let Question { players, against, country, .. } = plan.question;
    let (players, against) = (players.clone(), against.clone());
    Ok(Attribution { players, against, country: *country, replicates: replicates.collect() })
}

/// The ends of all runs of one replicate; `None` when the work is to stop.
fn ends_of(plan: &Plan<'_>, replicate: usize, told: &(dyn Fn() + Sync)) -> Option<Vec<Ends>> {
    let (question, coalitions, replicate) = (plan.question, plan.designs[replicate].coalitions(), replicate as u32);
    // Up to the hour at which policies part, all runs are one.
    let nobody = question.scenario_of(Coalition::NOBODY);
    let beginning = match question.parting() {
        Some(hour) => Some(Beginning::until(hour, &nobody, replicate, plan.stop)?),
        None => None,
    };
    let one = |place: usize| {
        if (plan.stop)() {
            return None;
        }
        let scenario = question.scenario_of(coalitions[place]);
        let run = match &beginning {
            Some(beginning) => beginning.go_on(&scenario, plan.stop)?,
            None => engine::numbers_alone(&scenario, replicate, plan.stop)?,
        };
        told();
        Some(end_of(&scenario, &run, question.country))
    };
    threads::in_order(coalitions.len(), one).into_iter().collect()
}

fn end_of(scenario: &Scenario, run: &Trajectory, country: usize) -> Ends {
    let layout = engine::layout(scenario);
    let last = layout.record_hours.len() - 1;
    MEASURES.map(|measure| {
        let column = Column::Country(country_measure(measure).expect("the list of measures names it"));
        run.values[layout.place(last, country, column)]
    })
}

fn divided(design: &Design, ends: Vec<(Coalition, Ends)>) -> Replicate {
    let of_measure = |measure: usize| {
        split(design, &|coalition| {
            let place = ends.binary_search_by_key(&coalition, |(known, _)| *known).expect("the design asks for it");
            ends[place].1[measure]
        })
    };
    Replicate { orders: design.orders(), splits: std::array::from_fn(of_measure), ends }
}

/// Who makes a clear difference, as far as that is clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leader {
    /// This player makes more than half of the whole, and not more than all of it.
    Most(usize),
    /// This player adds more to it than any other adds or takes away.
    More(usize),
    /// Nobody stands out.
    Nobody,
}

impl Attribution {
    /// Were all orders looked at?
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.replicates.iter().all(|replicate| replicate.orders == 0)
    }

    /// Number of runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.replicates.iter().map(|replicate| replicate.ends.len()).sum()
    }

    /// A number of the split of one measure, over the replicates; `None` where there was no case.
    pub fn over(&self, measure: usize, number: impl Fn(&Split) -> f64) -> Option<Summary> {
        Summary::of(self.replicates.iter().map(|replicate| number(&replicate.splits[measure])))
    }

    /// The difference that is divided.
    #[must_use]
    pub fn whole(&self, measure: usize) -> Option<Summary> {
        self.over(measure, |split| split.whole)
    }

    /// The Shapley value of a player.
    #[must_use]
    pub fn shapley(&self, measure: usize, player: usize) -> Option<Summary> {
        self.over(measure, |split| split.shapley[player])
    }

    /// The difference that is divided, if its middle 90 % is on one side of 0. A single pair proves nothing.
    #[must_use]
    pub fn clear_whole(&self, measure: usize) -> Option<Summary> {
        self.whole(measure).filter(|whole| self.replicates.len() > 1 && whole.spread.excludes(0.0))
    }

    /// The players, the largest part first; of equal ones the first in the list.
    #[must_use]
    pub fn ranking(&self, measure: usize) -> Vec<usize> {
        let size = |player: &usize| self.shapley(measure, *player).map_or(0.0, |part| part.mean.abs());
        let mut ranking: Vec<usize> = (0..self.players.len()).collect();
        ranking.sort_by(|a, b| size(b).total_cmp(&size(a)));
        ranking
    }

    /// Who makes most of a clear whole, or more than any other: in 95 % of the replicates, one by one.
    #[must_use]
    pub fn leader(&self, measure: usize) -> Leader {
        let Some(whole) = self.clear_whole(measure) else { return Leader::Nobody };
        let sign = if whole.mean > 0.0 { 1.0 } else { -1.0 };
        let is_clear = |more: &dyn Fn(&Split) -> f64| {
            let spread = Spread::of(self.replicates.iter().map(|r| sign * more(&r.splits[measure])));
            spread.is_some_and(|spread| spread.low90 > 0.0)
        };
        let Some(first) = self.ranking(measure).first().copied() else { return Leader::Nobody };
        let beats = |other: usize| {
            other == first || is_clear(&|split| split.shapley[first] - split.shapley[other].abs() * sign)
        };
        let part = self.shapley(measure, first).map_or(0.0, |part| part.mean * sign);
        if part <= whole.mean.abs() && is_clear(&|split| split.shapley[first] - split.whole / 2.0) {
            Leader::Most(first)
        } else if (0..self.players.len()).all(beats) {
            Leader::More(first)
        } else {
            Leader::Nobody
        }
    }

    /// What the players together do beyond the sum of what each does alone.
    #[must_use]
    pub fn interplay(&self, measure: usize) -> Option<Summary> {
        self.over(measure, |split| split.whole - split.alone.iter().sum::<f64>())
    }

    /// The pair that works together most, if that is clear: its players, and how much more they do. `None` also if
    /// orders were drawn.
    #[must_use]
    pub fn strongest_pair(&self, measure: usize) -> Option<(usize, usize, Summary)> {
        let known = self.is_exact() && self.replicates.len() > 1;
        let summaries =
            pairs(self.players.len()).enumerate().filter(|_| known).filter_map(|(place, (first, second))| {
                Some((first, second, self.over(measure, |split| split.together[place])?))
            });
        let clear = summaries.filter(|(.., more)| more.spread.excludes(0.0));
        clear.max_by(|a, b| a.2.mean.abs().total_cmp(&b.2.mean.abs()))
    }
}
