//! How to cite a result: the reference, the same as BibTeX and as CITATION.cff, and a sentence for the methods section.
//! Every word is made from what the result says about itself.

use super::command;
use crate::charts::words::{date, list};
use crate::charts::{Carried, Provenance};
use crate::scenario::{Scenario, with_settings};
use crate::units::grouped;

/// What the program says about itself.
const CITATION: &str = include_str!("../../CITATION.cff");

/// The ways to cite a result.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Citation {
    /// For a list of references.
    pub reference: String,
    /// For a methods section.
    pub methods: String,
    /// The reference for LaTeX.
    pub bibtex: String,
    /// The reference as a file that GitHub and Zenodo read.
    pub cff: String,
}

impl Citation {
    /// How to cite what `provenance` tells of.
    #[must_use]
    pub fn of(provenance: &Provenance) -> Citation {
        Citation {
            reference: reference(provenance),
            methods: methods(provenance),
            bibtex: bibtex(provenance),
            cff: cff(provenance),
        }
    }
}

/// A field of CITATION.cff on a line of its own.
fn field(name: &str) -> &'static str {
    let lines = CITATION.lines().map(str::trim_start).map(|line| line.trim_start_matches("- "));
    let value = lines.into_iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    value.unwrap_or_default().trim_matches('"')
}

/// `0.1.0 (commit a1b2c3d4)`
fn edition(provenance: &Provenance) -> String {
    match provenance.commit.as_str() {
        "" => provenance.version.clone(),
        commit => format!("{} (commit {commit})", provenance.version),
    }
}

fn reference(provenance: &Provenance) -> String {
    format!("{}. {}. Version {}. Computer software.", field("name"), field("title"), edition(provenance))
}

fn bibtex(provenance: &Provenance) -> String {
    let Provenance { scenario, seed, version, commit, hash, .. } = provenance;
    let commit = if commit.is_empty() { String::new() } else { format!("commit {commit}, ") };
    format!(
        "@software{{softpower,\n  author  = {{{{{}}}}},\n  title   = {{{}}},\n  version = {{{}}},\n  \
         note    = {{{commit}scenario {}, seed {seed}, result {}}}\n}}\n",
        field("name"),
        field("title").replacen("softpower", "{softpower}", 1),
        in_latex(version),
        in_latex(scenario),
        in_latex(hash)
    )
}

