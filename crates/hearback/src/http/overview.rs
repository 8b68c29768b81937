//! The first screen.

use super::actor::Reading;
use super::explore::label_of;
use super::metrics::refuse;
use super::problem::Outcome;
use super::query::Query;
use crate::app::App;
use crate::clock;
use crate::view::cases::CaseCounts;
use crate::view::explore::{SentimentCounts, TopicView};
use crate::view::metric::{StandingCounts, how};
use crate::view::{EstimateView, FilterQuery, How};
use axum::Json;
use axum::extract::State;
use columns::{Columns, Filter, PageAsk, VerbatimFilter};
use serde::Serialize;
use understand::overview::{Period, ScoreCard, score_cards};
use utoipa::ToSchema;

/// The first screen.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewView {
    since: String,
    until: String,
    signals: u64,
    scores: Vec<ScoreView>,
    topics: Vec<TopicView>,
    sentiment: SentimentCounts,
    cases: CaseCounts,
    quality: Vec<QualityView>,
}

/// Something about the data that a reader should know.
#[derive(Debug, Serialize, ToSchema)]
pub struct QualityView {
    kind: String,
    words: String,
}

/// One score with change and trend.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreView {
    metric: String,
    question: String,
    label: String,
    estimate: EstimateView,
    counts: Option<StandingCounts>,
    distribution: Vec<BarView>,
    change: Option<ChangeView>,
    trend: Vec<TrendPoint>,
    grain: String,
    how: How,
}

/// A value and how often it was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct BarView {
    value: f64,
    n: u64,
}

/// A change against the period before.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    delta: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    p: Option<f64>,
    verdict: String,
    words: String,
    previous: EstimateView,
}

/// One point of a trend.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrendPoint {
    period: String,
    n: u64,
    score: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

/// Scores, topics, sentiment and cases of a period.
#[utoipa::path(get, path = "/api/v1/overview", tag = "understand", params(("since" = Option<String>, Query), ("until" = Option<String>, Query)), responses((status = 200, body = OverviewView)))]
pub async fn overview(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<FilterQuery>,
) -> Outcome<Json<OverviewView>> {
    let (lake, workspace) = (app.lake.as_ref(), &actor.workspace);
    let now = clock::now();
    let span = lake.span(workspace, &Filter::default()).await?;
    let period = Period::new(
        asked.since,
        asked.until,
        span,
        domain::time::local_date(now, &jiff::tz::TimeZone::UTC),
    );
    let filter = Filter {
        since: Some(period.since),
        until: Some(period.until),
        ..asked.filter()?
    };
    let version = app.data_version(workspace).await?;
    let shown = FilterQuery {
        since: Some(period.since),
        until: Some(period.until),
        ..asked.clone()
    };
    let cards = score_cards(lake, workspace, period, &asked.filter()?)
        .await
        .map_err(refuse)?;
    let scores = cards
        .into_iter()
        .map(|card| score(card, period, shown.words(), &version))
        .collect();
    let words = VerbatimFilter {
        signals: filter.clone(),
        ..VerbatimFilter::default()
    };
    let frame = super::explore::on_show(&app, workspace).await?;
    let topics = understand::explore::topics(lake, workspace, &frame.body, &words)
        .await
        .map_err(refuse)?;
    let sentiment = lake.sentiments(workspace, &words).await?;
    let counted = lake
        .signals(
            workspace,
            &filter,
            &PageAsk {
                limit: 1,
                after: None,
            },
        )
        .await?;
    let cases = super::cases::counts(&app, &actor).await?;
    Ok(Json(OverviewView {
        since: period.since.to_string(),
        until: period.until.to_string(),
        signals: counted.total,
        scores,
        topics: topics.into_iter().take(12).map(Into::into).collect(),
        sentiment: sentiment.as_slice().into(),
        cases,
        quality: quality(lake, workspace, &filter).await?,
    }))
}

async fn quality(
    lake: &dyn Columns,
    workspace: &domain::WorkspaceId,
    filter: &Filter,
) -> Outcome<Vec<QualityView>> {
    let provenances = lake.values(workspace, "provenance", filter, 3).await?;
    let total: u64 = provenances.iter().map(|p| p.n).sum();
    Ok(provenances
        .iter()
        .filter(|p| p.value.as_deref() != Some("direct") && total > 0)
        .map(|p| QualityView {
            kind: "provenance".into(),
            words: format!(
                "{} of {total} signals are {}: they are in no score unless asked by name",
                p.n,
                p.value.as_deref().unwrap_or("of unknown provenance")
            ),
        })
        .collect())
}

fn score(card: ScoreCard, period: Period, filters: Vec<String>, version: &str) -> ScoreView {
    ScoreView {
        metric: card.definition.kind.as_str().into(),
        label: label_of(&card.definition.question),
        estimate: EstimateView::from(&card.now.estimate),
        counts: card.now.counts.map(Into::into),
        distribution: card
            .now
            .values
            .iter()
            .map(|(value, n)| BarView {
                value: *value,
                n: *n,
            })
            .collect(),
        change: card.change.map(|change| ChangeView {
            delta: change.value,
            low: change.low,
            high: change.high,
            p: change.p,
            verdict: match change.verdict {
                stats::change::Verdict::Up => "up",
                stats::change::Verdict::Down => "down",
                stats::change::Verdict::Same => "same",
                stats::change::Verdict::CannotTell => "cannot_tell",
            }
            .into(),
            words: change.words(),
            previous: EstimateView::from(&card.previous),
        }),
        trend: card
            .trend
            .iter()
            .map(|row| TrendPoint {
                period: row
                    .group
                    .first()
                    .and_then(|(_, v)| v.clone())
                    .unwrap_or_default(),
                n: row.estimate.n,
                score: row.estimate.value,
                low: row.estimate.low,
                high: row.estimate.high,
            })
            .collect(),
        grain: period.grain().as_str().into(),
        how: how(
            &card.definition,
            &card.left_out,
            filters,
            version.to_owned(),
        ),
        question: card.definition.question,
    }
}
