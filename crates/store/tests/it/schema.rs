//! The schema says what can hold a person, and a binary refuses what it does not know.

use crate::world::worlds;
use sqlx::{AnyPool, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};
use std::collections::BTreeSet;
use store::erase::PERSONAL_COLUMNS;
use store::{Error, Options, Store};

const SCHEMA: &str = concat!(
    include_str!("../../migrations/0001_rows.sql"),
    include_str!("../../migrations/0002_runs.sql"),
    include_str!("../../migrations/0003_alerts.sql"),
    include_str!("../../migrations/0004_corrections.sql")
);

/// Text columns that hold no person of the workspace's customers, and why.
const NOT_PERSONAL: &[(&str, &str)] = &[
    ("workspaces", "the brand's own"),
    (
        "users",
        "staff; removed by an admin, not by a customer's erasure",
    ),
    ("members", "staff"),
    ("sessions", "staff; hashes"),
    ("sign_in_links", "staff; hashes"),
    ("api_keys", "staff; hashes"),
    ("sign_in_attempts", "staff; forgotten after an hour"),
    ("audit", "ids only"),
    ("erasures", "keyed hashes"),
    ("settings", "the workspace's own"),
    ("facts", "ids and counts"),
    ("jobs", "ids and counts"),
    ("endpoints", "the brand's own"),
    ("alerts", "ids of signals and numbers, never words"),
    ("counters", "numbers"),
    ("ledger", "hashes"),
    ("posts", "the brand's own"),
    ("questions", "the brand's own"),
    (
        "imports",
        "file names and mappings; uploads and rejects are removed by the erasure",
    ),
    ("rules", "the brand's own"),
    ("follow_ups", "random references"),
    (
        "codeframes",
        "the brand's own; examples are redacted before they are stored",
    ),
    ("annotation_runs", "ids and counts"),
    (
        "label_lessons",
        "weights of hashed words of many people, learned from redacted words",
    ),
];

#[test]
fn every_table_says_whether_it_can_hold_a_person() {
    let tables: BTreeSet<&str> = SCHEMA
        .lines()
        .filter_map(|l| l.strip_prefix("CREATE TABLE "))
        .filter_map(|l| l.split([' ', '(']).next())
        .collect();
    let personal: BTreeSet<&str> = PERSONAL_COLUMNS
        .iter()
        .map(|(table, _, _)| *table)
        .collect();
    let others: BTreeSet<&str> = NOT_PERSONAL.iter().map(|(table, _)| *table).collect();
    assert!(personal.is_disjoint(&others));
    let named: BTreeSet<&str> = personal.union(&others).copied().collect();
    assert_eq!(
        named, tables,
        "a table is in neither list, or no longer there"
    );
    for (table, columns, _) in PERSONAL_COLUMNS {
        let start = SCHEMA
            .find(&format!("CREATE TABLE {table} ("))
            .expect("the table");
        let text = &SCHEMA[start..start + SCHEMA[start..].find(");").expect("its end")];
        for column in *columns {
            assert!(
                text.contains(&format!("\n  {column} ")),
                "{table} has no column {column}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_again_keeps_what_is_there_and_a_newer_schema_is_refused() {
    for world in worlds().await {
        let again = Store::open(Options::new(world.url())).await.unwrap();
        assert_eq!(again.workspaces().await.unwrap().len(), 1, "{}", world.name);
        let pool = AnyPool::connect(world.url()).await.unwrap();
        pool.execute("INSERT INTO schema_migrations (version, checksum) VALUES (999, 'x')")
            .await
            .unwrap();
        let refused = Store::open(Options::new(world.url())).await.err();
        assert!(
            matches!(refused, Some(Error::NewerSchema { found: 999, .. })),
            "{}: {refused:?}",
            world.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_of_the_dialect_prepares_on_its_engine() {
    for world in worlds().await {
        // The engines' own drivers: `Any` has no word for the type of a JSON parameter.
        for statement in world.store.dialect().statements() {
            let text = statement.into_sql_str();
            let refused = if world.name == "postgres" {
                let mut connection = PgConnection::connect(world.url()).await.unwrap();
                (&mut connection).prepare(text).await.err()
            } else {
                let mut connection = SqliteConnection::connect(world.url()).await.unwrap();
                (&mut connection).prepare(text).await.err()
            };
            assert!(
                refused.is_none(),
                "{}: {statement}: {refused:?}",
                world.name
            );
        }
    }
}
