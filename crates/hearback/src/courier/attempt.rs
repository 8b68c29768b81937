//! What one attempt came to.

/// What one attempt came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Attempt {
    /// The other side took it.
    Delivered,
    /// Not now.
    Later {
        /// Why, for people.
        why: String,
        /// Seconds that the other side asked us to wait.
        asked_s: Option<f64>,
    },
    /// Never, unless a person changes something and replays it.
    Never {
        /// Why, for people.
        why: String,
        /// The endpoint wants no more at all.
        gone: bool,
    },
}

impl Attempt {
    pub(super) fn later(why: impl Into<String>) -> Self {
        Self::Later {
            why: why.into(),
            asked_s: None,
        }
    }
    pub(super) fn never(why: impl Into<String>) -> Self {
        Self::Never {
            why: why.into(),
            gone: false,
        }
    }
}
