//! The programs that the checks need: looked for, installed where that is possible.

use crate::error::Error;
use crate::{postgres, shell};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// How to get a Node that the web tools run on.
const NODE: &str = "install Node 20.19, 22.12 or any newer line (nodejs.org, or your system's \
                    packages) and put it on the PATH";

/// Refuses to go on without a Node that is new enough.
pub(crate) fn node() -> Result<(), Error> {
    let told = shell::program("node").arg("--version").output();
    let Ok(told) = told else {
        return Err(Error::Missing(format!(
            "there is no 'node' on the PATH: {NODE}"
        )));
    };
    let told = String::from_utf8_lossy(&told.stdout).trim().to_owned();
    if node_version(&told).is_some_and(serves) {
        return Ok(());
    }
    Err(Error::Missing(format!("Node '{told}' is too old: {NODE}")))
}

/// What Vite asks for: 20.19 of the 20 line, 22.12 of the 22 line, and what came after.
fn serves(version: (u32, u32)) -> bool {
    (version.0 == 20 && version.1 >= 19) || version >= (22, 12)
}

/// `v20.20.2` → (20, 20)
fn node_version(told: &str) -> Option<(u32, u32)> {
    let mut parts = told.strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// True when cargo-nextest is there; plain `cargo test` serves otherwise.
pub(crate) fn has_nextest() -> bool {
    let told = shell::cargo()
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    told.is_ok_and(|status| status.success())
}

/// The folder of PostgreSQL's server programs, installed if need be.
pub(crate) fn postgres() -> Result<PathBuf, Error> {
    if let Some(bin) = postgres::programs() {
        return Ok(bin);
    }
    install("postgresql")?;
    postgres::programs().ok_or_else(|| Error::Missing("PostgreSQL is installed, but its 'initdb' is not where Debian puts it and there is no 'pg_config' on the PATH".into()))
}

/// A Chromium for the browser tests, installed if need be; `CHROMIUM` names another one.
pub(crate) fn chromium() -> Result<PathBuf, Error> {
    if let Some(told) = std::env::var_os("CHROMIUM") {
        let told = PathBuf::from(told);
        if told.is_file() {
            return Ok(told);
        }
        return Err(Error::Missing(format!(
            "CHROMIUM names '{}', which is no file: correct or unset it",
            told.display()
        )));
    }
    let known = ["chromium", "chromium-browser", "google-chrome"];
    if let Some(found) = known.iter().find_map(|name| on_path(name)) {
        return Ok(found);
    }
    install("chromium")?;
    on_path("chromium").ok_or_else(|| {
        Error::Missing("Chromium is installed, but not on the PATH: set CHROMIUM to it".into())
    })
}

/// A Python with the packages of a requirements file, in a virtual environment `folder`; made
/// anew when the list changes.
pub(crate) fn python_with(list: &Path, folder: &Path) -> Result<PathBuf, Error> {
    let wanted = std::fs::read_to_string(list).map_err(Error::file(list))?;
    let (python, stamp) = (folder.join("bin/python"), folder.join("installed.txt"));
    if python.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|told| told == wanted) {
        return Ok(python);
    }
    println!(
        "installing {} into a virtual environment",
        wanted.split_whitespace().collect::<Vec<_>>().join(", ")
    );
    shell::run(shell::program("python3").args(["-m", "venv", "--clear"]).arg(folder)).map_err(|e| {
        Error::Missing(format!("a Python virtual environment is needed and could not be made: {e}; on Debian install python3-venv"))
    })?;
    shell::run(
        shell::program(&python)
            .args([
                "-m",
                "pip",
                "install",
                "-q",
                "--disable-pip-version-check",
                "-r",
            ])
            .arg(list),
    )?;
    std::fs::write(&stamp, wanted).map_err(Error::file(&stamp))?;
    Ok(python)
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Installs a Debian package when we may, otherwise says how.
fn install(package: &str) -> Result<(), Error> {
    let root = shell::read(shell::program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !root || !Path::new("/usr/bin/apt-get").exists() {
        return Err(Error::Missing(format!(
            "'{package}' is missing: install it, on Debian by 'sudo apt-get install -y --no-install-recommends {package}'"
        )));
    }
    println!("installing the Debian package '{package}'");
    let apt = |arguments: &[&str]| {
        let mut command = shell::program("apt-get");
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        shell::run(&mut command)
    };
    apt(&["update", "-q"])?;
    apt(&["install", "-y", "-q", "--no-install-recommends", package])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_as_numbers() {
        assert_eq!(node_version("v20.20.2"), Some((20, 20)));
        for (told, good) in [
            ("v18.20.4", false),
            ("v20.9.0", false),
            ("v20.19.0", true),
            ("v21.7.0", false),
            ("v22.2.0", false),
            ("v22.12.0", true),
            ("v24.1.0", true),
        ] {
            assert_eq!(node_version(told).is_some_and(serves), good, "{told}");
        }
        assert_eq!(node_version("20"), None);
    }
}
