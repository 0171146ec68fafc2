//! Independent pieces of work on several threads, their results in order. The bits do not depend on the threads.

/// Does some work on its own threads.
///
/// # Errors
/// When the threads could not be started: what the system says.
#[cfg(feature = "threads")]
pub(crate) fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| error.to_string())?;
    Ok(pool.install(work))
}

/// The pieces 0 to `count`, each with whatever of those threads is free. A piece may have pieces of its own.
#[cfg(feature = "threads")]
pub(crate) fn in_order<T: Send>(count: usize, piece: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::*;
    // Where there are fewer pieces than threads, the others work on the blocks of large accounts.
    (0..count).into_par_iter().with_max_len(1).map(piece).collect()
}

/// The pieces 0 to `count`, begun one after the other: whoever is free takes the next.
#[cfg(feature = "threads")]
pub(crate) fn in_turn(count: usize, piece: impl Fn(usize) + Sync + Send) {
    use rayon::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let next = AtomicUsize::new(0);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < count);
    (0..rayon::current_num_threads()).into_par_iter().with_max_len(1).for_each(|_| {
        std::iter::from_fn(take).for_each(&piece);
    });
}

/// Two pieces of work, the second on another of those threads if one is free.
#[cfg(feature = "threads")]
pub(crate) fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

/// Does some work.
///
/// # Errors
/// None.
#[cfg(not(feature = "threads"))]
pub(crate) fn on<T: Send>(_: usize, work: impl FnOnce() -> T + Send) -> Result<T, String> {
    Ok(work())
}

/// The pieces 0 to `count`, one after the other.
#[cfg(not(feature = "threads"))]
pub(crate) fn in_order<T: Send>(count: usize, piece: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..count).map(piece).collect()
}

/// The pieces 0 to `count`, one after the other.
#[cfg(not(feature = "threads"))]
pub(crate) fn in_turn(count: usize, piece: impl Fn(usize) + Sync + Send) {
    (0..count).for_each(piece);
}
