//! `softpower run`: a scenario file in; trajectories, charts and a verdict out.

use super::args::RunTyped;
use super::console::Console;
use super::failure::Failure;
use super::job::Job;
use super::pictures::{self, Drawn, Picture, drawn};
use super::progress::Progress;
use super::states::SaveAt;
use super::target::Made;
use super::{interrupt, machine, open, report, summary};
use crate::charts::{self, Carried, Provenance};
use crate::engine;
use crate::engine::trajectory::Trajectory;
use crate::experiment::ensemble::{self, Ensemble, NoStore, OpenState, Plan, SaveStates, Store, Unfinished};
use crate::experiment::estimate::{bytes_of_states, estimate};
use crate::experiment::threads;
use crate::output::manifest::{Manifest, StatesNote, trajectory_sha256};
use crate::output::messages::{self, Messages, PackedMessages};
use crate::output::states::path_of;
use crate::output::tables::{self, Results};
use crate::output::{Partial, Staging, Trouble};
use crate::scenario::Scenario;

/// How one chart of a run is drawn, if there is anything to draw.
type Draw = fn(&Ensemble, &Scenario, &Provenance) -> Option<Result<Drawn, Trouble>>;

/// The charts of a run.
const CHARTS: [Draw; 8] = [
    |runs, scenario, origin| drawn(Some(charts::influence(runs, scenario, origin)), "influence over time"),
    |runs, scenario, origin| drawn(charts::difference(runs, scenario, origin), "what the changes make of it"),
    |runs, scenario, origin| drawn(Some(charts::voice(runs, scenario, origin)), "share of voice over time"),
    |runs, scenario, origin| drawn(charts::standing(runs, scenario, origin), "standing over time"),
    |runs, scenario, origin| drawn(charts::funnel(runs, scenario, origin), "from draft to conversation"),
    |runs, scenario, origin| {
        drawn(charts::attention(runs, scenario, origin), "from event to comment, and attention left")
    },
    |runs, scenario, origin| drawn(charts::attitudes(runs, scenario, origin), "what members think, at five dates"),
    |_, scenario, origin| drawn(charts::timeline(scenario, origin), "what changes and happens, and when"),
];

/// Runs a scenario.
///
/// # Errors
/// Mistakes in the scenario, an interruption, a disk that does not take the results.
pub(super) fn run(typed: &RunTyped, words: &[String], console: &mut Console) -> Result<(), Failure> {
    let job = Job::new(typed, words, console)?;
    let done = |manifest: &Manifest| summary::answer(&job, manifest, true, Vec::new());
    let wanted = job.trace.then_some(messages::FILE);
    let Some(renew) = job.begin(wanted, console, done)? else { return Ok(()) };
    console.say(&summary::introduction(&job));
    // A scenario in a picture has every default written out; who wrote it has seen its warnings.
    if job.repeated.is_none() {
        open::tell_warnings(&job.parsed, console);
    }
    job.target.refuse_giants(estimate(job.scenario(), job.target.threads))?;
    if job.save.is_some() {
        job.target.refuse_giant_states(bytes_of_states(job.scenario()))?;
    }
    job.target.prepare()?;
    let work = Work { job: &job, started: machine::now(), renew };
    let partial = work.open_partial(console)?;
    let ensemble = work.simulate(partial.as_ref(), console)?;
    console.show(|| Some(charts::influence(&ensemble, job.scenario(), &work.provenance(&ensemble)).into_drawing()));
    let endings = summary::endings(&job, &ensemble);
    summary::tell_findings(&job, &endings, console);
    let made = work.write(&ensemble, partial.as_ref()).map_err(|why| work.not_written(why, partial.as_ref()))?;
    if let Some(partial) = partial {
        partial.discard();
    }
    let same = job.repeats(&made.manifest.trajectory_sha256);
    // With --json there is one answer: a failure is one.
    if same.is_ok() || !console.is_json() {
        summary::tell_made(&job, endings, &made, console);
    }
    same?.iter().for_each(|words| console.say(&format!("\n{words}")));
    Ok(())
}

/// A run at work.
struct Work<'a> {
    job: &'a Job,
    started: String,
    renew: bool,
}

/// Why the results were not written.
enum Unwritten {
    Stopped,
    Threads(String),
    Trouble(Trouble),
}

impl From<Trouble> for Unwritten {
    fn from(trouble: Trouble) -> Unwritten {
        Unwritten::Trouble(trouble)
    }
}

