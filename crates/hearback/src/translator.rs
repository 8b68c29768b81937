//! The operator's translator: words of people in the language of who reads them.
//!
//! It speaks the protocol of LibreTranslate: `POST {"q","source","target","format"}` and, where
//! one is set, `api_key`; the answer is `{"translatedText"}`. What is sent was redacted before it
//! was stored; nothing of the answer is kept.

use crate::config;
use crate::egress::{Egress, EgressError, Sending};
use serde::Deserialize;

/// Why there is no translation.
#[derive(Debug, thiserror::Error)]
pub enum TranslatorError {
    /// It could not be reached.
    #[error(transparent)]
    Egress(#[from] EgressError),
    /// It refused.
    #[error("the translator answered {0}")]
    Refused(u16),
    /// It said something else than a translation.
    #[error("the translator's answer is no translation")]
    Unread,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "translatedText")]
    text: String,
}

/// Translates words from one language to another, both as ISO 639-1 codes.
///
/// # Errors
/// The translator is away, refuses, or does not answer as it should.
pub async fn translate(
    egress: &Egress,
    settings: &config::Translator,
    address: &str,
    words: &str,
    (from, to): (&str, &str),
) -> Result<String, TranslatorError> {
    // Norwegian is read as one; what is written is nearly always Bokmål.
    let code = |language| if language == "no" { "nb" } else { language };
    let (from, to) = (code(from), code(to));
    let mut body =
        serde_json::json!({ "q": words, "source": from, "target": to, "format": "text" });
    if let Some(key) = &settings.key {
        body["api_key"] = key.as_str().into();
    }
    let sending = Sending {
        headers: vec![("content-type", "application/json".into())],
        body: body.to_string().into_bytes(),
    };
    let reply = egress.ask(address, sending).await?;
    if !(200..300).contains(&reply.status) {
        return Err(TranslatorError::Refused(reply.status));
    }
    let answer: Answer =
        serde_json::from_slice(&reply.body).map_err(|_| TranslatorError::Unread)?;
    Ok(answer.text)
}
