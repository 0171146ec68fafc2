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
missions = 8
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
    // Twenty of fifty missions are wanted in the end, and they open as time goes by.
    let later =
        uk.replace("start = 8", "start = 4").replace("missions = 8", "missions = 50\naccounts_wanted = \"40%\"");
    assert_eq!(
        note(&small_and(&later)),
        "The desk \"The desk\" of Uk would be busy for 420% of its hours: its queue grows without end"
    );
    assert_eq!(notes(&small_and(&format!("{later}[model]\naccounts_open = \"off\"\n"))).len(), 1, "accounts_wanted");
}

#[test]
fn more_followers_than_half_of_an_audience() {
    let few = "[audience.tiny]\nmembers = 5000\n";
    let titles = notes(&small_and(few));
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(titles[0].ends_with("would have more followers than half of an audience of 5,000"), "{titles:?}");
}

#[test]
fn a_single_account_has_exactly_the_mean() {
    let one = |followers: u32| {
        let lines = "missions = 1\naccounts_at_start = 1\naccounts_wanted = \"0%\"\nfollowers_per_account";
        notes(&small_and(&format!("{lines} = {followers}\n")).replace("_wanted = \"0%\"", "_wanted = \"100%\""))
    };
    assert_eq!(one(100_000), Vec::<String>::new());
    assert_eq!(one(300_000).len(), 2, "not plausible, and more than half");
}

#[test]
fn accounts_that_open_have_followers_too() {
    let text = "missions = 300\naccounts_wanted = \"100%\"\nfollowers_of_new_accounts = 50_000\n";
    assert_eq!(
        note(&small_and(text)),
        "4.8% of the new accounts of Uk would have more followers than half of an audience of 400,000"
    );
}

