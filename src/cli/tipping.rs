//! What `threshold` says: up to where a condition holds, how sure that is, and how the threshold moves along another
//! setting. Every sentence is made from the numbers.

use serde_json::{Value, json};

use super::condition;
use super::console::Console;
use super::grid::{Grid, Head};
use super::open;
use super::study::Study;
use super::summary;
use super::target::Made;
use super::threshold::{Curve, Threshold};
use super::wording::{self, counted, grouped, wrapped};
use crate::charts::words::{list, name_of_path};
use crate::charts::{self, Chart, Tipping};
use crate::experiment::threshold::{Answer, Crossing, Edge, Tried};
use crate::output::threshold::{Row, Sample, Tip};
use crate::scenario::factor::Factor;

/// Columns of the table of a tipping curve.
const ALONG: usize = 28;
const HOLDS: usize = 8;
const THRESHOLD: usize = 14;
const INTERVAL: usize = 30;

/// The first lines of a search.
pub(super) fn introduction(question: &Threshold) -> String {
    let (scenario, setting) = (question.subject.scenario(), question.setting());
    let along =
        question.along().map_or(String::new(), |along| format!(", along {} from {}", short_path(along), along.range()));
    let cost = wording::about(question.need().seconds);
    let sentence = format!(
        "{}, {} at each value of {} from {}{along}: usually {} runs, at most {}, on {}, {cost}",
        wording::period(scenario),
        counted(u64::from(scenario.run.replicates), "replicate", "replicates"),
        short_path(setting),
        setting.range(),
        grouped(question.usual_runs().into()),
        grouped(question.most_runs().into()),
        counted(question.subject.target.threads as u64, "thread", "threads"),
    );
    format!(
        "{}   {}\n{}\n{}\n\nAsked\n{}",
        scenario.title,
        question.subject.named,
        wording::crowd(scenario),
        wrapped(&sentence),
        wording::indented(&condition::in_words(&question.condition, scenario), 2)
    )
}

/// A finished search.
pub(super) struct Story<'a> {
    pub(super) question: &'a Threshold,
    pub(super) curves: &'a [Curve],
    pub(super) samples: &'a [Sample],
}

impl<'a> Story<'a> {
    /// The verdict of a search that was followed along nothing, or of each value.
    fn verdicts(&self) -> Vec<String> {
        let clause = condition::in_words(&self.question.condition, self.question.subject.scenario());
        self.curves.iter().map(|curve| verdict(&clause, self.question.setting(), &curve.found.answer)).collect()
    }

    /// What was found and how sure that is.
    fn paragraph(&self) -> String {
        let mut sentences = match self.question.along() {
            None => self.verdicts(),
            Some(along) => vec![self.of_curve(along)],
        };
        sentences.extend(silence(self.curves));
        sentences.push(format!("{} runs, all settings on the same luck.", grouped(self.samples.len() as u64)));
        sentences.join(" ")
    }

    /// How the threshold moves along another setting.
    fn of_curve(&self, along: &Factor) -> String {
        let clause = condition::in_words(&self.question.condition, self.question.subject.scenario());
        format!("Condition: {clause}. {}", moves(self.question.setting(), along, &self.tips()))
    }

    /// The table of a tipping curve; nothing for one threshold.
    fn table(&self) -> Option<Grid> {
        let along = self.question.along()?;
        let setting = self.question.setting();
        let mut table = Grid::new(vec![
            Head::words(short_path(along), ALONG),
            Head::words("holds", HOLDS),
            Head::words("threshold", THRESHOLD),
            Head::words("90 % interval", INTERVAL),
        ]);
        for tip in self.tips() {
            let value = tip.along.map_or(String::new(), |value| along.about(value));
            let told = |edge: Option<f64>| edge.map(|x| setting.about(x));
            let [threshold, low, high] = tip.threshold.map(told);
            let is_crossing = ["up_to", "from"].contains(&tip.holds);
            let interval = if is_crossing { interval(setting, low, high) } else { String::new() };
            let threshold = threshold.unwrap_or_else(|| if is_crossing { "not clear".into() } else { String::new() });
            table.push([value, tip.holds.replace('_', " "), threshold, interval]);
        }
        Some(table)
    }

