use crate::help::*;
use std::time::Duration;

pub async fn compaction_merges_files_and_changes_no_answer() {
    let world = World::with(|options| {
        options.query_timeout = Duration::ZERO;
        options.queue_timeout = Duration::from_secs(5);
        options.retention = Duration::ZERO;
    })
    .await;
    for n in 0..6 {
        world.receive(&signals(n * 10..n * 10 + 10)).await;
        world.annotate(&verbatims(n * 10..n * 10 + 10)).await;
        world.lake.append(&world.ws).await.unwrap();
    }
    assert_eq!(world.files_of("signals").len(), 6);
    let watermarks = world.lake.watermarks(&world.ws).await.unwrap();
    assert_eq!(watermarks, (6, 6));
    // Far in the future, so that what is replaced may go at once.
    let later = NOW + 100 * 365 * 24 * HOUR;
    let done = world.lake.compact(&world.ws, later).await.unwrap();
    assert_eq!((done.files_in, done.files_out), (18, 3));
    assert_eq!(done.files_removed, 18);
    assert_eq!(world.files_of("signals").len(), 1);
    // Every snapshot but the newest is gone; the watermarks are not.
    assert_eq!(world.lake.watermarks(&world.ws).await.unwrap(), watermarks);
    let world = world.reopened().await;
    assert_eq!(world.lake.watermarks(&world.ws).await.unwrap(), watermarks);
    assert_eq!(
        world.lake.append(&world.ws).await.unwrap(),
        lake::Flushed::default()
    );
}

pub async fn files_that_a_query_may_still_read_are_kept() {
    let world = World::new().await;
    for n in 0..3 {
        world.receive(&signals(n * 10..n * 10 + 10)).await;
        world.lake.append(&world.ws).await.unwrap();
    }
    let before = world.tally("netpro", &["location"]).await;
    let done = world.lake.compact(&world.ws, NOW).await.unwrap();
    assert_eq!(
        (done.files_in, done.files_out, done.files_removed),
        (3, 1, 0)
    );
    assert_eq!(world.files_of("signals").len(), 4);
    assert_eq!(world.tally("netpro", &["location"]).await, before);
    let stats = world.lake.stats(&world.ws).await.unwrap();
    let signals = stats.iter().find(|t| t.table == "signals").unwrap();
    assert_eq!((signals.rows, signals.files), (30, 1));
    assert!(signals.bytes > 0);
}
