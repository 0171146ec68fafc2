//! What the built-in scenarios tell a reader, run with few replicates: directions, and sizes within wide bounds. A
//! story whose words stop being true rings here; the exact numbers are golden values.

use super::{no_files, setting};
use softpower::engine::measures::country_measure;
use softpower::engine::trajectory::{Column, Trajectory};
use softpower::experiment::ensemble::{self, Ensemble, NoStore, Plan};
use softpower::scenario::{self, Scenario, Source, builtin};

/// A built-in scenario that has been run.
struct Story {
    scenario: Scenario,
    ensemble: Ensemble,
}

/// Runs a built-in scenario so many times, with changes such as `model.gaffe_mood=0.05`.
fn told(name: &str, replicates: u32, changes: &[&str]) -> Story {
    let mut settings = vec![setting("run.replicates", &replicates.to_string())];
    settings.extend(changes.iter().map(|change| {
        let (path, value) = change.split_once('=').unwrap_or_else(|| panic!("{change}"));
        setting(path, value)
    }));
    let text = builtin::text(name).unwrap_or_else(|| panic!("{name}"));
    let parsed = scenario::parse(&Source { name, text }, &settings, &no_files);
    let scenario = parsed.unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let plan = Plan {
        scenario: &scenario,
        threads: 2,
        store: &NoStore,
        from: None,
        save: None,
        progress: &|_| {},
        stop: &|| false,
    };
    let ensemble = ensemble::run(&plan).unwrap_or_else(|why| panic!("{why:?}"));
    Story { scenario, ensemble }
}

impl Story {
    fn place(&self, country: &str) -> usize {
        let found = self.scenario.countries.iter().position(|c| c.id == country);
        found.unwrap_or_else(|| panic!("{country}"))
    }

    /// A measure of a country at every record of a run.
    fn course(&self, run: &Trajectory, country: &str, measure: &str) -> Vec<f64> {
        let column = Column::Country(country_measure(measure).unwrap_or_else(|| panic!("{measure}")));
        let records = 0..self.ensemble.layout.record_hours.len();
        records.map(|r| run.values[self.ensemble.layout.place(r, self.place(country), column)]).collect()
    }

    /// The same at the end of every run.
    fn ends(&self, country: &str, measure: &str) -> Vec<f64> {
        let last = |run| self.course(run, country, measure).pop().unwrap_or(f64::NAN);
        self.ensemble.runs.iter().map(last).collect()
    }

    /// The same at the end, with minus without the scenario's changes: median, least and most of the pairs.
    fn gain(&self, country: &str, measure: &str) -> [f64; 3] {
        let end = |run| self.course(run, country, measure).pop().unwrap_or(f64::NAN);
        let mut gains: Vec<f64> =
            self.ensemble.runs.iter().zip(&self.ensemble.ghosts).map(|(run, ghost)| end(run) - end(ghost)).collect();
        gains.sort_by(f64::total_cmp);
        [gains[gains.len() / 2], gains[0], gains[gains.len() - 1]]
    }

    fn influence(&self, country: &str) -> [f64; 3] {
        self.gain(country, "influence_index")
    }
}

#[test]
fn agora_ends_with_more_followers_than_herald_in_every_run() {
    let story = told("broadcast-vs-dialogue", 8, &[]);
    let both = story.ends("agora", "followers").into_iter().zip(story.ends("herald", "followers"));
    assert!(both.clone().all(|(agora, herald)| agora > 1.05 * herald), "{:?}", both.collect::<Vec<_>>());
}

#[test]
fn bypass_pays_while_it_is_tolerated_and_a_punishment_takes_nearly_all() {
    let tolerated = told("weibo-bypass", 12, &[]).influence("canada");
    assert!(tolerated[0] > 1.0 && tolerated[1] > 0.0, "{tolerated:?}");
    let closed = told("weibo-bypass", 12, &["change.punishment.off=false", "change.silence.off=false"]);
    let closed = closed.influence("canada");
    assert!(closed[0] > 0.0 && closed[0] < 0.3 * tolerated[0], "{closed:?}");
    let caught = told("weibo-bypass", 12, &["model.chance_detected=50%"]).influence("canada");
    assert!(caught[0] < 0.0, "{caught:?}");
}

