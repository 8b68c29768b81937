//! Scores: by any attribute and time grain.

use super::actor::Reading;
use super::problem::{Outcome, Refusal};
use super::query::Query;
use crate::app::App;
use crate::view::FilterQuery;
use crate::view::metric::{MetricView, how};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use columns::Grain;
use serde::Deserialize;
use understand::corrections::SaidKind;
use understand::metric::{Definition, Kind, measure};
use understand::themes::EditKind;

/// What a score is asked over.
#[derive(Debug, Deserialize)]
pub struct MetricQuery {
    #[serde(default)]
    question: Option<String>,
    #[serde(default)]
    by: Vec<String>,
    grain: Option<String>,
    #[serde(default, deserialize_with = "super::query::number")]
    top: Option<f64>,
    #[serde(default, deserialize_with = "super::query::number")]
    scale_low: Option<f64>,
    #[serde(default, deserialize_with = "super::query::number")]
    scale_high: Option<f64>,
    #[serde(flatten)]
    filter: FilterQuery,
}

/// A metric by groups, with interval, n and what it leaves out.
#[utoipa::path(get, path = "/api/v1/metrics/{kind}", tag = "understand",
    params(("kind" = String, Path, description = "nps, csat, ces, mean or share"), ("question" = Option<String>, Query), ("by" = Option<Vec<String>>, Query),
           ("grain" = Option<String>, Query), ("since" = Option<String>, Query), ("until" = Option<String>, Query), ("where" = Option<Vec<String>>, Query)),
    responses((status = 200, body = MetricView)))]
pub async fn metric(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(kind): Path<String>,
    Query(asked): Query<MetricQuery>,
) -> Outcome<Json<MetricView>> {
    let kind = Kind::parse(&kind).ok_or_else(|| {
        Refusal::invalid(
            format!("'{kind}' is no metric"),
            "use nps, csat, ces, mean or share",
        )
    })?;
    let grain = grain(asked.grain.as_deref())?;
    let question = asked
        .question
        .clone()
        .unwrap_or_else(|| kind.as_str().to_owned());
    let definition = Definition::new(
        kind,
        &question,
        asked.scale_low.zip(asked.scale_high),
        asked.top,
    )
    .map_err(refuse)?;
    let filter = asked.filter.filter()?;
    let measured = measure(
        app.lake.as_ref(),
        &actor.workspace,
        &definition,
        &asked.by,
        grain,
        &filter,
    )
    .await
    .map_err(refuse)?;
    let version = app.data_version(&actor.workspace).await?;
    let mut view = MetricView::from(&measured);
    view.how = Some(how(
        &definition,
        &measured.left_out,
        asked.filter.words(),
        version,
    ));
    Ok(Json(view))
}

/// Reads a grain.
pub fn grain(word: Option<&str>) -> Outcome<Option<Grain>> {
    word.map(|w| {
        Grain::parse(w).ok_or_else(|| {
            Refusal::invalid(
                format!("'{w}' is no grain"),
                "use day, week, month, quarter or year",
            )
        })
    })
    .transpose()
}

/// What this room's errors are over HTTP.
pub fn refuse(error: understand::Error) -> Refusal {
    match error {
        understand::Error::Store(error) => error.into(),
        understand::Error::Columns(error) => error.into(),
        understand::Error::Metric(words) => {
            Refusal::invalid(words, "see docs/reference/metrics.md")
        }
        understand::Error::Said(error) => {
            let words = error.to_string();
            let (detail, hint) = words.rsplit_once(": ").unwrap_or((&words, ""));
            match error.kind() {
                SaidKind::Missing => {
                    Refusal::new(StatusCode::NOT_FOUND, "unknown_verbatim", detail, hint)
                }
                SaidKind::Invalid => Refusal::invalid(detail, hint),
            }
        }
        understand::Error::Analyze(error) => Refusal::invalid(
            error.to_string(),
            "GET /api/v1/columns lists the columns; see docs/reference/analyses.md",
        ),
        understand::Error::Edit(error) => {
            let words = error.to_string();
            let (detail, hint) = words.split_once(": ").unwrap_or((&words, ""));
            match error.kind() {
                EditKind::Missing => {
                    Refusal::new(StatusCode::NOT_FOUND, "unknown_topic", detail, hint)
                }
                EditKind::Taken => Refusal::conflict("taken", detail, hint),
                EditKind::Invalid => Refusal::invalid(detail, hint),
            }
        }
        other => super::problem::internal(&other),
    }
}
