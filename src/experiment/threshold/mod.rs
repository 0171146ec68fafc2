//! Up to where does a condition hold as one setting moves? Stochastic root finding on paired runs, with an interval.
//! Nothing here knows what the setting is, or who answers.
//!
//! Every replicate answers at every place on the same luck, so the mean of the same replicates is one fixed curve, the
//! sample path, and its root is found like that of any function: first with few replicates, to see where to look, then
//! with all of them there (retrospective approximation; Chen and Schmeiser 2001). The interval is that of the places at
//! which a t-test does not tell the mean from 0: at the true root it does so once in ten times at most, however steep
//! the curve is there (inverting a test; Fieller 1954). No draw is made.

pub mod condition;
mod fit;

use std::ops::Range;

pub use fit::Edge;

use crate::math::student_quantile;
use crate::stats::mean;

/// Places at which is looked first, the ends among them.
pub const LOOKS: usize = 9;
/// Replicates with which is looked first.
pub const FEW: u32 = 10;
/// Most places that are tried.
pub const MOST_PLACES: usize = 24;
/// Places that are usually tried where the answer changes once.
pub const USUAL_PLACES: usize = 14;
/// How often the 90 % interval may miss.
const MISSES: f64 = 0.1;
/// The same for each of the first places, so that all of them together miss no more often (Bonferroni).
const MISSES_OF_A_LOOK: f64 = MISSES / LOOKS as f64;
/// Places nearer to one another are not told apart.
const FINEST: f64 = 1.0 / 512.0;

/// How a search is made.
pub struct Search<'a> {
    /// Replicates at the places that matter, at least 2.
    pub replicates: u32,
    /// The place nearest to one from 0 to 1 that the setting can have: whole numbers lie apart.
    pub snap: &'a dyn Fn(f64) -> f64,
}

/// What is asked: some replicates at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The place, 0 (the low end) to 1.
    pub place: f64,
    /// Which replicates.
    pub replicates: Range<u32>,
}

/// Answers every request with a number for each replicate that it names.
pub type Ask<'a, E> = dyn FnMut(&[Request]) -> Result<Vec<Vec<f64>>, E> + 'a;

/// What was answered at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The place, 0 to 1.
    pub place: f64,
    /// A number for each replicate, the condition holding where it is above 0; `NaN` where there was no case.
    pub differences: Vec<f64>,
}

/// Where a condition begins or ceases to hold, as places; an edge that is missing lies outside the range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// Does it hold below and not above, or the other way round?
    pub holds_below: bool,
    /// Lower end of the 90 % interval.
    pub low: Option<Edge>,
    /// The estimate.
    pub middle: Option<Edge>,
    /// Upper end of the 90 % interval.
    pub high: Option<Edge>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It holds at every place.
    Always,
    /// It holds at none.
    Never,
    /// At no place is it clear whether it holds.
    Unclear,
    /// It begins or ceases to hold, in the order of the places.
    Crosses(Vec<Crossing>),
}

/// What a search found, and what it asked for that.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The answer.
    pub answer: Answer,
    /// Everything that was tried, by place.
    pub tried: Vec<Tried>,
}

/// Finds where a condition begins or ceases to hold.
///
/// `ask` answers every request with a number for each replicate that it names: by how much the condition holds (it does
/// where the mean is above 0; where all numbers are 0 it does not), `NaN` where there is no case. The same replicate
/// must mean the same luck at every place.
///
/// Places that are tried: 9 even ones over the range with 10 replicates; where that is not clear, or the answer changes
/// from one to the next, with all replicates; then the middle of whatever gap an edge of the interval or the root lies
/// in, until it is small beside the interval. So they follow from the answers, and the same answers give the same
/// places.
///
/// The interval of a crossing holds the true place in 90 % of cases if the mean passes 0 once there and the replicates'
/// mean is about normal. What happens between two of the first places and is over at both is not seen.
///
/// # Errors
/// The first error of `ask`.
///
/// Chen and Schmeiser (2001), Fieller (1954). DIFFERENCE: Chen and Schmeiser let the replicates grow until the root is
/// known well enough; here they are given, and the interval says how well it is known.
pub fn find<E>(search: &Search<'_>, ask: &mut Ask<'_, E>) -> Result<Found, E> {
    let mut looked = Looked { search, ask, tried: Vec::new() };
    let even = (0..LOOKS).map(|k| (search.snap)(k as f64 / (LOOKS - 1) as f64)).collect();
    looked.at(even, 0..FEW.min(search.replicates))?;
    while looked.deepen()? {}
    let clear = looked.tried.iter().find_map(Tried::is_clear);
    let brackets = looked.brackets();
    let crossings = brackets.iter().map(|bracket| looked.narrow(bracket)).collect::<Result<Vec<_>, E>>()?;
    let crossings: Vec<Crossing> = crossings.into_iter().filter(Crossing::is_there).collect();
    let answer = match (crossings.is_empty(), clear) {
        (_, None) => Answer::Unclear,
        (false, _) => Answer::Crosses(crossings),
        (true, Some(true)) => Answer::Always,
        (true, Some(false)) => Answer::Never,
    };
    Ok(Found { answer, tried: looked.tried })
}

