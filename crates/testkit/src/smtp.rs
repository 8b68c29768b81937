//! A mail server that takes everything, remembers it, and fails in the ways real ones do.

use crate::smtp_talk::talk;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;

/// One message as the server took it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The envelope's sender, without angle brackets.
    pub from: String,
    /// The envelope's recipients, without angle brackets.
    pub to: Vec<String>,
    /// Headers and body, dots unstuffed, lines ended by `\r\n`.
    pub text: String,
}

impl Mail {
    /// The first header of that name, any case, with folded lines joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.text.split("\r\n\r\n").next()?;
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let mut lines = unfolded
            .split("\r\n")
            .filter_map(|line| line.split_once(':'));
        let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned())
    }

    /// What follows the headers, as sent (still encoded where it was).
    pub fn body(&self) -> &str {
        self.text
            .split_once("\r\n\r\n")
            .map_or("", |(_, body)| body)
    }
}

/// How the server treats one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Accept,
    /// Refuses each recipient with this code and text: 450 comes back later, 550 never.
    RefuseRecipient(u16, String),
    /// Refuses the message after its data with this code and text.
    RefuseMessage(u16, String),
    /// Takes the message, then cuts the connection instead of saying 250: the sender cannot
    /// know, must send again, and the same id arrives twice.
    CutBeforeOk,
    /// Says 250, then cuts the connection without waiting for QUIT: the message counts.
    CutAfterOk,
    /// Cuts the connection instead of greeting; nothing is taken.
    CutAtGreeting,
}

#[derive(Default)]
pub(crate) struct Counter {
    pub(crate) mails: Vec<Mail>,
    pub(crate) moods: VecDeque<Mood>,
    pub(crate) always: Option<Mood>,
    pub(crate) tries: usize,
}

pub(crate) type Shared = Arc<Mutex<Counter>>;

pub(crate) fn lock(held: &Shared) -> MutexGuard<'_, Counter> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A mail server on loopback: EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, QUIT; no TLS, no login.
pub struct SmtpSink {
    address: SocketAddr,
    held: Shared,
    task: tokio::task::JoinHandle<()>,
}

impl SmtpSink {
    /// Listens on a free port of 127.0.0.1.
    ///
    /// # Panics
    /// When no port can be bound.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port on loopback");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let held = Shared::default();
        let shared = Arc::clone(&held);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                // An I/O error is the client going away: its business, not the sink's.
                tokio::spawn(async move { talk(stream, shared).await.ok() });
            }
        });
        Self {
            address,
            held,
            task,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Every message taken so far, in order, those cut before their 250 included.
    pub fn mails(&self) -> Vec<Mail> {
        lock(&self.held).mails.clone()
    }

    /// How many messages were tried, refused ones included.
    pub fn tries(&self) -> usize {
        lock(&self.held).tries
    }

    /// The mood for the next message that has none yet; call it again for the one after.
    pub fn next(&self, mood: Mood) {
        lock(&self.held).moods.push_back(mood);
    }

    /// The mood for all messages for which `next` says nothing; `Accept` at the start.
    pub fn always(&self, mood: Mood) {
        lock(&self.held).always = Some(mood);
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}
