//! The condition of `threshold`: from what was typed, such as `influence(canada) < influence(uk) at 2014-06-01`, to
//! what is asked of every run, and back to words.

use super::compare::measures;
use super::failure::Failure;
use super::open::{self, nothing_run};
use super::wording::{last_day, possessive};
use crate::charts::words::{in_sentence, sentence};
use crate::engine::{self, measures::COUNTRY_MEASURES};
use crate::experiment::study::Asked;
use crate::experiment::threshold::condition::{Condition, Yardstick};
use crate::scenario::{self, Scenario};
use crate::units::{number, share, share_text, short};

/// What a condition looks like.
const EXAMPLES: &str = "write for example 'influence(canada) < influence(uk)', 'influence_index(canada) > 95', or \
                        'voice(canada) > baseline + 2% at 2014-06-01'";
/// The word for the scenario as it stands.
const BASELINE: &str = "baseline";

/// The condition that was typed.
///
/// # Errors
/// The first thing in it that is not understood, and what may stand there.
pub(super) fn read(text: &str, scenario: &Scenario) -> Result<Condition, Failure> {
    let (what, date) = text.rsplit_once(" at ").map_or((text, None), |(what, date)| (what, Some(date.trim())));
    let signs: Vec<usize> = what.match_indices(['<', '>']).map(|(place, _)| place).collect();
    let [sign] = signs[..] else {
        return Err(nothing_run(&format!("`{text}` has {} signs < or >, and needs one", signs.len()), EXAMPLES));
    };
    let (left, right) = (what[..sign].trim(), what[sign + 1..].trim());
    if right.starts_with('=') {
        let help = "means are compared, which are never quite equal: write < or > alone";
        return Err(nothing_run(&format!("`{text}` has an = behind its sign"), help));
    }
    let left = asked(left, scenario)?;
    let (yardstick, number) = right_side(right, left, scenario)?;
    let records = engine::layout(scenario).record_hours.len();
    let record = date.map_or(Ok(records.saturating_sub(1)), |date| record(date, scenario))?;
    Ok(Condition { left, smaller: &what[sign..=sign] == "<", yardstick, number, record, records })
}

/// What a measure of a country shall be at the end: `influence_index(canada) > 100`, or above `baseline + 2`. Medians
/// are looked at here, so `>=` is `>`.
///
/// # Errors
/// What is not understood; that it is about another measure or country than the picture, or about another one's.
pub(super) fn target(text: &str, scenario: &Scenario, told: Asked) -> Result<Condition, Failure> {
    let condition = read(&text.replace(">=", ">").replace("<=", "<"), scenario)?;
    let of =
        |asked: Asked| format!("{}({})", COUNTRY_MEASURES[asked.measure].name, scenario.countries[asked.country].id);
    if condition.left != told {
        let title = format!("The picture shows {}, and the target is one for {}", of(told), of(condition.left));
        return Err(nothing_run(&title, "name what is shown with --measure and --country"));
    }
    if matches!(condition.yardstick, Yardstick::Other(_)) || condition.record + 1 != condition.records {
        let title = format!("`{text}` is no target for a picture of the end");
        let help = format!("hold {} against a number or `{BASELINE}`, without a date", of(told));
        return Err(nothing_run(&title, &help));
    }
    Ok(condition)
}

/// A measure and whose: `influence(canada)`.
fn asked(text: &str, scenario: &Scenario) -> Result<Asked, Failure> {
    let parts = text.split_once('(').and_then(|(name, country)| Some((name.trim(), country.strip_suffix(')')?.trim())));
    let Some((name, country)) = parts else {
        let title = match COUNTRY_MEASURES.iter().any(|measure| measure.name == text) {
            true => format!("Whose `{text}`?"),
            false => format!("`{text}` is no measure of a country"),
        };
        return Err(nothing_run(&title, EXAMPLES));
    };
    Ok(Asked { measure: measures(&[name.to_owned()])?[0], country: open::country(scenario, Some(country))? })
}

