//! What a run counts in classes beside its numbers: how long comments took, and how many members think what. Whole
//! numbers, so that sums over runs do not depend on their order. Counting draws no luck and changes nothing.

use super::recorder::View;
use serde::{Deserialize, Serialize};

/// Classes of the hours from an event to a comment on it: the first holds what took less than a quarter of an hour, the
/// last what took longer than all others; between them each is a quarter of an octave wide.
pub const DELAY_CLASSES: usize = 54;
/// Upper edge of the first class, hours.
const SHORTEST: f64 = 0.25;
/// Classes in which the hours double.
const PER_OCTAVE: f64 = 4.0;
/// Classes of what members think, attitude and mood together, of equal width from -[`WIDEST`] to [`WIDEST`]; who thinks
/// even better or worse is in the outermost.
pub const ATTITUDE_CLASSES: usize = 56;
/// Attitudes lie between -1 and 1, and a mood moves all of an audience, so some lie beyond.
pub const WIDEST: f64 = 1.4;
/// Most stretches of time in which delays are counted apart.
const STRETCHES: usize = 32;
/// Most members of an audience whose attitudes are counted: every n-th of more.
const ASKED: usize = 100_000;
/// How often attitudes are counted, at equal distances.
const SIGHTS: usize = 5;

/// Counts of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Records in one stretch of time; it doubles when there are too many stretches, whenever the run is to end.
    records: usize,
    /// Comments published: stretches, then countries, then classes.
    delays: Vec<u32>,
    /// What members think of the focus country, in the order of time.
    pub sights: Vec<Sight>,
}

/// What members think of one country at one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// Which record, counted from 0.
    pub record: usize,
    /// Members who were asked: audiences, then classes.
    pub members: Vec<u32>,
}

/// The class of so many hours.
#[must_use]
pub fn delay_class(hours: f64) -> usize {
    if hours < SHORTEST {
        return 0;
    }
    let beyond = PER_OCTAVE * libm::log2(hours / SHORTEST);
    (1 + beyond as usize).min(DELAY_CLASSES - 1)
}

/// The lower and the upper edge of a class, hours; the last has no upper edge and is given the usual width.
#[must_use]
pub fn delay_edges(class: usize) -> (f64, f64) {
    let edge = |class: f64| SHORTEST * libm::exp2(class / PER_OCTAVE);
    let upper = edge(class as f64);
    (if class == 0 { 0.0 } else { edge(class as f64 - 1.0) }, upper)
}

/// The class of an attitude with the mood.
fn attitude_class(attitude: f64) -> usize {
    // What is negative becomes 0.
    let place = (attitude + WIDEST) * (ATTITUDE_CLASSES as f64 / (2.0 * WIDEST));
    (place as usize).min(ATTITUDE_CLASSES - 1)
}

/// The lower and the upper edge of a class of attitudes.
#[must_use]
pub fn attitude_edges(class: usize) -> (f64, f64) {
    let edge = |class: usize| WIDEST * (2.0 * class as f64 / ATTITUDE_CLASSES as f64 - 1.0);
    (edge(class), edge(class + 1))
}

/// Bytes that a tally takes at most.
#[must_use]
pub const fn most_bytes(countries: usize, audiences: usize) -> usize {
    let counts = STRETCHES * countries * DELAY_CLASSES + 2 * SIGHTS * audiences * ATTITUDE_CLASSES;
    counts * size_of::<u32>()
}

/// Is `record` one of the five, at equal distances, at which attitudes are counted, where `last` is the last one?
pub(super) fn is_sight(record: usize, last: usize) -> bool {
    let steps = SIGHTS - 1;
    (0..=steps).any(|step| (step * last + steps / 2) / steps == record)
}

impl Tally {
    /// Counts the comments on events that were published since the record before.
    pub(super) fn count_delays(&mut self, record: usize, view: &View<'_>) {
        let countries = view.world.ministries.len();
        for (country, ministry) in view.world.ministries.iter().enumerate() {
            for hours in &ministry.counts.comment_hours {
                self.add_comments((record, country, countries), *hours, 1);
            }
        }
    }

    /// Adds comments that were published up to a record, of one of so many countries, so many hours after their event.
    pub fn add_comments(&mut self, (record, country, countries): (usize, usize, usize), hours: f64, comments: u32) {
        self.records = self.records.max(1);
        let size = countries * DELAY_CLASSES;
        while record.saturating_sub(1) / self.records >= STRETCHES {
            self.join_stretches(size);
        }
        let stretch = record.saturating_sub(1) / self.records;
        self.delays.resize(self.delays.len().max((stretch + 1) * size), 0);
        self.delays[stretch * size + country * DELAY_CLASSES + delay_class(hours)] += comments;
    }

