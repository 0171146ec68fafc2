//! What was typed, word for word; what it means is decided in `job.rs` and in the commands.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::failure::Refusal;
use crate::output::Program;

static VERSION: LazyLock<String> = LazyLock::new(|| Program::this().version_line());

const ABOUT: &str = "\
Simulates how much influence countries win with diplomacy on social media, under
the communication policies that you write into a scenario file. A simulation,
not a forecast.";

/// Where result folders are made if nobody says otherwise.
pub(super) const USUAL_OUT: &str = "output";
const FIRST_STEPS: &str = "\
First steps:
  softpower list                     the scenarios that come with the program
  softpower run broadcast-vs-dialogue
  softpower new my-reform --from reform-2015";

/// Everything that was typed.
#[derive(Clone, Debug, Parser)]
#[command(name = "softpower", version = VERSION.as_str(), about = ABOUT, after_help = FIRST_STEPS)]
#[command(disable_help_subcommand = true, arg_required_else_help = true, max_term_width = 80)]
pub struct Typed {
    /// Which command.
    #[command(subcommand)]
    pub command: Command,
    /// Print one JSON object, for other programs
    #[arg(long, global = true)]
    pub json: bool,
    /// Print no progress, no notes, and of results only the folder
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// All words after the name of the program.
    #[arg(skip)]
    pub words: Vec<String>,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Run a scenario: charts, tables and a verdict
    Run(RunTyped),
    /// Hold scenarios against each other on the same luck
    Compare(CompareTyped),
    /// Tell in what scenarios differ, and run nothing
    Diff(DiffTyped),
    /// Ask where a difference in influence comes from
    Attribute(AttributeTyped),
    /// Run a scenario in many settings, each many times
    Sweep(SweepTyped),
    /// Put the parts of a sweep together
    Merge(MergeTyped),
    /// Tell what result folders say, or a sweep at work; run nothing
    #[command(alias = "summarize")]
    Summarise(SummariseTyped),
    /// Find out which settings matter
    Sensitivity(SensitivityTyped),
    /// Fit settings to observed numbers
    Calibrate(CalibrateTyped),
    /// Find out up to where a setting keeps a condition true
    Threshold(ThresholdTyped),
    /// Hold the model against observed patterns
    Validate(ValidateTyped),
    /// Draw the charts of a result folder again: other colours, other sizes
    Chart(ChartTyped),
    /// Repeat a result folder, and compare the bits
    Verify(VerifyTyped),
    /// Tell where a picture, report or result folder comes from
    Inspect(InspectTyped),
    /// Make one page of result folders, and run nothing
    Report(ReportTyped),
    /// Tell how to cite a result
    Cite(CiteTyped),
    /// Find every mistake in a scenario file, and run nothing
    Check(ScenarioTyped),
    /// Write a scenario file to start from; never over another
    New(NewTyped),
    /// List the scenarios that come with the program
    List,
    /// Show all settings of a scenario, and where each comes from
    Show(ScenarioTyped),
    /// Explain a setting, an equation, a fact, a word, the assumptions
    Explain(ExplainTyped),
    /// Print completions for your shell
    Completions(CompletionsTyped),
}

/// A scenario with changes typed beside it.
#[derive(Clone, Debug, Args)]
pub struct ScenarioTyped {
    /// A scenario file, a name from `softpower list`, or a picture with one
    #[arg(value_name = "FILE")]
    pub scenario: String,
    /// Change a setting: country.canada.approval_delay=4h
    #[arg(long = "set", value_name = "SETTING=VALUE")]
    pub settings: Vec<String>,
}

/// `softpower run`
#[derive(Clone, Debug, Args)]
pub struct RunTyped {
    /// What to run.
    #[command(flatten)]
    pub scenario: ScenarioTyped,
    /// How to work.
    #[command(flatten)]
    pub work: WorkTyped,
    /// Also tell the story of each message (messages.csv, .parquet)
    #[arg(long)]
    pub trace: bool,
    /// Also save the state of each replicate at a date (UTC), for --from
    #[arg(long, value_name = "DATE")]
    pub save_at: Option<String>,
    /// Go on from the states saved in a result folder
    #[arg(long, value_name = "FOLDER")]
    pub from: Option<PathBuf>,
}

