//! Pictures of sweeps that no grid of tiles could show: samples, lists in step, grids of three settings.

use super::ground::{Ground, TINY, manifest};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut table = csv::Reader::from_path(path).expect("the table is there");
    table.deserialize().map(|row| row.expect("a whole row")).collect()
}

/// Does a sweep of a small scenario that says so much more.
fn swept(more: &str) -> Ground {
    let ground = Ground::new();
    ground.put("study.toml", format!("{TINY}{more}"));
    ground.run(&["sweep", "study.toml"]).with_code(0);
    ground
}

/// Insists that a folder has the picture in all forms, and that its points are those of `settings.csv`; the rows.
fn picture_of(folder: &Path, columns: &[(&str, &str)]) -> Vec<BTreeMap<String, String>> {
    for ending in ["svg", "png", "csv", "json"] {
        let path = format!("charts/sweep.{ending}");
        assert!(folder.join(&path).exists() && manifest(folder).to_string().contains(&path), "{path}");
    }
    let alt = fs::read_to_string(folder.join("charts/alt-text.md")).expect("the picture in words");
    assert!(alt.contains("Scatter plots of Canada’s influence"), "{alt}");
    // The answer begins with what the picture finds, if it finds anything.
    let drawn: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("charts/sweep.json")).expect("the picture as data"))
            .expect("JSON");
    let title = drawn.pointer("/content/Scatter/said/title").and_then(|title| title.as_str()).expect("a title");
    let answer = fs::read_to_string(folder.join("answer.md")).expect("the answer");
    let opening = format!("\n{}.", title.replace('’', "'"));
    let begins = [" The median is highest with ", " It is highest with "]
        .iter()
        .any(|then| answer.contains(&format!("{opening}{then}")));
    let finds = title.contains(" with ") && !answer.contains(" in all settings.");
    assert_eq!(begins, finds, "{title}: {answer}");
    let (drawn, settings) = (rows(&folder.join("charts/sweep.csv")), rows(&folder.join("settings.csv")));
    let canada: Vec<_> = settings.iter().filter(|row| row["country"] == "canada").collect();
    for (path, column) in columns {
        let points: Vec<_> = drawn.iter().filter(|row| row["path"] == *path && row["kind"] == "point").collect();
        assert_eq!(points.len(), canada.len(), "{path}: a dot for every point");
        for point in points {
            let setting = canada[point["setting"].parse::<usize>().expect("a number")];
            assert_eq!(setting["setting"], point["setting"]);
            let near = |one: &str, other: &str| match (one.parse::<f64>(), other.parse::<f64>()) {
                (Ok(one), Ok(other)) => (one - other).abs() <= 1e-9 * other.abs(),
                _ => one == other,
            };
            assert!(near(&point["value"], &setting[*column]), "{path}: {point:?}\n{setting:?}");
            assert!(near(&point["median"], &setting["influence_index_median"]), "{path}: {point:?}\n{setting:?}");
        }
    }
    drawn
}

const DELAY: (&str, &str) = ("country.uk.approval_delay", "country_uk_approval_delay_hours");
const COMMENTS: (&str, &str) = ("country.canada.comments_on_events", "country_canada_comments_on_events");

#[test]
fn a_sample_is_drawn_in_panels_of_dots_with_the_numbers_of_its_settings() {
    let ground = swept(
        "[sweep]\nsample = \"sobol\"\nsamples = 32\nreplicates = 3\n[sweep.try]\n\
         \"canada.comments_on_events\" = \"0%..100%\"\n\"uk.approval_delay\" = \"1h..200h\"\n\
         \"canada.approval\" = [\"none\", \"simple\"]\n",
    );
    let folder = ground.folder();
    let drawn = picture_of(&folder, &[DELAY, COMMENTS, ("country.canada.approval", "country_canada_approval")]);
    let of_kind = |kind: &str| drawn.iter().filter(|row| row["kind"] == kind).collect::<Vec<_>>();
    assert_eq!(of_kind("trend").len(), 3);
    assert!(of_kind("bin").iter().all(|row| row["low50"].is_empty()), "no band of so few points");
    // The same again from the finished runs, by other measures and averaged, with a target.
    let path = folder.display().to_string();
    let summarise = |words: &[&str]| ground.run(&[&["summarise", &path], words].concat()).with_code(0);
    summarise(&["--picture", "again.svg"]);
    let plots = |name: &str| fs::read_to_string(ground.path.join(name)).expect("a picture");
    let dots = |svg: &str| svg.matches("<circle").count();
    assert_eq!(dots(&plots("again.svg")), dots(&plots(&format!("{path}/charts/sweep.svg"))));
    summarise(&["--picture", "by.svg", "--by", "canada.comments_on_events,uk.approval_delay", "--measure", "engaged"]);
    assert!(plots("by.svg").contains("averaged over canada.approval"), "{}", plots("by.svg"));
    summarise(&["--picture", "target.svg", "--target", "influence_index(canada) > 100"]);
    assert!(plots("target.svg").contains("target: above 100"), "{}", plots("target.svg"));
    // And in another size, from what is kept.
    ground.run(&["chart", &path, "--size", "paper-1col"]).with_code(0);
}

#[test]
fn lists_in_step_are_drawn_and_claim_nothing_about_one_setting() {
    let ground = swept(
        "[sweep]\ncombine = \"in step\"\nreplicates = 3\n[sweep.try]\n\
         \"canada.comments_on_events\" = [\"0%\", \"40%\", \"100%\", \"40%\"]\n\
         \"uk.approval_delay\" = [\"1h\", \"2h\", \"3h\", \"100h\"]\n",
    );
    picture_of(&ground.folder(), &[DELAY, COMMENTS]);
    let svg = fs::read_to_string(ground.folder().join("charts/sweep.svg")).expect("a picture");
    assert!(svg.contains("All settings move together"), "{svg}");
    // By one setting, whose list has a value twice.
    let path = ground.folder().display().to_string();
    let by = ["--by", "comments_on_events", "--picture", "by.svg"];
    ground.run(&[&["summarise", &path], &by[..]].concat()).with_code(0);
    let by = fs::read_to_string(ground.path.join("by.svg")).expect("a picture");
    assert_eq!(by.matches("<circle").count(), 3, "{by}");
}

#[test]
fn a_grid_of_three_settings_and_a_long_list_are_drawn() {
    let grid = "[sweep]\nreplicates = 1\n[sweep.try]\n\"canada.comments_on_events\" = [\"0%\", \"50%\", \"100%\"]\n\
                \"uk.approval_delay\" = \"1h..200h, 4 values\"\n\"canada.approval\" = [\"none\", \"simple\"]\n";
    picture_of(&swept(grid).folder(), &[DELAY, COMMENTS]);
    let long = "[sweep]\nreplicates = 1\n[sweep.try]\n\"uk.approval_delay\" = \"1h..200h, 20 values\"\n";
    picture_of(&swept(long).folder(), &[DELAY]);
}
