//! The machine that we run on, and its clock, as far as manifests and refusals need them.

use std::fs::read_to_string;

use crate::output::manifest::Machine;

/// Now, UTC, in whole seconds.
pub(super) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Cores that the program may use.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What the manifest says about the machine.
pub(super) fn describe() -> Machine {
    Machine {
        system: std::env::consts::OS.into(),
        architecture: std::env::consts::ARCH.into(),
        processor: read_to_string("/proc/cpuinfo").ok().and_then(|text| field(&text, "model name").map(str::to_owned)),
        cores: cores(),
    }
}

/// Memory that the program may use, bytes; `None` where the system does not tell it in a file.
pub(super) fn memory_bytes() -> Option<u64> {
    let machine = read_to_string("/proc/meminfo").ok().and_then(|text| kibibytes(field(&text, "MemTotal")?));
    // A container may be allowed less; "max" is no number, and means that it may use everything.
    let allowed = read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|text| text.trim().parse().ok());
    machine.into_iter().chain(allowed).min()
}

/// The value behind the first line `name : value`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

fn kibibytes(text: &str) -> Option<u64> {
    text.strip_suffix(" kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_s_files_are_understood() {
        let text = "MemTotal:       24610492 kB\nMemFree:  1 kB\n";
        assert_eq!(field(text, "MemTotal").and_then(kibibytes), Some(24_610_492 * 1024));
        assert_eq!(field("model name\t: Some CPU\n", "model name"), Some("Some CPU"));
        assert_eq!(field(text, "SwapTotal"), None);
    }
}