/// `softpower compare`
#[derive(Clone, Debug, Args)]
pub struct CompareTyped {
    /// Scenarios: files or names; the first is the yardstick
    #[arg(value_name = "FILE", num_args = 2.., required = true)]
    pub scenarios: Vec<String>,
    /// Change a setting of all: run.end=2014-12-31
    #[arg(long = "set", value_name = "SETTING=VALUE")]
    pub settings: Vec<String>,
    /// Whose numbers [the focus of the first]
    #[arg(long, value_name = "NAME")]
    pub country: Option<String>,
    /// Which measures [influence_index, voice, standing]
    #[arg(long = "measure", value_name = "NAMES", value_delimiter = ',')]
    pub measures: Vec<String>,
    /// In these crises: event.crisis.size=small,large, or files
    #[arg(long, value_name = "CRISES")]
    pub over: Vec<String>,
    /// Run pairs until the mean difference is known: ±0.5 (1,000 at most)
    #[arg(long, value_name = "±SIZE", allow_hyphen_values = true)]
    pub until: Option<String>,
    /// How to work.
    #[command(flatten)]
    pub work: WorkTyped,
}

/// `softpower diff`
#[derive(Clone, Debug, Args)]
pub struct DiffTyped {
    /// Scenarios: files or names; each is held against the first
    #[arg(value_name = "FILE", num_args = 2.., required = true)]
    pub scenarios: Vec<String>,
    /// Change a setting of all
    #[arg(long = "set", value_name = "SETTING=VALUE")]
    pub settings: Vec<String>,
}

/// `softpower attribute`
#[derive(Clone, Debug, Args)]
pub struct AttributeTyped {
    /// What to run.
    #[command(flatten)]
    pub scenario: ScenarioTyped,
    /// Whose influence it is about [the focus]
    #[arg(long, value_name = "NAME")]
    pub country: Option<String>,
    /// Hold it against this one [itself without changes]
    #[arg(long, value_name = "FILE")]
    pub against: Option<String>,
    /// Ask about mechanisms instead of rules
    #[arg(long, conflicts_with = "against")]
    pub mechanisms: bool,
    /// How to work.
    #[command(flatten)]
    pub work: WorkTyped,
}

/// `softpower sweep`
#[derive(Clone, Debug, Args)]
pub struct SweepTyped {
    /// What to run; [sweep.try] in the file says in which settings.
    #[command(flatten)]
    pub scenario: ScenarioTyped,
    /// Try values: canada.approval_delay=1h,1day or 1h..96h, 5 values
    #[arg(long = "try", value_name = "SETTING=VALUES")]
    pub tries: Vec<String>,
    /// How to put the values together [every combination]
    #[arg(long, value_enum)]
    pub combine: Option<CombineTyped>,
    /// Spread points over the values instead
    #[arg(long, value_enum)]
    pub sample: Option<SampleTyped>,
    /// How many points are spread, if not 64
    #[arg(long, value_name = "N")]
    pub samples: Option<u32>,
    /// Keep only these measures; the first is told [all, influence_index]
    #[arg(long = "measure", value_name = "NAMES", value_delimiter = ',')]
    pub measures: Vec<String>,
    /// Whose numbers are told [the focus]
    #[arg(long, value_name = "NAME")]
    pub country: Option<String>,
    /// A line in the picture: 'influence_index(canada) > 100'
    #[arg(long, value_name = "CONDITION")]
    pub target: Option<String>,
    /// Also write all runs as text (runs.csv)
    #[arg(long)]
    pub csv: bool,
    /// Tell how many runs, how long, how much disk, and stop there
    #[arg(long)]
    pub dry_run: bool,
    /// Do one part of the work: 3/40 is the third of forty
    #[arg(long, value_name = "K/N", conflicts_with_all = ["dry_run", "csv"])]
    pub shard: Option<String>,
    /// Print a script for Slurm that does the work in so many parts
    #[arg(long, value_name = "N", conflicts_with_all = ["dry_run", "shard", "csv"])]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub slurm: Option<u32>,
    /// How to work.
    #[command(flatten)]
    pub work: WorkTyped,
}

