//! The jobs of this room; idempotent: a batch of signals is annotated once.

use crate::annotate::{Reading, annotate};
use crate::reader::Reader;
use crate::{Error, Result};
use domain::annotation::VerbatimRecord;
use domain::fact::VERBATIMS_ANNOTATED;
use domain::time::Micros;
use domain::{Fact, Signal};
use serde_json::json;
use store::hot::{Hot, SIGNALS, VERBATIMS, batch_key, batch_of};
use store::{HotRow, Job, Store};

/// The job that follows `SignalsReceived`.
pub const ANNOTATE: &str = "annotate";

/// Signals whose words are read in one transaction; bounds its memory.
const TOGETHER: i64 = 4_000;

/// Annotates the verbatims of received batches; one result per job, in order.
///
/// Neighbouring batches become one batch of verbatims, so that a burst of single signals costs one
/// commit here; when that fails each is tried by itself, so that one bad batch holds no other.
pub async fn annotate_batches(
    store: &Store,
    reader: &Reader<'_>,
    jobs: &[Job],
    now: Micros,
) -> Vec<Result<()>> {
    let mut results = Vec::with_capacity(jobs.len());
    for run in runs(jobs) {
        if run.len() > 1 && annotate_run(store, reader, run, now).await.is_ok() {
            results.extend(run.iter().map(|_| Ok(())));
        } else {
            for job in run {
                results.push(annotate_run(store, reader, std::slice::from_ref(job), now).await);
            }
        }
    }
    results
}

/// Cuts the jobs into runs of neighbouring batches of one workspace, each of a size to hold in memory.
fn runs(jobs: &[Job]) -> Vec<&[Job]> {
    let n = |job: &Job| job.body["n"].as_i64().unwrap_or(TOGETHER);
    let (mut runs, mut from, mut weight) = (Vec::new(), 0, 0);
    for at in 0..jobs.len() {
        let neighbours = at > from
            && jobs[at].workspace == jobs[at - 1].workspace
            && seq_of(&jobs[at]) == seq_of(&jobs[at - 1]) + 1;
        if at > from && (!neighbours || weight + n(&jobs[at]) > TOGETHER) {
            runs.push(&jobs[from..at]);
            (from, weight) = (at, 0);
        }
        weight += n(&jobs[at]);
    }
    if from < jobs.len() {
        runs.push(&jobs[from..]);
    }
    runs
}

fn seq_of(job: &Job) -> i64 {
    batch_of(&job.key).unwrap_or(0)
}

/// Annotates a run of batches under every live run and announces `VerbatimsAnnotated` in the
/// transaction that finishes its jobs.
async fn annotate_run(store: &Store, reader: &Reader<'_>, jobs: &[Job], now: Micros) -> Result<()> {
    let (Some(first), Some(last)) = (jobs.first(), jobs.last()) else {
        return Ok(());
    };
    let (workspace, first, through) = (&first.workspace, seq_of(first), seq_of(last));
    let mut signals = Vec::new();
    for hot in store
        .hot_between(workspace, SIGNALS, first - 1, through)
        .await?
    {
        signals.push(signal_of(&hot)?);
    }
    let mut live = store.live_runs(workspace).await?;
    loop {
        let readings = reader.readings(store, workspace, &live).await?;
        let mut batches = batches(reader, &readings, &signals)?;
        let mut tx = store.begin().await?;
        let held = tx.hold_runs(workspace).await?;
        if held.ids() != live.ids() {
            // Another run went live while the words were read: they belong to it as well.
            drop(tx);
            live = held;
            continue;
        }
        if live.active.is_none() {
            let newest = reader.frames.newest(store, workspace).await?;
            let lessons = reader.frames.newest_lessons(store, workspace).await?;
            let first = &readings[0];
            if (newest.version, lessons.version) != (first.frame.version, first.lessons.version) {
                continue;
            }
            let named = reader.named(&newest, &lessons);
            tx.begin_first_run(workspace, &named.new_run(), now).await?;
        }
        for (place, rows) in batches.drain(..).enumerate() {
            // Someone may have been erased since the batch was read: their words must not come back.
            let rows = tx.without_erased(workspace, rows).await?;
            if rows.is_empty() {
                continue;
            }
            let seq = tx.append_hot(workspace, VERBATIMS, &rows, now).await?;
            if place > 0 {
                continue;
            }
            let fact = Fact::new(
                VERBATIMS_ANNOTATED,
                json!({ "seq": seq, "signals_seq": first, "signals_through": through, "n": rows.len() }),
            );
            tx.announce(workspace, &fact, &batch_key(VERBATIMS, seq), now)
                .await?;
        }
        for job in jobs {
            tx.finish_job(job, now).await?;
        }
        tx.commit().await?;
        return Ok(());
    }
}

fn signal_of(hot: &Hot) -> Result<Signal> {
    serde_json::from_str(&hot.body).map_err(|source| Error::Signal {
        id: hot.id.clone(),
        source,
    })
}

/// The rows of one batch of verbatims per reading.
pub(crate) fn batches<'a>(
    reader: &Reader<'_>,
    readings: &[Reading],
    signals: impl IntoIterator<Item = &'a Signal>,
) -> Result<Vec<Vec<HotRow>>> {
    let read = annotate(reader, readings, signals);
    read.into_iter().map(rows).collect()
}

/// Verbatims as rows: a signal's are numbered as they stand.
fn rows(records: Vec<VerbatimRecord>) -> Result<Vec<HotRow>> {
    let (mut rows, mut before, mut number) = (Vec::with_capacity(records.len()), None, 0);
    for record in records {
        number = if before.as_ref() == Some(&record.signal) {
            number + 1
        } else {
            0
        };
        let body = serde_json::to_string(&record).map_err(|source| Error::Signal {
            id: record.signal.to_string(),
            source,
        })?;
        rows.push(HotRow {
            id: format!("{}-{number}", record.signal),
            customer: record.customer.map(String::from),
            body,
        });
        before = Some(record.signal);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::WorkspaceId;

    fn job(workspace: &str, seq: i64, n: i64) -> Job {
        Job {
            workspace: WorkspaceId::new(workspace),
            kind: ANNOTATE.into(),
            key: batch_key(SIGNALS, seq),
            body: json!({ "seq": seq, "n": n }),
            attempts: 1,
            fence: 1,
        }
    }

    #[test]
    fn neighbouring_batches_are_read_together_up_to_a_size() {
        let jobs = [
            job("a", 1, 1),
            job("a", 2, 3_999),
            job("a", 3, 1),
            job("a", 5, 9_000),
            job("b", 6, 1),
        ];
        let lengths: Vec<usize> = runs(&jobs).iter().map(|run| run.len()).collect();
        assert_eq!(lengths, [2, 1, 1, 1]);
        assert!(runs(&[]).is_empty());
    }
}
