//! New scenario files: the lines that matter, or all settings commented out.

use super::{Source, builtin, parse};

const HEAD: &str = "\
# My scenario. Lines that begin with # are notes; the program does not read them.
# Change a value, save, and run:   softpower run NAME
# What a setting means:            softpower explain approval_delay

title    = \"My scenario\"
question = \"What if ...?\"
";

/// The text of a new scenario, based on another one (by default `paris-2013`). `full` adds every setting with its
/// default, commented out.
#[must_use]
pub fn new_file(from: Option<&str>, full: bool) -> String {
    let from = from.unwrap_or("paris-2013");
    let parent = if from.ends_with(".toml") { from.to_owned() } else { format!("{from}.toml") };
    let head = HEAD.replace("NAME", "my-scenario.toml");
    let mut text = format!("{head}based_on = \"{parent}\"   # everything not said here is as there\n");
    text += &change(from);
    if full {
        text += "\n# ---- Every setting with its default. To change one, take away the # before it, ----\n";
        text += "# ---- and the one before its heading; put the name of your country into it.   ----\n\n";
        text.extend(builtin::REFERENCE.lines().skip_while(|line| !line.starts_with('[')).map(commented));
    }
    text
}

/// A change to begin with. If the country is not known, it is commented out.
fn change(parent: &str) -> String {
    let none = |_: &str| Err(String::new());
    let text = builtin::text(parent).unwrap_or("");
    let parsed = parse(&Source { name: parent, text }, &[], &none).ok();
    let country = parsed.as_ref().map(|parsed| &parsed.scenario.countries[parsed.scenario.run.focus]);
    // After a year, or halfway through a shorter run.
    let date = parsed.as_ref().map(|parsed| {
        let run = &parsed.scenario.run;
        run.clock.date(24.0 * f64::from(run.days / 2).min(365.0))
    });
    let block = format!(
        "\n[change.my-reform]            # give the change any name you like\n\
         country                = \"{}\"\n\
         when                   = {}\n\
         label                  = \"My reform\"   # printed on the charts\n\
         comments_need_approval = \"20%\"\n\
         approval_delay         = \"4h\"\n\
         chance_dropped         = \"5%\"\n",
        country.map_or("name-of-a-country", |country| country.id.as_str()),
        date.map_or_else(|| "2014-01-01".to_owned(), |date| date.to_string()),
    );
    match country {
        Some(_) => block,
        None => block.lines().map(commented).collect(),
    }
}

/// The line as a note.
fn commented(line: &str) -> String {
    match line {
        "" => "\n".to_owned(),
        line if line.starts_with('#') => format!("#{line}\n"),
        line => format!("# {line}\n"),
    }
}
