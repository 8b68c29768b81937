use crate::help::*;
use domain::{Answer, Missing};
use serde_json::json;

pub async fn hot_rows_are_seen_at_once_and_the_same_after_a_flush() {
    let world = World::new().await;
    assert_eq!(world.count().await, 0);
    world.receive(&signals(0..100)).await;
    world.receive(&signals(100..150)).await;
    world.annotate(&verbatims(0..40)).await;
    let ask = "select location, a_segment, count(*), sum(q_netpro), min(occurred_on) from signals
                group by 1, 2 order by 1, 2";
    let words = "select sentiment_label, count(*), min(text) from verbatims group by 1 order by 1";
    let topics = "select topic, count(*) from mentions group by 1 order by 1";
    let mut hot = Vec::new();
    for text in [ask, words, topics] {
        hot.push(world.sql(text).await);
    }
    let tally = world.tally("netpro", &["location"]).await;
    assert_eq!(tally.len(), 5);
    assert_eq!(
        tally
            .iter()
            .flat_map(|t| &t.values)
            .map(|(_, n)| n)
            .sum::<u64>(),
        150
    );

    let flushed = world.lake.flush(&world.ws, NOW).await.unwrap();
    assert_eq!(
        (flushed.signals, flushed.verbatims, flushed.removed),
        (150, 40, 0)
    );
    // Half in the lake, half hot.
    let both = |rows: Vec<Vec<Vec<serde_json::Value>>>| assert_eq!(rows, hot);
    let mut cold = Vec::new();
    for text in [ask, words, topics] {
        cold.push(world.sql(text).await);
    }
    both(cold);
    assert_eq!(world.tally("netpro", &["location"]).await, tally);
    world.receive(&signals(150..160)).await;
    assert_eq!(world.count().await, 160);

    let flushed = world.lake.flush(&world.ws, NOW + 24 * HOUR).await.unwrap();
    assert_eq!(
        (flushed.signals, flushed.verbatims, flushed.removed),
        (10, 0, 200)
    );
    assert_eq!(world.count().await, 160);
    assert_eq!(
        world.lake.flush(&world.ws, NOW + 24 * HOUR).await.unwrap(),
        lake::Flushed::default()
    );
}

pub async fn a_restart_goes_on_behind_what_is_in_the_lake() {
    let world = World::new().await;
    world.receive(&signals(0..20)).await;
    // The commit is done, the hot rows are still there: as after a crash between the two.
    world.lake.append(&world.ws).await.unwrap();
    world.receive(&signals(20..25)).await;
    let world = world.reopened().await;
    assert_eq!(world.count().await, 25);
    let flushed = world.lake.flush(&world.ws, NOW).await.unwrap();
    assert_eq!(flushed.signals, 5);
    assert_eq!(world.count().await, 25);
    let batches = world
        .lake
        .counts_by_batch(&world.ws, store::hot::SIGNALS)
        .await
        .unwrap();
    assert_eq!(batches, [(1, 20), (2, 5)]);
    assert_eq!(world.lake.watermarks(&world.ws).await.unwrap(), (2, 0));
}

pub async fn new_questions_widen_the_table_and_rows_without_them_stay_null() {
    let world = World::new().await;
    world.receive(&signals(0..10)).await;
    world.lake.append(&world.ws).await.unwrap();
    let mut later = signals(10..20);
    for signal in &mut later {
        signal.answers = vec![
            Answer::score("csat", 4.0),
            Answer::missing("netpro", Missing::NotShown),
            Answer::choice("why not", "price"),
        ];
        signal.attributes.insert("Plan type".into(), "gold".into());
    }
    world.receive(&later).await;
    let ask = "select count(*), count(q_netpro), count(q_csat), count(a_plan_type), count(a_segment) from signals";
    let expected = vec![vec![json!(20), json!(10), json!(10), json!(10), json!(20)]];
    assert_eq!(world.sql(ask).await, expected);
    world.lake.append(&world.ws).await.unwrap();
    assert_eq!(world.sql(ask).await, expected);
    // And once more with none of the new ones: the columns stay.
    world.receive(&signals(20..21)).await;
    world.lake.append(&world.ws).await.unwrap();
    let tally = world.tally("q_csat", &[]).await;
    assert_eq!(
        (tally[0].values.as_slice(), tally[0].missing),
        (&[(4.0, 10)][..], 11)
    );
    // Missing reasons and choices are in the complete record.
    let kept = world
        .sql("select a['question'], a['missing'], a['choice'], count(*) from
                (select unnest(answers) as a from signals) where a['question'] <> 'why' and a['value'] is null
               group by 1, 2, 3 order by 1")
        .await;
    assert_eq!(
        kept,
        [
            vec![json!("netpro"), json!("not_shown"), json!(null), json!(10)],
            vec![json!("why not"), json!(null), json!("price"), json!(10)],
        ]
    );
}

pub async fn beyond_the_cap_answers_and_attributes_are_kept_in_the_record_alone() {
    let world = World::with(|options| options.wide_columns = 3).await;
    let mut wide = signal(1);
    wide.answers = (0..5)
        .map(|n| Answer::score(format!("q{n}"), n as f64))
        .collect();
    wide.attributes = (0..2)
        .map(|n| (format!("attribute {n}"), format!("value {n}")))
        .collect();
    world.receive(&[wide]).await;
    for _ in 0..2 {
        use columns::Columns;
        let columns = world.lake.columns(&world.ws).await.unwrap();
        let wide = columns
            .iter()
            .filter(|c| c.kind != columns::ColumnKind::Dimension);
        assert_eq!(
            wide.map(|c| c.name.as_str()).collect::<Vec<_>>(),
            ["q_q0", "q_q1", "q_q2"]
        );
        let page = world
            .lake
            .signals(
                &world.ws,
                &columns::Filter::default(),
                &columns::PageAsk::default(),
            )
            .await
            .unwrap();
        assert_eq!(page.rows[0].scores.len(), 5);
        assert_eq!(page.rows[0].attributes["attribute 1"], "value 1");
        world.lake.append(&world.ws).await.unwrap();
    }
}

pub async fn test_signals_are_kept_and_never_shown() {
    let world = World::new().await;
    let mut tried = signal(1);
    tried.test = true;
    let mut words = verbatim(1);
    words.test = true;
    world.receive(&[tried, signal(2)]).await;
    world.annotate(&[words, verbatim(2)]).await;
    for _ in 0..2 {
        assert_eq!(world.count().await, 1);
        for table in ["verbatims", "mentions"] {
            let text = format!("select count(*) from {table} where signal = 'S00000001'");
            assert_eq!(world.sql(&text).await[0][0], json!(0));
        }
        let batches = world
            .lake
            .counts_by_batch(&world.ws, store::hot::SIGNALS)
            .await
            .unwrap();
        assert_eq!(batches, [(1, 2)]);
        world.lake.append(&world.ws).await.unwrap();
    }
}
