//! Figures, by hand: `cargo nextest run -p lake --run-ignored only --no-capture bench`.

use crate::help::*;
use std::time::Instant;

#[allow(clippy::disallowed_methods, reason = "figures are what this is for")]
fn clock() -> Instant {
    Instant::now()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints figures"]
async fn figures() {
    let world = World::new().await;
    let start = clock();
    for n in 0..50 {
        world.receive(&signals(n * 1_000..n * 1_000 + 1_000)).await;
        world.lake.append(&world.ws).await.unwrap();
    }
    eprintln!(
        "50 appends of 1,000 (with receiving): {:.2?}",
        start.elapsed()
    );
    let start = clock();
    world.lake.compact(&world.ws, NOW).await.unwrap();
    eprintln!("compaction of 50 files: {:.2?}", start.elapsed());
    let rows: usize = std::env::var("LAKE_BENCH_ROWS").map_or(1_000_000, |n| n.parse().unwrap());
    let start = clock();
    for n in (50_000..rows).step_by(10_000) {
        let mut some = signals(n..n + 10_000);
        for (at, signal) in some.iter_mut().enumerate() {
            signal.location = Some(format!("store {}", (n + at) % 200));
            for question in 0..9 {
                signal.answers.push(domain::Answer::score(
                    format!("item{question}"),
                    (at % 7) as f64,
                ));
            }
        }
        world.receive(&some).await;
    }
    eprintln!("receiving {}: {:.2?}", rows - 50_000, start.elapsed());
    let start = clock();
    world.lake.append(&world.ws).await.unwrap();
    eprintln!("flushing {}: {:.2?}", rows - 50_000, start.elapsed());
    for text in [
        "select count(*) from signals",
        "select location, nps(q_netpro) from signals group by 1 order by 1",
        "select location, avg(q_netpro) from signals group by 1 order by 1",
        "select nps(q_netpro) from signals",
        "select avg(q_item0), avg(q_item1), avg(q_item2), avg(q_item3), avg(q_item4), avg(q_item5) from signals",
    ] {
        for _ in 0..2 {
            let start = clock();
            let rows = world.sql(text).await.len();
            eprintln!("{:.2?} for {rows} rows: {text}", start.elapsed());
        }
    }
    for by in [&["location"][..], &["location", "segment"]] {
        let start = clock();
        let n = world.tally("netpro", by).await.len();
        eprintln!("tally of {n} groups: {:.2?}", start.elapsed());
    }
    world.receive(&signals(rows..rows + 5_000)).await;
    for _ in 0..2 {
        let start = clock();
        world.count().await;
        eprintln!("count with 5,000 hot: {:.2?}", start.elapsed());
    }
    let start = clock();
    let erased = world
        .lake
        .erase(&world.ws, &domain::CustomerId::new("C7"), &[])
        .await
        .unwrap();
    eprintln!(
        "erasure of {} rows: {:.2?}",
        erased.signals,
        start.elapsed()
    );
    eprintln!("{:?}", world.lake.stats(&world.ws).await.unwrap());
}
