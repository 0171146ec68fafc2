//! `softpower summarise`: what folders say is that of their runs, also half-way and averaged; nothing is written.

use super::ground::{Ground, TINY, files, names, reform_done, tiny_done};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const SWEEP: &str = r#"
[sweep]
replicates = 6

[sweep.try]
"canada.comments_on_events" = ["0%", "40%", "100%"]
"country.uk.approval_delay" = "1h..200h, 4 values"
"#;

fn swept() -> (Ground, String) {
    let ground = Ground::new();
    ground.put("study.toml", format!("{TINY}{SWEEP}"));
    ground.run(&["sweep", "study.toml", "--csv"]).with_code(0);
    let folder = ground.folder().display().to_string();
    (ground, folder)
}

fn rows(text: impl AsRef<[u8]>) -> Vec<BTreeMap<String, String>> {
    let mut table = csv::Reader::from_reader(text.as_ref());
    table.deserialize().map(|row| row.expect("a whole row")).collect()
}

fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let half = numbers.len() / 2;
    if numbers.len().is_multiple_of(2) { (numbers[half - 1] + numbers[half]) / 2.0 } else { numbers[half] }
}

#[test]
fn a_finished_sweep_is_told_again_from_its_runs() {
    let (ground, folder) = swept();
    let before = files(Path::new(&folder));
    let said = ground.run(&["summarise", &folder]).with_code(0).out;
    let answer = fs::read_to_string(format!("{folder}/answer.md")).unwrap();
    let cells = |line: &str| line.replace('|', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let table: Vec<String> = answer.lines().filter(|line| line.starts_with("| ")).map(cells).collect();
    let lines: Vec<String> = said.lines().map(cells).collect();
    // A header and a rule come first; a screen has no room for a long name.
    assert!(table.len() == 14 && table[2..].iter().all(|row| lines.contains(row)), "{said}\n{answer}");
    assert!(said.contains("12 settings × 6 replicates = 72 runs."), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    let words = ["summarise", &folder, "--measure", "engaged,voice", "--country", "uk", "--csv"];
    let told = rows(ground.run(&words).with_code(0).out);
    let settings = fs::read(format!("{folder}/settings.csv")).unwrap();
    let of_uk: Vec<_> = rows(settings).into_iter().filter(|row| row["country"] == "uk").collect();
    assert_eq!((told.len(), of_uk.len()), (12, 12));
    for (told, row) in told.iter().zip(&of_uk) {
        assert!(told.iter().all(|(column, cell)| row[column] == *cell), "{told:?}\n{row:?}");
    }
    assert!(files(Path::new(&folder)) == before, "nothing is written");
}

#[test]
fn a_mean_over_settings_is_taken_within_each_replicate() {
    let (ground, folder) = swept();
    let by = ["--by", "comments_on_events", "--measure", "engaged", "--csv"];
    let told = rows(ground.run(&[&["summarise", &folder], &by[..]].concat()).with_code(0).out);
    let runs = rows(fs::read(format!("{folder}/runs.csv")).unwrap());
    let shares: Vec<&str> = told.iter().map(|row| row["country_canada_comments_on_events"].as_str()).collect();
    assert_eq!(shares, ["0", "0.4", "1"]);
    for row in &told {
        let share = &row["country_canada_comments_on_events"];
        let is_it = |run: &&BTreeMap<String, String>| {
            run["country_canada_comments_on_events"] == *share && run["country"] == "canada"
        };
        let mut means = [0.0; 6];
        for run in runs.iter().filter(is_it) {
            means[run["replicate"].parse::<usize>().unwrap()] += run["engaged"].parse::<f64>().unwrap() / 4.0;
        }
        assert!((median(&mut means) - row["engaged_median"].parse::<f64>().unwrap()).abs() < 1e-9, "{row:?}");
        assert_eq!(row["runs"], "6");
    }
    let said = ground.run(&["summarise", &folder, "--by", "canada.comments_on_events"]).with_code(0).out;
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("In each replicate the mean over the settings of uk.approval_delay."), "{said}");
    let json = ground.run(&["summarise", &folder, "--by", "approval_delay", "--json"]).with_code(0).json();
    let one = &json["folders"][0];
    assert_eq!(
        (&one["kind"], &one["done"], &one["measures"][0]["measure"]),
        (&"sweep".into(), &72.into(), &"influence_index".into())
    );
    assert_eq!(one["measures"][0]["settings"][3]["values"]["country.uk.approval_delay"], "200h");
}

#[test]
fn a_sweep_at_work_is_told_from_its_journals_and_left_alone() {
    let ground = Ground::new();
    ground.put("study.toml", format!("{TINY}{SWEEP}"));
    // On one thread, so that no run is overtaken by a later one.
    let told = ground.interrupt_at_a_tenth(&["sweep", "study.toml", "--replicates", "20", "--threads", "1"]);
    let parts = format!("output/{}", names(&ground.path.join("output")).remove(0));
    assert!(told.contains(&format!("softpower summarise {parts}")), "{told}");
    let kept: u64 = told.split(" of 240 runs are kept").next().unwrap().rsplit(' ').next().unwrap().parse().unwrap();
    let before = files(&ground.path.join("output"));
    let said = ground.run(&["summarise", &parts]).with_code(0).out;
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let (low, high) = (kept / 12, kept.div_ceil(12));
    let each = if low == high { low.to_string() } else { format!("{low} to {high}") };
    let state =
        format!("Unfinished: {kept} of 240 runs are there, {each} of 20 replicates in each setting. Go on with:");
    assert!(flat.contains(&state) && said.contains("softpower sweep study.toml --replicates 20"), "{state}\n{said}");
    let json = ground.run(&["summarise", &parts, "--json"]).with_code(0).json();
    assert_eq!(json["folders"][0]["done"].as_u64(), Some(kept));
    // What is there are whole replicates of the sweep, so half of it says what half of the sweep says.
    let half = rows(ground.run(&["summarise", &parts, "--csv"]).with_code(0).out);
    assert!(files(&ground.path.join("output")) == before, "nothing is written");
    ground.run(&["sweep", "study.toml", "--replicates", &low.to_string(), "--out", "less"]).with_code(0);
    let less = ground.folder_in("less").display().to_string();
    let less = rows(ground.run(&["summarise", &less, "--csv"]).with_code(0).out);
    let (last, setting) = (half.last().unwrap(), less.last().unwrap());
    assert_eq!(last["runs"], low.to_string(), "the last setting has the fewest");
    assert_eq!(last["influence_index_median"], setting["influence_index_median"]);
}

#[test]
fn parts_that_are_whole_are_to_be_merged() {
    let ground = Ground::new();
    ground.put("study.toml", format!("{TINY}{SWEEP}"));
    for part in ["1/2", "2/2"] {
        ground.run(&["sweep", "study.toml", "--shard", part]).with_code(0);
    }
    let parts = format!("output/{}", names(&ground.path.join("output")).remove(0));
    let said = ground.run(&["summarise", &parts]).with_code(0).out;
    assert!(said.contains("All 72 runs are there.") && said.contains(&format!("softpower merge {parts}")), "{said}");
}

#[test]
fn a_run_is_told_like_in_its_end_and_several_share_a_table() {
    let ground = Ground::new();
    let (tiny, done) = tiny_done();
    let (reform, reformed) = reform_done();
    let [tiny, reform] = [tiny, reform].map(|folder| folder.to_str().expect("a plain name"));
    let said = ground.run(&["summarise", tiny]).with_code(0).out;
    let table =
        said.lines().skip_while(|line| !line.starts_with("Influence at the end")).collect::<Vec<_>>().join("\n");
    assert!(done.out.contains(table.trim()) && table.contains("United Kingdom"), "{said}\n{}", done.out);
    let said = ground.run(&["summarise", reform]).with_code(0).out;
    let finding = said.lines().find(|line| line.starts_with("Canada's influence")).expect("a finding");
    assert!(reformed.out.contains(finding) && said.contains("Each pair met the same events."), "{said}");
    let said = ground.run(&["summarise", tiny, reform, "--measure", "voice"]).with_code(0).out;
    let rows =
        said.lines().filter(|line| line.trim_start().starts_with("tiny-") || line.trim_start().starts_with("reform-"));
    assert!(rows.count() >= 2 && said.contains("Canada's share of voice at the end of 2013-03-31, %"), "{said}");
    let words = ["summarise", tiny, reform, "--country", "uk", "--measure", "engaged", "--csv"];
    let told = self::rows(ground.run(&words).with_code(0).out);
    assert_eq!(told.iter().map(|row| row["country"].as_str()).collect::<Vec<_>>(), ["uk", "uk"]);
    let mut sums = [0.0; 4];
    for run in self::rows(fs::read(format!("{tiny}/runs.csv")).unwrap()).iter().filter(|run| run["country"] == "uk") {
        sums[run["replicate"].parse::<usize>().unwrap()] += run["engaged"].parse::<f64>().unwrap_or(0.0);
    }
    assert!((median(&mut sums) - told[0]["median"].parse::<f64>().unwrap()).abs() < 1e-9, "counts add up over a run");
}

#[test]
fn other_commands_are_told_by_their_answers() {
    let ground = Ground::with_tiny();
    let question = ["canada.accounts_at_start=1..20", "--where", "accounts_open(canada) > 6"];
    ground.run(&[&["threshold", "tiny.toml"], &question[..]].concat()).with_code(0);
    let folder = ground.folder().display().to_string();
    let said = ground.run(&["summarise", &folder]).with_code(0).out;
    let answer = fs::read_to_string(format!("{folder}/answer.md")).unwrap();
    let words = |text: &str| text.replace(['#', '`'], "").split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&said), words(&answer));
    assert!(said.lines().all(|line| line.chars().count() <= 80 && !line.contains('`')), "{said}");
    let table = ground.run(&["summarise", &folder, "--csv"]).with_code(0).out;
    assert_eq!(table.trim_end(), fs::read_to_string(format!("{folder}/curve.csv")).unwrap().trim_end());
    let tiny = tiny_done().0.to_str().unwrap();
    let said = ground.run(&["summarise", tiny, &folder]).with_code(0).out;
    assert!(said.contains("Influence at the end") && said.contains(&folder), "{said}");
    let json = ground.run(&["summarise", tiny, &folder, "--json"]).with_code(0).json();
    assert_eq!((&json["folders"][0]["kind"], &json["folders"][1]["kind"]), (&"run".into(), &"threshold".into()));
}