/// A number, a measure or `baseline`, perhaps with a number added or taken off.
fn right_side(text: &str, left: Asked, scenario: &Scenario) -> Result<(Yardstick, f64), Failure> {
    let (term, added) = match last_sign(text) {
        Some(place) => (text[..place].trim(), amount(&text[place..], left)?),
        None => (text, 0.0),
    };
    if term == BASELINE {
        return Ok((Yardstick::Baseline, added));
    }
    if term.contains('(') {
        return Ok((Yardstick::Other(asked(term, scenario)?), added));
    }
    let alone = amount(term, left)? + added;
    let measure = &COUNTRY_MEASURES[left.measure];
    if measure.unit == "share" && alone.abs() > 1.0 {
        let title = format!("`{}` is a share, from 0 to 1, and `{text}` is none", measure.name);
        let help = match measure.name {
            "influence" => format!("write {}%, or take influence_index, which is 100 at the start", short(alone)),
            _ => format!("write {}%", short(alone)),
        };
        return Err(nothing_run(&title, &help));
    }
    Ok((Yardstick::Nothing, alone))
}

/// Where the last plus or minus stands that is between two terms.
fn last_sign(text: &str) -> Option<usize> {
    let outside = |place: usize| text[..place].matches('(').count() == text[..place].matches(')').count();
    let mut places = text.match_indices(['+', '-']).map(|(place, _)| place);
    places.rfind(|place| *place > 0 && outside(*place))
}

/// A number with or without a sign; of a share also in per cent.
fn amount(text: &str, left: Asked) -> Result<f64, Failure> {
    let (negative, bare) = match text.trim().split_at_checked(1) {
        Some(("-", rest)) => (true, rest.trim()),
        Some(("+", rest)) => (false, rest.trim()),
        _ => (false, text.trim()),
    };
    let measure = &COUNTRY_MEASURES[left.measure];
    let read = if measure.unit == "share" { share(bare) } else { number(bare) };
    let wrong = |_| {
        let help = match open::nearest(bare, [BASELINE].into_iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if bare.ends_with('%') => format!("`{}` is counted in {}, not in %", measure.name, measure.unit),
            None => format!("there may stand a number, `{BASELINE}`, or a measure such as influence(uk)"),
        };
        nothing_run(&format!("`{bare}` is not understood"), &help)
    };
    read.map(|x| if negative { -x } else { x }).map_err(wrong)
}

/// The record of a date.
fn record(date: &str, scenario: &Scenario) -> Result<usize, Failure> {
    let moment = scenario::moment(date)
        .ok_or_else(|| nothing_run(&format!("`{date}` is not a date"), "write year-month-day: at 2014-06-01"))?;
    let (hour, hours) = (scenario.run.clock.hour_of(moment), engine::layout(scenario).record_hours);
    let day = |hour: &f64| scenario.run.clock.date(*hour).to_string();
    hours.iter().position(|known| *known == hour).ok_or_else(|| {
        let near = [hours.iter().rfind(|known| **known < hour), hours.iter().find(|known| **known > hour)];
        let near: Vec<String> = near.into_iter().flatten().map(day).collect();
        let help = format!("the nearest: {}; or change record_every", near.join(" and "));
        nothing_run(&format!("There is no record at {date}"), &help)
    })
}

/// A condition as a clause: `Canada's influence at the end of 2016-12-31 is below the United Kingdom's`.
pub(super) fn in_words(condition: &Condition, scenario: &Scenario) -> String {
    let whose = |asked: Asked| possessive(&in_sentence(&scenario.countries[asked.country].name));
    let what = |asked: Asked| COUNTRY_MEASURES[asked.measure].in_words();
    let (left, side) = (condition.left, if condition.smaller { "below" } else { "above" });
    let value = |x: f64| match COUNTRY_MEASURES[left.measure].unit {
        "share" => share_text(x),
        _ => short(x),
    };
    let more = match condition.number {
        0.0 => String::new(),
        x if x > 0.0 => format!(" plus {}", value(x)),
        x => format!(" minus {}", value(-x)),
    };
    let right = match condition.yardstick {
        Yardstick::Nothing => value(condition.number),
        Yardstick::Other(other) if other.measure == left.measure => format!("{}{more}", whose(other)),
        Yardstick::Other(other) => format!("{} {}{more}", whose(other), what(other)),
        Yardstick::Baseline => format!("what it is in the scenario as it stands{more}"),
    };
    sentence(&format!("{} {} {} is {side} {right}", whose(left), what(left), when(condition, scenario)))
}