    /// Every threshold: a row for each value of the other setting, more where it crosses more than once.
    pub(super) fn tips(&self) -> Vec<Tip> {
        let setting = self.question.setting();
        let of_curve = |curve: &Curve| {
            let along = curve.along;
            let plain = |holds| vec![Tip { along, holds, threshold: [None; 3] }];
            match &curve.found.answer {
                Answer::Always => plain("always"),
                Answer::Never => plain("never"),
                Answer::Unclear => plain("unclear"),
                Answer::Crosses(crossings) => crossings
                    .iter()
                    .map(|one| Tip {
                        along,
                        holds: if one.holds_below { "up_to" } else { "from" },
                        threshold: [one.middle, one.low, one.high]
                            .map(|edge| Some(value(setting, edge?, one.holds_below))),
                    })
                    .collect(),
            }
        };
        self.curves.iter().flat_map(of_curve).collect()
    }

    /// The tipping curve as a picture.
    pub(super) fn chart(&self) -> Option<Chart<charts::Tip>> {
        let (question, along) = (self.question, self.question.along()?);
        let tip = |tip: Tip| {
            let [threshold, low90, high90] = tip.threshold;
            Some(charts::Tip { along: tip.along?, holds: tip.holds, threshold, low90, high90 })
        };
        let title = chart_title(question.setting(), &self.tips());
        let tips: Vec<charts::Tip> = self.tips().into_iter().filter_map(tip).collect();
        let condition = condition::in_words(&question.condition, question.subject.scenario()).replace('\'', "’");
        let (setting, runs) = (question.setting(), self.samples.len());
        let tipping = Tipping { setting, along, title: &title, condition: &condition, tips: &tips, runs };
        let carried = vec![open::carried(&question.subject.parsed)];
        let provenance = question.subject.target.provenance(question.subject.scenario(), carried, String::new());
        Some(charts::tipping(&tipping, &provenance))
    }

    /// Every value of the setting that was tried.
    pub(super) fn rows(&self) -> Vec<Row<'_>> {
        let of_curve = |curve: &'a Curve| {
            let row =
                |tried: &'a Tried| Row { along: curve.along, value: self.question.setting().value(tried.place), tried };
            curve.found.tried.iter().map(row)
        };
        self.curves.iter().flat_map(of_curve).collect()
    }

    pub(super) fn as_markdown(&self) -> String {
        let about = || format!("Threshold of {}", short_path(self.question.setting()));
        let table = self.table().map_or(String::new(), |table| table.as_markdown(&about()));
        let (title, setting) = (&self.question.subject.scenario().title, self.question.setting());
        format!(
            "# {title}: up to which `{}`?\n\nCondition: `{}`\n\n{}\n\n{table}A simulation, not a forecast.\n",
            setting.path,
            self.question.typed,
            self.paragraph()
        )
    }

    /// The end: what was found, files, and one sensible next command.
    pub(super) fn tell(&self, made: &Made, console: &mut Console) {
        let (target, manifest) = (&self.question.subject.target, &made.manifest);
        target.tell_made(made, console);
        let table = self.table().map_or(String::new(), |table| table.as_text());
        let parts = [wrapped(&self.paragraph()), table, summary::files(target, &manifest.files)];
        for part in parts.iter().filter(|part| !part.is_empty()) {
            console.say(&format!("\n{}", part.trim_end()));
        }
        let next = self.next();
        console.say(&format!("\nNext: {next}"));
        console.say("A simulation, not a forecast: softpower explain assumptions");
        console.answer_as_json(&target.answer(manifest, false, self.as_json(&next)));
    }

    /// A look at what the setting means.
    fn next(&self) -> String {
        let key = self.question.setting().path.rsplit('.').next().unwrap_or_default();
        wording::command(&["explain".to_owned(), key.to_owned()])
    }

    fn as_json(&self, next: &str) -> Value {
        let one = |tip: &Tip| {
            let [threshold, low90, high90] = tip.threshold;
            json!({ "along": tip.along, "holds": tip.holds, "threshold": threshold, "low90": low90, "high90": high90 })
        };
        json!({
            "command": "threshold",
            "scenario": self.question.subject.scenario().name,
            "condition": self.question.typed,
            "setting": self.question.setting().path,
            "along": self.question.along().map(|along| &along.path),
            "thresholds": self.tips().iter().map(one).collect::<Vec<_>>(),
            "runs": self.samples.len(),
            "text": self.paragraph(),
            "warnings": open::plain_warnings(&self.question.subject.parsed),
            "next": next,
        })
    }
}

