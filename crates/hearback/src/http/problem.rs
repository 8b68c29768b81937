//! Errors as people and programs meet them over HTTP: RFC 9457 problem+json.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Problem;
use serde::Serialize;
use utoipa::ToSchema;

/// A problem with its status.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    problem: Problem,
    errors: Vec<FieldError>,
}

/// One value that was not accepted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldError {
    /// The line of a batch, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Which field.
    pub field: String,
    /// What is wrong with its value.
    pub detail: String,
    /// What to write instead.
    pub hint: String,
}

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// A stable address of the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable, snake_case: programs branch on it.
    pub code: String,
    /// What happened, naming the value.
    pub detail: String,
    /// What to do next.
    pub hint: String,
    /// Each value that was not accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// The result of a handler.
pub type Outcome<T> = Result<T, Refusal>;

impl Refusal {
    /// A refusal with its status, code, detail and mend.
    pub fn new(
        status: StatusCode,
        code: &'static str,
        detail: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            status,
            problem: Problem::new(code, detail, hint),
            errors: Vec::new(),
        }
    }
    /// Nothing of ours has this id: what is missing and what is another workspace's look the same.
    pub fn not_found(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("there is no such {what}"),
            "check the address",
        )
    }
    /// The values do not make sense.
    pub fn invalid(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail, hint)
    }
    /// The state does not allow it.
    pub fn conflict(
        code: &'static str,
        detail: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail, hint)
    }
    /// Not now.
    pub fn busy(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            detail,
            "send it again after the seconds in Retry-After; with the same key nothing is stored twice",
        )
    }
    /// Adds the values that were not accepted.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            kind: format!("urn:hearback:problem:{}", self.problem.code),
            title: self.status.canonical_reason().unwrap_or("error").to_owned(),
            status: self.status.as_u16(),
            code: self.problem.code.to_owned(),
            detail: self.problem.detail,
            hint: self.problem.hint,
            errors: self.errors,
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}

impl From<Problem> for Refusal {
    /// Values that do not make sense.
    fn from(problem: Problem) -> Self {
        Self::invalid(problem.detail, problem.hint)
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        match &error {
            store::Error::Stale { .. } => {
                Self::conflict("stale", error.to_string(), "read it again and repeat")
            }
            store::Error::Taken { .. } => {
                Self::conflict("taken", error.to_string(), "choose another name")
            }
            _ if error.is_transient() => {
                tracing::error!(%error, "the rows did not answer");
                Self::busy("the database is not answering just now")
            }
            _ => internal(&error),
        }
    }
}

impl From<columns::Error> for Refusal {
    fn from(error: columns::Error) -> Self {
        match &error {
            columns::Error::UnknownColumn { .. } => {
                Self::invalid(error.to_string(), "GET /api/v1/columns lists the names")
            }
            columns::Error::BadFilter(_) => Self::invalid(
                error.to_string(),
                "docs/reference/api.md has the filters; GET /api/v1/columns/{name}/values lists what a column holds",
            ),
            columns::Error::BadStatement(_) => Self::invalid(
                error.to_string(),
                "only SELECT statements over signals, verbatims and mentions are answered",
            ),
            columns::Error::TooLarge(_) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "too_large",
                error.to_string(),
                "narrow the period or group by fewer columns",
            ),
            columns::Error::Busy => Self::busy(error.to_string()),
            columns::Error::Engine(_) => internal(&error),
        }
    }
}

impl From<lake::Error> for Refusal {
    fn from(error: lake::Error) -> Self {
        match error {
            lake::Error::Question(error) => error.into(),
            lake::Error::Store(error) => error.into(),
            other => internal(&other),
        }
    }
}

/// Something of ours is broken: the log has it, the caller gets a code.
pub fn internal(error: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%error, "a request failed");
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "something went wrong on our side",
        "try again; the operator finds the reason in the log",
    )
}
