//! How much memory a program has, and how long it takes to its end.

use crate::clock::Stopwatch;
use crate::error::Error;
use crate::shell;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// Memory of a process in KiB; 0 where the system does not tell.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Memory {
    pub(super) now: u64,
    pub(super) peak: u64,
}

/// What the kernel tells about a process.
pub(super) fn memory(id: u32) -> Memory {
    std::fs::read_to_string(format!("/proc/{id}/status"))
        .map_or_else(|_| Memory::default(), |text| parse(&text))
}

fn parse(status: &str) -> Memory {
    let kib = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok())
            .unwrap_or(0)
    };
    Memory {
        now: kib("VmRSS:"),
        peak: kib("VmHWM:"),
    }
}

/// What a program that ran to its end said and took.
pub(super) struct Ended {
    pub(super) text: String,
    pub(super) seconds: f64,
    /// Peak resident memory in KiB.
    pub(super) peak: u64,
}

/// Runs a program to its end and watches its memory.
pub(super) fn measured(command: &mut Command) -> Result<Ended, Error> {
    command.stdout(Stdio::piped()).stderr(Stdio::inherit());
    let watch = Stopwatch::start();
    let mut child = command
        .spawn()
        .map_err(|e| Error::Start(shell::words(command), e))?;
    let pipe = child.stdout.take();
    let reader = thread::spawn(move || {
        let mut text = String::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_string(&mut text);
        }
        text
    });
    let mut peak = 0;
    let status = loop {
        peak = peak.max(memory(child.id()).peak);
        match child.try_wait() {
            Ok(None) => thread::sleep(Duration::from_millis(10)),
            Ok(Some(status)) => break status,
            Err(e) => return Err(Error::Start(shell::words(command), e)),
        }
    };
    let seconds = watch.seconds();
    let text = reader.join().unwrap_or_default();
    if !status.success() {
        return Err(Error::Failed(format!(
            "'{}' failed ({status}): {text}",
            shell::words(command)
        )));
    }
    Ok(Ended {
        text,
        seconds,
        peak,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_as_the_kernel_tells_it() {
        let status = "Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n";
        assert_eq!(
            parse(status),
            Memory {
                now: 1_024,
                peak: 2_048
            }
        );
        assert_eq!(parse("Name:\tx\n"), Memory::default());
    }

    #[test]
    fn a_program_that_fails_is_an_error_with_its_words() {
        let ended = measured(shell::program("sh").args(["-c", "echo fine"])).unwrap();
        assert_eq!(ended.text, "fine\n");
        let told = measured(shell::program("sh").args(["-c", "echo why; exit 3"]));
        assert!(told.err().unwrap().to_string().contains("why"));
    }
}
