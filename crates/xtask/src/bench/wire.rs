//! One kept connection that speaks just enough HTTP/1.1 for a load.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer: status and body.
pub(super) type Answer = (u16, Vec<u8>);

/// A connection that is used for one request after another.
pub(super) struct Wire {
    stream: BufReader<TcpStream>,
    bearer: String,
}

impl Wire {
    /// Connects; no answer may take longer than `patience`.
    pub(super) fn connect(at: SocketAddr, bearer: &str, patience: Duration) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&at, patience)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        Ok(Self {
            stream: BufReader::new(stream),
            bearer: bearer.to_owned(),
        })
    }

    /// Asks without a body.
    pub(super) fn get(&mut self, path: &str) -> io::Result<Answer> {
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\n\r\n",
            self.bearer
        );
        self.stream.get_mut().write_all(head.as_bytes())?;
        read_answer(&mut self.stream)
    }

    /// Sends a body.
    pub(super) fn post(&mut self, path: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            self.bearer,
            body.len()
        )
        .into_bytes();
        // One write, so that head and body are not two packets.
        request.extend_from_slice(body);
        self.stream.get_mut().write_all(&request)?;
        read_answer(&mut self.stream)
    }
}

/// Reads one answer that tells its length; others are an error, no server here sends them.
fn read_answer(stream: &mut impl BufRead) -> io::Result<Answer> {
    let odd = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| odd("the answer has no status"))?;
    let mut length: Option<u64> = None;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let head = line.trim_end();
        if head.is_empty() {
            break;
        }
        if let Some((name, value)) = head.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let length = length.ok_or_else(|| odd("the answer does not tell its length"))?;
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok((status, body))
}

#[cfg(test)]
mod tests {
    use super::read_answer;
    use std::io::Cursor;

    #[test]
    fn two_answers_on_one_connection_are_told_apart() {
        let text = "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nx: y\r\n\r\n{}HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n";
        let mut stream = Cursor::new(text);
        assert_eq!(read_answer(&mut stream).unwrap(), (202, b"{}".to_vec()));
        assert_eq!(read_answer(&mut stream).unwrap(), (503, Vec::new()));
        assert!(read_answer(&mut stream).is_err());
    }

    #[test]
    fn an_answer_that_breaks_off_is_an_error() {
        for text in [
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\n\r\nabc",
            "nonsense\r\n\r\n",
        ] {
            assert!(read_answer(&mut Cursor::new(text)).is_err(), "{text}");
        }
    }
}
