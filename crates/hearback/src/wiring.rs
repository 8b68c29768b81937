//! The whole product's flow: which facts the rooms announce, and who works on them.
//!
//! ```text
//! listen   SignalsReceived     → understand annotate, act open_cases_for_signals
//! understand VerbatimsAnnotated → act open_cases_for_verbatims
//! understand StreamsShifted    → act open_alerts            (posts to the outbox)
//! act      CaseOpened          → act alert_case_opened      (posts to the outbox)
//! act      CaseClosed          → act alert_case_closed      (posts to the outbox)
//! outbox                       → the door's courier
//! ```
//!
//! Beside the facts, an edit of the codeframe and a new model queue understand's `replay`, which
//! reads again what was received, and `remove_run`, which removes what is not on show any more.
//!
//! This is the only place that names two rooms.

use crate::app::{App, StartError};
use crate::erase::ERASE_IN_LAKE;
use crate::{clock, secret};
use act::{Means, jobs as act_jobs};
use domain::fact::{
    CASE_CLOSED, CASE_OPENED, SIGNALS_RECEIVED, STREAMS_SHIFTED, VERBATIMS_ANNOTATED,
};
use domain::{CustomerId, PostId, WorkspaceId};
use lake::Lake;
use listen::posts::PostFields;
use listen::survey::{NewLink, Survey};
use store::hot::VERBATIMS;
use store::workspaces::Workspace;
use store::{Job, Store, Subscriptions};
use understand::{Reader, jobs as understand_jobs, monitor, replay};

/// Who is told of which fact.
pub fn subscriptions() -> Subscriptions {
    Subscriptions::default()
        .on(SIGNALS_RECEIVED, understand_jobs::ANNOTATE)
        .on(SIGNALS_RECEIVED, act_jobs::OPEN_CASES_FOR_SIGNALS)
        .on(VERBATIMS_ANNOTATED, act_jobs::OPEN_CASES_FOR_VERBATIMS)
        .on(STREAMS_SHIFTED, act::alerts::OPEN_ALERTS)
        .on(CASE_OPENED, act_jobs::ALERT_CASE_OPENED)
        .on(CASE_CLOSED, act_jobs::ALERT_CASE_CLOSED)
}

/// All kinds of jobs, in the order in which they are looked at.
pub const JOBS: [&str; 10] = [
    understand_jobs::ANNOTATE,
    act_jobs::OPEN_CASES_FOR_SIGNALS,
    act_jobs::OPEN_CASES_FOR_VERBATIMS,
    act_jobs::ALERT_CASE_OPENED,
    act_jobs::ALERT_CASE_CLOSED,
    ERASE_IN_LAKE,
    replay::REPLAY,
    replay::REMOVE_RUN,
    monitor::MONITOR,
    act::alerts::OPEN_ALERTS,
];

/// Runs leased jobs of one kind; one result per job, in order.
pub async fn run_jobs(app: &App, kind: &str, jobs: &[Job]) -> Vec<Result<(), String>> {
    let (mint, redact) = (clock::new_id, redacted);
    let means = means(app, &mint, &redact);
    let of_act = |results: Vec<act::Result<()>>| {
        results
            .into_iter()
            .map(|r| r.map_err(|e| e.to_string()))
            .collect()
    };
    let results = match kind {
        understand_jobs::ANNOTATE => {
            understand_jobs::annotate_batches(&app.store, &app.reader(), jobs, means.now)
                .await
                .into_iter()
                .map(|r| r.map_err(|e| e.to_string()))
                .collect()
        }
        act_jobs::OPEN_CASES_FOR_SIGNALS => {
            of_act(act_jobs::open_cases_for_signals(&app.store, jobs, &means).await)
        }
        act_jobs::OPEN_CASES_FOR_VERBATIMS => {
            of_act(act_jobs::open_cases_for_verbatims(&app.store, jobs, &means).await)
        }
        act_jobs::ALERT_CASE_OPENED => {
            of_act(act_jobs::alert_case_opened(&app.store, jobs, &means).await)
        }
        act_jobs::ALERT_CASE_CLOSED => {
            of_act(act_jobs::alert_case_closed(&app.store, jobs, &means).await)
        }
        ERASE_IN_LAKE => {
            let mut results = Vec::with_capacity(jobs.len());
            for job in jobs {
                results.push(erase_in_lake(app, job).await);
            }
            results
        }
        replay::REPLAY => {
            let mut results = Vec::with_capacity(jobs.len());
            for job in jobs {
                results.push(replay_part(app, job).await);
            }
            results
        }
        replay::REMOVE_RUN => {
            let mut results = Vec::with_capacity(jobs.len());
            for job in jobs {
                results.push(remove_run(app, job).await);
            }
            results
        }
        monitor::MONITOR => {
            let mut results = Vec::with_capacity(jobs.len());
            for job in jobs {
                results.push(look(app, job).await);
            }
            results
        }
        act::alerts::OPEN_ALERTS => {
            let mut results = Vec::with_capacity(jobs.len());
            for job in jobs {
                results.push(act::alerts::raise(&app.store, job, &means).await);
            }
            of_act(results)
        }
        other => vec![Err(format!("nobody does jobs of kind {other}")); jobs.len()],
    };
    for job in jobs {
        app.changed(&job.workspace, changed_by(kind));
    }
    results
}