/// How a sweep puts values together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CombineTyped {
    /// Every combination
    Every,
    /// The first values together, then the second
    InStep,
}

/// How a sweep spreads points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SampleTyped {
    /// Latin hypercube
    Latin,
    /// Sobol' points, scrambled
    Sobol,
    /// Halton points
    Halton,
}

/// `softpower merge`
#[derive(Clone, Debug, Args)]
pub struct MergeTyped {
    /// Folders with parts of one sweep
    #[arg(value_name = "FOLDER", num_args = 1.., required = true)]
    pub folders: Vec<PathBuf>,
    /// Whose numbers are told [the focus]
    #[arg(long, value_name = "NAME")]
    pub country: Option<String>,
    /// A line in the picture: 'influence_index(canada) > 100'
    #[arg(long, value_name = "CONDITION")]
    pub target: Option<String>,
    /// Also write all runs as text (runs.csv)
    #[arg(long)]
    pub csv: bool,
    /// How to work.
    #[command(flatten)]
    pub how: HowTyped,
}

/// `softpower summarise`
#[derive(Clone, Debug, Args)]
pub struct SummariseTyped {
    /// Result folders, or the .parts of an unfinished sweep
    #[arg(value_name = "FOLDER", num_args = 1.., required = true)]
    pub folders: Vec<PathBuf>,
    /// Which measures of a run or a sweep [the one that it tells]
    #[arg(long = "measure", value_name = "NAMES", value_delimiter = ',')]
    pub measures: Vec<String>,
    /// Of a sweep: by these settings, averaged over the others
    #[arg(long, value_name = "SETTINGS", value_delimiter = ',')]
    pub by: Vec<String>,
    /// Whose numbers [the focus]
    #[arg(long, value_name = "NAME")]
    pub country: Option<String>,
    /// Print the table as CSV, and nothing else
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Also draw it: a new file that ends in .png or .svg
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
    /// A line in the picture: 'influence_index(canada) > 100'
    #[arg(long, value_name = "CONDITION", requires = "picture")]
    pub target: Option<String>,
}

/// `softpower sensitivity`
#[derive(Clone, Debug, Args)]
pub struct SensitivityTyped {
    /// What to run.
    #[command(flatten)]
    pub scenario: ScenarioTyped,
    /// Vary a setting: canada.approval_delay=1h..96h
    #[arg(long, value_name = "SETTING=RANGE")]
    pub vary: Vec<String>,
    /// Vary all assumptions over their plausible ranges
    #[arg(long)]
    pub assumptions: bool,
    /// How to ask
    #[arg(long, value_enum, default_value_t = Method::Morris)]
    pub method: Method,
    /// Walks, base rows, or replicates [10, 64, as in the scenario]
    #[arg(long, value_name = "N")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub samples: Option<u32>,
    /// Which measure, if not influence_index
    #[arg(long, value_name = "NAME")]
    pub measure: Option<String>,
    /// Whose [the focus]
    #[arg(long, value_name = "NAME")]
    pub country: Option<String>,
    /// How to work.
    #[command(flatten)]
    pub work: WorkTyped,
}

/// How a sensitivity study asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Method {
    /// Screening by walks: few runs, many settings
    Morris,
    /// Shares of the variance, luck among them: many runs
    Sobol,
    /// Each setting by itself at both ends: a tornado
    OneAtATime,
}

impl Method {
    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Method::Morris => "morris",
            Method::Sobol => "sobol",
            Method::OneAtATime => "one-at-a-time",
        }
    }
}