impl Work<'_> {
    fn replicates(&self) -> u32 {
        self.job.scenario().run.replicates
    }

    /// The folder of finished replicates; `None` if another process has it.
    fn open_partial(&self, console: &mut Console) -> Result<Option<Partial>, Failure> {
        let partial = Partial::open(&self.job.target.place.partial(), self.job.target.place.key)?;
        if partial.is_none() && self.job.save.is_some() {
            return Err(Failure::failed(
                "Another softpower is at work on the same scenario in this folder, and states can\n\
                 be saved by one only. Wait for it, or choose another folder with --out.\nNothing was run.",
            ));
        }
        if partial.is_none() {
            console.note(
                "Another softpower is at work on the same scenario in this folder. This one\n\
                 works on its own; stopped before the end, it keeps nothing.",
            );
        }
        Ok(if self.job.save.is_some() { partial.map(Partial::with_states) } else { partial })
    }

    fn simulate(&self, partial: Option<&Partial>, console: &mut Console) -> Result<Ensemble, Failure> {
        let total = self.replicates();
        let kept = partial.map_or(0, |partial| partial.count(total, self.job.has_ghosts()));
        if kept > 0 {
            console.note(&format!("Going on: {kept} of {total} replicates are kept from before."));
        }
        let progress = Progress::begin("replicates", (total, kept), console.is_quiet());
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let open = |replicate| self.job.from.as_ref().ok_or_else(missing)?.open(replicate);
        let keep = |replicate, state: &[u8]| partial.ok_or_else(missing)?.keep_state(replicate, state);
        let plan = Plan {
            scenario: self.job.scenario(),
            threads: self.job.target.threads,
            store: partial.map_or(&NoStore as &dyn Store, |partial| partial),
            from: self.job.from.as_ref().map(|_| &open as OpenState<'_>),
            save: self.job.save.as_ref().map(|save| SaveStates { hour: save.hour, keep: &keep }),
            progress: &|done| progress.tell(done),
            stop: &interrupt::asked,
        };
        let outcome = ensemble::run(&plan);
        progress.end();
        outcome.map_err(|why| self.unfinished(why, partial))
    }

    fn unfinished(&self, why: Unfinished, partial: Option<&Partial>) -> Failure {
        match why {
            Unfinished::State(replicate, why) => {
                let file = self.job.from.as_ref().map(|states| states.file(replicate)).unwrap_or_default();
                let failed = format!("No run can go on from {}: {why}.", file.display());
                Failure::failed(format!("{failed}\nSave the states again, or leave out --from. {}", self.kept(partial)))
            }
            other => self.job.target.unfinished(other, &self.kept(partial)),
        }
    }

    fn not_written(&self, why: Unwritten, partial: Option<&Partial>) -> Failure {
        match why {
            Unwritten::Stopped => self.unfinished(Unfinished::Stopped(self.replicates()), partial),
            Unwritten::Threads(why) => self.unfinished(Unfinished::Threads(why), partial),
            Unwritten::Trouble(trouble) => self.job.target.unwritten(&trouble, self.renew, &self.kept(partial)),
        }
    }

    /// What of the work is kept, and how to go on from there.
    fn kept(&self, partial: Option<&Partial>) -> String {
        let total = self.replicates();
        let kept = partial.map_or(0, |partial| partial.count(total, self.job.has_ghosts()));
        self.job.target.going_on((kept, total), "replicates")
    }

    /// Makes the result folder. Where there are threads enough, others draw while one writes the tables.
    fn write(&self, ensemble: &Ensemble, partial: Option<&Partial>) -> Result<Made, Unwritten> {
        let mut staging = Staging::begin(&self.job.target.place)?;
        let work = || threads::both(|| self.add_tables(&mut staging, ensemble), || self.draw(ensemble));
        let (tables, pictures) = threads::on(self.job.target.threads, work).map_err(Unwritten::Threads)?;
        tables?;
        for picture in pictures? {
            picture.add_to(&mut staging)?;
        }
        if let (Some(save), Some(partial)) = (&self.job.save, partial) {
            self.add_states(&mut staging, save, partial)?;
        }
        let manifest = self.manifest(ensemble, &staging);
        let (manifest, placed) = report::finish(staging, manifest, self.renew, Some(ensemble))?;
        Ok(Made { manifest, placed })
    }

    /// Where the numbers of the charts come from.
    fn provenance(&self, ensemble: &Ensemble) -> Provenance {
        let scenario = self.job.scenario();
        let carried = Carried { name: scenario.name.clone(), resolved: self.job.with_origins() };
        self.job.target.provenance(scenario, vec![carried], trajectory_sha256(ensemble))
    }

    /// The charts, each in its three forms, and all of them in words.
    fn draw(&self, ensemble: &Ensemble) -> Result<Vec<Picture>, Unwritten> {
        let (scenario, provenance) = (self.job.scenario(), self.provenance(ensemble));
        let drawn = threads::in_order(CHARTS.len(), |number| -> Result<_, Unwritten> {
            go_on()?;
            Ok(CHARTS[number](ensemble, scenario, &provenance).transpose()?)
        });
        let drawn: Vec<Drawn> = drawn.into_iter().filter_map(Result::transpose).collect::<Result<_, _>>()?;
        let words = pictures::in_words(&drawn.iter().map(|chart| chart.words()).collect::<Vec<_>>());
        Ok(drawn.into_iter().flat_map(|chart| chart.forms).chain([words]).collect())
    }

    fn add_tables(&self, staging: &mut Staging, ensemble: &Ensemble) -> Result<(), Unwritten> {
        let results = Results { scenario: self.job.scenario(), ensemble };
        let ghosts = !ensemble.ghosts.is_empty();
        go_on()?;
        let meaning = "median and middle 90 % of every measure";
        staging.add("trajectories.csv", meaning, |out| tables::trajectories(results, out))?;
        if ghosts {
            let meaning = "with minus without the changes, same luck";
            staging.add("differences.csv", meaning, |out| tables::differences(results, out))?;
        }
        go_on()?;
        staging.add("runs.csv", "every replicate", |out| tables::runs(results, &ensemble.runs, out))?;
        if ghosts {
            let meaning = "every replicate without the changes";
            staging.add("ghosts.csv", meaning, |out| tables::runs(results, &ensemble.ghosts, out))?;
        }
        if self.job.trace {
            self.add_messages(staging, ensemble)?;
        }
        staging.add("columns.csv", "what each column means", |out| tables::columns(results, self.job.trace, out))?;
        Ok(staging.add_settings("scenario.toml", &self.job.with_origins())?)
    }

    /// The states of all replicates, which were kept while they ran.
    fn add_states(&self, staging: &mut Staging, save: &SaveAt, partial: &Partial) -> Result<(), Unwritten> {
        let meaning = format!("where runs go on from with --from: {}", save.moment);
        for replicate in 0..self.replicates() {
            go_on()?;
            staging.add(&path_of(replicate), &meaning, |out| out.write_all(&partial.state(replicate)?))?;
        }
        Ok(())
    }

    /// The first replicate is run once more for each of two tables, and told to it; the numbers must be the same. To
    /// keep all messages for the second table would take memory that grows with the run.
    fn add_messages(&self, staging: &mut Staging, ensemble: &Ensemble) -> Result<(), Unwritten> {
        let (scenario, meaning) = (self.job.scenario(), "every message of replicate 0");
        let mut again = None;
        staging.add(messages::FILE, meaning, |out| {
            let mut table = Messages::begin(scenario, out);
            again = engine::traced(scenario, 0, &mut |story| table.add(story), &interrupt::asked);
            table.finish()
        })?;
        insist_on_the_same(again.take(), ensemble)?;
        staging.add(messages::PACKED_FILE, meaning, |out| {
            let mut table = PackedMessages::begin(scenario, out)?;
            again = engine::traced(scenario, 0, &mut |story| table.add(story), &interrupt::asked);
            table.finish()
        })?;
        insist_on_the_same(again, ensemble)
    }

    fn manifest(&self, ensemble: &Ensemble, staging: &Staging) -> Manifest {
        let (job, files) = (self.job, staging.files().to_vec());
        Manifest {
            ghosts: !ensemble.ghosts.is_empty(),
            trajectory_sha256: trajectory_sha256(ensemble),
            states: job.save.as_ref().map(|save| StatesNote { at: save.moment.clone() }),
            kept: "every replicate at every record (runs.csv)".into(),
            ..job.target.manifest(job.scenario(), &job.resolved, &self.started, files)
        }
    }
}

/// Between two files: has the work been asked to stop?
fn go_on() -> Result<(), Unwritten> {
    if interrupt::asked() { Err(Unwritten::Stopped) } else { Ok(()) }
}

/// A told run has the numbers of the same run untold.
fn insist_on_the_same(told: Option<Trajectory>, ensemble: &Ensemble) -> Result<(), Unwritten> {
    match told {
        None => Err(Unwritten::Stopped),
        Some(run) if ensemble.runs.first() != Some(&run) => {
            let why = std::io::Error::other("a told run differs from an untold one: please report this");
            Err(Trouble { doing: "write", path: messages::FILE.into(), why }.into())
        }
        Some(_) => Ok(()),
    }
}