fn changed_by(kind: &str) -> &'static str {
    match kind {
        understand_jobs::ANNOTATE | replay::REPLAY => "verbatims",
        act_jobs::OPEN_CASES_FOR_SIGNALS | act_jobs::OPEN_CASES_FOR_VERBATIMS => "cases",
        act_jobs::ALERT_CASE_OPENED | act_jobs::ALERT_CASE_CLOSED => "outbox",
        act::alerts::OPEN_ALERTS => "alerts",
        _ => "signals",
    }
}

async fn erase_in_lake(app: &App, job: &Job) -> Result<(), String> {
    let customer = job.body["customer"]
        .as_str()
        .map(CustomerId::new)
        .ok_or("the job names no customer")?;
    let signals: Vec<String> =
        serde_json::from_value(job.body["signals"].clone()).unwrap_or_default();
    app.lake
        .erase(&job.workspace, &customer, &signals)
        .await
        .map_err(|e| e.to_string())?;
    let mut tx = app.store.begin().await.map_err(|e| e.to_string())?;
    tx.finish_job(job, clock::now())
        .await
        .map_err(|e| e.to_string())?;
    tx.commit().await.map_err(|e| e.to_string())
}

/// One part of a replay: the lake has the signals, `understand` reads them.
async fn replay_part(app: &App, job: &Job) -> Result<(), String> {
    let now = clock::now();
    let part = replay::next(&app.store, job, now)
        .await
        .map_err(|e| e.to_string())?;
    let replay::Part::Read {
        run,
        after,
        through,
    } = part
    else {
        return Ok(());
    };
    let signals = app
        .lake
        .received(&job.workspace, after, through)
        .await
        .map_err(|e| e.to_string())?;
    let part = (run.as_ref(), through);
    replay::write(&app.store, &app.reader(), job, part, &signals, now)
        .await
        .map_err(|e| e.to_string())
}

/// Removes the rows of a run that has ended: `understand` says when, the lake has them.
async fn remove_run(app: &App, job: &Job) -> Result<(), String> {
    let (store, workspace, now) = (&app.store, &job.workspace, clock::now());
    let Some(run) = replay::ready_to_remove(store, job, now)
        .await
        .map_err(|e| e.to_string())?
    else {
        return Ok(());
    };
    let rows = app
        .lake
        .rows_of_run(workspace, &run)
        .await
        .map_err(|e| e.to_string())?;
    let counted = replay::count_out(store, job, &run, &rows, (ERASE_IN_LAKE, now)).await;
    if !counted.map_err(|e| e.to_string())? {
        return Ok(());
    }
    let gone = app.lake.forget_run(workspace, &run).await;
    let (verbatims, mentions) = gone.map_err(|e| e.to_string())?;
    tracing::info!(%workspace, run, verbatims, mentions, "an older reading was removed");
    replay::finish_removal(store, job, now)
        .await
        .map_err(|e| e.to_string())
}

/// One look of the monitor: `act` says which streams were not useful, `understand` looks.
async fn look(app: &App, job: &Job) -> Result<(), String> {
    let today = monitor::day_of(job).ok_or("the job names no day")?;
    let quieter = act::alerts::quieter(&app.store, &job.workspace).await;
    let budget = monitor::Budget {
        quieter: quieter.map_err(|e| e.to_string())?,
        ..monitor::Budget::default()
    };
    let shifts = monitor::look(app.lake.as_ref(), &job.workspace, today, &budget)
        .await
        .map_err(|e| e.to_string())?;
    monitor::announce(&app.store, job, &shifts, clock::now())
        .await
        .map_err(|e| e.to_string())
}

