//! What differs from machine to machine in the output of the program: threads, and the hash and commit that stand for
//! the sources. Everything else must be the same everywhere. Times, rates and memory stand on standard error only.

/// A text with stars for what differs.
pub(super) fn masked(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", hash(&commit(&folder(&threads(line)))))).collect()
}

/// `on 2 threads`: as many as the machine has.
fn threads(line: &str) -> String {
    let Some((before, rest)) = line.rsplit_once("on ") else { return line.to_owned() };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = after.len() < rest.len();
    match after.strip_prefix(" thread").filter(|_| counted) {
        Some(after) => format!("{before}on * threads{}", after.strip_prefix('s').unwrap_or(after)),
        None => line.to_owned(),
    }
}

/// `output/paris-2013-0123abcd/`: the name ends in the hash of scenario, seed and sources.
fn folder(line: &str) -> String {
    let Some((before, rest)) = line.split_once("output/") else { return line.to_owned() };
    let Some((name, after)) = rest.split_once('/') else { return line.to_owned() };
    match name.rsplit_once('-').filter(|(_, hash)| hash.len() == 8 && is_hex(hash)) {
        Some((scenario, _)) => format!("{before}output/{scenario}-********/{after}"),
        None => line.to_owned(),
    }
}

/// `softpower 0.1.0 (0123abcd)`: the commit, and whether the sources have changed since.
fn commit(line: &str) -> String {
    let Some((before, rest)) = line.split_once(" (") else { return line.to_owned() };
    let Some((inside, after)) = rest.split_once(')') else { return line.to_owned() };
    let hash = inside.strip_suffix(", changed since").unwrap_or(inside.trim_end_matches('+'));
    let known = hash == "unknown" || hash.len() == 8 && is_hex(hash);
    if before.trim_start_matches("  Program ").trim_start().starts_with("softpower ") && known {
        format!("{before} (********){after}")
    } else {
        line.to_owned()
    }
}

/// `  Hash        0123abcd`: what `softpower inspect` says of a picture or a report.
fn hash(line: &str) -> String {
    match line.strip_prefix("  Hash ").map(str::trim_start).filter(|hash| hash.len() == 8 && is_hex(hash)) {
        Some(hash) => line.replace(hash, "********"),
        None => line.to_owned(),
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[test]
fn what_differs_from_machine_to_machine_is_hidden() {
    for (line, wanted) in [
        ("4 years, 40 replicates on 2 threads", "4 years, 40 replicates on * threads"),
        ("changes, on 1 thread", "changes, on * threads"),
        ("Results   output/paris-2013-fd8714da/", "Results   output/paris-2013-********/"),
        ("softpower 0.1.0 (31377347)", "softpower 0.1.0 (********)"),
        ("  Program     softpower 0.1.0 (31377347+)", "  Program     softpower 0.1.0 (********)"),
        ("  Hash        fe9e4a14", "  Hash        ********"),
        ("softpower 0.1.0 (unknown)", "softpower 0.1.0 (********)"),
        ("softpower 0.1.0 (31377347, changed since)", "softpower 0.1.0 (********)"),
    ] {
        assert_eq!(masked(line), format!("{wanted}\n"));
    }
}

#[test]
fn numbers_of_the_science_are_not_hidden() {
    for line in [
        "  Canada                                             91.9       78.3 to 107.3",
        "4 years (2013-01-01 to 2016-12-31), 40 replicates",
        "Approval in Uk takes 40 days, but half of the attention to an event is gone after 15 hours",
        "Canada's influence is higher by 0.04 points (9 in 10 pairs: 0.02 to 0.07).",
        "  charts/influence.png .svg .csv   influence over time",
        "output/README.md, on threads, on 20131231 (20131231)",
    ] {
        assert_eq!(masked(line), format!("{line}\n"));
    }
}
