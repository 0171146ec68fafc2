//! What the measurements share: clocks, medians of interleaved rounds, tables.

use std::time::Instant;

/// Processor time of this thread in seconds where the system tells it (Linux), the time on the wall elsewhere.
///
/// The system brings its account up to date some hundred times a second: measure a tenth of a second or more.
pub(crate) fn processor_seconds() -> f64 {
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

/// One line of a table: a name, then numbers in columns of 13.
pub(crate) fn row(name: &str, cells: &[String]) {
    println!("  {name:<26}{}", cells.iter().map(|cell| format!("{cell:>13}")).collect::<String>());
}

/// The first line of a table.
pub(crate) fn head(name: &str, columns: &[&str]) {
    row(name, &columns.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>());
}

/// How many rounds to measure: the first whole number on the command line, or `default`.
pub(crate) fn rounds(default: usize) -> usize {
    std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(default).max(1)
}
