//! What `compare` says about policies over several crises: the table of regrets, who regrets least, the picture.

use std::iter::zip;

use super::comparison::{NAME, NUMBER, Story, printed};
use super::crises::Crisis;
use super::wording::{column, fixed, possessive, wrapped};
use crate::charts::words::{decimals_for, in_sentence, sentence};
use crate::charts::{self, Chart, Fall, Policies, Provenance};
use crate::engine::measures::COUNTRY_MEASURES;
use crate::experiment::compare::Comparison;
use crate::experiment::regret::{Regrets, regrets};

impl Story<'_> {
    /// The regrets over the crises, if there are several.
    pub(super) fn regrets(&self) -> Option<Regrets> {
        let arms = self.task.names.len();
        let of_crisis =
            |comparison: Comparison<'_>| (0..arms).map(|arm| comparison.numbers(arm, self.task.measures[0])).collect();
        let numbers: Vec<Vec<Vec<f64>>> = self.comparisons().map(of_crisis).collect();
        (numbers.len() > 1).then(|| regrets(&numbers)).flatten()
    }

    pub(super) fn regret_table(&self) -> String {
        let Some(found) = self.regrets() else { return String::new() };
        let (factor, unit) = printed(&COUNTRY_MEASURES[self.task.measures[0]]);
        let largest = found.greatest.iter().copied().fold(0.0, f64::max) * factor;
        let places = decimals_for(largest / 50.0).min(5);
        let what = COUNTRY_MEASURES[self.task.measures[0]].in_words();
        let mut text = wrapped(&format!("Regret: mean {what} below the best in the same crisis, {unit}")) + "\n";
        for (crisis, place) in zip(&self.task.crises, 0..) {
            text += &format!("  {}\n", crisis.name);
            for (name, regrets) in zip(&self.task.names, &found.regrets) {
                let name = column(&format!("    {name}"), NAME);
                text += &format!("{name}{:>NUMBER$}\n", fixed(regrets[place] * factor, places));
            }
        }
        text += "  greatest\n";
        for (name, greatest) in zip(&self.task.names, &found.greatest) {
            text += &format!("{}{:>NUMBER$}\n", column(&format!("    {name}"), NAME), fixed(greatest * factor, places));
        }
        text
    }

    /// Who regrets least where it does worst, and whether that is more than luck.
    pub(super) fn least_regret(&self) -> Option<String> {
        let found = self.regrets()?;
        let (factor, unit) = printed(&COUNTRY_MEASURES[self.task.measures[0]]);
        let (name, greatest) = (&self.task.names[found.least], found.greatest[found.least] * factor);
        let places = decimals_for(found.greatest.iter().copied().fold(0.0, f64::max) * factor / 50.0).min(5);
        let crises = format!("in each of these {} crises", self.task.crises.len());
        let unclear = if found.is_clear { "" } else { " That the others regret more is not clear in 9 of 10 pairs." };
        if greatest == 0.0 {
            return Some(format!("Least regret: {name}, the best {crises}.{unclear}"));
        }
        let size = format!("{} {unit}", fixed(greatest, places));
        Some(format!("Least greatest regret: {name}, at most {size} below the best {crises}.{unclear}"))
    }

    /// The regrets as a picture, if there are several crises and they find room on it.
    pub(super) fn regret_chart(&self, provenance: &Provenance) -> Option<Chart<Fall>> {
        let found = self.regrets()?;
        let crises: Vec<String> = self.task.crises.iter().map(|crisis| crisis.name.clone()).collect();
        let measure = &COUNTRY_MEASURES[self.task.measures[0]];
        let whose = possessive(&sentence(&in_sentence(self.country()))).replace('\'', "’");
        let end = |crisis: &Crisis| {
            let run = &crisis.parsed[0].scenario.run;
            run.clock.date(24.0 * f64::from(run.days.saturating_sub(1)))
        };
        let day = end(&self.task.crises[0]);
        let policies = Policies {
            regrets: &found,
            names: &self.task.names,
            crises: &crises,
            whose: &format!("{whose} {}", measure.in_words()),
            day: self.task.crises.iter().all(|crisis| end(crisis) == day).then_some(day),
            unit: printed(measure),
        };
        policies.fits().then(|| charts::regret(&policies, provenance))
    }
}
