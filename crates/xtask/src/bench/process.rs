//! Programs that run while something is measured: started on loopback, ended by their own id.

use super::watched::{Memory, memory};
use super::wire::Wire;
use crate::clock::Stopwatch;
use crate::error::Error;
use crate::shell;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// How long a server may take to say where it is, or to end when asked.
const PATIENCE_S: f64 = 60.0;

/// A running server; ended on drop.
pub(super) struct Server {
    child: Child,
    pub(super) at: SocketAddr,
    /// Empty where nobody asks for one.
    pub(super) bearer: String,
}

impl Server {
    /// Starts `hearback serve` on a free port.
    pub(super) fn hearback(binary: &Path, data: &Path) -> Result<Self, Error> {
        let mut serve = shell::program(binary);
        serve.args(["serve", "--listen", "127.0.0.1:0", "--data"]);
        serve.arg(data).env("HEARBACK_LOG", "error");
        let mut server = Self::start(&mut serve)?;
        let file = data.join("server.json");
        let text = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
        let told: Value = serde_json::from_str(&text)
            .map_err(|e| Error::Failed(format!("'{}' is no JSON: {e}", file.display())))?;
        server.bearer = told["token"].as_str().unwrap_or_default().to_owned();
        Ok(server)
    }

    /// Starts a server whose first line is its address.
    pub(super) fn start(command: &mut Command) -> Result<Self, Error> {
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command
            .spawn()
            .map_err(|e| Error::Start(shell::words(command), e))?;
        let mut first = String::new();
        if let Some(pipe) = child.stdout.take() {
            let mut pipe = BufReader::new(pipe);
            let _ = pipe.read_line(&mut first);
            // Read on, so that the server never waits for somebody to listen.
            thread::spawn(move || pipe.read_to_end(&mut Vec::new()));
        }
        let at = first.trim().strip_prefix("http://").map(str::parse);
        let Some(Ok(at)) = at else {
            end(&mut child);
            return Err(Error::Failed(format!(
                "'{}' did not print an address first, but '{}'",
                shell::words(command),
                first.trim()
            )));
        };
        Ok(Self {
            child,
            at,
            bearer: String::new(),
        })
    }

    /// A connection of our own.
    pub(super) fn wire(&self) -> Result<Wire, Error> {
        Wire::connect(self.at, &self.bearer, Duration::from_secs(120))
            .map_err(|e| Error::Failed(format!("cannot reach the server at {}: {e}", self.at)))
    }

    /// Resident and peak resident memory in KiB.
    pub(super) fn memory(&self) -> Memory {
        memory(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// A command with everything that it starts; all of it is ended on drop.
pub(super) struct Group(Child);

impl Group {
    /// Starts it in a process group of its own.
    pub(super) fn start(command: &mut Command) -> Result<Self, Error> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn();
        child
            .map(Self)
            .map_err(|e| Error::Start(shell::words(command), e))
    }

    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // The group bears the id of its first process; builds that run in it end with it.
        ask_to_end(&format!("-{}", self.0.id()));
        end(&mut self.0);
    }
}

fn ask_to_end(id: &str) {
    // It may have ended by itself; then there is nothing to ask.
    let _ = shell::program("kill")
        .args(["-TERM", "--", id])
        .stderr(Stdio::null())
        .status();
}

/// Asks a program to end, and ends it when it does not.
fn end(child: &mut Child) {
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    ask_to_end(&child.id().to_string());
    let watch = Stopwatch::start();
    while watch.seconds() < PATIENCE_S {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_ends_with_what_it_started() {
        let mut outer = shell::program("sh");
        outer
            .args(["-c", "sleep 60 & echo $!; wait"])
            .stdout(Stdio::piped());
        let mut group = Group::start(&mut outer).unwrap();
        assert!(!group.has_ended());
        let mut pipe = BufReader::new(group.0.stdout.take().unwrap());
        let mut id = String::new();
        pipe.read_line(&mut id).unwrap();
        assert!(id.trim().parse::<u32>().is_ok(), "{id}");
        drop(group);
        // Both held this end open; it closes when both are gone.
        assert_eq!(pipe.read_line(&mut id).unwrap(), 0);
    }

    #[test]
    fn a_server_that_prints_no_address_is_ended_and_named() {
        let told = Server::start(shell::program("sh").args(["-c", "echo hello; exec sleep 60"]));
        assert!(told.err().unwrap().to_string().contains("'hello'"));
    }
}
