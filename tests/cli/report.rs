//! The report: in every result folder, the same from the same files, one page that asks nobody for anything.

use std::fs;
use std::path::Path;

use super::ground::{CHANGE, Ground, TINY, manifest, reform_done, tiny_done};
use crate::bless;

/// Elements that have no end.
const VOID: [&str; 3] = ["meta", "br", "hr"];
/// What stands between these tags is no HTML.
const RAW: [&str; 2] = ["script", "style"];

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("report.html")).expect("every result folder has a report")
}

/// Every tag of a page with its attributes, in order; `/p` for an end.
fn tags(html: &str) -> Vec<(String, String)> {
    let (mut found, mut rest) = (Vec::new(), html);
    while let Some((_, after)) = rest.split_once('<') {
        let (inside, after) = after.split_once('>').unwrap_or_else(|| panic!("a tag has no end: {after:.80}"));
        let (name, attributes) = inside.split_once([' ', '\n']).unwrap_or((inside, ""));
        found.push((name.to_lowercase(), attributes.to_owned()));
        rest = after;
        if RAW.contains(&name) {
            let end = format!("</{name}>");
            rest = &rest[rest.find(&end).unwrap_or_else(|| panic!("{name} has no end"))..];
        }
    }
    found
}

/// What must hold for every report.
#[track_caller]
fn insist(html: &str) {
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">\n"), "{:.100}", html);
    assert!(html.len() < 1_000_000, "{} bytes", html.len());
    let (mut open, mut ids, mut depth) = (Vec::new(), Vec::new(), 0);
    for (name, attributes) in tags(html) {
        let value = |wanted: &str| {
            let (_, after) = attributes.split_once(&format!("{wanted}=\""))?;
            after.split_once('"').map(|(value, _)| value.to_owned())
        };
        assert!(value("src").is_none(), "nothing is fetched: {name} {attributes}");
        if let Some(link) = value(" href").or(value("href").filter(|_| attributes.starts_with("href"))) {
            assert!(link.starts_with('#') && name == "a", "links lead inside the page: {name} {attributes}");
        }
        // Names of attributes stand between the values.
        let does = attributes.split('"').step_by(2).any(|name| name.trim().starts_with("on"));
        assert!(!does, "{name} {attributes}");
        if let Some(id) = value(" id").or(value("id").filter(|_| attributes.starts_with("id="))) {
            assert!(!ids.contains(&id), "the id {id} is there twice");
            ids.push(id);
        }
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) {
            assert!(level <= depth + 1, "heading {level} after {depth}");
            depth = level;
        }
        match name.strip_prefix('/') {
            Some(end) => assert_eq!(open.pop().as_deref(), Some(end), "tags end in the order in which they began"),
            None if VOID.contains(&name.as_str()) || name.starts_with('!') || attributes.ends_with('/') => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, [""; 0]);
    for link in html.match_indices("href=\"#").map(|(at, mark)| &html[at + mark.len()..]) {
        let target = link.split('"').next().unwrap_or_default().to_owned();
        assert!(ids.contains(&target), "#{target} leads nowhere");
    }
    let words = ["Simulation, not a forecast", "Where the numbers come from", "Repeat it", "Cite it", "Limits"];
    words.iter().for_each(|words| assert!(html.contains(words), "{words}"));
    for url in html.match_indices("url(").map(|(at, _)| &html[at + 4..]) {
        assert!(url.starts_with("data:"), "{url:.40}");
    }
}

/// What a person reads: the text of the page without drawings and scripts, a line for each piece.
fn text(html: &str) -> String {
    let (_, main) = html.split_once("<main>").expect("the page has a main part");
    let mut text = String::new();
    let mut hidden: Option<&str> = None;
    for part in main.split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split(' ').next().unwrap_or_default();
        match hidden {
            Some(until) if name == until => hidden = None,
            Some(_) => continue,
            None if name == "svg" => hidden = Some("/svg"),
            None if name == "script" => hidden = Some("/script"),
            None => {}
        }
        let block = ["p", "li", "h1", "h2", "h3", "h4", "tr", "caption", "dt", "dd", "pre", "summary", "figcaption"];
        let gap = if block.contains(&name) {
            "\n"
        } else if ["td", "th"].contains(&name) {
            " | "
        } else {
            ""
        };
        if hidden.is_none() {
            text += &format!("{gap}{}", words.trim_matches('\n'));
        }
    }
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

