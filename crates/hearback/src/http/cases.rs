//! Cases: the inbox, one case, and what people do with it.

use super::actor::{Reading, Working};
use super::problem::{Outcome, Refusal};
use super::query::{Query, number};
use crate::app::App;
use crate::view::cases::{CaseView, CasesView, EventView};
use crate::view::loops::LoopView;
use crate::{clock, secret, wiring};
use act::inbox;
use act::work::{self, Seen};
use axum::Json;
use axum::extract::{Path, State};
use domain::case::{Case, CaseFilter, CaseOrder, CaseState, Priority};
use domain::{Actor, CaseId, UserId, time};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of cases.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(assign))
        .routes(routes!(note))
        .routes(routes!(prioritize))
        .routes(routes!(contact))
        .routes(routes!(reply))
        .routes(routes!(answered))
        .routes(routes!(close))
        .routes(routes!(reopen))
        .routes(routes!(loop_report))
}

/// Which cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseQuery {
    state: Option<String>,
    owner: Option<String>,
    overdue: Option<String>,
    location: Option<String>,
    priority: Option<String>,
    answered: Option<String>,
    in_time: Option<String>,
    followed_up: Option<String>,
    #[serde(default, deserialize_with = "number")]
    follow_up_at_least: Option<f64>,
    since: Option<jiff::civil::Date>,
    until: Option<jiff::civil::Date>,
    order: Option<String>,
    after: Option<String>,
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
}

impl CaseQuery {
    fn filter(&self, actor: &Actor, zone: &jiff::tz::TimeZone) -> Outcome<CaseFilter> {
        let now = clock::now();
        let state = self
            .state
            .as_deref()
            .map(|w| {
                CaseState::parse(w).ok_or_else(|| {
                    Refusal::invalid(format!("'{w}' is no state"), "use open, answered or closed")
                })
            })
            .transpose()?;
        let priority = self.priority.as_deref().map(priority).transpose()?;
        let owner = self.owner.as_deref().map(|w| match w {
            "me" => actor.user.to_string(),
            "none" => "nobody".to_owned(),
            id => id.to_owned(),
        });
        let start =
            |on: Option<jiff::civil::Date>| on.and_then(|d| time::parse(&d.to_string(), zone).ok());
        Ok(CaseFilter {
            state,
            priority,
            unfinished: (owner.is_some() && state.is_none()).then_some(true),
            owner,
            location: self.location.clone(),
            opened_since: start(self.since),
            opened_until: start(self.until),
            answered: flag(self.answered.as_deref()),
            in_time: flag(self.in_time.as_deref()),
            judged_at: self.in_time.as_ref().map(|_| now),
            overdue_at: flag(self.overdue.as_deref()).filter(|o| *o).map(|_| now),
            followed_up: flag(self.followed_up.as_deref()),
            follow_up_at_least: self.follow_up_at_least,
            ..CaseFilter::default()
        })
    }
}

fn flag(word: Option<&str>) -> Option<bool> {
    word.map(|w| w == "true" || w == "1")
}

fn priority(word: &str) -> Outcome<Priority> {
    Priority::parse(word).ok_or_else(|| {
        Refusal::invalid(
            format!("'{word}' is no priority"),
            "use urgent, high, normal or low",
        )
    })
}

/// Cases; what is due first comes first.
#[utoipa::path(get, path = "/api/v1/cases", tag = "act",
    params(("state" = Option<String>, Query), ("owner" = Option<String>, Query), ("overdue" = Option<bool>, Query), ("after" = Option<String>, Query)),
    responses((status = 200, body = CasesView)))]
