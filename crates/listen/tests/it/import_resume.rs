//! Imports stop, go on, and run dry.

use crate::bench::benches;
use listen::import::{Source, sniff};
use std::sync::Arc;
use store::listen::ImportState;

fn table(rows: usize) -> String {
    let mut text = "id,comment,rating\n".to_owned();
    for i in 0..rows {
        text.push_str(&format!(
            "r{i},A comment with the number {i} in it,{}\n",
            i % 6
        ));
    }
    text
}

#[tokio::test]
async fn a_stopped_import_goes_on_where_it_stood() {
    for bench in benches().await {
        let source = Arc::new(Source::of_bytes("big.csv", table(9_000)));
        let sniffed = sniff(&source, &Default::default()).unwrap();
        let mapping = sniffed.mapping.clone();
        let post = bench.post("big").await;
        let stopped = bench
            .run_until(bench.import(&post), &source, &sniffed, &mapping, 4_000)
            .await;
        let error = stopped.err().unwrap();
        assert!(error.to_string().contains("row 4000"), "{error}");
        let row = &bench.store.imports(&bench.workspace, 9).await.unwrap()[0];
        assert_eq!(
            (row.state, row.received, row.accepted),
            (ImportState::Canceled, 4_000, 4_000)
        );
        let ran = bench
            .run_with(bench.import(&post), &source, &sniffed, &mapping)
            .await
            .unwrap();
        assert_eq!(
            (
                ran.summary.received,
                ran.summary.accepted,
                ran.summary.duplicates
            ),
            (9_000, 9_000, 0)
        );
        assert_eq!(ran.summary.resumed_at, 4_000);
        let rows = bench.store.imports(&bench.workspace, 9).await.unwrap();
        assert_eq!(
            (rows.len(), rows[0].state, rows[0].bytes_read),
            (1, ImportState::Done, rows[0].bytes_total)
        );
        let last = ran.progress.last().unwrap();
        assert_eq!(last.bytes_read, last.bytes_total);
        assert!(ran.progress.len() >= 3);
        assert_eq!(bench.signals().await.len(), 9_000);
        let questions = bench.store.questions(&bench.workspace).await.unwrap();
        let kinds: Vec<_> = questions
            .iter()
            .map(|q| (q.key.as_str(), q.kind.as_str()))
            .collect();
        assert_eq!(kinds, [("comment", "verbatim"), ("rating", "score")]);
    }
}

#[tokio::test]
async fn a_dry_run_tells_everything_and_stores_nothing() {
    for bench in benches().await {
        let text = format!(
            "{}r3,Changed words under an id,1\nr1,A comment with the number 1 in it,1\nx,too,many,cells\n",
            table(50)
        );
        let source = Arc::new(Source::of_bytes("dry.csv", text));
        let mut sniffed = sniff(&source, &Default::default()).unwrap();
        sniffed.mapping.columns[0].role = listen::import::Role::ExternalId;
        let mapping = sniffed.mapping.clone();
        let post = bench.post("dry").await;
        let mut import = bench.import(&post);
        import.dry_run = true;
        let dry = bench
            .run_with(import.clone(), &source, &sniffed, &mapping)
            .await
            .unwrap()
            .summary;
        assert_eq!(
            (dry.received, dry.accepted, dry.duplicates, dry.rejected),
            (53, 50, 1, 2)
        );
        assert!(bench.signals().await.is_empty());
        assert!(
            bench
                .store
                .imports(&bench.workspace, 9)
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            bench
                .store
                .questions(&bench.workspace)
                .await
                .unwrap()
                .is_empty()
        );
        let wet = bench
            .run_with(bench.import(&post), &source, &sniffed, &mapping)
            .await
            .unwrap()
            .summary;
        assert_eq!((wet.accepted, wet.duplicates, wet.rejected), (50, 1, 2));
        let dry = bench
            .run_with(import, &source, &sniffed, &mapping)
            .await
            .unwrap()
            .summary;
        assert_eq!((dry.accepted, dry.duplicates, dry.rejected), (0, 51, 2));
    }
}
