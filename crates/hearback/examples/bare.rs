//! What `cargo xtask bench` measures against: an axum handler that parses the same JSON and
//! keeps nothing. It prints its address and serves until it is ended.

use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::error::Error;
use tokio::net::TcpListener;

/// Parses one object, or one object per line, and says how many there were.
async fn parse(body: Bytes) -> (StatusCode, Json<Value>) {
    let mut received = 0_usize;
    for line in body.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            continue;
        }
        match serde_json::from_slice::<Value>(line) {
            Ok(value) if value.is_object() => received += 1,
            _ => return (StatusCode::UNPROCESSABLE_ENTITY, Json(Value::Null)),
        }
    }
    (StatusCode::ACCEPTED, Json(json!({ "received": received })))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = Router::new()
        .route("/api/v1/signals", post(parse))
        .layer(DefaultBodyLimit::max(8 << 20));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
