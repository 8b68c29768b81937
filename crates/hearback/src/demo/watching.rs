//! The monitor's looks back: what it would have said on the Mondays of the story's last weeks.

use super::answering::means;
use super::bare::{DAY, MINUTE};
use super::desk::actor;
use super::{Error, Stage};
use act::alerts::{self, Step};
use columns::Columns;
use domain::Fact;
use domain::alert::AlertState;
use domain::fact::STREAMS_SHIFTED;
use domain::time::{Micros, from_days, local_date, to_days};
use jiff::tz::TimeZone;
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};
use understand::monitor;

/// Weeks that are looked back on: from before the strike until today.
const WEEKS: i32 = 9;
/// An alert whose stream has been quiet for as many days was looked after.
const QUIET: i32 = 14;
/// The team that looks after alerts.
const TEAM: usize = 0;

/// Opens the alerts of the last weeks, each on its Monday, and closes those that are over.
///
/// To be called when everything is annotated, before the worker loop looks for itself.
///
/// # Errors
/// The rows or the columns did not answer.
pub async fn look_back(stage: &Stage<'_>, columns: &dyn Columns) -> Result<usize, Error> {
    let minted = AtomicU64::new(0);
    let mint = || {
        let n = minted.fetch_add(1, Ordering::SeqCst);
        format!("ALERT{n:021}")
    };
    let today = to_days(local_date(stage.now, &TimeZone::UTC));
    // Day 0 was a Thursday.
    let monday = today - (today + 3).rem_euclid(7);
    for week in (0..WEEKS).rev() {
        let day = monday - 7 * week;
        let Some(date) = from_days(day) else { continue };
        let at = (Micros::from(day) * DAY + 6 * 60 * MINUTE).min(stage.now);
        let budget = monitor::Budget::default();
        let shifts = monitor::look(columns, stage.workspace, date, &budget).await?;
        if shifts.is_empty() {
            continue;
        }
        let fact = Fact::new(STREAMS_SHIFTED, json!({ "shifts": shifts }));
        let mut tx = stage.store.begin().await?;
        let key = format!("demo:{date}");
        tx.announce(stage.workspace, &fact, &key, at).await?;
        tx.commit().await?;
        let jobs = stage.store.claim_jobs(alerts::OPEN_ALERTS, at, MINUTE, 8);
        for job in jobs.await? {
            alerts::raise(stage.store, &job, &means(stage, &mint, at)).await?;
        }
    }
    let actor = actor(stage, TEAM);
    let open = alerts::list(stage.store, stage.workspace, Some(AlertState::Open)).await?;
    for alert in &open {
        let over = to_days(alert.shift.through) + QUIET;
        if over > today {
            continue;
        }
        let means = means(stage, &mint, Micros::from(over) * DAY);
        for step in [Step::Judge { useful: true }, Step::Close] {
            alerts::step(stage.store, &actor, &alert.id, step, &means).await?;
        }
    }
    Ok(open.len())
}
