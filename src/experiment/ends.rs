//! What the runs of a sweep come to at the end, run by run, and averaged over settings: enough to tell any of its
//! measures, with some bytes a run.

use std::collections::BTreeMap;

use super::sweep::Points;
use crate::engine::measures::Measure;
use crate::scenario::sweep::Tried;
use crate::stats::mean;

/// Parts into which the values of a setting are divided of which any between two ends are tried.
const PARTS: usize = 5;

/// What has become of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is not there, or not yet.
    Missing,
    /// It came to its end.
    Done,
    /// It failed.
    Failed,
}

/// What the runs of a sweep come to at the end, for some measures of one country.
#[derive(Clone, Debug)]
pub struct Ends {
    replicates: usize,
    /// Point by point, replicate by replicate.
    fates: Vec<Fate>,
    /// The same for each measure; `NaN` where there was no case, or no run.
    numbers: Vec<Vec<f64>>,
}

impl Ends {
    /// So many runs, none of which is there yet.
    #[must_use]
    pub fn new(points: usize, replicates: u32, measures: usize) -> Ends {
        let replicates = replicates as usize;
        let runs = points * replicates;
        Ends { replicates, fates: vec![Fate::Missing; runs], numbers: vec![vec![f64::NAN; runs]; measures] }
    }

    /// Notes what a run came to: a number for each measure, or nothing if it failed.
    pub fn note(&mut self, point: usize, replicate: u32, ends: Option<&[f64]>) {
        let run = point * self.replicates + replicate as usize;
        self.fates[run] = if ends.is_some() { Fate::Done } else { Fate::Failed };
        let numbers = self.numbers.iter_mut().zip(ends.unwrap_or_default());
        numbers.for_each(|(all, end)| all[run] = *end);
    }

    /// Runs that are not there have failed.
    pub fn nothing_is_missing(&mut self) {
        self.fates.iter_mut().filter(|fate| **fate == Fate::Missing).for_each(|fate| *fate = Fate::Failed);
    }

    /// How many runs of a point have that fate.
    #[must_use]
    pub fn count_at(&self, point: usize, fate: Fate) -> usize {
        let first = point * self.replicates;
        self.fates[first..first + self.replicates].iter().filter(|one| **one == fate).count()
    }

    /// The same of all points.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.iter().filter(|one| **one == fate).count()
    }

    /// A number for each replicate: the mean of a measure over some points, those without a case left out. `NaN` where
    /// none has a case, or a run is not done: a mean of fewer settings would be one of others.
    #[must_use]
    pub fn means(&self, measure: usize, points: &[usize]) -> Vec<f64> {
        let of_replicate = |replicate: usize| {
            let runs = points.iter().map(|point| point * self.replicates + replicate);
            let whole = runs.clone().all(|run| self.fates[run] == Fate::Done);
            let there = runs.map(|run| self.numbers[measure][run]).filter(|x| !x.is_nan());
            if whole { mean(there).unwrap_or(f64::NAN) } else { f64::NAN }
        };
        (0..self.replicates).map(of_replicate).collect()
    }
}

/// What a measure comes to at the end of a run: its last record, or the sum of a count.
#[must_use]
pub fn end(measure: &Measure, records: impl Iterator<Item = f64>) -> f64 {
    match measure.adds_up {
        true => records.filter(|x| !x.is_nan()).sum(),
        false => records.last().unwrap_or(f64::NAN),
    }
}

/// Settings of a sweep that have something in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common: a value of each axis that was asked for.
    pub values: Vec<Tried>,
    /// Their points, in order.
    pub points: Vec<usize>,
}

