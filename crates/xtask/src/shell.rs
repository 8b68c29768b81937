//! Running other programs: aloud, aloud and remembered, or quietly for their output.

use crate::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// A program to run, without input: no command here ever asks a question.
pub(crate) fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.stdin(Stdio::null());
    command
}

/// The cargo that runs this command, or the one on the path.
pub(crate) fn cargo() -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What `cargo run` sets for this crate is not meant for the builds it starts.
    let told = std::env::vars_os().filter(|(key, _)| {
        key.to_str()
            .is_some_and(|key| key.starts_with("CARGO_PKG_") || key.starts_with("CARGO_MANIFEST_"))
    });
    for (key, _) in told {
        command.env_remove(key);
    }
    command
}

/// npm in the given folder, without its advertisements.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
        .env("npm_config_fund", "false")
        .env("npm_config_audit", "false");
    command.env("npm_config_update_notifier", "false");
    command
}

/// The command as a person would type it.
pub(crate) fn words(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let mut words = vec![name.to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

/// Runs it aloud.
pub(crate) fn run(command: &mut Command) -> Result<(), Error> {
    let status = command
        .status()
        .map_err(|e| Error::Start(words(command), e))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "'{}' failed ({status})",
        words(command)
    )))
}

/// Runs it quietly and returns what it printed; its errors are shown.
pub(crate) fn read(command: &mut Command) -> Result<String, Error> {
    let done = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| Error::Start(words(command), e))?;
    if !done.status.success() {
        return Err(Error::Failed(format!(
            "'{}' failed ({})",
            words(command),
            done.status
        )));
    }
    String::from_utf8(done.stdout)
        .map_err(|_| Error::Failed(format!("'{}' printed no UTF-8", words(command))))
}

/// Runs it aloud and remembers what it said, line by line; true when it succeeded.
pub(crate) fn tee(command: &mut Command) -> Result<(bool, String), Error> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|e| Error::Start(words(command), e))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (out, err) = std::thread::scope(|scope| {
        let err =
            scope.spawn(|| err.map_or_else(String::new, |pipe| pass(pipe, &mut std::io::stderr())));
        let out = out.map_or_else(String::new, |pipe| pass(pipe, &mut std::io::stdout()));
        (out, err.join().unwrap_or_default())
    });
    let status = child.wait().map_err(|e| Error::Start(words(command), e))?;
    Ok((status.success(), out + &err))
}

fn pass(pipe: impl Read, to: &mut impl Write) -> String {
    let mut said = String::new();
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    while pipe.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        // Nobody listening any more is no reason to stop the tests.
        let _ = to.write_all(&line);
        let _ = to.flush();
        said.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_on_both_ways_is_remembered_with_its_end() {
        let (fine, said) =
            tee(program("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        assert!(!fine && said.contains("out\n") && said.contains("err\n"));
    }

    #[test]
    fn a_program_that_fails_is_named() {
        let told = run(program("sh").args(["-c", "exit 4"]))
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("'sh -c exit 4' failed") && told.contains('4'),
            "{told}"
        );
    }
}
