//! The embedded web app: hashed files for ever, the page itself never cached.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/app/dist"]
#[allow_missing = true]
struct Dist;

const NOTICE: &str = "<!doctype html><html lang=\"en\"><title>Hearback</title><h1>The web app is not built into this binary</h1><p>The API works. Run <code>cargo xtask ui</code> and build again.</p></html>";

/// Whether the web app is built into this binary.
pub fn is_embedded() -> bool {
    Dist::get("index.html").is_some()
}

/// A file of the app, or its page for every address that a person may open.
pub async fn asset(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Dist::get(path).filter(|_| !path.is_empty()) {
        let kept = if path.starts_with("assets/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        return with_file(&headers, path, file, kept);
    }
    let wants_page = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_none_or(|v| v.contains("text/html") || v.contains("*/*"));
    if path.starts_with("api/") || path.contains('.') || !wants_page {
        return super::problem::Refusal::not_found("address").into_response();
    }
    match Dist::get("index.html") {
        Some(file) => with_file(&headers, "index.html", file, "no-cache"),
        None => (
            StatusCode::OK,
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            NOTICE,
        )
            .into_response(),
    }
}

fn with_file(
    asked: &HeaderMap,
    path: &str,
    file: rust_embed::EmbeddedFile,
    kept: &'static str,
) -> Response {
    let tag = format!(
        "\"{}\"",
        &store::ledger::hex(&file.metadata.sha256_hash())[..16]
    );
    if asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let mut response = Response::new(Body::from(file.data.into_owned()));
    let headers = response.headers_mut();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}
