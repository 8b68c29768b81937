//! What can go wrong while listening.

use crate::Flaw;

/// The result of a use case of this room.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong while listening.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rows could not be read or written.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// What was sent does not read; nothing was stored.
    #[error("{} of the signals sent do not read, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Flaws(Vec<Flaw>),
    /// A file could not be read or written.
    #[error("cannot read or write '{name}': {source}")]
    File {
        /// The file's name as given.
        name: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what it seems to be.
    #[error("'{name}' does not read as {format}: {reason}; {mend}")]
    Format {
        /// The file's name as given.
        name: String,
        /// What it was taken for.
        format: &'static str,
        /// Why it does not read.
        reason: String,
        /// What to do.
        mend: &'static str,
    },
    /// A mapping does not read, or does not fit the file.
    #[error("the mapping does not fit: {0}")]
    Mapping(String),
    /// No listening post has this name or id.
    #[error("there is no listening post '{name}'{}: create it first, or leave 'post' away to use 'default'", near_words(.near))]
    UnknownPost {
        /// What was asked for.
        name: String,
        /// Names that look like it.
        near: Vec<String>,
    },
    /// The post was archived.
    #[error("the listening post '{0}' is archived: send to another post, or create a new one")]
    ArchivedPost(String),
    /// A post's field cannot be what was given.
    #[error("the listening post's {field} cannot be '{value}': {mend}")]
    Post {
        /// Which field.
        field: &'static str,
        /// What was given.
        value: String,
        /// What to do.
        mend: &'static str,
    },
    /// The post lacks what it needs to go live.
    #[error("the listening post '{name}' cannot go live without {}: set it first", .lacks.join(", "))]
    NotReady {
        /// The post.
        name: String,
        /// What is missing.
        lacks: Vec<&'static str>,
    },
    /// A survey's definition cannot be shown.
    #[error("the survey's {field} {problem}")]
    Survey {
        /// Which field.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Reading was given up because someone asked for it.
    #[error("the import was stopped after row {0}: run it again to go on from there")]
    Canceled(u64),
    /// A background task ended without an answer.
    #[error(
        "reading '{0}' stopped unexpectedly: the file may be damaged, save it again and repeat"
    )]
    Stopped(String),
}

impl Error {
    /// A stable word for programs, as the door puts it into `code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(store::Error::Overloaded) => "overloaded",
            Self::Store(store::Error::Taken { .. }) => "taken",
            Self::Store(_) => "storage",
            Self::Flaws(_) => "invalid_signal",
            Self::File { .. } => "unreadable_file",
            Self::Format { .. } | Self::Stopped(_) => "wrong_format",
            Self::Mapping(_) => "invalid_mapping",
            Self::UnknownPost { .. } => "unknown_post",
            Self::ArchivedPost(_) => "archived_post",
            Self::Post { .. } => "invalid_post",
            Self::NotReady { .. } => "post_not_ready",
            Self::Survey { .. } => "invalid_survey",
            Self::Canceled(_) => "canceled",
        }
    }
}

fn near_words(near: &[String]) -> String {
    if near.is_empty() {
        return String::new();
    }
    format!(" (near: {})", near.join(", "))
}
