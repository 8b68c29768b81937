//! The dependencies that a `Cargo.toml` names.

use super::Finding;
use super::tree::{File, Tree};

/// One dependency of one crate.
pub(super) struct Dependency<'a> {
    pub(super) owner: &'a str,
    pub(super) file: &'a File,
    /// The package's name, also where the crate renames it.
    pub(super) package: String,
    /// From `[dev-dependencies]`.
    pub(super) for_tests: bool,
    pub(super) line: usize,
}

impl Dependency<'_> {
    pub(super) fn finding(&self, what: String, mend: impl Into<String>) -> Finding {
        Finding::new(&self.file.path, self.line, what, mend)
    }
}

/// Our crates' manifests.
pub(super) fn all(tree: &Tree) -> impl Iterator<Item = (&str, &File)> {
    tree.files().filter_map(|file| {
        let owner = file.crate_name()?;
        (file.path == format!("crates/{owner}/Cargo.toml")).then_some((owner, file))
    })
}

/// Everything that our crates depend on. A manifest that is no TOML has none: cargo says so.
pub(super) fn dependencies(tree: &Tree) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    for (owner, file) in all(tree) {
        let table: toml::Table = file.text.parse().unwrap_or_default();
        let targets = table.get("target").and_then(toml::Value::as_table);
        let targets = targets
            .into_iter()
            .flat_map(toml::Table::values)
            .filter_map(toml::Value::as_table);
        for part in std::iter::once(&table).chain(targets) {
            for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
                let Some(named) = part.get(kind).and_then(toml::Value::as_table) else {
                    continue;
                };
                for (name, value) in named {
                    let package = value
                        .get("package")
                        .and_then(toml::Value::as_str)
                        .unwrap_or(name);
                    found.push(Dependency {
                        owner,
                        file,
                        package: package.to_owned(),
                        for_tests: kind == "dev-dependencies",
                        line: line_of(file, kind, name),
                    });
                }
            }
        }
    }
    found
}

/// The line that names a dependency, looked for below its table's head; 1 if it is elsewhere.
fn line_of(file: &File, kind: &str, name: &str) -> usize {
    let mut inside = false;
    for (number, line) in file.lines() {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.trim_matches(['[', ']']).ends_with(kind);
            if line.ends_with(&format!("{kind}.{name}]")) {
                return number;
            }
        } else if inside
            && line
                .strip_prefix(name)
                .is_some_and(|rest| rest.trim_start().starts_with(['.', '=']))
        {
            return number;
        }
    }
    1
}
