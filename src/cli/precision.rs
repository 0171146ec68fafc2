//! `--until`: how well a difference shall be known, what was typed for it, and what is said about it.

use super::comparison::{Story, printed};
use super::failure::Failure;
use super::open::nothing_run;
use super::wording::{counted, fixed, grouped};
use crate::charts::words::decimals_for;
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::sequential::{FEWEST, Known, MISSES, Precision, Rule};
use crate::output::manifest::{KnownNote, PrecisionNote};

/// Most pairs, if nobody says how many.
pub(super) const MOST: u32 = 1000;

/// How often the interval of one difference holds.
const LEVEL: &str = "90 %";
/// What is good about it.
const HOLDS: &str = "an interval that holds whenever one stops";

/// How well the mean difference shall be known.
#[derive(Clone, Debug)]
pub(super) struct Until {
    /// When to look and to stop, in the unit of the measure.
    pub(super) rule: Rule,
    /// The same as it is printed: `±0.5 points`.
    pub(super) words: String,
}

impl Until {
    /// Reads what was typed: `±0.5`, `0.5`, `+-0.5 points`, `0.2pp`; and at most so many pairs.
    ///
    /// # Errors
    /// When it is no number above 0 with the unit in which the measure is printed, or when there are too few pairs.
    pub(super) fn of(typed: &str, measure: &Measure, most: u32) -> Result<Until, Failure> {
        let (factor, unit) = printed(measure);
        let help = format!("differences in {} are in {unit}: --until {}", measure.in_words(), example(unit));
        let wrong = |what: &str| nothing_run(&format!("`--until {typed}` {what}"), &help);
        let bare = typed.trim();
        let bare = ["±", "+-", "+/-"].iter().find_map(|sign| bare.strip_prefix(sign)).unwrap_or(bare).trim();
        let (number, rest) = bare.split_at(bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len()));
        let within: f64 = number.parse().map_err(|_| wrong("is no number"))?;
        if rest.starts_with(',') {
            return Err(wrong("has a comma where a point belongs"));
        }
        if !short_names(unit).contains(&rest.trim().to_owned()) {
            return Err(wrong(&format!("has the unit of something else, `{}`", rest.trim())));
        }
        if within <= 0.0 {
            return Err(wrong("would never be reached"));
        }
        if most < FEWEST {
            let title = format!("--until needs at least {FEWEST} pairs, and --replicates allows {most}");
            return Err(nothing_run(&title, "leave out --replicates, or leave out --until"));
        }
        let rule = Rule { within: within / factor, most };
        Ok(Until { rule, words: format!("±{number} {unit}") })
    }
}

/// What may stand behind the number.
fn short_names(unit: &str) -> Vec<String> {
    let one = unit.strip_suffix('s').unwrap_or(unit);
    let short = if unit == "percentage points" { "pp" } else { "" };
    ["", unit, one, short].map(str::to_owned).to_vec()
}

fn example(unit: &str) -> &'static str {
    if unit == "percentage points" { "0.2pp" } else { "0.5" }
}

/// Half of the width of an interval, rounded up to two figures.
fn rounded_up(within: f64) -> String {
    let places = decimals_for(within / 10.0);
    let last = (0..places).fold(1.0, |scale, _| scale * 10.0);
    fixed((within * last - 1e-9).ceil() / last, places)
}

/// A mean difference, as fine as the interval around it.
fn mean(value: f64, within: f64) -> String {
    fixed(value, decimals_for(within / 10.0))
}

/// A difference whose mean shall be known: in which crisis, of which scenario, and what is known about it.
struct Asked<'a> {
    crisis: &'a str,
    scenario: &'a str,
    known: Known,
}

impl Asked<'_> {
    fn place(&self) -> String {
        let crisis = if self.crisis.is_empty() { String::new() } else { format!(" with {}", self.crisis) };
        format!("{}{crisis}", self.scenario)
    }

    /// What is known about this difference, the least known of `all`, of which `open` are not known well enough.
    fn in_words(&self, until: &Until, (open, all): (usize, usize), (within, unit): (f64, (f64, &str))) -> String {
        let (mean, within) = (mean(unit.0 * self.known.mean, within), rounded_up(within));
        let needed = self.known.needed(until.rule.within).filter(|_| open > 0);
        let needed =
            needed.map_or(String::new(), |needed| format!(" About {} pairs would be needed.", grouped(needed)));
        if all == 1 {
            return format!(
                "the mean difference, {mean} {}, is known to ±{within} ({LEVEL}, {HOLDS}).{needed}",
                unit.1
            );
        }
        let which = match open {
            0 => format!("every mean difference is known to {}", until.words),
            _ => format!("{open} of {all} mean differences"),
        };
        let last = format!("the last is that of {}, {mean} ±{within}", self.place());
        format!("{which} ({LEVEL} for each by itself, {HOLDS}); {last}.{needed}")
    }

    /// Infinite where it is not clear how well it is known; where all pairs are equal nothing is left to know.
    fn within(&self) -> f64 {
        match self.known.precision {
            Precision::Within(within) => within,
            Precision::Unclear(_) => f64::INFINITY,
            Precision::Equal => 0.0,
        }
    }
}