/// A text without the lines between two lines, of which the last in the text are meant.
fn without(text: &str, from: &str, to: &str) -> String {
    let [from, to] = [from, to].map(|line| text.rfind(&format!("\n{line}\n")).unwrap_or_else(|| panic!("{line}")));
    format!("{}{}", &text[..from], &text[to..])
}

#[test]
fn every_result_folder_gets_a_report_that_the_manifest_knows() {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground.put(
        "targets.toml",
        "[target.a]\nmeasure = \"voice\"\ncountry = \"uk\"\nvalue = \"60%\"\nuncertainty = \"10%\"\n",
    );
    let commands: [&[&str]; 7] = [
        &["run", "reform.toml"],
        &["compare", "tiny.toml", "reform.toml"],
        &["attribute", "reform.toml"],
        &["sweep", "tiny.toml", "--try", "canada.approval_delay=1h,1day"],
        &["sensitivity", "tiny.toml", "--vary", "model.reach", "--samples", "4"],
        &["threshold", "tiny.toml", "canada.comments_on_events=5%..100%", "--where", "voice(canada) > voice(uk)"],
        &["calibrate", "tiny.toml", "targets.toml", "--fit", "model.reach=3%..30%", "--runs", "100"],
    ];
    for (number, words) in commands.into_iter().enumerate() {
        let out = format!("out-{number}");
        ground.run(&[words, &["--out", &out]].concat()).with_code(0);
        let folder = ground.folder_in(&out);
        let html = page(&folder);
        insist(&html);
        assert_eq!(manifest(&folder)["files"][0]["path"], "report.html", "{words:?}");
        let named = folder.to_str().expect("a plain name");
        let again = format!("{out}.html");
        ground.run(&["report", named, "--out", &again]).with_code(0);
        assert_eq!(
            html,
            fs::read_to_string(ground.path.join(&again)).expect("it is written"),
            "{words:?}: the same bytes"
        );
        assert!(ground.run(&["inspect", &again]).with_code(0).out.contains("A report of softpower"));
        if number < 4 {
            ground.run(&["verify", named, "--threads", "1"]).with_code(0);
        }
    }
}

