//! What people write, and the words that they get: the first line of each answer, word for word.

use super::{SMALL, parse, right, small_and, title, titles};

#[test]
fn every_problem_is_of_a_kind_that_is_explained() {
    use softpower::scenario::faults::Fault;
    let kinds = |text: &str| match parse(text) {
        Ok(parsed) => parsed.warnings.iter().map(|note| note.fault).collect::<Vec<_>>(),
        Err(problems) => problems.list().iter().map(|problem| problem.fault).collect(),
    };
    for (text, fault) in [
        (String::new(), Fault::UnreadableFile),
        (small_and("approval_delay = 36h\n"), Fault::BrokenLine),
        (small_and("[contry.france]\n"), Fault::UnknownHeading),
        (small_and("aproval_delay = \"36h\"\n"), Fault::UnknownSetting),
        (small_and("missions = 3\nmissions = 4\n"), Fault::SetTwice),
        (small_and("missions = \"many\"\n"), Fault::WrongValue),
        (small_and("[change.a]\ncountry = \"uk\"\n"), Fault::MissingSetting),
        (small_and("[change.a]\ncountry = \"us\"\nwhen = 2014-01-01\n"), Fault::UnknownName),
        (small_and("[run]\nstart = 2014-01-01\nend = 2013-01-01\n"), Fault::Contradiction),
        (format!("based_on = \"nothing.toml\"\n{SMALL}"), Fault::MissingParent),
        (small_and("[model]\nreach = \"99%\"\n"), Fault::Implausible),
        (small_and("[model]\nreshares = \"off\"\npeers = 50\n"), Fault::WithoutEffect),
    ] {
        assert!(kinds(&text).contains(&fault), "{fault:?}: {:?} in {text}", kinds(&text));
    }
    let typed = softpower::scenario::Setting { path: "canada.accounts".into(), value: "1".into() };
    let source = softpower::scenario::Source { name: "my.toml", text: SMALL };
    let told = softpower::scenario::parse(&source, &[typed], &|_| Err("no files".into())).expect_err("no such setting");
    assert_eq!(told.list()[0].fault, Fault::WrongWord);
}

// The twelve mistakes of a student's first hour.

#[test]
fn a_mistyped_name() {
    assert_eq!(
        title(&small_and("aproval_delay = \"36h\"\n")),
        "There is no `aproval_delay`. Did you mean `approval_delay`?"
    );
}

#[test]
fn a_unit_without_quotes() {
    assert_eq!(title(&small_and("approval_delay = 36h\n")), "Put quotes around it: \"36h\"");
}

#[test]
fn a_percentage_without_quotes() {
    assert_eq!(title(&small_and("questions_answered = 40%\n")), "Put quotes around it: \"40%\"");
}

#[test]
fn a_percentage_without_its_sign() {
    assert_eq!(title(&small_and("questions_answered = 40\n")), "40 is bigger than 1. Did you mean \"40%\"?");
}

#[test]
fn curly_quotes() {
    assert_eq!(
        title(&format!("title = “Canada”\n{SMALL}")),
        "These are curly quotes, from Word or a web page. Use straight ones: \"Canada\""
    );
}

#[test]
fn a_time_without_a_unit() {
    assert_eq!(title(&small_and("approval_delay = 36\n")), "36 what? Write \"36h\" or \"36 days\"");
}

#[test]
fn a_mistyped_choice() {
    assert_eq!(title(&small_and("approval = \"simpel\"\n")), "Did you mean \"simple\"? Choices: none, simple, desks");
}

#[test]
fn a_block_twice() {
    let text = small_and("[country.canada]\ncapacity = 2\n");
    assert_eq!(title(&text), "Canada is described twice: lines 2 and 5. Move line 6 up under line 2.");
}

#[test]
fn a_setting_at_the_end_of_the_file() {
    let text = small_and("[change.delegation]\ncountry = \"canada\"\nwhen = 2015-11-04\nseed = 7\n");
    assert_eq!(
        title(&text),
        "`seed` belongs under [run]. Here it falls under [change.delegation], because a line belongs to the nearest \
         [heading] above it."
    );
}

#[test]
fn text_without_quotes() {
    assert_eq!(title(&format!("title = yes\n{SMALL}")), "Text needs quotes: title = \"yes\"");
}

