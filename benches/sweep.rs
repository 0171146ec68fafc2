//! Sweeps as a user runs them, by the program itself: a grid on one and two threads, and very many very short runs.

#![expect(clippy::print_stdout, reason = "a measurement prints")]

#[expect(dead_code, reason = "other measurements use the rest")]
mod shared;

use shared::{OtherWork, figure, head, interleaved, rounds, row, wall_time};
use softpower::experiment::sweep::{self, Address, Keeper, Outcome, Plan, Points, Shard};
use softpower::scenario::{Parsed, Setting, Source, builtin, parse};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

/// The program that is measured.
const PROGRAM: &str = env!("CARGO_BIN_EXE_softpower");
/// The scenario of the grid, and what is tried: 30 settings.
const GRID: &str = "broadcast-vs-dialogue";
const TRIED: [(&str, &str); 2] =
    [("agora.comments_on_events", "0%,20%,40%,60%,80%,100%"), ("agora.announcements_per_day", "0,1,2,3,4")];
/// The scenario of the short runs.
const MICRO: &str = r#"title = "Very short runs"
[run]
start = 2013-01-01
end = 2013-01-07
[audience.public]
members = 500
[country.canada]
missions = 2
accounts_at_start = 2
followers_per_account = 50
[country.uk]
missions = 2
accounts_at_start = 2
followers_per_account = 50
[sweep]
sample = "sobol"
replicates = 5
[sweep.try]
"canada.comments_on_events" = "0%..100%"
"country.uk.approval_delay" = "1h..200h"
"#;

