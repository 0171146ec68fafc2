//! `softpower compare --until`: as many pairs as a precision takes, found from the numbers alone.

use super::ground::{CHANGE, Ground, TINY, is_changed_build, manifest, names, numbers};

/// A change whose effect has so much luck that 30 pairs do not tell it to a point, and some hundred do.
const NOISY: &str = r#"
[change.crowd]
country = "canada"
when = 2013-01-10
accounts_wanted = "100%"
announcements_per_day = 6
comments_on_events = "100%"
comments_need_approval = "0%"
announcements_need_approval = "0%"
answers_per_day = 20
"#;

fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground.put("crowd.toml", format!("{TINY}{NOISY}"));
    ground
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const ASK: [&str; 5] = ["compare", "tiny.toml", "crowd.toml", "--measure", "voice"];

fn ask<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&ASK[..], more].concat()
}

#[test]
fn it_stops_when_the_difference_is_known_and_says_how_well() {
    let ground = ground();
    let said = ground.run(&ask(&["--until", "±1.5pp"])).with_code(0);
    let out = flat(&said.out);
    assert!(out.contains("at most 1,000 replicates of each") && out.contains("at most 2,000 runs"), "{out}");
    assert!(out.contains("Until the mean difference in share of voice is known to ±1.5 percentage points"), "{out}");
    assert!(flat(&said.err).contains("After 30 pairs: known to ±"), "{}", said.err);
    let folder = ground.folder();
    let manifest = manifest(&folder);
    let (pairs, note) = (manifest["replicates"].as_u64().unwrap(), &manifest["comparison"]["until"]);
    assert!((40..=300).contains(&pairs) && pairs % 10 == 0, "{pairs}");
    let known = &note["known"][0];
    assert_eq!(
        (note["reached"].as_bool(), note["most"].as_u64(), note["level"].as_f64()),
        (Some(true), Some(1000), Some(0.9))
    );
    assert_eq!((&note["asked"], &note["measure"]), (&"±1.5 percentage points".into(), &"voice".into()));
    assert_eq!(known["pairs"].as_u64(), Some(pairs));
    let within = known["within"].as_f64().expect("it is known");
    assert!((0.0075..=0.015).contains(&within), "not much better than asked: {within}");
    let end = format!("After {pairs} pairs the mean difference, ");
    let last = flat(said.out.split("\n\n").last().unwrap_or_default());
    assert!(last.contains(&end) && last.ends_with("(90 %, an interval that holds whenever one stops)."), "{last}");
    let answer = std::fs::read_to_string(folder.join("answer.md")).expect("it was made");
    assert!(answer.contains(&end), "{answer}");
    let json = ground.run(&ask(&["--until", "±1.5pp", "--again", "--json"])).with_code(0).json();
    assert_eq!((&json["precision"], json["replicates"].as_u64()), (note, Some(pairs)));
    let asked = json["measures"].as_array().unwrap().iter().find(|one| one["scenario"] == "crowd").unwrap();
    let [mean, in_note] = [&asked["difference"]["mean"], &known["mean"]].map(|mean| mean.as_f64().expect("a number"));
    assert!((mean - in_note).abs() < 1e-12);
}

#[test]
fn its_replicates_are_those_of_a_fixed_number_whatever_the_threads() {
    let ground = ground();
    for (threads, out) in [("1", "one"), ("3", "three")] {
        ground.run(&ask(&["--until", "±1.5pp", "--threads", threads, "--out", out])).with_code(0);
    }
    let [one, three] = ["one", "three"].map(|out| ground.folder_in(out));
    assert!(numbers(&one) == numbers(&three), "a file differs");
    let pairs = manifest(&one)["replicates"].to_string();
    ground.run(&ask(&["--replicates", &pairs, "--out", "fixed"])).with_code(0);
    let fixed = ground.folder_in("fixed");
    assert_eq!(manifest(&fixed)["trajectory_sha256"], manifest(&one)["trajectory_sha256"]);
    for table in ["comparison.csv", "differences.csv", "tiny/runs.csv", "crowd/runs.csv"] {
        let read = |folder: &std::path::Path| std::fs::read(folder.join(table)).expect("it was made");
        assert!(read(&fixed) == read(&one), "{table}");
    }
    let said = ground.run(&["verify", one.to_str().expect("a plain name"), "--threads", "2"]).with_code(0);
    assert!(said.out.contains("Everything is as it was, to the bit."), "{}", said.out);
    assert!(said.out.contains(&format!("{pairs} replicates")), "{}", said.out);
}

#[test]
fn a_budget_that_ends_it_first_is_told_with_what_would_be_needed() {
    let ground = ground();
    let said = ground.run(&ask(&["--until", "0.2", "--replicates", "50"])).with_code(0);
    let out = flat(&said.out);
    assert!(out.contains("Not known to ±0.2 percentage points after 50 pairs: the mean difference, "), "{out}");
    let needed = out.split("About ").last().and_then(|rest| rest.split(' ').next()).expect("a number");
    let needed: u64 = needed.replace(',', "").parse().expect("a number");
    assert!(out.contains(" pairs would be needed.") && needed > 500, "{out}");
    let note = &manifest(&ground.folder())["comparison"]["until"];
    assert_eq!((note["reached"].as_bool(), note["known"][0]["needed"].as_u64()), (Some(false), Some(needed)));
}

