//! What `calibrate` says: what is known about each key, whether the model gives what was observed, and how far both can
//! be trusted. Every sentence is made from the numbers.

use serde_json::{Value, json};

use super::calibrate::Calibration;
use super::comparison::two_digits;
use super::console::Console;
use super::grid::{Grid, Head};
use super::study::Study;
use super::target::Made;
use super::wording::{self, column, counted, grouped, possessive, wrapped};
use super::{open, summary};
use crate::charts::words::{in_sentence, list};
use crate::charts::{self, Chart, Key, Lane};
use crate::engine::measures::{COUNTRY_MEASURES, Measure};
use crate::experiment::calibrate::{Correlation, Fit, LEAST_CONTRACTION, Met, Narrowed, Posterior, Prediction, Stop};
use crate::output::calibration::{met_word, word};
use crate::output::manifest::answers_sha256;
use crate::scenario::factor::Factor;
use crate::scenario::targets::Target as Observed;
use crate::units::{duration_about, share_text, short, significant};

/// Columns of the tables.
const NAME: usize = 30;
const NUMBER: usize = 11;
const RANGE: usize = 24;
const WORD: usize = 15;
/// Half of the middle 90 % of a normal error, in standard deviations.
const HALF90: f64 = 1.645;
/// Most pairs of keys that are told in words.
const MOST_PAIRS: usize = 3;

/// The first lines of a calibration.
pub(super) fn introduction(study: &Calibration) -> String {
    let scenario = study.subject.scenario();
    let keys = counted(study.subject.factors().len() as u64, "key", "keys");
    let targets = counted(study.observed.len() as u64, "target", "targets");
    let threads = counted(study.subject.target.threads as u64, "thread", "threads");
    let (runs, cost) = (grouped(study.most_runs().into()), wording::about(study.need().seconds));
    let sentence =
        format!("{}, {keys} fitted to {targets}: at most {runs} runs on {threads}, {cost}", wording::period(scenario));
    let mut text = format!(
        "{}   {}\n{}\n{}\n\nFitted",
        scenario.title,
        study.subject.named,
        wording::crowd(scenario),
        wrapped(&sentence)
    );
    for factor in study.subject.factors() {
        text += &format!("\n{} {}", column(&format!("  {}", factor.path), 40), factor.range_and_steps());
    }
    text += "\n\nTo";
    for (number, target) in study.observed.iter().enumerate() {
        let line = format!("{}: {}, {}", target.id, what(study, number), observed(target));
        text += &format!("\n{}", wording::indented(&line, 2));
    }
    text
}

/// What a target is about: `Canada's share of voice at the end of 2013-12-31`.
fn what(study: &Calibration, number: usize) -> String {
    let (target, window) = (&study.observed[number], study.windows[number]);
    let scenario = study.subject.scenario();
    let measure = COUNTRY_MEASURES[target.measure];
    let hours = crate::engine::layout(scenario).record_hours;
    // A record at midnight is the end of the day before.
    let day = |record: usize| scenario.run.clock.date((hours[record] - 24.0).max(0.0));
    let when = match measure.adds_up {
        true => format!("from {} to {}", scenario.run.clock.date(hours[window.since]), day(window.at)),
        false => format!("at the end of {}", day(window.at)),
    };
    let whose = possessive(&in_sentence(&scenario.countries[target.country].name));
    format!("{whose} {} {when}", measure.in_words())
}

/// A number of a measure in its unit, in few figures.
fn shown(measure: &Measure, number: f64) -> String {
    match measure.unit {
        "share" => share_text(significant(number, 3)),
        "hours" => duration_about(number, 3),
        _ => short(significant(number, 3)),
    }
}

/// What was observed: `0.2%, give or take 0.05%`.
fn observed(target: &Observed) -> String {
    let measure = &COUNTRY_MEASURES[target.measure];
    format!("{}, give or take {}", shown(measure, target.value), shown(measure, target.uncertainty))
}

/// A finished calibration, and what it says.
pub(super) struct Found<'a> {
    study: &'a Calibration,
    pub(super) fit: &'a Fit,
    keys: Vec<Posterior>,
    pairs: Vec<Correlation>,
    predictions: Vec<Prediction>,
}

