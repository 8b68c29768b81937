//! What the loads send: made once per client, only the ids change from request to request.

/// Digits of an id; fixed, so that ids are written over each other.
const DIGITS: usize = 16;

/// A request body whose signals have a new id each time.
pub(super) struct Body {
    bytes: Vec<u8>,
    /// Where the digits of each id begin.
    ids: Vec<usize>,
    kind: &'static str,
}

impl Body {
    /// `signals` of them: one as JSON, more as JSON Lines. One in ten has a comment.
    pub(super) fn of(signals: usize) -> Self {
        let mut body = Self {
            bytes: Vec::new(),
            ids: Vec::with_capacity(signals),
            kind: if signals == 1 {
                "application/json"
            } else {
                "application/x-ndjson"
            },
        };
        for n in 0..signals {
            body.bytes.extend_from_slice(b"{\"external_id\":\"b");
            body.ids.push(body.bytes.len());
            body.bytes.extend_from_slice(&[b'0'; DIGITS]);
            let why = if n % 10 == 9 {
                ",\"verbatims\":{\"why\":\"The technician came late but solved it at once.\"}"
            } else {
                ""
            };
            let rest = format!(
                "\",\"occurred_at\":\"2025-03-{:02}T09:30:00Z\",\"location\":\"Site {}\",\"scores\":{{\"nps\":{}}},\"attributes\":{{\"plan\":\"Plus\"}}{why}}}",
                1 + n % 28,
                n % 40,
                7 + n % 4
            );
            body.bytes.extend_from_slice(rest.as_bytes());
            if signals > 1 {
                body.bytes.push(b'\n');
            }
        }
        body
    }

    /// Gives the signals the ids from `first` on.
    pub(super) fn stamp(&mut self, first: u64) {
        for (n, at) in self.ids.iter().enumerate() {
            let digits = format!("{:0width$}", first + n as u64, width = DIGITS);
            self.bytes[*at..*at + DIGITS].copy_from_slice(&digits.as_bytes()[..DIGITS]);
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }
}

#[cfg(test)]
mod tests {
    use super::Body;
    use serde_json::Value;
    use std::collections::HashSet;

    #[test]
    fn every_signal_is_json_with_an_id_of_its_own() {
        let mut body = Body::of(30);
        let mut ids = HashSet::new();
        for first in [0, 30, 9_990_000_000] {
            body.stamp(first);
            for line in body
                .bytes()
                .split(|b| *b == b'\n')
                .filter(|l| !l.is_empty())
            {
                let line: Value = serde_json::from_slice(line).unwrap();
                ids.insert(line["external_id"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(ids.len(), 90);
        assert_eq!(Body::of(1).kind(), "application/json");
        assert!(serde_json::from_slice::<Value>(Body::of(1).bytes()).is_ok());
    }
}
