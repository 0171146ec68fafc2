//! What the measurements share: clocks, medians of interleaved rounds, tables, counts of what happened.

use softpower::engine::recorder::{Recorder, View};
use std::time::Instant;

/// Processor time of this thread in seconds where the system tells it (Linux), the time on the wall elsewhere.
///
/// The system brings its account up to date some hundred times a second, and whenever a thread offers to step back: so
/// this one does, and a thousandth of a second is seen. Measure a hundredth or more.
pub(crate) fn processor_seconds() -> f64 {
    std::thread::yield_now();
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = account.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |ns| ns * 1e-9)
}

/// Processor seconds of this thread that `work` takes, and what it returns.
pub(crate) fn processor_time<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = processor_seconds();
    let result = work();
    (processor_seconds() - start, result)
}

/// Seconds on the wall that `work` takes, and what it returns.
pub(crate) fn wall_time<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed().as_secs_f64(), result)
}

/// Says how much other work the machine did meanwhile: times on the wall are worth little where that is much.
pub(crate) struct OtherWork {
    start: Option<[f64; 3]>,
}

impl OtherWork {
    /// From now on.
    pub(crate) fn watch() -> OtherWork {
        OtherWork { start: processor_ticks() }
    }

    /// One line on what happened since.
    pub(crate) fn print(&self) {
        let Some((start, end)) = self.start.zip(processor_ticks()) else { return };
        let [busy, all, own]: [f64; 3] = core::array::from_fn(|k| end[k] - start[k]);
        println!("  Meanwhile other programs took {:.0} % of this machine's processors.", (busy - own) / all * 100.0);
    }
}

/// Ticks since the machine started: of all processors the busy ones, and all; and those of this process.
fn processor_ticks() -> Option<[f64; 3]> {
    let all = std::fs::read_to_string("/proc/stat").ok()?;
    let all: Vec<f64> = all.lines().next()?.split_whitespace().skip(1).take(8).filter_map(|n| n.parse().ok()).collect();
    let own = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name of the program, which may hold anything, the 12th and 13th field: user and system time.
    let own: Vec<f64> =
        own.rsplit(')').next()?.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
    let (sum, idle) = (all.iter().sum::<f64>(), all.get(3)? + all.get(4)?);
    Some([sum - idle, sum, own.iter().sum()])
}

/// Bytes of memory that this process holds, if the system tells.
pub(crate) fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? * 1024.0)
}

/// The middle number.
pub(crate) fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = numbers.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Measures several things in turn, `rounds` times, so that whatever else the machine does meets them all alike;
/// returns the median of each.
pub(crate) fn interleaved<const N: usize>(rounds: usize, mut measure: impl FnMut(usize) -> f64) -> [f64; N] {
    let all: Vec<[f64; N]> = (0..rounds).map(|_| core::array::from_fn(&mut measure)).collect();
    core::array::from_fn(|k| median(all.iter().map(|round| round[k])))
}

/// A number in four figures or so, with thousands set apart.
pub(crate) fn figure(x: f64) -> String {
    if !x.is_finite() {
        return "-".to_owned();
    }
    if x.abs() < 100.0 {
        return format!("{x:.*}", if x.abs() < 10.0 { 2 } else { 1 });
    }
    let whole = format!("{x:.0}");
    let mut apart = String::new();
    for (k, c) in whole.chars().enumerate() {
        if k > 0 && (whole.len() - k) % 3 == 0 {
            apart.push(',');
        }
        apart.push(c);
    }
    apart
}

/// One line of a table: a name, then numbers in columns of 14.
pub(crate) fn row(name: &str, cells: &[String]) {
    println!("  {name:<28}{}", cells.iter().map(|cell| format!("{cell:>14}")).collect::<String>());
}

/// The first line of a table.
pub(crate) fn head(name: &str, columns: &[&str]) {
    row(name, &columns.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>());
}

/// How many rounds to measure: the first whole number on the command line, or `default`.
pub(crate) fn rounds(default: usize) -> usize {
    std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(default).max(1)
}

/// What happened in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub messages: u64,
    pub shown: u64,
    pub engaged: u64,
    pub asked: u64,
}

impl Recorder for Tally {
    fn record(&mut self, view: &View<'_>) {
        for counts in view.world.ministries.iter().map(|ministry| &ministry.counts) {
            self.messages += counts.published[0] + counts.published[1];
            self.shown += counts.shown;
            self.engaged += counts.engaged;
            self.asked += counts.asked;
        }
    }
}