impl Story<'_> {
    /// What is known about every mean difference, crisis by crisis; `None` for one without a case.
    pub(super) fn known(&self) -> Vec<Option<Known>> {
        let arms = 1..self.task.names.len();
        let of = |comparison: crate::experiment::compare::Comparison<'_>| {
            let pairs = arms.clone().map(move |arm| comparison.pairs(arm, self.task.measures[0]));
            pairs.map(|pairs| Known::of(&pairs?.differences)).collect::<Vec<_>>()
        };
        self.comparisons().flat_map(of).collect()
    }

    fn asked(&self) -> Vec<Asked<'_>> {
        let names = self.task.crises.iter().flat_map(|crisis| {
            self.task.names.iter().skip(1).map(|scenario| (crisis.name.as_str(), scenario.as_str()))
        });
        let known = self.known().into_iter().zip(names);
        known.filter_map(|(known, (crisis, scenario))| Some(Asked { crisis, scenario, known: known? })).collect()
    }

    /// What is to say before the next look, at so many pairs.
    pub(super) fn on_the_way(&self, until: &Until, (done, later): (u32, u32)) -> String {
        let (factor, unit) = printed(&COUNTRY_MEASURES[self.task.measures[0]]);
        let widest = self.asked().into_iter().reduce(|a, b| if b.within() > a.within() { b } else { a });
        let known = widest.map_or(String::new(), |asked| {
            match (asked.known.precision, asked.known.needed(until.rule.within)) {
                (Precision::Within(within), needed) => {
                    let needed = needed
                        .map_or(String::new(), |needed| format!(", for {} about {}", until.words, grouped(needed)));
                    format!("known to ±{} {unit}{needed}", rounded_up(factor * within))
                }
                _ => "too few pairs differ to say how well it is known".to_owned(),
            }
        });
        format!("After {} pairs: {known}. On to {}.", grouped(u64::from(done)), grouped(u64::from(later)))
    }

    /// How well the mean differences are known, in one paragraph.
    pub(super) fn precision(&self) -> Option<String> {
        let until = self.task.until.as_ref()?;
        let unit = printed(&COUNTRY_MEASURES[self.task.measures[0]]);
        let pairs = counted(u64::from(self.task.yardstick().run.replicates), "pair", "pairs");
        let asked = self.asked();
        let widest = asked.iter().reduce(|a, b| if b.within() > a.within() { b } else { a })?;
        let open = asked.iter().filter(|asked| !until.rule.is_met(Some(&asked.known))).count();
        let equal = asked.iter().filter(|asked| asked.known.precision == Precision::Equal).count();
        let begin = match open {
            0 => format!("After {pairs}"),
            _ => format!("Not known to {} after {pairs}:", until.words),
        };
        let text = match widest.known.precision {
            Precision::Equal => return Some(format!("{begin} {}", all_equal(widest, asked.len() == 1, unit))),
            Precision::Unclear(unlike) => format!(
                "{begin} only {unlike} of {} pairs of {} have another difference than most, too few to say how well \
                 its mean is known.",
                grouped(widest.known.count as u64),
                widest.place()
            ),
            Precision::Within(within) => {
                format!("{begin} {}", widest.in_words(until, (open, asked.len()), (unit.0 * within, unit)))
            }
        };
        Some(match equal {
            0 => text,
            _ => format!("{text} In {equal} of {} all pairs are equal, and no precision is claimed.", asked.len()),
        })
    }

    /// What the manifest and other programs learn about it.
    pub(super) fn precision_note(&self) -> Option<PrecisionNote> {
        let until = self.task.until.as_ref()?;
        let note = |asked: &Asked<'_>| KnownNote {
            crisis: asked.crisis.to_owned(),
            scenario: asked.scenario.to_owned(),
            pairs: asked.known.count,
            mean: asked.known.mean,
            within: Some(asked.within()).filter(|_| matches!(asked.known.precision, Precision::Within(_))),
            all_equal: asked.known.precision == Precision::Equal,
            needed: asked.known.needed(until.rule.within),
        };
        let asked = self.asked();
        Some(PrecisionNote {
            asked: until.words.clone(),
            within: until.rule.within,
            measure: COUNTRY_MEASURES[self.task.measures[0]].name.to_owned(),
            level: 1.0 - MISSES,
            most: until.rule.most,
            reached: asked.iter().all(|asked| until.rule.is_met(Some(&asked.known))),
            known: asked.iter().map(note).collect(),
        })
    }
}

/// What can be said where all pairs are equal.
fn all_equal(asked: &Asked<'_>, is_one: bool, (factor, unit): (f64, &str)) -> String {
    let size = factor * asked.known.mean;
    let size = format!(", {} {unit}", fixed(size, decimals_for(size.abs() / 100.0)));
    let (which, size) = if is_one { ("the difference", size.as_str()) } else { ("every difference", "") };
    format!(
        "{which} is the same in all of them{size}: nothing tells how well it is known, so no precision is claimed. Of \
         other pairs fewer than 1 in {} differ ({LEVEL}).",
        asked.known.at_most_one_in().floor()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_widths_are_rounded_up_to_two_figures() {
        assert_eq!([0.4801, 0.48, 0.0623, 1.21, 12.3].map(rounded_up), ["0.49", "0.48", "0.063", "1.3", "13"]);
        assert_eq!((mean(2.126, 0.48), mean(-0.01, 12.0)), ("2.13".to_owned(), "0".to_owned()));
    }

    #[test]
    fn the_level_that_is_told_is_that_of_the_rule() {
        assert_eq!(LEVEL, format!("{:.0} %", 100.0 * (1.0 - MISSES)));
    }
}
