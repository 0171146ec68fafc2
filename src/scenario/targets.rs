//! A file of targets: what was observed, in blocks `[target.…]`, read by the same rules as a scenario and answered with
//! every mistake in one pass. What can be observed is told by whoever asks: this room knows no measures.

use super::check::missing_settings;
use super::document::{Block, Document, Entry};
use super::faults::Fault;
use super::keys::{Form, Key, Kind};
use super::place::{Distance, SourceText};
use super::problem::{Problem, Problems, nearest};
use super::value::{self, Value};
use super::{Scenario, Source, decode, file, inherit, understand};
use crate::calendar::DAY;
use jiff::civil::Date;

/// The kinds of blocks of such a file.
const KINDS: &[Kind] = &[Kind::Target];

/// Something that a target may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurable {
    /// Its name.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Is it a count, which can be summed up between two dates?
    pub adds_up: bool,
}

/// A number that was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The name after the dot.
    pub id: String,
    /// The place of its measure among those that there are.
    pub measure: usize,
    /// The place of its country in the scenario.
    pub country: usize,
    /// From when on is counted, hours from the start of the run; 0 for measures that are no counts.
    pub since_hours: f64,
    /// When it was observed, hours from the start of the run.
    pub at_hours: f64,
    /// The number: a share, hours, or a number in the unit of the measure.
    pub value: f64,
    /// One standard deviation of its error, in the same unit, above 0.
    pub uncertainty: f64,
    /// Where it stands; may be empty.
    pub source: String,
}

/// Reads a file of targets for a scenario.
///
/// # Errors
/// Everything that is wrong, in one pass.
pub fn targets(source: &Source<'_>, scenario: &Scenario, all: &[Measurable]) -> Result<Vec<Target>, Problems> {
    let mut problems = Vec::new();
    let text = decode::text_as_read(source.text, source.name).map_err(|p| Problems::new(source.name, vec![p]))?;
    let sections = file::sections(&SourceText::new(source.name, text, Distance::File(0)), &mut problems);
    let document = inherit::without_off(understand::document(sections, KINDS, &mut problems));
    problems.extend(document.blocks.iter().flat_map(missing_settings));
    problems.extend(no_target(&document).filter(|_| problems.is_empty()));
    let mut reader = Reader { scenario, all, problems };
    let targets: Vec<Option<Target>> = document.blocks.iter().map(|block| reader.target(block)).collect();
    match reader.problems {
        problems if problems.is_empty() => Ok(targets.into_iter().flatten().collect()),
        problems => Err(Problems::new(source.name, problems)),
    }
}

fn no_target(document: &Document) -> Option<Problem> {
    document.blocks.is_empty().then(|| {
        Problem::of_file("There is no [target.…] block, so there is nothing to fit to")
            .of(Fault::MissingSetting)
            .help("write for example [target.voice], and below it measure, value and uncertainty")
    })
}

