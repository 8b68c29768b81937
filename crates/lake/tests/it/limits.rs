use crate::help::*;
use columns::Error;
use std::time::Duration;

fn question(error: lake::Error) -> Error {
    match error {
        lake::Error::Question(error) => error,
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_beyond_its_memory_or_disk_is_refused_and_the_next_one_runs() {
    let wide =
        "select a.id, b.id, array_agg(a.external_id || b.external_id) from signals a, signals b
                 group by 1, 2 order by 1, 2";
    for (memory, disk, named) in [(1 << 16, 1 << 30, "memory"), (1 << 20, 1 << 16, "disk")] {
        let world = World::with(|options| {
            options.memory_bytes = memory;
            options.spill_bytes = disk;
        })
        .await;
        world.receive(&signals(0..2_000)).await;
        let error = question(world.lake.sql(&world.ws, wide, 10).await.unwrap_err());
        assert!(
            matches!(error, Error::TooLarge(what) if what == named),
            "{error:?}"
        );
        assert!(error.to_string().contains("narrow the period"));
        assert_eq!(world.count().await, 2_000);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_beyond_its_time_is_refused() {
    let world = World::with(|options| options.query_timeout = Duration::from_millis(50)).await;
    world.receive(&signals(0..3_000)).await;
    let long =
        "select count(*) from signals a, signals b, signals c where a.id || b.id || c.id = 'x'";
    let error = question(world.lake.sql(&world.ws, long, 10).await.unwrap_err());
    assert!(matches!(error, Error::TooLarge("time")), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_queries_at_once_are_refused_as_busy() {
    let world = World::with(|options| {
        options.concurrency = 1;
        options.queue_timeout = Duration::from_millis(500);
        options.query_timeout = Duration::from_secs(20);
    })
    .await;
    world.receive(&signals(0..3_000)).await;
    let long =
        "select count(*) from signals a, signals b, signals c where a.id || b.id || c.id = 'x'";
    let (lake, ws) = (world.lake.clone(), world.ws.clone());
    let running = tokio::spawn(async move { lake.sql(&ws, long, 1).await });
    let refused = loop {
        // The long one takes the only turn sooner or later; from then on all others are refused.
        if let Err(error) = world.lake.sql(&world.ws, "select 1", 1).await {
            break question(error);
        }
    };
    assert!(matches!(refused, Error::Busy), "{refused:?}");
    running.abort();
}
