//! The first ten minutes of a newcomer: from a clean clone to a demo that answers.

use super::Bench;
use super::figures::table;
use super::process;
use super::wire::Wire;
use crate::clock::Stopwatch;
use crate::error::Error;
use crate::shell;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

/// After this the demo is ended and the command fails.
const LONGEST_S: f64 = 3_600.0;

/// The section of the report: `cargo xtask demo` in a clone with an empty target folder.
pub(super) fn section(bench: &Bench) -> Result<String, Error> {
    bench.say("the first demo of a clean clone (many minutes)");
    let folder = bench.folder("clone")?;
    let mut clone = shell::program("git");
    clone.args(["clone", "-q", "--no-local", "--depth", "1"]);
    shell::run(clone.arg(&bench.root).arg(&folder))?;
    let at = free_port()?;
    let mut demo = shell::cargo();
    demo.args(["xtask", "demo", "--port", &at.port().to_string(), "--data"])
        .arg(folder.join("demo-data"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .current_dir(&folder)
        .stdout(Stdio::null());
    let watch = Stopwatch::start();
    let mut group = process::Group::start(&mut demo)?;
    while !healthy(at) {
        if group.has_ended() || watch.seconds() > LONGEST_S {
            return Err(Error::Failed(format!(
                "'cargo xtask demo' in a clean clone did not answer at {at} after {}",
                watch.read()
            )));
        }
        thread::sleep(Duration::from_millis(500));
    }
    let minutes = watch.seconds() / 60.0;
    drop(group);
    bench.clear(&folder)?;
    let row = vec![
        "the first `cargo xtask demo` until it answers".to_owned(),
        format!("{minutes:.1} min"),
        "≤ 15 min".to_owned(),
        if minutes <= 15.0 { "met" } else { "short" }.to_owned(),
    ];
    Ok(format!(
        "## A clean clone\n\nAn empty target folder; downloads may come from the caches of cargo and npm.\n\n{}",
        table(&["what", "", "aim", ""], &[row])
    ))
}

fn healthy(at: SocketAddr) -> bool {
    let wire = Wire::connect(at, "", Duration::from_secs(2));
    wire.is_ok_and(|mut wire| matches!(wire.get("/healthz"), Ok((200, _))))
}

/// An address that was free a moment ago.
fn free_port() -> Result<SocketAddr, Error> {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr());
    bound.map_err(|e| Error::Failed(format!("no free port on 127.0.0.1: {e}")))
}