/// The path of a setting without the kind of its block: `canada.approval_delay`.
fn short_path(factor: &Factor) -> String {
    factor
        .path
        .split_once('.')
        .filter(|(_, rest)| rest.contains('.'))
        .map_or(factor.path.as_str(), |(_, rest)| rest)
        .into()
}

/// Do two whole numbers lie beside one another at an edge?
fn is_between_neighbours(setting: &Factor, edge: Edge) -> bool {
    setting.is_whole() && setting.value(edge.above) - setting.value(edge.below) == 1.0
}

/// The value at an edge; of a whole number the last or first that is on the side where the condition holds.
fn value(setting: &Factor, edge: Edge, holds_below: bool) -> f64 {
    match (is_between_neighbours(setting, edge), holds_below) {
        (true, true) => setting.value(edge.below),
        (true, false) => setting.value(edge.above),
        (false, _) => setting.value(edge.place),
    }
}

/// An interval in words, with the ends of the range where it goes beyond.
fn interval(setting: &Factor, low: Option<String>, high: Option<String>) -> String {
    let low = low.unwrap_or_else(|| format!("below {}", setting.shown(setting.low)));
    let high = high.unwrap_or_else(|| format!("above {}", setting.shown(setting.high)));
    format!("{low} to {high}")
}

/// What a search found, as a sentence or two.
fn verdict(clause: &str, setting: &Factor, answer: &Answer) -> String {
    let (path, range) = (short_path(setting), setting.range());
    match answer {
        Answer::Always => format!("{clause}: always for {path} from {range}."),
        Answer::Never => format!("{clause}: never for {path} from {range}."),
        Answer::Unclear => format!(
            "{clause}: not clear for any {path} from {range}. More replicates would tell more, or there is no \
             difference to tell."
        ),
        Answer::Crosses(crossings) => {
            let parts: Vec<String> = crossings.iter().map(|crossing| part(setting, crossing)).collect();
            let more = match parts.len() {
                1 => String::new(),
                count => format!(" It crosses {count} times from {range}."),
            };
            format!("{clause} {}.{more}", list(&parts))
        }
    }
}

/// One crossing: `up to canada.approval_delay = 31 hours (90 % interval: 27 hours to 36 hours)`.
fn part(setting: &Factor, crossing: &Crossing) -> String {
    let path = short_path(setting);
    let holds_below = crossing.holds_below;
    let told = |edge: Option<Edge>| edge.map(|edge| setting.about(value(setting, edge, holds_below)));
    let (low, middle, high) = (told(crossing.low), told(crossing.middle), told(crossing.high));
    let within = interval(setting, low.clone(), high.clone());
    match (middle, low, high, holds_below) {
        (Some(middle), _, _, true) => {
            let sharp = neighbours(setting, crossing, ["yes", "no"]);
            format!("up to {path} = {middle} ({sharp}90 % interval: {within})")
        }
        (Some(middle), _, _, false) => {
            let sharp = neighbours(setting, crossing, ["no", "yes"]);
            format!("from {path} = {middle} on ({sharp}90 % interval: {within})")
        }
        (None, Some(low), _, true) => format!("at least up to {path} = {low}; up to where is not clear"),
        (None, Some(low), _, false) => format!("at most from {path} = {low} on; whether at all is not clear"),
        (None, None, high, true) => {
            format!("at most up to {path} = {}; whether at all is not clear", high.unwrap_or_default())
        }
        (None, None, high, false) => {
            format!("at least from {path} = {} on; from where is not clear", high.unwrap_or_default())
        }
    }
}

