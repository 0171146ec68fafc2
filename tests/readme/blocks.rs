//! Fenced blocks: `console` blocks hold commands, each behind `$ `, with the output below; others are text.

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