impl<'a> Found<'a> {
    /// What a calibration comes to.
    pub(super) fn new(study: &'a Calibration, fit: &'a Fit) -> Found<'a> {
        let calibrated = study.calibrated(fit);
        Found { study, fit, keys: calibrated.keys(), pairs: calibrated.pairs(), predictions: calibrated.predictions() }
    }

    fn keys_table(&self) -> Grid {
        let mut table = grid(["Keys", "middle", "middle 90 %"]);
        for (factor, about) in self.study.subject.factors().iter().zip(&self.keys) {
            let mut push = |name: &str, places: [f64; 3], word: &str| {
                let [middle, low, high] = places.map(|place| factor.about(factor.value(place)));
                table.push([format!("  {name}"), middle, range(&low, &high), word.to_owned()]);
            };
            let name = factor.path.trim_start_matches("country.");
            push(name, [about.median, about.low90, about.high90], word(about.narrowed));
            push("  before", [0.5, 0.05, 0.95], "");
        }
        table
    }

    fn targets_table(&self) -> Grid {
        let mut table = grid(["Targets", "observed", "model, middle 90 %"]);
        for (target, one) in self.study.observed.iter().zip(&self.predictions) {
            let number = |x: f64| shown(&COUNTRY_MEASURES[target.measure], x);
            let middle90 =
                one.spread.map_or("none".to_owned(), |spread| range(&number(spread.low90), &number(spread.high90)));
            table.push([format!("  {}", target.id), number(target.value), middle90, met_word(one.met).to_owned()]);
        }
        table
    }

    /// What is known, as a picture.
    pub(super) fn chart(&self) -> Chart<Lane> {
        let factors = self.study.subject.factors();
        let key = |(factor, about): (&Factor, &Posterior)| {
            let places = [about.median, about.low90, about.high90];
            let values = places.map(|place| factor.value(place));
            let [middle, low, high] = values.map(|value| factor.about(value));
            Key {
                key: factor.path.trim_start_matches("country.").to_owned(),
                range: [factor.shown(factor.low), factor.shown(factor.high)],
                places,
                values,
                now: format!("{middle} ({})", range(&low, &high)),
                word: word(about.narrowed).to_owned(),
            }
        };
        let target = |(target, one): (&Observed, &Prediction)| {
            let number = |x: f64| shown(&COUNTRY_MEASURES[target.measure], x);
            let model = one.spread.map(|spread| [spread.median, spread.low90, spread.high90]);
            charts::Observed {
                target: target.id.clone(),
                value: target.value,
                shown: number(target.value),
                observed90: (target.value - HALF90 * target.uncertainty, target.value + HALF90 * target.uncertainty),
                model_shown: model.map_or("none".to_owned(), |[median, low, high]| {
                    format!("{} ({})", number(median), range(&number(low), &number(high)))
                }),
                model,
                word: met_word(one.met).to_owned(),
            }
        };
        let identified = self.named(|about| about.narrowed == Narrowed::Yes).len();
        let keys = counted(factors.len() as u64, "key", "keys");
        let calibrated = charts::Calibrated {
            title: match identified {
                0 => format!("The targets identify none of {keys}"),
                count => format!("The targets identify {count} of {keys}"),
            },
            keys: factors.iter().zip(&self.keys).map(key).collect(),
            ends: factors.iter().map(|factor| (factor.low, factor.high)).collect(),
            targets: self.study.observed.iter().zip(&self.predictions).map(target).collect(),
            runs: self.fit.runs(),
        };
        let answers = self.fit.particles.iter().map(|particle| &particle.answers).chain(&self.fit.check);
        let carried = vec![open::carried(&self.study.subject.parsed)];
        let provenance =
            self.study.subject.target.provenance(self.study.subject.scenario(), carried, answers_sha256(answers));
        charts::calibration(&calibrated, &provenance)
    }

    /// What came out, in sentences.
    fn paragraph(&self) -> String {
        let mut all = vec![self.of_the_end()];
        if self.fit.stop != Stop::NoCase {
            all.extend(self.of_the_tolerance());
            all.extend(self.of_the_keys());
            all.extend(self.of_the_pairs());
            all.extend(self.of_the_ends());
            all.push(self.of_the_targets());
        }
        all.extend(self.out_of_reach());
        all.join(" ")
    }

    fn of_the_end(&self) -> String {
        let runs = counted(self.fit.runs() as u64, "run", "runs");
        let effective = grouped(self.fit.effective as u64);
        match self.fit.stop {
            Stop::Enough => {
                format!("{runs} were enough; they tell as much as {effective} drawn from the answer itself.")
            }
            Stop::NoNearer => format!(
                "Stopped after {runs}, because new ones hardly came nearer any more; they tell as much as {effective} \
                 drawn from the answer itself."
            ),
            Stop::Budget => {
                format!("All {runs} were made; they tell as much as {effective} drawn from the answer itself.")
            }
            Stop::NoCase => {
                format!("None of {runs} gave a number for every target, so nothing is learned: the keys are as before.")
            }
        }
    }

    fn of_the_tolerance(&self) -> Option<String> {
        let tolerance = self.fit.tolerance;
        (tolerance > 1.0).then(|| {
            format!(
                "Too few runs come as near to the targets as their uncertainties ask: this is the answer for \
                 uncertainties {} times as large. With more --runs it would be less.",
                two_digits(tolerance)
            )
        })
    }

    /// The keys of which something is true.
    fn named(&self, is_it: impl Fn(&Posterior) -> bool) -> Vec<String> {
        let keys = self.study.subject.factors().iter().zip(&self.keys);
        keys.filter(|(_, about)| is_it(about)).map(|(factor, _)| factor.path.clone()).collect()
    }

    fn of_the_keys(&self) -> Vec<String> {
        let of = |narrowed: Narrowed| self.named(|about| about.narrowed == narrowed);
        let (known, unknown) = (of(Narrowed::Yes), of(Narrowed::No));
        let (unsure, split) = (of(Narrowed::Unsure), of(Narrowed::Split));
        let (bound, mut all) = (format!("{:.0} %", LEAST_CONTRACTION * 100.0), Vec::new());
        if !known.is_empty() {
            all.push(format!("The targets identify {}.", list(&known)));
        }
        if !unknown.is_empty() {
            let (it, them) = if unknown.len() == 1 { ("its", "it") } else { ("their", "them") };
            all.push(format!(
                "They cannot identify {}: {it} variance is less than {bound} below what it was before, so whatever \
                 was believed about {them} may be believed still.",
                list(&unknown)
            ));
        }
        if !unsure.is_empty() {
            all.push(format!("Whether they identify {}, so many runs cannot tell.", list(&unsure)));
        }
        if !split.is_empty() {
            all.push(format!("Of {} both ends fit better than the middle.", list(&split)));
        }
        all
    }

    fn of_the_pairs(&self) -> Vec<String> {
        let path = |key: usize| &self.study.subject.factors()[key].path;
        let pairs = self.pairs.iter().filter(|pair| pair.matters).take(MOST_PAIRS);
        let told = |pair: &Correlation| {
            let other =
                if pair.size < 0.0 { "less of the one goes with more of the other" } else { "both go together" };
            format!(
                "{} and {} are known together rather than one by one: {other} (correlation {}).",
                path(pair.one),
                path(pair.other),
                wording::fixed(pair.size, 2)
            )
        };
        pairs.map(told).collect()
    }

    fn of_the_ends(&self) -> Vec<String> {
        let keys = self.study.subject.factors().iter().zip(&self.keys);
        let pressing = keys.filter(|(_, about)| about.narrowed == Narrowed::Yes);
        let told = |(factor, about): (&Factor, &Posterior)| {
            let (end, value) = if about.pressed? { ("upper", factor.high) } else { ("lower", factor.low) };
            let value = factor.shown(value);
            Some(format!(
                "{} presses against the {end} end of its range, {value}: is the range too narrow?",
                factor.path
            ))
        };
        pressing.filter_map(told).collect()
    }

    fn of_the_targets(&self) -> String {
        let missed = self.study.observed.iter().zip(&self.predictions).filter(|(_, one)| one.met != Met::Yes);
        let missed: Vec<String> =
            missed.map(|(target, one)| format!("{} ({})", target.id, met_word(one.met))).collect();
        let runs = counted(self.fit.check.len() as u64, "run", "runs");
        match (missed.len(), self.predictions.len()) {
            (0, 1) => format!("{runs} of the answer on other luck meet the target."),
            (0, _) => format!("{runs} of the answer on other luck meet all targets."),
            _ => format!("{runs} of the answer on other luck miss {}.", list(&missed)),
        }
    }

    /// The targets that no run came near.
    fn out_of_reach(&self) -> Vec<String> {
        let far = self.study.observed.iter().zip(&self.predictions).filter(|(_, one)| !one.in_reach);
        let told = |(target, one): (&Observed, &Prediction)| {
            let number = |x: f64| shown(&COUNTRY_MEASURES[target.measure], x);
            match one.range {
                None => format!("No run gave a number for {}.", target.id),
                Some((low, high)) => format!(
                    "{} is out of reach within these ranges: {} was observed, and all runs gave {} to {}.",
                    target.id,
                    number(target.value),
                    number(low),
                    number(high)
                ),
            }
        };
        far.map(told).collect()
    }

    pub(super) fn as_markdown(&self) -> String {
        format!(
            "# {} fitted to {}\n\n{}\n\n{}{}A simulation, not a forecast.\n",
            self.study.subject.scenario().title,
            counted(self.study.observed.len() as u64, "target", "targets"),
            self.paragraph(),
            self.keys_table().as_markdown("What is known about each key, and what was before"),
            self.targets_table().as_markdown("What the model gives for each target")
        )
    }

    /// The end: the tables, what they mean, files, and one sensible next command.
    pub(super) fn tell(&self, made: &Made, console: &mut Console) {
        let (target, manifest) = (&self.study.subject.target, &made.manifest);
        target.tell_made(made, console);
        let files = summary::files(target, &manifest.files);
        let [keys, targets] = [self.keys_table(), self.targets_table()].map(|table| table.as_text());
        for part in [keys, targets, wrapped(&self.paragraph()), files] {
            console.say(&format!("\n{}", part.trim_end()));
        }
        let next = wording::command(&["run".to_owned(), format!("{}best.toml", target.folder())]);
        console.say(&format!("\nNext: {next}"));
        console.say("A simulation, not a forecast: softpower explain assumptions");
        console.answer_as_json(&target.answer(manifest, false, self.as_json(&next)));
    }

    fn as_json(&self, next: &str) -> Value {
        let (study, fit) = (self.study, self.fit);
        let key = |(factor, about): (&Factor, &Posterior)| {
            let values = [about.median, about.low90, about.high90].map(|place| factor.value(place));
            json!({
                "key": factor.path,
                "median": values[0],
                "middle90": [values[1], values[2]],
                "range": [factor.low, factor.high],
                "contraction": about.contraction,
                "contraction90": about.contraction90,
                "narrowed": word(about.narrowed),
            })
        };
        let pair = |pair: &Correlation| {
            let path = |key: usize| &study.subject.factors()[key].path;
            json!({ "keys": [path(pair.one), path(pair.other)], "correlation": pair.size, "matters": pair.matters })
        };
        let target = |(target, one): (&Observed, &Prediction)| {
            json!({
                "target": target.id,
                "measure": COUNTRY_MEASURES[target.measure].name,
                "country": study.subject.scenario().countries[target.country].id,
                "value": target.value,
                "uncertainty": target.uncertainty,
                "model": one.spread,
                "met": met_word(one.met),
                "in_reach": one.in_reach,
            })
        };
        json!({
            "command": "calibrate",
            "scenario": study.subject.scenario().name,
            "runs": fit.runs(),
            "effective_runs": fit.effective,
            "tolerance": fit.tolerance,
            "stopped": stop_word(fit.stop),
            "keys": study.subject.factors().iter().zip(&self.keys).map(key).collect::<Vec<_>>(),
            "correlations": self.pairs.iter().map(pair).collect::<Vec<_>>(),
            "targets": study.observed.iter().zip(&self.predictions).map(target).collect::<Vec<_>>(),
            "text": self.paragraph(),
            "warnings": open::plain_warnings(&study.subject.parsed),
            "next": next,
        })
    }
}

