//! Why columns could not answer.

/// The result of a question to columns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why columns could not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No column has this name.
    #[error("there is no column '{name}'{}", suggestion(.near))]
    UnknownColumn {
        /// As the user wrote it.
        name: String,
        /// Names that look like it.
        near: Vec<String>,
    },
    /// A filter says what its column cannot be asked.
    #[error("{0}")]
    BadFilter(String),
    /// The statement is not a question, or does not parse.
    #[error("{0}")]
    BadStatement(String),
    /// It would have taken too much memory or time.
    #[error(
        "the query needs more {0} than it may use: narrow the period or group by fewer columns"
    )]
    TooLarge(&'static str),
    /// Too many queries run already.
    #[error("too many queries are running: try again in a moment")]
    Busy,
    /// The engine failed.
    #[error("the lake said: {0}")]
    Engine(String),
}

fn suggestion(near: &[String]) -> String {
    if near.is_empty() {
        String::new()
    } else {
        format!(": did you mean {}", near.join(" or "))
    }
}