async fn list(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<CaseQuery>,
) -> Outcome<Json<CasesView>> {
    let zone = super::ingest::zone(&app, &actor.workspace).await?;
    let filter = asked.filter(&actor, &zone)?;
    let order =
        if asked.order.as_deref() == Some("newest") || asked.state.as_deref() == Some("closed") {
            CaseOrder::Newest
        } else {
            CaseOrder::Due
        };
    let limit = asked.limit.unwrap_or(50).clamp(1, inbox::LONGEST_PAGE);
    let page = inbox::page(
        &app.store,
        &actor,
        &filter,
        order,
        asked.after.as_deref(),
        limit,
    )
    .await
    .map_err(refuse)?;
    let names = names(&app, &actor).await?;
    let now = clock::now();
    let counts = counts(&app, &actor).await?;
    let rows = page
        .cases
        .into_iter()
        .map(|c| CaseView::new(c, &names, now))
        .collect();
    Ok(Json(CasesView {
        rows,
        next: page.next,
        total: page.total,
        counts,
    }))
}

/// Cases by state and of the caller.
pub async fn counts(app: &App, actor: &Actor) -> Outcome<crate::view::cases::CaseCounts> {
    let found = inbox::counts(&app.store, actor, clock::now())
        .await
        .map_err(refuse)?;
    let in_state = async |state| {
        app.store
            .count_cases(
                &actor.workspace,
                &CaseFilter {
                    state: Some(state),
                    ..CaseFilter::default()
                },
            )
            .await
    };
    Ok(crate::view::cases::CaseCounts {
        open: in_state(CaseState::Open).await?,
        answered: in_state(CaseState::Answered).await?,
        closed: in_state(CaseState::Closed).await?,
        mine: found.mine,
        unassigned: found.unassigned,
        overdue: found.overdue,
    })
}

/// One case with its history.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "act", params(("id" = String, Path)), responses((status = 200, body = CaseView)))]
async fn one(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(id): Path<String>,
) -> Outcome<Json<CaseView>> {
    shown(&app, &actor, &id).await
}

async fn shown(app: &App, actor: &Actor, id: &str) -> Outcome<Json<CaseView>> {
    let id = CaseId::parse(id).map_err(|_| Refusal::not_found("case"))?;
    let found = inbox::open(&app.store, actor, &id).await.map_err(refuse)?;
    let names = names(app, actor).await?;
    let mut view = CaseView::new(found.case, &names, clock::now());
    view.events = Some(
        found
            .events
            .into_iter()
            .enumerate()
            .map(|(i, e)| EventView::new(i as i64 + 1, e, &names))
            .collect(),
    );
    Ok(Json(view))
}

async fn names(app: &App, actor: &Actor) -> Outcome<BTreeMap<String, String>> {
    let users = app.store.users(&actor.workspace).await?;
    Ok(users.into_iter().map(|u| (u.id.into(), u.name)).collect())
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident, $path:literal, $body:ident { $($field:ident: $kind:ty),* }, |$app:ident, $actor:ident, $seen:ident, $asked:ident, $means:ident| $work:expr;)*) => {$(
        #[doc = concat!("What `", $path, "` takes; `rev` is the revision that the person saw.")]
        #[derive(Debug, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $body { rev: Option<i64>, $($field: $kind),* }

        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "act", params(("id" = String, Path)), request_body = $body,
            responses((status = 200, body = CaseView), (status = 409, body = super::problem::ProblemBody), (status = 422, body = super::problem::ProblemBody)))]
        async fn $name(State($app): State<App>, Working($actor): Working, Path(id): Path<String>, Json($asked): Json<$body>) -> Outcome<Json<CaseView>> {
            let id = CaseId::parse(&id).map_err(|_| Refusal::not_found("case"))?;
            let (mint, redact) = (clock::new_id, wiring::redacted);
            let $means = wiring::means(&$app, &mint, &redact);
            let $seen = Seen { case: &id, rev: $asked.rev };
            let _changed: Case = $work;
            $app.changed(&$actor.workspace, "cases");
            shown(&$app, &$actor, id.as_str()).await
        }
    )*};
}

