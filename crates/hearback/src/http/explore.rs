//! Topics, verbatims and the people behind a number.

use super::actor::Reading;
use super::metrics::refuse;
use super::problem::{Outcome, Refusal};
use super::query::{Query, number};
use crate::app::App;
use crate::view::explore::{SentimentCounts, SignalView, TopicView, VerbatimView, verbatim};
use crate::view::{FilterQuery, PageView};
use axum::Json;
use axum::extract::{Path, State};
use columns::{Columns, PageAsk, VerbatimFilter};
use domain::WorkspaceId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use understand::themes::{Frame, FrameBody};
use utoipa::ToSchema;

/// Which verbatims.
#[derive(Debug, Deserialize)]
pub struct VerbatimQuery {
    #[serde(default)]
    topic: Vec<String>,
    sentiment: Option<String>,
    q: Option<String>,
    // A list, since `by` is one wherever it stands in an address.
    #[serde(default)]
    by: Vec<String>,
    question: Option<String>,
    language: Option<String>,
    intent: Option<String>,
    after: Option<String>,
    #[serde(default, deserialize_with = "number")]
    limit: Option<usize>,
    #[serde(flatten)]
    filter: FilterQuery,
}

impl VerbatimQuery {
    /// The filter; the id of a topic that was merged stands for the one it is part of now.
    pub fn filter(&self, frame: &FrameBody) -> Outcome<VerbatimFilter> {
        let current = |id: &String| frame.current(id).to_owned();
        let (search, pattern) = match self.by.first().map(String::as_str) {
            None | Some("words" | "meaning") => (self.q.clone(), None),
            Some("pattern") => (None, self.q.clone()),
            Some(word) => {
                return Err(Refusal::invalid(
                    format!("'{word}' is no way to search"),
                    "use words, meaning or pattern (a regular expression)",
                ));
            }
        };
        Ok(VerbatimFilter {
            signals: self.filter.filter()?,
            question: self.question.clone(),
            topics: self.topic.iter().map(current).collect(),
            sentiment: self.sentiment.clone(),
            language: self.language.clone(),
            intent: self.intent.clone(),
            search,
            pattern,
            untagged: false,
            of: Vec::new(),
        })
    }

    /// The words that are searched for.
    pub fn words(&self) -> Option<&str> {
        self.q.as_deref()
    }

    /// The page.
    pub fn page(&self) -> PageAsk {
        PageAsk {
            limit: self.limit.unwrap_or(50).clamp(1, 200),
            after: self.after.clone(),
        }
    }
}

/// Topics under a filter, with the verbatims that no topic explains.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopicsView {
    topics: Vec<TopicView>,
    untagged: u64,
    verbatims: u64,
}

/// A page of verbatims with the sentiment of all of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerbatimsView {
    rows: Vec<VerbatimView>,
    next: Option<String>,
    total: u64,
    sentiments: SentimentCounts,
}

/// The codeframe of the annotations on show.
pub async fn on_show(app: &App, workspace: &WorkspaceId) -> Outcome<Arc<Frame>> {
    let frame = app.frames.on_show(&app.store, workspace).await;
    frame.map_err(refuse)
}

/// What people talk about.
#[utoipa::path(get, path = "/api/v1/topics", tag = "understand", params(("sentiment" = Option<String>, Query), ("q" = Option<String>, Query)), responses((status = 200, body = TopicsView)))]
pub async fn topics(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<VerbatimQuery>,
) -> Outcome<Json<TopicsView>> {
    let frame = on_show(&app, &actor.workspace).await?;
    let filter = asked.filter(&frame.body)?;
    let found =
        understand::explore::topics(app.lake.as_ref(), &actor.workspace, &frame.body, &filter)
            .await
            .map_err(refuse)?;
    let sentiments = app.lake.sentiments(&actor.workspace, &filter).await?;
    let verbatims = sentiments.iter().map(|s| s.n).sum();
    let without = VerbatimFilter {
        untagged: true,
        ..filter
    };
    let untagged = app
        .lake
        .sentiments(&actor.workspace, &without)
        .await?
        .iter()
        .map(|s| s.n)
        .sum();
    Ok(Json(TopicsView {
        topics: found.into_iter().map(Into::into).collect(),
        untagged,
        verbatims,
    }))
}

/// Verbatims with highlighted topics, newest first.
#[utoipa::path(get, path = "/api/v1/verbatims", tag = "understand",
    params(("topic" = Option<Vec<String>>, Query), ("sentiment" = Option<String>, Query), ("q" = Option<String>, Query), ("by" = Option<String>, Query, description = "words, or pattern: q is a regular expression"), ("after" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = VerbatimsView)))]
