//! An S3-compatible bucket in memory, on loopback: enough of the protocol for an object store, the
//! signature of every request checked, and faults on demand.

use crate::http_sink::{Received, read_request};
use crate::{s3_answer, s3_signed};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;
use tokio::io::{AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};

/// What goes wrong with a request that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteFault {
    /// Nothing is stored, and the answer is 500.
    Refused,
    /// It is stored, and the connection is cut without an answer.
    AnswerLost,
}

/// One stored object.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub bytes: Vec<u8>,
    pub at: SystemTime,
}

impl Object {
    /// An object that is stored now.
    #[expect(
        clippy::disallowed_methods,
        reason = "the bucket says when an object was stored"
    )]
    pub fn now(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.to_vec(),
            at: SystemTime::now(),
        }
    }
}

/// What the bucket holds and what it does next.
#[derive(Default)]
pub(crate) struct State {
    pub objects: BTreeMap<String, Object>,
    /// Uploads in parts: key and parts by number.
    pub uploads: BTreeMap<String, (String, BTreeMap<u32, Vec<u8>>)>,
    /// The next writes that go wrong, and how.
    faults: Vec<WriteFault>,
    /// Every write goes wrong until told otherwise.
    broken: bool,
    requests: usize,
    unsigned: usize,
}

/// The name of the bucket, the keys that sign, and the region.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub bucket: &'static str,
    pub access_key_id: &'static str,
    pub secret_access_key: &'static str,
    pub region: &'static str,
}

const KNOWN: Known = Known {
    bucket: "columns",
    access_key_id: "TESTKEY",
    secret_access_key: "not a secret",
    region: "test-north-1",
};

/// A bucket on loopback; what it holds goes with it.
pub struct S3 {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: tokio::task::JoinHandle<()>,
}

impl S3 {
    /// The bucket's name.
    pub const BUCKET: &str = KNOWN.bucket;
    /// Who may ask.
    pub const ACCESS_KEY_ID: &str = KNOWN.access_key_id;
    /// What signs.
    pub const SECRET_ACCESS_KEY: &str = KNOWN.secret_access_key;
    /// The region that a signature names.
    pub const REGION: &str = KNOWN.region;

    /// Listens on a free port of 127.0.0.1; the bucket's name stands in the path.
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
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            state,
            task,
        }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every object with its bytes, by key.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        let state = lock(&self.state);
        let copies = state
            .objects
            .iter()
            .map(|(key, object)| (key.clone(), object.bytes.clone()));
        copies.collect()
    }

    /// Puts an object there past the protocol.
    pub fn place(&self, key: &str, bytes: &[u8]) {
        let object = Object::now(bytes);
        lock(&self.state).objects.insert(key.to_owned(), object);
    }

    /// How the next writes go wrong, in order.
    pub fn next_writes(&self, faults: &[WriteFault]) {
        lock(&self.state).faults.extend(faults);
    }

    /// Whether every write is refused from now on.
    pub fn set_broken(&self, broken: bool) {
        lock(&self.state).broken = broken;
    }

    /// How many requests came, and how many of them bore no valid signature and were refused.
    pub fn asked(&self) -> (usize, usize) {
        let state = lock(&self.state);
        (state.requests, state.unsigned)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut stream = BufStream::new(stream);
    while let Ok(request) = read_request(&mut stream).await {
        let Some(answer) = answered(&request, &mut lock(&state)) else {
            return;
        };
        if stream.write_all(&answer).await.is_err() || stream.flush().await.is_err() {
            return;
        }
    }
}

/// The bytes of the answer; none when the connection is to be cut.
fn answered(request: &Received, state: &mut State) -> Option<Vec<u8>> {
    state.requests += 1;
    if !s3_signed::is_signed(request, &KNOWN) {
        state.unsigned += 1;
        return Some(s3_answer::refusal(403, "SignatureDoesNotMatch"));
    }
    let writes = matches!(request.method.as_str(), "PUT" | "POST");
    let fault = match (writes, state.broken, state.faults.is_empty()) {
        (true, true, _) => Some(WriteFault::Refused),
        (true, false, false) => Some(state.faults.remove(0)),
        _ => None,
    };
    match fault {
        None => Some(s3_answer::to(request, KNOWN.bucket, state)),
        Some(WriteFault::Refused) => Some(s3_answer::refusal(500, "InternalError")),
        Some(WriteFault::AnswerLost) => {
            s3_answer::to(request, KNOWN.bucket, state);
            None
        }
    }
}
