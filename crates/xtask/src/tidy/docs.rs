//! Every crate begins by saying what it is.

use super::Finding;
use super::tree::Tree;

/// `lib.rs` and `main.rs` begin with module documentation.
pub(super) fn every_crate_says_what_it_is(tree: &Tree) -> Vec<Finding> {
    let heads = tree.rust().filter(|(owner, file)| {
        ["lib.rs", "main.rs"]
            .iter()
            .any(|name| file.path == format!("crates/{owner}/src/{name}"))
    });
    let silent = heads.filter(|(_, file)| {
        let first = file
            .text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("");
        first
            .strip_prefix("//!")
            .is_none_or(|words| words.trim().is_empty())
    });
    silent
        .map(|(_, file)| {
            Finding::new(
                &file.path,
                1,
                "does not say what the crate is",
                "begin the file with '//!' and a sentence",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_says_nothing_is_found() {
        let tree = Tree::of(&[
            ("crates/act/src/lib.rs", "//! Room 3.\n"),
            ("crates/prove/src/lib.rs", "//!\npub mod a;\n"),
            ("crates/listen/src/lib.rs", "pub mod a;\n"),
            ("crates/listen/src/a.rs", "pub fn f() {}\n"),
        ]);
        let found = every_crate_says_what_it_is(&tree);
        let paths: Vec<_> = found.iter().map(|found| found.path.as_str()).collect();
        assert_eq!(
            paths,
            ["crates/prove/src/lib.rs", "crates/listen/src/lib.rs"]
        );
    }
}