fn main() -> ExitCode {
    let full = std::env::args().any(|word| word == "--full");
    let ground = Ground::new();
    let same = grid(&ground, if full { 20 } else { 2 }, rounds(if full { 1 } else { 3 }));
    micro(&ground, if full { 1_000_000 } else { 100_000 });
    if !same {
        println!("One and two threads gave different results.");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// A folder that is removed in the end.
struct Ground(PathBuf);

impl Ground {
    fn new() -> Ground {
        let path = std::env::temp_dir().join(format!("softpower-bench-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        Ground(path)
    }

    /// Runs the program; seconds on the wall, the most memory that it held, and what it said.
    fn run(&self, words: &[&str]) -> (f64, f64, String) {
        let mut command = Command::new(PROGRAM);
        command.args(words).current_dir(&self.0).stdout(Stdio::piped()).stderr(Stdio::null());
        let (seconds, (most, said)) = wall_time(|| {
            let mut child = command.spawn().unwrap_or_else(|why| panic!("{PROGRAM}: {why}"));
            let mut most: f64 = 0.0;
            while child.try_wait().is_ok_and(|ended| ended.is_none()) {
                most = most.max(most_resident(child.id()));
                std::thread::sleep(Duration::from_millis(2));
            }
            let output = child.wait_with_output().unwrap_or_else(|why| panic!("{why}"));
            (most, String::from_utf8_lossy(&output.stdout).into_owned())
        });
        (seconds, most, said)
    }

    /// The result folder in a folder of results, and how its numbers are called.
    fn result(&self, out: &str) -> (PathBuf, String) {
        let folder = fs::read_dir(self.0.join(out)).into_iter().flatten().flatten().map(|entry| entry.path()).next();
        let folder = folder.unwrap_or_else(|| panic!("{out} has no result"));
        let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap_or_default();
        let hash = manifest.split("\"trajectory_sha256\": \"").nth(1).and_then(|rest| rest.get(..64));
        (folder, hash.unwrap_or("no hash").to_owned())
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The most memory that a process has held so far, bytes; 0 where the system does not tell.
fn most_resident(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0
}

/// The grid on one and two threads; says whether both gave the same numbers.
fn grid(ground: &Ground, replicates: u32, rounds: usize) -> bool {
    println!("A grid: {GRID}, 30 settings x {replicates} replicates; seconds on the wall, medians of {rounds} rounds");
    head("", &["runs", "1 thread", "2 threads", "gain", "runs alone", "beside them"]);
    let other_work = OtherWork::watch();
    let tried = TRIED.map(|(path, values)| format!("{path}={values}"));
    let replicates_typed = replicates.to_string();
    let words = ["sweep", GRID, "--try", &tried[0], "--try", &tried[1], "--replicates", &replicates_typed];
    let sweep = |threads: &str, out: &str| {
        let _ = fs::remove_dir_all(ground.0.join(out));
        ground.run(&[&words[..], &["--quiet", "--threads", threads, "--out", out]].concat()).0
    };
    let [one, two, alone] = interleaved(rounds, |which| match which {
        0 => sweep("1", "one"),
        1 => sweep("2", "two"),
        _ => wall_time(|| runs_alone(replicates)).0,
    });
    let cells = [
        figure(f64::from(30 * replicates)),
        figure(one),
        figure(two),
        format!("{:.2}", one / two),
        figure(alone),
        format!("{:.1} %", (1.0 - alone / one) * 100.0),
    ];
    row(GRID, &cells);
    println!("  Beside the runs, on one thread: looking at settings, the journal, tables, the picture.");
    other_work.print();
    ground.result("one").1 == ground.result("two").1
}

/// Keeps nothing.
struct Nothing;

impl Keeper for Nothing {
    fn has(&self, _: Address) -> bool {
        false
    }
    fn keep(&self, _: Address, _: &Outcome) -> std::io::Result<()> {
        Ok(())
    }
}

/// The runs of the grid without the program around them, on one thread.
fn runs_alone(replicates: u32) {
    let setting = |(path, values): &(&str, &str)| {
        let (path, value) = (format!("sweep.try.{path}"), (*values).to_owned());
        Setting { path, value }
    };
    let settings: Vec<Setting> = TRIED.iter().map(setting).collect();
    let source = Source { name: GRID, text: builtin::text(GRID).unwrap_or_default() };
    let parsed = parse(&source, &settings, &|_| Err("no parents".to_owned()));
    let Parsed { scenario, resolved, sweep, .. } =
        parsed.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let points = Points::new(&sweep.unwrap_or_else(|| panic!("nothing is tried")), scenario.run.seed);
    let bare = resolved.without_sweep();
    let at = |point: usize| bare.with(GRID, &points.settings(point)).map_err(|problems| problems.render(false));
    let plan = Plan {
        points: &points,
        replicates,
        shard: Shard::WHOLE,
        scenario: &at,
        measures: &[],
        threads: 1,
        keeper: &Nothing,
        progress: &|_| {},
        stop: &|| false,
    };
    sweep::run(&plan).unwrap_or_else(|why| panic!("{why:?}"));
}

/// Very many very short runs: what a run costs beside its simulation, in time and memory.
fn micro(ground: &Ground, runs: u32) {
    println!("\nVery short runs: two measures kept; once");
    head("", &["runs/s", "most MB", "s in all", "s merge", "merge MB", "s again", "s summarise"]);
    let other_work = OtherWork::watch();
    let scenario = MICRO.replace("sample =", &format!("samples = {}\nsample =", runs / 5));
    fs::write(ground.0.join("micro.toml"), scenario).unwrap_or_else(|why| panic!("{why}"));
    let words = ["sweep", "micro.toml", "--measure", "influence_index,voice", "--anyway", "--out", "micro"];
    let (seconds, most, _) = ground.run(&words);
    let (folder, _) = ground.result("micro");
    let again = if is_clean() { figure(ground.run(&words).0) } else { "-".to_owned() };
    let summarise = ground.run(&["summarise", &folder.display().to_string()]).0;
    // The same in two parts, so that putting them together is seen alone.
    for part in ["1/2", "2/2"] {
        ground.run(&[&words[..6], &["parts", "--shard", part]].concat());
    }
    let parts = fs::read_dir(ground.0.join("parts")).into_iter().flatten().flatten().map(|entry| entry.path()).next();
    let parts = parts.unwrap_or_default();
    let (merge, merge_most, _) = ground.run(&["merge", &shown(&parts), "--out", "merged"]);
    let cells = [
        figure(f64::from(runs) / seconds),
        figure(most / 1e6),
        figure(seconds),
        figure(merge),
        figure(merge_most / 1e6),
        again,
        figure(summarise),
    ];
    row(&format!("{} runs", figure(f64::from(runs))), &cells);
    println!("  Again: asked for once more when it is finished; a program from changed sources does it anew.");
    other_work.print();
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Was the program built from its commit? Else it never answers with old results.
fn is_clean() -> bool {
    let said = Command::new(PROGRAM).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    !String::from_utf8_lossy(&said).contains("changed since")
}