impl Tried {
    /// The mean of the numbers that are there, and half the width of its interval that misses with a chance; `None`
    /// with fewer than two.
    #[must_use]
    pub fn mean_within(&self, misses: f64) -> Option<(f64, f64)> {
        let numbers: Vec<f64> = self.differences.iter().copied().filter(|x| !x.is_nan()).collect();
        let degrees = numbers.len().checked_sub(1).filter(|degrees| *degrees > 0)?;
        let mean = mean(numbers.iter().copied())?;
        if numbers.iter().all(|x| *x == 0.0) {
            // Nowhere does it hold: a hair below 0.
            return Some((-f64::MIN_POSITIVE, 0.0));
        }
        let squares: f64 = numbers.iter().map(|x| (x - mean) * (x - mean)).sum();
        let error = libm::sqrt(squares / degrees as f64 / numbers.len() as f64);
        Some((mean, student_quantile(1.0 - misses / 2.0, degrees as u32) * error))
    }

    /// Mean, and the two ends of its 90 % interval; `None` with fewer than two numbers.
    #[must_use]
    pub fn mean90(&self) -> Option<[f64; 3]> {
        self.mean_within(MISSES).map(|(mean, within)| [mean, mean - within, mean + within])
    }

    /// Does the condition hold here; `None` if that is not clear.
    #[must_use]
    pub fn is_clear(&self) -> Option<bool> {
        let (mean, within) = self.mean_within(MISSES_OF_A_LOOK)?;
        (mean.abs() > within).then_some(mean > 0.0)
    }
}

/// Some places, the first and the last of them, between which the answer changes.
struct Bracket {
    low: f64,
    high: f64,
    holds_below: bool,
}

/// A search on its way.
struct Looked<'a, E> {
    search: &'a Search<'a>,
    ask: &'a mut Ask<'a, E>,
    tried: Vec<Tried>,
}

