//! The stories of messages: telling them changes nothing, and they add up to what is counted.

use super::worlds::{LIVELY, run, total, world};
use softpower::engine::trace::{Ending, Story};
use softpower::engine::traced;
use softpower::scenario::Scenario;
use softpower::world::Form;

/// Desks, bypass, gaffes, reshares, dialogue: a world in which every field of a story is filled.
fn eventful() -> Scenario {
    let desks =
        "[desk.mission]\ncountry = \"canada\"\nchance_edited = \"20%\"\n[desk.minister]\ncountry = \"canada\"\n";
    let settings = [
        ("country.canada.approval", "desks"),
        ("country.canada.skips_approval", "10%"),
        ("model.gaffe_chance", "1%"),
        ("model.peers", "300"),
    ];
    world(&format!("{LIVELY}{desks}"), &settings)
}

fn stories(scenario: &Scenario) -> Vec<Story> {
    let mut stories = Vec::new();
    let told = traced(scenario, 0, &mut |story| stories.push(story.clone()), &|| false);
    assert_eq!(told, Some(run(scenario, 0)), "telling stories changes nothing, not by a bit");
    stories
}

#[test]
fn stories_add_up_to_what_is_counted() {
    let scenario = eventful();
    let (run, stories) = (run(&scenario, 0), stories(&scenario));
    for country in 0..scenario.countries.len() {
        let own = || stories.iter().filter(|story| story.country == country);
        let sum = |of: &dyn Fn(&Story) -> u64| own().map(of).sum::<u64>() as f64;
        let counted = |measure: &str| total(&scenario, &run, country, measure);
        let published = |form: Form| {
            own().filter(|s| s.form == form && matches!(s.ending, Ending::Published | Ending::Bypassed)).count() as f64
        };
        let ended = |ending: Ending| own().filter(|story| story.ending == ending).count() as f64;
        assert_eq!(published(Form::Announcement), counted("published_announcements"));
        assert_eq!(published(Form::Comment), counted("published_comments"));
        assert_eq!(published(Form::Reply), counted("published_replies"));
        assert_eq!(ended(Ending::Dropped), counted("dropped"));
        assert_eq!(ended(Ending::Withdrawn), counted("withdrawn"));
        assert_eq!(ended(Ending::Bypassed), counted("bypassed"));
        assert_eq!(sum(&|s| s.shown), counted("shown"));
        assert_eq!(sum(&|s| s.engaged.iter().sum()), counted("engaged"));
        assert_eq!(sum(&|s| s.engaged.iter().skip(1).sum()), counted("engaged_by_sharing"));
        assert_eq!(sum(&|s| s.passed_on.len() as u64), counted("reshared"));
        assert_eq!(sum(&|s| s.asked), counted("asked"));
        assert_eq!(sum(&|s| s.asked_after.len() as u64), counted("asked"));
        assert_eq!(sum(&|s| s.answered_in_time), counted("answered_in_time"));
        assert_eq!(sum(&|s| s.answered_late), counted("answered_late"));
        assert_eq!(sum(&|s| s.never_answered), counted("lapsed"));
        assert_eq!(sum(&|s| u64::from(s.gaffe)), counted("gaffes"));
    }
    assert!(stories.iter().any(|s| s.stops.len() == 2) && stories.iter().any(|s| s.engaged.len() > 2));
}

#[test]
fn a_story_goes_forward_in_time_and_is_told_once() {
    let stories = stories(&eventful());
    for story in &stories {
        let mut hours = vec![story.drafted];
        hours.extend(story.submitted);
        hours.extend(story.stops.iter().flat_map(|stop| [Some(stop.came), stop.left]).flatten());
        hours.extend(story.ended);
        assert!(hours.windows(2).all(|pair| pair[0] <= pair[1]), "{story:?}");
        assert!(story.occasion.is_some() == (story.form == Form::Comment));
    }
    let mut ids: Vec<u64> = stories.iter().map(|story| story.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), stories.len());
}
