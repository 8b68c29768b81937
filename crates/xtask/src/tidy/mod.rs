//! `cargo xtask tidy`: the rules of the house that no compiler knows.
//!
//! Every rule is a function from the tree's files to findings, so that it is tested on files
//! that exist only in its test. A finding says where, what, and how to mend it.

mod arrows;
mod docs;
mod leftovers;
mod length;
mod literals;
mod manifest;
mod names;
mod places;
mod sql;
mod touch;
mod tree;

use crate::error::Error;
use std::path::Path;
use std::process::ExitCode;
use tree::Tree;

/// One breach of one rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// Counted from 1.
    line: usize,
    what: String,
    mend: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
            mend: mend.into(),
        }
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: [Rule; 9] = [
    arrows::between_our_crates,
    arrows::to_libraries,
    names::plain_crate_names,
    sql::only_where_rows_are,
    length::short_files,
    leftovers::nothing_left_undone,
    places::of_no_machine,
    docs::every_crate_says_what_it_is,
    touch::only_what_a_crate_may,
];

/// The command: prints the findings.
pub(crate) fn run(root: &Path) -> Result<ExitCode, Error> {
    check(root)?;
    println!("the house is tidy");
    Ok(ExitCode::SUCCESS)
}

/// Prints the findings; an error when there is one.
pub(crate) fn check(root: &Path) -> Result<(), Error> {
    let tree = Tree::read(root)?;
    let findings = findings(&tree);
    for found in &findings {
        println!(
            "{}:{}: {}\n    mend: {}",
            found.path, found.line, found.what, found.mend
        );
    }
    match findings.len() {
        0 => Ok(()),
        n => Err(Error::Failed(format!("tidy found {n} places to mend"))),
    }
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut all: Vec<Finding> = RULES.iter().flat_map(|rule| rule(tree)).collect();
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_is_read_and_its_own_rules_are_clean() {
        let root = crate::house::root().unwrap();
        let tree = Tree::read(&root).unwrap();
        let ours: Vec<_> = findings(&tree)
            .into_iter()
            .filter(|found| found.path.starts_with("crates/xtask/"))
            .collect();
        assert!(
            tree.files()
                .any(|file| file.path == "crates/xtask/src/tidy/mod.rs")
        );
        assert_eq!(ours, []);
    }

    #[test]
    fn findings_are_sorted_by_place() {
        let long = "fn f() {}\n".repeat(501);
        let tree = Tree::of(&[
            ("crates/b/src/lib.rs", &long),
            ("crates/a/src/lib.rs", "fn f() {}\n"),
        ]);
        let places: Vec<_> = findings(&tree)
            .into_iter()
            .map(|found| (found.path, found.line))
            .collect();
        let mut sorted = places.clone();
        sorted.sort();
        assert!(places.len() >= 3);
        assert_eq!(places, sorted);
    }
}
