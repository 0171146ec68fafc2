//! Fenced blocks: `console` blocks hold commands, each behind `$ `, with the output below; others are text.

use super::mask::masked;

/// A fenced block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fenced {
    /// The line of its first line of text.
    pub(super) line: usize,
    pub(super) text: String,
}

/// A command with what is shown of its output.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) line: usize,
    pub(super) command: String,
    pub(super) output: String,
}

/// The blocks of one language.
pub(super) fn fenced(text: &str, language: &str) -> Vec<Fenced> {
    let mut blocks: Vec<Fenced> = Vec::new();
    let mut open = None;
    for (number, line) in (1..).zip(text.lines()) {
        match (open, line.strip_prefix("```")) {
            (None, Some(word)) => {
                open = Some(word.trim() == language);
                if open == Some(true) {
                    blocks.push(Fenced { line: number + 1, text: String::new() });
                }
            }
            (Some(_), Some(_)) => open = None,
            (Some(true), None) => {
                blocks.iter_mut().next_back().into_iter().for_each(|b| b.text += &format!("{line}\n"))
            }
            _ => {}
        }
    }
    blocks
}

/// The commands of all `console` blocks, in their order.
pub(super) fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for block in fenced(text, "console") {
        let mut of_block: Vec<Step> = Vec::new();
        for (number, line) in (block.line..).zip(block.text.lines()) {
            match (line.strip_prefix("$ "), of_block.last_mut()) {
                (Some(command), _) => {
                    of_block.push(Step { line: number, command: command.to_owned(), output: String::new() });
                }
                (None, Some(step)) => step.output += &format!("{line}\n"),
                (None, None) => panic!("line {number}: output without a command: {line}"),
            }
        }
        steps.extend(of_block);
    }
    for step in &mut steps {
        step.output.truncate(step.output.trim_end().len());
        step.output += if step.output.is_empty() { "" } else { "\n" };
    }
    steps
}

/// The text with the outputs that are shown replaced by other ones, step by step.
pub(super) fn rewritten(text: &str, steps: &[Step], answers: &[String]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (step, answer) in steps.iter().zip(answers).rev().filter(|(step, _)| !step.output.is_empty()) {
        let shown = step.line..step.line + step.output.lines().count();
        lines.splice(shown, answer.trim_end().lines().map(str::to_owned));
    }
    lines.join("\n") + "\n"
}

/// What was made, without the lines that are left out of what is shown: there `...` stands for any number of them. What
/// stands before the first `...` and behind the last one is as long as it is shown; what stands between two of them
/// begins with the line that it is shown to begin with.
pub(super) fn left_out(shown: &str, made: &str) -> String {
    let lines: Vec<&str> = shown.lines().collect();
    let parts: Vec<&[&str]> = lines.split(|line| *line == "...").collect();
    let [first, between @ .., last] = &parts[..] else { return made.to_owned() };
    let made: Vec<&str> = made.lines().collect();
    let mut kept: Vec<Vec<&str>> = vec![made.iter().copied().take(first.len()).collect()];
    let mut at = first.len().min(made.len());
    for part in between {
        let begins = |line: &&str| part.first().is_some_and(|shown| masked(shown) == masked(line));
        at = made[at..].iter().position(begins).map_or(made.len(), |place| at + place);
        kept.push(made[at..].iter().copied().take(part.len()).collect());
        at = (at + part.len()).min(made.len());
    }
    kept.push(made[at.max(made.len().saturating_sub(last.len()))..].to_vec());
    let texts: Vec<String> = kept.iter().map(|part| part.iter().map(|line| format!("{line}\n")).collect()).collect();
    texts.join("...\n")
}

#[test]
fn commands_are_found_with_their_output() {
    let text = "a\n```console\n$ b c\nd\n\n  e\n\n$ f\n```\n```sh\n$ g\n```\n```console\n$ h\n```\n";
    let step = |line, command: &str, output: &str| Step { line, command: command.into(), output: output.into() };
    assert_eq!(steps(text), [step(3, "b c", "d\n\n  e\n"), step(8, "f", ""), step(14, "h", "")]);
    assert_eq!(fenced(text, "sh"), [Fenced { line: 11, text: "$ g\n".into() }]);
}

#[test]
fn outputs_are_replaced_where_they_are_shown() {
    let text = "a\n```console\n$ b\none\ntwo\n\n$ c\n```\nend\n```console\n$ d\nthree\n```\n";
    let answers = ["1\n".to_owned(), "hidden\n".to_owned(), "3\n4\n".to_owned()];
    let wanted = "a\n```console\n$ b\n1\n\n$ c\n```\nend\n```console\n$ d\n3\n4\n```\n";
    assert_eq!(rewritten(text, &steps(text), &answers), wanted);
}

#[test]
fn lines_are_left_out_where_they_are_left_out() {
    let made = "a\nb\nc\nd\ne\nf\n";
    assert_eq!(left_out("a\nb\n", made), made, "nothing is left out of a text that is shown whole");
    assert_eq!(left_out("x\n...\ny\n", made), "a\n...\nf\n", "the length counts, not the words");
    assert_eq!(left_out("...\nf\n", made), "...\nf\n");
    assert_eq!(left_out("a\n...\nc\nx\n...\nf\n", made), "a\n...\nc\nd\n...\nf\n");
    assert_eq!(left_out("a\n...\nx\n...\nf\n", made), "a\n...\n...\n", "what is not there is not shown");
    assert_eq!(left_out("a\n...\n", made), "a\n...\n");
}
