//! A file is about one thing, and short.

use super::Finding;
use super::tree::Tree;

/// The most lines a file may have; most have about 100.
const MOST: usize = 500;

/// No source file is longer than a person reads at once.
pub(super) fn short_files(tree: &Tree) -> Vec<Finding> {
    let source = tree
        .files()
        .filter(|file| ["rs", "ts", "svelte"].contains(&file.extension()));
    source
        .filter_map(|file| {
            let lines = file.text.lines().count();
            (lines > MOST).then(|| {
                Finding::new(
                    &file.path,
                    MOST + 1,
                    format!("{lines} lines, {MOST} at most"),
                    "split it by what its parts know",
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_have_500_lines_and_no_more() {
        let (fits, long) = ("x\n".repeat(500), "x\n".repeat(501));
        let tree = Tree::of(&[
            ("crates/act/src/a.rs", &fits),
            ("web/app/src/b.svelte", &long),
            ("docs/c.md", &long),
        ]);
        let found = short_files(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].path.as_str(), found[0].line),
            ("web/app/src/b.svelte", 501)
        );
    }
}
