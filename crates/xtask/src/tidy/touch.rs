//! What a line of code may touch: environment, clock, processes, files, the network.

use super::Finding;
use super::literals::is_word;
use super::tree::{File, Tree};

/// Crates that may touch what the others take as arguments.
const OUTSIDE: [&str; 3] = ["hearback", "testkit", "xtask"];

/// For everyone but those.
const FOR_THE_DOOR: [(&str, &str); 4] = [
    ("tokio::process", "only the door starts programs"),
    ("std::process", "only the door starts and ends programs"),
    (
        "std::env",
        "only the door reads the environment: take the value as an argument",
    ),
    (
        "SystemTime::now",
        "only the door reads the clock: take the instant as an argument",
    ),
];

/// Crates that cannot fail for reasons outside their arguments.
const PURE: [&str; 4] = ["domain", "stats", "text", "world"];

/// For the pure crates, outside of their tests.
const IMPURE: [(&str, &str); 7] = [
    ("std::fs", "take the bytes as an argument"),
    ("TcpStream", "the network belongs to the door"),
    ("TcpListener", "the network belongs to the door"),
    ("UdpSocket", "the network belongs to the door"),
    ("std::thread", "start threads where the work is called"),
    ("tokio", "async belongs to the rooms and the door"),
    ("async fn", "async belongs to the rooms and the door"),
];

/// No crate's source touches what is not its own; integration tests stand outside.
pub(super) fn only_what_a_crate_may(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (owner, file) in tree.rust() {
        if file.is_outside_src() {
            continue;
        }
        if !OUTSIDE.contains(&owner) {
            look(file, &FOR_THE_DOOR, usize::MAX, &mut found);
        }
        if PURE.contains(&owner) {
            let tests = file
                .code()
                .lines()
                .find(|(_, line)| line.trim() == "#[cfg(test)]");
            look(
                file,
                &IMPURE,
                tests.map_or(usize::MAX, |(number, _)| number),
                &mut found,
            );
        }
    }
    found
}

fn look(file: &File, wanted: &[(&str, &str)], before: usize, found: &mut Vec<Finding>) {
    for (number, line) in file
        .code()
        .lines()
        .take_while(|(number, _)| *number < before)
    {
        for (what, mend) in wanted {
            if touches(line, what) {
                found.push(Finding::new(
                    &file.path,
                    number,
                    format!("touches '{what}'"),
                    *mend,
                ));
            }
        }
    }
}

/// True when a line names `what`, spelled out or as a member of a `use std::{…}` list.
fn touches(line: &str, what: &str) -> bool {
    let named = line.match_indices(what).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + what.len()..].chars().next();
        // `std::env!` is read when the code is built, not when it runs.
        !before.is_some_and(is_word) && !after.is_some_and(|c| is_word(c) || c == '!')
    });
    if named {
        return true;
    }
    let Some((group, member)) = what.split_once("::") else {
        return false;
    };
    let Some((_, list)) = line.split_once(&format!("use {group}::{{")) else {
        return false;
    };
    list.split([',', '{', '}', ';']).any(|item| {
        let item = item.trim();
        item == member
            || item
                .strip_prefix(member)
                .is_some_and(|rest| rest.starts_with("::") || rest.starts_with(" as "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        only_what_a_crate_may(&Tree::of(&[(path, text)]))
            .iter()
            .map(|found| found.line)
            .collect()
    }

    #[test]
    fn rooms_take_clock_and_environment_as_arguments() {
        let text = "use std::{env, fmt};\nlet a = std::env::var(\"X\");\nlet b = SystemTime::now();\n// std::env\nlet c = std::env!(\"X\");\nlet d = std::environment();\n";
        assert_eq!(lines("crates/act/src/a.rs", text), [1, 2, 3]);
        assert!(lines("crates/hearback/src/a.rs", text).is_empty());
        assert_eq!(
            lines(
                "crates/act/src/a.rs",
                "use std::{fmt, io};\nuse std::process::Command;\n"
            ),
            [2]
        );
    }

    #[test]
    fn pure_crates_do_no_io_but_their_tests_may() {
        let text = "use std::fs;\npub async fn f() {}\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(lines("crates/stats/src/a.rs", text), [1, 2]);
        assert!(lines("crates/stats/tests/all/a.rs", text).is_empty());
        assert!(lines("crates/listen/src/a.rs", text).is_empty());
    }
}