#[test]
fn a_decimal_comma() {
    assert_eq!(title(&small_and("questions_answered = 0,4\n")), "Use a point, not a comma: 0.4 (or \"40%\")");
}

#[test]
fn a_note_with_slashes() {
    assert_eq!(title(&format!("// my note\n{SMALL}")), "Notes start with `#`, not `//`");
}

#[test]
fn the_layout_is_title_line_mark_and_remedy() {
    let problems = parse(&small_and("reach = 2\nevents_per_day = -1\n")).expect_err("two mistakes").to_string();
    let expected = "\
problem[P01]: `reach` belongs under [model]. Here it falls under [country.uk],
              because a line belongs to the nearest [heading] above it.
 --> my.toml:5:1
  |
5 | reach = 2
  | ^^^^^ under the wrong heading

problem[P02]: `events_per_day` belongs under [audience.…]. Here it falls under
              [country.uk], because a line belongs to the nearest [heading]
              above it.
 --> my.toml:6:1
  |
6 | events_per_day = -1
  | ^^^^^^^^^^^^^^ under the wrong heading

2 problems in my.toml. Nothing was run.";
    assert_eq!(problems, expected);
}

#[test]
fn every_mistake_of_a_file_is_told_in_one_pass() {
    let text = "\
title = “x”
[audience.europe]
members = 1.5
[country.canada]
aproval_delay = \"36h\"
approval_delay = 36h
hello
[contry.france]
[change.a]
country = \"cannada\"
[run]
start = 2015-01-01
end = 2014-01-01
";
    let expected = [
        "These are curly quotes, from Word or a web page. Use straight ones: \"x\"",
        "1.5 is not a whole number",
        "There is no `aproval_delay`. Did you mean `approval_delay`?",
        "Put quotes around it: \"36h\"",
        "This line is not understood",
        "There is no kind of block `contry`. Did you mean [country.…]?",
        "[change.a] does not say `when`",
        "There is no country \"cannada\". Did you mean \"canada\"?",
        "The end, 2014-01-01, is before the start, 2015-01-01",
    ];
    assert_eq!(titles(text), expected);
}

