//! Identifiers: ULID text, minted by the caller from its clock and randomness.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Mints ULID text from unix milliseconds and 80 random bits.
///
/// Both come in as arguments, so that the same inputs give the same id.
/// Source: the ULID specification (26 characters, Crockford base 32).
pub fn ulid_text(unix_ms: u64, random: u128) -> String {
    ulid::Ulid::from_parts(unix_ms, random).to_string()
}

/// The refusal to read something as an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} '{value}' is not an id: use 1 to 64 letters, digits, '-' or '_'")]
pub struct NotAnId {
    /// Which id was asked for.
    pub kind: &'static str,
    /// What was given (cut to 80 characters).
    pub value: String,
}

/// Whether `text` may stand as an id: 1 to 64 of `[A-Za-z0-9_-]`.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes text that is known to be an id (from our own rows or freshly minted).
            pub fn new(text: impl Into<String>) -> Self { Self(text.into()) }
            /// Reads an id that came from outside.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                if is_id(text) { Ok(Self(text.to_owned())) } else {
                    Err(NotAnId { kind: $kind, value: text.chars().take(80).collect() })
                }
            }
            /// The id as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl AsRef<str> for $name { fn as_ref(&self) -> &str { &self.0 } }
        impl From<$name> for String { fn from(id: $name) -> String { id.0 } }
    )*};
}

ids! {
    /// The tenant: the scope of every query.
    WorkspaceId = "workspace";
    /// One thing heard.
    SignalId = "signal";
    /// A party known to the workspace.
    CustomerId = "customer";
    /// Where and how feedback is gathered.
    PostId = "listening post";
    /// A promise to answer one person.
    CaseId = "case";
    /// Someone who signs in.
    UserId = "user";
    /// A key that a program signs in with.
    KeyId = "api key";
    /// What decides that a signal needs a case.
    RuleId = "rule";
    /// One notice on its way out.
    NoticeId = "notice";
    /// One run of an import.
    ImportId = "import";
    /// Something that a monitor noticed.
    AlertId = "alert";
    /// Where notices are delivered.
    EndpointId = "endpoint";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_time_and_randomness_give_the_same_id() {
        assert_eq!(
            ulid_text(1_700_000_000_000, 42),
            ulid_text(1_700_000_000_000, 42)
        );
        assert_eq!(ulid_text(1_700_000_000_000, 42).len(), 26);
    }

    #[test]
    fn an_id_with_a_slash_is_refused_by_name() {
        let refused = CaseId::parse("../x").unwrap_err();
        assert!(refused.to_string().contains("case '../x'"));
    }
}
