//! A program under test: started, listened to, killed without a warning.

use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Notify;

/// How long a program may take to say what a test waits for.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running program with what it has said on both outputs; killed on drop.
pub struct Program {
    name: String,
    child: Child,
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    lines: Mutex<Vec<String>>,
    more: Notify,
}

impl Program {
    /// Starts it without input; `env` is added to the environment of the test.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(program: impl AsRef<Path>, arguments: &[&str], env: &[(&str, &str)]) -> Self {
        let program = program.as_ref();
        let mut child = Command::new(program)
            .args(arguments)
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start '{}': {e}", program.display()));
        let heard = Arc::new(Heard::default());
        if let Some(pipe) = child.stdout.take() {
            tokio::spawn(listen(pipe, Arc::clone(&heard)));
        }
        if let Some(pipe) = child.stderr.take() {
            tokio::spawn(listen(pipe, Arc::clone(&heard)));
        }
        let name = program.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        Self { name, child, heard }
    }

    /// Everything said so far, both outputs in the order of arrival.
    pub fn lines(&self) -> Vec<String> {
        self.heard.all()
    }

    /// Waits for a line that holds `words` and returns the first.
    ///
    /// # Panics
    /// When the program ends, or says nothing of the kind for two minutes; the message shows
    /// everything it said.
    pub async fn line_with(&mut self, words: &str) -> String {
        let heard = Arc::clone(&self.heard);
        let said = async {
            loop {
                let more = heard.more.notified();
                if let Some(line) = heard.all().into_iter().find(|line| line.contains(words)) {
                    return line;
                }
                more.await;
            }
        };
        let why = tokio::select! {
            line = said => return line,
            _ = tokio::time::sleep(PATIENCE) => "did not say".to_owned(),
            end = self.child.wait() => {
                // Its last words may still be in the pipe.
                tokio::time::sleep(Duration::from_millis(200)).await;
                if let Some(line) = self.lines().into_iter().find(|line| line.contains(words)) {
                    return line;
                }
                format!("ended ({end:?}) without saying")
            }
        };
        panic!(
            "'{}' {why} '{words}', but:\n{}",
            self.name,
            self.lines().join("\n")
        );
    }

    /// Kills it with SIGKILL, as a crash would, and waits until it is gone.
    pub async fn kill(mut self) {
        // An error means that it has ended by itself, which is what was wanted.
        let _ = self.child.kill().await;
    }

    /// Asks it to end (SIGTERM) and returns its exit code; `None` when a signal ended it.
    ///
    /// # Panics
    /// When it does not end within two minutes.
    pub async fn stop(self) -> Option<i32> {
        if let Some(id) = self.child.id() {
            let _ = Command::new("kill")
                .args(["-TERM", &id.to_string()])
                .status()
                .await;
        }
        self.ended().await
    }

    /// Waits for its end and returns its exit code; `None` when a signal ended it.
    ///
    /// # Panics
    /// When it does not end within two minutes.
    pub async fn ended(mut self) -> Option<i32> {
        let end = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let Ok(end) = end else {
            panic!(
                "'{}' does not end; it said:\n{}",
                self.name,
                self.lines().join("\n")
            );
        };
        end.ok().and_then(|status| status.code())
    }
}

impl Heard {
    fn all(&self) -> Vec<String> {
        self.lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

async fn listen(pipe: impl AsyncRead + Unpin, heard: Arc<Heard>) {
    let mut lines = BufReader::new(pipe).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        heard
            .lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
        heard.more.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_program_is_heard_on_both_outputs_and_killed() {
        let script = "echo one; echo two $WORD >&2; exec sleep 60";
        let mut program = Program::start("/bin/sh", &["-c", script], &[("WORD", "three")]);
        assert_eq!(program.line_with("three").await, "two three");
        assert_eq!(program.line_with("one").await, "one");
        program.kill().await;
    }

    #[tokio::test]
    async fn a_program_that_is_asked_to_end_gives_its_code() {
        let script = "trap 'exit 7' TERM; echo ready; while true; do sleep 0.05; done";
        let mut program = Program::start("/bin/sh", &["-c", script], &[]);
        program.line_with("ready").await;
        assert_eq!(program.stop().await, Some(7));
        assert_eq!(
            Program::start("/bin/sh", &["-c", "kill -9 $$"], &[])
                .ended()
                .await,
            None
        );
    }

    #[tokio::test]
    #[should_panic(expected = "without saying 'ready'")]
    async fn a_program_that_ends_early_is_reported_with_its_words() {
        Program::start("/bin/sh", &["-c", "echo oh no"], &[])
            .line_with("ready")
            .await;
    }
}
