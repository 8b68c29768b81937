//! A small HTTP/1.1 client for tests: keeps its connection, retries with the same key.
//!
//! Raw over a TCP stream, so that a test sees exactly what left and what came back, and a
//! server that is killed half-way gives an I/O error instead of a hidden retry.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Header names in small letters, with their values, in order.
    pub headers: Vec<(String, String)>,
    /// The body, unchunked.
    pub body: Vec<u8>,
}

impl Reply {
    /// The first header of that name (small letters).
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text, wrong bytes replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON; the message shows status and body.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{} is not JSON ({e}): {}", self.status, self.text()))
    }
}

/// How long to go on asking.
#[derive(Debug, Clone, Copy)]
pub struct Retries {
    /// Attempts in all, the first included.
    pub attempts: u32,
    /// Pause before the next attempt; a server that is starting needs some.
    pub pause: Duration,
}

impl Default for Retries {
    /// A minute in all: enough for a server to come back on a busy machine.
    fn default() -> Self {
        Self {
            attempts: 1_200,
            pause: Duration::from_millis(50),
        }
    }
}

/// One connection to one server, opened when needed and kept while it lasts.
pub struct Client {
    server: SocketAddr,
    patience: Duration,
    open: Option<BufStream<TcpStream>>,
}

impl Client {
    /// A client of the server at `server`; nothing is sent yet.
    pub fn new(server: SocketAddr) -> Self {
        Self {
            server,
            patience: Duration::from_secs(30),
            open: None,
        }
    }

    /// Talks to another address from now on (a restarted server may have another port).
    pub fn moved_to(&mut self, server: SocketAddr) {
        self.server = server;
        self.open = None;
    }

    /// How long one attempt may take before it counts as lost.
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sends one request and reads its answer. No retry: after an error it is unknown whether
    /// the server has taken the request. The next call opens a new connection.
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Reply> {
        // Taken out, so that a failed or cancelled exchange never leaves half an answer behind.
        let kept = self.open.take();
        let exchange = async {
            let mut stream = match kept {
                Some(stream) => stream,
                None => BufStream::new(TcpStream::connect(self.server).await?),
            };
            let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.server);
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(body).await?;
            stream.flush().await?;
            let reply = read_reply(&mut stream, method).await?;
            Ok::<_, Error>((stream, reply))
        };
        let (stream, reply) = match tokio::time::timeout(self.patience, exchange).await {
            Ok(done) => done?,
            Err(_) => return Err(ErrorKind::TimedOut.into()),
        };
        if reply.header("connection") != Some("close") {
            self.open = Some(stream);
        }
        Ok(reply)
    }

    /// `GET path`.
    pub async fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Reply> {
        self.send("GET", path, headers, &[]).await
    }

    /// Sends the same request, with the same `Idempotency-Key` in `headers`, until the server
    /// answers anything but 429 or 5xx. Returns the answer and how many attempts it took.
    ///
    /// # Errors
    /// The last error, when all attempts are used up.
    pub async fn send_until_answered(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        retries: Retries,
    ) -> Result<(Reply, u32)> {
        let mut last = Error::other("no attempt was allowed");
        for attempt in 1..=retries.attempts {
            match self.send(method, path, headers, body).await {
                Ok(reply) if reply.status != 429 && reply.status < 500 => {
                    return Ok((reply, attempt));
                }
                Ok(reply) => last = Error::other(format!("{}: {}", reply.status, reply.text())),
                Err(e) => last = e,
            }
            tokio::time::sleep(retries.pause).await;
        }
        Err(last)
    }
}

async fn read_reply(stream: &mut BufStream<TcpStream>, method: &str) -> Result<Reply> {
    loop {
        let status_line = read_line(stream).await?;
        let status = status_line
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .ok_or_else(|| Error::new(ErrorKind::InvalidData, status_line.clone()))?;
        let mut headers = Vec::new();
        loop {
            let line = read_line(stream).await?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        if (100..200).contains(&status) {
            continue;
        }
        let mut reply = Reply {
            status,
            headers,
            body: Vec::new(),
        };
        if method != "HEAD" && status != 204 && status != 304 {
            read_body(stream, &mut reply).await?;
        }
        return Ok(reply);
    }
}

async fn read_body(stream: &mut BufStream<TcpStream>, reply: &mut Reply) -> Result<()> {
    if reply.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = read_line(stream).await?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or(""), 16)
                .map_err(|_| Error::new(ErrorKind::InvalidData, size.clone()))?;
            let start = reply.body.len();
            reply.body.resize(start + size, 0);
            stream.read_exact(&mut reply.body[start..]).await?;
            read_line(stream).await?;
            if size == 0 {
                return Ok(());
            }
        }
    }
    let Some(length) = reply.header("content-length") else {
        // No length: the body ends with the connection, which is then of no further use.
        stream.read_to_end(&mut reply.body).await?;
        reply.headers.push(("connection".into(), "close".into()));
        return Ok(());
    };
    let length = length
        .parse()
        .map_err(|_| Error::new(ErrorKind::InvalidData, length.to_owned()))?;
    reply.body.resize(length, 0);
    stream.read_exact(&mut reply.body).await?;
    Ok(())
}

/// One line without its end; an error where the connection ended first.
pub(crate) async fn read_line<S: AsyncBufReadExt + Unpin>(stream: &mut S) -> Result<String> {
    let mut line = Vec::new();
    if stream.read_until(b'\n', &mut line).await? == 0 || !line.ends_with(b"\n") {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let text = String::from_utf8_lossy(&line);
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HttpSink;

    #[tokio::test]
    async fn a_client_keeps_its_connection_and_reads_what_came() {
        let sink = HttpSink::start().await;
        let mut client = Client::new(sink.address());
        for n in 0..3 {
            let body = format!("hello {n}");
            let reply = client
                .send("POST", "/in?x=1", &[("x-key", "k")], body.as_bytes())
                .await;
            assert_eq!(reply.unwrap().status, 200);
        }
        let seen = sink.received();
        assert_eq!(seen.len(), 3);
        assert_eq!(
            (seen[2].method.as_str(), seen[2].path.as_str()),
            ("POST", "/in?x=1")
        );
        assert_eq!(
            (seen[2].header("x-key"), seen[2].text()),
            (Some("k"), "hello 2".into())
        );
        assert_eq!(sink.connections(), 1);
    }

    #[tokio::test]
    async fn it_asks_again_with_the_same_key_until_answered() {
        let sink = HttpSink::start().await;
        sink.next_statuses(&[503, 0, 429, 202]); // 0: the connection is cut without an answer
        let mut client = Client::new(sink.address());
        let retries = Retries {
            attempts: 9,
            pause: Duration::from_millis(1),
        };
        let key = [("idempotency-key", "one")];
        let (reply, attempts) = client
            .send_until_answered("POST", "/", &key, b"{}", retries)
            .await
            .unwrap();
        assert_eq!((reply.status, attempts), (202, 4));
        let keys: Vec<_> = sink
            .received()
            .iter()
            .map(|r| r.header("idempotency-key").map(str::to_owned))
            .collect();
        assert_eq!(keys, vec![Some("one".to_owned()); 4]);
    }
}
