//! From a clone to a running product: web, server, story.

use crate::clock::Stopwatch;
use crate::error::Error;
use crate::{house, shell, ui};
use std::path::Path;
use std::process::{ExitCode, Stdio};

/// Builds what is not built and becomes `hearback demo`.
pub(crate) fn run(
    root: &Path,
    release: bool,
    port: u16,
    data: Option<&Path>,
) -> Result<ExitCode, Error> {
    step(1, "the web app", || ui::run(root))?;
    step(2, "the server (the first build takes minutes)", || {
        // The whole workspace, so that tests and demo share one set of features and builds.
        let mut build = shell::cargo();
        build.args(["build", "--workspace"]).current_dir(root);
        if release {
            build.arg("--release");
        }
        shell::run(&mut build)
    })?;
    println!("[3/3] the demo story, then the address");
    let mut serve = shell::program(house::binary(root, release)?);
    serve
        .args(["demo", "--listen", &format!("127.0.0.1:{port}")])
        .stdin(Stdio::inherit());
    if let Some(folder) = data {
        serve.arg("--data").arg(folder);
    }
    become_it(serve)
}

fn step(number: u32, what: &str, work: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
    let watch = Stopwatch::start();
    println!("[{number}/3] {what}");
    work()?;
    println!("[{number}/3] done in {}", watch.read());
    Ok(())
}

/// Replaces this process, so that signals reach the server itself.
#[cfg(unix)]
fn become_it(mut serve: std::process::Command) -> Result<ExitCode, Error> {
    use std::os::unix::process::CommandExt;
    let why = serve.exec();
    Err(Error::Start(shell::words(&serve), why))
}

#[cfg(not(unix))]
fn become_it(mut serve: std::process::Command) -> Result<ExitCode, Error> {
    shell::run(&mut serve).map(|()| ExitCode::SUCCESS)
}