fn when(condition: &Condition, scenario: &Scenario) -> String {
    if condition.record + 1 == condition.records {
        return format!("at the end of {}", last_day(scenario));
    }
    let hour = engine::layout(scenario).record_hours[condition.record];
    format!("at {}", scenario.run.clock.date(hour))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, parse};

    fn scenario() -> Scenario {
        let text = "[run]\nstart = 2013-01-01\nend = 2013-12-31\n[audience.world]\nmembers = 2_000\n\
                    [country.canada]\n[country.new-land]\nname = \"New Land\"\n";
        let parsed = parse(&Source { name: "a.toml", text }, &[], &|_| Err("no files here".into()));
        parsed.unwrap_or_else(|problems| panic!("{problems}")).scenario
    }

    #[test]
    fn conditions_are_read_and_told_in_words() {
        let scenario = scenario();
        let records = engine::layout(&scenario).record_hours;
        let second = scenario.run.clock.date(records[1]);
        let end = "at the end of 2013-12-31";
        for (text, wanted) in [
            ("influence(canada) < influence(new-land)", format!("Canada's influence {end} is below New Land's")),
            ("influence_index( canada )>95", format!("Canada's influence {end} is above 95")),
            ("voice(New Land) > 30% - 5%", format!("New Land's share of voice {end} is above 25%")),
            (
                "influence_index(canada) < baseline - 2",
                format!("Canada's influence {end} is below what it is in the scenario as it stands minus 2"),
            ),
            (
                "asked(canada) > answered_in_time(new-land)+1",
                format!("Canada's asked {end} is above New Land's answered in time plus 1"),
            ),
            ("influence_index(canada) > -3", format!("Canada's influence {end} is above -3")),
        ] {
            let read = read(text, &scenario).unwrap_or_else(|why| panic!("{text}: {}", why.message));
            assert_eq!(in_words(&read, &scenario), wanted);
            assert_eq!((read.record, read.records), (records.len() - 1, records.len()));
        }
        let dated = read(&format!("fear(canada) < 50% at {second}"), &scenario).unwrap_or_else(|why| panic!("{why:?}"));
        assert_eq!((dated.record, dated.smaller, dated.number), (1, true, 0.5));
        assert_eq!(in_words(&dated, &scenario), format!("Canada's fear at {second} is below 50%"));
    }

    #[test]
    fn a_target_is_a_number_or_the_baseline_for_what_is_shown() {
        let scenario = scenario();
        let told = Asked { measure: measures(&["influence_index".into()]).unwrap()[0], country: 0 };
        for (text, smaller, number) in
            [("influence_index(canada) >= 100", false, 100.0), ("influence_index(canada) < baseline - 2", true, -2.0)]
        {
            let target = target(text, &scenario, told).unwrap_or_else(|why| panic!("{text}: {}", why.message));
            assert_eq!((target.smaller, target.number), (smaller, number), "{text}");
        }
        for (text, say) in [
            ("voice(canada) > 30%", "and the target is one for voice(canada)"),
            ("influence_index(new-land) > 100", "one for influence_index(new-land)"),
            ("influence_index(canada) > influence_index(new-land)", "is no target for a picture"),
            ("influence_index(canada) > 100 at 2013-01-01", "is no target for a picture"),
        ] {
            let why = target(text, &scenario, told).expect_err(text);
            assert!(why.message.split_whitespace().collect::<Vec<_>>().join(" ").contains(say), "{}", why.message);
        }
    }

    #[test]
    fn mistakes_are_answered_with_what_may_stand_there() {
        let scenario = scenario();
        for (text, say) in [
            ("influence(canada)", "has 0 signs < or >, and needs one"),
            ("1 < influence(canada) < 2", "has 2 signs"),
            ("influence(canada) <= 3", "write < or > alone"),
            ("influence < 3", "Whose `influence`?"),
            ("power < 3", "`power` is no measure of a country"),
            ("influense(canada) < 3", "did you mean `influence`?"),
            ("influence(canadda) < 3", "did you mean `canada`?"),
            ("influence(canada) < baselin", "did you mean `baseline`?"),
            ("influence(canada) < much", "there may stand a number, `baseline`, or a measure"),
            ("influence(canada) > 95", "write 95%, or take influence_index"),
            ("influence_index(canada) > 95%", "is counted in start = 100, not in %"),
            ("influence_index(canada) >", "is not understood"),
            ("voice(canada) > 5% at Christmas", "`Christmas` is not a date"),
            ("voice(canada) > 5% at 2013-01-02", "There is no record at 2013-01-02"),
            ("voice(canada) > 5% at 1913-01-02", "There is no record at 1913-01-02"),
        ] {
            let why = read(text, &scenario).expect_err(text);
            let said = why.message.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(say) && said.ends_with("Nothing was run."), "{text}: {said}");
        }
    }
}