/// Text that LaTeX prints as it is.
fn in_latex(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '\\' | '~' | '^' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The program's own file with the version of the result.
fn cff(provenance: &Provenance) -> String {
    let mut text = String::new();
    let plain = |text: &str| text.replace(|c: char| c.is_control() || c == '"', " ");
    for line in CITATION.lines() {
        if line.starts_with("version: ") {
            text += &format!("version: \"{}\"\n", plain(&provenance.version));
            if !provenance.commit.is_empty() {
                text += &format!("commit: \"{}\"\n", plain(&provenance.commit));
            }
        } else {
            text += &format!("{line}\n");
        }
    }
    text
}

/// One sentence, or two, for a methods section.
fn methods(provenance: &Provenance) -> String {
    let Provenance { replicates, seed, hash, scenarios, .. } = provenance;
    let names: Vec<String> = match &scenarios[..] {
        [] => vec![provenance.scenario.clone()],
        all => all.iter().map(|carried| carried.name.clone()).collect(),
    };
    let scenario = if names.len() == 1 { "scenario" } else { "scenarios" };
    let luck = match replicates {
        1 => format!("one replicate with seed {seed}"),
        many => format!("{many} replicates with luck derived from seed {seed}"),
    };
    let first = scenarios.first().and_then(read);
    let world = first.as_ref().map(|scenario| format!(", {}", world(scenario))).unwrap_or_default();
    let design = design(provenance, first.as_ref());
    format!(
        "We ran softpower {}, {scenario} {} (result {hash}), {luck}{world}.{design} Numbers are medians over the \
         replicates with the 5th and the 95th percentile; they are results of a simulation, not observations.",
        edition(provenance),
        list(&names),
    )
    .replace(char::is_control, " ")
}

fn read(carried: &Carried) -> Option<Scenario> {
    Some(with_settings(&carried.name, &carried.resolved, &[]).ok()?.scenario)
}

/// `20 000 audience members, from 1 January 2013 to 31 March 2013 in steps of 6 hours`
fn world(scenario: &Scenario) -> String {
    let members: u64 = scenario.audiences.iter().map(|audience| u64::from(audience.members)).sum();
    let audiences = match scenario.audiences.len() {
        1 => String::new(),
        many => format!(" in {many} audiences"),
    };
    let run = &scenario.run;
    let last = run.clock.date(f64::from(run.days.saturating_sub(1)) * 24.0);
    let hours = if run.step_hours == 1.0 { "hour" } else { "hours" };
    format!(
        "{} simulated members of the public{audiences}, from {} to {} in steps of {} {hours}",
        grouped(members),
        date(run.clock.start),
        date(last),
        run.step_hours
    )
}

/// What was done with the scenarios, beyond running them.
fn design(provenance: &Provenance, scenario: Option<&Scenario>) -> String {
    let words = command::words(&provenance.command).unwrap_or_default();
    let changes = scenario.is_some_and(|scenario| scenario.without_changes().is_some());
    match words.first().map(String::as_str) {
        Some("run") if changes => {
            " Every replicate was also run without the changes of policy, on the same luck, and differences were taken \
             pair by pair."
        }
        Some("compare") => " Replicates met the same luck in every scenario, and differences were taken pair by pair.",
        Some("attribute") => " The difference was divided among its causes by Shapley values on the same luck.",
        Some("sweep") => " Every setting of the sweep met the same luck.",
        Some("sensitivity") => " Settings were varied over their ranges in a sensitivity analysis.",
        Some("threshold") => " The threshold was found by root finding on paired runs.",
        Some("calibrate") => " Settings were fitted by approximate Bayesian computation.",
        _ => "",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                        [country.canada]\n";

    fn provenance(command: &str, names: &[&str], replicates: u32) -> Provenance {
        let carried = |name: &&str| Carried { name: (*name).into(), resolved: TEXT.into() };
        Provenance {
            scenario: names.join(", "),
            replicates,
            seed: 7,
            version: "0.1.0".into(),
            commit: "a1b2c3d4".into(),
            hash: "5f1d0000".into(),
            command: command.into(),
            scenarios: names.iter().map(carried).collect(),
            trajectory_sha256: String::new(),
        }
    }

    #[test]
    fn the_methods_sentence_is_made_from_the_numbers() {
        let one = methods(&provenance("softpower run a.toml", &["a"], 1));
        assert!(
            one.starts_with(
                "We ran softpower 0.1.0 (commit a1b2c3d4), scenario a (result 5f1d0000), one replicate with seed 7, \
                 2,000 simulated members of the public, from 1 January 2013 to 31 December 2013 in steps of "
            ),
            "{one}"
        );
        assert!(!one.contains("pair by pair"));
        let pair = methods(&provenance("softpower compare a.toml b.toml", &["a", "b"], 40));
        assert!(pair.contains("scenarios a and b (result 5f1d0000), 40 replicates with luck derived from seed 7"));
        assert!(pair.contains("differences were taken pair by pair"), "{pair}");
        let older = Provenance { scenarios: Vec::new(), ..provenance("rm -rf .", &["a"], 40) };
        assert!(methods(&older).contains("scenario a (result 5f1d0000), 40 replicates"));
    }

    #[test]
    fn the_reference_names_the_version_of_the_result() {
        let citation = Citation::of(&provenance("softpower run a.toml", &["a_b"], 1));
        assert!(citation.reference.starts_with("The softpower contributors. softpower: an agent-based simulation"));
        assert!(citation.reference.ends_with(". Version 0.1.0 (commit a1b2c3d4). Computer software."));
        assert!(citation.bibtex.contains("author  = {{The softpower contributors}}"), "{}", citation.bibtex);
        assert!(citation.bibtex.contains("scenario a\\_b, seed 7, result 5f1d0000}"), "{}", citation.bibtex);
        assert_eq!(citation.bibtex.matches('{').count(), citation.bibtex.matches('}').count());
        assert!(citation.cff.contains("\nversion: \"0.1.0\"\ncommit: \"a1b2c3d4\"\n"), "{}", citation.cff);
    }
}
