//! What the bucket in memory answers to each kind of request.

use crate::http_sink::Received;
use crate::s3::{Object, State};
use std::time::SystemTime;

/// Keys on one page of a listing: few, so that whoever lists must turn pages.
const PAGE: usize = 4;

/// Carries the request out and gives the answer's bytes.
pub(crate) fn to(request: &Received, bucket: &str, state: &mut State) -> Vec<u8> {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let query = pairs(query);
    let of = |name: &str| {
        query
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.clone())
    };
    let path = decoded(path);
    let Some(key) = path.strip_prefix(&format!("/{bucket}")) else {
        return refusal(404, "NoSuchBucket");
    };
    let key = key.trim_start_matches('/').to_owned();
    match (request.method.as_str(), of("uploadId")) {
        ("GET", _) if key.is_empty() => list(
            state,
            &of("prefix").unwrap_or_default(),
            of("continuation-token"),
        ),
        ("GET" | "HEAD", _) => get(state, &key, request),
        ("PUT", None) => put(state, &key, &request.body),
        ("PUT", Some(id)) => {
            let number = of("partNumber").and_then(|n| n.parse().ok()).unwrap_or(0);
            let Some((_, parts)) = state.uploads.get_mut(&id) else {
                return refusal(404, "NoSuchUpload");
            };
            parts.insert(number, request.body.clone());
            reply(200, &format!("etag: \"part-{number}\"\r\n"), b"")
        }
        ("POST", Some(id)) => {
            let Some((key, parts)) = state.uploads.remove(&id) else {
                return refusal(404, "NoSuchUpload");
            };
            put(
                state,
                &key,
                &parts.into_values().flatten().collect::<Vec<_>>(),
            );
            let body = "<CompleteMultipartUploadResult><ETag>\"whole\"</ETag></CompleteMultipartUploadResult>";
            reply(200, "", body.as_bytes())
        }
        ("POST", None) if of("uploads").is_some() => {
            let id = format!("upload-{}-{}", state.uploads.len(), key.len());
            let body = format!(
                "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
            );
            state.uploads.insert(id, (key, Default::default()));
            reply(200, "", body.as_bytes())
        }
        ("POST", None) if of("delete").is_some() => delete_many(state, &request.body),
        ("DELETE", Some(id)) => {
            state.uploads.remove(&id);
            reply(204, "", b"")
        }
        ("DELETE", None) => {
            state.objects.remove(&key);
            reply(204, "", b"")
        }
        _ => refusal(501, "NotImplemented"),
    }
}

fn put(state: &mut State, key: &str, bytes: &[u8]) -> Vec<u8> {
    let object = Object::now(bytes);
    state.objects.insert(key.to_owned(), object);
    reply(
        200,
        &format!("etag: \"{}-{}\"\r\n", key.len(), bytes.len()),
        b"",
    )
}

fn get(state: &State, key: &str, request: &Received) -> Vec<u8> {
    let Some(object) = state.objects.get(key) else {
        return refusal(404, "NoSuchKey");
    };
    let total = object.bytes.len();
    let (status, from, to) = match request
        .header("range")
        .and_then(|range| asked(range, total))
    {
        Some((from, to)) => (206, from, to),
        None => (200, 0, total),
    };
    let mut headers = format!("etag: \"{}-{total}\"\r\n", key.len());
    if status == 206 {
        headers.push_str(&format!(
            "content-range: bytes {from}-{}/{total}\r\n",
            to.max(1) - 1
        ));
    }
    let mut answer = reply(status, &headers, &object.bytes[from..to]);
    if request.method == "HEAD" {
        answer.truncate(answer.len() - (to - from));
    }
    answer
}

/// The half-open range that a header asks for: `bytes=a-b`, `bytes=a-` or `bytes=-n`.
fn asked(header: &str, total: usize) -> Option<(usize, usize)> {
    let (from, to) = header.strip_prefix("bytes=")?.split_once('-')?;
    match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) => Some((from.min(total), (to + 1).min(total))),
        (Ok(from), Err(_)) => Some((from.min(total), total)),
        (Err(_), Ok(last)) => Some((total.saturating_sub(last), total)),
        _ => None,
    }
}

fn list(state: &State, prefix: &str, after: Option<String>) -> Vec<u8> {
    let after = after.unwrap_or_default();
    let mut found = state
        .objects
        .iter()
        .filter(|(key, _)| key.starts_with(prefix) && **key > after);
    let mut body = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>");
    let mut last = String::new();
    for (key, object) in found.by_ref().take(PAGE) {
        let at = object
            .at
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let at = domain::time::to_text(i64::try_from(at.as_micros()).unwrap_or(0));
        body.push_str(&format!(
            "<Contents><Key>{key}</Key><LastModified>{at}</LastModified><Size>{}</Size></Contents>",
            object.bytes.len()
        ));
        last.clone_from(key);
    }
    let more = found.next().is_some();
    if more {
        body.push_str(&format!(
            "<NextContinuationToken>{last}</NextContinuationToken>"
        ));
    }
    body.push_str(&format!(
        "<IsTruncated>{more}</IsTruncated></ListBucketResult>"
    ));
    reply(200, "", body.as_bytes())
}

fn delete_many(state: &mut State, body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let mut answer = String::from("<DeleteResult>");
    for key in text
        .split("<Key>")
        .skip(1)
        .filter_map(|rest| rest.split("</Key>").next())
    {
        state.objects.remove(key);
        answer.push_str(&format!("<Deleted><Key>{key}</Key></Deleted>"));
    }
    answer.push_str("</DeleteResult>");
    reply(200, "", answer.as_bytes())
}

/// An error as the protocol writes it.
pub(crate) fn refusal(status: u16, code: &str) -> Vec<u8> {
    let body = format!("<Error><Code>{code}</Code><Message>as the test wants it</Message></Error>");
    reply(status, "", body.as_bytes())
}

fn reply(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status} told\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The names and values of a query, decoded.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// Text without its percent signs.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
