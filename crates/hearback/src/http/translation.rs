//! What somebody said, in the reader's language.

use super::actor::Reading;
use super::problem::{Outcome, Refusal};
use super::query::Query;
use crate::app::App;
use crate::translator::translate;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use columns::{Columns, PageAsk, VerbatimFilter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Longest verbatim that is sent, bytes.
const LONGEST: usize = 20_000;

/// Into which language.
#[derive(Debug, Deserialize)]
pub struct TranslationQuery {
    to: String,
}

/// A verbatim in another language.
#[derive(Debug, Serialize, ToSchema)]
pub struct TranslationView {
    /// The words.
    text: String,
    /// The language they were said in, as it was read.
    from: String,
    /// The language they are in now.
    to: String,
}

/// A verbatim in another language, by the translator that the operator has configured.
#[utoipa::path(get, path = "/api/v1/verbatims/{signal}/{question}/translation", tag = "understand",
    params(("signal" = String, Path), ("question" = String, Path), ("to" = String, Query, description = "ISO 639-1, such as en")),
    responses((status = 200, body = TranslationView)))]
pub async fn translation(
    State(app): State<App>,
    Reading(actor): Reading,
    Path((signal, question)): Path<(String, String)>,
    Query(asked): Query<TranslationQuery>,
) -> Outcome<Json<TranslationView>> {
    let to = asked.to;
    if to.len() != 2 || !to.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(Refusal::invalid(
            format!("'{to}' is no language"),
            "write two small letters (ISO 639-1), such as en",
        ));
    }
    let filter = VerbatimFilter {
        of: vec![signal],
        question: Some(question),
        ..VerbatimFilter::default()
    };
    let page = PageAsk {
        limit: 1,
        after: None,
    };
    let found = app.lake.verbatims(&actor.workspace, &filter, &page).await?;
    let row = found.rows.into_iter().next();
    let verbatim = row.ok_or_else(|| Refusal::not_found("verbatim"))?.verbatim;
    let settings = &app.config.translator;
    let address = settings.url.as_deref().ok_or_else(|| {
        Refusal::invalid(
            "no translator is configured",
            "the operator names one under [translator] in the configuration",
        )
    })?;
    if verbatim.text.len() > LONGEST {
        return Err(Refusal::invalid(
            format!("the comment has {} bytes", verbatim.text.len()),
            format!("at most {LONGEST} are sent to the translator"),
        ));
    }
    let languages = (verbatim.language.as_str(), to.as_str());
    let text = translate(&app.egress, settings, address, &verbatim.text, languages)
        .await
        .map_err(|error| {
            Refusal::new(
                StatusCode::BAD_GATEWAY,
                "translator",
                error.to_string(),
                "try again later, or tell whoever runs this server",
            )
        })?;
    Ok(Json(TranslationView {
        text,
        from: verbatim.language,
        to,
    }))
}
