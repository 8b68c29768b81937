//! Query strings in which a name may stand several times.

use super::problem::Refusal;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::str::FromStr;

/// Names that may stand several times; all others take one value.
const REPEATED: &[&str] = &["by", "where", "topic"];

/// A query string read into `T`.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        read(parts.uri.query().unwrap_or("")).map(Self)
    }
}

/// Reads a query string.
///
/// # Errors
/// A value that its field does not take.
pub fn read<T: DeserializeOwned>(query: &str) -> Result<T, Refusal> {
    let mut map = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if REPEATED.contains(&name.as_ref()) {
            if let Value::Array(list) = map
                .entry(name.into_owned())
                .or_insert_with(|| Value::Array(Vec::new()))
            {
                list.push(Value::String(value.into_owned()));
            }
        } else if !value.is_empty() {
            map.insert(name.into_owned(), Value::String(value.into_owned()));
        }
    }
    serde_json::from_value(Value::Object(map)).map_err(|error| {
        Refusal::invalid(
            format!("the address does not read: {error}"),
            "correct the value after '?'",
        )
    })
}

/// Reads a number that stands as text, for fields of a flattened query.
///
/// # Errors
/// Text that is no such number.
pub fn number<'de, D: Deserializer<'de>, T: FromStr>(from: D) -> Result<Option<T>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    text.parse()
        .map(Some)
        .map_err(|_| serde::de::Error::custom(format!("'{text}' is not a number")))
}
