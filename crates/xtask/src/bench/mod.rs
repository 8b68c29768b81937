//! `cargo xtask bench`: measured side by side in one run, written as ratios.
//!
//! Nothing here decides whether anything passes: the report says what is met and what is short.

mod body;
mod clone;
mod data;
mod disk;
mod drivers;
mod duckdb;
mod figures;
mod files;
mod filled;
mod ingest;
mod load;
mod machine;
mod process;
mod queries;
mod start;
mod watched;
mod wire;

use crate::clock::Stopwatch;
use crate::error::Error;
use crate::{house, shell, ui};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is measured, with which programs, and where.
struct Bench {
    root: PathBuf,
    /// Below the target folder, so on the disk that builds are on; removed at the end.
    scratch: PathBuf,
    hearback: PathBuf,
    /// The handler that only parses.
    bare: PathBuf,
    warm_s: f64,
    run_s: f64,
    import_rows: u64,
    texts: usize,
    signals: u64,
}

/// Measures a part and writes it as a section of the report.
type Section = fn(&Bench) -> Result<String, Error>;

/// Builds, measures and writes bench/RESULTS.md; prints it only where the build is a dev build.
pub(crate) fn run(
    root: &Path,
    quick: bool,
    debug: bool,
    signals: Option<u64>,
    clean_clone: bool,
    only: &[String],
) -> Result<ExitCode, Error> {
    let watch = Stopwatch::start();
    let mut build = shell::cargo();
    build
        .args(["build", "--workspace", "--bins", "--examples"])
        .current_dir(root);
    if !debug {
        ui::run(root)?;
        build.arg("--release");
    }
    shell::run(&mut build)?;
    let hearback = house::binary(root, !debug)?;
    let target = house::target(root)?;
    let bench = Bench {
        root: root.to_owned(),
        scratch: target.join("bench-data"),
        bare: hearback.with_file_name(format!("examples/bare{}", std::env::consts::EXE_SUFFIX)),
        hearback,
        warm_s: if quick { 1.0 } else { 3.0 },
        run_s: if quick { 3.0 } else { 10.0 },
        import_rows: if quick { 100_000 } else { 1_000_000 },
        texts: if quick { 5_000 } else { 50_000 },
        signals: signals.unwrap_or(if quick { 500_000 } else { 10_000_000 }),
    };
    let begun = Stopwatch::start();
    let all: [(&str, Section); 5] = [
        ("start", start::section),
        ("files", files::section),
        ("intake", ingest::section),
        ("queries", queries::section),
        ("drivers", drivers::section),
    ];
    if let Some(odd) = only.iter().find(|o| !all.iter().any(|(name, _)| name == o)) {
        return Err(Error::Missing(format!(
            "there is no part '{odd}'; there are start, files, intake, queries and drivers"
        )));
    }
    let mut sections = Vec::new();
    for (name, section) in all {
        if only.is_empty() || only.iter().any(|o| o == name) {
            sections.push(section(&bench)?);
        }
    }
    if clean_clone {
        sections.push(clone::section(&bench)?);
    }
    let profile = if debug { "dev" } else { "release" };
    let mut text = format!(
        "# Results\n\nWritten by `cargo xtask bench{}` from one run of the {profile} build in {}, on this machine: {}. Clients, servers and DuckDB share its cores. No test depends on these figures.\n\n",
        if quick { " --quick" } else { "" },
        begun.read(),
        machine::words()
    );
    text += &sections.concat();
    println!("{text}done in {}", watch.read());
    if debug || !only.is_empty() {
        println!("bench/RESULTS.md is written by a release build of all parts only");
    } else {
        let file = root.join("bench/RESULTS.md");
        std::fs::write(&file, text.trim_end().to_owned() + "\n").map_err(Error::file(&file))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Bench {
    /// An empty folder of this name.
    fn folder(&self, name: &str) -> Result<PathBuf, Error> {
        let folder = self.scratch.join(name);
        self.clear(&folder)?;
        std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        Ok(folder)
    }

    /// Removes a folder of ours.
    fn clear(&self, folder: &Path) -> Result<(), Error> {
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(Error::file(folder))?;
        }
        Ok(())
    }

    fn say(&self, what: &str) {
        println!("bench: {what}");
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // Data that cannot be removed is written over by the next run.
        let _ = std::fs::remove_dir_all(&self.scratch);
    }
}