#[test]
fn a_run_s_report_says_what_the_numbers_say() {
    let html = page(reform_done().0);
    insist(&html);
    let told = text(&html);
    // Settings have a test of their own, and change with every new one.
    let told = without(&told, "Where the numbers come from", "Repeat it");
    let mut found = without(&told, "All settings of reform, as a file", "Files beside this page");
    let manifest = manifest(reform_done().0);
    // What hangs on the build and the commit is masked.
    let commit = manifest["program"]["commit"].as_str().expect("text");
    let hash = &manifest["hash"].as_str().expect("text")[..8];
    found = found.replace(manifest["trajectory_sha256"].as_str().expect("text"), "SHA");
    found = found.replace(hash, "HASH");
    for commit in [format!("{}+", &commit[..8.min(commit.len())]), commit[..8.min(commit.len())].to_owned()] {
        found = found.replace(&format!(" (commit {commit})"), "").replace(&format!(", commit {commit}"), "");
        found = found.replace(&format!("commit {commit}, "), "").replace(&format!(" ({commit})"), "");
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/report.txt");
    let tell = |old: &str| {
        let other = old.lines().zip(found.lines()).find(|(old, new)| old != new);
        format!("the report says something else: {other:?}")
    };
    let said = bless::compared(&file, &found, bless::is_blessing(), tell);
    assert_eq!(said, None, "\n{}", said.clone().unwrap_or_default());
}

#[test]
fn a_comparison_is_told_with_its_difference_and_what_makes_it() {
    let ground = Ground::new();
    ground.put("tiny.toml", TINY);
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground.put("louder.toml", TINY.replace("accounts_at_start = 4", "accounts_at_start = 6"));
    let told = |words: &[&str], out: &str| {
        ground.run(&[words, &["--out", out]].concat()).with_code(0);
        let html = page(&ground.folder_in(out));
        insist(&html);
        assert!(!html.contains("class=\"plain\""), "{out}: tables are tables");
        text(&html)
    };
    let two = told(&["compare", "tiny.toml", "reform.toml", "--replicates", "8"], "two");
    for words in [
        "\nreform minus tiny\n",
        "\n | Influence in reform | ",
        " of 8\n",
        "Differences of shares are in percentage points.",
        "\nCanada: Delegation\n",
        "comments on events: 100% instead of 50%. ",
    ] {
        assert!(two.contains(words), "{words}: {two}");
    }
    let three = told(&["compare", "tiny.toml", "reform.toml", "louder.toml"], "three");
    for words in ["\nreform: Canada: Delegation\n", "\nlouder: country.canada.accounts_at_start is 6 instead of 4. "] {
        assert!(three.contains(words), "{words}: {three}");
    }
    ground.put("same.toml", TINY);
    let same = told(&["compare", "tiny.toml", "same.toml"], "same");
    assert!(same.contains("tiny and same do not differ in anything that a run reads."), "{same}");
    let crises = told(&["compare", "tiny.toml", "reform.toml", "--over", "model.reach=3%,10%"], "crises");
    assert_eq!(crises.matches("At the end of the run, ").count(), 2, "{crises}");
    let regrets = "\nRegret: mean influence below the best in the same crisis\n";
    assert!(crises.contains(regrets) && crises.contains(" | Greatest\n"), "{crises}");
}

#[test]
fn a_long_run_of_many_countries_still_has_a_page_that_can_be_mailed() {
    let ground = Ground::new();
    let long = TINY.replace("end = 2013-03-31", "end = 2023-12-31").replace("members = 20_000", "members = 500");
    assert_ne!(long, TINY);
    let more = ["b", "c"].map(|id| format!("[country.{id}]\naccounts_at_start = 2\n")).concat();
    ground.put("long.toml", format!("{long}{more}{CHANGE}"));
    ground.run(&["run", "long.toml", "--replicates", "24"]).with_code(0);
    let html = page(&ground.folder());
    insist(&html);
    assert!(
        text(&html).contains("They have every record; here every third can be read and saved and every second drawn.")
    );
    assert!(!text(&page(tiny_done().0)).contains("They have every record"), "a short one leaves nothing out");
}

#[test]
fn a_report_repeats_its_run() {
    let ground = Ground::new();
    fs::copy(tiny_done().0.join("report.html"), ground.path.join("report.html")).expect("a copy");
    let said = ground.run(&["run", "report.html"]).with_code(0);
    assert!(said.out.contains("The same result as in report.html, to the bit."), "{}", said.out);
    assert_eq!(page(&ground.folder()), page(tiny_done().0), "and gives the same report");
}

#[test]
fn several_folders_stand_side_by_side_and_are_taken_apart_again() {
    let ground = Ground::new();
    let [tiny, reform] = [tiny_done().0, reform_done().0].map(|folder| folder.to_str().expect("a plain name"));
    ground.run(&["report", tiny, reform, "--out", "both.html"]).with_code(0);
    let html = fs::read_to_string(ground.path.join("both.html")).expect("it is written");
    insist(&html);
    assert_eq!(html.matches("<div class=\"headline\">").count(), 2);
    let said = ground.run(&["run", "both.html"]).with_code(2);
    assert!(said.err.contains("softpower inspect both.html --unpack from-picture"), "{}", said.err);
    ground.run(&["inspect", "both.html", "--unpack", "inside"]).with_code(0);
    assert!(ground.path.join("inside/tiny.toml").is_file() && ground.path.join("inside/reform.toml").is_file());
}

#[test]
fn a_report_is_written_over_reports_only() {
    let ground = Ground::new();
    let tiny = tiny_done().0.to_str().expect("a plain name");
    ground.put("notes.html", "<!doctype html><p>mine</p>");
    let said = ground.run(&["report", tiny, "--out", "notes.html"]).with_code(2);
    assert!(said.err.contains("is there already, and no report of softpower"), "{}", said.err);
    assert_eq!(fs::read_to_string(ground.path.join("notes.html")).expect("it is there"), "<!doctype html><p>mine</p>");
    ground.run(&["report", tiny]).with_code(0);
    let json = ground.run(&["report", tiny, "--json"]).with_code(0).json();
    assert_eq!(json["bytes"].as_u64(), Some(page(tiny_done().0).len() as u64));
    for (folder, words) in [("nothing", "is no result folder"), (".", "is no result folder")] {
        assert!(ground.run(&["report", folder]).with_code(2).err.contains(words), "{folder}");
    }
}

#[test]
fn a_damaged_folder_is_told_and_a_hostile_one_gets_no_page() {
    let ground = Ground::with_tiny_done();
    let folder = ground.folder();
    let named = folder.to_str().expect("a plain name").to_owned();
    let chart = folder.join("charts/influence.svg");
    let good = fs::read_to_string(&chart).expect("the chart is there");
    fs::write(&chart, good.replace("</metadata>", "</metadata><script>alert(1)</script>")).expect("it can be written");
    let said = ground.run(&["report", &named]).with_code(2);
    assert!(said.err.contains("charts/influence.svg is not as softpower made it"), "{}", said.err);
    fs::write(&chart, good).expect("it can be written");
    let runs = fs::read_to_string(folder.join("runs.csv")).expect("the runs are there");
    let cut: String = runs.lines().take(30).map(|line| format!("{line}\n")).collect();
    fs::write(folder.join("runs.csv"), cut).expect("it can be written");
    let said = ground.run(&["report", &named]).with_code(2);
    assert!(said.err.contains("runs.csv"), "{}", said.err);
    fs::remove_file(folder.join("scenario.toml")).expect("it is there");
    let said = ground.run(&["report", &named]).with_code(2);
    assert!(!ground.path.join("report.html").exists(), "{}", said.out);
}

#[test]
fn words_of_a_scenario_cannot_break_the_page() {
    let ground = Ground::new();
    let evil = "</script><script>alert(1)</script><b> & \\\"q\\\" <!-- \\u2028";
    let scenario = TINY
        .replace("title = \"Two small countries\"", &format!("title = \"{evil}\"\nquestion = \"{evil}\""))
        .replace("[country.canada]\n", &format!("[country.canada]\nname = \"{evil}\"\n"));
    ground.put(
        "evil.toml",
        format!(
            "{scenario}{}",
            CHANGE.replace("[change.delegation]\n", &format!("[change.delegation]\nlabel = \"{evil}\"\n"))
        ),
    );
    ground.run(&["run", "evil.toml"]).with_code(0);
    let html = page(&ground.folder());
    insist(&html);
    let mine = html.matches("<script").count() - 2 * html.matches("data-stem=").count();
    assert_eq!(mine, 2, "the origin, and the script of the page");
    ground.run(&["run", ground.folder().join("report.html").to_str().expect("a plain name")]).with_code(0);
}

#[test]
fn one_replicate_claims_no_range() {
    let ground = Ground::new();
    ground.put("reform.toml", format!("{TINY}{CHANGE}"));
    ground.run(&["run", "reform.toml", "--replicates", "1"]).with_code(0);
    let html = page(&ground.folder());
    insist(&html);
    let words = text(&html);
    assert!(words.contains("one pair proves nothing") && words.contains("one run, so no range"), "{words}");
    assert!(!words.contains("9 in 10") && !html.contains("class=\"singles\""), "{words}");
}

#[test]
fn a_single_country_and_silence_are_told_as_they_are() {
    let ground = Ground::new();
    let (alone, _) = TINY.split_once("[country.uk]").expect("there are two");
    ground.put("alone.toml", alone);
    ground.run(&["run", "alone.toml"]).with_code(0);
    let words = text(&page(&ground.folder()));
    insist(&page(&ground.folder()));
    assert!(words.contains("Canada’s influence stays at 100") && !words.contains("ends highest"), "{words}");
    let silent = TINY.replace("accounts_at_start = 4", "accounts_at_start = 0\naccounts_wanted = \"0%\"");
    let silent = silent.replace("accounts_at_start = 8", "accounts_at_start = 0\naccounts_wanted = \"0%\"");
    ground.put("silent.toml", silent);
    ground.run(&["run", "silent.toml", "--out", "silent"]).with_code(0);
    let words = text(&page(&ground.folder_in("silent")));
    assert!(words.contains("Nobody publishes anything in these runs"), "{words}");
}