#[test]
fn nothing_can_move() {
    let one = "[audience.europe]\n[country.canada]\n";
    assert_eq!(note(one), "There is only one country: its share of influence cannot move");
    let silent = notes(&small_and("accounts_at_start = 0\n"));
    assert!(silent.contains(&"Uk has no accounts, so it says nothing until the first opens".to_owned()), "{silent:?}");
    let silent = notes(&small_and("accounts_at_start = 0\naccounts_wanted = \"0%\"\n"));
    assert!(silent.contains(&"Uk has no accounts, so it says nothing".to_owned()), "{silent:?}");
    let others = "[audience.europe]\n[country.a]\nconstant_goodwill = 1\n[country.b]\nconstant_goodwill = 2\n";
    assert_eq!(note(others), "Nobody speaks: every country stands for the rest of the world");
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
    let rumour = |when: &str| small_and(&format!("[rumour.a]\ncountry = \"uk\"\nwhen = {when}\n"));
    assert_eq!(note(&rumour("2012-06-01")), "The rumour is older than the run, so it does not spread");
    assert_eq!(note(&rumour("2018-06-01")), "This is after the end of the run, so it does not happen");
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

// The settings of presence, reshares, norms, bypass, gaffes and rumours.

#[test]
fn a_mechanism_that_is_off_silences_its_settings_under_every_heading() {
    let off = |switch: &str, country: &str, more: &str| {
        notes(&small_and(&format!("{country}\n[model]\n{switch} = \"off\"\n{more}\n")))
    };
    let idle = |key: &str, switch: &str| format!("`{key}` changes nothing while {switch} = \"off\"");
    for (switch, country, more, keys) in [
        ("gaffes", "reviewed_afterwards = \"100%\"", "gaffe_mood = 0.5", ["reviewed_afterwards", "gaffe_mood"]),
        (
            "gaffes",
            "tightens_after_gaffe = \"30 days\"",
            "fear_after_gaffe = \"9%\"",
            ["tightens_after_gaffe", "fear_after_gaffe"],
        ),
        (
            "accounts_open",
            "accounts_wanted = \"90%\"",
            "adoption_began = 2008-01-01",
            ["accounts_wanted", "adoption_began"],
        ),
        ("norms_lag", "", "norm_thaw = \"2 years\"\nnorm_chill = \"0.2 years\"", ["norm_thaw", "norm_chill"]),
        ("reshares", "", "peers = 50\nfollow_chance = \"9%\"", ["peers", "follow_chance"]),
        (
            "followers_come",
            "",
            "follow_chance = \"9%\"\nplatform_growth = \"9%\"",
            ["follow_chance", "platform_growth"],
        ),
        ("rumours", "", "rumours_per_year = 3\nrumour_reach = \"9%\"", ["rumours_per_year", "rumour_reach"]),
    ] {
        assert_eq!(off(switch, country, more), keys.map(|key| idle(key, switch)), "{switch}");
    }
    let asks = "comments_need_approval = \"50%\"\nskips_approval = \"20%\"";
    assert_eq!(off("bypass", asks, ""), [idle("skips_approval", "bypass")]);
    assert_eq!(off("fear", "", "norms_lag = \"off\"\nnorm_thaw = \"2 years\"").len(), 2, "each setting once");
}

#[test]
fn what_a_gaffe_or_a_rumour_spoilt_is_forgotten_whatever_is_off() {
    let mood = "mood_moves = \"off\"\nmood_half_life = \"1 year\"";
    assert_eq!(notes(&model(mood)), Vec::<String>::new());
    assert_eq!(notes(&model(&format!("{mood}\ngaffes = \"off\""))).len(), 1);
    let attitude = "attitudes_move = \"off\"\nattitude_half_life = \"30 days\"";
    assert_eq!(notes(&model(attitude)).len(), 1);
    assert_eq!(notes(&model(&format!("{attitude}\nrumours_per_year = 1"))), Vec::<String>::new());
}

#[test]
fn rumours_that_nobody_hears() {
    let text = "[rumour.secession]\ncountry = \"uk\"\nwhen = 2014-03-04\n[model]\nrumours = \"off\"\n";
    assert_eq!(note(&small_and(text)), "Nobody hears of [rumour.secession] while rumours = \"off\"");
}

#[test]
fn assumptions_about_what_nobody_does() {
    for (line, why) in [
        ("chance_sanctioned = \"9%\"", "`chance_sanctioned` changes nothing while nobody skips approval"),
        ("retraction_saves = \"9%\"", "`retraction_saves` changes nothing while nothing is reviewed afterwards"),
        ("rumour_step = 0.2", "`rumour_step` changes nothing while there are no rumours"),
        ("crisis_size = 5", "`crisis_size` changes nothing while no desk puts crises first"),
    ] {
        assert_eq!(note(&model(line)), why);
    }
    let later = "[change.a]\ncountry = \"uk\"\nwhen = 2014-01-01\nreviewed_afterwards = \"9%\"\n";
    assert_eq!(notes(&small_and(&format!("{later}[model]\nretraction_saves = \"9%\"\n"))), Vec::<String>::new());
}

#[test]
fn rules_about_approval_where_nothing_needs_it() {
    for key in ["skips_approval = \"20%\"", "routine_topics = \"50%\""] {
        let name = key.split(' ').next().unwrap_or("");
        assert_eq!(
            note(&small_and(&format!("{key}\n"))),
            format!("`{name}` changes nothing while no message needs approval")
        );
        let none = format!("approval = \"none\"\n{key}\n");
        assert_eq!(note(&small_and(&none)), format!("`{name}` changes nothing while approval = \"none\""));
        // A gaffe makes everything need approval for a while.
        assert_eq!(notes(&small_and(&format!("tightens_after_gaffe = \"30 days\"\n{key}\n"))), Vec::<String>::new());
    }
    let announcements = "announcements_need_approval = \"100%\"\nroutine_topics = \"50%\"\n";
    assert_eq!(note(&small_and(announcements)), "`routine_topics` changes nothing while no comment needs approval");
    let all =
        "announcements_need_approval = \"100%\"\ncomments_need_approval = \"100%\"\nreviewed_afterwards = \"9%\"\n";
    assert_eq!(note(&small_and(all)), "`reviewed_afterwards` changes nothing while every message needs approval");
    assert_eq!(notes(&small_and(&format!("{all}routine_topics = \"50%\"\n"))), Vec::<String>::new());
}

#[test]
fn lines_that_are_ready_where_nobody_would_have_to_wait() {
    let event = "[event.a]\nwhen = 2014-03-04\nlines_ready = [\"canada\", \"uk\"]\n";
    assert_eq!(
        notes(&small_and(event)),
        ["Canada", "Uk"].map(|c| format!("`lines_ready` changes nothing for {c}: its comments need no approval"))
    );
    let asks = format!("comments_need_approval = \"50%\"\n{event}");
    assert_eq!(note(&small_and(&asks)), "`lines_ready` changes nothing for Canada: its comments need no approval");
}

#[test]
fn the_rest_of_the_world_has_neither_accounts_nor_rules() {
    let why = "changes nothing while constant_goodwill makes Uk the rest of the world";
    let uk = |lines: &str| notes(&small_and(&format!("constant_goodwill = 5\n{lines}\n")));
    assert_eq!(uk(""), Vec::<String>::new());
    assert_eq!(
        uk("accounts_at_start = 9\ncomments_on_events = \"9%\""),
        [format!("`accounts_at_start` {why}"), format!("`comments_on_events` {why}")]
    );
    let change = "[change.a]\ncountry = \"uk\"\nwhen = 2014-01-01\ncomments_on_events = \"9%\"";
    assert_eq!(uk(change), [format!("[change.a] {why}")]);
    assert_eq!(uk("[desk.a]\ncountry = \"uk\""), [format!("[desk.a] {why}")]);
}

#[test]
fn fewer_accounts_wanted_than_there_are() {
    assert_eq!(note(&small_and("accounts_wanted = \"20%\"\n")), "Uk wants 10 accounts, but it has 20: none closes");
    let change = "[change.a]\ncountry = \"uk\"\nwhen = 2014-01-01\naccounts_wanted = \"40%\"\n";
    assert_eq!(note(&small_and(change)), "Uk wants 20 accounts, but it has 25: none closes");
    assert_eq!(
        note(&small_and("accounts_at_start = 60\n")),
        "Uk has 60 accounts, but only 50 missions: no account will open"
    );
    assert_eq!(notes(&small_and("accounts_wanted = \"40%\"\n")), Vec::<String>::new());
}

#[test]
fn gaffes_that_leave_the_scale_of_moods() {
    let bad = small_and("[model]\ngaffe_chance = \"0.01%\"\ngaffe_mood = 1\n");
    let notes = notes(&bad);
    assert_eq!(notes.len(), 2, "one for each country: {notes:?}");
    assert!(notes[0].starts_with("In the long run gaffes would lower the mood toward Canada by "), "{notes:?}");
}