/// Blocks on their way to targets.
struct Reader<'a> {
    scenario: &'a Scenario,
    all: &'a [Measurable],
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// The target that a block describes; `None` if something is wrong with it, which is told.
    fn target(&mut self, block: &Block) -> Option<Target> {
        let (measure, country) = (self.measure(block), self.country(block));
        let at_hours = self.at(block);
        let since_hours = self.since(block, measure, at_hours);
        let amounts = measure.map(|measure| (self.amount(block, "value", measure), self.uncertainty(block, measure)));
        let (value, uncertainty) = amounts?;
        let source = text(block, "source").map_or(String::new(), |(text, _)| text.to_owned());
        Some(Target {
            id: block.name.clone(),
            measure: measure?,
            country: country?,
            since_hours: since_hours?,
            at_hours: at_hours?,
            value: value?,
            uncertainty: uncertainty?,
            source,
        })
    }

    fn tell(&mut self, problem: Problem, fault: Fault) {
        self.problems.push(problem.of(fault));
    }

    fn measure(&mut self, block: &Block) -> Option<usize> {
        let (name, entry) = text(block, "measure")?;
        let found = self.all.iter().position(|known| known.name == name);
        if found.is_none() {
            let near = nearest(name, self.all.iter().map(|known| known.name));
            let hint = near.map_or(String::new(), |near| format!(". Did you mean \"{near}\"?"));
            let problem = Problem::new(&entry.written.place, format!("There is no measure \"{name}\"{hint}"));
            let help = "any column of a runs.csv, such as voice, influence_index or published_comments";
            self.tell(problem.label("not a measure").help(help), Fault::UnknownName);
        }
        found
    }

    fn country(&mut self, block: &Block) -> Option<usize> {
        let Some(entry) = block.entry("country") else { return Some(self.scenario.run.focus) };
        let Some(Value::Name(name)) = &entry.value else { return None };
        let ids = || self.scenario.countries.iter().map(|country| country.id.as_str());
        let found = ids().position(|id| id == name);
        if found.is_none() {
            let near = nearest(name, ids());
            let hint = near.map_or(String::new(), |near| format!(". Did you mean \"{near}\"?"));
            let title = format!("There is no country \"{name}\" in {}{hint}", self.scenario.name);
            let help = format!("there are: {}", ids().collect::<Vec<_>>().join(", "));
            let problem = Problem::new(&entry.written.place, title).label("not in the scenario").help(help);
            self.tell(problem, Fault::UnknownName);
        }
        found
    }

    /// The end of the day of the observation.
    fn at(&mut self, block: &Block) -> Option<f64> {
        match self.day(block, "at") {
            Some(day) => Some(day? + DAY),
            None => Some(self.scenario.run.hours()),
        }
    }

    /// The beginning of the first day that is counted.
    fn since(&mut self, block: &Block, measure: Option<usize>, at: Option<f64>) -> Option<f64> {
        let Some(day) = self.day(block, "since") else { return Some(0.0) };
        let entry = block.entry("since")?;
        let problem = |title: String| Problem::new(&entry.written.place, title);
        let (day, at, measure) = (day?, at?, self.all[measure?]);
        if !measure.adds_up {
            let title = format!("`since` is for counts, and {} is none", measure.name);
            self.tell(problem(title).label("leave it out"), Fault::Contradiction);
            return None;
        }
        let least = self.scenario.run.record_every_hours;
        if at - day < least {
            let title = format!("From `since` to `at` are less than {}", crate::units::duration_text(least));
            let help = "`record_every` of the scenario says how often is counted";
            self.tell(problem(title).label("too late, or the other too early").help(help), Fault::Contradiction);
            return None;
        }
        Some(day)
    }

    /// The hour at which a day begins, if one is written; within, `None` if that is a problem.
    fn day(&mut self, block: &Block, name: &str) -> Option<Option<f64>> {
        let entry = block.entry(name)?;
        let Some(Value::Date(date)) = &entry.value else { return Some(None) };
        let run = &self.scenario.run;
        let (first, last): (Date, Date) = (run.clock.start, run.clock.date(run.hours() - DAY));
        if !(first..=last).contains(date) {
            let title = format!("The run is from {first} to {last}; {date} is not in it");
            self.tell(Problem::new(&entry.written.place, title).label("outside the run"), Fault::Contradiction);
            return Some(None);
        }
        Some(Some(run.clock.hour_of(date.at(0, 0, 0, 0))))
    }

    /// A number in the unit of a measure.
    fn amount(&mut self, block: &Block, name: &str, measure: usize) -> Option<f64> {
        let entry = block.entry(name)?;
        let (form, limits) = match self.all[measure].unit {
            "share" => (Form::Share, ("0%", "100%")),
            "hours" => (Form::Duration, ("0h", "")),
            _ => (Form::Number, ("0", "")),
        };
        match value::read(&Key { form, limits, ..*entry.key }, name, &entry.written) {
            Ok(Value::Number(number)) => Some(number),
            Ok(_) => None,
            Err(problem) => {
                self.tell(problem, Fault::WrongValue);
                None
            }
        }
    }

    fn uncertainty(&mut self, block: &Block, measure: usize) -> Option<f64> {
        let found = self.amount(block, "uncertainty", measure)?;
        if found > 0.0 {
            return Some(found);
        }
        let place = &block.entry("uncertainty")?.written.place;
        let problem = Problem::new(place, "No number is known without any error").label("not possible");
        let help = "one standard deviation: one error in three is larger; if you do not know, a tenth of the value";
        self.tell(problem.help(help), Fault::WrongValue);
        None
    }
}