/// `softpower calibrate`
#[derive(Clone, Debug, Args)]
pub struct CalibrateTyped {
    /// What to run.
    #[command(flatten)]
    pub scenario: ScenarioTyped,
    /// A file with blocks [target.NAME]: measure, value, uncertainty
    #[arg(value_name = "TARGETS")]
    pub targets: String,
    /// Fit a setting: model.reach=3%..30% [its plausible range]
    #[arg(long, value_name = "SETTING=RANGE")]
    pub fit: Vec<String>,
    /// At most so many runs
    #[arg(long, value_name = "N", default_value_t = 2000)]
    #[arg(value_parser = clap::value_parser!(u32).range(100..=50_000))]
    pub runs: u32,
    /// Where all luck comes from [as in the scenario]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How to work.
    #[command(flatten)]
    pub how: HowTyped,
    /// Run even what needs very much memory or time
    #[arg(long)]
    pub anyway: bool,
}

/// `softpower threshold`
#[derive(Clone, Debug, Args)]
pub struct ThresholdTyped {
    /// What to run.
    #[command(flatten)]
    pub scenario: ScenarioTyped,
    /// The setting and its range: canada.approval_delay=1h..30d
    #[arg(value_name = "SETTING=RANGE")]
    pub setting: String,
    /// What shall hold: 'influence(canada) < influence(uk)'
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: String,
    /// Also for values of another setting: a tipping curve
    #[arg(long, value_name = "SETTING=RANGE")]
    pub along: Option<String>,
    /// How many values of it
    #[arg(long, value_name = "N", default_value_t = 7, requires = "along")]
    #[arg(value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub points: u32,
    /// How to work.
    #[command(flatten)]
    pub work: WorkTyped,
}

/// `softpower validate`
#[derive(Clone, Debug, Args)]
pub struct ValidateTyped {
    /// Only these facts: F3,F11
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Show how a fact is measured, and in which scenario
    #[arg(long, value_name = "ID", conflicts_with_all = ["only", "seeds", "reduced", "threads", "out", "again"])]
    pub show: Option<String>,
    /// How many seeds: 1, 2 and so on
    #[arg(long, value_name = "N", default_value_t = 30)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub seeds: u32,
    /// Also ask which facts reduced models reproduce
    #[arg(long)]
    pub reduced: bool,
    /// How to work.
    #[command(flatten)]
    pub how: HowTyped,
}

/// `softpower chart`
#[derive(Clone, Debug, Args)]
pub struct ChartTyped {
    /// A result folder
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Only these charts: influence,voice
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Its colours, if not light
    #[arg(long, value_enum)]
    pub theme: Option<ThemeTyped>,
    /// Its size, if not slide
    #[arg(long, value_enum)]
    pub size: Option<SizeTyped>,
    /// Say what is shown, not what was found
    #[arg(long, conflicts_with = "title")]
    pub neutral_titles: bool,
    /// A title of your own; with --only
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Draw all charts in all themes on one sheet, to choose from
    #[arg(long, conflicts_with_all = ["theme", "size"])]
    pub contact_sheet: bool,
    /// Where the pictures go [the folder's charts]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// The colours of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeTyped {
    /// Dark on white: bright rooms, documents
    Light,
    /// Light on black: a projector in a dark room
    Dark,
    /// Dashes beside the colours: paper, copies without colours
    Print,
}

/// The size of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SizeTyped {
    /// 16 : 9, 3200 × 1800 dots
    Slide,
    /// 16 : 9, 1600 × 900 dots: pages, mail
    Web,
    /// A square, 2160 × 2160 dots
    Square,
    /// One column of a journal: 85 mm, letters of 8 points
    #[value(name = "paper-1col")]
    Column,
    /// Two columns of a journal: 174 mm, letters of 8 points
    #[value(name = "paper-2col")]
    Columns,
}

/// `softpower verify`
#[derive(Clone, Debug, Args)]
pub struct VerifyTyped {
    /// A result folder
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Repeat only so many replicates, spread over all
    #[arg(long, value_name = "N")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    pub sample: Option<u32>,
    /// Threads at work [1, then 2, then all cores]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=1024))]
    pub threads: u32,
}

impl VerifyTyped {
    /// How many threads work at once, where that is not tried out.
    pub(super) fn threads(&self) -> usize {
        if self.threads == 0 { super::machine::cores() } else { self.threads as usize }
    }
}

