//! The customs house from outside.

use softpower::scenario::{self, Parsed, Source, builtin};

fn none(_: &str) -> Result<String, String> {
    Err("there are no files here".to_owned())
}

fn parse(name: &str, text: &str) -> Result<Parsed, String> {
    scenario::parse(&Source { name, text }, &[], &none).map_err(|problems| problems.to_string())
}

#[test]
fn every_built_in_scenario_can_be_run() {
    for builtin in builtin::LIST {
        let text = builtin::text(builtin.name).expect("it is in the list");
        match parse(&format!("{}.toml", builtin.name), text) {
            Ok(p) => {
                println!("{:#?}", p.scenario);
                for w in p.warnings {
                    println!("{}", w.render(false));
                }
            }
            Err(problems) => panic!("{problems}"),
        }
    }
}
#[test]
fn mess() {
    let text = std::fs::read_to_string("/tmp/mess.toml").unwrap();
    println!("{}", parse("mess.toml", &text).map(|_| ()).unwrap_err());
}
