//! The narrow door of the engine in WebAssembly: the text of a scenario in, the bits of a trajectory out. Four
//! functions, no glue, so that a page needs nothing but `WebAssembly.instantiate`:
//!
//! 1. `room(len)` is where the caller writes the text, UTF-8, `len` bytes;
//! 2. `run(replicate)` reads it there, simulates, and returns [`NUMBERS`] or [`REFUSAL`];
//! 3. `reply()` and `reply_len()` say where the answer lies: numbers, 64-bit floats, little-endian, in the order of
//!    `softpower::engine::trajectory::Layout::place`; or, after a refusal, a text that names every mistake.
//!
//! Both places belong to this side and move with the next call. Nothing here follows an address that came from outside,
//! so the only `unsafe` are the attributes that keep the four names as they are.

use std::cell::RefCell;

use softpower::scenario::{Source, parse};

/// The answer of `run` when the reply is a text: there are mistakes in the scenario.
pub const REFUSAL: u32 = 0;
/// The answer of `run` when the reply are the numbers of a trajectory.
pub const NUMBERS: u32 = 1;

/// By what name messages call a scenario that is not a file.
const NAME: &str = "scenario.toml";

thread_local! {
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static REPLY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for a text of `len` bytes, filled with zeros; valid until the next call of `room`.
#[expect(unsafe_code, reason = "the name must stay as it is to be called from a page")]
// SAFETY: no other symbol of this library or of what it links to has this name.
#[unsafe(no_mangle)]
pub extern "C" fn room(len: usize) -> *mut u8 {
    ROOM.with_borrow_mut(|room| {
        room.clear();
        room.resize(len, 0);
        room.as_mut_ptr()
    })
}

/// Simulates one replicate of the scenario in the room: [`NUMBERS`] or [`REFUSAL`].
#[expect(unsafe_code, reason = "the name must stay as it is to be called from a page")]
// SAFETY: no other symbol of this library or of what it links to has this name.
#[unsafe(no_mangle)]
pub extern "C" fn run(replicate: u32) -> u32 {
    let (kind, reply) = match ROOM.with_borrow(|text| simulate(text, replicate)) {
        Ok(numbers) => (NUMBERS, numbers),
        Err(refusal) => (REFUSAL, refusal.into_bytes()),
    };
    REPLY.set(reply);
    kind
}

/// Where the last reply begins; valid until the next call of `run`.
#[expect(unsafe_code, reason = "the name must stay as it is to be called from a page")]
// SAFETY: no other symbol of this library or of what it links to has this name.
#[unsafe(no_mangle)]
pub extern "C" fn reply() -> *const u8 {
    REPLY.with_borrow(|reply| reply.as_ptr())
}

/// How many bytes the last reply has.
#[expect(unsafe_code, reason = "the name must stay as it is to be called from a page")]
// SAFETY: no other symbol of this library or of what it links to has this name.
#[unsafe(no_mangle)]
pub extern "C" fn reply_len() -> usize {
    REPLY.with_borrow(Vec::len)
}

/// The bits of one replicate, or every mistake in the scenario.
fn simulate(text: &[u8], replicate: u32) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(text).map_err(|_| format!("{NAME} is not UTF-8 text."))?;
    let no_files = |name: &str| Err(format!("{name} is a file, and there are none here"));
    let parsed = parse(&Source { name: NAME, text }, &[], &no_files).map_err(|problems| problems.to_string())?;
    let trajectory = softpower::engine::trajectory(&parsed.scenario, replicate, &|| false);
    // Nobody asks it to stop, so it does not; an empty reply would show it.
    Ok(trajectory.map_or_else(Vec::new, |trajectory| trajectory.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &[u8] =
        b"[run]\nstart = 2013-01-01\nend = 2013-01-31\n[audience.a]\nmembers = 2_000\n[country.canada]\n[country.uk]\n";

    #[test]
    fn numbers_are_whole_floats_and_repeat() {
        let bytes = simulate(SMALL, 3).expect("a good scenario");
        assert!(!bytes.is_empty() && bytes.len().is_multiple_of(8), "{} bytes", bytes.len());
        assert_eq!(simulate(SMALL, 3), Ok(bytes.clone()));
        assert_ne!(simulate(SMALL, 4), Ok(bytes), "another replicate has other luck");
    }

    #[test]
    fn mistakes_are_named() {
        let refusal = simulate(b"[run]\nsead = 1\n", 0).expect_err("there is no such setting");
        assert!(refusal.contains("sead"), "{refusal}");
        let refusal = simulate(&[0xff, 0xfe, 0x00], 0).expect_err("these bytes are no text");
        assert_eq!(refusal, "scenario.toml is not UTF-8 text.");
    }

    #[test]
    fn an_empty_room_is_refused_and_the_refusal_can_be_fetched() {
        assert!(!room(0).is_null());
        assert_eq!(run(0), REFUSAL);
        assert!(reply_len() > 0 && !reply().is_null());
    }
}