/// `at 12 yes, at 13 no; `: where whole numbers lie beside one another.
fn neighbours(setting: &Factor, crossing: &Crossing, says: [&str; 2]) -> String {
    let edge = crossing.middle.filter(|edge| is_between_neighbours(setting, *edge));
    edge.map_or(String::new(), |edge| {
        let [below, above] = [edge.below, edge.above].map(|place| setting.shown(setting.value(place)));
        format!("at {below} {}, at {above} {}; ", says[0], says[1])
    })
}

/// The first and the last threshold along another setting, and whether their intervals are apart, so that it clearly
/// moves; nothing if there is no single threshold to follow.
fn ends(tips: &[Tip]) -> Option<(&Tip, &Tip, bool)> {
    let known: Vec<&Tip> = tips.iter().filter(|tip| tip.along.is_some() && tip.threshold[0].is_some()).collect();
    let is_one_curve = known.windows(2).all(|pair| pair[0].along < pair[1].along && pair[0].holds == pair[1].holds);
    let (first, last) = known.first().zip(known.last()).filter(|_| is_one_curve && known.len() > 1)?;
    let is_below = |one: &Tip, other: &Tip| one.threshold[2].zip(other.threshold[1]).is_some_and(|(a, b)| a < b);
    Some((first, last, is_below(first, last) || is_below(last, first)))
}

/// How a threshold moves along another setting: from the first value to the last.
fn moves(setting: &Factor, along: &Factor, tips: &[Tip]) -> String {
    let Some((first, last, is_clear)) = ends(tips) else {
        return format!("There is no single threshold to follow along {}.", short_path(along));
    };
    let told = |value: Option<f64>, factor: &Factor| value.map_or(String::new(), |x| factor.about(x));
    let at = |tip: &Tip| format!("{} at {}", told(tip.threshold[0], setting), told(tip.along, along));
    let verb = if is_clear { "moves" } else { "does not clearly move" };
    format!("The threshold of {} {verb}: from {} to {}.", short_path(setting), at(first), at(last))
}

/// The same as the title of a picture.
fn chart_title(setting: &Factor, tips: &[Tip]) -> String {
    let name = name_of_path(&setting.path);
    let told = |tip: &Tip| tip.threshold[0].map_or(String::new(), |x| setting.about(x));
    match ends(tips) {
        Some((first, last, true)) => format!("{name}: the threshold moves from {} to {}", told(first), told(last)),
        Some(_) => format!("{name}: the threshold does not clearly move"),
        None => format!("{name}: where the condition tips"),
    }
}