impl<E> Looked<'_, E> {
    /// Asks some replicates more at some places.
    fn at(&mut self, mut places: Vec<f64>, replicates: Range<u32>) -> Result<(), E> {
        places.sort_by(f64::total_cmp);
        places.dedup();
        let request = |place: &f64| Request { place: *place, replicates: replicates.clone() };
        let answers = (self.ask)(&places.iter().map(request).collect::<Vec<_>>())?;
        for (place, answer) in places.into_iter().zip(answers) {
            match self.tried.iter_mut().find(|tried| tried.place == place) {
                Some(known) => known.differences.extend(answer),
                None => self.tried.push(Tried { place, differences: answer }),
            }
        }
        self.tried.sort_by(|a, b| a.place.total_cmp(&b.place));
        Ok(())
    }

    fn is_deep(&self, tried: &Tried) -> bool {
        tried.differences.len() as u32 >= self.search.replicates
    }

    /// Asks all replicates where it is not clear whether the condition holds, and where that is settled, beside a
    /// neighbour that does not answer alike. Says whether there was such a place.
    fn deepen(&mut self) -> Result<bool, E> {
        let clear: Vec<Option<bool>> = self.tried.iter().map(Tried::is_clear).collect();
        let is_unlike = |i: usize, other: usize| clear.get(other).is_some_and(|there| *there != clear[i]);
        let shallow = |wanted: &dyn Fn(usize) -> bool| -> Vec<f64> {
            let wanted = |(i, tried): &(usize, &Tried)| wanted(*i) && !self.is_deep(tried);
            self.tried.iter().enumerate().filter(wanted).map(|(_, tried)| tried.place).collect()
        };
        let mut places = shallow(&|i| clear[i].is_none());
        if places.is_empty() {
            places = shallow(&|i| is_unlike(i, i + 1) || i > 0 && is_unlike(i, i - 1));
        }
        let some = !places.is_empty();
        if some {
            self.at(places, FEW.min(self.search.replicates)..self.search.replicates)?;
        }
        Ok(some)
    }

    /// Where the answer changes from one clear place to the next, or is not clear up to an end of the range.
    fn brackets(&self) -> Vec<Bracket> {
        let clear: Vec<(f64, bool)> = self.tried.iter().filter_map(|t| Some((t.place, t.is_clear()?))).collect();
        let ends = self.tried.first().zip(self.tried.last()).map(|(first, last)| (first.place, last.place));
        let (Some((low, high)), Some(first), Some(last)) = (ends, clear.first(), clear.last()) else {
            return Vec::new();
        };
        let before = (first.0 > low).then_some(Bracket { low, high: first.0, holds_below: !first.1 });
        let after = (last.0 < high).then_some(Bracket { low: last.0, high, holds_below: last.1 });
        let changes = clear.windows(2).filter(|pair| pair[0].1 != pair[1].1);
        let between = changes.map(|pair| Bracket { low: pair[0].0, high: pair[1].0, holds_below: pair[0].1 });
        before.into_iter().chain(between).chain(after).collect()
    }

    /// Tries places until a crossing is known well beside its interval.
    fn narrow(&mut self, bracket: &Bracket) -> Result<Crossing, E> {
        loop {
            let crossing = self.crossing(bracket);
            let room = MOST_PLACES.saturating_sub(self.tried.len());
            let next: Vec<f64> = self.worth_trying(&crossing, bracket).into_iter().take(room).collect();
            if next.is_empty() {
                return Ok(crossing);
            }
            self.at(next, 0..self.search.replicates)?;
        }
    }

    /// The root of the mean and of both ends of its interval, each made falling from left to right.
    fn crossing(&self, bracket: &Bracket) -> Crossing {
        let sign = if bracket.holds_below { 1.0 } else { -1.0 };
        let inside = |tried: &&Tried| bracket.low <= tried.place && tried.place <= bracket.high;
        let known: Vec<(f64, (f64, f64))> =
            self.tried.iter().filter(inside).filter_map(|t| Some((t.place, t.mean_within(MISSES)?))).collect();
        let edge = |margins: f64| {
            let curve = known.iter().map(|(place, (mean, within))| (*place, sign * mean + margins * within));
            fit::falls_through_zero(&curve.collect::<Vec<_>>())
        };
        Crossing { holds_below: bracket.holds_below, low: edge(-1.0), middle: edge(0.0), high: edge(1.0) }
    }

    /// The middles of the gaps in which the edges lie, as long as those are not small beside the interval.
    fn worth_trying(&self, crossing: &Crossing, bracket: &Bracket) -> Vec<f64> {
        let at = |edge: Option<Edge>, other: f64| edge.map_or(other, |edge| edge.place);
        let width = at(crossing.high, bracket.high) - at(crossing.low, bracket.low);
        let wanted = [(crossing.middle, width / 16.0), (crossing.low, width / 8.0), (crossing.high, width / 8.0)];
        let middle = |(edge, gap): (Option<Edge>, f64)| {
            let edge = edge.filter(|edge| edge.above - edge.below > gap.max(FINEST))?;
            let middle = (self.search.snap)((edge.below + edge.above) / 2.0);
            self.tried.iter().all(|tried| tried.place != middle).then_some(middle)
        };
        let mut places: Vec<f64> = wanted.into_iter().filter_map(middle).collect();
        places.dedup();
        places
    }
}