fn stop_word(stop: Stop) -> &'static str {
    match stop {
        Stop::Enough => "enough",
        Stop::NoNearer => "no nearer",
        Stop::Budget => "all runs made",
        Stop::NoCase => "no number",
    }
}

/// A line of the table of keys: three places within the range of one.
/// From one number to another, a unit that both have said once.
fn range(low: &str, high: &str) -> String {
    let unit = |text: &str| text.split_once(' ').map(|(_, unit)| unit.to_owned());
    match low.split_once(' ').filter(|_| unit(low) == unit(high)) {
        Some((number, _)) => format!("{number} to {high}"),
        None => format!("{low} to {high}"),
    }
}

fn grid([name, number, range]: [&str; 3]) -> Grid {
    Grid::new(vec![
        Head::words(name, NAME),
        Head::numbers(number, NUMBER),
        Head::numbers(range, RANGE),
        Head::numbers("verdict", WORD),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_said_once_if_both_ends_have_it() {
        assert_eq!(range("5.67 days", "14.4 days"), "5.67 to 14.4 days");
        assert_eq!(range("46 hours", "14.4 days"), "46 hours to 14.4 days");
        assert_eq!((range("3%", "30%").as_str(), range("1", "2").as_str()), ("3% to 30%", "1 to 2"));
    }

    #[test]
    fn a_row_fits_into_80_columns() {
        let mut table = grid(["Keys", "middle", "middle 90 %"]);
        let row =
            ["  model.a_very_long_name_of_a_key_indeed", "46.2 hours", "46.2 hours to 14.4 days", "not identified"];
        table.push(row.map(str::to_owned));
        assert!(table.as_text().lines().all(|line| line.chars().count() <= wording::WIDTH), "{}", table.as_text());
    }
}