/// What is to say where measures had no case.
fn silence(curves: &[Curve]) -> Option<String> {
    let tried = || curves.iter().flat_map(|curve| &curve.found.tried);
    let silent = tried().filter(|tried| tried.mean90().is_none()).count() as u64;
    let all = counted(tried().count() as u64, "setting", "settings");
    (silent > 0).then(|| format!("At {} of {all} fewer than two runs had a case.", grouped(silent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, parse};

    fn factor(text: &str) -> Factor {
        let scenario =
            "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n[country.canada]\n";
        let parsed = parse(&Source { name: "a.toml", text: scenario }, &[], &|_| Err("no files here".into()));
        let parsed = parsed.unwrap_or_else(|problems| panic!("{problems}"));
        Factor::of(text, &parsed.resolved).expect("it is a number")
    }

    fn edge(factor: &Factor, below: f64, above: f64) -> Option<Edge> {
        let (below, above) = (factor.place(below), factor.place(above));
        Some(Edge { below, above, place: (below + above) / 2.0 })
    }

    #[test]
    fn a_curve_is_followed_where_there_is_one() {
        let (delay, accounts) = (factor("canada.approval_delay=1h..30d"), factor("canada.accounts_at_start=1..40"));
        let tip = |along, holds, threshold: [f64; 3]| Tip { along: Some(along), holds, threshold: threshold.map(Some) };
        let first = tip(1.0, "up_to", [3.0, 2.0, 4.0]);
        let never = Tip { along: Some(9.0), holds: "never", threshold: [None; 3] };
        let told = |tips: &[Tip]| moves(&delay, &accounts, tips);
        assert_eq!(
            told(&[first.clone(), tip(2.0, "up_to", [9.0, 5.0, 12.0]), never.clone()]),
            "The threshold of canada.approval_delay moves: from 3 hours at 1 to 9 hours at 2."
        );
        let near = tip(2.0, "up_to", [3.5, 2.0, 12.0]);
        assert!(told(&[first.clone(), near.clone()]).contains("does not clearly move: from 3 hours at 1 to 3.5 hours"));
        let none = "There is no single threshold to follow along canada.accounts_at_start.";
        let other_way = Tip { holds: "from", ..near.clone() };
        let twice = Tip { along: Some(1.0), ..near };
        // What lies beyond the range on the far side takes nothing from what is clear.
        let beyond = Tip { along: Some(2.0), holds: "up_to", threshold: [Some(500.0), Some(300.0), None] };
        assert!(told(&[first.clone(), beyond]).contains(" moves: from 3 hours at 1 to "));
        for tips in [vec![], vec![first.clone(), never], vec![first.clone(), other_way], vec![first, twice]] {
            assert_eq!(told(&tips), none);
        }
    }

    #[test]
    fn verdicts_are_sentences() {
        let (delay, accounts) = (factor("canada.approval_delay=1h..30d"), factor("canada.accounts_at_start=1..40"));
        let at = |hours: f64| edge(&delay, hours, hours);
        let number = |below: f64| edge(&accounts, below, below + 1.0);
        let crossing = |holds_below, low, middle, high| Crossing { holds_below, low, middle, high };
        let crosses = |crossing| Answer::Crosses(vec![crossing]);
        for (setting, answer, wanted) in [
            (&delay, Answer::Always, "It holds: always for canada.approval_delay from 1 hour to 30 days."),
            (&delay, Answer::Never, "It holds: never for canada.approval_delay from 1 hour to 30 days."),
            (
                &delay,
                crosses(crossing(true, at(27.04), at(31.284), at(100.0))),
                "It holds up to canada.approval_delay = 31.3 hours (90 % interval: 27 hours to 4.17 days).",
            ),
            (
                &delay,
                crosses(crossing(false, None, at(2.0), None)),
                "It holds from canada.approval_delay = 2 hours on (90 % interval: below 1 hour to above 30 days).",
            ),
            (
                &accounts,
                crosses(crossing(true, number(9.0), number(12.0), number(15.0))),
                "It holds up to canada.accounts_at_start = 12 (at 12 yes, at 13 no; 90 % interval: 9 to 15).",
            ),
            (
                &accounts,
                crosses(crossing(false, number(9.0), number(12.0), number(15.0))),
                "It holds from canada.accounts_at_start = 13 on (at 12 no, at 13 yes; 90 % interval: 10 to 16).",
            ),
            (
                &delay,
                crosses(crossing(true, at(9.0), None, None)),
                "It holds at least up to canada.approval_delay = 9 hours; up to where is not clear.",
            ),
            (
                &delay,
                crosses(crossing(false, None, None, at(9.0))),
                "It holds at least from canada.approval_delay = 9 hours on; from where is not clear.",
            ),
            (
                &delay,
                Answer::Crosses(vec![
                    crossing(true, at(2.0), at(3.0), at(4.0)),
                    crossing(false, at(50.0), at(60.0), at(70.0)),
                ]),
                "It holds up to canada.approval_delay = 3 hours (90 % interval: 2 hours to 4 hours) and from \
                 canada.approval_delay = 2.5 days on (90 % interval: 2.08 days to 2.92 days). It crosses 2 times from \
                 1 hour to 30 days.",
            ),
        ] {
            assert_eq!(verdict("It holds", setting, &answer), wanted);
        }
    }
}
