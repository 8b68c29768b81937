//! What the door lends to a use case.

use domain::time::Micros;

/// Clock, identity and redaction, as arguments.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Now, unix microseconds.
    pub now: Micros,
    /// Mints ULID text.
    pub mint: &'a (dyn Fn() -> String + Send + Sync),
    /// Takes personal data out of words before they leave (`text::redact`).
    pub redact: &'a (dyn Fn(&str) -> String + Send + Sync),
    /// Where people reach this server, for links; with or without a slash at its end.
    pub public_url: &'a str,
}

impl Means<'_> {
    /// A link into the app or to a public page; `path` begins with a slash.
    pub(crate) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.trim_end_matches('/'))
    }
}
