//! A file that is laid over a scenario: what it may hold, and what it is told when it is wrong.

use super::{SMALL, no_files, setting};
use softpower::scenario::{self, Overlay, Parsed, Problems, Source};

const SUMMIT: &str = "[event.summit]\nwhen = 2013-02-01\n";

fn read(text: &str) -> Result<Overlay, Problems> {
    Overlay::read(&Source { name: "crises/Big storm.toml", text }, &no_files)
}

fn laid(over: &str, typed: &[scenario::Setting]) -> Result<Parsed, Problems> {
    let overlay = read(over).unwrap_or_else(|problems| panic!("{problems}"));
    let text = format!("title = \"Small\"\n{SMALL}{SUMMIT}");
    scenario::parse_under(&Source { name: "my.toml", text: &text }, Some(&overlay), typed, &no_files)
}

fn text(parsed: Result<Parsed, Problems>) -> String {
    parsed.unwrap_or_else(|problems| panic!("{problems}")).resolved.to_toml(false)
}

#[test]
fn it_is_as_if_its_settings_were_typed_and_typing_has_the_last_word() {
    let over = "[event.summit]\nsize = \"large\"\n[run]\nseed = 9\n[country.uk]\nmissions = 7\n";
    let typed = [setting("event.summit.size", "large"), setting("run.seed", "9"), setting("uk.missions", "7")];
    let nothing = "[source]\nidea = \"none\"\n";
    let without_source = |text: String| text.split("\n[source]").next().unwrap_or_default().to_owned();
    assert_eq!(text(laid(over, &[])), without_source(text(laid(nothing, &typed))));
    assert!(text(laid(over, &typed[1..2])).contains("seed = 9"));
    assert!(text(laid(over, &[setting("run.seed", "3")])).contains("seed = 3"));
}

#[test]
fn blocks_are_added_and_dropped_and_the_title_is_its_own() {
    let over =
        "title = \"A storm\"\n[event.storm]\nwhen = 2013-03-01\n[event.summit]\noff = true\n[sweep]\nsamples = 9\n";
    let parsed = laid(over, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((parsed.scenario.title.as_str(), parsed.scenario.name.as_str()), ("Small", "my"));
    let events: Vec<&str> = parsed.scenario.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!((events, parsed.sweep.is_none()), (vec!["storm"], true));
    assert!(parsed.resolved.to_toml(true).contains("when = 2013-03-01  # crises/Big storm.toml:3"));
    assert_eq!(read(over).map(|overlay| overlay.name).unwrap_or_default(), "big-storm");
}

#[test]
fn what_is_wrong_in_it_is_told_in_one_pass_and_what_is_wrong_together_at_its_place() {
    let problems = read("[event.storm]\nsiez = \"large\"\n[evnt.flood]\n").expect_err("two things are wrong");
    assert_eq!(problems.list().len(), 2, "{problems}");
    assert!(problems.to_string().contains("2 problems in crises/Big storm.toml"), "{problems}");
    let problems =
        laid("[event.storm]\nwhen = 2013-03-01\naudiences = [\"mars\"]\n", &[]).expect_err("no such audience");
    assert!(problems.to_string().contains("crises/Big storm.toml:3:"), "{problems}");
    let problems = read("title = \"Nothing\"\n").expect_err("nothing is in it");
    assert!(problems.list()[0].title.contains("nothing in this file that could be laid over"), "{problems}");
}

#[test]
fn policy_in_it_and_names_that_are_nearly_right_deserve_a_second_look() {
    for (over, say) in [
        ("[country.canada]\nanswers_per_day = 9\n", "`answers_per_day` is policy."),
        (
            "[change.late]\ncountry = \"canada\"\nwhen = 2013-03-01\nfear_of_speaking = \"0%\"\n",
            "`fear_of_speaking` is policy.",
        ),
        ("[desk.minister]\ncountry = \"canada\"\norder = 1\n", "[desk.minister] is policy."),
    ] {
        let notes = read(over).unwrap_or_else(|problems| panic!("{problems}")).notes;
        assert!(notes.len() == 1 && notes[0].title.starts_with(say), "{notes:?}");
    }
    for over in ["[country.canada]\ncapacity = 2\n", "[model]\nreach = \"9%\"\n", "[run]\nseed = 8\n", SUMMIT] {
        assert!(read(over).is_ok_and(|overlay| overlay.notes.is_empty()), "{over}");
    }
    let parsed = laid("[event.sumit]\nwhen = 2013-02-02\n", &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let is_told = |note: &scenario::Problem| note.title.contains("Did you mean [event.summit]?");
    assert!(parsed.warnings.iter().any(is_told), "{:?}", parsed.warnings);
}
