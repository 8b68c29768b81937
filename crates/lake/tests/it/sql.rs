use crate::help::*;
use serde_json::json;

pub async fn sql_answers_one_question_with_names_types_and_a_limit() {
    let world = World::new().await;
    world.receive(&signals(0..30)).await;
    world.lake.append(&world.ws).await.unwrap();
    world.receive(&signals(30..33)).await;
    let text = "select id, q_netpro, occurred_on, test, attributes from signals order by id";
    let answer = world.lake.sql(&world.ws, text, 2).await.unwrap();
    let kinds: Vec<&str> = answer
        .columns
        .iter()
        .map(|(_, kind)| kind.as_str())
        .collect();
    assert_eq!(kinds, ["text", "number", "date", "flag", "list"]);
    assert!(answer.truncated);
    assert_eq!(
        answer.rows[1],
        [
            json!("S00000001"),
            json!(1.0),
            json!("2026-03-03"),
            json!(false),
            json!([{"key": "segment", "value": "seg 1"}]),
        ]
    );
    let all = world.lake.sql(&world.ws, text, 33).await.unwrap();
    assert!(!all.truncated && all.rows.len() == 33);
}

pub async fn sql_changes_nothing_and_reaches_nothing_else() {
    let world = World::new().await;
    world.receive(&signals(0..3)).await;
    let other = world.add_workspace("W2").await;
    let mut secret = signal(900);
    secret.external_id = "canary-of-another".into();
    world.receive_in(&other, &[secret]).await;
    for ws in [&world.ws, &other] {
        world.lake.append(ws).await.unwrap();
    }
    let outside = world.folder.write("outside.csv", "a\n1\n");
    let outside = outside.display();
    let files = world.files();
    let theirs = files
        .keys()
        .find(|place| place.starts_with("ws_W2/signals/"));
    let file = world.url(theirs.unwrap());
    for refused in [
        format!("copy signals to '{outside}'"),
        format!("copy (select * from signals) to '{outside}' stored as csv"),
        format!("create external table t stored as csv location '{outside}'"),
        "create table t as select 1".to_owned(),
        "create view v as select * from signals".to_owned(),
        "drop table signals".to_owned(),
        "insert into signals (id) values ('x')".to_owned(),
        "delete from signals".to_owned(),
        "update signals set id = 'x'".to_owned(),
        "truncate table signals".to_owned(),
        "set datafusion.execution.batch_size = 1".to_owned(),
        "reset datafusion.execution.batch_size".to_owned(),
        "prepare p as select 1".to_owned(),
        "begin".to_owned(),
        "explain analyze select * from signals".to_owned(),
        "select 1; select 2".to_owned(),
        "selec 1".to_owned(),
        String::new(),
        "select * from ws_W2.signals".to_owned(),
        "select * from \"ws_W2\".\"signals\"".to_owned(),
        "select * from ducklake.ws_W2.signals".to_owned(),
        format!("select * from '{outside}'"),
        format!("select * from \"{file}\""),
        format!("select * from '{file}'"),
        format!("create external table t stored as parquet location '{file}'"),
        format!("select * from read_csv('{outside}')"),
        format!("select * from read_parquet('{file}')"),
        "with gone as (delete from signals returning id) select * from gone".to_owned(),
    ] {
        let found = world.lake.sql(&world.ws, &refused, 10).await;
        let error = match found {
            Err(lake::Error::Question(error)) => error,
            other => panic!("{refused}: {other:?}"),
        };
        assert!(!error.to_string().contains("canary"), "{refused}: {error}");
    }
    assert_eq!(world.count().await, 3);
    let tables = "select table_schema || '.' || table_name from information_schema.tables
                   where table_schema <> 'information_schema' order by 1";
    let names = world.sql(tables).await;
    assert_eq!(
        names,
        ["mentions", "signals", "verbatims"].map(|t| vec![json!(format!("public.{t}"))])
    );
    for look in [
        "select * from information_schema.tables",
        "select * from information_schema.views",
        "select * from information_schema.columns",
        "select * from information_schema.schemata",
        "select * from signals",
    ] {
        let seen = format!("{:?}", world.sql(look).await);
        assert!(!seen.contains("canary") && !seen.contains("W2"), "{look}");
        assert!(!seen.contains(".parquet"), "{look}");
    }
}

pub async fn a_wrong_name_is_answered_with_the_near_ones() {
    let world = World::new().await;
    world.receive(&signals(0..3)).await;
    let error = world
        .lake
        .sql(&world.ws, "select q_netpr from signals", 1)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no column 'q_netpr': did you mean q_netpro"
    );
}
