//! The schedule as data: the phases in the order in which things that happen at the same instant are done. The program
//! prints this very list (`softpower explain schedule`).

/// A phase of the schedule. The order of the variants is the order of the phases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "described in `SCHEDULE`")]
pub enum Phase {
    Policies,
    Events,
    Drafting,
    Approval,
    Publication,
    Engagement,
    Answers,
    Rumours,
    Daily,
    Records,
}

/// One line of the schedule.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The phase.
    pub phase: Phase,
    /// What happens, in a few words.
    pub title: &'static str,
    /// When.
    pub when: &'static str,
    /// The equations at work.
    pub equations: &'static str,
    /// The file in which it is done.
    pub file: &'static str,
}

/// All phases, in order.
pub const SCHEDULE: &[Entry] = &[
    Entry {
        phase: Phase::Policies,
        title: "policies change",
        when: "at the beginning of a step",
        equations: "E14",
        file: "src/engine/phases/policies.rs",
    },
    Entry {
        phase: Phase::Events,
        title: "events arise",
        when: "each at its own instant",
        equations: "E0",
        file: "src/engine/phases/events.rs",
    },
    Entry {
        phase: Phase::Drafting,
        title: "diplomats draft",
        when: "each draft at its own instant",
        equations: "E0",
        file: "src/engine/phases/drafting.rs",
    },
    Entry {
        phase: Phase::Approval,
        title: "desks review",
        when: "each review at its own instant",
        equations: "E14, E15",
        file: "src/engine/phases/approval.rs",
    },
    Entry {
        phase: Phase::Publication,
        title: "messages are published",
        when: "at once when approved",
        equations: "E1, E2 + E3, E16",
        file: "src/engine/phases/publication.rs",
    },
    Entry {
        phase: Phase::Engagement,
        title: "members engage, pass on, leave and ask",
        when: "decided at publication; questions at their own instants",
        equations: "E4, E5, E6, E7, E9, E12",
        file: "src/engine/phases/engagement.rs",
    },
    Entry {
        phase: Phase::Answers,
        title: "questions are answered or lapse",
        when: "each at its own instant",
        equations: "E8",
        file: "src/engine/phases/answers.rs",
    },
    Entry {
        phase: Phase::Rumours,
        title: "rumours spread",
        when: "every full hour of their lives, and when corrected",
        equations: "E17",
        file: "src/engine/phases/rumours.rs",
    },
    Entry {
        phase: Phase::Daily,
        title: "presence, norms, moods, goodwill, influence",
        when: "every day at 00:00 UTC",
        equations: "E12, E13, E9, E10, E11",
        file: "src/engine/phases/daily.rs",
    },
    Entry {
        phase: Phase::Records,
        title: "the world is observed",
        when: "every record",
        equations: "",
        file: "src/engine/phases/records.rs",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_lists_every_phase_in_order() {
        assert!(SCHEDULE.windows(2).all(|pair| pair[0].phase < pair[1].phase));
        assert_eq!(SCHEDULE.len(), Phase::Records as usize + 1);
    }

    #[test]
    fn every_phase_stands_in_its_file() {
        for entry in SCHEDULE {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(entry.file);
            assert!(path.exists(), "{}", entry.file);
        }
    }
}