pub async fn verbatims(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<VerbatimQuery>,
) -> Outcome<Json<VerbatimsView>> {
    let frame = on_show(&app, &actor.workspace).await?;
    let filter = asked.filter(&frame.body)?;
    let page = app
        .lake
        .verbatims(&actor.workspace, &filter, &asked.page())
        .await?;
    let sentiments = app.lake.sentiments(&actor.workspace, &filter).await?;
    let mut rows = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        let case = app
            .store
            .case_id_of_signal(&actor.workspace, &row.verbatim.signal)
            .await?;
        let signal = row.verbatim.signal.as_str();
        let said = app.store.judgments_of(&actor.workspace, signal).await?;
        rows.push(verbatim(row, &frame.body, case.map(Into::into), &said));
    }
    Ok(Json(VerbatimsView {
        rows,
        next: page.next,
        total: page.total,
        sentiments: sentiments.as_slice().into(),
    }))
}

/// Which people.
#[derive(Debug, Deserialize)]
pub struct SignalQuery {
    question: Option<String>,
    #[serde(default, deserialize_with = "number")]
    low: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    high: Option<f64>,
    after: Option<String>,
    #[serde(default, deserialize_with = "number")]
    limit: Option<usize>,
    #[serde(flatten)]
    filter: FilterQuery,
}

/// The people behind a number; `low` and `high` bound the answer to `question` (half-open).
#[utoipa::path(get, path = "/api/v1/signals", tag = "understand",
    params(("question" = Option<String>, Query), ("low" = Option<f64>, Query), ("high" = Option<f64>, Query), ("after" = Option<String>, Query)),
    responses((status = 200, body = PageView<SignalView>)))]
pub async fn signals(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<SignalQuery>,
) -> Outcome<Json<PageView<SignalView>>> {
    let mut filter = asked.filter.filter()?;
    filter.between = asked.question.map(|q| {
        (
            q,
            asked.low.unwrap_or(f64::MIN),
            asked.high.unwrap_or(f64::MAX),
        )
    });
    let ask = PageAsk {
        limit: asked.limit.unwrap_or(50).clamp(1, 200),
        after: asked.after,
    };
    let page = app.lake.signals(&actor.workspace, &filter, &ask).await?;
    Ok(Json(PageView {
        rows: page.rows.into_iter().map(Into::into).collect(),
        next: page.next,
        total: page.total,
    }))
}

/// A column that can be asked by.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnView {
    name: String,
    kind: String,
    label: String,
}

/// All columns.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnsView {
    columns: Vec<ColumnView>,
}

/// The columns there are.
#[utoipa::path(get, path = "/api/v1/columns", tag = "understand", responses((status = 200, body = ColumnsView)))]
pub async fn columns(
    State(app): State<App>,
    Reading(actor): Reading,
) -> Outcome<Json<ColumnsView>> {
    let found = app.lake.columns(&actor.workspace).await?;
    let view = |c: columns::Column| ColumnView {
        label: label_of(&c.name),
        kind: match c.kind {
            columns::ColumnKind::Dimension => "dimension".into(),
            columns::ColumnKind::Question => "question".into(),
            columns::ColumnKind::Attribute => "attribute".into(),
        },
        name: c.name,
    };
    Ok(Json(ColumnsView {
        columns: found.into_iter().map(view).collect(),
    }))
}

/// A column's name for people: `q_store_visit` → `store visit`.
pub fn label_of(name: &str) -> String {
    let bare = name
        .strip_prefix("q_")
        .or_else(|| name.strip_prefix("a_"))
        .unwrap_or(name);
    bare.replace('_', " ")
}

/// A value and how many signals have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueView {
    value: Option<String>,
    n: u64,
}

/// Values of a column, most frequent first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValuesView {
    values: Vec<ValueView>,
}

/// How many values.
#[derive(Debug, Deserialize)]
pub struct ValuesQuery {
    #[serde(default, deserialize_with = "number")]
    limit: Option<usize>,
    #[serde(flatten)]
    filter: FilterQuery,
}

/// The values of a column.
#[utoipa::path(get, path = "/api/v1/columns/{name}/values", tag = "understand", params(("name" = String, Path), ("limit" = Option<u32>, Query)), responses((status = 200, body = ValuesView)))]
pub async fn values(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(name): Path<String>,
    Query(asked): Query<ValuesQuery>,
) -> Outcome<Json<ValuesView>> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 1_000);
    let found = app
        .lake
        .values(&actor.workspace, &name, &asked.filter.filter()?, limit)
        .await?;
    Ok(Json(ValuesView {
        values: found
            .into_iter()
            .map(|v| ValueView {
                value: v.value,
                n: v.n,
            })
            .collect(),
    }))
}
