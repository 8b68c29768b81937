//! SQL stands where rows and columns are: in `store` and `lake`.

use super::Finding;
use super::tree::Tree;

/// Where a statement may stand, besides integration tests.
const HOMES: [&str; 4] = ["store", "lake", "testkit", "xtask"];

/// No SQL statement in a text literal of another crate's source.
pub(super) fn only_where_rows_are(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (owner, file) in tree.rust() {
        if HOMES.contains(&owner) || file.is_outside_src() {
            continue;
        }
        for (line, text) in &file.code().literals {
            if let Some(kind) = statement(text) {
                found.push(Finding::new(
                    &file.path,
                    *line,
                    format!("an SQL statement ({kind}) outside of store and lake"),
                    "make it a named function of store, or ask columns through the Columns trait",
                ));
            }
        }
    }
    found
}

/// Which statement a text holds, if it holds one.
fn statement(text: &str) -> Option<&'static str> {
    // One blank between words, so that statements over many lines look the same.
    let words: Vec<String> = text
        .replace("\\n", " ")
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let text = words.join(" ");
    let anywhere = [
        ("insert into ", "insert"),
        ("delete from ", "delete"),
        ("create table ", "create table"),
    ];
    if let Some((_, kind)) = anywhere.iter().find(|(words, _)| text.contains(words)) {
        return Some(kind);
    }
    let starts = |start: &str| {
        text.strip_prefix(start)
            .or_else(|| text.split_once(&format!("({start}")).map(|(_, rest)| rest))
    };
    if starts("select ").is_some_and(|rest| rest.contains(" from ")) {
        return Some("select");
    }
    if starts("update ").is_some_and(|rest| {
        rest.split_once(' ')
            .is_some_and(|(_, rest)| rest.starts_with("set ") && rest.contains('='))
    }) {
        return Some("update");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_known_by_their_words_in_any_case_and_over_lines() {
        assert_eq!(statement("SELECT id\n   FROM cases"), Some("select"));
        assert_eq!(statement("id in (select id from cases)"), Some("select"));
        assert_eq!(statement("update cases set state = $1"), Some("update"));
        assert_eq!(
            statement("with x as (select 1) insert into t values (1)"),
            Some("insert")
        );
        assert_eq!(statement("Delete From t"), Some("delete"));
        assert_eq!(
            statement("create table t (id BIGINT)"),
            Some("create table")
        );
    }

    #[test]
    fn sentences_are_no_statements() {
        for text in [
            "select a file",
            "please select one from the list",
            "update the set of rules",
            "insert the key",
            "the table was created",
        ] {
            assert_eq!(statement(text), None, "{text}");
        }
    }

    #[test]
    fn only_sources_of_other_crates_are_looked_at() {
        let text =
            "//! A room.\n/// `select a from b`\nfn f() {\n    run(\"select a from b\");\n}\n";
        let tree = Tree::of(&[
            ("crates/store/src/cases.rs", text),
            ("crates/act/src/cases.rs", text),
            ("crates/act/tests/all/cases.rs", text),
        ]);
        let found = only_where_rows_are(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].path.as_str(), found[0].line),
            ("crates/act/src/cases.rs", 4)
        );
    }
}
