//! The data that lies beside the repository and is read in place.

use std::path::{Path, PathBuf};

/// A file or folder under `../shared` (relative to the workspace root), for example
/// `shared("data/insight/x.csv.gz")`. `None`, with a printed notice, where it is absent.
///
/// # Panics
/// When it is absent and `CI=true`: there a skipped test is a failure.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = root().parent()?.join("shared").join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(
        !crate::in_ci(),
        "'shared/{name}' is absent and CI=true: put the shared folder beside the repository"
    );
    eprintln!("skipped: 'shared/{name}' is absent; put the shared folder beside the repository");
    None
}

/// The workspace root. Cargo and nextest set `CARGO_MANIFEST_DIR` when they run a test, which
/// stays right for a clone that reuses another clone's target folder.
fn root() -> PathBuf {
    let start = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    start
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file())
        .map_or_else(|| start.clone(), Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_this_crate() {
        assert!(root().join("crates/testkit/src/shared.rs").is_file());
    }

    #[test]
    fn an_absent_file_is_none_or_under_ci_a_panic() {
        let answer = std::panic::catch_unwind(|| shared("no/such/file"));
        match answer {
            Ok(path) => assert!(path.is_none() && !crate::in_ci()),
            Err(_) => assert!(crate::in_ci()),
        }
    }
}
