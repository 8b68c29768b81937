//! A clone builds anywhere: no file names a machine's folders or a registry's host.

use super::Finding;
use super::tree::{File, Tree};

/// Folders at the root that only some machine has.
const ROOTS: [&str; 3] = ["work", "farm", "root"];

/// No path of one machine, no address of a registry.
pub(super) fn of_no_machine(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files() {
        for (number, line) in file.lines() {
            if let Some(path) = machine_path(line) {
                found.push(Finding::new(
                    &file.path,
                    number,
                    format!("'{path}' is a path of one machine"),
                    "write it relative to the repository, or take it as an argument",
                ));
            }
            if let Some(mend) = registry(file, line) {
                found.push(Finding::new(
                    &file.path,
                    number,
                    "a registry's address",
                    mend,
                ));
            }
        }
    }
    found
}

/// A path below one of the roots, with the name that follows.
fn machine_path(line: &str) -> Option<&str> {
    for (at, _) in line.match_indices('/') {
        let before = line[..at].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.') {
            continue;
        }
        let rest = &line[at + 1..];
        let Some((root, below)) = rest.split_once('/') else {
            continue;
        };
        let name = below.len() - below.trim_start_matches(is_path).len();
        if ROOTS.contains(&root) && name > 0 {
            return Some(&line[at..at + root.len() + 2 + name]);
        }
    }
    None
}

fn is_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

fn registry(file: &File, line: &str) -> Option<&'static str> {
    let name = file.path.rsplit('/').next().unwrap_or("");
    let line = line.trim_start();
    let npm = "put 'omit-lockfile-registry-resolved=true' into web/.npmrc and run 'npm install --package-lock-only'";
    match name {
        "package-lock.json" if line.starts_with("\"resolved\": \"http") => Some(npm),
        ".npmrc" if line.starts_with("registry") || line.starts_with("//") => {
            Some("the registry is each machine's own setting: remove the line")
        }
        "config.toml"
            if file.path == ".cargo/config.toml"
                && (line.starts_with("[source") || line.starts_with("[registr")) =>
        {
            Some("the registry is each machine's own setting: remove the table")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_machine_are_found_and_others_are_not() {
        let work = format!("/{}/main", ROOTS[0]);
        assert_eq!(
            machine_path(&format!("see {work}/a.rs")),
            Some(work.as_str())
        );
        assert_eq!(
            machine_path(&format!("\"/{}/.cache\"", ROOTS[2])),
            Some(&*format!("/{}/.cache", ROOTS[2]))
        );
        assert_eq!(machine_path(&work), Some(work.as_str()));
        for fine in [
            "crates/work/src",
            "a.b/work/x",
            "/work",
            "/works/x",
            "/work/ x",
            "https://x.invalid/root/y",
        ] {
            assert_eq!(machine_path(fine), None, "{fine}");
        }
    }

    #[test]
    fn a_lock_file_names_no_host() {
        let tree = Tree::of(&[
            (
                "web/package-lock.json",
                "{\n  \"resolved\": \"https://registry.invalid/a.tgz\",\n  \"resolved\": \"app\"\n}\n",
            ),
            (
                ".cargo/config.toml",
                "[alias]\nxtask = \"run\"\n[source.crates-io]\n",
            ),
            (
                "web/.npmrc",
                "omit-lockfile-registry-resolved=true\nregistry=http://x.invalid\n",
            ),
        ]);
        let lines: Vec<_> = of_no_machine(&tree)
            .iter()
            .map(|found| found.line)
            .collect();
        assert_eq!(lines, [2, 3, 2]);
    }
}
