//! What `sensitivity` says: which settings matter how much, how sure that is, and what it means. Every sentence is made
//! from the numbers.

use serde_json::{Value, json};

use super::args::Method;
use super::comparison::{printed, two_digits};
use super::console::Console;
use super::grid::{Grid, Head};
use super::sensitivity::{Design, Sensitivity};
use super::study::Study;
use super::target::Made;
use super::wording::{column, counted, fixed, grouped, last_day, wrapped};
use super::{open, summary, wording};
use crate::charts::words::{decimals_for, in_sentence, list, sentence};
use crate::charts::{self, Bars, Chart, Ranked, Ranking, Sort};
use crate::engine::{self, measures::COUNTRY_MEASURES};
use crate::experiment::sensitivity::{Bar, Effect, Indices, Share, Verdict, indices, screening, tornado};
use crate::experiment::study::Task;
use crate::output::manifest::answers_sha256;
use crate::output::sensitivity::{Sample, Statistic};
use crate::random::{Kind, Path};
use crate::scenario::factor::Factor;
use crate::stats::Spread;

/// The factor that no setting moves.
const LUCK: &str = "luck";
/// How well total shares of the variance shall be known.
const WIDTH: f64 = 0.1;
/// Smallest share of the variance that is spoken of.
const LEAST_SHARE: f64 = 0.02;
/// At most so many dates are looked at.
const DATES: usize = 12;
/// Most factors that are told on the screen.
const MOST_TOLD: usize = 15;
/// And in `answer.md`.
const MOST_WRITTEN: usize = 60;

/// Columns of the table.
const NAME: usize = 40;
const NUMBER: usize = 10;
const RANGE: usize = 20;

/// The first lines of a study.
pub(super) fn introduction(study: &Sensitivity) -> String {
    let scenario = study.subject.scenario();
    let runs = grouped(study.most_runs().into());
    let how = match study.method {
        Method::Morris => format!("{} over", counted(u64::from(study.samples), "walk", "walks")),
        Method::Sobol => format!("shares of the variance from {} base rows over", grouped(study.samples.into())),
        Method::OneAtATime => format!("{} at each end of", counted(study.samples.into(), "replicate", "replicates")),
    };
    let settings = counted(study.subject.factors().len() as u64, "setting", "settings");
    let threads = counted(study.subject.target.threads as u64, "thread", "threads");
    let cost = wording::about(study.need().seconds);
    let sentence = format!("{}, {how} {settings}: {runs} runs on {threads}, {cost}", wording::period(scenario));
    let mut text = format!(
        "{}   {}\n{}\n{}\n\nVaried",
        scenario.title,
        study.subject.named,
        wording::crowd(scenario),
        wrapped(&sentence)
    );
    for factor in study.subject.factors().iter().take(MOST_TOLD) {
        text += &format!("\n{}{}", column(&format!("  {}", factor.path), NAME), factor.range_and_steps());
    }
    if study.subject.factors().len() > MOST_TOLD {
        text += &format!("\n  and {} more", study.subject.factors().len() - MOST_TOLD);
    }
    text
}

/// A finished study.
pub(super) struct Found<'a> {
    study: &'a Sensitivity,
    /// For every task a number at each record.
    pub(super) answers: &'a [Vec<f64>],
    /// The numbers of the end by factor, the largest first: the first number of each factor, and its others.
    ranking: Vec<Vec<Statistic>>,
    /// The shares of the variance at the end, if they were asked for and there are any.
    shares: Option<Indices>,
}