/// A text of a block and the entry in which it stands.
fn text<'a>(block: &'a Block, name: &str) -> Option<(&'a str, &'a Entry)> {
    let entry = block.entry(name)?;
    match &entry.value {
        Some(Value::Text(text)) => Some((text, entry)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;

    const SCENARIO: &str = "[run]\nstart = 2013-01-01\nend = 2013-12-31\nrecord_every = \"7 days\"\n\
                            [audience.world]\nmembers = 2_000\n[country.canada]\n[country.uk]\n";

    const ALL: &[Measurable] = &[
        Measurable { name: "voice", unit: "share", adds_up: false },
        Measurable { name: "approval_hours_median", unit: "hours", adds_up: false },
        Measurable { name: "published_comments", unit: "messages", adds_up: true },
    ];

    fn read(text: &str) -> Result<Vec<Target>, Problems> {
        let parsed = parse(&Source { name: "a.toml", text: SCENARIO }, &[], &|_| Err("no files here".into()));
        let scenario = parsed.unwrap_or_else(|problems| panic!("{problems}")).scenario;
        targets(&Source { name: "t.toml", text }, &scenario, ALL)
    }

    #[test]
    fn targets_are_read_in_their_units_with_what_was_left_out() {
        let found = read(
            "# what was seen\n[target.voice]\nmeasure = \"voice\"\nvalue = \"0.2 %\"\nuncertainty = 0.0005\n\
             [target.comments]\nmeasure = \"published_comments\"\ncountry = \"uk\"\nsince = 2013-02-01\n\
             at = 2013-02-28\nvalue = 40\nuncertainty = 5.5\nsource = \"a count\"\n\
             [target.delay]\nmeasure = \"approval_hours_median\"\nvalue = \"8 days\"\nuncertainty = \"2 days\"\n\
             [target.gone]\nmeasure = \"voice\"\nvalue = 0\nuncertainty = 1\noff = true\n",
        );
        let found = found.unwrap_or_else(|problems| panic!("{problems}"));
        let all: Vec<(&str, usize, usize, f64, f64)> =
            found.iter().map(|t| (t.id.as_str(), t.measure, t.country, t.value, t.uncertainty)).collect();
        assert_eq!(all, [("voice", 0, 0, 0.002, 0.0005), ("comments", 2, 1, 40.0, 5.5), ("delay", 1, 0, 192.0, 48.0)]);
        assert_eq!((found[0].since_hours, found[0].at_hours), (0.0, 365.0 * 24.0));
        assert_eq!((found[1].since_hours, found[1].at_hours), (31.0 * 24.0, 59.0 * 24.0));
        assert_eq!(found[1].source, "a count");
    }

    #[test]
    fn every_mistake_is_told_at_once_and_says_what_to_write() {
        let text = "[target.a]\nmeasure = \"voise\"\nvalue = 1\nuncertainty = 1\n\
                    [target.b]\nmeasure = \"voice\"\nvalue = 40\nuncertainty = 0\n\
                    [target.c]\nmeasure = \"approval_hours_median\"\nvalue = 8\nuncertainty = \"1 parsec\"\n\
                    [target.d]\nmeasure = \"voice\"\ncountry = \"canda\"\nsince = 2013-02-01\nat = 2014-02-01\n\
                    value = \"1%\"\n[target.e]\nmeasure = \"published_comments\"\nsince = 2013-03-01\n\
                    at = 2013-03-02\nvalue = -1\nerror = 1\n[targt.f]\n";
        let told = read(text).expect_err("much is wrong");
        let titles: Vec<&str> = told.list().iter().map(|problem| problem.title.as_str()).collect();
        let wanted = [
            "There is no measure \"voise\". Did you mean \"voice\"?",
            "40 is bigger than 1. Did you mean \"40%\"?",
            "No number is known without any error",
            "8 what? Write \"8h\" or \"8 days\"",
            "The unit \"parsec\" is not known here",
            "[target.d] does not say `uncertainty`",
            "There is no country \"canda\" in a. Did you mean \"canada\"?",
            "The run is from 2013-01-01 to 2013-12-31; 2014-02-01 is not in it",
            "From `since` to `at` are less than 7 days",
            "-1 is below 0",
            "There is no `error`. Did you mean `uncertainty`?",
            "There is no kind of block `targt`. Did you mean [target.…]?",
        ];
        assert_eq!(titles, wanted, "{told}");
        assert!(told.render(false).ends_with("12 problems in t.toml. Nothing was run."));
    }

    #[test]
    fn what_is_no_file_of_targets_is_told_so() {
        for (text, wanted) in [
            ("# nothing yet\n", "There is no [target.…] block, so there is nothing to fit to"),
            ("measure = \"voice\"\n", "A heading such as [target.voice] belongs above the first line"),
            ("[country.canada]\n", "There is no kind of block `country`"),
            ("[target]\n", "Which target? Write for example [target.voice]"),
            ("[target.a]\nmeasure = \"voice\"\nwhen = 2013-01-02\nvalue = 1\nuncertainty = 1\n", "There is no `when`"),
            (
                "[target.a]\nmeasure = \"voice\"\nsince = 2013-01-02\nvalue = 1\nuncertainty = 1\n",
                "`since` is for counts, \
              and voice is none",
            ),
            ("[target.a]\nmeasure = voice\nvalue = 0,5\nuncertainty = 1\n", "Text needs quotes: measure = \"voice\""),
            ("", "t.toml is empty"),
        ] {
            let told = read(text).expect_err(text);
            assert_eq!(told.list()[0].title, wanted, "{told}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        let whole =
            "[target.a]\nmeasure = \"voice\"\nsince = 2013-02-01\nat = 2013-03-01\nvalue = \"1 %\"\nuncertainty = 1";
        for end in 0..whole.len() {
            let _ = read(&whole[..end]);
            let _ = read(&whole[end..]);
            let _ = read(&whole.replacen(&whole[end..=end], "\u{fffd}\"[", 1));
        }
    }
}
