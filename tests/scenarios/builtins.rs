//! The scenarios that come with the program, the reference, and the texts made from the registry.

use super::{no_files, parse, right};
use softpower::scenario::keys::{Absent, KEYS, Key, Kind, Status};
use softpower::scenario::{self, AttentionShape, Parsed, Source, builtin, explain, new_file};

fn built_in(name: &str) -> Parsed {
    let text = builtin::text(name).unwrap_or_else(|| panic!("{name}"));
    let file = format!("{name}.toml");
    scenario::parse(&Source { name: &file, text }, &[], &no_files).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn every_built_in_scenario_runs_without_a_note_and_says_what_it_asks() {
    for builtin in builtin::LIST {
        let parsed = built_in(builtin.name);
        let notes: Vec<String> = parsed.warnings.iter().map(|note| note.render(false)).collect();
        let expected = usize::from(builtin.name == "reference") * 2; // one country, idle desks
        assert_eq!(notes.len(), expected, "{}", notes.join("\n"));
        assert_eq!(
            (parsed.scenario.title.as_str(), parsed.scenario.question.as_str()),
            (builtin.title, builtin.question)
        );
        assert_eq!(parsed.scenario.name, builtin.name);
    }
}

#[test]
fn every_built_in_scenario_says_what_to_look_for_what_to_change_and_how_to_run_it() {
    for builtin in builtin::LIST.iter().filter(|builtin| builtin.name != "reference") {
        let text = builtin::text(builtin.name).expect("built in");
        for words in ["# Look for: ", "# Change:   ", &format!("# Run:      softpower run {}\n", builtin.name)] {
            assert!(text.contains(words), "{}: {words}", builtin.name);
        }
        for line in text.lines().filter(|line| line.starts_with('#')) {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}

#[test]
fn every_number_of_a_built_in_country_has_its_source_or_is_called_an_assumption() {
    let real = ["paris-2013", "paris-2013-desks", "reform-2014", "reform-2015", "seven-policies", "weibo-bypass"];
    for name in real {
        let text = builtin::text(name).expect("built in");
        let mut kind = "";
        for line in text.lines() {
            kind = line.strip_prefix('[').and_then(|rest| rest.split(['.', ']']).next()).unwrap_or(kind);
            let name = line.split('=').next().unwrap_or("").trim();
            let key = Kind::of(kind).and_then(|kind| Key::find(kind, name));
            let needs_source = key.is_some_and(|key| !matches!(key.status, Status::Yours | Status::Read));
            if needs_source
                && matches!(kind, "country" | "change" | "audience" | "desk")
                && key.is_some_and(|key| !key.source.is_empty())
            {
                assert!(line.contains(" # ") || name == "reviewers", "{line}");
            }
        }
    }
}

#[test]
fn the_resolved_text_is_the_same_scenario() {
    for builtin in builtin::LIST {
        let parsed = built_in(builtin.name);
        let file = format!("{}.toml", builtin.name);
        for with_origins in [false, true] {
            let text = parsed.resolved.to_toml(with_origins);
            let again = scenario::parse(&Source { name: &file, text: &text }, &[], &no_files);
            let again = again.unwrap_or_else(|problems| panic!("{problems}\n{text}"));
            assert_eq!(again.scenario, parsed.scenario);
            assert_eq!(again.resolved.to_toml(false), parsed.resolved.to_toml(false));
        }
    }
}

#[test]
fn the_origin_of_every_value_is_told() {
    let text = built_in("reform-2015").resolved.to_toml(true);
    for line in [
        "capacity = 0.10  # paris-2013.toml:60",
        "reach = \"10%\"  # default",
        "phase_in = \"8 weeks\"  # reform-2015.toml:21",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{line} in\n{text}");
    }
    assert!(!built_in("reform-2015").resolved.to_toml(false).contains('#'));
}

#[test]
fn a_file_may_be_shared_without_its_parents_and_under_another_name() {
    let text = built_in("reform-2015").resolved.to_toml(false);
    let scenario = right(&text).scenario;
    assert_eq!(scenario.title, "Canada delegates in 2015");
    let untitled = right("based_on = \"paris-2013\"\ntitle = \"x\"").resolved.to_toml(false);
    assert!(untitled.starts_with("title = \"x\"\n"));
}

#[test]
fn paris_2013_is_the_table_of_the_model() {
    let scenario = built_in("paris-2013").scenario;
    let [canada, uk, us] = &scenario.countries[..] else { panic!("three countries") };
    assert_eq!([canada, uk, us].map(|c| c.accounts_at_start), [4, 73, 39]);
    assert_eq!([canada, uk, us].map(|c| c.followers_per_account), [306.0, 4000.0, 16000.0]);
    assert_eq!([canada, uk, us].map(|c| c.policy.approval_delay_hours), [200.0, 24.0, 48.0]);
    assert_eq!([canada, uk, us].map(|c| c.policy.approval_steps), [12, 1, 2]);
    assert_eq!([canada, uk, us].map(|c| c.policy.fear_of_speaking), [0.9, 0.2, 0.4]);
    assert_eq!([canada, uk, us].map(|c| c.policy.replies_need_approval), [1.0, 0.0, 0.0]);
    assert!((canada.capacity + uk.capacity + us.capacity - 1.0).abs() < 1e-12 && (us.capacity - 0.72).abs() < 1e-12);
    assert_eq!(scenario.audiences.iter().map(|a| a.zone.minutes).collect::<Vec<_>>(), [60, 180, 330, 480, -180]);
    assert!(scenario.audiences.iter().all(|a| a.members == 400_000 && (a.weight - 0.2).abs() < 1e-12));
    assert_eq!(
        (scenario.run.days, scenario.run.replicates, scenario.run.seed, scenario.run.focus),
        (1461, 40, 2013, 0)
    );
}

#[test]
fn the_defaults_are_those_of_the_model() {
    let model = built_in("paris-2013").scenario.model;
    assert_eq!(model.attention_shape, AttentionShape::Power);
    assert_eq!((model.attention_offset_hours, model.attention_exponent), (3.0, 1.4));
    assert_eq!((model.give_up_after_hours, model.mood_half_life_hours), (1440.0, 1.6 * 8766.0));
    assert_eq!((model.goodwill_decay_per_month, model.influence_pull_per_year), (0.307, 0.17));
    assert!((model.engagement_per_follower - 4.5e-4).abs() < 1e-18);
    assert!((model.rhythm_peak - (19.0 + 1.0 / 6.0)).abs() < 1e-12);
    assert_eq!(model.activity_shares.iter().sum::<f64>(), 1.0);
}

#[test]
fn the_desks_describe_the_same_chain_and_the_null_model_the_same_reform() {
    let desks = built_in("paris-2013-desks").scenario;
    assert_eq!(desks.countries[0].desks.len(), 12);
    let through: f64 = desks.countries[0].desks.iter().map(|desk| 1.0 - desk.chance_dropped).product();
    assert!((1.0 - through - 0.46).abs() < 0.005);
    assert!(desks.countries[0].desks.iter().all(|desk| desk.zone.minutes == -300));
    let (null, reform) = (built_in("null-model").scenario, built_in("reform-2015").scenario);
    assert_eq!(null.countries, reform.countries);
    assert!(!null.model.mechanisms.policy_matters && reform.model.mechanisms.policy_matters);
}

// The reference.

/// The settings of the reference with the notes above them: kind, name, notes, whether it is commented out.
fn reference_rows() -> Vec<(Kind, String, String, bool)> {
    let text = builtin::text("reference").expect("built in");
    let (mut rows, mut kind, mut notes) = (Vec::new(), Kind::Top, String::new());
    for line in text.lines() {
        let bare = line.trim_start_matches("# ");
        let name = bare.split(" = ").next().unwrap_or("");
        let key = Key::find(kind, name).filter(|key| key.kind == kind && bare.contains(" = "));
        if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let named = heading.split('.').next().and_then(Kind::of);
            kind = Kind::of(heading).or(named).unwrap_or_else(|| panic!("{line}"));
        } else if let (Some(key), true) = (key, !name.contains(' ')) {
            rows.push((kind, key.name.to_owned(), std::mem::take(&mut notes), line.starts_with('#')));
        } else if line.starts_with('#') {
            notes += &format!("{line}\n");
        } else {
            assert_eq!(line, "", "in the reference");
            notes.clear();
        }
    }
    rows
}

#[test]
fn the_reference_holds_every_setting_with_the_words_of_the_registry() {
    let rows = reference_rows();
    let expected: Vec<(Kind, &str)> = KEYS.iter().map(|key| (key.kind, key.name)).collect();
    assert_eq!(rows.iter().map(|row| (row.0, row.1.as_str())).collect::<Vec<_>>(), expected);
    for (key, (_, _, notes, is_commented)) in KEYS.iter().zip(rows) {
        assert_eq!(notes, explain::reference_notes(key), "above `{}` under {}", key.name, key.kind.heading());
        assert!(!is_commented || key.absent != Absent::Default, "{}", key.name);
    }
}

#[test]
fn every_default_lies_in_its_plausible_range() {
    let notes = built_in("reference").warnings;
    assert!(notes.iter().all(|note| !note.title.contains("plausible")), "{notes:?}");
}

// Texts made from the registry.

#[test]
fn every_setting_is_explained_with_an_example_that_can_be_copied() {
    for name in explain::topics() {
        let text = explain::key(name).unwrap_or_else(|| panic!("{name}"));
        assert!(text.contains("Written as") && text.starts_with(name), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
    assert_eq!(explain::key("nonsense"), None);
    assert_eq!(explain::suggestion("aproval_delay"), Some("approval_delay"));
    assert_eq!(explain::suggestion("runs"), Some("replicates"));
}

#[test]
fn a_heading_is_explained_by_its_settings() {
    let text = explain::heading("rumour").expect("a heading");
    let expected =
        "[rumour.…] takes these settings:\n\n  country\n      The country about which something false is said.";
    assert!(text.starts_with(expected) && text.contains("\n  audiences\n"), "{text}");
    assert!(explain::heading("change").is_some_and(|text| text.contains("\n  skips_approval\n")));
    for kind in ["run", "audience", "event", "rumour", "change", "desk", "model"] {
        let text = explain::heading(kind).unwrap_or_else(|| panic!("{kind}"));
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
    assert_eq!(explain::heading("nonsense"), None);
}

#[test]
fn approval_delay_is_explained_like_this() {
    let expected = "\
approval_delay, under [country.…] and [change.…]

  Typical (median) time from a diplomat's draft to the final yes, simple
  approval.

  Written as a length of time, such as \"36h\" or \"2 days\"
  Default    \"6h\"
  Plausible  0h to 30 days (outside there is a note)
  Possible   0h to 10 years (outside there is an error)
  Origin     assumption: central control: \"days, if not weeks\" (Toronto Star
             2008); delegated: minutes to 2 days
  Example    approval_delay = \"6h\"";
    assert_eq!(explain::key("country.canada.approval_delay").as_deref(), Some(expected));
}

#[test]
fn a_name_of_several_kinds_is_explained_for_each_unless_the_kind_is_said() {
    assert_eq!(explain::key("chance_dropped").map(|text| text.matches("Written as").count()), Some(2));
    assert_eq!(explain::key("desk.chance_dropped").map(|text| text.matches("Written as").count()), Some(1));
}

#[test]
fn assumptions_are_listed_with_their_values() {
    let all = explain::assumptions(None);
    for key in KEYS {
        let is_listed = all.contains(&format!("\n{}, under {}\n", key.name, key.kind.heading()));
        assert_eq!(is_listed, key.status == Status::Assumption, "{}", key.name);
    }
    let paris = explain::assumptions(Some(&built_in("reform-2015")));
    assert!(paris.contains("\n    canada.approval_delay = \"200h\"  (paris-2013.toml:"), "{paris}");
    assert!(paris.contains("\n    delegation.approval_delay = \"24h\"  (reform-2015.toml:"), "{paris}");
    assert!(paris.contains("\n    reach = \"10%\"  (default)"), "{paris}");
}

#[test]
fn a_new_file_is_short_and_right_and_the_full_one_too() {
    for from in builtin::LIST.iter().map(|builtin| Some(builtin.name)).chain([None]) {
        let short = new_file(from, false);
        let lines = short.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert!((8..=12).contains(&lines), "{short}");
        for text in [short, new_file(from, true)] {
            let scenario = right(&text).scenario;
            assert_eq!(
                scenario.countries[scenario.run.focus].changes.iter().filter(|c| c.id == "my-reform").count(),
                1
            );
        }
    }
    assert!(new_file(None, true).contains("\n# reach = \"10%\"\n"));
    let own = new_file(Some("mine.toml"), false);
    assert!(own.contains("based_on = \"mine.toml\"") && own.contains("# country "), "{own}");
    assert!(parse(&own).is_err_and(|problems| problems.list()[0].title.starts_with("There is no `mine.toml`")));
}
