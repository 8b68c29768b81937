//! The load of the crash test: clients that send until they are acknowledged.

use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;
use testkit::Client;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// Where the server of the moment listens and how to speak to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Address {
    pub at: SocketAddr,
    pub bearer: String,
}

impl Address {
    /// Reads what a server leaves in its data folder.
    pub fn read(file: &std::path::Path) -> Self {
        let text = std::fs::read_to_string(file).expect("the server left its address");
        let file: Value = serde_json::from_str(&text).expect("the address is JSON");
        let url = file["url"].as_str().expect("an url");
        Self {
            at: url
                .trim_start_matches("http://")
                .parse()
                .expect("an address"),
            bearer: format!("Bearer {}", file["token"].as_str().expect("a token")),
        }
    }
}

/// What all clients share.
#[derive(Default)]
pub struct Load {
    /// Requests that were sent and not answered yet.
    pub in_flight: AtomicUsize,
    /// Signals acknowledged.
    pub acknowledged: AtomicUsize,
    /// Acknowledged as duplicates: stored by a server that was killed before it could say so.
    pub duplicates: AtomicUsize,
    /// No new signal is begun after this.
    pub stop: AtomicBool,
}

/// Sends one signal after another, each until it is acknowledged; the ids in order.
pub async fn send_signals(
    client: usize,
    mut server: watch::Receiver<Option<Address>>,
    load: Arc<Load>,
) -> Vec<String> {
    let mut acknowledged = Vec::new();
    let mut line: Option<(Address, Client)> = None;
    while !load.stop.load(SeqCst) {
        let n = acknowledged.len();
        let id = format!("c{client}-{n}");
        // One in ten is unhappy and opens a case; one in five says why.
        let mut signal =
            json!({ "external_id": id, "scores": { "nps": if n % 10 == 0 { 2 } else { 9 } } });
        if n % 5 == 0 {
            signal["verbatims"] = json!({ "why": "the queue was long but the staff were kind" });
        }
        let body = signal.to_string();
        while !attempt(&mut line, &mut server, &load, body.as_bytes()).await {}
        acknowledged.push(id);
        sleep(Duration::from_millis(20)).await;
    }
    acknowledged
}

/// One attempt; true when it was acknowledged.
async fn attempt(
    line: &mut Option<(Address, Client)>,
    server: &mut watch::Receiver<Option<Address>>,
    load: &Load,
    body: &[u8],
) -> bool {
    let address = server
        .wait_for(Option::is_some)
        .await
        .expect("the test outlives its clients")
        .clone()
        .expect("an address");
    if line.as_ref().is_none_or(|(known, _)| *known != address) {
        *line = Some((address.clone(), Client::new(address.at)));
    }
    let (_, client) = line.as_mut().expect("just set");
    let headers = [
        ("authorization", address.bearer.as_str()),
        ("content-type", "application/json"),
    ];
    load.in_flight.fetch_add(1, SeqCst);
    let reply = client.send("POST", "/api/v1/signals", &headers, body).await;
    load.in_flight.fetch_sub(1, SeqCst);
    match reply {
        Ok(reply) if reply.status == 202 => {
            load.acknowledged.fetch_add(1, SeqCst);
            let duplicates = reply.json()["duplicates"].as_u64().expect("a count");
            load.duplicates.fetch_add(duplicates as usize, SeqCst);
            true
        }
        Ok(reply) if reply.status == 429 || reply.status == 503 => {
            sleep(Duration::from_millis(50)).await;
            false
        }
        Ok(reply) => panic!("a signal was answered {}: {}", reply.status, reply.text()),
        Err(_) => {
            // The server is gone: wait for the next one.
            let _ = timeout(Duration::from_millis(200), server.changed()).await;
            false
        }
    }
}
