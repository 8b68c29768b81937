//! Whether a request bears the signature that its sender must have made (AWS Signature Version 4).

use crate::http_sink::Received;
use crate::s3::Known;
use crate::s3_answer::pairs;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Whether the request was signed with the known keys, its body included.
pub(crate) fn is_signed(request: &Received, known: &Known) -> bool {
    signature(request, known).is_some_and(|(given, right)| given == right)
}

/// The signature that was given and the right one.
fn signature(request: &Received, known: &Known) -> Option<(String, String)> {
    let given = request
        .header("authorization")?
        .strip_prefix("AWS4-HMAC-SHA256 ")?;
    let part = |name: &str| {
        let mut parts = given.split(',').map(str::trim);
        parts
            .find_map(|part| part.strip_prefix(name))
            .map(str::to_owned)
    };
    let at = request.header("x-amz-date")?;
    let day = at.get(..8)?;
    let scope = format!("{day}/{}/s3/aws4_request", known.region);
    if part("Credential=")? != format!("{}/{scope}", known.access_key_id) {
        return None;
    }
    let body_hash = request.header("x-amz-content-sha256")?;
    if body_hash != "UNSIGNED-PAYLOAD" && body_hash != hex(&Sha256::digest(&request.body)) {
        return None;
    }
    let names = part("SignedHeaders=")?;
    let mut headers = String::new();
    for name in names.split(';') {
        headers.push_str(&format!("{name}:{}\n", request.header(name)?));
    }
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let mut query: Vec<String> = pairs(query)
        .into_iter()
        .map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value)))
        .collect();
    query.sort();
    let canonical = format!(
        "{}\n{path}\n{}\n{headers}\n{names}\n{body_hash}",
        request.method,
        query.join("&")
    );
    let text = format!(
        "AWS4-HMAC-SHA256\n{at}\n{scope}\n{}",
        hex(&Sha256::digest(canonical))
    );
    let secret = format!("AWS4{}", known.secret_access_key);
    let key = [day, known.region, "s3", "aws4_request"]
        .iter()
        .fold(secret.into_bytes(), |key, part| mac(&key, part));
    Some((part("Signature=")?, hex(&mac(&key, &text))))
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length is taken");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Everything but letters, digits and `-._~` as percent signs.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
