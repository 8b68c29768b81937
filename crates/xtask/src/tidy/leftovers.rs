//! Nothing is left for later in the code: an issue is the place for that.

use super::Finding;
use super::literals::is_word;
use super::tree::{File, Tree};

/// Marks of unfinished work; put together here so that this file does not hold them.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

/// Rust that stops at run time, or does not run at all.
const MACROS: [&str; 2] = ["todo!", "unimplemented!"];

/// Tests of the web that are switched off, or that switch the others off.
const SWITCHES: [&str; 6] = [
    "it.skip(",
    "test.skip(",
    "describe.skip(",
    "it.only(",
    "test.only(",
    "describe.only(",
];

/// Kinds of files that people write.
const WRITTEN: [&str; 13] = [
    "rs", "ts", "js", "mjs", "svelte", "css", "html", "md", "toml", "sh", "sql", "py", "yml",
];

/// No mark of unfinished work, no stub, no test that is switched off.
pub(super) fn nothing_left_undone(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree
        .files()
        .filter(|file| WRITTEN.contains(&file.extension()) || file.path == ".ci/run")
    {
        for (number, line) in file.lines() {
            if let Some(mark) = MARKS.iter().find(|mark| has_word(line, mark)) {
                found.push(Finding::new(
                    &file.path,
                    number,
                    format!("a {mark} mark"),
                    "finish it, or open an issue and say here what holds today",
                ));
            }
        }
        match file.extension() {
            "rs" => in_rust(file, &mut found),
            "ts" | "js" | "mjs" | "svelte" => in_web(file, &mut found),
            _ => {}
        }
    }
    found
}

fn in_rust(file: &File, found: &mut Vec<Finding>) {
    for (number, line) in file.code().lines() {
        if let Some(stub) = MACROS.iter().find(|stub| has_word(line, stub)) {
            found.push(Finding::new(
                &file.path,
                number,
                format!("'{stub}' stops at run time"),
                "write it, or return an error that says what to do",
            ));
        }
        let plain: String = line.split_whitespace().collect();
        if plain.starts_with("#[ignore") {
            found.push(Finding::new(
                &file.path,
                number,
                "a test that is switched off",
                "mend it or delete it; a long one becomes a promise test",
            ));
        }
    }
}

fn in_web(file: &File, found: &mut Vec<Finding>) {
    for (number, line) in file.lines() {
        if let Some(switch) = SWITCHES.iter().find(|switch| has_word(line, switch)) {
            found.push(Finding::new(
                &file.path,
                number,
                format!("'{switch}…)' leaves tests out"),
                "mend the test or delete it",
            ));
        }
    }
}

/// True when `word` stands in the line and is no part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let ends_open = word.ends_with(['!', '(']);
        !before.is_some_and(|c| is_word(c) || c == '.')
            && (ends_open || !after.is_some_and(is_word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        nothing_left_undone(&Tree::of(&[(path, text)]))
            .iter()
            .map(|found| found.line)
            .collect()
    }

    #[test]
    fn marks_are_found_in_code_and_words_but_not_inside_names() {
        let text = format!(
            "fine\n// {}: later\nlet M{}S = 1;\n{}(x)\n",
            MARKS[0], MARKS[0], MARKS[1]
        );
        assert_eq!(lines("crates/act/src/a.rs", &text), [2, 4]);
        assert_eq!(lines("docs/a.md", &text), [2, 4]);
        assert!(lines("models/words.bin", &text).is_empty());
    }

    #[test]
    fn stubs_and_switched_off_tests_are_found_in_code_only() {
        let text = "fn f() { todo!() }\n// todo!()\nlet s = \"todo!()\";\n#[ignore = \"slow\"]\n fn g() { unimplemented!() }\n";
        assert_eq!(lines("crates/act/src/a.rs", text), [1, 4, 5]);
        assert_eq!(
            lines(
                "web/app/src/a.test.ts",
                "it('works')\nit.only('x')\nrows.skip(2)\ndescribe.skip('y')\n"
            ),
            [2, 4]
        );
    }
}
