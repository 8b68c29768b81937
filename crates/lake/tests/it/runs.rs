use crate::help::*;
use columns::{Columns, PageAsk, VerbatimFilter};
use domain::annotation::VerbatimRecord;
use lake::Lake;
use serde_json::json;
use store::hot::VERBATIMS;
use store::understand::NewRun;

/// The same words read under another run, by which everything is about price.
fn under(run: &str, range: std::ops::Range<usize>) -> Vec<VerbatimRecord> {
    let mut read = verbatims(range);
    for record in &mut read {
        record.run = run.into();
        if run != "m1:c1" {
            record.mentions.truncate(1);
            record.mentions[0].topic = "price".into();
        }
    }
    read
}

fn new(reads_by: &str) -> NewRun<'_> {
    NewRun {
        reads_by,
        codeframe: 0,
        lessons: 0,
        awaiting: "annotate",
    }
}

/// Both runs, in the lake and hot, the first on show.
async fn world() -> World {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    tx.begin_first_run(&world.ws, &new("m1:c1"), NOW)
        .await
        .unwrap();
    tx.begin_run(&world.ws, &new("m1:c2"), NOW).await.unwrap();
    tx.commit().await.unwrap();
    for range in [0..30, 30..60] {
        world.receive(&signals(range.clone())).await;
        world.annotate(&under("m1:c1", range.clone())).await;
        world.annotate(&under("m1:c2", range.clone())).await;
        if range.start == 0 {
            world.lake.append(&world.ws).await.unwrap();
        }
    }
    world
}

async fn switch(world: &World) {
    let mut tx = world.store.begin().await.unwrap();
    let live = tx.hold_runs(&world.ws).await.unwrap();
    tx.switch_run(&world.ws, &live, NOW).await.unwrap();
    tx.commit().await.unwrap();
}

/// What every reader of verbatims and mentions says: runs, verbatims, topics.
async fn told(world: &World) -> (Vec<String>, u64, Vec<(String, u64)>) {
    let (lake, ws, all): (&Lake, _, _) = (&world.lake, &world.ws, VerbatimFilter::default());
    let runs = world
        .sql("select run from verbatims union select run from mentions order by 1")
        .await;
    let n = lake.sentiments(ws, &all).await.unwrap();
    let n: u64 = n.iter().map(|count| count.n).sum();
    let page = PageAsk {
        limit: 200,
        after: None,
    };
    let rows = lake.verbatims(ws, &all, &page).await.unwrap();
    assert_eq!((rows.total, rows.rows.len() as u64), (n, n));
    let topics = lake.topics(ws, &all).await.unwrap();
    for row in &rows.rows {
        let known = |m: &domain::annotation::Mention| topics.iter().any(|t| t.topic == m.topic);
        assert!(row.verbatim.mentions.iter().all(known), "{row:?}");
    }
    let people = lake.signals(ws, &all.signals, &page).await.unwrap();
    assert!(people.rows.iter().all(|person| person.words.len() == 1));
    assert_eq!(lake.newest_words(ws, 1_000).await.unwrap().len() as u64, n);
    (
        runs.iter()
            .map(|r| r[0].as_str().unwrap().to_owned())
            .collect(),
        n,
        topics.into_iter().map(|t| (t.topic, t.verbatims)).collect(),
    )
}

pub async fn only_the_run_on_show_is_seen_wherever_its_rows_are() {
    let world = world().await;
    let (runs, n, topics) = told(&world).await;
    assert_eq!((runs, n), (vec!["m1:c1".to_owned()], 60));
    assert_eq!(
        topics,
        [("staff".to_owned(), 60), ("waiting".to_owned(), 20)]
    );
    switch(&world).await;
    let price = vec![("price".to_owned(), 60)];
    let shown = (vec!["m1:c2".to_owned()], 60, price);
    assert_eq!(told(&world).await, shown);
    world.lake.append(&world.ws).await.unwrap();
    assert_eq!(told(&world).await, shown);
    let found = world.lake.runs_found(&world.ws).await.unwrap();
    assert_eq!(found, [("m1:c1".to_owned(), 60), ("m1:c2".to_owned(), 60)]);
}

pub async fn a_removed_run_is_gone_from_the_lake_and_from_the_counts() {
    let world = world().await;
    let (lake, ws) = (&world.lake, &world.ws);
    switch(&world).await;
    lake.append(ws).await.unwrap();
    let of_run = lake.rows_of_run(ws, "m1:c1").await.unwrap();
    assert_eq!(of_run, [(1, 30), (3, 30)]);
    let counts = || async { lake.counts_by_batch(ws, VERBATIMS).await.unwrap() };
    assert_eq!(counts().await.len(), 4);
    let mut tx = world.store.begin().await.unwrap();
    tx.remove_run(ws, "m1:c1", &of_run, NOW).await.unwrap();
    tx.commit().await.unwrap();
    // Counted out, and still there: neither owed nor found.
    assert_eq!(counts().await, [(2, 30), (4, 30)]);
    let owed = world
        .store
        .ledger_after(ws, VERBATIMS, 0, 10)
        .await
        .unwrap();
    assert_eq!(
        owed.iter().map(|l| l.n - l.erased).collect::<Vec<_>>(),
        [0, 30, 0, 30]
    );
    assert_eq!(lake.forget_run(ws, "m1:c1").await.unwrap(), (60, 80));
    assert_eq!(lake.forget_run(ws, "m1:c1").await.unwrap(), (0, 0));
    assert_eq!(counts().await, [(2, 30), (4, 30)]);
    assert_eq!(
        lake.runs_found(ws).await.unwrap(),
        [("m1:c2".to_owned(), 60)]
    );
    assert_eq!(told(&world).await.1, 60);
    let customer = domain::CustomerId::new("C1");
    let theirs = lake
        .verbatims_of(ws, &customer, &["m1:c1".to_owned()])
        .await
        .unwrap();
    assert_eq!(theirs, [(2, 1), (4, 1)]);
}

pub async fn what_was_received_comes_back_in_order_with_its_words() {
    let world = world().await;
    let mut tested = signal(60);
    tested.test = true;
    world.receive(&[tested]).await;
    let all = world.lake.received(&world.ws, 0, 3).await.unwrap();
    assert_eq!(all.len(), 61);
    assert_eq!(
        all.iter()
            .map(|(seq, _)| *seq)
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        3
    );
    for (at, (seq, found)) in all.iter().enumerate() {
        let sent = signal(at);
        assert_eq!(*seq, 1 + at as i64 / 30);
        let words: Vec<_> = sent.verbatims().collect();
        assert_eq!(found.verbatims().collect::<Vec<_>>(), words);
        assert_eq!(
            (
                &found.id,
                &found.post,
                &found.customer,
                &found.location,
                found.occurred_on,
                found.occurred_at
            ),
            (
                &sent.id,
                &sent.post,
                &sent.customer,
                &sent.location,
                sent.occurred_on,
                sent.occurred_at
            )
        );
        assert_eq!(found.test, at == 60);
    }
    let part = world.lake.received(&world.ws, 1, 2).await.unwrap();
    assert_eq!(part.len(), 30);
    assert!(part.iter().all(|(seq, _)| *seq == 2));
    assert_eq!(
        world.sql("select count(*) from signals").await[0][0],
        json!(60)
    );
}