#[test]
fn scenarios_without_a_difference_claim_no_precision() {
    let ground = ground();
    let said = ground.run(&["compare", "tiny.toml", "tiny.toml", "--until", "0.5"]).with_code(0);
    let words = "After 30 pairs the difference is the same in all of them, 0 points: nothing tells how well it is \
                 known, so no precision is claimed. Of other pairs fewer than 1 in 13 differ (90 %).";
    assert!(flat(&said.out).contains(words), "{}", said.out);
    let note = &manifest(&ground.folder())["comparison"]["until"];
    assert_eq!((&note["known"][0]["within"], &note["known"][0]["all_equal"]), (&serde_json::Value::Null, &true.into()));
}

#[test]
fn something_rare_claims_no_precision() {
    let ground = ground();
    let words = ["compare", "tiny.toml", "reform.toml", "--measure", "gaffes", "--until", "1", "--replicates", "40"];
    let words = [&words[..], &["--set", "model.gaffe_chance=0.1%"]].concat();
    let said = ground.run(&words).with_code(0);
    let out = flat(&said.out);
    assert!(
        out.contains(
            " of 40 pairs of reform have another difference than most, too few to say how well its mean is known."
        ),
        "{out}"
    );
}

#[test]
fn it_goes_on_until_every_difference_in_every_crisis_is_known() {
    let ground = ground();
    let words = ["compare", "tiny.toml", "reform.toml", "crowd.toml", "--measure", "voice", "--until", "1.5"];
    let over = ["--over", "model.reach=10%,20%"];
    let said = ground.run(&[&words[..], &over].concat()).with_code(0);
    let note = manifest(&ground.folder())["comparison"]["until"].clone();
    let known: Vec<(f64, String)> = note["known"]
        .as_array()
        .unwrap()
        .iter()
        .map(|known| {
            (
                known["within"].as_f64().expect("it is known"),
                format!("{} with {}", known["scenario"].as_str().unwrap(), known["crisis"].as_str().unwrap()),
            )
        })
        .collect();
    assert_eq!(known.len(), 4);
    assert!(known.iter().all(|(within, _)| *within <= 0.015), "{known:?}");
    let last = known.into_iter().reduce(|a, b| if b.0 > a.0 { b } else { a }).unwrap().1;
    let out = flat(&said.out);
    assert!(out.contains("every mean difference is known to ±1.5 percentage points (90 % for each by itself"), "{out}");
    assert!(out.contains(&format!("the last is that of {last}, ")), "{last}\n{out}");
}

#[test]
fn an_interrupted_search_goes_on_where_it_stopped_and_is_done_once() {
    let ground = ground();
    let words = ask(&["--until", "±1.5pp", "--threads", "1"]);
    let told = ground.interrupt_at_a_tenth(&words);
    assert!(told.contains("runs are kept. Go on with:"), "{told}");
    let said = ground.run(&words).with_code(0);
    assert!(said.err.contains("of at most 2000 runs are kept from before."), "{}", said.err);
    let whole = Ground::new();
    whole.put("tiny.toml", TINY);
    whole.put("crowd.toml", format!("{TINY}{NOISY}"));
    whole.run(&words).with_code(0);
    assert!(numbers(&ground.folder()) == numbers(&whole.folder()), "a file differs");
    let again = ground.run(&words).with_code(0);
    assert!(is_changed_build() || again.out.starts_with("Already done: "), "{}", again.out);
    let finer = ground.run(&ask(&["--until", "±1.4pp", "--json"])).with_code(0).json();
    assert_eq!(finer["already_done"], false, "another question has another folder");
    assert_eq!(names(&ground.path.join("output")).len(), 2);
}

#[test]
fn what_is_asked_wrongly_is_refused_with_exit_code_2() {
    let ground = ground();
    for (until, more, say) in [
        ("5%", &[][..], "has the unit of something else, `%`"),
        ("0.5pp", &["--measure", "influence_index"][..], "differences in influence are in points: --until 0.5"),
        ("0,5", &[], "has a comma where a point belongs"),
        ("0", &[], "would never be reached"),
        ("-1", &[], "is no number"),
        ("much", &[], "differences in share of voice are in percentage points: --until 0.2pp"),
        ("0.5", &["--replicates", "20"], "--until needs at least 30 pairs, and --replicates allows 20"),
        ("0.5", &["--set", "run.replicates=20"], "--until needs at least 30 pairs, and --replicates allows 20"),
    ] {
        let measure: &[&str] = if more.contains(&"--measure") { &[] } else { &ASK[3..] };
        let said = ground.run(&[&ASK[..3], measure, &["--until", until], more].concat()).with_code(2);
        assert!(flat(&said.err).contains(say), "{until}\n{}", said.err);
        assert!(said.err.contains("Nothing was run."), "{}", said.err);
    }
    assert!(!names(&ground.path).contains(&"output".to_owned()));
    for until in ["±50", "+-50", "+/-50 percentage points", "50 percentage point", "50pp"] {
        let said = ground.run(&ask(&["--until", until, "--json", "--again"])).with_code(0).json();
        assert_eq!(said["precision"]["within"], 0.5, "{until}");
    }
}
