//! Wrong commands, wrong files, and disks that do not take the results.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::ground::{Ground, SmallDisk, TINY, files, names};

#[test]
fn wrong_commands_and_wrong_scenarios_exit_with_2_and_run_nothing() {
    let ground = Ground::with_tiny();
    ground.put("typo.toml", TINY.replace("members", "membres"));
    fs::create_dir(ground.path.join("folder")).unwrap();
    for (words, say) in [
        (&["fly"][..], "unrecognized subcommand"),
        (&["run"], "required"),
        (&["run", "tiny.toml", "--replicates", "many"], "invalid value"),
        (&["run", "tiny.toml", "--threads", "5000"], "5000 is not in 0..=1024"),
        (&["run", "tiny.toml", "--replicates", "0"], "Nothing was run"),
        (&["run", "tiny.toml", "--set", "seed"], "`--set seed` has no value"),
        (&["run", "tiny.toml", "--set", "country.canada.aproval_delay=4h"], "`approval_delay`"),
        (&["run", "typo.toml"], "Did you mean `members`?"),
        (&["check", "typo.toml"], "Nothing was run."),
        (&["run", "folder"], "`folder` is a folder, not a scenario file"),
        (&["run", "tinny.toml"], "did you mean `tiny.toml`?"),
        (&["run", "paris-2031"], "did you mean `paris-2013`?"),
        (&["show", "nothing/like/this.toml"], "There is no file `nothing/like/this.toml`"),
        (&["explain", "aproval_delay"], "did you mean `approval_delay`?"),
        (&["new", "x.toml", "--from", "paris-2031"], "did you mean `paris-2013`?"),
    ] {
        let said = ground.run(words).with_code(2);
        assert!(said.err.contains(say), "{words:?}\n{}", said.err);
        assert_eq!(said.out, "", "{words:?}");
    }
    assert_eq!(names(&ground.path), ["folder", "tiny.toml", "typo.toml"]);
}

#[test]
fn a_file_that_may_not_be_read_says_so() {
    let ground = Ground::with_tiny();
    fs::set_permissions(ground.path.join("tiny.toml"), fs::Permissions::from_mode(0o000)).unwrap();
    let said = ground.run(&["check", "tiny.toml"]);
    // The superuser may read everything.
    let superuser = fs::read(ground.path.join("tiny.toml")).is_ok();
    let wanted = if superuser { (Some(0), "is fine") } else { (Some(2), "you have no permission for that") };
    assert_eq!(said.code, wanted.0);
    assert!(format!("{}{}", said.out, said.err).contains(wanted.1));
}

#[test]
fn what_would_need_very_much_is_refused_with_an_estimate() {
    let ground = Ground::with_tiny();
    let many = ["--set", "canada.accounts_at_start=10000", "--set", "canada.announcements_per_day=1000"];
    let said = ground.run(&[&["run", "tiny.toml", "--replicates", "100000"][..], &many].concat()).with_code(2);
    assert!(said.err.contains("would need about") && said.err.contains("--anyway"), "{}", said.err);
    assert_eq!(names(&ground.path), ["tiny.toml"]);
}

#[test]
fn a_path_below_a_regular_file_is_refused_before_the_work() {
    let ground = Ground::with_tiny();
    ground.put("regular", "a file");
    let said = ground.run(&["run", "tiny.toml", "--out", "regular/below"]).with_code(1);
    assert!(said.err.contains("a part of this path is a file, not a folder."), "{}", said.err);
    assert!(said.err.contains("Nothing was run."), "{}", said.err);
    assert_eq!(fs::read_to_string(ground.path.join("regular")).unwrap(), "a file");
    let said = ground.run(&["run", "tiny.toml", "--out", "regular"]).with_code(1);
    assert!(said.err.contains("Nothing was run."), "{}", said.err);
}

#[test]
fn a_foreign_folder_in_the_way_is_left_alone() {
    let ground = Ground::with_tiny_done();
    let folder = ground.folder();
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("precious.txt"), "mine").unwrap();
    for words in [&["run", "tiny.toml"][..], &["run", "tiny.toml", "--again"]] {
        let said = ground.run(words).with_code(1);
        assert!(said.err.contains("is in the way"), "{}", said.err);
        assert_eq!(files(&folder), [("precious.txt".to_owned(), b"mine".to_vec())]);
    }
}

#[test]
fn a_full_disk_leaves_the_old_folder_or_none_and_says_what_is_kept() {
    let ground = Ground::with_tiny();
    let disk = SmallDisk::mount(&ground.path.join("disk"), 1500);
    let small =
        ["run", "tiny.toml", "--out", "disk", "--replicates", "2", "--set", "run.record_every=10 days", "--again"];
    ground.run(&small).with_code(0);
    let old = ground.folder_in("disk");
    let before = files(&old);
    // No room for a second one.
    let _ = fs::write(disk.0.join("filler"), vec![0; 1 << 20]);
    let said = ground.run(&small).with_code(1);
    assert!(said.err.contains("the disk is full."), "{}", said.err);
    assert!(files(&old) == before, "the old folder is as it was");
    fs::remove_file(disk.0.join("filler")).unwrap();
    // More than a megabyte of results: its replicates find room, or not; a half folder is never there.
    let large = ["run", "tiny.toml", "--out", "disk", "--replicates", "200"];
    let said = ground.run(&large).with_code(1);
    assert!(said.err.contains("the disk is full."), "{}", said.err);
    assert!(said.err.contains("kept"), "{}", said.err);
    let result = |name: &&String| name.starts_with("tiny-");
    assert_eq!(names(&disk.0).iter().filter(result).count(), 1, "only the old one: {:?}", names(&disk.0));
    assert!(!names(&disk.0).iter().any(|name| name.starts_with(".staging")), "{:?}", names(&disk.0));
    assert!(files(&old) == before);
}

#[test]
fn standard_output_on_a_full_disk_is_an_error() {
    let ground = Ground::new();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let status = ground.command(&["list"]).stdout(full).output().unwrap();
    assert_eq!(status.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&status.stderr).contains("The answer could not be printed: the disk is full."));
}
