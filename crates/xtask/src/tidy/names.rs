//! Crates are named after what they know, not after being shared.

use super::tree::Tree;
use super::{Finding, manifest};
use std::collections::BTreeSet;

const ENDINGS: [&str; 3] = ["utils", "common", "core"];

/// No crate, and no folder in one, ends in a name that says nothing.
pub(super) fn plain_crate_names(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for file in tree.files().filter(|file| file.path.starts_with("crates/")) {
        let folders = file
            .path
            .rsplit_once('/')
            .map_or("", |(folders, _)| folders);
        for folder in folders.split('/').skip(1) {
            if says_nothing(folder) && seen.insert(folder) {
                found.push(finding(&file.path, 1, "folder", folder));
            }
        }
    }
    for (_, file) in manifest::all(tree) {
        let table: toml::Table = file.text.parse().unwrap_or_default();
        let name = table.get("package").and_then(|package| package.get("name"));
        if let Some(name) = name
            .and_then(toml::Value::as_str)
            .filter(|name| says_nothing(name))
        {
            let line = file
                .lines()
                .find(|(_, line)| line.trim_start().starts_with("name"));
            found.push(finding(
                &file.path,
                line.map_or(1, |(number, _)| number),
                "crate",
                name,
            ));
        }
    }
    found
}

fn says_nothing(name: &str) -> bool {
    // By words: `score` does not end in `core`.
    let last = name.rsplit(['-', '_']).next().unwrap_or(name);
    ENDINGS.contains(&last)
}

fn finding(path: &str, line: usize, what: &str, name: &str) -> Finding {
    Finding::new(
        path,
        line,
        format!("the {what} '{name}' has a name that says nothing"),
        "name it after what it knows, or move each part to the one who uses it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_nothing_are_found_once() {
        let tree = Tree::of(&[
            (
                "crates/text-utils/Cargo.toml",
                "[package]\nname = \"hearback-core\"\n",
            ),
            ("crates/text-utils/src/lib.rs", ""),
            ("crates/score/src/lib.rs", ""),
        ]);
        let found = plain_crate_names(&tree);
        let lines: Vec<_> = found.iter().map(|found| found.line).collect();
        assert_eq!((found.len(), lines), (2, vec![1, 2]));
    }
}
