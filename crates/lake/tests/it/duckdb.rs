use crate::help::*;
use crate::place::{Place, at};
use domain::{Answer, CustomerId};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The Python that has DuckDB and its extensions (`tests/duckdb/requirements.txt`).
fn python() -> Option<String> {
    let found = std::env::var("HEARBACK_DUCKDB_PYTHON").ok();
    if found.is_none() {
        assert!(
            !testkit::in_ci(),
            "HEARBACK_DUCKDB_PYTHON is not set and CI=true: run the tests by 'cargo xtask test'"
        );
        eprintln!("skipped: DuckDB; set HEARBACK_DUCKDB_PYTHON or run 'cargo xtask test'");
    }
    found
}

/// What DuckDB answers.
fn duckdb(python: &str, world: &World, queries: &[&str]) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/duckdb/read_back.py");
    let file = world.folder.join("lake/catalogue.sqlite");
    let catalogue = match &world.grounds.postgres {
        Some(engine) => engine.url().into(),
        None => file.into_os_string(),
    };
    let mut child = Command::new(python)
        .arg(script)
        .arg(catalogue)
        .arg("ws_W1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(queries.join("\n").as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "DuckDB could not read the lake");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn duckdb_reads_what_we_wrote_at_every_stage() {
    let Some(python) = python() else { return };
    for place in [Place::Sqlite, Place::Postgres] {
        if place.is_here() {
            at(place, read_back(&python)).await;
        }
    }
}

async fn read_back(python: &str) {
    let world = World::new().await;
    let ours =
        "select location, a_segment, count(*), sum(q_netpro), cast(min(occurred_on) as varchar)
                  from signals group by 1, 2 order by 1, 2";
    let theirs = "select location, a_segment, count(*), sum(q_netpro), cast(min(occurred_on) as varchar) from {s}.signals group by 1, 2 order by 1, 2";
    let whole = "select count(*), count(distinct id), count(q_csat), cast(max(occurred_at) as varchar), sum(len(answers)), max(attributes[1].key), sum(answers[1].value) from {s}.signals";
    let words = "select v.sentiment_label, count(*), max(m.end_at) from {s}.verbatims v join {s}.mentions m on m.signal = v.signal and list_contains(v.emotions, 'joy') group by 1 order by 1";
    let queries = [theirs, whole, words];

    for range in [0..60, 60..120] {
        world.receive(&signals(range.clone())).await;
        world.annotate(&verbatims(range)).await;
        world.lake.append(&world.ws).await.unwrap();
    }
    let mut wider = signals(120..130);
    wider
        .iter_mut()
        .for_each(|s| s.answers.push(Answer::score("csat", 5.0)));
    world.receive(&wider).await;
    world.lake.append(&world.ws).await.unwrap();
    let read = duckdb(python, &world, &queries);
    let rows: Vec<Value> = world.sql(ours).await.into_iter().map(Value::from).collect();
    assert_eq!(read[0], Value::from(rows));
    assert_eq!(
        read[1][0].as_array().unwrap()[..3],
        [130.into(), 130.into(), Value::from(10)]
    );
    assert_eq!(read[1][0][3], "2026-05-30 09:00:00");
    assert_eq!(read[1][0][4], 270);
    assert_eq!(read[1][0][5], "segment");
    assert_eq!(read[2].as_array().unwrap().len(), 2);

    // Deleted, rewritten and merged.
    let customer = CustomerId::new("C7");
    let theirs = world.lake.signals_of(&world.ws, &customer).await.unwrap();
    let ids: Vec<String> = theirs.into_iter().map(|(id, _)| id).collect();
    let mut tx = world.store.begin().await.unwrap();
    tx.erase_customer(&world.ws, &customer, &[], NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.lake.erase(&world.ws, &customer, &ids).await.unwrap();
    let left = 130 - ids.len();
    let check = |stage: &str, rows: Vec<Vec<Value>>| {
        let read = duckdb(python, &world, &queries);
        assert_eq!(read[1][0][0], left, "{stage}");
        let rows: Vec<Value> = rows.into_iter().map(Value::from).collect();
        assert_eq!(read[0], Value::from(rows), "{stage}");
    };
    check("after an erasure", world.sql(ours).await);
    world.lake.compact(&world.ws, NOW).await.unwrap();
    check("after a merge", world.sql(ours).await);
}