#[test]
fn on_the_weekend_only_southland_speaks() {
    let story = told("crisis-friday-night", 8, &[]);
    for run in &story.ensemble.runs {
        let comments = |country| story.course(run, country, "published_comments");
        // Records are at midnight: number 17 covers Saturday 17 May, number 18 Sunday.
        assert_eq!(comments("northland")[17..=18], [0.0, 0.0]);
        assert!(comments("southland")[17..=18].iter().sum::<f64>() > 0.0);
    }
    let voice = story.gain("northland", "voice");
    assert!(voice[1] > 0.005 && voice[2] < 0.1, "{voice:?}");
}

#[test]
fn a_correction_within_the_hour_spares_a_third_and_after_a_day_next_to_nobody() {
    let story = told("rumour-race", 12, &[]);
    for (run, ghost) in story.ensemble.runs.iter().zip(&story.ensemble.ghosts) {
        let exposed =
            |run, days: std::ops::Range<usize>| -> f64 { story.course(run, "asteria", "exposed")[days].iter().sum() };
        let (march, september) = (exposed(run, 60..120), exposed(run, 240..300));
        assert!((38_000.0..40_000.0).contains(&march), "{march}");
        assert!((20_000.0..33_000.0).contains(&september), "{september}");
        assert_eq!(exposed(ghost, 60..120), march);
        assert!(exposed(ghost, 240..300) > 36_000.0);
    }
    let influence = story.influence("asteria");
    assert!(influence[1].abs().max(influence[2]) < 0.1, "{influence:?}");
}

#[test]
fn control_pays_where_gaffes_are_dangerous_and_costs_where_they_are_not() {
    let dangerous = told("gaffe-tradeoff", 10, &[]).influence("aurelia");
    let usual = told("gaffe-tradeoff", 6, &["model.gaffe_chance=0.001%", "model.gaffe_mood=0.05"]).influence("aurelia");
    assert!(dangerous[0] > 0.8 && usual[2] < 0.0, "{dangerous:?} {usual:?}");
}

#[test]
fn a_cleared_line_brings_most_of_what_free_comments_would_and_half_of_full_freedom() {
    let line = told("precleared-line", 4, &[]).influence("lantern");
    let comments = told("precleared-line", 4, &["change.cleared.comments_need_approval=0%"]).influence("lantern");
    let free = told("precleared-line", 4, &["change.cleared.approval=none"]).influence("lantern");
    assert!(line[1] > 0.0 && line[0] > 0.6 * comments[0] && line[0] < comments[0], "{line:?} {comments:?}");
    assert!(line[0] < 0.6 * free[0], "{line:?} {free:?}");
}

#[test]
fn presence_decides_among_the_seven_policies() {
    let policy = |name: &str, more: &[&str]| {
        let (off, on) = ("change.d-delegation.off=true", format!("change.{name}.off=false"));
        let changes: Vec<&str> = [off, &on].into_iter().chain(more.iter().copied()).collect();
        told("seven-policies", 3, &changes).influence("canada")[0]
    };
    let (bypass, opening, delegation) =
        (policy("b-bypass", &[]), policy("c-opening", &[]), policy("d-delegation", &[]));
    let (dialogue, crowd) = (policy("e-dialogue", &[]), policy("g-crowd", &[]));
    let many = policy("g-crowd", &["change.g-crowd.accounts_wanted=90%"]);
    assert!(bypass.abs() < 0.1 && crowd < opening && opening < 0.5 * delegation, "{bypass} {crowd} {opening}");
    assert!(dialogue > delegation && dialogue < 1.2 * delegation, "{dialogue} {delegation}");
    assert!(many > delegation, "{many}");
}
