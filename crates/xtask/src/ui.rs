//! Builds the web app, and does nothing when it is newer than its sources.

use crate::error::Error;
use crate::{shell, tools};
use std::path::Path;
use std::time::SystemTime;

/// The packages of the npm workspace in `web/`, in the order in which they build.
pub(crate) const PACKAGES: [&str; 3] = ["api", "widget", "app"];

/// Installs the packages and builds, each only where needed.
pub(crate) fn run(root: &Path) -> Result<(), Error> {
    install(root)?;
    let web = root.join("web");
    for package in PACKAGES {
        let folder = web.join(package);
        if !has_script(&folder, "build")? {
            continue;
        }
        let sources = [
            folder.as_path(),
            &web.join("api"),
            &web.join("package-lock.json"),
        ];
        if is_stale(&folder.join("dist"), &sources) {
            shell::run(shell::npm(&folder).args(["run", "build"]))?;
        }
    }
    let page = web.join("app/dist/index.html");
    if page.is_file() {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "the build left no '{}': look at the 'build' script of web/app",
        page.display()
    )))
}

/// Installs the packages of the lock file, unless they are there already.
pub(crate) fn install(root: &Path) -> Result<(), Error> {
    tools::node()?;
    let web = root.join("web");
    if is_stale(
        &web.join("node_modules/.package-lock.json"),
        &[&web.join("package-lock.json")],
    ) {
        shell::run(shell::npm(&web).arg("ci"))?;
    }
    Ok(())
}

/// True when the package has a script of that name; a folder without a package has none.
pub(crate) fn has_script(folder: &Path, script: &str) -> Result<bool, Error> {
    let path = folder.join("package.json");
    if !path.is_file() {
        return Ok(false);
    }
    let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
    let package: serde_json::Value = serde_json::from_str(&text)
        .map_err(|e| Error::Failed(format!("'{}' is not JSON: {e}", path.display())))?;
    Ok(package["scripts"][script].is_string())
}

/// True when `made` is absent or older than anything in `sources`.
fn is_stale(made: &Path, sources: &[&Path]) -> bool {
    match newest(made, &[]) {
        None => true,
        Some(made) => sources
            .iter()
            .filter_map(|source| newest(source, &["dist", "node_modules"]))
            .any(|at| at > made),
    }
}

/// When the newest file in a folder, or the file itself, was last written.
fn newest(path: &Path, but: &[&str]) -> Option<SystemTime> {
    if !path.is_dir() {
        return path.metadata().ok()?.modified().ok();
    }
    let entries = std::fs::read_dir(path).ok()?.flatten();
    let kept = entries.filter(|entry| !but.iter().any(|name| entry.file_name() == *name));
    kept.filter_map(|entry| newest(&entry.path(), but)).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn what_is_absent_or_older_than_its_sources_is_stale() {
        let folder = std::env::temp_dir().join(format!("hearback-ui-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("src/node_modules")).unwrap();
        let write = |name: &str, age: u64| {
            let file = std::fs::File::create(folder.join(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(age))
                .unwrap();
        };
        write("src/a.ts", 10);
        write("src/node_modules/b.ts", 99);
        let (made, sources) = (folder.join("made"), folder.join("src"));
        assert!(is_stale(&made, &[&sources]));
        write("made", 20);
        assert!(!is_stale(&made, &[&sources]));
        write("src/a.ts", 30);
        assert!(is_stale(&made, &[&sources]));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
