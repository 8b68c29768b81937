//! How a command ends.

use domain::Problem;
use understand::corrections::SaidKind;
use understand::themes::EditKind;

/// A command that did its work.
pub enum Done {
    /// All of it.
    Whole,
    /// With rejected rows.
    Partly,
    /// A check found something.
    Found,
}

impl Done {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Whole => 0,
            Self::Found => 1,
            Self::Partly => 6,
        }
    }
}

/// A command that did not.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    detail: String,
    hint: String,
}

impl Failure {
    /// It failed.
    pub fn failed(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: 1,
            detail: detail.into(),
            hint: hint.into(),
        }
    }
    /// It was asked for wrongly.
    pub fn usage(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: 2,
            detail: detail.into(),
            hint: hint.into(),
        }
    }
    /// Something named is not there.
    pub fn missing(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: 3,
            detail: detail.into(),
            hint: hint.into(),
        }
    }
    /// Something else holds what it needs.
    pub fn conflict(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: 5,
            detail: detail.into(),
            hint: hint.into(),
        }
    }
    /// A problem that a running server answered with a status.
    pub fn answered(status: u16, problem: &Problem) -> Self {
        let code = match status {
            400 | 422 => 2,
            401 | 403 => 4,
            404 => 3,
            409 => 5,
            _ => 1,
        };
        Self {
            code,
            detail: problem.detail.clone(),
            hint: problem.hint.clone(),
        }
    }
    /// The exit code.
    pub fn code(&self) -> u8 {
        self.code
    }
    /// What happened.
    pub fn detail(&self) -> &str {
        &self.detail
    }
    /// What happened and what to do, on stderr.
    pub fn print(&self) {
        eprintln!("error: {}", self.detail);
        if !self.hint.is_empty() {
            eprintln!("  hint: {}", self.hint);
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        match problem.code {
            "invalid" => Self::usage(problem.detail, problem.hint),
            "not_found" => Self::missing(problem.detail, problem.hint),
            "conflict" => Self::conflict(problem.detail, problem.hint),
            _ => Self::failed(problem.detail, problem.hint),
        }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::failed(error.to_string(), "run hearback doctor")
    }
}

impl From<lake::Error> for Failure {
    fn from(error: lake::Error) -> Self {
        match error {
            lake::Error::Question(error) => error.into(),
            other => Self::failed(other.to_string(), "run hearback doctor"),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::failed(error.to_string(), "check the path and its permissions")
    }
}

impl From<columns::Error> for Failure {
    fn from(error: columns::Error) -> Self {
        match error {
            columns::Error::UnknownColumn { .. }
            | columns::Error::BadFilter(_)
            | columns::Error::BadStatement(_) => Self::usage(
                error.to_string(),
                "hearback sql \"select * from signals limit 1\" shows the columns",
            ),
            _ => Self::failed(error.to_string(), "run hearback doctor"),
        }
    }
}

impl From<understand::Error> for Failure {
    fn from(error: understand::Error) -> Self {
        match error {
            understand::Error::Columns(error) => error.into(),
            understand::Error::Analyze(error) => error.into(),
            understand::Error::Metric(words) => Self::usage(words, "see hearback metric --help"),
            understand::Error::Store(error @ store::Error::Stale { .. }) => {
                Self::conflict(error.to_string(), "list the themes again")
            }
            understand::Error::Said(error) => {
                let words = error.to_string();
                let (detail, hint) = words.rsplit_once(": ").unwrap_or((&words, ""));
                match error.kind() {
                    SaidKind::Missing => Self::missing(detail, hint),
                    SaidKind::Invalid => Self::usage(detail, hint),
                }
            }
            understand::Error::Edit(error) => {
                let words = error.to_string();
                let (detail, hint) = words.split_once(": ").unwrap_or((&words, ""));
                match error.kind() {
                    EditKind::Missing => Self::missing(detail, hint),
                    EditKind::Taken => Self::conflict(detail, hint),
                    EditKind::Invalid => Self::usage(detail, hint),
                }
            }
            other => Self::failed(other.to_string(), "run hearback doctor"),
        }
    }
}

impl From<understand::analyze::AnalyzeError> for Failure {
    fn from(error: understand::analyze::AnalyzeError) -> Self {
        Self::usage(error.to_string(), "see hearback analyze KIND --help")
    }
}

impl From<crate::app::StartError> for Failure {
    fn from(error: crate::app::StartError) -> Self {
        Self::failed(error.to_string(), "run hearback doctor")
    }
}

impl Failure {
    /// Whether whoever read our output went away.
    pub fn is_closed_pipe(&self) -> bool {
        self.detail.contains("Broken pipe")
    }
}
