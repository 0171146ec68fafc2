//! Ctrl-C, two at once, and what dead processes left. No test here depends on how fast the machine is: a process that
//! is to be met in the middle of its work is stopped (SIGSTOP) as soon as its first replicate is kept.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::Duration;

use super::ground::{CHANGE, Ground, Said, TINY, names, numbers};

/// Enough replicates that the work is not over when the first is seen.
const MANY: &[&str] = &["run", "tiny.toml", "--threads", "1", "--replicates", "400"];

/// A ground whose scenario has ghosts, so that both kinds are kept.
fn ground() -> Ground {
    let ground = Ground::new();
    ground.put("tiny.toml", format!("{TINY}{CHANGE}"));
    ground
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(status.expect("`kill` starts").success(), "the process is still there");
}

/// The folder of kept replicates.
fn partial(ground: &Ground) -> Option<PathBuf> {
    let out = ground.path.join("output");
    let is_it = |name: &String| name.starts_with(".partial-") && !name.ends_with(".lock");
    names(&out).into_iter().find(is_it).map(|name| out.join(name))
}

fn kept(ground: &Ground) -> Vec<String> {
    let whole = |name: &String| !name.ends_with(".new");
    partial(ground).map(|folder| names(&folder).into_iter().filter(whole).collect()).unwrap_or_default()
}

/// Starts the program and freezes it as soon as one more replicate with its ghost is kept.
fn start_and_freeze(ground: &Ground, words: &[&str]) -> Child {
    let before = kept(ground).len();
    let mut child = ground.start(words);
    while kept(ground).len() < before + 2 {
        assert!(child.try_wait().expect("it can be asked").is_none(), "it ended before it kept anything");
        std::thread::sleep(Duration::from_millis(1));
    }
    signal(&child, "STOP");
    child
}

fn end(child: Child) -> Said {
    child.wait_with_output().expect("it can be waited for").into()
}

#[test]
fn states_are_kept_with_their_replicates_when_the_work_is_interrupted() {
    let (ground, whole) = (ground(), self::ground());
    let words = [MANY, &["--save-at", "2013-02-20"]].concat();
    let child = start_and_freeze(&ground, &words);
    signal(&child, "INT");
    signal(&child, "CONT");
    end(child).with_code(130);
    // A replicate whose state is torn is done again.
    let torn = partial(&ground).expect("replicates are kept").join("state-000000");
    let bytes = fs::read(&torn).expect("a state is kept before its replicate");
    fs::write(&torn, &bytes[..bytes.len() / 2]).expect("it can be written");
    ground.run(&words).with_code(0);
    whole.run(&words).with_code(0);
    assert_eq!(numbers(&ground.folder()), numbers(&whole.folder()));
}

#[test]
fn ctrl_c_keeps_what_is_done_and_going_on_gives_the_same_bytes() {
    let ground = ground();
    for name in ["INT", "TERM"] {
        let child = start_and_freeze(&ground, MANY);
        signal(&child, name);
        signal(&child, "CONT");
        let said = end(child).with_code(130);
        let found =
            said.err.lines().find_map(|line| line.strip_prefix("Stopped. ")?.split(" of 400 replicates").next());
        let count: usize = found.unwrap_or_else(|| panic!("{}", said.err)).parse().unwrap();
        assert!(count >= 1 && kept(&ground).len() >= 2 * count, "{count} kept, with their ghosts");
        let command = "softpower run tiny.toml --threads 1 --replicates 400";
        assert!(said.err.contains(&format!("Go on with:\n  {command}")), "{}", said.err);
        assert_eq!(names(&ground.path.join("output")).len(), 1, "kept replicates and nothing else");
    }
    // A torn file and a foreign one must not do harm either.
    let folder = partial(&ground).unwrap();
    let torn = folder.join("run-000000");
    let bytes = fs::read(&torn).unwrap();
    fs::write(&torn, &bytes[..bytes.len() / 2]).unwrap();
    fs::write(folder.join("ghost-000000"), "something else").unwrap();
    let said = ground.run(MANY).with_code(0);
    assert!(said.err.contains("Going on: "), "{}", said.err);
    let whole = self::ground();
    whole.run(MANY).with_code(0);
    assert_eq!(ground.folder().file_name(), whole.folder().file_name());
    assert!(numbers(&ground.folder()) == numbers(&whole.folder()), "a file differs");
}

#[test]
fn the_second_ctrl_c_ends_at_once_and_loses_nothing_that_is_kept() {
    let ground = ground();
    let child = start_and_freeze(&ground, MANY);
    signal(&child, "INT");
    signal(&child, "CONT");
    // The process may be gone already; then the first was enough.
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).output();
    end(child).with_code(130);
    assert!(kept(&ground).len() >= 2);
}

#[test]
fn a_killed_process_is_continued_and_its_rests_are_removed() {
    let ground = ground();
    let mut child = start_and_freeze(&ground, MANY);
    child.kill().unwrap();
    child.wait().unwrap();
    fs::create_dir_all(ground.path.join("output/.staging-00000000-1/charts")).unwrap();
    let said = ground.run(MANY).with_code(0);
    assert!(said.err.contains("Going on: "), "{}", said.err);
    ground.folder();
}

#[test]
fn two_at_once_do_no_harm_to_each_other() {
    let ground = ground();
    let first = start_and_freeze(&ground, MANY);
    // While the first sleeps in the middle of its work, the second does all of it.
    let second = ground.run(MANY).with_code(0);
    assert!(second.err.contains("Another softpower is at work"), "{}", second.err);
    let is_result = |name: &String| name.starts_with("tiny-");
    let name = names(&ground.path.join("output")).into_iter().find(is_result).unwrap();
    let made = numbers(&ground.path.join("output").join(name));
    signal(&first, "CONT");
    let first = end(first).with_code(0);
    assert!(first.err.contains("Another softpower was done first"), "{}", first.err);
    assert!(numbers(&ground.folder()) == made, "the whole one stays");
}

#[test]
fn many_at_once_end_with_one_whole_folder() {
    let ground = ground();
    let words = ["run", "tiny.toml", "--threads", "1"];
    let children: Vec<Child> = (0..4).map(|_| ground.start(&words)).collect();
    for child in children {
        end(child).with_code(0);
    }
    let alone = self::ground();
    alone.run(&words).with_code(0);
    assert!(numbers(&ground.folder()) == numbers(&alone.folder()));
}