impl<'a> Found<'a> {
    /// What the answers of a study come to.
    pub(super) fn new(study: &'a Sensitivity, answers: &'a [Vec<f64>]) -> Found<'a> {
        let bare = Found { study, answers, ranking: Vec::new(), shares: None };
        Found { ranking: bare.ranked(), shares: bare.indices(bare.last()), ..bare }
    }

    fn last(&self) -> usize {
        self.answers.first().map_or(0, |answer| answer.len().saturating_sub(1))
    }

    fn at(&self, record: usize) -> Vec<f64> {
        self.answers.iter().map(|answer| answer[record]).collect()
    }

    fn path(&self) -> Path {
        Path::to(Kind::Order).then_name("bootstrap").then(self.study.subject.scenario().run.seed)
    }

    fn indices(&self, record: usize) -> Option<Indices> {
        let Design::Shares(plan) = &self.study.design else { return None };
        indices(plan, &self.at(record), WIDTH, self.path())
    }

    /// What each factor does at a record, that of luck last.
    fn statistics(&self, record: usize) -> Vec<Statistic> {
        let hours = engine::layout(self.study.subject.scenario()).record_hours;
        let date = self.study.subject.scenario().run.clock.date(hours[record]).to_string();
        let factors = self.study.subject.factors();
        let one = |factor: &str, name, value, middle90| Statistic {
            date: date.clone(),
            factor: factor.to_owned(),
            name,
            value,
            middle90,
        };
        let answers = self.at(record);
        match &self.study.design {
            Design::Walks(walks) => {
                let steps = walks.first().map_or(1, |walk| walk.points.len());
                let of_walks: Vec<Vec<f64>> = answers.chunks(steps).map(<[f64]>::to_vec).collect();
                let effects = screening(walks, &of_walks, self.path());
                let of_factor = |(factor, effect): (&Factor, Effect)| {
                    [
                        one(&factor.path, "size", effect.size, Some(effect.size90)),
                        one(&factor.path, "mean_effect", effect.mean, None),
                        one(&factor.path, "spread", effect.spread, None),
                    ]
                };
                factors.iter().zip(effects).flat_map(of_factor).collect()
            }
            Design::Shares(_) => {
                let Some(found) = self.indices(record) else { return Vec::new() };
                let names = factors.iter().map(|factor| factor.path.as_str()).chain([LUCK]);
                let shares = |share: Share| (share.share, Some((share.low90, share.high90)));
                let of_factor = |(factor, (first, total)): (&str, (Share, Share))| {
                    let ((first, of_first), (total, of_total)) = (shares(first), shares(total));
                    [one(factor, "total", total, of_total), one(factor, "first_order", first, of_first)]
                };
                names.zip(found.first.into_iter().zip(found.total)).flat_map(of_factor).collect()
            }
            Design::Ends { replicates, .. } => {
                let rows: Vec<Vec<f64>> = answers.chunks(*replicates as usize).map(<[f64]>::to_vec).collect();
                let ends: Vec<[Vec<f64>; 2]> =
                    rows[1..].chunks(2).map(|ends| [ends[0].clone(), ends[1].clone()]).collect();
                let of_bar = |bar: Bar| {
                    let path = &factors[bar.factor].path;
                    let told = |name, spread: Option<Spread>| {
                        let middle = spread.map(|spread| (spread.low90, spread.high90));
                        one(path, name, spread.map_or(f64::NAN, |spread| spread.median), middle)
                    };
                    [told("at_low", bar.low), told("at_high", bar.high)]
                };
                tornado(&rows[0], &ends).into_iter().flat_map(of_bar).collect()
            }
        }
    }

    /// The same at a few dates, the end last.
    pub(super) fn over_time(&self) -> Vec<Statistic> {
        let (last, mut all) = (self.last(), Vec::new());
        let mut records: Vec<usize> = (1..=DATES).map(|k| k * last / DATES).filter(|record| *record > 0).collect();
        records.dedup();
        records.into_iter().for_each(|record| all.extend(self.statistics(record)));
        all
    }

    pub(super) fn samples(&self) -> Vec<Sample> {
        let points = &self.study.points;
        let value = |(factor, place): (&Factor, &Option<f64>)| place.map_or(factor.base, |place| factor.value(place));
        let sample = |(task, answer): (Task, &Vec<f64>)| Sample {
            point: task.point,
            replicate: task.replicate,
            values: self.study.subject.factors().iter().zip(&points[task.point]).map(value).collect(),
            answer: answer.last().copied().unwrap_or(f64::NAN),
        };
        self.study.tasks.iter().copied().zip(self.answers).map(sample).collect()
    }

    fn ranked(&self) -> Vec<Vec<Statistic>> {
        let all = self.statistics(self.last());
        let mut factors: Vec<Vec<Statistic>> = all.chunk_by(|a, b| a.factor == b.factor).map(<[_]>::to_vec).collect();
        let size = |factor: &Vec<Statistic>| match self.study.method {
            Method::OneAtATime => factor.iter().map(|one| one.value.abs()).fold(0.0, f64::max),
            _ => factor[0].value,
        };
        factors.sort_by(|a, b| size(b).total_cmp(&size(a)));
        factors
    }

    /// Numbers of shares are per cent; others are in the unit of the measure.
    fn scale(&self) -> (f64, &'static str) {
        match self.study.method {
            Method::Sobol => (100.0, "percent of the variance"),
            _ => printed(&COUNTRY_MEASURES[self.study.asked.measure]),
        }
    }

    /// What the table is about.
    fn heading(&self) -> String {
        let (_, unit) = self.scale();
        sentence(&format!("{} at the end of {}, {unit}", self.whose(), last_day(self.study.subject.scenario())))
    }

    /// The numbers of the end, of so many settings at most.
    fn table(&self, most: usize) -> Grid {
        let (factor, _) = self.scale();
        let ranking = &self.ranking;
        let [first, last] = match self.study.method {
            Method::Morris => ["size", "spread"],
            Method::Sobol => ["total", "alone"],
            Method::OneAtATime => ["at low", "at high"],
        };
        let largest = ranking.iter().flatten().map(|one| one.value.abs()).fold(0.0, f64::max) * factor;
        let places = decimals_for(largest / 100.0).min(6);
        let number = |x: f64| if x.is_nan() { "none".to_owned() } else { fixed(x * factor, places) };
        let mut table = Grid::new(vec![
            Head::words("Setting", NAME),
            Head::numbers(first, NUMBER),
            Head::numbers("middle 90 %", RANGE),
            Head::numbers(last, NUMBER),
        ]);
        for row in ranking.iter().take(most) {
            let beside = match self.study.method {
                Method::Morris => row.get(2),
                _ => row.get(1),
            };
            let range =
                row[0].middle90.map_or(String::new(), |(low, high)| format!("{} to {}", number(low), number(high)));
            let mark = if self.is_choice(&row[0].factor) { " *" } else { "" };
            let beside = beside.map_or(String::new(), |one| number(one.value));
            table.push([format!("  {}{mark}", row[0].factor), number(row[0].value), range, beside]);
        }
        if ranking.len() > most {
            table.push([format!("  and {} more in sensitivity.csv", ranking.len() - most)]);
        }
        table
    }

    /// Is it a policy or a world that somebody chooses?
    fn is_choice(&self, factor: &str) -> bool {
        let factors = self.study.subject.factors();
        factors.iter().find(|known| known.path == factor).is_some_and(|factor| !factor.is_assumption())
    }

    /// What the mark in the table means.
    fn legend(&self) -> &'static str {
        if self.ranking.iter().any(|row| self.is_choice(&row[0].factor)) {
            "Settings with a * are policies or worlds that somebody chooses; the others are assumptions."
        } else {
            ""
        }
    }

    /// `Canada's influence`
    fn whose(&self) -> String {
        let name = in_sentence(&self.study.subject.scenario().countries[self.study.asked.country].name);
        format!("{} {}", wording::possessive(&name), COUNTRY_MEASURES[self.study.asked.measure].in_words())
    }

    /// The ranking as a picture.
    pub(super) fn chart(&self) -> Chart<Ranked> {
        let (scale, unit) = self.scale();
        let bars = match self.study.method {
            Method::Morris => Bars::Sizes,
            Method::Sobol => Bars::Shares,
            Method::OneAtATime => Bars::Ends,
        };
        let ranked = |row: &Vec<Statistic>| {
            let factor = self.study.subject.factors().iter().find(|factor| factor.path == row[0].factor);
            let other = if bars == Bars::Sizes { None } else { row.get(1) };
            let there = |x: f64| Some(scale * x).filter(|x| x.is_finite());
            let edges = |one: Option<&Statistic>| one.and_then(|one| one.middle90).map(|(a, b)| [there(a), there(b)]);
            let [low90, high90] = edges(row.first()).unwrap_or_default();
            let [other_low90, other_high90] = edges(other).unwrap_or_default();
            Ranked {
                factor: of_whom(row),
                sort: match factor {
                    None => Sort::Luck,
                    Some(factor) if factor.is_assumption() => Sort::Assumption,
                    Some(_) => Sort::Choice,
                },
                range: factor.map_or(String::new(), Factor::range),
                value: scale * row[0].value,
                low90,
                high90,
                other: other.and_then(|one| there(one.value)),
                other_low90,
                other_high90,
            }
        };
        let whose = self.whose().replace('\'', "’");
        let ranking = Ranking {
            title: sentence(&self.chart_title(&whose)),
            whose: format!("{whose} at the end of {}", last_day(self.study.subject.scenario())),
            unit: unit.to_owned(),
            bars,
            factors: self.ranking.iter().map(ranked).collect(),
            runs: self.answers.len(),
        };
        let carried = vec![open::carried(&self.study.subject.parsed)];
        let sha256 = answers_sha256(self.answers);
        charts::ranking(&ranking, &self.study.subject.target.provenance(self.study.subject.scenario(), carried, sha256))
    }

    /// Which setting matters most, where its interval lies above those of all others; else what is shown.
    fn chart_title(&self, whose: &str) -> String {
        let settings: Vec<&Vec<Statistic>> = self.ranking.iter().filter(|row| row[0].factor != LUCK).collect();
        let edges = |row: &Vec<Statistic>| row[0].middle90;
        let is_first = settings.split_first().is_some_and(|(first, others)| {
            let low = edges(first).map_or(f64::NAN, |(low, _)| low);
            let highest = others.iter().filter_map(|row| edges(row)).map(|(_, high)| high).fold(0.0, f64::max);
            self.study.method != Method::OneAtATime && self.is_worth_telling(first) && low > highest
        });
        let name = |row: &Vec<Statistic>| of_whom(row).rsplit('.').next().unwrap_or_default().replace('_', " ");
        match settings.first().filter(|_| is_first && settings.len() > 1) {
            Some(first) => format!("{} matters most for {whose}", name(first)),
            None => format!("what matters for {whose}"),
        }
    }

    /// Is the first number of a setting told apart from 0? A share of the variance must also be one of some per cent.
    fn is_worth_telling(&self, row: &[Statistic]) -> bool {
        let is_clear = |one: &Statistic| one.middle90.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
        let is_large = self.study.method != Method::Sobol || row[0].value >= LEAST_SHARE;
        row[0].factor != LUCK && is_large && row.iter().any(is_clear)
    }

    /// What the numbers mean and how sure they are.
    fn paragraph(&self) -> String {
        let ranking = &self.ranking;
        let mut sentences = Vec::new();
        let worth = ranking.iter().filter(|row| self.is_worth_telling(row));
        let told: Vec<String> = worth.take(3).map(|row| of_whom(row)).collect();
        let moves = |row: &Vec<Statistic>| row[0].factor != LUCK && row.iter().any(|one| one.value.abs() > 0.0);
        sentences.push(match (told.is_empty(), ranking.iter().any(moves)) {
            (false, _) => format!("Most matters {}.", list(&told)),
            (true, true) => "No setting stands out.".to_owned(),
            (true, false) => "None of these settings changes anything here.".to_owned(),
        });
        match self.study.method {
            Method::Morris => sentences.push(
                "Size is the mean change over the whole range of a setting, whichever way; where the spread is as \
                 large as the size, what a setting does hangs on the others. Along a walk luck stays the same."
                    .to_owned(),
            ),
            Method::Sobol => sentences.extend(self.of_shares()),
            Method::OneAtATime => sentences.push(
                "Each setting is moved by itself, against the scenario as it is, pair by pair on the same luck; what \
                 settings do together is not seen."
                    .to_owned(),
            ),
        }
        sentences.join(" ")
    }

    fn of_shares(&self) -> Vec<String> {
        let Some(found) = &self.shares else {
            return vec!["The answer never varies, so there is nothing to share out.".to_owned()];
        };
        let luck = self.study.subject.factors().len();
        let percent = |x: f64| format!("{:.0} %", x * 100.0);
        let unclear = found.total.iter().filter(|share| !share.is_clear()).count();
        let mut all = vec![format!(
            "Luck alone makes {} of the variance, and {} with what it does together with settings.",
            percent(found.first[luck].share),
            percent(found.total[luck].share)
        )];
        if unclear > 0 {
            all.push(format!(
                "Not told apart from nothing: {}.",
                counted(unclear as u64, "total share", "total shares")
            ));
        }
        if found.left_out > 0 {
            all.push(format!(
                "{} without a number were left out.",
                counted(found.left_out as u64, "base row", "base rows")
            ));
        }
        all.push(match found.verdict {
            Verdict::Converged => format!("Converged: every total share is known within {}.", percent(WIDTH)),
            Verdict::NotConverged { more_runs } => format!(
                "Not converged: about {} more runs are needed to know every total share within {}; in {} of 100 \
                 resamples the first stays the first.",
                two_digits(more_runs as f64),
                percent(WIDTH),
                found.leader_stays
            ),
        });
        all
    }

    pub(super) fn as_markdown(&self) -> String {
        let name = &self.study.subject.scenario().title;
        format!(
            "# What matters in {name}\n\n{}\n\n{}{}\n\nA simulation, not a forecast.\n",
            self.paragraph(),
            self.table(MOST_WRITTEN).as_markdown(&self.heading()),
            self.legend()
        )
    }

    /// The end: the table, what it means, files, and one sensible next command.
    pub(super) fn tell(&self, made: &Made, console: &mut Console) {
        let (target, manifest) = (&self.study.subject.target, &made.manifest);
        target.tell_made(made, console);
        let table =
            format!("{}\n{}{}", wrapped(&self.heading()), self.table(MOST_TOLD).as_text(), wrapped(self.legend()));
        for part in [table, wrapped(&self.paragraph()), summary::files(target, &manifest.files)] {
            console.say(&format!("\n{}", part.trim_end()));
        }
        let first = self.ranking.iter().map(|row| of_whom(row)).find(|factor| factor != LUCK);
        let key = first.as_deref().and_then(|path| path.rsplit('.').next()).unwrap_or("assumptions");
        let next = wording::command(&["explain".to_owned(), key.to_owned()]);
        console.say(&format!("\nNext: {next}"));
        console.say("A simulation, not a forecast: softpower explain assumptions");
        console.answer_as_json(&target.answer(manifest, false, self.as_json(&next)));
    }

    fn as_json(&self, next: &str) -> Value {
        let one = |one: &Statistic| {
            let Statistic { factor, name, value, middle90, .. } = one;
            json!({ "factor": factor, "statistic": name, "value": value, "middle90": middle90 })
        };
        json!({
            "command": "sensitivity",
            "scenario": self.study.subject.scenario().name,
            "sensitivity": self.study.method.word(),
            "measure": COUNTRY_MEASURES[self.study.asked.measure].name,
            "runs": self.answers.len(),
            "factors": self.ranking.iter().flatten().map(one).collect::<Vec<_>>(),
            "text": self.paragraph(),
            "warnings": open::plain_warnings(&self.study.subject.parsed),
            "next": next,
        })
    }
}

/// Whom a row is about.
fn of_whom(row: &[Statistic]) -> String {
    row[0].factor.clone()
}
