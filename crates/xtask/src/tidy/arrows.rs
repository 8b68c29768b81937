//! Who may use whom: feedback walks one way, and so do dependencies.

use super::tree::Tree;
use super::{Finding, manifest};

/// Our crates, and which of ours each may use (ARCHITECTURE.md has the same table).
pub(super) const HOUSE: [(&str, &[&str]); 14] = [
    ("domain", &[]),
    ("stats", &[]),
    ("text", &[]),
    ("store", &["domain"]),
    ("columns", &["domain", "stats"]),
    ("lake", &["domain", "stats", "columns", "store"]),
    ("listen", &["domain", "store"]),
    (
        "understand",
        &["domain", "stats", "text", "store", "columns"],
    ),
    ("act", &["domain", "store"]),
    ("prove", &["domain", "stats", "text", "store", "columns"]),
    (
        "hearback",
        &[
            "domain",
            "stats",
            "text",
            "store",
            "columns",
            "lake",
            "listen",
            "understand",
            "act",
            "prove",
            "world",
        ],
    ),
    ("world", &["domain", "stats"]),
    ("testkit", &["domain"]),
    ("xtask", &["domain", "stats", "text", "world"]),
];

/// Libraries that belong to few crates; a name that ends in `*` means all that begin so.
const LIBRARIES: [(&str, &[&str]); 9] = [
    ("datafusion*", &["lake"]),
    ("sqlx", &["store", "lake", "testkit"]),
    ("axum*", &["hearback"]),
    ("utoipa*", &["hearback"]),
    ("reqwest", &["hearback"]),
    ("lettre", &["hearback"]),
    ("figment", &["hearback"]),
    ("rust-embed", &["hearback"]),
    ("clap*", &["hearback", "xtask"]),
];

/// No arrow between our crates that the table does not have; no crate outside of it.
pub(super) fn between_our_crates(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (owner, file) in manifest::all(tree) {
        if !HOUSE.iter().any(|(name, _)| *name == owner) {
            found.push(Finding::new(
                &file.path,
                1,
                format!("the house has no crate '{owner}'"),
                "put the code into a crate of the house, or add a row to HOUSE in tidy/arrows.rs and to ARCHITECTURE.md",
            ));
        }
    }
    for dependency in manifest::dependencies(tree) {
        let package = dependency.package.as_str();
        if !HOUSE.iter().any(|(name, _)| *name == package) || dependency.owner == package {
            continue;
        }
        let row = HOUSE.iter().find(|(name, _)| *name == dependency.owner);
        let may = row.map_or(&[][..], |(_, may)| *may);
        if may.contains(&package) || (dependency.for_tests && package == "testkit") {
            continue;
        }
        found.push(dependency.finding(
            format!("'{}' may not use '{package}'", dependency.owner),
            if may.is_empty() {
                "take what is needed as an argument, or announce a fact and let wiring.rs subscribe to it".to_owned()
            } else {
                format!("it may use {}; a room announces a fact instead of calling another room", may.join(", "))
            },
        ));
    }
    found
}

/// Libraries stay in the crates whose knowledge they are.
pub(super) fn to_libraries(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for dependency in manifest::dependencies(tree) {
        let home = LIBRARIES
            .iter()
            .find(|(name, _)| match name.strip_suffix('*') {
                Some(start) => dependency.package.starts_with(start),
                None => dependency.package == *name,
            });
        let Some((_, homes)) = home else { continue };
        if !homes.contains(&dependency.owner) {
            found.push(dependency.finding(
                format!("'{}' is not for '{}'", dependency.package, dependency.owner),
                format!(
                    "only {} may use it; ask through their functions or traits",
                    homes.join(", ")
                ),
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(dependencies: &str) -> Tree {
        Tree::of(&[(
            "crates/act/Cargo.toml",
            &format!("[package]\nname = \"act\"\n{dependencies}"),
        )])
    }

    #[test]
    fn a_room_that_uses_another_room_is_found_where_it_says_so() {
        let tree = act("[dependencies]\ndomain.workspace = true\nlisten = { workspace = true }\n");
        let found = between_our_crates(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].path.as_str(), found[0].line),
            ("crates/act/Cargo.toml", 5)
        );
        assert!(found[0].what.contains("'act' may not use 'listen'"));
    }

    #[test]
    fn neither_a_new_name_nor_a_table_of_its_own_hides_an_arrow() {
        assert_eq!(
            between_our_crates(&act(
                "[dependencies.other]\npackage = \"prove\"\npath = \"../prove\"\n"
            ))
            .len(),
            1
        );
        assert_eq!(
            between_our_crates(&act(
                "[target.'cfg(unix)'.dependencies]\nlake.workspace = true\n"
            ))
            .len(),
            1
        );
        assert_eq!(
            between_our_crates(&act("[build-dependencies]\nstats.workspace = true\n")).len(),
            1
        );
    }

    #[test]
    fn tests_may_use_the_testkit_and_nothing_else_may() {
        assert_eq!(
            between_our_crates(&act("[dev-dependencies]\ntestkit.workspace = true\n")),
            []
        );
        assert_eq!(
            between_our_crates(&act("[dependencies]\ntestkit.workspace = true\n")).len(),
            1
        );
    }

    #[test]
    fn a_crate_that_is_not_in_the_table_is_found() {
        let tree = Tree::of(&[("crates/extra/Cargo.toml", "[package]\nname = \"extra\"\n")]);
        assert!(between_our_crates(&tree)[0].what.contains("'extra'"));
    }

    #[test]
    fn the_query_engine_stays_in_the_lake_also_in_tests() {
        for table in ["dependencies", "dev-dependencies"] {
            let tree = act(&format!(
                "[{table}]\ndatafusion-ducklake.workspace = true\n"
            ));
            assert_eq!(to_libraries(&tree).len(), 1);
        }
        let lake = Tree::of(&[(
            "crates/lake/Cargo.toml",
            "[dependencies]\ndatafusion.workspace = true\n",
        )]);
        assert_eq!(to_libraries(&lake), []);
        let root = Tree::of(&[(
            "Cargo.toml",
            "[workspace.dependencies]\ndatafusion = \"1\"\n",
        )]);
        assert_eq!(to_libraries(&root), []);
    }
}