#[test]
fn what_is_no_result_or_was_not_kept_is_refused_with_exit_code_2() {
    let ground = Ground::new();
    ground.put("study.toml", format!("{TINY}{SWEEP}"));
    ground.run(&["sweep", "study.toml", "--measure", "influence_index,voice"]).with_code(0);
    let folder = ground.folder().display().to_string();
    let tiny = tiny_done().0.to_str().unwrap();
    for (words, say) in [
        (&["nowhere"][..], "There is no folder nowhere"),
        (&["."], ". is no result folder"),
        (&["output"], "name one, for example output/sweep-study-"),
        (&[&folder, "--measure", "standing"], "it kept influence_index, voice"),
        (&[&folder, "--measure", "voise"], "did you mean `voice`?"),
        (&[&folder, "--by", "reach"], "it tries canada.comments_on_events, uk.approval_delay"),
        (&[&folder, "--country", "chile"], "There is no country `chile`"),
        (&[tiny, "--by", "reach"], "--by asks about a sweep"),
        (&[tiny, &folder, "--csv"], "have no common table"),
        (&[&folder, "--csv", "--json"], "cannot be used with"),
    ] {
        let said = ground.run(&[&["summarise"], words].concat()).with_code(2);
        assert!(said.err.split_whitespace().collect::<Vec<_>>().join(" ").contains(say), "{say}\n{}", said.err);
    }
}
