//! Ctrl-C, and the request of the system to end: the first asks the work to stop and to keep what is done, the second
//! ends at once.

use std::sync::atomic::{AtomicBool, Ordering};

use super::failure::{Exit, Failure};

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C asks instead of killing.
///
/// # Errors
/// When the system does not allow it.
pub(super) fn watch() -> Result<(), Failure> {
    let asked_again = || {
        if ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(Exit::Stopped as i32);
        }
    };
    ctrlc::set_handler(asked_again).map_err(|why| Failure::failed(format!("Ctrl-C cannot be watched: {why}.")))
}

/// Has the work been asked to stop?
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