/// Queues today's look of the monitor, once a day.
pub async fn watch(app: &App, workspace: &Workspace) -> Result<(), String> {
    let now = clock::now();
    let zone = jiff::tz::TimeZone::get(&workspace.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let today = domain::time::local_date(now, &zone);
    monitor::queue(&app.store, &workspace.id, today, now)
        .await
        .map_err(|e| e.to_string())
}

/// Sees to it, at the start, that what is on show is read by the model at hand.
///
/// # Errors
/// The rows or the lake did not answer.
pub async fn keep_up(store: &Store, lake: &Lake, reader: &Reader<'_>) -> Result<(), StartError> {
    let now = clock::now();
    let failed = |e: &dyn std::fmt::Display| StartError::Io(e.to_string());
    for workspace in store.workspaces().await? {
        let id = &workspace.id;
        if store.active_run(id).await?.is_none() && store.hot_head(id, VERBATIMS).await? > 0 {
            let found = lake.runs_found(id).await.map_err(|e| failed(&e))?;
            let runs: Vec<String> = found.into_iter().map(|(run, _)| run).collect();
            let adopted = replay::adopt(store, id, &runs, now).await;
            adopted.map_err(|e| failed(&e))?;
        }
        let kept = replay::keep_up(store, reader, id, now).await;
        if let Some(run) = kept.map_err(|e| failed(&e))? {
            tracing::info!(workspace = %id, run, "what was received is being read again");
        }
    }
    Ok(())
}

/// What the act room is lent.
pub fn means<'a>(
    app: &'a App,
    mint: &'a (dyn Fn() -> String + Send + Sync),
    redact: &'a (dyn Fn(&str) -> String + Send + Sync),
) -> Means<'a> {
    Means {
        now: clock::now(),
        mint,
        redact,
        public_url: &app.public_url,
    }
}

/// Words without personal data, for what leaves.
pub fn redacted(words: &str) -> String {
    text::redact::redact(words).text
}

/// Makes a workspace with what each room needs at first.
///
/// # Errors
/// The rows did not answer.
pub async fn create_workspace(
    store: &Store,
    id: &WorkspaceId,
    name: &str,
    time_zone: &str,
) -> Result<(), StartError> {
    let now = clock::now();
    let workspace = Workspace {
        id: id.clone(),
        name: name.into(),
        time_zone: time_zone.into(),
    };
    let (mint, redact) = (clock::new_id, redacted);
    let means = Means {
        now,
        mint: &mint,
        redact: &redact,
        public_url: "",
    };
    let mut tx = store.begin().await?;
    tx.create_workspace(&workspace, &secret::token(), now)
        .await?;
    listen::posts::insert_default(&mut tx, id, now)
        .await
        .map_err(|e| StartError::Io(e.to_string()))?;
    let asks = PostFields {
        name: FOLLOW_UP.into(),
        stage: "after service".into(),
        owner: Some("everyone who answers".into()),
        promise_hours: 48,
        channel: "email".into(),
        ..PostFields::default()
    };
    act::rules::seed(&mut tx, id, &means)
        .await
        .map_err(|e| StartError::Io(e.to_string()))?;
    tx.commit().await?;
    let post = listen::posts::create(store, id, PostId::new(FOLLOW_UP), asks, now)
        .await
        .map_err(|e| StartError::Io(e.to_string()))?;
    let survey = Survey {
        title: "Did our answer help?".into(),
        score: "After our answer: how likely are you to recommend us?".into(),
        ..Survey::default()
    };
    listen::survey::open(store, id, &post.id, survey, &secret::token())
        .await
        .map_err(|e| StartError::Io(e.to_string()))?;
    Ok(())
}

/// The post whose survey follows a reply.
pub const FOLLOW_UP: &str = "follow-up";

/// The survey address behind a follow-up link: `act` minted the reference, `listen` stores it
/// uninterpreted, and `act` finds it again in what comes in.
///
/// # Errors
/// The rows did not answer.
pub async fn follow_up_page(app: &App, reference: &str) -> Result<Option<String>, String> {
    let Some(workspace) = app
        .store
        .workspace_of_follow_up(reference)
        .await
        .map_err(|e| e.to_string())?
    else {
        return Ok(None);
    };
    if app
        .store
        .survey_link(reference)
        .await
        .map_err(|e| e.to_string())?
        .is_none()
    {
        let link = NewLink {
            token: reference.to_owned(),
            post: PostId::new(FOLLOW_UP),
            customer: None,
            follow_up: Some(reference.to_owned()),
        };
        let made = listen::survey::link(&app.store, &workspace, link, clock::now()).await;
        // Two tabs may open the link at once; the second finds the first one's row.
        if let Err(error) = made
            && app
                .store
                .survey_link(reference)
                .await
                .map_err(|e| e.to_string())?
                .is_none()
        {
            return Err(error.to_string());
        }
    }
    Ok(Some(format!("/s/{reference}")))
}

/// Submits responses that were left open for a day.
pub async fn submit_idle(app: &App, workspace: &WorkspaceId) -> Result<(), String> {
    let mut ids = clock::new_id;
    listen::jobs::submit_idle(&app.store, &app.ingest, workspace, clock::now(), &mut ids)
        .await
        .map(|_| ())
        .map_err(|e| e.to_string())
}

/// Sends what waits in the outbox; true if anything was tried.
pub async fn deliver(app: &App) -> bool {
    crate::courier::deliver_due(&app.store, clock::now(), &app.couriers, &mut jitter()).await > 0
}

/// Random shares for the courier's jitter.
fn jitter() -> impl FnMut() -> f64 {
    || f64::from(u32::from_be_bytes(clock::random::<4>())) / f64::from(u32::MAX)
}