/// The points of a sweep by their values of some axes. Values of lists stand in their order; of an axis of which any
/// value between two ends is tried, five equal parts, from the lowest up.
#[must_use]
pub fn groups(points: &Points, by: &[usize]) -> Vec<Group> {
    let mut groups: BTreeMap<Vec<usize>, Group> = BTreeMap::new();
    for point in 0..points.len() {
        let parts = by.iter().map(|axis| points.part(point, *axis, PARTS));
        let (key, values): (Vec<usize>, Vec<Tried>) = parts.unzip();
        groups.entry(key).or_insert_with(|| Group { values, points: Vec::new() }).points.push(point);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::measures::{COUNTRY_MEASURES, country_measure};
    use crate::scenario::{Source, parse};

    fn points(sweep: &str) -> Points {
        let text = format!(
            "[run]\nstart = 2013-01-01\nend = 2013-02-28\n[audience.world]\nmembers = 2_000\n[country.canada]\n\
             [country.uk]\n{sweep}"
        );
        let parsed = parse(&Source { name: "a.toml", text: &text }, &[], &|_| Err("no files here".into()));
        Points::new(&parsed.unwrap_or_else(|problems| panic!("{problems}")).sweep.expect("it has a sweep"), 7)
    }

    fn told(groups: &[Group]) -> Vec<(Vec<&str>, &[usize])> {
        let texts = |group: &Group| group.values.iter().map(|value| value.text.clone()).collect::<Vec<_>>();
        let leak = |texts: Vec<String>| texts.into_iter().map(|text| &*text.leak()).collect();
        groups.iter().map(|group| (leak(texts(group)), &group.points[..])).collect()
    }

    #[test]
    fn a_mean_over_settings_is_that_of_a_replicate_all_of_whose_runs_are_done() {
        let mut ends = Ends::new(2, 4, 2);
        for replicate in 0..3 {
            let x = f64::from(replicate);
            ends.note(0, replicate, Some(&[x, f64::NAN]));
            ends.note(1, replicate, Some(&[10.0 + x, if replicate == 0 { f64::NAN } else { 7.0 }]));
        }
        ends.note(0, 3, Some(&[5.0, 5.0]));
        let same = |found: Vec<f64>, wanted: [f64; 4]| {
            let bits = |x: f64| if x.is_nan() { None } else { Some(x) };
            assert_eq!(found.into_iter().map(bits).collect::<Vec<_>>(), wanted.map(bits));
        };
        same(ends.means(0, &[0, 1]), [5.0, 6.0, 7.0, f64::NAN]);
        same(ends.means(1, &[0, 1]), [f64::NAN, 7.0, 7.0, f64::NAN]);
        same(ends.means(0, &[0]), [0.0, 1.0, 2.0, 5.0]);
        assert_eq!([Fate::Done, Fate::Missing, Fate::Failed].map(|fate| ends.count_at(1, fate)), [3, 1, 0]);
        ends.nothing_is_missing();
        ends.note(0, 0, None);
        assert_eq!([Fate::Done, Fate::Missing, Fate::Failed].map(|fate| ends.count(fate)), [6, 0, 2]);
        same(ends.means(0, &[0, 1]), [f64::NAN, 6.0, 7.0, f64::NAN]);
    }

    #[test]
    fn points_come_together_by_the_values_that_are_asked_for() {
        let grid = points(
            "[sweep.try]\n\"canada.fear_of_speaking\" = [\"30%\", \"10%\"]\n\
             \"uk.approval_delay\" = [\"1h\", \"2h\", \"3h\"]\n",
        );
        assert_eq!(told(&groups(&grid, &[0])), [(vec!["30%"], &[0, 1, 2][..]), (vec!["10%"], &[3, 4, 5])]);
        let by_delay = groups(&grid, &[1]);
        assert_eq!(told(&by_delay)[1], (vec!["2h"], &[1, 4][..]));
        assert_eq!(groups(&grid, &[1, 0]).len(), 6);
        assert_eq!(told(&groups(&grid, &[])), [(vec![], &[0, 1, 2, 3, 4, 5][..])]);
        let step = points(
            "[sweep]\ncombine = \"in step\"\n[sweep.try]\n\"canada.fear_of_speaking\" = [\"30%\", \"10%\", \
             \"30%\"]\n\"uk.approval_delay\" = [\"1h\", \"2h\", \"3h\"]\n",
        );
        assert_eq!(told(&groups(&step, &[0])), [(vec!["30%"], &[0, 2][..]), (vec!["10%"], &[1])]);
    }

    #[test]
    fn what_is_tried_anywhere_between_two_ends_comes_in_parts() {
        let sample = points(
            "[sweep]\nsample = \"sobol\"\nsamples = 64\n[sweep.try]\n\"canada.fear_of_speaking\" = \"0%..50%\"\n\
             \"uk.accounts_at_start\" = \"1..3\"\n\"canada.approval\" = [\"none\", \"simple\"]\n",
        );
        let parts = groups(&sample, &[0]);
        let texts: Vec<&str> = parts.iter().map(|part| part.values[0].text.as_str()).collect();
        assert_eq!(texts, ["0% to 10%", "10% to 20%", "20% to 30%", "30% to 40%", "40% to 50%"]);
        for part in &parts {
            let middle = part.values[0].number.expect("it is a number");
            let near = |point: &usize| (sample.values(*point)[0].number.unwrap() - middle).abs() <= 0.05 + 1e-9;
            assert!(part.points.iter().all(near) && (12..=14).contains(&part.points.len()), "{part:?}");
        }
        let whole = groups(&sample, &[1]);
        assert_eq!(whole.iter().map(|part| part.values[0].text.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
        assert_eq!(groups(&sample, &[2]).iter().map(|part| part.points.len()).collect::<Vec<_>>(), [32, 32]);
    }

    #[test]
    fn counts_add_up_over_a_run_and_others_end() {
        let of = |name: &str| &COUNTRY_MEASURES[country_measure(name).expect("a measure")];
        let records = [1.0, f64::NAN, 3.0];
        assert_eq!(end(of("engaged"), records.into_iter()), 4.0);
        assert_eq!(end(of("voice"), records.into_iter()), 3.0);
    }
}