impl Crossing {
    /// Is it told apart from none in the range: does the interval begin or end there?
    fn is_there(&self) -> bool {
        self.low.is_some() || self.high.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal;
    use crate::random::{Kind, Luck, Path, Purpose};
    use core::convert::Infallible;

    /// Luck of a replicate in a repetition of a test; `which` tells draws apart.
    fn luck(repetition: u64, replicate: u32, which: u64) -> f64 {
        let mut luck = Luck::new(repetition, replicate);
        normal(luck.at(Path::to(Kind::Order).then(which), Purpose::Daily))
    }

    fn anywhere(place: f64) -> f64 {
        place
    }

    /// The whole numbers 0 to 40.
    fn whole(place: f64) -> f64 {
        libm::round(place * 40.0) / 40.0
    }

    /// The search of a function of place and replicate.
    fn found(replicates: u32, snap: &dyn Fn(f64) -> f64, by: &dyn Fn(f64, u32) -> f64) -> Found {
        let one = |request: &Request| request.replicates.clone().map(|r| by(request.place, r)).collect::<Vec<_>>();
        let mut ask = |requests: &[Request]| Ok::<_, Infallible>(requests.iter().map(one).collect());
        find(&Search { replicates, snap }, &mut ask).unwrap_or_else(|never| match never {})
    }

    fn crossings(found: &Found) -> &[Crossing] {
        match &found.answer {
            Answer::Crosses(crossings) => crossings,
            _ => &[],
        }
    }

    /// In how many of 400 repetitions the interval of the only crossing holds the root.
    fn covered(root: f64, by: &dyn Fn(u64, f64, u32) -> f64) -> usize {
        let covers = |repetition: &u64| {
            let found = found(30, &anywhere, &|place, replicate| by(*repetition, place, replicate));
            let [one] = crossings(&found) else { return false };
            let at = |edge: Option<Edge>, other: f64| edge.map_or(other, |edge| edge.place);
            at(one.low, 0.0) <= root && root <= at(one.high, 1.0)
        };
        (0..400).filter(covers).count()
    }

    /// 85 to 97 % of 400. At a coverage of 90 % the standard deviation is 6: a false alarm comes in fewer than one of a
    /// thousand.
    #[track_caller]
    fn insist(covered: usize) {
        assert!((340..=388).contains(&covered), "{covered} of 400 intervals hold the root");
    }

    #[test]
    fn nine_in_ten_intervals_hold_the_root_of_a_line() {
        insist(covered(0.37, &|seed, x, r| 0.37 - x + 0.5 * luck(seed, r, 1)));
        insist(covered(0.37, &|seed, x, r| x - 0.37 + 0.5 * luck(seed, r, 1)));
    }

    #[test]
    fn nine_in_ten_intervals_hold_the_root_of_a_curve_whose_slope_is_luck() {
        let mean = |x: f64| libm::exp(-3.0 * x) - libm::exp(-1.8);
        insist(covered(0.6, &|seed, x, r| mean(x) + 0.1 * luck(seed, r, 1) + 0.2 * x * luck(seed, r, 2)));
    }

    #[test]
    fn fewer_intervals_hold_the_root_where_luck_is_very_skewed() {
        // Squares of normal numbers: the means of 30 are not normal yet. 4,000 repetitions gave 86 %; 27 is four times
        // the standard deviation.
        let skewed = |z: f64| z * z - 1.0;
        let covered = covered(0.5, &|seed, x, r| 0.5 - x + 0.2 * skewed(luck(seed, r, 1)));
        assert!((344 - 27..=344 + 27).contains(&covered), "{covered} of 400");
    }

    #[test]
    fn nine_in_ten_intervals_hold_the_root_where_places_share_only_half_of_their_luck() {
        insist(covered(0.45, &|seed, x, r| 0.45 - x + 0.2 * luck(seed, r, 1) + 0.2 * luck(seed, r, x.to_bits())));
    }

    #[test]
    fn nine_in_ten_intervals_hold_the_last_whole_number() {
        // It holds up to 12; the steps jump over 0, so that more than 90 % are right to expect.
        let covers = |seed: &u64| {
            let found = found(30, &whole, &|x, r| 12.4 - 40.0 * x + 5.0 * luck(*seed, r, 1));
            let [one] = crossings(&found) else { return false };
            let number = |edge: Option<Edge>| edge.map_or(f64::NAN, |edge| libm::round(edge.below * 40.0));
            number(one.low) <= 12.0 && 12.0 <= number(one.high)
        };
        let covered = (0..400).filter(covers).count();
        assert!((352..400).contains(&covered), "{covered} of 400");
    }

    #[test]
    fn without_luck_the_root_is_found_to_the_last_gap() {
        let found = found(2, &anywhere, &|x, _| 0.3 - x * x);
        let [one] = crossings(&found) else { panic!("{found:?}") };
        let root = libm::sqrt(0.3);
        for edge in [one.low, one.middle, one.high] {
            let edge = edge.expect("it lies in the range");
            assert!(edge.below <= root && root <= edge.above && edge.above - edge.below <= FINEST, "{edge:?}");
            assert!((edge.place - root).abs() < 1e-4, "{edge:?}");
        }
        assert!(one.holds_below && found.tried.len() <= LOOKS + 6, "{}", found.tried.len());
    }

    #[test]
    fn whole_numbers_are_told_apart_from_their_neighbours() {
        for (by, holds_below) in [(1.0, true), (-1.0, false)] {
            let found = found(3, &whole, &|x, _| by * (12.5 - libm::round(40.0 * x)));
            let [one] = crossings(&found) else { panic!("{found:?}") };
            let edge = one.middle.expect("it lies in the range");
            assert_eq!([edge.below, edge.above].map(|x| libm::round(40.0 * x)), [12.0, 13.0]);
            assert_eq!(one.holds_below, holds_below);
        }
        // At 12 the two sides are equal: there it does not hold.
        let found = found(3, &whole, &|x, _| libm::round(40.0 * x) - 12.0);
        assert_eq!(crossings(&found)[0].middle.map(|edge| libm::round(40.0 * edge.above)), Some(13.0));
    }

    #[test]
    fn always_never_and_nothing_at_all_are_answers() {
        let answer = |by: &dyn Fn(f64, u32) -> f64| found(20, &anywhere, by).answer;
        assert_eq!(answer(&|x, r| 2.0 - x + 0.1 * luck(1, r, 1)), Answer::Always);
        assert_eq!(answer(&|x, r| -1.0 - x + 0.1 * luck(1, r, 1)), Answer::Never);
        assert_eq!(answer(&|_, _| 0.0), Answer::Never, "what is equal is not above");
        assert_eq!(answer(&|_, _| f64::NAN), Answer::Unclear);
        let wild = |repetition: u64| found(20, &anywhere, &|_, r| luck(repetition, r, 1)).answer;
        // No effect, only luck: said to be clear in about 1 of 10 at most, as all places share their luck far less.
        let wrong = (0..200).filter(|repetition| wild(*repetition) != Answer::Unclear).count();
        assert!(wrong <= 12, "{wrong} of 200");
    }

    #[test]
    fn an_edge_beyond_the_range_is_missing() {
        let found = found(30, &anywhere, &|x, r| 1.05 - x + 0.6 * luck(3, r, 1));
        let [one] = crossings(&found) else { panic!("{found:?}") };
        assert!(one.holds_below && one.low.is_some() && one.high.is_none(), "{one:?}");
    }

    #[test]
    fn every_crossing_is_found() {
        let found = found(20, &anywhere, &|x, r| (x - 0.2) * (x - 0.7) + 0.01 * luck(5, r, 1));
        let [one, other] = crossings(&found) else { panic!("{found:?}") };
        assert_eq!((one.holds_below, other.holds_below), (true, false));
        for (crossing, root) in [(one, 0.2), (other, 0.7)] {
            assert!(crossing.middle.is_some_and(|edge| (edge.place - root).abs() < 0.02), "{crossing:?}");
        }
    }

    #[test]
    fn runs_are_made_where_they_tell_something() {
        let clear = found(40, &anywhere, &|x, r| 0.3 - x + 0.02 * luck(7, r, 1));
        let runs = |found: &Found| found.tried.iter().map(|tried| tried.differences.len()).sum::<usize>();
        // Seven places of the first look are clear beside their neighbours and never asked again.
        assert!(clear.tried.iter().filter(|tried| tried.differences.len() == 10).count() == 7);
        assert!(runs(&clear) < LOOKS * 10 + 15 * 40, "{}", runs(&clear));
        let twice = found(40, &anywhere, &|x, r| 0.3 - x + 0.02 * luck(7, r, 1));
        assert_eq!(clear, twice);
        let most = (0..20).map(|seed| found(30, &anywhere, &|x, r| 0.3 - x + luck(seed, r, x.to_bits())).tried.len());
        assert!(most.max().is_some_and(|most| most <= MOST_PLACES));
    }
}
