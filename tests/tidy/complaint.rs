//! What a rule says when it rings: where, what is wrong, and what to do instead.

use std::fmt;

/// One place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) instead: String,
}

impl Complaint {
    pub(super) fn new(file: &str, line: usize, what: impl Into<String>, instead: impl Into<String>) -> Complaint {
        Complaint { file: file.into(), line, what: what.into(), instead: instead.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}\n    instead: {}", self.file, self.line, self.what, self.instead)
    }
}

/// Fails with every complaint at once.
#[track_caller]
pub(super) fn insist(complaints: &[Complaint]) {
    let all: Vec<String> = complaints.iter().map(Complaint::to_string).collect();
    assert!(complaints.is_empty(), "\n{}\n{} in all", all.join("\n"), all.len());
}

/// The lines about which a rule complains: what the tests of the rules look at.
pub(super) fn lines(complaints: &[Complaint]) -> Vec<usize> {
    complaints.iter().map(|complaint| complaint.line).collect()
}

#[test]
fn a_complaint_can_be_clicked_on_and_names_a_remedy() {
    let complaint = Complaint::new("src/a.rs", 7, "too wide", "break the line");
    assert_eq!(complaint.to_string(), "src/a.rs:7: too wide\n    instead: break the line");
}

#[test]
#[should_panic(expected = "2 in all")]
fn complaints_fail_together() {
    let complaint = Complaint::new("a", 1, "b", "c");
    insist(&[complaint.clone(), complaint]);
}
