//! Settings after `--set`.

use super::{no_files, setting};
use softpower::scenario::{self, Approval, Parsed, Problems, Setting, Source, builtin};

fn paris(settings: &[Setting]) -> Result<Parsed, Problems> {
    let text = builtin::text("paris-2013").expect("built in");
    scenario::parse(&Source { name: "paris-2013.toml", text }, settings, &no_files)
}

fn with(path: &str, value: &str) -> Parsed {
    paris(&[setting(path, value)]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn refused(path: &str, value: &str) -> String {
    let problems = paris(&[setting(path, value)]).expect_err("refused");
    assert_eq!(problems.list().len(), 1, "{problems}");
    problems.list()[0].title.clone()
}

#[test]
fn a_setting_replaces_that_of_the_file() {
    for path in ["country.canada.approval_delay", "canada.approval_delay"] {
        assert_eq!(with(path, "4h").scenario.countries[0].policy.approval_delay_hours, 4.0);
    }
    assert_eq!(with("run.seed", "7").scenario.run.seed, 7);
    assert_eq!(with("seed", "7").scenario.run.seed, 7);
    assert_eq!(with("reach", "20%").scenario.model.reach, 0.2);
    assert_eq!(with("end", "2013-12-31").scenario.run.days, 365);
    assert_eq!(with("title", "2013").scenario.title, "2013");
    assert_eq!(with("canada.approval", "none").scenario.countries[0].policy.approval, Approval::None);
    assert_eq!(with("model.activity_levels", "1, 1, 1").scenario.model.activity_levels, [1.0, 1.0, 1.0]);
    assert_eq!(with("us.off", "true").scenario.countries.len(), 2);
}

#[test]
fn the_last_one_counts() {
    let both = paris(&[setting("seed", "7"), setting("run.seed", "8")]).expect("right");
    assert_eq!(both.scenario.run.seed, 8);
}

#[test]
fn what_is_wrong_with_it_points_at_the_command_line() {
    let problems = paris(&[setting("canada.approval_delay", "4")]).expect_err("refused").to_string();
    let expected = "\
problem[P01]: 4 what? Write \"4h\" or \"4 days\"
--> the command line
 |
 | canada.approval_delay=4
 |                       ^ a length of time needs a unit

1 problem in paris-2013.toml. Nothing was run.";
    assert_eq!(problems, expected);
}

#[test]
fn names_that_lead_nowhere() {
    assert_eq!(refused("canda.approval_delay", "4h"), "Nothing here is called `canda`. Did you mean `canada`?");
    assert_eq!(refused("country.canda.capacity", "1"), "There is no country `canda`. Did you mean `canada`?");
    assert_eq!(
        refused("canada.aproval_delay", "4h"),
        "There is no `aproval_delay` under [country.…]. Did you mean `approval_delay`?"
    );
    assert_eq!(refused("approval_delay", "4h"), "Whose `approval_delay`? Write for example canada.approval_delay=6h");
    assert_eq!(refused("rech", "4"), "There is no `rech`. Did you mean `reach`?");
    assert_eq!(refused("a.b.c.d", "4"), "This is not understood");
    assert_eq!(refused("based_on", "x"), "A scenario says in its file what it is based on");
    assert_eq!(refused("", "x"), "There is no ``");
    assert_eq!(refused("contry.canada.capacity", "1"), "There is no kind of block `contry` with names");
}

#[test]
fn the_origin_of_such_a_value_is_the_command_line() {
    let text = with("canada.approval_delay", "4h").resolved.to_toml(true);
    assert!(text.contains("\napproval_delay = \"4h\"  # command line\n"), "{text}");
}
