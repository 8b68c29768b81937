//! Emerging themes.

use super::LONGEST_NOTE;
use crate::app::App;
use crate::http::actor::{Administering, Reading};
use crate::http::metrics::refuse;
use crate::http::problem::{Outcome, Refusal};
use crate::http::query::{Query, number};
use crate::themes::emerging::{self, Accept, Asked};
use crate::view::FilterQuery;
use crate::view::themes::emerging::{AcceptedView, EmergingView};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

/// Which verbatims.
#[derive(Debug, Deserialize)]
pub struct EmergingQuery {
    #[serde(default, deserialize_with = "number")]
    before: Option<u32>,
    #[serde(flatten)]
    filter: FilterQuery,
}

/// Themes that no topic explains, in a period against those before it.
#[utoipa::path(get, path = "/api/v1/themes/emerging", tag = "understand",
    params(("since" = Option<String>, Query), ("until" = Option<String>, Query), ("before" = Option<u32>, Query)),
    responses((status = 200, body = EmergingView)))]
pub async fn list(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<EmergingQuery>,
) -> Outcome<Json<EmergingView>> {
    let asked = Asked {
        filter: asked.filter.filter()?,
        before: asked.before,
    };
    let found = emerging::list(&app, &actor.workspace, &asked).await;
    Ok(Json(found.map_err(refuse)?))
}

/// A theme to accept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptBody {
    /// The theme's key.
    key: String,
    /// The topic's English label; the theme's own where none is given.
    label: Option<String>,
    /// The id of its group.
    parent: String,
    /// First day of the period in which it was found.
    #[schema(value_type = Option<String>)]
    since: Option<jiff::civil::Date>,
    /// The day after its last.
    #[schema(value_type = Option<String>)]
    until: Option<jiff::civil::Date>,
    /// Periods before.
    before: Option<u32>,
    /// Further filters, `NAME:VALUE`.
    #[serde(default, rename = "where")]
    conditions: Vec<String>,
    /// `direct`, `indirect` or `inferred`, where only such signals were looked at.
    provenance: Option<String>,
    /// The version it was thought out on: with another, nothing is changed.
    base: Option<i64>,
    /// Why.
    #[serde(default)]
    note: String,
}

/// Makes a topic of an emerging theme and has what was received read again.
#[utoipa::path(post, path = "/api/v1/themes/emerging/accept", tag = "understand", request_body = AcceptBody, responses((status = 202, body = AcceptedView)))]
pub async fn accept(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(body): Json<AcceptBody>,
) -> Outcome<(StatusCode, Json<AcceptedView>)> {
    if body.note.len() > LONGEST_NOTE {
        return Err(Refusal::invalid(
            format!("the note has {} bytes", body.note.len()),
            format!("write at most {LONGEST_NOTE}"),
        ));
    }
    let filter = FilterQuery {
        since: body.since,
        until: body.until,
        provenance: body.provenance,
        conditions: body.conditions,
    };
    let asked = Asked {
        filter: filter.filter()?,
        before: body.before,
    };
    let order = Accept {
        key: &body.key,
        label: body.label.as_deref(),
        parent: &body.parent,
        base: body.base,
        note: &body.note,
    };
    let accepted = emerging::accept(&app, &actor, &asked, &order).await;
    let accepted = accepted.map_err(refuse)?.ok_or_else(|| {
        Refusal::new(
            StatusCode::NOT_FOUND,
            "unknown_theme",
            format!("no theme '{}' emerges in this period", body.key),
            "ask GET /api/v1/themes/emerging for the same period and take a key from there",
        )
    })?;
    Ok((StatusCode::ACCEPTED, Json(accepted)))
}
