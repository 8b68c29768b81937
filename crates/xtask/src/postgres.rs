//! A PostgreSQL server for one test run: a folder of its own, a free port, gone at the end.

use crate::error::Error;
use crate::{shell, tools};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

/// A running server; stopped, and its folder removed, on drop or when this process dies.
pub(crate) struct Postgres {
    url: String,
    guard: Child,
}

/// The variable by which `testkit::engines` finds the server.
pub(crate) const SERVER: &str = "HEARBACK_TEST_POSTGRES";

/// The command: starts a server, runs the words beside it, stops it.
pub(crate) fn run_beside(words: &[String]) -> Result<ExitCode, Error> {
    let (name, arguments) = words.split_first().ok_or_else(|| {
        Error::Missing("there is no command to run: name one, with its arguments".into())
    })?;
    let server = Postgres::start(&tools::postgres()?)?;
    let mut command = if name == "cargo" {
        shell::cargo()
    } else {
        shell::program(name)
    };
    shell::run(command.args(arguments).env(SERVER, server.url()))?;
    Ok(ExitCode::SUCCESS)
}

/// The oldest major version that the store supports.
const OLDEST: u32 = 15;

impl Postgres {
    /// Makes a cluster in the temporary folder and starts it on a free port of 127.0.0.1.
    pub(crate) fn start(bin: &Path) -> Result<Self, Error> {
        check_version(bin)?;
        let folder = std::env::temp_dir().join(format!("hearback-pg-{}", std::process::id()));
        std::fs::create_dir(&folder).map_err(Error::file(&folder))?;
        match Self::start_in(bin, &folder) {
            Ok(server) => Ok(server),
            Err(e) => {
                let _ = std::fs::remove_dir_all(&folder);
                Err(e)
            }
        }
    }

    fn start_in(bin: &Path, folder: &Path) -> Result<Self, Error> {
        let user = user()?;
        if user.is_some() {
            shell::run(shell::program("chown").arg("postgres").arg(folder))?;
        }
        let program = |name: &str| user_runs(user, bin.join(name).as_os_str(), folder);
        let data = folder.join("data");
        let mut initdb = program("initdb");
        initdb
            .arg("-D")
            .arg(&data)
            .args(["-U", "postgres", "--auth=trust"]);
        initdb.args(["-E", "UTF8", "--locale=C", "--no-instructions"]);
        shell::run(initdb.stdout(Stdio::null()))?;
        // Another process may take the port between our look and the server's: try again.
        let mut last = None;
        for _ in 0..5 {
            let port = free_port()?;
            let options = format!(
                "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='{}' \
                 -c max_connections=300 -c fsync=on",
                folder.display()
            );
            let mut start = program("pg_ctl");
            start
                .arg("-D")
                .arg(&data)
                .args(["-w", "-t", "60", "-o", &options]);
            start.arg("-l").arg(folder.join("log")).arg("start");
            match shell::run(start.stdout(Stdio::null())) {
                Ok(()) => {
                    let mut stop = program("pg_ctl");
                    stop.arg("-D").arg(&data).args(["-m", "immediate", "stop"]);
                    return Ok(Self {
                        url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
                        guard: guard(folder, &stop)?,
                    });
                }
                Err(e) => last = Some(e),
            }
        }
        let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        let why = last.map(|e| e.to_string()).unwrap_or_default();
        Err(Error::Failed(format!(
            "PostgreSQL does not start: {why}\n{log}"
        )))
    }

    /// `postgres://postgres@127.0.0.1:PORT/postgres`; its user may create databases.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// A shell that waits for our end of its input to close, which also happens when we are
/// killed, then stops the server and removes its folder.
fn guard(folder: &Path, stop: &Command) -> Result<Child, Error> {
    let script = r#"trap "" INT HUP TERM; cat > /dev/null
        folder=$1; shift; cd /; "$@" > /dev/null 2>&1; rm -rf "$folder""#;
    Command::new("sh")
        .args(["-c", script, "guard"])
        .arg(folder)
        .arg(stop.get_program())
        .args(stop.get_args())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| Error::Start("sh".into(), e))
}

/// The folder of the newest server's programs, if there is one.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .max();
    if let Some((_, bin)) = newest {
        return Some(bin);
    }
    let told = shell::program("pg_config")
        .arg("--bindir")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let bin = PathBuf::from(String::from_utf8(told.stdout).ok()?.trim());
    bin.join("initdb").is_file().then_some(bin)
}

fn check_version(bin: &Path) -> Result<(), Error> {
    let told = shell::read(shell::program(bin.join("postgres")).arg("--version"))?;
    match major(&told) {
        Some(version) if version >= OLDEST => Ok(()),
        _ => Err(Error::Missing(format!(
            "'{}' is too old: install PostgreSQL {OLDEST} or newer",
            told.trim()
        ))),
    }
}

/// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` → 15
fn major(told: &str) -> Option<u32> {
    let version = told.split(") ").nth(1)?;
    version
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// The user the server must run as: `initdb` refuses root.
fn user() -> Result<Option<&'static str>, Error> {
    let id = shell::read(shell::program("id").arg("-u"))?;
    Ok((id.trim() == "0").then_some("postgres"))
}

fn user_runs(user: Option<&str>, name: &std::ffi::OsStr, folder: &Path) -> Command {
    let mut command = match user {
        Some(user) => {
            let mut command = shell::program("runuser");
            command.args(["-u", user, "--"]).arg(name);
            command
        }
        None => shell::program(name),
    };
    // The server's user may not enter the folder that we stand in.
    command.current_dir(folder);
    command
}

fn free_port() -> Result<u16, Error> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .map(|address| address.port())
        .map_err(|e| Error::Failed(format!("no free port on 127.0.0.1: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    fn a_server_answers_while_it_is_held_and_leaves_nothing() {
        let Some(bin) = programs() else {
            assert!(
                !crate::house::in_ci(),
                "PostgreSQL is missing under CI=true"
            );
            eprintln!("skipped: PostgreSQL is missing; 'cargo xtask test' installs it");
            return;
        };
        let server = Postgres::start(&bin).unwrap();
        let address = server
            .url()
            .replace("postgres://postgres@", "")
            .replace("/postgres", "");
        let folder = std::env::temp_dir().join(format!("hearback-pg-{}", std::process::id()));
        assert!(TcpStream::connect(&address).is_ok() && folder.join("data").is_dir());
        drop(server);
        assert!(TcpStream::connect(&address).is_err() && !folder.exists());
    }

    #[test]
    fn the_version_is_read_as_postgres_prints_it() {
        assert_eq!(
            major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("sh: not found"), None);
    }
}