steps! {
    /// Gives the case to someone.
    assign, "/api/v1/cases/{id}/assign", AssignBody { owner: String }, |app, actor, seen, asked, means|
        work::assign(&app.store, &actor, seen, &UserId::new(asked.owner.clone()), &means).await.map_err(refuse)?;
    /// Adds an internal note.
    note, "/api/v1/cases/{id}/note", NoteBody { text: String }, |app, actor, seen, asked, means|
        work::note(&app.store, &actor, seen, &asked.text, &means).await.map_err(refuse)?;
    /// Changes how much it matters.
    prioritize, "/api/v1/cases/{id}/priority", PriorityBody { priority: String }, |app, actor, seen, asked, means|
        work::reprioritize(&app.store, &actor, seen, priority(&asked.priority)?, &means).await.map_err(refuse)?;
    /// Sets the address to answer to.
    contact, "/api/v1/cases/{id}/contact", ContactBody { contact: String }, |app, actor, seen, asked, means|
        work::address(&app.store, &actor, seen, &asked.contact, &means).await.map_err(refuse)?;
    /// Answers the person by mail, with a follow-up link; the mail leaves by the outbox.
    reply, "/api/v1/cases/{id}/reply", ReplyBody { text: String }, |app, actor, seen, asked, means| {
        let reference = secret::token();
        let draft = act::reply::Draft { text: &asked.text, signature: &actor.name, reference: &reference };
        let replied = act::reply::reply(&app.store, &actor, seen, draft, &means).await.map_err(refuse)?;
        app.changed(&actor.workspace, "outbox");
        replied.case
    };
    /// Notes that the person was answered by phone or in person.
    answered, "/api/v1/cases/{id}/answered", AnsweredBody { how: String }, |app, actor, seen, asked, means|
        work::record_answer(&app.store, &actor, seen, &asked.how, &means).await.map_err(refuse)?;
    /// Closes the case with its root cause and outcome.
    close, "/api/v1/cases/{id}/close", CloseBody { root_cause: String, outcome: String }, |app, actor, seen, asked, means|
        work::close(&app.store, &actor, seen, &asked.root_cause, &asked.outcome, &means).await.map_err(refuse)?;
    /// Opens the case again.
    reopen, "/api/v1/cases/{id}/reopen", ReopenBody { why: String }, |app, actor, seen, asked, means|
        work::reopen(&app.store, &actor, seen, &asked.why, &means).await.map_err(refuse)?;
}

/// The loop report of a period (default: the last 90 days).
#[utoipa::path(get, path = "/api/v1/loop", tag = "prove", params(("since" = Option<String>, Query), ("until" = Option<String>, Query)), responses((status = 200, body = LoopView)))]
async fn loop_report(
    State(app): State<App>,
    Reading(actor): Reading,
    Query(asked): Query<crate::view::FilterQuery>,
) -> Outcome<Json<LoopView>> {
    let zone = super::ingest::zone(&app, &actor.workspace).await?;
    let now = clock::now();
    let start = |on: jiff::civil::Date| time::parse(&on.to_string(), &zone).unwrap_or(now);
    let until = asked.until.map_or(now + 1, start);
    let since = asked.since.map_or(until - 90 * 86_400_000_000, start);
    let policy = work::follow_up_policy(&app.store, &actor)
        .await
        .map_err(refuse)?;
    let period = prove::loop_report::Asked {
        since,
        until,
        location: None,
    };
    let report = prove::loop_report::report(&app.store, &actor, &period, &policy, now)
        .await
        .map_err(|e| match e {
            prove::Error::Store(e) => e.into(),
            other => Refusal::invalid(other.to_string(), "give a period with since before until"),
        })?;
    Ok(Json(LoopView::new(&report, &asked)))
}

/// What this room's errors are over HTTP.
pub fn refuse(error: act::Error) -> Refusal {
    match error {
        act::Error::Store(error) => error.into(),
        act::Error::Refused(problem) => {
            Refusal::conflict(problem.code, problem.detail, problem.hint)
        }
        act::Error::Invalid(problem) => Refusal::new(
            axum::http::StatusCode::UNPROCESSABLE_ENTITY,
            problem.code,
            problem.detail,
            problem.hint,
        ),
        act::Error::NotFound { what, .. } => Refusal::not_found(what),
    }
}