    fn join_stretches(&mut self, size: usize) {
        self.records *= 2;
        let sum = |pair: &[u32]| {
            let (first, second) = pair.split_at(size.min(pair.len()));
            let other = |place: usize| second.get(place).copied().unwrap_or(0);
            first.iter().enumerate().map(|(place, count)| count + other(place)).collect::<Vec<_>>()
        };
        self.delays = self.delays.chunks(2 * size).flat_map(sum).collect();
    }

    /// Counts what the members think of a country.
    pub(super) fn count_attitudes(&mut self, record: usize, view: &View<'_>, country: usize) {
        let audiences = view.world.publics.len();
        let mut members = vec![0; audiences * ATTITUDE_CLASSES];
        for (audience, classes) in members.chunks_mut(ATTITUDE_CLASSES).enumerate() {
            let plane = &view.world.planes[view.world.plane(audience, country)];
            let step = plane.members().div_ceil(ASKED).max(1);
            for attitude in plane.attitudes(view.hour, step) {
                classes[attitude_class(f64::from(attitude) + plane.mood)] += 1;
            }
        }
        self.sights.push(Sight { record, members });
    }

    /// Comments of one of so many countries by class, from the first stretch that begins at a record or later.
    #[must_use]
    pub fn delays_from(&self, record: usize, country: usize, countries: usize) -> Vec<u64> {
        let mut sums = vec![0; DELAY_CLASSES];
        let first = record.div_ceil(self.records.max(1));
        for stretch in self.delays.chunks(countries.max(1) * DELAY_CLASSES).skip(first) {
            let classes = &stretch[country * DELAY_CLASSES..][..DELAY_CLASSES];
            sums.iter_mut().zip(classes).for_each(|(sum, count)| *sum += u64::from(*count));
        }
        sums
    }

    /// The record at which the first stretch begins that begins at `record` or later.
    #[must_use]
    pub fn stretch_from(&self, record: usize) -> usize {
        record.next_multiple_of(self.records.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_of_time_is_in_the_class_between_whose_edges_it_lies() {
        for step in 0..4000 {
            let hours = f64::from(step) * 0.37;
            let class = delay_class(hours);
            let (low, high) = delay_edges(class);
            let slack = 1e-9 * hours;
            assert!(low <= hours + slack && hours <= high + slack, "{hours} in {class}: {low} to {high}");
        }
        assert_eq!([delay_class(1e9), delay_class(0.0), delay_class(0.25)], [DELAY_CLASSES - 1, 0, 1]);
        for step in -140..=140i16 {
            let attitude = f64::from(step) / 100.0;
            let (low, high) = attitude_edges(attitude_class(attitude));
            assert!(low <= attitude + 1e-9 && attitude <= high + 1e-9, "{attitude}");
        }
        assert_eq!([attitude_class(-1.5), attitude_class(1.5)], [0, ATTITUDE_CLASSES - 1]);
    }

    #[test]
    fn joined_stretches_lose_nothing_and_do_not_depend_on_what_comes() {
        let mut tally = Tally::default();
        for record in 0..500 {
            tally.add_comments((record, record % 3, 3), 5.0, 2);
            let counted: u64 = (0..3).map(|country| tally.delays_from(0, country, 3).iter().sum::<u64>()).sum();
            assert_eq!(counted, 2 * (record as u64 + 1));
        }
        let from = tally.stretch_from(200);
        assert!((200..232).contains(&from));
        let after: u64 = (0..3).map(|country| tally.delays_from(200, country, 3).iter().sum::<u64>()).sum();
        assert_eq!(after, 2 * (499 - from as u64), "what was published after the record at {from}");
    }

    #[test]
    fn attitudes_are_counted_at_the_first_and_the_last_record_and_three_between() {
        let sights = |last| (0..=last).filter(|record| is_sight(*record, last)).collect::<Vec<_>>();
        assert_eq!(sights(208), [0, 52, 104, 156, 208]);
        assert_eq!(sights(10), [0, 3, 5, 8, 10]);
        assert_eq!([sights(0), sights(1), sights(2)], [vec![0], vec![0, 1], vec![0, 1, 2]]);
    }
}
