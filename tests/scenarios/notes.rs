//! What can be run but deserves a second look.

use super::{SMALL, notes, right, small_and};

fn note(text: &str) -> String {
    let notes = notes(text);
    assert_eq!(notes.len(), 1, "{notes:#?}");
    notes[0].clone()
}

fn model(lines: &str) -> String {
    small_and(&format!("[model]\n{lines}\n"))
}

#[test]
fn a_small_world_is_fine_as_it_is() {
    assert_eq!(notes(SMALL), Vec::<String>::new());
}

#[test]
fn a_value_outside_its_plausible_range() {
    assert_eq!(note(&model("reach = \"50%\"")), "`reach` is plausible from 3% to 30%");
    let shown = right(&model("reach = \"50%\"")).warnings[0].render(false);
    let expected = "\
note: `reach` is plausible from 3% to 30%
 --> my.toml:6:9
  |
6 | reach = \"50%\"
  |         ^^^^^ outside
  |
  = help: it is run as it stands; softpower explain reach says more";
    assert_eq!(shown, expected);
}

#[test]
fn a_setting_of_a_mechanism_that_is_off() {
    assert_eq!(
        note(&model("dialogue = \"off\"\nask_chance = \"10%\"")),
        "`ask_chance` changes nothing while dialogue = \"off\""
    );
    assert_eq!(
        note(&model("attention_half_life = \"20h\"")),
        "`attention_half_life` changes nothing while attention_shape = \"power\""
    );
    let shape = "attention_shape = \"exponential\"\nattention_offset = \"4h\"";
    assert_eq!(note(&model(shape)), "`attention_offset` changes nothing while attention_shape = \"exponential\"");
    assert_eq!(notes(&model("attention_shape = \"exponential\"\nattention_half_life = \"20h\"")), Vec::<String>::new());
    let fear = small_and("fear_of_speaking = \"80%\"\n[model]\nfear = \"off\"\n");
    assert_eq!(note(&fear), "`fear_of_speaking` changes nothing while fear = \"off\"");
}

#[test]
fn who_switches_off_what_another_file_says_is_not_told() {
    let text = "\
based_on = \"reform-2015\"
[model]
dialogue = \"off\"
fear = \"off\"
[country.canada]
approval = \"none\"
";
    assert_eq!(notes(text), Vec::<String>::new());
}

#[test]
fn the_description_of_approval_that_is_not_in_use() {
    let uk = |lines: &str| small_and(&format!("comments_need_approval = \"10%\"\n{lines}\n"));
    let desk = "[desk.a]\ncountry = \"uk\"\n";
    assert_eq!(
        note(&uk(&format!("approval = \"desks\"\napproval_delay = \"10h\"\n{desk}"))),
        "`approval_delay` changes nothing while approval = \"desks\""
    );
    assert_eq!(note(&uk(desk)), "Nobody asks the desks of Uk while approval = \"simple\"");
    assert_eq!(note(&uk("approval = \"none\"")), "`comments_need_approval` changes nothing while approval = \"none\"");
    assert_eq!(
        note(&small_and("approval_delay = \"10h\"\n")),
        "`approval_delay` changes nothing while no message needs approval"
    );
    let change = "[change.a]\ncountry = \"uk\"\nwhen = 2014-01-01\napproval = \"desks\"\n";
    assert_eq!(notes(&uk(&format!("{desk}{change}"))), Vec::<String>::new());
}

#[test]
fn approval_that_outlasts_attention() {
    let slow = "comments_need_approval = \"100%\"\napproval_delay = \"40 days\"\n";
    let hours = "[model]\nattention_shape = \"exponential\"\n";
    assert!(notes(&small_and(&format!("{slow}{hours}"))).contains(
        &"Approval in Uk takes 40 days, but half of the attention to an event is gone after 15 hours".to_owned()
    ));
    let given_up =
        "comments_need_approval = \"100%\"\napproval_delay = \"30 days\"\n[model]\ngive_up_after = \"20 days\"\n";
    assert_eq!(note(&small_and(given_up)), "Approval in Uk takes 30 days, but most drafts are given up after 20 days");
}

#[test]
fn desks_that_cannot_keep_up() {
    let uk = "\
accounts_at_start = 8
announcements_need_approval = \"100%\"
approval = \"desks\"
[desk.a]
country = \"uk\"
name = \"The desk\"
";
    assert_eq!(
        note(&small_and(uk)),
        "The desk \"The desk\" of Uk would be busy for 168% of its hours: its queue grows without end"
    );
    assert_eq!(notes(&small_and(&uk.replace("= 8", "= 4"))), Vec::<String>::new());
}

#[test]
fn more_followers_than_half_of_an_audience() {
    let few = "[audience.tiny]\nmembers = 5000\n";
    let titles = notes(&small_and(few));
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(titles[0].ends_with("would have more followers than half of an audience of 5000"), "{titles:?}");
}

#[test]
fn nothing_can_move() {
    let one = "[audience.europe]\n[country.canada]\n";
    assert_eq!(note(one), "There is only one country: its share of influence cannot move");
    let silent = notes(&small_and("accounts_at_start = 0\n"));
    assert!(silent.contains(&"Uk has no accounts, so it says nothing".to_owned()), "{silent:?}");
}

#[test]
fn what_happens_outside_the_run() {
    let change = |when: &str| {
        small_and(
            &format!("[change.a]\ncountry = \"uk\"\nwhen = {when}\ncapacity = 1\n")
                .replace("capacity = 1", "comments_on_events = 0.1"),
        )
    };
    assert_eq!(note(&change("2017-01-01")), "This is after the end of the run, so it does not happen");
    assert_eq!(note(&change("2012-01-01")), "The change is older than the run: its rules hold from the first day");
    let event = small_and("[event.a]\nwhen = 2012-06-01\n");
    assert_eq!(note(&event), "The event is older than the run, so it does not happen");
    assert!(right(&event).scenario.events.is_empty());
    assert_eq!(
        note(&small_and("[run]\nend = 2013-01-05\nrecord_every = \"1 week\"\n")),
        "The run is over before the second record: only its beginning and its end are written down"
    );
}

#[test]
fn two_changes_of_one_lever_at_once() {
    let two = |first: &str, second: &str| {
        let change =
            |name: &str, lines: &str| format!("[change.{name}]\ncountry = \"uk\"\ncomments_on_events = 0.1\n{lines}\n");
        notes(&small_and(&format!("{}{}", change("a", first), change("b", second))))
    };
    let expected =
        vec!["[change.a] and [change.b] set `comments_on_events` at the same time: the later one wins".to_owned()];
    assert_eq!(two("when = 2014-01-01\nuntil = 2015-01-01", "when = 2014-06-01"), expected);
    assert_eq!(two("when = 2014-01-01\nphase_in = \"8 weeks\"", "when = 2014-02-01"), expected);
    assert_eq!(two("when = 2014-01-01", "when = 2014-06-01"), Vec::<String>::new());
    assert_eq!(two("when = 2014-01-01\nuntil = 2014-03-01", "when = 2014-06-01"), Vec::<String>::new());
}

#[test]
fn a_new_block_that_resembles_an_inherited_one() {
    let text = "based_on = \"paris-2013\"\n[country.canda]\n";
    assert_eq!(note(text), "[country.canda] is a new country. Did you mean [country.canada]?");
}

#[test]
fn members_that_are_more_active_than_members() {
    assert_eq!(
        note(&model("activity_levels = [1, 2, 3]")),
        "The mean member has activity 1.11, not 1: everybody engages so much more or less"
    );
}
