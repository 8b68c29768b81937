use crate::help::*;
use bytes::Bytes;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use domain::CustomerId;
use std::path::Path;

/// Where a world holds `canary`: in the bytes of a file or, for Parquet, in its columns, and in
/// the database.
async fn holds(world: &World, canary: &str) -> Vec<String> {
    let mut found = in_files(world.folder.path(), canary);
    for (place, bytes) in world.files() {
        let decoded = place.ends_with(".parquet") && {
            let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes.clone()))
                .unwrap()
                .build()
                .unwrap();
            let batches: Vec<_> = reader.map(Result::unwrap).collect();
            pretty_format_batches(&batches)
                .unwrap()
                .to_string()
                .contains(canary)
        };
        if decoded || has(&bytes, canary) {
            found.push(place);
        }
    }
    let tables = world.database().await.into_iter();
    found.extend(
        tables
            .filter(|(_, rows)| rows.contains(canary))
            .map(|(table, _)| table),
    );
    found
}

/// The files below a folder whose bytes hold it, those of the lake itself left out.
fn in_files(folder: &Path, canary: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("lake/files") {
            continue;
        }
        if path.is_dir() {
            found.extend(in_files(&path, canary));
        } else if has(&std::fs::read(&path).unwrap(), canary) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn has(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|w| w == canary.as_bytes())
}

pub async fn after_an_erasure_no_byte_of_the_person_is_left() {
    let world = World::new().await;
    let canary = "zebracanary";
    // First and last of everything, so that they would be the smallest or largest of a statistic.
    for (batch, range) in [(0, 0..50), (1, 50..100), (2, 100..120)] {
        let mut some = signals(range.clone());
        let mut words = verbatims(range);
        let theirs = &mut some[7];
        theirs.customer = Some(CustomerId::new("CANARY-CUSTOMER"));
        theirs.external_id = format!("zzzz-{canary}");
        theirs.answers[1].text = Some(format!("please call {canary}"));
        theirs
            .attributes
            .insert("segment".into(), format!("zzzz {canary}"));
        words[7].customer = Some(CustomerId::new("CANARY-CUSTOMER"));
        words[7].text = format!("zzzz {canary}");
        world.receive(&some).await;
        world.annotate(&words).await;
        if batch < 2 {
            world.lake.append(&world.ws).await.unwrap();
        }
    }
    let found = holds(&world, canary).await;
    assert!(
        found.iter().filter(|f| f.ends_with(".parquet")).count() >= 4,
        "{found:?}"
    );
    let known = |f: &String| f.contains("catalogue") || f.starts_with("hearback_lake");
    assert!(!found.iter().any(known), "{found:?}");
    assert_eq!(world.count().await, 120);

    let customer = CustomerId::new("CANARY-CUSTOMER");
    let theirs = world.lake.signals_of(&world.ws, &customer).await.unwrap();
    assert_eq!(theirs.len(), 3);
    assert_eq!(theirs[1], ("S00000057".to_owned(), 2));
    let mut tx = world.store.begin().await.unwrap();
    let erased = tx
        .erase_customer(&world.ws, &customer, &theirs, NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let rows = world
        .lake
        .erase(&world.ws, &customer, &erased.signals)
        .await
        .unwrap();
    // The third was only hot.
    assert_eq!((rows.signals, rows.verbatims), (2, 2));
    assert!(rows.files_removed > 0);
    world.store.scrub().await.unwrap();

    for gone in [canary, "CANARY-CUSTOMER"] {
        assert_eq!(holds(&world, gone).await, Vec::<String>::new());
    }
    assert_eq!(world.count().await, 117);
    assert_eq!(world.sql("select count(*) from verbatims").await[0][0], 117);
    assert!(
        world
            .lake
            .signals_of(&world.ws, &customer)
            .await
            .unwrap()
            .is_empty()
    );
    // The ledger agrees, the rest is flushed once, and again nothing of the person comes back.
    let batches = world
        .lake
        .counts_by_batch(&world.ws, store::hot::SIGNALS)
        .await
        .unwrap();
    let ledger = world
        .store
        .ledger_after(&world.ws, store::hot::SIGNALS, 0, 10)
        .await
        .unwrap();
    let expected: Vec<(i64, u64)> = ledger
        .iter()
        .map(|link| (link.seq, (link.n - link.erased) as u64))
        .collect();
    assert_eq!(batches, expected);
    let world = world.reopened().await;
    assert_eq!(world.lake.flush(&world.ws, NOW).await.unwrap().signals, 19);
    assert_eq!(world.count().await, 117);
    assert!(holds(&world, canary).await.is_empty());
    // Erasing again finds nothing and says so.
    let again = world
        .lake
        .erase(&world.ws, &customer, &erased.signals)
        .await
        .unwrap();
    assert_eq!((again.signals, again.verbatims, again.mentions), (0, 0, 0));
}

pub async fn a_dropped_workspace_leaves_no_file_and_its_neighbor_untouched() {
    let world = World::new().await;
    let other = world.add_workspace("W2").await;
    world.receive(&signals(0..10)).await;
    world.receive_in(&other, &signals(0..4)).await;
    for ws in [&world.ws, &other] {
        world.lake.append(ws).await.unwrap();
    }
    world.lake.drop_workspace(&world.ws).await.unwrap();
    assert!(world.files_of("").is_empty());
    assert!(world.lake.stats(&world.ws).await.unwrap().is_empty());
    let n = world
        .lake
        .sql(&other, "select count(*) from signals", 1)
        .await
        .unwrap();
    assert_eq!(n.rows[0][0], 4);
}

pub async fn smallest_and_largest_are_kept_of_numbers_and_never_of_text() {
    let world = World::new().await;
    for range in [0..30, 30..60] {
        world.receive(&signals(range.clone())).await;
        world.annotate(&verbatims(range)).await;
        world.lake.append(&world.ws).await.unwrap();
    }
    for merged in [false, true] {
        for table in ["ducklake_file_column_stats", "ducklake_table_column_stats"] {
            let of = |types: &str| {
                format!(
                    "SELECT COUNT(*) FROM {table} s JOIN ducklake_column c ON c.column_id = s.column_id
                        AND c.table_id = s.table_id WHERE s.min_value IS NOT NULL AND c.column_type {types}"
                )
            };
            let numbers = world
                .catalogue(&of("IN ('float64', 'date', 'timestamp', 'int64')"))
                .await;
            let text = world
                .catalogue(&of("IN ('varchar', 'struct', 'list')"))
                .await;
            assert!(
                numbers > 0 && text == 0,
                "{table}: {numbers}, {text}, merged: {merged}"
            );
        }
        world.lake.compact(&world.ws, NOW).await.unwrap();
    }
}