#[test]
fn the_first_fifty_are_shown_and_the_others_counted() {
    let lines: String = (0..73).map(|i| format!("x{i} = 1\n")).collect();
    let problems = parse(&small_and(&lines)).expect_err("73 mistakes").to_string();
    assert!(problems.contains("problem[P50]") && !problems.contains("problem[P51]"));
    assert!(problems.ends_with("and 23 more\n\n73 problems in my.toml. Nothing was run."));
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    let text =
        small_and("[change.delegation]\nseed = 7\nxyz = 1\n[canada]\n[model]\nactivity_shares = [1, 2]\nreach = no\n");
    for line in parse(&text).expect_err("mistakes").to_string().lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

// Values.

#[test]
fn dates_that_do_not_exist() {
    for end in ["2015-02-30", "\"2015-02-30\""] {
        assert_eq!(title(&small_and(&format!("[run]\nend = {end}\n"))), "The calendar has no 2015-02-30");
    }
    for end in ["31.12.2015", "31/12/2015", "2015/12/31"] {
        let expected = "Write dates as year-month-day: 2015-12-31";
        assert_eq!(title(&small_and(&format!("[run]\nend = {end}\n"))), expected);
    }
}

#[test]
fn the_end_comes_after_the_start() {
    let run = |start: &str, end: &str| small_and(&format!("[run]\nstart = {start}\nend = {end}\n"));
    assert_eq!(right(&run("2014-01-01", "2014-01-01")).scenario.run.days, 1);
    assert_eq!(right(&run("2013-01-01", "2016-12-31")).scenario.run.days, 1461);
    assert_eq!(title(&run("2014-01-02", "2014-01-01")), "The end, 2014-01-01, is before the start, 2014-01-02");
    assert_eq!(title(&run("2014-01-01", "2214-01-01")), "A run is at most 100 years long");
}

#[test]
fn numbers_that_are_none() {
    for x in ["nan", "inf", "-inf", "+nan"] {
        let title = title(&small_and(&format!("capacity = {x}\n")));
        assert!(title.ends_with("is not a number that can be used"), "{title}");
    }
    assert_eq!(title(&small_and("capacity = \"inf\"\n")), "`capacity` is a number");
}

#[test]
fn shares_below_zero_and_above_one() {
    let share = |value: &str| title(&small_and(&format!("chance_dropped = {value}\n")));
    assert_eq!(share("-0.2"), "-0.2 is below 0");
    assert_eq!(share("\"-5%\""), "-5% is below 0");
    assert_eq!(share("\"150%\""), "150% is more than 100%");
    assert_eq!(share("400"), "400 is bigger than 1");
    assert_eq!(right(&small_and("chance_dropped = 1")).scenario.countries[1].policy.chance_dropped, 1.0);
}

#[test]
fn numbers_beyond_all_bounds() {
    let run = |line: &str| title(&small_and(&format!("[run]\n{line}\n")));
    assert_eq!(run("seed = 18446744073709551616"), "18446744073709551616 is too big");
    assert_eq!(run("seed = -1"), "-1 is below 0");
    assert_eq!(run("replicates = 99999999999999999999"), "99999999999999999999 is too big");
    assert_eq!(run("replicates = 0"), "0 is too small");
    assert_eq!(run("replicates = 10,000"), "Leave the comma out: 10000 (or 10_000)");
    assert_eq!(right(&small_and("[run]\nseed = 18446744073709551615")).scenario.run.seed, u64::MAX);
    let figures = "9".repeat(400);
    assert!(
        title(&small_and(&format!(
            "capacity = {figures}.0
"
        )))
        .ends_with("999 ...")
    );
}

#[test]
fn numbers_in_other_dress() {
    assert_eq!(title(&small_and("capacity = .5\n")), "Write this number as 0.5");
    assert_eq!(title(&small_and("[run]\nseed = 007\n")), "Write this number as 7");
    assert_eq!(right(&small_and("[run]\nseed = 0x10\n")).scenario.run.seed, 16);
}

#[test]
fn steps_and_records_divide_the_days() {
    let run = |line: &str| title(&small_and(&format!("[run]\n{line}\n")));
    assert_eq!(run("step = \"50 min\""), "A day must be a whole number of steps");
    assert_eq!(run("step = \"5 min\""), "5 min is too small");
    assert_eq!(run("record_every = \"36h\""), "Records are whole days apart");
    assert_eq!(right(&small_and("[run]\nstep = \"6h\"")).scenario.run.step_hours, 6.0);
}

#[test]
fn words_for_what_the_form_of_a_value_should_be() {
    let uk = |line: &str| title(&small_and(&format!("{line}\n")));
    assert_eq!(uk("time_zone = \"EST\""), "`time_zone` is a fixed time zone, such as \"UTC-5\" or \"UTC+5:30\"");
    assert_eq!(uk("approval_delay = \"3 fortnights\""), "The unit \"fortnights\" is not known here");
    assert_eq!(uk("approval_delay = \"1,5h\""), "Use a point, not a comma: \"1.5h\"");
    assert_eq!(uk("approval_delay = \"4\""), "4 what? Write \"4h\" or \"4 days\"");
    assert_eq!(uk("approval_delay = [1]"), "One value belongs here, not a list");
    assert_eq!(uk("approval_delay = { hours = 3 }"), "Curly brackets are not used here");
    assert_eq!(uk("approval_delay = 2015-11-04"), "`approval_delay` is no date");
    assert_eq!(uk("approval_steps = 1.5"), "1.5 is not a whole number");
    assert_eq!(uk("capacity = true"), "`capacity` is a number");
    assert_eq!(uk("[model]\nfear = \"maybe\""), "`fear` is \"on\" or \"off\"");
    assert_eq!(uk("[model]\nfear = On"), "Text needs quotes: fear = \"On\"");
    assert_eq!(uk("[model]\ngoodwill_decay = 0.3"), "0.3 what? Write \"0.3 per month\"");
    assert_eq!(uk("[model]\nrhythm_peak = 19:10"), "Put quotes around it: \"19:10\"");
    assert_eq!(
        uk("[model]\nstaffed_hours = \"22:00-06:00\""),
        "`staffed_hours` is a part of the day, such as \"09:00-17:00\", or \"all day\""
    );
    assert_eq!(uk("[event.a]\nwhen = 2014-06-06\naudiences = \"europe\""), "Put it into a list: [\"europe\"]");
}

#[test]
fn shares_of_activity_sum_to_one() {
    let model = |shares: &str| title(&small_and(&format!("[model]\nactivity_shares = {shares}\n")));
    assert_eq!(model("[\"90%\", \"9%\", \"2%\"]"), "The three shares are 101% together, not 100%");
    assert_eq!(model("[\"90%\", \"10%\"]"), "Three values belong here, not 2");
    assert_eq!(model("[90%, 9%, 1%]"), "This list is not understood");
}

// Lines that cannot be read.

#[test]
fn lines_that_are_nearly_right() {
    let uk = |line: &str| title(&small_and(&format!("{line}\n")));
    assert_eq!(uk("approval_delay: \"4h\""), "Use an equals sign: approval_delay = \"4h\"");
    assert_eq!(uk("approval delay = \"4h\""), "Names are written with underscores: `approval_delay`");
    assert_eq!(uk("approval_delay == \"4h\""), "One equals sign is enough: approval_delay = \"4h\"");
    assert_eq!(uk("approval_delay ="), "There is nothing after `approval_delay =`");
    assert_eq!(uk("= 3"), "There is no name before the equals sign");
    assert_eq!(uk("name = \"x"), "The closing quote is missing: \"x\"");
    assert_eq!(uk("name = \"x\" y"), "There is something after the closing quote");
    assert_eq!(uk("name = \"C:\\data\""), "A backslash \\ means something special in quotes");
    assert_eq!(uk("hello"), "This line is not understood");
    assert_eq!(uk("[model]\nactivity_levels = [1,\n2,\nreach = \"10%\""), "The list is not closed: ] is missing");
}

#[test]
fn headings_that_are_nearly_right() {
    assert_eq!(title(&small_and("[country.us\n")), "The heading is not closed: [country.us]");
    assert_eq!(title(&small_and("[[country.us]]\n")), "One pair of brackets is enough: [country.us]");
    assert_eq!(title(&small_and("[country.United Kingdom]\n")), "This heading is not understood");
    assert_eq!(
        title(&small_and("[country.US]\n")),
        "Names in headings are short, and have only small letters, figures and hyphens"
    );
    assert_eq!(title(&small_and("[country]\n")), "Which country? Write for example [country.canada]");
    assert_eq!(title(&small_and("[run.main]\n")), "There is only one [run]: write [run], without a name");
    assert_eq!(title(&small_and("[canada]\n")), "There is no kind of block `canada`. Did you mean [country.canada]?");
    assert_eq!(title(&small_and("[country.us.policy]\n")), "A heading has two parts at most: [country.us]");
    assert_eq!(title(&small_and("[]\n")), "The heading is empty");
}

#[test]
fn settings_and_single_blocks_twice() {
    let uk = |lines: &str| title(&small_and(lines));
    assert_eq!(uk("capacity = 1\ncapacity = 2\n"), "`capacity` is set twice: lines 5 and 6. Keep one of them");
    assert_eq!(
        uk("[run]\nseed = 1\n[model]\n[run]\nstep = \"1h\"\nseed = 1\n"),
        "[run] is described twice: lines 5 and 8. Move lines 9 to 10 up under line 5."
    );
}

#[test]
fn a_key_of_another_heading_or_of_another_age() {
    assert_eq!(title(&small_and("sede = 7\n")), "There is no `sede`. Did you mean `seed` under [run]?");
    assert_eq!(title(&small_and("replies = \"5%\"\n")), "There is no `replies`. Did you mean `questions_answered`?");
    assert_eq!(title(&small_and("[run]\nruns = 200\n")), "There is no `runs`. Did you mean `replicates`?");
    assert_eq!(
        title(&format!("seed = 7\n{SMALL}")),
        "`seed` belongs under [run]. Here it stands before any [heading]."
    );
    assert_eq!(title(&small_and("zzzzzz = 1\n")), "There is no `zzzzzz`");
}

// Things seen together.

#[test]
fn somebody_speaks_and_somebody_listens() {
    assert_eq!(
        titles("title = \"x\"\n"),
        [
            "There is no [country.…] block, but somebody has to speak",
            "There is no [audience.…] block, but somebody has to listen"
        ]
    );
}

#[test]
fn changes_and_desks_know_their_country() {
    assert_eq!(title(&small_and("[change.a]\nwhen = 2014-01-01\n")), "[change.a] does not say `country`");
    assert_eq!(title(&small_and("[desk.a]\n")), "[desk.a] does not say `country`");
    let text = small_and("[desk.a]\ncountry = \"france\"\n");
    assert_eq!(title(&text), "There is no country \"france\"");
    assert_eq!(title(&small_and("[run]\nfocus = \"ku\"\n")), "There is no country \"ku\". Did you mean \"uk\"?");
    let event = small_and("[event.a]\nwhen = 2014-01-01\naudiences = [\"europe\", \"asia\"]\n");
    assert_eq!(title(&event), "There is no audience \"asia\"");
}

#[test]
fn a_name_that_is_missing_because_its_heading_is_broken_is_not_told_twice() {
    let text =
        "[audience.europe]\n[country.canada\n[country.uk]\n[change.a]\ncountry = \"canada\"\nwhen = 2014-01-01\n";
    assert_eq!(title(text), "The heading is not closed: [country.canada]");
}

#[test]
fn a_setting_that_was_tried_is_not_called_missing() {
    let change = |line: &str| title(&small_and(&format!("[change.a]\ncountry = \"uk\"\n{line}\n")));
    assert_eq!(change("when = 4.11.2015"), "Write dates as year-month-day: 2015-11-04");
    assert_eq!(change("wen = 2015-11-04"), "There is no `wen`. Did you mean `when`?");
    assert_eq!(change("when = \"soon\""), "`when` is a date, or a date and a time in UTC such as 2014-05-16T21:30:00");
}

#[test]
fn a_change_ends_after_it_begins() {
    let text = small_and("[change.a]\ncountry = \"uk\"\nwhen = 2014-01-02\nuntil = 2014-01-02\n");
    assert_eq!(title(&text), "A ends before it begins: `until` is not after `when`");
}

#[test]
fn desks_stand_in_a_row() {
    let desks = "\
[desk.a]
country = \"uk\"
order = 2
[desk.b]
country = \"uk\"
";
    assert_eq!(title(&small_and(desks)), "Two desks of Uk have place 2: a and b");
    assert_eq!(title(&small_and("approval = \"desks\"\n")), "Uk has no desks that could approve");
    let chances = "[desk.a]\ncountry = \"uk\"\nchance_dropped = \"60%\"\nchance_edited = \"50%\"\n";
    assert_eq!(
        title(&small_and(chances)),
        "A review drops, edits or passes a draft: the chances are more than 100% together"
    );
}

#[test]
fn desks_are_sorted_by_their_order() {
    let desks = "\
approval = \"desks\"
[desk.b]
country = \"uk\"
order = 9
[desk.a]
country = \"uk\"
order = 3
reviewers = \"unlimited\"
";
    let scenario = right(&small_and(desks)).scenario;
    let ids: Vec<&str> = scenario.countries[1].desks.iter().map(|desk| desk.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(scenario.countries[1].desks[0].reviewers, None);
}

#[test]
fn dotted_names_at_the_top_are_understood() {
    let scenario = right(&format!("run.seed = 7\ncountry.canada.capacity = 3\n{SMALL}")).scenario;
    assert_eq!((scenario.run.seed, scenario.countries[0].capacity), (7, 0.75));
    assert_eq!(title(&small_and("run.seed = 7\n")), "There is no `run.seed`. A name of a setting has no dots");
}

#[test]
fn no_message_speaks_of_types() {
    let text =
        small_and("capacity = true\nname = 3\nreach = [1]\napproval = 2015-01-01\n[run]\nseed = \"x\"\nend = 7\n");
    let problems = parse(&text).expect_err("mistakes").to_string();
    for word in
        ["u64", "f64", "String", "str,", "float", "integer", "boolean", "datetime", "DeValue", "Option", "struct"]
    {
        assert!(!problems.contains(word), "{word} in {problems}");
    }
}
