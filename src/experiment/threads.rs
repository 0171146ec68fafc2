//! Independent pieces of work on several threads, their results in order. The bits do not depend on the threads.

/// Does the pieces 0 to `count`, each with whatever thread is free.
///
/// # Errors
/// When the threads could not be started: what the system says.
#[cfg(feature = "threads")]
pub(super) fn in_order<T: Send>(
    threads: usize,
    count: usize,
    piece: impl Fn(usize) -> T + Sync + Send,
) -> Result<Vec<T>, String> {
    use rayon::prelude::*;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| error.to_string())?;
    // Where there are fewer pieces than threads, the others work on the blocks of large accounts.
    Ok(pool.install(|| (0..count).into_par_iter().with_max_len(1).map(piece).collect()))
}

/// The same, one after the other.
///
/// # Errors
/// None.
#[cfg(not(feature = "threads"))]
pub(super) fn in_order<T: Send>(
    _: usize,
    count: usize,
    piece: impl Fn(usize) -> T + Sync + Send,
) -> Result<Vec<T>, String> {
    Ok((0..count).map(piece).collect())
}
