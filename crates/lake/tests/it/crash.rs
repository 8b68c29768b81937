use crate::help::*;
use std::sync::Mutex;
use store::crash_point;

/// A file that no commit names.
const ORPHAN: &str = "ws_W1/signals/11111111-1111-1111-1111-111111111111.parquet";

/// The point at which the next to come by stops, as if killed there.
static STOP: Mutex<Option<&'static str>> = Mutex::new(None);

fn stop_once(point: &'static str) {
    let mut stop = STOP.lock().unwrap();
    if *stop == Some(point) {
        *stop = None;
        drop(stop);
        panic!("stopped at {point}");
    }
}

// Under nextest each test has a process of its own, so the hook stops no other test.
pub async fn stopped_at_any_step_every_signal_is_there_once() {
    crash_point::set(stop_once);
    let mut world = World::new().await;
    let mut n = 0;
    for point in [
        crash_point::PARQUET_WRITTEN,
        crash_point::CATALOGUE_COMMITTED,
        crash_point::HOT_REMOVED,
        crash_point::COMPACTING,
        crash_point::PARQUET_WRITTEN,
    ] {
        let mut some = signals(n..n + 20);
        // A new column each time: widening is one of the steps.
        for signal in &mut some {
            let question = format!("asked after {n}");
            signal.answers.push(domain::Answer::score(question, 1.0));
        }
        world.receive(&some).await;
        world.annotate(&verbatims(n..n + 20)).await;
        n += 20;
        *STOP.lock().unwrap() = Some(point);
        let (lake, ws) = (world.lake.clone(), world.ws.clone());
        let later = NOW + 24 * HOUR;
        let work = tokio::spawn(async move {
            lake.flush(&ws, later).await?;
            lake.compact(&ws, later).await
        });
        let stopped = work.await;
        assert!(!matches!(stopped, Ok(Ok(_))), "{point}: {stopped:?}");
        assert!(STOP.lock().unwrap().is_none(), "{point} was not reached");
        world = world.reopened().await;
        for round in 0..2 {
            let counts = "select count(*), count(distinct id) from signals";
            assert_eq!(
                world.sql(counts).await,
                [[n, n].map(serde_json::Value::from).to_vec()]
            );
            let words = "select count(*), count(distinct signal) from verbatims";
            assert_eq!(
                world.sql(words).await,
                [[n, n].map(serde_json::Value::from).to_vec()]
            );
            let flushed = world.lake.flush(&world.ws, later).await.unwrap();
            assert!(
                round == 0 || flushed == lake::Flushed::default(),
                "{point}: {flushed:?}"
            );
        }
        let batches = world
            .lake
            .counts_by_batch(&world.ws, store::hot::SIGNALS)
            .await
            .unwrap();
        assert_eq!(batches.iter().map(|(_, n)| n).sum::<u64>(), n as u64);
        // What is on disk is what the catalogue names, and nothing waits in rows.
        let known: i64 = world
            .lake
            .stats(&world.ws)
            .await
            .unwrap()
            .iter()
            .map(|t| t.files)
            .sum();
        assert!(known > 0);
        assert_eq!(
            world
                .store
                .hot_count(&world.ws, store::hot::SIGNALS, 0)
                .await
                .unwrap(),
            0
        );
    }
}

pub async fn files_that_no_commit_names_are_removed_on_opening() {
    let world = World::new().await;
    world.receive(&signals(0..10)).await;
    world.lake.append(&world.ws).await.unwrap();
    // As after a crash between the writing of a file and its commit.
    let real = world.files_of("signals");
    world.place(ORPHAN, &world.files()[&real[0]]);
    let spilled = world.folder.write("lake/tmp/left/behind", "words");
    let world = world.reopened().await;
    assert_eq!(world.files_of("signals"), real);
    assert!(!spilled.exists());
    assert_eq!(world.count().await, 10);
}

pub async fn a_reader_beside_the_writer_removes_nothing() {
    let world = World::new().await;
    world.receive(&signals(0..10)).await;
    world.lake.append(&world.ws).await.unwrap();
    world.place(ORPHAN, b"being written");
    let mut options = world.lake.options().clone();
    options.sole_writer = false;
    let second = lake::Lake::open(options, world.store.clone())
        .await
        .unwrap();
    assert!(world.files_of("signals").contains(&ORPHAN.to_owned()));
    let n = second
        .sql(&world.ws, "select count(*) from signals", 1)
        .await
        .unwrap();
    assert_eq!(n.rows[0][0], 10);
}

pub async fn queries_beside_flushes_see_every_signal_once() {
    let world = World::new().await;
    world.receive(&signals(0..50)).await;
    let lake = world.lake.clone();
    let ws = world.ws.clone();
    let flushing = tokio::spawn(async move {
        for n in 0..200 {
            lake.flush(&ws, NOW + 24 * HOUR).await.unwrap();
            if n % 10 == 9 {
                lake.compact(&ws, NOW).await.unwrap();
            }
            tokio::task::yield_now().await;
        }
    });
    for n in 1..=20_usize {
        world.receive(&signals(n * 50..n * 50 + 50)).await;
        let expected = (n as i64 + 1) * 50;
        assert_eq!(world.count().await, expected);
        let row = world
            .sql("select count(distinct id), count(*) from signals")
            .await
            .remove(0);
        assert_eq!(
            (row[0].as_i64(), row[1].as_i64()),
            (Some(expected), Some(expected))
        );
    }
    flushing.abort();
    let _ = flushing.await;
    world.lake.flush(&world.ws, NOW).await.unwrap();
    let batches = world
        .lake
        .counts_by_batch(&world.ws, store::hot::SIGNALS)
        .await
        .unwrap();
    assert_eq!(batches, (1..=21).map(|seq| (seq, 50)).collect::<Vec<_>>());
}
