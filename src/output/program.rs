//! What this program is, and what a run is known by. `build.rs` gives the answers about the sources.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The program that made some results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Always `softpower`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The commit that it was built from, 40 hex digits, or `unknown` outside a repository.
    pub commit: String,
    /// Did compiled files differ from that commit?
    pub changed_sources: bool,
    /// Fingerprint of the compiled files.
    pub sources: String,
    /// The kind of machine that it was built for.
    pub target: String,
}

impl Program {
    /// The program that is running.
    #[must_use]
    pub fn this() -> Program {
        Program {
            name: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
            commit: env!("SOFTPOWER_COMMIT").into(),
            changed_sources: env!("SOFTPOWER_CHANGED") != "no",
            sources: env!("SOFTPOWER_SOURCES").into(),
            target: env!("SOFTPOWER_TARGET").into(),
        }
    }

    /// The version as people see it, e.g. `0.1.0 (a1b2c3d4)`.
    #[must_use]
    pub fn version_line(&self) -> String {
        let changed = if self.changed_sources { ", changed since" } else { "" };
        format!("{} ({}{changed})", self.version, self.short_commit())
    }

    /// The first eight digits of the commit.
    #[must_use]
    pub fn short_commit(&self) -> &str {
        self.commit.get(..8).unwrap_or(&self.commit)
    }

    /// The commit in the small print of pictures: empty if it is not known, with a `+` if the sources have changed.
    #[must_use]
    pub fn commit_in_pictures(&self) -> String {
        match self.commit.as_str() {
            "unknown" => String::new(),
            _ => format!("{}{}", self.short_commit(), if self.changed_sources { "+" } else { "" }),
        }
    }

    /// Does the commit say which sources these were?
    fn is_exact(&self) -> bool {
        !self.changed_sources && self.commit != "unknown"
    }

    /// What tells these sources from all others: the commit, or the fingerprint where the commit does not say it.
    #[must_use]
    pub fn edition(&self) -> String {
        if self.is_exact() { self.commit.clone() } else { format!("{}+{}", self.commit, self.sources) }
    }

    /// May results of `maker` be handed out as if this program had made them? Never by a build from a changed tree:
    /// whoever changes the program wants to see what it does now.
    #[must_use]
    pub fn may_answer_with_results_of(&self, maker: &Program) -> bool {
        !self.changed_sources && !maker.changed_sources && self.edition() == maker.edition()
    }
}

/// What a run is known by: a hash of the resolved scenario, the seed and the program. Equal keys, equal results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunKey([u8; 32]);

impl RunKey {
    /// The key of a run. `resolved` is the whole scenario without notes.
    #[must_use]
    pub fn new(resolved: &str, seed: u64, program: &Program) -> RunKey {
        let mut hash = Sha256::new();
        for part in [resolved, &seed.to_string(), &program.version, &program.edition()] {
            // The length keeps two parts from being read as one.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        RunKey(hash.finalize().into())
    }

    /// All 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 hex digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// The eight hex digits that end the name of the folder.
    #[must_use]
    pub fn short(&self) -> String {
        hex(&self.0[..4])
    }
}

/// Bytes as hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(commit: &str, changed_sources: bool, sources: &str) -> Program {
        Program { commit: commit.into(), changed_sources, sources: sources.into(), ..Program::this() }
    }

    #[test]
    fn only_a_clean_build_of_the_same_sources_says_already_done() {
        let clean = program("c1", false, "s1");
        assert!(clean.may_answer_with_results_of(&clean));
        assert!(!clean.may_answer_with_results_of(&program("c2", false, "s2")), "another commit");
        assert!(!clean.may_answer_with_results_of(&program("c1", true, "s2")), "made by a changed tree");
        let changed = program("c1", true, "s2");
        assert!(!changed.may_answer_with_results_of(&clean), "changed since");
        assert!(!changed.may_answer_with_results_of(&changed), "a changed tree never answers, not even itself");
    }

    #[test]
    fn outside_a_repository_the_fingerprint_of_the_sources_decides() {
        let released = program("unknown", false, "s1");
        assert!(released.may_answer_with_results_of(&released));
        assert!(!released.may_answer_with_results_of(&program("unknown", false, "s2")));
    }

    #[test]
    fn the_key_changes_with_scenario_seed_version_and_sources() {
        let this = program("c1", false, "s1");
        let key = |text: &str, seed, program: &Program| RunKey::new(text, seed, program).hex();
        let first = key("a = 1", 7, &this);
        assert_eq!(first, key("a = 1", 7, &this));
        let newer = Program { version: "9.9.9".into(), ..this.clone() };
        let others = [
            key("a = 2", 7, &this),
            key("a = 1", 8, &this),
            key("a = 1", 7, &newer),
            key("a = 1", 7, &program("c2", false, "s1")),
            key("a = 1", 7, &program("c1", true, "s2")),
        ];
        assert!(others.iter().all(|other| *other != first));
        assert_eq!(first.len(), 64);
    }
}
