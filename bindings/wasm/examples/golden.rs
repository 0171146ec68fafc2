//! The golden samplers in WebAssembly, for the tests: `golden()` and `golden_len()` say where the text lies. It is an
//! example, so the door itself keeps its four names.

#[path = "../../../tests/golden/samplers.rs"]
mod samplers;

use std::sync::LazyLock;

static TEXT: LazyLock<String> = LazyLock::new(samplers::text);

/// Where the text begins.
#[expect(unsafe_code, reason = "the name must stay as it is to be called from the tests")]
// SAFETY: no other symbol of this example or of what it links to has this name.
#[unsafe(no_mangle)]
pub extern "C" fn golden() -> *const u8 {
    TEXT.as_ptr()
}

/// How many bytes it has.
#[expect(unsafe_code, reason = "the name must stay as it is to be called from the tests")]
// SAFETY: no other symbol of this example or of what it links to has this name.
#[unsafe(no_mangle)]
pub extern "C" fn golden_len() -> usize {
    TEXT.len()
}
