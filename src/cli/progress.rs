//! How far the work is, on standard error: a bar in a terminal, otherwise a line for each tenth of the work.

use std::io::{IsTerminal, Write, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::wording;

/// Progress of the pieces of one piece of work.
pub(super) struct Progress {
    /// What the pieces are called.
    pieces: &'static str,
    /// Pieces in all.
    total: u32,
    /// Pieces that were kept from before.
    kept: u32,
    begun: Instant,
    form: Form,
}

enum Form {
    Bar(ProgressBar),
    /// The tenths that are told already.
    Lines(Mutex<u32>),
    Silent,
}

impl Progress {
    /// Begins with so many pieces in all, so many kept from before. `silent` says nothing.
    pub(super) fn begin(pieces: &'static str, (total, kept): (u32, u32), silent: bool) -> Progress {
        let form = match (silent, stderr().is_terminal()) {
            (true, _) => Form::Silent,
            (false, true) => Form::Bar(bar(total, kept)),
            (false, false) => Form::Lines(Mutex::new(tenths(kept, total))),
        };
        Progress { pieces, total, kept, begun: Instant::now(), form }
    }

    /// So many are done, those kept from before included. May be called from any thread.
    pub(super) fn tell(&self, done: u32) {
        self.tell_more(done, &String::new);
    }

    /// The same, and something beside it, which is put into words only if it is shown.
    pub(super) fn tell_more(&self, done: u32, beside: &dyn Fn() -> String) {
        match &self.form {
            Form::Silent => {}
            Form::Bar(bar) => {
                bar.set_position(u64::from(done).max(bar.position()));
                bar.set_message(self.pace(done, &beside()));
            }
            Form::Lines(told) => self.tell_line(done, beside, told),
        }
    }

    fn tell_line(&self, done: u32, beside: &dyn Fn() -> String, told: &Mutex<u32>) {
        // Another thread that panicked has left a whole number here all the same.
        let mut told = told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = tenths(done, self.total);
        if now > *told {
            *told = now;
            let (total, pace) = (self.total, self.pace(done, &beside()));
            let percent = u64::from(done) * 100 / u64::from(total.max(1));
            let _ = writeln!(stderr(), "{percent:>3} %   {done} of {total} {}   {pace}", self.pieces);
        }
    }

    fn pace(&self, done: u32, beside: &str) -> String {
        let pace = pace(done.saturating_sub(self.kept), self.total.saturating_sub(done), self.begun.elapsed());
        [&pace, beside].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        if let Form::Bar(bar) = self.form {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u32, kept: u32) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(u64::from(total)), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("  {bar:32}  {pos}/{len}   {msg}") {
        bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
    }
    bar.set_position(u64::from(kept));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn tenths(done: u32, total: u32) -> u32 {
    (u64::from(done) * 10 / u64::from(total.max(1))) as u32
}

/// How fast it goes and how long it will take, from what was done since the beginning.
fn pace(done: u32, left: u32, since: Duration) -> String {
    let seconds = since.as_secs_f64();
    if done == 0 || seconds <= 0.0 {
        return String::new();
    }
    let a_second = f64::from(done) / seconds;
    let (number, unit) = if a_second >= 1.0 { (a_second, "second") } else { (a_second * 60.0, "minute") };
    let number = if number >= 100.0 { format!("{number:.0}") } else { format!("{number:.1}") };
    match left {
        0 => format!("{number} a {unit}, {} in all", wording::duration(seconds)),
        _ => format!("{number} a {unit}, {} left", wording::duration(f64::from(left) / a_second)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_this_run() {
        assert_eq!(pace(0, 40, Duration::from_secs(3)), "");
        assert_eq!(pace(10, 30, Duration::from_secs(4)), "2.5 a second, 12 s left");
        assert_eq!(pace(1, 2, Duration::from_secs(120)), "0.5 a minute, 4 min left");
        assert_eq!(pace(400, 0, Duration::from_secs(2)), "200 a second, 2 s in all");
    }

    #[test]
    fn tenths_are_whole_and_never_overflow() {
        assert_eq!([0, 3, 4, 39, 40].map(|done| tenths(done, 40)), [0, 0, 1, 9, 10]);
        assert_eq!(tenths(u32::MAX, u32::MAX), 10);
    }
}