/// `softpower inspect`
#[derive(Clone, Debug, Args)]
pub struct InspectTyped {
    /// A PNG or SVG of softpower, a report.html, or a result folder
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Also write the scenarios in it into this folder, as files
    #[arg(long, value_name = "FOLDER")]
    pub unpack: Option<PathBuf>,
}

/// `softpower report`
#[derive(Clone, Debug, Args)]
pub struct ReportTyped {
    /// Result folders; several stand side by side
    #[arg(value_name = "FOLDER", num_args = 1.., required = true)]
    pub folders: Vec<PathBuf>,
    /// The file to write; only another report is written over
    #[arg(long, value_name = "FILE", default_value = "report.html", conflicts_with = "quarto")]
    pub out: PathBuf,
    /// Instead of a page a new folder with the report as a Quarto document, its charts and its tables, for those who
    /// write a text of their own
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, require_equals = true, default_missing_value = "report")]
    pub quarto: Option<PathBuf>,
}

/// `softpower cite`
#[derive(Clone, Debug, Args)]
pub struct CiteTyped {
    /// A result folder, a picture or a report of softpower
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Only one part, unwrapped
    #[arg(long, value_enum)]
    pub only: Option<Part>,
}

/// A part of what there is to cite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// For a list of references
    Reference,
    /// For a methods section
    Methods,
    /// For LaTeX
    Bibtex,
    /// A CITATION.cff with the version of the result
    Cff,
}

/// How a command works that makes a result folder.
#[derive(Clone, Debug, Args)]
pub struct HowTyped {
    /// Threads at work; the numbers do not depend on it [all cores]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=1024))]
    pub threads: u32,
    /// The folder in which the result folder is made
    #[arg(long, value_name = "DIR", default_value = USUAL_OUT)]
    pub out: PathBuf,
    /// Redo what is done already
    #[arg(long)]
    pub again: bool,
}

/// How a command works that runs a scenario.
#[derive(Clone, Debug, Args)]
pub struct WorkTyped {
    /// How often to run it with other luck [as in the scenario]
    #[arg(long, value_name = "N")]
    pub replicates: Option<u32>,
    /// Where all luck comes from [as in the scenario]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How to work.
    #[command(flatten)]
    pub how: HowTyped,
    /// Run even what needs very much memory or time
    #[arg(long)]
    pub anyway: bool,
}

/// `softpower new`
#[derive(Clone, Debug, Args)]
pub struct NewTyped {
    /// The file to write
    #[arg(value_name = "FILE", default_value = "my-scenario.toml")]
    pub file: PathBuf,
    /// The scenario to build on: a name from `softpower list`
    #[arg(long, value_name = "NAME")]
    pub from: Option<String>,
    /// Write every setting there is, with its explanation
    #[arg(long)]
    pub full: bool,
}

/// `softpower explain`
#[derive(Clone, Debug, Args)]
pub struct ExplainTyped {
    /// A setting, E8, F11, a word; schedule, assumptions, errors, message
    #[arg(value_name = "WHAT")]
    pub what: String,
    /// With message: a result folder and an id; with assumptions: a folder
    #[arg(value_names = ["FOLDER", "ID"], num_args = 0..=2)]
    pub about: Vec<String>,
}

/// `softpower completions`
#[derive(Clone, Debug, Args)]
pub struct CompletionsTyped {
    /// Your shell
    pub shell: Shell,
}

/// Reads the words.
pub(super) fn read(words: Vec<OsString>) -> Result<Typed, Refusal> {
    let json = words.iter().any(|word| word == "--json");
    let mut typed = Typed::try_parse_from(&words).map_err(|said| Refusal { said, json })?;
    typed.words = words.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    Ok(typed)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        Typed::command().debug_assert();
    }

    #[test]
    fn help_fits_into_80_columns() {
        let mut program = Typed::command();
        program.build();
        let mut pages = vec![program.render_long_help().to_string(), program.render_help().to_string()];
        pages.extend(program.get_subcommands_mut().map(|command| command.render_help().to_string()));
        for line in pages.iter().flat_map(|page| page.lines()) {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}
