//! The binary that is given to people: web app inside, release profile.

use crate::clock::Stopwatch;
use crate::error::Error;
use crate::{house, shell, ui};
use std::path::Path;
use std::process::ExitCode;

/// Builds it and says where it is.
pub(crate) fn run(root: &Path) -> Result<ExitCode, Error> {
    let watch = Stopwatch::start();
    ui::run(root)?;
    shell::run(
        shell::cargo()
            .args(["build", "--workspace", "--release"])
            .current_dir(root),
    )?;
    println!(
        "{} after {}",
        house::binary(root, true)?.display(),
        watch.read()
    );
    Ok(ExitCode::SUCCESS)
}
