//! The worker loop: runs the rooms' jobs, flushes the lake, sends what waits, keeps the ledger's head.

pub mod heads;

use crate::app::App;
use crate::{clock, wiring};
use domain::WorkspaceId;
use std::time::Duration;
use store::Job;
use store::hot::{SIGNALS, VERBATIMS};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// Hot rows that make a flush worth its files.
const FLUSH_ROWS: i64 = 20_000;

/// Runs until `stop` is true; returns after the current step of each loop.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    // Jobs borrow across awaits in ways that bind them to one thread: they get one of their own.
    let (held, watched, runtime) = (app.clone(), stop.clone(), tokio::runtime::Handle::current());
    let jobs = tokio::task::spawn_blocking(move || {
        runtime.block_on(repeat(
            held,
            watched,
            Duration::from_millis(150),
            |app| async move { run_jobs(&app).await },
        ));
    });
    let limits = &app.config.limits;
    let (flush_every, tidy_every) = (
        Duration::from_millis(limits.flush_every_ms.clamp(10, 1_000)),
        Duration::from_millis(limits.tidy_every_ms.max(10)),
    );
    let flush = tokio::spawn(repeat(
        app.clone(),
        stop.clone(),
        flush_every,
        |app| async move { flush(&app, false).await },
    ));
    let tidy = tokio::spawn(repeat(
        app.clone(),
        stop.clone(),
        tidy_every,
        |app| async move { tidy(&app).await },
    ));
    let send = tokio::spawn(repeat(
        app.clone(),
        stop.clone(),
        Duration::from_secs(1),
        |app| async move { wiring::deliver(&app).await },
    ));
    let head = tokio::spawn(repeat(
        app,
        stop,
        Duration::from_secs(1),
        |app| async move { heads::append(&app).await },
    ));
    for task in [jobs, flush, tidy, send, head] {
        if let Err(error) = task.await {
            tracing::error!(%error, "a worker loop ended badly");
        }
    }
}

async fn repeat<F, Fut>(app: App, mut stop: watch::Receiver<bool>, every: Duration, step: F)
where
    F: Fn(App) -> Fut,
    Fut: Future<Output = bool>,
{
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        // While there is work, go on without waiting.
        while step(app.clone()).await && !*stop.borrow() {}
    }
}

/// Runs what is due, each kind in turn; true if anything was done.
pub async fn run_jobs(app: &App) -> bool {
    let mut worked = false;
    for kind in wiring::JOBS {
        let now = clock::now();
        match app
            .store
            .claim_jobs(kind, now, micros(app.config.limits.lease_ms), 64)
            .await
        {
            Ok(jobs) if jobs.is_empty() => {}
            Ok(jobs) => {
                worked = true;
                let results = wiring::run_jobs(app, kind, &jobs).await;
                for (job, result) in jobs.iter().zip(results) {
                    if let Err(error) = result {
                        put_back(app, job, &error).await;
                    }
                }
            }
            Err(error) => tracing::error!(kind, %error, "jobs could not be claimed"),
        }
    }
    worked
}

/// Milliseconds as microseconds; a setting beyond 292,000 years is forever.
fn micros(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX).saturating_mul(1_000)
}

/// Puts a job back with a growing wait; if even that fails, its lease runs out.
async fn put_back(app: &App, job: &Job, error: &str) {
    tracing::warn!(kind = %job.kind, key = %job.key, attempts = job.attempts, error, "a job failed and will be tried again");
    let wait_us = 1_000_000_i64 << job.attempts.clamp(0, 11);
    if let Err(error) = app
        .store
        .retry_job(job, error, clock::now() + wait_us)
        .await
    {
        tracing::error!(%error, "a job could not be put back");
    }
}

/// Flushes what is worth it, or everything; true only when asked again right away makes sense.
pub async fn flush(app: &App, everything: bool) -> bool {
    let workspaces = match app.store.workspaces().await {
        Ok(workspaces) => workspaces,
        Err(error) => {
            tracing::error!(%error, "workspaces could not be read");
            return false;
        }
    };
    for workspace in workspaces {
        match due(app, &workspace.id, everything).await {
            Ok(true) => {
                if let Err(error) = app.lake.append(&workspace.id).await {
                    tracing::error!(%error, "a flush failed; the rows stay hot");
                }
            }
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "hot rows could not be counted"),
        }
        if let Err(error) = app.lake.prune_hot(&workspace.id, clock::now()).await {
            tracing::error!(%error, "hot rows could not be removed");
        }
    }
    false
}

async fn due(app: &App, workspace: &WorkspaceId, everything: bool) -> Result<bool, lake::Error> {
    let (signals, verbatims) = app.lake.watermarks(workspace).await?;
    for (stream, after) in [(SIGNALS, signals), (VERBATIMS, verbatims)] {
        let waiting = app.store.hot_count(workspace, stream, after).await?;
        let oldest = app.store.ledger_after(workspace, stream, after, 1).await?;
        let old = match oldest.first() {
            Some(link) => {
                app.store.batch_at(workspace, stream, link.seq).await?
                    < clock::now() - micros(app.config.limits.flush_every_ms)
            }
            None => false,
        };
        if waiting > 0 && (everything || waiting >= FLUSH_ROWS || old) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Compacts small files, forgets done jobs, submits idle responses.
async fn tidy(app: &App) -> bool {
    if let Err(error) = app.store.forget_jobs(clock::now() - 86_400_000_000).await {
        tracing::error!(%error, "done jobs could not be forgotten");
    }
    match app.store.workspaces().await {
        Ok(workspaces) => {
            for workspace in workspaces {
                if let Err(error) = app.lake.compact(&workspace.id, clock::now()).await {
                    tracing::error!(%error, "compaction failed");
                }
                if let Err(error) = wiring::watch(app, &workspace).await {
                    tracing::error!(%error, "the monitor's look could not be queued");
                }
                if let Err(error) = wiring::submit_idle(app, &workspace.id).await {
                    tracing::error!(%error, "idle responses could not be submitted");
                }
            }
        }
        Err(error) => tracing::error!(%error, "workspaces could not be read"),
    }
    false
}
